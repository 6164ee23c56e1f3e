/*
 * Shrinking: first rows away, then simpler values, keeping the verdict, until no single row can be removed (1-minimal;
 * Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). Each step is judged plainly.
 */
#include "judge/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define SHRINK_TRIES_MAX 2000    /* worlds tried, so that the result does not depend on the machine's speed */
#define SHRINK_ROUNDS_MAX 40
#define SIMPLER_MAX 3
#define FEW_ROWS 5
#define CANDIDATES_MAX 160       /* of one round */

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
};

static bool legal(struct shrink *k, const struct world *w)
{
	return world_keys_hold(k->s->contract, w, NULL) && gen_checks_hold(k->s->live, w);
}

static bool holds_plainly(struct shrink *k, const struct world *w)
{
	k->tries++;
	return match_world(k->s, w, k->left, k->right, k->o, k->batched || k->target == WORLD_UNSTABLE ? MATCH_ORDERS_FEW : MATCH_ORDERS) == k->target;
}

static void propose(struct shrink *k, const struct world *w)
{
	if (k->count < CANDIDATES_MAX && legal(k, w))
		k->candidates[k->count++] = *w;
}

/* Which candidates seem to keep the difference, all in two statements. False: judge this round plainly. */
static bool ask_batch(struct shrink *k, bool *keeps)
{
	struct worlds w = {k->s->contract, gen_texts(k->s->live), k->candidates, k->count};
	struct print l[CANDIDATES_MAX], r[CANDIDATES_MAX];
	struct stage *st = &k->s->extra;
	struct duck_error why;

	stage_forget(st);
	if (worlds_store(st->d, &w, 0, true, NULL) ||
	    !scene_prints(k->s, st->d, k->left, &k->o->plan, 0, k->count, 2, l, &why) ||
	    !scene_prints(k->s, st->d, k->right, &k->o->plan, 0, k->count, 2, r, &why))
		return false;
	for (size_t i = 0; i < k->count; i++)
		keeps[i] = l[i].rows >= 0 && r[i].rows != PRINT_UNKNOWN && !print_equal(&l[i], &r[i]);
	return true;
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

/* Ask the batch which rows can go, and take away as many of those at once as keep the verdict. */
static bool fewer_rows_batched(struct shrink *k)
{
	struct removal all[CANDIDATES_MAX], good[CANDIDATES_MAX];
	bool keeps[CANDIDATES_MAX] = {0};
	size_t n = list_removals(k, all), kept = 0, count = 0;

	k->count = 0;
	for (size_t i = 0; i < n; i++) {
		struct world w = without(k, &all[i], 1);
		size_t before = k->count;
		propose(k, &w);
		if (k->count > before)
			all[kept++] = all[i];
	}
	if (!k->count)
		return false;
	k->rounds++;
	if (!ask_batch(k, keeps)) {
		k->batched = false;
		return true;
	}
	for (size_t i = 0; i < kept; i++)
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

struct change {
	size_t table, column;
	int row;
	int64_t to;
};

static void propose_change(struct shrink *k, const struct change *x, size_t n)
{
	struct world w = world_copy(&k->m->arena, k->s->contract, &k->best);

	for (size_t i = 0; i < n; i++)
		change_value(k->s->contract, &w, x[i].table, x[i].column, x[i].row, x[i].to);
	propose(k, &w);
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

/* Every simpler value of every cell, each in a world of its own; changes[i] is what candidate i did. */
static size_t list_changes(struct shrink *k, struct change *changes)
{
	const struct contract *c = k->s->contract;
	int64_t simpler[SIMPLER_MAX];

	k->count = 0;
	for (size_t t = 0; t < c->table_count; t++)
		for (int r = 0; r < k->best.tables[t].row_count; r++)
			for (size_t col = 0; col < c->tables[t].column_count; col++) {
				int64_t v = k->best.tables[t].cells[(size_t)r * c->tables[t].column_count + col];
				size_t n = gen_simpler(k->s->live, (int)t, (int)col, v, simpler, SIMPLER_MAX);
				for (size_t i = 0; i < n && k->count < CANDIDATES_MAX; i++) {
					if (makes_alike(k, t, col, r, simpler[i]))
						continue;
					size_t before = k->count;
					struct change x = {t, col, r, simpler[i]};
					propose_change(k, &x, 1);
					if (k->count > before)
						changes[before] = x;
				}
			}
	return k->count;
}

/* The simplest success of each cell, in order. */
static size_t pick(const struct change *changes, const bool *keeps, size_t n, struct change *picked)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct change *x = &changes[i], *last = count ? &picked[count - 1] : NULL;
		if (keeps[i] && (!last || last->table != x->table || last->row != x->row || last->column != x->column))
			picked[count++] = *x;
	}
	return count;
}

/* Simplify as many cells at once as keep the verdict together. */
static void simpler_values_batched(struct shrink *k)
{
	struct change changes[CANDIDATES_MAX], picked[CANDIDATES_MAX];
	bool keeps[CANDIDATES_MAX] = {0};
	size_t n = list_changes(k, changes);

	if (!n)
		return;
	k->rounds++;
	if (!ask_batch(k, keeps))
		return;
	n = pick(changes, keeps, n, picked);
	for (size_t together = n; together > 0; together = together > 4 ? together / 2 : together - 1) {
		k->count = 0;
		propose_change(k, picked, together);
		if (k->count && take(k, 0))
			return;
	}
}

/* Cell by cell, each judged plainly. */
static void simpler_values(struct shrink *k)
{
	struct change changes[CANDIDATES_MAX];
	size_t n = list_changes(k, changes);
	const struct change *done = NULL;

	k->rounds++;
	for (size_t i = 0; i < n; i++) {
		const struct change *x = &changes[i];
		if (done && done->table == x->table && done->row == x->row && done->column == x->column)
			continue;
		k->count = 0;
		propose_change(k, x, 1);
		if (k->count && take(k, 0))
			done = x;
	}
}

static void fill_answer(struct shrink *k, const struct side *q, struct match_answer *out)
{
	memset(out, 0, sizeof *out);
	out->ok = scene_rows(k->s, q, &k->m->arena, &out->rows, &out->why);
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
	k->batched = left->batched && right->batched && target == WORLD_DIFFERS && !o->plan.ordered && !o->key_count;
	/* Few rows are quicker tried one by one. */
	while (k->batched && world_rows(s->contract, &k->best) > FEW_ROWS && k->rounds < SHRINK_ROUNDS_MAX &&
	       fewer_rows_batched(k))
		;
	while ((!k->batched || world_rows(s->contract, &k->best) <= FEW_ROWS) && k->rounds < SHRINK_ROUNDS_MAX &&
	       fewer_rows(k))
		;
	if (k->batched)
		simpler_values_batched(k);
	if (!k->batched)
		simpler_values(k);
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
