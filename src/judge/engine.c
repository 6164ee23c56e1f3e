#include "judge/engine.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "judge/ask_rows.h"
#include "judge/drill.h"
#include "judge/refute.h"
#include "judge/sandbox.h"

#define DRILLS_MAX 8

struct open_drill {
	char *id;              /* owned */
	struct drill *drill;   /* owned */
	uint64_t used;         /* when last, by count of requests */
};

struct engine {
	struct engine_options options;
	struct open_drill open[DRILLS_MAX];
	struct refuter *refuter;
	uint64_t requests;
};

enum err_code engine_new(struct engine **out, const struct engine_options *options, struct err *err)
{
	struct engine *e = calloc(1, sizeof *e);

	if (!e)
		return err_set(err, ERR_MEMORY, "out of memory");
	e->options = *options;
	*out = e;
	return ERR_OK;
}

static void close_drill(struct open_drill *o)
{
	free(o->id);
	drill_free(o->drill);
	memset(o, 0, sizeof *o);
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < DRILLS_MAX; i++)
		close_drill(&e->open[i]);
	refuter_free(e->refuter);
	free(e);
}

static struct open_drill *find(struct engine *e, const char *id)
{
	for (size_t i = 0; i < DRILLS_MAX; i++)
		if (e->open[i].id && strcmp(e->open[i].id, id) == 0) {
			e->open[i].used = e->requests;
			return &e->open[i];
		}
	return NULL;
}

static struct open_drill *oldest(struct engine *e)
{
	struct open_drill *o = &e->open[0];

	for (size_t i = 1; i < DRILLS_MAX; i++)
		if (e->open[i].used < o->used)
			o = &e->open[i];
	return o;
}

static enum err_code open_one(struct engine *e, const json_t *request, engine_reply_fn *reply, void *arg,
			      struct err *err)
{
	const char *id = json_get_text(request, "id", "");
	int64_t start = clock_mono_ms();
	struct open_drill *o = find(e, id);
	struct drill *d;
	enum err_code rc = drill_open(&d, request, e->options.memory_mb, err);

	if (rc)
		return rc;
	if (!o)
		o = oldest(e);
	close_drill(o);
	o->id = strdup(id);
	o->drill = d;
	o->used = e->requests;
	json_t *msg = json_pack("{s:s, s:I}", "type", "opened", "ms", (json_int_t)(clock_mono_ms() - start));
	reply(msg, arg);
	json_decref(msg);
	return ERR_OK;
}

static enum err_code refute_one(struct engine *e, const json_t *request, engine_reply_fn *reply, void *arg,
				struct err *err)
{
	enum err_code rc = e->refuter ? ERR_OK : refuter_new(&e->refuter, e->options.memory_mb, err);

	if (rc)
		return rc;
	json_t *v = refute(e->refuter, request, err);
	if (!v)
		return err->code;
	reply(v, arg);
	json_decref(v);
	return ERR_OK;
}

static enum err_code status(engine_reply_fn *reply, void *arg)
{
	json_t *msg = json_pack("{s:s, s:s, s:I, s:i}", "type", "status", "duckdb", duck_version(), "memory_kb",
				(json_int_t)sandbox_memory_kb(), "pid", (int)getpid());

	reply(msg, arg);
	json_decref(msg);
	return ERR_OK;
}

static enum err_code check(const json_t *request, engine_reply_fn *reply, void *arg)
{
	json_t *msg = ask_rows_check(request);

	reply(msg, arg);
	json_decref(msg);
	return ERR_OK;
}

static enum err_code dispatch(struct engine *e, const json_t *request, engine_reply_fn *reply, void *arg,
			      struct err *err)
{
	const char *op = json_get_text(request, "op", "");
	struct open_drill *o;

	if (strcmp(op, "open") == 0)
		return open_one(e, request, reply, arg, err);
	if (strcmp(op, "refute") == 0)
		return refute_one(e, request, reply, arg, err);
	if (strcmp(op, "status") == 0)
		return status(reply, arg);
	if (strcmp(op, "check") == 0)
		return check(request, reply, arg);
	o = find(e, json_get_text(request, "id", ""));
	if (!o)
		return err_set(err, ERR_MISSING, "no exercise is open as '%s'", json_get_text(request, "id", ""));
	if (strcmp(op, "judge") == 0)
		return drill_judge(o->drill, request, reply, arg, err);
	if (strcmp(op, "run") == 0)
		return drill_run(o->drill, request, reply, arg, err);
	if (strcmp(op, "sample") == 0)
		return drill_sample(o->drill, reply, arg, err);
	if (strcmp(op, "ask") == 0)
		return drill_ask(o->drill, request, reply, arg, err);
	if (strcmp(op, "predict") == 0)
		return drill_predict(o->drill, request, reply, arg, err);
	return err_set(err, ERR_USAGE, "there is no request '%s'", op);
}

void engine_handle(struct engine *e, const json_t *request, engine_reply_fn *reply, void *arg)
{
	struct err err = {0};

	e->requests++;
	if (dispatch(e, request, reply, arg, &err)) {
		json_t *msg = json_pack("{s:s, s:s, s:o}", "type", "error", "code", err_name(err.code), "text",
					json_text_value(err.text, strlen(err.text)));
		reply(msg, arg);
		json_decref(msg);
	}
}
