#include "talk/eval.h"

#include <math.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "talk/check.h"
#include "talk/noise.h"

#define LABELS_MAX 400
#define TIMES_MAX EVAL_LINES_MAX
#define GAP_NAMES_MAX 200
#define VERDICTS 4
#define FEATURES_BYTES_MAX 8192

struct label {
	int type;
	size_t at, n;              /* bytes of the (noisy) answer */
	bool met;
};

struct gap_count {
	const char *name;          /* owned by the arena */
	size_t labelled, fired;
};

struct talk_eval {
	const struct talk_pack *pack;
	struct eval_options o;
	struct arena arena;        /* of names */
	size_t answers, evaluable_right, salads, salad_accepted, salad_survived, opened, openable;
	size_t labelled[CLUE_COUNT], recalled[CLUE_COUNT];      /* all lines */
	size_t found[CLUE_COUNT], right[CLUE_COUNT];            /* lines with complete: true */
	struct gap_count gaps[GAP_NAMES_MAX];
	size_t gap_count, gap_labelled, gap_fired, not_gaps, not_gap_fired;
	size_t p1_answers, p1_hits, p3_probes, p3_hits, asked, asked_said;
	size_t quotes, grounded;
	size_t turns, turns_right, confusion[VERDICTS][VERDICTS];
	double times_ms[TIMES_MAX];
	size_t time_count;
	struct buf details;
};

struct talk_eval *talk_eval_new(const struct talk_pack *p, const struct eval_options *o)
{
	struct talk_eval *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->pack = p;
	e->o = *o;
	arena_init(&e->arena, 8u << 20);
	buf_init(&e->details, 16u << 20);
	return e;
}

void talk_eval_free(struct talk_eval *e)
{
	if (!e)
		return;
	arena_release(&e->arena);
	buf_release(&e->details);
	free(e);
}

__attribute__((format(printf, 2, 3)))
static void note(struct talk_eval *e, const char *fmt, ...)
{
	va_list ap;

	if (!e->o.details || e->o.features)
		return;
	va_start(ap, fmt);
	buf_vaddf(&e->details, fmt, ap);
	va_end(ap);
}

/* One line being measured. */
struct line {
	struct talk_eval *e;
	struct arena a;
	const json_t *gold;
	const char *id, *where;
	struct str clean;
	struct noise noise;
	struct talk_round round;
	struct label labels[LABELS_MAX];
	size_t label_count;
	bool evaded;               /* the opening, as it was read */
};

static bool has_text(const json_t *list, const char *text)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (s && !strcmp(s, text))
			return true;
	}
	return false;
}

static enum err_code read_labels(struct line *l, struct err *err)
{
	const json_t *clues = json_get_array(l->gold, "clues");

	for (size_t i = 0; i < json_array_size(clues); i++) {
		const json_t *c = json_array_get(clues, i);
		const char *quote = json_get_text(c, "quote", ""), *found;
		int type = talk_clue_find(json_get_text(c, "type", ""));
		int64_t at = json_get_int(c, "at", -1);
		size_t n = strlen(quote);

		if (type < 0 || !n)
			return err_set(err, ERR_INPUT, "%s: a clue without a known type or quote", l->where);
		if (at >= 0)
			found = (size_t)at + n <= l->clean.n && !memcmp(l->clean.p + at, quote, n) ? l->clean.p + at : NULL;
		else
			found = memmem(l->clean.p, l->clean.n, quote, n);
		if (!found)
			return err_set(err, ERR_INPUT, "%s: the answer does not hold '%.200s'", l->where, quote);
		if (l->label_count == LABELS_MAX)
			return err_set(err, ERR_LIMIT, "%s: over %d clues", l->where, LABELS_MAX);
		size_t first = (size_t)(found - l->clean.p), from = l->noise.map[first], to = l->noise.map[first + n];

		/* A label whose words were all lost is no label any more. */
		if (to > from)
			l->labels[l->label_count++] = (struct label){type, from, to - from, false};
	}
	return ERR_OK;
}

static size_t covered(const struct label *l, const struct talk_clue *c)
{
	size_t from = l->at > c->at ? l->at : c->at, to = l->at + l->n < (size_t)c->at + c->n ? l->at + l->n : (size_t)c->at + c->n;

	return to > from ? to - from : 0;
}

static void measure_clues(struct line *l, const struct talk_view *v)
{
	struct talk_eval *e = l->e;
	bool complete = json_get_bool(l->gold, "complete", false);

	for (size_t i = 0; i < v->clue_count; i++) {
		const struct talk_clue *c = &v->clues[i];
		struct label *best = NULL;

		for (size_t k = 0; k < l->label_count; k++) {
			struct label *x = &l->labels[k];

			if (x->met || x->type != (int)c->type || covered(x, c) * 2 < x->n)
				continue;
			if (!best || covered(x, c) > covered(best, c))
				best = x;
		}
		if (best)
			best->met = true;
		if (complete) {
			e->found[c->type]++;
			e->right[c->type] += best != NULL;
			if (!best)
				note(e, "%s\textra\t%s\t%.*s\n", l->id, talk_clue_name(c->type), (int)c->n, v->transcript.p + c->at);
		}
		e->quotes++;
		e->grounded += (size_t)c->at + c->n <= v->transcript.n;
	}
	for (size_t k = 0; k < l->label_count; k++) {
		const struct label *x = &l->labels[k];

		e->labelled[x->type]++;
		e->recalled[x->type] += x->met;
		if (!x->met)
			note(e, "%s\tmissed\t%s\t%.*s\n", l->id, talk_clue_name((enum talk_clue_type)x->type), (int)x->n, v->transcript.p + x->at);
	}
}

static struct gap_count *gap_of(struct talk_eval *e, const char *name)
{
	for (size_t i = 0; i < e->gap_count; i++)
		if (!strcmp(e->gaps[i].name, name))
			return &e->gaps[i];
	if (e->gap_count == GAP_NAMES_MAX)
		return &e->gaps[GAP_NAMES_MAX - 1];
	e->gaps[e->gap_count] = (struct gap_count){.name = arena_strdup(&e->arena, name)};
	return &e->gaps[e->gap_count++];
}

static bool fired(const struct talk_view *v, const char *gap)
{
	for (size_t i = 0; i < v->gap_count; i++)
		if (!strcmp(v->gaps[i].name, gap))
			return true;
	return false;
}

static void measure_gaps(struct line *l, const struct talk_view *v)
{
	struct talk_eval *e = l->e;
	const json_t *gaps = json_get_array(l->gold, "gaps"), *not_gaps = json_get_array(l->gold, "not_gaps");

	for (size_t i = 0; i < json_array_size(gaps); i++) {
		const char *name = json_string_value(json_array_get(gaps, i));
		struct gap_count *g = gap_of(e, name ? name : "");
		bool hit = name && fired(v, name);

		g->labelled++;
		g->fired += hit;
		e->gap_labelled++;
		e->gap_fired += hit;
		if (!hit)
			note(e, "%s\tgap missed\t%s\n", l->id, name ? name : "");
	}
	for (size_t i = 0; i < json_array_size(not_gaps); i++) {
		const char *name = json_string_value(json_array_get(not_gaps, i));

		e->not_gaps++;
		if (name && fired(v, name)) {
			e->not_gap_fired++;
			note(e, "%s\tnot_gap fired\t%s\n", l->id, name);
		}
	}
}

static bool said(const struct talk_view *v, const char *quote)
{
	size_t n = strlen(quote);

	return n == 0 || memmem(v->transcript.p, v->transcript.n, quote, n);
}

/* Each part of the probe in quotation marks was said. */
static bool grounded(const struct talk_view *v, const struct talk_probe *p)
{
	const char *open = strchr(p->text, '"');

	while (open) {
		const char *close = strchr(open + 1, '"');

		if (!close || !memmem(v->transcript.p, v->transcript.n, open + 1, (size_t)(close - open) - 1))
			return false;
		open = strchr(close + 1, '"');
	}
	return said(v, p->quote) && said(v, p->quote2);
}

static void measure_probes(struct line *l, const struct talk_view *v)
{
	struct talk_eval *e = l->e;
	const json_t *gaps = json_get_array(l->gold, "gaps"), *not_gaps = json_get_array(l->gold, "not_gaps");
	bool any = json_array_size(gaps) > 0;

	if (any) {
		bool hit = v->probe_count && has_text(gaps, v->probes[0].gap);

		e->p1_answers++;
		e->p1_hits += hit;
		if (!hit) {
			note(e, "%s\tp1\tasked %s", l->id, v->probe_count ? v->probes[0].gap : "nothing");
			for (size_t i = 1; i < 4 && i < v->probe_count; i++)
				note(e, ", %s", v->probes[i].gap);
			note(e, "; wanted");
			for (size_t i = 0; i < json_array_size(gaps); i++)
				note(e, " %s", json_string_value(json_array_get(gaps, i)));
			note(e, "\n");
		}
	}
	for (size_t i = 0; i < v->probe_count; i++) {
		e->quotes++;
		e->grounded += grounded(v, &v->probes[i]);
		if (i >= 3)
			continue;
		e->p3_probes += any;
		e->p3_hits += any && has_text(gaps, v->probes[i].gap);
		e->asked++;
		if (has_text(not_gaps, v->probes[i].gap)) {
			e->asked_said++;
			note(e, "%s\tasked said\t%s: %s\n", l->id, v->probes[i].gap, v->probes[i].text);
		}
	}
}

static int verdict_find(const char *name)
{
	for (int i = 0; i < VERDICTS; i++)
		if (!strcmp(talk_verdict_name((enum talk_verdict)i), name))
			return i;
	return -1;
}

/* On one line. */
static void add_flat(struct buf *b, const char *s)
{
	for (; *s; s++)
		buf_addc(b, (unsigned char)*s < ' ' ? ' ' : *s);
}

/* *evaded, *taken: replies that the labels call evaded, and those of them that counted. */
static enum err_code measure_turns(struct line *l, size_t *evaded, size_t *taken, struct err *err)
{
	const json_t *turns = json_get_array(l->gold, "turns");
	struct talk_eval *e = l->e;
	enum err_code code = ERR_OK;
	struct buf before, features;

	buf_init(&before, TALK_TRANSCRIPT_BYTES_MAX);
	buf_init(&features, FEATURES_BYTES_MAX);
	buf_add(&before, l->noise.text.p, l->noise.text.n);
	for (size_t i = 0; i < json_array_size(turns) && !code; i++) {
		const json_t *t = json_array_get(turns, i);
		const char *reply = json_get_text(t, "reply", ""), *name = json_get_text(t, "verdict", "");
		int want = verdict_find(name);
		enum talk_verdict got = TALK_EVADED;
		struct noise noisy;

		if (want < 0) {
			code = err_set(err, ERR_INPUT, "%s: no verdict is called '%s'", l->where, name);
			break;
		}
		noise_make(&l->a, str_of(reply), e->o.words_wrong, e->o.seed, &noisy);
		buf_reset(&features);
		code = talk_check_seen(e->pack, &l->round, json_get_text(t, "gap", ""), str_of(json_get_text(t, "probe", "")), (struct str){buf_text(&before), before.n},
				       l->evaded, noisy.text, &got, e->o.features ? &features : NULL, NULL, NULL, err);
		if (e->o.features) {
			buf_addf(&e->details, "%s\t%s\t%s\t%s\t", l->id, name, talk_verdict_name(got), buf_text(&features));
			add_flat(&e->details, json_get_text(t, "probe", ""));
			buf_adds(&e->details, " | ");
			add_flat(&e->details, reply);
			buf_addc(&e->details, '\n');
		}
		e->turns++;
		e->turns_right += (int)got == want;
		e->confusion[want][got]++;
		if ((int)got != want)
			note(e, "%s\tcheck\t%s, not %s\t%s | %s\n", l->id, talk_verdict_name(got), name, json_get_text(t, "probe", ""), reply);
		/* After a list of words somebody may still answer the follow-up: only what the labels call evaded may not count. */
		*evaded += want >= TALK_EVADED;
		*taken += want >= TALK_EVADED && got <= TALK_PARTIAL;
		buf_adds(&before, "\n\n");
		buf_add(&before, noisy.text.p, noisy.text.n);
	}
	buf_release(&before);
	buf_release(&features);
	return code;
}

static enum err_code measure(struct line *l, struct err *err)
{
	struct talk_eval *e = l->e;
	bool evaluable = json_get_bool(l->gold, "evaluable", true), salad = json_get_bool(l->gold, "salad", false);
	size_t evaded = 0, taken = 0;
	struct talk *t = NULL;
	int64_t start;
	enum err_code code = read_labels(l, err);

	if (!code)
		code = talk_new(&t, e->pack, &l->round, err);
	if (code)
		return code;
	/* Time of this process, so that other work of the machine does not count. */
	start = clock_cpu_us();
	code = talk_answer(t, l->noise.text, err);
	if (e->time_count < TIMES_MAX)
		e->times_ms[e->time_count++] = (double)(clock_cpu_us() - start) / 1000;
	const struct talk_view *v = talk_view(t);

	if (!code) {
		e->answers++;
		e->evaluable_right += v->evaluable == evaluable;
		if (v->evaluable != evaluable)
			note(e, "%s\tevaluable\t%s\n", l->id, v->evaluable ? "taken for an answer" : v->not_evaluable);
		l->evaded = v->opening == TALK_EVADED;
		bool opened = v->evaluable && (v->opening == TALK_FULL || v->opening == TALK_PARTIAL);

		if (evaluable) {
			measure_clues(l, v);
			measure_gaps(l, v);
			measure_probes(l, v);
			if (!salad) {
				e->openable++;
				e->opened += opened;
				if (!opened)
					note(e, "%s\topening\t%s\n", l->id, v->evaluable ? talk_verdict_name(v->opening) : v->not_evaluable);
			}
		}
		opened = opened && evaluable;
		if (salad && opened)
			note(e, "%s\tsalad\topening %s\n", l->id, talk_verdict_name(v->opening));
		code = measure_turns(l, &evaded, &taken, err);
		e->salads += salad;
		e->salad_accepted += salad && (opened || taken);
		e->salad_survived += salad && opened && evaded && taken == evaded;
	}
	talk_free(t);
	return code;
}

static enum err_code one_line(struct talk_eval *e, const char *where, const json_t *gold, struct err *err)
{
	struct line *l = calloc(1, sizeof(*l));
	int kind = talk_kind_find(json_get_text(gold, "kind", "")), level = talk_level_find(json_get_text(gold, "level", "L5"));
	enum err_code code;

	if (!l)
		return err_set(err, ERR_MEMORY, "out of memory");
	if (kind < 0 || level < 0 || !json_is_string(json_object_get(gold, "answer"))) {
		free(l);
		return err_set(err, ERR_INPUT, "%s: no known kind or level, or no answer", where);
	}
	arena_init(&l->a, 64u << 20);
	l->e = e;
	l->gold = gold;
	l->where = where;
	l->id = json_get_text(gold, "id", where);
	l->clean = (struct str){json_string_value(json_object_get(gold, "answer")), json_string_length(json_object_get(gold, "answer"))};
	l->round = (struct talk_round){.kind = (enum talk_kind)kind, .principle = json_get_text(gold, "principle", NULL),
				       .question = json_get_text(gold, "question", NULL), .level = (enum talk_level)level, .seed = 1};
	noise_make(&l->a, l->clean, e->o.words_wrong, e->o.seed, &l->noise);
	code = measure(l, err);
	arena_release(&l->a);
	free(l);
	return code;
}

enum err_code talk_eval_text(struct talk_eval *e, const char *name, struct str text, struct err *err)
{
	struct str rest = text, line;
	enum err_code code = ERR_OK;

	for (size_t i = 1; !code && str_next_line(&rest, &line); i++) {
		char where[300];
		json_t *gold;

		if (str_trim(line).n == 0)
			continue;
		snprintf(where, sizeof(where), "%s:%zu", name, i);
		if (line.n > EVAL_LINE_BYTES_MAX || i > EVAL_LINES_MAX)
			return err_set(err, ERR_LIMIT, "%s: too long", where);
		gold = json_parse(line, err);
		if (!gold)
			return err_prefix(err, "%s", where), err ? err->code : ERR_PARSE;
		code = json_is_object(gold) ? one_line(e, where, gold, err) : err_set(err, ERR_INPUT, "%s: not an object", where);
		json_decref(gold);
	}
	return code;
}

static double ratio(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 1;
}

static double f1_of(double p, double r)
{
	return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The figures that the aims are about. */
struct figures {
	double precision, recall, f1, p1, p3, asked_said, grounding, check, p99_ms;
};

static struct figures figures_of(struct talk_eval *e)
{
	struct figures f;
	size_t labelled = 0, recalled = 0, found = 0, right = 0;

	for (int i = 0; i < CLUE_COUNT; i++) {
		labelled += e->labelled[i];
		recalled += e->recalled[i];
		found += e->found[i];
		right += e->right[i];
	}
	f.precision = ratio(right, found);
	f.recall = ratio(recalled, labelled);
	f.f1 = f1_of(f.precision, f.recall);
	f.p1 = ratio(e->p1_hits, e->p1_answers);
	f.p3 = ratio(e->p3_hits, e->p3_probes);
	f.asked_said = e->asked ? (double)e->asked_said / (double)e->asked : 0;
	f.grounding = ratio(e->grounded, e->quotes);
	f.check = ratio(e->turns_right, e->turns);
	if (e->time_count)
		qsort(e->times_ms, e->time_count, sizeof(*e->times_ms), by_value);
	f.p99_ms = e->time_count ? e->times_ms[(size_t)ceil(0.99 * (double)e->time_count) - 1] : 0;
	return f;
}

bool talk_eval_aims_hold(struct talk_eval *e)
{
	struct figures f = figures_of(e);

	return e->answers && f.f1 >= 0.85 && f.p1 >= 0.85 && f.asked_said <= 0.05 && f.grounding >= 1 && e->salad_accepted == 0;
}

static json_t *share(double value)
{
	return json_real(round(value * 1000) / 1000);
}

static void put(json_t *o, const char *key, json_t *value)
{
	json_object_set_new(o, key, value);
}

static json_t *clue_table(const struct talk_eval *e)
{
	json_t *table = json_object();

	for (int i = 0; i < CLUE_COUNT; i++) {
		double p = ratio(e->right[i], e->found[i]), r = ratio(e->recalled[i], e->labelled[i]);
		json_t *row = json_object();

		if (!e->labelled[i] && !e->found[i]) {
			json_decref(row);
			continue;
		}
		put(row, "precision", share(p));
		put(row, "recall", share(r));
		put(row, "f1", share(f1_of(p, r)));
		put(row, "labelled", json_integer((json_int_t)e->labelled[i]));
		put(row, "found", json_integer((json_int_t)e->found[i]));
		put(table, talk_clue_name((enum talk_clue_type)i), row);
	}
	return table;
}

json_t *talk_eval_summary(struct talk_eval *e)
{
	struct figures f = figures_of(e);
	json_t *o = json_object(), *gaps = json_object(), *confusion = json_object();

	put(o, "answers", json_integer((json_int_t)e->answers));
	put(o, "words_wrong", json_integer(e->o.words_wrong));
	put(o, "clue_f1", share(f.f1));
	put(o, "clue_precision", share(f.precision));
	put(o, "clue_recall", share(f.recall));
	put(o, "clues", clue_table(e));
	put(o, "gap_recall", share(ratio(e->gap_fired, e->gap_labelled)));
	for (size_t i = 0; i < e->gap_count; i++) {
		json_t *row = json_object();

		put(row, "labelled", json_integer((json_int_t)e->gaps[i].labelled));
		put(row, "fired", json_integer((json_int_t)e->gaps[i].fired));
		put(gaps, e->gaps[i].name, row);
	}
	put(o, "gaps", gaps);
	put(o, "not_gap_violations", json_integer((json_int_t)e->not_gap_fired));
	put(o, "not_gaps", json_integer((json_int_t)e->not_gaps));
	put(o, "probe_p1", share(f.p1));
	put(o, "probe_p3", share(f.p3));
	put(o, "asked_said", share(f.asked_said));
	put(o, "grounding", json_real(f.grounding));
	put(o, "check_accuracy", share(f.check));
	for (int i = 0; i < VERDICTS; i++) {
		json_t *row = json_object();

		for (int k = 0; k < VERDICTS; k++)
			put(row, talk_verdict_name((enum talk_verdict)k), json_integer((json_int_t)e->confusion[i][k]));
		put(confusion, talk_verdict_name((enum talk_verdict)i), row);
	}
	put(o, "check_confusion", confusion);
	put(o, "turns", json_integer((json_int_t)e->turns));
	put(o, "salad_accepted", json_integer((json_int_t)e->salad_accepted));
	put(o, "salad_survived", json_integer((json_int_t)e->salad_survived));
	put(o, "salads", json_integer((json_int_t)e->salads));
	put(o, "evaluable_accuracy", share(ratio(e->evaluable_right, e->answers)));
	put(o, "opened", share(ratio(e->opened, e->openable)));
	put(o, "p99_ms", json_real(round(f.p99_ms * 1000) / 1000));
	put(o, "aims", json_boolean(talk_eval_aims_hold(e)));
	return o;
}

const char *talk_eval_details(struct talk_eval *e)
{
	return buf_text(&e->details);
}
