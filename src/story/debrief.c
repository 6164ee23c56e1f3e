/* What is said after a drill: each probe, why it was asked, what the answer gave, and the one change that would help most. */
#include "base/json.h"
#include "story/drill_int.h"

#define GAP_SURE 0.8               /* for the one change: rather none than a wrong one */

/* A stage that is being put together from the events of a drill. */
struct gather {
	json_t *stages;            /* each with "probes", and "turn" events laid into them */
	json_t *stage;             /* borrowed: the last one; NULL */
	struct arena *a;
};

static void put_judgement(json_t *stage, const json_t *judged)
{
	static const char *const keys[] = {"state", "depth", "why", "opening", "open", "ledger"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (json_object_get(judged, keys[i]))
			json_object_set(stage, keys[i], json_object_get(judged, keys[i]));
}

static bool gather_event(const struct store_record *e, void *arg)
{
	struct gather *g = arg;

	if (!strcmp(e->kind, "story.told")) {
		g->stage = json_pack("{s:I,s:i,s:[]}", "telling_id", (json_int_t)e->id, "stage", (int)json_get_int(e->body, "stage", 0), "probes");
		json_object_set(g->stage, "principle", json_object_get(e->body, "principle"));
		json_object_set(g->stage, "question", json_object_get(e->body, "question"));
		json_object_set(g->stage, "telling", json_object_get(e->body, "text"));
		json_object_set(g->stage, "elapsed_ms", json_object_get(e->body, "elapsed_ms"));
		json_array_append_new(g->stages, g->stage);
	} else if (g->stage && !strcmp(e->kind, "story.asked")) {
		json_t *list = json_object_get(g->stage, "probes");
		json_t *probe = json_array_get(list, (size_t)json_get_int(e->body, "turn", (json_int_t)json_array_size(list)));

		/* The same one in a model's words comes behind the prepared one. */
		if (!probe)
			json_array_append_new(list, probe = json_object());
		json_object_set(probe, "probe", json_object_get(e->body, "probe"));
		json_object_set(probe, "gap", json_object_get(e->body, "gap"));
		json_object_set_new(probe, "by_model", json_boolean(!strcmp(json_get_text(e->body, "words", ""), "model")));
	} else if (g->stage && !strcmp(e->kind, "story.replied")) {
		json_t *list = json_object_get(g->stage, "probes");
		json_t *probe = json_array_get(list, (size_t)json_get_int(e->body, "turn", 0));

		if (probe) {
			json_object_set(probe, "reply", json_object_get(e->body, "text"));
			json_object_set(probe, "elapsed_ms", json_object_get(e->body, "elapsed_ms"));
		}
	} else if (g->stage && !strcmp(e->kind, "story.judged")) {
		put_judgement(g->stage, e->body);
	}
	return true;
}

/* What the ledger knows of each probe goes beside it; the ledger itself goes. */
static void lay_in(json_t *stage)
{
	static const char *const keys[] = {"why", "quote", "quote2", "general", "again", "depth", "score", "verdict", "missing"};
	const json_t *ledger = json_object_get(stage, "ledger");
	json_t *probes = json_object_get(stage, "probes");

	for (size_t i = 0; i < json_array_size(probes); i++) {
		json_t *probe = json_array_get(probes, i), *asked = json_array_get(json_get_array(ledger, "asked"), i);

		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			if (json_object_get(asked, keys[k]))
				json_object_set(probe, keys[k], json_object_get(asked, keys[k]));
		if (json_object_get(asked, "verdict"))
			json_object_set_new(probe, "held", json_boolean(story_probe_held(asked)));
		if (json_object_get(asked, "new"))
			json_object_set_new(probe, "gave", json_outer_texts(json_get_array(asked, "new")));
	}
	json_object_del(stage, "ledger");
}

static bool failed(const json_t *probe)
{
	return json_object_get(probe, "held") && !json_get_bool(probe, "held", true);
}

static json_t *change_json(const char *text, const char *quote, const char *why)
{
	json_t *o = json_object();

	story_set_text(o, "text", text);
	story_set_text(o, "quote", quote);
	story_set_text(o, "why", why);
	return o;
}

/* The probe that was left open and weighs most; NULL if none was. */
static const json_t *worst_probe(const json_t *stages)
{
	const json_t *worst = NULL;
	json_t *stage, *probe;
	size_t i, k;

	json_array_foreach(stages, i, stage)
		json_array_foreach(json_object_get(stage, "probes"), k, probe)
			/* A re-ask has the score of a re-ask; what it repeats stands in front of it. */
			if (failed(probe) && !json_get_bool(probe, "again", false) && (!worst || json_get_real(probe, "score", 0) > json_get_real(worst, "score", 0)))
				worst = probe;
	return worst;
}

/* What a listener to the first question waits to hear, and did not. */
static json_t *lacking(const struct story_pack *p, struct store *s, int64_t story, const char *principle, struct arena *a)
{
	const struct story_rule *rule = story_principle(p, principle);
	struct story_memory m;
	struct story_reading r;
	struct err ignored = {0};

	if (!rule || !story || story_get(p, s, story, a, &m, &ignored) || story_read(p, &m, a, &r, &ignored))
		return NULL;
	const struct story_claim *c = &r.principles[rule - p->principles];

	if (!c->lack_count)
		return NULL;
	return change_json(arena_printf(a, "Tell it so that one hears this: %s.", c->lacks[0]), "",
			   "the question was about this, and what is written down of the memory does not show it");
}

/* The first gap that stayed open and was not asked about: what was asked was answered. */
static const json_t *open_gap(const json_t *stage)
{
	json_t *gap, *probe;
	size_t i, k;

	json_array_foreach(json_object_get(stage, "open"), i, gap) {
		bool asked = false;

		json_array_foreach(json_object_get(stage, "probes"), k, probe)
			asked = asked || !strcmp(json_get_text(probe, "gap", ""), json_get_text(gap, "gap", ""));
		if (!asked && json_get_real(gap, "confidence", 0) >= GAP_SURE)
			return gap;
	}
	return NULL;
}

/* In this order: numbers that drift, a probe without an answer, phrases, what stayed open, what the question was about. */
static json_t *most_useful(const struct story_pack *p, struct store *s, int64_t story, const json_t *stages, const json_t *drift, struct arena *a)
{
	const json_t *d = json_array_get(drift, 0), *worst = worst_probe(stages), *first = json_array_get(stages, 0);
	json_t *stage, *t;
	size_t i, unread = 0;

	if (d)
		return change_json(arena_printf(a, "Settle the number before you tell it again: \"%s\" or \"%s\".", json_get_text(d, "quote", ""),
						json_get_text(d, "quote2", "")),
				   json_get_text(d, "sentence2", ""), arena_printf(a, "the two tellings differ (%s; %s)", json_get_text(d, "where", ""),
										   json_get_text(d, "where2", "")));
	if (worst) {
		const char *verdict = json_get_text(worst, "verdict", ""), *missing = json_get_text(worst, "missing", "");
		bool answered = !strcmp(verdict, "full") || !strcmp(verdict, "partial");
		/* A deeper question is about the reply before it; what to tell otherwise is said of the first one. */
		bool deeper = json_get_int(worst, "depth", 1) > 1;
		const char *text = deeper ? NULL : story_change_for(p, json_get_text(worst, "gap", ""));

		return change_json(text ? text : "Have an answer ready to this question.", deeper ? "" : json_get_text(worst, "quote", ""),
				   arena_printf(a, "%s\"%s\" %s%s%s", answered ? "the answer to " : "", json_get_text(worst, "probe", ""),
						answered ? "told nothing new" : "was not answered", *missing ? ": " : "", missing));
	}
	json_array_foreach(stages, i, stage)
		unread += !strcmp(json_get_text(stage, "state", ""), STORY_STATE_UNEVALUABLE);
	if (unread && unread == json_array_size(stages))
		return change_json("Tell it in sentences, in English, with what you did and what came of it.", json_get_text(first, "question", ""),
				   "what was told could not be evaluated");
	json_array_foreach(stages, i, stage)
		if (!strcmp(json_get_text(stage, "opening", ""), "evaded"))
			return change_json("Answer the question that was asked, with what you did and what came of it.", json_get_text(stage, "question", ""),
					   "what was told does not answer it");
	json_array_foreach(stages, i, stage) {
		t = json_array_get(json_object_get(stage, "templates"), 0);
		if (t)
			return change_json(arena_printf(a, "Leave the phrase \"%s\": %s.", json_get_text(t, "text", ""), json_get_text(t, "instead", "")), "",
					   "it could stand in anybody's story");
	}
	json_array_foreach(stages, i, stage) {
		const json_t *gap = open_gap(stage);
		const char *text = gap ? story_change_for(p, json_get_text(gap, "gap", "")) : NULL;

		if (text)
			return change_json(text, json_get_text(gap, "quote", ""), json_get_text(gap, "why", ""));
	}
	t = lacking(p, s, story, json_get_text(first, "principle", ""), a);
	return t ? t : change_json("Tell it again on another day and see whether the numbers hold.", "", "nothing that was asked stayed open");
}

void story_fold_add(struct story_fold *f, const char *state)
{
	state = state ? state : STORY_STATE_NOT_ENOUGH;
	f->collapsed = f->collapsed || !strcmp(state, STORY_STATE_COLLAPSED);
	f->judged++;
	f->survived += !strcmp(state, STORY_STATE_SURVIVED);
	f->unevaluable += !strcmp(state, STORY_STATE_UNEVALUABLE);
}

const char *story_fold_state(const struct story_fold *f)
{
	if (f->collapsed)
		return STORY_STATE_COLLAPSED;
	if (f->judged && f->judged == f->unevaluable)
		return STORY_STATE_UNEVALUABLE;
	/* Both halves, and the first of them to the full depth. */
	return f->survived >= 2 && f->survived == f->judged - f->unevaluable ? STORY_STATE_SURVIVED : STORY_STATE_NOT_ENOUGH;
}

/* Of a whole drill. */
static const char *state_of(const json_t *stages)
{
	struct story_fold f = {0};
	json_t *stage;
	size_t i;

	json_array_foreach(stages, i, stage)
		story_fold_add(&f, json_get_text(stage, "state", NULL));
	return story_fold_state(&f);
}

static enum err_code find_drill(struct store *s, int64_t id, struct arena *a, struct store_story_drill *out, struct err *err)
{
	struct store_story_drill *all = NULL;
	struct store_telling *told = NULL;
	size_t n = 0, told_count = 0;
	enum err_code code = store_story_drills(s, a, &all, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (id && all[i].id != id)
			continue;
		code = store_tellings(s, 0, all[i].id, a, &told, &told_count, err);
		if (!code && (id || told_count)) {
			*out = all[i];
			return told_count ? ERR_OK : err_set(err, ERR_MISSING, "nothing was told in drill %lld", (long long)id);
		}
	}
	if (code)
		return code;
	return id ? err_set(err, ERR_MISSING, "there is no drill %lld", (long long)id)
		  : err_set(err, ERR_MISSING, "nothing was told yet; 'spar story drill' begins");
}

/* Drifts that a telling of this drill has a part in. */
static enum err_code drift_of(const struct story_pack *p, struct store *s, const struct store_story_drill *drill, const json_t *stages, struct arena *a,
			      json_t **out, struct err *err)
{
	struct story_drift *d = NULL;
	size_t n = 0, kept = 0, i;
	enum err_code code = story_drifts(p, s, drill->story, a, &d, &n, err);
	json_t *stage;

	for (size_t k = 0; !code && k < n; k++) {
		bool ours = false;

		json_array_foreach(stages, i, stage) {
			int64_t id = json_get_int(stage, "telling_id", 0);

			ours = ours || d[k].telling == id || d[k].telling2 == id;
		}
		if (ours)
			d[kept++] = d[k];
	}
	*out = code ? NULL : story_drifts_json(d, kept);
	return code;
}

enum err_code story_debrief_json(const struct story_pack *p, struct store *s, int64_t drill, json_t **out, struct err *err)
{
	struct store_story_drill row;
	struct story_memory m = {.title = ""};
	json_t *drift = NULL, *stage;
	struct gather g = {.stages = json_array()};
	struct store_which which = {0};
	struct err ignored = {0};
	enum err_code code;
	struct arena a;
	size_t i;

	*out = NULL;
	arena_init(&a, STORY_WORK_BYTES_MAX);
	g.a = &a;
	if ((code = find_drill(s, drill, &a, &row, err)))
		goto out;
	which.attempt = row.id;
	if ((code = store_events(s, &which, gather_event, &g, err)) || (code = drift_of(p, s, &row, g.stages, &a, &drift, err)))
		goto out;
	if (g.stage && !json_object_get(g.stage, "state")) {
		json_t *open = story_open_stage(p, s, row.id);

		put_judgement(g.stage, open);
		json_decref(open);
	}
	json_array_foreach(g.stages, i, stage) {
		const struct story_rule *rule = story_principle(p, json_get_text(stage, "principle", ""));

		lay_in(stage);
		story_set_text(stage, "name", rule ? rule->name : json_get_text(stage, "principle", ""));
		json_object_set_new(stage, "templates", story_templates_json(p, str_of(json_get_text(stage, "telling", "")), &a));
	}
	if (row.story)
		story_get(p, s, row.story, &a, &m, &ignored);
	*out = json_pack("{s:I,s:I,s:b,s:s,s:o,s:O,s:O}", "id", (json_int_t)row.id, "started_ms", (json_int_t)row.started_ms, "ended",
			 row.ended_ms != 0, "state", state_of(g.stages), "change", most_useful(p, s, row.story, g.stages, drift, &a), "stages",
			 g.stages, "drift", drift);
	json_object_set_new(*out, "story", row.story ? json_integer(row.story) : json_null());
	json_object_set_new(*out, "number", m.number ? json_integer(m.number) : json_null());
	story_set_text(*out, "title", m.title ? m.title : "");
out:
	json_decref(drift);
	json_decref(g.stages);
	arena_release(&a);
	return code;
}
