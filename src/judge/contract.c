/* Reading a contract: split the DDL, let DuckDB run it, read the catalogue, roll back. */
#include "judge/contract.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/sql_lex.h"

#define CONTRACT_MAX_BYTES (4u << 20)
#define DDL_MAX_BYTES (64u << 10)
#define CATALOG_ROWS_MAX 4096
#define NAME_MAX_BYTES 100

/* ---- the text ---- */

/* Where a reader of DDL text stands, and the word or sign it read last. */
struct lexer {
	const char *p;        /* next byte */
	const char *token;    /* the last token; not NUL-terminated */
	size_t n;             /* its bytes; 0 at the end */
	int depth;            /* open parentheses before the token */
	int open;             /* and after it */
	bool quoted;          /* the token is a quoted name or a text */
};

static bool word_byte(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool lex(struct lexer *x)
{
	const char *p = sql_skip_blank(x->p);

	x->token = p;
	x->quoted = *p == '\'' || *p == '"';
	x->depth = x->open;
	if (x->quoted) {
		p = sql_skip_quoted(p);
	} else if (word_byte(*p)) {
		while (word_byte(*p))
			p++;
	} else if (*p) {
		x->open += (*p == '(') - (*p == ')');
		p++;
	}
	x->n = (size_t)(p - x->token);
	x->p = p;
	return x->n > 0;
}

static bool lexed(const struct lexer *x, const char *word)
{
	return !x->quoted && strlen(word) == x->n && strncasecmp(x->token, word, x->n) == 0;
}

/* The token as a name, without its quotes. */
static const char *lexed_name(struct arena *a, const struct lexer *x)
{
	if (!x->quoted)
		return arena_strndup(a, x->token, x->n);
	char *name = arena_alloc(a, x->n), *to = name;
	for (size_t i = 1; i + 1 < x->n; i++) {
		*to++ = x->token[i];
		if (x->token[i] == x->token[0])
			i++;
	}
	return name;
}

/* One statement of the DDL. */
struct statement {
	const char *sql;      /* its text, without the semicolon */
	const char *table;    /* the table that it makes; NULL for a type */
};

static enum err_code refuse(struct err *err, const struct lexer *x, const char *what)
{
	return err_set(err, ERR_INPUT, "%s: '%.*s'", what, (int)(x->n > 60 ? 60 : x->n), x->token);
}

/*
 * Read one statement at x->p. Only forms whose rows Spar can make: no CREATE TABLE ... AS, no generated
 * columns. DuckDB checks the rest.
 */
static enum err_code split_one(struct arena *a, struct lexer *x, struct statement *s, struct err *err)
{
	const char *start = x->token;
	bool is_table;

	if (!lexed(x, "create"))
		return refuse(err, x, "only CREATE TABLE and CREATE TYPE are accepted in a schema");
	lex(x);
	is_table = lexed(x, "table");
	if (!is_table && !lexed(x, "type"))
		return refuse(err, x, "only CREATE TABLE and CREATE TYPE are accepted in a schema");
	lex(x);
	if (lexed(x, "if"))
		return refuse(err, x, "a table is created once, without IF NOT EXISTS");
	s->table = is_table ? lexed_name(a, x) : NULL;
	if (x->n > NAME_MAX_BYTES)
		return refuse(err, x, "a name is too long");
	lex(x);
	if (lexed(x, "."))
		return refuse(err, x, "a table of a schema has a plain name");
	for (; x->n && !lexed(x, ";"); lex(x)) {
		if (is_table && (lexed(x, "generated") || (lexed(x, "as") && x->depth < 2)))
			return refuse(err, x, "a computed table or column cannot be generated");
	}
	s->sql = arena_strndup(a, start, (size_t)(x->token - start));
	return ERR_OK;
}

static enum err_code split(struct arena *a, const char *ddl, struct statement *out, size_t *count, struct err *err)
{
	struct lexer x = { .p = ddl };
	size_t n = 0;

	if (strlen(ddl) > DDL_MAX_BYTES)
		return err_set(err, ERR_LIMIT, "a schema has at most %u bytes", DDL_MAX_BYTES);
	while (lex(&x)) {
		if (lexed(&x, ";"))
			continue;
		if (n == 2 * CONTRACT_TABLES_MAX)
			return err_set(err, ERR_INPUT, "a schema has at most %d statements", 2 * CONTRACT_TABLES_MAX);
		enum err_code code = split_one(a, &x, &out[n], err);
		if (code)
			return code;
		n++;
		x.open = 0;
	}
	*count = n;
	return ERR_OK;
}

/* ---- the catalogue ---- */

static enum err_code catalog(struct duck *d, const char *sql, struct arena *a, struct duck_rows *rows, struct err *err)
{
	struct duck_error why;

	if (!duck_rows(d, sql, CATALOG_ROWS_MAX, CONTRACT_MAX_BYTES / 4, a, rows, &why))
		return err_set(err, ERR_SQL, "cannot read the catalogue: %s", why.text);
	return ERR_OK;
}

static const struct duck_cell *at(const struct duck_rows *rows, size_t row, size_t column)
{
	return &rows->cells[row * rows->column_count + column];
}

/* The labels of "ENUM('a', 'it''s')". */
static void read_enum(struct arena *a, struct contract_column *col)
{
	struct lexer x = { .p = col->type_name };
	size_t n = 0;

	while (lex(&x))
		n += x.quoted;
	col->enum_values = ARENA_NEW(a, const char *, n);
	x = (struct lexer){ .p = col->type_name };
	while (lex(&x)) {
		if (x.quoted)
			col->enum_values[col->enum_count++] = lexed_name(a, &x);
	}
}

static bool read_type(struct arena *a, struct contract_column *col)
{
	static const struct {
		const char *name;
		enum duck_type type;
		int64_t min, max;
	} types[] = {
		{ "TINYINT", DUCK_INTEGER, INT8_MIN, INT8_MAX },
		{ "SMALLINT", DUCK_INTEGER, INT16_MIN, INT16_MAX },
		{ "INTEGER", DUCK_INTEGER, INT32_MIN, INT32_MAX },
		{ "BIGINT", DUCK_INTEGER, INT64_MIN + 1, INT64_MAX },
		{ "UTINYINT", DUCK_INTEGER, 0, UINT8_MAX },
		{ "USMALLINT", DUCK_INTEGER, 0, UINT16_MAX },
		{ "UINTEGER", DUCK_INTEGER, 0, UINT32_MAX },
		{ "UBIGINT", DUCK_INTEGER, 0, INT64_MAX },
		{ "FLOAT", DUCK_DOUBLE, 0, 0 },
		{ "DOUBLE", DUCK_DOUBLE, 0, 0 },
		{ "VARCHAR", DUCK_VARCHAR, 0, 0 },
		{ "DATE", DUCK_DATE, 0, 0 },
		{ "TIMESTAMP", DUCK_TIMESTAMP, 0, 0 },
		{ "BOOLEAN", DUCK_BOOLEAN, 0, 1 },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (strcmp(types[i].name, col->type_name) == 0) {
			col->type = types[i].type;
			col->min = types[i].min;
			col->max = types[i].max;
			return true;
		}
	}
	if (strncmp(col->type_name, "DECIMAL(", 8) == 0) {
		char *end;

		col->type = DUCK_DECIMAL;
		col->width = (int)strtol(col->type_name + 8, &end, 10);
		col->scale = (int)strtol(end + 1, NULL, 10);
		return col->scale <= 18;
	}
	if (strncmp(col->type_name, "ENUM(", 5) == 0) {
		col->type = DUCK_VARCHAR;
		read_enum(a, col);
		return true;
	}
	return false;
}

static enum err_code read_columns(struct contract *c, struct duck *d, struct arena *scratch, struct err *err)
{
	struct duck_rows rows;
	enum err_code code = catalog(d,
		"SELECT table_name, column_name, is_nullable, data_type FROM duckdb_columns() "
		"WHERE schema_name = 'spar_contract' ORDER BY table_oid, column_index", scratch, &rows, err);

	for (size_t i = 0; !code && i < rows.row_count; i++) {
		struct contract_table *t = &c->tables[contract_table_find(c, at(&rows, i, 0)->text)];
		if (!t->columns)
			t->columns = ARENA_NEW(&c->arena, struct contract_column, CONTRACT_COLUMNS_MAX);
		if (t->column_count == CONTRACT_COLUMNS_MAX)
			return err_set(err, ERR_INPUT, "table '%s' has more than %d columns", t->name,
				       CONTRACT_COLUMNS_MAX);
		struct contract_column *col = &t->columns[t->column_count++];
		col->name = arena_strdup(&c->arena, at(&rows, i, 1)->text);
		col->nullable = at(&rows, i, 2)->number != 0;
		col->type_name = arena_strdup(&c->arena, at(&rows, i, 3)->text);
		if (!read_type(&c->arena, col))
			return err_set(err, ERR_INPUT, "column '%s.%s' has a type that cannot be generated: %s",
				       t->name, col->name, col->type_name);
	}
	return code;
}

static void key_columns(const char *json, int *columns, size_t *count)
{
	json_t *list = json_parse(str_of(json), NULL);
	size_t i;
	json_t *v;

	json_array_foreach(list, i, v) {
		if (*count < CONTRACT_COLUMNS_MAX)
			columns[(*count)++] = (int)json_integer_value(v);
	}
	json_decref(list);
}

static void read_fk(struct contract *c, struct contract_fk *fk, const char *own, const char *table, const char *theirs)
{
	json_t *names = json_parse(str_of(theirs), NULL);
	size_t i;
	json_t *name;

	key_columns(own, fk->columns, &fk->count);
	fk->table = contract_table_find(c, table);
	json_array_foreach(names, i, name) {
		if (i < fk->count)
			fk->ref_columns[i] = contract_column_find(&c->tables[fk->table], json_string_value(name));
	}
	json_decref(names);
}

/* Two CHECKs and NOT NULLs may say the same; that is harmless. */
static enum err_code read_constraints(struct contract *c, struct duck *d, struct arena *scratch, struct err *err)
{
	struct duck_rows rows;
	struct duck_error why;
	enum err_code code = catalog(d,
		"SELECT table_name, constraint_type, expression, CAST(to_json(constraint_column_indexes) AS VARCHAR), "
		"referenced_table, CAST(to_json(referenced_column_names) AS VARCHAR) FROM duckdb_constraints() "
		"WHERE schema_name = 'spar_contract' ORDER BY table_oid, constraint_index", scratch, &rows, err);

	for (size_t i = 0; !code && i < rows.row_count; i++) {
		struct contract_table *t = &c->tables[contract_table_find(c, at(&rows, i, 0)->text)];
		const char *kind = at(&rows, i, 1)->text, *own = at(&rows, i, 3)->text;

		if (!t->keys) {
			t->keys = ARENA_NEW(&c->arena, struct contract_key, rows.row_count);
			t->fks = ARENA_NEW(&c->arena, struct contract_fk, rows.row_count);
			t->checks = ARENA_NEW(&c->arena, struct contract_check, rows.row_count);
		}
		if (strcmp(kind, "PRIMARY KEY") == 0 || strcmp(kind, "UNIQUE") == 0) {
			struct contract_key *key = &t->keys[t->key_count++];
			key->primary = *kind == 'P';
			key_columns(own, key->columns, &key->count);
			for (size_t k = 0; key->primary && k < key->count; k++)
				t->columns[key->columns[k]].nullable = false;
		} else if (strcmp(kind, "FOREIGN KEY") == 0) {
			read_fk(c, &t->fks[t->fk_count++], own, at(&rows, i, 4)->text, at(&rows, i, 5)->text);
		} else if (strcmp(kind, "CHECK") == 0) {
			struct contract_check *check = &t->checks[t->check_count++];
			check->sql = arena_strdup(&c->arena, at(&rows, i, 2)->text);
			check->ast = ast_parse_expression(d, check->sql, &why);
			if (!check->ast)
				return err_set(err, ERR_INPUT, "cannot read CHECK '%s': %s", check->sql, why.text);
		}
	}
	return code;
}

/* Run the statements, filling in the names of tables in their order. */
static enum err_code create(struct contract *c, struct duck *d, const struct statement *s, size_t n, struct err *err)
{
	c->tables = ARENA_NEW(&c->arena, struct contract_table, CONTRACT_TABLES_MAX);
	for (size_t i = 0; i < n; i++) {
		enum err_code code = duck_exec(d, s[i].sql, err);
		if (code == ERR_SQL)
			code = err->code = ERR_INPUT;
		if (code)
			return code;
		if (!s[i].table)
			continue;
		if (c->table_count == CONTRACT_TABLES_MAX)
			return err_set(err, ERR_INPUT, "a schema has at most %d tables", CONTRACT_TABLES_MAX);
		c->tables[c->table_count].may_be_empty = true;
		c->tables[c->table_count++].name = s[i].table;
	}
	return c->table_count ? ERR_OK : err_set(err, ERR_INPUT, "the schema creates no table");
}

enum err_code contract_read(struct contract **out, struct duck *scratch, const char *ddl, struct err *err)
{
	struct contract *c = calloc(1, sizeof(*c));
	struct statement statements[2 * CONTRACT_TABLES_MAX];
	struct arena a;
	size_t n = 0;
	enum err_code code, end;
	struct err local = {0};

	*out = NULL;
	if (!c)
		return err_set(err, ERR_MEMORY, "out of memory for a contract");
	arena_init(&c->arena, CONTRACT_MAX_BYTES);
	arena_init(&a, CONTRACT_MAX_BYTES);
	c->empty_groups = true;
	c->ddl = arena_strdup(&c->arena, ddl);
	code = split(&c->arena, ddl, statements, &n, err);
	if (code)
		goto out;
	code = duck_exec(scratch, "CREATE SCHEMA IF NOT EXISTS spar_contract; SET schema = 'spar_contract'; BEGIN", err);
	if (!code) {
		code = create(c, scratch, statements, n, &local);
		if (!code)
			code = read_columns(c, scratch, &a, &local);
		if (!code)
			code = read_constraints(c, scratch, &a, &local);
		if (code)
			err_set(err, code, "%s", local.text);
		end = duck_exec(scratch, "ROLLBACK", code ? &local : err);
		if (!code)
			code = end;
	}
	end = duck_exec(scratch, "SET schema = 'main'; DROP SCHEMA IF EXISTS spar_contract", code ? &local : err);
	if (!code)
		code = end;
	if (!code && arena_over(&c->arena))
		code = err_set(err, ERR_LIMIT, "the schema is too large");
out:
	arena_release(&a);
	if (code)
		contract_free(c);
	else
		*out = c;
	return code;
}

void contract_free(struct contract *c)
{
	if (!c)
		return;
	for (size_t t = 0; t < c->table_count; t++) {
		for (size_t i = 0; i < c->tables[t].check_count; i++)
			json_decref(c->tables[t].checks[i].ast);
	}
	arena_release(&c->arena);
	free(c);
}

/* ---- names ---- */

int contract_table_find(const struct contract *c, const char *name)
{
	for (size_t i = 0; i < c->table_count; i++) {
		if (strcasecmp(c->tables[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

bool contract_is_key(const struct contract_table *t, size_t column)
{
	for (size_t i = 0; i < t->key_count; i++)
		if (t->keys[i].count == 1 && t->keys[i].columns[0] == (int)column)
			return true;
	return false;
}

bool contract_is_key_part(const struct contract_table *t, size_t column)
{
	for (size_t i = 0; i < t->key_count; i++)
		for (size_t k = 0; k < t->keys[i].count; k++)
			if (t->keys[i].columns[k] == (int)column)
				return true;
	for (size_t i = 0; i < t->fk_count; i++)
		for (size_t k = 0; k < t->fks[i].count; k++)
			if (t->fks[i].columns[k] == (int)column)
				return true;
	return false;
}

int contract_column_find(const struct contract_table *t, const char *name)
{
	for (size_t i = 0; i < t->column_count; i++) {
		if (strcasecmp(t->columns[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

void contract_quote(struct buf *b, const char *identifier)
{
	buf_addc(b, '"');
	for (; *identifier; identifier++) {
		if (*identifier == '"')
			buf_addc(b, '"');
		buf_addc(b, *identifier);
	}
	buf_addc(b, '"');
}
