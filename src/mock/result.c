/* What came of a part: what was volunteered, what had to be pulled out, which questions were dodged. */
#include "mock/mock_int.h"

#include <string.h>

#include "base/json.h"
#include "mock/scenario.h"
#include "practice/ask_topic.h"
#include "talk/points.h"

#define SENTENCES_MAX 200          /* of an answer, that are looked through for a quote */
#define POINTS_MAX 40

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define LISTS 4                    /* volunteered, pulled, missing, named */

static const enum talk_clue_type story_clues[] = {CLUE_METRIC, CLUE_BASELINE, CLUE_SCALE, CLUE_DECISION, CLUE_ALTERNATIVE, CLUE_TRADEOFF,
						  CLUE_CAUSE, CLUE_OUTCOME, CLUE_MEASUREMENT, CLUE_LEARNING};
static const char *const sql_points[] = {"reason", "ties", "nulls", "grain"};

/* The points that a part is about: topics of the engine, none for a story. */
static const char *const *points_of(const struct mock_part *p, size_t *n)
{
	*n = p->kind == MOCK_SQL ? COUNT(sql_points) : p->kind == MOCK_DESIGN && p->scenario ? p->scenario->point_count : 0;
	return p->kind == MOCK_SQL ? sql_points : p->scenario ? p->scenario->points : NULL;
}

/* The question that pulled something out with the reply of this exchange; "" for the answer itself. */
static const char *question_of(const struct mock *m, const struct mock_part *p, size_t x)
{
	return x && x < p->exchange_count ? m->turns[p->exchanges[x].asked].text : "";
}

/* The exchange in which a clue was said. */
static size_t exchange_of(const struct mock_part *p, const struct talk_clue *c)
{
	return c->turn ? p->merged - 1 + c->turn : p->merged == 2 && c->at >= p->exchanges[0].text.n;
}

static void add_point(json_t *lists[LISTS], const char *what, bool volunteered, const char *quote, size_t n, const char *by)
{
	json_t *o = json_pack("{s:s,s:o}", "what", what, "quote", mock_quote(quote, n));

	if (!volunteered)
		json_object_set_new(o, "by", json_string(by));
	json_array_append_new(lists[volunteered ? 0 : 1], o);
}

/* What stands in a reply that answered nothing is no point of the candidate's: "I would look it up" is no learning. */
static bool answered(const json_t *asked, size_t x)
{
	const char *verdict = json_get_text(x ? json_array_get(asked, x - 1) : NULL, "verdict", "");

	return strcmp(verdict, "evaded") && strcmp(verdict, "declined");
}

/* A question about a point with this verdict: "full", then it was said, in whatever words; "partial", then some of it was. NULL: none. */
static const json_t *asked_about(const json_t *asked, const char *point, const char *verdict)
{
	for (size_t i = 0; i < json_array_size(asked); i++) {
		const json_t *a = json_array_get(asked, i);
		const char *gap = json_get_text(a, "gap", "");

		if (!strncmp(gap, "no_", 3) && !strcmp(gap + 3, point) && !strcmp(json_get_text(a, "verdict", ""), verdict))
			return a;
	}
	return NULL;
}

/* The same where the verdict on a reply says that it was. */
static void add_reply(json_t *lists[LISTS], const char *what, const json_t *about)
{
	add_point(lists, what, false, json_get_text(about, "reply", ""), strlen(json_get_text(about, "reply", "")), json_get_text(about, "question", ""));
}

/* What was not heard at all, and what only came up: the debrief must not say of the second that it was never said. */
static void add_missing(json_t *lists[LISTS], const json_t *asked, const char *what, bool named)
{
	json_array_append_new(lists[named || asked_about(asked, what, "partial") ? 3 : 2], json_string(what));
}

static void story_points(const struct mock *m, const struct mock_part *p, const json_t *asked, json_t *lists[LISTS])
{
	const struct talk_view *v = talk_view(p->talk);

	for (size_t i = 0; i < COUNT(story_clues); i++) {
		const struct talk_clue *first = NULL;
		const json_t *about;

		for (size_t k = 0; k < v->clue_count; k++) {
			const struct talk_clue *c = &v->clues[k];

			if (c->type == story_clues[i] && c->confidence >= 0.5 && answered(asked, exchange_of(p, c)) && (!first || exchange_of(p, c) < exchange_of(p, first)))
				first = c;
		}
		if (first)
			add_point(lists, talk_clue_name(story_clues[i]), exchange_of(p, first) == 0, v->transcript.p + first->at, first->n,
				  question_of(m, p, exchange_of(p, first)));
		else if ((about = asked_about(asked, talk_clue_name(story_clues[i]), "full")))
			add_reply(lists, talk_clue_name(story_clues[i]), about);
		else
			add_missing(lists, asked, talk_clue_name(story_clues[i]), false);
	}
}

/* The first sentence that treats the topic; the whole text where none does alone. */
static struct str sentence_with(const struct mock *m, struct str text, const char *topic)
{
	struct str rest = text, one;
	struct err ignored = {0};
	int treated;

	for (size_t i = 0; i < SENTENCES_MAX && sentence_next(&rest, &one); i++)
		if (!talk_points(m->base.talk, one, &topic, 1, &treated, &ignored) && treated == 2)
			return one;
	return text;
}

static enum err_code topic_points(const struct mock *m, const struct mock_part *p, const json_t *asked, json_t *lists[LISTS], json_t *points,
				  struct err *err)
{
	size_t n, x = 0;
	const char *const *topics = points_of(p, &n);
	int treated[POINTS_MAX], best[POINTS_MAX] = {0};
	size_t where[POINTS_MAX] = {0};
	enum err_code code = ERR_OK;

	if (n > POINTS_MAX)
		n = POINTS_MAX;
	for (; x < p->exchange_count && !code; x++) {
		struct str text = {buf_text(&p->exchanges[x].text), p->exchanges[x].text.n};

		if (text.n == 0 || (code = talk_points(m->base.talk, text, topics, n, treated, err)))
			continue;
		for (size_t i = 0; i < n; i++)
			if (treated[i] > best[i]) {
				best[i] = treated[i];
				where[i] = x;
			}
	}
	for (size_t i = 0; i < n && !code; i++) {
		const struct exchange *e = &p->exchanges[where[i]];
		const json_t *about = best[i] < 2 ? asked_about(asked, topics[i], "full") : NULL;

		json_object_set_new(points, topics[i], json_integer(about ? 2 : best[i]));
		if (about)
			add_reply(lists, topics[i], about);
		else if (best[i] < 2)
			add_missing(lists, asked, topics[i], best[i] == 1);
		if (best[i] < 2)
			continue;
		struct str quote = sentence_with(m, (struct str){buf_text(&e->text), e->text.n}, topics[i]);

		add_point(lists, topics[i], where[i] == 0, quote.p, quote.n, question_of(m, p, where[i]));
	}
	return code == ERR_MISSING || code == ERR_LIMIT ? ERR_OK : code;
}

/* --- the questions ---------------------------------------------------------------------------------------------------- */

struct tally {
	int full, partial, evaded, declined;
	const char *pressed[2];    /* verdict on "differently" and "measured"; NULL: not asked */
};

static void tally_one(struct tally *t, const char *verdict, const struct press *press)
{
	t->full += !strcmp(verdict, "full");
	t->partial += !strcmp(verdict, "partial");
	t->evaded += !strcmp(verdict, "evaded");
	t->declined += !strcmp(verdict, "declined");
	/* Asked once more after an evasion: the last word counts. */
	if (press)
		t->pressed[!strcmp(press->id, "measured")] = verdict;
}

/* The round's own question is judged by what it presses. */
static enum talk_verdict own_verdict(const struct mock *m, const struct mock_part *p, size_t x)
{
	struct talk_round round = {.kind = p->kind == MOCK_SQL ? TALK_SQL : TALK_BEHAVIOURAL, .principle = p->principle, .question = p->question, .level = m->level};
	const struct mock_turn *q = &m->turns[p->exchanges[x].asked];
	struct str before = {buf_text(&p->exchanges[0].text), p->exchanges[0].text.n};
	enum talk_verdict verdict = TALK_EVADED;
	struct err ignored = {0};

	talk_check(m->base.talk, &round, q->gap, str_of(q->text), before, p->opening == TALK_EVADED, (struct str){buf_text(&p->exchanges[x].text), p->exchanges[x].text.n}, &verdict,
		   &ignored);
	return verdict;
}

/*
 * A question about the query is judged by the points that its answer needs. missing gets what the reply does not say; *out, a new reference, how far it
 * treats each.
 */
static enum talk_verdict points_verdict(const struct mock *m, const struct mock_part *p, size_t x, const json_t *ask, struct buf *missing, json_t **out)
{
	struct str reply = {buf_text(&p->exchanges[x].text), p->exchanges[x].text.n};
	json_t *points = json_get_array(ask, "points"), *checked = NULL, *one;
	size_t i, treated = 0, named = 0;
	struct err ignored = {0};

	*out = json_array();
	if (talk_points_json(m->base.talk, json_get_text(ask, "text", ""), points, reply, &checked, &ignored))
		checked = NULL;
	ask_topic_weigh(ask, reply, checked);
	json_array_foreach(points, i, one) {
		int64_t how = json_get_int(json_array_get(json_get_array(checked, "points"), i), "treated", 0);

		treated += how == 2;
		named += how == 1;
		json_array_append_new(*out, json_pack("{s:s,s:s,s:I}", "topic", json_get_text(one, "topic", ""), "say", json_get_text(one, "say", ""), "treated",
						      (json_int_t)how));
		if (how < 2)
			buf_addf(missing, "%s%s", missing->n ? "; " : "it does not say ", json_get_text(one, "say", ""));
	}
	json_decref(checked);
	return treated == json_array_size(points) ? TALK_FULL : treated || named ? TALK_PARTIAL : TALK_EVADED;
}

static const char *verdict_at(const struct mock *m, const struct mock_part *p, size_t x, const json_t *ledger_entry)
{
	static const enum talk_verdict all[] = {TALK_FULL, TALK_PARTIAL, TALK_EVADED, TALK_DECLINED};
	const char *said = json_get_text(ledger_entry, "verdict", "declined");

	if (p->exchanges[x].text.n == 0)
		return talk_verdict_name(TALK_DECLINED);
	if (exchange_own(m, p, x))
		return talk_verdict_name(own_verdict(m, p, x));
	for (size_t i = 0; i < COUNT(all); i++)
		if (!strcmp(said, talk_verdict_name(all[i])))
			return talk_verdict_name(all[i]);
	return talk_verdict_name(TALK_DECLINED);
}

/* What is told about a reply to a question about the query. */
static void add_query_reply(const struct mock *m, const struct mock_part *p, size_t x, json_t *o, struct tally *tally)
{
	const struct mock_turn *q = &m->turns[p->exchanges[x].asked];
	const json_t *ask = part_ask(p, q->key);
	const char *verdict = talk_verdict_name(TALK_DECLINED);
	json_t *points = NULL;
	struct buf missing;

	buf_init(&missing, 4096);
	/* "I do not know" is no evasion, whatever else it says. */
	if (p->exchanges[x].text.n && strcmp(talk_verdict_name(own_verdict(m, p, x)), verdict) != 0)
		verdict = talk_verdict_name(points_verdict(m, p, x, ask, &missing, &points));
	tally_one(tally, verdict, NULL);
	json_object_set_new(o, "verdict", json_string(verdict));
	json_object_set_new(o, "missing", json_string(buf_text(&missing)));
	json_object_set_new(o, "points", points ? points : json_array());
	json_object_set_new(o, "answer", json_string(json_get_text(ask, "answer", "")));
	buf_release(&missing);
}

/* What the ledger has, without what was considered, and with replies cut to a quote. */
static json_t *asked_list(const struct mock *m, const struct mock_part *p, struct tally *tally)
{
	json_t *ledger = p->talk ? talk_ledger(p->talk) : NULL, *list = json_array();
	const json_t *asked = json_get_array(ledger, "asked");

	for (size_t x = 1; x < p->exchange_count; x++) {
		const struct exchange *e = &p->exchanges[x];
		const struct mock_turn *q = &m->turns[e->asked];
		const json_t *l = x >= p->merged ? json_array_get(asked, x - p->merged) : NULL;
		bool query = *q->key, answered = x < p->fed && (l || exchange_own(m, p, x));
		json_t *o = json_pack("{s:s,s:s,s:i,s:s,s:s,s:o,s:I}", "question", q->text, "gap", q->gap, "depth", q->depth, "why", q->why, "quote", q->quote,
				      "reply", mock_quote(buf_text(&e->text), e->text.n), "ms", (json_int_t)(e->last_ms - e->begun_ms));

		if (q->by_model)
			json_object_set_new(o, "by_model", json_true());
		const char *verdict = answered && !query ? verdict_at(m, p, x, l) : NULL;

		if (verdict)
			tally_one(tally, verdict, press_of(m->base.rounds, q->gap, q->text));
		json_object_set_new(o, "verdict", verdict ? json_string(verdict) : json_null());
		json_object_set_new(o, "missing", json_string(json_get_text(l, "missing", "")));
		if (answered && json_get_array(l, "new"))
			json_object_set_new(o, "gave", json_outer_texts(json_get_array(l, "new")));
		if (answered && query)
			add_query_reply(m, p, x, o, tally);
		json_array_append_new(list, o);
	}
	json_decref(ledger);
	return list;
}

static json_t *clarified(const struct mock_part *p)
{
	json_t *asked = json_array(), *missed = json_array();

	for (size_t i = 0; p->scenario && i < p->scenario->fact_count; i++) {
		const struct fact *f = &p->scenario->facts[i];
		bool told = false;

		for (size_t k = 0; k < p->fact_count; k++)
			told |= !strcmp(p->facts[k], f->id);
		if (told)
			json_array_append_new(asked, json_string(f->about));
		else if (f->expected)
			json_array_append_new(missed, json_string(f->about));
	}
	return json_pack("{s:o,s:o,s:I}", "asked", asked, "missed", missed, "unknown", (json_int_t)p->unknown_count);
}

static bool falls_back_on_tools(const struct talk_view *v)
{
	for (size_t i = 0; i < v->gap_count; i++)
		if (!strcmp(v->gaps[i].name, "tool_list") && v->gaps[i].confidence >= 0.5)
			return true;
	return false;
}

/*
 * What the answer was to its question. An explanation of a short query is short: the engine, which weighs how much was told, takes it
 * for an evasion, but one that treats two points of a query has answered.
 */
static enum talk_verdict opening_of(const struct mock *m, const struct mock_part *p)
{
	struct str text = {buf_text(&p->exchanges[0].text), p->exchanges[0].text.n};
	int treated[COUNT(sql_points)], n = 0;
	struct err ignored = {0};

	if (text.n == 0)
		return TALK_DECLINED;
	if (p->kind != MOCK_SQL || p->opening != TALK_EVADED || !talk_view(p->talk)->evaluable ||
	    talk_points(m->base.talk, text, sql_points, COUNT(sql_points), treated, &ignored))
		return p->opening;
	for (size_t i = 0; i < COUNT(sql_points); i++)
		n += treated[i] == 2;
	return n >= 2 ? TALK_PARTIAL : p->opening;
}

static void add_talk(const struct mock *m, const struct mock_part *p, json_t *o, const struct tally *t)
{
	const struct talk_view *v = talk_view(p->talk);

	json_object_set_new(o, "evaluable", json_boolean(v->evaluable));
	/* What could not be evaluated has no verdict; what was not said has one: it was declined. */
	if (!v->evaluable)
		json_object_set_new(o, "not_evaluable", json_string(v->not_evaluable));
	if (v->evaluable || p->exchanges[0].text.n == 0)
		json_object_set_new(o, "opening", json_string(talk_verdict_name(opening_of(m, p))));
	json_object_set_new(o, "depth", json_integer(talk_depth(p->talk)));
	json_object_set_new(o, "survived", json_boolean(talk_survived(p->talk)));
	json_object_set_new(o, "tools", json_boolean(falls_back_on_tools(v)));
	json_object_set_new(o, "full", json_integer(t->full));
	json_object_set_new(o, "partial", json_integer(t->partial));
	json_object_set_new(o, "evaded", json_integer(t->evaded));
	json_object_set_new(o, "declined", json_integer(t->declined));
	json_object_set_new(o, "differently", t->pressed[0] ? json_string(t->pressed[0]) : json_null());
	json_object_set_new(o, "measured", t->pressed[1] ? json_string(t->pressed[1]) : json_null());
}

enum err_code part_result(struct mock *m, struct mock_part *p, json_t **out, struct err *err)
{
	json_t *lists[LISTS] = {json_array(), json_array(), json_array(), json_array()}, *points = json_object(), *o = json_object();
	bool spoke = p->exchange_count && p->exchanges[0].text.n;
	size_t complete = p->exchange_count;
	struct tally tally = {0};
	enum err_code code = ERR_OK;
	int64_t silences = 0;

	/* A question that nobody answered yet is not fed: silence would count as an evasion. */
	while (complete > 1 && !p->exchanges[complete - 1].text.n && !p->exchanges[complete - 1].skipped &&
	       p->exchanges[complete - 1].last_ms == p->exchanges[complete - 1].begun_ms)
		complete--;
	for (size_t i = 0; i < p->exchange_count; i++)
		silences += p->exchanges[i].silences;
	json_object_set_new(o, "kind", json_string(mock_kind_name(p->kind)));
	json_object_set_new(o, "used_ms", json_integer(m->clock_ms - p->begun_ms));
	json_object_set_new(o, "words", json_integer(p->exchange_count ? (json_int_t)p->exchanges[0].words : 0));
	json_object_set_new(o, "silences", json_integer(silences));
	if (p->principle)
		json_object_set_new(o, "principle", json_string(p->principle));
	if (p->principle && p->principle_by)
		json_object_set_new(o, "principle_by", json_string(p->principle_by));
	if (p->scenario_id) {
		json_object_set_new(o, "scenario", json_string(p->scenario_id));
		json_object_set_new(o, "design", json_string(talk_kind_name(p->scenario ? p->scenario->kind : TALK_PIPELINE)));
		json_object_set_new(o, "clarified", clarified(p));
	}
	if (p->kind == MOCK_SQL) {
		json_object_set_new(o, "subject", json_string(p->subject));
		json_object_set_new(o, "attempt", json_integer(p->attempt));
		json_object_set_new(o, "query_ms", p->query ? json_integer(p->query_ms - p->begun_ms) : json_null());
	}
	if (spoke)
		code = part_feed(m, p, complete, err);
	if (!code && spoke && p->fed) {
		json_object_set_new(o, "asked", asked_list(m, p, &tally));
		add_talk(m, p, o, &tally);
		if (p->kind == MOCK_STORY)
			story_points(m, p, json_object_get(o, "asked"), lists);
		else
			code = topic_points(m, p, json_object_get(o, "asked"), lists, points, err);
	}
	json_object_set_new(o, "volunteered", lists[0]);
	json_object_set_new(o, "pulled", lists[1]);
	json_object_set_new(o, "missing", lists[2]);
	json_object_set_new(o, "named", lists[3]);
	json_object_set_new(o, "points", points);
	if (code)
		json_decref(o);
	else
		*out = o;
	return code;
}
