/*
 * Detectors of gaps. A table (gaps/(any).yaml) says which gaps belong to a kind of question and how much each weighs; a detector says how
 * sure it is that the gap is there, and which words show it.
 */
#ifndef SPAR_TALK_GAP_H
#define SPAR_TALK_GAP_H

#include "talk/analysis.h"

#define GAP_SURE 0.5               /* a detector below this does not fire */
#define GAP_WEAK 0.3               /* but from here on it is asked for when nothing else is open */
#define GAP_PLAIN 0.99             /* and this one no words elsewhere put in doubt */

/* From 0 (it is there, or does not belong here) to 1 (it is missing). May fill the gap's quote. */
typedef double gap_detector(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap);

struct gap_entry {
	const char *name;
	gap_detector *detect;
};

/* The detectors of stories (gap_story.c) and of designs and queries (gap_design.c), each ended by a NULL name. */
extern const struct gap_entry gap_story_detectors[];
extern const struct gap_entry gap_design_detectors[];
/* Of a telling as a whole: gap_turn.c. */
gap_detector gap_rambling, gap_late_outcome, gap_pivoted;
/* Any row with a topic: the topic is asked for, or belongs to a full answer, and is not treated. */
gap_detector gap_topic;

/* Each row's detector: the gap with its quote, and how sure it is. Both arrays hold a place for each row of the table. */
void gap_detect_all(const struct talk_analysis *x, const struct gap_table *table, struct talk_gap *gaps, double *sure);

/* Put the clue, or tokens, into the gap as its quote. NULL is allowed. */
void gap_quote_clue(struct talk_gap *gap, const struct talk_clue *c);
void gap_quote_tokens(const struct talk_analysis *x, struct talk_gap *gap, size_t first, size_t end);
/* What a pattern marked; a word that says nothing alone ("because", "noticed") with the rest of its clause. */
void gap_quote_hit(const struct talk_analysis *x, struct talk_gap *gap, const struct pattern_hit *hit);
/* The last clue of a type, NULL if none. */
const struct talk_clue *gap_clue_last(const struct talk_analysis *x, enum talk_clue_type type);
/* Is the topic named in the question? false when there is no such topic. */
bool gap_question_has(const struct talk_analysis *x, const char *topic);
/* How many matches of the topic's `named` patterns are in the text, at most `most`; *hit gets the first. */
size_t gap_topic_count(const struct talk_analysis *x, const char *topic, size_t most, struct pattern_hit *hit);

#endif
