/*
 * Verdicts as the JSON of judge.h.
 */
#ifndef SPAR_JUDGE_VERDICT_H
#define SPAR_JUDGE_VERDICT_H

#include <jansson.h>

#include "judge/match.h"

/* {"type":"verdict","verdict":...} with the counts of m and, when it has one, the witness. New reference. */
json_t *verdict_json(const struct match *m, struct scene *s, const struct match_options *o, int64_t ms);

/* {"type":"verdict","verdict":"invalid",...}. New reference. */
json_t *verdict_refused(const struct refusal *no);

/* The witness alone: tables, expected, got, diff. New reference. */
json_t *verdict_witness(const struct match *m, struct scene *s, const struct match_options *o);

/* One side's answer: rows_json(), or {"error":TEXT}. New reference. */
json_t *verdict_answer(const struct match_answer *x);

/* The name of a verdict: "right", "wrong", "row-order", "timeout", "unknown". */
const char *verdict_name(enum match_verdict v);

#endif
