/*
 * Work for several judges at once: threads that take items in order, results handed back in that same order.
 */
#ifndef SPAR_CLI_JOBS_H
#define SPAR_CLI_JOBS_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/judge.h"

#define JOBS_MAX 64

/*
 * How the work is done. next and done are called by the calling thread's side of a lock, never two at once; work runs in any thread with
 * a judge of its own.
 */
struct jobs {
	void *(*next)(void *arg);                              /* the next item, NULL when there is none */
	void *(*work)(void *item, struct judge_client *judge); /* its result; frees the item or keeps it in the result */
	void (*done)(void *result, void *arg);                 /* results in the order of their items; frees the result */
	void *arg;
};

/* Threads to use when nobody says: the cores that this process may use, at most JOBS_MAX. */
int jobs_default(void);

/* Run until next gives NULL and all results are done. Errors: ERR_WORKER when no judge can be made, ERR_MEMORY. */
enum err_code jobs_run(const struct jobs *j, int threads, struct err *err);

#endif
