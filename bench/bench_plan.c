/*
 * What planning takes with ten thousand events in the record: reading the evidence, making the plan, and a plan with a large job post.
 * Time of the CPU, so that other work on the machine does not count.
 *
 * usage: bench_plan DIR    an empty folder for the record
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "bank/bank.h"
#include "base/clock.h"
#include "base/rng.h"
#include "plan/plan.h"
#include "store/store.h"

#define ATTEMPTS 2500              /* four events each */
#define ROUNDS 40
#define POST_BYTES (300u << 10)
#define NOW_MS 1795593600000LL

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench_plan: %s: %s\n", what, why);
	exit(1);
}

/* One after the other through the store they would be ten thousand fsyncs; the projections are rebuilt from them instead. */
static void put_event(sqlite3_stmt *stmt, int64_t at_ms, const char *kind, const char *subject, const char *body)
{
	sqlite3_bind_int64(stmt, 1, at_ms);
	sqlite3_bind_text(stmt, 2, kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 3, subject, -1, SQLITE_STATIC);
	sqlite3_bind_text(stmt, 4, body, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) != SQLITE_DONE)
		fail("event", "cannot be written");
	sqlite3_reset(stmt);
}

static void put_attempt(sqlite3_stmt *stmt, sqlite3 *db, struct bank *b, struct rng *r, int k)
{
	const struct bank_exercise *ex = bank_at(b, rng_below(r, (uint32_t)bank_count(b)));
	int64_t at_ms = NOW_MS - (int64_t)(ATTEMPTS - k) * 240000, id;
	bool right = rng_percent(r, 55);
	char subject[200], body[400];

	snprintf(subject, sizeof(subject), "%s/%s/%s", bank_pack(b)->id, ex->slug, ex->variants[0].name);
	snprintf(body, sizeof(body), "{\"patterns\":[\"%s\"],\"limit_ms\":600000,\"no_run\":false,\"mode\":\"try\"}", ex->patterns[0]);
	put_event(stmt, at_ms, "attempt.started", subject, body);
	id = sqlite3_last_insert_rowid(db);
	snprintf(body, sizeof(body), "{\"attempt\":%lld,\"query\":\"SELECT 1\",\"elapsed_ms\":90000}", (long long)id);
	put_event(stmt, at_ms + 90000, "attempt.submitted", subject, body);
	snprintf(body, sizeof(body), "{\"attempt\":%lld,\"verdict\":\"%s\",\"counts\":true,\"mistake\":%s,\"elapsed_ms\":90000}", (long long)id,
		 right ? "right" : "wrong", right ? "null" : "\"rownumber-for-ties\"");
	put_event(stmt, at_ms + 91000, "attempt.judged", subject, body);
	snprintf(body, sizeof(body), "{\"attempt\":%lld,\"elapsed_ms\":95000}", (long long)id);
	put_event(stmt, at_ms + 95000, "attempt.ended", subject, body);
}

static struct store *record(const char *dir, struct bank *b)
{
	struct store *s = NULL;
	struct err err = {0};
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	char path[1000];
	struct rng r;

	if (store_open(&s, dir, &err))
		fail("record", err.text);
	snprintf(path, sizeof(path), "%s", store_path(s));
	store_close(s);
	rng_init(&r, 1);
	if (sqlite3_open(path, &db) || sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(db, "INSERT INTO event (at_ms, kind, subject, body) VALUES (?, ?, ?, ?)", -1, &stmt, NULL))
		fail("record", sqlite3_errmsg(db));
	for (int k = 0; k < ATTEMPTS; k++)
		put_attempt(stmt, db, b, &r, k);
	sqlite3_finalize(stmt);
	if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL))
		fail("record", sqlite3_errmsg(db));
	sqlite3_close(db);
	if (store_open(&s, dir, &err) || store_rebuild(s, &err))
		fail("record", err.text);
	return s;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *ms, size_t n)
{
	qsort(ms, n, sizeof(*ms), by_value);
	return ms[n / 2];
}

static struct str large_post(void)
{
	static const char line[] = "We need strong SQL, Iceberg or Kafka and more words to fill the line. Tableau is a plus.\n";
	char *p = malloc(POST_BYTES);

	if (!p)
		fail("post", "out of memory");
	for (size_t i = 0; i < POST_BYTES; i++)
		p[i] = line[i % (sizeof(line) - 1)];
	return (struct str){p, POST_BYTES};
}

int main(int argc, char **argv)
{
	static double evidence_ms[ROUNDS], plan_ms[ROUNDS], post_ms[ROUNDS];
	struct bank *b = NULL;
	struct store *s;
	struct arena kept, a;
	const struct plan_rules *rules = NULL;
	struct plan_input in = {.now_ms = NOW_MS, .interview_ms = NOW_MS + 7 * 86400000LL, .kind = PLAN_BOTH, .level = PLAN_L5, .start_minute = -1};
	struct plan_evidence *evidence = NULL;
	struct str post = large_post();
	struct plan *p = NULL;
	struct err err = {0};

	if (argc != 2)
		fail("usage", "bench_plan DIR");
	arena_init(&kept, 64u << 20);
	arena_init(&a, 256u << 20);
	if (bank_open(&b, NULL, NULL, &err) || plan_rules_load(&kept, NULL, NULL, b, &rules, NULL, &err))
		fail("rules", err.text);
	bank_load_all(b);
	s = record(argv[1], b);
	for (int i = 0; i < 7; i++)
		in.weekday_minutes[i] = 240;
	for (int i = 0; i < ROUNDS; i++) {
		int64_t t0 = clock_cpu_us(), t1, t2;

		arena_clear(&a);
		if (plan_evidence_read(b, s, NULL, 0, &a, &evidence, &in.evidence_count, &err))
			fail("evidence", err.text);
		in.evidence = evidence;
		in.post = (struct str){"", 0};
		t1 = clock_cpu_us();
		if (plan_make(rules, &in, &a, &p, &err))
			fail("plan", err.text);
		t2 = clock_cpu_us();
		in.post = post;
		if (plan_make(rules, &in, &a, &p, &err))
			fail("plan", err.text);
		evidence_ms[i] = (double)(t1 - t0) / 1000;
		plan_ms[i] = (double)(t2 - t1) / 1000;
		post_ms[i] = (double)(clock_cpu_us() - t2) / 1000;
	}
	printf("planning with %d events, median of %d, ms of CPU (aim 10)\n", ATTEMPTS * 4, ROUNDS);
	printf("  evidence from the record %.2f, plan %.2f, both %.2f\n", median(evidence_ms, ROUNDS), median(plan_ms, ROUNDS),
	       median(evidence_ms, ROUNDS) + median(plan_ms, ROUNDS));
	printf("  plan with a job post of %u kB %.2f\n", POST_BYTES >> 10, median(post_ms, ROUNDS));
	store_close(s);
	bank_free(b);
	arena_release(&a);
	arena_release(&kept);
	free((char *)post.p);
	return 0;
}
