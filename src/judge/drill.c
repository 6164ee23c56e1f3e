#include "judge/drill_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/json.h"
#include "judge/judge.h"
#include "judge/verdict.h"

#define EXTRA_WORLDS 400    /* for values that only the candidate's query holds */
#define EXTRA_FIRST 40      /* the very first worlds are the same with any values */

static enum err_code prepare(struct drill *d, struct side *s, const char *what, const char *name, const char *sql,
			     struct err *err)
{
	struct refusal no;

	if (scene_prepare(d->scene, s, sql, &no))
		return ERR_OK;
	return err_set(err, ERR_CONTENT, "%s '%s': %s", what, name, no.text);
}

static enum err_code open_mutants(struct drill *d, struct err *err)
{
	json_t *list = json_get_array(d->request, "mutants"), *one;
	size_t i;

	d->mutants = calloc(json_array_size(list) + 1, sizeof *d->mutants);
	if (!d->mutants)
		return err_set(err, ERR_MEMORY, "out of memory");
	json_array_foreach(list, i, one) {
		struct drill_mutant *m = &d->mutants[d->mutant_count];
		m->name = json_get_text(one, "name", "");
		m->mistake = json_get_text(one, "mistake", "");
		m->lesson = json_get_text(one, "lesson", "");
		enum err_code rc = prepare(d, &m->side, "mutant", m->name, json_get_text(one, "sql", ""), err);
		if (rc)
			return rc;
		d->mutant_count++;
		if ((rc = gen_learn(d->scene->gen, m->side.doc, NULL, err)))
			return rc;
	}
	return ERR_OK;
}

static enum err_code open_clauses(struct drill *d, struct err *err)
{
	json_t *list = json_get_array(json_get_object(d->request, "contract"), "clauses"), *one;
	size_t i;

	d->clauses = calloc(json_array_size(list) + 1, sizeof *d->clauses);
	if (!d->clauses)
		return err_set(err, ERR_MEMORY, "out of memory");
	json_array_foreach(list, i, one) {
		struct drill_clause *c = &d->clauses[d->clause_count];
		const char *when = json_get_text(one, "when", NULL);
		if (!when)
			continue;
		c->index = (int)i;
		c->name = json_get_text(one, "name", "");
		c->text = json_get_text(one, "text", "");
		enum err_code rc = prepare(d, &c->when, "clause", c->name, when, err);
		if (rc)
			return rc;
		d->clause_count++;
		if ((rc = gen_learn(d->scene->gen, c->when.doc, NULL, err)))
			return rc;
	}
	return ERR_OK;
}

/* Every right answer's values matter: another way to write it may hold a boundary that the first does not. */
static enum err_code open_answers(struct drill *d, struct err *err)
{
	json_t *list = json_get_array(d->request, "answers"), *one;
	enum err_code rc;
	size_t i;

	json_array_foreach(list, i, one) {
		struct side side = {0};
		rc = prepare(d, i ? &side : &d->reference, "answer", json_get_text(one, "name", ""),
			     json_get_text(one, "sql", ""), err);
		if (rc)
			return rc;
		rc = gen_learn(d->scene->gen, i ? side.doc : d->reference.doc, NULL, err);
		if (i)
			side_release(&side);
		if (rc)
			return rc;
	}
	return i ? ERR_OK : err_set(err, ERR_CONTENT, "the exercise has no answer");
}

static enum err_code open_scene(struct drill *d, struct err *err)
{
	json_t *contract = json_get_object(d->request, "contract");
	json_t *empty = json_object_get(contract, "empty_tables");
	struct scene_options o = {
		.redshift = strcmp(json_get_text(d->request, "dialect", "redshift"), "duckdb") != 0,
		.no_empty = json_is_false(empty),
		.empty_tables = json_is_array(empty) ? empty : NULL,
		.no_empty_groups = !json_get_bool(contract, "empty_groups", true),
		.memory_mb = d->memory_mb,
		.seed = (uint64_t)json_get_int(d->request, "seed", 1),
	};

	return scene_new(&d->scene, json_get_text(d->request, "schema", ""), &o, err);
}

/* "revenue desc" */
static enum err_code read_key(struct drill *d, const char *text, struct match_key *key, struct err *err)
{
	const char *space = strchr(text, ' ');
	size_t n = space ? (size_t)(space - text) : strlen(text);

	key->descending = space && strcasecmp(space + 1, "desc") == 0;
	for (key->column = 0; key->column < d->reference.shape.column_count; key->column++) {
		const char *name = d->reference.shape.names[key->column];
		if (strlen(name) == n && strncasecmp(name, text, n) == 0)
			return ERR_OK;
	}
	return err_set(err, ERR_CONTENT, "order_by names '%s', which the first answer does not return", text);
}

static enum err_code open_options(struct drill *d, struct err *err)
{
	json_t *contract = json_get_object(d->request, "contract"), *order = json_get_array(contract, "order_by");
	struct match_key *keys = calloc(json_array_size(order) + 1, sizeof *keys);

	if (!keys)
		return err_set(err, ERR_MEMORY, "out of memory");
	d->options = (struct match_options){
		.worlds_plain = JUDGE_WORLDS_PLAIN,
		.sample = true,
		.row_order_allowed = json_get_bool(contract, "row_order_dependence", false),
		.keys = keys,
		.key_count = json_array_size(order),
	};
	d->options.plan.tolerance = json_get_real(contract, "tolerance", 1e-6);
	d->names_count = strcmp(json_get_text(contract, "column_names", "ignored"), "count") == 0;
	for (size_t i = 0; i < d->options.key_count; i++) {
		const char *text = json_string_value(json_array_get(order, i));
		enum err_code rc = read_key(d, text ? text : "", &keys[i], err);
		if (rc)
			return rc;
	}
	return ERR_OK;
}

/* Prints of everything known, so that a submission finds them ready. */
static void warm(struct drill *d)
{
	struct duck_error why;
	struct compare_plan plan;

	for (size_t i = 0; i <= d->mutant_count; i++) {
		struct side *s = i ? &d->mutants[i - 1].side : &d->reference;
		if (s->batched && compare_plan_make(&d->reference.shape, &s->shape, &plan))
			stage_prints(d->scene, &d->scene->base, s, &plan, false, JUDGE_WORLDS, 3, &why);
	}
	for (size_t i = 0; i < d->clause_count; i++) {
		struct drill_clause *c = &d->clauses[i];
		size_t n = JUDGE_WORLDS;
		const struct print *p = NULL;
		if (c->when.batched && compare_plan_make(&c->when.shape, &c->when.shape, &plan))
			p = stage_prints(d->scene, &d->scene->base, &c->when, &plan, false, JUDGE_WORLDS, 3, &why);
		c->has = p ? calloc(n + 1, 1) : NULL;
		for (size_t w = 0; c->has && w < n; w++)
			c->has[w] = p[w].rows > 0;
	}
}

enum err_code drill_open(struct drill **out, const json_t *request, unsigned memory_mb, struct err *err)
{
	struct drill *d = calloc(1, sizeof *d);
	enum err_code rc;

	if (!d)
		return err_set(err, ERR_MEMORY, "out of memory");
	d->request = json_deep_copy(request);
	d->memory_mb = memory_mb;
	d->reference_ms = -1;
	rc = open_scene(d, err);
	if (!rc)
		rc = open_answers(d, err);
	if (!rc)
		rc = open_options(d, err);
	if (!rc)
		rc = open_mutants(d, err);
	if (!rc)
		rc = open_clauses(d, err);
	if (!rc)
		rc = stage_fill(d->scene, &d->scene->base, d->scene->gen, 0, JUDGE_WORLDS, err);
	if (rc) {
		drill_free(d);
		return rc;
	}
	warm(d);
	*out = d;
	return ERR_OK;
}

void drill_free(struct drill *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < d->mutant_count; i++)
		side_release(&d->mutants[i].side);
	for (size_t i = 0; i < d->clause_count; i++) {
		side_release(&d->clauses[i].when);
		free(d->clauses[i].has);
	}
	if (d->reference.doc)
		side_release(&d->reference);
	free(d->mutants);
	free(d->clauses);
	free((void *)d->options.keys);
	duck_free(d->large);
	duck_free(d->sample);
	scene_free(d->scene);
	json_decref(d->request);
	free(d);
}

static void list_columns(const struct duck_rows *shape, struct buf *b)
{
	for (size_t i = 0; i < shape->column_count; i++)
		buf_addf(b, "%s%s", i ? ", " : "", shape->names[i]);
}

/* The wrong number of columns, or wrong names where they count: no world is needed to say so. */
static json_t *wrong_shape(const struct drill *d, const struct side *q)
{
	const struct duck_rows *want = &d->reference.shape, *got = &q->shape;
	bool count_differs = want->column_count != got->column_count, names_differ = false;
	struct buf b;
	json_t *v;

	for (size_t i = 0; !count_differs && d->names_count && i < want->column_count; i++)
		names_differ = names_differ || strcasecmp(want->names[i], got->names[i]) != 0;
	if (!count_differs && !names_differ)
		return NULL;
	buf_init(&b, 4096);
	if (count_differs)
		buf_addf(&b, "your query returns %zu column%s, and %zu %s asked for: ", got->column_count,
			 got->column_count == 1 ? "" : "s", want->column_count, want->column_count == 1 ? "is" : "are");
	else
		buf_adds(&b, "the columns must be named ");
	list_columns(want, &b);
	v = json_pack("{s:s, s:s, s:o, s:i, s:i, s:i, s:i, s:[], s:n}", "type", "verdict", "verdict", "wrong", "reason",
		      json_text_value(buf_text(&b), b.n), "worlds", 0, "plain", 0, "differ", 0, "ms", 0, "clauses",
		      "mistake");
	json_object_set_new(v, count_differs ? "columns_differ" : "names_wrong",
			    count_differs ? json_text_value(buf_text(&b), b.n) : json_true());
	buf_release(&b);
	return v;
}

/* Fill both stages for this query: the base worlds stay, its own values get worlds of their own. */
static enum err_code set_stages(struct drill *d, const struct side *q, size_t worlds, bool *extra, struct err *err)
{
	enum err_code rc = scene_learn(d->scene, q, extra, err);

	if (!rc)
		rc = stage_fill(d->scene, &d->scene->base, d->scene->gen, 0, worlds, err);
	if (!rc && *extra)
		rc = stage_fill(d->scene, &d->scene->extra, d->scene->live, EXTRA_FIRST, EXTRA_WORLDS, err);
	return rc;
}

/* After a query that survived: every small database, then the large one. */
static enum err_code more(struct drill *d, const json_t *request, const struct side *q, const struct match_options *o,
			  engine_reply_fn *reply, void *arg, struct err *err)
{
	json_t *msg;

	if (json_get_bool(request, "small", false)) {
		if (!(msg = drill_small(d, q, o, err)))
			return err->code;
		reply(msg, arg);
		json_decref(msg);
	}
	if (json_get_bool(request, "large", false) && *json_get_text(d->request, "large", "")) {
		if (!(msg = drill_large(d, q, &o->plan, err)))
			return err->code;
		reply(msg, arg);
		json_decref(msg);
	}
	return ERR_OK;
}

static enum err_code judge_side(struct drill *d, const json_t *request, const struct side *q, int64_t start,
				engine_reply_fn *reply, void *arg, struct err *err)
{
	struct match_options o = d->options;
	size_t worlds = (size_t)json_get_int(request, "worlds", JUDGE_WORLDS);
	bool extra = false;
	struct match m;
	json_t *v = wrong_shape(d, q);
	enum err_code rc;

	if (v) {
		reply(v, arg);
		json_decref(v);
		return ERR_OK;
	}
	compare_plan_make(&d->reference.shape, &q->shape, &o.plan);
	o.plan.tolerance = d->options.plan.tolerance;
	o.worlds = worlds;
	o.permute = json_get_bool(request, "permute", false);
	o.deadline_ms = start + json_get_int(request, "budget_ms", JUDGE_VERDICT_MS);
	scene_deadline(d->scene, o.deadline_ms);
	match_init(&m);
	rc = set_stages(d, q, worlds, &extra, err);
	if (!rc)
		rc = match_run(&m, d->scene, &d->reference, q, &o, extra, err);
	if (rc)
		goto out;
	v = verdict_json(&m, d->scene, &o, clock_mono_ms() - start);
	if (m.verdict == MATCH_DIFFER || m.verdict == MATCH_ROW_ORDER) {
		drill_name_clauses(d, q, &o, &m, v);
		drill_name_mistake(d, q, &m, v);
	}
	json_object_set_new(v, "ms", json_integer(clock_mono_ms() - start));
	reply(v, arg);
	json_decref(v);
	if (m.verdict == MATCH_AGREE)
		rc = more(d, request, q, &o, reply, arg, err);
out:
	match_release(&m);
	scene_deadline(d->scene, -1);
	scene_unlearn(d->scene);
	return rc;
}

enum err_code drill_judge(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err)
{
	int64_t start = clock_mono_ms();
	struct refusal no;
	struct side q;
	enum err_code rc;

	scene_deadline(d->scene, start + JUDGE_VERDICT_MS);
	if (!scene_prepare(d->scene, &q, json_get_text(request, "query", ""), &no)) {
		json_t *v = verdict_refused(&no);
		reply(v, arg);
		json_decref(v);
		return ERR_OK;
	}
	rc = judge_side(d, request, &q, start, reply, arg, err);
	side_release(&q);
	return rc;
}
