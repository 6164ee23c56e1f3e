/*
 * How good and how fast the talk engine is, on the development part and on the locked part of the gold answers, clean and with a
 * recogniser's word errors.  Time is processor time of one thread, so that other work on the machine does not count.
 *
 * usage: bench_talk CONTENT_DIR NAME=FILE...   files of one name are measured together
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "talk/eval.h"

#define GOLD_BYTES_MAX (64u << 20)
#define ROUNDS 200

static void die(const struct err *err)
{
	fprintf(stderr, "bench_talk: %s\n", err->text);
	exit(1);
}

static void put_clues(const json_t *table)
{
	const char *type;
	json_t *row;

	printf("  %-14s %9s %9s %9s %9s\n", "clue", "precision", "recall", "f1", "labelled");
	json_object_foreach((json_t *)table, type, row)
		printf("  %-14s %9.3f %9.3f %9.3f %9lld\n", type, json_get_real(row, "precision", 0), json_get_real(row, "recall", 0),
		       json_get_real(row, "f1", 0), (long long)json_get_int(row, "labelled", 0));
}

static void put_gaps(const json_t *table)
{
	const char *gap;
	json_t *row;
	int n = 0;

	printf("  gaps, fired of labelled:");
	json_object_foreach((json_t *)table, gap, row)
		printf("%s %s %lld/%lld", n++ % 5 ? "," : "\n   ", gap, (long long)json_get_int(row, "fired", 0), (long long)json_get_int(row, "labelled", 0));
	printf("\n");
}

static void put_confusion(const json_t *confusion)
{
	static const char *const names[] = {"full", "partial", "evaded", "declined"};

	printf("  %-14s %9s %9s %9s %9s\n", "reply is", names[0], names[1], names[2], names[3]);
	for (int i = 0; i < 4; i++) {
		const json_t *row = json_get_object(confusion, names[i]);

		printf("  %-14s", names[i]);
		for (int k = 0; k < 4; k++)
			printf(" %9lld", (long long)json_get_int(row, names[k], 0));
		printf("\n");
	}
}

static void put_line(const json_t *s)
{
	printf("  %3lld %%  clue_f1 %.3f (p %.3f, r %.3f)  probe_p1 %.3f  probe_p3 %.3f  asked_said %.3f  grounding %.3f  gap_recall %.3f  check %.3f  "
	       "salads %lld/%lld, survive %lld  evaluable %.3f  p99 %.2f ms\n",
	       (long long)json_get_int(s, "words_wrong", 0), json_get_real(s, "clue_f1", 0), json_get_real(s, "clue_precision", 0),
	       json_get_real(s, "clue_recall", 0), json_get_real(s, "probe_p1", 0), json_get_real(s, "probe_p3", 0), json_get_real(s, "asked_said", 0),
	       json_get_real(s, "grounding", 0), json_get_real(s, "gap_recall", 0), json_get_real(s, "check_accuracy", 0),
	       (long long)json_get_int(s, "salad_accepted", 0), (long long)json_get_int(s, "salads", 0), (long long)json_get_int(s, "salad_survived", 0), json_get_real(s, "evaluable_accuracy", 0),
	       json_get_real(s, "p99_ms", 0));
}

/* Every file of this name, at one rate of word errors. */
static json_t *measure(const struct talk_pack *pack, const char *name, int argc, char **argv, unsigned wrong)
{
	struct eval_options o = {.words_wrong = wrong, .seed = 1};
	struct talk_eval *e = talk_eval_new(pack, &o);
	struct err err = {0};
	size_t n = strlen(name);

	for (int i = 0; e && i < argc; i++) {
		struct buf b;

		if (strncmp(argv[i], name, n) || argv[i][n] != '=')
			continue;
		buf_init(&b, GOLD_BYTES_MAX);
		if (fs_read(argv[i] + n + 1, GOLD_BYTES_MAX, &b, &err) || talk_eval_text(e, argv[i] + n + 1, (struct str){buf_text(&b), b.n}, &err))
			die(&err);
		buf_release(&b);
	}
	json_t *s = e ? talk_eval_summary(e) : NULL;

	talk_eval_free(e);
	return s;
}

static void measure_name(const struct talk_pack *pack, const char *name, int argc, char **argv)
{
	static const unsigned wrong[] = {0, 5, 10, 20};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		json_t *s = measure(pack, name, argc, argv, wrong[i]);

		if (i == 0) {
			printf("%s: %lld answers\n", name, (long long)json_get_int(s, "answers", 0));
			bool labelled = json_object_size(json_get_object(s, "clues")) > 0;

			put_clues(json_get_object(s, "clues"));
			put_gaps(json_get_object(s, "gaps"));
			put_confusion(json_get_object(s, "check_confusion"));
			if (labelled)
				printf("  aims (clue_f1 and probe_p1 >= 0.85, asked_said <= 0.05, grounding 1, no salad): %s\n",
				       json_get_bool(s, "aims", false) ? "hold" : "do not hold");
			printf("  by words wrong:\n");
		}
		put_line(s);
		json_decref(s);
	}
	printf("\n");
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static const char paragraph[] =
	"Last October the stock report of one region was wrong by 11 percent and everybody blamed the stores. I pulled the receipts of one store and compared them with "
	"the report. It turned out that the handhelds sent each write-off twice when the network dropped. I decided to use the device number and its counter as the key, "
	"instead of a time window, at the price of five weeks of waiting for the vendor. The difference went from 11 to 2 percent and the buyers ordered less. ";

/* A 400-word answer to the next probe, in a process of its own so that its memory is its own. */
static void measure_speed(const char *content)
{
	struct talk_pack *pack = NULL;
	struct err err = {0};
	struct rusage usage;
	struct buf b;
	static double ms[ROUNDS];
	size_t words = 0;

	if (talk_pack_open(&pack, content, NULL, &err))
		die(&err);
	buf_init(&b, 1 << 16);
	for (int i = 0; i < 5; i++)
		buf_adds(&b, paragraph);
	for (int i = 0; i < ROUNDS; i++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = "dive-deep", .question = "Tell me about a problem whose cause was hard to find.",
					   .level = TALK_L5, .seed = (uint64_t)i};
		struct talk *t = NULL;
		int64_t start = clock_cpu_us();

		if (talk_new(&t, pack, &round, &err) || talk_answer(t, (struct str){buf_text(&b), b.n}, &err))
			die(&err);
		talk_next(t);
		ms[i] = (double)(clock_cpu_us() - start) / 1000;
		words = talk_view(t)->word_count;
		talk_free(t);
	}
	qsort(ms, ROUNDS, sizeof(*ms), by_value);
	getrusage(RUSAGE_SELF, &usage);
	printf("%zu words to the next probe: median %.2f ms, p99 %.2f ms (aim 5); memory of the process %.1f MB (aim 20)\n", words, ms[ROUNDS / 2],
	       ms[(size_t)ceil(0.99 * ROUNDS) - 1], (double)usage.ru_maxrss / 1024);
	buf_release(&b);
	talk_pack_free(pack);
}

int main(int argc, char **argv)
{
	struct talk_pack *pack = NULL;
	struct err err = {0};

	if (argc < 2) {
		fprintf(stderr, "usage: bench_talk CONTENT_DIR NAME=FILE...\n");
		return 2;
	}
	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		measure_speed(argv[1]);
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	if (talk_pack_open(&pack, argv[1], NULL, &err))
		die(&err);
	/* Each name once, in the order of the arguments. */
	for (int i = 2; i < argc; i++) {
		char name[100];
		bool seen = false;
		size_t n = strcspn(argv[i], "=");

		snprintf(name, sizeof(name), "%.*s", (int)(n < 99 ? n : 99), argv[i]);
		for (int k = 2; k < i; k++)
			seen = seen || (!strncmp(argv[k], name, n) && argv[k][n] == '=');
		if (!seen)
			measure_name(pack, name, argc - 2, argv + 2);
	}
	talk_pack_free(pack);
	return 0;
}
