/* Two statements that cannot both hold: the same thing with another number or date, or once with and once without "not". */
#include <math.h>

#include "talk/gap.h"

#define STEMS_MAX 24
#define CLAUSES_MAX 160

/* A clause as the set of its content words, with the one amount that it states. */
struct clause {
	uint32_t first, end;       /* tokens */
	uint64_t stems[STEMS_MAX];
	size_t stem_count;
	const struct talk_amount *amount;  /* NULL if none or several */
	bool negative, moving;     /* moving: it tells a change, or a before and after */
};

static bool content(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return k->kind == TOKEN_WORD && !k->skip && k->low_n > 2 && !t->amount_at[i] && !lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) &&
	       !lex_has(&k->set, LEX_PRONOUN) && !lex_has(&k->set, LEX_ADVERB) && !lex_has(&k->set, LEX_CONJUNCTION) && !lex_has(&k->set, LEX_DETERMINER) &&
	       !lex_has(&k->set, LEX_ADJECTIVE);
}

/* Words that differ in their ending only are one: ended, end; counts, count. */
static uint64_t stem(const struct talk_text *t, size_t i)
{
	const struct lex_word *w = &t->lex->words[t->tokens[i].word];
	const char *p = t->tokens[i].word ? t->lex->words[w->lemma].text : t->tokens[i].low;
	size_t n = strlen(p);

	if (n > 3 && p[n - 1] == 's' && p[n - 2] != 's')
		n--;
	return rng_hash(RNG_HASH_START, p, n);
}

static bool moves(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"from", "now", "before", "used", "instead", "than", "later", "earlier", "against", "after", "first", "second", "then", "normally",
					    "until", "each", "every", "other", "another", "again", "old", "new", "only", "if"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

static void read_clause(const struct talk_text *t, size_t first, size_t end, struct clause *c)
{
	size_t amounts = 0;

	*c = (struct clause){.first = (uint32_t)first, .end = (uint32_t)end};
	for (size_t i = first; i < end; i++) {
		if (t->amount_at[i] && t->amounts[t->amount_at[i] - 1].first == i) {
			c->amount = &t->amounts[t->amount_at[i] - 1];
			amounts++;
		}
		c->negative = c->negative || talk_low_is(t, i, "n't") || talk_low_is(t, i, "not") || talk_low_is(t, i, "never") || talk_low_is(t, i, "no") ||
			      talk_low_is(t, i, "nobody");
		c->moving = c->moving || moves(t, i);
		if (content(t, i) && c->stem_count < STEMS_MAX)
			c->stems[c->stem_count++] = stem(t, i);
	}
	if (amounts != 1)
		c->amount = NULL;
}

static size_t shared(const struct clause *x, const struct clause *y)
{
	size_t n = 0;

	for (size_t i = 0; i < x->stem_count; i++)
		for (size_t k = 0; k < y->stem_count; k++)
			if (x->stems[i] == y->stems[k]) {
				n++;
				break;
			}
	return n;
}

static bool amounts_differ(const struct talk_text *t, const struct clause *x, const struct clause *y)
{
	const struct talk_amount *a = x->amount, *b = y->amount;

	if (!a || !b || a->kind != b->kind)
		return false;
	if (a->kind == AMOUNT_DATE || a->kind == AMOUNT_CLOCK) {
		struct str s = talk_span_text(t, (struct talk_span){a->first, a->count}), o = talk_span_text(t, (struct talk_span){b->first, b->count});

		return !str_eq_nocase(s, o);
	}
	if (a->kind == AMOUNT_ORDINAL || a->kind == AMOUNT_PERCENTILE)
		return false;
	double most = fmax(fabs(a->value), fabs(b->value));

	return most > 0 && fabs(a->value - b->value) > most * 0.08;
}

static double pair_says(const struct talk_text *t, const struct clause *x, const struct clause *y)
{
	size_t common = shared(x, y), least = x->stem_count < y->stem_count ? x->stem_count : y->stem_count;

	if (common < 2 || least == 0)
		return 0;
	if (!x->moving && !y->moving && amounts_differ(t, x, y) && common * 2 >= least)
		return common >= 3 ? 0.85 : 0.7;
	if (x->negative != y->negative && common >= 2 && common * 10 >= least * 6 && !x->moving && !y->moving)
		return common >= 3 ? 0.8 : 0.6;
	return 0;
}

double talk_contradiction(const struct talk_analysis *x, struct talk_gap *gap)
{
	const struct talk_text *t = &x->text;
	struct clause *clauses = ARENA_NEW(x->a, struct clause, CLAUSES_MAX);
	size_t n = 0;
	double best = 0;

	for (size_t i = 0; i < t->token_count && n < CLAUSES_MAX;) {
		size_t end = i + 1;

		while (end < t->token_count && t->tokens[end].clause == t->tokens[i].clause)
			end++;
		read_clause(t, i, end, &clauses[n]);
		n += clauses[n].stem_count >= 2;
		i = end;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			if (t->tokens[clauses[i].first].sentence == t->tokens[clauses[k].first].sentence)
				continue;
			double sure = pair_says(t, &clauses[i], &clauses[k]);

			if (sure <= best)
				continue;
			best = sure;
			gap_quote_tokens(x, gap, clauses[i].first, clauses[i].end);
			struct str s = talk_span_text(t, (struct talk_span){clauses[k].first, clauses[k].end - clauses[k].first});

			gap->at2 = (uint32_t)(s.p - t->text.p);
			gap->n2 = (uint32_t)s.n;
		}
	if (best > 0 && !utf8_valid(t->text.p + gap->at2, gap->n2, NULL))
		return 0;
	return best;
}
