#include "judge/refute.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "judge/drill_int.h"
#include "judge/judge.h"
#include "judge/verdict.h"

#define SMALL_BUDGET 20000

struct refuter {
	struct scene *scene;
	uint64_t key;           /* of schema and assumptions */
	struct side left;
	uint64_t left_key;
	unsigned memory_mb;
};

enum err_code refuter_new(struct refuter **out, unsigned memory_mb, struct err *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return err_set(err, ERR_MEMORY, "out of memory");
	(*out)->memory_mb = memory_mb;
	return ERR_OK;
}

static void forget_left(struct refuter *r)
{
	if (r->left.doc)
		side_release(&r->left);
	memset(&r->left, 0, sizeof r->left);
	r->left_key = 0;
}

static void forget_scene(struct refuter *r)
{
	forget_left(r);
	scene_free(r->scene);
	r->scene = NULL;
	r->key = 0;
}

void refuter_free(struct refuter *r)
{
	if (!r)
		return;
	forget_scene(r);
	free(r);
}

static enum err_code set_scene(struct refuter *r, const json_t *request, struct err *err)
{
	const char *ddl = json_get_text(request, "schema", "");
	struct scene_options o = {
		.redshift = strcmp(json_get_text(request, "dialect", "duckdb"), "redshift") == 0,
		.no_nulls = json_get_bool(request, "no_nulls", false),
		.no_empty = json_get_bool(request, "no_empty", false),
		.memory_mb = r->memory_mb,
		.seed = (uint64_t)json_get_int(request, "seed", 1),
	};
	uint64_t key = rng_hash(RNG_HASH_START, ddl, strlen(ddl));
	uint64_t flags[4] = {o.redshift, o.no_nulls, o.no_empty, o.seed};

	key = rng_hash(key, flags, sizeof flags);
	if (r->scene && r->key == key)
		return ERR_OK;
	forget_scene(r);
	enum err_code rc = scene_new(&r->scene, ddl, &o, err);
	r->key = rc ? 0 : key;
	return rc;
}

static json_t *invalid(const char *which, const struct refusal *no)
{
	struct buf b;
	json_t *v;

	buf_init(&b, 1024);
	buf_addf(&b, "%s: %s", which, no->text);
	v = json_pack("{s:s, s:s, s:o, s:i, s:i, s:n, s:i, s:[], s:n}", "type", "refuted", "verdict",
		      no->late ? "timeout" : no->refused ? "unsupported" : "invalid", "reason", json_text_value(buf_text(&b), b.n), "worlds", 0,
		      "plain", 0, "small", "ms", 0, "clauses", "witness");
	buf_release(&b);
	return v;
}

static bool set_left(struct refuter *r, const char *sql, struct refusal *no)
{
	uint64_t key = rng_hash(RNG_HASH_START, sql, strlen(sql));

	if (r->left.doc && r->left_key == key)
		return true;
	forget_left(r);
	if (!scene_prepare(r->scene, &r->left, sql, no))
		return false;
	r->left_key = key;
	return true;
}

/*
 * Values of this pair only, so that the verdict does not depend on what was judged before. A clone that already knows
 * just these values is kept, and with it the worlds made from it.
 */
static enum err_code learn(struct refuter *r, const struct side *right, struct err *err)
{
	struct scene *s = r->scene;
	struct gen *clone;
	enum err_code rc = gen_clone(&clone, s->gen, err);

	if (rc)
		return rc;
	rc = gen_learn(clone, r->left.doc, NULL, err);
	if (!rc)
		rc = gen_learn(clone, right->doc, NULL, err);
	if (rc || (s->live != s->gen && gen_values_hash(clone) == gen_values_hash(s->live))) {
		gen_free(clone);
		return rc;
	}
	scene_unlearn(s);
	s->live = clone;
	return ERR_OK;
}

static const char *refuted_name(enum match_verdict v)
{
	return v == MATCH_DIFFER || v == MATCH_ROW_ORDER ? "different"
	       : v == MATCH_AGREE			 ? "none-found"
	       : v == MATCH_TIMEOUT			 ? "timeout"
							 : "unsupported";
}

static json_t *refuted_json(struct refuter *r, const struct side *right, struct match *m, const struct match_options *o,
			    json_t *small, int64_t ms)
{
	json_t *v = json_pack("{s:s, s:s, s:s, s:i, s:i, s:O, s:I, s:[], s:n}", "type", "refuted", "verdict",
			      refuted_name(m->verdict), "reason", m->reason, "worlds", (int)m->worlds, "plain",
			      (int)m->plain, "small", small, "ms", (json_int_t)ms, "clauses", "witness");

	json_object_set_new(v, "skipped", json_integer((json_int_t)m->skipped));
	json_object_set_new(v, "shrink_ms", json_integer((json_int_t)m->shrink_ms));
	if (m->verdict == MATCH_DIFFER || m->verdict == MATCH_ROW_ORDER) {
		json_t *reasons = feature_reasons_json(r->scene, &r->left, right, o, m, 2);
		json_t *list = json_get_array(v, "clauses"), *one;
		size_t i;
		json_array_foreach(reasons, i, one)
			json_array_append(list, json_object_get(one, "text"));
		json_decref(reasons);
		json_t *w = verdict_witness(m, r->scene, o);
		json_object_set(w, "left", json_object_get(w, "expected"));
		json_object_set(w, "right", json_object_get(w, "got"));
		json_object_del(w, "expected");
		json_object_del(w, "got");
		json_object_set_new(v, "witness", w);
		if (m->verdict == MATCH_ROW_ORDER)
			json_object_set_new(v, "reason",
					    json_string("the right side depends on the order in which rows are stored"));
		else if (m->order_only)
			json_object_set_new(v, "reason", json_string("the same rows in another order"));
	}
	if (m->verdict == MATCH_TIMEOUT)
		json_object_set_new(v, "reason", json_string("the time limit was reached before enough databases were tried"));
	return v;
}

/* Every small database, when the random ones found nothing. */
static enum err_code run_small(struct refuter *r, struct match *m, const struct side *right,
			       const struct match_options *o, json_t **small, struct err *err)
{
	struct scene *s = r->scene;
	struct small_scope scope;
	struct worlds worlds;
	size_t worlds_before = m->worlds, plain_before = m->plain;
	enum err_code rc;

	stage_forget(&s->extra);
	arena_clear(&s->extra.arena);
	rc = gen_small(s->live, SMALL_BUDGET, &s->extra.arena, &worlds, &scope, err);
	if (!rc)
		rc = stage_put(s, &s->extra, &worlds, 0, err);
	if (!rc)
		rc = match_stage(m, s, &s->extra, worlds.n, &r->left, right, o, err);
	if (!rc && (m->worlds - worlds_before >= worlds.n || m->verdict == MATCH_DIFFER)) {
		json_decref(*small);
		*small = json_pack("{s:i, s:i, s:s}", "rows", scope.rows, "worlds", (int)worlds.n, "values",
				   scope.values);
	}
	m->worlds = worlds_before;
	m->plain = plain_before;
	return rc;
}

static enum err_code run(struct refuter *r, struct match *m, const struct side *right, const struct match_options *o,
			 const json_t *request, json_t **small, struct err *err)
{
	struct scene *s = r->scene;
	enum err_code rc = learn(r, right, err);

	if (!rc)
		rc = stage_fill(s, &s->base, s->live, 0, o->worlds, err);
	if (!rc)
		rc = match_run(m, s, &r->left, right, o, false, err);
	if (!rc && m->verdict == MATCH_AGREE && json_get_bool(request, "small", false) && right->batched &&
	    !o->plan.ordered)
		rc = run_small(r, m, right, o, small, err);
	return rc;
}

static json_t *columns_differ(const struct side *left, const struct side *right)
{
	char reason[120];

	snprintf(reason, sizeof reason, "the left side returns %zu columns, the right side %zu", left->shape.column_count,
		 right->shape.column_count);
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:n, s:i, s:[], s:n}", "type", "refuted", "verdict", "different",
			 "reason", reason, "worlds", 0, "plain", 0, "small", "ms", 0, "clauses", "witness");
}

static json_t *refute_pair(struct refuter *r, const json_t *request, const struct side *right, int64_t start,
			   struct err *err)
{
	struct match_options o = {.worlds = (size_t)json_get_int(request, "worlds", JUDGE_WORLDS),
				  .worlds_plain = JUDGE_WORLDS_PLAIN,
				  .sample = true};
	json_t *small = json_null(), *v = NULL;
	struct match m;

	if (!compare_plan_make(&r->left.shape, &right->shape, &o.plan))
		return columns_differ(&r->left, right);
	o.plan.ordered = json_get_bool(request, "ordered", false);
	o.deadline_ms = start + json_get_int(request, "budget_ms", JUDGE_VERDICT_MS);
	scene_deadline(r->scene, o.deadline_ms);
	match_init(&m);
	if (!run(r, &m, right, &o, request, &small, err))
		v = refuted_json(r, right, &m, &o, small, clock_mono_ms() - start);
	match_release(&m);
	json_decref(small);
	return v;
}

json_t *refute(struct refuter *r, const json_t *request, struct err *err)
{
	int64_t start = clock_mono_ms();
	struct refusal no;
	struct side right;
	json_t *v;

	if (set_scene(r, request, err))
		return NULL;
	scene_deadline(r->scene, start + json_get_int(request, "budget_ms", JUDGE_VERDICT_MS));
	if (!set_left(r, json_get_text(request, "left", ""), &no))
		return invalid("left", &no);
	if (!scene_prepare(r->scene, &right, json_get_text(request, "right", ""), &no))
		return invalid("right", &no);
	v = refute_pair(r, request, &right, start, err);
	scene_deadline(r->scene, -1);
	side_release(&right);
	return v;
}
