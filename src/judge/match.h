/*
 * Match: do two queries agree on every world? If not, the smallest world that shows it.
 *
 * The left side is the reference. Batches find where the sides seem to differ; what is reported was reproduced
 * plainly, on real tables, and shrunk until no row can be taken away. One batch difference that does not reproduce, or
 * a sample world that disagrees with its plain run, and the query is judged plainly from then on.
 *
 * Threads: one.
 */
#ifndef SPAR_JUDGE_MATCH_H
#define SPAR_JUDGE_MATCH_H

#include "judge/scene.h"

enum match_verdict {
	MATCH_AGREE,        /* no difference found */
	MATCH_DIFFER,       /* a witness, whatever the order of its rows */
	MATCH_ROW_ORDER,    /* the right side's answer depends on the order in which rows are stored */
	MATCH_TIMEOUT,
	MATCH_UNKNOWN,      /* could not be evaluated: too few worlds, the reference fails everywhere */
};

/* An ORDER BY key of the answer. */
struct match_key {
	size_t column;
	bool descending;
};

struct match_options {
	struct compare_plan plan;
	size_t worlds;                 /* databases to try in batches */
	size_t worlds_plain;           /* or so many, when it must be plain */
	bool row_order_allowed;        /* the answer may depend on storage order */
	bool permute;                  /* try permuted worlds also where the query shows no reason to depend on order */
	bool sample;                   /* run a few worlds plainly as well, to check the batches */
	const struct match_key *keys;  /* row order that the contract asks for */
	size_t key_count;
	int64_t deadline_ms;           /* clock_mono_ms(), -1: none */
};

/* What one side answers on the witness. */
struct match_answer {
	bool ok;
	struct duck_rows rows;
	struct duck_error why;
};

#define MATCH_OTHERS_MAX 24

/* What a plain run said of one. */
enum other_state { OTHER_UNTRIED, OTHER_DIFFERS, OTHER_AGREES };

struct match {
	struct arena arena;            /* owns what follows */
	enum match_verdict verdict;
	char reason[300];
	size_t worlds, plain, permuted, differ, skipped;
	unsigned char *differs;        /* by world of the base stage: 1 where the sides differ */
	size_t differs_count;          /* how many flags there are: 0 when judged plainly */
	bool order_only;               /* the rows are right and their order is not */
	struct world witness;
	struct match_answer left, right, other;   /* other: the right side on the same rows in another order */
	struct world others[MATCH_OTHERS_MAX];    /* near the witness, and the sides seem to differ there too (nearby.h) */
	enum other_state others_state[MATCH_OTHERS_MAX];
	size_t other_count;
	bool minimal;                  /* no single row of the witness can be removed: each was tried plainly */
	int64_t shrink_ms;
	size_t shrink_tries;
};

/* Compare right with left on the base stage of s (filled by the caller), and on its extra stage if extra is true. */
enum err_code match_run(struct match *m, struct scene *s, const struct side *left, const struct side *right,
			const struct match_options *o, bool extra, struct err *err);
void match_release(struct match *m);

/* As match_run(), on the first n worlds of one stage only and with a match already initialised: for the small scope. */
enum err_code match_stage(struct match *m, struct scene *s, struct stage *st, size_t n, const struct side *left,
			  const struct side *right, const struct match_options *o, struct err *err);
void match_init(struct match *m);

/* How the sides compare on one world, plainly; where an answer may depend on it, with the rows in so many orders. */
enum world_verdict { WORLD_AGREES, WORLD_DIFFERS, WORLD_UNSTABLE, WORLD_SKIPPED, WORLD_TIMEOUT };
enum world_verdict match_world(struct scene *s, const struct world *w, const struct side *left,
			       const struct side *right, const struct match_options *o, int orders);

/* Do the sides really differ on other number i? Tried plainly once. */
bool match_other(struct match *m, struct scene *s, const struct side *left, const struct side *right,
		 const struct match_options *o, size_t i);

/* For a world that matters, and for one of many. */
#define MATCH_ORDERS 5
#define MATCH_ORDERS_FEW 2

/*
 * Shrink m->witness, which has the verdict target, and fill m->left, right and other from a run on real tables.
 * *reproduced is false when the verdict was not the same there: then there is no witness.
 */
enum err_code match_shrink(struct match *m, struct scene *s, const struct side *left, const struct side *right,
			   const struct match_options *o, enum world_verdict target, bool *reproduced,
			   struct err *err);

#endif
