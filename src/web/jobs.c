#include "web/jobs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "judge/judge.h"
#include "mock/asks.h"
#include "mock/judge.h"
#include "practice/hint.h"
#include "practice/judged.h"
#include "web/ask_job.h"
#include "web/web_int.h"

#define REFUTE_GRACE_MS 10000
#define OPENED_MAX 32                  /* half of what a client remembers */

enum state { STATE_WAITING, STATE_RUNNING, STATE_DONE, STATE_FAILED, STATE_STOPPED };

static const char *const state_names[] = {"waiting", "running", "done", "failed", "stopped"};
static const char *const kind_names[] = {"sample", "run", "submit", "hint", "refute", "ask", "check", "mock", "questions"};

struct job {
	struct job *next;              /* older */
	int64_t id;
	struct job_ask ask;            /* query and request are owned */
	enum state state;
	bool stop;                     /* somebody wants it to end */
	int users;                     /* threads that work on it */
	json_t *messages;
	struct err err;
};

struct judging {
	struct jobs *jobs;
	pthread_t thread;
	struct judge_client *client;
	struct job *job;               /* at hand; under the lock */
	struct store *store;           /* its own; NULL until the first verdict */
	bool started, joined;          /* its thread; of who makes and ends the jobs */
	bool closed;                   /* the record is; under the lock */
	bool waits;                    /* for a job; under the lock */
	/* What its worker was told last, in a ring; under the lock. The client tells a worker again that has forgotten. */
	const struct bank_variant *opened[OPENED_MAX];
	size_t opened_next;
};

struct jobs {
	struct jobs_options o;
	pthread_mutex_t lock;
	pthread_cond_t change;         /* something waits, a pause begins or ends, a record was closed, or it is all over */
	struct job *newest;
	int64_t next_id;
	int kept, waiting, running;
	bool over, paused;
	char duckdb[32];               /* its version; empty until a worker has said it */
	struct judging *judges;
};

/* ---- messages ---- */

/* Under the lock: the state as a message. */
static json_t *state_message(const struct job *job)
{
	json_t *m = json_pack("{s:s,s:I,s:s}", "type", "job", "job", (json_int_t)job->id, "state", state_names[job->state]);

	if (job->state == STATE_FAILED)
		json_object_set_new(m, "error", json_pack("{s:s,s:o}", "code", err_name(job->err.code), "text",
							  json_text_value(job->err.text, strlen(job->err.text))));
	return m;
}

static void set_state(struct judging *g, struct job *job, enum state state, const struct err *err)
{
	struct jobs *j = g->jobs;
	json_t *m;

	pthread_mutex_lock(&j->lock);
	job->state = state;
	if (err)
		job->err = *err;
	m = state_message(job);
	pthread_mutex_unlock(&j->lock);
	j->o.tell(j->o.user, m);
	json_decref(m);
}

/* Keep a message of the job and tell it. Takes msg. */
static void deliver(struct judging *g, struct job *job, json_t *msg)
{
	struct jobs *j = g->jobs;
	json_t *m;

	if (job->ask.v)
		web_explain(j->o.bank, job->ask.v, msg);
	m = json_pack("{s:s,s:I,s:O}", "type", "job", "job", (json_int_t)job->id, "message", msg);
	pthread_mutex_lock(&j->lock);
	json_array_append_new(job->messages, msg);
	pthread_mutex_unlock(&j->lock);
	j->o.tell(j->o.user, m);
	json_decref(m);
}

struct listen {
	struct judging *g;
	struct job *job;
	struct judged *judged;         /* NULL unless it is a submission */
};

static bool on_reply(const json_t *msg, void *arg)
{
	struct listen *l = arg;

	if (l->judged)
		judged_take(l->judged, msg);
	deliver(l->g, l->job, json_deep_copy(msg));
	return true;
}

/* ---- what a job does ---- */

static const char *subject_of(const struct jobs *j, const struct job *job, struct arena *a)
{
	return bank_subject(j->o.bank, job->ask.ex, job->ask.v, a);
}

static bool is_over(struct jobs *j)
{
	bool over;

	pthread_mutex_lock(&j->lock);
	over = j->over || j->paused;
	pthread_mutex_unlock(&j->lock);
	return over;
}

/* Before each call: a stop that came between two calls is seen here, one that comes from now on ends the call. */
static enum err_code wanted(struct judging *g, struct err *err)
{
	struct jobs *j = g->jobs;
	bool stop;

	judge_client_ready(g->client);
	pthread_mutex_lock(&j->lock);
	stop = j->over || j->paused || (g->job && g->job->stop);
	pthread_mutex_unlock(&j->lock);
	return stop ? err_set(err, ERR_STOPPED, "stopped") : ERR_OK;
}

/* Under the lock. */
static bool has_open(const struct judging *g, const struct bank_variant *v)
{
	for (size_t i = 0; i < OPENED_MAX; i++)
		if (g->opened[i] == v)
			return true;
	return false;
}

/* The judge has the exercise from now on. Opening makes a thousand databases, so it is done once. */
static enum err_code open_exercise(struct judging *g, struct job *job, struct err *err)
{
	struct jobs *j = g->jobs;
	json_t *request, *reply = NULL;
	enum err_code code;
	bool open;

	pthread_mutex_lock(&j->lock);
	open = has_open(g, job->ask.v);
	pthread_mutex_unlock(&j->lock);
	if (open)
		return ERR_OK;
	request = bank_open_request(j->o.bank, job->ask.ex, job->ask.v);
	code = wanted(g, err);
	if (!code)
		code = judge_client_ask(g->client, request, PRACTICE_OPEN_MS, &reply, err);
	json_decref(request);
	json_decref(reply);
	if (!code) {
		pthread_mutex_lock(&j->lock);
		g->opened[g->opened_next++ % OPENED_MAX] = job->ask.v;
		pthread_mutex_unlock(&j->lock);
	}
	return code;
}

/* Takes request. */
static enum err_code call(struct judging *g, json_t *request, int timeout_ms, judge_reply_fn *fn, void *arg, struct err *err)
{
	enum err_code code = wanted(g, err);

	if (!code)
		code = judge_client_call(g->client, request, timeout_ms, fn, arg, err);
	json_decref(request);
	if (code == ERR_MEMORY)
		return err_set(err, ERR_MEMORY, "could not be evaluated: the query needs more memory than the judge has");
	return code;
}

static enum err_code ask_verdict(struct judging *g, const char *subject, struct str query, json_t **out, struct err *err)
{
	json_t *request = practice_judge_request(subject, query, false, false);
	enum err_code code = wanted(g, err);

	if (!code)
		code = judge_client_ask(g->client, request, PRACTICE_CALL_MS, out, err);
	json_decref(request);
	return code;
}

static enum err_code do_hint(struct judging *g, struct job *job, const char *subject, struct err *err)
{
	const struct job_ask *q = &job->ask;
	json_t *verdict = NULL, *other = NULL;
	struct err ignored = {0};
	enum err_code code = ERR_OK;

	/* The hint is spent; the parts that need no verdict can still be given. */
	if (!query_check(q->query, &ignored))
		code = ask_verdict(g, subject, q->query, &verdict, &ignored);
	if (!code && hint_needs_other(q->v, q->step, verdict))
		code = ask_verdict(g, subject, str_of(q->v->mutants[0].sql), &other, &ignored);
	if (code == ERR_STOPPED) {
		if (err)
			*err = ignored;
	} else {
		code = ERR_OK;
		deliver(g, job, hint_make(g->jobs->o.bank, q->ex, q->v, q->step, verdict, other));
	}
	json_decref(verdict);
	json_decref(other);
	return code;
}

struct known {
	int64_t submission;
	bool judged;
};

static bool find_verdict(const struct store_record *e, void *arg)
{
	struct known *k = arg;

	k->judged = k->judged || json_get_int(e->body, "submission", 0) == k->submission;
	return !k->judged;
}

static enum err_code record_open(struct judging *g, struct err *err)
{
	return g->store ? ERR_OK : store_open(&g->store, g->jobs->o.data_dir, err);
}

/*
 * One verdict a submission: another Spar over the same record may have judged what was cut off too. What runs when Spar is ended is judged at the
 * next start, so it leaves no word in the record.
 */
static enum err_code record_verdict(struct judging *g, struct job *job, const char *subject, struct judged *judged, struct err *err)
{
	struct store_which which = {.kind = "attempt.judged", .attempt = job->ask.attempt, .after_id = job->ask.submission};
	struct known known = {.submission = job->ask.submission};
	enum err_code code = ERR_OK;
	json_t *body;

	if ((code = record_open(g, err)) || (code = store_events(g->store, &which, find_verdict, &known, err)))
		return code;
	if (known.judged)
		return ERR_OK;
	body = judged_event(judged, job->ask.attempt, job->ask.submission);
	code = store_append(g->store, EVENT_ATTEMPT_JUDGED, subject, body, NULL, err);
	json_decref(body);
	if (!code)
		g->jobs->o.recorded(g->jobs->o.user, job->ask.attempt);
	return code;
}

/* code is of opening the exercise. */
static enum err_code do_submit(struct judging *g, struct job *job, const char *subject, enum err_code code, struct err *err)
{
	struct judged judged = {.elapsed_ms = job->ask.elapsed_ms};
	struct listen l = {g, job, &judged};
	struct err write_err = {0};

	if (!code)
		code = call(g, practice_judge_request(subject, job->ask.query, true, true), PRACTICE_SUBMIT_MS, on_reply, &l,
			    err);
	judged.interrupted = code == ERR_STOPPED;
	if (!(judged.interrupted && is_over(g->jobs))) {
		judged_settle(&judged);
		/* A verdict that was given stands, whatever happened to what follows it. */
		if (code && code != ERR_STOPPED && judged.verdict)
			code = ERR_OK;
		if (record_verdict(g, job, subject, &judged, &write_err) && !code) {
			*err = write_err;
			code = err_prefix(err, "the verdict is not recorded");
		}
	}
	judged_release(&judged);
	return code;
}

/* For the questions about a query. Takes request. */
static enum err_code ask_judge(json_t *request, json_t **reply, void *arg, struct err *err)
{
	struct judging *g = arg;
	enum err_code code = wanted(g, err);

	if (!code)
		code = judge_client_ask(g->client, request, PRACTICE_CALL_MS, reply, err);
	json_decref(request);
	return code;
}

static enum err_code do_ask(struct judging *g, struct job *job, const char *subject, struct err *err)
{
	const struct job_ask *q = &job->ask;
	struct ask_work w = {.content = g->jobs->o.asks, .talk = g->jobs->o.talk, .subject = subject, .attempt = q->attempt, .submission = q->submission,
			     .query = q->query, .only = q->only, .asked = q->asked, .answered = q->answered, .call = ask_judge, .arg = g};
	json_t *message = NULL;
	enum err_code code = record_open(g, err);

	w.store = g->store;
	if (!code)
		code = q->kind == JOB_ASK ? ask_work_question(&w, &message, err) : ask_work_check(&w, &message, err);
	if (code)
		return code;
	deliver(g, job, message);
	g->jobs->o.recorded(g->jobs->o.user, q->attempt);
	return ERR_OK;
}

static enum err_code wanted_fn(void *g, struct err *err)
{
	return wanted(g, err);
}

/* The queries of a round that is over. What is left is judged when its debrief is opened the next time. */
static enum err_code do_mock(struct judging *g, struct job *job, struct err *err)
{
	struct jobs *j = g->jobs;
	struct mock_base base = *job->ask.mock;
	struct err why = {0};
	size_t left = 0;
	enum err_code code = record_open(g, err);

	if (code)
		return code;
	base.store = g->store;
	code = mock_judge_while(&base, g->client, wanted_fn, g, job->ask.attempt, &left, &why, err);
	if (!is_over(j))
		j->o.recorded(j->o.user, job->ask.attempt);
	if (!code && left) {
		*err = why;
		code = err->code ? err->code : err_set(err, ERR_WORKER, "not every query could be judged");
	}
	return code;
}

/* Questions about a query of a round that runs, chosen while it is explained. */
static enum err_code do_questions(struct judging *g, struct job *job, struct err *err)
{
	struct mock_asking asking = {.content = g->jobs->o.asks, .call = ask_judge, .arg = g, .open = true};
	struct mock_base base = *job->ask.mock;
	enum err_code code = record_open(g, err);

	base.store = g->store;
	return code ? code : mock_asks_record(&base, job->ask.asked, &asking, err);
}

static enum err_code work(struct judging *g, struct job *job, struct err *err)
{
	struct listen l = {g, job, NULL};
	const char *subject = NULL;
	enum err_code code = ERR_OK;
	struct arena a;

	arena_init(&a, 64 << 10);
	if (job->ask.ex) {
		subject = subject_of(g->jobs, job, &a);
		/*
		 * A submission whose judge cannot begin is a submission with an end all the same: do_submit() sees to it. An answer is held
		 * against what its question brings along.
		 */
		if (job->ask.kind != JOB_CHECK && (code = open_exercise(g, job, err)) && job->ask.kind != JOB_SUBMIT)
			goto out;
	}
	switch (job->ask.kind) {
	case JOB_SAMPLE:
		code = call(g, practice_sample_request(subject), PRACTICE_CALL_MS, on_reply, &l, err);
		break;
	case JOB_RUN:
		code = call(g, practice_run_request(subject, job->ask.query), PRACTICE_CALL_MS, on_reply, &l, err);
		break;
	case JOB_SUBMIT:
		code = do_submit(g, job, subject, code, err);
		break;
	case JOB_HINT:
		code = do_hint(g, job, subject, err);
		break;
	case JOB_MOCK:
		code = do_mock(g, job, err);
		break;
	case JOB_QUESTIONS:
		code = do_questions(g, job, err);
		break;
	case JOB_REFUTE:
		code = call(g, json_incref((json_t *)(uintptr_t)job->ask.request), JUDGE_VERDICT_MS + REFUTE_GRACE_MS, on_reply, &l,
			    err);
		break;
	case JOB_ASK:
	case JOB_CHECK:
		code = do_ask(g, job, subject, err);
		break;
	}
out:
	arena_release(&a);
	return code;
}

/* ---- the queue ---- */

static void job_free(struct job *job)
{
	free((char *)(uintptr_t)job->ask.query.p);
	json_decref((json_t *)(uintptr_t)job->ask.request);
	json_decref(job->messages);
	free(job);
}

/* Under the lock. Does another judge, who has nothing to do, know this exercise already, and this one not? */
static bool is_for_another(const struct judging *g, const struct job *job)
{
	const struct jobs *j = g->jobs;

	if (!job->ask.v || has_open(g, job->ask.v))
		return false;
	for (int i = 0; i < j->o.threads; i++)
		if (&j->judges[i] != g && j->judges[i].waits && has_open(&j->judges[i], job->ask.v))
			return true;
	return false;
}

/* Under the lock. The oldest that waits and that this judge should take. */
static struct job *next_waiting(const struct judging *g)
{
	struct job *found = NULL;

	for (struct job *job = g->jobs->newest; job; job = job->next)
		if (job->state == STATE_WAITING && !is_for_another(g, job))
			found = job;
	return found;
}

/* Under the lock: forget the oldest that have ended. */
static void forget(struct jobs *j)
{
	while (j->kept > JOBS_KEPT) {
		struct job **last = NULL;

		for (struct job **p = &j->newest; *p; p = &(*p)->next)
			if ((*p)->state >= STATE_DONE && (*p)->users == 0)
				last = p;
		if (!last)
			return;
		struct job *old = *last;

		*last = old->next;
		job_free(old);
		j->kept--;
	}
}

static void run_job(struct judging *g, struct job *job)
{
	struct jobs *j = g->jobs;
	struct err err = {0};
	enum err_code code;

	set_state(g, job, STATE_RUNNING, NULL);
	code = work(g, job, &err);
	set_state(g, job, code == ERR_STOPPED ? STATE_STOPPED : code ? STATE_FAILED : STATE_DONE, code ? &err : NULL);
	pthread_mutex_lock(&j->lock);
	g->job = NULL;
	job->users--;
	j->running--;
	forget(j);
	pthread_mutex_unlock(&j->lock);
}

/* Under the lock: the record is closed while there is a pause. */
static void sit_out(struct judging *g)
{
	struct jobs *j = g->jobs;

	store_close(g->store);
	g->store = NULL;
	g->closed = true;
	pthread_cond_broadcast(&j->change);
	while (j->paused && !j->over)
		pthread_cond_wait(&j->change, &j->lock);
	g->closed = false;
}

/* The first worker is started at once: the first question then finds it warm, and the page can say which DuckDB answers. */
static void greet(struct judging *g)
{
	struct jobs *j = g->jobs;
	json_t *request = json_pack("{s:s}", "op", "status"), *reply = NULL;
	struct err err = {0};

	if (!wanted(g, &err) && !judge_client_ask(g->client, request, PRACTICE_CALL_MS, &reply, &err)) {
		pthread_mutex_lock(&j->lock);
		snprintf(j->duckdb, sizeof(j->duckdb), "%s", json_get_text(reply, "duckdb", ""));
		pthread_mutex_unlock(&j->lock);
	} else {
		log_at(LOG_WARN, "the judge cannot be started: %s", err.text);
	}
	json_decref(request);
	json_decref(reply);
}

static void *judge_loop(void *arg)
{
	struct judging *g = arg;
	struct jobs *j = g->jobs;
	struct job *job = NULL;

	if (g == j->judges)
		greet(g);
	for (;;) {
		pthread_mutex_lock(&j->lock);
		g->waits = true;
		while (!j->over && (j->paused || !(job = next_waiting(g)))) {
			if (j->paused)
				sit_out(g);
			else
				pthread_cond_wait(&j->change, &j->lock);
		}
		g->waits = false;
		if (j->over) {
			pthread_mutex_unlock(&j->lock);
			break;
		}
		g->job = job;
		job->users++;
		job->state = STATE_RUNNING;
		j->waiting--;
		j->running++;
		pthread_mutex_unlock(&j->lock);
		run_job(g, job);
	}
	store_close(g->store);
	pthread_mutex_lock(&j->lock);
	g->closed = true;
	pthread_cond_broadcast(&j->change);
	pthread_mutex_unlock(&j->lock);
	/* Nobody stops it any more; and its worker dies with this thread in any case. */
	judge_client_free(g->client);
	return NULL;
}

enum err_code jobs_new(struct jobs **out, const struct jobs_options *options, struct err *err)
{
	struct jobs *j = calloc(1, sizeof(*j));
	enum err_code code = ERR_OK;

	*out = NULL;
	if (!j || !(j->judges = calloc((size_t)options->threads, sizeof(*j->judges)))) {
		free(j);
		return err_set(err, ERR_MEMORY, "out of memory for the judges");
	}
	j->o = *options;
	j->next_id = 1;
	pthread_mutex_init(&j->lock, NULL);
	pthread_cond_init(&j->change, NULL);
	for (int i = 0; i < options->threads && !code; i++) {
		struct judging *g = &j->judges[i];

		g->jobs = j;
		code = judge_client_new(&g->client, NULL, err);
		if (!code && pthread_create(&g->thread, NULL, judge_loop, g)) {
			judge_client_free(g->client);
			code = err_set(err, ERR_MEMORY, "cannot start a thread for the judge");
		}
		g->started = !code;
	}
	if (code)
		jobs_free(j);
	else
		*out = j;
	return code;
}

/* Under the lock. */
static void stop_all(struct jobs *j)
{
	for (int i = 0; i < j->o.threads; i++)
		if (j->judges[i].started && !j->judges[i].closed)
			judge_client_stop(j->judges[i].client);
}

void jobs_end(struct jobs *j)
{
	if (!j)
		return;
	pthread_mutex_lock(&j->lock);
	j->over = true;
	stop_all(j);
	pthread_cond_broadcast(&j->change);
	pthread_mutex_unlock(&j->lock);
	for (int i = 0; i < j->o.threads; i++) {
		if (j->judges[i].started && !j->judges[i].joined)
			pthread_join(j->judges[i].thread, NULL);
		j->judges[i].joined = true;
	}
}

void jobs_free(struct jobs *j)
{
	if (!j)
		return;
	jobs_end(j);
	while (j->newest) {
		struct job *old = j->newest;

		j->newest = old->next;
		job_free(old);
	}
	pthread_mutex_destroy(&j->lock);
	pthread_cond_destroy(&j->change);
	free(j->judges);
	free(j);
}

enum err_code jobs_room(struct jobs *j, struct err *err)
{
	bool room;

	pthread_mutex_lock(&j->lock);
	room = j->waiting < j->o.waiting_max;
	pthread_mutex_unlock(&j->lock);
	return room ? ERR_OK :
		      err_set(err, ERR_BUSY, "%d questions to the judge are waiting already; try again in a moment", j->o.waiting_max);
}

enum err_code jobs_add(struct jobs *j, const struct job_ask *ask, int64_t *id, struct err *err)
{
	struct job *job = calloc(1, sizeof(*job));
	char *query = ask->query.n || ask->query.p ? malloc(ask->query.n + 1) : NULL;

	if (!job || (!query && ask->query.p)) {
		free(job);
		free(query);
		return err_set(err, ERR_MEMORY, "out of memory for a job");
	}
	job->ask = *ask;
	if (query) {
		memcpy(query, ask->query.p, ask->query.n);
		query[ask->query.n] = '\0';
	}
	job->ask.query.p = query;
	job->ask.request = ask->request ? json_deep_copy(ask->request) : NULL;
	job->messages = json_array();
	if (!ask->always && jobs_room(j, err)) {
		job_free(job);
		return ERR_BUSY;
	}
	pthread_mutex_lock(&j->lock);
	*id = job->id = j->next_id++;
	job->next = j->newest;
	j->newest = job;
	j->kept++;
	j->waiting++;
	forget(j);
	pthread_cond_broadcast(&j->change);
	pthread_mutex_unlock(&j->lock);
	return ERR_OK;
}

static struct job *find(const struct jobs *j, int64_t id)
{
	for (struct job *job = j->newest; job; job = job->next)
		if (job->id == id)
			return job;
	return NULL;
}

static enum err_code no_job(int64_t id, struct err *err)
{
	return err_set(err, ERR_MISSING, "no job %lld; the last %d are kept", (long long)id, JOBS_KEPT);
}

enum err_code jobs_stop(struct jobs *j, int64_t id, struct err *err)
{
	json_t *told = NULL;
	struct job *job;

	pthread_mutex_lock(&j->lock);
	job = find(j, id);
	if (job && job->state == STATE_WAITING) {
		job->state = STATE_STOPPED;
		j->waiting--;
		told = state_message(job);
	}
	if (job)
		job->stop = true;
	for (int i = 0; job && i < j->o.threads; i++)
		if (j->judges[i].job == job)
			judge_client_stop(j->judges[i].client);
	pthread_mutex_unlock(&j->lock);
	if (told)
		j->o.tell(j->o.user, told);
	json_decref(told);
	return job ? ERR_OK : no_job(id, err);
}

enum err_code jobs_get(struct jobs *j, int64_t id, json_t **out, struct err *err)
{
	struct job *job;

	*out = NULL;
	pthread_mutex_lock(&j->lock);
	job = find(j, id);
	if (job) {
		*out = state_message(job);
		json_object_del(*out, "type");
		json_object_set_new(*out, "kind", json_string(kind_names[job->ask.kind]));
		json_object_set_new(*out, "attempt", job->ask.attempt ? json_integer(job->ask.attempt) : json_null());
		json_object_set_new(*out, "messages", json_deep_copy(job->messages));
		if (!json_object_get(*out, "error"))
			json_object_set_new(*out, "error", json_null());
	}
	pthread_mutex_unlock(&j->lock);
	return *out ? ERR_OK : no_job(id, err);
}

json_t *jobs_of(struct jobs *j, int64_t attempt)
{
	json_t *ids = json_array();

	pthread_mutex_lock(&j->lock);
	for (struct job *job = j->newest; job; job = job->next)
		if (job->ask.attempt == attempt && job->state < STATE_DONE)
			json_array_insert_new(ids, 0, json_integer(job->id));
	pthread_mutex_unlock(&j->lock);
	return ids;
}

void jobs_duckdb(struct jobs *j, char *out, size_t size)
{
	pthread_mutex_lock(&j->lock);
	snprintf(out, size, "%s", j->duckdb);
	pthread_mutex_unlock(&j->lock);
}

void jobs_counts(struct jobs *j, int *running, int *waiting)
{
	pthread_mutex_lock(&j->lock);
	*running = j->running;
	*waiting = j->waiting;
	pthread_mutex_unlock(&j->lock);
}

void jobs_pause(struct jobs *j)
{
	pthread_mutex_lock(&j->lock);
	j->paused = true;
	stop_all(j);
	for (struct job *job = j->newest; job; job = job->next) {
		if (job->state == STATE_WAITING) {
			job->state = STATE_STOPPED;
			j->waiting--;
		}
	}
	pthread_cond_broadcast(&j->change);
	for (int i = 0; i < j->o.threads; i++)
		while (j->judges[i].started && !j->judges[i].closed)
			pthread_cond_wait(&j->change, &j->lock);
	/* What they have said is of the record that goes. */
	for (struct job **p = &j->newest; *p;) {
		struct job *old = *p;

		if (old->users) {
			p = &old->next;
			continue;
		}
		*p = old->next;
		job_free(old);
		j->kept--;
	}
	pthread_mutex_unlock(&j->lock);
}

void jobs_resume(struct jobs *j)
{
	pthread_mutex_lock(&j->lock);
	j->paused = false;
	pthread_cond_broadcast(&j->change);
	pthread_mutex_unlock(&j->lock);
}
