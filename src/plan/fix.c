/* The days that are left, and what stands in them already: blocks that were ticked or pinned. */
#include "plan/plan_int.h"

#include <assert.h>
#include <stdlib.h>

#define MINUTE_MS 60000LL
#define FIVE_MS (5 * MINUTE_MS)
#define LAID_MAX 64                /* blocks and rests of a day beside the fixed ones */

static int free_on(const struct plan_input *in, int date)
{
	int minutes = in->weekday_minutes[date_weekday(date)];

	for (size_t i = 0; i < in->exception_count; i++)
		if (in->exceptions[i].date == date)
			minutes = in->exceptions[i].minutes;
	return minutes < 0 ? 0 : minutes > PLAN_DAY_MAX_MINUTES ? PLAN_DAY_MAX_MINUTES : minutes;
}

/* When a day with so many free minutes begins. */
static int start_of(const struct maker *m, int free_minutes)
{
	int at = m->in->start_minute;

	for (size_t i = 0; at < 0 && i < m->r->start_count; i++)
		if (!m->r->starts[i].up_to || free_minutes <= m->r->starts[i].up_to)
			at = m->r->starts[i].at;
	if (at < 0)
		at = m->r->starts[m->r->start_count - 1].at;
	/* It has to fit before midnight. */
	return at + free_minutes > 1440 ? 1440 - free_minutes : at;
}

/* The minute at which a day is over: its hours slide with the clock of who comes late, and not into the night. */
static int end_of(const struct maker *m, const struct slot *s)
{
	int end = start_of(m, s->free_minutes) + s->free_minutes, latest = s->date + 1 == m->p->interview_date ? m->r->eve_latest : m->r->latest;

	return end < latest ? latest : end;
}

void slots_make(struct maker *m, int first, int count)
{
	int64_t now5 = (m->in->now_ms + FIVE_MS - 1) / FIVE_MS * FIVE_MS;

	assert(count >= 0 && count <= PLAN_DAYS_MAX);
	m->slots = ARENA_NEW(m->a, struct slot, count + 1);
	m->slot_count = (size_t)count;
	for (int i = 0; i < count; i++) {
		struct slot *s = &m->slots[i];

		s->date = first + i;
		s->free_minutes = free_on(m->in, s->date);
		s->open_ms = zone_instant_ms(m->zone, s->date, start_of(m, s->free_minutes));
		s->close_ms = zone_instant_ms(m->zone, s->date, end_of(m, s));
		if (s->open_ms < now5)
			s->open_ms = now5;
		s->limit = m->r->work_max;
		s->room = LAID_MAX + m->in->mark_count;
		s->blocks = ARENA_NEW(m->a, struct plan_block, s->room);
	}
}

static const struct plan_block *block_of(const struct plan *p, const char *id)
{
	for (size_t d = 0; p && id && d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			if (p->days[d].blocks[i].id && !strcmp(p->days[d].blocks[i].id, id))
				return &p->days[d].blocks[i];
	for (size_t i = 0; p && id && i < p->held_count; i++)
		if (!strcmp(p->held[i].id, id))
			return &p->held[i];
	return NULL;
}

static const char *copy(struct arena *a, const char *text)
{
	return text ? arena_strdup(a, text) : NULL;
}

static struct plan_block copy_block(struct arena *a, const struct plan_block *b)
{
	struct plan_block c = *b;

	c.id = copy(a, b->id);
	c.topic = copy(a, b->topic);
	c.subject = copy(a, b->subject);
	c.what = copy(a, b->what);
	c.why = copy(a, b->why);
	c.todo = copy(a, b->todo);
	c.command = copy(a, b->command);
	c.route = copy(a, b->route);
	return c;
}

/* Into a day that is over, or lies before the plan's window. */
static void put_past(struct maker *m, const struct plan_block *b)
{
	size_t i = 0;

	while (i < m->past_count && m->past[i].date != b->date)
		i++;
	if (i == m->past_count) {
		m->past[i] = (struct plan_day){.date = b->date, .free_minutes = free_on(m->in, b->date), .past = b->date < m->p->today};
		m->past[i].blocks = ARENA_NEW(m->a, struct plan_block, m->in->mark_count);
		m->past_count++;
	}
	m->past[i].blocks[m->past[i].block_count++] = *b;
}

static void count_done(struct maker *m, const struct plan_block *b)
{
	for (size_t i = 0; i < m->work_count; i++)
		if (b->topic && !strcmp(m->work[i].topic->id, b->topic))
			m->work[i].done += b->minutes;
	for (size_t i = 0; b->subject && i < m->in->evidence_count; i++)
		if (m->in->evidence[i].about == ABOUT_PATTERN && !strcmp(m->in->evidence[i].id, b->subject))
			m->pattern_used[i]++;
	for (size_t i = 0; b->subject && i < m->r->principle_count; i++)
		if (!strcmp(m->r->principles[i].id, b->subject))
			m->principle_used[i]++;
}

/* One sentence for all that is out: a date that was moved far forward would else be a page of them. */
static void note_held(struct maker *m)
{
	const struct plan *p = m->p;
	const char *first = p->held_count ? p->held[0].what ? p->held[0].what : p->held[0].id : "";

	if (p->held_count == 1)
		maker_note(m, "'%.200s' stood on or after the day of the interview and is out of the plan.", first);
	else if (p->held_count == 2)
		maker_note(m, "'%.200s' and another block stood on or after the day of the interview and are out of the plan.", first);
	else if (p->held_count)
		maker_note(m, "'%.200s' and %zu other blocks stood on or after the day of the interview and are out of the plan.", first, p->held_count - 1);
}

static void place_mark(struct maker *m, const struct plan_mark *mark)
{
	const struct plan_block *old = block_of(m->in->previous, mark->id);
	struct plan_block b;

	if (!mark->ticked && !mark->pinned)
		return;
	if (!old || old->kind == BLOCK_REST) {
		maker_note(m, "The block '%.60s' was marked, and the previous plan has no such block.", mark->id ? mark->id : "");
		return;
	}
	b = copy_block(m->a, old);
	b.ticked = mark->ticked;
	b.pinned = mark->pinned;
	if (mark->start_ms)
		b.start_ms = mark->start_ms;
	b.date = zone_date(m->zone, b.start_ms);
	if (b.ticked || b.start_ms + b.minutes * MINUTE_MS > m->in->now_ms)
		count_done(m, &b);
	/* Nothing may stand on the interview's day or behind it, whoever put it there. */
	if (b.date >= m->p->interview_date) {
		m->p->held[m->p->held_count++] = b;
		return;
	}
	if (!m->slot_count || b.date < m->slots[0].date) {
		put_past(m, &b);
		return;
	}
	assert(b.date <= m->slots[m->slot_count - 1].date);
	struct slot *s = &m->slots[b.date - m->slots[0].date];

	s->blocks[s->count++] = b;
	s->fixed_count++;
	s->limit -= b.minutes;
}

static int compare_blocks(const void *a, const void *b)
{
	const struct plan_block *x = a, *y = b;

	if (x->start_ms != y->start_ms)
		return x->start_ms < y->start_ms ? -1 : 1;
	return strcmp(x->id ? x->id : "", y->id ? y->id : "");
}

static int compare_days(const void *a, const void *b)
{
	const struct plan_day *x = a, *y = b;

	return x->date - y->date;
}

void place_fixed(struct maker *m)
{
	const struct plan_input *in = m->in;

	m->past = ARENA_NEW(m->a, struct plan_day, in->mark_count + 1);
	m->p->held = ARENA_NEW(m->a, struct plan_block, in->mark_count + 1);
	for (size_t i = 0; i < in->mark_count; i++) {
		size_t k = i + 1;

		/* The last mark of a block says how it stands. */
		while (k < in->mark_count && (!in->marks[k].id || !in->marks[i].id || strcmp(in->marks[k].id, in->marks[i].id)))
			k++;
		if (k >= in->mark_count)
			place_mark(m, &in->marks[i]);
	}
	note_held(m);
	if (m->past_count)
		qsort(m->past, m->past_count, sizeof(*m->past), compare_days);
	for (size_t i = 0; i < m->past_count; i++)
		qsort(m->past[i].blocks, m->past[i].block_count, sizeof(struct plan_block), compare_blocks);
	for (size_t i = 0; i < m->slot_count; i++)
		if (m->slots[i].count)
			qsort(m->slots[i].blocks, m->slots[i].count, sizeof(struct plan_block), compare_blocks);
}
