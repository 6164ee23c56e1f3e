/* Help, from the table of commands. */
#include "cli/commands.h"

static void put_usage(struct out *o, const struct command *c)
{
	struct buf b;
	size_t used;

	buf_init(&b, 4096);
	buf_addf(&b, "usage: spar%s%s", *c->name ? " " : "", c->name);
	used = b.n + 1;
	size_t column = b.n;

	for (int i = 0; c->options && c->options[i].name; i++) {
		const struct option *x = &c->options[i];
		size_t n = strlen(x->name) + 4 + (x->value ? strlen(x->value) + 1 : 0);

		if (column + n + 1 > OUT_TEXT_COLUMNS) {
			buf_addf(&b, "\n%*s", (int)used - 1, "");
			column = used;
		}
		buf_addf(&b, " [--%s%s%s]", x->name, x->value ? " " : "", x->value ? x->value : "");
		column += n + 1;
	}
	if (*c->arguments)
		buf_addf(&b, " %s", c->arguments);
	out_put(o, STYLE_BOLD, "%s\n", buf_text(&b));
	buf_release(&b);
}

void help_command(struct out *o, const struct command *c)
{
	put_usage(o, c);
	fputc('\n', o->file);
	out_put(o, STYLE_PLAIN, "%s\n", c->summary);
	if (c->details) {
		fputc('\n', o->file);
		out_wrap(o, STYLE_PLAIN, 0, NULL, c->details);
	}
	if (c->options) {
		out_put(o, STYLE_BOLD, "\nOptions\n");
		for (int i = 0; c->options[i].name; i++) {
			char first[80];

			snprintf(first, sizeof(first), "  --%s%s%s", c->options[i].name, c->options[i].value ? " " : "",
				 c->options[i].value ? c->options[i].value : "");
			out_wrap(o, STYLE_PLAIN, 26, first, c->options[i].summary);
		}
	}
	if (c->examples) {
		out_put(o, STYLE_BOLD, "\nExamples\n");
		out_verbatim(o, 2, c->examples);
	}
	fputs("\n'spar help exit' lists the exit statuses.\n", o->file);
}

void help_overview(struct out *o)
{
	out_put(o, STYLE_BOLD, "usage: spar [COMMAND] [OPTION...]\n");
	fputs("\nA sparring partner for the data-engineer interview. Everything stays on this machine.\n", o->file);
	out_put(o, STYLE_BOLD, "\nCommands\n");
	for (size_t i = 0; i < command_count; i++) {
		char first[80];

		snprintf(first, sizeof(first), "  spar%s%s", *commands[i]->name ? " " : "", commands[i]->name);
		out_wrap(o, STYLE_PLAIN, 26, first, commands[i]->summary);
	}
	fputs("\n'spar COMMAND --help' says more about one; 'spar help exit' and 'spar help environment' about all.\n", o->file);
}

static void help_exit(struct out *o)
{
	static const struct {
		const char *first, *text;
	} rows[] = {
		{"  0", "done; an answer is right so far; no difference found"},
		{"  1", "an answer is wrong, or depends on row order; the two queries differ; a check failed"},
		{"  2", "bad input: a call, file or query that cannot be used"},
		{"  3", "what was named does not exist"},
		{"  4", "reading or writing failed: the disk is full, read-only or broken; also when a verdict was given but could not be "
			"recorded"},
		{"  5", "the record is held by another process, or was written by a newer Spar"},
		{"  6", "a size or count is over its limit, or memory ran out"},
		{"  7", "not judged: the time limit was reached, the worker died, or the query could not be evaluated"},
		{"  8", "an exercise or pack is defective, or the database refused a statement of Spar's own"},
		{"130", "interrupted"},
	};

	out_put(o, STYLE_BOLD, "Exit statuses\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_wrap(o, STYLE_PLAIN, 5, rows[i].first, rows[i].text);
}

static void help_environment(struct out *o)
{
	static const struct {
		const char *first, *text;
	} rows[] = {
		{"SPAR_PACK", "the pack of exercises; amazon-de when unset"},
		{"SPAR_CONTENT", "the folder with the packs; beside the program when unset"},
		{"SPAR_SEED", "fixes every choice made by chance"},
		{"SPAR_NOW", "fixes the wall clock, as seconds since 1970 or YYYY-MM-DDTHH:MM:SSZ"},
		{"SPAR_STEP", "with SPAR_NOW: by how many seconds each line that is typed moves the clock of a round"},
		{"SPAR_LOG", "info or debug: what Spar does, on standard error"},
		{"XDG_DATA_HOME", "where the record stands, in its folder spar; ~/.local/share when unset"},
		{"VISUAL, EDITOR", "the editor that the drill's command edit starts"},
		{"NO_COLOR", "no colours"},
	};

	out_put(o, STYLE_BOLD, "Environment\n");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		out_wrap(o, STYLE_PLAIN, 16, rows[i].first, rows[i].text);
}

static int cmd_help(struct cli *cli, const struct args *args)
{
	char *words[ARGS_MAX];
	int used = 0;

	if (args->count == 0) {
		help_overview(&cli->out);
		return 0;
	}
	if (!strcmp(args->p[0], "exit")) {
		help_exit(&cli->out);
		return 0;
	}
	if (!strcmp(args->p[0], "environment")) {
		help_environment(&cli->out);
		return 0;
	}
	for (size_t i = 0; i < args->count; i++)
		words[i] = arena_strdup(&cli->arena, args->p[i]);
	const struct command *c = cli_find((int)args->count, words, &used);

	if (c && used == (int)args->count) {
		help_command(&cli->out, c);
		return 0;
	}
	struct err err = {0};

	err_set(&err, ERR_MISSING, "no help about '%s'; see 'spar help'", args->p[args->count - 1]);
	return cli_fail(&err);
}

const struct command command_help = {
	.name = "help",
	.run = cmd_help,
	.summary = "how to use a command; the exit statuses; the environment",
	.arguments = "[COMMAND | exit | environment]",
	.max_args = 3,
	.examples = "spar help sql try\nspar help exit\n",
};
