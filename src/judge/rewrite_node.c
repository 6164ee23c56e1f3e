#include "judge/rewrite_node.h"

#include <string.h>

#include "base/json.h"
#include "judge/ast.h"

json_t *node_column(const char *qualifier, const char *name)
{
	json_t *names = json_array();

	if (qualifier && *qualifier)
		json_array_append_new(names, json_string(qualifier));
	json_array_append_new(names, json_string(name));
	return json_pack("{s:s, s:s, s:s, s:o}", "class", "COLUMN_REF", "type", "COLUMN_REF", "alias", "",
			 "column_names", names);
}

json_t *node_compare(const char *type, json_t *left, json_t *right)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "class", "COMPARISON", "type", type, "alias", "", "left", left,
			 "right", right);
}

json_t *node_and(json_t *left, json_t *right)
{
	if (!left || json_is_null(left)) {
		json_decref(left);
		return right;
	}
	if (!right || json_is_null(right)) {
		json_decref(right);
		return left;
	}
	return json_pack("{s:s, s:s, s:s, s:[o, o]}", "class", "CONJUNCTION", "type", "CONJUNCTION_AND", "alias", "",
			 "children", left, right);
}

json_t *node_bool_constant(bool value)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b, s:b}}", "class", "CONSTANT", "type", "VALUE_CONSTANT",
			 "alias", "", "value", "type", "id", "BOOLEAN", "type_info", "is_null", 0, "value",
			 (int)value);
}

json_t *node_true(void)
{
	return node_bool_constant(true);
}

json_t *node_null(void)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b}}", "class", "CONSTANT", "type", "VALUE_CONSTANT",
			 "alias", "", "value", "type", "id", "NULL", "type_info", "is_null", 1);
}

json_t *node_function(const char *name, json_t *children)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:n, s:{s:s, s:[]}, s:b, s:b, s:b, s:s}", "class",
			 "FUNCTION", "type", "FUNCTION", "alias", "", "function_name", name, "schema", "", "children",
			 children, "filter", "order_bys", "type", "ORDER_MODIFIER", "orders", "distinct", 0,
			 "is_operator", 0, "export_state", 0, "catalog", "");
}

json_t *node_select(json_t *select_list, json_t *from, json_t *where)
{
	return json_pack("{s:s, s:[], s:{s:[]}, s:o, s:o, s:o, s:[], s:[], s:s, s:n, s:n, s:n}", "type", "SELECT_NODE",
			 "modifiers", "cte_map", "map", "select_list", select_list, "from_table", from, "where_clause",
			 where ? where : json_null(), "group_expressions", "group_sets", "aggregate_handling",
			 "STANDARD_HANDLING", "having", "sample", "qualify");
}

json_t *node_subquery_ref(json_t *query_node, const char *alias, json_t *column_aliases)
{
	return json_pack("{s:s, s:s, s:n, s:{s:o, s:[]}, s:o}", "type", "SUBQUERY", "alias", alias, "sample",
			 "subquery", "node", query_node, "named_param_map", "column_name_alias",
			 column_aliases ? column_aliases : json_array());
}

json_t *node_subquery_expr(const char *subquery_type, json_t *query_node)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:{s:o, s:[]}, s:n, s:s}", "class", "SUBQUERY", "type", "SUBQUERY",
			 "alias", "", "subquery_type", subquery_type, "subquery", "node", query_node,
			 "named_param_map", "child", "comparison_type", "INVALID");
}

json_t *node_star(const char *relation)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:[], s:[], s:b, s:n, s:[], s:[]}", "class", "STAR", "type", "STAR",
			 "alias", "", "relation_name", relation, "exclude_list", "replace_list", "columns", 0, "expr",
			 "qualified_exclude_list", "rename_list");
}

json_t *node_base_table(const char *schema, const char *table, const char *alias)
{
	return json_pack("{s:s, s:s, s:n, s:s, s:s, s:[], s:s, s:n}", "type", "BASE_TABLE", "alias", alias, "sample",
			 "schema_name", schema, "table_name", table, "column_name_alias", "catalog_name", "",
			 "at_clause");
}

json_t *node_join(json_t *left, json_t *right, const char *join_type, json_t *condition)
{
	return json_pack("{s:s, s:s, s:n, s:o, s:o, s:o, s:s, s:s, s:[], s:b, s:[]}", "type", "JOIN", "alias", "",
			 "sample", "left", left, "right", right, "condition", condition, "join_type", join_type,
			 "ref_type", "REGULAR", "using_columns", "delim_flipped", 0, "duplicate_eliminated_columns");
}

const char *ref_alias(const json_t *ref)
{
	const char *alias = json_get_text(ref, "alias", "");

	return *alias ? alias : json_get_text(ref, "table_name", "");
}

static bool see_subquery(json_t *object, void *arg)
{
	if (ast_is_class(object, "SUBQUERY"))
		*(bool *)arg = true;
	return true;
}

bool has_subquery(json_t *value)
{
	bool found = false;

	ast_walk(value, see_subquery, &found);
	return found;
}
