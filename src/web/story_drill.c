/*
 * Drills of memories. A drill lives in the record: each request takes it up from there, so that it can be gone on with in the terminal, and
 * after a restart.
 */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"

/* What is left on the clock, which stands still while nobody sits at the drill. */
static int64_t left_ms(const struct story_drill *d)
{
	return story_drill_limit_ms(d) - story_drill_spent_ms(d) - story_drill_on_ms(d);
}

/* DRILL of web.h. */
static json_t *drill_value(struct web *w, const struct story_drill *d, struct arena *a)
{
	json_t *o = story_drill_json(d);
	bool over = story_drill_step(d) == STORY_OVER;

	json_object_set_new(o, "draft", over ? json_null() : web_draft_json(w, story_drill_draft(d), a));
	json_object_set_new(o, "left_ms", story_drill_limit_ms(d) && !over ? json_integer(left_ms(d)) : json_null());
	json_object_set_new(o, "told", json_boolean(json_get_int(o, "turn", 0) > 0 || json_get_int(o, "stage", 0) > 0 ||
						   story_drill_step(d) == STORY_REPLY));
	return o;
}

static json_t *over_value(const struct store_story_drill *row, bool told)
{
	return json_pack("{s:I,s:s,s:i,s:i,s:s,s:I,s:n,s:i,s:I,s:n,s:b,s:I}", "id", (json_int_t)row->id, "step", "over", "stage", 0, "turn", 0, "question",
			 "", "limit_ms", (json_int_t)row->limit_ms, "left_ms", "question_ms", 0, "started_ms", (json_int_t)row->started_ms, "draft", "told", told,
			 "story", (json_int_t)row->story);
}

static enum err_code row_of(struct web *w, int64_t id, struct arena *a, struct store_story_drill *out, bool *told, struct err *err)
{
	struct store_story_drill *all = NULL;
	struct store_telling *tellings = NULL;
	size_t n = 0, count = 0;
	enum err_code code = store_story_drills(w->store, a, &all, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (all[i].id != id)
			continue;
		*out = all[i];
		code = store_tellings(w->store, 0, id, a, &tellings, &count, err);
		*told = count > 0;
		return code;
	}
	return code ? code : err_set(err, ERR_MISSING, "there is no drill %lld", (long long)id);
}

/* The drill of the path. *d is NULL when it is over; then row says what it was. Ownership of *d: story_drill_free(). */
struct sitting {
	struct web *w;
	const struct story_pack *pack;
	struct store_story_drill row;
	struct story_drill *d;
	bool told;
};

static enum err_code sit(struct http_request *rq, struct sitting *s, struct err *err)
{
	enum err_code code;
	int64_t id;

	*s = (struct sitting){.w = web_of(rq)};
	if ((code = web_id(rq, &id, err)) || (code = web_story_pack(s->w, &s->pack, err)) ||
	    (code = row_of(s->w, id, rq->arena, &s->row, &s->told, err)) || s->row.ended_ms)
		return code;
	return story_drill_resume(&s->d, s->pack, s->w->store, id, err);
}

static json_t *sitting_value(const struct sitting *s, struct arena *a)
{
	json_t *o = s->d ? drill_value(s->w, s->d, a) : over_value(&s->row, s->told);

	if (s->told)
		json_object_set_new(o, "told", json_true());
	return o;
}

/* On the question that stands, in all sittings. */
static int64_t elapsed_ms(const struct http_request *rq)
{
	return json_get_int(rq->body, "elapsed_ms", 0);
}

static enum talk_level level_of(struct web *w)
{
	json_t *settings = NULL;
	struct err ignored = {0};
	int level = -1;

	if (!web_settings(w, &settings, &ignored)) {
		/* "L6+" is asked like L6. */
		char name[3];

		snprintf(name, sizeof(name), "%.2s", json_get_text(settings, "level", "L5"));
		level = talk_level_find(name);
	}
	json_decref(settings);
	return level < 0 ? TALK_L5 : (enum talk_level)level;
}

/* The newest that is open; 0 if there is none. */
static enum err_code find_open(struct web *w, struct arena *a, int64_t *id, struct err *err)
{
	struct store_story_drill *all = NULL;
	size_t n = 0;
	enum err_code code = store_story_drills(w->store, a, &all, &n, err);

	*id = 0;
	for (size_t i = 0; !code && i < n && !*id; i++)
		*id = all[i].ended_ms ? 0 : all[i].id;
	return code;
}

/* One drill is open at a time: asked for another, that one is given, so that two tabs share it. */
enum err_code web_drill_begin(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct story_draw draw = {.seed = rng_seed_default(), .level = level_of(w)};
	const struct story_pack *p;
	struct story_drill *d = NULL;
	int64_t id;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = web_story_pack(w, &p, err)) || (code = find_open(w, rq->arena, &id, err)))
		return code;
	draw.story = json_get_int(rq->body, "story", 0);
	draw.principle = json_get_text(rq->body, "principle", NULL);
	draw.limit_ms = json_get_int(rq->body, "minutes", STORY_LIMIT_MS / 60000) * 60000;
	if (id)
		code = story_drill_resume(&d, p, w->store, id, err);
	else if (!(code = story_drill_begin(&d, p, w->store, &draw, err)))
		web_changed(w, "record", story_drill_id(d), NULL);
	if (!code)
		reply->json = drill_value(w, d, rq->arena);
	story_drill_free(d);
	return code;
}

enum err_code web_drill(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct sitting s;
	enum err_code code = sit(rq, &s, err);

	if (!code)
		reply->json = sitting_value(&s, rq->arena);
	story_drill_free(s.d);
	return code;
}

/* Is the question that the page answers still the one that stands? */
static bool same_turn(const struct http_request *rq, const struct sitting *s)
{
	json_t *now = s->d ? story_drill_json(s->d) : NULL;
	bool same = now && json_get_int(now, "stage", 0) == json_get_int(rq->body, "stage", -1) &&
		    json_get_int(now, "turn", 0) == json_get_int(rq->body, "turn", -1);

	json_decref(now);
	return same;
}

static enum err_code must_be_turn(const struct http_request *rq, const struct sitting *s, struct err *err)
{
	if (same_turn(rq, s))
		return ERR_OK;
	return err_set(err, ERR_INPUT, s->d ? "this question was answered already, in another tab or in the terminal" : "this drill is over");
}

/* Is a model's wording of the follow-up that stands on its way? */
static bool ask_wording(struct sitting *s, const json_t *now, struct arena *a)
{
	struct model_question q = {0};

	return s->d && story_drill_probe(s->d, &q.question, &q.told, &q.probe, &q.why) &&
	       web_wording_ask(s->w, s->row.id, (int)json_get_int(now, "stage", 0), (int)json_get_int(now, "turn", 0), &q, a);
}

enum err_code web_drill_say(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const json_t *text = json_object_get(rq->body, "text");
	struct story_said said = {0};
	struct sitting s = {0};
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = sit(rq, &s, err)) || (code = must_be_turn(rq, &s, err)))
		goto out;
	code = story_drill_say(s.d, (struct str){json_string_value(text), json_string_length(text)}, elapsed_ms(rq), &said, err);
	/* What is said when the time is over still counts; nothing more is asked. */
	if (!code && !said.empty && s.row.limit_ms && left_ms(s.d) <= 0)
		code = story_drill_end(s.d, 0, err);
	if (!said.empty)
		web_changed(s.w, "record", s.row.id, json_get_text(rq->body, "page", NULL));
	if (code)
		goto out;
	s.told = s.told || !said.empty;
	reply->json = sitting_value(&s, rq->arena);
	json_object_set_new(reply->json, "empty", json_boolean(said.empty));
	json_object_set_new(reply->json, "not_evaluable", said.not_evaluable ? json_text_value(said.why, strlen(said.why)) : json_null());
	json_object_set_new(reply->json, "replaced", json_integer((json_int_t)said.replaced));
	json_object_set_new(reply->json, "wording", json_boolean(!said.empty && ask_wording(&s, reply->json, rq->arena)));
out:
	story_drill_free(s.d);
	return code;
}

/* A draft that comes late is no fault of the page: it is told that another question stands, and keeps its text. */
enum err_code web_drill_draft(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct sitting s = {0};
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = sit(rq, &s, err)))
		return code;
	bool same = same_turn(rq, &s);

	if (!same)
		reply->json = json_pack("{s:n,s:n}", "rev", "other");
	else if (!(code = story_drill_tick(s.d, elapsed_ms(rq), false, err)))
		code = web_draft_keep(rq, arena_strdup(rq->arena, story_drill_draft(s.d)), s.row.id, reply, err);
	if (!code)
		json_object_set_new(reply->json, "moved", json_boolean(!same));
	story_drill_free(s.d);
	return code;
}

/* Has a model's wording of this question come? A page asks before it shows the question, and shows what stands then. */
enum err_code web_drill_wording(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct sitting s = {0};
	struct str text = {"", 0};
	struct err ignored = {0};
	bool waits = false;
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = sit(rq, &s, err)) || (code = must_be_turn(rq, &s, err)))
		goto out;
	waits = web_wording_waits(s.w, s.row.id, (int)json_get_int(rq->body, "stage", 0), (int)json_get_int(rq->body, "turn", 0), &text);
	/* What is not accepted leaves the prepared question. */
	if (text.n)
		story_drill_reword(s.d, text, &ignored);
	reply->json = json_pack("{s:b,s:s}", "waits", waits, "question", story_drill_question(s.d));
out:
	story_drill_free(s.d);
	return code;
}

enum err_code web_drill_end(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct sitting s = {0};
	enum err_code code;

	if ((code = web_body(rq, err)) || (code = sit(rq, &s, err)))
		return code;
	if (s.d && !(code = story_drill_end(s.d, elapsed_ms(rq), err)))
		web_changed(s.w, "record", s.row.id, NULL);
	if (!code)
		reply->json = sitting_value(&s, rq->arena);
	story_drill_free(s.d);
	return code;
}

/* Nothing is commented while it runs. */
enum err_code web_drill_debrief(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct store_story_drill row;
	const struct story_pack *p;
	bool told;
	int64_t id;
	enum err_code code;

	if ((code = web_id(rq, &id, err)) || (code = web_story_pack(w, &p, err)) || (code = row_of(w, id, rq->arena, &row, &told, err)))
		return code;
	if (!row.ended_ms)
		return err_set(err, ERR_INPUT, "drill %lld is not over; its debrief comes then", (long long)id);
	return story_debrief_json(p, w->store, id, &reply->json, err);
}
