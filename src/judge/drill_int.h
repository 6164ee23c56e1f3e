/* Private to drill*.c. */
#ifndef SPAR_JUDGE_DRILL_INT_H
#define SPAR_JUDGE_DRILL_INT_H

#include "judge/drill.h"
#include "judge/match.h"

struct drill_mutant {
	const char *name, *mistake, *lesson;
	struct side side;
};

struct drill_clause {
	const char *name, *text;
	int index;                     /* in the list of the exercise */
	struct side when;              /* the query that tells whether a world exercises it */
	unsigned char *has;            /* by base world; owned */
};

struct drill {
	json_t *request;               /* owned: all texts live here */
	struct scene *scene;
	struct side reference;
	struct drill_mutant *mutants;  /* owned */
	size_t mutant_count;
	struct drill_clause *clauses;  /* owned: those with a query */
	size_t clause_count;
	struct match_options options;  /* plan.kinds are set for each query */
	bool names_count;
	struct duck *large;            /* NULL until asked for */
	struct duck *sample;           /* the sample as real tables; NULL until asked for */
	int64_t large_rows, reference_ms;
	unsigned memory_mb;
};

/* The features that explain m's differences, most telling first: [{"text":..}]. New reference. */
json_t *feature_reasons_json(struct scene *s, const struct side *left, const struct side *right,
			     const struct match_options *o, struct match *m, size_t max);

/* drill_explain.c: fill "clauses" and "mistake" of a verdict. */
void drill_name_clauses(struct drill *d, const struct side *query, const struct match_options *o, struct match *m,
			json_t *verdict);
void drill_name_mistake(struct drill *d, const struct side *query, const struct match *m, json_t *verdict);

/* drill_more.c: the two messages that follow a query that survived. New references, or NULL with err set. */
json_t *drill_small(struct drill *d, const struct side *query, const struct match_options *o, struct err *err);
json_t *drill_large(struct drill *d, const struct side *query, const struct compare_plan *plan, struct err *err);

#endif
