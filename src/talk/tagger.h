/*
 * The clue tagger: which tokens carry a clue of which type, decided by a linear-chain model over the words, the verbs, the amounts and
 * what the rules say.
 *
 * One chain for each type of clue, with the labels outside, begin and inside.  Its weights are data (weights/clues.txt); the guess of the
 * rules is among the features, so that the model learns how far to trust each rule and what the words around say besides.  A pack without
 * weights, or without those of a type, keeps the rules' clues.  Source of the method: linear-chain conditional random fields (Lafferty,
 * McCallum and Pereira, 2001), with the marginals by the forward-backward algorithm and the labels by Viterbi's.
 *
 * Cost: linear in the length of the answer.
 */
#ifndef SPAR_TALK_TAGGER_H
#define SPAR_TALK_TAGGER_H

#include "talk/clue.h"
#include "talk/weights.h"

#define TAG_TOKENS_MAX 8000       /* of a longer text the rules' clues stand */

#define TAG_LEAN 1.5               /* for beginnings, when labels are chosen: what is too unsure is dropped by tag_merge() */

enum tag_label { TAG_OUT, TAG_BEGIN, TAG_IN, TAG_COUNT };

/* An answer as a chain of the tokens that count, each with the keys of its features. */
struct tag_chain {
	size_t n;
	uint32_t *tokens;          /* by place in the chain */
	uint64_t *keys;            /* of place i: keys[first[i]] to keys[first[i + 1]] */
	uint32_t *first;           /* n + 1 of them */
	size_t key_count, key_room;
	char **names;              /* beside keys, for a trainer: "w-1 because"; NULL: not wanted */
	bool named;
};

/* The weights of one type's chain. */
struct tag_model {
	int begin, in;             /* slots; -1: the type has no model */
	double step[TAG_COUNT][TAG_COUNT];  /* from label to label */
	double keep;               /* a rule's clue stays when the chain is at least this sure of it */
	double add;                /* another span is a clue from here on */
};

/* The word of a token as features see it: numbers, tools and names are one word each; base: verbs in their base form. */
struct weight_name tag_word(const struct talk_text *t, size_t i, bool base);

/* The chain of what the reader has read; names: with the features' names. Call it after the rules. */
void tag_chain_read(struct clue_reader *r, bool names, struct tag_chain *out);

/* The chain of a type in the pack's weights. */
void tag_model_find(const struct weights *w, enum talk_clue_type type, struct tag_model *out);

/*
 * The best labels of n places (labels[i]) and how sure each is to carry a clue (sure[i], 0 to 1), from the scores of beginning and inside
 * relative to outside. scratch: 9 n numbers. Unless `wanted`, sure is left as it is when no label carries a clue.
 */
void tag_decode(const struct tag_model *m, const float *begin, const float *in, size_t n, bool wanted, uint8_t *labels, float *sure, double *scratch);

/* A span of the chain that carries a clue, in tokens. */
struct tag_span {
	size_t first, end;
	double sure;               /* 0 to 1, the mean over its tokens */
};

/*
 * The clues of a type: the rules' clues (p, n) that the chain finds likely enough, and the spans of its labels that lie over none of them and
 * are surer still.  out has room for n and the chain's length; returns how many.
 */
size_t tag_merge(const struct tag_model *m, const struct clue_reader *r, const struct tag_chain *c, enum talk_clue_type type, const struct talk_clue *p, size_t n,
		 const uint8_t *labels, const float *sure, struct tag_span *out);

/* Replace the reader's clues of every type that has a model. */
void tag_clues(struct clue_reader *r);

#endif
