/*
 * One side of a comparison: a query that was parsed, allowed, bound and, where possible, rewritten for batches.
 */
#ifndef SPAR_JUDGE_SIDE_H
#define SPAR_JUDGE_SIDE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "judge/contract.h"
#include "judge/guard.h"

struct side {
	struct arena arena;          /* owns the texts */
	const char *sql;             /* what is run plainly: as written, or with foreign spellings replaced */
	const char *body;            /* the same without a closing semicolon, to stand in parentheses */
	json_t *doc;                 /* its syntax tree, owned */
	const char *batched;         /* for LATERAL (...), NULL: judged plainly */
	const char *plain_reason;    /* why, when batched is NULL */
	struct guard_facts facts;
	struct duck_rows shape;      /* column names and types, no rows */
	uint64_t hash;               /* of sql, for caches */
};

/*
 * Prepare a query against the tables of contract c, which stand empty in d. foreign: accept Redshift
 * spellings. guarded: check it against the allow-list (our own answers too: a defect there is to be found by the author).
 * False with *no filled when the query cannot be judged; s is then released. Ownership: side_release().
 */
bool side_prepare(struct side *s, struct duck *d, const struct contract *c, const char *query, bool foreign,
		  struct refusal *no);
void side_release(struct side *s);

#endif
