/* The record read back: events by kind and attempt, settings, and its end. */
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "store/store_int.h"

static void put(struct store *s, enum event_kind kind, const char *subject, const char *body)
{
	json_t *json = json_loads(body, 0, NULL);
	struct err err = {0};

	if (store_append(s, kind, subject, json, NULL, &err))
		printf("# %s\n", err.text);
	json_decref(json);
}

static bool list(const struct store_record *e, void *arg)
{
	buf_addf(arg, "%s:%lld ", e->kind, (long long)json_get_int(e->body, "attempt", 0));
	return true;
}

static bool only_one(const struct store_record *e, void *arg)
{
	list(e, arg);
	return false;
}

static const char *events(struct store *s, struct arena *a, struct store_which which,
			  bool (*each)(const struct store_record *, void *))
{
	struct err err = {0};
	struct buf b;

	buf_init(&b, 4096);
	if (store_events(s, &which, each, &b, &err))
		buf_addf(&b, "error: %s", err.text);
	const char *text = arena_strdup(a, buf_text(&b));

	buf_release(&b);
	return text;
}

static void test_events(struct store *s, struct arena *a)
{
	put(s, EVENT_ATTEMPT_STARTED, "p/x/v", "{}");
	put(s, EVENT_ATTEMPT_RUN, "p/x/v", "{\"attempt\":1}");
	put(s, EVENT_ATTEMPT_RUN, "p/y/v", "{\"attempt\":7}");
	put(s, EVENT_SOLUTION_SHOWN, "p/x/v", "{\"attempt\":1}");
	tap_is_text(events(s, a, (struct store_which){0}, list),
		    "attempt.started:0 attempt.run:1 attempt.run:7 solution.shown:1 ", "all, oldest first");
	tap_is_text(events(s, a, (struct store_which){.attempt = 1}, list), "attempt.run:1 solution.shown:1 ", "of an attempt");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt.*"}, list), "attempt.started:0 attempt.run:1 attempt.run:7 ",
		    "of a family of kinds");
	tap_is_text(events(s, a, (struct store_which){.subject = "p/y/v"}, list), "attempt.run:7 ", "of a subject");
	tap_is_text(events(s, a, (struct store_which){.after_id = 2}, list), "attempt.run:7 solution.shown:1 ", "after another");
	tap_is_text(events(s, a, (struct store_which){.since_ms = INT64_MAX}, list), "", "of the future: none");
	tap_is_text(events(s, a, (struct store_which){0}, only_one), "attempt.started:0 ", "until the caller has enough");
	tap_is_text(events(s, a, (struct store_which){.newest_first = true}, only_one), "solution.shown:1 ", "the newest first");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt.[rs]*"}, list), "attempt.started:0 attempt.run:1 attempt.run:7 ",
		    "of a smaller family, in the order of the record");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt.run", .newest_first = true}, list), "attempt.run:7 attempt.run:1 ",
		    "of one kind, the newest first");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt.*", .subject = "p/x/v", .attempt = 1}, list), "attempt.run:1 ",
		    "of a family, a subject and an attempt");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt.ru*", .after_id = 2}, list), "attempt.run:7 ", "of a family, after another");
	tap_is_text(events(s, a, (struct store_which){.kind = "attempt"}, list), "", "the beginning of a kind is none");
}

/* What is asked for at each request must not read every event. */
static void test_indexes(struct store *s, struct arena *a)
{
	put(s, EVENT_MOCK_STARTED, "mock/phone", "{\"round\":\"phone\"}");
	put(s, EVENT_MOCK_SAID, "mock/phone", "{\"mock\":5,\"attempt\":3}");
	put(s, EVENT_MOCK_SAID, "mock/phone", "{\"mock\":9}");
	put(s, EVENT_ATTEMPT_STARTED, "p/x/v", "{\"mock\":5}");
	tap_is_text(events(s, a, (struct store_which){.mock = 5}, list), "mock.said:3 attempt.started:0 ", "of a round");
	tap_is_text(events(s, a, (struct store_which){.kind = "mock.*", .mock = 5}, list), "mock.said:3 ", "of a round and a family");
	tap_is_text(events(s, a, (struct store_which){.kind = "mock.*", .mock = 5, .after_id = 6}, list), "", "of a round, after another");
}

static const char *settings(struct store *s, struct arena *a)
{
	struct err err = {0};
	json_t *all = NULL;
	char *text;

	if (store_settings(s, &all, &err))
		return err.text[0] ? arena_strdup(a, err.text) : "";
	text = json_text(all);
	const char *copy = arena_strdup(a, text);

	free(text);
	json_decref(all);
	return copy;
}

static void test_settings(struct store *s, struct arena *a)
{
	struct err err = {0};

	tap_is_text(settings(s, a), "{}", "nothing is set");
	put(s, EVENT_SETTINGS_CHANGED, "settings", "{\"level\":\"L4\",\"hours\":[1,2.5],\"dark\":true,\"n\":7}");
	tap_is_text(settings(s, a), "{\"dark\":true,\"hours\":[1,2.5],\"level\":\"L4\",\"n\":7}", "what was set");
	put(s, EVENT_SETTINGS_CHANGED, "settings", "{\"level\":\"L5\",\"n\":null}");
	tap_is_text(settings(s, a), "{\"dark\":true,\"hours\":[1,2.5],\"level\":\"L5\"}", "the last word counts, null takes away");
	tap_ok(!store_rebuild(s, &err), "rebuilt %s", err.text);
	tap_is_text(settings(s, a), "{\"dark\":true,\"hours\":[1,2.5],\"level\":\"L5\"}", "and the same");
}

static void test_erase(const char *dir, struct arena *a)
{
	struct str some = STR("x");
	struct err err = {0};
	json_t *gone = NULL;

	tap_ok(!fs_write(fs_join(a, dir, "spar.db.before-1"), some, 0600, &err) &&
		       !fs_write(fs_join(a, dir, "spar-export-1.json"), some, 0600, &err) &&
		       !fs_write(fs_join(a, dir, STORE_SESSION_FILE), some, 0600, &err) &&
		       !fs_write(fs_join(a, dir, "diary.txt"), some, 0600, &err),
	       "files beside the record");
	tap_ok(!store_erase(dir, &gone, &err), "erased %s", err.text);
	tap_ok(json_array_size(gone) >= 4, "and said what (%zu)", json_array_size(gone));
	tap_ok(!fs_is_file(fs_join(a, dir, "spar.db")) && !fs_is_file(fs_join(a, dir, "spar.db.before-1")) &&
		       !fs_is_file(fs_join(a, dir, "spar-export-1.json")) && !fs_is_file(fs_join(a, dir, STORE_SESSION_FILE)),
	       "all that is ours is gone");
	tap_ok(fs_is_file(fs_join(a, dir, "diary.txt")), "what is not ours stays");
	json_decref(gone);
}

int main(void)
{
	const char *dir = tap_dir();
	struct store *s = NULL;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 1 << 20);
	if (store_open(&s, dir, &err)) {
		tap_ok(false, "opened: %s", err.text);
		return tap_done();
	}
	test_events(s, &a);
	test_indexes(s, &a);
	test_settings(s, &a);
	store_close(s);
	test_erase(dir, &a);
	arena_release(&a);
	return tap_done();
}
