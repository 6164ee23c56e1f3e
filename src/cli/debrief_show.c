#include "cli/debrief_show.h"

#include "base/clock.h"
#include "base/json.h"
#include "cli/planned.h"
#include "cli/show.h"
#include "plan/keep.h"
#include "plan/zone.h"

static const char *clock_of(struct cli *cli, int64_t ms)
{
	return arena_printf(&cli->arena, "%lld:%02lld", (long long)(ms / 60000), (long long)(ms / 1000 % 60));
}

/* Others' words within ours: control characters made visible. */
static const char *clean(struct cli *cli, const char *text)
{
	const char *copy;
	struct buf b;

	char *one_line = arena_strdup(&cli->arena, text);

	for (char *p = one_line; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	/* Each byte becomes six at most, as \u0007 does. */
	buf_init(&b, 6 * strlen(one_line) + 64);
	out_clean(&b, one_line, strlen(one_line));
	copy = arena_strdup(&cli->arena, buf_text(&b));
	buf_release(&b);
	return copy;
}

static void put_sql(struct cli *cli, const json_t *sql)
{
	const json_t *v = json_get_object(sql, "verdict");
	const char *query = json_get_text(sql, "query", NULL), *variant = json_get_text(sql, "variant", NULL);
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *var = NULL;
	struct out *o = &cli->out;
	struct err err = {0};

	fprintf(o->file, "  %s, after %s of %s.\n", json_get_text(sql, "title", ""), clock_of(cli, json_get_int(sql, "query_ms", 0)),
		clock_of(cli, json_get_int(sql, "limit_ms", 0)));
	if (!query) {
		out_put(o, STYLE_WRONG, "  No query was submitted.\n");
		return;
	}
	out_verbatim(o, 4, query);
	if (!v) {
		fputs("  Not judged yet: 'spar mock debrief' tries again.\n", o->file);
		return;
	}
	if (cli_find_variant(cli, json_get_text(sql, "exercise", ""), variant, &ex, &var, &err))
		fprintf(o->file, "  %s\n", json_get_text(v, "verdict", ""));
	else
		show_verdict(cli, var, str_of(query), v);
	if (!strcmp(json_get_text(v, "verdict", ""), "right"))
		fprintf(o->file, "  %s.\n", json_get_bool(sql, "cold", false) ? "Cold" : "Not cold");
}

static void put_points(struct cli *cli, const char *title, const json_t *list)
{
	struct out *o = &cli->out;

	if (json_array_size(list))
		out_put(o, STYLE_DIM, "  %s\n", title);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *p = json_array_get(list, i);
		const char *by = json_get_text(p, "by", "");

		if (json_is_string(p))
			out_wrap(o, STYLE_PLAIN, 6, "    - ", json_string_value(p));
		else
			out_wrap(o, STYLE_PLAIN, 6, "    - ",
				 arena_printf(&cli->arena, "%s: \"%s\"%s%s%s", json_get_text(p, "what", ""), clean(cli, json_get_text(p, "quote", "")),
					      *by ? ", after \"" : "", clean(cli, by), *by ? "\"" : ""));
	}
}

/* What of a reply had not been said. */
static void put_gave(struct cli *cli, const json_t *gave)
{
	struct buf b;
	json_t *one;
	size_t i;

	buf_init(&b, 1u << 20);
	json_array_foreach(gave, i, one)
		buf_addf(&b, "%s\"%s\"", i ? ", " : "new was: ", clean(cli, json_string_value(one)));
	if (b.n && !b.code)
		out_wrap(&cli->out, STYLE_PLAIN, 9, "       - ", buf_text(&b));
	buf_release(&b);
}

static void put_asked(struct cli *cli, const json_t *list)
{
	struct out *o = &cli->out;

	if (json_array_size(list))
		out_put(o, STYLE_DIM, "  Follow-ups\n");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *a = json_array_get(list, i);
		const char *missing = json_get_text(a, "missing", ""), *quote = clean(cli, json_get_text(a, "quote", ""));
		const char *answer = json_get_text(a, "answer", ""), *reply = json_get_text(a, "reply", "");
		bool query = json_get_array(a, "points") != NULL, told = *quote && !query;

		out_wrap(o, STYLE_PLAIN, 7, arena_printf(&cli->arena, "   %2zu. ", i + 1), json_get_text(a, "question", ""));
		if (*json_get_text(a, "why", ""))
			out_wrap(o, STYLE_DIM, 9, "       - ", arena_printf(&cli->arena, "asked because %s%s%s%s%s", json_get_text(a, "why", ""),
												json_get_bool(a, "by_model", false) ? ", in a model's words" : "", told ? ": \"" : "",
												told ? quote : "", told ? "\"" : ""));
		/* About the query: what of it, and what there is to say. */
		if (query && *quote)
			out_wrap(o, STYLE_DIM, 9, "       - ", arena_printf(&cli->arena, "about: %s", quote));
		out_wrap(o, STYLE_PLAIN, 9, "       - ",
			 !*reply ? "no answer" : arena_printf(&cli->arena, "%s: \"%s\"", json_get_text(a, "verdict", "not answered"), clean(cli, reply)));
		put_gave(cli, json_get_array(a, "gave"));
		if (*missing && *reply)
			out_wrap(o, STYLE_PLAIN, 9, "       - ", missing);
		if (*answer)
			out_wrap(o, STYLE_PLAIN, 9, "       - ", arena_printf(&cli->arena, "in short: %s", answer));
	}
}

static void put_part(struct cli *cli, const json_t *p)
{
	const char *how = json_get_text(p, "how", ""), *principle = json_get_text(p, "principle_name", "");
	const json_t *clarified = json_get_object(p, "clarified");
	struct out *o = &cli->out;

	out_put(o, STYLE_BOLD, "\n%s%s%s", json_get_text(p, "name", ""), *principle ? ": " : "", principle);
	if (!strcmp(how, "not reached")) {
		fputs("  not reached\n", o->file);
		return;
	}
	out_put(o, STYLE_DIM, "  %s of %s%s\n", clock_of(cli, json_get_int(p, "used_ms", 0)), clock_of(cli, json_get_int(p, "limit_ms", 0)),
		!strcmp(how, "time") ? ", the time was over" : !strcmp(how, "left") ? ", left" : "");
	if (json_get_object(p, "sql"))
		put_sql(cli, json_get_object(p, "sql"));
	if (*json_get_text(p, "question", ""))
		out_wrap(o, STYLE_PLAIN, 2, "  ", json_get_text(p, "question", ""));
	if (!json_get_object(p, "sql") && !*json_get_text(p, "answer", ""))
		out_put(o, STYLE_WRONG, "  Nothing was said.\n");
	else if (!json_get_bool(p, "evaluable", true))
		out_wrap(o, STYLE_WRONG, 2, "  ", arena_printf(&cli->arena, "The answer could not be read as one: %s.", json_get_text(p, "not_evaluable", "")));
	put_points(cli, "Asked before building", json_get_array(clarified, "asked"));
	put_points(cli, "Not asked before building", json_get_array(clarified, "missed"));
	put_points(cli, "Said without being asked", json_get_array(p, "volunteered"));
	put_points(cli, "Had to be pulled out", json_get_array(p, "pulled"));
	put_points(cli, "Named and not treated", json_get_array(p, "named"));
	put_points(cli, "Not heard", json_get_array(p, "missing"));
	put_asked(cli, json_get_array(p, "asked"));
}

static void put_costs(struct cli *cli, const json_t *costs)
{
	struct out *o = &cli->out;

	out_put(o, STYLE_BOLD, "\nWhat cost the most\n");
	if (!json_array_size(costs))
		fputs("  Nothing that a machine can see.\n", o->file);
	for (size_t i = 0; i < json_array_size(costs); i++) {
		const json_t *c = json_array_get(costs, i), *block = json_get_object(c, "block");
		const char *quote = json_get_text(c, "quote", "");

		out_wrap(o, STYLE_PLAIN, 5, arena_printf(&cli->arena, "  %zu. ", i + 1),
			 arena_printf(&cli->arena, "%s: %s%s%s%s", json_get_text(c, "part", ""), clean(cli, json_get_text(c, "what", "")), *quote ? " You said: \"" : "",
				      clean(cli, quote), *quote ? "\"" : ""));
		out_wrap(o, STYLE_DIM, 5, "     ",
			 arena_printf(&cli->arena, "%s, %lld minutes: %s (%s)", json_get_text(block, "planned", "When there is time"), (long long)json_get_int(block, "minutes", 0), json_get_text(block, "what", ""),
				      json_get_text(block, "command", "")));
	}
}

/* On the candidate's own wall: "Wed 25 November, 20:00". */
static const char *when(struct cli *cli, const char *at)
{
	const struct zone *z = zone_utc();
	int64_t at_ms = clock_parse_utc(at);
	json_t *settings = NULL;
	struct err ignored = {0};

	if (at_ms < 0)
		return at;
	/* Without a record or with a zone that is no more, UTC is said to be it. */
	bool known = !keep_settings(cli->store, &settings, &ignored) && !zone_load(&cli->arena, json_get_text(settings, "time_zone", NULL), &z, &ignored);
	int minute = zone_minute(z, at_ms);

	json_decref(settings);
	return arena_printf(&cli->arena, "%s, %02d:%02d%s", date_words(&cli->arena, zone_date(z, at_ms), false), minute / 60, minute % 60, known ? "" : " UTC");
}

void show_debrief(struct cli *cli, const json_t *d)
{
	const json_t *parts = json_get_array(d, "parts");
	const char *round = json_get_text(d, "title", "");
	struct out *o = &cli->out;

	out_put(o, STYLE_BOLD, "Debrief %lld: %s", (long long)json_get_int(d, "id", 0), round);
	fprintf(o->file, ", %s, %s of %s%s\n", when(cli, json_get_text(d, "at", "")), clock_of(cli, json_get_int(d, "used_ms", 0)), clock_of(cli, json_get_int(d, "limit_ms", 0)),
		!strcmp(json_get_text(d, "how", ""), "left") ? ", left early" : "");
	put_costs(cli, json_get_array(d, "costs"));
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *p = json_array_get(parts, i);

		if (strcmp(round, json_get_text(p, "round", ""))) {
			round = json_get_text(p, "round", "");
			out_put(o, STYLE_BOLD, "\n== %s\n", round);
		}
		put_part(cli, p);
	}
	if (*json_get_text(d, "pad", "")) {
		out_put(o, STYLE_BOLD, "\nYour scratch pad\n");
		out_verbatim(o, 2, json_get_text(d, "pad", ""));
	}
}
