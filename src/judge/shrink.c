/*
 * Shrinking: first rows away, then simpler values, keeping the verdict, until no single row can be removed (1-minimal;
 * Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). Each step is judged plainly.
 */
#include "judge/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "judge/nearby.h"

#define SHRINK_TRIES_MAX 2000    /* worlds tried, so that the result does not depend on the machine's speed */
#define SHRINK_ROUNDS_MAX 40
#define SIMPLER_MAX 3
#define CANDIDATES_MAX 200       /* of one round */
#define NEARBY_MAX 40
#define CHANGES_MAX 800
#define SIMPLIFY_ROWS 12         /* with more, values can wait */

/* What a plain run said of a world: the passes over the rows come back to the same ones. */
struct judged {
	uint64_t hash;
	struct world w;
	bool holds;
};

struct change {
	size_t table, column;
	int row;
	int64_t to;
};

/* Changes that are made together. */
struct change_set {
	size_t first, count;
	bool column;                 /* a whole column, in the order that it had */
};

struct shrink {
	struct match *m;
	struct scene *s;
	const struct side *left, *right;
	const struct match_options *o;
	enum world_verdict target;
	struct world best;
	size_t tries, rounds;
	bool batched;                /* rounds are judged in batches, and what they found plainly */
	struct world candidates[CANDIDATES_MAX];
	size_t count;
	struct change changes[CHANGES_MAX];
	size_t change_count;
	struct change_set sets[CANDIDATES_MAX];   /* of the candidates from set_base on */
	size_t set_base, set_count;
	struct judged judged[SHRINK_TRIES_MAX];
	size_t judged_count;
};

static uint64_t hash_of(const struct contract *c, const struct world *w)
{
	uint64_t h = RNG_HASH_START;

	for (size_t t = 0; t < c->table_count; t++) {
		uint64_t rows = (uint64_t)w->tables[t].row_count;
		h = rng_hash(h, &rows, sizeof rows);
		h = rng_hash(h, w->tables[t].cells, rows * c->tables[t].column_count * sizeof(int64_t));
	}
	return h;
}

static bool same_world(const struct contract *c, const struct world *a, const struct world *b)
{
	for (size_t t = 0; t < c->table_count; t++) {
		const struct world_table *x = &a->tables[t], *y = &b->tables[t];
		size_t bytes = (size_t)x->row_count * c->tables[t].column_count * sizeof(int64_t);
		if (x->row_count != y->row_count || (bytes && memcmp(x->cells, y->cells, bytes)))
			return false;
	}
	return true;
}

static bool legal(struct shrink *k, const struct world *w)
{
	return world_rows(k->s->contract, w) >= k->o->rows_min && world_keys_hold(k->s->contract, w, NULL) &&
	       gen_checks_hold(k->s->live, w);
}

static bool holds_plainly(struct shrink *k, const struct world *w)
{
	const struct contract *c = k->s->contract;
	int orders = k->batched || k->target == WORLD_UNSTABLE ? MATCH_ORDERS_FEW : MATCH_ORDERS;
	uint64_t hash = hash_of(c, w);
	struct judged *j;

	for (size_t i = 0; i < k->judged_count; i++)
		if (k->judged[i].hash == hash && same_world(c, &k->judged[i].w, w))
			return k->judged[i].holds;
	k->tries++;
	j = &k->judged[k->judged_count++];
	*j = (struct judged){hash, *w, match_world(k->s, w, k->left, k->right, k->o, orders) == k->target};
	return j->holds;
}

static void propose(struct shrink *k, const struct world *w)
{
	if (k->count < CANDIDATES_MAX && legal(k, w))
		k->candidates[k->count++] = *w;
}

/*
 * Which candidates seem to keep the verdict, all in two statements; where row order decides, each with a twin whose rows come
 * backwards. False: judge this round plainly, also when the batch does not see in the best world what was seen in it.
 */
static bool ask_batch(struct shrink *k, bool *keeps)
{
	bool unstable = k->target == WORLD_UNSTABLE;
	size_t n = k->count, all = unstable ? 2 * (n + 1) : n;
	struct world *p = arena_alloc(&k->m->arena, all * sizeof *p);
	struct worlds w = {k->s->contract, gen_texts(k->s->live), p, all};
	struct print l[CANDIDATES_MAX + 1], r[2 * (CANDIDATES_MAX + 1)];
	struct stage *st = &k->s->extra;
	struct duck_error why;

	memcpy(p, k->candidates, n * sizeof *p);
	if (unstable) {
		p[n] = k->best;
		for (size_t i = 0; i <= n; i++)
			p[n + 1 + i] = world_reversed(&k->m->arena, k->s->contract, &p[i]);
	}
	stage_forget(st);
	if (worlds_store(st->d, &w, 0, true, NULL) ||
	    !scene_prints(k->s, st->d, k->left, &k->o->plan, 0, n, 2, l, &why) ||
	    !scene_prints(k->s, st->d, k->right, &k->o->plan, 0, all, 2, r, &why))
		return false;
	for (size_t i = 0; i < n; i++)
		keeps[i] = l[i].rows >= 0 && r[i].rows != PRINT_UNKNOWN && !print_equal(unstable ? &r[n + 1 + i] : &l[i], &r[i]);
	return !unstable || !print_equal(&r[n], &r[2 * n + 1]);
}

/* Judge candidate i plainly; if it keeps the verdict it becomes the best. */
static bool take(struct shrink *k, size_t i)
{
	if (k->tries >= SHRINK_TRIES_MAX || !holds_plainly(k, &k->candidates[i]))
		return false;
	k->best = k->candidates[i];
	return true;
}

static void remove_row(const struct contract *c, struct world *w, size_t table, int row)
{
	size_t n = c->tables[table].column_count;
	struct world_table *t = &w->tables[table];

	memmove(t->cells + (size_t)row * n, t->cells + (size_t)(row + 1) * n,
		(size_t)(t->row_count - row - 1) * n * sizeof *t->cells);
	t->row_count--;
}

static bool refers_to(const struct contract_fk *fk, const int64_t *child, const int64_t *parent)
{
	for (size_t i = 0; i < fk->count; i++)
		if (child[fk->columns[i]] == CELL_NULL || child[fk->columns[i]] != parent[fk->ref_columns[i]])
			return false;
	return true;
}

/* Remove a row and all that refer to it. */
static void remove_with_children(const struct contract *c, struct world *w, size_t table, int row)
{
	int64_t parent[CONTRACT_COLUMNS_MAX];
	size_t n = c->tables[table].column_count;

	memcpy(parent, w->tables[table].cells + (size_t)row * n, n * sizeof *parent);
	remove_row(c, w, table, row);
	for (size_t t = 0; t < c->table_count; t++)
		for (size_t f = 0; f < c->tables[t].fk_count; f++) {
			const struct contract_fk *fk = &c->tables[t].fks[f];
			if (fk->table != (int)table)
				continue;
			for (int r = w->tables[t].row_count - 1; r >= 0; r--)
				if (r < w->tables[t].row_count &&
				    refers_to(fk, w->tables[t].cells + (size_t)r * c->tables[t].column_count, parent))
					remove_with_children(c, w, t, r);
		}
}

struct removal {
	size_t table;
	int row;
};

static struct world without(struct shrink *k, const struct removal *x, size_t n)
{
	struct world w = world_copy(&k->m->arena, k->s->contract, &k->best);

	/* rows come in descending order, so that one removal does not move the next */
	for (size_t i = 0; i < n; i++)
		if (x[i].row < w.tables[x[i].table].row_count)
			remove_with_children(k->s->contract, &w, x[i].table, x[i].row);
	return w;
}

/* Each row, children first and the last one first. */
static size_t list_removals(struct shrink *k, struct removal *out)
{
	size_t n = 0;

	for (size_t t = k->s->contract->table_count; t-- > 0;)
		for (int r = k->best.tables[t].row_count - 1; r >= 0 && n < CANDIDATES_MAX; r--)
			out[n++] = (struct removal){t, r};
	return n;
}

/* Row by row, each judged plainly: the last word. */
static bool fewer_rows(struct shrink *k)
{
	struct removal all[CANDIDATES_MAX];
	size_t n = list_removals(k, all);
	bool any = false;

	k->rounds++;
	for (size_t i = 0; i < n; i++) {
		if (all[i].row >= k->best.tables[all[i].table].row_count)
			continue;
		struct world w = without(k, &all[i], 1);
		k->count = 0;
		propose(k, &w);
		any = (k->count && take(k, 0)) || any;
	}
	return any;
}

/* Is column (t2, c2) tied to (t, c) by a foreign key? */
static bool linked(const struct contract *c, size_t t, size_t col, size_t t2, size_t col2)
{
	for (size_t f = 0; f < c->tables[t].fk_count; f++) {
		const struct contract_fk *fk = &c->tables[t].fks[f];
		for (size_t i = 0; i < fk->count; i++)
			if (fk->columns[i] == (int)col && fk->table == (int)t2 && fk->ref_columns[i] == (int)col2)
				return true;
	}
	return false;
}

/* Give a cell another value, and the cells that a foreign key holds equal to it. */
static void change_value(const struct contract *c, struct world *w, size_t table, size_t column, int row, int64_t to)
{
	size_t n = c->tables[table].column_count;
	int64_t from = w->tables[table].cells[(size_t)row * n + column];

	w->tables[table].cells[(size_t)row * n + column] = to;
	for (size_t t = 0; t < c->table_count; t++)
		for (size_t k = 0; k < c->tables[t].column_count; k++) {
			size_t m = c->tables[t].column_count;
			if (!linked(c, t, k, table, column) && !linked(c, table, column, t, k))
				continue;
			for (int r = 0; r < w->tables[t].row_count; r++)
				if (w->tables[t].cells[(size_t)r * m + k] == from)
					w->tables[t].cells[(size_t)r * m + k] = to;
		}
}

/* Propose the changes from `first` on as one candidate; forget them when that is not legal or there is no room. */
static void propose_set(struct shrink *k, size_t first, bool column)
{
	struct world w;
	size_t before = k->count;

	if (k->set_count == CANDIDATES_MAX || first == k->change_count)
		return;
	w = world_copy(&k->m->arena, k->s->contract, &k->best);
	for (size_t i = first; i < k->change_count; i++)
		change_value(k->s->contract, &w, k->changes[i].table, k->changes[i].column, k->changes[i].row,
			     k->changes[i].to);
	propose(k, &w);
	if (k->count > before)
		k->sets[k->set_count++] = (struct change_set){first, k->change_count - first, column};
	else
		k->change_count = first;
}

static void add_change(struct shrink *k, size_t table, size_t column, int row, int64_t to)
{
	if (k->change_count < CHANGES_MAX)
		k->changes[k->change_count++] = (struct change){table, column, row, to};
}

/* Would the value make this row's text equal to another's? Texts that differ are easier to follow. */
static bool makes_alike(const struct shrink *k, size_t table, size_t column, int row, int64_t to)
{
	const struct contract_table *t = &k->s->contract->tables[table];
	const struct world_table *rows = &k->best.tables[table];

	if (t->columns[column].type != DUCK_VARCHAR)
		return false;
	for (int r = 0; r < rows->row_count; r++)
		if (r != row && rows->cells[(size_t)r * t->column_count + column] == to)
			return true;
	return false;
}

/* Every simpler value of every cell, each in a world of its own. */
static void propose_cells(struct shrink *k, size_t room)
{
	const struct contract *c = k->s->contract;
	int64_t simpler[SIMPLER_MAX];

	for (size_t t = 0; t < c->table_count; t++)
		for (int r = 0; r < k->best.tables[t].row_count; r++)
			for (size_t col = 0; col < c->tables[t].column_count; col++) {
				int64_t v = k->best.tables[t].cells[(size_t)r * c->tables[t].column_count + col];
				size_t n = gen_simpler(k->s->live, (int)t, (int)col, v, simpler, SIMPLER_MAX);
				for (size_t i = 0; i < n && k->count < room; i++) {
					if (makes_alike(k, t, col, r, simpler[i]))
						continue;
					size_t first = k->change_count;
					add_change(k, t, col, r, simpler[i]);
					propose_set(k, first, false);
				}
			}
}

struct row_sort {
	const int64_t *cells;
	size_t columns;
};

static _Thread_local struct row_sort sorting;

static int by_cells(const void *a, const void *b)
{
	const int64_t *x = sorting.cells + (size_t)(*(const int *)a) * sorting.columns;
	const int64_t *y = sorting.cells + (size_t)(*(const int *)b) * sorting.columns;

	for (size_t i = 0; i < sorting.columns; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

/* Texts that differ in every row, where that makes no difference: easiest to follow. In the order in which tidy_rows() will show the rows. */
static void propose_texts(struct shrink *k, size_t t, size_t col)
{
	const struct contract_table *table = &k->s->contract->tables[t];
	const struct world_table *rows = &k->best.tables[t];
	size_t first = k->change_count, n = table->column_count;
	int64_t places[26] = {0};

	if (table->columns[col].type != DUCK_VARCHAR || rows->row_count > 26)
		return;
	sorting = (struct row_sort){rows->cells, n};
	for (int r = 0; r < rows->row_count; r++)
		for (int o = 0; o < rows->row_count; o++)
			places[r] += o != r && (by_cells(&o, &r) < 0 || (o < r && by_cells(&o, &r) == 0));
	for (int r = 0; r < rows->row_count; r++)
		if (rows->cells[(size_t)r * n + col] != CELL_NULL)
			add_change(k, t, col, r, gen_plain(k->s->live, (int)t, (int)col, places, 1, rows->row_count, r));
	propose_set(k, first, true);
}

/* A whole column counted through from its plainest value, equal values staying equal and the order of values kept. */
static void propose_columns(struct shrink *k)
{
	const struct contract *c = k->s->contract;

	for (size_t t = 0; t < c->table_count; t++)
		for (size_t col = 0; col < c->tables[t].column_count; col++) {
			size_t n = c->tables[t].column_count, first;
			const int64_t *cells = k->best.tables[t].cells + col;
			int rows = k->best.tables[t].row_count;
			if (!nearby_free(c, t, col))
				continue;
			propose_texts(k, t, col);
			first = k->change_count;
			for (int r = 0; r < rows; r++) {
				int64_t to = gen_plain(k->s->live, (int)t, (int)col, cells, n, rows, r);
				if (to != cells[(size_t)r * n])
					add_change(k, t, col, r, to);
			}
			propose_set(k, first, true);
		}
}

/* Sets that keep the difference: whole columns, then for each other cell its simplest success. */
static size_t pick(const struct shrink *k, const bool *keeps, const struct change_set **picked)
{
	size_t n = 0;

	for (size_t i = 0; i < k->set_count; i++) {
		const struct change *x = &k->changes[k->sets[i].first];
		bool done = !keeps[k->set_base + i];
		for (size_t p = 0; p < n && !done; p++) {
			const struct change *y = &k->changes[picked[p]->first];
			done = x->table == y->table && x->column == y->column && (picked[p]->column || x->row == y->row);
		}
		if (!done)
			picked[n++] = &k->sets[i];
	}
	return n;
}

static bool take_sets(struct shrink *k, const struct change_set *const *sets, size_t n)
{
	struct world w = world_copy(&k->m->arena, k->s->contract, &k->best);

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < sets[i]->count; j++) {
			const struct change *x = &k->changes[sets[i]->first + j];
			change_value(k->s->contract, &w, x->table, x->column, x->row, x->to);
		}
	k->count = 0;
	propose(k, &w);
	return k->count && take(k, 0);
}

/* Simplify as much at once as keeps the verdict together. */
static void take_simpler(struct shrink *k, const bool *keeps)
{
	const struct change_set *picked[CANDIDATES_MAX];
	size_t n = pick(k, keeps, picked), columns = 0;

	while (columns < n && picked[columns]->column)
		columns++;
	if (!n || take_sets(k, picked, n))
		return;
	if (columns && columns < n && take_sets(k, picked, columns)) {
		take_sets(k, picked + columns, n - columns);
		return;
	}
	for (size_t together = n / 2, at = 0; together > 0 && at < n; at += together, together = (n - at + 1) / 2)
		take_sets(k, picked + at, together);
}

/* Behind the candidates of this round, what may speak against a reason for the difference. */
static void propose_nearby(struct shrink *k)
{
	struct world near[NEARBY_MAX];
	size_t n = nearby_worlds(k->s->live, k->s->contract, &k->best, &k->m->arena, near, NEARBY_MAX);

	for (size_t i = 0; i < n; i++)
		propose(k, &near[i]);
}

/* As many of the rows that can go alone at once as keep the verdict. */
static bool take_removals(struct shrink *k, const struct removal *all, const bool *keeps, size_t n)
{
	struct removal good[CANDIDATES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (keeps[i])
			good[count++] = all[i];
	for (size_t together = count; together > 0; together /= 2) {
		struct world w = without(k, good, together);
		k->count = 0;
		propose(k, &w);
		if (k->count && take(k, 0))
			return true;
	}
	return false;
}

/*
 * One round: ask the batch at once which rows can go, which values can be simpler, and which near worlds differ. Rows go first; when none can,
 * values become simpler. True when rows went.
 */
static bool shrink_round(struct shrink *k)
{
	struct removal all[CANDIDATES_MAX];
	bool keeps[CANDIDATES_MAX] = {0};
	size_t n = list_removals(k, all), rows = 0, near;

	k->count = k->set_count = k->change_count = 0;
	for (size_t i = 0; i < n && k->count < CANDIDATES_MAX - NEARBY_MAX; i++) {
		struct world w = without(k, &all[i], 1);
		propose(k, &w);
		if (k->count > rows)
			all[rows++] = all[i];
	}
	k->set_base = k->count;
	if (world_rows(k->s->contract, &k->best) <= SIMPLIFY_ROWS) {
		propose_columns(k);
		propose_cells(k, CANDIDATES_MAX - NEARBY_MAX);
	}
	near = k->count;
	if (k->target == WORLD_DIFFERS)
		propose_nearby(k);
	k->rounds++;
	if (!k->count)
		return false;
	if (!ask_batch(k, keeps)) {
		k->batched = false;
		k->judged_count = 0;   /* from now on a world is judged in more orders */
		return false;
	}
	k->m->other_count = 0;
	for (size_t i = near; i < k->count && k->m->other_count < MATCH_OTHERS_MAX; i++)
		if (keeps[i])
			k->m->others[k->m->other_count++] = k->candidates[i];
	if (take_removals(k, all, keeps, rows))
		return true;
	take_simpler(k, keeps);
	return false;
}

/* Cell by cell, each judged plainly. */
static void simpler_values(struct shrink *k)
{
	const struct change *done = NULL;
	size_t n;

	k->count = k->set_count = k->change_count = 0;
	propose_cells(k, CANDIDATES_MAX);
	n = k->set_count;
	k->rounds++;
	for (size_t i = 0; i < n; i++) {
		const struct change_set *set = &k->sets[i];
		const struct change *x = &k->changes[set->first];
		if (done && done->table == x->table && done->row == x->row && done->column == x->column)
			continue;
		if (take_sets(k, &set, 1))
			done = x;
	}
}

static void fill_answer(struct shrink *k, const struct side *q, struct match_answer *out)
{
	memset(out, 0, sizeof *out);
	out->ok = scene_rows(k->s, q, &k->m->arena, &out->rows, &out->why);
}

/* Rows in the order of their values, where the order does not matter: easier to read. */
static void tidy_rows(struct shrink *k)
{
	const struct contract *c = k->s->contract;
	struct world w = world_copy(&k->m->arena, c, &k->best);

	for (size_t t = 0; t < c->table_count; t++) {
		size_t columns = c->tables[t].column_count;
		int n = w.tables[t].row_count, order[128];
		if (n > 128)
			continue;
		for (int i = 0; i < n; i++)
			order[i] = i;
		sorting = (struct row_sort){k->best.tables[t].cells, columns};
		qsort(order, (size_t)n, sizeof *order, by_cells);
		for (int i = 0; i < n; i++)
			memcpy(w.tables[t].cells + (size_t)i * columns,
			       k->best.tables[t].cells + (size_t)order[i] * columns, columns * sizeof(int64_t));
	}
	k->count = 0;
	propose(k, &w);
	if (k->count && k->target == WORLD_DIFFERS)
		take(k, 0);
}

/*
 * The last word: both queries on real tables with the constraints of the DDL. The verdict must be the same there, or the
 * witness is no witness. For an unstable one, two orders that give different results are kept.
 */
static enum err_code reproduce(struct shrink *k, bool *reproduced, struct err *err)
{
	struct match *m = k->m;
	enum err_code rc = scene_on(k->s, GROUND_TABLES, err);

	*reproduced = false;
	if (rc)
		return rc;
	bool orders = k->left->facts.order_sensitive || k->right->facts.order_sensitive || k->o->key_count;
	if ((orders && match_world(k->s, &m->witness, k->left, k->right, k->o, MATCH_ORDERS) != k->target) ||
	    scene_stand(k->s, &m->witness, 0, err))
		goto out;
	fill_answer(k, k->left, &m->left);
	fill_answer(k, k->right, &m->right);
	*reproduced = orders || (m->left.ok && (!m->right.ok || m->right.rows.cut ||
						!compare_equal(&k->o->plan, &m->left.rows, &m->right.rows, NULL)));
	for (uint64_t order = 1; k->target == WORLD_UNSTABLE && order < 12; order++) {
		if (scene_stand(k->s, &m->witness, order, err))
			goto out;
		fill_answer(k, k->right, &m->other);
		*reproduced = m->other.ok != m->right.ok ||
			      (m->other.ok && !compare_equal(&k->o->plan, &m->right.rows, &m->other.rows, NULL));
		if (*reproduced)
			break;
	}
	if (m->left.ok && m->right.ok && k->target == WORLD_DIFFERS) {
		struct compare_plan bag = k->o->plan;
		bag.ordered = false;
		m->order_only = compare_equal(&bag, &m->left.rows, &m->right.rows, NULL);
	}
out:
	return scene_on(k->s, GROUND_VIEWS, err);
}

enum err_code match_shrink(struct match *m, struct scene *s, const struct side *left, const struct side *right,
			   const struct match_options *o, enum world_verdict target, bool *reproduced,
			   struct err *err)
{
	struct shrink *k = calloc(1, sizeof *k);
	int64_t start = clock_mono_ms();
	enum err_code rc;

	if (!k)
		return err_set(err, ERR_MEMORY, "out of memory");
	*k = (struct shrink){.m = m, .s = s, .left = left, .right = right, .o = o, .target = target, .best = m->witness};
	k->batched = left->batched && right->batched && (target == WORLD_DIFFERS || target == WORLD_UNSTABLE) && !o->plan.ordered && !o->key_count;
	while (k->batched && k->rounds < SHRINK_ROUNDS_MAX && shrink_round(k))
		;
	if (!k->batched) {
		while (k->rounds < SHRINK_ROUNDS_MAX && fewer_rows(k))
			;
		simpler_values(k);
	}
	/* What the batch says is a hint, and other values may need fewer rows: the last word on each row is a plain run. */
	m->minimal = false;
	while (!m->minimal && k->rounds < SHRINK_ROUNDS_MAX)
		m->minimal = !fewer_rows(k) && k->tries < SHRINK_TRIES_MAX;
	tidy_rows(k);
	m->witness = k->best;
	m->shrink_tries = k->tries;
	rc = reproduce(k, reproduced, err);
	m->shrink_ms = clock_mono_ms() - start;
	free(k);
	return rc;
}
