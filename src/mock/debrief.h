/*
 * After a round: what was asked, what was volunteered and what had to be pulled out, time by part, queries with their verdicts, and the
 * three things that cost the most, each with a block for the plan.
 *
 * Everything comes from the record; nothing is analysed anew, so a debrief of last week says today what it said then. docs/MOCK.md has the
 * formula for the costs. There is no score.
 */
#ifndef SPAR_MOCK_DEBRIEF_H
#define SPAR_MOCK_DEBRIEF_H

#include "base/buf.h"
#include "mock/mock.h"

#define DEBRIEF_COSTS 3

struct debrief_rules;

/* Read rounds/debrief.yaml. Ownership: in a. Errors: ERR_CONTENT with the first issue, "amazon-de/rounds/debrief.yaml:12:7: ..."; ERR_MISSING. */
enum err_code debrief_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct debrief_rules **out, struct err *err);
/* The same for a bank, read once and lent until bank_free(). Threads: any. */
enum err_code debrief_rules_of(struct bank *b, const struct debrief_rules **out, struct err *err);

/*
 * The debrief of a mock; id 0: of the last one. New reference:
 *   {"id","round","title","at","level","seed","minutes","over","how","used_ms","limit_ms","pad",
 *    "parts":[{"round","name","kind","how":"done"|"time"|"left"|"open"|"not reached","question","principle","scenario","used_ms","limit_ms",
 *              "answer":QUOTE,"volunteered":[{"what","quote"}],"pulled":[{"what","quote","by"}],"missing":[WHAT],"named":[WHAT], what came up and was not treated
 *              "asked":[{"question","why","quote","reply","verdict","missing","depth"}],"clarified":{"asked","missed","unknown"},"silences",
 *              "sql":{"exercise","variant","title","query","query_ms","limit_ms","verdict":the judge's or null,"cold"}}],
 *    "costs":[{"what","quote","part","block":{"kind","topic","subject","what","minutes","command","route"}}]}
 * Errors: ERR_MISSING; ERR_BUSY while that mock is not over (nothing is told in a round); the store's.
 */
enum err_code mock_debrief(const struct mock_base *base, const struct debrief_rules *rules, int64_t id, json_t **out, struct err *err);

/* The same as Markdown, witnesses included. */
void debrief_markdown(const json_t *debrief, struct buf *out);

#endif
