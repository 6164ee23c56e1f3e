/* The record under two processes at once, and under processes that are killed while they write. */
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "store/store_int.h"

static struct arena arena;

/* The name of a folder that does not exist yet. */
static char *new_dir(void)
{
	static int count;

	return arena_printf(&arena, "%s/%d", tap_dir(), ++count);
}

static enum err_code put(struct store *s, int who, int i, int64_t *id, struct err *err)
{
	json_t *body = json_pack("{s:i,s:i}", "who", who, "i", i);
	enum err_code code = store_append(s, EVENT_ATTEMPT_STARTED, "p/x/v", body, id, err);

	json_decref(body);
	return code;
}

static int64_t ask(const char *dir, const char *sql)
{
	struct store *s = NULL;
	struct err err = {0};
	int64_t n = -1;

	if (store_open(&s, dir, &err) || store_number(s, sql, &n, &err))
		printf("# %s\n", err.text);
	store_close(s);
	return n;
}

/* Processes open a record that does not exist yet, at the same moment, and all of them write. */
static void test_at_once(void)
{
	enum { PROCESSES = 4, EACH = 25 };
	char *dir = new_dir();
	int gate[2], good = 0;
	pid_t pids[PROCESSES];

	if (pipe(gate))
		BUG("pipe");
	for (int k = 0; k < PROCESSES; k++) {
		pids[k] = fork();
		if (pids[k])
			continue;
		struct store *s = NULL;
		struct err err = {0};
		char c;

		close(gate[1]);
		if (read(gate[0], &c, 1) < 0 || store_open(&s, dir, &err)) {
			printf("# %s\n", err.text);
			_exit(1);
		}
		for (int i = 0; i < EACH; i++)
			if (put(s, k, i, NULL, &err)) {
				printf("# %s\n", err.text);
				_exit(2);
			}
		store_close(s);
		_exit(0);
	}
	close(gate[0]);
	close(gate[1]);
	for (int k = 0; k < PROCESSES; k++) {
		int status = 1;

		waitpid(pids[k], &status, 0);
		good += status == 0;
	}
	tap_is_int(good, PROCESSES, "all processes opened and wrote");
	tap_is_int(ask(dir, "SELECT count(*) FROM event"), PROCESSES * EACH, "every event is there");
	tap_is_int(ask(dir, "SELECT count(*) FROM attempt"), PROCESSES * EACH, "and what follows from it");
	tap_is_int(ask(dir, "PRAGMA user_version"), (long long)embed_migrations_count, "migrated once");
}

/*
 * A child writes and says which ids are on disk; it is killed at some moment in the middle. What it said must be there, and what is there
 * must be whole.
 */
static void kill_while_writing(const char *dir, int round, int64_t *said)
{
	int report[2];
	int64_t id;

	if (pipe(report))
		BUG("pipe");
	pid_t pid = fork();

	if (pid == 0) {
		struct store *s = NULL;
		struct err err = {0};

		close(report[0]);
		if (store_open(&s, dir, &err))
			_exit(1);
		for (int i = 0;; i++)
			if (put(s, round, i, &id, &err) || write(report[1], &id, sizeof(id)) < 0)
				_exit(2);
	}
	close(report[1]);
	/* Let it write a few, then strike at a moment that differs each round. */
	for (int i = 0; i < 2 + round && read(report[0], &id, sizeof(id)) == sizeof(id); i++)
		*said = id;
	struct timespec pause = {0, 100 * 1000L * (round % 9)};

	nanosleep(&pause, NULL);
	kill(pid, SIGKILL);
	while (read(report[0], &id, sizeof(id)) == sizeof(id))
		*said = id;
	close(report[0]);
	waitpid(pid, NULL, 0);
}

static void test_killed(void)
{
	enum { ROUNDS = 12 };
	char *dir = new_dir();
	int64_t said = 0, top;
	int lost = 0, torn = 0;

	for (int round = 0; round < ROUNDS; round++) {
		kill_while_writing(dir, round, &said);
		top = ask(dir, "SELECT coalesce(max(id), 0) FROM event");
		/* One more than was said can be there: killed between the commit and the word. */
		lost += top < said || top > said + 1;
		torn += ask(dir, "SELECT count(*) FROM event e LEFT JOIN attempt t ON t.id = e.id WHERE t.id IS NULL") != 0;
		said = top;
	}
	tap_ok(said >= 2 * ROUNDS, "%lld events were written", (long long)said);
	tap_is_int(lost, 0, "nothing that was reported is lost");
	tap_is_int(torn, 0, "no event without what follows from it");
	tap_is_int(ask(dir, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0, "the file is whole");
}

/* Killed inside a transaction that is open: the next process neither waits nor sees any of it. */
static void test_killed_inside(void)
{
	char *dir = new_dir();
	int report[2], status;
	char c = 0;

	if (pipe(report))
		BUG("pipe");
	tap_is_int(ask(dir, "SELECT count(*) FROM event"), 0, "a new record");
	pid_t pid = fork();

	if (pid == 0) {
		struct store *s = NULL;
		struct err err = {0};

		if (store_open(&s, dir, &err) || store_begin(s, &err) ||
		    store_exec(s, "INSERT INTO event (at_ms, kind, subject, body) VALUES (1, 'attempt.started', 'p/x/v', '{}')",
			       "write to", &err))
			_exit(1);
		if (write(report[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	close(report[1]);
	tap_ok(read(report[0], &c, 1) == 1 && c == 'x', "a child is in the middle of a commit");
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	tap_is_int(ask(dir, "SELECT count(*) FROM event"), 0, "nothing of it is in the record");
	close(report[0]);
}

int main(void)
{
	arena_init(&arena, 1 << 20);
	setenv("SPAR_NOW", "1700000000", 1);
	test_at_once();
	test_killed();
	test_killed_inside();
	arena_release(&arena);
	return tap_done();
}
