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
	X(IN_CAUSE) X(IN_OPTION) X(IN_TRADEOFF) X(IN_CONFLICT) X(IN_DEED) X(IN_MEASURE) X(IN_LEARNING) X(IN_DECISION) X(DEED_JUST_BEFORE)

enum result_feature {
#define X(name) R_##name,
	RESULT_FEATURE_TABLE(X)
#undef X
	R_COUNT
};

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
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group, end = v->clause_end, start = t->sentences[v->sentence].first;
	size_t front = first > start + 4 ? first - 4 : start;

	for (size_t i = first; i < v->end; i++) {
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
	for (size_t k = 0; k < r->n; k++) {
		const struct talk_clue *c = &r->p[k];
		bool in = c->first <= v->token && v->token < (size_t)c->first + c->count;

		f->on[R_IN_CAUSE] = f->on[R_IN_CAUSE] || (in && c->type == CLUE_CAUSE);
		f->on[R_IN_OPTION] = f->on[R_IN_OPTION] || (in && c->type == CLUE_ALTERNATIVE);
		f->on[R_IN_TRADEOFF] = f->on[R_IN_TRADEOFF] || (in && c->type == CLUE_TRADEOFF);
		f->on[R_IN_CONFLICT] = f->on[R_IN_CONFLICT] || (in && c->type == CLUE_CONFLICT);
		f->on[R_IN_DEED] = f->on[R_IN_DEED] || (in && c->type == CLUE_ACTION);
		f->on[R_IN_MEASURE] = f->on[R_IN_MEASURE] || (in && c->type == CLUE_MEASUREMENT);
		f->on[R_IN_LEARNING] = f->on[R_IN_LEARNING] || (in && (c->type == CLUE_LEARNING || c->type == CLUE_DECLINE));
		f->on[R_IN_DECISION] = f->on[R_IN_DECISION] || (in && c->type == CLUE_DECISION);
		f->on[R_DEED_JUST_BEFORE] = f->on[R_DEED_JUST_BEFORE] || ((c->type == CLUE_ACTION || c->type == CLUE_DECISION) && c->first < v->token && c->sentence + 1 >= v->sentence && !in);
	}
}

#define RESULT_LEAN 75             /* a result that is missed costs a needless question, so doubt speaks for it */

/* Points in hundredths. */
static const int points[R_COUNT] = {
	[R_ALWAYS] = -118, [R_STORY] = -8, [R_SQL] = -144, [R_DESIGN] = -183, [R_NO_DEED] = -53, [R_AFTER_DEED] = 22, [R_EARLY] = -70,
	[R_MIDDLE] = -50, [R_LATE] = 31, [R_LAST_SENTENCES] = 69, [R_FIRST_SENTENCES] = -25, [R_OWN] = -133, [R_WE] = -22, [R_YOU] = -26,
	[R_THEY] = -4, [R_PERSON] = -32, [R_CUSTOMER] = -7, [R_IT] = -63, [R_THERE] = -47, [R_THING] = -7, [R_ANYBODY] = -63, [R_NOBODY] = 13,
	[R_NO_SUBJECT] = -28, [R_INHERITED] = -68, [R_MEASURED] = 51, [R_POSSESSED] = -26, [R_PAST] = -51, [R_PERFECT] = 46, [R_HAD] = -73,
	[R_PASSIVE] = -4, [R_PRESENT] = -78, [R_MODAL] = -135, [R_COULD] = -5, [R_ING] = -51, [R_NEGATIVE] = -11, [R_RELATIVE] = -48,
	[R_SUB] = -134, [R_BE] = -32, [R_HAVE] = 23, [R_CHANGE] = 55, [R_DO] = -21, [R_MEASURE] = -74, [R_SAY] = -68, [R_THINK] = -42,
	[R_STATE] = -43, [R_DECIDE] = -54, [R_WEAK] = -68, [R_USED_TO] = -43, [R_COST] = 10, [R_AMOUNT] = 63, [R_PERCENT] = 14, [R_NOW] = 95,
	[R_STILL] = 15, [R_STOPPED] = 101, [R_GOOD] = 66, [R_OPINION] = -3, [R_COMPARED] = -5, [R_AFTER_WORD] = 45, [R_BEFORE_WORD] = -31,
	[R_BECAUSE] = -9, [R_SO_FRONT] = -54, [R_TIME_FRONT] = -35, [R_SHORT] = -55, [R_LONG] = -12, [R_IN_CAUSE] = -90, [R_IN_OPTION] = -86,
	[R_IN_TRADEOFF] = -80, [R_IN_CONFLICT] = -30, [R_IN_DEED] = -123, [R_IN_MEASURE] = -97, [R_IN_LEARNING] = -69, [R_IN_DECISION] = -61,
	[R_DEED_JUST_BEFORE] = 16,
};

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
	for (int i = 0; i < R_COUNT; i++)
		sum += f.on[i] ? points[i] : 0;
	sum += RESULT_LEAN;
	clue_add(r, CLUE_OUTCOME, first, v->end, 1 / (1 + exp(-sum / 100)));
}

void clues_from_results(struct clue_reader *r)
{
	size_t deed = first_deed(r);

	for (size_t i = 0; i < r->verbs->n; i++)
		one_result(r, &r->verbs->p[i], deed);
}
