/*
 * The plan of now, for every command that shows it.
 */
#ifndef SPAR_CLI_PLANNED_H
#define SPAR_CLI_PLANNED_H

#include "cli/cli.h"
#include "mock/planned.h"

/* planned_open() at this moment. */
enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err);

/* Calendar days from today to the interview on the candidate's wall, 0 on its day; -1: no date is set, it was, or the record cannot be read. */
int cli_days_left(struct cli *cli);

#endif
