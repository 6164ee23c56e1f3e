#include "judge/sql_lex.h"

#include <ctype.h>
#include <string.h>

static bool is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_part(char c)
{
	return is_name_start(c) || isdigit((unsigned char)c) || c == '$';
}

const char *sql_skip_blank(const char *p)
{
	for (;;) {
		if (isspace((unsigned char)*p)) {
			p++;
		} else if (p[0] == '-' && p[1] == '-') {
			p += strcspn(p, "\n");
		} else if (p[0] == '/' && p[1] == '*') {
			int depth = 0;

			do {
				if (p[0] == '/' && p[1] == '*') {
					depth++;
					p += 2;
				} else if (p[0] == '*' && p[1] == '/') {
					depth--;
					p += 2;
				} else {
					p++;
				}
			} while (depth && *p);
		} else {
			return p;
		}
	}
}

const char *sql_skip_quoted(const char *p)
{
	char quote = *p++;

	while (*p) {
		if (*p++ != quote)
			continue;
		if (*p != quote)
			return p;
		p++;
	}
	return p;
}

/* The end of $tag$...$tag$, or NULL when that is not what starts at p. */
static const char *dollar_end(const char *p)
{
	size_t n = 1;
	const char *end;

	while (is_name_start(p[n]) || (n > 1 && isdigit((unsigned char)p[n])))
		n++;
	if (p[n++] != '$')
		return NULL;
	for (end = p + n; *end; end++)
		if (strncmp(end, p, n) == 0)
			return end + n;
	return end;
}

static struct sql_word word_at(const char *p)
{
	struct sql_word w = {.at = {p, 1}, .kind = SQL_SIGN};
	const char *end = p + 1;

	if (is_name_start(*p)) {
		w.kind = SQL_NAME;
		while (is_name_part(*end))
			end++;
	} else if (isdigit((unsigned char)*p) || (*p == '.' && isdigit((unsigned char)p[1]))) {
		w.kind = SQL_NUMBER;
		while (isalnum((unsigned char)*end) || *end == '.' || *end == '_')
			end++;
	} else if (*p == '\'' || *p == '"' || *p == '`') {
		w.kind = *p == '\'' ? SQL_TEXT : *p == '"' ? SQL_QUOTED : SQL_BACKQUOTED;
		end = sql_skip_quoted(p);
	} else if (*p == '$' && dollar_end(p)) {
		w.kind = SQL_TEXT;
		end = dollar_end(p);
	}
	w.at.n = (size_t)(end - p);
	return w;
}

struct sql_words sql_lex(const char *query, struct arena *a)
{
	struct sql_words w = {0};
	const char *p;
	size_t n = 0;

	/* Once to count, once to keep. */
	for (p = sql_skip_blank(query); *p; p = sql_skip_blank(p + word_at(p).at.n))
		n++;
	w.p = ARENA_NEW(a, struct sql_word, n + 1);
	for (p = sql_skip_blank(query); *p; p = sql_skip_blank(p + w.p[w.n - 1].at.n))
		w.p[w.n++] = word_at(p);
	return w;
}

bool sql_is(const struct sql_words *w, size_t i, const char *text)
{
	if (i >= w->n || (w->p[i].kind != SQL_NAME && w->p[i].kind != SQL_SIGN))
		return false;
	return str_eq_nocase(w->p[i].at, str_of(text));
}

size_t sql_closing(const struct sql_words *w, size_t i)
{
	size_t depth = 0;

	for (; i < w->n; i++) {
		if (sql_is(w, i, "("))
			depth++;
		else if (sql_is(w, i, ")") && --depth == 0)
			return i;
	}
	return w->n;
}
