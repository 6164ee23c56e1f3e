/*
 * An answer in words to a question that names the points it needs: which of them the answer treats.
 */
#ifndef SPAR_TALK_POINTS_H
#define SPAR_TALK_POINTS_H

#include <jansson.h>

#include "talk/talk.h"

/*
 * points is a list of {"topic","say"}. New reference:
 *   {"type":"points","evaluable":B,"reason":TEXT,"points":[{"topic":TEXT,"treated":0|1|2}]}
 * treated as in talk_points(), in the order of points; a topic that the pack does not have counts as absent. An answer that cannot be evaluated has a
 * reason and no points. Errors: ERR_LIMIT over TALK_ANSWER_BYTES_MAX, ERR_MEMORY.
 */
enum err_code talk_points_json(const struct talk_pack *p, const char *question, const json_t *points, struct str answer, json_t **out,
			       struct err *err);

#endif
