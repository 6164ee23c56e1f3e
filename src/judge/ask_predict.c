/* The requests "ask" and "predict": what stands in a query, and a world on which a misreading of it answers otherwise. */
#include "judge/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "judge/ast.h"
#include "judge/dialect.h"
#include "judge/drill_int.h"
#include "judge/judge.h"
#include "judge/verdict.h"

#define ASK_ARENA_BYTES (32u << 20)
#define ROWS_MIN 3
#define ROWS_MAX 8
#define ANSWER_ROWS_MAX 10       /* nobody types more */
#define SUSPECTS_MAX 48          /* differing worlds that are kept, smallest first */
#define TRIES_MAX 16             /* of them tried, in each of two passes */
#define PLAIN_WORLDS 80          /* tried one by one when the query cannot be batched */
#define ORDERS 8                 /* in which the rows of a world are stored, to see an answer change */
#define ROW_ORDER "row-order"

/* The features of a query, in its own tree. */
struct asked {
	struct arena arena;
	json_t *doc;                 /* owned: misreadings change it */
	struct ask_feature *features;
	size_t count;
};

static void asked_release(struct asked *q)
{
	json_decref(q->doc);
	arena_release(&q->arena);
}

static void asked_init(struct asked *q, const struct scene *s, const struct side *side, const char *query)
{
	const char *respelled = NULL;
	struct err err = {0};

	arena_init(&q->arena, ASK_ARENA_BYTES);
	q->doc = json_deep_copy(side->doc);
	if (s->foreign && dialect_respell(query, &q->arena, &respelled, &err))
		respelled = NULL;
	q->count = ask_features(s->contract, respelled ? respelled : query, query, q->doc, &q->arena, &q->features);
}

static json_t *feature_json(const struct ask_feature *f, size_t index)
{
	json_t *slots = json_object(), *list = json_array();

	for (size_t i = 0; i < f->slot_count; i++)
		json_object_set_new(slots, f->slots[i].name, json_text_value(f->slots[i].text, strlen(f->slots[i].text)));
	for (int m = 0; m < ASK_MISREADINGS; m++)
		if (ask_misreading_kind((enum ask_misreading)m) == f->kind)
			json_array_append_new(list, json_string(ask_misreading_name((enum ask_misreading)m)));
	return json_pack("{s:s, s:i, s:I, s:I, s:o, s:o}", "feature", ask_kind_name(f->kind), "index", (int)index, "position",
			 (json_int_t)(f->quote.n ? f->quote.at : -1), "length", (json_int_t)f->quote.n, "slots", slots, "misreadings",
			 list);
}

enum err_code drill_ask(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err)
{
	const char *query = json_get_text(request, "query", "");
	struct refusal no;
	struct asked asked;
	struct side q;
	json_t *msg;

	(void)err;
	scene_deadline(d->scene, clock_mono_ms() + JUDGE_VERDICT_MS);
	if (!scene_prepare(d->scene, &q, query, &no)) {
		msg = verdict_refused(&no);
	} else {
		json_t *list = json_array();
		asked_init(&asked, d->scene, &q, query);
		for (size_t i = 0; i < asked.count; i++)
			json_array_append_new(list, feature_json(&asked.features[i], i));
		msg = json_pack("{s:s, s:o}", "type", "features", "features", list);
		asked_release(&asked);
		side_release(&q);
	}
	scene_deadline(d->scene, -1);
	reply(msg, arg);
	json_decref(msg);
	return ERR_OK;
}

/* ---- predictions ---- */

/* A query and its misreading while worlds are looked for. */
struct quest {
	struct drill *d;
	struct scene *s;
	const struct side *query, *misread;   /* the same side for row-order */
	struct match_options o;
	const json_t *seen;                   /* names of worlds that were shown before */
	struct arena arena;                   /* holds the suspects */
	struct world suspects[SUSPECTS_MAX];
	size_t count;
	struct match m;                       /* of the world at hand */
	bool alike;                           /* row-order */
	bool late;                            /* the time limit was reached */
	bool ordered;                         /* of the world that was found */
};

static const struct contract *sorting;

static int by_rows(const void *a, const void *b)
{
	return world_rows(sorting, a) - world_rows(sorting, b);
}

static bool fits(const struct quest *k, const struct world *w)
{
	return world_rows(k->s->contract, w) >= k->o.rows_min;
}

/* Keep w if it is among the smallest so far. */
static void suspect(struct quest *k, const struct world *w)
{
	size_t largest = 0;

	if (!fits(k, w))
		return;
	if (k->count < SUSPECTS_MAX) {
		k->suspects[k->count++] = world_copy(&k->arena, k->s->contract, w);
		return;
	}
	for (size_t i = 1; i < k->count; i++)
		if (world_rows(k->s->contract, &k->suspects[i]) > world_rows(k->s->contract, &k->suspects[largest]))
			largest = i;
	if (world_rows(k->s->contract, w) < world_rows(k->s->contract, &k->suspects[largest]))
		k->suspects[largest] = world_copy(&k->arena, k->s->contract, w);
}

/* The worlds of a stage on which the two seem to differ. */
static void search_stage(struct quest *k, struct stage *st, size_t n)
{
	struct duck_error why;
	const struct print *l, *r;

	l = k->query->batched ? stage_prints(k->s, st, k->query, &k->o.plan, false, n, 3, &why) : NULL;
	r = l && k->misread->batched ? stage_prints(k->s, st, k->misread, &k->o.plan, k->alike, n, 3, &why) : NULL;
	if (r) {
		for (size_t i = 0; i < n; i++)
			if (l[i].rows >= 0 && r[i].rows >= 0 && !print_equal(&l[i], &r[i]))
				suspect(k, &st->worlds.p[i]);
		return;
	}
	for (size_t i = 0; i < PLAIN_WORLDS && i < n && st == &k->s->base; i++)
		suspect(k, &st->worlds.p[i * n / PLAIN_WORLDS]);
}

/* In how many of the orders does the query answer as in the first? 0: it failed. *first gets that answer, in a. */
static int same_in(struct quest *k, const struct world *w, struct arena *a, bool as_sequence, struct duck_rows *first,
		   struct duck_rows *other)
{
	struct compare_plan plan = k->o.plan;
	struct duck_error why;
	struct duck_rows rows = {0};
	int same = 0;

	plan.ordered = as_sequence;
	for (uint64_t order = 0; order < ORDERS; order++) {
		if (scene_stand(k->s, w, order, NULL) || !scene_rows(k->s, k->query, a, order ? &rows : first, &why))
			return 0;
		if (!order || compare_equal(&plan, first, &rows, NULL))
			same++;
		else if (other)
			*other = rows;
	}
	return same;
}

static bool depends_on_order(struct quest *k, const struct world *w)
{
	struct duck_rows first, other;
	struct arena a;
	bool depends;

	if (!fits(k, w) || !world_keys_hold(k->s->contract, w, NULL) || !gen_checks_hold(k->s->live, w))
		return false;
	arena_init(&a, ASK_ARENA_BYTES);
	int same = same_in(k, w, &a, false, &first, &other);
	depends = same > 0 && same < ORDERS;
	arena_release(&a);
	return depends;
}

/* w without one row and what refers to it is not legal unless nothing does: such rows stay. */
static struct world without_row(struct quest *k, const struct world *w, size_t table, int row)
{
	struct world out = world_copy(&k->m.arena, k->s->contract, w);
	size_t n = k->s->contract->tables[table].column_count;
	struct world_table *t = &out.tables[table];

	memmove(t->cells + (size_t)row * n, t->cells + (size_t)(row + 1) * n, (size_t)(t->row_count - row - 1) * n * sizeof *t->cells);
	t->row_count--;
	return out;
}

/* A world on which the query answers otherwise when its rows are stored in another order, as small as rows_min allows. */
static bool find_unstable(struct quest *k, const struct world *w)
{
	const struct contract *c = k->s->contract;
	bool fewer = true;

	if (!depends_on_order(k, w))
		return false;
	k->m.witness = world_copy(&k->m.arena, c, w);
	while (fewer) {
		fewer = false;
		for (size_t t = c->table_count; t-- > 0;)
			for (int r = k->m.witness.tables[t].row_count - 1; r >= 0; r--) {
				struct world less = without_row(k, &k->m.witness, t, r);
				if (!depends_on_order(k, &less))
					continue;
				k->m.witness = less;
				fewer = true;
			}
	}
	k->m.minimal = true;
	return same_in(k, &k->m.witness, &k->m.arena, false, &k->m.left.rows, &k->m.right.rows) > 0 &&
	       (k->m.left.ok = k->m.right.ok = true);
}

static bool find_different(struct quest *k, const struct world *w)
{
	bool reproduced = false;

	if (match_world(k->s, w, k->query, k->misread, &k->o, MATCH_ORDERS_FEW) != WORLD_DIFFERS)
		return false;
	k->m.witness = world_copy(&k->m.arena, k->s->contract, w);
	return !match_shrink(&k->m, k->s, k->query, k->misread, &k->o, WORLD_DIFFERS, &reproduced, NULL) && reproduced &&
	       k->m.left.ok && k->m.right.ok;
}

/* What a world is called: its content. */
static const char *world_name(struct quest *k, char *out, size_t size)
{
	json_t *tables = world_json(k->s->contract, gen_texts(k->s->live), &k->m.witness);
	char *text = json_text(tables);
	uint64_t h = rng_hash(RNG_HASH_START, text ? text : "", text ? strlen(text) : 0);

	snprintf(out, size, "%016llx", (unsigned long long)h);
	free(text);
	json_decref(tables);
	return out;
}

static bool was_seen(const json_t *seen, const char *name)
{
	const json_t *one;
	size_t i;

	json_array_foreach(seen, i, one)
		if (json_is_string(one) && strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

/* Do the rows come in one order only, so that it can be asked for? */
static bool is_ordered(struct quest *k)
{
	struct duck_rows first;
	struct arena a;
	bool ordered;

	if (!k->query->facts.ordered || k->m.left.rows.row_count < 2)
		return false;
	arena_init(&a, ASK_ARENA_BYTES);
	ordered = same_in(k, &k->m.witness, &a, true, &first, NULL) == ORDERS;
	arena_release(&a);
	return ordered;
}

static bool try_world(struct quest *k, const struct world *w)
{
	char name[32];

	match_release(&k->m);
	match_init(&k->m);
	if (!(k->alike ? find_unstable(k, w) : find_different(k, w)))
		return false;
	if (world_rows(k->s->contract, &k->m.witness) > ROWS_MAX || k->m.left.rows.row_count > ANSWER_ROWS_MAX ||
	    was_seen(k->seen, world_name(k, name, sizeof name)))
		return false;
	k->ordered = !k->alike && is_ordered(k);
	return true;
}

static bool search(struct quest *k, uint64_t seed, bool extra)
{
	struct rng rng;
	size_t smallest;

	search_stage(k, &k->s->base, JUDGE_WORLDS);
	if (extra)
		search_stage(k, &k->s->extra, k->s->extra.worlds.n);
	sorting = k->s->contract;
	qsort(k->suspects, k->count, sizeof *k->suspects, by_rows);
	/* The smaller half is mixed by the seed, so that another seed and another try show another world. */
	rng_init(&rng, seed);
	smallest = k->count / 2 + 1 < k->count ? k->count / 2 + 1 : k->count;
	for (size_t i = smallest; i > 1; i--) {
		size_t j = rng_below(&rng, (uint32_t)i);
		struct world w = k->suspects[i - 1];
		k->suspects[i - 1] = k->suspects[j];
		k->suspects[j] = w;
	}
	/* A row to type says more than none. */
	for (int pass = 0; pass < 2; pass++) {
		k->o.left_answers = !pass && !k->alike;
		for (size_t i = 0; i < k->count && i < TRIES_MAX; i++) {
			if ((k->late = k->o.deadline_ms >= 0 && clock_mono_ms() > k->o.deadline_ms))
				return false;
			if (try_world(k, &k->suspects[i]))
				return true;
		}
	}
	return false;
}

static json_t *not_found(const char *reason)
{
	return json_pack("{s:s, s:b, s:s}", "type", "prediction", "found", 0, "reason", reason);
}

static json_t *prediction_json(struct quest *k)
{
	char name[32];
	struct buf insert;
	json_t *msg;

	buf_init(&insert, 256u << 10);
	scene_insert_sql(k->s, &k->m.witness, &insert);
	msg = json_pack("{s:s, s:b, s:s, s:o, s:i, s:b, s:o, s:o, s:b, s:f, s:s, s:s}", "type", "prediction", "found", 1, "world",
			world_name(k, name, sizeof name), "tables", world_json(k->s->contract, gen_texts(k->s->live), &k->m.witness),
			"row_count", world_rows(k->s->contract, &k->m.witness), "minimal", k->m.minimal, "expected",
			rows_json(&k->m.left.rows), "misread", rows_json(&k->m.right.rows), "ordered", k->ordered, "tolerance",
			k->o.plan.tolerance, "insert", buf_text(&insert), "sql", k->misread->sql);
	if (k->alike)
		json_object_set_new(msg, "by_order", json_true());
	buf_release(&insert);
	return msg;
}

/* The misreading as a query that passed the same guard as what the candidate wrote. NULL: *reason says why there is none. */
static bool prepare_misreading(struct drill *d, const json_t *request, const struct side *q, struct side *out, const char **reason)
{
	int64_t index = json_get_int(request, "index", -1);
	int m = ask_misreading_find(json_get_text(request, "misreading", ""));
	struct asked asked;
	struct refusal no;
	const char *sql = NULL;
	bool ok;

	*reason = "there is no such misreading of this query";
	asked_init(&asked, d->scene, q, json_get_text(request, "query", ""));
	if (m >= 0 && index >= 0 && (size_t)index < asked.count &&
	    ask_misread(d->scene->contract, &asked.features[index], (enum ask_misreading)m))
		sql = ast_sql(d->scene->base.d, asked.doc, &asked.arena, NULL);
	ok = sql && scene_prepare(d->scene, out, sql, &no);
	if (sql && !ok)
		*reason = "the misreading is no query that can be run";
	asked_release(&asked);
	return ok;
}

static json_t *predict(struct drill *d, const json_t *request, const struct side *q, const struct side *misread, struct err *err)
{
	struct quest *k = calloc(1, sizeof *k);
	json_t *msg = NULL;
	bool extra;

	if (!k) {
		err_set(err, ERR_MEMORY, "out of memory");
		return NULL;
	}
	*k = (struct quest){.d = d, .s = d->scene, .query = q, .misread = misread, .seen = json_get_array(request, "seen"),
			    .alike = q == misread};
	k->o = (struct match_options){.worlds = JUDGE_WORLDS, .rows_min = (int)json_get_int(request, "rows_min", ROWS_MIN),
				      .deadline_ms = clock_mono_ms() + JUDGE_VERDICT_MS};
	if (k->o.rows_min < 1 || k->o.rows_min > ROWS_MAX)
		k->o.rows_min = ROWS_MIN;
	arena_init(&k->arena, ASK_ARENA_BYTES);
	match_init(&k->m);
	if (!compare_plan_make(&q->shape, &misread->shape, &k->o.plan)) {
		msg = not_found("the misreading returns other columns");
	} else {
		k->o.plan.tolerance = d->options.plan.tolerance;
		scene_deadline(d->scene, k->o.deadline_ms);
		if (!drill_set_stages(d, q, JUDGE_WORLDS, &extra, err))
			msg = search(k, (uint64_t)json_get_int(request, "seed", 1), extra)
				      ? prediction_json(k)
				      : not_found(k->late ? "the time limit was reached before a small database was found"
							  : "no small database tells the two apart");
		scene_unlearn(d->scene);
	}
	match_release(&k->m);
	arena_release(&k->arena);
	free(k);
	return msg;
}

enum err_code drill_predict(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err)
{
	bool alike = strcmp(json_get_text(request, "misreading", ""), ROW_ORDER) == 0;
	struct side q, misread = {0};
	const char *reason = NULL;
	struct refusal no;
	json_t *msg;

	scene_deadline(d->scene, clock_mono_ms() + JUDGE_VERDICT_MS);
	if (!scene_prepare(d->scene, &q, json_get_text(request, "query", ""), &no)) {
		msg = verdict_refused(&no);
	} else if (alike) {
		msg = q.facts.order_sensitive ? predict(d, request, &q, &q, err)
					      : not_found("the order in which rows are stored plays no part");
		side_release(&q);
	} else {
		if (prepare_misreading(d, request, &q, &misread, &reason)) {
			msg = predict(d, request, &q, &misread, err);
			side_release(&misread);
		} else {
			msg = not_found(reason);
		}
		side_release(&q);
	}
	scene_deadline(d->scene, -1);
	if (!msg)
		return err->code;
	reply(msg, arg);
	json_decref(msg);
	return ERR_OK;
}
