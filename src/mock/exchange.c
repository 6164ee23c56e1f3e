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

bool exchange_own(const struct mock *m, const struct mock_part *p, size_t x)
{
	return x < p->exchange_count && m->turns[p->exchanges[x].asked].own;
}

/*
 * Behind the answer stands what was said to the round's own question, which the engine knows nothing of. Too long together: the answer
 * alone.
 */
static enum err_code feed_both(struct mock_part *p, struct err *err)
{
	struct str answer = said_in(&p->exchanges[0]), reply = said_in(&p->exchanges[1]);
	struct buf whole;
	enum err_code code;

	buf_init(&whole, 2 * TALK_ANSWER_BYTES_MAX + 2);
	buf_add(&whole, answer.p, answer.n);
	buf_adds(&whole, "\n\n");
	buf_add(&whole, reply.p, reply.n);
	code = talk_answer(p->talk, (struct str){buf_text(&whole), whole.n <= TALK_ANSWER_BYTES_MAX ? whole.n : answer.n}, err);
	buf_release(&whole);
	return code;
}

static void talk_drop(struct mock_part *p)
{
	talk_free(p->talk);
	p->talk = NULL;
	p->fed = p->merged = 0;
}

static enum err_code feed_answer(struct mock *m, struct mock_part *p, size_t upto, struct err *err)
{
	enum err_code code = ERR_OK;

	if (!p->talk && !(code = talk_open(m, p, err)) && !(code = talk_answer(p->talk, said_in(&p->exchanges[0]), err))) {
		p->opening = talk_view(p->talk)->opening;
		p->fed = p->merged = 1;
	}
	if (!code && p->merged == 1 && upto > 1 && exchange_own(m, p, 1)) {
		talk_drop(p);
		if (!(code = talk_open(m, p, err)) && !(code = feed_both(p, err))) {
			p->fed = p->merged = 2;
			/* Who was cut short goes on in the reply; what was told in both is the answer. */
			if (p->exchanges[0].cut && talk_view(p->talk)->opening < p->opening)
				p->opening = talk_view(p->talk)->opening;
		}
	}
	return code;
}

enum err_code part_feed(struct mock *m, struct mock_part *p, size_t upto, struct err *err)
{
	enum err_code code = feed_answer(m, p, upto, err);

	for (; !code && p->fed < upto && p->fed < p->exchange_count; p->fed++) {
		const struct exchange *x = &p->exchanges[p->fed];
		const char *asked = m->turns[x->asked].text;
		const struct talk_outcome *outcome;
		const struct talk_probe *probe;
		struct err ignored = {0};

		/* Questions about the query come to their end behind the engine's own; it hears of none of them. */
		if (exchange_own(m, p, p->fed))
			continue;
		/* Content that changed since may ask something else now: what was asked stands. */
		if (!(probe = talk_next(p->talk)))
			return ERR_OK;
		if (strcmp(probe->text, asked))
			talk_rephrase(p->talk, str_of(asked), &ignored);
		if ((code = talk_reply(p->talk, said_in(x), &outcome, err)))
			break;
	}
	/* What is too long for the engine ends its questions, not the round. */
	return code == ERR_LIMIT ? ERR_OK : code;
}

/* Was this pressed already? */
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

/* The engine's question in the words of the round that presses. */
static void press_words(struct mock *m, struct mock_part *p, const struct talk_probe *probe)
{
	const struct rounds *r = m->base.rounds;
	struct err ignored = {0};

	for (size_t i = 0; i < r->press_count; i++)
		if (!strcmp(r->presses[i].gap, probe->gap)) {
			if (!pressed(m, p, &r->presses[i]))
				talk_rephrase(p->talk, str_of(r->presses[i].text), &ignored);
			return;
		}
}

/*
 * A round that presses asks "what would you have done differently" first, unless that was told. It is then its own question: in place of
 * another of the engine's, the engine would go on as if that one had been asked.
 */
static const struct talk_probe *press_own(struct mock *m, struct mock_part *p)
{
	const struct talk_view *v = talk_view(p->talk);
	const struct rounds *r = m->base.rounds;

	for (size_t i = 0; i < v->clue_count; i++)
		if (v->clues[i].type == CLUE_LEARNING && v->clues[i].confidence >= 0.5)
			return NULL;
	for (size_t i = 0; v->evaluable && i < r->press_count; i++)
		if (!strcmp(r->presses[i].id, "differently")) {
			struct talk_probe *probe = ARENA_NEW(&m->arena, struct talk_probe, 1);

			*probe = (struct talk_probe){.gap = r->presses[i].gap, .depth = 1, .text = r->presses[i].text, .why = "it was not told", .quote = "", .quote2 = ""};
			return probe;
		}
	return NULL;
}

static bool asked_before(const struct mock *m, const struct mock_part *p, const char *text)
{
	for (size_t i = 1; i < p->exchange_count; i++)
		if (!strcmp(m->turns[p->exchanges[i].asked].text, text))
			return true;
	return false;
}

/* The engine's general questions about a query may not fit it ("without a window function?"); those of the round fit every one. */
static void general_after_query(struct mock *m, struct mock_part *p)
{
	const struct question_group *g = rounds_group(m->base.rounds, GROUP_AFTER_QUERY);
	struct err ignored = {0};

	for (size_t i = 0; g && i < g->question_count; i++) {
		const char *text = g->questions[(i + m->seed + m->part) % g->question_count];

		if (!asked_before(m, p, text)) {
			talk_rephrase(p->talk, str_of(text), &ignored);
			return;
		}
	}
}

/* ---- questions about the query that was written ---- */

const json_t *part_ask(const struct mock_part *p, const char *key)
{
	json_t *one;
	size_t i;

	json_array_foreach(p->asks, i, one)
		if (!strcmp(json_get_text(one, "key", ""), key))
			return one;
	return NULL;
}

static bool key_asked(const struct mock *m, const struct mock_part *p, const char *key)
{
	for (size_t i = 1; i < p->exchange_count; i++)
		if (!strcmp(m->turns[p->exchanges[i].asked].key, key))
			return true;
	return false;
}

/* The next of them; false when none is left. */
static bool query_probe(struct mock *m, const struct mock_part *p, struct part_probe *out)
{
	json_t *one;
	size_t i;

	json_array_foreach(p->asks, i, one) {
		const char *key = json_get_text(one, "key", ""), *quote = json_get_text(one, "quote", "");

		if (!*key || key_asked(m, p, key))
			continue;
		struct talk_probe *probe = ARENA_NEW(&m->arena, struct talk_probe, 1);

		*probe = (struct talk_probe){.gap = "", .depth = 1, .text = json_get_text(one, "text", ""), .quote = quote, .quote2 = "",
					     .why = *quote ? "it stands in the query" : "it is about the query as a whole"};
		*out = (struct part_probe){probe, true, key};
		return true;
	}
	return false;
}

/* Behind the first question, one of the engine's was followed by one of ours: the engine had nothing more that was certain. */
static bool engine_is_done(const struct mock *m, const struct mock_part *p)
{
	return p->exchange_count > 2 && exchange_own(m, p, p->exchange_count - 1);
}

/*
 * After a query: first why something that stands in it is there, then what the engine misses for certain, then the rest of the questions
 * about the query. Where there are none (the query cannot be read, or the judge did not answer), the round has general ones.
 */
static void after_explaining(struct mock *m, struct mock_part *p, struct part_probe *out)
{
	if (p->exchange_count == 1 && query_probe(m, p, out))
		return;
	if (!engine_is_done(m, p))
		out->probe = talk_next(p->talk);
	if ((!out->probe || (out->probe->general && !out->probe->again)) && query_probe(m, p, out))
		return;
	if (out->probe && out->probe->general && !out->probe->again)
		general_after_query(m, p);
}

enum err_code part_probe(struct mock *m, struct mock_part *p, struct part_probe *out, struct err *err)
{
	enum err_code code = part_feed(m, p, p->exchange_count, err);

	*out = (struct part_probe){0};
	if (code || p->fed < p->exchange_count || (int)p->exchange_count > p->probes)
		return code;
	if (p->kind == MOCK_SQL) {
		after_explaining(m, p, out);
		return ERR_OK;
	}
	out->probe = talk_next(p->talk);
	if (p->press_ms && (!out->probe || !out->probe->again)) {
		/* "Differently" before anything else, also before "measured": the phone gate asks for it. */
		const struct talk_probe *press = p->exchange_count == 1 && !(out->probe && !strcmp(out->probe->gap, "no_learning")) ? press_own(m, p) : NULL;

		if (press)
			*out = (struct part_probe){press, true, NULL};
		else if (out->probe)
			press_words(m, p, out->probe);
	}
	return ERR_OK;
}
