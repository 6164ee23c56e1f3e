/* Worlds in memory: texts, copies, orders, legality. Storing them is world_store.c, printing them cell.c. */
#include "judge/world.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

void texts_init(struct texts *t, struct arena *a)
{
	*t = (struct texts){ .arena = a };
}

void texts_release(struct texts *t)
{
	free(t->p);
	free(t->slots);
	*t = (struct texts){ .arena = t->arena };
}

/* The slot where s is, or would be. */
static uint32_t *slot_of(const struct texts *t, const char *s)
{
	size_t mask = t->room * 2 - 1, at = (size_t)rng_hash(RNG_HASH_START, s, strlen(s)) & mask;

	while (t->slots[at] && strcmp(t->p[t->slots[at] - 1], s) != 0)
		at = (at + 1) & mask;
	return &t->slots[at];
}

static void texts_grow(struct texts *t)
{
	size_t room = t->room ? t->room * 2 : 64;
	const char **p = realloc(t->p, room * sizeof(*p));
	uint32_t *slots = calloc(room * 2, sizeof(*slots));

	if (!p || !slots || room > UINT32_MAX / 2)
		BUG("out of memory for %zu texts", room);
	free(t->slots);
	t->p = p;
	t->slots = slots;
	t->room = room;
	for (size_t i = 0; i < t->n; i++)
		*slot_of(t, t->p[i]) = (uint32_t)i + 1;
}

int64_t texts_put(struct texts *t, const char *s)
{
	uint32_t *slot = t->room ? slot_of(t, s) : NULL;

	if (slot && *slot)
		return (int64_t)*slot - 1;
	if (t->n == t->room) {
		texts_grow(t);
		slot = slot_of(t, s);
	}
	if (!slot)
		BUG("a table of texts without room");
	t->p[t->n++] = arena_strdup(t->arena, s);
	*slot = (uint32_t)t->n;
	return (int64_t)t->n - 1;
}

int world_rows(const struct contract *c, const struct world *w)
{
	int n = 0;

	for (size_t t = 0; t < c->table_count; t++)
		n += w->tables[t].row_count;
	return n;
}

struct world world_copy(struct arena *a, const struct contract *c, const struct world *w)
{
	struct world copy = { ARENA_NEW(a, struct world_table, c->table_count) };

	for (size_t t = 0; t < c->table_count; t++) {
		size_t n = (size_t)w->tables[t].row_count * c->tables[t].column_count;
		copy.tables[t].row_count = w->tables[t].row_count;
		copy.tables[t].cells = ARENA_NEW(a, int64_t, n);
		if (n)
			memcpy(copy.tables[t].cells, w->tables[t].cells, n * sizeof(int64_t));
	}
	return copy;
}

static void permute(const int64_t *from, int64_t *to, int n, size_t row_bytes, struct rng *r)
{
	size_t columns = row_bytes / sizeof(int64_t);

	memcpy(to, from, (size_t)n * row_bytes);
	for (int i = n - 1; i > 0; i--) {
		size_t j = rng_below(r, (uint32_t)i + 1);
		for (size_t k = 0; k < columns; k++) {
			int64_t v = to[(size_t)i * columns + k];
			to[(size_t)i * columns + k] = to[j * columns + k];
			to[j * columns + k] = v;
		}
	}
	/* A rotation by one is the same sequence only when all rows are equal. */
	if (memcmp(from, to, (size_t)n * row_bytes) == 0) {
		memcpy(to, from + columns, (size_t)(n - 1) * row_bytes);
		memcpy(to + (size_t)(n - 1) * columns, from, row_bytes);
	}
}

struct world world_permuted(struct arena *a, const struct contract *c, const struct world *w, uint64_t seed)
{
	struct world copy = world_copy(a, c, w);
	struct rng r;

	rng_init(&r, seed);
	for (size_t t = 0; t < c->table_count; t++) {
		if (w->tables[t].row_count > 1)
			permute(w->tables[t].cells, copy.tables[t].cells, w->tables[t].row_count,
				c->tables[t].column_count * sizeof(int64_t), &r);
	}
	return copy;
}

struct world world_reversed(struct arena *a, const struct contract *c, const struct world *w)
{
	struct world copy = world_copy(a, c, w);

	for (size_t t = 0; t < c->table_count; t++) {
		size_t n = c->tables[t].column_count;
		int rows = w->tables[t].row_count;
		for (int r = 0; r < rows; r++)
			memcpy(copy.tables[t].cells + (size_t)r * n, w->tables[t].cells + (size_t)(rows - 1 - r) * n, n * sizeof(int64_t));
	}
	return copy;
}

/* ---- legality ---- */

static const int64_t *row_at(const struct contract *c, const struct world *w, size_t table, int row)
{
	return w->tables[table].cells + (size_t)row * c->tables[table].column_count;
}

static bool has_null(const int64_t *row, const int *columns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (row[columns[i]] == CELL_NULL)
			return true;
	}
	return false;
}

static bool equal(const int64_t *a, const int *a_columns, const int64_t *b, const int *b_columns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (a[a_columns[i]] != b[b_columns[i]])
			return false;
	}
	return true;
}

static bool nulls_hold(const struct contract *c, const struct world *w, size_t table)
{
	const struct contract_table *t = &c->tables[table];

	for (size_t k = 0; k < t->column_count; k++) {
		if (t->columns[k].nullable && !c->no_nulls)
			continue;
		for (int i = 0; i < w->tables[table].row_count; i++) {
			if (row_at(c, w, table, i)[k] == CELL_NULL)
				return false;
		}
	}
	return true;
}

static bool key_holds(const struct contract *c, const struct world *w, size_t table, const struct contract_key *key)
{
	for (int i = 0; i < w->tables[table].row_count; i++) {
		const int64_t *a = row_at(c, w, table, i);

		if (has_null(a, key->columns, key->count)) {
			if (key->primary)
				return false;
			continue;
		}
		for (int j = 0; j < i; j++) {
			if (equal(a, key->columns, row_at(c, w, table, j), key->columns, key->count))
				return false;
		}
	}
	return true;
}

static bool fk_holds(const struct contract *c, const struct world *w, size_t table, const struct contract_fk *fk)
{
	size_t parents = (size_t)fk->table;

	for (int i = 0; i < w->tables[table].row_count; i++) {
		const int64_t *row = row_at(c, w, table, i);
		bool found = has_null(row, fk->columns, fk->count);

		for (int j = 0; !found && j < w->tables[parents].row_count; j++)
			found = equal(row, fk->columns, row_at(c, w, parents, j), fk->ref_columns, fk->count);
		if (!found)
			return false;
	}
	return true;
}

/* Has each parent row a child here? A table that refers to itself always has rows without. */
static bool groups_hold(const struct contract *c, const struct world *w, size_t table, const struct contract_fk *fk)
{
	size_t parents = (size_t)fk->table;

	if (c->empty_groups || parents == table)
		return true;
	for (int i = 0; i < w->tables[parents].row_count; i++) {
		const int64_t *parent = row_at(c, w, parents, i);
		bool found = has_null(parent, fk->ref_columns, fk->count);

		for (int j = 0; !found && j < w->tables[table].row_count; j++)
			found = equal(row_at(c, w, table, j), fk->columns, parent, fk->ref_columns, fk->count);
		if (!found)
			return false;
	}
	return true;
}

bool world_keys_hold(const struct contract *c, const struct world *w, const char **why)
{
	const char *reason = NULL;

	for (size_t i = 0; i < c->table_count && !reason; i++) {
		const struct contract_table *t = &c->tables[i];

		if (!t->may_be_empty && w->tables[i].row_count == 0)
			reason = "a table is empty that must not be";
		if (!reason && !nulls_hold(c, w, i))
			reason = "a column is NULL that must not be";
		for (size_t k = 0; k < t->key_count && !reason; k++) {
			if (!key_holds(c, w, i, &t->keys[k]))
				reason = "a key repeats";
		}
		for (size_t k = 0; k < t->fk_count && !reason; k++) {
			if (!fk_holds(c, w, i, &t->fks[k]))
				reason = "a foreign key points nowhere";
			else if (!groups_hold(c, w, i, &t->fks[k]))
				reason = "a parent has no child";
		}
	}
	if (reason && why)
		*why = reason;
	return !reason;
}
