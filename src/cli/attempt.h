/*
 * An attempt at a variant: what is done to it, what of that is recorded, and the questions to the judge.
 *
 * Used by the drill in the terminal, by `spar sql check` and by queries from a file.  Whatever the record cannot take is said at once
 * ("not recorded: ...") and remembered in cli->lost; the attempt goes on.
 */
#ifndef SPAR_CLI_ATTEMPT_H
#define SPAR_CLI_ATTEMPT_H

#include <jansson.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "practice/judged.h"

struct attempt {
	struct cli *cli;
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	const char *subject;       /* bank_subject(), in cli->arena */
	int64_t id;                /* of the record; 0 when it is not recorded */
	int64_t begun_ms;          /* clock_work_ms() */
	int64_t limit_ms;          /* time on the clock; 0: none */
	bool no_run;
	bool seen;                 /* the variant was known before */
	bool opened;               /* the judge has it */
	bool passed;               /* a submission was right */
	bool cold;                 /* and counts as cold: known once it passed */
	int hints, runs, refuted;  /* as far as they happened here */
	bool solution_shown;
};

/* Begin: mode "try" or "check". The judge is not asked yet. */
void attempt_begin(struct attempt *t, struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v,
		   const char *mode, int64_t limit_ms, bool no_run);
/* Record that it is over. */
void attempt_end(struct attempt *t);

int64_t attempt_elapsed_ms(const struct attempt *t);
/* What is left on the clock; below 0 when it is over; 0 when there is no clock. */
int64_t attempt_left_ms(const struct attempt *t);
/* Would a pass now still be cold? *why (lent) says why not. */
bool attempt_is_cold(const struct attempt *t, const char **why);

/* Make the judge ready; done by whatever needs it. */
enum err_code attempt_open(struct attempt *t, struct err *err);

/*
 * Submit: record the query, then have it judged, then record the verdict. on_reply (may be NULL) sees each message
 * as it comes. Errors are those of query_check() and of the judge; a verdict of any kind is none.  Ownership: judged_release().
 */
enum err_code attempt_submit(struct attempt *t, struct str query, bool large, judge_reply_fn *on_reply, void *arg,
			     struct judged *out, struct err *err);
/* The exit status of a verdict: 0 right, 1 wrong or row-order, 2 invalid, 7 timeout or unknown, 130 interrupted. */
int judged_status(const struct judged *j);

/* Run on the sample: {"type":"rows"} or an invalid verdict. Recorded as a run, which costs the cold mark. */
enum err_code attempt_run(struct attempt *t, struct str query, json_t **reply, struct err *err);

/* The sample's tables: {"type":"sample"}. Costs nothing. */
enum err_code attempt_sample(struct attempt *t, json_t **reply, struct err *err);

/* Record a hint of this step, then judge the query as it stands without it counting: *verdict. Query may be empty: then NULL. */
enum err_code attempt_hint(struct attempt *t, int step, struct str query, json_t **verdict, struct err *err);
/* Judge any text without recording anything; *verdict is a new reference. */
enum err_code attempt_ask(struct attempt *t, const char *query, size_t n, json_t **verdict, struct err *err);

/* Ask the judge anything about the variant (request is consumed); *reply is a new reference. */
enum err_code attempt_call(struct attempt *t, json_t *request, json_t **reply, struct err *err);
/* Be ready for attempt_call() without an attempt in the record. */
void attempt_ready(struct attempt *t, struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v);

/* Record that a solution is about to be shown. */
void attempt_solution(struct attempt *t);

/* Keep what is being typed. At most every 500 ms unless now. */
void attempt_draft(struct attempt *t, struct str text, bool now);

/* Write an event and say so when that fails. id may be NULL. body is consumed. */
void record(struct cli *cli, enum event_kind kind, const char *subject, json_t *body, int64_t *id);

#endif
