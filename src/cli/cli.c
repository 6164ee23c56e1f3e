#include "cli/cli.h"

#include <assert.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

#include "bank/suggest.h"

#define ARENA_MAX_BYTES (256u << 20)

int cli_fail(const struct err *err)
{
	struct str rest = str_of(err->text), line;
	const char *first = "spar: ";
	struct buf b;

	buf_init(&b, 8 * ERR_TEXT_MAX);
	fflush(stdout);
	while (str_next_line(&rest, &line)) {
		buf_reset(&b);
		out_clean(&b, line.p, line.n);
		fprintf(stderr, "%s%s\n", first, buf_text(&b));
		first = "      ";
	}
	buf_release(&b);
	return err_exit_status(err->code);
}

int cli_status(const struct cli *cli, int status)
{
	return cli->lost && status < 2 ? err_exit_status(ERR_FULL) : status;
}

/* How many words name has if argv begins with them; 0 if it does not. */
static int words_match(const char *name, int argc, char **argv)
{
	int n = 0;

	while (*name) {
		size_t len = strcspn(name, " ");

		if (n == argc || strlen(argv[n]) != len || strncmp(argv[n], name, len))
			return 0;
		n++;
		name += len + (name[len] == ' ');
	}
	return n;
}

const struct command *cli_find(int argc, char **argv, int *used)
{
	const struct command *best = NULL;

	*used = 0;
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = commands[i];

		assert(c);
		int n = words_match(c->name, argc, argv);

		if (n > *used || (argc == 0 && !*c->name)) {
			best = c;
			*used = n;
		}
	}
	return best;
}

/* The words that were typed where a command should stand. */
static int unknown_command(int argc, char **argv)
{
	const char *names[64];
	char typed[200];
	struct err err = {0};
	size_t n = 0;
	int group = 0;

	for (size_t i = 0; i < command_count && n < 64; i++) {
		const char *name = commands[i]->name;
		size_t typed_n = strlen(argv[0]);

		names[n++] = name;
		group |= !strncmp(name, argv[0], typed_n) && name[typed_n] == ' ';
	}
	if (group && argc > 1 && argv[1][0] != '-')
		snprintf(typed, sizeof(typed), "%.90s %.90s", argv[0], argv[1]);
	else
		snprintf(typed, sizeof(typed), "%.90s", argv[0]);
	const char *near = suggest(typed, names, n);

	if (group && !strchr(typed, ' '))
		err_set(&err, ERR_USAGE, "'spar %s' needs one more word; see 'spar help'", typed);
	else if (near)
		err_set(&err, ERR_USAGE, "'%s' is no command, did you mean 'spar %s'?", typed, near);
	else
		err_set(&err, ERR_USAGE, "'%s' is no command; see 'spar help'", typed);
	return cli_fail(&err);
}

/*
 * A record that cannot be used is no reason not to drill, as long as it is said. A newer one, or one that another process
 * holds, is: going on would lose what could have been kept.
 */
static enum err_code open_store(struct cli *cli, struct err *err)
{
	struct err why = {0};
	enum err_code code = store_open(&cli->store, NULL, &why);

	if (code == ERR_NEWER || code == ERR_BUSY || code == ERR_MEMORY) {
		*err = why;
		return code;
	}
	if (code) {
		fprintf(stderr, "spar: not recorded: %s\n"
				"spar: you can go on, but nothing of this will be remembered\n", why.text);
		cli->store = NULL;
		cli->lost = true;
	}
	return ERR_OK;
}

static enum err_code open_needs(struct cli *cli, unsigned needs, struct err *err)
{
	enum err_code code = ERR_OK;

	if (needs & NEEDS_BANK)
		code = bank_open(&cli->bank, NULL, NULL, err);
	if (!code && (needs & NEEDS_STORE))
		code = open_store(cli, err);
	if (!code && (needs & NEEDS_JUDGE))
		code = judge_client_new(&cli->judge, NULL, err);
	return code;
}

static int run_command(const struct command *c, const struct args *args)
{
	struct cli cli = {0};
	struct err err = {0};
	int status;

	arena_init(&cli.arena, ARENA_MAX_BYTES);
	out_init(&cli.out, stdout);
	cli.reader = isatty(STDIN_FILENO);
	if (open_needs(&cli, c->needs, &err))
		status = cli_fail(&err);
	else
		status = c->run(&cli, args);
	judge_client_free(cli.judge);
	store_close(cli.store);
	bank_free(cli.bank);
	arena_release(&cli.arena);
	/* A pipe that closed early or a full disk must not look like success. */
	if (fflush(stdout) || ferror(stdout)) {
		err_errno(&err, ERR_IO, errno, "cannot write the result");
		if (status == 0)
			status = cli_fail(&err);
	}
	return status;
}

int cli_main(int argc, char **argv)
{
	const struct command *c;
	struct err err = {0};
	struct args args;
	struct out out;
	bool help = false;
	int used = 0;

	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	argc--;
	argv++;
	if (argc && (!strcmp(argv[0], "--version") || !strcmp(argv[0], "-V"))) {
		puts("spar " SPAR_VERSION);
		return fflush(stdout) ? err_exit_status(ERR_IO) : 0;
	}
	if (argc && (!strcmp(argv[0], "--help") || !strcmp(argv[0], "-h"))) {
		out_init(&out, stdout);
		help_overview(&out);
		return fflush(stdout) ? err_exit_status(ERR_IO) : 0;
	}
	c = cli_find(argc, argv, &used);
	if (!c)
		return unknown_command(argc, argv);
	if (args_parse(c, argc - used, argv + used, &args, &help, &err))
		return run_command(c, &args);
	if (!help) {
		cli_fail(&err);
		fprintf(stderr, "usage: spar %s%s%s%s\n", c->name, c->options ? " [OPTION...]" : "",
			*c->arguments ? " " : "", c->arguments);
		return err_exit_status(ERR_USAGE);
	}
	out_init(&out, stdout);
	help_command(&out, c);
	return fflush(stdout) ? err_exit_status(ERR_IO) : 0;
}

const char *cli_exercise_key(struct cli *cli, const struct bank_exercise *ex)
{
	return arena_printf(&cli->arena, "%s/%s", bank_pack(cli->bank)->id, ex->slug);
}

enum err_code cli_find_variant(struct cli *cli, const char *name, const char *variant, const struct bank_exercise **ex,
			       const struct bank_variant **v, struct err *err)
{
	const char *slash = strchr(name, '/');
	enum err_code code;

	if (slash) {
		if (!variant)
			variant = slash + 1;
		name = arena_strndup(&cli->arena, name, (size_t)(slash - name));
	}
	code = bank_find(cli->bank, name, ex, err);
	return code ? code : bank_variant(*ex, variant, v, err);
}
