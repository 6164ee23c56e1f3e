#include "plan/zone.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include "base/fs.h"
#include "plan/zone_int.h"

#define FOLDER "/usr/share/zoneinfo"
#define LOCALTIME "/etc/localtime"
#define NAME_BYTES_MAX 64
#define TRANSITIONS_MAX 20000
#define HEADER_BYTES 44

static const struct zone utc = {.name = "UTC", .rule = {.there = true}};

const struct zone *zone_utc(void)
{
	return &utc;
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

/* --- reading a file ----------------------------------------------------------------------------- */

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const unsigned char *p)
{
	return (int64_t)((uint64_t)be32(p) << 32 | be32(p + 4));
}

/* Counts of a block, in the order of the header. */
struct tzif {
	uint32_t ut, standard, leap, times, types, chars;
	size_t time_bytes;         /* 4 or 8 */
	const unsigned char *data;
	size_t data_bytes;
};

/* The block whose header is at *p; *p then stands behind it. */
static bool read_block(const unsigned char **p, const unsigned char *end, size_t time_bytes, struct tzif *t)
{
	const unsigned char *h = *p;

	if (end - h < HEADER_BYTES || memcmp(h, "TZif", 4))
		return false;
	*t = (struct tzif){be32(h + 20), be32(h + 24), be32(h + 28), be32(h + 32), be32(h + 36), be32(h + 40), time_bytes,
			   h + HEADER_BYTES, 0};
	if (t->times > TRANSITIONS_MAX || t->types < 1 || t->types > 256 || t->chars > 2048 || t->leap > 2048 || t->ut > 256 ||
	    t->standard > 256)
		return false;
	t->data_bytes = t->times * (time_bytes + 1) + t->types * 6 + t->chars + t->leap * (time_bytes + 4) + t->standard + t->ut;
	if ((size_t)(end - t->data) < t->data_bytes)
		return false;
	*p = t->data + t->data_bytes;
	return true;
}

static bool read_transitions(struct arena *a, const struct tzif *t, struct zone *z)
{
	const unsigned char *index = t->data + t->times * t->time_bytes, *types = index + t->times;

	for (uint32_t i = 0; i < t->types; i++) {
		int offset = (int)be32(types + (size_t)i * 6);

		if (offset < -ZONE_OFFSET_MAX_S || offset > ZONE_OFFSET_MAX_S)
			return false;
	}
	z->count = t->times;
	z->at_s = ARENA_NEW(a, int64_t, t->times + 1);
	z->offset_s = ARENA_NEW(a, int, t->times + 1);
	z->first_s = (int)be32(types);
	for (uint32_t i = 0; i < t->times; i++) {
		const unsigned char *at = t->data + i * t->time_bytes;

		z->at_s[i] = t->time_bytes == 8 ? be64(at) : (int32_t)be32(at);
		if (index[i] >= t->types || (i && z->at_s[i] <= z->at_s[i - 1]))
			return false;
		z->offset_s[i] = (int)be32(types + (size_t)index[i] * 6);
	}
	return true;
}

enum err_code zone_parse(struct arena *a, const char *name, struct str file, const struct zone **out, struct err *err)
{
	const unsigned char *p = (const unsigned char *)file.p, *end = p + file.n, *line;
	struct zone *z = ARENA_NEW(a, struct zone, 1);
	struct tzif block;
	bool ok;

	if (file.n > ZONE_FILE_MAX_BYTES)
		return err_set(err, ERR_LIMIT, "time zone '%s' is over %u bytes", name, ZONE_FILE_MAX_BYTES);
	z->name = arena_strdup(a, name);
	ok = file.n > 5 && read_block(&p, end, 4, &block);
	if (ok && file.p[4] >= '2') {
		ok = read_block(&p, end, 8, &block) && p < end && *p == '\n';
		line = ok ? memchr(p + 1, '\n', (size_t)(end - p) - 1) : NULL;
		ok = ok && line;
		/* No rule: the last offset goes on. */
		if (ok && line > p + 1)
			ok = zone_rule_parse((struct str){(const char *)p + 1, (size_t)(line - p) - 1}, &z->rule);
	}
	if (!ok || !read_transitions(a, &block, z))
		return err_set(err, ERR_PARSE, "time zone '%s' is not a file of the tz database", name);
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "no memory left for time zone '%s'", name);
	*out = z;
	return ERR_OK;
}

static enum err_code load_file(struct arena *a, const char *name, const char *path, const struct zone **out, struct err *err)
{
	enum err_code code;
	struct buf b;

	buf_init(&b, ZONE_FILE_MAX_BYTES);
	code = fs_read(path, ZONE_FILE_MAX_BYTES, &b, err);
	if (!code)
		code = zone_parse(a, name, (struct str){buf_text(&b), b.n}, out, err);
	buf_release(&b);
	return code;
}

/* Letters, digits and "+-_/" only, and no way out of the folder. */
static bool is_plain_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > NAME_BYTES_MAX || name[0] == '/' || name[n - 1] == '/' || strstr(name, "//"))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/", name[i]))
			return false;
	return true;
}

static enum err_code load_named(struct arena *a, const char *name, const struct zone **out, struct err *err)
{
	const char *folder = getenv("TZDIR");
	struct zone_rule rule;

	if (!folder || !*folder)
		folder = FOLDER;
	if (is_plain_name(name)) {
		char *path = fs_join(a, folder, name);

		if (fs_is_file(path))
			return load_file(a, name, path, out, err);
		if (!strcmp(name, "UTC") || !strcmp(name, "Etc/UTC") || !strcmp(name, "GMT")) {
			*out = zone_utc();
			return ERR_OK;
		}
	}
	if (strlen(name) <= NAME_BYTES_MAX * 2 && zone_rule_parse(str_of(name), &rule)) {
		struct zone *z = ARENA_NEW(a, struct zone, 1);

		*z = (struct zone){.name = arena_strdup(a, name), .first_s = rule.standard_s, .rule = rule};
		*out = z;
		return ERR_OK;
	}
	if (!is_plain_name(name))
		return err_set(err, ERR_INPUT, "'%.80s' is not the name of a time zone; write it like 'Europe/Berlin'", name);
	if (!fs_is_dir(folder))
		return err_set(err, ERR_MISSING, "no time zones in '%s'; install tzdata", folder);
	return err_set(err, ERR_MISSING, "no time zone '%s' in '%s'", name, folder);
}

/* What /etc/localtime points to, without the folder; NULL when it is no link into one. */
static const char *localtime_name(struct arena *a)
{
	char path[PATH_MAX];
	const char *at;

	if (!realpath(LOCALTIME, path))
		return NULL;
	at = strstr(path, "/zoneinfo/");
	return at ? arena_strdup(a, at + strlen("/zoneinfo/")) : NULL;
}

enum err_code zone_load(struct arena *a, const char *name, const struct zone **out, struct err *err)
{
	const char *tz;

	if (name)
		return load_named(a, name, out, err);
	tz = getenv("TZ");
	if (tz && *tz) {
		tz += *tz == ':';
		if (*tz == '/')
			return load_file(a, "local", tz, out, err);
		return load_named(a, tz, out, err);
	}
	if (!fs_is_file(LOCALTIME)) {
		*out = zone_utc();
		return ERR_OK;
	}
	name = localtime_name(a);
	return load_file(a, name ? name : "local", LOCALTIME, out, err);
}

/* --- asking ------------------------------------------------------------------------------------- */

static int offset_at(const struct zone *z, int64_t at_s)
{
	size_t low = 0, high = z->count;

	if (z->rule.there && (z->count == 0 || at_s >= z->at_s[z->count - 1]))
		return zone_rule_offset(&z->rule, at_s);
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (z->at_s[middle] <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? z->offset_s[low - 1] : z->first_s;
}

/* Instants that a calendar of four-digit years can hold. */
static int64_t clamp_s(int64_t at_ms)
{
	const int64_t least = (int64_t)(DATE_MIN + 2) * DAY_S, most = (int64_t)(DATE_MAX - 2) * DAY_S;
	int64_t s = at_ms / 1000 - (at_ms % 1000 < 0);

	return s < least ? least : s > most ? most : s;
}

int zone_offset_s(const struct zone *z, int64_t at_ms)
{
	return offset_at(z, clamp_s(at_ms));
}

static int64_t wall_s(const struct zone *z, int64_t at_ms)
{
	int64_t s = clamp_s(at_ms);

	return s + offset_at(z, s);
}

int zone_date(const struct zone *z, int64_t at_ms)
{
	int64_t s = z == &utc ? clamp_s(at_ms) : wall_s(z, at_ms);

	return (int)(s / DAY_S - (s % DAY_S < 0));
}

int zone_minute(const struct zone *z, int64_t at_ms)
{
	int64_t s = wall_s(z, at_ms) % DAY_S;

	return (int)((s < 0 ? s + DAY_S : s) / 60);
}

int64_t zone_instant_ms(const struct zone *z, int date, int minute)
{
	int64_t wall, low, high, first = INT64_MAX;
	int before, after;

	assert(date >= DATE_MIN && date <= DATE_MAX && minute >= 0 && minute <= 1440);
	wall = (int64_t)date * DAY_S + (int64_t)minute * 60;
	low = wall - DAY_S;
	high = wall + DAY_S;
	before = offset_at(z, low);
	after = offset_at(z, high);
	if (offset_at(z, wall - before) == before)
		first = wall - before;
	if (offset_at(z, wall - after) == after && wall - after < first)
		first = wall - after;
	if (first != INT64_MAX)
		return first * 1000;
	/* The clock jumps over it: the first instant whose wall time is later. */
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (middle + offset_at(z, middle) > wall)
			high = middle;
		else
			low = middle;
	}
	return high * 1000;
}
