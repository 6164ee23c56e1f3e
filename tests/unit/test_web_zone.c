/* Days and times where the candidate lives. The system's own calendar is asked for the same. */
#include "web/zone.h"

#include <time.h>

#include "tap.h"

static int64_t at(struct zone *z, const char *text)
{
	return zone_parse_local(z, text);
}

/* What the C library says of the same zone. */
static int library_offset(const char *name, int64_t at_s)
{
	time_t t = (time_t)at_s;
	struct tm tm;

	setenv("TZ", name, 1);
	tzset();
	localtime_r(&t, &tm);
	setenv("TZ", "UTC", 1);
	tzset();
	return (int)tm.tm_gmtoff;
}

static void test_named(void)
{
	static const char *const names[] = {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"};
	char day[11];
	struct zone z;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int wrong = 0;

		zone_init(&z, names[i]);
		if (!z.at_s) {
			tap_ok(true, "%s # SKIP this system has no such zone", names[i]);
			continue;
		}
		/* A time every nine days and some, until the file's own list of changes ends. */
		for (int64_t s = 0; s < 2100000000; s += 791234)
			wrong += zone_offset_s(&z, s * 1000) != library_offset(names[i], s);
		tap_is_int(wrong, 0, "%s as the system has it", names[i]);
		zone_release(&z);
	}
	zone_init(&z, "Europe/Berlin");
	if (z.at_s) {
		zone_day(&z, 1795647599000LL, day);
		tap_is_text(day, "2026-11-25", "a second before midnight in Berlin");
		zone_day(&z, 1795647600000LL, day);
		tap_is_text(day, "2026-11-26", "midnight in Berlin");
		tap_is_int(at(&z, "2026-11-28T09:00"), 1795852800000LL, "winter");
		tap_is_int(at(&z, "2026-07-28T09:00"), 1785222000000LL, "summer");
		tap_is_int(at(&z, "2026-03-29T03:30"), 1774747800000LL, "just after the hour that is left out");
	}
	zone_release(&z);
}

static void test_forms(void)
{
	static const char *const bad[] = {"", "2026-11-28", "2026-11-28 09:00", "2026-11-28T09:00:00", "2026-13-28T09:00", "2026-02-29T09:00",
					  "2026-11-28T24:00", "2026-11-28T09:60", "x026-11-28T09:00", "0026-11-28T09:00"};
	static const char *const names[] = {"", "/etc/passwd", "../../../etc/passwd", "Europe/../Berlin", "Nowhere/Nothing", "Europe",
					    "a-name-that-is-longer-than-any-zone-could-ever-be-and-then-a-little-longer"};
	struct zone z;

	zone_init(&z, NULL);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		tap_is_int(at(&z, bad[i]), -1, "'%s' is no date and time", bad[i]);
	tap_is_int(at(&z, "2028-02-29T09:00"), 1835427600000LL, "a leap day in the system's zone");
	zone_release(&z);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		zone_init(&z, names[i]);
		tap_ok(!z.at_s, "'%s' is no zone: the system's is used", names[i]);
		zone_release(&z);
	}
}

int main(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
	test_named();
	test_forms();
	return tap_done();
}
