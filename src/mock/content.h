/*
 * What mock rounds are made of, read from content/PACK/rounds/ and principles.yaml: rounds, questions by principle, design scenarios, what the interviewer
 * says, what a debrief counts, and the gates.
 *
 * Everything that is wrong is collected as an issue with file, line and column; a round or scenario with an issue is left out, the
 * others are not touched by it.  docs/MOCK.md has the files.
 *
 * Ownership: everything reachable is lent until rounds_free().  Threads: read-only once opened; may be shared.
 */
#ifndef SPAR_MOCK_CONTENT_H
#define SPAR_MOCK_CONTENT_H

#include "bank/bank.h"
#include "talk/talk.h"

#define ROUNDS_PARTS_MAX 12        /* of one round */
#define ROUNDS_DAY_PARTS_MAX 60    /* of a day, breaks included */

enum mock_kind {
	MOCK_SQL,                  /* a query that is not run, then explained */
	MOCK_STORY,                /* a question about the past, then follow-ups */
	MOCK_DESIGN,               /* a vague task, clarifying questions, a design, then follow-ups */
	MOCK_BREAK,                /* between two rounds of a day */
	MOCK_KINDS
};

/* "sql", "story", "design", "break"; lent for ever. -1 when the text is none of them. */
const char *mock_kind_name(enum mock_kind kind);
int mock_kind_find(const char *text);

/* A part of a round as it is written; what is drawn from it stands in the record. */
struct round_part {
	enum mock_kind kind;
	const char *name;          /* "First query" */
	int minutes;
	int explain_minutes;       /* MOCK_SQL: for the explanation, after the query; 0: none is asked for */
	int probes;                /* at most so many follow-ups */
	const char *from;          /* MOCK_SQL: "phone" | "loop" | "any" exercises */
	const char **patterns;     /* MOCK_SQL: only these; none: all */
	size_t pattern_count;
	const char **principles;   /* MOCK_STORY: drawn from these ids; none: from all */
	size_t principle_count;
	const char *group;         /* MOCK_STORY: a question of this group instead of a principle's; NULL */
	const char *scenarios;     /* MOCK_DESIGN: "pipeline" | "model" | "any" */
	const char *scenario;      /* MOCK_DESIGN: this one; NULL: drawn */
	int press_seconds;         /* MOCK_STORY: a question of `press` comes first, after so many seconds at the latest; 0: none */
	const char **want;         /* gaps that are pressed first when they are open */
	size_t want_count;
};

struct round_rule {
	const char *id;            /* "phone": the name of the file */
	const char *title, *about;
	int minutes, least, most;
	bool harder;               /* one level above the candidate's */
	const struct round_part *parts;
	size_t part_count;
	const char **rounds;       /* of a day: ids; else none */
	size_t round_count;
	int break_minutes;         /* of a day */
};

/* What questions can be about in any scenario, with its words. */
struct subject {
	const char *id;            /* "volume" */
	const char **asks, **also;
	size_t ask_count, also_count;
};

/* An answer to a clarifying question. */
struct fact {
	const char *id;            /* "volume" */
	const char **asks;         /* "how many", "rows": words that a question about it has, the most telling first; a '*' stands for any ending */
	size_t ask_count;
	const char **shared;       /* the words of its subjects in asking.yaml */
	size_t shared_count;
	const char **also;         /* its own and theirs that say so only when nothing else says more */
	size_t also_count;
	const char *says;
	bool expected;             /* not asking for it is noted */
	const char *about;         /* what it is about, for the debrief: "how much comes in a day" */
};

struct scenario {
	const char *id, *title;
	enum talk_kind kind;       /* TALK_PIPELINE or TALK_MODEL */
	const char *table;         /* of gaps; NULL: that of the kind */
	const char *prompt;        /* vague on purpose */
	const struct fact *facts;
	size_t fact_count;
	const char **points;       /* topics of the talk engine that a full design treats */
	size_t point_count;
	const char **want;         /* gaps that this scenario is about: pressed first when they are open */
	size_t want_count;
	bool hidden;               /* only by name, never drawn */
};

struct principle {
	const char *id, *name;
	const char **questions;
	size_t question_count;
};

struct question_group {
	const char *id;
	const char **questions;
	size_t question_count;
};

#define GROUP_AFTER_QUERY "after-query"    /* asked after an explanation when nothing gives a reason to ask */

/* A question that a pressing round asks first. */
struct press {
	const char *id;            /* "differently" | "measured" */
	const char *gap;           /* what it presses, for the check of the reply */
	const char *text;
};

/* What the interviewer says, and when. */
struct interviewer {
	const char *unknown;       /* to a question that the scenario has no fact for */
	const char *again;         /* before a fact that was told already */
	const char *interrupt;     /* when the answer to a pressed question takes too long */
	const char *time_over;     /* when a part's time is over */
	const char *explain;       /* after a query */
	const char *nothing;       /* when nothing is said */
	int early_words;           /* a shorter answer meets a silence */
	int explain_words;         /* a shorter explanation of a query does */
	int early_reply_words;     /* a shorter reply does */
	int design_words;          /* below this a design goes on after a pause */
	int silence_seconds;       /* that the silence lasts when nobody speaks */
};

struct rounds {
	const struct round_rule *rounds;
	size_t round_count;
	const struct scenario *scenarios;
	size_t scenario_count;
	const struct principle *principles;
	size_t principle_count;
	const struct question_group *groups;
	size_t group_count;
	const struct press *presses;
	size_t press_count;
	struct interviewer interviewer;
	const char *pack;          /* "amazon-de" */
};

/*
 * Read a pack's rounds. content_dir and pack as for bank_open(). b and t (each may be NULL) let names of patterns, gaps and tables be
 * checked. Errors: ERR_MISSING (no rounds there), ERR_CONTENT when nothing usable is left, ERR_IO.
 */
enum err_code rounds_open(struct rounds **out, const char *content_dir, const char *pack, const struct bank *b,
			  const struct talk_pack *t, struct err *err);
void rounds_free(struct rounds *r);
/* The same for a bank and without gaps, read once and lent until bank_free(). Threads: any. */
enum err_code rounds_of(struct bank *b, const struct rounds **out, struct err *err);

/* What is wrong: "amazon-de/rounds/phone.yaml:12:7: ...". Lent. */
const char *const *rounds_issues(const struct rounds *r, size_t *count);

/* By id; NULL if there is none. */
const struct round_rule *rounds_find(const struct rounds *r, const char *id);
const struct scenario *rounds_scenario(const struct rounds *r, const char *id);
const struct principle *rounds_principle(const struct rounds *r, const char *id);
const struct question_group *rounds_group(const struct rounds *r, const char *id);

/* By id; ERR_MISSING with the ones that there are. */
enum err_code rounds_find_or(const struct rounds *r, const char *id, const struct round_rule **out, struct err *err);
enum err_code rounds_scenario_or(const struct rounds *r, const char *id, const struct scenario **out, struct err *err);

#endif
