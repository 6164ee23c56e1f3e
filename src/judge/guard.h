/*
 * Guard: what a candidate's query may name, checked in its syntax tree.
 *
 * Only the contract's tables, names the query itself defines, and functions on an allow-list are
 * reachable. A list of what is forbidden would be wrong the day DuckDB gains a function; and some functions hide
 * statements inside a SELECT (query(), query_table(), checkpoint()) and run even with external
 * access off. The worker's sandbox is the second line, this is the first.
 */
#ifndef SPAR_JUDGE_GUARD_H
#define SPAR_JUDGE_GUARD_H

#include <jansson.h>
#include <stdbool.h>

#include "judge/contract.h"

/* Why a query is not judged: a sentence for people, without full stop. */
struct refusal {
	char text[400];
	long position;     /* byte offset in the query, -1 when unknown */
	bool counts;       /* does it count as an attempt? Spellings of another dialect do not */
	bool late;         /* the time limit was reached first */
	bool refused;      /* true: Spar does not allow it; false: it does not parse or bind */
};

/* What the walk found out about a query that is allowed. */
struct guard_facts {
	bool order_sensitive;   /* its result may depend on the order in which rows are stored */
	bool ordered;           /* it has an ORDER BY at its top */
};

/* Check the tree. Returns true when everything in it is allowed; otherwise *no is filled. */
bool guard_check(json_t *doc, const struct contract *c, struct guard_facts *facts, struct refusal *no);

#endif
