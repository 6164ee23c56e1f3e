/* What the candidate sets, and deleting everything. */
#include "web/web_int.h"

#include <string.h>

#include "base/json.h"
#include "model/model.h"
#include "plan/keep.h"

#define CONFIRM "delete everything"

enum err_code web_settings(struct web *w, json_t **out, struct err *err)
{
	enum err_code code = keep_settings(w->store, out, err);

	/* Where a model is, and where its key lies, is no page's business. */
	if (!code)
		json_object_del(*out, MODEL_SETTING);
	if (!code && !json_is_string(json_object_get(*out, "theme")))
		json_object_set_new(*out, "theme", json_string("system"));
	return code;
}

void web_use_zone(struct web *w, const json_t *settings)
{
	const char *name = json_get_text(settings, "time_zone", NULL);

	arena_clear(&w->zone_arena);
	/* A name that this system does not know means the system's own zone. */
	if ((!name || !*name || zone_load(&w->zone_arena, name, &w->zone, NULL)) && zone_load(&w->zone_arena, NULL, &w->zone, NULL))
		w->zone = zone_utc();
}

enum err_code web_settings_get(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	return web_settings(web_of(rq), &reply->json, err);
}

enum err_code web_settings_set(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const json_t *post;
	const char *at;
	enum err_code code;

	if ((code = web_body(rq, err)))
		return code;
	if (json_is_string(json_object_get(rq->body, "interview_at"))) {
		at = json_get_text(rq->body, "interview_at", "");
		int64_t at_ms;

		if (!zone_time_parse(w->zone, str_of(at), &at_ms))
			return err_set(err, ERR_INPUT, "'%s' is no date and time; write it as 2026-11-28T09:00", at);
	}
	if ((code = keep_check(rq->body, err)))
		return code;
	post = json_object_get(rq->body, "post");
	if (json_is_string(post))
		json_object_set_new(rq->body, "post", keep_post((struct str){json_string_value(post), json_string_length(post)}));
	if (json_object_size(rq->body) > 0 &&
	    (code = store_append(w->store, EVENT_SETTINGS_CHANGED, "settings", rq->body, NULL, err)))
		return code;
	web_changed(w, "settings", 0, NULL);
	code = web_settings(w, &reply->json, err);
	if (!code)
		web_use_zone(w, reply->json);
	return code;
}

/* The record is gone and a new one begins: every page must come in again by a new link. */
enum err_code web_delete(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *deleted = NULL;
	struct err open_err = {0};
	enum err_code code;

	if ((code = web_body(rq, err)))
		return code;
	if (strcmp(json_get_text(rq->body, "confirm", ""), CONFIRM))
		return err_set(err, ERR_INPUT, "to delete everything, 'confirm' must be \"" CONFIRM "\"");
	jobs_pause(w->jobs);
	http_pause(w->http);
	store_close(w->beside->store);
	w->beside->store = NULL;
	store_close(w->store);
	w->store = NULL;                 /* before() of web.c opens it when it cannot be opened here */
	code = store_erase(w->data_dir, &deleted, err);
	if (store_open(&w->store, w->data_dir, &open_err) && !code) {
		*err = open_err;
		code = open_err.code;
	}
	http_resume(w->http);
	jobs_resume(w->jobs);
	if (code) {
		json_decref(deleted);
		return code;
	}
	web_use_zone(w, NULL);
	web_changed(w, "record", 0, NULL);
	reply->json = json_pack("{s:o}", "deleted", deleted);
	return web_new_session(w, err);
}
