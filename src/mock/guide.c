#include "mock/guide.h"

#include <string.h>

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

/* On the last day the list is what is left, and behind it nothing. */
static void say_eve(const struct ready_rules *r, struct guide *g)
{
	if (!g->block)
		say(g, GUIDE_STOP, "Stop", r->evening);
	else
		say(g, GUIDE_EVE, "The interview is tomorrow", g->block->phase == CHECK_PHASE ? r->eve : r->eve_work);
}

void guide_make(const struct ready_rules *r, const json_t *ready, const struct keep *k, struct guide *out)
{
	const char *holds = json_get_text(ready, "stop", NULL);
	const struct plan *p = k ? k->plan : NULL;

	*out = (struct guide){0};
	if (p && p->status == PLAN_TODAY) {
		say(out, GUIDE_STOP, "Today is the interview", p->summary);
	} else if (p && p->status == PLAN_PAST) {
		return;
	} else if (holds) {
		say(out, GUIDE_STOP, "Stop", holds);
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
