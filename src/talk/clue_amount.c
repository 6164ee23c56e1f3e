/* Clues from amounts: metric, baseline, scale, time. What stands around a number says which. */
#include "talk/clue.h"

/* One amount and its surroundings. */
struct around {
	struct clue_reader *r;
	const struct talk_text *t;
	const struct talk_amount *m;
	size_t first, end;         /* tokens of the amount */
	size_t np_end;             /* with the thing counted: "40 million clicks a day" */
	size_t before, before2;    /* the seen tokens in front; token_count if there is none in the sentence */
	size_t sentence_first, sentence_end;
	bool rate;                 /* "a day", "per row" stands behind */
};

static size_t seen_before(const struct talk_text *t, size_t i, size_t first)
{
	while (i-- > first)
		if (!t->tokens[i].skip)
			return i;
	return t->token_count;
}

static bool is(const struct around *x, size_t i, const char *word)
{
	return i < x->t->token_count && !strcmp(x->t->tokens[i].low, word);
}

static bool is_any(const struct around *x, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (is(x, i, words[k]))
			return true;
	return false;
}
#define IS_ANY(x, i, ...) is_any(x, i, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool noun_like(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return k->kind == TOKEN_WORD && !k->skip && !lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) &&
	       !lex_has(&k->set, LEX_CONJUNCTION) && !lex_has(&k->set, LEX_PRONOUN) && !lex_has(&k->set, LEX_BE) && !lex_has(&k->set, LEX_HAVE) &&
	       !lex_has(&k->set, LEX_MODAL) && !lex_has(&k->set, LEX_DETERMINER) && !(lex_has(&k->set, LEX_ADVERB) && !lex_has(&k->set, LEX_ADJECTIVE)) &&
	       !(lex_has(&k->set, LEX_VERB_PAST) && !lex_has(&k->set, LEX_VERB_BASE) && !lex_has(&k->set, LEX_ADJECTIVE));
}

/* "a day", "per row", "an hour", "each night" behind a number. */
static size_t rate_end(const struct around *x, size_t i, size_t end)
{
	size_t next = i < end ? talk_token_next(x->t, i) : end;

	if (next >= end)
		return i;
	if (is(x, i, "per"))
		return next + 1;
	if (IS_ANY(x, i, "a", "an", "each", "every") && x->t->lex->words[x->t->tokens[next].word].unit == LEX_UNIT_TIME)
		return next + 1;
	return i;
}

static void surround(struct around *x)
{
	const struct talk_text *t = x->t;
	const struct talk_sentence *s = &t->sentences[t->tokens[x->first].sentence];
	size_t i, words = 0;

	x->sentence_first = s->first;
	x->sentence_end = (size_t)s->first + s->count;
	x->before = seen_before(t, x->first, x->sentence_first);
	x->before2 = x->before < t->token_count ? seen_before(t, x->before, x->sentence_first) : t->token_count;
	i = rate_end(x, x->end, x->sentence_end);
	x->rate = i > x->end;
	/* The thing counted: up to four words, "of" and "or so" included. */
	while (!x->rate && i < x->sentence_end && words < 4 && !t->amount_at[i]) {
		if (t->tokens[i].skip) {
			i++;
			continue;
		}
		if (!noun_like(t, i) || (t->tokens[i].kind == TOKEN_PUNCT))
			break;
		const struct talk_verb *v = clue_verb_at(x->r, i);

		if (v && (v->token == i || v->group == i))
			break;
		i++;
		words++;
	}
	if (words && !x->rate) {
		size_t rate = rate_end(x, i, x->sentence_end);

		x->rate = rate > i;
		i = rate;
	}
	x->np_end = i;
}

static bool sized(const struct around *x, const char *cls)
{
	int id = lexicon_class(x->r->pack->lex, cls, strlen(cls));

	for (size_t i = x->end; id >= 0 && i < x->np_end; i++)
		if (lex_has(&x->t->tokens[i].set, id))
			return true;
	return false;
}

/* Does a word of the list stand in the n seen tokens in front of the amount? */
static bool near_before(const struct around *x, size_t n, const char *const *words, size_t count)
{
	size_t i = x->first;

	while (n-- > 0) {
		i = seen_before(x->t, i, x->sentence_first);
		if (i >= x->t->token_count)
			return false;
		if (is_any(x, i, words, count))
			return true;
	}
	return false;
}
#define NEAR(x, n, ...) near_before(x, n, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool in_sentence(const struct around *x, const char *const *words, size_t count)
{
	for (size_t i = x->sentence_first; i < x->sentence_end; i++)
		if (is_any(x, i, words, count))
			return true;
	return false;
}
#define IN_SENTENCE(x, ...) in_sentence(x, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* "from four hours to 40 minutes": is the other end in the sentence? */
static bool from_to(const struct around *x)
{
	for (size_t i = x->end; i < x->sentence_end && i < x->end + 8; i++)
		if (is(x, i, "to") && i + 1 < x->t->token_count) {
			size_t next = talk_token_next(x->t, i);

			return next < x->sentence_end && (x->t->amount_at[next] || x->t->amount_at[talk_token_next(x->t, next) < x->t->token_count ? talk_token_next(x->t, next) : next]);
		}
	return false;
}

/* The value before: its span begins at its mark. False when the amount is none. */
static bool baseline(struct around *x)
{
	size_t first = x->first;
	bool unit = x->m->kind == AMOUNT_PERCENT || x->m->kind == AMOUNT_MONEY || x->m->kind == AMOUNT_TIME || x->m->kind == AMOUNT_COUNT ||
		    x->m->kind == AMOUNT_BYTES || x->m->kind == AMOUNT_TIMES;

	if (!unit)
		return false;
	if (is(x, x->before, "from") && from_to(x)) {
		clue_add(x->r, CLUE_BASELINE, x->before, x->np_end, 0.9);
		return true;
	}
	if (IS_ANY(x, x->before, "against", "versus", "than") || (is(x, x->before, "of") && is(x, x->before2, "instead")) ||
	    (is(x, x->before, "to") && is(x, x->before2, "compared"))) {
		if (is(x, x->before, "than") && !NEAR(x, 4, "less", "fewer", "lower", "higher", "better", "faster", "down", "rather", "slower", "worse"))
			return false;
		if (is(x, x->before, "than") && NEAR(x, 3, "more", "less", "fewer"))
			return false;
		first = is(x, x->before, "of") || is(x, x->before, "to") ? x->before2 : x->before;
		clue_add(x->r, CLUE_BASELINE, first, x->np_end, 0.85);
		return true;
	}
	if (NEAR(x, 8, "used", "previously", "formerly", "originally", "before", "normally", "usually") &&
	    (NEAR(x, 4, "be", "was", "were", "took", "had", "take", "have", "'s", "is", "cost", "like", "needed", "about", "to", "before", "than", "it"))) {
		size_t i = x->first;
		size_t mark = x->first;

		for (size_t n = 0; n < 8 && i < x->t->token_count; n++) {
			i = seen_before(x->t, i, x->sentence_first);
			if (i < x->t->token_count && IS_ANY(x, i, "used", "previously", "formerly", "originally", "before", "normally", "usually")) {
				mark = i;
				break;
			}
		}
		if (mark < x->first && !(is(x, mark, "before") && x->m->kind == AMOUNT_TIME && x->first - mark <= 1) &&
		    !(is(x, mark, "used") && !is(x, talk_token_next(x->t, mark), "to"))) {
			clue_add(x->r, CLUE_BASELINE, is(x, mark, "before") || is(x, mark, "normally") ? mark : mark, x->np_end, 0.8);
			return true;
		}
	}
	/* "it was five" beside "takes two days now" */
	if (NEAR(x, 3, "was", "were", "took", "had") && IN_SENTENCE(x, "now", "today", "currently") && !NEAR(x, 5, "now", "today")) {
		clue_add(x->r, CLUE_BASELINE, x->before < x->t->token_count ? x->before : x->first, x->np_end, 0.7);
		return true;
	}
	if (IS_ANY(x, x->before, "target", "goal") || NEAR(x, 4, "target", "goal", "sla", "budget", "threshold")) {
		clue_add(x->r, CLUE_BASELINE, x->first, x->np_end, 0.55);
		return true;
	}
	return false;
}

static bool changes(const struct around *x)
{
	const struct talk_verb *v = clue_verb_at(x->r, x->first);

	return v && talk_verb_is(x->t, v, LEX_CHANGE);
}

/* Words that make the sentence a result: "now", "down to", "saved". */
static bool result_near(const struct around *x)
{
	return (is(x, x->before, "to") && changes(x)) ||
	       NEAR(x, 5, "down", "up", "saved", "saves", "save", "dropped", "fell", "rose", "grew", "increased", "decreased", "reduced", "cut", "improved", "faster", "now") ||
	       (IN_SENTENCE(x, "now", "today") && NEAR(x, 4, "takes", "take", "is", "are", "'s", "'re", "runs", "costs", "at", "need", "needs", "went"));
}

static void time_clue(struct around *x)
{
	static const char *const prepositions[] = {"in", "on", "at", "by", "for", "since", "until", "till", "within", "after", "before", "during", "over", "around",
						   "about", "under", "every", "each", "last", "next", "the", "early", "late", "end", "of", "a", "my", "our", "first",
						   "this", "that", "between", "from", "roughly", "only", "mid", "another", "whole", "past", "these", "those"};
	size_t first = x->first, end = x->end, i;

	for (int n = 0; n < 4; n++) {
		i = seen_before(x->t, first, x->sentence_first);
		if (i >= x->t->token_count || !is_any(x, i, prepositions, sizeof(prepositions) / sizeof(*prepositions)))
			break;
		if (is(x, i, "of") && !IS_ANY(x, seen_before(x->t, i, x->sentence_first), "end", "beginning", "start", "middle", "spring", "summer", "autumn", "winter", "week", "day"))
			break;
		first = i;
	}
	/* "two days later", "three weeks ago", "four weeks before black friday", "between 1 and 3" */
	while (end < x->sentence_end && IS_ANY(x, end, "later", "ago", "before", "after", "earlier", "early", "late", "long", "straight", "each"))
		end++;
	if (IS_ANY(x, end - 1, "before", "after") && end > x->end) {
		size_t words = 0;

		while (end < x->sentence_end && words < 3 && (noun_like(x->t, end) || IS_ANY(x, end, "the", "that", "our", "my"))) {
			end++;
			words++;
		}
	}
	if (IS_ANY(x, end, "of", "in") && end + 1 < x->sentence_end && x->t->amount_at[end + 1] &&
	    x->t->amounts[x->t->amount_at[end + 1] - 1].kind == AMOUNT_DATE)
		end = end + 1 + x->t->amounts[x->t->amount_at[end + 1] - 1].count;
	clue_add(x->r, CLUE_TIME, first, end, 0.8);
}

/* A number without a role is left out: "one of them", "type 2", "step 3". */
static bool loose(const struct around *x)
{
	static const char *const names[] = {"type", "step", "version", "number", "option", "phase", "level", "part", "tier", "day", "week", "chapter", "python", "line", "scd"};

	if (x->m->kind != AMOUNT_COUNT)
		return false;
	if (is_any(x, x->before, names, sizeof(names) / sizeof(*names)))
		return true;
	return is(x, x->first, "one") && x->end - x->first == 1;
}

static void one_amount(struct around *x)
{
	bool design = x->r->design;

	switch (x->m->kind) {
	case AMOUNT_DATE:
	case AMOUNT_CLOCK:
		time_clue(x);
		return;
	case AMOUNT_ORDINAL:
		return;
	case AMOUNT_PERCENTILE:
		clue_add(x->r, CLUE_METRIC, x->first, x->np_end, 0.55);
		return;
	default:
		break;
	}
	if (loose(x) || baseline(x))
		return;
	switch (x->m->kind) {
	case AMOUNT_PERCENT:
	case AMOUNT_TIMES:
		clue_add(x->r, sized(x, "sized") && design ? CLUE_SCALE : CLUE_METRIC, x->first, x->np_end, 0.85);
		return;
	case AMOUNT_TIME:
		if (result_near(x) && !IS_ANY(x, x->before, "for", "in", "every", "within", "last"))
			clue_add(x->r, CLUE_METRIC, x->first, x->np_end, 0.75);
		else if (!x->rate || x->end - x->first > 2)
			time_clue(x);
		return;
	case AMOUNT_MONEY:
		clue_add(x->r, CLUE_METRIC, x->first, x->np_end, 0.7);
		return;
	case AMOUNT_BYTES:
		clue_add(x->r, CLUE_SCALE, x->first, x->np_end, 0.85);
		return;
	default:
		break;
	}
	if (x->np_end == x->end && !result_near(x) && x->m->value < 1000)
		return;
	bool metric = result_near(x) || (sized(x, "resulted") && !sized(x, "sized"));

	clue_add(x->r, metric ? CLUE_METRIC : CLUE_SCALE, x->first, x->np_end, 0.7);
}

/* Times without a number: "last autumn", "every night", "since then", "overnight", "at the end". */
static void plain_times(struct clue_reader *r)
{
	const struct talk_text *t = r->t;
	int season = lexicon_class(r->pack->lex, "season", 6);

	for (size_t i = 0; i < t->token_count; i++) {
		size_t n = 1;

		if (t->tokens[i].skip || t->amount_at[i] || season < 0 || !talk_token_is(t, i, season, &n))
			continue;
		size_t prev = seen_before(t, i, t->sentences[t->tokens[i].sentence].first), first = i;
		static const char *const marks[] = {"last", "next", "this", "that", "every", "each", "in", "the", "over", "by", "during", "until", "one", "same", "a", "at", "on",
						    "first", "second", "third", "whole", "previous", "following", "early", "late", "my", "of", "after", "before", "since", "all", "per"};
		bool marked = false;

		for (int k = 0; k < 4 && prev < t->token_count; k++) {
			bool mark = false;

			for (size_t w = 0; w < sizeof(marks) / sizeof(*marks); w++)
				mark = mark || talk_low_is(t, prev, marks[w]);
			if (!mark || (talk_low_is(t, prev, "of") && k == 0))
				break;
			marked = marked || !(talk_low_is(t, prev, "the") || talk_low_is(t, prev, "a") || talk_low_is(t, prev, "my"));
			first = prev;
			prev = seen_before(t, prev, t->sentences[t->tokens[i].sentence].first);
		}
		if (!marked)
			continue;
		size_t end = i + n;

		if (end < t->token_count && (talk_low_is(t, end, "before") || talk_low_is(t, end, "after") || talk_low_is(t, end, "later")))
			end++;
		clue_add(r, CLUE_TIME, first, end, 0.7);
		i = end - 1;
	}
}

void clues_from_amounts(struct clue_reader *r)
{
	plain_times(r);
	for (size_t i = 0; i < r->t->amount_count; i++) {
		struct around x = {.r = r, .t = r->t, .m = &r->t->amounts[i]};

		x.first = x.m->first;
		x.end = x.first + x.m->count;
		surround(&x);
		one_amount(&x);
	}
}
