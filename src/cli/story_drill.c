/* spar story drill, spar story debrief: an interviewer who asks one thing at a time, and what is said afterwards. */
#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"
#include "cli/box.h"
#include "cli/commands.h"
#include "cli/editor.h"
#include "cli/interrupt.h"
#include "cli/model_use.h"
#include "cli/story.h"

enum { WORD_EDIT, WORD_DRAFT, WORD_QUIT };

static const char *const drill_words[] = {"edit", "draft", "quit", NULL};

/* A drill while it runs. */
struct sitting {
	struct cli *cli;
	struct story_drill *drill;
	struct model *model;       /* NULL: none */
	struct box box;
	int64_t asked_ms;          /* monotonic: when the question was put, moved back by what was used on it in an earlier sitting */
	bool quiet;                /* nothing but the debrief as JSON */
};

static int64_t elapsed_ms(const struct sitting *s)
{
	return clock_work_ms() - s->asked_ms;
}

static int64_t left_ms(const struct sitting *s)
{
	return story_drill_limit_ms(s->drill) - story_drill_spent_ms(s->drill) - elapsed_ms(s);
}

static bool time_over(const struct sitting *s)
{
	return story_drill_limit_ms(s->drill) && left_ms(s) <= 0;
}

static void put_prompt(char *out, size_t size_bytes, bool first, void *arg)
{
	const struct sitting *s = arg;
	int64_t left = left_ms(s);

	if (!story_drill_limit_ms(s->drill))
		snprintf(out, size_bytes, "> ");
	else if (left > 0)
		snprintf(out, size_bytes, "%lld:%02lld %s", (long long)(left / 60000), (long long)(left / 1000 % 60), first ? "> " : "  ");
	else
		snprintf(out, size_bytes, "over %s", first ? "> " : "  ");
}

/* A clock that cannot be kept is not worth a line in the middle of an answer; the answer will say so. */
static bool keep_clock(struct str typed, void *arg)
{
	struct sitting *s = arg;
	struct err ignored = {0};

	(void)typed;
	if (story_drill_tick(s->drill, elapsed_ms(s), false, &ignored))
		s->cli->lost = true;
	return false;
}

static void keep_draft(struct str text, void *arg)
{
	struct sitting *s = arg;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 8 * BOX_BYTES_MAX);
	struct str clean = story_text_clean(&a, text, NULL);

	if (store_draft_put(s->cli->store, story_drill_draft(s->drill), clean.p, clean.n, &err))
		cli_fail(&err);
	arena_release(&a);
}

static const char *draft_of(struct sitting *s)
{
	const char *draft = NULL;
	struct err ignored = {0};
	int64_t at_ms = 0;

	if (store_draft_get(s->cli->store, story_drill_draft(s->drill), &s->cli->arena, &draft, &at_ms, &ignored))
		return NULL;
	return draft;
}

static void put_question(struct sitting *s)
{
	if (s->quiet)
		return;
	fputc('\n', s->cli->out.file);
	out_wrap(&s->cli->out, STYLE_BOLD, 0, NULL, story_drill_question(s->drill));
	if (draft_of(s))
		fputs("A draft is kept from before: 'draft' puts it back.\n", s->cli->out.file);
}

static enum err_code say(struct sitting *s, struct err *err)
{
	struct story_said said;
	enum err_code code;

	if (s->box.text.code)
		return err_set(err, ERR_LIMIT, "that is over the limit of %s bytes; what fitted is kept as a draft", out_count(BOX_BYTES_MAX));
	code = story_drill_say(s->drill, (struct str){buf_text(&s->box.text), s->box.text.n}, elapsed_ms(s), &said, err);
	if (code)
		return code;
	/* Its time is not the candidate's. */
	model_use_drill(s->model, s->drill);
	if (!said.empty)
		s->asked_ms = clock_work_ms();
	if (!s->quiet)
		story_put_replaced(s->cli, said.replaced);
	if (said.not_evaluable && !s->quiet)
		fprintf(s->cli->out.file, "Could not be evaluated: %s. It is kept; the question stands.\n", said.why);
	return ERR_OK;
}

/* One word alone on a line. False: leave. */
static bool take_word(struct sitting *s, int word, struct err *err)
{
	const char *draft = draft_of(s);

	if (word == WORD_QUIT)
		return false;
	if (word == WORD_EDIT) {
		buf_reset(&s->box.text);
		if (draft)
			buf_adds(&s->box.text, draft);
		if (box_edit(&s->box, err) || (s->box.text.n && say(s, err)))
			cli_fail(err);
		else if (story_drill_step(s->drill) != STORY_OVER)
			put_question(s);
		return true;
	}
	if (!draft) {
		fputs("There is no draft.\n", s->cli->out.file);
		return true;
	}
	buf_reset(&s->box.text);
	buf_adds(&s->box.text, draft);
	out_verbatim(&s->cli->out, 2, draft);
	s->box.keep = true;
	return true;
}

/* To the end of the drill, of the time, or of the input. *left: it stays open and can be resumed. */
static int sit(struct sitting *s, bool *left)
{
	struct err err = {0};
	int status = 0, word = 0, interrupts = 0;
	bool more = true;

	put_question(s);
	while (more && story_drill_step(s->drill) != STORY_OVER) {
		enum box_end got = box_read(&s->box, drill_words, &word);

		if (got == BOX_COMMAND) {
			more = take_word(s, word, &err);
		} else if (got == BOX_ANSWER) {
			interrupts = 0;
			status = say(s, &err) ? cli_fail(&err) : 0;
			if (time_over(s))
				break;
			if (story_drill_step(s->drill) != STORY_OVER)
				put_question(s);
		} else if (got == BOX_INTERRUPTED && !interrupts++) {
			fputs("\nWhat you typed is kept as a draft. Ctrl-C again leaves.\n", s->cli->out.file);
		} else {
			more = false;
		}
	}
	*left = !more;
	if (*left && story_drill_tick(s->drill, elapsed_ms(s), true, &err))
		status = cli_fail(&err);
	if (more && story_drill_step(s->drill) != STORY_OVER) {
		if (!s->quiet)
			fputs("\nThe time is over.\n", s->cli->out.file);
		if (story_drill_end(s->drill, elapsed_ms(s), &err))
			status = cli_fail(&err);
	}
	return status;
}

static void put_probe(struct cli *cli, const json_t *p, size_t number)
{
	const char *quote = json_get_text(p, "quote", ""), *quote2 = json_get_text(p, "quote2", ""), *verdict = json_get_text(p, "verdict", "");
	const json_t *gave = json_get_array(p, "gave");
	struct buf b;
	size_t i;

	buf_init(&b, 1 << 20);
	out_wrap(&cli->out, STYLE_PLAIN, 5, arena_printf(&cli->arena, " %2zu.", number), json_get_text(p, "probe", ""));
	buf_addf(&b, "Why: %s", json_get_text(p, "why", "it was not recorded"));
	if (json_get_bool(p, "again", false))
		buf_adds(&b, ", asked once more");
	if (json_get_bool(p, "by_model", false))
		buf_adds(&b, ", in a model's words");
	if (*quote)
		buf_addf(&b, ": \"%s\"", quote);
	if (*quote2)
		buf_addf(&b, " and \"%s\"", quote2);
	out_wrap(&cli->out, STYLE_DIM, 7, NULL, buf_text(&b));
	buf_reset(&b);
	if (!*verdict)
		buf_adds(&b, "Not answered: the drill ended here.");
	else
		buf_addf(&b, "%c%s", verdict[0] - 'a' + 'A', verdict + 1);
	for (i = 0; i < json_array_size(gave); i++)
		buf_addf(&b, "%s \"%s\"", i ? "," : ": new was", json_string_value(json_array_get(gave, i)));
	if (*verdict && strcmp(verdict, "full") && *json_get_text(p, "missing", ""))
		buf_addf(&b, ". %s", json_get_text(p, "missing", ""));
	out_wrap(&cli->out, STYLE_PLAIN, 7, NULL, buf_text(&b));
	buf_release(&b);
}

static void put_stage(struct cli *cli, const json_t *stage)
{
	const char *why = json_get_text(stage, "why", "");
	json_t *p, *t;
	size_t i;

	out_put(&cli->out, STYLE_BOLD, "\nAsked for %s: %s", json_get_text(stage, "name", ""), json_get_text(stage, "state", "not finished"));
	fprintf(cli->out.file, "%s%s\n", *why ? ", " : "", why);
	out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, json_get_text(stage, "question", ""));
	fprintf(cli->out.file, "  Told in %s; pressed to depth %lld.\n", out_span(json_get_int(stage, "elapsed_ms", 0)),
		(long long)json_get_int(stage, "depth", 0));
	if (!strcmp(json_get_text(stage, "opening", ""), "evaded"))
		fputs("  The telling itself does not answer the question.\n", cli->out.file);
	json_array_foreach(json_get_array(stage, "probes"), i, p)
		put_probe(cli, p, i + 1);
	json_array_foreach(json_get_array(stage, "templates"), i, t)
		out_wrap(&cli->out, STYLE_PLAIN, 4, "  -",
			 arena_printf(&cli->arena, "\"%s\" could stand in anybody's story: %s", json_get_text(t, "text", ""), json_get_text(t, "instead", "")));
}

void story_put_debrief(struct cli *cli, const json_t *d)
{
	const char *state = json_get_text(d, "state", ""), *title = json_get_text(d, "title", "");
	const json_t *change = json_get_object(d, "change");
	json_t *stage;
	size_t i;

	out_put(&cli->out, STYLE_BOLD, "\nDebrief of drill %lld: %s\n", (long long)json_get_int(d, "id", 0), state);
	if (*title)
		out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, arena_printf(&cli->arena, "Told: %s (memory %lld)", title, (long long)json_get_int(d, "number", 0)));
	else
		fputs("  Told: none of the memories that are written down.\n", cli->out.file);
	if (!json_get_bool(d, "ended", true))
		fputs("  It is still open: 'spar story drill --resume' goes on.\n", cli->out.file);
	json_array_foreach(json_get_array(d, "stages"), i, stage)
		put_stage(cli, stage);
	story_put_drift(cli, json_get_array(d, "drift"));
	out_put(&cli->out, STYLE_BOLD, "\nThe one change\n");
	out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, json_get_text(change, "text", ""));
	if (*json_get_text(change, "quote", ""))
		out_wrap(&cli->out, STYLE_PLAIN, 2, NULL, arena_printf(&cli->arena, "Where: \"%s\"", json_get_text(change, "quote", "")));
	out_wrap(&cli->out, STYLE_DIM, 2, NULL, arena_printf(&cli->arena, "Why: %s", json_get_text(change, "why", "")));
}

static int debrief(struct cli *cli, const struct story_pack *p, int64_t id, bool json)
{
	json_t *d = NULL;
	struct err err = {0};

	if (story_debrief_json(p, cli->store, id, &d, &err))
		return cli_fail(&err);
	if (json) {
		cli_put_json(cli, d);
		return 0;
	}
	story_put_debrief(cli, d);
	json_decref(d);
	return 0;
}

/* Draw, or take up. */
static enum err_code begin(struct cli *cli, const struct story_pack *p, const struct args *args, struct story_drill **out, struct err *err)
{
	struct story_draw draw = {.seed = rng_seed_default(), .principle = args_value(args, "principle"), .level = TALK_L5};
	const char *memory = args_value(args, "memory"), *level = args_value(args, "level");
	struct story_memory m;
	enum err_code code;
	long minutes = 0, seed = 0;

	if (args_flag(args, "resume"))
		return story_drill_resume(out, p, cli->store, 0, err);
	if ((code = args_number(args, "minutes", 0, 120, STORY_LIMIT_MS / 60000, &minutes, err)) ||
	    (code = args_number(args, "seed", 0, INT32_MAX, -1, &seed, err)))
		return code;
	if (memory && (code = story_find(p, cli->store, memory, &cli->arena, &m, err)))
		return code;
	if (level && talk_level_find(level) < 0)
		return err_set(err, ERR_USAGE, "no level is called '%.20s': L4, L5 or L6", level);
	draw.seed = seed >= 0 ? (uint64_t)seed : draw.seed;
	draw.story = memory ? m.id : 0;
	draw.limit_ms = minutes * 60000LL;
	draw.level = level ? (enum talk_level)talk_level_find(level) : TALK_L5;
	return story_drill_begin(out, p, cli->store, &draw, err);
}

/* "15 min. ", or what is left of it when it is taken up. */
static const char *time_words(const struct sitting *s)
{
	int64_t left = left_ms(s), limit = story_drill_limit_ms(s->drill);
	struct arena *a = &s->cli->arena;

	if (!limit)
		return "";
	if (!story_drill_spent_ms(s->drill) && !story_drill_on_ms(s->drill))
		return arena_printf(a, "%s. ", out_span(limit));
	return left > 0 ? arena_printf(a, "%lld:%02lld left. ", (long long)(left / 60000), (long long)(left / 1000 % 60)) : "The time is over; one more answer counts. ";
}

static int drill(struct cli *cli, const struct story_pack *p, const struct args *args)
{
	struct sitting s = {.cli = cli, .quiet = args_flag(args, "json")};
	bool left = false;
	struct err err = {0};
	int status;

	if (begin(cli, p, args, &s.drill, &err))
		return cli_fail(&err);
	s.asked_ms = clock_work_ms() - story_drill_on_ms(s.drill);
	if (!s.quiet)
		out_wrap(&cli->out, STYLE_DIM, 0, NULL, arena_printf(&cli->arena, "%sEnd each answer with an empty line. Alone on a line: edit, quit.", time_words(&s)));
	s.model = model_use_open(cli);
	interrupt_catch();
	box_open(&s.box, cli);
	s.box.draft = keep_draft;
	s.box.prompt = put_prompt;
	s.box.arg = &s;
	s.box.idle = keep_clock;
	status = sit(&s, &left);
	box_close(&s.box);
	int64_t id = story_drill_id(s.drill);

	model_close(s.model);
	story_drill_free(s.drill);
	if (left && !s.quiet) {
		fputs("\nThe drill stays open: 'spar story drill --resume' goes on, 'spar story debrief' says what it showed so far.\n", cli->out.file);
		return status;
	}
	int shown = debrief(cli, p, id, s.quiet);

	return status ? status : shown;
}

static int cmd_drill(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct err err = {0};
	int status;

	if (cli_story_open(cli, &p, &err))
		return cli_fail(&err);
	status = drill(cli, p, args);
	story_pack_free(p);
	return status;
}

static int cmd_debrief(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct err err = {0};
	long id = 0;
	int status;

	if (args->count && !str_to_long(str_of(args->p[0]), 1, INT32_MAX, &id)) {
		err_set(&err, ERR_USAGE, "a drill is named by its number, not '%.40s'", args->p[0]);
		return cli_fail(&err);
	}
	if (cli_story_open(cli, &p, &err))
		return cli_fail(&err);
	status = debrief(cli, p, id, args_flag(args, "json"));
	story_pack_free(p);
	return status;
}

static const struct option drill_options[] = {
	{"seed", "N", VALUE_TEXT, "the dice: the same N, content and answers give the same drill"},
	{"principle", "P", VALUE_TEXT, "what is asked for, for example dive-deep; else it is drawn"},
	{"memory", "M", VALUE_TEXT, "which memory will be told; else its words say so"},
	{"level", "L", VALUE_TEXT, "L4, L5 or L6; L5 when absent"},
	{"minutes", "N", VALUE_TEXT, "the clock; 0: none; 15 when absent"},
	{"resume", NULL, VALUE_NONE, "go on with the drill that was cut off"},
	{"json", NULL, VALUE_NONE, "only the debrief, as one JSON object"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_story_drill = {
	.name = "story drill",
	.run = cmd_drill,
	.needs = NEEDS_STORE,
	.summary = "tell a memory and be pressed on it",
	.arguments = "",
	.options = drill_options,
	.details = "A question is drawn: what was never asked, or longest ago, or is least covered, comes first; which principle it stands for is not said. Tell "
		   "the story; follow-ups press on what you said, to depth three. Then the same work is asked for from another side. Nothing is "
		   "commented until the debrief. With --principle the telling does not count for the phone gate, which wants a principle that was drawn. "
		   "A drill survives when each follow-up was answered, in full or in part with new facts.\n\n"
		   "When standard input is no terminal, answers come from it, an empty line or a lone dot between them.",
	.examples = "spar story drill\nspar story drill --principle dive-deep --seed 7\nspar story drill --resume\n",
};

static const struct option debrief_options[] = {
	{"json", NULL, VALUE_NONE, "one JSON object"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_story_debrief = {
	.name = "story debrief",
	.run = cmd_debrief,
	.needs = NEEDS_STORE,
	.summary = "what a drill showed: each follow-up, why, what the answer gave",
	.arguments = "[DRILL]",
	.max_args = 1,
	.arg_kind = VALUE_TEXT,
	.options = debrief_options,
	.details = "Without DRILL, the last one.",
	.examples = "spar story debrief\nspar story debrief 41 --json\n",
};
