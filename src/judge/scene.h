/*
 * Scene: one contract with its generator, the databases that its worlds stand in, and the means to try a query on them.
 *
 * A scene has a base stage, filled once (a thousand worlds from the values of the reference and the known wrong answers),
 * and a second stage for the worlds that a candidate's own values ask for and for the small scope.  Schema
 * "plain" of the second database holds one world at a time as real tables.
 *
 * Threads: one.
 */
#ifndef SPAR_JUDGE_SCENE_H
#define SPAR_JUDGE_SCENE_H

#include "judge/batch.h"
#include "judge/gen.h"
#include "judge/side.h"
#include "judge/world.h"

#define STAGE_PRINTS_MAX 64

/* Where the permuted worlds are stored: world w has its twin at w + STAGE_PERMUTED. */
#define STAGE_PERMUTED (1 << 24)

/* Worlds of a stage that are run plainly as well, to check the batch. */
#define STAGE_SAMPLE 3

/* What a query answered plainly in them. */
struct stage_sample {
	struct arena arena;     /* owns the rows */
	struct {
		bool tried, ok;
		size_t world;
		struct duck_rows rows;
	} at[STAGE_SAMPLE];
};

/* Prints that were computed for a stage, by query and kinds of columns. */
struct stage_prints {
	uint64_t key;
	struct print *prints;   /* owned: room for all worlds of the stage */
	size_t count;           /* of the first worlds: computed so far */
	bool failed;            /* the batch could not be run */
	struct stage_sample *sample;   /* owned; NULL until asked for */
	char why[200];
};

/* Worlds as they stand in one database. */
struct stage {
	struct duck *d;                 /* owned */
	struct arena arena;             /* owns the worlds */
	struct worlds worlds;
	struct worlds permuted;         /* the first of them, rows in another order; as many as are stored */
	size_t room;                    /* for worlds and prints */
	uint64_t id;                    /* values hash, seed and first number: what the worlds were made from */
	struct stage_prints cache[STAGE_PRINTS_MAX];
	size_t cached;
};

/* Where a world stands when it is tried plainly. */
enum scene_ground {
	GROUND_VIEWS,    /* views over its rows: quick */
	GROUND_TABLES,   /* real tables with the constraints of the DDL: for the last word */
};

struct scene {
	struct contract *contract;      /* owned */
	struct gen *gen;                /* owned: the base values */
	struct gen *live;               /* gen, or a clone that knows the candidate's values too; owned when not gen */
	struct stage base, extra;
	struct duck *legal;             /* owned: real tables, made by the DDL with its constraints; NULL until needed */
	enum scene_ground ground;
	uint64_t seed;
	bool foreign;                   /* accept Redshift spellings, integer division, NULL order */
	int64_t deadline_ms;            /* of the judgement at hand, clock_mono_ms(); -1: none */
	int statement_ms;               /* the limit of one statement */
};

struct scene_options {
	bool redshift;                  /* dialect profile */
	bool no_nulls, no_empty, no_empty_groups;
	const json_t *empty_tables;     /* array of names, or NULL: all may be empty unless no_empty */
	unsigned memory_mb;
	uint64_t seed;
};

enum err_code scene_new(struct scene **out, const char *ddl, const struct scene_options *options, struct err *err);
void scene_free(struct scene *s);

/* The deadline of the judgement that begins; -1 for none. Each statement has statement_ms on top. */
void scene_deadline(struct scene *s, int64_t deadline_ms);

/* Learn a candidate's values, in a clone: *news is true when worlds made from s->live differ from the base ones. */
enum err_code scene_learn(struct scene *s, const struct side *q, bool *news, struct err *err);
/* Forget the clone. */
void scene_unlearn(struct scene *s);

/* Let the stage hold worlds first .. first+n-1 of gen at least; what it holds of them already stays. */
enum err_code stage_fill(struct scene *s, struct stage *st, struct gen *gen, size_t first, size_t n, struct err *err);
/* Forget what it holds: its tables are about to hold something else. */
void stage_forget(struct stage *st);
/* Fill it with these worlds, which live in st->arena already. */
enum err_code stage_put(struct scene *s, struct stage *st, const struct worlds *w, uint64_t id, struct err *err);

/*
 * Prints of the first n worlds of the stage, or with permuted of their twins, from the cache as far as it has them;
 * lent until the stage is filled again. NULL with *why when the query cannot be batched.
 */
const struct print *stage_prints(struct scene *s, struct stage *st, const struct side *q, const struct compare_plan *plan,
				 bool permuted, size_t n, int max_failures, struct duck_error *why);

/* batch_prints() on the worlds that stand in d, within the limits. */
bool scene_prints(struct scene *s, struct duck *d, const struct side *q, const struct compare_plan *plan, int64_t first,
		  size_t n, int max_failures, struct print *out, struct duck_error *why);

/*
 * What q answers plainly in world number w of the stage, the i-th of its sample, which stands in the scene now; kept, so that the
 * reference is run there once. NULL when it fails there. Lent until the next call of this or of stage_prints().
 */
const struct duck_rows *stage_sample_rows(struct scene *s, struct stage *st, const struct side *q,
					  const struct compare_plan *plan, size_t i, size_t w);

/* Where the following worlds stand. Back to views forgets the world in the tables. Errors: ERR_SQL for a DDL that cannot be used. */
enum err_code scene_on(struct scene *s, enum scene_ground ground, struct err *err);
/* Let a world stand; order 0 is the order it has, 1 is that backwards, others are permutations. On tables an illegal world is ERR_SQL. */
enum err_code scene_stand(struct scene *s, const struct world *w, uint64_t order, struct err *err);
/* Run a query there. */
bool scene_rows(struct scene *s, const struct side *q, struct arena *a, struct duck_rows *out, struct duck_error *why);

/* Its print there, as plain_print(). */
struct print scene_print(struct scene *s, const struct side *q, const struct compare_plan *plan, struct duck_error *why);
/* side_prepare() against the scene's tables and dialect, within the limits. */
bool scene_prepare(struct scene *s, struct side *q, const char *query, struct refusal *no);

/* INSERT statements that rebuild the world, into b. */
void scene_insert_sql(const struct scene *s, const struct world *w, struct buf *b);

#endif
