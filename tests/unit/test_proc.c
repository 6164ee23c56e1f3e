/* Children and frames. The child is this program itself, started again with a word that says how to behave. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/fs.h"
#include "base/proc.h"
#include "tap.h"

#define MOST ((size_t)1 << 20)

static char self[PATH_MAX];

/* --- what the child does ------------------------------------------------------------------------ */

static int child_echo(void)
{
	struct buf b;

	buf_init(&b, MOST);
	while (frame_read(STDIN_FILENO, &b, MOST, -1, NULL) == ERR_OK)
		frame_write(STDOUT_FILENO, (struct str){ buf_text(&b), b.n }, MOST, -1, NULL);
	buf_release(&b);
	return 5;
}

/* One frame of 5 bytes in seven pieces. */
static int child_slow(void)
{
	static const char bytes[] = { 5, 0, 0, 0, 'h', 'e', 'l', 'l', 'o' };
	static const size_t pieces[] = { 1, 2, 1, 1, 1, 2, 1 };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		if (write(STDOUT_FILENO, bytes + at, pieces[i]) < 0)
			return 1;
		at += pieces[i];
		usleep(2000);
	}
	return 0;
}

static int child_fds(void)
{
	char line[64];
	int open_count = 0;

	for (int fd = 0; fd < 1000; fd++)
		open_count += fcntl(fd, F_GETFD) >= 0;
	int n = snprintf(line, sizeof(line), "%d", open_count);
	frame_write(STDOUT_FILENO, (struct str){ line, (size_t)n }, MOST, -1, NULL);
	return 0;
}

static int child(const char *mode)
{
	static const char endless[] = { 9, 0, 0, 0, 'x' };
	static const char huge[] = { -1, -1, -1, -1 };
	const char *word = getenv("SPAR_TEST_WORD");

	if (strcmp(mode, "echo") == 0)
		return child_echo();
	if (strcmp(mode, "slow") == 0)
		return child_slow();
	if (strcmp(mode, "fds") == 0)
		return child_fds();
	if (strcmp(mode, "env") == 0)
		return (int)frame_write(STDOUT_FILENO, str_of(word ? word : "none"), MOST, -1, NULL);
	if (strcmp(mode, "complain") == 0)
		return write(STDERR_FILENO, "why", 3) == 3 ? 0 : 1;
	if (strcmp(mode, "cut") == 0)
		return write(STDOUT_FILENO, endless, 5) == 5 ? 0 : 1;
	if (strcmp(mode, "cut-head") == 0)
		return write(STDOUT_FILENO, endless, 2) == 2 ? 0 : 1;
	if (strcmp(mode, "huge") == 0)
		return write(STDOUT_FILENO, huge, 4) == 4 ? 0 : 1;
	if (strcmp(mode, "hang") == 0)
		pause();
	return strcmp(mode, "quit") == 0 ? 0 : 9;
}

/* --- what is checked ---------------------------------------------------------------------------- */

static void start(struct proc *p, const char *mode)
{
	char *argv[] = { self, (char *)mode, NULL };
	struct err err = { 0 };

	if (proc_spawn(p, argv, NULL, &err))
		tap_ok(false, "cannot start myself: %s", err.text);
}

static int64_t soon(int ms)
{
	return clock_mono_ms() + ms;
}

static void echo(void)
{
	struct proc p;
	struct buf b;
	struct err err = { 0 };
	size_t n = MOST;
	char *big = malloc(n);
	int status = -1;

	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 7);
	buf_init(&b, MOST);
	start(&p, "echo");
	tap_ok(p.pid > 0 && p.in_fd >= 3 && p.out_fd >= 3 && p.err_fd >= 3, "a child with three pipes");
	tap_is_int(frame_write(p.in_fd, STR("hello"), MOST, soon(10000), &err), ERR_OK, "send");
	tap_is_int(frame_read(p.out_fd, &b, MOST, soon(10000), &err), ERR_OK, "receive");
	tap_is_text(buf_text(&b), "hello", "the same");
	frame_write(p.in_fd, STR(""), MOST, -1, NULL);
	tap_ok(frame_read(p.out_fd, &b, MOST, soon(10000), NULL) == ERR_OK && b.n == 0, "an empty frame");
	/* More than a pipe holds: written and read in parts, on both sides. */
	tap_is_int(frame_write(p.in_fd, (struct str){ big, n }, MOST, soon(20000), &err), ERR_OK, "send 1 MB");
	tap_is_int(frame_read(p.out_fd, &b, MOST, soon(20000), &err), ERR_OK, "receive 1 MB");
	tap_ok(b.n == n && memcmp(b.p, big, n) == 0, "the same 1 MB");
	tap_is_int(frame_write(p.in_fd, (struct str){ big, n }, n - 1, soon(1000), &err), ERR_LIMIT, "over the maximum is not sent");
	tap_is_int(proc_ended(&p, &status), 0, "it still runs");
	close(p.in_fd);
	p.in_fd = -1;
	tap_is_int(frame_read(p.out_fd, &b, MOST, soon(10000), &err), ERR_WORKER, "nothing more to say");
	tap_is_text(err.text, "closed", "is a clean end");
	while (!proc_ended(&p, &status))
		usleep(1000);
	tap_ok(WIFEXITED(status) && WEXITSTATUS(status) == 5 && p.pid == -1, "its exit status is known");
	tap_is_int(proc_ended(&p, NULL), 1, "and it stays ended");
	proc_kill(&p);
	proc_kill(&p);
	tap_ok(p.pid == -1 && p.out_fd == -1 && p.err_fd == -1, "killing nobody is fine");
	free(big);
	buf_release(&b);
}

static void reply(const char *mode, size_t most, enum err_code want, const char *text)
{
	struct proc p;
	struct buf b;
	struct err err = { 0 };

	buf_init(&b, MOST);
	start(&p, mode);
	enum err_code code = frame_read(p.out_fd, &b, most, soon(10000), &err);
	tap_is_int(code, want, "child '%s'", mode);
	tap_is_text(code ? err.text : buf_text(&b), text, "child '%s' says", mode);
	proc_kill(&p);
	buf_release(&b);
}

static void deadlines(void)
{
	struct proc p;
	struct buf b;
	struct err err = { 0 };
	char *big = calloc(1, MOST);

	buf_init(&b, MOST);
	start(&p, "hang");
	int64_t before = clock_mono_ms();
	tap_is_int(frame_read(p.out_fd, &b, MOST, soon(30), &err), ERR_TIMEOUT, "a child that says nothing");
	tap_ok(clock_mono_ms() - before >= 30, "is waited for until the deadline");
	tap_is_int(frame_read(p.out_fd, &b, MOST, 0, &err), ERR_TIMEOUT, "a deadline that is long past");
	tap_is_int(frame_write(p.in_fd, (struct str){ big, MOST }, MOST, soon(30), &err), ERR_TIMEOUT, "a child that reads nothing");
	pid_t pid = p.pid;
	proc_kill(&p);
	tap_ok(kill(pid, 0) != 0 && errno == ESRCH, "a killed child is reaped");

	int ends[2];
	if (pipe(ends) != 0)
		return;
	tap_is_int(frame_write(ends[1], (struct str){ big, MOST }, MOST, soon(30), &err), ERR_TIMEOUT, "a pipe that blocks has a deadline too");
	close(ends[0]);
	tap_is_int(frame_write(ends[1], STR("x"), MOST, -1, &err), ERR_WORKER, "nobody reads any more");
	close(ends[1]);
	free(big);
	buf_release(&b);
}

static void starting(void)
{
	struct proc p;
	struct err err = { 0 };
	char missing[] = "/nonexistent/worker", mode[] = "env", word[] = "SPAR_TEST_WORD=given";
	char *none[] = { missing, NULL };
	char *argv[] = { self, mode, NULL };
	char *env[] = { word, NULL };
	struct buf b;

	buf_init(&b, 1000);
	tap_is_int(proc_spawn(&p, none, NULL, &err), ERR_WORKER, "a program that is not there");
	tap_ok(strstr(err.text, "'/nonexistent/worker': no such file"), "is named: %s", err.text);
	tap_ok(p.pid == -1 && p.in_fd == -1 && p.out_fd == -1 && p.err_fd == -1, "and leaves nothing");
	tap_ok(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "not even a dead child");
	fault_set("proc.spawn");
	tap_is_int(proc_spawn(&p, argv, NULL, &err), ERR_WORKER, "a system without room for a child");
	fault_set(NULL);
	proc_spawn(&p, argv, env, NULL);
	frame_read(p.out_fd, &b, 1000, soon(10000), NULL);
	tap_is_text(buf_text(&b), "given", "the environment is the one given");
	proc_kill(&p);
	int extra = open("/dev/null", O_RDONLY);
	start(&p, "fds");
	frame_read(p.out_fd, &b, 1000, soon(10000), NULL);
	tap_is_text(buf_text(&b), "3", "only the three pipes are open in the child");
	proc_kill(&p);
	close(extra);
	start(&p, "complain");
	struct pollfd pfd = { .fd = p.err_fd, .events = POLLIN };
	poll(&pfd, 1, 10000);
	char said[8] = { 0 };
	ssize_t got = read(p.err_fd, said, sizeof(said) - 1);
	tap_ok(got == 3 && strcmp(said, "why") == 0, "its complaints are kept");
	proc_kill(&p);
	buf_release(&b);
}

int main(int argc, char **argv)
{
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (argc > 1)
		return child(argv[1]);
	if (n < 0)
		return 1;
	echo();
	reply("slow", 100, ERR_OK, "hello");
	reply("cut", 100, ERR_WORKER, "closed in the middle of a message");
	reply("cut-head", 100, ERR_WORKER, "closed in the middle of a message");
	reply("quit", 100, ERR_WORKER, "closed");
	reply("huge", 100, ERR_LIMIT, "a message of 4294967295 bytes is over the limit of 100");
	reply("env", 3, ERR_LIMIT, "a message of 4 bytes is over the limit of 3");
	deadlines();
	starting();
	return tap_done();
}
