/*
 * Fingerprints: what a query answers in each of many worlds, in three numbers per world.
 *
 * Inside DuckDB each row is brought to common kinds (compare.h) and hashed; count, sum and xor of the hashes do not depend
 * on the order of rows. Two queries whose prints are equal in a world agree there, up to a hash accident; a
 * difference is only a hint until it was reproduced plainly.
 */
#ifndef SPAR_JUDGE_BATCH_H
#define SPAR_JUDGE_BATCH_H

#include "judge/compare.h"
#include "judge/side.h"

#define PRINT_FAILED (-1)    /* the query failed in this world */
#define PRINT_UNKNOWN (-2)   /* not tried */

struct print {
	int64_t rows;        /* how many, or PRINT_FAILED, PRINT_UNKNOWN */
	int64_t sum, xor_;
};

bool print_equal(const struct print *a, const struct print *b);

/*
 * Prints of the worlds first .. first+n-1 stored in schema batch of d. A run-time error is narrowed down to its world by
 * bisection; after max_failures such worlds the rest is left PRINT_UNKNOWN. False with *why when the batch cannot be run at all
 * (DuckDB cannot flatten the query; kind "Interrupt": the deadline).
 */
bool batch_prints(struct duck *d, const struct side *s, const struct compare_plan *plan, int64_t first, size_t n,
		  int max_failures, struct print *out, struct duck_error *why);

/* The print of the query over the tables of schema plain. rows is PRINT_FAILED, with *why, when it fails there. */
struct print plain_print(struct duck *d, const struct side *s, const struct compare_plan *plan, struct duck_error *why);

#endif
