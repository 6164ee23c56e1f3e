#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "judge/world.h"

#define GAP_MAX 900

/* Every cell of a whole-number key, in turn; false past the last. */
struct key_walk {
	const struct contract *c;
	const struct world *w;
	size_t table, column;
	int row;
};

static int64_t *next_key(struct key_walk *k)
{
	for (; k->table < k->c->table_count; k->table++, k->column = 0) {
		const struct contract_table *t = &k->c->tables[k->table];
		for (; k->column < t->column_count; k->column++, k->row = 0) {
			if (t->columns[k->column].type != DUCK_INTEGER || !contract_is_key_part(t, k->column))
				continue;
			while (k->row < k->w->tables[k->table].row_count) {
				int64_t *cell = &k->w->tables[k->table]
							 .cells[(size_t)k->row++ * t->column_count + k->column];
				if (*cell != CELL_NULL)
					return cell;
			}
		}
	}
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct world world_respaced(struct arena *a, const struct contract *c, const struct world *w, uint64_t seed)
{
	struct world copy = world_copy(a, c, w);
	struct key_walk walk = {.c = c, .w = &copy};
	size_t n = 0, distinct = 0;
	int64_t *cell;
	struct rng r;

	while (next_key(&walk))
		n++;
	int64_t *from = ARENA_NEW(a, int64_t, n + 1), *to = ARENA_NEW(a, int64_t, n + 1);
	walk = (struct key_walk){.c = c, .w = &copy};
	for (size_t i = 0; (cell = next_key(&walk)); i++)
		from[i] = *cell;
	qsort(from, n, sizeof *from, by_number);
	for (size_t i = 0; i < n; i++)
		if (!i || from[i] != from[distinct - 1])
			from[distinct++] = from[i];
	rng_init(&r, seed);
	for (size_t i = 0; i < distinct; i++)
		to[i] = (i ? to[i - 1] : 0) + 1 + (int64_t)rng_below(&r, GAP_MAX);
	walk = (struct key_walk){.c = c, .w = &copy};
	while ((cell = next_key(&walk))) {
		const int64_t *hit = bsearch(cell, from, distinct, sizeof *from, by_number);
		*cell = to[hit - from];
	}
	return copy;
}
