/* From facts to clusters: what each column may hold, ready for drawing. */
#include "judge/gen_int.h"

#include <stdlib.h>
#include <string.h>

#include "judge/calendar.h"

#define TARGETS_MAX 64
#define BASES_MAX 2
#define SPREADS 4
#define SPARES (COUNT_LARGEST + 20)
#define TUPLES_TRIED 400
#define CLASS_FACTS_MAX (FACTS_MAX * 2)
#define GENERAL_ROOM 64            /* clusters kept free of facts */

int cell_order(const struct contract_column *meta, int64_t a, int64_t b)
{
	if (meta->type == DUCK_DOUBLE && a != CELL_NULL && b != CELL_NULL) {
		double x, y;
		memcpy(&x, &a, sizeof(x));
		memcpy(&y, &b, sizeof(y));
		return (x > y) - (x < y);
	}
	return (a > b) - (a < b);
}

/* ---- what a class knows ---- */

struct class_facts {
	struct fact facts[CLASS_FACTS_MAX];
	int count;
	int64_t bases[BASES_MAX];      /* days that matter */
	int base_count;
	bool key;
	bool queried;                  /* some fact is of a query */
};

static void add_base(struct class_facts *f, int64_t day)
{
	for (int i = 0; i < f->base_count; i++) {
		if (llabs(f->bases[i] - day) < 2)
			return;
	}
	if (f->base_count < BASES_MAX && day > CALENDAR_DAY_MIN + 4000 && day < CALENDAR_DAY_MAX - 4000)
		f->bases[f->base_count++] = day;
}

static void note_base(struct class_facts *f, const struct fact *fact)
{
	struct val v = fact->v;

	bool literal = fact->kind == FACT_VALUE || fact->kind == FACT_TRUNC;

	if (v.kind == VAL_TEXT && literal)
		v = val_parse(v.s, DUCK_TIMESTAMP);
	if (val_is_when(v) && literal)
		add_base(f, calendar_day_of(val_micros(v)));
	if (fact->kind == FACT_PART && fact->unit == UNIT_YEAR && v.kind == VAL_INT && v.i > 20 && v.i < 9900)
		add_base(f, calendar_day(v.i, 6, 29));
}

static void gather(const struct gen *g, int column, struct class_facts *out)
{
	int class = gen_class(g, column);

	*out = (struct class_facts){0};
	for (int i = 0; i < g->column_count; i++) {
		const struct gen_column *c = &g->columns[i];
		if (gen_class(g, i) != class)
			continue;
		out->key = out->key || c->in_key || c->in_fk;
		for (int k = 0; k < c->fact_count; k++) {
			const struct fact *f = &c->facts[k];
			bool known = false;
			for (int j = 0; j < out->count && !known; j++) {
				known = out->facts[j].kind == f->kind && out->facts[j].unit == f->unit &&
					val_same(out->facts[j].v, f->v);
				if (known)
					out->facts[j].from_check = out->facts[j].from_check && f->from_check;
			}
			if (!known && out->count < CLASS_FACTS_MAX)
				out->facts[out->count++] = *f;
		}
	}
	for (int i = 0; i < out->count; i++) {
		out->queried = out->queried || !out->facts[i].from_check;
		note_base(out, &out->facts[i]);
	}
	if (out->base_count == 0)
		add_base(out, calendar_day(2024, 1, 30));
}

/* ---- clusters of a column ---- */

static void filter(const struct gen *g, int column, struct cells *c)
{
	int n = 0;

	for (int i = 0; i < c->n; i++) {
		if (gen_allowed(g, column, c->v[i]))
			c->v[n++] = c->v[i];
	}
	c->n = n;
}

static void add_cluster(const struct gen *g, int column, struct cells *c, int weight, bool learned)
{
	struct gen_column *col = &g->columns[column];
	struct cluster *k = &col->clusters[col->cluster_count];

	if (col->cluster_count == CLUSTERS_MAX)
		return;
	filter(g, column, c);
	*k = (struct cluster){ .n = c->n, .weight = weight, .learned = learned };
	memcpy(k->v, c->v, (size_t)c->n * sizeof(*k->v));
	col->cluster_count++;
	c->n = 0;
}

/* What another cluster shows already adds nothing; nor does a boundary that is among its values. */
static void drop_known(const struct gen_column *col, enum fact_kind kind, struct cells *c)
{
	int needed = kind == FACT_EDGE ? c->n > 0 : c->n;

	for (int i = 0; i < col->cluster_count && c->n; i++) {
		const struct cluster *k = &col->clusters[i];
		int found = 0;
		for (int n = 0; n < needed; n++) {
			for (int j = 0; j < k->n; j++)
				found += k->v[j] == c->v[n];
		}
		if (found == needed)
			c->n = 0;
	}
}

static bool needs_base(const struct fact *f)
{
	return f->kind == FACT_STEP || (f->kind == FACT_PART && f->unit != UNIT_YEAR && f->unit != UNIT_ISOYEAR);
}

/* The literals themselves side by side, so that two of them meet in one world, and what lies between them. */
static void add_spread(const struct gen *g, int column, const struct class_facts *f, struct cells *c)
{
	const struct contract_column *meta = c->meta;
	int64_t targets[TARGETS_MAX];
	int n = 0;

	for (int i = 0; i < f->count && n < TARGETS_MAX; i++) {
		enum fact_kind kind = f->facts[i].kind;
		int64_t cell;
		bool known = kind != FACT_VALUE && kind != FACT_SUM && kind != FACT_EDGE;
		if (known || !val_to_cell(f->facts[i].v, meta, 0, c->texts, &cell) || !gen_allowed(g, column, cell))
			continue;
		for (int k = 0; k < n; k++)
			known = known || targets[k] == cell;
		if (!known)
			targets[n++] = cell;
	}
	if (meta->type != DUCK_VARCHAR) {
		for (int i = 1; i < n; i++) {
			for (int k = i; k > 0 && cell_order(meta, targets[k - 1], targets[k]) > 0; k--) {
				int64_t swap = targets[k];
				targets[k] = targets[k - 1];
				targets[k - 1] = swap;
			}
		}
	}
	/* Halfway between neighbours; a text has no halfway. */
	for (int i = 0; i + 1 < n && meta->type != DUCK_VARCHAR; i++) {
		double x = val_number(val_of_cell(meta, c->texts, targets[i])),
			y = val_number(val_of_cell(meta, c->texts, targets[i + 1]));
		if (TYPES_NUMBER & TYPE_BIT(meta->type))
			cells_number(c, (x + y) / 2);
		else if (meta->type != DUCK_BOOLEAN)
			cells_put(c, meta->type == DUCK_DATE ? targets[i] + (targets[i + 1] - targets[i]) / 2
				  : unit_floor(UNIT_HOUR, targets[i] + (targets[i + 1] - targets[i]) / 2));
	}
	add_cluster(g, column, c, 2, f->queried);
	g->columns[column].clusters[g->columns[column].cluster_count - 1].filler = true;
	for (int part = 1; part < SPREADS; part++) {
		for (int i = (part - 1) * 8; n > 1 && i < part * 8 && i < n; i++)
			cells_put(c, targets[i]);
		add_cluster(g, column, c, meta->type == DUCK_VARCHAR ? 2 * n : 3, f->queried);
	}
}

/* Everything that is left, when it is little: the labels of CHECK (x IN (...)). */
static void add_everything(const struct gen *g, int column, struct cells *c)
{
	const struct gen_column *col = &g->columns[column];
	bool fits = col->has_checks || col->meta->enum_values;

	for (int i = 0; fits && i < col->cluster_count; i++) {
		for (int k = 0; fits && k < col->clusters[i].n; k++) {
			int before = c->n;
			cells_put(c, col->clusters[i].v[k]);
			if (c->n == before && before == CLUSTER_MAX) {
				fits = false;
				for (int j = 0; j < c->n; j++)
					fits = fits || c->v[j] == col->clusters[i].v[k];
			}
		}
	}
	if (!fits)
		c->n = 0;
	add_cluster(g, column, c, 6, true);
}

static void build_column(struct gen *g, int column, const struct class_facts *f)
{
	struct gen_column *col = &g->columns[column];
	struct cells c = { .meta = col->meta, .texts = g->texts };

	col->clusters = g->room;
	col->cluster_count = 0;
	for (int i = 0; i < f->count && col->cluster_count < CLUSTERS_MAX - GENERAL_ROOM; i++) {
		for (int b = 0; b < (needs_base(&f->facts[i]) ? BASES_MAX : 1); b++) {
			c.base = f->bases[b % f->base_count];
			c.variant = b;
			gen_expand(&c, &f->facts[i]);
			drop_known(col, f->facts[i].kind, &c);
			add_cluster(g, column, &c, f->facts[i].weight, !f->facts[i].from_check);
			col->clusters[col->cluster_count - 1].pair = f->facts[i].kind == FACT_STEP;
		}
	}
	add_spread(g, column, f, &c);
	for (int b = 0; b < f->base_count; b++) {
		c.base = f->bases[b];
		for (int i = 0; i < 40; i++) {
			bool more = gen_general(&c, i, f->key);
			if (!more)
				break;
			add_cluster(g, column, &c, 1, false);
		}
		if (!(TYPES_WHEN & TYPE_BIT(col->meta->type)))
			break;
	}
	/* A key that is also counted or added up. */
	for (int i = 0; f->key && i < 3; i++) {
		gen_general(&c, i, false);
		add_cluster(g, column, &c, 1, false);
	}
	add_everything(g, column, &c);
	col->clusters = ARENA_NEW(&g->built, struct cluster, col->cluster_count);
	memcpy(col->clusters, g->room, (size_t)col->cluster_count * sizeof(*g->room));
}

/* ---- values for keys ---- */

static void add_spare(const struct gen *g, int column, int64_t v)
{
	struct gen_column *col = &g->columns[column];

	for (int i = 0; i < col->spare_count; i++) {
		if (col->spare[i] == v)
			return;
	}
	if (col->spare_count < SPARES && gen_allowed(g, column, v))
		col->spare[col->spare_count++] = v;
}

/* Number i of an endless row of values. */
static bool endless(struct gen *g, const struct gen_column *col, int64_t base, int i, int64_t *out)
{
	char text[16];

	switch (col->meta->type) {
	case DUCK_VARCHAR:
		snprintf(text, sizeof(text), i < 26 ? "%c" : "%c%d", 'a' + i % 26, i / 26);
		return val_to_cell((struct val){ .kind = VAL_TEXT, .s = text }, col->meta, 0, g->texts, out);
	case DUCK_DATE: case DUCK_TIMESTAMP:
		return val_to_cell((struct val){ .kind = VAL_DAY, .i = base + i }, col->meta, 0, NULL, out);
	case DUCK_BOOLEAN:
		*out = i;
		return i < 2;
	default:
		return val_to_cell(VAL_OF_INT(i + 1), col->meta, 0, NULL, out);
	}
}

static void build_spare(struct gen *g, int column, const struct class_facts *f)
{
	struct gen_column *col = &g->columns[column];
	int64_t v;

	col->spare_count = 0;
	col->spare = NULL;
	if (!col->in_key)
		return;
	col->spare = ARENA_NEW(&g->built, int64_t, SPARES);
	bool bounded = col->has_checks || col->meta->enum_values;
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; pass == bounded && i < SPARES && endless(g, col, f->bases[0], i, &v); i++)
			add_spare(g, column, v);
		for (int i = 0; pass != bounded && i < col->cluster_count; i++) {
			for (int k = 0; k < col->clusters[i].n; k++)
				add_spare(g, column, col->clusters[i].v[k]);
		}
	}
}

/* ---- asking DuckDB ---- */

/* Drop the values that a CHECK of this column forbids that only DuckDB can tell. */
static enum err_code filter_asked(struct gen *g, int column, struct err *err)
{
	struct gen_column *col = &g->columns[column];
	int asked[CONTRACT_COLUMNS_MAX], n = 0, room = 0, count;
	bool wanted = false;

	count = gen_asked_columns(g, col->table, true, asked);
	for (int i = 0; i < count; i++)
		wanted = wanted || asked[i] == col->column;
	if (!wanted || !col->has_checks)
		return ERR_OK;
	for (int i = 0; i < col->cluster_count; i++)
		room += col->clusters[i].n;
	room += col->spare_count;
	int64_t *values = ARENA_NEW(&g->built, int64_t, room);
	bool *answer = ARENA_NEW(&g->built, bool, room);
	for (int i = 0; i < col->cluster_count; i++) {
		for (int k = 0; k < col->clusters[i].n; k++)
			values[n++] = col->clusters[i].v[k];
	}
	for (int i = 0; i < col->spare_count; i++)
		values[n++] = col->spare[i];
	enum err_code code = gen_ask(g, col->table, &col->column, 1, values, n, answer, err);
	if (code)
		return code;
	n = 0;
	for (int i = 0; i < col->cluster_count; i++) {
		struct cluster *c = &col->clusters[i];
		int kept = 0;
		for (int k = 0; k < c->n; k++, n++) {
			if (answer[n])
				c->v[kept++] = c->v[k];
		}
		c->n = kept;
	}
	int kept = 0;
	for (int i = 0; i < col->spare_count; i++, n++) {
		if (answer[n])
			col->spare[kept++] = col->spare[i];
	}
	col->spare_count = kept;
	return ERR_OK;
}

/* Which clusters have values, by weight, learned ones first. */
static void build_filled(struct gen *g, int column)
{
	struct gen_column *col = &g->columns[column];
	int room = 0;

	for (int i = 0; i < col->cluster_count; i++)
		room += col->clusters[i].n ? col->clusters[i].weight : 0;
	col->filled = ARENA_NEW(&g->built, int, room);
	col->filled_count = 0;
	for (int learned = 1; learned >= 0; learned--) {
		for (int i = 0; i < col->cluster_count; i++) {
			for (int w = 0; col->clusters[i].n && col->clusters[i].learned == learned &&
			    w < col->clusters[i].weight; w++)
				col->filled[col->filled_count++] = i;
		}
		if (learned)
			col->learned_count = col->filled_count;
	}
}

/* Rows for columns that are bound together by a CHECK that only DuckDB can tell. */
static enum err_code build_tuples(struct gen *g, int table, struct err *err)
{
	struct tuples *t = &g->tuples[table];
	struct rng r;

	*t = (struct tuples){0};
	t->column_count = gen_asked_columns(g, table, false, t->columns);
	if (t->column_count == 0)
		return ERR_OK;
	size_t width = (size_t)t->column_count;
	bool *answer = ARENA_NEW(&g->built, bool, TUPLES_TRIED);
	t->cells = ARENA_NEW(&g->built, int64_t, TUPLES_TRIED * width);
	rng_init(&r, g->seed ^ (uint64_t)table);
	for (size_t i = 0; i < TUPLES_TRIED; i++) {
		for (size_t k = 0; k < width; k++) {
			const struct gen_column *c = &g->columns[g->first_column[table] + t->columns[k]];
			bool nullable = c->meta->nullable && !g->contract->no_nulls;
			int64_t *cell = &t->cells[i * width + k];

			*cell = CELL_NULL;
			if (c->filled_count == 0 || (nullable && rng_percent(&r, 10)))
				continue;
			const struct cluster *from = &c->clusters[c->filled[rng_below(&r, (uint32_t)c->filled_count)]];
			*cell = from->v[rng_below(&r, (uint32_t)from->n)];
		}
	}
	enum err_code code = gen_ask(g, table, t->columns, t->column_count, t->cells, TUPLES_TRIED, answer, err);
	for (size_t i = 0; !code && i < TUPLES_TRIED; i++) {
		if (answer[i])
			memmove(&t->cells[(size_t)t->row_count++ * width], &t->cells[i * width], width * sizeof(int64_t));
	}
	return code;
}

enum err_code gen_build(struct gen *g, struct err *err)
{
	struct class_facts *f;
	enum err_code code = ERR_OK;
	int last = -1;

	if (!g->stale)
		return ERR_OK;
	arena_clear(&g->built);
	f = ARENA_NEW(&g->built, struct class_facts, 1);
	for (int i = 0; i < g->column_count && !code; i++) {
		if (gen_class(g, i) != last)
			gather(g, i, f);
		last = gen_class(g, i);
		build_column(g, i, f);
		build_spare(g, i, f);
		code = filter_asked(g, i, err);
		build_filled(g, i);
	}
	for (size_t t = 0; t < g->contract->table_count && !code; t++)
		code = build_tuples(g, (int)t, err);
	if (!code && arena_over(&g->built))
		code = err_set(err, ERR_LIMIT, "the values of the queries are too many");
	if (!code)
		g->stale = false;
	return code;
}
