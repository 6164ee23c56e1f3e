/* A memory as one text with words and clues, and back from a place in it to the candidate's own sentence. */
#include "story/story_int.h"

enum err_code story_text_read(const struct story_pack *p, const struct story_memory *m, struct arena *a, struct story_text *out,
			      struct err *err)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5};
	enum err_code code;
	struct buf b;

	*out = (struct story_text){0};
	buf_init(&b, STORY_READ_BYTES_MAX);
	for (size_t i = 0; i < p->part_count; i++) {
		struct str s = m->answers[i];
		size_t room = STORY_READ_BYTES_MAX - b.n;

		if (!s.n)
			continue;
		if (s.n + 2 > room) {
			/* A cut never falls into a character. */
			out->cut = true;
			s.n = room > 2 ? room - 2 : 0;
			while (s.n && ((unsigned char)m->answers[i].p[s.n] & 0xC0) == 0x80)
				s.n--;
			if (!s.n)
				break;
		}
		if (b.n)
			buf_adds(&b, "\n\n");
		out->parts[out->count] = i;
		out->starts[out->count++] = b.n;
		buf_add(&b, s.p, s.n);
	}
	out->starts[out->count] = b.n;
	out->text = (struct str){arena_strndup(a, buf_text(&b), b.n), b.n};
	buf_release(&b);
	story_words_read(a, out->text, &out->words);
	code = talk_new(&out->talk, p->talk, &round, err);
	if (!code)
		code = talk_answer(out->talk, out->text, err);
	if (code) {
		story_text_release(out);
		return code;
	}
	out->view = talk_view(out->talk);
	return ERR_OK;
}

void story_text_release(struct story_text *t)
{
	talk_free(t->talk);
	t->talk = NULL;
	t->view = NULL;
}

size_t story_text_part(const struct story_text *t, size_t at)
{
	size_t i = 0;

	while (i + 1 < t->count && at >= t->starts[i + 1])
		i++;
	return t->parts[i];
}

struct story_quote story_text_quote(const struct story_pack *p, const struct story_text *t, size_t at, const char *shows)
{
	const struct story_sentence *s = story_sentence_at(&t->words, (uint32_t)at);

	return (struct story_quote){story_sentence_text(&t->words, s), p->parts[story_text_part(t, at)].id, shows};
}

bool story_signal_find(const struct story_signal *s, const struct story_text *t, size_t from, size_t to, size_t *at)
{
	size_t best = SIZE_MAX, first = 0, end = 0, word = 0;

	while (word < t->words.n && t->words.p[word].at < from)
		word++;
	for (size_t i = 0; i < s->when_count; i++)
		if (story_phrase_find(s->when[i], &t->words, word, &first, &end) && t->words.p[first].at < to && t->words.p[first].at < best)
			best = t->words.p[first].at;
	for (size_t i = 0; i < t->view->clue_count; i++) {
		const struct talk_clue *c = &t->view->clues[i];

		if ((s->clues >> c->type & 1) && c->at >= from && c->at < to && c->at < best && story_sentence_at(&t->words, c->at))
			best = c->at;
	}
	*at = best;
	return best != SIZE_MAX;
}

bool story_signal_best(const struct story_signal *s, const struct story_text *t, size_t *at)
{
	for (size_t k = 0; k < t->count; k++)
		if ((s->in >> t->parts[k] & 1) && story_signal_find(s, t, t->starts[k], k + 1 < t->count ? t->starts[k + 1] : t->text.n, at))
			return true;
	return story_signal_find(s, t, 0, t->text.n, at);
}
