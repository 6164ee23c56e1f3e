/*
 * Handlers that run beside the others: one thread takes their requests one after another. While one is handled its connection is suspended, so the
 * library leaves it alone; when it is handled, the library's thread resumes it and is asked for it once more.
 */
#include "http/http_int.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"

static bool is_beside(const struct beside *b, const char *path)
{
	for (const char *const *p = b->has_thread ? b->paths : NULL; p && *p; p++)
		if (!strncmp(path, *p, strlen(*p)))
			return true;
	return false;
}

bool beside_takes(struct exchange *x, struct conn *c)
{
	struct http_server *s = x->server;
	struct beside *b = &s->beside;

	if (!is_beside(b, x->rq.path))
		return false;
	x->rq.user = b->user;
	x->conn = c;
	/* It is not the page that is slow now. */
	c->deadline_ms = HTTP_NEVER;
	MHD_suspend_connection(x->mhd);
	pthread_mutex_lock(&s->lock);
	*b->end = x;
	b->end = &x->next_beside;
	pthread_cond_broadcast(&b->change);
	pthread_mutex_unlock(&s->lock);
	return true;
}

void beside_answer(struct http_server *s)
{
	struct exchange *x, *next;

	pthread_mutex_lock(&s->lock);
	x = s->beside.done;
	s->beside.done = NULL;
	pthread_mutex_unlock(&s->lock);
	for (; x; x = next) {
		next = x->next_beside;
		x->next_beside = NULL;
		x->conn->deadline_ms = clock_mono_ms() + s->limits.idle_ms;
		MHD_resume_connection(x->mhd);
	}
}

/* Under the lock: the next, when there is one. NULL: it is all over. */
static struct exchange *next_of(struct http_server *s)
{
	struct beside *b = &s->beside;
	struct exchange *x;

	while (!s->stopping && (b->paused || !b->first))
		pthread_cond_wait(&b->change, &s->lock);
	if (s->stopping)
		return NULL;
	x = b->first;
	b->first = x->next_beside;
	if (!b->first)
		b->end = &b->first;
	x->next_beside = NULL;
	return x;
}

static void *handle_all(void *user)
{
	struct http_server *s = user;
	struct beside *b = &s->beside;

	pthread_mutex_lock(&s->lock);
	while ((b->runs = next_of(s))) {
		pthread_mutex_unlock(&s->lock);
		exchange_handle(b->runs);
		pthread_mutex_lock(&s->lock);
		b->runs->next_beside = b->done;
		b->done = b->runs;
		b->runs = NULL;
		pthread_cond_broadcast(&b->change);
		server_wake(s);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

enum err_code beside_start(struct http_server *s, struct err *err)
{
	struct beside *b = &s->beside;
	enum err_code code;

	if (!b->paths)
		return ERR_OK;
	code = thread_start(&b->thread, "spar-beside", "the server's second thread", handle_all, s, err);
	b->has_thread = !code;
	return code;
}

void beside_stop(struct http_server *s)
{
	struct beside *b = &s->beside;

	if (!b->has_thread)
		return;
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&b->change);
	pthread_mutex_unlock(&s->lock);
	pthread_join(b->thread, NULL);
	b->has_thread = false;
	/* The library wants every connection back before it ends. */
	beside_answer(s);
	for (struct exchange *x = b->first; x; x = x->next_beside)
		MHD_resume_connection(x->mhd);
	b->first = NULL;
}

void http_pause(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	s->beside.paused = true;
	while (s->beside.runs)
		pthread_cond_wait(&s->beside.change, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

void http_resume(struct http_server *s)
{
	pthread_mutex_lock(&s->lock);
	s->beside.paused = false;
	pthread_cond_broadcast(&s->beside.change);
	pthread_mutex_unlock(&s->lock);
}

void http_beside_counts(struct http_server *s, int *running, int *waiting)
{
	*waiting = 0;
	pthread_mutex_lock(&s->lock);
	*running = s->beside.runs != NULL;
	for (const struct exchange *x = s->beside.first; x; x = x->next_beside)
		++*waiting;
	pthread_mutex_unlock(&s->lock);
}
