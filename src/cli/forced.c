#include "cli/forced.h"

#include <ctype.h>
#include <stdbool.h>
#include <strings.h>

#include "base/buf.h"
#include "base/json.h"

#define KEYS_MAX 32
#define COLUMNS_MAX 8
#define NAME_MAX_BYTES 64

struct key {
	char table[NAME_MAX_BYTES], parent[NAME_MAX_BYTES];
	char columns[COLUMNS_MAX][NAME_MAX_BYTES], parent_columns[COLUMNS_MAX][NAME_MAX_BYTES];
	size_t count, parent_count;    /* parent_count 0: the parent's columns of the same names */
};

/* Words and single signs of a DDL, comments and literals passed over. */
struct lexer {
	const char *p;
	char word[NAME_MAX_BYTES];     /* the token; "" at the end */
};

static void skip_literal(struct lexer *x)
{
	x->p++;
	while (*x->p && *x->p != '\'')
		x->p++;
	x->p += *x->p != 0;
}

static void next(struct lexer *x)
{
	size_t n = 0;

	for (;;) {
		if (isspace((unsigned char)*x->p))
			x->p++;
		else if (!strncmp(x->p, "--", 2))
			x->p += strcspn(x->p, "\n");
		else if (*x->p == '\'')
			skip_literal(x);
		else
			break;
	}
	if (*x->p == '"') {
		for (x->p++; *x->p && *x->p != '"'; x->p++)
			if (n + 1 < sizeof(x->word))
				x->word[n++] = *x->p;
		x->p += *x->p != 0;
	} else if (isalnum((unsigned char)*x->p) || *x->p == '_') {
		for (; isalnum((unsigned char)*x->p) || *x->p == '_'; x->p++)
			if (n + 1 < sizeof(x->word))
				x->word[n++] = *x->p;
	} else if (*x->p) {
		x->word[n++] = *x->p++;
	}
	x->word[n] = 0;
}

static bool is(const struct lexer *x, const char *word)
{
	return !strcasecmp(x->word, word);
}

/* "(a, b)" into names; the lexer stands on "(" and is left behind ")". */
static size_t read_names(struct lexer *x, char (*names)[NAME_MAX_BYTES])
{
	size_t n = 0;

	for (next(x); *x->word && !is(x, ")"); next(x))
		if (!is(x, ",") && n < COLUMNS_MAX)
			snprintf(names[n++], NAME_MAX_BYTES, "%s", x->word);
	next(x);
	return n;
}

/* Behind REFERENCES: the parent and perhaps its columns. */
static void read_parent(struct lexer *x, struct key *k)
{
	next(x);
	snprintf(k->parent, sizeof(k->parent), "%s", x->word);
	next(x);
	if (is(x, "("))
		k->parent_count = read_names(x, k->parent_columns);
}

/* The parenthesis behind a table's name: one entry after the other. */
static size_t read_table(struct lexer *x, const char *table, struct key *keys, size_t n)
{
	char column[NAME_MAX_BYTES] = "";
	bool first = true;
	int depth = 1;

	next(x);
	while (*x->word && depth > 0) {
		struct key k = {0};

		snprintf(k.table, sizeof(k.table), "%s", table);
		if (first)
			snprintf(column, sizeof(column), "%s", x->word);
		first = depth == 1 && is(x, ",");
		if (is(x, "FOREIGN")) {
			next(x);       /* KEY */
			next(x);
			k.count = is(x, "(") ? read_names(x, k.columns) : 0;
		} else if (!is(x, "REFERENCES")) {
			depth += is(x, "(") ? 1 : is(x, ")") ? -1 : 0;
			next(x);
			continue;
		} else {
			k.count = 1;
			snprintf(k.columns[0], NAME_MAX_BYTES, "%s", column);
		}
		if (is(x, "REFERENCES"))
			read_parent(x, &k);
		if (k.count && *k.parent && n < KEYS_MAX)
			keys[n++] = k;
	}
	return n;
}

static size_t read_keys(const char *schema, struct key *keys)
{
	struct lexer x = {.p = schema};
	char table[NAME_MAX_BYTES];
	size_t n = 0;

	for (next(&x); *x.word;) {
		if (!is(&x, "TABLE")) {
			next(&x);
			continue;
		}
		next(&x);
		snprintf(table, sizeof(table), "%s", x.word);
		next(&x);
		if (is(&x, "("))
			n = read_table(&x, table, keys, n);
	}
	return n;
}

static const json_t *table_named(const json_t *tables, const char *name)
{
	const json_t *table;
	const char *key;

	json_object_foreach((json_t *)(uintptr_t)tables, key, table)
		if (!strcasecmp(key, name))
			return table;
	return NULL;
}

static const json_t *value_of(const json_t *table, const json_t *row, const char *column)
{
	const json_t *name;
	size_t i;

	json_array_foreach(json_get_array(table, "columns"), i, name)
		if (json_is_string(name) && !strcasecmp(json_string_value(name), column))
			return json_array_get(row, i);
	return NULL;
}

/* Does a row of the child's table refer to this one of the parent's? */
static bool refers(const struct key *k, const json_t *child_table, const json_t *child, const json_t *parent_table,
		   const json_t *parent)
{
	for (size_t i = 0; i < k->count; i++) {
		const json_t *a = value_of(child_table, child, k->columns[i]);
		const json_t *b = value_of(parent_table, parent, k->parent_count ? k->parent_columns[i] : k->columns[i]);

		if (!a || json_is_null(a) || !json_equal(a, b))
			return false;
	}
	return true;
}

static bool is_forced(const struct key *keys, size_t key_count, const json_t *tables, const char *name, const json_t *row)
{
	const json_t *parent_table = table_named(tables, name), *child;
	size_t i;

	for (size_t k = 0; k < key_count; k++) {
		const json_t *child_table = table_named(tables, keys[k].table);

		if (strcasecmp(keys[k].parent, name))
			continue;
		json_array_foreach(json_get_array(child_table, "rows"), i, child)
			if (child != row && refers(&keys[k], child_table, child, parent_table, row))
				return true;
	}
	return false;
}

int rows_beside_parents(const char *schema, const json_t *tables)
{
	struct key keys[KEYS_MAX];
	const json_t *table, *row;
	const char *name;
	int count = 0;
	size_t i, n = read_keys(schema, keys);

	if (!tables)
		return -1;
	json_object_foreach((json_t *)(uintptr_t)tables, name, table)
		json_array_foreach(json_get_array(table, "rows"), i, row)
			count += !is_forced(keys, n, tables, name, row);
	return count;
}
