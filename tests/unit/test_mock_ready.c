/* The gates from constructed records: passed, shaky, stale, not tried; and the interval. */
#include "ready_check.h"
#include "tap.h"

#include <math.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "mock/debrief_int.h"
#include "mock/evidence.h"
#include "mock/ready_int.h"

#define DAY_MS (24 * 3600 * 1000LL)
#define NOW_MS 1764000000000LL

static struct bank *bank;
static const struct ready_rules *rules;

/* Where line id stands with these attempts, written with ' for ". at: days before now. */
static void stands(const char *id, const char *attempts, const char *state, const char *why, const char *name)
{
	json_t *more, *ready = NULL;
	struct err err = {0};
	char text[8000];

	snprintf(text, sizeof(text), "%s", attempts);
	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	more = json_loads(text, 0, NULL);
	for (size_t i = 0; i < json_array_size(more); i++) {
		json_t *o = json_array_get(more, i);

		json_object_set_new(o, "at_ms", json_integer(NOW_MS - (int64_t)(json_get_real(o, "days", 0) * (double)DAY_MS)));
	}
	if (!more || ready_make(rules, bank, NULL, NOW_MS, more, &ready, &err))
		printf("# %s\n", err.text);
	const json_t *line = line_of(ready, id);
	bool good = !strcmp(json_get_text(line, "state", ""), state) && strstr(json_get_text(line, "why", ""), why);

	if (!tap_ok(good, "%s: %s", id, name))
		printf("# got: %s, %s\n", json_get_text(line, "state", ""), json_get_text(line, "why", ""));
	json_decref(ready);
	json_decref(more);
}

#define SQL(days, verdict, cold, ms) "{'proof':'sql','what':'p/top/a','patterns':['top-n-per-group'],'days':" days ",'verdict':'" verdict "','cold':" cold ",'elapsed_ms':" ms "}"
#define TOLD "'proof':'story','principle_by':'drawn','evaluable':true,'opening':'full','full':2,'partial':1"
#define STORY(principle, days, more) "{" TOLD ",'what':'" principle "','principle':'" principle "','days':" days "," more "}"
#define DEEP "'depth':3,'survived':true,'evaded':0,'declined':0"
#define WALK(more) "[{'proof':'design','what':'daily-pipeline','scenario':'daily-pipeline','design':'pipeline','days':1,'evaluable':true,'full':3,'partial':1," more "}]"
#define TREATED "'points':{'drift':2,'late_data':2}"

static void test_lines(void)
{
	stands("phone-sql", "[]", "not tried", "nothing", "nothing was tried");
	stands("phone-sql", "[" SQL("1", "right", "true", "300000") "]", "passed", "success", "cold, in time");
	stands("phone-sql", "[" SQL("1", "right", "true", "480000") "]", "shaky", "too slow", "eight minutes are too slow");
	stands("phone-sql", "[" SQL("1", "right", "true", "479999") "]", "passed", "", "a millisecond less is not");
	stands("phone-sql", "[" SQL("1", "right", "false", "300000") "]", "shaky", "not cold", "with help");
	stands("phone-sql", "[{'proof':'sql','what':'p/top/a','patterns':['top-n-per-group'],'days':1,'verdict':'right','cold':true,'first':false,'elapsed_ms':1}]", "shaky",
	       "not at the first submission", "right at the second submission");
	stands("day-sql", "[{'proof':'sql','what':'p/top/a','patterns':['top-n-per-group'],'days':0.5,'verdict':'right','cold':true,'first':false,'elapsed_ms':1}]", "passed", "",
	       "which the last day's list does not mind");
	stands("phone-sql", "[" SQL("3", "right", "true", "300000") "]", "shaky", "too long ago", "three days old: stale");
	stands("phone-sql", "[" SQL("2.9", "right", "true", "300000") "]", "passed", "", "a little less: fresh");
	stands("phone-sql", "[" SQL("8", "right", "true", "1000") "," SQL("5", "right", "true", "1000") "]", "passed", "", "two in a row last six days");
	stands("phone-sql", "[" SQL("2", "right", "true", "1000") "," SQL("1", "wrong", "false", "1000") "]", "shaky", "not right", "the last attempt failed");
	stands("phone-sql", "[" SQL("1", "wrong", "false", "1000") "," SQL("2", "right", "true", "1000") "]", "shaky", "not right", "in whatever order they come");
	stands("phone-sql", "[{'proof':'sql','patterns':['fan-out'],'days':1,'verdict':'right','cold':true,'elapsed_ms':1}]", "not tried", "", "another pattern does not count");
	stands("day-sql", "[" SQL("0.5", "right", "true", "600000") "]", "passed", "", "the last day's query");

	stands("phone-story", "[" STORY("ownership", "1", DEEP ",'differently':'partial'") "]", "passed", "", "told, and 'differently' answered");
	stands("phone-story", "[" STORY("ownership", "1", DEEP) "]", "not tried", "", "where nobody asked 'differently', nothing was tried");
	stands("phone-story", "[" STORY("ownership", "1", "'depth':1,'evaded':1,'differently':'evaded'") "]", "shaky", "dodged", "'differently' was dodged");
	stands("phone-story", "[" STORY("ownership", "1", "'evaded':1,'declined':1,'differently':'full'") "]", "shaky", "2 follow-ups were dodged", "two were dodged");
	stands("phone-story", "[{'proof':'story','principle_by':'drawn','principle':'ownership','days':1,'evaluable':true,'opening':'evaded','full':3,'differently':'full'}]", "shaky",
	       "did not answer", "an answer that evades passes no gate");
	stands("phone-story", "[{'proof':'story','principle_by':'drawn','principle':'ownership','days':1,'evaluable':false,'opening':'full','full':3,'differently':'full'}]", "shaky",
	       "could not be read", "nor does one that cannot be read");

	stands("loop-stories", "[" STORY("a", "1", DEEP) "," STORY("b", "1", DEEP) "," STORY("c", "1", DEEP) "," STORY("d", "1", DEEP) "]", "shaky", "4 of 5", "four principles");
	stands("loop-stories", "[" STORY("a", "1", DEEP) "," STORY("b", "1", DEEP) "," STORY("c", "1", DEEP) "," STORY("d", "1", DEEP) "," STORY("d", "1", DEEP) "]",
	       "shaky", "4 of 5", "one of them twice");
	stands("loop-stories", "[" STORY("a", "1", DEEP) "," STORY("b", "1", DEEP) "," STORY("c", "1", DEEP) "," STORY("d", "1", DEEP) "," STORY("e", "6.9", DEEP) "]",
	       "passed", "", "five");
	stands("loop-stories", "[" STORY("a", "1", DEEP) "," STORY("b", "1", DEEP) "," STORY("c", "1", DEEP) "," STORY("d", "1", DEEP) "," STORY("e", "8", DEEP) "]",
	       "shaky", "too long ago", "the fifth is stale");
	stands("loop-stories", "[" STORY("a", "1", "'depth':2,'survived':true") "]", "shaky", "0 of 5", "two levels are not deep enough");

	stands("loop-pipeline", WALK("'opening':'full'," TREATED), "passed", "", "the walk");
	stands("loop-pipeline", WALK("'opening':'full','tools':true," TREATED), "shaky", "tools", "tools in place of it");
	stands("loop-pipeline", WALK("'opening':'full','points':{'drift':1,'late_data':2}"), "shaky", "drift", "drift only named");
	stands("loop-pipeline", WALK("'opening':'full','evaded':1,'asked':[{'gap':'no_drift','verdict':'evaded'}]," TREATED), "shaky", "'drift' was dodged", "drift dodged");
	stands("loop-pipeline", WALK("'opening':'full','evaded':2,'asked':[{'gap':'no_cost','verdict':'evaded'}]," TREATED), "passed", "", "two others dodged");
	stands("loop-pipeline", WALK("'opening':'full','evaded':3," TREATED), "shaky", "3 follow-ups", "three");
	stands("loop-model", "[{'proof':'design','what':'x','design':'model','days':1,'evaluable':true,'opening':'partial','full':1,'points':{'grain':2,'partition':2},"
	       "'asked':[{'gap':'no_cost','verdict':'declined'}],'declined':1}]", "shaky", "matters", "the full scan was not answered");
	stands("loop-model", "[{'proof':'design','what':'x','design':'model','days':1,'evaluable':true,'opening':'partial','full':1,'points':{'grain':2,'partition':2},"
	       "'asked':[{'gap':'no_cost','verdict':'partial'}]}]", "passed", "", "it was");
	stands("day-system", "[{'proof':'design','what':'own-system','scenario':'own-system','days':0.1,'evaluable':true,'opening':'full','full':1,'used_ms':780000}]",
	       "shaky", "too long", "thirteen minutes about a system of one's own");
}

static void test_gates(void)
{
	json_t *ready = NULL, *more = json_array();
	static const char *const all[] = {
		SQL("1", "right", "true", "1000"),
		"{'proof':'why','what':'p/top/a','patterns':['top-n-per-group'],'days':1,'evaluable':true,'opening':'full','full':1,'points':{'reason':2}}",
		STORY("a", "1", DEEP ",'differently':'full'"), STORY("b", "1", DEEP ",'differently':'full'"), STORY("c", "1", DEEP ",'differently':'full'"),
		STORY("d", "1", DEEP ",'differently':'full'"), STORY("e", "1", DEEP ",'differently':'full'"),
		"{'proof':'design','what':'daily-pipeline','scenario':'daily-pipeline','design':'pipeline','days':1,'evaluable':true,'opening':'full','full':3," TREATED "}",
		"{'proof':'design','what':'x','design':'model','days':1,'evaluable':true,'opening':'full','full':2,'points':{'grain':2,'partition':2}}",
	};
	struct err err = {0};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		char text[600];

		snprintf(text, sizeof(text), "%s", all[i]);
		for (char *p = text; *p; p++)
			if (*p == '\'')
				*p = '"';
		json_t *o = json_loads(text, 0, NULL);

		json_object_set_new(o, "at_ms", json_integer(NOW_MS - DAY_MS));
		json_array_append_new(more, o);
		tap_ok(!ready_make(rules, bank, NULL, NOW_MS, more, &ready, &err), "a record of %zu", i + 1);
		bool last = i + 1 == sizeof(all) / sizeof(all[0]);
		if (json_get_bool(ready, "holds", false) != last)
			tap_ok(false, "both gates hold only with all of them, not after %zu", i + 1);
		if (last) {
			tap_ok(json_get_text(ready, "stop", NULL) != NULL, "then it says stop");
			tap_is_int((long long)json_array_size(json_get_array(ready, "tonight")), 0, "and nothing is left for tonight");
			tap_ok(json_get_text(line_of(ready, "phone-sql"), "stale_at", NULL) != NULL, "with the date on which a line goes stale");
		} else {
			tap_ok(json_array_size(json_get_array(ready, "tonight")) > 0 && !json_get_text(ready, "stop", NULL), "what is missing is tonight's work");
		}
		json_decref(ready);
	}
	json_decref(more);
}

/* What is remembered of an open record is what one that was opened anew reads, whatever came since. */
static void test_grows(struct store *s, const char *dir)
{
	struct store *fresh = NULL;
	json_t *ready = NULL, *anew = NULL, *body;
	struct err err = {0};
	int64_t drill = 0, told = 0;

	body = json_pack("{s:i,s:s,s:n,s:s,s:s,s:s,s:i}", "seed", 1, "level", "L5", "story", "principle", "dive-deep", "principle_by", STORE_BY_DRAWN, "question", "q", "limit_ms", 0);
	tap_ok(!store_append(s, EVENT_STORY_DRILL, "story", body, &drill, &err), "a principle is drawn %s", err.text);
	json_decref(body);
	body = json_pack("{s:I,s:i,s:n,s:s,s:s,s:s,s:i}", "attempt", (json_int_t)drill, "stage", 0, "story", "principle", "dive-deep", "question", "q", "text", "t", "elapsed_ms", 1);
	tap_ok(!store_append(s, EVENT_STORY_TOLD, "story", body, &told, &err), "a story is told %s", err.text);
	json_decref(body);
	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "ready %s", err.text);
	json_decref(ready);
	body = json_pack("{s:I,s:I,s:s,s:i,s:s,s:{s:[{s:s,s:s}]},s:b}", "attempt", (json_int_t)drill, "telling", (json_int_t)told, "state", "survived", "depth", 3, "opening", "full", "ledger",
			 "asked", "probe", "What would you do differently?", "verdict", "full", "open", 0);
	tap_ok(!store_append(s, EVENT_STORY_JUDGED, "story", body, NULL, &err), "and judged later %s", err.text);
	json_decref(body);
	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "ready %s", err.text);
	tap_ok(!store_open(&fresh, dir, &err) && !ready_make(rules, bank, fresh, clock_now_ms(), NULL, &anew, &err), "opened anew %s", err.text);
	tap_ok(json_equal(ready, anew), "what came bit by bit is what is read at once");
	tap_is_int(json_get_int(line_of(ready, "phone-story"), "attempts", 0), 2, "the story counts beside the part of the round");
	json_decref(ready);
	json_decref(anew);
	store_close(fresh);
}

/* From a real record: attempts, parts of rounds, stories by the names of their events. */
static void test_record(void)
{
	struct store *s = NULL;
	json_t *ready = NULL, *body;
	struct err err = {0};
	int64_t id = 0;
	char dir[600];

	snprintf(dir, sizeof(dir), "%.500s/record", tap_dir());
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	tap_ok(!store_open(&s, dir, &err), "a record %s", err.text);
	body = json_pack("{s:[s],s:i,s:s,s:b}", "patterns", "top-n-per-group", "limit_ms", 480000, "mode", "try", "no_run", 1);
	store_append(s, EVENT_ATTEMPT_STARTED, "amazon-de/top-customers-by-month/shop", body, &id, &err);
	json_decref(body);
	body = json_pack("{s:I,s:s,s:i}", "attempt", (json_int_t)id, "query", "SELECT 1", "elapsed_ms", 200000);
	store_append(s, EVENT_ATTEMPT_SUBMITTED, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
	json_decref(body);
	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "ready %s", err.text);
	tap_is_text(json_get_text(line_of(ready, "phone-sql"), "state", ""), "not tried", "what is not judged is no attempt yet");
	json_decref(ready);
	body = json_pack("{s:I,s:s,s:i}", "attempt", (json_int_t)id, "verdict", "right", "elapsed_ms", 200000);
	store_append(s, EVENT_ATTEMPT_JUDGED, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
	json_decref(body);
	body = json_pack("{s:i,s:i,s:i,s:s,s:{s:s,s:s,s:b,s:s,s:i,s:s,s:[]}}", "mock", 1, "part", 3, "clock_ms", 1, "how", "done", "result", "kind", "story", "principle",
			 "ownership", "evaluable", 1, "opening", "full", "full", 2, "differently", "full", "asked");
	store_append(s, EVENT_MOCK_PART, "mock/phone", body, NULL, &err);
	json_decref(body);
	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "ready %s", err.text);
	const json_t *line = line_of(ready, "phone-sql");

	tap_is_text(json_get_text(line, "state", ""), "passed", "a drill counts");
	tap_is_text(json_get_text(json_array_get(json_get_array(line, "behind"), 0), "ref", ""), "attempt 1", "and stands behind its line");
	tap_is_text(json_get_text(line, "stale_at", ""), "2026-11-28T10:00:00Z", "stale in three days");
	tap_is_text(json_get_text(line_of(ready, "phone-story"), "state", ""), "passed", "so does a part of a round");
	json_decref(ready);
	test_grows(s, dir);
	store_close(s);
}

/* One attempt: an event that spoils it (or EVENT_KINDS), verdicts of its submissions one after the other, and the clock. What phone-sql says of it. */
static void cold_is(int n, enum event_kind spoils, const char *verdicts, int limit_ms, const char *state, const char *why, const char *name)
{
	struct store *s = NULL;
	json_t *ready = NULL, *body;
	struct err err = {0};
	int64_t id = 0;
	char dir[600], verdict[40];

	snprintf(dir, sizeof(dir), "%.500s/cold-%d", tap_dir(), n);
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	tap_ok(!store_open(&s, dir, &err), "%s: a record %s", name, err.text);
	if (spoils == EVENT_EXERCISE_SHOWN || spoils == EVENT_SOLUTION_SHOWN) {
		body = json_pack("{s:i}", "attempt", 0);
		store_append(s, spoils, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
		json_decref(body);
	}
	body = json_pack("{s:[s],s:i,s:s,s:b}", "patterns", "top-n-per-group", "limit_ms", limit_ms, "mode", "try", "no_run", 0);
	store_append(s, EVENT_ATTEMPT_STARTED, "amazon-de/top-customers-by-month/shop", body, &id, &err);
	json_decref(body);
	if (spoils == EVENT_ATTEMPT_RUN || spoils == EVENT_ATTEMPT_HINT || spoils == EVENT_ATTEMPT_COMPLETED) {
		body = json_pack("{s:I,s:i}", "attempt", (json_int_t)id, "elapsed_ms", 1000);
		store_append(s, spoils, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
		json_decref(body);
	}
	for (const char *v = verdicts; *v; v += strspn(v, " ")) {
		size_t len = strcspn(v, " ");

		snprintf(verdict, sizeof(verdict), "%.*s", (int)len, v);
		v += len;
		body = json_pack("{s:I,s:s,s:i}", "attempt", (json_int_t)id, "query", "SELECT 1", "elapsed_ms", 200000);
		store_append(s, EVENT_ATTEMPT_SUBMITTED, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
		json_decref(body);
		bool dialect = !strcmp(verdict, "dialect");

		body = json_pack("{s:I,s:s,s:b,s:i}", "attempt", (json_int_t)id, "verdict", dialect ? "invalid" : verdict, "counts", !dialect, "elapsed_ms", 200000);
		store_append(s, EVENT_ATTEMPT_JUDGED, "amazon-de/top-customers-by-month/shop", body, NULL, &err);
		json_decref(body);
	}
	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "%s: ready %s", name, err.text);
	const json_t *line = line_of(ready, "phone-sql");

	tap_is_text(json_get_text(line, "state", ""), state, "%s: %s", name, state);
	if (!tap_ok(strstr(json_get_text(line, "why", ""), why) != NULL, "%s: says why", name))
		tap_show("got", json_get_text(line, "why", ""));
	json_decref(ready);
	store_close(s);
}

/* "A query, cold", by what the record has. */
static void test_cold(void)
{
	const char *cold = "right, and not cold", *second = "right, and not at the first submission";

	cold_is(1, EVENT_KINDS, "right", 480000, "passed", "", "nothing but a right query");
	cold_is(2, EVENT_EXERCISE_SHOWN, "right", 480000, "shaky", cold, "a variant that was seen");
	cold_is(3, EVENT_SOLUTION_SHOWN, "right", 480000, "shaky", cold, "whose solution was shown");
	cold_is(4, EVENT_ATTEMPT_RUN, "right", 480000, "shaky", cold, "run on the sample");
	cold_is(5, EVENT_ATTEMPT_HINT, "right", 480000, "shaky", cold, "with a hint");
	cold_is(6, EVENT_ATTEMPT_COMPLETED, "right", 480000, "shaky", cold, "with a completion");
	cold_is(7, EVENT_KINDS, "wrong right", 480000, "shaky", cold, "refuted before");
	cold_is(8, EVENT_KINDS, "right", 0, "shaky", cold, "without a clock");
	cold_is(9, EVENT_KINDS, "right", 100000, "shaky", cold, "behind its time");
	cold_is(10, EVENT_KINDS, "invalid right", 480000, "shaky", second, "no valid SQL before");
	cold_is(11, EVENT_KINDS, "dialect right", 480000, "passed", "", "a spelling of another dialect before");
	cold_is(12, EVENT_KINDS, "unknown stopped timeout right", 480000, "passed", "", "what the judge could not evaluate");
	cold_is(13, EVENT_KINDS, "right right", 480000, "passed", "", "handed in once more");
	cold_is(14, EVENT_KINDS, "unknown", 480000, "not tried", "", "never evaluated");
}

static void part(struct store *s, const char *result)
{
	struct err err = {0};
	json_t *body, *r;
	char text[2000];

	snprintf(text, sizeof(text), "%s", result);
	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	r = json_loads(text, 0, NULL);
	body = json_pack("{s:i,s:i,s:i,s:s,s:o}", "mock", 1, "part", 0, "clock_ms", 1, "how", "done", "result", r);
	if (!r || store_append(s, EVENT_MOCK_PART, "mock/design", body, NULL, &err))
		tap_ok(false, "%s", err.text);
	json_decref(body);
}

static void test_evidence(void)
{
	const struct debrief_rules *debrief = NULL;
	struct plan_evidence *p = NULL;
	struct store *s = NULL;
	struct err err = {0};
	struct arena a;
	size_t n = 9;
	char dir[600];

	snprintf(dir, sizeof(dir), "%.500s/evidence", tap_dir());
	arena_init(&a, 4u << 20);
	tap_ok(!debrief_rules_load(&a, NULL, NULL, &debrief, &err) && !store_open(&s, dir, &err), "a record %s", err.text);
	tap_ok(!mock_evidence_read(debrief, bank, s, &a, &p, &n, &err) && n == 0, "that says nothing");
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	part(s, "{'kind':'design','scenario':'x','design':'pipeline','evaluable':true,'points':{'late_data':2,'duplicates':2,'key':2},"
		"'volunteered':[{'what':'late_data'},{'what':'duplicates'}]}");
	part(s, "{'kind':'story','principle':'ownership','evaluable':true,'opening':'full','full':3}");
	setenv("SPAR_NOW", "2026-11-26T10:00:00Z", 1);
	part(s, "{'kind':'story','principle':'ownership','evaluable':true,'opening':'full','full':3,'evaded':1}");
	part(s, "{'kind':'story','principle':'ownership','evaluable':true,'opening':'full','full':3,'declined':1}");
	part(s, "{'kind':'design','scenario':'x','design':'pipeline','evaluable':false,'points':{'late_data':2},'volunteered':[{'what':'late_data'}]}");
	tap_ok(!mock_evidence_read(debrief, bank, s, &a, &p, &n, &err), "evidence %s", err.text);
	tap_is_int((long long)n, 3, "two topics and a principle");
	tap_ok(!strcmp(p[0].id, "late-data") && p[0].about == ABOUT_TOPIC && p[0].attempts == 2 && p[0].successes == 1, "late data: volunteered once, then not readable");
	tap_ok(!strcmp(p[1].id, "duplicates") && p[1].attempts == 1 && p[1].successes == 0, "duplicates: the key had to be pulled out");
	tap_ok(!strcmp(p[2].id, "ownership") && p[2].about == ABOUT_PRINCIPLE && p[2].attempts == 3 && p[2].successes == 1 && p[2].strength == -1, "ownership: once, then dodged twice");
	tap_ok(p[2].last_ms - p[2].last_success_ms == DAY_MS, "with the days");
	const struct plan_offer *offers = mock_offers(debrief, &n);

	tap_ok(n >= 10 && offers[0].kind == BLOCK_MOCK && !strcmp(offers[0].subject, "mock-phone") && !strcmp(offers[0].command, "spar mock phone"), "what rounds can start");
	store_close(s);
	arena_release(&a);
}

static void check_topic(const char *topics, const char *topic, const char *where)
{
	char line[200];

	snprintf(line, sizeof(line), "- id: %s\n", topic);
	if (!strstr(topics, line))
		tap_ok(false, "the plan has a topic '%s' of %s", topic, where);
}

/* What debriefs and gates send to the plan is there. */
static void test_topics(void)
{
	const struct debrief_rules *debrief = NULL;
	struct err err = {0};
	struct arena a;
	struct buf topics;
	size_t lines = 0;
	char path[600];

	arena_init(&a, 4u << 20);
	buf_init(&topics, 1 << 20);
	snprintf(path, sizeof(path), "%.400s/amazon-de/plan/topics.yaml", getenv("SPAR_CONTENT"));
	tap_ok(!fs_read(path, 1 << 20, &topics, &err) && !debrief_rules_load(&a, NULL, NULL, &debrief, &err), "the plan's topics %s", err.text);
	for (size_t i = 0; i < debrief->block_count; i++)
		check_topic(buf_text(&topics), debrief->blocks[i].topic, "debrief.yaml");
	for (size_t i = 0; i < debrief->offer_count; i++)
		check_topic(buf_text(&topics), debrief->offers[i].subject, "the offers");
	for (size_t g = 0; g < rules->gate_count; g++)
		lines += rules->gates[g].line_count;
	for (size_t i = 0; i < lines; i++)
		check_topic(buf_text(&topics), rules->blocks[i].topic, "ready.yaml");
	tap_ok(lines == 10 && debrief->block_count > 10, "%zu lines and %zu blocks name topics of the plan", lines, debrief->block_count);
	buf_release(&topics);
	arena_release(&a);
}

static void test_interval(void)
{
	/* Computed by another way: the density integrated over 200,000 steps after x = sin^2(t). */
	static const struct {
		int successes, attempts;
		double low, high;
	} rows[] = {{0, 1, 0, 0.771}, {1, 1, 0.229, 1}, {1, 2, 0.097, 0.903}, {5, 10, 0.2619, 0.7381}, {9, 10, 0.6694, 0.9821}, {0, 100, 0, 0.0190}};
	double low, high;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ready_interval(rows[i].successes, rows[i].attempts, 0.90, &low, &high);
		if (!tap_ok(fabs(low - rows[i].low) < 0.0015 && fabs(high - rows[i].high) < 0.0015, "%d of %d", rows[i].successes, rows[i].attempts))
			printf("# got: %.4f %.4f\n", low, high);
	}
	for (int n = 1; n < 60; n++)
		for (int k = 0; k <= n; k++) {
			ready_interval(k, n, 0.90, &low, &high);
			if (!(low >= 0 && high <= 1 && low < (k + 0.5) / (n + 1) && high > (k + 0.5) / (n + 1)))
				tap_ok(false, "%d of %d: %.4f %.4f", k, n, low, high);
		}
}

static void test_rules(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"gates: []\nstop: S.\n", "p/rounds/ready.yaml:1:8: 'gates' must be a list"},
		{"gates:\n  - {id: g, name: G, lines: [{id: a, name: A, proof: luck, rule: R, tonight: {kind: sql, topic: t, command: c, what: w}}]}\nstop: S.\n",
		 "ready.yaml:2:54: 'proof' must be one of 'sql', 'why', 'story', 'design'"},
		{"gates:\n  - {id: g, name: G, lines: [{id: a, name: A, proof: sql, rule: R, patterns: [nothing], tonight: {kind: sql, topic: t, command: c, what: w}}]}\nstop: S.\n",
		 "ready.yaml:2:79: no pattern is called 'nothing'"},
		{"gates:\n  - {id: g, name: G, lines: [{id: a, name: A, proof: sql, rule: R}]}\nstop: S.\n", "ready.yaml:2:30: 'tonight' is missing"},
		{"gates:\n  - {id: g, name: G, lines: []}\n", "ready.yaml:"},
	};
	char path[800], folder[700];
	struct err err = {0};
	struct arena a;

	snprintf(folder, sizeof(folder), "%.500s/p/rounds", tap_dir());
	snprintf(path, sizeof(path), "%s/ready.yaml", folder);
	fs_mkdirs(folder, 0700, &err);
	snprintf(folder, sizeof(folder), "%.500s", tap_dir());
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct ready_rules *broken = NULL;

		arena_init(&a, 4u << 20);
		fs_write(path, str_of(rows[i].text), 0600, &err);
		err = (struct err){0};
		if (!tap_ok(ready_rules_load(&a, folder, "p", bank, NULL, &broken, &err) == ERR_CONTENT && strstr(err.text, rows[i].want), "%s", rows[i].want))
			tap_show("got", err.text);
		arena_release(&a);
	}
}

int main(void)
{
	struct rounds *rounds = NULL;
	struct err err = {0};
	struct arena a;

	setenv("SPAR_CONTENT", "content", 0);
	unsetenv("SPAR_PACK");
	arena_init(&a, 4u << 20);
	if (bank_open(&bank, NULL, NULL, &err) || rounds_open(&rounds, NULL, NULL, bank, NULL, &err))
		printf("# %s\n", err.text);
	tap_ok(!ready_rules_load(&a, NULL, NULL, bank, rounds, &rules, &err), "the shipped gates %s", err.text);
	test_lines();
	test_gates();
	test_record();
	test_cold();
	test_evidence();
	test_topics();
	test_interval();
	test_rules();
	arena_release(&a);
	rounds_free(rounds);
	bank_free(bank);
	return tap_done();
}
