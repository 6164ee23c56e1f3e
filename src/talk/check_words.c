/* The words of a reply against what was said and asked before. */
#include "talk/check_int.h"

/* Words of one family are one word: prevent, prevention; cost, costs; wrote, write. */
uint64_t check_key(const struct talk_text *t, size_t i)
{
	const struct lex_word *w = &t->lex->words[t->tokens[i].word];
	const char *p = t->tokens[i].word ? t->lex->words[w->lemma].text : t->tokens[i].low;
	size_t n = strlen(p);

	if (n > 3 && n <= 6 && p[n - 1] == 's' && p[n - 2] != 's')
		n--;
	return rng_hash(RNG_HASH_START, p, n > 6 ? 6 : n);
}

/* A number that says something: not "one", "two of them", "100 %". */
bool check_telling(const struct talk_amount *m)
{
	if (m->kind == AMOUNT_COUNT)
		return m->value > 2;
	return !(m->kind == AMOUNT_PERCENT && m->value == 100) && m->kind != AMOUNT_ORDINAL;
}

bool check_content(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
		return false;
	return k->kind == TOKEN_NUMBER || t->amount_at[i] ||
	       (!lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) && !lex_has(&k->set, LEX_PRONOUN) && !lex_has(&k->set, LEX_BE) &&
		!lex_has(&k->set, LEX_CONJUNCTION) && !lex_has(&k->set, LEX_DETERMINER) && k->low_n > 2 && !(lex_has(&k->set, LEX_ADVERB) && !lex_has(&k->set, LEX_NOUN)));
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The content words of a text, sorted. */
uint64_t *check_keys(struct arena *a, const struct talk_text *t, size_t *n)
{
	uint64_t *keys = ARENA_NEW(a, uint64_t, t->token_count + 1);

	*n = 0;
	for (size_t i = 0; i < t->token_count; i++)
		if (check_content(t, i))
			keys[(*n)++] = check_key(t, i);
	if (*n)
		qsort(keys, *n, sizeof(*keys), by_key);
	return keys;
}

#define PASSAGE_TOKENS_MIN 30      /* of what was said, looked at together */

/* How many of these keys one passage has, or the probe. */
static size_t old_in(const uint64_t *keys, size_t n, const uint64_t *passage, size_t m, const uint64_t *probe, size_t probe_n)
{
	size_t old = 0;

	for (size_t i = 0; i < n; i++)
		old += !(i && keys[i] == keys[i - 1]) && (check_has_key(passage, m, keys[i]) || check_has_key(probe, probe_n, keys[i]));
	return old;
}

/*
 * Against the passage that is nearest, and not against all that was said: after ten replies most words of the trade have been said by
 * somebody who says something new with them.  A passage is about twice as long as the reply, and the next one begins in its middle.
 */
double check_novelty(const struct check_input *in, size_t *fresh)
{
	struct arena *a = in->reply->a;
	size_t n, probe_n, all = 0, most = 0, size = 2 * in->reply->text.token_count;
	uint64_t *keys = check_keys(a, &in->reply->text, &n), *probe = check_keys(a, in->probe, &probe_n);
	uint64_t *passage = ARENA_NEW(a, uint64_t, in->before->token_count + 1);

	if (size < PASSAGE_TOKENS_MIN)
		size = PASSAGE_TOKENS_MIN;
	for (size_t i = 0; i < n; i++)
		all += !(i && keys[i] == keys[i - 1]);
	for (size_t first = 0; first == 0 || first < in->before->token_count; first += size / 2) {
		size_t m = 0, old;

		for (size_t i = first; i < first + size && i < in->before->token_count; i++)
			if (check_content(in->before, i))
				passage[m++] = check_key(in->before, i);
		if (m)
			qsort(passage, m, sizeof(*passage), by_key);
		old = old_in(keys, n, passage, m, probe, probe_n);
		most = old > most ? old : most;
	}
	*fresh = all - most;
	return all ? (double)*fresh / (double)all : 0;
}

/* Amounts of the reply that were not said before. */
size_t check_new_amounts(const struct check_input *in)
{
	const struct talk_text *t = &in->reply->text;
	size_t n = 0;

	for (size_t i = 0; i < t->amount_count; i++) {
		struct str s = talk_span_text(t, (struct talk_span){t->amounts[i].first, t->amounts[i].count});
		bool old = false;

		for (size_t k = 0; k < in->before->amount_count && !old; k++)
			old = str_eq_nocase(s, talk_span_text(in->before, (struct talk_span){in->before->amounts[k].first, in->before->amounts[k].count})) ||
			      (in->before->amounts[k].value == t->amounts[i].value && t->amounts[i].value != 0 &&
			       (in->before->amounts[k].kind == t->amounts[i].kind || t->amounts[i].value >= 100));
		n += !old && check_telling(&t->amounts[i]);
	}
	return n;
}

bool check_any_word(const struct talk_text *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < t->token_count; i++)
		for (size_t k = 0; k < n; k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}

bool check_has_key(const uint64_t *keys, size_t n, uint64_t key)
{
	return n && bsearch(&key, keys, n, sizeof(*keys), by_key);
}

#define RUN_WORDS 5                /* so many words in a row that were said before are the same words again */

/* The runs of words of a text, each as a number; *n gets how many. */
static uint64_t *runs_of(struct arena *a, const struct talk_text *t, size_t *n)
{
	uint64_t *runs = ARENA_NEW(a, uint64_t, t->token_count + 1), last[RUN_WORDS] = {0};
	size_t words = 0;

	*n = 0;
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
			continue;
		memmove(last, last + 1, sizeof(last) - sizeof(*last));
		last[RUN_WORDS - 1] = rng_hash(RNG_HASH_START, k->low, k->low_n);
		if (++words >= RUN_WORDS)
			runs[(*n)++] = rng_hash(RNG_HASH_START, last, sizeof(last));
	}
	return runs;
}

double check_echo(const struct check_input *in)
{
	struct arena *a = in->reply->a;
	size_t n, before_n, probe_n, covered = 0, upto = 0;
	uint64_t *runs = runs_of(a, &in->reply->text, &n), *before = runs_of(a, in->before, &before_n), *probe = runs_of(a, in->probe, &probe_n);

	if (before_n)
		qsort(before, before_n, sizeof(*before), by_key);
	if (probe_n)
		qsort(probe, probe_n, sizeof(*probe), by_key);
	for (size_t i = 0; i < n; i++)
		if (check_has_key(before, before_n, runs[i]) || check_has_key(probe, probe_n, runs[i])) {
			covered += i + RUN_WORDS - (upto > i ? upto : i);
			upto = i + RUN_WORDS;
		}
	return n ? (double)covered / (double)(n + RUN_WORDS - 1) : 0;
}

size_t check_own_words(const struct check_input *in, size_t *asked)
{
	struct arena *a = in->reply->a;
	size_t n, probe_n, own = 0;
	uint64_t *keys = check_keys(a, &in->reply->text, &n), *probe = check_keys(a, in->probe, &probe_n);

	*asked = 0;
	for (size_t i = 0; i < n; i++) {
		bool there = check_has_key(probe, probe_n, keys[i]);

		*asked += there;
		own += !there && !(i && keys[i] == keys[i - 1]);
	}
	return own;
}
