/*
 * Patterns over tokens, as data.
 *
 * One line is one pattern, its elements separated by blanks:
 *
 *     decided/chose        one of these words            optimi*     a word that begins so
 *     <tech>               a word or phrase of a class   #  #time    an amount; of a kind: count time bytes money percent times
 *                                                                    percentile clock date
 *     the?                 may be missing                !not        is not followed by this (takes nothing)
 *     _                    any one word
 *     ...                  up to four tokens, ...9 up to nine, within the sentence
 *     ^                    the sentence begins here      $           ... or ends here
 *     { decided to }       the marked part; without braces it is all of it
 *
 * What stands behind "=>" is not the pattern's: it is handed to the caller.  Skipped tokens (fillers, repeats, hyphens)
 * are not seen.  Matching tries alternatives from left to right and takes the first way that fits.
 *
 * Ownership: the arena.  Threads: read-only once built.
 */
#ifndef SPAR_TALK_PATTERN_H
#define SPAR_TALK_PATTERN_H

#include "talk/text.h"

#define PATTERN_ELEMENTS_MAX 24
#define PATTERN_GAP_MAX 30
#define PATTERN_NEEDS_MAX 2

enum pattern_alt_kind { ALT_WORD, ALT_PREFIX, ALT_CLASS, ALT_AMOUNT, ALT_ANY };

struct pattern_alt {
	enum pattern_alt_kind kind;
	uint32_t id;               /* word, class, or 1 + kind of amount; 0 is any amount */
	const char *prefix;
};

enum pattern_element_kind { ELEMENT_ALTS, ELEMENT_GAP, ELEMENT_START, ELEMENT_END, ELEMENT_OPEN, ELEMENT_CLOSE };

struct pattern_element {
	enum pattern_element_kind kind;
	bool optional, negative;
	uint16_t n;                /* alternatives, or the longest gap */
	const struct pattern_alt *alts;
	struct talk_traits traits; /* of the tokens that may fit; all bits if others may, too */
};

struct pattern {
	struct pattern_element *elements;
	size_t n;
	struct talk_traits first;                     /* of the tokens where it may begin */
	struct talk_traits needs[PATTERN_NEEDS_MAX];  /* and each of these, of some token of the sentence */
	size_t need_count;
	bool marked;               /* has braces */
	uint32_t tag;              /* the caller's: which rule it belongs to */
	const char *tail;          /* behind "=>"; "" if none */
	const char *source;        /* the line, for messages */
};

/* Where a pattern matched: tokens [first, end), and the marked part of it. */
struct pattern_hit {
	const struct pattern *pattern;
	uint32_t first, end;
	uint32_t mark_first, mark_end;
};

/* Patterns that are tried together, indexed by their first word. */
struct pattern_set {
	const struct pattern **patterns;
	size_t count, room;
	uint32_t *by_word;         /* by word id: 1 + index of an entry */
	size_t word_count;
	struct pattern_entry { uint32_t pattern, next; } *entries;
	size_t entry_count, entry_room;
	uint32_t *general;         /* patterns that may begin with any word, or with an amount or a class */
	struct talk_traits *general_first; /* of each of these, side by side: most are refused by it */
	size_t general_count;
	uint32_t *by_letter[26];   /* patterns that begin with words or prefixes of which one has this first letter */
	size_t by_letter_count[26];
};

/* Parse one line. Words that the lexicon lacks are added to it. NULL with *why set to a text in the arena. */
struct pattern *pattern_parse(struct arena *a, struct lexicon *lex, struct str line, const char **why);

/* Does it match from token i on (tokens before `limit`)? */
bool pattern_match(const struct talk_text *t, const struct pattern *p, size_t i, size_t limit, struct pattern_hit *hit);

void pattern_set_add(struct arena *a, struct pattern_set *set, const struct pattern *p);
/* Make the index; nothing can be added afterwards. */
void pattern_set_seal(struct arena *a, struct pattern_set *set, const struct lexicon *lex);

/* Every match of every pattern at token i, in the order in which the patterns were added. */
typedef void pattern_found(const struct pattern_hit *hit, void *arg);
void pattern_set_at(const struct talk_text *t, const struct pattern_set *set, size_t i, size_t limit, pattern_found *found, void *arg);
/* The first match at any token of [first, end); false if there is none. */
bool pattern_set_find(const struct talk_text *t, const struct pattern_set *set, size_t first, size_t end, struct pattern_hit *hit);

#endif
