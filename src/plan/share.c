/*
 * Spreading minutes over topics: always to the one whose next quarter of an hour is worth most.
 *
 * The value of a minute falls as a topic gets more of them (to a quarter when its target is reached), so taking the best next step
 * each time gives the best whole. Stories and technical topics have budgets of their own, so that neither is starved.
 * Source: Fox, 1966 (marginal allocation is optimal for concave returns).
 */
#include "plan/plan_int.h"

#define STEP 15

bool decision_bars(const struct rule_decision *d, const struct rule_topic *t)
{
	for (size_t i = 0; d && i < d->without_count; i++)
		if (!strcmp(d->without[i], t->id) || !strcmp(d->without[i], block_kind_name(t->kind)))
			return true;
	return false;
}

/* What a decision makes of a topic's value. The topic's own entry beats that of its kind. */
static double decision_weight(const struct rule_decision *d, const struct rule_topic *t)
{
	int percent = 100;

	for (size_t i = 0; d && i < d->weight_count; i++)
		if (!strcmp(d->weight_of[i], block_kind_name(t->kind)))
			percent = d->weight[i];
	for (size_t i = 0; d && i < d->weight_count; i++)
		if (!strcmp(d->weight_of[i], t->id))
			percent = d->weight[i];
	return percent / 100.0;
}

static int pool_of(const struct work *w)
{
	return w->topic->behavioural >= 50;
}

/* The next step for the pool: the first one is the smallest useful block. */
static int step_of(const struct work *w, int left)
{
	int step = w->given ? STEP : w->topic->least;

	/* What would be left over is too small for anybody. */
	if (left - step < STEP)
		step = left;
	return step > w->topic->block && !w->given ? w->topic->block : step;
}

static struct work *best_of(struct maker *m, int pool, int left, bool (*allow)(const struct maker *, const struct work *),
			    const struct rule_decision *d, bool weighted)
{
	struct work *best = NULL;
	double best_value = m->r->stop;

	for (size_t i = 0; i < m->work_count; i++) {
		struct work *w = &m->work[i];
		double value;

		if (pool_of(w) != pool || !allow(m, w) || decision_bars(d, w->topic))
			continue;
		/* Half a round is no round. */
		if (w->topic->kind == BLOCK_MOCK && w->topic->least > m->longest)
			continue;
		if (!w->given && w->topic->least > left)
			continue;
		value = work_value(w, weighted ? decision_weight(d, w->topic) : 1);
		if (value > best_value) {
			best = w;
			best_value = value;
		}
	}
	return best;
}

/* Spend a pool until it is empty or nothing is worth it; what is left. */
static int spend(struct maker *m, int pool, int left, bool (*allow)(const struct maker *, const struct work *),
		 const struct rule_decision *d, bool weighted)
{
	while (left >= STEP) {
		struct work *w = best_of(m, pool, left, allow, d, weighted);
		int step;

		if (!w)
			break;
		step = step_of(w, left);
		if (w->cap && w->done + w->planned + step > w->cap)
			step = w->cap - w->done - w->planned;
		w->planned += step;
		w->given += step;
		left -= step;
	}
	return left;
}

int share_out(struct maker *m, int minutes, bool (*allow)(const struct maker *m, const struct work *w), const struct rule_decision *d,
	      bool weighted)
{
	int done[2] = {0, 0}, story, left, technical;

	for (size_t i = 0; i < m->work_count; i++) {
		m->work[i].given = 0;
		done[pool_of(&m->work[i])] += m->work[i].done + m->work[i].planned;
	}
	/* A share of the whole, not of the rest: a plan that is made anew after each tick would else give the rest to stories again and again. */
	story = (minutes + done[0] + done[1]) * m->r->behavioural[m->in->kind] / 100 - done[1];
	story = story < 0 ? 0 : story > minutes ? minutes : story;
	if (story % 5)
		story -= story % 5;
	/* Too little for two blocks: all of it to the larger part. */
	if (story < STEP)
		story = minutes < 4 * STEP || 2 * story < STEP ? 0 : STEP;
	if (minutes - story < STEP)
		story = 0;
	technical = minutes - story;
	left = spend(m, 1, story, allow, d, weighted);
	left = spend(m, 0, technical + left, allow, d, weighted);
	/* Nothing technical is worth it any more. */
	if (left >= STEP)
		left = spend(m, 1, left, allow, d, weighted);
	return minutes - left;
}
