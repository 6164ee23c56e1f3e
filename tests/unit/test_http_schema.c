/* Values against schemas, and the table of routes as a document. */
#include "http/http.h"

#include "base/json.h"
#include "tap.h"

static const struct {
	const char *schema, *value, *why;      /* NULL: it fits */
} cases[] = {
	{"{}", "7", NULL},
	{"{\"type\":\"integer\"}", "7", NULL},
	{"{\"type\":\"integer\"}", "7.0", NULL},
	{"{\"type\":\"integer\"}", "7.5", "at /: must be of type integer"},
	{"{\"type\":\"number\"}", "7", NULL},
	{"{\"type\":\"number\"}", "\"7\"", "at /: must be of type number"},
	{"{\"type\":\"boolean\"}", "0", "at /: must be of type boolean"},
	{"{\"type\":[\"string\",\"null\"]}", "null", NULL},
	{"{\"type\":[\"string\",\"null\"]}", "[]", "at /: must be of type string or null"},
	{"{\"enum\":[\"a\",\"b\",3]}", "\"b\"", NULL},
	{"{\"enum\":[\"a\",\"b\",3]}", "3", NULL},
	{"{\"enum\":[\"a\",\"b\",3]}", "\"c\"", "at /: must be one of \"a\", \"b\""},
	{"{\"minimum\":1,\"maximum\":4}", "4", NULL},
	{"{\"minimum\":1,\"maximum\":4}", "0.5", "at /: must be at least 1"},
	{"{\"minimum\":1,\"maximum\":4}", "5", "at /: must be at most 4"},
	{"{\"minimum\":1}", "\"a\"", NULL},
	{"{\"maxLength\":2}", "\"\xc3\xa9\xc3\xa9\"", NULL},
	{"{\"maxLength\":2}", "\"abc\"", "at /: must have at most 2 characters"},
	{"{\"minLength\":1}", "\"\"", "at /: must have at least 1 characters"},
	{"{\"minItems\":2,\"maxItems\":2}", "[1]", "at /: must have at least 2 items"},
	{"{\"minItems\":2,\"maxItems\":2}", "[1,2,3]", "at /: must have at most 2 items"},
	{"{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "[\"a\",1]", "at /1: must be of type string"},
	{"{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"type\":\"null\"}}}}}}", "{\"a\":[{},{\"b\":1}]}", "at /a/1/b: must be of type null"},
	{"{\"properties\":{\"a\":{}},\"required\":[\"a\"]}", "{}", "at /: 'a' is missing"},
	{"{\"properties\":{\"a\":{}},\"required\":[\"a\"]}", "{\"a\":null,\"b\":1}", NULL},
	{"{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"a\":1}", NULL},
	{"{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"b\":1}", "at /: 'b' is not known"},
	{"{\"type\":\"object\",\"description\":\"x\"}", "{}", NULL},
};

static void test_check(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *schema = json_parse(str_of(cases[i].schema), NULL), *value = json_loads(cases[i].value, JSON_DECODE_ANY, NULL);
		struct err err = {0};
		enum err_code code = http_schema_check(schema, value, &err);

		tap_ok(code == (cases[i].why ? ERR_INPUT : ERR_OK), "%s and %s", cases[i].schema, cases[i].value);
		if (cases[i].why)
			tap_is_text(err.text, cases[i].why, "says why");
		json_decref(schema);
		json_decref(value);
	}
}

/* A long way down: the place is cut, nothing else happens. */
static void test_long_place(void)
{
	struct buf schema, value;
	struct err err = {0};
	json_t *s, *v;

	buf_init(&schema, 1 << 20);
	buf_init(&value, 1 << 20);
	for (int i = 0; i < 30; i++) {
		buf_adds(&schema, "{\"properties\":{\"a_rather_long_name\":");
		buf_adds(&value, "{\"a_rather_long_name\":");
	}
	buf_adds(&schema, "{\"type\":\"null\"}");
	buf_adds(&value, "1");
	for (int i = 0; i < 30; i++) {
		buf_adds(&schema, "}}");
		buf_adds(&value, "}");
	}
	s = json_parse(str_of(buf_text(&schema)), NULL);
	v = json_parse(str_of(buf_text(&value)), NULL);
	tap_is_int(http_schema_check(s, v, &err), ERR_INPUT, "a place that is too long to name");
	tap_ok(strstr(err.text, "must be of type null"), "still says what is wrong");
	json_decref(s);
	json_decref(v);
	buf_release(&schema);
	buf_release(&value);
}

static enum err_code nothing(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)reply;
	(void)err;
	return ERR_OK;
}

static void test_document(void)
{
	static const struct http_route routes[] = {
		{.method = HTTP_GET, .path = "/api/a/{id}", .handler = nothing, .summary = "one", .reply = "{\"type\":\"object\"}", .query = "x y"},
		{.method = HTTP_POST, .path = "/api/a/{id}", .handler = nothing, .summary = "two", .body = "{\"required\":[\"b\"]}"},
		{.method = HTTP_GET, .path = "/files/{rest*}", .handler = nothing, .summary = "three", .open = true},
	};
	json_t *doc = http_openapi(routes, 3, "T", "1"), *paths = json_object_get(doc, "paths"), *a = json_object_get(paths, "/api/a/{id}");
	char *text = json_text(json_object_get(json_object_get(a, "get"), "parameters"));

	tap_is_text(json_get_text(doc, "openapi", NULL), "3.1.0", "a document");
	tap_is_int((long long)json_object_size(paths), 2, "two addresses");
	tap_is_text(text, "[{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}},"
			  "{\"name\":\"x\",\"in\":\"query\",\"required\":false,\"schema\":{\"type\":\"string\"}},"
			  "{\"name\":\"y\",\"in\":\"query\",\"required\":false,\"schema\":{\"type\":\"string\"}}]", "parameters of path and query");
	free(text);
	tap_ok(json_is_true(json_object_get(json_object_get(json_object_get(a, "post"), "requestBody"), "required")), "a body that is needed");
	tap_ok(!json_object_get(json_object_get(a, "get"), "requestBody"), "none for reading");
	tap_ok(json_array_size(json_object_get(json_object_get(json_object_get(paths, "/files/{rest}"), "get"), "security")) == 0 &&
	       json_object_get(json_object_get(json_object_get(paths, "/files/{rest}"), "get"), "security"), "an open one");
	tap_ok(!json_object_get(json_object_get(a, "get"), "security"), "the others want the cookie");
	json_decref(doc);
}

int main(void)
{
	test_check();
	test_long_place();
	test_document();
	return tap_done();
}
