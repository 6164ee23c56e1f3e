/* Features of expressions: functions, windows, subqueries, comparisons. */
#include "judge/ask_int.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"

static const char *function_of(struct ask_finder *k, const json_t *object)
{
	return arena_strdup(k->t.a, json_get_text(object, "function_name", ""));
}

static bool is_call(const json_t *object, const char *name)
{
	return ast_is_class(object, "FUNCTION") && strcasecmp(json_get_text(object, "function_name", ""), name) == 0;
}

static const json_t *child_of(const json_t *object, size_t i)
{
	return json_array_get(json_get_array(object, "children"), i);
}

/* ---- types, as far as the tree and the contract tell them ---- */

static bool column_type(struct ask_finder *k, const json_t *value, enum duck_type *type)
{
	const struct ask_rel *rel;
	size_t column;

	if (!ask_column(k, value, &rel, &column))
		return false;
	*type = k->c->tables[rel->table].columns[column].type;
	return true;
}

/* Is the value certainly a whole number? */
static bool is_integer(struct ask_finder *k, const json_t *value)
{
	const char *name = json_get_text(value, "function_name", "");
	enum duck_type type;

	if (ast_is_class(value, "COLUMN_REF"))
		return column_type(k, value, &type) && type == DUCK_INTEGER;
	if (ast_is_class(value, "CONSTANT")) {
		const char *id = json_get_text(json_get_object(json_get_object(value, "value"), "type"), "id", "");
		return strcmp(id, "INTEGER") == 0 || strcmp(id, "BIGINT") == 0;
	}
	if (ast_is_class(value, "CASE")) {
		const json_t *check = json_array_get(json_get_array(value, "case_checks"), 0);
		return is_integer(k, json_object_get(check, "then_expr"));
	}
	if (strcasecmp(name, "count") == 0 || strcasecmp(name, "count_star") == 0)
		return true;
	if (strcasecmp(name, "sum") == 0 || strcasecmp(name, "max") == 0 || strcasecmp(name, "min") == 0)
		return is_integer(k, child_of(value, 0));
	if ((strcmp(name, "*") == 0 || strcmp(name, "+") == 0 || strcmp(name, "-") == 0))
		return is_integer(k, child_of(value, 0)) && is_integer(k, child_of(value, 1));
	return false;
}

/* ---- windows ---- */

static bool counts_rows(const json_t *window)
{
	static const char *const names[] = {"row_number", "lag", "lead", "first_value", "last_value", "nth_value", "ntile"};
	const char *name = json_get_text(window, "function_name", "");

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return strstr(json_get_text(window, "start", ""), "ROWS") || strstr(json_get_text(window, "end", ""), "ROWS");
}

static bool order_decides(const struct ask_finder *k, const json_t *orders)
{
	const struct ask_rel *rel;
	size_t i, column;
	json_t *one;

	json_array_foreach(orders, i, one)
		if (ask_column(k, json_object_get(one, "expression"), &rel, &column) && ask_is_key(k, rel, column))
			return true;
	return false;
}

static struct ask_feature *add_window(struct ask_finder *k, enum ask_kind kind, json_t *window, struct ask_span quote,
				      const json_t *column)
{
	struct ask_feature *f = ask_add(k, kind, window, quote);

	ask_slot(f, "function", function_of(k, window));
	if (column)
		ask_slot_words(k, f, "column", column);
	return f;
}

/* So many rows back or ahead. */
static bool frame_counts(const json_t *window, const char *end)
{
	const char *text = json_get_text(window, end, "");

	return strstr(text, "EXPR") && strstr(text, "ROWS");
}

/* The frame: the tree does not tell a default from one that was written so, the words do. */
static void find_frame(struct ask_finder *k, json_t *window, struct ask_span quote, struct word_span words)
{
	const json_t *order = json_object_get(json_array_get(json_get_array(window, "orders"), 0), "expression");
	bool written = ask_has_word(&k->t, words, "ROWS") || ask_has_word(&k->t, words, "RANGE") || ask_has_word(&k->t, words, "GROUPS");
	bool by_default = strcmp(json_get_text(window, "start", ""), "UNBOUNDED_PRECEDING") == 0 &&
			  strcmp(json_get_text(window, "end", ""), "CURRENT_ROW_RANGE") == 0;
	const char *name = json_get_text(window, "function_name", "");

	if (strcasecmp(name, "last_value") == 0 && by_default && !written)
		add_window(k, ASK_LAST_VALUE, window, quote, child_of(window, 0));
	if (strcasecmp(name, "first_value") == 0)
		add_window(k, ASK_FIRST_VALUE, window, quote, child_of(window, 0));
	if (!ast_is(window, "WINDOW_AGGREGATE"))
		return;
	if (written || !by_default)
		add_window(k, ASK_FRAME_GIVEN, window, quote, order);
	else if (order)
		add_window(k, ASK_FRAME_DEFAULT, window, quote, order);
	if (frame_counts(window, "start") || frame_counts(window, "end"))
		add_window(k, ASK_FRAME_ROWS, window, quote, order);
}

static void find_window(struct ask_finder *k, json_t *window)
{
	struct word_span words = ask_words_of(&k->t, window);
	struct ask_span quote = ask_span_of(&k->t, words);
	json_t *orders = json_get_array(window, "orders"), *partitions = json_get_array(window, "partitions");
	const json_t *order = json_array_get(orders, 0);
	const char *name = json_get_text(window, "function_name", "");

	add_window(k, ASK_WINDOW, window, quote, NULL);
	if (strcasecmp(name, "row_number") == 0)
		add_window(k, ASK_ROW_NUMBER, window, quote, NULL);
	if (strcasecmp(name, "rank") == 0)
		add_window(k, ASK_RANK, window, quote, NULL);
	if (strcasecmp(name, "dense_rank") == 0)
		add_window(k, ASK_DENSE_RANK, window, quote, NULL);
	if (strcasecmp(name, "lag") == 0 || strcasecmp(name, "lead") == 0)
		add_window(k, json_is_object(json_object_get(window, "default_expr")) ? ASK_LAG_DEFAULT : ASK_LAG_PLAIN, window,
			   quote, child_of(window, 0));
	add_window(k, json_array_size(partitions) ? ASK_PARTITION : ASK_NO_PARTITION, window, quote,
		   json_array_get(partitions, 0));
	find_frame(k, window, quote, words);
	if (order && counts_rows(window) && !order_decides(k, orders))
		add_window(k, ASK_WINDOW_TIES, window, quote, json_object_get(order, "expression"));
	if (order && ast_is(order, "DESCENDING"))
		add_window(k, ASK_WINDOW_DESC, window, quote, json_object_get(order, "expression"));
	ask_expressions(k, json_get_array(window, "children"));
	ask_expressions(k, partitions);
	ask_expressions(k, orders);
}

/* ---- aggregates ---- */

static void add_over_join(struct ask_finder *k, json_t *call)
{
	struct ask_feature *f;

	if (!k->join_count || !k->rel_count)
		return;
	f = ask_add_node(k, ASK_AGGREGATE_OVER_JOIN, call);
	ask_slot(f, "function", strcasecmp(json_get_text(call, "function_name", ""), "count_star") == 0 ? "count" : function_of(k, call));
	ask_slot(f, "table", arena_strdup(k->t.a, k->rels[k->rel_count - 1].alias));
}

/* True when the call is an aggregate that questions are asked about. */
static void find_aggregate(struct ask_finder *k, json_t *call)
{
	const char *name = json_get_text(call, "function_name", "");
	bool distinct = json_get_bool(call, "distinct", false);
	const json_t *value = child_of(call, 0);
	struct ask_feature *f;

	if (is_call(call, "count_star")) {
		f = ask_add_node(k, ASK_COUNT_STAR, call);
		for (size_t i = 0; i < k->rel_count; i++)
			if (k->rels[i].left_join && k->rels[i].table >= 0)
				f->other = k->rels[i].ref;
	} else if (is_call(call, "count")) {
		f = ask_add_node(k, distinct ? ASK_COUNT_DISTINCT : ASK_COUNT_COLUMN, call);
		ask_slot_words(k, f, "column", value);
	} else if (is_call(call, "sum") || is_call(call, "avg")) {
		f = ask_add_node(k, is_call(call, "sum") ? ASK_SUM : ASK_AVG, call);
		ask_slot_words(k, f, "column", value);
	} else if (is_call(call, "min") || is_call(call, "max")) {
		f = ask_add_node(k, ASK_MIN_MAX, call);
		ask_slot(f, "function", arena_strdup(k->t.a, name));
		ask_slot_words(k, f, "column", value);
	} else {
		return;
	}
	add_over_join(k, call);
}

/* ---- other functions ---- */

static bool is_date_function(const char *name)
{
	static const char *const names[] = {"date_diff", "datediff", "date_add", "date_sub", "age", "to_days", "to_months", "to_hours",
					    "to_minutes", "to_years", "to_weeks", "to_seconds"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_date_step(struct ask_finder *k, const json_t *call)
{
	enum duck_type type;

	if (!is_call(call, "+") && !is_call(call, "-"))
		return false;
	for (size_t i = 0; i < 2; i++) {
		const json_t *one = child_of(call, i);
		if (is_date_function(json_get_text(one, "function_name", "")))
			return true;
		if (column_type(k, one, &type) && (type == DUCK_DATE || type == DUCK_TIMESTAMP))
			return true;
	}
	return false;
}

static void find_function(struct ask_finder *k, json_t *call)
{
	struct ask_feature *f;

	find_aggregate(k, call);
	if (is_call(call, "/") || is_call(call, "//")) {
		ask_slot_words(k, ask_add_node(k, ASK_DIVISION, call), "condition", call);
		if (is_call(call, "//") || (is_integer(k, child_of(call, 0)) && is_integer(k, child_of(call, 1))))
			ask_slot_words(k, ask_add_node(k, ASK_INTEGER_DIVISION, call), "condition", call);
	}
	if (is_call(call, "date_trunc")) {
		f = ask_add_node(k, ASK_DATE_TRUNC, call);
		ask_slot_words(k, f, "column", ask_first_column(call));
	}
	if (is_call(call, "date_diff") || is_call(call, "datediff") || is_date_step(k, call))
		ask_slot_words(k, ask_add_node(k, ASK_DATE_ARITHMETIC, call), "condition", call);
	if (is_call(call, "~~") || is_call(call, "~~*") || is_call(call, "like_escape"))
		ask_slot_words(k, ask_add_node(k, ASK_LIKE, call), "column", ask_first_column(call));
}

/* ---- comparisons ---- */

static bool hides_column(const json_t *value)
{
	bool call = ast_is_class(value, "CAST") || ast_is_class(value, "FUNCTION");

	return call && ask_first_column(value) != NULL;
}

static void find_comparison(struct ask_finder *k, json_t *object)
{
	bool between = ast_is_class(object, "BETWEEN");
	json_t *left = json_object_get(object, between ? "input" : "left");
	const char *type = json_get_text(object, "type", "");
	struct ask_feature *f;
	enum duck_type column;

	if (k->in_where && hides_column(left)) {
		f = ask_add_node(k, ASK_FUNCTION_ON_FILTER, object);
		ask_slot_words(k, f, "column", ask_first_column(left));
		ask_slot_words(k, f, "condition", object);
	}
	if (between) {
		f = ask_add_node(k, ASK_BETWEEN, object);
		ask_slot_words(k, f, "column", left);
		if (column_type(k, left, &column) && column == DUCK_TIMESTAMP)
			ask_slot_words(k, ask_add_node(k, ASK_BETWEEN_TIMESTAMPS, object), "column", left);
		return;
	}
	enum ask_kind kind = strcmp(type, "COMPARE_NOTEQUAL") == 0 ? ASK_NOT_EQUAL
			     : strstr(type, "LESSTHAN") || strstr(type, "GREATERTHAN") ? ASK_COMPARISON
										      : ASK_KINDS;
	if (kind == ASK_KINDS)
		return;
	f = ask_add_node(k, kind, object);
	json_t *right = json_object_get(object, "right");
	ask_slot_words(k, f, "column", !ask_first_column(left) && ask_first_column(right) ? right : left);
	ask_slot_words(k, f, "condition", object);
}

/* ---- subqueries ---- */

struct outer_walk {
	json_t *inside;              /* aliases that the subquery itself makes */
	const json_t *found;
};

static bool note_alias(json_t *object, void *arg)
{
	struct outer_walk *w = arg;
	const char *alias = json_get_text(object, "alias", ""), *table = json_get_text(object, "table_name", "");
	char name[200];

	if (!ast_is(object, "BASE_TABLE") && !ast_is(object, "SUBQUERY"))
		return true;
	snprintf(name, sizeof name, "%s", *alias ? alias : table);
	for (char *p = name; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	json_object_set_new(w->inside, name, json_true());
	return true;
}

static bool see_outer(json_t *object, void *arg)
{
	struct outer_walk *w = arg;
	json_t *names = json_get_array(object, "column_names");
	char name[200];

	if (!ast_is_class(object, "COLUMN_REF") || json_array_size(names) < 2 || w->found)
		return !w->found;
	snprintf(name, sizeof name, "%s", json_string_value(json_array_get(names, 0)));
	for (char *p = name; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	if (!json_object_get(w->inside, name))
		w->found = object;
	return true;
}

/* A column of the outer query that the subquery names with its table; NULL when there is none. */
static const json_t *outer_column(json_t *query)
{
	struct outer_walk w = {.inside = json_object()};

	ast_walk(query, note_alias, &w);
	ast_walk(query, see_outer, &w);
	json_decref(w.inside);
	return w.found;
}

static void find_subquery(struct ask_finder *k, json_t *object, json_t *negation)
{
	json_t *query = json_object_get(object, "subquery"), *child = json_object_get(object, "child");
	const char *type = json_get_text(object, "subquery_type", "");
	bool exists = strstr(type, "EXISTS") != NULL, not_exists = negation || strcmp(type, "NOT_EXISTS") == 0;
	const json_t *outer = outer_column(query);
	json_t *whole = negation ? negation : object;
	struct ask_feature *f;

	if (exists) {
		ask_add_node(k, not_exists ? ASK_NOT_EXISTS : ASK_EXISTS, whole);
	} else if (strcmp(type, "ANY") == 0) {
		f = ask_add_node(k, negation ? ASK_NOT_IN : ASK_IN_SUBQUERY, whole);
		f->other = object;
		ask_slot_words(k, f, "column", child);
	} else if (strcmp(type, "SCALAR") == 0) {
		ask_add_node(k, ASK_SCALAR, object);
	}
	if (outer)
		ask_slot_words(k, ask_add_node(k, ASK_CORRELATED, whole), "column", outer);
	if (child)
		ask_expressions(k, child);
}

/* ---- the walk ---- */

static bool is_null_constant(const json_t *value)
{
	return ast_is_class(value, "CONSTANT") && json_get_bool(json_get_object(value, "value"), "is_null", false);
}

static void find_null(struct ask_finder *k, json_t *ref)
{
	const struct ask_rel *rel;
	struct ask_feature *f;
	size_t column;

	if (!ask_column(k, ref, &rel, &column) || !k->c->tables[rel->table].columns[column].nullable)
		return;
	const char *name = k->c->tables[rel->table].columns[column].name, *table = k->c->tables[rel->table].name;
	for (size_t i = 0; i < k->n; i++)
		if (k->out[i].kind == ASK_NULLABLE && strcmp(k->out[i].slots[0].text, name) == 0 &&
		    strcmp(k->out[i].slots[1].text, table) == 0)
			return;
	f = ask_add_node(k, ASK_NULLABLE, ref);
	ask_slot(f, "column", name);
	ask_slot(f, "table", table);
}

static bool find_in_expression(json_t *object, void *arg)
{
	struct ask_finder *k = arg;

	if (k->n >= ASK_FEATURES_MAX)
		return false;
	if (ast_is(object, "OPERATOR_NOT") && ast_is_class(child_of(object, 0), "SUBQUERY")) {
		find_subquery(k, json_array_get(json_get_array(object, "children"), 0), object);
		return false;
	}
	if (ast_is_class(object, "SUBQUERY")) {
		find_subquery(k, object, NULL);
		return false;
	}
	if (ast_is_class(object, "WINDOW")) {
		find_window(k, object);
		return false;
	}
	if (ast_is_class(object, "FUNCTION"))
		find_function(k, object);
	else if (ast_is_class(object, "COMPARISON") || ast_is_class(object, "BETWEEN"))
		find_comparison(k, object);
	else if (ast_is_class(object, "COLUMN_REF"))
		find_null(k, object);
	else if (ast_is(object, "CONJUNCTION_OR"))
		ask_add_node(k, ASK_OR, object);
	else if (ast_is_class(object, "CASE") && is_null_constant(json_object_get(object, "else_expr")))
		ask_add_node(k, ASK_CASE_NO_ELSE, object);
	else if (ast_is(object, "OPERATOR_COALESCE"))
		ask_slot_words(k, ask_add_node(k, ASK_COALESCE, object), "condition", object);
	else if (ast_is_class(object, "CAST") && ast_position(object) >= 0)
		ask_slot_words(k, ask_add_node(k, ASK_CAST, object), "condition", object);
	return true;
}

void ask_expressions(struct ask_finder *k, json_t *value)
{
	if (value)
		ast_walk(value, find_in_expression, k);
}
