#include "web/ask_job.h"

#include "base/json.h"
#include "base/rng.h"
#include "practice/ask_record.h"
#include "practice/ask_topic.h"
#include "talk/points.h"

static json_t *question_message(int64_t id)
{
	return json_pack("{s:s,s:o}", "type", "question", "id", id ? json_integer(id) : json_null());
}

/* Choose one, and record it before anybody sees it. */
static enum err_code make(const struct ask_work *w, size_t turn, json_t **message, struct err *err)
{
	json_t *earlier = NULL, *questions = NULL, *invalid = NULL, *body;
	enum err_code code = ask_earlier(w->store, w->subject, &earlier, err);
	int64_t id = 0;

	if (!code) {
		struct ask_round round = {.content = w->content, .subject = w->subject, .query = w->query, .earlier = earlier,
					  .seed = rng_seed_default() + json_object_size(earlier), .count = 1, .only = w->only, .turn = turn,
					  .call = w->call, .arg = w->arg};
		code = ask_round_make(&round, &questions, &invalid, err);
	}
	if (!code && json_array_size(questions)) {
		body = ask_asked_event(json_array_get(questions, 0), w->attempt, w->query);
		json_object_set_new(body, "submission", json_integer(w->submission));
		code = store_append(w->store, EVENT_ASK_ASKED, w->subject, body, &id, err);
		json_decref(body);
	}
	if (!code)
		*message = invalid ? json_incref(invalid) : question_message(id);
	json_decref(earlier);
	json_decref(questions);
	json_decref(invalid);
	return code;
}

enum err_code ask_work_question(const struct ask_work *w, json_t **message, struct err *err)
{
	json_t *entries = NULL;
	enum err_code code = ask_record_of(w->store, w->attempt, &entries, err);
	const json_t *open;

	*message = NULL;
	if (code)
		return code;
	open = ask_record_first_open(entries);
	if (open)
		*message = question_message(json_get_int(open, "id", 0));
	else if (!w->content)
		*message = question_message(0);
	else
		code = make(w, json_array_size(entries), message, err);
	json_decref(entries);
	return code;
}

enum err_code ask_work_check(const struct ask_work *w, json_t **message, struct err *err)
{
	json_t *entry = NULL, *body;
	enum err_code code = ask_record_one(w->store, w->asked, &entry, err);
	const json_t *question = json_get_object(entry, "question"), *prediction = json_get_object(question, "prediction");

	*message = NULL;
	if (code)
		return code;
	if (prediction)
		code = w->call(practice_check_request(prediction, w->query), message, w->arg, err);
	else if (w->talk)
		code = talk_points_json(w->talk, json_get_text(question, "text", ""), json_get_array(question, "points"), w->query, message, err);
	else
		*message = json_pack("{s:s,s:b,s:s,s:[]}", "type", "points", "evaluable", 0, "reason", "the talk engine's content is not there", "points");
	if (!code && !prediction)
		ask_topic_weigh(question, w->query, *message);
	/* What cannot be read as rows is no answer yet: it can be typed again. */
	if (!code && !json_object_get(*message, "problem")) {
		body = ask_checked_event(question, w->asked, w->answered, *message);
		code = store_append(w->store, EVENT_ASK_CHECKED, w->subject, body, NULL, err);
		json_decref(body);
	}
	if (code) {
		json_decref(*message);
		*message = NULL;
	}
	json_decref(entry);
	return code;
}
