/*
 * Dice: xoshiro256** seeded by splitmix64 (Blackman and Vigna, 2018). Same seed, same numbers,
 * on every machine. Not for secrets: those come from rng_secret().
 */
#ifndef SPAR_BASE_RNG_H
#define SPAR_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
/* Uniform in [0, n); n > 0. No modulo bias. */
uint32_t rng_below(struct rng *r, uint32_t n);
/* True with probability percent / 100. */
int rng_percent(struct rng *r, unsigned percent);
/* SPAR_SEED, or bytes of the system. */
uint64_t rng_seed_default(void);
/* n bytes from the system, for tokens. Returns 0, or -1 with errno. */
int rng_secret(void *p, size_t n);
/* FNV-1a over n bytes continued from h; start with RNG_HASH_START. For seeds and cache keys, not for hostile keys. */
#define RNG_HASH_START 14695981039346656037ull
uint64_t rng_hash(uint64_t h, const void *p, size_t n);

#endif
