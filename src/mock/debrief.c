#include "mock/debrief_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"

/* --- a part with all that is known about it --------------------------------------------------------------------- */

struct verdict_search {
	json_t *verdict;           /* new reference */
	json_t *cold;
};

static bool find_verdict(const struct store_record *e, void *arg)
{
	struct verdict_search *s = arg;
	const json_t *v = json_get_object(json_get_object(e->body, "result"), "verdict");

	json_decref(s->verdict);
	s->verdict = v ? json_deep_copy(v) : json_pack("{s:s}", "verdict", json_get_text(e->body, "verdict", "unknown"));
	return true;
}

static enum err_code sql_json(const struct mock *m, const struct mock_part *p, json_t *o, struct err *err)
{
	struct store_which which = {.kind = "attempt.judged", .attempt = p->attempt, .after_id = m->id};
	const char *slug = strchr(p->subject, '/') + 1, *variant = strrchr(p->subject, '/') + 1;
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	struct store_attempt attempt = {0};
	struct verdict_search s = {0};
	struct err ignored = {0};
	struct arena a;
	enum err_code code;

	if (!p->attempt)
		return ERR_OK;
	arena_init(&a, 1 << 20);
	if (!bank_find(m->base.bank, arena_strndup(&a, slug, strcspn(slug, "/")), &ex, &ignored))
		bank_variant(ex, variant, &v, &ignored);
	code = store_events(m->base.store, &which, find_verdict, &s, err);
	if (!code)
		code = store_attempt(m->base.store, p->attempt, &a, &attempt, err);
	json_object_set_new(o, "exercise", json_stringn(slug, strcspn(slug, "/")));
	json_object_set_new(o, "variant", json_string(variant));
	json_object_set_new(o, "pattern", ex && ex->pattern_count ? json_string(ex->patterns[0]) : json_null());
	json_object_set_new(o, "title", json_string(v ? v->title : slug));
	json_object_set_new(o, "query", p->query ? json_string(p->query) : json_null());
	json_object_set_new(o, "query_ms", json_integer(p->query ? p->query_ms - p->begun_ms : p->ended_ms - p->begun_ms));
	json_object_set_new(o, "limit_ms", json_integer(attempt.limit_ms));
	json_object_set_new(o, "cold", json_boolean(attempt.cold));
	json_object_set_new(o, "verdict", s.verdict ? s.verdict : json_null());
	arena_release(&a);
	return code;
}

/* A name of the engine in words. */
static void say_names(const struct debrief_rules *r, json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *o = json_array_get(list, i);

		if (json_is_string(o))
			json_array_set_new(list, i, json_string(debrief_name(r, json_string_value(o))));
		else
			json_object_set_new(o, "what", json_string(debrief_name(r, json_get_text(o, "what", ""))));
	}
}

static enum err_code part_json(const struct mock *m, const struct mock_part *p, const struct debrief_rules *r, json_t **out, struct err *err)
{
	static const char *const copied[] = {"asked", "volunteered", "pulled", "missing", "named", "clarified", "silences", "evaluable", "not_evaluable", "opening",
					     "depth", "survived", "tools", "differently", "measured", "points"};
	json_t *o = json_pack("{s:s,s:s,s:s,s:s,s:s}", "round", p->round, "name", p->name, "kind", mock_kind_name(p->kind), "how",
			      p->over ? p->how : p->begun ? "open" : "not reached", "question", p->question);
	struct exchange *x = p->exchange_count ? &p->exchanges[0] : NULL;
	enum err_code code = ERR_OK;

	json_object_set_new(o, "principle", p->principle ? json_string(p->principle) : json_null());
	if (p->principle && rounds_principle(m->base.rounds, p->principle))
		json_object_set_new(o, "principle_name", json_string(rounds_principle(m->base.rounds, p->principle)->name));
	json_object_set_new(o, "scenario", p->scenario_id ? json_string(p->scenario_id) : json_null());
	json_object_set_new(o, "used_ms", json_integer(p->begun ? (p->over ? p->ended_ms : m->clock_ms) - p->begun_ms : 0));
	json_object_set_new(o, "limit_ms", json_integer(p->limit_ms + p->explain_ms));
	if (x)
		json_object_set_new(o, "answer", mock_quote(buf_text(&x->text), x->text.n));
	for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
		if (json_object_get(p->result, copied[i]))
			json_object_set_new(o, copied[i], json_deep_copy(json_object_get(p->result, copied[i])));
	if (p->kind == MOCK_SQL) {
		json_t *sql = json_object();

		code = sql_json(m, p, sql, err);
		json_object_set_new(o, "sql", sql);
	}
	debrief_count(r, (size_t)(p - m->parts), p, o);
	say_names(r, json_object_get(o, "volunteered"));
	say_names(r, json_object_get(o, "pulled"));
	say_names(r, json_object_get(o, "missing"));
	say_names(r, json_object_get(o, "named"));
	*out = o;
	return code;
}

struct last_search {
	int64_t id;
};

static bool find_last(const struct store_record *e, void *arg)
{
	((struct last_search *)arg)->id = e->id;
	return false;
}

enum err_code mock_debrief(const struct mock_base *base, const struct debrief_rules *rules, int64_t id, json_t **out, struct err *err)
{
	struct store_which which = {.kind = "mock.started", .newest_first = true};
	struct last_search last = {id};
	struct mock *m = NULL;
	json_t *parts = json_array();
	int64_t limit_ms = 0;
	char at[32];
	enum err_code code = id ? ERR_OK : store_events(base->store, &which, find_last, &last, err);

	*out = NULL;
	if (!code && last.id <= 0)
		code = err_set(err, ERR_MISSING, "there is no mock yet: 'spar mock phone' is one");
	if (!code)
		code = mock_read(&m, base, last.id, err);
	if (!code && !m->over)
		code = err_set(err, ERR_BUSY, "mock %lld is not over: 'spar mock resume' goes on with it, 'spar mock leave' ends it", (long long)last.id);
	for (size_t i = 0; !code && i < m->part_count; i++) {
		json_t *part = NULL;

		limit_ms += m->parts[i].limit_ms + m->parts[i].explain_ms;
		if (m->parts[i].kind != MOCK_BREAK && !(code = part_json(m, &m->parts[i], rules, &part, err)))
			json_array_append_new(parts, part);
		else
			json_decref(part);
	}
	if (!code) {
		json_t *o = json_pack("{s:I,s:s,s:s,s:s,s:s,s:I,s:s,s:I,s:I,s:s}", "id", (json_int_t)m->id, "round", m->round, "title", m->title, "at",
				      clock_format_utc(m->at_ms, at, sizeof(at)), "level", talk_level_name(m->level), "seed", (json_int_t)m->seed, "how", m->how,
				      "used_ms", (json_int_t)m->clock_ms, "limit_ms", (json_int_t)limit_ms, "pad", buf_text(&m->pad));

		json_object_set(o, "parts", parts);
		json_object_set_new(o, "costs", debrief_costs(rules, parts));
		for (size_t i = 0; i < json_array_size(parts); i++)
			json_object_del(json_array_get(parts, i), "counted");
		*out = o;
	}
	json_decref(parts);
	mock_free(m);
	return code;
}
