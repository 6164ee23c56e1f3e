/* Memories: written down by questions, looked through, put away, taken along. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/rng.h"

#define EXPORT_BYTES_MAX (64u << 20)
#define REV_DIGITS 16

enum err_code web_story_pack(struct web *w, const struct story_pack **out, struct err *err)
{
	size_t n = 0;

	if (!w->stories) {
		enum err_code code = story_pack_open(&w->stories, NULL, NULL, err);

		if (code)
			return code;
		const char *const *issues = story_pack_issues(w->stories, &n);

		for (size_t i = 0; i < n; i++)
			log_at(LOG_WARN, "%s", issues[i]);
	}
	*out = w->stories;
	return ERR_OK;
}

/* ---- drafts ---- */

static json_t *draft_value(struct str text)
{
	char rev[REV_DIGITS + 1];

	snprintf(rev, sizeof(rev), "%016llx", (unsigned long long)rng_hash(0, text.p, text.n));
	return json_pack("{s:o,s:s}", "text", json_text_value(text.p, text.n), "rev", rev);
}

json_t *web_draft_json(struct web *w, const char *subject, struct arena *a)
{
	const char *text = NULL;
	struct err ignored = {0};
	int64_t at_ms = 0;

	if (store_draft_get(w->store, subject, a, &text, &at_ms, &ignored) || !text)
		return json_null();
	return draft_value(str_of(text));
}

enum err_code web_draft_keep(struct http_request *rq, const char *subject, int64_t about, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const json_t *value = json_object_get(rq->body, "text");
	struct str text = {json_string_value(value), json_string_length(value)};
	json_t *now = web_draft_json(w, subject, rq->arena), *mine;
	const char *seen = json_get_text(rq->body, "seen", "");
	enum err_code code;

	/* The record ends a text at a NUL: what stands behind one must not be lost. */
	if (text.n && memchr(text.p, 0, text.n))
		text = story_text_clean(rq->arena, text, NULL);
	mine = text.n ? draft_value(text) : json_null();
	/* What was too long is kept without the blanks around it, and is nobody else's. */
	bool mine_too = str_eq_c(str_trim(text), json_get_text(now, "text", ""));

	if (json_is_object(now) && strcmp(json_get_text(now, "rev", ""), seen) && !json_equal(now, mine) && !mine_too) {
		json_decref(mine);
		reply->json = json_pack("{s:n,s:o}", "rev", "other", now);
		return ERR_OK;
	}
	code = text.n ? store_draft_put(w->store, subject, text.p, text.n, err) : store_draft_drop(w->store, subject, err);
	if (!code) {
		if (!json_equal(now, mine))
			web_changed(w, "draft", about, json_get_text(rq->body, "page", NULL));
		reply->json = json_pack("{s:o,s:n}", "rev", text.n ? json_incref(json_object_get(mine, "rev")) : json_null(), "other");
	}
	json_decref(now);
	json_decref(mine);
	return code;
}

/* ---- lists ---- */

enum err_code web_stories(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct story_pack *p;
	enum err_code code;

	if ((code = web_story_pack(w, &p, err)) || (code = story_list_json(p, w->store, &reply->json, err)))
		return code;
	json_object_set_new(reply->json, "now_ms", json_integer(clock_now_ms()));
	return ERR_OK;
}

enum err_code web_story_matrix(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct story_pack *p;
	enum err_code code = web_story_pack(w, &p, err);

	return code ? code : story_matrix_json(p, w->store, &reply->json, err);
}

enum err_code web_story_export(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct story_pack *p;
	char at[32];
	struct buf b;
	enum err_code code;

	buf_init(&b, EXPORT_BYTES_MAX);
	if (!(code = web_story_pack(w, &p, err)) && !(code = story_export(p, w->store, &b, err))) {
		clock_format_utc(clock_now_ms(), at, sizeof(at));
		at[10] = '\0';
		reply->n = b.n;
		reply->owned = buf_take(&b);
		reply->type = "text/markdown; charset=utf-8";
		reply->download = arena_printf(rq->arena, "spar-stories-%s.md", at);
	}
	buf_release(&b);
	return code;
}

/* ---- one memory ---- */

/* Nothing was answered in it, nothing is typed, and it is not put away. */
static bool is_blank(struct web *w, const struct story_pack *p, const struct story_memory *m, struct arena *a)
{
	size_t n = 0;
	const struct story_part *parts = story_parts(p, &n);
	bool typed = false;

	for (size_t i = 0; i < n && !typed; i++) {
		json_t *draft = web_draft_json(w, story_draft_subject(a, m->id, parts[i].id), a);

		typed = !json_is_null(draft);
		json_decref(draft);
	}
	return !m->answered && !m->aside && !typed;
}

/* A memory in which nothing stands is taken up again, so that a page that is opened and left leaves no row behind. */
enum err_code web_story_begin(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct story_pack *p;
	struct story_memory *all = NULL;
	int64_t id = 0;
	size_t n = 0;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_story_pack(w, &p, err)) || (code = story_all(p, w->store, rq->arena, &all, &n, err)))
		return code;
	for (size_t i = 0; i < n && !id; i++)
		id = is_blank(w, p, &all[i], rq->arena) ? all[i].id : 0;
	if (!id) {
		if ((code = story_begin(w->store, &id, err)))
			return code;
		web_changed(w, "record", id, NULL);
	}
	reply->json = json_pack("{s:I}", "id", (json_int_t)id);
	return ERR_OK;
}

static enum err_code memory_json(struct http_request *rq, const struct story_pack *p, int64_t id, json_t **out, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *answer;
	enum err_code code = story_json(p, w->store, id, true, out, err);
	size_t i;

	if (!code)
		json_array_foreach(json_object_get(*out, "answers"), i, answer)
			json_object_set_new(answer, "draft",
					    web_draft_json(w, story_draft_subject(rq->arena, id, json_get_text(answer, "part", "")), rq->arena));
	return code;
}

enum err_code web_story(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const struct story_pack *p;
	int64_t id;
	enum err_code code;

	if ((code = web_id(rq, &id, err)) || (code = web_story_pack(web_of(rq), &p, err)))
		return code;
	return memory_json(rq, p, id, &reply->json, err);
}

enum err_code web_story_answer(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const json_t *text = json_object_get(rq->body, "text");
	const struct story_pack *p;
	size_t replaced = 0;
	int64_t id;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_id(rq, &id, err)) || (code = web_story_pack(w, &p, err)))
		return code;
	code = story_answer(p, w->store, id, http_param(rq, "part"), (struct str){json_string_value(text), json_string_length(text)}, &replaced,
			    err);
	/* What was too long may be a draft now. */
	if (!code || code == ERR_LIMIT)
		web_changed(w, "record", id, json_get_text(rq->body, "page", NULL));
	if (code || (code = memory_json(rq, p, id, &reply->json, err)))
		return code;
	json_object_set_new(reply->json, "replaced", json_integer((json_int_t)replaced));
	return ERR_OK;
}

static bool is_part(const struct story_pack *p, const char *part)
{
	size_t n = 0;
	const struct story_part *parts = story_parts(p, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(parts[i].id, part))
			return true;
	return !strcmp(part, STORE_STORY_TITLE);
}

/* The body, and the memory of the path. */
static enum err_code take_memory(struct http_request *rq, const struct story_pack **p, struct story_memory *m, struct err *err)
{
	enum err_code code;
	int64_t id;

	if ((code = web_body(rq, err)) || (code = web_id(rq, &id, err)) || (code = web_story_pack(web_of(rq), p, err)))
		return code;
	return story_get(*p, web_of(rq)->store, id, rq->arena, m, err);
}

enum err_code web_story_draft(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const char *part = http_param(rq, "part");
	const struct story_pack *p;
	struct story_memory m;
	enum err_code code = take_memory(rq, &p, &m, err);

	if (code)
		return code;
	if (!is_part(p, part))
		return err_set(err, ERR_MISSING, "no question is called '%.60s'", part);
	return web_draft_keep(rq, story_draft_subject(rq->arena, m.id, part), m.id, reply, err);
}

enum err_code web_story_aside(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct story_pack *p;
	struct story_memory m;
	enum err_code code = take_memory(rq, &p, &m, err);

	if (code)
		return code;
	bool aside = json_get_bool(rq->body, "aside", false);

	if (m.aside != aside) {
		if ((code = story_aside(w->store, m.id, aside, err)))
			return code;
		web_changed(w, "record", m.id, NULL);
	}
	reply->json = json_object();
	return ERR_OK;
}
