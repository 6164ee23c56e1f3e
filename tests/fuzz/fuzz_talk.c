/*
 * Answers and replies of any bytes through the whole talk engine.  The first byte chooses kind and level, the rest is split at
 * NUL NUL into an answer and replies.  Every quote must stand in the transcript, every probe must be one question.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "talk/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct talk_pack *pack;

static void must(bool good)
{
	if (!good)
		abort();
}

static void check_view(const struct talk *t)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->clue_count; i++) {
		const struct talk_clue *c = &v->clues[i];

		must(c->n > 0 && (size_t)c->at + c->n <= v->transcript.n && utf8_valid(v->transcript.p + c->at, c->n, NULL));
		must(c->confidence > 0 && c->confidence <= 1);
	}
	for (size_t i = 0; i < v->gap_count; i++)
		must((size_t)v->gaps[i].at + v->gaps[i].n <= v->transcript.n && (i == 0 || v->gaps[i].score <= v->gaps[i - 1].score));
	for (size_t i = 0; i < v->probe_count; i++) {
		const struct talk_probe *q = &v->probes[i];
		const char *mark = strchr(q->text, '?');

		must(mark && !strchr(mark + 1, '?') && !strchr(q->text, '{') && utf8_valid(q->text, strlen(q->text), NULL));
		must(q->depth >= 1 && q->depth <= TALK_DEPTH_MAX);
		must(!*q->quote || memmem(v->transcript.p, v->transcript.n, q->quote, strlen(q->quote)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .question = "Walk me through a failure of late data.", .probes_max = 6};
	struct talk *t = NULL;
	struct err err = {0};

	if (!pack && talk_pack_open(&pack, "content", NULL, &err))
		abort();
	if (n == 0)
		return 0;
	round.kind = (enum talk_kind)(*p % TALK_KIND_COUNT);
	round.level = (enum talk_level)(*p / 16 % 3);
	round.seed = *p;
	must(!talk_new(&t, pack, &round, &err));
	p++;
	n--;
	for (bool first = true; n || first; first = false) {
		const uint8_t *cut = n > 1 ? memmem(p, n, "\0\0", 2) : NULL;
		size_t len = cut ? (size_t)(cut - p) : n;
		const struct talk_outcome *out;
		struct str text = {(const char *)p, len};

		if (first ? talk_answer(t, text, &err) : talk_next(t) == NULL || talk_reply(t, text, &out, &err))
			break;
		check_view(t);
		p += cut ? len + 2 : len;
		n -= cut ? len + 2 : len;
	}
	json_t *ledger = talk_ledger(t), *view = talk_view_json(t);
	char *text = json_text(ledger), *more = json_text(view);

	must(text && more);
	free(text);
	free(more);
	json_decref(ledger);
	json_decref(view);
	talk_free(t);
	return 0;
}
