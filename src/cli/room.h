/*
 * The mock room on a terminal or a pipe: question, clock, answer box, scratch pad.
 */
#ifndef SPAR_CLI_ROOM_H
#define SPAR_CLI_ROOM_H

#include "cli/cli.h"
#include "mock/mock.h"

enum room_end { ROOM_OVER, ROOM_PAUSED, ROOM_FAILED };

/* Go on with m until it is over, or the input ends, or the candidate pauses. ROOM_FAILED: *err says why. */
enum room_end room_run(struct cli *cli, struct mock *m, struct err *err);

#endif
