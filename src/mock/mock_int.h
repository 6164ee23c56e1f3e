/*
 * A mock in memory: fold.c fills it from events, step.c lets the interviewer act, exchange.c talks to the talk engine.
 */
#ifndef SPAR_MOCK_MOCK_INT_H
#define SPAR_MOCK_MOCK_INT_H

#include "base/arena.h"
#include "mock/mock.h"

#define MOCK_ARENA_BYTES (64u << 20)
#define MOCK_PARTS_MAX ROUNDS_DAY_PARTS_MAX
#define MOCK_QUOTE_BYTES 300

/* Something asked, and what came of it. */
struct exchange {
	size_t asked;              /* turn: question, explain or probe */
	struct buf text;           /* all that was said to it, clarifying questions apart */
	size_t words;
	int silences;
	int64_t begun_ms, last_ms; /* clock when it was asked and last answered */
	bool skipped, cut;
};

struct mock_part {
	enum mock_kind kind;
	const char *name, *round;  /* round: title of the round it belongs to */
	const char *question;
	const char *principle;     /* MOCK_STORY; NULL */
	const char *principle_by;  /* how it was come by, as store.h has it; NULL in rounds that were begun before it was recorded */
	const char *subject;       /* MOCK_SQL: the variant */
	const char *scenario_id;   /* MOCK_DESIGN */
	const struct scenario *scenario;  /* NULL when the pack has it no more */
	int64_t limit_ms, explain_ms;
	int probes;
	int64_t press_ms;          /* 0: does not press */
	const char **want;
	size_t want_count;
	bool harder;

	bool begun, over;
	int64_t begun_ms, query_ms, ended_ms;
	int64_t attempt;           /* MOCK_SQL: its event */
	const char *query;         /* MOCK_SQL: as submitted; NULL */
	json_t *asks;              /* MOCK_SQL: questions about the query, of mock.questions; NULL until they were chosen; owned */
	const char *how;           /* over: "done", "time", "left" */
	json_t *result;            /* over: of mock.part; owned */

	struct exchange *exchanges;
	size_t exchange_count, exchange_room;
	const char **facts;        /* ids that were told, in order */
	size_t fact_count, fact_room;
	size_t unknown_count;      /* clarifying questions without a fact */

	struct talk *talk;         /* NULL until needed */
	size_t fed;                /* exchanges that talk knows */
	enum talk_verdict opening; /* what the answer alone is to the question */
	size_t merged;             /* of them, in its answer: 2 once the round's own question was answered, else 1 */
};

struct mock {
	struct mock_base base;
	struct arena arena;        /* everything that events brought */
	int64_t id, at_ms;
	const char *round, *title;
	uint64_t seed;
	enum talk_level level;
	int64_t last_id;           /* of the last event */
	struct mock_part parts[MOCK_PARTS_MAX];
	size_t part_count, part;   /* part: the one that runs */
	bool over;
	const char *how;           /* "done" | "left" */
	int64_t clock_ms;
	int64_t ticked_ms;         /* clock of the last draft; -1: none */
	struct mock_turn *turns;
	size_t turn_count, turn_room;
	struct buf pad, typed;
	struct mock_view view;
};

/* draw.c: parts for mock.started, as JSON. New reference. */
enum err_code mock_draw(const struct mock_base *base, const struct mock_options *o, json_t **body, struct err *err);

/* fold.c: read every event of this mock. id must name a mock.started. */
enum err_code mock_read(struct mock **out, const struct mock_base *base, int64_t id, struct err *err);
/* Append an event of this mock and fold it in. body is consumed. */
enum err_code mock_put(struct mock *m, enum event_kind kind, json_t *body, struct err *err);
struct mock_part *mock_current(struct mock *m);
/* The exchange that runs; NULL before the first question. */
struct exchange *part_exchange(struct mock_part *p);
/* Is this turn of the candidate a clarifying question? */
bool turn_asks(const struct mock_part *p, const struct mock_turn *t);
/* The last turn that is no line of the pad; NULL. */
const struct mock_turn *mock_last(const struct mock *m);
void mock_refresh(struct mock *m);

/* step.c: let the interviewer act until it is the candidate's turn. */
enum err_code mock_step(struct mock *m, struct err *err);
/* Milliseconds that the phase of a part has, and when it began. */
int64_t phase_limit_ms(const struct mock_part *p);
int64_t phase_begun_ms(const struct mock_part *p);

/* exchange.c */
/* Hand everything up to the last exchange that is complete to the talk engine. */
enum err_code part_feed(struct mock *m, struct mock_part *p, size_t upto, struct err *err);
/* What is asked next. */
struct part_probe {
	const struct talk_probe *probe;   /* NULL: nothing */
	bool own;                         /* none of the engine's */
	const char *key;                  /* about the query: which; NULL */
};
enum err_code part_probe(struct mock *m, struct mock_part *p, struct part_probe *out, struct err *err);
/* The question about the query with this key; NULL. Lent. */
const json_t *part_ask(const struct mock_part *p, const char *key);
/* Is the question of this exchange the round's own? */
bool exchange_own(const struct mock *m, const struct mock_part *p, size_t x);
/* Which pressing question is this probe? NULL for others. */
const struct press *press_of(const struct rounds *r, const char *gap, const char *text);

/* result.c: what came of a part. New reference. */
enum err_code part_result(struct mock *m, struct mock_part *p, json_t **out, struct err *err);

/* A text as JSON, cut at a character to MOCK_QUOTE_BYTES with "..." behind. New reference. */
json_t *mock_quote(const char *p, size_t n);

#endif
