/*
 * One amount and its surroundings: what the clue rules for numbers ask about the words around them.
 */
#ifndef SPAR_TALK_AROUND_H
#define SPAR_TALK_AROUND_H

#include "talk/clue.h"

/* One amount and its surroundings. */
struct around {
	struct clue_reader *r;
	const struct talk_text *t;
	const struct talk_amount *m;
	size_t first, end;         /* tokens of the amount */
	size_t np_end;             /* with the thing counted: "40 million clicks a day" */
	size_t before, before2;    /* the seen tokens in front; token_count if there is none in the sentence */
	size_t sentence_first, sentence_end;
	bool rate;                 /* "a day", "per row" stands behind */
	size_t *used;              /* amounts before this token belong to an earlier one */
};

/* Fill what surrounds tokens [first, end) of the amount. */
void around_read(struct around *x);

/* The seen token in front of i within the sentence that begins at first; token_count if there is none. */
size_t around_before(const struct talk_text *t, size_t i, size_t first);
/* Is token i this word? */
bool around_is(const struct around *x, size_t i, const char *word);
bool around_is_any(const struct around *x, size_t i, const char *const *words, size_t n);
/* Does a word of the list stand in the n seen tokens in front of the amount? */
bool around_near(const struct around *x, size_t n, const char *const *words, size_t count);
bool around_in_sentence(const struct around *x, const char *const *words, size_t count);
/* May the token be part of the thing counted? */
bool around_noun(const struct talk_text *t, size_t i);
/* Is a noun of the class among what is counted? */
bool around_counts(const struct around *x, const char *cls);
/* Up to five words more behind a value: "against 190 in the pilot". */
size_t around_stretch(const struct around *x);

#define AROUND_LIST(...) (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
#define IS_ANY(x, i, ...) around_is_any(x, i, AROUND_LIST(__VA_ARGS__))
#define NEAR(x, n, ...) around_near(x, n, AROUND_LIST(__VA_ARGS__))
#define IN_SENTENCE(x, ...) around_in_sentence(x, AROUND_LIST(__VA_ARGS__))

/* clue_time.c: the amount says when or for how long. */
void clue_time_add(struct around *x);
/* "at six", "by 11", "between seven and ten": an hour of the day. */
bool clue_time_hour(const struct around *x);
/* Times without a number: "last autumn", "every night", "overnight". */
void clues_from_seasons(struct clue_reader *r);

#endif
