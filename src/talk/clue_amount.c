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
	size_t *used;              /* amounts before this token belong to an earlier one */
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
	if (is(x, i, "per") || (IS_ANY(x, i, "in", "of") && IS_ANY(x, next, "a", "100") && is(x, talk_token_next(x->t, next), "million"))) {
		const struct talk_amount *m = x->t->amount_at[next] ? &x->t->amounts[x->t->amount_at[next] - 1] : NULL;
		size_t stop = m ? (size_t)m->first + m->count : next + 1;

		/* "per 100,000 members" */
		return m && stop < end && noun_like(x->t, stop) ? stop + 1 : stop;
	}
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

/* Up to four words more behind a value: "against 190 in the pilot". */
static size_t stretch(const struct around *x)
{
	size_t i = x->np_end;

	for (size_t words = 0; i < x->sentence_end && words < 5; i++) {
		const struct talk_token *k = &x->t->tokens[i];

		if (k->skip)
			continue;
		if (k->kind != TOKEN_WORD || IS_ANY(x, i, "to", "and", "so", "but", "or", "which", "because", "now") || x->t->amount_at[i])
			break;
		const struct talk_verb *v = clue_verb_at(x->r, i);

		if (v && (v->token == i || v->group == i))
			break;
		words++;
	}
	/* It ends in no preposition: "five percent by six". */
	while (i > x->np_end && (x->t->tokens[i - 1].skip || lex_has(&x->t->tokens[i - 1].set, LEX_PREPOSITION) || lex_has(&x->t->tokens[i - 1].set, LEX_DETERMINER)))
		i--;
	return i;
}

/* Does the story begin with this number, before anybody has done anything? */
static bool opens_story(const struct around *x)
{
	if (x->r->design || x->first * 10 > x->t->token_count * 4)
		return false;
	for (size_t i = 0; i < x->r->n; i++) {
		const struct talk_clue *c = &x->r->p[i];

		if ((c->type == CLUE_ACTION || c->type == CLUE_DECISION) && c->first < x->first && x->first >= c->first)
			return false;
	}
	return true;
}

/* Marks that a value is the one before, in front of it in the sentence; token_count if there is none. */
static size_t before_mark(const struct around *x)
{
	size_t i = x->first;

	for (size_t n = 0; n < 8; n++) {
		i = seen_before(x->t, i, x->sentence_first);
		if (i >= x->t->token_count)
			return i;
		bool used = is(x, i, "used") && is(x, talk_token_next(x->t, i), "to");

		if (used || IS_ANY(x, i, "previously", "formerly", "originally", "normally", "usually"))
			return i;
		/* "before it was two hours", not "before 40 minutes" nor "three days before the switch" */
		if (is(x, i, "before") && n >= 1 && (i == x->sentence_first || x->t->tokens[i - 1].kind == TOKEN_PUNCT || IS_ANY(x, i - 1, "and", "but", "so")))
			return i;
		if (IS_ANY(x, i, "old", "previous", "former") && n >= 1 && n <= 4 && NEAR(x, 3, "had", "was", "took", "were", "cost", "needed"))
			return i;
	}
	return x->t->token_count;
}

/* The value before: its span begins at its mark. False when the amount is none. */
static bool baseline(struct around *x)
{
	bool unit = x->m->kind == AMOUNT_PERCENT || x->m->kind == AMOUNT_MONEY || x->m->kind == AMOUNT_TIME || x->m->kind == AMOUNT_COUNT ||
		    x->m->kind == AMOUNT_BYTES || x->m->kind == AMOUNT_TIMES;
	size_t mark;

	if (!unit)
		return false;
	if (is(x, x->before, "from") && (from_to(x) || NEAR(x, 3, "down", "up"))) {
		clue_add(x->r, CLUE_BASELINE, x->before, x->np_end, 0.9);
		return true;
	}
	if (is(x, x->before, "not") && x->m->kind != AMOUNT_TIME) {
		clue_add(x->r, CLUE_BASELINE, x->before, x->np_end, 0.6);
		return true;
	}
	if (IS_ANY(x, x->before, "against", "versus") || (is(x, x->before, "of") && is(x, x->before2, "instead")) ||
	    (is(x, x->before, "to") && is(x, x->before2, "compared"))) {
		clue_add(x->r, CLUE_BASELINE, is(x, x->before, "of") || is(x, x->before, "to") ? x->before2 : x->before, stretch(x), 0.85);
		return true;
	}
	mark = before_mark(x);
	if (mark < x->first) {
		clue_add(x->r, CLUE_BASELINE, mark, x->np_end, 0.8);
		return true;
	}
	/* "it was five" beside "takes two days now" */
	if (NEAR(x, 2, "was", "were", "took", "had") && IN_SENTENCE(x, "now", "today", "currently") && !NEAR(x, 2, "now", "today")) {
		clue_add(x->r, CLUE_BASELINE, x->before < x->t->token_count ? x->before : x->first, x->np_end, 0.7);
		return true;
	}
	if (NEAR(x, 4, "target", "goal", "sla", "budget")) {
		clue_add(x->r, CLUE_BASELINE, is(x, x->before, "under") ? x->before : x->first, x->np_end, 0.55);
		return true;
	}
	/* A share or a run time in the beginning is what it was before. */
	if (IS_ANY(x, x->np_end, "became")) {
		clue_add(x->r, CLUE_BASELINE, x->first, x->np_end, 0.7);
		return true;
	}
	if (opens_story(x) && ((x->m->kind == AMOUNT_PERCENT && NEAR(x, 4, "was", "were", "at", "said", "showed", "had", "is")) || (x->m->kind == AMOUNT_MONEY && x->rate) || (x->m->kind == AMOUNT_TIME && NEAR(x, 2, "took", "takes", "needed", "slow"))) &&
	    !NEAR(x, 3, "by", "for")) {
		clue_add(x->r, CLUE_BASELINE, x->first, x->np_end, 0.6);
		return true;
	}
	return false;
}

static bool changes(const struct around *x)
{
	const struct talk_verb *v = clue_verb_at(x->r, x->first);

	return v && talk_verb_is(x->t, v, LEX_CHANGE);
}

/* "from 410,000 to 603,000" */
static bool behind_from(const struct around *x)
{
	size_t i = x->before;

	for (size_t n = 0; n < 7 && i < x->t->token_count; n++) {
		i = seen_before(x->t, i, x->sentence_first);
		if (i < x->t->token_count && is(x, i, "from") && x->t->amount_at[talk_token_next(x->t, i)])
			return true;
	}
	return false;
}

/* Words that make the number a result: "now", "down to", "saved", "900 loaves less". */
static bool result_near(const struct around *x)
{
	return (is(x, x->before, "to") && (changes(x) || behind_from(x))) || IS_ANY(x, x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "better", "worse", "slower", "short", "off") ||
	       NEAR(x, 5, "down", "up", "saved", "saves", "save", "dropped", "fell", "rose", "grew", "increased", "decreased", "reduced", "cut", "improved", "faster", "now") ||
	       (IN_SENTENCE(x, "now", "today") && NEAR(x, 4, "takes", "take", "is", "are", "'s", "'re", "runs", "costs", "at", "need", "needs", "went"));
}

/* The first amount of an outcome is what it amounts to. */
static bool in_outcome(const struct around *x)
{
	for (size_t i = 0; i < x->r->n; i++) {
		const struct talk_clue *c = &x->r->p[i];

		if (c->type != CLUE_OUTCOME || c->first > x->first || x->first >= (size_t)c->first + c->count)
			continue;
		for (size_t k = c->first; k < x->first; k++)
			if (x->t->amount_at[k] && x->t->amounts[x->t->amount_at[k] - 1].kind != AMOUNT_DATE && x->t->amounts[x->t->amount_at[k] - 1].kind != AMOUNT_TIME)
				return false;
		return true;
	}
	return false;
}

/* "40 minutes" as how long a run takes, and not when or for how long somebody did something. */
static bool run_time(const struct around *x)
{
	if (IS_ANY(x, x->before, "for", "in", "every", "each", "within", "last", "next", "the", "another", "by", "after", "before", "under", "over", "than"))
		return false;
	if (IS_ANY(x, x->end, "later", "late", "ago", "old", "earlier", "early", "after", "before"))
		return false;
	if (!strncmp(x->m->unit, "milli", 5) || !strcmp(x->m->unit, "ms"))
		return true;
	if (x->m->value >= 86400 || *x->m->unit == 'd' || *x->m->unit == 'w' || (*x->m->unit == 'm' && !strncmp(x->m->unit, "month", 5)))
		return false;
	if (!strncmp(x->m->unit, "second", 6) && NEAR(x, 3, "takes", "took", "take", "is", "was", "of", "to", "at", "adds"))
		return true;
	/* In a design it is how long something runs, unless it is how late something may be. */
	if (x->r->design && !IN_SENTENCE(x, "late", "later", "old", "fresh", "freshness", "window", "every", "delay"))
		return true;
	return NEAR(x, 4, "takes", "took", "take", "adds", "added", "costs", "cost", "saves", "runs", "ran", "ready") && !NEAR(x, 5, "i", "we", "he", "she");
}

static bool is_when(const struct around *x, size_t i)
{
	static const char *const words[] = {"in", "on", "at", "by", "for", "since", "until", "till", "within", "after", "before", "during", "over", "around",
					    "about", "under", "every", "each", "last", "next", "the", "early", "late", "end", "of", "a", "my", "our", "first",
					    "this", "that", "between", "from", "roughly", "only", "mid", "another", "whole", "past", "these", "those", "same", "some", "spring",
					    "summer", "autumn", "winter"};

	return is_any(x, i, words, sizeof(words) / sizeof(*words));
}

static void time_clue(struct around *x)
{
	size_t first = x->first, end = x->end, i;

	for (int n = 0; n < 5; n++) {
		i = seen_before(x->t, first, x->sentence_first);
		if (i >= x->t->token_count || !is_when(x, i))
			break;
		if (is(x, i, "of") && !IS_ANY(x, seen_before(x->t, i, x->sentence_first), "end", "beginning", "start", "middle", "spring", "summer", "autumn", "winter", "week", "day"))
			break;
		first = i;
	}
	/* "two days later", "three weeks ago", "four weeks before black friday" */
	while (end < x->sentence_end && IS_ANY(x, end, "later", "ago", "before", "after", "earlier", "early", "late", "long", "straight"))
		end++;
	if (IS_ANY(x, end - 1, "before", "after") && end > x->end) {
		size_t words = 0;

		while (end < x->sentence_end && words < 3 && (noun_like(x->t, end) || IS_ANY(x, end, "the", "that", "our", "my"))) {
			end++;
			words++;
		}
	}
	/* "in March of 2023", "from June to August", "between seven and ten" */
	size_t next = end < x->sentence_end ? talk_token_next(x->t, end) : end;
	bool from = false;

	for (size_t k = first; k < x->first; k++)
		from = from || IS_ANY(x, k, "from", "between");
	bool range = (from && IS_ANY(x, end, "to", "and", "until")) || (x->m->kind == AMOUNT_DATE && is(x, end, "and"));

	if ((IS_ANY(x, end, "of", "in") || range) && next < x->sentence_end && x->t->amount_at[next]) {
		const struct talk_amount *other = &x->t->amounts[x->t->amount_at[next] - 1];

		if ((range && (from || other->kind == AMOUNT_DATE)) || other->kind == AMOUNT_DATE) {
			end = (size_t)other->first + other->count;
			*x->used = end;
		}
	}
	/* "at three in the morning", "at five thirty" */
	if (end < x->sentence_end && x->t->amount_at[end] && x->m->kind == AMOUNT_COUNT && x->m->value <= 24 && x->t->amounts[x->t->amount_at[end] - 1].value < 60) {
		end = x->t->amounts[x->t->amount_at[end] - 1].first + x->t->amounts[x->t->amount_at[end] - 1].count;
		*x->used = end;
	}
	if (is(x, end, "in") && is(x, end + 1, "the") && IS_ANY(x, end + 2, "morning", "afternoon", "evening"))
		end += 3;
	else if (is(x, end, "at") && is(x, end + 1, "night"))
		end += 2;
	/* How often something is refreshed belongs to a design, not to the time of a story. */
	if (!x->r->design && IS_ANY(x, first, "every", "each") && x->m->value > 0 && x->m->value <= 3600)
		return;
	clue_add(x->r, CLUE_TIME, first, end, 0.8);
}

/* "at six", "by 11", "between seven and ten": an hour of the day. */
static bool hour_of_day(const struct around *x)
{
	if (x->m->kind != AMOUNT_COUNT || x->m->value < 1 || x->m->value > 24 || (x->np_end != x->end && !x->t->amount_at[x->end]) || memchr(x->t->tokens[x->first].low, '.', x->t->tokens[x->first].low_n))
		return false;
	return IS_ANY(x, x->before, "at", "by", "until", "before") || (is(x, x->before, "between") && is(x, x->end, "and"));
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

/* "forty percent of the users" */
static bool sized_behind(const struct around *x)
{
	int id = lexicon_class(x->r->pack->lex, "sized", 5);

	for (size_t i = x->end; id >= 0 && i < x->end + 4 && i < x->sentence_end; i++)
		if (lex_has(&x->t->tokens[i].set, id))
			return true;
	return false;
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
	bool share = IS_ANY(x, x->end, "in", "out") && x->m->kind == AMOUNT_COUNT;

	if ((loose(x) && !share) || baseline(x))
		return;
	if (hour_of_day(x)) {
		time_clue(x);
		return;
	}
	switch (x->m->kind) {
	case AMOUNT_PERCENT:
	case AMOUNT_TIMES:
		/* "three times" is how often, "three times higher" how much */
		if (x->m->kind == AMOUNT_TIMES && !strcmp(x->m->unit, "times") && !IS_ANY(x, x->end, "faster", "slower", "higher", "lower", "more", "less", "as", "better", "cheaper", "larger", "too"))
			return;
		clue_add(x->r, design && (sized(x, "sized") || (is(x, x->end, "of") && sized_behind(x))) ? CLUE_SCALE : CLUE_METRIC, x->first, stretch(x), 0.85);
		return;
	case AMOUNT_TIME:
		if (run_time(x) || (result_near(x) && !IS_ANY(x, x->before, "for", "in", "every", "within", "last", "after", "before", "over", "since")))
			clue_add(x->r, CLUE_METRIC, x->first, x->np_end, 0.75);
		else
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
	/* "41 of 44" */
	if (is(x, x->end, "of") && x->end + 1 < x->sentence_end && x->t->amount_at[x->end + 1]) {
		const struct talk_amount *whole = &x->t->amounts[x->t->amount_at[x->end + 1] - 1];

		*x->used = (size_t)whole->first + whole->count;
		clue_add(x->r, in_outcome(x) ? CLUE_METRIC : CLUE_SCALE, x->first, *x->used, 0.7);
		return;
	}
	/* "one in five", "3 out of 100" */
	size_t in = is(x, x->end, "out") && is(x, x->end + 1, "of") ? x->end + 2 : is(x, x->end, "in") || is(x, x->np_end, "in") ? (is(x, x->end, "in") ? x->end : x->np_end) + 1 : 0;

	if (in && in < x->sentence_end && x->t->amount_at[in] && x->t->amounts[x->t->amount_at[in] - 1].kind == AMOUNT_COUNT) {
		const struct talk_amount *whole = &x->t->amounts[x->t->amount_at[in] - 1];

		*x->used = (size_t)whole->first + whole->count;
		clue_add(x->r, CLUE_METRIC, x->first, *x->used, 0.7);
		return;
	}
	/* "31 per 100,000 members" */
	bool per = false;

	for (size_t k = x->end; k + 1 < x->np_end; k++)
		per = per || (is(x, k, "per") && x->t->amount_at[k + 1]);
	bool metric = per || result_near(x) || (in_outcome(x) && !sized(x, "sized") && (x->np_end == x->end || x->m->value >= 5 || sized(x, "resulted"))) || (sized(x, "resulted") && !sized(x, "sized"));
	bool team = is(x, x->before, "of") && IS_ANY(x, x->before2, "team", "group");
	/* A hyphen makes it a word: "a two-page note". */
	bool hyphen = x->end < x->sentence_end && x->t->tokens[x->end].skip && *x->t->tokens[x->end].low == '-';
	/* "two orders tie" is an example and no size */
	bool small = x->m->value < (x->r->kind == TALK_SQL ? 10 : design ? 3 : 4) && !metric && !(sized(x, "sized") && x->r->kind != TALK_SQL && x->m->value >= 2);

	if (x->m->value == 0.5)
		return;
	/* "two of us", "five of them" */
	if (is(x, x->end, "of") && IS_ANY(x, talk_token_next(x->t, x->end), "us", "them", "my", "our") && x->m->value > 1) {
		clue_add(x->r, CLUE_SCALE, x->first, x->end + 2, 0.7);
		return;
	}

	if (team)
		clue_add(x->r, CLUE_SCALE, x->before2, x->np_end, 0.8);
	else if (!hyphen && !small && (x->np_end > x->end || metric || x->m->value >= 1000))
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
						    "first", "second", "third", "whole", "previous", "following", "early", "late", "my", "of", "after", "before", "since", "all", "for", "within", "some", "these", "those", "another"};
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

		if ((talk_low_is(t, first, "each") || talk_low_is(t, first, "that") || talk_low_is(t, first, "of") || talk_low_is(t, first, "by") || talk_low_is(t, first, "same") ||
		     talk_low_is(t, i - 1, "that") || talk_low_is(t, i - 1, "same")) && (r->design || talk_low_is(t, first, "of")))
			continue;
		if (end + 1 < t->token_count && talk_low_is(t, end, "of") && t->amount_at[end + 1])
			end += 1 + t->amounts[t->amount_at[end + 1] - 1].count;
		if (end < t->token_count && (talk_low_is(t, end, "before") || talk_low_is(t, end, "after") || talk_low_is(t, end, "later")))
			end++;
		clue_add(r, CLUE_TIME, first, end, 0.8);
		i = end - 1;
	}
}

void clues_from_amounts(struct clue_reader *r)
{
	size_t used = 0;

	plain_times(r);
	for (size_t i = 0; i < r->t->amount_count; i++) {
		struct around x = {.r = r, .t = r->t, .m = &r->t->amounts[i], .used = &used};

		x.first = x.m->first;
		x.end = x.first + x.m->count;
		if (x.first < used)
			continue;
		surround(&x);
		/* "40 million clicks a day": the day belongs to it. */
		if (x.rate)
			used = x.np_end;
		one_amount(&x);
	}
}
