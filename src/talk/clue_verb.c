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

/* Somebody beside the speaker: a colleague, a manager, one person. */
static bool colleague(const struct clue_reader *r, const struct talk_verb *v)
{
	for (size_t i = v->subject; i < (size_t)v->subject + v->subject_count; i++) {
		static const char *const words[] = {"colleague", "colleagues", "guy", "guys", "engineer", "intern", "manager", "lead", "boss", "somebody", "someone", "teammate", "mentor",
						    "analyst", "developer", "peer", "consultant"};

		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (talk_low_is(r->t, i, words[k]))
				return true;
	}
	return false;
}

/* "did the dry goods": something was done, and it is named. */
static bool did_it(const struct talk_text *t, const struct talk_verb *v)
{
	size_t next = talk_token_next(t, v->token);

	return talk_low_is(t, v->token, "did") && next < v->end && (talk_low_is(t, next, "the") || talk_low_is(t, next, "all"));
}

/* A job "compares", "validates", "counts": the check of a design, in the present. */
static bool certain_check(const struct talk_text *t, const struct talk_verb *v)
{
	static const char *const words[] = {"compare", "validate", "check", "reconcile", "verify", "test", "count"};
	const char *lemma = t->lex->words[t->lex->words[t->tokens[v->token].word].lemma].text;

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (!strcmp(lemma, words[k]))
			return true;
	return false;
}

static void one_verb(struct clue_reader *r, const struct talk_verb *v)
{
	const struct talk_text *t = r->t;
	bool act = own(v) || (v->who == SUBJECT_NONE && v->past && v->tense == TENSE_PAST);
	bool other = v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY;
	bool past = v->past && v->tense != TENSE_MODAL;

	if (v->negative || v->tense == TENSE_MODAL)
		past = past && !v->negative && v->tense != TENSE_MODAL;
	if (!particle_object(t, v))
		return;
	bool checks = r->design && !v->negative && (own(v) || (v->tense == TENSE_PRESENT && !v->sub && certain_check(t, v)));

	if (measures(r, v) && (act || other || (v->tense == TENSE_PASSIVE && certain_check(t, v)) || checks) && (past || checks)) {
		if (clue_add(r, CLUE_MEASUREMENT, v->token, v->end, other ? 0.5 : 0.8))
			add_actor(r, v);
		return;
	}
	if (clue_in(r, CLUE_DECISION, v->token, (size_t)v->token + 1)) {
		add_actor(r, v);
		return;
	}
	bool person = past && v->who == SUBJECT_THEY && !v->inherited && (talk_low_is(t, v->subject, "she") || talk_low_is(t, v->subject, "he"));

	/* A colleague's deed is one too; what users and other teams do is what came of it. */
	person = person || (past && v->who == SUBJECT_PERSON && !v->inherited && colleague(r, v) && !talk_verb_is(t, v, LEX_SAY));
	if (past && (act || person) && !clue_in(r, CLUE_LEARNING, v->group > 2 ? v->group - 3 : 0, (size_t)v->token + 1) && (talk_verb_is(t, v, LEX_DO) || did_it(t, v)) && v->tense != TENSE_PASSIVE && v->tense != TENSE_ING) {
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

/* Is the token inside a clue that is something else than a result? */
static bool taken(const struct clue_reader *r, size_t i)
{
	for (size_t k = 0; k < r->n; k++) {
		const struct talk_clue *c = &r->p[k];
		bool other = c->type == CLUE_CAUSE || c->type == CLUE_LEARNING || c->type == CLUE_ALTERNATIVE || c->type == CLUE_TRADEOFF || c->type == CLUE_CONFLICT ||
			     c->type == CLUE_DECISION || c->type == CLUE_MEASUREMENT || c->type == CLUE_DECLINE || c->type == CLUE_ACTION;

		other = other && !(c->type == CLUE_CONFLICT && c->negative);
		if (other && c->first <= i && i < (size_t)c->first + c->count)
			return true;
	}
	return false;
}

/* The token of the first own deed; what happened before it is the setting. */
static size_t first_deed(const struct clue_reader *r)
{
	size_t first = r->t->token_count;

	for (size_t i = 0; i < r->n; i++)
		if ((r->p[i].type == CLUE_ACTION || r->p[i].type == CLUE_DECISION) && r->p[i].first < first)
			first = r->p[i].first;
	return first;
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

static void one_outcome(struct clue_reader *r, const struct talk_verb *v, size_t deed)
{
	const struct talk_text *t = r->t;
	size_t first = v->subject_count && !v->inherited ? v->subject : v->group, end = v->end;
	double where = (double)v->token / (double)(t->token_count + 1), score = 0.2;
	bool amount = amount_in(r, v->group, end), be = v->token < t->token_count && (lex_has(&t->tokens[v->token].set, LEX_BE) || talk_low_is(t, v->token, "came"));
	bool now = word_in(t, first, v->clause_end, "now") || word_in(t, first, v->clause_end, "today") || word_in(t, first, v->clause_end, "since") ||
		   word_in(t, first, v->clause_end, "longer") || word_in(t, v->group, v->token, "still");

	bool could = v->tense == TENSE_MODAL && !own(v) && !v->negative && talk_low_is(t, v->group, "could") && v->token > deed;

	if ((r->design && (deed >= t->token_count || !(v->past || now))) || (v->tense == TENSE_MODAL && !could) || v->tense == TENSE_ING || v->relative || v->sub ||
	    taken(r, v->token))
		return;
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
	if (score >= 0.5)
		clue_add(r, CLUE_OUTCOME, first, end, score > 0.95 ? 0.95 : score);
}

/* "I would count the tools first": near the end of a finished story that is what was learned. */
static void one_learning(struct clue_reader *r, const struct talk_verb *v)
{
	const struct talk_text *t = r->t;

	if (v->tense != TENSE_MODAL || !own(v) || v->sub || v->relative || v->token * 10 < t->token_count * 6)
		return;
	if (!r->looks_back && (r->design || v->token * 4 < t->token_count * 3))
		return;
	for (size_t i = v->group; i < v->token; i++)
		if (talk_low_is(t, i, "would") || talk_low_is(t, i, "'d"))
			clue_add(r, CLUE_LEARNING, v->subject_count && !v->inherited ? v->subject : v->group, v->clause_end, 0.65);
}

void clues_from_verbs(struct clue_reader *r)
{
	for (size_t i = 0; i < r->verbs->n; i++)
		one_learning(r, &r->verbs->p[i]);
	for (size_t i = 0; i < r->verbs->n; i++)
		one_verb(r, &r->verbs->p[i]);
	size_t deed = first_deed(r);

	for (size_t i = 0; i < r->verbs->n; i++)
		one_outcome(r, &r->verbs->p[i], deed);
}
