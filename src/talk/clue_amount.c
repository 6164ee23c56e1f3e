/* Clues from amounts: metric, baseline, scale, time. What stands around a number says which. */
#include "talk/role.h"

/* "from four hours to 40 minutes": is the other end in the sentence? */
static bool from_to(const struct around *x)
{
	for (size_t i = x->end; i < x->sentence_end && i < x->end + 8; i++)
		if (around_is(x, i, "to") && i + 1 < x->t->token_count) {
			size_t next = talk_token_next(x->t, i);

			return next < x->sentence_end && (x->t->amount_at[next] || x->t->amount_at[talk_token_next(x->t, next) < x->t->token_count ? talk_token_next(x->t, next) : next]);
		}
	return false;
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
		i = around_before(x->t, i, x->sentence_first);
		if (i >= x->t->token_count)
			return i;
		bool used = around_is(x, i, "used") && around_is(x, talk_token_next(x->t, i), "to");

		if (used || IS_ANY(x, i, "previously", "formerly", "originally", "normally", "usually"))
			return i;
		/* "before it was two hours", not "before 40 minutes" nor "three days before the switch" */
		if (around_is(x, i, "before") && n >= 1 && (i == x->sentence_first || x->t->tokens[i - 1].kind == TOKEN_PUNCT || IS_ANY(x, i - 1, "and", "but", "so")))
			return i;
		if (IS_ANY(x, i, "old", "previous", "former") && n >= 1 && n <= 4 && NEAR(x, 3, "had", "was", "took", "were", "cost", "needed"))
			return i;
	}
	return x->t->token_count;
}

/* "it had been 0.3 %", "Was 14,000.", "it was five hundred when I came": a state that ended. */
static bool was_before(struct around *x)
{
	const struct talk_verb *v = clue_verb_at(x->r, x->first);
	size_t start = x->sentence_first;

	while (start < x->first && x->t->tokens[start].skip)
		start++;
	if (IS_ANY(x, start, "was", "were", "used", "had") && x->first - start <= 6) {
		clue_add(x->r, CLUE_BASELINE, start, x->np_end, 0.75);
		return true;
	}
	if (!v || v->who == SUBJECT_I || v->who == SUBJECT_WE || v->group >= x->first || x->first - v->token > 4)
		return false;
	bool had = v->tense == TENSE_PERFECT && around_is(x, v->group, "had"), be = lex_has(&x->t->tokens[v->token].set, LEX_BE);
	bool then = v->past && be && (IS_ANY(x, x->np_end, "when", "before", "until", "under", "then") || NEAR(x, 8, "earlier", "first", "beginning", "formerly", "then"));

	if (!(had && (be || IS_ANY(x, v->token, "been", "taken", "cost", "had", "run", "managed", "needed"))) && !then)
		return false;
	clue_add(x->r, CLUE_BASELINE, v->inherited || !v->subject_count ? v->group : v->subject, x->np_end, 0.75);
	return true;
}

/* The value before: its span begins at its mark. False when the amount is none. */
static bool baseline(struct around *x)
{
	bool unit = x->m->kind == AMOUNT_PERCENT || x->m->kind == AMOUNT_MONEY || x->m->kind == AMOUNT_TIME || x->m->kind == AMOUNT_COUNT ||
		    x->m->kind == AMOUNT_BYTES || x->m->kind == AMOUNT_TIMES;
	size_t mark;

	if (!unit)
		return false;
	if (around_is(x, x->before, "from") && (from_to(x) || NEAR(x, 3, "down", "up"))) {
		clue_add(x->r, CLUE_BASELINE, x->before, x->np_end, 0.9);
		return true;
	}
	if (around_is(x, x->before, "not") && x->m->kind != AMOUNT_TIME) {
		clue_add(x->r, CLUE_BASELINE, x->before, x->np_end, 0.6);
		return true;
	}
	if (IS_ANY(x, x->before, "against", "versus") || (around_is(x, x->before, "of") && around_is(x, x->before2, "instead")) ||
	    (around_is(x, x->before, "to") && around_is(x, x->before2, "compared"))) {
		clue_add(x->r, CLUE_BASELINE, around_is(x, x->before, "of") || around_is(x, x->before, "to") ? x->before2 : x->before, around_stretch(x), 0.85);
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
	if (was_before(x))
		return true;
	if (NEAR(x, 4, "target", "goal", "sla", "budget", "planned", "promised", "contract", "formula", "expected", "allowed", "quota", "estimate")) {
		clue_add(x->r, CLUE_BASELINE, around_is(x, x->before, "under") ? x->before : x->first, x->np_end, 0.55);
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

/* A number without a role is left out: "one of them", "type 2", "step 3". */
static bool loose(const struct around *x)
{
	static const char *const names[] = {"type", "step", "version", "number", "option", "phase", "level", "part", "tier", "day", "week", "chapter", "python", "line", "scd"};

	if (x->m->kind != AMOUNT_COUNT)
		return false;
	if (around_is_any(x, x->before, names, sizeof(names) / sizeof(*names)))
		return true;
	return around_is(x, x->first, "one") && x->end - x->first == 1;
}

/* The amounts of "41 of 44", "one in five", "3 out of 100" as one; *used gets its end. */
static bool parts_of(struct around *x)
{
	const struct talk_text *t = x->t;
	bool out = around_is(x, x->end, "out") && around_is(x, x->end + 1, "of");
	size_t whole = out ? x->end + 2 : IS_ANY(x, x->end, "of", "in") ? x->end + 1 : IS_ANY(x, x->np_end, "in") ? x->np_end + 1 : x->sentence_end;

	while (whole < x->sentence_end && IS_ANY(x, whole, "the", "a", "every"))
		whole++;
	if (x->m->kind != AMOUNT_COUNT || whole >= x->sentence_end || !t->amount_at[whole])
		return false;
	const struct talk_amount *m = &t->amounts[t->amount_at[whole] - 1];

	if (m->kind != AMOUNT_COUNT || m->value < x->m->value)
		return false;
	x->end = (size_t)m->first + m->count;
	x->np_end = x->end;
	*x->used = x->end;
	return true;
}

/* A hyphen makes it a word, "a two-page note"; "half" alone is a share only of something. */
static bool no_amount(const struct around *x)
{
	bool hyphen = x->end < x->sentence_end && x->t->tokens[x->end].skip && *x->t->tokens[x->end].low == '-';

	return x->m->kind == AMOUNT_COUNT && hyphen && !around_counts(x, "sized");
}

static void add_role(struct around *x, enum amount_role role, double sure)
{
	const struct talk_text *t = x->t;
	double confidence = sure < CLUE_SURE ? CLUE_SURE : sure;

	switch (role) {
	case ROLE_METRIC:
		clue_add(x->r, CLUE_METRIC, x->first, x->m->kind == AMOUNT_PERCENT || x->m->kind == AMOUNT_TIMES ? around_stretch(x) : x->np_end, confidence);
		break;
	case ROLE_BASELINE:
		clue_add(x->r, CLUE_BASELINE, x->first, x->np_end, confidence);
		break;
	case ROLE_SCALE:
		/* "a team of six", "two of us" */
		if (around_is(x, x->before, "of") && IS_ANY(x, x->before2, "team", "group", "fleet", "crew"))
			clue_add(x->r, CLUE_SCALE, x->before2, x->np_end, confidence);
		else
			clue_add(x->r, CLUE_SCALE, x->first, around_is(x, x->end, "of") && talk_token_next(t, x->end) < x->sentence_end ? talk_token_next(t, x->end) + 1 : x->np_end, confidence);
		break;
	case ROLE_TIME:
		clue_time_add(x);
		break;
	default:
		break;
	}
}

static void one_amount(struct around *x)
{
	double sure;

	switch (x->m->kind) {
	case AMOUNT_DATE:
	case AMOUNT_CLOCK:
		clue_time_add(x);
		return;
	case AMOUNT_ORDINAL:
		return;
	case AMOUNT_PERCENTILE:
		clue_add(x->r, CLUE_METRIC, x->first, x->np_end, 0.55);
		return;
	default:
		break;
	}
	if (baseline(x))
		return;
	if (clue_time_hour(x)) {
		clue_time_add(x);
		return;
	}
	bool parts = parts_of(x);

	if (!parts && (loose(x) || no_amount(x)))
		return;
	enum amount_role role = amount_role_of(x, &sure);

	add_role(x, role, sure);
}

void clues_from_amounts(struct clue_reader *r)
{
	size_t used = 0;

	clues_from_seasons(r);
	clue_cover(r);
	for (size_t i = 0; i < r->t->amount_count; i++) {
		struct around x = {.r = r, .t = r->t, .m = &r->t->amounts[i], .used = &used};

		x.first = x.m->first;
		x.end = x.first + x.m->count;
		if (x.first < used)
			continue;
		around_read(&x);
		/* "40 million clicks a day": the day belongs to it. */
		if (x.rate)
			used = x.np_end;
		one_amount(&x);
	}
}
