/* spar sql refute: the judge as a tool of its own, for one pair of queries or for many. */
#include <errno.h>

#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/jobs.h"
#include "cli/show.h"

#define SCHEMA_MAX_BYTES (1u << 20)
#define LINE_MAX_BYTES (4 * JUDGE_QUERY_MAX_BYTES)
#define GRACE_MS 10000             /* beyond the budget: opening the schema, shrinking, showing */

static const struct option options[] = {
	{"schema", "S.sql", VALUE_FILE, "CREATE TABLE statements: what the data may hold"},
	{"pairs", "P.jsonl", VALUE_FILE, "many pairs, one object a line: {\"id\", \"left\", \"right\"}; - is standard input"},
	{"jobs", "N", VALUE_TEXT, "judges at once for --pairs; as many as cores when unset"},
	{"ordered", NULL, VALUE_NONE, "the order of the rows counts"},
	{"assume", "LIST", VALUE_TEXT, "no-nulls, no-empty or both with a comma: leave such data out"},
	{"dialect", "D", VALUE_TEXT, "duckdb (the default) or redshift: integer division, NULL order and spellings"},
	{"seed", "N", VALUE_TEXT, "another sequence of databases; 1 when unset"},
	{"budget-ms", "N", VALUE_TEXT, "time for a pair; over it the verdict is timeout; 10000 when unset"},
	{"small", NULL, VALUE_NONE, "when nothing was found, also every small database"},
	{"json", NULL, VALUE_NONE, "the verdict as one line of JSON; --pairs always does that"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* What all pairs of a run share. */
struct run {
	struct cli *cli;
	struct buf schema;
	json_t *fixed;             /* the request without left and right */
	long budget_ms;
	FILE *in;                  /* of --pairs */
	long line_number;
	bool bad_line;             /* a line could not be used */
	struct err fatal;          /* a schema that cannot be used ends the run */
};

/* A line of --pairs, and what came of it. */
struct pair {
	const struct run *run;
	json_t *id;                /* owned; null when the line has none */
	char *left, *right;        /* owned; NULL for a line that cannot be used */
	char reason[ERR_TEXT_MAX]; /* why it cannot */
	json_t *verdict;           /* owned */
	struct err err;
};

static enum err_code read_assume(const char *text, json_t *request, struct err *err)
{
	struct str rest = str_of(text);

	while (rest.n) {
		const char *comma = memchr(rest.p, ',', rest.n);
		struct str word = str_trim((struct str){rest.p, comma ? (size_t)(comma - rest.p) : rest.n});

		if (str_eq_c(word, "no-nulls"))
			json_object_set_new(request, "no_nulls", json_true());
		else if (str_eq_c(word, "no-empty"))
			json_object_set_new(request, "no_empty", json_true());
		else
			return err_set(err, ERR_USAGE, "'%.*s' cannot be assumed; there is no-nulls and no-empty", (int)word.n, word.p);
		rest.n = comma ? rest.n - (size_t)(comma + 1 - rest.p) : 0;
		rest.p = comma ? comma + 1 : rest.p;
	}
	return ERR_OK;
}

static enum err_code read_options(struct run *run, const struct args *args, struct err *err)
{
	const char *schema = args_value(args, "schema"), *assume = args_value(args, "assume"),
		   *dialect = args_value(args, "dialect");
	enum err_code code;
	long seed = 1;

	if (!schema)
		return err_set(err, ERR_USAGE, "option '--schema' is needed: CREATE TABLE statements for both queries");
	if (dialect && strcmp(dialect, "duckdb") && strcmp(dialect, "redshift"))
		return err_set(err, ERR_USAGE, "no dialect '%s'; there is duckdb and redshift", dialect);
	if ((code = args_number(args, "seed", 0, 1000000000, 1, &seed, err)) ||
	    (code = args_number(args, "budget-ms", 1, 3600000, JUDGE_VERDICT_MS, &run->budget_ms, err)) ||
	    (code = fs_read(schema, SCHEMA_MAX_BYTES, &run->schema, err)))
		return code;
	run->fixed = json_pack("{s:s,s:o,s:b,s:b,s:b,s:b,s:i,s:I,s:I,s:s}", "op", "refute", "schema",
			       json_text_value(buf_text(&run->schema), run->schema.n), "ordered", args_flag(args, "ordered"),
			       "no_nulls", 0, "no_empty", 0, "small", args_flag(args, "small"), "worlds", JUDGE_WORLDS,
			       "budget_ms", (json_int_t)run->budget_ms, "seed", (json_int_t)seed, "dialect",
			       dialect ? dialect : "duckdb");
	return assume ? read_assume(assume, run->fixed, err) : ERR_OK;
}

/* A verdict of ours, where the judge has none. */
static json_t *own_verdict(const char *verdict, const char *reason)
{
	return json_pack("{s:s,s:o,s:i,s:i,s:n,s:i,s:[],s:n}", "verdict", verdict, "reason",
			 json_text_value(reason, strlen(reason)), "worlds", 0, "plain", 0, "small", "ms", 0, "clauses",
			 "witness");
}

/* Ask the judge about one pair. NULL with err set for what ends the whole run: a schema that cannot be used. */
static json_t *refute_pair(const struct run *run, struct judge_client *judge, const char *left, const char *right,
			   struct err *err)
{
	json_t *request = json_copy(run->fixed), *verdict = NULL;
	enum err_code code;

	json_object_set_new(request, "left", json_text_value(left, strlen(left)));
	json_object_set_new(request, "right", json_text_value(right, strlen(right)));
	code = judge_client_ask(judge, request, (int)run->budget_ms + GRACE_MS, &verdict, err);
	json_decref(request);
	if (code == ERR_TIMEOUT)
		return own_verdict("timeout", "the time limit was reached, and the worker was ended");
	if (code == ERR_INPUT || code == ERR_PARSE || code == ERR_USAGE)
		return NULL;
	if (code)
		return own_verdict("unsupported", err->text);
	json_object_del(verdict, "type");
	return verdict;
}

static enum err_code check_side(const char *which, struct str query, struct err *err)
{
	enum err_code code = query_check(query, err);

	if (code)
		err_prefix(err, "%s", which);
	return code;
}

/* --- one pair --------------------------------------------------------------------------- */

static void put_side(struct out *o, const char *title, const json_t *side)
{
	const char *error = json_get_text(side, "error", NULL);

	fputc('\n', o->file);
	if (error) {
		out_put(o, STYLE_BOLD, "  %s\n", title);
		out_wrap(o, STYLE_WRONG, 2, NULL, error);
	} else if (side) {
		out_table(o, 2, title, side, -1);
	}
}

static void put_verdict(struct out *o, const json_t *v)
{
	const char *verdict = json_get_text(v, "verdict", ""), *reason = json_get_text(v, "reason", "");
	const json_t *witness = json_get_object(v, "witness"), *small = json_get_object(v, "small"), *clause;
	int64_t plain = json_get_int(v, "plain", 0), worlds = json_get_int(v, "worlds", 0);
	size_t i;

	if (!strcmp(verdict, "different"))
		out_put(o, STYLE_WRONG, "Different%s%s\n", *reason ? ": " : "", reason);
	else if (!strcmp(verdict, "none-found"))
		out_put(o, STYLE_RIGHT, "No difference found\n");
	else
		out_put(o, STYLE_WRONG, "%c%s%s%s\n", verdict[0] - 'a' + 'A', verdict + 1, *reason ? ": " : "", reason);
	json_array_foreach(json_get_array(v, "clauses"), i, clause)
		out_wrap(o, STYLE_CLAUSE, 2, "  ", json_is_string(clause) ? json_string_value(clause) : json_get_text(clause, "text", ""));
	if (worlds + plain)
		out_put(o, STYLE_DIM, "%s tried%s. %s ms.\n", out_plural(worlds > plain ? worlds : plain, "database"),
			plain > worlds ? " one at a time" : "", out_count(json_get_int(v, "ms", 0)));
	if (small)
		out_put(o, STYLE_DIM, "Also every database of up to %s: %s.\n", out_plural(json_get_int(small, "rows", 0), "row"),
			out_count(json_get_int(small, "worlds", 0)));
	if (!witness)
		return;
	show_tables(o, NULL, json_get_object(witness, "tables"));
	put_side(o, "left", json_get_object(witness, "left"));
	put_side(o, "right", json_get_object(witness, "right"));
}

static int verdict_status(const json_t *v)
{
	const char *verdict = json_get_text(v, "verdict", "");

	if (!strcmp(verdict, "none-found"))
		return 0;
	if (!strcmp(verdict, "different"))
		return EXIT_WRONG;
	return err_exit_status(!strcmp(verdict, "invalid") ? ERR_INPUT : ERR_TIMEOUT);
}

static int put_line(struct out *o, json_t *v)
{
	char *text = json_text(v);

	fprintf(o->file, "%s\n", text ? text : "{}");
	free(text);
	return fflush(o->file);
}

/* A file that is not there or too large is bad input to this command, like any other that cannot be used. */
static int bad_input(const struct err *err)
{
	int status = cli_fail(err);

	return err->code == ERR_LIMIT || err->code == ERR_MISSING ? err_exit_status(ERR_INPUT) : status;
}

static int refute_one(struct run *run, const struct args *args)
{
	struct buf left, right;
	struct err err = {0};
	json_t *v = NULL;
	int status;

	buf_init(&left, 64u << 20);
	buf_init(&right, 64u << 20);
	if (fs_read(args->p[0], 64u << 20, &left, &err) || fs_read(args->p[1], 64u << 20, &right, &err) ||
	    check_side(args->p[0], (struct str){buf_text(&left), left.n}, &err) ||
	    check_side(args->p[1], (struct str){buf_text(&right), right.n}, &err) ||
	    !(v = refute_pair(run, run->cli->judge, buf_text(&left), buf_text(&right), &err))) {
		status = bad_input(&err);
	} else {
		if (args_flag(args, "json"))
			put_line(&run->cli->out, v);
		else
			put_verdict(&run->cli->out, v);
		status = verdict_status(v);
	}
	json_decref(v);
	buf_release(&left);
	buf_release(&right);
	return status;
}

/* --- many pairs ---------------------------------------------------------------------------- */

/* A copy of a text member that can be a query; NULL with p->reason. */
static char *side_of(struct pair *p, const json_t *line, const char *key)
{
	const json_t *v = json_object_get(line, key);
	struct err err = {0};

	if (!json_is_string(v))
		snprintf(p->reason, sizeof(p->reason), "'%s' is missing or no text", key);
	else if (check_side(key, (struct str){json_string_value(v), json_string_length(v)}, &err))
		snprintf(p->reason, sizeof(p->reason), "%s", err.text);
	else
		return strdup(json_string_value(v));
	return NULL;
}

static void read_pair(struct pair *p, struct str text, long line_number)
{
	struct err err = {0};
	json_t *line = json_parse(text, &err);

	p->id = json_null();
	if (!line || !json_is_object(line)) {
		snprintf(p->reason, sizeof(p->reason), "line %ld is not a JSON object: %.300s", line_number,
			 line ? "another value" : err.text);
	} else {
		if (json_object_get(line, "id"))
			p->id = json_incref(json_object_get(line, "id"));
		p->left = side_of(p, line, "left");
		p->right = p->left ? side_of(p, line, "right") : NULL;
	}
	json_decref(line);
}

static void *next_pair(void *arg)
{
	struct run *run = arg;
	struct pair *p = NULL;
	size_t room = 0;
	char *line = NULL;
	ssize_t n;

	/* Blank lines are no pairs. */
	while (!run->fatal.code && (n = getline(&line, &room, run->in)) >= 0) {
		struct str text = str_trim((struct str){line, (size_t)n});

		run->line_number++;
		if (text.n == 0)
			continue;
		p = calloc(1, sizeof(*p));
		if (!p)
			break;
		p->run = run;
		if (text.n > LINE_MAX_BYTES)
			snprintf(p->reason, sizeof(p->reason), "line %ld has over %u bytes", run->line_number, LINE_MAX_BYTES);
		else
			read_pair(p, text, run->line_number);
		if (!p->id)
			p->id = json_null();
		break;
	}
	free(line);
	return p;
}

static void *work_pair(void *item, struct judge_client *judge)
{
	struct pair *p = item;

	if (p->right)
		p->verdict = refute_pair(p->run, judge, p->left, p->right, &p->err);
	else
		p->verdict = own_verdict("invalid", p->reason);
	return p;
}

static void done_pair(void *result, void *arg)
{
	struct run *run = arg;
	struct pair *p = result;

	if (!p->verdict && !run->fatal.code)
		run->fatal = p->err;
	if (p->verdict && !run->fatal.code) {
		json_t *line = json_object();

		json_object_set(line, "id", p->id);
		json_object_update(line, p->verdict);
		if (put_line(&run->cli->out, line))
			err_errno(&run->fatal, ERR_IO, errno, "cannot write the result");
		json_decref(line);
		run->bad_line = run->bad_line || !p->right;
	}
	json_decref(p->id);
	json_decref(p->verdict);
	free(p->left);
	free(p->right);
	free(p);
}

static enum err_code judge_starts(struct judge_client *judge, struct err *err)
{
	json_t *request = json_pack("{s:s}", "op", "status"), *reply = NULL;
	enum err_code code = judge_client_ask(judge, request, GRACE_MS, &reply, err);

	json_decref(reply);
	json_decref(request);
	return code;
}

static int refute_many(struct run *run, const struct args *args)
{
	const char *path = args_value(args, "pairs");
	struct jobs j = {next_pair, work_pair, done_pair, run};
	struct err err = {0};
	long threads = 1;

	if (args_number(args, "jobs", 1, JOBS_MAX, jobs_default(), &threads, &err))
		return cli_fail(&err);
	run->in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	if (!run->in) {
		err_errno(&err, errno == ENOENT ? ERR_MISSING : ERR_IO, errno, "cannot open '%s'", path);
		return bad_input(&err);
	}
	/* A worker that cannot even start is one error, not one for each pair. */
	if (!judge_starts(run->cli->judge, &err))
		jobs_run(&j, (int)threads, &err);
	if (ferror(run->in) && !err.code)
		err_set(&err, ERR_IO, "cannot read '%s'", path);
	if (run->in != stdin)
		fclose(run->in);
	if (run->fatal.code)
		return cli_fail(&run->fatal);
	if (err.code)
		return cli_fail(&err);
	if (run->bad_line) {
		err_set(&err, ERR_INPUT, "a line of '%s' could not be used; its verdict is invalid", path);
		return cli_fail(&err);
	}
	return 0;
}

static int cmd_refute(struct cli *cli, const struct args *args)
{
	struct run run = {.cli = cli};
	bool many = args_value(args, "pairs") != NULL;
	struct err err = {0};
	int status;

	buf_init(&run.schema, SCHEMA_MAX_BYTES + 1);
	if (many ? args->count != 0 : args->count != 2)
		err_set(&err, ERR_USAGE, "'spar sql refute' needs LEFT.sql and RIGHT.sql, or --pairs instead of them");
	else
		read_options(&run, args, &err);
	if (err.code)
		status = bad_input(&err);
	else
		status = many ? refute_many(&run, args) : refute_one(&run, args);
	json_decref(run.fixed);
	buf_release(&run.schema);
	return status;
}

const struct command command_sql_refute = {
	.name = "sql refute",
	.run = cmd_refute,
	.needs = NEEDS_JUDGE,
	.summary = "find a database on which two queries differ",
	.arguments = "LEFT.sql RIGHT.sql",
	.max_args = 2,
	.arg_kind = VALUE_FILE,
	.options = options,
	.details = "Columns are compared by position, rows as a bag unless --ordered, numbers within 1e-6 of each other. Everything that the "
		   "schema does not forbid may happen: NULLs, repeats, empty tables. A difference is shown only after both queries were run on "
		   "the database that is shown. No difference found is no proof.\n\n"
		   "Exit status: 0 no difference found, 1 different, 2 bad input, 7 timeout or unsupported. With --pairs, 0 when every line "
		   "was answered and 2 when one could not be used.\n\n"
		   "With --json and --pairs a verdict is {\"id\", \"verdict\": different | none-found | invalid | timeout | unsupported, \"reason\", "
		   "\"worlds\", \"plain\", \"small\": {\"rows\", \"worlds\"} or null, \"ms\", \"clauses\", \"witness\": {\"tables\", \"left\", \"right\"} or "
		   "null}; lines come in the order of the pairs, each as soon as it is known.",
	.examples = "spar sql refute --schema schema.sql before.sql after.sql\n"
		    "spar sql refute --schema schema.sql --small --json before.sql after.sql\n"
		    "spar sql refute --schema schema.sql --pairs pairs.jsonl --jobs 4\n",
};
