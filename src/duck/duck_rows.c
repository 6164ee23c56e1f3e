/* Running a statement and copying its rows out, a chunk at a time. */
#include "duck/duck_int.h"

/* A statement that runs: released in one place whatever happened. */
struct run {
	duckdb_prepared_statement prepared;
	duckdb_pending_result pending;
	duckdb_result result;
	bool has_result;
	duckdb_data_chunk chunk;
	struct duck_column *columns;   /* in the caller's arena */
	size_t column_count;
};

static void run_release(struct run *r)
{
	for (size_t i = 0; i < r->column_count; i++)
		duck_column_release(&r->columns[i]);
	duckdb_destroy_data_chunk(&r->chunk);
	if (r->has_result)
		duckdb_destroy_result(&r->result);
	duckdb_destroy_pending(&r->pending);
	duckdb_destroy_prepare(&r->prepared);
}

/* Prepare and start with a streaming result, so that only fetched rows are ever made. */
static bool run_start(struct run *r, struct duck *d, const char *sql, struct duck_error *why)
{
	if (duckdb_prepare(d->conn, sql, &r->prepared))
		return duck_fail(why, duckdb_prepare_error(r->prepared));
	if (duckdb_pending_prepared_streaming(r->prepared, &r->pending))
		return duck_fail(why, duckdb_pending_error(r->pending));
	r->has_result = true;
	if (duckdb_execute_pending(r->pending, &r->result))
		return duck_fail(why, duckdb_result_error(&r->result));
	return true;
}

/* The next chunk that has rows. False at the end or on error, which *failed tells apart. */
static bool run_next(struct run *r, bool *failed, struct duck_error *why)
{
	const char *text;

	*failed = false;
	do {
		duckdb_destroy_data_chunk(&r->chunk);
		r->chunk = duckdb_fetch_chunk(r->result);
	} while (r->chunk && duckdb_data_chunk_get_size(r->chunk) == 0);
	if (!r->chunk) {
		text = duckdb_result_error(&r->result);
		if (text && *text) {
			*failed = true;
			duck_fail(why, text);
		}
		return false;
	}
	for (size_t i = 0; i < r->column_count; i++)
		duck_column_look(&r->columns[i], r->chunk, i);
	return true;
}

static void head_init(struct duck_rows *out, size_t column_count, struct arena *a)
{
	memset(out, 0, sizeof(*out));
	out->column_count = column_count;
	out->names = ARENA_NEW(a, const char *, column_count);
	out->type_names = ARENA_NEW(a, const char *, column_count);
	out->types = ARENA_NEW(a, enum duck_type, column_count);
}

static void head_column(struct duck_rows *out, size_t i, const char *name, duckdb_logical_type type,
			struct arena *a)
{
	out->names[i] = arena_strdup(a, name ? name : "");
	out->type_names[i] = duck_type_name(a, type);
	out->types[i] = duck_type_kind(duckdb_get_type_id(type));
}

static void head_read(struct run *r, struct arena *a, struct duck_rows *out)
{
	size_t n = duckdb_column_count(&r->result);

	head_init(out, n, a);
	r->columns = ARENA_NEW(a, struct duck_column, n);
	for (r->column_count = 0; r->column_count < n; r->column_count++) {
		size_t i = r->column_count;

		duck_column_init(&r->columns[i], duckdb_column_logical_type(&r->result, i));
		head_column(out, i, duckdb_column_name(&r->result, i), r->columns[i].logical, a);
	}
}

/* Cells while their number is unknown; they move to the arena at the end. */
struct grow {
	struct duck_cell *p;
	size_t room;
};

static bool grow_for(struct grow *g, size_t cells)
{
	size_t room = g->room ? g->room : 256;
	struct duck_cell *p;

	if (g->p && cells <= g->room)
		return true;
	while (room < cells)
		room *= 2;
	p = realloc(g->p, room * sizeof(*p));
	if (!p)
		return false;
	g->p = p;
	g->room = room;
	return true;
}

static bool rows_read(struct run *r, size_t max_rows, size_t max_bytes, struct arena *a,
		      struct duck_rows *out, struct grow *g, struct duck_error *why)
{
	size_t used_bytes = 0;
	bool failed;

	while (!out->cut && run_next(r, &failed, why)) {
		idx_t rows = duckdb_data_chunk_get_size(r->chunk);

		for (idx_t row = 0; row < rows && !out->cut; row++) {
			size_t first = out->row_count * out->column_count;

			if (out->row_count == max_rows) {
				out->cut = true;
				break;
			}
			if (!grow_for(g, first + out->column_count) || arena_over(a))
				return duck_refuse(why, "Out of Memory", "the result is too large");
			for (size_t i = 0; i < out->column_count && !out->cut; i++) {
				struct duck_cell *cell = &g->p[first + i];

				if (duck_cell_read(&r->columns[i], row, max_bytes - used_bytes, a, cell))
					used_bytes += cell->n;
				else
					out->cut = true;
			}
			if (!out->cut)
				out->row_count++;
		}
	}
	return out->cut || !failed;
}

bool duck_rows(struct duck *d, const char *sql, size_t max_rows, size_t max_bytes,
	       struct arena *a, struct duck_rows *out, struct duck_error *why)
{
	struct run run = {0};
	struct grow grow = {0};
	bool good = false;
	size_t cells;

	memset(out, 0, sizeof(*out));
	if (!duck_enter(d, why))
		return false;
	if (!run_start(&run, d, sql, why))
		goto out;
	head_read(&run, a, out);
	if (!rows_read(&run, max_rows, max_bytes, a, out, &grow, why))
		goto out;
	cells = out->row_count * out->column_count;
	if (!duck_fits(a, cells, sizeof(*out->cells))) {
		duck_refuse(why, "Out of Memory", "the result is too large");
		goto out;
	}
	out->cells = ARENA_NEW(a, struct duck_cell, cells);
	if (grow.p && cells)
		memcpy(out->cells, grow.p, cells * sizeof(*grow.p));
	good = true;
out:
	free(grow.p);
	run_release(&run);
	duck_leave(d);
	return good;
}

bool duck_describe(struct duck *d, const char *sql, struct arena *a, struct duck_rows *out,
		   struct duck_error *why)
{
	duckdb_prepared_statement prepared = NULL;
	bool good = false;

	memset(out, 0, sizeof(*out));
	if (!duck_enter(d, why))
		return false;
	if (duckdb_prepare(d->conn, sql, &prepared)) {
		duck_fail(why, duckdb_prepare_error(prepared));
		goto out;
	}
	head_init(out, duckdb_prepared_statement_column_count(prepared), a);
	for (size_t i = 0; i < out->column_count; i++) {
		duckdb_logical_type type = duckdb_prepared_statement_column_logical_type(prepared, i);
		const char *name = duckdb_prepared_statement_column_name(prepared, i);

		head_column(out, i, name, type, a);
		duckdb_free((void *)(uintptr_t)name);
		duckdb_destroy_logical_type(&type);
	}
	good = true;
out:
	duckdb_destroy_prepare(&prepared);
	duck_leave(d);
	return good;
}

/* Copy one column of a chunk to every column_count-th place from out on. False for a type that is no integer. */
static bool integers_column(const struct duck_column *c, idx_t rows, size_t column_count, int64_t *out)
{
#define COPY(T)                                                                  \
	for (idx_t i = 0; i < rows; i++)                                         \
		out[i * column_count] = (int64_t)((const T *)c->data)[i];        \
	break
	switch (c->id) {
	case DUCKDB_TYPE_BIGINT: case DUCKDB_TYPE_UBIGINT: COPY(int64_t);
	case DUCKDB_TYPE_INTEGER: COPY(int32_t);
	case DUCKDB_TYPE_UINTEGER: COPY(uint32_t);
	case DUCKDB_TYPE_SMALLINT: COPY(int16_t);
	case DUCKDB_TYPE_USMALLINT: COPY(uint16_t);
	case DUCKDB_TYPE_TINYINT: COPY(int8_t);
	case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_BOOLEAN: COPY(uint8_t);
	default:
		return false;
	}
#undef COPY
	if (c->validity)
		for (idx_t i = 0; i < rows; i++)
			if (!(c->validity[i / 64] >> (i % 64) & 1))
				out[i * column_count] = INT64_MIN;
	return true;
}

bool duck_integers(struct duck *d, const char *sql, struct arena *a, size_t *row_count,
		   size_t *column_count, int64_t **out, struct duck_error *why)
{
	struct run run = {0};
	struct duck_rows head;
	bool good = false, failed;
	size_t rows = 0, total, columns;

	*row_count = *column_count = 0;
	*out = NULL;
	if (!duck_enter(d, why))
		return false;
	/* All rows are wanted, so the result is made at once: cheaper than streaming. */
	run.has_result = true;
	if (duckdb_query(d->conn, sql, &run.result)) {
		duck_fail(why, duckdb_result_error(&run.result));
		goto out;
	}
	head_read(&run, a, &head);
	columns = head.column_count;
	total = duckdb_row_count(&run.result);
	if (!duck_fits(a, total, columns * sizeof(**out))) {
		duck_refuse(why, "Out of Memory", "the result is too large");
		goto out;
	}
	*out = ARENA_NEW(a, int64_t, total * columns);
	while (rows < total && run_next(&run, &failed, why)) {
		idx_t n = duckdb_data_chunk_get_size(run.chunk);

		for (size_t i = 0; i < columns; i++) {
			if (!integers_column(&run.columns[i], n, columns, *out + rows * columns + i)) {
				duck_refuse(why, "Mismatch Type", "column '%s' is %s, not an integer",
					    head.names[i], head.type_names[i]);
				goto out;
			}
		}
		rows += n;
	}
	*row_count = rows;
	*column_count = columns;
	good = true;
out:
	run_release(&run);
	duck_leave(d);
	return good;
}
