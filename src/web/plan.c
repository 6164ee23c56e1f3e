/* The plan: what to do on each day, marks on its blocks, the job post, exports. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "http/route.h"
#include "mock/planned.h"
#include "practice/choose.h"

#define EXPORT_MAX_BYTES (4u << 20)

static enum err_code open_plan(const struct http_request *rq, struct keep *k, struct err *err)
{
	return planned_open(web_of(rq)->bank, web_of(rq)->store, clock_now_ms(), rq->arena, k, err);
}

/* ---- where a block leads ---- */

bool web_has_page(const char *route)
{
	struct str path = {route, strcspn(route, "?")};
	struct route_match match;

	return route_find(web_routes, web_route_count, HTTP_GET, path, &match) == ROUTE_FOUND && match.route->handler == web_page;
}

/* The word behind an option of a command; NULL. */
static const char *option_of(const char *command, const char *option, struct arena *a)
{
	const char *at = strstr(command, option);

	return at ? arena_strndup(a, at + strlen(option), strcspn(at + strlen(option), " ")) : NULL;
}

const char *web_drill_route(struct web *w, const char *command, struct arena *a)
{
	const char *patterns = option_of(command, "--pattern ", a), *minutes = option_of(command, "--minutes ", a);
	bool no_run = strstr(command, "--no-run") != NULL;
	struct err err = {0};
	struct choice c;

	/* It says on what it drills, so nothing else will do. */
	if (patterns ? choose_pattern(w->bank, w->store, rng_seed_default(), NULL, patterns, a, &c, &err)
		     : choose_next(w->bank, w->store, rng_seed_default(), NULL, a, &c, &err))
		return NULL;
	return arena_printf(a, "/drill/%s/%s%s%s%s", c.ex->slug, c.v->name, no_run ? "?way=no-run" : "", !minutes ? "" : no_run ? "&minutes=" : "?minutes=",
			    minutes ? minutes : "");
}

/* Of a block that drills, a variant that was not seen yet if there is one. */
static const char *route_of(struct web *w, const struct plan_block *b, struct arena *a)
{
	if (!b->route || b->outside)
		return NULL;
	if (!strncmp(b->route, "/drill", 6))
		return b->command ? web_drill_route(w, b->command, a) : NULL;
	return web_has_page(b->route) ? b->route : NULL;
}

json_t *web_block_json(struct web *w, const struct keep *k, const struct plan_block *b, struct arena *a)
{
	const char *route = route_of(w, b, a);
	json_t *j = plan_block_json(b, k->zone);

	json_object_set_new(j, "route", route ? json_string(route) : json_null());
	json_object_set_new(j, "day", json_string(date_words(a, b->date, false)));
	return j;
}

/* ---- the plan ---- */

/* Blocks lead only to pages that are there. */
static void check_routes(json_t *plan)
{
	const json_t *days = json_get_array(plan, "days"), *blocks;

	for (size_t d = 0; d < json_array_size(days); d++) {
		blocks = json_get_array(json_array_get(days, d), "blocks");
		for (size_t i = 0; i < json_array_size(blocks); i++) {
			json_t *b = json_array_get(blocks, i);
			const char *route = json_get_text(b, "route", NULL);

			if (route && !web_has_page(route))
				json_object_set_new(b, "route", json_null());
		}
	}
}

/* PLAN of web.h; new reference. */
static json_t *plan_of(struct keep *k, const struct guide *g)
{
	const struct plan_block *next = g->say == GUIDE_STOP ? NULL : keep_next(k->plan, k->in.now_ms);
	json_t *j = plan_json(k->plan, k->zone), *warnings = json_array();
	int minute = zone_minute(k->zone, k->in.now_ms);
	char now[8];

	check_routes(j);
	json_object_del(j, "facts");
	json_object_del(j, "held");
	snprintf(now, sizeof(now), "%02d:%02d", minute / 60 % 24, minute % 60);
	for (size_t i = 0; i < k->warning_count; i++)
		json_array_append_new(warnings, json_text_value(k->warnings[i], strlen(k->warnings[i])));
	json_object_set_new(j, "now_ms", json_integer(k->in.now_ms));
	json_object_set_new(j, "now", json_string(now));
	json_object_set_new(j, "next", next ? json_string(next->id) : json_null());
	json_object_set_new(j, "undo", k->undo ? json_string(k->undo) : json_null());
	json_object_set_new(j, "warnings", warnings);
	json_object_set_new(j, "post_set", json_boolean(k->in.post.n > 0));
	return j;
}

enum err_code web_plan(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct guide g;
	struct keep k;
	enum err_code code = open_plan(rq, &k, err);

	if (code)
		return code;
	guide_shown(web_of(rq)->bank, web_of(rq)->store, &k, rq->arena, &g);
	reply->json = plan_of(&k, &g);
	return ERR_OK;
}

/* ---- marks ---- */

/* The body, the plan and the block that the body names. */
static enum err_code take_block(struct http_request *rq, struct keep *k, const struct plan_block **b, struct err *err)
{
	const char *near = NULL, *id;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = open_plan(rq, k, err)))
		return code;
	id = json_get_text(rq->body, "id", "");
	*b = keep_block(k->plan, id, &near);
	if (*b)
		return ERR_OK;
	return err_set(err, ERR_MISSING, near ? "no block '%.80s' in the plan, did you mean '%s'?" : "no block '%.80s' in the plan%s", id, near ? near : "");
}

/* A mark is in the record: the plan as it is now, and word to the other pages. */
static enum err_code marked(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	web_changed(web_of(rq), "record", 0, json_get_text(rq->body, "page", NULL));
	return web_plan(rq, reply, err);
}

enum err_code web_plan_tick(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const struct plan_block *b = NULL;
	struct keep k;
	enum err_code code = take_block(rq, &k, &b, err);

	if (!code)
		code = keep_tick(web_of(rq)->store, b, json_get_bool(rq->body, "ticked", true), k.in.now_ms, err);
	return code ? code : marked(rq, reply, err);
}

enum err_code web_plan_pin(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const struct plan_block *b = NULL;
	int64_t start_ms = 0;
	struct keep k;
	enum err_code code = take_block(rq, &k, &b, err);
	const char *at;

	if (code)
		return code;
	at = json_get_text(rq->body, "at", NULL);
	if (json_object_get(rq->body, "at") && (!at || !zone_time_parse(k.zone, str_of(at), &start_ms)))
		return err_set(err, ERR_INPUT, "'%.40s' is no date and time; write it as 2026-11-28T18:30", at ? at : "");
	code = keep_pin(web_of(rq)->store, &k, b, json_get_bool(rq->body, "pinned", true), start_ms, k.in.now_ms, err);
	return code ? code : marked(rq, reply, err);
}

enum err_code web_plan_undo(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const char *id = NULL;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = keep_undo(web_of(rq)->store, rq->arena, &id, err)) || (code = marked(rq, reply, err)))
		return code;
	json_object_set_new(reply->json, "undone", json_text_value(id, strlen(id)));
	return ERR_OK;
}

/* Nothing is recorded: what is begun says so itself. */
enum err_code web_plan_start(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const struct plan_block *b = NULL;
	struct keep k;
	enum err_code code = take_block(rq, &k, &b, err);

	if (!code)
		reply->json = web_block_json(web_of(rq), &k, b, rq->arena);
	return code;
}

/* ---- the job post ---- */

/* {text, read}: what the post says, as it was read for this level. */
static enum err_code post_reply(struct http_request *rq, const char *text, struct http_reply *reply, struct err *err)
{
	const struct plan_rules *rules = NULL;
	enum plan_level level = PLAN_L5;
	struct plan_post post;
	json_t *set = NULL;
	enum err_code code = keep_settings(web_of(rq)->store, &set, err);

	if (code)
		return code;
	plan_level_find(json_get_text(set, "level", "L5"), &level);
	json_decref(set);
	if ((code = plan_rules_of(web_of(rq)->bank, &rules, err)))
		return code;
	plan_post_read(rules, str_of(text), level, rq->arena, &post);
	reply->json = json_pack("{s:o,s:s,s:o}", "text", json_text_value(text, strlen(text)), "level", plan_level_name(level), "read", plan_post_json(&post));
	return ERR_OK;
}

enum err_code web_plan_post(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	json_t *set = NULL;
	enum err_code code = keep_settings(web_of(rq)->store, &set, err);

	if (!code)
		code = post_reply(rq, json_get_text(set, "post", ""), reply, err);
	json_decref(set);
	return code;
}

enum err_code web_plan_post_set(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const json_t *given;
	json_t *set;
	enum err_code code = web_body(rq, err);

	if (code)
		return code;
	given = json_object_get(rq->body, "text");
	set = json_pack("{s:o}", "post", json_string_length(given) ? keep_post((struct str){json_string_value(given), json_string_length(given)}) : json_null());
	code = store_append(web_of(rq)->store, EVENT_SETTINGS_CHANGED, "settings", set, NULL, err);
	if (!code)
		code = post_reply(rq, json_get_text(set, "post", ""), reply, err);
	if (!code) {
		json_object_set_new(reply->json, "cut", json_boolean(json_string_length(given) > PLAN_POST_MAX_BYTES));
		web_changed(web_of(rq), "settings", 0, json_get_text(rq->body, "page", NULL));
	}
	json_decref(set);
	return code;
}

/* ---- to take away ---- */

/* One of the files that a plan can be written into; false: there is nothing to write. */
typedef bool write_fn(const struct keep *k, const struct web *w, struct buf *b);

static bool write_ics(const struct keep *k, const struct web *w, struct buf *b)
{
	return plan_ics(k->plan, store_path(w->store), b);
}

static bool write_markdown(const struct keep *k, const struct web *w, struct buf *b)
{
	(void)w;
	plan_markdown(k->plan, k->zone, b);
	return true;
}

static bool write_page(const struct keep *k, const struct web *w, struct buf *b)
{
	(void)w;
	plan_page(k->plan, k->zone, b);
	return true;
}

static enum err_code give(struct http_request *rq, struct http_reply *reply, write_fn *write, const char *type, const char *download, struct err *err)
{
	struct guide g;
	struct keep k;
	struct buf b;
	enum err_code code = open_plan(rq, &k, err);

	if (code)
		return code;
	guide_shown(web_of(rq)->bank, web_of(rq)->store, &k, rq->arena, &g);
	buf_init(&b, EXPORT_MAX_BYTES);
	if (!write(&k, web_of(rq), &b))
		code = err_set(err, ERR_MISSING, "there is no block to put into a calendar: %.200s", k.plan->summary);
	else if (!(code = buf_check(&b, err))) {
		reply->n = b.n;
		reply->owned = buf_take(&b);
		reply->type = type;
		reply->download = download;
	}
	buf_release(&b);
	return code;
}

enum err_code web_plan_ics(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	return give(rq, reply, write_ics, "text/calendar; charset=utf-8", "spar-plan.ics", err);
}

enum err_code web_plan_md(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	return give(rq, reply, write_markdown, "text/markdown; charset=utf-8", "spar-plan.md", err);
}

enum err_code web_plan_page(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	return give(rq, reply, write_page, "text/plain; charset=utf-8", NULL, err);
}
