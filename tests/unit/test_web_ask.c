/*
 * Questions about a query over the wire: what is hidden until the answer, what is kept over a kill, what hostile answers do, and that another program's
 * questions are found.
 */
#include "practice/ask.h"
#include "store/store.h"
#include "web_client.h"

#define EXERCISE "latest-event-per-user"
#define VARIANT "app"
#define QUERY                                                                                                                          \
	"SELECT user_id, event_type, happened_at FROM (SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY happened_at DESC) AS n " \
	"FROM events) AS numbered WHERE n = 1"
#define BIG_BYTES (400u << 10)

static int64_t attempt;

/* POST, and the job it begins to its end: the job's last message, a new reference; JSON null when there is none. */
static json_t *job_of(const char *path, const char *body)
{
	json_t *all, *list, *last;
	int64_t job;

	if (web_post(path, body) != 202)
		return json_null();
	job = web_int("job");
	web_job_until(job, "done", "failed");
	all = web_json();
	list = json_get_array(all, "messages");
	last = json_array_get(list, json_array_size(list) - 1);
	last = last ? json_incref(last) : json_null();
	json_decref(all);
	return last;
}

/* The last question of the attempt; new reference. */
static json_t *last_question(void)
{
	json_t *all, *list, *q;

	web_get(web_pathf("/api/attempts/%lld/questions", (long long)attempt));
	all = web_json();
	list = json_get_array(all, "questions");
	q = json_array_get(list, json_array_size(list) - 1);
	q = q ? json_incref(q) : json_null();
	json_decref(all);
	return q;
}

static int64_t ask(const char *kind)
{
	char body[60];
	json_t *told;
	int64_t id;

	snprintf(body, sizeof(body), *kind ? "{\"kind\":\"%s\"}" : "{}", kind);
	told = job_of(web_pathf("/api/attempts/%lld/questions", (long long)attempt), body);
	id = json_get_int(told, "id", 0);
	json_decref(told);
	return id;
}

static json_t *answer(int64_t id, const char *text)
{
	json_t *body = json_pack("{s:s}", "text", text), *told;
	char *sent = json_text(body);

	told = job_of(web_pathf("/api/questions/%lld/answer", (long long)id), sent);
	free(sent);
	json_decref(body);
	return told;
}

static bool has_question(const char *part)
{
	bool found;

	web_get(web_pathf("/api/attempts/%lld/questions", (long long)attempt));
	found = strstr(client_body(), part) != NULL;
	return found;
}

static void test_hidden(void)
{
	int64_t id = ask("predict");
	json_t *q = last_question(), *told;

	tap_ok(id > 0 && json_get_int(q, "id", 0) == id, "a prediction");
	tap_ok(json_get_object(json_get_object(q, "task"), "tables") != NULL, "has its tables");
	tap_ok(!has_question("\"expected\"") && !has_question("\"misread\"") && !has_question("\"reading\":\""), "and tells no rows before the answer");
	json_decref(q);
	tap_is_int(ask("why"), id, "while it is open no other one is asked");
	told = answer(id, "1 | 2 | 3 | 4 | 5 | 6 | 7");
	tap_ok(*json_get_text(told, "problem", "") && json_get_int(told, "line", 0) == 1, "what is no row is no answer, and says where");
	json_decref(told);
	q = last_question();
	tap_is_text(json_get_text(q, "state", ""), "open", "the question stays open");
	tap_is_int((long long)json_array_size(json_get_array(q, "answers")), 1, "and what was typed is kept");
	json_decref(q);
	told = answer(id, "empty");
	tap_ok(json_is_false(json_object_get(told, "right")) && json_get_array(told, "diff"), "wrong rows are compared");
	json_decref(told);
	q = last_question();
	tap_ok(json_get_object(json_get_object(q, "after"), "expected") && *json_get_text(json_get_object(q, "after"), "reading", ""), "now the rows are told");
	json_decref(q);
}

static void test_hostile(void)
{
	char *big = malloc(BIG_BYTES + 100);
	int64_t id = ask("why");
	json_t *told;

	snprintf(big, BIG_BYTES + 100, "{\"text\":\"");
	memset(big + 9, 'a', BIG_BYTES);
	memcpy(big + 9 + BIG_BYTES, "\"}", 3);
	tap_is_int(web_post(web_pathf("/api/questions/%lld/answer", (long long)id), big), 422, "an answer over the limit is refused");
	memset(big + 9, 'a', 1000);
	memcpy(big + 1009, "\"}", 3);
	tap_is_int(web_post(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"a\xff\xfe\"}"), 400, "bad UTF-8 is refused");
	tap_is_int(web_post(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":"), 400, "half a body");
	tap_is_int(web_post(web_pathf("/api/questions/%lld/answer", (long long)id), "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["), 400, "a deep body");
	tap_is_int(web_post(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\" \\n\\t\"}"), 422, "blanks are no answer");
	tap_is_int(web_post("/api/questions/-1/answer", "{\"text\":\"a\"}"), 404, "no id");
	tap_is_int(web_post("/api/questions/99999999999999999999/answer", "{\"text\":\"a\"}"), 404, "a number that is none");
	tap_is_int(web_get(web_pathf("/api/questions/%lld/answer", (long long)id)), 405, "an answer is no GET");
	told = job_of(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"because\\u0000of a NUL byte in it, ties would come twice\"}");
	tap_is_text(json_get_text(told, "type", ""), "points", "a NUL byte in an answer is a byte");
	json_decref(told);
	tap_ok(has_question("because\\u0000of"), "and is kept as it was typed");
	id = ask("what-if");
	told = job_of(web_pathf("/api/questions/%lld/answer", (long long)id), big);
	tap_ok(json_is_false(json_object_get(told, "evaluable")), "a thousand letters could not be evaluated");
	json_decref(told);
	id = ask("predict");
	told = job_of(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"1 | \\u0000 | 2\"}");
	tap_ok(*json_get_text(told, "problem", ""), "a NUL byte is no row");
	json_decref(told);
	tap_is_int(web_post(web_pathf("/api/questions/%lld/pass", (long long)id), "{}"), 200, "and the question can be passed");
	free(big);
}

/* The answer is in the record, and the server dies before anybody has looked at it. */
static void test_killed(struct spar *s)
{
	int64_t id = ask("why");
	char data[PATH_MAX + 100];
	json_t *q, *told;

	snprintf(data, sizeof(data), "%s", s->data);
	web_postf(web_pathf("/api/questions/%lld/draft", (long long)id), "{\"text\":\"half an ans\",\"page\":\"p\"}");
	spar_end(s, SIGKILL);
	spar_begin(s, data, NULL, (const char *const[]){"--port", "0", NULL});
	web_enter(s->link);
	q = last_question();
	tap_is_text(json_get_text(q, "state", ""), "open", "after a kill the question is open");
	tap_is_text(json_get_text(json_get_object(q, "draft"), "text", ""), "half an ans", "with what was being typed");
	json_decref(q);
	web_post(web_pathf("/api/questions/%lld/answer", (long long)id), "{\"text\":\"So that equal rows come once.\"}");
	spar_end(s, SIGKILL);
	spar_begin(s, data, NULL, (const char *const[]){"--port", "0", NULL});
	web_enter(s->link);
	q = last_question();
	tap_is_int((long long)json_array_size(json_get_array(q, "answers")), 1, "an answer that was taken is there after a kill");
	bool open = !strcmp(json_get_text(q, "state", ""), "open");

	json_decref(q);
	if (open) {
		told = answer(id, "So that equal rows come once.");
		tap_is_text(json_get_text(told, "type", ""), "points", "and can be sent again");
		json_decref(told);
	} else {
		tap_ok(true, "and was looked at before");
	}
}

/* The record, as another program has it open. */
static struct store *other_open(const struct spar *s)
{
	char dir[PATH_MAX + 200];
	struct store *store = NULL;
	struct err err = {0};

	snprintf(dir, sizeof(dir), "%s/spar", s->data);
	if (store_open(&store, dir, &err))
		BUG("%s", err.text);
	return store;
}

/* What a terminal has asked in an attempt and nobody answered stands in the page. */
static void test_shared(struct store *store)
{
	char subject[] = "amazon-de/" EXERCISE "/" VARIANT;
	json_t *question = json_pack("{s:s,s:s,s:s,s:s,s:s,s:[{s:s,s:s}],s:s}", "key", "why-x@", "id", "why-x", "kind", "why", "text", "Why so?", "quote", "",
				     "points", "topic", "ties", "say", "that they come twice", "answer", "So."),
	       *body, *q;
	struct err err = {0};
	int64_t id = 0;

	body = ask_asked_event(question, attempt, STR(QUERY));
	tap_ok(!store_append(store, EVENT_ASK_ASKED, subject, body, &id, &err), "another program asks");
	json_decref(body);
	q = last_question();
	tap_ok(json_get_int(q, "id", 0) == id && !strcmp(json_get_text(q, "state", ""), "open"), "the page has its question");
	json_decref(q);
	tap_is_int(ask(""), id, "and asks no other one");
	q = last_question();
	tap_ok(json_is_null(json_object_get(q, "submission")), "it belongs to no submission of the page");
	json_decref(q);
	body = ask_answered_event(question, id, attempt, STR(""), 0);
	store_append(store, EVENT_ASK_ANSWERED, subject, body, NULL, &err);
	json_decref(body);
	q = last_question();
	tap_is_text(json_get_text(q, "state", ""), "passed", "it is closed here when it is passed there");
	json_decref(q);
	json_decref(question);
}

/* The query of a round that still runs has no verdict. */
static void test_round(struct store *store)
{
	struct err err = {0};
	int64_t id = 0;
	json_t *body;

	body = json_pack("{s:[],s:i,s:b,s:s}", "patterns", "limit_ms", 600000, "no_run", 1, "mode", "mock");
	store_append(store, EVENT_ATTEMPT_STARTED, "amazon-de/" EXERCISE "/" VARIANT, body, &id, &err);
	json_decref(body);
	body = json_pack("{s:I,s:s,s:i}", "attempt", (json_int_t)id, "query", QUERY, "elapsed_ms", 1000);
	store_append(store, EVENT_ATTEMPT_SUBMITTED, "amazon-de/" EXERCISE "/" VARIANT, body, NULL, &err);
	json_decref(body);
	tap_is_int(web_post(web_pathf("/api/attempts/%lld/questions", (long long)id), "{}"), 422, "what has no verdict is not asked about");
	tap_ok(strstr(client_body(), "no verdict yet"), "and that is said");
}

int main(void)
{
	struct store *store;
	struct spar s;
	int64_t job;

	spar_start(&s, "ask", NULL);
	attempt = web_begin_attempt(EXERCISE, VARIANT);
	job = web_submit_query(attempt, QUERY);
	tap_ok(web_job_until(job, "done", NULL), "a submission with its verdict");
	test_hidden();
	test_hostile();
	test_killed(&s);
	store = other_open(&s);
	test_shared(store);
	test_round(store);
	store_close(store);
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	buf_release(&client_reply);
	return tap_done();
}
