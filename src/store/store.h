/*
 * The record: what the candidate did, in one SQLite file that nobody else can read.
 *
 * Everything that happened is a row of the table event, which is only ever added to (triggers refuse
 * UPDATE and DELETE).  Every other table but draft is a projection: it is filled by the same code that store_rebuild()
 * runs over the events, so it can be thrown away. A submission is on disk, with synchronous=FULL, before the
 * judge sees it.
 *
 * The record stands at fs_data_dir()/spar.db, the folder 0700 and the files 0600. Any number of
 * processes may have it open (WAL, a busy timeout, BEGIN IMMEDIATE). A record of a newer Spar is refused; an older one is
 * copied to spar.db.before-VERSION and then migrated.
 *
 * Kinds of events, their subject, and the members of their bodies:
 *
 *   exercise.shown     P/S/V  {}                                  read by `spar sql show`
 *   attempt.started    P/S/V  {patterns, limit_ms, no_run, mode}  its event id is the attempt's id; mode "try" or "check"
 *   attempt.run        P/S/V  {attempt, query}                    on the sample
 *   attempt.completed  P/S/V  {attempt}                           the editor completed a word
 *   attempt.hint       P/S/V  {attempt, step, query}
 *   attempt.submitted  P/S/V  {attempt, query, elapsed_ms}        before the judge sees it
 *   attempt.judged     P/S/V  {attempt, submission, verdict, counts, mistake, clauses, worlds, plain, ms, elapsed_ms,
 *                              result: {verdict, small, large} as the judge gave them}
 *   attempt.ended      P/S/V  {attempt, elapsed_ms}
 *   solution.shown     P/S/V  {attempt}                           another answer, or the reference, was shown
 *   ask.asked          P/S/V  {attempt, submission, query, world, ...}   a question about a query with all that practice/ask.h says, before it is put
 *   ask.answered       P/S/V  {attempt, asked, key, kind, answer, elapsed_ms}    as it was typed, before it is looked at; '' passes it; asked is an event's id
 *   ask.checked        P/S/V  {asked, answered, key, checked}  the judge's word on rows, or which points an answer in words treats
 *   settings.changed   settings  {KEY: VALUE, ...}                 those that are new; null takes one away
 *   plan.made          plan   {plan, since_ms}                    when it differs from the one before; see plan/keep.h
 *   plan.marked        plan   {id, ticked, pinned, start_ms}      how a block stands now, or {undo: EVENT}
 *   mock.started       mock/R {round, title, seed, minutes, level, parts}   R is the round; its event id is the mock's id
 *   mock.asked         mock/R {mock, part, kind, text, ...}          what the interviewer said; words: "model" is the one before, worded another way; key and subject of a question about a query
 *   mock.questions     mock/R {mock, part, questions, why}           what can be asked about the query of a part (mock/asks.h)
 *   mock.said          mock/R {mock, part, kind, text, clock_ms}     what the candidate said, before anything is done with it
 *   mock.part          mock/R {mock, part, how, clock_ms, result}    a part is over, and what came of it
 *   mock.ended         mock/R {mock, clock_ms, how}
 *
 *   story.begun        story     {}                                 its event id is the memory's id
 *   story.answered     story/ID  {story, part, text}                as typed; '' takes the answer away
 *   story.aside        story/ID  {story, aside}
 *   story.drill        story     {seed, level, story, principle, principle_by, question, limit_ms}   its event id is the drill's id
 *   story.told         story     {attempt, stage, story, principle, question, text, elapsed_ms}   before it is analysed
 *   story.asked        story     {attempt, telling, turn, probe, gap}    once more with words: "model" when it was worded another way
 *   story.replied      story     {attempt, telling, turn, text, elapsed_ms}     before it is analysed
 *   story.judged       story     {attempt, telling, state, depth, ledger, open}
 *   story.switched     story     {attempt, principle, principle_by, question}   the same memory, another principle
 *   story.ended        story     {attempt, elapsed_ms}
 *
 * Where a body of story.* has an attempt, it is the drill's id.
 *
 * principle_by says how a principle was come by: STORE_BY_DRAWN, STORE_BY_CHOSEN or STORE_BY_ONLY; parts of mock.started and the result of mock.part
 * have it beside their principle.  Events that were written before it was recorded have none.
 *
 * P/S/V is bank_subject(): pack, slug, variant. P/S is called the exercise below.
 *
 * An attempt is cold when its variant was unseen, no hint, run or completion was used, no solution of the exercise was
 * shown in the 24 hours before the pass, it passed inside its time, and no earlier submission of the same attempt was
 * refuted: a refutation shows more than every hint together.
 *
 * Errors of every function that reads or writes: ERR_FULL (disk full or read-only), ERR_BUSY, ERR_IO (also a damaged file).
 * Threads: one per struct store.
 */
#ifndef SPAR_STORE_STORE_H
#define SPAR_STORE_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/memo.h"

#define STORE_BUSY_MS 5000
#define STORE_SESSION_FILE "page-session"        /* the key of the page, beside the record */
#define STORE_LINK_FILE "page-open.html"         /* leads a browser to the page, beside the record */
#define STORE_BODY_MAX_BYTES (1u << 20)
#define STORE_DRAFT_MAX_BYTES (1u << 20)
#define STORE_SOLUTION_MS (24 * 3600 * 1000LL)   /* for so long a shown solution spoils the cold mark */

#define STORE_BY_DRAWN "drawn"                   /* by the dice, among two or more */
#define STORE_BY_CHOSEN "chosen"                 /* it was named before the drill began */
#define STORE_BY_ONLY "only"                     /* there was nothing to draw: no other one was left */

/* What a draw among so many is recorded as. */
static inline const char *store_by_draw(size_t from)
{
	return from > 1 ? STORE_BY_DRAWN : STORE_BY_ONLY;
}

struct store;

#define STORE_KINDS(X)                                                  \
	X(EVENT_EXERCISE_SHOWN, "exercise.shown")                       \
	X(EVENT_ATTEMPT_STARTED, "attempt.started")                     \
	X(EVENT_ATTEMPT_RUN, "attempt.run")                             \
	X(EVENT_ATTEMPT_COMPLETED, "attempt.completed")                 \
	X(EVENT_ATTEMPT_HINT, "attempt.hint")                           \
	X(EVENT_ATTEMPT_SUBMITTED, "attempt.submitted")                 \
	X(EVENT_ATTEMPT_JUDGED, "attempt.judged")                       \
	X(EVENT_ATTEMPT_ENDED, "attempt.ended")                         \
	X(EVENT_SOLUTION_SHOWN, "solution.shown")                       \
	X(EVENT_SETTINGS_CHANGED, "settings.changed")                   \
	X(EVENT_PLAN_MADE, "plan.made")                                 \
	X(EVENT_PLAN_MARKED, "plan.marked")                             \
	X(EVENT_STORY_BEGUN, "story.begun")                             \
	X(EVENT_STORY_ANSWERED, "story.answered")                       \
	X(EVENT_STORY_ASIDE, "story.aside")                             \
	X(EVENT_STORY_DRILL, "story.drill")                             \
	X(EVENT_STORY_TOLD, "story.told")                               \
	X(EVENT_STORY_ASKED, "story.asked")                             \
	X(EVENT_STORY_REPLIED, "story.replied")                         \
	X(EVENT_STORY_JUDGED, "story.judged")                           \
	X(EVENT_STORY_SWITCHED, "story.switched")                       \
	X(EVENT_STORY_ENDED, "story.ended")                             \
	X(EVENT_ASK_ASKED, "ask.asked")                                 \
	X(EVENT_ASK_ANSWERED, "ask.answered")                           \
	X(EVENT_ASK_CHECKED, "ask.checked")                             \
	X(EVENT_MOCK_STARTED, "mock.started")                           \
	X(EVENT_MOCK_ASKED, "mock.asked")                               \
	X(EVENT_MOCK_SAID, "mock.said")                                 \
	X(EVENT_MOCK_QUESTIONS, "mock.questions")                       \
	X(EVENT_MOCK_PART, "mock.part")                                 \
	X(EVENT_MOCK_ENDED, "mock.ended")

enum event_kind {
#define X(kind, name) kind,
	STORE_KINDS(X)
#undef X
	EVENT_KINDS
};

enum attempt_outcome {
	ATTEMPT_OPEN,     /* begun, not ended: running now, or its process died */
	ATTEMPT_PASSED,   /* a submission was right */
	ATTEMPT_FAILED,   /* ended, and at least one submission was refuted */
	ATTEMPT_LEFT,     /* ended without a counted submission */
};

struct store_attempt {
	int64_t id;
	const char *subject;       /* "amazon-de/latest-event/shop" */
	const char *exercise;      /* "amazon-de/latest-event" */
	const char *variant;       /* "shop" */
	const char *mode;          /* "try" | "check" */
	int64_t started_ms;        /* wall clock, since 1970 */
	int64_t limit_ms;          /* time allowed; 0: none */
	int64_t elapsed_ms;        /* until it passed, or was last submitted or ended */
	bool no_run, seen, cold;   /* seen: the variant was known before */
	int runs, hints, completions, submissions, refuted;
	int64_t passed_ms, ended_ms;   /* wall clock; 0: not yet */
	const char *patterns;      /* JSON list of ids, the main one first */
	const char *verdict;       /* the last one; NULL */
	const char *mistake;       /* the last one named; NULL */
	enum attempt_outcome outcome;
};

/* Where the candidate stands with an exercise. */
struct store_standing {
	const char *exercise;
	int attempts, passes, cold_passes;
	int variants_seen;
	int64_t last_ms;           /* when the last attempt began */
	enum attempt_outcome last_outcome;
	bool last_cold;
	int cold_in_a_row;         /* cold passes since the last attempt that was none */
	int64_t due_ms;            /* when to do it again; see store_due_ms() */
};

/* Cold passes of a pattern. */
struct store_pattern {
	const char *pattern;       /* id */
	int attempts, passes, cold_passes;
	int64_t last_cold_ms;      /* 0: never */
};

/*
 * Open or make the record. dir NULL: fs_data_dir(). Ownership: store_close(). Errors also: ERR_NEWER (naming both versions),
 * ERR_INPUT (no folder to put it in).
 */
enum err_code store_open(struct store **out, const char *dir, struct err *err);
void store_close(struct store *s);

/* The file, for messages. Lent until store_close(). */
const char *store_path(const struct store *s);

/* For what others have worked out of this record. It ends with store_close(), and is the affair of the store's thread. */
struct memo *store_memo(struct store *s);

/*
 * Write one event and what follows from it, in one transaction that is on disk when this returns. *id (may be
 * NULL) is the event's id. On an error nothing of it is in the record and the store stays usable.
 */
enum err_code store_append(struct store *s, enum event_kind kind, const char *subject, const json_t *body,
			   int64_t *id, struct err *err);

/* "attempt.started" */
const char *store_kind_name(enum event_kind kind);

/* An event as it was written. */
struct store_record {
	int64_t id, at_ms;         /* wall clock, since 1970 */
	const char *kind;          /* "attempt.started"; also kinds that this Spar does not know */
	const char *subject;
	json_t *body;              /* an object; new reference */
};

/* Which events: members that are 0 or NULL do not restrict. */
struct store_which {
	const char *kind;          /* "story.told"; "story.*" and "mock.[se]*" are families, with a beginning before the first of *?[ */
	const char *subject;
	int64_t attempt;           /* body.attempt */
	int64_t mock;              /* body.mock; the round's own mock.started has none */
	int64_t after_id;
	int64_t since_ms;
	bool newest_first;
};

/*
 * Call each() for the events asked for, oldest first unless newest_first, until it returns false. The record and what it points to are lent for the call;
 * an event may be appended meanwhile and is not seen.
 */
enum err_code store_events(struct store *s, const struct store_which *which,
			   bool (*each)(const struct store_record *e, void *arg), void *arg, struct err *err);

/* The newest event of a kind and subject. *found is false when there is none; else out->body is a new reference, its texts lie in a. */
enum err_code store_last(struct store *s, const char *kind, const char *subject, struct arena *a, struct store_record *out, bool *found,
			 struct err *err);

/* Everything that was set, as one object; new reference. */
enum err_code store_settings(struct store *s, json_t **out, struct err *err);

/* Each draft: {"subject","at_ms","text"}; new reference. */
enum err_code store_drafts(struct store *s, json_t **out, struct err *err);

/*
 * Delete the record and all that stands beside it: WAL, copies made by migrations, the editor's history, what was exported there,
 * the key of the page. *deleted (may be NULL) are the names, a new reference. No struct store of this folder may be open in this process; another
 * process that has it open goes on in a file that nobody can find any more. dir NULL: fs_data_dir(). Errors: ERR_IO, and
 * then it names what is left.
 */
enum err_code store_erase(const char *dir, json_t **deleted, struct err *err);

/* Throw the projections away and fill them again from the events. */
enum err_code store_rebuild(struct store *s, struct err *err);

/* Attempts of an exercise ("amazon-de/latest-event"; NULL: of all), newest first, at most max. In a. */
enum err_code store_attempts(struct store *s, const char *exercise, size_t max, struct arena *a,
			     struct store_attempt **out, size_t *count, struct err *err);
/*
 * Call each() for every attempt with a submission, newest first, until it returns false. Texts are lent for the call. Only id, started_ms,
 * passed_ms, ended_ms, patterns, mistake, mode, cold, submissions, refuted and outcome are set: this is for counting over all of them.
 */
enum err_code store_submitted(struct store *s, bool (*each)(const struct store_attempt *t, void *arg), void *arg, struct err *err);
/* One attempt by id. Errors also: ERR_MISSING. */
enum err_code store_attempt(struct store *s, int64_t id, struct arena *a, struct store_attempt *out, struct err *err);

/* Has this variant ever been shown or tried? */
enum err_code store_seen(struct store *s, const char *subject, bool *seen, struct err *err);

/* Was a solution of this exercise shown in the last 24 hours? */
enum err_code store_solution_recent(struct store *s, const char *exercise, bool *recent, struct err *err);

/* Every exercise with an attempt, by name. In a. */
enum err_code store_standings(struct store *s, struct arena *a, struct store_standing **out, size_t *count,
			      struct err *err);
/* Every pattern with an attempt, by id. In a. */
enum err_code store_patterns(struct store *s, struct arena *a, struct store_pattern **out, size_t *count,
			     struct err *err);

/*
 * When an exercise is due again: at once when its last attempt is open; 12 hours after one that did not pass; 24 after a pass
 * that was not cold; then 2, 4 and from there on 8 days after each cold pass in a row.
 */
int64_t store_due_ms(const struct store_standing *standing);

/* Drafts: the text of an unfinished query, by subject. Outside the events; the last one wins. */
enum err_code store_draft_put(struct store *s, const char *subject, const char *text, size_t n, struct err *err);
/* *text is NULL when there is none. In a. */
enum err_code store_draft_get(struct store *s, const char *subject, struct arena *a, const char **text,
			      int64_t *at_ms, struct err *err);
enum err_code store_draft_drop(struct store *s, const char *subject, struct err *err);

#endif
