#include "web/zone.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"

#define ZONE_DIR "/usr/share/zoneinfo/"
#define FILE_MAX_BYTES (256u << 10)
#define NAME_MAX_BYTES 64
#define HEAD_BYTES 44

struct counts {
	size_t utc, std, leap, time, type, chars;
};

static uint32_t big32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool read_counts(struct str s, struct counts *c)
{
	const unsigned char *p = (const unsigned char *)s.p;

	if (s.n < HEAD_BYTES || memcmp(p, "TZif", 4) != 0)
		return false;
	*c = (struct counts){big32(p + 20), big32(p + 24), big32(p + 28), big32(p + 32), big32(p + 36), big32(p + 40)};
	return c->utc <= 256 && c->std <= 256 && c->leap <= 1000 && c->time <= 10000 && c->type >= 1 && c->type <= 256 && c->chars <= 1000;
}

static size_t data_bytes(const struct counts *c, size_t time_bytes)
{
	return c->time * (time_bytes + 1) + c->type * 6 + c->chars + c->leap * (time_bytes + 4) + c->std + c->utc;
}

/* The second part of a file, with times of 64 bits. */
static bool read_file(struct zone *z, struct str s)
{
	const unsigned char *times, *indexes, *types;
	struct counts c;
	size_t skip;

	if (!read_counts(s, &c) || s.p[4] < '2')
		return false;
	skip = HEAD_BYTES + data_bytes(&c, 4);
	if (skip > s.n)
		return false;
	s = (struct str){s.p + skip, s.n - skip};
	if (!read_counts(s, &c) || s.n - HEAD_BYTES < data_bytes(&c, 8))
		return false;
	times = (const unsigned char *)s.p + HEAD_BYTES;
	indexes = times + c.time * 8;
	types = indexes + c.time;
	z->at_s = calloc(c.time + 1, sizeof(*z->at_s));
	z->offset_s = calloc(c.time + 1, sizeof(*z->offset_s));
	if (!z->at_s || !z->offset_s)
		return false;
	z->first_s = (int32_t)big32(types);
	for (size_t i = 0; i < c.time; i++) {
		if (indexes[i] >= c.type)
			return false;
		z->at_s[i] = (int64_t)((uint64_t)big32(times + i * 8) << 32 | big32(times + i * 8 + 4));
		z->offset_s[i] = (int32_t)big32(types + (size_t)indexes[i] * 6);
	}
	z->n = c.time;
	return true;
}

/* No name leads out of the folder of zones. */
static bool is_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

	return *name && strlen(name) <= NAME_MAX_BYTES && *name != '/' && strspn(name, letters) == strlen(name);
}

void zone_init(struct zone *z, const char *name)
{
	char path[sizeof(ZONE_DIR) + NAME_MAX_BYTES];
	struct err ignored = {0};
	struct buf b;

	*z = (struct zone){0};
	if (!name || !is_name(name))
		return;
	snprintf(path, sizeof(path), ZONE_DIR "%s", name);
	buf_init(&b, FILE_MAX_BYTES);
	if (fs_read(path, FILE_MAX_BYTES, &b, &ignored) || !read_file(z, (struct str){b.p, b.n}))
		zone_release(z);
	buf_release(&b);
}

void zone_release(struct zone *z)
{
	free(z->at_s);
	free(z->offset_s);
	*z = (struct zone){0};
}

int32_t zone_offset_s(const struct zone *z, int64_t at_ms)
{
	int64_t at_s = at_ms >= 0 ? at_ms / 1000 : -((999 - at_ms) / 1000);
	size_t low = 0, high = z->n;
	time_t seconds = (time_t)at_s;
	struct tm tm;

	if (!z->at_s)
		return localtime_r(&seconds, &tm) ? (int32_t)tm.tm_gmtoff : 0;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (z->at_s[middle] <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? z->offset_s[low - 1] : z->first_s;
}

void zone_day(const struct zone *z, int64_t at_ms, char out[11])
{
	time_t local = (time_t)(at_ms / 1000) + zone_offset_s(z, at_ms);
	struct tm tm;

	if (!gmtime_r(&local, &tm) || !strftime(out, 11, "%Y-%m-%d", &tm))
		memcpy(out, "1970-01-01", 11);
}

int64_t zone_parse_local(const struct zone *z, const char *text)
{
	static const char form[] = "dddd-dd-ddTdd:dd";
	long year, month, day, hour, minute;
	struct tm tm;
	int64_t local_s, at_s;

	if (strlen(text) != sizeof(form) - 1)
		return -1;
	for (size_t i = 0; form[i]; i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return -1;
	if (!str_to_long((struct str){text, 4}, 1970, 9999, &year) || !str_to_long((struct str){text + 5, 2}, 1, 12, &month) ||
	    !str_to_long((struct str){text + 8, 2}, 1, 31, &day) || !str_to_long((struct str){text + 11, 2}, 0, 23, &hour) ||
	    !str_to_long((struct str){text + 14, 2}, 0, 59, &minute))
		return -1;
	tm = (struct tm){.tm_year = (int)year - 1900, .tm_mon = (int)month - 1, .tm_mday = (int)day, .tm_hour = (int)hour, .tm_min = (int)minute};
	local_s = (int64_t)timegm(&tm);
	/* 31 February has become a day in March. */
	if (tm.tm_mday != (int)day)
		return -1;
	/* The offset of a first guess is the right one unless a change lies between the two; then that of the second is. */
	at_s = local_s - zone_offset_s(z, local_s * 1000);
	at_s = local_s - zone_offset_s(z, at_s * 1000);
	return at_s < 0 ? 0 : at_s * 1000;
}
