/* plan_make(): the steps, in order. */
#include "plan/plan_int.h"

#include <assert.h>

#define DAY_MS (24 * 3600 * 1000LL)
#define NO_DATE_DAYS 8
#define GAP_DAYS 3                 /* without any attempt: worth a sentence */

void maker_note(struct maker *m, const char *fmt, ...)
{
	char text[600];
	va_list ap;

	if (m->note_count == m->note_room)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	m->notes[m->note_count++] = arena_strdup(m->a, text);
}

static enum err_code check_input(const struct plan_input *in, struct err *err)
{
	if ((int)in->kind < 0 || in->kind >= PLAN_KINDS || (int)in->level < 0 || in->level >= PLAN_LEVELS || (int)in->lean < 0 ||
	    in->lean >= PLAN_LEANS)
		return err_set(err, ERR_INPUT, "the kind of interview, the level or the lean is out of range");
	for (int i = 0; i < 7; i++)
		if (in->weekday_minutes[i] < 0 || in->weekday_minutes[i] > 1440)
			return err_set(err, ERR_INPUT, "%d free minutes on a day: there are 0 to 1440", in->weekday_minutes[i]);
	if (in->start_minute < -1 || in->start_minute > 1439)
		return err_set(err, ERR_INPUT, "a day cannot begin at minute %d", in->start_minute);
	return ERR_OK;
}

/* --- the post ---------------------------------------------------------------------------------------------- */

static struct plan_topic_note *notes_of(struct maker *m, const struct rule_note *rules, size_t n, const struct plan_span *quotes, size_t *count)
{
	struct plan_topic_note *out = ARENA_NEW(m->a, struct plan_topic_note, n + 1);

	*count = 0;
	for (size_t i = 0; i < n; i++) {
		struct plan_topic_note *note = &out[*count];

		if (!rules[i].levels[m->in->level])
			continue;
		*note = (struct plan_topic_note){.id = rules[i].id, .name = rules[i].name, .why = rules[i].why, .named = quotes[i].n > 0,
						 .leans = rules[i].lean != PLAN_UNKNOWN && rules[i].lean == m->p->lean, .quote = quotes[i]};
		if (note->leans)
			note->why = arena_printf(m->a, "%s The role leans to %s: expect it.", note->why, plan_lean_name(m->p->lean));
		if (note->named)
			note->text = arena_strndup(m->a, m->in->post.p + quotes[i].at, quotes[i].n);
		++*count;
	}
	return out;
}

/* What the post names or the role leans to first, else as they were. */
static void nearest_first(struct maker *m, struct plan_topic_note *notes, size_t n)
{
	struct plan_topic_note *copy = ARENA_NEW(m->a, struct plan_topic_note, n + 1);
	size_t kept = 0;

	for (int near = 1; near >= 0; near--)
		for (size_t i = 0; i < n; i++)
			if ((notes[i].named || notes[i].leans) == near)
				copy[kept++] = notes[i];
	for (size_t i = 0; i < n; i++)
		notes[i] = copy[i];
}

static void take_post(struct maker *m)
{
	const struct plan_rules *r = m->r;
	struct plan_span *quotes = ARENA_NEW(m->a, struct plan_span, r->sink_count + r->stake_count + r->team_count + 1);
	struct plan *p = m->p;

	post_scan(r, m->in->post, m->in->level, m->a, &p->post, quotes);
	p->lean = m->in->lean;
	if (p->lean == PLAN_UNKNOWN && p->post.lean != PLAN_UNKNOWN) {
		p->lean = p->post.lean;
		p->lean_from_post = true;
		maker_note(m, "The post speaks of %s in %d sentences, so the plan leans there. Ask the recruiter whether that is right.",
			   plan_lean_name(p->lean), p->post.lean_sentences);
	}
	p->sinks = notes_of(m, r->sinks, r->sink_count, quotes, &p->sink_count);
	p->stakes = notes_of(m, r->stakes, r->stake_count, quotes + r->sink_count, &p->stake_count);
	p->team = notes_of(m, r->team, r->team_count, quotes + r->sink_count + r->stake_count, &p->team_count);
	nearest_first(m, p->team, p->team_count);
	if (m->in->lean == PLAN_UNKNOWN)
		p->recruiter = r->recruiter;
	if (p->post.cut)
		maker_note(m, "The job post is longer than %u kB; what stands behind was not read.", PLAN_POST_MAX_BYTES >> 10);
	if (p->post.foreign)
		maker_note(m, "The job post is in none of the languages that Spar reads. Tools are found by their names, and nobody can say how much "
			      "each is wanted: each gets an hour at most. A translation of the post does better.");
	if (m->in->post.n && p->post.empty)
		maker_note(m, "There is no word in the job post.");
	else if (m->in->post.n && !p->post.tool_count && !p->post.foreign)
		maker_note(m, "The job post names no tool that Spar knows.");
	if (!m->in->post.n)
		maker_note(m, "No job post yet. With it the plan says what to skip: 'spar setup --post FILE', or paste it on the page Plan.");
}

/* --- the time ------------------------------------------------------------------------------------------------ */

static void take_time(struct maker *m)
{
	const struct plan_input *in = m->in;
	struct plan *p = m->p;

	p->today = zone_date(m->zone, in->now_ms);
	p->interview_ms = in->interview_ms;
	if (!in->interview_ms) {
		p->status = PLAN_NO_DATE;
		p->interview_date = p->today + NO_DATE_DAYS;
		m->horizon_ms = in->now_ms + NO_DATE_DAYS * DAY_MS;
		maker_note(m, "There is no interview date yet: 'spar setup --interview \"2026-12-02 09:00\"'.");
	} else {
		p->interview_date = zone_date(m->zone, in->interview_ms);
		m->horizon_ms = in->interview_ms > in->now_ms ? in->interview_ms : in->now_ms;
		if (p->interview_date < p->today)
			p->status = PLAN_PAST;
		else if (p->interview_date == p->today)
			p->status = PLAN_TODAY;
	}
	p->days_left = p->interview_date > p->today ? p->interview_date - p->today : 0;
}

/* Later evidence than now, or none for days: the record is as it is, and the plan goes on from here. */
static void note_record(struct maker *m)
{
	int64_t last_ms = 0;
	int days;

	for (size_t i = 0; i < m->in->evidence_count; i++)
		if (m->in->evidence[i].last_ms > last_ms)
			last_ms = m->in->evidence[i].last_ms;
	if (last_ms > m->in->now_ms + DAY_MS) {
		maker_note(m, "The record has attempts of %s, which is in the future. Is the clock right?",
			   date_words(m->a, zone_date(m->zone, last_ms), true));
		return;
	}
	days = last_ms ? m->p->today - zone_date(m->zone, last_ms) : 0;
	if (days > GAP_DAYS)
		maker_note(m, "Nothing was tried for %d days. Nothing has to be made up for: the plan is made from today, for the time that is left.",
			   days);
}

static void make_days(struct maker *m)
{
	struct plan *p = m->p;
	int count = p->days_left > PLAN_DAYS_MAX ? PLAN_DAYS_MAX : p->days_left, free = 0, laid = 0;

	if (p->days_left > PLAN_DAYS_MAX)
		maker_note(m, "%d days are left. The plan covers the last %d, from %s; until then one cold query every other day is enough.",
			   p->days_left, PLAN_DAYS_MAX, date_words(m->a, p->interview_date - PLAN_DAYS_MAX, false));
	slots_make(m, p->interview_date - count, count);
	place_fixed(m);
	slots_fill(m);
	say_blocks(m);
	for (size_t i = 0; i < m->slot_count; i++) {
		free += m->slots[i].free_minutes;
		laid += m->slots[i].count > 0;
	}
	if (p->status == PLAN_OK && !laid)
		p->status = PLAN_NO_TIME;
	if (count && !free)
		maker_note(m, "You have 0 hours on every day until the interview. Fifteen minutes a day already change what can be planned.");
	say_days(m);
}

static void keep_facts(struct maker *m)
{
	struct plan *p = m->p;

	p->facts = ARENA_NEW(m->a, struct plan_fact, m->in->evidence_count + 1);
	for (size_t i = 0; i < m->in->evidence_count; i++) {
		const struct plan_evidence *e = &m->in->evidence[i];

		if (e->id && e->attempts)
			p->facts[p->fact_count++] = (struct plan_fact){e->about, arena_strdup(m->a, e->id), e->attempts, e->successes};
	}
}

enum err_code plan_make(const struct plan_rules *rules, const struct plan_input *in, struct arena *a, struct plan **out, struct err *err)
{
	enum err_code code = check_input(in, err);
	struct maker *m;

	if (code)
		return code;
	m = ARENA_NEW(a, struct maker, 1);
	m->r = rules;
	m->in = in;
	m->a = a;
	m->zone = in->zone ? in->zone : zone_utc();
	m->p = ARENA_NEW(a, struct plan, 1);
	m->note_room = 20 + in->mark_count;
	m->notes = ARENA_NEW(a, const char *, m->note_room);
	m->pattern_used = ARENA_NEW(a, int, in->evidence_count + 1);
	m->principle_used = ARENA_NEW(a, int, rules->principle_count + 1);
	m->wanted_done = ARENA_NEW(a, bool, in->wanted_count + 1);
	m->p->made_ms = in->now_ms;
	m->p->zone = arena_strdup(a, zone_name(m->zone));
	m->p->kind = in->kind;
	m->p->level = in->level;
	take_time(m);
	take_post(m);
	note_record(m);
	weigh_topics(m);
	make_days(m);
	keep_facts(m);
	if (in->previous)
		tell_moved(m);
	say_plan(m);
	m->p->notes = m->notes;
	m->p->note_count = m->note_count;
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "the plan needs too much memory");
	*out = m->p;
	return ERR_OK;
}
