/* The phone gate counts a principle that Spar drew: what the record says about it, what an old record means, and what a broken one must not do. */
#include "ready_check.h"
#include "tap.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "mock/ready_int.h"
#include "story/story.h"
#include "story_check.h"

#define TRIES 400

static struct bank *bank;
static const struct ready_rules *rules;

/* JSON written with ' for ". */
static json_t *json_of(const char *text)
{
	char copy[2000];

	snprintf(copy, sizeof(copy), "%s", text);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	return json_loads(copy, JSON_ALLOW_NUL, NULL);
}

static int64_t put(struct store *s, enum event_kind kind, const char *subject, json_t *body)
{
	struct err err = {0};
	int64_t id = 0;

	if (!body || store_append(s, kind, subject, body, &id, &err))
		tap_ok(false, "%s: %s", store_kind_name(kind), body ? err.text : "no JSON");
	json_decref(body);
	return id;
}

/* A drill of one telling that answers "differently"; mark is what its event says about the principle, NULL: nothing. stage 1: after a switch that says it. */
static void tell(struct store *s, json_t *mark, int stage, const char *asked_for)
{
	json_t *drill = json_of("{'seed':1,'level':'L5','story':null,'principle':'ownership','question':'Q','limit_ms':0}");
	json_t *switched = json_of("{'principle':'ownership','question':'Q'}"), *told, *judged;
	int64_t id, telling;

	if (mark)
		json_object_set_new(stage ? switched : drill, "principle_by", mark);
	id = put(s, EVENT_STORY_DRILL, "story", drill);
	if (stage) {
		json_object_set_new(switched, "attempt", json_integer(id));
		put(s, EVENT_STORY_SWITCHED, "story", json_incref(switched));
	}
	json_decref(switched);
	told = json_pack("{s:I,s:i,s:n,s:s,s:s,s:s,s:i}", "attempt", (json_int_t)id, "stage", stage, "story", "principle", asked_for, "question", "Q", "text", "T",
			 "elapsed_ms", 1000);
	telling = put(s, EVENT_STORY_TOLD, "story", told);
	judged = json_of("{'state':'survived','opening':'full','depth':3,'ledger':{'asked':["
			 "{'probe':'What would you do differently, and at which moment?','verdict':'full'}]}}");
	json_object_set_new(judged, "attempt", json_integer(id));
	json_object_set_new(judged, "telling", json_integer(telling));
	put(s, EVENT_STORY_JUDGED, "story", judged);
}

/* A part of a round, likewise. */
static void hold_round(struct store *s, json_t *mark)
{
	json_t *result = json_of("{'kind':'story','principle':'ownership','evaluable':true,'opening':'full','full':2,'differently':'full','depth':3,'survived':true}");

	if (mark)
		json_object_set_new(result, "principle_by", mark);
	put(s, EVENT_MOCK_PART, "mock/phone", json_pack("{s:i,s:i,s:i,s:s,s:o}", "mock", 1, "part", 3, "clock_ms", 1, "how", "done", "result", result));
}

static struct store *record(const char *name)
{
	struct store *s = NULL;
	struct err err = {0};
	char dir[600];

	snprintf(dir, sizeof(dir), "%.500s/%s", tap_dir(), name);
	tap_ok(!store_open(&s, dir, &err), "%s: a record %s", name, err.text);
	return s;
}

/* The phone gate's line of a principle: its state, how many attempts, and what the newest one that does not count is told. */
static void stands(struct store *s, const char *state, int attempts, const char *note, const char *name)
{
	json_t *ready = NULL;
	struct err err = {0};

	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "%s: ready %s", name, err.text);
	const json_t *line = line_of(ready, "phone-story"), *uncounted = json_get_array(line, "uncounted");
	const char *got = json_get_text(json_array_get(uncounted, 0), "note", "");

	tap_is_text(json_get_text(line, "state", ""), state, "%s: %s", name, state);
	tap_is_int(json_get_int(line, "attempts", -1), attempts, "%s: attempts", name);
	if (!tap_ok(*note ? strstr(got, note) != NULL : json_array_size(uncounted) == 0, "%s: what does not count", name))
		tap_show("got", got);
	json_decref(ready);
}

/* --- what an event says -------------------------------------------------------------------------------------------------- */

static void test_marks(void)
{
	static const struct {
		const char *mark, *note;     /* note NULL: it counts */
	} rows[] = {
		{"['drawn']", NULL},
		{"['chosen']", "its principle was chosen beforehand; let Spar draw one"},
		{"['only']", "this principle was the only one to draw"},
		{"[]", "the record does not say that its principle was drawn"},     /* an old event */
		{"['Drawn']", "does not say"}, {"['drawn ']", "does not say"}, {"['']", "does not say"}, {"['dice']", "does not say"},
		{"['drawn\\u0000']", "does not say"}, {"[null]", "does not say"}, {"[true]", "does not say"}, {"[1]", "does not say"},
		{"[1.5]", "does not say"}, {"[['drawn']]", "does not say"}, {"[{'drawn':'drawn'}]", "does not say"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int stage = 0; stage < 2; stage++) {
			json_t *marks = json_of(rows[i].mark);
			char name[60];

			snprintf(name, sizeof(name), "mark-%zu-%d", i, stage);
			struct store *s = record(name);

			tell(s, json_incref(json_array_get(marks, 0)), stage, "ownership");
			stands(s, rows[i].note ? "not tried" : "passed", !rows[i].note, rows[i].note ? rows[i].note : "", rows[i].mark);
			store_close(s);
			json_decref(marks);
		}
}

static void test_rounds_draw(void)
{
	static const char *const marks[] = {"['drawn']", "['chosen']", "['only']", "['']", "[null]", "[0]", "[[]]"};
	struct store *s = record("round-old");

	hold_round(s, NULL);
	stands(s, "passed", 1, "", "a part of an old round: rounds always drew");
	store_close(s);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		json_t *list = json_of(marks[i]);
		char name[60];

		snprintf(name, sizeof(name), "round-%zu", i);
		s = record(name);
		hold_round(s, json_incref(json_array_get(list, 0)));
		stands(s, i ? "not tried" : "passed", !i, i ? " " : "", marks[i]);
		store_close(s);
		json_decref(list);
	}
}

static void test_order(void)
{
	struct store *s = record("order");

	tell(s, json_string("drawn"), 0, "dive-deep");
	stands(s, "not tried", 0, "does not say", "a telling for another principle than its drill drew");
	tell(s, json_string("drawn"), 0, "ownership");
	stands(s, "passed", 1, "does not say", "one that was drawn counts beside it");
	tell(s, json_string("chosen"), 0, "ownership");
	stands(s, "passed", 1, "let Spar draw one", "a chosen one behind it takes nothing away");
	store_close(s);
}

/* Whatever stands in the mark, only that very word counts. */
static void test_fuzz(void)
{
	static const char *const words[] = {"drawn", "chosen", "only", "", "DRAWN", "drawn\n", "dra", "drawndrawn", "\xef\xbf\xbd"};
	struct store *s = record("fuzz");
	struct rng dice;
	int drawn = 0;

	rng_init(&dice, 7);
	for (int i = 0; i < TRIES; i++) {
		size_t word = rng_below(&dice, sizeof(words) / sizeof(words[0]));
		json_t *mark = json_string(words[word]);

		switch (rng_below(&dice, 6)) {
		case 0: mark = json_pack("[o]", mark); break;
		case 1: mark = json_pack("{s:o}", words[rng_below(&dice, 4)], mark); break;
		case 2: json_decref(mark); mark = json_integer((json_int_t)rng_next(&dice)); break;
		case 3: json_decref(mark); mark = NULL; break;
		default: drawn += word == 0; break;
		}
		if (rng_below(&dice, 2))
			tell(s, mark, (int)rng_below(&dice, 2), "ownership");
		else if (mark)
			hold_round(s, mark);
	}
	json_t *ready = NULL;
	struct err err = {0};

	tap_ok(!ready_make(rules, bank, s, clock_now_ms(), NULL, &ready, &err), "%d marks of any kind are read %s", TRIES, err.text);
	tap_ok(drawn > 5, "some of them say it");
	tap_is_int(json_get_int(line_of(ready, "phone-story"), "attempts", -1), drawn, "and as many count");
	tap_is_int(json_get_int(line_of(ready, "loop-stories"), "attempts", 0) > drawn, 1, "the loop gate counts the others as well");
	json_decref(ready);
	store_close(s);
}

/* --- what a drill records ------------------------------------------------------------------------------------------------- */

struct found {
	char by[2][20];
};

static bool find_marks(const struct store_record *e, void *arg)
{
	struct found *f = arg;
	int stage = !strcmp(e->kind, "story.switched");

	if (stage || !strcmp(e->kind, "story.drill"))
		snprintf(f->by[stage], sizeof(f->by[stage]), "%s", json_get_text(e->body, "principle_by", "none"));
	return true;
}

static const char *mark_of(const struct story_pack *p, struct store *s, struct story_draw draw)
{
	struct store_which which = {.kind = "story.*"};
	struct story_drill *d = NULL;
	static struct found f;
	struct err err = {0};

	f = (struct found){0};
	if (story_drill_begin(&d, p, s, &draw, &err) || store_events(s, &which, find_marks, &f, &err))
		tap_ok(false, "%s", err.text);
	story_drill_free(d);
	return f.by[0];
}

static void test_drill(void)
{
	struct story_pack *p = check_pack();
	struct arena a;

	arena_init(&a, 64u << 20);
	struct store *s = check_store(&a, "drill");
	int64_t clicks = p && s ? CHECK_ADD(p, s, check_clicks) : 0;

	if (clicks) {
		tap_is_text(mark_of(p, s, (struct story_draw){.seed = 3, .level = TALK_L5}), STORE_BY_DRAWN, "a drill that draws says so");
		tap_is_text(mark_of(p, s, (struct story_draw){.seed = 3, .principle = "ownership", .level = TALK_L5}), STORE_BY_CHOSEN, "one that was told its principle");
		tap_is_text(mark_of(p, s, (struct story_draw){.seed = 3, .story = clicks, .level = TALK_L5}), STORE_BY_DRAWN, "who chooses the memory has not chosen the principle");
		tap_is_text(store_by_draw(1), STORE_BY_ONLY, "a draw among one is none");
		tap_is_text(store_by_draw(0), STORE_BY_ONLY, "nor among none");
		tap_is_text(store_by_draw(2), STORE_BY_DRAWN, "among two it is");
	}
	store_close(s);
	story_pack_free(p);
	arena_release(&a);
}

int main(void)
{
	struct err err = {0};
	struct arena a;

	setenv("SPAR_CONTENT", "content", 0);
	setenv("SPAR_NOW", "2026-11-25T10:00:00Z", 1);
	unsetenv("SPAR_PACK");
	arena_init(&a, 4u << 20);
	if (tap_ok(!bank_open(&bank, NULL, NULL, &err) && !ready_rules_load(&a, NULL, NULL, bank, NULL, &rules, &err), "the shipped gates %s", err.text)) {
		test_marks();
		test_rounds_draw();
		test_order();
		test_fuzz();
		test_drill();
	}
	arena_release(&a);
	bank_free(bank);
	return tap_done();
}
