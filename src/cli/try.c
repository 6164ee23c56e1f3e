/* spar sql try: a drill, on a terminal or with a query from a file or a pipe. */
#include "bank/suggest.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/rng.h"
#include "cli/commands.h"
#include "cli/drill.h"
#include "cli/editor.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/submit.h"
#include "practice/choose.h"

static const struct option options[] = {
	{"variant", "V", VALUE_VARIANT, "this variant; without it one that was never seen is preferred, for a query from a file the first"},
	{"pattern", "P", VALUE_TEXT, "an exercise on this pattern, or on one of several with commas between them"},
	{"no-run", NULL, VALUE_NONE, "without running on the sample, as on the phone"},
	{"minutes", "N", VALUE_TEXT, "time on the clock, 1 to 240; more than the exercise gives does not make it cold"},
	{"file", "F", VALUE_FILE, "judge the query in this file and end; - is standard input"},
	{"json", NULL, VALUE_NONE, "the verdict as one line of JSON, for a query from a file or standard input"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* A variant of this exercise that was never seen, else the first. */
static const struct bank_variant *unseen_variant(struct cli *cli, const struct bank_exercise *ex)
{
	struct err err = {0};

	for (size_t i = 0; cli->store && i < ex->variant_count; i++) {
		bool seen = false;

		if (!store_seen(cli->store, bank_subject(cli->bank, ex, &ex->variants[i], &cli->arena), &seen, &err) && !seen)
			return &ex->variants[i];
	}
	return &ex->variants[0];
}

/* Each name in P[,P...] has to be a pattern. */
static enum err_code check_patterns(struct cli *cli, const char *patterns, struct err *err)
{
	const struct bank_pack *pack = bank_pack(cli->bank);
	const char **names = ARENA_NEW(&cli->arena, const char *, pack->pattern_count + 1);
	char *rest = arena_strdup(&cli->arena, patterns), *name;

	for (size_t i = 0; i < pack->pattern_count; i++)
		names[i] = pack->patterns[i].id;
	while ((name = rest)) {
		rest = strchr(name, ',');
		if (rest)
			*rest++ = 0;
		if (bank_pattern(cli->bank, name))
			continue;
		return err_set(err, ERR_MISSING, "no pattern is called '%.80s'%s", name, suggest_text(&cli->arena, name, names, pack->pattern_count));
	}
	return ERR_OK;
}

/* Any exercise, or one on the patterns that are asked for. */
static enum err_code choose_any(struct cli *cli, const struct args *args, const struct bank_exercise *not_exercise, struct choice *out, struct err *err)
{
	const char *patterns = args_value(args, "pattern");

	return patterns ? choose_pattern(cli->bank, cli->store, rng_seed_default(), not_exercise, patterns, &cli->arena, out, err)
			: choose_next(cli->bank, cli->store, rng_seed_default(), not_exercise, &cli->arena, out, err);
}

/* typed: the query is still to be written, so the variant may be chosen; one that comes from a file was written for what it names. */
static enum err_code choose(struct cli *cli, const struct args *args, bool typed, struct choice *out, struct err *err)
{
	const char *variant = args_value(args, "variant"), *patterns = args_value(args, "pattern");
	enum err_code code;

	*out = (struct choice){0};
	if (args->count && patterns)
		return err_set(err, ERR_USAGE, "'%.80s' is an exercise, and '--pattern' asks for another one", args->p[0]);
	if (patterns && (code = check_patterns(cli, patterns, err)))
		return code;
	if (args->count == 0 && variant)
		return err_set(err, ERR_USAGE, "option '--variant' needs an exercise");
	if (args->count == 0)
		return choose_any(cli, args, NULL, out, err);
	code = cli_find_variant(cli, args->p[0], variant, &out->ex, &out->v, err);
	if (!code && typed && !variant && !strchr(args->p[0], '/'))
		out->v = unseen_variant(cli, out->ex);
	return code;
}

/* One query from a file or a pipe. */
static int try_file(struct cli *cli, const struct args *args, const struct choice *c, long minutes)
{
	const char *file = args_value(args, "file");
	bool json = args_flag(args, "json");
	struct submit_options o = {.mode = "try", .json = json, .minutes = minutes ? minutes : c->ex->minutes,
				   .no_run = args_flag(args, "no-run"), .show_exercise = args->count == 0 && !json};

	if (file)
		o.must_have_query = true;
	return submit_file(cli, c->ex, c->v, file ? file : "-", &o);
}

static int try_terminal(struct cli *cli, const struct args *args, struct choice *c, long minutes)
{
	char *data_dir = NULL, *history = NULL;
	struct err err = {0};
	int status = 0;

	if (cli->store && !fs_data_dir(&cli->arena, &data_dir, &err))
		history = fs_join(&cli->arena, data_dir, "history");
	editor_open(history);
	while (drill_session(cli, c->ex, c->v, minutes, args_flag(args, "no-run")) == DRILL_NEXT) {
		if (choose_any(cli, args, c->ex, c, &err)) {
			status = cli_fail(&err);
			break;
		}
		fputs("\n\n", cli->out.file);
	}
	editor_close(history);
	return status;
}

static int cmd_try(struct cli *cli, const struct args *args)
{
	struct choice c;
	struct err err = {0};
	bool typed = !args_value(args, "file") && cli->reader && !args_flag(args, "json");
	long minutes = 0;

	if (args_number(args, "minutes", 1, 240, 0, &minutes, &err) || choose(cli, args, typed, &c, &err))
		return cli_fail(&err);
	interrupt_catch();
	if (!typed)
		return cli_status(cli, try_file(cli, args, &c, minutes));
	return cli_status(cli, try_terminal(cli, args, &c, minutes));
}

const struct command command_sql_try = {
	.name = "sql try",
	.run = cmd_try,
	.needs = NEEDS_BANK | NEEDS_STORE | NEEDS_JUDGE,
	.summary = "a drill: read, write a query, have it judged",
	.arguments = "[SLUG]",
	.max_args = 1,
	.arg_kind = VALUE_SLUG,
	.options = options,
	.details = "Without SLUG Spar chooses, and prefers a variant that you have never seen. On a terminal you type the query, as many "
		   "lines as you like, and end it with a semicolon; 'help' there lists the rest. When standard input is no terminal, it is "
		   "the query, to its end.\n\n"
		   "A pass is cold when the variant was new to you, inside its time, at the first submission, without a hint, a run or a "
		   "solution of the exercise shown in the last 24 hours.",
	.examples = "spar sql try\n"
		    "spar sql try top-customers-by-month --no-run\n"
		    "spar sql try --pattern rolling-window,retention --no-run\n"
		    "spar sql try top-customers-by-month --variant shop --file answer.sql\n"
		    "echo 'SELECT 1' | spar sql try top-customers-by-month --json\n",
};
