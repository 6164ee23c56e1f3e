/*
 * Exact boundaries of one column by search: where the truth of a predicate changes, and where a rounded value
 * stands at a half. The predicate is evaluated here, on a grid and then by bisection, which costs
 * microseconds.
 */
#include "judge/gen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/calendar.h"

#define GRID_MAX 420
#define EDGES_MAX 8
#define ROOM_BYTES 4096

/*
 * For expr_compile(): exactly one base column may be met. Aggregates stand for their argument: of one row it
 * is the same.
 */
static struct expr *one_column(const json_t *ref, struct arena *a, void *arg)
{
	struct learner *l = arg;
	struct scope *before = l->probe_scope;
	struct expr *e = NULL;

	if (learner_spent(l))
		return NULL;
	l->depth++;
	if (ast_is_class(ref, "COLUMN_REF")) {
		struct out *o = scope_resolve(l, ref, l->probe_scope);
		if (o && o->column >= 0 && (l->probe_column < 0 || l->probe_column == o->column)) {
			l->probe_column = o->column;
			e = expr_column(a, 0, l->g->columns[o->column].meta->type);
		} else if (o && o->expr && !o->also) {
			l->probe_scope = o->scope;
			e = expr_compile(a, o->expr, one_column, l);
		}
	} else if (ast_is_class(ref, "FUNCTION") || ast_is_class(ref, "WINDOW")) {
		if (is_value_aggregate(json_get_text(ref, "function_name", "")))
			e = expr_compile(a, json_array_get(json_get_array(ref, "children"), 0), one_column, l);
	} else if (ast_is_class(ref, "SUBQUERY") && strcmp(json_get_text(ref, "subquery_type", ""), "SCALAR") == 0) {
		int count;
		struct out *outs = learn_query(l, json_get_object(json_get_object(ref, "subquery"), "node"),
			l->probe_scope, &count);
		if (count == 1 && outs[0].expr && !outs[0].also) {
			l->probe_scope = outs[0].scope;
			e = expr_compile(a, outs[0].expr, one_column, l);
		}
	}
	l->probe_scope = before;
	l->depth--;
	return e;
}

struct probe {
	struct gen *g;
	const struct contract_column *meta;
	const struct expr *e;
	char room[ROOM_BYTES];
};

static struct val eval_at(struct probe *p, int64_t cell)
{
	struct expr_row row = {
		.columns = p->meta, .cells = &cell, .texts = p->g->texts, .integer_division = p->g->integer_division,
		.room = p->room, .room_bytes = sizeof(p->room),
	};

	return expr_eval(p->e, &row);
}

/* 1, 0, or 2 for NULL and what cannot be evaluated. */
static int truth_at(struct probe *p, int64_t cell)
{
	struct val v = eval_at(p, cell);

	return v.kind == VAL_BOOL || v.kind == VAL_INT ? v.i != 0 : 2;
}

static struct expr *compile_for(struct learner *l, const json_t *e, struct scope *s)
{
	l->probe_column = -1;
	l->probe_scope = s;
	struct expr *compiled = expr_compile(l->a, e, one_column, l);
	return l->probe_column >= 0 ? compiled : NULL;
}

/* ---- the grid ---- */

static void grid_numbers(const struct gen *g, const struct contract_column *meta, int64_t *out, int *n)
{
	static const int sizes[] = {
		12, 13, 14, 15, 16, 17, 18, 20, 21, 24, 25, 28, 29, 30, 31, 36, 40, 45, 48, 50, 59, 60, 61,
		64, 65, 70, 75, 80, 90, 99, 100, 101, 110, 120, 128, 150, 180, 200, 240, 250, 256, 300, 360,
		365, 366, 400, 480, 500, 512, 600, 720, 750, 800, 900, 999, 1000, 1001, 1024, 1200, 1440,
		1500, 1800, 2000, 2500, 3000, 3600, 4000, 5000, 6000, 7200, 7500, 8000, 10000, 12000, 15000,
		20000, 30000, 36000, 50000, 75000, 86400, 100000, 150000, 200000, 500000, 1000000, 2000000,
		5000000, 10000000, 100000000, 1000000000,
	};

	(void)g;
	for (int sign = 1; sign >= -1; sign -= 2) {
		for (int i = 0; i < 12 + (int)(sizeof(sizes) / sizeof(*sizes)); i++) {
			double v = sign * (double)(i < 12 ? i : sizes[i - 12]);
			int64_t cell;
			if (val_to_cell(VAL_OF_REAL(v), meta, 0, NULL, &cell) && *n < GRID_MAX)
				out[(*n)++] = cell;
		}
	}
}

static void grid_times(const struct gen_column *c, int64_t *out, int *n)
{
	static const int far[] = {
		14, 15, 20, 21, 27, 28, 29, 30, 31, 32, 45, 58, 59, 60, 61, 62, 89, 90, 91, 92, 120, 180,
		181, 182, 183, 184, 300, 364, 365, 366, 367, 730, 731,
	};
	int64_t unit = c->meta->type == DUCK_DATE ? 1 : DAY_US, anchors[3];
	int count = 0;

	anchors[count++] = calendar_day(2024, 1, 1);
	for (int i = 0; i < c->fact_count && count < 3; i++) {
		if (val_is_when(c->facts[i].v))
			anchors[count++] = calendar_day_of(val_micros(c->facts[i].v));
	}
	for (int k = 0; k < count; k++) {
		for (int i = -10 - (int)(sizeof(far) / sizeof(*far)); i <= 10 + (int)(sizeof(far) / sizeof(*far)); i++) {
			int64_t days = i < -10 ? -far[-i - 11] : i > 10 ? far[i - 11] : i;
			if (*n < GRID_MAX)
				out[(*n)++] = (anchors[k] + days) * unit;
		}
		for (int hour = 1; hour < 24 && unit == DAY_US && k == count - 1 && *n < GRID_MAX; hour++)
			out[(*n)++] = anchors[k] * unit + hour * 3600 * SECOND_US;
	}
}

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int by_double(const void *a, const void *b)
{
	double x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

static int grid(const struct gen *g, int column, int64_t *out)
{
	const struct gen_column *c = &g->columns[column];
	int n = 0, kept = 0;

	if (c->meta->type == DUCK_DATE || c->meta->type == DUCK_TIMESTAMP)
		grid_times(c, out, &n);
	else
		grid_numbers(g, c->meta, out, &n);
	for (int i = 0; i < c->fact_count && n < GRID_MAX; i++) {
		int64_t cell;
		enum fact_kind kind = c->facts[i].kind;
		if ((kind == FACT_VALUE || kind == FACT_SUM) && val_to_cell(c->facts[i].v, c->meta, 0, NULL, &cell))
			out[n++] = cell;
	}
	qsort(out, (size_t)n, sizeof(*out), c->meta->type == DUCK_DOUBLE ? by_double : by_size);
	for (int i = 0; i < n; i++) {
		if (i == 0 || out[i] != out[kept - 1])
			out[kept++] = out[i];
	}
	return kept;
}

/* ---- edges ---- */

static int64_t middle(enum duck_type type, int64_t a, int64_t b)
{
	if (type == DUCK_DOUBLE) {
		double x, y;
		memcpy(&x, &a, sizeof(x));
		memcpy(&y, &b, sizeof(y));
		double mid = x + (y - x) / 2;
		if (fabs(y - x) <= 1e-6 * (fabs(x) + 1))
			return a;
		/* Prefer short numbers: a boundary is nearly always one. */
		double step = pow(10, floor(log10(y - x)) - 1), near = nearbyint(mid / step) * step;
		mid = near > x && near < y ? near : mid;
		memcpy(&a, &mid, sizeof(a));
		return a;
	}
	int64_t unit = type == DUCK_TIMESTAMP ? SECOND_US : 1;
	return b - a <= unit ? a : a + (b - a) / 2 / unit * unit;
}

static void add_edge(struct learner *l, int column, int64_t cell)
{
	const struct gen_column *c = &l->g->columns[column];
	struct fact f = { .kind = FACT_EDGE, .rel = REL_EQ, .v = val_of_cell(c->meta, l->g->texts, cell) };

	gen_fact(l->g, column, f);
}

void probe_truth(struct learner *l, const json_t *e, struct scope *s)
{
	struct probe p = { .g = l->g };
	int64_t cells[GRID_MAX];
	int edges = 0;

	p.e = l->probes > 0 ? compile_for(l, e, s) : NULL;
	if (!p.e)
		return;
	l->probes--;
	int column = l->probe_column;
	p.meta = l->g->columns[column].meta;
	if (p.meta->type == DUCK_VARCHAR || p.meta->type == DUCK_BOOLEAN)
		return;
	int n = grid(l->g, column, cells);
	for (int i = 0, last = 0; i < n && edges < EDGES_MAX; i++) {
		int now = truth_at(&p, cells[i]);
		if (i > 0 && now != last) {
			int64_t low = cells[i - 1], high = cells[i];
			for (int turns = 0; turns < 80; turns++) {
				int64_t mid = middle(p.meta->type, low, high);
				if (mid == low || mid == high)
					break;
				if (truth_at(&p, mid) == last)
					low = mid;
				else
					high = mid;
			}
			add_edge(l, column, low);
			add_edge(l, column, high);
			edges++;
		}
		last = now;
	}
}

void probe_halves(struct learner *l, const json_t *e, struct scope *s, int digits)
{
	struct probe p = { .g = l->g };
	int64_t found[3] = { 0 };  /* at a half, just below it, just above it */
	double gap[3] = { 1, 1, 1 }, unit = pow(10, digits);
	int64_t cell;

	p.e = l->probes > 0 ? compile_for(l, e, s) : NULL;
	if (!p.e || p.e->op == EX_COLUMN || p.e->op == EX_CONST)
		return;
	l->probes--;
	int column = l->probe_column;
	p.meta = l->g->columns[column].meta;
	if (!(TYPES_NUMBER & TYPE_BIT(p.meta->type)))
		return;
	for (int i = 1; i < 400 && gap[0] > 0; i++) {
		if (!val_to_cell(VAL_OF_INT(i), p.meta, 0, NULL, &cell))
			break;
		struct val v = eval_at(&p, cell);
		if (!val_is_number(v) || fabs(val_number(v)) > 1e12)
			continue;
		double x = val_number(v) * unit, off = x - floor(x) - 0.5;
		int side = fabs(off) < 1e-7 ? 0 : off < 0 ? 1 : 2;
		double distance = side ? fabs(off) : 0;
		if (distance < gap[side] - 1e-9 && (side == 0 || fabs(off) < 0.499)) {
			gap[side] = distance;
			found[side] = cell;
		}
	}
	for (int side = 0; side < 3; side++) {
		if (gap[side] < 1)
			add_edge(l, column, found[side]);
	}
}
