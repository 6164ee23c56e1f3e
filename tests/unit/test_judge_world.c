/* Worlds: copying, permuting, legality, and the way into DuckDB and out. */
#include "judge/world.h"
#include "tap.h"

#include <stdlib.h>

static struct duck *d;
static struct arena arena;
static struct texts texts;
static struct err err;

static struct contract *must_read(const char *ddl)
{
	struct contract *c = NULL;

	if (contract_read(&c, d, ddl, &err)) {
		printf("Bail out! %s\n", err.text);
		exit(1);
	}
	return c;
}

/* One value of a statement, as text; NULL. */
static const char *ask(const char *sql)
{
	struct duck_rows rows;
	struct duck_error why;

	if (!duck_rows(d, sql, 10, 10000, &arena, &rows, &why)) {
		printf("# %s\n", why.text);
		return "failed";
	}
	return rows.row_count ? rows.cells[0].text : NULL;
}

static struct world world_of(int tables, ...)
{
	struct world w = { ARENA_NEW(&arena, struct world_table, tables) };
	va_list ap;

	va_start(ap, tables);
	for (int t = 0; t < tables; t++) {
		w.tables[t].row_count = va_arg(ap, int);
		w.tables[t].cells = va_arg(ap, int64_t *);
	}
	va_end(ap);
	return w;
}

#define CELLS(...) ((int64_t[]){ __VA_ARGS__ })

static void test_texts(void)
{
	char text[16];
	int wrong = 0;
	int64_t a = texts_put(&texts, "a"), empty = texts_put(&texts, "");

	tap_ok(a != empty && texts_put(&texts, "a") == a, "a text is kept once");
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "t%d", i);
		wrong += texts_put(&texts, text) != (int64_t)texts.n - 1;
	}
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof(text), "t%d", i);
		wrong += strcmp(texts.p[texts_put(&texts, text)], text) != 0;
	}
	tap_ok(wrong == 0 && texts.n == 1002 && texts_put(&texts, "a") == a, "and keeps its index when the pool grows");
}

static bool same(const struct contract *c, const struct world *a, const struct world *b)
{
	for (size_t t = 0; t < c->table_count; t++) {
		size_t n = (size_t)a->tables[t].row_count * c->tables[t].column_count * sizeof(int64_t);
		if (a->tables[t].row_count != b->tables[t].row_count || memcmp(a->tables[t].cells, b->tables[t].cells, n))
			return false;
	}
	return true;
}

static void test_permuted(void)
{
	struct contract *c = must_read("CREATE TABLE a (i INTEGER, j INTEGER); CREATE TABLE b (i INTEGER)");
	struct world w = world_of(2, 4, CELLS(1, 1, 1, 1, 1, 2, 1, 1), 3, CELLS(5, 5, 5));
	struct world copy = world_copy(&arena, c, &w);
	int stayed = 0, lost = 0, moved = 0;

	tap_ok(same(c, &w, &copy) && copy.tables[0].cells != w.tables[0].cells, "a copy is equal and its own");
	tap_is_int(world_rows(c, &w), 7, "seven rows");
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct world p = world_permuted(&arena, c, &w, seed);
		int twos = 0;
		for (int i = 0; i < 4; i++)
			twos += p.tables[0].cells[2 * i] == 1 && p.tables[0].cells[2 * i + 1] == 2;
		lost += twos != 1;
		stayed += memcmp(p.tables[0].cells, w.tables[0].cells, 8 * sizeof(int64_t)) == 0;
		moved += memcmp(p.tables[1].cells, w.tables[1].cells, 3 * sizeof(int64_t)) != 0;
	}
	tap_ok(lost == 0 && moved == 0, "a permuted world has the same rows");
	tap_is_int(stayed, 0, "never in the same order, when two differ");
	struct world back = world_reversed(&arena, c, &w);
	int rows = w.tables[0].row_count;
	size_t columns = c->tables[0].column_count;
	bool backwards = rows > 1 && back.tables[0].row_count == rows;
	for (int i = 0; i < rows; i++)
		backwards = backwards && !memcmp(back.tables[0].cells + (size_t)i * columns,
						 w.tables[0].cells + (size_t)(rows - 1 - i) * columns, columns * sizeof(int64_t));
	tap_ok(backwards, "a reversed world has its rows backwards");

	struct world p = world_permuted(&arena, c, &w, 7), q = world_permuted(&arena, c, &w, 7);
	tap_ok(same(c, &p, &q), "the same seed gives the same order");
	contract_free(c);
}

static void illegal(const struct contract *c, const struct world *w, const char *reason)
{
	const char *why = "";

	bool holds = world_keys_hold(c, w, &why);
	tap_ok(!holds && strstr(why, reason) != NULL, "illegal: %s", reason);
	if (!strstr(why, reason))
		printf("# %s\n", why);
}

static void test_legal(void)
{
	struct contract *c = must_read(
		"CREATE TABLE p (a INTEGER, b INTEGER, UNIQUE (a, b));"
		"CREATE TABLE q (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, up INTEGER REFERENCES q (id), FOREIGN KEY (a, b) REFERENCES p (a, b))");
	const int64_t N = CELL_NULL;
	struct world w = world_of(2, 3, CELLS(1, 1, 1, N, 1, N), 3, CELLS(1, 1, 1, N, 2, 1, N, 1, 3, N, 9, 3));

	tap_ok(world_keys_hold(c, &w, NULL),
		"NULLs may repeat in a UNIQUE and leave a foreign key open; a row may refer to itself");
	w = world_of(2, 2, CELLS(1, 1, 1, 1), 0, NULL);
	illegal(c, &w, "key repeats");
	w = world_of(2, 1, CELLS(1, 1), 2, CELLS(1, 1, 1, N, 1, 1, 1, N));
	illegal(c, &w, "key repeats");
	w = world_of(2, 1, CELLS(1, 1), 1, CELLS(1, 1, 2, N));
	illegal(c, &w, "foreign key");
	w = world_of(2, 1, CELLS(1, 1), 1, CELLS(1, 1, 1, 2));
	illegal(c, &w, "foreign key");
	w = world_of(2, 0, NULL, 1, CELLS(N, N, N, N));
	illegal(c, &w, "NULL");
	w = world_of(2, 1, CELLS(1, N), 1, CELLS(1, N, N, N));
	tap_ok(world_keys_hold(c, &w, NULL), "NULL where it may be");
	c->no_nulls = true;
	illegal(c, &w, "NULL");
	c->no_nulls = false;
	c->tables[1].may_be_empty = false;
	w = world_of(2, 1, CELLS(1, 1), 0, NULL);
	illegal(c, &w, "empty");
	c->tables[1].may_be_empty = true;
	tap_ok(world_keys_hold(c, &w, NULL), "a parent without children, where that may be");
	c->empty_groups = false;
	illegal(c, &w, "no child");
	w = world_of(2, 2, CELLS(1, 1, 1, N), 1, CELLS(1, 1, 1, N));
	tap_ok(world_keys_hold(c, &w, NULL), "a parent without a key needs no child, and a table may refer to itself");
	contract_free(c);
}

static const char awkward[] =
	"CREATE TABLE \"My \"\"T\"\"\" (i BIGINT, p DECIMAL(6,2), w DECIMAL(30,4), f DOUBLE, s VARCHAR, day DATE, ts TIMESTAMP, b BOOLEAN,"
	" m ENUM('x', 'y'), \"order\" UTINYINT, g FLOAT);"
	"CREATE TABLE empty_one (i INTEGER)";

static int64_t bits(double v)
{
	int64_t out;

	memcpy(&out, &v, sizeof(out));
	return out;
}

static void test_cells(const struct contract *c)
{
	static const struct {
		int column;
		int64_t v;
		const char *sql;
	} list[] = {
		{ 0, -5, "-5" }, { 0, CELL_NULL, "NULL" }, { 1, 1250, "12.50" }, { 1, -5, "-0.05" }, { 1, 0, "0.00" },
		{ 5, 0, "DATE '1970-01-01'" },
		{ 5, 20484, "DATE '2026-01-31'" }, { 6, 1, "TIMESTAMP '1970-01-01 00:00:00.000001'" }, { 7, 1,
		"true" }, { 7, 0, "false" },
	};
	struct buf b;

	buf_init(&b, 1000);
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++) {
		buf_reset(&b);
		cell_sql(&b, &c->tables[0].columns[list[i].column], &texts, list[i].v);
		tap_is_text(buf_text(&b), list[i].sql, "as SQL: %s", list[i].sql);
	}
	buf_reset(&b);
	cell_sql(&b, &c->tables[0].columns[4], &texts, texts_put(&texts, "it's"));
	cell_sql(&b, &c->tables[0].columns[3], &texts, bits(0.1));
	tap_is_text(buf_text(&b), "'it''s'0.1", "a text and a DOUBLE as SQL");
	buf_release(&b);
	json_t *real = cell_json(&c->tables[0].columns[1], &texts, 1250),
		*text = cell_json(&c->tables[0].columns[5], &texts, 0);
	tap_ok(json_is_real(real) && json_real_value(real) == 12.5 && strcmp(json_string_value(text), "1970-01-01") == 0,
	       "as JSON a DECIMAL is a number, a DATE a text");
	json_decref(real);
	json_decref(text);
}

static void test_stored(void)
{
	struct contract *c = must_read(awkward);
	const int64_t N = CELL_NULL;
	int64_t s = texts_put(&texts, "it's \xC3\xA4"), x = texts_put(&texts, "y");
	struct world list[3] = {
		world_of(2, 0, NULL, 0, NULL),
		world_of(2, 2, CELLS(INT64_MAX, 1250, -70000, bits(0.1), s, 19782, 1700000000500000, 1, x, 255, bits(1.5),
				     N, N, N, N, N, N, N, N, N, N, N), 0, NULL),
		world_of(2, 1, CELLS(1, -5, 0, bits(-2), texts_put(&texts, ""), -1, -1, 0, N, 0, bits(0.25)), 1, CELLS(7)),
	};
	struct worlds w = { c, &texts, list, 3 };

	test_cells(c);
	tap_is_int(worlds_store(d, &w, 10, true, &err), ERR_OK, "three worlds are stored");
	tap_is_text(ask("SELECT string_agg(" WORLD_COLUMN ", ',' ORDER BY " WORLD_COLUMN ") FROM batch.worlds"),
		"10,11,12", "their numbers");
	tap_is_text(ask("SELECT CAST((i, p, w, f, s, day, ts, b, m, \"order\", g) AS VARCHAR) FROM batch.\"My \"\"T\"\"__w\" WHERE " WORLD_COLUMN " = 11 AND i IS NOT NULL"),
		    "(9223372036854775807, 12.50, -7.0000, 0.1, 'it\\'s \xC3\xA4', 2024-02-29, '2023-11-14 22:13:20.5', true, y, 255, 1.5)", "values of every type");
	tap_is_text(ask("SELECT count(*) FROM batch.\"My \"\"T\"\"__w\" WHERE " WORLD_COLUMN " = 11 AND i IS NULL AND p IS NULL AND w IS NULL AND f IS NULL AND "
			"s IS NULL AND day IS NULL AND ts IS NULL AND b IS NULL AND m IS NULL AND \"order\" IS NULL AND g IS NULL"), "1", "and NULL in each");
	tap_is_int(worlds_store(d, &w, 13, false, &err), ERR_OK, "more are added");
	tap_is_text(ask("SELECT count(*) || ' ' || max(" WORLD_COLUMN ") FROM batch.empty_one__w"), "2 15",
		"beside the first");
	tap_is_int(worlds_store(d, &w, 0, true, &err), ERR_OK, "or stored anew");
	tap_is_text(ask("SELECT count(*) || ' ' || max(" WORLD_COLUMN ") FROM batch.worlds"), "3 2", "in place of them");

	duck_exec(d, "CREATE SCHEMA plain", &err);
	tap_is_int(world_store_plain(d, c, &texts, &list[1], &err), ERR_OK, "one world stands by itself");
	tap_is_text(ask("SELECT CAST((i, p, w, f, s, day, ts, b, m, \"order\", g) AS VARCHAR) || typeof(m) || typeof(p) FROM plain.\"My \"\"T\"\"\" WHERE i IS NOT NULL"),
		    "(9223372036854775807, 12.50, -7.0000, 0.1, 'it\\'s \xC3\xA4', 2024-02-29, '2023-11-14 22:13:20.5', true, y, 255, 1.5)ENUM('x', 'y')DECIMAL(6,2)",
		    "with the types of the contract");
	tap_is_text(ask("SELECT count(*) || ' ' || (SELECT count(*) FROM plain.empty_one) FROM plain.\"My \"\"T\"\"\""), "2 0", "and an empty table");
	world_store_plain(d, c, &texts, &list[0], &err);
	tap_is_text(ask("SELECT count(*) FROM plain.\"My \"\"T\"\"\""), "0", "until the next takes its place");

	json_t *json = world_json(c, &texts, &list[1]);
	char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(6));
	tap_is_text(text, "{\"My \\\"T\\\"\":{\"columns\":[\"i\",\"p\",\"w\",\"f\",\"s\",\"day\",\"ts\",\"b\",\"m\",\"order\",\"g\"],"
		    "\"types\":[\"BIGINT\",\"DECIMAL(6,2)\",\"DECIMAL(30,4)\",\"DOUBLE\",\"VARCHAR\",\"DATE\",\"TIMESTAMP\",\"BOOLEAN\",\"ENUM('x', 'y')\",\"UTINYINT\",\"FLOAT\"],"
		    "\"rows\":[[9223372036854775807,12.5,-7.0,0.1,\"it's \xC3\xA4\",\"2024-02-29\",\"2023-11-14 22:13:20.500000\",true,\"y\",255,1.5],"
		    "[null,null,null,null,null,null,null,null,null,null,null]]},\"empty_one\":{\"columns\":[\"i\"],\"types\":[\"INTEGER\"],\"rows\":[]}}",
		    "a world as JSON");
	free(text);
	json_decref(json);
	contract_free(c);
}

int main(void)
{
	struct duck_options options = { .integer_division = true };

	arena_init(&arena, 64u << 20);
	texts_init(&texts, &arena);
	if (duck_open(&d, &options, &err)) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	test_texts();
	test_permuted();
	test_legal();
	test_stored();
	texts_release(&texts);
	arena_release(&arena);
	duck_free(d);
	return tap_done();
}
