/*
 * Dialect: the spellings of Redshift (and of its neighbours) that a candidate's fingers know.
 *
 * Interviews for warehouse work are held in Redshift's SQL; Spar runs DuckDB. A query is not wrong
 * because DuckDB spells a function otherwise, so known spellings are replaced in the syntax tree, with
 * Redshift's meaning (DATEDIFF counts boundaries, LAST_DAY clamps, LISTAGG skips NULL). What cannot be
 * replaced is answered with the spelling to use, and does not count as an attempt.
 *
 * Source: the function reference of Amazon Redshift's Database Developer Guide, for what each spelling means.
 */
#ifndef SPAR_JUDGE_DIALECT_H
#define SPAR_JUDGE_DIALECT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "duck/duck.h"

/* What dialect_rewrite() did. */
struct dialect_note {
	bool changed;      /* the tree was changed, so the text no longer matches it */
	bool refused;      /* a spelling that cannot be accepted: text says what to write instead */
	char text[400];    /* a sentence without full stop */
	long position;     /* byte offset in the query, -1 when unknown */
};

/*
 * Replace foreign spellings in doc, the document that ast_parse() gave. *note is filled from the start. The
 * tree is left half changed when the note says refused. Errors: ERR_LIMIT when the tree would grow too large.
 */
enum err_code dialect_rewrite(json_t *doc, struct dialect_note *note, struct err *err);

/*
 * Spellings that do not even parse, replaced in the text before it is parsed: LISTAGG(x, ',') WITHIN GROUP (ORDER BY y),
 * MINUS, `name`, LIMIT 2, 3, CONVERT(VARCHAR(10), x), VARCHAR(MAX), APPROXIMATE COUNT(DISTINCT x). *out is the new text in
 * a, or NULL when there is nothing to replace. What stands before the first replacement keeps its place, and lines stay lines.
 * Errors: ERR_LIMIT.
 */
enum err_code dialect_respell(const char *query, struct arena *a, const char **out, struct err *err);

/*
 * A query that does not parse or bind may still be a known spelling of another dialect: TOP n,
 * ROWNUM, the (+) of old outer joins, TRUNC of a time, 'a' + 'b'. True, with a sentence that holds the spelling to use, if so.
 */
bool dialect_explain_parse_error(const char *query, const struct duck_error *why, char *text, size_t size);

/*
 * DuckDB's message in one or two lines for a person: no "Binder Error: ", the hint as "did you mean", only hints that
 * name something of the exercise, and where it is: "line 2, column 8". Returns text.
 */
const char *sql_readable_error(const char *query, const struct duck_error *why, char *text, size_t size);

/* Line and column (both from 1, in characters) of a byte offset in query. */
void sql_line_column(const char *query, long position, int *line, int *column);

#endif
