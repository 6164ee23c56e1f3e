/* What stands around an amount. */
#include "talk/around.h"

#define SENTENCE_NEAR 60           /* tokens */

size_t around_before(const struct talk_text *t, size_t i, size_t first)
{
	while (i-- > first)
		if (!t->tokens[i].skip)
			return i;
	return t->token_count;
}

bool around_is(const struct around *x, size_t i, const char *word)
{
	return talk_low_is(x->t, i, word);
}

bool around_is_any(const struct around *x, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (around_is(x, i, words[k]))
			return true;
	return false;
}

bool around_noun(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return k->kind == TOKEN_WORD && !k->skip && !lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) &&
	       !lex_has(&k->set, LEX_CONJUNCTION) && !lex_has(&k->set, LEX_PRONOUN) && !lex_has(&k->set, LEX_BE) && !lex_has(&k->set, LEX_HAVE) &&
	       !lex_has(&k->set, LEX_MODAL) && !lex_has(&k->set, LEX_DETERMINER) && !(lex_has(&k->set, LEX_ADVERB) && !lex_has(&k->set, LEX_ADJECTIVE)) &&
	       !(lex_has(&k->set, LEX_VERB_PAST) && !lex_has(&k->set, LEX_VERB_BASE) && !lex_has(&k->set, LEX_ADJECTIVE));
}

/* "a day", "per row", "an hour", "each night" behind a number. */
static size_t rate_end(const struct around *x, size_t i, size_t end)
{
	size_t next = i < end ? talk_token_next(x->t, i) : end;

	if (next >= end)
		return i;
	if (around_is(x, i, "per") || (IS_ANY(x, i, "in", "of") && IS_ANY(x, next, "a", "100") && around_is(x, talk_token_next(x->t, next), "million"))) {
		const struct talk_amount *m = x->t->amount_at[next] ? &x->t->amounts[x->t->amount_at[next] - 1] : NULL;
		size_t stop = m ? (size_t)m->first + m->count : next + 1;

		/* "per 100,000 members" */
		return m && stop < end && around_noun(x->t, stop) ? stop + 1 : stop;
	}
	if (IS_ANY(x, i, "a", "an", "each", "every") && x->t->lex->words[x->t->tokens[next].word].unit == LEX_UNIT_TIME)
		return next + 1;
	return i;
}

void around_read(struct around *x)
{
	const struct talk_text *t = x->t;
	const struct talk_sentence *s = &t->sentences[t->tokens[x->first].sentence];
	size_t i, words = 0;

	x->sentence_first = s->first;
	x->sentence_end = (size_t)s->first + s->count;
	x->before = around_before(t, x->first, x->sentence_first);
	x->before2 = x->before < t->token_count ? around_before(t, x->before, x->sentence_first) : t->token_count;
	i = rate_end(x, x->end, x->sentence_end);
	x->rate = i > x->end;
	/* The thing counted: up to four words, "of" and "or so" included. */
	while (!x->rate && i < x->sentence_end && words < 4 && !t->amount_at[i]) {
		if (t->tokens[i].skip) {
			i++;
			continue;
		}
		if (!around_noun(t, i) || (t->tokens[i].kind == TOKEN_PUNCT))
			break;
		const struct talk_verb *v = clue_verb_at(x->r, i);

		if (v && (v->token == i || v->group == i))
			break;
		i++;
		words++;
	}
	if (words && !x->rate) {
		size_t rate = rate_end(x, i, x->sentence_end);

		x->rate = rate > i;
		i = rate;
	}
	x->np_end = i;
}

bool around_counts(const struct around *x, const char *cls)
{
	int id = lexicon_class(x->r->pack->lex, cls, strlen(cls));

	for (size_t i = x->end; id >= 0 && i < x->np_end; i++)
		if (lex_has(&x->t->tokens[i].set, id))
			return true;
	return false;
}

/* Does a word of the list stand in the n seen tokens in front of the amount? */
bool around_near(const struct around *x, size_t n, const char *const *words, size_t count)
{
	size_t i = x->first;

	while (n-- > 0) {
		i = around_before(x->t, i, x->sentence_first);
		if (i >= x->t->token_count)
			return false;
		if (around_is_any(x, i, words, count))
			return true;
	}
	return false;
}

bool around_in_sentence(const struct around *x, const char *const *words, size_t count)
{
	/* A text without full stops is one sentence: what is far from the amount says nothing of it. */
	size_t first = x->first > x->sentence_first + SENTENCE_NEAR ? x->first - SENTENCE_NEAR : x->sentence_first;

	for (size_t i = first; i < x->sentence_end && i < x->end + SENTENCE_NEAR; i++)
		if (around_is_any(x, i, words, count))
			return true;
	return false;
}

/* Up to four words more behind a value: "against 190 in the pilot". */
size_t around_stretch(const struct around *x)
{
	size_t i = x->np_end;

	for (size_t words = 0; i < x->sentence_end && words < 5; i++) {
		const struct talk_token *k = &x->t->tokens[i];

		if (k->skip)
			continue;
		if (k->kind != TOKEN_WORD || IS_ANY(x, i, "to", "and", "so", "but", "or", "which", "because", "now") || x->t->amount_at[i])
			break;
		const struct talk_verb *v = clue_verb_at(x->r, i);

		if (v && (v->token == i || v->group == i))
			break;
		words++;
	}
	/* It ends in no preposition: "five percent by six". */
	while (i > x->np_end && (x->t->tokens[i - 1].skip || lex_has(&x->t->tokens[i - 1].set, LEX_PREPOSITION) || lex_has(&x->t->tokens[i - 1].set, LEX_DETERMINER)))
		i--;
	return i;
}
