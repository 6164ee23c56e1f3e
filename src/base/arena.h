/*
 * Arena: memory that is handed out piece by piece and freed all at once.
 *
 * Spar has three lifetimes (process, request or command, scratch); each is an
 * arena.  An arena has a byte limit, so that hostile input ends in ERR_LIMIT and
 * never in an exhausted machine.  Allocation never returns NULL: past the limit it sets a
 * sticky flag, so code checks once with arena_over() and not after each call.
 *
 * Threads: an arena belongs to one thread at a time.
 */
#ifndef SPAR_BASE_ARENA_H
#define SPAR_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *head;  /* newest block, owned; NULL when empty */
	size_t used_bytes;         /* handed out so far */
	size_t limit_bytes;        /* over this arena_over() is true */
	bool over;                 /* sticky: the limit was passed */
};

/* Prepare an empty arena. Allocates nothing. */
void arena_init(struct arena *a, size_t limit_bytes);

/* Free everything handed out; the arena is empty and usable again. */
void arena_clear(struct arena *a);

/* Free everything. */
void arena_release(struct arena *a);

/*
 * size_bytes zeroed bytes aligned for any type. Requests over the limit set a.over; the memory
 * returned then is still valid to write (it comes from the heap and is freed with the arena) up to
 * one extra limit, past which the process ends with BUG(): callers check arena_over() in loops.
 */
void *arena_alloc(struct arena *a, size_t size_bytes) __attribute__((returns_nonnull));

/* A copy of n bytes of p with a NUL behind. */
char *arena_strndup(struct arena *a, const char *p, size_t n) __attribute__((returns_nonnull));
char *arena_strdup(struct arena *a, const char *s) __attribute__((returns_nonnull));

/* A formatted NUL-terminated string. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3), returns_nonnull));

/* True once the limit was passed. */
bool arena_over(const struct arena *a);

/* An array of n zeroed elements of type T. */
#define ARENA_NEW(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))

#endif
