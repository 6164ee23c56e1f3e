/* Which gaps are really open, and which one an interviewer asks for first: two linear models over the features of gap_weigh.h. */
#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rng.h"
#include "talk/gap_weigh.h"

static const struct pace pace = {.epochs = 20, .settled = 10, .step = 0.05, .square = 6, .magnitude = 0.5};

enum { OPEN, RANK, MODELS };

/* A list of the right words is one answer in thirty. */
static const struct pace salad_pace = {.epochs = 15, .settled = 8, .step = 0.05, .square = 3, .magnitude = 0.1};
#define SALAD_WEIGHT 1.5
#define SALAD_NAME "opening"

/* What stands in pairs to show one thing says less about which gap comes first. */
#define PAIR_OPEN 0.5
#define PAIR_RANK 0.3

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

/* The ids of features with a name before each: "gb no_metric because"; what there is of it is counted while number is not UINT32_MAX. */
static void row_see(struct row *r, const struct gap_part *parts, size_t n, const char *gap, uint32_t number)
{
	uint64_t name = weight_name_of(gap).hash;

	for (size_t k = 0; k < n; k++) {
		uint64_t key = weight_key(parts[k].feature, name, parts[k].value);

		if (number != UINT32_MAX) {
			char *text;

			if (asprintf(&text, "%s %s %s", parts[k].feature_name, gap, parts[k].value_name) < 0)
				die("out of memory");
			dictionary_see(&keys_of, key, text, number);
			free(text);
			continue;
		}
		uint32_t id = dictionary_id(&keys_of, key);

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
	struct gap_part *whole, *parts, own[GAP_ROW_PARTS];
	size_t wholes = 0, n = 0;

	gap_detect_all(&x->x, table, gaps, sure);
	gap_sight_read(&sight, &x->a);
	whole = ARENA_NEW(&x->a, struct gap_part, sight.part_count + 1);
	parts = ARENA_NEW(&x->a, struct gap_part, sight.part_count + 1);
	for (size_t k = 0; k < sight.part_count; k++) {
		if (gap_part_of_salad(&sight.parts[k]))
			whole[wholes++] = sight.parts[k];
		if (gap_part_of_gaps(&sight.parts[k]))
			parts[n++] = sight.parts[k];
	}
	if (number_them) {
		*s = (struct sheet){.x = x, .n = table->count, .rows = room((table->count + 1) * sizeof(struct row)), .salad = json_get_bool(x->line, "salad", false)};
		s->whole.ids = room((wholes + 1) * sizeof(uint32_t));
	}
	row_see(number_them ? &s->whole : NULL, whole, wholes, SALAD_NAME, number_them ? UINT32_MAX : number);
	for (size_t i = 0; i < table->count; i++) {
		const char *gap = table->rows[i].gap;
		struct row *r = number_them ? &s->rows[i] : NULL;
		uint32_t seen = number_them ? UINT32_MAX : number;

		gap_row_parts(&sight, i, own, &x->a);
		if (r) {
			*r = (struct row){.gap = gap, .def = &table->rows[i], .sure = sure[i], .rank = sight.rank[i]};
			r->ids = room((n + 2 * GAP_ROW_PARTS + 1) * sizeof(uint32_t));
			r->wanted = listed(json_get_array(x->line, "gaps"), gap);
			r->barred = listed(json_get_array(x->line, "not_gaps"), gap);
			s->wanted += r->wanted;
		}
		row_see(r, own, GAP_ROW_PARTS, gap, seen);
		row_see(r, own, GAP_ROW_PARTS, "any", seen);
		row_see(r, parts, n, gap, seen);
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
		add_gradient(&s->rows[i], s->x->gap_weight * (s->x->paired ? PAIR_RANK : 1) * (e[i] / whole - (s->rows[i].wanted ? 1.0 / (double)s->wanted : 0)));
	apply(RANK, &pace);
	free(e);
}

static void learn_open(const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct row *r = &s->rows[i];

		if (r->wanted || r->barred)
			add_gradient(r, s->x->gap_weight * (s->x->paired ? PAIR_OPEN : 1) * (1 / (1 + exp(-sum_of(OPEN, r))) - r->wanted));
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
	float *mean[MODELS + 1];
	struct rng rng;

	for (int m = 0; m <= MODELS; m++) {
		mean[m] = room((keys_of.count + 1) * sizeof(float));
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
		for (int m = 0; m <= MODELS; m++)
			pace_average(m < MODELS ? &pace : &salad_pace, epoch, w[m], mean[m], keys_of.count);
	}
	for (int m = 0; m <= MODELS; m++) {
		memcpy(w[m], mean[m], keys_of.count * sizeof(float));
		free(mean[m]);
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

static double place_of(const struct row *r)
{
	double open = r->sums[OPEN], rank = r->sums[RANK];

	return gap_rank_of(&(struct gap_sums){&open, &rank, 0}, 0);
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
			if (!best || (learned ? place_of(r) > place_of(best) : r->rank < best->rank))
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
	struct tally unseen = {0}, story = {0}, other = {0}, paired = {0};

	for (size_t i = 0; i < sheet_count; i++) {
		bool told = sheets[i].x->round.kind == TALK_BEHAVIOURAL || sheets[i].x->round.kind == TALK_RETROSPECTIVE;

		if (sheets[i].x->paired)
			count_sheet(&sheets[i], learned, &paired);
		if (!sheets[i].x->unseen)
			continue;
		count_sheet(&sheets[i], learned, &unseen);
		count_sheet(&sheets[i], learned, told ? &story : &other);
	}
	printf("%-8s P@1 %.3f of %zu (stories %.3f, designs and queries %.3f)  wanted fire %.3f  barred fire %.3f  asked for what was said %.3f\n", name, share(unseen.first, unseen.answers),
	       unseen.answers, share(story.first, story.answers), share(other.first, other.answers), share(unseen.fired, unseen.wanted), share(unseen.barred_fired, unseen.barred),
	       share(unseen.asked_said, unseen.asked));
	printf("%-8s pairs: P@1 %.3f of %zu  wanted fire %.3f  barred fire %.3f  asked for what was said %.3f\n", name, share(paired.first, paired.answers), paired.answers,
	       share(paired.fired, paired.wanted), share(paired.barred_fired, paired.barred), share(paired.asked_said, paired.asked));
}

static void print_salads(double threshold)
{
	size_t salads = 0, told = 0, alarms = 0, answers = 0, pair_salads = 0, pair_told = 0, pair_alarms = 0;

	for (size_t i = 0; i < sheet_count; i++) {
		bool taken = 1 / (1 + exp(-sheets[i].whole.sums[0])) >= threshold;

		pair_salads += sheets[i].x->paired && sheets[i].salad;
		pair_told += sheets[i].x->paired && sheets[i].salad && taken;
		pair_alarms += sheets[i].x->paired && !sheets[i].salad && taken;
		if (!sheets[i].x->unseen)
			continue;
		salads += sheets[i].salad;
		told += sheets[i].salad && taken;
		answers += !sheets[i].salad;
		alarms += !sheets[i].salad && taken;
	}
	printf("lists of the right words and evasions told from %.2f on: %zu of %zu, in pairs %zu of %zu; other answers taken for one: %zu of %zu, in pairs %zu\n", threshold, told,
	       salads, pair_told, pair_salads, alarms, answers, pair_alarms);
}

/* The file has a line for each feature, with the weights of all gaps in it. */
struct lines {
	struct dictionary of;
	const char **names;
	char **rows;
	size_t n;
};

static void feature_add(struct lines *l, size_t id)
{
	const char *name = keys_of.names[id], *gap = strchr(name, ' ') + 1, *value = strchr(gap, ' ') + 1;
	char *feature, *open, *rank;

	if (asprintf(&feature, "%.*s %s", (int)(gap - 1 - name), name, value) < 0 || asprintf(&open, "%.*s.open", (int)(value - 1 - gap), gap) < 0 ||
	    asprintf(&rank, "%.*s.rank", (int)(value - 1 - gap), gap) < 0)
		die("out of memory");
	uint64_t key = weight_name_of(feature).hash | 1;
	uint32_t at = dictionary_place(&l->of, key, feature);

	if (at == l->n)
		l->names[l->n++] = feature;
	if (!strncmp(gap, SALAD_NAME " ", sizeof(SALAD_NAME))) {
		row_add(&l->rows[at], "salad", (double)w[MODELS][id]);
	} else {
		row_add(&l->rows[at], open, (double)w[OPEN][id]);
		row_add(&l->rows[at], rank, (double)w[RANK][id]);
	}
	free(open);
	free(rank);
}

void gaps_fit(struct answer *answers, size_t n, const struct talk_pack *pack, const char *path)
{
	struct lines lines = {0};

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
	for (double threshold = 0.05; threshold < 0.5; threshold += 0.05)
		print_salads(threshold);
	fit_without(-1);
	lines.names = room((keys_of.count + 1) * sizeof(char *));
	lines.rows = room((keys_of.count + 1) * sizeof(char *));
	for (size_t id = 0; id < keys_of.count; id++)
		feature_add(&lines, id);
	weights_write(path, "# Weights of the gaps, in hundredths. `make fit` writes this file from tests/talk/gold: bench/fit, docs/TALK.md.\n", lines.names, lines.rows, lines.n);
}
