/*
 * The contract: what the data of an exercise may hold, read from its DDL.
 *
 * DuckDB parses the DDL and Spar reads the catalogue (duckdb_tables, duckdb_columns,
 * duckdb_constraints), so that nothing is guessed from text. Everything that the contract does not
 * forbid may be generated.
 *
 * Values are int64 in one form per kind of column, see world.h.
 */
#ifndef SPAR_JUDGE_CONTRACT_H
#define SPAR_JUDGE_CONTRACT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "duck/duck.h"

#define CONTRACT_TABLES_MAX 16
#define CONTRACT_COLUMNS_MAX 32

struct contract_column {
	const char *name;
	const char *type_name;      /* as DuckDB spells it */
	enum duck_type type;        /* INTEGER, DECIMAL, DOUBLE, VARCHAR, DATE, TIMESTAMP, BOOLEAN; others are refused */
	int width, scale;           /* of DECIMAL */
	int64_t min, max;           /* of an integer type */
	bool nullable;
	const char **enum_values;   /* for ENUM types: the labels; NULL otherwise. Treated as VARCHAR */
	size_t enum_count;
};

/* A set of columns: primary key or UNIQUE. */
struct contract_key {
	size_t count;
	int columns[CONTRACT_COLUMNS_MAX];
	bool primary;               /* UNIQUE allows repeated NULLs, a primary key no NULL */
};

struct contract_fk {
	size_t count;
	int columns[CONTRACT_COLUMNS_MAX];      /* here */
	int table;                              /* index of the referenced table */
	int ref_columns[CONTRACT_COLUMNS_MAX];  /* there */
};

struct contract_check {
	const char *sql;            /* the expression, as DuckDB prints it */
	json_t *ast;                /* its syntax tree; owned by the contract */
};

struct contract_table {
	const char *name;
	struct contract_column *columns;
	size_t column_count;
	struct contract_key *keys;
	size_t key_count;
	struct contract_fk *fks;
	size_t fk_count;
	struct contract_check *checks;
	size_t check_count;
	bool may_be_empty;
};

struct contract {
	struct arena arena;             /* owns everything below */
	const char *ddl;                /* the text it was read from */
	struct contract_table *tables;  /* referenced tables come first */
	size_t table_count;
	bool empty_groups;              /* may a parent row have no children */
	bool no_nulls;                  /* --assume no-nulls: nullable columns are treated as NOT NULL */
};

/*
 * Read the contract of a DDL. scratch is a database to parse it in: the tables are created in a schema of
 * their own and dropped again. Errors: ERR_INPUT for a DDL that DuckDB refuses, a statement that is not CREATE TABLE (or CREATE TYPE ... AS ENUM), a
 * type that Spar cannot generate, or too many tables. Names are matched without regard to case.
 */
enum err_code contract_read(struct contract **out, struct duck *scratch, const char *ddl, struct err *err);
void contract_free(struct contract *c);

/* Index of a table or column by name, without regard to case; -1 if there is none. */
int contract_table_find(const struct contract *c, const char *name);
int contract_column_find(const struct contract_table *t, const char *name);

/* Is the column a key on its own? */
bool contract_is_key(const struct contract_table *t, size_t column);
/* Is it part of a key, or of a reference to one? */
bool contract_is_key_part(const struct contract_table *t, size_t column);

/* Put an identifier in double quotes into b. */
void contract_quote(struct buf *b, const char *identifier);

#endif
