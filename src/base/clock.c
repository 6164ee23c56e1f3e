#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"

static int64_t read_us(clockid_t id)
{
	struct timespec t;

	if (clock_gettime(id, &t) != 0)
		BUG("the system has no clock %d", (int)id);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_mono_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_mono_ms(void)
{
	return clock_mono_us() / 1000;
}

int64_t clock_cpu_us(void)
{
	return read_us(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t clock_now_ms(void)
{
	const char *fixed = getenv("SPAR_NOW");
	int64_t ms = fixed ? clock_parse_utc(fixed) : -1;

	return ms >= 0 ? ms : read_us(CLOCK_REALTIME) / 1000;
}

static int64_t stepped_ms;

int64_t clock_work_ms(void)
{
	return getenv("SPAR_NOW") ? stepped_ms : clock_mono_ms();
}

void clock_work_step(void)
{
	long seconds = 0;

	if (str_to_long(str_of(getenv("SPAR_STEP")), 0, 86400, &seconds))
		stepped_ms += seconds * 1000LL;
}

char *clock_format_utc(int64_t ms, char *out, size_t size_bytes)
{
	time_t s = (time_t)(ms / 1000 - (ms % 1000 < 0));
	struct tm tm;

	if (!gmtime_r(&s, &tm) || strftime(out, size_bytes, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		BUG("not a time that can be written: %lld", (long long)ms);
	return out;
}

static int64_t parse_stamp(const char *p)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";

	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? str_digits(p + i, 1) < 0 : p[i] != form[i])
			return -1;
	const struct tm want = {
		.tm_year = str_digits(p, 4) - 1900, .tm_mon = str_digits(p + 5, 2) - 1, .tm_mday = str_digits(p + 8, 2),
		.tm_hour = str_digits(p + 11, 2), .tm_min = str_digits(p + 14, 2), .tm_sec = str_digits(p + 17, 2),
	};
	struct tm got = want;
	time_t s = timegm(&got);
	/* timegm() carries over: a 30th of February comes back as a day of March. */
	if (s < 0 || got.tm_mon != want.tm_mon || got.tm_mday != want.tm_mday || got.tm_hour != want.tm_hour ||
	    got.tm_min != want.tm_min || got.tm_sec != want.tm_sec)
		return -1;
	return (int64_t)s * 1000;
}

int64_t clock_parse_utc(const char *text)
{
	const long last_s = 253402300799;  /* the end of the year 9999 */
	struct str s = str_of(text);
	long v;

	if (s.n == 20)
		return parse_stamp(s.p);
	if (s.n == 0 || str_digits(s.p, 1) < 0 || !str_to_long(s, 0, last_s, &v))
		return -1;
	return (int64_t)v * 1000;
}
