/*
 * What a candidate wrote as words and sentences, each with its place in the bytes, and phrases that find them again.
 *
 * The talk engine types clues; a memory is looked through for phrases as well, which a person can edit: in stories.yaml and
 * principles.yaml.  A phrase is words with blanks between them:
 *
 *   nobody asked            these two, whatever the case
 *   nobody ...5 asked       with up to five words between
 *   asked/owned/wanted      one of these
 *   escalat*                what begins so
 *   very?                   may be missing
 *
 * "no one" and "no-one" are read as "nobody".
 *
 * Ownership: the arena given; the text itself is lent by the caller and must outlive the words.
 */
#ifndef SPAR_STORY_WORDS_H
#define SPAR_STORY_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

#define STORY_PHRASE_WORDS_MAX 12

struct story_word {
	uint32_t at, n;            /* bytes of the text */
	const char *low;           /* in small letters, NUL-terminated */
	uint32_t sentence;         /* index */
};

/* From its first word to its last sign. */
struct story_sentence {
	uint32_t at, n;            /* bytes of the text */
	uint32_t first, count;     /* words */
};

struct story_words {
	struct str text;
	struct story_word *p;
	size_t n;
	struct story_sentence *sentences;
	size_t sentence_count;
};

struct story_phrase;

/* Read a text. An empty line ends a sentence, as do . ! ? before white space or the end. */
void story_words_read(struct arena *a, struct str text, struct story_words *out);

/* The sentence that holds byte `at`; NULL if none does. */
const struct story_sentence *story_sentence_at(const struct story_words *w, uint32_t at);
struct str story_sentence_text(const struct story_words *w, const struct story_sentence *s);

/* Parse a phrase; NULL with *why set when it is none. */
struct story_phrase *story_phrase_parse(struct arena *a, struct str text, const char **why);

/* The first place from word `from` on, within one sentence; words *first to *end. False if there is none. */
bool story_phrase_find(const struct story_phrase *p, const struct story_words *w, size_t from, size_t *first, size_t *end);

/* Is the word one that says what a text is about? Not "the", "and", "was", and not a number. */
bool story_word_tells(const struct story_word *w);

#endif
