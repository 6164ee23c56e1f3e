/* Types: how SQL spells them, and the kind that Spar sorts them under. */
#include "duck/duck_int.h"

#include "base/buf.h"

#define TYPE_NAME_MAX_BYTES 4096
#define TYPE_DEPTH_MAX 16

static const struct {
	duckdb_type id;
	enum duck_type kind;
	const char *name;
} plain_types[] = {
	{DUCKDB_TYPE_BOOLEAN, DUCK_BOOLEAN, "BOOLEAN"},
	{DUCKDB_TYPE_TINYINT, DUCK_INTEGER, "TINYINT"},
	{DUCKDB_TYPE_SMALLINT, DUCK_INTEGER, "SMALLINT"},
	{DUCKDB_TYPE_INTEGER, DUCK_INTEGER, "INTEGER"},
	{DUCKDB_TYPE_BIGINT, DUCK_INTEGER, "BIGINT"},
	{DUCKDB_TYPE_UTINYINT, DUCK_INTEGER, "UTINYINT"},
	{DUCKDB_TYPE_USMALLINT, DUCK_INTEGER, "USMALLINT"},
	{DUCKDB_TYPE_UINTEGER, DUCK_INTEGER, "UINTEGER"},
	{DUCKDB_TYPE_UBIGINT, DUCK_HUGEINT, "UBIGINT"},
	{DUCKDB_TYPE_HUGEINT, DUCK_HUGEINT, "HUGEINT"},
	{DUCKDB_TYPE_UHUGEINT, DUCK_HUGEINT, "UHUGEINT"},
	{DUCKDB_TYPE_BIGNUM, DUCK_OTHER, "BIGNUM"},
	{DUCKDB_TYPE_FLOAT, DUCK_DOUBLE, "FLOAT"},
	{DUCKDB_TYPE_DOUBLE, DUCK_DOUBLE, "DOUBLE"},
	{DUCKDB_TYPE_DECIMAL, DUCK_DECIMAL, "DECIMAL"},
	{DUCKDB_TYPE_VARCHAR, DUCK_VARCHAR, "VARCHAR"},
	{DUCKDB_TYPE_ENUM, DUCK_VARCHAR, "ENUM"},
	{DUCKDB_TYPE_DATE, DUCK_DATE, "DATE"},
	{DUCKDB_TYPE_TIME, DUCK_TIME, "TIME"},
	{DUCKDB_TYPE_TIME_NS, DUCK_OTHER, "TIME_NS"},
	{DUCKDB_TYPE_TIME_TZ, DUCK_OTHER, "TIME WITH TIME ZONE"},
	{DUCKDB_TYPE_TIMESTAMP, DUCK_TIMESTAMP, "TIMESTAMP"},
	{DUCKDB_TYPE_TIMESTAMP_S, DUCK_TIMESTAMP, "TIMESTAMP_S"},
	{DUCKDB_TYPE_TIMESTAMP_MS, DUCK_TIMESTAMP, "TIMESTAMP_MS"},
	{DUCKDB_TYPE_TIMESTAMP_NS, DUCK_TIMESTAMP, "TIMESTAMP_NS"},
	{DUCKDB_TYPE_TIMESTAMP_TZ, DUCK_TIMESTAMPTZ, "TIMESTAMP WITH TIME ZONE"},
	{DUCKDB_TYPE_INTERVAL, DUCK_INTERVAL, "INTERVAL"},
	{DUCKDB_TYPE_BLOB, DUCK_OTHER, "BLOB"},
	{DUCKDB_TYPE_BIT, DUCK_OTHER, "BIT"},
	{DUCKDB_TYPE_UUID, DUCK_OTHER, "UUID"},
	{DUCKDB_TYPE_SQLNULL, DUCK_OTHER, "\"NULL\""},
};

enum duck_type duck_type_kind(duckdb_type id)
{
	for (size_t i = 0; i < sizeof(plain_types) / sizeof(*plain_types); i++)
		if (plain_types[i].id == id)
			return plain_types[i].kind;
	return DUCK_OTHER;
}

static const char *plain_name(duckdb_type id)
{
	for (size_t i = 0; i < sizeof(plain_types) / sizeof(*plain_types); i++)
		if (plain_types[i].id == id)
			return plain_types[i].name;
	return "UNKNOWN";
}

static void name_add(struct buf *b, duckdb_logical_type type, int depth);

/* Adds and destroys a child type. */
static void child_add(struct buf *b, duckdb_logical_type type, int depth)
{
	name_add(b, type, depth + 1);
	duckdb_destroy_logical_type(&type);
}

/* Text between quotes, those inside doubled. */
static void quoted_add(struct buf *b, const char *text, char quote)
{
	buf_addc(b, quote);
	for (; *text; text++) {
		if (*text == quote)
			buf_addc(b, quote);
		buf_addc(b, *text);
	}
	buf_addc(b, quote);
}

static void member_name_add(struct buf *b, const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (*name && strspn(name, plain) == strlen(name) && !(*name >= '0' && *name <= '9'))
		buf_adds(b, name);
	else
		quoted_add(b, name, '"');
	buf_addc(b, ' ');
}

static void struct_add(struct buf *b, duckdb_logical_type type, int depth)
{
	idx_t n = duckdb_struct_type_child_count(type);

	buf_adds(b, "STRUCT(");
	for (idx_t i = 0; i < n; i++) {
		char *name = duckdb_struct_type_child_name(type, i);

		buf_adds(b, i ? ", " : "");
		member_name_add(b, name);
		duckdb_free(name);
		child_add(b, duckdb_struct_type_child_type(type, i), depth);
	}
	buf_addc(b, ')');
}

static void union_add(struct buf *b, duckdb_logical_type type, int depth)
{
	idx_t n = duckdb_union_type_member_count(type);

	buf_adds(b, "UNION(");
	for (idx_t i = 0; i < n; i++) {
		char *name = duckdb_union_type_member_name(type, i);

		buf_adds(b, i ? ", " : "");
		member_name_add(b, name);
		duckdb_free(name);
		child_add(b, duckdb_union_type_member_type(type, i), depth);
	}
	buf_addc(b, ')');
}

static void enum_add(struct buf *b, duckdb_logical_type type)
{
	idx_t n = duckdb_enum_dictionary_size(type);

	buf_adds(b, "ENUM(");
	for (idx_t i = 0; i < n; i++) {
		char *label = duckdb_enum_dictionary_value(type, i);

		buf_adds(b, i ? ", " : "");
		quoted_add(b, label, '\'');
		duckdb_free(label);
	}
	buf_addc(b, ')');
}

static void name_add(struct buf *b, duckdb_logical_type type, int depth)
{
	duckdb_type id = duckdb_get_type_id(type);
	char *alias = duckdb_logical_type_get_alias(type);

	if (alias && *alias) {
		buf_adds(b, alias);
	} else if (depth > TYPE_DEPTH_MAX) {
		buf_adds(b, "...");
	} else if (id == DUCKDB_TYPE_DECIMAL) {
		buf_addf(b, "DECIMAL(%d,%d)", duckdb_decimal_width(type), duckdb_decimal_scale(type));
	} else if (id == DUCKDB_TYPE_LIST) {
		child_add(b, duckdb_list_type_child_type(type), depth);
		buf_adds(b, "[]");
	} else if (id == DUCKDB_TYPE_ARRAY) {
		child_add(b, duckdb_array_type_child_type(type), depth);
		buf_addf(b, "[%llu]", (unsigned long long)duckdb_array_type_array_size(type));
	} else if (id == DUCKDB_TYPE_MAP) {
		buf_adds(b, "MAP(");
		child_add(b, duckdb_map_type_key_type(type), depth);
		buf_adds(b, ", ");
		child_add(b, duckdb_map_type_value_type(type), depth);
		buf_addc(b, ')');
	} else if (id == DUCKDB_TYPE_STRUCT) {
		struct_add(b, type, depth);
	} else if (id == DUCKDB_TYPE_UNION) {
		union_add(b, type, depth);
	} else if (id == DUCKDB_TYPE_ENUM) {
		enum_add(b, type);
	} else {
		buf_adds(b, plain_name(id));
	}
	duckdb_free(alias);
}

const char *duck_type_name(struct arena *a, duckdb_logical_type type)
{
	duckdb_type id = duckdb_get_type_id(type);
	struct buf b;
	char *name;

	if (id != DUCKDB_TYPE_DECIMAL && id != DUCKDB_TYPE_VARCHAR && id != DUCKDB_TYPE_ENUM &&
	    duck_type_kind(id) != DUCK_OTHER)
		return plain_name(id);
	buf_init(&b, TYPE_NAME_MAX_BYTES);
	name_add(&b, type, 0);
	name = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return name;
}
