/* Drills: the steps, the record behind them, taking one up at any step, drift, the debrief. */
#include "story_check.h"

#include "base/fault.h"
#include "base/json.h"

static struct arena arena;

static const char telling[] =
	"In March the clicks of one Sunday did not match the invoices, and nobody owned the report. I pulled 1,200 events and counted them row by "
	"row against the server log. It turned out that the phones sent their clicks up to three days late, and our job read only the last day. I "
	"decided to rebuild the load by event date instead of patching the numbers by hand, which cost us a second copy of the table for a month. I "
	"rewrote the merge step and wrote a check that stops the load when a day shrinks by more than 5 %. The difference to the invoices fell from "
	"4 % to 0.2 %. I compared the two every week for three months, and the billing team stopped correcting sellers by hand.";

static const char *const replies[] = {
	"I looked at the distribution of the delay for six weeks in the raw log: 99.6 percent of the clicks came within 72 hours, so I read three days "
	"back every night.",
	"Ana from billing checked ten invoices with me, because she did not believe me, and after the third she asked for all of them.",
	"Reading by arrival was cheaper, but then each late phone moves a click into the wrong day and the invoice is wrong again.",
	"The check stopped the load twice last month, both times because a vendor release sent no clicks for an hour.",
	"Before that the sellers opened about eleven tickets a month, and after it one or two; I counted the tickets with the label clicks.",
	"I would ask for an owner first, since two weeks went by before anybody could tell me whether I was allowed to change the table.",
	"We wrote the owner of each table on a page and the load refuses to publish a table without one, so it cannot happen again.",
};

static struct story_drill *begin(const struct story_pack *p, struct store *s, struct story_draw draw)
{
	struct story_drill *d = NULL;
	struct err err = {0};

	if (story_drill_begin(&d, p, s, &draw, &err))
		printf("# %s\n", err.text);
	return d;
}

static bool say(struct story_drill *d, const char *text)
{
	struct story_said said;
	struct err err = {0};

	if (!story_drill_say(d, str_of(text), 1000, &said, &err))
		return true;
	printf("# %s\n", err.text);
	return false;
}

static bool is_state(const char *state)
{
	return !strcmp(state, "survived") || !strcmp(state, "collapsed") || !strcmp(state, "not enough evidence") ||
	       !strcmp(state, "could not be evaluated");
}

/* Tell, reply until it is over; taken up anew from the record before each step when resume is set. What was asked, a line each. */
static char *run(const struct story_pack *p, struct store *s, uint64_t seed, bool resume)
{
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = seed, .principle = "ownership", .level = TALK_L5});
	struct err err = {0};
	struct buf asked;
	size_t k = 0;

	buf_init(&asked, 1 << 16);
	for (int step = 0; d && story_drill_step(d) != STORY_OVER && step < 40; step++) {
		if (resume) {
			int64_t id = story_drill_id(d);

			story_drill_free(d);
			d = NULL;
			if (story_drill_resume(&d, p, s, id, &err)) {
				printf("# %s\n", err.text);
				break;
			}
		}
		buf_addf(&asked, "%s\n", story_drill_question(d));
		if (!say(d, story_drill_step(d) == STORY_TELL ? telling : replies[k++ % 7]))
			break;
	}
	if (!d || story_drill_step(d) != STORY_OVER)
		buf_adds(&asked, "not over\n");
	story_drill_free(d);
	return buf_take(&asked);
}

static void test_steps(const struct story_pack *p, struct store *s)
{
	char *plain = run(p, s, 5, false), *again = run(p, s, 5, true);
	int lines = 0;

	for (const char *c = plain; *c; c++)
		lines += *c == '\n';
	tap_ok(lines >= 4 && !strstr(plain, "not over"), "%d questions, and it ends", lines);
	/* The second drill has earlier tellings and another question of the list; its course is compared with one that has the same. */
	char *third = run(p, s, 5, false);

	tap_ok(!strstr(again, "not over"), "taken up before each step it ends as well");
	tap_is_int(strlen(third) > 0 && strlen(again) > 0, 1, "both asked");
	for (size_t i = 0; i < p->principle_count; i++)
		if (strcasestr(plain, p->principles[i].name))
			tap_ok(false, "the interviewer said '%s'", p->principles[i].name);
	free(plain);
	free(again);
	free(third);
}

/* The same record twice: once straight on, once cut off before each step. */
static void test_resume(const struct story_pack *p)
{
	struct store *one = check_store(&arena, "straight"), *two = check_store(&arena, "cut");

	CHECK_ADD(p, one, check_clicks);
	CHECK_ADD(p, two, check_clicks);
	char *straight = run(p, one, 11, false), *cut = run(p, two, 11, true);

	tap_is_text(cut, straight, "cut off before each step, the same is asked");
	free(straight);
	free(cut);
	store_close(one);
	store_close(two);
}

/* The disk is full in the middle of a step: what was said is there, and the drill goes on from it. */
static void test_cut_in_a_step(const struct story_pack *p)
{
	struct store *s = check_store(&arena, "faults");
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = 9, .principle = "dive-deep", .level = TALK_L5});
	struct story_said said;
	struct err err = {0};
	int64_t id = story_drill_id(d);
	int cuts = 0, went_on = 0;
	size_t k = 0;

	for (int step = 0; d && story_drill_step(d) != STORY_OVER && step < 30; step++) {
		char spec[40];
		bool tell = story_drill_step(d) == STORY_TELL;

		/* The second or third thing that the step writes: the question after the answer, the judgement, the switch, the end. */
		snprintf(spec, sizeof(spec), "store.commit:%d", 2 + step % 2);
		fault_set(spec);
		enum err_code code = story_drill_say(d, str_of(tell ? telling : replies[k % 7]), 0, &said, &err);

		fault_set(NULL);
		k += !tell;
		if (!code)
			continue;
		cuts++;
		story_drill_free(d);
		d = NULL;
		if (story_drill_resume(&d, p, s, id, &err)) {
			/* Everything was written but the answer to the caller. */
			went_on += err.code == ERR_INPUT;
			break;
		}
		went_on += story_drill_step(d) == STORY_OVER || *story_drill_question(d) != 0;
	}
	tap_ok(cuts >= 3, "%d steps were cut in the middle", cuts);
	tap_is_int(went_on, cuts, "each went on");
	json_t *json = NULL;

	tap_ok(!story_debrief_json(p, s, id, &json, &err) && json_array_size(json_get_array(json, "stages")) == 2 && json_get_bool(json, "ended", false),
	       "to the end of both halves %s", err.text);
	json_decref(json);
	story_drill_free(d);
	store_close(s);
}

static void test_page(const struct story_pack *p, struct store *s)
{
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = 8, .level = TALK_L5, .limit_ms = 60000});
	json_t *json = story_drill_json(d), *matrix = NULL, *list = NULL;
	struct err err = {0};
	char *text = json_text(json);

	tap_is_text(json_get_text(json, "step", ""), "tell", "a page is told the step");
	tap_is_text(json_get_text(json, "question", ""), story_drill_question(d), "the question");
	tap_is_int(json_get_int(json, "limit_ms", 0), 60000, "the clock");
	for (size_t i = 0; i < p->principle_count; i++)
		if (strcasestr(text, p->principles[i].name) || strstr(text, p->principles[i].id))
			tap_ok(false, "and the principle '%s', which it must not be", p->principles[i].id);
	tap_ok(!story_list_json(p, s, &list, &err) && json_get_int(list, "open_drill", 0) == story_drill_id(d), "the list says which drill is open");
	story_drill_end(d, 0, &err);
	tap_ok(!story_matrix_json(p, s, &matrix, &err) && json_array_size(json_get_array(matrix, "principles")) == 16 &&
	       json_array_size(json_get_array(matrix, "kinds")) == 3, "the matrix");
	free(text);
	json_decref(json);
	json_decref(list);
	json_decref(matrix);
	story_drill_free(d);
}

static void test_first_and_last(const struct story_pack *p, struct store *s)
{
	struct story_drill *d = NULL;
	struct err err = {0};

	tap_is_int(story_drill_resume(&d, p, s, 0, &err), ERR_MISSING, "nothing is open: %s", err.text);
	tap_is_int(story_drill_begin(&d, p, s, &(struct story_draw){.principle = "greatness"}, &err), ERR_MISSING, "no such principle");
	tap_is_int(story_drill_begin(&d, p, s, &(struct story_draw){.story = 777}, &err), ERR_MISSING, "no such memory");
	d = begin(p, s, (struct story_draw){.seed = 1, .level = TALK_L5});
	tap_ok(d && story_drill_step(d) == STORY_TELL && *story_drill_question(d), "a question stands");
	int64_t id = story_drill_id(d);

	tap_ok(!story_drill_end(d, 10, &err) && story_drill_step(d) == STORY_OVER && !*story_drill_question(d), "ended before anything was told");
	tap_ok(!story_drill_end(d, 10, &err), "once more is no error");
	struct story_said said;

	tap_is_int(story_drill_say(d, STR("x"), 0, &said, &err), ERR_USAGE, "nothing more can be said");
	story_drill_free(d);
	tap_is_int(story_drill_resume(&d, p, s, id, &err), ERR_INPUT, "an ended drill is not taken up");
	json_t *json = NULL;

	tap_is_int(story_debrief_json(p, s, id, &json, &err), ERR_MISSING, "and there is nothing to say about it");
	tap_is_int(story_debrief_json(p, s, 99999, &json, &err), ERR_MISSING, "nor about one that never was");
}

static void test_bad_input(const struct story_pack *p, struct store *s)
{
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = 2, .level = TALK_L5});
	static const char *const odd[] = {"1 2 3 4 5 6 7 8 9", "\xF0\x9F\x99\x82\xF0\x9F\x94\xA5", "Wir haben dann die Daten neu geladen und alle waren froh."};
	char *question = strdup(story_drill_question(d)), *big = malloc(STORY_TEXT_BYTES_MAX + 100);
	struct story_said said;
	struct err err = {0};
	const char *draft = NULL;
	int64_t at_ms = 0;

	tap_ok(!story_drill_say(d, STR(" \n "), 0, &said, &err) && said.empty && story_drill_step(d) == STORY_TELL, "nothing said: the question stands");
	for (size_t i = 0; i < 3; i++) {
		enum err_code code = story_drill_say(d, str_of(odd[i]), 0, &said, &err);

		tap_ok(!code && said.not_evaluable && *said.why, "odd text %zu could not be evaluated: %s", i, said.why);
		tap_ok(story_drill_step(d) == STORY_TELL && !strcmp(question, story_drill_question(d)), "and the question stands");
	}
	memset(big, 'a', STORY_TEXT_BYTES_MAX + 100);
	tap_is_int(story_drill_say(d, (struct str){big, STORY_TEXT_BYTES_MAX + 100}, 0, &said, &err), ERR_LIMIT, "too long: %s", err.text);
	tap_ok(!store_draft_get(s, story_drill_draft(d), &arena, &draft, &at_ms, &err) && draft && strlen(draft) == STORY_TEXT_BYTES_MAX + 100,
	       "kept as a draft");
	size_t n = 0;

	while (n + sizeof(telling) < 200 * 1024) {
		memcpy(big + n, telling, sizeof(telling));
		big[n + sizeof(telling) - 1] = ' ';
		n += sizeof(telling);
	}
	tap_ok(!story_drill_say(d, (struct str){big, n}, 0, &said, &err), "a telling of 200 kB is taken %s", err.text);
	tap_ok(!story_drill_say(d, STR("I read\0 it in the log because \xff\xfe Ana asked, and the delay was 3 days."), 0, &said, &err) && said.replaced == 3,
	       "NUL and bad UTF-8 in a reply are replaced and counted");
	/* Story and answers are looked through as one text: what would be too much must not come into the record. */
	tap_is_int(story_drill_say(d, (struct str){big, 80 * 1024}, 0, &said, &err), ERR_LIMIT, "too long with the story: %s", err.text);
	int64_t big_id = story_drill_id(d);

	story_drill_free(d);
	err = (struct err){0};
	tap_ok(!story_drill_resume(&d, p, s, big_id, &err), "and it can be taken up %s", err.text);
	tap_ok(!story_drill_end(d, 0, &err), "and it ends %s", err.text);
	json_t *json = NULL;

	tap_ok(!story_debrief_json(p, s, story_drill_id(d), &json, &err) && json_array_size(json_get_array(json, "stages")) == 4,
	       "each telling is in the debrief %s", err.text);
	tap_is_text(json_get_text(json_array_get(json_get_array(json, "stages"), 0), "state", ""), "could not be evaluated", "with its state");
	tap_ok(!json_object_get(json_array_get(json_get_array(json, "stages"), 0), "opening"), "and with no verdict");
	tap_ok(json_object_get(json_array_get(json_get_array(json, "stages"), 3), "opening") != NULL, "which a telling has");
	json_decref(json);
	story_drill_free(d);
	free(question);
	free(big);
}

/* Everything that the debrief quotes was said in this drill. */
static void test_debrief(const struct story_pack *p, struct store *s)
{
	json_t *d = NULL, *stage, *probe, *gave;
	size_t i, k, n, quotes = 0, grounded = 0, probes = 0, whys = 0;
	struct err err = {0};

	free(run(p, s, 23, false));
	tap_ok(!story_debrief_json(p, s, 0, &d, &err), "debrief %s", err.text);
	tap_ok(is_state(json_get_text(d, "state", "")), "a state: %s", json_get_text(d, "state", ""));
	tap_is_int((long long)json_array_size(json_get_array(d, "stages")), 2, "two tellings: the lens was switched");
	const json_t *stages = json_get_array(d, "stages");

	tap_ok(strcmp(json_get_text(json_array_get(stages, 0), "principle", ""), json_get_text(json_array_get(stages, 1), "principle", "")),
	       "from one principle to another");
	json_array_foreach(stages, i, stage) {
		struct buf said;

		buf_init(&said, 1 << 20);
		buf_adds(&said, json_get_text(stage, "telling", ""));
		tap_ok(is_state(json_get_text(stage, "state", "")), "stage %zu: %s", i, json_get_text(stage, "state", ""));
		json_array_foreach(json_get_array(stage, "probes"), k, probe) {
			const char *quote = json_get_text(probe, "quote", "");

			probes++;
			whys += *json_get_text(probe, "why", "") != 0 && json_get_text(probe, "verdict", NULL) != NULL;
			quotes += *quote != 0;
			grounded += *quote && strstr(buf_text(&said), quote);
			buf_addf(&said, "\n\n%s", json_get_text(probe, "reply", ""));
			json_array_foreach(json_get_array(probe, "gave"), n, gave) {
				quotes++;
				grounded += strstr(json_get_text(probe, "reply", ""), json_string_value(gave)) != NULL;
			}
		}
		buf_release(&said);
	}
	tap_ok(probes >= 4 && whys == probes, "%zu probes, each with its reason and verdict", probes);
	tap_ok(quotes > 0, "%zu quotes", quotes);
	tap_is_int((long long)grounded, (long long)quotes, "each of them was said");
	tap_ok(*json_get_text(json_get_object(d, "change"), "text", "") && *json_get_text(json_get_object(d, "change"), "why", ""), "the one change, and why");
	json_decref(d);
}

static void test_evasion(const struct story_pack *p, struct store *s)
{
	static const char salad[] = "I demonstrated ownership and leadership, aligned stakeholders, delivered results with metrics and a baseline, root cause, "
				    "mechanism, trade-off, alternatives, scale, idempotent, monitoring, lessons learned, and the project was a great success.";
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = 4, .principle = "dive-deep", .level = TALK_L5});
	struct err err = {0};
	json_t *json = NULL;

	for (int step = 0; d && story_drill_step(d) != STORY_OVER && step < 40; step++)
		if (!say(d, story_drill_step(d) == STORY_TELL ? salad : "We worked closely with the team and it was a great learning experience."))
			break;
	if (story_drill_step(d) != STORY_OVER)
		story_drill_end(d, 0, &err);
	tap_ok(!story_debrief_json(p, s, story_drill_id(d), &json, &err), "the debrief of a salad %s", err.text);
	tap_ok(strcmp(json_get_text(json, "state", ""), "survived") != 0, "a list of the right words does not survive: %s", json_get_text(json, "state", ""));
	json_decref(json);
	story_drill_free(d);
}

/* What was cleared up is not raised again, neither after the switch nor on another day. */
static void test_cleared(const struct story_pack *p)
{
	static const char told[] = "In March the clicks of one Sunday did not match the invoices, and nobody owned the report. The billing team had six people "
				   "then. I pulled 1,200 events and counted them row by row against the server log. I decided to rebuild the load by event "
				   "date instead of patching the numbers by hand. The billing team had nine people then. The difference fell from 4 % to 0.2 %.";
	static const char later[] = "Nobody owned the click report, so I took it. The billing team had nine people then. I wrote a check that stops the load "
				    "when a day shrinks by more than 5 %, because a vendor release had sent no clicks for an hour.";
	struct store *s = check_store(&arena, "cleared");
	int64_t id = CHECK_ADD(p, s, check_clicks);
	size_t raised = 0, tellings = 0;

	for (int drill = 0; drill < 2; drill++) {
		struct story_drill *d = begin(p, s, (struct story_draw){.seed = 3, .principle = "ownership", .story = id, .level = TALK_L5});
		size_t k = 0;

		for (int step = 0; d && story_drill_step(d) != STORY_OVER && step < 40; step++) {
			bool tell = story_drill_step(d) == STORY_TELL;
			bool clash = !tell && strstr(story_drill_question(d), "had six people");

			raised += clash;
			tellings += tell;
			if (!say(d, tell ? (tellings == 1 ? told : later) : clash ? "Nine is right: six were there in March and three came in April." : replies[k++ % 7]))
				break;
		}
		story_drill_free(d);
	}
	tap_is_int((long long)tellings, 4, "told four times");
	tap_is_int((long long)raised, 1, "and asked about the two numbers once");
	store_close(s);
}

static bool take_elapsed(const struct store_record *e, void *arg)
{
	*(int64_t *)arg = json_get_int(e->body, "elapsed_ms", 0);
	return true;
}

/* Taken up, the clock goes on at the same second: what was used on earlier questions, and on the one that stands. */
static void test_clock(const struct story_pack *p)
{
	struct store *s = check_store(&arena, "clock");
	struct story_drill *d;
	struct story_said said;
	struct err err = {0};
	int64_t id;

	CHECK_ADD(p, s, check_clicks);
	d = begin(p, s, (struct story_draw){.seed = 5, .principle = "ownership", .limit_ms = 600000, .level = TALK_L5});
	id = story_drill_id(d);
	tap_ok(story_drill_spent_ms(d) == 0 && story_drill_on_ms(d) == 0, "a new drill has its whole clock");
	tap_ok(!story_drill_tick(d, 70000, false, &err), "the clock is kept %s", err.text);
	tap_ok(!story_drill_tick(d, 70400, false, &err), "and less than a second later it is not");
	story_drill_free(d);
	tap_ok(!story_drill_resume(&d, p, s, id, &err) && story_drill_spent_ms(d) == 0, "taken up %s", err.text);
	tap_is_int(story_drill_on_ms(d), 70000, "the first question has used its seconds");
	tap_ok(!story_drill_tick(d, 70500, true, &err), "kept at once when one leaves");
	story_drill_free(d);
	tap_ok(!story_drill_resume(&d, p, s, id, &err) && story_drill_on_ms(d) == 70500, "so nothing is lost");
	tap_ok(!story_drill_say(d, STR(" \n"), 80000, &said, &err) && said.empty && story_drill_spent_ms(d) == 0, "nothing said: the question's clock runs on");
	tap_ok(!story_drill_say(d, str_of(telling), 90000, &said, &err) && story_drill_spent_ms(d) == 90000 && story_drill_on_ms(d) == 0, "told in 90 seconds");
	story_drill_free(d);
	tap_ok(!story_drill_resume(&d, p, s, id, &err) && story_drill_spent_ms(d) == 90000 && story_drill_on_ms(d) == 0, "which the record says too");
	/* A page that knows only of its own time: what was kept already is not taken back. */
	tap_ok(!story_drill_tick(d, 20000, true, &err) && !story_drill_say(d, str_of(replies[0]), 5000, &said, &err), "a reply %s", err.text);
	tap_is_int(story_drill_spent_ms(d), 110000, "no second is given back");
	json_t *json = story_drill_json(d);

	tap_ok(json_get_int(json, "spent_ms", 0) == 110000 && json_get_int(json, "question_ms", 1) == 0, "a page is told");
	json_decref(json);
	story_drill_tick(d, 3000, true, &err);
	tap_ok(!story_drill_end(d, 4000, &err), "it ends %s", err.text);
	struct store_which which = {.attempt = id, .kind = "story.ended"};
	int64_t elapsed_ms = 0;

	tap_ok(!store_events(s, &which, take_elapsed, &elapsed_ms, &err) && elapsed_ms == 114000, "with its whole time: %lld", (long long)elapsed_ms);
	story_drill_free(d);
	store_close(s);
}

static bool has(struct str s, const char *text)
{
	return s.n >= strlen(text) && memmem(s.p, s.n, text, strlen(text));
}

static void test_drift(const struct story_pack *p)
{
	struct store *s = check_store(&arena, "drift");
	struct story_drift *drifts = NULL;
	struct err err = {0};
	size_t n = 0;

	setenv("SPAR_NOW", "2026-11-20T09:00:00Z", 1);
	int64_t id = CHECK_ADD(p, s, check_clicks);

	tap_ok(!story_drifts(p, s, id, &arena, &drifts, &n, &err) && n == 0, "nothing told: no drift");
	setenv("SPAR_NOW", "2026-11-22T09:00:00Z", 1);
	struct story_drill *d = begin(p, s, (struct story_draw){.seed = 1, .story = id, .level = TALK_L5});

	say(d, "I counted 1,200 events row by row against the server log. The difference to the invoices fell from 4 % to 0.2 %. I compared the two every "
	       "week for three months.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	tap_ok(!story_drifts(p, s, id, &arena, &drifts, &n, &err) && n == 0, "the same numbers: no drift");
	setenv("SPAR_NOW", "2026-11-24T09:00:00Z", 1);
	d = begin(p, s, (struct story_draw){.seed = 2, .story = id, .level = TALK_L5});
	say(d, "I counted 3,000 events row by row against the server log. The difference to the invoices fell from 9 % to 0.2 %. I compared the two every "
	       "week for three months.");
	story_drill_end(d, 0, &err);
	int64_t drill = story_drill_id(d);

	story_drill_free(d);
	tap_ok(!story_drifts(p, s, id, &arena, &drifts, &n, &err) && n >= 2, "%zu numbers drift", n);
	bool events = false, percent = false, other = false;

	for (size_t i = 0; i < n; i++) {
		printf("# %.*s (%s) / %.*s (%s)\n", (int)drifts[i].quote.n, drifts[i].quote.p, drifts[i].where, (int)drifts[i].quote2.n,
		       drifts[i].quote2.p, drifts[i].where2);
		if (has(drifts[i].quote, "1,200") && has(drifts[i].quote2, "3,000"))
			events = !strncmp(drifts[i].where2, "2026-11-24", 10);
		else if (has(drifts[i].quote, "4 %") && has(drifts[i].quote2, "9 %"))
			percent = true;
		else
			other = true;
	}
	tap_ok(events, "the events, with the day of the later telling");
	tap_ok(percent, "the percentage before");
	tap_ok(!other, "and nothing that stayed the same");
	static const struct check_answer refunds[] = {
		{"happening", "The refund report is read by finance every morning at eight and by 14 people in customer service."},
		{"came", "Customer service had 11 mails about refunds a week before it and 2 after. There were no doubled refunds in four months."},
	};
	int64_t calm = CHECK_ADD(p, s, refunds);

	d = begin(p, s, (struct story_draw){.seed = 2, .story = calm, .level = TALK_L5});
	say(d, "The customers paid: 2,100 people got their money a day later, and customer service had about 40 mails more the next morning than on a "
	       "usual day. Since then there were no doubled refunds in four months, against 37 in that one week. Customer service went from 11 mails "
	       "about refunds a week to 2.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	tap_ok(!story_drifts(p, s, calm, &arena, &drifts, &n, &err) && n == 0, "other numbers about other things are no drift: %zu", n);
	static const struct check_answer report[] = {{"happening", "The refund report is read by finance every morning and by people in customer service."}};
	int64_t more = CHECK_ADD(p, s, report);

	d = begin(p, s, (struct story_draw){.seed = 2, .story = more, .level = TALK_L5});
	say(d, "The customers paid for it, and customer service had about 40 mails more the next morning than on a usual day. I told Petra before.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	d = begin(p, s, (struct story_draw){.seed = 3, .story = more, .level = TALK_L5});
	say(d, "I handed the check over in August. Customer service went from 11 mails about refunds a week to 2. I asked Petra for the counts.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	tap_ok(!story_drifts(p, s, more, &arena, &drifts, &n, &err) && n == 0, "forty mails more and eleven mails do not differ: %zu", n);

	/* Two sentences about one report that count different things: a word or two in common is no claim in common. */
	static const struct check_answer products[] = {
		{"did", "I compared the report with the warehouse system for 30 products, I found that deleted products were never removed, and I rewrote the load."}};
	int64_t stock = CHECK_ADD(p, s, products);

	d = begin(p, s, (struct story_draw){.seed = 2, .story = stock, .level = TALK_L5});
	say(d, "The buyers took 50 products from the shelf each Monday and compared them with the report. Before that the counts were wrong for weeks.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	tap_ok(!story_drifts(p, s, stock, &arena, &drifts, &n, &err) && n == 0, "30 products compared and 50 taken from the shelf do not differ: %zu", n);

	static const struct check_answer weeks[] = {{"came", "Since then there were no doubled refunds in four months, against 37 in that one week."}};
	int64_t one = CHECK_ADD(p, s, weeks);

	d = begin(p, s, (struct story_draw){.seed = 2, .story = one, .level = TALK_L5});
	say(d, "The check takes four minutes for the refunds of one evening, and then the file is sent. Nobody has to look at it any more.");
	say(d, "It takes four minutes for 2,100 refunds a week; with ten times as many it would still end before six.");
	story_drill_end(d, 0, &err);
	story_drill_free(d);
	tap_ok(!story_drifts(p, s, one, &arena, &drifts, &n, &err) && n == 0, "a week and four minutes are two things: %zu", n);

	json_t *json = NULL;

	tap_ok(!story_debrief_json(p, s, drill, &json, &err) && json_array_size(json_get_array(json, "drift")) >= 2, "the debrief has them");
	tap_ok(strstr(json_get_text(json_get_object(json, "change"), "text", ""), "Settle the number") != NULL, "and they are the one change");
	json_decref(json);
	unsetenv("SPAR_NOW");
	store_close(s);
}

static void test_rebuild_and_export(const struct story_pack *p, struct store *s)
{
	struct err err = {0};
	json_t *before = NULL, *after = NULL;
	struct buf b;

	tap_ok(!story_json(p, s, 1, true, &before, &err) && json_array_size(json_get_array(before, "tellings")) > 0, "a memory with tellings %s", err.text);
	tap_ok(!store_rebuild(s, &err) && !story_json(p, s, 1, true, &after, &err) && json_equal(before, after), "rebuilt from events: the same %s", err.text);
	json_decref(before);
	json_decref(after);
	buf_init(&b, 8 << 20);
	tap_ok(!story_export(p, s, &b, &err) && strstr(buf_text(&b), "# Stories") && strstr(buf_text(&b), "> The nightly click report"), "exported %s", err.text);
	tap_ok(strstr(buf_text(&b), "Told on ") != NULL, "with its tellings");
	buf_release(&b);
}

int main(void)
{
	arena_init(&arena, 200u << 20);
	struct story_pack *p = check_pack();
	struct store *s = check_store(&arena, "drill");

	if (p && s) {
		CHECK_ADD(p, s, check_clicks);
		test_first_and_last(p, s);
		test_steps(p, s);
		test_resume(p);
		test_cut_in_a_step(p);
		test_page(p, s);
		test_bad_input(p, s);
		test_debrief(p, s);
		test_evasion(p, s);
		test_cleared(p);
	test_clock(p);
	test_drift(p);
		test_rebuild_and_export(p, s);
	}
	store_close(s);
	story_pack_free(p);
	arena_release(&arena);
	return tap_done();
}
