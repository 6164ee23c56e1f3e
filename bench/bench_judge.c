/*
 * How fast the judge is, over every exercise of the pack: batches against plain runs, and the time from a submission to its
 * verdict with a warm worker. All ratios come from one run on one machine.
 *
 * usage: bench_judge WORKER [EVERY]   EVERY 3 takes every third exercise
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank/bank.h"
#include "base/clock.h"
#include "base/json.h"
#include "judge/drill_int.h"
#include "judge/judge.h"

#define TIMES_MAX 20000
#define PLAIN_WORLDS 40

struct times {
	double ms[TIMES_MAX];
	size_t n;
};

static struct times verdict_times, shrink_times;
static double log_ratio_sum;
static size_t ratio_count, undecided;
static long memory_kb_max;

static void put(struct times *t, double ms)
{
	if (t->n < TIMES_MAX)
		t->ms[t->n++] = ms;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double share(struct times *t, double p)
{
	if (!t->n)
		return 0;
	qsort(t->ms, t->n, sizeof *t->ms, by_value);
	return t->ms[(size_t)(p * (double)(t->n - 1))];
}

/* Worlds a second, batched over plain, for the reference answer. */
static void measure_batches(const char *subject, const json_t *request)
{
	struct duck_error why;
	struct compare_plan plan;
	struct err err = {0};
	struct drill *d;
	int64_t start, batch_us, plain_us;

	if (drill_open(&d, request, 0, &err)) {
		printf("  %-44s %s\n", subject, err.text);
		return;
	}
	size_t n = d->scene->base.worlds.n;
	struct print *p = calloc(n, sizeof *p);
	compare_plan_make(&d->reference.shape, &d->reference.shape, &plan);
	if (!d->reference.batched) {
		printf("  %-44s plain only: %s\n", subject, d->reference.plain_reason);
		goto out;
	}
	start = clock_cpu_us();
	for (int i = 0; i < 3; i++)
		batch_prints(d->scene->base.d, &d->reference, &plan, 0, n, 3, p, &why);
	batch_us = (clock_cpu_us() - start) / 3;
	start = clock_cpu_us();
	for (size_t i = 0; i < PLAIN_WORLDS; i++) {
		if (scene_stand(d->scene, &d->scene->base.worlds.p[i * n / PLAIN_WORLDS], 0, &err))
			break;
		plain_print(d->scene->extra.d, &d->reference, &plan, &why);
	}
	plain_us = clock_cpu_us() - start;
	double batched = (double)n * 1e6 / (double)batch_us, plainly = PLAIN_WORLDS * 1e6 / (double)plain_us;
	printf("  %-44s %9.0f %9.0f %7.0f\n", subject, batched, plainly, batched / plainly);
	log_ratio_sum += log(batched / plainly);
	ratio_count++;
out:
	free(p);
	drill_free(d);
}

static bool on_reply(const json_t *msg, void *arg)
{
	if (strcmp(json_get_text(msg, "type", ""), "verdict") == 0)
		json_object_update(arg, (json_t *)msg);
	return true;
}

static void measure_verdict(struct judge_client *c, const char *subject, const char *sql)
{
	json_t *request = json_pack("{s:s, s:s, s:s, s:i}", "op", "judge", "id", subject, "query", sql, "worlds",
				    JUDGE_WORLDS);
	json_t *verdict = json_object();
	struct err err = {0};
	int64_t start = clock_mono_us();

	if (judge_client_call(c, request, 20000, on_reply, verdict, &err)) {
		undecided++;
		printf("  %s: %s\n", subject, err.text);
	} else {
		double shrink = (double)json_get_int(verdict, "shrink_ms", 0);
		put(&verdict_times, (double)(clock_mono_us() - start) / 1000.0 - shrink);
		if (json_get_object(verdict, "witness"))
			put(&shrink_times, shrink);
	}
	json_decref(verdict);
	json_decref(request);
}

static void note_memory(struct judge_client *c)
{
	json_t *request = json_pack("{s:s}", "op", "status"), *reply = NULL;
	struct err err = {0};

	if (!judge_client_ask(c, request, 5000, &reply, &err)) {
		long kb = (long)json_get_int(reply, "memory_kb", 0);
		memory_kb_max = kb > memory_kb_max ? kb : memory_kb_max;
	}
	json_decref(reply);
	json_decref(request);
}

static void measure_variant(struct judge_client *c, const struct bank *b, const struct bank_exercise *ex,
			    const struct bank_variant *v)
{
	json_t *request = bank_open_request(b, ex, v), *reply = NULL;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 1u << 16);
	const char *subject = bank_subject(b, ex, v, &a);
	if (judge_client_ask(c, request, 30000, &reply, &err)) {
		printf("  %s: %s\n", subject, err.text);
	} else {
		measure_batches(subject, request);
		for (size_t i = 0; i < v->answer_count; i++)
			measure_verdict(c, subject, v->answers[i].sql);
		for (size_t i = 0; i < v->mutant_count; i++)
			measure_verdict(c, subject, v->mutants[i].sql);
		note_memory(c);
	}
	json_decref(reply);
	json_decref(request);
	arena_release(&a);
}

int main(int argc, char **argv)
{
	struct judge_client *c;
	struct bank *bank;
	struct err err = {0};
	size_t every = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 1;

	if (argc < 2 || every == 0) {
		fputs("usage: bench_judge WORKER [EVERY]\n", stderr);
		return 2;
	}
	if (bank_open(&bank, "content", NULL, &err) || judge_client_new(&c, argv[1], &err)) {
		fprintf(stderr, "bench_judge: %s\n", err.text);
		return 1;
	}
	printf("worlds a second, by exercise and variant\n  %-44s %9s %9s %7s\n", "", "batched", "plain", "ratio");
	for (size_t i = 0; i < bank_count(bank); i += every) {
		const struct bank_exercise *ex = bank_at(bank, i);
		for (size_t v = 0; !ex->broken && v < ex->variant_count; v++)
			measure_variant(c, bank, ex, &ex->variants[v]);
	}
	printf("\nbatched over plain, geometric mean: %.0f (aim 50), %zu variants\n",
	       ratio_count ? exp(log_ratio_sum / (double)ratio_count) : 0.0, ratio_count);
	printf("submission to verdict without shrinking: p50 %.0f ms (aim 60), p95 %.0f ms (aim 250), %zu queries, %zu without verdict\n",
	       share(&verdict_times, 0.5), share(&verdict_times, 0.95), verdict_times.n, undecided);
	printf("shrinking a witness: p50 %.0f ms, p95 %.0f ms (aim 150), %zu witnesses\n", share(&shrink_times, 0.5),
	       share(&shrink_times, 0.95), shrink_times.n);
	printf("memory of the worker, at most: %ld MB (aim 400)\n", memory_kb_max / 1024);
	judge_client_free(c);
	bank_free(bank);
	return 0;
}
