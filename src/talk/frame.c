/* The story: which sentence does what, and which clues belong together. */
#include "talk/analysis.h"

static enum talk_part part_of(const struct talk_analysis *x, size_t sentence, bool *found)
{
	size_t counts[CLUE_COUNT] = {0};
	double where = (double)(sentence + 1) / (double)(x->text.sentence_count + 1);

	for (size_t i = 0; i < x->clues.n; i++)
		counts[x->clues.p[i].type] += x->clues.p[i].sentence == sentence;
	*found = true;
	if (counts[CLUE_LEARNING])
		return PART_LEARNING;
	if (counts[CLUE_OUTCOME] && where > 0.4)
		return PART_RESULT;
	if (counts[CLUE_ACTION] || counts[CLUE_DECISION] || counts[CLUE_MEASUREMENT])
		return PART_ACTION;
	if (counts[CLUE_OUTCOME] || (counts[CLUE_METRIC] && where > 0.7))
		return PART_RESULT;
	for (size_t i = x->text.sentences[sentence].first; i < (size_t)x->text.sentences[sentence].first + x->text.sentences[sentence].count; i++)
		if (where < 0.6 && (talk_low_is(&x->text, i, "needed") || talk_low_is(&x->text, i, "asked") || talk_low_is(&x->text, i, "wanted") ||
				    talk_low_is(&x->text, i, "job") || talk_low_is(&x->text, i, "responsible") || talk_low_is(&x->text, i, "goal")))
			return PART_TASK;
	*found = where < 0.5;
	return PART_SITUATION;
}

/* The nearest clue of a type within `reach` sentences of clue i, the one behind first on a tie; -1 if there is none. */
static long nearest(const struct talk_analysis *x, size_t i, enum talk_clue_type type, uint32_t reach)
{
	const struct talk_clue *c = &x->clues.p[i];
	long best = -1;
	uint32_t best_distance = 0;

	for (size_t k = 0; k < x->clues.n; k++) {
		const struct talk_clue *o = &x->clues.p[k];
		uint32_t sentences = o->sentence > c->sentence ? o->sentence - c->sentence : c->sentence - o->sentence;
		uint32_t distance = o->at > c->at ? o->at - c->at : c->at - o->at;

		if (k == i || o->type != type || sentences > reach)
			continue;
		if (best < 0 || distance < best_distance) {
			best = (long)k;
			best_distance = distance;
		}
	}
	return best;
}

static void link_add(struct talk_analysis *x, enum talk_link_kind kind, size_t from, long to)
{
	if (to >= 0)
		x->frame.links[x->frame.link_count++] = (struct talk_link){kind, (uint32_t)from, (uint32_t)to};
}

void talk_frame_read(struct talk_analysis *x)
{
	/* Links look at every pair of near clues: a book gets none beyond its first part. */
	size_t n = x->clues.n < 2000 ? x->clues.n : 2000;

	x->frame.sentence_count = x->text.sentence_count;
	x->frame.parts = ARENA_NEW(x->a, uint32_t, x->text.sentence_count + 1);
	for (size_t s = 0; s < x->text.sentence_count && s < 400; s++) {
		bool found = false;
		enum talk_part part = part_of(x, s, &found);

		x->frame.parts[s] = found ? 1 + (uint32_t)part : 0;
	}
	x->frame.links = ARENA_NEW(x->a, struct talk_link, n * 3 + 1);
	for (size_t i = 0; i < n; i++) {
		switch (x->clues.p[i].type) {
		case CLUE_OUTCOME:
			link_add(x, LINK_OUTCOME_METRIC, i, nearest(x, i, CLUE_METRIC, 1));
			link_add(x, LINK_OUTCOME_MEASUREMENT, i, nearest(x, i, CLUE_MEASUREMENT, 2));
			break;
		case CLUE_METRIC:
			link_add(x, LINK_METRIC_BASELINE, i, nearest(x, i, CLUE_BASELINE, 1));
			break;
		case CLUE_DECISION:
			link_add(x, LINK_DECISION_ALTERNATIVE, i, nearest(x, i, CLUE_ALTERNATIVE, 2));
			link_add(x, LINK_DECISION_REASON, i, nearest(x, i, CLUE_CAUSE, 1));
			link_add(x, LINK_DECISION_TRADEOFF, i, nearest(x, i, CLUE_TRADEOFF, 2));
			break;
		case CLUE_ACTION:
			link_add(x, LINK_ACTION_ACTOR, i, nearest(x, i, CLUE_ACTOR, 0));
			break;
		default:
			break;
		}
	}
}
