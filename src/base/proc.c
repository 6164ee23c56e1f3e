#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"

void proc_init(struct proc *p)
{
	*p = (struct proc){ .pid = -1, .in_fd = -1, .out_fd = -1, .err_fd = -1 };
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* All descriptors from 3 on will be closed by exec. */
static void close_others_on_exec(void)
{
	if (close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	/* An older kernel. The common limit is 1024; a longer loop would cost more than it guards. */
	for (int fd = 3; fd < 4096; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* In the child, between fork and exec: only calls that are safe after a fork of many threads. */
_Noreturn static void become(char *const argv[], char *const env[], const int ends[3], int report_fd, pid_t parent)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int i = 0; i < 3; i++)
		if (dup2(ends[i], i) < 0)
			goto out;
	sigemptyset(&none);
	sigaction(SIGPIPE, &usual, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	close_others_on_exec();
	execve(argv[0], argv, env ? env : environ);
out:;
	int why = errno;
	ssize_t put = write(report_fd, &why, sizeof(why));
	_exit(put == (ssize_t)sizeof(why) ? 127 : 126);
}

/* A pipe whose ends are above the standard descriptors, so that dup2() onto those cannot hit one of them. */
static int high_pipe(int ends[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 3);
		close(low[i]);
	}
	return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

/* The child's errno if it could not become argv[0], else 0. */
static int exec_result(int fd)
{
	int why = 0;
	ssize_t got;

	do
		got = read(fd, &why, sizeof(why));
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof(why) ? why : 0;
}

enum err_code proc_spawn(struct proc *p, char *const argv[], char *const env[], struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, errs[2] = { -1, -1 }, report[2] = { -1, -1 };
	enum err_code code = ERR_OK;
	pid_t parent = getpid();

	proc_init(p);
	sigaction(SIGPIPE, &ignore, NULL);
	if (high_pipe(in) || high_pipe(out) || high_pipe(errs) || high_pipe(report)) {
		code = err_errno(err, ERR_WORKER, errno, "cannot start '%s'", argv[0]);
		goto out;
	}
	p->pid = FAULT("proc.spawn") ? (errno = EAGAIN, -1) : fork();
	if (p->pid == 0) {
		const int ends[3] = { in[0], out[1], errs[1] };
		become(argv, env, ends, report[1], parent);
	}
	if (p->pid < 0) {
		code = err_errno(err, ERR_WORKER, errno, "cannot start '%s'", argv[0]);
		goto out;
	}
	close_fd(&report[1]);
	int why = exec_result(report[0]);
	if (why) {
		proc_kill(p);
		code = err_errno(err, ERR_WORKER, why, "cannot start '%s'", argv[0]);
		goto out;
	}
	/* Our ends do not block: a deadline must hold however much the child has read. */
	fcntl(in[1], F_SETFL, O_NONBLOCK);
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(errs[0], F_SETFL, O_NONBLOCK);
	p->in_fd = in[1];
	p->out_fd = out[0];
	p->err_fd = errs[0];
	in[1] = out[0] = errs[0] = -1;
out:
	for (int i = 0; i < 2; i++) {
		close_fd(&in[i]);
		close_fd(&out[i]);
		close_fd(&errs[i]);
		close_fd(&report[i]);
	}
	return code;
}

void proc_kill(struct proc *p)
{
	if (p->pid > 0) {
		kill(p->pid, SIGKILL);
		while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close_fd(&p->in_fd);
	close_fd(&p->out_fd);
	close_fd(&p->err_fd);
	p->pid = -1;
}

int proc_ended(struct proc *p, int *status)
{
	int found = 0;
	pid_t got;

	if (p->pid > 0) {
		do
			got = waitpid(p->pid, &found, WNOHANG);
		while (got < 0 && errno == EINTR);
		if (got == 0)
			return 0;
		p->pid = -1;
	}
	if (status)
		*status = found;
	return 1;
}
