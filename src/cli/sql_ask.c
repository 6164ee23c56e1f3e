/* spar sql ask: questions about a query that is already written. */
#include <string.h>

#include "base/fs.h"
#include "cli/asking.h"
#include "cli/commands.h"
#include "cli/editor.h"
#include "cli/interrupt.h"
#include "cli/submit.h"

static const struct option options[] = {
	{"file", "F", VALUE_FILE, "the query; - is standard input, and then no answers can be typed"},
	{"variant", "V", VALUE_VARIANT, "the variant, when SLUG does not name it"},
	{"count", "N", VALUE_TEXT, "questions in the round, 1 to 12; 3 without it"},
	{"kind", "K", VALUE_TEXT, "only why, predict or what-if"},
	{"json", NULL, VALUE_NONE, "the questions with all that belongs to them as one line of JSON; nothing is asked"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static enum err_code read_kind(const struct args *args, int *only, struct err *err)
{
	const char *kind = args_value(args, "kind");

	*only = -1;
	for (int i = 0; kind && i < ASK_SORTS; i++)
		if (!strcmp(kind, ask_sort_name((enum ask_sort)i)))
			*only = i;
	return kind && *only < 0 ? err_set(err, ERR_USAGE, "option '--kind' takes why, predict or what-if, not '%s'", kind) : ERR_OK;
}

static int cmd_sql_ask(struct cli *cli, const struct args *args)
{
	const char *file = args_value(args, "file");
	struct asking a = {.json = args_flag(args, "json"), .no_answers = file && !strcmp(file, "-")};
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	long count = ASK_ROUND_DEFAULT;
	struct err err = {0};
	struct attempt t;
	struct buf query;
	enum err_code code;
	int status;

	if (!file) {
		err_set(&err, ERR_USAGE, "which query? Name its file with '--file', or ask within 'spar sql try' after submitting it");
		return cli_fail(&err);
	}
	if (args_number(args, "count", 1, ASK_ROUND_MAX, ASK_ROUND_DEFAULT, &count, &err) || read_kind(args, &a.only, &err) ||
	    cli_find_variant(cli, args->p[0], args_value(args, "variant"), &ex, &v, &err))
		return cli_fail(&err);
	buf_init(&query, 65u << 20);
	code = submit_read(file, &query, &err);
	if (!code)
		code = query_check((struct str){buf_text(&query), query.n}, &err);
	if (code) {
		buf_release(&query);
		return cli_fail(&err);
	}
	interrupt_catch();
	attempt_ready(&t, cli, ex, v);
	a.t = &t;
	a.query = (struct str){buf_text(&query), query.n};
	a.count = (size_t)count;
	a.typed = cli->reader && !a.json && !a.no_answers;
	if (a.typed)
		editor_open(NULL);
	status = asking_round(&a);
	if (a.typed)
		editor_close(NULL);
	buf_release(&query);
	return cli_status(cli, status);
}

const struct command command_sql_ask = {
	.name = "sql ask",
	.run = cmd_sql_ask,
	.needs = NEEDS_BANK | NEEDS_STORE | NEEDS_JUDGE,
	.summary = "questions about a query that you wrote",
	.arguments = "SLUG",
	.min_args = 1,
	.max_args = 1,
	.arg_kind = VALUE_SLUG,
	.options = options,
	.details = "Three kinds: why it was written so; what comes out on a small database, where the rows are typed and judged at once; and what "
		   "happens if the data or the task changes. Rows are typed one a line, values divided by |, NULL as NULL, and 'empty' for no rows. "
		   "A question does not come again until there is no other. Answers are lines of standard input, an empty line ends each.",
	.examples = "spar sql ask top-customers-by-month --file answer.sql\n"
		    "spar sql ask top-customers-by-month/shop --file answer.sql --kind predict --count 5\n",
};
