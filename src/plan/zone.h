/*
 * Time zones and calendar days, without the C library's global zone.
 *
 * localtime_r() knows one zone for the whole process, and setenv("TZ") is not safe beside other threads.  So the
 * compiled files of the tz database are read here, as data, and every function takes the zone it works in.  Beyond the last
 * transition of a file its footer rule holds ("CET-1CEST,M3.5.0,M10.5.0/3").
 *
 * A date is a count of days since 1970-01-01 in the proleptic Gregorian calendar. An instant is in milliseconds since
 * 1970-01-01 UTC, as clock_now_ms() gives it.
 *
 * Source: RFC 8536 (TZif); POSIX.1-2017, 8.3, for the rule.
 * Threads: a zone is never changed once it is made; any number of threads may use it.
 */
#ifndef SPAR_PLAN_ZONE_H
#define SPAR_PLAN_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define ZONE_FILE_MAX_BYTES (256u << 10)
#define DATE_TEXT_SIZE 16          /* "2026-11-24" and a NUL, with room */
#define DATE_MIN (-719162)         /* 0001-01-01 */
#define DATE_MAX 2932896           /* 9999-12-31 */

struct zone;

/*
 * The zone of this name ("Europe/Berlin") from $TZDIR or the system's folder. name NULL: $TZ, else /etc/localtime, else UTC. A
 * name that is a rule of its own ("CET-1CEST,M3.5.0,M10.5.0/3") is taken too. Ownership: in a. Errors: ERR_MISSING (no such
 * zone, or tzdata is not installed), ERR_PARSE, ERR_IO, ERR_INPUT (a name that is a path).
 */
enum err_code zone_load(struct arena *a, const char *name, const struct zone **out, struct err *err);

/* A zone from the bytes of a TZif file, which may be hostile. Ownership: in a. Errors: ERR_PARSE, ERR_LIMIT. */
enum err_code zone_parse(struct arena *a, const char *name, struct str file, const struct zone **out, struct err *err);

/* Always there; lent for ever. */
const struct zone *zone_utc(void);

/* "Europe/Berlin"; for NULL the name that /etc/localtime points to, or "local". Lent as long as the zone. */
const char *zone_name(const struct zone *z);

/* What a clock on the wall is ahead of UTC at this instant. Units: seconds, east positive. */
int zone_offset_s(const struct zone *z, int64_t at_ms);

/* The date, and the minute of that day (0 to 1439), that a calendar on the wall shows. */
int zone_date(const struct zone *z, int64_t at_ms);
int zone_minute(const struct zone *z, int64_t at_ms);

/*
 * The instant at which the wall shows this date and minute (0 to 1440; 1440 is the next midnight). Of two such instants the
 * first. When the clock jumps over it, the first instant after the jump.
 */
int64_t zone_instant_ms(const struct zone *z, int date, int minute);

int date_from_civil(int year, int month, int day);
void date_to_civil(int date, int *year, int *month, int *day);
/* 0 is Monday. */
int date_weekday(int date);
/* "2026-11-24" into out (DATE_TEXT_SIZE). Returns out. */
char *date_format(int date, char *out);
/* Parse that form. False when it is no day of the calendar. */
bool date_parse(struct str text, int *date);
/* "Mon 24 November" in a; with_year adds it. */
const char *date_words(struct arena *a, int date, bool with_year);

/* "2026-12-01 09:30" or "2026-12-01T09:30" on the wall of z. False when it is neither; *at_ms is then untouched. */
bool zone_time_parse(const struct zone *z, struct str text, int64_t *at_ms);

#endif
