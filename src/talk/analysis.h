/*
 * All stages over one transcript: text, verbs, clues, frame, gaps. What a talk, the check of a reply and the evaluation share.
 *
 * Ownership: everything in the arena.
 */
#ifndef SPAR_TALK_ANALYSIS_H
#define SPAR_TALK_ANALYSIS_H

#include "talk/clue.h"

/* What one reading of the clues counts, so that detectors of gaps stay short. */
struct talk_facts {
	size_t clues[CLUE_COUNT];
	size_t i_verbs, we_verbs;          /* verbs of doing in the past by subject */
	size_t passive_verbs;              /* in the past, without a person */
	size_t other_verbs;                /* of other people */
	size_t past_verbs, finite_verbs;
	size_t general_verbs;              /* modal or present with I, you, one, we, a leader: no occasion */
	size_t concrete;                   /* actions, measurements and decisions */
	size_t words;
	size_t ties;                       /* conditions and results: because, so, if, when, until, which means */
	double abstract_share;             /* of words that can be said of anything: attitudes, virtues, generalities */
	double content_share;              /* of words that are neither function words nor verbs: high in lists */
};

struct talk_analysis {
	struct arena *a;
	const struct talk_pack *pack;
	const struct talk_round *round;
	struct talk_text text;
	const uint32_t *turns;             /* bytes where the replies begin, in order; lent */
	size_t turn_count;
	struct talk_verbs verbs;
	struct clue_reader clues;
	struct talk_facts facts;
	struct talk_frame frame;
	struct talk_hits hits;             /* of topics and presses, in the text and in the question */
	struct talk_hits question_hits;
	struct talk_text question;         /* of the round; no tokens if there is none */
	bool evaluable;
	const char *not_evaluable;
	enum talk_verdict opening;
	struct talk_gap *gaps;             /* that fired, by falling score */
	size_t gap_count;
	struct talk_gap *weak;             /* that nearly did */
	size_t weak_count;
};

/* Run all stages. text and round are lent as long as the analysis is used. Errors: ERR_LIMIT. */
enum err_code talk_analyse(struct talk_analysis *x, struct arena *a, const struct talk_pack *pack, const struct talk_round *round,
			   struct str text, struct err *err);

/* The same of a transcript whose replies begin at these bytes. */
enum err_code talk_analyse_turns(struct talk_analysis *x, struct arena *a, const struct talk_pack *pack, const struct talk_round *round,
				 struct str text, const uint32_t *turns, size_t turn_count, struct err *err);

/* The tokens of the answer (turn 0) or of the reply to probe `turn`: one telling, for what is to be judged by itself. */
void talk_turn_tokens(const struct talk_analysis *x, size_t turn, size_t *first, size_t *end);

/* The stages behind the clues, in this order. */
void talk_facts_read(struct talk_analysis *x);          /* facts.c */
void talk_evaluable_read(struct talk_analysis *x);      /* facts.c */
void talk_frame_read(struct talk_analysis *x);          /* frame.c */
void talk_opening_read(struct talk_analysis *x);        /* check.c */
void talk_gaps_read(struct talk_analysis *x);           /* gap.c */

/* Does a sentence say how something works: a verb of doing, with a condition or a number, and no talk in general? */
bool talk_sentence_works(const struct talk_analysis *x, size_t sentence);
/* 0: the topic is absent from the text; 1: only its word; 2: treated. *hit (may be NULL) gets the first place. */
int talk_topic_in(const struct talk_analysis *x, const struct topic *topic, struct pattern_hit *hit);
/* Does any pattern of the topic match the question? */
bool talk_topic_asked(const struct talk_analysis *x, const struct topic *topic);
/* The topic by name, NULL if the pack has none; and is it in the text at all? */
bool talk_topic_named(const struct talk_analysis *x, const char *name);
/* The first clue of a type, NULL if none. */
const struct talk_clue *talk_clue_first(const struct talk_analysis *x, enum talk_clue_type type);
/* How sure two statements of the text contradict each other; 0 if none do. Fills the quotes of the gap. contradict.c */
double talk_contradiction(const struct talk_analysis *x, struct talk_gap *gap);
/* The same for what needs a little reckoning: order of months, savings, "no outage" and then one. contradict_order.c */
double talk_contradiction_reckoned(const struct talk_analysis *x, struct talk_gap *gap);

#endif
