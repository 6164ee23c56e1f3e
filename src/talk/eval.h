/*
 * How well the engine does on gold answers (docs/GOLD.md has the format, docs/TALK.md the figures).
 *
 * Clues: a found clue is a hit when it has the type of a label and covers at least half of the label's characters; each label and each clue counts
 * once.  Recall is over all labels, precision over the lines with complete: true.  probe_p1: the first probe's gap is in `gaps`, over the
 * answers that have any; probe_p3: of the first three probes, the share whose gap is.  asked_said: of the same three, over all evaluable
 * answers, the share whose gap is in `not_gaps`.  grounding: every quote of clues and probes is a substring.  A salad is accepted
 * when its opening or one of its replies counts as answered.
 */
#ifndef SPAR_TALK_EVAL_H
#define SPAR_TALK_EVAL_H

#include <jansson.h>

#include "talk/talk.h"

#define EVAL_LINE_BYTES_MAX (2u << 20)
#define EVAL_LINES_MAX 20000

struct talk_eval;

struct eval_options {
	unsigned words_wrong;      /* percent of the words that get an error */
	uint64_t seed;             /* of these errors */
	bool details;              /* keep what was missed, for eval_details() */
	bool features;             /* keep instead what each reply shows: "ID TAB label TAB verdict TAB names of features TAB probe | reply" */
};

struct talk_eval *talk_eval_new(const struct talk_pack *p, const struct eval_options *o);
void talk_eval_free(struct talk_eval *e);

/* Measure every line of a gold file's text. name is for messages. Errors: ERR_PARSE, ERR_INPUT with "NAME:LINE: ...". */
enum err_code talk_eval_text(struct talk_eval *e, const char *name, struct str text, struct err *err);

/*
 * The summary: answers, clue_f1, clues {TYPE: {precision, recall, f1, labelled, found}}, clue_precision, clue_recall, gap_recall, gaps {GAP: {labelled,
 * fired}}, not_gap_violations, not_gaps, probe_p1, probe_p3, asked_said, grounding, check_accuracy, check_confusion {LABEL: {VERDICT: n}},
 * salad_accepted, salad_survived (opening and every evasive reply were taken), salads, evaluable_accuracy, opened (share of other answers that count as answered), p99_ms, words_wrong, aims.
 */
json_t *talk_eval_summary(struct talk_eval *e);
/* One text a miss: what was labelled and what came out. Lent. */
const char *talk_eval_details(struct talk_eval *e);
/* Do the documented aims hold? */
bool talk_eval_aims_hold(struct talk_eval *e);

#endif
