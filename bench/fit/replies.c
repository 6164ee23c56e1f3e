/* How good a reply is: a softmax over what it shows and its words (check_weigh.c), fitted on the labelled replies. */
#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rng.h"
#include "talk/check.h"
#include "talk/noise.h"

enum { FULL, PARTIAL, EVADED, VERDICTS };

static const char *const verdicts[] = {"full", "partial", "evaded"};
static const struct pace pace = {.epochs = 16, .settled = 8, .step = 0.05, .square = 3, .magnitude = 0.15};

/* A reply is also read with word errors, as a recogniser makes them; such a copy counts less. */
static const struct { unsigned wrong, seed; double weight; } readings[] = {{0, 1, 1}, {10, 1, 0.25}, {20, 2, 0.25}};

#define LEAST_FILE 100             /* replies; smaller files are left out together */

struct reply {
	const struct answer *x;
	const json_t *turn;
	uint32_t *ids;
	size_t n;
	int verdict, group;
	double weight;
	bool clean;
};

static struct reply *replies;
static size_t reply_count, reply_room;
static struct dictionary keys_of;
static float *w, *square;

static int verdict_of(const json_t *turn)
{
	for (int i = 0; i < VERDICTS; i++)
		if (!strcmp(json_get_text(turn, "verdict", ""), verdicts[i]))
			return i;
	return -1;
}

/* What the engine makes of the opening, with all its weights. */
static bool opens_with_evasion(const struct talk_pack *pack, const struct answer *x)
{
	struct talk_analysis again;
	struct err err = {0};
	struct arena a;
	bool evaded;

	arena_init(&a, 64u << 20);
	if (talk_analyse(&again, &a, pack, &x->round, str_of(json_get_text(x->line, "answer", "")), &err))
		die(err.text);
	evaded = again.opening == TALK_EVADED;
	arena_release(&a);
	return evaded;
}

/* One reply as the engine would see it; number_them: the features have their numbers now. */
static void reply_read(const struct talk_pack *pack, const struct answer *x, const json_t *turn, struct str before, bool evaded, struct str said, double weight,
		       bool clean, uint32_t number, bool number_them)
{
	struct check_keys *keys = room(sizeof(*keys));
	enum talk_verdict judged;
	struct err err = {0};
	struct arena a;
	int verdict = verdict_of(turn);

	arena_init(&a, 64u << 20);
	if (talk_check_seen(pack, &x->round, json_get_text(turn, "gap", ""), str_of(json_get_text(turn, "probe", "")), before, evaded, said, &judged, NULL, &a, keys,
			    &err))
		die(err.text);
	for (size_t i = 0; i < keys->n && !number_them; i++)
		dictionary_see(&keys_of, keys->p[i], keys->names[i], number);
	if (number_them) {
		if (reply_count == reply_room) {
			reply_room = reply_room ? reply_room * 2 : 4096;
			replies = realloc(replies, reply_room * sizeof(*replies));
			if (!replies)
				die("out of memory");
		}
		struct reply *r = &replies[reply_count++];

		*r = (struct reply){.x = x, .turn = turn, .ids = room((keys->n + 1) * sizeof(uint32_t)), .verdict = verdict, .group = x->file, .weight = weight, .clean = clean};
		for (size_t i = 0; i < keys->n; i++) {
			uint32_t id = dictionary_id(&keys_of, keys->p[i]);

			if (id != UINT32_MAX)
				r->ids[r->n++] = id;
		}
	}
	arena_release(&a);
	free(keys);
}

static void answer_replies(const struct talk_pack *pack, const struct answer *x, uint32_t number, bool number_them)
{
	const json_t *turns = json_get_array(x->line, "turns");
	bool evaded = json_array_size(turns) && opens_with_evasion(pack, x);

	for (size_t k = 0; k < sizeof(readings) / sizeof(*readings); k++) {
		struct noise noise;
		struct buf before;
		struct arena a;

		arena_init(&a, 64u << 20);
		buf_init(&before, 1u << 20);
		noise_make(&a, str_of(json_get_text(x->line, "answer", "")), readings[k].wrong, readings[k].seed, &noise);
		buf_add(&before, noise.text.p, noise.text.n);
		for (size_t i = 0; i < json_array_size(turns); i++) {
			const json_t *turn = json_array_get(turns, i);

			noise_make(&a, str_of(json_get_text(turn, "reply", "")), readings[k].wrong, readings[k].seed, &noise);
			if (verdict_of(turn) >= 0)
				reply_read(pack, x, turn, (struct str){buf_text(&before), before.n}, evaded, noise.text, readings[k].weight, k == 0, number,
					   number_them);
			buf_adds(&before, "\n\n");
			buf_add(&before, noise.text.p, noise.text.n);
		}
		buf_release(&before);
		arena_release(&a);
	}
}

static void shares_of(const struct reply *r, double out[VERDICTS])
{
	double most = -1e9, whole = 0;

	for (int v = 0; v < VERDICTS; v++) {
		out[v] = 0;
		for (size_t k = 0; k < r->n; k++)
			out[v] += (double)w[VERDICTS * r->ids[k] + (uint32_t)v];
		most = fmax(most, out[v]);
	}
	for (int v = 0; v < VERDICTS; v++)
		whole += out[v] = exp(out[v] - most);
	for (int v = 0; v < VERDICTS; v++)
		out[v] /= whole;
}

static void learn(const struct reply *r)
{
	double p[VERDICTS];

	shares_of(r, p);
	for (size_t k = 0; k < r->n; k++)
		for (int v = 0; v < VERDICTS; v++) {
			uint32_t at = VERDICTS * r->ids[k] + (uint32_t)v;

			w[at] = pace_step(&pace, w[at], &square[at], r->weight * (p[v] - (v == r->verdict)), 1.0 / keys_of.answers[r->ids[k]]);
		}
}

/* Fit on all files but those of a group; -1: on all. */
static void fit_without(int left_out)
{
	size_t *order = room((reply_count + 1) * sizeof(size_t));
	float *mean = room((VERDICTS * keys_of.count + 1) * sizeof(float));
	struct rng rng;

	memset(w, 0, VERDICTS * keys_of.count * sizeof(float));
	memset(square, 0, VERDICTS * keys_of.count * sizeof(float));
	rng_init(&rng, 1);
	for (size_t i = 0; i < reply_count; i++)
		order[i] = i;
	for (int epoch = 0; epoch < pace.epochs; epoch++) {
		shuffle(order, reply_count, &rng);
		for (size_t i = 0; i < reply_count; i++)
			if (replies[order[i]].group != left_out)
				learn(&replies[order[i]]);
		pace_average(&pace, epoch, w, mean, VERDICTS * keys_of.count);
	}
	memcpy(w, mean, VERDICTS * keys_of.count * sizeof(float));
	free(mean);
	free(order);
}

/* Files with few replies are left out together, as group 0. */
static void group_files(void)
{
	size_t *counts;
	int most = 0;

	for (size_t i = 0; i < reply_count; i++)
		most = replies[i].group > most ? replies[i].group : most;
	counts = room(((size_t)most + 2) * sizeof(size_t));
	for (size_t i = 0; i < reply_count; i++)
		counts[replies[i].group] += replies[i].clean;
	for (size_t i = 0; i < reply_count; i++)
		replies[i].group = counts[replies[i].group] < LEAST_FILE ? 0 : replies[i].group;
	free(counts);
}

static void measure(int group, size_t table[VERDICTS][VERDICTS])
{
	size_t right = 0, all = 0;
	const char *name = "the small files";

	for (size_t i = 0; i < reply_count; i++) {
		const struct reply *r = &replies[i];
		double p[VERDICTS];

		if (r->group != group || !r->clean)
			continue;
		shares_of(r, p);
		int best = p[FULL] >= p[PARTIAL] ? FULL : PARTIAL;

		best = p[EVADED] > p[best] ? EVADED : best;
		table[r->verdict][best]++;
		right += best == r->verdict;
		all++;
		name = group ? r->x->file_name : name;
		if (getenv("FIT_WRONG") && best != r->verdict)
			printf("  %s: %s, not %s: %s | %s\n", json_get_text(r->x->line, "id", ""), verdicts[best], verdicts[r->verdict], json_get_text(r->turn, "probe", ""),
			       json_get_text(r->turn, "reply", ""));
	}
	if (all)
		printf("replies of %s, left out: %.3f of %zu\n", name, (double)right / (double)all, all);
}

void replies_fit(const struct talk_pack *pack, const struct answer *answers, size_t n, const char *path)
{
	size_t table[VERDICTS][VERDICTS] = {{0}}, right = 0, all = 0;
	int groups = 0;
	char **rows;

	for (size_t i = 0; i < n; i++)
		answer_replies(pack, &answers[i], (uint32_t)i, false);
	dictionary_number(&keys_of, RARE);
	for (size_t i = 0; i < n; i++)
		answer_replies(pack, &answers[i], (uint32_t)i, true);
	group_files();
	w = room((VERDICTS * keys_of.count + 1) * sizeof(float));
	square = room((VERDICTS * keys_of.count + 1) * sizeof(float));
	for (size_t i = 0; i < reply_count; i++)
		groups = replies[i].group >= groups ? replies[i].group + 1 : groups;
	for (int g = 0; g < groups; g++) {
		bool any = false;

		for (size_t i = 0; i < reply_count; i++)
			any = any || replies[i].group == g;
		if (any) {
			fit_without(g);
			measure(g, table);
		}
	}
	for (int v = 0; v < VERDICTS; v++) {
		printf("  %-8s judged full %4zu, partial %4zu, evaded %4zu\n", verdicts[v], table[v][FULL], table[v][PARTIAL], table[v][EVADED]);
		right += table[v][v];
		all += table[v][FULL] + table[v][PARTIAL] + table[v][EVADED];
	}
	printf("replies whose file was left out: %.3f of %zu judged right\n", all ? (double)right / (double)all : 0, all);
	fit_without(-1);
	rows = room((keys_of.count + 1) * sizeof(char *));
	for (size_t id = 0; id < keys_of.count; id++)
		for (uint32_t v = 0; v < VERDICTS; v++)
			row_add(&rows[id], verdicts[v], (double)w[VERDICTS * id + v]);
	weights_write(path, "# Weights of replies, in hundredths. `make fit` writes this file from tests/talk/gold: bench/fit, docs/TALK.md.\n", keys_of.names, rows, keys_of.count);
}
