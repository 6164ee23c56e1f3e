#include "cli/jobs.h"

#include <pthread.h>
#include <sched.h>

#include "base/err.h"

#define AHEAD_MAX 256      /* results that wait for an earlier one */

struct pool {
	const struct jobs *j;
	pthread_mutex_t lock;
	pthread_cond_t moved;      /* a result was handed back, so there is room */
	bool ended;                /* next gave NULL */
	size_t taken, given;       /* items taken, results handed back */
	void *results[AHEAD_MAX];  /* by item number modulo AHEAD_MAX */
	bool ready[AHEAD_MAX];
	struct err err;            /* of the first thread that could not work */
};

/* Under the lock: hand back every result whose turn it is. */
static void give(struct pool *p)
{
	while (p->ready[p->given % AHEAD_MAX]) {
		size_t slot = p->given % AHEAD_MAX;

		p->ready[slot] = false;
		p->given++;
		p->j->done(p->results[slot], p->j->arg);
	}
	pthread_cond_broadcast(&p->moved);
}

static void *run_thread(void *arg)
{
	struct pool *p = arg;
	struct judge_client *judge = NULL;
	struct err err = {0};

	if (judge_client_new(&judge, NULL, &err)) {
		pthread_mutex_lock(&p->lock);
		p->err = err;
		pthread_mutex_unlock(&p->lock);
		return NULL;
	}
	for (;;) {
		pthread_mutex_lock(&p->lock);
		while (p->taken - p->given >= AHEAD_MAX)
			pthread_cond_wait(&p->moved, &p->lock);
		void *item = p->ended ? NULL : p->j->next(p->j->arg);
		size_t number = p->taken;

		p->ended = !item;
		p->taken += item != NULL;
		pthread_mutex_unlock(&p->lock);
		if (!item)
			break;
		void *result = p->j->work(item, judge);

		pthread_mutex_lock(&p->lock);
		p->results[number % AHEAD_MAX] = result;
		p->ready[number % AHEAD_MAX] = true;
		give(p);
		pthread_mutex_unlock(&p->lock);
	}
	judge_client_free(judge);
	return NULL;
}

int jobs_default(void)
{
	cpu_set_t set;
	int n;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	n = CPU_COUNT(&set);
	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : n;
}

enum err_code jobs_run(const struct jobs *j, int threads, struct err *err)
{
	struct pool p = {.j = j};
	pthread_t ids[JOBS_MAX];
	int n = 0;

	if (threads < 1 || threads > JOBS_MAX)
		BUG("%d threads", threads);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.moved, NULL);
	while (n < threads && pthread_create(&ids[n], NULL, run_thread, &p) == 0)
		n++;
	for (int i = 0; i < n; i++)
		pthread_join(ids[i], NULL);
	pthread_cond_destroy(&p.moved);
	pthread_mutex_destroy(&p.lock);
	if (n == 0)
		return err_set(err, ERR_MEMORY, "cannot start a thread");
	if (!p.ended && p.err.code) {
		if (err)
			*err = p.err;
		return p.err.code;
	}
	return ERR_OK;
}
