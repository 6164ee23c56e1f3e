/* Clues from verbs: actions, measurements, decisions with their actors, and outcomes. */
#include "talk/clue.h"

static bool doer(const struct talk_verb *v)
{
	return v->who == SUBJECT_I || v->who == SUBJECT_WE || v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY;
}

static bool own(const struct talk_verb *v)
{
	return v->who == SUBJECT_I || v->who == SUBJECT_WE;
}

/* The subject, once for each verb that has one of its own. */
static void add_actor(struct clue_reader *r, const struct talk_verb *v)
{
	if (!v->inherited && v->subject_count && doer(v)) {
		size_t first = v->subject, end = first + v->subject_count;

		/* The pronoun alone, without "then" and "also". */
		if (v->who == SUBJECT_I || v->who == SUBJECT_WE || v->who == SUBJECT_THEY)
			while (first < end && !talk_low_is(r->t, first, "i") && !talk_low_is(r->t, first, "we") && !talk_low_is(r->t, first, "he") &&
			       !talk_low_is(r->t, first, "she") && !talk_low_is(r->t, first, "they"))
				first++;
		if (first < end)
			clue_add(r, CLUE_ACTOR, first, v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY ? end : first + 1, 0.8);
	}
}

static bool particle_object(const struct talk_text *t, const struct talk_verb *v)
{
	return v->end > v->token + 1 || talk_token_next(t, v->token) < v->end;
}

/* "looked at", "went through": a verb of measuring that needs its preposition. */
static bool measures(const struct clue_reader *r, const struct talk_verb *v)
{
	const struct talk_text *t = r->t;
	size_t next = talk_token_next(t, v->token);

	if (!talk_verb_is(t, v, LEX_MEASURE))
		return false;
	if (talk_low_is(t, v->token, "looked") || talk_low_is(t, v->token, "look"))
		return talk_low_is(t, next, "at") || talk_low_is(t, next, "into") || talk_low_is(t, next, "through") || talk_low_is(t, next, "up") ||
		       talk_low_is(t, next, "for");
	return true;
}

static void one_verb(struct clue_reader *r, const struct talk_verb *v)
{
	const struct talk_text *t = r->t;
	bool act = own(v) || (v->who == SUBJECT_NONE && v->past && v->tense == TENSE_PAST);
	bool other = v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY;
	bool past = v->past && v->tense != TENSE_MODAL;

	if (v->negative || v->tense == TENSE_MODAL)
		past = past && !v->negative && v->tense != TENSE_MODAL;
	if (!particle_object(t, v) && !talk_verb_is(t, v, LEX_DO))
		return;
	if (measures(r, v) && (act || other || v->tense == TENSE_PASSIVE) && (past || (r->design && !v->negative && own(v)))) {
		if (clue_add(r, CLUE_MEASUREMENT, v->token, v->end, other ? 0.5 : 0.8))
			add_actor(r, v);
		return;
	}
	if (clue_in(r, CLUE_DECISION, v->token, (size_t)v->token + 1)) {
		add_actor(r, v);
		return;
	}
	if (past && act && talk_verb_is(t, v, LEX_DO) && v->tense != TENSE_PASSIVE && v->tense != TENSE_ING) {
		if (clue_add(r, CLUE_ACTION, v->token, v->end, 0.75))
			add_actor(r, v);
	}
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

static void one_outcome(struct clue_reader *r, const struct talk_verb *v)
{
	const struct talk_text *t = r->t;
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group, end = v->end;
	double where = (double)v->token / (double)(t->token_count + 1), score = 0;
	bool amount = amount_in(r, v->group, end);
	bool now = word_in(t, first, v->clause_end, "now") || word_in(t, first, v->clause_end, "today") || word_in(t, first, v->clause_end, "since") ||
		   word_in(t, first, v->clause_end, "longer") || word_in(t, first, v->clause_end, "again");

	if (r->design || v->tense == TENSE_MODAL || v->tense == TENSE_ING || v->relative)
		return;
	if (clue_in(r, CLUE_CAUSE, first > 2 ? first - 2 : 0, first + 1) || talk_verb_is(t, v, LEX_SAY) || talk_verb_is(t, v, LEX_THINK))
		score -= 0.3;
	if (!own(v) && talk_verb_is(t, v, LEX_CHANGE))
		score += 0.35;
	if (amount)
		score += 0.2;
	if (now)
		score += 0.25;
	if (v->negative && !own(v))
		score += 0.15;
	if (v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON)
		score += 0.1;
	if (own(v))
		score -= 0.25;
	score += where > 0.75 ? 0.25 : where > 0.5 ? 0.15 : where < 0.3 ? -0.3 : 0;
	if (!v->past && !now && !amount)
		score -= 0.2;
	if (score >= 0.5)
		clue_add(r, CLUE_OUTCOME, first, end, score > 0.95 ? 0.95 : score);
}

void clues_from_verbs(struct clue_reader *r)
{
	for (size_t i = 0; i < r->verbs->n; i++)
		one_verb(r, &r->verbs->p[i]);
	for (size_t i = 0; i < r->verbs->n; i++)
		one_outcome(r, &r->verbs->p[i]);
}
