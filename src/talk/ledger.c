/* What a talk and its analysis say, as JSON. */
#include "base/json.h"
#include "talk/session_int.h"

static json_t *text_of(const char *p, size_t n)
{
	return json_text_value(p, n);
}

static void set_text(json_t *obj, const char *key, const char *value)
{
	json_object_set_new(obj, key, text_of(value, strlen(value)));
}

/* Scores as a person reads them: one decimal. */
static json_t *number(double value)
{
	return json_real((double)(long long)(value * 100 + (value < 0 ? -0.5 : 0.5)) / 100);
}

static json_t *probe_json(const struct talk_probe *p)
{
	json_t *o = json_object();

	set_text(o, "gap", p->gap);
	json_object_set_new(o, "depth", json_integer(p->depth));
	set_text(o, "probe", p->text);
	set_text(o, "why", p->why);
	set_text(o, "quote", p->quote);
	if (*p->quote2)
		set_text(o, "quote2", p->quote2);
	json_object_set_new(o, "score", number(p->score));
	json_object_set_new(o, "general", json_boolean(p->general));
	json_object_set_new(o, "again", json_boolean(p->again));
	return o;
}

static json_t *turn_json(const struct talk *t, size_t i)
{
	const struct turn *turn = &t->turns[i];
	json_t *o = probe_json(&t->asked[i].probe), *considered = json_array(), *fresh = json_array();

	for (size_t k = 0; k < turn->considered_count; k++) {
		json_t *c = json_object();

		set_text(c, "gap", turn->considered[k].gap);
		json_object_set_new(c, "score", number(turn->considered[k].score));
		json_array_append_new(considered, c);
	}
	json_object_set_new(o, "considered", considered);
	if (turn->replied) {
		json_object_set_new(o, "reply", text_of(buf_text(&t->transcript) + turn->reply_at, turn->reply_n));
		set_text(o, "verdict", talk_verdict_name(t->asked[i].verdict));
		json_object_set_new(o, "held", json_boolean(t->asked[i].held));
		set_text(o, "missing", turn->missing);
		for (size_t k = 0; k < turn->fresh_count; k++)
			json_array_append_new(fresh, text_of(turn->fresh[k], strlen(turn->fresh[k])));
		json_object_set(o, "new", fresh);
	}
	json_decref(fresh);
	return o;
}

json_t *talk_ledger(const struct talk *t)
{
	json_t *o = json_object(), *asked = json_array();

	if (!o || !asked) {
		json_decref(o);
		json_decref(asked);
		return NULL;
	}
	set_text(o, "kind", talk_kind_name(t->round.kind));
	set_text(o, "level", talk_level_name(t->round.level));
	if (t->round.principle)
		set_text(o, "principle", t->round.principle);
	set_text(o, "question", t->round.question ? t->round.question : "");
	json_object_set_new(o, "seed", json_integer((json_int_t)t->round.seed));
	/* What could not be evaluated has no verdict. */
	if (t->view.evaluable)
		set_text(o, "opening", talk_verdict_name(t->view.opening));
	for (size_t i = 0; i < t->asked_count; i++)
		json_array_append_new(asked, turn_json(t, i));
	json_object_set_new(o, "asked", asked);
	json_object_set_new(o, "depth", json_integer(talk_depth(t)));
	json_object_set_new(o, "survived", json_boolean(talk_survived(t)));
	return o;
}

static json_t *clues_json(const struct talk_view *v)
{
	json_t *clues = json_array();

	for (size_t i = 0; i < v->clue_count; i++) {
		const struct talk_clue *c = &v->clues[i];
		json_t *o = json_object();

		set_text(o, "type", talk_clue_name(c->type));
		json_object_set_new(o, "quote", text_of(v->transcript.p + c->at, c->n));
		json_object_set_new(o, "at", json_integer(c->at));
		json_object_set_new(o, "turn", json_integer(c->turn));
		if (*c->unit)
			set_text(o, "unit", c->unit);
		if (c->value != 0)
			json_object_set_new(o, "value", json_real(c->value));
		if (c->negative)
			json_object_set_new(o, "negative", json_true());
		json_object_set_new(o, "confidence", number(c->confidence));
		json_array_append_new(clues, o);
	}
	return clues;
}

static json_t *frame_json(const struct talk *t)
{
	const struct talk_view *v = &t->view;
	json_t *o = json_object(), *links = json_array();

	for (int part = 0; part < PART_COUNT; part++) {
		json_t *list = json_array();

		for (size_t s = 0; s < v->frame.sentence_count; s++) {
			if (v->frame.parts[s] != 1 + (uint32_t)part)
				continue;
			struct str text = talk_span_text(&t->x.text, (struct talk_span){t->x.text.sentences[s].first, t->x.text.sentences[s].count});

			json_array_append_new(list, text_of(text.p, text.n));
		}
		json_object_set_new(o, talk_part_name((enum talk_part)part), list);
	}
	for (size_t i = 0; i < v->frame.link_count; i++) {
		const struct talk_link *l = &v->frame.links[i];
		json_t *link = json_object();

		set_text(link, "link", talk_link_name(l->kind));
		json_object_set_new(link, "from", json_integer(l->from));
		json_object_set_new(link, "to", json_integer(l->to));
		json_array_append_new(links, link);
	}
	json_object_set_new(o, "links", links);
	return o;
}

static json_t *gaps_json(const struct talk_view *v)
{
	json_t *gaps = json_array();

	for (size_t i = 0; i < v->gap_count; i++) {
		const struct talk_gap *g = &v->gaps[i];
		json_t *o = json_object();

		set_text(o, "gap", g->name);
		set_text(o, "why", g->why);
		json_object_set_new(o, "confidence", number(g->confidence));
		json_object_set_new(o, "score", number(g->score));
		if (g->n)
			json_object_set_new(o, "quote", text_of(v->transcript.p + g->at, g->n));
		json_array_append_new(gaps, o);
	}
	return gaps;
}

json_t *talk_view_json(const struct talk *t)
{
	const struct talk_view *v = &t->view;
	json_t *o = json_object(), *probes = json_array();

	if (!o || !probes) {
		json_decref(o);
		json_decref(probes);
		return NULL;
	}
	json_object_set_new(o, "evaluable", json_boolean(v->evaluable));
	if (!v->evaluable)
		set_text(o, "reason", v->not_evaluable);
	else
		set_text(o, "opening", talk_verdict_name(v->opening));
	json_object_set_new(o, "words", json_integer((json_int_t)v->word_count));
	json_object_set_new(o, "sentences", json_integer((json_int_t)v->sentence_count));
	json_object_set_new(o, "clues", clues_json(v));
	json_object_set_new(o, "frame", frame_json(t));
	json_object_set_new(o, "gaps", gaps_json(v));
	for (size_t i = 0; i < v->probe_count; i++)
		json_array_append_new(probes, probe_json(&v->probes[i]));
	json_object_set_new(o, "probes", probes);
	return o;
}
