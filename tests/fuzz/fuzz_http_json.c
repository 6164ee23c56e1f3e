/*
 * Bodies of requests: depth, JSON, and the schema of every route that takes one. What a schema lets through is looked at again in a plainer way; what it
 * refuses is refused in words.
 *
 * Input: a byte that chooses the route, then the body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "web/web_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void must(int ok)
{
	if (!ok)
		abort();
}

static const struct http_route *route_of(unsigned choice)
{
	size_t bodies = 0;

	for (size_t i = 0; i < web_route_count; i++)
		bodies += web_routes[i].body != NULL;
	choice %= (unsigned)bodies;
	for (size_t i = 0; i < web_route_count; i++)
		if (web_routes[i].body && !choice--)
			return &web_routes[i];
	abort();
}

/* Nothing that is not named, everything that is required, and no text over its limit. */
static void look_at_passed(const json_t *schema, const json_t *body)
{
	const json_t *properties = json_object_get(schema, "properties");
	const char *name;
	json_t *member, *want;
	size_t i;

	must(json_is_object(body));
	json_object_foreach((json_t *)(uintptr_t)body, name, member) {
		const json_t *known = json_object_get(properties, name);
		const json_t *most = json_object_get(known, "maxLength");

		must(known != NULL);
		if (most && json_is_string(member))
			must(json_string_length(member) <= (size_t)json_integer_value(most) * 4);
	}
	json_array_foreach(json_object_get(schema, "required"), i, want)
		must(json_object_get(body, json_string_value(want)) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct http_route *route;
	struct err err = {0};
	struct guard_no no = {0};
	json_t *schema, *body, *again;
	struct str text;
	char *back;

	if (!n)
		return 0;
	route = route_of(*p);
	text = (struct str){(const char *)p + 1, n - 1};
	if (!guard_depth(text, &no)) {
		must(no.status == 400);
		return 0;
	}
	body = json_parse(text, &err);
	if (!body) {
		must(err.code && err.text[0]);
		return 0;
	}
	schema = json_parse(str_of(route->body), NULL);
	must(schema != NULL);
	if (http_schema_check(schema, body, &err))
		must(err.code == ERR_INPUT && !strncmp(err.text, "at /", 4));
	else
		look_at_passed(schema, body);
	/* What goes out again comes back the same. */
	back = json_text(body);
	must(back != NULL);
	again = json_parse(str_of(back), &err);
	must(again != NULL && json_equal(body, again));
	free(back);
	json_decref(again);
	json_decref(schema);
	json_decref(body);
	return 0;
}
