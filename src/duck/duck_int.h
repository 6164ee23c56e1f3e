/*
 * What the files of src/duck share; the only header that includes duckdb.h.
 */
#ifndef SPAR_DUCK_DUCK_INT_H
#define SPAR_DUCK_DUCK_INT_H

#include <duckdb.h>
#include <pthread.h>

#include "duck/duck.h"

struct duck {
	duckdb_database db;      /* NULL until open */
	duckdb_connection conn;  /* NULL until open */
	pthread_t watchdog;
	bool watchdog_runs;      /* the thread and the two below exist */
	pthread_mutex_t lock;    /* guards what follows */
	pthread_cond_t wake;
	int64_t deadline_ms;     /* of clock_mono_ms(); INT64_MAX for none */
	int64_t wakes_at_ms;     /* when the watchdog looks next by itself */
	bool busy;               /* a statement is running */
	bool closing;
};

/*
 * Every use of the connection stands between these two. duck_enter() is false, with *why filled,
 * when the deadline has passed already.
 */
bool duck_enter(struct duck *d, struct duck_error *why);
void duck_leave(struct duck *d);

/* Fill *why from the message that DuckDB gave (JSON, since errors_as_json is set, or plain). Always false. */
bool duck_fail(struct duck_error *why, const char *message);

/* Fill *why with a text of ours. Always false. */
bool duck_refuse(struct duck_error *why, const char *kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* May count * size_bytes be asked of a? Asking for more than it has ends the process sooner or later. */
static inline bool duck_fits(const struct arena *a, size_t count, size_t size_bytes)
{
	size_t bytes;

	return !__builtin_mul_overflow(count, size_bytes, &bytes) && !arena_over(a) &&
	       a->used_bytes < a->limit_bytes && bytes <= a->limit_bytes - a->used_bytes;
}

/* A type as SQL spells it, in a. */
const char *duck_type_name(struct arena *a, duckdb_logical_type type);
/* The kind that Spar sorts it under. */
enum duck_type duck_type_kind(duckdb_type id);

/* One column of the chunk at hand, ready for reading cells. */
struct duck_column {
	duckdb_logical_type logical;  /* owned */
	duckdb_type id;
	duckdb_type stored;           /* of DECIMAL and ENUM: the integer type inside */
	int width, scale;             /* of DECIMAL */
	duckdb_vector vector;         /* of the chunk */
	const void *data;
	uint64_t *validity;           /* NULL: no NULLs */
};

/* Takes over logical. */
void duck_column_init(struct duck_column *c, duckdb_logical_type logical);
void duck_column_release(struct duck_column *c);
void duck_column_look(struct duck_column *c, duckdb_data_chunk chunk, idx_t index);

/*
 * Read one cell into *out, its text in a. False when the text is longer than max_bytes (nothing is
 * copied then) or cannot be made.
 */
bool duck_cell_read(const struct duck_column *c, idx_t row, size_t max_bytes, struct arena *a,
		    struct duck_cell *out);

#endif
