/* The plan as Markdown, and as one page of plain text. */
#include "plan/plan_int.h"

static const char *clock_text(const struct zone *z, int64_t at_ms, char out[8])
{
	int minute = zone_minute(z, at_ms);

	snprintf(out, 8, "%02d:%02d", minute / 60 % 24, minute % 60);
	return out;
}

/* One line of Markdown: line ends as blanks, what would start markup escaped. */
static void add_md(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (strchr("\\`*_[]<>|#", *s))
			buf_addc(out, '\\');
		buf_addc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
	}
}

static void md_block(struct buf *out, const struct plan_block *b, const struct zone *z, bool why)
{
	char from[8], to[8];

	buf_addf(out, "- [%c] %s-%s **", b->ticked ? 'x' : ' ', clock_text(z, b->start_ms, from),
		 clock_text(z, b->start_ms + b->minutes * 60000LL, to));
	add_md(out, b->what);
	buf_addf(out, "** (%d min%s) `%s`\n", b->minutes, b->pinned ? ", pinned" : "", b->id);
	if (b->kind == BLOCK_REST)
		return;
	buf_adds(out, "  ");
	add_md(out, b->todo);
	if (b->command)
		buf_addf(out, "\n  Start: `%s`", b->command);
	if (why) {
		buf_adds(out, "\n  *Why now:* ");
		add_md(out, b->why);
	}
	buf_addc(out, '\n');
}

static void md_days(const struct plan *p, const struct zone *z, struct arena *a, struct buf *out)
{
	for (size_t d = 0; d < p->day_count; d++) {
		const struct plan_day *day = &p->days[d];

		buf_addf(out, "## %s: %s\n\n", date_words(a, day->date, false), day->title);
		if (day->note)
			buf_addf(out, "%s\n\n", day->note);
		for (size_t i = 0; i < day->block_count; i++)
			md_block(out, &day->blocks[i], z, !day->quiet);
		if (day->block_count)
			buf_adds(out, "\n");
	}
}

static void md_tools(const struct plan_post *post, struct buf *out)
{
	static const char *const titles[] = {"Must know", "One hour at most", "Skip"};

	for (int v = TOOL_MUST; v <= TOOL_SKIP; v++) {
		bool any = false;

		for (size_t i = 0; i < post->tool_count; i++) {
			const struct plan_tool *t = &post->tools[i];

			if ((int)t->verdict != v)
				continue;
			if (!any)
				buf_addf(out, "### %s\n\n", titles[v]);
			any = true;
			buf_adds(out, "- **");
			add_md(out, t->name);
			buf_adds(out, "**: ");
			add_md(out, t->why);
			if (t->todo) {
				buf_addc(out, ' ');
				add_md(out, t->todo);
			}
			buf_adds(out, "\n  > ");
			add_md(out, t->text);
			buf_addc(out, '\n');
		}
		if (any)
			buf_addc(out, '\n');
	}
}

static void md_notes(const char *title, const struct plan_topic_note *notes, size_t n, struct buf *out)
{
	if (n)
		buf_addf(out, "## %s\n\n", title);
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, "- **");
		add_md(out, notes[i].name);
		buf_adds(out, "**: ");
		add_md(out, notes[i].why);
		if (notes[i].named) {
			buf_adds(out, "\n  > ");
			add_md(out, notes[i].text);
		}
		buf_addc(out, '\n');
	}
	if (n)
		buf_addc(out, '\n');
}

void plan_markdown(const struct plan *p, const struct zone *z, struct buf *out)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	buf_addf(out, "# The plan\n\n%s\n\n", p->summary);
	if (p->stop)
		buf_addf(out, "**%s.** %s\n\n", p->stop, p->stop_text);
	for (size_t i = 0; i < p->note_count; i++) {
		buf_adds(out, "- ");
		add_md(out, p->notes[i]);
		buf_addc(out, '\n');
	}
	buf_adds(out, p->note_count ? "\n" : "");
	if (p->decision)
		buf_addf(out, "**%s.** %s\n\n", p->days_left == 1 ? "The one day" : "The day before the last", p->decision);
	if (p->moved_count)
		buf_adds(out, "## What moved\n\n");
	for (size_t i = 0; i < p->moved_count; i++) {
		buf_addf(out, "- %s: ", plan_change_name(p->moved[i].change));
		add_md(out, p->moved[i].what);
		buf_adds(out, ". ");
		add_md(out, p->moved[i].why);
		buf_addc(out, '\n');
	}
	buf_adds(out, p->moved_count ? "\n" : "");
	md_days(p, z, &a, out);
	if (p->post.tool_count) {
		buf_adds(out, "## The tools of the job post\n\n");
		md_tools(&p->post, out);
	}
	md_notes("What to leave out", p->sinks, p->sink_count, out);
	md_notes("Asked whatever the team", p->stakes, p->stake_count, out);
	md_notes("Depends on the team", p->team, p->team_count, out);
	if (p->recruiter)
		buf_addf(out, "## To the recruiter\n\n```\n%s\n```\n", p->recruiter);
	arena_release(&a);
}

/* --- one page ------------------------------------------------------------------------------------------------ */

struct page {
	struct buf *out;
	int lines;
	int last;                  /* lines that may be used */
};

/* One line, cut at the width of the page with "..." and never inside a character. */
static void page_line(struct page *p, const char *s)
{
	size_t n = strlen(s), cut = 0;

	if (p->lines >= p->last)
		return;
	if (utf8_columns(s, n) > PLAN_PAGE_COLUMNS) {
		for (size_t i = 0; i < n;) {
			unsigned code;

			i += utf8_next(s + i, n - i, &code);
			if (utf8_columns(s, i) > PLAN_PAGE_COLUMNS - 3)
				break;
			cut = i;
		}
		buf_add(p->out, s, cut);
		buf_adds(p->out, "...\n");
	} else {
		buf_addf(p->out, "%s\n", s);
	}
	p->lines++;
}

/* A text in lines of the page's width behind indent; most lines, the last one cut. */
static void page_text(struct page *p, struct arena *a, const char *indent, const char *text, int most)
{
	size_t room = PLAN_PAGE_COLUMNS - strlen(indent);

	while (*text && most-- > 0) {
		size_t n = strcspn(text, "\n"), fit = 0;

		for (size_t i = 0; most > 0 && i < n;) {
			size_t word = i + strcspn(text + i, " \n");

			if (utf8_columns(text, word) > room)
				break;
			fit = word;
			i = word + (text[word] == ' ');
			if (word == n)
				break;
		}
		if (!fit)
			fit = n;
		page_line(p, arena_printf(a, "%s%.*s", indent, (int)fit, text));
		text += fit;
		while (*text == ' ' || *text == '\n')
			text++;
	}
}

/* The names of the tools with this verdict on one line. */
static void page_tools(struct page *p, struct arena *a, const struct plan_post *post, enum tool_verdict verdict, const char *title)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, 8192);
	for (size_t i = 0; i < post->tool_count; i++)
		if (post->tools[i].verdict == verdict)
			buf_addf(&b, "%s%s", n++ ? ", " : "", post->tools[i].name);
	if (n)
		page_text(p, a, "", arena_printf(a, "%s: %s", title, buf_text(&b)), 2);
	buf_release(&b);
}

static int blocks_of(const struct plan_day *d)
{
	int n = 0;

	for (size_t i = 0; i < d->block_count; i++)
		n += d->blocks[i].kind != BLOCK_REST;
	return n;
}

/* A day with a line for each block; with less room as many as there is room for, and the others are counted. */
static void page_day(struct page *p, struct arena *a, const struct plan_day *d, const struct zone *z, int room)
{
	int all = blocks_of(d), left = all;
	char at[8];
	/* One line for the count; a day of which only one or two would stand there is a line alone. */
	int shown = all <= room ? all : room < 3 ? 0 : room - 1;
	/* The number stands before the title, which may be cut. */
	const char *count = shown || !all ? "" : arena_printf(a, "%d block%s: ", all, all == 1 ? "" : "s");

	page_line(p, arena_printf(a, "%s  %s%s%s", date_words(a, d->date, false), count, d->title,
				  d->block_count ? arena_printf(a, ", %s", minutes_words(a, d->used_minutes)) : ""));
	for (size_t i = 0; i < d->block_count && all - left < shown; i++) {
		const struct plan_block *b = &d->blocks[i];

		if (b->kind == BLOCK_REST)
			continue;
		page_line(p, arena_printf(a, "  [%c] %s %2d min  %s%s", b->ticked ? 'x' : ' ', clock_text(z, b->start_ms, at), b->minutes,
					  b->what, b->pinned ? " (pinned)" : ""));
		left--;
	}
	if (shown && left)
		page_line(p, arena_printf(a, "  and %d more in the app", left));
}

/* Days that are over, in one line. */
static void page_past(struct page *page, struct arena *a, const struct plan *p)
{
	int days = 0, all = 0, done = 0;

	for (size_t i = 0; i < p->day_count; i++) {
		days += p->days[i].past;
		for (size_t k = 0; p->days[i].past && k < p->days[i].block_count; k++) {
			all += p->days[i].blocks[k].kind != BLOCK_REST;
			done += p->days[i].blocks[k].kind != BLOCK_REST && p->days[i].blocks[k].ticked;
		}
	}
	if (all)
		page_line(page, arena_printf(a, "%d day%s before today: %d of %d block%s done, listed in the app", days, days == 1 ? "" : "s",
					     done, all, all == 1 ? "" : "s"));
}

static void page_sinks(struct page *page, struct arena *a, const struct plan *p)
{
	struct buf b;

	buf_init(&b, 16384);
	for (size_t i = 0; i < p->sink_count; i++)
		buf_addf(&b, "%s%s", i ? "; " : "Leave out: ", p->sinks[i].name);
	if (p->sink_count)
		page_text(page, a, "", buf_text(&b), 6);
	buf_release(&b);
}

void plan_page(const struct plan *p, const struct zone *z, struct buf *out)
{
	struct page page = {out, 0, PLAN_PAGE_LINES};
	int days = 0, needed = 0;
	struct arena a;

	arena_init(&a, 1 << 20);
	page_text(&page, &a, "", p->summary, 3);
	if (p->stop)
		page_text(&page, &a, "", arena_printf(&a, "%s. %s", p->stop, p->stop_text), 6);
	if (p->decision)
		page_text(&page, &a, "", p->decision, 4);
	page_line(&page, "");
	/* Room at the foot for what to skip. */
	page.last = PLAN_PAGE_LINES - 14;
	for (size_t i = 0; i < p->day_count; i++)
		if (!p->days[i].past) {
			days++;
			needed += 1 + blocks_of(&p->days[i]);
		}
	page_past(&page, &a, p);
	bool fits = needed <= page.last - page.lines;

	for (size_t i = 0; i < p->day_count; i++) {
		if (p->days[i].past)
			continue;
		/* The next days whole, as long as each later one keeps its line. */
		page_day(&page, &a, &p->days[i], z, fits ? needed : page.last - page.lines - days);
		days--;
	}
	page.last = PLAN_PAGE_LINES;
	page_line(&page, fits ? "" : "Of a day with only a number, the app lists the blocks.");
	page_tools(&page, &a, &p->post, TOOL_MUST, "Must know");
	page_tools(&page, &a, &p->post, TOOL_HOUR, "One hour at most");
	page_tools(&page, &a, &p->post, TOOL_SKIP, "Skip");
	page_sinks(&page, &a, p);
	arena_release(&a);
}
