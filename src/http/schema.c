/*
 * Does a value fit a schema? A small part of JSON Schema, the one that the routes use. A keyword that is not known here is a defect of the
 * table of routes and ends the program: a schema that says more than is checked would be a promise that nobody keeps.
 */
#include "http/http.h"

#include <math.h>
#include <string.h>

#define PATH_MAX_BYTES 200

struct check {
	char path[PATH_MAX_BYTES];     /* "/hours/3" */
	size_t n;
	struct err *err;
};

static enum err_code misfit(struct check *c, const char *what)
{
	return err_set(c->err, ERR_INPUT, "at %s: %s", c->n ? c->path : "/", what);
}

/* Where we are, one step deeper; what does not fit is left out. Returns where to go back to. */
static size_t enter(struct check *c, const char *name, size_t index)
{
	size_t before = c->n;
	int n = name ? snprintf(c->path + before, sizeof(c->path) - before, "/%s", name)
		     : snprintf(c->path + before, sizeof(c->path) - before, "/%zu", index);

	c->n = n < 0 || before + (size_t)n >= sizeof(c->path) ? sizeof(c->path) - 1 : before + (size_t)n;
	return before;
}

static void leave(struct check *c, size_t before)
{
	c->n = before;
	c->path[before] = '\0';
}

static bool is_type(const char *type, const json_t *value)
{
	if (!strcmp(type, "integer"))
		return json_is_integer(value) || (json_is_real(value) && floor(json_real_value(value)) == json_real_value(value));
	if (!strcmp(type, "number"))
		return json_is_number(value);
	if (!strcmp(type, "string"))
		return json_is_string(value);
	if (!strcmp(type, "boolean"))
		return json_is_boolean(value);
	if (!strcmp(type, "null"))
		return json_is_null(value);
	if (!strcmp(type, "array"))
		return json_is_array(value);
	if (!strcmp(type, "object"))
		return json_is_object(value);
	BUG("no type '%s'", type);
}

static enum err_code check_type(struct check *c, const json_t *want, const json_t *value)
{
	char text[PATH_MAX_BYTES];
	size_t i, n = 0;
	json_t *one;

	if (json_is_string(want)) {
		snprintf(text, sizeof(text), "must be of type %s", json_string_value(want));
		return is_type(json_string_value(want), value) ? ERR_OK : misfit(c, text);
	}
	n = (size_t)snprintf(text, sizeof(text), "must be of type ");
	json_array_foreach(want, i, one) {
		if (is_type(json_string_value(one), value))
			return ERR_OK;
		if (n < sizeof(text))
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", i ? " or " : "", json_string_value(one));
	}
	return misfit(c, text);
}

static enum err_code check_enum(struct check *c, const json_t *want, const json_t *value)
{
	char text[PATH_MAX_BYTES];
	size_t i, n;
	json_t *one;

	n = (size_t)snprintf(text, sizeof(text), "must be one of");
	json_array_foreach(want, i, one) {
		if (json_equal(one, value))
			return ERR_OK;
		if (n < sizeof(text) && json_is_string(one))
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s \"%s\"", i ? "," : "", json_string_value(one));
	}
	return misfit(c, text);
}

static size_t characters(const json_t *text)
{
	const char *p = json_string_value(text);
	size_t n = 0;

	for (size_t i = 0; i < json_string_length(text); i++)
		n += ((unsigned char)p[i] & 0xc0) != 0x80;
	return n;
}

/* "minimum", "maxItems" and their like; true when it is one of them. Says nothing of values of other types, as JSON Schema does. */
static bool check_bound(struct check *c, const char *key, const json_t *bound, const json_t *value, enum err_code *code)
{
	static const struct {
		const char *key, *text;
		bool least;
		char of;
	} bounds[] = {
		{"minimum", "must be at least %g", true, 'n'},		{"maximum", "must be at most %g", false, 'n'},
		{"minLength", "must have at least %g characters", true, 's'}, {"maxLength", "must have at most %g characters", false, 's'},
		{"minItems", "must have at least %g items", true, 'a'}, {"maxItems", "must have at most %g items", false, 'a'},
	};
	char text[PATH_MAX_BYTES];
	double has, limit = json_number_value(bound);
	bool fits;

	for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		if (strcmp(key, bounds[i].key))
			continue;
		if (bounds[i].of == 'n' ? !json_is_number(value) : bounds[i].of == 's' ? !json_is_string(value) : !json_is_array(value))
			return true;
		has = bounds[i].of == 'n' ? json_number_value(value) :
		      bounds[i].of == 's' ? (double)characters(value) : (double)json_array_size(value);
		fits = bounds[i].least ? has >= limit : has <= limit;
		if (!fits) {
			/* The texts are those above. */
			const char *hole = strstr(bounds[i].text, "%g");

			snprintf(text, sizeof(text), "%.*s%.15g%s", (int)(hole - bounds[i].text), bounds[i].text, limit, hole + 2);
			*code = misfit(c, text);
		}
		return true;
	}
	return false;
}

static enum err_code check_value(struct check *c, const json_t *schema, const json_t *value);

static enum err_code check_members(struct check *c, const json_t *properties, const json_t *value)
{
	enum err_code code = ERR_OK;
	const char *name;
	json_t *schema;

	json_object_foreach((json_t *)(uintptr_t)properties, name, schema) {
		const json_t *member = json_object_get(value, name);
		size_t before;

		if (!member)
			continue;
		before = enter(c, name, 0);
		if ((code = check_value(c, schema, member)))
			return code;
		leave(c, before);
	}
	return code;
}

static enum err_code check_required(struct check *c, const json_t *names, const json_t *value)
{
	char text[PATH_MAX_BYTES];
	size_t i;
	json_t *name;

	json_array_foreach(names, i, name) {
		if (json_object_get(value, json_string_value(name)))
			continue;
		snprintf(text, sizeof(text), "'%s' is missing", json_string_value(name));
		return misfit(c, text);
	}
	return ERR_OK;
}

/* Only {"additionalProperties": false} is used. */
static enum err_code check_known(struct check *c, const json_t *schema, const json_t *value)
{
	const json_t *properties = json_object_get(schema, "properties");
	char text[PATH_MAX_BYTES];
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)(uintptr_t)value, name, member) {
		if (json_object_get(properties, name))
			continue;
		snprintf(text, sizeof(text), "'%.100s' is not known", name);
		return misfit(c, text);
	}
	return ERR_OK;
}

static enum err_code check_items(struct check *c, const json_t *schema, const json_t *value)
{
	enum err_code code = ERR_OK;
	size_t i;
	json_t *item;

	json_array_foreach(value, i, item) {
		size_t before = enter(c, NULL, i);

		if ((code = check_value(c, schema, item)))
			return code;
		leave(c, before);
	}
	return code;
}

/* As deep as the schema, which is ours. */
// NOLINTNEXTLINE(misc-no-recursion)
static enum err_code check_value(struct check *c, const json_t *schema, const json_t *value)
{
	enum err_code code = ERR_OK;
	const char *key;
	json_t *want;

	json_object_foreach((json_t *)(uintptr_t)schema, key, want) {
		if (!strcmp(key, "type"))
			code = check_type(c, want, value);
		else if (!strcmp(key, "enum"))
			code = check_enum(c, want, value);
		else if (!strcmp(key, "properties"))
			code = json_is_object(value) ? check_members(c, want, value) : ERR_OK;
		else if (!strcmp(key, "required"))
			code = json_is_object(value) ? check_required(c, want, value) : ERR_OK;
		else if (!strcmp(key, "additionalProperties") && json_is_false(want))
			code = json_is_object(value) ? check_known(c, schema, value) : ERR_OK;
		else if (!strcmp(key, "items"))
			code = json_is_array(value) ? check_items(c, want, value) : ERR_OK;
		else if (strcmp(key, "description") != 0 && !check_bound(c, key, want, value, &code))
			BUG("a schema says '%s', which is not read", key);
		if (code)
			return code;
	}
	return code;
}

enum err_code http_schema_check(const json_t *schema, const json_t *value, struct err *err)
{
	struct check c = {.err = err};

	if (!json_is_object(schema))
		BUG("a schema is an object");
	return check_value(&c, schema, value);
}
