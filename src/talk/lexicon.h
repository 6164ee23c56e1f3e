/*
 * The words that the talk engine knows, as data: content/PACK/talk/lexicon/(any).yaml.
 *
 * A word has an id, so that comparing words is comparing numbers, and belongs to classes ("month", "filler", "tech").
 * A class is a name with a list of words and phrases; verbs bring all their forms; units bring kind and factor.  What a
 * pattern names with <class> and what the C code asks for by enum are the same classes.  A file of another pack may add words to
 * any class, and classes that only patterns use.
 *
 * Ownership: everything lives in the arena given to lexicon_new().  Threads: read-only once loaded.
 */
#ifndef SPAR_TALK_LEXICON_H
#define SPAR_TALK_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bank/yaml.h"
#include "base/arena.h"
#include "base/buf.h"
#include "talk/issue.h"
#include "talk/kin.h"

#define LEX_CLASSES_MAX 128
#define LEX_PHRASE_WORDS_MAX 6

/* The classes that the code asks for by name. Patterns may name these and any other class of the files. */
#define LEX_CLASS_TABLE(X)                                                                          \
	X(LEX_FILLER, "filler")           /* um, uh: never part of a pattern */                     \
	X(LEX_MONTH, "month")                                                                       \
	X(LEX_MONTH_SHORT, "month-short") /* a month only beside a number: may, mar, dec */         \
	X(LEX_WEEKDAY, "weekday")                                                                   \
	X(LEX_DAYPART, "daypart")         /* noon, midnight, morning */                             \
	X(LEX_ABBREVIATION, "abbreviation") /* a full stop behind it ends no sentence */            \
	X(LEX_FUNCTION, "function")       /* closed-class English words */                          \
	X(LEX_FOREIGN, "foreign")         /* closed-class words of other languages */               \
	X(LEX_PRONOUN, "pronoun")         /* subjects: i, we, you, he, she, they, it */             \
	X(LEX_DETERMINER, "determiner")                                                             \
	X(LEX_PREPOSITION, "preposition")                                                           \
	X(LEX_CONJUNCTION, "conjunction")                                                           \
	X(LEX_AUXILIARY, "auxiliary")     /* be, have, do, modals */                                \
	X(LEX_BE, "be")                                                                             \
	X(LEX_HAVE, "have")                                                                         \
	X(LEX_MODAL, "modal")                                                                       \
	X(LEX_NEGATION, "negation")                                                                 \
	X(LEX_ADVERB, "adverb")                                                                     \
	X(LEX_ADJECTIVE, "adjective")                                                               \
	X(LEX_NOUN, "noun")                                                                         \
	X(LEX_PERSON, "person")           /* manager, analyst, team, customer */                    \
	X(LEX_CUSTOMER, "customer")       /* people who use the result */                           \
	X(LEX_TECH, "tech")                                                                         \
	X(LEX_CONCEPT, "concept")         /* words of the trade that are no tools: idempotent, partition */ \
	X(LEX_DO, "do")                   /* verbs of doing something concrete */                   \
	X(LEX_WEAK, "weak")               /* work, help, support: no action by themselves */        \
	X(LEX_DECIDE, "decide")                                                                     \
	X(LEX_MEASURE, "measure")                                                                   \
	X(LEX_CHANGE, "change")           /* rise, drop, improve: results */                        \
	X(LEX_SAY, "say")                                                                           \
	X(LEX_THINK, "think")                                                                       \
	X(LEX_STATE, "state")             /* need, have, want, contain */                           \
	X(LEX_VERB_BASE, "VB")            /* forms, set by the verb lists */                        \
	X(LEX_VERB_S, "VS")                                                                         \
	X(LEX_VERB_ING, "VG")                                                                       \
	X(LEX_VERB_PAST, "VD")                                                                      \
	X(LEX_VERB_PART, "VN")

enum lex_class {
#define X(id, name) id,
	LEX_CLASS_TABLE(X)
#undef X
	LEX_KNOWN_COUNT
};

/* A set of classes. */
struct lex_set {
	uint64_t bits[LEX_CLASSES_MAX / 64];
};

enum lex_unit_kind {
	LEX_UNIT_NONE, LEX_UNIT_TIME, LEX_UNIT_BYTES, LEX_UNIT_MONEY, LEX_UNIT_PERCENT, LEX_UNIT_TIMES,
};

struct lex_word {
	const char *text;          /* lower case, NUL-terminated */
	uint16_t n;                /* bytes of text */
	uint16_t unit;             /* enum lex_unit_kind */
	double factor;             /* of a unit, in seconds, bytes, ...; of a number word, its value */
	bool number;               /* "forty", "half" */
	bool multiplier;           /* "hundred", "million": factor multiplies what stands before */
	uint64_t hash;             /* of text, as weight_name_of() has it */
	uint32_t lemma;            /* id of the base form of a verb; its own id otherwise */
	uint32_t phrases;          /* 1 + index of the first phrase that begins with it; 0 if none */
	struct lex_set set;
};

/* A phrase of a class: "slowly changing dimension". */
struct lex_phrase {
	uint32_t words[LEX_PHRASE_WORDS_MAX];  /* ids */
	uint16_t n, cls;
	uint32_t next;                         /* 1 + index of the next with the same first word */
};

struct lexicon {
	struct arena *a;
	const char *names[LEX_CLASSES_MAX];    /* of classes; the known ones first */
	size_t class_count;
	struct lex_word *words;                /* by id; id 0 is no word */
	size_t word_count, word_room;
	uint32_t *slots;                       /* open addressing: ids, 0 is free */
	size_t slot_count;                     /* a power of two */
	struct lex_phrase *phrases;
	size_t phrase_count, phrase_room;
	struct kin kin;                        /* which words are used alike; empty if there is no weights/kin.txt */
};

/* An empty lexicon that knows the names of the table above. */
struct lexicon *lexicon_new(struct arena *a);

/* The id of a lower-case word; 0 when it is unknown. */
uint32_t lexicon_find(const struct lexicon *lex, const char *p, size_t n);
/* The same, adding it without classes. 0 when it is longer than any word may be. */
uint32_t lexicon_intern(struct lexicon *lex, const char *p, size_t n);
/* The class by name; -1 if there is none. */
int lexicon_class(const struct lexicon *lex, const char *p, size_t n);
/* The same, adding it; -1 when there are too many. */
int lexicon_class_add(struct lexicon *lex, const char *p, size_t n);
/* A word ("kafka") or a phrase ("change data capture") into a class; false when it has too many words. */
bool lexicon_add(struct lexicon *lex, const char *p, size_t n, int cls);

/*
 * Read one file. Top-level keys: `classes` (name: words and phrases, separated by commas or line ends), `verbs` (class: verbs; one
 * word is regular, three are base, past and participle), `units` (kind: list of "FACTOR WORD..."), `numbers` (list of "VALUE WORD..."),
 * `multipliers` (the same).  Whatever is wrong becomes an issue with its place, and the rest is still read.
 */
void lexicon_read(struct lexicon *lex, const struct ydoc_node *root, struct talk_issues *issues, const char *file);

static inline bool lex_has(const struct lex_set *s, int cls)
{
	return s->bits[cls / 64] >> (cls % 64) & 1;
}

static inline void lex_put(struct lex_set *s, int cls)
{
	s->bits[cls / 64] |= 1ull << (cls % 64);
}

#endif
