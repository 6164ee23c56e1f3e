/* The database is shut: no file, no network, no setting; and it speaks the pack's dialect. */
#include "duck/duck.h"
#include "tap.h"

#include <unistd.h>

static struct duck *db;
static struct arena arena;

/* The statement must fail, with this kind when one is given. */
static void refused(const char *sql, const char *kind)
{
	struct duck_rows rows;
	struct duck_error why = {.text = "it ran"};
	bool good = duck_rows(db, sql, 10, 10000, &arena, &rows, &why);

	tap_ok(!good && (!kind || !strcmp(why.kind, kind)), "refused: %s", sql);
	if (good || (kind && strcmp(why.kind, kind)))
		tap_show(why.kind, why.text);
}

static void is(const char *sql, const char *want)
{
	struct duck_rows rows;
	struct duck_error why = {.text = ""};
	bool good = duck_rows(db, sql, 100, 10000, &arena, &rows, &why);
	char got[2000] = "";
	size_t n = 0;

	for (size_t i = 0; good && i < rows.row_count * rows.column_count; i++)
		n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%s", i ? "," : "",
				      rows.cells[i].text ? rows.cells[i].text : "NULL");
	tap_is_text(good ? got : why.text, want, "%s", sql);
}

static void shut(void)
{
	static const char *const permission[] = {
		"SELECT * FROM read_csv('/etc/passwd')",
		"SELECT * FROM read_text('/etc/passwd')",
		"SELECT * FROM read_blob('/proc/self/environ')",
		"SELECT * FROM read_json('/etc/passwd')",
		"SELECT * FROM '/etc/passwd.csv'",
		"COPY (SELECT 1) TO '/dev/null'",
		"COPY t FROM '/etc/passwd'",
		"ATTACH '/dev/shm/x.db'",
		"EXPORT DATABASE '/dev/shm/x'",
		"SELECT * FROM glob('/*')",
		"LOAD httpfs",
		"INSTALL httpfs",
	};
	static const char *const locked[] = {
		"SET enable_external_access = true",
		"SET threads = 8",
		"SET memory_limit = '64GB'",
		"SET temp_directory = '/dev/shm'",
		"SET disabled_filesystems = ''",
		"SET lock_configuration = false",
		"SET integer_division = false",
		"RESET errors_as_json",
		"PRAGMA threads = 8",
		"SET TimeZone = 'Europe/Berlin'",
		"SET allow_community_extensions = true",
	};

	tap_is_int(duck_exec(db, "CREATE TABLE t(a VARCHAR)", NULL), ERR_OK, "a table");
	for (size_t i = 0; i < sizeof(permission) / sizeof(*permission); i++)
		refused(permission[i], NULL);
	for (size_t i = 0; i < sizeof(locked) / sizeof(*locked); i++)
		refused(locked[i], NULL);
	refused("SELECT getenv('HOME')", "Catalog");
	refused("SELECT 1; SELECT 2", NULL);
	refused("CREATE PERSISTENT SECRET s (TYPE http)", NULL);
	is("SELECT current_setting('enable_external_access'), current_setting('lock_configuration')", "false,true");
	tap_ok(access(".tmp", F_OK) != 0, "no folder for spilled data was made");
}

static void dialect(void)
{
	is("SELECT 1 / 2, -5 / 2, 5.0 / 2", "0,-2,2.5");
	is("SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x", "1,2,NULL");
	is("SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC", "NULL,2,1");
	is("SELECT TIMESTAMPTZ '2024-06-01 12:00:00+02'", "2024-06-01 10:00:00+00");
	is("SELECT json_extract(json_serialize_sql('SELECT 1'), '$.error')", "false");
	is("SELECT count(*) FROM duckdb_settings() WHERE name = 'threads' AND value = '1'", "1");
	is("SELECT current_setting('temp_directory')", "");
}

static void other_dialect(void)
{
	struct duck_options options = {.memory_mb = 64};
	struct duck *kept = db;
	struct err err = {0};

	if (tap_ok(duck_open(&db, &options, &err) == ERR_OK, "a second database %s", err.text)) {
		is("SELECT 1 / 2", "0.5");
		is("SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC", "2,1,NULL");
		refused("SELECT * FROM read_csv('/etc/passwd')", NULL);
		tap_is_int(duck_exec(db, "SET integer_division = true", &err), ERR_OK, "unlocked, it can be set");
		is("SELECT 1 / 2", "0");
		duck_free(db);
	}
	db = kept;
}

static void error_of(const char *sql, const char *kind, long position, const char *text)
{
	struct duck_rows rows;
	struct duck_error why = {.text = "it ran"};
	bool good = duck_rows(db, sql, 10, 10000, &arena, &rows, &why);

	tap_ok(!good && !strcmp(why.kind, kind), "kind %s: %s", kind, sql);
	if (!good && strcmp(why.kind, kind))
		tap_show("kind", why.kind);
	tap_is_int(why.position, position, "at its place");
	tap_is_text(why.text, text, "with its text");
}

static void errors(void)
{
	struct err err = {0};

	error_of("SELECT 'äöü', foo FROM (SELECT 1 AS x)", "Binder", 17,
		 "Referenced column \"foo\" not found in FROM clause!\nCandidate bindings: \"x\"");
	error_of("SELECT 1 +", "Parser", 10, "syntax error at end of input");
	error_of("SELECT 'abc", "Parser", 7, "unterminated quoted string at or near \"'abc\"");
	error_of("SELECT CAST('abc' AS INTEGER)", "Conversion", 7, "Could not convert string 'abc' to INT32");
	error_of("SELECT lenn('a')", "Catalog", 7, "Scalar Function with name lenn does not exist!\nDid you mean \"len\"?");
	error_of("SELECT 9223372036854775807 + 1::BIGINT", "Out of Range", -1,
		 "Overflow in addition of INT64 (9223372036854775807 + 1)!");
	tap_is_int(duck_exec(db, "CREATE TABLE a(i INTEGER); CREATE TABLE a(i INTEGER)", &err), ERR_SQL,
		   "an error in a statement of ours");
	tap_is_text(err.text, "Catalog: Table with name \"a\" already exists!", "has DuckDB's text");
	tap_ok(!duck_broken(), "none of this breaks the database");
}

int main(void)
{
	struct duck_options options = {.memory_mb = 200, .integer_division = true, .postgres_nulls = true, .lock = true};
	struct err err = {0};

	arena_init(&arena, 16u << 20);
	tap_is_text(duck_version(), "1.4.4", "the version that is pinned");
	if (!tap_ok(duck_open(&db, &options, &err) == ERR_OK, "open %s", err.text))
		return tap_done();
	shut();
	dialect();
	other_dialect();
	errors();
	duck_free(db);
	duck_free(NULL);
	arena_release(&arena);
	return tap_done();
}
