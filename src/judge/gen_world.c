/*
 * Random worlds. Each draws a style first: how many rows, how often NULL, whether children crowd on one parent, which columns stay the
 * same; then, for each class of columns, a few values from one or two clusters; then rows, partly as
 * copies of earlier rows with something changed, because wrong queries are found out by rows that are nearly alike.
 */
#include "judge/gen_int.h"

#include <string.h>

#define PICKS_MAX 8
#define TRIES_ROW 24
#define TRIES_WORLD 12
#define ROWS_MAX (COUNT_LARGEST + 16)
#define SMALL_COUNT 13           /* a group size up to this is built often, a larger one seldom */

/* How a column goes through its values from row to row. */
enum walk {
	WALK_RANDOM,
	WALK_STILL,              /* the same in all rows */
	WALK_CYCLE,              /* the next in each row */
	WALK_PAIRS,              /* the next in every second row */
	WALK_BLOCKS,             /* the next in every third row */
};

/* What the cells of a column are drawn from, in this world. */
struct draw {
	int n;
	int64_t v[PICKS_MAX];
	uint32_t null_share;     /* of 128 */
	uint32_t hit_share;      /* of 128: the first value */
	enum walk walk;
	int start;               /* where the walk begins */
};

/* Where a class looks for its values, in this world. */
struct pick {
	int n;
	bool set;
	int filled[PICKS_MAX];           /* of the root's list of clusters */
	uint32_t place[PICKS_MAX];       /* which value of the cluster, modulo how many it has */
	uint32_t start;
	bool scattered;                  /* places are random; else one after another */
};

struct maker {
	struct gen *g;
	const struct contract *c;
	struct rng r;
	struct draw *draws;              /* by column */
	struct pick *picks;              /* by class */
	bool *is_parent;                 /* by table */
	int wanted[CONTRACT_TABLES_MAX];
	int rows[CONTRACT_TABLES_MAX];
	int64_t *cells[CONTRACT_TABLES_MAX];
	/* The style. */
	unsigned copy_percent, null_percent, fixed_percent, skew_percent, hit_percent;
	bool shuffle, ids_in_order;
	bool orderly;                    /* columns walk through their values instead of drawing them */
	bool broad;                      /* children are dealt out to all parents in turn */
	enum walk fk_walk;               /* orderly: and so do children through their parents */
	bool diverse;                    /* rows that differ in many ways, for what sequences and intervals show */
};

static int64_t *row_of(struct maker *m, int table, int row)
{
	return m->cells[table] + (size_t)row * m->c->tables[table].column_count;
}

static unsigned one_of(struct maker *m, const unsigned char choices[8])
{
	return choices[rng_next(&m->r) >> 61];
}

/* ---- style and sizes ---- */

static void draw_style(struct maker *m)
{
	m->copy_percent = one_of(m, (const unsigned char[8]){ 0, 0, 20, 30, 30, 40, 60, 80 });
	m->null_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 15, 25, 30, 45, 70 });
	m->fixed_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 10, 10, 20, 40, 60 });
	m->skew_percent = one_of(m, (const unsigned char[8]){ 0, 0, 0, 30, 50, 60, 80, 100 });
	m->hit_percent = one_of(m, (const unsigned char[8]){ 0, 0, 15, 30, 40, 50, 60, 75 });
	m->shuffle = rng_percent(&m->r, 50);
	m->ids_in_order = rng_percent(&m->r, 60);
	m->orderly = rng_percent(&m->r, 30);
	m->broad = rng_percent(&m->r, 25);
	m->fk_walk = (enum walk)(WALK_STILL + rng_below(&m->r, 4));
	m->diverse = rng_percent(&m->r, 55);
	if (m->diverse) {
		m->fixed_percent = m->hit_percent = 0;
		m->copy_percent = rng_percent(&m->r, 50) ? 0 : 30;
		m->skew_percent /= 2;
	}
	if (m->orderly && rng_percent(&m->r, 70))
		m->copy_percent = m->fixed_percent = m->hit_percent = 0;
}

static int row_limit(struct maker *m, size_t i)
{
	if (i < 8)
		return 1;
	if (i < 32)
		return 2;
	if (i < 80)
		return 3;
	/* What one table has to show alone takes more of its rows. */
	if (m->c->table_count == 1)
		return (int)one_of(m, (const unsigned char[8]){ 4, 5, 6, 6, 8, 8, 10, 12 });
	return (int)one_of(m, (const unsigned char[8]){ 3, 4, 5, 6, 6, 8, 8, 11 });
}

/*
 * A world for COUNT(*) >= 5 or LIMIT 3: either one group of about so many rows, or about so many groups of one or two
 * rows each.
 */
static void draw_counts(struct maker *m)
{
	int k = m->g->counts[rng_below(&m->r, (uint32_t)m->g->count_count)];

	if (k > SMALL_COUNT && !rng_percent(&m->r, 8))
		return;
	m->broad = rng_percent(&m->r, 50);
	if (!m->broad) {
		m->fixed_percent = rng_percent(&m->r, 50) ? 60 : 30;
		m->skew_percent = rng_percent(&m->r, 60) ? 100 : 80;
	}
	for (size_t t = 0; t < m->c->table_count; t++) {
		int n = k - 1 + (int)rng_below(&m->r, 3) + (rng_percent(&m->r, 30) ? (int)rng_below(&m->r, 4) : 0);
		if (m->broad && m->is_parent[t])
			m->wanted[t] = n;
		else if (m->broad)
			m->wanted[t] = n + (int)rng_below(&m->r, (uint32_t)n + 1);
		else if (rng_percent(&m->r, m->is_parent[t] ? 40 : 80))
			m->wanted[t] = n;
	}
}

static void draw_sizes(struct maker *m, size_t i)
{
	int limit = row_limit(m, i);
	unsigned empty_percent = i < 80 ? 8 : 4;

	for (size_t t = 0; t < m->c->table_count; t++) {
		int most = m->is_parent[t] && limit > 5 ? (m->broad ? 6 : 5) : limit;
		m->wanted[t] = 1 + (int)rng_below(&m->r, (uint32_t)most);
		if (i >= 40 && rng_percent(&m->r, 60)) {
			int again = 1 + (int)rng_below(&m->r, (uint32_t)most);
			m->wanted[t] = again > m->wanted[t] ? again : m->wanted[t];
		}
		/* Small worlds are no use if all tables have one row. */
		if (i < 8 && rng_percent(&m->r, 40))
			m->wanted[t]++;
		if (rng_percent(&m->r, empty_percent) || i == 0 || i == t + 1)
			m->wanted[t] = 0;
	}
	/* Dealt out, children want to be as many as their parents. */
	for (size_t t = 0; t < m->c->table_count && m->broad; t++) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parents = m->wanted[m->c->tables[t].fks[k].table];
			if (m->wanted[t] && m->wanted[t] < parents)
				m->wanted[t] = parents + (int)rng_below(&m->r, (uint32_t)parents);
		}
	}
	if (i >= 32 && m->g->count_count && rng_percent(&m->r, 35))
		draw_counts(m);
	for (size_t t = 0; t < m->c->table_count; t++) {
		if (m->wanted[t] == 0 && !m->c->tables[t].may_be_empty)
			m->wanted[t] = 1;
	}
	/* A child needs its parents. */
	for (size_t t = m->c->table_count; t-- > 0;) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parent = m->c->tables[t].fks[k].table;
			if (!m->c->tables[t].may_be_empty && m->wanted[parent] == 0)
				m->wanted[parent] = 1;
		}
	}
	for (size_t t = 0; t < m->c->table_count && !m->c->empty_groups; t++) {
		for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
			int parent = m->c->tables[t].fks[k].table;
			if (parent != (int)t && m->wanted[t] < m->wanted[parent])
				m->wanted[t] = m->wanted[parent] + (int)rng_below(&m->r, 3);
		}
	}
}

/* ---- values ---- */

static void draw_pick(struct maker *m, int class)
{
	const struct gen_column *c = &m->g->columns[class];
	struct pick *p = &m->picks[class];
	unsigned way = rng_below(&m->r, 100);
	bool all_learned = c->filled_count == c->learned_count;
	bool learned = c->learned_count > 0 && rng_percent(&m->r, all_learned ? 100 : c->meta->type == DUCK_VARCHAR ? 80 : 65);
	uint32_t first = learned ? 0 : (uint32_t)c->learned_count;
	uint32_t end = learned ? (uint32_t)c->learned_count : (uint32_t)c->filled_count;
	int one, two;

	p->set = true;
	if (m->diverse && (c->ordered || c->meta->type == DUCK_DATE || c->meta->type == DUCK_TIMESTAMP))
		p->n = (int)one_of(m, (const unsigned char[8]){ 4, 5, 5, 6, 6, 8, 8, 8 });
	else if (m->diverse)
		p->n = (int)one_of(m, (const unsigned char[8]){ 2, 2, 2, 2, 3, 3, 3, 5 });
	else
		p->n = (int)one_of(m, (const unsigned char[8]){ 1, 2, 2, 3, 3, 4, 5, 8 });
	if (end == first) {
		p->n = 0;
		return;
	}
	one = c->filled[first + rng_below(&m->r, end - first)];
	two = c->filled[rng_below(&m->r, (uint32_t)c->filled_count)];
	for (int i = 0; i < p->n; i++) {
		if (way >= 80)
			p->filled[i] = c->filled[first + rng_below(&m->r, end - first)];
		else
			p->filled[i] = way < 55 || i % 2 == 0 ? one : two;
	}
	/* Mostly from the first value on: it is the one for which the comparison holds. */
	p->start = rng_percent(&m->r, 55) ? 0 : rng_below(&m->r, CLUSTER_MAX);
	p->scattered = rng_percent(&m->r, 40);
	for (int i = 0; i < p->n; i++)
		p->place[i] = p->scattered && i ? rng_below(&m->r, 27720) : p->start + (uint32_t)(way < 55 ? i : i / 2);
}

/* Times ascend, kinds follow one another as the query names them, groups change now and then. */
static void draw_walk(struct maker *m, const struct gen_column *c, struct draw *d)
{
	static const enum walk times[8] = { WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_PAIRS, WALK_RANDOM, WALK_RANDOM };
	static const enum walk kinds[8] = { WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_CYCLE, WALK_PAIRS, WALK_BLOCKS, WALK_STILL, WALK_RANDOM };
	static const enum walk groups[8] = { WALK_STILL, WALK_STILL, WALK_STILL, WALK_BLOCKS, WALK_BLOCKS, WALK_CYCLE, WALK_PAIRS, WALK_RANDOM };
	static const enum walk sizes[8] = { WALK_CYCLE, WALK_CYCLE, WALK_STILL, WALK_PAIRS, WALK_RANDOM, WALK_RANDOM, WALK_RANDOM, WALK_RANDOM };
	uint32_t i = (uint32_t)(rng_next(&m->r) >> 61);
	bool is_time = TYPES_WHEN & TYPE_BIT(c->meta->type);

	d->walk = WALK_RANDOM;
	if (!m->orderly)
		return;
	d->walk = is_time ? times[i] : c->computed && (TYPES_NUMBER & TYPE_BIT(c->meta->type)) ? sizes[i]
		: c->meta->type == DUCK_VARCHAR || c->meta->type == DUCK_BOOLEAN ? kinds[i] : groups[i];
	d->start = rng_percent(&m->r, 60) ? 0 : (int)rng_below(&m->r, PICKS_MAX);
	if (is_time && d->walk != WALK_RANDOM) {
		d->start = 0;
		for (int k = 1; k < d->n; k++) {
			int64_t v = d->v[k];
			int at = k;
			for (; at > 0 && d->v[at - 1] > v; at--)
				d->v[at] = d->v[at - 1];
			d->v[at] = v;
		}
	}
}

/* Which of n values comes in this row. */
static int walked(enum walk walk, int start, int row, int n)
{
	switch (walk) {
	case WALK_CYCLE:
		return (start + row) % n;
	case WALK_PAIRS:
		return (start + row / 2) % n;
	case WALK_BLOCKS:
		return (start + row / 3) % n;
	default:
		return start % n;
	}
}

static void draw_column(struct maker *m, int column)
{
	const struct gen_column *c = &m->g->columns[column];
	int class = gen_class(m->g, column);
	struct pick *p = &m->picks[class];
	struct draw *d = &m->draws[column];

	if (!p->set)
		draw_pick(m, class);
	d->n = 0;
	for (int i = 0; i < p->n; i++) {
		int k = p->filled[i];
		const struct cluster *cluster = k < c->cluster_count ? &c->clusters[k] : NULL;
		if (!cluster || !cluster->n) {
			if (c->filled_count == 0)
				continue;
			cluster = &c->clusters[c->filled[p->place[i] % (uint32_t)c->filled_count]];
		}
		/* One after another: each value once. */
		if (!p->scattered && i >= cluster->n && p->filled[0] == k)
			break;
		int64_t v = cluster->v[p->place[i] % (uint32_t)cluster->n];
		for (int j = 0; m->diverse && j < d->n; j++)
			if (d->v[j] == v)   /* another one instead, if the cluster has one */
				v = cluster->v[rng_below(&m->r, (uint32_t)cluster->n)];
		d->v[d->n++] = v;
	}
	d->null_share = 0;
	if (c->meta->nullable && !m->c->no_nulls) {
		unsigned percent = m->null_percent;
		/* Not all nullable columns alike. */
		if (percent && rng_percent(&m->r, 30))
			percent = rng_percent(&m->r, 70) ? 0 : 100;
		d->null_share = percent * 128 / 100;
	}
	d->hit_share = m->hit_percent * 128 / 100;
	if (d->n > 1 && !c->in_key && rng_percent(&m->r, m->fixed_percent))
		d->n = 1;
	draw_walk(m, c, d);
}

/* The value of a cell; row is -1 where the row's place does not matter. */
static int64_t draw_cell(struct maker *m, int column, int row)
{
	const struct draw *d = &m->draws[column];
	uint64_t x = rng_next(&m->r);

	if (d->n == 0 || (x & 127) < d->null_share)
		return CELL_NULL;
	if (row >= 0 && d->walk != WALK_RANDOM)
		return d->v[walked(d->walk, d->start, row, d->n)];
	if ((x >> 7 & 127) < d->hit_share)
		return d->v[0];
	return d->v[((x >> 32) * (uint64_t)d->n) >> 32];
}

/* ---- rows ---- */

static bool nullable(const struct maker *m, int table, int column)
{
	return m->c->tables[table].columns[column].nullable && !m->c->no_nulls;
}

static bool repeats(struct maker *m, int table, const struct contract_key *key, int row)
{
	const int64_t *mine = row_of(m, table, row);

	for (size_t k = 0; k < key->count; k++) {
		if (mine[key->columns[k]] == CELL_NULL)
			return false;
	}
	for (int i = 0; i < row; i++) {
		const int64_t *other = row_of(m, table, i);
		size_t k = 0;
		while (k < key->count && mine[key->columns[k]] == other[key->columns[k]])
			k++;
		if (k == key->count)
			return true;
	}
	return false;
}

/* Make a key unique by taking spare values for one of its columns that no foreign key fills. */
static bool settle_key(struct maker *m, int table, const struct contract_key *key, int row)
{
	int64_t *cells = row_of(m, table, row);
	uint32_t start = rng_below(&m->r, (uint32_t)key->count);

	for (size_t i = 0; i < key->count; i++) {
		int column = key->columns[(start + i) % key->count];
		const struct gen_column *c = &m->g->columns[m->g->first_column[table] + column];
		int64_t before = cells[column];

		if (c->in_fk)
			continue;
		for (int k = 0; k < c->spare_count; k++) {
			cells[column] = c->spare[k];
			if (!repeats(m, table, key, row))
				return true;
		}
		cells[column] = before;
	}
	return false;
}

static bool keys_hold(struct maker *m, int table, int row)
{
	const struct contract_table *t = &m->c->tables[table];

	for (size_t k = 0; k < t->key_count; k++) {
		if (repeats(m, table, &t->keys[k], row))
			return false;
	}
	return true;
}

static bool settle_keys(struct maker *m, int table, int row)
{
	const struct contract_table *t = &m->c->tables[table];

	for (size_t k = 0; k < t->key_count; k++) {
		if (repeats(m, table, &t->keys[k], row) && !settle_key(m, table, &t->keys[k], row))
			return false;
	}
	/* Settling one key may have touched another. */
	return keys_hold(m, table, row);
}

/* Does parent row p fit what earlier foreign keys have put into the row? */
static bool agrees(struct maker *m, const struct contract_fk *fk, const int64_t *cells, const int64_t *parent, uint32_t set)
{
	(void)m;
	for (size_t i = 0; i < fk->count; i++) {
		int64_t v = parent[fk->ref_columns[i]];
		if (v == CELL_NULL || ((set >> fk->columns[i] & 1) && cells[fk->columns[i]] != v))
			return false;
	}
	return true;
}

static bool fill_fk(struct maker *m, int table, int row, const struct contract_fk *fk, uint32_t *set)
{
	int64_t *cells = row_of(m, table, row);
	bool self = fk->table == table;
	int parents = self ? row + 1 : m->rows[fk->table], null_column = -1;
	unsigned null_percent = self ? 35 : m->null_percent / 2;
	uint32_t start;

	for (size_t i = 0; i < fk->count; i++) {
		if (nullable(m, table, fk->columns[i]) && !(*set >> fk->columns[i] & 1))
			null_column = fk->columns[i];
	}
	if (null_column >= 0 && (parents == 0 || rng_percent(&m->r, null_percent))) {
		cells[null_column] = CELL_NULL;
		*set |= 1u << null_column;
		return true;
	}
	if (parents == 0)
		return false;
	start = rng_percent(&m->r, m->skew_percent) ? 0 : rng_below(&m->r, (uint32_t)parents);
	if (!self && ((m->broad && rng_percent(&m->r, 85)) || (!m->c->empty_groups && row < parents)))
		start = (uint32_t)row % (uint32_t)parents;
	else if (!self && m->orderly)
		start = (uint32_t)walked(m->fk_walk, 0, row, parents);
	/* A row that refers to itself is rare. */
	if (self && start == (uint32_t)row && row > 0 && rng_percent(&m->r, 75))
		start = rng_below(&m->r, (uint32_t)row);
	for (int i = 0; i < parents; i++) {
		const int64_t *parent = row_of(m, fk->table, (int)((start + (uint32_t)i) % (uint32_t)parents));
		if (!agrees(m, fk, cells, parent, *set))
			continue;
		for (size_t k = 0; k < fk->count; k++) {
			cells[fk->columns[k]] = parent[fk->ref_columns[k]];
			*set |= 1u << fk->columns[k];
		}
		return true;
	}
	if (null_column >= 0) {
		cells[null_column] = CELL_NULL;
		*set |= 1u << null_column;
	}
	return null_column >= 0;
}

/* All foreign keys to other tables (self: to this one). keep: those that hold already stay, mostly. */
static bool fill_fks(struct maker *m, int table, int row, bool self, uint32_t *set)
{
	const struct contract_table *t = &m->c->tables[table];

	for (size_t k = 0; k < t->fk_count; k++) {
		if ((t->fks[k].table == table) == self && !fill_fk(m, table, row, &t->fks[k], set))
			return false;
	}
	return true;
}

/* Cells that only DuckDB can check come from rows that it has checked. */
static bool fill_tuple(struct maker *m, int table, int row, uint32_t set)
{
	const struct tuples *t = &m->g->tuples[table];
	int64_t *cells = row_of(m, table, row);

	if (t->column_count == 0)
		return true;
	if (t->row_count == 0)
		return false;
	uint32_t start = rng_below(&m->r, (uint32_t)t->row_count);
	for (int i = 0; i < t->row_count; i++) {
		const int64_t *from = t->cells + ((start + (uint32_t)i) % (uint32_t)t->row_count) * (uint32_t)t->column_count;
		int k = 0;
		for (; k < t->column_count; k++) {
			if ((set >> t->columns[k] & 1) && cells[t->columns[k]] != from[k])
				break;
			if (from[k] == CELL_NULL && !nullable(m, table, t->columns[k]))
				break;
		}
		if (k < t->column_count)
			continue;
		for (k = 0; k < t->column_count; k++)
			cells[t->columns[k]] = from[k];
		return true;
	}
	return false;
}

/* The foreign key that the column is all of; NULL. */
static const struct contract_fk *lone_fk(const struct contract_table *t, size_t column)
{
	const struct contract_fk *found = NULL;

	for (size_t k = 0; k < t->fk_count; k++) {
		for (size_t i = 0; i < t->fks[k].count; i++) {
			if (t->fks[k].columns[i] != (int)column)
				continue;
			if (found || t->fks[k].count != 1)
				return NULL;
			found = &t->fks[k];
		}
	}
	return found;
}

/* May two columns of a row change places without breaking a foreign key or a type? */
static bool swappable(const struct maker *m, int table, size_t a, size_t b)
{
	const struct contract_table *t = &m->c->tables[table];
	int first = m->g->first_column[table];
	const struct gen_column *x = &m->g->columns[first + (int)a], *y = &m->g->columns[first + (int)b];

	if (a == b || x->meta->type != y->meta->type || x->meta->scale != y->meta->scale || x->meta->nullable != y->meta->nullable ||
	    gen_class(m->g, first + (int)a) != gen_class(m->g, first + (int)b))
		return false;
	if (!x->in_fk && !y->in_fk)
		return true;
	const struct contract_fk *p = lone_fk(t, a), *q = lone_fk(t, b);
	return p && q && p->table == q->table && p->ref_columns[0] == q->ref_columns[0];
}

/* Swap two columns of one class: (a, b) becomes (b, a). */
static void swap_pair(struct maker *m, int table, int64_t *cells)
{
	size_t columns = m->c->tables[table].column_count, start = rng_below(&m->r, (uint32_t)columns);

	for (size_t i = 0; i < columns; i++) {
		size_t a = (start + i) % columns;
		for (size_t b = 0; b < columns; b++) {
			if (!swappable(m, table, a, b))
				continue;
			int64_t v = cells[a];
			cells[a] = cells[b];
			cells[b] = v;
			return;
		}
	}
}

/* A copy of an earlier row with one or two cells drawn anew; sometimes none, or a pair swapped. */
static void copy_row(struct maker *m, int table, int row)
{
	size_t columns = m->c->tables[table].column_count;
	int64_t *cells = row_of(m, table, row);
	int changes = (int)rng_below(&m->r, 4);

	memcpy(cells, row_of(m, table, (int)rng_below(&m->r, (uint32_t)row)), columns * sizeof(*cells));
	if (rng_percent(&m->r, 20))
		swap_pair(m, table, cells);
	for (; changes > 1 || (changes == 1 && columns > 2); changes--) {
		int column = (int)rng_below(&m->r, (uint32_t)columns);
		if (!m->g->columns[m->g->first_column[table] + column].in_fk)
			cells[column] = draw_cell(m, m->g->first_column[table] + column, -1);
	}
}

static void draw_row(struct maker *m, int table, int row)
{
	const struct contract_table *t = &m->c->tables[table];
	int64_t *cells = row_of(m, table, row);

	for (size_t i = 0; i < t->column_count; i++) {
		const struct gen_column *c = &m->g->columns[m->g->first_column[table] + (int)i];
		cells[i] = draw_cell(m, m->g->first_column[table] + (int)i, row);
		/* Ids 1, 2, 3 ... rather than what their class compares with. */
		if (c->in_key && m->ids_in_order && !c->in_fk && row < c->spare_count && t->key_count && t->keys[0].count == 1 &&
		    t->keys[0].columns[0] == (int)i)
			cells[i] = c->spare[row];
	}
}

static bool not_null(const struct maker *m, int table, const int64_t *cells)
{
	for (size_t i = 0; i < m->c->tables[table].column_count; i++) {
		if (cells[i] == CELL_NULL && !nullable(m, table, (int)i))
			return false;
	}
	return true;
}

/* Repair "login < logout" by swapping, before the row is thrown away. */
static bool settle_checks(struct maker *m, int table, int row)
{
	int64_t *cells = row_of(m, table, row);

	if (gen_row_holds(m->g, table, cells))
		return true;
	swap_pair(m, table, cells);
	return gen_row_holds(m->g, table, cells);
}

static bool make_row(struct maker *m, int table, int row)
{
	const struct contract_table *t = &m->c->tables[table];

	for (int tries = 0; tries < TRIES_ROW; tries++) {
		bool copied = row > 0 && tries < TRIES_ROW / 2 && rng_percent(&m->r, m->copy_percent);
		/* A copy keeps its parents, unless these are to be covered in turn. */
		bool keeps = copied && m->c->empty_groups && rng_percent(&m->r, 75);
		uint32_t set = 0;

		if (copied)
			copy_row(m, table, row);
		else
			draw_row(m, table, row);
		if (keeps) {
			for (size_t k = 0; k < t->fk_count; k++) {
				for (size_t i = 0; i < t->fks[k].count; i++)
					set |= 1u << t->fks[k].columns[i];
			}
		} else if (!fill_fks(m, table, row, false, &set)) {
			return false;
		}
		if (!fill_tuple(m, table, row, set) || !settle_keys(m, table, row))
			continue;
		if (!keeps && !fill_fks(m, table, row, true, &set))
			continue;
		if (settle_checks(m, table, row) && not_null(m, table, row_of(m, table, row)) && keys_hold(m, table, row))
			return true;
	}
	return false;
}

/* ---- worlds ---- */

static void shuffle_rows(struct maker *m, int table)
{
	size_t columns = m->c->tables[table].column_count;

	for (int i = m->rows[table] - 1; i > 0; i--) {
		int64_t *a = row_of(m, table, i), *b = row_of(m, table, (int)rng_below(&m->r, (uint32_t)i + 1));
		for (size_t k = 0; k < columns; k++) {
			int64_t v = a[k];
			a[k] = b[k];
			b[k] = v;
		}
	}
}

static bool make_tables(struct maker *m)
{
	for (size_t t = 0; t < m->c->table_count; t++) {
		int n = m->wanted[t] > ROWS_MAX - 1 ? ROWS_MAX - 1 : m->wanted[t];

		m->rows[t] = 0;
		while (m->rows[t] < n && make_row(m, (int)t, m->rows[t]))
			m->rows[t]++;
		if (m->rows[t] == 0 && !m->c->tables[t].may_be_empty)
			return false;
	}
	return true;
}

static void drop_row(struct maker *m, int table, int row)
{
	size_t bytes = m->c->tables[table].column_count * sizeof(int64_t);

	m->rows[table]--;
	memmove(row_of(m, table, row), row_of(m, table, row + 1), (size_t)(m->rows[table] - row) * bytes);
}

static bool refers(const int64_t *child, const int64_t *parent, const struct contract_fk *fk)
{
	for (size_t i = 0; i < fk->count; i++) {
		if (child[fk->columns[i]] != parent[fk->ref_columns[i]])
			return false;
	}
	return true;
}

/* Where every parent needs children: drop parents without, then what referred to them, until nothing changes. */
static void drop_childless(struct maker *m)
{
	for (bool again = true; again;) {
		again = false;
		for (size_t t = 0; t < m->c->table_count; t++) {
			for (size_t k = 0; k < m->c->tables[t].fk_count; k++) {
				const struct contract_fk *fk = &m->c->tables[t].fks[k];
				for (int i = 0; fk->table != (int)t && i < m->rows[fk->table]; i++) {
					bool found = false;
					for (int j = 0; j < m->rows[t] && !found; j++)
						found = refers(row_of(m, (int)t, j), row_of(m, fk->table, i), fk);
					if (!found) {
						drop_row(m, fk->table, i--);
						again = true;
					}
				}
				for (int j = 0; j < m->rows[t]; j++) {
					bool found = false;
					for (size_t i = 0; i < fk->count; i++)
						found = found || row_of(m, (int)t, j)[fk->columns[i]] == CELL_NULL;
					for (int i = 0; i < m->rows[fk->table] && !found; i++)
						found = refers(row_of(m, (int)t, j), row_of(m, fk->table, i), fk);
					if (!found) {
						drop_row(m, (int)t, j--);
						again = true;
					}
				}
			}
		}
	}
}

static struct world take(struct maker *m, struct arena *a)
{
	const struct contract *c = m->c;
	size_t total = 0;
	struct world w = { ARENA_NEW(a, struct world_table, c->table_count) };
	int64_t *cells;

	for (size_t t = 0; t < c->table_count; t++)
		total += (size_t)m->rows[t] * c->tables[t].column_count;
	cells = ARENA_NEW(a, int64_t, total);
	for (size_t t = 0; t < c->table_count; t++) {
		size_t n = (size_t)m->rows[t] * c->tables[t].column_count;
		w.tables[t].row_count = m->rows[t];
		w.tables[t].cells = cells;
		memcpy(cells, m->cells[t], n * sizeof(*cells));
		cells += n;
	}
	return w;
}

static bool make_world(struct maker *m, size_t i)
{
	struct gen *g = m->g;

	for (uint64_t tries = 0; tries < TRIES_WORLD; tries++) {
		rng_init(&m->r, g->seed * 0x9E3779B97F4A7C15u + i * 0xD1B54A32D192ED03u + tries);
		memset(m->picks, 0, (size_t)g->column_count * sizeof(*m->picks));
		draw_style(m);
		draw_sizes(m, i);
		for (int k = 0; k < g->column_count; k++)
			draw_column(m, k);
		bool ok = make_tables(m);
		/* The values drawn may not fit the CHECKs at all: draw others. */
		for (size_t t = 0; t < m->c->table_count && tries < TRIES_WORLD / 2; t++)
			ok = ok && (m->rows[t] > 0 || m->wanted[t] == 0);
		if (ok && !m->c->empty_groups)
			drop_childless(m);
		for (size_t t = 0; t < m->c->table_count; t++) {
			ok = ok && (m->rows[t] > 0 || m->c->tables[t].may_be_empty);
			if (m->shuffle)
				shuffle_rows(m, (int)t);
		}
		if (ok)
			return true;
	}
	return false;
}

/* Which CHECK stands in the way? The first one of a table that must have rows and got none. */
static enum err_code impossible(const struct maker *m, struct err *err)
{
	for (size_t t = 0; t < m->c->table_count; t++) {
		const struct contract_table *table = &m->c->tables[t];
		if (m->rows[t] == 0 && !table->may_be_empty)
			return err_set(err, ERR_INPUT, "no row of table '%s' could be made%s%s", table->name,
				       table->check_count ? ", see CHECK " : "", table->check_count ? table->checks[0].sql : "");
	}
	return err_set(err, ERR_INPUT, "no world could be made that keeps the contract");
}

enum err_code gen_worlds(struct gen *g, size_t first, size_t count, struct arena *a, struct worlds *out, struct err *err)
{
	struct maker m = { .g = g, .c = g->contract };
	struct arena scratch;
	enum err_code code = gen_build(g, err);

	*out = (struct worlds){ .contract = g->contract, .texts = g->texts };
	if (code)
		return code;
	arena_init(&scratch, 64u << 20);
	m.draws = ARENA_NEW(&scratch, struct draw, g->column_count);
	m.picks = ARENA_NEW(&scratch, struct pick, g->column_count);
	m.is_parent = ARENA_NEW(&scratch, bool, g->contract->table_count);
	for (size_t t = 0; t < g->contract->table_count; t++) {
		m.cells[t] = ARENA_NEW(&scratch, int64_t, ROWS_MAX * g->contract->tables[t].column_count);
		for (size_t k = 0; k < g->contract->tables[t].fk_count; k++)
			m.is_parent[g->contract->tables[t].fks[k].table] = true;
	}
	out->p = ARENA_NEW(a, struct world, count);
	for (size_t i = 0; i < count && !code; i++) {
		if (!make_world(&m, first + i)) {
			code = impossible(&m, err);
			break;
		}
		out->p[out->n++] = take(&m, a);
		if (arena_over(a))
			code = err_set(err, ERR_LIMIT, "the worlds do not fit their memory");
	}
	arena_release(&scratch);
	return code;
}
