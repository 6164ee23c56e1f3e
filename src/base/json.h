/*
 * Small helpers over jansson: reading with defaults, parsing with limits.
 *
 * Everything here takes hostile text: depth and size are bounded before jansson sees it.
 * A getter returns its default when the member is absent or of another type; a text that holds a
 * NUL (which JSON may) counts as absent, so that nothing is cut silently.
 */
#ifndef SPAR_BASE_JSON_H
#define SPAR_BASE_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define JSON_DEPTH_MAX 512

/* Parse text (UTF-8, one value). New reference or NULL with err set (line and column in the text).
 * Errors: ERR_PARSE, ERR_LIMIT (deeper than JSON_DEPTH_MAX). Ownership: the caller decrefs. */
json_t *json_parse(struct str text, struct err *err);

/* Compact text, one line, members in insertion order. The caller frees. NULL when out of memory. */
char *json_text(const json_t *value);

const char *json_get_text(const json_t *obj, const char *key, const char *fallback);
int64_t json_get_int(const json_t *obj, const char *key, int64_t fallback);
double json_get_real(const json_t *obj, const char *key, double fallback);  /* ints too */
bool json_get_bool(const json_t *obj, const char *key, bool fallback);
json_t *json_get_array(const json_t *obj, const char *key);   /* borrowed; NULL if none */
json_t *json_get_object(const json_t *obj, const char *key);  /* borrowed; NULL if none */

/* json_string() that replaces bad UTF-8 by U+FFFD instead of failing. New reference. */
json_t *json_text_value(const char *p, size_t n);
/* The texts of a list without those that stand in another of it, or came before. New reference. */
json_t *json_outer_texts(const json_t *list);

#endif
