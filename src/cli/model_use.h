/*
 * The model endpoint where a drill is: asked for another wording of each follow-up, while it is on.
 */
#ifndef SPAR_CLI_MODEL_USE_H
#define SPAR_CLI_MODEL_USE_H

#include "cli/cli.h"
#include "mock/mock.h"
#include "model/model.h"
#include "story/story.h"

/* The model that is on; NULL when none is, or it cannot be used, which is said. model_close() it. */
struct model *model_use_open(struct cli *cli);
/* Give it MODEL_DEADLINE_MS to word the follow-up that stands; whatever goes wrong, the prepared one stays. m may be NULL. */
void model_use_drill(struct model *m, struct story_drill *d);
/* The same in a round. Returns whether something was asked: then time went by that is not the candidate's. */
bool model_use_round(struct model *m, struct mock *round);

#endif
