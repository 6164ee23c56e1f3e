/* The table of routes as an OpenAPI 3.1 document. */
#include "http/http.h"

#include <string.h>

#include "base/json.h"
#include "http/route.h"

#define SCHEME "session"

/* A schema of the table; new reference. */
static json_t *schema_of(const struct http_route *route, const char *text)
{
	struct err err = {0};
	json_t *schema = json_parse(str_of(text), &err);

	if (!schema)
		BUG("a schema of '%s' cannot be read: %s", route->path, err.text);
	return schema;
}

/* "/a/{rest*}" is "/a/{rest}" there. */
static void path_of(const struct http_route *route, struct buf *out)
{
	for (const char *p = route->path; *p; p++)
		if (*p != '*')
			buf_addc(out, *p);
}

static json_t *parameter(struct str name, const char *in)
{
	return json_pack("{s:s%,s:s,s:b,s:{s:s}}", "name", name.p, name.n, "in", in, "required", !strcmp(in, "path"), "schema", "type",
			 "string");
}

static json_t *parameters_of(const struct http_route *route)
{
	json_t *list = json_array();

	for (const char *p = route->path; (p = strchr(p, '{')); p++)
		json_array_append_new(list, parameter((struct str){p + 1, strcspn(p + 1, "*}")}, "path"));
	for (const char *p = route->query ? route->query : ""; *p; p += strspn(p, " ")) {
		struct str name = {p, strcspn(p, " ")};

		json_array_append_new(list, parameter(name, "query"));
		p += name.n;
	}
	return list;
}

static json_t *error_schema(void)
{
	return json_pack("{s:s,s:{s:{s:s,s:{s:{s:s},s:{s:s}},s:[s,s]}},s:[s]}", "type", "object", "properties", "error", "type", "object",
			 "properties", "code", "type", "string", "text", "type", "string", "required", "code", "text", "required", "error");
}

static json_t *content_of(const char *type, json_t *schema)
{
	return json_pack("{s:{s:o}}", type, "schema", schema);
}

static json_t *responses_of(const struct http_route *route)
{
	json_t *good = json_pack("{s:s}", "description", "as asked"), *all;

	if (route->reply)
		json_object_set_new(good, "content", content_of("application/json", schema_of(route, route->reply)));
	all = json_pack("{s:o,s:{s:s}}", "2XX", good, "default", "description", "refused, or an error");
	/* People are told in plain text. */
	if (!strncmp(route->path, "/api/", 5) || !strcmp(route->path, "/api"))
		json_object_set_new(json_object_get(all, "default"), "content",
				    content_of("application/json", json_pack("{s:s}", "$ref", "#/components/schemas/error")));
	return all;
}

static json_t *operation_of(const struct http_route *route)
{
	json_t *op = json_pack("{s:s,s:o,s:o}", "summary", route->summary ? route->summary : "", "parameters", parameters_of(route),
			       "responses", responses_of(route));

	if (route->body) {
		json_t *schema = schema_of(route, route->body);
		bool required = json_array_size(json_object_get(schema, "required")) > 0;

		json_object_set_new(op, "requestBody", json_pack("{s:b,s:o}", "required", required, "content",
								 content_of("application/json", schema)));
	}
	if (route->open)
		json_object_set_new(op, "security", json_array());
	return op;
}

json_t *http_openapi(const struct http_route *routes, size_t count, const char *title, const char *version)
{
	json_t *paths = json_object(), *doc;

	for (size_t i = 0; i < count; i++) {
		struct buf path;
		json_t *item;

		buf_init(&path, 1000);
		path_of(&routes[i], &path);
		item = json_object_get(paths, buf_text(&path));
		if (!item) {
			item = json_object();
			json_object_set_new(paths, buf_text(&path), item);
		}
		json_object_set_new(item, routes[i].method == HTTP_GET ? "get" : "post", operation_of(&routes[i]));
		buf_release(&path);
	}
	doc = json_pack("{s:s,s:{s:s,s:s,s:s},s:o,s:[{s:[]}],s:{s:{s:o},s:{s:{s:s,s:s,s:s,s:s}}}}", "openapi", "3.1.0", "info", "title", title,
			"version", version, "description",
			"Bodies and replies are JSON. What is long is begun, answered with 202 and told over the WebSocket at /ws.", "paths",
			paths, "security", SCHEME, "components", "schemas", "error", error_schema(), "securitySchemes", SCHEME, "type",
			"apiKey", "in", "cookie", "name", "spar_session_PORT", "description",
			"Set when the link that spar serve prints is opened; PORT is the server's.");
	if (!doc)
		BUG("the document of the routes cannot be made");
	return doc;
}
