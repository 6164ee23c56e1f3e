/*
 * A soak of the page's server: clients in processes of their own submit to the real `spar serve`, each with a page open, and wait for what they are told.
 * Prints how long an answer takes, what the server holds in memory at the start and at the end, and whether anything was lost.
 *
 * usage: bench_web [SUBMISSIONS [CLIENTS]]   2,000 from 8 unless said otherwise
 */
#include <errno.h>

/* The judge may be long about a right answer, and here many wait for it. */
#define CLIENT_PATIENCE_S 600
#include "../tests/unit/web_client.h"
#include "bank/bank.h"
#include "base/clock.h"

#define CLIENTS_MAX 32
#define QUARTERS 4
#define KINDS 5
/*
 * Most queries have a column too many, which the judge sees without a database: they measure the server. One in ten is a mutant, which is refuted and
 * shrunk, and one in a hundred is right.
 */
#define WRONG_EVERY 10
#define RIGHT_EVERY 100

enum what { ACCEPTED, SHAPE, REFUTED, RIGHT, BESIDE };

static const char *const what_names[KINDS] = {"on disk, answered", "heard: wrong columns", "heard: refuted", "heard: right", "Today, meanwhile"};

/* One measurement, as a client writes it into the pipe. */
struct sample {
	int what;
	double ms;
};

struct client {
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	int64_t attempt;
	int submissions;
};

static double since_ms(int64_t start_us)
{
	return (double)(clock_mono_us() - start_us) / 1000.0;
}

static void put(int out, enum what what, double ms)
{
	struct sample s = {(int)what, ms};

	if (write(out, &s, sizeof(s)) != sizeof(s))
		BUG("a measurement is lost");
}

/* Until the job has ended; other clients' messages go by. */
static bool hear_out(int page, int64_t job)
{
	bool verdict = false, over = false;
	json_t *m;

	while (!over && (m = page_message(page, "job"))) {
		const char *state = json_get_text(m, "state", "");
		bool ours = json_get_int(m, "job", 0) == job;

		over = ours && (!strcmp(state, "done") || !strcmp(state, "failed"));
		verdict |= ours && *json_get_text(json_get_object(m, "message"), "verdict", "");
		json_decref(m);
	}
	return over && verdict;
}

static int run_client(const struct client *c, int out)
{
	int page = page_open();

	for (int i = 0; i < c->submissions; i++) {
		enum what kind = i % RIGHT_EVERY == RIGHT_EVERY - 1 ? RIGHT : i % WRONG_EVERY == 0 ? REFUTED : SHAPE;
		const char *query = kind == RIGHT ? c->v->answers[0].sql :
				    kind == REFUTED ? c->v->mutants[(size_t)(i / WRONG_EVERY) % c->v->mutant_count].sql :
						      "SELECT 1 AS a, 2 AS b, 3 AS c, 4 AS d, 5 AS e, 6 AS f, 7 AS g, 8 AS h, 9 AS i";
		int64_t start = clock_mono_us(), job = web_submit_query(c->attempt, query);

		if (job < 0) {
			fprintf(stderr, "refused with %d: %s\n", client_status, client_body());
			return 1;
		}
		put(out, ACCEPTED, since_ms(start));
		if (!hear_out(page, job)) {
			fprintf(stderr, "no verdict for job %lld\n", (long long)job);
			return 1;
		}
		put(out, kind, since_ms(start));
		start = clock_mono_us();
		if (web_get("/api/today") != 200)
			return 1;
		put(out, BESIDE, since_ms(start));
	}
	close(page);
	return 0;
}

/* ---- what is measured ---- */

static long memory_kb(pid_t pid, const char *key)
{
	char path[64], line[200];
	long kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)))
			kb = strtol(line + strlen(key) + 1, NULL, 10);
	if (f)
		fclose(f);
	return kb;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void print_times(const struct sample *samples, size_t n)
{
	double *ms = calloc(n + 1, sizeof(*ms));

	if (!ms)
		BUG("out of memory");
	printf("  %-22s %8s %8s %8s   ms\n", "", "p50", "p99", "most");
	for (int what = 0; what < KINDS; what++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++)
			if (samples[i].what == what)
				ms[k++] = samples[i].ms;
		qsort(ms, k, sizeof(*ms), by_value);
		if (k)
			printf("  %-22s %8.1f %8.1f %8.1f\n", what_names[what], ms[k / 2], ms[(size_t)(0.99 * (double)(k - 1) + 0.5)], ms[k - 1]);
	}
	free(ms);
}

/* What the record says of an attempt: how many were submitted, how many of them have a verdict. */
static void count_record(const struct client *c, int *submitted, int *judged)
{
	char path[80];
	json_t *value, *events;

	snprintf(path, sizeof(path), "/api/attempts/%lld", (long long)c->attempt);
	if (web_get(path) != 200)
		BUG("no attempt: %s", client_body());
	value = web_json();
	events = json_get_array(value, "events");
	for (size_t i = 0; i < json_array_size(events); i++) {
		const char *kind = json_get_text(json_array_get(events, i), "kind", "");

		*submitted += !strcmp(kind, "submitted");
		*judged += !strcmp(kind, "judged");
	}
	json_decref(value);
}

/* ---- the clients ---- */

/* Each drills another exercise. */
static void prepare(struct bank *bank, struct client *clients, int count, int submissions)
{
	size_t at = 0;

	for (int i = 0; i < count; i++) {
		struct client *c = &clients[i];

		while (at < bank_count(bank) && bank_at(bank, at)->broken)
			at++;
		if (at == bank_count(bank))
			BUG("not enough exercises");
		c->ex = bank_at(bank, at++);
		c->v = &c->ex->variants[0];
		c->submissions = submissions / count + (i < submissions % count);
		c->attempt = web_begin_attempt(c->ex->slug, c->v->name);
	}
}

static int soak(struct bank *bank, struct spar *s, int submissions, int count)
{
	struct client clients[CLIENTS_MAX] = {{0}};
	size_t n = 0, room = (size_t)submissions * KINDS + 1;
	struct sample *samples = calloc(room, sizeof(*samples));
	int failed = 0, submitted = 0, judged = 0, done = 0, quarter = 0, pipes[2], status;
	int64_t start;
	long memory[QUARTERS + 1];
	ssize_t got;

	if (!samples || pipe(pipes))
		BUG("cannot prepare");
	prepare(bank, clients, count, submissions);
	memory[0] = memory_kb(s->pid, "VmRSS");
	start = clock_mono_ms();
	for (int i = 0; i < count; i++) {
		if (fork() == 0) {
			close(pipes[0]);
			_exit(run_client(&clients[i], pipes[1]));
		}
	}
	close(pipes[1]);
	while (n < room && (got = read(pipes[0], &samples[n], sizeof(*samples))) != 0) {
		if (got == sizeof(*samples))
			done += samples[n++].what == BESIDE;
		else if (got > 0 || errno != EINTR)
			BUG("half a measurement");
		while (quarter < QUARTERS && done >= submissions * (quarter + 1) / QUARTERS)
			memory[++quarter] = memory_kb(s->pid, "VmRSS");
	}
	for (int i = 0; i < count; i++)
		failed += wait(&status) < 0 || status != 0;
	while (quarter < QUARTERS)
		memory[++quarter] = memory_kb(s->pid, "VmRSS");
	printf("%d submissions from %d clients, one in %d judged on databases, one in %d right, in %.0f s\n", submissions, count,
	       WRONG_EVERY, RIGHT_EVERY,
	       (double)(clock_mono_ms() - start) / 1000.0);
	print_times(samples, n);
	for (int i = 0; i < count; i++)
		count_record(&clients[i], &submitted, &judged);
	printf("  memory of the server at the start %ld kB, after each quarter %ld, %ld, %ld, %ld, at most %ld\n", memory[0], memory[1], memory[2],
	       memory[3], memory[4], memory_kb(s->pid, "VmHWM"));
	printf("  in the record: %d submitted, %d judged; lost: %d\n", submitted, judged, submissions - judged);
	free(samples);
	return failed || submitted != submissions || judged != submissions;
}

int main(int argc, char **argv)
{
	int submissions = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 2000, clients = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 8;
	struct bank *bank = NULL;
	struct err err = {0};
	struct spar s;
	int failed;

	if (submissions < 1 || clients < 1 || clients > CLIENTS_MAX) {
		fprintf(stderr, "usage: bench_web [SUBMISSIONS [CLIENTS]]\n");
		return 2;
	}
	if (bank_open(&bank, getenv("SPAR_CONTENT") ? NULL : "content", NULL, &err))
		BUG("%s", err.text);
	bank_load_all(bank);
	spar_start(&s, "soak", NULL);
	/* The first Today and the first judge cost more, once. */
	web_get("/api/today");
	failed = soak(bank, &s, submissions, clients);
	if (spar_end(&s, SIGTERM))
		failed = 1;
	buf_release(&client_reply);
	bank_free(bank);
	return failed;
}
