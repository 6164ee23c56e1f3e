/*
 * What to drill next.
 */
#ifndef SPAR_PRACTICE_CHOOSE_H
#define SPAR_PRACTICE_CHOOSE_H

#include "bank/bank.h"
#include "store/store.h"

struct choice {
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	const char *why;           /* "never tried", "due again"; lent for ever */
	bool seen;                 /* no unseen variant was left */
};

/*
 * Choose an exercise and variant. A variant never seen comes before one that was; among those, what was not passed cold and is
 * due, then what was never tried (patterns without a cold pass first, phone rounds before loop rounds), then what is due again, then the
 * rest. What is left equal is drawn from seed. s may be NULL: then nothing was ever tried. not_exercise (may be NULL) is passed
 * over unless it is the only one. Errors: ERR_MISSING when the bank has nothing to drill; those of the store.
 */
enum err_code choose_next(struct bank *b, struct store *s, uint64_t seed, const struct bank_exercise *not_exercise,
			  struct arena *a, struct choice *out, struct err *err);

/*
 * The same among the exercises that are mainly about one of these patterns: ids with commas between them. One pattern alone
 * has few, and they come in the order of the pack, so that terminal and page take the same. Errors: also ERR_MISSING when no exercise
 * is.
 */
enum err_code choose_pattern(struct bank *b, struct store *s, uint64_t seed, const struct bank_exercise *not_exercise, const char *patterns,
			     struct arena *a, struct choice *out, struct err *err);

/* "amazon-de/latest-event" for the record. In a. */
const char *practice_exercise_key(const struct bank *b, const struct bank_exercise *ex, struct arena *a);

/* The standing of an exercise among standings, NULL if it was never tried. */
const struct store_standing *choose_standing(const struct bank *b, const struct store_standing *standings, size_t count,
					     const struct bank_exercise *ex, struct arena *a);

#endif
