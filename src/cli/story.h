/*
 * What the commands about stories share.
 */
#ifndef SPAR_CLI_STORY_H
#define SPAR_CLI_STORY_H

#include "cli/cli.h"
#include "story/story.h"

/* The pack's stories; needs the record. Errors also: ERR_IO when there is none. The caller frees. */
enum err_code cli_story_open(struct cli *cli, struct story_pack **out, struct err *err);
/* The memory of args->p[0], or, when there is only one, that. */
enum err_code cli_story_memory(struct cli *cli, const struct story_pack *p, const struct args *args, struct story_memory *out, struct err *err);

/* Print one line of JSON and drop it. */
void cli_put_json(struct cli *cli, json_t *value);
/* "12 bytes were no text and stand as U+FFFD." when n > 0. */
void story_put_replaced(struct cli *cli, size_t n);
/* A memory with what it carries, its lenses, phrases, tellings. */
void story_put_memory(struct cli *cli, const json_t *memory);
void story_put_debrief(struct cli *cli, const json_t *debrief);
/* What is written down about drifting numbers. */
void story_put_drift(struct cli *cli, const json_t *drift);

#endif
