/* Which gaps are really open, and which one an interviewer asks for first: two linear models over the features of gap_weigh.h. */
#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rng.h"
#include "talk/gap_weigh.h"

static const struct pace pace = {.epochs = 20, .step = 0.05, .square = 6, .magnitude = 0.5};

enum { OPEN, RANK, MODELS };

/* A list of the right words is one answer in thirty. */
static const struct pace salad_pace = {.epochs = 15, .step = 0.05, .square = 3, .magnitude = 0.1};
#define SALAD_WEIGHT 1.5

/* One gap of one answer. */
struct row {
	const char *gap;
	const struct gap_row *def;
	uint32_t *ids;
	size_t n;
	bool wanted, barred;       /* among the labelled gaps; among those that must not fire */
	double sure;               /* of the detector */
	size_t rank;               /* by the table's weights */
	double sums[MODELS];       /* of models that have not seen the answer */
};

struct sheet {
	const struct answer *x;
	struct row *rows;
	size_t n, wanted;
	struct row whole;          /* the answer as such */
	bool salad;
};

static struct sheet *sheets;
static size_t sheet_count;
static struct dictionary keys_of;
static float *w[MODELS + 1], *square[MODELS + 1], *gradient;  /* the last one is of salads */
static uint32_t *touched;
static size_t touched_count;

static bool listed(const json_t *list, const char *name)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (s && !strcmp(s, name))
			return true;
	}
	return false;
}

/* What came from the rules' clues is found again from the chains'. */
static void stages_again(struct talk_analysis *x)
{
	x->gap_count = x->weak_count = 0;
	memset(&x->facts, 0, sizeof(x->facts));
	memset(&x->frame, 0, sizeof(x->frame));
	talk_facts_read(x);
	talk_evaluable_read(x);
	talk_frame_read(x);
	talk_opening_read(x);
}

static void row_ids(struct row *r, const uint64_t *keys, size_t n)
{
	r->ids = room((n + 1) * sizeof(uint32_t));
	r->n = 0;
	for (size_t k = 0; k < n; k++) {
		uint32_t id = dictionary_id(&keys_of, keys[k]);

		if (id != UINT32_MAX)
			r->ids[r->n++] = id;
	}
}

static void sheet_read(struct sheet *s, struct answer *x, uint32_t number, const struct talk_pack *pack, bool number_them)
{
	const struct gap_table *table = pack_table(pack, NULL, x->round.kind);
	struct talk_gap *gaps = ARENA_NEW(&x->a, struct talk_gap, table->count + 1);
	double *sure = ARENA_NEW(&x->a, double, table->count + 1);
	struct gap_sight sight = {.x = &x->x, .table = table, .sure = sure};
	uint64_t keys[GAP_KEYS_MAX];
	char *names[GAP_KEYS_MAX];

	gap_detect_all(&x->x, table, gaps, sure);
	gap_sight_read(&sight, &x->a);
	struct arena scratch;

	arena_init(&scratch, 16u << 20);
	size_t whole = salad_keys(&sight, keys, number_them ? NULL : names, &scratch);

	for (size_t k = 0; k < whole && !number_them; k++)
		dictionary_see(&keys_of, keys[k], names[k], number);
	arena_release(&scratch);
	if (number_them) {
		*s = (struct sheet){.x = x, .n = table->count, .rows = room((table->count + 1) * sizeof(struct row)), .salad = json_get_bool(x->line, "salad", false)};
		row_ids(&s->whole, keys, whole);
	}
	for (size_t i = 0; i < table->count; i++) {
		arena_init(&scratch, 16u << 20);
		size_t n = gap_keys(&sight, i, keys, number_them ? NULL : names, &scratch);

		for (size_t k = 0; k < n && !number_them; k++)
			dictionary_see(&keys_of, keys[k], names[k], number);
		arena_release(&scratch);
		if (!number_them)
			continue;
		struct row *r = &s->rows[i];

		*r = (struct row){.gap = table->rows[i].gap, .def = &table->rows[i], .sure = sure[i], .rank = sight.rank[i]};
		row_ids(r, keys, n);
		r->wanted = listed(json_get_array(x->line, "gaps"), r->gap);
		r->barred = listed(json_get_array(x->line, "not_gaps"), r->gap);
		s->wanted += r->wanted;
	}
}

static double sum_of(int model, const struct row *r)
{
	double sum = 0;

	for (size_t k = 0; k < r->n; k++)
		sum += (double)w[model][r->ids[k]];
	return sum;
}

static void add_gradient(const struct row *r, double g)
{
	for (size_t k = 0; k < r->n; k++) {
		if (gradient[r->ids[k]] == 0)
			touched[touched_count++] = r->ids[k];
		gradient[r->ids[k]] += (float)g;
	}
}

static void apply(int model, const struct pace *p)
{
	for (size_t t = 0; t < touched_count; t++) {
		uint32_t id = touched[t];

		if (gradient[id] != 0)
			w[model][id] = pace_step(p, w[model][id], &square[model][id], (double)gradient[id], 1.0 / keys_of.answers[id]);
		gradient[id] = 0;
	}
	touched_count = 0;
}

static void learn_rank(const struct sheet *s)
{
	double most = -1e9, whole = 0, *e = room((s->n + 1) * sizeof(double));

	for (size_t i = 0; i < s->n; i++) {
		e[i] = sum_of(RANK, &s->rows[i]);
		most = fmax(most, e[i]);
	}
	for (size_t i = 0; i < s->n; i++) {
		e[i] = exp(e[i] - most);
		whole += e[i];
	}
	for (size_t i = 0; i < s->n; i++)
		add_gradient(&s->rows[i], s->x->gap_weight * (e[i] / whole - (s->rows[i].wanted ? 1.0 / (double)s->wanted : 0)));
	apply(RANK, &pace);
	free(e);
}

static void learn_open(const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct row *r = &s->rows[i];

		if (r->wanted || r->barred)
			add_gradient(r, s->x->gap_weight * (1 / (1 + exp(-sum_of(OPEN, r))) - r->wanted));
	}
	apply(OPEN, &pace);
}

static void learn_salad(const struct sheet *s)
{
	add_gradient(&s->whole, (s->salad ? SALAD_WEIGHT : 1) * (1 / (1 + exp(-sum_of(MODELS, &s->whole))) - s->salad));
	apply(MODELS, &salad_pace);
}

static void fit_without(int left_out)
{
	size_t *order = room(sheet_count * sizeof(size_t));
	struct rng rng;

	for (int m = 0; m <= MODELS; m++) {
		memset(w[m], 0, keys_of.count * sizeof(float));
		memset(square[m], 0, keys_of.count * sizeof(float));
	}
	rng_init(&rng, 1);
	for (size_t i = 0; i < sheet_count; i++)
		order[i] = i;
	for (int epoch = 0; epoch < pace.epochs; epoch++) {
		shuffle(order, sheet_count, &rng);
		for (size_t i = 0; i < sheet_count; i++) {
			const struct sheet *s = &sheets[order[i]];

			if (s->x->fold == left_out)
				continue;
			if (s->wanted)
				learn_rank(s);
			learn_open(s);
			if (epoch < salad_pace.epochs)
				learn_salad(s);
		}
	}
	free(order);
}

/* --- measuring ---------------------------------------------------------------------------------------------------------------- */

/* What would be asked, and whether it should fire. */
struct tally {
	size_t answers, first, wanted, fired, barred, barred_fired, asked, asked_said;
};

static bool fires(const struct row *r, bool learned)
{
	double open = 1 / (1 + exp(-r->sums[OPEN]));

	return learned ? gap_fires(r->def, r->sure, open) : r->sure >= GAP_SURE;
}

static void count_sheet(const struct sheet *s, bool learned, struct tally *t)
{
	bool *taken = room(s->n + 1);

	t->answers += s->wanted > 0;
	for (size_t i = 0; i < s->n; i++) {
		bool on = fires(&s->rows[i], learned);

		t->wanted += s->rows[i].wanted;
		t->fired += s->rows[i].wanted && on;
		t->barred += s->rows[i].barred;
		t->barred_fired += s->rows[i].barred && on;
	}
	for (int k = 0; k < 3; k++) {
		const struct row *best = NULL;

		for (size_t i = 0; i < s->n; i++) {
			const struct row *r = &s->rows[i];

			if (taken[i] || !fires(r, learned))
				continue;
			if (!best || (learned ? r->sums[RANK] > best->sums[RANK] : r->rank < best->rank))
				best = r;
		}
		if (!best)
			break;
		taken[best - s->rows] = true;
		t->first += k == 0 && best->wanted;
		t->asked++;
		t->asked_said += best->barred;
	}
	free(taken);
}

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : 0;
}

static void print_tally(const char *name, bool learned)
{
	struct tally unseen = {0}, story = {0}, other = {0};

	for (size_t i = 0; i < sheet_count; i++) {
		bool told = sheets[i].x->round.kind == TALK_BEHAVIOURAL || sheets[i].x->round.kind == TALK_RETROSPECTIVE;

		if (!sheets[i].x->unseen)
			continue;
		count_sheet(&sheets[i], learned, &unseen);
		count_sheet(&sheets[i], learned, told ? &story : &other);
	}
	printf("%-8s P@1 %.3f of %zu (stories %.3f, designs and queries %.3f)  wanted fire %.3f  barred fire %.3f  asked for what was said %.3f\n", name, share(unseen.first, unseen.answers),
	       unseen.answers, share(story.first, story.answers), share(other.first, other.answers), share(unseen.fired, unseen.wanted), share(unseen.barred_fired, unseen.barred),
	       share(unseen.asked_said, unseen.asked));
}

static void print_salads(double threshold)
{
	size_t salads = 0, told = 0, alarms = 0, answers = 0;

	for (size_t i = 0; i < sheet_count; i++) {
		bool taken = 1 / (1 + exp(-sheets[i].whole.sums[0])) >= threshold;

		if (!sheets[i].x->unseen)
			continue;
		salads += sheets[i].salad;
		told += sheets[i].salad && taken;
		answers += !sheets[i].salad;
		alarms += !sheets[i].salad && taken;
	}
	printf("lists of the right words and evasions told from %.1f on: %zu of %zu; other answers taken for one: %zu of %zu\n", threshold, told, salads, alarms, answers);
}

void gaps_fit(struct answer *answers, size_t n, const struct talk_pack *pack, const char *path)
{
	char **rows;

	sheets = room((n + 1) * sizeof(*sheets));
	for (size_t i = 0; i < n; i++) {
		stages_again(&answers[i].x);
		sheet_read(NULL, &answers[i], (uint32_t)i, pack, false);
	}
	dictionary_number(&keys_of, RARE + 1);
	for (size_t i = 0; i < n; i++)
		sheet_read(&sheets[sheet_count++], &answers[i], (uint32_t)i, pack, true);
	for (int m = 0; m <= MODELS; m++) {
		w[m] = room((keys_of.count + 1) * sizeof(float));
		square[m] = room((keys_of.count + 1) * sizeof(float));
	}
	gradient = room((keys_of.count + 1) * sizeof(float));
	touched = room((keys_of.count + 1) * sizeof(uint32_t) * 64);
	for (int fold = 0; fold < FOLDS; fold++) {
		fit_without(fold);
		for (size_t i = 0; i < sheet_count; i++)
			if (sheets[i].x->fold == fold)
				sheets[i].whole.sums[0] = sum_of(MODELS, &sheets[i].whole);
		for (size_t i = 0; i < sheet_count; i++)
			for (size_t r = 0; sheets[i].x->fold == fold && r < sheets[i].n; r++)
				for (int m = 0; m < MODELS; m++)
					sheets[i].rows[r].sums[m] = sum_of(m, &sheets[i].rows[r]);
	}
	print_tally("rules", false);
	print_tally("learned", true);
	for (double threshold = 0.2; threshold < 0.75; threshold += 0.1)
		print_salads(threshold);
	fit_without(-1);
	rows = room((keys_of.count + 1) * sizeof(char *));
	for (size_t id = 0; id < keys_of.count; id++) {
		row_add(&rows[id], "open", (double)w[OPEN][id]);
		row_add(&rows[id], "rank", (double)w[RANK][id]);
		row_add(&rows[id], "salad", (double)w[MODELS][id]);
	}
	weights_write(path, "# Weights of the gaps, in hundredths. `make fit` writes this file from tests/talk/gold: bench/fit, docs/TALK.md.\n", keys_of.names, rows, keys_of.count);
}
