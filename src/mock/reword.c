/* The follow-up that stands in a model's words. */
#include "mock/mock_int.h"

#include <string.h>

#include "base/json.h"

/* The engine's own probe behind the last turn; NULL for every other turn. */
static const struct talk_probe *standing(struct mock *m)
{
	const struct mock_turn *t = m->turn_count ? &m->turns[m->turn_count - 1] : NULL;
	struct mock_part *p = mock_current(m);
	const struct talk_probe *probe;
	struct err ignored = {0};

	if (!t || !p || !t->mine || t->ask != ASK_PROBE || t->own || t->by_model || *t->key || t->part != m->part || p->exchange_count < 2)
		return NULL;
	/* Of a round that was just taken up, the engine has heard nothing yet. */
	if (part_feed(m, p, p->exchange_count - 1, &ignored) || p->fed < p->exchange_count - 1)
		return NULL;
	/* Words that the round has for it stay. */
	for (size_t i = 0; i < m->base.rounds->press_count; i++)
		if (!strcmp(m->base.rounds->presses[i].text, t->text))
			return NULL;
	probe = talk_next(p->talk);
	return probe && !strcmp(probe->text, t->text) ? probe : NULL;
}

bool mock_probe(struct mock *m, const char **question, struct str *told, const char **probe, const char **why)
{
	const struct talk_probe *p = standing(m);

	if (!p)
		return false;
	*question = mock_current(m)->question ? mock_current(m)->question : "";
	*told = talk_view(mock_current(m)->talk)->transcript;
	*probe = p->text;
	*why = p->why;
	return true;
}

enum err_code mock_reword(struct mock *m, struct str text, struct err *err)
{
	struct talk *t = standing(m) ? mock_current(m)->talk : NULL;
	const char *words;
	enum err_code code;

	if (!t)
		return err_set(err, ERR_USAGE, "no prepared probe stands");
	if ((code = talk_reword(t, text, err)))
		return code;
	words = talk_next(t)->text;
	code = mock_put(m, EVENT_MOCK_ASKED,
			json_pack("{s:s,s:o,s:s}", "kind", mock_ask_name(ASK_PROBE), "text", json_text_value(words, strlen(words)), "words", "model"), err);
	mock_refresh(m);
	return code;
}
