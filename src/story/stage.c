/* How a stage of a drill is judged, and how a drill is taken up from the record. */
#include "base/json.h"
#include "story/drill_int.h"

#define OPEN_MAX 5

bool story_probe_held(const json_t *asked)
{
	const char *verdict = json_get_text(asked, "verdict", "");

	/* Old ledgers do not say it. */
	if (json_object_get(asked, "held"))
		return json_get_bool(asked, "held", false);
	return !strcmp(verdict, "full") || (!strcmp(verdict, "partial") && json_array_size(json_get_array(asked, "new")));
}

/* Was a probe left without an answer? An evasion is forgiven when the one re-ask was answered. */
static bool collapsed(const json_t *ledger)
{
	const json_t *list = json_get_array(ledger, "asked");
	size_t n = json_array_size(list);

	for (size_t i = 0; i < n; i++) {
		const json_t *asked = json_array_get(list, i), *next = i + 1 < n ? json_array_get(list, i + 1) : NULL;
		bool saved = next && json_get_bool(next, "again", false) && story_probe_held(next);

		if (json_object_get(asked, "verdict") && !story_probe_held(asked) && !saved)
			return true;
	}
	return false;
}

static const char *state_of(const struct story_drill *d, const json_t *ledger)
{
	const struct talk_view *v = talk_view(d->talk);

	if (!v->evaluable)
		return STORY_STATE_UNEVALUABLE;
	if (v->opening == TALK_EVADED || v->opening == TALK_DECLINED || collapsed(ledger))
		return STORY_STATE_COLLAPSED;
	return talk_depth(d->talk) >= (d->stage ? STORY_DEPTH_SECOND : STORY_DEPTH_FIRST) ? STORY_STATE_SURVIVED : STORY_STATE_NOT_ENOUGH;
}

/* What an interviewer would still have to ask, and the sentence that shows it: a gap's own quote can be one number. */
static json_t *open_gaps(const struct talk_view *v)
{
	json_t *out = json_array();
	struct story_words w;
	struct arena a;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	story_words_read(&a, v->transcript, &w);
	for (size_t i = 0; i < v->gap_count && json_array_size(out) < OPEN_MAX; i++) {
		const struct talk_gap *g = &v->gaps[i];
		struct str sentence = story_sentence_text(&w, g->n ? story_sentence_at(&w, g->at) : NULL);
		json_t *o = json_object();

		story_set_text(o, "gap", g->name);
		story_set_text(o, "why", g->why ? g->why : "");
		json_object_set_new(o, "confidence", json_real(g->confidence));
		json_object_set_new(o, "quote", story_str_json(sentence));
		json_array_append_new(out, o);
	}
	arena_release(&a);
	return out;
}

json_t *story_stage_json(const struct story_drill *d)
{
	const struct talk_view *v = talk_view(d->talk);
	json_t *body = json_object(), *ledger = talk_ledger(d->talk);
	size_t i;
	json_t *asked;

	/* The replies are events of their own. */
	json_array_foreach(json_get_array(ledger, "asked"), i, asked)
		json_object_del(asked, "reply");
	json_object_set_new(body, "telling", json_integer(d->telling));
	story_set_text(body, "state", state_of(d, ledger));
	/* What could not be evaluated has no verdict. */
	if (v->evaluable)
		story_set_text(body, "opening", talk_verdict_name(v->opening));
	else
		story_set_text(body, "why", v->not_evaluable);
	json_object_set_new(body, "depth", json_integer(talk_depth(d->talk)));
	json_object_set_new(body, "open", open_gaps(v));
	json_object_set_new(body, "ledger", ledger);
	return body;
}

/* What the record holds of a drill, in order. */
struct replay {
	struct story_drill *d;
	const char *probe;         /* asked and not replied to; NULL */
	bool judged;               /* this stage, and it could be evaluated */
	enum err_code code;
	struct err *err;
};

static void replay_probe(struct replay *r, const char *text)
{
	const struct talk_probe *probe = r->d->talk ? talk_next(r->d->talk) : NULL;
	struct err ignored = {0};

	/* The content may have changed since: what was asked stays what was asked. */
	if (probe && strcmp(probe->text, text) && talk_rephrase(r->d->talk, str_of(text), &ignored))
		r->code = err_set(r->err, ERR_INPUT, "drill %lld cannot be taken up: its questions have changed", (long long)r->d->id);
	r->probe = arena_strdup(&r->d->life, text);
}

static bool replay_event(const struct store_record *e, void *arg)
{
	struct replay *r = arg;
	struct story_drill *d = r->d;
	const struct talk_outcome *outcome = NULL;
	const char *text = arena_strdup(&d->life, json_get_text(e->body, "text", ""));

	if (!strcmp(e->kind, "story.told")) {
		d->telling = e->id;
		story_clock_said(d, json_get_int(e->body, "elapsed_ms", 0));
		d->story = json_get_int(e->body, "story", 0);
		r->judged = false;
		r->code = story_drill_tell(d, str_of(text), r->err);
	} else if (!strcmp(e->kind, "story.asked")) {
		replay_probe(r, json_get_text(e->body, "probe", ""));
		d->worded = !strcmp(json_get_text(e->body, "words", ""), "model");
	} else if (!strcmp(e->kind, "story.replied") && d->talk) {
		r->probe = NULL;
		d->turn++;
		story_clock_said(d, json_get_int(e->body, "elapsed_ms", 0));
		r->code = talk_reply(d->talk, str_of(text), &outcome, r->err);
	} else if (!strcmp(e->kind, "story.judged")) {
		r->judged = strcmp(json_get_text(e->body, "state", ""), STORY_STATE_UNEVALUABLE) != 0;
		talk_free(d->talk);
		d->talk = NULL;
	} else if (!strcmp(e->kind, "story.switched")) {
		const struct story_rule *rule = story_principle(d->pack, json_get_text(e->body, "principle", ""));

		story_drill_turn_to(d, rule ? rule : d->rule, json_get_text(e->body, "question", ""));
		r->judged = false;
	}
	return r->code == ERR_OK;
}

static enum err_code find(struct story_drill *d, int64_t id, bool ended_too, struct err *err)
{
	struct store_story_drill *all = NULL;
	size_t n = 0;
	enum err_code code = store_story_drills(d->store, &d->life, &all, &n, err);

	for (size_t i = 0; !code && i < n; i++) {
		if (id ? all[i].id != id : all[i].ended_ms != 0)
			continue;
		if (all[i].ended_ms && !ended_too)
			return err_set(err, ERR_INPUT, "drill %lld has ended", (long long)all[i].id);
		d->id = all[i].id;
		d->started_ms = all[i].started_ms;
		d->limit_ms = all[i].limit_ms;
		d->seed = all[i].seed;
		d->story = all[i].story;
		d->level = talk_level_find(all[i].level) < 0 ? TALK_L5 : (enum talk_level)talk_level_find(all[i].level);
		d->rule = story_principle(d->pack, all[i].principle);
		d->asked = d->question = all[i].question;
		return d->rule ? ERR_OK : err_set(err, ERR_CONTENT, "the pack has no principle '%s' any more", all[i].principle);
	}
	if (code)
		return code;
	return id ? err_set(err, ERR_MISSING, "there is no drill %lld", (long long)id) : err_set(err, ERR_MISSING, "no drill is open");
}

/* A drill as the record has it, with nothing recorded. *judged: its last stage was, and what follows is not there yet. */
static enum err_code load(struct story_drill **out, const struct story_pack *p, struct store *s, int64_t id, bool ended_too, bool *judged,
			  struct err *err)
{
	struct story_drill *d = NULL;
	enum err_code code = story_drill_new(&d, p, s, err);

	*out = NULL;
	if (!code)
		code = find(d, id, ended_too, err);
	if (!code) {
		struct replay r = {.d = d, .err = err};
		struct store_which which = {.attempt = d->id};

		code = store_events(s, &which, replay_event, &r, err);
		code = code ? code : r.code;
		if (r.probe && d->talk) {
			d->question = r.probe;
			d->step = STORY_REPLY;
		}
		*judged = r.judged;
		story_clock_take(d);
	}
	if (code)
		story_drill_free(d);
	else
		*out = d;
	return code;
}

enum err_code story_drill_resume(struct story_drill **out, const struct story_pack *p, struct store *s, int64_t id, struct err *err)
{
	struct story_drill *d = NULL;
	bool judged = false;
	enum err_code code = load(&d, p, s, id, false, &judged, err);

	*out = NULL;
	if (code)
		return code;
	/* It was cut off between an answer and what follows it. */
	if (d->talk && d->step == STORY_TELL && talk_view(d->talk)->evaluable)
		code = story_drill_go_on(d, err);
	else if (judged)
		code = story_drill_stage_over(d, err);
	if (code)
		story_drill_free(d);
	else
		*out = d;
	return code;
}

json_t *story_open_stage(const struct story_pack *p, struct store *s, int64_t id)
{
	struct story_drill *d = NULL;
	struct err ignored = {0};
	json_t *stage = NULL;
	bool judged = false;

	if (load(&d, p, s, id, true, &judged, &ignored))
		return NULL;
	if (d->talk)
		stage = story_stage_json(d);
	story_drill_free(d);
	return stage;
}

json_t *story_drill_json(const struct story_drill *d)
{
	static const char *const steps[] = {"tell", "reply", "over"};
	json_t *o = json_pack("{s:I,s:s,s:i,s:i,s:I,s:I,s:I,s:I}", "id", (json_int_t)d->id, "step", steps[d->step], "stage", d->stage, "turn", d->turn,
			      "limit_ms", (json_int_t)d->limit_ms, "spent_ms", (json_int_t)d->spent_ms, "question_ms", (json_int_t)d->on_ms, "started_ms",
			      (json_int_t)d->started_ms);

	story_set_text(o, "question", story_drill_question(d));
	story_set_text(o, "draft", story_drill_draft(d));
	json_object_set_new(o, "story", d->story ? json_integer(d->story) : json_null());
	return o;
}
