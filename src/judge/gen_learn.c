/* Walking a query: every predicate, call, frame and limit in it says which values matter. */
#include "judge/gen_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"

#define WORK_MAX 60000
#define PROBES_MAX 60
#define SCRATCH_MAX_BYTES (32u << 20)
#define ALTERNATIVES_MAX 12

static void learn_list(struct learner *l, const json_t *list, struct scope *s)
{
	size_t i;
	json_t *e;

	json_array_foreach(list, i, e)
		learn_expression(l, e, s);
}

/* ---- comparisons ---- */

static void add_alternative(struct val *out, int *n, struct val v)
{
	if (v.kind != VAL_ERROR && v.kind != VAL_NULL && *n < ALTERNATIVES_MAX)
		out[(*n)++] = v;
}

/* Dates inside a constant: of DATE '2024-01-31' - INTERVAL 30 DAY both ends matter. */
static void inner_constants(struct learner *l, const json_t *e, struct scope *s, struct val *out, int *n)
{
	const json_t *args = json_get_array(e, "children");
	size_t i;
	json_t *child;

	if (!ast_is_class(e, "FUNCTION"))
		return;
	json_array_foreach(args, i, child) {
		struct val v = scope_constant(l, child, s);
		if (val_is_when(v))
			add_alternative(out, n, v);
	}
}

/* The constants that e may be: a literal, the rows of VALUES, the ends of generate_series(). */
static int alternatives(struct learner *l, const json_t *e, struct scope *s, struct val *out)
{
	struct val v = scope_constant(l, e, s);
	int n = 0;

	if (v.kind != VAL_ERROR) {
		add_alternative(out, &n, v);
		inner_constants(l, e, s, out, &n);
		return n;
	}
	if (ast_is_class(e, "CAST"))
		return alternatives(l, json_object_get(e, "child"), s, out);
	if (!ast_is_class(e, "COLUMN_REF") && !ast_is_class(e, "FUNCTION"))
		return 0;
	const struct out *o = ast_is_class(e, "COLUMN_REF") ? scope_resolve(l, e, s) : NULL;
	struct out self = { .expr = e, .scope = s, .column = -1 };
	for (o = o ? o : &self; o && l->work-- > 0; o = o->also) {
		const json_t *x = o->expr;
		struct scope *at = o->scope;

		while (x && (ast_is_class(x, "CAST") || strcmp(json_get_text(x, "function_name", ""), "unnest") == 0))
			x = ast_is_class(x, "CAST") ? json_object_get(x, "child")
				: json_array_get(json_get_array(x, "children"), 0);
		if (x && ast_is_class(x, "COLUMN_REF") && l->depth < 60) {
			l->depth++;
			n = alternatives(l, x, at, out);
			l->depth--;
			continue;
		}
		const char *name = json_get_text(x, "function_name", "");
		if (strcmp(name, "generate_series") == 0 || strcmp(name, "range") == 0 || strcmp(name, "list_value") == 0) {
			size_t i;
			json_t *arg;
			json_array_foreach(json_get_array(x, "children"), i, arg)
				add_alternative(out, &n, scope_constant(l, arg, at));
		} else if (o->also && x) {
			add_alternative(out, &n, scope_constant(l, x, at));
		}
	}
	return n;
}

/* Columns whose values meet share their facts. */
static void join_reached(struct learner *l, const json_t *a, struct scope *sa, const json_t *b, struct scope *sb,
			 enum rel rel)
{
	int x[6], y[6];
	int nx = scope_reach(l, a, sa, true, x, 6), ny = scope_reach(l, b, sb, true, y, 6);

	for (int i = 0; i < nx; i++) {
		for (int k = 0; k < ny; k++)
			gen_join(l->g, x[i], y[k]);
		l->g->columns[x[i]].ordered = l->g->columns[x[i]].ordered || rel > REL_NE;
	}
	for (int k = 0; k < ny; k++)
		l->g->columns[y[k]].ordered = l->g->columns[y[k]].ordered || rel > REL_NE;
}

void learn_comparison(struct learner *l, const json_t *left, enum rel rel, const json_t *right, struct scope *s)
{
	struct val r[ALTERNATIVES_MAX], v[ALTERNATIVES_MAX];
	bool fixed_right = scope_constant(l, right, s).kind != VAL_ERROR;
	bool fixed_left = scope_constant(l, left, s).kind != VAL_ERROR;
	int nr = alternatives(l, right, s, r), nl = alternatives(l, left, s, v);

	if (fixed_left && fixed_right)
		return;
	if (!fixed_left) {
		for (int i = 0; i < nr; i++)
			aim(l, left, s, r[i], i ? REL_EQ : rel, false);
	}
	if (!fixed_right) {
		for (int i = 0; i < nl; i++)
			aim(l, right, s, v[i], i ? REL_EQ : rel_flip(rel), false);
	}
	if (!fixed_left && !fixed_right)
		join_reached(l, left, s, right, s, rel);
}

static enum rel rel_of(const json_t *e)
{
	const char *type = json_get_text(e, "type", "");

	if (strcmp(type, "COMPARE_LESSTHAN") == 0)
		return REL_LT;
	if (strcmp(type, "COMPARE_LESSTHANOREQUALTO") == 0)
		return REL_LE;
	if (strcmp(type, "COMPARE_GREATERTHAN") == 0)
		return REL_GT;
	if (strcmp(type, "COMPARE_GREATERTHANOREQUALTO") == 0)
		return REL_GE;
	return strcmp(type, "COMPARE_NOTEQUAL") == 0 || strcmp(type, "COMPARE_DISTINCT_FROM") == 0 ? REL_NE : REL_EQ;
}

/* A bare column meets its literals exactly; anything else is searched. */
static bool worth_probing(const json_t *side)
{
	return ast_is_class(side, "FUNCTION") || ast_is_class(side, "CAST") || ast_is_class(side, "CASE");
}

static void learn_compare(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *left = json_object_get(e, "left"), *right = json_object_get(e, "right");

	learn_comparison(l, left, rel_of(e), right, s);
	if (worth_probing(left) || worth_probing(right))
		probe_truth(l, e, s);
	learn_expression(l, left, s);
	learn_expression(l, right, s);
}

static void learn_between(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *input = json_object_get(e, "input"), *lower = json_object_get(e, "lower");
	const json_t *upper = json_object_get(e, "upper");

	learn_comparison(l, input, REL_GE, lower, s);
	learn_comparison(l, input, REL_LE, upper, s);
	if (worth_probing(input))
		probe_truth(l, e, s);
	learn_expression(l, input, s);
	learn_expression(l, lower, s);
	learn_expression(l, upper, s);
}

static void learn_in(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *children = json_get_array(e, "children");

	for (size_t i = 1; i < json_array_size(children); i++)
		learn_comparison(l, json_array_get(children, 0), REL_EQ, json_array_get(children, i), s);
	learn_list(l, children, s);
}

/* x IN (SELECT ...), (a, b) IN (SELECT ...), x = ANY (...): the columns meet pairwise. */
static void learn_subquery(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *child = json_object_get(e, "child");
	int count;
	struct out *outs = learn_query(l, json_get_object(json_get_object(e, "subquery"), "node"), s, &count);

	if (!json_is_object(child))
		return;
	const json_t *row = strcmp(json_get_text(child, "function_name", ""), "row") == 0
		? json_get_array(child, "children") : NULL;
	for (int i = 0; i < count && (row ? (size_t)i < json_array_size(row) : i < 1); i++) {
		const json_t *side = row ? json_array_get(row, (size_t)i) : child;
		for (const struct out *o = &outs[i]; o; o = o->also) {
			int column;
			if (o->expr) {
				join_reached(l, side, s, o->expr, o->scope, REL_EQ);
				struct val v = scope_constant(l, o->expr, o->scope);
				aim(l, side, s, v, REL_EQ, false);
			} else if (o->column >= 0) {
				l->g->columns[o->column].used = true;
				if (scope_reach(l, side, s, true, &column, 1))
					gen_join(l->g, column, o->column);
			}
		}
	}
	learn_expression(l, child, s);
}

/* ---- calls ---- */

static void learn_arithmetic(struct learner *l, const json_t *e, char op, struct scope *s)
{
	const json_t *args = json_get_array(e, "children");

	for (size_t i = 0; i < 2 && json_array_size(args) == 2; i++) {
		const json_t *other = json_array_get(args, 1 - i);
		struct fact f = { .v = scope_constant(l, json_array_get(args, i), s), .rel = REL_EQ };

		if (f.v.kind == VAL_ERROR || f.v.kind == VAL_NULL || val_is_when(f.v))
			continue;
		if (op == '+' || op == '-') {
			f.kind = FACT_STEP;
			fact_to_reached(l, other, s, f, f.v.kind == VAL_SPAN ? TYPES_WHEN : TYPES_NUMBER);
			/* A day may be cut out of a timestamp before a number of days is added. */
			if (f.v.kind == VAL_INT && llabs(f.v.i) < 100000) {
				f.v = (struct val){ .kind = VAL_SPAN, .days = (int)f.v.i };
				fact_to_reached(l, other, s, f, TYPES_WHEN);
			}
		} else if (op == '*') {
			f.kind = FACT_RATIO;
			if (fabs(val_number(f.v)) != 1)
				fact_to_reached(l, other, s, f, TYPES_NUMBER);
		} else if (i == 1) {
			f.kind = FACT_DIVISOR;
			fact_to_reached(l, other, s, f, TYPES_NUMBER);
		}
	}
}

/* x LIKE 'a%', and calls that look for a text in a text. */
static void learn_like(struct learner *l, const json_t *args, const char *before, const char *after, bool fold,
		       struct scope *s)
{
	struct val v = scope_constant(l, json_array_get(args, 1), s);
	struct fact f = { .kind = FACT_LIKE, .rel = fold ? REL_NE : REL_EQ };

	if (v.kind != VAL_TEXT)
		return;
	f.v = (struct val){ .kind = VAL_TEXT, .s = arena_printf(l->a, "%s%s%s", before, v.s, after) };
	fact_to_reached(l, json_array_get(args, 0), s, f, TYPES_TEXT | TYPES_WHEN);
}

static void learn_rounding(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *args = json_get_array(e, "children");
	struct val digits = json_array_size(args) > 1 ? scope_constant(l, json_array_get(args, 1), s) : VAL_OF_INT(0);
	struct fact f = { .kind = FACT_FINE, .v = digits };

	if (digits.kind != VAL_INT || llabs(digits.i) > 8)
		return;
	fact_to_reached(l, json_array_get(args, 0), s, f, TYPES_NUMBER);
	probe_halves(l, json_array_get(args, 0), s, (int)digits.i);
}

/* Calls that say something beside what their arguments are. */
static void learn_call(struct learner *l, const json_t *e, struct scope *s)
{
	const char *name = json_get_text(e, "function_name", "");
	const json_t *args = json_get_array(e, "children"), *first = json_array_get(args, 0);
	struct fact f = { .rel = REL_EQ };

	if (strchr("+-*/%", *name) && (!name[1] || strcmp(name, "//") == 0)) {
		learn_arithmetic(l, e, *name, s);
	} else if (strstr(name, "~~")) {
		learn_like(l, args, "", "", strchr(name, '*') != NULL, s);
	} else if (strcasecmp(name, "like_escape") == 0 || strcasecmp(name, "ilike_escape") == 0) {
		learn_like(l, args, "", "", *name == 'i', s);
	} else if (strcasecmp(name, "contains") == 0 || strcasecmp(name, "instr") == 0 || strcasecmp(name, "strpos") == 0 ||
		   strcasecmp(name, "position") == 0 || strncasecmp(name, "regexp_matches", 14) == 0) {
		learn_like(l, args, "%", "%", false, s);
	} else if (strcasecmp(name, "starts_with") == 0 || strcasecmp(name, "prefix") == 0 || strcmp(name, "^@") == 0) {
		learn_like(l, args, "", "%", false, s);
	} else if (strcasecmp(name, "ends_with") == 0 || strcasecmp(name, "suffix") == 0) {
		learn_like(l, args, "%", "", false, s);
	} else if (strcasecmp(name, "round") == 0 || strcasecmp(name, "floor") == 0 || strcasecmp(name, "ceil") == 0 ||
		   strcasecmp(name, "trunc") == 0 || strcasecmp(name, "ceiling") == 0) {
		learn_rounding(l, e, s);
	} else if (strcasecmp(name, "lower") == 0 || strcasecmp(name, "upper") == 0) {
		f.kind = FACT_CASE;
		fact_to_reached(l, first, s, f, TYPES_TEXT);
	} else if (strstr(name, "trim")) {
		f.kind = FACT_TRIM;
		fact_to_reached(l, first, s, f, TYPES_TEXT);
	} else if (strcasecmp(name, "date_add") == 0) {
		learn_arithmetic(l, e, '+', s);
	} else if (strcasecmp(name, "ntile") == 0) {
		gen_count(l->g, val_number(scope_constant(l, first, s)));
	} else if (strcasecmp(name, "nth_value") == 0) {
		gen_count(l->g, val_number(scope_constant(l, json_array_get(args, 1), s)));
	} else if ((strcasecmp(name, "min") == 0 || strcasecmp(name, "max") == 0 || strcasecmp(name, "arg_max") == 0 ||
		    strcasecmp(name, "arg_min") == 0 || strcasecmp(name, "max_by") == 0 ||
		    strcasecmp(name, "min_by") == 0 || strcasecmp(name, "median") == 0 ||
		    strcasecmp(name, "greatest") == 0 || strcasecmp(name, "least") == 0)) {
		int columns[4], n = scope_reach(l, json_array_get(args, json_array_size(args) - 1), s, true, columns, 4);
		for (int i = 0; i < n; i++)
			l->g->columns[columns[i]].ordered = true;
	}
}

static void mark_ordered(struct learner *l, const json_t *orders, struct scope *s)
{
	int columns[8];
	size_t i;
	json_t *order;

	json_array_foreach(orders, i, order) {
		int n = scope_reach(l, json_object_get(order, "expression"), s, false, columns, 8);
		for (int k = 0; k < n; k++)
			l->g->columns[columns[k]].ordered = true;
		learn_expression(l, json_object_get(order, "expression"), s);
	}
}

/* A computed value's columns are more than names of things: they cannot be renamed in an exhaustive search. */
static void mark_computed(struct learner *l, const json_t *e, struct scope *s)
{
	int columns[8], n = scope_reach(l, e, s, false, columns, 8);

	for (int i = 0; i < n; i++)
		l->g->columns[columns[i]].computed = true;
}

/* Calls that only pass values on or count them, so that it does not matter which values they are. */
static bool is_blind(const char *function)
{
	static const char *const names[] = {
		"count", "count_star", "any_value", "arbitrary", "first", "last", "mode", "list",
		"array_agg", "row_number", "rank", "dense_rank", "rank_dense", "ntile", "percent_rank",
		"cume_dist", "lag", "lead", "first_value", "last_value", "nth_value", "min", "max", "row",
		"arg_max", "arg_min", "max_by", "min_by", "approx_count_distinct",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(names[i], function) == 0)
			return true;
	}
	return false;
}

static void learn_frame(struct learner *l, const json_t *bound, const json_t *orders, struct scope *s)
{
	struct val v = json_is_object(bound) ? scope_constant(l, bound, s) : (struct val){ .kind = VAL_ERROR };
	struct fact f = { .kind = FACT_STEP, .v = v };
	size_t i;
	json_t *order;

	if (v.kind == VAL_ERROR || v.kind == VAL_NULL)
		return;
	if (v.kind == VAL_INT)
		gen_count(l->g, val_number(v) + 1);
	json_array_foreach(orders, i, order)
		fact_to_reached(l, json_object_get(order, "expression"), s, f,
				v.kind == VAL_SPAN ? TYPES_WHEN : TYPES_NUMBER);
	/* n rows are taken for n days only while no day is missing. */
	if (v.kind == VAL_INT && llabs(v.i) < 1000) {
		f.v = (struct val){ .kind = VAL_SPAN, .days = (int)v.i };
		json_array_foreach(orders, i, order)
			fact_to_reached(l, json_object_get(order, "expression"), s, f, TYPES_WHEN);
	}
}

static void learn_window(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *orders = json_get_array(e, "orders");
	struct val offset = json_is_object(json_object_get(e, "offset_expr")) ?
			    scope_constant(l, json_object_get(e, "offset_expr"), s) : (struct val){ .kind = VAL_ERROR };

	learn_call(l, e, s);
	learn_list(l, json_get_array(e, "children"), s);
	if (!is_blind(json_get_text(e, "function_name", "")))
		mark_computed(l, e, s);
	learn_list(l, json_get_array(e, "partitions"), s);
	mark_ordered(l, orders, s);
	mark_ordered(l, json_get_array(e, "arg_orders"), s);
	learn_frame(l, json_object_get(e, "start_expr"), orders, s);
	learn_frame(l, json_object_get(e, "end_expr"), orders, s);
	if (offset.kind == VAL_INT)
		gen_count(l->g, val_number(offset) + 1);
	if (json_is_object(json_object_get(e, "default_expr")))
		learn_expression(l, json_object_get(e, "default_expr"), s);
	if (json_is_object(json_object_get(e, "filter_expr")))
		learn_expression(l, json_object_get(e, "filter_expr"), s);
}

static void learn_cast(struct learner *l, const json_t *e, struct scope *s)
{
	const json_t *child = json_object_get(e, "child");
	const char *id = json_get_text(json_get_object(e, "cast_type"), "id", "");
	struct fact f = { .kind = FACT_CAST, .rel = REL_EQ };

	if (strcmp(id, "DATE") == 0)
		f.unit = DUCK_DATE;
	else if (strcmp(id, "TIMESTAMP") == 0)
		f.unit = DUCK_TIMESTAMP;
	else if (strstr(id, "INT") || strcmp(id, "DECIMAL") == 0 || strcmp(id, "DOUBLE") == 0 || strcmp(id, "FLOAT") == 0)
		f.unit = DUCK_DOUBLE;
	else
		return;
	int column;
	/* Of CAST(split_part(x, ...) AS INT) nothing is known of x. */
	if (!ast_is_class(child, "COLUMN_REF") || scope_reach(l, child, s, true, &column, 1) == 0)
		return;
	fact_to_reached(l, child, s, f, TYPES_TEXT);
	if (strstr(id, "INT")) {
		f = (struct fact){ .kind = FACT_FINE, .v = VAL_OF_INT(0) };
		fact_to_reached(l, child, s, f, TYPE_BIT(DUCK_DECIMAL) | TYPE_BIT(DUCK_DOUBLE));
	}
}

/* A literal other than NULL. */
static bool is_value(struct learner *l, const json_t *e, struct scope *s)
{
	struct val v = scope_constant(l, e, s);

	return v.kind != VAL_ERROR && v.kind != VAL_NULL;
}

void learn_expression(struct learner *l, const json_t *e, struct scope *s)
{
	const char *class_name = json_get_text(e, "class", "");
	bool fixed = false;
	size_t i;
	json_t *check;

	if (!json_is_object(e) || learner_spent(l))
		return;
	l->depth++;
	if (strcmp(class_name, "COLUMN_REF") == 0) {
		for (const struct out *o = scope_resolve(l, e, s); o; o = o->also) {
			if (o->column >= 0)
				l->g->columns[o->column].used = true;
		}
	} else if (strcmp(class_name, "COMPARISON") == 0) {
		learn_compare(l, e, s);
	} else if (strcmp(class_name, "BETWEEN") == 0) {
		learn_between(l, e, s);
	} else if (strcmp(class_name, "CONJUNCTION") == 0) {
		learn_list(l, json_get_array(e, "children"), s);
	} else if (strcmp(class_name, "OPERATOR") == 0) {
		if (ast_is(e, "COMPARE_IN") || ast_is(e, "COMPARE_NOT_IN"))
			learn_in(l, e, s);
		else
			learn_list(l, json_get_array(e, "children"), s);
		if (ast_is(e, "OPERATOR_COALESCE") || ast_is(e, "OPERATOR_NULLIF"))
			mark_computed(l, e, s);
	} else if (strcmp(class_name, "SUBQUERY") == 0) {
		learn_subquery(l, e, s);
	} else if (strcmp(class_name, "FUNCTION") == 0) {
		learn_call(l, e, s);
		learn_list(l, json_get_array(e, "children"), s);
		if (!is_blind(json_get_text(e, "function_name", "")))
			mark_computed(l, e, s);
		if (json_is_object(json_object_get(e, "filter")))
			learn_expression(l, json_object_get(e, "filter"), s);
		mark_ordered(l, json_get_array(json_get_object(e, "order_bys"), "orders"), s);
	} else if (strcmp(class_name, "WINDOW") == 0) {
		learn_window(l, e, s);
	} else if (strcmp(class_name, "CASE") == 0) {
		json_array_foreach(json_get_array(e, "case_checks"), i, check) {
			learn_expression(l, json_object_get(check, "when_expr"), s);
			learn_expression(l, json_object_get(check, "then_expr"), s);
			fixed = fixed || is_value(l, json_object_get(check, "then_expr"), s);
		}
		learn_expression(l, json_object_get(e, "else_expr"), s);
		if (fixed || is_value(l, json_object_get(e, "else_expr"), s))
			mark_computed(l, e, s);
	} else if (strcmp(class_name, "CAST") == 0) {
		learn_cast(l, e, s);
		learn_expression(l, json_object_get(e, "child"), s);
	}
	l->depth--;
}

/* ---- queries ---- */

static void add_ctes(struct learner *l, const json_t *node, struct scope *s)
{
	const json_t *map = json_get_array(json_get_object(node, "cte_map"), "map");
	size_t i;
	json_t *entry;

	json_array_foreach(map, i, entry) {
		const json_t *value = json_get_object(entry, "value");
		const json_t *names = json_get_array(value, "aliases");
		struct cte *c = ARENA_NEW(l->a, struct cte, 1);

		struct out *outs = learn_query(l, json_get_object(json_get_object(value, "query"), "node"), s, &c->count);
		c->name = json_get_text(entry, "key", "");
		c->outs = ARENA_NEW(l->a, struct out, c->count);
		for (int k = 0; outs && k < c->count; k++) {
			c->outs[k] = outs[k];
			if ((size_t)k < json_array_size(names))
				c->outs[k].name = json_string_value(json_array_get(names, (size_t)k));
		}
		c->next = s->ctes;
		s->ctes = c;
	}
}

static void learn_modifiers(struct learner *l, const json_t *node, struct scope *s)
{
	const json_t *list = json_get_array(node, "modifiers");
	bool cuts = false;
	size_t i;
	json_t *m;

	json_array_foreach(list, i, m) {
		const char *const limits[] = { "limit", "offset" };
		if (ast_is(m, "DISTINCT_MODIFIER")) {
			cuts = cuts || json_array_size(json_get_array(m, "distinct_on_targets")) > 0;
			learn_list(l, json_get_array(m, "distinct_on_targets"), s);
		}
		for (size_t k = 0; k < 2; k++) {
			const json_t *n = json_object_get(m, limits[k]);
			if (!json_is_object(n))
				continue;
			cuts = true;
			gen_count(l->g, val_number(scope_constant(l, n, s)));
		}
	}
	json_array_foreach(list, i, m) {
		if (!ast_is(m, "ORDER_MODIFIER"))
			continue;
		if (cuts) {
			mark_ordered(l, json_get_array(m, "orders"), s);
		} else {
			size_t k;
			json_t *order;
			json_array_foreach(json_get_array(m, "orders"), k, order)
				learn_expression(l, json_object_get(order, "expression"), s);
		}
	}
}

static struct out *learn_select(struct learner *l, const json_t *node, struct scope *s, int *count)
{
	static const char *const clauses[] = { "where_clause", "having", "qualify" };

	scope_from(l, json_get_object(node, "from_table"), s);
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++) {
		if (json_is_object(json_object_get(node, clauses[i])))
			learn_expression(l, json_object_get(node, clauses[i]), s);
	}
	learn_list(l, json_get_array(node, "select_list"), s);
	learn_list(l, json_get_array(node, "group_expressions"), s);
	learn_modifiers(l, node, s);
	return scope_outputs(l, node, s, count);
}

/* The branches of a set operation stand over one another: their columns meet. */
static void lay_over(struct learner *l, struct out *a, int na, const struct out *b, int nb)
{
	for (int i = 0; i < na && i < nb; i++) {
		struct out *copy = ARENA_NEW(l->a, struct out, 1), *end = &a[i];

		*copy = b[i];
		for (int n = 0; end->also && n < 16; n++)
			end = end->also;
		if (!end->also)
			end->also = copy;
		int x, y;
		struct scope nowhere = {0};
		bool base_a = a[i].column >= 0, base_b = b[i].column >= 0;
		x = a[i].column;
		y = b[i].column;
		if (!base_a)
			base_a = a[i].expr && scope_reach(l, a[i].expr, a[i].scope ? a[i].scope : &nowhere, true, &x, 1);
		if (!base_b)
			base_b = b[i].expr && scope_reach(l, b[i].expr, b[i].scope ? b[i].scope : &nowhere, true, &y, 1);
		if (base_a && base_b)
			gen_join(l->g, x, y);
		else if (base_a || base_b)
			l->g->columns[base_a ? x : y].computed = true;
	}
}

/* A recursive part counts up to the literals of its WHERE: together with the start they are its ends. */
static void lay_over_ends(struct learner *l, struct out *a, int na, const json_t *where, struct scope *s)
{
	size_t i;
	json_t *child;

	json_array_foreach(json_get_array(where, "children"), i, child)
		lay_over_ends(l, a, na, child, s);
	for (int side = 0; side < 2 && ast_is_class(where, "COMPARISON"); side++) {
		const json_t *e = json_object_get(where, side ? "right" : "left");
		struct val v = scope_constant(l, e, s);
		for (int k = 0; k < na && v.kind != VAL_ERROR; k++) {
			struct out *copy = ARENA_NEW(l->a, struct out, 1);
			*copy = (struct out){ .name = a[k].name, .expr = e, .scope = s, .column = -1, .also = a[k].also };
			a[k].also = copy;
		}
	}
}

static struct out *learn_set_operation(struct learner *l, const json_t *node, struct scope *s, int *count)
{
	const json_t *parts[2 + 32] = { json_get_object(node, "left"), json_get_object(node, "right") };
	const json_t *children = json_get_array(node, "children");
	size_t n = 2;
	int other;

	for (size_t i = 0; i < json_array_size(children) && n < 34; i++)
		parts[n++] = json_array_get(children, i);
	*count = 0;
	struct out *outs = NULL;
	for (size_t i = 0; i < n; i++) {
		if (!parts[i])
			continue;
		if (!outs) {
			const struct out *first = learn_query(l, parts[i], s, count);
			outs = ARENA_NEW(l->a, struct out, *count);
			for (int k = 0; k < *count; k++)
				outs[k] = first[k];
			/* A recursive part sees what the first part gives. */
			if (ast_is(node, "RECURSIVE_CTE_NODE")) {
				struct cte *c = ARENA_NEW(l->a, struct cte, 1);
				*c = (struct cte){ json_get_text(node, "cte_name", ""), outs, *count, s->ctes };
				s->ctes = c;
			}
			continue;
		}
		const struct out *next = learn_query(l, parts[i], s, &other);
		if (ast_is(node, "RECURSIVE_CTE_NODE"))
			lay_over_ends(l, outs, *count, json_object_get(parts[i], "where_clause"), s);
		else
			lay_over(l, outs, *count, next, other);
	}
	learn_modifiers(l, node, s);
	return outs;
}

struct out *learn_query(struct learner *l, const json_t *node, struct scope *parent, int *count)
{
	struct scope *s;
	struct walked *w;
	struct out *outs = NULL;

	*count = 0;
	if (!node)
		return NULL;
	for (w = l->walked; w; w = w->next) {
		if (w->node == node) {
			*count = w->count;
			return w->outs;
		}
	}
	if (learner_spent(l))
		return NULL;
	/* Registered first: a query that is met again while it is walked has no columns yet. */
	w = ARENA_NEW(l->a, struct walked, 1);
	*w = (struct walked){ .node = node, .next = l->walked };
	l->walked = w;
	s = ARENA_NEW(l->a, struct scope, 1);
	s->parent = parent;
	s->node = node;
	l->depth++;
	add_ctes(l, node, s);
	if (ast_is(node, "SELECT_NODE")) {
		outs = learn_select(l, node, s, count);
	} else if (ast_is(node, "SET_OPERATION_NODE") || ast_is(node, "RECURSIVE_CTE_NODE")) {
		outs = learn_set_operation(l, node, s, count);
	} else if (ast_is(node, "CTE_NODE")) {
		struct cte *c = ARENA_NEW(l->a, struct cte, 1);
		c->outs = learn_query(l, json_get_object(node, "query"), s, &c->count);
		c->name = json_get_text(node, "cte_name", "");
		c->next = s->ctes;
		s->ctes = c;
		outs = learn_query(l, json_get_object(node, "child"), s, count);
	}
	l->depth--;
	w->outs = outs;
	w->count = *count;
	return outs;
}

enum err_code gen_learn(struct gen *g, const json_t *ast, bool *news, struct err *err)
{
	struct arena scratch;
	struct learner l = { .g = g, .a = &scratch, .work = WORK_MAX, .probes = PROBES_MAX, .probe_column = -1 };
	uint64_t before = g->hash;
	enum err_code code = ERR_OK;
	int count;

	if (!ast_root(ast))
		return err_set(err, ERR_INPUT, "there is no query to learn from");
	arena_init(&scratch, SCRATCH_MAX_BYTES);
	learn_query(&l, ast_root(ast), NULL, &count);
	if (arena_over(&scratch))
		code = err_set(err, ERR_LIMIT, "the query is too large to learn from");
	arena_release(&scratch);
	if (news)
		*news = g->hash != before;
	return code;
}
