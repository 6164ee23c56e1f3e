/*
 * The plan of now, with what rounds know and can start. Terminal and page make it here, so that they show the same.
 */
#ifndef SPAR_MOCK_PLANNED_H
#define SPAR_MOCK_PLANNED_H

#include "plan/keep.h"

/*
 * keep_open() with the evidence and the offers of rounds. Rounds that cannot be read leave the plan as it is without them. s NULL: an
 * empty record, and nothing is written. Ownership: in a. Errors: those of keep_open().
 */
enum err_code planned_open(struct bank *b, struct store *s, int64_t now_ms, struct arena *a, struct keep *out, struct err *err);

#endif
