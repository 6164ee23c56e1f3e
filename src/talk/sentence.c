#include "talk/text.h"

#define RUN_WORDS 14               /* a run without a full stop longer than this is cut at a spoken joint */
#define RUN_WORDS_MAX 60           /* longer than this it is cut at any joint */
#define RUN_TOKENS_MAX 400         /* and here anywhere, so that what is looked for inside a sentence stays bounded */

/* Is the full stop at i the end of a sentence, and not of "e.g."? */
static bool ends_sentence(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	if (k->n != 1 || *k->low != '.' || i == 0)
		return true;
	const struct talk_token *before = &t->tokens[i - 1];

	if (i + 1 == t->token_count || before->kind != TOKEN_WORD || k->space_before)
		return true;
	const struct talk_token *next = &t->tokens[i + 1];

	/* "No. 7" and "fig. 2", but "No. I read two days". */
	if (talk_low_is(t, i - 1, "no") || talk_low_is(t, i - 1, "fig"))
		return next->kind != TOKEN_NUMBER;
	/* What may end a sentence does so in front of a capital: "files, logs etc. Then". */
	if (talk_low_is(t, i - 1, "etc") || talk_low_is(t, i - 1, "inc") || talk_low_is(t, i - 1, "ltd") || talk_low_is(t, i - 1, "approx") || talk_low_is(t, i - 1, "incl"))
		return next->capital;
	if (lex_has(&before->set, LEX_ABBREVIATION))
		return false;
	/* "Mrs. K. Falk": one capital letter that is no "I". */
	return !(before->n == 1 && before->capital && !talk_low_is(t, i - 1, "i") && next->capital);
}

/* Does a new spoken sentence begin at i: "so then we", "and then the", "but I"? */
static bool is_joint(const struct talk_text *t, size_t i)
{
	static const char *const starts[] = {"so", "and", "but", "then", "anyway", "okay", "ok", "well", "because"};
	size_t next = talk_token_next(t, i);
	bool start = false;

	for (size_t k = 0; k < sizeof(starts) / sizeof(*starts); k++)
		start = start || talk_low_is(t, i, starts[k]);
	if (!start || next >= t->token_count)
		return false;
	if (talk_low_is(t, next, "then") || talk_low_is(t, next, "so"))
		return true;
	return lex_has(&t->tokens[next].set, LEX_PRONOUN) && !talk_low_is(t, i, "because");
}

static bool punctuated(const struct talk_text *t)
{
	size_t stops = 0, words = 0;

	for (size_t i = 0; i < t->token_count; i++) {
		stops += t->tokens[i].kind == TOKEN_STOP;
		words += t->tokens[i].kind == TOKEN_WORD;
	}
	return stops * 45 >= words;
}

static void sentence_end(struct talk_text *t, size_t *first, size_t end)
{
	if (end > *first)
		t->sentences[t->sentence_count++] = (struct talk_sentence){.first = (uint32_t)*first, .count = (uint32_t)(end - *first)};
	*first = end;
}

/* Words that open a clause of their own. */
static bool opens_clause(const struct talk_text *t, size_t i)
{
	static const char *const always[] = {"because", "which", "who", "while", "when", "whenever", "if", "unless", "until", "although", "though",
					     "whereas", "since", "so", "but", "where", "whether", "then", "except"};
	size_t next = talk_token_next(t, i);

	for (size_t k = 0; k < sizeof(always) / sizeof(*always); k++)
		if (talk_low_is(t, i, always[k]))
			return true;
	if (!talk_low_is(t, i, "and") && !talk_low_is(t, i, "or") && !talk_low_is(t, i, "after") && !talk_low_is(t, i, "before") && !talk_low_is(t, i, "as"))
		return false;
	return next < t->token_count && lex_has(&t->tokens[next].set, LEX_PRONOUN);
}

static void set_clauses(struct talk_text *t)
{
	uint32_t clause = 0;

	for (size_t s = 0; s < t->sentence_count; s++) {
		size_t first = t->sentences[s].first, end = first + t->sentences[s].count;

		for (size_t i = first; i < end; i++) {
			struct talk_token *k = &t->tokens[i];
			bool mark = k->kind == TOKEN_PUNCT && !k->skip && *k->low != '"' && *k->low != '/' && *k->low != '&' && *k->low != '%';

			if (i > first && !mark && k->kind == TOKEN_WORD && !k->skip && opens_clause(t, i) && t->tokens[i - 1].kind != TOKEN_PUNCT)
				clause++;
			k->sentence = (uint32_t)s;
			k->clause = clause;
			clause += mark;
		}
		clause++;
	}
	t->clause_count = clause;
}

void talk_sentences_read(struct arena *a, struct talk_text *t)
{
	bool typed = punctuated(t);
	size_t first = 0, words = 0;

	t->sentences = ARENA_NEW(a, struct talk_sentence, t->token_count + 1);
	for (size_t i = 0; i < t->token_count; i++) {
		struct talk_token *k = &t->tokens[i];

		if (k->kind == TOKEN_STOP && ends_sentence(t, i)) {
			sentence_end(t, &first, i + 1);
			words = 0;
			continue;
		}
		/* The one of "Mrs. Falk" ends nothing and is not seen. */
		if (k->kind == TOKEN_STOP) {
			k->kind = TOKEN_PUNCT;
			k->skip = true;
		}
		bool joint = k->kind == TOKEN_WORD && !k->skip && words >= (typed ? RUN_WORDS_MAX : RUN_WORDS) && is_joint(t, i);

		if (joint || i - first >= RUN_TOKENS_MAX) {
			sentence_end(t, &first, i);
			words = 0;
		}
		words += k->kind == TOKEN_WORD && !k->skip;
	}
	sentence_end(t, &first, t->token_count);
	set_clauses(t);
}
