/* The plan over thousands of random situations, and in those that the rules name. */
#include "tap.h"

#include "bank/bank.h"
#include "base/fs.h"
#include "base/json.h"
#include "plan_check.h"

#define SITUATIONS 3000

static struct arena arena, kept;
static const struct plan_rules *rules;
static struct bank *bank;
static const struct plan_offer offers[] = {{BLOCK_SQL, NULL, "spar sql try", "/drills"},
					   {BLOCK_SQL, "sql-aloud", "spar sql try --no-run", NULL},
					   {BLOCK_SQL, "top-n-per-group", "spar sql try top-customers-by-month", NULL}};

/* Read once each, and kept while the arena is cleared. */
static const struct zone *zone_of(const char *name)
{
	static struct {
		const char *name;
		const struct zone *zone;
	} known[16];
	struct err err = {0};
	int i = 0;

	while (known[i].name && strcmp(known[i].name, name))
		i++;
	if (!known[i].name) {
		known[i].name = name;
		known[i].zone = zone_utc();
		if (zone_load(&kept, name, &known[i].zone, &err))
			printf("# %s\n", err.text);
	}
	return known[i].zone;
}

static int64_t at(const struct zone *z, const char *text)
{
	int64_t ms = 0;

	if (!zone_time_parse(z, str_of(text), &ms))
		printf("# no time: %s\n", text);
	return ms;
}

/* Seven days, four hours each, from the morning on. */
static struct plan_input usual(enum plan_level level, enum plan_kind kind)
{
	struct plan_input in = {.kind = kind, .level = level, .start_minute = -1, .offers = offers, .offer_count = 3};

	in.zone = zone_of("Europe/Berlin");
	in.now_ms = at(in.zone, "2026-11-25 08:00");
	in.interview_ms = at(in.zone, "2026-12-02 09:00");
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = 240;
	return in;
}

static struct plan *make(const struct plan_input *in)
{
	return plan_made(rules, in, &arena);
}

/* Evidence about each pattern, clean or not. */
static struct plan_evidence *evidence(size_t *n, bool clean, int64_t now_ms)
{
	const struct bank_pack *pack = bank_pack(bank);
	struct plan_evidence *e = ARENA_NEW(&arena, struct plan_evidence, pack->pattern_count + 20);

	*n = pack->pattern_count;
	for (size_t i = 0; i < *n; i++)
		e[i] = (struct plan_evidence){.about = ABOUT_PATTERN, .id = pack->patterns[i].id, .name = pack->patterns[i].name,
					      .attempts = clean ? 4 : 0, .successes = clean ? 4 : 0, .strength = clean ? 4 : 0,
					      .last_ms = clean ? now_ms - DAY_MS : 0, .last_success_ms = clean ? now_ms - DAY_MS : 0};
	return e;
}

static int minutes_of(const struct plan *p, enum block_kind kind, int date)
{
	int n = 0;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			n += p->days[d].blocks[i].kind == kind && (!date || p->days[d].date == date) ? p->days[d].blocks[i].minutes : 0;
	return n;
}

static const struct plan_block *block(const struct plan *p, const char *id)
{
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			if (!strcmp(p->days[d].blocks[i].id, id))
				return &p->days[d].blocks[i];
	return NULL;
}

/* --- random situations -------------------------------------------------------------------------------------- */

static const char *const zones[] = {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC",
				    "America/Sao_Paulo", "Asia/Kathmandu"};
static const char *const posts[] = {"", "Requirements: SQL, Python, Iceberg, Snowflake, Airflow, Kafka, Spark. Nice to have: Tableau, Docker.",
				    "We build data pipelines. We run pipelines. ETL and ingestion of streaming data. More pipelines. SQL required.",
				    "\xE3\x83\x87\xE3\x83\xBC\xE3\x82\xBF Spark", "Dashboards and metrics for stakeholders. Reporting. Insights."};

static struct plan_evidence *random_evidence(struct rng *r, size_t *n, int64_t now_ms)
{
	const struct bank_pack *pack = bank_pack(bank);
	static const char *const others[] = {"ownership", "dive-deep", "joins", "nulls", "window", "late-data", "grain"};
	static const enum evidence_about abouts[] = {ABOUT_PRINCIPLE, ABOUT_PRINCIPLE, ABOUT_FAMILY, ABOUT_FAMILY, ABOUT_FAMILY, ABOUT_TOPIC,
						     ABOUT_TOPIC};
	struct plan_evidence *e = ARENA_NEW(&arena, struct plan_evidence, pack->pattern_count + 7);

	*n = 0;
	for (size_t i = 0; i < pack->pattern_count + 7; i++) {
		bool pattern = i < pack->pattern_count;
		int attempts = (int)rng_below(r, 6), successes = attempts ? (int)rng_below(r, (uint32_t)attempts + 1) : 0;
		int64_t ago = (int64_t)rng_below(r, 30) * DAY_MS / 2;

		if (rng_percent(r, 20))
			continue;
		e[(*n)++] = (struct plan_evidence){.about = pattern ? ABOUT_PATTERN : abouts[i - pack->pattern_count],
						   .id = pattern ? pack->patterns[i].id : others[i - pack->pattern_count], .attempts = attempts,
						   .successes = successes, .strength = 2 * successes - attempts,
						   .last_ms = attempts ? now_ms - ago : 0, .last_success_ms = successes ? now_ms - ago : 0};
	}
	return e;
}

/* Tick and pin some blocks of a plan, and drag some of them. */
static struct plan_mark *random_marks(struct rng *r, const struct plan *p, size_t *n)
{
	struct plan_mark *marks = ARENA_NEW(&arena, struct plan_mark, 400);

	*n = 0;
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count && *n < 400; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];

			if (!is_work(b) || !rng_percent(r, 25))
				continue;
			marks[*n] = (struct plan_mark){.id = b->id, .ticked = rng_percent(r, 50), .pinned = rng_percent(r, 60)};
			if (rng_percent(r, 30))
				marks[*n].start_ms = b->start_ms + ((int64_t)rng_below(r, 9) - 4) * 35 * MINUTE_MS;
			++*n;
		}
	return marks;
}

/* What debriefs ask for, also what makes no sense. */
static struct plan_wanted *random_wanted(struct rng *r, const struct plan_input *in, size_t *n)
{
	static const char *const topics[] = {"late-data", "duplicates", "sql-aloud", "story-followups", "design-depth", "quality-checks", "no-such-topic"};
	struct plan_wanted *w = ARENA_NEW(&arena, struct plan_wanted, 8);

	*n = rng_percent(r, 50) ? rng_below(r, 8) : 0;
	for (size_t i = 0; i < *n; i++)
		w[i] = (struct plan_wanted){.topic = topics[rng_below(r, 7)], .subject = rng_percent(r, 30) ? "top-n-per-group" : NULL,
					    .minutes = 5 * (int)rng_below(r, 20), .todo = "Do it again.", .why = "It cost most.", .command = "spar sql try --no-run",
					    .date = zone_date(in->zone, in->now_ms) + (int)rng_below(r, 4) - 1, .since_ms = in->now_ms - DAY_MS};
	return w;
}

static struct plan_input random_input(struct rng *r)
{
	struct plan_input in = {.start_minute = -1, .offers = offers, .offer_count = rng_below(r, 4)};
	struct plan_exception *x = ARENA_NEW(&arena, struct plan_exception, 3);

	in.zone = zone_of(zones[rng_below(r, 8)]);
	in.now_ms = 1790000000000LL + (int64_t)rng_below(r, 400) * DAY_MS + (int64_t)rng_below(r, 1440 * 60) * 1000;
	in.kind = (enum plan_kind)rng_below(r, PLAN_KINDS);
	in.level = (enum plan_level)rng_below(r, PLAN_LEVELS);
	in.lean = (enum plan_lean)rng_below(r, PLAN_LEANS);
	in.interview_ms = rng_percent(r, 5) ? 0 : in.now_ms + (int64_t)rng_below(r, 24) * DAY_MS + (int64_t)rng_below(r, 86400) * 1000 - DAY_MS;
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = rng_percent(r, 25) ? 0 : rng_percent(r, 20) ? (int)rng_below(r, 40) : (int)rng_below(r, 41) * 15;
	if (rng_percent(r, 20))
		in.start_minute = (int)rng_below(r, 1440);
	for (int i = 0; i < 3; i++)
		x[i] = (struct plan_exception){zone_date(in.zone, in.now_ms) + (int)rng_below(r, 10), (int)rng_below(r, 700)};
	in.exceptions = x;
	in.exception_count = rng_below(r, 4);
	in.post = str_of(posts[rng_below(r, 5)]);
	in.evidence = random_evidence(r, &in.evidence_count, in.now_ms);
	in.wanted = random_wanted(r, &in, &in.wanted_count);
	return in;
}

/* What is ticked or pinned stands in the new plan where it was put, unless the interview came before it. */
static const char *marks_fault(const struct plan_input *in, const struct plan *p)
{
	for (size_t i = 0; i < in->mark_count; i++) {
		const struct plan_mark *m = &in->marks[i];
		const struct plan_block *old = block(in->previous, m->id), *now = block(p, m->id);
		int64_t start_ms = m->start_ms ? m->start_ms : old->start_ms;

		if (!m->ticked && !m->pinned)
			continue;
		if (zone_date(in->zone, start_ms) >= p->interview_date) {
			if (now && (now->ticked || now->pinned))
				return "held on the day of the interview";
			continue;
		}
		if (!now)
			return "a held block is gone";
		if (now->start_ms != start_ms || now->minutes != old->minutes || now->ticked != m->ticked || now->pinned != m->pinned)
			return "a held block moved";
	}
	for (size_t i = 0; i < p->moved_count; i++)
		if (!p->moved[i].why || !*p->moved[i].why || !p->moved[i].what)
			return "a move without a reason";
	return NULL;
}

static char *text_of(const struct plan *p, const struct zone *z)
{
	json_t *j = plan_json(p, z);
	char *text = json_text(j);

	json_decref(j);
	return text;
}

static void random_situations(void)
{
	int bad = 0, replanned = 0, outside_wrong = 0, different = 0, unstable = 0;
	struct rng r;

	rng_init(&r, 20261125);
	for (int i = 0; i < SITUATIONS; i++) {
		struct plan_input in;
		struct plan *p, *again;
		const char *fault;
		char *one, *two;

		arena_clear(&arena);
		in = random_input(&r);
		p = make(&in);
		fault = p ? plan_fault(&in, p) : "no plan";
		if (fault && bad++ < 5)
			printf("# situation %d: %s\n", i, fault);
		if (!p)
			continue;
		again = make(&in);
		one = text_of(p, in.zone);
		two = text_of(again, in.zone);
		different += strcmp(one, two) != 0;
		free(one);
		free(two);
		for (size_t d = 0; d < p->day_count; d++)
			for (size_t k = 0; k < p->days[d].block_count; k++)
				outside_wrong += p->days[d].blocks[k].command && p->days[d].blocks[k].kind != BLOCK_SQL &&
						 strcmp(p->days[d].blocks[k].why, "It cost most.") != 0;
		/* The same again with itself as the previous plan: nothing moves. */
		struct plan_input same = in;

		same.previous = p;
		unstable += make(&same)->moved_count != 0;
		/* Hours or days later, with marks. */
		struct plan_input later = in;

		later.previous = p;
		later.marks = random_marks(&r, p, &later.mark_count);
		later.now_ms += (int64_t)rng_below(&r, 3 * 1440) * MINUTE_MS;
		later.evidence = random_evidence(&r, &later.evidence_count, later.now_ms);
		if (in.interview_ms && rng_percent(&r, 30))
			later.interview_ms += ((int64_t)rng_below(&r, 11) - 5) * DAY_MS;
		again = make(&later);
		fault = again ? plan_fault(&later, again) : "no plan";
		if (!fault)
			fault = marks_fault(&later, again);
		replanned += fault != NULL;
		if (fault && replanned < 5)
			printf("# situation %d, later: %s\n", i, fault);
	}
	tap_is_int(bad, 0, "%d random situations: within the budget, before the interview, breaks, no block over 90 minutes", SITUATIONS);
	tap_is_int(different, 0, "the same input gives the same plan");
	tap_is_int(unstable, 0, "planned again at once, nothing moves");
	tap_is_int(outside_wrong, 0, "a block starts only what is offered");
	tap_is_int(replanned, 0, "later, with marks, other evidence and another date: held blocks stand, every move has a reason");
	arena_clear(&arena);
}

/* On the day before the last an L4 without clean SQL does neither coding nor system design; skips are explained. */
static void random_decisions(void)
{
	int bad = 0, seen = 0, unexplained = 0;
	struct rng r;

	rng_init(&r, 7);
	for (int i = 0; i < 1500; i++) {
		struct plan_input in;
		struct plan *p;

		arena_clear(&arena);
		in = random_input(&r);
		in.level = PLAN_L4;
		in.evidence = evidence(&in.evidence_count, false, in.now_ms);
		p = make(&in);
		for (size_t d = 0; d < p->day_count; d++)
			for (size_t k = 0; k < p->days[d].block_count; k++) {
				const struct plan_block *b = &p->days[d].blocks[k];

				seen += b->phase == 4;
				bad += b->phase == 4 && (b->kind == BLOCK_CODE || b->kind == BLOCK_DESIGN);
			}
		for (size_t k = 0; k < p->post.tool_count; k++)
			unexplained += !strstr(in.post.p, p->post.tools[k].text) || strlen(p->post.tools[k].why) < 10;
	}
	tap_ok(seen > 1000, "%d blocks on such days", seen);
	tap_is_int(bad, 0, "none of them is coding or system design");
	tap_is_int(unexplained, 0, "every tool has its sentence and its reason");
	arena_clear(&arena);
}

/* --- the rules by name ------------------------------------------------------------------------------------------ */

static void the_week(void)
{
	struct plan_input in = usual(PLAN_L4, PLAN_BOTH);
	struct plan *p = make(&in);
	int first = p->today, sql = minutes_of(p, BLOCK_SQL, first);

	tap_is_int((long long)p->day_count, 7, "seven days");
	tap_is_int(p->days_left, 7, "and they are counted");
	tap_ok(sql >= 150 && minutes_of(p, BLOCK_STORY, first) == 0, "day 1 is SQL");
	tap_ok(minutes_of(p, BLOCK_STORY, first + 1) >= 120, "day 2 is stories");
	for (int d = 2; d < 5; d++)
		tap_ok(minutes_of(p, BLOCK_PIPELINE, first + d) + minutes_of(p, BLOCK_MODEL, first + d) + minutes_of(p, BLOCK_DESIGN, first + d) >= 60,
		       "day %d is judgement", d + 1);
	tap_ok(strstr(p->decision, "No coding and no system design") != NULL, "day 6: L4 without clean SQL");
	tap_ok(minutes_of(p, BLOCK_READY, first + 6) >= 90 && minutes_of(p, BLOCK_SQL, first + 6) == 0, "day 7 is the check and nothing new");
	tap_is_text(block(p, "sql-windows-1")->command, "spar sql try top-customers-by-month", "the most specific offer starts a block");
	tap_is_text(block(p, "sql-windows-2")->command, "spar sql try", "else any of its kind");
	tap_is_text(block(p, "sql-aloud-1")->command, "spar sql try --no-run", "or of its topic");
	tap_ok(block(p, "story-tell-1")->outside && strstr(block(p, "story-tell-1")->todo, "Ownership"), "what Spar has not is done outside");
	tap_ok(p->recruiter != NULL, "the lean is unknown: the recruiter is asked");
	in.lean = PLAN_MODELLING;
	struct plan *lean = make(&in);

	tap_ok(!lean->recruiter && minutes_of(lean, BLOCK_MODEL, 0) > minutes_of(p, BLOCK_MODEL, 0), "a known lean: more of it, and no message");
	in = usual(PLAN_L5, PLAN_LOOP);
	in.evidence = evidence(&in.evidence_count, true, in.now_ms);
	p = make(&in);
	tap_ok(strstr(p->decision, "SQL is solid") && minutes_of(p, BLOCK_SQL, first + 5) == 0, "L5 with clean SQL: depth and follow-ups");
	int share = p->behavioural_minutes * 100 / (p->behavioural_minutes + p->technical_minutes);

	tap_ok(share >= 33 && share <= 47, "a loop is about 60 to 40: %d %% behavioural", share);
	tap_ok(minutes_of(p, BLOCK_SQL, 0) < sql, "and clean SQL takes less of the week");
	in = usual(PLAN_L5, PLAN_PHONE);
	p = make(&in);
	tap_ok(block(p, "mock-phone-1") && !block(p, "mock-loop-1") && !block(p, "mock-bar-raiser-1"), "a phone screen has its own round");
}

static void all_scales(void)
{
	int bad = 0, empty = 0;

	for (int days = 1; days <= 21; days++)
		for (int minutes = 30; minutes <= 600; minutes += minutes < 120 ? 30 : 80)
			for (int level = 0; level < PLAN_LEVELS; level++) {
				struct plan_input in;
				struct plan *p;

				arena_clear(&arena);
				in = usual((enum plan_level)level, PLAN_BOTH);
				in.interview_ms = in.now_ms + days * DAY_MS;
				for (int i = 0; i < 7; i++)
					in.weekday_minutes[i] = minutes;
				p = make(&in);
				bad += plan_fault(&in, p) != NULL;
				for (size_t d = 0; d < p->day_count; d++)
					empty += p->days[d].block_count == 0;
			}
	tap_is_int(bad, 0, "1 to 21 days, 30 minutes to 10 hours, every level");
	tap_is_int(empty, 0, "and no day of them is empty");
	arena_clear(&arena);
}

static int wanted_on(const struct plan *p, int date)
{
	int n = 0;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			n += p->days[d].date == date && !strncmp(p->days[d].blocks[i].why, "It cost", 7);
	return n;
}

static void debriefs_ask(void)
{
	struct plan_input in = usual(PLAN_L5, PLAN_BOTH);
	int today = zone_date(in.zone, in.now_ms);
	struct plan_wanted w[] = {
		{"late-data", NULL, 30, "Late data: say it.", "It cost most.", "spar mock design", "/mock", today + 1, in.now_ms - DAY_MS},
		{"sql-aloud", "fan-out", 45, "The same pattern.", "It cost much.", "spar sql try --pattern fan-out --no-run", "/drills", today + 1, in.now_ms - DAY_MS},
		{"story-tell", "ownership", 30, "Tell it again.", "It cost something.", NULL, NULL, today + 1, in.now_ms - DAY_MS},
		{"duplicates", NULL, 30, "Duplicates: name the key.", "It cost a little.", NULL, NULL, today + 1, in.now_ms - DAY_MS}};
	const struct plan_block *b;
	struct plan *p, *q;

	in.wanted = w;
	in.wanted_count = 4;
	p = make(&in);
	tap_is_int(wanted_on(p, today + 1), 3, "three things of a debrief stand on its day");
	tap_is_int(wanted_on(p, today + 2), 1, "the fourth on the next");
	b = block(p, "late-data-1");
	tap_ok(b && b->date == today + 1 && b->start_ms == at(in.zone, "2026-11-26 18:00"), "what cost most at its head");
	tap_is_text(b ? b->todo : NULL, "Late data: say it.", "with what the debrief says");
	tap_ok(block(p, "sql-aloud-1") && strstr(block(p, "sql-aloud-1")->what, ": Fan-out"), "and what it turns on");
	tap_is_text(block(p, "sql-aloud-1")->command, "spar sql try --pattern fan-out --no-run", "it starts that");
	tap_ok(plan_fault(&in, p) == NULL, "and the plan is a sound one");
	/* Done, or pinned elsewhere, it is not asked for again. */
	struct plan_mark marks[] = {{"late-data-1", true, false, in.now_ms - 40 * MINUTE_MS}, {"story-tell-1", false, true, at(in.zone, "2026-11-27 18:00")}};

	in.previous = p;
	in.marks = marks;
	in.mark_count = 2;
	q = make(&in);
	tap_is_int(wanted_on(q, today + 1), 2, "what is ticked or pinned is not laid again");
	tap_ok(block(q, "story-tell-1")->pinned && zone_date(in.zone, block(q, "story-tell-1")->start_ms) == today + 2, "a pinned one stays where it was put");
	in.previous = NULL;
	in.mark_count = 0;
	/* Two days before the interview the next day is the check. */
	in.now_ms = at(in.zone, "2026-11-30 08:00");
	for (size_t i = 0; i < 4; i++)
		w[i].date = zone_date(in.zone, in.now_ms) + 1;
	p = make(&in);
	tap_is_int(wanted_on(p, zone_date(in.zone, in.now_ms) + 1), 0, "the day of the check takes nothing new");
	/* On the day of what is weakest an L4 without clean SQL does no design. */
	in.level = PLAN_L4;
	w[0] = (struct plan_wanted){"design-depth", NULL, 45, "Depth.", "It cost most.", NULL, NULL, zone_date(in.zone, in.now_ms), in.now_ms - DAY_MS};
	w[1].date = w[2].date = w[3].date = zone_date(in.zone, in.now_ms);
	p = make(&in);
	tap_ok(!block(p, "design-depth-1"), "what the decision bars is not laid");
	tap_ok(wanted_on(p, zone_date(in.zone, in.now_ms)) >= 2 && block(p, "sql-aloud-1") && block(p, "story-tell-1"), "the query and the story are");
	/* A week before, what a design showed waits until SQL is through. */
	in = usual(PLAN_L4, PLAN_BOTH);
	in.wanted = w;
	in.wanted_count = 1;
	w[0] = (struct plan_wanted){"late-data", NULL, 30, "Late data: say it.", "It cost most.", NULL, NULL, today + 1, in.now_ms - DAY_MS};
	p = make(&in);
	tap_ok(block(p, "late-data-1") && !strcmp(block(p, "late-data-1")->todo, w[0].todo) && plan_fault(&in, p) == NULL, "an L4's design stands behind the SQL");
}

static void evidence_moves(void)
{
	struct plan_input in = usual(PLAN_L5, PLAN_BOTH);
	struct plan_evidence *e = evidence(&in.evidence_count, true, in.now_ms);
	struct plan *before, *after;
	bool said = false;

	in.evidence = e;
	before = make(&in);
	for (size_t i = 0; i < in.evidence_count; i++)
		if (!strcmp(e[i].id, "fan-out") || !strcmp(e[i].id, "left-join-filter") || !strcmp(e[i].id, "retention")) {
			e[i].attempts += 3;
			e[i].strength = -2;
			e[i].last_ms = in.now_ms;
		}
	in.previous = before;
	after = make(&in);
	tap_ok(after->moved_count > 0, "three patterns failed: the plan moves");
	for (size_t i = 0; i < after->moved_count; i++)
		said |= strstr(after->moved[i].why, "is weak: 0 of 3 since the last plan") != NULL;
	tap_ok(said, "and says why");
	tap_is_text(block(after, "sql-joins-1") ? block(after, "sql-joins-1")->why : NULL,
		    "LEFT JOIN conditions: 4 of 7 attempts passed cold, the last of those yesterday; about 0 % would be left on the day.",
		    "the block's reason has the evidence in it");
	/* What is forgotten weighs more. */
	struct plan_evidence fresh = {.attempts = 3, .successes = 3, .strength = 2, .last_success_ms = in.now_ms};

	tap_ok(plan_recall(&fresh, in.now_ms) == 1 && plan_recall(&fresh, in.now_ms + 4 * DAY_MS) == 0.5 &&
		       plan_recall(&fresh, in.now_ms + 8 * DAY_MS) == 0.25,
	       "half is left after 2^strength days");
	fresh.successes = 0;
	tap_ok(plan_recall(&fresh, in.now_ms) == 0, "what never worked is not remembered");
}

static void changed_inputs(void)
{
	struct plan_input in = usual(PLAN_L5, PLAN_BOTH);
	struct plan *before = make(&in), *after;
	struct plan_exception x = {zone_date(in.zone, in.now_ms) + 1, 0};
	struct plan_mark marks[2] = {{.id = "sql-windows-1", .ticked = true}, {.id = "grain-1", .pinned = true}};
	const struct plan_moved *m;

	in.previous = before;
	in.interview_ms = at(in.zone, "2026-11-26 09:00");
	after = make(&in);
	tap_is_int(after->days_left, 1, "the interview moved to tomorrow");
	tap_ok(minutes_of(after, BLOCK_READY, 0) > 0 && minutes_of(after, BLOCK_SQL, 0) > 0, "one day holds work and the check");
	m = after->moved_count ? &after->moved[0] : NULL;
	tap_ok(m && strstr(m->why, "The interview is on Thu 26 November now"), "and the moves say so");
	in.interview_ms = before->interview_ms;
	in.exceptions = &x;
	in.exception_count = 1;
	after = make(&in);
	tap_ok(minutes_of(after, BLOCK_SQL, x.date) == 0 && strstr(after->days[1].note, "No free time"), "a day that is taken away is empty");
	bool said = false;

	for (size_t i = 0; i < after->moved_count; i++)
		said |= strstr(after->moved[i].why, "has 0 min now instead of 4 h") != NULL;
	tap_ok(said, "and the moves say so");
	in.exception_count = 0;
	in.now_ms = at(in.zone, "2026-11-27 08:00");
	in.marks = marks;
	in.mark_count = 2;
	after = make(&in);
	tap_ok(after->days[0].past && block(after, "sql-windows-1")->ticked && block(after, "sql-windows-1")->date < after->today,
	       "a ticked block stays in its day, which is past");
	tap_ok(block(after, "grain-1")->pinned && block(after, "grain-1")->start_ms == block(before, "grain-1")->start_ms, "a pinned one stays");
	tap_ok(block(after, "sql-windows-2") && block(after, "sql-windows-2")->date >= after->today, "a missed one is taken by the days left");
	said = false;
	for (size_t i = 0; i < after->moved_count; i++)
		said |= strstr(after->moved[i].why, "was not ticked on Wed 25 November") != NULL;
	tap_ok(said, "and the moves say so, without scolding");
}

static void clocks(void)
{
	struct plan_input in = usual(PLAN_L5, PLAN_BOTH);
	struct plan *p;

	/* Two minutes to midnight; the same instant is the next day further east. */
	in.now_ms = at(in.zone, "2026-11-30 23:58");
	p = make(&in);
	tap_ok(p->days_left == 2 && p->days[0].block_count == 0 && strstr(p->days[0].note, "Too late today"), "just before midnight: nothing today");
	in.zone = zone_of("Asia/Kolkata");
	p = make(&in);
	tap_is_int(p->days_left, 1, "the same instant in Kolkata is a day later");
	in.zone = zone_of("Europe/Berlin");
	in.now_ms = at(in.zone, "2026-11-30 00:00");
	tap_is_int(make(&in)->days_left, 2, "midnight itself belongs to the new day");
	in.interview_ms = at(in.zone, "2026-12-02 00:05");
	p = make(&in);
	tap_is_int(p->days[p->day_count - 1].date, p->interview_date - 1, "an interview just after midnight: the evening before is the last day");
	/* The clock goes back on 25 October 2026 and forward on 28 March 2027. */
	in.now_ms = at(in.zone, "2026-10-24 07:00");
	in.interview_ms = at(in.zone, "2026-10-27 09:00");
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = 600;
	in.start_minute = 60;
	p = make(&in);
	tap_ok(!plan_fault(&in, p) && p->days_left == 3, "over the end of summer time");
	in.now_ms = at(in.zone, "2027-03-27 07:00");
	in.interview_ms = at(in.zone, "2027-03-30 09:00");
	p = make(&in);
	tap_ok(!plan_fault(&in, p) && p->days_left == 3, "over its beginning");
	tap_is_int(zone_minute(in.zone, p->days[1].blocks[0].start_ms), 60, "a day still begins when it should");
}

static bool has_note(const struct plan *p, const char *text)
{
	for (size_t i = 0; i < p->note_count; i++)
		if (strstr(p->notes[i], text))
			return true;
	return false;
}

static void bad_input(void)
{
	struct plan_input in = usual(PLAN_L5, PLAN_BOTH);
	struct plan_mark unknown = {.id = "no-such-block-1", .ticked = true};
	struct plan *p;
	struct err err = {0};

	in.interview_ms = in.now_ms - 5 * DAY_MS;
	p = make(&in);
	tap_ok(p->status == PLAN_PAST && p->day_count == 0 && strstr(p->summary, "Set the next date"), "a date in the past");
	in.interview_ms = in.now_ms + 3600000;
	p = make(&in);
	tap_ok(p->status == PLAN_TODAY && p->day_count == 0, "the interview is today: nothing is planned");
	in = usual(PLAN_L5, PLAN_BOTH);
	memset(in.weekday_minutes, 0, sizeof(in.weekday_minutes));
	p = make(&in);
	tap_ok(p->status == PLAN_NO_TIME && has_note(p, "0 hours on every day") && strstr(p->summary, "fifteen minutes"), "0 hours on every day");
	in = usual(PLAN_L5, PLAN_BOTH);
	in.interview_ms = 0;
	p = make(&in);
	tap_ok(p->status == PLAN_NO_DATE && p->days_left == 8 && has_note(p, "spar setup --interview"), "no date: eight days are assumed");
	in.interview_ms = in.now_ms + 60 * DAY_MS;
	p = make(&in);
	tap_ok(p->day_count == PLAN_DAYS_MAX && p->days_left == 60 && has_note(p, "covers the last 21"), "sixty days: the last 21 are planned");
	in = usual(PLAN_L5, PLAN_BOTH);
	in.marks = &unknown;
	in.mark_count = 1;
	tap_ok(has_note(make(&in), "no such block"), "a mark on nothing");
	in = usual(PLAN_L5, PLAN_BOTH);
	in.evidence = evidence(&in.evidence_count, true, in.now_ms - 9 * DAY_MS);
	tap_ok(has_note(make(&in), "Nothing was tried for 10 days"), "a record with a gap");
	in.evidence = evidence(&in.evidence_count, true, in.now_ms + 30 * DAY_MS);
	tap_ok(has_note(make(&in), "in the future"), "a record from the future");
	in.weekday_minutes[3] = 2000;
	p = NULL;
	tap_is_int(plan_make(rules, &in, &arena, &p, &err), ERR_INPUT, "33 hours a day");
	in = usual(PLAN_L5, PLAN_BOTH);
	in.level = (enum plan_level)7;
	tap_is_int(plan_make(rules, &in, &arena, &p, &err), ERR_INPUT, "a level that is none");
}

int main(void)
{
	struct err err = {0};

	arena_init(&kept, 64 << 20);
	arena_init(&arena, 256 << 20);
	if (bank_open(&bank, "content", "amazon-de", &err) || plan_rules_load(&kept, "content", "amazon-de", bank, &rules, NULL, &err))
		tap_show("error", err.text);
	if (!tap_ok(rules != NULL, "the rules"))
		return tap_done();
	random_situations();
	random_decisions();
	the_week();
	all_scales();
	debriefs_ask();
	evidence_moves();
	changed_inputs();
	clocks();
	bad_input();
	bank_free(bank);
	arena_release(&arena);
	arena_release(&kept);
	return tap_done();
}
