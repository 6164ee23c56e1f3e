/*
 * A pack, a story that holds, and a talk about it, for tests of the talk engine.
 */
#ifndef SPAR_TESTS_TALK_CHECK_H
#define SPAR_TESTS_TALK_CHECK_H

#include "tap.h"

#include "talk/talk.h"

static struct talk_pack *pack;

static const char story[] =
	"In March 2023 I owned the nightly sales load of a chain of 40 shops. It was late on most mornings because the job read the whole history. "
	"I read the query plan and rewrote the merge step so that it reads only the last three days. "
	"I decided to keep the old table for a month, instead of switching at once, at the price of a second copy. "
	"The load went from 4 hours to 40 minutes and the planners had their report at seven. "
	"I compared the row counts with the billing export every morning for two weeks. Since then I always ask how much a job reads.";

/* The real pack into pack; false with the error shown. */
static inline bool pack_opened(void)
{
	struct err err = {0};

	return !talk_pack_open(&pack, "content", NULL, &err) || tap_ok(false, "%s", err.text);
}

static inline struct talk *begin(enum talk_kind kind, const char *principle, const char *question, const char *answer, uint64_t seed)
{
	struct talk_round round = {.kind = kind, .principle = principle, .question = question, .level = TALK_L5, .seed = seed};
	struct talk *t = NULL;
	struct err err = {0};

	if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(answer), &err))
		tap_ok(false, "%s", err.text);
	return t;
}

static inline bool has_gap(const struct talk *t, const char *name)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->gap_count; i++)
		if (!strcmp(v->gaps[i].name, name))
			return true;
	return false;
}

static inline const struct talk_outcome *reply(struct talk *t, const char *text)
{
	const struct talk_outcome *out = NULL;
	struct err err = {0};

	if (talk_reply(t, str_of(text), &out, &err))
		tap_ok(false, "%s", err.text);
	return out;
}

#endif
