/*
 * What rounds say about principles and design topics, for the plan: how often each was tried, how often it held, when last.
 *
 * A principle holds when its question was answered and no follow-up was dodged. A topic (of the plan: "late-data") holds when what belongs to
 * it was said without being asked; which points belong to which topic is in rounds/debrief.yaml.
 */
#ifndef SPAR_MOCK_EVIDENCE_H
#define SPAR_MOCK_EVIDENCE_H

#include "mock/debrief.h"

#define EVIDENCE_RECENT 8          /* attempts that make the strength, as in the plan */

struct mock_evidence {
	bool principle;            /* else a topic of the plan */
	const char *id;            /* "ownership", "late-data" */
	int attempts, successes;
	int strength;              /* successes minus failures of the last EVIDENCE_RECENT */
	int64_t last_ms;           /* of the last attempt */
	int64_t last_success_ms;   /* 0: never */
};

/* Every principle and topic that a round or a drilled story touched, in the order in which they first came. In a. s NULL: none. Errors: the store's. */
enum err_code mock_evidence_read(const struct debrief_rules *rules, struct bank *b, struct store *s, struct arena *a, struct mock_evidence **out,
				 size_t *count, struct err *err);

#endif
