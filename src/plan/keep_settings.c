/* Settings of the record as an input of the plan. */
#include "plan/keep_int.h"

#include "base/json.h"

#include <string.h>

#define WARNINGS_MAX 12
#define HOURS_ON_MAX 400           /* more single days than a year has */

enum err_code keep_settings(struct store *s, json_t **out, struct err *err)
{
	json_t *set = NULL;
	enum err_code code = s ? store_settings(s, &set, err) : ERR_OK;

	*out = NULL;
	if (code)
		return code;
	*out = json_pack("{s:n,s:n,s:s,s:s,s:[f,f,f,f,f,f,f],s:s,s:{},s:n,s:s}", "interview_at", "time_zone", "kind", "both", "level", "L5",
			 "hours", 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, "lean", "unknown", "hours_on", "day_starts", "post", "");
	if (set)
		json_object_update(*out, set);
	json_decref(set);
	return ERR_OK;
}

void keep_warn(struct keep *k, struct arena *a, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	if (!k->warnings)
		k->warnings = ARENA_NEW(a, const char *, WARNINGS_MAX);
	if (k->warning_count == WARNINGS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	k->warnings[k->warning_count++] = arena_strdup(a, text);
}

static void take_zone(struct keep *k, struct arena *a, const json_t *set)
{
	const char *name = json_get_text(set, "time_zone", NULL);
	struct err err = {0};

	if (!zone_load(a, name, &k->zone, &err))
		return;
	keep_warn(k, a, "%s; times are in UTC.", err.text);
	k->zone = zone_utc();
}

/* Hours as minutes; -1 when it is no number from 0 to 24. */
static int minutes_of(const json_t *hours)
{
	double h = json_is_number(hours) ? json_number_value(hours) : -1;

	return h >= 0 && h <= 24 ? (int)(h * 60 + 0.5) : -1;
}

static void take_hours(struct keep *k, struct arena *a, const json_t *set)
{
	const json_t *hours = json_get_array(set, "hours"), *on = json_get_object(set, "hours_on");
	struct plan_exception *list = ARENA_NEW(a, struct plan_exception, json_object_size(on) + 1);
	const char *date;
	json_t *value;

	for (size_t i = 0; i < 7; i++) {
		int minutes = minutes_of(json_array_get(hours, i));

		if (minutes < 0)
			keep_warn(k, a, "The hours of day %zu of the week are not set; four are taken.", i + 1);
		k->in.weekday_minutes[i] = minutes < 0 ? 240 : minutes;
	}
	k->in.exceptions = list;
	json_object_foreach((json_t *)on, date, value) {
		struct plan_exception *x = &list[k->in.exception_count];

		x->minutes = minutes_of(value);
		if (date_parse(str_of(date), &x->date) && x->minutes >= 0)
			k->in.exception_count++;
	}
}

/* "18:00" as minutes; -1 when it is no time of the day. */
static int minute_of(const char *at)
{
	long h = 0, m = 0;

	if (strlen(at) != 5 || at[2] != ':' || !str_to_long((struct str){at, 2}, 0, 23, &h) || !str_to_long((struct str){at + 3, 2}, 0, 59, &m))
		return -1;
	return (int)(h * 60 + m);
}

static void take_start(struct keep *k, struct arena *a, const json_t *set)
{
	const char *at = json_get_text(set, "day_starts", NULL);

	k->in.start_minute = at ? minute_of(at) : -1;
	if (at && k->in.start_minute < 0)
		keep_warn(k, a, "'%.40s' is no time at which a day can start.", at);
}

enum err_code keep_check(const json_t *set, struct err *err)
{
	const json_t *at = json_object_get(set, "day_starts"), *on = json_object_get(set, "hours_on");
	const char *day;
	json_t *value;
	int date;

	if (json_is_string(at) && minute_of(json_get_text(set, "day_starts", "")) < 0)
		return err_set(err, ERR_INPUT, "'%.40s' is no time of the day; write it as 18:00", json_string_value(at));
	if (json_object_size(on) > HOURS_ON_MAX)
		return err_set(err, ERR_INPUT, "hours are set for %zu single days, and %d is the most", json_object_size(on), HOURS_ON_MAX);
	json_object_foreach((json_t *)on, day, value)
		if (!date_parse(str_of(day), &date) || minutes_of(value) < 0)
			return err_set(err, ERR_INPUT, "'%.40s' is no day of the calendar with 0 to 24 hours; write it as 2026-11-27", day);
	return ERR_OK;
}

json_t *keep_post(struct str text)
{
	size_t n = text.n > PLAN_POST_MAX_BYTES ? PLAN_POST_MAX_BYTES : text.n;
	json_t *value;
	struct buf b;

	while (n < text.n && n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
		n--;
	buf_init(&b, PLAN_POST_MAX_BYTES + 1);
	buf_add(&b, text.p, n);
	for (size_t i = 0; i < b.n; i++)
		if (!b.p[i])
			b.p[i] = ' ';
	value = json_text_value(buf_text(&b), b.n);
	buf_release(&b);
	return value;
}

void keep_take_settings(struct keep *k, struct arena *a, const json_t *set)
{
	const char *at = json_get_text(set, "interview_at", NULL), *text;

	take_zone(k, a, set);
	k->in.zone = k->zone;
	if (at && !zone_time_parse(k->zone, str_of(at), &k->in.interview_ms))
		keep_warn(k, a, "'%.40s' is no date and time of an interview; write it as 2026-12-02T09:00.", at);
	text = json_get_text(set, "kind", "both");
	k->in.kind = PLAN_BOTH;
	if (!plan_kind_find(text, &k->in.kind))
		keep_warn(k, a, "'%.40s' is no kind of interview; both are planned.", text);
	text = json_get_text(set, "level", "L5");
	k->in.level = PLAN_L5;
	if (!plan_level_find(text, &k->in.level))
		keep_warn(k, a, "'%.40s' is no level; L5 is taken.", text);
	text = json_get_text(set, "lean", "unknown");
	k->in.lean = PLAN_UNKNOWN;
	if (!plan_lean_find(text, &k->in.lean))
		keep_warn(k, a, "'%.40s' is nothing that a role leans to.", text);
	take_hours(k, a, set);
	take_start(k, a, set);
	text = json_get_text(set, "post", "");
	k->in.post = str_of(arena_strdup(a, text));
}
