/*
 * Between keep.c and keep_settings.c.
 */
#ifndef SPAR_PLAN_KEEP_INT_H
#define SPAR_PLAN_KEEP_INT_H

#include "plan/keep.h"

void keep_warn(struct keep *k, struct arena *a, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Fill k->zone and k->in from settings with their defaults. What cannot be used becomes a warning. */
void keep_take_settings(struct keep *k, struct arena *a, const json_t *set);

#endif
