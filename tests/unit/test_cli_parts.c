/* Parts of the command line that can be tried without a terminal. */
#include "tap.h"

#include "base/json.h"
#include "cli/attempt.h"
#include "cli/cli.h"
#include "cli/editor.h"
#include "cli/forced.h"

static void test_sql_state(void)
{
	static const struct {
		const char *sql;
		bool inside, ended;
	} cases[] = {
		{"SELECT 1", false, false},
		{"SELECT 1;", false, true},
		{"SELECT 1; -- done", false, true},
		{"SELECT 1 /* ; */", false, false},
		{"SELECT 1; /* open", true, false},
		{"SELECT ';", true, false},
		{"SELECT 'it''s;'", false, false},
		{"SELECT 'it''s';", false, true},
		{"SELECT \"a;b\"", false, false},
		{"SELECT \"a", true, false},
		{"-- only a comment;", false, false},
		{"SELECT 1; SELECT", false, false},
		{"", false, false},
		{"-", false, false},
		{"/", false, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sql_state s = sql_state_of(str_of(cases[i].sql));

		tap_ok(s.inside == cases[i].inside && s.ended == cases[i].ended, "state of: %s", cases[i].sql);
	}
}

static void test_query_check(void)
{
	const struct {
		struct str query;
		enum err_code want;
	} cases[] = {
		{STR("SELECT 1"), ERR_OK},     {STR(""), ERR_INPUT},		    {STR(" \n;;\t"), ERR_INPUT},
		{STR("-- x\n"), ERR_INPUT},    {STR("/* SELECT 1 */"), ERR_INPUT},  {STR("/* open"), ERR_INPUT},
		{STR("/*/ SELECT */ 1"), ERR_OK}, {STR("SELECT \0"), ERR_INPUT}, {STR("SELECT '\xc3\x28'"), ERR_INPUT},
		{STR("-"), ERR_OK},
	};
	struct err err = {0};
	char *big = calloc(1, JUDGE_QUERY_MAX_BYTES + 1);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		tap_is_int(query_check(cases[i].query, &err), cases[i].want, "query %zu", i);
	memset(big, '1', JUDGE_QUERY_MAX_BYTES + 1);
	tap_is_int(query_check((struct str){big, JUDGE_QUERY_MAX_BYTES}, &err), ERR_OK, "as long as it may be");
	tap_is_int(query_check((struct str){big, JUDGE_QUERY_MAX_BYTES + 1}, &err), ERR_LIMIT, "one byte longer");
	tap_is_text(err.text, "the query has 65537 bytes, and the limit is 65536", "says by how much");
	free(big);
}

static void forced(const char *schema, const char *tables, int want, const char *what)
{
	json_t *json = json_loads(tables, 0, NULL);

	tap_is_int(rows_beside_parents(schema, json), want, "%s", what);
	json_decref(json);
}

static void test_forced(void)
{
	static const char two[] = "{\"p\":{\"columns\":[\"id\",\"n\"],\"rows\":[[1,\"a\"],[2,\"b\"]]},"
				  "\"c\":{\"columns\":[\"id\",\"P_ID\"],\"rows\":[[1,1],[2,1],[3,null]]}}";

	forced("CREATE TABLE p (id INTEGER PRIMARY KEY, n VARCHAR); CREATE TABLE c (id INTEGER, p_id INTEGER REFERENCES p (id));", two,
	       4, "a parent that a row refers to is forced, one without is not");
	forced("CREATE TABLE p (id INTEGER PRIMARY KEY, n VARCHAR); CREATE TABLE c (id INTEGER, p_id INTEGER);", two, 5, "no keys");
	forced("CREATE TABLE p (id INTEGER, n VARCHAR DEFAULT 'x REFERENCES y'); -- REFERENCES p\n"
	       "CREATE TABLE c (id DECIMAL(10, 2) CHECK (id IN (1, 2)) NOT NULL, \"p_id\" INTEGER, FOREIGN KEY (p_id) REFERENCES p(id))",
	       two, 4, "a key of the table, among parentheses, comments and literals");
	forced("CREATE TABLE p (a INTEGER, b INTEGER, PRIMARY KEY (a, b)); CREATE TABLE c (x INTEGER, y INTEGER, "
	       "FOREIGN KEY (x, y) REFERENCES p (a, b))",
	       "{\"p\":{\"columns\":[\"a\",\"b\"],\"rows\":[[1,1],[1,2]]},\"c\":{\"columns\":[\"x\",\"y\"],\"rows\":[[1,2]]}}", 2,
	       "a key of two columns");
	forced("CREATE TABLE e (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES e (id))",
	       "{\"e\":{\"columns\":[\"id\",\"boss\"],\"rows\":[[1,null],[2,1],[3,3]]}}", 2, "a table that refers to itself");
}

/* What fn prints, as text. */
static char *printed(void (*fn)(struct out *o, const json_t *json), const char *json_text, int columns)
{
	char *text = NULL;
	size_t n = 0;
	struct out o = {.file = open_memstream(&text, &n), .columns = columns};
	json_t *json = json_loads(json_text, 0, NULL);

	fn(&o, json);
	fclose(o.file);
	json_decref(json);
	return text;
}

static void print_table(struct out *o, const json_t *json)
{
	out_table(o, 1, "t", json, json_get_int(json, "total", -1));
}

static void print_diff(struct out *o, const json_t *json)
{
	out_diff(o, 0, json, json_object_get(json, "diff"));
}

static void print_wrap(struct out *o, const json_t *json)
{
	out_wrap(o, STYLE_PLAIN, 4, "  a", json_get_text(json, "text", ""));
}

static void is_printed(void (*fn)(struct out *o, const json_t *json), const char *json, int columns, const char *want,
		       const char *what)
{
	char *got = printed(fn, json, columns);

	tap_is_text(got, want, "%s", what);
	free(got);
}

static void test_tables(void)
{
	is_printed(print_table,
		   "{\"columns\":[\"name\",\"n\"],\"types\":[\"VARCHAR\",\"DECIMAL(10,2)\"],\"rows\":[[\"Ada\",1.5],[null,100]]}", 80,
		   " t\n name       n\n ------------\n Ada     1.50\n NULL  100.00\n", "numbers to the right, NULL");
	is_printed(print_table, "{\"columns\":[\"x\"],\"rows\":[[null],[\"NULL\"],[\"\"],[\" a\"],[\"'q'\"]]}", 80,
		   " t\n x\n ------\n NULL\n 'NULL'\n ''\n ' a'\n ''q''\n", "what looks like nothing is in quotes");
	is_printed(print_table, "{\"columns\":[\"\\u6771\\u4eac\",\"b\"],\"rows\":[[\"x\",\"y\"],[\"\\u4eac\",\"z\"]]}", 80,
		   " t\n \xe6\x9d\xb1\xe4\xba\xac  b\n -------\n x     y\n \xe4\xba\xac    z\n", "wide characters line up");
	is_printed(print_table, "{\"columns\":[\"x\"],\"rows\":[[\"a\\u001b[2Jb\\nc\"]]}", 80,
		   " t\n x\n --------------\n a\\u001b[2Jb\\nc\n", "control characters are shown, not sent");
	is_printed(print_table, "{\"columns\":[\"x\"],\"rows\":[],\"total\":0}", 80, " t\n x\n -\n (no rows)\n", "no rows");
	is_printed(print_table, "{\"columns\":[\"x\"],\"types\":[\"INTEGER\"],\"rows\":[[1]],\"total\":1201}", 80,
		   " t\n x\n -\n 1\n 1,200 rows more\n", "how many more there are");
	is_printed(print_diff,
		   "{\"columns\":[\"a\"],\"types\":[\"INTEGER\"],\"diff\":[{\"sign\":\" \",\"row\":[1]},{\"sign\":\"+\",\"row\":[20]},"
		   "{\"sign\":\"-\",\"row\":[null]},{\"sign\":\"~\",\"row\":[3]}]}",
		   80,
		   "     a\n  ----\n     1\n+   20  expected, not in yours\n- NULL  in yours, not expected\n~    3  in another place\n",
		   "a merged result says in words what its signs mean");
	is_printed(print_wrap, "{\"text\":\"one two three four five six\\nseven\\n\\neight\\n- nine\\n- ten\"}", 26,
		   "  a one two three four\n    five six seven\n\n    eight\n    - nine\n    - ten\n", "wrapped text");
}

static void test_words(void)
{
	tap_is_text(out_count(1234567), "1,234,567", "thousands");
	tap_is_text(out_count(-999), "-999", "below");
	tap_is_text(out_plural(1, "row"), "1 row", "one");
	tap_is_text(out_plural(0, "row"), "0 rows", "none");
	tap_is_text(out_span(90 * 60000LL), "2 hours", "a span");
	tap_is_text(out_span(59000), "59 seconds", "a short one");
}

static void test_args(void)
{
	static const struct option options[] = {
		{"file", "F", VALUE_FILE, "x"}, {"json", NULL, VALUE_NONE, "x"}, {NULL, NULL, VALUE_NONE, NULL}};
	static const struct command c = {.name = "x", .arguments = "[A]", .max_args = 1, .options = options};
	char file[] = "--file", value[] = "v", json[] = "--json", equal[] = "--file=w=1", word[] = "-", end[] = "--", dash[] = "--x";
	struct args args;
	struct err err = {0};
	bool help;
	long n;

	tap_ok(args_parse(&c, 4, (char *[]){file, value, json, word}, &args, &help, &err), "options and words");
	tap_is_text(args_value(&args, "file"), "v", "a value behind a blank");
	tap_ok(args_flag(&args, "json") && args.count == 1 && !strcmp(args.p[0], "-"), "a flag, and - as a word");
	tap_ok(args_parse(&c, 3, (char *[]){equal, end, dash}, &args, &help, &err), "-- ends the options");
	tap_is_text(args_value(&args, "file"), "w=1", "a value behind =");
	tap_is_text(args.p[0], "--x", "a word that looks like an option");
	tap_is_int(args_number(&args, "file", 0, 9, 5, &n, &err), ERR_USAGE, "no number");
}

int main(void)
{
	test_sql_state();
	test_query_check();
	test_forced();
	test_tables();
	test_words();
	test_args();
	return tap_done();
}
