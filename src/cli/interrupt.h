/*
 * Ctrl-C: the first one ends a judgement and not the program, the second leaves at once. Nothing that was recorded
 * can be lost by it, because every event is on disk before the next thing happens.
 */
#ifndef SPAR_CLI_INTERRUPT_H
#define SPAR_CLI_INTERRUPT_H

#include <stdbool.h>

#include "judge/judge.h"

/* From now on Ctrl-C is caught. Outside of a judgement and of the line editor it ends the program with status 130. */
void interrupt_catch(void);

/* A judgement begins: Ctrl-C ends the client's worker, which ends the call. */
void interrupt_judging(struct judge_client *client);
/* It is over. True if Ctrl-C ended it. */
bool interrupt_judged(void);

/* The line editor reads: Ctrl-C only sets a flag. */
void interrupt_editing(bool on);
/* Is the flag set? */
bool interrupt_pending(void);
/* Was Ctrl-C typed there since the last call? */
bool interrupt_taken(void);

#endif
