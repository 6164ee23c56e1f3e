/*
 * Making worlds: the values that matter, random databases over them, and every small one.
 *
 * Values that matter come from the queries, through their syntax trees: each literal and its
 * neighbours (k-1, k, k+1; the day before, the day, the month's end, a leap day, 23:59:59), and where an expression over
 * columns meets a literal, values on both sides of that boundary, found by solving it:
 * `duration / 60 >= 5` needs 299, 300, 301. Candidates are products, quotients, sums and differences of the
 * literals in the comparison, and for a single column an exact search: the predicate is evaluated over a wide
 * grid, and every change of its truth is followed to the boundary.  Fractions finer than a ROUND in
 * the queries, divisors of zero, sums that cancel, lengths of texts, patterns of LIKE likewise.
 *
 * Domains are small so that ties, repeats and joins happen. World number i depends only on
 * (contract, values, seed, i): the first ones are tiny, later ones larger, and each draws its own style (few or many
 * NULLs, few or many repeats, equal timestamps, groups of the size a COUNT(*) is compared with, empty tables,
 * parents without children, rows in sequence).
 */
#ifndef SPAR_JUDGE_GEN_H
#define SPAR_JUDGE_GEN_H

#include <jansson.h>

#include "judge/contract.h"
#include "judge/world.h"

struct gen;

/* c and d are lent and must outlive the generator. d is used to solve boundaries and evaluate CHECKs. */
enum err_code gen_new(struct gen **out, const struct contract *c, struct duck *d, uint64_t seed, struct err *err);
void gen_free(struct gen *g);

/*
 * A generator that has learnt what g has; g stays as it is and must outlive the clone. Both share one pool of texts,
 * so worlds of either can be read with the texts of the other. Ownership: gen_free().
 */
enum err_code gen_clone(struct gen **out, const struct gen *g, struct err *err);

/*
 * Learn the values that matter from a query: ast is what json_serialize_sql gave (one SELECT), with positions or without.
 * *news (may be NULL) is true if some value was new, so that worlds made now differ from those made before.
 */
enum err_code gen_learn(struct gen *g, const json_t *ast, bool *news, struct err *err);

/* A number that changes whenever the values change: a key for caches of worlds. */
uint64_t gen_values_hash(const struct gen *g);

/*
 * Worlds first .. first+count-1 into a. Every one satisfies the whole contract. Fewer than count come only if
 * a's limit is reached (ERR_LIMIT) or a CHECK can hardly be met (ERR_INPUT, naming it).
 */
enum err_code gen_worlds(struct gen *g, size_t first, size_t count, struct arena *a, struct worlds *out, struct err *err);

/* What gen_small() has covered. */
struct small_scope {
	int rows;               /* k: every database with at most this many rows in all tables together */
	size_t worlds;          /* how many there are, up to renaming of interchangeable keys */
	char values[1500];      /* "orders.amount: 0, 10, 20; ..." for people */
};

/*
 * Every database with at most k rows in all over the values that matter (at most a dozen per column, the most telling
 * first), up to renaming of interchangeable keys, foreign keys kept, so that the count fits budget worlds: k is the
 * largest for which each column still has the values that it needs.  If even k = 2 does not fit, values are dropped, least
 * telling first, until it does. Smaller databases come first.
 */
enum err_code gen_small(struct gen *g, size_t budget, struct arena *a, struct worlds *out,
			struct small_scope *scope, struct err *err);

/* Does the world satisfy every CHECK? (world_keys_hold() is the other half.) For shrinking. */
bool gen_checks_hold(struct gen *g, const struct world *w);

/*
 * Simpler values that could stand in a cell, simplest first, at most max of them (NULL is never simpler than a value): for
 * shrinking. For keys: the smallest of the domain; for times: midnight before odd seconds.
 */
size_t gen_simpler(const struct gen *g, int table, int column, int64_t value, int64_t *out, size_t max);

/*
 * What cell `row` of a column would hold if its values were counted through from the plainest one (1, 2, 3; 'a', 'b', 'c'; days from
 * 2024-01-01), equal values staying equal and their order kept; NULL stays. cells holds the column's first cell, the next ones stride further.
 */
int64_t gen_plain(struct gen *g, int table, int column, const int64_t *cells, size_t stride, int row_count, int row);

/* The texts that cells of this generator index. */
const struct texts *gen_texts(const struct gen *g);

#endif
