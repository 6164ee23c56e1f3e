#include "cli/plan_show.h"

#include "plan/zone.h"

#define MOVED_SHOWN 8

static const char *clock_text(struct cli *cli, const struct zone *z, int64_t at_ms)
{
	int minute = zone_minute(z, at_ms);

	return arena_printf(&cli->arena, "%02d:%02d", minute / 60, minute % 60);
}

static const char *span_text(struct cli *cli, const struct zone *z, const struct plan_block *b)
{
	return arena_printf(&cli->arena, "%s-%s", clock_text(cli, z, b->start_ms), clock_text(cli, z, b->start_ms + b->minutes * 60000LL));
}

static const char *hours_text(struct cli *cli, int minutes)
{
	if (minutes < 60)
		return arena_printf(&cli->arena, "%d min", minutes);
	return minutes % 60 ? arena_printf(&cli->arena, "%d h %d min", minutes / 60, minutes % 60)
			    : arena_printf(&cli->arena, "%d h", minutes / 60);
}

/* What is done was done some time that day; only what is to come has its hours. */
static const char *when_text(struct cli *cli, const struct zone *z, const struct plan_block *b)
{
	return b->ticked ? "done" : span_text(cli, z, b);
}

static const char *mark_text(const struct plan_block *b)
{
	return b->pinned && !b->ticked ? "  pinned" : "";
}

void show_block(struct cli *cli, const struct zone *z, const struct plan_block *b)
{
	struct out *o = &cli->out;

	fprintf(o->file, "  %-11s  ", when_text(cli, z, b));
	out_put(o, STYLE_BOLD, "%s", b->what);
	out_put(o, STYLE_DIM, "  %s%s\n", b->kind == BLOCK_REST ? "" : b->id, mark_text(b));
	if (b->kind == BLOCK_REST || b->ticked)
		return;
	out_wrap(o, STYLE_PLAIN, 15, NULL, b->todo);
	if (b->command)
		fprintf(o->file, "%15s$ %s\n", "", b->command);
	out_wrap(o, STYLE_DIM, 15, NULL, arena_printf(&cli->arena, "Why now: %s", b->why));
}

void show_guide(struct cli *cli, const struct guide *g)
{
	if (!g->title)
		return;
	out_put(&cli->out, STYLE_BOLD, "\n%s\n", g->title);
	out_wrap(&cli->out, STYLE_PLAIN, 2, "  ", g->text);
}

static void show_line(struct cli *cli, const struct zone *z, const struct plan_block *b)
{
	if (b->kind == BLOCK_REST)
		return;
	fprintf(cli->out.file, "  %-11s  %s", when_text(cli, z, b), b->what);
	out_put(&cli->out, STYLE_DIM, "  %s%s\n", b->id, mark_text(b));
}

void show_plan_days(struct cli *cli, const struct keep *k, bool all)
{
	const struct plan *p = k->plan;
	struct out *o = &cli->out;
	int whole = 0;

	for (size_t d = 0; d < p->day_count; d++) {
		const struct plan_day *day = &p->days[d];
		bool full = all || (!day->past && day->block_count && whole < 2);

		fputc('\n', o->file);
		out_put(o, STYLE_BOLD, "%s  %s", date_words(&cli->arena, day->date, false), day->title);
		if (day->block_count)
			out_put(o, STYLE_DIM, "  %s of %s", hours_text(cli, day->used_minutes), hours_text(cli, day->free_minutes));
		fputc('\n', o->file);
		if (day->note)
			out_wrap(o, STYLE_DIM, 2, NULL, day->note);
		whole += full && !day->past;
		for (size_t i = 0; i < day->block_count; i++) {
			if (full && !day->quiet)
				show_block(cli, k->zone, &day->blocks[i]);
			else
				show_line(cli, k->zone, &day->blocks[i]);
		}
	}
}

static const char *where_text(struct cli *cli, const struct plan_moved *m)
{
	struct arena *a = &cli->arena;

	switch (m->change) {
	case CHANGE_MOVED:
		return arena_printf(a, "%s, from %s to %s", m->what, date_words(a, m->from_date, false), date_words(a, m->to_date, false));
	case CHANGE_ADDED:
		return arena_printf(a, "%s, new on %s", m->what, date_words(a, m->to_date, false));
	case CHANGE_DROPPED:
		return arena_printf(a, "%s, no longer planned", m->what);
	case CHANGE_RESIZED:
		break;
	}
	return arena_printf(a, "%s, %d min instead of %d", m->what, m->to_minutes, m->from_minutes);
}

/* Each reason once, with what it moved. */
static void show_moved(struct cli *cli, const struct plan *p, bool all)
{
	bool *done = ARENA_NEW(&cli->arena, bool, p->moved_count + 1);
	struct out *o = &cli->out;
	size_t shown = 0;

	if (p->moved_count)
		out_put(o, STYLE_BOLD, "\nWhat moved since the last plan\n");
	for (size_t i = 0; i < p->moved_count && (all || shown < MOVED_SHOWN); i++) {
		if (done[i])
			continue;
		out_wrap(o, STYLE_PLAIN, 2, NULL, p->moved[i].why);
		for (size_t k = i; k < p->moved_count && (all || shown < MOVED_SHOWN); k++) {
			if (done[k] || strcmp(p->moved[k].why, p->moved[i].why))
				continue;
			done[k] = true;
			shown++;
			out_wrap(o, STYLE_DIM, 4, "  - ", where_text(cli, &p->moved[k]));
		}
	}
	if (shown < p->moved_count)
		fprintf(o->file, "  and %zu more: spar plan --all\n", p->moved_count - shown);
}

void show_plan_head(struct cli *cli, const struct keep *k, bool all)
{
	const struct plan *p = k->plan;
	struct out *o = &cli->out;

	out_wrap(o, STYLE_BOLD, 0, NULL, p->summary);
	if (p->stop) {
		out_put(o, STYLE_BOLD, "\n%s\n", p->stop);
		out_wrap(o, STYLE_PLAIN, 2, "  ", p->stop_text);
	}
	for (size_t i = 0; i < k->warning_count; i++)
		out_wrap(o, STYLE_WRONG, 2, "- ", k->warnings[i]);
	for (size_t i = 0; i < p->note_count; i++)
		out_wrap(o, STYLE_DIM, 2, "- ", p->notes[i]);
	if (p->decision) {
		out_put(o, STYLE_BOLD, "\n%s\n", p->days_left == 1 ? "The one day" : "The day before the last");
		out_wrap(o, STYLE_PLAIN, 2, NULL, p->decision);
	}
	show_moved(cli, p, all);
}

void show_post(struct cli *cli, const struct plan_post *p, bool todo)
{
	static const char *const titles[] = {"Must know", "One hour at most", "Skip"};
	struct out *o = &cli->out;
	int shown = -1;

	for (size_t i = 0; i < p->tool_count; i++) {
		const struct plan_tool *t = &p->tools[i];

		if ((int)t->verdict != shown)
			out_put(o, STYLE_BOLD, "%s%s\n", shown < 0 ? "" : "\n", titles[t->verdict]);
		shown = (int)t->verdict;
		out_wrap(o, STYLE_PLAIN, 4, "  - ", arena_printf(&cli->arena, "%s. %s", t->name, t->why));
		out_wrap(o, STYLE_DIM, 4, NULL, arena_printf(&cli->arena, "\"%s\"", t->text));
		if (todo && t->todo)
			out_wrap(o, STYLE_PLAIN, 4, NULL, t->todo);
	}
}

static void show_notes(struct cli *cli, const char *title, const struct plan_topic_note *notes, size_t n, bool named_only)
{
	struct out *o = &cli->out;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (named_only && !notes[i].named && !notes[i].leans)
			continue;
		if (!any)
			out_put(o, STYLE_BOLD, "\n%s\n", title);
		any = true;
		out_wrap(o, STYLE_PLAIN, 4, "  - ", arena_printf(&cli->arena, "%s. %s", notes[i].name, notes[i].why));
		if (notes[i].named)
			out_wrap(o, STYLE_DIM, 4, NULL, arena_printf(&cli->arena, "\"%s\"", notes[i].text));
	}
}

void show_plan_lists(struct cli *cli, const struct plan *p, bool all)
{
	struct out *o = &cli->out;

	if (p->post.tool_count) {
		fputc('\n', o->file);
		show_post(cli, &p->post, all);
	}
	show_notes(cli, "Leave out", p->sinks, p->sink_count, false);
	show_notes(cli, "Asked whatever the team", p->stakes, all ? p->stake_count : 0, false);
	show_notes(cli, all ? "Depends on the team" : "Depends on the team, and yours may well ask it", p->team, p->team_count, !all);
	if (!all && p->stake_count) {
		fputc('\n', o->file);
		out_wrap(o, STYLE_DIM, 0, NULL, "What is asked whatever the team, and what depends on it: 'spar plan --all'.");
	}
	if (!p->recruiter)
		return;
	out_put(o, STYLE_BOLD, "\nTo the recruiter\n");
	if (all)
		out_verbatim(o, 2, p->recruiter);
	else
		out_wrap(o, STYLE_PLAIN, 2, NULL, "You did not say what the role leans to. 'spar plan --recruiter' prints a short message that asks.");
}
