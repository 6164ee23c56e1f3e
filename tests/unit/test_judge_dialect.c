/* Redshift's spellings: each one is accepted with Redshift's result, or answered with the spelling to use. */
#include "base/json.h"
#include "judge/ast.h"
#include "judge/dialect.h"
#include "tap.h"

static struct duck *db;
static struct arena arena;

/* Parse, respell, replace and run: one cell per row, joined by commas; or what was said instead. */
static const char *answer(const char *query)
{
	struct dialect_note note;
	struct duck_error why = {.text = ""};
	struct duck_rows rows;
	struct err err = {0};
	struct buf b;
	const char *sql = NULL, *text;
	json_t *doc = NULL;
	char said[500];

	buf_init(&b, 100000);
	if (dialect_respell(query, &arena, &sql, &err)) {
		buf_adds(&b, err.text);
		goto out;
	}
	doc = ast_parse(db, sql ? sql : query, &why);
	if (!doc) {
		if (dialect_explain_parse_error(query, &why, said, sizeof said))
			buf_addf(&b, "say: %s", said);
		else
			buf_addf(&b, "error: %s", sql_readable_error(query, &why, said, sizeof said));
		goto out;
	}
	if (dialect_rewrite(doc, &note, &err)) {
		buf_addf(&b, "%s: %s", err_name(err.code), err.text);
		goto out;
	}
	if (note.refused) {
		buf_addf(&b, "say: %s", note.text);
		goto out;
	}
	sql = ast_sql(db, doc, &arena, &err);
	if (!sql || !duck_rows(db, sql, 100, 10000, &arena, &rows, &why)) {
		if (dialect_explain_parse_error(query, &why, said, sizeof said))
			buf_addf(&b, "say: %s", said);
		else
			buf_addf(&b, "error: %s%s", err.text, sql_readable_error(query, &why, said, sizeof said));
		goto out;
	}
	for (size_t i = 0; i < rows.row_count * rows.column_count; i++)
		buf_addf(&b, "%s%s", i ? "," : "", rows.cells[i].text ? rows.cells[i].text : "NULL");
out:
	text = arena_strdup(&arena, buf_text(&b));
	json_decref(doc);
	buf_release(&b);
	return text;
}

/* A query on one line, for the name of a test. */
static const char *flat(const char *query)
{
	char *copy = arena_strdup(&arena, query);

	for (char *p = copy; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return copy;
}

/* Query and result, or the beginning of what is said. */
struct row {
	const char *query, *want;
};

static void table(const char *title, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *got = answer(rows[i].query);
		bool said = strncmp(rows[i].want, "say: ", 5) == 0;

		if (said && strncmp(got, rows[i].want, strlen(rows[i].want)) == 0)
			tap_ok(true, "%s: %s", title, flat(rows[i].query));
		else
			tap_is_text(got, rows[i].want, "%s: %s", title, flat(rows[i].query));
	}
}
#define TABLE(title, rows) table(title, rows, sizeof(rows) / sizeof *(rows))

static void dates(void)
{
	static const struct row rows[] = {
		{"SELECT DATEADD(month, 1, DATE '2024-01-31')", "2024-02-29 00:00:00"},
		{"SELECT DATEADD(month, 1, DATE '2023-01-31')", "2023-02-28 00:00:00"},
		{"SELECT DATEADD(month, 1, DATE '2008-04-30')", "2008-05-30 00:00:00"},
		{"SELECT dateadd('month', -1, DATE '2024-03-31')", "2024-02-29 00:00:00"},
		{"SELECT DATEADD(day, 7, d) FROM t ORDER BY k", "2024-02-17 00:00:00,NULL,2024-03-07 00:00:00"},
		{"SELECT DATEADD(day, k, d) FROM t WHERE k = 1", "2024-02-11 00:00:00"},
		{"SELECT DATEADD(day, -k * 2, ts) FROM t WHERE k = 1", "2024-02-08 13:45:59.123"},
		{"SELECT DATEADD(day, 1.9, DATE '2024-01-01')", "2024-01-02 00:00:00"},
		{"SELECT DATEADD(hr, 36, '2024-02-28')", "2024-02-29 12:00:00"},
		{"SELECT DATEADD(m, 90, TIMESTAMP '2024-01-01 00:00:00')", "2024-01-01 01:30:00"},
		{"SELECT DATEADD(qtr, 1, DATE '2024-01-31')", "2024-04-30 00:00:00"},
		{"SELECT DATEADD(w, 2, DATE '2024-02-20'), DATEADD(yrs, 1, DATE '2024-02-29')", "2024-03-05 00:00:00,2025-02-28 00:00:00"},
		{"SELECT DATEADD(ms, 1500, TIMESTAMP '2024-01-01 00:00:00'), DATEADD(sec, 90, TIMESTAMP '2024-01-01 00:00:00')",
		 "2024-01-01 00:00:01.5,2024-01-01 00:01:30"},
		{"SELECT DATEADD(month, NULL, DATE '2024-01-31')", "NULL"},
		{"SELECT DATEADD(DATE '2024-01-31', 1)", "say: DATEADD takes a unit"},
		{"SELECT DATEADD(fortnight, 1, DATE '2024-01-31')", "say: DATEADD takes a unit"},
		{"SELECT date_add('day', 1, DATE '2024-01-31')", "2024-02-01 00:00:00"},
		{"SELECT date_add(DATE '2024-01-31', INTERVAL 1 DAY)", "2024-02-01 00:00:00"},
		{"SELECT date_sub(DATE '2024-03-01', INTERVAL 1 DAY)", "2024-02-29 00:00:00"},
		{"SELECT date_sub('month', DATE '2024-01-31', DATE '2024-03-01')", "1"},
		{"SELECT ADD_MONTHS(DATE '2008-04-30', 1), ADD_MONTHS(DATE '2008-04-29', 1)", "2008-05-31 00:00:00,2008-05-29 00:00:00"},
		{"SELECT ADD_MONTHS('2024-02-29 10:30:00', 12)", "2025-02-28 10:30:00"},
		{"SELECT DATEDIFF(day, TIMESTAMP '2024-01-01 23:59:59', TIMESTAMP '2024-01-02 00:00:00')", "1"},
		{"SELECT DATEDIFF(day, TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 23:59:59')", "0"},
		{"SELECT DATEDIFF(month, DATE '2024-01-31', DATE '2024-02-01'), DATEDIFF(year, DATE '2023-12-31', DATE '2024-01-01')", "1,1"},
		{"SELECT DATEDIFF(qtr, '2023-12-31', '2024-01-01'), DATEDIFF(hour, '2024-01-01 00:59:59', '2024-01-01 01:00:00')", "1,1"},
		{"SELECT DATEDIFF('days', '2024-02-28', DATE '2024-03-01')", "2"},
		{"SELECT DATEDIFF(day, DATE '2024-03-01', DATE '2024-02-28')", "-2"},
		{"SELECT DATEDIFF(mins, TIMESTAMP '2024-01-01 00:00:59', TIMESTAMP '2024-01-01 00:01:00')", "1"},
		{"SELECT DATEDIFF(day, d, ts) FROM t ORDER BY k", "0,NULL,NULL"},
		{"SELECT DATEDIFF(DATE '2024-03-01', DATE '2024-02-28')", "say: DATEDIFF takes a unit"},
		{"SELECT DATE_DIFF(DATE '2024-03-01', DATE '2024-02-28', DAY)", "2"},
		{"SELECT k FROM t WHERE DATEDIFF(day, d, DATE '2024-02-11') = 1", "1"},
		{"SELECT count(*) FROM t GROUP BY DATE_TRUNC(month, d) ORDER BY DATE_TRUNC(month, d)", "2,1"},
		{"SELECT DATE_TRUNC('mons', ts), DATE_TRUNC(week, ts), DATE_TRUNC('day', '2024-02-10 13:00:00') FROM t WHERE k = 1",
		 "2024-02-01,2024-02-05,2024-02-10"},
		{"SELECT DATE_PART(year, d), DATE_PART('qtr', d), DATE_PART(dw, d), DATE_PART(yearday, d) FROM t WHERE k = 1", "2024,1,6,41"},
		{"SELECT DATEPART(weekday, DATE '2024-02-11'), DATE_PART_YEAR(DATE '2024-02-11')", "0,2024"},
		{"SELECT EXTRACT(yr FROM d), EXTRACT(dow FROM d), EXTRACT(epoch FROM TIMESTAMP '1970-01-02') FROM t WHERE k = 1", "2024,6,86400.0"},
		{"SELECT MONTHS_BETWEEN('2024-03-31', '2024-02-29'), MONTHS_BETWEEN('2024-03-15', '2024-02-15')", "1.0,1.0"},
		{"SELECT MONTHS_BETWEEN('1969-01-18', '1969-03-18')", "-2.0"},
		{"SELECT ROUND(MONTHS_BETWEEN(DATE '1969-03-18', DATE '1969-01-02'), 6)", "2.516129"},
		{"SELECT LAST_DAY(DATE '2024-02-10')", "2024-02-29"},
		{"SELECT CONVERT_TIMEZONE('UTC', 'CET', '2024-01-01 12:00:00')", "2024-01-01 13:00:00"},
		{"SELECT CONVERT_TIMEZONE('CET', TIMESTAMP '2024-01-01 12:00:00')", "2024-01-01 13:00:00"},
		{"SELECT TRUNC(d) FROM t", "say: TRUNC takes numbers here"},
		{"SELECT TRUNC(ts) FROM t", "say: TRUNC takes numbers here"},
		{"SELECT TRUNC(1.99), DATE(TIMESTAMP '2024-01-01 10:00:00')", "1,2024-01-01"},
		{"SELECT CURDATE()", "say: CURDATE is not available here: the clock is not part of the data"},
	};

	TABLE("dates", rows);
}

static void formats(void)
{
	static const struct row rows[] = {
		{"SELECT TO_CHAR(ts, 'YYYY-MM-DD HH24:MI:SS') FROM t WHERE k = 1", "2024-02-10 13:45:59"},
		{"SELECT to_char(d, 'YYYY-MM') FROM t ORDER BY k", "2024-02,NULL,2024-02"},
		{"SELECT TO_CHAR(DATE '2024-02-05', 'FMMM/FMDD/YY')", "2/5/24"},
		{"SELECT TO_CHAR(DATE '2024-02-05', 'DD Mon YYYY'), TO_CHAR(DATE '2024-02-05', 'MON'), TO_CHAR(DATE '2024-02-05', 'mon')",
		 "05 Feb 2024,FEB,feb"},
		{"SELECT TO_CHAR(DATE '2024-02-05', 'Month') || '|', TO_CHAR(DATE '2024-02-05', 'FMMONTH') || '|'", "February |,FEBRUARY|"},
		{"SELECT TO_CHAR(DATE '2024-02-05', 'Day') || '|', TO_CHAR(DATE '2024-02-05', 'FMDay, DY')", "Monday   |,Monday, MON"},
		{"SELECT TO_CHAR(DATE '2024-02-05', 'YYYY\"-Q\"Q'), TO_CHAR(DATE '2024-02-05', 'D DDD IW IYYY WW')", "2024-Q1,2 036 06 2024 06"},
		{"SELECT TO_CHAR(TIMESTAMP '2024-02-05 15:04:05.678', 'HH12:MI AM'), TO_CHAR(TIMESTAMP '2024-02-05 15:04:05.678', 'HH:MI:SS.MS pm')",
		 "03:04 PM,03:04:05.678 pm"},
		{"SELECT TO_CHAR('2024-02-05', 'YYYY%MM')", "2024%02"},
		{"SELECT TO_CHAR(DATE '2024-02-05', '')", ""},
		{"SELECT TO_CHAR(DATE '2024-12-31', 'WW'), TO_CHAR(DATE '2024-01-07', 'WW'), TO_CHAR(DATE '2024-01-08', 'WW')", "53,01,02"},
		{"SELECT TO_CHAR(k, '999') FROM t", "say: TO_CHAR of numbers"},
		{"SELECT TO_CHAR(d, x) FROM t", "say: TO_CHAR takes a date and a pattern"},
		{"SELECT TO_CHAR(d, 'YYYY RM') FROM t", "say: TO_CHAR: the part 'RM'"},
		{"SELECT TO_DATE('20240131', 'YYYYMMDD'), TO_DATE('31-JAN-2024', 'DD-MON-YYYY')", "2024-01-31,2024-01-31"},
		{"SELECT TO_TIMESTAMP('2024-01-31 15:04', 'YYYY-MM-DD HH24:MI')", "2024-01-31 15:04:00"},
		{"SELECT TO_TIMESTAMP(0)", "1970-01-01 00:00:00+00"},
		{"SELECT TO_DATE(x, 'YYYY') FROM t WHERE x IS NULL", "NULL"},
		{"SELECT TO_DATE('1', 'Q')", "say: TO_DATE: the part 'Q'"},
		{"SELECT TO_DATE('2024-01-31')", "say: TO_DATE takes a text and a pattern"},
		{"SELECT DATE_FORMAT(d, '%Y') FROM t", "say: DATE_FORMAT is not available here: use TO_CHAR"},
	};

	TABLE("formats", rows);
}

static void values(void)
{
	static const struct row rows[] = {
		{"SELECT NVL(x, 'none') FROM t ORDER BY k", "abc,none,abd"},
		{"SELECT NVL(NULL, NULL, 3), NVL(SUM(n), 0) FROM t WHERE k > 9", "3,0"},
		{"SELECT NVL2(x, 1, 0) FROM t ORDER BY k", "1,0,1"},
		{"SELECT ISNULL(x, 'none'), ISNULL(x) FROM t WHERE k = 2", "none,true"},
		{"SELECT IFNULL(x, 'none') FROM t WHERE k = 2", "none"},
		{"SELECT k FROM t WHERE x ISNULL", "2"},
		{"SELECT DECODE(k, 1, 'one', 2, 'two', 'many') FROM t ORDER BY k", "one,two,many"},
		{"SELECT DECODE(x, NULL, 'null', 'abc', 'abc') FROM t ORDER BY k", "abc,null,NULL"},
		{"SELECT DECODE(k, 1, 'a', 2, 'b', 3, 'c', 4, 'd', 5, 'e', 'f') FROM t ORDER BY k", "a,b,c"},
		{"SELECT IFF(k > 1, 'y', 'n') FROM t ORDER BY k", "n,y,y"},
		{"SELECT CONVERT(INT, '12'), CONVERT(varchar, 12) || 'x', CONVERT(date, '2024-01-31')", "12,12x,2024-01-31"},
		{"SELECT CONVERT(VARCHAR(10), k) || '!' FROM t WHERE k = 1", "1!"},
		{"SELECT CONVERT(DECIMAL(10, 2), k + 1) AS a, 2 AS b FROM t WHERE k = 1", "2.00,2"},
		{"SELECT CONVERT(k, CHAR) FROM t", "say: use CAST"},
		{"SELECT CAST(k AS VARCHAR(MAX)) FROM t WHERE k = 1", "1"},
		{"SELECT CHARINDEX('b', x), LEN(x), BTRIM('  a '), BTRIM('xax', 'x') FROM t WHERE k = 1", "2,3,a,a"},
		{"SELECT REGEXP_SUBSTR('a12b', '[0-9]+'), REGEXP_COUNT('a1b2', '[0-9]')", "12,2"},
		{"SELECT 'abcd' ~ 'bc', 'abcd' ~ '^bc', 'abcd' !~ 'bc', 'ABC' ~* 'b', 'ABC' !~* 'b'", "true,false,false,true,false"},
		{"SELECT k FROM t WHERE lower(x) ~ 'b' ORDER BY k", "1,3"},
		{"SELECT regexp_full_match('abcd', 'bc')", "false"},
		{"SELECT x SIMILAR TO 'a%' FROM t", "say: SIMILAR TO"},
		{"SELECT 'a' + 'b'", "say: texts are joined with ||"},
		{"SELECT x + 'b' FROM t", "say: texts are joined with ||"},
		{"SELECT x + x FROM t", "say: texts are joined with ||"},
		{"SELECT k FROM t WHERE x LIKE ANY (ARRAY['a%'])", "say: LIKE ANY"},
		{"SELECT INITCAP(x) FROM t", "say: INITCAP is not available here"},
		{"SELECT x::int8, k::float8, k::numeric(10, 2), x::bpchar FROM t WHERE x IS NULL", "NULL,2.0,2.00,NULL"},
		{"SELECT k::number FROM t", "say: the type NUMBER"},
		{"SELECT k != 1, k <> 1 FROM t WHERE k = 1", "false,false"},
	};

	TABLE("values", rows);
}

static void aggregates(void)
{
	static const struct row rows[] = {
		{"SELECT LISTAGG(x) FROM (SELECT x FROM t ORDER BY k)", "abcabd"},
		{"SELECT LISTAGG(x, ', ') WITHIN GROUP (ORDER BY x DESC) FROM t", "abd, abc"},
		{"SELECT listagg(x) within group\n(order by k) FROM t", "abcabd"},
		{"SELECT LISTAGG(k, '-') WITHIN GROUP (ORDER BY k DESC) FROM t", "3-2-1"},
		{"SELECT LISTAGG(DISTINCT g, ',') WITHIN GROUP (ORDER BY g) FROM t", "1,2"},
		{"SELECT k, LISTAGG(x, '+') WITHIN GROUP (ORDER BY k) OVER (PARTITION BY g) FROM t ORDER BY k", "1,abc,2,abc,3,abd"},
		{"SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY x) FROM t WHERE k = 2", "NULL"},
		{"SELECT LISTAGG(x || COALESCE(')', '('), ',') WITHIN GROUP (ORDER BY (k)) FROM t", "abc),abd)"},
		{"SELECT GROUP_CONCAT(x ORDER BY x SEPARATOR ',') FROM t", "say: GROUP_CONCAT"},
		{"SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY n) FROM t", "15.0"},
		{"SELECT PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY n) OVER (PARTITION BY g), k FROM t ORDER BY k", "10.0,1,10.0,2,20.0,3"},
		{"SELECT PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY k DESC) OVER () FROM t WHERE k = 1 OR k = 3", "2.5,2.5"},
		{"SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY k) OVER () FROM t", "2,2,2"},
		{"SELECT MEDIAN(n) FROM t", "15.0"},
		{"SELECT k, RATIO_TO_REPORT(k) OVER (PARTITION BY g) FROM t ORDER BY k",
		 "1,0.3333333333333333,2,0.6666666666666666,3,1.0"},
		{"SELECT APPROXIMATE COUNT(DISTINCT g) FROM t", "2"},
		{"SELECT k FROM t WHERE k > 1 MINUS SELECT 3", "2"},
		{"(SELECT k FROM t) MINUS (SELECT k FROM t WHERE k < 3)", "3"},
		{"SELECT k FROM t ORDER BY k LIMIT 1, 2", "2,3"},
		{"SELECT `k`, t.`n` FROM `t` WHERE `k` = 1", "1,10"},
		{"SELECT TOP 2 k FROM t", "say: TOP is not available here: put LIMIT 2 at the end"},
		{"SELECT DISTINCT TOP (1) k FROM t", "say: TOP is not available here"},
		{"SELECT TOP (1) k FROM t", "say: TOP is not available here"},
		{"SELECT a.k FROM t a, t b WHERE a.k = b.k (+)", "say: the outer join mark"},
		{"SELECT k FROM t WHERE ROWNUM <= 2", "say: ROWNUM is not available here"},
		{"SELECT * EXCEPT (k) FROM t", "say: * EXCEPT is not available here"},
		{"SELECT k FROM t ORDER BY k FETCH FIRST 1 ROWS ONLY", "1"},
		{"SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY g ORDER BY k DESC) = 1 ORDER BY k", "2,3"},
		/* What only looks foreign stays as it is. */
		{"SELECT minus FROM (SELECT k AS minus FROM t) ORDER BY minus", "1,2,3"},
		{"SELECT 'LIMIT 1, 2 MINUS SELECT `x`' /* MINUS SELECT */ -- LISTAGG(x) WITHIN GROUP (ORDER BY y)", "LIMIT 1, 2 MINUS SELECT `x`"},
		{"SELECT top FROM (SELECT 1 AS top)", "1"},
		{"SELECT $$MINUS SELECT 1$$", "MINUS SELECT 1"},
	};

	TABLE("aggregates", rows);
}

static void everywhere(void)
{
	static const struct row rows[] = {
		{"WITH c AS (SELECT NVL(n, 0) AS v FROM t) SELECT SUM(v) FROM c WHERE NVL(v, 1) IN (SELECT NVL(n, 0) FROM t)", "30"},
		{"SELECT a.k FROM t a JOIN t b ON NVL(a.g, 0) = NVL(b.g, 0) AND DATEDIFF(day, a.d, b.d) > 0 ORDER BY a.k", ""},
		{"SELECT SUM(NVL(n, 0)) OVER (ORDER BY NVL(g, 0), DATEADD(day, 1, d)) FROM t ORDER BY 1", "10,10,30"},
		{"SELECT g, COUNT(*) FROM t GROUP BY g HAVING NVL(MAX(n), 0) > 5 ORDER BY NVL(g, 0)", "1,2,2,1"},
		{"SELECT CASE WHEN NVL(n, 0) = 0 THEN NVL2(n, 1, 2) END FROM t WHERE k = 2", "2"},
		{"SELECT NVL(NVL(NVL(x, NULL), NULL), DECODE(k, 2, NVL2(x, 'a', 'b'))) FROM t WHERE k = 2", "b"},
		{"SELECT NVL(x, 'a') AS y FROM t UNION SELECT NVL2(x, 'p', 'q') FROM t ORDER BY y", "a,abc,abd,p,q"},
	};
	struct buf b;
	const char *got;

	TABLE("everywhere", rows);
	buf_init(&b, 100000);
	buf_adds(&b, "SELECT ");
	for (int i = 0; i < 8; i++)
		buf_adds(&b, "MONTHS_BETWEEN(DATE '2024-01-01', ADD_MONTHS(");
	buf_adds(&b, "d");
	for (int i = 0; i < 8; i++)
		buf_adds(&b, ", 1))");
	buf_adds(&b, " FROM t");
	got = answer(buf_text(&b));
	tap_ok(strncmp(got, "ERR_LIMIT", 9) == 0, "rewrites that multiply end at a limit: %.60s", got);
	buf_release(&b);
}

static void note_of(const char *query, bool changed, long position)
{
	struct dialect_note note;
	struct duck_error why;
	struct err err;
	json_t *doc = ast_parse(db, query, &why);

	dialect_rewrite(doc, &note, &err);
	tap_ok(note.changed == changed && note.position == position, "changed %d at %ld: %s", note.changed, note.position, query);
	json_decref(doc);
}

static void notes(void)
{
	const char *out = "x";
	struct err err;

	note_of("SELECT sum(k), date_trunc('month', d) FROM t", false, -1);
	note_of("SELECT NVL(k, 1) FROM t", true, -1);
	note_of("SELECT k, TO_CHAR(k, '99') FROM t", false, 10);
	tap_is_int(dialect_respell("SELECT 1", &arena, &out, &err), ERR_OK, "nothing to respell");
	tap_ok(out == NULL, "gives nothing");
	dialect_respell("SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY y), z", &arena, &out, &err);
	tap_is_text(out, "SELECT LISTAGG(x, ','                ORDER BY y), z", "places are kept");
	dialect_respell("SELECT 'it''s' \"a b\" FROM `t`; -- it's", &arena, &out, &err);
	tap_is_text(out, "SELECT 'it''s' \"a b\" FROM \"t\"; -- it's", "quotes and comments are kept");
	dialect_respell("SELECT 'open LIMIT 1, 2", &arena, &out, &err);
	tap_ok(out == NULL, "an open quote ends at the end");
	dialect_respell("SELECT `open \xd4\x83", &arena, &out, &err);
	tap_ok(out == NULL, "an open backquote is left alone");
	dialect_respell("", &arena, &out, &err);
	tap_ok(out == NULL, "an empty query");
	dialect_respell(")))((( within group ( listagg limit , minus ` convert((", &arena, &out, &err);
	tap_ok(true, "nonsense is survived");
}

static void readable(const char *query, const char *want)
{
	struct duck_rows rows;
	struct duck_error why = {.text = "it ran", .position = -1};
	char text[500];

	duck_rows(db, query, 10, 1000, &arena, &rows, &why);
	tap_is_text(sql_readable_error(query, &why, text, sizeof text), want, "readable: %s", flat(query));
}

static void errors(void)
{
	struct duck_error why = {.kind = "Parser", .text = "Something \"odd\" happened!\n\nMore of it", .position = 3};
	char text[500];
	int line, column;

	readable("SELECT nn FROM t", "there is no column 'nn' here; did you mean 'n'? (line 1, column 8)");
	readable("SELECT k,\n  qqqqqqqq FROM t", "there is no column 'qqqqqqqq' here (line 2, column 3)");
	readable("SELECT 'äöü', nn FROM t", "there is no column 'nn' here; did you mean 'n'? (line 1, column 15)");
	readable("SELECT t.k FROM t AS u", "there is no table or alias 't' in this FROM; did you mean 'u'? (line 1, column 8)");
	readable("SELECT k FROM tt", "there is no table 'tt' here; did you mean 't'? (line 1, column 15)");
	readable("SELECT k FROM nowhere_at_all", "there is no table 'nowhere_at_all' here (line 1, column 15)");
	readable("SELECT lenn(x) FROM t", "there is no function 'lenn' here; did you mean 'len'? (line 1, column 8)");
	readable("SELECT percentile(x) FROM t", "there is no function 'percentile' here (line 1, column 8)");
	readable("SELECT sum(x) FROM t", "there is no 'sum(VARCHAR)': other types are expected, a CAST may help (line 1, column 8)");
	readable("SELECT x, count(*) FROM t", "column 'x' must appear in the GROUP BY clause or must be part of an aggregate function (line 1, column 8)");
	readable("SELECT k FROM t WHERE count(*) > 1", "WHERE clause cannot contain aggregates (line 1, column 23)");
	readable("SELECT k FROM t WHERE", "syntax error at end of input (line 1, column 22)");
	readable("SELECT k FORM t", "syntax error at or near 't' (line 1, column 15)");
	readable("SELECT (SELECT k FROM t)", "more than one row returned by a subquery used as an expression");
	readable("SELECT CAST(x AS INTEGER) FROM t", "could not convert string 'abc' to INTEGER when casting from source column x (line 1, column 8)");
	tap_is_text(sql_readable_error("SELECT", &why, text, sizeof text), "something 'odd' happened (line 1, column 4)", "any other message");
	tap_is_text(sql_readable_error("SELECT", &why, text, 12), "something '", "a small buffer");
	sql_line_column("a\nb", 99, &line, &column);
	tap_ok(line == 2 && column == 2, "a place past the end");
	sql_line_column("", -1, &line, &column);
	tap_ok(line == 1 && column == 1, "no place");
}

int main(void)
{
	struct duck_options options = {.memory_mb = 200, .integer_division = true, .postgres_nulls = true, .lock = true};
	struct err err = {0};

	arena_init(&arena, 256u << 20);
	if (!tap_ok(duck_open(&db, &options, &err) == ERR_OK, "open %s", err.text))
		return tap_done();
	tap_is_int(duck_exec(db, "CREATE TABLE t(k INTEGER, g INTEGER, n INTEGER, x VARCHAR, d DATE, ts TIMESTAMP);"
			     "INSERT INTO t VALUES (1, 1, 10, 'abc', '2024-02-10', '2024-02-10 13:45:59.123'),"
			     "(2, 1, NULL, NULL, NULL, NULL), (3, 2, 20, 'abd', '2024-02-29', NULL)", &err), ERR_OK, "a table %s", err.text);
	dates();
	formats();
	values();
	aggregates();
	everywhere();
	notes();
	errors();
	duck_free(db);
	arena_release(&arena);
	return tap_done();
}
