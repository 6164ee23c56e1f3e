/* Questions about a query that was submitted: ask, answer, and what was asked before. Making one and checking an answer are jobs (ask_job.h). */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "practice/ask.h"
#include "practice/ask_record.h"

#define DRAFT_SUBJECT "ask/"               /* and the question's id */

static json_t *member(const json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return value ? json_incref(value) : json_null();
}

static const char *draft_subject(int64_t id, struct arena *a)
{
	return arena_printf(a, DRAFT_SUBJECT "%lld", (long long)id);
}

/* ---- as JSON ---- */

/* What one needs to answer: the tables, and what the rows are to look like. */
static json_t *task_of(const json_t *prediction)
{
	const json_t *expected = json_get_object(prediction, "expected");

	if (!prediction)
		return json_null();
	return json_pack("{s:o,s:o,s:o,s:b}", "tables", member(prediction, "tables"), "columns", member(expected, "columns"), "types",
			 member(expected, "types"), "ordered", json_get_bool(prediction, "ordered", false));
}

/* What is told when there is nothing more to answer. */
static json_t *after_of(const json_t *question)
{
	const json_t *prediction = json_get_object(question, "prediction"), *fact = json_get_object(question, "fact");

	return json_pack("{s:o,s:o,s:o,s:o,s:o}", "answer", member(question, "answer"), "points",
			 json_get_array(question, "points") ? member(question, "points") : json_array(), "reading", member(question, "reading"), "expected",
			 member(prediction, "expected"), "fact",
			 fact ? json_pack("{s:o,s:o,s:b,s:o}", "tables", member(fact, "tables"), "expected", member(fact, "expected"), "by_order",
					  json_get_bool(fact, "by_order", false), "misread", member(fact, "misread"))
			      : json_null());
}

static json_t *draft_of(struct web *w, int64_t id, struct arena *a)
{
	const char *text = NULL;
	int64_t at_ms = 0;
	struct err ignored = {0};

	if (store_draft_get(w->store, draft_subject(id, a), a, &text, &at_ms, &ignored) || !text)
		return json_null();
	return json_pack("{s:o,s:I}", "text", json_text_value(text, strlen(text)), "at_ms", (json_int_t)at_ms);
}

static json_t *question_json(struct web *w, const json_t *entry, struct arena *a)
{
	const json_t *q = json_get_object(entry, "question");
	bool open = ask_record_open(entry), passed = json_get_bool(entry, "passed", false);
	int64_t id = json_get_int(entry, "id", 0), submission = json_get_int(q, "submission", 0);
	json_t *out = json_pack("{s:I,s:I,s:s,s:s,s:s,s:s,s:I,s:I,s:b,s:s}", "id", (json_int_t)id, "at_ms", (json_int_t)json_get_int(entry, "at_ms", 0), "state",
				open ? "open" : passed ? "passed" : "answered", "kind", json_get_text(q, "kind", "why"), "text", json_get_text(q, "text", ""),
				"quote", json_get_text(q, "quote", ""), "position", (json_int_t)json_get_int(q, "position", -1), "length",
				(json_int_t)json_get_int(q, "length", 0), "again", json_get_bool(q, "again", false), "feature",
				json_get_text(q, "feature", ""));

	json_object_set_new(out, "query", member(q, "query"));
	json_object_set_new(out, "submission", submission ? json_integer(submission) : json_null());
	json_object_set_new(out, "task", task_of(json_get_object(q, "prediction")));
	json_object_set_new(out, "answers", member(entry, "answers"));
	json_object_set_new(out, "checked", member(entry, "checked"));
	json_object_set_new(out, "after", open ? json_null() : after_of(q));
	json_object_set_new(out, "draft", open ? draft_of(w, id, a) : json_null());
	return out;
}

enum err_code web_questions(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *entries = NULL, *list, *one;
	struct store_attempt t;
	enum err_code code;
	int64_t id;
	size_t i;

	if ((code = web_id(rq, &id, err)) || (code = store_attempt(w->store, id, rq->arena, &t, err)) ||
	    (code = ask_record_of(w->store, id, &entries, err)))
		return code;
	list = json_array();
	json_array_foreach(entries, i, one)
		json_array_append_new(list, question_json(w, one, rq->arena));
	json_decref(entries);
	reply->json = json_pack("{s:o}", "questions", list);
	return ERR_OK;
}

/* ---- a new one ---- */

struct last {
	int64_t submission, judged;  /* judged: the submission that the last verdict is of */
	const char *query;
	struct arena *a;
};

static bool find_last(const struct store_record *e, void *arg)
{
	struct last *last = arg;

	if (!strcmp(e->kind, "attempt.submitted")) {
		last->submission = e->id;
		last->query = arena_strdup(last->a, json_get_text(e->body, "query", ""));
	} else if (!strcmp(e->kind, "attempt.judged")) {
		last->judged = json_get_int(e->body, "submission", 0);
	}
	return !arena_over(last->a);
}

/* Only what has a verdict is asked about: a query of a round that still runs has none, and nobody hears of it here. */
enum err_code web_question_new(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_ASK, .only = -1};
	struct last last = {.a = rq->arena};
	const char *kind;
	struct web_about about;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_about(rq, false, &about, err)))
		return code;
	struct store_which which = {.kind = "attempt.*", .attempt = about.t.id};

	if ((code = store_events(w->store, &which, find_last, &last, err)))
		return code;
	if (!last.submission)
		return err_set(err, ERR_INPUT, "nothing was submitted in this attempt");
	if (last.judged != last.submission)
		return err_set(err, ERR_INPUT, "the last submission has no verdict yet");
	kind = json_get_text(rq->body, "kind", NULL);
	for (int i = 0; kind && i < ASK_SORTS; i++)
		if (!strcmp(kind, ask_sort_name((enum ask_sort)i)))
			ask.only = i;
	ask.ex = about.ex;
	ask.v = about.v;
	ask.attempt = about.t.id;
	ask.submission = last.submission;
	ask.query = str_of(last.query);
	return web_begin_job(w, &ask, reply, err);
}

/* ---- answers ---- */

/* The question of the path. Errors also: ERR_INPUT when it takes no answer any more. entry is a new reference. */
static enum err_code open_question(struct http_request *rq, json_t **entry, struct err *err)
{
	int64_t id;
	enum err_code code = web_id(rq, &id, err);

	*entry = NULL;
	if (code || (code = ask_record_one(web_of(rq)->store, id, entry, err)))
		return code;
	if (ask_record_open(*entry))
		return ERR_OK;
	json_decref(*entry);
	*entry = NULL;
	return err_set(err, ERR_INPUT, "question %lld has its answer", (long long)id);
}

static int64_t attempt_of(const json_t *entry)
{
	return json_get_int(json_get_object(entry, "question"), "attempt", 0);
}

static int64_t elapsed_of(const struct http_request *rq, const json_t *entry)
{
	int64_t ms = json_get_int(rq->body, "elapsed_ms", clock_now_ms() - json_get_int(entry, "at_ms", 0));

	return ms > 0 ? ms : 0;
}

/* The answer is on disk before anything looks at it. */
static enum err_code record_answer(struct http_request *rq, const json_t *entry, struct str text, int64_t *id, struct err *err)
{
	int64_t asked = json_get_int(entry, "id", 0);
	json_t *body = ask_answered_event(json_get_object(entry, "question"), asked, attempt_of(entry), text, elapsed_of(rq, entry));
	struct err ignored = {0};
	enum err_code code = store_append(web_of(rq)->store, EVENT_ASK_ANSWERED, json_get_text(entry, "subject", ""), body, id, err);

	json_decref(body);
	if (code)
		return code;
	store_draft_drop(web_of(rq)->store, draft_subject(asked, rq->arena), &ignored);
	web_changed(web_of(rq), "record", attempt_of(entry), NULL);
	return ERR_OK;
}

enum err_code web_question_answer(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_CHECK};
	json_t *entry = NULL;
	struct str text;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_question(rq, &entry, err)))
		return code;
	text = web_body_text(rq, "text");
	if (!str_trim(text).n)
		code = err_set(err, ERR_INPUT, "the answer is empty");
	else if (text.n > TALK_ANSWER_BYTES_MAX)
		code = err_set(err, ERR_LIMIT, "the answer has %zu bytes, and the limit is %u", text.n, TALK_ANSWER_BYTES_MAX);
	else if (!web_subject(w, json_get_text(entry, "subject", ""), &ask.ex, &ask.v))
		code = err_set(err, ERR_MISSING, "the pack no longer has '%s'", json_get_text(entry, "subject", ""));
	else
		code = jobs_room(w->jobs, err);
	if (!code)
		code = record_answer(rq, entry, text, &ask.answered, err);
	ask.attempt = attempt_of(entry);
	ask.asked = json_get_int(entry, "id", 0);
	ask.query = text;
	if (!code)
		code = web_begin_job(w, &ask, reply, err);
	if (!code)
		json_object_set_new(reply->json, "answered", json_integer(ask.answered));
	json_decref(entry);
	return code;
}

enum err_code web_question_pass(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	json_t *entry = NULL;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_question(rq, &entry, err)))
		return code;
	code = record_answer(rq, entry, (struct str){"", 0}, NULL, err);
	json_decref(entry);
	if (!code)
		reply->json = json_object();
	return code;
}

enum err_code web_question_draft(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *entry = NULL;
	const char *subject;
	struct str text;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_question(rq, &entry, err)))
		return code;
	subject = draft_subject(json_get_int(entry, "id", 0), rq->arena);
	text = web_body_text(rq, "text");
	code = text.n ? store_draft_put(w->store, subject, text.p, text.n, err) : store_draft_drop(w->store, subject, err);
	if (!code) {
		web_changed(w, "draft", attempt_of(entry), json_get_text(rq->body, "page", NULL));
		reply->json = json_pack("{s:I}", "at_ms", (json_int_t)clock_now_ms());
	}
	json_decref(entry);
	return code;
}
