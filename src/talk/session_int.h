/*
 * The inside of a talk, for the session and its ledger.
 */
#ifndef SPAR_TALK_SESSION_INT_H
#define SPAR_TALK_SESSION_INT_H

#include "talk/probe.h"

#define TURNS_MAX 64
#define CONSIDERED_MAX 8
#define FRESH_MAX 8

/* What belongs to the probe with the same index in `asked`. */
struct turn {
	bool replied;
	uint32_t reply_at, reply_n;          /* bytes of the transcript */
	bool takes_up;                       /* something of what was told or asked */
	const char *missing;
	struct {
		const char *gap;
		double score;
	} considered[CONSIDERED_MAX];        /* what was ranked when it was asked */
	size_t considered_count;
	const char *fresh[FRESH_MAX];        /* quotes of what the reply added */
	size_t fresh_count;
};

struct talk {
	const struct talk_pack *pack;
	struct talk_round round;
	struct arena life;                   /* what was asked */
	struct arena work;                   /* the analysis; emptied before each */
	struct buf transcript;
	bool answered;
	struct asked asked[TURNS_MAX];
	struct turn turns[TURNS_MAX];
	size_t asked_count;
	struct talk_analysis x;
	struct talk_view view;
	struct talk_outcome outcome;
	const struct talk_clue **fresh;
};

/*
 * Does the reply take up anything of the story or of the question?  The story is the answer with the replies that did so themselves; words
 * that any story of the trade has do not count.  takes_up.c
 */
bool talk_takes_up(const struct talk *t, const struct talk_text *before, const struct talk_text *probe, const struct talk_analysis *reply);

#endif
