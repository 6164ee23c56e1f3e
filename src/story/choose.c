/* By chance, but fairly: what to ask for next, and which memory was told. */
#include "base/rng.h"
#include "story/story_int.h"

#define POOL 4                     /* one of so many is drawn */
#define SHARE_PERCENT 25           /* of its telling words, that a telling must share with a memory */

struct rank {
	const struct story_rule *rule;
	int64_t last_ms;           /* when it was last drilled; 0: never */
	int carriers;
	uint64_t dice;             /* among equals nobody comes first */
};

static int by_need(const void *x, const void *y)
{
	const struct rank *a = x, *b = y;

	if (a->last_ms != b->last_ms)
		return a->last_ms < b->last_ms ? -1 : 1;
	if (a->carriers != b->carriers)
		return a->carriers - b->carriers;
	return a->dice < b->dice ? -1 : 1;
}

const struct story_rule *story_choose_principle(const struct story_pack *p, const struct story_matrix *m, const struct store_telling *tellings,
						size_t telling_count, uint64_t seed, size_t *from)
{
	struct rank ranks[STORY_PRINCIPLES_MAX] = {0};
	struct rng r;

	rng_init(&r, seed);
	for (size_t i = 0; i < p->principle_count; i++) {
		ranks[i] = (struct rank){&p->principles[i], 0, m->principle_carriers[i], rng_next(&r)};
		for (size_t k = 0; k < telling_count; k++)
			if (!strcmp(tellings[k].principle, p->principles[i].id))
				ranks[i].last_ms = tellings[k].at_ms;
	}
	qsort(ranks, p->principle_count, sizeof(*ranks), by_need);
	*from = p->principle_count < POOL ? p->principle_count : POOL;
	return ranks[rng_below(&r, (uint32_t)*from)].rule;
}

const struct story_rule *story_choose_switch(const struct story_pack *p, const struct story_matrix *m, int64_t story, const struct story_rule *not,
					     uint64_t seed, size_t *from)
{
	const struct story_rule *pool[STORY_PRINCIPLES_MAX];
	size_t n = 0;
	struct rng r;

	/* What the memory carries; else what it could carry; else anything. */
	for (int level = STORY_CARRIES; level >= STORY_NOT && !n; level--)
		for (size_t i = 0; i < m->count; i++) {
			const struct story_reading *x = &m->readings[i];

			for (size_t k = 0; x->memory->id == story && k < x->principle_count; k++)
				if ((int)x->principles[k].carries == level && x->principles[k].rule != not)
					pool[n++] = x->principles[k].rule;
		}
	*from = n ? n : p->principle_count - 1;
	for (size_t i = 0; !n && i < p->principle_count; i++)
		if (&p->principles[i] != not)
			return &p->principles[(i + seed % p->principle_count) % p->principle_count] == not
				       ? &p->principles[i] : &p->principles[(i + seed % p->principle_count) % p->principle_count];
	if (!n)
		return not;
	rng_init(&r, seed ^ 0x9E3779B97F4A7C15ull);
	return pool[rng_below(&r, (uint32_t)n)];
}

struct key {
	const char *low;
	size_t place;
};

static int by_text(const void *x, const void *y)
{
	return strcmp(((const struct key *)x)->low, ((const struct key *)y)->low);
}

/* The telling words of a text, each once, sorted. */
static struct key *keys_of(struct str text, struct arena *a, size_t *count)
{
	struct story_words w;
	struct key *keys;
	size_t n = 0, kept = 0;

	if (text.n > STORY_READ_BYTES_MAX)
		text.n = STORY_READ_BYTES_MAX;
	story_words_read(a, text, &w);
	keys = ARENA_NEW(a, struct key, w.n + 1);
	for (size_t i = 0; i < w.n; i++)
		if (story_word_tells(&w.p[i]))
			keys[n++] = (struct key){w.p[i].low, i};
	qsort(keys, n, sizeof(*keys), by_text);
	for (size_t i = 0; i < n; i++)
		if (!kept || strcmp(keys[kept - 1].low, keys[i].low))
			keys[kept++] = keys[i];
	*count = kept;
	return keys;
}

static size_t shared(const struct key *x, size_t xn, const struct key *y, size_t yn)
{
	size_t i = 0, k = 0, n = 0;

	while (i < xn && k < yn) {
		int c = strcmp(x[i].low, y[k].low);

		n += c == 0;
		i += c <= 0;
		k += c >= 0;
	}
	return n;
}

int64_t story_choose_memory(const struct story_matrix *m, struct str telling, struct arena *a)
{
	size_t told = 0, best = 0;
	const struct key *words = keys_of(telling, a, &told);
	int64_t id = 0;

	for (size_t i = 0; i < m->count; i++) {
		size_t common = 0;

		for (size_t k = 0; k < STORY_PARTS_MAX; k++) {
			size_t n = 0;

			if (!m->readings[i].memory->answers[k].n)
				continue;
			const struct key *keys = keys_of(m->readings[i].memory->answers[k], a, &n);

			common += shared(words, told, keys, n);
		}
		if (common > best) {
			best = common;
			id = m->readings[i].memory->id;
		}
	}
	return best >= 5 && best * 100 >= told * SHARE_PERCENT ? id : 0;
}
