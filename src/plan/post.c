/*
 * Reading a job post: lines, headings, sentences, and what they say about each tool.
 *
 * One pass, linear in the post: a sentence has at most SENTENCE_BYTES_MAX bytes, however long its line is.
 */
#include "plan/plan_int.h"

#include <assert.h>
#include <stdlib.h>

#define LANGUAGES_MAX 16
#define LANGUAGE_TOKENS_MIN 20
#define SCRIPT_TOKENS_MIN 4        /* enough words to see that they are in another script */
#define BEYOND_LATIN 0xCE          /* first byte of Greek and of all scripts behind it in UTF-8 */
#define HEADING_TOKENS_MAX 8

/* What is known of a tool so far. */
struct tool_state {
	int mentions;
	enum tool_need need;
	struct plan_span quote, word;
};

struct scan {
	const struct plan_rules *r;
	struct str post;
	struct arena *a;
	struct tool_state *tools;
	int lean[PLAN_LEANS];
	struct plan_span lean_quote[PLAN_LEANS];
	struct plan_span *notes;
	enum section section;
	bool foreign;
	struct sentence *s;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f' || c == 0;
}

/* --- language ---------------------------------------------------------------------------------------- */

static void tell_language(const struct plan_rules *r, struct str post, struct plan_post *out)
{
	size_t count[LANGUAGES_MAX] = {0}, total = 0, other = 0, at = 0, best = 0;
	struct token t;

	while (token_next(post, &at, &t)) {
		const struct word_entry *e = NULL;

		total++;
		other += (unsigned char)post.p[t.at] >= BEYOND_LATIN;
		while ((e = word_set_next(&r->language_words, post, &t, 0, 1, e)))
			if (e->what < LANGUAGES_MAX)
				count[e->what]++;
	}
	for (size_t i = 1; i < r->language_count && i < LANGUAGES_MAX; i++)
		if (count[i] > count[best])
			best = i;
	out->empty = total == 0;
	/* Another script tells it from a few words already. */
	out->foreign = total >= SCRIPT_TOKENS_MIN && other * 2 > total;
	if (out->foreign || total < LANGUAGE_TOKENS_MIN || !r->language_count)
		return;
	if (count[best] * 100 < total * (size_t)r->least_percent)
		out->foreign = true;
	else
		out->language = r->languages[best].name;
}

/* --- sentences --------------------------------------------------------------------------------------- */

/* The length of a bullet or a dash at p; 0 when there is none. */
static size_t bullet(struct str s)
{
	static const char *const signs[] = {"-", "*", "+", "\xE2\x80\xA2", "\xC2\xB7", "\xE2\x80\x93", "\xE2\x97\x8F", "\xE2\x96\xAA",
					    "\xE2\x97\xA6", "\xE2\x80\xA3", "o "};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_starts(s, signs[i]))
			return strlen(signs[i]);
	return 0;
}

/* Does a sentence end behind the byte at i? */
static bool ends_at(struct str post, size_t i, size_t start)
{
	char c = post.p[i], next = i + 1 < post.n ? post.p[i + 1] : '\n';

	if (c == '\n' || c == '\r' || c == '<' || c == '>')
		return true;
	if ((c != '.' && c != '!' && c != '?') || !is_blank(next))
		return false;
	/* "e.g. Airflow", "z. B. Airflow": a single letter, or a small letter behind it. */
	if (i > start && (i < start + 2 || is_blank(post.p[i - 2]) || post.p[i - 2] == '.'))
		return false;
	for (size_t k = i + 1; k < post.n && k < i + 4; k++)
		if (!is_blank(post.p[k]))
			return !(post.p[k] >= 'a' && post.p[k] <= 'z');
	return true;
}

/* Where the sentence from start ends: behind its last byte. *stop: where the next may begin. */
static size_t sentence_end(struct str post, size_t start, size_t *stop)
{
	size_t i = start, blank = 0;

	for (; i < post.n; i++) {
		if (ends_at(post, i, start)) {
			bool sign = post.p[i] == '.' || post.p[i] == '!' || post.p[i] == '?';

			*stop = i + 1;
			return i + sign;
		}
		/* A bullet in the middle of a line, as pasted pages have it. */
		if (i > start && (unsigned char)post.p[i] == 0xE2 && str_starts((struct str){post.p + i, post.n - i}, "\xE2\x80\xA2")) {
			*stop = i;
			return i;
		}
		if (is_blank(post.p[i]))
			blank = i;
		if (i - start == SENTENCE_BYTES_MAX) {
			if (blank <= start)
				blank = i;
			while (blank < post.n && ((unsigned char)post.p[blank] & 0xC0) == 0x80 && blank > start + 1)
				blank--;
			*stop = blank;
			return blank;
		}
	}
	*stop = post.n;
	return post.n;
}

/* Does anything between two tokens part them? */
static bool parts(struct str post, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		char c = post.p[i];

		if (c == ',' || c == ';' || c == ':' || c == '(' || c == ')' || c == '[' || c == ']')
			return true;
		if (to - i >= 3 && (!memcmp(post.p + i, "\xE2\x80\x93", 3) || !memcmp(post.p + i, "\xE2\x80\x94", 3)))
			return true;
		if (c == '-' && i > from && is_blank(post.p[i - 1]))
			return true;
	}
	return false;
}

static void cut_tokens(struct scan *sc, size_t at, size_t end)
{
	struct str text = {sc->post.p, end};
	struct sentence *s = sc->s;
	size_t i = at;

	s->at = at;
	s->n = end - at;
	s->section = sc->section;
	s->token_count = 0;
	while (s->token_count < SENTENCE_TOKENS_MAX && token_next(text, &i, &s->tokens[s->token_count])) {
		size_t k = s->token_count++;

		s->clause[k] = k ? s->clause[k - 1] + parts(sc->post, s->tokens[k - 1].at + s->tokens[k - 1].n, s->tokens[k].at) : 0;
	}
}

/* --- what a sentence says -------------------------------------------------------------------------------- */

/* The sentence as a quote: at most PLAN_QUOTE_MAX_BYTES of it, the word inside, no character cut. */
static struct plan_span quote_of(const struct scan *sc, const struct sentence *s, size_t word_at, size_t word_n)
{
	size_t from = s->at, to = s->at + s->n;

	if (to - from > PLAN_QUOTE_MAX_BYTES) {
		size_t before = (PLAN_QUOTE_MAX_BYTES - (word_n < PLAN_QUOTE_MAX_BYTES ? word_n : 0)) / 2;

		if (word_at - from > before)
			from = word_at - before;
		if (to - from > PLAN_QUOTE_MAX_BYTES)
			to = from + PLAN_QUOTE_MAX_BYTES;
		while (from < word_at && ((unsigned char)sc->post.p[from] & 0xC0) == 0x80)
			from++;
		while (to > word_at + word_n && to < sc->post.n && ((unsigned char)sc->post.p[to] & 0xC0) == 0x80)
			to--;
	}
	while (from < word_at && is_blank(sc->post.p[from]))
		from++;
	while (to > word_at + word_n && is_blank(sc->post.p[to - 1]))
		to--;
	return (struct plan_span){from, to - from};
}

static int need_rank(enum tool_need need)
{
	static const int rank[] = {[NEED_REQUIRED] = 5, [NEED_ANY_OF] = 4, [NEED_PREFERRED] = 3, [NEED_NOT] = 2, [NEED_NAMED] = 1};

	return rank[need];
}

static void take_tools(struct scan *sc)
{
	struct sentence *s = sc->s;

	sentence_needs(sc->r, sc->post, s);
	for (size_t i = 0; i < s->mention_count; i++) {
		const struct mention *m = &s->mentions[i];
		struct tool_state *t = &sc->tools[m->tool];
		const struct token *first = &s->tokens[m->first], *last = &s->tokens[m->first + m->count - 1];
		enum tool_need need = sc->foreign ? NEED_NAMED : m->need;

		if (!t->mentions || need_rank(need) > need_rank(t->need)) {
			t->need = need;
			t->word = (struct plan_span){first->at, last->at + last->n - first->at};
			t->quote = quote_of(sc, s, t->word.at, t->word.n);
		}
		t->mentions++;
	}
}

static void take_words(struct scan *sc)
{
	struct sentence *s = sc->s;
	bool seen[PLAN_LEANS] = {false};

	for (size_t i = 0; i < s->token_count; i++) {
		const struct word_entry *e = NULL;
		size_t at = s->tokens[i].at;

		while ((e = word_set_next(&sc->r->lean_words, sc->post, s->tokens, i, s->token_count, e))) {
			if (!seen[e->what] && !sc->lean[e->what]++)
				sc->lean_quote[e->what] = quote_of(sc, s, at, s->tokens[i].n);
			seen[e->what] = true;
		}
		while (sc->notes && (e = word_set_next(&sc->r->note_words, sc->post, s->tokens, i, s->token_count, e)))
			if (!sc->notes[e->what].n)
				sc->notes[e->what] = quote_of(sc, s, at, s->tokens[i].n);
	}
}

/* Is the line from at a heading? Then *at moves behind it, and what else stands on the line is read under it. */
static bool take_heading(struct scan *sc, size_t *at, size_t line_end)
{
	struct token tokens[HEADING_TOKENS_MAX];
	struct str line = {sc->post.p, line_end};
	const struct word_entry *e;
	size_t n = 0, i = *at, behind;

	while (n < HEADING_TOKENS_MAX && token_next(line, &i, &tokens[n]))
		n++;
	e = n ? word_set_find(&sc->r->heading_words, sc->post, tokens, 0, n) : NULL;
	if (!e)
		return false;
	behind = tokens[e->count - 1].at + tokens[e->count - 1].n;
	while (behind < line_end && (is_blank(sc->post.p[behind]) || sc->post.p[behind] == '*'))
		behind++;
	if (behind < line_end && sc->post.p[behind] == ':')
		behind++;
	else if (n > (size_t)e->count + 1)
		return false;
	else
		behind = line_end;
	sc->section = (enum section)e->what;
	*at = behind;
	return true;
}

static void scan_line(struct scan *sc, size_t at, size_t end)
{
	while (at < end && is_blank(sc->post.p[at]))
		at++;
	for (size_t n; at < end && (n = bullet((struct str){sc->post.p + at, end - at}));) {
		at += n;
		while (at < end && is_blank(sc->post.p[at]))
			at++;
	}
	take_heading(sc, &at, end);
	while (at < end) {
		size_t stop = at, sentence_stop = sentence_end((struct str){sc->post.p, end}, at, &stop);

		if (sentence_stop > at) {
			cut_tokens(sc, at, sentence_stop);
			if (sc->s->token_count) {
				take_tools(sc);
				take_words(sc);
			}
		}
		assert(stop > at);
		at = stop;
		for (size_t n; at < end && (n = bullet((struct str){sc->post.p + at, end - at})) > 1;)
			at += n;
	}
}

/* --- the result ---------------------------------------------------------------------------------------- */

static int compare_tools(const void *a, const void *b)
{
	const struct plan_tool *x = a, *y = b;

	return x->verdict != y->verdict ? (int)x->verdict - (int)y->verdict : strcmp(x->name, y->name);
}

const char *with_tool_name(struct arena *a, const char *text, const char *name)
{
	const char *at;
	struct buf b;

	if (!strstr(text, "{tool}"))
		return text;
	buf_init(&b, 8192);
	for (; (at = strstr(text, "{tool}")); text = at + strlen("{tool}")) {
		buf_add(&b, text, (size_t)(at - text));
		buf_adds(&b, name);
	}
	buf_adds(&b, text);
	text = arena_strndup(a, buf_text(&b), b.n);
	buf_release(&b);
	return text;
}

static void put_tools(const struct scan *sc, enum plan_level level, struct plan_post *out)
{
	const struct plan_rules *r = sc->r;

	out->tools = ARENA_NEW(sc->a, struct plan_tool, r->tool_count + 1);
	for (size_t i = 0; i < r->tool_count; i++) {
		const struct rule_tool *rule = &r->tools[i];
		const struct tool_state *state = &sc->tools[i];
		struct plan_tool *t = &out->tools[out->tool_count];
		bool covered = rule->covered >= 0;

		if (!state->mentions)
			continue;
		*t = (struct plan_tool){.id = rule->id, .name = rule->name, .need = state->need, .quote = state->quote, .word = state->word,
					.mentions = state->mentions};
		t->verdict = rule->verdict.of[state->need][level];
		/* Nobody knows how a post in an unknown language means it: an hour is worth more than a wrong "skip". */
		if (sc->foreign && t->verdict == TOOL_SKIP && rule->verdict.of[NEED_REQUIRED][level] != TOOL_SKIP)
			t->verdict = TOOL_HOUR;
		t->text = arena_strndup(sc->a, sc->post.p + t->quote.at, t->quote.n);
		t->why = arena_printf(sc->a, "%s: %s", r->need_text[t->need],
				      covered && t->verdict != TOOL_SKIP ? r->covered_text : r->verdict_text[t->verdict]);
		if (t->verdict == TOOL_MUST)
			t->todo = with_tool_name(sc->a, rule->must ? rule->must : rule->group->must, rule->name);
		if (t->verdict == TOOL_HOUR)
			t->todo = with_tool_name(sc->a, rule->hour ? rule->hour : rule->group->hour, rule->name);
		out->tool_count++;
	}
	if (out->tool_count)
		qsort(out->tools, out->tool_count, sizeof(*out->tools), compare_tools);
}

static void put_lean(const struct scan *sc, struct plan_post *out)
{
	int best = PLAN_MODELLING, second = 0;

	for (int i = PLAN_MODELLING + 1; i < PLAN_LEANS; i++)
		if (sc->lean[i] > sc->lean[best])
			best = i;
	for (int i = PLAN_MODELLING; i < PLAN_LEANS; i++)
		if (i != best && sc->lean[i] > second)
			second = sc->lean[i];
	if (sc->lean[best] < sc->r->lean_least || 2 * sc->lean[best] < 3 * second)
		return;
	out->lean = (enum plan_lean)best;
	out->lean_sentences = sc->lean[best];
	out->lean_quote = sc->lean_quote[best];
	out->lean_text = arena_strndup(sc->a, sc->post.p + out->lean_quote.at, out->lean_quote.n);
}

void post_scan(const struct plan_rules *r, struct str post, enum plan_level level, struct arena *a, struct plan_post *out,
	       struct plan_span *notes)
{
	struct scan sc = {.r = r, .a = a, .notes = notes};

	*out = (struct plan_post){0};
	if (post.n > PLAN_POST_MAX_BYTES) {
		post.n = PLAN_POST_MAX_BYTES;
		while (post.n && ((unsigned char)post.p[post.n] & 0xC0) == 0x80)
			post.n--;
		out->cut = true;
	}
	out->bytes = post.n;
	sc.post = post;
	tell_language(r, post, out);
	if (out->empty)
		return;
	sc.foreign = out->foreign;
	sc.tools = ARENA_NEW(a, struct tool_state, r->tool_count + 1);
	sc.s = ARENA_NEW(a, struct sentence, 1);
	for (size_t at = 0; at < post.n;) {
		const char *end = memchr(post.p + at, '\n', post.n - at);
		size_t stop = end ? (size_t)(end - post.p) : post.n;

		scan_line(&sc, at, stop);
		at = stop + 1;
	}
	put_tools(&sc, level, out);
	if (!out->foreign)
		put_lean(&sc, out);
}

void plan_post_read(const struct plan_rules *rules, struct str post, enum plan_level level, struct arena *a, struct plan_post *out)
{
	post_scan(rules, post, level, a, out, NULL);
}
