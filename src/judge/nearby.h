/*
 * Worlds near a witness: the same rows with other values apart, NULLs filled, families made complete or rows added.
 *
 * "Only when two customers tie" is a claim about every database. A thousand random ones may happen to agree with it; a near world that differs
 * and has no tie refutes it. So each claim is tried on these before it is made.
 */
#ifndef SPAR_JUDGE_NEARBY_H
#define SPAR_JUDGE_NEARBY_H

#include "judge/gen.h"

/*
 * At most max variants of w into out, in a; not all are legal. Most of what a property can hang on is changed alone first (one column, one
 * table), then together, so that a difference which needs one property can survive the loss of another.
 */
size_t nearby_worlds(struct gen *g, const struct contract *c, const struct world *w, struct arena *a, struct world *out,
		     size_t max);

/* May the cells of a column change alone: no foreign key holds them, and rows are not called by them. */
bool nearby_free(const struct contract *c, size_t table, size_t column);

#endif
