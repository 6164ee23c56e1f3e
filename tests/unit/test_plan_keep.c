/* The plan and the record: evidence from attempts, settings, marks, and when a plan is recorded. */
#include "tap.h"

#include "base/json.h"
#include "plan/keep.h"

#define NOW_MS 1795593600000LL     /* 2026-11-25 08:00 UTC */
#define DAY_MS (24 * 3600 * 1000LL)

static struct arena arena;
static struct bank *bank;
static struct store *store;

static void put(enum event_kind kind, const char *subject, const char *body)
{
	json_t *json = json_loads(body, 0, NULL);
	struct err err = {0};

	if (!json || store_append(store, kind, subject, json, NULL, &err))
		printf("# %s\n", err.text);
	json_decref(json);
}

static void set_clock(int64_t at_ms)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)(at_ms / 1000));
	setenv("SPAR_NOW", text, 1);
}

/* An attempt of a variant that ends right or wrong; hints spoil the cold mark. */
static void attempt(int64_t at_ms, const char *subject, const char *patterns, const char *verdict, const char *mistake, bool hint)
{
	struct err err = {0};
	int64_t id = 0;
	json_t *started;

	set_clock(at_ms);
	started = json_pack("{s:o,s:i,s:b,s:s}", "patterns", json_loads(patterns, 0, NULL), "limit_ms", 600000, "no_run", 0, "mode", "try");
	if (store_append(store, EVENT_ATTEMPT_STARTED, subject, started, &id, &err))
		printf("# %s\n", err.text);
	json_decref(started);
	if (hint)
		put(EVENT_ATTEMPT_HINT, subject, arena_printf(&arena, "{\"attempt\":%lld,\"step\":1}", (long long)id));
	if (verdict) {
		put(EVENT_ATTEMPT_SUBMITTED, subject, arena_printf(&arena, "{\"attempt\":%lld,\"elapsed_ms\":60000}", (long long)id));
		put(EVENT_ATTEMPT_JUDGED, subject,
		    arena_printf(&arena, "{\"attempt\":%lld,\"verdict\":\"%s\",\"counts\":true,\"mistake\":%s,\"elapsed_ms\":60000}",
				 (long long)id, verdict, mistake ? arena_printf(&arena, "\"%s\"", mistake) : "null"));
	}
	put(EVENT_ATTEMPT_ENDED, subject, arena_printf(&arena, "{\"attempt\":%lld,\"elapsed_ms\":60000}", (long long)id));
}

static const struct plan_evidence *find(const struct plan_evidence *e, size_t n, enum evidence_about about, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (e[i].about == about && !strcmp(e[i].id, id))
			return &e[i];
	return NULL;
}

static void evidence(void)
{
	const struct plan_evidence more = {.about = ABOUT_PRINCIPLE, .id = "ownership", .attempts = 2, .successes = 1};
	struct plan_evidence *e = NULL;
	const struct plan_evidence *one;
	struct err err = {0};
	size_t n = 0;

	tap_is_int(plan_evidence_read(bank, NULL, NULL, 0, &arena, &e, &n, &err), ERR_OK, "evidence of no record");
	tap_ok(n == bank_pack(bank)->pattern_count && e[0].attempts == 0, "names every pattern, none tried");
	attempt(NOW_MS - 5 * DAY_MS, "amazon-de/top-customers-by-month/shop", "[\"top-n-per-group\"]", "wrong", "rownumber-for-ties", false);
	attempt(NOW_MS - 4 * DAY_MS, "amazon-de/top-customers-by-month/rides", "[\"top-n-per-group\",\"nth-highest\"]", "right", NULL, false);
	attempt(NOW_MS - 3 * DAY_MS, "amazon-de/best-seller-per-category/shop", "[\"top-n-per-group\"]", "right", NULL, true);
	attempt(NOW_MS - 2 * DAY_MS, "amazon-de/best-seller-per-category/rides", "[\"top-n-per-group\"]", NULL, NULL, false);
	attempt(NOW_MS - DAY_MS, "amazon-de/fan-out-revenue/shop", "[\"fan-out\",\"no-such-pattern\"]", "wrong", "no-such-mistake", false);
	tap_is_int(plan_evidence_read(bank, store, &more, 1, &arena, &e, &n, &err), ERR_OK, "evidence of a record");
	one = find(e, n, ABOUT_PATTERN, "top-n-per-group");
	tap_ok(one && one->attempts == 3 && one->successes == 1, "three attempts, one cold; the one without a submission is none");
	tap_is_int(one ? one->strength : -9, 0, "a pass with a hint is neither success nor failure");
	tap_is_int(one ? one->last_success_ms : 0, NOW_MS - 4 * DAY_MS, "when it last went well");
	tap_is_int(one ? one->last_ms : 0, NOW_MS - 3 * DAY_MS, "when it was last tried");
	one = find(e, n, ABOUT_PATTERN, "nth-highest");
	tap_ok(one && one->successes == 1, "every pattern of an exercise counts");
	one = find(e, n, ABOUT_FAMILY, "window");
	tap_ok(one && one->attempts == 1 && one->successes == 0, "a mistake counts for its family");
	one = find(e, n, ABOUT_PRINCIPLE, "ownership");
	tap_ok(one == &e[n - 1] && one->attempts == 2, "what others bring stands behind");
}

static struct keep open_at(int64_t now_ms)
{
	struct keep k = {0};
	struct err err = {0};

	set_clock(now_ms);
	if (keep_open(bank, store, now_ms, NULL, &arena, &k, &err))
		printf("# %s\n", err.text);
	return k;
}

static size_t plans(void)
{
	int64_t n = 0;
	struct err err = {0};
	struct store_record last = {.body = NULL};
	bool found = false;

	if (!store_last(store, "plan.made", KEEP_SUBJECT, &arena, &last, &found, &err) && found) {
		n = last.id;
		json_decref(last.body);
	}
	return (size_t)n;
}

static const struct plan_block *block(const struct keep *k, const char *id)
{
	return keep_block(k->plan, id, NULL);
}

static void marks(void)
{
	struct keep k;
	struct err err = {0};
	const char *id = NULL, *near = NULL;
	int64_t start_ms;
	size_t last;

	tap_ok(plans() == 0, "no plan yet");
	put(EVENT_SETTINGS_CHANGED, "settings",
	    "{\"interview_at\":\"2026-12-02T09:00\",\"time_zone\":\"UTC\",\"kind\":\"loop\",\"level\":\"L4\",\"hours\":[4,4,4,4,4,4,4]}");
	k = open_at(NOW_MS);
	tap_ok(k.recorded && plans() > 0 && !k.in.previous, "the first plan is recorded");
	tap_ok(k.in.level == PLAN_L4 && k.in.kind == PLAN_LOOP && k.plan->days_left == 7 && k.warning_count == 0, "made from what is set");
	last = plans();
	k = open_at(NOW_MS + 60000);
	tap_ok(!k.recorded && plans() == last && k.plan->moved_count == 0, "the same plan is not recorded again");
	start_ms = NOW_MS + 2 * DAY_MS + 3600000;
	tap_is_int(keep_tick(store, block(&k, "sql-windows-1"), true, NOW_MS + 60000, &err), ERR_OK, "a tick before its time");
	tap_is_int(keep_pin(store, &k, block(&k, "sql-windows-2"), true, start_ms, NOW_MS, &err), ERR_OK, "a move");
	k = open_at(NOW_MS + 120000);
	tap_ok(k.recorded && k.plan->moved_count > 0, "moves other blocks");
	tap_ok(block(&k, "sql-windows-1")->ticked && block(&k, "sql-windows-1")->start_ms < NOW_MS, "what is ticked early stands where it was done");
	tap_ok(block(&k, "sql-windows-2")->pinned && block(&k, "sql-windows-2")->start_ms == start_ms, "what is moved stands there");
	last = k.plan->moved_count;
	k = open_at(NOW_MS + 180000);
	tap_ok(!k.recorded && k.plan->moved_count == last, "and what moved stays in sight");
	tap_is_int(keep_pin(store, &k, block(&k, "sql-windows-1"), true, 0, NOW_MS, &err), ERR_INPUT, "what is done cannot be pinned");
	tap_is_int(keep_undo(store, &arena, &id, &err), ERR_OK, "undo");
	tap_is_text(id, "sql-windows-2", "takes back the last mark");
	k = open_at(NOW_MS + 240000);
	tap_ok(!block(&k, "sql-windows-2")->pinned && block(&k, "sql-windows-1")->ticked, "and only that");
	tap_ok(!keep_undo(store, &arena, &id, &err) && keep_undo(store, &arena, &id, &err) == ERR_MISSING, "until none is left");
	k = open_at(NOW_MS + 300000);
	tap_ok(!keep_block(k.plan, "sql-window-1", &near) && near && !strcmp(near, "sql-windows-1"), "a name that is nearly one");
	tap_is_text(keep_next(k.plan, NOW_MS)->id, "sql-windows-1", "the next block");
}

static void spoiled(void)
{
	struct keep k;
	size_t last;

	put(EVENT_SETTINGS_CHANGED, "settings", "{\"interview_at\":\"soon\",\"time_zone\":\"Mars\",\"kind\":7,\"level\":\"L9\",\"hours\":[1,2],"
						"\"lean\":\"left\",\"day_starts\":\"noon\",\"hours_on\":{\"never\":1,\"2026-11-26\":99}}");
	k = open_at(NOW_MS);
	tap_ok(k.plan && k.warning_count >= 8 && k.plan->status == PLAN_NO_DATE && k.in.exception_count == 0,
	       "settings that cannot be used are said, and there is a plan");
	put(EVENT_SETTINGS_CHANGED, "settings", "{\"interview_at\":\"2026-12-02T09:00\",\"time_zone\":null,\"kind\":\"both\",\"level\":\"L5\","
						"\"hours\":[2,2,2,2,2,2,2],\"lean\":null,\"day_starts\":null}");
	put(EVENT_PLAN_MADE, KEEP_SUBJECT, "{\"plan\":{\"status\":\"ok\",\"days\":\"none\"}}");
	last = plans();
	k = open_at(NOW_MS);
	tap_ok(k.plan && !k.in.previous && plans() > last, "a plan of the record that cannot be read: a new one begins");
	/* After the interview a new date begins afresh. */
	put(EVENT_PLAN_MARKED, KEEP_SUBJECT, "{\"id\":\"sql-windows-1\",\"ticked\":true,\"pinned\":false,\"start_ms\":1795593000000}");
	k = open_at(NOW_MS + DAY_MS);
	tap_ok(block(&k, "sql-windows-1") && block(&k, "sql-windows-1")->ticked, "a mark of another program counts");
	put(EVENT_SETTINGS_CHANGED, "settings", "{\"interview_at\":\"2026-12-20T09:00\"}");
	k = open_at(NOW_MS + 10 * DAY_MS);
	tap_ok(!k.in.previous && k.in.mark_count == 0 && block(&k, "sql-windows-1") && !block(&k, "sql-windows-1")->ticked,
	       "the next interview has no marks of the last");
}

int main(void)
{
	struct err err = {0};

	setenv("SPAR_CONTENT", "content", 1);
	unsetenv("TZ");
	set_clock(NOW_MS);
	arena_init(&arena, 512 << 20);
	if (bank_open(&bank, "content", "amazon-de", &err) || store_open(&store, tap_dir(), &err))
		tap_show("error", err.text);
	if (!tap_ok(bank && store, "bank and record"))
		return tap_done();
	evidence();
	marks();
	spoiled();
	store_close(store);
	bank_free(bank);
	arena_release(&arena);
	return tap_done();
}
