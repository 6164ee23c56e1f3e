/*
 * Every small database: what small.c (which values) and small_enum.c (all worlds over them) share.
 */
#ifndef SPAR_JUDGE_SMALL_INT_H
#define SPAR_JUDGE_SMALL_INT_H

#include "judge/gen_int.h"

#define SMALL_VALUES_MAX 12      /* of one column, NULL beside them */
#define SMALL_ROWS_MAX 8         /* k is never larger */
#define SMALL_NULL 200           /* the code of NULL */

/* A column as the enumeration sees it: codes 0.. stand for values. */
struct axis {
	bool label;                      /* its values are interchangeable names */
	int class;                       /* root of its class */
	int count;                       /* codes in use, without NULL */
	int available;                   /* codes there could be */
	bool null;                       /* NULL in use */
	bool nullable;                   /* and whether it could be */
	bool fk;                         /* filled by a foreign key to another table */
	bool key;                        /* part of a key */
	int64_t v[SMALL_VALUES_MAX];     /* by code */
};

struct small {
	struct gen *g;
	const struct contract *c;
	struct axis *axes;               /* by column of the generator */
	size_t budget;
	double share;                    /* of the budget, that an estimate may take */
	struct arena *a;                 /* of the caller: the worlds */
	struct arena scratch;
	struct small_enum *e;            /* state of small_enum.c */
};

/* An axis by table and column. */
static inline struct axis *small_axis(const struct small *s, int table, int column)
{
	return &s->axes[s->g->first_column[table] + column];
}

/* How many databases of at most k rows there are at most; symmetries are not counted out. */
double small_estimate(const struct small *s, int k);

/*
 * Append every database with exactly rows rows, one for each class of those that differ only in names of
 * labels; *fits is false (and what was appended is taken back) when there would be more than s->budget in all.
 */
enum err_code small_level(struct small *s, int rows, struct world **worlds, size_t *n, size_t *room, bool *fits,
			  struct err *err);

/* Set up the enumeration over the axes. Errors: ERR_SQL. */
enum err_code small_begin(struct small *s, struct err *err);

#endif
