/*
 * What takes long to make and stays as it is: made for the first who asks, and lent to all others.
 *
 * A memo belongs to what its things are made of, a pack of exercises or a record, and ends with it. What could not be made is tried again by the next.
 *
 * Threads: any; one thing is made at a time.
 */
#ifndef SPAR_BASE_MEMO_H
#define SPAR_BASE_MEMO_H

#include <pthread.h>

#include "base/arena.h"
#include "base/err.h"

#define MEMO_ARENA_BYTES (32u << 20)       /* of one thing */

struct memo {
	pthread_mutex_t lock;
	struct memo_entry *first;          /* owned */
};

/* Make a thing; it may lie in a, which lives as long as the memo. May ask the same memo for others. */
typedef enum err_code memo_make(struct arena *a, void *with, void **out, struct err *err);

void memo_init(struct memo *m);
void memo_release(struct memo *m);

/*
 * The thing called key, an address of the caller's own. with is handed to make; drop (NULL: nothing to do) ends the thing with the memo. What is lent is
 * only read, or is the affair of one thread. Errors: those of make, ERR_MEMORY.
 */
enum err_code memo_get(struct memo *m, const void *key, memo_make *make, void (*drop)(void *thing), void *with, void **out, struct err *err);

#endif
