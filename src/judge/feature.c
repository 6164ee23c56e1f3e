#include "judge/feature.h"

#include <string.h>

static void add(struct feature *list, size_t *n, enum feature_kind kind, size_t table, int column, int fk)
{
	list[(*n)++] = (struct feature){kind, (int)table, column, fk};
}

static bool is_amount(const struct contract_column *c)
{
	return c->type == DUCK_INTEGER || c->type == DUCK_DECIMAL || c->type == DUCK_DOUBLE;
}

size_t feature_list(const struct contract *c, struct arena *a, struct feature **out)
{
	size_t room = 0, n = 0;

	for (size_t t = 0; t < c->table_count; t++)
		room += 2 + c->tables[t].column_count * 6 + c->tables[t].fk_count * 2;
	struct feature *list = ARENA_NEW(a, struct feature, room + 1);
	for (size_t t = 0; t < c->table_count; t++) {
		const struct contract_table *table = &c->tables[t];
		add(list, &n, FEATURE_EMPTY, t, -1, -1);
		if (!table->key_count)
			add(list, &n, FEATURE_REPEAT, t, -1, -1);
		for (size_t k = 0; k < table->column_count; k++) {
			const struct contract_column *column = &table->columns[k];
			if (column->nullable)
				add(list, &n, FEATURE_NULL, t, (int)k, -1);
			if (is_amount(column) && !contract_is_key_part(table, k)) {
				add(list, &n, FEATURE_ZERO, t, (int)k, -1);
				add(list, &n, FEATURE_NEGATIVE, t, (int)k, -1);
			}
			if (column->type == DUCK_VARCHAR)
				add(list, &n, FEATURE_BLANK, t, (int)k, -1);
			if (!contract_is_key(table, k))
				add(list, &n, FEATURE_TIE, t, (int)k, -1);
		}
		for (size_t f = 0; f < table->fk_count; f++) {
			add(list, &n, FEATURE_CHILDLESS, t, -1, (int)f);
			add(list, &n, FEATURE_SIBLINGS, t, -1, (int)f);
		}
	}
	*out = list;
	return n;
}

static double amount(const struct contract_column *c, int64_t v)
{
	double d;

	if (c->type != DUCK_DOUBLE)
		return (double)v;
	memcpy(&d, &v, sizeof d);
	return d;
}

static bool any_cell(const struct feature *f, const struct contract *c, const struct texts *texts,
		     const struct world_table *t)
{
	size_t n = c->tables[f->table].column_count;
	const struct contract_column *column = &c->tables[f->table].columns[f->column];

	for (int r = 0; r < t->row_count; r++) {
		int64_t v = t->cells[(size_t)r * n + (size_t)f->column];
		if (v == CELL_NULL) {
			if (f->kind == FEATURE_NULL)
				return true;
			continue;
		}
		if ((f->kind == FEATURE_ZERO && amount(column, v) == 0) ||
		    (f->kind == FEATURE_NEGATIVE && amount(column, v) < 0) ||
		    (f->kind == FEATURE_BLANK && !texts->p[v][0]))
			return true;
		for (int o = 0; f->kind == FEATURE_TIE && o < r; o++)
			if (t->cells[(size_t)o * n + (size_t)f->column] == v)
				return true;
	}
	return false;
}

static bool repeats(const struct world_table *t, size_t n)
{
	for (int r = 1; r < t->row_count; r++)
		for (int o = 0; o < r; o++)
			if (memcmp(t->cells + (size_t)r * n, t->cells + (size_t)o * n, n * sizeof *t->cells) == 0)
				return true;
	return false;
}

static int children(const struct contract_fk *fk, const struct contract *c, const struct world *w, int table,
		    const int64_t *parent)
{
	const struct world_table *t = &w->tables[table];
	size_t n = c->tables[table].column_count;
	int count = 0;

	for (int r = 0; r < t->row_count; r++) {
		const int64_t *row = t->cells + (size_t)r * n;
		size_t i = 0;
		while (i < fk->count && row[fk->columns[i]] == parent[fk->ref_columns[i]])
			i++;
		count += i == fk->count;
	}
	return count;
}

static bool family_holds(const struct feature *f, const struct contract *c, const struct world *w)
{
	const struct contract_fk *fk = &c->tables[f->table].fks[f->fk];
	const struct world_table *parents = &w->tables[fk->table];
	size_t n = c->tables[fk->table].column_count;

	for (int r = 0; r < parents->row_count; r++) {
		int count = children(fk, c, w, f->table, parents->cells + (size_t)r * n);
		if (f->kind == FEATURE_CHILDLESS ? count == 0 : count > 1)
			return true;
	}
	return false;
}

bool feature_holds(const struct feature *f, const struct contract *c, const struct texts *texts, const struct world *w)
{
	const struct world_table *t = &w->tables[f->table];

	switch (f->kind) {
	case FEATURE_EMPTY:
		return t->row_count == 0;
	case FEATURE_REPEAT:
		return repeats(t, c->tables[f->table].column_count);
	case FEATURE_CHILDLESS:
	case FEATURE_SIBLINGS:
		return family_holds(f, c, w);
	default:
		return any_cell(f, c, texts, t);
	}
}

void feature_say(const struct feature *f, const struct contract *c, struct buf *b)
{
	const struct contract_table *t = &c->tables[f->table];
	const char *table = t->name, *column = f->column >= 0 ? t->columns[f->column].name : "";
	const char *parent = f->fk >= 0 ? c->tables[t->fks[f->fk].table].name : "";

	switch (f->kind) {
	case FEATURE_EMPTY:
		buf_addf(b, "only when `%s` is empty", table);
		break;
	case FEATURE_NULL:
		buf_addf(b, "only when `%s.%s` is NULL", table, column);
		break;
	case FEATURE_ZERO:
		buf_addf(b, "only when `%s.%s` is 0", table, column);
		break;
	case FEATURE_NEGATIVE:
		buf_addf(b, "only when `%s.%s` is negative", table, column);
		break;
	case FEATURE_BLANK:
		buf_addf(b, "only when `%s.%s` is an empty text", table, column);
		break;
	case FEATURE_TIE:
		buf_addf(b, "only when two rows of `%s` have the same `%s`", table, column);
		break;
	case FEATURE_REPEAT:
		buf_addf(b, "only when two rows of `%s` are the same", table);
		break;
	case FEATURE_CHILDLESS:
		buf_addf(b, "only when a row of `%s` has no row in `%s`", parent, table);
		break;
	case FEATURE_SIBLINGS:
		buf_addf(b, "only when a row of `%s` has several rows in `%s`", parent, table);
		break;
	}
}

bool explains(const unsigned char *has, const unsigned char *differs, size_t n, size_t min_without, size_t *support)
{
	size_t with = 0, differing = 0;

	for (size_t i = 0; i < n; i++) {
		with += has[i] != 0;
		differing += differs[i] != 0;
		if (differs[i] && !has[i])
			return false;
	}
	*support = with;
	return differing > 0 && n - with >= min_without;
}
