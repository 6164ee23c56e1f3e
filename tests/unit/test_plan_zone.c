/* Time zones without the C library's global one, compared with it; and calendar days. */
#include "tap.h"

#include <dirent.h>
#include <time.h>

#include "base/fs.h"
#include "base/rng.h"
#include "plan/zone.h"
#include "plan/zone_int.h"

#define HOUR_MS 3600000LL

static struct arena arena;

static const struct zone *load(const char *name)
{
	const struct zone *z = NULL;
	struct err err = {0};

	if (zone_load(&arena, name, &z, &err))
		printf("# %s\n", err.text);
	return z;
}

static int64_t utc_ms(const char *text)
{
	int64_t ms = -1;

	zone_time_parse(zone_utc(), str_of(text), &ms);
	return ms;
}

/* Offsets of a zone against localtime_r(), at random instants and around every hour of 2026. */
static int compare(const char *name, struct rng *r)
{
	const struct zone *z = load(name);
	int bad = 0;

	if (!z)
		return 1;
	setenv("TZ", name, 1);
	tzset();
	for (int i = 0; i < 4000; i++) {
		/* 1971 to 2090, then hour by hour through the changes of one year */
		time_t s = i < 2000 ? (time_t)(31536000 + rng_next(r) % 3786912000u) : (time_t)(1767225600 + (i - 2000) * 15768);
		struct tm tm;
		int64_t ms = (int64_t)s * 1000;

		localtime_r(&s, &tm);
		if (zone_offset_s(z, ms) != tm.tm_gmtoff || zone_minute(z, ms) != tm.tm_hour * 60 + tm.tm_min ||
		    zone_date(z, ms) != date_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday)) {
			if (!bad++)
				printf("# %s at %lld: %d, the C library %ld\n", name, (long long)s, zone_offset_s(z, ms), tm.tm_gmtoff);
		}
	}
	unsetenv("TZ");
	return bad;
}

static void test_against_c_library(void)
{
	static const char *const names[] = {
		"Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
		"Australia/Sydney", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia", "Pacific/Kiritimati", "Europe/Dublin",
		"Asia/Tehran", "America/St_Johns", "Africa/Cairo", "Pacific/Chatham", "America/Nuuk", "Antarctica/Troll", "UTC",
		"Asia/Shanghai", "Europe/London", "America/Asuncion", "Asia/Gaza", "Europe/Moscow",
	};
	struct rng r;

	rng_init(&r, 7);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		tap_is_int(compare(names[i], &r), 0, "%s agrees with the C library at 4,000 instants", names[i]);
}

/* wall -> instant -> wall, for every quarter of an hour around the changes of the clock. */
static void test_back_and_forth(void)
{
	static const char *const names[] = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata",
					    "America/St_Johns", "Africa/Casablanca"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct zone *z = load(names[i]);
		int bad = 0, skipped = 0;

		for (int date = date_from_civil(2011, 1, 1); z && date < date_from_civil(2012, 12, 31); date++)
			for (int minute = 0; minute < 1440; minute += 15) {
				int64_t ms = zone_instant_ms(z, date, minute);
				bool same = zone_date(z, ms) == date && zone_minute(z, ms) == minute;
				/* the millisecond before must be earlier on the wall, or the clock jumped */
				int64_t wall = (int64_t)date * 1440 + minute;
				int64_t before = (int64_t)zone_date(z, ms - 60000) * 1440 + zone_minute(z, ms - 60000);

				skipped += !same;
				bad += before >= wall || (!same && (int64_t)zone_date(z, ms) * 1440 + zone_minute(z, ms) <= wall);
			}
		tap_is_int(bad, 0, "%s: the first instant of each wall time, %d of them skipped by the clock", names[i], skipped);
	}
}

static void test_changes(void)
{
	const struct zone *berlin = load("Europe/Berlin"), *apia = load("Pacific/Apia");
	int spring = date_from_civil(2027, 3, 28), autumn = date_from_civil(2026, 10, 25);

	tap_is_int(zone_instant_ms(berlin, spring, 150), utc_ms("2027-03-28 01:00"), "02:30 in the gap is the first instant behind it");
	tap_is_int(zone_instant_ms(berlin, autumn, 150), utc_ms("2026-10-25 00:30"), "02:30 of the long night is the first one");
	tap_is_int((zone_instant_ms(berlin, spring + 1, 0) - zone_instant_ms(berlin, spring, 0)) / HOUR_MS, 23, "a day of 23 hours");
	tap_is_int((zone_instant_ms(berlin, autumn + 1, 0) - zone_instant_ms(berlin, autumn, 0)) / HOUR_MS, 25, "a day of 25 hours");
	tap_is_int(zone_instant_ms(berlin, autumn, 1440), zone_instant_ms(berlin, autumn + 1, 0), "minute 1440 is the next midnight");
	tap_is_int(zone_date(apia, zone_instant_ms(apia, date_from_civil(2011, 12, 30), 600)), date_from_civil(2011, 12, 31),
		   "a day that never was gives the next one");
	tap_is_int(zone_date(berlin, utc_ms("2026-12-01 23:30")), date_from_civil(2026, 12, 2), "half past midnight belongs to the next date");
}

static void test_names(void)
{
	const struct zone *z = NULL;
	struct err err = {0};

	tap_is_int(zone_load(&arena, "Europe/Nowhere", &z, &err), ERR_MISSING, "a zone that does not exist");
	tap_show("says", err.text);
	tap_is_int(zone_load(&arena, "../../etc/passwd", &z, &err), ERR_INPUT, "a path is no zone");
	tap_is_int(zone_load(&arena, "", &z, &err), ERR_INPUT, "an empty name is no zone");
	tap_is_int(zone_load(&arena, "Europe", &z, &err), ERR_MISSING, "a folder is no zone");
	z = load("CET-1CEST,M3.5.0,M10.5.0/3");
	tap_is_int(z ? zone_offset_s(z, utc_ms("2026-07-01 12:00")) : -1, 7200, "a rule is a zone too");
	setenv("TZ", ":America/New_York", 1);
	z = load(NULL);
	tap_is_text(z ? zone_name(z) : NULL, "America/New_York", "TZ names the zone when nobody else does");
	unsetenv("TZ");
	z = load(NULL);
	tap_ok(z && *zone_name(z), "without TZ there is one too: %s", z ? zone_name(z) : "");
	setenv("TZDIR", tap_dir(), 1);
	tap_is_int(zone_load(&arena, "Europe/Berlin", &z, &err), ERR_MISSING, "without a database Berlin is missing");
	tap_is_text(zone_load(&arena, "UTC", &z, &err) ? err.text : zone_name(z), "UTC", "and UTC is there");
	unsetenv("TZDIR");
}

/* Every cut, and many flipped bytes, of a real file. */
static void test_hostile(void)
{
	struct err err = {0};
	struct buf b;
	struct rng r;
	int taken = 0, offsets = 0;

	buf_init(&b, ZONE_FILE_MAX_BYTES);
	if (fs_read("/usr/share/zoneinfo/America/New_York", ZONE_FILE_MAX_BYTES, &b, &err))
		printf("# %s\n", err.text);
	for (size_t n = 0; n < b.n; n++) {
		const struct zone *z = NULL;
		struct arena a;

		arena_init(&a, 1u << 20);
		/* a copy of its own, so that a read behind the end is seen */
		char *cut = malloc(n ? n : 1);

		memcpy(cut, b.p, n);
		taken += !zone_parse(&a, "x", (struct str){cut, n}, &z, &err);
		free(cut);
		arena_release(&a);
	}
	tap_is_int(taken, 0, "no part of a file is taken for a file");
	rng_init(&r, 3);
	for (int i = 0; i < 3000; i++) {
		const struct zone *z = NULL;
		struct arena a;

		arena_init(&a, 1u << 20);
		size_t at = rng_below(&r, (uint32_t)b.n);
		char kept = b.p[at];

		b.p[at] = (char)rng_next(&r);
		if (!zone_parse(&a, "x", (struct str){b.p, b.n}, &z, &err)) {
			int s = zone_offset_s(z, (int64_t)(rng_next(&r) % 4102444800000u));

			offsets += s < -ZONE_OFFSET_MAX_S || s > ZONE_OFFSET_MAX_S;
		}
		b.p[at] = kept;
		arena_release(&a);
	}
	tap_is_int(offsets, 0, "flipped bytes never give an offset out of bounds");
	buf_release(&b);
}

static void test_rules(void)
{
	static const char *const bad[] = {"", "C", "CET", "CET-", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.6.0,M1.1.0",
					  "CET-1CEST,M3.5.0,M10.5.0/200", "CET-1CEST,J0,J1", "<+03-3", "CET-99", "CET-1x"};
	struct zone_rule r;
	int taken = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		taken += zone_rule_parse(str_of(bad[i]), &r);
	tap_is_int(taken, 0, "what is no rule is refused");
	tap_ok(zone_rule_parse(STR("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1"), &r) && r.standard_s == -10800 && r.start.time_s == -7200,
	       "names in angle brackets and hours below zero");
	tap_ok(zone_rule_parse(STR("IST-1GMT0,M10.5.0,M3.5.0/1"), &r) && zone_rule_offset(&r, utc_ms("2026-07-01 12:00") / 1000) == 3600 &&
		       zone_rule_offset(&r, utc_ms("2026-12-01 12:00") / 1000) == 0,
	       "a summer time that lies behind the winter's");
	tap_ok(zone_rule_parse(STR("AAA0BBB,J60,J300"), &r) && zone_rule_offset(&r, utc_ms("2024-03-01 03:00") / 1000) == 3600 &&
		       zone_rule_offset(&r, utc_ms("2024-02-29 03:00") / 1000) == 0,
	       "J60 is the first of March, leap year or not");
}

static void test_dates(void)
{
	char text[DATE_TEXT_SIZE];
	int bad = 0, date = 0;
	int64_t ms = 0;

	for (int d = DATE_MIN; d <= DATE_MAX; d++) {
		int y, m, day;

		date_to_civil(d, &y, &m, &day);
		bad += date_from_civil(y, m, day) != d || y < 1 || y > 9999;
	}
	tap_is_int(bad, 0, "every day from 0001 to 9999 there and back");
	tap_is_int(date_weekday(date_from_civil(2026, 11, 24)), 1, "24 November 2026 is a Tuesday");
	tap_is_text(date_format(date_from_civil(2024, 2, 29), text), "2024-02-29", "a leap day");
	tap_ok(!date_parse(STR("2026-02-29"), &date) && !date_parse(STR("2026-13-01"), &date) && !date_parse(STR("26-01-01"), &date) &&
		       !date_parse(STR("2026-04-31"), &date),
	       "days that do not exist");
	tap_is_text(date_words(&arena, date_from_civil(2026, 11, 24), true), "Tue 24 November 2026", "in words");
	tap_ok(zone_time_parse(zone_utc(), STR(" 2026-12-01 09:30 "), &ms) && ms == 1796117400000, "a time on the wall");
	tap_ok(!zone_time_parse(zone_utc(), STR("2026-12-01 24:30"), &ms) && !zone_time_parse(zone_utc(), STR("tomorrow"), &ms) &&
		       !zone_time_parse(zone_utc(), STR("2026-12-01"), &ms),
	       "no times");
	tap_is_int(zone_date(zone_utc(), INT64_MAX), DATE_MAX - 2, "the far future is clamped");
	tap_ok(zone_date(zone_utc(), INT64_MIN) < 0, "and the far past");
}

int main(void)
{
	arena_init(&arena, 64u << 20);
	unsetenv("TZ");
	unsetenv("TZDIR");
	test_against_c_library();
	test_back_and_forth();
	test_changes();
	test_names();
	test_hostile();
	test_rules();
	test_dates();
	arena_release(&arena);
	return tap_done();
}
