/* The real worker behind the client: hostile queries, a kill in the middle, and what the process looks like from outside. */
#include "base/fs.h"
#include "base/json.h"
#include "judge/judge.h"
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define LONG_MS 120000

#if defined(SPAR_ASAN) || defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

static struct judge_client *client;

static const char open_request[] =
	"{\"op\":\"open\",\"id\":\"x\",\"schema\":\"CREATE TABLE sales(id INTEGER PRIMARY KEY, day DATE NOT NULL, amount INTEGER)\","
	"\"sample\":\"INSERT INTO sales VALUES (1, '2024-01-01', 10), (2, '2024-01-02', NULL)\",\"large\":\"\","
	"\"contract\":{\"order_by\":[],\"ties\":\"none\",\"column_names\":\"ignored\",\"tolerance\":1e-6,\"empty_tables\":true,"
	"\"empty_groups\":true,\"row_order_dependence\":false,\"clauses\":[]},\"dialect\":\"redshift\","
	"\"answers\":[{\"name\":\"all\",\"sql\":\"SELECT day, SUM(amount) FROM sales GROUP BY day\"}],\"mutants\":[]}";

static json_t *ask(json_t *request, int timeout_ms, enum err_code *code, struct err *err)
{
	json_t *reply;

	memset(err, 0, sizeof *err);
	*code = judge_client_ask(client, request, timeout_ms, &reply, err);
	json_decref(request);
	return reply;
}

static json_t *run(const char *sql, int timeout_ms, enum err_code *code, struct err *err)
{
	return ask(json_pack("{s:s, s:s, s:s, s:i}", "op", "run", "id", "x", "query", sql, "max_rows", 5), timeout_ms, code, err);
}

/* The query is answered with rows or a verdict, whose member is this text. */
static void answered(const char *sql, const char *member, const char *want)
{
	enum err_code code;
	struct err err;
	json_t *reply = run(sql, LONG_MS, &code, &err);
	const char *got = json_get_text(reply, member, "(none)");

	if (!tap_ok(!code && strstr(got, want), "%s: %s", member, sql)) {
		tap_show("got", got);
		tap_show("error", err.text);
	}
	json_decref(reply);
}

static void works(void)
{
	enum err_code code;
	struct err err;
	json_t *reply = run("SELECT id, amount FROM sales ORDER BY id", LONG_MS, &code, &err), *rows;

	tap_is_int(code, ERR_OK, "a query runs on the sample: %s", err.text);
	rows = json_get_array(reply, "rows");
	tap_ok(json_array_size(rows) == 2 && json_integer_value(json_array_get(json_array_get(rows, 0), 1)) == 10 &&
	       json_is_null(json_array_get(json_array_get(rows, 1), 1)), "and gives its rows");
	json_decref(reply);
	reply = ask(json_pack("{s:s, s:s, s:s, s:i}", "op", "judge", "id", "x", "query",
			      "SELECT day, SUM(NVL(amount, 0)) FROM sales GROUP BY day", "worlds", 1000), LONG_MS, &code, &err);
	tap_is_text(json_get_text(reply, "verdict", err.text), "wrong", "a wrong query is refuted");
	json_decref(reply);
}

static void refuses(void)
{
	static const char *const refused[] = {
		"SELECT getenv('HOME')", "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')",
		"COPY sales TO '/dev/shm/spar-worker-test'", "ATTACH '/dev/shm/spar-worker-test'", "INSTALL httpfs", "PRAGMA version",
		"SELECT * FROM query('SELECT 1')", "SELECT * FROM query_table('sales')", "SET threads = 4", "DROP TABLE sales",
		"SELECT 1; SELECT 2", "CREATE TABLE x(i INTEGER)", "SELECT * FROM '/etc/passwd'", "SELECT * FROM duckdb_settings()",
		"SELECT * FROM information_schema.tables", "", ";", "SELECT", "SELECT 'open",
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		answered(refused[i], "verdict", "invalid");
	answered("SELECT TOP 1 * FROM sales", "reason", "LIMIT 1");
	tap_ok(access("/dev/shm/spar-worker-test", F_OK) != 0, "no file was made");
}

static void hostile(void)
{
	enum err_code code;
	struct err err;
	json_t *reply;
	char *deep = calloc(1, 60001);
	int pid;

	reply = run("SELECT i FROM generate_series(1, 10000000) t(i)", LONG_MS, &code, &err);
	tap_ok(!code && json_array_size(json_get_array(reply, "rows")) == 5 && json_get_bool(reply, "cut", false),
	       "ten million rows are cut: %s", err.text);
	json_decref(reply);
	reply = run("SELECT LIST(i) FROM generate_series(1, 10000000000) t(i)", LONG_MS, &code, &err);
	tap_ok(reply && json_get_text(reply, "reason", NULL), "a query for 100 GB: %s", json_get_text(reply, "reason", err.text));
	json_decref(reply);
	reply = run("WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r", 300, &code, &err);
	tap_is_int(code, ERR_TIMEOUT, "an endless query is ended from outside: %s", err.text);
	tap_is_int(judge_client_pid(client), -1, "with its worker");
	json_decref(reply);
	answered("SELECT id FROM sales ORDER BY id", "type", "rows");
	memset(deep, '(', 30000);
	memset(deep + 30000, ')', 30000);
	memcpy(deep, "SELECT ", 7);
	reply = run(deep, LONG_MS, &code, &err);
	tap_ok(code || !strcmp(json_get_text(reply, "verdict", ""), "invalid") ||
		       !strcmp(json_get_text(reply, "verdict", ""), "timeout"), "thirty thousand brackets: %s",
	       json_get_text(reply, "reason", err.text));
	json_decref(reply);
	free(deep);
	answered("SELECT id FROM sales ORDER BY id", "type", "rows");
	pid = judge_client_pid(client);
	kill(pid, SIGKILL);
	reply = run("SELECT id FROM sales", LONG_MS, &code, &err);
	tap_ok(!code || code == ERR_WORKER, "a worker that is killed from outside: %s", err.text);
	json_decref(reply);
	answered("SELECT id FROM sales ORDER BY id", "type", "rows");
	tap_ok(judge_client_pid(client) != pid, "is replaced, and has the exercise open");
}

static void malformed(void)
{
	static const char *const requests[] = {
		"{}", "{\"op\":7}", "{\"op\":\"nothing\"}", "{\"op\":\"judge\"}", "{\"op\":\"open\"}", "{\"op\":\"open\",\"id\":\"y\"}",
		"{\"op\":\"open\",\"id\":\"y\",\"schema\":\"DROP TABLE x\"}", "{\"op\":\"refute\"}", "{\"op\":\"judge\",\"id\":\"x\",\"query\":7}",
		"[]",
	};

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		enum err_code code;
		struct err err;
		json_t *reply = ask(json_parse(str_of(requests[i]), NULL), LONG_MS, &code, &err);

		tap_ok((code && code != ERR_WORKER && code != ERR_TIMEOUT) || reply, "a bad request: %s: %s", requests[i], err.text);
		json_decref(reply);
	}
}

static bool status_has(int pid, const char *line)
{
	char path[64];
	struct buf b;
	bool found;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	buf_init(&b, 1u << 16);
	fs_read(path, 1u << 16, &b, NULL);
	found = strstr(buf_text(&b), line) != NULL;
	buf_release(&b);
	return found;
}

static long resident_kb(int pid)
{
	char path[64], *end;
	struct buf b;
	long kb;

	snprintf(path, sizeof path, "/proc/%d/statm", pid);
	buf_init(&b, 4096);
	fs_read(path, 4096, &b, NULL);
	strtol(buf_text(&b), &end, 10);
	kb = strtol(end, NULL, 10) * (sysconf(_SC_PAGESIZE) / 1024);
	buf_release(&b);
	return kb;
}

static void from_outside(void)
{
	int pid = judge_client_pid(client);
	enum err_code code;
	struct err err;
	json_t *reply = ask(json_pack("{s:s}", "op", "status"), LONG_MS, &code, &err);

	tap_is_int(json_get_int(reply, "pid", 0), pid, "the worker tells its state");
	tap_is_text(json_get_text(reply, "duckdb", ""), "1.4.4", "and its DuckDB");
	json_decref(reply);
	if (SANITIZED)
		return;
	tap_ok(status_has(pid, "Seccomp:\t2"), "it is under a filter");
	tap_ok(status_has(pid, "NoNewPrivs:\t1"), "it cannot gain rights");
	tap_ok(resident_kb(pid) > 0 && resident_kb(pid) < 400 << 10, "it holds %ld KiB", resident_kb(pid));
}

int main(void)
{
	const char *path = getenv("SPAR_WORKER");
	enum err_code code;
	struct err err;
	json_t *reply;

	if (!path || access(path, X_OK)) {
		printf("Bail out! SPAR_WORKER does not name a worker\n");
		return 1;
	}
	judge_client_new(&client, NULL, &err);
	reply = ask(json_parse(STR(open_request), NULL), LONG_MS, &code, &err);
	tap_is_int(code, ERR_OK, "an exercise is opened: %s", err.text);
	json_decref(reply);
	works();
	refuses();
	from_outside();
	hostile();
	malformed();
	from_outside();
	judge_client_free(client);
	return tap_done();
}
