#include "mock/guide.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "mock/ready_int.h"

#define CHECK_PHASE 5              /* of plan.h: readiness */

/* Is anything of today's in the plan, done or not? */
static bool has_today(const struct plan *p)
{
	for (size_t d = 0; d < p->day_count; d++)
		if (p->days[d].date == p->today)
			return p->days[d].block_count > 0;
	return false;
}

const char *guide_say_name(enum guide_say say)
{
	static const char *const names[] = {"go", "done", "eve", "stop"};

	return names[say];
}

static void say(struct guide *g, enum guide_say what, const char *title, const char *text)
{
	g->say = what;
	g->title = title;
	g->text = text;
}

static void say_stop(struct guide *g, const char *title, const char *text, const char *left)
{
	say(g, GUIDE_STOP, title, text);
	g->left = left;
}

/* When the first line of a gate goes stale. */
static int64_t holds_until(const json_t *ready)
{
	const json_t *gates = json_get_array(ready, "gates");
	int64_t until_ms = INT64_MAX;

	for (size_t i = 0; i < json_array_size(gates); i++) {
		const json_t *gate = json_array_get(gates, i), *lines = json_get_array(gate, "lines");

		for (size_t k = 0; !json_get_bool(gate, "checklist", false) && k < json_array_size(lines); k++) {
			int64_t stale_ms = clock_parse_utc(json_get_text(json_array_get(lines, k), "stale_at", ""));

			if (stale_ms >= 0 && stale_ms < until_ms)
				until_ms = stale_ms;
		}
	}
	return until_ms;
}

/* On the last day the list is what is left, and behind it nothing. */
static void say_eve(const struct ready_rules *r, struct guide *g)
{
	if (!g->block)
		say_stop(g, "Stop", r->evening, "nothing more is practised before the interview");
	else
		say(g, GUIDE_EVE, "The interview is tomorrow", g->block->phase == CHECK_PHASE ? r->eve : r->eve_work);
}

void guide_make(const struct ready_rules *r, const json_t *ready, const struct keep *k, struct guide *out)
{
	const char *holds = json_get_text(ready, "stop", NULL);
	const struct plan *p = k ? k->plan : NULL;

	*out = (struct guide){0};
	if (p && p->status == PLAN_TODAY) {
		say_stop(out, "Today is the interview", p->summary, "the interview is today");
	} else if (p && p->status == PLAN_PAST) {
		return;
	} else if (holds) {
		say_stop(out, "Stop", holds, "both gates hold, and they do not ask for it");
		out->holds = true;
		out->until_ms = holds_until(ready);
	} else if (p) {
		out->block = keep_next(p, k->in.now_ms);
		if (p->days_left == 1 && p->interview_ms)
			say_eve(r, out);
		else if (out->block ? out->block->date > p->today && has_today(p) : p->technical_minutes + p->behavioural_minutes > 0)
			say(out, GUIDE_DONE, out->block ? "Today is done" : "All of the plan is done", r->day_done);
	}
}

enum err_code guide_open(struct bank *b, struct store *s, const struct keep *k, int64_t now_ms, struct arena *a, struct guide *out, struct err *err)
{
	const struct ready_rules *rules = NULL;
	json_t *ready = NULL;
	enum err_code code = ready_rules_of(b, &rules, err);

	if (!code)
		code = ready_make(rules, b, s, now_ms, NULL, &ready, err);
	if (!code) {
		guide_make(rules, ready, k, out);
		/* What is lent by the gates dies with them. */
		if (out->text)
			out->text = arena_strdup(a, out->text);
	}
	json_decref(ready);
	return code;
}

void guide_leave(const struct guide *g, json_t *ready)
{
	const json_t *gates = json_get_array(ready, "gates");

	for (size_t i = 0; i < json_array_size(gates); i++) {
		const json_t *gate = json_array_get(gates, i), *lines = json_get_array(gate, "lines");

		for (size_t k = 0; k < json_array_size(lines); k++) {
			json_t *line = json_array_get(lines, k);
			bool open = json_get_bool(gate, "checklist", false) && strcmp(json_get_text(line, "state", ""), "passed") != 0;

			json_object_set_new(line, "left", open && g->say == GUIDE_STOP ? json_string(g->left) : json_null());
		}
	}
}

/* "Both gates hold. Nothing more today. Without another success they hold until Sat 28 November." */
static const char *today_words(const struct guide *g, const struct keep *k, int until, struct arena *a)
{
	int minute = zone_minute(k->zone, g->until_ms);

	if (until == k->plan->today)
		return arena_printf(a, "Both gates hold. Nothing more now. Without another success they hold until %02d:%02d.", minute / 60 % 24, minute % 60);
	if (until >= k->plan->interview_date)
		return "Both gates hold. Nothing more today.";
	return arena_printf(a, "Both gates hold. Nothing more today. Without another success they hold until %s.", date_words(a, until, false));
}

void guide_plan(const struct guide *g, struct keep *k, struct arena *a)
{
	struct plan *p = k->plan;
	struct plan_stop how = {g->title, g->text, NULL, NULL, p->today + 1};

	/* On the day itself, and behind it, the plan is empty and says so. */
	if (g->say != GUIDE_STOP || p->status == PLAN_TODAY || p->status == PLAN_PAST)
		return;
	if (g->holds) {
		how.until = g->until_ms == INT64_MAX ? p->interview_date : zone_date(k->zone, g->until_ms);
		how.today = today_words(g, k, how.until, a);
		how.later = "Nothing, as long as both gates hold.";
	}
	plan_stop(k->rules, p, &how, a);
}

void guide_shown(struct bank *b, struct store *s, struct keep *k, struct arena *a, struct guide *out)
{
	struct err ignored = {0};

	*out = (struct guide){0};
	if (!guide_open(b, s, k, k->in.now_ms, a, out, &ignored))
		guide_plan(out, k, a);
}
