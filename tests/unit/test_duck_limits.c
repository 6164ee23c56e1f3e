/* Deadline, interruption and memory: a statement ends, the database lives on. */
#include "base/clock.h"
#include "duck/duck.h"
#include "tap.h"

#include <pthread.h>
#include <time.h>

static struct duck *db;
static struct arena arena;

static const char endless[] = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r";

static bool run(const char *sql, struct duck_error *why)
{
	struct duck_rows rows;

	return duck_rows(db, sql, 10, 10000, &arena, &rows, why);
}

static void ends_by_deadline(const char *sql, const char *what)
{
	struct duck_error why = {.text = "it ran"};
	struct err err = {0};

	duck_deadline(db, clock_mono_ms() + 30);
	tap_ok(!run(sql, &why) && !strcmp(why.kind, "Interrupt"), "%s is interrupted: %s: %s", what, why.kind, why.text);
	tap_ok(!run("SELECT 1", &why) && !strcmp(why.kind, "Interrupt"), "past the deadline nothing runs");
	tap_is_int(duck_exec(db, "SELECT 1", &err), ERR_TIMEOUT, "nor a statement of ours: %s", err.text);
	duck_deadline(db, -1);
	tap_ok(run("SELECT 1", &why), "without a deadline all is well again");
}

static void deadline(void)
{
	struct duck_error why = {.text = ""};
	struct duck_append *p;
	struct err err = {0};

	ends_by_deadline(endless, "an endless recursion");
	ends_by_deadline("SELECT count(*) FROM range(100000000) a(i), range(100000000) b(j) WHERE i * j % 7 = 8", "a huge join");
	ends_by_deadline("SELECT sum(hash(i)) FROM range(1000000000000) t(i)", "a huge sum");
	ends_by_deadline("SELECT i FROM range(1000000000000) t(i) WHERE i < 0", "a stream without rows");
	ends_by_deadline("SELECT list(i) FROM range(1000000000000) t(i) GROUP BY i % 3", "a growing list");
	duck_deadline(db, clock_mono_ms() + 600000);
	duck_deadline(db, clock_mono_ms() + 30);
	tap_ok(!run(endless, &why) && !strcmp(why.kind, "Interrupt"), "an earlier deadline replaces a later one");
	duck_deadline(db, clock_mono_ms() + 10);
	duck_deadline(db, clock_mono_ms() + 600000);
	tap_ok(run("SELECT count(*) FROM range(3000000) a(i) WHERE hash(i) % 3 = 0", &why), "a later one replaces an earlier one");
	duck_deadline(db, 0);
	tap_is_int(duck_append_open(&p, db, "t", &err), ERR_TIMEOUT, "past the deadline nothing is loaded");
	duck_deadline(db, -1);
	tap_is_int(duck_append_open(&p, db, "t", &err), ERR_OK, "loading after an interruption");
	duck_append_int(p, 7);
	duck_append_row_end(p);
	tap_is_int(duck_append_close(p, &err), ERR_OK, "works: %s", err.text);
}

static void *interrupt_soon(void *arg)
{
	struct timespec pause = {.tv_nsec = 5000000};

	/* Repeated, since one that arrives before the statement runs has no effect. */
	for (int i = 0; i < 2000 && !*(volatile bool *)arg; i++) {
		duck_interrupt(db);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static void interrupt(void)
{
	struct duck_error why = {.text = ""};
	volatile bool done = false;
	pthread_t thread;

	pthread_create(&thread, NULL, interrupt_soon, (void *)&done);
	tap_ok(!run(endless, &why) && !strcmp(why.kind, "Interrupt"), "another thread interrupts");
	done = true;
	pthread_join(thread, NULL);
	tap_ok(run("SELECT 1", &why), "and all is well again");
}

static void out_of_memory(const char *sql, const char *what)
{
	struct duck_error why = {.text = "it ran"};

	duck_deadline(db, clock_mono_ms() + 60000);
	tap_ok(!run(sql, &why) && !strcmp(why.kind, "Out of Memory"), "%s: %s", what, why.kind);
	if (strcmp(why.kind, "Out of Memory"))
		tap_show("text", why.text);
	duck_deadline(db, -1);
	tap_ok(run("SELECT 1", &why), "and all is well again");
}

static void memory(void)
{
	out_of_memory("SELECT count(*) FROM (SELECT DISTINCT i, hash(i) FROM range(100000000) t(i))", "a huge DISTINCT");
	out_of_memory("SELECT max(x) FROM (SELECT repeat('x', 1000) || i AS x FROM range(100000000) t(i) ORDER BY x LIMIT 1000000)",
		      "a huge sort");
	out_of_memory("SELECT sum(y) FROM (SELECT sum(i) OVER (ORDER BY hash(i)) AS y FROM range(100000000) t(i))", "a huge window");
	tap_ok(!duck_broken(), "memory that ran out does not break the database");
}

int main(void)
{
	struct duck_options options = {.memory_mb = 100, .integer_division = true, .postgres_nulls = true, .lock = true};
	struct err err = {0};

	arena_init(&arena, 16u << 20);
	if (!tap_ok(duck_open(&db, &options, &err) == ERR_OK, "open %s", err.text))
		return tap_done();
	tap_is_int(duck_exec(db, "CREATE TABLE t(i INTEGER)", &err), ERR_OK, "a table");
	deadline();
	interrupt();
	memory();
	duck_free(db);
	arena_release(&arena);
	return tap_done();
}
