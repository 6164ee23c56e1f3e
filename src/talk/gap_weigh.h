/*
 * Which of the gaps an interviewer would ask for first: learned from labelled answers, as data (weights/gaps.txt).
 *
 * The detectors say how sure a gap is there; what is worth asking depends on everything else that was told, the question, the principle and the
 * level.  Two linear models over the same features: `open` (is it really missing? logistic) and `rank` (which one first? a softmax
 * over the gaps of the table).  Only for tables that belong to a kind of question; a table that a round names keeps its own weights.
 */
#ifndef SPAR_TALK_GAP_WEIGH_H
#define SPAR_TALK_GAP_WEIGH_H

#include "talk/gap.h"

#define GAP_PARTS_MAX 800          /* features of an answer */
#define GAP_KEYS_MAX (GAP_PARTS_MAX + 4)

/* A feature of the answer, which with the name of a gap is one of that gap. */
struct gap_part {
	uint64_t feature, value;
	const char *feature_name, *value_name;
};

/* What the features of one answer's gaps are made from. */
struct gap_sight {
	const struct talk_analysis *x;
	const struct gap_table *table;
	const double *sure;        /* by row: the detector's confidence */
	size_t *rank;              /* by row: 0 for the first by the table's weights */
	struct gap_part *parts;
	size_t part_count;
};

/* Fill rank and parts. Ownership: the arena. */
void gap_sight_read(struct gap_sight *s, struct arena *a);

/* The keys of a row's features, at most GAP_KEYS_MAX; names: NULL, or as many texts in the arena, for a trainer. */
size_t gap_keys(const struct gap_sight *s, size_t row, uint64_t *keys, char **names, struct arena *a);

/* The same of the answer as a whole: is it a list of the right words, or a fluent evasion? */
size_t salad_keys(const struct gap_sight *s, uint64_t *keys, char **names, struct arena *a);

/* How likely that is; 0 when the pack has no weights for it. Source: a logistic model over the same features. */
double salad_weigh(const struct gap_sight *s);

/* The sums of the two models for a row. */
struct gap_sums {
	double open, rank;
};
struct gap_sums gap_weigh(const struct gap_sight *s, size_t row);

/* Does a gap fire, of which the detector is so sure and which is open with this likelihood? */
bool gap_fires(const struct gap_row *row, double sure, double open);

/* weight + level + principle of a row in this round, without what the round wants to test. */
double gap_weight_of(const struct talk_round *round, const struct gap_row *row);

#endif
