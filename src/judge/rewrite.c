#include "judge/rewrite.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/rewrite_node.h"
#include "judge/world.h"

static void give_up(struct rewrite *r, const char *reason)
{
	if (!r->plain)
		r->plain = reason;
}

/* Count what a copy brings, so that nested WITH clauses cannot double for ever. */
static json_t *counted_copy(struct rewrite *r, json_t *value)
{
	r->objects += ast_count(value);
	if (r->objects > REWRITE_OBJECTS_MAX)
		give_up(r, "its WITH clauses are used too often to be inlined");
	return r->plain ? json_incref(value) : json_deep_copy(value);
}

static const struct cte *find_cte(const struct cte *scope, const char *name)
{
	for (; scope; scope = scope->next)
		if (strcasecmp(scope->name, name) == 0)
			return scope;
	return NULL;
}

/* The reference's own column names come first, the CTE's cover the rest. */
static json_t *merged_aliases(const json_t *cte_aliases, const json_t *ref_aliases)
{
	json_t *merged = json_array(), *name;
	size_t i;

	json_array_foreach(ref_aliases, i, name)
		json_array_append(merged, name);
	for (i = json_array_size(merged); i < json_array_size(cte_aliases); i++)
		json_array_append(merged, json_array_get(cte_aliases, i));
	return merged;
}

/* (SELECT "a", "b" FROM batch."T__w" WHERE "T__w".spar_w = worlds.spar_w) AS alias */
static json_t *world_table_ref(struct rewrite *r, const struct contract_table *t, const json_t *ref)
{
	char stored[256];
	json_t *list = json_array(), *where;

	snprintf(stored, sizeof stored, "%s" WORLD_SUFFIX, t->name);
	for (size_t i = 0; i < t->column_count; i++)
		json_array_append_new(list, node_column(stored, t->columns[i].name));
	where = node_compare("COMPARE_EQUAL", node_column(stored, WORLD_COLUMN), node_column(r->worlds, WORLD_COLUMN));
	return node_subquery_ref(node_select(list, node_base_table(WORLD_SCHEMA, stored, ""), where), ref_alias(ref),
				 json_deep_copy(json_object_get(ref, "column_name_alias")));
}

static json_t *rewrite_table(struct rewrite *r, json_t *ref, const struct cte *scope)
{
	const char *name = json_get_text(ref, "table_name", "");
	const struct cte *cte = find_cte(scope, name);
	json_t *result = ref;

	if (cte && cte->body) {
		json_t *body = rewrite_query(r, counted_copy(r, cte->body), cte->scope);
		result = node_subquery_ref(body, ref_alias(ref),
					   merged_aliases(cte->aliases, json_object_get(ref, "column_name_alias")));
		json_decref(ref);
	} else if (!cte) {
		int t = contract_table_find(r->contract, name);
		if (t < 0) {
			give_up(r, "it reads something that is not a table of the exercise");
			return ref;
		}
		result = world_table_ref(r, &r->contract->tables[t], ref);
		json_decref(ref);
	}
	return result;
}

/* Put what function(old) gives in the place of a member. */
static void replace_ref(struct rewrite *r, json_t *object, const char *key, const struct cte *scope)
{
	json_t *child = json_object_get(object, key);

	if (json_is_object(child))
		json_object_set_new(object, key, rewrite_ref(r, json_incref(child), scope));
}

static void replace_query(struct rewrite *r, json_t *object, const char *key, const struct cte *scope)
{
	json_t *child = json_object_get(object, key);

	if (json_is_object(child))
		json_object_set_new(object, key, rewrite_query(r, json_incref(child), scope));
}

json_t *rewrite_ref(struct rewrite *r, json_t *ref, const struct cte *scope)
{
	const char *type = json_get_text(ref, "type", "");

	if (r->plain)
		return ref;
	if (strcmp(type, "BASE_TABLE") == 0)
		return rewrite_table(r, ref, scope);
	if (strcmp(type, "SUBQUERY") == 0) {
		replace_query(r, json_object_get(ref, "subquery"), "node", scope);
	} else if (strcmp(type, "JOIN") == 0) {
		const char *kind = json_get_text(ref, "ref_type", "");
		if (strcmp(kind, "POSITIONAL") == 0)
			give_up(r, "POSITIONAL JOIN");
		if (strcmp(kind, "CROSS") == 0) {
			json_object_set_new(ref, "ref_type", json_string("REGULAR"));
			json_object_set_new(ref, "condition", node_true());
		}
		replace_ref(r, ref, "left", scope);
		replace_ref(r, ref, "right", scope);
		rewrite_expressions(r, json_object_get(ref, "condition"), scope);
	} else if (strcmp(type, "TABLE_FUNCTION") == 0) {
		rewrite_expressions(r, json_object_get(ref, "function"), scope);
	} else if (strcmp(type, "EXPRESSION_LIST") == 0) {
		rewrite_expressions(r, json_object_get(ref, "values"), scope);
	} else if (strcmp(type, "EMPTY") != 0) {
		give_up(r, strcmp(type, "PIVOT") == 0 ? "PIVOT" : "a FROM clause of a rare kind");
	}
	return ref;
}

static json_t *is_null(json_t *value)
{
	return json_pack("{s:s, s:s, s:s, s:[o]}", "class", "OPERATOR", "type", "OPERATOR_IS_NULL", "alias", "",
			 "children", value);
}

static json_t *either(json_t *left, json_t *right)
{
	if (!left)
		return right;
	return json_pack("{s:s, s:s, s:s, s:[o, o]}", "class", "CONJUNCTION", "type", "CONJUNCTION_OR", "alias", "",
			 "children", left, right);
}

/*
 * c0 = a AND c1 = b ...; or, for "could match", any NULL on either side: that is coarser than the SQL standard,
 * but it is what DuckDB does when it runs (a, b) IN (...) plainly.
 */
static json_t *row_match(const json_t *row, bool possible)
{
	json_t *children = json_object_get(row, "children"), *child, *all = NULL;
	size_t i;

	json_array_foreach(children, i, child) {
		char name[32];
		snprintf(name, sizeof name, "spar_c%zu", i);
		json_t *own = node_column("spar_in", name);
		if (possible)
			all = either(all, either(is_null(own), is_null(json_deep_copy(child))));
		else
			all = node_and(all, node_compare("COMPARE_EQUAL", own, json_deep_copy(child)));
	}
	return all;
}

static json_t *row_exists(const json_t *row, json_t *query_node, bool possible)
{
	json_t *names = json_array(), *list = json_array();
	size_t n = json_array_size(json_object_get(row, "children"));

	for (size_t i = 0; i < n; i++) {
		char name[32];
		snprintf(name, sizeof name, "spar_c%zu", i);
		json_array_append_new(names, json_string(name));
	}
	json_array_append_new(list, node_true());
	return node_subquery_expr("EXISTS", node_select(list, node_subquery_ref(query_node, "spar_in", names),
							row_match(row, possible)));
}

/*
 * (a, b) IN (SELECT x, y ...): true if a row matches, else NULL if one could, else false; DuckDB cannot flatten the
 * original. The object keeps its place and becomes the CASE.
 */
static void rewrite_row_in(struct rewrite *r, json_t *object)
{
	json_t *row = json_incref(json_object_get(object, "child"));
	json_t *query = json_incref(json_object_get(json_object_get(object, "subquery"), "node"));
	json_t *alias = json_incref(json_object_get(object, "alias"));
	json_t *match = row_exists(row, counted_copy(r, query), false);
	json_t *possible = row_exists(row, counted_copy(r, query), true);

	json_object_clear(object);
	json_object_set_new(object, "class", json_string("CASE"));
	json_object_set_new(object, "type", json_string("CASE_EXPR"));
	json_object_set_new(object, "alias", alias);
	json_object_set_new(object, "case_checks",
			    json_pack("[{s:o, s:o}, {s:o, s:o}]", "when_expr", match, "then_expr",
				      node_bool_constant(true), "when_expr", possible, "then_expr", node_null()));
	json_object_set_new(object, "else_expr", node_bool_constant(false));
	json_decref(row);
	json_decref(query);
}

static bool is_row_in(const json_t *object)
{
	const json_t *child = json_object_get(object, "child");

	return ast_is_class(object, "SUBQUERY") && strcmp(json_get_text(object, "subquery_type", ""), "ANY") == 0 &&
	       strcmp(json_get_text(object, "comparison_type", ""), "COMPARE_EQUAL") == 0 &&
	       strcmp(json_get_text(child, "function_name", ""), "row") == 0;
}

struct expression_walk {
	struct rewrite *r;
	const struct cte *scope;
};

static bool rewrite_one_expression(json_t *object, void *arg)
{
	struct expression_walk *w = arg;

	if (ast_is(object, "GROUPING_FUNCTION"))
		give_up(w->r, "GROUPING()");
	if (!ast_is_class(object, "SUBQUERY"))
		return !w->r->plain;
	replace_query(w->r, json_object_get(object, "subquery"), "node", w->scope);
	rewrite_expressions(w->r, json_object_get(object, "child"), w->scope);
	if (is_row_in(object))
		rewrite_row_in(w->r, object);
	return false;
}

void rewrite_expressions(struct rewrite *r, json_t *value, const struct cte *scope)
{
	struct expression_walk w = {r, scope};

	if (value && !r->plain)
		ast_walk(value, rewrite_one_expression, &w);
}

static void rewrite_select(struct rewrite *r, json_t *node, const struct cte *scope)
{
	static const char *const parts[] = {"select_list", "where_clause", "group_expressions",
					    "having",      "qualify",      "modifiers"};

	rewrite_joins(r, node, scope);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		rewrite_expressions(r, json_object_get(node, parts[i]), scope);
}

static bool reads_base_table(json_t *object, void *arg)
{
	struct expression_walk *w = arg;

	if (ast_is(object, "BASE_TABLE") && !find_cte(w->scope, json_get_text(object, "table_name", "")))
		give_up(w->r, "a recursive WITH over the tables");
	return true;
}

/* What comes behind the WITH clause, in the scope that it makes. */
static void rewrite_body(struct rewrite *r, json_t *node, const struct cte *scope)
{
	const char *type = json_get_text(node, "type", "");
	json_t *modifier, *child;
	size_t i;

	json_array_foreach(json_get_array(node, "modifiers"), i, modifier)
		if (ast_is(modifier, "LIMIT_PERCENT_MODIFIER"))
			give_up(r, "LIMIT n%");
	if (strcmp(type, "SELECT_NODE") == 0) {
		rewrite_select(r, node, scope);
		return;
	}
	if (strcmp(type, "SET_OPERATION_NODE") != 0 && strcmp(type, "RECURSIVE_CTE_NODE") != 0) {
		give_up(r, "a query of a rare kind");
		return;
	}
	replace_query(r, node, "left", scope);
	replace_query(r, node, "right", scope);
	json_array_foreach(json_get_array(node, "children"), i, child)
		json_array_set_new(json_object_get(node, "children"), i, rewrite_query(r, json_incref(child), scope));
	rewrite_expressions(r, json_object_get(node, "modifiers"), scope);
}

/* Take the WITH entries from i on into scope, one by one, then rewrite what follows. */
static void rewrite_with(struct rewrite *r, json_t *node, json_t *entries, size_t i, json_t *kept,
			 const struct cte *scope)
{
	json_t *entry = json_array_get(entries, i);

	if (r->plain)
		return;
	if (!entry) {
		rewrite_body(r, node, scope);
		return;
	}
	json_t *value = json_object_get(entry, "value");
	json_t *query = json_object_get(json_object_get(value, "query"), "node");
	struct cte cte = {.name = json_get_text(entry, "key", ""),
			  .body = query,
			  .aliases = json_object_get(value, "aliases"),
			  .scope = scope,
			  .next = scope};
	if (ast_is(query, "RECURSIVE_CTE_NODE")) {
		struct expression_walk w = {r, &cte};
		cte.body = NULL;
		ast_walk(query, reads_base_table, &w);
		if (json_array_size(json_get_array(value, "key_targets")))
			give_up(r, "a recursive WITH with a key");
		json_array_append(kept, entry);
	}
	rewrite_with(r, node, entries, i + 1, kept, &cte);
}

json_t *rewrite_query(struct rewrite *r, json_t *node, const struct cte *scope)
{
	if (r->plain)
		return node;
	/* WITH ... AS MATERIALIZED wraps the query; the map stands in the query itself too. */
	while (ast_is(node, "CTE_NODE")) {
		json_t *child = json_incref(json_object_get(node, "child"));
		if (!json_array_size(json_get_array(json_object_get(child, "cte_map"), "map")))
			json_object_set(child, "cte_map", json_object_get(node, "cte_map"));
		json_decref(node);
		node = child;
	}
	json_t *entries = json_incref(json_object_get(json_object_get(node, "cte_map"), "map"));
	json_t *kept = json_array();
	if (json_is_object(json_object_get(node, "cte_map")))
		json_object_set_new(node, "cte_map", json_pack("{s:O}", "map", kept));
	rewrite_with(r, node, entries, 0, kept, scope);
	json_decref(entries);
	json_decref(kept);
	return node;
}

const char *rewrite_batched(struct duck *d, const struct contract *c, const json_t *doc, struct arena *a,
			    const char **reason)
{
	struct rewrite r = {.d = d, .contract = c, .worlds = REWRITE_WORLDS};
	json_t *copy = json_deep_copy(doc);
	json_t *statement = json_array_get(json_get_array(copy, "statements"), 0);
	const char *sql = NULL;

	replace_query(&r, statement, "node", NULL);
	if (!r.plain) {
		sql = ast_sql(d, copy, a, NULL);
		if (!sql)
			give_up(&r, "DuckDB cannot print its rewritten form");
	}
	*reason = r.plain;
	json_decref(copy);
	return sql;
}
