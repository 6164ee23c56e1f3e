/*
 * What a person reads on a terminal: styles, wrapped text, aligned tables.
 *
 * Colour is used only on a terminal and without NO_COLOR, and never says anything alone: a sign, a word or a place stands
 * beside it.  Text that others wrote (a cell, a query) goes out with control characters made visible, so that
 * data cannot drive the terminal.
 *
 * Threads: one.
 */
#ifndef SPAR_CLI_OUT_H
#define SPAR_CLI_OUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"

#define OUT_TEXT_COLUMNS 78        /* a paragraph is never wider */
#define OUT_ROWS_MAX 200           /* rows of a table that are shown */

enum style {
	STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_WRONG, STYLE_RIGHT, STYLE_CLAUSE, STYLE_NULL,
};

struct out {
	FILE *file;
	bool terminal;             /* a person looks at it */
	bool colour;
	bool utf8;                 /* the terminal's character set */
	int columns;               /* of the terminal; 80 when unknown */
};

void out_init(struct out *o, FILE *file);

/* Formatted text in a style; the caller brings the line end. */
void out_put(struct out *o, enum style style, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/*
 * A text in wrapped lines behind indent blanks; first (may be NULL) stands in the indent of the first line. Line ends in
 * text are blanks, an empty line begins a paragraph, a line that begins with "- " an entry of a list.
 */
void out_wrap(struct out *o, enum style style, int indent, const char *first, const char *text);

/* Lines as they are, indented, control characters made visible. */
void out_verbatim(struct out *o, int indent, const char *text);

/* "1,234". Lent until the fourth call after. */
const char *out_count(long long n);

/* "order" / "orders": n and the word, with the plural's s. Lent likewise. */
const char *out_plural(long long n, const char *word);

/* "5 minutes", "an hour", "3 days". Lent likewise. */
const char *out_span(long long ms);

/* Append s with control characters and bad UTF-8 made visible. */
void out_clean(struct buf *b, const char *s, size_t n);

/*
 * A table from {"columns":[..],"types":[..],"rows":[[..]]}, numbers to the right, NULL apart from 'NULL' and ''.  title may be NULL.
 * row_total is how many rows there really are, -1 if rows holds all of them.
 */
void out_table(struct out *o, int indent, const char *title, const json_t *table, long long row_total);

/* A merged result: rows are {"sign","row"} and each sign is put into words beside its row. columns and types as above. */
void out_diff(struct out *o, int indent, const json_t *table, const json_t *diff);

#endif
