#include "judge/calendar.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t calendar_day(int64_t year, int64_t month, int64_t day)
{
	year += floor_div(month - 1, 12);
	month = month - 1 - floor_div(month - 1, 12) * 12 + 1;
	if (month <= 2)
		year--;
	int64_t era = floor_div(year, 400);
	int64_t of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + day - 1;
}

void calendar_date(int64_t days, int *year, int *month, int *day)
{
	days += 719468;
	int64_t era = floor_div(days, 146097);
	int64_t n = days - era * 146097;
	int64_t y = (n - n / 1460 + n / 36524 - n / 146096) / 365;
	int64_t of_year = n - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

int64_t calendar_add_months(int64_t days, int64_t months)
{
	int year, month, day;

	calendar_date(days, &year, &month, &day);
	int64_t last = calendar_day(year, month + months + 1, 0);
	int64_t hit = calendar_day(year, month + months, day);
	return hit < last ? hit : last;
}

int64_t calendar_day_of(int64_t micros)
{
	return floor_div(micros, DAY_US);
}

int64_t calendar_time_of(int64_t micros)
{
	return micros - floor_div(micros, DAY_US) * DAY_US;
}

char *calendar_print_day(int64_t days, char *out, size_t size_bytes)
{
	int year, month, day;

	calendar_date(days, &year, &month, &day);
	snprintf(out, size_bytes, "%04d-%02d-%02d", year, month, day);
	return out;
}

char *calendar_print_time(int64_t micros, char *out, size_t size_bytes)
{
	int year, month, day;
	int64_t time = calendar_time_of(micros), s = time / SECOND_US;
	int n;

	calendar_date(calendar_day_of(micros), &year, &month, &day);
	n = snprintf(out, size_bytes, "%04d-%02d-%02d %02d:%02d:%02d", year, month, day, (int)(s / 3600),
		     (int)(s / 60 % 60), (int)(s % 60));
	if (time % SECOND_US && n > 0 && (size_t)n < size_bytes)
		snprintf(out + n, size_bytes - (size_t)n, ".%06d", (int)(time % SECOND_US));
	return out;
}

/* A number of at most max_digits digits at *p. */
static bool read_number(const char **p, int max_digits, int64_t *out)
{
	int n = 0;

	*out = 0;
	for (; n < max_digits && isdigit((unsigned char)**p); n++)
		*out = *out * 10 + *(*p)++ - '0';
	return n > 0;
}

static bool read_time(const char **p, int64_t *micros)
{
	int64_t hour, minute, second = 0, unit = SECOND_US;

	if (!read_number(p, 2, &hour) || *(*p)++ != ':' || !read_number(p, 2, &minute))
		return false;
	if (**p == ':') {
		(*p)++;
		if (!read_number(p, 2, &second))
			return false;
	}
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*micros += ((hour * 60 + minute) * 60 + second) * SECOND_US;
	if (**p == '.') {
		for ((*p)++; isdigit((unsigned char)**p); (*p)++) {
			unit /= 10;
			*micros += (**p - '0') * unit;
		}
	}
	return true;
}

bool calendar_read(const char *text, int64_t *micros, bool *has_time)
{
	const char *p = text;
	int64_t year, month, day, result;
	char sign;

	while (*p == ' ')
		p++;
	if (!read_number(&p, 4, &year) || (*p != '-' && *p != '/'))
		return false;
	sign = *p++;
	if (!read_number(&p, 2, &month) || *p++ != sign || !read_number(&p, 2, &day))
		return false;
	if (year < 1 || month < 1 || month > 12 || day < 1 ||
	    calendar_day(year, month, day) >= calendar_day(year, month + 1, 1))
		return false;
	result = calendar_day(year, month, day) * DAY_US;
	*has_time = (*p == ' ' || *p == 'T') && isdigit((unsigned char)p[1]);
	if (*has_time) {
		p++;
		if (!read_time(&p, &result))
			return false;
	}
	while (*p == ' ')
		p++;
	if (*p)
		return false;
	*micros = result;
	return true;
}
