/*
 * Pushing a literal down to the columns that it is about.
 *
 * `duration / 60 >= 5` says that the quotient is compared with 5, so duration with 300; `SUM(x) > 100` that values
 * of x near 100 and near 50 matter; `date_diff('day', d, DATE '2019-07-27') < 30` that d near 2019-06-27 does.
 * What is pushed down is only a value to try: a rough inverse is good enough, and gen_probe.c searches
 * for the exact place where it can.
 */
#include "judge/gen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/calendar.h"

/* One place that a value is pushed to. */
struct target {
	struct learner *l;
	struct scope *s;
	const json_t *args;    /* of the call at hand */
	struct val v;
	enum rel rel;
	bool sum;
};

static const json_t *arg(const struct target *t, size_t i)
{
	return json_array_get(t->args, i);
}

static void push(const struct target *t, const json_t *e, struct val v, enum rel rel)
{
	if (e && v.kind != VAL_ERROR && v.kind != VAL_NULL)
		aim(t->l, e, t->s, v, rel, t->sum);
}

static struct val calc(const struct target *t, char op, struct val a, struct val b)
{
	return val_calc(op, a, b, op == '/' ? false : t->l->g->integer_division);
}

void fact_to_reached(struct learner *l, const json_t *e, struct scope *s, struct fact f, unsigned types)
{
	int columns[8], n = scope_reach(l, e, s, false, columns, 8);

	for (int i = 0; i < n; i++) {
		if (types & TYPE_BIT(l->g->columns[columns[i]].meta->type))
			gen_fact(l->g, columns[i], f);
	}
}

/* ---- arithmetic ---- */

/* A difference or distance of two things that both vary. */
static void aim_distance(const struct target *t, struct val v)
{
	struct fact f = { .kind = FACT_STEP, .rel = t->rel, .v = v };
	unsigned types = v.kind == VAL_SPAN ? TYPES_WHEN : TYPES_NUMBER;

	for (size_t i = 0; i < json_array_size(t->args); i++)
		fact_to_reached(t->l, arg(t, i), t->s, f, types);
	if (v.kind == VAL_INT) {
		f.v = (struct val){ .kind = VAL_SPAN, .days = abs((int)(v.i % 100000)) };
		for (size_t i = 0; i < json_array_size(t->args); i++)
			fact_to_reached(t->l, arg(t, i), t->s, f, TYPES_WHEN);
	}
}

static void aim_sum_of_two(const struct target *t, char op)
{
	struct val a = scope_constant(t->l, arg(t, 0), t->s), b = scope_constant(t->l, arg(t, 1), t->s);
	struct val half = calc(t, '/', t->v, VAL_OF_INT(2));

	if (a.kind == VAL_ERROR && b.kind == VAL_ERROR) {
		if (op == '-')
			aim_distance(t, t->v);
		push(t, arg(t, 0), t->v, t->rel);
		if (op == '+') {
			push(t, arg(t, 1), t->v, t->rel);
			push(t, arg(t, 0), half, t->rel);
			push(t, arg(t, 1), half, t->rel);
		}
	} else if (b.kind != VAL_ERROR) {
		push(t, arg(t, 0), calc(t, op == '+' ? '-' : '+', t->v, b), t->rel);
	} else if (op == '+') {
		push(t, arg(t, 1), calc(t, '-', t->v, a), t->rel);
	} else {
		push(t, arg(t, 1), calc(t, '-', a, t->v), rel_flip(t->rel));
	}
}

static void aim_product(const struct target *t)
{
	struct val a = scope_constant(t->l, arg(t, 0), t->s), b = scope_constant(t->l, arg(t, 1), t->s);

	if (a.kind != VAL_ERROR || b.kind != VAL_ERROR) {
		struct val factor = a.kind != VAL_ERROR ? a : b;
		push(t, arg(t, a.kind != VAL_ERROR), calc(t, '/', t->v, factor),
		     val_number(factor) < 0 ? rel_flip(t->rel) : t->rel);
		return;
	}
	double v = val_number(t->v), root = sqrt(fabs(v));
	for (size_t i = 0; i < 2; i++) {
		push(t, arg(t, i), t->v, t->rel);
		push(t, arg(t, i), calc(t, '/', t->v, VAL_OF_INT(2)), t->rel);
		push(t, arg(t, i), VAL_OF_REAL(root), t->rel);
	}
}

static void aim_quotient(const struct target *t)
{
	struct val a = scope_constant(t->l, arg(t, 0), t->s), b = scope_constant(t->l, arg(t, 1), t->s);

	if (b.kind != VAL_ERROR) {
		/* Integer division keeps its quotient up to the next multiple. */
		push(t, arg(t, 0), calc(t, '*', t->v, b), t->rel);
		if (t->rel == REL_EQ || t->rel == REL_NE || t->rel == REL_LE || t->rel == REL_GT)
			push(t, arg(t, 0), calc(t, '*', calc(t, '+', t->v, VAL_OF_INT(1)), b), REL_LT);
	} else if (a.kind != VAL_ERROR) {
		push(t, arg(t, 1), calc(t, '/', a, t->v), rel_flip(t->rel));
	} else {
		struct fact f = { .kind = FACT_RATIO, .rel = t->rel, .v = t->v };
		fact_to_reached(t->l, arg(t, 0), t->s, f, TYPES_NUMBER);
		fact_to_reached(t->l, arg(t, 1), t->s, f, TYPES_NUMBER);
	}
}

static void aim_remainder(const struct target *t)
{
	struct val b = scope_constant(t->l, arg(t, 1), t->s);

	push(t, arg(t, 0), t->v, t->rel);
	if (b.kind != VAL_ERROR) {
		push(t, arg(t, 0), calc(t, '+', t->v, b), t->rel);
		push(t, arg(t, 0), b, REL_EQ);
	}
}

static void aim_rounded(const struct target *t, const char *name)
{
	struct val digits = json_array_size(t->args) > 1 ? scope_constant(t->l, arg(t, 1), t->s) : VAL_OF_INT(0);
	double half = digits.kind == VAL_INT && llabs(digits.i) < 10 ? 0.5 / pow(10, (double)digits.i) : 0.5;
	double v = val_number(t->v);

	push(t, arg(t, 0), t->v, t->rel);
	if (!val_is_number(t->v))
		return;
	if (strcasecmp(name, "abs") == 0) {
		push(t, arg(t, 0), VAL_OF_REAL(-v), rel_flip(t->rel));
	} else if (strcasecmp(name, "round") == 0) {
		push(t, arg(t, 0), VAL_OF_REAL(v - half), t->rel);
		push(t, arg(t, 0), VAL_OF_REAL(v + half), t->rel);
	} else {
		push(t, arg(t, 0), VAL_OF_REAL(v + (name[0] == 'c' ? -half : half) * 2), t->rel);
	}
}

/* ---- times ---- */

static bool unit_arg(const struct target *t, int *unit)
{
	struct val name = scope_constant(t->l, arg(t, 0), t->s);

	*unit = name.kind == VAL_TEXT ? unit_find(name.s) : -1;
	return *unit >= 0;
}

static struct val span_of(int unit, double n)
{
	struct val v = { .kind = VAL_SPAN };

	if (fabs(n) > 100000000)
		return (struct val){ .kind = VAL_ERROR };
	switch (unit) {
	case UNIT_YEAR: case UNIT_ISOYEAR: v.months = (int)(12 * fmin(n, 1000)); break;
	case UNIT_QUARTER: v.months = (int)(3 * fmin(n, 1000)); break;
	case UNIT_MONTH: v.months = (int)fmin(n, 10000); break;
	case UNIT_WEEK: v.days = (int)(7 * fmin(n, 10000)); break;
	case UNIT_HOUR: v.i = (int64_t)(n * 3600) * SECOND_US; break;
	case UNIT_MINUTE: v.i = (int64_t)(n * 60) * SECOND_US; break;
	case UNIT_SECOND: case UNIT_EPOCH: v.i = (int64_t)(n * 1e6); break;
	case UNIT_MILLISECOND: v.i = (int64_t)(n * 1e3); break;
	case UNIT_MICROSECOND: v.i = (int64_t)n; break;
	default: v.days = (int)fmin(n, 100000); break;
	}
	return v;
}

static bool is_difference(const json_t *e)
{
	const char *name = json_get_text(e, "function_name", "");

	return (strcmp(name, "-") == 0 && json_array_size(json_get_array(e, "children")) == 2) || strcmp(name, "age") == 0;
}

static void aim_part(const struct target *t, int unit, const json_t *e)
{
	struct fact f = { .kind = FACT_PART, .rel = t->rel, .unit = unit, .v = t->v };

	/* A part of a difference of times is a distance. */
	if (is_difference(e)) {
		push(t, e, span_of(unit, val_number(t->v)), t->rel);
		return;
	}
	if (unit == UNIT_EPOCH) {
		push(t, e, (struct val){ .kind = VAL_TIME, .i = (int64_t)(fmin(fabs(val_number(t->v)), 1e10) * 1e6) },
			t->rel);
		return;
	}
	fact_to_reached(t->l, e, t->s, f, TYPES_WHEN | TYPES_TEXT);
}

static void aim_trunc(const struct target *t)
{
	int unit;
	struct fact f = { .kind = FACT_TRUNC, .rel = t->rel, .v = t->v };

	if (!unit_arg(t, &unit))
		return;
	f.unit = unit;
	fact_to_reached(t->l, arg(t, 1), t->s, f, TYPES_WHEN);
}

static struct val as_when(struct val v)
{
	return v.kind == VAL_TEXT ? val_parse(v.s, DUCK_TIMESTAMP) : v;
}

static void aim_diff(const struct target *t)
{
	struct val a = as_when(scope_constant(t->l, arg(t, 1), t->s)), b = as_when(scope_constant(t->l, arg(t, 2), t->s));
	double n = val_number(t->v);
	int unit;

	if (!unit_arg(t, &unit) || !val_is_number(t->v) || fabs(n) > 1e9)
		return;
	struct val at = { .kind = VAL_TIME };
	if (val_is_when(b)) {
		at.i = unit_add(unit, val_micros(b), -(int64_t)n);
		push(t, arg(t, 1), at, rel_flip(t->rel));
		push(t, arg(t, 1), b, REL_EQ);
	} else if (val_is_when(a)) {
		at.i = unit_add(unit, val_micros(a), (int64_t)n);
		push(t, arg(t, 2), at, t->rel);
		push(t, arg(t, 2), a, REL_EQ);
	} else {
		struct fact f = { .kind = FACT_STEP, .rel = t->rel, .v = span_of(unit, fabs(n)) };
		fact_to_reached(t->l, arg(t, 1), t->s, f, TYPES_WHEN);
		fact_to_reached(t->l, arg(t, 2), t->s, f, TYPES_WHEN);
	}
}

/* strftime(x, '%Y-%m') = '2020-02': what of a date the text gives. */
static void aim_printed(const struct target *t)
{
	struct val format = scope_constant(t->l, arg(t, 1), t->s);
	int64_t year = 2024, month = 0, day = 1;
	bool has_year = false;

	if (format.kind != VAL_TEXT || t->v.kind != VAL_TEXT) {
		/* The arguments stand the other way round in some dialects. */
		return;
	}
	const char *p = t->v.s;
	for (const char *f = format.s; *f && *p; f++) {
		if (*f != '%') {
			p++;
			continue;
		}
		f++;
		f += *f == '-';
		char *end;
		long n = strtol(p, &end, 10);
		if (end == p)
			break;
		if (labs(n) > 9999)
			return;
		if (*f == 'Y') {
			year = n;
			has_year = true;
		} else if (*f == 'm') {
			month = n;
		} else if (*f == 'd') {
			day = n;
		}
		p = end;
	}
	if (!has_year && month) {
		struct target part = *t;
		part.v = VAL_OF_INT(month);
		aim_part(&part, UNIT_MONTH, arg(t, 0));
		return;
	}
	struct fact f = { .kind = FACT_TRUNC, .rel = t->rel, .unit = month ? UNIT_MONTH : UNIT_YEAR };
	f.v = (struct val){ .kind = VAL_DAY, .i = calendar_day(year, month ? month : 1, day) };
	if (year > 0)
		fact_to_reached(t->l, arg(t, 0), t->s, f, TYPES_WHEN);
}

/* ---- calls ---- */

static void aim_at_text(const struct target *t, const char *fmt)
{
	if (t->v.kind == VAL_TEXT)
		push(t, arg(t, 0), (struct val){ .kind = VAL_TEXT,
			.s = arena_printf(t->l->a, "%s%s%s", fmt[0] == 'z' ? "z" : "", t->v.s,
				     fmt[1] == 'z' ? "z" : "") }, t->rel);
}

static void aim_text_call(const struct target *t, const char *name)
{
	struct fact f = { .kind = FACT_LENGTH, .rel = t->rel, .v = t->v };

	if (strcasestr(name, "length") || strcasecmp(name, "len") == 0) {
		fact_to_reached(t->l, arg(t, 0), t->s, f, TYPES_TEXT);
		return;
	}
	for (size_t i = 0; i < json_array_size(t->args); i++)
		push(t, arg(t, i), t->v, t->rel);
	if (strncasecmp(name, "sub", 3) == 0 || strcasecmp(name, "left") == 0 || strcasecmp(name, "split_part") == 0)
		aim_at_text(t, ".z");
	if (strcasecmp(name, "right") == 0)
		aim_at_text(t, "z.");
}

/* An aggregate or window function. False when it is none. */
static bool aim_aggregate(const struct target *t, const char *name)
{
	if (is_counting(name)) {
		gen_count(t->l->g, val_number(t->v));
		return true;
	}
	if (!is_value_aggregate(name))
		return false;
	struct target inner = *t;
	if (strcasecmp(name, "sum") == 0) {
		int column;
		inner.sum = true;
		/* SUM(CASE WHEN ... THEN 1 END) counts. */
		if (scope_reach(t->l, arg(t, 0), t->s, true, &column, 1) == 0)
			gen_count(t->l->g, val_number(t->v));
	}
	push(&inner, arg(t, 0), t->v, t->rel);
	return true;
}

static void aim_call(const struct target *t, const json_t *e)
{
	static const char *const rounding[] = { "round", "floor", "ceil", "ceiling", "trunc", "abs" };
	static const char *const handing[] = {
		"coalesce", "ifnull", "nvl", "nullif", "greatest", "least", "unnest", "list", "array_agg",
		"timezone", "isnull",
	};
	const char *name = json_get_text(e, "function_name", "");
	int unit;

	if (aim_aggregate(t, name))
		return;
	if ((*name == '+' || *name == '-') && json_array_size(t->args) == 2) {
		aim_sum_of_two(t, *name);
	} else if (*name == '-') {
		push(t, arg(t, 0), calc(t, '*', t->v, VAL_OF_INT(-1)), rel_flip(t->rel));
	} else if (strcmp(name, "*") == 0) {
		aim_product(t);
	} else if (strcmp(name, "/") == 0 || strcmp(name, "//") == 0) {
		aim_quotient(t);
	} else if (strcmp(name, "%") == 0 || strcasecmp(name, "mod") == 0) {
		aim_remainder(t);
	} else if (strcasecmp(name, "date_part") == 0 || strcasecmp(name, "datepart") == 0) {
		if (unit_arg(t, &unit))
			aim_part(t, unit, arg(t, 1));
	} else if (strcasecmp(name, "date_trunc") == 0 || strcasecmp(name, "datetrunc") == 0) {
		aim_trunc(t);
	} else if (strncasecmp(name, "date_diff", 9) == 0 || strncasecmp(name, "datediff", 8) == 0 ||
		   strncasecmp(name, "date_sub", 8) == 0 || strncasecmp(name, "datesub", 7) == 0) {
		aim_diff(t);
	} else if (strcasecmp(name, "strftime") == 0 || strcasecmp(name, "to_char") == 0) {
		aim_printed(t);
	} else if (json_array_size(t->args) == 1 && unit_find(name) >= 0) {
		aim_part(t, unit_find(name), arg(t, 0));
	} else if (strcasecmp(name, "sqrt") == 0) {
		push(t, arg(t, 0), calc(t, '*', t->v, t->v), t->rel);
	} else if (strcasecmp(name, "pow") == 0 || strcasecmp(name, "power") == 0 || strcmp(name, "**") == 0) {
		push(t, arg(t, 0), VAL_OF_REAL(sqrt(fabs(val_number(t->v)))), t->rel);
	} else {
		for (size_t i = 0; i < sizeof(rounding) / sizeof(*rounding); i++) {
			if (strcasecmp(rounding[i], name) == 0) {
				aim_rounded(t, name);
				return;
			}
		}
		for (size_t i = 0; i < sizeof(handing) / sizeof(*handing); i++) {
			if (strcasecmp(handing[i], name) == 0) {
				for (size_t k = 0; k < json_array_size(t->args); k++)
					push(t, arg(t, k), t->v, t->rel);
				return;
			}
		}
		aim_text_call(t, name);
	}
}

/* ---- everything else ---- */

/* A name that leads nowhere: every column of that name, else every column that the value fits. */
static void aim_by_name(const struct target *t, const json_t *ref, const struct fact *f)
{
	const json_t *names = json_get_array(ref, "column_names");
	const char *name = json_string_value(json_array_get(names, json_array_size(names) - 1));
	struct gen *g = t->l->g;
	bool any = false;

	for (int pass = 0; pass < 2 && !any; pass++) {
		for (int i = 0; i < g->column_count; i++) {
			enum duck_type type = g->columns[i].meta->type;
			bool fits = val_is_number(f->v) ? TYPES_NUMBER & TYPE_BIT(type)
				  : val_is_when(f->v) ? TYPES_WHEN & TYPE_BIT(type) : type == DUCK_VARCHAR;
			if (!fits || (pass == 0 && (!name || strcasecmp(name, g->columns[i].meta->name) != 0)))
				continue;
			gen_fact(g, i, *f);
			any = true;
		}
	}
}

static void aim_out(const struct target *t, const struct out *o, const struct fact *f)
{
	for (; o; o = o->also) {
		if (o->column >= 0)
			gen_fact(t->l->g, o->column, *f);
		else if (o->expr)
			aim(t->l, o->expr, o->scope, t->v, t->rel, t->sum);
	}
}

void aim(struct learner *l, const json_t *e, struct scope *s, struct val v, enum rel rel, bool sum)
{
	const char *class_name = json_get_text(e, "class", "");
	struct target t = { l, s, json_get_array(e, "children"), v, rel, sum };
	struct fact f = { .kind = sum ? FACT_SUM : FACT_VALUE, .rel = rel, .v = v };
	size_t i;
	json_t *check;
	int count;

	if (!e || v.kind == VAL_ERROR || v.kind == VAL_NULL || learner_spent(l))
		return;
	l->depth++;
	if (strcmp(class_name, "COLUMN_REF") == 0) {
		const struct out *o = scope_resolve(l, e, s);
		if (o)
			aim_out(&t, o, &f);
		else
			aim_by_name(&t, e, &f);
	} else if (strcmp(class_name, "FUNCTION") == 0 || strcmp(class_name, "WINDOW") == 0) {
		aim_call(&t, e);
	} else if (strcmp(class_name, "CAST") == 0) {
		aim(l, json_object_get(e, "child"), s, v, rel, sum);
	} else if (strcmp(class_name, "CASE") == 0) {
		json_array_foreach(json_get_array(e, "case_checks"), i, check)
			aim(l, json_object_get(check, "then_expr"), s, v, rel, sum);
		aim(l, json_object_get(e, "else_expr"), s, v, rel, sum);
	} else if (ast_is(e, "OPERATOR_COALESCE") || ast_is(e, "OPERATOR_NULLIF")) {
		for (i = 0; i < json_array_size(t.args); i++)
			aim(l, arg(&t, i), s, v, rel, sum);
	} else if (ast_is(e, "SUBQUERY") && strcmp(json_get_text(e, "subquery_type", ""), "SCALAR") == 0) {
		struct out *outs = learn_query(l, json_get_object(json_get_object(e, "subquery"), "node"), s, &count);
		if (count > 0)
			aim_out(&t, outs, &f);
	}
	l->depth--;
}
