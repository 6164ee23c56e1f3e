/*
 * What rounds say about principles and design topics, for the plan: how often each was tried, how often it held, when last. And what
 * they can start.
 *
 * A principle holds when its question was answered and no follow-up was dodged. A topic (of the plan: "late-data") holds when what belongs to
 * it was said without being asked; which points belong to which topic is in rounds/debrief.yaml.
 */
#ifndef SPAR_MOCK_EVIDENCE_H
#define SPAR_MOCK_EVIDENCE_H

#include "mock/debrief.h"
#include "plan/plan.h"

#define EVIDENCE_RECENT 8          /* attempts that make the strength, as in the plan */

/*
 * Every principle and topic that a round or a drilled story touched, in the order in which they first came: what keep_open() takes as more
 * evidence. In a. s NULL: none. Errors: the store's.
 */
enum err_code mock_evidence_read(const struct debrief_rules *rules, struct bank *b, struct store *s, struct arena *a, struct plan_evidence **out,
				 size_t *count, struct err *err);

/* What of the plan's blocks rounds can start: what keep_open() takes as more offers. Lent by the rules. */
const struct plan_offer *mock_offers(const struct debrief_rules *rules, size_t *count);

#endif
