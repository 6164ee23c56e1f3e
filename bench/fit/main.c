/* usage: fit CONTENT_DIR OUT_DIR GOLD...   writes OUT_DIR/clues.txt and OUT_DIR/gaps.txt; prints figures of answers that were left out */
#include "fit.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct talk_pack *pack = NULL;
	struct answer *answers;
	struct err err = {0};
	char path[4096];
	size_t n;

	if (argc < 4)
		die("usage: fit CONTENT_DIR OUT_DIR GOLD...");
	if (talk_pack_open(&pack, argv[1], NULL, &err))
		die(err.text);
	pack->clue_weights = pack->gap_weights = (struct weights){0};
	answers = gold_read(pack, argv + 3, argc - 3, &n);
	snprintf(path, sizeof(path), "%s/clues.txt", argv[2]);
	chains_fit(answers, n, path);
	for (size_t i = 0; i < n; i++)
		chains_apply(&answers[i]);
	snprintf(path, sizeof(path), "%s/gaps.txt", argv[2]);
	gaps_fit(answers, n, pack, path);
	return 0;
}
