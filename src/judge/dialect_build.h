/*
 * Building syntax trees for dialect.c: DuckDB's JSON nodes from small templates.
 *
 * A template is a text in prefix form, so that a rewrite is one line of a table and not twenty lines of
 * jansson calls:
 *
 *   $1 .. $9            a copy of that argument
 *   'text'  12          a constant
 *   (name a b)          a function
 *   (:+ a b)            an operator, by its sign
 *   (:cast TYPE a)      CAST(a AS TYPE)
 *   (:coalesce a b)     (:null a) (:some a)  IS NULL, IS NOT NULL
 *   (:= a b) (:same a b) (:and a b) (:or a b)   comparison, IS NOT DISTINCT FROM, AND, OR
 *   (:case c1 v1 c2 v2 e)
 */
#ifndef SPAR_JUDGE_DIALECT_BUILD_H
#define SPAR_JUDGE_DIALECT_BUILD_H

#include <jansson.h>
#include <stdbool.h>

/* The tree of a template, a new reference. args are borrowed. A template that is malformed is a BUG(). */
json_t *build_template(const char *template, json_t *const *args, size_t arg_count);

/* How often a template copies its arguments at most: the growth that it may cause. */
size_t build_copies(const char *template);

/* Nodes, new references; children are taken over. */
json_t *build_text(const char *p, size_t n);
json_t *build_integer(long v);
json_t *build_function(const char *name, json_t *children, bool is_operator);
json_t *build_cast(const char *type, json_t *child);
json_t *build_operator(const char *type, json_t *children);   /* "OPERATOR_COALESCE", ... */
json_t *build_null(void);
json_t *build_case(json_t *parts);                            /* condition, value, condition, value, ..., else */
json_t *build_compare(const char *type, json_t *left, json_t *right);

/* Put the content of with (taken over) in place of node's; node keeps its alias and position. */
void build_replace(json_t *node, json_t *with);

/* A constant text: its value, NULL for every other node. */
const char *build_const_text(const json_t *node);
bool build_const_integer(const json_t *node, long *value);

#endif
