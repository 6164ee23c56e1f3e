/*
 * The talk engine: what a candidate said, what is missing in it, what to ask next, and whether the reply answered.
 *
 * A *pack* is the engine's content: words, patterns, gap tables and probes, all of them data (docs/TALK.md).  A *talk* is one
 * question with its answer, the probes that were asked and their replies.  The candidate's words are analysed as one transcript, so
 * that what a reply said is never asked again.  Everything that the engine claims about an answer is a span of that
 * transcript.  Rules only, no model: the same transcript, round and pack give the same probes.
 *
 * In the life of a talk: talk_answer() once, then talk_next() and talk_reply() in turn until talk_next() gives NULL.
 *
 * Threads: a pack is read-only once opened and may be shared; a talk belongs to one thread at a time.
 */
#ifndef SPAR_TALK_TALK_H
#define SPAR_TALK_TALK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define TALK_ANSWER_BYTES_MAX (256u << 10)     /* an answer or a reply */
#define TALK_TRANSCRIPT_BYTES_MAX (1u << 20)   /* all that was said in one talk */
#define TALK_DEPTH_MAX 3
#define TALK_PROBE_WORDS_MAX 25

struct talk_pack;
struct talk;

#define TALK_KIND_TABLE(X)                        \
	X(TALK_BEHAVIOURAL, "behavioural")        \
	X(TALK_RETROSPECTIVE, "retrospective")    \
	X(TALK_SQL, "sql")                        \
	X(TALK_PIPELINE, "pipeline")              \
	X(TALK_MODEL, "model")

enum talk_kind {
#define X(id, name) id,
	TALK_KIND_TABLE(X)
#undef X
	TALK_KIND_COUNT
};

enum talk_level { TALK_L4, TALK_L5, TALK_L6 };

/* Types of clues; docs/GOLD.md defines each. */
#define TALK_CLUE_TABLE(X)                                                                               \
	X(CLUE_METRIC, "metric") X(CLUE_BASELINE, "baseline") X(CLUE_SCALE, "scale") X(CLUE_TIME, "time")   \
	X(CLUE_ACTOR, "actor") X(CLUE_DECISION, "decision") X(CLUE_ALTERNATIVE, "alternative")            \
	X(CLUE_TRADEOFF, "tradeoff") X(CLUE_CAUSE, "cause") X(CLUE_ACTION, "action")                      \
	X(CLUE_OUTCOME, "outcome") X(CLUE_MEASUREMENT, "measurement") X(CLUE_LEARNING, "learning")        \
	X(CLUE_CONFLICT, "conflict") X(CLUE_HEDGE, "hedge") X(CLUE_VAGUE, "vague") X(CLUE_TECH, "tech")   \
	X(CLUE_DECLINE, "decline")

enum talk_clue_type {
#define X(id, name) id,
	TALK_CLUE_TABLE(X)
#undef X
	CLUE_COUNT
};

enum talk_verdict { TALK_FULL, TALK_PARTIAL, TALK_EVADED, TALK_DECLINED };

/* A piece of the transcript that was typed: byte `at` to `at + n`. */
struct talk_clue {
	enum talk_clue_type type;
	uint32_t at, n;            /* bytes of the transcript */
	uint32_t first, count;     /* tokens */
	uint32_t sentence;
	uint32_t turn;             /* 0: the answer; 1: the reply to the first probe; ... */
	double value;              /* of an amount, in `unit`s basis (seconds, bytes, percent, ...); 0 if it has none */
	const char *unit;          /* as it was said; "" if none */
	bool negative;             /* "no alerts", "did not finish" */
	double confidence;         /* 0 to 1 */
};

/* How two clues belong together in the story. */
enum talk_link_kind {
	LINK_OUTCOME_METRIC, LINK_METRIC_BASELINE, LINK_OUTCOME_MEASUREMENT, LINK_DECISION_ALTERNATIVE, LINK_DECISION_REASON,
	LINK_DECISION_TRADEOFF, LINK_ACTION_ACTOR, LINK_COUNT,
};

struct talk_link {
	enum talk_link_kind kind;
	uint32_t from, to;         /* indexes of clues */
};

/* The parts of a story, in sentences of the transcript; a part that is not there has count 0. */
enum talk_part { PART_SITUATION, PART_TASK, PART_ACTION, PART_RESULT, PART_LEARNING, PART_COUNT };

struct talk_frame {
	uint32_t *parts;           /* by sentence: 1 + enum talk_part, 0 for none */
	size_t sentence_count;
	struct talk_link *links;
	size_t link_count;
};

/* Something that an interviewer would have to ask for, and the words that show it. */
struct talk_gap {
	const char *name;          /* "no_baseline" */
	double confidence;         /* that it is missing */
	double score;              /* what it is ranked by: confidence times weight, level, principle, round */
	uint32_t at, n;            /* the quote that fired it, bytes of the transcript; n 0: nothing was said */
	uint32_t at2, n2;          /* of a contradiction: the other quote; n2 0 if none */
	int earlier;               /* the other quote stands in this earlier telling; -1: in the transcript */
	const char *why;           /* one sentence for the debrief; lent by the pack */
};

/* A question, ready to be asked. */
struct talk_probe {
	const char *gap;           /* "" for a general one */
	int depth;                 /* 1 to TALK_DEPTH_MAX */
	const char *text;          /* at most TALK_PROBE_WORDS_MAX words, one question mark */
	const char *why;           /* "a number stands with nothing to compare it with" */
	const char *quote;         /* the words that it was asked because of; "" if none */
	const char *quote2;        /* of a contradiction; "" if none */
	double score;
	bool general;              /* nothing fired with confidence; from the list of the kind */
	bool again;                /* the one re-ask after an evasion */
};

/* What the analysis of the transcript so far says. */
struct talk_view {
	struct str transcript;     /* answer and replies, an empty line between them */
	bool evaluable;            /* false: another language, nonsense, code, silence; then there are no gaps and no probes */
	const char *not_evaluable; /* why not; "" when it is */
	enum talk_verdict opening; /* of the answer itself: full or partial counts as answered, evaded does not */
	size_t word_count, sentence_count;
	const struct talk_clue *clues;
	size_t clue_count;
	struct talk_frame frame;
	const struct talk_gap *gaps;      /* by falling score */
	size_t gap_count;
	const struct talk_probe *probes;  /* what could be asked now, best first */
	size_t probe_count;
};

/* What came of a reply. */
struct talk_outcome {
	enum talk_verdict verdict;
	const char *missing;       /* one sentence: what a full answer would have had; "" when full */
	size_t new_count;          /* clues that are new with this reply */
	const struct talk_clue *const *fresh;  /* these clues */
	bool ask_again;            /* evaded, and not yet asked again */
};

/* What was told before, on another day or in this round. */
struct talk_telling {
	const char *label;         /* "last Tuesday", or an identifier; shown with the quote */
	struct str text;
};

struct talk_round {
	enum talk_kind kind;
	const char *table;         /* of gaps, by name; NULL: the one of the kind */
	const char *principle;     /* "ownership"; NULL if none */
	const char *question;      /* what was asked; NULL if unknown */
	enum talk_level level;
	uint64_t seed;             /* chooses between equal wordings */
	const char *const *want;   /* gaps that this round must test, asked first when they are open; NULL if none */
	size_t want_count;
	const struct talk_telling *earlier;  /* lent for the life of the talk */
	size_t earlier_count;
	size_t probes_max;         /* 0: no limit */
};

/*
 * Open the talk content of a pack. content_dir NULL: fs_content_dir(). pack NULL: $SPAR_PACK, else the default. A broken entry becomes an
 * issue and is left out.  Errors: ERR_MISSING, ERR_IO, ERR_CONTENT (nothing usable). talk_pack_free(NULL) is allowed.
 */
enum err_code talk_pack_open(struct talk_pack **out, const char *content_dir, const char *pack, struct err *err);
void talk_pack_free(struct talk_pack *p);
/* What is wrong in it: "amazon-de/talk/probes/sql.yaml:12:7: ...". Lent. */
const char *const *talk_pack_issues(const struct talk_pack *p, size_t *count);
/* How much it holds, for `spar talk check`: words, patterns, gap tables, probes, wordings. */
struct talk_pack_size {
	size_t words, phrases, patterns, tables, gaps, probes, wordings;
};
struct talk_pack_size talk_pack_size(const struct talk_pack *p);
/* Is there a table of gaps with this name? Is this gap known to any table? */
bool talk_pack_has_table(const struct talk_pack *p, const char *table);
bool talk_pack_has_gap(const struct talk_pack *p, const char *gap);
/* Is there a topic with this name, that talk_points() can look for? */
bool talk_pack_has_topic(const struct talk_pack *p, const char *topic);

/* By name; -1 if there is none. Names are lent for ever. */
int talk_kind_find(const char *name);
int talk_clue_find(const char *name);
int talk_level_find(const char *name);      /* "L4", "L5", "L6", also "L6+" and "senior" */
const char *talk_kind_name(enum talk_kind kind);
const char *talk_clue_name(enum talk_clue_type type);
const char *talk_verdict_name(enum talk_verdict verdict);
const char *talk_link_name(enum talk_link_kind kind);
const char *talk_part_name(enum talk_part part);
const char *talk_level_name(enum talk_level level);

/* A talk about one question. What round points to is copied, except the earlier tellings. Errors: ERR_MISSING (table), ERR_MEMORY. */
enum err_code talk_new(struct talk **out, const struct talk_pack *p, const struct talk_round *round, struct err *err);
void talk_free(struct talk *t);

/* The answer. Any bytes may come. Errors: ERR_LIMIT over TALK_ANSWER_BYTES_MAX. Once per talk. */
enum err_code talk_answer(struct talk *t, struct str text, struct err *err);

/* The analysis so far. Lent until the next call of talk_answer(), talk_reply() or talk_free(). */
const struct talk_view *talk_view(const struct talk *t);

/*
 * The probe to ask now; it counts as asked. NULL when there is nothing left to ask, or probes_max were asked.  After an evasion
 * the same point comes once more in other words; a declined point never comes again.  Lent until talk_free().
 */
const struct talk_probe *talk_next(struct talk *t);

/*
 * Another wording in place of the engine's, for the gap that talk_next() gave last: of a round, or of the record.  Accepted only if it is one
 * question of at most TALK_PROBE_WORDS_MAX words and everything in double quotation marks stands in the transcript.
 * Errors: ERR_INPUT saying which rule it breaks; ERR_USAGE when no probe waits for a reply.
 */
enum err_code talk_rephrase(struct talk *t, struct str text, struct err *err);

/*
 * A model's wording, which is trusted with nothing: as talk_rephrase(), and besides it is one line of plain characters; what stands in any kind
 * of quotation marks was said, and so were its numbers; "you said" comes with a quote; it praises nothing; and it still asks about the
 * gap: outside of quotes it shares a word with the prepared probe or with the pack's wordings for that gap, and
 * not more words with those of another gap.  Errors: as talk_rephrase(); nothing has changed then.
 */
enum err_code talk_reword(struct talk *t, struct str text, struct err *err);

/* The reply to the probe that talk_next() gave last. Lent until the next call. Errors: ERR_USAGE without a probe, ERR_LIMIT. */
enum err_code talk_reply(struct talk *t, struct str text, const struct talk_outcome **out, struct err *err);

/* The deepest level at which a probe was answered, fully or in part with something new. */
int talk_depth(const struct talk *t);
/* Each probe so far was answered fully, or in part with new facts, and one of them at TALK_DEPTH_MAX. */
bool talk_survived(const struct talk *t);

/*
 * Why each question was asked and what came of it: {"kind", "question", "seed", "asked": [{"gap", "depth", "probe", "why", "quote",
 * "score", "general", "again", "considered": [{"gap", "score"}], "reply", "verdict", "missing", "new": [quotes]}], "depth",
 * "survived"}, and "opening", the verdict on the answer alone, which is not there when it could not be evaluated. New reference; NULL out of memory.
 */
json_t *talk_ledger(const struct talk *t);
/* Clues, frame, gaps and ranked probes of the view. New reference; NULL out of memory. */
json_t *talk_view_json(const struct talk *t);

/* A place of the transcript. */
struct talk_place {
	uint32_t at, n;            /* bytes */
};

/*
 * Where a topic of the pack is named in the transcript, in its order: "template" gives the phrases of advice books, "trouble" what went wrong,
 * "late_data" and the like what a design names.  At most `max` places; returns how many. 0 as well when there is no such topic.
 */
size_t talk_places(const struct talk *t, const char *topic, struct talk_place *out, size_t max);

/*
 * Does `reply` answer `probe`, which pressed `gap` ("" if unknown), given what was said before?  The check of talk_reply(), alone. after_evasion: the opening
 * answer was an evasion, or it is not known and false.
 */
enum err_code talk_check(const struct talk_pack *p, const struct talk_round *round, const char *gap, struct str probe, struct str before,
			 bool after_evasion, struct str reply, enum talk_verdict *out, struct err *err);

/*
 * Which of these topics (of the pack's topics, "late_data") does the text treat, and not only name?  For questions whose answer needs
 * certain points, as those about a query.  treated[i] gets 0 (absent), 1 (only its word) or 2 (treated).
 * Errors: ERR_MISSING for a topic that is not there.
 */
enum err_code talk_points(const struct talk_pack *p, struct str text, const char *const *topics, size_t n, int *treated, struct err *err);

#endif
