/* spar talk eval: how well the engine does on gold answers. */
#include "base/fs.h"
#include "base/json.h"
#include "cli/commands.h"
#include "talk/eval.h"

#define GOLD_BYTES_MAX (64u << 20)

static const struct option options[] = {
	{"words-wrong", "N", VALUE_TEXT, "percent of the words that get a recogniser's errors first, 0 to 50"},
	{"seed", "N", VALUE_TEXT, "of these errors; 1 when unset"},
	{"details", NULL, VALUE_NONE, "each miss, one a line, before the figures"},
	{"features", NULL, VALUE_NONE, "what each reply shows, one a line, and no figures"},
	{"json", NULL, VALUE_NONE, "the figures as one line of JSON"},
	{NULL, NULL, VALUE_NONE, NULL},
};

/* Of nothing there is no share. */
static void put_share(struct out *o, const json_t *row, const char *key, int64_t of)
{
	if (of)
		fprintf(o->file, " %10.3f", json_get_real(row, key, 0));
	else
		fprintf(o->file, " %10s", "-");
}

static void put_clues(struct out *o, const json_t *table)
{
	const char *type;
	json_t *row;

	out_put(o, STYLE_DIM, "%-14s %10s %10s %10s %10s %10s\n", "clue", "precision", "recall", "f1", "labelled", "found");
	json_object_foreach((json_t *)table, type, row) {
		int64_t labelled = json_get_int(row, "labelled", 0), found = json_get_int(row, "found", 0);

		fprintf(o->file, "%-14s", type);
		put_share(o, row, "precision", found);
		put_share(o, row, "recall", labelled);
		put_share(o, row, "f1", labelled + found);
		fprintf(o->file, " %10lld %10lld\n", (long long)labelled, (long long)found);
	}
}

static void put_figure(struct out *o, const json_t *s, const char *key, const char *aim, const char *what)
{
	fprintf(o->file, "%-20s %8.3f  %-10s %s\n", key, json_get_real(s, key, 0), aim, what);
}

static void put_confusion(struct out *o, const json_t *confusion)
{
	static const char *const names[] = {"full", "partial", "evaded", "declined"};

	out_put(o, STYLE_DIM, "\n%-14s %8s %8s %8s %8s\n", "reply is", names[0], names[1], names[2], names[3]);
	for (int i = 0; i < 4; i++) {
		const json_t *row = json_get_object(confusion, names[i]);

		fprintf(o->file, "%-14s", names[i]);
		for (int k = 0; k < 4; k++)
			fprintf(o->file, " %8lld", (long long)json_get_int(row, names[k], 0));
		fputc('\n', o->file);
	}
}

static void put_summary(struct out *o, const json_t *s)
{
	fprintf(o->file, "%s, words wrong %lld %%\n\n", out_plural(json_get_int(s, "answers", 0), "answer"), (long long)json_get_int(s, "words_wrong", 0));
	put_clues(o, json_get_object(s, "clues"));
	fputc('\n', o->file);
	put_figure(o, s, "clue_f1", ">= 0.85", "clues, precision and recall together");
	put_figure(o, s, "clue_precision", "", "of those found on lines that label all");
	put_figure(o, s, "clue_recall", "", "of those labelled");
	put_figure(o, s, "probe_p1", ">= 0.85", "the first probe asks for a labelled gap");
	put_figure(o, s, "probe_p3", "", "of the first three probes");
	put_figure(o, s, "asked_said", "<= 0.05", "of the first three probes, those that ask for what was said");
	put_figure(o, s, "grounding", "1", "quotes that are in the answer");
	put_figure(o, s, "gap_recall", "", "labelled gaps that fire");
	if (json_get_int(s, "turns", 0))
		put_figure(o, s, "check_accuracy", "", "verdicts on replies");
	else
		fprintf(o->file, "%-20s %8s  %-10s %s\n", "check_accuracy", "-", "", "verdicts on replies; there are none");
	put_figure(o, s, "evaluable_accuracy", "", "answers and what is none told apart");
	put_figure(o, s, "opened", "", "answers, salads apart, that count as answered");
	put_figure(o, s, "p99_ms", "<= 5", "from the answer to the ranked probes");
	fprintf(o->file, "%-20s %8lld  %-10s of %lld\n", "not_gap_violations", (long long)json_get_int(s, "not_gap_violations", 0), "",
		(long long)json_get_int(s, "not_gaps", 0));
	fprintf(o->file, "%-20s %8lld  %-10s of %lld lists of the right words and fluent evasions\n", "salad_accepted",
		(long long)json_get_int(s, "salad_accepted", 0), "0", (long long)json_get_int(s, "salads", 0));
	fprintf(o->file, "%-20s %8lld  %-10s of them: their opening and every evasive reply was taken\n", "salad_survived", (long long)json_get_int(s, "salad_survived", 0), "0");
	put_confusion(o, json_get_object(s, "check_confusion"));
	fprintf(o->file, "\nThe aims %s.\n", json_get_bool(s, "aims", false) ? "hold" : "do not hold");
}

static enum err_code measure_files(struct talk_eval *e, const struct args *args, struct err *err)
{
	enum err_code code = ERR_OK;
	struct buf b;

	buf_init(&b, GOLD_BYTES_MAX);
	for (size_t i = 0; i < args->count && !code; i++) {
		buf_reset(&b);
		code = fs_read(args->p[i], GOLD_BYTES_MAX, &b, err);
		if (!code)
			code = talk_eval_text(e, args->p[i], (struct str){buf_text(&b), b.n}, err);
	}
	buf_release(&b);
	if (code)
		return code;
	json_t *s = talk_eval_summary(e);
	bool none = !json_get_int(s, "answers", 0);

	json_decref(s);
	return none ? err_set(err, ERR_INPUT, "there is no answer in '%s'%s", args->p[0], args->count > 1 ? " or the files behind it" : "") : ERR_OK;
}

static int cmd_talk_eval(struct cli *cli, const struct args *args)
{
	struct eval_options o = {.details = args_flag(args, "details"), .features = args_flag(args, "features")};
	struct talk_pack *pack = NULL;
	struct talk_eval *e = NULL;
	struct err err = {0};
	long wrong = 0, seed = 1;
	int status = 0;

	if (args_number(args, "words-wrong", 0, 50, 0, &wrong, &err) || args_number(args, "seed", 0, 1000000000, 1, &seed, &err) ||
	    talk_pack_open(&pack, NULL, NULL, &err))
		return cli_fail(&err);
	o.words_wrong = (unsigned)wrong;
	o.seed = (uint64_t)seed;
	e = talk_eval_new(pack, &o);
	if (!e) {
		err_set(&err, ERR_MEMORY, "out of memory");
		status = cli_fail(&err);
	} else if (measure_files(e, args, &err)) {
		status = cli_fail(&err);
	} else if (o.features) {
		fputs(talk_eval_details(e), cli->out.file);
	} else {
		json_t *s = talk_eval_summary(e);

		if (o.details)
			out_verbatim(&cli->out, 0, talk_eval_details(e));
		if (args_flag(args, "json")) {
			char *text = json_text(s);

			fprintf(cli->out.file, "%s\n", text ? text : "{}");
			free(text);
		} else {
			put_summary(&cli->out, s);
		}
		status = talk_eval_aims_hold(e) ? 0 : EXIT_WRONG;
		json_decref(s);
	}
	talk_eval_free(e);
	talk_pack_free(pack);
	return status;
}

const struct command command_talk_eval = {
	.name = "talk eval",
	.run = cmd_talk_eval,
	.summary = "measure the follow-ups on gold answers",
	.arguments = "FILE...",
	.min_args = 1,
	.max_args = ARGS_MAX,
	.arg_kind = VALUE_FILE,
	.options = options,
	.details = "Each line of a file is one answer with its labels, as docs/GOLD.md says. Prints precision, recall and F1 for each type of clue, how often the first "
		   "probe asks for a labelled gap, how often one asks for what was said, and how replies are judged. Exit status 0 only when the aims hold: "
		   "clue_f1 and probe_p1 at least 0.85, asked_said at most 0.05, grounding 1, no salad accepted; else 1.",
	.examples = "spar talk eval answers.jsonl\nspar talk eval answers.jsonl --words-wrong 10 --json\n",
};
