/*
 * Expressions and calendar: what Spar evaluates itself must be what DuckDB says, over every row of a product of awkward
 * values. A CHECK trusted wrongly would make illegal worlds.
 */
#include "judge/ast.h"
#include "judge/calendar.h"
#include "judge/contract.h"
#include "judge/val.h"
#include "tap.h"

#include <math.h>

static struct duck *d;
static struct contract *c;
static struct texts texts;
static struct arena arena;

#define ROWS 700
static int64_t cells[ROWS][9];

/* Columns i, j INTEGER; p DECIMAL(10,2); f DOUBLE; t, u VARCHAR; day DATE; ts TIMESTAMP; b BOOLEAN. */
static const char ddl[] =
	"CREATE TABLE x (i INTEGER, j INTEGER, p DECIMAL(10,2), f DOUBLE, t VARCHAR, u VARCHAR, day DATE, ts TIMESTAMP, b BOOLEAN)";

static int64_t cell_from(int column, const char *text)
{
	int64_t cell = CELL_NULL;

	if (text)
		val_to_cell(val_parse(text, c->tables[0].columns[column].type), &c->tables[0].columns[column], 0,
			&texts, &cell);
	return cell;
}

static void fill(void)
{
	static const char *const values[9][8] = {
		{ NULL, "0", "1", "-1", "7", "100", "-13", "60" },
		{ "2", NULL, "0", "3", "-2", "100", "7", "1" },
		{ "0.01", "12.50", NULL, "-0.50", "0", "100", "99.99", "7" },
		{ "1.5", "0", "-2.25", NULL, "0.1", "100", "1e3", "7" },
		{ "abc", "", "a", "Abc", NULL, "b%c", "zzz", "a_c" },
		{ "b", "abc", "", "a", "ABC", NULL, "x y", "bb" },
		{ "2024-02-29", "2023-12-31", "2024-01-01", "2024-12-30", "1969-12-31", "2024-03-31", NULL, "2000-01-01" },
		{ "2024-02-29 00:00:00", "2024-02-29 23:59:59", "1969-12-31 23:59:59.5", "2024-01-01 10:00:00",
		  "2023-12-31 23:30:00", "2024-03-31 12:00:00", "2000-01-01 00:00:01", NULL },
		{ "true", "false", NULL, "true", "false", "true", "false", NULL },
	};

	for (int n = 0; n < ROWS; n++) {
		for (int k = 0; k < 9; k++)
			cells[n][k] = cell_from(k, values[k][(n * (2 * k + 1) + n / 8 * (k + 1) + n / 64) % 8]);
	}
}

static struct expr *column_of(const json_t *ref, struct arena *a, void *arg)
{
	const json_t *names = json_object_get(ref, "column_names");
	int k = contract_column_find(&c->tables[0],
		json_string_value(json_array_get(names, 0)) ? json_string_value(json_array_get(names, 0)) : "");

	(void)arg;
	return k < 0 ? NULL : expr_column(a, k, c->tables[0].columns[k].type);
}

/* 1, 0, -1 for NULL; -2 for what Spar does not know. */
static int truth(const struct expr *e, int row)
{
	char room[2048];
	struct expr_row r = { .columns = c->tables[0].columns, .cells = cells[row], .texts = &texts,
			      .integer_division = true, .room = room, .room_bytes = sizeof(room) };
	struct val v = expr_eval(e, &r);

	return v.kind == VAL_NULL ? -1 : v.kind == VAL_BOOL ? (int)v.i : -2;
}

static void agrees(const char *sql, bool sure)
{
	struct duck_error why;
	struct buf b;
	size_t n = 0, width = 0;
	int64_t *out;
	json_t *ast = ast_parse_expression(d, sql, &why);
	struct expr *e = ast ? expr_compile(&arena, ast, column_of, NULL) : NULL;
	int wrong = 0, first = -1;

	buf_init(&b, 10000);
	buf_addf(&b, "SELECT CASE WHEN (%s) THEN 1 WHEN NOT (%s) THEN 0 ELSE -1 END::BIGINT FROM plain.x", sql, sql);
	bool ok = duck_integers(d, buf_text(&b), &arena, &n, &width, &out, &why);
	if (!ok)
		printf("# %s\n", why.text);
	for (int i = 0; e && ok && i < ROWS; i++) {
		if (truth(e, i) != out[i]) {
			first = wrong++ ? first : i;
		}
	}
	tap_ok(e && ok && n == ROWS && wrong == 0, "as DuckDB: %s", sql);
	if (wrong)
		printf("# %d rows differ, the first is %d: %d, DuckDB %lld\n", wrong, first, truth(e, first),
			(long long)out[first]);
	if (e && e->sure != sure)
		tap_ok(false, "%s is %ssure", sql, sure ? "" : "not ");
	json_decref(ast);
	buf_release(&b);
}

static void test_sure(void)
{
	static const char *const list[] = {
		"i > 0", "i >= 1 AND i <= 100", "i BETWEEN 0 AND 60", "NOT (i BETWEEN 0 AND 60)", "i <> j",
		"i IS NULL OR j IS NULL",
		"i IN (1, 7, NULL)", "i NOT IN (1, 7)", "i NOT IN (1, NULL)", "i + j > 5", "i - j = 1", "i * j <= 14",
		"i / 7 = 1",
		"-i / 7 = -1", "i % 7 = 0", "i % 7 < 0", "i / j = 3", "i % j = 1", "-i < j", "abs(i) > 12", "i > 6.5",
		"i = 7.0", "i < 1e2",
		"p >= 0", "p > 12.49", "p = 12.5", "p * 2 = 25", "p + i > 100", "p - 0.01 = 0", "p < i", "p <> f",
		"p % 0.5 = 0",
		"f > 0.1", "f = 0.1", "f * 3 > 4.4", "f < i", "f - p > 0", "i IS DISTINCT FROM j",
		"i IS NOT DISTINCT FROM NULL",
		"t = 'abc'", "t <> ''", "t < 'b'", "t > u", "t IN ('a', 'abc')", "t LIKE 'a%'", "t LIKE '_bc'",
		"t LIKE '%b%'", "t NOT LIKE 'a%'",
		"t LIKE ''", "t LIKE '%'", "length(t) > 2", "length(t) = 0", "trim(u) = 'b'",
		"t IS NOT NULL AND length(u) < 3", "t LIKE u",
		"day > DATE '2024-01-01'", "day >= '2024-02-29'", "day BETWEEN '2023-12-31' AND '2024-03-31'",
		"ts < TIMESTAMP '2024-02-29 23:59:59'",
		"ts >= '2024-02-29'", "ts >= day", "day < ts", "ts::DATE = day", "day + 1 > DATE '2024-03-01'",
		"day - DATE '2024-01-01' > 30",
		"day + INTERVAL 1 MONTH >= TIMESTAMP '2024-03-29'", "ts - INTERVAL '1 day 2 hours' < DATE '2024-02-28'",
		"ts + INTERVAL 30 MINUTE > TIMESTAMP '2024-01-01 00:00:00'", "extract(year FROM day) = 2024",
		"extract(month FROM ts) = 12",
		"date_part('day', day) = 31", "extract(dow FROM day) = 1", "extract(isodow FROM day) = 7",
		"extract(week FROM day) = 1",
		"extract(quarter FROM day) > 1", "extract(hour FROM ts) >= 23", "extract(minute FROM ts) = 30",
		"extract(doy FROM day) > 360",
		"b", "NOT b", "b AND i > 0", "b OR i > 0", "b = true", "coalesce(i, 0) = 0", "coalesce(i, j, 5) > 1",
		"nullif(i, 7) = 100",
		"CASE WHEN i > 0 THEN j > 0 ELSE b END", "CASE WHEN i > 0 THEN 1 WHEN j > 0 THEN 2 ELSE 3 END = 2",
		"(i > 0 AND NULL) OR j > 0", "NULL", "i > NULL", "1 = 1", "i > 0 IS NULL",
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		agrees(list[i], true);
}

/* Good enough to look for boundaries with, not to trust. */
static void test_nearly(void)
{
	static const char *const list[] = {
		"lower(t) = 'abc'", "upper(t) = 'ABC'", "substr(t, 1, 1) = 'a'", "substring(t, 2) = 'bc'",
		"left(t, 1) = 'a'", "right(t, 1) = 'c'",
		"starts_with(t, 'a')", "contains(t, 'b')", "t || u = 'ab'", "concat(t, 'x') = 'x'", "t ILIKE 'A%'",
		"round(p) = 13", "round(f, 1) = 0.1",
		"floor(p) = 12", "ceil(f) = 2", "trunc(p) = 99", "greatest(i, j) > 5", "least(i, j) < 0",
		"date_trunc('month', day) = DATE '2024-02-01'",
		"date_trunc('week', ts) < TIMESTAMP '2024-01-02'", "date_diff('day', day, DATE '2024-03-01') = 1",
		"date_diff('month', day, DATE '2024-03-01') = 2", "date_diff('year', ts, TIMESTAMP '2024-03-01') = 1",
		"date_diff('hour', ts, TIMESTAMP '2024-03-01') = 24", "last_day(day) = DATE '2024-12-31'",
		"CAST(p AS INTEGER) = 12",
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		agrees(list[i], false);
}

static void test_calendar(void)
{
	char text[40];
	int y, m, day, wrong = 0;
	int64_t micros;
	bool has_time;

	for (int64_t n = CALENDAR_DAY_MIN; n <= CALENDAR_DAY_MAX; n += 97) {
		calendar_date(n, &y, &m, &day);
		wrong += calendar_day(y, m, day) != n;
	}
	tap_is_int(wrong, 0, "days and dates are each other's inverse");
	tap_is_text(calendar_print_day(calendar_day(2024, 14, 0), text, sizeof(text)), "2025-01-31", "month 14, day 0");
	tap_is_text(calendar_print_day(calendar_day(2024, -1, 1), text, sizeof(text)), "2023-11-01", "month -1");
	tap_is_text(calendar_print_day(calendar_add_months(calendar_day(2024, 1, 31), 1), text, sizeof(text)),
		"2024-02-29", "a month after 31 January");
	tap_is_text(calendar_print_time(-1, text, sizeof(text)), "1969-12-31 23:59:59.999999", "the last moment of 1969");
	tap_ok(calendar_read("2024-02-29 23:59:59.5", &micros, &has_time) && has_time && micros % SECOND_US == 500000,
		"a timestamp is read");
	tap_ok(!calendar_read("2023-02-29", &micros, &has_time) && !calendar_read("2024-01-01x", &micros, &has_time) &&
	       !calendar_read("24:00", &micros, &has_time), "what is no date is not");
}

int main(void)
{
	struct err err = {0};
	struct duck_options options = { .integer_division = true };

	arena_init(&arena, 64u << 20);
	texts_init(&texts, &arena);
	if (duck_open(&d, &options, &err) || contract_read(&c, d, ddl, &err)) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	duck_exec(d, "CREATE SCHEMA plain", &err);
	fill();
	struct world_table table = { ROWS, cells[0] };
	struct world w = { &table };
	tap_is_int(world_store_plain(d, c, &texts, &w, &err), ERR_OK, "the rows are stored");
	if (err.code)
		printf("# %s\n", err.text);
	test_sure();
	test_nearly();
	test_calendar();
	contract_free(c);
	texts_release(&texts);
	arena_release(&arena);
	duck_free(d);
	return tap_done();
}
