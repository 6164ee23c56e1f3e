/*
 * Bulk loading. Values go straight into the vectors of a chunk of 2,048 rows; going through one call of
 * DuckDB per value costs several times as much.
 */
#include "duck/duck_int.h"

#include <inttypes.h>

#define NAME_MAX_BYTES 256

struct target {
	duckdb_type id;          /* of the chunk's column: the table's, or VARCHAR where DuckDB casts */
	duckdb_type stored;      /* of DECIMAL: the integer type inside */
	int width, scale;
	duckdb_vector vector;
	void *data;
	uint64_t *validity;      /* NULL until the chunk has a NULL in this column */
};

struct duck_append {
	struct duck *d;          /* lent */
	duckdb_appender appender;
	duckdb_data_chunk chunk;
	struct target *columns;
	size_t column_count;
	size_t at;               /* next column of the row at hand */
	idx_t row, rows_max;
	struct duck_error why;   /* the first error */
	bool failed;
};

static void fail(struct duck_append *p, const char *text)
{
	if (!p->failed)
		duck_refuse(&p->why, "Append", "%s", text);
	p->failed = true;
}

/* The data of a vector may move when the chunk is reset. */
static void look(struct duck_append *p)
{
	for (size_t i = 0; i < p->column_count; i++) {
		p->columns[i].vector = duckdb_data_chunk_get_vector(p->chunk, i);
		p->columns[i].data = duckdb_vector_get_data(p->columns[i].vector);
		p->columns[i].validity = NULL;
	}
}

static void flush(struct duck_append *p)
{
	if (!p->failed && p->row > 0) {
		duckdb_data_chunk_set_size(p->chunk, p->row);
		if (duckdb_append_data_chunk(p->appender, p->chunk)) {
			duckdb_error_data e = duckdb_appender_error_data(p->appender);

			duck_fail(&p->why, duckdb_error_data_message(e));
			duckdb_destroy_error_data(&e);
			p->failed = true;
		}
		duckdb_data_chunk_reset(p->chunk);
		look(p);
	}
	p->row = 0;
}

/* Where the next value goes; NULL after an error or past the last column. */
static struct target *next(struct duck_append *p)
{
	if (p->failed)
		return NULL;
	if (p->at >= p->column_count) {
		fail(p, "too many values in a row");
		return NULL;
	}
	return &p->columns[p->at++];
}

/* Cut a name, plain or quoted, off *s into out. */
static bool name_cut(const char **s, char *out, size_t size)
{
	size_t n = 0;
	bool quoted = **s == '"';

	*s += quoted;
	for (; **s && (quoted || **s != '.'); (*s)++) {
		if (quoted && **s == '"') {
			if ((*s)[1] != '"')
				break;
			(*s)++;
		}
		if (n + 1 >= size)
			return false;
		out[n++] = **s;
	}
	out[n] = '\0';
	if (quoted && *(*s)++ != '"')
		return false;
	return n > 0 && (**s == '\0' || **s == '.');
}

/* Types that are filled here; everything else is appended as text and cast by DuckDB. */
static bool is_direct(duckdb_type id)
{
	switch (id) {
	case DUCKDB_TYPE_BOOLEAN: case DUCKDB_TYPE_TINYINT: case DUCKDB_TYPE_SMALLINT: case DUCKDB_TYPE_INTEGER:
	case DUCKDB_TYPE_BIGINT: case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_USMALLINT: case DUCKDB_TYPE_UINTEGER:
	case DUCKDB_TYPE_UBIGINT: case DUCKDB_TYPE_HUGEINT: case DUCKDB_TYPE_FLOAT: case DUCKDB_TYPE_DOUBLE:
	case DUCKDB_TYPE_DECIMAL: case DUCKDB_TYPE_DATE: case DUCKDB_TYPE_TIMESTAMP: case DUCKDB_TYPE_VARCHAR:
		return true;
	default:
		return false;
	}
}

static bool columns_init(struct duck_append *p)
{
	size_t n = duckdb_appender_column_count(p->appender);
	duckdb_logical_type *types = calloc(n + 1, sizeof(*types));

	p->columns = calloc(n + 1, sizeof(*p->columns));
	if (!types || !p->columns) {
		free(types);
		return false;
	}
	p->column_count = n;
	for (size_t i = 0; i < n; i++) {
		struct target *t = &p->columns[i];

		types[i] = duckdb_appender_column_type(p->appender, i);
		t->id = duckdb_get_type_id(types[i]);
		if (!is_direct(t->id)) {
			duckdb_destroy_logical_type(&types[i]);
			types[i] = duckdb_create_logical_type(t->id = DUCKDB_TYPE_VARCHAR);
		} else if (t->id == DUCKDB_TYPE_DECIMAL) {
			t->stored = duckdb_decimal_internal_type(types[i]);
			t->width = duckdb_decimal_width(types[i]);
			t->scale = duckdb_decimal_scale(types[i]);
		}
	}
	p->chunk = duckdb_create_data_chunk(types, n);
	for (size_t i = 0; i < n; i++)
		duckdb_destroy_logical_type(&types[i]);
	free(types);
	if (p->chunk)
		look(p);
	return p->chunk != NULL;
}

static void append_free(struct duck_append *p)
{
	duckdb_destroy_data_chunk(&p->chunk);
	duckdb_appender_destroy(&p->appender);
	duck_leave(p->d);
	free(p->columns);
	free(p);
}

enum err_code duck_append_open(struct duck_append **out, struct duck *d, const char *table, struct err *err)
{
	char first[NAME_MAX_BYTES], second[NAME_MAX_BYTES];
	const char *rest = table;
	struct duck_append *p;
	struct duck_error why;
	bool split, state;
	enum err_code code;

	*out = NULL;
	if (!name_cut(&rest, first, sizeof(first)))
		return err_set(err, ERR_SQL, "'%s' is not the name of a table", table);
	split = *rest == '.';
	rest += split;
	if (split && (!name_cut(&rest, second, sizeof(second)) || *rest))
		return err_set(err, ERR_SQL, "'%s' is not the name of a table", table);
	if (!duck_enter(d, &why))
		return err_set(err, ERR_TIMEOUT, "%s: %s", why.kind, why.text);
	p = calloc(1, sizeof(*p));
	if (!p) {
		duck_leave(d);
		return err_set(err, ERR_MEMORY, "out of memory for loading '%s'", table);
	}
	p->d = d;
	p->rows_max = duckdb_vector_size();
	state = duckdb_appender_create(d->conn, split ? first : NULL, split ? second : first, &p->appender);
	if (state == DuckDBError) {
		duckdb_error_data e = duckdb_appender_error_data(p->appender);

		duck_fail(&why, duckdb_error_data_message(e));
		duckdb_destroy_error_data(&e);
		code = err_set(err, ERR_SQL, "cannot load into '%s': %s", table, why.text);
		append_free(p);
		return code;
	}
	if (!columns_init(p)) {
		append_free(p);
		return err_set(err, ERR_MEMORY, "out of memory for loading '%s'", table);
	}
	*out = p;
	return ERR_OK;
}

void duck_append_null(struct duck_append *p)
{
	struct target *t = next(p);

	if (!t)
		return;
	if (!t->validity) {
		duckdb_vector_ensure_validity_writable(t->vector);
		t->validity = duckdb_vector_get_validity(t->vector);
	}
	t->validity[p->row / 64] &= ~(UINT64_C(1) << (p->row % 64));
}

/* v into an integer type; false when it does not fit. */
static bool put_integer(const struct target *t, duckdb_type type, idx_t row, int64_t v)
{
#define PUT(T, fits) do { if (!(fits)) return false; ((T *)t->data)[row] = (T)v; return true; } while (0)
	switch (type) {
	case DUCKDB_TYPE_BOOLEAN: PUT(uint8_t, v == 0 || v == 1);
	case DUCKDB_TYPE_TINYINT: PUT(int8_t, v >= INT8_MIN && v <= INT8_MAX);
	case DUCKDB_TYPE_SMALLINT: PUT(int16_t, v >= INT16_MIN && v <= INT16_MAX);
	case DUCKDB_TYPE_INTEGER: PUT(int32_t, v >= INT32_MIN && v <= INT32_MAX);
	case DUCKDB_TYPE_BIGINT: PUT(int64_t, true);
	case DUCKDB_TYPE_UTINYINT: PUT(uint8_t, v >= 0 && v <= UINT8_MAX);
	case DUCKDB_TYPE_USMALLINT: PUT(uint16_t, v >= 0 && v <= UINT16_MAX);
	case DUCKDB_TYPE_UINTEGER: PUT(uint32_t, v >= 0 && v <= UINT32_MAX);
	case DUCKDB_TYPE_UBIGINT: PUT(uint64_t, v >= 0);
	case DUCKDB_TYPE_HUGEINT:
		((duckdb_hugeint *)t->data)[row] = (duckdb_hugeint){.lower = (uint64_t)v, .upper = v < 0 ? -1 : 0};
		return true;
	default:
		return false;
	}
#undef PUT
}

void duck_append_bool(struct duck_append *p, bool v)
{
	struct target *t = next(p);

	if (t && (t->id != DUCKDB_TYPE_BOOLEAN || !put_integer(t, t->id, p->row, v)))
		fail(p, "a BOOLEAN for a column of another type");
}

void duck_append_int(struct duck_append *p, int64_t v)
{
	struct target *t = next(p);

	if (t && !put_integer(t, t->id, p->row, v))
		fail(p, "an integer that does not fit its column");
}

void duck_append_double(struct duck_append *p, double v)
{
	struct target *t = next(p);

	if (!t)
		return;
	if (t->id == DUCKDB_TYPE_DOUBLE)
		((double *)t->data)[p->row] = v;
	else if (t->id == DUCKDB_TYPE_FLOAT)
		((float *)t->data)[p->row] = (float)v;
	else
		fail(p, "a DOUBLE for a column of another type");
}

void duck_append_decimal(struct duck_append *p, int64_t scaled, int width, int scale)
{
	struct target *t = next(p);

	if (t && (t->id != DUCKDB_TYPE_DECIMAL || t->width != width || t->scale != scale ||
		  !put_integer(t, t->stored, p->row, scaled)))
		fail(p, "a DECIMAL that does not fit its column");
}

void duck_append_text(struct duck_append *p, const char *s, size_t n)
{
	struct target *t = next(p);

	if (t && t->id == DUCKDB_TYPE_VARCHAR)
		duckdb_vector_assign_string_element_len(t->vector, p->row, s, n);
	else if (t)
		fail(p, "a text for a column of another type");
}

void duck_append_date(struct duck_append *p, int64_t days)
{
	struct target *t = next(p);

	if (t && (t->id != DUCKDB_TYPE_DATE || !put_integer(t, DUCKDB_TYPE_INTEGER, p->row, days)))
		fail(p, "a DATE that does not fit its column");
}

void duck_append_timestamp(struct duck_append *p, int64_t micros)
{
	struct target *t = next(p);

	if (t && (t->id != DUCKDB_TYPE_TIMESTAMP || !put_integer(t, DUCKDB_TYPE_BIGINT, p->row, micros)))
		fail(p, "a TIMESTAMP for a column of another type");
}

void duck_append_row_end(struct duck_append *p)
{
	if (!p->failed && p->at != p->column_count)
		fail(p, "too few values in a row");
	p->at = 0;
	if (++p->row == p->rows_max)
		flush(p);
}

enum err_code duck_append_close(struct duck_append *p, struct err *err)
{
	enum err_code code = ERR_OK;

	flush(p);
	if (!p->failed && duckdb_appender_close(p->appender)) {
		duckdb_error_data e = duckdb_appender_error_data(p->appender);

		duck_fail(&p->why, duckdb_error_data_message(e));
		duckdb_destroy_error_data(&e);
		p->failed = true;
	}
	if (p->failed)
		code = err_set(err, ERR_SQL, "cannot load rows: %s", p->why.text);
	append_free(p);
	return code;
}
