/* spar sql show: read an exercise. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/show.h"

static const struct option options[] = {
	{"variant", "V", VALUE_VARIANT, "this variant instead of the first"},
	{"answers", NULL, VALUE_NONE, "also the right answers; for 24 hours no attempt at the exercise is then cold"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static int cmd_show(struct cli *cli, const struct args *args)
{
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	json_t *sample = NULL;
	struct err err = {0};
	struct attempt t;

	if (cli_find_variant(cli, args->p[0], args_value(args, "variant"), &ex, &v, &err))
		return cli_fail(&err);
	t = (struct attempt){.cli = cli, .ex = ex, .v = v, .subject = bank_subject(cli->bank, ex, v, &cli->arena)};
	/* Before it is shown: who has read a variant has seen it. */
	record(cli, EVENT_EXERCISE_SHOWN, t.subject, json_object(), NULL);
	if (args_flag(args, "answers"))
		record(cli, EVENT_SOLUTION_SHOWN, t.subject, json_object(), NULL);
	show_exercise(cli, ex, v, true);
	fflush(stdout);
	if (attempt_sample(&t, &sample, &err)) {
		cli_fail(&err);
		out_put(&cli->out, STYLE_BOLD, "\nSample\n");
		out_verbatim(&cli->out, 2, v->sample);
	} else {
		show_tables(&cli->out, "Sample", json_get_object(sample, "tables"));
	}
	json_decref(sample);
	if (args_flag(args, "answers"))
		for (size_t i = 0; i < v->answer_count; i++)
			show_answer(&cli->out, &v->answers[i]);
	if (cli->out.terminal && cli->store)
		out_put(&cli->out, STYLE_DIM, "\nSeen now: an attempt at this variant no longer counts as cold.\n");
	return cli_status(cli, 0);
}

const struct command command_sql_show = {
	.name = "sql show",
	.run = cmd_show,
	.needs = NEEDS_BANK | NEEDS_STORE | NEEDS_JUDGE,
	.summary = "read an exercise",
	.arguments = "SLUG",
	.min_args = 1,
	.max_args = 1,
	.arg_kind = VALUE_SLUG,
	.options = options,
	.details = "A variant that was shown has been seen: an attempt at it no longer counts as cold. To be asked cold, use 'spar sql "
		   "try'.",
	.examples = "spar sql show top-customers-by-month\nspar sql show top-customers-by-month --variant ads\n",
};
