/*
 * The judge itself, inside the worker: requests in, replies out. See judge.h for both.
 *
 * Threads: one.
 */
#ifndef SPAR_JUDGE_ENGINE_H
#define SPAR_JUDGE_ENGINE_H

#include <jansson.h>

#include "base/err.h"

struct engine;

/* Deliver one reply; msg is borrowed. */
typedef void engine_reply_fn(const json_t *msg, void *arg);

struct engine_options {
	unsigned memory_mb;    /* for DuckDB; 0: the default */
};

enum err_code engine_new(struct engine **out, const struct engine_options *options, struct err *err);
void engine_free(struct engine *e);

/*
 * Handle one request, whatever it is, and deliver its replies, without the final {"type":"done"}. What cannot be
 * done becomes an {"type":"error"} reply, never a crash.
 */
void engine_handle(struct engine *e, const json_t *request, engine_reply_fn *reply, void *arg);

#endif
