/* spar ready: the gates, line by line, with the attempts behind each. */
#include "mock/ready.h"

#include "base/clock.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/plan_show.h"
#include "cli/planned.h"
#include "mock/guide.h"

#define BEHIND_SHOWN 3
#define TONIGHT_SHOWN 2         /* an evening holds no more */

static const struct option options[] = {
	{"json", NULL, VALUE_NONE, "as one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static void put_behind(struct cli *cli, const json_t *list)
{
	struct out *o = &cli->out;

	for (size_t i = 0; i < json_array_size(list) && i < BEHIND_SHOWN; i++) {
		const json_t *a = json_array_get(list, i);
		const char *note = json_get_text(a, "note", "");

		out_wrap(o, STYLE_DIM, 8, "      - ",
			 arena_printf(&cli->arena, "%.10s %s: %s (%s)%s%s", json_get_text(a, "at", ""), json_get_bool(a, "success", false) ? "a success" : "no success",
				      json_get_text(a, "what", ""), json_get_text(a, "ref", ""), *note ? ", " : "", note));
	}
	if (json_array_size(list) > BEHIND_SHOWN)
		out_put(o, STYLE_DIM, "      and older ones; --json has them\n");
}

/* What was told and does not count, why, and what would; offers: is anything to be started now? */
static void put_uncounted(struct cli *cli, const json_t *line, bool offers)
{
	const json_t *list = json_get_array(line, "uncounted");
	struct out *o = &cli->out;

	for (size_t i = 0; i < json_array_size(list) && i < BEHIND_SHOWN; i++) {
		const json_t *a = json_array_get(list, i);

		out_wrap(o, STYLE_DIM, 8, "      - ", arena_printf(&cli->arena, "%.10s does not count: %s (%s), %s", json_get_text(a, "at", ""), json_get_text(a, "what", ""),
								   json_get_text(a, "ref", ""), json_get_text(a, "note", "")));
	}
	if (json_array_size(list) > BEHIND_SHOWN)
		out_put(o, STYLE_DIM, "      and older ones; --json has them\n");
	if (json_array_size(list) && offers)
		fprintf(o->file, "      This counts: %s\n", json_get_text(json_get_object(line, "tonight"), "command", ""));
}

/* Of the last day's list, where nothing is begun any more: why it stays as it is. */
static void put_left(struct cli *cli, const json_t *line)
{
	const char *left = json_get_text(line, "left", ""), *why = json_get_text(line, "why", "");
	bool tried = strcmp(json_get_text(line, "state", ""), "not tried") != 0;

	fprintf(cli->out.file, "  - %s: left as it is\n", json_get_text(line, "name", ""));
	out_wrap(&cli->out, STYLE_PLAIN, 6, "      ", arena_printf(&cli->arena, "%c%s. %s%s.", left[0] - 'a' + 'A', left + 1, tried ? "It stands so: " : "It was not tried",
								   tried ? why : ""));
}

static void put_line(struct cli *cli, const json_t *line, bool offers)
{
	static const struct {
		const char *state, *sign;
		enum style style;
	} states[] = {{"passed", "+", STYLE_RIGHT}, {"shaky", "~", STYLE_WRONG}, {"not tried", " ", STYLE_DIM}};
	const char *state = json_get_text(line, "state", ""), *stale = json_get_text(line, "stale_at", NULL);
	const json_t *interval = json_get_array(line, "interval");
	struct out *o = &cli->out;
	size_t i = 0;

	while (i < 2 && strcmp(states[i].state, state))
		i++;
	if (json_get_text(line, "left", NULL)) {
		put_left(cli, line);
	} else {
		fprintf(o->file, "  %s %s: ", states[i].sign, json_get_text(line, "name", ""));
		out_put(o, states[i].style, "%s", state);
		if (strcmp(state, "not tried"))
			fprintf(o->file, ", %s", json_get_text(line, "why", ""));
		fputc('\n', o->file);
	}
	out_wrap(o, STYLE_PLAIN, 6, "      ", arena_printf(&cli->arena, "A success: %s.", json_get_text(line, "rule", "")));
	out_wrap(o, STYLE_DIM, 6, "      ", arena_printf(&cli->arena, "%s.", json_get_text(line, "formula", "")));
	if (interval)
		out_wrap(o, STYLE_PLAIN, 6, "      ",
			 arena_printf(&cli->arena, "%lld of %s; with that little evidence the share is between %.0f %% and %.0f %% (Jeffreys, %.0f %%).%s",
				      (long long)json_get_int(line, "successes", 0), out_plural(json_get_int(line, "attempts", 0), "attempt"),
				      100 * json_real_value(json_array_get(interval, 0)), 100 * json_real_value(json_array_get(interval, 1)), 100 * READY_CONFIDENCE,
				      stale ? arena_printf(&cli->arena, " %s %.10s.", !strcmp(state, "passed") ? "Goes stale on" : "Was good until", stale) : ""));
	put_behind(cli, json_get_array(line, "behind"));
	if (strcmp(state, "passed"))
		put_uncounted(cli, line, offers);
}

static void put_ready(struct cli *cli, const json_t *ready, const struct guide *g)
{
	const json_t *gates = json_get_array(ready, "gates"), *tonight = json_get_array(ready, "tonight");
	struct out *o = &cli->out;
	int64_t later = 0;

	for (size_t k = 0; k < json_array_size(gates); k++) {
		const json_t *gate = json_array_get(gates, k), *lines = json_get_array(gate, "lines");

		out_put(o, STYLE_BOLD, "%s%s", k ? "\n" : "", json_get_text(gate, "name", ""));
		fprintf(o->file, "  %s\n", json_get_bool(gate, "checklist", false) ? "a list for the day before" : json_get_bool(gate, "holds", false)
														 ? "this gate holds" : "this gate does not hold yet");
		for (size_t i = 0; i < json_array_size(lines); i++)
			put_line(cli, json_array_get(lines, i), g->say < GUIDE_EVE);
	}
	if (g->say >= GUIDE_EVE) {
		show_guide(cli, g);
		if (g->block)
			fprintf(o->file, "  Next, %s: %s. 'spar next' has it.\n", date_words(&cli->arena, g->block->date, false), g->block->what);
		return;
	}
	out_put(o, STYLE_BOLD, "\nTonight\n");
	for (size_t i = 0; i < json_array_size(tonight) && i < TONIGHT_SHOWN; i++) {
		const json_t *b = json_array_get(tonight, i);

		out_wrap(o, STYLE_PLAIN, 4, "  - ", arena_printf(&cli->arena, "%lld minutes: %s", (long long)json_get_int(b, "minutes", 0), json_get_text(b, "what", "")));
		fprintf(o->file, "    %s\n", json_get_text(b, "command", ""));
	}
	for (size_t i = TONIGHT_SHOWN; i < json_array_size(tonight); i++)
		later += json_get_int(json_array_get(tonight, i), "minutes", 0);
	if (later)
		out_wrap(o, STYLE_DIM, 4, "  - ",
			 arena_printf(&cli->arena, "not tonight: %s more, %s. 'spar plan' has the days for it.", out_plural((long long)json_array_size(tonight) - TONIGHT_SHOWN, "block"),
				      out_span(later * 60000)));
}

static int cmd_ready(struct cli *cli, const struct args *args)
{
	const struct ready_rules *rules = NULL;
	struct rounds *rounds = NULL;
	struct guide g = {0};
	json_t *ready = NULL;
	struct err err = {0}, ignored = {0};
	int status = 0;
	struct keep k;

	if (rounds_open(&rounds, NULL, NULL, cli->bank, NULL, &err) || ready_rules_load(&cli->arena, NULL, NULL, cli->bank, rounds, &rules, &err) ||
	    ready_make(rules, cli->bank, cli->store, clock_now_ms(), NULL, &ready, &err)) {
		status = cli_fail(&err);
	} else {
		/* A pack without a plan has gates all the same. */
		bool planned = !cli_plan(cli, &k, &ignored) && k.in.interview_ms;

		guide_make(rules, ready, planned ? &k : NULL, &g);
		guide_leave(&g, ready);
	}
	if (ready && args_flag(args, "json")) {
		char *text = json_text(ready);

		fprintf(cli->out.file, "%s\n", text ? text : "null");
		free(text);
	} else if (ready) {
		put_ready(cli, ready, &g);
	}
	json_decref(ready);
	rounds_free(rounds);
	return cli_status(cli, status);
}

const struct command command_ready = {
	.name = "ready",
	.run = cmd_ready,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "are you ready: two gates, with the evidence behind each line",
	.arguments = "",
	.options = options,
	.details = "Each line is passed, shaky or not tried. What counts as a success and when it goes stale is printed beside it. There is no "
		   "overall score. When both gates hold, Spar says stop.",
	.examples = "spar ready\nspar ready --json\n",
};
