#include "talk/person.h"

#include <ctype.h>

static const struct turn {
	const char *from, *to;
} turns[] = {
	{"i", "you"}, {"we", "you"}, {"me", "you"}, {"us", "you"}, {"my", "your"}, {"our", "your"}, {"mine", "yours"}, {"ours", "yours"},
	{"myself", "yourself"}, {"ourselves", "yourselves"}, {"'m", "'re"},
};

static const char *turned(const char *low)
{
	for (size_t i = 0; i < sizeof(turns) / sizeof(*turns); i++)
		if (!strcmp(low, turns[i].from))
			return turns[i].to;
	return NULL;
}

/* "I was" and "I am" change their verb, also with a word between: "I then was". */
static bool follows_i(const struct talk_text *t, size_t first, size_t i)
{
	size_t seen = 0;

	while (i-- > first && seen < 2) {
		if (t->tokens[i].skip)
			continue;
		if (!strcmp(t->tokens[i].low, "i"))
			return true;
		if (!lex_has(&t->tokens[i].set, LEX_ADVERB))
			return false;
		seen++;
	}
	return false;
}

void person_turn(const struct talk_text *t, struct talk_span s, struct buf *out)
{
	bool any = false, space = false;

	for (size_t i = s.first; i < (size_t)s.first + s.count; i++) {
		const struct talk_token *k = &t->tokens[i];
		const char *word = turned(k->low);

		space = space || (any && k->space_before);
		if (k->skip && k->kind == TOKEN_WORD)
			continue;
		if (!strcmp(k->low, "was") && follows_i(t, s.first, i))
			word = "were";
		else if (!strcmp(k->low, "am") && follows_i(t, s.first, i))
			word = "are";
		if (space)
			buf_addc(out, ' ');
		space = false;
		/* The question goes on in the middle of a sentence: only names keep their capital. */
		if (word)
			buf_adds(out, word);
		else if (!any && k->capital && k->n > 1 && islower((unsigned char)t->text.p[k->at + 1]) && lex_has(&k->set, LEX_FUNCTION))
			buf_adds(out, k->low);
		else
			buf_add(out, t->text.p + k->at, k->n);
		any = true;
	}
}
