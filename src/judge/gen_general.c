/*
 * Values that every column of a type deserves, whatever the query says: small numbers that tie, repeat and cancel, dates
 * around the ends of months and years, moments around midnight, texts that differ in case or are empty.
 */
#include "judge/gen_int.h"

#include "judge/calendar.h"

#define HOUR_US (3600 * SECOND_US)

static bool numbers(struct cells *c, int i, bool key)
{
	/* -999 ends a row. */
	static const double keys[][CLUSTER_MAX] = {
		{ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 },
		{ 1, 2, 3, -999 },
		{ 2, 3, 5, 7, 4, 1, -999 },
		{ 1, 2, 11, 12, 21, -999 },
	};
	static const double measures[][CLUSTER_MAX] = {
		{ 1, 2, 3, -999 },
		{ 0, 1, 2, -1, -999 },
		{ 1, 2, 3, 4, 5, 6, -999 },
		{ 10, 20, 5, 15, 100, -999 },
		{ 1, 2, 4, 7, 11, 0, -999 },
		{ 3, -3, 1, -1, 0, -2, -999 },
		{ 100, 99, 101, 50, 200, -999 },
	};
	static const double fractions[][CLUSTER_MAX] = {
		{ 0.5, 1.5, 2.25, 1, -999 },
		{ 0.01, 0.1, 0.2, 0.3, -999 },
		{ 1.001, 1.005, 2.004, 1, -999 },
		{ 10.1, 10.01, 10, 9.99, -999 },
	};
	int whole = (int)(sizeof(measures) / sizeof(*measures)), n_keys = (int)(sizeof(keys) / sizeof(*keys));
	bool is_fraction = c->meta->type == DUCK_DOUBLE || (c->meta->type == DUCK_DECIMAL && c->meta->scale > 0);
	const double *row;

	if (key)
		row = i < n_keys ? keys[i] : NULL;
	else if (i < whole)
		row = measures[i];
	else
		row = is_fraction && i < whole + (int)(sizeof(fractions) / sizeof(*fractions)) ? fractions[i - whole]
			: NULL;
	for (int k = 0; row && k < CLUSTER_MAX && row[k] > -900; k++)
		cells_number(c, row[k]);
	return row != NULL;
}

static bool texts(struct cells *c, int i)
{
	static const char *const rows[][6] = {
		{ "a", "b", "c" },
		{ "a", "b", "A", "" },
		{ "a", "b", "c", "d", "e", "f" },
		{ "a", "ab", "b", "B", "" },
		{ "1", "2", "10", "a" },
		{ "b", "c", "a b" },
		{ "abcde", "abcdf", "abcd", "xyz12" },
	};

	if (c->meta->enum_values) {
		int first = i * CLUSTER_MAX;
		for (int k = first; k < first + CLUSTER_MAX && (size_t)k < c->meta->enum_count; k++)
			cells_text(c, c->meta->enum_values[k]);
		return (size_t)first < c->meta->enum_count;
	}
	if (i >= (int)(sizeof(rows) / sizeof(*rows)))
		return false;
	for (int k = 0; k < 6 && rows[i][k]; k++)
		cells_text(c, rows[i][k]);
	return true;
}

#define DAY_ROWS 8

/* Days of row i around the base, at the given time of day. */
static void days(struct cells *c, int i, int64_t time)
{
	int64_t base = c->base, list[7], last;
	int n = 0, y, m, d;

	calendar_date(base, &y, &m, &d);
	last = calendar_day(y, m + 1, 0);
	switch (i) {
	case 0: /* close together */
		for (int k = 0; k < 4; k++)
			list[n++] = base + k;
		break;
	case 1: /* the end of a month */
		list[n++] = last;
		list[n++] = last + 1;
		list[n++] = last - 1;
		list[n++] = calendar_day(y, m, 1);
		break;
	case 2: /* the leap day, and its month another year */
		list[n++] = calendar_day(2024, 2, 29);
		list[n++] = calendar_day(2024, 3, 1);
		list[n++] = calendar_day(2024, 2, 28);
		list[n++] = calendar_day(2023, 2, 28);
		list[n++] = calendar_day(2024, 1, 30);
		break;
	case 3: /* the turn of a year, in the week of another */
		list[n++] = calendar_day(y, 12, 31);
		list[n++] = calendar_day(y + 1, 1, 1);
		list[n++] = calendar_day(y, 12, 30);
		list[n++] = calendar_day(y, 1, 1);
		break;
	case 4: /* the same month of another year */
		list[n++] = base;
		list[n++] = calendar_add_months(base, 12);
		list[n++] = calendar_add_months(base, 12) + 1;
		list[n++] = calendar_add_months(base, -12);
		break;
	case 5: /* month by month, also from a 31st */
		list[n++] = calendar_day(y, m, 31);
		for (int k = 1; k < 4; k++)
			list[n++] = calendar_add_months(base, k);
		list[n++] = calendar_day(y, m + 2, 0);
		break;
	case 6: /* runs with a gap */
		list[n++] = base;
		list[n++] = base + 1;
		list[n++] = base + 3;
		list[n++] = base + 4;
		list[n++] = base + 7;
		list[n++] = base + 8;
		break;
	default: /* a week's edges */
		last = unit_floor(UNIT_WEEK, base * DAY_US) / DAY_US;
		list[n++] = last;
		list[n++] = last + 6;
		list[n++] = last + 7;
		list[n++] = last - 1;
		break;
	}
	for (int k = 0; k < n; k++)
		cells_time(c, list[k] * DAY_US + time);
}

#define MOMENT_ROWS 4

/* Moments of one day and the next. */
static void moments(struct cells *c, int i)
{
	static const int64_t rows[MOMENT_ROWS][7] = {
		{ 0, 10 * HOUR_US, 12 * HOUR_US, DAY_US - SECOND_US, DAY_US, -1 },
		{ 10 * HOUR_US, 10 * HOUR_US + SECOND_US, 10 * HOUR_US + SECOND_US / 2, 10 * HOUR_US + 60 * SECOND_US, -1 },
		{ 23 * HOUR_US + HOUR_US / 2, DAY_US + HOUR_US / 6, 2 * DAY_US - SECOND_US, 2 * DAY_US, -1 },
		{ 10 * HOUR_US, 10 * HOUR_US + 5 * 60 * SECOND_US, 10 * HOUR_US + 30 * 60 * SECOND_US, 11 * HOUR_US,
		13 * HOUR_US, DAY_US + 9 * HOUR_US, -1 },
	};

	for (int k = 0; k < 7 && rows[i][k] >= 0; k++)
		cells_time(c, c->base * DAY_US + rows[i][k]);
}

static bool times(struct cells *c, int i)
{
	if (c->meta->type == DUCK_DATE) {
		if (i < DAY_ROWS)
			days(c, i, 0);
		return i < DAY_ROWS;
	}
	if (i < MOMENT_ROWS)
		moments(c, i);
	else if (i < MOMENT_ROWS + DAY_ROWS)
		days(c, i - MOMENT_ROWS, i % 2 ? 10 * HOUR_US : 0);
	return i < MOMENT_ROWS + DAY_ROWS;
}

bool gen_general(struct cells *c, int i, bool key)
{
	switch (c->meta->type) {
	case DUCK_VARCHAR:
		return texts(c, i);
	case DUCK_DATE: case DUCK_TIMESTAMP:
		return times(c, i);
	case DUCK_BOOLEAN:
		cells_put(c, 1);
		cells_put(c, 0);
		return i == 0;
	default:
		return numbers(c, i, key);
	}
}
