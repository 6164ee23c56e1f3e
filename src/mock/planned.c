#include "mock/planned.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "mock/debrief.h"
#include "mock/evidence.h"

#define DAY_MS (24 * 3600 * 1000LL)
#define MOCKS_MAX 4                /* rounds of two days; a day of rounds is one */
#define WANTED_MAX (MOCKS_MAX * DEBRIEF_COSTS)

/* --- rounds that were held yesterday or today ---------------------------------------------------------------------------------- */

struct ended {
	int64_t id[MOCKS_MAX], at_ms[MOCKS_MAX];   /* oldest first */
	size_t n;
};

static bool take_ended(const struct store_record *e, void *arg)
{
	struct ended *o = arg;

	if (o->n == MOCKS_MAX) {
		memmove(o->id, o->id + 1, sizeof(o->id) - sizeof(o->id[0]));
		memmove(o->at_ms, o->at_ms + 1, sizeof(o->at_ms) - sizeof(o->at_ms[0]));
		o->n--;
	}
	o->id[o->n] = json_get_int(e->body, "mock", 0);
	o->at_ms[o->n++] = e->at_ms;
	return true;
}

/* The zone of the settings; that of the machine when it cannot be used, as in the plan. */
static const struct zone *zone_set(struct store *s, struct arena *a)
{
	const struct zone *z = zone_utc();
	struct err ignored = {0};
	json_t *set = NULL;

	if (!keep_settings(s, &set, &ignored) && zone_load(a, json_get_text(set, "time_zone", NULL), &z, &ignored))
		zone_load(a, NULL, &z, &ignored);
	json_decref(set);
	return z;
}

static bool was_answered(const json_t *debrief)
{
	const json_t *parts = json_get_array(debrief, "parts");

	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *p = json_array_get(parts, i);

		if (*json_get_text(p, "answer", "") || *json_get_text(json_get_object(p, "sql"), "query", ""))
			return true;
	}
	return false;
}

static bool same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static const char *copy(struct arena *a, const char *text)
{
	return text ? arena_strdup(a, text) : NULL;
}

static void want(struct plan_wanted *list, size_t *n, const json_t *debrief, const struct zone *z, int64_t ended_ms, struct arena *a)
{
	const json_t *costs = json_get_array(debrief, "costs");
	int date = zone_date(z, ended_ms);

	for (size_t i = 0; i < json_array_size(costs) && *n < WANTED_MAX; i++) {
		const json_t *c = json_array_get(costs, i), *b = json_get_object(c, "block");
		struct plan_wanted w = {.topic = copy(a, json_get_text(b, "topic", "")), .subject = copy(a, json_get_text(b, "subject", NULL)),
					.minutes = (int)json_get_int(b, "minutes", 30), .todo = copy(a, json_get_text(b, "what", "")),
					.command = copy(a, json_get_text(b, "command", NULL)), .route = copy(a, json_get_text(b, "route", NULL)),
					.date = date + 1, .since_ms = ended_ms};
		bool known = false;

		w.why = arena_printf(a, "%s on %s, part '%s': %s", json_get_text(debrief, "title", ""), date_words(a, date, false), json_get_text(c, "part", ""),
				     json_get_text(c, "what", ""));
		for (size_t k = 0; k < *n; k++)
			known |= same(list[k].topic, w.topic) && same(list[k].subject, w.subject);
		if (!known)
			list[(*n)++] = w;
	}
}

/* What the debriefs ask for, the latest round's first. A round that cannot be read asks for nothing. */
static void read_wanted(struct bank *b, struct store *s, const struct debrief_rules *rules, int64_t now_ms, struct arena *a, struct keep_more *more)
{
	struct store_which which = {.kind = store_kind_name(EVENT_MOCK_ENDED), .since_ms = now_ms - 2 * DAY_MS};
	struct plan_wanted *list = ARENA_NEW(a, struct plan_wanted, WANTED_MAX);
	const struct rounds *rounds = NULL;
	struct ended ended = {.n = 0};
	struct err ignored = {0};
	const struct zone *z;

	if (!s || store_events(s, &which, take_ended, &ended, &ignored) || !ended.n || rounds_of(b, &rounds, &ignored))
		return;
	z = zone_set(s, a);
	for (size_t i = ended.n; i-- > 0;) {
		struct mock_base base = {rounds, b, NULL, s};
		json_t *debrief = NULL;

		/* What nobody did on the day behind it is in the evidence, and the plan weighs that. */
		if (zone_date(z, ended.at_ms[i]) + 1 < zone_date(z, now_ms) || mock_debrief(&base, rules, ended.id[i], &debrief, &ignored))
			continue;
		if (was_answered(debrief))
			want(list, &more->wanted_count, debrief, z, ended.at_ms[i], a);
		json_decref(debrief);
	}
	more->wanted = list;
}

/* --- the plan ----------------------------------------------------------------------------------------------------------------------- */

enum err_code planned_open(struct bank *b, struct store *s, int64_t now_ms, struct arena *a, struct keep *out, struct err *err)
{
	const struct debrief_rules *rules = NULL;
	struct plan_evidence *evidence = NULL;
	struct keep_more more = {0};
	struct err ignored = {0};
	enum err_code code = ERR_OK;

	if (!debrief_rules_of(b, &rules, &ignored)) {
		more.offers = mock_offers(rules, &more.offer_count);
		code = mock_evidence_read(rules, b, s, a, &evidence, &more.evidence_count, err);
		more.evidence = evidence;
		read_wanted(b, s, rules, now_ms, a, &more);
	}
	return code ? code : keep_open(b, s, now_ms, &more, a, out, err);
}

/* since_ms: when the round was held. What is older is another round's. */
static const struct plan_block *block_for(const struct keep *k, const json_t *block, int64_t since_ms)
{
	for (size_t d = 0; d < k->plan->day_count; d++)
		for (size_t i = 0; i < k->plan->days[d].block_count; i++) {
			const struct plan_block *b = &k->plan->days[d].blocks[i];

			if (b->start_ms >= since_ms && same(b->topic, json_get_text(block, "topic", "")) && same(b->subject, json_get_text(block, "subject", NULL)) &&
			    same(b->todo, json_get_text(block, "what", "")))
				return b;
		}
	return NULL;
}

void planned_say(const struct keep *k, json_t *debrief, struct arena *a)
{
	const json_t *costs = json_get_array(debrief, "costs");
	int64_t since_ms = clock_parse_utc(json_get_text(debrief, "at", ""));

	for (size_t i = 0; i < json_array_size(costs); i++) {
		json_t *block = json_object_get(json_array_get(costs, i), "block");
		const struct plan_block *b = block_for(k, block, since_ms);
		int minute = b ? zone_minute(k->zone, b->start_ms) : 0;

		json_object_set_new(block, "planned", !b ? json_null() : json_string(arena_printf(a, b->ticked ? "Done on %s" : "%s, %02d:%02d",
							  date_words(a, b->date, false), minute / 60 % 24, minute % 60)));
		json_object_set_new(block, "id", b ? json_string(b->id) : json_null());
	}
}
