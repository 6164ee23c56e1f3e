#include "store/store_int.h"

#include "base/clock.h"

#define HOUR_MS (3600 * 1000LL)
#define DAY_MS (24 * HOUR_MS)

#define ATTEMPT_COLUMNS                                                                                      \
	"id, subject, exercise, variant, mode, started_ms, limit_ms, elapsed_ms, no_run, seen, cold, runs, " \
	"hints, completions, submissions, refuted, verdict, mistake, passed_ms, ended_ms, patterns"

const char *store_text_at(sqlite3_stmt *stmt, int column, struct arena *a)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text ? arena_strndup(a, text, (size_t)sqlite3_column_bytes(stmt, column)) : NULL;
}

static enum attempt_outcome outcome_of(bool passed, bool ended, int refuted)
{
	if (passed)
		return ATTEMPT_PASSED;
	if (!ended)
		return ATTEMPT_OPEN;
	return refuted ? ATTEMPT_FAILED : ATTEMPT_LEFT;
}

/* A row of ATTEMPT_COLUMNS. */
static struct store_attempt read_attempt(sqlite3_stmt *stmt, struct arena *a)
{
	struct store_attempt t = {
		.id = sqlite3_column_int64(stmt, 0),
		.subject = store_text_at(stmt, 1, a),
		.exercise = store_text_at(stmt, 2, a),
		.variant = store_text_at(stmt, 3, a),
		.mode = store_text_at(stmt, 4, a),
		.started_ms = sqlite3_column_int64(stmt, 5),
		.limit_ms = sqlite3_column_int64(stmt, 6),
		.elapsed_ms = sqlite3_column_int64(stmt, 7),
		.no_run = sqlite3_column_int(stmt, 8),
		.seen = sqlite3_column_int(stmt, 9),
		.cold = sqlite3_column_int(stmt, 10),
		.runs = sqlite3_column_int(stmt, 11),
		.hints = sqlite3_column_int(stmt, 12),
		.completions = sqlite3_column_int(stmt, 13),
		.submissions = sqlite3_column_int(stmt, 14),
		.refuted = sqlite3_column_int(stmt, 15),
		.verdict = store_text_at(stmt, 16, a),
		.mistake = store_text_at(stmt, 17, a),
		.passed_ms = sqlite3_column_int64(stmt, 18),
		.ended_ms = sqlite3_column_int64(stmt, 19),
		.patterns = store_text_at(stmt, 20, a),
	};

	t.outcome = outcome_of(sqlite3_column_type(stmt, 18) != SQLITE_NULL,
			       sqlite3_column_type(stmt, 19) != SQLITE_NULL, t.refuted);
	return t;
}

enum err_code store_collect(struct store *s, sqlite3_stmt *stmt, int rc, size_t size_bytes, size_t max, struct arena *a,
			    void (*row)(sqlite3_stmt *, struct arena *, void *), void **out, size_t *count, struct err *err)
{
	size_t n = 0, room = 16;
	char *p = arena_alloc(a, room * size_bytes);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		if (n == max || arena_over(a)) {
			rc = SQLITE_DONE;
			break;
		}
		if (n == room) {
			char *bigger = arena_alloc(a, 2 * room * size_bytes);

			memcpy(bigger, p, room * size_bytes);
			p = bigger;
			room *= 2;
		}
		row(stmt, a, p + n++ * size_bytes);
	}
	enum err_code code = rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);

	sqlite3_finalize(stmt);
	*out = p;
	*count = n;
	return code;
}

static void row_attempt(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	*(struct store_attempt *)out = read_attempt(stmt, a);
}

enum err_code store_attempts(struct store *s, const char *exercise, size_t max, struct arena *a,
			     struct store_attempt **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT " ATTEMPT_COLUMNS " FROM attempt"
				    " WHERE ?1 IS NULL OR exercise = ?1 ORDER BY id DESC", -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, exercise, -1, SQLITE_STATIC);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), max, a, row_attempt, &p, count, err);

	*out = p;
	return code;
}

enum err_code store_submitted(struct store *s, bool (*each)(const struct store_attempt *t, void *arg), void *arg, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT id, started_ms, passed_ms, ended_ms, patterns, mistake, mode, cold, submissions, refuted"
				    " FROM attempt WHERE submissions > 0 ORDER BY id DESC", -1, &stmt, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		struct store_attempt t = {
			.id = sqlite3_column_int64(stmt, 0),
			.started_ms = sqlite3_column_int64(stmt, 1),
			.passed_ms = sqlite3_column_int64(stmt, 2),
			.ended_ms = sqlite3_column_int64(stmt, 3),
			.patterns = (const char *)sqlite3_column_text(stmt, 4),
			.mistake = (const char *)sqlite3_column_text(stmt, 5),
			.mode = (const char *)sqlite3_column_text(stmt, 6),
			.cold = sqlite3_column_int(stmt, 7),
			.submissions = sqlite3_column_int(stmt, 8),
			.refuted = sqlite3_column_int(stmt, 9),
		};

		t.outcome = outcome_of(t.passed_ms != 0, t.ended_ms != 0, t.refuted);
		if (!each(&t, arg))
			rc = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_attempt(struct store *s, int64_t id, struct arena *a, struct store_attempt *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT " ATTEMPT_COLUMNS " FROM attempt WHERE id = ?", -1, &stmt, NULL);
	enum err_code code = ERR_OK;

	if (rc == SQLITE_OK) {
		sqlite3_bind_int64(stmt, 1, id);
		rc = sqlite3_step(stmt);
	}
	if (rc == SQLITE_ROW)
		*out = read_attempt(stmt, a);
	else if (rc == SQLITE_DONE)
		code = err_set(err, ERR_MISSING, "no attempt %lld in the record", (long long)id);
	else
		code = store_failed(s, rc, "read", err);
	sqlite3_finalize(stmt);
	return code;
}

/* Does sql, given a text and a time, find a row? */
static enum err_code any_row(struct store *s, const char *sql, const char *text, int64_t at_ms, bool *any, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
		if (sqlite3_bind_parameter_count(stmt) > 1)
			sqlite3_bind_int64(stmt, 2, at_ms);
		rc = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	*any = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_seen(struct store *s, const char *subject, bool *seen, struct err *err)
{
	int rc = SQLITE_OK;

	if (!s->seen)
		rc = sqlite3_prepare_v3(s->db, "SELECT 1 FROM sighting WHERE subject = ?", -1, SQLITE_PREPARE_PERSISTENT, &s->seen, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_text(s->seen, 1, subject, -1, SQLITE_STATIC);
		rc = sqlite3_step(s->seen);
		sqlite3_reset(s->seen);
		sqlite3_clear_bindings(s->seen);
	}
	*seen = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_solution_recent(struct store *s, const char *exercise, bool *recent, struct err *err)
{
	return any_row(s, "SELECT 1 FROM solution WHERE exercise = ? AND at_ms > ?", exercise,
		       clock_now_ms() - STORE_SOLUTION_MS, recent, err);
}

static void row_standing(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	struct store_standing t = {
		.exercise = store_text_at(stmt, 0, a),
		.attempts = sqlite3_column_int(stmt, 1),
		.passes = sqlite3_column_int(stmt, 2),
		.cold_passes = sqlite3_column_int(stmt, 3),
		.variants_seen = sqlite3_column_int(stmt, 4),
		.last_ms = sqlite3_column_int64(stmt, 5),
		.last_cold = sqlite3_column_int(stmt, 9),
		.cold_in_a_row = sqlite3_column_int(stmt, 10),
	};

	t.last_outcome = outcome_of(sqlite3_column_type(stmt, 6) != SQLITE_NULL,
				    sqlite3_column_type(stmt, 7) != SQLITE_NULL, sqlite3_column_int(stmt, 8));
	t.due_ms = store_due_ms(&t);
	*(struct store_standing *)out = t;
}

enum err_code store_standings(struct store *s, struct arena *a, struct store_standing **out, size_t *count,
			      struct err *err)
{
	static const char sql[] =
		"SELECT g.exercise, g.attempts, g.passes, g.cold_passes,"
		" (SELECT count(*) FROM sighting x WHERE x.exercise = g.exercise),"
		" l.started_ms, l.passed_ms, l.ended_ms, l.refuted, l.cold,"
		" (SELECT count(*) FROM attempt c WHERE c.exercise = g.exercise AND c.cold AND c.id >"
		"   coalesce((SELECT max(n.id) FROM attempt n WHERE n.exercise = g.exercise AND NOT n.cold), 0))"
		" FROM (SELECT exercise, count(*) AS attempts, count(passed_ms) AS passes, sum(cold) AS cold_passes,"
		"       max(id) AS last_id FROM attempt GROUP BY exercise) g"
		" JOIN attempt l ON l.id = g.last_id ORDER BY g.exercise";
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_standing, &p, count, err);

	*out = p;
	return code;
}

static void row_pattern(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	*(struct store_pattern *)out = (struct store_pattern){
		.pattern = store_text_at(stmt, 0, a),
		.attempts = sqlite3_column_int(stmt, 1),
		.passes = sqlite3_column_int(stmt, 2),
		.cold_passes = sqlite3_column_int(stmt, 3),
		.last_cold_ms = sqlite3_column_int64(stmt, 4),
	};
}

enum err_code store_patterns(struct store *s, struct arena *a, struct store_pattern **out, size_t *count,
			     struct err *err)
{
	static const char sql[] =
		"SELECT p.value, count(*), count(t.passed_ms), sum(t.cold), coalesce(max(iif(t.cold, t.passed_ms, NULL)), 0)"
		" FROM attempt t, json_each(t.patterns) p GROUP BY 1 ORDER BY 1";
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_pattern, &p, count, err);

	*out = p;
	return code;
}

int64_t store_due_ms(const struct store_standing *standing)
{
	if (standing->last_outcome == ATTEMPT_OPEN)
		return standing->last_ms;
	if (standing->last_outcome != ATTEMPT_PASSED)
		return standing->last_ms + 12 * HOUR_MS;
	if (!standing->last_cold)
		return standing->last_ms + DAY_MS;
	return standing->last_ms + (standing->cold_in_a_row <= 1 ? 2 : standing->cold_in_a_row == 2 ? 4 : 8) * DAY_MS;
}

enum err_code store_draft_put(struct store *s, const char *subject, const char *text, size_t n, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc;

	if (n > STORE_DRAFT_MAX_BYTES)
		return err_set(err, ERR_LIMIT, "a draft of %zu bytes is over the limit of %u", n, STORE_DRAFT_MAX_BYTES);
	rc = sqlite3_prepare_v2(s->db, "INSERT OR REPLACE INTO draft (subject, at_ms, text) VALUES (?, ?, ?)", -1, &stmt,
				NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, subject, -1, SQLITE_STATIC);
		sqlite3_bind_int64(stmt, 2, clock_now_ms());
		sqlite3_bind_text(stmt, 3, text, (int)n, SQLITE_STATIC);
		rc = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "write to", err);
}

enum err_code store_draft_get(struct store *s, const char *subject, struct arena *a, const char **text,
			      int64_t *at_ms, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT text, at_ms FROM draft WHERE subject = ?", -1, &stmt, NULL);

	*text = NULL;
	if (rc == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, subject, -1, SQLITE_STATIC);
		rc = sqlite3_step(stmt);
	}
	if (rc == SQLITE_ROW) {
		*text = store_text_at(stmt, 0, a);
		*at_ms = sqlite3_column_int64(stmt, 1);
		rc = SQLITE_DONE;
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_draft_drop(struct store *s, const char *subject, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, "DELETE FROM draft WHERE subject = ?", -1, &stmt, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(stmt, 1, subject, -1, SQLITE_STATIC);
		rc = sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "write to", err);
}
