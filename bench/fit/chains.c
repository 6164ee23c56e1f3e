/* The clue tagger's chains: conditional random fields over three labels, one for each type of clue. */
#include "fit.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"

static const struct pace pace = {.epochs = 14, .settled = 7, .step = 0.12, .square = 2, .magnitude = 1};

/* What the two thresholds are chosen from. */
static const double keeps[] = {0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5}, adds[] = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 2};
#define KEEPS (sizeof(keeps) / sizeof(*keeps))
#define ADDS (sizeof(adds) / sizeof(*adds))

#define FEW 40                     /* with fewer labels of a type nothing can be learned */

struct score {
	size_t labelled, met, found;
};

/* The fit of one type. */
struct fit {
	int type;
	float *w, *square;                 /* feature x {begin, in}; sums of squared gradients */
	double step[TAG_COUNT][TAG_COUNT], step_square[TAG_COUNT][TAG_COUNT];
	double keep, add;
	struct score rules, chain;
	bool kept;
	/* scratch for one answer */
	float *begin, *in, *gradient;
	double *alpha, *beta;
	uint32_t *touched;
	size_t touched_count;
};

static struct answer *answers;
static size_t answer_count, longest;
static struct dictionary words;
static struct fit fits[CLUE_COUNT];
static int next_type;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* --- one gradient step -------------------------------------------------------------------------------------------------------- */

static double log_sum(const double *v)
{
	double most = fmax(v[0], fmax(v[1], v[2]));

	return most + log(exp(v[0] - most) + exp(v[1] - most) + exp(v[2] - most));
}

static double step_of(const struct fit *f, int from, int to)
{
	return from == TAG_OUT && to == TAG_IN ? -1e9 : f->step[from][to];
}

static void scores_read(const struct fit *f, const struct answer *x, float *begin, float *in)
{
	const struct tag_chain *c = &x->chain;

	for (size_t p = 0; p < c->n; p++) {
		float b = 0, i = 0;

		for (size_t k = c->first[p]; k < c->first[p + 1]; k++)
			if (x->ids[k] != UINT32_MAX) {
				b += f->w[2 * x->ids[k]];
				i += f->w[2 * x->ids[k] + 1];
			}
		begin[p] = b;
		in[p] = i;
	}
}

static void add_gradient(struct fit *f, const struct answer *x, size_t p, uint32_t which, float g)
{
	const struct tag_chain *c = &x->chain;

	if (fabsf(g) < 1e-4f)
		return;
	for (size_t k = c->first[p]; k < c->first[p + 1]; k++) {
		uint32_t id = x->ids[k];

		if (id == UINT32_MAX)
			continue;
		if (f->gradient[2 * id] == 0 && f->gradient[2 * id + 1] == 0)
			f->touched[f->touched_count++] = id;
		f->gradient[2 * id + which] += g;
	}
}

static void apply(struct fit *f, double weight)
{
	for (size_t t = 0; t < f->touched_count; t++) {
		uint32_t id = f->touched[t];

		for (uint32_t at = 2 * id; at < 2 * id + 2; at++) {
			f->w[at] = pace_step(&pace, f->w[at], &f->square[at], weight * (double)f->gradient[at], 1.0 / words.answers[id]);
			f->gradient[at] = 0;
		}
	}
	f->touched_count = 0;
}

static void forward(struct fit *f, size_t n)
{
	for (size_t t = 0; t < n; t++) {
		double e[TAG_COUNT] = {0, (double)f->begin[t], (double)f->in[t]};

		for (int k = 0; k < TAG_COUNT; k++) {
			double sum[TAG_COUNT];

			for (int j = 0; j < TAG_COUNT; j++)
				sum[j] = t ? f->alpha[3 * (t - 1) + (size_t)j] + step_of(f, j, k) : j == TAG_OUT ? step_of(f, j, k) : -1e9;
			f->alpha[3 * t + (size_t)k] = e[k] + log_sum(sum);
		}
	}
}

static void backward(struct fit *f, size_t n)
{
	for (size_t k = 0; k < TAG_COUNT; k++)
		f->beta[3 * (n - 1) + k] = 0;
	for (size_t t = n - 1; t-- > 0;) {
		double e[TAG_COUNT] = {0, (double)f->begin[t + 1], (double)f->in[t + 1]};

		for (int j = 0; j < TAG_COUNT; j++) {
			double sum[TAG_COUNT];

			for (int k = 0; k < TAG_COUNT; k++)
				sum[k] = step_of(f, j, k) + e[k] + f->beta[3 * (t + 1) + (size_t)k];
			f->beta[3 * t + (size_t)j] = log_sum(sum);
		}
	}
}

static void learn(struct fit *f, const struct answer *x)
{
	size_t n = x->chain.n;
	const uint8_t *gold = x->gold[f->type];
	double expected[TAG_COUNT][TAG_COUNT] = {{0}};

	scores_read(f, x, f->begin, f->in);
	forward(f, n);
	backward(f, n);
	double whole = log_sum(&f->alpha[3 * (n - 1)]);

	for (size_t t = 0; t < n; t++) {
		double e[TAG_COUNT] = {0, (double)f->begin[t], (double)f->in[t]};

		for (int k = 0; k < TAG_COUNT; k++)
			for (int j = 0; j < (t ? TAG_COUNT : 1); j++) {
				double before = t ? f->alpha[3 * (t - 1) + (size_t)j] : 0;

				expected[j][k] += exp(before + step_of(f, j, k) + e[k] + f->beta[3 * t + (size_t)k] - whole);
			}
		expected[t ? gold[t - 1] : TAG_OUT][gold[t]] -= 1;
		for (uint32_t k = TAG_BEGIN; k <= TAG_IN; k++)
			add_gradient(f, x, t, k - 1, (float)(exp(f->alpha[3 * t + k] + f->beta[3 * t + k] - whole) - (gold[t] == k)));
	}
	apply(f, x->weight);
	for (int j = 0; j < TAG_COUNT; j++)
		for (int k = 0; k < TAG_COUNT; k++) {
			double g = x->weight * expected[j][k];

			f->step_square[j][k] += g * g;
			f->step[j][k] -= pace.step * g / sqrt(f->step_square[j][k] + 1e-6);
		}
}

/* Fit on all folds but one; -1: on all. */
static void fit_without(struct fit *f, int left_out)
{
	size_t *order = room(answer_count * sizeof(size_t));
	float *mean = room((2 * words.count + 1) * sizeof(float));
	struct rng rng;

	memset(f->w, 0, 2 * words.count * sizeof(float));
	memset(f->square, 0, 2 * words.count * sizeof(float));
	memset(f->step, 0, sizeof(f->step));
	memset(f->step_square, 0, sizeof(f->step_square));
	rng_init(&rng, 1);
	for (size_t i = 0; i < answer_count; i++)
		order[i] = i;
	for (int epoch = 0; epoch < pace.epochs; epoch++) {
		shuffle(order, answer_count, &rng);
		for (size_t i = 0; i < answer_count; i++) {
			const struct answer *x = &answers[order[i]];

			if (x->fold != left_out && x->complete)
				learn(f, x);
		}
		pace_average(&pace, epoch, f->w, mean, 2 * words.count);
	}
	memcpy(f->w, mean, 2 * words.count * sizeof(float));
	free(mean);
	free(order);
}

/* --- measuring ---------------------------------------------------------------------------------------------------------------- */

static double f1_of(const struct score *s)
{
	return s->labelled + s->found ? 2.0 * (double)s->met / (double)(s->labelled + s->found) : 1;
}

static double precision(const struct score *s)
{
	return s->found ? (double)s->met / (double)s->found : 1;
}

static double recall(const struct score *s)
{
	return s->labelled ? (double)s->met / (double)s->labelled : 1;
}

/* Found spans against labelled ones, as `spar talk eval` does: a hit covers half of the label's characters. */
static void count_spans(const struct answer *x, int type, const struct tag_span *spans, size_t n, struct score *s)
{
	const struct tag_chain *c = &x->chain;
	const struct talk_token *tokens = x->x.text.tokens;
	const uint8_t *gold = x->gold[type];
	uint8_t *met = room(c->n + 1);

	for (size_t p = 0; p < c->n; p++)
		s->labelled += gold[p] == TAG_BEGIN;
	s->found += n;
	for (size_t i = 0; i < n; i++) {
		size_t best = 0, best_place = SIZE_MAX, at = tokens[spans[i].first].at, to = tokens[spans[i].end - 1].at + tokens[spans[i].end - 1].n;

		for (size_t b = 0; b < c->n && c->tokens[b] < spans[i].end; b++) {
			size_t e = b + 1;

			if (gold[b] != TAG_BEGIN || met[b])
				continue;
			while (e < c->n && gold[e] == TAG_IN)
				e++;
			size_t from = tokens[c->tokens[b]].at, end = tokens[c->tokens[e - 1]].at + tokens[c->tokens[e - 1]].n;
			size_t low = from > at ? from : at, high = end < to ? end : to, cut = high > low ? high - low : 0;

			if (cut * 2 >= end - from && cut > best) {
				best = cut;
				best_place = b;
			}
		}
		if (best_place != SIZE_MAX) {
			met[best_place] = 1;
			s->met++;
		}
	}
	free(met);
}

static size_t rule_spans(const struct answer *x, int type, struct tag_span *out)
{
	size_t n = 0;

	for (size_t i = 0; i < x->x.clues.n; i++) {
		const struct talk_clue *c = &x->x.clues.p[i];

		if ((int)c->type == type)
			out[n++] = (struct tag_span){c->first, (size_t)c->first + c->count, c->confidence};
	}
	return n;
}

/* The spans of a type from scores. */
static size_t spans_of(const struct fit *f, const struct answer *x, const struct tag_model *m, uint8_t *labels, float *sure, struct tag_span *out)
{
	return tag_merge(m, &x->x.clues, &x->chain, (enum talk_clue_type)f->type, x->x.clues.p, x->x.clues.n, labels, sure, out);
}

static void decode(const struct fit *f, const struct answer *x, struct tag_model *m, uint8_t *labels, float *sure)
{
	double *scratch = room(12 * (x->chain.n + 1) * sizeof(double));

	memcpy(m->step, f->step, sizeof(m->step));
	tag_decode(m, x->begin[f->type], x->in[f->type], x->chain.n, true, labels, sure, scratch);
	free(scratch);
}

/* Scores of the answers of a fold, which the fit has not seen, and what each pair of thresholds would give. */
static void measure_fold(struct fit *f, int fold, struct score grid[KEEPS][ADDS])
{
	uint8_t *labels = room(longest + 1);
	float *sure = room((longest + 1) * sizeof(float));

	for (size_t i = 0; i < answer_count; i++) {
		struct answer *x = &answers[i];
		struct tag_model m = {0};

		if (x->fold != fold || !x->chain.n)
			continue;
		scores_read(f, x, x->begin[f->type], x->in[f->type]);
		if (!x->complete || !x->unseen)
			continue;
		struct tag_span *spans = room((x->x.clues.n + x->chain.n + 1) * sizeof(*spans));

		decode(f, x, &m, labels, sure);
		for (size_t k = 0; k < KEEPS; k++)
			for (size_t a = 0; a < ADDS; a++) {
				m.keep = keeps[k];
				m.add = adds[a];
				count_spans(x, f->type, spans, spans_of(f, x, &m, labels, sure, spans), &grid[k][a]);
			}
		count_spans(x, f->type, spans, rule_spans(x, f->type, spans), &f->rules);
		free(spans);
	}
	free(labels);
	free(sure);
}

static void fit_type(struct fit *f)
{
	struct score grid[KEEPS][ADDS] = {{{0}}}, *best = &grid[0][ADDS - 1];

	f->w = room(2 * words.count * sizeof(float));
	f->square = room(2 * words.count * sizeof(float));
	f->gradient = room(2 * words.count * sizeof(float));
	f->touched = room(2 * words.count * sizeof(uint32_t));
	f->begin = room((longest + 1) * sizeof(float));
	f->in = room((longest + 1) * sizeof(float));
	f->alpha = room(3 * (longest + 1) * sizeof(double));
	f->beta = room(3 * (longest + 1) * sizeof(double));
	for (int fold = 0; fold < FOLDS; fold++) {
		fit_without(f, fold);
		measure_fold(f, fold, grid);
	}
	for (size_t k = 0; k < KEEPS; k++)
		for (size_t a = 0; a < ADDS; a++)
			best = f1_of(&grid[k][a]) > f1_of(best) + 0.001 ? &grid[k][a] : best;
	f->chain = *best;
	f->keep = keeps[(size_t)(best - &grid[0][0]) / ADDS];
	f->add = adds[(size_t)(best - &grid[0][0]) % ADDS];
	f->kept = f->rules.labelled >= FEW && f1_of(best) > f1_of(&f->rules) + 0.001;
	fit_without(f, -1);
}

static void *types_fit(void *unused)
{
	for (;;) {
		pthread_mutex_lock(&lock);
		int type = next_type++;

		pthread_mutex_unlock(&lock);
		if (type >= CLUE_COUNT)
			return unused;
		fits[type].type = type;
		fit_type(&fits[type]);
	}
}

/* --- what comes out ----------------------------------------------------------------------------------------------------------- */

static void add_score(struct score *sum, const struct score *s)
{
	sum->labelled += s->labelled;
	sum->met += s->met;
	sum->found += s->found;
}

static void print_scores(void)
{
	struct score rules = {0}, chains = {0};

	printf("%-14s %9s %22s %22s %12s\n", "clue", "labelled", "rules: p, r, f1", "chain: p, r, f1", "keep, add");
	for (int type = 0; type < CLUE_COUNT; type++) {
		const struct fit *f = &fits[type];

		printf("%-14s %9zu %8.3f %6.3f %6.3f %8.3f %6.3f %6.3f %7.2f %4.2f%s\n", talk_clue_name((enum talk_clue_type)type), f->rules.labelled, precision(&f->rules),
		       recall(&f->rules), f1_of(&f->rules), precision(&f->chain), recall(&f->chain), f1_of(&f->chain), f->keep, f->add, f->kept ? "" : "  the rules stay");
		add_score(&rules, &f->rules);
		add_score(&chains, f->kept ? &f->chain : &f->rules);
	}
	printf("%-14s %9zu %8.3f %6.3f %6.3f %8.3f %6.3f %6.3f\n", "all", rules.labelled, precision(&rules), recall(&rules), f1_of(&rules), precision(&chains), recall(&chains), f1_of(&chains));
}

static void write_chains(const char *path)
{
	static const char *const more[] = {"step out out", "step out begin", "step out in", "step begin out", "step begin begin", "step begin in",
					   "step in out", "step in begin", "step in in", "keep 1", "add 1"};
	size_t extra = sizeof(more) / sizeof(*more), n = words.count + extra;
	char **rows = room(n * sizeof(char *));
	const char **names = room(n * sizeof(char *));

	memcpy(names, words.names, words.count * sizeof(*names));
	memcpy(names + words.count, more, sizeof(more));
	for (int type = 0; type < CLUE_COUNT; type++) {
		const struct fit *f = &fits[type];
		const char *name = talk_clue_name((enum talk_clue_type)type);
		char begin[40], in[40];

		if (!f->kept)
			continue;
		snprintf(begin, sizeof(begin), "%s.B", name);
		snprintf(in, sizeof(in), "%s.I", name);
		for (size_t id = 0; id < words.count; id++) {
			row_add(&rows[id], begin, (double)f->w[2 * id]);
			row_add(&rows[id], in, (double)f->w[2 * id + 1]);
		}
		for (size_t k = 0; k < 9; k++)
			row_add(&rows[words.count + k], name, f->step[k / 3][k % 3]);
		row_add(&rows[words.count + 9], name, f->keep);
		row_add(&rows[words.count + 10], name, f->add);
	}
	weights_write(path, "# Weights of the clue tagger, in hundredths. `make fit` writes this file from tests/talk/gold: bench/fit, docs/TALK.md.\n", names, rows, n);
}

void chains_fit(struct answer *list, size_t n, const char *path)
{
	pthread_t threads[16];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t count = cores < 1 ? 1 : cores > 16 ? 16 : (size_t)cores;

	answers = list;
	answer_count = n;
	for (size_t i = 0; i < n; i++) {
		struct tag_chain *c = &list[i].chain;

		longest = c->n > longest ? c->n : longest;
		/* What stands only in answers whose clues are not all labelled teaches nothing. */
		for (size_t k = 0; k < c->key_count && list[i].complete; k++)
			dictionary_see(&words, c->keys[k], c->names[k], (uint32_t)i);
		for (int type = 0; type < CLUE_COUNT; type++) {
			list[i].begin[type] = room((c->n + 1) * sizeof(float));
			list[i].in[type] = room((c->n + 1) * sizeof(float));
		}
	}
	dictionary_number(&words, RARE);
	for (size_t i = 0; i < n; i++) {
		list[i].ids = room(list[i].chain.key_count * sizeof(uint32_t));
		for (size_t k = 0; k < list[i].chain.key_count; k++)
			list[i].ids[k] = dictionary_id(&words, list[i].chain.keys[k]);
	}
	printf("%zu answers, %zu features\n", n, words.count);
	fflush(stdout);
	for (size_t i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, types_fit, NULL) != 0)
			die("no thread");
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	print_scores();
	write_chains(path);
}

void chains_apply(struct answer *x)
{
	struct clue_reader *r = &x->x.clues;
	struct clue_reader rules = *r;
	uint8_t *labels = room(x->chain.n + 1);
	float *sure = room((x->chain.n + 1) * sizeof(float));
	struct tag_span *spans = room((rules.n + x->chain.n + 1) * sizeof(*spans));

	r->p = NULL;
	r->n = r->room = 0;
	for (int type = 0; type < CLUE_COUNT; type++) {
		const struct fit *f = &fits[type];
		struct tag_model m = {.keep = f->keep, .add = f->add};
		size_t n;

		if (f->kept && x->chain.n) {
			decode(f, x, &m, labels, sure);
			n = tag_merge(&m, &rules, &x->chain, (enum talk_clue_type)type, rules.p, rules.n, labels, sure, spans);
		} else {
			n = rule_spans(&(struct answer){.x.clues = rules}, type, spans);
		}
		for (size_t i = 0; i < n; i++)
			clue_add(r, (enum talk_clue_type)type, spans[i].first, spans[i].end, fmax(spans[i].sure, CLUE_SURE));
	}
	clues_sort(r);
	free(labels);
	free(sure);
	free(spans);
}
