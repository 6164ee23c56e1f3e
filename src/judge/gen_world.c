/*
 * Random worlds, row by row: values as gen_draw.c has drawn them, partly as copies of earlier rows with
 * something changed, because wrong queries are found out by rows that are nearly alike. Keys are settled,
 * foreign keys filled and CHECKs tried for each row; a row that cannot be made is tried again, a table that cannot
 * be filled stays shorter.
 */
#include "judge/gen_draw.h"

#include <string.h>

#define TRIES_ROW 24
#define TRIES_WORLD 12
#define ROWS_MAX (COUNT_LARGEST + 16)

static int64_t *row_of(struct maker *m, int table, int row)
{
	return m->cells[table] + (size_t)row * m->c->tables[table].column_count;
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
		uint32_t at = (start + (uint32_t)i) % (uint32_t)t->row_count;
		const int64_t *from = t->cells + at * (uint32_t)t->column_count;
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

	if (a == b || x->meta->type != y->meta->type || x->meta->scale != y->meta->scale ||
	    x->meta->nullable != y->meta->nullable ||
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
		if (c->in_key && m->ids_in_order && !c->in_fk && row < c->spare_count && t->key_count &&
		    t->keys[0].count == 1 &&
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
				       table->check_count ? ", see CHECK " : "",
				       table->check_count ? table->checks[0].sql : "");
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
