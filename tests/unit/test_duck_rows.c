/* Results: the text of every type is DuckDB's own, numbers are exact, cuts are told. */
#include "duck/duck.h"
#include "tap.h"

#include <math.h>

static struct duck *db;
static struct arena arena;

static struct duck_rows rows_of(const char *sql)
{
	struct duck_rows rows;
	struct duck_error why;

	if (!duck_rows(db, sql, 100000, 1u << 24, &arena, &rows, &why)) {
		memset(&rows, 0, sizeof(rows));
		tap_ok(false, "%s: %s: %s", sql, why.kind, why.text);
	}
	return rows;
}

/* Each value is read as itself and as the VARCHAR that DuckDB casts it to. */
static void same_text(const char *values)
{
	char sql[2000];
	struct duck_rows rows;
	size_t bad = 0;

	snprintf(sql, sizeof(sql), "SELECT v, CAST(v AS VARCHAR) FROM (SELECT unnest([%s]) AS v)", values);
	rows = rows_of(sql);
	for (size_t i = 0; i < rows.row_count; i++) {
		const struct duck_cell *cell = &rows.cells[2 * i];
		bool same = cell[0].text && cell[1].text ? !strcmp(cell[0].text, cell[1].text)
							  : cell[0].text == cell[1].text;

		if (!same) {
			bad++;
			tap_show("ours", cell[0].text);
			tap_show("DuckDB's", cell[1].text);
		}
	}
	tap_ok(rows.row_count > 0 && !bad, "%s as DuckDB prints it", rows.column_count ? rows.type_names[0] : values);
}

static void texts(void)
{
	same_text("true, false, NULL");
	same_text("0::TINYINT, (-128)::TINYINT, 127::TINYINT");
	same_text("(-32768)::SMALLINT, 32767::SMALLINT");
	same_text("0, -1, 2147483647, -2147483648");
	same_text("9223372036854775807, -9223372036854775808, NULL");
	same_text("255::UTINYINT");
	same_text("65535::USMALLINT");
	same_text("4294967295::UINTEGER");
	same_text("18446744073709551615::UBIGINT, 0::UBIGINT");
	same_text("170141183460469231731687303715884105727::HUGEINT, (-170141183460469231731687303715884105728)::HUGEINT, -1::HUGEINT");
	same_text("340282366920938463463374607431768211455::UHUGEINT");
	same_text("0.05::DECIMAL(4,2), -0.05::DECIMAL(4,2), 99.99::DECIMAL(4,2), 0::DECIMAL(4,2), NULL");
	same_text("12345678.9::DECIMAL(9,1), -1::DECIMAL(9,1)");
	same_text("-0.000000000000000001::DECIMAL(18,18), 0.5::DECIMAL(18,18)");
	same_text("-12345678901234567890123456789012345.678::DECIMAL(38,3), 0.001::DECIMAL(38,3)");
	same_text("17::DECIMAL(5,0), -17::DECIMAL(5,0)");
	same_text("0.1::DOUBLE, 1e15, 1e16, 1e-4, 1e-5, 1.0, -0.0::DOUBLE, 123456789.125, 'nan'::DOUBLE, 'inf'::DOUBLE, '-inf'::DOUBLE, 1/3.0, 5e-324");
	same_text("0.1::FLOAT, 1e10::FLOAT, 16777216::FLOAT");
	same_text("DATE '2024-02-29', DATE '1969-12-31', DATE '0001-01-01', DATE '0044-03-15 (BC)', DATE '9999-12-31', DATE '10000-01-01', 'infinity'::DATE, '-infinity'::DATE, NULL");
	same_text("TIME '00:00:00', TIME '23:59:59.999999', TIME '12:34:56.5'");
	same_text("TIMESTAMP '2024-01-31 23:59:59', TIMESTAMP '1969-12-31 23:59:59.999', TIMESTAMP '0001-01-01 00:00:00', TIMESTAMP '1969-12-31 00:00:00', TIMESTAMP '12345-01-01 00:00:01', 'infinity'::TIMESTAMP, TIMESTAMP '0044-03-15 (BC) 01:02:03'");
	same_text("TIMESTAMP_S '2024-01-31 23:59:59'");
	same_text("TIMESTAMP_MS '2024-01-31 23:59:59.123'");
	same_text("TIMESTAMP_NS '2024-01-31 23:59:59.123456789'");
	same_text("TIMESTAMPTZ '2024-01-31 23:59:59+02'");
	same_text("INTERVAL 1 MONTH, INTERVAL '1 year 2 days 03:04:05.5', INTERVAL '-1 day', INTERVAL 0 DAY");
	same_text("'', 'a', 'twelve bytes', 'more than twelve bytes, not inlined', 'äöü€', NULL");
	same_text("'\\x00ab\\xFF'::BLOB");
	same_text("'0101'::BIT");
	same_text("'00112233-4455-6677-8899-aabbccddeeff'::UUID, 'ffffffff-4455-6677-8899-aabbccddeeff'::UUID");
	same_text("'b'::ENUM('a', 'b'), 'a'::ENUM('a', 'b'), NULL");
	same_text("[1, NULL, 3], [], NULL");
	same_text("['a', 'it''s', NULL, 'x, y', '']");
	same_text("[1, 2]::INTEGER[2], [3, NULL]::INTEGER[2]");
	same_text("{'a': 1, 'b': 'x'}, {'a': NULL, 'b': 'long text that is not inlined'}");
	same_text("[{'d': DATE '2024-01-01', 'n': [0.10, 2.5]}]");
	same_text("MAP {'k': 1, 'l': NULL}, MAP {}");
	same_text("union_value(num := 2)");
	same_text("'{\"a\": [1, 2]}'::JSON");
	same_text("TIME WITH TIME ZONE '12:00:00+02'");
}

static void kinds(void)
{
	struct duck_rows r = rows_of("SELECT 1 AS \"a b\", 2.50 AS d, 1e0 AS f, DATE '1970-01-11' AS day, "
				     "TIMESTAMP '1970-01-01 00:00:01' AS ts, 18446744073709551615::UBIGINT AS u, "
				     "[1, 2] AS l, {'x y': 1, 'B': 'b', 'c': 2} AS s, true AS b, 'x'::ENUM('x', 'y') AS e, NULL AS n, "
				     "123456789012345678::DECIMAL(18,0) AS big");

	tap_is_int((long long)r.column_count, 12, "twelve columns");
	tap_is_text(r.names[0], "a b", "a column's name");
	tap_is_text(r.type_names[1], "DECIMAL(3,2)", "a decimal's type");
	tap_ok(r.types[1] == DUCK_DECIMAL && r.cells[1].number == 2.5, "a decimal as number");
	tap_ok(r.types[2] == DUCK_DOUBLE && r.cells[2].number == 1.0, "a double as number");
	tap_ok(r.types[3] == DUCK_DATE && r.cells[3].integer == 10, "a date in days");
	tap_ok(r.types[4] == DUCK_TIMESTAMP && r.cells[4].integer == 1000000, "a timestamp in microseconds");
	tap_ok(r.types[5] == DUCK_HUGEINT && r.cells[5].number == 18446744073709551615.0, "an unsigned number");
	tap_is_text(r.type_names[6], "INTEGER[]", "a list's type");
	tap_is_text(r.type_names[7], "STRUCT(\"x y\" INTEGER, \"B\" VARCHAR, c INTEGER)", "a struct's type");
	tap_ok(r.types[8] == DUCK_BOOLEAN && r.cells[8].number == 1.0 && r.cells[8].integer == 1, "a boolean as number");
	tap_is_text(r.type_names[9], "ENUM('x', 'y')", "an enum's type");
	tap_ok(r.types[9] == DUCK_VARCHAR, "an enum is read as text");
	tap_ok(r.cells[10].text == NULL, "NULL has no text");
	tap_ok(r.cells[11].number == 123456789012345678.0, "a large decimal as the nearest number");
	r = rows_of("SELECT 'a' || chr(0) || 'b' AS z");
	tap_ok(r.row_count == 1 && r.cells[0].n == 3 && !memcmp(r.cells[0].text, "a\0b", 4), "a text with a NUL inside");
}

static void cuts(void)
{
	struct duck_rows r;
	struct duck_error why;

	tap_ok(duck_rows(db, "SELECT i FROM range(10000000) t(i) ORDER BY i DESC", 5, 1000, &arena, &r, &why) &&
	       r.cut && r.row_count == 5 && r.cells[0].integer == 9999999, "ten million rows are cut after five");
	tap_ok(duck_rows(db, "SELECT i FROM range(5) t(i)", 5, 1000, &arena, &r, &why) && !r.cut && r.row_count == 5,
	       "exactly as many rows as allowed are not cut");
	tap_ok(duck_rows(db, "SELECT i FROM range(5) t(i)", 0, 1000, &arena, &r, &why) && r.cut && r.row_count == 0,
	       "no rows wanted");
	tap_ok(duck_rows(db, "SELECT i FROM range(0) t(i)", 0, 1000, &arena, &r, &why) && !r.cut && r.column_count == 1,
	       "no rows there");
	tap_ok(duck_rows(db, "SELECT repeat('x', 300) FROM range(9)", 9, 1000, &arena, &r, &why) && r.cut &&
	       r.row_count == 3, "rows are cut at the limit of bytes");
	tap_ok(duck_rows(db, "SELECT repeat('x', 100000000)", 9, 1000, &arena, &r, &why) && r.cut && r.row_count == 0,
	       "a text of 100 MB is not copied");
	struct arena small;

	arena_init(&small, 20000);
	tap_ok(!duck_rows(db, "SELECT i FROM range(100000) t(i)", 100000, 1u << 24, &small, &r, &why),
	       "a small arena ends the query: %s", why.text);
	tap_is_text(why.kind, "Out of Memory", "with its kind");
	arena_release(&small);
	/* Streams that were left in the middle must not stand in the way of what follows. */
	tap_is_int(duck_exec(db, "CREATE TABLE cut AS SELECT i FROM range(300000) t(i)", NULL), ERR_OK, "a table");
	tap_ok(duck_rows(db, "SELECT i FROM cut", 5, 1000, &arena, &r, &why) && r.cut, "its rows are cut");
	tap_is_int(duck_exec(db, "DROP TABLE cut; CREATE TABLE cut(i INTEGER)", NULL), ERR_OK, "it can be dropped");
	tap_ok(duck_rows(db, "SELECT i FROM range(1000000) t(i)", 5, 1000, &arena, &r, &why) && r.cut, "cut again");

	struct duck_append *p;
	struct err err = {0};

	tap_is_int(duck_append_open(&p, db, "cut", &err), ERR_OK, "loading after a cut: %s", err.text);
	duck_append_int(p, 1);
	duck_append_row_end(p);
	tap_is_int(duck_append_close(p, &err), ERR_OK, "and it ends well: %s", err.text);
	r = rows_of("SELECT count(*) FROM cut");
	tap_is_int(r.cells[0].integer, 1, "the row is there");
	tap_ok(duck_rows(db, "SELECT CASE WHEN i < 3000000 THEN i ELSE CAST('x' || i AS INTEGER) END FROM range(9000000) t(i)", 10,
			 1000, &arena, &r, &why) && r.cut, "an error behind the cut is not met");
	tap_ok(!duck_rows(db, "SELECT CASE WHEN i < 5000 THEN i ELSE CAST('x' || i AS INTEGER) END FROM range(100000) t(i)",
			  100000, 1u << 24, &arena, &r, &why), "an error in a later chunk is met");
	tap_is_text(why.kind, "Conversion", "with its kind");
}

static void integers(void)
{
	size_t rows, columns;
	int64_t *p;
	struct duck_error why;
	bool good = duck_integers(db, "SELECT i, hash(i), i % 2 = 0, CASE WHEN i % 3 = 0 THEN NULL ELSE (i % 100)::TINYINT END "
				      "FROM range(5000) t(i) WHERE i < 100 OR i > 4990 ORDER BY i",
				  &arena, &rows, &columns, &p, &why);

	tap_ok(good && rows == 109 && columns == 4, "integers of several types");
	tap_ok(good && p[4 * 108] == 4999 && p[4 * 7] == 7, "in order");
	tap_ok(good && p[4 * 2 + 2] == 1 && p[4 * 3 + 2] == 0, "booleans are 0 and 1");
	tap_ok(good && p[4 * 3 + 3] == INT64_MIN && p[4 * 4 + 3] == 4, "NULL is INT64_MIN");
	good = duck_integers(db, "SELECT 18446744073709551615::UBIGINT", &arena, &rows, &columns, &p, &why);
	tap_ok(good && p[0] == -1, "the bits of an unsigned number are kept");
	good = duck_integers(db, "SELECT i FROM range(10000) t(i)", &arena, &rows, &columns, &p, &why);
	tap_ok(good && rows == 10000 && p[9999] == 9999 && p[2048] == 2048, "several chunks");
	tap_ok(duck_integers(db, "SELECT 1 WHERE false", &arena, &rows, &columns, &p, &why) && rows == 0 && columns == 1,
	       "no rows");
	tap_ok(!duck_integers(db, "SELECT 'x' AS t", &arena, &rows, &columns, &p, &why), "a text is refused: %s", why.text);
	tap_ok(!duck_integers(db, "SELECT * FROM nowhere", &arena, &rows, &columns, &p, &why) &&
	       !strcmp(why.kind, "Catalog"), "an error is told");
}

static void describe(void)
{
	struct duck_rows r;
	struct duck_error why;

	tap_ok(duck_describe(db, "SELECT 1 AS a, sum(x) AS s, [x] AS l FROM range(3) t(x) GROUP BY ALL", &arena, &r, &why) &&
	       r.column_count == 3 && r.row_count == 0, "a query is described");
	tap_is_text(r.names[1], "s", "its names");
	tap_is_text(r.type_names[1], "HUGEINT", "its types");
	tap_is_text(r.type_names[2], "BIGINT[]", "its nested types");
	tap_ok(!duck_describe(db, "SELECT y FROM range(3) t(x)", &arena, &r, &why) && why.position == 7,
	       "what does not bind is told");
	tap_is_text(why.text, "Referenced column \"y\" not found in FROM clause!\nCandidate bindings: \"x\"", "in DuckDB's words");
	tap_ok(!duck_describe(db, "SELECT 1; SELECT 2", &arena, &r, &why), "two statements are refused: %s", why.text);
	tap_ok(!duck_describe(db, "", &arena, &r, &why), "nothing is refused: %s", why.text);
	tap_ok(duck_describe(db, "SELECT sum(i) FROM range(1000000000000) t(i)", &arena, &r, &why), "without running it");
}

int main(void)
{
	struct duck_options options = {.memory_mb = 200, .integer_division = true, .postgres_nulls = true, .lock = true};
	struct err err = {0};

	arena_init(&arena, 64u << 20);
	if (!tap_ok(duck_open(&db, &options, &err) == ERR_OK, "open %s", err.text))
		return tap_done();
	texts();
	kinds();
	cuts();
	integers();
	describe();
	duck_free(db);
	arena_release(&arena);
	return tap_done();
}
