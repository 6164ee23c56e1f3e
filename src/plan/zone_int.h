/*
 * What a zone is made of: the transitions of a TZif file, and the rule that holds behind the last of them.
 */
#ifndef SPAR_PLAN_ZONE_INT_H
#define SPAR_PLAN_ZONE_INT_H

#include "plan/zone.h"

#define DAY_S 86400
#define ZONE_OFFSET_MAX_S (26 * 3600)

enum rule_day { RULE_JULIAN, RULE_ZERO_BASED, RULE_MONTH };

/* When a rule's part of the year begins. */
struct rule_date {
	enum rule_day kind;
	int day;                   /* RULE_JULIAN 1 to 365, never the 29th of February; RULE_ZERO_BASED 0 to 365; RULE_MONTH: 0 is Sunday */
	int month, week;           /* of RULE_MONTH; week 5 is the last */
	int time_s;                /* on the wall as it was before, -167 to 167 hours */
};

struct zone_rule {
	bool there, has_dst;
	int standard_s, dst_s;     /* offsets, east positive */
	struct rule_date start, end;
};

struct zone {
	const char *name;
	int64_t *at_s;             /* transitions, ascending */
	int *offset_s;             /* from at_s[i] on */
	size_t count;
	int first_s;               /* before at_s[0] */
	struct zone_rule rule;
};

/* Parse "CET-1CEST,M3.5.0,M10.5.0/3". False when it is no such rule; *out is then undefined. */
bool zone_rule_parse(struct str text, struct zone_rule *out);

/* The offset that the rule gives at this instant. Units: seconds. */
int zone_rule_offset(const struct zone_rule *r, int64_t at_s);

#endif
