#include "talk/text.h"

#include <assert.h>

struct str talk_span_text(const struct talk_text *t, struct talk_span s)
{
	if (s.count == 0)
		return (struct str){t->text.p, 0};
	assert(s.first + s.count <= t->token_count);
	const struct talk_token *first = &t->tokens[s.first], *last = &t->tokens[s.first + s.count - 1];

	return (struct str){t->text.p + first->at, last->at + last->n - first->at};
}

bool talk_token_is(const struct talk_text *t, size_t i, int cls, size_t *n)
{
	const struct talk_token *k = &t->tokens[i];

	if (k->phrase_n && k->phrase_class == cls) {
		if (n)
			*n = k->phrase_n;
		return true;
	}
	if (n)
		*n = 1;
	return lex_has(&k->set, cls);
}

size_t talk_token_next(const struct talk_text *t, size_t i)
{
	for (i++; i < t->token_count && t->tokens[i].skip; i++)
		;
	return i;
}

/* Does this phrase begin at token i? Gives the tokens that it covers, 0 if not. */
static size_t phrase_at(const struct talk_text *t, const struct lex_phrase *p, size_t i)
{
	size_t first = i;

	for (size_t k = 0; k < p->n; k++) {
		if (i >= t->token_count || t->tokens[i].word != p->words[k])
			return 0;
		if (k + 1 < p->n)
			i = talk_token_next(t, i);
	}
	return i - first + 1;
}

static void find_phrases(struct talk_text *t)
{
	const struct lexicon *lex = t->lex;

	for (size_t i = 0; i < t->token_count; i++) {
		struct talk_token *k = &t->tokens[i];

		k->set = lex->words[k->word].set;
		for (uint32_t p = lex->words[k->word].phrases; p; p = lex->phrases[p - 1].next) {
			size_t n = phrase_at(t, &lex->phrases[p - 1], i);

			if (n > k->phrase_n && n < 256) {
				k->phrase_n = (uint8_t)n;
				k->phrase_class = lex->phrases[p - 1].cls;
			}
		}
	}
}

/* Fillers, and the first of two equal words or pairs of words ("we we", "I was I was"): said twice, meant once. */
static void mark_skips(struct talk_text *t)
{
	for (size_t i = 0; i < t->token_count; i++) {
		struct talk_token *k = &t->tokens[i];
		size_t n = 1;

		if (k->kind != TOKEN_WORD)
			continue;
		if (talk_token_is(t, i, LEX_FILLER, &n)) {
			for (size_t j = i; j < i + n; j++)
				t->tokens[j].skip = true;
			continue;
		}
		size_t j = i + 1;

		/* "we, we" is one too; "that that" and "had had" are grammar. */
		if (j < t->token_count && t->tokens[j].kind == TOKEN_PUNCT && *t->tokens[j].low == ',')
			j++;
		if (j >= t->token_count || t->tokens[j].kind != TOKEN_WORD || !k->low_n)
			continue;
		const struct talk_token *next = &t->tokens[j];

		if (!strcmp(next->low, k->low) && strcmp(k->low, "that") && strcmp(k->low, "had") && strcmp(k->low, "very")) {
			for (size_t m = i; m < j; m++)
				t->tokens[m].skip = true;
		} else if (j == i + 1 && j + 2 < t->token_count && lex_has(&k->set, LEX_PRONOUN)) {
			size_t again = j + 1 + (*t->tokens[j + 1].low == ',');

			if (again + 1 < t->token_count && !strcmp(t->tokens[again].low, k->low) && !strcmp(t->tokens[again + 1].low, next->low))
				for (size_t m = i; m < again; m++)
					t->tokens[m].skip = true;
		}
	}
}

static void find_traits(struct arena *a, struct talk_text *t)
{
	t->traits = ARENA_NEW(a, struct talk_traits, t->token_count + 1);
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];
		struct talk_traits *own = &t->traits[i], *all = &t->sentences[k->sentence].traits;

		memcpy(own->classes, k->set.bits, sizeof(own->classes));
		if (k->phrase_n)
			talk_traits_class(own, k->phrase_class);
		talk_traits_word(own, k->word);
		if (*k->low)
			talk_traits_begins(own, k->low);
		if (t->amount_at[i] && t->amounts[t->amount_at[i] - 1].first == i)
			talk_traits_word(own, TALK_TRAIT_AMOUNT);
		for (size_t b = 0; b < sizeof(own->words) / sizeof(*own->words); b++)
			all->words[b] |= own->words[b];
		for (size_t b = 0; b < sizeof(own->classes) / sizeof(*own->classes); b++)
			all->classes[b] |= own->classes[b];
		all->begins |= own->begins;
	}
}

static void count_words(struct talk_text *t)
{
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
			continue;
		t->word_count++;
		bool english = lex_has(&k->set, LEX_FUNCTION);

		t->function_count += english;
		t->foreign_count += !english && lex_has(&k->set, LEX_FOREIGN);
		t->known_count += k->word != 0 || k->kind == TOKEN_NUMBER;
	}
}

enum err_code talk_text_read(struct arena *a, const struct lexicon *lex, struct str text, struct talk_text *out, struct err *err)
{
	memset(out, 0, sizeof(*out));
	out->text = text;
	out->lex = lex;
	if (text.n > TALK_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the answer has %zu bytes, at most %u are read", text.n, TALK_BYTES_MAX);
	talk_tokens_read(a, out);
	find_phrases(out);
	mark_skips(out);
	talk_sentences_read(a, out);
	talk_amounts_read(a, out);
	find_traits(a, out);
	count_words(out);
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "the answer needs more memory than it may have");
	return ERR_OK;
}
