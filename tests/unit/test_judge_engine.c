/* Requests to the engine and what comes back: verdicts, witnesses, names of mistakes. */
#include <string.h>

#include "base/json.h"
#include "judge/compare.h"
#include "judge/engine.h"
#include "judge/feature.h"
#include "judge/world.h"
#include "tap.h"

static const char schema[] = "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL);"
			     "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id),"
			     " amount INTEGER, day DATE NOT NULL);";

static struct engine *engine;
static json_t *replies;

static void keep(const json_t *msg, void *arg)
{
	(void)arg;
	json_array_append(replies, (json_t *)msg);
}

/* The first reply; borrowed until the next request. */
static const json_t *ask(json_t *request)
{
	json_decref(replies);
	replies = json_array();
	engine_handle(engine, request, keep, NULL);
	json_decref(request);
	return json_array_get(replies, 0);
}

static const json_t *refute(const char *left, const char *right, const char *flag)
{
	json_t *request = json_pack("{s:s, s:s, s:s, s:s}", "op", "refute", "schema", schema, "left", left, "right", right);

	if (flag)
		json_object_set_new(request, flag, json_true());
	return ask(request);
}

static const char *verdict(const json_t *reply)
{
	return json_get_text(reply, "verdict", "none");
}

static size_t rows_of(const json_t *reply, const char *table)
{
	json_t *tables = json_get_object(json_get_object(reply, "witness"), "tables");

	return json_array_size(json_get_array(json_object_get(tables, table), "rows"));
}

static void refutes_pairs(void)
{
	const json_t *r;

	r = refute("SELECT id FROM orders", "SELECT id FROM orders", NULL);
	tap_is_text(verdict(r), "none-found", "a query agrees with itself");
	tap_ok(json_get_int(r, "worlds", 0) >= 1000, "on at least 1,000 worlds");
	r = refute("SELECT user_id FROM orders", "SELECT DISTINCT user_id FROM orders", NULL);
	tap_is_text(verdict(r), "different", "DISTINCT is found out");
	tap_is_int((long)rows_of(r, "orders"), 2, "by two orders");
	tap_is_int((long)rows_of(r, "users"), 1, "of one user");
	r = refute("SELECT count(*) FROM orders", "SELECT count(amount) FROM orders", NULL);
	tap_is_text(verdict(r), "different", "COUNT(column) is found out by a NULL");
	tap_is_text(json_string_value(json_array_get(json_get_array(r, "clauses"), 0)),
		    "only when `orders.amount` is NULL", "and the clause says so");
	r = refute("SELECT count(*) FROM orders", "SELECT count(amount) FROM orders", "no_nulls");
	tap_is_text(verdict(r), "none-found", "without NULLs there is no difference");
	r = refute("SELECT sum(amount) FROM orders", "SELECT coalesce(sum(amount), 0) FROM orders", "no_nulls");
	tap_is_text(verdict(r), "different", "an empty table tells SUM from COALESCE(SUM, 0)");
	r = refute("SELECT id FROM orders WHERE amount / 60 >= 5", "SELECT id FROM orders WHERE amount / 60 > 5", NULL);
	tap_is_text(verdict(r), "different", "a boundary behind a division is solved for");
	r = refute("SELECT id FROM users ORDER BY id", "SELECT id FROM users ORDER BY id DESC", "ordered");
	tap_is_text(verdict(r), "different", "the order of rows counts when asked");
	r = refute("SELECT id FROM users ORDER BY id", "SELECT id FROM users ORDER BY id DESC", NULL);
	tap_is_text(verdict(r), "none-found", "and does not otherwise");
	r = refute("SELECT u.id FROM users u WHERE u.id NOT IN (SELECT user_id FROM orders)",
		   "SELECT u.id FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL", NULL);
	tap_is_text(verdict(r), "none-found", "two anti-joins agree when the key is NOT NULL");
	r = refute("SELECT 5", "SELECT 5.0", NULL);
	tap_is_text(verdict(r), "none-found", "5 equals 5.0");
	r = refute("SELECT 10 FROM users", "SELECT 10 / (id - 1) FROM users WHERE 1 / id > 0", NULL);
	tap_is_text(verdict(r), "different", "results that differ are found");
	r = refute("SELECT 1 FROM users", "SELECT CAST(name AS INTEGER) * 0 + 1 FROM users", NULL);
	tap_is_text(verdict(r), "different", "an error of the right side alone is a difference");
	tap_ok(json_get_text(json_get_object(json_get_object(r, "witness"), "right"), "error", NULL) != NULL,
	       "and stands in the witness");
}

/* Whoever has five users among few names has two of one name: a thousand databases agree, and still the names decide nothing. */
static void gives_no_false_reason(void)
{
	const json_t *r = refute("SELECT id, name FROM (SELECT id, name, row_number() OVER (ORDER BY id) k FROM users) WHERE k <= 4",
				 "SELECT id, name FROM users", NULL);

	tap_is_text(verdict(r), "different", "the fifth user is found");
	tap_is_int((long)json_array_size(json_get_array(r, "clauses")), 0, "and no chance property is called the reason");
	tap_is_int((long)rows_of(r, "users"), 5, "five users are shown");
	for (size_t i = 0; i < 5; i++) {
		json_t *tables = json_get_object(json_get_object(r, "witness"), "tables");
		json_t *row = json_array_get(json_get_array(json_object_get(tables, "users"), "rows"), i);
		char name[2] = {(char)('a' + i), 0};
		tap_is_text(json_string_value(json_array_get(row, 1)), name, "with names that are easy to tell apart");
	}
}

static void refuses(void)
{
	static const char *const bad[] = {
		"SELECT * FROM query('SELECT 1')",	  "SELECT * FROM query_table(['users'])",
		"SELECT * FROM checkpoint()",		  "SELECT getenv('HOME')",
		"SELECT * FROM read_csv('/etc/passwd')",  "SELECT * FROM '/etc/passwd'",
		"SELECT random()",			  "SELECT current_date",
		"SELECT * FROM duckdb_settings()",	  "SELECT * FROM information_schema.tables",
		"SELECT 1; SELECT 2",			  "DROP TABLE users",
		"COPY users TO 'x.csv'",		  "ATTACH 'x.db'",
		"PRAGMA version",			  "INSTALL httpfs",
		"SELECT * FROM users USING SAMPLE 1",	  "SHOW TABLES",
		"SELECT rowid FROM users",		  "SELECT $1",
		"SELECT current_setting('threads')",	  "SELECT nextval('s')",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		tap_is_text(verdict(refute("SELECT 1", bad[i], NULL)), "unsupported", "refused: %s", bad[i]);
	tap_is_text(verdict(refute("SELECT 1", "SELECT nothing FROM users", NULL)), "invalid", "an unknown column is invalid");
	tap_is_text(verdict(refute("SELECT 1", "SELEC 1", NULL)), "invalid", "a syntax error is invalid");
}

static void drills(void)
{
	const json_t *r;
	static const char best[] = "SELECT name FROM (SELECT name, rank() OVER (ORDER BY s DESC) k FROM (SELECT u.id, name, "
				   "sum(amount) s FROM users u JOIN orders o ON o.user_id = u.id WHERE amount > 0 GROUP BY "
				   "u.id, name)) WHERE k <= 1";
	static const char by_chance[] = "SELECT name FROM (SELECT name, row_number() OVER (ORDER BY s DESC) k FROM (SELECT u.id, "
					"name, sum(amount) s FROM users u JOIN orders o ON o.user_id = u.id WHERE amount > 0 "
					"GROUP BY u.id, name)) WHERE k <= 1";
	json_t *contract = json_pack("{s:[{s:s, s:s, s:s}, {s:s, s:s}]}", "clauses", "name", "Ties", "text", "all are kept",
				     "when",
				     "SELECT 1 FROM (SELECT user_id, sum(amount) s FROM orders WHERE amount > 0 GROUP BY user_id)"
				     " GROUP BY s HAVING count(*) > 1",
				     "name", "Other", "text", "nothing");

	r = ask(json_pack("{s:s, s:s, s:s, s:o, s:[{s:s, s:s}], s:[{s:s, s:s, s:s, s:s}]}", "op", "open", "id", "best",
			  "schema", schema, "contract", contract, "answers", "name", "rank", "sql", best, "mutants", "name",
			  "row-number", "mistake", "rownumber-for-ties", "lesson", "a tie", "sql", by_chance));
	tap_is_text(json_get_text(r, "type", ""), "opened", "an exercise opens");
	r = ask(json_pack("{s:s, s:s, s:s}", "op", "judge", "id", "best", "query", best));
	tap_is_text(verdict(r), "right", "its answer is right");
	r = ask(json_pack("{s:s, s:s, s:s}", "op", "judge", "id", "best", "query", by_chance));
	tap_is_text(verdict(r), "wrong", "row_number() is wrong");
	tap_ok(json_get_int(json_get_object(r, "witness"), "row_count", 99) <= 4, "shown by two users and two orders");
	tap_is_text(json_get_text(json_object_get(r, "mistake"), "id", "none"), "rownumber-for-ties", "the mistake has its name");
	tap_is_text(json_get_text(json_array_get(json_get_array(r, "clauses"), 0), "name", "none"), "Ties",
		    "and the clause is the tie");
	r = ask(json_pack("{s:s, s:s, s:s}", "op", "judge", "id", "best", "query",
			  "SELECT name FROM users ORDER BY id LIMIT 1"));
	tap_is_text(verdict(r), "wrong", "another query is wrong");
	tap_ok(json_is_null(json_object_get(r, "mistake")), "and has no name");
	r = ask(json_pack("{s:s, s:s, s:s}", "op", "judge", "id", "best", "query", "SELECT id, name FROM users"));
	tap_ok(json_get_text(r, "columns_differ", NULL) != NULL, "a column too many is said");
	r = ask(json_pack("{s:s, s:s, s:s}", "op", "judge", "id", "none", "query", "SELECT 1"));
	tap_is_text(json_get_text(r, "code", ""), "ERR_MISSING", "an exercise that is not open is an error");
	r = ask(json_pack("{s:s}", "op", "dance"));
	tap_is_text(json_get_text(r, "type", ""), "error", "an unknown request is an error");
}

/* DuckDB 1.4 with its deliminator returns room 1 for both: the judge must run without it. */
static void exists_is_right(void)
{
	const json_t *r = refute(
		"SELECT a.id FROM orders a WHERE EXISTS (SELECT 1 FROM orders b WHERE b.user_id = a.user_id AND b.id <> a.id"
		" AND b.amount >= a.amount AND b.day < a.day)",
		"SELECT DISTINCT a.id FROM orders a JOIN orders b ON b.user_id = a.user_id AND b.id <> a.id AND b.amount >= a.amount"
		" AND b.day < a.day",
		NULL);

	tap_is_text(verdict(r), "none-found", "EXISTS with <> and a range agrees with its join");
}

static void deterministic(void)
{
	char *first = NULL, *second = NULL;

	for (int i = 0; i < 2; i++) {
		json_t *r = json_deep_copy(refute("SELECT user_id, count(*) FROM orders GROUP BY 1",
						  "SELECT user_id, count(DISTINCT day) FROM orders GROUP BY 1", NULL));
		json_object_del(r, "ms");
		json_object_del(r, "shrink_ms");
		*(i ? &second : &first) = json_text(r);
		json_decref(r);
	}
	tap_is_text(second, first, "the same request gives the same witness");
	free(first);
	free(second);
}

int main(void)
{
	struct engine_options o = {0};
	struct err err = {0};

	if (engine_new(&engine, &o, &err))
		BUG("%s", err.text);
	refutes_pairs();
	gives_no_false_reason();
	refuses();
	drills();
	exists_is_right();
	deterministic();
	json_decref(replies);
	engine_free(engine);
	return tap_done();
}
