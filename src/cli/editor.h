/*
 * Typing: a line editor with history, and the candidate's own editor for more than a line.
 *
 * There is no completion: an interview has none, and a completed word would cost the cold mark. Tab puts in blanks.
 */
#ifndef SPAR_CLI_EDITOR_H
#define SPAR_CLI_EDITOR_H

#include <stdbool.h>

#include "base/buf.h"

enum editor_end { EDITOR_LINE, EDITOR_INTERRUPTED, EDITOR_END, EDITOR_CUT };

/*
 * Called every half second while a line is typed, with what stands there; true cuts in: editor_line() then gives EDITOR_CUT with it.
 * NULL: nobody is called.
 */
void editor_idle(bool (*idle)(struct str typed, void *arg), void *arg);

/* Set up; history_path (may be NULL) is read if it is there. */
void editor_open(const char *history_path);
/* Write the history back, closed to others. */
void editor_close(const char *history_path);

/* Read a line into line (reset first). EDITOR_INTERRUPTED after Ctrl-C, with what stood there, EDITOR_END at the end of the input. */
enum editor_end editor_line(const char *prompt, struct buf *line);

/* Keep a statement in the history, as one entry. */
void editor_remember(const char *statement);

/* Let $VISUAL or $EDITOR (else vi) change text, in a file of this name ("query.sql"): editors colour by it. On success text holds what was saved. */
enum err_code editor_external(struct buf *text, const char *name, struct err *err);

/* Where a piece of SQL stands at its end. */
struct sql_state {
	bool inside;       /* within a string, a quoted name or a comment */
	bool ended;        /* with a semicolon outside of those, blanks and comments behind it allowed */
};
struct sql_state sql_state_of(struct str text);

#endif
