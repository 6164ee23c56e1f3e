#include "cli/model_use.h"

#include <stdio.h>

struct model *model_use_open(struct cli *cli)
{
	struct model_endpoint e;
	struct model *m = NULL;
	json_t *settings = NULL;
	struct err err = {0};
	enum err_code code = store_settings(cli->store, &settings, &err);

	if (!code)
		code = model_endpoint_read(&cli->arena, settings, &e, &err);
	if (!code && e.on)
		code = model_open(&m, &e, &err);
	json_decref(settings);
	if (code)
		fprintf(stderr, "spar: no model: %s\n", err.text);
	return m;
}

void model_use_drill(struct model *m, struct story_drill *d)
{
	struct model_question q = {0};
	struct err ignored = {0};
	struct str text;

	if (!m || !story_drill_probe(d, &q.question, &q.told, &q.probe, &q.why) || model_ask(m, &q, &ignored))
		return;
	if (model_take(m, MODEL_DEADLINE_MS, &text, &ignored) == MODEL_CAME)
		story_drill_reword(d, text, &ignored);
}

bool model_use_round(struct model *m, struct mock *round)
{
	struct model_question q = {0};
	struct err ignored = {0};
	struct str text;

	if (!m || !mock_probe(round, &q.question, &q.told, &q.probe, &q.why) || model_ask(m, &q, &ignored))
		return false;
	if (model_take(m, MODEL_DEADLINE_MS, &text, &ignored) == MODEL_CAME)
		mock_reword(round, text, &ignored);
	return true;
}
