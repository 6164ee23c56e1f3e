/* Two queries on one world, plainly: the only source of verdicts. */
#include "judge/match.h"

#include <string.h>

#define ANSWER_ARENA_BYTES (64u << 20)

static void answer(struct scene *s, const struct side *q, struct arena *a, struct match_answer *out)
{
	memset(out, 0, sizeof *out);
	out->ok = scene_rows(s, q, a, &out->rows, &out->why);
}

static bool interrupted(const struct match_answer *x)
{
	return !x->ok && strcmp(x->why.kind, "Interrupt") == 0;
}

/* Rows sorted by the keys that the contract names? Equal keys may come in any order. */
static bool follows_keys(const struct match_options *o, const struct duck_rows *rows)
{
	for (size_t r = 1; r < rows->row_count; r++) {
		for (size_t k = 0; k < o->key_count; k++) {
			const struct match_key *key = &o->keys[k];
			struct compare_plan one = {.column_count = 1, .kinds = {o->plan.kinds[key->column]}};
			struct duck_rows column = *rows;   /* the same rows, seen from this column on */
			column.cells += key->column;
			column.types += key->column;
			int c = compare_rows(&one, &column, r - 1, &column, r);
			if (key->descending)
				c = -c;
			if (c > 0)
				return false;
			if (c < 0)
				break;
		}
	}
	return true;
}

static bool equal_answers(const struct match_options *o, const struct match_answer *l, const struct match_answer *r)
{
	if (!l->ok || !r->ok)
		return l->ok == r->ok;
	return !l->rows.cut && !r->rows.cut && compare_equal(&o->plan, &l->rows, &r->rows, NULL) &&
	       (!o->key_count || follows_keys(o, &r->rows));
}

enum world_verdict match_world(struct scene *s, const struct world *w, const struct side *left,
			       const struct side *right, const struct match_options *o, int orders)
{
	bool sensitive = left->facts.order_sensitive || right->facts.order_sensitive || o->permute;
	bool left_sensitive = left->facts.order_sensitive;
	enum world_verdict verdict = WORLD_SKIPPED;
	int equal = 0, different = 0;
	struct match_answer first, l, r;
	struct arena a;

	arena_init(&a, ANSWER_ARENA_BYTES);
	if (!sensitive || world_rows(s->contract, w) < 2)
		orders = 1;
	for (int order = 0; order < orders; order++) {
		if (scene_stand(s, w, (uint64_t)order, NULL))
			goto out;
		if (order == 0 || left_sensitive)
			answer(s, left, &a, &l);
		if (interrupted(&l)) {
			verdict = WORLD_TIMEOUT;
			goto out;
		}
		if (!l.ok)
			goto out;
		if (order == 0)
			first = l;
		else if (left_sensitive && !compare_equal(&o->plan, &first.rows, &l.rows, NULL))
			goto out;   /* the reference itself depends on row order here: no verdict */
		answer(s, right, &a, &r);
		if (interrupted(&r)) {
			verdict = WORLD_TIMEOUT;
			goto out;
		}
		if (equal_answers(o, &l, &r))
			equal++;
		else
			different++;
	}
	verdict = !different ? WORLD_AGREES : !equal ? WORLD_DIFFERS : WORLD_UNSTABLE;
	if (verdict == WORLD_UNSTABLE && o->row_order_allowed)
		verdict = WORLD_AGREES;
out:
	arena_release(&a);
	return verdict;
}

bool match_other(struct match *m, struct scene *s, const struct side *left, const struct side *right,
		 const struct match_options *o, size_t i)
{
	if (m->others_state[i] == OTHER_UNTRIED)
		m->others_state[i] = match_world(s, &m->others[i], left, right, o, MATCH_ORDERS_FEW) == WORLD_DIFFERS
					     ? OTHER_DIFFERS
					     : OTHER_AGREES;
	return m->others_state[i] == OTHER_DIFFERS;
}
