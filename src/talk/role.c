#include "talk/role.h"

#include <math.h>

#define ROLE_FEATURE_TABLE(X) \
	X(ALWAYS) X(COUNT) X(PERCENT) X(MONEY) X(TIME) X(BYTES) X(TIMES) X(STORY) X(SQL) X(DESIGN) \
	X(SHORT_TIME) X(DAYS) X(SMALL) X(ONE) X(BIG) X(FRACTION) X(HALF) \
	X(SIZED) X(RESULTED) X(PEOPLE) X(THING) X(BARE) X(RATE) X(OF_BEHIND) X(HYPHEN) X(PARTS) X(PLURAL) \
	X(P_TO) X(P_BY) X(P_OF) X(P_AT) X(P_LIMIT) X(P_IN) X(P_FOR) X(P_AFTER) X(P_EVERY) X(P_DEFINITE) X(P_ALL) X(P_FROM) X(P_ABOUT) X(P_VERB) X(P_ON) X(P_WITH) X(P_START) X(P_AND) X(P_LAST) \
	X(B_WHEN) X(B_COMPARE) X(B_BAD) X(B_IN) X(B_EACH) \
	X(V_NONE) X(V_CHANGE) X(V_BE) X(V_HAVE) X(V_DO) X(V_MEASURE) X(V_TAKE) X(V_PAST) X(V_PRESENT) X(V_MODAL) X(V_HAD) X(V_SUB) X(V_RELATIVE) X(V_NEGATIVE) X(V_PASSIVE) \
	X(S_OWN) X(S_PERSON) X(S_THING) X(S_IT) X(S_MEASURED) X(S_IN) \
	X(BEFORE_DEED) X(EARLY) X(LATE) X(FIRST_SENTENCE) X(IN_OUTCOME) X(IN_DEED) X(IN_CAUSE) X(IN_OPTION) X(IN_DECISION) X(IN_MEASURE) \
	X(NOW) X(CHANGED) X(BEFORE_WORD) X(TARGET) X(SAME_LATER) X(SAME_EARLIER) X(SAME_NEAR) X(LATENESS) X(RUNS) \
	X(GUESS_METRIC) X(GUESS_SCALE) X(GUESS_TIME) X(ARTICLE) X(ARTICLE_BARE) X(IT_WAS) X(COUNT_MEASURED) X(TIME_BE)

enum role_feature {
#define X(name) F_##name,
	ROLE_FEATURE_TABLE(X)
#undef X
	F_COUNT_ALL
};

#define AMOUNTS_NEAR 60

struct features {
	bool on[F_COUNT_ALL];
};

static bool cls(const struct around *x, size_t i, const char *name)
{
	int id = lexicon_class(x->r->pack->lex, name, strlen(name));
	size_t n = 1;

	return id >= 0 && i < x->t->token_count && talk_token_is(x->t, i, id, &n);
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
		i = around_before(x->t, i, x->sentence_first);
		if (i < x->t->token_count && around_is(x, i, "from") && x->t->amount_at[talk_token_next(x->t, i)])
			return true;
	}
	return false;
}

/* Words that make the number a result: "now", "down to", "saved", "900 loaves less". */
static bool result_near(const struct around *x)
{
	return (around_is(x, x->before, "to") && (changes(x) || behind_from(x))) || IS_ANY(x, x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "better", "worse", "slower", "short", "off") ||
	       NEAR(x, 5, "down", "up", "saved", "saves", "save", "dropped", "fell", "rose", "grew", "increased", "decreased", "reduced", "cut", "improved", "faster", "now") ||
	       (IN_SENTENCE(x, "now", "today") && NEAR(x, 4, "takes", "take", "is", "are", "'s", "'re", "runs", "costs", "at", "need", "needs", "went"));
}

/* The first amount of an outcome is what it amounts to. */
static bool in_outcome(const struct around *x)
{
	if (!clue_over(x->r, x->first, CLUE_OUTCOME))
		return false;
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

/* "forty percent of the users" */
static bool sized_behind(const struct around *x)
{
	int id = lexicon_class(x->r->pack->lex, "sized", 5);

	for (size_t i = x->end; id >= 0 && i < x->end + 4 && i < x->sentence_end; i++)
		if (lex_has(&x->t->tokens[i].set, id))
			return true;
	return false;
}

/* What a few plain rules would say of the amount; one voice among the features. */
static enum amount_role guess_count(const struct around *x)
{
	bool design = x->r->design, per = false;

	for (size_t k = x->end; k + 1 < x->np_end; k++)
		per = per || (around_is(x, k, "per") && x->t->amount_at[k + 1]);
	bool metric = per || result_near(x) || (in_outcome(x) && !around_counts(x, "sized") && (x->np_end == x->end || x->m->value >= 5 || around_counts(x, "resulted"))) ||
		      (around_counts(x, "resulted") && !around_counts(x, "sized"));
	/* "two orders tie" is an example and no size */
	bool small = x->m->value < (x->r->kind == TALK_SQL ? 10 : design ? 3 : 4) && !metric && !(around_counts(x, "sized") && x->r->kind != TALK_SQL && x->m->value >= 2);

	if (x->m->value == 0.5 || small || (x->np_end == x->end && !metric && x->m->value < 1000))
		return ROLE_NONE;
	return metric ? ROLE_METRIC : ROLE_SCALE;
}

static enum amount_role guess(const struct around *x)
{
	switch (x->m->kind) {
	case AMOUNT_PERCENT:
	case AMOUNT_TIMES:
		return x->r->design && (around_counts(x, "sized") || (around_is(x, x->end, "of") && sized_behind(x))) ? ROLE_SCALE : ROLE_METRIC;
	case AMOUNT_TIME:
		return run_time(x) || (result_near(x) && !IS_ANY(x, x->before, "for", "in", "every", "within", "last", "after", "before", "over", "since")) ? ROLE_METRIC : ROLE_TIME;
	case AMOUNT_MONEY:
		return ROLE_METRIC;
	case AMOUNT_BYTES:
		return ROLE_SCALE;
	default:
		return guess_count(x);
	}
}

static void kind_features(const struct around *x, struct features *f)
{
	const struct talk_amount *m = x->m;

	f->on[F_ALWAYS] = true;
	f->on[F_COUNT] = m->kind == AMOUNT_COUNT;
	f->on[F_PERCENT] = m->kind == AMOUNT_PERCENT;
	f->on[F_MONEY] = m->kind == AMOUNT_MONEY;
	f->on[F_TIME] = m->kind == AMOUNT_TIME;
	f->on[F_BYTES] = m->kind == AMOUNT_BYTES;
	f->on[F_TIMES] = m->kind == AMOUNT_TIMES;
	f->on[F_STORY] = !x->r->design;
	f->on[F_SQL] = x->r->kind == TALK_SQL;
	f->on[F_DESIGN] = x->r->design && x->r->kind != TALK_SQL;
	f->on[F_SHORT_TIME] = m->kind == AMOUNT_TIME && m->value < 86400;
	f->on[F_DAYS] = m->kind == AMOUNT_TIME && m->value >= 86400;
	f->on[F_ONE] = m->kind == AMOUNT_COUNT && m->value <= 1;
	f->on[F_SMALL] = m->kind == AMOUNT_COUNT && m->value > 1 && m->value < 4;
	f->on[F_BIG] = m->kind == AMOUNT_COUNT && m->value >= 1000;
	f->on[F_FRACTION] = memchr(x->t->tokens[x->first].low, '.', x->t->tokens[x->first].low_n) != NULL;
	f->on[F_HALF] = around_is(x, x->first, "half") || IS_ANY(x, x->end - 1, "third", "quarter", "half", "fifth", "tenth");
}

static void counted_features(const struct around *x, struct features *f)
{
	bool people = false, any = false, plural = false;

	for (size_t i = x->end; i < x->np_end; i++) {
		const struct talk_token *k = &x->t->tokens[i];

		if (k->skip || k->kind != TOKEN_WORD)
			continue;
		any = true;
		people = people || lex_has(&k->set, LEX_PERSON) || lex_has(&k->set, LEX_CUSTOMER);
		plural = plural || (k->low_n > 3 && k->low[k->low_n - 1] == 's');
	}
	f->on[F_SIZED] = around_counts(x, "sized");
	f->on[F_RESULTED] = around_counts(x, "resulted");
	f->on[F_PEOPLE] = people;
	f->on[F_THING] = any && !f->on[F_SIZED] && !f->on[F_RESULTED] && !people;
	f->on[F_BARE] = !any;
	f->on[F_PLURAL] = plural;
	f->on[F_RATE] = x->rate;
	f->on[F_OF_BEHIND] = around_is(x, x->end, "of");
	f->on[F_PARTS] = (around_is(x, x->end, "of") || around_is(x, x->end, "in") || around_is(x, x->end, "out")) && x->end + 2 < x->sentence_end &&
			 (x->t->amount_at[x->end + 1] || x->t->amount_at[x->end + 2]);
	f->on[F_HYPHEN] = x->end < x->sentence_end && x->t->tokens[x->end].skip && *x->t->tokens[x->end].low == '-';
}

static void side_features(const struct around *x, struct features *f)
{
	size_t b = x->before;

	/* "about 40", "only 40": what stands before the softener counts. */
	if (IS_ANY(x, b, "about", "around", "roughly", "nearly", "almost", "only", "some", "just", "approximately", "like", "maybe", "exactly", "still")) {
		f->on[F_P_ABOUT] = true;
		b = x->before2;
	}
	f->on[F_P_TO] = around_is(x, b, "to");
	f->on[F_P_BY] = around_is(x, b, "by");
	f->on[F_P_OF] = around_is(x, b, "of");
	f->on[F_P_AT] = around_is(x, b, "at");
	f->on[F_P_LIMIT] = IS_ANY(x, b, "under", "over", "within", "than", "below", "above", "least", "most", "beyond", "until", "till", "up");
	f->on[F_P_IN] = IS_ANY(x, b, "in", "inside", "during", "through");
	f->on[F_P_FOR] = around_is(x, b, "for");
	f->on[F_P_AFTER] = IS_ANY(x, b, "after", "before", "since");
	f->on[F_P_EVERY] = IS_ANY(x, b, "every", "each", "another");
	f->on[F_P_DEFINITE] = IS_ANY(x, b, "the", "those", "these", "that", "our", "my", "their", "its", "his", "her", "this");
	f->on[F_P_LAST] = IS_ANY(x, b, "last", "next", "first", "past", "previous", "following", "same");
	f->on[F_P_ALL] = IS_ANY(x, b, "all", "any", "no");
	f->on[F_P_FROM] = IS_ANY(x, b, "from", "between");
	f->on[F_P_ON] = IS_ANY(x, b, "on", "across", "into", "among", "per");
	f->on[F_P_WITH] = IS_ANY(x, b, "with", "without");
	f->on[F_P_START] = b >= x->t->token_count || x->t->tokens[b].kind == TOKEN_PUNCT;
	f->on[F_P_AND] = IS_ANY(x, b, "and", "or", "but");
	f->on[F_B_WHEN] = IS_ANY(x, x->np_end, "later", "ago", "late", "earlier", "early", "old", "before", "after", "behind", "back", "long");
	f->on[F_B_COMPARE] = IS_ANY(x, x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "slower", "better", "worse", "cheaper", "smaller", "larger", "off", "short", "too", "as") ||
			     IS_ANY(x, x->np_end > x->end ? x->np_end - 1 : x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "slower", "cheaper", "smaller", "off", "short");
	f->on[F_B_BAD] = IS_ANY(x, x->np_end, "wrong", "missing", "failed", "broke", "unsubscribed", "late", "differed", "empty", "stuck", "lost", "complained");
	f->on[F_B_IN] = IS_ANY(x, x->np_end, "in", "on", "at", "for", "from", "with", "to");
	f->on[F_B_EACH] = IS_ANY(x, x->np_end, "each", "apiece", "per");
}

static void verb_features(const struct around *x, struct features *f)
{
	const struct talk_text *t = x->t;
	const struct talk_verb *v = clue_verb_at(x->r, x->first);

	f->on[F_V_NONE] = !v;
	if (!v)
		return;
	f->on[F_V_CHANGE] = talk_verb_is(t, v, LEX_CHANGE);
	f->on[F_V_BE] = lex_has(&t->tokens[v->token].set, LEX_BE);
	f->on[F_V_HAVE] = lex_has(&t->tokens[v->token].set, LEX_HAVE);
	f->on[F_V_DO] = talk_verb_is(t, v, LEX_DO) && !f->on[F_V_CHANGE];
	f->on[F_V_MEASURE] = talk_verb_is(t, v, LEX_MEASURE);
	f->on[F_V_TAKE] = IS_ANY(x, v->token, "take", "takes", "took", "taken", "cost", "costs", "run", "runs", "ran", "last", "lasts", "lasted", "need", "needs", "needed", "spend", "spent", "save", "saves", "saved");
	f->on[F_V_PAST] = v->past && v->tense != TENSE_MODAL;
	f->on[F_V_PRESENT] = v->tense == TENSE_PRESENT;
	f->on[F_V_MODAL] = v->tense == TENSE_MODAL;
	f->on[F_V_HAD] = v->tense == TENSE_PERFECT && around_is(x, v->group, "had");
	f->on[F_V_SUB] = v->sub;
	f->on[F_V_RELATIVE] = v->relative;
	f->on[F_V_NEGATIVE] = v->negative;
	f->on[F_V_PASSIVE] = v->tense == TENSE_PASSIVE;
	/* "the load took", and right behind the verb stands the amount */
	f->on[F_P_VERB] = x->before == v->token || (f->on[F_P_ABOUT] && x->before2 == v->token);
	f->on[F_S_OWN] = v->who == SUBJECT_I || v->who == SUBJECT_WE;
	f->on[F_S_PERSON] = v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY;
	f->on[F_S_IT] = v->who == SUBJECT_IT;
	f->on[F_S_THING] = v->who == SUBJECT_THING;
	for (size_t i = v->subject; i < (size_t)v->subject + v->subject_count; i++)
		f->on[F_S_MEASURED] = f->on[F_S_MEASURED] || cls(x, i, "measured");
	f->on[F_S_IN] = v->subject_count && x->first >= v->subject && x->first < (size_t)v->subject + v->subject_count;
}

static void place_features(const struct around *x, struct features *f)
{
	const struct clue_reader *r = x->r;
	double where = (double)x->first / (double)(x->t->token_count + 1);

	f->on[F_BEFORE_DEED] = r->deed[x->first] == 0;
	f->on[F_IN_OUTCOME] = clue_over(r, x->first, CLUE_OUTCOME);
	f->on[F_IN_DEED] = clue_over(r, x->first, CLUE_ACTION);
	f->on[F_IN_DECISION] = clue_over(r, x->first, CLUE_DECISION);
	f->on[F_IN_MEASURE] = clue_over(r, x->first, CLUE_MEASUREMENT);
	f->on[F_IN_CAUSE] = clue_over(r, x->first, CLUE_CAUSE);
	f->on[F_IN_OPTION] = clue_over(r, x->first, CLUE_ALTERNATIVE) || clue_over(r, x->first, CLUE_TRADEOFF);
	f->on[F_EARLY] = where < 0.3;
	f->on[F_LATE] = where > 0.65;
	f->on[F_FIRST_SENTENCE] = x->t->tokens[x->first].sentence == 0;
}

static void sense_features(const struct around *x, struct features *f)
{
	f->on[F_NOW] = IN_SENTENCE(x, "now", "today", "currently", "nowadays");
	f->on[F_CHANGED] = NEAR(x, 7, "down", "up", "dropped", "fell", "rose", "grew", "increased", "decreased", "reduced", "cut", "improved", "shrank", "saved", "saves", "gained", "lost", "went", "halved",
				"doubled", "faster", "lower", "higher", "came", "became", "stopped");
	f->on[F_BEFORE_WORD] = IN_SENTENCE(x, "before", "previously", "originally", "formerly", "until", "old", "former", "initially", "usual", "usually", "normally", "normal");
	f->on[F_TARGET] = IN_SENTENCE(x, "target", "goal", "limit", "planned", "promised", "agreed", "expected", "budget", "estimate", "estimated", "deadline", "allowed", "aim", "asked", "sla", "quota");
	f->on[F_LATENESS] = IN_SENTENCE(x, "late", "later", "lateness", "fresh", "freshness", "old", "window", "retention", "keep", "kept", "delay", "watermark", "lookback", "arrive", "arrives");
	f->on[F_RUNS] = IN_SENTENCE(x, "runs", "run", "ran", "takes", "took", "runtime", "latency", "job", "query", "load", "response", "scan", "scans");
	size_t at = (size_t)(x->m - x->t->amounts);

	/* A short answer has no more numbers than these; a long one is looked at near the amount. */
	for (size_t i = at > AMOUNTS_NEAR ? at - AMOUNTS_NEAR : 0; i < x->t->amount_count && i <= at + AMOUNTS_NEAR; i++) {
		const struct talk_amount *o = &x->t->amounts[i];
		bool same = o->kind == x->m->kind && o->first != x->m->first && (o->kind != AMOUNT_TIME || (o->value < 86400) == (x->m->value < 86400));

		if (o->kind == AMOUNT_COUNT && same) {
			size_t a = x->m->first + x->m->count, b = o->first + o->count;

			same = a < x->t->token_count && b < x->t->token_count && x->t->tokens[a].kind == TOKEN_WORD && !strcmp(x->t->tokens[a].low, x->t->tokens[b].low);
		}
		if (!same)
			continue;
		f->on[F_SAME_LATER] = f->on[F_SAME_LATER] || o->first > x->m->first;
		f->on[F_SAME_EARLIER] = f->on[F_SAME_EARLIER] || o->first < x->m->first;
		f->on[F_SAME_NEAR] = f->on[F_SAME_NEAR] || x->t->tokens[o->first].sentence == x->t->tokens[x->first].sentence;
	}
}

/* What two features say together. */
static void pair_features(const struct around *x, struct features *f)
{
	bool led = f->on[F_P_IN] || f->on[F_P_FOR] || f->on[F_P_AFTER] || f->on[F_P_LIMIT] || f->on[F_P_LAST] || f->on[F_B_WHEN];

	f->on[F_ARTICLE] = IS_ANY(x, x->first, "a", "an");
	f->on[F_ARTICLE_BARE] = f->on[F_ARTICLE] && !led;
	f->on[F_IT_WAS] = f->on[F_S_IT] && f->on[F_V_BE] && f->on[F_V_PAST];
	f->on[F_COUNT_MEASURED] = f->on[F_COUNT] && f->on[F_S_MEASURED] && f->on[F_BARE];
	f->on[F_TIME_BE] = f->on[F_TIME] && !led && (f->on[F_V_BE] || f->on[F_V_TAKE] || f->on[F_V_CHANGE]);
}

/* Points in hundredths for none, metric, baseline, scale and time. */
static const int points[F_COUNT_ALL][ROLE_COUNT] = {
	[F_ALWAYS] = {-10, 29, -35, 18, -2},
	[F_COUNT] = {49, -12, 11, 13, -61},
	[F_PERCENT] = {-28, 52, 29, -18, -35},
	[F_MONEY] = {-7, 63, -12, -12, -32},
	[F_TIME] = {-5, -19, -35, -44, 104},
	[F_BYTES] = {-18, -39, -17, 88, -14},
	[F_TIMES] = {63, -6, -28, -8, -22},
	[F_STORY] = {-62, 25, 37, 12, -12},
	[F_SQL] = {107, -18, -39, 0, -50},
	[F_DESIGN] = {0, 20, -71, 7, 44},
	[F_SHORT_TIME] = {-16, 46, -14, -25, 8},
	[F_DAYS] = {3, -60, -27, -25, 107},
	[F_SMALL] = {136, -70, -18, -39, -8},
	[F_ONE] = {63, -6, 21, -74, -5},
	[F_BIG] = {-67, 41, -8, 61, -27},
	[F_FRACTION] = {-14, -3, 10, 25, -18},
	[F_HALF] = {33, 1, 3, -52, 15},
	[F_SIZED] = {22, -5, -6, 36, -47},
	[F_RESULTED] = {-16, 46, 2, -33, 1},
	[F_PEOPLE] = {-12, -28, -9, 62, -13},
	[F_THING] = {8, 7, -5, -36, 26},
	[F_BARE] = {36, -2, -22, -14, 1},
	[F_RATE] = {-60, 43, 26, 5, -14},
	[F_OF_BEHIND] = {-6, -26, -47, 120, -42},
	[F_HYPHEN] = {-5, -2, -5, 13, 0},
	[F_PARTS] = {10, 2, -2, -3, -8},
	[F_PLURAL] = {32, -23, -36, 39, -12},
	[F_P_TO] = {-5, 23, -23, -18, 23},
	[F_P_BY] = {10, -2, -14, -3, 8},
	[F_P_OF] = {-28, -12, 17, 37, -14},
	[F_P_AT] = {-39, -11, 11, 23, 16},
	[F_P_LIMIT] = {-31, 15, 28, -46, 33},
	[F_P_IN] = {-38, 51, 25, -12, -25},
	[F_P_FOR] = {-59, -28, -10, -15, 112},
	[F_P_AFTER] = {2, -31, -8, -21, 58},
	[F_P_EVERY] = {54, -31, -9, -16, 2},
	[F_P_DEFINITE] = {26, -56, -20, 47, 2},
	[F_P_ALL] = {62, -24, -15, -15, -8},
	[F_P_FROM] = {19, -10, -5, 6, -10},
	[F_P_ABOUT] = {-54, 11, -2, 39, 6},
	[F_P_VERB] = {-41, 27, 26, 47, -59},
	[F_P_ON] = {18, -7, 17, -23, -5},
	[F_P_WITH] = {-8, -18, 9, 28, -10},
	[F_P_START] = {-45, 47, -11, 14, -5},
	[F_P_AND] = {-8, 50, -6, -2, -34},
	[F_P_LAST] = {-7, -17, -15, 1, 38},
	[F_B_WHEN] = {-27, -23, -9, -19, 77},
	[F_B_COMPARE] = {-1, 39, 2, -36, -5},
	[F_B_BAD] = {7, 2, -4, -3, -1},
	[F_B_IN] = {68, 22, -16, -35, -38},
	[F_B_EACH] = {-1, -2, -2, 6, -1},
	[F_V_NONE] = {15, 41, -22, -23, -11},
	[F_V_CHANGE] = {22, 8, -16, -2, -11},
	[F_V_BE] = {-5, 4, 19, -28, 9},
	[F_V_HAVE] = {-38, 17, 48, -18, -10},
	[F_V_DO] = {8, -14, -2, 33, -25},
	[F_V_MEASURE] = {-33, 34, 2, -1, -1},
	[F_V_TAKE] = {-52, 15, 22, -3, 18},
	[F_V_PAST] = {2, 28, 2, -25, -6},
	[F_V_PRESENT] = {3, -5, -43, 43, 2},
	[F_V_MODAL] = {15, -39, 19, 11, -7},
	[F_V_HAD] = {-1, -1, 0, -1, 3},
	[F_V_SUB] = {10, -19, 10, -25, 24},
	[F_V_RELATIVE] = {10, 16, -21, 17, -22},
	[F_V_NEGATIVE] = {46, -20, -4, 17, -38},
	[F_V_PASSIVE] = {-14, -3, -3, 9, 11},
	[F_S_OWN] = {47, -2, -59, 14, 0},
	[F_S_PERSON] = {22, -31, 12, -10, 8},
	[F_S_THING] = {18, 1, 28, -18, -29},
	[F_S_IT] = {-18, 44, -4, -2, -19},
	[F_S_MEASURED] = {9, 21, -5, -11, -14},
	[F_S_IN] = {20, -1, -48, 43, -14},
	[F_BEFORE_DEED] = {24, -11, -28, -3, 17},
	[F_EARLY] = {-44, -38, 15, 48, 19},
	[F_LATE] = {-39, 47, -16, 27, -19},
	[F_FIRST_SENTENCE] = {-15, -46, 71, -4, -7},
	[F_IN_OUTCOME] = {-37, 33, 34, -29, 0},
	[F_IN_DEED] = {-19, -18, -47, 33, 51},
	[F_IN_CAUSE] = {33, -51, -41, 27, 32},
	[F_IN_OPTION] = {-20, -13, -44, 14, 63},
	[F_IN_DECISION] = {49, -39, -17, 11, -4},
	[F_IN_MEASURE] = {-17, -8, -20, 5, 40},
	[F_NOW] = {23, 31, -31, -1, -22},
	[F_CHANGED] = {-28, 9, 5, -17, 32},
	[F_BEFORE_WORD] = {26, 34, -8, -29, -22},
	[F_TARGET] = {-2, 0, 22, -11, -9},
	[F_SAME_LATER] = {-9, 11, 29, -36, 5},
	[F_SAME_EARLIER] = {-12, 21, 5, -11, -3},
	[F_SAME_NEAR] = {10, -36, 70, 4, -48},
	[F_LATENESS] = {31, -46, -27, -7, 49},
	[F_RUNS] = {-4, 33, 13, -7, -35},
	[F_GUESS_METRIC] = {-12, 89, -2, -43, -32},
	[F_GUESS_SCALE] = {-38, -17, -11, 85, -19},
	[F_GUESS_TIME] = {21, -53, -24, -26, 81},
	[F_ARTICLE] = {58, -19, -1, 14, -52},
	[F_ARTICLE_BARE] = {36, 3, -10, 41, -69},
	[F_IT_WAS] = {-16, -58, 57, 39, -22},
	[F_COUNT_MEASURED] = {-14, -34, 25, -28, 51},
	[F_TIME_BE] = {56, 20, -21, -56, 2},
};

enum amount_role amount_role_of(const struct around *x, double *sure)
{
	struct features f = {{false}};
	double score[ROLE_COUNT] = {0}, sum = 0;
	enum amount_role best = ROLE_NONE;

	kind_features(x, &f);
	counted_features(x, &f);
	side_features(x, &f);
	verb_features(x, &f);
	place_features(x, &f);
	sense_features(x, &f);
	enum amount_role plain = guess(x);

	f.on[F_GUESS_METRIC] = plain == ROLE_METRIC;
	f.on[F_GUESS_SCALE] = plain == ROLE_SCALE;
	f.on[F_GUESS_TIME] = plain == ROLE_TIME;
	pair_features(x, &f);
	for (int i = 0; i < F_COUNT_ALL; i++)
		for (int k = 0; f.on[i] && k < ROLE_COUNT; k++)
			score[k] += points[i][k] / 100.0;
	for (int k = 0; k < ROLE_COUNT; k++) {
		sum += exp(score[k]);
		best = score[k] > score[best] ? (enum amount_role)k : best;
	}
	*sure = exp(score[best]) / sum;
	return best;
}
