/*
 * Values and expressions that Spar evaluates itself.
 *
 * The generator evaluates CHECKs and predicates of queries many thousand times; a statement of DuckDB for each would take
 * a thousand times as long. Only what is certain to agree with DuckDB is used for CHECKs (see expr.sure);
 * for finding boundaries "nearly right" is enough, since a boundary is only a value to try.
 */
#ifndef SPAR_JUDGE_VAL_H
#define SPAR_JUDGE_VAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "judge/contract.h"
#include "judge/world.h"

enum val_kind {
	VAL_NULL, VAL_BOOL, VAL_INT, VAL_DEC, VAL_REAL, VAL_TEXT, VAL_DAY, VAL_TIME, VAL_SPAN,
	VAL_ERROR,             /* could not be evaluated: overflow, a bad cast, a function that is not known */
};

/* One SQL value. */
struct val {
	enum val_kind kind;
	int scale;             /* VAL_DEC: digits after the point */
	int months, days;      /* VAL_SPAN, with i the microseconds beside them */
	union {
		int64_t i;     /* BOOL, INT, DEC (scaled), DAY (days), TIME and SPAN (microseconds) */
		double r;      /* REAL */
		const char *s; /* TEXT; lent */
	};
};

#define VAL_OF_INT(v) ((struct val){ .kind = VAL_INT, .i = (v) })
#define VAL_OF_REAL(v) ((struct val){ .kind = VAL_REAL, .r = (v) })

bool val_is_number(struct val v);       /* INT, DEC or REAL */
bool val_is_when(struct val v);         /* DAY or TIME */
double val_number(struct val v);        /* of a number (or BOOL); 0 otherwise */
int64_t val_micros(struct val v);       /* of DAY and TIME: since 1970; of SPAN: a month counts 30 days */

/* -1, 0, 1; *ok is false when the two cannot be compared (then 0). Texts compare by bytes. */
int val_compare(struct val a, struct val b, bool *ok);
bool val_same(struct val a, struct val b);

/* a op b for op one of + - * / % and 'i' (integer division); NULL when one is NULL, VAL_ERROR when it is not defined. */
struct val val_calc(char op, struct val a, struct val b, bool integer_division);

/* A text as a value of a kind of column (DATE, TIMESTAMP, numbers); VAL_ERROR when it is none. */
struct val val_parse(const char *text, enum duck_type type);

/* The cell as a value. */
struct val val_of_cell(const struct contract_column *col, const struct texts *texts, int64_t cell);

/*
 * The value as a cell of the column; way -1, 0, 1 rounds down, to the nearest, up where the column is coarser.
 * False when the column cannot hold it. New texts are put into texts.
 */
bool val_to_cell(struct val v, const struct contract_column *col, int way, struct texts *texts, int64_t *cell);

enum expr_op {
	EX_CONST, EX_COLUMN,
	EX_EQ, EX_NE, EX_LT, EX_LE, EX_GT, EX_GE, EX_DISTINCT, EX_NOT_DISTINCT,
	EX_AND, EX_OR, EX_NOT, EX_IS_NULL, EX_IS_NOT_NULL, EX_IN, EX_NOT_IN, EX_BETWEEN, EX_NOT_BETWEEN,
	EX_NEG, EX_ADD, EX_SUB, EX_MUL, EX_DIV, EX_IDIV, EX_MOD,
	EX_LIKE, EX_ILIKE, EX_NOT_LIKE, EX_NOT_ILIKE, EX_CASE, EX_COALESCE, EX_NULLIF, EX_GREATEST, EX_LEAST, EX_CAST,
	EX_LENGTH, EX_LOWER, EX_UPPER, EX_TRIM, EX_SUBSTR, EX_LEFT, EX_RIGHT, EX_STARTS, EX_CONTAINS, EX_CONCAT,
	EX_ABS, EX_ROUND, EX_FLOOR, EX_CEIL, EX_TRUNC,
	EX_PART, EX_DATE_TRUNC, EX_DATE_DIFF, EX_LAST_DAY, EX_TO_SPAN,
};

/* A compiled expression. */
struct expr {
	enum expr_op op;
	int count;               /* kids */
	/* EX_COLUMN: index into the row; EX_CAST: scale; EX_TO_SPAN: unit; EX_CONCAT: 1 skips NULL. */
	int slot;
	enum duck_type type;     /* EX_COLUMN, EX_CAST: the type */
	bool sure;               /* it and all kids are certain to agree with DuckDB */
	struct val value;        /* EX_CONST */
	struct expr **kids;
};

/* What a row is to expr_eval(). */
struct expr_row {
	const struct contract_column *columns;  /* by slot */
	const int64_t *cells;                   /* by slot */
	const struct texts *texts;
	bool integer_division;
	char *room;                             /* for texts that functions make; NULL: none */
	size_t room_bytes;
};

/*
 * Gives the expression that stands for a COLUMN_REF (an EX_COLUMN, or anything that it is an alias of), or
 * NULL when it is not known. Called for aggregate and window functions, too, with their object: NULL, or what to
 * take in their place.
 */
typedef struct expr *expr_resolve_fn(const json_t *ref, struct arena *a, void *arg);

/* Compile a syntax tree; NULL when it holds something that cannot be evaluated. */
struct expr *expr_compile(struct arena *a, const json_t *ast, expr_resolve_fn *resolve, void *arg);
struct expr *expr_const(struct arena *a, struct val v);
struct expr *expr_column(struct arena *a, int slot, enum duck_type type);

struct val expr_eval(const struct expr *e, struct expr_row *row);

/* The literal of a tree, folding what has no columns; VAL_ERROR when it is not constant. Texts are put into a. */
struct val expr_fold(struct arena *a, const json_t *ast, bool integer_division);

/* SQL LIKE; fold: without regard to case of ASCII letters. */
bool like_match(const char *text, const char *pattern, bool fold);

/* Units of date_part, date_trunc, date_diff; -1 when unknown. */
enum unit {
	UNIT_YEAR, UNIT_QUARTER, UNIT_MONTH, UNIT_WEEK, UNIT_DAY, UNIT_HOUR, UNIT_MINUTE, UNIT_SECOND,
	UNIT_DOW, UNIT_ISODOW,
	UNIT_DOY, UNIT_EPOCH, UNIT_YEARWEEK, UNIT_ISOYEAR, UNIT_MILLISECOND, UNIT_MICROSECOND,
};
int unit_find(const char *name);
/* The start of the unit that the time is in. */
int64_t unit_floor(int unit, int64_t micros);
/* n units later. */
int64_t unit_add(int unit, int64_t micros, int64_t n);

#endif
