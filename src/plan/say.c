/* Names, subjects and texts of the blocks that were laid, and the texts of days and of the plan. */
#include "plan/plan_int.h"

#include <assert.h>

#define DAY_MS (24 * 3600 * 1000LL)
#define USED_AGAIN 0.6             /* a pattern that a block turns on already waits behind one that is this much better known */

const char *minutes_words(struct arena *a, int minutes)
{
	if (minutes < 60)
		return arena_printf(a, "%d min", minutes);
	return minutes % 60 ? arena_printf(a, "%d h %d min", minutes / 60, minutes % 60) : arena_printf(a, "%d h", minutes / 60);
}

static const char *times(struct arena *a, int n, const char *one, const char *many)
{
	return arena_printf(a, "%d %s", n, n == 1 ? one : many);
}

/* --- what a block turns on ------------------------------------------------------------------------------ */

/* Patterns and principles are drawn by what would be known least on the day, each block another one. */
static const struct plan_evidence *pick_pattern(struct maker *m, const struct work *w, const char **id, const char **name)
{
	const struct rule_topic *t = w->topic;
	const struct plan_evidence *found = NULL;
	double best = 1e9;
	size_t best_evidence = m->in->evidence_count;

	*id = *name = NULL;
	if (!m->in->evidence_count) {
		size_t i = (size_t)(w->block_count - 1) % t->pattern_count;

		*id = t->patterns[i];
		*name = t->pattern_names[i];
	}
	for (size_t i = 0; m->in->evidence_count && i < t->pattern_count; i++) {
		const struct plan_evidence *e = evidence_find(m->in, ABOUT_PATTERN, t->patterns[i]);
		double key;

		if (!e)
			continue;
		key = plan_recall(e, m->horizon_ms) + USED_AGAIN * m->pattern_used[e - m->in->evidence];
		if (key < best) {
			best = key;
			found = e;
			*id = t->patterns[i];
			*name = t->pattern_names[i];
			best_evidence = (size_t)(e - m->in->evidence);
		}
	}
	if (found)
		m->pattern_used[best_evidence]++;
	return found;
}

static const struct rule_principle *pick_principle(struct maker *m)
{
	size_t best = 0;
	double best_key = 1e9;

	for (size_t i = 0; i < m->r->principle_count; i++) {
		const struct plan_evidence *e = evidence_find(m->in, ABOUT_PRINCIPLE, m->r->principles[i].id);
		double key = (e ? plan_recall(e, m->horizon_ms) : 0) + USED_AGAIN * m->principle_used[i];

		if (key < best_key) {
			best = i;
			best_key = key;
		}
	}
	m->principle_used[best]++;
	return &m->r->principles[best];
}

static bool has_place(const struct rule_topic *t)
{
	bool has = strstr(t->spar, "{subject}") != NULL;

	for (size_t i = 0; i < t->step_count; i++)
		has |= strstr(t->steps[i], "{subject}") != NULL;
	return has;
}

/* --- texts ------------------------------------------------------------------------------------------------ */

static const char *fill_in(struct arena *a, const char *text, const char *subject, const char *question)
{
	struct buf b;

	buf_init(&b, 64 << 10);
	while (*text) {
		if (!strncmp(text, "{subject}", 9)) {
			buf_adds(&b, subject);
			text += 9;
		} else if (!strncmp(text, "{question}", 10)) {
			buf_adds(&b, question);
			text += 10;
		} else {
			buf_addc(&b, *text++);
		}
	}
	text = arena_strndup(a, buf_text(&b), b.n);
	buf_release(&b);
	return text;
}

/* "today", "yesterday", "4 days ago" */
static const char *days_ago(struct maker *m, int64_t at_ms)
{
	int days = m->p->today - zone_date(m->zone, at_ms);

	return days <= 0 ? "today" : days == 1 ? "yesterday" : arena_printf(m->a, "%d days ago", days);
}

static const char *evidence_words(struct maker *m, const struct plan_evidence *e, const char *name, const char *counts)
{
	int percent = (int)(plan_recall(e, m->horizon_ms) * 100 + 0.5);

	if (!e->attempts)
		return arena_printf(m->a, "%s: never tried.", name);
	if (!e->successes)
		return arena_printf(m->a, "%s: %s, none %s; the last %s.", name, times(m->a, e->attempts, "attempt", "attempts"), counts,
				    days_ago(m, e->last_ms));
	return arena_printf(m->a, "%s: %d of %s %s, the last of those %s; about %d %% would be left on the day.", name, e->successes,
			    times(m->a, e->attempts, "attempt", "attempts"), counts, days_ago(m, e->last_success_ms), percent);
}

/* The mistakes of this topic's families in the last week, as a second sentence; NULL. */
static const char *family_words(struct maker *m, const struct rule_topic *t)
{
	const struct plan_evidence *worst = NULL;

	for (size_t i = 0; i < t->family_count; i++) {
		const struct plan_evidence *e = evidence_find(m->in, ABOUT_FAMILY, t->families[i]);

		if (e && e->last_ms > m->in->now_ms - 7 * DAY_MS && (!worst || e->attempts > worst->attempts))
			worst = e;
	}
	return worst && worst->attempts > 0 ? arena_printf(m->a, "%s in %s so far.", times(m->a, worst->attempts, "mistake", "mistakes"),
							   worst->name ? worst->name : worst->id)
					    : NULL;
}

static const char *why_of(struct maker *m, const struct work *w, const struct plan_evidence *e, const char *subject)
{
	const struct rule_topic *t = w->topic;
	const struct plan_evidence *own = evidence_find(m->in, ABOUT_TOPIC, t->id);
	const char *family;

	if (e && e->about == ABOUT_PATTERN && t->kind == BLOCK_SQL) {
		family = family_words(m, t);
		return family ? arena_printf(m->a, "%s %s", evidence_words(m, e, subject, "passed cold"), family)
			      : e->attempts ? evidence_words(m, e, subject, "passed cold")
					    : arena_printf(m->a, "%s %s never tried yet.", t->why, subject);
	}
	if (e && e->about == ABOUT_PRINCIPLE && e->attempts)
		return evidence_words(m, e, subject, "held its follow-ups");
	if (own && own->attempts)
		return evidence_words(m, own, t->name, "came unasked");
	return t->why;
}

static const struct plan_offer *offer_of(const struct maker *m, const struct plan_block *b)
{
	const struct plan_offer *topic = NULL, *any = NULL;

	for (size_t i = 0; i < m->in->offer_count; i++) {
		const struct plan_offer *o = &m->in->offers[i];

		if (o->kind != b->kind)
			continue;
		if (o->subject && b->subject && !strcmp(o->subject, b->subject))
			return o;
		if (o->subject && !strcmp(o->subject, b->topic))
			topic = o;
		if (!o->subject)
			any = o;
	}
	/* "Anything of SQL" is a drill. It is no check and no round. */
	return topic ? topic : any;
}

static struct work *work_of(struct maker *m, const char *topic)
{
	for (size_t i = 0; i < m->work_count; i++)
		if (!strcmp(m->work[i].topic->id, topic))
			return &m->work[i];
	BUG("no topic '%s'", topic);
}

static bool is_taken(const struct maker *m, const char *id)
{
	for (size_t i = 0; i < m->p->held_count; i++)
		if (!strcmp(m->p->held[i].id, id))
			return true;
	for (size_t d = 0; d < m->past_count; d++)
		for (size_t i = 0; i < m->past[d].block_count; i++)
			if (!strcmp(m->past[d].blocks[i].id, id))
				return true;
	for (size_t d = 0; d < m->slot_count; d++)
		for (size_t i = 0; i < m->slots[d].count; i++)
			if (m->slots[d].blocks[i].id && !strcmp(m->slots[d].blocks[i].id, id))
				return true;
	return false;
}

/* The name of a pattern or principle; NULL. */
static const char *subject_name(const struct maker *m, const char *id)
{
	for (size_t i = 0; id && i < m->r->principle_count; i++)
		if (!strcmp(m->r->principles[i].id, id))
			return m->r->principles[i].name;
	for (size_t k = 0; id && k < m->work_count; k++)
		for (size_t i = 0; i < m->work[k].topic->pattern_count; i++)
			if (!strcmp(m->work[k].topic->patterns[i], id))
				return m->work[k].topic->pattern_names[i];
	return NULL;
}

static void say_block(struct maker *m, struct plan_block *b)
{
	struct work *w = work_of(m, b->topic);
	const struct rule_topic *t = w->topic;
	const struct plan_evidence *e = NULL;
	const struct rule_principle *principle = NULL;
	const char *subject = NULL, *question = "", *step, *id;
	const struct plan_offer *offer;

	bool wanted = b->why != NULL;

	do {
		id = arena_printf(m->a, "%s-%d", t->id, ++w->block_count);
	} while (is_taken(m, id));
	b->id = id;
	if (wanted) {
		subject = subject_name(m, b->subject);
	} else if (t->pattern_count) {
		e = pick_pattern(m, w, &b->subject, &subject);
	} else if (t->kind == BLOCK_STORY && has_place(t)) {
		principle = pick_principle(m);
		b->subject = principle->id;
		subject = principle->name;
		question = principle->question;
		e = evidence_find(m->in, ABOUT_PRINCIPLE, principle->id);
	}
	b->what = subject ? arena_printf(m->a, "%s: %s", t->name, subject) : t->name;
	if (!wanted)
		b->why = why_of(m, w, e, subject);
	offer = offer_of(m, b);
	b->outside = !offer && !b->command;
	if (offer && !b->command) {
		b->command = offer->command;
		b->route = offer->route;
	}
	if (wanted)
		return;
	step = offer ? t->spar : t->steps[(w->block_count - 1) % (int)t->step_count];
	b->todo = fill_in(m->a, step, subject ? subject : t->name, question);
}

void say_blocks(struct maker *m)
{
	for (size_t d = 0; d < m->slot_count; d++) {
		int rests = 0;

		for (size_t i = 0; i < m->slots[d].count; i++) {
			struct plan_block *b = &m->slots[d].blocks[i];
			char date[DATE_TEXT_SIZE];

			if (b->kind == BLOCK_REST) {
				b->id = arena_printf(m->a, "rest-%s-%d", date_format(b->date, date), ++rests);
				b->what = m->r->meal_name;
				b->why = m->r->meal_do;
				b->todo = m->r->meal_do;
				b->outside = true;
			} else if (!b->id) {
				say_block(m, b);
			}
		}
	}
}

/* --- days ---------------------------------------------------------------------------------------------------- */

static const char *kind_words(enum block_kind kind)
{
	static const char *const words[] = {[BLOCK_SQL] = "SQL", [BLOCK_STORY] = "stories", [BLOCK_PIPELINE] = "ETL judgement",
					    [BLOCK_MODEL] = "data modelling", [BLOCK_DESIGN] = "design", [BLOCK_CODE] = "code",
					    [BLOCK_MOCK] = "mock round", [BLOCK_READY] = "readiness check", [BLOCK_OUTSIDE] = "tools of the post"};

	assert(kind != BLOCK_REST);
	return words[kind];
}

const char *day_title(struct arena *a, const struct plan_day *d)
{
	int minutes[BLOCK_KINDS] = {0};
	struct buf b;
	const char *title;
	int named = 0;

	for (size_t i = 0; i < d->block_count; i++)
		if (d->blocks[i].kind != BLOCK_REST)
			minutes[d->blocks[i].kind] += d->blocks[i].minutes;
	buf_init(&b, 400);
	while (named < 3) {
		int best = 0;

		for (int k = 1; k < BLOCK_KINDS; k++)
			if (minutes[k] > minutes[best])
				best = k;
		if (!minutes[best])
			break;
		buf_addf(&b, "%s%s", named ? ", " : "", kind_words((enum block_kind)best));
		minutes[best] = 0;
		named++;
	}
	if (b.n && b.p[0] >= 'a' && b.p[0] <= 'z')
		b.p[0] = (char)(b.p[0] - 32);
	title = b.n ? arena_strndup(a, b.p, b.n) : "Nothing planned";
	buf_release(&b);
	return title;
}

static const char *day_note(struct maker *m, const struct slot *s, const struct plan_day *d)
{
	const char *note = NULL;

	if (d->over_minutes)
		return arena_printf(m->a, "What is pinned or ticked takes %s more than you have on this day.", minutes_words(m->a, d->over_minutes));
	if (!s->free_minutes)
		return "No free time on this day.";
	if (!d->block_count && s->free_minutes < PLAN_BLOCK_MIN_MINUTES)
		return "Less than a quarter of an hour: no block fits.";
	if (!d->block_count)
		note = s->date == m->p->today ? "Too late today for a block." : "Nothing is left that is worth the time. Rest.";
	else if (s->checks && !s->decides)
		note = "A check and nothing new. What is shaky now is not mended today; what holds stays. Then stop.";
	else if (s->free_minutes - d->used_minutes >= 45 && s->limit < PLAN_BLOCK_MIN_MINUTES)
		note = arena_printf(m->a, "More than %s of work in a day does not stay. The rest is yours.", minutes_words(m->a, m->r->work_max));
	return note;
}

void say_days(struct maker *m)
{
	struct plan *p = m->p;

	p->days = ARENA_NEW(m->a, struct plan_day, m->past_count + m->slot_count + 1);
	for (size_t i = 0; i < m->past_count; i++) {
		struct plan_day *d = &p->days[p->day_count++];

		*d = m->past[i];
		d->used_minutes = blocks_used(m->r, d->blocks, d->block_count);
		d->over_minutes = d->used_minutes > d->free_minutes ? d->used_minutes - d->free_minutes : 0;
		d->title = day_title(m->a, d);
	}
	for (size_t i = 0; i < m->slot_count; i++) {
		struct slot *s = &m->slots[i];
		struct plan_day *d = &p->days[p->day_count++];

		*d = (struct plan_day){.date = s->date, .free_minutes = s->free_minutes, .blocks = s->blocks, .block_count = s->count};
		d->used_minutes = blocks_used(m->r, s->blocks, s->count);
		d->over_minutes = d->used_minutes > d->free_minutes ? d->used_minutes - d->free_minutes : 0;
		d->title = day_title(m->a, d);
		d->note = day_note(m, s, d);
	}
}

/* --- the plan -------------------------------------------------------------------------------------------------- */

void count_minutes(const struct plan_rules *r, const struct plan *p, bool done_too, int *technical, int *behavioural)
{
	*technical = *behavioural = 0;
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];
			int share = 0;

			if (b->kind == BLOCK_REST || (p->days[d].past && !b->ticked) || (b->ticked && !done_too))
				continue;
			for (size_t k = 0; k < r->topic_count; k++)
				if (!strcmp(r->topics[k].id, b->topic))
					share = r->topics[k].behavioural;
			*behavioural += b->minutes * share / 100;
			*technical += b->minutes - b->minutes * share / 100;
		}
}

static const char *kind_of_interview(enum plan_kind kind)
{
	return kind == PLAN_PHONE ? "the phone screen" : kind == PLAN_LOOP ? "the loop" : "phone screen and loop";
}

static void say_decision(struct maker *m)
{
	const struct slot *s = NULL;

	for (size_t i = 0; i < m->slot_count; i++)
		if (m->slots[i].decides)
			s = &m->slots[i];
	if (!s || !m->decision)
		return;
	m->p->decision = arena_printf(m->a, "%s, %s: %d of %zu core patterns passed cold, %d %% make it clean. %s",
				      plan_level_name(m->in->level), m->sql_clean ? "SQL clean" : "SQL not clean yet", m->clean_count,
				      m->r->clean_count, m->r->clean_percent, m->decision->text);
}

void say_plan(struct maker *m)
{
	struct plan *p = m->p;
	int total, technical, behavioural;

	count_minutes(m->r, p, true, &p->technical_minutes, &p->behavioural_minutes);
	count_minutes(m->r, p, false, &technical, &behavioural);
	say_decision(m);
	total = technical + behavioural;
	/* What is done is told as done; the sum is of what is to come. */
	const char *left = p->technical_minutes + p->behavioural_minutes > total ? " left" : "";

	switch (p->status) {
	case PLAN_TODAY:
		p->summary = "The interview is today. Nothing is planned: eat, drink, be there early, and speak slowly.";
		return;
	case PLAN_PAST:
		p->summary = arena_printf(m->a, "The interview was on %s. Set the next date, or write down what you were asked while you remember it.",
					  date_words(m->a, p->interview_date, true));
		return;
	case PLAN_NO_TIME:
		p->summary = p->days_left == 1 ? arena_printf(m->a, "1 day until %s on %s. No block fits into the time that is left, and none has to.",
							      kind_of_interview(p->kind), date_words(m->a, p->interview_date, false)) : "No block fits into the time that is left. If there are fifteen minutes somewhere: one cold query, aloud, and one story, "
			     "aloud. Set your free hours with 'spar setup --hours'.";
		return;
	case PLAN_NO_DATE:
		p->summary = arena_printf(m->a, "No date yet: planned as if the interview were on %s. %s of blocks%s, %s of it on stories.",
					  date_words(m->a, p->interview_date, false), minutes_words(m->a, total), left, minutes_words(m->a, behavioural));
		return;
	case PLAN_OK:
		if (total == 0 && *left) {
			p->summary = arena_printf(m->a, "%s until %s on %s. All of the plan is done.%s", times(m->a, p->days_left, "day", "days"),
						  kind_of_interview(p->kind), date_words(m->a, p->interview_date, false),
						  p->days_left == 1 ? " Stop here: what is practised now costs sleep." : "");
			return;
		}
		p->summary = arena_printf(m->a, "%s until %s on %s. %s of blocks%s: %s technical, %s on stories.",
					  times(m->a, p->days_left, "day", "days"), kind_of_interview(p->kind),
					  date_words(m->a, p->interview_date, false), minutes_words(m->a, total), left, minutes_words(m->a, technical),
					  minutes_words(m->a, behavioural));
		return;
	}
}
