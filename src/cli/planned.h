/*
 * The plan of now, for every command that shows it.
 */
#ifndef SPAR_CLI_PLANNED_H
#define SPAR_CLI_PLANNED_H

#include "cli/cli.h"
#include "mock/planned.h"

/* planned_open() at this moment. */
enum err_code cli_plan(struct cli *cli, struct keep *out, struct err *err);

#endif
