/* spar talk check: is the talk content sound? */
#include "cli/commands.h"
#include "talk/talk.h"

static int cmd_talk_check(struct cli *cli, const struct args *args)
{
	struct talk_pack *pack = NULL;
	struct err err = {0};
	size_t n = 0;

	(void)args;
	if (talk_pack_open(&pack, NULL, NULL, &err))
		return cli_fail(&err);
	const char *const *issues = talk_pack_issues(pack, &n);
	struct talk_pack_size size = talk_pack_size(pack);

	for (size_t i = 0; i < n; i++)
		out_verbatim(&cli->out, 0, issues[i]);
	fprintf(cli->out.file, "%s, %s, %s; ", out_plural((long long)size.words, "word"), out_plural((long long)size.phrases, "phrase"),
		out_plural((long long)size.patterns, "pattern"));
	fprintf(cli->out.file, "%s of %s; ", out_plural((long long)size.tables, "table"), out_plural((long long)size.gaps, "gap"));
	fprintf(cli->out.file, "%s with %s. %s\n", out_plural((long long)size.probes, "probe"), out_plural((long long)size.wordings, "wording"),
		n ? "Not sound." : "Sound.");
	talk_pack_free(pack);
	return n ? EXIT_WRONG : 0;
}

const struct command command_talk_check = {
	.name = "talk check",
	.run = cmd_talk_check,
	.summary = "is the content of the follow-ups sound?",
	.arguments = "",
	.details = "Reads every file of the pack's talk folder. Each probe needs three wordings at each depth, one of them without slots, each at most 25 words with its "
		   "quotes, one question mark, and slots that exist; each gap of a table needs a probe for its kinds of question; each pattern must parse.",
	.examples = "spar talk check\n",
};
