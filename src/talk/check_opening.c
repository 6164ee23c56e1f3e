/* Does an opening answer count as answered? */
#include "talk/check_int.h"

#define SPEECH_SHARE_BARE 0.04     /* of an opening without a number or tools, the words that can be said of anything */
#define SQL_WORDS_EACH 12          /* of an explanation of a query, at most so many words to each thing of it that is named */

/* Words in capitals or with an underscore: ROWS, order_id. */
static bool names_things(const struct talk_text *t)
{
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];
		size_t upper = 0, under = 0;

		if (k->kind != TOKEN_WORD)
			continue;
		for (size_t b = 0; b < k->n; b++) {
			upper += t->text.p[k->at + b] >= 'A' && t->text.p[k->at + b] <= 'Z';
			under += t->text.p[k->at + b] == '_';
		}
		if ((upper >= 3 && upper + under == k->n) || (under && k->n > 3))
			return true;
	}
	return false;
}

/* Something that the speaker, alone or with others, did. */
static bool own_deed(const struct talk_analysis *x)
{
	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];

		if ((v->who == SUBJECT_I || v->who == SUBJECT_WE || v->who == SUBJECT_NONE) && v->past && v->tense != TENSE_MODAL && !v->sub &&
		    (talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) || talk_verb_is(&x->text, v, LEX_DECIDE)))
			return true;
	}
	return false;
}

/* Two letters or more, all of them large: ON, WHERE. */
static bool all_large(const struct talk_text *t, const struct talk_token *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (t->text.p[k->at + i] < 'A' || t->text.p[k->at + i] > 'Z')
			return false;
	return k->n >= 2;
}

/* What queries do, in small letters: "I group by month". */
static bool sql_word(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"join", "joins", "joined", "group", "groups", "grouped", "filter", "filters", "partition", "window", "sum", "sums", "count",
					    "counts", "distinct", "union", "rank", "rows", "row", "null", "nulls", "subquery", "key", "sort", "sorted", "number", "numbers"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

/* Names of what queries are made of, each once: LEFT JOIN, row_number, partition. */
static size_t sql_things(const struct talk_analysis *x)
{
	const struct talk_text *t = &x->text;
	uint64_t seen[16];
	size_t n = 0;

	for (size_t i = 0; i < t->token_count && n < 16; i++) {
		const struct talk_token *k = &t->tokens[i];
		uint64_t key = check_key(t, i);
		bool thing = k->kind == TOKEN_WORD && !k->skip && (lex_has(&k->set, LEX_TECH) || lex_has(&k->set, LEX_CONCEPT) || k->phrase_class == LEX_TECH ||
								   k->phrase_class == LEX_CONCEPT || sql_word(t, i) || all_large(t, k) || (memchr(t->text.p + k->at, '_', k->n) && k->n > 3));

		for (size_t j = 0; j < n && thing; j++)
			thing = seen[j] != key;
		if (thing)
			seen[n++] = key;
	}
	return n;
}

/*
 * A short query is explained in a sentence or two, and there is no more to tell: something of it is named, and what it does or is for. Praise of it
 * ("cleaner", "best practice") is neither.
 */
static bool sql_explained(const struct talk_analysis *x)
{
	static const char *const topics[] = {"ties", "nulls", "grain", "duplicates", "scan"};
	const struct talk_facts *f = &x->facts;
	size_t how = f->ties, things = sql_things(x);

	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		const struct topic *topic = pack_topic(x->pack, topics[i]);

		how += topic && talk_topic_in(x, topic, NULL) == 2;
	}
	/* Much talk with one such word in it is talk. */
	return x->verbs.n && f->words >= 6 && things * SQL_WORDS_EACH >= f->words && how && things + how >= 3 && !f->clues[CLUE_HEDGE] && !gap_topic_count(x, "evasive", 12, NULL);
}

/* Does the question name this number? */
static bool asked_amount(const struct talk_analysis *x, const struct talk_amount *m)
{
	for (size_t i = 0; i < x->question.amount_count; i++)
		if (x->question.amounts[i].value == m->value)
			return true;
	return false;
}

void talk_opening_read(struct talk_analysis *x)
{
	const struct talk_facts *f = &x->facts;
	size_t evasive, seen, amounts = 0, told = f->concrete + f->clues[CLUE_OUTCOME];
	/* Of a query also a short text names its few things again and again. */
	bool circular = x->round->kind == TALK_SQL ? check_circle_share(x, &seen) > CHECK_CIRCLE_DESIGN : check_is_circular(x);

	x->opening = TALK_EVADED;
	if (!x->evaluable || check_is_list(x) || circular || check_is_speech(x) || check_is_hollow(x))
		return;
	if (check_declined(x) && f->concrete < 2) {
		x->opening = TALK_DECLINED;
		return;
	}
	evasive = gap_topic_count(x, "evasive", 12, NULL);
	/* Numbers that say something: not "one way or another", nor the question's own. */
	for (size_t i = 0; i < x->text.amount_count; i++)
		amounts += (x->text.amounts[i].kind != AMOUNT_COUNT || x->text.amounts[i].value >= 3) && !asked_amount(x, &x->text.amounts[i]);
	if (amounts == 0 && x->facts.abstract_share >= SPEECH_SHARE_BARE && f->clues[CLUE_TECH] < 2)
		return;
	if (evasive >= 3 && evasive * 2 >= x->text.sentence_count && f->clues[CLUE_ACTION] < 2)
		return;
	if (x->clues.design) {
		size_t how = f->ties + amounts + f->clues[CLUE_TECH] / 2 + f->concrete;
		bool specific = amounts || f->clues[CLUE_TECH] || f->concrete >= 2 || names_things(&x->text);

		x->opening = !specific ? TALK_EVADED : how >= 4 && f->words >= 30 ? TALK_FULL : how >= 2 ? TALK_PARTIAL : TALK_EVADED;
		if (x->opening == TALK_EVADED && x->round->kind == TALK_SQL && sql_explained(x))
			x->opening = TALK_PARTIAL;
		return;
	}
	if (told < 2 || !own_deed(x) || evasive > told || (amounts == 0 && f->concrete < 3))
		return;
	x->opening = told >= 4 && f->ties && amounts ? TALK_FULL : TALK_PARTIAL;
}
