/*
 * How the plan looks on a terminal.
 */
#ifndef SPAR_CLI_PLAN_SHOW_H
#define SPAR_CLI_PLAN_SHOW_H

#include "cli/cli.h"
#include "mock/guide.h"
#include "plan/keep.h"

/* What stands above the days: the summary, what to know, what moved (all: however much). */
void show_plan_head(struct cli *cli, const struct keep *k, bool all);
/* The days: today's and the next one's blocks with what to do and why, the others in a line each; all: every one in full. */
void show_plan_days(struct cli *cli, const struct keep *k, bool all);
/* What to skip, the tools of the post, the topics apart, the message. all: also those that are long. */
void show_plan_lists(struct cli *cli, const struct plan *p, bool all);
/* The tools of a post by must, hour, skip, each with its sentence. */
void show_post(struct cli *cli, const struct plan_post *p, bool todo);
/* A block with its time, what to do, why, and the command. */
void show_block(struct cli *cli, const struct zone *z, const struct plan_block *b);
/* What is to be done now, in a word; nothing when that is the block alone. */
void show_guide(struct cli *cli, const struct guide *g);

#endif
