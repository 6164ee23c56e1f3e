/*
 * The plan of now, with what rounds know and can start.
 */
#ifndef SPAR_CLI_PLANNED_H
#define SPAR_CLI_PLANNED_H

#include "cli/cli.h"
#include "plan/keep.h"

/* keep_open() at this moment. Rounds that cannot be read leave the plan as it is without them. */
enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err);

/* Calendar days from today to the interview on the candidate's wall, 0 on its day; -1: no date is set, it was, or the record cannot be read. */
int cli_days_left(struct cli *cli);

#endif
