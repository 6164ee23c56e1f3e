/* The interviewer: what comes next, given what was said so far and the clock. */
#include "mock/mock_int.h"

#include <string.h>

#include "base/json.h"
#include "mock/scenario.h"
#include "practice/judged.h"

#define FACTS_AT_ONCE 4

static bool explains(const struct mock_part *p)
{
	return p->kind == MOCK_SQL && (p->query || p->exchange_count);
}

int64_t phase_limit_ms(const struct mock_part *p)
{
	return explains(p) ? p->explain_ms : p->limit_ms;
}

int64_t phase_begun_ms(const struct mock_part *p)
{
	return explains(p) ? p->query_ms : p->begun_ms;
}

static bool time_over(const struct mock *m, const struct mock_part *p)
{
	int64_t limit_ms = phase_limit_ms(p);

	return limit_ms > 0 && m->clock_ms - phase_begun_ms(p) >= limit_ms;
}

static enum err_code ask_probe(struct mock *m, enum mock_ask kind, const char *text, const struct part_probe *what, const char *more, struct err *err)
{
	const struct talk_probe *probe = what->probe;
	json_t *body = json_pack("{s:s,s:o}", "kind", mock_ask_name(kind), "text", json_text_value(text, strlen(text)));

	if (probe) {
		json_object_set_new(body, "gap", json_string(probe->gap));
		json_object_set_new(body, "depth", json_integer(probe->depth));
		json_object_set_new(body, "why", json_string(probe->why));
		json_object_set_new(body, "quote", mock_quote(probe->quote, strlen(probe->quote)));
	}
	if (what->own)
		json_object_set_new(body, "own", json_true());
	/* With its exercise, so that no drill asks it again. */
	if (what->key) {
		json_object_set_new(body, "key", json_string(what->key));
		json_object_set_new(body, "subject", json_string(mock_current(m)->subject));
	}
	if (more)
		json_object_set_new(body, kind == ASK_FACT ? "fact" : "lead", json_string(more));
	return mock_put(m, EVENT_MOCK_ASKED, body, err);
}

static enum err_code ask(struct mock *m, enum mock_ask kind, const char *text, const char *fact, struct err *err)
{
	return ask_probe(m, kind, text, &(struct part_probe){0}, fact, err);
}

struct orphan {
	int64_t mock, part, found;
};

static bool find_orphan(const struct store_record *e, void *arg)
{
	struct orphan *o = arg;

	if (json_get_int(e->body, "mock", 0) == o->mock && json_get_int(e->body, "part", -1) == o->part)
		o->found = e->id;
	return true;
}

/* An attempt like any other, but for its mode. One that was begun just before a crash is taken up again. */
static enum err_code attempt_start(struct mock *m, const struct mock_part *p, int64_t *id, struct err *err)
{
	struct orphan orphan = {m->id, (int64_t)m->part, 0};
	struct store_which which = {.kind = "attempt.started", .subject = p->subject, .after_id = m->id};
	const struct bank_exercise *ex = NULL;
	enum err_code code = store_events(m->base.store, &which, find_orphan, &orphan, err);
	struct err ignored = {0};
	json_t *patterns;

	*id = orphan.found;
	if (code || orphan.found)
		return code;
	const char *slug = strchr(p->subject, '/') + 1;

	patterns = json_array();
	if (!bank_find(m->base.bank, arena_strndup(&m->arena, slug, strcspn(slug, "/")), &ex, &ignored))
		for (size_t i = 0; i < ex->pattern_count; i++)
			json_array_append_new(patterns, json_string(ex->patterns[i]));
	json_t *body = json_pack("{s:o,s:I,s:b,s:s,s:I,s:I}", "patterns", patterns, "limit_ms",
				 (json_int_t)(ex ? practice_cold_limit_ms(p->limit_ms, ex->minutes) : p->limit_ms), "no_run", 1, "mode", "mock", "mock",
				 (json_int_t)m->id, "part", (json_int_t)m->part);

	code = store_append(m->base.store, EVENT_ATTEMPT_STARTED, p->subject, body, id, err);
	json_decref(body);
	return code;
}

static enum err_code begin_part(struct mock *m, struct mock_part *p, struct err *err)
{
	json_t *body = json_pack("{s:s,s:s}", "kind", mock_ask_name(ASK_QUESTION), "text", p->kind == MOCK_SQL ? "" : p->question);
	int64_t attempt = 0;
	enum err_code code = p->kind == MOCK_SQL ? attempt_start(m, p, &attempt, err) : ERR_OK;

	if (code) {
		json_decref(body);
		return code;
	}
	if (attempt)
		json_object_set_new(body, "attempt", json_integer(attempt));
	return mock_put(m, EVENT_MOCK_ASKED, body, err);
}

static enum err_code end_part(struct mock *m, struct mock_part *p, const char *how, struct err *err)
{
	json_t *result = NULL;
	enum err_code code = part_result(m, p, &result, err);

	if (code)
		return code;
	return mock_put(m, EVENT_MOCK_PART, json_pack("{s:s,s:o}", "how", how, "result", result), err);
}

/* --- clarifying questions -------------------------------------------------------------------------------------- */

static bool told(const struct mock_part *p, const char *fact)
{
	for (size_t i = 0; i < p->fact_count; i++)
		if (!strcmp(p->facts[i], fact))
			return true;
	return false;
}

static enum err_code tell(struct mock *m, const struct mock_part *p, const struct fact *f, size_t before, struct err *err)
{
	const char *again = m->base.rounds->interviewer.again;

	/* The same fact only once at a time. */
	for (size_t i = before; i < p->fact_count; i++)
		if (!strcmp(p->facts[i], f->id))
			return ERR_OK;
	return ask(m, ASK_FACT, told(p, f->id) ? arena_printf(&m->arena, "%s %s", again, f->says) : f->says, f->id, err);
}

/* Each question of a text gets its answers. */
static enum err_code answer_questions(struct mock *m, struct mock_part *p, const char *text, struct err *err)
{
	struct str rest = str_of(text), one;
	size_t asked = 0, before = p->fact_count;
	bool unknown = false;
	enum err_code code = ERR_OK;

	while (!code && asked < FACTS_AT_ONCE && sentence_next(&rest, &one)) {
		const struct fact *facts[FACTS_AT_ONCE];
		size_t n = sentence_asks(one) ? scenario_facts(p->scenario, one, facts, FACTS_AT_ONCE) : 0;

		if (!sentence_asks(one))
			continue;
		asked++;
		for (size_t i = 0; !code && i < n; i++)
			code = tell(m, p, facts[i], before, err);
		if (!code && n == 0 && !unknown)
			code = ask(m, ASK_FACT, m->base.rounds->interviewer.unknown, "", err);
		unknown |= n == 0;
	}
	return code;
}

/* --- answers ---------------------------------------------------------------------------------------------------- */

/* Is what was said to the last question finished? */
static bool closed(const struct mock *m, const struct mock_part *p, const struct exchange *x, const struct mock_turn *last)
{
	const struct interviewer *v = &m->base.rounds->interviewer;
	bool opening = p->exchange_count == 1, design = opening && p->kind == MOCK_DESIGN;
	int first = p->kind == MOCK_SQL ? v->explain_words : design ? v->design_words : v->early_words;
	int enough = opening ? first : v->early_reply_words;

	if (last->said == SAID_SKIP || last->said == SAID_CUT)
		return true;
	if (last->said == SAID_NOTHING)
		return x->silences > 0 || (x->text.n > 0 && !design);
	if (x->words >= (size_t)enough)
		return true;
	/* A story gets one silence. A design goes on, paragraph by paragraph. */
	return x->silences > 0 && !design;
}

/* The answer is finished: the next question, or the end of the part. */
static enum err_code go_on(struct mock *m, struct mock_part *p, const struct exchange *x, struct err *err)
{
	struct part_probe next = {0};
	enum err_code code;

	if (time_over(m, p)) {
		code = ask(m, ASK_NOTE, m->base.rounds->interviewer.time_over, NULL, err);
		return code ? code : end_part(m, p, "time", err);
	}
	if (p->exchange_count == 1 && x->text.n == 0) {
		code = ask(m, ASK_NOTE, m->base.rounds->interviewer.nothing, NULL, err);
		return code ? code : end_part(m, p, "done", err);
	}
	if ((code = part_probe(m, p, &next, err)))
		return code;
	if (!next.probe)
		return end_part(m, p, "done", err);
	return ask_probe(m, ASK_PROBE, next.probe->text, &next, x->cut && p->exchange_count == 1 ? m->base.rounds->interviewer.interrupt : NULL, err);
}

/* The query came, or will not. */
static enum err_code after_query(struct mock *m, struct mock_part *p, const struct mock_turn *last, struct err *err)
{
	enum err_code code = ERR_OK;

	if (!p->query && last->said == SAID_NOTHING && !time_over(m, p))
		return ERR_OK;
	if (!p->query && time_over(m, p))
		code = ask(m, ASK_NOTE, m->base.rounds->interviewer.time_over, NULL, err);
	if (code)
		return code;
	if (!p->query || p->explain_ms == 0)
		return end_part(m, p, p->query || last->said == SAID_SKIP ? "done" : "time", err);
	return ask(m, ASK_EXPLAIN, m->base.rounds->interviewer.explain, NULL, err);
}

static enum err_code react(struct mock *m, struct mock_part *p, const struct mock_turn *last, struct err *err)
{
	struct exchange *x = part_exchange(p);

	if (p->kind == MOCK_BREAK)
		return end_part(m, p, "done", err);
	if (!x)
		return after_query(m, p, last, err);
	if (turn_asks(p, last) && !time_over(m, p))
		return answer_questions(m, p, last->text, err);
	if (!time_over(m, p) && !closed(m, p, x, last))
		return ask(m, ASK_SILENCE, "...", NULL, err);
	return go_on(m, p, x, err);
}

/* Left to do: a part to begin, something said to react to, a fact told half. */
static bool candidates_turn(const struct mock *m, const struct mock_part *p, const struct mock_turn *last)
{
	size_t part = (size_t)(p - m->parts);

	if (!p->begun || !last || last->part != part)
		return false;
	if (!last->mine)
		/* An empty line in front of a query says nothing. */
		return p->kind == MOCK_SQL && !p->query && !p->exchange_count && last->said == SAID_NOTHING && !time_over(m, p);
	return last->ask != ASK_NOTE;
}

enum err_code mock_step(struct mock *m, struct err *err)
{
	enum err_code code = ERR_OK;

	while (!code && !m->over) {
		struct mock_part *p = mock_current(m);
		const struct mock_turn *last = mock_last(m);

		if (!p)
			code = mock_put(m, EVENT_MOCK_ENDED, json_pack("{s:s}", "how", "done"), err);
		else if (!p->begun)
			code = begin_part(m, p, err);
		else if (candidates_turn(m, p, last))
			break;
		else if (last && last->mine && last->ask == ASK_NOTE)
			/* A note is followed by the end of its part; a crash came between. */
			code = end_part(m, p, time_over(m, p) ? "time" : "done", err);
		else
			code = react(m, p, last, err);
	}
	mock_refresh(m);
	return code;
}
