/*
 * Time: monotonic for durations, wall clock for the record. SPAR_NOW (seconds since 1970, or
 * "YYYY-MM-DDTHH:MM:SSZ") fixes the wall clock, so that tests and recordings repeat.
 */
#ifndef SPAR_BASE_CLOCK_H
#define SPAR_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds and microseconds of a clock that never goes back. */
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);
/* CPU time of this process, microseconds. */
int64_t clock_cpu_us(void);
/* Milliseconds since 1970-01-01 UTC, or SPAR_NOW (ignored when it is not a time). */
int64_t clock_now_ms(void);
/*
 * A clock for rounds and drills, in milliseconds: the monotonic one, which also stands still while the machine sleeps. When SPAR_NOW fixes the time, it
 * stands still too, and each clock_work_step() (a line that was typed) moves it by SPAR_STEP seconds (0 when unset), so that tests decide how long an
 * answer takes.
 */
int64_t clock_work_ms(void);
void clock_work_step(void);
/* "2026-11-24T09:30:00Z" into out (at least 21 bytes). Returns out. */
char *clock_format_utc(int64_t ms, char *out, size_t size_bytes);
/* Parse that form, or a plain count of seconds, up to the year 9999. Units: milliseconds; -1 when it is neither. */
int64_t clock_parse_utc(const char *text);

#endif
