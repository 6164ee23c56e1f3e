/* Where the candidate stands: Today, Drills, History. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "mock/planned.h"
#include "practice/choose.h"

#define DAY_MS (24LL * 3600 * 1000)
#define GRID_ATTEMPTS 6
#define HISTORY_POINTS 2000

/* Every attempt of the record, newest first. */
struct all {
	struct store_attempt *p;
	size_t n;
};

static enum err_code read_all(struct http_request *rq, struct all *all, struct err *err)
{
	return store_attempts(web_of(rq)->store, NULL, SIZE_MAX, rq->arena, &all->p, &all->n, err);
}

static bool is_practice(const struct store_attempt *t)
{
	return !strcmp(t->mode, "try");
}

static void day_of(const struct web *w, int64_t at_ms, char *out)
{
	date_format(zone_date(w->zone, at_ms), out);
}

static json_t *done_today(struct web *w, const struct all *all, const char *today)
{
	json_t *list = json_array();
	char day[DATE_TEXT_SIZE];

	for (size_t i = 0; i < all->n; i++) {
		day_of(w, all->p[i].started_ms, day);
		if (strcmp(day, today))
			break;
		if (all->p[i].outcome != ATTEMPT_LEFT || all->p[i].submissions)
			json_array_insert_new(list, 0, web_attempt_json(w, &all->p[i]));
	}
	return list;
}

static json_t *week_of(struct web *w, const struct all *all, int64_t now_ms)
{
	json_t *list = json_array();

	for (int back = 6; back >= 0; back--) {
		int attempts = 0, passed = 0, cold = 0;
		char day[DATE_TEXT_SIZE], other[DATE_TEXT_SIZE];

		date_format(zone_date(w->zone, now_ms) - back, day);
		for (size_t i = 0; i < all->n && all->p[i].started_ms > now_ms - (back + 2) * DAY_MS; i++) {
			day_of(w, all->p[i].started_ms, other);
			if (strcmp(day, other) || !is_practice(&all->p[i]))
				continue;
			attempts++;
			passed += all->p[i].outcome == ATTEMPT_PASSED;
			cold += all->p[i].cold;
		}
		json_array_append_new(list, json_pack("{s:s,s:i,s:i,s:i}", "day", day, "attempts", attempts, "passed", passed, "cold",
						      cold));
	}
	return list;
}

static json_t *totals_of(struct web *w, const struct store_standing *s, size_t n)
{
	int exercises = 0, passed = 0, cold = 0;

	for (size_t i = 0; i < bank_count(w->bank); i++)
		exercises += !bank_at(w->bank, i)->broken;
	for (size_t i = 0; i < n; i++) {
		passed += s[i].passes > 0;
		cold += s[i].cold_passes > 0;
	}
	return json_pack("{s:i,s:i,s:i,s:i}", "exercises", exercises, "tried", (int)n, "passed", passed, "cold", cold);
}

/* What was begun and not ended comes before anything new. */
static json_t *unfinished(struct web *w, const struct all *all)
{
	for (size_t i = 0; i < all->n && i < 20; i++) {
		const struct store_attempt *t = &all->p[i];
		const struct bank_exercise *ex;
		const struct bank_variant *v;

		if (!is_practice(t) || t->ended_ms || t->passed_ms || clock_now_ms() - t->started_ms > DAY_MS / 4 ||
		    !web_subject(w, t->subject, &ex, &v))
			continue;
		return json_pack("{s:s,s:s,s:s,s:s,s:s,s:i,s:s,s:I}", "slug", ex->slug, "variant", v->name, "title", v->title, "pattern",
				 ex->patterns[0], "round", ex->round, "minutes", ex->minutes, "why", "you have begun it", "open_attempt",
				 (json_int_t)t->id);
	}
	return NULL;
}

static json_t *next_of(struct web *w, const struct all *all, struct arena *a)
{
	json_t *begun = unfinished(w, all);
	struct choice c;
	struct err err = {0};

	if (begun)
		return begun;
	if (choose_next(w->bank, w->store, rng_seed_default(), NULL, a, &c, &err))
		return json_null();
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:i,s:s,s:n}", "slug", c.ex->slug, "variant", c.v->name, "title", c.v->title, "pattern",
			 c.ex->patterns[0], "round", c.ex->round, "minutes", c.ex->minutes, "why", c.why, "open_attempt");
}

/* A drill of a memory that was begun and not ended; null if there is none, or it was long ago. */
static json_t *open_story(struct web *w, struct arena *a)
{
	struct store_story_drill *all = NULL;
	struct err ignored = {0};
	size_t n = 0;

	if (store_story_drills(w->store, a, &all, &n, &ignored) || !n || all[0].ended_ms || clock_now_ms() - all[0].started_ms > DAY_MS / 4)
		return json_null();
	return json_integer(all[0].id);
}

static json_t *interview_of(struct web *w, const json_t *settings)
{
	const char *at = json_get_text(settings, "interview_at", NULL);

	int64_t at_ms;

	if (!at || !zone_time_parse(w->zone, str_of(at), &at_ms))
		return json_null();
	return json_pack("{s:I,s:s}", "at_ms", (json_int_t)at_ms, "kind", json_get_text(settings, "kind", "both"));
}

/* The plan's next block, how the plan stands, and what is to be done now. Without a date nothing is planned here, as in the terminal. */
static void planned_of(struct http_request *rq, const json_t *settings, int64_t now_ms, json_t **block, json_t **plan, json_t **guide)
{
	struct web *w = web_of(rq);
	bool date = json_is_string(json_object_get(settings, "interview_at"));
	struct guide g = {0};
	struct err err = {0};
	struct keep k;

	*block = json_null();
	*plan = json_null();
	*guide = json_null();
	/* A plan that cannot be made is said, and does not keep anybody from drilling. */
	if ((date && planned_open(w->bank, w->store, now_ms, rq->arena, &k, &err)) ||
	    guide_open(w->bank, w->store, date && k.in.interview_ms ? &k : NULL, now_ms, rq->arena, &g, &err)) {
		*plan = json_pack("{s:s,s:o}", "status", "error", "summary", json_text_value(err.text, strlen(err.text)));
		return;
	}
	if (g.title)
		*guide = web_guide_json(&g);
	if (!date || !k.in.interview_ms)
		return;
	if (g.block)
		*block = web_block_json(w, &k, g.block, rq->arena);
	guide_plan(&g, &k, rq->arena);
	*plan = json_pack("{s:s,s:s}", "status", plan_status_name(k.plan->status), "summary", k.plan->summary);
}

enum err_code web_today(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	int64_t now_ms = clock_now_ms();
	struct store_standing *standings = NULL;
	json_t *settings = NULL, *block, *plan, *guide;
	struct all all = {0};
	size_t n = 0;
	char today[DATE_TEXT_SIZE];
	enum err_code code;

	if ((code = read_all(rq, &all, err)) || (code = store_standings(w->store, rq->arena, &standings, &n, err)) ||
	    (code = web_settings(w, &settings, err)))
		return code;
	planned_of(rq, settings, now_ms, &block, &plan, &guide);
	json_object_del(settings, "post");       /* nobody needs so long a text here */
	day_of(w, now_ms, today);
	reply->json = json_pack("{s:I,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "now_ms", (json_int_t)now_ms, "today", today, "interview",
				interview_of(w, settings), "settings", settings, "next", next_of(w, &all, rq->arena), "block", block, "plan", plan, "guide", guide, "done", done_today(w, &all, today), "totals",
				totals_of(w, standings, n), "week", week_of(w, &all, now_ms), "story_drill", open_story(w, rq->arena));
	return ERR_OK;
}

/* ---- Drills ---- */

static json_t *grid_of(const struct all *all, const char *subject)
{
	json_t *list = json_array();

	for (size_t i = 0; i < all->n && json_array_size(list) < GRID_ATTEMPTS; i++) {
		const struct store_attempt *t = &all->p[i];

		if (strcmp(t->subject, subject))
			continue;
		json_array_insert_new(list, 0, json_pack("{s:I,s:s,s:b,s:I}", "id", (json_int_t)t->id, "outcome",
							 t->outcome == ATTEMPT_PASSED ? "passed"
							 : t->outcome == ATTEMPT_FAILED ? "failed"
							 : t->outcome == ATTEMPT_OPEN ? "open"
										      : "left",
							 "cold", t->cold, "started_ms", (json_int_t)t->started_ms));
	}
	return list;
}

static enum err_code variants_of(struct web *w, const struct all *all, const struct bank_exercise *ex, struct arena *a, json_t **out,
				 struct err *err)
{
	enum err_code code = ERR_OK;
	json_t *list = json_array();

	for (size_t i = 0; i < ex->variant_count && !code; i++) {
		const struct bank_variant *v = &ex->variants[i];
		const char *subject = bank_subject(w->bank, ex, v, a);
		bool seen = false;

		code = store_seen(w->store, subject, &seen, err);
		json_array_append_new(list, json_pack("{s:s,s:s,s:b,s:o}", "name", v->name, "title", v->title, "seen", seen, "attempts",
						      grid_of(all, subject)));
	}
	*out = list;
	return code;
}

static json_t *strings_of(const char **p, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(p[i]));
	return list;
}

enum err_code web_drills(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct bank_pack *pack = bank_pack(w->bank);
	json_t *patterns = json_array(), *exercises = json_array(), *names = json_object();
	struct store_standing *standings = NULL;
	struct all all = {0};
	size_t n = 0;
	enum err_code code;

	if ((code = read_all(rq, &all, err)) || (code = store_standings(w->store, rq->arena, &standings, &n, err))) {
		json_decref(patterns);
		json_decref(exercises);
		json_decref(names);
		return code;
	}
	for (size_t i = 0; i < pack->pattern_count; i++)
		json_array_append_new(patterns, json_pack("{s:s,s:s}", "id", pack->patterns[i].id, "name", pack->patterns[i].name));
	for (size_t i = 0; i < pack->mistake_count; i++)
		json_object_set_new(names, pack->mistakes[i].id, json_string(pack->mistakes[i].name));
	for (size_t i = 0; i < bank_count(w->bank) && !code; i++) {
		const struct bank_exercise *ex = bank_at(w->bank, i);
		const struct store_standing *s;
		json_t *variants = NULL;

		if (ex->broken) {
			json_array_append_new(exercises, json_pack("{s:s,s:b}", "slug", ex->slug, "broken", true));
			continue;
		}
		s = choose_standing(w->bank, standings, n, ex, rq->arena);
		code = variants_of(w, &all, ex, rq->arena, &variants, err);
		json_array_append_new(exercises,
				      json_pack("{s:s,s:s,s:o,s:s,s:i,s:b,s:o,s:o}", "slug", ex->slug, "title", ex->variants[0].title,
						"patterns", strings_of(ex->patterns, ex->pattern_count), "round", ex->round, "minutes",
						ex->minutes, "broken", false, "due_ms", s ? json_integer(s->due_ms) : json_null(),
						"variants", variants));
	}
	reply->json = json_pack("{s:o,s:o,s:o}", "patterns", patterns, "mistakes", names, "exercises", exercises);
	return code;
}

/* ---- History ---- */

static json_t *points_of(const struct web *w, const struct all *all)
{
	json_t *list = json_array();

	for (size_t i = 0; i < all->n && i < HISTORY_POINTS; i++) {
		const struct store_attempt *t = &all->p[i];
		const struct bank_exercise *ex = NULL;
		const struct bank_variant *v = NULL;

		if (!t->submissions || !web_subject(w, t->subject, &ex, &v))
			continue;
		json_array_insert_new(list, 0, json_pack("{s:I,s:s,s:s,s:s,s:I,s:I,s:s,s:b,s:i}", "id", (json_int_t)t->id, "exercise", ex->slug,
							 "title", v->title, "pattern", ex->patterns[0], "at_ms",
							 (json_int_t)(t->passed_ms ? t->passed_ms : t->started_ms), "elapsed_ms",
							 (json_int_t)t->elapsed_ms, "outcome",
							 t->outcome == ATTEMPT_PASSED ? "passed" : t->outcome == ATTEMPT_FAILED ? "failed" : "open",
							 "cold", t->cold, "minutes", ex->minutes));
	}
	return list;
}

static json_t *cold_by_day(struct web *w, const struct all *all, const char *pattern)
{
	json_t *list = json_array(), *last = NULL;

	for (size_t i = all->n; i-- > 0;) {
		const struct store_attempt *t = &all->p[i];
		char quoted[200], day[DATE_TEXT_SIZE];

		snprintf(quoted, sizeof(quoted), "\"%s\"", pattern);
		if (!t->cold || !strstr(t->patterns, quoted))
			continue;
		day_of(w, t->passed_ms, day);
		if (last && !strcmp(json_get_text(last, "day", ""), day)) {
			json_object_set_new(last, "cold", json_integer(json_get_int(last, "cold", 0) + 1));
			continue;
		}
		last = json_pack("{s:s,s:i}", "day", day, "cold", 1);
		json_array_append_new(list, last);
	}
	return list;
}

static json_t *mistakes_of(const struct web *w, const struct all *all)
{
	json_t *by_id = json_object(), *list = json_array(), *m;
	const char *id;

	for (size_t i = 0; i < all->n; i++) {
		const struct store_attempt *t = &all->p[i];
		const struct bank_mistake *known = t->mistake ? bank_mistake(w->bank, t->mistake) : NULL;

		if (!t->mistake || !*t->mistake)
			continue;
		m = json_object_get(by_id, t->mistake);
		if (!m) {
			m = json_pack("{s:s,s:s,s:i,s:I}", "id", t->mistake, "name", known && known->name ? known->name : t->mistake, "count", 0,
				      "last_ms", (json_int_t)t->started_ms);
			json_object_set_new(by_id, t->mistake, m);
		}
		json_object_set_new(m, "count", json_integer(json_get_int(m, "count", 0) + 1));
	}
	json_object_foreach(by_id, id, m)
		json_array_append(list, m);
	json_decref(by_id);
	return list;
}

enum err_code web_history(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	struct store_pattern *patterns = NULL;
	struct all all = {0};
	json_t *list;
	size_t n = 0;
	enum err_code code;

	if ((code = read_all(rq, &all, err)) || (code = store_patterns(w->store, rq->arena, &patterns, &n, err)))
		return code;
	list = json_array();
	for (size_t i = 0; i < n; i++) {
		const struct bank_pattern *p = bank_pattern(w->bank, patterns[i].pattern);

		json_array_append_new(list, json_pack("{s:s,s:s,s:i,s:i,s:i,s:o}", "id", patterns[i].pattern, "name",
						      p ? p->name : patterns[i].pattern, "attempts", patterns[i].attempts, "passes",
						      patterns[i].passes, "cold_passes", patterns[i].cold_passes, "by_day",
						      cold_by_day(w, &all, patterns[i].pattern)));
	}
	reply->json = json_pack("{s:o,s:o,s:o}", "points", points_of(w, &all), "patterns", list, "mistakes", mistakes_of(w, &all));
	return ERR_OK;
}
