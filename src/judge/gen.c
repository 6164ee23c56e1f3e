/* The generator's life, and the questions of those who shrink. */
#include "judge/gen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/calendar.h"

#define GEN_MAX_BYTES (64u << 20)

/* Does 1 / 2 give 0 here? */
static enum err_code ask_dialect(struct gen *g, struct err *err)
{
	struct arena a;
	struct duck_error why;
	size_t rows, width;
	int64_t *out;
	bool ok;

	arena_init(&a, 1u << 20);
	ok = duck_integers(g->duck, "SELECT 1 / 2 = 0", &a, &rows, &width, &out, &why);
	g->integer_division = ok && rows == 1 && out[0] == 1;
	arena_release(&a);
	return ok ? ERR_OK : err_set(err, ERR_SQL, "cannot ask for the dialect: %s", why.text);
}

static void add_columns(struct gen *g)
{
	const struct contract *c = g->contract;

	for (size_t t = 0; t < c->table_count; t++) {
		g->first_column[t] = g->column_count;
		g->column_count += (int)c->tables[t].column_count;
	}
	g->columns = ARENA_NEW(&g->arena, struct gen_column, g->column_count);
	for (size_t t = 0; t < c->table_count; t++) {
		const struct contract_table *table = &c->tables[t];
		struct gen_column *columns = &g->columns[g->first_column[t]];

		for (size_t i = 0; i < table->column_count; i++) {
			columns[i].table = (int)t;
			columns[i].column = (int)i;
			columns[i].meta = &table->columns[i];
			columns[i].class_next = g->first_column[t] + (int)i;
		}
		for (size_t k = 0; k < table->key_count; k++) {
			for (size_t i = 0; i < table->keys[k].count; i++)
				columns[table->keys[k].columns[i]].in_key = true;
		}
		for (size_t k = 0; k < table->fk_count; k++) {
			const struct contract_fk *fk = &table->fks[k];
			for (size_t i = 0; i < fk->count; i++) {
				columns[fk->columns[i]].in_fk = true;
				gen_join(g, g->first_column[t] + fk->columns[i],
					g->first_column[fk->table] + fk->ref_columns[i]);
			}
		}
	}
}

enum err_code gen_new(struct gen **out, const struct contract *c, struct duck *d, uint64_t seed, struct err *err)
{
	struct gen *g = calloc(1, sizeof(*g));
	enum err_code code;

	*out = NULL;
	if (!g)
		return err_set(err, ERR_MEMORY, "out of memory for a generator");
	g->contract = c;
	g->duck = d;
	g->seed = seed;
	g->hash = RNG_HASH_START;
	g->stale = true;
	arena_init(&g->arena, GEN_MAX_BYTES);
	arena_init(&g->built, GEN_MAX_BYTES);
	g->texts = ARENA_NEW(&g->arena, struct texts, 1);
	g->owns_texts = true;
	texts_init(g->texts, &g->arena);
	add_columns(g);
	gen_checks_read(g);
	code = ask_dialect(g, err);
	if (code)
		gen_free(g);
	else
		*out = g;
	return code;
}

void gen_free(struct gen *g)
{
	if (!g)
		return;
	if (g->owns_texts)
		texts_release(g->texts);
	arena_release(&g->built);
	arena_release(&g->arena);
	free(g);
}

uint64_t gen_values_hash(const struct gen *g)
{
	uint64_t h = g->hash;

	for (int i = 0; i < g->column_count; i++) {
		const struct gen_column *c = &g->columns[i];
		bool flags[] = { c->used, c->output, c->ordered, c->computed };
		h = rng_hash(h, flags, sizeof(flags));
	}
	return h;
}

const struct texts *gen_texts(const struct gen *g)
{
	return g->texts;
}

/* ---- CHECKs of whole worlds ---- */

bool gen_checks_hold(struct gen *g, const struct world *w)
{
	for (size_t t = 0; t < g->contract->table_count; t++) {
		size_t width = g->contract->tables[t].column_count;
		int columns[CONTRACT_COLUMNS_MAX], n = w->tables[t].row_count;
		int count = gen_asked_columns(g, (int)t, true, columns);

		for (int i = 0; i < n; i++) {
			if (!gen_row_holds(g, (int)t, w->tables[t].cells + (size_t)i * width))
				return false;
		}
		if (count == 0 || n == 0)
			continue;
		int64_t *cells = malloc((size_t)n * (size_t)count * sizeof(*cells));
		bool *answer = malloc((size_t)n * sizeof(*answer)), all = cells && answer;
		for (int i = 0; all && i < n; i++) {
			for (int k = 0; k < count; k++)
				cells[i * count + k] = w->tables[t].cells[(size_t)i * width + (size_t)columns[k]];
		}
		all = all && gen_ask(g, (int)t, columns, count, cells, n, answer, NULL) == ERR_OK;
		for (int i = 0; all && i < n; i++)
			all = answer[i];
		free(cells);
		free(answer);
		if (!all)
			return false;
	}
	return true;
}

/* ---- simpler values ---- */

/* How much there is to read in a number: digits, a sign, a fraction. */
static int number_cost(double v)
{
	char text[40];
	int cost = v < 0 ? 40 : 0;

	snprintf(text, sizeof(text), "%.6f", fabs(v));
	size_t n = strlen(text);
	while (n && text[n - 1] == '0')
		n--;
	const char *point = strchr(text, '.');
	int before = (int)(point - text), after = (int)(text + n - point) - 1;
	cost += after > 0 ? 20 + 6 * after : 0;
	cost += 6 * before;
	for (const char *p = text; p < point; p++)
		cost += *p != '0' ? 2 + (*p != '1') + (*p > '3') : 0;
	/* 1 is the plainest amount: 0 is often a case of its own. */
	return v == 0 ? cost + 5 : cost;
}

static int day_cost(int64_t day)
{
	int y, m, d;

	calendar_date(day, &y, &m, &d);
	return abs(y - 2024) * 4 + (m - 1) * 2 + (d - 1);
}

static int text_cost(const char *s)
{
	int cost = *s ? 0 : 25;

	for (const char *p = s; *p; p++)
		cost += 4 + (*p >= 'a' && *p <= 'z' ? (*p - 'a') / 3 : 8);
	return cost;
}

/* The lower, the simpler. */
static int cost_of(const struct gen *g, const struct gen_column *c, int64_t cell)
{
	struct val v = val_of_cell(c->meta, g->texts, cell);

	switch (v.kind) {
	case VAL_TEXT:
		return text_cost(v.s);
	case VAL_DAY:
		return day_cost(v.i);
	case VAL_TIME: {
		int64_t time = calendar_time_of(v.i);
		int cost = day_cost(calendar_day_of(v.i));
		cost += time != 0 ? 20 + (int)(time / (1800 * SECOND_US)) % 24 : 0;
		cost += time % (3600 * SECOND_US) ? 20 : 0;
		cost += time % (60 * SECOND_US) ? 20 : 0;
		return cost + (time % SECOND_US ? 20 : 0);
	}
	default:
		return number_cost(val_number(v));
	}
}

struct simpler {
	const struct gen *g;
	const struct gen_column *c;
	int column, limit;             /* cost to stay under */
	int64_t *out;
	int *cost;
	size_t n, max;
};

static void offer(struct simpler *s, int64_t cell)
{
	int cost = cost_of(s->g, s->c, cell);
	size_t at;

	if (cost >= s->limit || !gen_allowed(s->g, s->column, cell))
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (s->out[i] == cell)
			return;
	}
	if (s->n == s->max && cost >= s->cost[s->n - 1])
		return;
	if (s->n < s->max)
		s->n++;
	for (at = s->n - 1; at > 0 && s->cost[at - 1] > cost; at--) {
		s->out[at] = s->out[at - 1];
		s->cost[at] = s->cost[at - 1];
	}
	s->out[at] = cell;
	s->cost[at] = cost;
}

static void offer_val(struct simpler *s, struct val v)
{
	int64_t cell;

	if (v.kind != VAL_TEXT && val_to_cell(v, s->c->meta, 0, NULL, &cell))
		offer(s, cell);
}

/* Roundings of the value itself: fewer digits, the start of its hour, day, month. */
static void offer_rounded(struct simpler *s, int64_t value)
{
	struct val v = val_of_cell(s->c->meta, s->g->texts, value);

	if (v.kind == VAL_DAY || v.kind == VAL_TIME) {
		static const int units[] = { UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_MONTH, UNIT_YEAR };
		for (size_t i = v.kind == VAL_DAY ? 4 : 0; i < sizeof(units) / sizeof(*units); i++)
			offer_val(s, (struct val){ .kind = VAL_TIME, .i = unit_floor(units[i], val_micros(v)) });
		for (int k = 0; k < 3; k++)
			offer_val(s, (struct val){ .kind = VAL_DAY, .i = calendar_day(2024, 1, 1) + k });
		return;
	}
	if (!val_is_number(v))
		return;
	double x = val_number(v);
	double unit = 0.01;
	for (int k = 0; k < 9; k++, unit *= 10) {
		offer_val(s, VAL_OF_REAL(trunc(x / unit) * unit));
		offer_val(s, VAL_OF_REAL(round(x / unit) * unit));
	}
	offer_val(s, VAL_OF_REAL(-x));
	for (int k = 0; k <= 4; k++)
		offer_val(s, VAL_OF_INT(k));
	offer_val(s, VAL_OF_INT(10));
}

size_t gen_simpler(const struct gen *g, int table, int column, int64_t value, int64_t *out, size_t max)
{
	int cost[64] = { 0 };
	struct simpler s = { .g = g, .column = g->first_column[table] + column, .out = out, .cost = cost };

	s.c = &g->columns[s.column];
	s.max = max > 64 ? 64 : max;
	if (value == CELL_NULL || s.max == 0)
		return 0;
	memset(out, 0, s.max * sizeof(*out));
	s.limit = cost_of(g, s.c, value);
	for (int i = 0; i < s.c->cluster_count; i++) {
		for (int k = 0; k < s.c->clusters[i].n; k++)
			offer(&s, s.c->clusters[i].v[k]);
	}
	for (int i = 0; i < s.c->spare_count && i < 12; i++)
		offer(&s, s.c->spare[i]);
	/* What only DuckDB can check stays within the values it has allowed. */
	int asked[CONTRACT_COLUMNS_MAX], count = gen_asked_columns(g, table, true, asked);
	for (int i = 0; i < count; i++) {
		if (asked[i] == column)
			return s.n;
	}
	offer_rounded(&s, value);
	return s.n;
}

int64_t gen_plain(struct gen *g, int table, int column, const int64_t *cells, size_t stride, int row_count, int row)
{
	const struct contract_column *c = &g->contract->tables[table].columns[column];
	int64_t v = cells[(size_t)row * stride], unit = 1, place = 0;
	double d;

	if (v == CELL_NULL)
		return v;
	for (int r = 0; r < row_count; r++) {
		int64_t x = cells[(size_t)r * stride];
		bool first = x != CELL_NULL && cell_order(c, x, v) < 0;
		for (int o = 0; o < r && first; o++)
			first = cells[(size_t)o * stride] != x;
		place += first;
	}
	switch (c->type) {
	case DUCK_VARCHAR:
		return place < 26 ? texts_put(g->texts, (const char[]){(char)('a' + place), 0}) : v;
	case DUCK_DATE:
		return calendar_day(2024, 1, 1) + place;
	case DUCK_TIMESTAMP:
		return (calendar_day(2024, 1, 1) + place) * DAY_US;
	case DUCK_DOUBLE:
		d = (double)place + 1;
		memcpy(&v, &d, sizeof v);
		return v;
	case DUCK_BOOLEAN:
		return v;
	default:
		for (int i = 0; i < c->scale && c->type == DUCK_DECIMAL; i++)
			unit *= 10;
		return (place + 1) * unit;
	}
}
