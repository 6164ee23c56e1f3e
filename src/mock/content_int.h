/*
 * Reading the rounds: shared by content.c and scenario.c.
 */
#ifndef SPAR_MOCK_CONTENT_INT_H
#define SPAR_MOCK_CONTENT_INT_H

#include <stdlib.h>

#include "mock/content.h"
#include "mock/read.h"

/* The rounds and what they live in. */
struct rounds_whole {
	struct rounds rounds;      /* first: a struct rounds is the beginning of it */
	struct arena arena;
	struct talk_issues issues;
};

struct rounds_load {
	struct reader r;
	struct rounds *out;
	const struct bank *bank;       /* NULL: patterns are not checked */
	const struct talk_pack *talk;  /* NULL: gaps are not checked */
};

/* scenario.c: read scenarios/ (every file of it). A scenario with an issue is left out. */
enum err_code rounds_read_scenarios(struct rounds_load *l, struct err *err);

/* Each gap in the list map[key] is known to the talk engine. */
void rounds_check_gaps(struct rounds_load *l, const struct ydoc_node *map, const char *key);

#endif
