#include "base/memo.h"

#include <stdlib.h>

struct memo_entry {
	struct memo_entry *next;
	const void *key;
	void *thing;
	void (*drop)(void *thing);
	struct arena arena;
};

void memo_init(struct memo *m)
{
	pthread_mutexattr_t attr;

	/* A thing may be made of another one. */
	pthread_mutexattr_init(&attr);
	pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&m->lock, &attr);
	pthread_mutexattr_destroy(&attr);
	m->first = NULL;
}

static void end(struct memo_entry *e)
{
	arena_release(&e->arena);
	free(e);
}

void memo_release(struct memo *m)
{
	while (m->first) {
		struct memo_entry *e = m->first;

		m->first = e->next;
		if (e->drop)
			e->drop(e->thing);
		end(e);
	}
	pthread_mutex_destroy(&m->lock);
}

static enum err_code make_entry(struct memo *m, const void *key, memo_make *make, void (*drop)(void *thing), void *with, struct memo_entry **out,
				struct err *err)
{
	struct memo_entry *e = calloc(1, sizeof(*e));
	enum err_code code;

	if (!e)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&e->arena, MEMO_ARENA_BYTES);
	if ((code = make(&e->arena, with, &e->thing, err))) {
		end(e);
		return code;
	}
	e->key = key;
	e->drop = drop;
	e->next = m->first;
	m->first = *out = e;
	return ERR_OK;
}

enum err_code memo_get(struct memo *m, const void *key, memo_make *make, void (*drop)(void *thing), void *with, void **out, struct err *err)
{
	enum err_code code = ERR_OK;
	struct memo_entry *e;

	pthread_mutex_lock(&m->lock);
	for (e = m->first; e && e->key != key; e = e->next)
		;
	if (!e)
		code = make_entry(m, key, make, drop, with, &e, err);
	if (!code)
		*out = e->thing;
	pthread_mutex_unlock(&m->lock);
	return code;
}
