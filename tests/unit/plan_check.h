/*
 * What must hold of every plan, whatever it was made from.
 */
#ifndef SPAR_TESTS_PLAN_CHECK_H
#define SPAR_TESTS_PLAN_CHECK_H

#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "plan/plan.h"

#define MINUTE_MS 60000LL
#define DAY_MS (24 * 60 * MINUTE_MS)

/* NULL with the error shown. */
static inline struct plan *plan_made(const struct plan_rules *rules, const struct plan_input *in, struct arena *a)
{
	struct plan *p = NULL;
	struct err err = {0};

	if (plan_make(rules, in, a, &p, &err))
		printf("# %s\n", err.text);
	return p;
}

static inline bool is_work(const struct plan_block *b)
{
	return b->kind != BLOCK_REST;
}

/* Why one day is not as it must be; NULL when it is. */
static inline const char *day_fault(const struct plan_input *in, const struct plan *p, const struct plan_day *d, const struct zone *z)
{
	int minutes = 0, fixed = 0;

	if (d->date >= p->interview_date)
		return "a day on or after the interview";
	if (!d->past && d->used_minutes > d->free_minutes + d->over_minutes)
		return "over budget";
	for (size_t i = 0; i < d->block_count; i++) {
		const struct plan_block *b = &d->blocks[i];
		int64_t end_ms = b->start_ms + b->minutes * MINUTE_MS;
		bool held = b->pinned || b->ticked;

		minutes += b->minutes;
		fixed += held;
		if (!b->id || !b->what || !b->why || !b->todo || !*b->todo)
			return "a block without its texts";
		if (strstr(b->todo, "{") || strstr(b->what, "{"))
			return "a place that nobody filled";
		if (b->date != d->date || zone_date(z, b->start_ms) != d->date)
			return "a block in the wrong day";
		if (!held && (b->minutes % 5 || b->minutes > PLAN_BLOCK_MAX_MINUTES || (is_work(b) && b->minutes < PLAN_BLOCK_MIN_MINUTES)))
			return "a block of a wrong length";
		if (!held && b->start_ms < in->now_ms)
			return "a block before now";
		if (!held && end_ms > zone_instant_ms(z, d->date, 1440))
			return "a block over midnight";
		if (!b->outside != (b->command != NULL))
			return "outside, or a command";
		if (i && !held && !(d->blocks[i - 1].pinned || d->blocks[i - 1].ticked)) {
			const struct plan_block *a = &d->blocks[i - 1];
			int64_t gap = b->start_ms - a->start_ms - a->minutes * MINUTE_MS;

			if (gap < 0 || (gap < 10 * MINUTE_MS && is_work(a) && is_work(b)) || (!is_work(a) && !is_work(b)))
				return "no break between two blocks";
		}
	}
	if (d->block_count && !is_work(&d->blocks[d->block_count - 1]))
		return "a rest at the end of the day";
	if (!fixed && (minutes > d->free_minutes || d->over_minutes))
		return "more minutes than there are";
	return NULL;
}

/* SQL comes before design for L4, in what was laid and not held. */
static inline bool sql_first(const struct plan *p)
{
	bool design = false;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];

			if (b->pinned || b->ticked)
				continue;
			design |= b->phase == 3 && (b->kind == BLOCK_DESIGN || b->kind == BLOCK_PIPELINE || b->kind == BLOCK_MODEL);
			if (design && b->phase == 1)
				return false;
		}
	return true;
}

static inline const char *plan_fault(const struct plan_input *in, const struct plan *p)
{
	const struct zone *z = in->zone ? in->zone : zone_utc();

	for (size_t d = 0; d < p->day_count; d++) {
		const char *fault = day_fault(in, p, &p->days[d], z);

		if (fault)
			return fault;
		if (d && p->days[d].date <= p->days[d - 1].date)
			return "days out of order";
		for (size_t i = 0; i < p->days[d].block_count; i++)
			for (size_t e = 0; e <= d; e++)
				for (size_t k = 0; k < p->days[e].block_count && (e < d || k < i); k++)
					if (!strcmp(p->days[d].blocks[i].id, p->days[e].blocks[k].id))
						return "an id twice";
	}
	if ((p->status == PLAN_TODAY || p->status == PLAN_PAST) && p->day_count > in->mark_count)
		return "planned although there is no day";
	if (in->level == PLAN_L4 && !sql_first(p))
		return "design before SQL at L4";
	for (size_t i = 0; i < p->post.tool_count; i++)
		if (!p->post.tools[i].why || !p->post.tools[i].text)
			return "a tool without its reason";
	if (!p->summary || !p->sink_count || !p->stake_count || !p->team_count)
		return "a plan without its lists";
	return NULL;
}

#endif
