#include "judge/judge.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/log.h"
#include "base/proc.h"

#if defined(SPAR_ASAN) || defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define OPENS_MAX 64
#define LAST_WORDS_BYTES 400
#define ENVIRONMENT_MAX 64
#define GENTLE_END_MS 20000

/* An exercise that was opened once, and that every new worker is told again when it is asked about it. */
struct open_exercise {
	char *id;              /* owned */
	json_t *request;       /* owned */
	bool told;             /* this worker has it */
	unsigned used;         /* when last */
};

struct judge_client {
	char *worker_path;     /* owned */
	struct proc proc;
	int stop_fd;           /* readable once somebody wants the call to end */
	bool ready;            /* a stop that is there is meant for the call that comes */
	struct buf frame;      /* the message at hand */
	struct open_exercise opens[OPENS_MAX];
	size_t open_count;
	unsigned calls;
	char last_words[LAST_WORDS_BYTES];  /* the end of what the worker wrote to its standard error */
	size_t last_words_n;
};

/* ---- the process ---- */

enum err_code judge_client_new(struct judge_client **out, const char *worker_path, struct err *err)
{
	const char *named = worker_path ? worker_path : getenv("SPAR_WORKER");
	struct judge_client *c = calloc(1, sizeof *c);
	enum err_code code = ERR_OK;
	struct arena a;
	char *dir;

	*out = NULL;
	if (!c)
		return err_set(err, ERR_MEMORY, "out of memory for a worker");
	proc_init(&c->proc);
	buf_init(&c->frame, JUDGE_FRAME_MAX_BYTES);
	arena_init(&a, 1u << 16);
	c->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (c->stop_fd < 0)
		code = err_errno(err, ERR_IO, errno, "cannot prepare for a worker");
	else if (named && *named)
		c->worker_path = strdup(named);
	else if (!(code = fs_program_dir(&a, &dir, err)))
		c->worker_path = strdup(fs_join(&a, dir, "../lib/spar/spar-worker"));
	arena_release(&a);
	if (!code && !c->worker_path)
		code = err_set(err, ERR_MEMORY, "out of memory for a worker");
	if (code)
		judge_client_free(c);
	else
		*out = c;
	return code;
}

/* Keep the end of what the worker has to say; show all of it to who wants to see it. */
static void listen(struct judge_client *c)
{
	char text[4096];
	ssize_t n;

	while (c->proc.err_fd >= 0 && (n = read(c->proc.err_fd, text, sizeof text)) > 0) {
		size_t take = (size_t)n, keep;

		if (SANITIZED || log_on(LOG_INFO))
			fwrite(text, 1, take, stderr);
		if (take >= sizeof c->last_words) {
			memcpy(c->last_words, text + take - sizeof c->last_words + 1, sizeof c->last_words - 1);
			c->last_words_n = sizeof c->last_words - 1;
			continue;
		}
		keep = sizeof c->last_words - 1 - take;
		if (c->last_words_n > keep) {
			memmove(c->last_words, c->last_words + c->last_words_n - keep, keep);
			c->last_words_n = keep;
		}
		memcpy(c->last_words + c->last_words_n, text, take);
		c->last_words_n += take;
	}
	c->last_words[c->last_words_n] = '\0';
}

static void stop(struct judge_client *c)
{
	listen(c);
	proc_kill(&c->proc);
	for (size_t i = 0; i < c->open_count; i++)
		c->opens[i].told = false;
}

static void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

/* Wait for the process to end, at most limit_ms. False when it goes on. */
static bool ended_within(struct judge_client *c, int64_t limit_ms, int *status)
{
	int64_t until = clock_mono_ms() + limit_ms;

	while (!proc_ended(&c->proc, status)) {
		if (clock_mono_ms() >= until)
			return false;
		pause_ms(1);
		listen(c);
	}
	return true;
}

void judge_client_free(struct judge_client *c)
{
	int status;

	if (!c)
		return;
	/* A sanitizer reports leaks at a proper end, and then no test may pass. */
	if (SANITIZED && c->proc.pid > 0) {
		close(c->proc.in_fd);
		c->proc.in_fd = -1;
		if (ended_within(c, GENTLE_END_MS, &status) && status)
			BUG("the worker ended with status %d", status);
	}
	stop(c);
	for (size_t i = 0; i < c->open_count; i++) {
		free(c->opens[i].id);
		json_decref(c->opens[i].request);
	}
	if (c->stop_fd >= 0)
		close(c->stop_fd);
	buf_release(&c->frame);
	free(c->worker_path);
	free(c);
}

int judge_client_pid(const struct judge_client *c)
{
	return (int)c->proc.pid;
}

static bool is_passed_on(const char *entry)
{
	if (strncmp(entry, "SPAR_", 5) == 0)
		return true;
	return SANITIZED && (strncmp(entry, "ASAN_", 5) == 0 || strncmp(entry, "UBSAN_", 6) == 0 ||
			     strncmp(entry, "LSAN_", 5) == 0);
}

static enum err_code start(struct judge_client *c, struct err *err)
{
	/* To plan a query is to allocate some thousands of small objects and to free them again: a thread's own cache that holds them all, not seven of
	   each size, takes a sixth off a small query. It holds what was freed, a few MB. */
	static char cache[] = "GLIBC_TUNABLES=glibc.malloc.tcache_count=1000";
	static char no_sandbox[] = "--no-sandbox", zone[] = "TZ=UTC";
	/* A sanitizer needs system calls and address space that the sandbox takes away. */
	char *argv[] = {c->worker_path, SANITIZED ? no_sandbox : NULL, NULL};
	char *env[ENVIRONMENT_MAX] = {zone, cache};
	size_t n = 2;

	for (char **p = environ; p && *p && n < ENVIRONMENT_MAX - 1; p++)
		if (is_passed_on(*p))
			env[n++] = *p;
	c->last_words_n = 0;
	return proc_spawn(&c->proc, argv, env, err);
}

/* Why a worker that closed its end is gone, as an error. */
static enum err_code describe_end(struct judge_client *c, bool *clean, struct err *err)
{
	const char *words;
	int status = 0;

	/* The pipe closes a moment before the process can be waited for. */
	*clean = false;
	if (!ended_within(c, 2000, &status)) {
		stop(c);
		return err_set(err, ERR_WORKER, "the worker closed its end without ending");
	}
	stop(c);
	words = c->last_words;
	while (*words && strchr(" \n", *words))
		words++;
	while (c->last_words_n && strchr(" \n", c->last_words[c->last_words_n - 1]))
		c->last_words[--c->last_words_n] = '\0';
	if (WIFSIGNALED(status))
		return err_set(err, ERR_WORKER, "the worker was killed by signal %d (%s)%s%s", WTERMSIG(status),
			       strsignal(WTERMSIG(status)), *words ? ": " : "", words);
	*clean = WEXITSTATUS(status) == 0;
	return err_set(err, ERR_WORKER, "the worker ended with status %d%s%s", WEXITSTATUS(status), *words ? ": " : "", words);
}

/* ---- messages ---- */

static enum err_code code_of_name(const char *name)
{
	for (int i = 1; i < ERR_COUNT; i++)
		if (strcmp(err_name((enum err_code)i), name) == 0)
			return (enum err_code)i;
	return ERR_WORKER;
}

/* One request and its replies until "done". */
struct exchange {
	struct judge_client *client;
	const char *text;            /* of the request */
	int timeout_ms;
	int64_t deadline_ms;
	judge_reply_fn *on_reply;
	void *arg;
	size_t replies;
	bool clean_end;              /* the worker ended in good order, without a reply */
	enum err_code code;          /* of an error reply */
};

static enum err_code garbage(struct exchange *x, struct err *err)
{
	stop(x->client);
	return err_set(err, ERR_WORKER, "the worker sent something that is not a message");
}

/* A pipe that failed: tell a limit of time from a death. */
static enum err_code broken(struct exchange *x, enum err_code code, struct err *err)
{
	bool clean;

	if (code == ERR_TIMEOUT) {
		stop(x->client);
		return err_set(err, ERR_TIMEOUT, "the worker did not answer within %d ms", x->timeout_ms);
	}
	if (code != ERR_WORKER)
		return garbage(x, err);
	code = describe_end(x->client, &clean, err);
	x->clean_end = clean && x->replies == 0;
	return code;
}

/* True when the replies are complete, or nobody wants more. */
static bool take(struct exchange *x, const json_t *msg, struct err *err)
{
	const char *type = json_get_text(msg, "type", "");

	if (strcmp(type, "done") == 0)
		return true;
	x->replies++;
	if (strcmp(type, "error") == 0) {
		if (!x->code)
			x->code = err_set(err, code_of_name(json_get_text(msg, "code", "")), "%s",
					  json_get_text(msg, "text", "the worker gave no reason"));
	} else if (!x->code && x->on_reply && !x->on_reply(msg, x->arg)) {
		stop(x->client);
		return true;
	}
	return false;
}

/* Wait for a reply to begin, or for somebody to end the wait. */
static enum err_code wait_reply(struct exchange *x, struct err *err)
{
	struct judge_client *c = x->client;
	struct pollfd fds[2] = {{.fd = c->proc.out_fd, .events = POLLIN}, {.fd = c->stop_fd, .events = POLLIN}};
	int ready;

	do {
		int64_t left_ms = x->deadline_ms < 0 ? -1 : x->deadline_ms - clock_mono_ms();

		ready = poll(fds, 2, left_ms < -1 ? 0 : (int)left_ms);
	} while (ready < 0 && errno == EINTR);
	if (!(fds[1].revents & POLLIN))
		return ERR_OK;   /* frame_read() tells data, an end and a time limit apart */
	stop(c);
	return err_set(err, ERR_STOPPED, "stopped");
}

static enum err_code exchange(struct exchange *x, struct err *err)
{
	struct judge_client *c = x->client;
	struct err inner = {0};
	enum err_code code;
	bool complete = false;

	code = frame_write(c->proc.in_fd, str_of(x->text), JUDGE_FRAME_MAX_BYTES, x->deadline_ms, &inner);
	/* A worker that dies while it is written to may have said why. */
	if (code && code != ERR_WORKER)
		return broken(x, code, err);
	while (!complete) {
		json_t *msg;

		if ((code = wait_reply(x, err)))
			return code;
		code = frame_read(c->proc.out_fd, &c->frame, JUDGE_FRAME_MAX_BYTES, x->deadline_ms, &inner);
		if (code)
			return broken(x, code, err);
		msg = json_parse((struct str){c->frame.p, c->frame.n}, NULL);
		if (!msg || !json_get_text(msg, "type", NULL)) {
			json_decref(msg);
			return garbage(x, err);
		}
		complete = take(x, msg, err);
		json_decref(msg);
	}
	listen(c);
	/* Who runs out of memory may have none left for the next request either. */
	if (x->code == ERR_MEMORY || x->code == ERR_SQL)
		stop(c);
	return x->code;
}

/* Send to a worker that runs, or to a fresh one. */
static enum err_code send_request(struct exchange *x, struct err *err)
{
	struct judge_client *c = x->client;
	enum err_code code = ERR_OK;
	int status;

	/* A worker may retire after a reply; then the first attempt finds it gone or going. */
	for (int attempt = 0; attempt < 2; attempt++) {
		if (c->proc.pid < 0 || proc_ended(&c->proc, &status)) {
			stop(c);
			code = start(c, err);
			if (code)
				return code;
		}
		x->replies = 0;
		x->clean_end = false;
		x->code = ERR_OK;
		x->deadline_ms = x->timeout_ms > 0 ? clock_mono_ms() + x->timeout_ms : -1;
		code = exchange(x, err);
		if (!x->clean_end)
			return code;
	}
	return code;
}

/* ---- exercises that are open ---- */

static struct open_exercise *find_open(struct judge_client *c, const char *id)
{
	for (size_t i = 0; id && i < c->open_count; i++)
		if (strcmp(c->opens[i].id, id) == 0)
			return &c->opens[i];
	return NULL;
}

static void remember(struct judge_client *c, const json_t *request)
{
	const char *id = json_get_text(request, "id", NULL);
	struct open_exercise *o = find_open(c, id), *least = &c->opens[0];
	char *copy;

	if (!id)
		return;
	if (!o) {
		copy = strdup(id);
		if (!copy)
			return;
		for (size_t i = 1; i < c->open_count; i++)
			if (c->opens[i].used < least->used)
				least = &c->opens[i];
		o = c->open_count < OPENS_MAX ? &c->opens[c->open_count++] : least;
		free(o->id);
		json_decref(o->request);
		*o = (struct open_exercise){.id = copy};
	} else {
		json_decref(o->request);
	}
	o->request = json_deep_copy(request);
	o->told = true;
	o->used = c->calls;
}

static enum err_code tell(struct judge_client *c, struct open_exercise *o, int timeout_ms, struct err *err)
{
	char *text = json_text(o->request);
	struct exchange x = {.client = c, .text = text, .timeout_ms = timeout_ms};
	enum err_code code;

	if (!text)
		return err_set(err, ERR_MEMORY, "out of memory for a request");
	code = send_request(&x, err);
	free(text);
	o->told = !code;
	return code ? err_prefix(err, "cannot open '%s' again", o->id) : ERR_OK;
}

/* The second round is for an exercise that the worker has dropped or lost since. */
static enum err_code call(struct judge_client *c, struct exchange *x, const json_t *request, struct err *err)
{
	bool opens = strcmp(json_get_text(request, "op", ""), "open") == 0;
	struct open_exercise *o = opens ? NULL : find_open(c, json_get_text(request, "id", NULL));
	enum err_code code = ERR_OK;
	int status;

	c->calls++;
	if (c->proc.pid > 0 && proc_ended(&c->proc, &status))
		stop(c);
	for (int round = 0; round < 2; round++) {
		if (o && !o->told) {
			code = tell(c, o, x->timeout_ms, err);
			if (code)
				return code;
		}
		code = send_request(x, err);
		if (!o || code != ERR_MISSING)
			break;
		o->told = false;
	}
	if (o)
		o->used = c->calls;
	if (opens && !code)
		remember(c, request);
	return code;
}

void judge_client_stop(struct judge_client *c)
{
	uint64_t one = 1;

	if (write(c->stop_fd, &one, sizeof one) < 0)
		return;   /* the counter is full: it is stopped already */
}

static void forget_stops(struct judge_client *c)
{
	uint64_t earlier;

	while (read(c->stop_fd, &earlier, sizeof earlier) > 0)
		;
}

void judge_client_ready(struct judge_client *c)
{
	forget_stops(c);
	c->ready = true;
}

enum err_code judge_client_call(struct judge_client *c, const json_t *request, int timeout_ms,
				judge_reply_fn *on_reply, void *arg, struct err *err)
{
	/* What was meant for the call before this one. */
	if (!c->ready)
		forget_stops(c);
	c->ready = false;
	char *text = json_text(request);
	struct exchange x = {.client = c, .text = text, .timeout_ms = timeout_ms, .on_reply = on_reply, .arg = arg};
	struct err inner = {0};
	enum err_code code;

	if (!text)
		code = err_set(&inner, ERR_MEMORY, "out of memory for a request");
	else if (strlen(text) > JUDGE_FRAME_MAX_BYTES)
		code = err_set(&inner, ERR_LIMIT, "a request of %zu bytes is over the limit of %u", strlen(text),
			       JUDGE_FRAME_MAX_BYTES);
	else
		code = call(c, &x, request, &inner);
	/* A first attempt may have failed before one that succeeded. */
	if (code && err)
		*err = inner;
	free(text);
	return code;
}

static bool keep_first(const json_t *msg, void *arg)
{
	json_t **reply = arg;

	if (!*reply)
		*reply = json_deep_copy(msg);
	return true;
}

enum err_code judge_client_ask(struct judge_client *c, const json_t *request, int timeout_ms,
			       json_t **reply, struct err *err)
{
	enum err_code code;

	*reply = NULL;
	code = judge_client_call(c, request, timeout_ms, keep_first, reply, err);
	if (!code && !*reply)
		code = err_set(err, ERR_WORKER, "the worker gave no answer");
	if (code) {
		json_decref(*reply);
		*reply = NULL;
	}
	return code;
}
