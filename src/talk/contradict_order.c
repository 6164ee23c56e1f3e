/*
 * Contradictions that need a little reckoning: things that end twice, are used before they began, are confirmed before they were there; "no
 * outage" and then one; savings that the two prices do not give.
 */
#include <math.h>

#include "talk/gap.h"

/* The month of the first date in tokens [first, end): 1 to 12; 0 if there is none. *at gets the token behind it. */
static int month_in(const struct talk_text *t, size_t first, size_t end)
{
	static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

	for (size_t i = first; i < end; i++) {
		if (!t->amount_at[i] || t->amounts[t->amount_at[i] - 1].kind != AMOUNT_DATE)
			continue;
		for (int m = 0; m < 12; m++)
			if (!strncmp(t->tokens[i].low, months[m], 3))
				return m + 1;
	}
	return 0;
}

static bool any_of(const struct talk_text *t, size_t first, size_t end, const char *const *words, size_t n)
{
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < n; k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}
#define ANY(t, first, end, ...) \
	any_of(t, first, end, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void quote_second(const struct talk_analysis *x, struct talk_gap *gap, size_t first, size_t end)
{
	struct talk_gap other = {0};

	gap_quote_tokens(x, &other, first, end);
	gap->at2 = other.at;
	gap->n2 = other.n;
	gap->earlier = -1;
}

/* The clause of token i. */
static void clause_of(const struct talk_text *t, size_t i, size_t *first, size_t *end)
{
	*first = *end = i;
	while (*first > 0 && t->tokens[*first - 1].clause == t->tokens[i].clause)
		--*first;
	while (*end < t->token_count && t->tokens[*end].clause == t->tokens[i].clause)
		++*end;
	while (*end > *first && t->tokens[*end - 1].kind != TOKEN_WORD && t->tokens[*end - 1].kind != TOKEN_NUMBER)
		--*end;
}

/* Words of [first, end) longer than three letters that stand in [other, other_end) as well, up to their endings. */
static size_t shared_words(const struct talk_text *t, size_t first, size_t end, size_t other, size_t other_end)
{
	size_t n = 0;

	for (size_t i = first; i < end; i++) {
		const struct talk_token *k = &t->tokens[i];
		bool found = false;

		if (k->kind != TOKEN_WORD || k->low_n < 4 || t->amount_at[i] || lex_has(&k->set, LEX_FUNCTION) || lex_has(&k->set, LEX_ADVERB))
			continue;
		for (size_t j = other; j < other_end && !found; j++)
			found = t->tokens[j].kind == TOKEN_WORD && t->tokens[j].low_n >= 4 && !strncmp(t->tokens[j].low, k->low, 5);
		n += found;
	}
	return n;
}

/* "Already confirmed in February" of what went live in March; used from June on what "only began" in November. */
static double order_of_months(const struct talk_analysis *x, struct talk_gap *gap)
{
	const struct talk_text *t = &x->text;

	for (size_t i = 0; i < t->token_count; i++) {
		bool already = talk_low_is(t, i, "already"), only = talk_low_is(t, i, "only") && i + 1 < t->token_count && ANY(t, i + 1, i + 2, "began", "started");
		size_t first, end;
		int month;

		if (!already && !only)
			continue;
		clause_of(t, i, &first, &end);
		/* "live on 3 March and in the audit of February it was already": the nearest date in front is its own. */
		size_t own = i;

		while (already && own > first && !month_in(t, own, i))
			own--;
		if (already && own > first)
			first = own;
		month = month_in(t, first, end);
		for (size_t j = 0; month && j < t->token_count; j++) {
			size_t other, other_end;
			int before;

			if (!t->amount_at[j] || (j >= first && j < end))
				continue;
			clause_of(t, j, &other, &other_end);
			if (other_end > first && other < first)
				other_end = first;
			before = month_in(t, other, other_end);
			bool clash = already ? before > month && ANY(t, other, other_end, "live", "launched", "released", "started", "began", "introduced")
					     : before && before < month && shared_words(t, first, end, t->sentences[t->tokens[j].sentence].first, first) >= 2 && j < first;

			if (!clash)
				continue;
			gap_quote_tokens(x, gap, other, other_end);
			quote_second(x, gap, first, end);
			return 0.8;
		}
	}
	return 0;
}

/* One thing that ends, starts or goes live only once, told with two dates. */
static double twice_once(const struct talk_analysis *x, struct talk_gap *gap)
{
	const struct talk_text *t = &x->text;

	for (size_t i = 0; i < x->verbs.n; i++)
		for (size_t k = i + 1; k < x->verbs.n; k++) {
			const struct talk_verb *a = &x->verbs.p[i], *b = &x->verbs.p[k];
			const struct talk_sentence *s = &t->sentences[a->sentence], *o = &t->sentences[b->sentence];

			if (a->sentence == b->sentence || strcmp(t->tokens[a->token].low, t->tokens[b->token].low) ||
			    !ANY(t, a->token, (size_t)a->token + 1, "ended", "expired", "started", "began", "launched", "joined", "retired", "closed", "finished") ||
			    a->token == 0 || b->token == 0)
				continue;
			size_t first, end, other, other_end;

			clause_of(t, (size_t)a->token - 1, &first, &end);
			clause_of(t, (size_t)b->token - 1, &other, &other_end);
			if (shared_words(t, first, a->token, other, b->token) < 1)
				continue;
			int one = month_in(t, s->first, (size_t)s->first + s->count), two = month_in(t, o->first, (size_t)o->first + o->count);

			if (!one || !two || one == two)
				continue;
			gap_quote_tokens(x, gap, first, a->end);
			quote_second(x, gap, other, b->end);
			return 0.75;
		}
	return 0;
}

/* "No downtime at all" and, later, "this outage for six hours". */
static double none_and_some(const struct talk_analysis *x, struct talk_gap *gap)
{
	static const char *const families[][4] = {
		{"downtime", "outage", "outages", "interruption"}, {"errors", "error", "mistakes", "bugs"}, {"complaints", "complaint", "complained", "complaint"},
		{"duplicates", "duplicate", "doubles", "double"}, {"loss", "lost", "losses", "missing"}, {"delay", "delays", "late", "delayed"},
	};
	const struct talk_text *t = &x->text;

	for (size_t i = 0; i + 1 < t->token_count; i++) {
		size_t next = talk_token_next(t, i);

		if (!talk_low_is(t, i, "no") && !talk_low_is(t, i, "zero") && !talk_low_is(t, i, "without"))
			continue;
		for (size_t f = 0; f < sizeof(families) / sizeof(*families); f++) {
			if (!any_of(t, next, next + 1, families[f], 4))
				continue;
			for (size_t j = next + 1; j < t->token_count; j++) {
				size_t first, end;

				if (t->tokens[j].sentence == t->tokens[i].sentence || !any_of(t, j, j + 1, families[f], 4))
					continue;
				clause_of(t, j, &first, &end);
				if (!ANY(t, first, j, "had", "was", "this", "an", "one", "were") || ANY(t, first, end, "no", "not", "n't", "never", "before", "used", "if", "would", "any"))
					continue;
				gap_quote_tokens(x, gap, i, next + 1);
				quote_second(x, gap, first, end);
				return 0.75;
			}
		}
	}
	return 0;
}

/* Savings of a year against twice twelve months of two prices. */
static double savings(const struct talk_analysis *x, struct talk_gap *gap)
{
	const struct talk_text *t = &x->text;
	const struct talk_amount *prices[2] = {0}, *saved = NULL;

	for (size_t i = 0; i < t->amount_count; i++) {
		const struct talk_amount *m = &t->amounts[i];
		size_t before = m->first > 4 ? m->first - 4 : 0;

		if (m->kind != AMOUNT_MONEY)
			continue;
		if (ANY(t, before, m->first, "saved", "saves", "save", "saving"))
			saved = m;
		else if (!prices[0])
			prices[0] = m;
		else if (!prices[1])
			prices[1] = m;
	}
	if (!saved || !prices[1] || prices[0]->value <= prices[1]->value)
		return 0;
	size_t rate = (size_t)prices[0]->first + prices[0]->count, s = t->tokens[saved->first].sentence;
	double year = 12 * (prices[0]->value - prices[1]->value);

	if (!ANY(t, rate, rate + 2, "month") || !ANY(t, t->sentences[s].first, (size_t)t->sentences[s].first + t->sentences[s].count, "year") || saved->value < 1.3 * year)
		return 0;
	gap_quote_tokens(x, gap, saved->first > 1 ? saved->first - 1 : saved->first, (size_t)saved->first + saved->count);
	quote_second(x, gap, prices[0]->first, rate + 2 <= t->token_count ? rate + 2 : rate);
	return 0.8;
}

double talk_contradiction_reckoned(const struct talk_analysis *x, struct talk_gap *gap)
{
	/* A long text is no story any more, and verbs are compared in pairs. */
	if (x->text.token_count > 3000)
		return 0;
	double sure = order_of_months(x, gap);

	sure = sure > 0 ? sure : twice_once(x, gap);
	sure = sure > 0 ? sure : none_and_some(x, gap);
	return sure > 0 ? sure : savings(x, gap);
}
