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
		if (talk_same(lemma, words[k]))
			return true;
	return false;
}

#define DEED_NEAR 80               /* tokens that an object may have */

/* Does something of its own begin behind token i: a finite verb with a subject, or one more deed in the past? */
static bool statement_from(const struct clue_reader *r, size_t i, size_t end)
{
	size_t k = talk_verb_from(r->verbs, i);

	if (k >= r->verbs->n || r->verbs->p[k].group >= end)
		return false;
	const struct talk_verb *v = &r->verbs->p[k];

	if (v->group - i > 10)
		return false;
	for (size_t j = i; j < v->group; j++)
		if (r->t->tokens[j].kind == TOKEN_PUNCT && !r->t->tokens[j].skip)
			return false;
	return v->inherited || !v->subject_count ? v->group - i <= 2 : v->subject >= i && v->subject - i <= 3 && v->group - i <= 10;
}

/* Behind what the verb takes, clauses that belong to its object included: "wrote a test that fails when two shops share a station". */
static size_t deed_end(const struct clue_reader *r, const struct talk_verb *v)
{
	static const char *const stops[] = {"because", "but", "although", "though", "whereas", "while", "unless"};
	const struct talk_text *t = r->t;
	const struct talk_sentence *s = &t->sentences[v->sentence];
	size_t end = (size_t)s->first + s->count, i = (size_t)v->token + 1;

	if (end > i + DEED_NEAR)
		end = i + DEED_NEAR;
	for (; i < end; i++) {
		const struct talk_token *k = &t->tokens[i];
		size_t next = talk_token_next(t, i);

		if (k->skip)
			continue;
		if (k->kind == TOKEN_STOP || (k->kind == TOKEN_PUNCT && !strchr("\"%&/,", *k->low)))
			break;
		if (*k->low == ',' && (statement_from(r, next, end) || talk_low_is(t, next, "which") || talk_low_is(t, next, "and") || talk_low_is(t, next, "so") || talk_low_is(t, next, "but")))
			break;
		for (size_t w = 0; w < sizeof(stops) / sizeof(*stops); w++)
			if (talk_same(k->low, stops[w]))
				return i;
		if (talk_same(k->low, "so") && !talk_low_is(t, next, "that") && statement_from(r, next, end))
			break;
		if ((talk_same(k->low, "and") || talk_same(k->low, "or") || talk_same(k->low, "then") || talk_same(k->low, "until") || talk_same(k->low, "since")) && statement_from(r, next, end))
			break;
	}
	return i > v->end ? i : v->end;
}

/* A verb in the past that is neither of thinking, saying, being nor of help only: whatever it is, something was done. */
static bool does(const struct clue_reader *r, const struct talk_verb *v)
{
	static const int idle[] = {LEX_THINK, LEX_STATE, LEX_SAY, LEX_WEAK, LEX_CHANGE, LEX_BE, LEX_HAVE, LEX_MODAL, LEX_AUXILIARY};
	const struct talk_text *t = r->t;

	if (talk_verb_is(t, v, LEX_DO) || did_it(t, v))
		return true;
	for (size_t k = 0; k < sizeof(idle) / sizeof(*idle); k++)
		if (talk_verb_is(t, v, idle[k]))
			return false;
	return v->tense == TENSE_PAST;
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
		const struct talk_clue *before = clue_in(r, CLUE_MEASUREMENT, t->sentences[v->sentence].first, v->token);

		/* "sampled 500 clicks and counted the agents": one measurement */
		if (v->inherited && before && before->first + before->count + 3 >= v->group) {
			struct talk_clue *first = &r->p[before - r->p];

			first->count = (uint32_t)(deed_end(r, v) - first->first);
			first->n = (uint32_t)(t->tokens[first->first + first->count - 1].at + t->tokens[first->first + first->count - 1].n - first->at);
			return;
		}
		if (clue_add(r, CLUE_MEASUREMENT, v->token, deed_end(r, v), other ? 0.5 : 0.8))
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
	if (past && (act || person) && !clue_in(r, CLUE_LEARNING, v->group > 2 ? v->group - 3 : 0, (size_t)v->token + 1) && does(r, v) && v->tense != TENSE_PASSIVE && v->tense != TENSE_ING) {
		if (clue_add(r, CLUE_ACTION, v->token, deed_end(r, v), 0.75))
			add_actor(r, v);
	}
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
	clues_from_results(r);
}
