/*
 * Fitting the talk engine's weights on labelled answers (docs/GOLD.md, docs/TALK.md): the chains of the clue tagger, one for each type of
 * clue, the two models that weigh gaps, the one that tells lists of words, and the one that judges replies.
 *
 * What each feature is worth is found by gradient steps (AdaGrad: Duchi, Hazan and Singer, 2011) on the likelihood of the labels, with penalties on
 * the square and on the size of each weight.  What is kept, and every figure that is printed, comes from answers that were left out, a fifth
 * at a time: the gaps see the clues that chains found which had not seen the answer.  The same gold gives the same weights.
 */
#ifndef SPAR_BENCH_FIT_H
#define SPAR_BENCH_FIT_H

#include <jansson.h>

#include "base/arena.h"
#include "base/rng.h"
#include "talk/analysis.h"
#include "talk/tagger.h"

#define FOLDS 5
#define RARE 3                     /* features of fewer answers are left out */

struct answer {
	struct arena a;
	struct talk_analysis x;
	struct talk_round round;
	struct tag_chain chain;
	uint32_t *ids;             /* beside chain.keys: number of the feature; UINT32_MAX if it is rare */
	uint8_t *gold[CLUE_COUNT]; /* labels by place of the chain */
	float *begin[CLUE_COUNT], *in[CLUE_COUNT];  /* scores of the chain that has not seen this answer */
	const json_t *line;
	int fold;
	int file;                  /* which of the gold files, from 1 */
	const char *file_name;
	double weight;             /* of its clues in the fit */
	double gap_weight;         /* and of its gaps */
	bool unseen;               /* no rule was written with it in view */
	bool complete;             /* all clues are labelled */
	bool paired;               /* one of two that differ in what counts alone (docs/TALK.md) */
};

/* Features and their numbers. */
struct dictionary {
	struct dictionary_entry {
		uint64_t key;              /* 0: free */
		char *name;
		uint32_t answers, last, id;
	} *table;
	size_t size, used;
	size_t count;                      /* numbered ones, after dictionary_number() */
	uint32_t *answers;                 /* by number: in how many answers */
	const char **names;                /* by number */
};

/* How a fit goes on. */
struct pace {
	int epochs, settled;               /* the weights are averaged from epoch `settled` on: the last ones depend on the order */
	double step, square, magnitude;    /* of a gradient step; penalties on the square and on the size of a weight */
};

void die(const char *what) __attribute__((noreturn));
void *room(size_t bytes);
/* Another order of what stands in order. */
void shuffle(size_t *order, size_t n, struct rng *rng);

/* gold.c */
void dictionary_see(struct dictionary *d, uint64_t key, const char *name, uint32_t answer);
void dictionary_number(struct dictionary *d, uint32_t rare);
/* The number of a key; a new one has the next. */
uint32_t dictionary_place(struct dictionary *d, uint64_t key, const char *name);
uint32_t dictionary_id(const struct dictionary *d, uint64_t key);
struct answer *gold_read(const struct talk_pack *pack, char **files, int file_count, size_t *count);

/* One weight's step: adds to the sum of squared gradients and gives the new weight. */
float pace_step(const struct pace *p, float w, float *sum, double gradient, double share);

/* At the end of an epoch: its part of the mean of n weights, which begins as zeros. */
void pace_average(const struct pace *p, int epoch, const float *w, float *mean, size_t n);

/* chains.c: fits and measures; leaves each answer's unseen scores; writes OUT/clues.txt. */
void chains_fit(struct answer *answers, size_t n, const char *path);
/* The clues of a type in an answer as the chains that had not seen it find them. Call chains_fit() first. */
void chains_apply(struct answer *x);

/* gaps.c: the same for gaps, on the clues that chains_apply() left; writes OUT/gaps.txt. */
void gaps_fit(struct answer *answers, size_t n, const struct talk_pack *pack, const char *path);

/* replies.c: how good replies are; leaves out a file at a time, since each has a style of its own; writes OUT/replies.txt. */
void replies_fit(const struct talk_pack *pack, const struct answer *answers, size_t n, const char *path);

/* A file of weights: rows[i] is "slot 12 slot -3" of feature names[i]; NULL rows are left out. Sorted. */
void weights_write(const char *path, const char *heading, const char *const *names, char *const *rows, size_t n);
/* Add "slot points" to a row. */
void row_add(char **row, const char *slot, double value);

#endif
