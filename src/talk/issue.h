/*
 * What is wrong in the talk content, collected while it is read: one broken probe must not silence the others.
 */
#ifndef SPAR_TALK_ISSUE_H
#define SPAR_TALK_ISSUE_H

#include <stddef.h>

#include "bank/yaml.h"
#include "base/arena.h"

#define TALK_ISSUES_MAX 100

struct talk_issues {
	struct arena *a;                     /* the texts live here */
	const char *text[TALK_ISSUES_MAX];   /* "amazon-de/talk/probes/x.yaml:12:7: ..." */
	size_t count;                        /* kept; more are dropped */
};

/* Note "FILE:LINE:COLUMN: TEXT" at a node, `line_offset` lines below it. */
void talk_issue(struct talk_issues *issues, const char *file, const struct ydoc_node *node, int line_offset, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* Note a text that has its place already. */
void talk_issue_text(struct talk_issues *issues, const char *text);

#endif
