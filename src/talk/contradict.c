/* Two statements that cannot both hold: the same thing with another number or date, or once with and once without "not". */
#include <math.h>

#include "talk/gap.h"

#define STEMS_MAX 24
#define CLAUSES_MAX 160            /* of one text */
#define AMOUNTS_MAX 3

/* A clause as the set of its content words, with the amounts that it states. */
struct clause {
	const struct talk_text *t;
	uint32_t first, end;       /* tokens */
	uint64_t stems[STEMS_MAX];
	size_t stem_count;
	const struct talk_amount *amounts[AMOUNTS_MAX];
	size_t amount_count;       /* also those over the maximum */
	uint32_t denied;           /* the token behind its first "not"; 0: it has none */
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
	static const char *const words[] = {"from", "now", "before", "used", "instead", "than", "later", "earlier", "against", "after", "first",
			"second", "then", "normally",
					    "until", "each", "every", "other", "another", "again", "old", "new", "only", "if", "since", "still", "already", "yet", "ago",
							"last", "once", "when",
					    "while", "whenever", "would", "could", "should", "unless", "without", "otherwise", "both", "per", "next", "previous", "today",
							"yesterday", "either",
					    "except", "about", "almost", "nearly", "roughly", "around", "between", "than", "most", "some", "half"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

static bool has_stem(const struct clause *c, uint64_t word)
{
	for (size_t i = 0; i < c->stem_count; i++)
		if (c->stems[i] == word)
			return true;
	return false;
}

static void read_clause(const struct talk_text *t, size_t first, size_t end, struct clause *c)
{
	*c = (struct clause){.t = t, .first = (uint32_t)first, .end = (uint32_t)end};
	for (size_t i = first; i < end; i++) {
		if (t->amount_at[i] && t->amounts[t->amount_at[i] - 1].first == i) {
			if (c->amount_count < AMOUNTS_MAX)
				c->amounts[c->amount_count] = &t->amounts[t->amount_at[i] - 1];
			c->amount_count++;
		}
		if (!c->negative && (talk_low_is(t, i, "n't") || talk_low_is(t, i, "not") || talk_low_is(t, i, "never") || talk_low_is(t, i, "no") ||
				     talk_low_is(t, i, "nobody"))) {
			c->negative = true;
			c->denied = (uint32_t)i + 1;
		}
		c->moving = c->moving || moves(t, i);
		if (content(t, i) && c->stem_count < STEMS_MAX && !has_stem(c, stem(t, i)))
			c->stems[c->stem_count++] = stem(t, i);
	}
}

static size_t shared(const struct clause *x, const struct clause *y)
{
	size_t n = 0;

	for (size_t i = 0; i < x->stem_count; i++)
		n += has_stem(y, x->stems[i]);
	return n;
}

static bool says(const struct clause *c, uint64_t word)
{
	for (size_t i = c->first; i < c->end; i++)
		if (c->t->tokens[i].kind == TOKEN_WORD && stem(c->t, i) == word)
			return true;
	return false;
}

/* "mine", "us": whose it is. */
static bool whose(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"me", "us", "mine", "ours", "yours", "his", "hers", "theirs", "him", "her", "them", "myself", "ourselves"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

/* Are both about the same?  Of the words in front of the "not" one in two must be there: the program reads no note, people do. */
static bool same_subject(const struct clause *no, const struct clause *yes)
{
	size_t all = 0, found = 0;

	for (size_t i = no->first; i + 1 < no->denied; i++)
		if (content(no->t, i)) {
			all++;
			found += says(yes, stem(no->t, i));
		}
	return found * 2 >= all;
}

/* Of a day or a stretch of time: another day is another matter. */
static bool dated(const struct clause *c)
{
	for (size_t i = 0; i < c->amount_count && i < AMOUNTS_MAX; i++)
		if (c->amounts[i]->kind == AMOUNT_DATE || c->amounts[i]->kind == AMOUNT_CLOCK || c->amounts[i]->kind == AMOUNT_TIME)
			return true;
	return false;
}

/*
 * Does the one statement say what the other denies?  "Was not mine" and "belonged to the payments team" share their subject only: of the
 * words behind the "not" two in three must be there, and whose it is in any case.
 */
static bool denies(const struct clause *no, const struct clause *yes)
{
	size_t all = 0, found = 0;

	/* What never was, was on no day. */
	bool ever = no->denied && (talk_low_is(no->t, no->denied - 1, "never") || talk_low_is(no->t, no->denied - 1, "nobody"));

	if (dated(no) || (dated(yes) && !ever))
		return false;
	for (size_t i = no->denied; i < no->end; i++) {
		const struct lex_set *set = &no->t->tokens[i].set;

		/* "Does not publish and pages me" denies no page. */
		if (all && (talk_low_is(no->t, i, "and") || talk_low_is(no->t, i, "but")))
			break;
		bool owner = whose(no->t, i), quality = lex_has(set, LEX_ADJECTIVE) || lex_has(set, LEX_ADVERB) || no->t->amount_at[i];

		if (!owner && !content(no->t, i) && (no->t->tokens[i].kind != TOKEN_WORD || lex_has(set, LEX_FUNCTION) || !quality))
			continue;
		bool there = says(yes, stem(no->t, i));

		if (owner && !there)
			return false;
		all++;
		found += there;
	}
	return all && found * 3 >= all * 2 && same_subject(no, yes);
}

/* What is counted: the first word of content behind the number, 0 if there is none close by. */
static uint64_t counted(const struct clause *c, const struct talk_amount *m)
{
	for (size_t i = (size_t)m->first + m->count; i < c->end && i < (size_t)m->first + m->count + 3; i++) {
		if (c->t->tokens[i].kind == TOKEN_PUNCT || lex_has(&c->t->tokens[i].set, LEX_PREPOSITION))
			return 0;
		if (c->t->tokens[i].kind == TOKEN_WORD && !c->t->tokens[i].skip && content(c->t, i))
			return stem(c->t, i);
	}
	return 0;
}

/* A verb that both clauses have. */
static bool same_verb(const struct clause *x, const struct clause *y)
{
	for (size_t i = x->first; i < x->end; i++) {
		const struct lex_set *set = &x->t->tokens[i].set;
		bool verb = lex_has(set, LEX_VERB_PAST) || lex_has(set, LEX_VERB_S) || lex_has(set, LEX_VERB_BASE) || lex_has(set, LEX_BE) || lex_has(set, LEX_HAVE);

		if (verb && says(y, stem(x->t, i)))
			return true;
	}
	return false;
}

static bool amount_differs(const struct clause *x, const struct talk_amount *a, const struct clause *y, const struct talk_amount *b)
{
	if (a->kind != b->kind || a->kind == AMOUNT_ORDINAL || a->kind == AMOUNT_PERCENTILE)
		return false;
	if (a->kind == AMOUNT_DATE || a->kind == AMOUNT_CLOCK)
		return !str_eq_nocase(talk_span_text(x->t, (struct talk_span){a->first, a->count}), talk_span_text(y->t, (struct talk_span){b->first, b->count}));
	if (a->kind == AMOUNT_COUNT && (counted(x, a) != counted(y, b) || counted(x, a) == 0))
		return false;
	double most = fmax(fabs(a->value), fabs(b->value));

	return most > 0 && fabs(a->value - b->value) > most * 0.08;
}

/* Statements with as many amounts of the same kinds, of which one is another. */
static bool amounts_differ(const struct clause *x, const struct clause *y)
{
	bool differ = false;

	if (!x->amount_count || x->amount_count != y->amount_count || x->amount_count > AMOUNTS_MAX)
		return false;
	for (size_t i = 0; i < x->amount_count; i++) {
		if (x->amounts[i]->kind != y->amounts[i]->kind)
			return false;
		differ = differ || amount_differs(x, x->amounts[i], y, y->amounts[i]);
	}
	return differ;
}

/* told: y is from another telling, where "before" and "now" do not explain a difference. */
static double pair_says(const struct clause *x, const struct clause *y, bool told)
{
	size_t common = shared(x, y), least = x->stem_count < y->stem_count ? x->stem_count : y->stem_count;
	bool still = told || (!x->moving && !y->moving);

	if (common < 2 || least == 0)
		return 0;
	if (still && x->negative == y->negative && (told || x->amount_count == 1) && amounts_differ(x, y) && common * 2 >= least && same_verb(x, y))
		return common >= 3 ? 0.85 : 0.7;
	if (x->negative != y->negative && common * 10 >= least * 6 && still && denies(x->negative ? x : y, x->negative ? y : x))
		return common >= 3 ? 0.8 : 0.6;
	return 0;
}

static size_t read_clauses(const struct talk_text *t, struct clause *out)
{
	size_t n = 0;

	for (size_t i = 0; i < t->token_count && n < CLAUSES_MAX;) {
		size_t end = i + 1;

		while (end < t->token_count && t->tokens[end].clause == t->tokens[i].clause)
			end++;
		read_clause(t, i, end, &out[n]);
		n += out[n].stem_count >= 2;
		i = end;
	}
	return n;
}

/* Put both statements into the gap; false when one of them is no text. */
static bool quote_both(const struct talk_analysis *x, struct talk_gap *gap, const struct clause *a, const struct clause *b, int earlier)
{
	struct str s = talk_span_text(b->t, (struct talk_span){b->first, b->end - b->first});
	struct talk_gap both = *gap;

	/* Marks at its ends are no part of a quote, and a long one is cut where a word ends. */
	while (s.n && strchr(" ,.;:!?\n\r\t-", s.p[s.n - 1]))
		s.n--;
	while (s.n && strchr(" ,;:-", *s.p)) {
		s.p++;
		s.n--;
	}
	both.n = 0;
	gap_quote_tokens(x, &both, a->first, a->end);
	if (!both.n || !s.n || !utf8_valid(s.p, s.n, NULL) || memchr(s.p, 0, s.n) || memchr(s.p, '"', s.n))
		return false;
	both.at2 = (uint32_t)(s.p - b->t->text.p);
	both.n2 = (uint32_t)s.n;
	both.earlier = earlier;
	*gap = both;
	return true;
}

/* The surest pair between an earlier telling and this text. */
static double against_telling(const struct talk_analysis *x, struct talk_gap *gap, const struct clause *clauses, size_t n, int earlier, double best)
{
	struct talk_text *t = ARENA_NEW(x->a, struct talk_text, 1);
	struct clause *others = ARENA_NEW(x->a, struct clause, CLAUSES_MAX);
	size_t other_count;

	if (talk_text_read(x->a, x->pack->lex, x->round->earlier[earlier].text, t, NULL))
		return best;
	other_count = read_clauses(t, others);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < other_count; k++) {
			double sure = pair_says(&clauses[i], &others[k], true);

			if (sure > best && quote_both(x, gap, &clauses[i], &others[k], earlier))
				best = sure;
		}
	return best;
}

double talk_contradiction(const struct talk_analysis *x, struct talk_gap *gap)
{
	const struct talk_text *t = &x->text;
	struct clause *clauses = ARENA_NEW(x->a, struct clause, CLAUSES_MAX);
	size_t n = read_clauses(t, clauses);
	double best = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			if (t->tokens[clauses[i].first].sentence == t->tokens[clauses[k].first].sentence)
				continue;
			double sure = pair_says(&clauses[i], &clauses[k], false);

			if (sure > best && quote_both(x, gap, &clauses[i], &clauses[k], -1))
				best = sure;
		}
	for (size_t e = 0; e < x->round->earlier_count; e++)
		best = against_telling(x, gap, clauses, n, (int)e, best);
	return best > 0 ? best : talk_contradiction_reckoned(x, gap);
}
