/* What follows a query that survived: every small database, and a large one for its speed. */
#include "judge/drill_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "judge/judge.h"
#include "judge/verdict.h"

#define SMALL_BUDGET 20000        /* databases */
#define LARGE_MEMORY_MB 512
#define LARGE_SQL_MAX_BYTES (1u << 20)

json_t *drill_small(struct drill *d, const struct side *query, const struct match_options *o, struct err *err)
{
	int64_t start = clock_mono_ms();
	struct match_options all = *o;
	struct small_scope scope;
	struct worlds worlds;
	struct match m;
	json_t *msg = NULL;

	if (!query->batched || o->plan.ordered)
		return json_pack("{s:s, s:b, s:s}", "type", "small", "skipped", 1, "reason",
				 query->batched ? "row order" : query->plain_reason);
	all.key_count = 0;
	all.deadline_ms = start + JUDGE_VERDICT_MS;
	scene_deadline(d->scene, all.deadline_ms);
	match_init(&m);
	stage_forget(&d->scene->extra);
	arena_clear(&d->scene->extra.arena);
	if (gen_small(d->scene->live, SMALL_BUDGET, &d->scene->extra.arena, &worlds, &scope, err) ||
	    stage_put(d->scene, &d->scene->extra, &worlds, 0, err) ||
	    match_stage(&m, d->scene, &d->scene->extra, worlds.n, &d->reference, query, &all, err))
		goto out;
	if (m.verdict == MATCH_AGREE && m.worlds + m.skipped < worlds.n)
		msg = json_pack("{s:s, s:b, s:s}", "type", "small", "skipped", 1, "reason",
				"the query could not be tried on all of them at once");
	else
		msg = json_pack("{s:s, s:b, s:i, s:i, s:s, s:I}", "type", "small", "agrees", m.verdict == MATCH_AGREE,
				"rows", scope.rows, "worlds", (int)worlds.n, "values", scope.values, "ms",
				(json_int_t)(clock_mono_ms() - start));
	if (m.verdict == MATCH_TIMEOUT) {
		json_object_set_new(msg, "skipped", json_true());
		json_object_set_new(msg, "reason", json_string("it took too long"));
	} else if (m.verdict != MATCH_AGREE) {
		json_t *v = verdict_json(&m, d->scene, o, clock_mono_ms() - start);
		drill_name_mistake(d, query, &m, v);
		json_object_set_new(msg, "verdict", v);
	}
out:
	match_release(&m);
	return msg;
}

static enum err_code open_large(struct drill *d, struct err *err)
{
	struct duck_options o = {.memory_mb = LARGE_MEMORY_MB,
				 .integer_division = d->scene->foreign,
				 .postgres_nulls = d->scene->foreign,
				 .lock = true};
	const struct contract *c = d->scene->contract;
	struct buf b;
	enum err_code rc = duck_open(&d->large, &o, err);

	/* Tables without keys and checks: an index over a million rows would cost more than it proves here. */
	buf_init(&b, LARGE_SQL_MAX_BYTES);
	for (size_t t = 0; t < c->table_count; t++) {
		buf_adds(&b, "CREATE TABLE ");
		contract_quote(&b, c->tables[t].name);
		for (size_t k = 0; k < c->tables[t].column_count; k++) {
			buf_adds(&b, k ? ", " : "(");
			contract_quote(&b, c->tables[t].columns[k].name);
			buf_addf(&b, " %s", c->tables[t].columns[k].type_name);
		}
		buf_adds(&b, ");");
	}
	if (!rc)
		rc = buf_check(&b, err);
	if (!rc)
		rc = duck_exec(d->large, buf_text(&b), err);
	if (!rc)
		rc = duck_exec(d->large, json_get_text(d->request, "large", ""), err);
	if (rc) {
		duck_free(d->large);
		d->large = NULL;
		err_prefix(err, "large.sql");
	}
	buf_release(&b);
	return rc;
}

static int64_t count_rows(struct drill *d)
{
	const struct contract *c = d->scene->contract;
	struct duck_error why;
	struct arena a;
	struct buf b;
	size_t rows, columns;
	int64_t *cells, total = 0;

	arena_init(&a, 1u << 16);
	buf_init(&b, 4096);
	for (size_t t = 0; t < c->table_count; t++) {
		buf_reset(&b);
		buf_adds(&b, "SELECT count(*) FROM ");
		contract_quote(&b, c->tables[t].name);
		if (duck_integers(d->large, buf_text(&b), &a, &rows, &columns, &cells, &why) && rows == 1)
			total += cells[0];
	}
	buf_release(&b);
	arena_release(&a);
	return total;
}

/* Time of one side in milliseconds; -1 when it did not end, with *why. */
static int64_t time_side(struct drill *d, const struct side *q, const struct compare_plan *plan, struct print *p,
			 struct duck_error *why)
{
	int64_t start = clock_mono_ms();

	duck_deadline(d->large, start + JUDGE_STATEMENT_MS);
	*p = plain_print(d->large, q, plan, why);
	duck_deadline(d->large, -1);
	return p->rows < 0 ? -1 : clock_mono_ms() - start;
}

json_t *drill_large(struct drill *d, const struct side *query, const struct compare_plan *plan, struct err *err)
{
	struct duck_error why = {0};
	struct print reference, own;
	int64_t ms;

	if (!d->large) {
		if (open_large(d, err))
			return NULL;
		d->large_rows = count_rows(d);
	}
	d->reference_ms = time_side(d, &d->reference, plan, &reference, &why);
	if (d->reference_ms < 0) {
		err_set(err, ERR_CONTENT, "the reference answer fails on the large database: %s", why.text);
		return NULL;
	}
	ms = time_side(d, query, plan, &own, &why);
	if (ms < 0)
		return json_pack("{s:s, s:b, s:i, s:I, s:I, s:s}", "type", "large",
				 strcmp(why.kind, "Interrupt") == 0 ? "timeout" : "failed", 1, "limit_ms",
				 JUDGE_STATEMENT_MS, "rows", (json_int_t)d->large_rows, "reference_ms",
				 (json_int_t)d->reference_ms, "reason", why.text);
	return json_pack("{s:s, s:I, s:I, s:I, s:f, s:b}", "type", "large", "rows", (json_int_t)d->large_rows, "ms",
			 (json_int_t)ms, "reference_ms", (json_int_t)d->reference_ms, "ratio",
			 (double)ms / (double)(d->reference_ms > 0 ? d->reference_ms : 1), "agrees",
			 print_equal(&own, &reference));
}
