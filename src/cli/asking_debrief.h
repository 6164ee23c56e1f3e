/* What is said after an answer to a question about a query, and after the round. */
#ifndef SPAR_CLI_ASKING_DEBRIEF_H
#define SPAR_CLI_ASKING_DEBRIEF_H

#include <jansson.h>

#include "cli/out.h"

/* At once: were the typed rows right, and what comes out. */
void asking_put_checked(struct out *o, const json_t *question, const json_t *checked);

/* After the round: each question that was put, why it was asked, and what was right. outcomes are {"answer","checked"} by
 * question: of a prediction checked is the judge's word, of an answer in words {"evaluable","reason","points":[{"topic","treated"}]}, or absent. */
void asking_debrief(struct out *o, const json_t *questions, const json_t *outcomes);

#endif
