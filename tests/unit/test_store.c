/* The record: events, what follows from them, and that it can be rebuilt. */
#include "tap.h"

#include <stdlib.h>

#include "base/buf.h"
#include "store/store_int.h"

#define SHOP "amazon-de/latest-event/shop"
#define ADS "amazon-de/latest-event/ads"

static void set_now(int64_t ms)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld", (long long)(ms / 1000));
	setenv("SPAR_NOW", text, 1);
}

static int64_t put(struct store *s, enum event_kind kind, const char *subject, const char *body)
{
	json_t *json = json_loads(body, 0, NULL);
	struct err err = {0};
	int64_t id = 0;

	if (!json || store_append(s, kind, subject, json, &id, &err))
		printf("# %s: %s\n", body, err.text);
	json_decref(json);
	return id;
}

/* put() with the attempt's id where body has %lld. */
static int64_t put_for(struct store *s, enum event_kind kind, int64_t attempt, const char *more)
{
	char body[400];

	snprintf(body, sizeof(body), "{\"attempt\":%lld%s}", (long long)attempt, more);
	return put(s, kind, SHOP, body);
}

static int64_t start(struct store *s, const char *subject)
{
	return put(s, EVENT_ATTEMPT_STARTED, subject,
		   "{\"patterns\":[\"latest-per-key\",\"top-n-per-group\"],\"limit_ms\":480000,\"no_run\":true,\"mode\":\"try\"}");
}

static struct store_attempt get(struct store *s, struct arena *a, int64_t id)
{
	struct store_attempt t = {0};
	struct err err = {0};

	if (store_attempt(s, id, a, &t, &err))
		printf("# %s\n", err.text);
	return t;
}

#define SUBMIT(ms) ",\"query\":\"SELECT 1\",\"elapsed_ms\":" ms
#define JUDGED(verdict, ms) ",\"verdict\":\"" verdict "\",\"elapsed_ms\":" ms

/* One attempt with something done before the pass: is it cold? */
static bool cold_after(struct store *s, struct arena *a, const char *subject, int kind, const char *more)
{
	int64_t id = start(s, subject);

	if (kind >= 0)
		put_for(s, (enum event_kind)kind, id, more);
	put_for(s, EVENT_ATTEMPT_SUBMITTED, id, SUBMIT("60000"));
	put_for(s, EVENT_ATTEMPT_JUDGED, id, JUDGED("right", "60000"));
	put_for(s, EVENT_ATTEMPT_ENDED, id, ",\"elapsed_ms\":61000");
	return get(s, a, id).cold;
}

static void test_first_attempt(struct store *s, struct arena *a)
{
	struct err err = {0};
	bool seen = true;

	tap_ok(!store_seen(s, SHOP, &seen, &err) && !seen, "a variant is unseen at first");
	int64_t id = start(s, SHOP);
	tap_ok(!store_seen(s, SHOP, &seen, &err) && seen, "an attempt makes it seen");
	tap_ok(!store_seen(s, ADS, &seen, &err) && !seen, "and not the other variants");
	tap_is_int(get(s, a, id).outcome, ATTEMPT_OPEN, "an attempt is open");
	put_for(s, EVENT_ATTEMPT_SUBMITTED, id, SUBMIT("50000"));
	tap_is_int(get(s, a, id).submissions, 1, "a submission counts before it is judged");
	put_for(s, EVENT_ATTEMPT_JUDGED, id, JUDGED("right", "50000"));
	put_for(s, EVENT_ATTEMPT_HINT, id, ",\"step\":1");

	struct store_attempt t = get(s, a, id);
	tap_is_int(t.outcome, ATTEMPT_PASSED, "right: passed");
	tap_ok(t.cold && !t.seen, "unseen, nothing used, in time: cold, whatever comes after the pass");
	tap_is_int(t.elapsed_ms, 50000, "its time");
	tap_is_text(t.exercise, "amazon-de/latest-event", "its exercise");
	tap_is_text(t.variant, "shop", "its variant");
	tap_is_text(t.verdict, "right", "its verdict");
	tap_ok(t.no_run, "no-run");
	put_for(s, EVENT_ATTEMPT_ENDED, id, ",\"elapsed_ms\":99000");
	tap_is_int(get(s, a, id).elapsed_ms, 50000, "the end does not change the time of the pass");
}

static void test_cold(struct store *s, struct arena *a)
{
	tap_ok(cold_after(s, a, "p/a/v", -1, ""), "nothing used: cold");
	tap_ok(!cold_after(s, a, "p/a/v", -1, ""), "a variant seen before is not cold");
	tap_ok(cold_after(s, a, "p/a/w", -1, ""), "another variant of it is");
	tap_ok(!cold_after(s, a, "p/b/v", EVENT_ATTEMPT_RUN, ""), "a run costs the mark");
	tap_ok(!cold_after(s, a, "p/c/v", EVENT_ATTEMPT_HINT, ",\"step\":1"), "a hint costs it");
	tap_ok(!cold_after(s, a, "p/d/v", EVENT_ATTEMPT_COMPLETED, ""), "a completion costs it");
	tap_ok(!cold_after(s, a, "p/e/v", EVENT_ATTEMPT_JUDGED, JUDGED("wrong", "1000")), "an earlier refutation costs it");
	tap_ok(!cold_after(s, a, "p/f/v", EVENT_ATTEMPT_JUDGED, JUDGED("row-order", "1000")), "of row order too");
	tap_ok(cold_after(s, a, "p/g/v", EVENT_ATTEMPT_JUDGED, JUDGED("invalid", "1000")), "an invalid query does not");
	put(s, EVENT_EXERCISE_SHOWN, "p/h/v", "{}");
	tap_ok(!cold_after(s, a, "p/h/v", -1, ""), "reading the exercise first costs it");

	int64_t id = start(s, "p/i/v");
	put_for(s, EVENT_ATTEMPT_JUDGED, id, JUDGED("right", "480001"));
	tap_ok(!get(s, a, id).cold, "one millisecond late is not cold");
	id = start(s, "p/i/w");
	put_for(s, EVENT_ATTEMPT_JUDGED, id, JUDGED("right", "480000"));
	tap_ok(get(s, a, id).cold, "the last millisecond is");
	id = put(s, EVENT_ATTEMPT_STARTED, "p/i/x", "{\"limit_ms\":0,\"mode\":\"check\"}");
	put_for(s, EVENT_ATTEMPT_JUDGED, id, JUDGED("right", "10"));
	tap_ok(!get(s, a, id).cold, "without a time limit nothing is cold");

	set_now(1000000000000);
	put(s, EVENT_SOLUTION_SHOWN, "p/j/v", "{}");
	set_now(1000000000000 + STORE_SOLUTION_MS - 1000);
	tap_ok(!cold_after(s, a, "p/j/w", -1, ""), "a solution of the exercise costs it for a day");
	set_now(1000000000000 + STORE_SOLUTION_MS);
	tap_ok(cold_after(s, a, "p/j/x", -1, ""), "and not longer");
}

static void test_standings(struct store *s, struct arena *a)
{
	struct store_standing *p = NULL;
	struct store_pattern *q = NULL;
	struct store_attempt *t = NULL;
	struct err err = {0};
	size_t n = 0, i = 0;

	tap_ok(!store_attempts(s, "amazon-de/latest-event", 10, a, &t, &n, &err) && n == 1, "attempts of an exercise");
	tap_ok(!store_attempts(s, NULL, 3, a, &t, &n, &err) && n == 3 && t[0].id > t[1].id, "the newest three of all");
	tap_ok(!store_standings(s, a, &p, &n, &err) && n > 3, "standings");
	while (i < n && strcmp(p[i].exercise, "p/a"))
		i++;
	tap_ok(i < n && p[i].attempts == 3 && p[i].passes == 3 && p[i].cold_passes == 2 && p[i].variants_seen == 2,
	       "of one exercise");
	tap_is_int(p[i].cold_in_a_row, 1, "cold passes in a row start over");
	tap_ok(!store_patterns(s, a, &q, &n, &err) && n == 2, "two patterns");
	tap_is_text(q[0].pattern, "latest-per-key", "by id");
	tap_ok(q[0].cold_passes == q[1].cold_passes && q[0].cold_passes > 3, "each with its cold passes");
}

static void test_due(void)
{
	struct store_standing t = {.last_ms = 1000, .last_outcome = ATTEMPT_FAILED};
	const int64_t hour = 3600 * 1000;

	tap_is_int(store_due_ms(&t), 1000 + 12 * hour, "failed: 12 hours");
	t.last_outcome = ATTEMPT_OPEN;
	tap_is_int(store_due_ms(&t), 1000, "open: now");
	t.last_outcome = ATTEMPT_PASSED;
	tap_is_int(store_due_ms(&t), 1000 + 24 * hour, "passed: a day");
	t.last_cold = true;
	t.cold_in_a_row = 1;
	tap_is_int(store_due_ms(&t), 1000 + 48 * hour, "cold: two days");
	t.cold_in_a_row = 5;
	tap_is_int(store_due_ms(&t), 1000 + 8 * 24 * hour, "cold again and again: eight");
}

/* Every row of a table as one text. */
static char *dump(struct store *s, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	struct buf b;
	char sql[100];

	buf_init(&b, 1 << 20);
	snprintf(sql, sizeof(sql), "SELECT * FROM %s ORDER BY 1", table);
	sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			buf_addf(&b, "%s|", sqlite3_column_text(stmt, i) ? (const char *)sqlite3_column_text(stmt, i) : "NULL");
	sqlite3_finalize(stmt);
	return buf_take(&b);
}

static void test_rebuild(struct store *s)
{
	static const char *const tables[] = {"attempt", "sighting", "solution"};
	char *before[3];
	struct err err = {0};

	for (int i = 0; i < 3; i++)
		before[i] = dump(s, tables[i]);
	tap_ok(sqlite3_exec(s->db, "DELETE FROM attempt; DELETE FROM solution; UPDATE sighting SET first_ms = 7", NULL, NULL,
			    NULL) == SQLITE_OK, "projections spoiled");
	tap_ok(!store_rebuild(s, &err), "rebuilt %s", err.text);
	for (int i = 0; i < 3; i++) {
		char *after = dump(s, tables[i]);

		tap_ok(*after && !strcmp(before[i], after), "%s is as before", tables[i]);
		free(after);
		free(before[i]);
	}
}

static void test_append_only(struct store *s)
{
	tap_ok(sqlite3_exec(s->db, "UPDATE event SET at_ms = 0 WHERE id = 1", NULL, NULL, NULL) != SQLITE_OK, "no UPDATE");
	tap_ok(sqlite3_exec(s->db, "DELETE FROM event", NULL, NULL, NULL) != SQLITE_OK, "no DELETE");
	tap_ok(sqlite3_exec(s->db, "INSERT OR REPLACE INTO event VALUES (1, 0, 'x', '', '{}')", NULL, NULL, NULL) != SQLITE_OK,
	       "no REPLACE");
	tap_ok(sqlite3_exec(s->db, "INSERT INTO event VALUES (NULL, 0, 'x', '', 'no json')", NULL, NULL, NULL) != SQLITE_OK,
	       "no body that is not JSON");
}

static void test_drafts(struct store *s, struct arena *a)
{
	struct err err = {0};
	const char *text = "x";
	int64_t at_ms = 0;

	tap_ok(!store_draft_get(s, SHOP, a, &text, &at_ms, &err) && !text, "no draft");
	tap_ok(!store_draft_put(s, SHOP, "SELECT", 6, &err) && !store_draft_put(s, SHOP, "SELECT 1", 8, &err), "two drafts");
	tap_ok(!store_draft_get(s, SHOP, a, &text, &at_ms, &err), "read");
	tap_is_text(text, "SELECT 1", "the last one wins");
	tap_ok(!store_draft_drop(s, SHOP, &err) && !store_draft_get(s, SHOP, a, &text, &at_ms, &err) && !text, "dropped");
	tap_is_int(store_draft_put(s, SHOP, "x", STORE_DRAFT_MAX_BYTES + 1, &err), ERR_LIMIT, "too long");
}

int main(void)
{
	struct store *s = NULL;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 8 << 20);
	set_now(900000000000);
	if (!tap_ok(!store_open(&s, tap_dir(), &err), "a new record %s", err.text))
		return tap_done();
	test_first_attempt(s, &a);
	test_cold(s, &a);
	test_standings(s, &a);
	test_due();
	test_append_only(s);
	test_rebuild(s);
	test_drafts(s, &a);
	store_close(s);
	arena_release(&a);
	return tap_done();
}
