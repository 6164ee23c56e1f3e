#include "judge/dialect_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "judge/ast.h"

#define WORD_MAX 64

json_t *build_text(const char *p, size_t n)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b, s:o}}", "class", "CONSTANT", "type", "VALUE_CONSTANT",
			 "alias", "", "value", "type", "id", "VARCHAR", "type_info", "is_null", 0,
			 "value", json_text_value(p, n));
}

json_t *build_integer(long v)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b, s:I}}", "class", "CONSTANT", "type", "VALUE_CONSTANT",
			 "alias", "", "value", "type", "id", "BIGINT", "type_info", "is_null", 0,
			 "value", (json_int_t)v);
}

json_t *build_null(void)
{
	return json_pack("{s:s, s:s, s:s, s:{s:{s:s, s:n}, s:b}}", "class", "CONSTANT", "type", "VALUE_CONSTANT",
			 "alias", "", "value", "type", "id", "NULL", "type_info", "is_null", 1);
}

json_t *build_function(const char *name, json_t *children, bool is_operator)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:n, s:{s:s, s:[]}, s:b, s:b, s:b, s:s}",
			 "class", "FUNCTION", "type", "FUNCTION", "alias", "", "function_name", name, "schema", "",
			 "children", children, "filter", "order_bys", "type", "ORDER_MODIFIER", "orders",
			 "distinct", 0, "is_operator", is_operator, "export_state", 0, "catalog", "");
}

json_t *build_cast(const char *type, json_t *child)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:{s:s, s:n}, s:b}", "class", "CAST", "type", "OPERATOR_CAST",
			 "alias", "", "child", child, "cast_type", "id", type, "type_info", "try_cast", 0);
}

json_t *build_operator(const char *type, json_t *children)
{
	const char *class_name = strncmp(type, "CONJUNCTION", 11) == 0 ? "CONJUNCTION" : "OPERATOR";

	return json_pack("{s:s, s:s, s:s, s:o}", "class", class_name, "type", type, "alias", "", "children", children);
}

json_t *build_compare(const char *type, json_t *left, json_t *right)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "class", "COMPARISON", "type", type, "alias", "",
			 "left", left, "right", right);
}

json_t *build_case(json_t *parts)
{
	size_t n = json_array_size(parts);
	json_t *checks = json_array(), *node;

	if (n % 2 == 0)
		BUG("a CASE of %zu parts", n);
	for (size_t i = 0; i + 1 < n; i += 2)
		json_array_append_new(checks, json_pack("{s:O, s:O}", "when_expr", json_array_get(parts, i),
							"then_expr", json_array_get(parts, i + 1)));
	node = json_pack("{s:s, s:s, s:s, s:o, s:O}", "class", "CASE", "type", "CASE_EXPR", "alias", "",
			 "case_checks", checks, "else_expr", json_array_get(parts, n - 1));
	json_decref(parts);
	return node;
}

void build_replace(json_t *node, json_t *with)
{
	json_t *alias = json_incref(json_object_get(node, "alias"));
	json_t *position = json_incref(json_object_get(node, "query_location"));

	json_object_clear(node);
	json_object_update(node, with);
	json_decref(with);
	if (alias)
		json_object_set_new(node, "alias", alias);
	if (position)
		json_object_set_new(node, "query_location", position);
}

const char *build_const_text(const json_t *node)
{
	const json_t *value = json_get_object(node, "value");
	const json_t *type = json_get_object(value, "type");

	if (!ast_is(node, "VALUE_CONSTANT") || strcmp(json_get_text(type, "id", ""), "VARCHAR") != 0)
		return NULL;
	return json_get_text(value, "value", NULL);
}

bool build_const_integer(const json_t *node, long *value)
{
	const json_t *constant = json_get_object(node, "value");
	const char *type = json_get_text(json_get_object(constant, "type"), "id", "");

	if (!ast_is(node, "VALUE_CONSTANT") || (strcmp(type, "INTEGER") != 0 && strcmp(type, "BIGINT") != 0) ||
	    json_get_bool(constant, "is_null", true))
		return false;
	*value = (long)json_get_int(constant, "value", 0);
	return true;
}

/* ---- templates ---- */

struct reader {
	const char *p;
	json_t *const *args;
	size_t arg_count;
};

static json_t *read_node(struct reader *r);

static void skip_blanks(struct reader *r)
{
	while (*r->p == ' ')
		r->p++;
}

static void read_word(struct reader *r, char *out)
{
	size_t n = strcspn(r->p, " ()");

	if (n == 0 || n >= WORD_MAX)
		BUG("template at '%s'", r->p);
	memcpy(out, r->p, n);
	out[n] = '\0';
	r->p += n;
	skip_blanks(r);
}

static json_t *read_rest(struct reader *r)
{
	json_t *list = json_array();

	for (skip_blanks(r); *r->p != ')'; skip_blanks(r))
		json_array_append_new(list, read_node(r));
	r->p++;
	return list;
}

static json_t *first_of(json_t *list)
{
	json_t *node = json_incref(json_array_get(list, 0));

	json_decref(list);
	return node;
}

static json_t *compare_of(const char *type, json_t *list)
{
	json_t *node = build_compare(type, json_incref(json_array_get(list, 0)), json_incref(json_array_get(list, 1)));

	json_decref(list);
	return node;
}

static json_t *read_form(struct reader *r)
{
	static const struct {
		const char *word, *type;
	} operators[] = {
		{":coalesce", "OPERATOR_COALESCE"}, {":null", "OPERATOR_IS_NULL"}, {":some", "OPERATOR_IS_NOT_NULL"},
		{":and", "CONJUNCTION_AND"}, {":or", "CONJUNCTION_OR"}, {":not", "OPERATOR_NOT"},
	};
	char word[WORD_MAX], type[WORD_MAX];

	read_word(r, word);
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (strcmp(word, operators[i].word) == 0)
			return build_operator(operators[i].type, read_rest(r));
	if (strcmp(word, ":cast") == 0) {
		read_word(r, type);
		return build_cast(type, first_of(read_rest(r)));
	}
	if (strcmp(word, ":case") == 0)
		return build_case(read_rest(r));
	if (strcmp(word, ":=") == 0)
		return compare_of("COMPARE_EQUAL", read_rest(r));
	if (strcmp(word, ":same") == 0)
		return compare_of("COMPARE_NOT_DISTINCT_FROM", read_rest(r));
	return build_function(word[0] == ':' ? word + 1 : word, read_rest(r), word[0] == ':');
}

static json_t *read_node(struct reader *r)
{
	const char *end;
	json_t *node;

	skip_blanks(r);
	if (*r->p == '(') {
		r->p++;
		return read_form(r);
	}
	if (*r->p == '$') {
		size_t i = (size_t)(r->p[1] - '1');

		if (i >= r->arg_count)
			BUG("template names an argument that is not there: '%s'", r->p);
		r->p += 2;
		return json_deep_copy(r->args[i]);
	}
	if (*r->p == '\'') {
		end = strchr(r->p + 1, '\'');
		if (!end)
			BUG("template with an open quote: '%s'", r->p);
		node = build_text(r->p + 1, (size_t)(end - r->p - 1));
		r->p = end + 1;
		return node;
	}
	char *number_end;
	long v = strtol(r->p, &number_end, 10);
	if (number_end == r->p)
		BUG("template at '%s'", r->p);
	r->p = number_end;
	return build_integer(v);
}

json_t *build_template(const char *template, json_t *const *args, size_t arg_count)
{
	struct reader r = {.p = template, .args = args, .arg_count = arg_count};

	return read_node(&r);
}

size_t build_copies(const char *template)
{
	size_t n = 0;

	for (; *template; template++)
		n += *template == '$';
	return n;
}
