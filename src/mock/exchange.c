/* What was said in a part, handed to the talk engine, and what it would ask. */
#include "mock/mock_int.h"

#include <string.h>

#include "base/json.h"

static enum err_code talk_open(struct mock *m, struct mock_part *p, struct err *err)
{
	const struct rounds *r = m->base.rounds;
	const struct scenario *s = p->scenario;
	const char *want[ROUNDS_PARTS_MAX * 4];
	size_t n = 0;
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = p->principle, .question = p->question, .level = m->level, .seed = m->seed + m->part};

	if (p->kind == MOCK_SQL) {
		round.kind = TALK_SQL;
		round.question = r->interviewer.explain;
	} else if (p->kind == MOCK_DESIGN) {
		round.kind = s ? s->kind : TALK_PIPELINE;
		round.table = s ? s->table : NULL;
		/* A design is asked for all of its table, however short the task is worded. */
		round.question = NULL;
	}
	if (p->harder && round.level < TALK_L6)
		round.level++;
	for (size_t i = 0; p->press_ms && i < r->press_count && n < 8; i++)
		want[n++] = r->presses[(i + m->seed) % r->press_count].gap;
	for (size_t i = 0; i < p->want_count && n < 24; i++)
		want[n++] = p->want[i];
	for (size_t i = 0; s && i < s->want_count && n < sizeof(want) / sizeof(want[0]); i++)
		want[n++] = s->want[i];
	round.want = want;
	round.want_count = n;
	return talk_new(&p->talk, m->base.talk, &round, err);
}

const struct press *press_of(const struct rounds *r, const char *gap, const char *text)
{
	for (size_t i = 0; i < r->press_count; i++)
		if (!strcmp(r->presses[i].text, text) || (!strcmp(r->presses[i].id, "differently") && strstr(text, "differently")))
			return &r->presses[i];
	for (size_t i = 0; i < r->press_count; i++)
		if (!strcmp(r->presses[i].gap, gap) && !strcmp(r->presses[i].id, "measured"))
			return &r->presses[i];
	return NULL;
}

static struct str said_in(const struct exchange *x)
{
	struct str s = {buf_text(&x->text), x->text.n};

	/* What the engine takes at once is less than what may have been said in pieces. */
	if (s.n > TALK_ANSWER_BYTES_MAX)
		for (s.n = TALK_ANSWER_BYTES_MAX; s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80;)
			s.n--;
	return s;
}

enum err_code part_feed(struct mock *m, struct mock_part *p, size_t upto, struct err *err)
{
	enum err_code code = p->talk ? ERR_OK : talk_open(m, p, err);

	for (; !code && p->fed < upto && p->fed < p->exchange_count; p->fed++) {
		const struct exchange *x = &p->exchanges[p->fed];
		const char *asked = m->turns[x->asked].text;
		const struct talk_outcome *outcome;
		const struct talk_probe *probe;
		struct err ignored = {0};

		if (p->fed == 0) {
			code = talk_answer(p->talk, said_in(x), err);
			continue;
		}
		/* Content that changed since may ask something else now: what was asked stands. */
		if (!(probe = talk_next(p->talk)))
			return ERR_OK;
		if (strcmp(probe->text, asked))
			talk_rephrase(p->talk, str_of(asked), &ignored);
		code = talk_reply(p->talk, said_in(x), &outcome, err);
	}
	/* What is too long for the engine ends its questions, not the round. */
	return code == ERR_LIMIT ? ERR_OK : code;
}

/* Were these pressing words asked already? */
static bool pressed(const struct mock *m, const struct mock_part *p, const struct press *press)
{
	for (size_t i = 1; i < p->exchange_count; i++) {
		const struct mock_turn *t = &m->turns[p->exchanges[i].asked];
		const struct press *was = press_of(m->base.rounds, t->gap, t->text);

		if (was && !strcmp(was->id, press->id))
			return true;
	}
	return false;
}

/* The engine's question in the words of the round that presses; for the first one also where the engine would ask something else. */
static void press_first(struct mock *m, struct mock_part *p, const struct talk_probe *probe)
{
	const struct rounds *r = m->base.rounds;
	const struct talk_view *v = talk_view(p->talk);
	bool learnt = false;
	struct err ignored = {0};

	for (size_t i = 0; i < r->press_count; i++)
		if (!strcmp(r->presses[i].gap, probe->gap)) {
			if (!pressed(m, p, &r->presses[i]))
				talk_rephrase(p->talk, str_of(r->presses[i].text), &ignored);
			return;
		}
	for (size_t i = 0; i < v->clue_count; i++)
		learnt |= v->clues[i].type == CLUE_LEARNING;
	for (size_t i = 0; p->exchange_count == 1 && !learnt && i < r->press_count; i++)
		if (!strcmp(r->presses[i].id, "differently")) {
			talk_rephrase(p->talk, str_of(r->presses[i].text), &ignored);
			return;
		}
}

enum err_code part_probe(struct mock *m, struct mock_part *p, const struct talk_probe **out, struct err *err)
{
	enum err_code code = part_feed(m, p, p->exchange_count, err);

	*out = NULL;
	if (code || p->fed < p->exchange_count || (int)p->exchange_count > p->probes)
		return code;
	if ((*out = talk_next(p->talk)) && p->press_ms && !(*out)->again)
		press_first(m, p, *out);
	return ERR_OK;
}
