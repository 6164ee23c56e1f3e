/* What a question wants first of all, how a reply begins, and what it is made of. */
#include "talk/check_int.h"

static bool any_of(const struct talk_text *t, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}
#define IS(t, i, ...) any_of(t, i, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* Does "would have", "would the other one have" stand there? */
static bool would_have(const struct talk_text *t)
{
	for (size_t i = 0; i < t->token_count; i++)
		if (IS(t, i, "would", "could"))
			for (size_t k = i + 1; k < t->token_count && k < i + 6; k++)
				if (talk_low_is(t, k, "have"))
					return true;
	return false;
}

void check_wants_of(const struct talk_text *t, bool out[WANT_COUNT])
{
	struct check_asks a = check_asks_of(t);
	bool had = would_have(t);

	out[WANT_WHO] = a.who;
	out[WANT_AMOUNT] = a.amount;
	out[WANT_WHEN] = a.when;
	out[WANT_WHY] = a.why;
	out[WANT_COND] = CHECK_HAS(t, "condition", "when", "if") && CHECK_HAS(t, "would", "right", "win", "choose", "stop");
	out[WANT_YESNO] = a.yes_no && !a.who && !a.amount && !a.how;
	out[WANT_KNOW] = a.know;
	out[WANT_OTHER] = a.other;
	out[WANT_COST] = a.cost;
	out[WANT_HOW] = a.how;
	out[WANT_DEED] = a.deed && a.past;
	out[WANT_SAID] = CHECK_HAS(t, "say", "said", "argument", "feedback", "words", "ask", "asked", "told", "tell", "expect");
	out[WANT_WHAT_IF] = CHECK_HAS(t, "happens", "fails", "arrives", "comes", "twice", "dies", "changes", "starts", "moves", "reuses", "renames");
	out[WANT_WOULD_HAVE] = had;
	out[WANT_NOW] = !a.past && !a.would && !had;
	out[WANT_ANY] = true;
}

/* Behind the first sentence, or the first piece of a run without full stops. */
static size_t first_end(const struct talk_text *t)
{
	size_t i = 0;

	while (i < t->token_count && t->tokens[i].kind != TOKEN_STOP && t->tokens[i].sentence == t->tokens[0].sentence)
		i++;
	return i;
}

static bool is_person(const struct talk_text *t, size_t i)
{
	return check_is_name(t, i) || lex_has(&t->tokens[i].set, LEX_PERSON) || lex_has(&t->tokens[i].set, LEX_CUSTOMER) || t->tokens[i].phrase_class == LEX_PERSON ||
	       IS(t, i, "he", "she", "they", "nobody", "everybody", "both", "somebody", "mrs", "mr");
}

/* What its first verb is: whose, in which tense, doing what. */
static void verb_begins(const struct talk_analysis *x, const struct talk_verb *v, bool out[BEGIN_COUNT])
{
	const struct talk_text *t = &x->text;
	bool past = v->past && v->tense != TENSE_MODAL, thing = v->who == SUBJECT_THING || v->who == SUBJECT_IT || v->who == SUBJECT_NONE;
	bool person = v->who == SUBJECT_PERSON || v->who == SUBJECT_THEY || v->who == SUBJECT_ANYBODY;

	out[BEGIN_PERSON] |= person;
	out[BEGIN_I_DID] = (v->who == SUBJECT_I || v->who == SUBJECT_WE) && past;
	out[BEGIN_COPULA] = lex_has(&t->tokens[v->token].set, LEX_BE);
	out[BEGIN_THING_DOES] = thing && !past && v->tense != TENSE_MODAL && !out[BEGIN_COPULA];
	out[BEGIN_PAST] = past;
	out[BEGIN_HABIT] = (v->who == SUBJECT_I || v->who == SUBJECT_WE || v->who == SUBJECT_YOU || v->who == SUBJECT_ANYBODY) && !past && v->tense != TENSE_MODAL;
}

void check_begins_of(const struct talk_analysis *x, bool out[BEGIN_COUNT])
{
	const struct talk_text *t = &x->text;
	size_t end = first_end(t), verb = 0;

	memset(out, 0, BEGIN_COUNT * sizeof(*out));
	while (verb < x->verbs.n && x->verbs.p[verb].group < end && (x->verbs.p[verb].relative || x->verbs.p[verb].sub))
		verb++;
	out[BEGIN_PIECE] = verb == x->verbs.n || x->verbs.p[verb].group >= end;
	if (!out[BEGIN_PIECE])
		verb_begins(x, &x->verbs.p[verb], out);
	for (size_t i = 0; i < end; i++) {
		const struct talk_amount *m = t->amount_at[i] ? &t->amounts[t->amount_at[i] - 1] : NULL;
		bool time = m && (m->kind == AMOUNT_DATE || m->kind == AMOUNT_CLOCK || m->kind == AMOUNT_TIME);

		out[BEGIN_NUMBER] |= m && check_telling(m);
		out[BEGIN_TIME] |= time || lex_has(&t->tokens[i].set, LEX_MONTH) || lex_has(&t->tokens[i].set, LEX_WEEKDAY) || lex_has(&t->tokens[i].set, LEX_DAYPART);
		out[BEGIN_PERSON] |= i < 6 && is_person(t, i);
		out[BEGIN_REASON] |= IS(t, i, "because", "since", "so", "therefore");
		out[BEGIN_COND] |= IS(t, i, "if", "when", "until", "unless", "once", "as", "above", "below", "only") && i < 10;
		out[BEGIN_WOULD] |= IS(t, i, "would", "could", "'d", "might");
		out[BEGIN_SAYS] |= lex_has(&t->tokens[i].set, LEX_SAY) || *t->tokens[i].low == '"';
		out[BEGIN_LOOKED] |= lex_has(&t->tokens[i].set, LEX_MEASURE);
	}
	out[BEGIN_YESNO] = IS(t, 0, "yes", "no", "not", "nobody", "none", "nothing", "never", "both", "twice", "once", "half", "partly");
	out[BEGIN_CLAUSE] = IS(t, 0, "that", "whether", "which", "how", "to", "by", "with", "from", "of", "in", "on", "at", "for", "until", "if", "into", "where", "what");
	out[BEGIN_PLAIN] = true;
}

size_t check_telling_words(const struct talk_analysis *x, size_t *contents)
{
	const struct talk_text *t = &x->text;
	int everyday = lexicon_class(t->lex, "everyday", 8), hollow = lexicon_class(t->lex, "hollow", 6);
	uint64_t *keys = ARENA_NEW(x->a, uint64_t, t->token_count + 1);
	size_t n = 0;

	*contents = 0;
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];
		bool number = t->amount_at[i] && check_telling(&t->amounts[t->amount_at[i] - 1]);
		uint64_t key = check_key(t, i);
		bool old = false;

		if (!check_content(t, i))
			continue;
		++*contents;
		if (!number && (t->amount_at[i] || (everyday >= 0 && lex_has(&k->set, everyday)) || (hollow >= 0 && lex_has(&k->set, hollow)) || lex_has(&k->set, LEX_ADVERB)))
			continue;
		for (size_t j = 0; j < n && !old; j++)
			old = keys[j] == key;
		if (!old)
			keys[n++] = key;
	}
	return n;
}

bool check_is_empty(const struct talk_analysis *x)
{
	size_t contents, numbers = 0, names = 0;
	bool begins[BEGIN_COUNT];

	if (x->clues.design || check_telling_words(x, &contents) > 0)
		return false;
	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += check_telling(&x->text.amounts[i]);
	for (size_t i = 0; i < x->text.token_count; i++)
		names += check_is_name(&x->text, i);
	check_begins_of(x, begins);
	return !numbers && !names && !begins[BEGIN_PIECE] && !begins[BEGIN_YESNO] && !begins[BEGIN_CLAUSE];
}
