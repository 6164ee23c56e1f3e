/* A plan back from JSON, as far as the next plan needs it. What cannot be is refused; what is missing has a default. */
#include "plan/plan_int.h"

#include "base/json.h"

#define DAYS_MAX 400
#define BLOCKS_MAX 200
#define HELD_MAX 4000
#define FACTS_MAX 5000
#define MOVED_MAX 2000
#define ID_MAX 100
#define TEXT_MAX_BYTES 4000
#define AT_MAX_MS 253402300799000LL

struct reader {
	struct arena *a;
	struct err *err;
};

static const char *copy(struct reader *r, const json_t *obj, const char *key)
{
	const char *s = json_get_text(obj, key, NULL);

	return s && strlen(s) <= TEXT_MAX_BYTES ? arena_strdup(r->a, s) : NULL;
}

/* 0 when the date is absent or null. */
static enum err_code take_date(struct reader *r, const json_t *obj, const char *key, bool required, int *out)
{
	const char *s = json_get_text(obj, key, NULL);

	*out = 0;
	if (s && date_parse(str_of(s), out))
		return ERR_OK;
	if (!s && !required && (!json_object_get(obj, key) || json_is_null(json_object_get(obj, key))))
		return ERR_OK;
	return err_set(r->err, ERR_PARSE, "'%s' of a plan is no date", key);
}

static enum err_code take_number(struct reader *r, const json_t *obj, const char *key, int64_t min, int64_t max, int64_t fallback, int64_t *out)
{
	const json_t *v = json_object_get(obj, key);

	*out = fallback;
	if (!v || json_is_null(v))
		return ERR_OK;
	if (!json_is_integer(v) || json_integer_value(v) < min || json_integer_value(v) > max)
		return err_set(r->err, ERR_PARSE, "'%s' of a plan is out of range", key);
	*out = json_integer_value(v);
	return ERR_OK;
}

static enum err_code take_int(struct reader *r, const json_t *obj, const char *key, int min, int max, int fallback, int *out)
{
	int64_t v = fallback;
	enum err_code code = take_number(r, obj, key, min, max, fallback, &v);

	*out = (int)v;
	return code;
}

static enum err_code take_block(struct reader *r, const json_t *j, struct plan_block *b)
{
	const char *kind = json_get_text(j, "kind", "");
	enum err_code code;

	*b = (struct plan_block){.id = copy(r, j, "id")};
	if (!b->id || !*b->id || strlen(b->id) > ID_MAX)
		return err_set(r->err, ERR_PARSE, "a block of a plan has no id");
	if (!block_kind_find(kind, &b->kind))
		return err_set(r->err, ERR_PARSE, "block '%.60s' is of no kind", b->id);
	b->topic = copy(r, j, "topic");
	if (!b->topic)
		return err_set(r->err, ERR_PARSE, "block '%.60s' has no topic", b->id);
	b->subject = copy(r, j, "subject");
	b->what = copy(r, j, "what");
	b->why = copy(r, j, "why");
	b->todo = copy(r, j, "todo");
	b->what = b->what ? b->what : b->id;
	b->why = b->why ? b->why : "";
	b->todo = b->todo ? b->todo : "";
	b->command = copy(r, j, "command");
	b->route = copy(r, j, "route");
	b->outside = json_get_bool(j, "outside", b->command == NULL);
	b->pinned = json_get_bool(j, "pinned", false);
	b->ticked = json_get_bool(j, "ticked", false);
	if ((code = take_date(r, j, "date", true, &b->date)) || (code = take_number(r, j, "start_ms", 0, AT_MAX_MS, 0, &b->start_ms)) ||
	    (code = take_int(r, j, "minutes", 1, PLAN_DAY_MAX_MINUTES, 0, &b->minutes)) ||
	    (code = take_int(r, j, "phase", 0, PHASES, 0, &b->phase)))
		return code;
	if (!b->minutes || !b->start_ms)
		return err_set(r->err, ERR_PARSE, "block '%.60s' has no time", b->id);
	return ERR_OK;
}

static enum err_code take_day(struct reader *r, const json_t *j, struct plan_day *d)
{
	const json_t *blocks = json_get_array(j, "blocks");
	size_t n = json_array_size(blocks);
	enum err_code code;

	*d = (struct plan_day){.past = json_get_bool(j, "past", false), .title = copy(r, j, "title"), .note = copy(r, j, "note")};
	if (!d->title)
		d->title = "";
	if ((code = take_date(r, j, "date", true, &d->date)) || (code = take_int(r, j, "free_minutes", 0, 1440, 0, &d->free_minutes)) ||
	    (code = take_int(r, j, "used_minutes", 0, 100000, 0, &d->used_minutes)) ||
	    (code = take_int(r, j, "over_minutes", 0, 100000, 0, &d->over_minutes)))
		return code;
	if (n > BLOCKS_MAX)
		return err_set(r->err, ERR_LIMIT, "a day of a plan has %zu blocks", n);
	d->blocks = ARENA_NEW(r->a, struct plan_block, n + 1);
	for (; d->block_count < n; d->block_count++)
		if ((code = take_block(r, json_array_get(blocks, d->block_count), &d->blocks[d->block_count])))
			return code;
	return ERR_OK;
}

/* Older plans have none. */
static enum err_code take_held(struct reader *r, const json_t *json, struct plan *p)
{
	const json_t *held = json_get_array(json, "held");
	size_t n = json_array_size(held);
	enum err_code code = ERR_OK;

	if (n > HELD_MAX)
		return err_set(r->err, ERR_LIMIT, "a plan has %zu held blocks", n);
	p->held = ARENA_NEW(r->a, struct plan_block, n + 1);
	for (; p->held_count < n && !code; p->held_count++)
		code = take_block(r, json_array_get(held, p->held_count), &p->held[p->held_count]);
	return code;
}

static enum err_code take_days(struct reader *r, const json_t *json, struct plan *p)
{
	const json_t *days = json_get_array(json, "days");
	size_t n = json_array_size(days);
	enum err_code code;

	if (!days)
		return err_set(r->err, ERR_PARSE, "a plan has no days");
	if (n > DAYS_MAX)
		return err_set(r->err, ERR_LIMIT, "a plan has %zu days", n);
	p->days = ARENA_NEW(r->a, struct plan_day, n + 1);
	for (; p->day_count < n; p->day_count++)
		if ((code = take_day(r, json_array_get(days, p->day_count), &p->days[p->day_count])))
			return code;
	return ERR_OK;
}

static enum err_code take_facts(struct reader *r, const json_t *json, struct plan *p)
{
	const json_t *facts = json_get_array(json, "facts");
	size_t n = json_array_size(facts);

	if (n > FACTS_MAX)
		return err_set(r->err, ERR_LIMIT, "a plan has %zu facts", n);
	p->facts = ARENA_NEW(r->a, struct plan_fact, n + 1);
	for (size_t i = 0; i < n; i++) {
		const json_t *j = json_array_get(facts, i);
		struct plan_fact *f = &p->facts[p->fact_count];

		*f = (struct plan_fact){.id = copy(r, j, "id")};
		if (!f->id || !evidence_about_find(json_get_text(j, "about", ""), &f->about) ||
		    take_int(r, j, "attempts", 0, 1 << 30, 0, &f->attempts) || take_int(r, j, "successes", 0, 1 << 30, 0, &f->successes))
			return err_set(r->err, ERR_PARSE, "fact %zu of a plan cannot be read", i + 1);
		p->fact_count++;
	}
	return ERR_OK;
}

static bool change_find(const char *name, enum plan_change *out)
{
	for (int i = 0; i <= CHANGE_RESIZED; i++)
		if (!strcmp(plan_change_name((enum plan_change)i), name)) {
			*out = (enum plan_change)i;
			return true;
		}
	return false;
}

static enum err_code take_moved(struct reader *r, const json_t *json, struct plan *p)
{
	const json_t *moved = json_get_array(json, "moved");
	size_t n = json_array_size(moved);

	if (n > MOVED_MAX)
		return err_set(r->err, ERR_LIMIT, "a plan has %zu moves", n);
	p->moved = ARENA_NEW(r->a, struct plan_moved, n + 1);
	for (size_t i = 0; i < n; i++) {
		const json_t *j = json_array_get(moved, i);
		struct plan_moved *v = &p->moved[p->moved_count];

		*v = (struct plan_moved){.id = copy(r, j, "id"), .what = copy(r, j, "what"), .why = copy(r, j, "why")};
		if (!v->id || !v->what || !v->why || !change_find(json_get_text(j, "change", ""), &v->change) ||
		    take_date(r, j, "from_date", false, &v->from_date) || take_date(r, j, "to_date", false, &v->to_date) ||
		    take_int(r, j, "from_minutes", 0, 1440, 0, &v->from_minutes) || take_int(r, j, "to_minutes", 0, 1440, 0, &v->to_minutes))
			return err_set(r->err, ERR_PARSE, "move %zu of a plan cannot be read", i + 1);
		p->moved_count++;
	}
	return ERR_OK;
}

enum err_code plan_from_json(const json_t *json, struct arena *a, struct plan **out, struct err *err)
{
	struct err own = {0};
	struct reader r = {a, err ? err : &own};
	struct plan *p = ARENA_NEW(a, struct plan, 1);
	enum err_code code;

	if (!json_is_object(json))
		return err_set(err, ERR_PARSE, "a plan is no JSON object");
	if (!plan_status_find(json_get_text(json, "status", ""), &p->status) || !plan_kind_find(json_get_text(json, "kind", ""), &p->kind) ||
	    !plan_level_find(json_get_text(json, "level", ""), &p->level) || !plan_lean_find(json_get_text(json, "lean", ""), &p->lean))
		return err_set(err, ERR_PARSE, "a plan does not say its status, kind, level and lean");
	p->zone = copy(&r, json, "zone");
	if (!p->zone)
		p->zone = "UTC";
	p->lean_from_post = json_get_bool(json, "lean_from_post", false);
	p->summary = copy(&r, json, "summary");
	if (!p->summary)
		p->summary = "";
	p->decision = copy(&r, json, "decision");
	if ((code = take_date(&r, json, "today", true, &p->today)) || (code = take_date(&r, json, "interview_date", true, &p->interview_date)) ||
	    (code = take_number(&r, json, "made_ms", 0, AT_MAX_MS, 0, &p->made_ms)) ||
	    (code = take_number(&r, json, "interview_ms", 0, AT_MAX_MS, 0, &p->interview_ms)) ||
	    (code = take_int(&r, json, "days_left", 0, 1 << 22, 0, &p->days_left)) || (code = take_days(&r, json, p)) || (code = take_held(&r, json, p)) ||
	    (code = take_facts(&r, json, p)) || (code = take_moved(&r, json, p)))
		return code;
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "a plan needs too much memory");
	*out = p;
	return ERR_OK;
}
