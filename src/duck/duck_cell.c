/*
 * One cell as text, number and integer. The common types are printed here, since a result may hold
 * a million of them; the rest become a DuckDB value that DuckDB prints itself, which is exact and slower.
 */
#include "duck/duck_int.h"

#include <inttypes.h>
#include <math.h>

#define VALUE_DEPTH_MAX 16
/* Days since 1970 of 0001-01-01 and 9999-12-31: outside these DuckDB writes "(BC)" or more digits. */
#define DAYS_MIN (-719162)
#define DAYS_MAX 2932896
#define DAY_MICROS INT64_C(86400000000)

__extension__ typedef __int128 wide;

void duck_column_init(struct duck_column *c, duckdb_logical_type logical)
{
	memset(c, 0, sizeof(*c));
	c->logical = logical;
	c->id = duckdb_get_type_id(logical);
	if (c->id == DUCKDB_TYPE_DECIMAL) {
		c->stored = duckdb_decimal_internal_type(logical);
		c->width = duckdb_decimal_width(logical);
		c->scale = duckdb_decimal_scale(logical);
	} else if (c->id == DUCKDB_TYPE_ENUM) {
		c->stored = duckdb_enum_internal_type(logical);
	}
}

void duck_column_release(struct duck_column *c)
{
	duckdb_destroy_logical_type(&c->logical);
}

static void look(struct duck_column *c, duckdb_vector vector)
{
	c->vector = vector;
	c->data = duckdb_vector_get_data(vector);
	c->validity = duckdb_vector_get_validity(vector);
}

void duck_column_look(struct duck_column *c, duckdb_data_chunk chunk, idx_t index)
{
	look(c, duckdb_data_chunk_get_vector(chunk, index));
}

static bool is_null(const struct duck_column *c, idx_t row)
{
	return c->validity && !(c->validity[row / 64] >> (row % 64) & 1);
}

/* ---- values, for what is not printed here ---- */

static duckdb_value value_at(const struct duck_column *c, idx_t row, int depth);

/* The values first .. first+count-1 of a child vector, as an array that values_free() frees. */
static duckdb_value *values_of(duckdb_logical_type type, duckdb_vector vector, idx_t first, idx_t count, int depth)
{
	duckdb_value *values = calloc(count + 1, sizeof(*values));
	struct duck_column child;

	duck_column_init(&child, type);
	look(&child, vector);
	if (values)
		for (idx_t i = 0; i < count; i++)
			values[i] = value_at(&child, first + i, depth + 1);
	duck_column_release(&child);
	return values;
}

static void values_free(duckdb_value *values, idx_t count)
{
	if (!values)
		return;
	for (idx_t i = 0; i < count; i++)
		duckdb_destroy_value(&values[i]);
	free(values);
}

static duckdb_value list_value(const struct duck_column *c, idx_t row, int depth)
{
	bool is_array = c->id == DUCKDB_TYPE_ARRAY;
	const duckdb_list_entry *entries = c->data;
	duckdb_vector vector = is_array ? duckdb_array_vector_get_child(c->vector)
					: duckdb_list_vector_get_child(c->vector);
	idx_t n = is_array ? duckdb_array_type_array_size(c->logical) : entries[row].length;
	idx_t first = is_array ? row * n : entries[row].offset;
	duckdb_logical_type type = is_array ? duckdb_array_type_child_type(c->logical)
					    : duckdb_list_type_child_type(c->logical);
	duckdb_value *values = values_of(type, vector, first, n, depth);
	duckdb_value v = NULL;

	type = is_array ? duckdb_array_type_child_type(c->logical) : duckdb_list_type_child_type(c->logical);
	if (values)
		v = is_array ? duckdb_create_array_value(type, values, n)
			     : duckdb_create_list_value(type, values, n);
	duckdb_destroy_logical_type(&type);
	values_free(values, n);
	return v;
}

static duckdb_value struct_value(const struct duck_column *c, idx_t row, int depth)
{
	idx_t n = duckdb_struct_type_child_count(c->logical);
	duckdb_value *values = calloc(n + 1, sizeof(*values));
	duckdb_value v;

	if (!values)
		return NULL;
	for (idx_t i = 0; i < n; i++) {
		struct duck_column child;

		duck_column_init(&child, duckdb_struct_type_child_type(c->logical, i));
		look(&child, duckdb_struct_vector_get_child(c->vector, i));
		values[i] = value_at(&child, row, depth + 1);
		duck_column_release(&child);
	}
	v = duckdb_create_struct_value(c->logical, values);
	values_free(values, n);
	return v;
}

/* A map is a list of structs of key and value. */
static duckdb_value map_value(const struct duck_column *c, idx_t row, int depth)
{
	const duckdb_list_entry *e = (const duckdb_list_entry *)c->data + row;
	duckdb_vector pairs = duckdb_list_vector_get_child(c->vector);
	duckdb_value *keys = values_of(duckdb_map_type_key_type(c->logical),
				       duckdb_struct_vector_get_child(pairs, 0), e->offset, e->length, depth);
	duckdb_value *items = values_of(duckdb_map_type_value_type(c->logical),
					duckdb_struct_vector_get_child(pairs, 1), e->offset, e->length, depth);
	duckdb_value v = NULL;

	if (keys && items)
		v = duckdb_create_map_value(c->logical, keys, items, e->length);
	values_free(keys, e->length);
	values_free(items, e->length);
	return v;
}

/* A union is a struct whose first member is the tag. */
static duckdb_value union_value(const struct duck_column *c, idx_t row, int depth)
{
	const uint8_t *tags = duckdb_vector_get_data(duckdb_struct_vector_get_child(c->vector, 0));
	idx_t tag = tags[row];
	struct duck_column member;
	duckdb_value inner, v;

	duck_column_init(&member, duckdb_union_type_member_type(c->logical, tag));
	look(&member, duckdb_struct_vector_get_child(c->vector, tag + 1));
	inner = value_at(&member, row, depth + 1);
	v = duckdb_create_union_value(c->logical, tag, inner);
	duckdb_destroy_value(&inner);
	duck_column_release(&member);
	return v;
}

static duckdb_value nested_value(const struct duck_column *c, idx_t row, int depth)
{
	switch (c->id) {
	case DUCKDB_TYPE_LIST: case DUCKDB_TYPE_ARRAY: return list_value(c, row, depth);
	case DUCKDB_TYPE_STRUCT: return struct_value(c, row, depth);
	case DUCKDB_TYPE_MAP: return map_value(c, row, depth);
	case DUCKDB_TYPE_UNION: return union_value(c, row, depth);
	default: return NULL;
	}
}

static int64_t stored_at(const struct duck_column *c, idx_t row)
{
	switch (c->stored ? c->stored : c->id) {
	case DUCKDB_TYPE_BOOLEAN: return ((const uint8_t *)c->data)[row] != 0;
	case DUCKDB_TYPE_TINYINT: return ((const int8_t *)c->data)[row];
	case DUCKDB_TYPE_UTINYINT: return ((const uint8_t *)c->data)[row];
	case DUCKDB_TYPE_SMALLINT: return ((const int16_t *)c->data)[row];
	case DUCKDB_TYPE_USMALLINT: return ((const uint16_t *)c->data)[row];
	case DUCKDB_TYPE_INTEGER: case DUCKDB_TYPE_DATE: return ((const int32_t *)c->data)[row];
	case DUCKDB_TYPE_UINTEGER: return ((const uint32_t *)c->data)[row];
	default: return ((const int64_t *)c->data)[row];
	}
}

static duckdb_hugeint huge_at(const struct duck_column *c, idx_t row)
{
	int64_t v;

	if (c->stored == DUCKDB_TYPE_HUGEINT || c->id == DUCKDB_TYPE_HUGEINT)
		return ((const duckdb_hugeint *)c->data)[row];
	v = stored_at(c, row);
	return (duckdb_hugeint){.lower = (uint64_t)v, .upper = v < 0 ? -1 : 0};
}

static duckdb_value text_value(const struct duck_column *c, idx_t row)
{
	duckdb_string_t *s = (duckdb_string_t *)(uintptr_t)c->data + row;
	const char *p = duckdb_string_t_data(s);
	uint32_t n = duckdb_string_t_length(*s);

	switch (c->id) {
	case DUCKDB_TYPE_VARCHAR:
		return duckdb_create_varchar_length(p, n);
	case DUCKDB_TYPE_BLOB: case DUCKDB_TYPE_BIGNUM:
		return duckdb_create_blob((const uint8_t *)p, n);
	case DUCKDB_TYPE_BIT:
		return duckdb_create_bit((duckdb_bit){(uint8_t *)(uintptr_t)p, n});
	default:
		return NULL;
	}
}

static duckdb_value number_value(const struct duck_column *c, idx_t row)
{
	int64_t v = stored_at(c, row);

	switch (c->id) {
	case DUCKDB_TYPE_BOOLEAN: return duckdb_create_bool(v != 0);
	case DUCKDB_TYPE_TINYINT: return duckdb_create_int8((int8_t)v);
	case DUCKDB_TYPE_SMALLINT: return duckdb_create_int16((int16_t)v);
	case DUCKDB_TYPE_INTEGER: return duckdb_create_int32((int32_t)v);
	case DUCKDB_TYPE_UTINYINT: return duckdb_create_uint8((uint8_t)v);
	case DUCKDB_TYPE_USMALLINT: return duckdb_create_uint16((uint16_t)v);
	case DUCKDB_TYPE_UINTEGER: return duckdb_create_uint32((uint32_t)v);
	case DUCKDB_TYPE_UBIGINT: return duckdb_create_uint64((uint64_t)v);
	case DUCKDB_TYPE_ENUM: return duckdb_create_enum_value(c->logical, (uint64_t)v);
	case DUCKDB_TYPE_DATE: return duckdb_create_date((duckdb_date){(int32_t)v});
	case DUCKDB_TYPE_TIME: return duckdb_create_time((duckdb_time){v});
	case DUCKDB_TYPE_TIME_NS: return duckdb_create_time_ns((duckdb_time_ns){v});
	case DUCKDB_TYPE_TIME_TZ: return duckdb_create_time_tz_value((duckdb_time_tz){(uint64_t)v});
	case DUCKDB_TYPE_TIMESTAMP: return duckdb_create_timestamp((duckdb_timestamp){v});
	case DUCKDB_TYPE_TIMESTAMP_TZ: return duckdb_create_timestamp_tz((duckdb_timestamp){v});
	case DUCKDB_TYPE_TIMESTAMP_S: return duckdb_create_timestamp_s((duckdb_timestamp_s){v});
	case DUCKDB_TYPE_TIMESTAMP_MS: return duckdb_create_timestamp_ms((duckdb_timestamp_ms){v});
	case DUCKDB_TYPE_TIMESTAMP_NS: return duckdb_create_timestamp_ns((duckdb_timestamp_ns){v});
	default: return duckdb_create_int64(v);
	}
}

/* NULL where DuckDB's interface has no way to make the value. */
static duckdb_value value_at(const struct duck_column *c, idx_t row, int depth)
{
	duckdb_uhugeint u;

	if (is_null(c, row) || depth > VALUE_DEPTH_MAX)
		return duckdb_create_null_value();
	switch (c->id) {
	case DUCKDB_TYPE_LIST: case DUCKDB_TYPE_ARRAY: case DUCKDB_TYPE_STRUCT:
	case DUCKDB_TYPE_MAP: case DUCKDB_TYPE_UNION:
		return nested_value(c, row, depth);
	case DUCKDB_TYPE_VARCHAR: case DUCKDB_TYPE_BLOB: case DUCKDB_TYPE_BIT: case DUCKDB_TYPE_BIGNUM:
		return text_value(c, row);
	case DUCKDB_TYPE_FLOAT:
		return duckdb_create_float(((const float *)c->data)[row]);
	case DUCKDB_TYPE_DOUBLE:
		return duckdb_create_double(((const double *)c->data)[row]);
	case DUCKDB_TYPE_HUGEINT:
		return duckdb_create_hugeint(((const duckdb_hugeint *)c->data)[row]);
	case DUCKDB_TYPE_UHUGEINT:
		return duckdb_create_uhugeint(((const duckdb_uhugeint *)c->data)[row]);
	case DUCKDB_TYPE_UUID:
		/* Stored with its top bit flipped, so that it sorts as text does. */
		u = ((const duckdb_uhugeint *)c->data)[row];
		u.upper ^= UINT64_C(1) << 63;
		return duckdb_create_uuid(u);
	case DUCKDB_TYPE_INTERVAL:
		return duckdb_create_interval(((const duckdb_interval *)c->data)[row]);
	case DUCKDB_TYPE_DECIMAL:
		return duckdb_create_decimal((duckdb_decimal){(uint8_t)c->width, (uint8_t)c->scale, huge_at(c, row)});
	case DUCKDB_TYPE_INVALID:
		return NULL;
	default:
		return number_value(c, row);
	}
}

/* ---- text made here ---- */

/* At least digits_min digits, the last scale of them behind the point. */
static size_t print_wide(char *out, wide v, int scale, int digits_min)
{
	char digits[48];
	size_t n = 0, k = 0;
	bool negative = v < 0;

	do {
		int digit = (int)(v % 10);

		digits[n++] = (char)('0' + (digit < 0 ? -digit : digit));
		v /= 10;
	} while (v || n < (size_t)digits_min);
	if (negative)
		out[k++] = '-';
	while (n > 0) {
		if (scale && n == (size_t)scale)
			out[k++] = '.';
		out[k++] = digits[--n];
	}
	return k;
}

static size_t print_date(char *out, size_t size, int32_t days)
{
	duckdb_date_struct d = duckdb_from_date((duckdb_date){days});

	return (size_t)snprintf(out, size, "%04d-%02d-%02d", (int)d.year, (int)d.month, (int)d.day);
}

static size_t print_time(char *out, size_t size, int64_t micros)
{
	int64_t s = micros / 1000000;
	size_t n = (size_t)snprintf(out, size, "%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));

	if (micros % 1000000) {
		n += (size_t)snprintf(out + n, size - n, ".%06d", (int)(micros % 1000000));
		while (out[n - 1] == '0')
			n--;
	}
	return n;
}

/* The common types. 0 when DuckDB has to print it. */
static size_t print_fast(const struct duck_column *c, idx_t row, char *out, size_t size)
{
	int64_t v;
	duckdb_hugeint h;
	size_t n;

	switch (c->id) {
	case DUCKDB_TYPE_BOOLEAN:
		return (size_t)snprintf(out, size, "%s", stored_at(c, row) ? "true" : "false");
	case DUCKDB_TYPE_TINYINT: case DUCKDB_TYPE_SMALLINT: case DUCKDB_TYPE_INTEGER: case DUCKDB_TYPE_BIGINT:
	case DUCKDB_TYPE_UTINYINT: case DUCKDB_TYPE_USMALLINT: case DUCKDB_TYPE_UINTEGER:
		return print_wide(out, stored_at(c, row), 0, 1);
	case DUCKDB_TYPE_UBIGINT:
		return print_wide(out, (uint64_t)stored_at(c, row), 0, 1);
	case DUCKDB_TYPE_HUGEINT: case DUCKDB_TYPE_DECIMAL:
		h = huge_at(c, row);
		/* DuckDB writes ".50" for DECIMAL(2,2) and "0.50" for DECIMAL(3,2). */
		return print_wide(out, (wide)h.upper * ((wide)1 << 64) + (wide)h.lower, c->scale,
				  c->scale + (c->scale < c->width || !c->scale));
	case DUCKDB_TYPE_DATE:
		v = stored_at(c, row);
		return v < DAYS_MIN || v > DAYS_MAX ? 0 : print_date(out, size, (int32_t)v);
	case DUCKDB_TYPE_TIMESTAMP:
		v = stored_at(c, row);
		if (v < DAYS_MIN * DAY_MICROS || v >= (DAYS_MAX + 1) * DAY_MICROS)
			return 0;
		n = print_date(out, size, (int32_t)(v / DAY_MICROS - (v % DAY_MICROS < 0)));
		out[n++] = ' ';
		return n + print_time(out + n, size - n, (v % DAY_MICROS + DAY_MICROS) % DAY_MICROS);
	case DUCKDB_TYPE_TIME:
		return print_time(out, size, stored_at(c, row));
	default:
		return 0;
	}
}

/* ---- numbers ---- */

static void cell_number(const struct duck_column *c, idx_t row, struct duck_cell *out)
{
	duckdb_hugeint h;

	switch (duck_type_kind(c->id)) {
	case DUCK_BOOLEAN: case DUCK_INTEGER:
		out->integer = stored_at(c, row);
		out->number = (double)out->integer;
		break;
	case DUCK_HUGEINT: case DUCK_DECIMAL:
		/* The text is exact, so this is the nearest double. */
		out->number = strtod(out->text, NULL);
		if (c->id == DUCKDB_TYPE_HUGEINT) {
			h = huge_at(c, row);
			if (h.upper == (int64_t)h.lower >> 63)
				out->integer = (int64_t)h.lower;
		} else if (c->id == DUCKDB_TYPE_UBIGINT && stored_at(c, row) >= 0) {
			out->integer = stored_at(c, row);
		}
		break;
	case DUCK_DOUBLE:
		out->number = c->id == DUCKDB_TYPE_FLOAT ? (double)((const float *)c->data)[row]
							 : ((const double *)c->data)[row];
		break;
	case DUCK_DATE: case DUCK_TIME: case DUCK_TIMESTAMPTZ:
		out->integer = stored_at(c, row);
		break;
	case DUCK_TIMESTAMP:
		out->integer = stored_at(c, row);
		if (c->id == DUCKDB_TYPE_TIMESTAMP_NS)
			out->integer /= 1000;
		else if (__builtin_mul_overflow(out->integer, c->id == DUCKDB_TYPE_TIMESTAMP_S ? 1000000 :
						c->id == DUCKDB_TYPE_TIMESTAMP_MS ? 1000 : 1, &out->integer))
			out->integer = INT64_MAX;
		break;
	case DUCK_VARCHAR: case DUCK_INTERVAL: case DUCK_OTHER:
		break;
	}
}

static bool cell_put(struct duck_cell *out, const char *p, size_t n, size_t max_bytes, struct arena *a)
{
	if (n > max_bytes || !duck_fits(a, n + 1, 1))
		return false;
	out->text = arena_strndup(a, p, n);
	out->n = n;
	return true;
}

/* DuckDB's own text of a value. */
static bool cell_value(const struct duck_column *c, idx_t row, size_t max_bytes, struct arena *a,
		       struct duck_cell *out)
{
	duckdb_value v = value_at(c, row, 0);
	char *text = v ? duckdb_get_varchar(v) : NULL;
	bool good = text ? cell_put(out, text, strlen(text), max_bytes, a)
			 : cell_put(out, "?", 1, max_bytes, a);

	duckdb_free(text);
	duckdb_destroy_value(&v);
	return good;
}

bool duck_cell_read(const struct duck_column *c, idx_t row, size_t max_bytes, struct arena *a,
		    struct duck_cell *out)
{
	char text[80];
	size_t n;
	bool good;

	memset(out, 0, sizeof(*out));
	if (is_null(c, row))
		return true;
	if (c->id == DUCKDB_TYPE_VARCHAR) {
		duckdb_string_t *s = (duckdb_string_t *)(uintptr_t)c->data + row;

		return cell_put(out, duckdb_string_t_data(s), duckdb_string_t_length(*s), max_bytes, a);
	}
	n = print_fast(c, row, text, sizeof(text));
	good = n ? cell_put(out, text, n, max_bytes, a) : cell_value(c, row, max_bytes, a, out);
	if (good)
		cell_number(c, row, out);
	return good;
}
