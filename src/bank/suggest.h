/*
 * "did you mean": the nearest of some known words, for unknown keys, slugs, ids and commands.
 */
#ifndef SPAR_BANK_SUGGEST_H
#define SPAR_BANK_SUGGEST_H

#include <stddef.h>

#include "base/arena.h"

/*
 * The word of words[0..n) that is nearest to typed by edits (insert, delete, replace, swap of neighbours), or NULL when none is
 * within a third of its length. Words may be NULL and are then passed over. Case is ignored.
 */
const char *suggest(const char *typed, const char *const *words, size_t n);

/* ", did you mean 'minutes'?" or "": to put behind a message. In a. */
const char *suggest_text(struct arena *a, const char *typed, const char *const *words, size_t n);

#endif
