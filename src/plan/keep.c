#include "plan/keep_int.h"

#include <assert.h>

#include "bank/suggest.h"
#include "base/json.h"
#include "plan/plan_int.h"

#define MINUTE_MS 60000LL
#define FIVE_MS (5 * MINUTE_MS)
#define MARKS_MAX 4000

/* A mark as it stands in the record. */
struct kept_mark {
	int64_t event;
	struct plan_mark mark;
	bool undone;
};

struct fold {
	struct arena *a;
	struct kept_mark *p;
	size_t n;
};

/* --- marks --------------------------------------------------------------------------------------------------- */

static bool fold_mark(const struct store_record *e, void *arg)
{
	struct fold *f = arg;
	int64_t undo = json_get_int(e->body, "undo", 0);
	const char *id = json_get_text(e->body, "id", NULL);

	for (size_t i = 0; undo && i < f->n; i++)
		if (f->p[i].event == undo)
			f->p[i].undone = true;
	if (undo || !id || f->n == MARKS_MAX)
		return true;
	f->p[f->n++] = (struct kept_mark){.event = e->id, .mark = {.id = arena_strdup(f->a, id), .ticked = json_get_bool(e->body, "ticked", false),
								    .pinned = json_get_bool(e->body, "pinned", false),
								    .start_ms = json_get_int(e->body, "start_ms", 0)}};
	return true;
}

static enum err_code read_marks(struct store *s, int64_t since_ms, struct arena *a, struct fold *f, struct err *err)
{
	struct store_which which = {.kind = store_kind_name(EVENT_PLAN_MARKED), .subject = KEEP_SUBJECT, .since_ms = since_ms};

	*f = (struct fold){a, ARENA_NEW(a, struct kept_mark, MARKS_MAX), 0};
	return store_events(s, &which, fold_mark, f, err);
}

/* For each block the last mark that stands. */
static void take_marks(struct keep *k, struct arena *a, const struct fold *f)
{
	struct plan_mark *marks = ARENA_NEW(a, struct plan_mark, f->n + 1);

	for (size_t i = 0; i < f->n; i++) {
		bool last = !f->p[i].undone;

		for (size_t j = i + 1; last && j < f->n; j++)
			last = f->p[j].undone || strcmp(f->p[j].mark.id, f->p[i].mark.id) != 0;
		if (last && (f->p[i].mark.ticked || f->p[i].mark.pinned))
			marks[k->in.mark_count++] = f->p[i].mark;
	}
	k->in.marks = marks;
}

static enum err_code append_mark(struct store *s, const struct plan_mark *m, struct err *err)
{
	json_t *body = json_pack("{s:s,s:b,s:b,s:I}", "id", m->id, "ticked", m->ticked, "pinned", m->pinned, "start_ms", (json_int_t)m->start_ms);
	enum err_code code = store_append(s, EVENT_PLAN_MARKED, KEEP_SUBJECT, body, NULL, err);

	json_decref(body);
	return code;
}

enum err_code keep_tick(struct store *s, const struct plan_block *b, bool ticked, int64_t now_ms, struct err *err)
{
	struct plan_mark m = {b->id, ticked, ticked && b->pinned, b->start_ms};
	int64_t done_ms = (now_ms - b->minutes * MINUTE_MS) / FIVE_MS * FIVE_MS;

	if (b->kind == BLOCK_REST)
		return err_set(err, ERR_INPUT, "'%.200s' is a rest and needs no tick", b->what);
	if (ticked && b->start_ms > now_ms) {
		m.start_ms = done_ms;
		m.pinned = false;
	}
	return append_mark(s, &m, err);
}

enum err_code keep_pin(struct store *s, const struct keep *k, const struct plan_block *b, bool pinned, int64_t start_ms, int64_t now_ms, struct err *err)
{
	struct plan_mark m = {b->id, b->ticked, pinned, start_ms ? start_ms : b->start_ms};
	int64_t end_ms = m.start_ms + b->minutes * MINUTE_MS;

	if (b->kind == BLOCK_REST)
		return err_set(err, ERR_INPUT, "'%.200s' is a rest and cannot be pinned", b->what);
	if (b->ticked)
		return err_set(err, ERR_INPUT, "'%.200s' is ticked and stays where it is; take the tick back first", b->what);
	if (pinned && m.start_ms < now_ms)
		return err_set(err, ERR_INPUT, "'%.200s' cannot be put into the past", b->what);
	if (pinned && zone_date(k->zone, m.start_ms) >= k->plan->interview_date)
		return err_set(err, ERR_INPUT, "'%.200s' cannot be put on or after the day of the interview", b->what);
	if (pinned && end_ms > zone_instant_ms(k->zone, zone_date(k->zone, m.start_ms), 1440))
		return err_set(err, ERR_INPUT, "'%.200s' of %d minutes would run over midnight", b->what, b->minutes);
	return append_mark(s, &m, err);
}

/* Since when the marks of the plan that is shown count. */
static int64_t since_of(const struct store_record *last, bool found)
{
	return found ? json_get_int(last->body, "since_ms", 0) : 0;
}

enum err_code keep_undo(struct store *s, struct arena *a, const char **id, struct err *err)
{
	struct store_record last = {.body = NULL};
	struct fold f = {0};
	bool found = false;
	enum err_code code = store_last(s, store_kind_name(EVENT_PLAN_MADE), KEEP_SUBJECT, a, &last, &found, err);
	json_t *body;

	if (!code)
		code = read_marks(s, since_of(&last, found), a, &f, err);
	if (found)
		json_decref(last.body);
	if (code)
		return code;
	for (size_t i = f.n; i-- > 0;) {
		if (f.p[i].undone)
			continue;
		*id = f.p[i].mark.id;
		body = json_pack("{s:I}", "undo", (json_int_t)f.p[i].event);
		code = store_append(s, EVENT_PLAN_MARKED, KEEP_SUBJECT, body, NULL, err);
		json_decref(body);
		return code;
	}
	return err_set(err, ERR_MISSING, "no mark on the plan to take back");
}

/* --- what Spar can start --------------------------------------------------------------------------------------- */

/* What Spar can start beside the drill of a pattern. Something new is a row here. */
static const struct plan_offer offers_always[] = {
	{BLOCK_SQL, NULL, "spar sql try", "/drills"},
	{BLOCK_SQL, "sql-aloud", "spar sql try --no-run", "/drills"},
	{BLOCK_STORY, "story-memories", "spar story new", "/stories"},
	{BLOCK_STORY, NULL, "spar story drill", "/stories/drill"},
};

#define OFFERS_ALWAYS (sizeof(offers_always) / sizeof(offers_always[0]))

/* Is there a sound exercise that is mainly about a pattern? */
static bool has_exercise(struct bank *b, const char *pattern)
{
	for (size_t i = 0; i < bank_count(b); i++) {
		const struct bank_exercise *ex = bank_at(b, i);

		if (!ex->broken && ex->pattern_count && !strcmp(ex->patterns[0], pattern))
			return true;
	}
	return false;
}

static void take_offers(struct keep *k, struct bank *b, const struct plan_offer *more, size_t more_count, struct arena *a)
{
	const struct bank_pack *pack = bank_pack(b);
	struct plan_offer *list = ARENA_NEW(a, struct plan_offer, 2 * pack->pattern_count + k->rules->principle_count + OFFERS_ALWAYS + more_count);
	size_t n = 0;

	bank_load_all(b);
	for (size_t i = 0; i < pack->pattern_count; i++) {
		const char *id = pack->patterns[i].id;

		if (!has_exercise(b, id))
			continue;
		list[n++] = (struct plan_offer){BLOCK_SQL, id, arena_printf(a, "spar sql try --pattern %s", id), "/drills"};
		/* The check of the last day turns on a pattern as well, and nothing runs there. */
		list[n++] = (struct plan_offer){BLOCK_READY, id, arena_printf(a, "spar sql try --pattern %s --no-run", id), "/drills"};
	}
	/* A pack without a sound exercise starts nothing. */
	for (size_t i = 0, drills = n; drills && i < k->rules->principle_count; i++) {
		const char *id = k->rules->principles[i].id;

		list[n++] = (struct plan_offer){BLOCK_STORY, id, arena_printf(a, "spar story drill --principle %s", id),
						arena_printf(a, "/stories/drill?principle=%s", id)};
	}
	for (size_t i = 0; n && i < OFFERS_ALWAYS; i++)
		list[n + i] = offers_always[i];
	n += n ? OFFERS_ALWAYS : 0;
	for (size_t i = 0; i < more_count; i++)
		list[n++] = more[i];
	k->in.offers = list;
	k->in.offer_count = n;
}

/* --- the plan ---------------------------------------------------------------------------------------------------- */

/* What the next plan needs of one: without the lists that are made anew each time. */
static json_t *kept_json(const struct plan *p, const struct zone *z)
{
	static const char *const left_out[] = {"stop", "post", "sinks", "stakes", "team", "recruiter", "notes"};
	json_t *j = plan_json(p, z);

	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		json_object_del(j, left_out[i]);
	return j;
}

/* Is every block of one in the other, with the same time and marks? */
static bool holds_all(const struct plan *a, const struct plan *b, int64_t now_ms)
{
	for (size_t d = 0; d < a->day_count; d++)
		for (size_t i = 0; i < a->days[d].block_count; i++) {
			const struct plan_block *x = &a->days[d].blocks[i], *y = keep_block(b, x->id, NULL);

			/* Rests are nobody's, and today's hours slide with the clock. */
			if (x->kind == BLOCK_REST)
				continue;
			if (!y || y->date != x->date || y->minutes != x->minutes || y->ticked != x->ticked || y->pinned != x->pinned)
				return false;
			if (x->start_ms != y->start_ms && (x->ticked || x->pinned || x->start_ms > now_ms + 24 * 60 * MINUTE_MS))
				return false;
		}
	return true;
}

static bool is_same(const struct plan *a, const struct plan *b, int64_t now_ms)
{
	return a->today == b->today && a->interview_ms == b->interview_ms && a->kind == b->kind && a->level == b->level && a->lean == b->lean &&
	       holds_all(a, b, now_ms) && holds_all(b, a, now_ms);
}

/* Keep the plan if it is another one; if it is not, what moved last time is still what moved. */
static void record(struct keep *k, struct store *s, int64_t since_ms, struct arena *a)
{
	const struct plan *old = k->in.previous;
	struct err err = {0};
	json_t *body;

	/* On the day itself and after it nothing is planned. Who set that date by mistake and sets it back finds the plan with its marks. */
	if (old && k->in.interview_ms && k->plan->interview_date <= k->plan->today)
		return;
	if (old && is_same(old, k->plan, k->plan->made_ms)) {
		k->plan->moved = old->moved;
		k->plan->moved_count = old->moved_count;
		return;
	}
	body = json_pack("{s:o,s:I}", "plan", kept_json(k->plan, k->zone), "since_ms", (json_int_t)since_ms);
	k->recorded = !store_append(s, EVENT_PLAN_MADE, KEEP_SUBJECT, body, NULL, &err);
	k->lost = !k->recorded;
	if (k->lost)
		keep_warn(k, a, "The plan could not be recorded, so what is ticked in it will not be known: %s", err.text);
	json_decref(body);
}

/*
 * The last plan, unless it was for another interview that is over, or for none and nobody marked anything in it. A record that cannot be
 * understood is left alone.
 */
static void take_previous(struct keep *k, struct arena *a, const json_t *body, bool marked, int64_t now_ms)
{
	struct err err = {0};
	struct plan *p = NULL;
	int today = zone_date(k->zone, now_ms);

	if (plan_from_json(json_get_object(body, "plan"), a, &p, &err))
		return;
	if (p->interview_ms && p->interview_date < today && p->interview_ms != k->in.interview_ms)
		return;
	if (!p->interview_ms && k->in.interview_ms && !marked)
		return;
	k->in.previous = p;
}

enum err_code keep_open(struct bank *b, struct store *s, int64_t now_ms, const struct keep_more *given, struct arena *a, struct keep *out,
			struct err *err)
{
	const struct keep_more nothing = {0}, *more = given ? given : &nothing;
	struct store_record last = {.body = NULL};
	struct plan_evidence *evidence = NULL;
	int64_t since_ms = 0;
	json_t *set = NULL;
	struct fold f = {0};
	bool found = false;
	enum err_code code;

	*out = (struct keep){.in = {.now_ms = now_ms}};
	code = plan_rules_of(b, &out->rules, err);
	if (!code)
		code = keep_settings(s, &set, err);
	if (code)
		return code;
	keep_take_settings(out, a, set);
	json_decref(set);
	code = plan_evidence_read(b, s, more->evidence, more->evidence_count, a, &evidence, &out->in.evidence_count, err);
	out->in.evidence = evidence;
	if (!code && s)
		code = store_last(s, store_kind_name(EVENT_PLAN_MADE), KEEP_SUBJECT, a, &last, &found, err);
	if (code)
		return code;
	since_ms = since_of(&last, found);
	if (found) {
		code = read_marks(s, since_ms, a, &f, err);
		if (!code)
			take_previous(out, a, last.body, f.n > 0, now_ms);
		json_decref(last.body);
	}
	if (code)
		return code;
	for (size_t i = 0; i < f.n; i++)
		if (!f.p[i].undone)
			out->undo = f.p[i].mark.id;
	if (out->in.previous)
		take_marks(out, a, &f);
	else
		since_ms = now_ms;
	take_offers(out, b, more->offers, more->offer_count, a);
	out->in.wanted = more->wanted;
	out->in.wanted_count = more->wanted_count;
	code = plan_make(out->rules, &out->in, a, &out->plan, err);
	if (!code && s)
		record(out, s, since_ms, a);
	return code;
}

const struct plan_block *keep_block(const struct plan *p, const char *id, const char **near)
{
	const char *names[1000];
	size_t n = 0;

	if (near)
		*near = NULL;
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			if (!strcmp(p->days[d].blocks[i].id, id))
				return &p->days[d].blocks[i];
			if (n < sizeof(names) / sizeof(names[0]) && p->days[d].blocks[i].kind != BLOCK_REST)
				names[n++] = p->days[d].blocks[i].id;
		}
	if (near)
		*near = suggest(id, names, n);
	return NULL;
}

const struct plan_block *keep_next(const struct plan *p, int64_t now_ms)
{
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];

			if (!b->ticked && b->kind != BLOCK_REST && b->start_ms + b->minutes * MINUTE_MS > now_ms)
				return b;
		}
	return NULL;
}
