/* The spellings that are told from the words of a query: those that do not parse, and those that do not bind. */
#include "judge/dialect.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "judge/judge.h"
#include "judge/sql_lex.h"

#define WORDS_MAX_BYTES ((size_t)JUDGE_QUERY_MAX_BYTES * 64)

/* ---- replacing ---- */

/* What happens to each word of the query. */
struct edit {
	bool drop;             /* blanks take its place */
	const char *with;      /* or this text, in the arena */
	const char *before;    /* and this is put before it */
};

struct respeller {
	const struct sql_words *w;
	struct edit *edits;    /* one per word */
	struct arena *a;
	bool changed;
};

static void drop(struct respeller *r, size_t i)
{
	r->edits[i].drop = true;
	r->changed = true;
}

static void put(struct respeller *r, size_t i, const char *with)
{
	r->edits[i].with = with;
	r->changed = true;
}

/* The opening bracket that belongs to the closing one at i; w->n when there is none. */
static size_t opening(const struct sql_words *w, size_t i)
{
	size_t depth = 0;

	for (i++; i-- > 0;) {
		if (sql_is(w, i, ")"))
			depth++;
		else if (sql_is(w, i, "(") && --depth == 0)
			return i;
	}
	return w->n;
}

/* LISTAGG(...) WITHIN GROUP (ORDER BY ...): the order goes into the brackets. */
static void within_group(struct respeller *r, size_t i)
{
	const struct sql_words *w = r->w;
	size_t open;

	if (!sql_is(w, i, "within") || !sql_is(w, i + 1, "group") || !sql_is(w, i + 2, "(") || i < 3 ||
	    !sql_is(w, i - 1, ")") || sql_closing(w, i + 2) == w->n)
		return;
	open = opening(w, i - 1);
	if (open == w->n || open == 0 || (!sql_is(w, open - 1, "listagg") && !sql_is(w, open - 1, "string_agg")))
		return;
	for (size_t k = i - 1; k < i + 3; k++)
		drop(r, k);
}

static void minus(struct respeller *r, size_t i)
{
	const struct sql_words *w = r->w;
	size_t next = i + 1;

	while (sql_is(w, next, "("))
		next++;
	if (i > 0 && sql_is(w, i, "minus") && (sql_is(w, next, "select") || sql_is(w, next, "with")) &&
	    !sql_is(w, i - 1, ",") && !sql_is(w, i - 1, "."))
		put(r, i, "EXCEPT");
}

static void backquoted(struct respeller *r, size_t i)
{
	struct str at = r->w->p[i].at;
	char *name;

	if (r->w->p[i].kind != SQL_BACKQUOTED || at.n < 3 || at.p[at.n - 1] != '`' || memchr(at.p, '"', at.n))
		return;
	name = arena_strndup(r->a, at.p, at.n);
	name[0] = name[at.n - 1] = '"';
	put(r, i, name);
}

/* LIMIT 2, 3 skips two rows and gives three. */
static void limit_two(struct respeller *r, size_t i)
{
	const struct sql_words *w = r->w;

	if (!sql_is(w, i, "limit") || i + 3 >= w->n || w->p[i + 1].kind != SQL_NUMBER || !sql_is(w, i + 2, ",") ||
	    w->p[i + 3].kind != SQL_NUMBER)
		return;
	put(r, i + 1, arena_strndup(r->a, w->p[i + 3].at.p, w->p[i + 3].at.n));
	put(r, i + 2, " OFFSET");
	put(r, i + 3, arena_strndup(r->a, w->p[i + 1].at.p, w->p[i + 1].at.n));
}

/* CONVERT(VARCHAR(10), x): types without brackets parse, and are replaced in the tree. */
static void convert(struct respeller *r, size_t i)
{
	const struct sql_words *w = r->w;
	size_t type_end, close;

	if (!sql_is(w, i, "convert") || !sql_is(w, i + 1, "(") || !sql_is(w, i + 3, "("))
		return;
	type_end = sql_closing(w, i + 3);
	close = sql_closing(w, i + 1);
	if (close == w->n || !sql_is(w, type_end + 1, ","))
		return;
	put(r, i, "CAST");
	for (size_t k = i + 2; k <= type_end + 1; k++)
		drop(r, k);
	r->edits[close].before = arena_printf(r->a, " AS %.*s",
					      (int)(w->p[type_end].at.p + 1 - w->p[i + 2].at.p), w->p[i + 2].at.p);
}

static void small_words(struct respeller *r, size_t i)
{
	const struct sql_words *w = r->w;

	if (sql_is(w, i, "approximate") && sql_is(w, i + 1, "count") && sql_is(w, i + 2, "("))
		drop(r, i);
	if (sql_is(w, i, "(") && sql_is(w, i + 1, "max") && sql_is(w, i + 2, ")") && i > 0 &&
	    (sql_is(w, i - 1, "varchar") || sql_is(w, i - 1, "nvarchar")))
		for (size_t k = i; k < i + 3; k++)
			drop(r, k);
}

/* A dropped word leaves its blanks, so that what follows keeps its place. */
static void write_word(struct buf *b, struct str at, const struct edit *e)
{
	buf_adds(b, e->before ? e->before : "");
	if (e->with)
		buf_adds(b, e->with);
	else if (!e->drop)
		buf_add(b, at.p, at.n);
	else
		for (size_t i = 0; i < at.n; i++)
			buf_addc(b, at.p[i] == '\n' ? '\n' : ' ');
}

enum err_code dialect_respell(const char *query, struct arena *a, const char **out, struct err *err)
{
	struct arena scratch;
	struct respeller r = {.a = &scratch};
	struct sql_words w;
	struct buf b;
	const char *at = query;
	enum err_code code = ERR_OK;

	*out = NULL;
	if (strlen(query) > JUDGE_QUERY_MAX_BYTES)
		return err_set(err, ERR_LIMIT, "the query is longer than %d bytes", JUDGE_QUERY_MAX_BYTES);
	arena_init(&scratch, WORDS_MAX_BYTES * 2);
	buf_init(&b, (size_t)JUDGE_QUERY_MAX_BYTES * 4);
	w = sql_lex(query, &scratch);
	r.w = &w;
	r.edits = ARENA_NEW(&scratch, struct edit, w.n + 1);
	for (size_t i = 0; i < w.n; i++) {
		within_group(&r, i);
		minus(&r, i);
		backquoted(&r, i);
		limit_two(&r, i);
		convert(&r, i);
		small_words(&r, i);
	}
	if (!r.changed)
		goto out;
	for (size_t i = 0; i < w.n; i++) {
		buf_add(&b, at, (size_t)(w.p[i].at.p - at));
		write_word(&b, w.p[i].at, &r.edits[i]);
		at = w.p[i].at.p + w.p[i].at.n;
	}
	buf_adds(&b, at);
	code = buf_check(&b, err);
	if (!code)
		*out = arena_strndup(a, buf_text(&b), b.n);
out:
	buf_release(&b);
	arena_release(&scratch);
	return code;
}

/* ---- explaining ---- */

static bool say(char *text, size_t size, const char *sentence)
{
	snprintf(text, size, "%s", sentence);
	return true;
}

static bool explain_top(const struct sql_words *w, size_t i, char *text, size_t size)
{
	size_t n = i + 1;

	if (!sql_is(w, i, "top") || i == 0 ||
	    (!sql_is(w, i - 1, "select") && !sql_is(w, i - 1, "distinct") && !sql_is(w, i - 1, "all")))
		return false;
	n += sql_is(w, n, "(");
	if (n >= w->n || w->p[n].kind != SQL_NUMBER)
		return false;
	snprintf(text, size, "TOP is not available here: put LIMIT %.*s at the end of the query",
		 (int)(w->p[n].at.n > 20 ? 20 : w->p[n].at.n), w->p[n].at.p);
	return true;
}

/* Spellings that the words alone give away. */
static bool explain_words(const struct sql_words *w, size_t i, char *text, size_t size)
{
	if (explain_top(w, i, text, size))
		return true;
	if (sql_is(w, i, "minus") && sql_is(w, i + 1, "select"))
		return say(text, size, "MINUS is written EXCEPT here");
	if (w->p[i].kind == SQL_BACKQUOTED)
		return say(text, size, "names stand in double quotes here, or in none: \"name\" instead of `name`");
	if (sql_is(w, i, "(") && sql_is(w, i + 1, "+") && sql_is(w, i + 2, ")"))
		return say(text, size, "the outer join mark (+) is not available here: use LEFT JOIN ... ON");
	if (sql_is(w, i, "limit") && sql_is(w, i + 2, ","))
		return say(text, size, "LIMIT a, b is written LIMIT b OFFSET a here");
	if (sql_is(w, i, "within") && sql_is(w, i + 1, "group"))
		return say(text, size, "WITHIN GROUP is not available for this function: put the order into the brackets, LISTAGG(x, ',' ORDER BY y)");
	if (sql_is(w, i, "separator"))
		return say(text, size, "GROUP_CONCAT with SEPARATOR is not available here: use LISTAGG(x, ',') WITHIN GROUP (ORDER BY y)");
	if (sql_is(w, i, "*") && sql_is(w, i + 1, "except") && sql_is(w, i + 2, "("))
		return say(text, size, "* EXCEPT is not available here: name the columns");
	if (sql_is(w, i, "approximate"))
		return say(text, size, "APPROXIMATE is not available here: use COUNT(DISTINCT x)");
	if (sql_is(w, i, "convert") && sql_is(w, i + 1, "("))
		return say(text, size, "use CAST(x AS type) or x::type instead of CONVERT");
	return false;
}

/* Spellings that DuckDB's message gives away. */
static bool explain_message(const char *message, char *text, size_t size)
{
	static const struct {
		const char *part, *sentence;
	} known[] = {
		{"column \"rownum\"", "ROWNUM is not available here: use ROW_NUMBER() OVER (ORDER BY ...), or LIMIT"},
		{"'trunc(DATE", "TRUNC takes numbers here: use CAST(ts AS DATE), or DATE_TRUNC('month', ts)"},
		{"'trunc(TIMESTAMP", "TRUNC takes numbers here: use CAST(ts AS DATE), or DATE_TRUNC('month', ts)"},
		{"+(VARCHAR, VARCHAR)", "texts are joined with || here, not with +"},
		{"+(VARCHAR, STRING_LITERAL)", "texts are joined with || here, not with +"},
		{"+(STRING_LITERAL, VARCHAR)", "texts are joined with || here, not with +"},
		{"+(STRING_LITERAL, STRING_LITERAL)", "texts are joined with || here, not with +"},
		{"comparison \"~~\" for ANY", "LIKE ANY is not available here: write one LIKE for each pattern, joined by OR"},
		{"comparison \"~~*\" for ANY", "ILIKE ANY is not available here: write one ILIKE for each pattern, joined by OR"},
		{"Type with name number does not exist", "the type NUMBER is written DECIMAL(18, 2) or INTEGER here"},
		{"Type with name int64 does not exist", "the type INT64 is written BIGINT here"},
		{"Type with name float64 does not exist", "the type FLOAT64 is written DOUBLE here"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcasestr(message, known[i].part))
			return say(text, size, known[i].sentence);
	return false;
}

bool dialect_explain_parse_error(const char *query, const struct duck_error *why, char *text, size_t size)
{
	struct arena a;
	struct sql_words w;
	bool found = explain_message(why->text, text, size);

	/* Words mean nothing once the query has parsed. */
	if (found || strcmp(why->kind, "Parser") != 0 || strlen(query) > JUDGE_QUERY_MAX_BYTES)
		return found;
	arena_init(&a, WORDS_MAX_BYTES);
	w = sql_lex(query, &a);
	for (size_t i = 0; i < w.n && !found; i++)
		found = explain_words(&w, i, text, size);
	arena_release(&a);
	return found;
}
