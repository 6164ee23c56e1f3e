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

/* The job of the last reply, when it has ended: its state is this. The last message is a new reference. */
static json_t *end_of_job(const char *state)
{
	int64_t job = web_int("job");
	json_t *all, *message;

	tap_ok(job > 0 && web_job_until(job, "done", "failed"), "job %lld ends", (long long)job);
	tap_is_text(web_text("state"), state, "and is %s", state);
	get(web_pathf("/api/jobs/%lld", (long long)job), 200);
	all = web_json();
	message = json_incref(json_array_get(json_get_array(all, "messages"), json_array_size(json_get_array(all, "messages")) - 1));
	json_decref(all);
	return message;
}

static void pages(void)
{
	static const char *const at[] = {"/", "/plan", "/drills", "/attempt/1", "/ready", "/compare", "/history", "/settings", "/routes", "/api",
		"/stories", "/story/1", "/stories/drill", "/stories/drill/1", "/stories/debrief/1", "/mock", "/mock/1", "/mock/1/debrief"};
	char policy[1000], first[65];
	const char *nonce;

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		get(at[i], 200);
	get(web_pathf("/drill/" EXERCISE "/%s", variant), 200);
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

	get(web_pathf("/api/exercises/" EXERCISE "/%s", variant), 200);
	value = web_json();
	table = json_array_get(json_get_array(value, "tables"), 0);
	tap_ok(json_array_size(json_get_array(table, "columns")) > 1, "its tables have columns");
	json_decref(value);
	get("/api/exercises/" EXERCISE "/nothing", 404);
	get("/api/exercises/nothing/nothing", 404);
	post(web_pathf("/api/exercises/" EXERCISE "/%s/sample", variant), "{}", 202);
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
	get(web_pathf("/api/attempts/%lld", (long long)id), 200);
	tap_ok(web_int("left_ms") > 0, "its clock runs");
	get("/api/attempts/999999", 404);
	get("/api/attempts/x", 404);
	get("/api/attempts?limit=1&exercise=" EXERCISE, 200);
	get("/api/attempts?limit=0", 422);
	get("/api/attempts?before=x", 422);

	post(web_pathf("/api/attempts/%lld/draft", (long long)id), "{\"text\":\"SELECT 1\",\"page\":\"p\"}", 200);
	get(web_pathf("/api/attempts/%lld", (long long)id), 200);
	value = web_json();
	tap_is_text(json_get_text(json_get_object(value, "draft"), "text", NULL), "SELECT 1", "the draft is there");
	json_decref(value);
	post(web_pathf("/api/attempts/%lld/completed", (long long)id), "{}", 200);
	post(web_pathf("/api/attempts/%lld/run", (long long)id), "{\"query\":\"SELECT 1 AS one\"}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "rows", "a run gives rows");
	json_decref(value);
	post(web_pathf("/api/attempts/%lld/run", (long long)id), "{\"query\":\"  -- nothing\"}", 422);
	post(web_pathf("/api/attempts/%lld/hint", (long long)id), "{\"step\":5,\"query\":\"\"}", 422);
	post(web_pathf("/api/attempts/%lld/hint", (long long)id), "{\"step\":3,\"query\":\"\"}", 202);
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "hint", "a hint comes");
	json_decref(value);
	post(web_pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":7}", 422);
	post(web_pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"SELECT 1 AS one\"}", 202);
	tap_ok(web_int("submission") > 0, "a submission has an id");
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "verdict", NULL), "wrong", "and a verdict");
	json_decref(value);
	post(web_pathf("/api/attempts/%lld/answers", (long long)id), "{}", 200);
	post(web_pathf("/api/attempts/%lld/end", (long long)id), "{}", 200);
	tap_is_text(web_text("outcome"), "failed", "the end");
	post(web_pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"SELECT 1\"}", 422);
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

	get(web_pathf("/api/attempts/%lld/questions", (long long)attempt), 200);
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
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{}", 422);
	tap_ok(strstr(client_body(), "nothing was submitted"), "without a submission there is nothing to ask about");
	post(web_pathf("/api/attempts/%lld/submit", (long long)id), "{\"query\":\"" LAST_EVENT "\"}", 202);
	json_decref(end_of_job("done"));
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{\"kind\":\"how\"}", 422);
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{\"more\":1}", 422);
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "", 422);
	post("/api/attempts/999999/questions", "{}", 404);
	get("/api/attempts/999999/questions", 404);
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{\"kind\":\"why\"}", 202);
	value = end_of_job("done");
	q = json_get_int(value, "id", 0);
	json_decref(value);
	tap_is_int(last_question(id, "open"), q, "a question");
	post(web_pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":\"so that\",\"page\":\"p\"}", 200);
	post(web_pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":1}", 422);
	post(web_pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"  \"}", 422);
	post(web_pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"x\",\"elapsed_ms\":-1}", 422);
	post(web_pathf("/api/questions/%lld/answer", (long long)q), "{}", 422);
	post("/api/questions/999999/answer", "{\"text\":\"x\"}", 404);
	post("/api/questions/x/answer", "{\"text\":\"x\"}", 404);
	post(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"x\"}", 404);
	post(web_pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"Equal rows share a rank, so ties would come twice.\"}", 202);
	tap_ok(web_int("answered") > q, "an answer is in the record before it is looked at");
	value = end_of_job("done");
	tap_is_text(json_get_text(value, "type", NULL), "points", "and is held against its points");
	json_decref(value);
	last_question(id, "answered");
	post(web_pathf("/api/questions/%lld/answer", (long long)q), "{\"text\":\"again\"}", 422);
	post(web_pathf("/api/questions/%lld/pass", (long long)q), "{}", 422);
	post(web_pathf("/api/questions/%lld/draft", (long long)q), "{\"text\":\"again\"}", 422);
	post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{}", 202);
	json_decref(end_of_job("done"));
	q = last_question(id, "open");
	post(web_pathf("/api/questions/%lld/pass", (long long)q), "{\"why\":1}", 422);
	post(web_pathf("/api/questions/%lld/pass", (long long)q), "{}", 200);
	last_question(id, "passed");
	post(web_pathf("/api/attempts/%lld/end", (long long)id), "{}", 200);
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

static void stories(void)
{
	long long id, drill;

	get("/api/stories", 200);
	get("/api/stories/matrix", 200);
	post("/api/stories", "{}", 200);
	id = web_int("id");
	post("/api/stories", "{}", 200);
	tap_is_int(web_int("id"), id, "a memory in which nothing stands is taken up again");
	post(web_pathf("/api/stories/%lld/drafts/came", id), "{\"text\":\"The load was\",\"page\":\"p\"}", 200);
	post(web_pathf("/api/stories/%lld/answers/came", id), "{\"text\":\"The load was 10 % faster than before.\"}", 200);
	get(web_pathf("/api/stories/%lld", id), 200);
	tap_ok(strstr(client_body(), "10 % faster than before"), "an answer is kept");
	post(web_pathf("/api/stories/%lld/aside", id), "{\"aside\":true}", 200);
	post(web_pathf("/api/stories/%lld/aside", id), "{\"aside\":false}", 200);
	get("/api/stories/export.md", 200);
	tap_ok(strstr(client_body(), "> The load was 10 % faster"), "and goes into the export");
	post("/api/stories/drills", "{\"minutes\":20}", 200);
	drill = web_int("id");
	tap_is_text(web_text("step"), "tell", "a drill asks for a story");
	get(web_pathf("/api/stories/drills/%lld", drill), 200);
	tap_ok(web_int("left_ms") > 0, "its clock runs");
	get(web_pathf("/api/stories/drills/%lld/debrief", drill), 422);
	post(web_pathf("/api/stories/drills/%lld/draft", drill), "{\"text\":\"In March\",\"stage\":0,\"turn\":0}", 200);
	post(web_pathf("/api/stories/drills/%lld/say", drill),
	     "{\"text\":\"In March I rebuilt the load because it was late. I decided it alone.\",\"stage\":0,\"turn\":0,\"elapsed_ms\":1000}", 200);
	tap_is_text(web_text("step"), "reply", "a probe follows");
	post(web_pathf("/api/stories/drills/%lld/wording", drill), "{\"stage\":0,\"turn\":0}", 200);
	post(web_pathf("/api/stories/drills/%lld/end", drill), "{}", 200);
	tap_is_text(web_text("step"), "over", "the end");
	get(web_pathf("/api/stories/drills/%lld/debrief", drill), 200);
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
	get(web_pathf("/api/mocks/%lld", (long long)id), 200);
	post(web_pathf("/api/mocks/%lld/say", (long long)id), "{\"kind\":\"pad\",\"text\":\"a line\",\"clock_ms\":0,\"seq\":1}", 200);
	post(web_pathf("/api/mocks/%lld/wording", (long long)id), "{\"seq\":1}", 200);
	post(web_pathf("/api/mocks/%lld/wording", (long long)id), "{}", 422);
	post(web_pathf("/api/mocks/%lld/tick", (long long)id), "{\"typed\":\"I\",\"clock_ms\":1000,\"seq\":1}", 200);
	post(web_pathf("/api/mocks/%lld/say", (long long)id), "{\"kind\":\"text\",\"text\":\"I\",\"clock_ms\":2000,\"seq\":1}", 200);
	post(web_pathf("/api/mocks/%lld/leave", (long long)id), "{\"clock_ms\":3000}", 200);
	post(web_pathf("/api/mocks/%lld/judge", (long long)id), "{}", 202);
	job = web_int("job");
	tap_ok(web_job_until(job, "done", NULL), "there is nothing to judge");
	get(web_pathf("/api/mocks/%lld/debrief", (long long)id), 200);
	tap_is_text(web_text("how"), "left", "a debrief");
	get(web_pathf("/api/mocks/%lld/debrief.md", (long long)id), 200);
	tap_ok(strstr(client_header("Content-Disposition"), "spar-debrief-"), "is a download as well");
}

/* Settings that do not fit, and what the refusal has to name. */
static const struct {
	const char *body, *says;
} refused[] = {
	{"{\"level\":\"L9\"}", NULL},
	{"{\"hours\":[1,2,3]}", NULL},
	{"{\"hours\":[1,2,3,4,5,6,25]}", "/hours/6"},
	{"{\"interview_at\":\"tomorrow\"}", NULL},
	{"{\"interview_at\":\"2026-02-30T09:00\"}", NULL},
	{"{\"interview_at\":\"2026-11-28T09:00\\u0000\"}", NULL},
	{"{\"lean\":\"sideways\"}", NULL},
	{"{\"day_starts\":\"25:00\"}", NULL},
	{"{\"day_starts\":\"18:00\\u0000\"}", NULL},
	{"{\"hours_on\":[]}", NULL},
	{"{\"hours_on\":{\"2026-02-30\":1}}", NULL},
	{"{\"hours_on\":{\"2026-02-28\":25}}", "2026-02-28"},
	{"{\"hours_on\":{\"2026-02-28\":\"1\"}}", NULL},
	{"{\"post\":7}", NULL},
};

static void settings(void)
{
	json_t *value;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		post("/api/settings", refused[i].body, 422);
		tap_ok(!refused[i].says || strstr(client_body(), refused[i].says), "and says where");
	}
	post("/api/settings", "{\"interview_at\":\"2026-11-28T09:00\",\"time_zone\":\"UTC\",\"level\":\"L6+\"}", 200);
	tap_is_text(web_text("level"), "L6+", "what was set is set");
	tap_is_text(web_text("kind"), "both", "and the rest stays");
	get("/api/today", 200);
	value = web_json();
	tap_is_int(json_get_int(json_get_object(value, "interview"), "at_ms", 0), 1795856400000LL, "today knows when the interview is");
	json_decref(value);
	post("/api/settings", "{\"lean\":\"pipelines\",\"day_starts\":\"18:00\",\"hours_on\":{\"2026-11-27\":0,\"2026-11-28\":1.5},\"post\":\"Basic qualifications: Airflow\"}", 200);
	tap_is_text(web_text("lean"), "pipelines", "what the role leans to");
	tap_is_text(web_text("day_starts"), "18:00", "when a day begins");
	tap_is_text(web_text("post"), "Basic qualifications: Airflow", "the post");
	value = web_json();
	tap_ok(json_get_real(json_get_object(value, "hours_on"), "2026-11-28", 0) > 1.4, "hours of single days");
	json_decref(value);
	get("/api/today", 200);
	tap_ok(!strstr(client_body(), "Airflow"), "today is without the post");
	post("/api/settings", "{\"lean\":\"unknown\",\"day_starts\":null,\"hours_on\":null,\"post\":null}", 200);
	tap_is_text(web_text("day_starts"), "(none)", "null takes these away too");
	post("/api/settings", "{\"interview_at\":null}", 200);
	tap_is_text(web_text("interview_at"), "(none)", "null takes it away");
}

/* ---- the plan ---- */

/* The block at this place of the last reply's plan, rests not counted: a member of it, lent until the next call. */
static const char *of_block(size_t place, const char *key)
{
	static char text[200];
	json_t *plan = web_json();
	const json_t *days = json_get_array(plan, "days");

	snprintf(text, sizeof(text), "(none)");
	for (size_t d = 0; d < json_array_size(days); d++) {
		const json_t *blocks = json_get_array(json_array_get(days, d), "blocks");

		for (size_t i = 0; i < json_array_size(blocks); i++) {
			const json_t *b = json_array_get(blocks, i);

			if (!strcmp(json_get_text(b, "kind", ""), "rest") || place-- > 0)
				continue;
			snprintf(text, sizeof(text), "%s", json_get_text(b, key, "(none)"));
			json_decref(plan);
			return text;
		}
	}
	json_decref(plan);
	return text;
}

static json_t *block_called(const json_t *plan, const char *id)
{
	const json_t *days = json_get_array(plan, "days");

	for (size_t d = 0; d < json_array_size(days); d++) {
		const json_t *blocks = json_get_array(json_array_get(days, d), "blocks");

		for (size_t i = 0; i < json_array_size(blocks); i++)
			if (!strcmp(json_get_text(json_array_get(blocks, i), "id", ""), id))
				return json_array_get(blocks, i);
	}
	return NULL;
}

/* In the plan of the last reply: is this block so? */
static void stands(const char *id, bool ticked, bool pinned, const char *at)
{
	json_t *plan = web_json();
	const json_t *b = block_called(plan, id);

	tap_ok(b && json_get_bool(b, "ticked", false) == ticked && json_get_bool(b, "pinned", false) == pinned &&
		       (!at || !strcmp(json_get_text(b, "start", ""), at)), "%s: %sticked, %spinned%s%s", id, ticked ? "" : "not ", pinned ? "" : "not ", at ? ", at " : "",
	       at ? at : "");
	json_decref(plan);
}

static void marks(void)
{
	char first[200], far[200], date[20];

	get("/api/plan", 200);
	tap_is_text(web_text("status"), "ok", "a plan");
	tap_is_text(web_text("undo"), "(none)", "of which nothing can be taken back");
	/* A round that was held before may ask for other blocks first. */
	size_t drill = 0;

	while (strcmp(of_block(drill, "kind"), "sql") != 0)
		drill++;
	snprintf(first, sizeof(first), "%s", of_block(drill, "id"));
	snprintf(far, sizeof(far), "%s", of_block(8, "id"));
	snprintf(date, sizeof(date), "%.10s", of_block(8, "date"));
	post("/api/plan/start", web_pathf("{\"id\":\"%s\"}", first), 200);
	tap_ok(!strncmp(web_text("route"), "/drill/", 7), "the first block starts a drill");
	post("/api/plan/start", "{\"id\":\"nothing-1\"}", 404);
	post("/api/plan/start", "{}", 422);
	post("/api/plan/tick", web_pathf("{\"id\":\"%s\",\"ticked\":true,\"page\":\"p\"}", first), 200);
	stands(first, true, false, NULL);
	tap_is_text(web_text("undo"), first, "which can be taken back");
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true}", first), 422);
	post("/api/plan/undo", "{}", 200);
	tap_is_text(web_text("undone"), first, "it is");
	stands(first, false, false, NULL);
	post("/api/plan/undo", "{}", 404);
	post("/api/plan/undo", "{\"more\":1}", 422);
	post("/api/plan/tick", web_pathf("{\"id\":\"%sx\",\"ticked\":true}", first), 404);
	tap_ok(strstr(client_body(), "did you mean"), "a name that is nearly one");
	post("/api/plan/tick", "{\"id\":\"x\"}", 422);
	post("/api/plan/tick", "{\"id\":7,\"ticked\":true}", 422);
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":\"%sT05:10\"}", far, date), 200);
	stands(far, false, true, "05:10");
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":\"%sT23:55\"}", far, date), 422);
	tap_ok(strstr(client_body(), "over midnight"), "not over midnight");
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":\"2001-01-01T10:00\"}", far), 422);
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":\"9999-01-01T10:00\"}", far), 422);
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":\"soon\"}", far), 422);
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":true,\"at\":null}", far), 422);
	post("/api/plan/pin", web_pathf("{\"id\":\"%s\",\"pinned\":false}", far), 200);
	stands(far, false, false, NULL);
	get("/api/plan", 200);
	snprintf(far, sizeof(far), "%s", web_text("next"));
	get("/api/today", 200);
	json_t *today = web_json();
	tap_is_text(json_get_text(json_get_object(today, "block"), "id", NULL), far, "the next thing of today is the plan's");
	json_decref(today);
}

static void job_post(void)
{
	struct buf b;
	json_t *value;

	get("/api/plan/post", 200);
	tap_is_text(web_text("text"), "", "no post");
	post("/api/plan/post", "{}", 422);
	post("/api/plan/post", "{\"text\":[]}", 422);
	post("/api/plan/post", "{\"text\":\"Basic qualifications: Airflow and SQL.\\n\\nPreferred qualifications: Iceberg\\u0000\"}", 200);
	value = web_json();
	tap_ok(json_array_size(json_get_array(json_get_object(value, "read"), "tools")) >= 2, "what it asks for");
	tap_ok(json_is_false(json_object_get(value, "cut")), "all of it");
	json_decref(value);
	get("/api/plan", 200);
	value = web_json();
	tap_ok(json_is_true(json_object_get(value, "post_set")), "the plan has it");
	json_decref(value);
	buf_init(&b, 4u << 20);
	buf_adds(&b, "{\"text\":\"");
	for (int i = 0; i < 30000; i++)
		buf_adds(&b, "Airflow is \\u00e4 must. ");
	buf_adds(&b, "\"}");
	post("/api/plan/post", buf_text(&b), 200);
	value = web_json();
	tap_ok(json_is_true(json_object_get(value, "cut")) && json_string_length(json_object_get(value, "text")) <= PLAN_POST_MAX_BYTES, "what is too long is cut, and that is said");
	json_decref(value);
	buf_release(&b);
	post("/api/plan/post", "{\"text\":\"\"}", 200);
	get("/api/plan/post", 200);
	tap_is_text(web_text("text"), "", "an empty one takes it away");
}

static void plan(void)
{
	json_t *value;

	get("/api/plan", 200);
	tap_is_text(web_text("status"), "no-date", "a plan without a date");
	get("/api/today", 200);
	tap_ok(strstr(client_body(), "\"block\":null"), "plans nothing for today");
	post("/api/settings", "{\"interview_at\":\"9998-11-28T09:00\",\"time_zone\":\"UTC\",\"hours\":[4,4,4,4,4,4,4],\"day_starts\":\"00:00\"}", 200);
	marks();
	job_post();
	get("/api/plan.ics", 200);
	tap_ok(strstr(client_body(), "BEGIN:VEVENT") && strstr(client_header("Content-Disposition"), "spar-plan.ics"), "a calendar to take away");
	get("/api/plan.md", 200);
	tap_ok(strstr(client_body(), "# "), "Markdown");
	get("/api/plan.txt", 200);
	tap_is_text(client_header("Content-Type"), "text/plain; charset=utf-8", "one page of text");
	post("/api/settings", "{\"hours\":[0,0,0,0,0,0,0]}", 200);
	get("/api/plan", 200);
	tap_is_text(web_text("status"), "no-time", "no hour on any day");
	get("/api/plan.ics", 404);
	post("/api/settings", "{\"interview_at\":\"2001-11-28T09:00\"}", 200);
	get("/api/plan", 200);
	tap_is_text(web_text("status"), "past", "a date that is past");
	get("/api/today", 200);
	value = web_json();
	tap_is_text(json_get_text(json_get_object(value, "plan"), "status", NULL), "past", "today says so");
	json_decref(value);
	post("/api/settings", "{\"interview_at\":null,\"hours\":[4,4,4,4,4,4,4],\"day_starts\":null}", 200);
	get("/api/ready", 200);
	value = web_json();
	tap_is_int((long long)json_array_size(json_get_array(value, "gates")), 3, "two gates and the last day");
	tap_ok(strstr(client_body(), "/drill/"), "a query for tonight is a drill");
	tap_ok(json_is_false(json_object_get(value, "holds")) && json_array_size(json_get_array(value, "tonight")) > 0, "nothing holds yet, so there is work tonight");
	json_decref(value);
}

static void away(void)
{
	get("/api/export.json", 200);
	tap_ok(strstr(client_header("Content-Disposition"), "attachment; filename=\"spar-export-"), "an export is a download");
	get("/api/export.md", 200);
	tap_ok(strstr(client_body(), "SELECT 1 AS one"), "with what was written");
	tap_ok(strstr(client_body(), "> The load was 10 % faster"), "and what was remembered");
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
	stories();
	rounds();
	settings();
	plan();
	away();
	for (size_t i = 0; i < web_route_count; i++)
		tap_ok(hit[i], "%s %s was asked for", web_routes[i].method == HTTP_GET ? "GET" : "POST", web_routes[i].path);
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	buf_release(&client_reply);
	return tap_done();
}
