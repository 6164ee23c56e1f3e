/* spar story, spar story matrix, spar story export: what there is, what it covers, and taking it along. */
#include "cli/story.h"

#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"

#define EXPORT_BYTES_MAX (64u << 20)

enum err_code cli_story_open(struct cli *cli, struct story_pack **out, struct err *err)
{
	enum err_code code;
	size_t issues = 0;

	*out = NULL;
	if (!cli->store)
		return err_set(err, ERR_IO, "stories are kept in the record, and there is none");
	code = story_pack_open(out, NULL, NULL, err);
	if (code)
		return code;
	const char *const *texts = story_pack_issues(*out, &issues);

	for (size_t i = 0; i < issues; i++)
		fprintf(stderr, "spar: %s\n", texts[i]);
	return ERR_OK;
}

enum err_code cli_story_memory(struct cli *cli, const struct story_pack *p, const struct args *args, struct story_memory *out, struct err *err)
{
	struct story_memory *all = NULL;
	size_t n = 0;
	enum err_code code;

	if (args->count)
		return story_find(p, cli->store, args->p[0], &cli->arena, out, err);
	code = story_all(p, cli->store, &cli->arena, &all, &n, err);
	if (code)
		return code;
	if (n != 1)
		return err_set(err, n ? ERR_USAGE : ERR_MISSING, n ? "say which memory; 'spar story' lists them" : "there is no memory yet; see 'spar story new'");
	*out = all[0];
	return ERR_OK;
}

void cli_put_json(struct cli *cli, json_t *value)
{
	char *text = json_text(value);

	fprintf(cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(value);
}

void story_put_replaced(struct cli *cli, size_t n)
{
	if (n)
		fprintf(cli->out.file, "%s that %s no text, kept as U+FFFD.\n", out_plural((long long)n, "byte"), n == 1 ? "was" : "were");
}

static void put_list(struct cli *cli, const json_t *list)
{
	const json_t *memories = json_get_array(list, "memories"), *enough = json_get_object(list, "enough"), *next = json_get_object(list, "next");
	size_t parts = json_array_size(json_get_array(list, "parts")), i;
	json_t *rows = json_array(), *m;
	int usable = 0;

	json_array_foreach(memories, i, m) {
		const char *state = json_get_text(m, "last_state", "");
		int64_t told = json_get_int(m, "told", 0);

		usable += !json_get_bool(m, "aside", false) && json_get_int(m, "answered", 0) > 0;
		json_array_append_new(rows, json_pack("[I,s,s,s]", (json_int_t)json_get_int(m, "number", 0),
						      arena_printf(&cli->arena, "%s%s", json_get_text(m, "title", ""),
								   json_get_bool(m, "aside", false) ? " (put away)" : ""),
						      arena_printf(&cli->arena, "%lld/%zu", (long long)json_get_int(m, "answered", 0), parts),
						      !told	? "never"
						      : *state	? arena_printf(&cli->arena, "%lld times; last: %s", (long long)told, state)
								: arena_printf(&cli->arena, "%lld times", (long long)told)));
	}
	json_t *table = json_pack("{s:[s,s,s,s],s:o}", "columns", "no", "memory", "answers", "told", "rows", rows);

	if (json_array_size(rows))
		out_table(&cli->out, 0, NULL, table, -1);
	else
		fputs("No memory is written down yet.\n", cli->out.file);
	json_decref(table);
	int from = (int)json_get_int(enough, "from", 4), to = (int)json_get_int(enough, "to", 5);

	fputc('\n', cli->out.file);
	out_wrap(&cli->out, STYLE_PLAIN, 0, NULL,
		 usable >= from ? arena_printf(&cli->arena, "%d memories are there. %d or %d are enough: drill them instead of writing more.", usable, from, to)
				: arena_printf(&cli->arena, "%d or %d memories are enough; %d %s there.", from, to, usable, usable == 1 ? "is" : "are"));
	out_put(&cli->out, STYLE_BOLD, "\nNext\n");
	out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, json_get_text(next, "text", ""));
}

static int cmd_story(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	json_t *list = NULL;
	struct err err = {0};
	int status = 0;

	if (cli_story_open(cli, &p, &err) || story_list_json(p, cli->store, &list, &err))
		status = cli_fail(&err);
	else if (args_flag(args, "json"))
		cli_put_json(cli, list);
	else {
		put_list(cli, list);
		json_decref(list);
	}
	story_pack_free(p);
	return status;
}

/* A cell of the matrix: how a memory stands in a column. */
static const char *cell_of(const json_t *rule, int64_t id)
{
	json_t *value;
	size_t i;

	json_array_foreach(json_get_array(rule, "carries"), i, value)
		if (json_integer_value(value) == id)
			return "yes";
	json_array_foreach(json_get_array(rule, "thin"), i, value)
		if (json_integer_value(value) == id)
			return "thin";
	return "-";
}

static void put_rules(struct cli *cli, const char *title, const json_t *rules, const json_t *memories)
{
	json_t *columns = json_pack("[s]", title), *rows = json_array(), *rule, *m;
	size_t i, k;

	json_array_foreach(memories, k, m)
		json_array_append_new(columns, json_string(arena_printf(&cli->arena, "%lld", (long long)json_get_int(m, "number", 0))));
	json_array_append_new(columns, json_string("state"));
	json_array_foreach(rules, i, rule) {
		const char *state = json_get_text(rule, "state", "");
		json_t *row = json_pack("[s]", json_get_text(rule, "name", ""));

		json_array_foreach(memories, k, m)
			json_array_append_new(row, json_string(cell_of(rule, json_get_int(m, "id", 0))));
		json_array_append_new(row, json_string(!strcmp(state, "one memory") ? "leans on one" : state));
		json_array_append_new(rows, row);
	}
	json_t *table = json_pack("{s:o,s:o}", "columns", columns, "rows", rows);

	out_table(&cli->out, 0, NULL, table, -1);
	json_decref(table);
}

static int cmd_matrix(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	json_t *matrix = NULL, *m;
	struct err err = {0};
	int status = 0;
	size_t i;

	if (cli_story_open(cli, &p, &err) || story_matrix_json(p, cli->store, &matrix, &err)) {
		status = cli_fail(&err);
	} else if (args_flag(args, "json")) {
		cli_put_json(cli, matrix);
	} else {
		const json_t *memories = json_get_array(matrix, "memories");

		if (!json_array_size(memories))
			fputs("No memory is written down yet: all of it is open.\n\n", cli->out.file);
		json_array_foreach(memories, i, m)
			out_wrap(&cli->out, STYLE_PLAIN, 5, arena_printf(&cli->arena, "%3lld", (long long)json_get_int(m, "number", 0)),
				 json_get_text(m, "title", ""));
		fputc('\n', cli->out.file);
		put_rules(cli, "kind", json_get_array(matrix, "kinds"), memories);
		fputc('\n', cli->out.file);
		put_rules(cli, "principle", json_get_array(matrix, "principles"), memories);
		fputs("\n'spar story show NUMBER' has the quotes behind each yes.\n", cli->out.file);
		json_decref(matrix);
	}
	story_pack_free(p);
	return status;
}

static int cmd_export(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct err err = {0};
	struct buf b;
	int status = 0;

	buf_init(&b, EXPORT_BYTES_MAX);
	if (cli_story_open(cli, &p, &err) || story_export(p, cli->store, &b, &err))
		status = cli_fail(&err);
	else if (!args->count || !strcmp(args->p[0], "-"))
		fwrite(buf_text(&b), 1, b.n, cli->out.file);
	else if (fs_write(args->p[0], (struct str){buf_text(&b), b.n}, 0600, &err))
		status = cli_fail(&err);
	else
		fprintf(cli->out.file, "Written to '%s'.\n", args->p[0]);
	buf_release(&b);
	story_pack_free(p);
	return status;
}

static const struct option list_options[] = {
	{"json", NULL, VALUE_NONE, "one JSON object"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_story = {
	.name = "story",
	.run = cmd_story,
	.needs = NEEDS_STORE,
	.summary = "your memories, and what to do next about them",
	.arguments = "",
	.options = list_options,
	.details = "A memory is one piece of work that you remember, written down by answering a few questions. Four or five are enough: a good "
		   "one carries several principles, told through another lens each time.",
	.examples = "spar story\nspar story --json\n",
};

const struct command command_story_matrix = {
	.name = "story matrix",
	.run = cmd_matrix,
	.needs = NEEDS_STORE,
	.summary = "memories against principles: what is not covered, what leans on one",
	.arguments = "",
	.options = list_options,
	.details = "'yes': the memory shows at least two signs of the principle, one of them its own. 'thin': one sign only. The signs are in the "
		   "pack's principles.yaml and stories.yaml.",
	.examples = "spar story matrix\n",
};

const struct command command_story_export = {
	.name = "story export",
	.run = cmd_export,
	.needs = NEEDS_STORE,
	.summary = "write memories, lenses and tellings as Markdown",
	.arguments = "[FILE]",
	.max_args = 1,
	.arg_kind = VALUE_FILE,
	.details = "Without FILE it goes to standard output. A file is closed to others: stories about an employer are confidential.",
	.examples = "spar story export stories.md\n",
};
