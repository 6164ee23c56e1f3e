/*
 * What the files of the generator share.
 *
 * Queries and CHECKs are read into facts (gen_learn.c walks the tree, gen_scope.c says what a name means,
 * gen_aim.c pushes a literal down to the columns that it is about, gen_probe.c searches for exact boundaries).
 * A fact belongs to a column. Columns that are compared, joined or referenced form a class and share
 * their facts. gen_domain.c turns the facts of a class into clusters: a handful of values that belong
 * together, such as a literal and its neighbours. gen_draw.c draws a few clusters per class, gen_world.c fills rows;
 * small.c enumerates.
 */
#ifndef SPAR_JUDGE_GEN_INT_H
#define SPAR_JUDGE_GEN_INT_H

#include "base/rng.h"
#include "judge/gen.h"
#include "judge/val.h"

#define FACTS_MAX 96           /* of one column */
#define CLUSTER_MAX 12         /* values of one cluster */
#define CLUSTERS_MAX 256       /* of one column */
#define COUNTS_MAX 24
#define COUNT_LARGEST 200      /* a larger group is not built */
#define GEN_COLUMNS_MAX (CONTRACT_TABLES_MAX * CONTRACT_COLUMNS_MAX)

enum rel { REL_EQ, REL_NE, REL_LT, REL_LE, REL_GT, REL_GE };

enum fact_kind {
	FACT_VALUE,      /* v is compared with the column, by rel */
	FACT_SUM,        /* v is compared with a sum over the column */
	FACT_EDGE,       /* v alone, without neighbours: found by probing */
	FACT_STEP,       /* v is a distance between two values */
	FACT_RATIO,      /* v is a factor between two values */
	FACT_DIVISOR,    /* the column is divided by v */
	FACT_FINE,       /* the column is rounded to v digits */
	FACT_PART,       /* unit of the column (a month, an hour) is compared with v */
	FACT_TRUNC,      /* the start of the column's unit is compared with v */
	FACT_LIKE,       /* v is a pattern; rel is REL_NE when case does not matter */
	FACT_LENGTH,     /* v is compared with the length */
	FACT_CASE,       /* upper() or lower() is applied */
	FACT_TRIM,       /* trim() is applied */
	FACT_CAST,       /* a text is read as what unit says: a number (DUCK_DOUBLE), a date (DUCK_DATE), a timestamp */
};

struct fact {
	enum fact_kind kind;
	enum rel rel;
	int unit;
	int weight;            /* how often it was met */
	bool from_check;       /* read from a CHECK, not from a query */
	struct val v;
};

/* Values that belong together, the most telling first. */
struct cluster {
	int n;
	int weight;
	bool learned;          /* from a fact of a query */
	bool pair;             /* the first two only tell something together: a distance */
	bool filler;           /* what lies between values that matter */
	int64_t v[CLUSTER_MAX];
};

/* What is known of a column. */
struct gen_column {
	int table, column;
	const struct contract_column *meta;
	int class_next;        /* union-find: the parent, or itself */
	bool used;             /* a query mentions it */
	bool output;           /* a query lists it by a star only */
	bool ordered;          /* its order decides something */
	bool computed;         /* its value is computed with, or compared with a literal */
	bool in_key, in_fk;
	struct fact facts[FACTS_MAX];
	int fact_count;
	bool has_checks;       /* some CHECK is about this column alone */
	/* Built by gen_build(). */
	struct cluster *clusters;   /* number i means the same in every column of a class; some are empty */
	int cluster_count;
	int *filled;           /* indexes of the clusters with values: learned ones first, each as often as its weight */
	int filled_count, learned_count;
	int64_t *spare;        /* distinct values for keys, the simplest first */
	int spare_count;
};

/* A CHECK, compiled. */
struct gen_check {
	int table;
	const struct contract_check *check;
	struct expr *expr;     /* NULL when only DuckDB can tell */
	int columns[CONTRACT_COLUMNS_MAX];
	int column_count;
};

/* Rows for the columns of those CHECKs of a table that only DuckDB can tell. */
struct tuples {
	int columns[CONTRACT_COLUMNS_MAX];
	int column_count;
	int64_t *cells;        /* row_count * column_count */
	int row_count;
};

struct gen {
	const struct contract *contract;   /* lent */
	struct duck *duck;                 /* lent */
	uint64_t seed;
	bool integer_division;
	struct arena arena;                /* facts, texts, compiled CHECKs: as long as g */
	struct arena built;                /* clusters, tuples: until the next build */
	struct texts *texts;               /* shared with clones, so that an index means the same in all */
	bool owns_texts;
	struct gen_column *columns;        /* of all tables, in contract order */
	int column_count;
	int first_column[CONTRACT_TABLES_MAX];
	struct gen_check *checks;
	int check_count;
	struct tuples tuples[CONTRACT_TABLES_MAX];
	struct cluster room[CLUSTERS_MAX]; /* where the clusters of one column are put together */
	int counts[COUNTS_MAX];            /* group sizes that queries compare with or cut at */
	int count_count;
	uint64_t hash;                     /* of everything learned */
	bool stale;                        /* learned since the last build */
	bool from_check;                   /* learning from a CHECK now */
};

/* ---- facts and domains (gen_fact.c, gen_domain.c) ---- */

/* The root of a column's class. */
int gen_class(const struct gen *g, int column);
/* Put two columns into one class when their types compare. */
void gen_join(struct gen *g, int a, int b);
/* Add a fact to a column. */
void gen_fact(struct gen *g, int column, struct fact f);
/* A group size that matters. */
void gen_count(struct gen *g, double n);
/* Build clusters from the facts, if there are new ones. Errors: ERR_SQL. */
enum err_code gen_build(struct gen *g, struct err *err);
/* Order of two cells of a column: -1, 0, 1. */
int cell_order(const struct contract_column *meta, int64_t a, int64_t b);

/* ---- clusters (gen_expand.c, gen_general.c) ---- */

/* Cells being collected: each once, at most CLUSTER_MAX. */
struct cells {
	const struct contract_column *meta;
	struct texts *texts;
	int64_t base;          /* a day that matters, for what needs one */
	int variant;           /* 0, 1: different times of day around it */
	int n;
	int64_t v[CLUSTER_MAX];
};

void cells_put(struct cells *c, int64_t cell);
void cells_val(struct cells *c, struct val v);
void cells_number(struct cells *c, double v);
void cells_text(struct cells *c, const char *text);
/* A time in microseconds; a DATE column takes its day. */
void cells_time(struct cells *c, int64_t micros);

/* The values that a fact is worth for a column of c's type. */
void gen_expand(struct cells *c, const struct fact *f);
/*
 * Number i of the clusters that every column of c's type has, around c->base; false past the last. key: the
 * column is part of a key.
 */
bool gen_general(struct cells *c, int i, bool key);

/* ---- names (gen_scope.c) ---- */

/* A column of a FROM item or of a query. */
struct out {
	const char *name;
	const json_t *expr;    /* what it is, in scope; NULL for a base column */
	struct scope *scope;
	int column;            /* of the generator; -1 */
	struct out *also;      /* the same column of the other branch of a set operation */
};

struct source {
	const char *alias;
	struct out *outs;
	int count;
	struct source *next;
};

struct cte {
	const char *name;
	struct out *outs;
	int count;
	struct cte *next;
};

struct scope {
	struct scope *parent;
	struct source *sources;
	struct cte *ctes;
	const json_t *node;    /* the SELECT */
};

/* A query that was walked already. */
struct walked {
	const json_t *node;
	struct out *outs;
	int count;
	struct walked *next;
};

struct learner {
	struct gen *g;
	struct arena *a;       /* scratch */
	struct walked *walked;
	int depth;
	int work;              /* calls left; hostile queries end here */
	int probes;            /* searches left */
	struct scope *constant_scope;  /* gen_scope.c: where names are looked up while folding */
	int probe_column;      /* gen_probe.c: the column found, -1 */
	struct scope *probe_scope;
};

/* What a COLUMN_REF stands for; NULL when it is not known. */
struct out *scope_resolve(struct learner *l, const json_t *ref, struct scope *s);
/* Walk a query, learning from it; its output columns. */
struct out *learn_query(struct learner *l, const json_t *node, struct scope *parent, int *count);
/* Add the FROM item (and what it joins) to the scope. */
void scope_from(struct learner *l, const json_t *from, struct scope *s);
/* Columns that an expression reaches, at most max; same: only where it hands their values on unchanged. */
int scope_reach(struct learner *l, const json_t *e, struct scope *s, bool same, int *columns, int max);
/* Output columns of a SELECT's list. */
struct out *scope_outputs(struct learner *l, const json_t *node, struct scope *s, int *count);
/* Its constant, also through a derived column; VAL_ERROR when it is none. */
struct val scope_constant(struct learner *l, const json_t *e, struct scope *s);

/* ---- literals (gen_learn.c, gen_aim.c, gen_probe.c) ---- */

void learn_expression(struct learner *l, const json_t *e, struct scope *s);
void learn_comparison(struct learner *l, const json_t *left, enum rel rel, const json_t *right, struct scope *s);
/* e is compared with v: find the values of columns that decide it. */
void aim(struct learner *l, const json_t *e, struct scope *s, struct val v, enum rel rel, bool sum);
/* Add a fact to every column that e reaches whose type is one of types (a bit per duck_type). */
void fact_to_reached(struct learner *l, const json_t *e, struct scope *s, struct fact f, unsigned types);
/* Search for the values of a single column where the truth of e changes. */
void probe_truth(struct learner *l, const json_t *e, struct scope *s);
/* Search for values of a single column for which e * 10^digits is near a half. */
void probe_halves(struct learner *l, const json_t *e, struct scope *s, int digits);

#define TYPE_BIT(t) (1u << (t))
#define TYPES_NUMBER (TYPE_BIT(DUCK_INTEGER) | TYPE_BIT(DUCK_DECIMAL) | TYPE_BIT(DUCK_DOUBLE))
#define TYPES_WHEN (TYPE_BIT(DUCK_DATE) | TYPE_BIT(DUCK_TIMESTAMP))
#define TYPES_TEXT TYPE_BIT(DUCK_VARCHAR)

/* Has this query had its share of work? Counts as a call. */
static inline bool learner_spent(struct learner *l)
{
	return l->work-- <= 0 || l->depth > 60 || arena_over(l->a);
}

static inline enum rel rel_flip(enum rel r)
{
	return r == REL_LT ? REL_GT : r == REL_LE ? REL_GE : r == REL_GT ? REL_LT : r == REL_GE ? REL_LE : r;
}

/* Is the call an aggregate function whose value is one of its argument's (or a sum of them)? */
bool is_value_aggregate(const char *function);
/* Is it one that counts rows, or numbers them? */
bool is_counting(const char *function);

/* ---- CHECKs (gen_check.c) ---- */

/* Compile the CHECKs of the contract and learn from them. */
void gen_checks_read(struct gen *g);
/* Does the value satisfy every CHECK that is about this column alone and that Spar can evaluate? */
bool gen_allowed(const struct gen *g, int column, int64_t v);
/* Do the CHECKs that Spar can evaluate hold for a row of the table? */
bool gen_row_holds(const struct gen *g, int table, const int64_t *cells);
/*
 * Ask DuckDB about the CHECKs that only it can tell and that are about none but the given columns of a table: holds[i] for
 * each of n rows of column_count cells.
 */
enum err_code gen_ask(struct gen *g, int table, const int *columns, int column_count, const int64_t *cells, int n,
		      bool *holds, struct err *err);
/* Columns of the CHECKs of a table that only DuckDB can tell; with_single: also those about one column. The count. */
int gen_asked_columns(const struct gen *g, int table, bool with_single, int *columns);

#endif
