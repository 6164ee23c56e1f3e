/* Single values: comparing, computing, converting to and from cells. Expressions are expr.c. */
#include "judge/val.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "judge/calendar.h"

__extension__ typedef __int128 wide;

static const int64_t powers[19] = {
	1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
	1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
	1000000000000000000,
};

static struct val error(void)
{
	return (struct val){ .kind = VAL_ERROR };
}

static struct val null(void)
{
	return (struct val){ .kind = VAL_NULL };
}

bool val_is_number(struct val v)
{
	return v.kind == VAL_INT || v.kind == VAL_DEC || v.kind == VAL_REAL;
}

bool val_is_when(struct val v)
{
	return v.kind == VAL_DAY || v.kind == VAL_TIME;
}

double val_number(struct val v)
{
	switch (v.kind) {
	case VAL_BOOL: case VAL_INT:
		return (double)v.i;
	case VAL_DEC:
		return (double)v.i / (double)powers[v.scale];
	case VAL_REAL:
		return v.r;
	default:
		return 0;
	}
}

int64_t val_micros(struct val v)
{
	switch (v.kind) {
	case VAL_DAY:
		return v.i * DAY_US;
	case VAL_TIME:
		return v.i;
	case VAL_SPAN:
		return v.i + (v.months * INT64_C(30) + v.days) * DAY_US;
	default:
		return 0;
	}
}

static int sign_of(wide a, wide b)
{
	return (a > b) - (a < b);
}

int val_compare(struct val a, struct val b, bool *ok)
{
	*ok = true;
	if (a.kind == VAL_TEXT && b.kind == VAL_TEXT) {
		int order = strcmp(a.s, b.s);
		return (order > 0) - (order < 0);
	}
	if (a.kind == VAL_TEXT && val_is_when(b))
		a = val_parse(a.s, b.kind == VAL_DAY ? DUCK_DATE : DUCK_TIMESTAMP);
	if (b.kind == VAL_TEXT && val_is_when(a))
		b = val_parse(b.s, a.kind == VAL_DAY ? DUCK_DATE : DUCK_TIMESTAMP);
	if (val_is_when(a) && val_is_when(b))
		return sign_of(val_micros(a), val_micros(b));
	if (a.kind == VAL_SPAN && b.kind == VAL_SPAN)
		return sign_of(val_micros(a), val_micros(b));
	if (a.kind == VAL_BOOL && b.kind == VAL_BOOL)
		return sign_of(a.i, b.i);
	if (a.kind == VAL_TEXT && (val_is_number(b) || b.kind == VAL_BOOL))
		a = val_parse(a.s, b.kind == VAL_BOOL ? DUCK_BOOLEAN : DUCK_DOUBLE);
	if (b.kind == VAL_TEXT && (val_is_number(a) || a.kind == VAL_BOOL))
		b = val_parse(b.s, a.kind == VAL_BOOL ? DUCK_BOOLEAN : DUCK_DOUBLE);
	if ((!val_is_number(a) && a.kind != VAL_BOOL) || (!val_is_number(b) && b.kind != VAL_BOOL)) {
		*ok = false;
		return 0;
	}
	if (a.kind == VAL_REAL || b.kind == VAL_REAL) {
		double x = val_number(a), y = val_number(b);
		return (x > y) - (x < y);
	}
	return sign_of((wide)a.i * powers[b.kind == VAL_DEC ? b.scale : 0],
		       (wide)b.i * powers[a.kind == VAL_DEC ? a.scale : 0]);
}

bool val_same(struct val a, struct val b)
{
	bool ok;

	if (a.kind != b.kind || a.kind == VAL_NULL)
		return a.kind == b.kind;
	if (a.kind == VAL_SPAN && (a.months != b.months || a.days != b.days))
		return false;
	return val_compare(a, b, &ok) == 0 && ok;
}

/* ---- computing ---- */

static struct val exact(wide v, int scale)
{
	if (v > INT64_MAX || v <= INT64_MIN)
		return error();
	if (scale == 0)
		return VAL_OF_INT((int64_t)v);
	return (struct val){ .kind = VAL_DEC, .i = (int64_t)v, .scale = scale };
}

/* A DECIMAL keeps its kind when its scale is 0: dividing it is not integer division. */
static struct val decimal(wide v, int scale)
{
	struct val out = exact(v, scale);

	if (out.kind == VAL_INT)
		out = (struct val){ .kind = VAL_DEC, .i = out.i };
	return out;
}

static struct val calc_real(char op, double x, double y)
{
	double r;

	switch (op) {
	case '+': r = x + y; break;
	case '-': r = x - y; break;
	case '*': r = x * y; break;
	case '/': r = x / y; break;
	case '%': r = fmod(x, y); break;
	default: return error();
	}
	return isfinite(r) ? VAL_OF_REAL(r) : error();
}

static struct val calc_numbers(char op, struct val a, struct val b, bool integer_division)
{
	bool divides = op == '/' || op == '%' || op == 'i';
	int sa = a.kind == VAL_DEC ? a.scale : 0, sb = b.kind == VAL_DEC ? b.scale : 0;

	if (divides && val_number(b) == 0)
		return null();
	if (a.kind == VAL_INT && b.kind == VAL_INT && (op == 'i' || op == '%' || (op == '/' && integer_division)))
		return exact(op == '%' ? (wide)a.i % b.i : (wide)a.i / b.i, 0);
	if (a.kind == VAL_REAL || b.kind == VAL_REAL || op == '/' || op == 'i')
		return calc_real(op == 'i' ? '/' : op, val_number(a), val_number(b));
	bool whole = a.kind == VAL_INT && b.kind == VAL_INT;
	if (op == '*') {
		if (sa + sb > 18)
			return calc_real(op, val_number(a), val_number(b));
		return whole ? exact((wide)a.i * b.i, 0) : decimal((wide)a.i * b.i, sa + sb);
	}
	int scale = sa > sb ? sa : sb;
	wide x = (wide)a.i * powers[scale - sa], y = (wide)b.i * powers[scale - sb];
	wide r = op == '+' ? x + y : op == '-' ? x - y : x % y;
	return whole ? exact(r, 0) : decimal(r, scale);
}

static struct val shift(struct val when, struct val by, int sign)
{
	int64_t micros = val_micros(when), day = calendar_day_of(micros), time = calendar_time_of(micros);

	if (day < CALENDAR_DAY_MIN + 40000 || day > CALENDAR_DAY_MAX - 40000 || abs(by.months) > 1200 ||
	    llabs(by.i) > 40000 * DAY_US || abs(by.days) > 40000)
		return error();
	day = calendar_add_months(day, sign * (int64_t)by.months) + sign * (int64_t)by.days;
	return (struct val){ .kind = VAL_TIME, .i = day * DAY_US + time + sign * by.i };
}

static struct val span(int64_t months, int64_t days, wide micros)
{
	const int64_t far = INT64_C(100000000000) * SECOND_US;

	if (llabs(months) > 1000000 || llabs(days) > 10000000 || micros > far || micros < -far)
		return error();
	return (struct val){ .kind = VAL_SPAN, .months = (int)months, .days = (int)days, .i = (int64_t)micros };
}

static struct val calc_when(char op, struct val a, struct val b)
{
	if (val_is_when(a) && b.kind == VAL_SPAN && (op == '+' || op == '-'))
		return shift(a, b, op == '+' ? 1 : -1);
	if (a.kind == VAL_SPAN && val_is_when(b) && op == '+')
		return shift(b, a, 1);
	if (a.kind == VAL_DAY && b.kind == VAL_INT && (op == '+' || op == '-') && llabs(b.i) < 400000)
		return (struct val){ .kind = VAL_DAY, .i = op == '+' ? a.i + b.i : a.i - b.i };
	if (a.kind == VAL_INT && b.kind == VAL_DAY && op == '+' && llabs(a.i) < 400000)
		return (struct val){ .kind = VAL_DAY, .i = a.i + b.i };
	if (a.kind == VAL_DAY && b.kind == VAL_DAY && op == '-')
		return VAL_OF_INT(a.i - b.i);
	if (val_is_when(a) && val_is_when(b) && op == '-') {
		int64_t micros = val_micros(a) - val_micros(b);
		return span(0, micros / DAY_US, micros % DAY_US);
	}
	if (a.kind == VAL_SPAN && b.kind == VAL_INT && op == '*' && llabs(b.i) < 1000)
		return span(a.months * b.i, a.days * b.i, (wide)a.i * b.i);
	if (a.kind == VAL_INT && b.kind == VAL_SPAN && op == '*')
		return calc_when(op, b, a);
	if (a.kind == VAL_SPAN && b.kind == VAL_SPAN && (op == '+' || op == '-')) {
		int sign = op == '+' ? 1 : -1;
		return span((int64_t)a.months + sign * b.months, (int64_t)a.days + sign * b.days,
			    (wide)a.i + sign * (wide)b.i);
	}
	return error();
}

struct val val_calc(char op, struct val a, struct val b, bool integer_division)
{
	if (a.kind == VAL_ERROR || b.kind == VAL_ERROR)
		return error();
	if (a.kind == VAL_NULL || b.kind == VAL_NULL)
		return null();
	if (val_is_number(a) && b.kind == VAL_TEXT)
		b = val_parse(b.s, DUCK_DOUBLE);
	if (val_is_number(b) && a.kind == VAL_TEXT)
		a = val_parse(a.s, DUCK_DOUBLE);
	if (val_is_number(a) && val_is_number(b))
		return calc_numbers(op, a, b, integer_division);
	if (val_is_when(a) && b.kind == VAL_TEXT)
		b = val_parse(b.s, a.kind == VAL_DAY ? DUCK_DATE : DUCK_TIMESTAMP);
	if (val_is_when(b) && a.kind == VAL_TEXT)
		a = val_parse(a.s, b.kind == VAL_DAY ? DUCK_DATE : DUCK_TIMESTAMP);
	return calc_when(op, a, b);
}

/* ---- texts ---- */

/* "30 days", "1 day 2 hours", "01:30:00". */
static struct val parse_span(const char *text)
{
	static const struct {
		const char *name;
		int months, days;
		int64_t micros;
	} units[] = {
		{ "year", 12, 0, 0 }, { "month", 1, 0, 0 }, { "mon", 1, 0, 0 }, { "quarter", 3, 0, 0 },
		{ "week", 0, 7, 0 }, { "day", 0, 1, 0 }, { "hour", 0, 0, 3600 * SECOND_US },
		{ "minute", 0, 0, 60 * SECOND_US }, { "min", 0, 0, 60 * SECOND_US },
		{ "second", 0, 0, SECOND_US }, { "sec", 0, 0, SECOND_US },
	};
	struct val out = { .kind = VAL_SPAN };
	const char *p = text + strspn(text, " ");
	bool any = false;

	while (*p) {
		char *end;
		long n = strtol(p, &end, 10);
		if (end == p || labs(n) > 100000)
			return error();
		if (*end == ':') {
			long minutes = strtol(end + 1, &end, 10), seconds = *end == ':' ? strtol(end + 1, &end, 10) : 0;
			out.i += ((n * 60 + minutes) * 60 + seconds) * SECOND_US;
		} else {
			end += strspn(end, " ");
			size_t len = strcspn(end, " "), bare = len - (len > 1 && (end[len - 1] | 32) == 's'), i = 0;
			for (; i < sizeof(units) / sizeof(*units); i++) {
				if (strlen(units[i].name) == bare && strncasecmp(units[i].name, end, bare) == 0)
					break;
			}
			if (i == sizeof(units) / sizeof(*units))
				return error();
			out.months += (int)n * units[i].months;
			out.days += (int)n * units[i].days;
			out.i += n * units[i].micros;
			end += len;
		}
		any = true;
		p = end + strspn(end, " ");
	}
	return any ? out : error();
}

/* "12", "-1.50": exact where it has at most 18 digits. */
static struct val parse_number(const char *text)
{
	const char *p = text + strspn(text, " ");
	bool minus = *p == '-';
	int64_t v = 0;
	int digits = 0, scale = -1;
	char *end;

	p += minus || *p == '+';
	for (; (*p >= '0' && *p <= '9') || (*p == '.' && scale < 0); p++) {
		if (*p == '.') {
			scale = 0;
			continue;
		}
		if (++digits > 18)
			return error();
		v = v * 10 + *p - '0';
		scale += scale >= 0;
	}
	if (digits && p[strspn(p, " ")] == '\0')
		return scale > 0 ? decimal(minus ? -v : v, scale) : exact(minus ? -v : v, 0);
	double r = strtod(text, &end);
	return end != text && end[strspn(end, " ")] == '\0' && isfinite(r) ? VAL_OF_REAL(r) : error();
}

struct val val_parse(const char *text, enum duck_type type)
{
	int64_t micros;
	bool has_time;

	switch (type) {
	case DUCK_DATE:
		if (!calendar_read(text, &micros, &has_time))
			return error();
		return (struct val){ .kind = VAL_DAY, .i = calendar_day_of(micros) };
	case DUCK_TIMESTAMP:
		if (!calendar_read(text, &micros, &has_time))
			return error();
		return (struct val){ .kind = VAL_TIME, .i = micros };
	case DUCK_INTERVAL:
		return parse_span(text);
	case DUCK_INTEGER: case DUCK_HUGEINT: case DUCK_DECIMAL: case DUCK_DOUBLE:
		return parse_number(text);
	case DUCK_BOOLEAN:
		if (!strcasecmp(text, "true") || !strcasecmp(text, "t") || !strcmp(text, "1"))
			return (struct val){ .kind = VAL_BOOL, .i = 1 };
		if (!strcasecmp(text, "false") || !strcasecmp(text, "f") || !strcmp(text, "0"))
			return (struct val){ .kind = VAL_BOOL, .i = 0 };
		return error();
	case DUCK_VARCHAR:
		return (struct val){ .kind = VAL_TEXT, .s = text };
	default:
		return error();
	}
}

/* ---- cells ---- */

struct val val_of_cell(const struct contract_column *col, const struct texts *texts, int64_t cell)
{
	struct val v = { .i = cell };

	if (cell == CELL_NULL)
		return null();
	switch (col->type) {
	case DUCK_BOOLEAN:
		v.kind = VAL_BOOL;
		break;
	case DUCK_DECIMAL:
		v.kind = VAL_DEC;
		v.scale = col->scale;
		break;
	case DUCK_DOUBLE:
		v.kind = VAL_REAL;
		memcpy(&v.r, &cell, sizeof(v.r));
		break;
	case DUCK_DATE:
		v.kind = VAL_DAY;
		break;
	case DUCK_TIMESTAMP:
		v.kind = VAL_TIME;
		break;
	case DUCK_VARCHAR:
		v.kind = VAL_TEXT;
		v.s = texts->p[cell];
		break;
	default:
		v.kind = VAL_INT;
		break;
	}
	return v;
}

/* v * 10^scale as a whole number, rounded. */
static bool scaled(struct val v, int scale, int way, int64_t *out)
{
	if (v.kind == VAL_REAL) {
		double x = v.r * (double)powers[scale], near = nearbyint(x);

		if (!(fabs(x) < 9e17))
			return false;
		if (fabs(x - near) > 1e-6 * (1 + fabs(x)) * 1e-3)
			near = way < 0 ? floor(x) : way > 0 ? ceil(x) : near;
		*out = (int64_t)near;
		return true;
	}
	int from = v.kind == VAL_DEC ? v.scale : 0;
	if (from <= scale) {
		wide x = (wide)v.i * powers[scale - from];
		*out = (int64_t)x;
		return x <= INT64_MAX && x > INT64_MIN;
	}
	int64_t unit = powers[from - scale], q = v.i / unit, rest = v.i % unit;
	if (rest < 0) {
		q--;
		rest += unit;
	}
	*out = q + (way > 0 ? rest > 0 : way == 0 ? rest * 2 >= unit : 0);
	return true;
}

static bool number_to_cell(struct val v, const struct contract_column *col, int way, int64_t *cell)
{
	if (v.kind == VAL_TEXT)
		v = parse_number(v.s);
	if (!val_is_number(v) && v.kind != VAL_BOOL)
		return false;
	if (col->type == DUCK_DOUBLE) {
		double r = val_number(v) + 0.0;
		if (strcmp(col->type_name, "FLOAT") == 0)
			r = (double)(float)r;
		if (!isfinite(r))
			return false;
		if (r == 0)
			r = 0;
		memcpy(cell, &r, sizeof(*cell));
		return *cell != CELL_NULL;
	}
	if (!scaled(v, col->type == DUCK_DECIMAL ? col->scale : 0, way, cell))
		return false;
	if (col->type == DUCK_BOOLEAN)
		return *cell == 0 || *cell == 1;
	if (col->type == DUCK_DECIMAL)
		return col->width > 18 || llabs(*cell) < powers[col->width];
	return *cell >= col->min && *cell <= col->max;
}

static bool text_to_cell(struct val v, const struct contract_column *col, struct texts *texts, int64_t *cell)
{
	char text[64];

	switch (v.kind) {
	case VAL_TEXT:
		break;
	case VAL_INT:
		snprintf(text, sizeof(text), "%lld", (long long)v.i);
		break;
	case VAL_DEC:
		snprintf(text, sizeof(text), "%.*f", v.scale, val_number(v));
		break;
	case VAL_REAL:
		snprintf(text, sizeof(text), "%g", v.r);
		break;
	case VAL_DAY:
		calendar_print_day(v.i, text, sizeof(text));
		break;
	case VAL_TIME:
		calendar_print_time(v.i, text, sizeof(text));
		break;
	default:
		return false;
	}
	const char *s = v.kind == VAL_TEXT ? v.s : text;
	bool known = !col->enum_values;
	for (size_t i = 0; i < col->enum_count; i++)
		known = known || strcmp(col->enum_values[i], s) == 0;
	if (known)
		*cell = texts_put(texts, s);
	return known;
}

bool val_to_cell(struct val v, const struct contract_column *col, int way, struct texts *texts, int64_t *cell)
{
	if (v.kind == VAL_NULL || v.kind == VAL_ERROR)
		return false;
	if (col->type == DUCK_VARCHAR)
		return text_to_cell(v, col, texts, cell);
	if (col->type != DUCK_DATE && col->type != DUCK_TIMESTAMP)
		return number_to_cell(v, col, way, cell);
	if (v.kind == VAL_TEXT)
		v = val_parse(v.s, DUCK_TIMESTAMP);
	if (!val_is_when(v))
		return false;
	int64_t micros = val_micros(v), day = calendar_day_of(micros);
	if (day < CALENDAR_DAY_MIN || day > CALENDAR_DAY_MAX)
		return false;
	*cell = col->type == DUCK_DATE ? day + (way > 0 && calendar_time_of(micros) > 0) : micros;
	return true;
}

/* ---- units of time ---- */

int unit_find(const char *name)
{
	static const struct {
		const char *name;
		int unit;
	} names[] = {
		{ "year", UNIT_YEAR }, { "yr", UNIT_YEAR }, { "y", UNIT_YEAR }, { "quarter", UNIT_QUARTER },
		{ "month", UNIT_MONTH }, { "mon", UNIT_MONTH }, { "week", UNIT_WEEK },
		{ "weekofyear", UNIT_WEEK }, { "w", UNIT_WEEK }, { "day", UNIT_DAY }, { "d", UNIT_DAY },
		{ "dayofmonth", UNIT_DAY }, { "hour", UNIT_HOUR }, { "hr", UNIT_HOUR }, { "h", UNIT_HOUR },
		{ "minute", UNIT_MINUTE }, { "min", UNIT_MINUTE }, { "m", UNIT_MINUTE },
		{ "second", UNIT_SECOND }, { "sec", UNIT_SECOND }, { "s", UNIT_SECOND }, { "dow", UNIT_DOW },
		{ "dayofweek", UNIT_DOW }, { "weekday", UNIT_DOW }, { "isodow", UNIT_ISODOW },
		{ "doy", UNIT_DOY }, { "dayofyear", UNIT_DOY }, { "epoch", UNIT_EPOCH },
		{ "yearweek", UNIT_YEARWEEK }, { "isoyear", UNIT_ISOYEAR },
		{ "millisecond", UNIT_MILLISECOND }, { "microsecond", UNIT_MICROSECOND },
	};
	size_t n = strlen(name), bare = n - (n > 2 && (name[n - 1] | 32) == 's');

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t want = strlen(names[i].name);
		if ((want == n || want == bare) && strncasecmp(names[i].name, name, want) == 0)
			return names[i].unit;
	}
	return -1;
}

int64_t unit_floor(int unit, int64_t micros)
{
	int64_t day = calendar_day_of(micros), time = calendar_time_of(micros);
	int y, m, d;

	calendar_date(day, &y, &m, &d);
	switch (unit) {
	case UNIT_YEAR:
		return calendar_day(y, 1, 1) * DAY_US;
	case UNIT_QUARTER:
		return calendar_day(y, (m - 1) / 3 * 3 + 1, 1) * DAY_US;
	case UNIT_MONTH:
		return calendar_day(y, m, 1) * DAY_US;
	case UNIT_WEEK:
		return (day - ((day + 3) % 7 + 7) % 7) * DAY_US;
	case UNIT_HOUR:
		return micros - time % (3600 * SECOND_US);
	case UNIT_MINUTE:
		return micros - time % (60 * SECOND_US);
	case UNIT_SECOND:
		return micros - time % SECOND_US;
	default:
		return micros - time;
	}
}

int64_t unit_add(int unit, int64_t micros, int64_t n)
{
	int64_t months = unit == UNIT_YEAR ? 12 : unit == UNIT_QUARTER ? 3 : unit == UNIT_MONTH ? 1 : 0;
	int64_t far = unit == UNIT_SECOND || unit == UNIT_EPOCH ? 100000000000 : unit == UNIT_MINUTE ? 1000000000 : 3000000;

	n = n > far ? far : n < -far ? -far : n;

	if (months)
		return calendar_add_months(calendar_day_of(micros), months * n) * DAY_US + calendar_time_of(micros);
	switch (unit) {
	case UNIT_WEEK:
		return micros + n * 7 * DAY_US;
	case UNIT_HOUR:
		return micros + n * 3600 * SECOND_US;
	case UNIT_MINUTE:
		return micros + n * 60 * SECOND_US;
	case UNIT_SECOND: case UNIT_EPOCH:
		return micros + n * SECOND_US;
	case UNIT_MILLISECOND:
		return micros + n * 1000;
	case UNIT_MICROSECOND:
		return micros + n;
	default:
		return micros + n * DAY_US;
	}
}
