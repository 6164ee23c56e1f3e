/*
 * What an amount is in its answer: a result, what the result is compared with, the size of the setting, or a time.
 *
 * No list of phrases decides it, but what stands around the amount: its kind, the thing counted, the verb and subject of its clause, words
 * of change and of comparison, its place in the story.  Each such feature gives points to each role; the role with most points wins.
 */
#ifndef SPAR_TALK_ROLE_H
#define SPAR_TALK_ROLE_H

#include "talk/around.h"

enum amount_role { ROLE_NONE, ROLE_METRIC, ROLE_BASELINE, ROLE_SCALE, ROLE_TIME, ROLE_COUNT };

/* The role of the amount, and how sure it is, from 0 to 1. */
enum amount_role amount_role_of(const struct around *x, double *sure);

#endif
