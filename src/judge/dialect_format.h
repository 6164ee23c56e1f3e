/*
 * Date formats: the patterns of TO_CHAR and TO_DATE ('YYYY-MM-DD HH24:MI') as expressions over strftime and strptime.
 *
 * Source: PostgreSQL's documentation, "Data Type Formatting Functions", which Redshift follows.
 */
#ifndef SPAR_JUDGE_DIALECT_FORMAT_H
#define SPAR_JUDGE_DIALECT_FORMAT_H

#include <jansson.h>
#include <stddef.h>

/*
 * The expression of TO_CHAR(value, pattern) for a date or time, a new reference; value is borrowed. NULL, with a
 * sentence at why, when the pattern has a part that cannot be had.
 */
json_t *format_to_char(const json_t *value, const char *pattern, char *why, size_t size);

/* The expression strptime(value, format) for TO_DATE and TO_TIMESTAMP, likewise. */
json_t *format_to_time(const json_t *value, const char *pattern, char *why, size_t size);

#endif
