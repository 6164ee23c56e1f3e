/* Making and testing nodes of DuckDB's syntax tree. Private to rewrite.c and rewrite_join.c. */
#ifndef SPAR_JUDGE_REWRITE_NODE_H
#define SPAR_JUDGE_REWRITE_NODE_H

#include <jansson.h>
#include <stdbool.h>

#include "judge/contract.h"

/* A common table expression in scope. Its body is kept as written and rewritten anew where it is used. */
struct cte {
	const char *name;
	json_t *body;               /* the query node; NULL: recursive, left in place */
	json_t *aliases;            /* column names given to it, or NULL */
	const struct cte *scope;    /* what its body sees */
	const struct cte *next;     /* the scope outside */
};

struct rewrite {
	struct duck *d;
	const struct contract *contract;
	const char *worlds;         /* alias of batch.worlds in scope */
	const char *plain;          /* why the query cannot be batched; NULL so far */
	size_t objects;             /* made so far */
	int depth;                  /* of lifted subqueries */
	int names;                  /* aliases made so far */
};

/* New references throughout. Arguments of type json_t* are stolen. */
json_t *node_column(const char *qualifier, const char *name);
json_t *node_compare(const char *type, json_t *left, json_t *right);
json_t *node_and(json_t *left, json_t *right);            /* either may be NULL */
json_t *node_true(void);
json_t *node_null(void);
json_t *node_bool_constant(bool value);
json_t *node_function(const char *name, json_t *children);
json_t *node_select(json_t *select_list, json_t *from, json_t *where);
json_t *node_subquery_ref(json_t *query_node, const char *alias, json_t *column_aliases);
json_t *node_subquery_expr(const char *subquery_type, json_t *query_node);
json_t *node_star(const char *relation);
json_t *node_base_table(const char *schema, const char *table, const char *alias);
json_t *node_join(json_t *left, json_t *right, const char *join_type, json_t *condition);

/* The alias by which a table reference is known: its alias, or the table's name; "" if none. */
const char *ref_alias(const json_t *ref);
/* Is there a subquery expression anywhere below? */
bool has_subquery(json_t *value);

/* Rewrite the pieces of a query in place; what is returned replaces what was given (which is stolen). */
json_t *rewrite_query(struct rewrite *r, json_t *node, const struct cte *scope);
json_t *rewrite_ref(struct rewrite *r, json_t *ref, const struct cte *scope);
void rewrite_expressions(struct rewrite *r, json_t *value, const struct cte *scope);

/* FROM clauses with joins that cannot be flattened: see rewrite.h. Changes the SELECT node in place. */
void rewrite_joins(struct rewrite *r, json_t *select, const struct cte *scope);

#endif
