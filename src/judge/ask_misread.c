/* Misreadings: the tree of a query as somebody would read it who is wrong about one thing. */
#include "judge/ask.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/rewrite_node.h"

static const struct {
	const char *name;
	enum ask_kind kind;
} misreadings[] = {
#define X(id, name, feature) {name, feature},
	ASK_MISREADING_TABLE(X)
#undef X
};

const char *ask_misreading_name(enum ask_misreading m)
{
	return misreadings[m].name;
}

enum ask_kind ask_misreading_kind(enum ask_misreading m)
{
	return misreadings[m].kind;
}

int ask_misreading_find(const char *name)
{
	for (int i = 0; i < ASK_MISREADINGS; i++)
		if (strcmp(misreadings[i].name, name) == 0)
			return i;
	return -1;
}

static void set(json_t *node, const char *key, const char *text)
{
	json_object_set_new(node, key, json_string(text));
}

/* The node keeps its place and becomes another. Steals other. */
static void become(json_t *node, json_t *other)
{
	json_t *alias = json_incref(json_object_get(node, "alias"));

	json_object_clear(node);
	json_object_update(node, other);
	if (alias && json_object_get(node, "alias"))
		json_object_set(node, "alias", alias);
	json_decref(alias);
	json_decref(other);
}

static json_t *number(int64_t value)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b, s:I}}", "class", "CONSTANT", "type", "VALUE_CONSTANT", "alias", "",
			 "value", "type", "id", "INTEGER", "type_info", "is_null", 0, "value", (json_int_t)value);
}

static json_t *coalesce(json_t *value, json_t *other)
{
	return json_pack("{s:s, s:s, s:s, s:[o, o]}", "class", "OPERATOR", "type", "OPERATOR_COALESCE", "alias", "", "children", value,
			 other);
}

static json_t *is_not_null(json_t *value)
{
	return json_pack("{s:s, s:s, s:s, s:[o]}", "class", "OPERATOR", "type", "OPERATOR_IS_NOT_NULL", "alias", "", "children",
			 value);
}

static bool rank_by(json_t *window, const char *type, const char *name)
{
	set(window, "type", type);
	set(window, "function_name", name);
	return true;
}

static bool frame(json_t *window, const char *start, const char *end)
{
	set(window, "start", start);
	set(window, "end", end);
	json_object_set_new(window, "start_expr", json_null());
	json_object_set_new(window, "end_expr", json_null());
	return true;
}

/* ROWS BETWEEN 6 PRECEDING ... becomes 5. */
static bool one_less(json_t *window)
{
	json_t *value = json_object_get(json_object_get(window, "start_expr"), "value");
	json_t *n = json_object_get(value, "value");

	if (strcmp(json_get_text(window, "start", ""), "EXPR_PRECEDING_ROWS") != 0 || !json_is_integer(n) || json_integer_value(n) < 1)
		return false;
	json_object_set_new(value, "value", json_integer(json_integer_value(n) - 1));
	return true;
}

static bool each_order(json_t *window, bool nulls)
{
	json_t *one;
	size_t i;

	json_array_foreach(json_get_array(window, "orders"), i, one) {
		bool last = strcmp(json_get_text(one, "null_order", ""), "NULLS LAST") == 0;
		if (!ast_is(one, "DESCENDING"))
			continue;
		set(one, nulls ? "null_order" : "type", !nulls ? "ASCENDING" : last ? "NULLS FIRST" : "NULLS LAST");
	}
	return true;
}

static bool where_to_on(json_t *node, json_t *join)
{
	json_t *condition = json_object_get(join, "condition");

	if (!json_is_object(condition))
		return false;
	json_object_set_new(join, "condition", node_and(json_incref(condition), json_deep_copy(node)));
	become(node, node_true());
	return true;
}

static bool count_matched(const struct contract *c, json_t *call, const json_t *ref)
{
	int table = ref ? contract_table_find(c, json_get_text(ref, "table_name", "")) : -1;

	if (table < 0)
		return false;
	set(call, "function_name", "count");
	json_object_set_new(call, "children", json_pack("[o]", node_column(ref_alias(ref), c->tables[table].columns[0].name)));
	return true;
}

static bool count_all(json_t *call)
{
	set(call, "function_name", "count_star");
	json_object_set_new(call, "children", json_array());
	return true;
}

/* f(x) becomes f(coalesce(x, 0)), or with around coalesce(f(x), 0). */
static bool null_as_zero(json_t *call, bool around)
{
	json_t *children = json_get_array(call, "children");

	if (around)
		become(call, coalesce(json_deep_copy(call), number(0)));
	else
		json_array_set_new(children, 0, coalesce(json_incref(json_array_get(children, 0)), number(0)));
	return true;
}

/* x NOT IN (SELECT c FROM q) over the rows of q where c is not NULL. */
static bool not_in_without_null(json_t *subquery)
{
	json_t *holder = json_object_get(subquery, "subquery"), *list = json_array();
	json_t *inner = json_incref(json_object_get(holder, "node"));

	json_array_append_new(list, node_column("spar_in", "spar_c"));
	json_object_set_new(holder, "node",
			    node_select(list, node_subquery_ref(inner, "spar_in", json_pack("[s]", "spar_c")),
					is_not_null(node_column("spar_in", "spar_c"))));
	return true;
}

static bool drop_modifier(json_t *select, const json_t *modifier)
{
	json_t *list = json_get_array(select, "modifiers"), *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (one == modifier)
			return json_array_remove(list, i) == 0;
	return false;
}

static bool has_aggregate_shape(const json_t *select)
{
	json_t *one;
	size_t i;

	if (json_array_size(json_get_array(select, "group_expressions")))
		return true;
	json_array_foreach(json_get_array(select, "modifiers"), i, one)
		if (ast_is(one, "DISTINCT_MODIFIER"))
			return true;
	return false;
}

static bool add_distinct(json_t *node)
{
	json_t *list = json_get_array(node, "modifiers");

	return ast_is(node, "SELECT_NODE") && !has_aggregate_shape(node) &&
	       json_array_insert_new(list, 0, json_pack("{s:s, s:[]}", "type", "DISTINCT_MODIFIER", "distinct_on_targets")) == 0;
}

static bool move_edge(json_t *node)
{
	static const char *const pairs[][2] = {
		{"COMPARE_LESSTHAN", "COMPARE_LESSTHANOREQUALTO"},
		{"COMPARE_GREATERTHAN", "COMPARE_GREATERTHANOREQUALTO"},
	};

	for (size_t i = 0; i < 4; i++)
		if (ast_is(node, pairs[i / 2][i % 2])) {
			set(node, "type", pairs[i / 2][1 - i % 2]);
			return true;
		}
	return false;
}

static bool half_open(json_t *node)
{
	json_t *low = node_compare("COMPARE_GREATERTHANOREQUALTO", json_deep_copy(json_object_get(node, "input")),
				   json_deep_copy(json_object_get(node, "lower")));
	json_t *high = node_compare("COMPARE_LESSTHAN", json_deep_copy(json_object_get(node, "input")),
				    json_deep_copy(json_object_get(node, "upper")));

	if (!ast_is(node, "COMPARE_BETWEEN")) {
		json_decref(low);
		json_decref(high);
		return false;
	}
	become(node, node_and(low, high));
	return true;
}

static bool as_real(json_t *call)
{
	json_t *children = json_get_array(call, "children");
	json_t *left = json_incref(json_array_get(children, 0));

	set(call, "function_name", "/");
	json_array_set_new(children, 0,
			   json_pack("{s:s, s:s, s:s, s:o, s:{s:s, s:n}, s:b}", "class", "CAST", "type", "OPERATOR_CAST", "alias", "",
				     "child", left, "cast_type", "id", "DOUBLE", "type_info", "try_cast", 0));
	return true;
}

static bool first_only(json_t *node)
{
	json_t *first = json_deep_copy(json_array_get(json_get_array(node, "children"), 0));

	if (!first)
		return false;
	become(node, first);
	return true;
}

static bool group_by_key(const struct contract *c, json_t *select, const json_t *ref)
{
	json_t *groups = json_get_array(select, "group_expressions"), *sets = json_get_array(select, "group_sets");
	int table = ref ? contract_table_find(c, json_get_text(ref, "table_name", "")) : -1;
	const struct contract_table *t = table < 0 ? NULL : &c->tables[table];

	if (json_array_size(sets) != 1)
		return false;
	for (size_t i = 0; t && i < t->key_count; i++) {
		if (t->keys[i].count != 1 || !t->keys[i].primary)
			continue;
		json_array_append_new(json_array_get(sets, 0), json_integer((json_int_t)json_array_size(groups)));
		json_array_append_new(groups, node_column(ref_alias(ref), t->columns[t->keys[i].columns[0]].name));
		return true;
	}
	return false;
}

static bool misread_window(json_t *node, enum ask_misreading m)
{
	switch (m) {
	case MISREAD_ROW_NUMBER_AS_RANK:
	case MISREAD_DENSE_AS_RANK:
		return rank_by(node, "WINDOW_RANK", "rank");
	case MISREAD_RANK_AS_ROW_NUMBER:
		return rank_by(node, "WINDOW_ROW_NUMBER", "row_number");
	case MISREAD_RANK_AS_DENSE:
		return rank_by(node, "WINDOW_RANK_DENSE", "dense_rank");
	case MISREAD_FRAME_AS_ROWS:
		set(node, "end", "CURRENT_ROW_ROWS");
		return true;
	case MISREAD_FRAME_AS_WHOLE:
	case MISREAD_GIVEN_AS_WHOLE:
	case MISREAD_LAST_AS_WHOLE:
		return frame(node, "UNBOUNDED_PRECEDING", "UNBOUNDED_FOLLOWING");
	case MISREAD_GIVEN_ONE_LESS:
		return one_less(node);
	case MISREAD_LAG_AS_OWN:
		json_object_set_new(node, "default_expr", json_deep_copy(json_array_get(json_get_array(node, "children"), 0)));
		if (!json_is_object(json_object_get(node, "offset_expr")))
			json_object_set_new(node, "offset_expr", number(1));
		return true;
	case MISREAD_LAG_WITHOUT_DEFAULT:
		json_object_set_new(node, "default_expr", json_null());
		return true;
	case MISREAD_PARTITION_DROPPED:
		json_object_set_new(node, "partitions", json_array());
		return true;
	case MISREAD_WINDOW_ASCENDING:
	case MISREAD_WINDOW_NULLS:
		return each_order(node, m == MISREAD_WINDOW_NULLS);
	default:
		return false;
	}
}

static bool misread_aggregate(const struct contract *c, json_t *node, json_t *other, enum ask_misreading m)
{
	switch (m) {
	case MISREAD_STAR_AS_MATCHED:
		return count_matched(c, node, other);
	case MISREAD_COUNT_AS_STAR:
		return count_all(node);
	case MISREAD_COUNT_AS_DISTINCT:
	case MISREAD_SUM_AS_DISTINCT:
	case MISREAD_DISTINCT_AS_COUNT:
		json_object_set_new(node, "distinct", json_boolean(m != MISREAD_DISTINCT_AS_COUNT));
		return true;
	case MISREAD_SUM_NULL_AS_ZERO:
	case MISREAD_AVG_NULL_AS_ZERO:
		return null_as_zero(node, m == MISREAD_SUM_NULL_AS_ZERO);
	default:
		return false;
	}
}

static bool misread_query(const struct contract *c, const struct ask_feature *f, enum ask_misreading m)
{
	json_t *node = f->node;

	switch (m) {
	case MISREAD_INNER_AS_LEFT:
	case MISREAD_LEFT_AS_INNER:
		set(node, "join_type", m == MISREAD_INNER_AS_LEFT ? "LEFT" : "INNER");
		return true;
	case MISREAD_WHERE_AS_ON:
		return where_to_on(node, f->other);
	case MISREAD_DISTINCT_DROPPED:
		return drop_modifier(f->select, node);
	case MISREAD_DISTINCT_ADDED:
		return add_distinct(node);
	case MISREAD_UNION_AS_ALL:
	case MISREAD_ALL_AS_UNION:
		json_object_set_new(node, "setop_all", json_boolean(m == MISREAD_UNION_AS_ALL));
		return true;
	case MISREAD_HAVING_DROPPED:
		json_object_set_new(node, "having", json_null());
		return true;
	case MISREAD_GROUP_BY_KEY:
		return group_by_key(c, f->select, f->other);
	default:
		return false;
	}
}

static bool misread_value(const struct ask_feature *f, enum ask_misreading m)
{
	json_t *node = f->node;

	switch (m) {
	case MISREAD_NOT_IN_WITHOUT_NULL:
		return not_in_without_null(f->other);
	case MISREAD_EDGE_MOVED:
		return move_edge(node);
	case MISREAD_BETWEEN_HALF_OPEN:
		return half_open(node);
	case MISREAD_NOT_EQUAL_KEEPS_NULL:
		set(node, "type", "COMPARE_DISTINCT_FROM");
		return true;
	case MISREAD_INTEGER_AS_REAL:
		return as_real(node);
	case MISREAD_CASE_ELSE_ZERO:
		json_object_set_new(node, "else_expr", number(0));
		return true;
	case MISREAD_COALESCE_DROPPED:
		return first_only(node);
	case MISREAD_WHERE_DROPPED:
		become(node, node_true());
		return true;
	default:
		return false;
	}
}

bool ask_misread(const struct contract *c, const struct ask_feature *f, enum ask_misreading m)
{
	if (!f->node || f->kind != misreadings[m].kind)
		return false;
	return misread_window(f->node, m) || misread_aggregate(c, f->node, f->other, m) || misread_query(c, f, m) ||
	       misread_value(f, m);
}
