#include "plan/zone.h"

#include <assert.h>

static const char *const weekday_names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const month_names[] = {"January", "February", "March", "April", "May", "June", "July", "August",
					  "September", "October", "November", "December"};

/* Years begin in March here, so that the leap day is the last of its year; 400 years have 146097 days. */
int date_from_civil(int year, int month, int day)
{
	int y = year - (month <= 2), era, of_era, of_year;

	assert(month >= 1 && month <= 12 && day >= 1 && day <= 31);
	era = (y >= 0 ? y : y - 399) / 400;
	of_era = y - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void date_to_civil(int date, int *year, int *month, int *day)
{
	int z = date + 719468, era = (z >= 0 ? z : z - 146096) / 146097, of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;

	*day = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

int date_weekday(int date)
{
	return ((date + 3) % 7 + 7) % 7;
}

char *date_format(int date, char *out)
{
	int y, m, d;

	assert(date >= DATE_MIN && date <= DATE_MAX);
	date_to_civil(date, &y, &m, &d);
	snprintf(out, DATE_TEXT_SIZE, "%04d-%02d-%02d", y % 10000, m % 100, d % 100);
	return out;
}

bool date_parse(struct str text, int *date)
{
	int y, m, d, back_y, back_m, back_d, made;

	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
		return false;
	y = str_digits(text.p, 4);
	m = str_digits(text.p + 5, 2);
	d = str_digits(text.p + 8, 2);
	if (y < 1 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	made = date_from_civil(y, m, d);
	date_to_civil(made, &back_y, &back_m, &back_d);
	if (back_d != d)
		return false;
	*date = made;
	return true;
}

const char *date_words(struct arena *a, int date, bool with_year)
{
	int y, m, d;

	date_to_civil(date, &y, &m, &d);
	if (with_year)
		return arena_printf(a, "%s %d %s %d", weekday_names[date_weekday(date)], d, month_names[m - 1], y);
	return arena_printf(a, "%s %d %s", weekday_names[date_weekday(date)], d, month_names[m - 1]);
}

bool zone_time_parse(const struct zone *z, struct str text, int64_t *at_ms)
{
	int date, hour, minute;

	text = str_trim(text);
	if (text.n != 16 || (text.p[10] != ' ' && text.p[10] != 'T') || text.p[13] != ':' ||
	    !date_parse((struct str){text.p, 10}, &date))
		return false;
	hour = str_digits(text.p + 11, 2);
	minute = str_digits(text.p + 14, 2);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return false;
	*at_ms = zone_instant_ms(z, date, hour * 60 + minute);
	return true;
}
