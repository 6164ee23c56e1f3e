/*
 * Hints, one step at a time; each costs the cold mark.
 */
#ifndef SPAR_CLI_HINT_H
#define SPAR_CLI_HINT_H

#include "cli/attempt.h"
#include "practice/hint.h"

/*
 * Give the next hint, about query as it stands (may be empty). The first names the clause, the second shows a counterexample without the
 * rows expected, the third the pattern, the fourth the mistake.  Errors: ERR_STOPPED after Ctrl-C.
 */
enum err_code hint_give(struct attempt *t, struct str query, struct err *err);

#endif
