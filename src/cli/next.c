/* spar next: the next block of the plan, started with one key. */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "cli/commands.h"
#include "cli/plan_show.h"
#include "cli/planned.h"

#define WORDS_MAX 16

/*
 * Say what keys do and take one, without Enter; 0 at the end of the terminal. Ctrl-C is a key here, so that the terminal is left as it was. Keys
 * are taken before the text is there, so that none of them is shown behind it.
 */
static int ask_key(struct cli *cli, const char *text)
{
	struct termios before, raw;
	unsigned char key = 0;
	ssize_t n;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return 0;
	raw = before;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	fflush(cli->out.file);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	out_put(&cli->out, STYLE_BOLD, "%s\n", text);
	fflush(cli->out.file);
	do {
		n = read(STDIN_FILENO, &key, 1);
	} while (n < 0 && errno == EINTR);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	return n == 1 ? key : 0;
}

/* "spar sql try x" as words, the first one this very program. */
static enum err_code split(struct cli *cli, const char *command, char *argv[WORDS_MAX + 1], struct err *err)
{
	char *rest = arena_strdup(&cli->arena, command), *dir = NULL;
	int n = 0;

	while (*rest && n < WORDS_MAX) {
		size_t len = strcspn(rest, " ");

		argv[n++] = arena_strndup(&cli->arena, rest, len);
		rest += len + (rest[len] == ' ');
	}
	argv[n] = NULL;
	if (n < 2 || strcmp(argv[0], "spar"))
		return err_set(err, ERR_INPUT, "'%s' is no command of Spar", command);
	if (fs_program_dir(&cli->arena, &dir, err))
		return err->code;
	argv[0] = fs_join(&cli->arena, dir, "spar");
	return ERR_OK;
}

/* Run it on this terminal and wait. Ctrl-C is for the child alone. */
static enum err_code start(struct cli *cli, const char *command, struct err *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	char *argv[WORDS_MAX + 1];
	posix_spawnattr_t attr;
	sigset_t interrupt;
	enum err_code code = split(cli, command, argv, err);
	pid_t pid = -1;
	int rc, status;

	if (code)
		return code;
	fflush(cli->out.file);
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &before);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigdefault(&attr, &interrupt);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	rc = posix_spawn(&pid, argv[0], NULL, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	while (rc == 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &before, NULL);
	return rc ? err_errno(err, ERR_IO, rc, "cannot start '%s'", command) : ERR_OK;
}

static enum err_code tick(struct cli *cli, const struct plan_block *b, struct err *err)
{
	enum err_code code;

	if (!cli->store)
		return err_set(err, ERR_IO, "there is no record, so nothing can be ticked in it");
	code = keep_tick(cli->store, b, true, clock_now_ms(), err);
	if (!code)
		fprintf(cli->out.file, "Done: %s. 'spar plan' has what comes next.\n", b->what);
	return code;
}

/* Show what a key does, and do it. */
static enum err_code ask(struct cli *cli, const struct plan_block *b, struct err *err)
{
	enum err_code code;
	int key;

	key = ask_key(cli, b->command ? "Enter starts it, t ticks it off, any other key leaves." : "It is done outside Spar. t ticks it off, any other key leaves.");
	if (key == 't')
		return tick(cli, b, err);
	if (!b->command || (key != '\n' && key != '\r'))
		return ERR_OK;
	if ((code = start(cli, b->command, err)))
		return code;
	return ask_key(cli, "Is the block done? t ticks it off, any other key leaves it open.") == 't' ? tick(cli, b, err) : ERR_OK;
}

static int cmd_next(struct cli *cli, const struct args *args)
{
	const struct plan_block *b;
	const char *near = NULL;
	struct err err = {0};
	struct guide g = {0};
	struct keep k;

	if (cli_plan(cli, &k, &err) || guide_open(cli->bank, cli->store, &k, k.in.now_ms, &cli->arena, &g, &err))
		return cli_fail(&err);
	cli->lost |= k.lost;
	b = args->count ? keep_block(k.plan, args->p[0], &near) : g.block;
	if (!b && args->count) {
		err_set(&err, ERR_MISSING, near ? "no block '%.80s' in the plan, did you mean '%s'?" : "no block '%.80s' in the plan%s", args->p[0],
			near ? near : "");
		return cli_fail(&err);
	}
	if (!args->count)
		show_guide(cli, &g);
	if (!b && !args->count && g.title)
		return cli_status(cli, 0);
	if (!b) {
		out_wrap(&cli->out, STYLE_PLAIN, 0, NULL, k.plan->summary);
		return cli_status(cli, 0);
	}
	out_put(&cli->out, STYLE_DIM, "%s\n", date_words(&cli->arena, b->date, false));
	show_block(cli, k.zone, b);
	if (!cli->reader || !cli->out.terminal)
		return cli_status(cli, 0);
	return ask(cli, b, &err) ? cli_fail(&err) : cli_status(cli, 0);
}

const struct command command_next = {
	.name = "next",
	.run = cmd_next,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "the plan's next block, started with one key",
	.arguments = "[ID]",
	.max_args = 1,
	.details = "What to do, for how long and why. On a terminal Enter starts it, if it is something that Spar has, and t ticks it off. ID is another "
		   "block of the plan.",
	.examples = "spar next\n"
		    "spar next story-tell-1\n",
};
