/*
 * Questions to the judge that run beside the requests: a queue, and threads that each own a worker and a connection to the record.
 *
 * A job's messages are kept until JOBS_KEPT later ones exist, so that a page that was away finds them. What is told to the pages
 * is given to tell(), from a judging thread.
 */
#ifndef SPAR_WEB_JOBS_H
#define SPAR_WEB_JOBS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bank/bank.h"
#include "base/buf.h"
#include "base/err.h"
#include "mock/mock.h"
#include "practice/ask_content.h"
#include "talk/talk.h"

#define JOBS_KEPT 200

struct jobs;

enum job_kind { JOB_SAMPLE, JOB_RUN, JOB_SUBMIT, JOB_HINT, JOB_REFUTE, JOB_ASK, JOB_CHECK, JOB_MOCK, JOB_QUESTIONS };

/* What is asked. Texts are copied. */
struct job_ask {
	enum job_kind kind;
	const struct bank_exercise *ex;    /* NULL for JOB_REFUTE and JOB_MOCK */
	const struct bank_variant *v;
	int64_t attempt;                   /* 0: none; of JOB_MOCK the mock, which is an event's id as well */
	int64_t submission;                /* of JOB_SUBMIT and JOB_ASK: its event */
	int64_t elapsed_ms;                /* of JOB_SUBMIT: of the attempt, when it was submitted */
	int step;                          /* of JOB_HINT */
	struct str query;
	const json_t *request;             /* of JOB_REFUTE */
	const struct mock_base *mock;      /* of JOB_MOCK, whose queries are judged, and JOB_QUESTIONS; outlives the jobs; its store is not used */
	int only;                          /* of JOB_ASK: enum ask_sort; -1: any kind */
	int64_t asked, answered;           /* of JOB_CHECK: events; query is the answer. asked of JOB_QUESTIONS: the mock */
	bool always;                       /* also when too many wait: it was promised before */
};

struct jobs_options {
	const struct bank *bank;           /* outlives the jobs; only read */
	const char *data_dir;              /* of the record; outlives the jobs */
	const struct ask_content *asks;    /* as bank; NULL: no questions are asked */
	const struct talk_pack *talk;      /* as bank; NULL: answers in words are not checked */
	int threads, waiting_max;
	void (*tell)(void *user, const json_t *message);
	/* A verdict, a question or the word on an answer is in the record. */
	void (*recorded)(void *user, int64_t attempt);
	void *user;
};

enum err_code jobs_new(struct jobs **out, const struct jobs_options *options, struct err *err);
/*
 * What runs is cut and what waits is forgotten: a submission without a verdict is judged at the next start. After it nothing is told any
 * more; what is added waits for ever. NULL is fine.
 */
void jobs_end(struct jobs *j);
/* jobs_end() where that was not done, and the memory. NULL is fine. */
void jobs_free(struct jobs *j);

/* Is there room for one more? Errors: ERR_BUSY. For the thread that adds, before it records what it is going to add. */
enum err_code jobs_room(struct jobs *j, struct err *err);
/* Errors: ERR_BUSY when too many wait. Threads: one. */
enum err_code jobs_add(struct jobs *j, const struct job_ask *ask, int64_t *id, struct err *err);
/* End one; nothing happens when it has ended. Errors: ERR_MISSING. Threads: any. */
enum err_code jobs_stop(struct jobs *j, int64_t id, struct err *err);
/* A job as web.h shows it; new reference. Errors: ERR_MISSING. */
enum err_code jobs_get(struct jobs *j, int64_t id, json_t **out, struct err *err);
/* Ids of the jobs of an attempt that have not ended; new reference. */
json_t *jobs_of(struct jobs *j, int64_t attempt);
/* The judge's version of DuckDB into out; empty as long as no worker has said it. */
void jobs_duckdb(struct jobs *j, char *out, size_t size);
void jobs_counts(struct jobs *j, int *running, int *waiting);
/*
 * End everything, forget it, and close the record in every thread; returns when it is closed. jobs_resume() lets new ones begin. For what
 * deletes the record.
 */
void jobs_pause(struct jobs *j);
void jobs_resume(struct jobs *j);

#endif
