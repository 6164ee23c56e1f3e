/* Gaps of told stories. */
#include "talk/check.h"
#include "talk/gap.h"

static size_t count(const struct talk_analysis *x, enum talk_clue_type type)
{
	return x->facts.clues[type];
}

static bool retrospective(const struct talk_analysis *x)
{
	return x->round->kind == TALK_RETROSPECTIVE;
}

static bool failure_asked(const struct talk_analysis *x)
{
	return gap_question_has(x, "failure_asked");
}

/* A result that is told: an outcome, or a number of it. */
static bool has_result(const struct talk_analysis *x)
{
	return count(x, CLUE_OUTCOME) > 0 || count(x, CLUE_METRIC) > 0;
}

/* Outcomes that say something: not "it was a success", "a win for all parties". */
static size_t real_outcomes(const struct talk_analysis *x)
{
	const struct topic *template = pack_topic(x->pack, "template");
	size_t n = 0;

	for (size_t i = 0; i < x->clues.n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		n += c->type == CLUE_OUTCOME && !(template && talk_hit_find(&x->hits, template->named, c->first, (size_t)c->first + c->count, NULL));
	}
	return n;
}

static double no_outcome(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (real_outcomes(x))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, CLUE_ACTION));
	return count(x, CLUE_METRIC) >= 2 ? 0.3 : 0.9;
}

static double no_metric(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (count(x, CLUE_METRIC) || !count(x, CLUE_OUTCOME))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, CLUE_OUTCOME));
	/* "much better", "a lot faster": where words stand for the number, it is missed first of all. */
	return count(x, CLUE_BASELINE) ? 0.3 : count(x, CLUE_VAGUE) >= 2 ? 0.95 : x->facts.words < 80 ? 0.65 : 0.5;
}

/* Two numbers of one thing, "eleven pages a week" and "two pages a week": the one is what the other is compared with. */
static bool compared(const struct talk_analysis *x)
{
	for (size_t i = 0; i < x->clues.n; i++)
		for (size_t k = i + 1; k < x->clues.n && k < i + 60; k++) {
			const struct talk_clue *a = &x->clues.p[i], *b = &x->clues.p[k];
			bool numbers = (a->type == CLUE_METRIC || a->type == CLUE_SCALE) && b->type == CLUE_METRIC && a->value != b->value;
			const struct talk_token *last = &x->text.tokens[a->first + a->count - 1], *other = &x->text.tokens[b->first + b->count - 1];

			if (numbers && a->sentence != b->sentence && last->low_n > 2 && !strcmp(last->low, other->low) && a->count > 1)
				return true;
		}
	return false;
}

/* "went down to 40 minutes": it says that something changed, to what, and not from what. */
static bool changed_to(const struct talk_analysis *x, const struct talk_clue *metric)
{
	const struct talk_text *t = &x->text;
	size_t i = metric ? metric->first : 0;

	if (metric && talk_low_is(t, i, "to"))
		i++;
	if (i < 2 || !talk_low_is(t, i - 1, "to"))
		return false;
	return talk_low_is(t, i - 2, "down") || talk_low_is(t, i - 2, "up") || lex_has(&t->tokens[i - 2].set, LEX_CHANGE);
}

static double no_baseline(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (!count(x, CLUE_METRIC) || count(x, CLUE_BASELINE))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, CLUE_METRIC));
	if (compared(x))
		return 0.3;
	if (changed_to(x, gap_clue_last(x, CLUE_METRIC)))
		return GAP_PLAIN;
	return count(x, CLUE_OUTCOME) ? 0.7 : 0.55;
}

/* What was looked at before anything was done found the cause; how the result was known is another thing. */
static bool result_measured(const struct talk_analysis *x)
{
	const struct talk_clue *deed = NULL;

	for (size_t i = 0; i < x->clues.n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		if (c->type == CLUE_MEASUREMENT && deed && deed->first < c->first)
			return true;
		bool looked = false;

		for (size_t k = 0; k < x->clues.n && x->clues.p[k].at < c->at + c->n; k++)
			looked = looked || (x->clues.p[k].type == CLUE_MEASUREMENT && x->clues.p[k].at + x->clues.p[k].n > c->at);
		if (!deed && !looked && (c->type == CLUE_ACTION || c->type == CLUE_DECISION))
			deed = c;
	}
	/* Without a deed there is nothing to be before. */
	return !deed && count(x, CLUE_MEASUREMENT) > 0;
}

static double no_measurement(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (result_measured(x) || !has_result(x))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, count(x, CLUE_METRIC) ? CLUE_METRIC : CLUE_OUTCOME));
	/* A number that nobody says how to have come by is the plainest case. */
	return count(x, CLUE_METRIC) ? 0.85 : 0.55;
}

/* Strong verbs in the past with "I". */
static size_t own_deeds(const struct talk_analysis *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];

		n += v->who == SUBJECT_I && v->past && v->tense != TENSE_MODAL && v->tense != TENSE_PASSIVE && !v->negative &&
		     (talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) || talk_verb_is(&x->text, v, LEX_DECIDE));
	}
	return n;
}

static size_t we_statements(const struct talk_analysis *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->verbs.n; i++)
		n += x->verbs.p[i].who == SUBJECT_WE && x->verbs.p[i].past;
	return n;
}

static double unclear_actor(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const struct talk_facts *f = &x->facts;
	size_t nobody = f->we_verbs + f->passive_verbs;

	(void)row;
	if (f->we_verbs < 1 && f->passive_verbs < 3)
		return 0;
	for (size_t i = 0; i < x->clues.n && !gap->n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		if (c->type == CLUE_ACTION && c->first > 0 && talk_low_is(&x->text, c->first - 1, "we"))
			gap_quote_tokens(x, gap, c->first - 1, (size_t)c->first + c->count);
	}
	if (f->i_verbs == 0 && f->we_verbs >= 2)
		return 0.95;
	/* "I was involved": no deed of one's own */
	if (own_deeds(x) == 0 && f->we_verbs >= 1 && we_statements(x) >= 2)
		return 0.85;
	if (f->we_verbs >= 4 * f->i_verbs && nobody >= 4)
		return 0.8;
	return f->i_verbs == 0 && f->passive_verbs >= 3 ? 0.7 : 0;
}

static double no_decision(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (count(x, CLUE_DECISION))
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_ACTION));
	return count(x, CLUE_ALTERNATIVE) ? 0.4 : count(x, CLUE_CONFLICT) ? 0.85 : 0.75;
}

static double no_alternative(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (!count(x, CLUE_DECISION) || count(x, CLUE_ALTERNATIVE))
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_DECISION));
	return 0.9;
}

static double no_tradeoff(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (!count(x, CLUE_DECISION) || count(x, CLUE_TRADEOFF))
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_DECISION));
	return 0.78;
}

static double no_mechanism(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const struct talk_facts *f = &x->facts;
	double per_action = (double)f->words / (double)(f->concrete + 1);

	(void)row;
	/* The right words without a story: what was really done? */
	if (check_is_list(x) || check_is_circular(x))
		return 0.95;
	if (f->concrete >= 4 || f->clues[CLUE_CAUSE] >= 2)
		return 0;
	gap_quote_clue(gap, count(x, CLUE_TECH) ? talk_clue_first(x, CLUE_TECH) : talk_clue_first(x, CLUE_ACTION));
	if (count(x, CLUE_TECH) && f->concrete <= 3 && f->words < 110)
		return 0.65;
	return f->concrete <= 2 && per_action > 15 && f->words < 100 && f->clues[CLUE_VAGUE] ? 0.6 : 0;
}

/* Causes of what went wrong: told in its sentence or the next one, or said to be the reason. */
static size_t root_causes(const struct talk_analysis *x)
{
	const struct topic *trouble = pack_topic(x->pack, "trouble");
	size_t n = 0;

	for (size_t i = 0; i < x->clues.n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		if (c->type != CLUE_CAUSE)
			continue;
		const struct talk_sentence *s = &x->text.sentences[c->sentence], *before = c->sentence ? s - 1 : s;
		bool because = talk_low_is(&x->text, c->first, "because") || talk_low_is(&x->text, c->first, "since");

		n += !because || (trouble && talk_hit_find(&x->hits, trouble->named, before->first, (size_t)s->first + s->count, NULL));
	}
	return n;
}

static double shallow_cause(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	struct pattern_hit hit;
	size_t trouble = gap_topic_count(x, "trouble", 6, &hit), causes = root_causes(x);
	bool asked = failure_asked(x) || gap_question_has(x, "trouble");

	(void)row;
	if (trouble == 0 || causes >= 2)
		return 0;
	if (causes)
		gap_quote_clue(gap, talk_clue_first(x, CLUE_CAUSE));
	else
		gap_quote_hit(x, gap, &hit);
	if (causes == 0)
		return asked ? 0.85 : trouble >= 2 ? 0.75 : 0.5;
	return asked && trouble >= 2 ? 0.45 : 0;
}

static double no_prevention(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	struct pattern_hit hit;
	size_t trouble = gap_topic_count(x, "trouble", 6, &hit);
	bool asked = failure_asked(x) || gap_question_has(x, "trouble");

	(void)row;
	if (trouble < 1 || talk_topic_named(x, "prevention") || !count(x, CLUE_ACTION))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, CLUE_ACTION));
	/* Without its cause nothing can keep it from coming back. */
	return asked ? 0.75 : trouble >= 2 && !root_causes(x) ? 0.8 : trouble >= 2 ? 0.55 : 0.35;
}

static double no_learning(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (count(x, CLUE_LEARNING) || (!failure_asked(x) && !retrospective(x)))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, CLUE_OUTCOME));
	return failure_asked(x) ? 0.7 : 0.55;
}

static double no_customer(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	bool asked = (x->round->principle && !strcmp(x->round->principle, "customer-obsession")) || gap_question_has(x, "customer_asked");

	(void)row;
	if (!asked)
		return 0;
	struct pattern_hit hit;
	size_t n = gap_topic_count(x, "customers", 4, &hit);

	gap_quote_clue(gap, talk_clue_first(x, CLUE_ACTION));
	return n == 0 ? 0.9 : n == 1 ? 0.45 : 0;
}

static double no_scale(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (count(x, CLUE_SCALE) || count(x, CLUE_METRIC) > 1)
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_VAGUE));
	return 0.7;
}

static double no_timeframe(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_ACTION));
	return count(x, CLUE_TIME) ? 0 : 0.85;
}

static double hypothetical(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const struct talk_facts *f = &x->facts;
	struct pattern_hit hit;
	size_t evasive = gap_topic_count(x, "evasive", 8, &hit);

	(void)row;
	if (retrospective(x) && f->past_verbs > 2)
		return 0;
	if (f->general_verbs <= 2 * f->past_verbs || f->finite_verbs < 3 || f->clues[CLUE_ACTION] + f->clues[CLUE_MEASUREMENT] > 1)
		return 0;
	if (evasive)
		gap_quote_hit(x, gap, &hit);
	return evasive >= 2 || f->past_verbs == 0 ? 0.9 : 0.6;
}

static double hedged_claim(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	size_t hedges = count(x, CLUE_HEDGE);
	const struct talk_clue *near = NULL;

	(void)row;
	/* A softener in the sentence of a number or a result weighs more than one elsewhere. */
	for (size_t i = 0; i < x->clues.n; i++) {
		const struct talk_clue *c = &x->clues.p[i];

		if (c->type != CLUE_HEDGE)
			continue;
		for (size_t k = 0; k < x->clues.n; k++)
			if (x->clues.p[k].sentence == c->sentence && (x->clues.p[k].type == CLUE_METRIC || x->clues.p[k].type == CLUE_OUTCOME))
				near = c;
	}
	gap_quote_clue(gap, near ? near : talk_clue_first(x, CLUE_HEDGE));
	if (hedges >= 4)
		return 0.9;
	if (near && hedges >= 2)
		return 0.8;
	return near && x->facts.words < 130 ? 0.5 : hedges >= 3 ? 0.6 : 0;
}

static double contradiction(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	/* In a list of words nothing contradicts anything. */
	return check_is_list(x) ? 0 : talk_contradiction(x, gap);
}

static double success_as_failure(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	struct pattern_hit hit, spun;
	size_t owned, good;

	(void)row;
	if (!failure_asked(x))
		return 0;
	owned = gap_topic_count(x, "owned_failure", 3, NULL);
	good = gap_topic_count(x, "positive_end", 3, &hit);
	if (good)
		gap_quote_hit(x, gap, &hit);
	if (gap_topic_count(x, "spin", 2, &spun)) {
		gap_quote_hit(x, gap, &spun);
		return 0.95;
	}
	if (owned >= 1 && x->facts.clues[CLUE_LEARNING])
		return 0;
	return owned == 0 && good ? 0.9 : owned == 0 && x->facts.other_verbs > x->facts.i_verbs ? 0.6 : 0;
}

static double no_failure_owned(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	size_t owned;

	(void)row;
	if (!failure_asked(x))
		return 0;
	owned = gap_topic_count(x, "owned_failure", 3, NULL);
	gap_quote_clue(gap, talk_clue_first(x, CLUE_OUTCOME));
	return owned == 0 || gap_topic_count(x, "spin", 1, NULL) ? 0.85 : 0;
}

static double template_language(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	struct pattern_hit hit;
	size_t n = gap_topic_count(x, "template", 12, &hit);

	(void)row;
	if (n)
		gap_quote_hit(x, gap, &hit);
	/* A speech is one whatever its phrases are. */
	if (n >= 4 || (n >= 3 && x->facts.concrete <= 3) || check_is_speech(x))
		return 0.95;
	if (x->facts.abstract_share >= 0.045 && x->facts.concrete <= 2 && x->facts.clues[CLUE_METRIC] == 0)
		return 0.8;
	return n >= 2 && x->facts.concrete <= 3 && x->facts.clues[CLUE_METRIC] == 0 ? 0.75 : 0;
}

static double no_influence(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const char *principle = x->round->principle ? x->round->principle : "";
	bool backbone = !strcmp(principle, "have-backbone") || !strcmp(principle, "earn-trust");
	size_t conflicts = count(x, CLUE_CONFLICT), influence = gap_topic_count(x, "influence", 4, NULL);

	(void)row;
	if (!conflicts && !backbone)
		return influence || !gap_topic_count(x, "others", 1, NULL) ? 0 : 0.4;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_CONFLICT));
	if (influence)
		return influence == 1 && conflicts >= 2 ? 0.5 : 0;
	return conflicts ? 0.7 : 0.55;
}

static double no_business_outcome(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (!has_result(x) || talk_topic_named(x, "business"))
		return 0;
	gap_quote_clue(gap, gap_clue_last(x, count(x, CLUE_OUTCOME) ? CLUE_OUTCOME : CLUE_METRIC));
	return 0.7;
}

const struct gap_entry gap_story_detectors[] = {
	{"no_outcome", no_outcome}, {"no_metric", no_metric}, {"no_baseline", no_baseline}, {"no_measurement", no_measurement},
	{"unclear_actor", unclear_actor}, {"no_decision", no_decision}, {"no_alternative", no_alternative}, {"no_tradeoff", no_tradeoff},
	{"no_mechanism", no_mechanism}, {"shallow_cause", shallow_cause}, {"no_prevention", no_prevention}, {"no_learning", no_learning},
	{"no_customer", no_customer}, {"no_scale", no_scale}, {"no_timeframe", no_timeframe}, {"hypothetical", hypothetical},
	{"hedged_claim", hedged_claim}, {"contradiction", contradiction}, {"success_as_failure", success_as_failure},
	{"no_failure_owned", no_failure_owned}, {"template_language", template_language}, {"no_influence", no_influence},
	{"no_business_outcome", no_business_outcome}, {"rambling", gap_rambling}, {"late_outcome", gap_late_outcome}, {"pivoted", gap_pivoted},
	{NULL, NULL},
};
