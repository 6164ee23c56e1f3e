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
	const char *left;          /* GUIDE_STOP: why nothing is begun any more, as a clause; NULL */
	bool holds;                /* GUIDE_STOP because both gates hold */
	int64_t until_ms;          /* holds: when the first line of a gate goes stale */
};

/* "go", "done", "eve", "stop"; lent for ever. */
const char *guide_say_name(enum guide_say say);

/* ready: what ready_make() gave. k (may be NULL: no date is set): the plan of the same moment. */
void guide_make(const struct ready_rules *rules, const json_t *ready, const struct keep *k, struct guide *out);

/*
 * Of the list for the last day, say of what is not passed why it is left, where nothing is begun any more: "left" of the line, else null. So the list asks
 * for nothing that 'spar next' refuses.
 */
void guide_leave(const struct guide *g, json_t *ready);

/* Let the plan say the same, where it is shown or exported: with GUIDE_STOP it offers no block. Texts in a. */
void guide_plan(const struct guide *g, struct keep *k, struct arena *a);

/* guide_open() and guide_plan(), for whoever shows a plan. Where the gates cannot be read, the plan stays as it is. */
void guide_shown(struct bank *b, struct store *s, struct keep *k, struct arena *a, struct guide *out);

/* The same for who has no gates at hand. Texts in a. Errors: those of ready_rules_of() and ready_make(). */
enum err_code guide_open(struct bank *b, struct store *s, const struct keep *k, int64_t now_ms, struct arena *a, struct guide *out, struct err *err);

#endif
