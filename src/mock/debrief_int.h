/*
 * Inside the debrief: rules, and counting what cost the most.
 */
#ifndef SPAR_MOCK_DEBRIEF_INT_H
#define SPAR_MOCK_DEBRIEF_INT_H

#include "mock/debrief.h"
#include "mock/mock_int.h"
#include "plan/plan.h"

#define COST_TABLE(X)                                                                                                    \
	X(COST_SQL_WRONG, "sql_wrong") X(COST_SQL_NONE, "sql_none") X(COST_NOTHING, "nothing") X(COST_SALAD, "salad")        \
	X(COST_NOT_REACHED, "not_reached") X(COST_EVADED, "evaded") X(COST_DECLINED, "declined") X(COST_TOOLS, "tools")      \
	X(COST_LATE, "late") X(COST_MISSING, "missing") X(COST_NOT_ASKED, "not_asked") X(COST_PARTIAL, "partial")

enum cost {
#define X(id, name) id,
	COST_TABLE(X)
#undef X
	COSTS
};

struct debrief_block {
	const char **points;
	size_t point_count;
	const char *kind, *topic, *what;
	int minutes;
};

struct debrief_rules {
	int cost[COSTS];
	const char **names, **words;   /* "late_data", "late data" */
	size_t name_count;
	const struct debrief_block *blocks;
	size_t block_count;
	const struct plan_offer *offers;   /* what rounds can start */
	size_t offer_count;
};

/* "late_data" or "no_late_data" in words; itself when the rules have none. Lent by the rules. */
const char *debrief_name(const struct debrief_rules *r, const char *what);

/* Put into o["counted"] what this part cost: [{cost, point, what, quote, subject}]. */
void debrief_count(const struct debrief_rules *r, size_t index, const struct mock_part *p, json_t *o);

/* The DEBRIEF_COSTS that cost the most, summed by block. New reference. */
json_t *debrief_costs(const struct debrief_rules *r, const json_t *parts);

#endif
