/*
 * What a submission is: the checks before the judge sees it, the requests, and what of the judge's replies is recorded.
 *
 * The terminal and the page both drill; here stands what must be the same in both. Neither prints here, and nothing here waits.
 */
#ifndef SPAR_PRACTICE_JUDGED_H
#define SPAR_PRACTICE_JUDGED_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/store.h"

#define PRACTICE_CALL_MS 15000       /* one question to the judge */
#define PRACTICE_SUBMIT_MS 60000     /* the verdict, every small database, and the large one */
#define PRACTICE_OPEN_MS 30000
#define PRACTICE_RUN_ROWS 200

/*
 * Can this text be a query at all? Empty (also: only comments), over JUDGE_QUERY_MAX_BYTES, NUL bytes or bad UTF-8 are
 * ERR_INPUT or ERR_LIMIT; nothing of it is then recorded or judged.
 */
enum err_code query_check(struct str query, struct err *err);

/* Requests to the judge about an open exercise; new references. */
json_t *practice_judge_request(const char *subject, struct str query, bool small, bool large);
json_t *practice_run_request(const char *subject, struct str query);
json_t *practice_sample_request(const char *subject);

/* What came of a submission. */
struct judged {
	json_t *verdict;           /* new references or NULL; after judged_settle() the last word */
	json_t *small, *large;
	bool interrupted;          /* somebody ended it */
	int64_t elapsed_ms;        /* of the attempt when it was submitted */
};

/* Keep a reply of the judge if it belongs to a submission. */
void judged_take(struct judged *j, const json_t *msg);
/* All replies have come: a difference found among the small databases is the verdict. */
void judged_settle(struct judged *j);
/* The body of attempt.judged; new reference. What is too long for the record is left out of its result. */
json_t *judged_event(const struct judged *j, int64_t attempt, int64_t submission);
void judged_release(struct judged *j);

/* Was the query refuted by a verdict that counts? */
bool verdict_refutes(const json_t *verdict);

/* More time on the clock than the exercise asks for does not make it easier to be cold. 0 when there is no clock. */
int64_t practice_cold_limit_ms(int64_t limit_ms, int minutes);
/*
 * Why an attempt can no longer count as cold, after elapsed_ms of it: a clause for people, lent for ever; NULL when it can. limit_ms is
 * practice_cold_limit_ms(). The record decides in the end.
 */
const char *practice_not_cold(const struct store_attempt *t, bool solution_recent, int64_t elapsed_ms);

#endif
