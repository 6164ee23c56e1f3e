/*
 * Syntax trees: SQL text to DuckDB's own tree and back, as JSON.
 *
 * DuckDB parses (json_serialize_sql) and prints (json_deserialize_sql), so that
 * Spar has no SQL grammar of its own to get wrong. A tree is the document
 * {"error":false,"statements":[{"node":...}]} with exactly one statement.
 *
 * Threads: as struct duck.
 */
#ifndef SPAR_JUDGE_AST_H
#define SPAR_JUDGE_AST_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "duck/duck.h"

/*
 * Parse one SELECT-like statement. Returns a new reference, or NULL with *why filled (kind "Parser"; kind
 * "Refused" for several statements, for statements that are not a SELECT and for numbers that do not fit 64 bits).
 */
json_t *ast_parse(struct duck *d, const char *sql, struct duck_error *why);

/* Parse one expression. New reference to the expression itself, or NULL. */
json_t *ast_parse_expression(struct duck *d, const char *expression, struct duck_error *why);

/* Print a tree; the text lives in a. NULL with err set when DuckDB cannot. */
const char *ast_sql(struct duck *d, const json_t *doc, struct arena *a, struct err *err);

/* The query node of the document (borrowed). */
json_t *ast_root(const json_t *doc);

/* Visit every JSON object below (and with) value, parents first. The visitor may change the object it is
 * given. Returning false skips what is below it. */
typedef bool ast_visit_fn(json_t *object, void *arg);
void ast_walk(json_t *value, ast_visit_fn *visit, void *arg);

/* Does the object have this "type"? (or "class"?) */
bool ast_is(const json_t *object, const char *type);
bool ast_is_class(const json_t *object, const char *class_name);

/* The "query_location" of an object, -1 when it has none. */
long ast_position(const json_t *object);

/* Objects in the tree: its size. */
size_t ast_count(json_t *value);

/* SQL text literal: 'it''s'. */
void ast_quote_text(struct buf *b, const char *text);

#endif
