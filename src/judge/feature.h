/*
 * Features of a world that can decide a verdict: a NULL, a tie, an empty table, a parent without children.
 *
 * A feature explains a difference when every differing world has it, and enough worlds without it agree. That is evidence
 * from a thousand databases, not a guess from the query's text.
 */
#ifndef SPAR_JUDGE_FEATURE_H
#define SPAR_JUDGE_FEATURE_H

#include "judge/world.h"

enum feature_kind {
	FEATURE_EMPTY,      /* the table has no row */
	FEATURE_NULL,       /* a NULL in the column */
	FEATURE_ZERO,       /* a 0 in the column */
	FEATURE_NEGATIVE,
	FEATURE_BLANK,      /* an empty text */
	FEATURE_TIE,        /* two rows with the same value in the column */
	FEATURE_REPEAT,     /* two rows that are equal in every column */
	FEATURE_CHILDLESS,  /* a parent row without rows that refer to it */
	FEATURE_SIBLINGS,   /* a parent row with two or more */
};

struct feature {
	enum feature_kind kind;
	int table, column;    /* column: -1 where it does not apply */
	int fk;               /* of CHILDLESS and SIBLINGS: index of the foreign key of table */
};

/* All features that worlds of this contract can have, in a. */
size_t feature_list(const struct contract *c, struct arena *a, struct feature **out);
bool feature_holds(const struct feature *f, const struct contract *c, const struct texts *texts, const struct world *w);
/* "only when `amount` of `orders` is NULL", into b. */
void feature_say(const struct feature *f, const struct contract *c, struct buf *b);

/*
 * Does a yes/no property explain the differing worlds? has and differs are flags by world. True when all differing
 * worlds have it and at least min_without worlds lack it; *support gets how many worlds have it.
 */
bool explains(const unsigned char *has, const unsigned char *differs, size_t n, size_t min_without, size_t *support);

#endif
