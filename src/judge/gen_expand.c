/* From a fact to the few values that show whether a query heeds it. */
#include "judge/gen_int.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/calendar.h"

#define TEXT_LONGEST 80

/* ---- collecting ---- */

void cells_put(struct cells *c, int64_t cell)
{
	for (int i = 0; i < c->n; i++) {
		if (c->v[i] == cell)
			return;
	}
	if (c->n < CLUSTER_MAX)
		c->v[c->n++] = cell;
}

void cells_val(struct cells *c, struct val v)
{
	int64_t cell;

	if (val_to_cell(v, c->meta, 0, c->texts, &cell))
		cells_put(c, cell);
}

void cells_number(struct cells *c, double v)
{
	cells_val(c, VAL_OF_REAL(v));
}

void cells_text(struct cells *c, const char *text)
{
	cells_val(c, (struct val){ .kind = VAL_TEXT, .s = text });
}

void cells_time(struct cells *c, int64_t micros)
{
	char text[40];

	if (c->meta->type != DUCK_VARCHAR)
		cells_val(c, (struct val){ .kind = VAL_TIME, .i = micros });
	else if (calendar_time_of(micros) == 0)
		cells_text(c, calendar_print_day(calendar_day_of(micros), text, sizeof(text)));
}

static bool is_when(const struct cells *c)
{
	return TYPES_WHEN & TYPE_BIT(c->meta->type);
}

/* The three that a comparison tells apart, first the one for which it holds. */
static void three(struct cells *c, enum rel rel, struct val below, struct val at, struct val above)
{
	if (rel == REL_GT || rel == REL_NE)
		cells_val(c, above);
	if (rel == REL_LT)
		cells_val(c, below);
	cells_val(c, at);
	cells_val(c, rel == REL_LE || rel == REL_EQ ? above : below);
	cells_val(c, rel == REL_LE || rel == REL_EQ ? below : above);
}

/* ---- numbers ---- */

static double power_of_ten(int64_t n)
{
	return pow(10, (double)(n > 12 ? 12 : n < -12 ? -12 : n));
}

/* The smallest step that the column can make, and 1. */
static double unit_of(const struct contract_column *meta)
{
	return meta->type == DUCK_DECIMAL ? power_of_ten(-meta->scale) : meta->type == DUCK_DOUBLE ? 0.01 : 1;
}

static struct val stepped(struct val v, double step)
{
	return val_calc('+', v, VAL_OF_REAL(step), false);
}

static void number_value(struct cells *c, const struct fact *f)
{
	double unit = unit_of(c->meta);
	struct val v = f->v.kind == VAL_TEXT ? val_parse(f->v.s, DUCK_DOUBLE) : f->v;
	int64_t low, high;

	if (!val_is_number(v) || !val_to_cell(v, c->meta, -1, NULL, &low) || !val_to_cell(v, c->meta, 1, NULL, &high))
		return;
	if (low != high) {
		/* The column has nothing at v, only beside it. */
		cells_put(c, f->rel == REL_LT || f->rel == REL_LE ? low : high);
		cells_put(c, low);
		cells_put(c, high);
	} else if (v.kind == VAL_INT && llabs(v.i) < INT64_MAX - 1) {
		three(c, f->rel, unit < 1 ? stepped(v, -unit) : VAL_OF_INT(v.i - 1), v,
		      unit < 1 ? stepped(v, unit) : VAL_OF_INT(v.i + 1));
	} else {
		three(c, f->rel, stepped(v, -unit), v, stepped(v, unit));
	}
	if (unit < 1)
		three(c, f->rel, stepped(v, -1), v, stepped(v, 1));
	if (f->rel == REL_GT || f->rel == REL_GE || f->rel == REL_LT || f->rel == REL_LE) {
		cells_number(c, val_number(v) * 2 + 3);
		cells_number(c, val_number(v) / 2);
	}
}

/* Values that add up to v, and to a little more or less. */
static void number_sum(struct cells *c, const struct fact *f)
{
	double v = val_number(f->v), unit = c->meta->type == DUCK_INTEGER ? 1 : unit_of(c->meta);
	double half = c->meta->type == DUCK_INTEGER ? floor(v / 2) : v / 2;

	number_value(c, f);
	c->n = c->n > 4 ? 4 : c->n;
	cells_number(c, half);
	cells_number(c, v - half);
	cells_number(c, half + unit);
	cells_number(c, half - unit);
	cells_number(c, v - 1);
	cells_number(c, 1);
	cells_number(c, -1);
	cells_number(c, floor(v / 3));
}

static void number_step(struct cells *c, const struct fact *f)
{
	double k = fabs(val_number(f->v)), unit = unit_of(c->meta);

	if (f->v.kind == VAL_SPAN || k == 0)
		return;
	cells_number(c, 1);
	cells_number(c, 1 + k);
	cells_number(c, 1 + k + unit);
	cells_number(c, 1 + k - unit);
	cells_number(c, 1 + 2 * k);
	cells_number(c, 1 + unit);
	cells_number(c, k);
	cells_number(c, 0);
}

static void number_ratio(struct cells *c, const struct fact *f)
{
	double r = val_number(f->v), unit = unit_of(c->meta);

	if (!val_is_number(f->v) || r == 0 || fabs(r) > 1e6)
		return;
	cells_number(c, 100);
	cells_number(c, 100 * r);
	cells_number(c, floor(100 * r) + unit);
	cells_number(c, floor(100 * r) - unit);
	cells_number(c, 10);
	cells_number(c, 10 * r);
	cells_number(c, 1);
	/* Shares: one part of as many as make the ratio. */
	if (fabs(r) < 1)
		cells_number(c, round(1 / r) - 1);
	cells_number(c, 7);
	cells_number(c, 0);
}

static void number_divisor(struct cells *c, const struct fact *f)
{
	double k = fabs(val_number(f->v));

	if (!val_is_number(f->v) || k == 0 || k > 1e9)
		return;
	cells_number(c, k);
	cells_number(c, k - 1);
	cells_number(c, k + 1);
	cells_number(c, 2 * k);
	cells_number(c, 2 * k - 1);
	cells_number(c, floor(k / 2));
	cells_number(c, 1);
	cells_number(c, 0);
	cells_number(c, -1);
	cells_number(c, 3 * k + floor(k / 3));
}

/* A boundary was found here; which of the two sides matters is not known. */
static void edge(struct cells *c, const struct fact *f, double unit)
{
	cells_val(c, f->v);
	cells_val(c, stepped(f->v, unit));
	cells_val(c, stepped(f->v, -unit));
}

/* Finer than what is rounded to: 1.001, 1.005, 1.0049. */
static void number_fine(struct cells *c, const struct fact *f)
{
	int64_t digits = f->v.kind == VAL_INT ? f->v.i : 0;
	double unit = power_of_ten(-digits), one = unit > 1 ? unit : 1;

	cells_number(c, one + unit / 10);
	cells_number(c, one + unit / 2);
	cells_number(c, one + unit * 0.4);
	cells_number(c, one + unit * 0.6);
	cells_number(c, 2 * one + unit / 2);
	cells_number(c, unit * 0.3);
	cells_number(c, one);
}

/* ---- times ---- */

static void day_value(struct cells *c, enum rel rel, int64_t day)
{
	struct val at = { .kind = VAL_DAY, .i = day }, below = at, above = at;

	below.i--;
	above.i++;
	three(c, rel, below, at, above);
	cells_time(c, calendar_add_months(day, 1) * DAY_US);
	cells_time(c, (day + 40) * DAY_US);
	cells_time(c, calendar_add_months(day, -12) * DAY_US);
}

static void time_value(struct cells *c, enum rel rel, int64_t micros)
{
	struct val at = { .kind = VAL_TIME, .i = micros }, below = at, above = at;

	below.i -= SECOND_US;
	above.i += SECOND_US;
	three(c, rel, below, at, above);
	if (calendar_time_of(micros) == 0) {
		cells_time(c, micros + 10 * 3600 * SECOND_US);
		cells_time(c, micros + DAY_US - SECOND_US);
	}
	cells_time(c, micros + DAY_US);
	cells_time(c, micros - DAY_US);
	cells_time(c, micros + 40 * DAY_US);
}

static void when_value(struct cells *c, const struct fact *f)
{
	struct val v = f->v.kind == VAL_TEXT ? val_parse(f->v.s, DUCK_TIMESTAMP) : f->v;

	if (!val_is_when(v))
		return;
	int64_t micros = val_micros(v), day = calendar_day_of(micros);
	if (day < CALENDAR_DAY_MIN + 1000 || day > CALENDAR_DAY_MAX - 1000)
		return;
	if (c->meta->type == DUCK_DATE)
		day_value(c, f->rel, day);
	else
		time_value(c, f->rel, micros);
}

static int64_t step_by(int64_t micros, const struct val *span, int times)
{
	int64_t day = calendar_add_months(calendar_day_of(micros), (int64_t)span->months * times);

	day += (int64_t)span->days * times;
	return day * DAY_US + calendar_time_of(micros) + span->i * times;
}

/*
 * Moments that lie exactly one step apart, and a little more or less: a chain of them, since sessions and
 * islands are chains.
 */
static void when_step(struct cells *c, const struct fact *f)
{
	struct val span = f->v;
	bool is_day = c->meta->type == DUCK_DATE;
	int64_t small = is_day ? DAY_US : SECOND_US;

	if (span.kind != VAL_SPAN || abs(span.months) > 1200 || abs(span.days) > 20000 || llabs(span.i) > 20000 * DAY_US)
		return;
	span = (struct val){ .kind = VAL_SPAN, .months = abs(span.months), .days = abs(span.days), .i = llabs(span.i) };
	bool short_span = span.months == 0 && span.days == 0;
	if (is_day && short_span && span.i < DAY_US)
		span.days = 1;
	/*
	 * A short step crosses midnight in one variant; the other starts at midnight, since days are what
	 * times are cut to.
	 */
	int64_t at = c->base * DAY_US;
	if (!is_day && c->variant == 0)
		at += short_span && span.i < DAY_US ? (INT64_C(23) * 3600 + 40 * 60) * SECOND_US : 10 * 3600 * SECOND_US;
	int64_t one = step_by(at, &span, 1);
	cells_time(c, at);
	cells_time(c, one);
	cells_time(c, one + small);
	cells_time(c, one - small);
	cells_time(c, step_by(at, &span, 2));
	cells_time(c, step_by(at, &span, 2) + small);
	cells_time(c, at + small);
	if (!short_span && !is_day) {
		cells_time(c, one + DAY_US);
		cells_time(c, one - DAY_US);
		cells_time(c, unit_floor(UNIT_DAY, one) + DAY_US - SECOND_US);
		cells_time(c, unit_floor(UNIT_DAY, one));
		cells_time(c, at + 2 * 3600 * SECOND_US);
	} else {
		cells_time(c, step_by(at, &span, 3));
		cells_time(c, step_by(at, &span, -1));
		cells_time(c, step_by(at, &span, 3) + 2 * small);
	}
}

/* The edges of the span [from, to) of time. */
static void edges(struct cells *c, int64_t from, int64_t to)
{
	int64_t small = c->meta->type == DUCK_TIMESTAMP ? SECOND_US : DAY_US;

	cells_time(c, from);
	cells_time(c, to - small);
	cells_time(c, to);
	cells_time(c, from - small);
	cells_time(c, from + (to - from) / 2 / DAY_US * DAY_US);
	if (small == SECOND_US)
		cells_time(c, to - DAY_US);
}

static void when_trunc(struct cells *c, const struct fact *f)
{
	struct val v = f->v.kind == VAL_TEXT ? val_parse(f->v.s, DUCK_TIMESTAMP) : f->v;
	int64_t from;

	if (!val_is_when(v))
		return;
	from = unit_floor(f->unit, val_micros(v));
	edges(c, from, unit_add(f->unit, from, 1));
	cells_time(c, unit_add(UNIT_YEAR, from, 1) + 9 * DAY_US);
}

static void when_part(struct cells *c, const struct fact *f)
{
	int64_t n = (int64_t)fmax(-10000, fmin(10000, val_number(f->v))), day = c->base, from;
	int y, m, d;

	calendar_date(c->base, &y, &m, &d);
	switch (f->unit) {
	case UNIT_YEAR: case UNIT_ISOYEAR:
		if (n > 1 && n < 9998)
			edges(c, calendar_day(n, 1, 1) * DAY_US, calendar_day(n + 1, 1, 1) * DAY_US);
		return;
	case UNIT_QUARTER: case UNIT_MONTH:
		n = f->unit == UNIT_MONTH ? n : n * 3 - 2;
		if (n < 1 || n > 12)
			return;
		from = calendar_day(y, n, 1) * DAY_US;
		edges(c, from, unit_add(f->unit, from, 1));
		cells_time(c, calendar_day(y + 1, n, 10) * DAY_US);
		return;
	case UNIT_DAY:
		for (int i = 0; i < 4; i++)
			cells_time(c, calendar_day(y, m + i / 3, n + (i == 1 ? -1 : i == 2)) * DAY_US);
		return;
	case UNIT_HOUR: case UNIT_MINUTE:
		from = day * DAY_US + (f->unit == UNIT_HOUR ? n * 3600 : 10 * 3600 + n * 60) * SECOND_US;
		cells_time(c, from);
		cells_time(c, from - SECOND_US);
		cells_time(c, from + SECOND_US);
		cells_time(c, unit_add(f->unit, from, 1) - SECOND_US);
		cells_time(c, unit_add(f->unit, from, 1));
		return;
	case UNIT_WEEK: case UNIT_YEARWEEK:
		from = unit_floor(UNIT_WEEK, calendar_day(f->unit == UNIT_WEEK ? y : n / 100, 1, 4) * DAY_US);
		from = unit_add(UNIT_WEEK, from, (f->unit == UNIT_WEEK ? n : n % 100) - 1);
		edges(c, from, unit_add(UNIT_WEEK, from, 1));
		return;
	default:
		day = unit_floor(UNIT_WEEK, day * DAY_US) / DAY_US;
		for (int i = 0; i < 9; i++)
			cells_time(c, (day + i) * DAY_US);
		return;
	}
}

static void when_edge(struct cells *c, const struct fact *f)
{
	int64_t small = c->meta->type == DUCK_DATE ? DAY_US : SECOND_US;

	if (!val_is_when(f->v))
		return;
	cells_time(c, val_micros(f->v));
	cells_time(c, val_micros(f->v) + small);
	cells_time(c, val_micros(f->v) - small);
}

/* ---- texts ---- */

static void swapped_case(struct cells *c, const char *text)
{
	char out[TEXT_LONGEST + 1];
	size_t n = strlen(text);
	bool upper = false;

	if (n > TEXT_LONGEST)
		return;
	for (size_t i = 0; i < n; i++)
		upper = upper || islower((unsigned char)text[i]);
	for (size_t i = 0; i <= n; i++)
		out[i] = (char)(upper ? toupper((unsigned char)text[i]) : tolower((unsigned char)text[i]));
	cells_text(c, out);
}

/* What stands beside a text: other digits, another day, something a little longer or shorter. */
static void text_neighbours(struct cells *c, const char *text)
{
	char out[TEXT_LONGEST + 8];
	struct val number = val_parse(text, DUCK_DOUBLE);
	int64_t micros;
	bool has_time;
	int n = (int)strlen(text);

	if (n > TEXT_LONGEST)
		return;
	if (calendar_read(text, &micros, &has_time) && !has_time) {
		cells_time(c, micros + DAY_US);
		cells_time(c, micros - DAY_US);
		return;
	}
	if (number.kind == VAL_INT && llabs(number.i) < 1000000) {
		for (int step = -1; step <= 1; step += 2) {
			snprintf(out, sizeof(out), "%lld", (long long)number.i + step);
			cells_text(c, out);
		}
		return;
	}
	swapped_case(c, text);
	snprintf(out, sizeof(out), "%sz", text);
	cells_text(c, out);
	if (n > 1) {
		snprintf(out, sizeof(out), "%.*s", n - 1, text);
		cells_text(c, out);
	}
}

static void text_value(struct cells *c, const struct fact *f)
{
	if (f->v.kind != VAL_TEXT) {
		cells_val(c, f->v);
		if (f->v.kind == VAL_INT && llabs(f->v.i) < 1000000) {
			cells_val(c, VAL_OF_INT(f->v.i + 1));
			cells_val(c, VAL_OF_INT(f->v.i - 1));
		}
		return;
	}
	if (f->rel == REL_NE || f->rel == REL_LT)
		cells_text(c, "a");
	if (f->rel == REL_GT)
		cells_text(c, "z");
	cells_text(c, f->v.s);
	cells_text(c, "z");
	cells_text(c, "");
	text_neighbours(c, f->v.s);
}

/* A text that fits the pattern: % becomes many, _ becomes "x"; without the literal character number leave_out. */
static void filled(struct cells *c, const char *pattern, const char *many, int leave_out, const char *tail)
{
	char out[TEXT_LONGEST + 1];
	size_t n = 0;
	int literal = 0;

	for (const char *p = pattern; *p && n < TEXT_LONGEST - 4; p++) {
		if (*p == '%') {
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s", many);
		} else if (*p == '_') {
			out[n++] = 'x';
		} else if (literal++ != leave_out) {
			out[n++] = *p;
		}
	}
	snprintf(out + n, sizeof(out) - n, "%s", tail);
	cells_text(c, out);
}

static void text_like(struct cells *c, const struct fact *f)
{
	char front[TEXT_LONGEST + 8];

	if (f->v.kind != VAL_TEXT || strlen(f->v.s) > TEXT_LONGEST)
		return;
	filled(c, f->v.s, "", -1, "");
	filled(c, f->v.s, "b", -1, "");
	filled(c, f->v.s, "", 0, "");
	filled(c, f->v.s, "", -1, "y");
	snprintf(front, sizeof(front), "y%s", f->v.s);
	filled(c, front, "", -1, "");
	if (c->n)
		swapped_case(c, c->texts->p[c->v[0]]);
	filled(c, f->v.s, " ", -1, "");
	cells_text(c, "");
}

/* d LIKE '2020-02%' */
static void when_like(struct cells *c, const struct fact *f)
{
	int year = 0, month = 0;
	const char *p = f->v.s;
	char *end;

	if (f->v.kind != VAL_TEXT)
		return;
	year = (int)(strtol(p, &end, 10) % 10000);
	if (end == p || year < 2)
		return;
	if (*end == '-')
		month = (int)(strtol(end + 1, NULL, 10) % 13);
	struct fact trunc = { .kind = FACT_TRUNC, .unit = month > 0 ? UNIT_MONTH : UNIT_YEAR,
			      .v = { .kind = VAL_DAY, .i = calendar_day(year, month > 0 ? month : 1, 1) } };
	when_trunc(c, &trunc);
}

static void text_length(struct cells *c, const struct fact *f)
{
	static const char many[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
	int n = (int)fmax(0, fmin(70, floor(val_number(f->v)))), order[3] = { n, n + 1, n - 1 };
	char out[TEXT_LONGEST + 1];

	if (f->rel == REL_GT || f->rel == REL_NE)
		order[0] = n + 1, order[1] = n;
	if (f->rel == REL_LT)
		order[0] = n - 1, order[2] = n;
	for (int i = 0; i < 3; i++) {
		if (order[i] < 0)
			continue;
		snprintf(out, sizeof(out), "%.*s", order[i], many);
		cells_text(c, out);
	}
	/* Another of the first length, so that two are told apart. */
	snprintf(out, sizeof(out), "%.*s", order[0] > 0 ? order[0] : 0, many + 1);
	cells_text(c, out);
}

static void text_cast(struct cells *c, const struct fact *f)
{
	static const char *const numbers[] = { "1", "2", "10", "9", "01" };
	static const char *const days[] = { "2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01", "2023-12-31" };
	static const char *const times[] = { "2024-01-31 10:00:00", "2024-01-31 23:59:59", "2024-02-01 00:00:00",
					     "2024-02-29 12:00:00", "2023-12-31 23:59:59" };
	const char *const *list = f->unit == DUCK_DATE ? days : f->unit == DUCK_TIMESTAMP ? times : numbers;

	for (int i = 0; i < 5; i++)
		cells_text(c, list[i]);
}

/* ---- all ---- */

static void expand_number(struct cells *c, const struct fact *f)
{
	switch (f->kind) {
	case FACT_VALUE: number_value(c, f); break;
	case FACT_SUM: number_sum(c, f); break;
	case FACT_STEP: number_step(c, f); break;
	case FACT_RATIO: number_ratio(c, f); break;
	case FACT_DIVISOR: number_divisor(c, f); break;
	case FACT_FINE: number_fine(c, f); break;
	case FACT_EDGE: edge(c, f, unit_of(c->meta)); break;
	default: break;
	}
}

static void expand_when(struct cells *c, const struct fact *f)
{
	switch (f->kind) {
	case FACT_VALUE: case FACT_SUM: when_value(c, f); break;
	case FACT_STEP: when_step(c, f); break;
	case FACT_PART: when_part(c, f); break;
	case FACT_TRUNC: when_trunc(c, f); break;
	case FACT_LIKE: when_like(c, f); break;
	case FACT_EDGE: when_edge(c, f); break;
	default: break;
	}
}

static void expand_text(struct cells *c, const struct fact *f)
{
	static const char *const cased[] = { "a", "A", "Ab", "aB", "b" }, *const spaced[] = { "a", " a", "a ", "b" };

	switch (f->kind) {
	case FACT_VALUE: text_value(c, f); break;
	case FACT_EDGE: cells_val(c, f->v); break;
	case FACT_PART: when_part(c, f); break;
	case FACT_LIKE: text_like(c, f); break;
	case FACT_LENGTH: text_length(c, f); break;
	case FACT_CAST: text_cast(c, f); break;
	case FACT_CASE:
		for (int i = 0; i < 5; i++)
			cells_text(c, cased[i]);
		break;
	case FACT_TRIM:
		for (int i = 0; i < 4; i++)
			cells_text(c, spaced[i]);
		break;
	default: break;
	}
}

void gen_expand(struct cells *c, const struct fact *f)
{
	if (c->meta->type == DUCK_VARCHAR)
		expand_text(c, f);
	else if (is_when(c))
		expand_when(c, f);
	else
		expand_number(c, f);
}
