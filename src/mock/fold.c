/* A mock from its events, and back into the record. */
#include "mock/mock_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "mock/scenario.h"

#define EXCHANGE_BYTES_MAX (2 * MOCK_TEXT_BYTES_MAX)
#define PAD_BYTES_MAX (64u << 10)
#define TURNS_MAX 20000

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const ask_names[] = {
#define X(id, name) name,
	MOCK_ASK_TABLE(X)
#undef X
};

static const char *const said_names[] = {
#define X(id, name) name,
	MOCK_SAID_TABLE(X)
#undef X
};

const char *mock_ask_name(enum mock_ask ask)
{
	return ask_names[ask];
}

const char *mock_said_name(enum mock_said said)
{
	return said_names[said];
}

static int find_name(const char *const *names, size_t n, const char *text)
{
	for (size_t i = 0; text && i < n; i++)
		if (!strcmp(names[i], text))
			return (int)i;
	return -1;
}

int mock_said_find(const char *text)
{
	return find_name(said_names, COUNT(said_names), text);
}

struct mock_part *mock_current(struct mock *m)
{
	return m->part < m->part_count ? &m->parts[m->part] : NULL;
}

struct exchange *part_exchange(struct mock_part *p)
{
	return p->exchange_count ? &p->exchanges[p->exchange_count - 1] : NULL;
}

bool turn_asks(const struct mock_part *p, const struct mock_turn *t)
{
	return p->kind == MOCK_DESIGN && !t->mine && t->said == SAID_TEXT && text_only_asks(str_of(t->text));
}

const struct mock_turn *mock_last(const struct mock *m)
{
	for (size_t i = m->turn_count; i > 0; i--)
		if (m->turns[i - 1].mine || m->turns[i - 1].said != SAID_PAD)
			return &m->turns[i - 1];
	return NULL;
}

/* --- parts as they were drawn ---------------------------------------------------------------------------- */

static const char *text_of(struct mock *m, const json_t *o, const char *key, const char *fallback)
{
	const char *text = json_get_text(o, key, NULL);

	return text ? arena_strdup(&m->arena, text) : fallback;
}

static bool part_fold(struct mock *m, const json_t *o, struct mock_part *p)
{
	int kind = mock_kind_find(json_get_text(o, "kind", NULL));
	const json_t *want = json_get_array(o, "want");

	if (kind < 0)
		return false;
	*p = (struct mock_part){.kind = (enum mock_kind)kind};
	p->name = text_of(m, o, "name", "");
	p->round = text_of(m, o, "round", "");
	p->question = text_of(m, o, "question", "");
	p->principle = text_of(m, o, "principle", NULL);
	/* A mark that cannot be read is no mark of a draw. */
	p->principle_by = json_object_get(o, "principle_by") ? text_of(m, o, "principle_by", "") : NULL;
	p->subject = text_of(m, o, "subject", NULL);
	p->scenario_id = text_of(m, o, "scenario", NULL);
	p->scenario = rounds_scenario(m->base.rounds, p->scenario_id);
	p->limit_ms = json_get_int(o, "limit_ms", 0);
	p->explain_ms = json_get_int(o, "explain_ms", 0);
	p->press_ms = json_get_int(o, "press_ms", 0);
	p->probes = (int)json_get_int(o, "probes", 0);
	p->harder = json_get_bool(o, "harder", false);
	p->want = ARENA_NEW(&m->arena, const char *, json_array_size(want) + 1);
	for (size_t i = 0; i < json_array_size(want); i++)
		if (json_is_string(json_array_get(want, i)))
			p->want[p->want_count++] = arena_strdup(&m->arena, json_string_value(json_array_get(want, i)));
	return p->kind != MOCK_SQL || p->subject;
}

static bool started_fold(struct mock *m, const struct store_record *e)
{
	const json_t *parts = json_get_array(e->body, "parts");
	int level = talk_level_find(json_get_text(e->body, "level", "L5"));

	m->id = e->id;
	m->at_ms = e->at_ms;
	m->round = text_of(m, e->body, "round", "");
	m->title = text_of(m, e->body, "title", m->round);
	m->seed = (uint64_t)json_get_int(e->body, "seed", 1);
	m->level = level < 0 ? TALK_L5 : (enum talk_level)level;
	if (json_array_size(parts) == 0 || json_array_size(parts) > MOCK_PARTS_MAX)
		return false;
	for (size_t i = 0; i < json_array_size(parts); i++)
		if (!part_fold(m, json_array_get(parts, i), &m->parts[m->part_count++]))
			return false;
	return true;
}

/* --- turns ----------------------------------------------------------------------------------------------- */

static struct mock_turn *turn_new(struct mock *m)
{
	if (m->turn_count == m->turn_room) {
		size_t room = m->turn_room ? m->turn_room * 2 : 64;
		struct mock_turn *grown = realloc(m->turns, room * sizeof(*grown));

		if (!grown)
			return NULL;
		m->turns = grown;
		m->turn_room = room;
	}
	struct mock_turn *t = &m->turns[m->turn_count++];

	*t = (struct mock_turn){.text = "", .gap = "", .why = "", .quote = "", .key = "", .fact = "", .lead = ""};
	return t;
}

static bool exchange_new(struct mock_part *p, size_t asked, int64_t clock_ms)
{
	if (p->exchange_count == p->exchange_room) {
		size_t room = p->exchange_room ? p->exchange_room * 2 : 8;
		struct exchange *grown = realloc(p->exchanges, room * sizeof(*grown));

		if (!grown)
			return false;
		p->exchanges = grown;
		p->exchange_room = room;
	}
	struct exchange *x = &p->exchanges[p->exchange_count++];

	*x = (struct exchange){.asked = asked, .begun_ms = clock_ms, .last_ms = clock_ms};
	buf_init(&x->text, EXCHANGE_BYTES_MAX);
	return true;
}

/* The probe that stands, in a model's words. */
static bool worded_fold(struct mock *m, const json_t *body)
{
	struct mock_turn *t = m->turn_count ? &m->turns[m->turn_count - 1] : NULL;

	if (t && t->mine && t->ask == ASK_PROBE) {
		t->text = text_of(m, body, "text", "");
		t->by_model = true;
	}
	return true;
}

static bool asked_fold(struct mock *m, struct mock_part *p, const json_t *body)
{
	if (!strcmp(json_get_text(body, "words", ""), "model"))
		return worded_fold(m, body);
	int ask = find_name(ask_names, COUNT(ask_names), json_get_text(body, "kind", NULL));
	struct mock_turn *t = ask < 0 ? NULL : turn_new(m);

	if (!t)
		return ask < 0;
	*t = (struct mock_turn){.part = (size_t)(p - m->parts), .mine = true, .ask = (enum mock_ask)ask, .text = text_of(m, body, "text", ""),
				.gap = text_of(m, body, "gap", ""), .why = text_of(m, body, "why", ""), .quote = text_of(m, body, "quote", ""),
				.fact = text_of(m, body, "fact", ""), .lead = text_of(m, body, "lead", ""), .key = text_of(m, body, "key", ""), .depth = (int)json_get_int(body, "depth", 0),
				.own = json_get_bool(body, "own", false), .clock_ms = m->clock_ms};
	switch (t->ask) {
	case ASK_QUESTION:
		p->begun = true;
		p->begun_ms = m->clock_ms;
		p->attempt = json_get_int(body, "attempt", 0);
		/* A query is no talk, and a break is none either. */
		if (p->kind == MOCK_SQL || p->kind == MOCK_BREAK)
			return true;
		return exchange_new(p, m->turn_count - 1, m->clock_ms);
	case ASK_EXPLAIN:
	case ASK_PROBE:
		return exchange_new(p, m->turn_count - 1, m->clock_ms);
	case ASK_SILENCE:
		if (part_exchange(p))
			part_exchange(p)->silences++;
		return true;
	case ASK_FACT:
		if (!*t->fact) {
			p->unknown_count++;
			return true;
		}
		if (p->fact_count == p->fact_room) {
			const char **grown = realloc(p->facts, (p->fact_room = p->fact_room ? p->fact_room * 2 : 16) * sizeof(*grown));

			if (!grown)
				return false;
			p->facts = grown;
		}
		p->facts[p->fact_count++] = t->fact;
		return true;
	default:
		return true;
	}
}

static bool said_fold(struct mock *m, struct mock_part *p, const json_t *body)
{
	int said = mock_said_find(json_get_text(body, "kind", NULL));
	struct mock_turn *t = said < 0 ? NULL : turn_new(m);
	struct exchange *x;

	if (!t)
		return said < 0;
	*t = (struct mock_turn){.part = (size_t)(p - m->parts), .said = (enum mock_said)said, .text = text_of(m, body, "text", ""),
				.gap = "", .why = "", .quote = "", .key = "", .fact = "", .lead = "", .clock_ms = m->clock_ms};
	buf_reset(&m->typed);
	if (t->said == SAID_PAD) {
		buf_adds(&m->pad, t->text);
		buf_addc(&m->pad, '\n');
		return true;
	}
	if (p->kind == MOCK_SQL && !p->query && (t->said == SAID_TEXT || t->said == SAID_CUT) && *t->text) {
		p->query = t->text;
		p->query_ms = m->clock_ms;
		return true;
	}
	if (!(x = part_exchange(p)))
		return true;
	x->last_ms = m->clock_ms;
	x->skipped |= t->said == SAID_SKIP;
	x->cut |= t->said == SAID_CUT;
	if (!*t->text || turn_asks(p, t))
		return true;
	if (x->text.n)
		buf_adds(&x->text, "\n\n");
	buf_adds(&x->text, t->text);
	x->words = text_words((struct str){buf_text(&x->text), x->text.n});
	return true;
}

static bool fold(struct mock *m, const struct store_record *e)
{
	int64_t part = json_get_int(e->body, "part", -1);
	struct mock_part *p = part >= 0 && part < (int64_t)m->part_count ? &m->parts[part] : NULL;
	int64_t clock_ms = json_get_int(e->body, "clock_ms", m->clock_ms);

	/* Chosen beside the round, while somebody may be typing: what is typed is not older than that. */
	if (!strcmp(e->kind, "mock.questions")) {
		if (p && !p->asks)
			p->asks = json_incref(json_get_array(e->body, "questions"));
		return p != NULL;
	}
	m->last_id = e->id;
	if (clock_ms > m->clock_ms)
		m->clock_ms = clock_ms;
	if (!strcmp(e->kind, "mock.asked"))
		return p && asked_fold(m, p, e->body);
	if (!strcmp(e->kind, "mock.said"))
		return p && m->turn_count < TURNS_MAX && said_fold(m, p, e->body);
	if (!strcmp(e->kind, "mock.part")) {
		if (!p || p->over)
			return p != NULL;
		p->over = true;
		p->ended_ms = m->clock_ms;
		p->how = text_of(m, e->body, "how", "done");
		p->result = json_incref(json_object_get(e->body, "result"));
		m->part = (size_t)part + 1;
	} else if (!strcmp(e->kind, "mock.ended")) {
		m->over = true;
		m->how = text_of(m, e->body, "how", "done");
	}
	return true;
}

/* --- reading and writing ------------------------------------------------------------------------------------ */

struct folding {
	struct mock *m;
	bool bad;
};

static bool fold_one(const struct store_record *e, void *arg)
{
	struct folding *f = arg;

	f->bad = !fold(f->m, e);
	return !f->bad && !arena_over(&f->m->arena);
}

static bool fold_started(const struct store_record *e, void *arg)
{
	struct folding *f = arg;

	if (e->id == f->m->id)
		f->bad = !started_fold(f->m, e);
	return false;
}

void mock_free(struct mock *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->part_count; i++) {
		struct mock_part *p = &m->parts[i];

		for (size_t k = 0; k < p->exchange_count; k++)
			buf_release(&p->exchanges[k].text);
		free(p->exchanges);
		free(p->facts);
		json_decref(p->result);
		json_decref(p->asks);
		talk_free(p->talk);
	}
	free(m->turns);
	buf_release(&m->pad);
	buf_release(&m->typed);
	arena_release(&m->arena);
	free(m);
}

/* The clock and the text that were kept last, when they are newer than the last event. */
static void take_draft(struct mock *m)
{
	const char *text = NULL;
	int64_t at_ms;
	struct err err = {0};
	struct arena a;
	json_t *draft;

	arena_init(&a, 4u << 20);
	if (!store_draft_get(m->base.store, arena_printf(&a, MOCK_SUBJECT "%lld", (long long)m->id), &a, &text, &at_ms, &err) && text &&
	    (draft = json_parse(str_of(text), &err))) {
		int64_t clock_ms = json_get_int(draft, "clock_ms", 0);

		if (clock_ms >= m->clock_ms && json_get_int(draft, "after", 0) == m->last_id) {
			m->clock_ms = m->ticked_ms = clock_ms;
			buf_adds(&m->typed, json_get_text(draft, "typed", ""));
		}
		json_decref(draft);
	}
	arena_release(&a);
}

enum err_code mock_read(struct mock **out, const struct mock_base *base, int64_t id, struct err *err)
{
	struct mock *m = calloc(1, sizeof(*m));
	struct store_which begin = {.kind = "mock.started", .after_id = id - 1}, rest = {.kind = "mock.*", .mock = id, .after_id = id};
	struct folding f = {m, false};
	enum err_code code;

	*out = NULL;
	if (!m)
		return err_set(err, ERR_MEMORY, "out of memory");
	m->base = *base;
	m->id = m->last_id = id;
	m->ticked_ms = -1;
	arena_init(&m->arena, MOCK_ARENA_BYTES);
	buf_init(&m->pad, PAD_BYTES_MAX);
	buf_init(&m->typed, STORE_DRAFT_MAX_BYTES);
	code = store_events(base->store, &begin, fold_started, &f, err);
	if (!code && !f.bad && m->part_count)
		code = store_events(base->store, &rest, fold_one, &f, err);
	if (!code && (f.bad || m->part_count == 0))
		code = err_set(err, m->part_count ? ERR_IO : ERR_MISSING, m->part_count ? "mock %lld of the record cannot be read" : "there is no mock %lld",
			       (long long)id);
	if (!code && arena_over(&m->arena))
		code = err_set(err, ERR_LIMIT, "mock %lld is too large to be read", (long long)id);
	if (code) {
		mock_free(m);
		return code;
	}
	if (!m->over)
		take_draft(m);
	mock_refresh(m);
	*out = m;
	return ERR_OK;
}

struct other_search {
	int64_t id;
	bool found;
};

static bool find_other(const struct store_record *e, void *arg)
{
	static const char *const kinds[] = {"mock.asked", "mock.said", "mock.part", "mock.ended"};
	struct other_search *s = arg;

	/* Only what moves the round: what is noted beside it stands in nobody's way. */
	s->found = json_get_int(e->body, "mock", 0) == s->id && find_name(kinds, COUNT(kinds), e->kind) >= 0;
	return !s->found;
}

/* A page and a terminal may hold the same round: who has not seen what the other did says nothing into it. */
static enum err_code check_alone(struct mock *m, struct err *err)
{
	struct store_which which = {.kind = "mock.*", .mock = m->id, .after_id = m->last_id};
	struct other_search search = {m->id, false};
	enum err_code code = store_events(m->base.store, &which, find_other, &search, err);

	if (!code && search.found)
		code = err_set(err, ERR_BUSY, "mock %lld went on elsewhere; 'spar mock resume' shows where it stands", (long long)m->id);
	return code;
}

enum err_code mock_put(struct mock *m, enum event_kind kind, json_t *body, struct err *err)
{
	struct store_record e = {.kind = store_kind_name(kind), .body = body};
	enum err_code code;

	if (!body)
		return err_set(err, ERR_MEMORY, "out of memory");
	if (kind != EVENT_MOCK_QUESTIONS && (code = check_alone(m, err))) {
		json_decref(body);
		return code;
	}
	json_object_set_new(body, "mock", json_integer(m->id));
	if (!json_object_get(body, "part"))
		json_object_set_new(body, "part", json_integer((json_int_t)m->part));
	json_object_set_new(body, "clock_ms", json_integer(m->clock_ms));
	code = store_append(m->base.store, kind, arena_printf(&m->arena, MOCK_SUBJECT "%s", m->round), body, &e.id, err);
	if (!code && !fold(m, &e))
		code = err_set(err, m->turn_count < TURNS_MAX ? ERR_MEMORY : ERR_LIMIT, "this mock cannot take more");
	if (!code && arena_over(&m->arena))
		code = err_set(err, ERR_LIMIT, "this mock is too large");
	json_decref(body);
	return code;
}

json_t *mock_quote(const char *p, size_t n)
{
	size_t cut = n;
	struct buf b;
	json_t *text;

	if (n > MOCK_QUOTE_BYTES)
		for (cut = MOCK_QUOTE_BYTES; cut > 0 && ((unsigned char)p[cut] & 0xC0) == 0x80;)
			cut--;
	buf_init(&b, MOCK_QUOTE_BYTES + 16);
	buf_add(&b, p, cut);
	if (cut < n)
		buf_adds(&b, "...");
	text = json_text_value(buf_text(&b), b.n);
	buf_release(&b);
	return text;
}
