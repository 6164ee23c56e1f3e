/*
 * Refute: any two queries over any schema, without an exercise around them. The "refute" request of judge.h.
 */
#ifndef SPAR_JUDGE_REFUTE_H
#define SPAR_JUDGE_REFUTE_H

#include <jansson.h>

#include "judge/scene.h"

/* The scene and left side of the last request are kept for the next, since a batch of pairs shares them. */
struct refuter;

enum err_code refuter_new(struct refuter **out, unsigned memory_mb, struct err *err);
void refuter_free(struct refuter *r);

/* New reference: {"type":"refuted","verdict":...}. NULL with err set for a schema that cannot be used or Spar's own failure. */
json_t *refute(struct refuter *r, const json_t *request, struct err *err);

#endif
