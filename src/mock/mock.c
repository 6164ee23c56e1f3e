#include "mock/mock_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "practice/judged.h"

static const char *draft_subject(const struct mock *m, struct arena *a)
{
	return arena_printf(a, MOCK_SUBJECT "%lld", (long long)m->id);
}

/* What was being typed is nobody's business any more; that it cannot be thrown away is no reason to fail. */
static void forget_draft(struct mock *m)
{
	struct err ignored = {0};
	struct arena a;

	arena_init(&a, 1 << 16);
	if (m->over && m->ticked_ms >= 0)
		store_draft_drop(m->base.store, draft_subject(m, &a), &ignored);
	arena_release(&a);
}

void mock_refresh(struct mock *m)
{
	struct mock_part *p = mock_current(m);
	const struct mock_turn *last = mock_last(m);
	struct mock_view *v = &m->view;

	*v = (struct mock_view){.id = m->id, .round = m->round, .title = m->title, .over = m->over, .part = m->part, .part_count = m->part_count,
				.part_name = "", .part_round = m->title, .asks = "", .expects = MOCK_EXPECTS_NOTHING, .clock_ms = m->clock_ms,
				.typed = buf_text(&m->typed), .pad = buf_text(&m->pad), .turns = m->turns, .turn_count = m->turn_count};
	for (size_t i = 0; i < m->part_count; i++)
		v->limit_ms += m->parts[i].limit_ms + m->parts[i].explain_ms;
	if (m->over || !p)
		return;
	v->part_name = p->name;
	v->part_round = p->round;
	v->kind = p->kind;
	v->subject = p->subject;
	v->expects = p->kind == MOCK_BREAK ? MOCK_EXPECTS_START : p->kind == MOCK_SQL && !p->exchange_count ? MOCK_EXPECTS_QUERY : MOCK_EXPECTS_TEXT;
	v->part_begun_ms = phase_begun_ms(p);
	v->part_limit_ms = phase_limit_ms(p);
	v->press_at_ms = p->press_ms && p->exchange_count == 1 ? p->begun_ms + p->press_ms : 0;
	v->silent = last && last->mine && last->ask == ASK_SILENCE;
	v->asks = p->exchange_count ? m->turns[part_exchange(p)->asked].text : p->question;
}

const struct mock_view *mock_view(const struct mock *m)
{
	return &m->view;
}

static void mock_clock(struct mock *m, int64_t clock_ms)
{
	/* A clock that went back is a mistake of the caller's machine, and never of the candidate. */
	if (clock_ms > m->clock_ms)
		m->clock_ms = clock_ms;
}

static bool take_id(const struct store_record *e, void *arg)
{
	*(int64_t *)arg = e->id;
	return false;
}

/* One is open at a time, so it can only be the last. */
enum err_code mock_open_id(struct store *s, int64_t *id, struct err *err)
{
	struct store_which last = {.kind = "mock.started", .newest_first = true}, end = {.kind = "mock.ended"};
	int64_t ended = 0;
	enum err_code code;

	*id = 0;
	if ((code = store_events(s, &last, take_id, id, err)) || !*id)
		return code;
	end.mock = *id;
	code = store_events(s, &end, take_id, &ended, err);
	if (code || ended)
		*id = 0;
	return code;
}

enum err_code mock_start(struct mock **out, const struct mock_base *base, const struct mock_options *o, struct err *err)
{
	json_t *body = NULL;
	int64_t id = 0;
	struct arena a;
	enum err_code code;

	*out = NULL;
	if ((code = mock_open_id(base->store, &id, err)))
		return code;
	if (id)
		return err_set(err, ERR_BUSY, "mock %lld is not over: 'spar mock resume' goes on with it, 'spar mock leave' ends it", (long long)id);
	if ((code = mock_draw(base, o, &body, err)))
		return code;
	arena_init(&a, 1 << 16);
	code = store_append(base->store, EVENT_MOCK_STARTED, arena_printf(&a, MOCK_SUBJECT "%s", o->round), body, &id, err);
	arena_release(&a);
	json_decref(body);
	if (code)
		return code;
	return mock_resume(out, base, id, err);
}

enum err_code mock_resume(struct mock **out, const struct mock_base *base, int64_t id, struct err *err)
{
	enum err_code code = ERR_OK;

	*out = NULL;
	if (id == 0 && !(code = mock_open_id(base->store, &id, err)) && id == 0)
		return err_set(err, ERR_MISSING, "there is no mock to go on with");
	if (code || (code = mock_read(out, base, id, err)))
		return code;
	if ((*out)->over)
		code = err_set(err, ERR_INPUT, "mock %lld is over; 'spar mock debrief %lld' shows it", (long long)id, (long long)id);
	else
		code = mock_step(*out, err);
	if (code) {
		mock_free(*out);
		*out = NULL;
	}
	return code;
}

/* The text as it goes into the record: valid UTF-8 without NUL. */
static void clean(struct str text, struct buf *out)
{
	unsigned code;

	for (size_t i = 0, n; i < text.n; i += n) {
		n = utf8_next(text.p + i, text.n - i, &code);
		if (code == 0 || (code == 0xFFFD && n == 1))
			buf_adds(out, "\xEF\xBF\xBD");
		else
			buf_add(out, text.p + i, n);
	}
}

static enum err_code check(const struct mock *m, const struct mock_part *p, enum mock_said said, struct str text, struct err *err)
{
	bool query = p && p->kind == MOCK_SQL && !p->exchange_count;

	if (m->over || !p)
		return err_set(err, ERR_USAGE, "mock %lld is over", (long long)m->id);
	if (text.n > MOCK_TEXT_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "the answer has %zu bytes, and the limit is %u", text.n, MOCK_TEXT_BYTES_MAX);
	return query && said == SAID_TEXT && str_trim(text).n ? query_check(text, err) : ERR_OK;
}

enum err_code mock_say(struct mock *m, enum mock_said said, struct str text, int64_t clock_ms, struct err *err)
{
	struct mock_part *p = mock_current(m);
	struct err ignored = {0};
	enum err_code code = check(m, p, said, text, err);
	struct buf b;

	if (code)
		return code;
	text = str_trim(text);
	if (said == SAID_TEXT && text.n == 0)
		said = SAID_NOTHING;
	if (said == SAID_NOTHING || said == SAID_SKIP)
		text.n = 0;
	/* What was cut off in the middle of a query need not be one. */
	if (said == SAID_CUT && p->kind == MOCK_SQL && !p->exchange_count && query_check(text, &ignored))
		text.n = 0;
	buf_init(&b, 3 * MOCK_TEXT_BYTES_MAX);
	clean(text, &b);
	mock_clock(m, clock_ms);
	code = mock_put(m, EVENT_MOCK_SAID, json_pack("{s:s,s:o}", "kind", mock_said_name(said), "text", json_text_value(buf_text(&b), b.n)), err);
	buf_release(&b);
	if (!code && said != SAID_PAD)
		code = mock_step(m, err);
	forget_draft(m);
	mock_refresh(m);
	return code;
}

enum mock_due mock_due(const struct mock *m, int64_t clock_ms, bool typed)
{
	const struct mock_view *v = &m->view;
	const struct mock_turn *last = mock_last(m);
	const struct mock_part *p = m->part < m->part_count ? &m->parts[m->part] : NULL;
	bool spoke = typed || (p && p->exchange_count && p->exchanges[p->exchange_count - 1].text.n);

	if (m->over || !p || v->expects == MOCK_EXPECTS_START)
		return MOCK_DUE_NOTHING;
	if (v->part_limit_ms && clock_ms - v->part_begun_ms >= v->part_limit_ms)
		return MOCK_DUE_CUT;
	if (v->press_at_ms && clock_ms >= v->press_at_ms && spoke)
		return MOCK_DUE_CUT;
	if (v->silent && !typed && clock_ms - last->clock_ms >= m->base.rounds->interviewer.silence_seconds * 1000LL)
		return MOCK_DUE_SILENCE;
	return MOCK_DUE_NOTHING;
}

enum err_code mock_tick(struct mock *m, struct str typed, int64_t clock_ms, bool now, struct err *err)
{
	struct arena a;
	struct buf b;
	enum err_code code = ERR_OK;
	json_t *draft;
	char *text;

	if (m->over || (!now && m->ticked_ms >= 0 && clock_ms - m->ticked_ms < MOCK_TICK_MS))
		return ERR_OK;
	mock_clock(m, clock_ms);
	m->ticked_ms = clock_ms;
	buf_init(&b, 3 * MOCK_TEXT_BYTES_MAX);
	clean(typed, &b);
	draft = json_pack("{s:I,s:I,s:o}", "clock_ms", (json_int_t)m->clock_ms, "after", (json_int_t)m->last_id, "typed", json_text_value(buf_text(&b), b.n));
	text = json_text(draft);
	arena_init(&a, 1 << 16);
	if (text)
		code = store_draft_put(m->base.store, draft_subject(m, &a), text, strlen(text), err);
	arena_release(&a);
	free(text);
	json_decref(draft);
	buf_release(&b);
	mock_refresh(m);
	return code;
}

enum err_code mock_leave(struct mock *m, int64_t clock_ms, struct err *err)
{
	struct mock_part *p = mock_current(m);
	json_t *result = NULL;
	enum err_code code = ERR_OK;

	if (m->over)
		return ERR_OK;
	mock_clock(m, clock_ms);
	if (p && p->begun && !(code = part_result(m, p, &result, err)))
		code = mock_put(m, EVENT_MOCK_PART, json_pack("{s:s,s:o}", "how", "left", "result", result), err);
	if (!code)
		code = mock_put(m, EVENT_MOCK_ENDED, json_pack("{s:s}", "how", "left"), err);
	forget_draft(m);
	mock_refresh(m);
	return code;
}

/* --- for the page -------------------------------------------------------------------------------------------------- */

json_t *mock_json(const struct mock *m, int64_t clock_ms)
{
	static const char *const expects[] = {"text", "query", "start", "nothing"};
	const struct mock_view *v = &m->view;
	json_t *turns = json_array();

	for (size_t i = 0; i < v->turn_count; i++) {
		const struct mock_turn *t = &v->turns[i];
		json_t *o = json_pack("{s:I,s:s,s:s,s:s,s:I}", "part", (json_int_t)t->part, "who", t->mine ? "interviewer" : "candidate", "kind",
				      t->mine ? mock_ask_name(t->ask) : mock_said_name(t->said), "text", t->text, "clock_ms", (json_int_t)t->clock_ms);

		if (*t->lead)
			json_object_set_new(o, "lead", json_string(t->lead));
		/* Words of the query that a question is about; other quotes are for the debrief. */
		if (*t->key && *t->quote)
			json_object_set_new(o, "quote", json_string(t->quote));
		json_array_append_new(turns, o);
	}
	json_t *o = json_pack("{s:I,s:s,s:s,s:b,s:I,s:I,s:s,s:s,s:s,s:s,s:s,s:b}", "id", (json_int_t)v->id, "round", v->round, "title", v->title, "over", v->over,
			      "part", (json_int_t)v->part, "part_count", (json_int_t)v->part_count, "part_name", v->part_name, "part_round", v->part_round,
			      "kind", mock_kind_name(v->kind), "expects", expects[v->expects], "asks", v->asks, "silent", v->silent);

	json_object_set_new(o, "subject", v->subject ? json_string(v->subject) : json_null());
	json_object_set_new(o, "clock_ms", json_integer(clock_ms > v->clock_ms ? clock_ms : v->clock_ms));
	json_object_set_new(o, "limit_ms", json_integer(v->limit_ms));
	json_object_set_new(o, "part_begun_ms", json_integer(v->part_begun_ms));
	json_object_set_new(o, "part_limit_ms", json_integer(v->part_limit_ms));
	json_object_set_new(o, "press_at_ms", json_integer(v->press_at_ms));
	json_object_set_new(o, "typed", json_string(v->typed));
	json_object_set_new(o, "pad", json_string(v->pad));
	json_object_set_new(o, "turns", turns);
	return o;
}

json_t *mock_rounds_json(const struct rounds *r)
{
	json_t *rounds = json_array(), *scenarios = json_array();

	for (size_t i = 0; i < r->round_count; i++) {
		const struct round_rule *one = &r->rounds[i];

		json_array_append_new(rounds, json_pack("{s:s,s:s,s:s,s:i,s:i,s:i,s:b}", "id", one->id, "title", one->title, "about", one->about, "minutes",
							one->minutes, "least", one->least, "most", one->most, "day", one->round_count > 0));
	}
	for (size_t i = 0; i < r->scenario_count; i++)
		json_array_append_new(scenarios, json_pack("{s:s,s:s,s:s}", "id", r->scenarios[i].id, "title", r->scenarios[i].title, "kind",
							   talk_kind_name(r->scenarios[i].kind)));
	return json_pack("{s:o,s:o}", "rounds", rounds, "scenarios", scenarios);
}

/* What the parts of a round take together, as its clock counts. */
static json_int_t minutes_of(const json_t *started)
{
	int64_t sum_ms = 0;
	json_t *part;
	size_t i;

	json_array_foreach(json_get_array(started, "parts"), i, part)
		sum_ms += json_get_int(part, "limit_ms", 0) + json_get_int(part, "explain_ms", 0);
	return sum_ms > 0 ? (sum_ms + 59999) / 60000 : json_get_int(started, "minutes", 0);
}

struct listing {
	json_t *list;              /* newest first */
	json_t *by_id;
};

static const char *id_text(int64_t id, char *out, size_t size)
{
	snprintf(out, size, "%lld", (long long)id);
	return out;
}

static bool list_started(const struct store_record *e, void *arg)
{
	struct listing *l = arg;
	char id[24];
	json_t *o = json_pack("{s:I,s:s,s:s,s:I,s:b,s:I,s:I}", "id", (json_int_t)e->id, "round", json_get_text(e->body, "round", ""), "title",
			      json_get_text(e->body, "title", ""), "at_ms", (json_int_t)e->at_ms, "over", 0, "clock_ms", (json_int_t)0, "minutes",
			      minutes_of(e->body));

	json_object_set(l->by_id, id_text(e->id, id, sizeof(id)), o);
	json_array_append_new(l->list, o);
	return true;
}

static bool list_ended(const struct store_record *e, void *arg)
{
	struct listing *l = arg;
	char id[24];
	json_t *o = json_object_get(l->by_id, id_text(json_get_int(e->body, "mock", -1), id, sizeof(id)));

	if (o) {
		json_object_set_new(o, "clock_ms", json_integer(json_get_int(e->body, "clock_ms", 0)));
		json_object_set_new(o, "over", json_true());
	}
	return true;
}

static bool list_clock(const struct store_record *e, void *arg)
{
	if (!strcmp(e->kind, "mock.said") || !strcmp(e->kind, "mock.part"))
		json_object_set_new(arg, "clock_ms", json_integer(json_get_int(e->body, "clock_ms", 0)));
	return true;
}

enum err_code mock_list_json(struct store *s, json_t **out, struct err *err)
{
	struct store_which began = {.kind = "mock.started", .newest_first = true}, ended = {.kind = "mock.ended"}, all = {.kind = "mock.*"};
	struct listing l = {json_array(), json_object()};
	enum err_code code = store_events(s, &began, list_started, &l, err);

	if (!code)
		code = store_events(s, &ended, list_ended, &l, err);
	/* What is open has its clock in what was said last. */
	for (size_t i = 0; i < json_array_size(l.list) && !code; i++) {
		json_t *o = json_array_get(l.list, i);

		all.mock = json_get_int(o, "id", 0);
		if (!json_get_bool(o, "over", false))
			code = store_events(s, &all, list_clock, o, err);
	}
	json_decref(l.by_id);
	if (code) {
		json_decref(l.list);
		l.list = NULL;
	}
	*out = l.list;
	return code;
}
