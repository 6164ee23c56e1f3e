/*
 * FROM clauses that DuckDB cannot flatten: FULL, SEMI and ANTI joins, and subqueries inside ON.
 *
 * "Lifted" means: a relation that holds its rows of all worlds, each with its world number. Two lifted
 * relations are joined with equal world numbers, and a condition in WHERE picks the world. So nothing below the join is
 * correlated, and every kind of join is allowed there.
 */
#include "judge/rewrite_node.h"

#include <string.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/rewrite.h"
#include "judge/world.h"

static void give_up(struct rewrite *r, const char *reason)
{
	if (!r->plain)
		r->plain = reason;
}

static bool is_join(const json_t *ref)
{
	return ast_is(ref, "JOIN");
}

static bool needs_lifting(const json_t *ref)
{
	const char *type = json_get_text(ref, "join_type", "");

	if (!is_join(ref))
		return false;
	if (strcmp(type, "FULL") == 0 || strcmp(type, "SEMI") == 0 || strcmp(type, "ANTI") == 0 ||
	    strcmp(type, "OUTER") == 0)
		return true;
	return needs_lifting(json_object_get(ref, "left")) || needs_lifting(json_object_get(ref, "right"));
}

/* (SELECT ww.spar_w, q.* FROM batch.worlds ww JOIN LATERAL (SELECT * FROM leaf) q ON true) AS alias */
static json_t *lift_leaf(struct rewrite *r, json_t *leaf, const struct cte *scope, json_t **world)
{
	const char *outer = r->worlds;
	char alias[64], inner[64], query_alias[64];

	if (*ref_alias(leaf))
		snprintf(alias, sizeof alias, "%s", ref_alias(leaf));
	else
		snprintf(alias, sizeof alias, "spar_d%d", r->names++);
	snprintf(inner, sizeof inner, "spar_worlds%d", r->names);
	snprintf(query_alias, sizeof query_alias, "spar_q%d", r->names++);
	r->worlds = inner;
	json_t *body = node_select(json_pack("[o]", node_star("")), rewrite_ref(r, leaf, scope), NULL);
	r->worlds = outer;
	json_t *list = json_pack("[o, o]", node_column(inner, WORLD_COLUMN), node_star(query_alias));
	json_t *from = node_join(node_base_table(WORLD_SCHEMA, "worlds", inner),
				 node_subquery_ref(body, query_alias, NULL), "INNER", node_true());
	*world = node_column(alias, WORLD_COLUMN);
	return node_subquery_ref(node_select(list, from, NULL), alias, NULL);
}

static json_t *coalesce_of(json_t *left, json_t *right)
{
	return json_pack("{s:s, s:s, s:s, s:[o, o]}", "class", "OPERATOR", "type", "OPERATOR_COALESCE", "alias", "",
			 "children", left, right);
}

static json_t *lift(struct rewrite *r, json_t *ref, const struct cte *scope, bool top, json_t **world);

static void lift_side(struct rewrite *r, json_t *join, const char *side, const struct cte *scope, json_t **world)
{
	json_t *ref = json_incref(json_object_get(join, side));

	json_object_set_new(join, side, lift(r, ref, scope, false, world));
}

static json_t *lift_join(struct rewrite *r, json_t *join, const struct cte *scope, bool top, json_t **world)
{
	const char *type = json_get_text(join, "join_type", "");
	const char *kind = json_get_text(join, "ref_type", "");
	json_t *left = NULL, *right = NULL, *condition = json_object_get(join, "condition");
	json_t *using_columns = json_object_get(join, "using_columns");
	bool plain_on = strcmp(kind, "REGULAR") == 0 || strcmp(kind, "CROSS") == 0;

	if (!plain_on || has_subquery(condition)) {
		give_up(r, "a FULL, SEMI or ANTI join of a rare kind");
		*world = node_null();
		return join;
	}
	lift_side(r, join, "left", scope, &left);
	lift_side(r, join, "right", scope, &right);
	json_object_set_new(join, "ref_type", json_string("REGULAR"));
	if (json_array_size(using_columns)) {
		if (!top)
			give_up(r, "a FULL, SEMI or ANTI join with USING inside another");
		json_array_append_new(using_columns, json_string(WORLD_COLUMN));
		json_decref(left);
		json_decref(right);
		*world = node_column("", WORLD_COLUMN);
		return join;
	}
	json_object_set_new(join, "condition",
			    node_and(condition ? json_incref(condition) : NULL,
				     node_compare("COMPARE_EQUAL", json_deep_copy(left), json_deep_copy(right))));
	if (strcmp(type, "FULL") == 0 || strcmp(type, "OUTER") == 0) {
		*world = coalesce_of(left, right);
	} else if (strcmp(type, "RIGHT") == 0) {
		*world = right;
		json_decref(left);
	} else {
		*world = left;
		json_decref(right);
	}
	return join;
}

static json_t *lift(struct rewrite *r, json_t *ref, const struct cte *scope, bool top, json_t **world)
{
	if (r->plain) {
		*world = node_null();
		return ref;
	}
	return is_join(ref) ? lift_join(r, ref, scope, top, world) : lift_leaf(r, ref, scope, world);
}

static bool hide_world(json_t *object, void *arg)
{
	(void)arg;
	if (ast_is_class(object, "STAR"))
		json_array_append_new(json_object_get(object, "exclude_list"), json_string(WORLD_COLUMN));
	return !ast_is_class(object, "SUBQUERY");
}

/* The conditions with subqueries of inner joins, taken out; NULL when there are none. */
static json_t *take_conditions(struct rewrite *r, json_t *ref)
{
	json_t *taken, *condition;

	if (!is_join(ref))
		return NULL;
	condition = json_object_get(ref, "condition");
	if (strcmp(json_get_text(ref, "join_type", ""), "INNER") != 0) {
		if (has_subquery(condition))
			give_up(r, "a subquery inside the ON of an outer join");
		return NULL;
	}
	taken = node_and(take_conditions(r, json_object_get(ref, "left")),
			 take_conditions(r, json_object_get(ref, "right")));
	if (has_subquery(condition)) {
		taken = node_and(taken, json_incref(condition));
		json_object_set_new(ref, "condition", node_true());
	}
	return taken;
}

void rewrite_joins(struct rewrite *r, json_t *select, const struct cte *scope)
{
	json_t *from = json_object_get(select, "from_table");
	json_t *where = json_object_get(select, "where_clause"), *world = NULL;

	if (!json_is_object(from) || r->plain)
		return;
	if (!needs_lifting(from)) {
		json_t *taken = take_conditions(r, from);
		if (taken)
			json_object_set_new(select, "where_clause", node_and(json_incref(where), taken));
		json_object_set_new(select, "from_table", rewrite_ref(r, json_incref(from), scope));
		return;
	}
	json_object_set_new(select, "from_table", lift(r, json_incref(from), scope, true, &world));
	ast_walk(json_object_get(select, "select_list"), hide_world, NULL);
	world = node_compare("COMPARE_EQUAL", world, node_column(r->worlds, WORLD_COLUMN));
	json_object_set_new(select, "where_clause", node_and(where ? json_incref(where) : NULL, world));
}
