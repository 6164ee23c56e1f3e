/*
 * A round of questions about a query, asked in the terminal: each answer recorded before it is looked at, rows judged at once, and a debrief.
 */
#ifndef SPAR_CLI_ASKING_H
#define SPAR_CLI_ASKING_H

#include "cli/attempt.h"
#include "practice/ask.h"

struct asking {
	struct attempt *t;
	struct str query;
	size_t count;              /* questions of the round */
	int only;                  /* enum ask_sort; -1: all kinds */
	bool json;                 /* print the questions as one line, ask nothing */
	bool typed;                /* answers are typed at the line editor; else they are lines of standard input */
	bool no_answers;           /* standard input was used up by the query */
};

/* Ask a round. Gives the exit status: 1 when a prediction was wrong, 2 when the query cannot be run. Prints what went wrong. */
int asking_round(const struct asking *a);

#endif
