/*
 * The clock of a drill: each telling and reply has its time in the record; in between it is kept as a draft, which does not grow.
 */
#include "base/json.h"
#include "story/drill_int.h"

/* "drill/17/clock". */
static const char *subject(const struct story_drill *d, struct arena *a)
{
	return arena_printf(a, "drill/%lld/clock", (long long)d->id);
}

int64_t story_drill_spent_ms(const struct story_drill *d)
{
	return d->spent_ms;
}

int64_t story_drill_on_ms(const struct story_drill *d)
{
	return d->on_ms;
}

enum err_code story_drill_tick(struct story_drill *d, int64_t elapsed_ms, bool now, struct err *err)
{
	enum err_code code = ERR_OK;
	struct arena a;
	json_t *clock;
	char *text;

	if (d->step == STORY_OVER || elapsed_ms < d->on_ms || (!now && d->ticked && elapsed_ms - d->on_ms < STORY_TICK_MS))
		return ERR_OK;
	clock = json_pack("{s:i,s:I}", "said", d->said_count, "elapsed_ms", (json_int_t)elapsed_ms);
	text = json_text(clock);
	json_decref(clock);
	if (!text)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&a, 1 << 16);
	code = store_draft_put(d->store, subject(d, &a), text, strlen(text), err);
	arena_release(&a);
	free(text);
	if (!code) {
		d->on_ms = elapsed_ms;
		d->ticked = true;
	}
	return code;
}

void story_clock_take(struct story_drill *d)
{
	const char *text = NULL;
	struct err ignored = {0};
	int64_t at_ms;
	struct arena a;
	json_t *clock;

	arena_init(&a, 1 << 20);
	if (!store_draft_get(d->store, subject(d, &a), &a, &text, &at_ms, &ignored) && text && (clock = json_parse(str_of(text), &ignored))) {
		int64_t on_ms = json_get_int(clock, "elapsed_ms", 0);

		/* Kept for an earlier question: that one has its time in the record. */
		if (on_ms > 0 && json_get_int(clock, "said", -1) == d->said_count) {
			d->on_ms = on_ms;
			d->ticked = true;
		}
		json_decref(clock);
	}
	arena_release(&a);
}

void story_clock_said(struct story_drill *d, int64_t elapsed_ms)
{
	d->spent_ms += elapsed_ms > 0 ? elapsed_ms : 0;
	d->on_ms = 0;
	d->ticked = false;
	d->said_count++;
}

void story_clock_drop(struct story_drill *d)
{
	struct err ignored = {0};
	struct arena a;

	arena_init(&a, 1 << 16);
	store_draft_drop(d->store, subject(d, &a), &ignored);
	arena_release(&a);
}
