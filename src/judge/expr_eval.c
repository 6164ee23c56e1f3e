/* Evaluating expressions: SQL's three-valued logic, and functions as DuckDB has them. */
#include "judge/val.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "judge/calendar.h"

static struct val error(void)
{
	return (struct val){ .kind = VAL_ERROR };
}

static struct val truth(bool v)
{
	return (struct val){ .kind = VAL_BOOL, .i = v };
}

static struct val null(void)
{
	return (struct val){ .kind = VAL_NULL };
}

/* 1 true, 0 false, -1 NULL, -2 error. */
static int truth_of(struct val v)
{
	if (v.kind == VAL_NULL)
		return -1;
	if (v.kind == VAL_BOOL || v.kind == VAL_INT)
		return v.i != 0;
	return -2;
}

static struct val of_truth(int t)
{
	return t == -1 ? null() : t == -2 ? error() : truth(t);
}

bool like_match(const char *text, const char *pattern, bool fold)
{
	/* On a mismatch only the last % takes one character more: earlier ones need not be tried again. */
	const char *after_many = NULL, *from = NULL;
	unsigned code;

	while (*text) {
		bool same = *text == *pattern || (fold &&
			tolower((unsigned char)*text) == tolower((unsigned char)*pattern));
		if (*pattern == '%') {
			after_many = ++pattern;
			from = text;
		} else if (*pattern == '_') {
			pattern++;
			text += utf8_next(text, strlen(text), &code);
		} else if (*pattern && same) {
			pattern++;
			text++;
		} else if (after_many) {
			pattern = after_many;
			from += utf8_next(from, strlen(from), &code);
			text = from;
		} else {
			return false;
		}
	}
	while (*pattern == '%')
		pattern++;
	return !*pattern;
}

/* ---- comparing ---- */

static struct val compare(enum expr_op op, struct val a, struct val b)
{
	bool ok;

	if (a.kind == VAL_ERROR || b.kind == VAL_ERROR)
		return error();
	if (a.kind == VAL_NULL || b.kind == VAL_NULL) {
		bool same = a.kind == b.kind;
		if (op == EX_DISTINCT || op == EX_NOT_DISTINCT)
			return truth(same == (op == EX_NOT_DISTINCT));
		return null();
	}
	int order = val_compare(a, b, &ok);
	if (!ok)
		return error();
	switch (op) {
	case EX_EQ: case EX_NOT_DISTINCT:
		return truth(order == 0);
	case EX_NE: case EX_DISTINCT:
		return truth(order != 0);
	case EX_LT:
		return truth(order < 0);
	case EX_LE:
		return truth(order <= 0);
	case EX_GT:
		return truth(order > 0);
	default:
		return truth(order >= 0);
	}
}

static struct val negate(struct val v)
{
	int t = truth_of(v);

	return of_truth(t < 0 ? t : !t);
}

static struct val both(struct val a, struct val b)
{
	int x = truth_of(a), y = truth_of(b);

	if (x == 0 || y == 0)
		return truth(false);
	return of_truth(x < y ? x : y);
}

static struct val conjunction(const struct expr *e, struct expr_row *row)
{
	bool decides = e->op == EX_OR;
	int result = !decides;

	for (int i = 0; i < e->count; i++) {
		int t = truth_of(expr_eval(e->kids[i], row));
		if (t == decides)
			return truth(decides);
		if (t < 0 && (result >= 0 || t < result))
			result = t;
	}
	return of_truth(result);
}

static struct val in_list(const struct expr *e, struct expr_row *row)
{
	struct val x = expr_eval(e->kids[0], row);
	int result = 0;

	for (int i = 1; i < e->count; i++) {
		int t = truth_of(compare(EX_EQ, x, expr_eval(e->kids[i], row)));
		if (t == 1 || t == -2)
			return t == 1 ? truth(e->op == EX_IN) : error();
		if (t == -1)
			result = -1;
	}
	return result ? null() : truth(e->op == EX_NOT_IN);
}

static struct val first_case(const struct expr *e, struct expr_row *row)
{
	for (int i = 0; i + 1 < e->count; i += 2) {
		int t = truth_of(expr_eval(e->kids[i], row));
		if (t == -2)
			return error();
		if (t == 1)
			return expr_eval(e->kids[i + 1], row);
	}
	return expr_eval(e->kids[e->count - 1], row);
}

static struct val extreme(const struct expr *e, struct expr_row *row)
{
	struct val best = null();
	bool ok;

	for (int i = 0; i < e->count; i++) {
		struct val v = expr_eval(e->kids[i], row);
		if (v.kind == VAL_ERROR)
			return v;
		if (v.kind == VAL_NULL)
			continue;
		if (best.kind == VAL_NULL || (val_compare(v, best, &ok) > 0) == (e->op == EX_GREATEST))
			best = v;
	}
	return best;
}

/* ---- texts ---- */

static char *room(struct expr_row *row, size_t n)
{
	if (!row->room || row->room_bytes < n)
		return NULL;
	char *p = row->room;
	row->room += n;
	row->room_bytes -= n;
	return p;
}

static struct val text_copy(struct expr_row *row, const char *p, size_t n, int fold)
{
	char *copy = room(row, n + 1);

	if (!copy)
		return error();
	for (size_t i = 0; i < n; i++)
		copy[i] = (char)(fold < 0 ? tolower((unsigned char)p[i]) : fold > 0 ? toupper((unsigned char)p[i]) : p[i]);
	copy[n] = '\0';
	return (struct val){ .kind = VAL_TEXT, .s = copy };
}

static int64_t characters(const char *s)
{
	int64_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

/* A value as SQL would print it. */
static struct val as_text(struct expr_row *row, struct val v)
{
	char out[64];

	switch (v.kind) {
	case VAL_INT:
		snprintf(out, sizeof(out), "%lld", (long long)v.i);
		break;
	case VAL_DEC:
		snprintf(out, sizeof(out), "%.*f", v.scale, val_number(v));
		break;
	case VAL_REAL:
		snprintf(out, sizeof(out), "%g", v.r);
		break;
	case VAL_DAY:
		calendar_print_day(v.i, out, sizeof(out));
		break;
	case VAL_TIME:
		calendar_print_time(v.i, out, sizeof(out));
		break;
	case VAL_BOOL:
		return (struct val){ .kind = VAL_TEXT, .s = v.i ? "true" : "false" };
	default:
		return v.kind == VAL_TEXT || v.kind == VAL_NULL ? v : error();
	}
	return text_copy(row, out, strlen(out), 0);
}

static struct val concat(const struct expr *e, struct expr_row *row)
{
	char text[512];
	size_t n = 0;

	for (int i = 0; i < e->count; i++) {
		struct val v = as_text(row, expr_eval(e->kids[i], row));
		/* concat() leaves NULL out, || does not. */
		if (v.kind == VAL_NULL && e->slot)
			continue;
		if (v.kind != VAL_TEXT)
			return v;
		size_t len = strlen(v.s);
		if (n + len > sizeof(text))
			return error();
		memcpy(text + n, v.s, len);
		n += len;
	}
	return text_copy(row, text, n, 0);
}

static struct val text_function(const struct expr *e, struct expr_row *row)
{
	struct val v[3] = { { .kind = VAL_NULL } };

	for (int i = 0; i < e->count && i < 3; i++) {
		v[i] = expr_eval(e->kids[i], row);
		if (v[i].kind == VAL_NULL || v[i].kind == VAL_ERROR)
			return v[i];
	}
	if (v[0].kind != VAL_TEXT)
		return error();
	const char *s = v[0].s;
	int64_t n = (int64_t)strlen(s), from, count;
	switch (e->op) {
	case EX_LENGTH:
		return VAL_OF_INT(characters(s));
	case EX_LOWER: case EX_UPPER:
		return text_copy(row, s, (size_t)n, e->op == EX_LOWER ? -1 : 1);
	case EX_TRIM:
		for (; *s == ' '; s++)
			n--;
		while (n > 0 && s[n - 1] == ' ')
			n--;
		return text_copy(row, s, (size_t)n, 0);
	case EX_STARTS: case EX_CONTAINS:
		if (v[1].kind != VAL_TEXT)
			return error();
		return truth(e->op == EX_STARTS ? !strncmp(s, v[1].s, strlen(v[1].s)) : strstr(s, v[1].s) != NULL);
	default:
		break;
	}
	if (v[1].kind != VAL_INT || (e->count == 3 && v[2].kind != VAL_INT))
		return error();
	from = e->op == EX_SUBSTR ? v[1].i - 1 : e->op == EX_RIGHT ? n - v[1].i : 0;
	count = e->op == EX_SUBSTR ? (e->count == 3 ? v[2].i : n) : v[1].i;
	if (from < 0) {
		count = e->op == EX_SUBSTR ? count + from : count;
		from = 0;
	}
	if (from > n || count < 0)
		return text_copy(row, s, 0, 0);
	return text_copy(row, s + from, (size_t)(count < n - from ? count : n - from), 0);
}

static struct val like(const struct expr *e, struct expr_row *row)
{
	struct val a = expr_eval(e->kids[0], row), b = expr_eval(e->kids[1], row);
	bool fold = e->op == EX_ILIKE || e->op == EX_NOT_ILIKE;

	if (a.kind == VAL_NULL || b.kind == VAL_NULL)
		return null();
	a = as_text(row, a);
	if (a.kind != VAL_TEXT || b.kind != VAL_TEXT)
		return error();
	return truth(like_match(a.s, b.s, fold) == (e->op == EX_LIKE || e->op == EX_ILIKE));
}

/* ---- numbers ---- */

static struct val round_to(struct val v, enum expr_op op, int64_t digits)
{
	if (v.kind == VAL_INT && digits >= 0)
		return v;
	if (!val_is_number(v) || digits < -9 || digits > 9)
		return error();
	double unit = pow(10, (double)digits), x = val_number(v) * unit;
	/* Decimals are rounded as they are written; a product of doubles may fall short of its half. */
	if (v.kind == VAL_DEC && fabs(x - nearbyint(x * 2) / 2) < 1e-9)
		x = nearbyint(x * 2) / 2;
	x = op == EX_FLOOR ? floor(x) : op == EX_CEIL ? ceil(x) : op == EX_TRUNC ? trunc(x) : round(x);
	return VAL_OF_REAL(x / unit);
}

static struct val number_function(const struct expr *e, struct expr_row *row)
{
	struct val v = expr_eval(e->kids[0], row), n = VAL_OF_INT(0);

	if (e->count == 2)
		n = expr_eval(e->kids[1], row);
	if (v.kind == VAL_NULL || v.kind == VAL_ERROR)
		return v;
	if (!val_is_number(v) || n.kind != VAL_INT)
		return error();
	if (e->op == EX_ABS || e->op == EX_NEG) {
		if (e->op == EX_ABS && val_number(v) >= 0)
			return v;
		if (v.kind == VAL_REAL)
			v.r = -v.r;
		else if (v.i != INT64_MIN)
			v.i = -v.i;
		else
			return error();
		return v;
	}
	return round_to(v, e->op, n.i);
}

/* ---- times ---- */

static struct val part_of(int unit, int64_t micros)
{
	int64_t day = calendar_day_of(micros), time = calendar_time_of(micros), second = time / SECOND_US;
	int y, m, d;

	calendar_date(day, &y, &m, &d);
	switch (unit) {
	case UNIT_YEAR: return VAL_OF_INT(y);
	case UNIT_QUARTER: return VAL_OF_INT((m + 2) / 3);
	case UNIT_MONTH: return VAL_OF_INT(m);
	case UNIT_DAY: return VAL_OF_INT(d);
	case UNIT_HOUR: return VAL_OF_INT(second / 3600);
	case UNIT_MINUTE: return VAL_OF_INT(second / 60 % 60);
	case UNIT_SECOND: return VAL_OF_INT(second % 60);
	case UNIT_DOW: return VAL_OF_INT(((day + 4) % 7 + 7) % 7);
	case UNIT_ISODOW: return VAL_OF_INT(((day + 3) % 7 + 7) % 7 + 1);
	case UNIT_DOY: return VAL_OF_INT(day - calendar_day(y, 1, 1) + 1);
	case UNIT_EPOCH: return VAL_OF_REAL((double)micros / 1e6);
	default: break;
	}
	/* The week of its Thursday. */
	int64_t thursday = unit_floor(UNIT_WEEK, micros) / DAY_US + 3;
	calendar_date(thursday, &y, &m, &d);
	int64_t week = (thursday - calendar_day(y, 1, 1)) / 7 + 1;
	switch (unit) {
	case UNIT_WEEK: return VAL_OF_INT(week);
	case UNIT_ISOYEAR: return VAL_OF_INT(y);
	case UNIT_YEARWEEK: return VAL_OF_INT(y * 100 + week);
	default: return error();
	}
}

/* Boundaries of the unit between the two. */
static struct val boundaries(int unit, int64_t a, int64_t b)
{
	int ya, ma, yb, mb, day;

	calendar_date(calendar_day_of(a), &ya, &ma, &day);
	calendar_date(calendar_day_of(b), &yb, &mb, &day);
	switch (unit) {
	case UNIT_YEAR:
		return VAL_OF_INT(yb - ya);
	case UNIT_QUARTER:
		return VAL_OF_INT((yb - ya) * 4 + (mb - 1) / 3 - (ma - 1) / 3);
	case UNIT_MONTH:
		return VAL_OF_INT((yb - ya) * 12 + mb - ma);
	case UNIT_WEEK: case UNIT_DAY: case UNIT_HOUR: case UNIT_MINUTE: case UNIT_SECOND: {
		int64_t one = unit_add(unit, 0, 1);
		return VAL_OF_INT((unit_floor(unit, b) - unit_floor(unit, a)) / one);
	}
	default:
		return error();
	}
}

static struct val to_when(struct val v)
{
	if (v.kind == VAL_TEXT)
		v = val_parse(v.s, DUCK_TIMESTAMP);
	return v.kind == VAL_NULL || val_is_when(v) ? v : error();
}

static struct val time_function(const struct expr *e, struct expr_row *row)
{
	struct val name, v, other;

	if (e->op == EX_LAST_DAY) {
		v = to_when(expr_eval(e->kids[0], row));
		if (!val_is_when(v))
			return v;
		return (struct val){ .kind = VAL_DAY,
				     .i = unit_add(UNIT_MONTH, unit_floor(UNIT_MONTH, val_micros(v)), 1) / DAY_US - 1 };
	}
	name = expr_eval(e->kids[0], row);
	v = to_when(expr_eval(e->kids[1], row));
	if (name.kind != VAL_TEXT || !val_is_when(v))
		return v.kind == VAL_NULL ? v : error();
	int unit = unit_find(name.s);
	if (unit < 0)
		return error();
	if (e->op == EX_PART)
		return part_of(unit, val_micros(v));
	if (e->op == EX_DATE_TRUNC)
		return (struct val){ .kind = VAL_TIME, .i = unit_floor(unit, val_micros(v)) };
	other = to_when(expr_eval(e->kids[2], row));
	return val_is_when(other) ? boundaries(unit, val_micros(v), val_micros(other)) : other;
}

static struct val to_span(const struct expr *e, struct expr_row *row)
{
	struct val v = expr_eval(e->kids[0], row);
	struct val out = { .kind = VAL_SPAN };

	if (v.kind == VAL_NULL || v.kind == VAL_ERROR)
		return v;
	double n = val_number(v);
	if (!val_is_number(v) || fabs(n) > 100000)
		return error();
	switch (e->slot) {
	case UNIT_YEAR: out.months = (int)n * 12; break;
	case UNIT_QUARTER: out.months = (int)n * 3; break;
	case UNIT_MONTH: out.months = (int)n; break;
	case UNIT_WEEK: out.days = (int)n * 7; break;
	case UNIT_DAY: out.days = (int)n; break;
	default: out.i = (int64_t)(n * (double)unit_add(e->slot, 0, 1)); break;
	}
	return out;
}

static struct val cast(const struct expr *e, struct expr_row *row)
{
	struct val v = expr_eval(e->kids[0], row);

	if (v.kind == VAL_NULL || v.kind == VAL_ERROR)
		return v;
	if (e->type == DUCK_VARCHAR)
		return as_text(row, v);
	if (v.kind == VAL_TEXT)
		v = val_parse(v.s, e->type);
	switch (e->type) {
	case DUCK_DATE:
		return val_is_when(v) ? (struct val){ .kind = VAL_DAY, .i = calendar_day_of(val_micros(v)) } : error();
	case DUCK_TIMESTAMP:
		return val_is_when(v) ? (struct val){ .kind = VAL_TIME, .i = val_micros(v) } : error();
	case DUCK_INTEGER:
		if (v.kind == VAL_BOOL || v.kind == VAL_INT)
			return VAL_OF_INT(v.i);
		v = round_to(v, EX_ROUND, 0);
		return v.kind == VAL_REAL && fabs(v.r) < 9e17 ? VAL_OF_INT((int64_t)v.r) : error();
	case DUCK_DOUBLE:
		return val_is_number(v) || v.kind == VAL_BOOL ? VAL_OF_REAL(val_number(v)) : error();
	case DUCK_DECIMAL: {
		double unit = pow(10, e->slot);
		v = round_to(v, EX_ROUND, e->slot);
		if (!val_is_number(v) || e->slot > 18 || fabs(val_number(v) * unit) > 9e17)
			return error();
		return (struct val){ .kind = VAL_DEC, .scale = e->slot, .i = (int64_t)nearbyint(val_number(v) * unit) };
	}
	case DUCK_BOOLEAN:
		return val_is_number(v) ? truth(val_number(v) != 0) : v;
	default:
		return v;
	}
}

static struct val calc(const struct expr *e, struct expr_row *row)
{
	static const char ops[] = { '+', '-', '*', '/', 'i', '%' };
	struct val a = expr_eval(e->kids[0], row);

	return val_calc(ops[e->op - EX_ADD], a, expr_eval(e->kids[1], row), row->integer_division);
}

struct val expr_eval(const struct expr *e, struct expr_row *row)
{
	struct val v;

	switch (e->op) {
	case EX_CONST:
		return e->value;
	case EX_COLUMN:
		return val_of_cell(&row->columns[e->slot], row->texts, row->cells[e->slot]);
	case EX_EQ: case EX_NE: case EX_LT: case EX_LE: case EX_GT: case EX_GE: case EX_DISTINCT: case EX_NOT_DISTINCT:
		v = expr_eval(e->kids[0], row);
		return compare(e->op, v, expr_eval(e->kids[1], row));
	case EX_BETWEEN: case EX_NOT_BETWEEN:
		v = expr_eval(e->kids[0], row);
		v = both(compare(EX_GE, v, expr_eval(e->kids[1], row)), compare(EX_LE, v, expr_eval(e->kids[2], row)));
		return e->op == EX_BETWEEN ? v : negate(v);
	case EX_AND: case EX_OR:
		return conjunction(e, row);
	case EX_NOT:
		return negate(expr_eval(e->kids[0], row));
	case EX_IS_NULL: case EX_IS_NOT_NULL:
		v = expr_eval(e->kids[0], row);
		return v.kind == VAL_ERROR ? v : truth((v.kind == VAL_NULL) == (e->op == EX_IS_NULL));
	case EX_IN: case EX_NOT_IN:
		return in_list(e, row);
	case EX_ADD: case EX_SUB: case EX_MUL: case EX_DIV: case EX_IDIV: case EX_MOD:
		return calc(e, row);
	case EX_LIKE: case EX_NOT_LIKE: case EX_ILIKE: case EX_NOT_ILIKE:
		return like(e, row);
	case EX_CASE:
		return first_case(e, row);
	case EX_COALESCE:
		for (int i = 0; i < e->count; i++) {
			v = expr_eval(e->kids[i], row);
			if (v.kind != VAL_NULL)
				return v;
		}
		return null();
	case EX_NULLIF:
		v = expr_eval(e->kids[0], row);
		return truth_of(compare(EX_EQ, v, expr_eval(e->kids[1], row))) == 1 ? null() : v;
	case EX_GREATEST: case EX_LEAST:
		return extreme(e, row);
	case EX_CAST:
		return cast(e, row);
	case EX_NEG: case EX_ABS: case EX_ROUND: case EX_FLOOR: case EX_CEIL: case EX_TRUNC:
		return number_function(e, row);
	case EX_CONCAT:
		return concat(e, row);
	case EX_PART: case EX_DATE_TRUNC: case EX_DATE_DIFF: case EX_LAST_DAY:
		return time_function(e, row);
	case EX_TO_SPAN:
		return to_span(e, row);
	default:
		return text_function(e, row);
	}
}
