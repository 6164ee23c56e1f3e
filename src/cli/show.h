/*
 * Exercises and verdicts in words and tables.
 */
#ifndef SPAR_CLI_SHOW_H
#define SPAR_CLI_SHOW_H

#include "cli/attempt.h"

/* Title, prompt, contract, tables; named: with pattern and round, which say how it may be solved. */
void show_exercise(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, bool named);
/* The tables of {"type":"sample"} or of a witness. heading may be NULL. */
void show_tables(struct out *o, const char *heading, const json_t *tables);

/*
 * A verdict: what is wrong and when, how sure, the smallest case, the two results merged, the mistake by name. v is
 * lent and gives the words of the clauses.
 */
void show_verdict(struct cli *cli, const struct bank_variant *v, struct str query, const json_t *verdict);
/* The messages behind it: every small database, and the large one. */
void show_small(struct out *o, const json_t *small);
void show_large(struct out *o, const json_t *large);
/* {"type":"rows"} of a run. */
void show_rows(struct out *o, const json_t *rows);
/* The text of the deciding clause, as the contract has it; NULL if the contract has none. */
const struct bank_clause *show_clause_of(const struct bank_variant *v, const json_t *verdict);

/* An answer with its name and note. */
void show_answer(struct out *o, const struct bank_query *q);

/* That Ctrl-C ended the judgement. */
void show_stopped(const struct attempt *t);

/* A verdict as JSON on one line, with what it was about. */
void show_json(struct attempt *t, const struct judged *j);

#endif
