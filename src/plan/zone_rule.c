#include "plan/zone_int.h"

#include <assert.h>

/* What is left of the text. */
struct cursor {
	const char *p, *end;
};

static bool take(struct cursor *c, char ch)
{
	if (c->p == c->end || *c->p != ch)
		return false;
	c->p++;
	return true;
}

/* A whole number of at most four digits. */
static bool take_number(struct cursor *c, int min, int max, int *out)
{
	int v = 0, digits = 0;

	while (c->p < c->end && *c->p >= '0' && *c->p <= '9' && digits < 4) {
		v = v * 10 + (*c->p++ - '0');
		digits++;
	}
	if (!digits || v < min || v > max)
		return false;
	*out = v;
	return true;
}

/* "CET" or "<+0330>"; three characters or more. */
static bool take_name(struct cursor *c)
{
	const char *start = c->p;

	if (take(c, '<')) {
		while (c->p < c->end && *c->p != '>')
			c->p++;
		return take(c, '>') && c->p - start >= 5;
	}
	while (c->p < c->end && ((*c->p >= 'A' && *c->p <= 'Z') || (*c->p >= 'a' && *c->p <= 'z')))
		c->p++;
	return c->p - start >= 3;
}

/* "[+-]hh[:mm[:ss]]" */
static bool take_time(struct cursor *c, int hours_max, int *seconds)
{
	int sign = take(c, '-') ? -1 : 1, h, m = 0, s = 0;

	if (sign > 0)
		take(c, '+');
	if (!take_number(c, 0, hours_max, &h))
		return false;
	if (take(c, ':')) {
		if (!take_number(c, 0, 59, &m))
			return false;
		if (take(c, ':') && !take_number(c, 0, 59, &s))
			return false;
	}
	*seconds = sign * (h * 3600 + m * 60 + s);
	return true;
}

static bool take_date(struct cursor *c, struct rule_date *d)
{
	*d = (struct rule_date){.time_s = 2 * 3600};
	if (!take(c, ','))
		return false;
	if (take(c, 'J')) {
		d->kind = RULE_JULIAN;
		if (!take_number(c, 1, 365, &d->day))
			return false;
	} else if (take(c, 'M')) {
		d->kind = RULE_MONTH;
		if (!take_number(c, 1, 12, &d->month) || !take(c, '.') || !take_number(c, 1, 5, &d->week) || !take(c, '.') ||
		    !take_number(c, 0, 6, &d->day))
			return false;
	} else {
		d->kind = RULE_ZERO_BASED;
		if (!take_number(c, 0, 365, &d->day))
			return false;
	}
	return !take(c, '/') || take_time(c, 167, &d->time_s);
}

bool zone_rule_parse(struct str text, struct zone_rule *out)
{
	struct cursor c = {text.p, text.p + text.n};
	int west;

	*out = (struct zone_rule){0};
	if (!text.n || !take_name(&c) || !take_time(&c, 24, &west))
		return false;
	out->there = true;
	out->standard_s = -west;
	out->dst_s = out->standard_s;
	if (c.p == c.end)
		return true;
	if (!take_name(&c))
		return false;
	out->has_dst = true;
	out->dst_s = out->standard_s + 3600;
	if (c.p < c.end && *c.p != ',') {
		if (!take_time(&c, 24, &west))
			return false;
		out->dst_s = -west;
	}
	return take_date(&c, &out->start) && take_date(&c, &out->end) && c.p == c.end;
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The day of this year that a rule names. */
static int rule_day_of(const struct rule_date *d, int year)
{
	int first, day, length;

	switch (d->kind) {
	case RULE_JULIAN:
		return date_from_civil(year, 1, 1) + d->day - 1 + (is_leap(year) && d->day >= 60);
	case RULE_ZERO_BASED:
		return date_from_civil(year, 1, 1) + d->day;
	default:
		break;
	}
	first = date_from_civil(year, d->month, 1);
	length = (d->month == 12 ? date_from_civil(year + 1, 1, 1) : date_from_civil(year, d->month + 1, 1)) - first;
	/* date_weekday() has Monday as 0, the rule Sunday. */
	day = (d->day + 6 - date_weekday(first) + 7) % 7 + 7 * (d->week - 1);
	return first + (day >= length ? day - 7 : day);
}

int zone_rule_offset(const struct zone_rule *r, int64_t at_s)
{
	int year, month, day;
	int64_t start_s, end_s;

	assert(r->there);
	if (!r->has_dst)
		return r->standard_s;
	date_to_civil(zone_date(zone_utc(), (at_s + r->standard_s) * 1000), &year, &month, &day);
	start_s = (int64_t)rule_day_of(&r->start, year) * DAY_S + r->start.time_s - r->standard_s;
	end_s = (int64_t)rule_day_of(&r->end, year) * DAY_S + r->end.time_s - r->dst_s;
	if (start_s < end_s)
		return at_s >= start_s && at_s < end_s ? r->dst_s : r->standard_s;
	return at_s >= end_s && at_s < start_s ? r->standard_s : r->dst_s;
}
