/*
 * usage: fit [--replies] CONTENT_DIR OUT_DIR GOLD...
 * writes OUT_DIR/replies.txt, and without --replies also clues.txt and gaps.txt; prints figures of answers and replies that were left out
 */
#include "fit.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	bool only_replies = argc > 1 && !strcmp(argv[1], "--replies");
	struct talk_pack *pack = NULL;
	struct answer *answers;
	struct err err = {0};
	char path[4096];
	size_t n;

	argc -= only_replies;
	argv += only_replies;
	if (argc < 4)
		die("usage: fit [--replies] CONTENT_DIR OUT_DIR GOLD...");
	if (talk_pack_open(&pack, argv[1], NULL, &err))
		die(err.text);
	pack->clue_weights = pack->gap_weights = pack->reply_weights = (struct weights){0};
	answers = gold_read(pack, argv + 3, argc - 3, &n);
	if (!only_replies) {
		snprintf(path, sizeof(path), "%s/clues.txt", argv[2]);
		chains_fit(answers, n, path);
		for (size_t i = 0; i < n; i++)
			chains_apply(&answers[i]);
		snprintf(path, sizeof(path), "%s/gaps.txt", argv[2]);
		gaps_fit(answers, n, pack, path);
	}
	talk_pack_free(pack);
	/* Replies are judged by the clues that the engine will find. */
	if (talk_pack_open(&pack, argv[1], NULL, &err))
		die(err.text);
	snprintf(path, sizeof(path), "%s/replies.txt", argv[2]);
	replies_fit(pack, answers, n, path);
	return 0;
}
