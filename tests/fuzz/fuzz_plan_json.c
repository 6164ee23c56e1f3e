/* Plans as JSON, as the record may hand them over: refused, or good enough to plan on, to mark and to export. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "plan/plan.h"

#define MARKS 8

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const struct plan_rules *rules(void)
{
	static const struct plan_rules *read;
	static struct arena kept;
	struct err err = {0};

	if (!read) {
		arena_init(&kept, 64u << 20);
		if (plan_rules_load(&kept, "content", "amazon-de", NULL, &read, NULL, &err))
			abort();
	}
	return read;
}

/* Tick the first blocks and plan on. */
static void plan_on(const struct plan *old, struct arena *a)
{
	struct plan_mark marks[MARKS];
	struct plan_input in = {.now_ms = 1795593600000, .interview_ms = 1796198400000, .level = PLAN_L5, .start_minute = -1,
				.previous = old, .marks = marks};
	struct plan *now = NULL;
	struct err err = {0};
	struct buf b;

	for (size_t d = 0; d < old->day_count; d++)
		for (size_t i = 0; i < old->days[d].block_count && in.mark_count < MARKS; i++) {
			marks[in.mark_count] = (struct plan_mark){old->days[d].blocks[i].id, in.mark_count % 2 == 0, in.mark_count % 3 == 0, 0};
			in.mark_count++;
		}
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = 120;
	if (plan_make(rules(), &in, a, &now, &err))
		abort();
	for (size_t d = 0; d < now->day_count; d++)
		if (now->days[d].date >= now->interview_date)
			abort();
	buf_init(&b, 64u << 20);
	plan_ics(now, "x", &b);
	plan_markdown(now, zone_utc(), &b);
	plan_page(now, zone_utc(), &b);
	buf_release(&b);
	json_decref(plan_json(now, zone_utc()));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct err err = {0};
	struct plan *plan = NULL;
	struct arena a;
	json_t *json = json_parse((struct str){(const char *)p, n}, &err);

	arena_init(&a, 256u << 20);
	err.code = ERR_OK;
	if (plan_from_json(json, &a, &plan, &err)) {
		if (!err.code || !err.text[0])
			abort();
	} else {
		plan_on(plan, &a);
	}
	json_decref(json);
	arena_release(&a);
	return 0;
}
