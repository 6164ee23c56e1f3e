/* Loading rows: every type arrives as it was given, across chunks; what does not fit is told. */
#include "duck/duck.h"
#include "tap.h"

static struct duck *db;
static struct arena arena;

static const char *cell(const char *sql)
{
	struct duck_rows rows;
	struct duck_error why;

	if (!duck_rows(db, sql, 10, 10000, &arena, &rows, &why))
		return arena_strdup(&arena, why.text);
	return rows.row_count == 1 ? rows.cells[0].text : "not one row";
}

static void every_type(void)
{
	struct duck_append *p;
	struct err err = {0};

	tap_is_int(duck_exec(db, "CREATE SCHEMA \"s.x\"; CREATE TYPE mood AS ENUM('sad', 'glad');"
			     "CREATE TABLE \"s.x\".\"t\"\"q\"(b BOOLEAN, t TINYINT, s SMALLINT, i INTEGER, l BIGINT, u UINTEGER, "
			     "h HUGEINT, d4 DECIMAL(4,1), d9 DECIMAL(9,2), d18 DECIMAL(18,3), d38 DECIMAL(38,4), f FLOAT, d DOUBLE, "
			     "v VARCHAR, day DATE, ts TIMESTAMP, m mood, iv INTERVAL)", &err), ERR_OK, "a table %s", err.text);
	if (!tap_ok(duck_append_open(&p, db, "\"s.x\".\"t\"\"q\"", &err) == ERR_OK, "open %s", err.text))
		return;
	duck_append_bool(p, true);
	duck_append_int(p, -128);
	duck_append_int(p, 32767);
	duck_append_int(p, -2147483648LL);
	duck_append_int(p, INT64_MAX);
	duck_append_int(p, 4294967295LL);
	duck_append_int(p, -1);
	duck_append_decimal(p, -15, 4, 1);
	duck_append_decimal(p, 123456789, 9, 2);
	duck_append_decimal(p, -1, 18, 3);
	duck_append_decimal(p, -12345, 38, 4);
	duck_append_double(p, 0.5);
	duck_append_double(p, 1e300);
	duck_append_text(p, "a text of more than twelve bytes", 32);
	duck_append_date(p, -1);
	duck_append_timestamp(p, -1);
	duck_append_text(p, "glad", 4);
	duck_append_text(p, "1 month", 7);
	duck_append_row_end(p);
	for (int i = 0; i < 18; i++)
		duck_append_null(p);
	duck_append_row_end(p);
	tap_is_int(duck_append_close(p, &err), ERR_OK, "stored %s", err.text);
	tap_is_text(cell("SELECT r::VARCHAR FROM \"s.x\".\"t\"\"q\" r WHERE b"),
		    "{'b': true, 't': -128, 's': 32767, 'i': -2147483648, 'l': 9223372036854775807, 'u': 4294967295, 'h': -1, "
		    "'d4': -1.5, 'd9': 1234567.89, 'd18': -0.001, 'd38': -1.2345, 'f': 0.5, 'd': 1e+300, "
		    "'v': a text of more than twelve bytes, 'day': 1969-12-31, 'ts': '1969-12-31 23:59:59.999999', 'm': glad, "
		    "'iv': 1 month}", "every type");
	tap_is_text(cell("SELECT count(*) FROM \"s.x\".\"t\"\"q\" t WHERE COALESCE(b::VARCHAR, t::VARCHAR, v, day::VARCHAR, m::VARCHAR, "
			 "iv::VARCHAR, d38::VARCHAR) IS NULL"), "1", "every NULL");
}

static void many_rows(void)
{
	struct duck_append *p;
	struct err err = {0};

	duck_exec(db, "CREATE TABLE many(i INTEGER, v VARCHAR, e DECIMAL(9,2))", NULL);
	if (!tap_ok(duck_append_open(&p, db, "many", &err) == ERR_OK, "open %s", err.text))
		return;
	for (int i = 0; i < 300000; i++) {
		char text[40];
		size_t n = (size_t)snprintf(text, sizeof(text), "text number %d", i);

		duck_append_int(p, i);
		if (i % 7)
			duck_append_text(p, text, n);
		else
			duck_append_null(p);
		duck_append_decimal(p, i, 9, 2);
		duck_append_row_end(p);
	}
	tap_is_int(duck_append_close(p, &err), ERR_OK, "stored %s", err.text);
	tap_is_text(cell("SELECT count(*) FROM many"), "300000", "all rows");
	tap_is_text(cell("SELECT count(*) FROM many WHERE (v IS NULL) = (i % 7 = 0) AND (v IS NULL OR v = 'text number ' || i) "
			 "AND e = i / 100.0"), "300000", "as they were given");
	tap_is_text(cell("SELECT i FROM many LIMIT 1 OFFSET 299999"), "299999", "in their order");
}

/* Fails with a text that holds want. */
static void fails(struct duck_append *p, const char *want)
{
	struct err err = {0};
	enum err_code code = duck_append_close(p, &err);

	tap_ok(code == ERR_SQL && strstr(err.text, want), "told: %s", err.text);
}

static struct duck_append *open_t(void)
{
	struct duck_append *p = NULL;

	duck_exec(db, "DROP TABLE IF EXISTS t; CREATE TABLE t(i TINYINT NOT NULL, d DECIMAL(4,2), v VARCHAR)", NULL);
	duck_append_open(&p, db, "t", NULL);
	return p;
}

static void misfits(void)
{
	struct duck_append *p;
	struct err err = {0};

	tap_is_int(duck_append_open(&p, db, "nowhere", &err), ERR_SQL, "no such table");
	tap_ok(strstr(err.text, "nowhere") && !p, "is told: %s", err.text);
	tap_is_int(duck_append_open(&p, db, "\"open", &err), ERR_SQL, "no such name");
	tap_is_int(duck_append_open(&p, db, "a.b.c", &err), ERR_SQL, "no such name");
	p = open_t();
	duck_append_int(p, 128);
	fails(p, "does not fit");
	p = open_t();
	duck_append_int(p, 1);
	duck_append_decimal(p, 1, 5, 2);
	fails(p, "does not fit");
	p = open_t();
	duck_append_text(p, "1", 1);
	fails(p, "a text");
	p = open_t();
	duck_append_int(p, 1);
	duck_append_row_end(p);
	fails(p, "too few");
	p = open_t();
	duck_append_int(p, 1);
	duck_append_null(p);
	duck_append_null(p);
	duck_append_null(p);
	duck_append_row_end(p);
	fails(p, "too many");
	p = open_t();
	duck_append_null(p);
	duck_append_null(p);
	duck_append_null(p);
	duck_append_row_end(p);
	fails(p, "NOT NULL");
	p = open_t();
	tap_is_int(duck_append_close(p, &err), ERR_OK, "nothing at all is fine");
	tap_is_text(cell("SELECT count(*) FROM t"), "0", "and nothing was stored");
}

int main(void)
{
	struct duck_options options = {.memory_mb = 200, .lock = true};
	struct err err = {0};

	arena_init(&arena, 16u << 20);
	if (!tap_ok(duck_open(&db, &options, &err) == ERR_OK, "open %s", err.text))
		return tap_done();
	every_type();
	many_rows();
	misfits();
	duck_free(db);
	arena_release(&arena);
	return tap_done();
}
