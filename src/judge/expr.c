/* Expressions: compiling DuckDB's syntax trees and evaluating them on rows. */
#include "judge/val.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/calendar.h"

/* ---- compiling ---- */

struct compiler {
	struct arena *a;
	expr_resolve_fn *resolve;
	void *arg;
	int depth;
};

static struct expr *compile(struct compiler *c, const json_t *ast);

struct expr *expr_const(struct arena *a, struct val v)
{
	struct expr *e = ARENA_NEW(a, struct expr, 1);

	e->op = EX_CONST;
	e->value = v;
	e->sure = true;
	return e;
}

struct expr *expr_column(struct arena *a, int slot, enum duck_type type)
{
	struct expr *e = ARENA_NEW(a, struct expr, 1);

	e->op = EX_COLUMN;
	e->slot = slot;
	e->type = type;
	e->sure = true;
	return e;
}

static struct expr *node(struct compiler *c, enum expr_op op, int count)
{
	struct expr *e = ARENA_NEW(c->a, struct expr, 1);

	e->op = op;
	e->count = count;
	e->kids = ARENA_NEW(c->a, struct expr *, count + 1);
	e->sure = true;
	return e;
}

/* Put a kid in; false when it could not be compiled. */
static bool kid(struct compiler *c, struct expr *e, int i, const json_t *ast)
{
	e->kids[i] = compile(c, ast);
	if (e->kids[i] && !e->kids[i]->sure)
		e->sure = false;
	return e->kids[i] != NULL;
}

static struct expr *kids_of(struct compiler *c, enum expr_op op, const json_t *list, bool sure)
{
	size_t n = json_array_size(list);
	struct expr *e = node(c, op, (int)n);

	for (size_t i = 0; i < n; i++) {
		if (!kid(c, e, (int)i, json_array_get(list, i)))
			return NULL;
	}
	e->sure = e->sure && sure;
	return e;
}

static struct expr *compile_constant(struct compiler *c, const json_t *ast)
{
	const json_t *value = json_get_object(ast, "value"), *type = json_get_object(value, "type");
	const char *id = json_get_text(type, "id", "");
	const json_t *v = json_object_get(value, "value");
	struct val out = { .kind = VAL_NULL };

	if (json_get_bool(value, "is_null", false))
		return expr_const(c->a, out);
	if (strcmp(id, "DECIMAL") == 0) {
		out.kind = VAL_DEC;
		out.scale = (int)json_get_int(json_get_object(type, "type_info"), "scale", 0);
		out.i = json_integer_value(v);
		if (!json_is_integer(v) || out.scale > 18)
			return NULL;
	} else if (json_is_integer(v)) {
		out = VAL_OF_INT(json_integer_value(v));
	} else if (json_is_real(v)) {
		out = VAL_OF_REAL(json_real_value(v));
	} else if (json_is_boolean(v)) {
		out.kind = VAL_BOOL;
		out.i = json_is_true(v);
	} else if (json_is_string(v)) {
		out.kind = VAL_TEXT;
		out.s = arena_strdup(c->a, json_string_value(v));
	} else {
		return NULL;
	}
	return expr_const(c->a, out);
}

static bool is_time_type(enum duck_type t)
{
	return t == DUCK_DATE || t == DUCK_TIMESTAMP;
}

/*
 * A text beside a date column is a date: read it once. What beside a column of another kind is left to
 * DuckDB's casts is not sure.
 */
static void settle_types(struct expr *e, struct expr **a, struct expr **b)
{
	for (int turn = 0; turn < 2; turn++) {
		struct expr *x = turn ? *b : *a, *y = turn ? *a : *b;
		bool column = x->op == EX_COLUMN || x->op == EX_CAST;

		if (y->op != EX_CONST || y->value.kind != VAL_TEXT || !column || x->type == DUCK_VARCHAR)
			continue;
		struct val v = val_parse(y->value.s, x->type);
		if (is_time_type(x->type) && v.kind != VAL_ERROR)
			y->value = v;
		else
			e->sure = false;
	}
	bool text_a = (*a)->op == EX_COLUMN && (*a)->type == DUCK_VARCHAR;
	bool text_b = (*b)->op == EX_COLUMN && (*b)->type == DUCK_VARCHAR;
	if ((text_a && (*b)->op == EX_CONST && (*b)->value.kind != VAL_TEXT && (*b)->value.kind != VAL_NULL) ||
	    (text_b && (*a)->op == EX_CONST && (*a)->value.kind != VAL_TEXT && (*a)->value.kind != VAL_NULL) ||
	    ((*a)->op == EX_COLUMN && (*b)->op == EX_COLUMN && text_a != text_b))
		e->sure = false;
}

static struct expr *compile_comparison(struct compiler *c, const json_t *ast)
{
	static const struct {
		const char *name;
		enum expr_op op;
	} ops[] = {
		{ "COMPARE_EQUAL", EX_EQ }, { "COMPARE_NOTEQUAL", EX_NE }, { "COMPARE_LESSTHAN", EX_LT },
		{ "COMPARE_LESSTHANOREQUALTO", EX_LE }, { "COMPARE_GREATERTHAN", EX_GT },
		{ "COMPARE_GREATERTHANOREQUALTO", EX_GE }, { "COMPARE_DISTINCT_FROM", EX_DISTINCT },
		{ "COMPARE_NOT_DISTINCT_FROM", EX_NOT_DISTINCT },
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		if (!ast_is(ast, ops[i].name))
			continue;
		struct expr *e = node(c, ops[i].op, 2);
		if (!kid(c, e, 0, json_object_get(ast, "left")) || !kid(c, e, 1, json_object_get(ast, "right")))
			return NULL;
		settle_types(e, &e->kids[0], &e->kids[1]);
		return e;
	}
	return NULL;
}

static struct expr *compile_between(struct compiler *c, const json_t *ast)
{
	struct expr *e = node(c, ast_is(ast, "COMPARE_NOT_BETWEEN") ? EX_NOT_BETWEEN : EX_BETWEEN, 3);

	if (!kid(c, e, 0, json_object_get(ast, "input")) || !kid(c, e, 1, json_object_get(ast, "lower")) ||
	    !kid(c, e, 2, json_object_get(ast, "upper")))
		return NULL;
	settle_types(e, &e->kids[0], &e->kids[1]);
	settle_types(e, &e->kids[0], &e->kids[2]);
	return e;
}

static struct expr *compile_operator(struct compiler *c, const json_t *ast)
{
	static const struct {
		const char *name;
		enum expr_op op;
	} ops[] = {
		{ "OPERATOR_NOT", EX_NOT }, { "OPERATOR_IS_NULL", EX_IS_NULL }, { "OPERATOR_IS_NOT_NULL", EX_IS_NOT_NULL },
		{ "COMPARE_IN", EX_IN }, { "COMPARE_NOT_IN", EX_NOT_IN }, { "OPERATOR_COALESCE", EX_COALESCE },
		{ "OPERATOR_NULLIF", EX_NULLIF },
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		if (!ast_is(ast, ops[i].name))
			continue;
		struct expr *e = kids_of(c, ops[i].op, json_get_array(ast, "children"), true);
		for (int k = 1; e && (e->op == EX_IN || e->op == EX_NOT_IN) && k < e->count; k++)
			settle_types(e, &e->kids[0], &e->kids[k]);
		return e;
	}
	return NULL;
}

static struct expr *compile_case(struct compiler *c, const json_t *ast)
{
	const json_t *checks = json_get_array(ast, "case_checks");
	int n = (int)json_array_size(checks);
	struct expr *e = node(c, EX_CASE, 2 * n + 1);

	for (int i = 0; i < n; i++) {
		const json_t *check = json_array_get(checks, (size_t)i);
		if (!kid(c, e, 2 * i, json_object_get(check, "when_expr")) ||
		    !kid(c, e, 2 * i + 1, json_object_get(check, "then_expr")))
			return NULL;
	}
	return kid(c, e, 2 * n, json_object_get(ast, "else_expr")) ? e : NULL;
}

static bool has_column(const struct expr *e)
{
	for (int i = 0; i < e->count; i++) {
		if (has_column(e->kids[i]))
			return true;
	}
	return e->op == EX_COLUMN;
}

/* INTERVAL 30 DAY arrives as a chain of casts; what it comes to is certain. */
static struct expr *fold_span(struct compiler *c, struct expr *e)
{
	struct expr_row row = { .integer_division = false };
	struct val v = { .kind = VAL_ERROR };

	if (!has_column(e))
		v = expr_eval(e, &row);
	return v.kind == VAL_SPAN ? expr_const(c->a, v) : e;
}

static struct expr *compile_cast(struct compiler *c, const json_t *ast)
{
	static const struct {
		const char *name;
		enum duck_type type;
	} types[] = {
		{ "DATE", DUCK_DATE }, { "TIMESTAMP", DUCK_TIMESTAMP }, { "VARCHAR", DUCK_VARCHAR },
		{ "INTEGER", DUCK_INTEGER }, { "BIGINT", DUCK_INTEGER }, { "SMALLINT", DUCK_INTEGER },
		{ "TINYINT", DUCK_INTEGER }, { "HUGEINT", DUCK_INTEGER }, { "UINTEGER", DUCK_INTEGER },
		{ "UBIGINT", DUCK_INTEGER }, { "DECIMAL", DUCK_DECIMAL }, { "DOUBLE", DUCK_DOUBLE },
		{ "FLOAT", DUCK_DOUBLE }, { "BOOLEAN", DUCK_BOOLEAN }, { "INTERVAL", DUCK_INTERVAL },
	};
	const json_t *type = json_get_object(ast, "cast_type");
	const char *id = json_get_text(type, "id", "");

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (strcmp(types[i].name, id) != 0)
			continue;
		struct expr *e = node(c, EX_CAST, 1);
		e->type = types[i].type;
		e->slot = (int)json_get_int(json_get_object(type, "type_info"), "scale", 3);
		if (!kid(c, e, 0, json_object_get(ast, "child")))
			return NULL;
		const struct expr *child = e->kids[0];
		bool plain = child->op == EX_CONST && child->value.kind == VAL_TEXT && is_time_type(e->type);
		bool widens = child->op == EX_COLUMN &&
			(child->type == e->type || (child->type == DUCK_DATE && e->type == DUCK_TIMESTAMP) ||
			      (child->type == DUCK_INTEGER && e->type == DUCK_DOUBLE));
		bool cuts = child->op == EX_COLUMN && child->type == DUCK_TIMESTAMP && e->type == DUCK_DATE;
		bool truth = child->op == EX_CONST && child->value.kind == VAL_TEXT && e->type == DUCK_BOOLEAN;
		e->sure = e->sure && e->type != DUCK_DECIMAL && e->type != DUCK_VARCHAR &&
			(plain || widens || cuts || truth);
		return e->type == DUCK_INTERVAL ? fold_span(c, e) : e;
	}
	return NULL;
}

static struct expr *compile_function(struct compiler *c, const json_t *ast)
{
	static const struct {
		const char *name;
		enum expr_op op;
		int min, max;          /* arguments */
		bool sure;
	} functions[] = {
		{ "+", EX_ADD, 2, 2, true }, { "-", EX_SUB, 2, 2, true }, { "*", EX_MUL, 2, 2, true },
		{ "/", EX_DIV, 2, 2, true }, { "//", EX_IDIV, 2, 2, false }, { "%", EX_MOD, 2, 2, true },
		{ "mod", EX_MOD, 2, 2, true }, { "-", EX_NEG, 1, 1, true }, { "~~", EX_LIKE, 2, 2, true },
		{ "!~~", EX_NOT_LIKE, 2, 2, true }, { "~~*", EX_ILIKE, 2, 2, false },
		{ "!~~*", EX_NOT_ILIKE, 2, 2, false }, { "nullif", EX_NULLIF, 2, 2, true },
		{ "greatest", EX_GREATEST, 1, 9, false }, { "least", EX_LEAST, 1, 9, false },
		{ "length", EX_LENGTH, 1, 1, true }, { "len", EX_LENGTH, 1, 1, true },
		{ "char_length", EX_LENGTH, 1, 1, true }, { "character_length", EX_LENGTH, 1, 1, true },
		{ "lower", EX_LOWER, 1, 1, false }, { "lcase", EX_LOWER, 1, 1, false },
		{ "upper", EX_UPPER, 1, 1, false }, { "ucase", EX_UPPER, 1, 1, false },
		{ "trim", EX_TRIM, 1, 1, true }, { "substring", EX_SUBSTR, 2, 3, false },
		{ "substr", EX_SUBSTR, 2, 3, false }, { "left", EX_LEFT, 2, 2, false },
		{ "right", EX_RIGHT, 2, 2, false }, { "starts_with", EX_STARTS, 2, 2, false },
		{ "prefix", EX_STARTS, 2, 2, false }, { "^@", EX_STARTS, 2, 2, false },
		{ "contains", EX_CONTAINS, 2, 2, false }, { "||", EX_CONCAT, 2, 2, false },
		{ "concat", EX_CONCAT, 1, 9, false }, { "abs", EX_ABS, 1, 1, true },
		{ "round", EX_ROUND, 1, 2, false }, { "floor", EX_FLOOR, 1, 1, false },
		{ "ceil", EX_CEIL, 1, 1, false }, { "ceiling", EX_CEIL, 1, 1, false },
		{ "trunc", EX_TRUNC, 1, 1, false }, { "date_part", EX_PART, 2, 2, true },
		{ "datepart", EX_PART, 2, 2, true }, { "date_trunc", EX_DATE_TRUNC, 2, 2, false },
		{ "datetrunc", EX_DATE_TRUNC, 2, 2, false }, { "date_diff", EX_DATE_DIFF, 3, 3, false },
		{ "datediff", EX_DATE_DIFF, 3, 3, false }, { "last_day", EX_LAST_DAY, 1, 1, false },
	};
	static const char *const parts[] = {
		"year", "quarter", "month", "week", "day", "hour", "minute", "second", "dayofweek", "isodow",
		"dayofyear", "weekday", "dayofmonth", "weekofyear", "epoch",
	};
	const char *name = json_get_text(ast, "function_name", "");
	const json_t *args = json_get_array(ast, "children");
	int n = (int)json_array_size(args);

	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		if (strcasecmp(functions[i].name, name) != 0 || n < functions[i].min || n > functions[i].max)
			continue;
		struct expr *e = kids_of(c, functions[i].op, args, functions[i].sure);
		if (e)
			e->slot = strcasecmp(name, "concat") == 0;
		return e;
	}
	if (strncmp(name, "to_", 3) == 0 && n == 1 && unit_find(name + 3) >= 0) {
		struct expr *e = kids_of(c, EX_TO_SPAN, args, true);
		if (e)
			e->slot = unit_find(name + 3);
		return e ? fold_span(c, e) : NULL;
	}
	for (size_t i = 0; n == 1 && i < sizeof(parts) / sizeof(*parts); i++) {
		if (strcasecmp(parts[i], name) != 0)
			continue;
		struct expr *e = node(c, EX_PART, 2);
		e->kids[0] = expr_const(c->a, (struct val){ .kind = VAL_TEXT, .s = parts[i] });
		return kid(c, e, 1, json_array_get(args, 0)) ? e : NULL;
	}
	return c->resolve ? c->resolve(ast, c->a, c->arg) : NULL;
}

static struct expr *compile(struct compiler *c, const json_t *ast)
{
	const char *class_name = json_get_text(ast, "class", "");
	struct expr *e = NULL;

	if (++c->depth > 100 || arena_over(c->a)) {
		c->depth--;
		return NULL;
	}
	if (strcmp(class_name, "CONSTANT") == 0)
		e = compile_constant(c, ast);
	else if (strcmp(class_name, "COMPARISON") == 0)
		e = compile_comparison(c, ast);
	else if (strcmp(class_name, "BETWEEN") == 0)
		e = compile_between(c, ast);
	else if (strcmp(class_name, "CONJUNCTION") == 0)
		e = kids_of(c, ast_is(ast, "CONJUNCTION_OR") ? EX_OR : EX_AND, json_get_array(ast, "children"), true);
	else if (strcmp(class_name, "OPERATOR") == 0)
		e = compile_operator(c, ast);
	else if (strcmp(class_name, "CASE") == 0)
		e = compile_case(c, ast);
	else if (strcmp(class_name, "CAST") == 0)
		e = compile_cast(c, ast);
	else if (strcmp(class_name, "FUNCTION") == 0)
		e = compile_function(c, ast);
	else if (c->resolve)
		e = c->resolve(ast, c->a, c->arg);
	c->depth--;
	return e;
}

struct expr *expr_compile(struct arena *a, const json_t *ast, expr_resolve_fn *resolve, void *arg)
{
	struct compiler c = { .a = a, .resolve = resolve, .arg = arg };

	return compile(&c, ast);
}

struct val expr_fold(struct arena *a, const json_t *ast, bool integer_division)
{
	struct expr *e = expr_compile(a, ast, NULL, NULL);
	struct expr_row row = { .integer_division = integer_division, .room_bytes = 1024 };

	if (!e)
		return (struct val){ .kind = VAL_ERROR };
	if (e->op == EX_CONST)
		return e->value;
	row.room = arena_alloc(a, row.room_bytes);
	return expr_eval(e, &row);
}
