/*
 * Drill: one exercise in one variant, open in the worker and warm.
 *
 * Opening fills a thousand worlds from the values of the right answers and the known wrong ones and computes their prints, so
 * that a submission costs one batch of its own.
 */
#ifndef SPAR_JUDGE_DRILL_H
#define SPAR_JUDGE_DRILL_H

#include <jansson.h>

#include "judge/engine.h"
#include "judge/scene.h"

struct drill;

/* Open from the "open" request of judge.h. Errors: ERR_CONTENT where the exercise itself is defective. */
enum err_code drill_open(struct drill **out, const json_t *request, unsigned memory_mb, struct err *err);
void drill_free(struct drill *d);

/* The requests "judge", "run" and "sample". Errors are Spar's own failures. */
enum err_code drill_judge(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err);
enum err_code drill_run(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err);
enum err_code drill_sample(struct drill *d, engine_reply_fn *reply, void *arg, struct err *err);

/* The requests "ask" and "predict": features of a query, and a world on which a misreading of it answers otherwise. */
enum err_code drill_ask(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err);
enum err_code drill_predict(struct drill *d, const json_t *request, engine_reply_fn *reply, void *arg, struct err *err);

#endif
