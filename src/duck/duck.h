/*
 * DuckDB behind one small door: the only folder that includes duckdb.h.
 *
 * Only the worker links this. A struct duck is one database in memory with one
 * connection, opened with external access off, extensions off, one thread, a memory
 * limit and the dialect of the pack, and then locked, so that no statement can open it up again.
 *
 * Results are copied out into plain structs in the caller's arena: nothing of
 * DuckDB's lives longer than the call.
 *
 * Threads: one thread per struct duck, except duck_interrupt(), which any thread or signal may call.
 */
#ifndef SPAR_DUCK_DUCK_H
#define SPAR_DUCK_DUCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct duck;

struct duck_options {
	unsigned memory_mb;      /* DuckDB's memory limit, MiB; 0: 512 */
	bool integer_division;   /* 1 / 2 is 0, as in PostgreSQL and Redshift */
	bool postgres_nulls;     /* NULLs last in ASC, first in DESC */
	bool lock;               /* lock the configuration once it is set */
};

/* The kinds that Spar tells apart; every other type of DuckDB is DUCK_OTHER and is read as text. */
enum duck_type {
	DUCK_BOOLEAN, DUCK_INTEGER, DUCK_HUGEINT, DUCK_DECIMAL, DUCK_DOUBLE, DUCK_VARCHAR,
	DUCK_DATE, DUCK_TIME, DUCK_TIMESTAMP, DUCK_TIMESTAMPTZ, DUCK_INTERVAL, DUCK_OTHER,
};

/* One value of a result. text is what DuckDB prints for it; NULL for SQL NULL. */
struct duck_cell {
	const char *text;
	size_t n;           /* bytes of text */
	double number;      /* for the number kinds (and BOOLEAN as 0, 1) */
	int64_t integer;    /* INTEGER kinds exactly; DATE days, TIMESTAMP microseconds since 1970 */
};

struct duck_rows {
	size_t column_count;
	const char **names;          /* column names */
	const char **type_names;     /* as DuckDB spells them: "DECIMAL(10,2)" */
	enum duck_type *types;
	size_t row_count;
	bool cut;                    /* true: there were more rows than max_rows */
	struct duck_cell *cells;     /* row_count * column_count, row by row */
};

/* Why DuckDB refused a statement. */
struct duck_error {
	char text[1024];     /* DuckDB's message, first line(s), without its position picture */
	char kind[40];       /* "Parser", "Binder", "Catalog", "Conversion", "Out of Range", "Invalid Input", "Interrupt", "Out of Memory", ... */
	int64_t position;    /* byte offset in the statement, -1 when unknown */
};

/* Open a database. Ownership: the caller frees with duck_free(). Errors: ERR_SQL. */
enum err_code duck_open(struct duck **out, const struct duck_options *options, struct err *err);
void duck_free(struct duck *d);

/* Run one or more statements of ours, ignoring rows. Errors: ERR_SQL with DuckDB's text, ERR_TIMEOUT past the deadline. */
enum err_code duck_exec(struct duck *d, const char *sql, struct err *err);

/*
 * Run one statement and copy its rows into a. At most max_rows are fetched (the rest is cut and never
 * materialised: results are streamed); at most max_bytes of text.  Returns true; or false with *why filled, which
 * is a result of the judge and not an error of Spar.  Rows come in the order in which DuckDB gives them.
 */
bool duck_rows(struct duck *d, const char *sql, size_t max_rows, size_t max_bytes,
	       struct arena *a, struct duck_rows *out, struct duck_error *why);

/* As duck_rows(), for results whose columns are all BIGINT or UBIGINT (the bits are kept) or BOOLEAN: row_count rows of column_count
 * integers at *out in a. SQL NULL gives INT64_MIN. */
bool duck_integers(struct duck *d, const char *sql, struct arena *a, size_t *row_count,
		   size_t *column_count, int64_t **out, struct duck_error *why);

/* The names and types of the columns that a query would give, without running it (row_count 0). */
bool duck_describe(struct duck *d, const char *sql, struct arena *a, struct duck_rows *out,
		   struct duck_error *why);

/*
 * Bulk load: open an appender on a table, then one call per value, row by row, then close. Values are stored
 * as int64 in Spar's own form; see judge/world.h. table is "name" or "schema.name", each part plain or in double quotes.
 * Errors stick: the first one comes back from duck_append_close(), and then no row of the last 2,048 or more has been stored.
 */
struct duck_append;
enum err_code duck_append_open(struct duck_append **out, struct duck *d, const char *table, struct err *err);
void duck_append_null(struct duck_append *p);
void duck_append_bool(struct duck_append *p, bool v);
void duck_append_int(struct duck_append *p, int64_t v);                     /* any integer column */
void duck_append_double(struct duck_append *p, double v);
void duck_append_decimal(struct duck_append *p, int64_t scaled, int width, int scale);
void duck_append_text(struct duck_append *p, const char *s, size_t n);      /* VARCHAR; else DuckDB casts */
void duck_append_date(struct duck_append *p, int64_t days);
void duck_append_timestamp(struct duck_append *p, int64_t micros);
void duck_append_row_end(struct duck_append *p);
enum err_code duck_append_close(struct duck_append *p, struct err *err);    /* frees p also on error */

/* Let statements fail with kind "Interrupt" from now on when clock_mono_ms() passes deadline_ms; -1: never. A watchdog thread
 * that belongs to d calls duckdb_interrupt(). */
void duck_deadline(struct duck *d, int64_t deadline_ms);
void duck_interrupt(struct duck *d);

/*
 * True once any database of this process met an internal error of DuckDB ("INTERNAL", "FATAL"). Such a database refuses
 * everything from then on, so the worker finishes its reply and ends; the next request finds a new one.
 */
bool duck_broken(void);

/* "1.4.4" */
const char *duck_version(void);

#endif
