/* A second generator that starts from what the first has learnt. */
#include <stdlib.h>
#include <string.h>

#include "judge/gen_int.h"

#define CLONE_MAX_BYTES (64u << 20)

/* Texts, those of facts too, and the compiled CHECKs stay in g's arena: a clone does not outlive g. */
enum err_code gen_clone(struct gen **out, const struct gen *g, struct err *err)
{
	struct gen *c = malloc(sizeof *c);

	*out = NULL;
	if (!c)
		return err_set(err, ERR_MEMORY, "out of memory for a generator");
	*c = *g;
	c->owns_texts = false;
	arena_init(&c->arena, CLONE_MAX_BYTES);
	arena_init(&c->built, CLONE_MAX_BYTES);
	c->columns = ARENA_NEW(&c->arena, struct gen_column, g->column_count);
	memcpy(c->columns, g->columns, (size_t)g->column_count * sizeof *c->columns);
	for (int i = 0; i < c->column_count; i++) {
		c->columns[i].clusters = NULL;
		c->columns[i].filled = NULL;
		c->columns[i].spare = NULL;
		c->columns[i].cluster_count = c->columns[i].filled_count = 0;
		c->columns[i].learned_count = c->columns[i].spare_count = 0;
	}
	memset(c->tuples, 0, sizeof c->tuples);
	c->stale = true;
	*out = c;
	return ERR_OK;
}
