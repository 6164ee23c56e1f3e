/* Questions about the query of a round, with the real worker: chosen beside the round, asked first, checked for their points, the same after a crash. */
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/json.h"
#include "judge/judge.h"
#include "mock/asks.h"
#include "mock_check.h"

#define CALL_MS 120000
#define TURNS_MAX 60

static struct ask_content *content;
static struct judge_client *client;
static enum err_code broken;         /* what the judge says to everything; ERR_OK: he works */

/* Any exercise of the pack will do: it is a query over its own rows. */
#define QUERY "SELECT n, row_number() OVER (PARTITION BY n % 2 ORDER BY n DESC) AS place FROM (SELECT unnest([1, 2, 3]) AS n) AS numbers WHERE n > 1"
#define EXPLANATION "Each number is counted within its own group, because the task asks for a place per group. I number the rows from the largest down, so the first " \
	"one of each group has place one, and the filter keeps the numbers above one."
#define POINTS                                                                                                                                \
	"I wrote it this way because the task asks for one row per group, so the grain of the result is one number. If two rows tie, equal rows share "  \
	"the same rank, so both of them appear. A NULL is left out, because a comparison with NULL is never true. If the source holds a duplicate row " \
	"it would be counted twice, so I would deduplicate on the key first. On a large table the query scans every partition once, because the "        \
	"filter does not prune; I would read only the last day's partition. I assume that the ids are unique. If a row arrives late, I would backfill "  \
	"the affected day. If it fails in the middle I would rerun it, and the rerun overwrites the same partition."
#define BESIDE "The weather was pleasant on Tuesday and we walked along the river for an hour before lunch."

static enum err_code call(json_t *request, json_t **reply, void *arg, struct err *err)
{
	enum err_code code = broken ? err_set(err, broken, "the judge is away") : judge_client_ask(client, request, CALL_MS, reply, err);

	(void)arg;
	json_decref(request);
	return code;
}

static const struct mock_asking *asking(void)
{
	static struct mock_asking a;

	a = (struct mock_asking){.content = content, .call = call};
	return &a;
}

/* Say it, and have questions chosen when they are due, as whoever holds a round does. */
static enum err_code say(struct mock *m, enum mock_said said, const char *text, struct err *err)
{
	enum err_code code = mock_say(m, said, str_of(text), mock_view(m)->clock_ms + 10000, err);

	return code ? code : mock_asks_make(m, asking(), err);
}

/* A round whose first query was written. */
static struct mock *written(const struct mock_base *b, const char *query)
{
	struct mock_options o = {.round = "loop-sql", .seed = 3, .level = TALK_L5};
	struct mock *m = NULL;
	struct err err = {0};

	if (mock_start(&m, b, &o, &err) || say(m, SAID_TEXT, query, &err))
		BUG("%s", err.text);
	return m;
}

static const struct mock_turn *last_turn(const struct mock *m)
{
	const struct mock_view *v = mock_view(m);

	return &v->turns[v->turn_count - 1];
}

struct search {
	const char *kind;
	json_t *body;                /* of the last one; new reference */
	int count;
};

static bool find(const struct store_record *e, void *arg)
{
	struct search *s = arg;

	if (strcmp(e->kind, s->kind) != 0)
		return true;
	json_decref(s->body);
	s->body = json_incref(e->body);
	s->count++;
	return true;
}

static json_t *last_event(const struct mock_base *b, const char *kind, int *count)
{
	struct store_which which = {0};
	struct search s = {.kind = kind};
	struct err err = {0};

	store_events(b->store, &which, find, &s, &err);
	if (count)
		*count = s.count;
	return s.body ? s.body : json_null();
}

static void test_asked(void)
{
	struct mock_base b = base_new();
	struct mock *m = written(&b, QUERY);
	const struct mock_turn *t;
	struct err err = {0};
	json_t *e, *room, *earlier;
	char *text, *quote;
	int count;

	tap_ok(last_turn(m)->mine && last_turn(m)->ask == ASK_EXPLAIN, "after the query: explain it");
	e = last_event(&b, "mock.questions", &count);
	tap_is_int(count, 1, "the questions about it are in the record");
	tap_ok(json_array_size(json_get_array(e, "questions")) >= 4, "several");
	tap_ok(json_array_size(json_get_array(json_array_get(json_get_array(e, "questions"), 0), "points")) > 0, "with the points of an answer");
	json_decref(e);
	tap_ok(!mock_asks_due(m), "and are not due again");
	room = mock_json(m, 0);
	text = json_text(room);
	tap_ok(text && !strstr(text, "points") && !strstr(text, "questions"), "the room tells nothing of them");
	free(text);
	json_decref(room);

	say(m, SAID_TEXT, EXPLANATION, &err);
	t = last_turn(m);
	tap_ok(t->mine && t->ask == ASK_PROBE && *t->key, "the first follow-up is about the query");
	tap_ok(!strncmp(t->key, "why-", 4), "it asks why");
	quote = strdup(t->quote);
	tap_ok(*quote && strstr(QUERY, quote), "about words that stand in it");
	tap_show("question", t->text);
	tap_show("quote", quote);
	free(quote);
	say(m, SAID_TEXT, POINTS, &err);
	tap_ok(*last_turn(m)->text && last_turn(m)->mine, "and the round goes on");
	say(m, SAID_TEXT, BESIDE, &err);
	say(m, SAID_TEXT, BESIDE, &err);
	e = last_event(&b, "mock.part", &count);
	tap_is_int(count, 1, "the part ends");
	const json_t *asked = json_get_array(json_get_object(e, "result"), "asked"), *one = json_array_get(asked, 0);
	tap_is_int((long long)json_array_size(asked), 3, "with as many follow-ups as it has");
	tap_is_text(json_get_text(one, "verdict", ""), "full", "a reply that treats its points is full");
	tap_ok(json_array_size(json_get_array(one, "points")) > 0 && *json_get_text(one, "answer", ""), "the debrief has the points and what to say");
	one = json_array_get(asked, 2);
	tap_ok(!strcmp(json_get_text(one, "verdict", ""), "evaded"), "a reply beside the point is none");
	json_decref(e);

	e = last_event(&b, "attempt.started", NULL);
	json_decref(e);
	e = last_event(&b, "mock.questions", NULL);
	const char *key = json_get_text(json_array_get(json_get_array(e, "questions"), 0), "key", "");
	json_t *first = last_event(&b, "mock.started", NULL);
	const char *subject = json_get_text(json_array_get(json_get_array(first, "parts"), 0), "subject", "");
	tap_ok(!ask_earlier(b.store, subject, &earlier, &err) && json_get_int(earlier, key, 0) == 1, "a drill of this exercise knows that it was asked");
	json_decref(earlier);
	json_decref(first);
	json_decref(e);
	mock_free(m);
	store_close(b.store);
}

static void test_fallback(const char *name, const char *query, enum err_code code)
{
	struct mock_base b = base_new();
	struct mock *m;
	struct err err = {0};
	json_t *e;

	broken = code;
	m = written(&b, query);
	broken = ERR_OK;
	e = last_event(&b, "mock.questions", NULL);
	tap_is_int((long long)json_array_size(json_get_array(e, "questions")), 0, "%s: no questions", name);
	tap_ok(*json_get_text(e, "why", ""), "and the reason");
	tap_show("why", json_get_text(e, "why", ""));
	json_decref(e);
	say(m, SAID_TEXT, EXPLANATION, &err);
	tap_ok(last_turn(m)->mine && last_turn(m)->ask == ASK_PROBE && !*last_turn(m)->key, "the round asks its own");
	mock_free(m);
	store_close(b.store);
}

static void test_stopped(void)
{
	struct mock_base b = base_new();
	struct mock_options o = {.round = "loop-sql", .seed = 3, .level = TALK_L5};
	struct mock *m = NULL;
	struct err err = {0};
	int count;

	mock_start(&m, &b, &o, &err);
	mock_say(m, SAID_TEXT, STR(QUERY), 10000, &err);
	tap_ok(mock_asks_due(m), "after a query questions are due");
	mock_tick(m, STR("what is being ty"), 12000, true, &err);
	broken = ERR_STOPPED;
	tap_is_int(mock_asks_make(m, asking(), &err), ERR_STOPPED, "who is stopped");
	broken = ERR_OK;
	json_decref(last_event(&b, "mock.questions", &count));
	tap_is_int(count, 0, "leaves nothing in the record");
	tap_ok(!mock_asks_record(&b, mock_view(m)->id, asking(), &err), "a job chooses them beside the round");
	mock_free(m);
	tap_ok(!mock_resume(&m, &b, 0, &err) && !mock_asks_due(m), "the round finds them");
	tap_is_text(mock_view(m)->typed, "what is being ty", "and what was being typed is still there");
	tap_is_int(mock_view(m)->clock_ms, 12000, "at the same second");
	mock_free(m);
	store_close(b.store);
}

/* Everything that was asked, a line each. */
static char *asked_of(const struct mock *m)
{
	const struct mock_view *v = mock_view(m);
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < v->turn_count; i++)
		if (v->turns[i].mine)
			buf_addf(&b, "%s %s\n", v->turns[i].key, v->turns[i].text);
	return buf_take(&b);
}

static const char *reply_to(const struct mock *m)
{
	const struct mock_view *v = mock_view(m);

	return v->expects == MOCK_EXPECTS_QUERY ? QUERY : v->part == 0 && last_turn(m)->ask == ASK_EXPLAIN ? EXPLANATION : POINTS;
}

/* The commit fails at each place of the first part in turn. */
static void test_crashes(void)
{
	struct mock_options o = {.round = "loop-sql", .seed = 3, .level = TALK_L5};
	struct err err = {0};
	char *want = NULL, fault[40];
	int places = 0;

	for (int n = 0; n < 40; n++) {
		struct mock_base b = base_new();
		struct mock *m = NULL;
		bool failed = false;

		if (mock_start(&m, &b, &o, &err))
			BUG("%s", err.text);
		snprintf(fault, sizeof(fault), "store.commit:%d", n);
		if (n)
			fault_set(fault);
		for (int i = 0; i < TURNS_MAX && mock_view(m)->part == 0 && !failed; i++)
			failed = say(m, SAID_TEXT, reply_to(m), &err) != ERR_OK;
		fault_set(NULL);
		if (failed) {
			mock_free(m);
			m = NULL;
			if (mock_resume(&m, &b, 0, &err) || mock_asks_make(m, asking(), &err))
				printf("# %s\n", err.text);
		}
		for (int i = 0; m && i < TURNS_MAX && mock_view(m)->part == 0; i++)
			say(m, SAID_TEXT, reply_to(m), &err);
		char *got = m ? asked_of(m) : NULL;

		if (!n) {
			want = got;
		} else {
			if (!got || strcmp(got, want) != 0)
				tap_ok(false, "a failure at commit %d changes what is asked: %s", n, got ? got : "");
			free(got);
		}
		mock_free(m);
		store_close(b.store);
		if (n && !failed)
			break;
		places += failed;
	}
	tap_ok(want && strstr(want, "why-"), "undisturbed it asks about the query");
	tap_ok(places > 6, "%d places where the record failed, each resumed to the same questions", places);
	free(want);
}

int main(void)
{
	struct err err = {0};

	content_open();
	if (ask_content_open(&content, "content", "amazon-de", &err) || judge_client_new(&client, NULL, &err))
		BUG("%s", err.text);
	test_asked();
	test_fallback("no SQL", "SELECT FROM WHERE", ERR_OK);
	test_fallback("no judge", QUERY, ERR_WORKER);
	test_stopped();
	test_crashes();
	judge_client_free(client);
	ask_content_free(content);
	content_close();
	return tap_done();
}
