#include "store/store_int.h"

/* Raise this when a statement below changes what it writes: every record is then rebuilt when it is next opened. */
#define PROJECTION_VERSION "2"

#define ATTEMPT_ID "id = json_extract(:body, '$.attempt')"
#define SEE "INSERT OR IGNORE INTO sighting (subject, exercise, first_ms) VALUES (:subject, :exercise, :at)"

/* What each kind of event does to the projections, statement by statement. */
static const char *const statements[EVENT_KINDS][3] = {
	[EVENT_EXERCISE_SHOWN] = {SEE},
	[EVENT_ATTEMPT_STARTED] = {
		"INSERT INTO attempt (id, subject, exercise, variant, patterns, mode, started_ms, limit_ms, no_run, seen)"
		" VALUES (:id, :subject, :exercise, :variant,"
		" coalesce(json_extract(:body, '$.patterns'), '[]'), coalesce(json_extract(:body, '$.mode'), 'try'),"
		" :at, coalesce(json_extract(:body, '$.limit_ms'), 0), coalesce(json_extract(:body, '$.no_run'), 0),"
		" EXISTS (SELECT 1 FROM sighting WHERE subject = :subject))",
		SEE,
	},
	[EVENT_ATTEMPT_RUN] = {"UPDATE attempt SET runs = runs + 1 WHERE " ATTEMPT_ID},
	[EVENT_ATTEMPT_COMPLETED] = {"UPDATE attempt SET completions = completions + 1 WHERE " ATTEMPT_ID},
	[EVENT_ATTEMPT_HINT] = {"UPDATE attempt SET hints = hints + 1 WHERE " ATTEMPT_ID},
	[EVENT_ATTEMPT_SUBMITTED] = {
		"UPDATE attempt SET submissions = submissions + 1,"
		" elapsed_ms = iif(passed_ms IS NULL, coalesce(json_extract(:body, '$.elapsed_ms'), 0), elapsed_ms)"
		" WHERE " ATTEMPT_ID,
	},
	[EVENT_ATTEMPT_JUDGED] = {
		/* What is on the right of = is the row as it was, so cold is decided by the first pass and by what came before it. */
		"UPDATE attempt SET verdict = json_extract(:body, '$.verdict'),"
		" mistake = coalesce(json_extract(:body, '$.mistake'), mistake),"
		" refuted = refuted + (json_extract(:body, '$.verdict') IN ('wrong', 'row-order')"
		"                      AND coalesce(json_extract(:body, '$.counts'), 1)),"
		" passed_ms = coalesce(passed_ms, iif(json_extract(:body, '$.verdict') = 'right', :at, NULL)),"
		" cold = iif(passed_ms IS NULL AND json_extract(:body, '$.verdict') = 'right',"
		"            NOT seen AND hints = 0 AND runs = 0 AND completions = 0 AND refuted = 0"
		"            AND limit_ms > 0 AND coalesce(json_extract(:body, '$.elapsed_ms'), limit_ms + 1) <= limit_ms"
		"            AND NOT EXISTS (SELECT 1 FROM solution s WHERE s.exercise = attempt.exercise"
		"                            AND s.at_ms > :at - :solution_ms),"
		"            cold)"
		" WHERE " ATTEMPT_ID,
	},
	[EVENT_ATTEMPT_ENDED] = {
		"UPDATE attempt SET ended_ms = coalesce(ended_ms, :at),"
		" elapsed_ms = iif(passed_ms IS NULL, max(elapsed_ms, coalesce(json_extract(:body, '$.elapsed_ms'), 0)), elapsed_ms)"
		" WHERE " ATTEMPT_ID,
	},
	[EVENT_SOLUTION_SHOWN] = {"INSERT INTO solution (id, exercise, at_ms) VALUES (:id, :exercise, :at)", SEE},
	[EVENT_SETTINGS_CHANGED] = {
		"INSERT OR REPLACE INTO setting (key, value) SELECT key, iif(type IN ('true', 'false'), type, json_quote(value)) FROM json_each(:body)"
		" WHERE type NOT IN ('null', 'object', 'array')",
		"INSERT OR REPLACE INTO setting (key, value) SELECT key, value FROM json_each(:body)"
		" WHERE type IN ('object', 'array')",
		"DELETE FROM setting WHERE key IN (SELECT key FROM json_each(:body) WHERE type = 'null')",
	},
	[EVENT_STORY_BEGUN] = {"INSERT INTO story (id, begun_ms, changed_ms) VALUES (:id, :at, :at)"},
	[EVENT_STORY_ANSWERED] = {
		"INSERT INTO story_part (story, part, text, at_ms)"
		" VALUES (json_extract(:body, '$.story'), json_extract(:body, '$.part'), json_extract(:body, '$.text'), :at)"
		" ON CONFLICT (story, part) DO UPDATE SET text = excluded.text, at_ms = excluded.at_ms, edits = edits + 1",
		"UPDATE story SET changed_ms = :at WHERE id = json_extract(:body, '$.story')",
	},
	[EVENT_STORY_ASIDE] = {
		"UPDATE story SET changed_ms = :at, aside = json_extract(:body, '$.aside') WHERE id = json_extract(:body, '$.story')",
	},
	[EVENT_STORY_DRILL] = {
		"INSERT INTO story_drill (id, started_ms, limit_ms, seed, level, story, principle, question)"
		" VALUES (:id, :at, json_extract(:body, '$.limit_ms'), json_extract(:body, '$.seed'), json_extract(:body, '$.level'),"
		" json_extract(:body, '$.story'),"
		" json_extract(:body, '$.principle'), json_extract(:body, '$.question'))",
	},
	[EVENT_STORY_TOLD] = {
		"INSERT INTO telling (id, drill, stage, story, principle, question, at_ms, elapsed_ms, text, said)"
		" VALUES (:id, json_extract(:body, '$.attempt'), json_extract(:body, '$.stage'), json_extract(:body, '$.story'),"
		" json_extract(:body, '$.principle'), json_extract(:body, '$.question'), :at, json_extract(:body, '$.elapsed_ms'),"
		" json_extract(:body, '$.text'), json_extract(:body, '$.text'))",
		"UPDATE story_drill SET story = coalesce(json_extract(:body, '$.story'), story) WHERE " ATTEMPT_ID,
	},
	[EVENT_STORY_REPLIED] = {
		"UPDATE telling SET replies = replies + 1, said = said || char(10, 10) || json_extract(:body, '$.text')"
		" WHERE id = json_extract(:body, '$.telling')",
	},
	[EVENT_STORY_JUDGED] = {
		"UPDATE telling SET state = json_extract(:body, '$.state'), depth = json_extract(:body, '$.depth'),"
		" ledger = json_extract(:body, '$.ledger') WHERE id = json_extract(:body, '$.telling')",
	},
	[EVENT_STORY_SWITCHED] = {
		"UPDATE story_drill SET principle2 = json_extract(:body, '$.principle'), question2 = json_extract(:body, '$.question')"
		" WHERE " ATTEMPT_ID,
	},
	[EVENT_STORY_ENDED] = {"UPDATE story_drill SET ended_ms = coalesce(ended_ms, :at) WHERE " ATTEMPT_ID},
};

/* Bind what the statement asks for by name. subject is "pack/slug/variant". */
static void bind_event(sqlite3_stmt *stmt, const struct store_event *e)
{
	const char *cut = strrchr(e->subject, '/');
	int exercise_n = (int)(cut ? (size_t)(cut - e->subject) : strlen(e->subject));
	int i;

	if ((i = sqlite3_bind_parameter_index(stmt, ":id")))
		sqlite3_bind_int64(stmt, i, e->id);
	if ((i = sqlite3_bind_parameter_index(stmt, ":at")))
		sqlite3_bind_int64(stmt, i, e->at_ms);
	if ((i = sqlite3_bind_parameter_index(stmt, ":solution_ms")))
		sqlite3_bind_int64(stmt, i, STORE_SOLUTION_MS);
	if ((i = sqlite3_bind_parameter_index(stmt, ":subject")))
		sqlite3_bind_text(stmt, i, e->subject, -1, SQLITE_STATIC);
	if ((i = sqlite3_bind_parameter_index(stmt, ":exercise")))
		sqlite3_bind_text(stmt, i, e->subject, exercise_n, SQLITE_STATIC);
	if ((i = sqlite3_bind_parameter_index(stmt, ":variant")))
		sqlite3_bind_text(stmt, i, cut ? cut + 1 : "", -1, SQLITE_STATIC);
	if ((i = sqlite3_bind_parameter_index(stmt, ":body")))
		sqlite3_bind_text(stmt, i, e->body, -1, SQLITE_STATIC);
}

enum err_code store_project(struct store *s, const struct store_event *e, struct err *err)
{
	for (int i = 0; i < 3 && statements[e->kind][i]; i++) {
		sqlite3_stmt **stmt = &s->project[e->kind][i];
		int rc = SQLITE_OK;

		if (!*stmt)
			rc = sqlite3_prepare_v3(s->db, statements[e->kind][i], -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		if (rc == SQLITE_OK) {
			bind_event(*stmt, e);
			rc = sqlite3_step(*stmt);
			sqlite3_reset(*stmt);
			sqlite3_clear_bindings(*stmt);
		}
		if (rc != SQLITE_DONE)
			return store_failed(s, rc, "write to", err);
	}
	return ERR_OK;
}

void store_project_release(struct store *s)
{
	for (int kind = 0; kind < EVENT_KINDS; kind++)
		for (int i = 0; i < 3; i++) {
			sqlite3_finalize(s->project[kind][i]);
			s->project[kind][i] = NULL;
		}
}

const char *store_kind_name(enum event_kind kind)
{
	static const char *const names[] = {
#define X(value, name) name,
		STORE_KINDS(X)
#undef X
	};

	if ((int)kind < 0 || kind >= EVENT_KINDS)
		BUG("event kind %d", (int)kind);
	return names[kind];
}

static int kind_of(const char *name)
{
	for (int i = 0; i < EVENT_KINDS; i++)
		if (name && !strcmp(name, store_kind_name((enum event_kind)i)))
			return i;
	return -1;
}

enum err_code store_rebuild_inside(struct store *s, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	enum err_code code;
	int rc;

	code = store_exec(s, "DELETE FROM attempt; DELETE FROM sighting; DELETE FROM solution; DELETE FROM setting;"
			     " DELETE FROM story; DELETE FROM story_part; DELETE FROM story_drill; DELETE FROM telling;", "rebuild", err);
	if (code)
		return code;
	rc = sqlite3_prepare_v2(s->db, "SELECT id, at_ms, kind, subject, body FROM event ORDER BY id", -1, &stmt, NULL);
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		/* A kind that this Spar does not know has nothing to say to its projections. */
		int kind = kind_of((const char *)sqlite3_column_text(stmt, 2));

		if (kind < 0)
			continue;
		struct store_event e = {sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), (enum event_kind)kind,
					(const char *)sqlite3_column_text(stmt, 3),
					(const char *)sqlite3_column_text(stmt, 4)};

		if ((code = store_project(s, &e, err)))
			goto out;
	}
	if (rc != SQLITE_DONE) {
		code = store_failed(s, rc, "rebuild", err);
		goto out;
	}
	code = store_exec(s, "INSERT OR REPLACE INTO meta (key, value) VALUES ('projection', '" PROJECTION_VERSION "')",
			  "rebuild", err);
out:
	sqlite3_finalize(stmt);
	return code;
}

enum err_code store_projections_stale(struct store *s, bool *stale, struct err *err)
{
	int64_t same = 0;
	enum err_code code = store_number(s, "SELECT count(*) FROM meta WHERE key = 'projection' AND value = '"
					  PROJECTION_VERSION "'", &same, err);

	*stale = same == 0;
	return code;
}

enum err_code store_rebuild(struct store *s, struct err *err)
{
	enum err_code code = store_begin(s, err);

	return code ? code : store_end(s, store_rebuild_inside(s, err), err);
}
