/*
 * Every small database: counts that can be worked out by hand, each world legal, none twice, and none that is another one with
 * its names changed.
 */
#include "base/clock.h"
#include "judge/ast.h"
#include "judge/gen.h"
#include "tap.h"

#include <stdlib.h>

static struct duck *d;
static struct err err;

struct found {
	struct contract *c;
	struct gen *g;
	struct arena a;
	struct worlds w;
	struct small_scope scope;
};

static struct found small_of(const char *ddl, const char *sql, size_t budget)
{
	struct found f = { .c = NULL };
	struct duck_error why = { .text = "" };
	json_t *ast = ast_parse(d, sql, &why);

	arena_init(&f.a, 256u << 20);
	if (!ast || contract_read(&f.c, d, ddl, &err) || gen_new(&f.g, f.c, d, 1, &err) ||
	    gen_learn(f.g, ast, NULL, &err) ||
	    gen_small(f.g, budget, &f.a, &f.w, &f.scope, &err)) {
		printf("Bail out! %s%s\n", why.text, err.text);
		exit(1);
	}
	json_decref(ast);
	return f;
}

static void release(struct found *f)
{
	gen_free(f->g);
	contract_free(f->c);
	arena_release(&f->a);
}

/* How many have exactly so many rows? */
static long level(const struct found *f, int rows)
{
	long n = 0;

	for (size_t i = 0; i < f->w.n; i++)
		n += world_rows(f->c, &f->w.p[i]) == rows;
	return n;
}

static int illegal(const struct found *f)
{
	int n = 0;

	for (size_t i = 0; i < f->w.n; i++) {
		const char *why;
		n += !world_keys_hold(f->c, &f->w.p[i], &why) || !gen_checks_hold(f->g, &f->w.p[i]);
	}
	return n;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Worlds that are the same rows as an earlier one, whatever their order. */
static int twice(const struct found *f)
{
	char **texts = calloc(f->w.n, sizeof(*texts));
	int n = 0;

	for (size_t i = 0; i < f->w.n; i++) {
		struct buf b;

		buf_init(&b, 1u << 20);
		for (size_t t = 0; t < f->c->table_count; t++) {
			const struct world_table *rows = &f->w.p[i].tables[t];
			size_t width = f->c->tables[t].column_count;
			char *lines[16];
			for (int r = 0; r < rows->row_count; r++) {
				struct buf line;
				buf_init(&line, 1u << 16);
				for (size_t k = 0; k < width; k++)
					buf_addf(&line, "%lld,", (long long)rows->cells[(size_t)r * width + k]);
				lines[r] = buf_take(&line);
			}
			qsort(lines, (size_t)rows->row_count, sizeof(*lines), by_text);
			for (int r = 0; r < rows->row_count; r++) {
				buf_addf(&b, "%s;", lines[r]);
				free(lines[r]);
			}
			buf_addc(&b, '|');
		}
		texts[i] = buf_take(&b);
	}
	qsort(texts, f->w.n, sizeof(*texts), by_text);
	for (size_t i = 1; i < f->w.n; i++)
		n += strcmp(texts[i - 1], texts[i]) == 0;
	for (size_t i = 0; i < f->w.n; i++)
		free(texts[i]);
	free(texts);
	return n;
}

/* 18 possible rows without keys: multisets of up to 4 are choose(22, 4). */
static void test_multisets(void)
{
	struct found f = small_of("CREATE TABLE t (a INTEGER NOT NULL CHECK (a IN (1, 2, 3)), b INTEGER NOT NULL CHECK (b BETWEEN 1 AND 6))",
				  "SELECT a + 1, b FROM t WHERE a = 2 OR b > 3 OR b = 5 OR b = 1", 20000);

	tap_is_int(f.scope.rows, 4, "18 rows: up to four fit 20,000 databases");
	tap_is_int((long long)f.scope.worlds, 7315, "which are 7,315");
	tap_ok(f.w.n == 7315 && level(&f, 0) == 1 && level(&f, 1) == 18 && level(&f, 2) == 171 &&
		level(&f, 4) == 5985, "1, 18, 171 ... of each size");
	tap_ok(world_rows(f.c, &f.w.p[0]) == 0 && world_rows(f.c, &f.w.p[7314]) == 4, "the smallest first");
	tap_ok(illegal(&f) == 0 && twice(&f) == 0, "all legal, none twice");
	tap_ok(strstr(f.scope.values, "t.a: ") && strstr(f.scope.values, "; t.b: "), "and said in words: %s",
		f.scope.values);
	release(&f);
}

/*
 * Parents with any number of children of two kinds, parents alike but for their name: a parent with m children is one of m + 1 objects
 * of size m + 1, so their multisets are counted by MacMahon's product, 1, 1, 3, 6, 13, 24, 48.
 */
static void test_names(void)
{
	static const long macmahon[] = { 1, 1, 3, 6, 13, 24, 48 };
	struct found f = small_of("CREATE TABLE p (id INTEGER PRIMARY KEY);"
				  "CREATE TABLE k (p INTEGER NOT NULL REFERENCES p (id), v INTEGER NOT NULL CHECK (v IN (1, 2)))",
				  "SELECT p.id, sum(k.v) FROM p LEFT JOIN k ON k.p = p.id GROUP BY p.id HAVING sum(k.v) > 1", 20000);
	int wrong = 0;

	tap_ok(f.scope.rows >= 5, "k is at least 5 where there are few (%d)", f.scope.rows);
	for (int i = 0; i <= f.scope.rows && i < 7; i++) {
		if (level(&f, i) != macmahon[i]) {
			printf("# %ld databases of %d rows, not %ld\n", level(&f, i), i, macmahon[i]);
			wrong++;
		}
	}
	tap_is_int(wrong, 0, "databases that differ only in the names of parents count once");
	tap_ok(illegal(&f) == 0 && twice(&f) == 0, "all legal, none twice");
	release(&f);
}

/* Graphs: rows (a, b) of two names. By hand: 1; aa, ab; then the directed graphs with two edges, repeats allowed. */
static void test_graphs(void)
{
	struct found f = small_of("CREATE TABLE e (a INTEGER NOT NULL, b INTEGER NOT NULL)",
		"SELECT x.a, y.b FROM e x JOIN e y ON y.a = x.b", 20000);

	tap_is_int(level(&f, 0), 1, "no edge");
	tap_is_int(level(&f, 1), 2, "a loop or a link");
	/*
	 * aa+aa aa+bb aa+ab aa+ba aa+bc | ab+ab ab+ba ab+ac ab+cb ab+bc ab+cd, those with more than three
	 * names only if there are so many.
	 */
	tap_ok(level(&f, 2) == 10 || level(&f, 2) == 11, "two edges: %ld", level(&f, 2));
	tap_ok(illegal(&f) == 0 && twice(&f) == 0, "none twice");
	release(&f);
	f = small_of("CREATE TABLE e (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b), CHECK (a <> b))",
		     "SELECT x.a, y.b FROM e x JOIN e y ON y.a = x.b", 20000);
	tap_is_int(level(&f, 1), 1, "without loops one link");
	tap_is_int(level(&f, 2), 5, "and five ways to have two: back, on, fork, meet, apart");
	tap_ok(illegal(&f) == 0 && twice(&f) == 0, "legal, none twice");
	release(&f);
}

static void test_order_matters(void)
{
	struct found f = small_of("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER NOT NULL)",
				  "SELECT g, max(id) FROM t GROUP BY g", 20000);
	struct found same = small_of("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER NOT NULL)",
				     "SELECT g, count(id) FROM t GROUP BY g", 20000);

	/* Two rows: ids 1 and 2 of groups (a, a), (a, b): with an order these are told apart, (b, a) is (a, b) renamed. */
	tap_ok(level(&f, 2) > level(&same, 2) && level(&same, 2) == 2,
		"ids that are compared keep their order, others are names (%ld, %ld)", level(&f, 2),
	       level(&same, 2));
	release(&f);
	release(&same);
}

static void test_nulls_and_literals(void)
{
	struct found f = small_of("CREATE TABLE t (n INTEGER, s VARCHAR, unused DATE)",
		"SELECT sum(n) FROM t WHERE n >= 10 AND s = 'x'", 20000);
	bool ten = false, nine = false, null = false, x = false, many = false;

	for (size_t i = 0; i < f.w.n; i++) {
		const struct world_table *t = &f.w.p[i].tables[0];
		for (int r = 0; r < t->row_count; r++) {
			ten = ten || t->cells[3 * r] == 10;
			nine = nine || t->cells[3 * r] == 9;
			null = null || t->cells[3 * r] == CELL_NULL;
			x = x || (t->cells[3 * r + 1] != CELL_NULL && strcmp(f.w.texts->p[t->cells[3 * r + 1]], "x") == 0);
			many = many || t->cells[3 * r + 2] != t->cells[2];
		}
	}
	tap_ok(ten && nine && null && x, "the literal, its neighbour, NULL");
	tap_ok(!many, "a column that no query uses has one value");
	tap_ok(f.scope.rows >= 3 && f.w.n <= 20000, "k is %d", f.scope.rows);
	tap_ok(strstr(f.scope.values, "NULL") && !strstr(f.scope.values, "unused"), "said in words: %s", f.scope.values);
	release(&f);
}

static const char big[] =
	"CREATE TABLE a (id INTEGER PRIMARY KEY, n1 INTEGER, n2 INTEGER, d1 DATE, s1 VARCHAR);"
	"CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a (id), n3 INTEGER, d2 DATE, s2 VARCHAR, t TIMESTAMP);"
	"CREATE TABLE c (b INTEGER REFERENCES b (id), boss INTEGER, n4 INTEGER, s3 VARCHAR, PRIMARY KEY (b, n4));";

static void test_budget(void)
{
	const char *sql = "SELECT * FROM a JOIN b ON b.a = a.id LEFT JOIN c ON c.b = b.id WHERE n1 > 5 AND n2 < 7 AND n3 BETWEEN 3 AND 9 AND n4 = 2 AND "
			  "d1 >= '2024-05-01' AND d2 < d1 + INTERVAL 7 DAY AND s1 LIKE 'x%' AND s2 IN ('p', 'q') AND s3 <> 'r' AND t < '2024-06-01' AND boss > 1";
	struct found f = small_of(big, sql, 20000);

	tap_ok(f.scope.rows >= 2 && f.w.n > 100 && f.w.n <= 20000, "many columns: k is still %d, %zu databases",
		f.scope.rows, f.w.n);
	tap_ok(illegal(&f) == 0 && twice(&f) == 0, "legal, none twice");
	release(&f);
	f = small_of(big, sql, 50);
	tap_ok(f.scope.rows >= 1 && f.w.n <= 50, "a small budget is kept: %zu", f.w.n);
	release(&f);
}

/* What the contract says beside the DDL. */
static void test_assumptions(void)
{
	struct found f = { .c = NULL };
	const char *ddl = "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE k (p INTEGER REFERENCES p (id), v INTEGER)";
	struct duck_error why;
	json_t *ast = ast_parse(d, "SELECT p.id FROM p JOIN k ON k.p = p.id WHERE v = 1", &why);

	arena_init(&f.a, 256u << 20);
	contract_read(&f.c, d, ddl, &err);
	f.c->empty_groups = false;
	f.c->no_nulls = true;
	f.c->tables[0].may_be_empty = false;
	gen_new(&f.g, f.c, d, 1, &err);
	gen_learn(f.g, ast, NULL, &err);
	tap_is_int(gen_small(f.g, 20000, &f.a, &f.w, &f.scope, &err), ERR_OK, "with a contract that forbids more");
	tap_ok(level(&f, 0) == 0 && level(&f, 1) == 0 && level(&f, 2) > 0 && illegal(&f) == 0, "all keep it");
	json_decref(ast);
	release(&f);
}

static void show_time(void)
{
	int64_t t = clock_mono_us();
	struct found f = small_of(
		"CREATE TABLE people (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL); CREATE TABLE orders (id INTEGER PRIMARY KEY,"
		" who INTEGER NOT NULL REFERENCES people (id), day DATE NOT NULL, amount DECIMAL(10,2) NOT NULL CHECK (amount >= 0))",
		"SELECT name, sum(amount) FROM people JOIN orders ON who = people.id WHERE day >= '2024-01-01' AND day < '2024-02-01' GROUP BY name HAVING sum(amount) > 100",
		20000);

	printf("# %zu databases of up to %d rows: %lld us; %s\n", f.w.n, f.scope.rows,
		(long long)(clock_mono_us() - t), f.scope.values);
	release(&f);
}

int main(void)
{
	struct duck_options options = { .integer_division = true };

	if (duck_open(&d, &options, &err)) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	test_multisets();
	test_names();
	test_graphs();
	test_order_matters();
	test_nulls_and_literals();
	test_budget();
	test_assumptions();
	show_time();
	duck_free(d);
	return tap_done();
}
