/*
 * Laying blocks into days: in the order of the phases, with breaks, never over the day's budget, around what is fixed.
 *
 * The last day with time is the check; the one before it goes to what is weakest; the days before are SQL, stories and
 * judgement, in this order. With little time before the last day, or with one day only, that day holds both.
 */
#include "plan/plan_int.h"

#include <assert.h>
#include <stdlib.h>

#define MINUTE_MS 60000LL
#define USUAL_BLOCK 45             /* for estimates: short blocks cost breaks, and what is left over is topped up */
#define SPREAD_LEAST 30            /* minutes of a day that a plan with more time than work still uses */
#define FULL 0.97                  /* of the time used: no need to spread */

int blocks_used(const struct plan_rules *r, const struct plan_block *blocks, size_t n)
{
	int used = 0;

	for (size_t i = 0; i < n; i++) {
		used += blocks[i].minutes;
		if (i && blocks[i].kind != BLOCK_REST && blocks[i - 1].kind != BLOCK_REST) {
			int64_t gap = (blocks[i].start_ms - blocks[i - 1].start_ms) / MINUTE_MS - blocks[i - 1].minutes;

			used += gap < 0 ? 0 : gap < r->break_minutes ? (int)gap : r->break_minutes;
		}
	}
	return used;
}

int slot_room(const struct maker *m, const struct slot *s)
{
	int work = s->limit, room = s->free_minutes - blocks_used(m->r, s->blocks, s->count);

	return room < 0 ? 0 : work <= 0 ? 0 : room;
}

int slot_net(const struct maker *m, const struct slot *s)
{
	int room = slot_room(m, s), limit = s->limit, total = 0, since = 0;
	int64_t wall = (s->close_ms - s->open_ms) / MINUTE_MS;
	bool first = s->count == 0;

	if (room > wall)
		room = wall < 0 ? 0 : (int)wall;
	for (;;) {
		int gap = first ? 0 : since >= m->r->meal_after ? m->r->meal_minutes : m->r->break_minutes, block = room - gap;

		if (block > USUAL_BLOCK)
			block = USUAL_BLOCK;
		if (block > limit - total)
			block = limit - total;
		if (block < PLAN_BLOCK_MIN_MINUTES)
			return total - total % 5;
		since = since >= m->r->meal_after ? block : since + block;
		total += block;
		room -= block + gap;
		first = false;
	}
}

/* The first start at or behind at that keeps away from fixed blocks; *minutes is cut where that leaves at least `least`. */
static int64_t around_fixed(const struct maker *m, const struct slot *s, int64_t at_ms, int *minutes, int least)
{
	int64_t gap_ms = m->r->break_minutes * MINUTE_MS;
	bool moved = true;

	while (moved) {
		moved = false;
		for (size_t i = 0; i < s->count; i++) {
			const struct plan_block *f = &s->blocks[i];
			int64_t end_ms = f->start_ms + f->minutes * MINUTE_MS;
			int64_t before;

			if (!(f->ticked || f->pinned) || end_ms + gap_ms <= at_ms || f->start_ms - gap_ms >= at_ms + *minutes * MINUTE_MS)
				continue;
			before = (f->start_ms - gap_ms - at_ms) / MINUTE_MS;
			before -= before % 5;
			if (before >= least) {
				*minutes = (int)before;
			} else {
				at_ms = end_ms + gap_ms;
				moved = true;
			}
		}
	}
	return at_ms;
}

static void put_block(struct slot *s, struct plan_block b)
{
	size_t i = s->count;

	assert(s->count < s->room);
	while (i > 0 && s->blocks[i - 1].start_ms > b.start_ms) {
		s->blocks[i] = s->blocks[i - 1];
		i--;
	}
	s->blocks[i] = b;
	s->count++;
	s->cursor_ms = b.start_ms + b.minutes * MINUTE_MS;
}

static bool is_clear(const struct slot *s, int64_t from_ms, int64_t to_ms)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->blocks[i].start_ms < to_ms && s->blocks[i].start_ms + s->blocks[i].minutes * MINUTE_MS > from_ms)
			return false;
	return true;
}

/* A rest in place of the next break, if there is room for it and for work behind it. True when it stands. */
static bool put_rest(struct maker *m, struct slot *s, int next_minutes, int least)
{
	int meal = m->r->meal_minutes;

	if (!s->cursor_ms || s->since_rest + next_minutes <= m->r->meal_after || s->since_rest * 2 < m->r->meal_after)
		return false;
	s->since_rest = 0;
	if (slot_room(m, s) < meal + least + m->r->break_minutes || s->count + 2 >= s->room)
		return false;
	/* A break's distance from what is fixed, so that the rest parts two blocks and not three. */
	if (!is_clear(s, s->cursor_ms, s->cursor_ms + (meal + m->r->break_minutes) * MINUTE_MS) ||
	    s->cursor_ms + (meal + least) * MINUTE_MS > s->close_ms)
		return false;
	put_block(s, (struct plan_block){.kind = BLOCK_REST, .topic = "rest", .start_ms = s->cursor_ms, .minutes = meal, .date = s->date});
	return true;
}

int slot_lay(struct maker *m, struct slot *s, struct work *w, int minutes, int least)
{
	int64_t start_ms;
	int most;
	bool rested;

	assert(least >= PLAN_BLOCK_MIN_MINUTES);
	if (s->count + 2 >= s->room || minutes < least)
		return 0;
	rested = put_rest(m, s, minutes, least);
	start_ms = !s->cursor_ms ? s->open_ms : s->cursor_ms + (rested ? 0 : m->r->break_minutes * MINUTE_MS);
	/* One more break for the new neighbour; a rest is a break already, but what is fixed may stand behind the block. */
	most = slot_room(m, s) - (s->count && !(rested && !s->fixed_count) ? m->r->break_minutes : 0);
	if (minutes > most)
		minutes = most;
	if (minutes > s->limit)
		minutes = s->limit;
	if (minutes > PLAN_BLOCK_MAX_MINUTES)
		minutes = PLAN_BLOCK_MAX_MINUTES;
	minutes -= minutes % 5;
	if (minutes >= least)
		start_ms = around_fixed(m, s, start_ms, &minutes, least);
	if (start_ms + minutes * MINUTE_MS > s->close_ms) {
		minutes = (int)((s->close_ms - start_ms) / MINUTE_MS);
		minutes -= minutes % 5;
	}
	if (minutes < least) {
		/* A rest at the end of the day is no rest. */
		if (rested) {
			size_t i = 0;

			while (s->blocks[i].kind != BLOCK_REST || s->blocks[i].start_ms + s->blocks[i].minutes * MINUTE_MS != s->cursor_ms)
				i++;
			s->cursor_ms = s->blocks[i].start_ms;
			memmove(&s->blocks[i], &s->blocks[i + 1], (s->count - i - 1) * sizeof(*s->blocks));
			s->count--;
		}
		return 0;
	}
	put_block(s, (struct plan_block){.kind = w->topic->kind, .topic = w->topic->id, .start_ms = start_ms, .minutes = minutes,
					 .date = s->date, .phase = s->checks && w->topic->phase == PHASES ? PHASES
							  : s->decides			       ? 4
											       : w->topic->phase});
	s->since_rest += minutes;
	s->limit -= minutes;
	return minutes;
}

/* --- a group of days ------------------------------------------------------------------------------------ */

struct queue {
	struct chunk p[CHUNKS_MAX];
	size_t n, at;
};

static void queue_add(struct queue *q, struct work *w, int minutes)
{
	if (q->n < CHUNKS_MAX && minutes >= PLAN_BLOCK_MIN_MINUTES)
		q->p[q->n++] = (struct chunk){w, minutes};
}

/* How many blocks a topic's minutes become. */
static int block_count(const struct work *w)
{
	int n = (w->given + w->topic->block / 2) / w->topic->block;

	if (n < 1)
		n = 1;
	while ((w->given + n - 1) / n > PLAN_BLOCK_MAX_MINUTES)
		n++;
	return n;
}

/* The k-th of n nearly equal parts, each a multiple of 5. */
static int part_of(int minutes, int n, int k)
{
	int fives = minutes / 5;

	return (fives / n + (k < fives % n)) * 5;
}

/* Topics of early phases one after the other; of phase 3 in turns, so that each comes back. */
static void queue_fill(struct maker *m, struct queue *q, bool turns)
{
	q->n = q->at = 0;
	for (int phase = 1; phase < PHASES; phase++) {
		int most = 0;

		for (size_t i = 0; i < m->work_count; i++) {
			struct work *w = &m->work[i];

			if (w->topic->phase != phase || !w->given)
				continue;
			if (block_count(w) > most)
				most = block_count(w);
			for (int k = 0; !(turns && phase >= 3) && k < block_count(w); k++)
				queue_add(q, w, part_of(w->given, block_count(w), k));
		}
		for (int k = 0; turns && phase >= 3 && k < most; k++)
			for (size_t i = 0; i < m->work_count; i++) {
				struct work *w = &m->work[i];

				if (w->topic->phase == phase && w->given && k < block_count(w))
					queue_add(q, w, part_of(w->given, block_count(w), k));
			}
	}
}

/* Lay what the queue has next into a day; false when nothing more fits. */
static bool lay_next(struct maker *m, struct queue *q, struct slot *s)
{
	struct chunk *c = &q->p[q->at];
	int least = c->work->topic->least, got;

	/* On a day that is shorter than that, less is better than nothing. */
	if (c->minutes < least || s->free_minutes < least)
		least = PLAN_BLOCK_MIN_MINUTES;
	got = slot_lay(m, s, c->work, c->minutes, least);
	if (!got)
		return false;
	c->minutes -= got;
	/* A rest of the topic that is too small for a block goes with it. */
	if (c->minutes < PLAN_BLOCK_MIN_MINUTES) {
		c->work->planned -= c->minutes;
		q->at++;
	}
	return true;
}

/* Behind the queue: the best that still fits, so that no half hour is lost. */
static bool top_up(struct maker *m, struct slot *s, bool (*allow)(const struct maker *, const struct work *), const struct rule_decision *d)
{
	struct work *best = NULL;
	double best_value = m->r->stop;
	int got;

	for (size_t i = 0; i < m->work_count; i++) {
		struct work *w = &m->work[i];
		double value = work_value(w, 1);

		if (value > best_value && (w->topic->phase >= 3 || s->decides) && allow(m, w) && !decision_bars(d, w->topic) &&
		    w->topic->least <= slot_room(m, s) - m->r->break_minutes && (!w->cap || w->done + w->planned + w->topic->least <= w->cap)) {
			best = w;
			best_value = value;
		}
	}
	if (!best)
		return false;
	got = slot_lay(m, s, best, best->cap && best->cap - best->done - best->planned < best->topic->block
						   ? best->cap - best->done - best->planned : best->topic->block, best->topic->least);
	best->planned += got;
	return got > 0;
}

/* A cold query at the head of a day that has no other SQL. */
static void lay_warm(struct maker *m, struct slot *s, const struct queue *q)
{
	const struct rule_topic *next = q->at < q->n ? q->p[q->at].work->topic : NULL;

	if (!m->r->warm || s->free_minutes < m->r->warm_from || (next && next->kind == BLOCK_SQL))
		return;
	/* The plan of an afternoon is made anew after each tick, and one query a day is enough. */
	for (size_t i = 0; i < s->count; i++)
		if (s->blocks[i].kind == BLOCK_SQL)
			return;
	for (size_t i = 0; i < m->work_count; i++)
		if (m->work[i].topic == m->r->warm && m->work[i].target)
			slot_lay(m, s, &m->work[i], m->r->warm_minutes, PLAN_BLOCK_MIN_MINUTES);
}

static bool allow_early(const struct maker *m, const struct work *w)
{
	return w->topic->phase <= 3 && w->topic != m->r->warm;
}

static bool allow_late(const struct maker *m, const struct work *w)
{
	return w->topic->phase <= 4 && w->topic != m->r->warm;
}

/* Slots [first, end): from the queue, and no more in a day than its share when there is more time than work. */
static void fill_days(struct maker *m, size_t first, size_t end, bool warm, bool (*allow)(const struct maker *, const struct work *),
		      const struct rule_decision *d, bool weighted, struct queue *q)
{
	int net = 0, given;
	double share;

	lay_wanted(m, first, end, d, false);
	m->longest = 0;
	for (size_t i = first; i < end; i++) {
		int here = slot_net(m, &m->slots[i]);

		net += here;
		m->longest = here > m->longest ? here : m->longest;
		/* The first day begins with SQL anyway. */
		if (warm && i > first && m->slots[i].free_minutes >= m->r->warm_from)
			net -= m->r->warm_minutes + m->r->break_minutes;
	}
	given = share_out(m, net < 0 ? 0 : net, allow, d, weighted);
	share = net > 0 ? (double)given / net : 1;
	queue_fill(m, q, true);
	for (size_t i = first; i < end; i++) {
		struct slot *s = &m->slots[i];
		int limit = s->limit, part = (int)(share * slot_net(m, s)) / 5 * 5 + 5, kept = 0;
		bool topped = true;

		if (share < FULL && part < limit && i + 1 < end) {
			kept = limit - (part < SPREAD_LEAST ? SPREAD_LEAST : part);
			if (kept < 0)
				kept = 0;
			s->limit -= kept;
		}
		if (warm)
			lay_warm(m, s, q);
		do {
			if (q->at == q->n || q->p[q->at].work->topic->phase > 1)
				lay_wanted(m, i, i + 1, d, true);
		} while (q->at < q->n && lay_next(m, q, s));
		while (q->at == q->n && share >= FULL && topped)
			topped = top_up(m, s, allow, d);
		s->limit += kept;
	}
	/* What found no room any more is not planned. */
	for (; q->at < q->n; q->at++)
		q->p[q->at].work->planned -= q->p[q->at].minutes;
}

/* The readiness check: each part once, in order, the more important ones when there is not room for all. */
static void fill_check(struct maker *m, struct slot *s, int minutes)
{
	bool chosen[WORK_MAX] = {false};
	int left = minutes;

	for (;;) {
		size_t best = m->work_count;

		for (size_t i = 0; i < m->work_count; i++) {
			const struct work *w = &m->work[i];

			if (w->topic->phase == PHASES && !chosen[i] && w->value > 0 && w->done < w->target && w->topic->least <= left &&
			    (best == m->work_count || w->topic->priority[m->in->kind] > m->work[best].topic->priority[m->in->kind]))
				best = i;
		}
		if (best == m->work_count)
			break;
		chosen[best] = true;
		left -= m->work[best].target + m->r->break_minutes;
	}
	for (size_t i = 0; i < m->work_count; i++)
		if (chosen[i])
			m->work[i].planned += slot_lay(m, s, &m->work[i], m->work[i].target, m->work[i].topic->least);
}

/* Minutes of a day that are kept for the check behind other work. */
static int check_share(const struct maker *m, const struct slot *s)
{
	int part = slot_net(m, s) * m->r->one_day_percent / 100;

	part = part > m->r->ready_minutes ? m->r->ready_minutes : part - part % 5;
	return part < PLAN_BLOCK_MIN_MINUTES ? 0 : part;
}

void slots_fill(struct maker *m)
{
	struct queue *q = ARENA_NEW(m->a, struct queue, 1);
	size_t last = m->slot_count, before = m->slot_count;
	int earlier = 0, kept;

	for (size_t i = 0; i < m->slot_count; i++)
		if (slot_net(m, &m->slots[i]) >= PLAN_BLOCK_MIN_MINUTES) {
			before = last;
			last = i;
		}
	if (last == m->slot_count)
		return;
	for (size_t i = 0; i < last; i++)
		earlier += slot_net(m, &m->slots[i]);
	m->slots[last].checks = true;
	/* What was worked at on other days is over: nothing new on the last one. */
	if (before == m->slot_count && m->past_count) {
		fill_check(m, &m->slots[last], m->r->ready_minutes);
		return;
	}
	if (before == m->slot_count || earlier * 2 < slot_net(m, &m->slots[last])) {
		/* One day has to hold it all, so the decision only bars: its weights speak of what is weakest after a week. */
		m->slots[last].decides = true;
		fill_days(m, 0, last, false, allow_early, m->decision, false, q);
		kept = check_share(m, &m->slots[last]);
		m->slots[last].limit -= kept;
		m->slots[last].free_minutes -= kept ? kept + m->r->break_minutes : 0;
		fill_days(m, last, last + 1, false, allow_late, m->decision, false, q);
		m->slots[last].limit += kept;
		m->slots[last].free_minutes += kept ? kept + m->r->break_minutes : 0;
		/* What the work did not take is the check's as well. */
		if (kept && slot_room(m, &m->slots[last]) > kept)
			kept = slot_room(m, &m->slots[last]);
		fill_check(m, &m->slots[last], kept > m->r->ready_minutes ? m->r->ready_minutes : kept);
		return;
	}
	m->slots[before].decides = true;
	fill_days(m, 0, before, true, allow_early, NULL, false, q);
	fill_days(m, before, before + 1, false, allow_late, m->decision, true, q);
	fill_check(m, &m->slots[last], m->r->ready_minutes);
}
