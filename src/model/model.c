/* A question and its answer, with the network on a thread of its own. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "model/model_int.h"

#define ARENA_BYTES (1u << 20)
#define CLOSE_MS 250               /* a thread that was told to end is waited for so long at most */

enum step { STEP_IDLE, STEP_ASKED, STEP_RUNS, STEP_DONE };

/* Shared by the asker and the thread; the last one frees it. */
struct line {
	pthread_mutex_t lock;
	pthread_cond_t changed;    /* monotonic */
	pthread_t thread;
	int users;
	atomic_bool stop;          /* nobody waits any more */
	enum step step;
	int64_t asked_ms, deadline_ms, took_ms;
	char *address;
	bool loopback;
	char *body, *key;
	struct buf reply;
	enum err_code code;
	struct err err;
};

struct model {
	struct model_endpoint endpoint;
	struct arena life, answer;
	struct line *line;         /* NULL before the first question */
	bool waiting;              /* a question was asked and not taken */
	int64_t took_ms;
};

static void wipe(char **text)
{
	if (*text)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

static void line_leave(struct line *l)
{
	pthread_mutex_lock(&l->lock);
	int users = --l->users;

	pthread_cond_broadcast(&l->changed);
	pthread_mutex_unlock(&l->lock);
	if (users)
		return;
	wipe(&l->key);
	free(l->body);
	free(l->address);
	buf_release(&l->reply);
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* The network: one question after the other, until nobody is there to ask. */
static void *network(void *arg)
{
	struct line *l = arg;
	struct buf reply;

	buf_init(&reply, MODEL_REPLY_BYTES_MAX);
	pthread_mutex_lock(&l->lock);
	for (;;) {
		while (!l->stop && l->step != STEP_ASKED)
			pthread_cond_wait(&l->changed, &l->lock);
		if (l->stop)
			break;
		char *body = l->body, *key = l->key;
		struct exchange x = {.address = l->address, .body = body, .key = key, .loopback = l->loopback, .deadline_ms = l->deadline_ms, .stop = &l->stop};
		struct err err = {0};

		l->body = l->key = NULL;
		l->step = STEP_RUNS;
		pthread_mutex_unlock(&l->lock);
		enum err_code code = curl_exchange(&x, &reply, &err);

		wipe(&key);
		free(body);
		pthread_mutex_lock(&l->lock);
		buf_reset(&l->reply);
		buf_add(&l->reply, buf_text(&reply), code ? 0 : reply.n);
		l->code = code;
		l->err = err;
		l->took_ms = clock_mono_ms() - l->asked_ms;
		l->step = STEP_DONE;
		pthread_cond_broadcast(&l->changed);
	}
	pthread_mutex_unlock(&l->lock);
	buf_release(&reply);
	line_leave(l);
	return NULL;
}

static enum err_code line_open(struct model *m, struct err *err)
{
	struct line *l = calloc(1, sizeof(*l));
	pthread_condattr_t monotonic;
	enum err_code code;

	if (!l || !(l->address = strdup(m->endpoint.address))) {
		free(l);
		return err_set(err, ERR_MEMORY, "out of memory");
	}
	pthread_mutex_init(&l->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&l->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	buf_init(&l->reply, MODEL_REPLY_BYTES_MAX);
	l->users = 2;
	l->loopback = m->endpoint.loopback;
	/* It has no name: it may be gone before it could get one. */
	if ((code = thread_start(&l->thread, NULL, "a thread", network, l, err))) {
		l->users = 1;
		line_leave(l);
		return code;
	}
	m->line = l;
	return ERR_OK;
}

enum err_code model_open(struct model **out, const struct model_endpoint *e, struct err *err)
{
	struct model *m = calloc(1, sizeof(*m));

	*out = NULL;
	if (!m)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&m->life, ARENA_BYTES);
	arena_init(&m->answer, ARENA_BYTES);
	m->endpoint = *e;
	m->endpoint.url = arena_strdup(&m->life, e->url);
	m->endpoint.address = arena_strdup(&m->life, e->address);
	m->endpoint.name = arena_strdup(&m->life, e->name);
	m->endpoint.key_file = e->key_file ? arena_strdup(&m->life, e->key_file) : NULL;
	m->took_ms = -1;
	*out = m;
	return ERR_OK;
}

void model_close(struct model *m)
{
	if (!m)
		return;
	if (m->line) {
		pthread_mutex_lock(&m->line->lock);
		m->line->stop = true;
		pthread_cond_broadcast(&m->line->changed);
		pthread_mutex_unlock(&m->line->lock);
		/* It sees that within a slice of its wait; only one that waits for a name is let go. */
		struct timespec until;
		pthread_t thread = m->line->thread;

		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += CLOSE_MS * 1000000L;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		if (pthread_timedjoin_np(thread, NULL, &until))
			pthread_detach(thread);
		line_leave(m->line);
	}
	arena_release(&m->answer);
	arena_release(&m->life);
	free(m);
}

enum err_code model_ask(struct model *m, const struct model_question *q, struct err *err)
{
	const char *body = NULL;
	struct buf key;
	enum err_code code;

	m->waiting = false;
	m->took_ms = -1;
	arena_clear(&m->answer);
	buf_init(&key, MODEL_KEY_BYTES_MAX + 16);
	code = model_key(&m->endpoint, &key, err);
	if (!code)
		code = model_request(&m->answer, &m->endpoint, q, &body, err);
	if (!code && !m->line)
		code = line_open(m, err);
	if (!code) {
		struct line *l = m->line;

		pthread_mutex_lock(&l->lock);
		if (l->step == STEP_RUNS) {
			code = err_set(err, ERR_BUSY, "the question before this one still holds the line");
		} else {
			wipe(&l->key);
			free(l->body);
			l->body = strdup(body);
			l->key = strdup(buf_text(&key));
			l->asked_ms = clock_mono_ms();
			l->deadline_ms = l->asked_ms + MODEL_DEADLINE_MS;
			l->step = STEP_ASKED;
			if (!l->body || !l->key) {
				l->step = STEP_IDLE;
				code = err_set(err, ERR_MEMORY, "out of memory");
			}
			pthread_cond_broadcast(&l->changed);
		}
		pthread_mutex_unlock(&l->lock);
	}
	if (key.p)
		explicit_bzero(key.p, key.size_bytes);
	buf_release(&key);
	m->waiting = !code;
	return code;
}

/* Wait for the answer until then. Locked. */
static void wait_until(struct line *l, int64_t until_ms)
{
	struct timespec at = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};

	while (l->step != STEP_DONE && clock_mono_ms() < until_ms)
		if (pthread_cond_timedwait(&l->changed, &l->lock, &at))
			break;
}

enum model_state model_take(struct model *m, int wait_ms, struct str *text, struct err *err)
{
	struct line *l = m->line;
	enum model_state state = MODEL_FAILED;

	*text = (struct str){"", 0};
	if (!m->waiting) {
		err_set(err, ERR_USAGE, "nothing was asked");
		return MODEL_FAILED;
	}
	pthread_mutex_lock(&l->lock);
	int64_t until_ms = clock_mono_ms() + (wait_ms > 0 ? wait_ms : 0);

	if (wait_ms > 0)
		wait_until(l, until_ms < l->deadline_ms ? until_ms : l->deadline_ms);
	/* What comes behind the deadline comes too late, also when nobody looked before. */
	bool late = l->step == STEP_DONE ? l->took_ms > MODEL_DEADLINE_MS : clock_mono_ms() >= l->deadline_ms;

	m->waiting = l->step != STEP_DONE && !late;
	if (m->waiting) {
		state = MODEL_WAITS;
	} else if (late) {
		err_set(err, ERR_TIMEOUT, "it did not answer within %d ms", MODEL_DEADLINE_MS);
	} else if (l->code) {
		if (err)
			*err = l->err;
	} else {
		m->took_ms = l->took_ms;
		if (!model_answer(&m->answer, (struct str){buf_text(&l->reply), l->reply.n}, text, err))
			state = MODEL_CAME;
	}
	pthread_mutex_unlock(&l->lock);
	/* Neither what was told nor what came goes into a log. */
	if (!m->waiting)
		log_at(LOG_INFO, "model: %s", state == MODEL_CAME ? "an answer came" : "no answer that can be used");
	return state;
}

int64_t model_took_ms(const struct model *m)
{
	return m->took_ms;
}
