/*
 * Answers of a model endpoint, any bytes, through the parser and into a drill.  What is asked then must be one question whose quotes and numbers
 * were said, for the same gap; what is refused must leave the prepared one.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "talk/talk.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct talk_pack *pack;

static void must(bool good)
{
	if (!good)
		abort();
}

static const char told[] = "I decided to keep the old table for a month. I rewrote the \"merge\" step, and the load went from 4 hours to 40 minutes.";

/* Looked at in a plainer way than talk_reword() does. */
static void look_at(const char *text)
{
	const char *mark = strchr(text, '?');
	size_t words = 0;

	must(mark && !mark[1] && utf8_valid(text, strlen(text), NULL) && !strchr(text, '!'));
	for (const char *c = text; *c; c++) {
		must((unsigned char)*c >= ' ');
		words += *c != ' ' && (c == text || c[-1] == ' ');
	}
	must(words <= TALK_PROBE_WORDS_MAX);
	for (const char *open = strchr(text, '"'); open;) {
		const char *close = strchr(open + 1, '"');

		must(close && close > open + 1 && memmem(told, sizeof(told) - 1, open + 1, (size_t)(close - open - 1)));
		open = strchr(close + 1, '"');
	}
	for (const char *c = text; *c; c++)
		if (isdigit((unsigned char)*c) && (c == text || !isdigit((unsigned char)c[-1])))
			must(strchr(told, *c) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 1};
	struct talk *t = NULL;
	struct err err = {0};
	struct str said;
	struct arena a;
	char prepared[1000];

	if (!pack && talk_pack_open(&pack, "content", NULL, &err))
		abort();
	arena_init(&a, 64u << 20);
	if (model_answer(&a, (struct str){(const char *)p, n}, &said, &err)) {
		must(err.code && *err.text && !said.n);
	} else {
		must(!talk_new(&t, pack, &round, &err) && !talk_answer(t, str_of(told), &err));
		const struct talk_probe *probe = talk_next(t);

		must(probe != NULL);
		snprintf(prepared, sizeof(prepared), "%s", probe->text);
		if (talk_reword(t, said, &err))
			must(err.code == ERR_INPUT && !strcmp(talk_next(t)->text, prepared));
		else
			look_at(talk_next(t)->text);
		talk_free(t);
	}
	arena_release(&a);
	return 0;
}
