/* The plan as JSON, for the page and for the record. */
#include "plan/plan_int.h"

#include "base/json.h"

/* Texts of a job post may hold anything. */
static json_t *text(const char *s)
{
	return s ? json_text_value(s, strlen(s)) : json_null();
}

static json_t *date_json(int date)
{
	char out[DATE_TEXT_SIZE];

	return date ? json_string(date_format(date, out)) : json_null();
}

static json_t *clock_json(const struct zone *z, int64_t at_ms)
{
	int minute = zone_minute(z, at_ms);
	char out[16];

	snprintf(out, sizeof(out), "%02d:%02d", minute / 60 % 24, minute % 60);
	return json_string(out);
}

static json_t *span_json(struct plan_span s)
{
	return json_pack("{s:I,s:I}", "at", (json_int_t)s.at, "n", (json_int_t)s.n);
}

json_t *plan_block_json(const struct plan_block *b, const struct zone *z)
{
	json_t *j = json_object();

	json_object_set_new(j, "id", text(b->id));
	json_object_set_new(j, "kind", json_string(block_kind_name(b->kind)));
	json_object_set_new(j, "topic", text(b->topic));
	json_object_set_new(j, "subject", text(b->subject));
	json_object_set_new(j, "what", text(b->what));
	json_object_set_new(j, "why", text(b->why));
	json_object_set_new(j, "outside", json_boolean(b->outside));
	json_object_set_new(j, "todo", text(b->todo));
	json_object_set_new(j, "command", text(b->command));
	json_object_set_new(j, "route", text(b->route));
	json_object_set_new(j, "date", date_json(b->date));
	json_object_set_new(j, "start_ms", json_integer(b->start_ms));
	json_object_set_new(j, "start", clock_json(z, b->start_ms));
	json_object_set_new(j, "end", clock_json(z, b->start_ms + b->minutes * 60000LL));
	json_object_set_new(j, "minutes", json_integer(b->minutes));
	json_object_set_new(j, "phase", json_integer(b->phase));
	json_object_set_new(j, "pinned", json_boolean(b->pinned));
	json_object_set_new(j, "ticked", json_boolean(b->ticked));
	return j;
}

static json_t *day_json(const struct plan_day *d, const struct zone *z)
{
	json_t *j = json_object(), *blocks = json_array();
	struct arena a;

	arena_init(&a, 4096);
	json_object_set_new(j, "date", date_json(d->date));
	json_object_set_new(j, "words", json_string(date_words(&a, d->date, false)));
	json_object_set_new(j, "free_minutes", json_integer(d->free_minutes));
	json_object_set_new(j, "used_minutes", json_integer(d->used_minutes));
	json_object_set_new(j, "over_minutes", json_integer(d->over_minutes));
	json_object_set_new(j, "past", json_boolean(d->past));
	json_object_set_new(j, "quiet", json_boolean(d->quiet));
	json_object_set_new(j, "title", text(d->title));
	json_object_set_new(j, "note", text(d->note));
	for (size_t i = 0; i < d->block_count; i++)
		json_array_append_new(blocks, plan_block_json(&d->blocks[i], z));
	json_object_set_new(j, "blocks", blocks);
	arena_release(&a);
	return j;
}

static json_t *tool_json(const struct plan_tool *t)
{
	json_t *j = json_object();

	json_object_set_new(j, "id", text(t->id));
	json_object_set_new(j, "name", text(t->name));
	json_object_set_new(j, "verdict", json_string(tool_verdict_name(t->verdict)));
	json_object_set_new(j, "need", json_string(tool_need_name(t->need)));
	json_object_set_new(j, "text", text(t->text));
	json_object_set_new(j, "quote", span_json(t->quote));
	json_object_set_new(j, "word", span_json(t->word));
	json_object_set_new(j, "why", text(t->why));
	json_object_set_new(j, "todo", text(t->todo));
	json_object_set_new(j, "mentions", json_integer(t->mentions));
	return j;
}

json_t *plan_post_json(const struct plan_post *p)
{
	json_t *j = json_object(), *tools = json_array();

	json_object_set_new(j, "bytes", json_integer((json_int_t)p->bytes));
	json_object_set_new(j, "cut", json_boolean(p->cut));
	json_object_set_new(j, "empty", json_boolean(p->empty));
	json_object_set_new(j, "foreign", json_boolean(p->foreign));
	json_object_set_new(j, "language", text(p->language));
	for (size_t i = 0; i < p->tool_count; i++)
		json_array_append_new(tools, tool_json(&p->tools[i]));
	json_object_set_new(j, "tools", tools);
	json_object_set_new(j, "lean", json_string(plan_lean_name(p->lean)));
	json_object_set_new(j, "lean_sentences", json_integer(p->lean_sentences));
	json_object_set_new(j, "lean_text", text(p->lean_text));
	return j;
}

static json_t *notes_json(const struct plan_topic_note *notes, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *j = json_object();

		json_object_set_new(j, "id", text(notes[i].id));
		json_object_set_new(j, "name", text(notes[i].name));
		json_object_set_new(j, "why", text(notes[i].why));
		json_object_set_new(j, "named", json_boolean(notes[i].named));
		json_object_set_new(j, "text", text(notes[i].text));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *moved_json(const struct plan *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->moved_count; i++) {
		const struct plan_moved *v = &p->moved[i];
		json_t *j = json_object();

		json_object_set_new(j, "change", json_string(plan_change_name(v->change)));
		json_object_set_new(j, "id", text(v->id));
		json_object_set_new(j, "what", text(v->what));
		json_object_set_new(j, "from_date", date_json(v->from_date));
		json_object_set_new(j, "to_date", date_json(v->to_date));
		json_object_set_new(j, "from_minutes", json_integer(v->from_minutes));
		json_object_set_new(j, "to_minutes", json_integer(v->to_minutes));
		json_object_set_new(j, "why", text(v->why));
		json_array_append_new(list, j);
	}
	return list;
}

static json_t *facts_json(const struct plan *p)
{
	json_t *list = json_array();

	for (size_t i = 0; i < p->fact_count; i++)
		json_array_append_new(list, json_pack("{s:s,s:o,s:i,s:i}", "about", evidence_about_name(p->facts[i].about), "id",
						      text(p->facts[i].id), "attempts", p->facts[i].attempts, "successes",
						      p->facts[i].successes));
	return list;
}

json_t *plan_json(const struct plan *p, const struct zone *z)
{
	json_t *j = json_object(), *days = json_array(), *notes = json_array(), *held = json_array();

	for (size_t i = 0; i < p->held_count; i++)
		json_array_append_new(held, plan_block_json(&p->held[i], z));
	json_object_set_new(j, "status", json_string(plan_status_name(p->status)));
	json_object_set_new(j, "made_ms", json_integer(p->made_ms));
	json_object_set_new(j, "zone", text(p->zone));
	json_object_set_new(j, "today", date_json(p->today));
	json_object_set_new(j, "interview_ms", p->interview_ms ? json_integer(p->interview_ms) : json_null());
	json_object_set_new(j, "interview_date", date_json(p->interview_date));
	json_object_set_new(j, "interview_at", p->interview_ms ? clock_json(z, p->interview_ms) : json_null());
	json_object_set_new(j, "days_left", json_integer(p->days_left));
	json_object_set_new(j, "kind", json_string(plan_kind_name(p->kind)));
	json_object_set_new(j, "level", json_string(plan_level_name(p->level)));
	json_object_set_new(j, "lean", json_string(plan_lean_name(p->lean)));
	json_object_set_new(j, "lean_from_post", json_boolean(p->lean_from_post));
	json_object_set_new(j, "summary", text(p->summary));
	json_object_set_new(j, "stop", p->stop ? json_pack("{s:o,s:o}", "title", text(p->stop), "text", text(p->stop_text)) : json_null());
	json_object_set_new(j, "decision", text(p->decision));
	for (size_t i = 0; i < p->note_count; i++)
		json_array_append_new(notes, text(p->notes[i]));
	json_object_set_new(j, "notes", notes);
	for (size_t i = 0; i < p->day_count; i++)
		json_array_append_new(days, day_json(&p->days[i], z));
	json_object_set_new(j, "days", days);
	json_object_set_new(j, "post", plan_post_json(&p->post));
	json_object_set_new(j, "sinks", notes_json(p->sinks, p->sink_count));
	json_object_set_new(j, "stakes", notes_json(p->stakes, p->stake_count));
	json_object_set_new(j, "team", notes_json(p->team, p->team_count));
	json_object_set_new(j, "moved", moved_json(p));
	json_object_set_new(j, "recruiter", text(p->recruiter));
	json_object_set_new(j, "facts", facts_json(p));
	json_object_set_new(j, "held", held);
	json_object_set_new(j, "technical_minutes", json_integer(p->technical_minutes));
	json_object_set_new(j, "behavioural_minutes", json_integer(p->behavioural_minutes));
	return j;
}
