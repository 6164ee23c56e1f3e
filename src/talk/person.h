/*
 * Person turned round: "we cut our load" becomes "you cut your load", for questions that say back what was said.
 */
#ifndef SPAR_TALK_PERSON_H
#define SPAR_TALK_PERSON_H

#include "talk/text.h"

/*
 * Append the span in the second person: I, we, me, us become you; my, our become your; "I was" becomes "you were", "I am" "you are".
 * Skipped tokens are left out, everything else stays as it was said.
 */
void person_turn(const struct talk_text *t, struct talk_span s, struct buf *out);

#endif
