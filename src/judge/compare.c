#include "judge/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static bool is_whole(enum duck_type t)
{
	return t == DUCK_INTEGER || t == DUCK_HUGEINT || t == DUCK_BOOLEAN;
}

static bool is_number(enum duck_type t)
{
	return is_whole(t) || t == DUCK_DECIMAL || t == DUCK_DOUBLE;
}

static bool is_time(enum duck_type t)
{
	return t == DUCK_DATE || t == DUCK_TIMESTAMP || t == DUCK_TIMESTAMPTZ;
}

bool compare_plan_make(const struct duck_rows *left, const struct duck_rows *right, struct compare_plan *plan)
{
	if (left->column_count != right->column_count || left->column_count > COMPARE_COLUMNS_MAX)
		return false;
	plan->column_count = left->column_count;
	plan->tolerance = 1e-6;
	plan->ordered = false;
	for (size_t i = 0; i < left->column_count; i++) {
		enum duck_type l = left->types[i], r = right->types[i];
		plan->kinds[i] = is_whole(l) && is_whole(r)     ? KIND_WHOLE
				 : is_number(l) && is_number(r) ? KIND_NUMBER
				 : is_time(l) && is_time(r)     ? KIND_TIME
								: KIND_TEXT;
	}
	return true;
}

static const struct duck_cell *cell_at(const struct duck_rows *rows, size_t row, size_t column)
{
	return &rows->cells[row * rows->column_count + column];
}

static int64_t micros(const struct duck_rows *rows, size_t row, size_t column)
{
	int64_t v = cell_at(rows, row, column)->integer;
	int64_t out;

	if (rows->types[column] != DUCK_DATE)
		return v;
	return __builtin_mul_overflow(v, (int64_t)86400000000, &out) ? INT64_MAX : out;
}

static int sign_of(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) - isnan(b);
	return (a > b) - (a < b);
}

static int compare_cell(const struct compare_plan *plan, const struct duck_rows *left, size_t l,
			const struct duck_rows *right, size_t r, size_t column)
{
	const struct duck_cell *a = cell_at(left, l, column), *b = cell_at(right, r, column);
	int64_t x, y;

	if (!a->text || !b->text)
		return (a->text == NULL) - (b->text == NULL);
	switch (plan->kinds[column]) {
	case KIND_WHOLE:
	case KIND_NUMBER:
		return sign_of(a->number, b->number);
	case KIND_TIME:
		x = micros(left, l, column);
		y = micros(right, r, column);
		return (x > y) - (x < y);
	case KIND_TEXT:
		break;
	}
	int c = memcmp(a->text, b->text, a->n < b->n ? a->n : b->n);
	return c ? c : (a->n > b->n) - (a->n < b->n);
}

int compare_rows(const struct compare_plan *plan, const struct duck_rows *left, size_t l, const struct duck_rows *right,
		 size_t r)
{
	/* Numbers with tolerance last: rounding must not separate rows that the other columns hold together. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < plan->column_count; i++) {
			if ((plan->kinds[i] == KIND_NUMBER) != (pass == 1))
				continue;
			int c = compare_cell(plan, left, l, right, r, i);
			if (c)
				return c;
		}
	return 0;
}

static bool near(double a, double b, double tolerance)
{
	if (a == b || (isnan(a) && isnan(b)))
		return true;
	return fabs(a - b) <= tolerance * fmax(fabs(a), fabs(b));
}

static bool rows_match(const struct compare_plan *plan, const struct duck_rows *left, size_t l,
		       const struct duck_rows *right, size_t r, bool *inexact)
{
	for (size_t i = 0; i < plan->column_count; i++) {
		const struct duck_cell *a = cell_at(left, l, i), *b = cell_at(right, r, i);
		if (compare_cell(plan, left, l, right, r, i) == 0)
			continue;
		if (plan->kinds[i] != KIND_NUMBER || !a->text || !b->text ||
		    !near(a->number, b->number, plan->tolerance))
			return false;
		if (inexact)
			*inexact = true;
	}
	return true;
}

/* qsort has no argument for its callback; judging is single-threaded per thread. */
static _Thread_local const struct compare_plan *sort_plan;
static _Thread_local const struct duck_rows *sort_rows;

static int by_row(const void *a, const void *b)
{
	return compare_rows(sort_plan, sort_rows, *(const size_t *)a, sort_rows, *(const size_t *)b);
}

static size_t *sorted(const struct compare_plan *plan, const struct duck_rows *rows)
{
	size_t *order = malloc((rows->row_count + 1) * sizeof *order);

	if (!order)
		BUG("out of memory");
	for (size_t i = 0; i < rows->row_count; i++)
		order[i] = i;
	sort_plan = plan;
	sort_rows = rows;
	qsort(order, rows->row_count, sizeof *order, by_row);
	return order;
}

/* Each left row takes the first right row that matches and is free. For results too small to matter or pairs that sorting separated. */
static bool equal_by_search(const struct compare_plan *plan, const struct duck_rows *left,
			    const struct duck_rows *right, bool *inexact)
{
	bool equal = true;
	bool *taken = calloc(right->row_count + 1, sizeof *taken);

	for (size_t l = 0; taken && l < left->row_count && equal; l++) {
		size_t r = 0;
		while (r < right->row_count && (taken[r] || !rows_match(plan, left, l, right, r, inexact)))
			r++;
		equal = r < right->row_count;
		if (equal)
			taken[r] = true;
	}
	free(taken);
	return equal;
}

bool compare_equal(const struct compare_plan *plan, const struct duck_rows *left, const struct duck_rows *right,
		   bool *inexact)
{
	size_t *a, *b, i;

	if (left->row_count != right->row_count)
		return false;
	if (plan->ordered) {
		for (i = 0; i < left->row_count; i++)
			if (!rows_match(plan, left, i, right, i, inexact))
				return false;
		return true;
	}
	a = sorted(plan, left);
	b = sorted(plan, right);
	for (i = 0; i < left->row_count; i++)
		if (!rows_match(plan, left, a[i], right, b[i], inexact))
			break;
	bool equal = i == left->row_count;
	free(a);
	free(b);
	if (!equal && left->row_count <= 500)
		equal = equal_by_search(plan, left, right, inexact);
	return equal;
}

json_t *duck_cell_json(const struct duck_rows *rows, size_t row, size_t column)
{
	const struct duck_cell *c = cell_at(rows, row, column);

	if (!c->text)
		return json_null();
	switch (rows->types[column]) {
	case DUCK_INTEGER:
		return json_integer(c->integer);
	case DUCK_BOOLEAN:
		return json_boolean(c->integer != 0);
	case DUCK_HUGEINT:
		if (fabs(c->number) < 9e15)
			return json_integer((json_int_t)c->number);
		break;
	case DUCK_DECIMAL:
	case DUCK_DOUBLE:
		if (isfinite(c->number))
			return json_real(c->number);
		break;
	default:
		break;
	}
	return json_text_value(c->text, c->n);
}

json_t *row_json(const struct duck_rows *rows, size_t row)
{
	json_t *cells = json_array();

	for (size_t i = 0; i < rows->column_count; i++)
		json_array_append_new(cells, duck_cell_json(rows, row, i));
	return cells;
}

json_t *rows_json(const struct duck_rows *rows)
{
	json_t *columns = json_array(), *types = json_array(), *all = json_array();

	for (size_t i = 0; i < rows->column_count; i++) {
		json_array_append_new(columns, json_text_value(rows->names[i], strlen(rows->names[i])));
		json_array_append_new(types, json_text_value(rows->type_names[i], strlen(rows->type_names[i])));
	}
	for (size_t i = 0; i < rows->row_count; i++)
		json_array_append_new(all, row_json(rows, i));
	return json_pack("{s:o, s:o, s:o}", "columns", columns, "types", types, "rows", all);
}

static void put_diff(json_t *diff, const char *sign, const struct duck_rows *rows, size_t row)
{
	json_array_append_new(diff, json_pack("{s:s, s:o}", "sign", sign, "row", row_json(rows, row)));
}

/* For every left row the right row that it is matched with, or -1. */
static void match_rows(const struct compare_plan *plan, const struct duck_rows *left, const struct duck_rows *right,
		       long *partner, bool *taken)
{
	for (size_t l = 0; l < left->row_count; l++) {
		partner[l] = -1;
		/* the same place first, so that a moved row is told from one that stayed */
		if (l < right->row_count && !taken[l] && rows_match(plan, left, l, right, l, NULL))
			partner[l] = (long)l;
		for (size_t r = 0; partner[l] < 0 && r < right->row_count; r++)
			if (!taken[r] && rows_match(plan, left, l, right, r, NULL))
				partner[l] = (long)r;
		if (partner[l] >= 0)
			taken[partner[l]] = true;
	}
}

json_t *compare_diff(const struct compare_plan *plan, const struct duck_rows *left, const struct duck_rows *right)
{
	json_t *diff = json_array();
	long *partner = calloc(left->row_count + 1, sizeof *partner);
	bool *taken = calloc(right->row_count + 1, sizeof *taken);

	if (!partner || !taken)
		BUG("out of memory");
	match_rows(plan, left, right, partner, taken);
	for (size_t l = 0; l < left->row_count; l++) {
		bool moved = plan->ordered && partner[l] >= 0 && partner[l] != (long)l;
		put_diff(diff, partner[l] < 0 ? "+" : moved ? "~" : " ", left, l);
	}
	for (size_t r = 0; r < right->row_count; r++)
		if (!taken[r])
			put_diff(diff, "-", right, r);
	free(partner);
	free(taken);
	return diff;
}
