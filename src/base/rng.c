#include "base/rng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/err.h"

static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = (*state += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

void rng_init(struct rng *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		r->s[i] = splitmix64(&seed);
}

static uint64_t rotate_left(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

uint64_t rng_next(struct rng *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotate_left(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

uint32_t rng_below(struct rng *r, uint32_t n)
{
	if (n == 0)
		BUG("nothing is below 0");
	/* Multiply and take the high half; throw away the few low halves that would make it uneven (Lemire, 2019). */
	uint64_t m = (rng_next(r) >> 32) * n;
	if ((uint32_t)m < n) {
		uint32_t uneven = -n % n;
		while ((uint32_t)m < uneven)
			m = (rng_next(r) >> 32) * n;
	}
	return (uint32_t)(m >> 32);
}

int rng_percent(struct rng *r, unsigned percent)
{
	return rng_below(r, 100) < percent;
}

int rng_secret(void *p, size_t n)
{
	unsigned char *out = p;

	while (n) {
		ssize_t got = getrandom(out, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		out += got;
		n -= (size_t)got;
	}
	return 0;
}

uint64_t rng_seed_default(void)
{
	const char *text = getenv("SPAR_SEED");
	uint64_t seed;
	char *end;

	if (text && *text) {
		seed = strtoull(text, &end, 10);
		return *end ? rng_hash(RNG_HASH_START, text, strlen(text)) : seed;
	}
	if (rng_secret(&seed, sizeof(seed)) != 0)
		BUG("the system gives no random bytes");
	return seed;
}

uint64_t rng_hash(uint64_t h, const void *p, size_t n)
{
	const unsigned char *bytes = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ bytes[i]) * 1099511628211u;
	return h;
}
