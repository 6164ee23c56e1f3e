/* spar story show: a memory, what it carries and why, ways to open it, how it was told. */
#include "base/clock.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/story.h"

/* A quote in its marks, wrapped behind an indent. */
static void put_quote(struct cli *cli, int indent, const char *first, const char *quote)
{
	out_wrap(&cli->out, STYLE_PLAIN, indent, first, arena_printf(&cli->arena, "\"%s\"", quote));
}

static void put_answers(struct cli *cli, const json_t *answers)
{
	json_t *a;
	size_t i;

	json_array_foreach(answers, i, a) {
		const char *text = json_get_text(a, "text", "");
		int64_t edits = json_get_int(a, "edits", 0);

		out_put(&cli->out, STYLE_BOLD, "\n%s", json_get_text(a, "ask", ""));
		out_put(&cli->out, STYLE_DIM, "  (%s%s)\n", json_get_text(a, "part", ""),
			edits ? arena_printf(&cli->arena, ", written again %s", out_plural(edits, "time")) : "");
		if (*text)
			out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, text);
		else
			fputs("  (open)\n", cli->out.file);
		if (*json_get_text(a, "draft", ""))
			fputs("  A draft is kept: 'spar story edit' brings it back.\n", cli->out.file);
	}
}

static void put_claims(struct cli *cli, const char *title, const json_t *claims)
{
	bool any = false;
	json_t *c, *q;
	size_t i, k;

	json_array_foreach(claims, i, c) {
		bool thin = strcmp(json_get_text(c, "carries", ""), "carries") != 0;
		const json_t *quotes = json_get_array(c, "quotes"), *lacks = json_get_array(c, "lacks");

		if (thin && !json_array_size(quotes))
			continue;
		if (!any)
			out_put(&cli->out, STYLE_BOLD, "\n%s\n", title);
		any = true;
		fprintf(cli->out.file, "  %s%s\n", json_get_text(c, "name", ""), thin ? ": thin" : "");
		json_array_foreach(quotes, k, q)
			out_wrap(&cli->out, STYLE_PLAIN, 6, "    -",
				 arena_printf(&cli->arena, "%s: \"%s\"", json_get_text(q, "shows", ""), json_get_text(q, "quote", "")));
		for (k = 0; thin && k < json_array_size(lacks); k++)
			out_wrap(&cli->out, STYLE_DIM, 6, "    -", arena_printf(&cli->arena, "not shown: %s", json_string_value(json_array_get(lacks, k))));
	}
}

static void put_lenses(struct cli *cli, const json_t *lenses)
{
	json_t *l, *q;
	size_t i, k;

	if (json_array_size(lenses))
		out_put(&cli->out, STYLE_BOLD, "\nWays to open it\n");
	json_array_foreach(lenses, i, l) {
		out_wrap(&cli->out, STYLE_PLAIN, 2, NULL,
			 arena_printf(&cli->arena, "%s. %s:", json_get_text(l, "name", ""), json_get_text(l, "how", "")));
		put_quote(cli, 4, NULL, json_get_text(json_get_object(l, "open"), "quote", ""));
		json_array_foreach(json_get_array(l, "then"), k, q)
			out_wrap(&cli->out, STYLE_DIM, 6, "    -",
				 arena_printf(&cli->arena, "%s: \"%s\"", json_get_text(q, "shows", ""), json_get_text(q, "quote", "")));
	}
}

static void put_templates(struct cli *cli, const json_t *templates)
{
	json_t *t;
	size_t i;

	if (json_array_size(templates))
		out_put(&cli->out, STYLE_BOLD, "\nPhrases that could stand in anybody's story\n");
	json_array_foreach(templates, i, t)
		out_wrap(&cli->out, STYLE_PLAIN, 4, "  -",
			 arena_printf(&cli->arena, "\"%s\"%s%s: %s", json_get_text(t, "text", ""), *json_get_text(t, "part", "") ? " in " : "",
				      json_get_text(t, "part", ""), json_get_text(t, "instead", "")));
}

void story_put_drift(struct cli *cli, const json_t *drift)
{
	json_t *d;
	size_t i;

	if (json_array_size(drift))
		out_put(&cli->out, STYLE_BOLD, "\nNumbers that drift\n");
	json_array_foreach(drift, i, d) {
		out_wrap(&cli->out, STYLE_PLAIN, 4, "  -",
			 arena_printf(&cli->arena, "\"%s\" (%s) and \"%s\" (%s)", json_get_text(d, "quote", ""), json_get_text(d, "where", ""),
				      json_get_text(d, "quote2", ""), json_get_text(d, "where2", "")));
		put_quote(cli, 6, NULL, json_get_text(d, "sentence", ""));
		put_quote(cli, 6, NULL, json_get_text(d, "sentence2", ""));
	}
}

static const char *day_of(struct cli *cli, int64_t ms)
{
	char text[32];

	return arena_strndup(&cli->arena, clock_format_utc(ms, text, sizeof(text)), 16);
}

static void put_tellings(struct cli *cli, const json_t *tellings)
{
	json_t *t;
	size_t i;

	if (json_array_size(tellings))
		out_put(&cli->out, STYLE_BOLD, "\nTold\n");
	json_array_foreach(tellings, i, t)
		out_wrap(&cli->out, STYLE_PLAIN, 4, "  -",
			 arena_printf(&cli->arena, "%s, drill %lld, %s: %s", day_of(cli, json_get_int(t, "at_ms", 0)), (long long)json_get_int(t, "drill", 0),
				      json_get_text(t, "principle", ""), json_get_text(t, "state", "not judged")));
}

static void put_history(struct cli *cli, const json_t *history)
{
	json_t *h;
	size_t i;

	if (json_array_size(history))
		out_put(&cli->out, STYLE_BOLD, "\nHow it came to be\n");
	json_array_foreach(history, i, h) {
		const char *text = json_get_text(h, "text", "");

		fprintf(cli->out.file, "  %s  %s\n", day_of(cli, json_get_int(h, "at_ms", 0)), json_get_text(h, "part", ""));
		out_wrap(&cli->out, STYLE_PLAIN, 4, NULL, *text ? text : "(taken away)");
	}
}

void story_put_memory(struct cli *cli, const json_t *m)
{
	out_put(&cli->out, STYLE_BOLD, "%lld  ", (long long)json_get_int(m, "number", 0));
	out_wrap(&cli->out, STYLE_BOLD, 0, NULL, json_get_text(m, "title", ""));
	put_answers(cli, json_get_array(m, "answers"));
	if (!json_get_bool(m, "evaluable", true))
		fprintf(cli->out.file, "\nCould not be evaluated: %s.\n", json_get_text(m, "not_evaluable", ""));
	if (json_get_bool(m, "cut", false))
		fprintf(cli->out.file, "\nOnly the first %s bytes were looked through.\n", out_count(STORY_READ_BYTES_MAX));
	put_claims(cli, "The kinds that every loop looks for", json_get_array(m, "kinds"));
	put_claims(cli, "What it can carry", json_get_array(m, "principles"));
	put_lenses(cli, json_get_array(m, "lenses"));
	put_templates(cli, json_get_array(m, "templates"));
	put_tellings(cli, json_get_array(m, "tellings"));
	story_put_drift(cli, json_get_array(m, "drift"));
	put_history(cli, json_get_array(m, "history"));
}

static int cmd_show(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct story_memory m;
	json_t *json = NULL;
	struct err err = {0};
	int status = 0;

	if (cli_story_open(cli, &p, &err) || cli_story_memory(cli, p, args, &m, &err) ||
	    story_json(p, cli->store, m.id, args_flag(args, "history"), &json, &err)) {
		status = cli_fail(&err);
	} else if (args_flag(args, "json")) {
		cli_put_json(cli, json);
	} else {
		story_put_memory(cli, json);
		json_decref(json);
	}
	story_pack_free(p);
	return status;
}

static const struct option options[] = {
	{"history", NULL, VALUE_NONE, "also what stood there before, with its date"},
	{"json", NULL, VALUE_NONE, "one JSON object"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_story_show = {
	.name = "story show",
	.run = cmd_show,
	.needs = NEEDS_STORE,
	.summary = "a memory: what it carries and why, ways to open it, how it was told",
	.arguments = "[MEMORY]",
	.max_args = 1,
	.arg_kind = VALUE_TEXT,
	.options = options,
	.details = "MEMORY is its number, or words of its title. Everything that is said about it quotes what you wrote.",
	.examples = "spar story show 3\nspar story show 'late clicks' --history\n",
};
