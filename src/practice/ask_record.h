/*
 * Questions about queries as the record has them: what was asked, what was answered, what came of it.
 *
 * Terminal and page write the same events (practice/ask.h), so each finds here what the other has asked. A *record entry* is an object:
 *
 *   {"id":ID, "at_ms":MS, "subject":TEXT,        of the event ask.asked
 *    "question":{...},                           its body: a question of practice/ask.h, and "attempt", "submission", "query"
 *    "answers":[{"id","at_ms","text","elapsed_ms"}],   as typed, oldest first; a pass is none of them
 *    "passed":B,
 *    "checked":{...} or null}                    the last word on an answer
 *
 * An entry is *open* until it was passed or has a word on an answer.
 */
#ifndef SPAR_PRACTICE_ASK_RECORD_H
#define SPAR_PRACTICE_ASK_RECORD_H

#include <jansson.h>

#include "store/store.h"

/* Every question of an attempt, oldest first; new reference. Errors: those of the store. */
enum err_code ask_record_of(struct store *s, int64_t attempt, json_t **out, struct err *err);

/* One question by the id of its event; new reference. Errors also: ERR_MISSING. */
enum err_code ask_record_one(struct store *s, int64_t id, json_t **out, struct err *err);

bool ask_record_open(const json_t *entry);

/* The oldest open entry of a list; borrowed, NULL when there is none. */
const json_t *ask_record_first_open(const json_t *entries);

#endif
