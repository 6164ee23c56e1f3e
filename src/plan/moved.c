/*
 * What stands elsewhere than in the previous plan, and why.
 *
 * Blocks are compared by their identifiers. The reason is looked for from the most certain to the least: the candidate changed the date, the
 * hours or the role; the day went by; what the record says about the block's subject changed; else others moved.
 */
#include "plan/plan_int.h"

#include <assert.h>

struct found {
	const struct plan_block *block;
	const struct plan_day *day;
};

static struct found find_block(const struct plan *p, const char *id)
{
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			if (p->days[d].blocks[i].id && !strcmp(p->days[d].blocks[i].id, id))
				return (struct found){&p->days[d].blocks[i], &p->days[d]};
	return (struct found){NULL, NULL};
}

static const struct plan_day *find_day(const struct plan *p, int date)
{
	for (size_t d = 0; d < p->day_count; d++)
		if (p->days[d].date == date)
			return &p->days[d];
	return NULL;
}

static const struct plan_fact *find_fact(const struct plan *p, enum evidence_about about, const char *id)
{
	for (size_t i = 0; id && i < p->fact_count; i++)
		if (p->facts[i].about == about && p->facts[i].id && !strcmp(p->facts[i].id, id))
			return &p->facts[i];
	return NULL;
}

/* The change of what is known about one thing, in words; NULL when nothing changed. */
static const char *fact_change(struct maker *m, enum evidence_about about, const char *id)
{
	const struct plan_fact *old = find_fact(m->in->previous, about, id);
	const struct plan_evidence *now = evidence_find(m->in, about, id);
	int attempts = (now ? now->attempts : 0) - (old ? old->attempts : 0);
	int successes = (now ? now->successes : 0) - (old ? old->successes : 0);
	const char *name = now && now->name ? now->name : id;

	if (attempts <= 0)
		return NULL;
	if (about == ABOUT_FAMILY)
		return arena_printf(m->a, "%d more %s in %s.", attempts, attempts == 1 ? "mistake" : "mistakes", name);
	if (successes >= attempts)
		return arena_printf(m->a, "%s went well since (%d of %d).", name, successes, attempts);
	return arena_printf(m->a, "%s is weak: %d of %d since the last plan.", name, successes < 0 ? 0 : successes, attempts);
}

static const struct rule_topic *topic_of(const struct maker *m, const char *id)
{
	for (size_t i = 0; id && i < m->work_count; i++)
		if (!strcmp(m->work[i].topic->id, id))
			return m->work[i].topic;
	return NULL;
}

/* What the record says that it did not say before, about a block's subject or its topic. */
static const char *evidence_reason(struct maker *m, const struct plan_block *b)
{
	const struct rule_topic *t = topic_of(m, b->topic);
	const char *why = NULL;

	if (b->subject)
		why = fact_change(m, b->kind == BLOCK_STORY ? ABOUT_PRINCIPLE : ABOUT_PATTERN, b->subject);
	if (!why)
		why = fact_change(m, ABOUT_TOPIC, b->topic);
	for (size_t i = 0; t && !why && i < t->family_count; i++)
		why = fact_change(m, ABOUT_FAMILY, t->families[i]);
	for (size_t i = 0; t && !why && i < t->pattern_count; i++)
		why = fact_change(m, ABOUT_PATTERN, t->patterns[i]);
	return why;
}

/* Anything at all that the record says anew. */
static const char *any_evidence(struct maker *m)
{
	const char *why = NULL;

	for (size_t i = 0; !why && i < m->in->evidence_count; i++)
		why = fact_change(m, m->in->evidence[i].about, m->in->evidence[i].id);
	return why;
}

/* What the candidate set anew; NULL when it is all the same. */
static const char *input_reason(struct maker *m)
{
	const struct plan *old = m->in->previous, *now = m->p;

	if (!old->interview_ms && now->interview_ms)
		return arena_printf(m->a, "The interview has a date now: %s.", date_words(m->a, now->interview_date, false));
	if (old->interview_date != now->interview_date)
		return arena_printf(m->a, "The interview is on %s now, not on %s.", date_words(m->a, now->interview_date, false),
				    date_words(m->a, old->interview_date, false));
	if (old->kind != now->kind)
		return arena_printf(m->a, "The interview is set to '%s' now.", plan_kind_name(now->kind));
	if (old->level != now->level)
		return arena_printf(m->a, "The level is %s now.", plan_level_name(now->level));
	if (old->lean != now->lean)
		return arena_printf(m->a, "The role leans to %s now.", plan_lean_name(now->lean));
	return NULL;
}

static const char *hours_reason(struct maker *m, int date)
{
	const struct plan_day *old = find_day(m->in->previous, date), *now = find_day(m->p, date);

	if (!old || !now || old->free_minutes == now->free_minutes)
		return NULL;
	return arena_printf(m->a, "%s has %s now instead of %s.", date_words(m->a, date, false), minutes_words(m->a, now->free_minutes),
			    minutes_words(m->a, old->free_minutes));
}

static const char *any_hours(struct maker *m)
{
	const char *why = NULL;

	for (size_t d = 0; !why && d < m->p->day_count; d++)
		why = hours_reason(m, m->p->days[d].date);
	return why;
}

/* What was ticked or pinned since; what no longer is. */
static const char *marks_reason(struct maker *m)
{
	const struct plan *old = m->in->previous;

	for (size_t d = 0; d < m->p->day_count; d++)
		for (size_t i = 0; i < m->p->days[d].block_count; i++) {
			const struct plan_block *b = &m->p->days[d].blocks[i];
			struct found f = find_block(old, b->id);

			if (!f.block || (f.block->ticked == b->ticked && f.block->pinned == b->pinned && (!b->pinned || f.block->start_ms == b->start_ms)))
				continue;
			if (b->ticked && !f.block->ticked)
				return arena_printf(m->a, "'%s' is done, and the rest moved up.", b->what);
			if (b->pinned)
				return arena_printf(m->a, "'%s' was pinned to %s.", b->what, date_words(m->a, b->date, false));
		}
	for (size_t d = 0; d < old->day_count; d++)
		for (size_t i = 0; i < old->days[d].block_count; i++) {
			const struct plan_block *b = &old->days[d].blocks[i];
			const struct plan_block *now = b->ticked || b->pinned ? find_block(m->p, b->id).block : NULL;

			if ((b->ticked || b->pinned) && !(now && (now->ticked == b->ticked && now->pinned == b->pinned)))
				return arena_printf(m->a, "'%s' is no longer %s.", b->what, b->ticked ? "ticked" : "pinned");
		}
	return NULL;
}

/* A tool that the job post brought or took away. */
static const char *post_reason(struct maker *m, const struct plan_block *own)
{
	const struct plan *old = m->in->previous, *now = m->p;

	if (own->kind == BLOCK_OUTSIDE && !find_block(old, own->id).block)
		return "The job post asks for it.";
	if (own->kind == BLOCK_OUTSIDE && !find_block(now, own->id).block)
		return "The job post does not ask for it any more, or other things are worth more.";
	for (size_t d = 0; d < now->day_count; d++)
		for (size_t i = 0; i < now->days[d].block_count; i++) {
			const struct plan_block *b = &now->days[d].blocks[i];

			if (b->kind == BLOCK_OUTSIDE && !find_block(old, b->id).block)
				return arena_printf(m->a, "'%s' came in, since the job post asks for it.", b->what);
		}
	return NULL;
}

/* A debrief that asks for a block. */
static const char *wanted_reason(struct maker *m, const struct plan_block *b)
{
	for (size_t i = 0; i < m->in->wanted_count; i++)
		if (b->why == m->in->wanted[i].why)
			return arena_printf(m->a, "A debrief asks for it. %s", b->why);
	return NULL;
}

static const char *reason(struct maker *m, const struct plan_block *b, int from_date, int to_date)
{
	const char *why = input_reason(m);

	if (!why)
		why = wanted_reason(m, b);

	if (!why && from_date && from_date < m->p->today)
		why = arena_printf(m->a, "It was not ticked on %s; the days that are left take it.", date_words(m->a, from_date, false));
	if (!why && from_date)
		why = hours_reason(m, from_date);
	if (!why && to_date)
		why = hours_reason(m, to_date);
	if (!why && b->kind == BLOCK_OUTSIDE)
		why = post_reason(m, b);
	if (!why)
		why = evidence_reason(m, b);
	if (!why)
		why = marks_reason(m);
	if (!why)
		why = any_hours(m);
	if (!why)
		why = post_reason(m, b);
	if (!why && m->in->previous->today != m->p->today)
		why = arena_printf(m->a, "%s is over, and what was left of it had to find room.", date_words(m->a, m->in->previous->today, false));
	if (!why)
		why = any_evidence(m);
	return why ? why : "What stands before it changed.";
}

static void add(struct maker *m, enum plan_change change, const struct plan_block *b, const struct plan_block *from, const struct plan_block *to)
{
	struct plan_moved *v = &m->p->moved[m->p->moved_count++];

	*v = (struct plan_moved){.change = change, .id = arena_strdup(m->a, b->id), .what = arena_strdup(m->a, b->what ? b->what : b->id)};
	if (from) {
		v->from_date = from->date;
		v->from_minutes = from->minutes;
	}
	if (to) {
		v->to_date = to->date;
		v->to_minutes = to->minutes;
	}
	v->why = reason(m, b, v->from_date, v->to_date);
}

static size_t block_total(const struct plan *p)
{
	size_t n = 0;

	for (size_t d = 0; d < p->day_count; d++)
		n += p->days[d].block_count;
	return n;
}

void tell_moved(struct maker *m)
{
	const struct plan *old = m->in->previous, *now = m->p;

	m->p->moved = ARENA_NEW(m->a, struct plan_moved, block_total(old) + block_total(now) + 1);
	for (size_t d = 0; d < now->day_count; d++)
		for (size_t i = 0; i < now->days[d].block_count; i++) {
			const struct plan_block *b = &now->days[d].blocks[i];
			struct found f = find_block(old, b->id);

			if (b->kind == BLOCK_REST || b->ticked)
				continue;
			if (!f.block)
				add(m, CHANGE_ADDED, b, NULL, b);
			else if (f.block->date != b->date)
				add(m, CHANGE_MOVED, b, f.block, b);
			else if (f.block->minutes != b->minutes)
				add(m, CHANGE_RESIZED, b, f.block, b);
		}
	for (size_t d = 0; d < old->day_count; d++)
		for (size_t i = 0; i < old->days[d].block_count; i++) {
			const struct plan_block *b = &old->days[d].blocks[i];

			if (b->kind != BLOCK_REST && b->id && !b->ticked && !find_block(now, b->id).block)
				add(m, CHANGE_DROPPED, b, b, NULL);
		}
}
