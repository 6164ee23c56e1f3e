/*
 * One random world in the making: gen_draw.c draws its style and values, gen_world.c its rows.
 */
#ifndef SPAR_JUDGE_GEN_DRAW_H
#define SPAR_JUDGE_GEN_DRAW_H

#include "judge/gen_int.h"

#define PICKS_MAX 8

/* How a column goes through its values from row to row. */
enum walk {
	WALK_RANDOM,
	WALK_STILL,              /* the same in all rows */
	WALK_CYCLE,              /* the next in each row */
	WALK_PAIRS,              /* the next in every second row */
	WALK_BLOCKS,             /* the next in every third row */
};

/* What the cells of a column are drawn from, in this world. */
struct draw {
	int n;
	int64_t v[PICKS_MAX];
	uint32_t null_share;     /* of 128 */
	uint32_t hit_share;      /* of 128: the first value */
	enum walk walk;
	int start;               /* where the walk begins */
};

/* Where a class looks for its values, in this world. */
struct pick {
	int n;
	bool set;
	int filled[PICKS_MAX];           /* of the root's list of clusters */
	uint32_t place[PICKS_MAX];       /* which value of the cluster, modulo how many it has */
	uint32_t start;
	bool scattered;                  /* places are random; else one after another */
};

struct maker {
	struct gen *g;
	const struct contract *c;
	struct rng r;
	struct draw *draws;              /* by column */
	struct pick *picks;              /* by class */
	bool *is_parent;                 /* by table */
	int wanted[CONTRACT_TABLES_MAX];
	int rows[CONTRACT_TABLES_MAX];
	int64_t *cells[CONTRACT_TABLES_MAX];
	/* The style. */
	unsigned copy_percent, null_percent, fixed_percent, skew_percent, hit_percent;
	bool shuffle, ids_in_order;
	bool orderly;                    /* columns walk through their values instead of drawing them */
	bool broad;                      /* children are dealt out to all parents in turn */
	enum walk fk_walk;               /* orderly: and so do children through their parents */
	bool diverse;                    /* rows that differ in many ways, for what sequences and intervals show */
};

/* Draw what the whole world has in common. */
void draw_style(struct maker *m);
/* How many rows each table of world number i is to have. */
void draw_sizes(struct maker *m, size_t i);
/* What the cells of a column are drawn from. Its class's pick is drawn with the first column of the class. */
void draw_column(struct maker *m, int column);
/* The value of a cell; row is -1 where the row's place does not matter. */
int64_t draw_cell(struct maker *m, int column, int row);
/* Which of n values comes in this row. */
int walked(enum walk walk, int start, int row, int n);

#endif
