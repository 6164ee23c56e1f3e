#include "judge/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/fault.h"

#define DESCRIPTORS_MAX 32
#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Opened before the filter forbids it; /proc/self/statm. */
static int memory_fd = -1;

/* Memory, threads, time, and ending. */
static const int allowed[] = {
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
	SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(getrusage), SCMP_SYS(times), SCMP_SYS(sysinfo), SCMP_SYS(uname),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close),
};

/* Nothing here is ever called by accident. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(kill), SCMP_SYS(tkill),
	SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
	SCMP_SYS(io_uring_setup), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot),
	SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(reboot),
	SCMP_SYS(userfaultfd), SCMP_SYS(open_by_handle_at), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setresuid),
	SCMP_SYS(setresgid), SCMP_SYS(capset), SCMP_SYS(personality),
};

static int limit(int resource, rlim_t most)
{
	struct rlimit l = {.rlim_cur = most, .rlim_max = most};

	return setrlimit(resource, &l);
}

enum err_code sandbox_limits(size_t address_space_bytes, struct err *err)
{
	if (limit(RLIMIT_AS, address_space_bytes) || limit(RLIMIT_CORE, 0) || limit(RLIMIT_FSIZE, 0) ||
	    limit(RLIMIT_MEMLOCK, 0) || limit(RLIMIT_NOFILE, DESCRIPTORS_MAX))
		return err_errno(err, ERR_WORKER, errno, "cannot limit the worker");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_DUMPABLE, 0))
		return err_errno(err, ERR_WORKER, errno, "cannot give up rights");
	return ERR_OK;
}

/* Memory without code: nothing becomes executable any more. */
static int add_memory(scmp_filter_ctx f)
{
	int e = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
				 SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));

	return e ? e : seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
					SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

/*
 * Threads, no processes. The flags of clone3() lie in memory, where a filter cannot look; without it the C library goes
 * back to clone().
 */
static int add_threads(scmp_filter_ctx f)
{
	int e = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);

	if (!e)
		e = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
				     SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM | CLONE_SIGHAND,
					     CLONE_THREAD | CLONE_VM | CLONE_SIGHAND));
	if (!e)
		e = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), 1,
				     SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
	return e;
}

static int add_descriptors(scmp_filter_ctx f, int read_fd, int write_fd)
{
	const struct {
		int call, fd;
	} rules[] = {
		{SCMP_SYS(read), read_fd}, {SCMP_SYS(write), write_fd}, {SCMP_SYS(write), STDERR_FILENO},
		{SCMP_SYS(writev), STDERR_FILENO}, {SCMP_SYS(pread64), memory_fd},
	};
	int e = 0;

	for (size_t i = 0; i < COUNT(rules) && !e; i++)
		if (rules[i].fd >= 0)
			e = seccomp_rule_add(f, SCMP_ACT_ALLOW, rules[i].call, 1,
					     SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)rules[i].fd));
	return e ? e : seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_EQ, F_GETFL));
}

static int add_rules(scmp_filter_ctx f, int read_fd, int write_fd)
{
	int e = 0;

	for (size_t i = 0; i < COUNT(allowed) && !e; i++)
		e = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < COUNT(deadly) && !e; i++)
		e = seccomp_rule_add(f, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
	/* abort() of this process, and asking for a limit without setting one. */
	if (!e)
		e = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()),
				     SCMP_A2(SCMP_CMP_EQ, SIGABRT));
	if (!e)
		e = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0));
	if (!e)
		e = add_memory(f);
	if (!e)
		e = add_threads(f);
	return e ? e : add_descriptors(f, read_fd, write_fd);
}

enum err_code sandbox_enter(int read_fd, int write_fd, struct err *err)
{
	scmp_filter_ctx f;
	int e = FAULT("sandbox.enter") ? -EINVAL : 0;

	sandbox_memory_kb();
	f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return err_set(err, ERR_WORKER, "cannot build the filter of system calls");
	if (!e)
		e = add_rules(f, read_fd, write_fd);
	/* Threads that run already are to be under it too. */
	if (!e)
		e = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1);
	if (!e)
		e = seccomp_load(f);
	seccomp_release(f);
	return e ? err_errno(err, ERR_WORKER, -e, "cannot install the filter of system calls") : ERR_OK;
}

long sandbox_memory_kb(void)
{
	char line[128], *end;
	ssize_t n;

	if (memory_fd < 0)
		memory_fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	n = memory_fd < 0 ? -1 : pread(memory_fd, line, sizeof line - 1, 0);
	if (n <= 0)
		return -1;
	line[n] = '\0';
	strtol(line, &end, 10);
	return strtol(end, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024);
}
