/* Exercises, comparisons, and jobs. */
#include "web/web_int.h"

#include <limits.h>
#include <string.h>

#include "base/json.h"
#include "judge/judge.h"

bool web_subject(const struct web *w, const char *subject, const struct bank_exercise **ex, const struct bank_variant **v)
{
	const char *pack = bank_pack(w->bank)->id;
	size_t n = strlen(pack);
	char slug[200];
	const char *cut;
	struct err err = {0};

	if (strncmp(subject, pack, n) || subject[n] != '/' || !(cut = strchr(subject + n + 1, '/')) ||
	    (size_t)(cut - subject) - n > sizeof(slug))
		return false;
	snprintf(slug, sizeof(slug), "%.*s", (int)(cut - subject - (ptrdiff_t)n - 1), subject + n + 1);
	return !web_variant(w, slug, cut + 1, ex, v, &err);
}

enum err_code web_variant(const struct web *w, const char *slug, const char *variant, const struct bank_exercise **ex,
			  const struct bank_variant **v, struct err *err)
{
	enum err_code code = bank_find(w->bank, slug, ex, err);

	return code ? code : bank_variant(*ex, variant, v, err);
}

static json_t *patterns_of(const struct web *w, const struct bank_exercise *ex)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ex->pattern_count; i++) {
		const struct bank_pattern *p = bank_pattern(w->bank, ex->patterns[i]);

		json_array_append_new(list, json_pack("{s:s,s:s}", "id", ex->patterns[i], "name", p ? p->name : ex->patterns[i]));
	}
	return list;
}

static json_t *clauses_of(const struct bank_contract *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->clause_count; i++)
		json_array_append_new(list, json_pack("{s:s,s:s}", "name", c->clauses[i].name, "text", c->clauses[i].text));
	return list;
}

static json_t *order_of(const struct bank_contract *c)
{
	json_t *list = json_array();

	for (size_t i = 0; i < c->order_count; i++)
		json_array_append_new(list, json_string(c->order_by[i]));
	return list;
}

static json_t *empty_of(const struct bank_contract *c)
{
	json_t *list;

	if (c->empty_tables != BANK_EMPTY_LISTED)
		return json_boolean(c->empty_tables == BANK_EMPTY_ALLOWED);
	list = json_array();
	for (size_t i = 0; i < c->empty_count; i++)
		json_array_append_new(list, json_string(c->empty_list[i]));
	return list;
}

enum err_code web_exercise(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	const char *subject, *draft = NULL;
	int64_t open = 0, at_ms = 0;
	bool seen = false;
	enum err_code code;

	if ((code = web_variant(w, http_param(rq, "slug"), http_param(rq, "variant"), &ex, &v, err)))
		return code;
	subject = bank_subject(w->bank, ex, v, rq->arena);
	if ((code = store_seen(w->store, subject, &seen, err)) ||
	    (code = store_draft_get(w->store, subject, rq->arena, &draft, &at_ms, err)) ||
	    (code = web_open_attempt(w, subject, rq->arena, &open, err)))
		return code;
	const struct bank_contract *c = &v->contract;

	reply->json = json_pack("{s:s,s:s,s:s,s:o,s:s,s:i,s:s,s:s,s:o,s:o,s:o,s:s,s:b,s:f,s:o,s:b,s:s,s:b}", "slug", ex->slug, "variant",
				v->name, "title", v->title, "patterns", patterns_of(w, ex), "round", ex->round, "minutes", ex->minutes,
				"prompt", v->prompt, "schema", v->schema, "tables", web_tables(v->schema), "contract", clauses_of(c),
				"order_by", order_of(c), "ties", bank_ties_name(c->ties), "names_count", c->names_count, "tolerance",
				c->tolerance, "empty_tables", empty_of(c), "empty_groups", c->empty_groups, "time_zone", c->time_zone,
				"seen", seen);
	json_object_set_new(reply->json, "draft",
			    draft ? json_pack("{s:o,s:I}", "text", json_text_value(draft, strlen(draft)), "at_ms", (json_int_t)at_ms)
				  : json_null());
	json_object_set_new(reply->json, "open_attempt", open ? json_integer(open) : json_null());
	return ERR_OK;
}

enum err_code web_begin_job(struct web *w, const struct job_ask *ask, struct http_reply *reply, struct err *err)
{
	int64_t job = 0;
	enum err_code code = jobs_add(w->jobs, ask, &job, err);

	if (!code) {
		reply->status = 202;
		reply->json = json_pack("{s:I}", "job", (json_int_t)job);
	}
	return code;
}

enum err_code web_sample(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_SAMPLE};
	enum err_code code = web_variant(w, http_param(rq, "slug"), http_param(rq, "variant"), &ask.ex, &ask.v, err);

	return code ? code : web_begin_job(w, &ask, reply, err);
}

enum err_code web_refute(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	static const char *const flags[] = {"ordered", "no_nulls", "no_empty", "small"};
	struct web *w = web_of(rq);
	struct job_ask ask = {.kind = JOB_REFUTE};
	const json_t *left, *right;
	enum err_code code;
	json_t *request;

	if ((code = web_body(rq, err)))
		return code;
	left = json_object_get(rq->body, "left");
	right = json_object_get(rq->body, "right");
	if ((code = query_check((struct str){json_string_value(left), json_string_length(left)}, err))) {
		err_prefix(err, "left");
		return code;
	}
	if ((code = query_check((struct str){json_string_value(right), json_string_length(right)}, err))) {
		err_prefix(err, "right");
		return code;
	}
	request = json_pack("{s:s,s:O,s:O,s:O,s:i,s:i,s:I,s:s}", "op", "refute", "schema", json_object_get(rq->body, "schema"), "left",
			    left, "right", right, "worlds", JUDGE_WORLDS, "budget_ms", JUDGE_VERDICT_MS, "seed",
			    (json_int_t)json_get_int(rq->body, "seed", 1), "dialect",
			    json_get_text(rq->body, "dialect", bank_pack(w->bank)->dialect));
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		json_object_set_new(request, flags[i], json_boolean(json_get_bool(rq->body, flags[i], false)));
	ask.request = request;
	code = web_begin_job(w, &ask, reply, err);
	json_decref(request);
	return code;
}

enum err_code web_job(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	int64_t id;
	enum err_code code = web_id(rq, &id, err);

	return code ? code : jobs_get(web_of(rq)->jobs, id, &reply->json, err);
}

enum err_code web_job_stop(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	int64_t id;
	enum err_code code = web_id(rq, &id, err);

	if (!code && !(code = jobs_stop(web_of(rq)->jobs, id, err)))
		reply->json = json_object();
	return code;
}

enum err_code web_id(const struct http_request *rq, int64_t *id, struct err *err)
{
	const char *text = http_param(rq, "id");
	long n = 0;

	*id = 0;
	if (!str_to_long(str_of(text), 1, LONG_MAX, &n))
		return err_set(err, ERR_MISSING, "no id '%s'", text);
	*id = n;
	return ERR_OK;
}

enum err_code web_body(const struct http_request *rq, struct err *err)
{
	json_t *schema;
	enum err_code code;

	if (!rq->body)
		return err_set(err, ERR_INPUT, "this request takes a body of JSON");
	schema = json_parse(str_of(rq->route->body), err);
	if (!schema)
		BUG("the schema of %s cannot be read: %s", rq->route->path, err ? err->text : "");
	code = http_schema_check(schema, rq->body, err);
	json_decref(schema);
	return code;
}
