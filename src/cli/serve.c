/* spar serve: the page. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/commands.h"
#include "web/web.h"

static const struct option options[] = {
	{"port", "N", VALUE_TEXT, "this port, or 0 for any that is free; 7373 or the next free one when unset"},
	{"bind", "ADDRESS", VALUE_TEXT, "listen on another address than 127.0.0.1: others on the network can then try to reach it"},
	{"open", NULL, VALUE_NONE, "open the page in your browser"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* Between fork() and exec of a program with threads only system calls are safe. */
static _Noreturn void become_browser(const char *path)
{
	static const char missing[] = "spar: no xdg-open here; open the address yourself\n";
	int terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3), null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	/* Ctrl-C here is not meant for it, nor do we wait for it. */
	if (setsid() < 0 || fork() != 0)
		_exit(0);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	execlp("xdg-open", "xdg-open", path, (char *)NULL);
	if (terminal >= 0 && write(terminal, missing, sizeof(missing) - 1) < 0)
		_exit(126);
	_exit(127);
}

/*
 * The browser is somebody else's program, and its arguments can be seen by everybody on this machine. So it is given the name of a file that only
 * we can read, with the link inside.
 */
static void open_browser(struct web *w, const char *link)
{
	char path[PATH_MAX];
	struct err err = {0};
	pid_t pid;

	if (web_link_file(w, link, path, sizeof(path), &err)) {
		cli_fail(&err);
		return;
	}
	pid = fork();
	if (pid == 0)
		become_browser(path);
	if (pid < 0)
		fprintf(stderr, "spar: cannot open a browser; open the address yourself\n");
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static bool say_link(struct web *w, bool open_it)
{
	char link[256];
	struct err err = {0};

	if (web_link(w, link, sizeof(link), &err)) {
		cli_fail(&err);
		return false;
	}
	printf("listening on %s\n", link);
	fflush(stdout);
	if (open_it)
		open_browser(w, link);
	return true;
}

/* May we read the terminal? Behind "&" it is somebody else's, and reading would stop us. */
static bool is_ours(bool reader)
{
	return reader && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/* Until a signal comes. A line on the terminal asks for a new link, since each works once. */
static void wait_for_end(struct web *w, int signals, bool reader)
{
	struct pollfd fds[2] = {{.fd = signals, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
	nfds_t n = is_ours(reader) ? 2 : 1;
	char line[256];

	for (;;) {
		int ready = poll(fds, n, -1);

		if (ready < 0 && errno != EINTR)
			return;
		if (ready <= 0)
			continue;
		if (fds[0].revents)
			return;
		if (n == 2 && fds[1].revents) {
			/* The end of the input is not the end of the page. */
			if (!is_ours(reader) || read(STDIN_FILENO, line, sizeof(line)) <= 0)
				n = 1;
			else if (!say_link(w, false))
				return;
		}
	}
}

static int run(struct cli *cli, const struct args *args)
{
	const char *bind = args_value(args, "bind");
	struct web_options o = {.bind = bind};
	struct web *w = NULL;
	struct err err = {0};
	sigset_t set;
	long port = 0;
	int signals;

	if (args_number(args, "port", 0, 65535, -1, &port, &err))
		return cli_fail(&err);
	o.port = port < 0 ? 0 : port == 0 ? WEB_PORT_ANY : (int)port;
	/* Blocked before any thread begins, so that only the wait below sees them. */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) || (signals = signalfd(-1, &set, SFD_CLOEXEC)) < 0) {
		err_errno(&err, ERR_IO, errno, "cannot wait for signals");
		return cli_fail(&err);
	}
	if (bind && *bind)
		fprintf(stderr, "spar: warning: %s may be reached by other machines; whoever has the link or watches the network can read "
				"your record. Without --bind only this machine can.\n", bind);
	if (web_start(&w, &o, &err)) {
		close(signals);
		return cli_fail(&err);
	}
	if (say_link(w, args_flag(args, "open")))
		wait_for_end(w, signals, cli->reader);
	web_stop(w);
	close(signals);
	return 0;
}

const struct command command_serve = {
	.name = "serve",
	.run = run,
	.needs = NEEDS_NOTHING,
	.summary = "open the page for your browser, on this machine only",
	.arguments = "",
	.options = options,
	.details = "Prints one line, \"listening on ADDRESS\". The address works once and gives your browser a key that it keeps; press Enter for "
		   "another address. Ctrl-C ends the page: what is being judged is cut, and judged when the page is started again.",
	.examples = "spar serve\nspar serve --open\nspar serve --port 8080\n",
};
