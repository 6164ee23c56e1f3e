/* Gaps of a telling as a whole: how long it is, where its result stands, and whether it was told before. */
#include <math.h>

#include "talk/gap.h"

#define RUN_WORDS 8                /* so many in a row are the same sentence */
#define RUN_WORDS_MAX 4000         /* of a telling that are looked at */

/* Where the first result stands, as a share of the answer; 1 if there is none. */
static double result_at(const struct talk_analysis *x, size_t end)
{
	const struct talk_clue *c = talk_clue_first(x, CLUE_OUTCOME);

	return c && c->first < end ? (double)c->first / (double)end : 1;
}

static size_t words_between(const struct talk_analysis *x, size_t first, size_t end)
{
	size_t n = 0;

	for (size_t i = first; i < end; i++)
		n += !x->text.tokens[i].skip && (x->text.tokens[i].kind == TOKEN_WORD || x->text.tokens[i].kind == TOKEN_NUMBER);
	return n;
}

/* One telling by itself: long, and little in it that was done or came of it. */
static double turn_rambles(const struct talk_analysis *x, size_t first, size_t end)
{
	size_t words = words_between(x, first, end), concrete = 0, results = 0;

	if (words < 200)
		return 0;
	for (size_t i = 0; i < x->clues.n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		if (c->first < first || c->first >= end)
			continue;
		concrete += c->type == CLUE_ACTION || c->type == CLUE_MEASUREMENT || c->type == CLUE_DECISION;
		results += c->type == CLUE_OUTCOME || c->type == CLUE_METRIC;
	}
	if (100.0 * (double)(concrete + results) < 2.6 * (double)words)
		return 0.95;
	return words > 270 && 100.0 * (double)concrete < 2.9 * (double)words ? 0.9 : 0;
}

/* Answer and replies together are long in any good talk: each is looked at alone. */
double gap_rambling(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	double most = 0;

	(void)row;
	(void)gap;
	for (size_t turn = 0; turn <= x->turn_count; turn++) {
		size_t first, end;

		talk_turn_tokens(x, turn, &first, &end);
		most = fmax(most, turn_rambles(x, first, end));
	}
	return most;
}

double gap_late_outcome(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	size_t first, end;

	(void)row;
	talk_turn_tokens(x, 0, &first, &end);
	double at = result_at(x, end);

	if (words_between(x, first, end) < 230 || at > 0.999)
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_OUTCOME));
	return at > 0.88 ? 0.9 : at > 0.78 ? 0.7 : 0;
}

/* The words of a text in a row, each as a number; in the arena. */
static uint64_t *word_keys(struct arena *a, const struct talk_text *t, size_t first, size_t end, size_t *n)
{
	uint64_t *keys = ARENA_NEW(a, uint64_t, end - first + 1);

	*n = 0;
	for (size_t i = first; i < end && *n < RUN_WORDS_MAX; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (!k->skip && (k->kind == TOKEN_WORD || k->kind == TOKEN_NUMBER))
			keys[(*n)++] = rng_hash(RNG_HASH_START, k->low, k->low_n);
	}
	return keys;
}

/* The token of word `word` behind token first. */
static size_t nth_word(const struct talk_text *t, size_t first, size_t word)
{
	for (size_t i = first, n = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (!k->skip && (k->kind == TOKEN_WORD || k->kind == TOKEN_NUMBER) && n++ == word)
			return i;
	}
	return first;
}

static uint64_t run_key(const uint64_t *words)
{
	return rng_hash(RNG_HASH_START, words, RUN_WORDS * sizeof(*words));
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Every run of words of the earlier tellings, sorted. */
static uint64_t *earlier_runs(const struct talk_analysis *x, size_t *n)
{
	const struct talk_round *r = x->round;
	uint64_t *runs = ARENA_NEW(x->a, uint64_t, r->earlier_count * RUN_WORDS_MAX + 1);

	*n = 0;
	for (size_t e = 0; e < r->earlier_count; e++) {
		struct talk_text t;
		size_t words;

		if (talk_text_read(x->a, x->pack->lex, r->earlier[e].text, &t, NULL))
			continue;
		const uint64_t *keys = word_keys(x->a, &t, 0, t.token_count, &words);

		for (size_t i = 0; i + RUN_WORDS <= words; i++)
			runs[(*n)++] = run_key(keys + i);
	}
	if (*n)
		qsort(runs, *n, sizeof(*runs), by_key);
	return runs;
}

/* Are most words of this telling told again?  *at gets the token where the first repeated run begins. */
static bool told_again(const struct talk_analysis *x, size_t first, size_t end, const uint64_t *runs, size_t run_count, size_t *at)
{
	size_t words, covered = 0, upto = 0;
	const uint64_t *keys = word_keys(x->a, &x->text, first, end, &words);

	for (size_t i = 0; i + RUN_WORDS <= words; i++) {
		uint64_t key = run_key(keys + i);

		if (!bsearch(&key, runs, run_count, sizeof(*runs), by_key))
			continue;
		if (!covered)
			*at = nth_word(&x->text, first, i);
		covered += i + RUN_WORDS - (upto > i ? upto : i);
		upto = i + RUN_WORDS;
	}
	return covered && covered * 10 >= words * 6;
}

/*
 * It repeats what was told instead of answering: most of one telling or reply stands in an earlier one.  The fixed phrases of one's own
 * story in an answer that gives something new are no repetition.
 */
double gap_pivoted(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	size_t run_count;

	(void)row;
	if (!x->round->earlier_count)
		return 0;
	const uint64_t *runs = earlier_runs(x, &run_count);

	for (size_t turn = 0; turn <= x->turn_count && run_count; turn++) {
		size_t first, end, at = 0;

		talk_turn_tokens(x, turn, &first, &end);
		if (!told_again(x, first, end, runs, run_count, &at))
			continue;
		gap_quote_tokens(x, gap, at, at + RUN_WORDS < end ? at + RUN_WORDS : end);
		return gap->n ? 0.9 : 0;
	}
	return 0;
}
