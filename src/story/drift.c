/*
 * Do the numbers of a memory stay the same from telling to telling?
 *
 * Only numbers that have no equal in the other telling are looked at, so "from four hours to 40 minutes" told twice is quiet.  Two of
 * them are the same claim with another value when they are of one dimension and the words near them are about the same thing.
 */
#include <math.h>

#include "story/story_int.h"

#define SOURCES_MAX 12             /* the newest tellings */
#define FACTS_MAX 120
#define DRIFTS_MAX 20
#define SAME 0.08                  /* "about 40" is 42 */
#define FAR 20                     /* times as much is another thing: a week and four minutes */
#define WORDS_LEAST 2              /* that must stand near both numbers */
#define WINDOW 8                   /* words on each side of a number */

enum dimension { DIM_COUNT, DIM_TIME, DIM_PERCENT, DIM_MONEY, DIM_BYTES, DIM_TIMES };

struct fact {
	const struct talk_clue *clue;
	enum dimension dim;
	const struct story_sentence *sentence;
	bool more;                 /* "40 mails more": a difference, which no level contradicts */
	bool used;
};

/* A telling, or the memory as it is written down. */
struct source {
	int64_t telling, at_ms;
	const char *where;
	struct str text;
	struct story_words words;
	struct talk *talk;
	struct fact facts[FACTS_MAX];
	size_t fact_count;
};

static enum dimension dimension_of(const char *unit)
{
	static const struct {
		const char *begins;
		enum dimension dim;
	} units[] = {
		{"%", DIM_PERCENT}, {"percent", DIM_PERCENT}, {"per cent", DIM_PERCENT}, {"points", DIM_PERCENT}, {"$", DIM_MONEY},
		{"dollar", DIM_MONEY}, {"usd", DIM_MONEY}, {"eur", DIM_MONEY}, {"\xE2\x82\xAC", DIM_MONEY}, {"pound", DIM_MONEY}, {"milli", DIM_TIME},
		{"ms", DIM_TIME}, {"sec", DIM_TIME}, {"minute", DIM_TIME}, {"min", DIM_TIME}, {"hour", DIM_TIME}, {"hr", DIM_TIME},
		{"day", DIM_TIME}, {"week", DIM_TIME}, {"fortnight", DIM_TIME}, {"month", DIM_TIME}, {"quarter", DIM_TIME}, {"year", DIM_TIME},
		{"kb", DIM_BYTES}, {"mb", DIM_BYTES}, {"gb", DIM_BYTES}, {"tb", DIM_BYTES}, {"pb", DIM_BYTES}, {"byte", DIM_BYTES},
		{"kilobyte", DIM_BYTES}, {"megabyte", DIM_BYTES}, {"gigabyte", DIM_BYTES}, {"terabyte", DIM_BYTES}, {"petabyte", DIM_BYTES},
		{"x", DIM_TIMES}, {"times", DIM_TIMES}, {"fold", DIM_TIMES},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strncasecmp(unit, units[i].begins, strlen(units[i].begins)))
			return units[i].dim;
	return DIM_COUNT;
}

/* "40 mails more", "two people fewer". */
static bool is_more(const struct source *s, const struct talk_clue *c)
{
	static const char *const words[] = {"more", "fewer", "less", "extra", "additional"};
	size_t i = 0;

	while (i < s->words.n && s->words.p[i].at < c->at)
		i++;
	for (size_t end = i + 3; i < end && i < s->words.n; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (!strcmp(s->words.p[i].low, words[k]))
				return true;
	return false;
}

static enum err_code source_read(const struct story_pack *p, struct source *s, struct arena *a, struct err *err)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5};
	enum err_code code;

	if (s->text.n > STORY_READ_BYTES_MAX)
		s->text.n = STORY_READ_BYTES_MAX;
	story_words_read(a, s->text, &s->words);
	if ((code = talk_new(&s->talk, p->talk, &round, err)) || (code = talk_answer(s->talk, s->text, err)))
		return code;
	const struct talk_view *v = talk_view(s->talk);

	for (size_t i = 0; v->evaluable && i < v->clue_count && s->fact_count < FACTS_MAX; i++) {
		const struct talk_clue *c = &v->clues[i];
		bool amount = c->type == CLUE_METRIC || c->type == CLUE_BASELINE || c->type == CLUE_SCALE || c->type == CLUE_TIME;
		const struct story_sentence *sentence = story_sentence_at(&s->words, c->at);

		if (!amount || c->value == 0 || !sentence)
			continue;
		/* One number can be two clues. */
		if (s->fact_count && s->facts[s->fact_count - 1].clue->at == c->at && s->facts[s->fact_count - 1].clue->value == c->value)
			continue;
		s->facts[s->fact_count++] = (struct fact){.clue = c, .dim = dimension_of(c->unit), .sentence = sentence, .more = is_more(s, c)};
	}
	return ERR_OK;
}

static bool same_value(const struct fact *x, const struct fact *y)
{
	double a = x->clue->value, b = y->clue->value, most = fmax(fabs(a), fabs(b));

	return x->dim == y->dim && fabs(a - b) <= most * SAME;
}

static bool far_apart(const struct fact *x, const struct fact *y)
{
	double a = fabs(x->clue->value), b = fabs(y->clue->value);

	return fmax(a, b) > fmin(a, b) * FAR;
}

static bool has_equal(const struct source *s, const struct fact *f)
{
	for (size_t i = 0; i < s->fact_count; i++)
		if (same_value(&s->facts[i], f))
			return true;
	return false;
}

/* Words of the sentence around the number: what the number is about stands near it. */
static void window(const struct source *s, const struct fact *f, size_t *first, size_t *end)
{
	size_t i = f->sentence->first;

	*end = (size_t)f->sentence->first + f->sentence->count;
	while (i + 1 < *end && s->words.p[i + 1].at <= f->clue->at)
		i++;
	*first = i > f->sentence->first + WINDOW ? i - WINDOW : f->sentence->first;
	*end = *end > i + WINDOW + 1 ? i + WINDOW + 1 : *end;
}

static bool word_within(const struct source *s, size_t first, size_t end, const char *low)
{
	for (size_t i = first; i < end; i++)
		if (!strcmp(s->words.p[i].low, low))
			return true;
	return false;
}

/* Things that are counted are compared with the same things: mails with mails. */
static bool same_thing(const struct source *x, const struct fact *f, const struct source *y, const struct fact *g)
{
	size_t first = 0, end = 0;

	if (f->dim != DIM_COUNT)
		return true;
	while (end < y->words.n && y->words.p[end].at < g->clue->at + g->clue->n)
		first += y->words.p[end++].at < g->clue->at;
	for (size_t i = 0; i < x->words.n && x->words.p[i].at < f->clue->at + f->clue->n; i++)
		if (x->words.p[i].at >= f->clue->at && story_word_tells(&x->words.p[i]) && word_within(y, first, end, x->words.p[i].low))
			return true;
	return false;
}

/* How many telling words stand near both numbers; -1 when they are not half of those near either: then the sentences are about two things. */
static int closeness(const struct source *x, const struct fact *f, const struct source *y, const struct fact *g)
{
	size_t first, end, other_first, other_end, n = 0, xn = 0, yn = 0;

	if (!same_thing(x, f, y, g))
		return -1;
	window(x, f, &first, &end);
	window(y, g, &other_first, &other_end);
	for (size_t i = first; i < end; i++) {
		if (!story_word_tells(&x->words.p[i]))
			continue;
		xn++;
		n += word_within(y, other_first, other_end, x->words.p[i].low);
	}
	for (size_t i = other_first; i < other_end; i++)
		yn += story_word_tells(&y->words.p[i]);
	size_t most = xn > yn ? xn : yn;

	return n >= WORDS_LEAST && n * 2 >= most ? (int)n : -1;
}

static struct str clue_text(const struct source *s, const struct fact *f)
{
	return (struct str){s->text.p + f->clue->at, f->clue->n};
}

static bool known(const struct story_drift *d, size_t n, struct str quote, struct str quote2)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(d[i].quote, quote) && str_eq_nocase(d[i].quote2, quote2))
			return true;
	return false;
}

static void compare(struct source *x, struct source *y, struct story_drift *out, size_t *n)
{
	for (size_t i = 0; i < y->fact_count; i++)
		y->facts[i].used = false;
	for (size_t i = 0; i < x->fact_count; i++) {
		struct fact *f = &x->facts[i], *best = NULL;
		int most = -1;

		if (has_equal(y, f))
			continue;
		for (size_t k = 0; k < y->fact_count; k++) {
			struct fact *g = &y->facts[k];
			int close = g->used || g->dim != f->dim || g->more != f->more || far_apart(f, g) || has_equal(x, g) ? -1 : closeness(x, f, y, g);

			/* A figure before and a figure after are two claims. */
			if (close >= 0 && f->clue->type == g->clue->type)
				close++;
			if (close > most) {
				most = close;
				best = g;
			}
		}
		if (!best || *n == DRIFTS_MAX)
			continue;
		best->used = true;
		if (known(out, *n, clue_text(x, f), clue_text(y, best)))
			continue;
		out[(*n)++] = (struct story_drift){
			.quote = clue_text(x, f), .quote2 = clue_text(y, best), .sentence = story_sentence_text(&x->words, f->sentence),
			.sentence2 = story_sentence_text(&y->words, best->sentence), .where = x->where, .where2 = y->where, .at_ms = x->at_ms,
			.at2_ms = y->at_ms, .telling = x->telling, .telling2 = y->telling,
		};
	}
}

/* The memory as it is written down, as one more telling of the day of its last change. */
static enum err_code written(const struct story_pack *p, struct store *s, int64_t story, struct arena *a, struct source *out, struct err *err)
{
	struct story_memory m;
	enum err_code code = story_get(p, s, story, a, &m, err);
	struct buf b;

	if (code)
		return code;
	buf_init(&b, STORY_PARTS_MAX * (STORY_TEXT_BYTES_MAX + 2));
	for (size_t i = 0; i < p->part_count; i++)
		if (m.answers[i].n) {
			buf_adds(&b, b.n ? "\n\n" : "");
			buf_add(&b, m.answers[i].p, m.answers[i].n);
		}
	*out = (struct source){.at_ms = m.changed_ms, .text = {arena_strndup(a, buf_text(&b), b.n), b.n},
			       .where = arena_printf(a, "%s, written down", story_day(a, m.changed_ms))};
	buf_release(&b);
	return ERR_OK;
}

static int by_time(const void *x, const void *y)
{
	const struct source *a = x, *b = y;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return a->telling < b->telling ? -1 : a->telling > b->telling;
}

enum err_code story_drifts(const struct story_pack *p, struct store *s, int64_t story, struct arena *a, struct story_drift **out,
			   size_t *count, struct err *err)
{
	struct source *sources = ARENA_NEW(a, struct source, SOURCES_MAX + 1);
	struct store_telling *tellings = NULL;
	size_t telling_count = 0, n = 0;
	enum err_code code = story ? store_tellings(s, story, 0, a, &tellings, &telling_count, err) : ERR_OK;

	*out = ARENA_NEW(a, struct story_drift, DRIFTS_MAX);
	*count = 0;
	if (code || !telling_count)
		return code;
	code = written(p, s, story, a, &sources[n++], err);
	for (size_t i = telling_count > SOURCES_MAX - 1 ? telling_count - (SOURCES_MAX - 1) : 0; !code && i < telling_count; i++)
		sources[n++] = (struct source){.telling = tellings[i].id, .at_ms = tellings[i].at_ms, .text = str_of(tellings[i].said),
					       .where = arena_printf(a, "%s, told%s", story_day(a, tellings[i].at_ms),
								     tellings[i].stage ? " after the switch" : "")};
	qsort(sources, n, sizeof(*sources), by_time);
	for (size_t i = 0; !code && i < n; i++)
		code = source_read(p, &sources[i], a, err);
	for (size_t i = 0; !code && i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			compare(&sources[i], &sources[k], *out, count);
	for (size_t i = 0; i < n; i++)
		talk_free(sources[i].talk);
	return code;
}
