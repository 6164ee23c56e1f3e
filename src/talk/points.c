#include "talk/points.h"

#include "base/json.h"

static json_t *treated_of(const struct talk_pack *p, const json_t *points, struct str answer)
{
	json_t *list = json_array(), *point;
	struct err ignored = {0};
	size_t i;

	json_array_foreach(points, i, point) {
		const char *topic = json_get_text(point, "topic", "");
		int treated = 0;

		/* Content that names no topic of the pack is an issue of the content; here the point is not there. */
		if (talk_points(p, answer, &topic, 1, &treated, &ignored))
			treated = 0;
		json_array_append_new(list, json_pack("{s:s,s:i}", "topic", topic, "treated", treated));
	}
	return list;
}

enum err_code talk_points_json(const struct talk_pack *p, const char *question, const json_t *points, struct str answer, json_t **out,
			       struct err *err)
{
	struct talk_round about = {.kind = TALK_SQL, .level = TALK_L5, .question = question};
	struct talk *t = NULL;
	enum err_code code;

	*out = NULL;
	if (!(code = talk_new(&t, p, &about, err)) && !(code = talk_answer(t, answer, err))) {
		const struct talk_view *view = talk_view(t);

		*out = json_pack("{s:s,s:b,s:s,s:o}", "type", "points", "evaluable", view->evaluable, "reason", view->not_evaluable, "points",
				 view->evaluable ? treated_of(p, points, answer) : json_array());
	}
	talk_free(t);
	return code;
}
