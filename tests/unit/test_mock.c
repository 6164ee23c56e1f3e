/* Mock rounds: the machine over events, its clock, crashes, bad input. */
#include "mock_check.h"

#include "base/fault.h"
#include "base/json.h"
#include "mock/debrief.h"

#define STORY                                                                                                                 \
	"I owned the nightly load of orders at a shop. In March it failed three nights in a row, and finance had no revenue until noon. I " \
	"looked at its log and saw that it copied the whole table, 90 million rows, although only two million had changed. I decided to "  \
	"load only the changed partitions. The load went from 3 hours to 20 minutes, and it has not failed since."
#define REPLY "I compared the row counts of source and target for 14 nights, because a difference would have shown a lost partition."
#define DESIGN                                                                                                                  \
	"One row of the table is one click, identified by its event_id. A loader reads the files of the last 48 hours every morning and drops " \
	"the second event with the same event_id. It writes each click into the partition of its event date, so a click that comes 36 hours " \
	"late reopens its day. A run replaces whole partitions in one transaction, so running it twice for the same day gives the same rows. " \
	"A new column in the source passes through and is reported; a missing or retyped one blocks the load and pages the person on call. " \
	"Rows in must equal rows out plus rejected plus duplicates, else nothing is published. If noon is missed, the report shows the day " \
	"before with a banner, and I am paged at 11:30 by an alarm on the age of the newest partition."

static struct mock *start(const struct mock_base *b, const char *round, uint64_t seed)
{
	struct mock_options o = {.round = round, .seed = seed, .level = TALK_L5};
	struct mock *m = NULL;
	struct err err = {0};

	if (mock_start(&m, b, &o, &err))
		printf("# %s\n", err.text);
	return m;
}

/* Say it 20 seconds after the last event. False with the error shown. */
static bool say(struct mock *m, enum mock_said said, const char *text)
{
	struct err err = {0};

	if (!mock_say(m, said, str_of(text), mock_view(m)->clock_ms + 20000, &err))
		return true;
	printf("# %s\n", err.text);
	return false;
}

/* What a candidate would say now. */
static const char *answer_to(const struct mock_view *v)
{
	if (v->expects == MOCK_EXPECTS_QUERY)
		return "SELECT 1";
	if (v->expects == MOCK_EXPECTS_START)
		return "";
	/* The first thing that is said to a part is an answer, the rest are replies. */
	for (size_t i = v->turn_count; i > 0 && v->turns[i - 1].part == v->part; i--)
		if (v->turns[i - 1].mine && (v->turns[i - 1].ask == ASK_PROBE || v->turns[i - 1].ask == ASK_EXPLAIN))
			return REPLY;
	return v->kind == MOCK_DESIGN ? DESIGN : STORY;
}

struct listing {
	struct buf text;
};

static bool list_event(const struct store_record *e, void *arg)
{
	struct listing *l = arg;
	char *text;

	json_object_del(e->body, "attempt");
	json_object_del(json_object_get(e->body, "result"), "attempt");
	json_object_del(e->body, "mock");
	text = json_text(e->body);
	buf_addf(&l->text, "%s %s\n", e->kind, text);
	free(text);
	return true;
}

/* Every event of the mock as text, without ids. */
static char *events_of(const struct mock_base *b)
{
	struct store_which which = {.kind = "mock.*"};
	struct listing l;
	struct err err = {0};

	buf_init(&l.text, 64u << 20);
	store_events(b->store, &which, list_event, &l, &err);
	return buf_take(&l.text);
}

/* Play to the end; again: leave the room after each word and come back. */
static void play(const struct mock_base *b, struct mock *m, bool again)
{
	struct err err = {0};

	for (int i = 0; m && !mock_view(m)->over && i < 300; i++) {
		if (!say(m, SAID_TEXT, answer_to(mock_view(m))))
			break;
		if (!again || mock_view(m)->over)
			continue;
		int64_t clock_ms = mock_view(m)->clock_ms;

		mock_free(m);
		if (mock_resume(&m, b, 0, &err) || mock_view(m)->clock_ms != clock_ms) {
			tap_ok(false, "resumed at the same second: %s", err.text);
			return;
		}
	}
	tap_ok(m && mock_view(m)->over, "the round ends");
	mock_free(m);
}

static void test_same(const char *round)
{
	struct mock_base a = base_new(), b = base_new(), c = base_new();
	char *x, *y, *z;

	play(&a, start(&a, round, 7), false);
	play(&b, start(&b, round, 7), true);
	play(&c, start(&c, round, 8), false);
	x = events_of(&a);
	y = events_of(&b);
	z = events_of(&c);
	tap_ok(strstr(x, "mock.ended") && strstr(x, "mock.part"), "%s: it is in the record", round);
	if (!tap_ok(!strcmp(x, y), "%s: left and resumed after each word, the events are the same", round)) {
		size_t i = 0;

		while (x[i] && x[i] == y[i])
			i++;
		printf("# differ at %zu: %.120s\n# %.120s\n", i, x + (i > 60 ? i - 60 : 0), y + (i > 60 ? i - 60 : 0));
	}
	tap_ok(strcmp(x, z) != 0, "%s: another seed draws another one", round);
	free(x);
	free(y);
	free(z);
	store_close(a.store);
	store_close(b.store);
	store_close(c.store);
}

/* The commit fails at each place in turn; what is resumed ends in the same events. */
static void test_crashes(void)
{
	struct mock_base whole = base_new();
	char *want, *got, fault[40];
	int places = 0;

	play(&whole, start(&whole, "design", 3), false);
	want = events_of(&whole);
	store_close(whole.store);
	for (int n = 2; n < 60; n++, places++) {
		struct mock_base b = base_new();
		struct mock *m = start(&b, "design", 3);
		struct err err = {0};
		bool failed = false;

		snprintf(fault, sizeof(fault), "store.commit:%d", n - 1);
		fault_set(fault);
		while (m && !mock_view(m)->over && !failed)
			failed = mock_say(m, SAID_TEXT, str_of(answer_to(mock_view(m))), mock_view(m)->clock_ms + 20000, &err) != ERR_OK;
		fault_set(NULL);
		if (failed) {
			mock_free(m);
			m = NULL;
			if (mock_resume(&m, &b, 0, &err))
				printf("# %s\n", err.text);
		}
		for (int i = 0; m && !mock_view(m)->over && i < 100; i++)
			say(m, SAID_TEXT, answer_to(mock_view(m)));
		mock_free(m);
		got = events_of(&b);
		if (strcmp(got, want))
			tap_ok(false, "a failure at commit %d changes the events", n);
		free(got);
		store_close(b.store);
		if (!failed)
			break;
	}
	tap_ok(places > 10, "%d places where the record failed, each resumed to the same events", places);
	free(want);
}

/* The first part of this kind of a round, with the ones before it skipped. */
static void skip_to(struct mock *m, enum mock_kind kind)
{
	while (!mock_view(m)->over && mock_view(m)->kind != kind)
		say(m, SAID_SKIP, "");
}

static const struct mock_turn *last_turn(const struct mock *m)
{
	const struct mock_view *v = mock_view(m);

	return &v->turns[v->turn_count - 1];
}

static void test_silence(void)
{
	struct mock_base b = base_new();
	struct mock *m = start(&b, "loop-behavioural", 1);

	say(m, SAID_TEXT, "I fixed a load.");
	int64_t at_ms = mock_view(m)->clock_ms;
	tap_ok(mock_view(m)->silent && last_turn(m)->ask == ASK_SILENCE, "a short answer meets a silence");
	tap_is_int(mock_due(m, at_ms + 9999, false), MOCK_DUE_NOTHING, "that lasts");
	tap_is_int(mock_due(m, at_ms + 10000, false), MOCK_DUE_SILENCE, "ten seconds");
	tap_is_int(mock_due(m, at_ms + 10000, true), MOCK_DUE_NOTHING, "unless somebody types");
	say(m, SAID_TEXT, "It was short.");
	tap_ok(!mock_view(m)->silent && last_turn(m)->ask == ASK_PROBE, "what is added ends it, and a follow-up comes");
	tap_ok(last_turn(m)->text[0] && strchr(last_turn(m)->text, '?'), "which is a question");
	say(m, SAID_SKIP, "");
	tap_ok(last_turn(m)->ask == ASK_PROBE || last_turn(m)->ask == ASK_QUESTION, "a skipped one leads to the next");
	mock_free(m);
	store_close(b.store);

	b = base_new();
	m = start(&b, "loop-behavioural", 1);
	say(m, SAID_NOTHING, "");
	tap_ok(mock_view(m)->silent, "no answer meets one too");
	say(m, SAID_NOTHING, "");
	tap_is_int((long long)mock_view(m)->part, 1, "and again no answer ends the part");
	mock_free(m);
	store_close(b.store);
}

static void test_press_and_time(void)
{
	struct mock_base b = base_new();
	struct mock *m = start(&b, "bar-raiser", 4);
	const struct mock_view *v = mock_view(m);
	struct err err = {0};

	tap_is_int(v->press_at_ms, 120000, "the bar raiser cuts in after two minutes");
	tap_is_int(mock_due(m, 119999, true), MOCK_DUE_NOTHING, "not before");
	tap_is_int(mock_due(m, 120000, true), MOCK_DUE_CUT, "but then");
	tap_is_int(mock_due(m, 500000, false), MOCK_DUE_NOTHING, "and never into nothing");
	tap_ok(!mock_say(m, SAID_CUT, str_of(STORY " And then"), 120000, &err), "cut off");
	tap_ok(last_turn(m)->ask == ASK_PROBE && *last_turn(m)->lead, "the interviewer says so");
	tap_ok(strstr(last_turn(m)->text, "differently") || strstr(last_turn(m)->text, "measure"), "and presses: %s", last_turn(m)->text);
	tap_is_int(v->press_at_ms, 0, "once");
	tap_is_int(mock_due(m, 26 * 60000 - 1, true), MOCK_DUE_NOTHING, "the part has its time");
	tap_is_int(mock_due(m, 26 * 60000, false), MOCK_DUE_CUT, "and no more");
	tap_ok(!mock_say(m, SAID_CUT, STR("half a"), 26 * 60000, &err) && v->part == 1, "then the next part begins");
	tap_is_int(v->part_begun_ms, 26 * 60000, "with its own clock");
	mock_free(m);
	store_close(b.store);

	b = base_new();
	m = start(&b, "loop-sql", 4);
	tap_ok(!mock_say(m, SAID_CUT, STR("SELECT"), 12 * 60000, &err), "a query is cut off");
	tap_ok(mock_view(m)->part == 0 && mock_view(m)->expects == MOCK_EXPECTS_TEXT, "what stands there is explained");
	tap_ok(!mock_say(m, SAID_NOTHING, STR(""), 12 * 60000 + 5000, &err) && mock_due(m, 17 * 60000, false) == MOCK_DUE_CUT, "within its own minutes");
	mock_free(m);
	store_close(b.store);
}

static void test_bad_input(void)
{
	struct mock_base b = base_new();
	struct mock *m = start(&b, "loop-behavioural", 2);
	char *huge = malloc(400000);
	struct err err = {0};
	size_t turns;

	memset(huge, 'x', 400000);
	for (size_t i = 5; i < 400000; i += 6)
		huge[i] = ' ';
	turns = mock_view(m)->turn_count;
	tap_is_int(mock_say(m, SAID_TEXT, (struct str){huge, 300000}, 1000, &err), ERR_LIMIT, "300 kB are refused");
	tap_is_int((long long)mock_view(m)->turn_count, (long long)turns, "and nothing of them is taken");
	tap_ok(!mock_say(m, SAID_TEXT, (struct str){huge, 200000}, 2000, &err), "200 kB are taken %s", err.text);
	tap_is_int((long long)strlen(mock_view(m)->turns[turns].text), 200000, "whole");
	skip_to(m, MOCK_STORY);
	tap_ok(!mock_say(m, SAID_TEXT, (struct str){"a\0b \xff\xfe c\xed\xa0\x80", 11}, 3000, &err), "NUL and bad UTF-8");
	turns = mock_view(m)->turn_count;
	bool found = false;
	for (size_t i = 0; i < turns; i++)
		found |= !strncmp(mock_view(m)->turns[i].text, "a\xEF\xBF\xBD" "b", 5);
	tap_ok(found, "are replaced, and what stands behind them is kept");
	int64_t clock_ms = mock_view(m)->clock_ms;
	tap_ok(!mock_say(m, SAID_NOTHING, STR(""), 0, &err) && mock_view(m)->clock_ms == clock_ms, "a clock that goes back is not followed");
	mock_free(m);
	m = NULL;
	tap_ok(!mock_resume(&m, &b, 0, &err), "it can be read again");
	mock_free(m);
	store_close(b.store);
	free(huge);

	b = base_new();
	m = start(&b, "loop-sql", 2);
	tap_is_int(mock_say(m, SAID_TEXT, (struct str){"SELECT \0", 8}, 1000, &err), ERR_INPUT, "a query with a NUL is refused");
	tap_is_int(mock_say(m, SAID_TEXT, STR("-- nothing"), 1000, &err), ERR_INPUT, "and one without a word");
	tap_ok(mock_view(m)->expects == MOCK_EXPECTS_QUERY && !mock_say(m, SAID_NOTHING, STR(""), 1000, &err) && mock_view(m)->expects == MOCK_EXPECTS_QUERY,
	       "an empty line is no query");
	mock_free(m);
	store_close(b.store);
}

static void test_start_and_leave(void)
{
	struct mock_base b = base_new();
	struct mock_options o = {.round = "phone", .seed = 1};
	struct mock *m = NULL, *other = NULL;
	const struct debrief_rules *rules = NULL;
	json_t *debrief = NULL, *list = NULL;
	struct err err = {0};
	struct arena a;
	int64_t id = -1;

	arena_init(&a, 4u << 20);
	tap_ok(!debrief_rules_load(&a, NULL, NULL, &rules, &err), "rules of the debrief %s", err.text);
	tap_is_int(mock_resume(&m, &b, 0, &err), ERR_MISSING, "nothing to resume");
	tap_is_int(mock_debrief(&b, rules, 0, &debrief, &err), ERR_MISSING, "nothing to debrief");
	o.minutes = 29;
	tap_is_int(mock_start(&m, &b, &o, &err), ERR_INPUT, "too short: %s", err.text);
	o.minutes = 30;
	o.scenario = "product-clicks";
	tap_is_int(mock_start(&m, &b, &o, &err), ERR_INPUT, "a phone screen has no design");
	o.round = "design";
	o.scenario = "nothing";
	tap_is_int(mock_start(&m, &b, &o, &err), ERR_MISSING, "no such scenario");
	o.round = "nothing";
	tap_is_int(mock_start(&m, &b, &o, &err), ERR_MISSING, "no such round");
	tap_ok(!mock_open_id(b.store, &id, &err) && id == 0, "none of them is in the record");
	o = (struct mock_options){.round = "phone", .seed = 1, .minutes = 30};
	tap_ok(!mock_start(&m, &b, &o, &err), "thirty minutes");
	tap_ok(mock_view(m)->limit_ms <= 30 * 60000 && mock_view(m)->limit_ms > 28 * 60000, "shorten each part");
	tap_is_int(mock_start(&other, &b, &o, &err), ERR_BUSY, "a second one has to wait");
	tap_is_int(mock_debrief(&b, rules, 0, &debrief, &err), ERR_BUSY, "and nothing is told in a round");
	tap_ok(!mock_tick(m, STR("half a thought"), 61000, true, &err), "the clock is kept");
	mock_free(m);
	m = NULL;
	tap_ok(!mock_resume(&m, &b, 0, &err) && mock_view(m)->clock_ms == 61000, "and stands there again");
	tap_is_text(m ? mock_view(m)->typed : NULL, "half a thought", "with what was being typed");
	say(m, SAID_PAD, "ask about ties");
	tap_is_text(mock_view(m)->pad, "ask about ties\n", "the scratch pad");
	mock_free(m);
	m = NULL;
	tap_ok(!mock_resume(&m, &b, 0, &err) && !strcmp(mock_view(m)->pad, "ask about ties\n"), "is kept");
	tap_is_text(m ? mock_view(m)->typed : NULL, "", "an older draft is not");
	tap_ok(!mock_leave(m, 90000, &err) && mock_view(m)->over, "left");
	tap_is_int(mock_say(m, SAID_TEXT, STR("more"), 91000, &err), ERR_USAGE, "then nothing can be said");
	mock_free(m);
	tap_ok(!mock_debrief(&b, rules, 0, &debrief, &err), "a debrief %s", err.text);
	const json_t *parts = json_get_array(debrief, "parts");
	tap_is_int((long long)json_array_size(parts), 4, "of four parts");
	tap_is_text(json_get_text(json_array_get(parts, 3), "how", ""), "not reached", "the last was not reached");
	tap_is_int((long long)json_array_size(json_get_array(debrief, "costs")), 3, "three things");
	tap_ok(!mock_list_json(b.store, &list, &err) && json_array_size(list) == 1 && json_get_bool(json_array_get(list, 0), "over", false), "a list of mocks");
	json_decref(list);
	json_decref(debrief);
	store_close(b.store);
	arena_release(&a);
}

/* Two programs hold one round: who has not seen what the other said is not heard. */
static void test_two(void)
{
	struct mock_base b = base_new();
	struct mock *one = start(&b, "bar-raiser", 5), *other = NULL;
	struct err err = {0};
	size_t turns;

	tap_ok(one && !mock_resume(&other, &b, 0, &err), "a round is held twice");
	tap_ok(other && say(one, SAID_TEXT, STORY), "one goes on");
	tap_is_int(mock_say(other, SAID_TEXT, str_of("Something else."), 30000, &err), ERR_BUSY, "the other does not");
	tap_ok(strstr(err.text, "went on elsewhere"), "and is told why: %s", err.text);
	mock_free(other);
	turns = mock_view(one)->turn_count;
	tap_ok(!mock_resume(&other, &b, 0, &err) && mock_view(other)->turn_count == turns, "nothing of it is in the record");
	tap_ok(say(other, SAID_TEXT, REPLY), "read anew it goes on");
	mock_free(one);
	mock_free(other);
	store_close(b.store);
}

static void test_clarifying(void)
{
	struct mock_base b = base_new();
	struct mock_options o = {.round = "design", .seed = 1, .scenario = "product-clicks"};
	const struct debrief_rules *rules = NULL;
	struct mock *m = NULL;
	json_t *debrief = NULL, *json;
	struct err err = {0};
	struct arena a;
	struct buf markdown;

	arena_init(&a, 4u << 20);
	tap_ok(!mock_start(&m, &b, &o, &err) && !debrief_rules_load(&a, NULL, NULL, &rules, &err), "a design");
	say(m, SAID_TEXT, "How late can events come, and who reads it?");
	const struct mock_view *v = mock_view(m);
	tap_ok(v->turn_count == 4 && v->turns[2].ask == ASK_FACT && !strcmp(v->turns[2].fact, "late") && !strcmp(v->turns[3].fact, "readers"), "two facts");
	say(m, SAID_TEXT, "Which colour is the button?");
	tap_is_text(last_turn(m)->text, rounds->interviewer.unknown, "what is not in the facts is to be assumed");
	say(m, SAID_TEXT, "Sorry, how late?");
	tap_ok(!strncmp(last_turn(m)->text, "As I said:", 10), "a fact that was told already");
	say(m, SAID_TEXT, "One row is one click.");
	tap_ok(mock_view(m)->silent, "a short design is waited for");
	say(m, SAID_TEXT, DESIGN);
	tap_ok(mock_view(m)->silent, "and so is one of some paragraphs, until it is ended");
	say(m, SAID_NOTHING, "");
	tap_ok(last_turn(m)->ask == ASK_PROBE, "a whole one is pressed");
	json = mock_json(m, 0);
	char *text = json_text(json);
	tap_ok(text && !strstr(text, "\"why\"") && !strstr(text, "verdict") && !strstr(text, "\"gap\""), "the page learns nothing of a debrief");
	free(text);
	json_decref(json);
	while (!mock_view(m)->over)
		say(m, SAID_SKIP, "");
	mock_free(m);
	tap_ok(!mock_debrief(&b, rules, 0, &debrief, &err), "its debrief %s", err.text);
	const json_t *part = json_array_get(json_get_array(debrief, "parts"), 0), *c = json_get_object(part, "clarified");
	tap_is_int((long long)json_array_size(json_get_array(c, "asked")), 2, "two were asked for");
	tap_ok(json_array_size(json_get_array(c, "missed")) >= 4, "and several not, which is noted");
	tap_is_int(json_get_int(c, "unknown", 0), 1, "one had no fact");
	tap_ok(json_array_size(json_get_array(part, "volunteered")) > 4, "what was said without being asked");
	buf_init(&markdown, 1 << 20);
	debrief_markdown(debrief, &markdown);
	tap_ok(strstr(buf_text(&markdown), "Not asked before building") && strstr(buf_text(&markdown), "To practise, "), "as Markdown");
	buf_release(&markdown);
	json_decref(debrief);
	arena_release(&a);
	store_close(b.store);
}

int main(void)
{
	setenv("SPAR_CONTENT", "content", 0);
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	unsetenv("SPAR_PACK");
	content_open();
	test_same("phone");
	test_same("bar-raiser");
	test_same("loop");
	test_crashes();
	test_silence();
	test_press_and_time();
	test_bad_input();
	test_start_and_leave();
	test_clarifying();
	test_two();
	content_close();
	return tap_done();
}
