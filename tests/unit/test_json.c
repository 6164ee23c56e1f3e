/* JSON with limits, getters with defaults. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "tap.h"

static void parse(const char *text, const char *want, enum err_code code)
{
	struct err err = { 0 };
	json_t *v = json_parse(str_of(text), &err);
	char *back = v ? json_text(v) : NULL;

	tap_ok(err.code == code && (v == NULL) == (code != ERR_OK) && (!v || strcmp(back, want) == 0), "parse: %.60s", text);
	free(back);
	json_decref(v);
}

/* n times open, then n times close. */
static char *nest(const char *open, const char *close, int n)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int i = 0; i < n; i++)
		buf_adds(&b, open);
	buf_adds(&b, "1");
	for (int i = 0; i < n; i++)
		buf_adds(&b, close);
	return buf_take(&b);
}

static void depth(void)
{
	struct err err = { 0 };
	char *text = nest("[", "]", JSON_DEPTH_MAX);
	json_t *v = json_parse(str_of(text), &err);

	tap_ok(v != NULL && err.code == ERR_OK, "as deep as allowed");
	json_decref(v);
	free(text);
	text = nest("{\"a\":", "}", JSON_DEPTH_MAX + 1);
	tap_ok(json_parse(str_of(text), &err) == NULL && err.code == ERR_LIMIT, "one deeper");
	free(text);
	text = nest("[", "", 200000);
	err = (struct err){ 0 };
	tap_ok(json_parse(str_of(text), &err) == NULL && err.code == ERR_LIMIT, "a wall of brackets");
	free(text);
	char *quoted = nest("[", "]", 1000);
	struct buf b;
	buf_init(&b, 1 << 20);
	buf_addf(&b, "[\"\\\"%s\\\\\"]", quoted);
	err = (struct err){ 0 };
	v = json_parse((struct str){ buf_text(&b), b.n }, &err);
	tap_ok(v != NULL, "brackets inside a text are no depth: %s", err.text);
	json_decref(v);
	buf_release(&b);
	free(quoted);
}

static void getters(void)
{
	json_t *o = json_parse(STR("{\"t\":\"x\",\"i\":7,\"r\":1.5,\"b\":true,\"a\":[1],\"o\":{},\"n\":null,\"z\":\"a\\u0000b\"}"), NULL);

	tap_is_text(json_get_text(o, "t", "d"), "x", "a text");
	tap_is_text(json_get_text(o, "i", "d"), "d", "a number is no text");
	tap_is_text(json_get_text(o, "none", NULL), NULL, "an absent one");
	tap_is_text(json_get_text(o, "z", "d"), "d", "a text with a NUL is not cut, it counts as absent");
	tap_is_int(json_get_int(o, "i", 3), 7, "an integer");
	tap_is_int(json_get_int(o, "r", 3), 3, "a real is no integer");
	tap_ok(json_get_real(o, "r", 0) == 1.5 && json_get_real(o, "i", 0) == 7.0, "reals, integers too");
	tap_ok(json_get_bool(o, "b", false) && json_get_bool(o, "n", true) && !json_get_bool(o, "i", false), "booleans");
	tap_ok(json_get_array(o, "a") && !json_get_array(o, "o") && json_get_object(o, "o") && !json_get_object(o, "a"), "arrays and objects");
	tap_ok(json_get_int(NULL, "i", 5) == 5 && json_get_text(NULL, "t", NULL) == NULL && !json_get_array(NULL, "a"), "nothing has no members");
	json_decref(o);
}

static void text_value(const char *p, size_t n, const char *want)
{
	json_t *v = json_text_value(p, n);
	char *text = v ? json_text(v) : NULL;

	tap_is_text(text, want, "as JSON text: %s", want);
	free(text);
	json_decref(v);
}

static void test_outer_texts(void)
{
	json_t *list = json_pack("[s,s,s,s,i,s]", "because it was late", "it was late", "in March", "in March", 7, ""), *outer = json_outer_texts(list);
	char *text = json_text(outer);

	tap_is_text(text, "[\"because it was late\",\"in March\"]", "a text within another, one twice, and what is none go");
	free(text);
	json_decref(outer);
	json_decref(list);
	outer = json_outer_texts(NULL);
	tap_is_int((long long)json_array_size(outer), 0, "of nothing there is nothing");
	json_decref(outer);
}

int main(void)
{
	parse("{\"b\":1,\"a\":[true,null,\"x\"]}", "{\"b\":1,\"a\":[true,null,\"x\"]}", ERR_OK);
	parse(" 5 ", "5", ERR_OK);
	parse("\"\\u00e4\"", "\"\xC3\xA4\"", ERR_OK);
	parse("9223372036854775807", "9223372036854775807", ERR_OK);
	parse("", NULL, ERR_PARSE);
	parse("{", NULL, ERR_PARSE);
	parse("1 2", NULL, ERR_PARSE);
	parse("\"\xFF\"", NULL, ERR_PARSE);
	parse("nul", NULL, ERR_PARSE);
	parse("[1,]", NULL, ERR_PARSE);
	struct err err = { 0 };
	json_parse(STR("{\n \"a\": x}"), &err);
	tap_ok(strstr(err.text, "line 2, column"), "the place is named: %s", err.text);
	depth();
	getters();
	text_value("M\xC3\xBC", 3, "\"M\xC3\xBC\"");
	text_value("a\xFF\xC3", 3, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
	text_value("a\0b", 3, "\"a\\u0000b\"");
	text_value(NULL, 0, "\"\"");
	test_outer_texts();
	return tap_done();
}
