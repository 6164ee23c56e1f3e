/*
 * The drill on a terminal: read, type, submit, see.
 */
#ifndef SPAR_CLI_DRILL_H
#define SPAR_CLI_DRILL_H

#include "cli/cli.h"

enum drill_end { DRILL_LEFT, DRILL_NEXT };

/*
 * One attempt, from the prompt to `quit` (DRILL_LEFT) or `next` (DRILL_NEXT). minutes 0: those of the exercise.
 */
enum drill_end drill_session(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, long minutes,
			     bool no_run);

#endif
