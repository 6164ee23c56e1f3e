/* The sample that the candidate sees, and their query run on it. */
#include "judge/drill_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "judge/dialect.h"
#include "judge/judge.h"
#include "judge/verdict.h"

#define SAMPLE_MEMORY_MB 128

static enum err_code stand_sample(struct drill *d, struct err *err)
{
	struct duck_options o = {.memory_mb = SAMPLE_MEMORY_MB,
				 .integer_division = d->scene->foreign,
				 .postgres_nulls = d->scene->foreign,
				 .lock = true};
	enum err_code rc;

	if (d->sample)
		return ERR_OK;
	rc = duck_open(&d->sample, &o, err);
	if (!rc)
		rc = duck_exec(d->sample, json_get_text(d->request, "schema", ""), err);
	if (!rc)
		rc = duck_exec(d->sample, json_get_text(d->request, "sample", ""), err);
	if (rc) {
		duck_free(d->sample);
		d->sample = NULL;
		err_prefix(err, "sample.sql");
	}
	return rc;
}

enum err_code drill_run(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err)
{
	int64_t start = clock_mono_ms();
	size_t max_rows = (size_t)json_get_int(request, "max_rows", 200);
	struct duck_error why = {.position = -1};
	struct duck_rows rows;
	struct refusal no;
	struct arena a;
	struct side q;
	json_t *msg;
	enum err_code rc;

	scene_deadline(d->scene, start + JUDGE_VERDICT_MS);
	if (!scene_prepare(d->scene, &q, json_get_text(request, "query", ""), &no)) {
		msg = verdict_refused(&no);
		reply(msg, arg);
		json_decref(msg);
		return ERR_OK;
	}
	arena_init(&a, 16u << 20);
	rc = stand_sample(d, err);
	if (!rc) {
		duck_deadline(d->sample, start + JUDGE_STATEMENT_MS);
		bool ok = duck_rows(d->sample, q.sql, max_rows, 4u << 20, &a, &rows, &why);
		duck_deadline(d->sample, -1);
		if (ok) {
			msg = rows_json(&rows);
			json_object_set_new(msg, "type", json_string("rows"));
			json_object_set_new(msg, "row_count", json_integer((json_int_t)rows.row_count));
			json_object_set_new(msg, "cut", json_boolean(rows.cut));
			json_object_set_new(msg, "ms", json_integer(clock_mono_ms() - start));
		} else {
			no = (struct refusal){.position = why.position, .counts = true};
			sql_readable_error(q.sql, &why, no.text, sizeof no.text);
			msg = verdict_refused(&no);
			if (strcmp(why.kind, "Interrupt") == 0)
				json_object_set_new(msg, "verdict", json_string("timeout"));
		}
		reply(msg, arg);
		json_decref(msg);
	}
	scene_deadline(d->scene, -1);
	arena_release(&a);
	side_release(&q);
	return rc;
}

enum err_code drill_sample(struct drill *d, engine_reply_fn *reply, void *arg, struct err *err)
{
	const struct contract *c = d->scene->contract;
	json_t *tables = json_object(), *msg = json_pack("{s:s, s:O}", "type", "sample", "tables", tables);
	struct duck_error why;
	struct duck_rows rows;
	struct arena a;
	struct buf b;
	enum err_code rc = stand_sample(d, err);

	arena_init(&a, 16u << 20);
	buf_init(&b, 4096);
	for (size_t t = 0; !rc && t < c->table_count; t++) {
		buf_reset(&b);
		buf_adds(&b, "SELECT * FROM ");
		contract_quote(&b, c->tables[t].name);
		if (duck_rows(d->sample, buf_text(&b), 200, 1u << 20, &a, &rows, &why))
			json_object_set_new(tables, c->tables[t].name, rows_json(&rows));
	}
	if (!rc && duck_rows(d->sample, d->reference.sql, 200, 1u << 20, &a, &rows, &why))
		json_object_set_new(msg, "expected", rows_json(&rows));
	if (!rc)
		reply(msg, arg);
	json_decref(tables);
	json_decref(msg);
	buf_release(&b);
	arena_release(&a);
	return rc;
}
