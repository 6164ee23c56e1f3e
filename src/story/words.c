#include "story/words.h"

#include <ctype.h>
#include <string.h>

struct element {
	const char **alternatives; /* a last '*' stands for any ending */
	size_t count;
	bool optional;
	uint32_t gap;              /* words that may stand in front */
};

struct story_phrase {
	struct element *p;
	size_t n;
};

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || c == '_' || c == '$' || c == '%';
}

/* An apostrophe inside a word, plain or typographic, belongs to it. */
static size_t apostrophe(struct str s, size_t i)
{
	if (i + 1 < s.n && s.p[i] == '\'' && isalpha((unsigned char)s.p[i + 1]))
		return 1;
	return i + 3 < s.n && !memcmp(s.p + i, "\xe2\x80\x99", 3) && isalpha((unsigned char)s.p[i + 3]) ? 3 : 0;
}

/* Signs of the general punctuation block (dashes, quotes, dots) are three bytes from e2 80 on; they are no words. */
static size_t foreign_sign(struct str s, size_t i)
{
	return i + 2 < s.n && !memcmp(s.p + i, "\xe2\x80", 2) ? 3 : 0;
}

/* 3.5 1,200 e.g order.amount 09:05: a sign between two that belong together. */
static bool joins(struct str s, size_t i)
{
	bool digits = i > 0 && i + 1 < s.n && isdigit((unsigned char)s.p[i - 1]) && isdigit((unsigned char)s.p[i + 1]);
	bool letters = i > 0 && i + 1 < s.n && isalnum((unsigned char)s.p[i - 1]) && islower((unsigned char)s.p[i + 1]);

	return s.p[i] == '.' ? digits || letters : (s.p[i] == ',' || s.p[i] == ':') && digits;
}

static size_t word_end(struct str s, size_t i)
{
	while (i < s.n) {
		size_t mark = apostrophe(s, i);

		if (mark)
			i += mark;
		else if (in_word(s.p[i]) && !foreign_sign(s, i))
			i++;
		else if (joins(s, i))
			i++;
		else
			break;
	}
	return i;
}

static const char *low_of(struct arena *a, struct str s)
{
	char *low = arena_strndup(a, s.p, s.n), *to = low;

	for (size_t i = 0; i < s.n;) {
		if (i + 2 < s.n && !memcmp(s.p + i, "\xe2\x80\x99", 3)) {
			*to++ = '\'';
			i += 3;
		} else {
			*to++ = (char)tolower((unsigned char)s.p[i++]);
		}
	}
	*to = 0;
	return low;
}

/* Does the text between two words end a sentence? */
static bool ends_sentence(struct str between)
{
	int breaks = 0;

	for (size_t i = 0; i < between.n; i++) {
		char c = between.p[i];

		breaks += c == '\n';
		if (breaks > 1)
			return true;
		if ((c == '.' || c == '!' || c == '?') && (i + 1 == between.n || strchr(" \t\r\n\"')", between.p[i + 1])))
			return true;
	}
	return false;
}

static void add_word(struct arena *a, struct story_words *out, size_t at, size_t n)
{
	struct story_word *last = out->n ? &out->p[out->n - 1] : NULL;
	const char *low = low_of(a, (struct str){out->text.p + at, n});

	if (last && !strcmp(last->low, "no") && !strcmp(low, "one") && at - last->at - last->n == 1) {
		last->n = (uint32_t)(at + n - last->at);
		last->low = "nobody";
		return;
	}
	uint32_t sentence = last ? last->sentence : 0;

	if (last && ends_sentence((struct str){out->text.p + last->at + last->n, at - last->at - last->n}))
		sentence++;
	out->p[out->n++] = (struct story_word){(uint32_t)at, (uint32_t)n, low, sentence};
}

static void read_sentences(struct arena *a, struct story_words *out)
{
	size_t count = out->n ? out->p[out->n - 1].sentence + 1u : 0;

	out->sentences = ARENA_NEW(a, struct story_sentence, count + 1);
	out->sentence_count = count;
	for (size_t i = 0; i < out->n; i++) {
		struct story_sentence *s = &out->sentences[out->p[i].sentence];

		if (s->count++ == 0) {
			s->first = (uint32_t)i;
			s->at = out->p[i].at;
		}
		s->n = out->p[i].at + out->p[i].n - s->at;
	}
	for (size_t i = 0; i < count; i++) {
		struct story_sentence *s = &out->sentences[i];

		while (s->at + s->n < out->text.n && strchr(".!?)\"'", out->text.p[s->at + s->n]) && out->text.p[s->at + s->n])
			s->n++;
	}
}

void story_words_read(struct arena *a, struct str text, struct story_words *out)
{
	size_t room = 16, i = 0;

	*out = (struct story_words){.text = text};
	/* A word and what stands behind it take two bytes at least. */
	room += text.n / 2;
	out->p = ARENA_NEW(a, struct story_word, room);
	while (i < text.n) {
		size_t mark = foreign_sign(text, i);

		if (mark || !in_word(text.p[i])) {
			i += mark ? mark : 1;
			continue;
		}
		size_t end = word_end(text, i);

		add_word(a, out, i, end - i);
		i = end;
	}
	read_sentences(a, out);
}

const struct story_sentence *story_sentence_at(const struct story_words *w, uint32_t at)
{
	for (size_t i = 0; i < w->sentence_count; i++)
		if (at < w->sentences[i].at + w->sentences[i].n && at + 1 > w->sentences[i].at)
			return &w->sentences[i];
	return NULL;
}

struct str story_sentence_text(const struct story_words *w, const struct story_sentence *s)
{
	return s ? (struct str){w->text.p + s->at, s->n} : (struct str){"", 0};
}

static bool read_element(struct arena *a, struct str word, struct element *e)
{
	size_t from = 0;

	if (word.n > 1 && word.p[word.n - 1] == '?') {
		e->optional = true;
		word.n--;
	}
	e->alternatives = ARENA_NEW(a, const char *, word.n + 1);
	for (size_t i = 0; i <= word.n; i++) {
		if (i < word.n && word.p[i] != '/')
			continue;
		if (i == from)
			return false;
		e->alternatives[e->count++] = low_of(a, (struct str){word.p + from, i - from});
		from = i + 1;
	}
	return e->count > 0;
}

struct story_phrase *story_phrase_parse(struct arena *a, struct str text, const char **why)
{
	struct story_phrase *p = ARENA_NEW(a, struct story_phrase, 1);
	uint32_t gap = 0;

	*why = NULL;
	p->p = ARENA_NEW(a, struct element, STORY_PHRASE_WORDS_MAX);
	for (struct str rest = str_trim(text); rest.n; rest = str_trim(rest)) {
		const char *blank = memchr(rest.p, ' ', rest.n);
		struct str word = {rest.p, blank ? (size_t)(blank - rest.p) : rest.n};
		long n = 0;

		rest.p += word.n;
		rest.n -= word.n;
		if (str_starts(word, "...")) {
			if (!str_to_long((struct str){word.p + 3, word.n - 3}, 1, 20, &n) || !p->n || gap)
				*why = "'...' needs words on both sides and a number from 1 to 20";
			gap = (uint32_t)n;
			continue;
		}
		if (p->n == STORY_PHRASE_WORDS_MAX)
			*why = "a phrase has at most 12 words";
		else if (!read_element(a, word, &p->p[p->n]))
			*why = "an empty word stands beside a '/'";
		if (*why)
			return NULL;
		p->p[p->n++].gap = gap;
		gap = 0;
	}
	if (!*why && (!p->n || gap))
		*why = p->n ? "'...' stands at the end" : "the phrase is empty";
	if (!*why && p->p[0].optional)
		*why = "the first word cannot be left out";
	return *why ? NULL : p;
}

static bool word_is(const char *pattern, const char *low)
{
	size_t n = strlen(pattern);

	return n && pattern[n - 1] == '*' ? !strncmp(pattern, low, n - 1) : !strcmp(pattern, low);
}

static bool element_is(const struct element *e, const struct story_word *w)
{
	for (size_t i = 0; i < e->count; i++)
		if (word_is(e->alternatives[i], w->low))
			return true;
	return false;
}

/* Match element k at word i; *end gets the word behind the whole. Each gap takes as little as it can. */
static bool match_from(const struct story_phrase *p, const struct story_words *w, size_t k, size_t i, uint32_t sentence, size_t *end)
{
	for (; k < p->n; k++) {
		const struct element *e = &p->p[k];
		size_t skipped = 0;

		while (skipped <= e->gap && i + skipped < w->n && w->p[i + skipped].sentence == sentence &&
		       !element_is(e, &w->p[i + skipped]))
			skipped++;
		bool hit = skipped <= e->gap && i + skipped < w->n && w->p[i + skipped].sentence == sentence;

		if (!hit && !e->optional)
			return false;
		if (hit)
			i += skipped + 1;
	}
	*end = i;
	return true;
}

bool story_phrase_find(const struct story_phrase *p, const struct story_words *w, size_t from, size_t *first, size_t *end)
{
	for (size_t i = from; i < w->n; i++)
		if (element_is(&p->p[0], &w->p[i]) && match_from(p, w, 1, i + 1, w->p[i].sentence, end)) {
			*first = i;
			return true;
		}
	return false;
}

bool story_word_tells(const struct story_word *w)
{
	static const char *const plain[] = {
		"about", "after", "again", "all", "also", "and", "any", "are", "because", "been", "before", "but", "came", "can", "could",
		"did", "does", "done", "down", "each", "every", "first", "for", "from", "get", "got", "had", "has", "have", "her", "him", "his",
		"how", "into", "its", "just", "last", "later", "like", "made", "make", "many", "more", "most", "much", "not", "now", "off",
		"one", "only", "other", "our", "out", "over", "own", "same", "see", "she", "should", "since", "some", "still", "than", "that",
		"the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "time", "too", "two", "under", "until",
		"very", "was", "way", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
	};

	if (strlen(w->low) < 3 || isdigit((unsigned char)w->low[0]) || strchr("$%", w->low[0]))
		return false;
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (!strcmp(plain[i], w->low))
			return false;
	return true;
}
