/*
 * The generator: the values that a query asks for are in the worlds, every world is legal (DuckDB's own constraints agree), the same
 * seed gives the same worlds, and classic mistakes are found out.
 */
#include "base/clock.h"
#include "judge/ast.h"
#include "judge/gen.h"
#include "tap.h"

#include <stdlib.h>

static struct duck *d;
static struct err err;

static struct gen *generator(const char *ddl, struct contract **c)
{
	struct gen *g = NULL;

	if (contract_read(c, d, ddl, &err) || gen_new(&g, *c, d, 1, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return g;
}

static bool learn(struct gen *g, const char *sql)
{
	struct duck_error why = { .text = "" };
	json_t *ast = ast_parse(d, sql, &why);
	bool news = false;

	if (!ast || gen_learn(g, ast, &news, &err)) {
		printf("Bail out! %s%s\n", why.text, err.text);
		exit(1);
	}
	json_decref(ast);
	return news;
}

static struct worlds worlds_of(struct gen *g, struct arena *a, size_t first, size_t n)
{
	struct worlds w;

	if (gen_worlds(g, first, n, a, &w, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return w;
}

/* ---- values ---- */

/* Does the literal stand in the column somewhere? */
static bool holds(const struct worlds *w, int table, int column, const char *literal)
{
	const struct contract_table *t = &w->contract->tables[table];
	struct buf b;
	bool found = false;

	buf_init(&b, 1000);
	for (size_t i = 0; i < w->n && !found; i++) {
		for (int r = 0; r < w->p[i].tables[table].row_count && !found; r++) {
			buf_reset(&b);
			cell_sql(&b, &t->columns[column], w->texts, w->p[i].tables[table].cells[(size_t)r * t->column_count + (size_t)column]);
			found = strcmp(buf_text(&b), literal) == 0;
		}
	}
	buf_release(&b);
	return found;
}

static const char shop[] =
	"CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, code VARCHAR, joined DATE);"
	"CREATE TABLE facts (id INTEGER PRIMARY KEY, who INTEGER NOT NULL REFERENCES people (id), n INTEGER, amount DECIMAL(12,4), share DOUBLE,"
	" ts TIMESTAMP, day DATE, ends DATE);";

static void test_values(void)
{
	static const struct {
		const char *sql, *column;
		const char *values[8];
	} list[] = {
		{ "SELECT * FROM facts WHERE n / 60 >= 5", "n", { "299", "300", "301" } },
		{ "SELECT * FROM (SELECT n / 60 AS m FROM facts) q WHERE m > 5", "n", { "359", "360" } },
		{ "SELECT * FROM facts WHERE n * n > 50", "n", { "7", "8", "-8" } },
		{ "SELECT * FROM facts WHERE abs(n - 40) < 3", "n", { "37", "38", "42", "43" } },
		{ "SELECT who FROM facts GROUP BY who HAVING sum(n) > 100", "n", { "100", "99", "101", "50", "51" } },
		{ "WITH t AS (SELECT who, max(n) AS top FROM facts GROUP BY who) SELECT CASE WHEN top BETWEEN 1000 AND 9000 THEN 1 END FROM t", "n",
		  { "999", "1000", "1001", "8999", "9000", "9001" } },
		{ "SELECT * FROM facts a JOIN facts b ON b.n = a.n + 7", "n", { "1", "8", "15" } },
		{ "SELECT * FROM facts WHERE n + id > 77", "n", { "77", "78", "76", "38" } },
		{ "SELECT * FROM facts WHERE n % 45 = 3", "n", { "3", "48", "45" } },
		{ "SELECT * FROM facts WHERE 10000 / n < 40", "n", { "0", "250", "251" } },
		{ "SELECT CASE n WHEN 77 THEN 'a' WHEN 78 THEN 'b' END FROM facts", "n", { "77", "78", "76", "79" } },
		{ "SELECT * FROM facts WHERE n IN (SELECT CAST('55' AS INTEGER))", "n", { "55", "54", "56" } },
		{ "SELECT * FROM facts WHERE amount > 12.5", "amount", { "12.5000", "12.5001", "12.4999", "13.5000" } },
		{ "SELECT round(sum(amount), 2) FROM facts", "amount", { "1.0010", "1.0050" } },
		{ "SELECT round(amount * 0.3, 0) FROM facts WHERE amount * 0.9 > 45", "amount", { "50.0000", "50.0001", "5.0000" } },
		{ "SELECT * FROM facts WHERE day BETWEEN '2019-06-28' AND '2019-07-27'", "day",
		  { "DATE '2019-06-27'", "DATE '2019-06-28'", "DATE '2019-07-27'", "DATE '2019-07-28'", "DATE '2019-06-29'" } },
		{ "SELECT * FROM facts WHERE date_diff('day', day, DATE '2019-07-27') < 30", "day",
		  { "DATE '2019-06-26'", "DATE '2019-06-27'", "DATE '2019-06-28'", "DATE '2019-07-27'", "DATE '2019-07-28'", "DATE '2019-09-05'" } },
		{ "WITH p AS (SELECT DATE '2021-03-01' AS d) SELECT * FROM facts, p WHERE day >= p.d - INTERVAL 7 DAY", "day",
		  { "DATE '2021-02-22'", "DATE '2021-02-21'", "DATE '2021-02-23'", "DATE '2021-03-01'" } },
		{ "SELECT * FROM generate_series(DATE '2021-05-01', DATE '2021-05-09', INTERVAL 1 DAY) AS s(x) LEFT JOIN facts ON day = CAST(x AS DATE)", "day",
		  { "DATE '2021-05-01'", "DATE '2021-05-09'", "DATE '2021-05-10'", "DATE '2021-04-30'" } },
		{ "SELECT * FROM facts WHERE extract(year FROM day) = 2017", "day", { "DATE '2017-01-01'", "DATE '2016-12-31'", "DATE '2017-12-31'", "DATE '2018-01-01'" } },
		{ "SELECT * FROM facts WHERE month(day) = 4 AND year(day) = 2017", "day", { "DATE '2017-04-01'", "DATE '2017-04-30'", "DATE '2017-05-01'", "DATE '2017-03-31'" } },
		{ "SELECT * FROM facts WHERE strftime(day, '%Y-%m') = '2016-02'", "day", { "DATE '2016-02-29'", "DATE '2016-03-01'", "DATE '2016-02-01'" } },
		{ "SELECT * FROM facts WHERE date_trunc('month', day) = DATE '2015-06-01'", "day", { "DATE '2015-06-30'", "DATE '2015-07-01'", "DATE '2015-05-31'" } },
		{ "SELECT * FROM facts WHERE ends - day > 45", "ends", { "DATE '2024-03-15'", "DATE '2024-03-16'", "DATE '2024-03-14'" } },
		{ "SELECT * FROM facts WHERE ts < '2020-02-01'", "ts", { "TIMESTAMP '2020-02-01 00:00:00'", "TIMESTAMP '2020-01-31 23:59:59'", "TIMESTAMP '2020-02-01 00:00:01'" } },
		{ "SELECT * FROM facts WHERE ts BETWEEN '2020-02-01' AND '2020-02-07'", "ts",
		  { "TIMESTAMP '2020-02-07 00:00:00'", "TIMESTAMP '2020-02-07 10:00:00'", "TIMESTAMP '2020-02-07 23:59:59'" } },
		{ "SELECT ts - lag(ts) OVER (PARTITION BY who ORDER BY ts) > INTERVAL 25 MINUTE FROM facts", "ts",
		  { "TIMESTAMP '2024-01-30 23:40:00'", "TIMESTAMP '2024-01-31 00:05:00'", "TIMESTAMP '2024-01-31 00:05:01'", "TIMESTAMP '2024-01-31 00:04:59'" } },
		{ "SELECT sum(n) OVER (ORDER BY day RANGE BETWEEN INTERVAL 6 DAYS PRECEDING AND CURRENT ROW) FROM facts", "day",
		  { "DATE '2024-01-30'", "DATE '2024-02-05'", "DATE '2024-02-06'", "DATE '2024-02-04'" } },
		{ "SELECT * FROM facts WHERE extract(hour FROM ts) >= 18", "ts", { "TIMESTAMP '2024-01-30 18:00:00'", "TIMESTAMP '2024-01-30 17:59:59'" } },
		{ "SELECT * FROM facts WHERE share >= 0.75", "share", { "0.75", "0.74", "0.76", "1.75" } },
		{ "SELECT * FROM facts WHERE n > 5 AND share / n > 0.25", "share", { "0.0", "1.0", "25.0" } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		struct contract *c;
		struct gen *g = generator(shop, &c);
		struct arena a;
		int column = contract_column_find(&c->tables[1], list[i].column);

		arena_init(&a, 64u << 20);
		bool news = learn(g, list[i].sql);
		struct worlds w = worlds_of(g, &a, 0, 1000);
		int missing = 0;
		for (size_t k = 0; k < 8 && list[i].values[k]; k++) {
			char real[32] = "";
			/* A DOUBLE is written with as few digits as give it back. */
			if (c->tables[1].columns[column].type == DUCK_DOUBLE)
				snprintf(real, sizeof(real), "%g", strtod(list[i].values[k], NULL));
			if (!holds(&w, 1, column, *real ? real : list[i].values[k])) {
				printf("# %s is missing\n", list[i].values[k]);
				missing++;
			}
		}
		tap_ok(news && missing == 0, "%s", list[i].sql);
		arena_release(&a);
		gen_free(g);
		contract_free(c);
	}
}

static void test_texts(void)
{
	static const struct {
		const char *sql;
		const char *values[6];
	} list[] = {
		{ "SELECT * FROM people p WHERE p.code = 'RED'", { "'RED'", "'red'", "''", "NULL", "'REDz'" } },
		{ "SELECT * FROM people WHERE code LIKE 'ab%z_'", { "'abzx'", "'abbzx'", "'bzx'", "'abzxy'" } },
		{ "SELECT * FROM people WHERE length(code) > 9", { "'abcdefghij'", "'abcdefghi'" } },
		{ "SELECT * FROM people WHERE CAST(code AS INTEGER) > 3", { "'10'", "'9'", "'2'", "'4'" } },
		{ "SELECT * FROM people WHERE lower(code) = 'x'", { "'x'", "'X'" } },
		{ "SELECT * FROM people WHERE code IN ('p1', 'p2') OR substr(code, 1, 2) = 'q7'", { "'p1'", "'p2'", "'q7'", "'q7z'" } },
		{ "SELECT * FROM people WHERE name = 'Ann' AND code = name", { "'Ann'" } },
		{ "SELECT * FROM people WHERE trim(code) = 'k'", { "'k'", "' a'" } },
		{ "SELECT * FROM people WHERE nothing_of_that_name = 'lost'", { "'lost'" } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		struct contract *c;
		struct gen *g = generator(shop, &c);
		struct arena a;
		int missing = 0;

		arena_init(&a, 64u << 20);
		learn(g, list[i].sql);
		struct worlds w = worlds_of(g, &a, 0, 1000);
		for (size_t k = 0; k < 6 && list[i].values[k]; k++) {
			if (!holds(&w, 0, 2, list[i].values[k])) {
				printf("# %s is missing\n", list[i].values[k]);
				missing++;
			}
		}
		tap_is_int(missing, 0, "%s", list[i].sql);
		arena_release(&a);
		gen_free(g);
		contract_free(c);
	}
}

/* HAVING COUNT(*) >= 9 needs groups of 8, 9 and 10 rows. */
static void test_counts(void)
{
	struct contract *c;
	struct gen *g = generator(shop, &c);
	struct arena a;
	int seen[40] = {0};

	arena_init(&a, 64u << 20);
	learn(g, "SELECT who FROM facts GROUP BY who HAVING count(*) >= 9");
	struct worlds w = worlds_of(g, &a, 0, 1000);
	for (size_t i = 0; i < w.n; i++) {
		const struct world_table *people = &w.p[i].tables[0], *facts = &w.p[i].tables[1];
		for (int p = 0; p < people->row_count; p++) {
			int n = 0;
			for (int r = 0; r < facts->row_count; r++)
				n += facts->cells[r * 8 + 1] == people->cells[p * 4];
			seen[n < 39 ? n : 39]++;
		}
	}
	tap_ok(seen[8] > 3 && seen[9] > 3 && seen[10] > 3, "groups of 8, 9 and 10 rows (%d, %d, %d)", seen[8], seen[9], seen[10]);
	tap_ok(seen[0] > 100 && seen[1] > 100 && seen[2] > 100, "beside empty ones and small ones");
	arena_release(&a);
	gen_free(g);
	contract_free(c);
}

/* ---- legality ---- */

static const char *const schemas[] = {
	"CREATE TABLE t (a INTEGER, b VARCHAR)",
	"CREATE TABLE s (id INTEGER PRIMARY KEY, x DATE NOT NULL, y DATE NOT NULL, CHECK (x < y))",
	"CREATE TABLE f (a VARCHAR NOT NULL, b VARCHAR NOT NULL, PRIMARY KEY (a, b), CHECK (a <> b))",
	"CREATE TABLE u (a INTEGER UNIQUE, b INTEGER, c BOOLEAN, UNIQUE (b, c))",
	"CREATE TABLE p (a INTEGER, b VARCHAR, PRIMARY KEY (a, b)); CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR,"
	" FOREIGN KEY (a, b) REFERENCES p (a, b)); CREATE TABLE g (c INTEGER NOT NULL REFERENCES c (id), n TINYINT CHECK (n BETWEEN 120 AND 127))",
	"CREATE TYPE kind AS ENUM ('x', 'y'); CREATE TABLE e (k kind NOT NULL, s VARCHAR CHECK (s IN ('new', 'old')), v DECIMAL(5,3) CHECK (v >= 0 AND v < 1),"
	" w DECIMAL(5,3), CHECK (w IS NULL OR w + v = 1))",
	"CREATE TABLE r (code VARCHAR CHECK (regexp_matches(code, '^[ab]+$')), o VARCHAR, CHECK (md5(o) < md5(code)))",
	"CREATE TABLE q (n INTEGER CHECK (n % 7 = 3 AND n > 1000), m INTEGER CHECK (m * m = 144), l VARCHAR NOT NULL CHECK (length(l) = 13))",
};

/* Give DuckDB the world as INSERTs into the tables as declared. */
static bool accepted(const struct contract *c, const struct worlds *w, const struct world *world)
{
	struct buf b;
	enum err_code code;

	buf_init(&b, 1u << 20);
	for (size_t t = c->table_count; t-- > 0;) {
		buf_adds(&b, "DELETE FROM ");
		contract_quote(&b, c->tables[t].name);
		buf_addc(&b, ';');
	}
	for (size_t t = 0; t < c->table_count; t++) {
		const struct contract_table *table = &c->tables[t];
		for (int r = 0; r < world->tables[t].row_count; r++) {
			buf_adds(&b, "INSERT INTO ");
			contract_quote(&b, table->name);
			buf_adds(&b, " VALUES (");
			for (size_t k = 0; k < table->column_count; k++) {
				buf_adds(&b, k ? ", " : "");
				cell_sql(&b, &table->columns[k], w->texts, world->tables[t].cells[(size_t)r * table->column_count + k]);
			}
			buf_adds(&b, ");");
		}
	}
	code = duck_exec(d, buf_text(&b), &err);
	if (code)
		printf("# %s\n", err.text);
	buf_release(&b);
	return code == ERR_OK;
}

static void test_legal(void)
{
	for (size_t i = 0; i < sizeof(schemas) / sizeof(*schemas); i++) {
		struct contract *c;
		struct arena a;
		struct gen *g = generator(schemas[i], &c);
		int broken = 0, unchecked = 0, refused = 0, rows = 0, simpler = 0;
		int64_t out[8];

		arena_init(&a, 64u << 20);
		struct worlds w = worlds_of(g, &a, 0, 600);
		duck_exec(d, schemas[i], &err);
		for (size_t k = 0; k < w.n; k++) {
			const char *why;
			rows += world_rows(c, &w.p[k]);
			broken += !world_keys_hold(c, &w.p[k], &why);
			if (k % 20)
				continue;
			unchecked += !gen_checks_hold(g, &w.p[k]);
			refused += !accepted(c, &w, &w.p[k]);
			/* Simpler values must be legal cells, too. */
			for (size_t t = 0; t < c->table_count; t++) {
				for (size_t n = 0; n < c->tables[t].column_count && w.p[k].tables[t].row_count; n++) {
					int64_t v = w.p[k].tables[t].cells[n];
					size_t count = gen_simpler(g, (int)t, (int)n, v, out, 8);
					for (size_t j = 0; j < count; j++)
						simpler += out[j] == v || out[j] == CELL_NULL;
				}
			}
		}
		for (size_t t = c->table_count; t-- > 0;) {
			char drop[100];
			snprintf(drop, sizeof(drop), "DROP TABLE \"%s\"", c->tables[t].name);
			tap_is_int(duck_exec(d, drop, &err), ERR_OK, "DuckDB has made table '%s'", c->tables[t].name);
		}
		tap_ok(broken == 0 && unchecked == 0 && refused == 0 && simpler == 0, "600 legal worlds: %.60s", schemas[i]);
		tap_ok(rows > 600, "and not mostly empty ones (%d rows)", rows);
		arena_release(&a);
		gen_free(g);
		contract_free(c);
	}
}

static void test_checks_seen(void)
{
	struct contract *c;
	struct gen *g = generator(schemas[1], &c);
	struct arena a;
	struct world w = { &(struct world_table){ 1, (int64_t[]){ 1, 20000, 20000 } } };

	arena_init(&a, 64u << 20);
	tap_ok(!gen_checks_hold(g, &w), "x < y is not true of equal days");
	w.tables[0].cells[2]++;
	tap_ok(gen_checks_hold(g, &w), "but of the day before");
	gen_free(g);
	contract_free(c);
	g = generator(schemas[6], &c);
	worlds_of(g, &a, 0, 1);
	w = (struct world){ &(struct world_table){ 1, (int64_t[]){ CELL_NULL, CELL_NULL } } };
	tap_ok(gen_checks_hold(g, &w), "a CHECK that is NULL holds, also when DuckDB is asked");
	gen_free(g);
	contract_free(c);
	g = generator("CREATE TABLE t (a INTEGER NOT NULL CHECK (a > 5 AND a < 6))", &c);
	struct worlds out;
	tap_ok(gen_worlds(g, 0, 5, &a, &out, &err) == ERR_OK && world_rows(c, &out.p[4]) == 0, "a CHECK that nothing meets leaves the table empty");
	c->tables[0].may_be_empty = false;
	memset(&err, 0, sizeof(err));
	tap_ok(gen_worlds(g, 0, 5, &a, &out, &err) == ERR_INPUT && strstr(err.text, "a > 5"), "or is named, where it must not be empty");
	gen_free(g);
	contract_free(c);
	arena_release(&a);
}

/* Flags of the contract that the DDL does not hold. */
static void test_assumptions(void)
{
	struct contract *c;
	struct gen *g = generator(
		"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE k (p INTEGER REFERENCES p (id), n INTEGER, up INTEGER);"
		"CREATE TABLE s (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES s (id))", &c);
	struct arena a;
	int nulls = 0, broken = 0, empty = 0, childless = 0, bosses = 0, own = 0;
	const char *why;

	arena_init(&a, 64u << 20);
	struct worlds w = worlds_of(g, &a, 0, 500);
	tap_is_int(world_rows(c, &w.p[0]), 0, "world 0 is the empty database");
	for (size_t i = 0; i < w.n; i++) {
		const struct world_table *s = &w.p[i].tables[2];
		for (int r = 0; r < s->row_count; r++) {
			bosses += s->cells[2 * r + 1] != CELL_NULL;
			own += s->cells[2 * r + 1] == s->cells[2 * r];
		}
		for (int r = 0; r < 3 * w.p[i].tables[1].row_count; r++)
			nulls += w.p[i].tables[1].cells[r] == CELL_NULL;
		broken += !world_keys_hold(c, &w.p[i], &why);
		c->empty_groups = false;
		childless += !world_keys_hold(c, &w.p[i], &why);
		c->empty_groups = true;
	}
	tap_ok(broken == 0 && nulls > 50 && childless > 50, "NULLs and parents without children by default");
	tap_ok(bosses > 100 && own > 5 && own < bosses / 2, "a table that refers to itself: to other rows and sometimes to the same");
	c->no_nulls = true;
	c->empty_groups = false;
	for (size_t t = 0; t < 3; t++)
		c->tables[t].may_be_empty = false;
	w = worlds_of(g, &a, 0, 500);
	broken = 0;
	for (size_t i = 0; i < w.n; i++) {
		broken += !world_keys_hold(c, &w.p[i], &why);
		for (size_t t = 0; t < 3; t++)
			empty += w.p[i].tables[t].row_count == 0;
	}
	tap_ok(w.n == 500 && broken == 0 && empty == 0, "none of them where the contract says so");
	arena_release(&a);
	gen_free(g);
	contract_free(c);
}

/* ---- the same again ---- */

static char *printed(const struct worlds *w, size_t i)
{
	json_t *json = world_json(w->contract, w->texts, &w->p[i]);
	char *text = json_dumps(json, JSON_COMPACT);

	json_decref(json);
	return text;
}

static void test_deterministic(void)
{
	const char *sql = "SELECT who, sum(amount) FROM facts f JOIN people p ON p.id = f.who WHERE name LIKE 'A%' AND ts >= '2024-05-01' GROUP BY 1 HAVING count(*) > 3";
	struct contract *c, *c2;
	struct gen *g = generator(shop, &c), *h = generator(shop, &c2), *other = NULL;
	struct arena a;
	int differ = 0, alike = 0;

	arena_init(&a, 64u << 20);
	uint64_t before = gen_values_hash(g);
	tap_ok(learn(g, sql) && gen_values_hash(g) != before, "a query brings news, and the hash says so");
	before = gen_values_hash(g);
	tap_ok(!learn(g, sql) && gen_values_hash(g) == before, "a second time it brings none");
	learn(h, sql);
	tap_ok(gen_values_hash(h) == before, "the hash depends on nothing but what was learnt");
	gen_new(&other, c, d, 2, &err);
	learn(other, sql);
	struct worlds w = worlds_of(g, &a, 0, 300), x = worlds_of(h, &a, 250, 50), y = worlds_of(other, &a, 250, 50);
	for (size_t i = 0; i < 50; i++) {
		char *p = printed(&w, 250 + i), *q = printed(&x, i), *r = printed(&y, i);
		differ += strcmp(p, q) != 0;
		alike += strcmp(p, r) == 0;
		free(p);
		free(q);
		free(r);
	}
	tap_is_int(differ, 0, "world number i is the same, however many come before it");
	tap_ok(alike < 10, "another seed gives others");
	gen_free(g);
	gen_free(h);
	gen_free(other);
	contract_free(c);
	contract_free(c2);
	arena_release(&a);
}

/* ---- mistakes ---- */

static bool differ(const char *left, const char *right)
{
	struct arena a;
	struct duck_rows rows[2];
	struct duck_error why = { .text = "" };
	const char *sql[2] = { left, right };
	char text[4000];
	bool unequal = false;

	arena_init(&a, 1u << 20);
	for (int i = 0; i < 2; i++) {
		snprintf(text, sizeof(text), "SELECT CAST(sum(hash(q)::HUGEINT) AS VARCHAR), count(*) FROM (%s) q", sql[i]);
		if (!duck_rows(d, text, 2, 1000, &a, &rows[i], &why))
			printf("# %s\n", why.text);
	}
	const char *x = rows[0].cells[0].text, *y = rows[1].cells[0].text;
	unequal = rows[0].cells[1].integer != rows[1].cells[1].integer || (x && y ? strcmp(x, y) != 0 : x != y);
	arena_release(&a);
	return unequal;
}

static void test_mistakes(void)
{
	static const struct {
		const char *name, *right, *wrong;
		int soon;               /* found within so many worlds */
	} list[] = {
		{ "rank for dense_rank",
		  "SELECT who, n FROM (SELECT *, dense_rank() OVER (ORDER BY n DESC) AS r FROM facts WHERE n IS NOT NULL) q WHERE r = 3",
		  "SELECT who, n FROM (SELECT *, rank() OVER (ORDER BY n DESC) AS r FROM facts WHERE n IS NOT NULL) q WHERE r = 3", 200 },
		{ "a tie at the cut", "SELECT id FROM (SELECT *, rank() OVER (PARTITION BY who ORDER BY n DESC) AS r FROM facts) q WHERE r <= 2",
		  "SELECT id FROM (SELECT *, row_number() OVER (PARTITION BY who ORDER BY n DESC, id) AS r FROM facts) q WHERE r <= 2", 200 },
		{ "the default frame", "SELECT id, sum(n) OVER (ORDER BY ts, id ROWS UNBOUNDED PRECEDING) FROM facts",
		  "SELECT id, sum(n) OVER (ORDER BY ts) FROM facts", 100 },
		{ "rows for days", "SELECT id, sum(n) OVER (ORDER BY day RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW) FROM facts",
		  "SELECT id, sum(n) OVER (ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM facts", 200 },
		{ "a gap of exactly half an hour",
		  "SELECT id, CASE WHEN ts - lag(ts) OVER (PARTITION BY who ORDER BY ts, id) <= INTERVAL 30 MINUTE THEN 0 ELSE 1 END FROM facts",
		  "SELECT id, CASE WHEN ts - lag(ts) OVER (PARTITION BY who ORDER BY ts, id) < INTERVAL 30 MINUTE THEN 0 ELSE 1 END FROM facts", 500 },
		{ "month for month and year", "SELECT date_trunc('month', ts) AS m, count(*) FROM facts GROUP BY 1",
		  "SELECT min(date_trunc('month', ts)) AS m, count(*) FROM facts GROUP BY month(ts)", 300 },
		{ "the last day of BETWEEN", "SELECT id FROM facts WHERE ts >= '2024-03-01' AND ts < '2024-04-01'",
		  "SELECT id FROM facts WHERE ts BETWEEN '2024-03-01' AND '2024-03-31'", 200 },
		{ "NOT IN with NULL", "SELECT name FROM people p WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.n = p.id)",
		  "SELECT name FROM people WHERE id NOT IN (SELECT n FROM facts)", 100 },
		{ "the filter of a LEFT JOIN in WHERE", "SELECT p.id, count(f.id) FROM people p LEFT JOIN facts f ON f.who = p.id AND f.n > 10 GROUP BY 1",
		  "SELECT p.id, count(f.id) FROM people p LEFT JOIN facts f ON f.who = p.id WHERE f.n > 10 GROUP BY 1", 50 },
		{ "a group by name", "SELECT p.id, p.name, sum(n) FROM people p JOIN facts f ON f.who = p.id GROUP BY p.id, p.name",
		  "SELECT min(p.id), p.name, sum(n) FROM people p JOIN facts f ON f.who = p.id GROUP BY p.name", 200 },
		{ "30 days for a month", "SELECT f.id FROM facts f JOIN people p ON p.id = f.who WHERE f.day <= p.joined + INTERVAL 1 MONTH",
		  "SELECT f.id FROM facts f JOIN people p ON p.id = f.who WHERE f.day <= p.joined + INTERVAL 30 DAY", 600 },
		{ "rounding too early", "SELECT who, round(sum(amount), 2) FROM facts GROUP BY who", "SELECT who, sum(round(amount, 2)) FROM facts GROUP BY who", 300 },
		{ "COUNT(*) >= 5 for > 5", "SELECT who FROM facts GROUP BY who HAVING count(*) >= 5", "SELECT who FROM facts GROUP BY who HAVING count(*) > 5", 300 },
		{ "the average of averages", "SELECT avg(n) FROM facts", "SELECT avg(a) FROM (SELECT avg(n) AS a FROM facts GROUP BY who) q", 100 },
		{ "integer division", "SELECT n * 100 / 7 FROM facts", "SELECT n / 7 * 100 FROM facts", 50 },
		{ "an interval with both ends", "SELECT a.id, b.id FROM facts a JOIN facts b ON a.who = b.who AND b.ts >= a.day AND b.ts < a.ends",
		  "SELECT a.id, b.id FROM facts a JOIN facts b ON a.who = b.who AND b.ts BETWEEN a.day AND a.ends", 300 },
		{ "case", "SELECT id FROM people WHERE lower(code) = 'ok'", "SELECT id FROM people WHERE code = 'ok'", 200 },
	};

	duck_exec(d, "CREATE SCHEMA IF NOT EXISTS plain; SET schema = 'plain'", &err);
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		struct contract *c;
		struct arena a;
		int found = -1;

		duck_exec(d, "SET schema = 'main'", &err);
		struct gen *g = generator(shop, &c);
		arena_init(&a, 64u << 20);
		learn(g, list[i].right);
		learn(g, list[i].wrong);
		struct worlds w = worlds_of(g, &a, 0, 1000);
		duck_exec(d, "SET schema = 'plain'", &err);
		for (size_t k = 0; k < w.n && found < 0; k++) {
			world_store_plain(d, c, w.texts, &w.p[k], &err);
			if (differ(list[i].right, list[i].wrong))
				found = (int)k;
		}
		tap_ok(found >= 0 && found < list[i].soon, "%s is found out by world %d", list[i].name, found);
		arena_release(&a);
		gen_free(g);
		contract_free(c);
	}
	duck_exec(d, "SET schema = 'main'", &err);
}

/* ---- simpler values ---- */

static void test_simpler(void)
{
	struct contract *c;
	struct gen *g = generator("CREATE TABLE t (i INTEGER CHECK (i > 2), p DECIMAL(8,3), ts TIMESTAMP, s VARCHAR)", &c);
	struct arena a;
	int64_t out[10];

	arena_init(&a, 64u << 20);
	worlds_of(g, &a, 0, 1);
	size_t n = gen_simpler(g, 0, 0, 517, out, 10);
	tap_ok(n > 1 && out[0] == 3, "3 is the simplest above 2");
	n = gen_simpler(g, 0, 1, -17345, out, 10);
	tap_ok(n == 10 && out[0] == 1000, "1 is simpler than -17.345");
	n = gen_simpler(g, 0, 2, INT64_C(1709251199500000), out, 10);
	tap_ok(n > 0 && out[0] % INT64_C(86400000000) == 0, "midnight is simpler than half a second before it");
	tap_is_int((long long)gen_simpler(g, 0, 0, CELL_NULL, out, 10), 0, "nothing is simpler than NULL");
	int rising = 0;
	n = gen_simpler(g, 0, 0, 987654, out, 10);
	for (size_t i = 0; i < n; i++) {
		int64_t again[10];
		size_t m = gen_simpler(g, 0, 0, out[i], again, 10);
		for (size_t k = 0; k < m; k++)
			rising += again[k] == 987654;
	}
	tap_is_int(rising, 0, "what is simpler never leads back");
	gen_free(g);
	contract_free(c);
	arena_release(&a);
}

/* ---- hostile queries ---- */

static void survives(const char *name, struct buf *sql)
{
	struct contract *c;
	struct gen *g = generator(shop, &c);
	struct arena a;

	arena_init(&a, 64u << 20);
	learn(g, buf_text(sql));
	struct worlds w = worlds_of(g, &a, 0, 100);
	tap_ok(w.n == 100, "a query with %s is learnt from", name);
	buf_reset(sql);
	arena_release(&a);
	gen_free(g);
	contract_free(c);
}

static void test_hostile(void)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	buf_adds(&b, "SELECT 1 FROM facts WHERE n IN (0");
	for (int i = 0; i < 3000; i++)
		buf_addf(&b, ", %d", i * 7);
	buf_addc(&b, ')');
	survives("a list of 3,000", &b);
	buf_adds(&b, "SELECT * FROM facts WHERE true");
	for (int i = 0; i < 400; i++)
		buf_addf(&b, " AND n * %d + id %% 7 > %d AND date_trunc('month', ts) <> DATE '2020-01-01' + %d", i, i * i, i);
	survives("800 predicates", &b);
	for (int i = 0; i < 9; i++)
		buf_adds(&b, "SELECT *, *, * FROM (");
	buf_adds(&b, "SELECT * FROM facts");
	for (int i = 0; i < 9; i++)
		buf_addf(&b, ") q%d", i);
	survives("stars of stars", &b);
	buf_adds(&b, "WITH RECURSIVE r AS (SELECT id, n FROM facts UNION ALL SELECT x.id + y.n, y.id FROM r x JOIN r y ON x.id = y.n WHERE x.n < 5) SELECT * FROM r WHERE n > 3");
	survives("a recursion through itself twice", &b);
	buf_adds(&b, "SELECT 1 FROM facts WHERE CAST(day AS VARCHAR) LIKE '%1%1%1%1%1%1%1%1%1%1%1%1%1%1%1%1x'");
	survives("many % signs", &b);
	for (int i = 0; i < 150; i++)
		buf_adds(&b, "SELECT abs(n) AS n FROM (");
	buf_adds(&b, "SELECT n FROM facts");
	for (int i = 0; i < 150; i++)
		buf_addf(&b, ") q WHERE n > %d", i);
	survives("150 levels", &b);
	buf_adds(&b, "SELECT 1 FROM facts WHERE n > 9223372036854775807 OR n = -9223372036854775808 OR amount < 1e308 OR share > -1e308 OR "
		     "ts > '9999-12-31' OR day < '0001-01-01' OR day > DATE '9999-12-31' - INTERVAL 9000 YEAR OR n * 0 > 1 OR n / 0 = 3 OR n % 0 = 1 OR "
		     "ts - INTERVAL 99999 DAY > '1000-01-01' OR date_diff('second', ts, now()::TIMESTAMP) > 9000000000000000000 OR n > 99999999999999999999");
	survives("extreme literals", &b);
	buf_release(&b);
}

static void show_times(void)
{
	const char *sql = "SELECT p.name, date_trunc('month', f.ts), sum(f.amount) FROM people p LEFT JOIN facts f ON f.who = p.id AND f.n / 60 >= 5 "
			  "WHERE f.day BETWEEN '2024-01-01' AND '2024-06-30' AND p.name LIKE 'A%' GROUP BY 1, 2 HAVING sum(f.amount) > 100 AND count(*) >= 3";
	struct contract *c;
	struct gen *g = generator(shop, &c);
	struct arena a;
	struct duck_error why;
	json_t *ast = ast_parse(d, sql, &why);

	arena_init(&a, 64u << 20);
	int64_t t = clock_mono_us();
	gen_learn(g, ast, NULL, &err);
	printf("# learning: %lld us\n", (long long)(clock_mono_us() - t));
	t = clock_mono_us();
	worlds_of(g, &a, 0, 1);
	printf("# building the domains: %lld us\n", (long long)(clock_mono_us() - t));
	t = clock_mono_us();
	struct worlds w = worlds_of(g, &a, 0, 1000);
	printf("# 1,000 worlds: %lld us\n", (long long)(clock_mono_us() - t));
	for (int i = 0; i < 2; i++) {
		t = clock_mono_us();
		worlds_store(d, &w, 0, true, &err);
		printf("# storing them: %lld us\n", (long long)(clock_mono_us() - t));
	}
	json_decref(ast);
	gen_free(g);
	contract_free(c);
	arena_release(&a);
}

int main(void)
{
	struct duck_options options = { .integer_division = true, .postgres_nulls = true };

	if (duck_open(&d, &options, &err)) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	test_values();
	test_texts();
	test_counts();
	test_legal();
	test_checks_seen();
	test_assumptions();
	test_deterministic();
	test_mistakes();
	test_simpler();
	test_hostile();
	show_times();
	duck_free(d);
	return tap_done();
}
