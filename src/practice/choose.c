#include "practice/choose.h"

#include <string.h>

#include "base/clock.h"
#include "base/rng.h"

/* What is known about the candidate, read once. */
struct known {
	const struct bank *bank;
	struct arena *a;
	struct store_standing *standings;
	struct store_pattern *patterns;
	size_t standing_count, pattern_count;
	int64_t now_ms;
};

enum rank { RANK_REDO, RANK_NEW_PATTERN, RANK_NEW, RANK_DUE, RANK_REST, RANK_SEEN };

static const char *const why[] = {
	[RANK_REDO] = "not passed cold yet, and due", [RANK_NEW_PATTERN] = "never tried",
	[RANK_NEW] = "never tried",		      [RANK_DUE] = "due again",
	[RANK_REST] = "another variant",	      [RANK_SEEN] = "no new variant is left",
};

const char *practice_exercise_key(const struct bank *b, const struct bank_exercise *ex, struct arena *a)
{
	return arena_printf(a, "%s/%s", bank_pack(b)->id, ex->slug);
}

const struct store_standing *choose_standing(const struct bank *b, const struct store_standing *standings, size_t count,
					     const struct bank_exercise *ex, struct arena *a)
{
	const char *key = practice_exercise_key(b, ex, a);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(standings[i].exercise, key))
			return &standings[i];
	return NULL;
}

static const struct store_standing *standing_of(const struct known *k, const struct bank_exercise *ex)
{
	return choose_standing(k->bank, k->standings, k->standing_count, ex, k->a);
}

static int cold_passes_of(const struct known *k, const char *pattern)
{
	for (size_t i = 0; i < k->pattern_count; i++)
		if (!strcmp(k->patterns[i].pattern, pattern))
			return k->patterns[i].cold_passes;
	return 0;
}

static enum rank rank_of(const struct known *k, const struct bank_exercise *ex, bool unseen)
{
	const struct store_standing *s = standing_of(k, ex);

	if (!unseen)
		return RANK_SEEN;
	if (!s)
		return cold_passes_of(k, ex->patterns[0]) ? RANK_NEW : RANK_NEW_PATTERN;
	if (s->due_ms > k->now_ms)
		return RANK_REST;
	return s->last_outcome == ATTEMPT_PASSED && s->last_cold ? RANK_DUE : RANK_REDO;
}

/* Smaller is better: the rank, then the round, then how well the pattern is known. */
static long score_of(const struct known *k, const struct bank_exercise *ex, enum rank rank)
{
	const struct store_standing *s = standing_of(k, ex);
	long score = (long)rank * 1000000;

	/* With nothing new left, the longest ago comes first. */
	if (rank == RANK_SEEN)
		return score + (s ? 900000 - (long)((k->now_ms - s->last_ms) / 3600000) : 0);
	score += cold_passes_of(k, ex->patterns[0]) * 1000;
	if (!strcmp(ex->round, "loop"))
		score += 500;
	return score;
}

/* The variants of an exercise that were never seen, or all of them when none is left. */
static size_t variants_for(const struct known *k, struct store *s, const struct bank_exercise *ex,
			   const struct bank_variant **out, size_t max, bool *unseen)
{
	struct err err = {0};
	size_t n = 0;

	for (size_t i = 0; i < ex->variant_count && n < max; i++) {
		bool seen = false;

		if (s)
			store_seen(s, bank_subject(k->bank, ex, &ex->variants[i], k->a), &seen, &err);
		if (!seen)
			out[n++] = &ex->variants[i];
	}
	*unseen = n > 0;
	for (size_t i = 0; !*unseen && i < ex->variant_count && n < max; i++)
		out[n++] = &ex->variants[i];
	return n;
}

static enum err_code read_known(struct store *s, struct known *k, struct err *err)
{
	enum err_code code = ERR_OK;

	k->now_ms = clock_now_ms();
	if (s)
		code = store_standings(s, k->a, &k->standings, &k->standing_count, err);
	if (!code && s)
		code = store_patterns(s, k->a, &k->patterns, &k->pattern_count, err);
	return code;
}

/* Is it mainly about one of these patterns? NULL: any will do. */
static bool is_about(const struct bank_exercise *ex, const char *patterns)
{
	size_t n;

	for (const char *p = patterns; p && ex->pattern_count; p += n + (p[n] == ',')) {
		n = strcspn(p, ",");
		if (strlen(ex->patterns[0]) == n && !strncmp(ex->patterns[0], p, n))
			return true;
		if (!p[n])
			break;
	}
	return !patterns;
}

/* patterns NULL: any. */
static enum err_code choose(struct bank *b, struct store *s, uint64_t seed, const struct bank_exercise *not_exercise, const char *patterns,
			    struct arena *a, struct choice *out, struct err *err)
{
	const struct bank_variant *variants[64];
	struct known k = {.bank = b, .a = a};
	bool one = patterns && !strchr(patterns, ',');
	struct rng rng;
	long best = 0;
	uint32_t equals = 0;
	enum err_code code = read_known(s, &k, err);

	if (code)
		return code;
	rng_init(&rng, seed);
	bank_load_all(b);
	*out = (struct choice){0};
	for (size_t i = 0; i < bank_count(b); i++) {
		const struct bank_exercise *ex = bank_at(b, i);
		bool unseen;

		if (ex->broken || !is_about(ex, patterns))
			continue;
		size_t n = variants_for(&k, s, ex, variants, sizeof(variants) / sizeof(variants[0]), &unseen);
		enum rank rank = rank_of(&k, ex, unseen);
		long score = score_of(&k, ex, rank) + (ex == not_exercise ? 100000000 : 0);

		if (out->ex && score > best)
			continue;
		equals = out->ex && score == best ? equals + 1 : 1;
		/* Each of those that are equal is kept with the same chance; on one pattern they come in the order of the pack. */
		if (equals > 1 && (one || rng_below(&rng, equals)))
			continue;
		best = score;
		*out = (struct choice){ex, variants[one ? 0 : rng_below(&rng, (uint32_t)n)], why[rank], !unseen};
	}
	if (!out->ex)
		return err_set(err, ERR_MISSING, "pack '%s' has no exercise%s%.80s that can be drilled; see 'spar sql list'", bank_pack(b)->id,
			       patterns ? " on " : "", patterns ? patterns : "");
	return ERR_OK;
}

enum err_code choose_next(struct bank *b, struct store *s, uint64_t seed, const struct bank_exercise *not_exercise, struct arena *a,
			  struct choice *out, struct err *err)
{
	return choose(b, s, seed, not_exercise, NULL, a, out, err);
}

enum err_code choose_pattern(struct bank *b, struct store *s, uint64_t seed, const struct bank_exercise *not_exercise, const char *patterns,
			     struct arena *a, struct choice *out, struct err *err)
{
	return choose(b, s, seed, not_exercise, patterns, a, out, err);
}
