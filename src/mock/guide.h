/*
 * What to do now, in one voice: the same word on Today, in 'spar', in 'spar next' and on Ready, in the terminal and on the page.
 *
 * The plan knows the blocks and the gates know whether more of them is worth anything.  Each of them alone once told the candidate to go on while the
 * other said stop; so neither is asked alone any more.  The texts are content: rounds/ready.yaml.
 *
 * Ownership: texts lie in the rules, in the plan or in the JSON that were given. Threads: keeps no state.
 */
#ifndef SPAR_MOCK_GUIDE_H
#define SPAR_MOCK_GUIDE_H

#include "mock/ready.h"
#include "plan/keep.h"

enum guide_say {
	GUIDE_GO,                  /* nothing but the block, if there is one */
	GUIDE_DONE,                /* what was planned for today is behind; the block is another day's */
	GUIDE_EVE,                 /* the interview is tomorrow: its list, then stop */
	GUIDE_STOP,                /* nothing is practised any more: both gates hold, the last evening, the day itself */
};

struct guide {
	enum guide_say say;
	const char *title;         /* "Stop", "The interview is tomorrow"; NULL with GUIDE_GO */
	const char *text;          /* what that means, and what to do instead; likewise */
	const struct plan_block *block;  /* what comes next; NULL: nothing, always so with GUIDE_STOP */
};

/* "go", "done", "eve", "stop"; lent for ever. */
const char *guide_say_name(enum guide_say say);

/* ready: what ready_make() gave. k (may be NULL: no date is set): the plan of the same moment. */
void guide_make(const struct ready_rules *rules, const json_t *ready, const struct keep *k, struct guide *out);

/* The same for who has no gates at hand. Texts in a. Errors: those of ready_rules_of() and ready_make(). */
enum err_code guide_open(struct bank *b, struct store *s, const struct keep *k, int64_t now_ms, struct arena *a, struct guide *out, struct err *err);

#endif
