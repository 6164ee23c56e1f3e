/*
 * The queries of a round, judged when it is over. Until then nobody knows a verdict, so nothing can show one.
 */
#ifndef SPAR_MOCK_JUDGE_H
#define SPAR_MOCK_JUDGE_H

#include "judge/judge.h"
#include "mock/mock.h"

/*
 * Judge every query of a mock that has no verdict yet, and record attempt.submitted, attempt.judged and attempt.ended as a drill does.
 * Can be called again after a crash or an error: what is done is not done again. *left (may be NULL) is how many could not be judged.
 * Errors: those of the store; what the judge cannot do is counted in *left, its reason is in why.
 */
enum err_code mock_judge(const struct mock_base *base, struct judge_client *judge, int64_t id, size_t *left, struct err *why,
			 struct err *err);

/* Asked before each call of the judge: an error ends what it was asked for, which is then left as with any other error of the judge. */
typedef enum err_code mock_wanted_fn(void *arg, struct err *err);
/* The same for who may be told to stop between two calls (judge_client_ready()). */
enum err_code mock_judge_while(const struct mock_base *base, struct judge_client *judge, mock_wanted_fn *wanted, void *arg, int64_t id, size_t *left,
			       struct err *why, struct err *err);

#endif
