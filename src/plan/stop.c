/* The plan where nothing is to be done any more: what somebody did or fixed stands, the rest is not offered. */
#include "plan/plan_int.h"

/* Ticked and pinned blocks only. */
static void keep_marked(struct plan_day *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->block_count; i++)
		if (d->blocks[i].ticked || d->blocks[i].pinned)
			d->blocks[kept++] = d->blocks[i];
	d->block_count = kept;
}

static const char *note_of(const struct plan_stop *how, const struct plan_day *d, bool today, struct arena *a)
{
	const char *note = today ? how->today : how->later;

	for (size_t i = 0; note && i < d->block_count; i++)
		if (d->blocks[i].pinned && !d->blocks[i].ticked)
			return arena_printf(a, "%s What you pinned stays.", note);
	return note;
}

static bool stands(const struct plan *p, const char *id)
{
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			if (!strcmp(p->days[d].blocks[i].id, id))
				return true;
	return false;
}

/* What moved onto a day that is empty now is no news; what went out of the plan is. */
static void drop_moved(struct plan *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->moved_count; i++)
		if (p->moved[i].change == CHANGE_DROPPED || stands(p, p->moved[i].id))
			p->moved[kept++] = p->moved[i];
	p->moved_count = kept;
}

/* The first sentence, which has the date; how much work is left is not said. */
static const char *without_sums(const char *summary, struct arena *a)
{
	const char *rest = strstr(summary, ". ");

	return rest ? arena_strndup(a, summary, (size_t)(rest - summary) + 1) : summary;
}

void plan_stop(const struct plan_rules *r, struct plan *p, const struct plan_stop *how, struct arena *a)
{
	/* The day that the decision is about. */
	int decides = p->days_left == 1 ? p->today : p->interview_date - 2, technical, behavioural;

	count_minutes(r, p, false, &technical, &behavioural);

	for (size_t i = 0; i < p->day_count; i++) {
		struct plan_day *d = &p->days[i];

		if (d->past || (d->date != p->today && d->date >= how->until))
			continue;
		d->quiet = true;
		keep_marked(d);
		d->used_minutes = blocks_used(r, d->blocks, d->block_count);
		d->over_minutes = d->used_minutes > d->free_minutes ? d->used_minutes - d->free_minutes : 0;
		d->title = day_title(a, d);
		d->note = note_of(how, d, d->date == p->today, a);
		if (d->date == decides)
			p->decision = NULL;
	}
	drop_moved(p);
	count_minutes(r, p, true, &p->technical_minutes, &p->behavioural_minutes);
	if (technical + behavioural > 0)
		p->summary = without_sums(p->summary, a);
	p->stop = how->title;
	p->stop_text = how->text;
}
