/*
 * The plan: what to do on each day until the interview, for how long, and why now.
 *
 * plan_make() is a pure function from a struct plan_input to a struct plan.  It reads no clock, no file and no record: the same
 * input gives the same plan, byte for byte.  Everything that a company or a person may want to change (shares of time, topics, tools,
 * words that say "required", time sinks) is data under content/PACK/plan/ and comes in as struct plan_rules.
 *
 * The plan is made anew after each session.  What is ticked or pinned never moves.  What was done is in the ticked blocks
 * and in the evidence; all else is planned again from now on, so a missed day is absorbed by the days that are left. Block
 * identifiers are stable: "sql-windows-2" is the second block on windows in every plan of this interview, wherever it stands.
 *
 * docs/PLAN.md has the method, its formulas and their sources.
 *
 * Ownership: what hangs on a struct plan lives in the arena given to the function that made it, or in the rules and in the offers of the
 * input, which have to live as long.
 * Threads: none of this keeps state; rules may be shared once they are loaded.
 */
#ifndef SPAR_PLAN_PLAN_H
#define SPAR_PLAN_PLAN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "plan/zone.h"

#define PLAN_DAYS_MAX 21
#define PLAN_POST_MAX_BYTES (512u << 10)   /* what is longer is read up to here, and a note says so */
#define PLAN_QUOTE_MAX_BYTES 400
#define PLAN_BLOCK_MAX_MINUTES 90
#define PLAN_BLOCK_MIN_MINUTES 15
#define PLAN_DAY_MAX_MINUTES (16 * 60)     /* more free time than this on a day is taken as this */

struct bank;
struct store;
struct plan_rules;                         /* content/PACK/plan/, read */

enum plan_kind { PLAN_PHONE, PLAN_LOOP, PLAN_BOTH, PLAN_KINDS };
enum plan_level { PLAN_L4, PLAN_L5, PLAN_L6, PLAN_LEVELS };
enum plan_lean { PLAN_UNKNOWN, PLAN_MODELLING, PLAN_PIPELINES, PLAN_ANALYTICS, PLAN_LEANS };

#define PLAN_BLOCK_TABLE(X)       \
	X(BLOCK_SQL, "sql")             \
	X(BLOCK_STORY, "story")         \
	X(BLOCK_PIPELINE, "pipeline")   \
	X(BLOCK_MODEL, "model")         \
	X(BLOCK_DESIGN, "design")       \
	X(BLOCK_CODE, "code")           \
	X(BLOCK_MOCK, "mock")           \
	X(BLOCK_READY, "ready")         \
	X(BLOCK_REST, "rest")           \
	X(BLOCK_OUTSIDE, "outside")

enum block_kind {
#define X(kind, name) kind,
	PLAN_BLOCK_TABLE(X)
#undef X
	BLOCK_KINDS
};

/* "sql", "phone", "L4" and "L6+", "modelling", ...; lent for ever. _find: false when the text is none of them. */
const char *block_kind_name(enum block_kind kind);
const char *plan_kind_name(enum plan_kind kind);
const char *plan_level_name(enum plan_level level);
const char *plan_lean_name(enum plan_lean lean);
bool plan_kind_find(const char *text, enum plan_kind *kind);
bool plan_level_find(const char *text, enum plan_level *level);     /* "L4", "l5", "L6", "L6+" */
bool plan_lean_find(const char *text, enum plan_lean *lean);
bool block_kind_find(const char *text, enum block_kind *kind);

/* --- what goes in ------------------------------------------------------------------------------ */

/* What an item of evidence is about. */
enum evidence_about {
	ABOUT_PATTERN,             /* id of pack.yaml */
	ABOUT_FAMILY,              /* of mistakes.yaml: "joins" */
	ABOUT_PRINCIPLE,           /* "ownership"; filled by the talk engine */
	ABOUT_TOPIC,               /* id of a topic in plan.yaml: "late-data", "grain"; filled by mock rounds and debriefs */
};

/*
 * What is known about one thing. A success is a performance that counts: a pattern passed cold, a principle that survived its
 * follow-ups, a design topic that was volunteered. For a family of mistakes each attempt is a mistake and nothing succeeds.
 */
struct plan_evidence {
	enum evidence_about about;
	const char *id;
	const char *name;          /* for people; NULL: made from id */
	int attempts, successes;   /* a failure is an attempt that was no success */
	int strength;              /* recent successes minus recent failures; the half-life is 2^strength days, see docs/PLAN.md */
	int64_t last_ms;           /* of the last attempt; 0: never */
	int64_t last_success_ms;   /* 0: never */
};

struct plan_exception {
	int date;
	int minutes;               /* free on that date, instead of the weekday's; 0: none */
};

/* What the candidate did to a block of the previous plan. */
struct plan_mark {
	const char *id;
	bool ticked;               /* done */
	bool pinned;               /* stays where it is */
	int64_t start_ms;          /* where it was dragged to; 0: where the previous plan has it */
};

/* Something that Spar can start. The most specific offer wins: a pattern or principle, then a topic, then the kind alone. */
struct plan_offer {
	enum block_kind kind;
	const char *subject;       /* a pattern, principle, topic, round or check; NULL: anything of this kind */
	const char *command;       /* "spar sql try" */
	const char *route;         /* of the page; NULL: none */
};

/* A block that a debrief asks for: laid at the head of its day, or of the next one that has room for it and is no check. */
struct plan_wanted {
	const char *topic;         /* id; one that there is not is passed over */
	const char *subject;       /* a pattern or principle; NULL */
	int minutes;
	const char *todo, *why;
	const char *command, *route;   /* how it starts; NULL: as the topic does */
	int date;
	int64_t since_ms;          /* a block of this topic and subject that was ticked or pinned behind this is it */
};

struct plan_input {
	int64_t now_ms;
	const struct zone *zone;   /* NULL: UTC */
	int64_t interview_ms;      /* 0: no date yet */
	enum plan_kind kind;
	enum plan_level level;
	enum plan_lean lean;       /* what the candidate said; PLAN_UNKNOWN lets the post decide where it is clear */
	int weekday_minutes[7];    /* free on each day, breaks included; Monday first */
	const struct plan_exception *exceptions;   /* the last one of a date wins */
	size_t exception_count;
	int start_minute;          /* when a day begins, minutes after midnight; -1: as plan.yaml says */
	struct str post;           /* the job post as pasted; may be empty, huge, or anything */
	const struct plan_evidence *evidence;
	size_t evidence_count;
	const struct plan_mark *marks;
	size_t mark_count;
	const struct plan_offer *offers;
	size_t offer_count;
	const struct plan_wanted *wanted;          /* what cost most first */
	size_t wanted_count;
	const struct plan *previous;               /* NULL: the first plan; marks without it mean nothing */
};

/* --- what comes out ---------------------------------------------------------------------------- */

struct plan_block {
	const char *id;            /* stable, "sql-windows-2" */
	enum block_kind kind;
	const char *topic;         /* id in plan.yaml; of BLOCK_OUTSIDE "tool-" and its id; of BLOCK_REST "rest" */
	const char *subject;       /* the pattern or principle that it turns on; NULL: the topic as a whole */
	const char *what;          /* a heading, "Window functions: Top N per group" */
	const char *why;           /* one sentence with the evidence in it */
	bool outside;              /* Spar has nothing to start here: do what todo says */
	const char *todo;          /* what to do; never NULL */
	const char *command, *route;   /* how it starts; NULL when outside */
	int date;                  /* of start_ms in the zone */
	int64_t start_ms;
	int minutes;               /* 15 to 90, a multiple of 5; BLOCK_REST may be shorter. A block that was pinned or ticked keeps its length */
	int phase;                 /* 1 SQL, 2 stories, 3 judgement, 4 what is weakest, 5 readiness */
	bool pinned, ticked;
};

struct plan_day {
	int date;
	int free_minutes;          /* what the candidate said */
	int used_minutes;          /* blocks and breaks; never more than free_minutes unless over_minutes says so */
	int over_minutes;          /* by so much do pinned and ticked blocks alone pass free_minutes */
	bool past;                 /* before today: only what was ticked or pinned there */
	bool quiet;                /* plan_stop(): nothing is to be done; blocks are those that were ticked or pinned */
	const char *title;         /* "SQL", "Readiness check" */
	const char *note;          /* why it is empty or unusual; NULL */
	struct plan_block *blocks; /* by start; at least 10 minutes or a BLOCK_REST between two */
	size_t block_count;
};

enum tool_verdict { TOOL_MUST, TOOL_HOUR, TOOL_SKIP };
enum tool_need { NEED_REQUIRED, NEED_ANY_OF, NEED_PREFERRED, NEED_NAMED, NEED_NOT };

/* "must", "hour", "skip"; "required", "any-of", "preferred", "named", "not-needed". */
const char *tool_verdict_name(enum tool_verdict verdict);
const char *tool_need_name(enum tool_need need);

/* Bytes of the post as they were given: post.p + at, n bytes. */
struct plan_span {
	size_t at, n;
};

/* A tool that the post names. */
struct plan_tool {
	const char *id, *name;
	enum tool_verdict verdict;
	enum tool_need need;       /* how the post names it */
	struct plan_span quote;    /* the sentence that decides */
	const char *text;          /* that sentence, a copy of those very bytes */
	struct plan_span word;     /* where in the post the tool stands, inside quote */
	const char *why;           /* one sentence: what the post says and what follows */
	const char *todo;          /* TOOL_MUST, TOOL_HOUR: what to be able to say; NULL for TOOL_SKIP */
	int mentions;
};

/* Something to read, apart from the days. */
struct plan_topic_note {
	const char *id, *name;
	const char *why;
	bool named;                /* the post names it */
	bool leans;                /* the role leans to it, as the candidate or the post says */
	struct plan_span quote;    /* when named */
	const char *text;          /* that sentence; NULL when not named */
};

struct plan_post {
	size_t bytes;              /* read */
	bool cut;                  /* it was longer than PLAN_POST_MAX_BYTES */
	bool empty;                /* no word in it */
	bool foreign;              /* most of it is in none of the languages of post.yaml */
	const char *language;      /* "English"; NULL when foreign or too short to tell */
	struct plan_tool *tools;   /* must, hour, skip; in each by name */
	size_t tool_count;
	enum plan_lean lean;       /* PLAN_UNKNOWN when no emphasis is clear */
	int lean_sentences;        /* that speak for it */
	struct plan_span lean_quote;
	const char *lean_text;     /* one of them; NULL */
};

enum plan_change { CHANGE_MOVED, CHANGE_ADDED, CHANGE_DROPPED, CHANGE_RESIZED };

struct plan_moved {
	enum plan_change change;
	const char *id, *what;
	int from_date, to_date;    /* as far as they apply */
	int from_minutes, to_minutes;
	const char *why;           /* one sentence */
};

/* What the next plan compares itself with. */
struct plan_fact {
	enum evidence_about about;
	const char *id;
	int attempts, successes;
};

enum plan_status {
	PLAN_OK,
	PLAN_NO_DATE,              /* as if the interview were eight days off */
	PLAN_TODAY,                /* the interview is today: nothing is planned */
	PLAN_PAST,                 /* its date is past: nothing is planned */
	PLAN_NO_TIME,              /* no free minute is left until then */
};

/* "ok", "no-date", "today", "past", "no-time". */
const char *plan_status_name(enum plan_status status);

struct plan {
	enum plan_status status;
	int64_t made_ms;           /* the input's now_ms */
	const char *zone;          /* its name */
	int today;
	int64_t interview_ms;      /* 0: none */
	int interview_date;        /* in the zone; with PLAN_NO_DATE the day that is assumed */
	int days_left;             /* days with a chance to work, today included: interview_date - today; 0 when none */
	enum plan_kind kind;
	enum plan_level level;
	enum plan_lean lean;       /* the one that was used */
	bool lean_from_post;
	const char *summary;       /* one or two sentences for the top of the page */
	const char *decision;      /* how the time for what is weakest is spent, and why; NULL when there is none */
	const char **notes;        /* about the input: what was not understood, what to set */
	size_t note_count;
	struct plan_day *days;     /* past days with ticked or pinned blocks, then each day from today to the one before the interview; the last
				      PLAN_DAYS_MAX of those when there are more, as a note says */
	size_t day_count;
	struct plan_block *held;   /* ticked or pinned on or behind the day of the interview: in no day, and kept for a date that is set back */
	size_t held_count;
	struct plan_post post;
	struct plan_topic_note *sinks;          /* time sinks for this level */
	size_t sink_count;
	struct plan_topic_note *stakes;         /* table stakes: asked whatever the team */
	size_t stake_count;
	struct plan_topic_note *team;           /* depends on the team */
	size_t team_count;
	struct plan_moved *moved;               /* against the previous plan */
	size_t moved_count;
	const char *recruiter;     /* the message, when the candidate did not say what the role leans to; NULL */
	struct plan_fact *facts;
	size_t fact_count;
	const char *stop, *stop_text;  /* plan_stop(): what is said in place of work; NULL */
	int technical_minutes, behavioural_minutes;   /* of all blocks, ticked ones included; a mock round counts by its parts */
};

/*
 * Read content/PACK/plan/. b (may be NULL) gives the names of patterns and lets their ids be checked. content_dir and pack as for
 * bank_open(). Ownership: in a. Errors: ERR_CONTENT with the first issue, "amazon-de/plan/tools.yaml:12:7: ..."; issues (may be
 * NULL) then gets all of them, in a.  ERR_MISSING, ERR_IO.
 */
struct plan_issues {
	const char **p;
	size_t n;
};
enum err_code plan_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct bank *b,
			      const struct plan_rules **out, struct plan_issues *issues, struct err *err);
/* The same for a bank, read once and lent until bank_free(). Threads: any. Errors: as above. */
enum err_code plan_rules_of(struct bank *b, const struct plan_rules **out, struct err *err);

/*
 * Make the plan. Any input gives one; what cannot be used is said in notes. Cost: linear in the post and in the evidence. Errors: ERR_LIMIT when
 * the arena is full, ERR_INPUT when weekday_minutes or an enum is out of range.
 */
enum err_code plan_make(const struct plan_rules *rules, const struct plan_input *in, struct arena *a, struct plan **out,
			struct err *err);

/*
 * Nothing is to be done now. Today, and each later day before until, keeps what is ticked or pinned, and nothing else; sums of work that is left
 * and moves onto those days are not told. For what is shown and exported, not for the record: the next plan is compared with what was made.
 */
struct plan_stop {
	const char *title, *text;  /* lent as long as the plan is used */
	const char *today, *later; /* the notes of those days; NULL: none */
	int until;                 /* the first day that is planned again */
};
void plan_stop(const struct plan_rules *rules, struct plan *p, const struct plan_stop *how, struct arena *a);

/* Only the job post. Bytes that are not UTF-8 do no harm. A quote is never cut inside a character. */
void plan_post_read(const struct plan_rules *rules, struct str post, enum plan_level level, struct arena *a,
		    struct plan_post *out);

/*
 * What is left of something at the time at_ms: 2^(-days since the last success / 2^strength), 0 when it never succeeded.
 * Units: 0 to 1. Source: Settles and Meeder, 2016, with the weights of the Leitner boxes.
 */
double plan_recall(const struct plan_evidence *e, int64_t at_ms);

/*
 * evidence.c: what the record says, every pattern of the bank included, tried or not. more (may be NULL) are items about principles and
 * topics that others bring; they are put behind. Ownership: in a. Errors: those of the store. s NULL: an empty record.
 */
enum err_code plan_evidence_read(const struct bank *b, struct store *s, const struct plan_evidence *more, size_t more_count,
				 struct arena *a, struct plan_evidence **out, size_t *count, struct err *err);

/* --- exports ----------------------------------------------------------------------------------- */

/* Everything in the plan, times also as local texts; new reference. The page draws it, and the record keeps it for the next plan. */
json_t *plan_json(const struct plan *p, const struct zone *z);

/* One block as it stands there; new reference. */
json_t *plan_block_json(const struct plan_block *b, const struct zone *z);

/* Only what was read in a job post; new reference. */
json_t *plan_post_json(const struct plan_post *p);

/* The plan of plan_json(), as far as the next plan_make() needs it, and what moved. Errors: ERR_PARSE, ERR_LIMIT. */
enum err_code plan_from_json(const json_t *json, struct arena *a, struct plan **out, struct err *err);

/*
 * An iCalendar file with every block that ends behind made_ms, ticked ones and rests excepted; the number of its events. Without
 * any it is no valid calendar, so then nothing is written. owner makes the UIDs unique to this record: any text that never changes. Times are
 * in UTC, which every calendar shows in its own zone; a new export replaces the events of an old one.
 * Source: RFC 5545.
 */
size_t plan_ics(const struct plan *p, const char *owner, struct buf *out);

/* The whole plan as Markdown. */
void plan_markdown(const struct plan *p, const struct zone *z, struct buf *out);

/* One page of plain text, at most PLAN_PAGE_LINES lines of PLAN_PAGE_COLUMNS: the days, what to skip, the readiness check. */
#define PLAN_PAGE_LINES 66
#define PLAN_PAGE_COLUMNS 80
void plan_page(const struct plan *p, const struct zone *z, struct buf *out);

#endif
