#include "judge/nearby.h"

#include <stdlib.h>
#include <string.h>

#include "judge/calendar.h"
#include "judge/gen_int.h"

struct nearby {
	struct gen *g;
	const struct contract *c;
	const struct world *w;       /* what is varied */
	struct arena *a;
	struct world *out;
	size_t n, max;
};

static int64_t *cell_of(const struct nearby *k, const struct world *w, size_t table, int row, size_t column)
{
	return &w->tables[table].cells[(size_t)row * k->c->tables[table].column_count + column];
}

/* A copy to change; the same one again and again once there is no room. */
static struct world *begin(struct nearby *k)
{
	struct world *w = &k->out[k->n < k->max ? k->n++ : k->max - 1];

	*w = world_copy(k->a, k->c, k->w);
	return w;
}

bool nearby_free(const struct contract *c, size_t table, size_t column)
{
	const struct contract_table *t = &c->tables[table];

	for (size_t f = 0; f < t->fk_count; f++)
		for (size_t i = 0; i < t->fks[f].count; i++)
			if (t->fks[f].columns[i] == (int)column)
				return false;
	for (size_t i = 0; i < t->key_count; i++)
		if (t->keys[i].count == 1 && t->keys[i].columns[0] == (int)column)
			return false;
	return true;
}

static int64_t shifted(struct nearby *k, const struct contract_column *c, int64_t v, int steps)
{
	char text[64];
	double d;

	switch (c->type) {
	case DUCK_VARCHAR:
		if (steps == 0 || strlen(k->g->texts->p[v]) > 40)
			return v;
		snprintf(text, sizeof text, "%s%c", k->g->texts->p[v], 'a' + steps % 26);
		return texts_put(k->g->texts, text);
	case DUCK_TIMESTAMP:
		return v + steps * SECOND_US;
	case DUCK_DOUBLE:
		memcpy(&d, &v, sizeof d);
		d += steps;
		memcpy(&v, &d, sizeof d);
		return v;
	case DUCK_BOOLEAN:
		return v;
	default:
		return v + steps;
	}
}

/* Every value of the column another one, in the same order and little changed. */
static void set_apart(struct nearby *k, struct world *w, size_t table, size_t column)
{
	const struct contract_column *c = &k->c->tables[table].columns[column];
	const struct world_table *t = &k->w->tables[table];

	for (int r = 0; r < t->row_count; r++) {
		int64_t v = *cell_of(k, k->w, table, r, column);
		int before = 0;
		for (int o = 0; o < t->row_count && v != CELL_NULL; o++) {
			int64_t x = *cell_of(k, k->w, table, o, column);
			before += x != CELL_NULL && (cell_order(c, x, v) < 0 || (x == v && o < r));
		}
		if (v != CELL_NULL)
			*cell_of(k, w, table, r, column) = shifted(k, c, v, before);
	}
}

/* Values where NULL, an empty text, 0 or less stood. */
static bool fill_in(struct nearby *k, struct world *w, size_t table, size_t column)
{
	const struct contract_column *c = &k->c->tables[table].columns[column];
	bool number = c->type == DUCK_INTEGER || c->type == DUCK_DECIMAL || c->type == DUCK_DOUBLE, any = false;

	for (int r = 0; r < k->w->tables[table].row_count; r++) {
		int64_t *v = cell_of(k, w, table, r, column), zero = 0, one = 1;
		bool blank = *v != CELL_NULL && ((c->type == DUCK_VARCHAR && !*k->g->texts->p[*v]) ||
						 (number && cell_order(c, *v, zero) <= 0));
		if (*v != CELL_NULL && !blank)
			continue;
		*v = gen_plain(k->g, (int)table, (int)column, &one, 1, 1, 0);
		any = true;
	}
	return any;
}

/* One more row, like the last: a new key, and where fk is given that parent. */
static void add_row(struct nearby *k, struct world *w, size_t table, const struct contract_fk *fk, int parent)
{
	const struct contract_table *t = &k->c->tables[table];
	struct world_table *rows = &w->tables[table];
	size_t n = t->column_count;
	int64_t *cells = ARENA_NEW(k->a, int64_t, (size_t)(rows->row_count + 1) * n);

	memcpy(cells, rows->cells, (size_t)rows->row_count * n * sizeof *cells);
	memcpy(cells + (size_t)rows->row_count * n, cells + (size_t)(rows->row_count - 1) * n, n * sizeof *cells);
	rows->cells = cells;
	rows->row_count++;
	for (size_t i = 0; i < t->key_count; i++) {
		size_t column = (size_t)t->keys[i].columns[0];
		int64_t most = cells[column];
		if (t->keys[i].count != 1 || t->columns[column].type == DUCK_VARCHAR)
			continue;
		for (int r = 1; r < rows->row_count; r++)
			if (cell_order(&t->columns[column], cells[(size_t)r * n + column], most) > 0)
				most = cells[(size_t)r * n + column];
		cells[(size_t)(rows->row_count - 1) * n + column] = shifted(k, &t->columns[column], most, 1);
	}
	for (size_t i = 0; fk && i < fk->count; i++)
		cells[(size_t)(rows->row_count - 1) * n + (size_t)fk->columns[i]] =
			*cell_of(k, w, (size_t)fk->table, parent, (size_t)fk->ref_columns[i]);
}

/* Children dealt out to all parents in turn, and a child for each parent. */
static void vary_families(struct nearby *k, size_t table)
{
	const struct contract_table *t = &k->c->tables[table];
	int rows = k->w->tables[table].row_count;

	for (size_t f = 0; f < t->fk_count; f++) {
		const struct contract_fk *fk = &t->fks[f];
		int parents = k->w->tables[fk->table].row_count;
		if (fk->table == (int)table || !parents || !rows)
			continue;
		struct world *w = begin(k);
		for (int r = 0; r < rows; r++)
			for (size_t i = 0; i < fk->count; i++)
				*cell_of(k, w, table, r, (size_t)fk->columns[i]) =
					*cell_of(k, w, (size_t)fk->table, r % parents, (size_t)fk->ref_columns[i]);
		w = begin(k);
		for (int p = 0; p < parents && p < 8; p++)
			add_row(k, w, table, fk, p);
	}
}

size_t nearby_worlds(struct gen *g, const struct contract *c, const struct world *w, struct arena *a, struct world *out,
		     size_t max)
{
	struct nearby k = {.g = g, .c = c, .w = w, .a = a, .out = out, .max = max};

	if (!max)
		return 0;
	struct world *texts = begin(&k), *all = begin(&k);
	for (size_t t = 0; t < c->table_count; t++) {
		for (size_t i = 0; i < c->tables[t].column_count; i++) {
			if (!nearby_free(c, t, i) || !w->tables[t].row_count)
				continue;
			set_apart(&k, begin(&k), t, i);
			set_apart(&k, all, t, i);
			if (c->tables[t].columns[i].type == DUCK_VARCHAR)
				set_apart(&k, texts, t, i);
			if (!fill_in(&k, begin(&k), t, i))
				k.n -= k.n < max;
		}
		if (w->tables[t].row_count)
			add_row(&k, begin(&k), t, NULL, 0);
		vary_families(&k, t);
	}
	return k.n;
}
