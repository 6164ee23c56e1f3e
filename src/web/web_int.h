/*
 * The page's own parts.
 *
 * Threads: everything of struct web belongs to the HTTP thread, except what says otherwise. Stories and rounds are read from long texts, so their handlers
 * run beside the others (web_beside) with a struct web of their own: it lends what is only read, and has its own record, stories, rounds and model.
 */
#ifndef SPAR_WEB_WEB_INT_H
#define SPAR_WEB_WEB_INT_H

#include <jansson.h>

#include "http/guard.h"
#include "http/http.h"
#include "mock/guide.h"
#include "model/model.h"
#include "plan/keep.h"
#include "practice/judged.h"
#include "store/store.h"
#include "story/story.h"
#include "web/jobs.h"
#include "web/web.h"

#define WEB_ARENA_BYTES (32u << 20)

struct web {
	struct bank *bank;               /* loaded whole: any thread reads it */
	struct store *store;
	struct http_server *http;
	struct jobs *jobs;
	struct ask_content *asks;        /* as the bank; NULL: no questions are asked */
	struct talk_pack *talk;          /* as the bank; NULL: answers in words are not checked */
	char *data_dir;                  /* owned */
	char boot[17];                   /* another at each start */
	char session[65];                /* the cookie's value */
	int64_t started_ms;
	struct arena zone_arena;         /* owns the zone */
	const struct zone *zone;         /* of the settings; never NULL once the page serves */
	struct story_pack *stories;      /* owned; NULL until something asks for it */
	struct web_wording *wording;     /* wording.c: a model that is switched on; NULL until it is asked */
	struct web_mock *mock;           /* mock.c: what rounds are made of; NULL until one is asked for */
	struct web *beside;              /* owned; of the handlers that run beside the others; NULL in itself */
	struct web *whole;               /* of beside: that of the others; else NULL */
};

/* Beginnings of the paths whose handlers run beside; ends with NULL. */
extern const char *const web_beside[];

/* Every route of the page. */
extern const struct http_route web_routes[];
extern const size_t web_route_count;

static inline struct web *web_of(const struct http_request *rq)
{
	return rq->user;
}

/* Does the body fit its route's schema? Errors: ERR_INPUT. */
enum err_code web_body(const struct http_request *rq, struct err *err);
/* A part of the path as an id. Errors: ERR_MISSING. */
enum err_code web_id(const struct http_request *rq, int64_t *id, struct err *err);
/* The variant that the path or a body names. Errors as bank_find() and bank_variant(). */
enum err_code web_variant(const struct web *w, const char *slug, const char *variant, const struct bank_exercise **ex,
			  const struct bank_variant **v, struct err *err);
/* The exercise and variant of a subject; false when the pack no longer has them. */
bool web_subject(const struct web *w, const char *subject, const struct bank_exercise **ex, const struct bank_variant **v);

/* Queue a job and answer with 202 {"job":N}. Errors: those of jobs_add(). */
enum err_code web_begin_job(struct web *w, const struct job_ask *ask, struct http_reply *reply, struct err *err);

/* Tell every page that something changed; from (may be NULL) is the page that did it. Threads: any. */
void web_changed(struct web *w, const char *what, int64_t attempt, const char *from);

/* ATTEMPT of web.h; new reference. */
json_t *web_attempt_json(const struct web *w, const struct store_attempt *t);
/* ATTEMPT_FULL. Errors: ERR_MISSING, those of the store. */
enum err_code web_attempt_full(struct web *w, int64_t id, struct arena *a, json_t **out, struct err *err);
/* The attempt of the path, and what it is about. Errors also: ERR_MISSING when the pack no longer has it, ERR_INPUT when it must run and has ended. */
struct web_about {
	struct store_attempt t;
	const struct bank_exercise *ex;
	const struct bank_variant *v;
};
enum err_code web_about(struct http_request *rq, bool running, struct web_about *out, struct err *err);
/* A text of the body; empty when it is none. Lent with it. */
struct str web_body_text(const struct http_request *rq, const char *key);

/* An attempt of mode "try" that runs and belongs to this variant; 0 if there is none. */
enum err_code web_open_attempt(struct web *w, const char *subject, struct arena *a, int64_t *id, struct err *err);

/*
 * Add to a judge's message what only the bank knows: "when" (the rest of "Wrong ...") and the mistake's name; to a "small" message's own
 * verdict too. Changes msg. Threads: any.
 */
void web_explain(const struct bank *b, const struct bank_variant *v, json_t *msg);

/* The tables of a schema: [{"name","columns":[{"name","type","nullable","key"}]}]; new reference. */
json_t *web_tables(const char *schema);

/* What a page has said. What is not understood is nothing: a page of another version may know more. */
enum page_word { PAGE_NOTHING, PAGE_PING, PAGE_STOP };
/* *job: of PAGE_STOP, over 0. Pure. */
enum page_word web_message(struct str text, int64_t *job);

/* Log every page out. */
enum err_code web_new_session(struct web *w, struct err *err);

/* mock.c: forget what rounds are made of. NULL is fine. After the jobs. */
void web_mock_free(struct web_mock *mock);

/*
 * wording.c. Ask the model, if one is on, to word the follow-up that stands another way; true when an answer is on its way. Returns at once. of, stage and
 * turn say which follow-up of which drill or round; a later question takes the place of one that was not fetched.
 * web_wording_waits(): is that answer still to come? When it came, *text is the wording, lent until the next of both calls; else text is empty.
 */
bool web_wording_ask(struct web *w, int64_t of, int stage, int turn, const struct model_question *q, struct arena *a);
bool web_wording_waits(struct web *w, int64_t of, int stage, int turn, struct str *text);
void web_wording_free(struct web_wording *o);

/* Settings with every default filled in; new reference. */
enum err_code web_settings(struct web *w, json_t **out, struct err *err);
/* Days and times are those of the settings' zone from now on. */
void web_use_zone(struct web *w, const json_t *settings);

/* Principles, questions and signs of the pack, opened when first asked for; lent. Errors: those of story_pack_open(). */
enum err_code web_story_pack(struct web *w, const struct story_pack **out, struct err *err);
/* {"text","rev"} of a draft, null if there is none; new reference. rev names what stands there: it changes with each other text. */
json_t *web_draft_json(struct web *w, const char *subject, struct arena *a);
/*
 * Keep the text of the body {text, page, seen} as a draft, unless somebody else has written there since the page looked: then nothing is
 * written, and the reply has their text. Fills reply with {"rev","other":{"text","rev"}|null}. about: which memory or drill, for other pages.
 */
enum err_code web_draft_keep(struct http_request *rq, const char *subject, int64_t about, struct http_reply *reply, struct err *err);
/* Is there a page at this address, whatever stands behind its "?"? Content may name pages that this Spar has not. */
bool web_has_page(const char *route);
/* The address of the drill that "spar sql try ..." would start: its pattern, one that was not seen first, its way and minutes. In a; NULL: there is none. */
const char *web_drill_route(struct web *w, const char *command, struct arena *a);
/* {say, title, text} of what is to be done now; new reference. */
json_t *web_guide_json(const struct guide *g);
/* Let the route of something to do lead to a drill that was not seen yet, or to a page that is there; else it is null. */
void web_check_route(struct web *w, json_t *block, struct arena *a);
/* BLOCK of web.h, with the page where it starts now and its day in words; new reference. */
json_t *web_block_json(struct web *w, const struct keep *k, const struct plan_block *b, struct arena *a);

/* Handlers, by file. */
http_handler web_page, web_asset, web_status, web_openapi;                       /* pages.c */
http_handler web_today, web_drills, web_history;                                /* stand.c */
http_handler web_exercise, web_sample, web_refute, web_job, web_job_stop;       /* exercise.c */
http_handler web_attempt_new, web_attempts, web_attempt, web_draft, web_run, web_submit, web_hint, web_completed, web_answers,
	web_end;                                                                /* attempt.c */
http_handler web_stories, web_story_begin, web_story_matrix, web_story_export, web_story, web_story_answer, web_story_draft,
	web_story_aside;                                                        /* stories.c */
http_handler web_drill_begin, web_drill, web_drill_say, web_drill_draft, web_drill_wording, web_drill_end, web_drill_debrief;     /* story_drill.c */
http_handler web_mocks, web_mock_begin, web_mock_room, web_mock_say, web_mock_tick, web_mock_wording, web_mock_leave, web_mock_judge, web_mock_debrief,
	web_mock_debrief_md;                                                    /* mock.c */
http_handler web_plan, web_plan_tick, web_plan_pin, web_plan_undo, web_plan_start, web_plan_post, web_plan_post_set, web_plan_ics, web_plan_md,
	web_plan_page;                                                          /* plan.c */
http_handler web_ready;                                                         /* ready.c */
http_handler web_questions, web_question_new, web_question_draft, web_question_answer, web_question_pass;   /* ask.c */
http_handler web_settings_get, web_settings_set, web_export_json, web_export_md, web_delete;   /* settings.c, export.c */

#endif
