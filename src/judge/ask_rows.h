/*
 * Rows that somebody typed: read forgivingly, compared exactly.
 *
 * One line is one row. Cells are divided by |, by tabs, by commas, by two spaces or more, or, where that gives the right number, by single
 * ones. NULL is NULL; 'NULL' in quotes is a text. `empty` alone stands for no rows. What cannot be read so is a problem with its line
 * and not an answer: nobody fails because of a missing bar.
 */
#ifndef SPAR_JUDGE_ASK_ROWS_H
#define SPAR_JUDGE_ASK_ROWS_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "duck/duck.h"

#define ASK_TYPED_BYTES_MAX 65536
#define ASK_TYPED_ROWS_MAX 200

struct ask_problem {
	int line;                  /* from 1; 0: the whole */
	char text[200];            /* a sentence without full stop */
};

/*
 * Read typed rows for the columns of shape (names, types) into out, in a. Any bytes may come. False with *problem filled
 * when they cannot be read.
 */
bool ask_rows_read(struct str typed, const struct duck_rows *shape, struct arena *a, struct duck_rows *out,
		   struct ask_problem *problem);

/* {"columns","types","rows"} back into rows, in a. False when it is not that. */
bool ask_rows_of_json(const json_t *result, struct arena *a, struct duck_rows *out);

/* The "check" request of judge.h. New reference. */
json_t *ask_rows_check(const json_t *request);

#endif
