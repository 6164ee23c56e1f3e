/*
 * Does a reply answer the probe? docs/GOLD.md, "Replies".
 */
#ifndef SPAR_TALK_CHECK_H
#define SPAR_TALK_CHECK_H

#include "talk/analysis.h"

struct check_input {
	const struct talk_analysis *reply;  /* the reply alone */
	const struct talk_text *probe;      /* the question that was asked; no tokens if unknown */
	const struct talk_text *before;     /* what had been said; no tokens if nothing */
	const char *gap;                    /* "" if unknown */
	bool after_evasion;                 /* the opening answer was an evasion or a list of words; false if unknown */
};

enum talk_verdict check_reply(const struct check_input *in);

#define CHECK_OFF_POINT "it does not answer what was asked"

/* What a full answer would have had beyond this one; "" when it is full. Lent for ever. */
const char *check_missing(const struct check_input *in, enum talk_verdict verdict);

/* Words in a row without sentences around them: a list of the right words. */
bool check_is_list(const struct talk_analysis *x);
/* The same few words over and over: "the prevention prevents". */
bool check_is_circular(const struct talk_analysis *x);
/* Attitudes and generalities where deeds, mechanisms and numbers belong: a speech. */
bool check_is_speech(const struct talk_analysis *x);
/* Words that any answer could hold, "baseline", "commitment", "best", in the place of a telling's own. */
bool check_is_hollow(const struct talk_analysis *x);

/*
 * What weighs a reply (weights/replies.txt): the features of check_features.c, its words and pairs of words, the words of the question and the
 * gap.  Each is there once.
 */
#define CHECK_KEYS_MAX 4096
struct check_keys {
	uint64_t p[CHECK_KEYS_MAX];
	char *names[CHECK_KEYS_MAX];        /* in the arena given, if one was */
	size_t n;
};

/* Fill keys; a: NULL, or where the names go, for a trainer. */
void check_keys_read(const struct check_input *in, struct arena *a, struct check_keys *keys);

/* talk_check(), and what the reply shows: as names appended to features, as keys with names in the arena a. Both may be NULL. session.c */
enum err_code talk_check_seen(const struct talk_pack *p, const struct talk_round *round, const char *gap, struct str probe, struct str before,
			      bool after_evasion, struct str reply, enum talk_verdict *out, struct buf *features, struct arena *a, struct check_keys *keys, struct err *err);

#endif
