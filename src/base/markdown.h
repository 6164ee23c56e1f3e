/*
 * Markdown, for what is kept or printed by people.
 */
#ifndef SPAR_BASE_MARKDOWN_H
#define SPAR_BASE_MARKDOWN_H

#include "base/buf.h"

/* A character that turns the direction of writing: left open it would turn our own words too. */
bool markdown_turns(unsigned code);

/*
 * A block of code and an empty line behind it, in a fence that no line of the text can close; what a reader cannot see is made visible. language may
 * be "".
 */
void markdown_code(struct buf *out, const char *language, const char *text);

#endif
