/*
 * What each topic is worth now: its priority for this interview, what the role leans to, and what the evidence leaves to be done.
 */
#include "plan/plan_int.h"

#include <math.h>
#include <stdlib.h>

#define DAY_MS (24 * 3600 * 1000LL)
#define STRENGTH_MIN (-2)
#define STRENGTH_MAX 6
#define NEED_FLOOR 0.25            /* what is known perfectly is still worth this much of a look */
#define FAMILY_EACH 0.1            /* for each mistake of a family, up to FAMILY_MOST of them */
#define FAMILY_MOST 3
#define PRINCIPLES_COVERED 5       /* as the loop gate asks */
#define TOOLS_MUST_MAX 6
#define TOOLS_HOUR_MAX 4

double plan_recall(const struct plan_evidence *e, int64_t at_ms)
{
	int strength = e->strength < STRENGTH_MIN ? STRENGTH_MIN : e->strength > STRENGTH_MAX ? STRENGTH_MAX : e->strength;
	double days = (double)(at_ms - e->last_success_ms) / (double)DAY_MS;

	if (!e->successes || !e->last_success_ms)
		return 0;
	/* A clock that was wrong: what seems to lie ahead is taken as now. */
	return days <= 0 ? 1 : exp2(-days / exp2(strength));
}

const struct plan_evidence *evidence_find(const struct plan_input *in, enum evidence_about about, const char *id)
{
	for (size_t i = 0; id && i < in->evidence_count; i++)
		if (in->evidence[i].about == about && in->evidence[i].id && !strcmp(in->evidence[i].id, id))
			return &in->evidence[i];
	return NULL;
}

static double recall_of(const struct maker *m, enum evidence_about about, const char *id)
{
	const struct plan_evidence *e = evidence_find(m->in, about, id);

	return e ? plan_recall(e, m->horizon_ms) : 0;
}

/* What is left to do of a topic, 0 to 1. */
static double need_of(const struct maker *m, const struct rule_topic *t)
{
	const struct plan_evidence *own = evidence_find(m->in, ABOUT_TOPIC, t->id);
	double sum = 0;

	if (t->pattern_count) {
		for (size_t i = 0; i < t->pattern_count; i++)
			sum += recall_of(m, ABOUT_PATTERN, t->patterns[i]);
		return 1 - sum / (double)t->pattern_count;
	}
	if (own)
		return 1 - plan_recall(own, m->horizon_ms);
	if (t->kind == BLOCK_STORY) {
		for (size_t i = 0; i < m->r->principle_count; i++)
			sum += recall_of(m, ABOUT_PRINCIPLE, m->r->principles[i].id);
		return sum >= PRINCIPLES_COVERED ? 0 : 1 - sum / PRINCIPLES_COVERED;
	}
	return 1;
}

static double family_factor(const struct maker *m, const struct rule_topic *t)
{
	int mistakes = 0;

	for (size_t i = 0; i < t->family_count; i++) {
		const struct plan_evidence *e = evidence_find(m->in, ABOUT_FAMILY, t->families[i]);

		/* Older ones are in the patterns' failures. */
		if (e && e->last_ms > m->in->now_ms - 7 * DAY_MS)
			mistakes += e->attempts < 0 ? 0 : e->attempts > FAMILY_MOST ? FAMILY_MOST : e->attempts;
	}
	return 1 + FAMILY_EACH * (mistakes > FAMILY_MOST ? FAMILY_MOST : mistakes);
}

static void add_topic(struct maker *m, const struct rule_topic *t)
{
	const struct plan_input *in = m->in;
	struct work *w = &m->work[m->work_count++];

	*w = (struct work){.topic = t, .target = t->minutes[in->level], .need = need_of(m, t)};
	if (w->target)
		w->value = t->priority[in->kind] / 100.0 * t->level[in->level] / 100.0 * m->r->lean[m->p->lean][t->kind] / 100.0 *
			   (NEED_FLOOR + (1 - NEED_FLOOR) * w->need) * family_factor(m, t);
}

/* A tool of the post as a topic of its own, to be learnt outside. */
static void add_tool(struct maker *m, const struct plan_tool *t)
{
	bool must = t->verdict == TOOL_MUST;
	struct rule_topic *topic = ARENA_NEW(m->a, struct rule_topic, 1);
	struct work *w = &m->work[m->work_count++];

	topic->id = arena_printf(m->a, "tool-%s", t->id);
	topic->name = with_tool_name(m->a, m->r->block_text[t->verdict], t->name);
	topic->kind = BLOCK_OUTSIDE;
	topic->phase = 3;
	topic->block = must ? 45 : 30;
	topic->least = must ? 30 : 15;
	topic->why = t->why;
	topic->steps[0] = t->todo;
	topic->step_count = 1;
	topic->spar = t->todo;
	/* "One hour at most" holds for both: more than that is a course, not a preparation. */
	*w = (struct work){.topic = topic, .target = must ? 60 : 30, .cap = must ? 60 : 30, .need = 1, .value = must ? 0.72 : 0.4};
}

static bool is_covered(const struct maker *m, const struct plan_tool *t)
{
	for (size_t i = 0; i < m->r->tool_count; i++)
		if (!strcmp(m->r->tools[i].id, t->id))
			return m->r->tools[i].covered >= 0;
	return false;
}

/* The tools that the post names most often, of those that need a block. */
static void add_tools(struct maker *m, enum tool_verdict verdict, int most)
{
	const struct plan_post *post = &m->p->post;
	bool *taken = ARENA_NEW(m->a, bool, post->tool_count + 1);

	for (int k = 0; k < most; k++) {
		size_t best = post->tool_count;

		for (size_t i = 0; i < post->tool_count; i++)
			if (!taken[i] && post->tools[i].verdict == verdict && !is_covered(m, &post->tools[i]) &&
			    (best == post->tool_count || post->tools[i].mentions > post->tools[best].mentions))
				best = i;
		if (best == post->tool_count)
			return;
		taken[best] = true;
		add_tool(m, &post->tools[best]);
	}
}

/* Passed, and not failed since. */
static bool is_clean(const struct plan_evidence *e)
{
	return e && e->successes > 0 && e->strength >= 1;
}

static void decide(struct maker *m)
{
	const struct plan_rules *r = m->r;

	for (size_t i = 0; i < r->clean_count; i++)
		m->clean_count += is_clean(evidence_find(m->in, ABOUT_PATTERN, r->clean[i]));
	m->sql_clean = r->clean_count && m->clean_count * 100 >= r->clean_percent * (int)r->clean_count;
	for (size_t i = 0; i < r->decision_count && !m->decision; i++)
		if (r->decisions[i].levels[m->in->level] && r->decisions[i].sql_clean == m->sql_clean)
			m->decision = &r->decisions[i];
}

void weigh_topics(struct maker *m)
{
	decide(m);
	for (size_t i = 0; i < m->r->topic_count; i++)
		add_topic(m, &m->r->topics[i]);
	add_tools(m, TOOL_MUST, TOOLS_MUST_MAX);
	add_tools(m, TOOL_HOUR, TOOLS_HOUR_MAX);
}

double work_value(const struct work *w, double weight)
{
	if (w->value <= 0 || (w->cap && w->done + w->planned >= w->cap))
		return 0;
	return weight * w->value * exp2(-2.0 * (w->done + w->planned) / w->target);
}
