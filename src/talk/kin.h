/*
 * Words of one kind: which words are used alike, so that what is learnt of "the cashier called" holds for "the nurse phoned".
 *
 * Data (weights/kin.txt): a word, its wide class and its narrow one; made from word vectors by tools/kin (docs/TALK.md). A word that is
 * not there has no class.
 */
#ifndef SPAR_TALK_KIN_H
#define SPAR_TALK_KIN_H

#include "talk/weights.h"

enum kin_width { KIN_WIDE, KIN_NARROW, KIN_WIDTHS };

struct kin {
	struct kin_word {
		uint64_t hash;                     /* of the word, as weight_name_of() makes it; 0: a free place */
		uint16_t classes[KIN_WIDTHS];
	} *table;
	size_t size;                               /* a power of two; 0: none */
	struct weight_name *names[KIN_WIDTHS];     /* of classes */
	size_t counts[KIN_WIDTHS];
};

/* Read a file's text. false: *why says what is wrong in *line, counted from 1; what was read before it stays usable. */
bool kin_read(struct arena *a, struct str text, struct kin *out, const char **why, size_t *line);

/* The class of a word by its hash; p NULL if it has none. */
struct weight_name kin_of(const struct kin *k, uint64_t hash, enum kin_width width);

#endif
