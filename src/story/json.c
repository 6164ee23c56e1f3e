/* What a page or a script reads about memories. */
#include "base/clock.h"
#include "base/json.h"
#include "story/drill_int.h"

json_t *story_str_json(struct str s)
{
	return json_text_value(s.p ? s.p : "", s.n);
}

void story_set_text(json_t *obj, const char *key, const char *text)
{
	json_object_set_new(obj, key, json_text_value(text, strlen(text)));
}

static const char *carries_name(enum story_carries c)
{
	return c == STORY_CARRIES ? "carries" : c == STORY_THIN ? "thin" : "not";
}

static json_t *quote_json(const struct story_quote *q)
{
	json_t *o = json_object();

	json_object_set_new(o, "quote", story_str_json(q->text));
	story_set_text(o, "part", q->part);
	story_set_text(o, "shows", q->shows);
	return o;
}

static json_t *claim_json(const struct story_claim *c)
{
	json_t *o = json_object(), *quotes = json_array(), *lacks = json_array();

	story_set_text(o, "id", c->rule->id);
	story_set_text(o, "name", c->rule->name);
	story_set_text(o, "asks", c->rule->asks);
	story_set_text(o, "carries", carries_name(c->carries));
	for (size_t i = 0; i < c->quote_count; i++)
		json_array_append_new(quotes, quote_json(&c->quotes[i]));
	for (size_t i = 0; i < c->lack_count; i++)
		json_array_append_new(lacks, json_string(c->lacks[i]));
	json_object_set_new(o, "quotes", quotes);
	json_object_set_new(o, "lacks", lacks);
	return o;
}

static json_t *lens_json(const struct story_lens *l)
{
	json_t *o = json_object(), *then = json_array();

	story_set_text(o, "principle", l->rule->id);
	story_set_text(o, "name", l->rule->name);
	story_set_text(o, "opening", l->opening);
	story_set_text(o, "how", l->how);
	json_object_set_new(o, "open", quote_json(&l->open));
	for (size_t i = 0; i < l->then_count; i++)
		json_array_append_new(then, quote_json(&l->then[i]));
	json_object_set_new(o, "then", then);
	return o;
}

static json_t *drift_json(const struct story_drift *d)
{
	json_t *o = json_object();

	json_object_set_new(o, "quote", story_str_json(d->quote));
	json_object_set_new(o, "quote2", story_str_json(d->quote2));
	json_object_set_new(o, "sentence", story_str_json(d->sentence));
	json_object_set_new(o, "sentence2", story_str_json(d->sentence2));
	story_set_text(o, "where", d->where);
	story_set_text(o, "where2", d->where2);
	json_object_set_new(o, "at_ms", json_integer(d->at_ms));
	json_object_set_new(o, "at2_ms", json_integer(d->at2_ms));
	json_object_set_new(o, "telling", json_integer(d->telling));
	json_object_set_new(o, "telling2", json_integer(d->telling2));
	return o;
}

json_t *story_drifts_json(const struct story_drift *d, size_t n)
{
	json_t *out = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(out, drift_json(&d[i]));
	return out;
}

static json_t *templates_json(const struct story_template *t, size_t n)
{
	json_t *out = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "text", story_str_json(t[i].text));
		if (t[i].part) {
			story_set_text(o, "part", t[i].part);
			json_object_set_new(o, "at", json_integer(t[i].at));
		}
		story_set_text(o, "instead", t[i].instead);
		json_array_append_new(out, o);
	}
	return out;
}

json_t *story_templates_json(const struct story_pack *p, struct str text, struct arena *a)
{
	size_t n = 0;
	const struct story_template *t = story_templates(p, text, a, &n);

	return templates_json(t, n);
}

static json_t *answers_json(const struct story_pack *p, struct store *s, const struct story_memory *m, struct arena *a)
{
	json_t *out = json_array();

	for (size_t i = 0; i < p->part_count; i++) {
		json_t *o = json_object();
		const char *draft = NULL;
		struct err ignored = {0};
		int64_t at_ms = 0;

		story_set_text(o, "part", p->parts[i].id);
		story_set_text(o, "ask", p->parts[i].ask);
		story_set_text(o, "help", p->parts[i].help);
		json_object_set_new(o, "text", story_str_json(m->answers[i]));
		json_object_set_new(o, "edits", json_integer(m->edits[i]));
		if (!store_draft_get(s, story_draft_subject(a, m->id, p->parts[i].id), a, &draft, &at_ms, &ignored) && draft)
			story_set_text(o, "draft", draft);
		json_array_append_new(out, o);
	}
	return out;
}

static json_t *telling_json(const struct store_telling *t)
{
	json_t *o = json_pack("{s:I,s:I,s:i,s:I,s:I,s:i,s:i}", "id", (json_int_t)t->id, "drill", (json_int_t)t->drill, "stage", t->stage, "at_ms",
			      (json_int_t)t->at_ms, "elapsed_ms", (json_int_t)t->elapsed_ms, "replies", t->replies, "depth", t->depth);

	story_set_text(o, "principle", t->principle);
	story_set_text(o, "question", t->question);
	story_set_text(o, "text", t->text);
	if (t->state)
		story_set_text(o, "state", t->state);
	else
		json_object_set_new(o, "state", json_null());
	return o;
}

static json_t *head_json(const struct story_memory *m)
{
	json_t *o = json_pack("{s:I,s:i,s:I,s:I,s:b,s:i}", "id", (json_int_t)m->id, "number", m->number, "begun_ms", (json_int_t)m->begun_ms, "changed_ms",
			      (json_int_t)m->changed_ms, "aside", m->aside, "answered", m->answered);

	story_set_text(o, "title", m->title);
	return o;
}

static bool add_history(const struct store_record *e, void *arg)
{
	json_t *o = json_pack("{s:I,s:s}", "at_ms", (json_int_t)e->at_ms, "part", json_get_text(e->body, "part", ""));

	story_set_text(o, "text", json_get_text(e->body, "text", ""));
	json_array_append_new(arg, o);
	return true;
}

static enum err_code history_json(struct store *s, int64_t id, json_t *out, struct err *err)
{
	char subject[40];
	struct store_which which = {.kind = "story.answered", .subject = subject};
	json_t *list = json_array();

	snprintf(subject, sizeof(subject), "story/%lld", (long long)id);
	json_object_set_new(out, "history", list);
	return store_events(s, &which, add_history, list, err);
}

static void put_reading(json_t *out, const struct story_reading *r)
{
	json_t *principles = json_array(), *kinds = json_array(), *lenses = json_array();

	for (size_t i = 0; i < r->principle_count; i++)
		if (r->principles[i].carries != STORY_NOT)
			json_array_append_new(principles, claim_json(&r->principles[i]));
	for (size_t i = 0; i < r->kind_count; i++)
		json_array_append_new(kinds, claim_json(&r->kinds[i]));
	for (size_t i = 0; i < r->lens_count; i++)
		json_array_append_new(lenses, lens_json(&r->lenses[i]));
	json_object_set_new(out, "evaluable", json_boolean(r->evaluable));
	if (!r->evaluable)
		story_set_text(out, "not_evaluable", r->not_evaluable);
	json_object_set_new(out, "cut", json_boolean(r->cut));
	json_object_set_new(out, "principles", principles);
	json_object_set_new(out, "kinds", kinds);
	json_object_set_new(out, "lenses", lenses);
	json_object_set_new(out, "templates", templates_json(r->templates, r->template_count));
}

enum err_code story_json(const struct story_pack *p, struct store *s, int64_t id, bool history, json_t **out, struct err *err)
{
	struct store_telling *tellings = NULL;
	struct story_drift *drifts = NULL;
	size_t telling_count = 0, drift_count = 0;
	struct story_memory m;
	struct story_reading r;
	json_t *o = NULL;
	enum err_code code;
	struct arena a;

	*out = NULL;
	arena_init(&a, STORY_WORK_BYTES_MAX);
	if ((code = story_get(p, s, id, &a, &m, err)) || (code = story_read(p, &m, &a, &r, err)) ||
	    (code = store_tellings(s, id, 0, &a, &tellings, &telling_count, err)) ||
	    (code = story_drifts(p, s, id, &a, &drifts, &drift_count, err)))
		goto out;
	o = head_json(&m);
	json_object_set_new(o, "answers", answers_json(p, s, &m, &a));
	put_reading(o, &r);
	json_t *told = json_array();

	for (size_t i = 0; i < telling_count; i++)
		json_array_append_new(told, telling_json(&tellings[i]));
	json_object_set_new(o, "tellings", told);
	json_object_set_new(o, "drift", story_drifts_json(drifts, drift_count));
	if (history)
		code = history_json(s, id, o, err);
out:
	arena_release(&a);
	if (code)
		json_decref(o);
	else
		*out = o;
	return code;
}

/* An answer of it was typed and not ended. */
static bool has_draft(const struct story_pack *p, struct store *s, const struct story_memory *m, struct arena *a)
{
	const char *draft = NULL;
	struct err ignored = {0};
	int64_t at_ms = 0;

	for (size_t i = 0; i < p->part_count && !draft; i++)
		if (!m->answers[i].n && store_draft_get(s, story_draft_subject(a, m->id, p->parts[i].id), a, &draft, &at_ms, &ignored))
			draft = NULL;
	return draft != NULL;
}

/* The one next thing to do. */
static json_t *next_json(const struct story_pack *p, struct store *s, const struct story_memory *all, size_t n, size_t tellings, int64_t open_drill,
			 struct arena *a)
{
	const struct story_memory *gap = NULL, *begun = NULL, *about = NULL;
	const char *what = "drill", *text = "Tell one: 'spar story drill' asks, and presses.";
	int usable = 0;

	for (size_t i = 0; i < n; i++) {
		usable += !all[i].aside && all[i].answered;
		if (!gap && !all[i].aside && all[i].answered && all[i].answered < (int)p->part_count)
			gap = &all[i];
		if (!begun && !all[i].aside && has_draft(p, s, &all[i], a))
			begun = &all[i];
	}
	if (open_drill) {
		what = "resume";
		text = "A drill was cut off: 'spar story drill --resume' goes on with it.";
	} else if (begun) {
		what = "edit";
		about = begun;
		text = arena_printf(a, "An answer in '%.60s' was not ended; what was typed is kept: 'spar story edit %lld'.", begun->title, (long long)begun->id);
	} else if (!usable) {
		what = "new";
		text = arena_printf(a, "Write down the first: 'spar story new' asks %zu questions.", p->part_count);
	} else if (gap) {
		what = "edit";
		about = gap;
		text = arena_printf(a, "%zu of %zu questions about '%.60s' are open: 'spar story edit %d'.", p->part_count - (size_t)gap->answered,
				    p->part_count, gap->title, gap->number);
	} else if (usable < p->enough_from && tellings) {
		what = "new";
		text = "Write down another: 'spar story new'. 'spar story matrix' shows what is not covered.";
	}
	json_t *o = json_object();

	story_set_text(o, "do", what);
	story_set_text(o, "text", text);
	json_object_set_new(o, "memory", about ? json_integer(about->id) : json_null());
	return o;
}

/* A drill in a list; its principle is not named, as it may be open. */
static json_t *drill_json(const struct store_story_drill *d, const struct store_telling *tellings, size_t n)
{
	json_t *o = json_pack("{s:I,s:I,s:I,s:b}", "id", (json_int_t)d->id, "started_ms", (json_int_t)d->started_ms, "story", (json_int_t)d->story,
			      "ended", d->ended_ms != 0);
	struct story_fold f = {0};
	int told = 0;

	for (size_t k = 0; k < n; k++)
		if (tellings[k].drill == d->id) {
			story_fold_add(&f, tellings[k].state);
			told++;
		}
	json_object_set_new(o, "told", json_integer(told));
	json_object_set_new(o, "state", told && d->ended_ms ? json_string(story_fold_state(&f)) : json_null());
	return o;
}

enum err_code story_list_json(const struct story_pack *p, struct store *s, json_t **out, struct err *err)
{
	struct store_story_drill *drills = NULL;
	struct store_telling *tellings = NULL;
	struct story_memory *all = NULL;
	size_t n = 0, drill_count = 0, telling_count = 0;
	int64_t open_drill = 0;
	enum err_code code;
	struct arena a;

	*out = NULL;
	arena_init(&a, STORY_WORK_BYTES_MAX);
	if ((code = story_all(p, s, &a, &all, &n, err)) || (code = store_story_drills(s, &a, &drills, &drill_count, err)) ||
	    (code = store_tellings(s, 0, 0, &a, &tellings, &telling_count, err)))
		goto out;
	json_t *memories = json_array(), *list = json_array(), *parts = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = head_json(&all[i]);
		const struct store_telling *last = NULL;
		int told = 0;

		for (size_t k = 0; k < telling_count; k++)
			if (tellings[k].story == all[i].id) {
				last = &tellings[k];
				told++;
			}
		json_object_set_new(o, "told", json_integer(told));
		json_object_set_new(o, "last_told_ms", last ? json_integer(last->at_ms) : json_null());
		json_object_set_new(o, "last_state", last && last->state ? json_string(last->state) : json_null());
		json_array_append_new(memories, o);
	}
	for (size_t i = 0; i < drill_count; i++) {
		if (!drills[i].ended_ms && !open_drill)
			open_drill = drills[i].id;
		json_array_append_new(list, drill_json(&drills[i], tellings, telling_count));
	}
	for (size_t i = 0; i < p->part_count; i++)
		json_array_append_new(parts, json_pack("{s:s,s:s,s:s}", "id", p->parts[i].id, "ask", p->parts[i].ask, "help", p->parts[i].help));
	*out = json_pack("{s:o,s:o,s:{s:i,s:i},s:o,s:o}", "parts", parts, "memories", memories, "enough", "from", p->enough_from, "to", p->enough_to,
			 "drills", list, "next", next_json(p, s, all, n, telling_count, open_drill, &a));
	json_object_set_new(*out, "open_drill", open_drill ? json_integer(open_drill) : json_null());
out:
	arena_release(&a);
	return code;
}

/* A column of the matrix: which memories carry it. */
static json_t *column_json(const struct story_rule *rule, const struct story_matrix *m, size_t k, bool kind)
{
	json_t *o = json_object(), *carries = json_array(), *thin = json_array();

	for (size_t i = 0; i < m->count; i++) {
		const struct story_claim *c = kind ? &m->readings[i].kinds[k] : &m->readings[i].principles[k];

		if (c->carries != STORY_NOT)
			json_array_append_new(c->carries == STORY_CARRIES ? carries : thin, json_integer(m->readings[i].memory->id));
	}
	story_set_text(o, "id", rule->id);
	story_set_text(o, "name", rule->name);
	story_set_text(o, "asks", rule->asks);
	story_set_text(o, "state", json_array_size(carries) == 0 ? "not covered" : json_array_size(carries) == 1 ? "one memory" : "covered");
	json_object_set_new(o, "carries", carries);
	json_object_set_new(o, "thin", thin);
	return o;
}

enum err_code story_matrix_json(const struct story_pack *p, struct store *s, json_t **out, struct err *err)
{
	struct story_matrix m;
	enum err_code code;
	struct arena a;

	*out = NULL;
	arena_init(&a, STORY_WORK_BYTES_MAX);
	code = story_matrix(p, s, &a, &m, err);
	if (!code) {
		json_t *principles = json_array(), *kinds = json_array(), *memories = json_array();

		for (size_t i = 0; i < m.count; i++)
			json_array_append_new(memories, head_json(m.readings[i].memory));
		for (size_t k = 0; k < p->principle_count; k++)
			json_array_append_new(principles, column_json(&p->principles[k], &m, k, false));
		for (size_t k = 0; k < p->kind_count; k++)
			json_array_append_new(kinds, column_json(&p->kinds[k], &m, k, true));
		*out = json_pack("{s:o,s:o,s:o}", "memories", memories, "principles", principles, "kinds", kinds);
	}
	arena_release(&a);
	return code;
}
