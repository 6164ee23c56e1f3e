/* What names in a query mean: FROM items, derived columns, CTEs, aliases of the SELECT list. */
#include "judge/gen_int.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"

#define OUTPUTS_MAX 2000         /* columns of one query */

/* ---- lookups ---- */

static const char *alias_of(const json_t *item, const char *fallback)
{
	const char *alias = json_get_text(item, "alias", "");

	return *alias ? alias : fallback;
}

static struct out *find_out(const struct source *src, const char *name)
{
	for (int i = 0; i < src->count; i++) {
		if (src->outs[i].name && strcasecmp(src->outs[i].name, name) == 0)
			return &src->outs[i];
	}
	return NULL;
}

/* An item of the SELECT list by its alias. */
static struct out *find_alias(struct learner *l, const char *name, struct scope *s)
{
	size_t i;
	json_t *item;

	json_array_foreach(json_get_array(s->node, "select_list"), i, item) {
		if (strcasecmp(json_get_text(item, "alias", ""), name) == 0) {
			struct out *o = ARENA_NEW(l->a, struct out, 1);
			*o = (struct out){ .name = name, .expr = item, .scope = s, .column = -1 };
			return o;
		}
	}
	return NULL;
}

struct out *scope_resolve(struct learner *l, const json_t *ref, struct scope *s)
{
	const json_t *names = json_get_array(ref, "column_names");
	size_t n = json_array_size(names);
	const char *name = json_string_value(json_array_get(names, n - 1));
	const char *table = n > 1 ? json_string_value(json_array_get(names, n - 2)) : NULL;

	if (!name)
		return NULL;
	for (; s; s = s->parent) {
		for (struct source *src = s->sources; src; src = src->next) {
			if (table && strcasecmp(src->alias, table) != 0)
				continue;
			struct out *o = find_out(src, name);
			if (o)
				return o;
		}
		struct out *o = table ? NULL : find_alias(l, name, s);
		if (o && o->expr != ref)
			return o;
	}
	return NULL;
}

/* ---- FROM ---- */

/* Names given by "AS t(a, b)". */
static void rename_outs(struct learner *l, const json_t *item, struct out **outs, int count)
{
	const json_t *names = json_get_array(item, "column_name_alias");
	struct out *copy;

	if (json_array_size(names) == 0)
		return;
	copy = ARENA_NEW(l->a, struct out, count);
	for (int i = 0; i < count; i++) {
		copy[i] = (*outs)[i];
		if ((size_t)i < json_array_size(names))
			copy[i].name = json_string_value(json_array_get(names, (size_t)i));
	}
	*outs = copy;
}

static void add_source(struct learner *l, const json_t *item, const char *name, struct out *outs, int count,
		       struct scope *s)
{
	if (!s)
		BUG("a source without a scope");
	struct source *src = ARENA_NEW(l->a, struct source, 1), *last = s->sources;

	rename_outs(l, item, &outs, count);
	*src = (struct source){ .alias = alias_of(item, name), .outs = outs, .count = count };
	while (last && last->next)
		last = last->next;
	if (last)
		last->next = src;
	else
		s->sources = src;
}

static void add_table(struct learner *l, const json_t *item, struct scope *s)
{
	const struct gen *g = l->g;
	const char *name = json_get_text(item, "table_name", "");
	int t = contract_table_find(g->contract, name);

	for (struct scope *at = s; at; at = at->parent) {
		for (struct cte *c = at->ctes; c; c = c->next) {
			if (strcasecmp(c->name, name) == 0) {
				add_source(l, item, name, c->outs, c->count, s);
				return;
			}
		}
	}
	if (t < 0)
		return;
	const struct contract_table *table = &g->contract->tables[t];
	struct out *outs = ARENA_NEW(l->a, struct out, table->column_count);
	for (size_t i = 0; i < table->column_count; i++)
		outs[i] = (struct out){ .name = table->columns[i].name, .column = g->first_column[t] + (int)i };
	add_source(l, item, name, outs, (int)table->column_count, s);
}

/* VALUES (1, 'a'), (2, 'b'): each column with one branch per row. */
static void add_values(struct learner *l, const json_t *item, struct scope *s)
{
	const json_t *rows = json_get_array(item, "values");
	size_t count = json_array_size(json_array_get(rows, 0)), r, k;
	struct out *outs = ARENA_NEW(l->a, struct out, count);
	json_t *row, *e;

	json_array_foreach(rows, r, row) {
		json_array_foreach(row, k, e) {
			struct out *o = r ? ARENA_NEW(l->a, struct out, 1) : &outs[k];
			if (k >= count || r > 16)
				break;
			*o = (struct out){ .expr = e, .scope = s, .column = -1 };
			if (r) {
				o->also = outs[k].also;
				outs[k].also = o;
			}
			o->name = arena_printf(l->a, "col%d", (int)k);
		}
	}
	add_source(l, item, "valueslist", outs, (int)count, s);
}

static void join_using(struct learner *l, const json_t *join, struct source *left, struct source *right)
{
	const json_t *names = json_get_array(join, "using_columns");
	bool natural = strcmp(json_get_text(join, "ref_type", ""), "NATURAL") == 0;

	for (struct source *b = right; b; b = b->next) {
		for (int i = 0; i < b->count; i++) {
			bool wanted = natural;
			size_t k;
			json_t *name;

			json_array_foreach(names, k, name)
				wanted = wanted || (b->outs[i].name &&
					strcasecmp(json_string_value(name), b->outs[i].name) == 0);
			for (struct source *a = left; wanted && a != right; a = a->next) {
				struct out *o = find_out(a, b->outs[i].name);
				if (!o)
					continue;
				if (o->column >= 0 && b->outs[i].column >= 0)
					gen_join(l->g, o->column, b->outs[i].column);
				for (int side = 0; side < 2; side++) {
					int column = side ? o->column : b->outs[i].column;
					if (column >= 0)
						l->g->columns[column].used = true;
				}
			}
		}
	}
}

void scope_from(struct learner *l, const json_t *from, struct scope *s)
{
	const char *type = json_get_text(from, "type", "");
	int count;

	if (learner_spent(l) || !from)
		return;
	if (strcmp(type, "BASE_TABLE") == 0) {
		add_table(l, from, s);
	} else if (strcmp(type, "SUBQUERY") == 0) {
		const json_t *node = json_get_object(json_get_object(from, "subquery"), "node");
		struct out *outs = learn_query(l, node, s, &count);
		add_source(l, from, "", outs, count, s);
	} else if (strcmp(type, "JOIN") == 0) {
		struct source **left = &s->sources, **right;

		while (*left)
			left = &(*left)->next;
		scope_from(l, json_get_object(from, "left"), s);
		for (right = left; *right;)
			right = &(*right)->next;
		scope_from(l, json_get_object(from, "right"), s);
		join_using(l, from, *left, *right);
		if (json_get_object(from, "condition"))
			learn_expression(l, json_get_object(from, "condition"), s);
	} else if (strcmp(type, "EXPRESSION_LIST") == 0) {
		add_values(l, from, s);
	} else if (strcmp(type, "TABLE_FUNCTION") == 0) {
		const json_t *function = json_get_object(from, "function");
		struct out *o = ARENA_NEW(l->a, struct out, 1);
		const char *name = json_get_text(function, "function_name", "");

		*o = (struct out){ .name = alias_of(from, name), .expr = function, .scope = s, .column = -1 };
		learn_expression(l, function, s);
		add_source(l, from, name, o, 1, s);
	} else if (json_get_object(from, "source")) {
		scope_from(l, json_get_object(from, "source"), s);
	}
}

/* ---- output columns ---- */

static const char *output_name(const json_t *item)
{
	const json_t *names = json_get_array(item, "column_names");
	const char *last = json_string_value(json_array_get(names, json_array_size(names) - 1));

	return alias_of(item, last ? last : json_get_text(item, "function_name", NULL));
}

struct out *scope_outputs(struct learner *l, const json_t *node, struct scope *s, int *count)
{
	const json_t *list = json_get_array(node, "select_list");
	size_t room = json_array_size(list), i;
	json_t *item;
	int n = 0;

	for (struct source *src = s->sources; src; src = src->next)
		room += (size_t)src->count * json_array_size(list);
	/* Stars of stars grow without end. */
	room = room < OUTPUTS_MAX ? room : OUTPUTS_MAX;
	struct out *outs = ARENA_NEW(l->a, struct out, room);
	json_array_foreach(list, i, item) {
		if ((size_t)n >= room)
			break;
		if (!ast_is_class(item, "STAR")) {
			outs[n++] = (struct out){ .name = output_name(item), .expr = item, .scope = s, .column = -1 };
			continue;
		}
		const char *only = json_get_text(item, "relation_name", "");
		for (struct source *src = s->sources; src; src = src->next) {
			bool wanted = !*only || strcasecmp(only, src->alias) == 0;
			for (int k = 0; wanted && k < src->count && (size_t)n < room; k++) {
				outs[n++] = src->outs[k];
				if (src->outs[k].column >= 0)
					l->g->columns[src->outs[k].column].output = true;
			}
		}
	}
	*count = n;
	return outs;
}

/* ---- reaching columns ---- */

bool is_value_aggregate(const char *function)
{
	static const char *const names[] = {
		"sum", "avg", "min", "max", "any_value", "first", "last", "arbitrary", "mode", "median",
		"quantile_cont", "quantile_disc", "mean", "arg_max", "arg_min", "max_by", "min_by", "lag",
		"lead", "first_value", "last_value", "nth_value", "fsum", "kahan_sum", "sum_no_overflow",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(names[i], function) == 0)
			return true;
	}
	return false;
}

bool is_counting(const char *function)
{
	static const char *const names[] = {
		"count", "count_star", "count_if", "countif", "row_number", "rank", "dense_rank",
		"rank_dense", "ntile", "percent_rank", "cume_dist", "approx_count_distinct", "list_count",
		"regr_count",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(names[i], function) == 0)
			return true;
	}
	return false;
}

static bool hands_on(const json_t *e)
{
	static const char *const names[] = {
		"+", "-", "coalesce", "ifnull", "nullif", "greatest", "least", "lower", "upper", "trim",
		"date_trunc", "ltrim", "rtrim", "unnest", "list", "array_agg", "last_day", "list_value",
		"timezone",
	};
	const char *name = json_get_text(e, "function_name", "");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(names[i], name) == 0)
			return true;
	}
	return is_value_aggregate(name) && strcasecmp(name, "sum") != 0;
}

struct reach {
	struct learner *l;
	bool same;
	int *columns;
	int count, max;
};

static void reach(struct reach *r, const json_t *e, struct scope *s);

static void reach_all(struct reach *r, const json_t *list, struct scope *s)
{
	size_t i;
	json_t *e;

	json_array_foreach(list, i, e)
		reach(r, e, s);
}

static void reach_out(struct reach *r, const struct out *o)
{
	for (; o; o = o->also) {
		if (o->expr) {
			reach(r, o->expr, o->scope);
			continue;
		}
		int i = 0;
		while (i < r->count && r->columns[i] != o->column)
			i++;
		if (i == r->count && i < r->max && o->column >= 0)
			r->columns[r->count++] = o->column;
	}
}

static void reach(struct reach *r, const json_t *e, struct scope *s)
{
	const char *class_name = json_get_text(e, "class", "");
	size_t i;
	json_t *check;
	int count;

	if (!e || learner_spent(r->l))
		return;
	r->l->depth++;
	if (strcmp(class_name, "COLUMN_REF") == 0) {
		reach_out(r, scope_resolve(r->l, e, s));
	} else if (strcmp(class_name, "FUNCTION") == 0 || strcmp(class_name, "WINDOW") == 0) {
		if (!r->same && !is_counting(json_get_text(e, "function_name", "")))
			reach_all(r, json_get_array(e, "children"), s);
		else if (!r->same)
			r->l->work--;
		else if (hands_on(e) && is_value_aggregate(json_get_text(e, "function_name", "")))
			reach(r, json_array_get(json_get_array(e, "children"), 0), s);
		else if (hands_on(e))
			reach_all(r, json_get_array(e, "children"), s);
	} else if (strcmp(class_name, "CASE") == 0) {
		json_array_foreach(json_get_array(e, "case_checks"), i, check)
			reach(r, json_object_get(check, "then_expr"), s);
		reach(r, json_object_get(e, "else_expr"), s);
	} else if (strcmp(class_name, "CAST") == 0) {
		reach(r, json_object_get(e, "child"), s);
	} else if (strcmp(class_name, "OPERATOR") == 0) {
		if (!r->same || ast_is(e, "OPERATOR_COALESCE") || ast_is(e, "OPERATOR_NULLIF"))
			reach_all(r, json_get_array(e, "children"), s);
	} else if (strcmp(class_name, "SUBQUERY") == 0 && ast_is(e, "SUBQUERY")) {
		struct out *outs = learn_query(r->l, json_get_object(json_get_object(e, "subquery"), "node"), s, &count);
		if (count > 0)
			reach_out(r, outs);
	} else if (!r->same && strcmp(class_name, "COMPARISON") == 0) {
		reach(r, json_object_get(e, "left"), s);
		reach(r, json_object_get(e, "right"), s);
	} else if (!r->same && strcmp(class_name, "CONJUNCTION") == 0) {
		reach_all(r, json_get_array(e, "children"), s);
	}
	r->l->depth--;
}

int scope_reach(struct learner *l, const json_t *e, struct scope *s, bool same, int *columns, int max)
{
	struct reach r = { .l = l, .same = same, .columns = columns, .max = max };

	reach(&r, e, s);
	return r.count;
}

/* ---- constants ---- */

static bool has_columns(const json_t *e, int depth)
{
	const char *class_name = json_get_text(e, "class", "");
	const char *key;
	json_t *child, *item;
	size_t i;

	if (depth > 40 || strcmp(class_name, "COLUMN_REF") == 0 || strcmp(class_name, "SUBQUERY") == 0 ||
	    strcmp(class_name, "WINDOW") == 0 || strcmp(class_name, "STAR") == 0)
		return true;
	json_object_foreach((json_t *)e, key, child) {
		if (json_is_object(child) && json_object_get(child, "class") && has_columns(child, depth + 1))
			return true;
		if (json_is_array(child)) {
			json_array_foreach(child, i, item) {
				if (json_is_object(item) && has_columns(item, depth + 1))
					return true;
			}
		}
	}
	return false;
}

/* For expr_compile(): names that stand for constants. */
static struct expr *constant_ref(const json_t *ref, struct arena *a, void *arg)
{
	struct learner *l = arg;
	struct val v = { .kind = VAL_ERROR };

	if (ast_is_class(ref, "COLUMN_REF") || ast_is_class(ref, "SUBQUERY"))
		v = scope_constant(l, ref, l->constant_scope);
	return v.kind == VAL_ERROR ? NULL : expr_const(a, v);
}

static struct val fold_with_names(struct learner *l, const json_t *e, struct scope *s)
{
	struct expr_row row = { .integer_division = l->g->integer_division };
	struct scope *before = l->constant_scope;

	l->constant_scope = s;
	struct expr *compiled = expr_compile(l->a, e, constant_ref, l);
	l->constant_scope = before;
	return compiled ? expr_eval(compiled, &row) : (struct val){ .kind = VAL_ERROR };
}

struct val scope_constant(struct learner *l, const json_t *e, struct scope *s)
{
	struct val v = { .kind = VAL_ERROR };
	int count;

	if (learner_spent(l))
		return v;
	if (ast_is_class(e, "CONSTANT") || !has_columns(e, 0))
		return expr_fold(l->a, e, l->g->integer_division);
	l->depth++;
	if (ast_is_class(e, "COLUMN_REF")) {
		struct out *o = scope_resolve(l, e, s);
		if (o && o->expr && !o->also)
			v = scope_constant(l, o->expr, o->scope);
	} else if (ast_is_class(e, "SUBQUERY") && strcmp(json_get_text(e, "subquery_type", ""), "SCALAR") == 0) {
		struct out *outs = learn_query(l, json_get_object(json_get_object(e, "subquery"), "node"), s, &count);
		if (count == 1 && outs[0].expr && !outs[0].also)
			v = scope_constant(l, outs[0].expr, outs[0].scope);
	} else if (ast_is_class(e, "FUNCTION") || ast_is_class(e, "CAST")) {
		v = fold_with_names(l, e, s);
	}
	l->depth--;
	return v;
}
