/* Why a query is wrong: the clauses that the difference needs, and the mistake by name. */
#include "judge/drill_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "judge/feature.h"
#include "judge/judge.h"

#define CLAUSES_MAX 3
#define WITHOUT_MIN 20        /* agreeing worlds without a property before "only when" may be said */
#define LIKENESS_LOOSE 0.7    /* where storage order plays a part */
#define PLAIN_PRINTS 60       /* worlds for naming a mistake when the query cannot be batched */

struct reason {
	size_t support;
	json_t *say;
};

static int by_support(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	return (x->support > y->support) - (x->support < y->support);
}

/* The two sides of a verdict and how they are compared. */
struct dispute {
	struct scene *s;
	const struct side *left, *right;
	const struct match_options *o;
	struct match *m;
};

/* Does a world, which stands nowhere in the batch, exercise the clause? */
static bool exercises(struct scene *s, const struct world *w, const struct drill_clause *c)
{
	struct duck_error why;
	struct duck_rows rows;
	struct arena a;
	bool has;

	if (scene_stand(s, w, 0, NULL))
		return false;
	arena_init(&a, 1u << 20);
	has = scene_rows(s, &c->when, &a, &rows, &why) && rows.row_count > 0;
	arena_release(&a);
	return has;
}

/* Do the sides also differ on a world near the witness that does not exercise the clause? Then it decides nothing. */
static bool clause_needless(const struct dispute *p, const struct drill_clause *c)
{
	for (size_t i = 0; i < p->m->other_count; i++)
		if (p->m->others_state[i] != OTHER_AGREES && !exercises(p->s, &p->m->others[i], c) &&
		    match_other(p->m, p->s, p->left, p->right, p->o, i))
			return true;
	return false;
}

static bool feature_needless(const struct dispute *p, const struct feature *f)
{
	for (size_t i = 0; i < p->m->other_count; i++)
		if (p->m->others_state[i] != OTHER_AGREES &&
		    !feature_holds(f, p->s->contract, gen_texts(p->s->live), &p->m->others[i]) &&
		    match_other(p->m, p->s, p->left, p->right, p->o, i))
			return true;
	return false;
}

static size_t clause_reasons(struct drill *d, const struct dispute *p, struct reason *out)
{
	const struct match *m = p->m;
	size_t n = 0, support;

	for (size_t i = 0; i < d->clause_count; i++) {
		struct drill_clause *c = &d->clauses[i];
		if (!c->has || !m->differs_count || !explains(c->has, m->differs, m->differs_count, WITHOUT_MIN, &support) ||
		    !exercises(p->s, &m->witness, c) || clause_needless(p, c))
			continue;
		out[n++] = (struct reason){support, json_pack("{s:i, s:s, s:s}", "index", c->index, "name", c->name,
							      "text", c->text)};
	}
	return n;
}

static size_t feature_reasons(const struct dispute *p, struct reason *out, size_t max)
{
	const struct scene *s = p->s;
	const struct match *m = p->m;
	const struct contract *c = s->contract;
	const struct texts *texts = gen_texts(s->live);
	unsigned char *has = calloc(m->differs_count + 1, 1);
	struct feature *list;
	struct arena a;
	size_t n = 0, support;

	arena_init(&a, 1u << 20);
	size_t count = feature_list(c, &a, &list);
	for (size_t i = 0; has && i < count && n < max; i++) {
		if (!feature_holds(&list[i], c, texts, &m->witness))
			continue;
		for (size_t w = 0; w < m->differs_count; w++)
			has[w] = feature_holds(&list[i], c, texts, &s->base.worlds.p[w]);
		if (!explains(has, m->differs, m->differs_count, WITHOUT_MIN, &support) ||
		    feature_needless(p, &list[i]))
			continue;
		struct buf b;
		buf_init(&b, 1024);
		feature_say(&list[i], c, &b);
		out[n++] = (struct reason){support, json_pack("{s:s}", "text", buf_text(&b))};
		buf_release(&b);
	}
	arena_release(&a);
	free(has);
	return n;
}

static json_t *feature_list_json(const struct dispute *p, size_t max)
{
	struct reason reasons[32];
	json_t *list = json_array();
	size_t n = p->m->differs_count ? feature_reasons(p, reasons, 32) : 0;

	qsort(reasons, n, sizeof *reasons, by_support);
	for (size_t i = 0; i < n; i++) {
		if (i < max)
			json_array_append(list, reasons[i].say);
		json_decref(reasons[i].say);
	}
	return list;
}

json_t *feature_reasons_json(struct scene *s, const struct side *left, const struct side *right,
			     const struct match_options *o, struct match *m, size_t max)
{
	return feature_list_json(&(struct dispute){s, left, right, o, m}, max);
}

void drill_name_clauses(struct drill *d, const struct side *query, const struct match_options *o, struct match *m,
			json_t *verdict)
{
	struct dispute p = {d->scene, &d->reference, query, o, m};
	json_t *list = json_get_array(verdict, "clauses");
	struct reason *reasons = calloc(d->clause_count + 1, sizeof *reasons);
	size_t n = reasons ? clause_reasons(d, &p, reasons) : 0;

	if (n)
		qsort(reasons, n, sizeof *reasons, by_support);
	for (size_t i = 0; i < n; i++) {
		if (i < CLAUSES_MAX)
			json_array_append(list, reasons[i].say);
		json_decref(reasons[i].say);
	}
	free(reasons);
	json_t *features = feature_list_json(&p, n ? 1 : 2);
	json_array_extend(list, features);
	json_decref(features);
}

/* Prints of a query that cannot be batched, for the first worlds. */
static struct print *plain_prints(struct drill *d, const struct side *q, const struct compare_plan *plan, size_t *n)
{
	struct print *p = calloc(PLAIN_PRINTS, sizeof *p);
	struct duck_error why;

	*n = PLAIN_PRINTS;
	for (size_t i = 0; p && i < *n; i++) {
		size_t w = i * JUDGE_WORLDS / *n;
		p[i] = (struct print){.rows = PRINT_UNKNOWN};
		if (scene_stand(d->scene, &d->scene->base.worlds.p[w], 0, NULL))
			continue;
		p[i] = scene_print(d->scene, q, plan, &why);
	}
	return p;
}

/*
 * How far the query errs as the mutant does: the share of worlds where either is wrong in which both answer the same. 1 is
 * the same mistake; where ties are broken by chance a little less can be.
 */
static double likeness(const struct print *q, const struct print *mutant, const struct print *reference, size_t n,
		       size_t worlds)
{
	size_t wrong = 0, alike = 0, own = 0;

	for (size_t i = 0; i < n; i++) {
		size_t w = i * worlds / n;
		if (q[i].rows == PRINT_UNKNOWN || mutant[w].rows == PRINT_UNKNOWN || reference[w].rows < 0)
			continue;
		bool q_wrong = !print_equal(&q[i], &reference[w]);
		if (!q_wrong && print_equal(&mutant[w], &reference[w]))
			continue;
		own += q_wrong;
		wrong++;
		alike += print_equal(&q[i], &mutant[w]);
	}
	return own ? (double)alike / (double)wrong : 0;
}

void drill_name_mistake(struct drill *d, const struct side *query, const struct match *m, json_t *verdict)
{
	struct compare_plan plan;
	struct stage *st = &d->scene->base;
	struct duck_error why;
	struct print *own = NULL;
	const struct print *q = NULL, *reference;
	const struct drill_mutant *best = NULL;
	double best_likeness = 0;
	size_t n = JUDGE_WORLDS;

	compare_plan_make(&d->reference.shape, &query->shape, &plan);
	reference = stage_prints(d->scene, st, &d->reference, &plan, false, JUDGE_WORLDS, 3, &why);
	if (query->batched && m->worlds)
		q = stage_prints(d->scene, st, query, &plan, false, JUDGE_WORLDS, 3, &why);
	if (!q)
		q = own = plain_prints(d, query, &plan, &n);
	for (size_t i = 0; q && reference && i < d->mutant_count; i++) {
		struct drill_mutant *mu = &d->mutants[i];
		if (mu->side.shape.column_count != plan.column_count)
			continue;
		const struct print *p = stage_prints(d->scene, st, &mu->side, &plan, false, JUDGE_WORLDS, 3, &why);
		bool loose = query->facts.order_sensitive || mu->side.facts.order_sensitive;
		double like = p ? likeness(q, p, reference, n, JUDGE_WORLDS) : 0;
		if (like > best_likeness && like >= (loose ? LIKENESS_LOOSE : 1.0)) {
			best = mu;
			best_likeness = like;
		}
	}
	if (best)
		json_object_set_new(verdict, "mistake",
				    json_pack("{s:s, s:s, s:s}", "id", best->mistake, "mutant", best->name, "lesson",
					      best->lesson));
	free(own);
}
