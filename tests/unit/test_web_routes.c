/*
 * Every route of the page, against the real server: each reply fits its schema, each body that does not fit is refused, and the walk over the table at
 * the end fails for a route that nothing here has asked for.
 */
#include "web/web_int.h"

#include "http/guard.h"
#include "http/route.h"
#include "web_client.h"

#define ROUTES_MAX 100
#define EXERCISE "latest-event-per-user"

static bool hit[ROUTES_MAX];
static char variant[100];

/* Note the route, and look whether the reply fits. */
static void look(const char *method, const char *path, int status)
{
	struct str only = guard_path(str_of(path));
	struct route_match match;
	struct err err = {0};
	json_t *schema, *value;

	if (route_find(web_routes, web_route_count, !strcmp(method, "GET") ? HTTP_GET : HTTP_POST, only, &match) != ROUTE_FOUND)
		BUG("%s is no route", path);
	hit[match.route - web_routes] = true;
	if (!match.route->reply || status >= 300)
		return;
	schema = json_parse(str_of(match.route->reply), &err);
	value = web_json();
	if (!schema || http_schema_check(schema, value, &err)) {
		tap_ok(false, "%s %s: the reply fits its schema", method, path);
		tap_show("why", err.text);
		tap_show("reply", client_body());
	}
	json_decref(schema);
	json_decref(value);
}

static void get(const char *path, int status)
{
	if (!tap_is_int(web_get(path), status, "GET %s: %d", path, status))
		tap_show("reply", client_body());
	look("GET", path, client_status);
}

static void post(const char *path, const char *body, int status)
{
	if (!tap_is_int(web_post(path, body), status, "POST %s %.60s: %d", path, body, status))
		tap_show("reply", client_body());
	look("POST", path, client_status);
}

/* Also of attempts that are told by id. */
__attribute__((format(printf, 1, 2)))
static const char *pathf(const char *fmt, ...)
{
	static char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return text;
}

/* The job of the last reply, when it has ended: its state is this. The last message is a new reference. */
static json_t *end_of_job(const char *state)
{
	int64_t job = web_int("job");
	json_t *all, *message;

	tap_ok(job > 0 && web_job_until(job, "done", "failed"), "job %lld ends", (long long)job);
	tap_is_text(web_text("state"), state, "and is %s", state);
	get(pathf("/api/jobs/%lld", (long long)job), 200);
	all = web_json();
	message = json_incref(json_array_get(json_get_array(all, "messages"), json_array_size(json_get_array(all, "messages")) - 1));
	json_decref(all);
	return message;
}

static void pages(void)
{
	static const char *const at[] = {"/", "/drills", "/attempt/1", "/compare", "/history", "/settings", "/routes", "/api", "/mock", "/mock/1",
					 "/mock/1/debrief"};
	char policy[1000], first[65];
	const char *nonce;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		get(at[i], 200);
	get(pathf("/drill/" EXERCISE "/%s", variant), 200);
	tap_is_text(client_header("Content-Type"), "text/html; charset=utf-8", "a page is HTML");
	tap_ok(!strstr(client_body(), "{{"), "with nothing left open");
	snprintf(policy, sizeof(policy), "%s", client_header("Content-Security-Policy"));
	nonce = strstr(policy, "'nonce-");
	snprintf(first, sizeof(first), "%.32s", nonce ? nonce + 7 : "");
	tap_ok(strlen(first) == 32 && strstr(client_body(), first), "whose nonce is the policy's");
	get("/assets/nothing.js", 404);
	get("/assets/index.html", 404);
	/* What the page loads, as it names it. */
	web_get("/");
	char asset[200] = "";
	const char *name = strstr(client_body(), "/assets/");
	if (name)
		snprintf(asset, sizeof(asset), "%.*s", (int)strcspn(name, "\"' >"), name);
	if (asset[0]) {
		get(asset, 200);
		tap_is_text(client_header("Cache-Control"), "public, max-age=31536000, immutable", "what a page loads is kept for ever");
	}
}

static void standing(void)
{
	json_t *doc, *exercises, *paths;
	size_t listed = 0;
	const char *path;
	json_t *item;

	get("/api/status", 200);
	tap_is_text(web_text("version"), WEB_VERSION, "the version");
	get("/api/openapi.json", 200);
	doc = web_json();
	tap_is_text(json_get_text(doc, "openapi", NULL), "3.1.0", "an OpenAPI document");
	paths = json_get_object(doc, "paths");
	json_object_foreach(paths, path, item)
		listed += json_object_size(item);
	tap_is_int((long long)listed, (long long)web_route_count, "lists every route");
	for (size_t i = 0; i < web_route_count; i++) {
		const json_t *op = json_object_get(json_object_get(paths, web_routes[i].path), web_routes[i].method == HTTP_GET ? "get" : "post");

		if (!op || !*json_get_text(op, "summary", "") || !json_get_object(op, "responses") ||
		    (web_routes[i].body && !json_get_object(op, "requestBody")))
			tap_ok(false, "%s stands in it", web_routes[i].path);
	}
	json_decref(doc);
	get("/api/today", 200);
	get("/api/drills", 200);
	doc = web_json();
	exercises = json_get_array(doc, "exercises");
	tap_ok(json_array_size(exercises) > 10, "exercises");
	for (size_t i = 0; i < json_array_size(exercises); i++) {
		const json_t *ex = json_array_get(exercises, i);

		if (!strcmp(json_get_text(ex, "slug", ""), EXERCISE))
			snprintf(variant, sizeof(variant), "%s", json_get_text(json_array_get(json_get_array(ex, "variants"), 0), "name", ""));
	}
	json_decref(doc);
	if (!*variant)
		BUG("no exercise " EXERCISE);
	get("/api/history", 200);
	get("/api/settings", 200);
	get("/api/attempts", 200);
}

static void exercise(void)
{
	json_t *value, *table;

	get(pathf("/api/exercises/" EXERCISE "/%s", variant), 200);
	value = web_json();
	table = json_array_get(json_get_array(value, "tables"), 0);
	tap_ok(json_array_size(json_get_array(table, "columns")) > 1, "its tables have columns");
	json_decref(value);
	get("/api/exercises/" EXERCISE "/nothing", 404);
	get("/api/exercises/nothing/nothing", 404);
	post(pathf("/api/exercises/" EXERCISE "/%s/sample", variant), "{}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "sample", "the sample comes");
	json_decref(value);
}

static void attempt(void)
{
	int64_t id, again;
	json_t *value;

	post("/api/attempts", "{}", 422);
	post("/api/attempts", "{\"exercise\":\"" EXERCISE "\",\"variant\":\"x\",\"more\":1}", 422);
	post("/api/attempts", "{\"exercise\":\"" EXERCISE "\",\"variant\":\"x\",\"limit_ms\":-1}", 422);
	post("/api/attempts", "[]", 422);
	post("/api/attempts", "", 422);
	post("/api/attempts", "{\"exercise\":\"nothing\",\"variant\":\"x\"}", 404);
	tap_is_int(web_postf("/api/attempts", "{\"exercise\":\"" EXERCISE "\",\"variant\":\"%s\",\"limit_ms\":600000}", variant), 200, "an attempt");
	look("POST", "/api/attempts", client_status);
	id = web_int("id");
	tap_is_int(web_postf("/api/attempts", "{\"exercise\":\"" EXERCISE "\",\"variant\":\"%s\"}", variant), 200, "begun again");
	again = web_int("id");
	tap_is_int(again, id, "is the same: two tabs share it");
	get(pathf("/api/attempts/%lld", (long long)id), 200);
	tap_ok(web_int("left_ms") > 0, "its clock runs");
	get("/api/attempts/999999", 404);
	get("/api/attempts/x", 404);
	get("/api/attempts?limit=1&exercise=" EXERCISE, 200);
	get("/api/attempts?limit=0", 422);
	get("/api/attempts?before=x", 422);

	post(pathf("/api/attempts/%lld/draft", (long long)id), "{\"text\":\"SELECT 1\",\"page\":\"p\"}", 200);
	get(pathf("/api/attempts/%lld", (long long)id), 200);
	value = web_json();
	tap_is_text(json_get_text(json_get_object(value, "draft"), "text", NULL), "SELECT 1", "the draft is there");
	json_decref(value);
	post(pathf("/api/attempts/%lld/completed", (long long)id), "{}", 200);
	post(pathf("/api/attempts/%lld/run", (long long)id), "{\"query\":\"SELECT 1 AS one\"}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "rows", "a run gives rows");
	json_decref(value);
	post(pathf("/api/attempts/%lld/run", (long long)id), "{\"query\":\"  -- nothing\"}", 422);
	post(pathf("/api/attempts/%lld/hint", (long long)id), "{\"step\":5,\"query\":\"\"}", 422);
	post(pathf("/api/attempts/%lld/hint", (long long)id), "{\"step\":3,\"query\":\"\"}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "hint", "a hint comes");
	json_decref(value);
	post(pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":7}", 422);
	post(pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"SELECT 1 AS one\"}", 202);
	tap_ok(web_int("submission") > 0, "a submission has an id");
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "verdict", NULL), "wrong", "and a verdict");
	json_decref(value);
	post(pathf("/api/attempts/%lld/answers", (long long)id), "{}", 200);
	post(pathf("/api/attempts/%lld/end", (long long)id), "{}", 200);
	tap_is_text(web_text("outcome"), "failed", "the end");
	post(pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"SELECT 1\"}", 422);
	tap_ok(strstr(client_body(), "has ended"), "nothing is submitted after it");
	get("/api/attempts?limit=1", 200);
	value = web_json();
	tap_is_int((long long)json_array_size(json_get_array(value, "attempts")), 1, "it is listed");
	json_decref(value);
	get("/api/history", 200);
	get("/api/today", 200);
	get("/api/drills", 200);
}

#define LAST_EVENT "SELECT user_id, event_type, happened_at FROM (SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY happened_at DESC) AS n " \
	"FROM events) AS numbered WHERE n = 1"

static int64_t last_question(int64_t attempt, const char *state)
{
	json_t *value, *list, *q;
	int64_t id;

	get(pathf("/api/attempts/%lld/questions", (long long)attempt), 200);
	value = web_json();
	list = json_get_array(value, "questions");
	q = json_array_get(list, json_array_size(list) - 1);
	tap_is_text(json_get_text(q, "state", "(none)"), state, "the last question is %s", state);
	tap_is_int(json_is_null(json_object_get(q, "after")), !strcmp(state, "open"), "what a good answer says is told %s", strcmp(state, "open") ? "now" : "later");
	id = json_get_int(q, "id", 0);
	json_decref(value);
	return id;
}

static void questions(void)
{
	json_t *value;
	int64_t id, q;

	id = web_begin_attempt(EXERCISE, variant);
	post(pathf("/api/attempts/%lld/questions", (long long)id), "{}", 422);
	tap_ok(strstr(client_body(), "nothing was submitted"), "without a submission there is nothing to ask about");
	post(pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"" LAST_EVENT "\"}", 202);
	json_decref(end_of_job("done"));
	post(pathf("/api/attempts/%lld/questions", (long long)id), "{\"kind\":\"how\"}", 422);
	post(pathf("/api/attempts/%lld/questions", (long long)id), "{\"more\":1}", 422);
	post(pathf("/api/attempts/%lld/questions", (long long)id), "", 422);
	post("/api/attempts/999999/questions", "{}", 404);
	get("/api/attempts/999999/questions", 404);
	post(pathf("/api/attempts/%lld/questions", (long long)id), "{\"kind\":\"why\"}", 202);
	value = end_of_job("done");
	q = json_get_int(value, "id", 0);
	json_decref(value);
	tap_is_int(last_question(id, "open"), q, "a question");
	post(pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":\"so that\",\"page\":\"p\"}", 200);
	post(pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":1}", 422);
	post(pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"  \"}", 422);
	post(pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"x\",\"elapsed_ms\":-1}", 422);
	post(pathf("/api/questions/%lld/answer", (long long)q), "{}", 422);
	post("/api/questions/999999/answer", "{\"text\":\"x\"}", 404);
	post("/api/questions/x/answer", "{\"text\":\"x\"}", 404);
	post(pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"x\"}", 404);
	post(pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"Equal rows share a rank, so ties would come twice.\"}", 202);
	tap_ok(web_int("answered") > q, "an answer is in the record before it is looked at");
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "points", "and is held against its points");
	json_decref(value);
	last_question(id, "answered");
	post(pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"again\"}", 422);
	post(pathf("/api/questions/%lld/pass", (long long)q), "{}", 422);
	post(pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":\"again\"}", 422);
	post(pathf("/api/attempts/%lld/questions", (long long)id), "{}", 202);
	json_decref(end_of_job("done"));
	q = last_question(id, "open");
	post(pathf("/api/questions/%lld/pass", (long long)q), "{\"why\":1}", 422);
	post(pathf("/api/questions/%lld/pass", (long long)q), "{}", 200);
	last_question(id, "passed");
	post(pathf("/api/attempts/%lld/end", (long long)id), "{}", 200);
}

static void compare(void)
{
	json_t *value;

	post("/api/refute", "{\"schema\":\"CREATE TABLE t (a INTEGER);\",\"left\":\"SELECT a FROM t\"}", 422);
	post("/api/refute", "{\"schema\":\"x\",\"left\":\"SELECT 1\",\"right\":\"\"}", 422);
	tap_ok(strstr(client_body(), "right"), "says which side cannot be");
	post("/api/refute", "{\"schema\":\"CREATE TABLE t (a INTEGER);\",\"left\":\"SELECT a FROM t\",\"right\":\"SELECT DISTINCT a FROM t\"}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "verdict", NULL), "different", "two queries differ");
	json_decref(value);
	post("/api/refute", "{\"schema\":\"CREATE TABLE\",\"left\":\"SELECT 1\",\"right\":\"SELECT 1\"}", 202);
	value = end_of_job("failed");
	json_decref(value);
	value = web_json();
	tap_ok(*json_get_text(json_get_object(value, "error"), "text", ""), "a schema that is none is an error of the job");
	json_decref(value);
	post("/api/jobs/1/stop", "{}", 200);
	post("/api/jobs/999/stop", "{}", 404);
	get("/api/jobs/999", 404);
}

/* A round from begin to debrief; tests/unit/test_web_mock.c has what is wrong. */
static void rounds(void)
{
	json_t *value;
	int64_t id, job;

	get("/api/mocks", 200);
	post("/api/mocks", "{\"round\":\"phone\",\"seed\":1}", 200);
	value = web_json();
	id = json_get_int(json_get_object(value, "room"), "id", 0);
	json_decref(value);
	get(pathf("/api/mocks/%lld", (long long)id), 200);
	post(pathf("/api/mocks/%lld/say", (long long)id), "{\"kind\":\"pad\",\"text\":\"a line\",\"clock_ms\":0,\"seq\":1}", 200);
	post(pathf("/api/mocks/%lld/tick", (long long)id), "{\"typed\":\"I\",\"clock_ms\":1000,\"seq\":1}", 200);
	post(pathf("/api/mocks/%lld/say", (long long)id), "{\"kind\":\"text\",\"text\":\"I\",\"clock_ms\":2000,\"seq\":1}", 200);
	post(pathf("/api/mocks/%lld/leave", (long long)id), "{\"clock_ms\":3000}", 200);
	post(pathf("/api/mocks/%lld/judge", (long long)id), "{}", 202);
	job = web_int("job");
	tap_ok(web_job_until(job, "done", NULL), "there is nothing to judge");
	get(pathf("/api/mocks/%lld/debrief", (long long)id), 200);
	tap_is_text(web_text("how"), "left", "a debrief");
	get(pathf("/api/mocks/%lld/debrief.md", (long long)id), 200);
	tap_ok(strstr(client_header("Content-Disposition"), "spar-debrief-"), "is a download as well");
}

static void settings(void)
{
	json_t *value;

	post("/api/settings", "{\"level\":\"L9\"}", 422);
	post("/api/settings", "{\"hours\":[1,2,3]}", 422);
	post("/api/settings", "{\"hours\":[1,2,3,4,5,6,25]}", 422);
	tap_ok(strstr(client_body(), "/hours/6"), "says where");
	post("/api/settings", "{\"interview_at\":\"tomorrow\"}", 422);
	post("/api/settings", "{\"interview_at\":\"2026-02-30T09:00\"}", 422);
	post("/api/settings", "{\"interview_at\":\"2026-11-28T09:00\\u0000\"}", 422);
	post("/api/settings", "{\"interview_at\":\"2026-11-28T09:00\",\"time_zone\":\"UTC\",\"level\":\"L6+\"}", 200);
	tap_is_text(web_text("level"), "L6+", "what was set is set");
	tap_is_text(web_text("kind"), "both", "and the rest stays");
	get("/api/today", 200);
	value = web_json();
	tap_is_int(json_get_int(json_get_object(value, "interview"), "at_ms", 0), 1795856400000LL, "today knows when the interview is");
	json_decref(value);
	post("/api/settings", "{\"interview_at\":null}", 200);
	tap_is_text(web_text("interview_at"), "(none)", "null takes it away");
}

static void away(void)
{
	get("/api/export.json", 200);
	tap_ok(strstr(client_header("Content-Disposition"), "attachment; filename=\"spar-export-"), "an export is a download");
	get("/api/export.md", 200);
	tap_ok(strstr(client_body(), "SELECT 1 AS one"), "with what was written");
	post("/api/delete", "{\"confirm\":\"yes\"}", 422);
	post("/api/delete", "{\"confirm\":\"delete everything\"}", 200);
	tap_is_int(web_get("/api/status"), 401, "and every page is logged out");
}

int main(void)
{
	struct spar s;

	if (web_route_count > ROUTES_MAX)
		BUG("%zu routes", web_route_count);
	spar_start(&s, "routes", NULL);
	standing();
	pages();
	exercise();
	attempt();
	questions();
	compare();
	rounds();
	settings();
	away();
	for (size_t i = 0; i < web_route_count; i++)
		tap_ok(hit[i], "%s %s was asked for", web_routes[i].method == HTTP_GET ? "GET" : "POST", web_routes[i].path);
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	buf_release(&client_reply);
	return tap_done();
}
