#include "practice/ask_topic.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"

#define ARENA_BYTES (16u << 20)
#define STEM_BYTES 4
#define LONG_WORDS 8               /* an answer with so many telling words has two of them */
#define STEMS_MAX 4000             /* of an answer; what is behind them says nothing new */

struct stem {
	char text[STEM_BYTES + 1];
};

struct stems {
	struct stem *list;
	size_t n;
};

/* Words that any answer has. */
static bool is_common(const char *word)
{
	static const char words[] =
		" a about after again all also an and another any are as at be because been before being both but by can come comes could did do does done each "
		"else even ever every few first for from get gets give given gives go goes got had has have he her here his how i if in into is it its just less like make "
		"makes made many may me might more most much must my need needs no nor not now of off on once one only or other our out over own put same say "
		"says she should since so some still such take taken takes than that the their them then there these they thing things this those though three "
		"through to too two under up us use used uses very want wants was way we well were what when where whether which while who whose why will with "
		"without would yes yet you your query ";
	size_t n = strlen(word);

	for (const char *p = strstr(words, word); p; p = strstr(p + 1, word))
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

static bool has(const struct stems *s, const char *text)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->list[i].text, text))
			return true;
	return false;
}

/* Its beginning, without the "s" of several; "" for a word that any answer has. */
static void stem_of(char *word, size_t n, struct stem *out)
{
	out->text[0] = '\0';
	if (n < 2 || is_common(word))
		return;
	if (n > 3 && word[n - 1] == 's')
		word[--n] = '\0';
	memcpy(out->text, word, n < STEM_BYTES ? n : STEM_BYTES);
	out->text[n < STEM_BYTES ? n : STEM_BYTES] = '\0';
}

/* Different stems of a text behind those that are there. */
static void add_stems(struct stems *s, struct str text)
{
	char word[32];
	size_t n = 0;

	for (size_t i = 0; i <= text.n && s->n < STEMS_MAX; i++) {
		unsigned char c = i < text.n ? (unsigned char)text.p[i] : ' ';

		c = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (n < sizeof(word) - 1)
				word[n++] = (char)c;
			continue;
		}
		word[n] = '\0';
		stem_of(word, n, &s->list[s->n]);
		n = 0;
		if (s->list[s->n].text[0] && !has(s, s->list[s->n].text))
			s->n++;
	}
}

static struct stems stems_of(struct arena *a, const char *text, const char *more)
{
	struct stems s = {.list = ARENA_NEW(a, struct stem, STEMS_MAX + 1)};

	add_stems(&s, str_of(text));
	add_stems(&s, str_of(more));
	return s;
}

/* Has the answer words of what there is to say? */
static bool is_about(const struct stems *said, const struct stems *wanted)
{
	size_t shared = 0;

	for (size_t i = 0; i < said->n; i++)
		shared += has(wanted, said->list[i].text);
	return shared >= (said->n >= LONG_WORDS ? 2 : 1);
}

void ask_topic_weigh(const json_t *question, struct str answer, json_t *checked)
{
	const json_t *points = json_get_array(question, "points"), *found = json_get_array(checked, "points");
	struct arena a;

	arena_init(&a, ARENA_BYTES);
	struct stems said = stems_of(&a, "", "");

	add_stems(&said, answer);
	for (size_t i = 0; i < json_array_size(found); i++) {
		json_t *one = json_array_get(found, i);
		struct stems wanted = stems_of(&a, json_get_text(json_array_get(points, i), "say", ""), json_get_text(question, "answer", ""));

		if (wanted.n && !is_about(&said, &wanted))
			json_object_set_new(one, "treated", json_integer(0));
	}
	arena_release(&a);
}
