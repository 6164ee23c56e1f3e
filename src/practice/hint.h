/*
 * The ladder of hints: the clause, a counterexample without its answer, the pattern, the mistake.
 */
#ifndef SPAR_PRACTICE_HINT_H
#define SPAR_PRACTICE_HINT_H

#include "bank/bank.h"
#include "base/buf.h"

#define HINT_STEPS 4

/*
 * The hint of this step as an object; new reference:
 *   {"type":"hint","step":N,"title":TEXT, "text":TEXT|absent, "clause":INDEX|absent, "witness":{"tables":{...}}|absent}
 * verdict is the judge's word on the query as it stands, NULL when there was nothing to judge. other is its word on the first mutant, for step
 * 2 when the query is not wrong (hint_needs_other()); NULL if it is not at hand.
 */
json_t *hint_make(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v, int step,
		  const json_t *verdict, const json_t *other);

/* Does this step need the judge's word on the first mutant? */
bool hint_needs_other(const struct bank_variant *v, int step, const json_t *verdict);

/* The clause that a verdict says is broken, an index of v's contract; -1 for none. */
int verdict_clause(const struct bank_variant *v, const json_t *verdict);

/* Append what the difference needs, as the rest of "Wrong ...": "when two customers tie in one month". Nothing if nothing is known. */
void verdict_when(const struct bank_variant *v, const json_t *verdict, struct buf *out);

#endif
