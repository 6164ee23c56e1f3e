#include "store/stories.h"

#include "store/store_int.h"

static void row_story(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	(void)a;
	*(struct store_story *)out = (struct store_story){
		.id = sqlite3_column_int64(stmt, 0),
		.begun_ms = sqlite3_column_int64(stmt, 1),
		.changed_ms = sqlite3_column_int64(stmt, 2),
		.aside = sqlite3_column_int(stmt, 3),
	};
}

enum err_code store_stories(struct store *s, struct arena *a, struct store_story **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT id, begun_ms, changed_ms, aside FROM story ORDER BY id", -1, &stmt, NULL);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_story, &p, count, err);

	*out = p;
	return code;
}

static void row_part(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	*(struct store_story_part *)out = (struct store_story_part){
		.part = store_text_at(stmt, 0, a),
		.text = store_text_at(stmt, 1, a),
		.at_ms = sqlite3_column_int64(stmt, 2),
		.edits = sqlite3_column_int(stmt, 3),
	};
}

enum err_code store_story_parts(struct store *s, int64_t story, struct arena *a, struct store_story_part **out, size_t *count,
				struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT part, text, at_ms, edits FROM story_part WHERE story = ? ORDER BY part", -1, &stmt,
				    NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(stmt, 1, story);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_part, &p, count, err);

	*out = p;
	return code;
}

static void row_drill(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	*(struct store_story_drill *)out = (struct store_story_drill){
		.id = sqlite3_column_int64(stmt, 0),
		.started_ms = sqlite3_column_int64(stmt, 1),
		.limit_ms = sqlite3_column_int64(stmt, 2),
		.seed = (uint64_t)sqlite3_column_int64(stmt, 3),
		.level = store_text_at(stmt, 4, a),
		.story = sqlite3_column_int64(stmt, 5),
		.principle = store_text_at(stmt, 6, a),
		.question = store_text_at(stmt, 7, a),
		.principle2 = store_text_at(stmt, 8, a),
		.question2 = store_text_at(stmt, 9, a),
		.ended_ms = sqlite3_column_int64(stmt, 10),
	};
}

enum err_code store_story_drills(struct store *s, struct arena *a, struct store_story_drill **out, size_t *count, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT id, started_ms, limit_ms, seed, level, story, principle, question, principle2,"
				    " question2, ended_ms FROM story_drill ORDER BY id DESC", -1, &stmt, NULL);
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_drill, &p, count, err);

	*out = p;
	return code;
}

static void row_telling(sqlite3_stmt *stmt, struct arena *a, void *out)
{
	*(struct store_telling *)out = (struct store_telling){
		.id = sqlite3_column_int64(stmt, 0),
		.drill = sqlite3_column_int64(stmt, 1),
		.stage = sqlite3_column_int(stmt, 2),
		.story = sqlite3_column_int64(stmt, 3),
		.principle = store_text_at(stmt, 4, a),
		.question = store_text_at(stmt, 5, a),
		.at_ms = sqlite3_column_int64(stmt, 6),
		.elapsed_ms = sqlite3_column_int64(stmt, 7),
		.text = store_text_at(stmt, 8, a),
		.said = store_text_at(stmt, 9, a),
		.replies = sqlite3_column_int(stmt, 10),
		.state = store_text_at(stmt, 11, a),
		.depth = sqlite3_column_int(stmt, 12),
		.ledger = store_text_at(stmt, 13, a),
	};
}

enum err_code store_tellings(struct store *s, int64_t story, int64_t drill, struct arena *a, struct store_telling **out, size_t *count,
			     struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	void *p = NULL;
	int rc = sqlite3_prepare_v2(s->db, "SELECT id, drill, stage, story, principle, question, at_ms, elapsed_ms, text, said, replies,"
				    " state, depth, ledger FROM telling WHERE (?1 = 0 OR story = ?1) AND (?2 = 0 OR drill = ?2) ORDER BY id",
				    -1, &stmt, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_int64(stmt, 1, story);
		rc = sqlite3_bind_int64(stmt, 2, drill);
	}
	enum err_code code = store_collect(s, stmt, rc, sizeof(**out), SIZE_MAX, a, row_telling, &p, count, err);

	*out = p;
	return code;
}
