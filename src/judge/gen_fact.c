/* Keeping facts: one class for columns whose values meet, each fact once, a hash of everything. */
#include "judge/gen_int.h"

#include <math.h>
#include <string.h>

#define TEXT_MAX_BYTES 200

int gen_class(const struct gen *g, int column)
{
	while (g->columns[column].class_next != column)
		column = g->columns[column].class_next;
	return column;
}

static unsigned family(const struct contract_column *meta)
{
	unsigned bit = TYPE_BIT(meta->type);

	return bit & TYPES_NUMBER ? TYPES_NUMBER : bit & TYPES_WHEN ? TYPES_WHEN : bit;
}

static void mix(struct gen *g, const void *p, size_t n)
{
	g->hash = rng_hash(g->hash, p, n);
	g->stale = true;
}

void gen_join(struct gen *g, int a, int b)
{
	int x = gen_class(g, a), y = gen_class(g, b);

	if (x == y || family(g->columns[x].meta) != family(g->columns[y].meta))
		return;
	g->columns[x > y ? x : y].class_next = x > y ? y : x;
	mix(g, (int[]){ -1, x, y }, 3 * sizeof(int));
}

void gen_count(struct gen *g, double n)
{
	int whole[2] = { 0, 0 }, count = 1;

	if (!(n > 0) || n > COUNT_LARGEST)
		return;
	whole[0] = (int)floor(n);
	if (ceil(n) > n)
		whole[count++] = (int)ceil(n);
	for (int k = 0; k < count; k++) {
		bool known = whole[k] < 2;
		for (int i = 0; i < g->count_count; i++)
			known = known || g->counts[i] == whole[k];
		if (known || g->count_count == COUNTS_MAX)
			continue;
		g->counts[g->count_count++] = whole[k];
		mix(g, (int[]){ -2, whole[k] }, 2 * sizeof(int));
	}
}

static bool same_fact(const struct fact *a, const struct fact *b)
{
	return a->kind == b->kind && a->unit == b->unit && val_same(a->v, b->v);
}

void gen_fact(struct gen *g, int column, struct fact f)
{
	struct gen_column *c = &g->columns[column];

	/* A candidate may write texts of any length; nobody would read them in a witness. */
	if (f.v.kind == VAL_TEXT && !g->from_check && strlen(f.v.s) > TEXT_MAX_BYTES)
		return;
	f.from_check = g->from_check;
	f.weight = 1;
	c->computed = c->computed || f.kind != FACT_EDGE;
	for (int i = 0; i < c->fact_count; i++) {
		struct fact *old = &c->facts[i];
		if (!same_fact(old, &f))
			continue;
		if ((old->from_check && !f.from_check) || (old->rel != f.rel && old->weight == 1)) {
			/* The weight counts comparisons that differ, so that learning a query twice changes nothing. */
			old->from_check = old->from_check && f.from_check;
			old->weight += old->rel != f.rel;
			mix(g, (int[]){ column, i, old->weight }, 3 * sizeof(int));
		}
		return;
	}
	if (c->fact_count == FACTS_MAX)
		return;
	if (f.v.kind == VAL_TEXT)
		f.v.s = arena_strdup(&g->arena, f.v.s);
	c->facts[c->fact_count++] = f;
	int key[] = { column, (int)f.kind, (int)f.rel, f.unit, (int)f.v.kind, f.v.scale, f.v.months, f.v.days };
	mix(g, key, sizeof(key));
	if (f.v.kind == VAL_TEXT)
		mix(g, f.v.s, strlen(f.v.s));
	else
		mix(g, &f.v.i, sizeof(f.v.i));
}
