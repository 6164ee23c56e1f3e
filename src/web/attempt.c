/* Attempts: begin, run, submit, hints, answers, end; and how one is shown. */
#include "web/web_int.h"

#include <limits.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "practice/choose.h"
#include "practice/hint.h"

#define LIST_MAX 200
#define LIST_USUAL 50

static const char *const outcomes[] = {
	[ATTEMPT_OPEN] = "open", [ATTEMPT_PASSED] = "passed", [ATTEMPT_FAILED] = "failed", [ATTEMPT_LEFT] = "left",
};

/* ---- as JSON ---- */

static json_t *text_or_null(const char *text)
{
	return text ? json_text_value(text, strlen(text)) : json_null();
}

json_t *web_attempt_json(const struct web *w, const struct store_attempt *t)
{
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	const char *slug = strchr(t->exercise, '/');
	const struct bank_mistake *m = t->mistake ? bank_mistake(w->bank, t->mistake) : NULL;
	bool known = web_subject(w, t->subject, &ex, &v);

	return json_pack("{s:I,s:s,s:s,s:o,s:o,s:s,s:I,s:I,s:I,s:b,s:b,s:s,s:b,s:i,s:i,s:i,s:i,s:i,s:o,s:o}", "id", (json_int_t)t->id,
			 "slug", slug ? slug + 1 : t->exercise, "variant", t->variant, "title",
			 text_or_null(known ? v->title : slug ? slug + 1 : t->exercise), "pattern",
			 text_or_null(known ? ex->patterns[0] : ""), "mode", t->mode, "started_ms", (json_int_t)t->started_ms, "limit_ms",
			 (json_int_t)t->limit_ms, "elapsed_ms", (json_int_t)t->elapsed_ms, "no_run", t->no_run, "seen", t->seen, "outcome",
			 outcomes[t->outcome], "cold", t->cold, "runs", t->runs, "hints", t->hints, "completions", t->completions,
			 "submissions", t->submissions, "refuted", t->refuted, "verdict", text_or_null(t->verdict), "mistake",
			 t->mistake ? json_pack("{s:s,s:s}", "id", t->mistake, "name", m && m->name ? m->name : t->mistake) : json_null());
}

struct replay {
	const struct web *w;
	const struct bank_variant *v;      /* NULL when the pack no longer has it */
	json_t *events;
	int64_t started_ms, clock_ms;
	int hint_step;
	bool answers_shown;
};

static bool replay_event(const struct store_record *e, void *arg)
{
	struct replay *r = arg;
	const char *kind = !strncmp(e->kind, "attempt.", 8) ? e->kind + 8 : !strcmp(e->kind, "solution.shown") ? "solution" : NULL;
	json_t *result = json_get_object(e->body, "result"), *out;
	int64_t elapsed_ms = json_get_int(e->body, "elapsed_ms", e->at_ms - r->started_ms);
	int step = (int)json_get_int(e->body, "step", 0);

	if (!kind)
		return true;
	r->answers_shown = r->answers_shown || !strcmp(kind, "solution");
	r->hint_step = step > r->hint_step ? step : r->hint_step;
	if (result && r->v) {
		web_explain(r->w->bank, r->v, json_object_get(result, "verdict"));
		web_explain(r->w->bank, r->v, json_object_get(result, "small"));
	}
	out = json_pack("{s:I,s:s,s:I,s:I,s:o,s:o,s:o,s:o}", "id", (json_int_t)e->id, "kind", kind, "at_ms", (json_int_t)e->at_ms,
			"elapsed_ms", (json_int_t)elapsed_ms, "step", step ? json_integer(step) : json_null(), "query",
			json_object_get(e->body, "query") ? json_incref(json_object_get(e->body, "query")) : json_null(), "submission",
			json_object_get(e->body, "submission") ? json_incref(json_object_get(e->body, "submission")) : json_null(),
			"result", result ? json_incref(result) : json_null());
	json_array_append_new(r->events, out);
	return true;
}

static json_t *draft_json(struct web *w, const char *subject, struct arena *a)
{
	const char *text = NULL;
	int64_t at_ms = 0;
	struct err err = {0};

	if (store_draft_get(w->store, subject, a, &text, &at_ms, &err) || !text)
		return json_null();
	return json_pack("{s:o,s:I}", "text", json_text_value(text, strlen(text)), "at_ms", (json_int_t)at_ms);
}

static bool read_clock(const struct store_record *e, void *arg)
{
	int64_t *clock_ms = arg;

	*clock_ms = json_get_int(e->body, "clock_ms", json_get_int(e->body, "limit_ms", 0));
	return false;
}

/* What was chosen on the clock; the projection keeps only what counts for cold. */
static int64_t clock_of(struct web *w, const struct store_attempt *t)
{
	struct store_which which = {.kind = "attempt.started", .subject = t->subject, .after_id = t->id - 1};
	int64_t clock_ms = t->limit_ms;
	struct err err = {0};

	store_events(w->store, &which, read_clock, &clock_ms, &err);
	return clock_ms;
}

static int64_t elapsed_now(const struct store_attempt *t)
{
	int64_t ms = clock_now_ms() - t->started_ms;

	return ms > 0 ? ms : 0;
}

enum err_code web_attempt_full(struct web *w, int64_t id, struct arena *a, json_t **out, struct err *err)
{
	struct store_attempt t;
	struct store_which which = {.attempt = id};
	struct replay r = {.w = w};
	const struct bank_exercise *ex;
	bool recent = false;
	enum err_code code;

	*out = NULL;
	if ((code = store_attempt(w->store, id, a, &t, err)) ||
	    (code = store_solution_recent(w->store, t.exercise, &recent, err)))
		return code;
	if (!web_subject(w, t.subject, &ex, &r.v))
		r.v = NULL;
	r.events = json_array();
	r.started_ms = t.started_ms;
	if ((code = store_events(w->store, &which, replay_event, &r, err))) {
		json_decref(r.events);
		return code;
	}
	bool open = t.outcome == ATTEMPT_OPEN || (t.outcome == ATTEMPT_PASSED && !t.ended_ms);
	int64_t clock_ms = clock_of(w, &t);
	const char *why = t.passed_ms ? (t.cold ? NULL : "it did not pass cold") : practice_not_cold(&t, recent, elapsed_now(&t));

	*out = web_attempt_json(w, &t);
	json_object_set_new(*out, "limit_ms", json_integer(clock_ms));
	json_object_set_new(*out, "running", json_boolean(open));
	json_object_set_new(*out, "cold_possible", json_boolean(!why));
	json_object_set_new(*out, "cold_why", text_or_null(why));
	json_object_set_new(*out, "left_ms", clock_ms && open && !t.passed_ms ? json_integer(clock_ms - elapsed_now(&t)) : json_null());
	json_object_set_new(*out, "draft", draft_json(w, t.subject, a));
	json_object_set_new(*out, "hint_step", json_integer(r.hint_step));
	json_object_set_new(*out, "answers_shown", json_boolean(r.answers_shown));
	json_object_set_new(*out, "jobs", jobs_of(w->jobs, id));
	json_object_set_new(*out, "events", r.events);
	return ERR_OK;
}

enum err_code web_open_attempt(struct web *w, const char *subject, struct arena *a, int64_t *id, struct err *err)
{
	const char *cut = strrchr(subject, '/');
	const char *exercise = arena_strndup(a, subject, (size_t)(cut - subject));
	struct store_attempt *attempts = NULL;
	size_t n = 0;
	enum err_code code = store_attempts(w->store, exercise, 20, a, &attempts, &n, err);

	*id = 0;
	for (size_t i = 0; !code && i < n; i++) {
		if (strcmp(attempts[i].subject, subject) || strcmp(attempts[i].mode, "try"))
			continue;
		if (!attempts[i].ended_ms)
			*id = attempts[i].id;
		break;
	}
	return code;
}

/* ---- handlers ---- */

enum err_code web_about(struct http_request *rq, bool running, struct web_about *out, struct err *err)
{
	struct web *w = web_of(rq);
	enum err_code code;
	int64_t id;

	if ((code = web_id(rq, &id, err)) || (code = store_attempt(w->store, id, rq->arena, &out->t, err)))
		return code;
	if (!web_subject(w, out->t.subject, &out->ex, &out->v))
		return err_set(err, ERR_MISSING, "the pack no longer has '%s'", out->t.subject);
	if (running && out->t.ended_ms)
		return err_set(err, ERR_INPUT, "this attempt has ended; start another one");
	return ERR_OK;
}

/* A body of an event of this attempt; new reference. */
static json_t *event_of(const struct store_attempt *t)
{
	return json_pack("{s:I}", "attempt", (json_int_t)t->id);
}

static enum err_code append(struct web *w, const struct store_attempt *t, enum event_kind kind, json_t *body, int64_t *id,
			    struct err *err)
{
	enum err_code code = store_append(w->store, kind, t->subject, body, id, err);

	json_decref(body);
	if (!code)
		web_changed(w, "record", t->id, NULL);
	return code;
}

struct str web_body_text(const struct http_request *rq, const char *key)
{
	const json_t *value = json_object_get(rq->body, key);

	return (struct str){json_string_value(value), json_string_length(value)};
}

static enum err_code begin(struct web *w, const struct bank_exercise *ex, const struct bank_variant *v, int64_t clock_ms,
			   bool no_run, struct arena *a, int64_t *id, struct err *err)
{
	const char *subject = bank_subject(w->bank, ex, v, a);
	json_t *patterns = json_array(), *body;
	enum err_code code;

	for (size_t i = 0; i < ex->pattern_count; i++)
		json_array_append_new(patterns, json_string(ex->patterns[i]));
	body = json_pack("{s:o,s:I,s:I,s:b,s:s}", "patterns", patterns, "limit_ms",
			 (json_int_t)(clock_ms ? practice_cold_limit_ms(clock_ms, ex->minutes) : 0), "clock_ms", (json_int_t)clock_ms,
			 "no_run", no_run, "mode", "try");
	code = store_append(w->store, EVENT_ATTEMPT_STARTED, subject, body, id, err);
	json_decref(body);
	return code;
}

/* One attempt of a variant runs at a time: asked for another, the one that runs is given, so that two tabs share it. */
enum err_code web_attempt_new(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	enum err_code code;
	int64_t id = 0;

	if ((code = web_body(rq, err)) || (code = web_variant(w, json_get_text(rq->body, "exercise", ""),
							      json_get_text(rq->body, "variant", NULL), &ex, &v, err)) ||
	    (code = web_open_attempt(w, bank_subject(w->bank, ex, v, rq->arena), rq->arena, &id, err)))
		return code;
	if (!id) {
		code = begin(w, ex, v, json_get_int(rq->body, "limit_ms", ex->minutes * 60000LL),
			     json_get_bool(rq->body, "no_run", false), rq->arena, &id, err);
		if (code)
			return code;
		web_changed(w, "record", id, NULL);
	}
	return web_attempt_full(w, id, rq->arena, &reply->json, err);
}

enum err_code web_attempts(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const char *exercise = http_query(rq, "exercise"), *limit_text = http_query(rq, "limit"), *before_text = http_query(rq, "before");
	long limit = LIST_USUAL, before = 0;
	struct store_attempt *attempts = NULL;
	size_t n = 0, skipped = 0;
	enum err_code code;
	json_t *list;

	if ((limit_text && !str_to_long(str_of(limit_text), 1, LIST_MAX, &limit)) ||
	    (before_text && !str_to_long(str_of(before_text), 1, LONG_MAX, &before)))
		return err_set(err, ERR_INPUT, "'limit' is a number from 1 to %d, and 'before' the id of an attempt", LIST_MAX);
	if (exercise)
		exercise = arena_printf(rq->arena, "%s/%s", bank_pack(w->bank)->id, exercise);
	if ((code = store_attempts(w->store, exercise, SIZE_MAX, rq->arena, &attempts, &n, err)))
		return code;
	while (before && skipped < n && attempts[skipped].id >= before)
		skipped++;
	list = json_array();
	for (size_t i = skipped; i < n && i < skipped + (size_t)limit; i++)
		json_array_append_new(list, web_attempt_json(w, &attempts[i]));
	reply->json = json_pack("{s:o,s:b}", "attempts", list, "more", n > skipped + (size_t)limit);
	return ERR_OK;
}

enum err_code web_attempt(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	int64_t id;
	enum err_code code = web_id(rq, &id, err);

	return code ? code : web_attempt_full(web_of(rq), id, rq->arena, &reply->json, err);
}

enum err_code web_draft(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct str text;
	struct web_about about;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_about(rq, false, &about, err)))
		return code;
	text = web_body_text(rq, "text");
	code = text.n ? store_draft_put(w->store, about.t.subject, text.p, text.n, err) : store_draft_drop(w->store, about.t.subject, err);
	if (code)
		return code;
	web_changed(w, "draft", about.t.id, json_get_text(rq->body, "page", NULL));
	reply->json = json_pack("{s:I}", "at_ms", (json_int_t)clock_now_ms());
	return ERR_OK;
}

/* What a job about the query of a request has to know, in an attempt that has not ended; there is room for the job. */
static enum err_code job_about(struct http_request *rq, struct web_about *about, struct job_ask *ask, struct err *err)
{
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_about(rq, true, about, err)) || (code = jobs_room(web_of(rq)->jobs, err)))
		return code;
	ask->query = web_body_text(rq, "query");
	ask->ex = about->ex;
	ask->v = about->v;
	ask->attempt = about->t.id;
	return ERR_OK;
}

enum err_code web_run(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_RUN};
	struct web_about about;
	enum err_code code;
	json_t *body;

	if ((code = job_about(rq, &about, &ask, err)))
		return code;
	if (about.t.no_run)
		return err_set(err, ERR_INPUT, "this attempt is without running");
	if ((code = query_check(ask.query, err)))
		return code;
	body = event_of(&about.t);
	json_object_set(body, "query", json_object_get(rq->body, "query"));
	if ((code = append(w, &about.t, EVENT_ATTEMPT_RUN, body, NULL, err)))
		return code;
	return web_begin_job(w, &ask, reply, err);
}

/* The submission is on disk before the judge can see it. */
enum err_code web_submit(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_SUBMIT};
	struct web_about about;
	enum err_code code;
	json_t *body;

	if ((code = job_about(rq, &about, &ask, err)))
		return code;
	if ((code = query_check(ask.query, err)))
		return code;
	ask.elapsed_ms = elapsed_now(&about.t);
	body = event_of(&about.t);
	json_object_set(body, "query", json_object_get(rq->body, "query"));
	json_object_set_new(body, "elapsed_ms", json_integer(ask.elapsed_ms));
	if ((code = append(w, &about.t, EVENT_ATTEMPT_SUBMITTED, body, &ask.submission, err)))
		return code;
	code = web_begin_job(w, &ask, reply, err);
	if (!code)
		json_object_set_new(reply->json, "submission", json_integer(ask.submission));
	return code;
}

enum err_code web_hint(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_HINT};
	struct web_about about;
	enum err_code code;
	json_t *body;

	if ((code = job_about(rq, &about, &ask, err)))
		return code;
	ask.step = (int)json_get_int(rq->body, "step", 1);
	body = event_of(&about.t);
	json_object_set_new(body, "step", json_integer(ask.step));
	json_object_set(body, "query", json_object_get(rq->body, "query"));
	if ((code = append(w, &about.t, EVENT_ATTEMPT_HINT, body, NULL, err)))
		return code;
	return web_begin_job(w, &ask, reply, err);
}

enum err_code web_completed(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web_about about;
	enum err_code code = web_about(rq, true, &about, err);

	/* Once is enough to lose the cold mark. */
	if (!code && !about.t.completions)
		code = append(web_of(rq), &about.t, EVENT_ATTEMPT_COMPLETED, event_of(&about.t), NULL, err);
	if (!code)
		reply->json = json_object();
	return code;
}

enum err_code web_answers(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	json_t *answers;
	struct web_about about;
	enum err_code code;

	if ((code = web_about(rq, false, &about, err)) ||
	    (code = append(web_of(rq), &about.t, EVENT_SOLUTION_SHOWN, event_of(&about.t), NULL, err)))
		return code;
	answers = json_array();
	for (size_t i = 0; i < about.v->answer_count; i++) {
		const struct bank_query *q = &about.v->answers[i];

		json_array_append_new(answers, json_pack("{s:s,s:o,s:s}", "name", q->name, "note", text_or_null(q->note), "sql", q->sql));
	}
	reply->json = json_pack("{s:o,s:I}", "answers", answers, "spoils_until_ms", (json_int_t)(clock_now_ms() + STORE_SOLUTION_MS));
	return ERR_OK;
}

enum err_code web_end(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct web_about about;
	enum err_code code;
	json_t *body;

	if ((code = web_about(rq, false, &about, err)))
		return code;
	if (!about.t.ended_ms) {
		body = event_of(&about.t);
		json_object_set_new(body, "elapsed_ms", json_integer(elapsed_now(&about.t)));
		if ((code = append(w, &about.t, EVENT_ATTEMPT_ENDED, body, NULL, err)))
			return code;
	}
	return web_attempt_full(w, about.t.id, rq->arena, &reply->json, err);
}
