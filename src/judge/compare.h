/*
 * Comparing results: by position, as bags or as sequences, after casting to a common kind.
 *
 * 5 and 5.0 are equal, numbers are equal within a relative tolerance, a DATE equals the TIMESTAMP of its
 * midnight, NULL equals only NULL. Whole numbers are compared exactly. The same kinds give the expressions that fingerprints are made of (batch.h).
 */
#ifndef SPAR_JUDGE_COMPARE_H
#define SPAR_JUDGE_COMPARE_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "duck/duck.h"

#define COMPARE_COLUMNS_MAX 64

enum compare_kind {
	KIND_WHOLE,    /* both sides are integers or BOOLEAN */
	KIND_NUMBER,   /* both are numbers */
	KIND_TIME,     /* DATE, TIMESTAMP, TIMESTAMPTZ */
	KIND_TEXT,     /* everything else, as DuckDB prints it */
};

struct compare_plan {
	size_t column_count;
	enum compare_kind kinds[COMPARE_COLUMNS_MAX];
	double tolerance;      /* relative */
	bool ordered;          /* rows as a sequence */
};

/* The common kinds of two results with the same number of columns. False when the numbers differ or are over the maximum. */
bool compare_plan_make(const struct duck_rows *left, const struct duck_rows *right, struct compare_plan *plan);

/* Are the two results equal? *inexact (may be NULL) is set to true when some numbers that count as equal were not the same. */
bool compare_equal(const struct compare_plan *plan, const struct duck_rows *left, const struct duck_rows *right,
		   bool *inexact);

/*
 * The two results merged for people: [{"sign":" "|"+"|"-"|"~","row":[...]}]. Rows of both stand with " "; "+" is expected (left) and
 * missing, "-" is not expected; "~" is a row in another place, for ordered plans only. Bags keep the order of the expected
 * rows. New reference.
 */
json_t *compare_diff(const struct compare_plan *plan, const struct duck_rows *left, const struct duck_rows *right);

/* A result as {"columns","types","rows"}. New reference. */
json_t *rows_json(const struct duck_rows *rows);
json_t *row_json(const struct duck_rows *rows, size_t row);
/* One cell: numbers as JSON numbers where they keep their value, else text; NULL as null. */
json_t *duck_cell_json(const struct duck_rows *rows, size_t row, size_t column);

/* Compare one row of each by the plan; -1, 0, 1 in some total order in which equal rows (nearly) meet. */
int compare_rows(const struct compare_plan *plan, const struct duck_rows *left, size_t l, const struct duck_rows *right,
		 size_t r);

#endif
