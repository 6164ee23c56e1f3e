/*
 * Words of an SQL text, for messages and for spellings that DuckDB's parser refuses. Not a parser: what a query
 * means is only ever read from DuckDB's syntax tree.
 */
#ifndef SPAR_JUDGE_SQL_LEX_H
#define SPAR_JUDGE_SQL_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

enum sql_word_kind {
	SQL_NAME,      /* an identifier or keyword */
	SQL_QUOTED,    /* "name", with its quotes */
	SQL_BACKQUOTED,/* `name`, with its quotes */
	SQL_TEXT,      /* 'text' or $$text$$, with its quotes */
	SQL_NUMBER,
	SQL_SIGN,      /* one character of anything else */
};

struct sql_word {
	struct str at;               /* in the query */
	enum sql_word_kind kind;
};

struct sql_words {
	struct sql_word *p;          /* in the arena */
	size_t n;
};

/* The first byte at or behind p that is neither blank nor in a comment; comments nest, an open one ends at the end. */
const char *sql_skip_blank(const char *p);
/* The byte behind the quoted text or name that begins at p; a doubled quote stands for one, an open one ends at the end. */
const char *sql_skip_quoted(const char *p);

/* Cut query into words, without blanks and comments. An open quote ends at the end. */
struct sql_words sql_lex(const char *query, struct arena *a);

/* Is word i this keyword or sign, without regard to case? False past the end. */
bool sql_is(const struct sql_words *w, size_t i, const char *text);

/* The index of the bracket that closes the one at i; w->n when there is none. */
size_t sql_closing(const struct sql_words *w, size_t i);

#endif
