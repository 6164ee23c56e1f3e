#include "base/json.h"

#include <string.h>

/* The deepest nesting of the text, counted without recursion; stops once it is over max. */
static int depth_of(struct str text, int max)
{
	int depth = 0, deepest = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.n && deepest <= max; i++) {
		char c = text.p[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == '[' || c == '{') {
			if (++depth > deepest)
				deepest = depth;
		} else if (c == ']' || c == '}') {
			depth--;
		}
	}
	return deepest;
}

json_t *json_parse(struct str text, struct err *err)
{
	json_error_t why;

	if (depth_of(text, JSON_DEPTH_MAX) > JSON_DEPTH_MAX) {
		err_set(err, ERR_LIMIT, "JSON is nested deeper than %d levels", JSON_DEPTH_MAX);
		return NULL;
	}
	json_t *value = json_loadb(text.p, text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &why);
	if (!value)
		err_set(err, ERR_PARSE, "not JSON at line %d, column %d: %s", why.line, why.column, why.text);
	return value;
}

char *json_text(const json_t *value)
{
	return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
}

const char *json_get_text(const json_t *obj, const char *key, const char *fallback)
{
	const json_t *v = json_object_get(obj, key);

	/* A text with a NUL inside would be cut without a word. */
	if (!json_is_string(v) || strlen(json_string_value(v)) != json_string_length(v))
		return fallback;
	return json_string_value(v);
}

int64_t json_get_int(const json_t *obj, const char *key, int64_t fallback)
{
	const json_t *v = json_object_get(obj, key);

	return json_is_integer(v) ? (int64_t)json_integer_value(v) : fallback;
}

double json_get_real(const json_t *obj, const char *key, double fallback)
{
	const json_t *v = json_object_get(obj, key);

	return json_is_number(v) ? json_number_value(v) : fallback;
}

bool json_get_bool(const json_t *obj, const char *key, bool fallback)
{
	const json_t *v = json_object_get(obj, key);

	return json_is_boolean(v) ? json_is_true(v) : fallback;
}

json_t *json_get_array(const json_t *obj, const char *key)
{
	json_t *v = json_object_get(obj, key);

	return json_is_array(v) ? v : NULL;
}

json_t *json_get_object(const json_t *obj, const char *key)
{
	json_t *v = json_object_get(obj, key);

	return json_is_object(v) ? v : NULL;
}

json_t *json_text_value(const char *p, size_t n)
{
	struct buf b;
	unsigned code;

	if (utf8_valid(p, n, NULL))
		return json_stringn(n ? p : "", n);
	buf_init(&b, n * 3);
	for (size_t i = 0; i < n;) {
		size_t length = utf8_next(p + i, n - i, &code);
		if (length == 1 && code == 0xFFFD)
			buf_adds(&b, "\xEF\xBF\xBD");
		else
			buf_add(&b, p + i, length);
		i += length;
	}
	json_t *value = b.code ? NULL : json_stringn(buf_text(&b), b.n);
	buf_release(&b);
	return value;
}

json_t *json_outer_texts(const json_t *list)
{
	json_t *out = json_array();

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *text = json_string_value(json_array_get(list, i));
		bool inside = !text;

		for (size_t k = 0; !inside && k < json_array_size(list); k++) {
			const char *other = json_string_value(json_array_get(list, k));

			inside = k != i && other && strstr(other, text) && (strlen(other) > strlen(text) || k < i);
		}
		if (!inside)
			json_array_append(out, json_array_get(list, i));
	}
	return out;
}
