/*
 * A drill's own parts: what it holds, how a stage is judged, how it is taken up again.
 */
#ifndef SPAR_STORY_DRILL_INT_H
#define SPAR_STORY_DRILL_INT_H

#include "story/story_int.h"

#define STORY_STATE_SURVIVED "survived"
#define STORY_STATE_COLLAPSED "collapsed"
#define STORY_STATE_NOT_ENOUGH "not enough evidence"
#define STORY_STATE_UNEVALUABLE "could not be evaluated"
#define STORY_DEPTH_FIRST TALK_DEPTH_MAX   /* that the first stage must reach */
#define STORY_DEPTH_SECOND 2               /* and the one after the switch, which is shorter */

/* What the states of a drill's stages come to: no evidence, no score. Begins as zeros. */
struct story_fold {
	size_t judged, survived, unevaluable;
	bool collapsed;
};
/* state NULL: a stage that is not judged. */
void story_fold_add(struct story_fold *f, const char *state);
const char *story_fold_state(const struct story_fold *f);

struct story_drill {
	const struct story_pack *pack;
	struct store *store;
	struct arena life;
	int64_t id, started_ms, limit_ms;
	int64_t spent_ms;          /* on the questions before the one that stands */
	int64_t on_ms;             /* on this one, as it was kept last */
	bool ticked;               /* on_ms is in the record's draft */
	int said_count;            /* tellings and replies so far */
	uint64_t seed;
	enum talk_level level;
	int64_t story;             /* 0: not known, or none of the memories */
	int stage;                 /* 0, or 1 after the switch */
	bool worded;               /* the probe that stands is in a model's words */
	int turn;                  /* replies of this stage so far */
	enum story_step step;
	const struct story_rule *rule;  /* of this stage */
	const char *asked;         /* the question of this stage */
	const char *question;      /* what the interviewer says now */
	int64_t telling;           /* event of this stage's telling; 0: not told yet */
	struct talk *talk;         /* of this stage; NULL while there is nothing to reply to */
	struct talk_telling *earlier;
	size_t earlier_count;
	char draft[80];
};

/* An empty drill. */
enum err_code story_drill_new(struct story_drill **out, const struct story_pack *p, struct store *s, struct err *err);
/* Let the engine have the telling of this stage; nothing is recorded. */
enum err_code story_drill_tell(struct story_drill *d, struct str text, struct err *err);
/* The next probe, or the end of the stage and what follows it. Recorded. */
enum err_code story_drill_go_on(struct story_drill *d, struct err *err);
/* A stage was judged: the switch, or the end. Recorded. */
enum err_code story_drill_stage_over(struct story_drill *d, struct err *err);
/* Stage 1 begins with this question; nothing is recorded. */
void story_drill_turn_to(struct story_drill *d, const struct story_rule *rule, const char *question);
/* {"telling","state","depth","why","ledger","open"} of the stage as it stands: the body of story.judged. New reference. */
json_t *story_stage_json(const struct story_drill *d);
/* The same of the stage at which a drill of the record stands open. New reference; NULL if there is none. */
json_t *story_open_stage(const struct story_pack *p, struct store *s, int64_t id);
/* clock.c: the clock that was kept for the question that stands; a question was answered in so much time; it is over. */
void story_clock_take(struct story_drill *d);
void story_clock_said(struct story_drill *d, int64_t elapsed_ms);
void story_clock_drop(struct story_drill *d);
/* Did the reply to an entry of the ledger count as an answer? */
bool story_probe_held(const json_t *asked);

#endif
