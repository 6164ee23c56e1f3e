/* spar bank check: is every exercise sound? */
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/forced.h"
#include "cli/jobs.h"
#include "practice/ask_content.h"
#include "talk/talk.h"

#define ANSWERS_MIN 3
#define MUTANTS_MIN 8
#define VARIANTS_MIN 2
#define WORLDS 20000
#define CLAUSE_WORLDS 4000
#define CALL_MS 300000

static const struct option options[] = {
	{"jobs", "N", VALUE_TEXT, "judges at once; as many as cores when unset"},
	{"worlds", "N", VALUE_TEXT, "random databases that each answer must survive; 20000 when unset"},
	{"json", NULL, VALUE_NONE, "one JSON object for each variant"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* The whole run. */
struct check {
	struct cli *cli;
	const char *slug;          /* only this one; NULL: all */
	size_t exercise, variant;  /* what comes next */
	int worlds;
	bool json;
	bool progress;             /* on a terminal: say what is being done */
	int width;                 /* of the first column */
	size_t total, finished;    /* variants */
	int bad;                   /* variants with a problem */
};

/* One variant of one exercise. */
struct unit {
	const struct check *check;
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	const char *id;            /* of the judge; owned */
	struct judge_client *judge;
	json_t *problems;          /* texts; owned */
	int answers, mutants, foreign, named;  /* that are as they should be */
	int rows;                  /* of the largest witness, beside forced parents */
	int64_t worlds, small_rows, small_worlds;  /* the least that an answer survived */
	int64_t ms;
};

__attribute__((format(printf, 2, 3)))
static void problem(struct unit *u, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 16384);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	json_array_append_new(u->problems, json_text_value(buf_text(&b), b.n));
	buf_release(&b);
}

/* Replies of one judgement by type. */
struct replies {
	json_t *verdict, *small, *large;
};

static bool keep(const json_t *msg, void *arg)
{
	struct replies *r = arg;
	const char *type = json_get_text(msg, "type", "");
	json_t **slot = !strcmp(type, "verdict") ? &r->verdict : !strcmp(type, "small") ? &r->small
								: !strcmp(type, "large") ? &r->large : NULL;

	if (slot && !*slot)
		*slot = json_deep_copy(msg);
	return true;
}

static void release(struct replies *r)
{
	json_decref(r->verdict);
	json_decref(r->small);
	json_decref(r->large);
}

static bool judge(struct unit *u, const char *what, const struct bank_query *q, int worlds, bool large, struct replies *r)
{
	json_t *request = json_pack("{s:s,s:s,s:o,s:i,s:b,s:b,s:b,s:i}", "op", "judge", "id", u->id, "query",
				    json_text_value(q->sql, strlen(q->sql)), "worlds", worlds, "small", 1, "large", large,
				    /* a right answer must stay right whatever order rows are stored in */
				    "permute", strcmp(what, "answer") == 0, "budget_ms", CALL_MS);
	struct err err = {0};
	enum err_code code;

	memset(r, 0, sizeof(*r));
	code = judge_client_call(u->judge, request, CALL_MS, keep, r, &err);
	json_decref(request);
	if (code || !r->verdict)
		problem(u, "%s '%s': %s", what, q->file, code ? err.text : "the judge gave no verdict");
	return !code && r->verdict;
}

/* The verdict that stands in the end: every small database may know better than the random ones. */
static const json_t *final_verdict(const struct replies *r)
{
	const json_t *other = json_get_object(r->small, "verdict");

	return other ? other : r->verdict;
}

static bool is_refuted(const json_t *verdict)
{
	const char *v = json_get_text(verdict, "verdict", "");

	return !strcmp(v, "wrong") || !strcmp(v, "row-order");
}

/* What went wrong, with the database that shows it. */
static void problem_verdict(struct unit *u, const char *what, const struct bank_query *q, const char *how, const json_t *verdict)
{
	const json_t *witness = json_get_object(verdict, "witness");
	const char *reason = json_get_text(verdict, "reason", ""), *insert = json_get_text(witness, "insert", "");
	char *expected = witness ? json_text(json_object_get(json_object_get(witness, "expected"), "rows")) : NULL;
	char *got = witness ? json_text(json_object_get(json_object_get(witness, "got"), "rows")) : NULL;

	problem(u, "%s '%s' %s: %s%s%s%s%s%s%s%s%s", what, q->file, how, json_get_text(verdict, "verdict", "no verdict"),
		*reason ? ", " : "", reason, *insert ? "\n" : "", insert, expected ? "\nexpected " : "", expected ? expected : "",
		got ? "\ngot      " : "", got ? got : "");
	free(expected);
	free(got);
}

static void check_answer(struct unit *u, size_t i)
{
	const struct bank_query *q = &u->v->answers[i];
	bool large = i == 0 && u->v == &u->ex->variants[0];
	struct replies r;

	if (judge(u, "answer", q, u->check->worlds, large, &r)) {
		const json_t *v = final_verdict(&r);
		int64_t worlds = json_get_int(r.verdict, "worlds", 0);

		if (strcmp(json_get_text(v, "verdict", ""), "right"))
			problem_verdict(u, "answer", q, "does not survive", v);
		else if (worlds + json_get_int(r.verdict, "skipped", 0) < u->check->worlds)
			problem(u, "answer '%s' was tried on %lld databases only, %lld of them one at a time", q->file,
				(long long)worlds, (long long)json_get_int(r.verdict, "plain", 0));
		else
			u->answers++;
		if (worlds < u->worlds || u->worlds == 0)
			u->worlds = worlds;
		if (json_get_int(r.small, "rows", 0) > 0) {
			u->small_rows = json_get_int(r.small, "rows", 0);
			u->small_worlds = json_get_int(r.small, "worlds", 0);
		}
		if (large && (json_get_bool(r.large, "timeout", false) || json_get_bool(r.large, "failed", false)))
			problem(u, "answer '%s' fails on large.sql: %s", q->file, json_get_text(r.large, "reason", "too slow"));
	}
	release(&r);
}

static void check_mutant(struct unit *u, const struct bank_query *q)
{
	struct replies r;

	if (judge(u, "mutant", q, JUDGE_WORLDS, false, &r)) {
		const json_t *v = final_verdict(&r), *witness = json_get_object(v, "witness");
		const char *named = json_get_text(json_get_object(v, "mistake"), "mutant", "");
		int rows = rows_beside_parents(u->v->schema, json_get_object(witness, "tables"));

		u->named += !strcmp(named, q->file);
		if (!is_refuted(v))
			problem_verdict(u, "mutant", q, "is not refuted", v);
		else if (!witness)
			problem_verdict(u, "mutant", q, "dies without a witness", v);
		else if (!json_get_bool(witness, "minimal", false))
			problem_verdict(u, "mutant", q, "has a witness that is not minimal", v);
		else if (rows > u->ex->witness_rows)
			problem(u, "mutant '%s' needs a witness of %d rows, and %d are allowed\n%s", q->file, rows, u->ex->witness_rows,
				json_get_text(witness, "insert", ""));
		else
			u->mutants++;
		if (rows > u->rows)
			u->rows = rows;
	}
	release(&r);
}

static void check_foreign(struct unit *u, const struct bank_query *q)
{
	struct replies r;

	if (judge(u, "base answer", q, JUDGE_WORLDS, false, &r)) {
		const json_t *v = final_verdict(&r);

		if (is_refuted(v))
			u->foreign++;
		else
			problem_verdict(u, "base answer", q, "is not refuted by what this variant changes", v);
	}
	release(&r);
}

/* Does "when" differ from a query that always gives a row, or from one that never does? */
static bool when_differs(struct unit *u, const struct bank_clause *c, const char *right, bool *differs)
{
	const struct bank_contract *contract = &u->v->contract;
	struct err err = {0};
	json_t *request, *v = NULL;
	enum err_code code;
	struct buf left;

	buf_init(&left, 1 << 20);
	buf_addf(&left, "SELECT 1 AS x WHERE EXISTS (%s\n)", c->when);
	request = json_pack("{s:s,s:o,s:o,s:s,s:b,s:i,s:i,s:s}", "op", "refute", "schema",
			    json_text_value(u->v->schema, strlen(u->v->schema)), "left",
			    json_text_value(buf_text(&left), left.n), "right", right, "no_empty",
			    contract->empty_tables == BANK_EMPTY_NOT_ALLOWED, "worlds", CLAUSE_WORLDS, "budget_ms",
			    CALL_MS, "dialect", bank_pack(u->check->cli->bank)->dialect);
	code = judge_client_ask(u->judge, request, CALL_MS, &v, &err);
	const char *verdict = json_get_text(v, "verdict", "");

	*differs = !strcmp(verdict, "different");
	if (code)
		problem(u, "clause '%s': %s", c->name, err.text);
	else if (!*differs && strcmp(verdict, "none-found"))
		problem(u, "clause '%s': its query cannot be judged: %s", c->name, json_get_text(v, "reason", verdict));
	bool ok = !code && (*differs || !strcmp(verdict, "none-found"));

	json_decref(v);
	json_decref(request);
	buf_release(&left);
	return ok;
}

static void check_clause(struct unit *u, const struct bank_clause *c)
{
	bool differs = false;

	if (!when_differs(u, c, "SELECT 1 AS x", &differs))
		return;
	if (!differs)
		problem(u, "clause '%s': its query always gives a row, so it tells nothing", c->name);
	else if (when_differs(u, c, "SELECT 1 AS x WHERE false", &differs) && !differs)
		problem(u, "clause '%s': its query never gives a row", c->name);
}

static void check_sample(struct unit *u)
{
	json_t *request = json_pack("{s:s,s:s}", "op", "sample", "id", u->id), *reply = NULL;
	struct err err = {0};

	if (judge_client_ask(u->judge, request, CALL_MS, &reply, &err))
		problem(u, "sample.sql: %s", err.text);
	else if (json_array_size(json_get_array(json_get_object(reply, "expected"), "rows")) == 0)
		problem(u, "sample.sql: the reference gives no row on it");
	json_decref(reply);
	json_decref(request);
}

/* What needs no judge. */
static void check_shape(struct unit *u)
{
	bool changes = false;

	if (u->v->answer_count < ANSWERS_MIN)
		problem(u, "%zu answers, and %d are needed", u->v->answer_count, ANSWERS_MIN);
	if (u->v->mutant_count < MUTANTS_MIN)
		problem(u, "%zu mutants, and %d are needed", u->v->mutant_count, MUTANTS_MIN);
	if (u->v != &u->ex->variants[0])
		return;
	for (size_t i = 0; i < u->ex->variant_count; i++)
		changes = changes || u->ex->variants[i].changes;
	if (u->ex->variant_count < VARIANTS_MIN)
		problem(u, "%zu variant, and %d are needed", u->ex->variant_count, VARIANTS_MIN);
	if (!changes)
		problem(u, "no variant changes the contract");
}

static void *work_unit(void *item, struct judge_client *client)
{
	struct unit *u = item;
	json_t *open = bank_open_request(u->check->cli->bank, u->ex, u->v), *reply = NULL;
	int64_t start_ms = clock_mono_ms();
	struct err err = {0};

	u->judge = client;
	u->id = json_get_text(open, "id", "");
	check_shape(u);
	if (judge_client_ask(client, open, CALL_MS, &reply, &err)) {
		problem(u, "%s", err.text);
	} else {
		check_sample(u);
		for (size_t i = 0; i < u->v->answer_count; i++)
			check_answer(u, i);
		for (size_t i = 0; i < u->v->mutant_count; i++)
			check_mutant(u, &u->v->mutants[i]);
		for (size_t i = 0; i < u->v->foreign_count; i++)
			check_foreign(u, &u->v->foreign[i]);
		for (size_t i = 0; i < u->v->contract.clause_count; i++)
			if (u->v->contract.clauses[i].when)
				check_clause(u, &u->v->contract.clauses[i]);
	}
	u->ms = clock_mono_ms() - start_ms;
	u->id = NULL;
	json_decref(reply);
	json_decref(open);
	return u;
}

static bool wanted(const struct check *c, const struct bank_exercise *ex)
{
	return !ex->broken && (!c->slug || !strcmp(c->slug, ex->slug));
}

static void *next_unit(void *arg)
{
	struct check *c = arg;

	for (; c->exercise < bank_count(c->cli->bank); c->exercise++, c->variant = 0) {
		const struct bank_exercise *ex = bank_at(c->cli->bank, c->exercise);

		if (!wanted(c, ex) || c->variant == ex->variant_count)
			continue;
		struct unit *u = calloc(1, sizeof(*u));

		if (!u)
			return NULL;
		u->check = c;
		u->ex = ex;
		u->v = &ex->variants[c->variant++];
		u->problems = json_array();
		return u;
	}
	return NULL;
}

static void put_progress(const struct check *c)
{
	if (!c->progress)
		return;
	if (c->finished < c->total)
		fprintf(stderr, "\r\033[K%zu of %zu variants", c->finished, c->total);
	else
		fputs("\r\033[K", stderr);
	fflush(stderr);
}

static void put_unit_json(const struct check *c, const struct unit *u)
{
	json_t *line = json_pack("{s:s,s:s,s:b,s:i,s:i,s:i,s:i,s:i,s:I,s:{s:I,s:I},s:I,s:O}", "exercise", u->ex->slug, "variant",
				 u->v->name, "sound", json_array_size(u->problems) == 0, "answers", u->answers, "mutants", u->mutants,
				 "named", u->named, "foreign", u->foreign, "rows", u->rows, "worlds", (json_int_t)u->worlds, "small", "rows",
				 (json_int_t)u->small_rows, "worlds", (json_int_t)u->small_worlds, "ms", (json_int_t)u->ms, "problems",
				 u->problems);
	char *text = line ? json_text(line) : NULL;

	fprintf(c->cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(line);
}

static void put_unit(const struct check *c, const struct unit *u)
{
	struct out *o = &c->cli->out;
	const json_t *text;
	char name[200], small[40];
	size_t i;

	snprintf(name, sizeof(name), "%s/%s", u->ex->slug, u->v->name);
	snprintf(small, sizeof(small), u->small_rows ? "%lld (%s)" : "-", (long long)u->small_rows, out_count(u->small_worlds));
	fprintf(o->file, "%-*s  %3d/%-3zu %3d/%-3zu %3d/%-3zu %2d/%-3zu %4d  %7s  %-12s %6.1f  ", c->width, name, u->answers,
		u->v->answer_count, u->mutants, u->v->mutant_count, u->named, u->v->mutant_count, u->foreign, u->v->foreign_count,
		u->rows, out_count(u->worlds), small, (double)u->ms / 1000);
	if (json_array_size(u->problems))
		out_put(o, STYLE_WRONG, "%s\n", out_plural((long long)json_array_size(u->problems), "problem"));
	else
		out_put(o, STYLE_RIGHT, "sound\n");
	json_array_foreach(u->problems, i, text)
		out_verbatim(o, 4, json_string_value(text));
}

static void done_unit(void *result, void *arg)
{
	struct check *c = arg;
	struct unit *u = result;

	c->finished++;
	c->bad += json_array_size(u->problems) > 0;
	if (c->progress)
		fputs("\r\033[K", stderr);
	if (c->json)
		put_unit_json(c, u);
	else
		put_unit(c, u);
	fflush(c->cli->out.file);
	put_progress(c);
	json_decref(u->problems);
	free(u);
}

static void put_issue(struct check *c, const char *slug, const char *issue)
{
	if (!c->json) {
		out_verbatim(&c->cli->out, 0, issue);
		return;
	}
	json_t *line = json_pack("{s:s?,s:b,s:[s]}", "exercise", slug, "sound", 0, "problems", issue);
	char *text = line ? json_text(line) : NULL;

	fprintf(c->cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(line);
}

/* Points that no answer can treat, because the talk engine knows no such topic. A pack without its content claims nothing about answers. */
static size_t put_unknown_topics(struct check *c, const struct ask_content *content)
{
	struct talk_pack *talk = NULL;
	struct err err = {0};
	size_t count, shown = 0;
	const struct ask_entry *entries = ask_content_entries(content, &count);

	if (talk_pack_open(&talk, NULL, bank_pack(c->cli->bank)->id, &err))
		return 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < entries[i].point_count; k++) {
			const struct ask_point *p = &entries[i].points[k];

			if (talk_pack_has_topic(talk, p->topic))
				continue;
			put_issue(c, NULL, arena_printf(&c->cli->arena, "%s: there is no topic '%.60s'", p->at, p->topic));
			shown++;
		}
	talk_pack_free(talk);
	return shown;
}

/* What is wrong in the questions about queries. */
static size_t put_question_issues(struct check *c)
{
	struct ask_content *content = NULL;
	struct err err = {0};
	size_t n = 1;

	if (ask_content_open(&content, NULL, bank_pack(c->cli->bank)->id, &err)) {
		put_issue(c, NULL, err.text);
		return n;
	}
	const char *const *issues = ask_content_issues(content, &n);
	for (size_t i = 0; i < n; i++)
		put_issue(c, NULL, issues[i]);
	n += put_unknown_topics(c, content);
	ask_content_free(content);
	return n;
}

/* Errors in the files, before anything is judged. */
static size_t put_issues(struct check *c)
{
	size_t n = 0, shown = put_question_issues(c);
	const struct bank_issue *issues = bank_issues(c->cli->bank, &n);

	for (size_t i = 0; i < n; i++) {
		if (c->slug && issues[i].slug && strcmp(issues[i].slug, c->slug))
			continue;
		shown++;
		put_issue(c, issues[i].slug, issues[i].text);
	}
	if (shown && !c->json)
		fputc('\n', c->cli->out.file);
	return shown;
}

static void count_units(struct check *c)
{
	c->width = (int)strlen("exercise");
	for (size_t i = 0; i < bank_count(c->cli->bank); i++) {
		const struct bank_exercise *ex = bank_at(c->cli->bank, i);

		for (size_t k = 0; wanted(c, ex) && k < ex->variant_count; k++) {
			int n = (int)(strlen(ex->slug) + strlen(ex->variants[k].name) + 1);

			c->total++;
			c->width = n > c->width ? n : c->width;
		}
	}
}

static bool is_slug(struct bank *b, const char *slug)
{
	for (size_t i = 0; i < bank_count(b); i++)
		if (!strcmp(bank_at(b, i)->slug, slug))
			return true;
	return false;
}

static int cmd_bank_check(struct cli *cli, const struct args *args)
{
	struct check c = {.cli = cli, .slug = args->count ? args->p[0] : NULL, .json = args_flag(args, "json")};
	struct jobs j = {next_unit, work_unit, done_unit, &c};
	const struct bank_exercise *ex = NULL;
	struct err err = {0};
	long threads = 1, worlds = WORLDS;
	size_t issues;

	if (args_number(args, "jobs", 1, JOBS_MAX, jobs_default(), &threads, &err) ||
	    args_number(args, "worlds", JUDGE_WORLDS, 1000000, WORLDS, &worlds, &err))
		return cli_fail(&err);
	if (c.slug && !is_slug(cli->bank, c.slug) && bank_find(cli->bank, c.slug, &ex, &err))
		return cli_fail(&err);
	c.worlds = (int)worlds;
	c.progress = !c.json && isatty(STDERR_FILENO) && cli->out.terminal;
	/* From here on the bank is only read, so that threads may share it. */
	bank_load_all(cli->bank);
	issues = put_issues(&c);
	count_units(&c);
	if (!c.json && c.total)
		out_put(&cli->out, STYLE_DIM, "%-*s  answers mutants named   base   rows   worlds  small         seconds\n", c.width, "exercise");
	put_progress(&c);
	if (jobs_run(&j, (int)threads, &err))
		return cli_fail(&err);
	if (!c.json)
		fprintf(cli->out.file, "\n%s, %zu sound%s%s.\n", out_plural((long long)c.total, "variant"), c.total - (size_t)c.bad,
			issues ? ", errors in files: " : "", issues ? out_count((long long)issues) : "");
	return c.bad || issues || !c.total ? EXIT_WRONG : 0;
}

const struct command command_bank_check = {
	.name = "bank check",
	.run = cmd_bank_check,
	.needs = NEEDS_BANK,
	.summary = "is every exercise sound?",
	.arguments = "[SLUG]",
	.max_args = 1,
	.arg_kind = VALUE_SLUG,
	.options = options,
	.details = "For each variant: every answer survives the random databases and every small one, rows stored in other orders too; every "
		   "mutant dies with a witness from which no row can be removed, of at most six rows beside the parents that foreign keys force, or "
		   "as many as the exercise allows; the answers of the base are refuted where the variant changes the contract; the query of each "
		   "clause is sometimes true and sometimes not; the sample and the large data load. Columns: answers and mutants as they should "
		   "be; mutants that were named as themselves; base answers refuted; rows of the largest witness; databases; the small scope.",
	.examples = "spar bank check\nspar bank check top-customers-by-month --jobs 2\n",
};
