/*
 * Word errors as a recogniser makes them, for measuring: words are replaced, lost or doubled, and every place of the clean text is known
 * in the noisy one.
 */
#ifndef SPAR_TALK_NOISE_H
#define SPAR_TALK_NOISE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

struct noise {
	struct str text;           /* the noisy text */
	uint32_t *map;             /* by byte of the clean text, n + 1 of them: its byte in the noisy one */
};

/* `percent` of the words (0 to 100) are hit: of these, 6 in 10 replaced, 2 lost, 2 inserted. The same seed gives the same errors. */
void noise_make(struct arena *a, struct str clean, unsigned percent, uint64_t seed, struct noise *out);

#endif
