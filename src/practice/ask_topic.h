/*
 * Is an answer about what was asked?
 *
 * The points of a question are topics of the talk engine, and some of them are wide: "because it was slow" treats the topic of reasons, whatever was
 * asked.  So an answer treats a point only if it also has words of what there is to say: of the point, and of the entry's answer in short.
 */
#ifndef SPAR_PRACTICE_ASK_TOPIC_H
#define SPAR_PRACTICE_ASK_TOPIC_H

#include <jansson.h>

#include "base/buf.h"

/*
 * checked as talk_points_json() gives it for the points of question, which lend their order: what treats or names a point without a word of what there is to
 * say about it is made to miss it.  Changes checked; NULL is fine.
 */
void ask_topic_weigh(const json_t *question, struct str answer, json_t *checked);

#endif
