#include "practice/ask_record.h"

#include <string.h>

#include "base/json.h"

struct reading {
	json_t *list;
	int64_t attempt;             /* 0: of all */
	int64_t only;                /* the id of the one that is wanted; 0: every one */
};

static json_t *entry_of(const json_t *list, int64_t id)
{
	/* What is answered was mostly asked last. */
	for (size_t i = json_array_size(list); i-- > 0;)
		if (json_get_int(json_array_get(list, i), "id", 0) == id)
			return json_array_get(list, i);
	return NULL;
}

static void note_answer(json_t *entry, const struct store_record *e)
{
	const json_t *text = json_object_get(e->body, "answer");

	if (!json_is_string(text))
		return;
	if (!json_string_length(text)) {
		json_object_set_new(entry, "passed", json_true());
		return;
	}
	json_array_append_new(json_get_array(entry, "answers"),
			      json_pack("{s:I,s:I,s:O,s:I}", "id", (json_int_t)e->id, "at_ms", (json_int_t)e->at_ms, "text", text, "elapsed_ms",
					(json_int_t)json_get_int(e->body, "elapsed_ms", 0)));
}

static bool note_event(const struct store_record *e, void *arg)
{
	struct reading *r = arg;
	json_t *entry, *checked = json_get_object(e->body, "checked");

	if (!strcmp(e->kind, "ask.asked")) {
		if ((r->only && e->id != r->only) || (r->attempt && json_get_int(e->body, "attempt", 0) != r->attempt))
			return true;
		json_array_append_new(r->list, json_pack("{s:I,s:I,s:s,s:O,s:[],s:b,s:n}", "id", (json_int_t)e->id, "at_ms", (json_int_t)e->at_ms,
							 "subject", e->subject, "question", e->body, "answers", "passed", 0, "checked"));
		return true;
	}
	entry = entry_of(r->list, json_get_int(e->body, "asked", 0));
	/* The one that was asked for comes before all that belongs to it. */
	if (!entry)
		return true;
	if (!strcmp(e->kind, "ask.answered"))
		note_answer(entry, e);
	else if (checked)
		json_object_set(entry, "checked", checked);
	return true;
}

static enum err_code read_record(struct store *s, const struct store_which *which, struct reading *r, json_t **out, struct err *err)
{
	enum err_code code;

	r->list = json_array();
	code = store_events(s, which, note_event, r, err);
	if (code) {
		json_decref(r->list);
		r->list = NULL;
	}
	*out = r->list;
	return code;
}

enum err_code ask_record_of(struct store *s, int64_t attempt, json_t **out, struct err *err)
{
	/* ask.checked does not name the attempt, so that all of it is read from the attempt's own event on. */
	struct store_which which = {.kind = "ask.*", .after_id = attempt};
	struct reading r = {.attempt = attempt};

	return read_record(s, &which, &r, out, err);
}

enum err_code ask_record_one(struct store *s, int64_t id, json_t **out, struct err *err)
{
	struct store_which which = {.kind = "ask.*", .after_id = id - 1};
	struct reading r = {.only = id};
	json_t *list;
	enum err_code code = read_record(s, &which, &r, &list, err);

	*out = NULL;
	if (code)
		return code;
	*out = json_incref(json_array_get(list, 0));
	json_decref(list);
	return *out ? ERR_OK : err_set(err, ERR_MISSING, "no question %lld in the record", (long long)id);
}

bool ask_record_open(const json_t *entry)
{
	return !json_get_bool(entry, "passed", false) && !json_get_object(entry, "checked");
}

const json_t *ask_record_first_open(const json_t *entries)
{
	json_t *one;
	size_t i;

	json_array_foreach(entries, i, one)
		if (ask_record_open(one))
			return one;
	return NULL;
}
