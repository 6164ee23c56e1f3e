/*
 * Ready or not: two gates and a list for the last day, each line passed, shaky or not tried, with the attempts behind it.
 *
 * A line takes its attempts from the record: drills, parts of mock rounds, and stories that were drilled. What is a success stands in
 * rounds/ready.yaml and is printed beside the line.  Nothing is averaged and there is no overall score: a line is passed when its last
 * attempt was a success and is still fresh.  How sure the record is, is told as an interval, because few attempts prove little. docs/MOCK.md has
 * the formulas with their sources.
 *
 * Threads: rules are read-only once loaded.
 */
#ifndef SPAR_MOCK_READY_H
#define SPAR_MOCK_READY_H

#include "mock/content.h"
#include "store/store.h"

#define READY_CONFIDENCE 0.90
#define READY_ATTEMPTS_SHOWN 12    /* behind a line, newest first */

struct ready_rules;

/*
 * Read rounds/ready.yaml. b (may be NULL) lets patterns be checked, r (may be NULL) scenarios. Ownership: in a. Errors: ERR_CONTENT with the first
 * issue, "amazon-de/rounds/ready.yaml:12:7: ..."; ERR_MISSING.
 */
enum err_code ready_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct bank *b, const struct rounds *r,
			       const struct ready_rules **out, struct err *err);
/* The same for a bank, with its rounds if they can be read; read once and lent until bank_free(). Threads: any. */
enum err_code ready_rules_of(struct bank *b, const struct ready_rules **out, struct err *err);

/*
 * Where the candidate stands at now_ms. s NULL: an empty record. more (may be NULL): attempts that other parts bring, a list of objects as
 * proofs.c makes them. New reference:
 *   {"at","gates":[{"id","name","checklist","holds","lines":[{"id","name","state":"passed"|"shaky"|"not tried","rule","formula","why",
 *      "successes","attempts","interval":[LOW,HIGH]|null,"stale_at":TEXT|null,
 *      "behind":[{"at","success","what","ref","note"}],"uncounted":[{"at","what","ref","note"}],"left":null (see guide_leave()),"tonight":{"kind","topic","subject","minutes","command","route","what"}}]}],
 *    "holds":BOOL,"stop":TEXT|null,"tonight":[{...,"line"}]}
 * uncounted: tellings that were neither for nor against the line, each with the reason. holds: every gate that is no checklist holds; then stop says what to do instead. tonight: what of the gates is shaky, then what was not tried.
 */
enum err_code ready_make(const struct ready_rules *rules, struct bank *b, struct store *s, int64_t now_ms, const json_t *more, json_t **out,
			 struct err *err);

/*
 * Jeffreys interval for a share: quantiles of Beta(successes + 1/2, failures + 1/2); the lower end is 0 without a success, the
 * upper 1 without a failure. Source: Brown, Cai and DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001).
 */
void ready_interval(int successes, int attempts, double confidence, double *low, double *high);

#endif
