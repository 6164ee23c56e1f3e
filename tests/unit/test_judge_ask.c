/* Questions about a query: its features, its misreadings, and the worlds that tell them apart. */
#include <string.h>

#include "base/json.h"
#include "duck/duck.h"
#include "judge/ask.h"
#include "judge/engine.h"
#include "tap.h"

static const char schema[] =
	"CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, manager INTEGER);"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), amount INTEGER, price DOUBLE,"
	" day DATE NOT NULL, made TIMESTAMP NOT NULL);";

static struct engine *engine;
static json_t *reply;

static void keep(const json_t *msg, void *arg)
{
	(void)arg;
	json_decref(reply);
	reply = json_incref((json_t *)msg);
}

/* The reply; borrowed until the next request. */
static const json_t *ask(json_t *request)
{
	engine_handle(engine, request, keep, NULL);
	json_decref(request);
	return reply;
}

static const json_t *features_of(const char *query)
{
	return json_get_array(ask(json_pack("{s:s, s:s, s:s}", "op", "ask", "id", "x", "query", query)), "features");
}

/* The first occurrence of a feature, NULL when the query has none. */
static const json_t *feature_in(const char *query, const char *name)
{
	const json_t *one;
	size_t i;

	json_array_foreach(features_of(query), i, one)
		if (strcmp(json_get_text(one, "feature", ""), name) == 0)
			return one;
	return NULL;
}

#define OF_ORDERS " FROM orders o "

/* Each feature: a query that has it, what is quoted then, and a near one that has it not. */
static const struct {
	const char *feature, *with, *quote, *without;
} cases[] = {
	{"window", "SELECT sum(amount) OVER (ORDER BY id)" OF_ORDERS, "sum(amount) OVER (ORDER BY id)", "SELECT sum(amount)" OF_ORDERS},
	{"row-number", "SELECT row_number() OVER (ORDER BY day)" OF_ORDERS, "row_number() OVER (ORDER BY day)",
	 "SELECT rank() OVER (ORDER BY day)" OF_ORDERS},
	{"rank", "SELECT rank() OVER (ORDER BY day)" OF_ORDERS, "rank() OVER (ORDER BY day)", "SELECT dense_rank() OVER (ORDER BY day)" OF_ORDERS},
	{"dense-rank", "SELECT dense_rank() OVER (ORDER BY day)" OF_ORDERS, "dense_rank() OVER (ORDER BY day)",
	 "SELECT rank() OVER (ORDER BY day)" OF_ORDERS},
	{"frame-default", "SELECT sum(amount) OVER (ORDER BY day)" OF_ORDERS, "sum(amount) OVER (ORDER BY day)",
	 "SELECT sum(amount) OVER (ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)" OF_ORDERS},
	{"frame-given", "SELECT sum(amount) OVER (ORDER BY day ROWS 2 PRECEDING)" OF_ORDERS,
	 "sum(amount) OVER (ORDER BY day ROWS 2 PRECEDING)", "SELECT sum(amount) OVER (ORDER BY day)" OF_ORDERS},
	{"frame-rows", "SELECT sum(amount) OVER (ORDER BY day ROWS 2 PRECEDING)" OF_ORDERS, "sum(amount) OVER (ORDER BY day ROWS 2 PRECEDING)",
	 "SELECT sum(amount) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING)" OF_ORDERS},
	{"last-value", "SELECT last_value(amount) OVER (ORDER BY day)" OF_ORDERS, "last_value(amount) OVER (ORDER BY day)",
	 "SELECT last_value(amount) OVER (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)" OF_ORDERS},
	{"first-value", "SELECT first_value(amount) OVER (ORDER BY day)" OF_ORDERS, "first_value(amount) OVER (ORDER BY day)",
	 "SELECT last_value(amount) OVER (ORDER BY day)" OF_ORDERS},
	{"lag-no-default", "SELECT lag(amount) OVER (ORDER BY day)" OF_ORDERS, "lag(amount) OVER (ORDER BY day)",
	 "SELECT lag(amount, 1, 0) OVER (ORDER BY day)" OF_ORDERS},
	{"lag-default", "SELECT lag(amount, 1, 0) OVER (ORDER BY day)" OF_ORDERS, "lag(amount, 1, 0) OVER (ORDER BY day)",
	 "SELECT lag(amount, 1) OVER (ORDER BY day)" OF_ORDERS},
	{"partition", "SELECT rank() OVER (PARTITION BY user_id ORDER BY day)" OF_ORDERS, "rank() OVER (PARTITION BY user_id ORDER BY day)",
	 "SELECT rank() OVER (ORDER BY day)" OF_ORDERS},
	{"no-partition", "SELECT rank() OVER (ORDER BY day)" OF_ORDERS, "rank() OVER (ORDER BY day)",
	 "SELECT rank() OVER (PARTITION BY user_id ORDER BY day)" OF_ORDERS},
	{"window-ties", "SELECT row_number() OVER (ORDER BY day)" OF_ORDERS, "row_number() OVER (ORDER BY day)",
	 "SELECT row_number() OVER (ORDER BY day, id)" OF_ORDERS},
	{"window-descending", "SELECT rank() OVER (ORDER BY day DESC)" OF_ORDERS, "rank() OVER (ORDER BY day DESC)",
	 "SELECT rank() OVER (ORDER BY day)" OF_ORDERS},
	{"inner-join", "SELECT 1 FROM users u JOIN orders o ON o.user_id = u.id", "JOIN orders o ON o.user_id = u.id",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id"},
	{"left-join", "SELECT 1 FROM users u LEFT OUTER JOIN orders o ON o.user_id = u.id", "LEFT OUTER JOIN orders o ON o.user_id = u.id",
	 "SELECT 1 FROM users u INNER JOIN orders o ON o.user_id = u.id"},
	{"left-join-where", "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount > 3", "o.amount > 3",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.amount > 3 WHERE u.id > 3"},
	{"left-join-where", "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount > 3", "o.amount > 3",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.id IS NULL"},
	{"left-join-where", "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount > 3", "o.amount > 3",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE coalesce(o.amount, 4) > 3"},
	{"left-join-where", "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount <> 3", "o.amount <> 3",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount IS DISTINCT FROM 3"},
	/* What is not true of a join whose unmatched rows WHERE removes must not be asked about it. */
	{"left-join", "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE u.id > 3", "LEFT JOIN orders o ON o.user_id = u.id",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount > 3"},
	{"full-join", "SELECT 1 FROM users u FULL JOIN orders o ON o.user_id = u.id", "FULL JOIN orders o ON o.user_id = u.id",
	 "SELECT 1 FROM users u LEFT JOIN orders o ON o.user_id = u.id"},
	{"self-join", "SELECT 1 FROM users a JOIN users b ON a.id < b.id", "users", "SELECT 1 FROM users a JOIN orders b ON a.id < b.id"},
	{"aggregate-over-join", "SELECT sum(o.amount) FROM users u JOIN orders o ON o.user_id = u.id", "sum(o.amount)",
	 "SELECT sum(o.amount)" OF_ORDERS},
	{"count-star", "SELECT count(*)" OF_ORDERS, "count(*)", "SELECT count(amount)" OF_ORDERS},
	{"count-column", "SELECT count(amount)" OF_ORDERS, "count(amount)", "SELECT count(*)" OF_ORDERS},
	{"count-distinct", "SELECT count(DISTINCT user_id)" OF_ORDERS, "count(DISTINCT user_id)", "SELECT count(user_id)" OF_ORDERS},
	{"sum", "SELECT sum(amount)" OF_ORDERS, "sum(amount)", "SELECT avg(amount)" OF_ORDERS},
	{"avg", "SELECT avg(amount)" OF_ORDERS, "avg(amount)", "SELECT sum(amount)" OF_ORDERS},
	{"min-max", "SELECT max(amount)" OF_ORDERS, "max(amount)", "SELECT sum(amount)" OF_ORDERS},
	{"not-in", "SELECT 1 FROM users WHERE id NOT IN (SELECT manager FROM users)", "id NOT IN (SELECT manager FROM users)",
	 "SELECT 1 FROM users WHERE id NOT IN (1, 2)"},
	{"in-subquery", "SELECT 1 FROM users WHERE id IN (SELECT manager FROM users)", "id IN (SELECT manager FROM users)",
	 "SELECT 1 FROM users WHERE id IN (1, 2)"},
	{"exists", "SELECT 1 FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)",
	 "EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)",
	 "SELECT 1 FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)"},
	{"not-exists", "SELECT 1 FROM users u WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)",
	 "NOT EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)",
	 "SELECT 1 FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id)"},
	{"correlated-subquery", "SELECT (SELECT max(o.day) FROM orders o WHERE o.user_id = u.id) FROM users u",
	 "(SELECT max(o.day) FROM orders o WHERE o.user_id = u.id)", "SELECT (SELECT max(o.day) FROM orders o WHERE o.user_id = 1) FROM users u"},
	{"scalar-subquery", "SELECT (SELECT max(day) FROM orders) FROM users", "(SELECT max(day) FROM orders)",
	 "SELECT 1 FROM users WHERE id IN (SELECT max(id) FROM orders)"},
	{"derived-table", "SELECT * FROM (SELECT id FROM users) q", "", "WITH q AS (SELECT id FROM users) SELECT * FROM q"},
	{"cte", "WITH q AS (SELECT id FROM users) SELECT * FROM q", "q", "SELECT * FROM (SELECT id FROM users) q"},
	{"cte-twice", "WITH q AS (SELECT id FROM users) SELECT * FROM q a JOIN q b ON a.id = b.id", "q",
	 "WITH q AS (SELECT id FROM users) SELECT * FROM q a JOIN users b ON a.id = b.id"},
	{"distinct", "SELECT DISTINCT name FROM users", "SELECT DISTINCT", "SELECT count(DISTINCT name) FROM users"},
	{"distinct-over-join", "SELECT DISTINCT u.name FROM users u JOIN orders o ON o.user_id = u.id", "SELECT DISTINCT",
	 "SELECT DISTINCT name FROM users"},
	{"distinct-on", "SELECT DISTINCT ON (user_id) user_id, day FROM orders ORDER BY user_id, day", "DISTINCT ON (user_id)",
	 "SELECT DISTINCT user_id, day FROM orders ORDER BY user_id, day"},
	{"order-by", "SELECT name FROM users ORDER BY name", "ORDER BY name", "SELECT row_number() OVER (ORDER BY name) FROM users"},
	{"limit", "SELECT name FROM users ORDER BY name LIMIT 3", "LIMIT 3", "SELECT name FROM users ORDER BY name"},
	{"limit-ties", "SELECT name FROM users ORDER BY name LIMIT 3", "LIMIT 3", "SELECT name FROM users ORDER BY name, id LIMIT 3"},
	{"limit-ties", "SELECT user_id, count(*) FROM orders GROUP BY user_id ORDER BY 2 DESC LIMIT 3", "LIMIT 3",
	 "SELECT user_id, count(*) FROM orders GROUP BY user_id ORDER BY 2 DESC, user_id LIMIT 3"},
	{"limit-ties", "SELECT user_id, day, count(*) FROM orders GROUP BY 1, 2 ORDER BY 3, 1 LIMIT 3", "LIMIT 3",
	 "SELECT user_id, day, count(*) FROM orders GROUP BY 1, 2 ORDER BY 3, 1, 2 LIMIT 3"},
	{"function-on-filter", "SELECT 1 FROM orders WHERE date_trunc('month', day) = DATE '2024-01-01'",
	 "date_trunc('month', day) = DATE '2024-01-01'", "SELECT date_trunc('month', day) FROM orders WHERE day = DATE '2024-01-01'"},
	{"function-on-filter", "SELECT 1 FROM orders WHERE CAST(made AS DATE) >= '2024-01-01'", "CAST(made AS DATE) >= '2024-01-01'",
	 "SELECT 1 FROM orders WHERE made >= CAST('2024-01-01' AS DATE)"},
	{"where", "SELECT 1 FROM orders WHERE amount = 3 AND day > '2024-01-01'", "amount = 3", "SELECT amount = 3 FROM orders"},
	{"where-value", "SELECT 1 FROM orders WHERE amount IN (3, 4)", "amount IN (3, 4)", "SELECT 1 FROM orders o, users u WHERE o.user_id = u.id"},
	{"where-value", "SELECT 1 FROM orders WHERE day > '2024-01-01'", "day > '2024-01-01'",
	 "SELECT 1 FROM (SELECT row_number() OVER (ORDER BY id) AS n FROM orders) o WHERE n = 1"},
	{"comparison", "SELECT 1 FROM orders WHERE amount >= 3", "amount >= 3", "SELECT 1 FROM orders WHERE amount = 3"},
	{"between", "SELECT 1 FROM orders WHERE amount BETWEEN 1 AND 5", "amount BETWEEN 1 AND 5", "SELECT 1 FROM orders WHERE amount IN (1, 5)"},
	{"between-timestamps", "SELECT 1 FROM orders WHERE made BETWEEN '2024-01-01' AND '2024-01-31'",
	 "made BETWEEN '2024-01-01' AND '2024-01-31'", "SELECT 1 FROM orders WHERE day BETWEEN '2024-01-01' AND '2024-01-31'"},
	{"not-equal", "SELECT 1 FROM users WHERE manager <> 2", "manager <> 2", "SELECT 1 FROM users WHERE manager = 2"},
	{"or", "SELECT 1 FROM users WHERE id = 1 OR id = 2", "id = 1 OR id = 2", "SELECT 1 FROM users WHERE id = 1 AND id = 2"},
	{"like", "SELECT 1 FROM users WHERE name LIKE 'a%'", "name LIKE 'a%'", "SELECT 1 FROM users WHERE name = 'a%'"},
	{"division", "SELECT price / 2 FROM orders", "price / 2", "SELECT price * 2 FROM orders"},
	{"integer-division", "SELECT amount / 2 FROM orders", "amount / 2", "SELECT amount / 2.0 FROM orders"},
	{"integer-division", "SELECT count(*) / count(DISTINCT user_id) FROM orders", "count(*) / count(DISTINCT user_id)",
	 "SELECT sum(price) / count(*) FROM orders"},
	{"date-arithmetic", "SELECT day + INTERVAL 3 DAY FROM orders", "day + INTERVAL 3", "SELECT amount + 3 FROM orders"},
	{"date-arithmetic", "SELECT day - 3 FROM orders", "day - 3", "SELECT amount - 3 FROM orders"},
	{"date-trunc", "SELECT date_trunc('week', day) FROM orders", "date_trunc('week', day)", "SELECT day FROM orders"},
	{"cast", "SELECT made::DATE FROM orders", "made::DATE", "SELECT made FROM orders"},
	{"case-without-else", "SELECT CASE WHEN amount > 1 THEN 2 END FROM orders", "CASE WHEN amount > 1 THEN 2 END",
	 "SELECT CASE WHEN amount > 1 THEN 2 ELSE 0 END FROM orders"},
	{"coalesce", "SELECT coalesce(amount, 0) FROM orders", "coalesce(amount, 0)", "SELECT nullif(amount, 0) FROM orders"},
	{"union", "SELECT id FROM users UNION SELECT user_id FROM orders", "UNION", "SELECT id FROM users UNION ALL SELECT user_id FROM orders"},
	{"union-all", "SELECT id FROM users UNION ALL SELECT user_id FROM orders", "UNION ALL",
	 "SELECT id FROM users UNION SELECT user_id FROM orders"},
	{"qualify", "SELECT id FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1", "QUALIFY row_number() OVER (ORDER BY id) = 1",
	 "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM orders) WHERE n = 1"},
	{"having", "SELECT user_id FROM orders GROUP BY user_id HAVING count(*) > 1", "HAVING count(*) > 1",
	 "SELECT user_id FROM orders GROUP BY user_id"},
	{"group-by", "SELECT user_id FROM orders GROUP BY user_id", "GROUP BY user_id", "SELECT DISTINCT user_id FROM orders"},
	{"group-by-name", "SELECT name, count(*) FROM users GROUP BY name", "name", "SELECT name, count(*) FROM users GROUP BY id, name"},
	{"table", "SELECT 1 FROM users u", "users", "SELECT 1 FROM (SELECT 1) users"},
	{"nullable-column", "SELECT manager FROM users", "manager", "SELECT name FROM users"},
	{"query", "SELECT 1", "", NULL},
};

static void finds_features(void)
{
	char seen[ASK_KINDS] = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const json_t *f = feature_in(cases[i].with, cases[i].feature);
		char quote[400] = "none";
		for (int kind = 0; kind < ASK_KINDS; kind++)
			seen[kind] |= strcmp(ask_kind_name((enum ask_kind)kind), cases[i].feature) == 0;
		if (f)
			snprintf(quote, sizeof quote, "%.*s", (int)json_get_int(f, "length", 0),
				 cases[i].with + (json_get_int(f, "length", 0) ? json_get_int(f, "position", 0) : 0));
		tap_is_text(quote, cases[i].quote, "%s is found and quoted", cases[i].feature);
		if (cases[i].without)
			tap_ok(features_of(cases[i].without) && !feature_in(cases[i].without, cases[i].feature), "and is not in: %s",
			       cases[i].without);
	}
	for (int kind = 0; kind < ASK_KINDS; kind++)
		tap_ok(seen[kind], "feature '%s' has a case", ask_kind_name((enum ask_kind)kind));
	tap_ok(ASK_KINDS >= 25, "a query can be asked about %d features", ASK_KINDS);
}

/* Each misreading: a query that can be read so. NULL: a query that must not be told apart from it. */
static const struct {
	const char *misreading, *query;
} readings[] = {
	{"row-number-as-rank", "SELECT id FROM (SELECT user_id AS id, row_number() OVER (PARTITION BY user_id ORDER BY day) n FROM orders) WHERE n = 1"},
	{"rank-as-row-number", "SELECT id, rank() OVER (ORDER BY day) FROM orders"},
	{"rank-as-dense-rank", "SELECT id, rank() OVER (ORDER BY day) FROM orders"},
	{"dense-rank-as-rank", "SELECT id, dense_rank() OVER (ORDER BY day) FROM orders"},
	{"frame-as-rows", "SELECT day, sum(amount) OVER (ORDER BY day) FROM orders"},
	{"frame-as-whole", "SELECT day, sum(amount) OVER (ORDER BY day) FROM orders"},
	{"given-frame-as-whole", "SELECT id, sum(amount) OVER (ORDER BY id ROWS 1 PRECEDING) FROM orders"},
	{"given-frame-one-less", "SELECT id, sum(amount) OVER (ORDER BY id ROWS 1 PRECEDING) FROM orders"},
	{"last-value-as-whole", "SELECT id, last_value(amount) OVER (ORDER BY id) FROM orders"},
	{"lag-as-own-value", "SELECT id, lag(amount) OVER (ORDER BY id) FROM orders"},
	{"lag-default-dropped", "SELECT id, lag(amount, 1, 0) OVER (ORDER BY id) FROM orders"},
	{"partition-dropped", "SELECT id, rank() OVER (PARTITION BY user_id ORDER BY id) FROM orders"},
	{"window-as-ascending", "SELECT id, rank() OVER (ORDER BY day DESC) FROM orders"},
	{"window-nulls-elsewhere", "SELECT id, rank() OVER (ORDER BY amount DESC) FROM orders"},
	{"inner-as-left", "SELECT u.id, o.day FROM users u JOIN orders o ON o.user_id = u.id"},
	{"left-as-inner", "SELECT u.id, o.day FROM users u LEFT JOIN orders o ON o.user_id = u.id"},
	{"where-as-on", "SELECT u.id, o.amount FROM users u LEFT JOIN orders o ON o.user_id = u.id WHERE o.amount > 3"},
	{"count-star-as-matched", "SELECT u.id, count(*) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id"},
	{"count-column-as-star", "SELECT user_id, count(amount) FROM orders GROUP BY user_id"},
	{"count-column-as-distinct", "SELECT user_id, count(amount) FROM orders GROUP BY user_id"},
	{"count-distinct-as-count", "SELECT count(DISTINCT user_id) FROM orders"},
	{"sum-as-distinct", "SELECT user_id, sum(amount) FROM orders GROUP BY user_id"},
	{"sum-of-nothing-as-zero", "SELECT user_id, sum(amount) FROM orders GROUP BY user_id"},
	{"avg-null-as-zero", "SELECT user_id, avg(amount) FROM orders GROUP BY user_id"},
	{"not-in-without-null", "SELECT id FROM users WHERE id NOT IN (SELECT manager FROM users)"},
	{"distinct-dropped", "SELECT DISTINCT user_id FROM orders"},
	{"distinct-added", "SELECT user_id FROM orders"},
	{"edge-moved", "SELECT id FROM orders WHERE amount >= 3"},
	{"between-as-half-open", "SELECT id FROM orders WHERE amount BETWEEN 1 AND 5"},
	{"not-equal-keeps-null", "SELECT id FROM users WHERE manager <> 2"},
	{"integer-as-real-division", "SELECT id, amount / 2 FROM orders"},
	{"case-else-zero", "SELECT user_id, count(CASE WHEN amount > 3 THEN 1 END) FROM orders GROUP BY user_id"},
	{"coalesce-dropped", "SELECT id, coalesce(amount, 0) FROM orders"},
	{"union-as-union-all", "SELECT manager FROM users UNION SELECT user_id FROM orders"},
	{"union-all-as-union", "SELECT manager FROM users UNION ALL SELECT user_id FROM orders"},
	{"having-dropped", "SELECT user_id FROM orders GROUP BY user_id HAVING count(*) > 1"},
	{"where-dropped", "SELECT id FROM orders WHERE amount > 3"},
	{"group-by-key", "SELECT name, count(*) FROM users GROUP BY name"},
	{"row-order", "SELECT user_id, amount FROM orders ORDER BY day LIMIT 1"},
};

static json_t *predict_request(const char *query, const char *misreading)
{
	const json_t *one, *name;
	size_t i, j;
	int index = 0;

	json_array_foreach(features_of(query), i, one)
		json_array_foreach(json_get_array(one, "misreadings"), j, name)
			if (strcmp(json_string_value(name), misreading) == 0)
				index = (int)i;
	return json_pack("{s:s, s:s, s:s, s:s, s:i}", "op", "predict", "id", "x", "query", query, "misreading", misreading, "index", index);
}

/* What two queries answer over a database made by hand, as text: the judge plays no part in this. */
static bool differ_on(const char *insert, const char *query, const char *other, size_t columns)
{
	/* The names of columns are no difference. */
	static const char *const names[] = {"c0", "c0, c1", "c0, c1, c2"};
	struct duck_options o = {.integer_division = true, .postgres_nulls = true};
	struct duck_rows rows[2];
	struct duck_error why;
	struct err err = {0};
	struct arena a;
	struct duck *d;
	char *texts[2] = {NULL, NULL};
	bool differ;

	arena_init(&a, 16u << 20);
	if (duck_open(&d, &o, &err) || duck_exec(d, schema, &err) || (*insert && duck_exec(d, insert, &err)))
		BUG("%s", err.text);
	for (int i = 0; i < 2; i++) {
		char sql[4000];
		snprintf(sql, sizeof sql, "SELECT CAST(list(x ORDER BY x) AS VARCHAR) FROM (SELECT CAST(q AS VARCHAR) AS x FROM (%s) q(%s))",
			 i ? other : query, names[columns - 1]);
		if (duck_rows(d, sql, 10, 1u << 20, &a, &rows[i], &why) && rows[i].row_count)
			texts[i] = rows[i].cells[0].text ? arena_strdup(&a, rows[i].cells[0].text) : arena_strdup(&a, "");
	}
	differ = !texts[0] || !texts[1] || strcmp(texts[0], texts[1]) != 0;
	duck_free(d);
	arena_release(&a);
	return differ;
}

/* The rows of the INSERT without one; "" when that row was the only one. */
static void without_line(const char *insert, int skip, char *out, size_t size)
{
	struct str rest = str_of(insert), line;
	char head[200] = "";
	int row = 0;
	size_t n = 0;
	bool open = false;

	out[0] = 0;
	while (str_next_line(&rest, &line)) {
		if (str_starts(line, "INSERT")) {
			snprintf(head, sizeof head, "%.*s", (int)line.n, line.p);
			open = false;
			continue;
		}
		bool last = line.n && line.p[line.n - 1] == ';';
		size_t keep_n = line.n && (last || line.p[line.n - 1] == ',') ? line.n - 1 : line.n;
		if (row++ != skip) {
			n += (size_t)snprintf(out + n, size - n, "%s%.*s", open ? "," : head, (int)keep_n, line.p);
			open = true;
		}
		if (last && open)
			n += (size_t)snprintf(out + n, size - n, ";");
	}
}

/* Without any one row there is no difference left, or the rest is no legal database, or it would be too small to ask about. */
static bool is_minimal(const json_t *p, const char *query)
{
	const char *insert = json_get_text(p, "insert", ""), *sql = json_get_text(p, "sql", "");
	int rows = (int)json_get_int(p, "row_count", 0);
	size_t columns = json_array_size(json_get_array(json_get_object(p, "expected"), "columns"));
	char less[4000];

	for (int i = 0; rows > 3 && i < rows; i++) {
		struct duck_options o = {0};
		struct err err = {0};
		struct duck *d;
		without_line(insert, i, less, sizeof less);
		if (duck_open(&d, &o, &err) || duck_exec(d, schema, &err))
			BUG("%s", err.text);
		bool legal = !duck_exec(d, less, &err);
		duck_free(d);
		if (legal && differ_on(less, query, sql, columns)) {
			tap_show("a row can go from", insert);
			tap_show("leaving", less);
			return false;
		}
	}
	return true;
}

static bool same_rows(const json_t *p)
{
	return json_equal(json_get_array(json_get_object(p, "expected"), "rows"), json_get_array(json_get_object(p, "misread"), "rows"));
}

static void predicts(void)
{
	char seen[ASK_MISREADINGS] = {0};

	for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
		const char *name = readings[i].misreading, *query = readings[i].query;
		const json_t *p = ask(predict_request(query, name));
		int64_t rows = json_get_int(p, "row_count", 0);
		int m = ask_misreading_find(name);
		if (m >= 0)
			seen[m] = 1;
		tap_ok(json_get_bool(p, "found", false), "%s: a world is found", name);
		tap_ok(rows >= 3 && rows <= 8, "of 3 to 8 rows");
		tap_ok(!same_rows(p), "with two answers");
		if (m < 0)
			continue;
		tap_ok(differ_on(json_get_text(p, "insert", ""), query, json_get_text(p, "sql", ""),
				 json_array_size(json_get_array(json_get_object(p, "expected"), "columns"))), "and they differ there by hand too");
		tap_ok(is_minimal(p, query), "and no row can go");
		const char *sql = json_get_text(p, "sql", "");
		tap_ok(features_of(sql) != NULL, "the misreading passes the guard");
	}
	for (int m = 0; m < ASK_MISREADINGS; m++)
		tap_ok(seen[m], "misreading '%s' has a case", ask_misreading_name((enum ask_misreading)m));
}

static void repeats_itself(void)
{
	const char *query = "SELECT user_id, rank() OVER (ORDER BY amount DESC) FROM orders WHERE amount > 3";
	json_t *request = predict_request(query, "rank-as-row-number"), *first, *second, *seen = json_array();

	first = json_deep_copy(ask(json_incref(request)));
	ask(predict_request(query, "edge-moved"));
	tap_ok(json_equal(ask(json_incref(request)), first), "the same seed gives the same world, whatever was asked between");
	json_array_append(seen, json_object_get(first, "world"));
	json_object_set_new(request, "seen", seen);
	second = json_deep_copy(ask(json_incref(request)));
	tap_ok(json_get_bool(second, "found", false) &&
	       strcmp(json_get_text(first, "world", ""), json_get_text(second, "world", "")) != 0, "a world that was seen does not come again");
	json_object_set_new(request, "misreading", json_string("no-such-thing"));
	tap_ok(!json_get_bool(ask(json_incref(request)), "found", true), "an unknown misreading finds nothing");
	json_object_set_new(request, "index", json_integer(100000));
	tap_ok(!json_get_bool(ask(json_incref(request)), "found", true), "nor does a feature that is not there");
	json_decref(request);
	json_decref(first);
	json_decref(second);
	const json_t *none = ask(predict_request("SELECT u.id FROM users u JOIN orders o ON o.user_id = u.id WHERE o.id > 0", "inner-as-left"));
	tap_ok(!json_get_bool(none, "found", true), "readings that mean the same are not asked about");
	tap_is_text(json_get_text(ask(json_pack("{s:s, s:s, s:s}", "op", "ask", "id", "x", "query", "SELECT nothing FROM users")), "verdict", ""),
		    "invalid", "a query that cannot be run has no features");
	tap_ok(feature_in("SELECT NVL(amount, 0), DATEDIFF(day, day, made) FROM orders", "coalesce") != NULL,
	       "spellings of Redshift have features too");
}

static void asks_for_order(void)
{
	const json_t *p = ask(predict_request("SELECT id FROM orders WHERE amount >= 3 ORDER BY id", "edge-moved"));
	bool two = json_array_size(json_get_array(json_get_object(p, "expected"), "rows")) > 1;

	tap_ok(!two || json_get_bool(p, "ordered", false), "an ORDER BY that decides is asked for");
	p = ask(predict_request("SELECT id, rank() OVER (ORDER BY day) FROM orders ORDER BY id", "rank-as-row-number"));
	tap_ok(json_get_bool(p, "ordered", false), "where there are rows to be in order");
	p = ask(predict_request("SELECT id, rank() OVER (ORDER BY day) FROM orders", "rank-as-row-number"));
	tap_ok(!json_get_bool(p, "ordered", true), "without ORDER BY any order is right");
}

/* Long and deep queries are what a candidate may paste by mistake. */
static void survives_size(void)
{
	static char query[60000];
	size_t n = (size_t)snprintf(query, sizeof query, "SELECT 1 FROM orders WHERE amount > 0"), count;

	while (n < 12000)
		n += (size_t)snprintf(query + n, sizeof query - n, " AND amount <> %zu", n);
	count = json_array_size(features_of(query));
	tap_ok(count > 50 && count <= ASK_FEATURES_MAX, "hundreds of conditions: %zu features are kept", count);
	n = (size_t)snprintf(query, sizeof query, "SELECT ");
	for (int i = 0; i < 60; i++)
		n += (size_t)snprintf(query + n, sizeof query - n, "coalesce(CASE WHEN amount > %d THEN ", i);
	n += (size_t)snprintf(query + n, sizeof query - n, "1");
	for (int i = 0; i < 60; i++)
		n += (size_t)snprintf(query + n, sizeof query - n, " END, %d)", i);
	snprintf(query + n, sizeof query - n, " FROM orders");
	const json_t *list = features_of(query), *one;
	size_t i, bad = 0;
	json_array_foreach(list, i, one)
		bad += json_get_int(one, "length", 0) > ASK_QUOTE_BYTES_MAX ||
		       (json_get_int(one, "length", 0) && json_get_int(one, "position", -1) + json_get_int(one, "length", 0) > (int64_t)strlen(query));
	tap_ok(json_array_size(list) > 50 && !bad, "deep nesting: %zu features, and every quote lies in the query", json_array_size(list));
	tap_ok(features_of("SELECT \"a b\" FROM (SELECT name AS \"a b\" FROM users) -- it's ( here\nWHERE \"a b\" > '((?'") != NULL,
	       "brackets in texts and comments");
}

int main(void)
{
	struct engine_options options = {0};
	struct err err = {0};

	if (engine_new(&engine, &options, &err))
		BUG("%s", err.text);
	ask(json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:s}], s:[], s:{}}", "op", "open", "id", "x", "schema", schema, "sample", "", "answers",
		      "name", "a", "sql", "SELECT name FROM users", "mutants", "contract"));
	tap_is_text(json_get_text(reply, "type", ""), "opened", "an exercise is open");
	finds_features();
	predicts();
	repeats_itself();
	asks_for_order();
	survives_size();
	json_decref(reply);
	engine_free(engine);
	return tap_done();
}
