/* Where the words of a node of the syntax tree stand. */
#include "judge/ask_int.h"

#include <string.h>

#include "base/json.h"
#include "judge/ast.h"

/* Queries are long and nested at times, so brackets are paired once. */
static void pair_brackets(struct ask_text *t)
{
	size_t *open = ARENA_NEW(t->a, size_t, t->words.n + 1), depth = 0;

	t->closing = ARENA_NEW(t->a, size_t, t->words.n + 1);
	for (size_t i = 0; i <= t->words.n; i++)
		t->closing[i] = t->words.n;
	for (size_t i = 0; i < t->words.n; i++) {
		if (sql_is(&t->words, i, "("))
			open[depth++] = i;
		else if (sql_is(&t->words, i, ")") && depth)
			t->closing[open[--depth]] = i;
	}
}

void ask_text_init(struct ask_text *t, const char *query, const char *original, struct arena *a)
{
	*t = (struct ask_text){.query = query, .original = original, .words = sql_lex(query, a), .a = a};
	pair_brackets(t);
}

static size_t closing(const struct ask_text *t, size_t i)
{
	return t->closing[i < t->words.n ? i : t->words.n];
}

/* The word at or after a byte; words.n when there is none. */
static size_t word_at(const struct ask_text *t, long at)
{
	const char *p = t->query + at;
	size_t low = 0, high = t->words.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->words.p[middle].at.p + t->words.p[middle].at.n > p)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The word END that closes the CASE at word i. */
static size_t case_end(const struct ask_text *t, size_t i)
{
	size_t depth = 0;

	for (; i < t->words.n; i++) {
		if (sql_is(&t->words, i, "CASE"))
			depth++;
		else if (sql_is(&t->words, i, "END") && --depth == 0)
			return i;
	}
	return t->words.n;
}

static bool is_name(const struct ask_text *t, size_t i)
{
	return i < t->words.n && (t->words.p[i].kind == SQL_NAME || t->words.p[i].kind == SQL_QUOTED);
}

/* Past `f(...)`, `FILTER (...)` and `OVER (...)` or `OVER w`. */
static size_t call_end(const struct ask_text *t, size_t i)
{
	const struct sql_words *w = &t->words;
	size_t last = closing(t, i + 1);

	if (sql_is(w, last + 1, "FILTER") && sql_is(w, last + 2, "("))
		last = closing(t, last + 2);
	if (sql_is(w, last + 1, "IGNORE") || sql_is(w, last + 1, "RESPECT"))
		last += 2;
	if (sql_is(w, last + 1, "OVER"))
		last = sql_is(w, last + 2, "(") ? closing(t, last + 2) : last + 2;
	return last;
}

/* The last word of what DuckDB says begins (or has its operator) at word i. */
static size_t end_of(const struct ask_text *t, size_t i)
{
	const struct sql_words *w = &t->words;

	if (sql_is(w, i, "CASE"))
		return case_end(t, i);
	if (sql_is(w, i, "("))
		return closing(t, i);
	if (sql_is(w, i, ":") && sql_is(w, i + 1, ":"))
		return sql_is(w, i + 3, "(") ? closing(t, i + 3) : i + 2;
	if (sql_is(w, i, "NOT") && sql_is(w, i + 1, "EXISTS"))
		return closing(t, i + 2);
	if ((sql_is(w, i, "EXISTS") || sql_is(w, i, "IN")) && sql_is(w, i + 1, "("))
		return closing(t, i + 1);
	if (sql_is(w, i, "NOT") && sql_is(w, i + 1, "IN") && sql_is(w, i + 2, "("))
		return closing(t, i + 2);
	if (sql_is(w, i, "IS"))
		return sql_is(w, i + 1, "NOT") ? i + 2 : i + 1;
	while (is_name(t, i) && sql_is(w, i + 1, ".") && i + 2 < w->n)
		i += 2;
	return is_name(t, i) && sql_is(w, i + 1, "(") ? call_end(t, i) : i;
}

static bool is_literal_prefix(const struct ask_text *t, size_t i)
{
	return sql_is(&t->words, i, "DATE") || sql_is(&t->words, i, "TIMESTAMP") || sql_is(&t->words, i, "INTERVAL");
}

static void widen(struct word_span *s, size_t first, size_t last)
{
	if (!s->found || first < s->first)
		s->first = first;
	if (!s->found || last > s->last)
		s->last = last;
	s->found = true;
}

struct span_walk {
	const struct ask_text *t;
	struct word_span span;
};

static bool add_words(json_t *object, void *arg)
{
	struct span_walk *k = arg;
	const struct ask_text *t = k->t;
	long at = ast_position(object);
	size_t i = at < 0 ? t->words.n : word_at(t, at), last;

	if (i >= t->words.n)
		return true;
	last = end_of(t, i);
	if (last >= t->words.n)
		last = t->words.n - 1;
	if (t->words.p[i].kind == SQL_TEXT && i && is_literal_prefix(t, i - 1))
		i--;
	widen(&k->span, i, last);
	return true;
}

/* Brackets that open in the span are closed in it, and the other way round. */
static void balance(const struct ask_text *t, struct word_span *s)
{
	long depth = 0, lowest = 0;

	for (size_t i = s->first; i <= s->last; i++) {
		depth += sql_is(&t->words, i, "(") - sql_is(&t->words, i, ")");
		if (depth < lowest)
			lowest = depth;
	}
	for (long open = depth - lowest; open > 0 && s->last + 1 < t->words.n; s->last++)
		open += sql_is(&t->words, s->last + 1, "(") - sql_is(&t->words, s->last + 1, ")");
	for (long open = -lowest; open > 0 && s->first > 0; s->first--)
		open += sql_is(&t->words, s->first - 1, ")") - sql_is(&t->words, s->first - 1, "(");
}

struct word_span ask_words_of(const struct ask_text *t, const json_t *value)
{
	struct span_walk k = {.t = t};

	ast_walk((json_t *)value, add_words, &k);
	if (!k.span.found)
		return k.span;
	/* DuckDB gives no place for COALESCE. */
	if (ast_is(value, "OPERATOR_COALESCE") && k.span.first >= 2 && sql_is(&t->words, k.span.first - 1, "(")) {
		k.span.first -= 2;
		k.span.last = closing(t, k.span.first + 1);
		if (k.span.last >= t->words.n)
			k.span.last = t->words.n - 1;
	}
	balance(t, &k.span);
	return k.span;
}

struct word_span ask_words_from(const struct ask_text *t, const char *keyword, const json_t *value)
{
	struct word_span s = ask_words_of(t, value);

	for (size_t i = s.found ? s.first + 1 : 0; i-- > 0;) {
		if (!sql_is(&t->words, i, keyword))
			continue;
		s.first = i;
		return s;
	}
	return (struct word_span){0};
}

struct ask_span ask_span_of(const struct ask_text *t, struct word_span w)
{
	struct ask_span none = {-1, 0};
	const char *from, *hit;
	size_t n;

	if (!w.found || w.last >= t->words.n || w.last < w.first)
		return none;
	from = t->words.p[w.first].at.p;
	n = (size_t)(t->words.p[w.last].at.p + t->words.p[w.last].at.n - from);
	/* Where a spelling was replaced the places have moved: the words count only if they were written so. */
	if (strcmp(t->query, t->original) == 0)
		return (struct ask_span){from - t->query, n};
	hit = memmem(t->original, strlen(t->original), from, n);
	return hit ? (struct ask_span){hit - t->original, n} : none;
}

const char *ask_slot_text(const struct ask_text *t, struct word_span w)
{
	struct ask_span s = ask_span_of(t, w);
	const char *p = t->original + s.at;
	size_t words = 1;

	if (!s.n || s.n > ASK_SLOT_BYTES_MAX || memchr(p, '\n', s.n) || memchr(p, '?', s.n))
		return NULL;
	for (size_t i = 0; i < s.n; i++)
		words += p[i] == ' ';
	return words <= ASK_SLOT_WORDS_MAX ? arena_strndup(t->a, p, s.n) : NULL;
}

bool ask_has_word(const struct ask_text *t, struct word_span w, const char *word)
{
	for (size_t i = w.first; w.found && i <= w.last; i++)
		if (sql_is(&t->words, i, word))
			return true;
	return false;
}
