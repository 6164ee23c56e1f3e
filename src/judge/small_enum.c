/*
 * All databases of so many rows over given values.
 *
 * A row is a string of codes, those of names (labels) last. The rows of a table come in ascending order, so that
 * each multiset is met once, and labels are numbered by first occurrence. Of several numberings that remain, the one
 * whose codes are least is kept: a world is thrown away when some renaming of its labels gives lesser codes.
 */
#include "judge/small_int.h"

#include <math.h>
#include <string.h>

#define WORK_MAX 20000

struct small_table {
	int width;
	int order[CONTRACT_COLUMNS_MAX];   /* column at each place of a row's codes */
	int place[CONTRACT_COLUMNS_MAX];   /* and back */
	bool sorted_base;                  /* no foreign key among the plain columns: base ascends as rows must */
	int base_at[SMALL_ROWS_MAX + 1];   /* which base row each row was made from */
	int lone_key;                      /* place of a label that is a key by itself; -1 */
	int plain;                         /* places before the first label */
	uint8_t *base;                     /* allowed combinations of the columns that are neither label nor foreign key */
	int base_count;
	struct tuples asked;               /* allowed rows of what only DuckDB can check */
	uint8_t rows[SMALL_ROWS_MAX][CONTRACT_COLUMNS_MAX];
	int row_count;
};

struct small_enum {
	struct small_table tables[CONTRACT_TABLES_MAX];
	int used[GEN_COLUMNS_MAX];         /* labels in use, by class */
	struct world **worlds;
	size_t *n, *room;
	bool over;                         /* the budget or the arena is used up */
};

static int64_t value_of(const struct small *s, int table, int column, uint8_t code)
{
	return code == SMALL_NULL ? CELL_NULL : small_axis(s, table, column)->v[code];
}

static void decode(const struct small *s, int table, const uint8_t *codes, int64_t *cells)
{
	const struct small_table *t = &s->e->tables[table];

	for (int i = 0; i < t->width; i++)
		cells[t->order[i]] = value_of(s, table, t->order[i], codes[i]);
}

/* ---- estimates ---- */

static double choose(double n, int k)
{
	double r = 1;

	for (int i = 0; i < k; i++)
		r *= (n - i) / (i + 1);
	return r < 0 ? 0 : r;
}

/* Rows that a table could have, given the rows of its parents. */
static double row_kinds(const struct small *s, int table, const int *rows)
{
	const struct contract_table *t = &s->c->tables[table];
	double kinds = 1;

	for (size_t i = 0; i < t->column_count; i++) {
		const struct axis *x = small_axis(s, table, (int)i);
		if (x->fk)
			continue;
		if (x->label && x->key && t->keys[0].count == 1)
			continue;
		kinds *= x->label ? 1 + 0.7 * (x->count - 1) + x->null : x->count + x->null;
	}
	for (size_t k = 0; k < t->fk_count; k++) {
		if (t->fks[k].table != table)
			kinds *= rows[t->fks[k].table] + small_axis(s, table, t->fks[k].columns[0])->null;
	}
	return kinds;
}

static bool distinct_rows(const struct small *s, int table)
{
	const struct contract_table *t = &s->c->tables[table];

	/* With a named key rows may agree in everything else. */
	for (size_t k = 0; k < t->key_count; k++) {
		bool names = false;
		for (size_t i = 0; i < t->keys[k].count; i++)
			names = names || (small_axis(s, table, t->keys[k].columns[i])->label && t->keys[k].count == 1);
		if (!names)
			return true;
	}
	return false;
}

static double estimate_from(const struct small *s, size_t table, int left, int *rows)
{
	double sum = 0;

	if (table == s->c->table_count)
		return 1;
	for (int n = s->c->tables[table].may_be_empty ? 0 : 1; n <= left; n++) {
		double kinds = row_kinds(s, (int)table, rows);
		double ways = distinct_rows(s, (int)table) ? choose(kinds, n) : choose(kinds + n - 1, n);
		rows[table] = n;
		if (ways > 0)
			sum += ways * estimate_from(s, table + 1, left - n, rows);
	}
	rows[table] = 0;
	return sum;
}

double small_estimate(const struct small *s, int k)
{
	int rows[CONTRACT_TABLES_MAX] = {0};

	return estimate_from(s, 0, k, rows);
}

/* ---- setting up ---- */

static void order_columns(const struct small *s, int table)
{
	struct small_table *t = &s->e->tables[table];
	int width = (int)s->c->tables[table].column_count;

	t->width = 0;
	for (int labels = 0; labels < 2; labels++) {
		for (int i = 0; i < width; i++) {
			if (small_axis(s, table, i)->label == labels) {
				t->place[i] = t->width;
				t->order[t->width++] = i;
			}
		}
		if (!labels)
			t->plain = t->width;
	}
	t->sorted_base = true;
	t->lone_key = -1;
	for (int i = 0; i < t->plain; i++)
		t->sorted_base = t->sorted_base && !small_axis(s, table, t->order[i])->fk;
	for (size_t k = 0; k < s->c->tables[table].key_count; k++) {
		const struct contract_key *key = &s->c->tables[table].keys[k];
		if (key->count == 1 && small_axis(s, table, key->columns[0])->label)
			t->lone_key = t->place[key->columns[0]];
	}
}

static bool is_free(const struct small *s, int table, int column)
{
	const struct axis *x = small_axis(s, table, column);

	return !x->label && !x->fk;
}

/* Every combination of the plain columns. */
static void build_base(struct small *s, int table)
{
	struct small_table *t = &s->e->tables[table];
	uint8_t codes[CONTRACT_COLUMNS_MAX] = {0};
	size_t total = 1;
	int at;

	for (int i = 0; i < t->width; i++) {
		const struct axis *x = small_axis(s, table, t->order[i]);
		if (is_free(s, table, t->order[i]))
			total *= (size_t)(x->count + x->null);
	}
	if (total > s->budget)
		total = s->budget;
	t->base = ARENA_NEW(&s->scratch, uint8_t, total * (size_t)t->width);
	t->base_count = 0;
	for (size_t n = 0; n < total; n++) {
		uint8_t *row = t->base + (size_t)t->base_count++ * (size_t)t->width;
		for (int i = 0; i < t->width; i++) {
			const struct axis *x = small_axis(s, table, t->order[i]);
			row[i] = codes[i] == x->count && x->null ? SMALL_NULL : codes[i];
		}
		for (at = t->width - 1; at >= 0; at--) {
			const struct axis *x = small_axis(s, table, t->order[at]);
			if (!is_free(s, table, t->order[at]))
				continue;
			if (++codes[at] < x->count + x->null)
				break;
			codes[at] = 0;
		}
		if (at < 0)
			break;
	}
}

/* Ask once about every combination that only DuckDB can check. */
static enum err_code ask_all(struct small *s, int table, struct err *err)
{
	struct tuples *t = &s->e->tables[table].asked;
	size_t total = 1, width;
	int codes[CONTRACT_COLUMNS_MAX] = {0};
	bool *answer;

	t->column_count = gen_asked_columns(s->g, table, false, t->columns);
	width = (size_t)t->column_count;
	if (width == 0)
		return ERR_OK;
	for (size_t i = 0; i < width; i++)
		total *= (size_t)small_axis(s, table, t->columns[i])->count + 1;
	if (total > 20000)
		return err_set(err, ERR_LIMIT, "a CHECK of table '%s' binds too many columns", s->c->tables[table].name);
	t->cells = ARENA_NEW(&s->scratch, int64_t, total * width);
	answer = ARENA_NEW(&s->scratch, bool, total);
	for (size_t n = 0; n < total; n++) {
		for (size_t i = 0; i < width; i++) {
			const struct axis *x = small_axis(s, table, t->columns[i]);
			t->cells[n * width + i] = codes[i] < x->count ? x->v[codes[i]] : CELL_NULL;
		}
		for (size_t i = 0; i < width && ++codes[i] > small_axis(s, table, t->columns[i])->count; i++)
			codes[i] = 0;
	}
	enum err_code code = gen_ask(s->g, table, t->columns, t->column_count, t->cells, (int)total, answer, err);
	for (size_t n = 0; n < total && !code; n++) {
		if (answer[n])
			memmove(&t->cells[(size_t)t->row_count++ * width], &t->cells[n * width], width * sizeof(int64_t));
	}
	return code;
}

enum err_code small_begin(struct small *s, struct err *err)
{
	enum err_code code = ERR_OK;

	s->e = ARENA_NEW(&s->scratch, struct small_enum, 1);
	for (size_t t = 0; t < s->c->table_count && !code; t++) {
		order_columns(s, (int)t);
		build_base(s, (int)t);
		code = ask_all(s, (int)t, err);
	}
	return code;
}

/* ---- is a row legal? ---- */

static bool key_holds(const struct small_table *t, const struct contract_key *key, const uint8_t *row)
{
	for (size_t i = 0; i < key->count; i++) {
		if (row[t->place[key->columns[i]]] == SMALL_NULL)
			return true;
	}
	for (int r = 0; r < t->row_count; r++) {
		size_t i = 0;
		while (i < key->count && t->rows[r][t->place[key->columns[i]]] == row[t->place[key->columns[i]]])
			i++;
		if (i == key->count)
			return false;
	}
	return true;
}

static bool asked_holds(const struct tuples *t, const int64_t *cells)
{
	for (int n = 0; n < t->row_count; n++) {
		int i = 0;
		while (i < t->column_count && t->cells[n * t->column_count + i] == cells[t->columns[i]])
			i++;
		if (i == t->column_count)
			return true;
	}
	return t->column_count == 0;
}

static bool row_holds(const struct small *s, int table, const uint8_t *row)
{
	const struct contract_table *ct = &s->c->tables[table];
	const struct small_table *t = &s->e->tables[table];
	int64_t cells[CONTRACT_COLUMNS_MAX];

	for (size_t k = 0; k < ct->key_count; k++) {
		if (!key_holds(t, &ct->keys[k], row))
			return false;
	}
	if (ct->check_count == 0)
		return true;
	decode(s, table, row, cells);
	return gen_row_holds(s->g, table, cells) && asked_holds(&t->asked, cells);
}

/* Does the row have what the other row is referred to by? */
static bool refers(const struct small_table *t, const uint8_t *row, const struct small_table *parent,
		   const uint8_t *other, const struct contract_fk *fk)
{
	for (size_t i = 0; i < fk->count; i++) {
		if (row[t->place[fk->columns[i]]] != other[parent->place[fk->ref_columns[i]]])
			return false;
	}
	return true;
}

/* Foreign keys of a table to itself, once it has all its rows. */
static bool self_holds(const struct small *s, int table)
{
	const struct contract_table *ct = &s->c->tables[table];
	const struct small_table *t = &s->e->tables[table];

	for (size_t k = 0; k < ct->fk_count; k++) {
		const struct contract_fk *fk = &ct->fks[k];
		for (int r = 0; fk->table == table && r < t->row_count; r++) {
			bool found = false;
			for (size_t i = 0; i < fk->count; i++)
				found = found || t->rows[r][t->place[fk->columns[i]]] == SMALL_NULL;
			for (int p = 0; p < t->row_count && !found; p++) {
				found = refers(t, t->rows[r], t, t->rows[p], fk);
			}
			if (!found)
				return false;
		}
	}
	return true;
}

/* ---- renaming ---- */

/*
 * A world with the same rows but other names can be written in lesser codes only if its rows, taken in some other order
 * and numbered by first occurrence, are. Rows whose plain codes differ have one order, so only those that agree in
 * them change places.
 */
struct renaming {
	const struct small *s;
	uint8_t map[GEN_COLUMNS_MAX][SMALL_VALUES_MAX];   /* by class: the new code, 0 for none yet, else 1 more */
	int used[GEN_COLUMNS_MAX];
	uint32_t taken[CONTRACT_TABLES_MAX];              /* rows that have their new place */
	int work;                                         /* highly symmetric worlds are given up on: they may come twice */
};

static bool lesser_from(struct renaming *rn, size_t table, int row);

/*
 * Put old row number from at place row; -1, 0, 1 against what stands there. The names that are new are noted
 * for taking back.
 */
static int place_row(struct renaming *rn, size_t table, int row, int from, uint8_t *fresh[], int *fresh_class,
		     int *fresh_count)
{
	const struct small_table *t = &rn->s->e->tables[table];

	for (int i = t->plain; i < t->width; i++) {
		uint8_t code = t->rows[from][i], now = SMALL_NULL;
		if (code != SMALL_NULL) {
			int class = small_axis(rn->s, (int)table, t->order[i])->class;
			uint8_t *name = &rn->map[class][code];
			if (!*name) {
				*name = (uint8_t)++rn->used[class];
				fresh[*fresh_count] = name;
				fresh_class[(*fresh_count)++] = class;
			}
			now = (uint8_t)(*name - 1);
		}
		if (now != t->rows[row][i])
			return now < t->rows[row][i] ? -1 : 1;
	}
	return 0;
}

/* Is there a way to go on from here that gives lesser codes? */
static bool lesser_from(struct renaming *rn, size_t table, int row)
{
	const struct small_table *t;
	bool lesser = false;

	if (table == rn->s->c->table_count || rn->work-- <= 0)
		return false;
	t = &rn->s->e->tables[table];
	if (row == t->row_count)
		return lesser_from(rn, table + 1, 0);
	for (int from = 0; from < t->row_count && !lesser; from++) {
		uint8_t *fresh[CONTRACT_COLUMNS_MAX];
		int fresh_class[CONTRACT_COLUMNS_MAX], count = 0;

		if ((rn->taken[table] >> from & 1) || memcmp(t->rows[from], t->rows[row], (size_t)t->plain) != 0)
			continue;
		rn->taken[table] |= 1u << from;
		int order = place_row(rn, table, row, from, fresh, fresh_class, &count);
		lesser = order < 0 || (order == 0 && lesser_from(rn, table, row + 1));
		while (count-- > 0) {
			*fresh[count] = 0;
			rn->used[fresh_class[count]]--;
		}
		rn->taken[table] &= ~(1u << from);
	}
	return lesser;
}

static bool is_least(const struct small *s)
{
	struct renaming rn;

	memset(rn.map, 0, (size_t)s->g->column_count * sizeof(*rn.map));
	memset(rn.used, 0, (size_t)s->g->column_count * sizeof(*rn.used));
	memset(rn.taken, 0, sizeof(rn.taken));
	rn.s = s;
	rn.work = WORK_MAX;
	return !lesser_from(&rn, 0, 0);
}

/* ---- enumerating ---- */

static void table_from(struct small *s, size_t table, int left);

static void accept(struct small *s)
{
	struct small_enum *e = s->e;
	struct world w;

	if (!is_least(s))
		return;
	if (*e->n >= s->budget || arena_over(s->a)) {
		e->over = true;
		return;
	}
	w.tables = ARENA_NEW(s->a, struct world_table, s->c->table_count);
	for (size_t t = 0; t < s->c->table_count; t++) {
		const struct small_table *from = &e->tables[t];
		w.tables[t].row_count = from->row_count;
		if (from->row_count == 0)
			continue;
		w.tables[t].cells = ARENA_NEW(s->a, int64_t, from->row_count * from->width);
		for (int r = 0; r < from->row_count; r++)
			decode(s, (int)t, from->rows[r], w.tables[t].cells + r * from->width);
	}
	if (!s->c->empty_groups && !world_keys_hold(s->c, &w, NULL))
		return;
	if (*e->n == *e->room) {
		size_t room = *e->room ? *e->room * 2 : 1024;
		struct world *p = ARENA_NEW(s->a, struct world, room);
		if (*e->n)
			memcpy(p, *e->worlds, *e->n * sizeof(*p));
		*e->worlds = p;
		*e->room = room;
	}
	(*e->worlds)[(*e->n)++] = w;
}

static void row_from(struct small *s, int table, int rows, int left);

static void row_done(struct small *s, int table, const uint8_t *row, int rows, int left)
{
	struct small_table *t = &s->e->tables[table];

	if (t->row_count && memcmp(t->rows[t->row_count - 1], row, (size_t)t->width) > 0)
		return;
	if (!row_holds(s, table, row))
		return;
	memcpy(t->rows[t->row_count++], row, (size_t)t->width);
	row_from(s, table, rows, left);
	t->row_count--;
}

/* Fill the labels from place on, each old or the next new one. */
static void labels_from(struct small *s, int table, uint8_t *row, uint32_t set, int place, int rows, int left)
{
	struct small_table *t = &s->e->tables[table];

	if (s->e->over)
		return;
	while (place < t->width && (set >> t->order[place] & 1))
		place++;
	if (place == t->width) {
		row_done(s, table, row, rows, left);
		return;
	}
	const struct axis *x = small_axis(s, table, t->order[place]);
	int *used = &s->e->used[x->class], before = *used;
	for (int code = 0; code < x->count && code <= before; code++) {
		bool repeats = false;
		for (int r = 0; place == t->lone_key && r < t->row_count; r++)
			repeats = repeats || t->rows[r][place] == code;
		if (repeats)
			continue;
		row[place] = (uint8_t)code;
		*used = code == before ? before + 1 : before;
		labels_from(s, table, row, set, place + 1, rows, left);
	}
	*used = before;
	if (x->null) {
		row[place] = SMALL_NULL;
		labels_from(s, table, row, set, place + 1, rows, left);
	}
}

/* Has an earlier row of the parents the same key? Then it was tried. */
static bool same_parent(const struct small_table *p, const struct contract_fk *fk, int row)
{
	for (int r = 0; r < row; r++) {
		size_t i = 0;
		for (; i < fk->count; i++) {
			int place = p->place[fk->ref_columns[i]];
			if (p->rows[r][place] != p->rows[row][place])
				break;
		}
		if (i == fk->count)
			return true;
	}
	return false;
}

/* Fill foreign key number k and those behind it, then the labels. */
static void fks_from(struct small *s, int table, uint8_t *row, uint32_t set, size_t k, int rows, int left)
{
	const struct contract_table *ct = &s->c->tables[table];
	struct small_table *t = &s->e->tables[table];

	while (k < ct->fk_count && ct->fks[k].table == table)
		k++;
	if (k == ct->fk_count) {
		/* Rows ascend: one whose plain codes are less cannot follow. */
		if (!t->row_count || memcmp(t->rows[t->row_count - 1], row, (size_t)t->plain) <= 0)
			labels_from(s, table, row, set, t->plain, rows, left);
		return;
	}
	const struct contract_fk *fk = &ct->fks[k];
	const struct small_table *p = &s->e->tables[fk->table];
	uint8_t before[CONTRACT_COLUMNS_MAX];
	memcpy(before, row, (size_t)t->width);
	for (int r = 0; r < p->row_count && !s->e->over; r++) {
		uint32_t now = set;
		bool ok = !same_parent(p, fk, r);
		for (size_t i = 0; i < fk->count && ok; i++) {
			uint8_t code = p->rows[r][p->place[fk->ref_columns[i]]];
			int place = t->place[fk->columns[i]];
			ok = code != SMALL_NULL && (!(set >> fk->columns[i] & 1) || row[place] == code);
			row[place] = code;
			now |= 1u << fk->columns[i];
		}
		if (ok)
			fks_from(s, table, row, now, k + 1, rows, left);
		memcpy(row, before, (size_t)t->width);
	}
	const struct axis *x = small_axis(s, table, fk->columns[0]);
	if (x->null && !(set >> fk->columns[0] & 1)) {
		uint32_t now = set;
		for (size_t i = 0; i < fk->count; i++) {
			if (small_axis(s, table, fk->columns[i])->null) {
				row[t->place[fk->columns[i]]] = SMALL_NULL;
				now |= 1u << fk->columns[i];
			}
		}
		fks_from(s, table, row, now, k + 1, rows, left);
		memcpy(row, before, (size_t)t->width);
	}
}

/* rows more rows for this table, then the tables behind it with left rows. */
static void row_from(struct small *s, int table, int rows, int left)
{
	struct small_table *t = &s->e->tables[table];
	uint8_t row[CONTRACT_COLUMNS_MAX];

	if (rows == 0) {
		if (self_holds(s, table))
			table_from(s, (size_t)table + 1, left);
		return;
	}
	int first = t->sorted_base && t->row_count ? t->base_at[t->row_count - 1] : 0;
	for (int b = first; b < t->base_count && !s->e->over; b++) {
		t->base_at[t->row_count] = b;
		memcpy(row, t->base + (size_t)b * (size_t)t->width, (size_t)t->width);
		fks_from(s, table, row, 0, 0, rows - 1, left);
	}
}

static void table_from(struct small *s, size_t table, int left)
{
	struct small_enum *e = s->e;

	if (e->over)
		return;
	if (table == s->c->table_count) {
		accept(s);
		return;
	}
	int least = s->c->tables[table].may_be_empty ? 0 : 1;
	if (table + 1 == s->c->table_count && least < left)
		least = left;
	for (int n = least; n <= left; n++) {
		e->tables[table].row_count = 0;
		row_from(s, (int)table, n, left - n);
		e->tables[table].row_count = 0;
	}
}

enum err_code small_level(struct small *s, int rows, struct world **worlds, size_t *n, size_t *room, bool *fits,
			  struct err *err)
{
	size_t before = *n;

	s->e->worlds = worlds;
	s->e->n = n;
	s->e->room = room;
	s->e->over = false;
	memset(s->e->used, 0, sizeof(s->e->used));
	table_from(s, 0, rows);
	*fits = !s->e->over;
	if (!*fits)
		*n = before;
	return arena_over(s->a) ? err_set(err, ERR_LIMIT, "the small worlds do not fit their memory") : ERR_OK;
}
