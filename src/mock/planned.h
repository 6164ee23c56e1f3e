/*
 * The plan of now, with what rounds know and can start. Terminal and page make it here, so that they show the same.
 */
#ifndef SPAR_MOCK_PLANNED_H
#define SPAR_MOCK_PLANNED_H

#include <jansson.h>

#include "plan/keep.h"

/*
 * keep_open() with the evidence and the offers of rounds, and with the blocks that their debriefs ask for: those of a round are for the day behind
 * it. Rounds that cannot be read leave the plan as it is without them. s NULL: an
 * empty record, and nothing is written. Ownership: in a. Errors: those of keep_open().
 */
enum err_code planned_open(struct bank *b, struct store *s, int64_t now_ms, struct arena *a, struct keep *out, struct err *err);

/*
 * Say of each block of a debrief's costs when it is planned: block.planned is "Thu 26 November, 18:00", or null when the plan has no room for it any
 * more; block.id is its name in the plan, likewise.
 */
void planned_say(const struct keep *k, json_t *debrief, struct arena *a);

#endif
