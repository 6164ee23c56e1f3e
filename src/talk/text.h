/*
 * An answer as tokens, sentences, clauses and amounts, each with its place in the bytes of the answer.
 *
 * The answer is typed or was recognised from speech: there may be no punctuation, words are repeated, sentences start twice. So
 * fillers and repeats stay tokens (nothing is lost, quotes stay substrings) but are marked `skip`, and what matches patterns
 * does not see them.  Everything is linear in the length of the answer.
 *
 * Ownership: the arena given to talk_text_read(); the answer itself is lent by the caller and must outlive it.
 */
#ifndef SPAR_TALK_TEXT_H
#define SPAR_TALK_TEXT_H

#include <string.h>

#include "talk/lexicon.h"

#define TALK_BYTES_MAX (256u << 10)    /* of an answer */

enum talk_token_kind {
	TOKEN_WORD,        /* letters, also identifiers such as event_id and order.amount */
	TOKEN_NUMBER,      /* digits, with what is attached: 2,000 99.9% $12k 10x p99 2024-01-31 09:05 */
	TOKEN_STOP,        /* . ! ? and empty lines: ends a sentence */
	TOKEN_PUNCT,       /* , ; : ( ) - quotes */
	TOKEN_OTHER,       /* symbols, emoji, NUL, bytes that are no UTF-8 */
};

struct talk_token {
	uint32_t at, n;            /* bytes of the answer */
	const char *low;           /* lower case, apostrophes plain, contractions spelt out: "n't", "will"; NUL-terminated */
	uint32_t low_n;
	uint32_t word;             /* id in the lexicon, 0 if unknown */
	uint32_t sentence, clause; /* indexes, counted over the answer */
	enum talk_token_kind kind;
	bool skip;                 /* a filler, a repeat, a hyphen between words */
	bool capital;              /* begins with a capital letter */
	bool space_before;         /* white space stands before it */
	uint8_t phrase_n;          /* tokens of the longest phrase that begins here; 0 if none */
	uint16_t phrase_class;     /* its class */
	struct lex_set set;        /* classes of the word, and tags */
};

struct talk_span {
	uint32_t first, count;     /* tokens */
};

/*
 * What a token may be matched by, for a quick no: its word, by its id modulo 256 (0 if unknown), its classes and that of its phrase, its first
 * two bytes, and whether an amount begins.  Two that have no bit in common do not fit.
 */
#define TALK_TRAIT_AMOUNT 255

struct talk_traits {
	uint64_t words[4], classes[LEX_CLASSES_MAX / 64], begins;
};

struct talk_sentence {
	uint32_t first, count;     /* tokens */
	struct talk_traits traits; /* of all its tokens */
};

enum talk_amount_kind {
	AMOUNT_COUNT, AMOUNT_TIME, AMOUNT_BYTES, AMOUNT_MONEY, AMOUNT_PERCENT, AMOUNT_TIMES, AMOUNT_PERCENTILE,
	AMOUNT_CLOCK, AMOUNT_DATE, AMOUNT_ORDINAL,
};

/* A number as it was said: "two and a half hours", "$12k", "2 billion", "in March 2023" (the date alone). */
struct talk_amount {
	uint32_t first, count;     /* tokens, the unit included */
	enum talk_amount_kind kind;
	double value;              /* in seconds, bytes, units of money, percent, times; 0 for dates and clocks */
	const char *unit;          /* as it was said, lower case: "minutes"; "" if none */
};

struct talk_text {
	struct str text;
	const struct lexicon *lex;
	struct talk_token *tokens;
	struct talk_traits *traits; /* by token */
	size_t token_count;
	struct talk_sentence *sentences;
	size_t sentence_count;
	size_t clause_count;
	struct talk_amount *amounts;
	size_t amount_count;
	uint32_t *amount_at;       /* by token: 1 + index of the amount that it is part of; 0 if none */
	size_t word_count;         /* tokens that are words or numbers and not skipped */
	size_t function_count;     /* of these, English closed-class words */
	size_t foreign_count;      /* closed-class words of other languages that are no English ones */
	size_t known_count;        /* in the lexicon, or numbers */
	size_t other_count;        /* TOKEN_OTHER */
};

/* Read an answer. Errors: ERR_LIMIT over TALK_BYTES_MAX or when the arena is full. */
enum err_code talk_text_read(struct arena *a, const struct lexicon *lex, struct str text, struct talk_text *out, struct err *err);

/* The bytes from the first token of a span to its last; the view is into the answer. count 0 gives an empty view. */
struct str talk_span_text(const struct talk_text *t, struct talk_span s);

/* Does the token's word, or the phrase that begins with it, belong to the class? *n (may be NULL) gets its tokens. */
bool talk_token_is(const struct talk_text *t, size_t i, int cls, size_t *n);

/* The next token behind i that is not skipped, token_count if none. */
size_t talk_token_next(const struct talk_text *t, size_t i);

/* token.c, sentence.c, amount.c: the stages of talk_text_read(). */
void talk_tokens_read(struct arena *a, struct talk_text *t);
void talk_sentences_read(struct arena *a, struct talk_text *t);
void talk_amounts_read(struct arena *a, struct talk_text *t);

static inline void talk_traits_word(struct talk_traits *t, uint32_t id)
{
	t->words[id / 64 % 4] |= 1ull << (id % 64);
}

static inline void talk_traits_class(struct talk_traits *t, uint32_t cls)
{
	t->classes[cls / 64] |= 1ull << (cls % 64);
}

/* A word that begins with p, of at least two bytes. */
static inline void talk_traits_begins(struct talk_traits *t, const char *p)
{
	t->begins |= 1ull << (((unsigned char)p[0] * 7u + (unsigned char)p[1]) % 64);
}

static inline bool talk_traits_meet(const struct talk_traits *a, const struct talk_traits *b)
{
	return (a->words[0] & b->words[0]) | (a->words[1] & b->words[1]) | (a->words[2] & b->words[2]) | (a->words[3] & b->words[3]) |
	       (a->classes[0] & b->classes[0]) | (a->classes[1] & b->classes[1]) | (a->begins & b->begins);
}

/* Are they the same word? Asked very often: the first letter says no in most cases. */
static inline bool talk_same(const char *low, const char *word)
{
	return *low == *word && !strcmp(low, word);
}

/* Is the token this word? */
static inline bool talk_low_is(const struct talk_text *t, size_t i, const char *word)
{
	return i < t->token_count && talk_same(t->tokens[i].low, word);
}

#endif
