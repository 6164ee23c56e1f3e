/* The plan as JSON and back, as an iCalendar file, as Markdown and on one page. */
#include "tap.h"

#include <libical/ical.h>

#include "bank/bank.h"
#include "base/json.h"
#include "plan_check.h"

static struct arena arena;
static const struct plan_rules *rules;
static const struct zone *berlin;

static const char post[] = "Requirements: SQL, Python, Iceberg; must have: Snowflake, Airflow.\nNice to have: Tableau, Kafka, Docker \xC3\xA4\xC3\xB6\xC3\xBC, "
			   "and a line that is long enough to be folded more than once in any calendar that there may be \\ ; , in the world.";

static struct plan_input input(void)
{
	static const struct plan_offer offers[] = {{BLOCK_SQL, NULL, "spar sql try", NULL}};
	struct plan_input in = {.zone = berlin, .kind = PLAN_BOTH, .level = PLAN_L5, .start_minute = -1, .offers = offers, .offer_count = 1,
				.post = str_of(post)};

	zone_time_parse(berlin, str_of("2026-11-25 08:00"), &in.now_ms);
	zone_time_parse(berlin, str_of("2026-12-02 09:00"), &in.interview_ms);
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = 240;
	return in;
}

static struct plan *make(const struct plan_input *in)
{
	return plan_made(rules, in, &arena);
}

static void json_round(void)
{
	struct plan_input in = input();
	struct plan *p = make(&in), *back = NULL, *next;
	json_t *j = plan_json(p, berlin);
	const json_t *block = json_array_get(json_get_array(json_array_get(json_get_array(j, "days"), 0), "blocks"), 0);
	struct err err = {0};
	char *text = json_text(j);
	json_t *read = json_parse(str_of(text), &err);

	tap_is_text(json_get_text(block, "start", ""), "18:00", "local times beside the instants");
	tap_is_text(json_get_text(block, "id", ""), "sql-windows-1", "the id of a block");
	tap_is_text(json_get_text(json_get_object(j, "post"), "language", "-"), "English", "the language of the post");
	tap_ok(strlen(text) < 200000, "%zu bytes of JSON", strlen(text));
	tap_is_int(plan_from_json(read, &arena, &back, &err), ERR_OK, "and back");
	tap_is_text(err.text, "", "without a word");
	if (back) {
		in.previous = back;
		next = make(&in);
		tap_is_int((long long)next->moved_count, 0, "nothing moved against the plan that was read back");
		tap_ok(back->day_count == p->day_count && back->made_ms == p->made_ms && back->interview_ms == p->interview_ms, "the same days");
	}
	free(text);
	json_decref(j);
	json_decref(read);
}

static void json_refused(void)
{
	static const char *const bad[] = {
		"[]",
		"{}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\"}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L9\",\"lean\":\"unknown\",\"today\":\"2026-11-25\",\"interview_date\":\"2026-12-02\",\"days\":[]}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\",\"today\":\"2026-11-31\",\"interview_date\":\"2026-12-02\",\"days\":[]}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\",\"today\":\"2026-11-25\",\"interview_date\":\"2026-12-02\",\"days\":[{}]}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\",\"today\":\"2026-11-25\",\"interview_date\":\"2026-12-02\",\"days\":"
		"[{\"date\":\"2026-11-25\",\"blocks\":[{\"id\":\"x-1\",\"kind\":\"sql\",\"topic\":\"x\",\"date\":\"2026-11-25\",\"start_ms\":-4,\"minutes\":5}]}]}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\",\"today\":\"2026-11-25\",\"interview_date\":\"2026-12-02\",\"days\":"
		"[{\"date\":\"2026-11-25\",\"blocks\":[{\"id\":\"x-1\",\"kind\":\"sql\",\"topic\":\"x\",\"date\":\"2026-11-25\",\"start_ms\":1,\"minutes\":99999}]}]}",
		"{\"status\":\"ok\",\"kind\":\"both\",\"level\":\"L5\",\"lean\":\"unknown\",\"today\":\"2026-11-25\",\"interview_date\":\"2026-12-02\",\"days\":[],"
		"\"facts\":[{\"about\":\"nothing\",\"id\":\"x\"}]}",
	};
	int refused = 0;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct err err = {0};
		struct plan *p = NULL;
		json_t *j = json_parse(str_of(bad[i]), &err);
		enum err_code code = plan_from_json(j, &arena, &p, &err);

		if (code != ERR_PARSE && code != ERR_LIMIT)
			printf("# taken: %s\n", bad[i]);
		refused += code == ERR_PARSE || code == ERR_LIMIT;
		json_decref(j);
	}
	tap_is_int(refused, (long long)(sizeof(bad) / sizeof(bad[0])), "plans that are none are refused");
}

/* --- iCalendar ------------------------------------------------------------------------------------------------- */

static void ics_form(const char *ics, size_t n)
{
	size_t line = 0, longest = 0, bad_ends = 0;

	for (size_t i = 0; i < n; i++) {
		if (ics[i] == '\n') {
			bad_ends += i == 0 || ics[i - 1] != '\r';
			longest = line - 1 > longest ? line - 1 : longest;
			line = 0;
		} else {
			line++;
		}
	}
	tap_ok(longest <= 75, "no line is longer than 75 bytes (%zu)", longest);
	tap_is_int((long long)bad_ends, 0, "every line ends with CR LF");
	tap_ok(utf8_valid(ics, n, NULL), "no character is cut");
	tap_ok(!strncmp(ics, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 30) && !strcmp(ics + n - 15, "END:VCALENDAR\r\n"), "one calendar");
}

/* Each event against the block that it came from, as libical reads it. */
static void ics_events(const struct plan *p, const char *ics, size_t events)
{
	icalcomponent *root = icalparser_parse_string(ics);
	size_t found = 0, wrong = 0, alarms = 0;

	tap_ok(root && icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT, "libical reads it");
	if (!root)
		return;
	tap_is_int(icalcomponent_count_errors(root), 0, "without an error");
	tap_ok(icalrestriction_check(root), "and its parts are those that the RFC asks for");
	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++) {
			const struct plan_block *b = &p->days[d].blocks[i];

			for (icalcomponent *e = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT); e;
			     e = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
				const char *uid = icalcomponent_get_uid(e);

				if (strncmp(uid, b->id, strlen(b->id)) || uid[strlen(b->id)] != '-' || strchr(uid, '@') - uid != (long)strlen(b->id) + 17)
					continue;
				found++;
				wrong += (int64_t)icaltime_as_timet(icalcomponent_get_dtstart(e)) * 1000 != b->start_ms;
				wrong += (int64_t)icaltime_as_timet(icalcomponent_get_dtend(e)) * 1000 != b->start_ms + b->minutes * MINUTE_MS;
				wrong += strcmp(icalcomponent_get_summary(e), b->what) != 0;
				wrong += strncmp(icalcomponent_get_description(e), b->todo, strlen(b->todo)) != 0;
				alarms += icalcomponent_get_first_component(e, ICAL_VALARM_COMPONENT) != NULL;
			}
		}
	tap_is_int((long long)found, (long long)events, "an event for every block");
	tap_is_int((long long)alarms, (long long)events, "each with an alarm");
	tap_is_int((long long)wrong, 0, "at its time, with its texts unescaped as they were");
	icalcomponent_free(root);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

static void ics(void)
{
	struct plan_input in = input();
	struct plan *p = make(&in);
	struct plan_block *odd = &p->days[0].blocks[0];
	struct buf one, two;
	size_t events, work = 0;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; i < p->days[d].block_count; i++)
			work += is_work(&p->days[d].blocks[i]);
	odd->what = "Odd; text, with \\ and \xC3\xA4\xC3\xB6\xC3\xBC \xE2\x82\xAC \xF0\x9F\x92\xA1 and a second part that makes the line long enough to be folded";
	odd->todo = "First line.\nSecond: \"a\", 'b'; c\\d.";
	buf_init(&one, 4 << 20);
	buf_init(&two, 4 << 20);
	events = plan_ics(p, "somebody", &one);
	tap_is_int((long long)events, (long long)work, "%zu events: every block but the rests", work);
	tap_is_int((long long)count(buf_text(&one), "BEGIN:VEVENT\r\n"), (long long)events, "and so many stand in the file");
	ics_form(buf_text(&one), one.n);
	ics_events(p, buf_text(&one), events);
	plan_ics(p, "somebody", &two);
	tap_is_text(buf_text(&one), buf_text(&two), "the same plan, the same file");
	buf_reset(&two);
	plan_ics(p, "somebody else", &two);
	tap_ok(strcmp(buf_text(&one), buf_text(&two)) != 0, "another record has other UIDs");
	p->days[0].blocks[1].ticked = true;
	odd->what = "Bad \xFF bytes\x01 and\r\nlines";
	buf_reset(&two);
	tap_is_int((long long)plan_ics(p, "somebody", &two), (long long)events - 1, "what is ticked is left out");
	ics_form(buf_text(&two), two.n);
	p->day_count = 0;
	buf_reset(&two);
	tap_ok(plan_ics(p, "somebody", &two) == 0 && two.n == 0, "without a block there is no calendar");
	buf_release(&one);
	buf_release(&two);
}

/* --- where nothing is to be done ------------------------------------------------------------------------------------ */

static int open_blocks(const struct plan *p, int from, int until)
{
	int n = 0;

	for (size_t d = 0; d < p->day_count; d++)
		for (size_t i = 0; p->days[d].date >= from && p->days[d].date < until && i < p->days[d].block_count; i++)
			n += !p->days[d].blocks[i].ticked && !p->days[d].blocks[i].pinned;
	return n;
}

static void stop(void)
{
	struct plan_input in = input();
	struct plan *p = make(&in), *all = make(&in);
	struct plan_stop how = {"Stop", "Both gates hold.", "Nothing more today.", "Nothing until then.", p->today + 3};
	int later = open_blocks(p, p->today + 3, p->interview_date);
	const char *ticked = p->days[0].blocks[0].id, *pinned = p->days[0].blocks[1].id, *gone = p->days[0].blocks[2].id;
	struct buf b;
	char *text;
	json_t *j;

	p->days[0].blocks[0].ticked = true;
	p->days[0].blocks[1].pinned = true;
	plan_stop(rules, p, &how, &arena);
	tap_ok(later > 0 && open_blocks(all, p->today, p->today + 3) > 6, "a week of work");
	tap_is_int(open_blocks(p, p->today, p->today + 3), 0, "of which nothing is left for today and the days until then");
	tap_is_int(open_blocks(p, p->today + 3, p->interview_date), later, "and all of it behind them");
	tap_is_int((long long)p->days[0].block_count, 2, "what was ticked and pinned stands");
	tap_ok(!strcmp(p->days[0].blocks[0].id, ticked) && !strcmp(p->days[0].blocks[1].id, pinned), "where it stood");
	tap_is_int(p->days[0].used_minutes, p->days[0].blocks[0].minutes + p->days[0].blocks[1].minutes + 10, "the day's minutes are theirs, and the break");
	tap_is_text(p->days[0].note, "Nothing more today. What you pinned stays.", "today says so");
	tap_is_text(p->days[1].note, "Nothing until then.", "and so does a later day");
	tap_is_text(p->days[1].title, "Nothing planned", "in its title too");
	tap_ok(p->days[3].note == all->days[3].note && !p->days[3].quiet && p->days[2].quiet, "the first day with work is as it was");
	tap_is_text(p->summary, "7 days until phone screen and loop on Wed 2 December.", "no sum of work is told");
	tap_ok(p->technical_minutes + p->behavioural_minutes < all->technical_minutes + all->behavioural_minutes, "nor counted");
	tap_ok(p->decision && !strcmp(p->decision, all->decision), "the day before the last is decided as before");

	j = plan_json(p, berlin);
	tap_is_text(json_get_text(json_get_object(j, "stop"), "text", ""), "Both gates hold.", "JSON says why");
	tap_ok(json_get_bool(json_array_get(json_get_array(j, "days"), 0), "quiet", false), "and which days are quiet");
	json_decref(j);
	j = plan_json(all, berlin);
	tap_ok(json_is_null(json_object_get(j, "stop")), "and nothing where there is work");
	json_decref(j);
	buf_init(&b, 4 << 20);
	plan_markdown(p, berlin, &b);
	text = strstr(buf_text(&b), "## Thu 26");
	tap_ok(strstr(buf_text(&b), "**Stop.** Both gates hold.") && text, "Markdown says stop");
	*text = '\0';
	tap_ok(strstr(buf_text(&b), ticked) && strstr(buf_text(&b), pinned) && !strstr(buf_text(&b), gone), "lists what was ticked and pinned");
	tap_ok(!strstr(buf_text(&b), "Why now"), "and urges to nothing");
	buf_reset(&b);
	plan_page(p, berlin, &b);
	tap_ok(strstr(buf_text(&b), "Stop. Both gates hold.") != NULL, "the page as well");
	buf_reset(&b);
	tap_is_int((long long)plan_ics(p, "somebody", &b), later + 1, "the calendar has what is pinned, and the later days");
	tap_is_int((long long)count(buf_text(&b), "BEGIN:VALARM"), later, "and calls nobody to the first");
	ics_form(buf_text(&b), b.n);

	/* All of it, the day that is decided about as well. */
	how = (struct plan_stop){"Stop", "T", NULL, NULL, all->interview_date};
	plan_stop(rules, all, &how, &arena);
	tap_is_int(open_blocks(all, all->today, all->interview_date), 0, "until the interview: nothing at all");
	tap_ok(!all->decision && !all->days[0].note, "then nothing is decided either");
	buf_reset(&b);
	tap_is_int((long long)plan_ics(all, "somebody", &b), 0, "and there is no calendar");
	buf_release(&b);
}

/* --- for people ---------------------------------------------------------------------------------------------------- */

static void markdown(void)
{
	struct plan_input in = input();
	struct plan *p = make(&in);
	struct buf b;

	buf_init(&b, 4 << 20);
	plan_markdown(p, berlin, &b);
	tap_ok(strstr(buf_text(&b), "## Wed 25 November: ") != NULL, "a heading for each day");
	tap_ok(strstr(buf_text(&b), "- [ ] 18:00-") != NULL, "a box to tick for each block");
	tap_ok(strstr(buf_text(&b), "### Must know") && strstr(buf_text(&b), "### Skip"), "the tools of the post");
	tap_ok(strstr(buf_text(&b), "## To the recruiter") != NULL, "the message");
	tap_ok(strstr(buf_text(&b), "  Start: `spar sql try`") != NULL, "how a block starts");
	tap_ok(b.code == ERR_OK && utf8_valid(buf_text(&b), b.n, NULL), "valid text");
	buf_release(&b);
}

/* How many blocks a line of the page stands for. */
static int page_blocks(struct str line)
{
	int n = 0;

	for (size_t i = 0; i < line.n; i++) {
		struct str rest = {line.p + i, line.n - i};

		if (line.p[i] < '0' || line.p[i] > '9') {
			n = 0;
			continue;
		}
		n = 10 * n + (line.p[i] - '0');
		rest.p++, rest.n--;
		if (str_starts(rest, " block") || str_starts(rest, " more in the app"))
			return n;
	}
	return str_starts(line, "  [");
}

static void page(void)
{
	struct rng r;
	int too_long = 0, too_wide = 0, no_days = 0, uncounted = 0, folded = 0;

	rng_init(&r, 3);
	for (int i = 0; i < 400; i++) {
		struct plan_input in = input();
		struct plan *p;
		struct str rest, line;
		struct buf b;
		int lines = 0, blocks = 0;

		in.interview_ms = in.now_ms + (int64_t)(1 + rng_below(&r, 21)) * DAY_MS;
		in.level = (enum plan_level)rng_below(&r, PLAN_LEVELS);
		for (int k = 0; k < 7; k++)
			in.weekday_minutes[k] = (int)rng_below(&r, i % 2 ? 64 : 40) * 15;
		p = make(&in);
		if (i % 4 == 0)
			plan_stop(rules, p, &(struct plan_stop){"Stop", "A text that is as long as those of the gates are, so that it takes more than one line of the page.",
								"N", "L", p->today + (int)rng_below(&r, 9)}, &arena);
		buf_init(&b, 1 << 20);
		plan_page(p, berlin, &b);
		rest = (struct str){buf_text(&b), b.n};
		while (str_next_line(&rest, &line)) {
			lines++;
			too_wide += utf8_columns(line.p, line.n) > PLAN_PAGE_COLUMNS;
			blocks += page_blocks(line);
		}
		too_long += lines > PLAN_PAGE_LINES;
		for (size_t d = 0; d < p->day_count; d++) {
			no_days += !strstr(buf_text(&b), date_words(&arena, p->days[d].date, false));
			for (size_t k = 0; k < p->days[d].block_count; k++)
				blocks -= p->days[d].blocks[k].kind != BLOCK_REST;
		}
		uncounted += blocks != 0;
		folded += strstr(buf_text(&b), " more in the app") != NULL;
		buf_release(&b);
	}
	tap_is_int(too_long, 0, "one page is one page");
	tap_is_int(too_wide, 0, "and never wider than one");
	tap_is_int(no_days, 0, "with every day on it");
	tap_is_int(uncounted, 0, "and every block on it or counted");
	tap_ok(folded > 0, "where some were only counted");
}

int main(void)
{
	struct bank *bank = NULL;
	struct err err = {0};

	arena_init(&arena, 1 << 30);
	if (zone_load(&arena, "Europe/Berlin", &berlin, &err) || bank_open(&bank, "content", "amazon-de", &err) ||
	    plan_rules_load(&arena, "content", "amazon-de", bank, &rules, NULL, &err))
		tap_show("error", err.text);
	if (!tap_ok(rules != NULL, "the rules"))
		return tap_done();
	json_round();
	json_refused();
	ics();
	stop();
	markdown();
	page();
	bank_free(bank);
	arena_release(&arena);
	icaltimezone_free_builtin_timezones();
	return tap_done();
}
