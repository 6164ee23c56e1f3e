/*
 * Threads beside the program's main thread. No signal reaches them: signals are the main thread's matter, SIGPIPE among them.
 */
#ifndef SPAR_BASE_THREAD_H
#define SPAR_BASE_THREAD_H

#include <pthread.h>

#include "base/err.h"

/*
 * Start run(arg) with every signal blocked; the caller's mask is what it was. name (at most 15 bytes; NULL: the program's) shows in lists of
 * threads: with a name the thread must not end by itself, detached, before this returns. Errors: ERR_IO, "cannot start WHAT".
 */
enum err_code thread_start(pthread_t *thread, const char *name, const char *what, void *(*run)(void *), void *arg, struct err *err);

#endif
