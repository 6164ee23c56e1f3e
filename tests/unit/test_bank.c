/* Packs and exercises: what is read, and what is said about broken ones. */
#include "tap.h"

#include <unistd.h>

#include "bank/bank.h"
#include "bank/bank_int.h"
#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"

static struct arena arena;
static const char *content;

static void put(const char *path, const char *text)
{
	char *whole = fs_join(&arena, content, path), *slash = strrchr(whole, '/');
	struct err err = {0};

	*slash = 0;
	if (fs_mkdirs(whole, 0700, &err))
		BUG("%s", err.text);
	*slash = '/';
	if (fs_write(whole, str_of(text), 0600, &err))
		BUG("%s", err.text);
}

static void put_in(const char *slug, const char *file, const char *text)
{
	put(arena_printf(&arena, "one/sql/%s/%s", slug, file), text);
}

static const char exercise_text[] =
	"title: Best {{people}}\n"                                      /* 1 */
	"patterns: [top]\n"
	"round: loop\n"
	"minutes: 8\n"
	"contract:\n"                                                   /* 5 */
	"  order_by: [month, \"{{money}} desc\"]\n"
	"  ties: keep\n"
	"  tolerance: 1e-4\n"
	"  empty_tables: [\"{{table}}\"]\n"
	"  empty_groups: not_allowed\n"                                 /* 10 */
	"  clauses:\n"
	"    - name: Ties\n"
	"      text: Equal {{people}} share a place.\n"
	"      when: |\n"
	"        SELECT 1 FROM {{table}} GROUP BY {{money}} HAVING count(*) > 1;\n"
	"      case: two {{people}} tie\n"
	"variants:\n"
	"  shop:\n"
	"    words: {people: customers, table: orders, money: amount, both: \"{{table}}.{{money}}\"}\n"
	"    rules: {rank: rank, keep: 3}\n"                            /* 20 */
	"  rides:\n"
	"    changes: ties\n"
	"    words: {people: drivers, table: trips, money: fare, both: \"{{table}}.{{money}}\"}\n"
	"    rules: {rank: row_number, keep: 2}\n"
	"    contract: {ties: break, empty_groups: allowed}\n";

static void put_exercise(const char *slug)
{
	put_in(slug, "exercise.yaml", exercise_text);
	put_in(slug, "prompt.md", "Find the {{keep}} best {{people}}.\n");
	put_in(slug, "schema.sql", "CREATE TABLE {{table}} ({{money}} INTEGER);\n");
	put_in(slug, "sample.sql", "INSERT INTO {{table}} VALUES (1);\n");
	put_in(slug, "large.sql", "INSERT INTO {{table}} SELECT i FROM range(9) r(i);\n");
	put_in(slug, "answers/1-window.sql",
	       "-- name: with {{rank}}()\n-- note: the usual way\n-- a free comment\nSELECT {{rank}}() OVER (), {{both}} FROM {{table}};\n");
	put_in(slug, "answers/2-shop.sql", "-- name: only shop\n-- variants: shop\nSELECT {{keep}} FROM {{table}}\n;\n");
	put_in(slug, "mutants/limit.sql", "-- mistake: limit\n-- lesson: LIMIT cuts {{people}}.\nSELECT 1 FROM {{table}} LIMIT {{ keep }};");
}

static void put_pack(void)
{
	put("one/pack.yaml",
	    "name: one\ntitle: The first\ndialect: redshift\n"
	    "patterns:\n  - {id: top, name: Top N, hint: Rank first.}\n  - {id: dedup, name: Dedup, hint: Number rows.}\n");
	put("one/mistakes.yaml",
	    "mistakes:\n  - {id: limit, name: One LIMIT, explanation: It cuts all groups., killed_by: two groups, family: top-n}\n");
}

static const struct bank_exercise *find(struct bank *b, const char *slug, struct err *err)
{
	const struct bank_exercise *ex = NULL;

	memset(err, 0, sizeof(*err));
	return bank_find(b, slug, &ex, err) ? NULL : ex;
}

static void test_exercise(struct bank *b)
{
	struct err err;
	const struct bank_exercise *ex = find(b, "good", &err);
	const struct bank_variant *v = NULL;

	if (!tap_ok(ex != NULL, "an exercise %s", err.text))
		return;
	tap_is_text(ex->round, "loop", "round");
	tap_is_int(ex->minutes, 8, "minutes");
	tap_is_int(ex->witness_rows, 6, "six rows unless it says more");
	tap_is_int(ex->variant_count, 2, "two variants");
	tap_ok(!bank_variant(ex, NULL, &v, &err) && !strcmp(v->name, "shop"), "the first is the base");
	tap_is_text(v->title, "Best customers", "title");
	tap_is_text(v->prompt, "Find the 3 best customers.\n", "prompt");
	tap_is_text(v->schema, "CREATE TABLE orders (amount INTEGER);\n", "schema");
	tap_is_int(v->answer_count, 2, "its answers");
	tap_is_text(v->answers[0].name, "with rank()", "name");
	tap_is_text(v->answers[0].note, "the usual way", "note");
	tap_is_text(v->answers[0].sql, "SELECT rank() OVER (), orders.amount FROM orders",
		    "words inside words; no header, no semicolon");
	tap_is_text(v->answers[1].sql, "SELECT 3 FROM orders", "rules");
	tap_is_text(v->mutants[0].sql, "SELECT 1 FROM orders LIMIT 3", "blanks around a name");
	tap_is_text(v->mutants[0].lesson, "LIMIT cuts customers.", "lesson");
	tap_is_text(v->mutants[0].mistake, "limit", "mistake");
	tap_is_text(bank_mistake(b, "limit")->killed_by, "two groups", "which is known");
	tap_ok(!v->changes && v->foreign_count == 0, "the base changes nothing");
}

static void test_contract(struct bank *b)
{
	struct err err;
	const struct bank_exercise *ex = find(b, "good", &err);
	const struct bank_variant *v = NULL;

	if (!ex)
		return;
	const struct bank_contract *c = &ex->variants[0].contract;

	tap_ok(c->order_count == 2 && !strcmp(c->order_by[1], "amount desc"), "row order");
	tap_ok(c->tolerance > 0.99e-4 && c->tolerance < 1.01e-4, "tolerance");
	tap_ok(c->empty_tables == BANK_EMPTY_LISTED && c->empty_count == 1 && !strcmp(c->empty_list[0], "orders"), "empty tables");
	tap_ok(c->ties == BANK_TIES_KEEP && !c->empty_groups && !c->row_order_dependence && !c->names_count, "policies");
	tap_is_text(c->clauses[0].when, "SELECT 1 FROM orders GROUP BY amount HAVING count(*) > 1", "when");
	tap_is_text(c->clauses[0].case_text, "two customers tie", "case");
	tap_ok(!bank_variant(ex, "rides", &v, &err), "another variant");
	tap_ok(v->contract.ties == BANK_TIES_BREAK && v->contract.empty_groups, "what it lays over");
	tap_ok(v->contract.order_count == 2, "and what it leaves");
	tap_is_text(v->changes, "ties", "what it changes");
	tap_is_int(v->answer_count, 1, "a file for some variants");
	tap_is_text(v->answers[0].sql, "SELECT row_number() OVER (), trips.fare FROM trips", "its answer");
	tap_is_int(v->foreign_count, 2, "the base's list of files");
	tap_is_text(v->foreign[0].sql, "SELECT rank() OVER (), trips.fare FROM trips", "the base's rule in its words");
	tap_is_text(v->foreign[1].sql, "SELECT 3 FROM trips", "also of a file that is not for it");
	tap_is_int(bank_variant(ex, "ads", &v, &err), ERR_MISSING, "no such variant");
	tap_ok(strstr(err.text, "shop, rides"), "says which there are: %s", err.text);
}

static void test_request(struct bank *b)
{
	struct err err;
	const struct bank_exercise *ex = find(b, "good", &err);
	json_t *r = ex ? bank_open_request(b, ex, &ex->variants[1]) : NULL;

	tap_is_text(json_get_text(r, "op", ""), "open", "a request");
	tap_is_text(json_get_text(r, "id", ""), "one/good/rides", "its id");
	tap_is_text(json_get_text(r, "dialect", ""), "redshift", "its dialect");
	json_t *c = json_get_object(r, "contract");
	tap_is_text(json_get_text(c, "ties", ""), "break", "its contract");
	tap_is_int(json_array_size(json_get_array(c, "empty_tables")), 1, "a list of tables");
	tap_ok(json_is_true(json_object_get(c, "empty_groups")), "a policy as a boolean");
	tap_is_int(json_array_size(json_get_array(r, "mutants")), 1, "its mutants");
	json_decref(r);
}

/* Change one file of an exercise and look at what is said first. */
static void broken(const char *file, const char *text, const char *want)
{
	static int count;
	const char *slug = arena_printf(&arena, "bad-%d", ++count);
	const struct bank_exercise *ex;
	struct err err = {0};
	struct bank *b = NULL;

	put_exercise(slug);
	put_in(slug, file, text);
	if (bank_open(&b, content, "one", &err))
		BUG("%s", err.text);
	ex = find(b, slug, &err);
	const char *place = err.text + strlen("one/sql/") + strlen(slug) + 1;

	if (!tap_ok(!ex && err.code == ERR_CONTENT && !strncmp(place, want, strlen(want)), "%s", want))
		tap_show("got", err.text);
	tap_ok(find(b, "good", &err) != NULL, "- and the good one still stands");
	bank_free(b);
}

/* exercise.yaml with one line replaced. */
static void broken_line(int number, const char *line, const char *want)
{
	struct str rest = STR(exercise_text), old;
	struct buf b;

	buf_init(&b, 1 << 16);
	for (int i = 1; str_next_line(&rest, &old); i++)
		buf_addf(&b, "%.*s\n", i == number ? (int)strlen(line) : (int)old.n, i == number ? line : old.p);
	broken("exercise.yaml", buf_text(&b), want);
	buf_release(&b);
}

static void test_broken(void)
{
	broken_line(4, "minute: 8", "exercise.yaml:4:1: unknown key 'minute' in exercise.yaml, did you mean 'minutes'?");
	broken_line(4, "minutes: soon", "exercise.yaml:4:10: minutes must be a number from 1 to 240, not 'soon'");
	broken_line(3, "round: both", "exercise.yaml:3:8: round is 'both', which is not phone or loop");
	broken_line(2, "patterns: [topp]", "exercise.yaml:2:12: no pattern 'topp' in pack.yaml, did you mean 'top'?");
	broken_line(7, "  ties: maybe", "exercise.yaml:7:9: ties is 'maybe', which is not none, keep or break");
	broken_line(8, "  tolerance: 3", "exercise.yaml:8:14: tolerance must be a number from 0 to 0.1");
	broken_line(1, "title: Best {{peple}}", "exercise.yaml:1:13: no word or rule 'peple', did you mean 'people'?");
	broken_line(15, "        SELECT 1 FROM orders JOIN {{tabl}}", "exercise.yaml:15:35: no word or rule 'tabl', did you mean 'table'?");
	broken_line(19, "    words: {people: x, table: t, money: m, both: \"{{bath}}\"}", "exercise.yaml:19:51: no word or rule 'bath'");
	broken_line(19, "    words: {people: x, table: \"{{money}}\", money: \"{{table}}\", both: \"{{table}}\"}",
		    "exercise.yaml:19:52: words are nested too deep at 'table'");
	broken_line(20, "    rules: {rank: rank, people: 3}", "exercise.yaml:20:25: 'people' is both a word and a rule");
	broken_line(22, "    changes: mood", "exercise.yaml:22:14: changes is 'mood', which is not ties,");
	broken_line(25, "    contract: [a]", "exercise.yaml:25:15: contract must be a map, not a list");
	broken("exercise.yaml", "title: [\n", "exercise.yaml:2:1: ");
	broken("schema.sql", "CREATE TABLE x (\n    {{mony}} INTEGER);", "schema.sql:2:5: no word or rule 'mony', did you mean 'money'?");
	broken("schema.sql", "CREATE {{table", "schema.sql:1:8: no }} after");
	broken("prompt.md", "  \n", "prompt.md:1:1: the file is empty");
	broken("prompt.md", "a\nb\xff", "prompt.md:2:2: not valid UTF-8");
	broken("answers/1-window.sql", "SELECT 1", "answers/1-window.sql:1:1: the line '-- name: ...' is missing");
	broken("answers/1-window.sql", "-- name: x\n-- nte: y\nSELECT 1", "answers/1-window.sql:2:4: unknown header 'nte', did you mean 'note'?");
	broken("answers/1-window.sql", "-- name: x\n\n", "answers/1-window.sql:3:1: no statement behind the header");
	broken("answers/1-window.sql", "-- name: x\n-- variants: shop, rids\nSELECT 1",
	       "answers/1-window.sql:2:20: no variant 'rids', did you mean 'rides'?");
	broken("answers/notes.txt", "x", "answers/notes.txt:1:1: only files named *.sql may stand here");
	broken("mutants/limit.sql", "-- mistake: limt\n-- lesson: x\nSELECT 1",
	       "mutants/limit.sql:1:13: no mistake 'limt' in mistakes.yaml, did you mean 'limit'?");
	broken("mutants/limit.sql", "-- mistake: limit\nSELECT 1", "mutants/limit.sql:1:1: the line '-- lesson: ...' is missing");
}

static void test_lists(void)
{
	struct bank *b = NULL;
	struct err err = {0};
	size_t n = 0;

	if (bank_open(&b, content, "one", &err))
		BUG("%s", err.text);
	bank_load_all(b);
	const struct bank_issue *issues = bank_issues(b, &n);
	size_t sorted = 1, broken_count = 0;

	for (size_t i = 1; i < n; i++)
		sorted += strcmp(issues[i - 1].slug, issues[i].slug) <= 0;
	for (size_t i = 0; i < bank_count(b); i++)
		broken_count += bank_at(b, i)->broken;
	tap_ok(n >= 25 && sorted == n, "every issue is listed, by exercise (%zu)", n);
	tap_is_int(broken_count, bank_count(b) - 1, "all but one are broken");
	tap_ok(!find(b, "god", &err) && err.code == ERR_MISSING, "no such exercise");
	tap_is_text(err.text, "no exercise 'god', did you mean 'good'?", "the nearest is named");
	bank_free(b);
}

static void test_packs(void)
{
	struct bank *b = NULL;
	struct err err = {0};

	tap_is_int(bank_open(&b, content, "two", &err), ERR_MISSING, "no such pack");
	tap_ok(strstr(err.text, "there is: one"), "the others are named: %s", err.text);
	tap_is_int(bank_open(&b, content, "../one", &err), ERR_MISSING, "a pack is a name, not a path");
	put("two/pack.yaml", "name: two\ntitle: Second\ndialect: oracle\npatterns: []\n");
	tap_is_int(bank_open(&b, content, "two", &err), ERR_CONTENT, "a pack that is broken");
	tap_ok(!strncmp(err.text, "two/pack.yaml:3:10: dialect is 'oracle'", 39), "with its place: %s", err.text);
	put("two/pack.yaml", "name: two\ntitle: Second\ndialect: duckdb\npatterns: []\n");
	setenv("SPAR_PACK", "two", 1);
	tap_ok(!bank_open(&b, content, NULL, &err) && bank_count(b) == 0, "SPAR_PACK chooses; without mistakes.yaml it opens %s",
	       err.text);
	size_t n = 0;

	tap_ok(bank_issues(b, &n)[0].slug == NULL && n == 1, "and says that it is missing");
	bank_free(b);
	unsetenv("SPAR_PACK");
}

/* A server asks for exercises as long as it runs, also for some that are not there. */
static void test_memory(struct bank *b)
{
	size_t before;
	struct err err;

	find(b, "good", &err);
	before = b->arena.used_bytes;
	for (int i = 0; i < 100; i++) {
		find(b, "good", &err);
		find(b, "goof", &err);
	}
	tap_ok(strstr(err.text, "'goof'") && strstr(err.text, "'good'"), "a name that is not there: %s", err.text);
	tap_is_int((long long)(b->arena.used_bytes - before), 0, "looking for exercises takes no memory that stays");
}

int main(void)
{
	struct bank *b = NULL;
	struct err err = {0};

	arena_init(&arena, 16 << 20);
	content = fs_join(&arena, tap_dir(), "content");
	put_pack();
	put_exercise("good");
	if (!tap_ok(!bank_open(&b, content, "one", &err), "a pack %s", err.text))
		return tap_done();
	tap_is_text(bank_pack(b)->title, "The first", "its title");
	tap_is_text(bank_pattern(b, "dedup")->hint, "Number rows.", "its patterns");
	test_exercise(b);
	test_contract(b);
	test_request(b);
	test_memory(b);
	bank_free(b);
	test_broken();
	test_lists();
	test_packs();
	arena_release(&arena);
	return tap_done();
}
