/*
 * Mock rounds: a state machine over events of the record.
 *
 * A mock is what its events say: what was drawn for it (mock.started), what the interviewer asked, what the candidate said, which parts
 * are over and what came of them.  Each of these functions first appends an event, then folds it into the struct mock, then lets the
 * interviewer take the next step, which appends again.  So a mock can be left at any moment, also by kill -9, and mock_resume() stands
 * where it stood: what is missing is only the step after the last event, and that is taken then.
 *
 * Time is the round's own clock: milliseconds that the room was open. The caller counts them from mock_view.clock_ms on and hands them in;
 * while no program runs nobody counts. mock_tick() keeps the clock and what is being typed in the record's draft.
 *
 * During a round nothing here tells a verdict. Queries are judged when it is over (judge.h in this folder), and mock/debrief.h tells.
 *
 * Errors of all: those of the store. Threads: one for each struct mock and its store.
 */
#ifndef SPAR_MOCK_MOCK_H
#define SPAR_MOCK_MOCK_H

#include <jansson.h>

#include "mock/content.h"
#include "store/store.h"

#define MOCK_SUBJECT "mock/"               /* and the round's id */
#define MOCK_TEXT_BYTES_MAX TALK_ANSWER_BYTES_MAX
#define MOCK_TICK_MS 1000                  /* how often the clock is kept */

struct mock;

/* What a mock works with; lent for its life. */
struct mock_base {
	const struct rounds *rounds;
	struct bank *bank;
	const struct talk_pack *talk;
	struct store *store;
};

struct mock_options {
	const char *round;         /* id */
	const char *scenario;      /* for its first design; NULL: drawn */
	int minutes;               /* 0: those of the round; parts are shortened or stretched alike */
	uint64_t seed;             /* decides everything that is drawn and every wording */
	enum talk_level level;     /* of the candidate */
};

/* What the interviewer says. */
#define MOCK_ASK_TABLE(X)                                                                    \
	X(ASK_QUESTION, "question")        /* a part begins */                              \
	X(ASK_EXPLAIN, "explain")          /* after a query */                              \
	X(ASK_PROBE, "probe")              /* a follow-up */                                \
	X(ASK_SILENCE, "silence")          /* nothing: the answer ended early */            \
	X(ASK_FACT, "fact")                /* the answer to a clarifying question */        \
	X(ASK_NOTE, "note")                /* time is over, or going on */

enum mock_ask {
#define X(id, name) id,
	MOCK_ASK_TABLE(X)
#undef X
	MOCK_ASKS
};

/* What the candidate does. */
#define MOCK_SAID_TABLE(X)                                                                    \
	X(SAID_TEXT, "text")               /* a paragraph, or a query */                     \
	X(SAID_NOTHING, "nothing")         /* an empty line: finished */                     \
	X(SAID_CUT, "cut")                 /* what stood there when the interviewer cut in */ \
	X(SAID_SKIP, "skip")               /* no answer to this */                           \
	X(SAID_PAD, "pad")                 /* a line for the scratch pad */

enum mock_said {
#define X(id, name) id,
	MOCK_SAID_TABLE(X)
#undef X
	MOCK_SAIDS
};

/* "text", "skip", ...; lent. _find: -1 when there is none. */
const char *mock_ask_name(enum mock_ask ask);
const char *mock_said_name(enum mock_said said);
int mock_said_find(const char *text);

enum mock_expects { MOCK_EXPECTS_TEXT, MOCK_EXPECTS_QUERY, MOCK_EXPECTS_START, MOCK_EXPECTS_NOTHING };

/* One thing that was said. Lent until the next call. */
struct mock_turn {
	size_t part;
	bool mine;                 /* the interviewer's */
	enum mock_ask ask;         /* of mine */
	enum mock_said said;       /* of the candidate's */
	const char *text;
	const char *gap;           /* of a probe: what it presses; "" if nothing certain */
	const char *why, *quote;   /* of a probe, for the debrief only */
	int depth;                 /* of a probe */
	bool own;                  /* of a probe: the round's pressing question, asked where the engine saw no reason to */
	const char *key;           /* of a probe about the query that was written (asks.h): which; "" */
	bool by_model;             /* of a probe: in a model's words */
	const char *fact;          /* ASK_FACT: its id, "" for none */
	const char *lead;          /* said in front of a question: an interruption; "" */
	int64_t clock_ms;
};

/* Where the mock stands. Lent until the next call. */
struct mock_view {
	int64_t id;
	const char *round, *title;
	bool over;
	size_t part, part_count;   /* from 0; breaks count */
	const char *part_name, *part_round;    /* part_round: title of the round in a day */
	enum mock_kind kind;
	enum mock_expects expects;
	const char *asks;          /* the question that stands; "" when there is none */
	bool silent;               /* the interviewer waits for more */
	const char *subject;       /* MOCK_SQL: "amazon-de/slug/variant" */
	int64_t clock_ms;          /* last kept */
	int64_t limit_ms;          /* of all parts but breaks */
	int64_t part_begun_ms, part_limit_ms;  /* limit 0: none (a break) */
	int64_t press_at_ms;       /* the clock at which the interviewer cuts in; 0: not */
	const char *typed;         /* what stood in the answer box when the program ended; "" */
	const char *pad;           /* the scratch pad, a line a line */
	const struct mock_turn *turns;
	size_t turn_count;
};

/*
 * Draw a round and begin it. Errors also: ERR_MISSING (no such round or scenario, no exercise for it), ERR_INPUT (minutes out of the
 * round's bounds), ERR_BUSY when another one is open: it must be resumed or left first.
 */
enum err_code mock_start(struct mock **out, const struct mock_base *base, const struct mock_options *options, struct err *err);

/* Open the one that is not over; id 0: the last. Errors also: ERR_MISSING when there is none, ERR_INPUT when it is over. */
enum err_code mock_resume(struct mock **out, const struct mock_base *base, int64_t id, struct err *err);
void mock_free(struct mock *m);

/* The id of the mock that is not over; 0 if there is none. */
enum err_code mock_open_id(struct store *s, int64_t *id, struct err *err);

const struct mock_view *mock_view(const struct mock *m);

/*
 * What the candidate does at this clock. Bytes that are no text are replaced, NUL bytes too. Errors: ERR_LIMIT over MOCK_TEXT_BYTES_MAX,
 * ERR_INPUT for a query that query_check() refuses, ERR_USAGE when the mock is over, ERR_BUSY when somebody else has gone on with it since it
 * was read; then nothing has happened.
 */
enum err_code mock_say(struct mock *m, enum mock_said said, struct str text, int64_t clock_ms, struct err *err);

/* Must the interviewer speak without being asked: the time is over, the pressing question is due, the silence has lasted? */
enum mock_due { MOCK_DUE_NOTHING, MOCK_DUE_CUT, MOCK_DUE_SILENCE };
/* typed: does something stand in the answer box? Without a word said nobody is interrupted. */
enum mock_due mock_due(const struct mock *m, int64_t clock_ms, bool typed);

/*
 * The follow-up that was just asked, for somebody who words it another way: what was asked first, what was told, the prepared follow-up and why it is
 * asked.  Lent until the next call on m.  False when none of the engine's own stands, or something was said to it.
 */
bool mock_probe(struct mock *m, const char **question, struct str *told, const char **probe, const char **why);
/* A model's wording in its place, recorded. Errors: ERR_INPUT when talk_reword() refuses it, ERR_USAGE without such a probe; else as store_append(). */
enum err_code mock_reword(struct mock *m, struct str text, struct err *err);

/* Keep the clock and what is being typed; at most every MOCK_TICK_MS unless now. */
enum err_code mock_tick(struct mock *m, struct str typed, int64_t clock_ms, bool now, struct err *err);

/* End it here. What was said counts, what was not reached is said to be so. */
enum err_code mock_leave(struct mock *m, int64_t clock_ms, struct err *err);

/* For the page: the view with its turns, without anything that a debrief tells. New reference; NULL out of memory. */
json_t *mock_json(const struct mock *m, int64_t clock_ms);

/* Rounds and scenarios that can be started: {"rounds":[{id,title,about,minutes,least,most}],"scenarios":[{id,title,kind}]}. New reference. */
json_t *mock_rounds_json(const struct rounds *r);

/* Every mock of the record, newest first: [{id, round, title, at, over, clock_ms, minutes}]. New reference. */
enum err_code mock_list_json(struct store *s, json_t **out, struct err *err);

#endif
