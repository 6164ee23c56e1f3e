/* spar: where you stand, and the one next thing to do. */
#include "base/clock.h"
#include "base/rng.h"
#include "cli/commands.h"
#include "cli/plan_show.h"
#include "cli/planned.h"
#include "practice/choose.h"
#include "store/stories.h"

/* What the home page counts. */
struct counts {
	int exercises, broken, tried, passed, cold, due, patterns, patterns_cold;
};

static enum err_code count(struct cli *cli, struct counts *c, struct err *err)
{
	struct store_standing *standings = NULL;
	struct store_pattern *patterns = NULL;
	size_t standing_count = 0, pattern_count = 0;
	int64_t now_ms = clock_now_ms();
	enum err_code code = ERR_OK;

	if (cli->store)
		code = store_standings(cli->store, &cli->arena, &standings, &standing_count, err);
	if (!code && cli->store)
		code = store_patterns(cli->store, &cli->arena, &patterns, &pattern_count, err);
	if (code)
		return code;
	bank_load_all(cli->bank);
	c->patterns = (int)bank_pack(cli->bank)->pattern_count;
	for (size_t i = 0; i < bank_count(cli->bank); i++) {
		const struct bank_exercise *ex = bank_at(cli->bank, i);
		const struct store_standing *s = choose_standing(cli->bank, standings, standing_count, ex, &cli->arena);

		c->broken += ex->broken;
		c->exercises += !ex->broken;
		c->tried += s != NULL;
		c->passed += s && s->passes;
		c->cold += s && s->cold_passes;
		c->due += s && s->due_ms <= now_ms;
	}
	for (size_t i = 0; i < pattern_count; i++)
		c->patterns_cold += patterns[i].cold_passes > 0 && bank_pattern(cli->bank, patterns[i].pattern);
	return ERR_OK;
}

#define OPEN_MS (6LL * 3600 * 1000) /* a drill that was left longer ago is not what comes next */

/* A drill of a memory that was begun and not ended comes before anything new. False when there is none. */
static bool put_story(struct cli *cli)
{
	struct store_story_drill *all = NULL;
	struct err ignored = {0};
	size_t n = 0;

	if (!cli->store || store_story_drills(cli->store, &cli->arena, &all, &n, &ignored) || !n || all[0].ended_ms ||
	    clock_now_ms() - all[0].started_ms > OPEN_MS)
		return false;
	out_put(&cli->out, STYLE_BOLD, "\nNext\n");
	fputs("  spar story drill --resume\n", cli->out.file);
	out_put(&cli->out, STYLE_DIM, "  A drill of a story is open. Its clock stands still until you go on.\n");
	return true;
}

/* A drill that nobody has planned. */
static enum err_code put_drill(struct cli *cli, struct err *err)
{
	struct out *o = &cli->out;
	struct choice next;
	enum err_code code = choose_next(cli->bank, cli->store, rng_seed_default(), NULL, &cli->arena, &next, err);

	if (code)
		return code;
	out_put(o, STYLE_BOLD, "\nNext\n");
	fprintf(o->file, "  spar sql try %s --variant %s\n", next.ex->slug, next.v->name);
	out_wrap(o, STYLE_DIM, 2, "  ",
		 arena_printf(&cli->arena, "%s: %s, %s. %c%s.", next.v->title, bank_pattern(cli->bank, next.ex->patterns[0])->name,
			      out_plural(next.ex->minutes, "minute"), next.why[0] - 'a' + 'A', next.why + 1));
	return ERR_OK;
}

static void put_block(struct cli *cli, const struct keep *k, const struct guide *g)
{
	const struct plan_block *b = g->block;
	struct out *o = &cli->out;

	out_put(o, STYLE_BOLD, "\nNext\n");
	if (b->command)
		fprintf(o->file, "  %s\n", b->command);
	out_wrap(o, STYLE_PLAIN, 2, "  ",
		 arena_printf(&cli->arena, "%s%02d:%02d, %d minutes: %s", b->date == k->plan->today ? "" : arena_printf(&cli->arena, "%s, ",
			      date_words(&cli->arena, b->date, false)), zone_minute(k->zone, b->start_ms) / 60, zone_minute(k->zone, b->start_ms) % 60,
			      b->minutes, b->what));
	out_wrap(o, STYLE_PLAIN, 2, "  ", b->todo);
	out_wrap(o, STYLE_DIM, 2, "  ", arena_printf(&cli->arena, "Why now: %s", b->why));
	out_put(o, STYLE_DIM, "  Start: spar next. Done? spar plan --tick %s\n", b->id);
}

/* The plan, and what is to be done now. False when no interview is set, or nothing is left to do: then a drill is next. */
static bool put_plan(struct cli *cli)
{
	struct out *o = &cli->out;
	struct guide g = {0};
	struct err err = {0};
	json_t *set = NULL;
	struct keep k;
	bool date;

	/* Without a date nothing is planned here, and nothing is recorded. */
	if (keep_settings(cli->store, &set, &err)) {
		cli_fail(&err);
		return false;
	}
	date = json_is_string(json_object_get(set, "interview_at"));
	json_decref(set);
	if (!date) {
		/* The gates may hold without it. */
		if (guide_open(cli->bank, cli->store, NULL, clock_now_ms(), &cli->arena, &g, &err))
			cli_fail(&err);
		show_guide(cli, &g);
		return g.say != GUIDE_GO;
	}
	if (cli_plan(cli, &k, &err) || guide_open(cli->bank, cli->store, &k, k.in.now_ms, &cli->arena, &g, &err)) {
		/* A plan that cannot be made is said, and does not keep anybody from drilling. */
		cli_fail(&err);
		return false;
	}
	cli->lost |= k.lost;
	if (!k.in.interview_ms)
		return false;
	out_put(o, STYLE_BOLD, "\nThe interview\n");
	guide_plan(&g, &k, &cli->arena);
	out_wrap(o, STYLE_PLAIN, 2, "  ", k.plan->summary);
	if (k.plan->status == PLAN_TODAY)
		return true;
	show_guide(cli, &g);
	if (g.block)
		put_block(cli, &k, &g);
	return g.block || g.say != GUIDE_GO;
}

static int cmd_home(struct cli *cli, const struct args *args)
{
	struct out *o = &cli->out;
	struct counts c = {0};
	struct err err = {0};

	(void)args;
	if (count(cli, &c, &err))
		return cli_fail(&err);
	out_put(o, STYLE_BOLD, "Where you stand\n");
	if (c.tried == 0)
		fprintf(o->file, "  Nothing tried yet. %s %s ready.\n", out_plural(c.exercises, "exercise"),
			c.exercises == 1 ? "is" : "are");
	else
		fprintf(o->file, "  Passed cold: %d of %s, %d of %s.\n  Tried: %d. Due again: %d.\n", c.cold,
			out_plural(c.exercises, "exercise"), c.patterns_cold, out_plural(c.patterns, "pattern"), c.tried, c.due);
	if (c.broken)
		fprintf(o->file, "  %s cannot be used: see 'spar bank check'.\n", out_plural(c.broken, "exercise"));
	if (!put_story(cli) && !put_plan(cli) && put_drill(cli, &err))
		return cli_fail(&err);
	return cli_status(cli, 0);
}

const struct command command_home = {
	.name = "",
	.run = cmd_home,
	.needs = NEEDS_BANK | NEEDS_STORE,
	.summary = "where you stand, and the one next thing to do",
	.arguments = "",
};
