/*
 * From one database to a thousand: rewriting a query so that DuckDB runs it on all worlds at once.
 *
 * Each reference to a base table T becomes (SELECT columns FROM batch.T__w WHERE spar_w = worlds.spar_w), and the whole
 * query stands in a LATERAL join with worlds. DuckDB decorrelates that. Some shapes it
 * refuses or gets wrong inside a correlated subquery; they are turned first into shapes that it gets right:
 *
 *   WITH                    inlined (a CTE left in place gives silently wrong rows)
 *   CROSS JOIN              JOIN ... ON true
 *   (a, b) IN (SELECT ...)  EXISTS, and a CASE around it where NULL can be seen
 *   FULL, SEMI, ANTI JOIN   both sides carry their world number, which joins the condition, and WHERE picks the world
 *   subquery in an inner ON moved to WHERE
 *
 * What remains (recursive CTEs over base tables, GROUPING() with (), POSITIONAL JOIN, LIMIT n%, PIVOT) is judged
 * plainly. Whether the rewrite is right is not taken on trust: a sample of worlds is always run plainly as well.
 *
 * Threads: as struct duck.
 */
#ifndef SPAR_JUDGE_REWRITE_H
#define SPAR_JUDGE_REWRITE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "judge/contract.h"

/* Objects that inlining may make before the query is judged plainly instead. */
#define REWRITE_OBJECTS_MAX 60000

/*
 * The batched form of the query doc as SQL for the inside of LATERAL (...), in a; it refers to
 * the world number as "spar worlds".spar_w. NULL when the query must be judged plainly; *reason then says why (a fixed text). doc is not changed.
 */
const char *rewrite_batched(struct duck *d, const struct contract *c, const json_t *doc,
			    struct arena *a, const char **reason);

/* The alias of batch.worlds that the batched form refers to. */
#define REWRITE_WORLDS "spar worlds"

#endif
