#include "judge/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define MATCH_ARENA_BYTES (256u << 20)
#define SAMPLE_ARENA_BYTES (64u << 20)
#define REPRODUCE_MAX 12         /* differing worlds that are tried plainly before the batch is distrusted */
#define RESPACED_MAX 3           /* other keys for a suspect that may break ties by their hash */
#define FAILURES_MAX 3           /* worlds whose run-time errors are narrowed down */

void match_init(struct match *m)
{
	memset(m, 0, sizeof *m);
	arena_init(&m->arena, MATCH_ARENA_BYTES);
}

void match_release(struct match *m)
{
	free(m->differs);
	m->differs = NULL;
	arena_release(&m->arena);
}

/* What one stage showed: the worlds that seem to differ, smallest first. */
struct suspects {
	int *p;
	size_t n;
	const struct worlds *worlds;
	const struct contract *contract;
};

static _Thread_local const struct suspects *sorting;

static int by_rows(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	int rows_x = world_rows(sorting->contract, &sorting->worlds->p[x]);
	int rows_y = world_rows(sorting->contract, &sorting->worlds->p[y]);

	return rows_x != rows_y ? rows_x - rows_y : x - y;
}

static bool late(const struct match_options *o)
{
	return o->deadline_ms >= 0 && clock_mono_ms() > o->deadline_ms;
}

static enum err_code timed_out(struct match *m)
{
	m->verdict = MATCH_TIMEOUT;
	return ERR_OK;
}

/* A differing world was found: shrink it and say so, unless real tables do not confirm it. */
static enum err_code conclude(struct match *m, struct scene *s, const struct world *w, enum world_verdict v,
			      const struct side *left, const struct side *right, const struct match_options *o,
			      struct err *err)
{
	bool reproduced = false;
	enum err_code rc;

	m->witness = world_copy(&m->arena, s->contract, w);
	rc = match_shrink(m, s, left, right, o, v, &reproduced, err);
	if (!rc && reproduced)
		m->verdict = v == WORLD_UNSTABLE ? MATCH_ROW_ORDER : MATCH_DIFFER;
	return rc;
}

/* Judge every world of the stage plainly, smallest sets first as they were made. */
static enum err_code run_plain(struct match *m, struct scene *s, struct stage *st, size_t all, const struct side *left,
			       const struct side *right, const struct match_options *o, struct err *err)
{
	size_t n = all < o->worlds_plain ? all : o->worlds_plain;
	const struct world *unstable = NULL;

	for (size_t i = 0; i < n; i++) {
		/* spread over the stage: the first worlds are the smallest */
		const struct world *w = &st->worlds.p[i * all / n];
		enum world_verdict v =
			late(o) ? WORLD_TIMEOUT : match_world(s, w, left, right, o, MATCH_ORDERS_FEW);
		if (v == WORLD_TIMEOUT)
			return timed_out(m);
		m->plain++;
		if (v == WORLD_SKIPPED)
			m->skipped++;
		if (v == WORLD_DIFFERS) {
			enum err_code rc = conclude(m, s, w, v, left, right, o, err);
			if (rc || m->verdict != MATCH_AGREE) {
				m->differ++;
				return rc;
			}
		}
		if (v == WORLD_UNSTABLE && !unstable)
			unstable = w;
	}
	if (!unstable)
		return ERR_OK;
	m->differ++;
	return conclude(m, s, unstable, WORLD_UNSTABLE, left, right, o, err);
}

/* One suspect, as it is and, where ties may be broken by the hash of a key, with other keys. */
static enum world_verdict try_suspect(struct match *m, struct scene *s, struct world *w, uint64_t seed,
				      const struct side *left, const struct side *right, const struct match_options *o)
{
	enum world_verdict v = match_world(s, w, left, right, o, MATCH_ORDERS);

	m->plain++;
	for (uint64_t i = 1; v == WORLD_AGREES && right->facts.order_sensitive && i <= RESPACED_MAX && !late(o); i++) {
		struct world other = world_respaced(&m->arena, s->contract, w, seed * 31 + i);
		if (!world_keys_hold(s->contract, &other, NULL) || !gen_checks_hold(s->live, &other))
			continue;
		m->plain++;
		v = match_world(s, &other, left, right, o, MATCH_ORDERS_FEW);
		if (v != WORLD_AGREES)
			*w = other;
	}
	return v;
}

/* Try the suspects plainly. *distrust is set when batches were wrong. */
static enum err_code try_suspects(struct match *m, struct scene *s, struct suspects *suspects, const struct side *left,
				  const struct side *right, const struct match_options *o, bool *distrust,
				  struct err *err)
{
	struct world unstable = {NULL};
	size_t tried = 0;

	for (size_t i = 0; i < suspects->n && tried < REPRODUCE_MAX; i++, tried++) {
		struct world w = suspects->worlds->p[suspects->p[i]];
		enum world_verdict v =
			late(o) ? WORLD_TIMEOUT
				: try_suspect(m, s, &w, (uint64_t)suspects->p[i], left, right, o);
		if (v == WORLD_TIMEOUT)
			return timed_out(m);
		if (v == WORLD_DIFFERS) {
			enum err_code rc = conclude(m, s, &w, v, left, right, o, err);
			if (rc || m->verdict != MATCH_AGREE)
				return rc;
		}
		if (v == WORLD_UNSTABLE && !unstable.tables)
			unstable = w;
	}
	enum err_code rc = unstable.tables ? conclude(m, s, &unstable, WORLD_UNSTABLE, left, right, o, err) : ERR_OK;
	*distrust = m->verdict == MATCH_AGREE && tried > 0;
	return rc;
}

/* Where the reference's answer hangs on storage order, the right side is held against its own print. */
static bool print_holds(struct match *m, struct scene *s, const struct side *q, const struct match_options *o,
			const struct print *batched)
{
	struct duck_error why;
	struct print p = scene_print(s, q, &o->plan, &why);

	m->plain++;
	return print_equal(&p, batched);
}

/* Does a plain run of both sides in world w, the i-th of the sample, say what their prints say? */
static bool world_holds(struct match *m, struct scene *s, struct stage *st, size_t i, size_t w, const struct side *left,
			const struct side *right, const struct match_options *o, const struct print *l,
			const struct print *r)
{
	const struct duck_rows *want;
	struct duck_rows got;
	struct duck_error why;
	struct arena a;
	bool ok, equal;

	if (right->facts.order_sensitive || l[w].rows < 0 || r[w].rows == PRINT_UNKNOWN)
		return true;
	if (left->facts.order_sensitive)
		return print_holds(m, s, right, o, &r[w]);
	arena_init(&a, SAMPLE_ARENA_BYTES);
	ok = scene_rows(s, right, &a, &got, &why);
	want = stage_sample_rows(s, st, left, &o->plan, i, w);
	m->plain++;
	equal = ok && want && !got.cut && !want->cut && compare_equal(&o->plan, want, &got, NULL);
	arena_release(&a);
	return want && ok == (r[w].rows != PRINT_FAILED) && equal == print_equal(&l[w], &r[w]);
}

/* A few worlds, spread over the stage, run plainly as well. */
static bool sample_agrees(struct match *m, struct scene *s, struct stage *st, size_t n, const struct side *left,
			  const struct side *right, const struct match_options *o, const struct print *l,
			  const struct print *r)
{
	for (size_t i = 0; o->sample && i < STAGE_SAMPLE; i++) {
		size_t w = (i * 2 + 1) * n / (STAGE_SAMPLE * 2);
		if (w < n && (scene_stand(s, &st->worlds.p[w], 0, NULL) ||
			      !world_holds(m, s, st, i, w, left, right, o, l, r)))
			return false;
	}
	return true;
}

/* twins: the right side's prints of the permuted worlds, NULL when order cannot matter. */
static void note_differences(struct match *m, size_t n, const struct print *l, const struct print *r,
			     const struct print *twins, struct suspects *suspects)
{
	for (size_t i = 0; i < n; i++) {
		bool unstable = twins && !print_equal(&r[i], &twins[i]);
		if (l[i].rows == PRINT_FAILED || l[i].rows == PRINT_UNKNOWN) {
			m->skipped++;
			continue;
		}
		if (r[i].rows == PRINT_UNKNOWN)
			continue;
		m->worlds++;
		m->permuted += twins != NULL;
		if (!print_equal(&l[i], &r[i]) || unstable) {
			m->differ++;
			suspects->p[suspects->n++] = (int)i;
		}
	}
	sorting = suspects;
	qsort(suspects->p, suspects->n, sizeof *suspects->p, by_rows);
	sorting = NULL;
}

static enum err_code run_batched(struct match *m, struct scene *s, struct stage *st, size_t n, const struct side *left,
				 const struct side *right, const struct match_options *o, const struct print *l,
				 const struct print *r, const struct print *twins, struct err *err)
{
	struct suspects suspects = {.worlds = &st->worlds, .contract = s->contract};
	bool distrust = false;
	enum err_code rc;

	suspects.p = malloc((n + 1) * sizeof *suspects.p);
	if (!suspects.p)
		return err_set(err, ERR_MEMORY, "out of memory");
	note_differences(m, n, l, r, twins, &suspects);
	rc = try_suspects(m, s, &suspects, left, right, o, &distrust, err);
	free(suspects.p);
	if (rc || m->verdict != MATCH_AGREE)
		return rc;
	if (!distrust && sample_agrees(m, s, st, n, left, right, o, l, r))
		return ERR_OK;
	m->worlds = m->permuted = m->differ = m->plain = m->skipped = 0;
	return run_plain(m, s, st, n, left, right, o, err);
}

enum err_code match_stage(struct match *m, struct scene *s, struct stage *st, size_t n, const struct side *left,
			  const struct side *right, const struct match_options *o, struct err *err)
{
	bool permuted = (right->facts.order_sensitive || o->permute) && !o->row_order_allowed;
	struct duck_error why = {0};
	const struct print *l = NULL, *r = NULL, *twins = NULL;

	/* Sequences cannot be seen in a fingerprint. */
	if (!o->plan.ordered) {
		l = stage_prints(s, st, left, &o->plan, false, n, FAILURES_MAX, &why);
		r = l ? stage_prints(s, st, right, &o->plan, false, n, FAILURES_MAX, &why) : NULL;
		twins = r && permuted ? stage_prints(s, st, right, &o->plan, true, n, FAILURES_MAX, &why) : NULL;
	}
	if (l && r && (twins || !permuted))
		return run_batched(m, s, st, n, left, right, o, l, r, twins, err);
	if (strcmp(why.kind, "Interrupt") == 0)
		return timed_out(m);
	return run_plain(m, s, st, n, left, right, o, err);
}

static enum err_code check_order(struct match *m, struct scene *s, const struct side *left, const struct side *right,
				 const struct match_options *o, struct err *err)
{
	size_t tried = 0;

	/* worlds with rows enough to be out of order, from the larger ones down */
	for (size_t i = o->worlds; i-- > 0 && tried < 40;) {
		const struct world *w = &s->base.worlds.p[i];
		enum world_verdict v;
		if (world_rows(s->contract, w) < 2)
			continue;
		tried++;
		v = late(o) ? WORLD_TIMEOUT : match_world(s, w, left, right, o, MATCH_ORDERS_FEW);
		m->plain++;
		if (v == WORLD_TIMEOUT)
			return timed_out(m);
		if (v == WORLD_DIFFERS || v == WORLD_UNSTABLE) {
			enum err_code rc = conclude(m, s, w, v, left, right, o, err);
			m->differ += m->verdict != MATCH_AGREE;
			if (rc || m->verdict != MATCH_AGREE)
				return rc;
		}
	}
	return ERR_OK;
}

/* Remember which base worlds differ, for naming clauses and mistakes. */
static void keep_flags(struct match *m, struct scene *s, const struct side *left, const struct side *right,
		       const struct match_options *o)
{
	struct duck_error why;
	const struct print *l, *r;
	size_t n = o->worlds;

	if (o->plan.ordered || !m->worlds)
		return;
	l = stage_prints(s, &s->base, left, &o->plan, false, n, FAILURES_MAX, &why);
	r = stage_prints(s, &s->base, right, &o->plan, false, n, FAILURES_MAX, &why);
	m->differs = l && r ? calloc(n + 1, 1) : NULL;
	for (size_t i = 0; m->differs && i < n; i++)
		m->differs[i] = l[i].rows >= 0 && r[i].rows != PRINT_UNKNOWN && !print_equal(&l[i], &r[i]);
	m->differs_count = m->differs ? n : 0;
}

enum err_code match_run(struct match *m, struct scene *s, const struct side *left, const struct side *right,
			const struct match_options *o, bool extra, struct err *err)
{
	struct match_options bag = *o;
	enum err_code rc;

	match_init(m);
	bag.key_count = 0;   /* first the rows, then their order */
	rc = match_stage(m, s, &s->base, o->worlds, left, right, &bag, err);
	keep_flags(m, s, left, right, o);
	if (!rc && m->verdict == MATCH_AGREE && extra)
		rc = match_stage(m, s, &s->extra, s->extra.worlds.n, left, right, &bag, err);
	if (!rc && m->verdict == MATCH_AGREE && o->key_count)
		rc = check_order(m, s, left, right, o, err);
	if (rc || m->verdict != MATCH_AGREE)
		return rc;
	if (m->worlds < o->worlds && m->plain - m->skipped < o->worlds_plain && m->worlds + m->plain < o->worlds) {
		m->verdict = MATCH_UNKNOWN;
		snprintf(m->reason, sizeof m->reason,
			 "only %zu databases could be tried, too few for a verdict", m->worlds + m->plain);
	}
	return ERR_OK;
}
