/*
 * Linear models as data: content/PACK/talk/weights/(any).txt, which `make fit` writes (bench/fit_talk.c, docs/TALK.md).
 *
 * A feature is a name with up to two values ("w-1 because", "rp outcome late"); each adds weights to named slots ("cause.B").
 * A line is a feature, a tab, and slots with their weights in hundredths: "w-1 because<TAB>cause.I 143 action.B -20".
 * Nothing is fitted when the program runs.
 *
 * Ownership: the arena given to weights_read().  Threads: read-only once loaded.
 */
#ifndef SPAR_TALK_WEIGHTS_H
#define SPAR_TALK_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

#define WEIGHT_SLOTS_MAX 256
#define WEIGHT_LINES_MAX 400000

struct weight {
	uint16_t slot;
	float value;
};

struct weights {
	const char *slots[WEIGHT_SLOTS_MAX];
	size_t slot_count;
	struct weight *entries;
	struct weight_feature {
		uint64_t key;              /* 0: a free place of the table */
		uint32_t first, count;     /* of entries */
		uint32_t row;              /* 1 + its row of `rows`; 0: it has none */
	} *table;
	uint8_t *marks;                    /* beside the table: a byte of the key, 0 when free; most features are not in it, and these bytes fit a cache */
	float *rows;                       /* of features with a weight for many slots: all slots, so that they are added at one go */
	size_t row_slots;                  /* floats of a row */
	size_t table_size;                 /* a power of two; 0: no model */
	size_t feature_count;
};

/* A name or a value of a feature, with its hash. */
struct weight_name {
	const char *p;
	uint64_t hash;
};

struct weight_name weight_name_of(const char *text);
/* The key of a feature; second.p NULL: it has one value only. Never 0. */
static inline uint64_t weight_key(uint64_t feature, uint64_t first, uint64_t second)
{
	uint64_t h = (feature ^ (first * 0x9e3779b97f4a7c15u)) * 0xff51afd7ed558ccdu;

	h = ((h ^ (h >> 32)) + second * 0xc2b2ae3d27d4eb4fu) * 0xff51afd7ed558ccdu;
	return (h ^ (h >> 29)) | 1;
}

/* Read a file's text. false: *why says what is wrong in *line, counted from 1; what was read before it stays usable. */
bool weights_read(struct arena *a, struct str text, struct weights *out, const char **why, size_t *line);

/* The slot by name; -1 if no feature names it. */
int weights_slot(const struct weights *w, const char *name);

/* Add a feature's weights to sums, of row_slots floats. */
void weights_add(const struct weights *w, uint64_t key, float *sums);

/* What a feature adds; NULL and *n 0 if it is not in the model. */
const struct weight *weights_of(const struct weights *w, uint64_t key, size_t *n);

#endif
