#include "judge/ast.h"

#include <string.h>

#include "base/json.h"

/* DuckDB prints "no position" as 2^64 - 1, which no signed integer holds. */
static const char no_position[] = "18446744073709551615";

#define AST_SQL_MAX_BYTES (8u << 20)

void ast_quote_text(struct buf *b, const char *text)
{
	buf_addc(b, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buf_addc(b, '\'');
		buf_addc(b, *text);
	}
	buf_addc(b, '\'');
}

bool ast_is(const json_t *object, const char *type)
{
	return strcmp(json_get_text(object, "type", ""), type) == 0;
}

bool ast_is_class(const json_t *object, const char *class_name)
{
	return strcmp(json_get_text(object, "class", ""), class_name) == 0;
}

long ast_position(const json_t *object)
{
	return (long)json_get_int(object, "query_location", -1);
}

json_t *ast_root(const json_t *doc)
{
	json_t *statements = json_get_array(doc, "statements");

	return json_get_object(json_array_get(statements, 0), "node");
}

void ast_walk(json_t *value, ast_visit_fn *visit, void *arg)
{
	if (json_is_object(value)) {
		const char *key;
		json_t *child;

		if (!visit(value, arg))
			return;
		json_object_foreach(value, key, child)
			ast_walk(child, visit, arg);
	} else if (json_is_array(value)) {
		size_t i;
		json_t *child;

		json_array_foreach(value, i, child)
			ast_walk(child, visit, arg);
	}
}

static bool count_one(json_t *object, void *arg)
{
	(void)object;
	(*(size_t *)arg)++;
	return true;
}

size_t ast_count(json_t *value)
{
	size_t n = 0;

	ast_walk(value, count_one, &n);
	return n;
}

static void refuse(struct duck_error *why, const char *text)
{
	snprintf(why->kind, sizeof why->kind, "Refused");
	snprintf(why->text, sizeof why->text, "%s", text);
	why->position = -1;
}

/* Quotes inside JSON strings are escaped, so the pattern cannot stand inside a text of the query. */
static char *without_missing_positions(const char *text, struct buf *b)
{
	static const char key[] = "\"query_location\":";
	const char *hit;

	while ((hit = strstr(text, key))) {
		hit += sizeof key - 1;
		buf_add(b, text, (size_t)(hit - text));
		text = hit;
		if (strncmp(text, no_position, sizeof no_position - 1) == 0) {
			buf_adds(b, "-1");
			text += sizeof no_position - 1;
		}
	}
	buf_adds(b, text);
	return b->p;
}

static void parser_error(const json_t *doc, struct duck_error *why)
{
	const char *kind = json_get_text(doc, "error_type", "parser");

	if (strcmp(kind, "not implemented") == 0) {
		refuse(why, "only a SELECT statement is accepted here");
		return;
	}
	snprintf(why->kind, sizeof why->kind, "Parser");
	snprintf(why->text, sizeof why->text, "%s", json_get_text(doc, "error_message", "cannot parse"));
	why->position = -1;
	const char *at = json_get_text(doc, "position", NULL);
	long n;
	if (at && str_to_long(str_of(at), 0, 1 << 30, &n))
		why->position = n;
}

json_t *ast_parse(struct duck *d, const char *sql, struct duck_error *why)
{
	struct arena a;
	struct buf b, clean;
	struct duck_rows rows;
	struct err err = {0};
	json_t *doc = NULL, *result = NULL;

	arena_init(&a, AST_SQL_MAX_BYTES * 4);
	buf_init(&b, AST_SQL_MAX_BYTES);
	buf_init(&clean, AST_SQL_MAX_BYTES);
	buf_adds(&b, "SELECT json_serialize_sql(");
	ast_quote_text(&b, sql);
	buf_addc(&b, ')');
	if (b.code) {
		refuse(why, "the query is too long");
		goto out;
	}
	if (!duck_rows(d, buf_text(&b), 1, AST_SQL_MAX_BYTES, &a, &rows, why))
		goto out;
	if (rows.row_count != 1 || !rows.cells[0].text) {
		refuse(why, "the query could not be parsed");
		goto out;
	}
	without_missing_positions(rows.cells[0].text, &clean);
	doc = json_parse(str_of(buf_text(&clean)), &err);
	if (!doc) {
		refuse(why, err.code == ERR_LIMIT ? "the query is nested too deeply"
						  : "a number in the query does not fit 64 bits");
		goto out;
	}
	if (json_get_bool(doc, "error", true)) {
		parser_error(doc, why);
		goto out;
	}
	if (json_array_size(json_get_array(doc, "statements")) != 1) {
		refuse(why, json_array_size(json_get_array(doc, "statements"))
				    ? "only one statement is accepted"
				    : "there is no statement here");
		goto out;
	}
	result = json_incref(doc);
out:
	json_decref(doc);
	buf_release(&clean);
	buf_release(&b);
	arena_release(&a);
	return result;
}

json_t *ast_parse_expression(struct duck *d, const char *expression, struct duck_error *why)
{
	struct buf b;
	json_t *doc = NULL, *result = NULL;

	buf_init(&b, AST_SQL_MAX_BYTES);
	buf_adds(&b, "SELECT ");
	buf_adds(&b, expression);
	doc = b.code ? NULL : ast_parse(d, buf_text(&b), why);
	if (doc)
		result = json_incref(json_array_get(json_get_array(ast_root(doc), "select_list"), 0));
	json_decref(doc);
	buf_release(&b);
	return result;
}

static bool drop_position(json_t *object, void *arg)
{
	(void)arg;
	json_object_del(object, "query_location");
	return true;
}

const char *ast_sql(struct duck *d, const json_t *doc, struct arena *a, struct err *err)
{
	struct buf b;
	struct duck_rows rows;
	struct duck_error why;
	json_t *copy = json_deep_copy(doc);
	char *text = NULL;
	const char *sql = NULL;

	buf_init(&b, AST_SQL_MAX_BYTES);
	ast_walk(copy, drop_position, NULL);
	text = json_text(copy);
	buf_adds(&b, "SELECT json_deserialize_sql(");
	ast_quote_text(&b, text ? text : "");
	buf_addc(&b, ')');
	if (!text || b.code)
		err_set(err, ERR_LIMIT, "the rewritten query is too large");
	else if (!duck_rows(d, buf_text(&b), 1, AST_SQL_MAX_BYTES, a, &rows, &why))
		err_set(err, ERR_SQL, "cannot print the rewritten query: %s", why.text);
	else if (rows.row_count == 1 && rows.cells[0].text)
		sql = rows.cells[0].text;
	else
		err_set(err, ERR_SQL, "cannot print the rewritten query");
	free(text);
	json_decref(copy);
	buf_release(&b);
	return sql;
}
