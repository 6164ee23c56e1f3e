/* Reading contracts: what is in them, what is refused, and that nothing stays behind. */
#include "judge/contract.h"
#include "tap.h"

static struct duck *scratch;

static struct contract *must_read(const char *ddl)
{
	struct contract *c = NULL;
	struct err err = {0};

	if (contract_read(&c, scratch, ddl, &err))
		printf("# %s\n", err.text);
	return c;
}

static void refused(const char *ddl, const char *part, const char *what)
{
	struct contract *c = (struct contract *)&scratch;
	struct err err = {0};
	enum err_code code = contract_read(&c, scratch, ddl, &err);

	tap_is_int(code, ERR_INPUT, "refused: %s", what);
	tap_ok(c == NULL && strstr(err.text, part) != NULL, "%s: the text names '%s'", what, part);
	if (!strstr(err.text, part))
		printf("# %s\n", err.text);
}

static void test_everything(void)
{
	struct contract *c = must_read(
		"-- a comment; with a semicolon\n"
		"CREATE TYPE mood AS ENUM ('glad', 'it''s sad');\n"
		"CREATE TABLE \"Shop Floor\" (\"a\" INTEGER, b VARCHAR(20) DEFAULT 'x;y', PRIMARY KEY (\"a\", b));\n"
		"/* another; /* and one in it; */ still; */ create table Orders (\n"
		"  id BIGINT PRIMARY KEY, a INTEGER, b VARCHAR, m mood NOT NULL,\n"
		"  price DECIMAL(10, 2) CHECK (price >= 0), f DOUBLE, moment TIMESTAMP, day DATE, yes BOOLEAN, tiny UTINYINT,\n"
		"  before BIGINT REFERENCES Orders (id), UNIQUE (day, moment), CHECK (day IS NULL OR moment > day),\n"
		"  FOREIGN KEY (a, b) REFERENCES \"Shop Floor\" (a, b));;\n");

	tap_ok(c != NULL, "a schema with everything in it is read");
	if (!c)
		return;
	tap_is_int((long long)c->table_count, 2, "two tables");
	tap_is_text(c->tables[0].name, "Shop Floor", "in the order of the DDL, names as written");
	tap_is_int(contract_table_find(c, "ORDERS"), 1, "tables are found without regard to case");
	tap_is_int(contract_table_find(c, "order"), -1, "but not by a part of the name");

	const struct contract_table *t = &c->tables[1];
	int m = contract_column_find(t, "M"), price = contract_column_find(t, "price");
	tap_is_int((long long)t->column_count, 11, "eleven columns");
	tap_is_int(t->columns[0].type, DUCK_INTEGER, "BIGINT is an integer");
	tap_ok(!t->columns[0].nullable && t->columns[1].nullable, "a primary key is not nullable, a plain column is");
	tap_ok(t->columns[price].type == DUCK_DECIMAL && t->columns[price].width == 10 && t->columns[price].scale == 2,
	       "DECIMAL(10, 2) with its width and scale");
	tap_is_text(t->columns[price].type_name, "DECIMAL(10,2)", "types are spelled as DuckDB spells them");
	tap_ok(t->columns[m].enum_count == 2 && !t->columns[m].nullable,
		"an ENUM has its labels, and may not be NULL here");
	tap_is_text(t->columns[m].enum_values[1], "it's sad", "a label with a quote in it");
	int tiny = contract_column_find(t, "tiny");
	tap_ok(t->columns[tiny].min == 0 && t->columns[tiny].max == 255, "the bounds of UTINYINT");

	tap_is_int((long long)t->key_count, 2, "a primary key and a UNIQUE");
	tap_ok(t->keys[0].primary && t->keys[0].count == 1 && !t->keys[1].primary && t->keys[1].count == 2 &&
	       t->keys[1].columns[0] == contract_column_find(t, "day"), "with their columns in order");
	tap_ok(c->tables[0].keys[0].count == 2 && !c->tables[0].columns[1].nullable, "a composite primary key");
	tap_is_int((long long)t->fk_count, 2, "two foreign keys");
	for (size_t i = 0; i < t->fk_count; i++) {
		const struct contract_fk *fk = &t->fks[i];
		if (fk->table == 1)
			tap_ok(fk->count == 1 && fk->columns[0] == 10 && fk->ref_columns[0] == 0, "one to its own table");
		else
			tap_ok(fk->count == 2 && fk->columns[1] == 2 && fk->ref_columns[1] == 1, "one of two columns");
	}
	tap_ok(contract_is_key(t, 0) && !contract_is_key(t, (size_t)contract_column_find(t, "day")), "a key on its own");
	tap_ok(contract_is_key_part(t, (size_t)contract_column_find(t, "day")) && contract_is_key_part(t, 1) && !contract_is_key_part(t, (size_t)price),
	       "part of a key, or of a reference to one");
	tap_is_int((long long)t->check_count, 2, "two CHECKs");
	tap_ok(t->checks[0].ast && json_is_object(t->checks[0].ast), "with a syntax tree each");
	tap_ok(t->may_be_empty && c->empty_groups && !c->no_nulls, "and everything allowed that is not forbidden");
	contract_free(c);
}

static void test_refusals(void)
{
	char many[4000] = "";
	size_t n = 0;

	refused("", "no table", "no table");
	refused("-- nothing\n;", "no table", "only a comment");
	refused("SELECT 1", "only CREATE TABLE", "a query");
	refused("CREATE TABLE t (a INTEGER); DROP TABLE t", "only CREATE TABLE", "a second statement of another kind");
	refused("CREATE TEMP TABLE t (a INTEGER)", "only CREATE TABLE", "a temporary table");
	refused("CREATE OR REPLACE TABLE t (a INTEGER)", "only CREATE TABLE", "OR REPLACE");
	refused("CREATE TABLE t AS SELECT 1 AS a", "computed", "CREATE TABLE AS");
	refused("CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1))", "computed", "a generated column");
	refused("CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a + 1))", "computed",
		"a generated column, spelled out");
	refused("CREATE TABLE main.t (a INTEGER)", "plain name", "a qualified name");
	refused("CREATE TABLE t (a BLOB)", "'t.a'", "a type that cannot be generated");
	refused("CREATE TABLE t (a INTEGER[])", "cannot be generated", "a list");
	refused("CREATE TABLE t (a INTEGER", "syntax error", "an unclosed parenthesis");
	refused("CREATE TABLE t (a INTEGER CHECK (b > 1))", "b", "a CHECK on what is not there");
	refused("CREATE TABLE t (a INTEGER); CREATE TABLE T (a INTEGER)", "already exists", "the same table twice");
	refused("CREATE TABLE c (p INTEGER REFERENCES p (id)); CREATE TABLE p (id INTEGER PRIMARY KEY)", "p",
		"a table before the one it refers to");
	for (int i = 0; i <= CONTRACT_TABLES_MAX; i++)
		n += (size_t)snprintf(many + n, sizeof(many) - n, "CREATE TABLE t%d (a INTEGER);", i);
	refused(many, "at most 16 tables", "too many tables");
}

/* What a contract was read in must be as it was before, after success and after failure. */
static void test_clean(void)
{
	struct arena a;
	struct duck_rows rows;
	struct duck_error why;
	struct contract *c;

	arena_init(&a, 1u << 20);
	bool ok = duck_rows(scratch, "SELECT count(*) FROM duckdb_tables()", 10, 1000, &a, &rows, &why);
	tap_ok(ok && rows.cells[0].integer == 0, "no table stays behind");
	ok = duck_rows(scratch, "SELECT current_schema(), count(*) FROM duckdb_schemas() WHERE schema_name = 'spar_contract'",
		       10, 1000, &a, &rows, &why);
	tap_ok(ok && strcmp(rows.cells[0].text, "main") == 0 && rows.cells[1].integer == 0, "nor the schema");
	c = must_read("CREATE TABLE t (a INTEGER)");
	struct contract *again = must_read("CREATE TABLE t (a INTEGER)");
	tap_ok(c && again, "the same schema is read twice");
	contract_free(c);
	contract_free(again);
	contract_free(NULL);
	arena_release(&a);
}

int main(void)
{
	struct err err = {0};
	struct duck_options options = { .lock = true, .integer_division = true };
	struct buf b;

	if (duck_open(&scratch, &options, &err)) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	test_everything();
	test_refusals();
	test_clean();
	buf_init(&b, 100);
	contract_quote(&b, "a \"b\"");
	tap_is_text(buf_text(&b), "\"a \"\"b\"\"\"", "an identifier is quoted");
	buf_release(&b);
	duck_free(scratch);
	return tap_done();
}
