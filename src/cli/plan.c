/* spar plan: what to do on each day, for how long, and why now. */
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/plan_show.h"
#include "cli/planned.h"

#define EXPORT_MAX_BYTES (16u << 20)
#define POST_FILE_MAX_BYTES (16u << 20)

static const struct option options[] = {
	{"all", NULL, VALUE_NONE, "every day in full, and every list"},
	{"json", NULL, VALUE_NONE, "the plan as one line of JSON"},
	{"ics", NULL, VALUE_NONE, "as an iCalendar file, on standard output or into FILE"},
	{"markdown", NULL, VALUE_NONE, "as Markdown, likewise"},
	{"page", NULL, VALUE_NONE, "on one page of plain text, likewise"},
	{"recruiter", NULL, VALUE_NONE, "the message to the recruiter"},
	{"tick", "ID", VALUE_TEXT, "this block is done"},
	{"untick", "ID", VALUE_TEXT, "it is not"},
	{"pin", "ID", VALUE_TEXT, "this block stays where it is"},
	{"unpin", "ID", VALUE_TEXT, "it may move again"},
	{"move", "ID", VALUE_TEXT, "pin this block to WHEN: 18:30 or \"2026-11-28 18:30\""},
	{"undo", NULL, VALUE_NONE, "take back the last tick, pin or move"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static const char *const ways[] = {"json", "ics", "markdown", "page", "recruiter", "tick", "untick", "pin", "unpin", "move", "undo"};

/* The one thing that is asked for; NULL: to show the plan. */
static enum err_code way_of(const struct args *args, const char **way, struct err *err)
{
	*way = NULL;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!args_value(args, ways[i]))
			continue;
		if (*way)
			return err_set(err, ERR_USAGE, "'--%s' and '--%s' cannot go together", *way, ways[i]);
		*way = ways[i];
	}
	return ERR_OK;
}

static enum err_code open_plan(struct cli *cli, struct keep *k, struct err *err)
{
	enum err_code code = cli_plan(cli, k, err);

	cli->lost |= !code && k->lost;
	return code;
}

/* As it is shown: when nothing is to be done, it offers nothing. Marks are put on the plan as it was made. */
static void shown(struct cli *cli, struct keep *k)
{
	struct guide g;

	guide_shown(cli->bank, cli->store, k, &cli->arena, &g);
}

/* Rules that cannot be read: every place at once, for those who write them. */
static int fail(struct cli *cli, const struct err *err)
{
	struct plan_issues issues = {NULL, 0};
	const struct plan_rules *rules = NULL;
	struct err again = {0};

	if (err->code == ERR_CONTENT && plan_rules_load(&cli->arena, NULL, NULL, cli->bank, &rules, &issues, &again))
		for (size_t i = 1; i < issues.n; i++) {
			err_set(&again, ERR_CONTENT, "%s", issues.p[i]);
			cli_fail(&again);
		}
	return cli_fail(err);
}

static enum err_code find_block(const struct keep *k, const char *id, const struct plan_block **b, struct err *err)
{
	const char *near = NULL;

	*b = keep_block(k->plan, id, &near);
	if (*b)
		return ERR_OK;
	return near ? err_set(err, ERR_MISSING, "no block '%.80s' in the plan, did you mean '%s'?", id, near)
		    : err_set(err, ERR_MISSING, "no block '%.80s' in the plan; 'spar plan' shows their names", id);
}

/* "18:30" on the day where the block is, or a whole date and time. */
static enum err_code when_of(const struct keep *k, const struct plan_block *b, const char *text, int64_t *start_ms, struct err *err)
{
	char whole[40], date[DATE_TEXT_SIZE];

	if (zone_time_parse(k->zone, str_of(text), start_ms))
		return ERR_OK;
	snprintf(whole, sizeof(whole), "%s %.8s", date_format(b->date, date), text);
	if (strlen(text) == 5 && zone_time_parse(k->zone, str_of(whole), start_ms))
		return ERR_OK;
	return err_set(err, ERR_USAGE, "'%.40s' is no time; write it as 18:30 or as \"2026-11-28 18:30\"", text);
}

static enum err_code mark(struct cli *cli, const struct args *args, const struct keep *k, const char *way, struct err *err)
{
	int64_t now_ms = clock_now_ms(), start_ms = 0;
	const struct plan_block *b = NULL;
	const char *id = args_value(args, way);
	enum err_code code;

	if (!cli->store)
		return err_set(err, ERR_IO, "there is no record, so nothing can be marked in it");
	if (!strcmp(way, "undo")) {
		if (!(code = keep_undo(cli->store, &cli->arena, &id, err)))
			fprintf(cli->out.file, "Taken back: the last mark of %s.\n", id);
		return code;
	}
	if ((code = find_block(k, id, &b, err)))
		return code;
	if (!strcmp(way, "tick") || !strcmp(way, "untick"))
		return keep_tick(cli->store, b, way[0] == 't', now_ms, err);
	if (!strcmp(way, "move")) {
		if (args->count != 1)
			return err_set(err, ERR_USAGE, "'--move %.80s' needs a time behind it: 18:30 or \"2026-11-28 18:30\"", id);
		if ((code = when_of(k, b, args->p[0], &start_ms, err)))
			return code;
	}
	return keep_pin(cli->store, k, b, strcmp(way, "unpin") != 0, start_ms, now_ms, err);
}

/* What is exported goes to standard output, or into a file that is then named. */
static enum err_code export_to(struct cli *cli, const struct args *args, const char *way, const struct buf *text, struct err *err)
{
	enum err_code code = buf_check(text, err);

	if (code)
		return code;
	if (!args->count) {
		fwrite(buf_text(text), 1, text->n, cli->out.file);
		return ERR_OK;
	}
	code = fs_write(args->p[0], (struct str){buf_text(text), text->n}, 0600, err);
	if (!code)
		fprintf(cli->out.file, "Written: %s (%s)\n", args->p[0], way);
	return code;
}

static enum err_code export(struct cli *cli, const struct args *args, const struct keep *k, const char *way, struct err *err)
{
	enum err_code code = ERR_OK;
	struct buf b;
	json_t *json;
	char *text;

	buf_init(&b, EXPORT_MAX_BYTES);
	if (!strcmp(way, "json")) {
		json = plan_json(k->plan, k->zone);
		text = json_text(json);
		buf_addf(&b, "%s\n", text ? text : "{}");
		free(text);
		json_decref(json);
	} else if (!strcmp(way, "ics")) {
		if (!plan_ics(k->plan, cli->store ? store_path(cli->store) : "", &b))
			code = err_set(err, ERR_MISSING, "there is no block to put into a calendar: %.200s", k->plan->summary);
	} else if (!strcmp(way, "markdown")) {
		plan_markdown(k->plan, k->zone, &b);
	} else if (!strcmp(way, "page")) {
		plan_page(k->plan, k->zone, &b);
	} else if (k->plan->recruiter) {
		buf_addf(&b, "%s\n", k->plan->recruiter);
	} else {
		code = err_set(err, ERR_MISSING, "you said what the role leans to ('%s'), so there is nothing to ask", plan_lean_name(k->in.lean));
	}
	if (!code)
		code = export_to(cli, args, way, &b, err);
	buf_release(&b);
	return code;
}

static void show(struct cli *cli, const struct keep *k, bool all)
{
	show_plan_head(cli, k, all);
	show_plan_days(cli, k, all);
	show_plan_lists(cli, k->plan, all);
}

static int cmd_plan(struct cli *cli, const struct args *args)
{
	const char *way = NULL;
	struct keep k;
	struct err err = {0};
	bool marks;

	if (way_of(args, &way, &err))
		return cli_fail(&err);
	marks = way && (strstr("tick untick pin unpin move undo", way) != NULL);
	if (args->count && (!way || (marks && strcmp(way, "move")))) {
		err_set(&err, ERR_USAGE, "'%.80s' is one argument too many for 'spar plan'", args->p[0]);
		return cli_fail(&err);
	}
	if (open_plan(cli, &k, &err))
		return fail(cli, &err);
	if (!marks)
		shown(cli, &k);
	if (!way) {
		show(cli, &k, args_flag(args, "all"));
		return cli_status(cli, 0);
	}
	if (!marks)
		return export(cli, args, &k, way, &err) ? cli_fail(&err) : cli_status(cli, 0);
	if (mark(cli, args, &k, way, &err) || open_plan(cli, &k, &err))
		return cli_fail(&err);
	shown(cli, &k);
	show_plan_head(cli, &k, false);
	show_plan_days(cli, &k, false);
	return cli_status(cli, 0);
}

const struct command command_plan = {
	.name = "plan",
	.run = cmd_plan,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "what to do on each day until the interview, and why now",
	.arguments = "[FILE|WHEN]",
	.max_args = 1,
	.arg_kind = VALUE_FILE,
	.options = options,
	.details = "The plan is made anew each time from what you set ('spar setup') and from everything that is recorded. What you tick or pin "
		   "stays where it is; the rest finds its place in the days that are left, and what moved says why.\n\n"
		   "Today and the next day are shown in full, the others in a line each.",
	.examples = "spar plan\n"
		    "spar plan --tick sql-windows-1\n"
		    "spar plan --move story-tell-1 \"2026-11-28 18:30\"\n"
		    "spar plan --ics week.ics\n"
		    "spar plan --page | lp\n",
};

/* --- spar plan post ---------------------------------------------------------------------------------------------- */

static const struct option post_options[] = {
	{"level", "L", VALUE_TEXT, "L4, L5 or L6+, instead of the one that is set"},
	{"json", NULL, VALUE_NONE, "as one line of JSON, each quote with its place in bytes"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static void put_post_json(struct cli *cli, const struct plan_post *p)
{
	json_t *json = plan_post_json(p);
	char *text = json_text(json);

	fprintf(cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(json);
}

static void put_post(struct cli *cli, const struct plan_post *p)
{
	struct out *o = &cli->out;

	if (p->empty)
		fputs("There is no word in it.\n", o->file);
	if (p->cut)
		out_wrap(o, STYLE_DIM, 0, NULL, arena_printf(&cli->arena, "It is longer than %u kB; what stands behind was not read.", PLAN_POST_MAX_BYTES >> 10));
	if (p->foreign)
		out_wrap(o, STYLE_DIM, 0, NULL, "It is in none of the languages that Spar reads. Tools are found by their names, and nobody can say how much each "
			 "is wanted. A translation does better.\n");
	else if (!p->empty && !p->tool_count)
		fputs("It names no tool that Spar knows.\n", o->file);
	show_post(cli, p, true);
	if (p->lean != PLAN_UNKNOWN)
		out_wrap(o, STYLE_PLAIN, 0, NULL, arena_printf(&cli->arena, "\n\nThe role leans to %s, by %d sentences; one of them: \"%s\"", plan_lean_name(p->lean),
							       p->lean_sentences, p->lean_text));
}

static int cmd_plan_post(struct cli *cli, const struct args *args)
{
	const char *level_text = args_value(args, "level");
	const struct plan_rules *rules = NULL;
	enum plan_level level = PLAN_L5;
	json_t *set = NULL;
	struct plan_post post;
	struct err err = {0};
	struct buf b;

	if (keep_settings(cli->store, &set, &err))
		return cli_fail(&err);
	plan_level_find(json_get_text(set, "level", "L5"), &level);
	json_decref(set);
	if (level_text && !plan_level_find(level_text, &level)) {
		err_set(&err, ERR_USAGE, "'%.40s' is no level; it is L4, L5 or L6+", level_text);
		return cli_fail(&err);
	}
	buf_init(&b, POST_FILE_MAX_BYTES);
	if (plan_rules_load(&cli->arena, NULL, NULL, cli->bank, &rules, NULL, &err) ||
	    fs_read(args->count ? args->p[0] : "-", POST_FILE_MAX_BYTES, &b, &err)) {
		buf_release(&b);
		return cli_fail(&err);
	}
	plan_post_read(rules, (struct str){buf_text(&b), b.n}, level, &cli->arena, &post);
	if (args_flag(args, "json"))
		put_post_json(cli, &post);
	else
		put_post(cli, &post);
	buf_release(&b);
	return cli_status(cli, 0);
}

const struct command command_plan_post = {
	.name = "plan post",
	.run = cmd_plan_post,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "what a job post asks for: must know, one hour, skip",
	.arguments = "[FILE]",
	.max_args = 1,
	.arg_kind = VALUE_FILE,
	.options = post_options,
	.details = "Each tool that the post names, with the sentence that decides about it. Without FILE standard input is read. 'spar setup --post FILE' "
		   "keeps a post for the plan.",
	.examples = "spar plan post post.txt\n"
		    "spar plan post --level L4 <post.txt\n",
};
