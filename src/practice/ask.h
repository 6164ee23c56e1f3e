/*
 * A round of questions about a query: which are asked, in which words, and what of them is recorded.
 *
 * The terminal and the page both ask; here stands what must be the same in both. A *question* is a JSON object:
 *
 *   {"key":TEXT,             what is asked about which words: never asked twice while anything else is left
 *    "id","kind","feature":TEXT, "text":TEXT,       the question as it is put
 *    "quote":TEXT, "position":N, "length":N,        words of the query, byte offsets; length 0: none
 *    "points":[{"topic","say"}], "answer":TEXT, "reading":TEXT,   for the debrief
 *    "prediction":{...},     predict: as the judge made it (judge/judge.h)
 *    "fact":{...},           what if: likewise, a world that shows it; absent when there is none
 *    "again":true}           everything was asked before
 *
 * Neither prints here, and nothing here waits but for the judge.
 */
#ifndef SPAR_PRACTICE_ASK_H
#define SPAR_PRACTICE_ASK_H

#include <jansson.h>

#include "base/buf.h"
#include "practice/ask_content.h"
#include "store/store.h"

#define ASK_ROUND_DEFAULT 3      /* one of each kind */
#define ASK_ROUND_MAX 12

/* Requests to the judge about an open exercise; new references. */
json_t *practice_ask_request(const char *subject, struct str query);
json_t *practice_check_request(const json_t *prediction, struct str typed);

/* Put one request (consumed) to the judge: *reply is a new reference. */
typedef enum err_code ask_call_fn(json_t *request, json_t **reply, void *arg, struct err *err);

struct ask_round {
	const struct ask_content *content;
	const char *subject;         /* of the open exercise */
	struct str query;
	const json_t *earlier;       /* of ask_earlier() */
	uint64_t seed;
	size_t count;                /* at most ASK_ROUND_MAX */
	int only;                    /* enum ask_sort; -1: all in turn */
	size_t turn;                 /* the round goes on behind so many questions: which kind is first */
	bool quoted;                 /* only about words that can be shown */
	bool bare;                   /* no database for a what-if: whoever asks has no place to show one */
	ask_call_fn *call;
	void *arg;
};

/*
 * Choose the questions of a round: kinds in turn, the most telling first, none that was asked before while there is another, and the words of the
 * query in turn. *questions is a new array, empty when nothing can be asked. When the query cannot be judged *invalid is the verdict (new reference), else
 * NULL. The same seed and the same earlier questions give the same round. Errors: those of call.
 */
enum err_code ask_round_make(const struct ask_round *r, json_t **questions, json_t **invalid, struct err *err);

/*
 * What was asked about this exercise before, also in rounds: {KEY: times, "worlds": [names]}; an object for ask_round. subject NULL or s NULL:
 * nothing. New reference.
 */
enum err_code ask_earlier(struct store *s, const char *subject, json_t **out, struct err *err);
/* Remember a question as asked without a record. */
void ask_note(json_t *earlier, const json_t *question);

/*
 * Bodies of events; new references. ask.asked holds the whole question, so that it can be taken up again from the record alone.
 */
json_t *ask_asked_event(const json_t *question, int64_t attempt, struct str query);
/* An empty answer is none: the question was passed. */
json_t *ask_answered_event(const json_t *question, int64_t asked, int64_t attempt, struct str answer, int64_t elapsed_ms);
json_t *ask_checked_event(const json_t *question, int64_t asked, int64_t answered, const json_t *checked);

#endif
