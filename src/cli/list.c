/* spar sql list: the exercises, what was tried, what is due. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/commands.h"
#include "practice/choose.h"

#define WIDE_COLUMNS 90

enum { OPT_JSON };

static const struct option options[] = {
	[OPT_JSON] = {"json", NULL, VALUE_NONE, "one JSON object a line, broken exercises too"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static const char *last_text(const struct store_standing *s)
{
	if (!s)
		return "never tried";
	switch (s->last_outcome) {
	case ATTEMPT_PASSED:
		return s->last_cold ? "passed cold" : "passed";
	case ATTEMPT_FAILED:
		return "failed";
	case ATTEMPT_LEFT:
		return "left";
	case ATTEMPT_OPEN:
		break;
	}
	return "not finished";
}

static const char *due_text(struct cli *cli, const struct store_standing *s, int64_t now_ms)
{
	if (!s)
		return "new";
	if (s->due_ms <= now_ms)
		return "now";
	return arena_strdup(&cli->arena, out_span(s->due_ms - now_ms));
}

/* Shown or tried. */
static int variants_seen(struct cli *cli, const struct bank_exercise *ex)
{
	struct err err = {0};
	int n = 0;

	for (size_t i = 0; cli->store && i < ex->variant_count; i++) {
		bool seen = false;

		n += !store_seen(cli->store, bank_subject(cli->bank, ex, &ex->variants[i], &cli->arena), &seen, &err) && seen;
	}
	return n;
}

static void put_json(struct cli *cli, const struct bank_exercise *ex, const struct store_standing *s)
{
	json_t *patterns = json_array(), *variants = json_array(), *line;
	char *text;

	for (size_t i = 0; i < ex->pattern_count; i++)
		json_array_append_new(patterns, json_string(ex->patterns[i]));
	for (size_t i = 0; i < ex->variant_count; i++)
		json_array_append_new(variants, json_string(ex->variants[i].name));
	line = json_pack("{s:s,s:s,s:o,s:s,s:i,s:o,s:i,s:i,s:i,s:i,s:s}", "slug", ex->slug, "title", ex->variants[0].title,
			 "patterns", patterns, "round", ex->round, "minutes", ex->minutes, "variants", variants, "variants_seen",
			 variants_seen(cli, ex), "attempts", s ? s->attempts : 0, "passes", s ? s->passes : 0, "cold_passes",
			 s ? s->cold_passes : 0, "last", last_text(s));
	json_object_set_new(line, "due_ms", s ? json_integer(s->due_ms) : json_null());
	text = json_text(line);
	fprintf(cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(line);
}

static void put_json_issue(struct cli *cli, const struct bank_issue *issue)
{
	json_t *line = json_pack("{s:s?,s:s}", "slug", issue->slug, "error", issue->text);
	char *text = json_text(line);

	fprintf(cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(line);
}

/* A row of the table for people. */
static json_t *row_of(struct cli *cli, const struct bank_exercise *ex, const struct store_standing *s, int64_t now_ms)
{
	return json_pack("[s,s,s,s,s,s]", ex->slug, bank_pattern(cli->bank, ex->patterns[0])->name,
			 arena_printf(&cli->arena, "%d/%zu", variants_seen(cli, ex), ex->variant_count), last_text(s),
			 due_text(cli, s, now_ms), ex->round);
}

/* On a narrow terminal the last column, the round, is left out rather than folded. */
static void put_rows(struct cli *cli, json_t *rows)
{
	bool narrow = cli->out.terminal && cli->out.columns < WIDE_COLUMNS;
	json_t *columns = json_pack("[s,s,s,s,s,s]", "exercise", "pattern", "seen", "last", "due in", "round");
	json_t *table = json_pack("{s:O,s:O}", "columns", columns, "rows", rows);

	if (narrow)
		json_array_remove(columns, 5);
	out_table(&cli->out, 0, NULL, table, -1);
	json_decref(columns);
	json_decref(table);
}

static int cmd_list(struct cli *cli, const struct args *args)
{
	json_t *rows = json_array();
	struct store_standing *standings = NULL;
	bool json = args_flag(args, "json");
	int64_t now_ms = clock_now_ms();
	size_t standing_count = 0, issue_count = 0;
	struct err err = {0};

	if (cli->store && store_standings(cli->store, &cli->arena, &standings, &standing_count, &err))
		return cli_fail(&err);
	bank_load_all(cli->bank);
	for (size_t i = 0; i < bank_count(cli->bank); i++) {
		const struct bank_exercise *ex = bank_at(cli->bank, i);
		const struct store_standing *s = choose_standing(cli->bank, standings, standing_count, ex, &cli->arena);

		if (ex->broken)
			continue;
		if (json)
			put_json(cli, ex, s);
		else
			json_array_append_new(rows, row_of(cli, ex, s, now_ms));
	}
	const struct bank_issue *issues = bank_issues(cli->bank, &issue_count);

	if (!json) {
		if (json_array_size(rows))
			put_rows(cli, rows);
		else
			fprintf(cli->out.file, "No exercise in pack '%s' yet.\n", bank_pack(cli->bank)->id);
		if (issue_count)
			out_put(&cli->out, STYLE_BOLD, "\nCannot be used\n");
	}
	for (size_t i = 0; i < issue_count; i++) {
		if (json)
			put_json_issue(cli, &issues[i]);
		else
			out_verbatim(&cli->out, 2, issues[i].text);
	}
	json_decref(rows);
	return cli_status(cli, 0);
}

const struct command command_sql_list = {
	.name = "sql list",
	.run = cmd_list,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "the exercises, what was tried and what is due",
	.arguments = "",
	.options = options,
	.details = "An exercise is due 12 hours after an attempt that did not pass, a day after a pass that was not cold, and 2, 4, "
		   "then 8 days after each cold pass in a row. Exercises with an error in their files stand at the end, with the place of "
		   "the error.",
	.examples = "spar sql list\nspar sql list --json\n",
};
