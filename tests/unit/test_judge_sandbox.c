/* The sandbox: what is taken away is gone, in every thread; DuckDB works all the same. */
#include "base/clock.h"
#include "base/fault.h"
#include "duck/duck.h"
#include "judge/sandbox.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPACE_BYTES ((size_t)1 << 30)

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static int to_child[2], from_child[2];

/* Run act in a child inside the sandbox; its exit status, or 1000 + the signal that killed it. */
static int inside(int (*act)(void))
{
	int status = 0;
	pid_t pid;

	if (pipe(to_child) || pipe(from_child))
		return -1;
	pid = fork();
	if (pid == 0) {
		struct err err = {0};

		signal(SIGXFSZ, SIG_IGN);
		if (sandbox_limits(SPACE_BYTES, &err) || sandbox_enter(to_child[0], from_child[1], &err))
			_exit(90);
		_exit(act());
	}
	close(to_child[0]);
	close(to_child[1]);
	close(from_child[1]);
	waitpid(pid, &status, 0);
	close(from_child[0]);
	return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static int denied(long result)
{
	return result == -1 && errno == EPERM ? 0 : 1;
}

static int open_write(void) { return denied(open("/dev/shm/spar-sandbox", O_WRONLY | O_CREAT, 0600)); }
static int open_read(void) { return denied(open("/etc/passwd", O_RDONLY)); }
static int open_self(void) { return denied(open("/proc/self/mem", O_RDWR)); }
static int make_file(void) { return denied(creat("/dev/shm/spar-sandbox", 0600)); }
static int remove_file(void) { return denied(unlink("/dev/shm/spar-sandbox")); }
static int make_dir(void) { return denied(mkdir("/dev/shm/spar-sandbox", 0700)); }
static int rename_file(void) { return denied(rename("/dev/shm/a", "/dev/shm/b")); }
static int make_socket(void) { return denied(socket(AF_INET, SOCK_STREAM, 0)); }
static int make_unix_socket(void) { return denied(socket(AF_UNIX, SOCK_STREAM, 0)); }
static int new_pipe(void) { int p[2]; return denied(pipe(p)); }
static int duplicate(void) { return denied(dup(from_child[1])); }
static int change_dir(void) { return denied(chdir("/")); }
static int new_limit(void) { struct rlimit l = {1, 1}; return denied(setrlimit(RLIMIT_CPU, &l)); }
static int code_memory(void)
{
	return denied(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
}
static int code_later(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? 2 : denied(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}
static int map_file(void)
{
	return denied(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, to_child[0], 0) == MAP_FAILED ? -1 : 0);
}
static int read_other(void) { char c; return denied(read(from_child[0], &c, 1)); }
static int write_other(void) { return denied(write(to_child[1], "x", 1)); }

static int run_program(void)
{
	char *argv[] = {(char[]){"/bin/true"}, NULL};

	return execv(argv[0], argv) + 10;
}
static int new_process(void) { return fork() < 0 ? 2 : 0; }
static int vfork_process(void) { return (int)syscall(58) < 0 ? 2 : 0; }
static int kill_parent(void) { return kill(getppid(), 0) ? 2 : 0; }
static int trace(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL) ? 2 : 0; }

static void takes_away(void)
{
	static const struct {
		const char *what;
		int (*act)(void);
	} refused[] = {
		{"opening a file to write", open_write}, {"opening a file to read", open_read},
		{"opening its own memory", open_self}, {"making a file", make_file},
		{"removing a file", remove_file}, {"making a folder", make_dir}, {"renaming", rename_file},
		{"a socket", make_socket}, {"a local socket", make_unix_socket}, {"a pipe", new_pipe},
		{"another descriptor", duplicate}, {"another folder", change_dir}, {"other limits", new_limit},
		{"memory with code", code_memory}, {"memory that becomes code", code_later}, {"a mapped file", map_file},
		{"reading elsewhere", read_other}, {"writing elsewhere", write_other},
	}, deadly[] = {
		{"running a program", run_program}, {"a new process", new_process}, {"a new process by vfork", vfork_process},
		{"a signal to the parent", kill_parent}, {"tracing", trace},
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		tap_is_int(inside(refused[i].act), 0, "%s is refused", refused[i].what);
	for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
		tap_is_int(inside(deadly[i].act), 1000 + SIGSYS, "%s kills", deadly[i].what);
	tap_ok(access("/dev/shm/spar-sandbox", F_OK) != 0, "no file was made");
}

static int talk(void)
{
	char c = 0;

	if (write(from_child[1], "r", 1) != 1 || close(to_child[1]) || read(to_child[0], &c, 1) != 0)
		return 1;
	return write(STDERR_FILENO, "", 0) == 0 ? 0 : 2;
}

static void *add_one(void *arg)
{
	++*(int *)arg;
	return arg;
}

static int start_threads(void)
{
	int n = 0;

	for (int i = 0; i < 20; i++) {
		pthread_t t;

		if (pthread_create(&t, NULL, add_one, &n) || pthread_join(t, NULL))
			return 1;
	}
	return n == 20 ? 0 : 2;
}

static int use_memory(void)
{
	char *p = malloc(200u << 20), *q;

	if (!p)
		return 1;
	memset(p, 1, 200u << 20);
	if (sandbox_memory_kb() < 200 << 10)
		return 2;
	q = malloc((size_t)1 << 30);
	if (q)
		return 3;
	free(p);
	return sandbox_memory_kb() < 100 << 10 ? 0 : 4;
}

static int give_up(void)
{
	abort();
}

static int go, went;

static void *open_when_told(void *arg)
{
	while (!__atomic_load_n(&go, __ATOMIC_ACQUIRE))
		usleep(500);
	*(int *)arg = open_read();
	__atomic_store_n(&went, 1, __ATOMIC_RELEASE);
	return NULL;
}

/* A thread that ran before the filter came must be under it too. */
static int older_thread(void)
{
	struct err err;
	int result = 5;
	pthread_t t;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (pthread_create(&t, NULL, open_when_told, &result) || sandbox_limits(SPACE_BYTES, &err) ||
		    sandbox_enter(0, 1, &err))
			_exit(90);
		__atomic_store_n(&go, 1, __ATOMIC_RELEASE);
		while (!__atomic_load_n(&went, __ATOMIC_ACQUIRE))
			usleep(500);
		_exit(result);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void leaves(void)
{
	tap_is_int(inside(talk), 0, "requests are read and replies written");
	tap_is_int(inside(start_threads), 0, "threads start");
	tap_is_int(inside(use_memory), 0, "memory can be had up to the limit, and is measured");
	tap_is_int(inside(give_up), 1000 + SIGABRT, "abort() ends the process");
	tap_is_int(older_thread(), 0, "threads that ran before are under the filter");
}

static int fault_in_sandbox(void)
{
	struct err err = {0};

	fault_set("sandbox.enter");
	return sandbox_enter(0, 1, &err) == ERR_WORKER && strstr(err.text, "filter") ? 0 : 1;
}

static int outside(int (*act)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(act());
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- DuckDB inside ---- */

static bool query(struct duck *d, const char *sql, const char *want, const char *kind)
{
	struct arena a;
	struct duck_rows rows;
	struct duck_error why = {.kind = ""};
	bool good, right;

	arena_init(&a, 1u << 24);
	duck_deadline(d, clock_mono_ms() + 60000);
	good = duck_rows(d, sql, 10, 1000, &a, &rows, &why);
	right = want ? good && rows.row_count && !strcmp(rows.cells[0].text, want) : !good && (!kind || !strcmp(why.kind, kind));
	if (!right)
		fprintf(stderr, "# %s: %s: %s\n", sql, why.kind, good && rows.row_count ? rows.cells[0].text : why.text);
	arena_release(&a);
	return right;
}

static int use_duck(void)
{
	struct duck_options o = {.memory_mb = 300, .integer_division = true, .postgres_nulls = true, .lock = true};
	struct duck *d, *other;
	struct err err;

	if (duck_open(&d, &o, &err) || duck_open(&other, &o, &err)) {
		fprintf(stderr, "# %s\n", err.text);
		return 1;
	}
	if (duck_exec(d, "CREATE TABLE t AS SELECT i, hash(i) AS h, 'text ' || i AS x FROM range(300000) t(i)", &err))
		return 2;
	if (!query(d, "SELECT count(*) FROM t a JOIN t b ON a.h = b.h WHERE a.x LIKE '%7%'", "122853", NULL) ||
	    !query(d, "SELECT sum(r) FROM (SELECT row_number() OVER (PARTITION BY i % 10 ORDER BY h) AS r FROM t)", "4500150000", NULL) ||
	    !query(d, "SELECT strftime(timezone('Europe/Berlin', TIMESTAMPTZ '2024-06-01 10:00:00+00'), '%H %A')", "12 Saturday", NULL) ||
	    !query(d, "SELECT json_extract(json_serialize_sql('SELECT 1'), '$.error')", "false", NULL) ||
	    !query(d, "SELECT regexp_replace('aXb', '[A-Z]', '-')", "a-b", NULL) ||
	    !query(d, "SELECT CAST('x' AS INTEGER)", NULL, "Conversion") ||
	    !query(d, "SELECT * FROM read_csv('/etc/passwd')", NULL, NULL) ||
	    !query(d, "COPY t TO '/dev/shm/spar-sandbox'", NULL, NULL) ||
	    !query(d, "SELECT list(i) FROM range(1000000000) t(i)", NULL, "Out of Memory") ||
	    !query(d, "SELECT max(length(repeat('x', 1000000 + i::INTEGER))) FROM range(10) t(i)", "1000009", NULL) ||
	    !query(d, "SELECT 1", "1", NULL) || !query(other, "SELECT 2", "2", NULL))
		return 3;
	duck_deadline(d, clock_mono_ms() + 30);
	if (duck_exec(d, "SELECT sum(hash(i)) FROM range(1000000000000) t(i)", &err) != ERR_TIMEOUT)
		return 4;
	duck_free(d);
	duck_free(other);
	return 0;
}

/* Not even an open door in DuckDB lets a query out. */
static int open_duck(void)
{
	struct duck_options o = {.memory_mb = 100};
	struct duck *d;
	struct err err;

	if (duck_open(&d, &o, &err))
		return 1;
	duck_exec(d, "SET enable_external_access = true", &err);
	duck_exec(d, "SET disabled_filesystems = ''", &err);
	if (!query(d, "SELECT * FROM read_text('/etc/passwd')", NULL, NULL) ||
	    !query(d, "COPY (SELECT 1) TO '/dev/shm/spar-sandbox'", NULL, NULL))
		return 2;
	duck_free(d);
	return 0;
}

/* A memory limit of DuckDB that is no limit: the address space ends first, and the process survives or dies, but does not grow. */
static int greedy_duck(void)
{
	struct duck_options o = {.memory_mb = 64000};
	struct duck *d;
	struct err err;

	if (duck_open(&d, &o, &err))
		return 1;
	if (!query(d, "SELECT list(i) FROM range(1000000000) t(i)", NULL, "Out of Memory"))
		return 2;
	return sandbox_memory_kb() < 1 << 20 ? 0 : 3;
}

int main(void)
{
	if (SANITIZED) {
		printf("ok 1 # SKIP a sanitizer needs what the sandbox takes away\n1..1\n");
		return 0;
	}
	takes_away();
	leaves();
	tap_is_int(outside(fault_in_sandbox), 0, "a filter that cannot be installed is an error");
	tap_is_int(inside(use_duck), 0, "DuckDB works inside");
	tap_is_int(inside(open_duck), 0, "an unlocked DuckDB reaches no file");
	tap_is_int(inside(greedy_duck), 0, "the address space ends what DuckDB does not");
	return tap_done();
}
