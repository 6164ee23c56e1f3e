/* spar mock: rounds as they will be, and what came of them. */
#include <limits.h>

#include "base/json.h"
#include "base/rng.h"
#include "cli/commands.h"
#include "cli/debrief_show.h"
#include "cli/editor.h"
#include "cli/interrupt.h"
#include "cli/planned.h"
#include "cli/room.h"
#include "mock/debrief.h"
#include "mock/guide.h"
#include "mock/judge.h"

#define MARKDOWN_MAX_BYTES (16u << 20)

static const struct option start_options[] = {
	{"minutes", "N", VALUE_TEXT, "another length; each round says which"},
	{"seed", "N", VALUE_TEXT, "the same number draws the same round from the same record"},
	{"scenario", "S", VALUE_TEXT, "this design; without it one is drawn"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static const struct option debrief_options[] = {
	{"markdown", NULL, VALUE_NONE, "as Markdown"},
	{"json", NULL, VALUE_NONE, "as one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

struct opened {
	struct mock_base base;
	struct rounds *rounds;
	struct talk_pack *talk;
};

static enum err_code content_open(struct cli *cli, struct opened *o, struct err *err)
{
	enum err_code code;

	*o = (struct opened){0};
	if (!cli->store)
		return err_set(err, ERR_IO, "a round cannot be held without a record");
	if ((code = talk_pack_open(&o->talk, NULL, NULL, err)) || (code = rounds_open(&o->rounds, NULL, NULL, cli->bank, o->talk, err)))
		return code;
	o->base = (struct mock_base){o->rounds, cli->bank, o->talk, cli->store};
	return ERR_OK;
}

static void content_close(struct opened *o)
{
	rounds_free(o->rounds);
	talk_pack_free(o->talk);
}

/* Judge what was not judged yet, and say what could not be. */
static enum err_code judge_all(struct cli *cli, struct opened *o, int64_t id, struct err *err)
{
	struct err why = {0};
	size_t left = 0;
	enum err_code code;

	interrupt_judging(cli->judge);
	code = mock_judge(&o->base, cli->judge, id, &left, &why, err);
	interrupt_judged();
	if (!code && left)
		fprintf(stderr, "spar: %s not judged: %s\n", out_plural((long long)left, "query"), why.text);
	return code;
}

static enum err_code debrief_of(struct cli *cli, struct opened *o, int64_t id, json_t **out, struct err *err)
{
	const struct debrief_rules *rules = NULL;
	enum err_code code = debrief_rules_load(&cli->arena, NULL, NULL, &rules, err);
	struct err ignored = {0};
	struct guide g;
	struct keep k;

	*out = NULL;
	if (!code)
		code = mock_debrief(&o->base, rules, id, out, err);
	if (!code && !(code = judge_all(cli, o, json_get_int(*out, "id", 0), err))) {
		id = json_get_int(*out, "id", 0);
		json_decref(*out);
		code = mock_debrief(&o->base, rules, id, out, err);
	}
	/* Its blocks stand in the plan now; one that cannot be made leaves them without a day. */
	if (!code && !cli_plan(cli, &k, &ignored)) {
		cli->lost |= k.lost;
		guide_shown(cli->bank, cli->store, &k, &cli->arena, &g);
		planned_say(&k, *out, &cli->arena);
	}
	return code;
}

static int hold(struct cli *cli, struct opened *o, struct mock *m)
{
	json_t *debrief = NULL;
	struct err err = {0};
	int64_t id = mock_view(m)->id;
	int status = 0;

	interrupt_catch();
	if (cli->reader)
		editor_open(NULL);
	switch (room_run(cli, m, &err)) {
	case ROOM_FAILED:
		status = cli_fail(&err);
		break;
	case ROOM_PAUSED:
		break;
	case ROOM_OVER:
		fprintf(cli->out.file, "\nThat was the round. Judging the queries, then the debrief.\n\n");
		fflush(cli->out.file);
		if (debrief_of(cli, o, id, &debrief, &err))
			status = cli_fail(&err);
		else
			show_debrief(cli, debrief);
	}
	if (cli->reader)
		editor_close(NULL);
	json_decref(debrief);
	return cli_status(cli, status);
}

static enum talk_level level_of(struct cli *cli)
{
	json_t *settings = NULL;
	struct err ignored = {0};
	int level = -1;

	if (!store_settings(cli->store, &settings, &ignored))
		level = talk_level_find(json_get_text(settings, "level", NULL));
	json_decref(settings);
	return level < 0 ? TALK_L5 : (enum talk_level)level;
}

static void put_round(struct cli *cli, const struct rounds *r, const struct mock_view *v)
{
	const struct round_rule *rule = rounds_find(r, v->round);
	struct out *o = &cli->out;

	out_put(o, STYLE_BOLD, "%s", v->title);
	fprintf(o->file, ", %lld minutes\n", (long long)((v->limit_ms + 59999) / 60000));
	if (rule)
		out_wrap(o, STYLE_PLAIN, 2, "  ", rule->about);
	out_wrap(o, STYLE_DIM, 2, "  ", "An empty line ends an answer, a semicolon a query. /help has the rest.");
}

static int start(struct cli *cli, const struct args *args, const char *round)
{
	struct mock_options options = {.round = round, .scenario = args_value(args, "scenario"), .seed = rng_seed_default()};
	struct mock *m = NULL;
	struct err err = {0};
	struct opened o;
	long minutes = 0, seed = 0;
	int status;

	if (args_number(args, "minutes", 1, 1440, 0, &minutes, &err) || args_number(args, "seed", 0, 1000000000, 0, &seed, &err))
		return cli_fail(&err);
	options.minutes = (int)minutes;
	if (args_value(args, "seed"))
		options.seed = (uint64_t)seed;
	if (!content_open(cli, &o, &err)) {
		options.level = level_of(cli);
		mock_start(&m, &o.base, &options, &err);
	}
	if (m) {
		put_round(cli, o.rounds, mock_view(m));
		status = hold(cli, &o, m);
	} else {
		status = cli_fail(&err);
	}
	mock_free(m);
	content_close(&o);
	return status;
}

static int cmd_phone(struct cli *cli, const struct args *args)
{
	return start(cli, args, "phone");
}

static int cmd_bar_raiser(struct cli *cli, const struct args *args)
{
	return start(cli, args, "bar-raiser");
}

static int cmd_design(struct cli *cli, const struct args *args)
{
	return start(cli, args, "design");
}

static int cmd_loop(struct cli *cli, const struct args *args)
{
	return start(cli, args, args->count ? arena_printf(&cli->arena, "loop-%s", args->p[0]) : "loop");
}

static int cmd_resume(struct cli *cli, const struct args *args)
{
	struct mock *m = NULL;
	struct err err = {0};
	struct opened o;
	int status;

	(void)args;
	if (content_open(cli, &o, &err) || mock_resume(&m, &o.base, 0, &err)) {
		status = cli_fail(&err);
	} else {
		put_round(cli, o.rounds, mock_view(m));
		if (mock_view(m)->over)
			fputs("  It is over.\n", cli->out.file);
		status = hold(cli, &o, m);
	}
	mock_free(m);
	content_close(&o);
	return status;
}

static int cmd_leave(struct cli *cli, const struct args *args)
{
	struct mock *m = NULL;
	struct err err = {0};
	struct opened o;
	int status = 0;

	(void)args;
	if (content_open(cli, &o, &err) || mock_resume(&m, &o.base, 0, &err) || mock_leave(m, mock_view(m)->clock_ms, &err))
		status = cli_fail(&err);
	else
		fprintf(cli->out.file, "Mock %lld is over. 'spar mock debrief' shows what came of it.\n", (long long)mock_view(m)->id);
	mock_free(m);
	content_close(&o);
	return cli_status(cli, status);
}

static int cmd_debrief(struct cli *cli, const struct args *args)
{
	json_t *debrief = NULL;
	struct err err = {0};
	struct opened o;
	struct buf markdown;
	long id = 0;
	int status = 0;

	if (args->count && !str_to_long(str_of(args->p[0]), 1, LONG_MAX, &id)) {
		err_set(&err, ERR_USAGE, "not the number of a mock: '%s'", args->p[0]);
		return cli_fail(&err);
	}
	interrupt_catch();
	if (content_open(cli, &o, &err) || debrief_of(cli, &o, id, &debrief, &err)) {
		status = cli_fail(&err);
	} else if (args_flag(args, "json")) {
		char *text = json_text(debrief);

		fprintf(cli->out.file, "%s\n", text ? text : "null");
		free(text);
	} else if (args_flag(args, "markdown")) {
		buf_init(&markdown, MARKDOWN_MAX_BYTES);
		debrief_markdown(debrief, &markdown);
		if (buf_check(&markdown, &err))
			status = cli_fail(&err);
		else
			fwrite(buf_text(&markdown), 1, markdown.n, cli->out.file);
		buf_release(&markdown);
	} else {
		show_debrief(cli, debrief);
	}
	json_decref(debrief);
	content_close(&o);
	return cli_status(cli, status);
}

#define ROUND_NEEDS (NEEDS_BANK | NEEDS_STORE | NEEDS_JUDGE)
#define ROUND_DETAILS                                                                                                           \
	"Question, clock, answer box and scratch pad, nothing else: no hints, nothing is run, and no verdict until the round is over. An empty " \
	"line ends an answer. When it came early, the interviewer waits, and so may you. When the program ends, the clock stops; 'spar mock "   \
	"resume' goes on at the same second.\n\n"                                                                                        \
	"When standard input is no terminal, its lines are what you type."

const struct command command_mock_phone = {
	.name = "mock phone", .run = cmd_phone, .needs = ROUND_NEEDS, .arguments = "", .options = start_options,
	.summary = "a phone screen: two queries without running, past work, a principle", .details = ROUND_DETAILS,
	.examples = "spar mock phone\nspar mock phone --minutes 30\n",
};

const struct command command_mock_loop = {
	.name = "mock loop", .run = cmd_loop, .needs = ROUND_NEEDS, .arguments = "[ROUND]", .max_args = 1, .arg_kind = VALUE_TEXT, .options = start_options,
	.summary = "a whole loop with breaks, or one round of it",
	.details = "ROUND is sql, modelling, pipeline or behavioural; without it the whole day, the bar raiser included.\n\n" ROUND_DETAILS,
	.examples = "spar mock loop\nspar mock loop pipeline --scenario product-clicks\n",
};

const struct command command_mock_bar_raiser = {
	.name = "mock bar-raiser", .run = cmd_bar_raiser, .needs = ROUND_NEEDS, .arguments = "", .options = start_options,
	.summary = "two principles, pressed early and three levels deep", .details = ROUND_DETAILS, .examples = "spar mock bar-raiser\n",
};

const struct command command_mock_design = {
	.name = "mock design", .run = cmd_design, .needs = ROUND_NEEDS, .arguments = "", .options = start_options,
	.summary = "one design from a vague task",
	.details = "Scenarios daily-pipeline and own-system are never drawn: the first is the walk that the loop gate asks for, the second a system that "
		   "you really built.\n\n" ROUND_DETAILS,
	.examples = "spar mock design\nspar mock design --scenario own-system --minutes 10\n",
};

const struct command command_mock_resume = {
	.name = "mock resume", .run = cmd_resume, .needs = ROUND_NEEDS, .arguments = "", .summary = "go on with the round that is not over",
	.details = ROUND_DETAILS, .examples = "spar mock resume\n",
};

const struct command command_mock_leave = {
	.name = "mock leave", .run = cmd_leave, .needs = NEEDS_BANK | NEEDS_STORE, .arguments = "", .summary = "end the round that is not over",
	.details = "What was said counts, and what was not reached is said to be so.", .examples = "spar mock leave\n",
};

const struct command command_mock_debrief = {
	.name = "mock debrief", .run = cmd_debrief, .needs = ROUND_NEEDS, .arguments = "[ID]", .max_args = 1, .arg_kind = VALUE_TEXT, .options = debrief_options,
	.summary = "what was asked, what was pulled out, what cost the most",
	.details = "Without ID the last round.", .examples = "spar mock debrief\nspar mock debrief --markdown >debrief.md\n",
};
