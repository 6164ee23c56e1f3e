/* A drill: its steps, each of them in the record before anything is done with it. */
#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "story/drill_int.h"

#define FIRST_LEAST 4              /* probes before a stage may end because it is deep enough */
#define SECOND_LEAST 2
#define REPEAT_WORDS 8             /* a run of so many words in another telling is the same sentence */
#define EARLIER_BYTES_MAX (16u << 10)
#define EARLIER_MAX 12             /* tellings that go along, the newest */

static enum err_code append(struct story_drill *d, enum event_kind kind, json_t *body, int64_t *id, struct err *err)
{
	enum err_code code;

	if (!body)
		return err_set(err, ERR_MEMORY, "out of memory");
	json_object_set_new(body, "attempt", json_integer(d->id));
	code = store_append(d->store, kind, "story", body, id, err);
	json_decref(body);
	return code;
}

enum err_code story_drill_new(struct story_drill **out, const struct story_pack *p, struct store *s, struct err *err)
{
	struct story_drill *d = calloc(1, sizeof(*d));

	*out = NULL;
	if (!d)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&d->life, STORY_WORK_BYTES_MAX);
	d->pack = p;
	d->store = s;
	d->question = "";
	*out = d;
	return ERR_OK;
}

void story_drill_free(struct story_drill *d)
{
	if (!d)
		return;
	talk_free(d->talk);
	arena_release(&d->life);
	free(d);
}

/* A question of the rule by chance, not the one that it was asked with last. */
static const char *choose_question(const struct story_rule *r, const struct store_telling *tellings, size_t n, uint64_t seed)
{
	const char *last = "";
	struct rng dice;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(tellings[i].principle, r->id))
			last = tellings[i].question;
	rng_init(&dice, seed + 1);
	size_t i = rng_below(&dice, (uint32_t)r->question_count);

	return r->questions[!strcmp(r->questions[i], last) ? (i + 1) % r->question_count : i];
}

enum err_code story_drill_begin(struct story_drill **out, const struct story_pack *p, struct store *s, const struct story_draw *draw,
				struct err *err)
{
	struct store_telling *tellings = NULL;
	struct story_matrix m;
	struct story_memory memory;
	size_t n = 0, from = 0;
	struct story_drill *d = NULL;
	enum err_code code = story_drill_new(&d, p, s, err);
	struct arena a;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	if (!code)
		code = story_matrix(p, s, &a, &m, err);
	if (!code)
		code = store_tellings(s, 0, 0, &a, &tellings, &n, err);
	if (!code && draw->story)
		code = story_get(p, s, draw->story, &a, &memory, err);
	if (!code) {
		d->seed = draw->seed & INT64_MAX;
		d->level = draw->level;
		d->limit_ms = draw->limit_ms;
		d->started_ms = clock_now_ms();
		d->story = draw->story;
		d->rule = draw->principle ? story_principle(p, draw->principle) : story_choose_principle(p, &m, tellings, n, d->seed, &from);
		if (!d->rule)
			code = err_set(err, ERR_MISSING, "there is no principle '%.60s'; see 'spar story matrix'", draw->principle);
	}
	if (!code) {
		d->asked = arena_strdup(&d->life, choose_question(d->rule, tellings, n, d->seed));
		d->question = d->asked;
		json_t *body = json_pack("{s:I,s:s,s:s,s:s,s:s,s:I}", "seed", (json_int_t)d->seed, "level", talk_level_name(d->level), "principle",
					 d->rule->id, "principle_by", draw->principle ? STORE_BY_CHOSEN : store_by_draw(from), "question", d->asked,
					 "limit_ms", (json_int_t)d->limit_ms);

		json_object_set_new(body, "story", d->story ? json_integer(d->story) : json_null());
		code = body ? store_append(s, EVENT_STORY_DRILL, "story", body, &d->id, err) : err_set(err, ERR_MEMORY, "out of memory");
		json_decref(body);
	}
	arena_release(&a);
	if (code) {
		story_drill_free(d);
		return code;
	}
	*out = d;
	return ERR_OK;
}

int64_t story_drill_id(const struct story_drill *d)
{
	return d->id;
}

enum story_step story_drill_step(const struct story_drill *d)
{
	return d->step;
}

const char *story_drill_question(const struct story_drill *d)
{
	return d->step == STORY_OVER ? "" : d->question;
}

int64_t story_drill_limit_ms(const struct story_drill *d)
{
	return d->limit_ms;
}

const char *story_drill_draft(const struct story_drill *d)
{
	struct story_drill *mine = (struct story_drill *)d;

	snprintf(mine->draft, sizeof(mine->draft), "drill/%lld/%d-%d", (long long)d->id, d->stage, d->turn);
	return d->draft;
}

/* Does the run of REPEAT_WORDS words from x on stand in the telling? */
static bool run_in(const struct story_words *w, size_t x, const struct story_words *told)
{
	for (size_t i = 0; i + REPEAT_WORDS <= told->n; i++) {
		size_t n = 0;

		while (n < REPEAT_WORDS && !strcmp(w->p[x + n].low, told->p[i + n].low))
			n++;
		if (n == REPEAT_WORDS)
			return true;
	}
	return false;
}

/* Is a sentence told again, with the same numbers? */
static bool repeats(const struct story_words *w, const struct story_sentence *s, const struct story_words *told)
{
	bool again = s->n <= told->text.n && memmem(told->text.p, told->text.n, w->text.p + s->at, s->n);

	for (size_t i = 0; !again && i + REPEAT_WORDS <= s->count; i++)
		again = run_in(w, s->first + i, told);
	for (size_t i = 0; again && i < s->count; i++) {
		const struct story_word *x = &w->p[s->first + i];

		if (strpbrk(x->low, "0123456789") && !memmem(told->text.p, told->text.n, w->text.p + x->at, x->n))
			return false;
	}
	return again;
}

/* Statements of earlier tellings whose contradiction was cleared up: they are not held against anybody again. */
struct settled {
	const char **quotes;
	size_t n, room;
};

static void settled_add(struct settled *out, struct arena *a, const char *quote)
{
	if (*quote && out->n < out->room)
		out->quotes[out->n++] = arena_strdup(a, quote);
}

static struct settled settled_read(struct arena *a, const struct store_telling *tellings, size_t n)
{
	struct settled out = {.room = 2 * n * (STORY_PROBES_FIRST + 1)};

	out.quotes = ARENA_NEW(a, const char *, out.room + 1);
	for (size_t i = 0; i < n; i++) {
		struct err ignored = {0};
		json_t *ledger = tellings[i].ledger ? json_parse(str_of(tellings[i].ledger), &ignored) : NULL, *asked;
		size_t k;

		json_array_foreach(json_get_array(ledger, "asked"), k, asked) {
			const char *verdict = json_get_text(asked, "verdict", "");

			if (strcmp(json_get_text(asked, "gap", ""), "contradiction") || (strcmp(verdict, "full") && strcmp(verdict, "partial")))
				continue;
			settled_add(&out, a, json_get_text(asked, "quote", ""));
			settled_add(&out, a, json_get_text(asked, "quote2", ""));
		}
		json_decref(ledger);
	}
	return out;
}

static bool is_settled(const struct settled *settled, struct str sentence)
{
	for (size_t i = 0; i < settled->n; i++)
		if (memmem(sentence.p, sentence.n, settled->quotes[i], strlen(settled->quotes[i])))
			return true;
	return false;
}

/*
 * An earlier telling for the engine. Sentences that are told again with the same numbers are left out: they contradict nothing, and a
 * sentence that comes back is no evasion.  Of this drill, a telling that is mostly the one before goes along whole: that is one.
 */
static struct str earlier_text(struct story_drill *d, const struct store_telling *t, const struct story_words *told, const struct settled *settled)
{
	struct str said = str_of(t->said);
	struct story_words w;
	size_t again = 0;
	struct buf b;

	/* Beyond this the search for repeats is not worth its time. */
	if (said.n > EARLIER_BYTES_MAX || told->text.n > EARLIER_BYTES_MAX)
		return said.n > STORY_READ_BYTES_MAX ? (struct str){said.p, STORY_READ_BYTES_MAX} : said;
	buf_init(&b, 3 * EARLIER_BYTES_MAX);
	story_words_read(&d->life, said, &w);
	for (size_t i = 0; i < w.sentence_count; i++) {
		struct str s = story_sentence_text(&w, &w.sentences[i]);

		if (repeats(&w, &w.sentences[i], told)) {
			again += s.n;
			continue;
		}
		if (is_settled(settled, s))
			continue;
		buf_add(&b, s.p, s.n);
		buf_adds(&b, "\n\n");
	}
	struct str out = {arena_strndup(&d->life, buf_text(&b), b.n), b.n};

	buf_release(&b);
	return t->drill == d->id && again * 2 > told->text.n ? said : out;
}

/* What was told before of the same memory. */
static enum err_code earlier_read(struct story_drill *d, struct str told, struct err *err)
{
	struct store_telling *tellings = NULL;
	struct story_words words;
	size_t n = 0;
	enum err_code code = d->story ? store_tellings(d->store, d->story, 0, &d->life, &tellings, &n, err) : ERR_OK;

	story_words_read(&d->life, told, &words);
	d->earlier_count = 0;
	d->earlier = ARENA_NEW(&d->life, struct talk_telling, n + 1);
	struct settled settled = settled_read(&d->life, tellings, code ? 0 : n);

	for (size_t i = n > EARLIER_MAX ? n - EARLIER_MAX : 0; !code && i < n; i++) {
		const struct store_telling *t = &tellings[i];

		if (t->id >= d->telling || (t->state && !strcmp(t->state, STORY_STATE_UNEVALUABLE)))
			continue;
		d->earlier[d->earlier_count++] = (struct talk_telling){
			t->drill == d->id ? "a moment ago" : story_day(&d->life, t->at_ms), earlier_text(d, t, &words, &settled)};
	}
	return code;
}

enum err_code story_drill_tell(struct story_drill *d, struct str text, struct err *err)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = d->rule->id, .question = d->asked, .level = d->level,
				   .seed = d->seed + (uint64_t)d->stage, .probes_max = d->stage ? STORY_PROBES_SECOND : STORY_PROBES_FIRST};
	enum err_code code = earlier_read(d, text, err);

	talk_free(d->talk);
	d->talk = NULL;
	d->turn = 0;
	round.earlier = d->earlier;
	round.earlier_count = d->earlier_count;
	if (!code)
		code = talk_new(&d->talk, d->pack->talk, &round, err);
	return code ? code : talk_answer(d->talk, text, err);
}

/* Deep enough: the thread was pressed to its end, and not after two questions. */
static bool deep_enough(const struct story_drill *d)
{
	return talk_depth(d->talk) >= TALK_DEPTH_MAX && d->turn >= (d->stage ? SECOND_LEAST : FIRST_LEAST);
}

static enum err_code judge_stage(struct story_drill *d, struct err *err)
{
	json_t *body = story_stage_json(d);
	enum err_code code = append(d, EVENT_STORY_JUDGED, body, NULL, err);

	/* A telling whose parts are huge: judged all the same, without its ledger. */
	if (code == ERR_LIMIT) {
		body = story_stage_json(d);
		json_object_del(body, "ledger");
		json_object_del(body, "open");
		code = append(d, EVENT_STORY_JUDGED, body, NULL, err);
	}
	talk_free(d->talk);
	d->talk = NULL;
	return code;
}

static enum err_code finish(struct story_drill *d, int64_t elapsed_ms, struct err *err)
{
	enum err_code code = append(d, EVENT_STORY_ENDED, json_pack("{s:I}", "elapsed_ms", (json_int_t)d->spent_ms + (json_int_t)elapsed_ms), NULL, err);

	if (!code) {
		d->step = STORY_OVER;
		story_clock_drop(d);
	}
	return code;
}

void story_drill_turn_to(struct story_drill *d, const struct story_rule *rule, const char *question)
{
	d->stage = 1;
	d->turn = 0;
	d->telling = 0;
	d->rule = rule;
	d->asked = arena_strdup(&d->life, question);
	d->question = *d->pack->switch_words ? arena_printf(&d->life, "%s %s", d->pack->switch_words, question) : d->asked;
	d->step = STORY_TELL;
}

/* The same memory, another principle. */
static enum err_code switch_lens(struct story_drill *d, struct err *err)
{
	struct story_matrix m;
	enum err_code code;
	struct arena a;
	struct rng dice;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	code = story_matrix(d->pack, d->store, &a, &m, err);
	if (!code) {
		size_t from = 0;
		const struct story_rule *r = story_choose_switch(d->pack, &m, d->story, d->rule, d->seed, &from);

		rng_init(&dice, d->seed + 2);
		const char *question = r->again[rng_below(&dice, (uint32_t)r->again_count)];

		code = append(d, EVENT_STORY_SWITCHED, json_pack("{s:s,s:s,s:s}", "principle", r->id, "principle_by", store_by_draw(from), "question", question),
			      NULL, err);
		if (!code)
			story_drill_turn_to(d, r, question);
	}
	arena_release(&a);
	return code;
}

enum err_code story_drill_stage_over(struct story_drill *d, struct err *err)
{
	return d->stage ? finish(d, 0, err) : switch_lens(d, err);
}

enum err_code story_drill_go_on(struct story_drill *d, struct err *err)
{
	const struct talk_probe *probe = deep_enough(d) ? NULL : talk_next(d->talk);
	enum err_code code;

	if (probe) {
		code = append(d, EVENT_STORY_ASKED,
			      json_pack("{s:I,s:i,s:o,s:s}", "telling", (json_int_t)d->telling, "turn", d->turn, "probe",
					json_text_value(probe->text, strlen(probe->text)), "gap", probe->gap), NULL, err);
		d->question = arena_strdup(&d->life, probe->text);
		d->step = STORY_REPLY;
		d->worded = false;
		return code;
	}
	code = judge_stage(d, err);
	return code ? code : story_drill_stage_over(d, err);
}

bool story_drill_probe(const struct story_drill *d, const char **question, struct str *told, const char **probe, const char **why)
{
	const struct talk_probe *p = d->talk && d->step == STORY_REPLY && !d->worded ? talk_next(d->talk) : NULL;

	if (!p)
		return false;
	*question = d->asked;
	*told = talk_view(d->talk)->transcript;
	*probe = p->text;
	*why = p->why;
	return true;
}

enum err_code story_drill_reword(struct story_drill *d, struct str text, struct err *err)
{
	const struct talk_probe *p;
	enum err_code code;

	if (!d->talk || d->step != STORY_REPLY || d->worded)
		return err_set(err, ERR_USAGE, "no prepared probe stands");
	if ((code = talk_reword(d->talk, text, err)))
		return code;
	p = talk_next(d->talk);
	code = append(d, EVENT_STORY_ASKED,
		      json_pack("{s:I,s:i,s:o,s:s,s:s}", "telling", (json_int_t)d->telling, "turn", d->turn, "probe",
				json_text_value(p->text, strlen(p->text)), "gap", p->gap, "words", "model"), NULL, err);
	d->question = arena_strdup(&d->life, p->text);
	d->worded = true;
	return code;
}

static enum err_code say_telling(struct story_drill *d, struct str text, int64_t elapsed_ms, struct story_said *said, struct err *err)
{
	struct story_matrix m;
	enum err_code code = ERR_OK;
	struct arena a;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	if (!d->story && !(code = story_matrix(d->pack, d->store, &a, &m, err)))
		d->story = story_choose_memory(&m, text, &a);
	arena_release(&a);
	if (!code) {
		json_t *body = json_pack("{s:i,s:o,s:s,s:s,s:o,s:I}", "stage", d->stage, "story", d->story ? json_integer(d->story) : json_null(),
					 "principle", d->rule->id, "question", d->asked, "text", json_text_value(text.p, text.n), "elapsed_ms",
					 (json_int_t)elapsed_ms);

		code = append(d, EVENT_STORY_TOLD, body, &d->telling, err);
	}
	if (!code)
		story_clock_said(d, elapsed_ms);
	if (!code)
		code = store_draft_drop(d->store, story_drill_draft(d), err);
	if (!code)
		code = story_drill_tell(d, text, err);
	if (code)
		return code;
	const struct talk_view *v = talk_view(d->talk);

	if (v->evaluable)
		return story_drill_go_on(d, err);
	said->not_evaluable = true;
	said->why = arena_strdup(&d->life, v->not_evaluable);
	return judge_stage(d, err);
}

static enum err_code say_reply(struct story_drill *d, struct str text, int64_t elapsed_ms, struct err *err)
{
	const struct talk_outcome *outcome = NULL;
	json_t *body = json_pack("{s:I,s:i,s:o,s:I}", "telling", (json_int_t)d->telling, "turn", d->turn, "text", json_text_value(text.p, text.n),
				 "elapsed_ms", (json_int_t)elapsed_ms);
	enum err_code code = append(d, EVENT_STORY_REPLIED, body, NULL, err);

	if (!code)
		story_clock_said(d, elapsed_ms);
	if (!code)
		code = store_draft_drop(d->store, story_drill_draft(d), err);
	if (!code) {
		d->turn++;
		code = talk_reply(d->talk, text, &outcome, err);
	}
	return code ? code : story_drill_go_on(d, err);
}

enum err_code story_drill_say(struct story_drill *d, struct str text, int64_t elapsed_ms, struct story_said *said, struct err *err)
{
	enum err_code code = ERR_OK;
	struct arena a;

	*said = (struct story_said){.why = ""};
	if (d->step == STORY_OVER)
		return err_set(err, ERR_USAGE, "the drill is over");
	elapsed_ms = elapsed_ms > d->on_ms ? elapsed_ms : d->on_ms;
	arena_init(&a, STORY_WORK_BYTES_MAX);
	text = story_text_clean(&a, text, &said->replaced);
	said->empty = !text.n;
	/* A telling and the replies to it are looked through as one text. */
	size_t before = d->step == STORY_REPLY ? talk_view(d->talk)->transcript.n + 2 : 0;

	if (before + text.n > STORY_TEXT_BYTES_MAX) {
		struct err ignored = {0};
		const char *kept = store_draft_put(d->store, story_drill_draft(d), text.p, text.n, &ignored) ? "it is not kept"
													      : "it is kept as a draft";

		code = err_set(err, ERR_LIMIT, "that has %zu bytes%s, at most %u are taken; %s", before + text.n, before ? " with the story before it" : "",
			       STORY_TEXT_BYTES_MAX, kept);
	} else if (text.n) {
		code = d->step == STORY_TELL ? say_telling(d, text, elapsed_ms, said, err) : say_reply(d, text, elapsed_ms, err);
	}
	arena_release(&a);
	return code;
}

enum err_code story_drill_end(struct story_drill *d, int64_t elapsed_ms, struct err *err)
{
	enum err_code code = ERR_OK;

	if (d->step == STORY_OVER)
		return ERR_OK;
	if (d->talk)
		code = judge_stage(d, err);
	return code ? code : finish(d, elapsed_ms > d->on_ms ? elapsed_ms : d->on_ms, err);
}
