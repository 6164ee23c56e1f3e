/* Words, sentences, phrases. */
#include "tap.h"

#include "story/words.h"

static struct arena arena;

static const char *sentences(const char *text)
{
	struct story_words w;
	struct buf b;

	buf_init(&b, 4096);
	story_words_read(&arena, str_of(text), &w);
	for (size_t i = 0; i < w.sentence_count; i++) {
		struct str s = story_sentence_text(&w, &w.sentences[i]);

		buf_addf(&b, "%s[%.*s]", i ? " " : "", (int)s.n, s.p);
	}
	const char *out = arena_strdup(&arena, buf_text(&b));

	buf_release(&b);
	return out;
}

/* What the phrase finds first; "-" for nothing, "! why" when it is no phrase. */
static const char *find(const char *phrase, const char *text)
{
	const char *why = NULL;
	struct story_phrase *p = story_phrase_parse(&arena, str_of(phrase), &why);
	struct story_words w;
	size_t first = 0, end = 0;

	if (!p)
		return arena_printf(&arena, "! %s", why);
	story_words_read(&arena, str_of(text), &w);
	if (!story_phrase_find(p, &w, 0, &first, &end))
		return "-";
	size_t at = w.p[first].at;

	return arena_strndup(&arena, text + at, w.p[end - 1].at + w.p[end - 1].n - at);
}

int main(void)
{
	arena_init(&arena, 64 << 20);
	tap_is_text(sentences("One two. Three 3.5 e.g four! \"Five?\" six\n\nseven"), "[One two.] [Three 3.5 e.g four!] [Five?\"] [six] [seven]",
		    "sentences end with a sign or an empty line");
	tap_is_text(sentences("Wasn\xe2\x80\x99t it\nhere \xe2\x80\x94 yes"), "[Wasn\xe2\x80\x99t it\nhere \xe2\x80\x94 yes]", "a line end alone ends none");
	tap_is_text(sentences(""), "", "nothing");
	tap_is_text(sentences("... --- !!!"), "", "no words");
	tap_is_text(find("nobody ...5 asked", "Truly no one had ever asked me."), "no one had ever asked", "a gap; no one is nobody");
	tap_is_text(find("nobody ...1 asked", "Nobody had ever asked me."), "-", "a gap that is too small");
	tap_is_text(find("nobody ...5 asked", "There was nobody. I asked."), "-", "never over the end of a sentence");
	tap_is_text(find("was a? very? success*", "It WAS a Success."), "WAS a Success", "left out, any ending, any case");
	tap_is_text(find("wasn't my/mine", "It wasn\xe2\x80\x99t mine."), "wasn\xe2\x80\x99t mine", "a typographic apostrophe");
	tap_is_text(find("saved ...2 euros", "saved 2,000 euros"), "saved 2,000 euros", "a number is one word");
	tap_is_text(find("log", "catalog blog login"), "-", "whole words");
	tap_is_text(find("... 5 a", "a"), "! '...' needs words on both sides and a number from 1 to 20", "a gap at the start");
	tap_is_text(find("a ...5", "a"), "! '...' stands at the end", "a gap at the end");
	tap_is_text(find("a/ b", "a"), "! an empty word stands beside a '/'", "half an alternative");
	tap_is_text(find("", "a"), "! the phrase is empty", "an empty phrase");
	tap_is_text(find("a? b", "a"), "! the first word cannot be left out", "an optional beginning");
	tap_is_text(find("b", "a\xff\xfe b"), "b", "bad bytes are no obstacle");
	arena_release(&arena);
	return tap_done();
}
