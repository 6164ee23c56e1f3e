#include "talk/analysis.h"

#define WORDS_MIN 3                /* fewer say nothing that could be judged */

static void count_verbs(struct talk_analysis *x)
{
	struct talk_facts *f = &x->facts;

	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];
		bool past = v->past && v->tense != TENSE_MODAL;
		bool deed = past && v->tense != TENSE_PASSIVE && (talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) ||
								  talk_verb_is(&x->text, v, LEX_DECIDE) || talk_verb_is(&x->text, v, LEX_WEAK));

		f->finite_verbs++;
		f->past_verbs += past;
		f->i_verbs += deed && v->who == SUBJECT_I;
		f->we_verbs += deed && v->who == SUBJECT_WE;
		f->other_verbs += deed && (v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON);
		f->passive_verbs += past && v->tense == TENSE_PASSIVE;
		f->general_verbs += !past && v->tense != TENSE_ING;
	}
}

void talk_facts_read(struct talk_analysis *x)
{
	static const char *const ties[] = {"because", "so", "if", "when", "until", "unless", "which", "then", "after", "before", "since", "once", "while", "whenever", "therefore"};
	struct talk_facts *f = &x->facts;
	const struct talk_text *t = &x->text;
	size_t content = 0, abstract = 0;
	int generalities = lexicon_class(t->lex, "abstract", 8);

	for (size_t i = 0; i < x->clues.n; i++)
		f->clues[x->clues.p[i].type]++;
	f->words = t->word_count;
	f->concrete = f->clues[CLUE_ACTION] + f->clues[CLUE_MEASUREMENT] + f->clues[CLUE_DECISION];
	count_verbs(x);
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
			continue;
		content += !lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) && !lex_has(&k->set, LEX_PRONOUN);
		abstract += generalities >= 0 && lex_has(&k->set, generalities);
		for (size_t w = 0; w < sizeof(ties) / sizeof(*ties); w++)
			f->ties += talk_low_is(t, i, ties[w]);
	}
	f->abstract_share = f->words ? (double)abstract / (double)f->words : 0;
	f->content_share = f->words ? (double)content / (double)f->words : 0;
}

/* One word over and over. */
static bool repeats(const struct talk_text *t)
{
	size_t same = 0, words = 0;
	const char *last = "";

	for (size_t i = 0; i < t->token_count; i++) {
		if (t->tokens[i].kind != TOKEN_WORD)
			continue;
		same += !strcmp(t->tokens[i].low, last);
		last = t->tokens[i].low;
		words++;
	}
	return words >= 4 && same * 10 >= words * 6;
}

/* Code: brackets, assignments and semicolons in numbers that no sentence has. */
static bool code(const struct talk_text *t)
{
	size_t marks = 0, words = 0;

	for (size_t i = 0; i < t->token_count; i++) {
		const char *low = t->tokens[i].low;

		words += t->tokens[i].kind == TOKEN_WORD;
		marks += *low && strchr("(){}[]=<>;+*#", *low) && t->tokens[i].n <= 2;
	}
	return marks * 4 > words && marks > 8;
}

/* A query instead of words about it. */
static size_t sql_keywords(const struct talk_text *t)
{
	static const char *const words[] = {"select", "from", "where", "group", "order", "join", "limit", "having", "with"};
	size_t n = 0;

	for (size_t i = 0; i < t->token_count; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			n += talk_low_is(t, i, words[k]);
	return n;
}

/* It begins as a query does, whatever words follow. */
static bool query(const struct talk_text *t)
{
	bool opens = talk_low_is(t, 0, "select") || talk_low_is(t, 0, "with") || talk_low_is(t, 0, "create") || talk_low_is(t, 0, "insert");
	size_t selects = 0;

	for (size_t i = 0; opens && i < t->token_count; i++)
		selects += talk_low_is(t, i, "select");
	return selects && sql_keywords(t) >= 3;
}

void talk_evaluable_read(struct talk_analysis *x)
{
	const struct talk_text *t = &x->text;
	size_t words = 0, unknown = 0, other_script = 0;

	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (k->kind != TOKEN_WORD || k->skip)
			continue;
		words++;
		unknown += !k->word;
		/* Cyrillic, Greek, Arabic, Hebrew, Indian and East Asian scripts begin with these bytes. */
		other_script += (unsigned char)*k->low >= 0xCE;
	}
	if (t->token_count == 0)
		x->not_evaluable = "nothing was said";
	else if (words == 0)
		x->not_evaluable = "there are no words in it";
	else if (other_script * 2 > words || (t->foreign_count >= 4 && t->foreign_count * 10 >= t->function_count * 9))
		x->not_evaluable = "it does not seem to be English";
	else if (repeats(t))
		x->not_evaluable = "it repeats one word";
	else if (code(t) || (x->facts.finite_verbs <= 1 && sql_keywords(t) >= 4) || query(t))
		x->not_evaluable = "it is code and not an answer";
	else if (words >= 6 && unknown * 10 >= words * 8)
		x->not_evaluable = "its words are no words that are known";
	else if (words >= 8 && t->function_count * 8 < words && unknown * 10 >= words * 6)
		x->not_evaluable = "it does not seem to be English";
	x->evaluable = !*x->not_evaluable;
	if (x->evaluable && words < WORDS_MIN && !x->facts.clues[CLUE_DECLINE] && !x->facts.clues[CLUE_METRIC] && !t->amount_count && words < 2) {
		x->evaluable = false;
		x->not_evaluable = "it is too short";
	}
}
