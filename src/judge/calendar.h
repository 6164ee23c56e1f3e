/*
 * Dates and times as Spar keeps them: days and microseconds since 1970-01-01, proleptic Gregorian
 * calendar, no time zones. Years 1 to 9999 only.
 *
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
#ifndef SPAR_JUDGE_CALENDAR_H
#define SPAR_JUDGE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECOND_US INT64_C(1000000)
#define DAY_US (INT64_C(86400) * SECOND_US)

/* 0001-01-01 and 9999-12-31. */
#define CALENDAR_DAY_MIN INT64_C(-719162)
#define CALENDAR_DAY_MAX INT64_C(2932896)

/* The day of a date; month and day may lie outside their range and are carried over (month 14, day 0). */
int64_t calendar_day(int64_t year, int64_t month, int64_t day);

/* The date of a day. */
void calendar_date(int64_t days, int *year, int *month, int *day);

/* The day months later; the day of the month is cut to the month's end, as SQL does. */
int64_t calendar_add_months(int64_t days, int64_t months);

/* The day that a timestamp falls on, and the microseconds since its midnight. */
int64_t calendar_day_of(int64_t micros);
int64_t calendar_time_of(int64_t micros);

/* "2026-01-31" and "2026-01-31 23:59:59[.123456]" into out (at least 32 bytes). Returns out. */
char *calendar_print_day(int64_t days, char *out, size_t size_bytes);
char *calendar_print_time(int64_t micros, char *out, size_t size_bytes);

/*
 * Read "YYYY-M-D[( |T)H:M[:S[.f]]]" (also with slashes), nothing else around it but spaces; false when it is
 * not that. has_time tells whether there was a time of day.
 */
bool calendar_read(const char *text, int64_t *micros, bool *has_time);

#endif
