/*
 * A model's wording of the follow-up that stands in a drill or a round, where one is switched on. It is asked for while the reply to what was said goes
 * out, and looked for by the page: no request waits for it.
 */
#include "web/web_int.h"

#include <string.h>

#include "base/json.h"
#include "model/model.h"

/* Whose wording is on its way. */
struct web_wording {
	struct arena arena;
	struct model_endpoint endpoint;
	struct model *model;
	int64_t of;                /* the drill or round, which are events both; 0: none */
	int stage, turn;
};

void web_wording_free(struct web_wording *o)
{
	if (!o)
		return;
	model_close(o->model);
	arena_release(&o->arena);
	free(o);
}

static bool same(const struct model_endpoint *x, const struct model_endpoint *y)
{
	return !strcmp(x->address, y->address) && !strcmp(x->name, y->name) && !x->key_file == !y->key_file &&
	       (!x->key_file || !strcmp(x->key_file, y->key_file));
}

/* The model as it is set now, in this program or another; NULL when none is on. */
static struct web_wording *wording_of(struct web *w, struct arena *a)
{
	struct model_endpoint e;
	json_t *settings = NULL;
	struct err ignored = {0};
	bool on = !store_settings(w->store, &settings, &ignored) && !model_endpoint_read(a, settings, &e, &ignored) && e.on;
	struct web_wording *o = w->wording;

	json_decref(settings);
	if (o && on && same(&o->endpoint, &e))
		return o;
	web_wording_free(o);
	w->wording = NULL;
	if (!on || !(o = calloc(1, sizeof(*o))))
		return NULL;
	arena_init(&o->arena, 1u << 20);
	o->endpoint = e;
	o->endpoint.address = arena_strdup(&o->arena, e.address);
	o->endpoint.name = arena_strdup(&o->arena, e.name);
	o->endpoint.key_file = e.key_file ? arena_strdup(&o->arena, e.key_file) : NULL;
	if (model_open(&o->model, &o->endpoint, &ignored)) {
		web_wording_free(o);
		return NULL;
	}
	return w->wording = o;
}

bool web_wording_ask(struct web *w, int64_t of, int stage, int turn, const struct model_question *q, struct arena *a)
{
	struct web_wording *o = wording_of(w, a);
	struct err ignored = {0};

	if (!o)
		return false;
	o->of = 0;
	if (model_ask(o->model, q, &ignored))
		return false;
	o->of = of;
	o->stage = stage;
	o->turn = turn;
	return true;
}

bool web_wording_waits(struct web *w, int64_t of, int stage, int turn, struct str *text)
{
	struct web_wording *o = w->wording;
	struct err ignored = {0};

	*text = (struct str){"", 0};
	if (!o || o->of != of || o->stage != stage || o->turn != turn)
		return false;
	switch (model_take(o->model, 0, text, &ignored)) {
	case MODEL_WAITS:
		return true;
	case MODEL_CAME:
	case MODEL_FAILED:
		break;
	}
	o->of = 0;
	return false;
}
