/* spar talk probe: what the engine sees in an answer, and what it would ask. */
#include "base/fs.h"
#include "base/json.h"
#include "base/rng.h"
#include "cli/commands.h"
#include "story/story.h"

static const struct option options[] = {
	{"kind", "KIND", VALUE_TEXT, "behavioural, retrospective, sql, pipeline or model"},
	{"principle", "P", VALUE_TEXT, "the principle asked for: ownership, dive-deep, ..."},
	{"question", "Q", VALUE_TEXT, "what was asked"},
	{"level", "L", VALUE_TEXT, "L4, L5 or L6; L5 when unset"},
	{"table", "T", VALUE_TEXT, "a table of gaps by name, instead of the kind's own"},
	{"seed", "N", VALUE_TEXT, "chooses between equal wordings"},
	{"file", "F", VALUE_FILE, "the answer; standard input when unset"},
	{"json", NULL, VALUE_NONE, "one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

static enum err_code read_round(const struct args *args, struct talk_round *round, struct err *err)
{
	const char *kind = args_value(args, "kind"), *level = args_value(args, "level");
	long seed = (long)(rng_seed_default() % 1000000000);
	int k, l;

	if (!kind)
		return err_set(err, ERR_USAGE, "option '--kind' is needed: behavioural, retrospective, sql, pipeline or model");
	k = talk_kind_find(kind);
	l = level ? talk_level_find(level) : TALK_L5;
	if (k < 0)
		return err_set(err, ERR_USAGE, "no kind is called '%s'; there are behavioural, retrospective, sql, pipeline and model", kind);
	if (l < 0)
		return err_set(err, ERR_USAGE, "no level is called '%s'; there are L4, L5 and L6", level);
	if (args_number(args, "seed", 0, 1000000000, seed, &seed, err))
		return err->code;
	*round = (struct talk_round){.kind = (enum talk_kind)k, .level = (enum talk_level)l, .seed = (uint64_t)seed, .table = args_value(args, "table"),
				     .principle = args_value(args, "principle"), .question = args_value(args, "question")};
	return ERR_OK;
}

/* A principle by identifier or name; its identifier into the round. */
static enum err_code read_principle(const struct story_pack *p, struct talk_round *round, struct err *err)
{
	const struct story_rule *rule = story_principle(p, round->principle), *all;
	char names[400] = "";
	size_t n = 0, used = 0;

	if (rule) {
		round->principle = rule->id;
		return ERR_OK;
	}
	all = story_principles(p, &n);
	for (size_t i = 0; i < n && used < sizeof(names); i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", i ? ", " : "", all[i].id);
	return err_set(err, ERR_USAGE, "no principle is called '%.60s'; there are %s", round->principle, names);
}

/* What a value is counted in. */
static const char *basis_of(const char *unit)
{
	static const char *const times[] = {"millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"};

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		if (!strncmp(unit, times[i], strlen(times[i])))
			return " s";
	return "";
}

/* A span of the answer on one line. */
static void put_span(struct out *o, const struct talk_view *v, uint32_t at, uint32_t n)
{
	struct buf b, line;

	buf_init(&b, 2 * TALK_ANSWER_BYTES_MAX);
	buf_init(&line, 8 * TALK_ANSWER_BYTES_MAX);
	for (uint32_t i = 0; i < n; i++)
		buf_addc(&b, strchr("\n\r\t", v->transcript.p[at + i]) ? ' ' : v->transcript.p[at + i]);
	out_clean(&line, buf_text(&b), b.n);
	fprintf(o->file, "\"%s\"", buf_text(&line));
	buf_release(&b);
	buf_release(&line);
}

static void put_clues(struct out *o, const struct talk_view *v)
{
	out_put(o, STYLE_BOLD, "Clues\n");
	for (int type = 0; type < CLUE_COUNT; type++)
		for (size_t i = 0; i < v->clue_count; i++) {
			const struct talk_clue *c = &v->clues[i];

			if ((int)c->type != type)
				continue;
			fprintf(o->file, "  %-12s %4.2f  ", talk_clue_name(c->type), c->confidence);
			put_span(o, v, c->at, c->n);
			if (c->value != 0)
				fprintf(o->file, "  = %.10g%s%s%s", c->value, basis_of(c->unit), *c->unit ? ", said in " : "", c->unit);
			fputc('\n', o->file);
		}
}

static void put_frame(struct out *o, const struct talk_view *v)
{
	out_put(o, STYLE_BOLD, "\nStory\n");
	for (int part = 0; part < PART_COUNT; part++) {
		size_t n = 0;

		for (size_t s = 0; s < v->frame.sentence_count; s++)
			n += v->frame.parts[s] == 1 + (uint32_t)part;
		fprintf(o->file, "  %-12s %s\n", talk_part_name((enum talk_part)part), n ? out_plural((long long)n, "sentence") : "none");
	}
	for (size_t i = 0; i < v->frame.link_count; i++) {
		const struct talk_link *l = &v->frame.links[i];

		fprintf(o->file, "  %-20s ", talk_link_name(l->kind));
		put_span(o, v, v->clues[l->from].at, v->clues[l->from].n);
		fputs(" - ", o->file);
		put_span(o, v, v->clues[l->to].at, v->clues[l->to].n);
		fputc('\n', o->file);
	}
}

static void put_gaps(struct out *o, const struct talk_view *v)
{
	out_put(o, STYLE_BOLD, "\nGaps\n");
	if (!v->gap_count)
		fputs("  none\n", o->file);
	for (size_t i = 0; i < v->gap_count; i++) {
		const struct talk_gap *g = &v->gaps[i];

		fprintf(o->file, "  %-20s sure %.2f  score %5.1f  %s", g->name, g->confidence, g->score, g->why);
		if (g->n) {
			fputs("  ", o->file);
			put_span(o, v, g->at, g->n);
		}
		fputc('\n', o->file);
	}
}

static void put_view(struct cli *cli, struct talk *t)
{
	const struct talk_view *v = talk_view(t);
	struct out *o = &cli->out;

	if (!v->evaluable) {
		fprintf(o->file, "This could not be evaluated: %s.\n", v->not_evaluable);
		return;
	}
	put_clues(o, v);
	put_frame(o, v);
	put_gaps(o, v);
	out_put(o, STYLE_BOLD, "\nProbes\n");
	for (size_t i = 0; i < v->probe_count; i++) {
		char first[80];

		snprintf(first, sizeof(first), "  %5.1f  %-22s", v->probes[i].score, v->probes[i].general ? "general" : v->probes[i].gap);
		out_wrap(o, STYLE_PLAIN, 32, first, v->probes[i].text);
	}
	/* What a round would do now: ask the first. */
	json_t *ledger = talk_next(t) ? talk_ledger(t) : NULL;
	const json_t *asked = json_array_get(json_get_array(ledger, "asked"), 0);

	if (asked) {
		out_put(o, STYLE_BOLD, "\nLedger\n");
		out_wrap(o, STYLE_PLAIN, 2, NULL, json_get_text(asked, "probe", ""));
		out_wrap(o, STYLE_DIM, 2, NULL, json_get_text(asked, "why", ""));
	}
	json_decref(ledger);
}

static void put_json(struct cli *cli, struct talk *t)
{
	json_t *o = talk_view_json(t);

	talk_next(t);
	if (o)
		json_object_set_new(o, "ledger", talk_ledger(t));
	char *text = o ? json_text(o) : NULL;

	fprintf(cli->out.file, "%s\n", text ? text : "{}");
	free(text);
	json_decref(o);
}

static int cmd_talk_probe(struct cli *cli, const struct args *args)
{
	const char *file = args_value(args, "file");
	struct talk_pack *pack = NULL;
	struct story_pack *stories = NULL;
	struct talk *t = NULL;
	struct talk_round round = {0};
	struct err err = {0};
	enum err_code code;
	struct buf answer;

	buf_init(&answer, TALK_ANSWER_BYTES_MAX);
	code = read_round(args, &round, &err);
	if (!code)
		code = fs_read(file ? file : "-", TALK_ANSWER_BYTES_MAX, &answer, &err);
	if (!code)
		code = talk_pack_open(&pack, NULL, NULL, &err);
	/* Only who names a principle needs a pack that has some. */
	if (!code && round.principle && !(code = story_pack_open(&stories, NULL, NULL, &err)))
		code = read_principle(stories, &round, &err);
	if (!code)
		code = talk_new(&t, pack, &round, &err);
	if (!code)
		code = talk_answer(t, (struct str){buf_text(&answer), answer.n}, &err);
	if (!code && args_flag(args, "json"))
		put_json(cli, t);
	else if (!code)
		put_view(cli, t);
	talk_free(t);
	talk_pack_free(pack);
	story_pack_free(stories);
	buf_release(&answer);
	return code ? cli_fail(&err) : 0;
}

const struct command command_talk_probe = {
	.name = "talk probe",
	.run = cmd_talk_probe,
	.summary = "what is missing in an answer, and what to ask next",
	.arguments = "",
	.options = options,
	.details = "Reads an answer, as it was typed or recognised, from standard input. Prints its clues, the story, the gaps with the words that show them, the ranked "
		   "probes, and the ledger with the first of them asked. An answer in another language, code or nonsense could not be evaluated, and that is said.",
	.examples = "spar talk probe --kind behavioural --principle ownership <answer.txt\n"
		    "spar talk probe --kind sql --question 'What happens with ties?' --json <answer.txt\n",
};
