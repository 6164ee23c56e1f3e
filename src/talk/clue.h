/*
 * Clues: typed pieces of an answer. docs/GOLD.md defines each type and how far its span reaches.
 *
 * Three sources: constructions that are data (clues/), verbs with their subjects and objects (tag.h), and amounts with
 * what stands around them.  Each clue has a confidence; what is below CLUE_SURE is dropped.
 */
#ifndef SPAR_TALK_CLUE_H
#define SPAR_TALK_CLUE_H

#include "talk/tag.h"
#include "talk/talk_int.h"

#define CLUE_SURE 0.5

/* Everything that the clue rules look at. */
struct clue_reader {
	struct arena *a;
	const struct talk_pack *pack;
	const struct talk_text *t;
	const struct talk_verbs *verbs;
	enum talk_kind kind;
	bool design;               /* pipeline, model, sql: told in the present tense */
	bool looks_back;           /* the question asks what would be done otherwise, or for something finished */
	uint32_t *cover;           /* by token: bits of the types of the clues over it, as clue_cover() left it */
	uint32_t *deed;            /* by token: 1 + sentence of the last action or decision that begins before it; 0 if there is none */
	float *result_sure;        /* by verb: how likely its clause tells a result; NULL before clues_from_results() */
	struct talk_clue *p;       /* the clues so far */
	size_t n, room;
};

/* All clues of a text in the order in which they begin. Ownership: the arena. */
void talk_clues_read(struct clue_reader *r);

/* Note tokens [first, end) as a clue, without marks and skipped tokens at its ends; nothing when too little or too unsure is left. */
struct talk_clue *clue_add(struct clue_reader *r, enum talk_clue_type type, size_t first, size_t end, double confidence);

/* In the order in which they begin. */
void clues_sort(struct clue_reader *r);

/* clue_verb.c, clue_amount.c, clue_word.c: the sources. */
void clues_from_patterns(struct clue_reader *r);
void clues_from_verbs(struct clue_reader *r);
void clues_from_amounts(struct clue_reader *r);
void clues_from_words(struct clue_reader *r);
/* result.c: outcomes, when everything else is known. */
void clues_from_results(struct clue_reader *r);

/* Note which clues lie over which token, so that rules need not look at all of them for each word of a long text. */
void clue_cover(struct clue_reader *r);
static inline bool clue_over(const struct clue_reader *r, size_t i, enum talk_clue_type type)
{
	return r->cover[i] >> type & 1;
}

/* A clue of this type that begins in tokens [first, end); NULL if there is none. */
const struct talk_clue *clue_in(const struct clue_reader *r, enum talk_clue_type type, size_t first, size_t end);
/* The verb whose clause holds token i; NULL if there is none. */
const struct talk_verb *clue_verb_at(const struct clue_reader *r, size_t i);

#endif
