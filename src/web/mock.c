/*
 * Mock rounds: the room and the debrief.
 *
 * A round is read from the record for each request and forgotten after it: so two tabs, and a terminal before or after them, see the same one,
 * and a server that is killed has nothing to lose. What a page says carries how many turns it has seen; when there are more, somebody else has gone on, and
 * nothing of it is taken.
 */
#include "web/web_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "mock/asks.h"
#include "mock/debrief.h"
#include "mock/planned.h"

#define MARKDOWN_MAX_BYTES (16u << 20)
#define CONTENT_ARENA_BYTES (8u << 20)

struct web_mock {
	struct arena arena;        /* of the rules */
	struct rounds *rounds;
	const struct debrief_rules *rules;
	struct mock_base base;
	int64_t questions_of;      /* the round whose questions were begun last, and the part */
	size_t questions_part;
};

void web_mock_free(struct web_mock *o)
{
	if (!o)
		return;
	rounds_free(o->rounds);
	arena_release(&o->arena);
	free(o);
}

/* What rounds are made of is read when somebody asks for the first one, and takes a few milliseconds. */
static enum err_code base_of(struct web *w, struct mock_base **out, struct err *err)
{
	struct web_mock *o = w->mock;
	enum err_code code = ERR_OK;

	if (!o) {
		if (!(o = calloc(1, sizeof(*o))))
			return err_set(err, ERR_MEMORY, "out of memory for rounds");
		arena_init(&o->arena, CONTENT_ARENA_BYTES);
		if ((!w->talk && (code = talk_pack_open(&w->talk, NULL, NULL, err))) ||
		    (code = rounds_open(&o->rounds, NULL, NULL, w->bank, w->talk, err)) || (code = debrief_rules_load(&o->arena, NULL, NULL, &o->rules, err))) {
			web_mock_free(o);
			return code;
		}
		w->mock = o;
	}
	o->base = (struct mock_base){o->rounds, w->bank, w->talk, w->store};
	*out = &o->base;
	return ERR_OK;
}

/* ---- the room ---- */

/* How many turns there are; lines of the scratch pad are none. */
static int64_t turns_of(const struct mock_view *v)
{
	int64_t n = 0;

	for (size_t i = 0; i < v->turn_count; i++)
		n += v->turns[i].mine || v->turns[i].said != SAID_PAD;
	return n;
}

static json_t *room_json(const struct mock *m)
{
	json_t *o = mock_json(m, 0);

	json_object_set_new(o, "seq", json_integer(turns_of(mock_view(m))));
	return o;
}

/* The round of the path, if it is still open; *m stays NULL when it is over. Errors: ERR_MISSING when there is none. */
static enum err_code open_of(struct http_request *rq, struct mock **m, int64_t *id, struct err *err)
{
	struct mock_base *base;
	struct err why = {0};
	enum err_code code;

	*m = NULL;
	if ((code = web_id(rq, id, err)) || (code = base_of(web_of(rq), &base, err)))
		return code;
	code = mock_resume(m, base, *id, &why);
	if (code && code != ERR_INPUT)
		*err = why;
	return code == ERR_INPUT ? ERR_OK : code;
}

/* Have the queries of a round that is over judged; *job is 0 when that cannot be begun now. */
static enum err_code begin_judging(struct web *w, int64_t id, bool always, int64_t *job, struct err *err)
{
	json_t *running = jobs_of(w->jobs, id);
	struct job_ask ask = {.kind = JOB_MOCK, .attempt = id, .mock = &w->mock->base, .always = always};

	*job = json_array_size(running) ? json_integer_value(json_array_get(running, 0)) : 0;
	json_decref(running);
	return *job ? ERR_OK : jobs_add(w->jobs, &ask, job, err);
}

/* While a query is explained, questions about it are chosen; without them there are general ones. */
static void begin_questions(struct web *w, const struct mock *m)
{
	const struct mock_view *v = mock_view(m);
	struct job_ask ask = {.kind = JOB_QUESTIONS, .asked = v->id, .mock = &w->mock->base};
	struct err ignored = {0};
	int64_t job;

	if (!w->asks || !mock_asks_due(m) || (w->mock->questions_of == v->id && w->mock->questions_part == v->part) ||
	    !web_subject(w, v->subject, &ask.ex, &ask.v))
		return;
	w->mock->questions_of = v->id;
	w->mock->questions_part = v->part;
	jobs_add(w->jobs, &ask, &job, &ignored);
}

/*
 * The answer after something that may have ended the round: {"over","taken","wording","seq","clock_ms","room"}, the room when it has changed. m NULL: it
 * was over before.
 */
static json_t *moved(struct web *w, const struct mock *m, int64_t id, bool taken, bool changed, const char *page)
{
	const struct mock_view *v = m ? mock_view(m) : NULL;
	bool over = !v || v->over;
	struct err ignored = {0};
	int64_t job;

	if (changed && v) {
		web_changed(w, "record", id, page);
		/* What cannot be judged now is judged when the debrief is looked at. */
		if (over)
			begin_judging(w, id, true, &job, &ignored);
		else
			begin_questions(w, m);
	}
	return json_pack("{s:b,s:b,s:b,s:I,s:I,s:o}", "over", over, "taken", taken, "wording", 0, "seq", (json_int_t)(v ? turns_of(v) : 0), "clock_ms",
			 (json_int_t)(v ? v->clock_ms : 0), "room", changed && !over ? room_json(m) : json_null());
}

/* Was this very text what was said next? Then the answer to it was lost on its way, and it must not be said twice. */
static bool said_already(const struct mock_view *v, int64_t seq, struct str text)
{
	int64_t n = 0;

	for (size_t i = 0; i < v->turn_count; i++) {
		const struct mock_turn *t = &v->turns[i];

		if (!t->mine && t->said == SAID_PAD)
			continue;
		if (n++ == seq)
			return !t->mine && t->said != SAID_SKIP && str_eq_c(str_trim(text), t->text);
	}
	return false;
}

/* A line of the pad is an event, behind which a draft is old: what stands in the box is kept again. */
static enum err_code say_pad(struct http_request *rq, struct mock *m, struct str text, int64_t clock_ms, struct err *err)
{
	const char *typed = arena_strdup(rq->arena, mock_view(m)->typed);
	enum err_code code = mock_say(m, SAID_PAD, text, clock_ms, err);

	return code ? code : mock_tick(m, str_of(typed), clock_ms, true, err);
}

/* Is a model's wording of the follow-up that stands on its way? */
static bool ask_wording(struct web *w, struct mock *m, struct arena *a)
{
	struct model_question q = {0};

	return mock_probe(m, &q.question, &q.told, &q.probe, &q.why) && web_wording_ask(w, mock_view(m)->id, 0, (int)turns_of(mock_view(m)), &q, a);
}

enum err_code web_mock_say(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct str text = web_body_text(rq, "text");
	int64_t id, clock_ms, seq;
	struct mock *m = NULL;
	enum err_code code;
	bool taken = false;

	if ((code = web_body(rq, err)) || (code = open_of(rq, &m, &id, err)))
		return code;
	clock_ms = json_get_int(rq->body, "clock_ms", 0);
	seq = json_get_int(rq->body, "seq", 0);
	enum mock_said said = (enum mock_said)mock_said_find(json_get_text(rq->body, "kind", "text"));

	if (m && said == SAID_PAD) {
		taken = !(code = say_pad(rq, m, text, clock_ms, err));
	} else if (m && seq == turns_of(mock_view(m))) {
		/* What stands in the box when the time is over counts as far as it goes. */
		if (said == SAID_TEXT && mock_due(m, clock_ms, str_trim(text).n > 0) == MOCK_DUE_CUT)
			said = SAID_CUT;
		taken = !(code = mock_say(m, said, text, clock_ms, err));
	} else if (m) {
		taken = said_already(mock_view(m), seq, text);
	}
	if (!code)
		reply->json = moved(w, m, id, taken, m != NULL, json_get_text(rq->body, "page", NULL));
	if (!code && m && taken && said != SAID_PAD && ask_wording(w, m, rq->arena))
		json_object_set_new(reply->json, "wording", json_true());
	mock_free(m);
	return code;
}

/* Has a model's wording of the question come? A page asks before it shows the question, and shows the room as it stands then. */
enum err_code web_mock_wording(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct str text = {"", 0};
	struct err ignored = {0};
	struct mock *m = NULL;
	bool waits = false;
	enum err_code code;
	int64_t id, seq;

	if ((code = web_body(rq, err)) || (code = open_of(rq, &m, &id, err)))
		return code;
	seq = json_get_int(rq->body, "seq", 0);
	if (m && seq == turns_of(mock_view(m)))
		waits = web_wording_waits(w, id, 0, (int)seq, &text);
	/* What is not accepted leaves the prepared question. */
	if (text.n)
		mock_reword(m, text, &ignored);
	reply->json = json_pack("{s:b,s:b,s:o}", "waits", waits, "over", m == NULL, "room", m && !waits ? room_json(m) : json_null());
	mock_free(m);
	return ERR_OK;
}

/* The clock goes on: keep it and what is typed, and let the interviewer speak who must. */
enum err_code web_mock_tick(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const char *page = json_get_text(rq->body, "page", NULL);
	bool typing = json_is_string(json_object_get(rq->body, "typed")), spoke = false, elsewhere = false;
	struct str typed = web_body_text(rq, "typed");
	int64_t id, clock_ms = json_get_int(rq->body, "clock_ms", 0), seq = json_get_int(rq->body, "seq", 0);
	struct mock *m = NULL;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_of(rq, &m, &id, err)))
		return code;
	if (m && seq == turns_of(mock_view(m))) {
		/* A tab that nobody types in knows nothing of what stands in the box of another. */
		if (!typing)
			typed = str_of(arena_strdup(rq->arena, mock_view(m)->typed));
		enum mock_due due = mock_due(m, clock_ms, str_trim(typed).n > 0);

		spoke = due != MOCK_DUE_NOTHING;
		code = due == MOCK_DUE_CUT	 ? mock_say(m, SAID_CUT, typed, clock_ms, err)
		       : due == MOCK_DUE_SILENCE ? mock_say(m, SAID_NOTHING, (struct str){"", 0}, clock_ms, err)
						 : mock_tick(m, typed, clock_ms, true, err);
		if (!code && typing && !spoke)
			web_changed(w, "draft", id, page);
	} else if (m) {
		elsewhere = true;
	}
	if (!code)
		reply->json = moved(w, m, id, spoke, spoke || elsewhere, page);
	mock_free(m);
	return code;
}

enum err_code web_mock_room(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct mock *m = NULL;
	int64_t id;
	enum err_code code = open_of(rq, &m, &id, err);

	if (m)
		begin_questions(web_of(rq), m);
	if (!code)
		reply->json = json_pack("{s:b,s:o}", "over", m == NULL, "room", m ? room_json(m) : json_null());
	mock_free(m);
	return code;
}

enum err_code web_mock_leave(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct mock *m = NULL;
	int64_t id;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_of(rq, &m, &id, err)))
		return code;
	if (m)
		code = mock_leave(m, json_get_int(rq->body, "clock_ms", 0), err);
	if (!code)
		reply->json = moved(web_of(rq), m, id, m != NULL, m != NULL, NULL);
	mock_free(m);
	return code;
}

/* ---- before and after ---- */

enum err_code web_mocks(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct mock_base *base;
	json_t *list = NULL;
	int64_t open = 0;
	enum err_code code;

	if ((code = base_of(w, &base, err)) || (code = mock_open_id(w->store, &open, err)) || (code = mock_list_json(w->store, &list, err)))
		return code;
	reply->json = mock_rounds_json(base->rounds);
	json_object_set_new(reply->json, "open", open ? json_integer(open) : json_null());
	json_object_set_new(reply->json, "mocks", list);
	return ERR_OK;
}

static enum err_code level_of(struct web *w, enum talk_level *out, struct err *err)
{
	json_t *settings = NULL;
	enum err_code code = web_settings(w, &settings, err);
	int level = code ? -1 : talk_level_find(json_get_text(settings, "level", NULL));

	*out = level < 0 ? TALK_L5 : (enum talk_level)level;
	json_decref(settings);
	return code;
}

enum err_code web_mock_begin(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct mock_options o = {.seed = rng_seed_default()};
	struct mock_base *base;
	struct mock *m = NULL;
	int64_t open = 0;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = base_of(w, &base, err)) || (code = mock_open_id(w->store, &open, err)) ||
	    (code = level_of(w, &o.level, err)))
		return code;
	if (open)
		return err_set(err, ERR_BUSY, "a round is open; go on with it or end it before you begin another");
	o.round = json_get_text(rq->body, "round", "");
	o.scenario = json_get_text(rq->body, "scenario", NULL);
	o.minutes = (int)json_get_int(rq->body, "minutes", 0);
	if (json_object_get(rq->body, "seed"))
		o.seed = (uint64_t)json_get_int(rq->body, "seed", 0);
	if ((code = mock_start(&m, base, &o, err)))
		return code;
	reply->json = json_pack("{s:b,s:o}", "over", 0, "room", room_json(m));
	web_changed(w, "record", mock_view(m)->id, NULL);
	mock_free(m);
	return ERR_OK;
}

enum err_code web_mock_judge(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct mock *m = NULL;
	int64_t id, job = 0;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_of(rq, &m, &id, err)))
		return code;
	if (m)
		code = err_set(err, ERR_INPUT, "round %lld is not over; its queries are judged when it is", (long long)id);
	else
		code = begin_judging(w, id, false, &job, err);
	if (!code) {
		reply->json = json_pack("{s:I}", "job", (json_int_t)job);
		reply->status = 202;
	}
	mock_free(m);
	return code;
}

/* The debrief, its verdicts with the words that only the bank has. */
static enum err_code debrief_of(struct http_request *rq, int64_t *id, json_t **out, struct err *err)
{
	struct web *w = web_of(rq);
	struct mock_base *base;
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	struct err ignored = {0};
	struct guide g;
	struct keep k;
	json_t *part;
	size_t i;
	enum err_code code;

	if ((code = web_id(rq, id, err)) || (code = base_of(w, &base, err)) || (code = mock_debrief(base, w->mock->rules, *id, out, err)))
		return code;
	json_array_foreach(json_get_array(*out, "parts"), i, part) {
		json_t *sql = json_get_object(part, "sql"), *verdict = json_get_object(sql, "verdict");

		if (verdict && !web_variant(w, json_get_text(sql, "exercise", ""), json_get_text(sql, "variant", NULL), &ex, &v, &ignored))
			web_explain(w->bank, v, verdict);
	}
	/* Its blocks stand in the plan now; one that cannot be made leaves them without a day. */
	if (!planned_open(w->bank, w->store, clock_now_ms(), rq->arena, &k, &ignored)) {
		guide_shown(w->bank, w->store, &k, rq->arena, &g);
		planned_say(&k, *out, rq->arena);
	}
	json_array_foreach(json_get_array(*out, "costs"), i, part)
		web_check_route(w, json_object_get(part, "block"), rq->arena);
	return ERR_OK;
}

enum err_code web_mock_debrief(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *debrief = NULL, *jobs, *part;
	int64_t id, waiting = 0;
	size_t i;
	enum err_code code = debrief_of(rq, &id, &debrief, err);

	if (code)
		return code;
	json_array_foreach(json_get_array(debrief, "parts"), i, part) {
		const json_t *sql = json_get_object(part, "sql");

		waiting += json_is_string(json_object_get(sql, "query")) && !json_is_object(json_object_get(sql, "verdict"));
	}
	jobs = jobs_of(w->jobs, id);
	json_object_set_new(debrief, "not_judged", json_integer(waiting));
	json_object_set(debrief, "job", json_array_size(jobs) ? json_array_get(jobs, 0) : json_null());
	json_decref(jobs);
	reply->json = debrief;
	return ERR_OK;
}

enum err_code web_mock_debrief_md(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	json_t *debrief = NULL;
	struct buf b;
	int64_t id;
	enum err_code code = debrief_of(rq, &id, &debrief, err);

	if (code)
		return code;
	buf_init(&b, MARKDOWN_MAX_BYTES);
	debrief_markdown(debrief, &b);
	if (!(code = buf_check(&b, err))) {
		reply->n = b.n;
		reply->owned = buf_take(&b);
		reply->type = "text/markdown; charset=utf-8";
		reply->download = arena_printf(rq->arena, "spar-debrief-%lld.md", (long long)id);
	}
	buf_release(&b);
	json_decref(debrief);
	return code;
}
