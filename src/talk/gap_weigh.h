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

#define GAP_PARTS_MAX 1200          /* features of an answer */
#define GAP_ROW_PARTS 2             /* and those of a gap of its own */

/* A feature: it has weights for each gap, in the slots "GAP.open" and "GAP.rank", and in "salad". */
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

/* The features of one gap: how sure its detector is, and the place it has by that. Their weights also have slots for any gap: "any.open". */
void gap_row_parts(const struct gap_sight *s, size_t row, struct gap_part out[GAP_ROW_PARTS], struct arena *a);

/* Does a feature tell which gaps are open? Other things told of make no other gaps. */
bool gap_part_of_gaps(const struct gap_part *p);

/* Does a feature tell whether the answer as a whole is a list of the right words? What was asked makes no answer empty. */
bool gap_part_of_salad(const struct gap_part *p);

/* The sums of the models: `open` and `rank` by row, and how likely the answer is a list of the right words or a fluent evasion; 0 when the pack has no weights. */
struct gap_sums {
	double *open, *rank;
	double salad;
};
void gap_weigh(const struct gap_sight *s, struct gap_sums *sums, struct arena *a);

/* The place of a row: what is likelier open comes a little earlier. */
double gap_rank_of(const struct gap_sums *sums, size_t row);

/* Does a gap fire, of which the detector is so sure and which is open with this likelihood? */
bool gap_fires(const struct gap_row *row, double sure, double open);

/* weight + level + principle of a row in this round, without what the round wants to test. */
double gap_weight_of(const struct talk_round *round, const struct gap_row *row);

#endif
