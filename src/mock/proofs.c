/*
 * What the record has that can stand behind a line of a gate: {"proof":"sql"|"why"|"story"|"design","at_ms","ref","what",...}.
 *
 *   sql     patterns, cold, first (right at the first submission), elapsed_ms, limit_ms, verdict
 *   why     patterns, and what a part of a round brings
 *   story   principle, principle_by, and the same
 *   design  scenario, design, and the same
 *
 * principle_by is that of store.h, or "" where nothing says it. A round always drew its principles, also before it was recorded; a drill of a story did
 * so only when nobody named one, and that was not kept.
 *
 * A part of a round brings: evaluable, opening, depth, survived, tools, full, partial, evaded, declined, differently, points, asked, used_ms.
 */
#include "mock/ready_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

const char *const ready_proof_names[PROOF_KINDS] = {"sql", "why", "story", "design"};

/* What was read of the events: they never change, so each is read once for a record that is open. Attempts change, but not without an event. */
struct memory {
	int64_t last_id;           /* read up to here */
	int64_t sorted_id;
	json_t *sorted;            /* all proofs as of sorted_id, oldest first; NULL at first */
	json_t *list;              /* the proofs, in the order of the events of a kind */
	json_t *told;              /* of stories that were told, by event id: {principle, attempt, stage} */
	json_t *drawn;             /* which principle a drill asks for, by drill and stage, "41/0": {principle, principle_by} */
};

struct gathering {
	struct bank *bank;
	struct memory *memory;
	int64_t until_id;          /* what comes while we read is the next one's */
	struct arena arena;
};

/* --- drills ------------------------------------------------------------------------------------------------------------------ */

/* What the judge could not evaluate says nothing about the candidate. */
static bool is_void(const char *verdict)
{
	return !verdict || !strcmp(verdict, "unknown") || !strcmp(verdict, "timeout") || !strcmp(verdict, "stopped");
}

/* The first verdict that says something; a spelling of another dialect is named and not counted. */
static bool take_first(const struct store_record *e, void *arg)
{
	const char *verdict = json_get_text(e->body, "verdict", NULL);

	if (strcmp(e->kind, "attempt.judged") || is_void(verdict) || !json_get_bool(e->body, "counts", true))
		return true;
	*(bool *)arg = !strcmp(verdict, "right");
	return false;
}

/*
 * Cold allows a query that does not parse, or names no column: that is no refutation. It is a word of the engine all the same. Only where more was
 * submitted than once the events are asked.
 */
static enum err_code right_at_first(struct store *s, const struct store_attempt *t, bool *first, struct err *err)
{
	struct store_which which = {.attempt = t->id};

	*first = true;
	return t->submissions > 1 && t->cold ? store_events(s, &which, take_first, first, err) : ERR_OK;
}

static enum err_code gather_attempts(struct gathering *g, struct store *s, json_t *list, struct err *err)
{
	struct store_attempt *p = NULL;
	size_t n = 0;
	enum err_code code = store_attempts(s, NULL, SIZE_MAX, &g->arena, &p, &n, err);

	for (size_t i = n; i > 0 && !code; i--) {
		const struct store_attempt *t = &p[i - 1];
		struct err ignored = {0};
		bool first;

		/* Reading an exercise and leaving is no attempt, and neither is a file that was judged without a clock. */
		if (t->submissions == 0 || !strcmp(t->mode, "check") || is_void(t->verdict))
			continue;
		if ((code = right_at_first(s, t, &first, err)))
			break;
		json_array_append_new(list, json_pack("{s:s,s:I,s:s,s:s,s:o,s:b,s:b,s:I,s:I,s:s}", "proof", "sql", "at_ms", (json_int_t)t->started_ms, "ref",
							 arena_printf(&g->arena, "attempt %lld", (long long)t->id), "what", t->subject, "patterns",
							 json_parse(str_of(t->patterns), &ignored), "cold", t->cold, "first", first, "elapsed_ms", (json_int_t)t->elapsed_ms,
							 "limit_ms", (json_int_t)t->limit_ms, "verdict", t->verdict));
	}
	return code;
}

/* --- parts of rounds ------------------------------------------------------------------------------------------------------------ */

static json_t *patterns_of(struct gathering *g, const char *subject)
{
	const char *slug = strchr(subject, '/');
	const struct bank_exercise *ex = NULL;
	struct err ignored = {0};
	json_t *list = json_array();

	if (slug && !bank_find(g->bank, arena_strndup(&g->arena, slug + 1, strcspn(slug + 1, "/")), &ex, &ignored))
		for (size_t i = 0; i < ex->pattern_count; i++)
			json_array_append_new(list, json_string(ex->patterns[i]));
	return list;
}

static void take_part(struct gathering *g, const struct store_record *e)
{
	const json_t *result = json_get_object(e->body, "result");
	const char *kind = json_get_text(result, "kind", ""), *what;
	json_t *o;

	if (!strcmp(kind, "break") || !result)
		return;
	/* A query without a word about it was not explained. */
	if (!strcmp(kind, "sql") && !json_object_get(result, "asked"))
		return;
	o = json_copy((json_t *)result);
	what = !strcmp(kind, "sql")	? json_get_text(result, "subject", "")
	       : !strcmp(kind, "story") ? json_get_text(result, "principle", "past work")
					: json_get_text(result, "scenario", "");
	json_object_set_new(o, "proof", json_string(!strcmp(kind, "sql") ? "why" : kind));
	json_object_set_new(o, "at_ms", json_integer(e->at_ms));
	json_object_set_new(o, "what", json_string(what));
	json_object_set_new(o, "ref", json_string(arena_printf(&g->arena, "mock %lld, part %lld", (long long)json_get_int(e->body, "mock", 0),
							       (long long)json_get_int(e->body, "part", 0) + 1)));
	if (!strcmp(kind, "sql"))
		json_object_set_new(o, "patterns", patterns_of(g, what));
	if (!strcmp(kind, "story"))
		json_object_set_new(o, "principle_by", json_string(json_object_get(result, "principle_by") ? json_get_text(result, "principle_by", "") : STORE_BY_DRAWN));
	json_array_append_new(g->memory->list, o);
}

/* --- stories, by the names of their events: another part of Spar writes them ------------------------------------------------------- */

static int asked_with(const json_t *asked, const char *verdict)
{
	int n = 0;

	for (size_t i = 0; i < json_array_size(asked); i++)
		n += !strcmp(json_get_text(json_array_get(asked, i), "verdict", ""), verdict);
	return n;
}

/* What was made of "what would you have done differently"; NULL when nobody asked. */
static const char *differently(const json_t *asked)
{
	const char *verdict = NULL;

	for (size_t i = 0; i < json_array_size(asked); i++) {
		const json_t *a = json_array_get(asked, i);
		const char *text = json_get_text(a, "probe", json_get_text(a, "question", ""));

		if (strstr(text, "differently") && json_get_text(a, "verdict", NULL))
			verdict = json_get_text(a, "verdict", NULL);
	}
	return verdict;
}

/* How the principle of a telling was come by; "" when its drill does not say it, or says it of another principle. */
static const char *principle_by(struct gathering *g, const json_t *told, const char *principle)
{
	const json_t *drawn = json_object_get(g->memory->drawn, arena_printf(&g->arena, "%lld/%lld", (long long)json_get_int(told, "attempt", 0),
								     (long long)json_get_int(told, "stage", -1)));

	return strcmp(json_get_text(drawn, "principle", ""), principle) != 0 ? "" : json_get_text(drawn, "principle_by", "");
}

static void take_story(struct gathering *g, const struct store_record *e)
{
	json_int_t telling = json_get_int(e->body, "telling", 0);
	const json_t *asked = json_get_array(json_get_object(e->body, "ledger"), "asked");
	const json_t *told = json_object_get(g->memory->told, arena_printf(&g->arena, "%lld", (long long)telling));
	const char *state = json_get_text(e->body, "state", ""), *principle = json_get_text(told, "principle", NULL), *different = differently(asked);

	if (!principle)
		return;
	json_t *o = json_pack("{s:s,s:I,s:s,s:s,s:s,s:b,s:s,s:I,s:b,s:b,s:i,s:i,s:i,s:i}", "proof", "story", "at_ms", (json_int_t)e->at_ms, "ref",
			      arena_printf(&g->arena, "story told, event %lld", (long long)telling), "what", principle, "principle", principle, "evaluable",
			      strcmp(state, "could not be evaluated") != 0, "opening", json_get_text(e->body, "opening", "evaded"), "depth",
			      (json_int_t)json_get_int(e->body, "depth", 0), "survived", !strcmp(state, "survived"), "tools", 0, "full", asked_with(asked, "full"),
			      "partial", asked_with(asked, "partial"), "evaded", asked_with(asked, "evaded"), "declined", asked_with(asked, "declined"));

	json_object_set_new(o, "principle_by", json_string(principle_by(g, told, principle)));
	json_object_set_new(o, "differently", different ? json_string(different) : json_null());
	json_array_append_new(g->memory->list, o);
}

static json_t *drawn_of(const json_t *drill)
{
	return json_pack("{s:s,s:s}", "principle", json_get_text(drill, "principle", ""), "principle_by", json_get_text(drill, "principle_by", ""));
}

static bool take(const struct store_record *e, void *arg)
{
	struct gathering *g = arg;
	const char *principle = json_get_text(e->body, "principle", NULL);

	if (e->id > g->until_id)
		return false;
	if (!strcmp(e->kind, "mock.part"))
		take_part(g, e);
	else if (!strcmp(e->kind, "story.drill"))
		json_object_set_new(g->memory->drawn, arena_printf(&g->arena, "%lld/0", (long long)e->id), drawn_of(e->body));
	else if (!strcmp(e->kind, "story.switched"))
		json_object_set_new(g->memory->drawn, arena_printf(&g->arena, "%lld/1", (long long)json_get_int(e->body, "attempt", 0)), drawn_of(e->body));
	else if (!strcmp(e->kind, "story.told") && principle)
		json_object_set_new(g->memory->told, arena_printf(&g->arena, "%lld", (long long)e->id),
				    json_pack("{s:s,s:I,s:I}", "principle", principle, "attempt", (json_int_t)json_get_int(e->body, "attempt", 0), "stage",
					      (json_int_t)json_get_int(e->body, "stage", -1)));
	else if (!strcmp(e->kind, "story.judged"))
		take_story(g, e);
	return !arena_over(&g->arena);
}

static bool take_last(const struct store_record *e, void *arg)
{
	((struct gathering *)arg)->until_id = e->id;
	return false;
}

static enum err_code make_memory(struct arena *a, void *with, void **out, struct err *err)
{
	struct memory *m = ARENA_NEW(a, struct memory, 1);

	(void)with;
	*m = (struct memory){.list = json_array(), .told = json_object(), .drawn = json_object()};
	*out = m;
	return m->list && m->told && m->drawn ? ERR_OK : err_set(err, ERR_MEMORY, "out of memory");
}

static void drop_memory(void *thing)
{
	struct memory *m = thing;

	json_decref(m->list);
	json_decref(m->told);
	json_decref(m->drawn);
	json_decref(m->sorted);
}

/* Read the events that have come since the last time. */
static enum err_code gather_events(struct gathering *g, struct store *s, struct err *err)
{
	static const char *const kinds[] = {"mock.part", "story.drill", "story.switched", "story.told", "story.judged"};
	static const char key;
	struct store_which last = {.newest_first = true};
	size_t before, i;
	void *memory = NULL;
	enum err_code code;

	if ((code = memo_get(store_memo(s), &key, make_memory, drop_memory, NULL, &memory, err)))
		return code;
	g->memory = memory;
	before = json_array_size(g->memory->list);
	last.after_id = g->memory->last_id;
	g->until_id = last.after_id;
	code = store_events(s, &last, take_last, g, err);
	for (i = 0; !code && g->until_id > last.after_id && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct store_which which = {.kind = kinds[i], .after_id = g->memory->last_id};

		code = store_events(s, &which, take, g, err);
	}
	if (!code && arena_over(&g->arena))
		code = err_set(err, ERR_LIMIT, "the record is too large to be read");
	/* Half of it would be there twice the next time. */
	while (code && json_array_size(g->memory->list) > before)
		json_array_remove(g->memory->list, json_array_size(g->memory->list) - 1);
	if (!code)
		g->memory->last_id = g->until_id;
	return code;
}

/* --- all of them ------------------------------------------------------------------------------------------------------------------ */

struct dated {
	const json_t *proof;
	int64_t at_ms;
	size_t index;
};

static int by_time(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* Oldest first; what has the same time stays in its order. */
static json_t *sorted(const json_t *list)
{
	size_t n = json_array_size(list);
	struct dated *p = calloc(n + 1, sizeof(*p));
	json_t *out = json_array();

	for (size_t i = 0; p && i < n; i++)
		p[i] = (struct dated){json_array_get(list, i), json_get_int(json_array_get(list, i), "at_ms", 0), i};
	if (p)
		qsort(p, n, sizeof(*p), by_time);
	for (size_t i = 0; p && i < n; i++)
		json_array_append(out, (json_t *)p[i].proof);
	free(p);
	return out;
}

enum err_code ready_proofs(struct bank *b, struct store *s, const json_t *more, json_t **out, struct err *err)
{
	struct gathering g = {.bank = b};
	json_t *list = json_array();
	enum err_code code = ERR_OK;

	arena_init(&g.arena, 256u << 20);
	*out = NULL;
	if (s && !(code = gather_events(&g, s, err)) && (!g.memory->sorted || g.memory->sorted_id != g.memory->last_id) &&
	    !(code = gather_attempts(&g, s, list, err))) {
		json_array_extend(list, g.memory->list);
		json_decref(g.memory->sorted);
		g.memory->sorted = sorted(list);
		g.memory->sorted_id = g.memory->last_id;
	}
	if (!code && s && !json_array_size(more)) {
		*out = json_incref(g.memory->sorted);
	} else if (!code) {
		json_array_clear(list);
		json_array_extend(list, s ? g.memory->sorted : NULL);
		json_array_extend(list, (json_t *)more);
		*out = sorted(list);
	}
	json_decref(list);
	arena_release(&g.arena);
	return code;
}
