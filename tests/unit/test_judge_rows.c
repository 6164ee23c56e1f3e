/* Rows that somebody typed: what can be read, what is right, what is junk. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "judge/ask_rows.h"
#include "tap.h"

/* Two columns, as a prediction has them. */
static const char two[] = "{\"expected\":{\"columns\":[\"name\",\"total\"],\"types\":[\"VARCHAR\",\"DECIMAL(10,2)\"],"
			  "\"rows\":[[\"a\",1.5],[\"b c\",null],[\"a\",2]]},"
			  "\"misread\":{\"columns\":[\"name\",\"total\"],\"types\":[\"VARCHAR\",\"DECIMAL(10,2)\"],\"rows\":[[\"a\",1.5]]},\"ordered\":false}";
static const char ordered[] = "{\"expected\":{\"columns\":[\"n\"],\"types\":[\"BIGINT\"],\"rows\":[[1],[2],[2]]},\"ordered\":true}";
static const char none[] = "{\"expected\":{\"columns\":[\"n\",\"m\"],\"types\":[\"BIGINT\",\"BIGINT\"],\"rows\":[]},\"ordered\":false}";
static const char kinds[] = "{\"expected\":{\"columns\":[\"d\",\"t\",\"b\",\"r\"],\"types\":[\"DATE\",\"TIMESTAMP\",\"BOOLEAN\",\"DOUBLE\"],"
			    "\"rows\":[[\"2024-02-29\",\"2024-01-31 15:00:00\",true,0.333333333333]]},\"ordered\":false}";
static const char texts[] = "{\"expected\":{\"columns\":[\"x\"],\"types\":[\"VARCHAR\"],\"rows\":[[\"NULL\"],[\"it's, so\"],[\"\"]]},\"ordered\":false}";

static json_t *check(const char *prediction, const char *typed, size_t n)
{
	json_t *request = json_pack("{s:o, s:o}", "prediction", json_parse(str_of(prediction), NULL), "typed", json_stringn_nocheck(typed, n));
	json_t *reply = ask_rows_check(request);

	json_decref(request);
	return reply;
}

/* "right", "wrong", "order", "misread", or what the problem is. */
static const struct {
	const char *prediction, *typed, *want;
} cases[] = {
	{two, "a | 1.5\nb c | NULL\na | 2\n", "right"},
	{two, "b c | null\na|2.00\na|1.50", "right"},
	{two, "a, 1.5\nb c, NULL\na, 2", "right"},
	{two, "a\t1.5\nb c\tNULL\na\t2", "right"},
	{two, "a  1.5\nb c   NULL\na    2", "right"},
	{two, "| name | total |\n|------|-------|\n| a | 1.5 |\n| b c | NULL |\n| a | 2 |\n(no rows)", "it says that there are no rows"},
	{two, "| name | total |\n|------|-------|\n| a | 1.5 |\n| b c | NULL |\n| a | 2 |\n", "right"},
	{two, "('a', 1.5),\n('b c', NULL),\n('a', 2);", "right"},
	{two, "\n\n  a | 1.5\r\n\n b c | NULL\r\n a | 2\r\n\n", "right"},
	{two, "a | 1.5\na | 2", "wrong"},
	{two, "a | 1.5\nb c | 0\na | 2", "wrong"},
	{two, "a | 1.5\nb c | NULL\na | 2\na | 2", "wrong"},
	{two, "A | 1.5\nb c | NULL\na | 2", "wrong"},
	{two, "a | 1.51\nb c | NULL\na | 2", "wrong"},
	{two, "a | 1.5", "misread"},
	{two, "empty", "wrong"},
	{two, "", "nothing was typed"},
	{two, " \n\t\n", "nothing was typed"},
	{two, "name | total", "no row in it"},
	{two, "a | 1.5 | 3", "3 values stand here, and 2 are needed"},
	{two, "a", "1 value stands here, and 2 are needed"},
	{two, "a | x", "'x' under 'total' is not a number"},
	{two, "a | ", "the value of 'total' is empty"},
	{two, "a | nan", "is not a number"},
	{two, "a | 1e999", "is not a number"},
	{two, "a | 1.5\nwhat is this?? | is it", "'is it' under 'total' is not a number"},
	{ordered, "1\n2\n2", "right"},
	{ordered, "2\n1\n2", "order"},
	{ordered, "1\n2", "wrong"},
	{ordered, "1.5\n2\n2", "wrong"},
	{ordered, "empty\n1", "it says that there are no rows"},
	{ordered, "1 | 2", "2 values stand here, and 1 is needed"},
	{none, "empty", "right"},
	{none, "(0 rows)", "right"},
	{none, "1 2", "wrong"},
	{none, "NULL NULL", "wrong"},
	{kinds, "2024-2-29 | 2024-01-31 15:00 | true | 0.33", "right"},
	{kinds, "2024-02-29 | 2024-01-31T15:00:00 | t | 0.3333", "right"},
	{kinds, "2024-02-29, 2024-01-31 15:00:00, yes, 0.34", "wrong"},
	{kinds, "2024-02-29, 2024-01-31 15:00:00, yes, 0.3", "wrong"},
	{kinds, "2024-02-29 00:00:00 | 2024-01-31 15:00 | 1 | .333333", "right"},
	{kinds, "2024-02-29 | 2024-01-31 | true | 0.33", "wrong"},
	{kinds, "2024-02-30 | 2024-01-31 15:00 | true | 0.33", "is not a date"},
	{kinds, "2024-02-29 | noon | true | 0.33", "is not a time"},
	{kinds, "2024-02-29 | 2024-01-31 15:00 | maybe | 0.33", "is not true or false"},
	{texts, "'NULL'\nit's, so\n''", "right"},
	{texts, "'NULL'\n'it''s, so'\n\"\"", "right"},
	{texts, "NULL\nit's, so\n''", "wrong"},
	{"{}", "1", "there is no prediction"},
	{"{\"expected\":{\"columns\":[],\"types\":[],\"rows\":[]}}", "1", "there is no prediction"},
	{"{\"expected\":{\"columns\":[\"a\"],\"types\":[\"BIGINT\"],\"rows\":[[\"x\"]]}}", "1", "there is no prediction"},
};

static void reads(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		json_t *r = check(cases[i].prediction, cases[i].typed, strlen(cases[i].typed));
		const char *problem = json_get_text(r, "problem", NULL);
		const char *got = problem ? problem
				  : json_get_bool(r, "right", false)	   ? "right"
				  : json_get_bool(r, "order_wrong", false) ? "order"
				  : json_get_bool(r, "as_misread", false)  ? "misread"
									   : "wrong";
		if (!tap_ok(strstr(got, cases[i].want) != NULL, "%s: %.30s", cases[i].want, cases[i].typed))
			tap_show("got", got);
		json_decref(r);
	}
}

static void names_the_line(void)
{
	json_t *r = check(two, "a | 1\n\na | b\n", 13);

	tap_is_int((long long)json_get_int(r, "line", -1), 3, "a problem names its line");
	json_decref(r);
	r = check(two, "a | 1.5\na | 2\nb c | 3", 21);
	tap_is_int((long long)json_array_size(json_get_array(r, "diff")), 4, "a wrong answer is shown merged with what comes out");
	tap_is_int((long long)json_array_size(json_get_array(r, "rows")), 3, "and as it was understood");
	json_decref(r);
}

static const char *problem_of(json_t *r)
{
	const char *problem = json_get_text(r, "problem", "none");

	tap_ok(!json_object_get(r, "right"), "junk is no answer: %s", problem);
	return problem;
}

static void junk(void)
{
	size_t n = 1u << 20;
	char *big = malloc(n);
	json_t *r;

	if (!big)
		BUG("out of memory");
	memset(big, 'a', n);
	r = check(two, big, n);
	tap_ok(strstr(problem_of(r), "the limit is") != NULL, "a megabyte is too long");
	json_decref(r);
	memset(big, '|', ASK_TYPED_BYTES_MAX);
	r = check(two, big, ASK_TYPED_BYTES_MAX);
	problem_of(r);
	json_decref(r);
	for (size_t i = 0; i + 1 < ASK_TYPED_BYTES_MAX; i += 2)
		memcpy(big + i, "1\n", 2);
	r = check(ordered, big, ASK_TYPED_BYTES_MAX);
	tap_ok(strstr(problem_of(r), "more than") != NULL, "too many rows");
	json_decref(r);
	memset(big, '\'', ASK_TYPED_BYTES_MAX);
	r = check(texts, big, ASK_TYPED_BYTES_MAX - 1);
	tap_ok(json_object_get(r, "right") || json_object_get(r, "problem"), "quotes without end are read");
	json_decref(r);
	r = check(two, "a\0b | 1", 7);
	tap_ok(strstr(problem_of(r), "NUL") != NULL, "a NUL byte");
	json_decref(r);
	r = check(two, "\xff\xfe | 1", 6);
	tap_ok(strstr(problem_of(r), "UTF-8") != NULL, "bad UTF-8");
	json_decref(r);
	free(big);
}

int main(void)
{
	reads();
	names_the_line();
	junk();
	return tap_done();
}
