/*
 * Outcomes: what came of it, a clause about somebody or something that changed.
 *
 * A clause that tells a result and one that merely tells what happened next look alike.  No single word decides: tense, subject, verb,
 * numbers, words of change and of now, and the place in the story each give points, and the sum decides.
 */
#include <math.h>

#include "talk/clue.h"

#define RESULT_FEATURE_TABLE(X) \
	X(ALWAYS) X(STORY) X(SQL) X(DESIGN) X(NO_DEED) X(AFTER_DEED) X(EARLY) X(MIDDLE) X(LATE) X(LAST_SENTENCES) X(FIRST_SENTENCES) \
	X(OWN) X(WE) X(YOU) X(THEY) X(PERSON) X(CUSTOMER) X(IT) X(THERE) X(THING) X(ANYBODY) X(NOBODY) X(NO_SUBJECT) X(INHERITED) X(MEASURED) X(POSSESSED) \
	X(PAST) X(PERFECT) X(HAD) X(PASSIVE) X(PRESENT) X(MODAL) X(COULD) X(ING) X(NEGATIVE) X(RELATIVE) X(SUB) \
	X(BE) X(HAVE) X(CHANGE) X(DO) X(MEASURE) X(SAY) X(THINK) X(STATE) X(DECIDE) X(WEAK) X(USED_TO) X(COST) \
	X(AMOUNT) X(PERCENT) X(NOW) X(STILL) X(STOPPED) X(GOOD) X(OPINION) X(COMPARED) X(AFTER_WORD) X(BEFORE_WORD) X(BECAUSE) X(SO_FRONT) X(TIME_FRONT) X(SHORT) X(LONG) \
	X(IN_CAUSE) X(IN_OPTION) X(IN_TRADEOFF) X(IN_CONFLICT) X(IN_DEED) X(IN_MEASURE) X(IN_LEARNING) X(IN_DECISION) X(DEED_JUST_BEFORE) \
	X(LEAN_LOW) X(LEAN_HALF) X(LEAN_HIGH) X(LEAN_SURE) X(CHANGE_THING) X(NOW_PRESENT) X(THING_LATE) X(AMOUNT_LATE) X(MEASURED_AMOUNT)

enum result_feature {
#define X(name) R_##name,
	RESULT_FEATURE_TABLE(X)
#undef X
	R_COUNT
};

#define CLAUSE_NEAR 60             /* tokens of a clause that are looked at */

struct features {
	bool on[R_COUNT];
};

/* The token of the first own deed; what happened before it is the setting. */
static size_t first_deed(const struct clue_reader *r)
{
	size_t first = r->t->token_count;

	for (size_t i = 0; i < r->n; i++)
		if ((r->p[i].type == CLUE_ACTION || r->p[i].type == CLUE_DECISION) && r->p[i].first < first)
			first = r->p[i].first;
	return first;
}

static bool any_word(const struct talk_text *t, size_t first, size_t end, const char *const *words, size_t n)
{
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < n; k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}
#define WORD_IN(t, first, end, ...) any_word(t, first, end, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool own(const struct talk_verb *v)
{
	return v->who == SUBJECT_I || v->who == SUBJECT_WE;
}

/* Does an amount that is a metric stand in the clause? */
static bool amount_in(const struct clue_reader *r, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (r->t->amount_at[i] && r->t->amounts[r->t->amount_at[i] - 1].kind != AMOUNT_DATE && r->t->amounts[r->t->amount_at[i] - 1].kind != AMOUNT_CLOCK)
			return true;
	return false;
}

static bool word_in(const struct talk_text *t, size_t first, size_t end, const char *word)
{
	for (size_t i = first; i < end; i++)
		if (talk_low_is(t, i, word))
			return true;
	return false;
}

/* Is the token inside a clue that is something else than a result? */
static bool taken(const struct clue_reader *r, size_t i)
{
	static const enum talk_clue_type other[] = {CLUE_CAUSE, CLUE_LEARNING, CLUE_ALTERNATIVE, CLUE_TRADEOFF, CLUE_CONFLICT, CLUE_DECISION, CLUE_MEASUREMENT, CLUE_DECLINE, CLUE_ACTION};

	for (size_t k = 0; k < sizeof(other) / sizeof(*other); k++)
		if (clue_over(r, i, other[k]))
			return true;
	return false;
}

/* How it is, when it is good or over: "on time", "gone", "faster". */
static bool result_word(const struct talk_text *t, size_t first, size_t end)
{
	static const char *const words[] = {"better", "faster", "positive", "satisfied", "happy", "stable", "gone", "clean", "live", "correct", "zero", "fewer", "less",
					    "quicker", "smaller", "lower", "higher", "approved", "promoted", "able", "cheaper", "relieved", "grateful", "missing", "approved", "insightful", "nobody", "none", "successful", "enthusiastic", "quick", "done"};

	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}

/* "the call was right", "my work was good": what somebody thinks of it. */
static bool opinion(const struct talk_text *t, size_t first, size_t end)
{
	static const char *const words[] = {"right", "good", "call", "deal", "idea", "insightful", "fine", "okay", "ok", "funny", "reason", "argument", "plan", "question"};

	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}

/* How much a few plain rules lean to a result, from 0 to 1; one voice among the features. */
static double lean(const struct clue_reader *r, const struct talk_verb *v, size_t deed)
{
	const struct talk_text *t = r->t;
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group, end = v->end < v->token + CLAUSE_NEAR ? v->end : v->token + CLAUSE_NEAR;
	double where = (double)v->token / (double)(t->token_count + 1), score = 0.2;
	bool amount = amount_in(r, v->group, end), be = v->token < t->token_count && (lex_has(&t->tokens[v->token].set, LEX_BE) || talk_low_is(t, v->token, "came"));
	bool now = word_in(t, first, end, "now") || word_in(t, first, end, "today") || word_in(t, first, end, "since") ||
		   word_in(t, first, end, "longer") || word_in(t, v->group, v->token, "still");

	bool could = v->tense == TENSE_MODAL && !own(v) && !v->negative && talk_low_is(t, v->group, "could") && v->token > deed;

	if ((r->design && (deed >= t->token_count || !(v->past || now))) || (v->tense == TENSE_MODAL && !could) || v->tense == TENSE_ING || v->relative || v->sub ||
	    taken(r, v->token))
		return 0;
	if (r->design)
		score -= 0.25;
	/* what it was before, how long it took, what there was */
	if (talk_low_is(t, v->token, "used") || (v->who == SUBJECT_IT && talk_low_is(t, v->token, "took") && !now))
		score -= 0.4;
	if (talk_low_is(t, first, "there") && !v->negative)
		score -= 0.3;
	score += could ? 0.15 : 0;
	/* "it was crazy", "there was the question": the setting goes on */
	if (be && v->who == SUBJECT_IT && !amount && !now && !result_word(t, v->token, end))
		score -= 0.25;
	if (result_word(t, v->token, end))
		score += 0.15;
	/* A story without a deed is all setting and result. */
	score += deed == t->token_count ? 0.2 : v->token > deed ? 0.3 : -0.25;
	score += where > 0.6 ? 0.15 : where < 0.3 && deed < t->token_count ? -0.2 : 0;
	score += amount ? 0.15 : 0;
	score += now ? 0.15 : 0;
	score += !own(v) && talk_verb_is(t, v, LEX_CHANGE) ? 0.1 : 0;
	score += v->negative && !own(v) ? 0.1 : 0;
	score -= (talk_verb_is(t, v, LEX_SAY) && !v->negative) || talk_verb_is(t, v, LEX_THINK) ? 0.25 : 0;
	/* "we are at 140 ms", "I was promoted", "we saved 12,000": how it is with us now */
	bool passive = v->tense == TENSE_PASSIVE && result_word(t, v->token, (size_t)v->token + 1);

	if (own(v))
		score -= (be && (amount || now || result_word(t, v->token, end))) || passive ? 0 : (amount || now) && talk_verb_is(t, v, LEX_CHANGE) && !talk_verb_is(t, v, LEX_DO) ? 0.25 : 0.5;
	if (v->who == SUBJECT_YOU || (v->who == SUBJECT_ANYBODY && !v->past))
		score -= 0.3;
	/* "they had managed four", "Finance reran them", "he was right": background, checks and opinions */
	if (v->tense == TENSE_PERFECT && talk_low_is(t, v->group, "had"))
		score -= 0.35;
	if (talk_verb_is(t, v, LEX_MEASURE) && !talk_verb_is(t, v, LEX_CHANGE))
		score -= 0.35;
	if (be && !amount && opinion(t, v->token, end))
		score -= 0.35;
	if (v->who == SUBJECT_NONE)
		score -= 0.4;
	if (!v->past && !now)
		score -= 0.1;
	return score;
}

static void story_features(const struct clue_reader *r, const struct talk_verb *v, size_t deed, struct features *f)
{
	double where = (double)v->token / (double)(r->t->token_count + 1);
	size_t sentences = r->t->sentence_count;

	f->on[R_ALWAYS] = true;
	f->on[R_STORY] = !r->design;
	f->on[R_SQL] = r->kind == TALK_SQL;
	f->on[R_DESIGN] = r->design && r->kind != TALK_SQL;
	f->on[R_NO_DEED] = deed >= r->t->token_count;
	f->on[R_AFTER_DEED] = v->token > deed;
	f->on[R_EARLY] = where < 0.25;
	f->on[R_MIDDLE] = where >= 0.45 && where < 0.7;
	f->on[R_LATE] = where >= 0.7;
	f->on[R_FIRST_SENTENCES] = v->sentence < 2 && sentences > 3;
	f->on[R_LAST_SENTENCES] = v->sentence + 3 >= sentences && sentences > 4;
}

static void subject_features(const struct clue_reader *r, const struct talk_verb *v, struct features *f)
{
	const struct talk_text *t = r->t;
	size_t first = v->subject, end = first + v->subject_count;
	int measured = lexicon_class(r->pack->lex, "measured", 8);

	f->on[R_OWN] = v->who == SUBJECT_I;
	f->on[R_WE] = v->who == SUBJECT_WE;
	f->on[R_YOU] = v->who == SUBJECT_YOU;
	f->on[R_THEY] = v->who == SUBJECT_THEY;
	f->on[R_PERSON] = v->who == SUBJECT_PERSON;
	f->on[R_IT] = v->who == SUBJECT_IT;
	f->on[R_THING] = v->who == SUBJECT_THING;
	f->on[R_ANYBODY] = v->who == SUBJECT_ANYBODY;
	f->on[R_NO_SUBJECT] = v->who == SUBJECT_NONE;
	f->on[R_INHERITED] = v->inherited;
	for (size_t i = first; i < end; i++) {
		size_t n = 1;

		f->on[R_CUSTOMER] = f->on[R_CUSTOMER] || lex_has(&t->tokens[i].set, LEX_CUSTOMER);
		f->on[R_MEASURED] = f->on[R_MEASURED] || (measured >= 0 && talk_token_is(t, i, measured, &n));
	}
	f->on[R_THERE] = WORD_IN(t, first, end, "there");
	f->on[R_NOBODY] = WORD_IN(t, first, end, "nobody", "none", "no", "zero", "everyone", "everybody", "all");
	f->on[R_POSSESSED] = WORD_IN(t, first, end, "my", "our", "his", "her", "their", "its");
}

static void verb_features(const struct clue_reader *r, const struct talk_verb *v, struct features *f)
{
	const struct talk_text *t = r->t;

	f->on[R_PAST] = v->tense == TENSE_PAST;
	f->on[R_HAD] = v->tense == TENSE_PERFECT && talk_low_is(t, v->group, "had");
	f->on[R_PERFECT] = v->tense == TENSE_PERFECT && !f->on[R_HAD];
	f->on[R_PASSIVE] = v->tense == TENSE_PASSIVE;
	f->on[R_PRESENT] = v->tense == TENSE_PRESENT;
	f->on[R_COULD] = v->tense == TENSE_MODAL && talk_low_is(t, v->group, "could");
	f->on[R_MODAL] = v->tense == TENSE_MODAL && !f->on[R_COULD];
	f->on[R_ING] = v->tense == TENSE_ING;
	f->on[R_NEGATIVE] = v->negative;
	f->on[R_RELATIVE] = v->relative;
	f->on[R_SUB] = v->sub;
	f->on[R_BE] = lex_has(&t->tokens[v->token].set, LEX_BE);
	f->on[R_HAVE] = lex_has(&t->tokens[v->token].set, LEX_HAVE);
	f->on[R_CHANGE] = talk_verb_is(t, v, LEX_CHANGE);
	f->on[R_DO] = talk_verb_is(t, v, LEX_DO);
	f->on[R_MEASURE] = talk_verb_is(t, v, LEX_MEASURE);
	f->on[R_SAY] = talk_verb_is(t, v, LEX_SAY);
	f->on[R_THINK] = talk_verb_is(t, v, LEX_THINK);
	f->on[R_STATE] = talk_verb_is(t, v, LEX_STATE);
	f->on[R_DECIDE] = talk_verb_is(t, v, LEX_DECIDE);
	f->on[R_WEAK] = talk_verb_is(t, v, LEX_WEAK);
	f->on[R_USED_TO] = talk_low_is(t, v->token, "used") && talk_low_is(t, talk_token_next(t, v->token), "to");
	f->on[R_COST] = WORD_IN(t, v->token, (size_t)v->token + 1, "cost", "costs", "took", "takes", "needed", "needs", "lost");
	f->on[R_STOPPED] = WORD_IN(t, v->token, (size_t)v->token + 1, "stopped", "ended", "disappeared", "vanished", "returned", "joined", "adopted", "renewed", "signed", "extended", "promoted", "thanked", "agreed",
				   "accepted", "approved", "asked", "dropped", "fell", "rose", "went", "grew", "shrank", "improved", "halved", "doubled", "saved", "switched", "moved");
}

static void word_features(const struct clue_reader *r, const struct talk_verb *v, struct features *f)
{
	const struct talk_text *t = r->t;
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group, end = v->clause_end < v->token + CLAUSE_NEAR ? v->clause_end : v->token + CLAUSE_NEAR, start = t->sentences[v->sentence].first;
	size_t front = first > start + 4 ? first - 4 : start;

	for (size_t i = first; i < v->end && i < end; i++) {
		const struct talk_amount *m = t->amount_at[i] ? &t->amounts[t->amount_at[i] - 1] : NULL;

		f->on[R_AMOUNT] = f->on[R_AMOUNT] || (m && m->kind != AMOUNT_DATE && m->kind != AMOUNT_CLOCK && m->kind != AMOUNT_ORDINAL);
		f->on[R_PERCENT] = f->on[R_PERCENT] || (m && (m->kind == AMOUNT_PERCENT || m->kind == AMOUNT_MONEY));
	}
	f->on[R_NOW] = WORD_IN(t, front, end, "now", "today", "nowadays", "since", "longer", "anymore");
	f->on[R_STILL] = WORD_IN(t, first, end, "still", "already", "finally", "eventually", "again", "afterwards", "instead");
	f->on[R_GOOD] = WORD_IN(t, v->token, end, "better", "faster", "positive", "satisfied", "happy", "stable", "gone", "clean", "live", "correct", "zero", "fewer", "less", "quicker", "smaller", "lower", "higher",
				"approved", "promoted", "able", "cheaper", "relieved", "grateful", "nobody", "none", "successful", "ready", "through", "done", "flat", "down", "up", "back", "clear", "quiet", "silent", "steady",
				"green", "empty", "fine", "smoothly", "easier", "calm");
	f->on[R_OPINION] = WORD_IN(t, v->token, end, "right", "good", "call", "deal", "idea", "fine", "okay", "ok", "funny", "reason", "argument", "plan", "question", "wrong", "problem", "mistake", "fault", "hard", "terrible", "nice");
	f->on[R_COMPARED] = WORD_IN(t, first, end, "from", "than", "instead", "against", "compared", "half", "twice", "within", "under", "below");
	f->on[R_AFTER_WORD] = WORD_IN(t, front, first, "after", "later", "then", "by", "end", "since", "within", "finally", "eventually");
	f->on[R_BEFORE_WORD] = WORD_IN(t, front, end, "before", "previously", "originally", "normally", "usually", "always", "earlier");
	f->on[R_BECAUSE] = WORD_IN(t, v->end, (size_t)v->end + 1, "because", "since", "as");
	f->on[R_SO_FRONT] = WORD_IN(t, front, first, "so", "therefore");
	f->on[R_TIME_FRONT] = WORD_IN(t, front, first, "week", "weeks", "month", "months", "day", "days", "year", "years", "that", "on", "in");
	f->on[R_SHORT] = v->end - first <= 4;
	f->on[R_LONG] = v->end - first >= 12;
}

static void clue_features(const struct clue_reader *r, const struct talk_verb *v, struct features *f)
{
	size_t i = v->token;

	f->on[R_IN_CAUSE] = clue_over(r, i, CLUE_CAUSE);
	f->on[R_IN_OPTION] = clue_over(r, i, CLUE_ALTERNATIVE);
	f->on[R_IN_TRADEOFF] = clue_over(r, i, CLUE_TRADEOFF);
	f->on[R_IN_CONFLICT] = clue_over(r, i, CLUE_CONFLICT);
	f->on[R_IN_DEED] = clue_over(r, i, CLUE_ACTION);
	f->on[R_IN_MEASURE] = clue_over(r, i, CLUE_MEASUREMENT);
	f->on[R_IN_LEARNING] = clue_over(r, i, CLUE_LEARNING) || clue_over(r, i, CLUE_DECLINE);
	f->on[R_IN_DECISION] = clue_over(r, i, CLUE_DECISION);
	/* A deed in this sentence or the one before, and the verb is not its own. */
	f->on[R_DEED_JUST_BEFORE] = r->deed[i] && r->deed[i] + 1 >= v->sentence + 1 && !f->on[R_IN_DEED] && !f->on[R_IN_DECISION];
}

#define RESULT_LEAN 120            /* a result that is missed costs a needless question, so doubt speaks for it */

/* Points in hundredths. */
static const int points[R_COUNT] = {
	[R_ALWAYS] = -107, [R_STORY] = -35, [R_SQL] = -106, [R_DESIGN] = -146, [R_NO_DEED] = -49, [R_AFTER_DEED] = -27, [R_EARLY] = -68,
	[R_MIDDLE] = -56, [R_LATE] = -8, [R_LAST_SENTENCES] = 32, [R_FIRST_SENTENCES] = -29, [R_OWN] = -109, [R_WE] = 43, [R_YOU] = -28,
	[R_THEY] = -42, [R_PERSON] = -44, [R_CUSTOMER] = 28, [R_IT] = -70, [R_THERE] = -30, [R_THING] = -49, [R_ANYBODY] = -22, [R_NOBODY] = -12,
	[R_NO_SUBJECT] = -14, [R_INHERITED] = -76, [R_MEASURED] = 25, [R_POSSESSED] = -32, [R_PAST] = -67, [R_PERFECT] = 44, [R_HAD] = -45,
	[R_PASSIVE] = -28, [R_PRESENT] = -90, [R_MODAL] = -71, [R_COULD] = 4, [R_ING] = -28, [R_NEGATIVE] = -14, [R_RELATIVE] = -30,
	[R_SUB] = -74, [R_BE] = -47, [R_HAVE] = 3, [R_CHANGE] = 38, [R_DO] = -14, [R_MEASURE] = -64, [R_SAY] = -26, [R_THINK] = 8,
	[R_STATE] = -49, [R_DECIDE] = -52, [R_WEAK] = -38, [R_USED_TO] = -26, [R_COST] = -5, [R_AMOUNT] = 18, [R_PERCENT] = 21, [R_NOW] = -1,
	[R_STILL] = 36, [R_STOPPED] = 103, [R_GOOD] = 53, [R_OPINION] = 16, [R_COMPARED] = -5, [R_AFTER_WORD] = 27, [R_BEFORE_WORD] = -15,
	[R_BECAUSE] = -29, [R_SO_FRONT] = -36, [R_TIME_FRONT] = -12, [R_SHORT] = -68, [R_LONG] = -20, [R_IN_CAUSE] = -7, [R_IN_OPTION] = -50,
	[R_IN_TRADEOFF] = -6, [R_IN_CONFLICT] = -8, [R_IN_DEED] = -63, [R_IN_MEASURE] = -32, [R_IN_LEARNING] = -20, [R_IN_DECISION] = -55,
	[R_DEED_JUST_BEFORE] = -1, [R_LEAN_LOW] = 73, [R_LEAN_HALF] = 175, [R_LEAN_HIGH] = 90, [R_LEAN_SURE] = 30, [R_CHANGE_THING] = -48,
	[R_NOW_PRESENT] = 76, [R_THING_LATE] = -10, [R_AMOUNT_LATE] = 42, [R_MEASURED_AMOUNT] = 78,
};

/* What two features say together. */
static void pair_features(double leaning, struct features *f)
{
	bool thing = f->on[R_THING] || f->on[R_IT] || f->on[R_PERSON] || f->on[R_THEY];

	f->on[R_LEAN_LOW] = leaning >= 0.3 && leaning < 0.5;
	f->on[R_LEAN_HALF] = leaning >= 0.5;
	f->on[R_LEAN_HIGH] = leaning >= 0.65;
	f->on[R_LEAN_SURE] = leaning >= 0.8;
	f->on[R_CHANGE_THING] = f->on[R_CHANGE] && thing && !f->on[R_DO];
	f->on[R_NOW_PRESENT] = f->on[R_NOW] && f->on[R_PRESENT];
	f->on[R_THING_LATE] = thing && f->on[R_LATE] && f->on[R_AFTER_DEED];
	f->on[R_AMOUNT_LATE] = f->on[R_AMOUNT] && f->on[R_LATE];
	f->on[R_MEASURED_AMOUNT] = f->on[R_MEASURED] && f->on[R_AMOUNT] && f->on[R_AFTER_DEED];
}

static void one_result(struct clue_reader *r, const struct talk_verb *v, size_t deed)
{
	struct features f = {{false}};
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group;
	double sum = 0;

	story_features(r, v, deed, &f);
	subject_features(r, v, &f);
	verb_features(r, v, &f);
	word_features(r, v, &f);
	clue_features(r, v, &f);
	pair_features(lean(r, v, deed), &f);
	for (int i = 0; i < R_COUNT; i++)
		sum += f.on[i] ? points[i] : 0;
	sum += RESULT_LEAN;
	double sure = 1 / (1 + exp(-sum / 100));

	r->result_sure[v - r->verbs->p] = (float)sure;
	clue_add(r, CLUE_OUTCOME, first, v->end, sure);
}

void clues_from_results(struct clue_reader *r)
{
	size_t deed = first_deed(r);

	clue_cover(r);
	r->result_sure = ARENA_NEW(r->a, float, r->verbs->n + 1);
	for (size_t i = 0; i < r->verbs->n; i++)
		one_result(r, &r->verbs->p[i], deed);
}
