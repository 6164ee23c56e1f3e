/*
 * A debrief in words and tables.
 */
#ifndef SPAR_CLI_DEBRIEF_SHOW_H
#define SPAR_CLI_DEBRIEF_SHOW_H

#include <jansson.h>

#include "cli/cli.h"

/* mock_debrief()'s object. */
void show_debrief(struct cli *cli, const json_t *debrief);

#endif
