/*
 * What a judging thread does for questions about a query: make one and record it as asked, and check an answer.
 *
 * Both are jobs because both are slow: a question needs databases, and an answer in words is read by the talk engine. Each gives one
 * message of its job (web.h, "POST /api/attempts/{id}/questions").
 */
#ifndef SPAR_WEB_ASK_JOB_H
#define SPAR_WEB_ASK_JOB_H

#include "practice/ask.h"
#include "talk/talk.h"

struct ask_work {
	struct store *store;               /* of the thread */
	const struct ask_content *content; /* shared; NULL: there are no questions */
	const struct talk_pack *talk;      /* shared; NULL: answers in words are kept and not checked */
	const char *subject;
	int64_t attempt, submission;
	struct str query;                  /* a question: the query; a check: the answer as typed */
	int only;                          /* enum ask_sort; -1: the next kind in turn */
	int64_t asked, answered;           /* a check: events */
	ask_call_fn *call;                 /* of the judge, who has the exercise open */
	void *arg;
};

/* The open question of the attempt, else a new one. *message is a new reference. Errors: those of the judge and of the store. */
enum err_code ask_work_question(const struct ask_work *w, json_t **message, struct err *err);
/* The word on an answer, recorded unless it is none yet (rows that cannot be read). *message as above. Errors also: ERR_MISSING. */
enum err_code ask_work_check(const struct ask_work *w, json_t **message, struct err *err);

#endif
