/* What debriefs ask for: a block at the head of the day that they name. */
#include "plan/plan_int.h"

#define WANTED_A_DAY 3             /* more of them go to the next day */

static bool same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool answers(const struct plan_block *b, const struct plan_wanted *w)
{
	return (b->ticked || b->pinned) && same(b->topic, w->topic) && same(b->subject, w->subject) && b->start_ms >= w->since_ms;
}

/* Was it done since, or does it stand where the candidate put it? */
static bool is_done(const struct maker *m, const struct plan_wanted *w)
{
	for (size_t d = 0; d < m->past_count; d++)
		for (size_t i = 0; i < m->past[d].block_count; i++)
			if (answers(&m->past[d].blocks[i], w))
				return true;
	for (size_t d = 0; d < m->slot_count; d++)
		for (size_t i = 0; i < m->slots[d].count; i++)
			if (answers(&m->slots[d].blocks[i], w))
				return true;
	return false;
}

static struct work *work_for(struct maker *m, const char *topic)
{
	for (size_t i = 0; topic && i < m->work_count; i++)
		if (!strcmp(m->work[i].topic->id, topic))
			return &m->work[i];
	return NULL;
}

/* Say of the block that was just laid what it is for. */
static void say_wanted(struct slot *s, const struct plan_wanted *w)
{
	for (size_t i = 0; i < s->count; i++) {
		struct plan_block *b = &s->blocks[i];

		if (b->id || b->kind == BLOCK_REST || b->start_ms + b->minutes * 60000LL != s->cursor_ms)
			continue;
		b->subject = w->subject;
		/* Phase 4 is a day, not a topic. */
		b->phase = b->phase == 4 && !s->decides ? 3 : b->phase;
		b->why = w->why;
		b->todo = w->todo;
		b->command = w->command;
		b->route = w->route;
	}
}

/* At this level SQL is asked first, so it comes first, also before what a design showed. */
static bool waits(const struct maker *m, const struct rule_topic *t)
{
	return m->in->level == PLAN_L4 && (t->kind == BLOCK_DESIGN || t->kind == BLOCK_PIPELINE || t->kind == BLOCK_MODEL);
}

/* How many stand on a day already. */
static int count_on(const struct slot *s)
{
	int n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += !s->blocks[i].id && s->blocks[i].kind != BLOCK_REST;
	return n;
}

void lay_wanted(struct maker *m, size_t first, size_t end, const struct rule_decision *d, bool behind_sql)
{
	for (size_t i = 0; i < m->in->wanted_count; i++) {
		const struct plan_wanted *w = &m->in->wanted[i];
		struct work *work = work_for(m, w->topic);

		if (!m->wanted_done[i])
			m->wanted_done[i] = !work || is_done(m, w);
		if (m->wanted_done[i] || waits(m, work->topic) != behind_sql || (d && decision_bars(d, work->topic)))
			continue;
		for (size_t k = first; k < end && !m->wanted_done[i]; k++) {
			struct slot *s = &m->slots[k];
			int got;

			if (s->date < w->date || count_on(s) >= WANTED_A_DAY)
				continue;
			got = slot_lay(m, s, work, w->minutes, PLAN_BLOCK_MIN_MINUTES);
			if (!got)
				continue;
			work->planned += got;
			say_wanted(s, w);
			m->wanted_done[i] = true;
		}
	}
}
