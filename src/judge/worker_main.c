/*
 * The worker: reads requests, hands them to the engine, writes replies. Everything a candidate's query can reach
 * happens in here, so it shuts itself in first.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/proc.h"
#include "duck/duck.h"
#include "judge/engine.h"
#include "judge/judge.h"
#include "judge/sandbox.h"

/* DuckDB's own limit, and the one of the whole process, which also holds what DuckDB does not count. */
#define DUCK_MEMORY_MB 400
#define ADDRESS_SPACE_BYTES ((size_t)1 << 30)
/* After a reply the worker makes room for a fresh one when it has grown past this. */
#define RETIRE_KB (600L << 10)

#define EXIT_SANDBOX 3
#define EXIT_ENGINE 4

struct worker {
	int in_fd;
	int out_fd;
	bool lost;      /* nobody listens any more */
};

/* Requests and replies move to descriptors of their own, so that nothing that prints can get between them. */
static int take_descriptors(struct worker *w)
{
	int null_fd;

	w->in_fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	w->out_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	null_fd = open("/dev/null", O_RDONLY);
	if (w->in_fd < 0 || w->out_fd < 0 || null_fd < 0)
		return -1;
	if (dup2(null_fd, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
		return -1;
	/* A parent that does not read our messages must not be able to stop us. */
	fcntl(STDERR_FILENO, F_SETFL, fcntl(STDERR_FILENO, F_GETFL) | O_NONBLOCK);
	if (null_fd > STDERR_FILENO)
		close(null_fd);
	return close_range((unsigned)(w->out_fd > w->in_fd ? w->out_fd : w->in_fd) + 1, ~0u, 0);
}

/* Only our own switches survive: SPAR_LOG and the like. The texts stay where the system put them. */
static void plain_environment(void)
{
	static char zone[] = "TZ=UTC", locale[] = "LC_ALL=C";
	static char *kept[32] = {zone, locale};
	size_t n = 2;

	for (char **p = environ; p && *p && n < sizeof kept / sizeof *kept - 1; p++)
		if (strncmp(*p, "SPAR_", 5) == 0)
			kept[n++] = *p;
	environ = kept;
}

static void send_text(struct worker *w, const char *text)
{
	struct err err = {0};

	if (!w->lost && frame_write(w->out_fd, str_of(text), JUDGE_FRAME_MAX_BYTES, -1, &err))
		w->lost = true;
}

static void reply(const json_t *msg, void *arg)
{
	struct worker *w = arg;
	char *text = json_text(msg);

	if (!text)
		send_text(w, "{\"type\":\"error\",\"code\":\"ERR_MEMORY\",\"text\":\"out of memory for a reply\"}");
	else if (strlen(text) > JUDGE_FRAME_MAX_BYTES)
		send_text(w, "{\"type\":\"error\",\"code\":\"ERR_LIMIT\",\"text\":\"the reply is too large\"}");
	else
		send_text(w, text);
	free(text);
}

static void reply_error(struct worker *w, const struct err *err)
{
	json_t *msg = json_pack("{s:s, s:s, s:o}", "type", "error", "code", err_name(err->code), "text",
				json_text_value(err->text, strlen(err->text)));

	reply(msg, w);
	json_decref(msg);
}

/* Requests until the parent closes its end, or this worker has had its time. */
static void serve(struct worker *w, struct engine *e)
{
	struct buf frame;
	struct err err;

	buf_init(&frame, JUDGE_FRAME_MAX_BYTES);
	while (!w->lost) {
		json_t *request;

		memset(&err, 0, sizeof err);
		if (frame_read(w->in_fd, &frame, JUDGE_FRAME_MAX_BYTES, -1, &err))
			break;
		request = json_parse((struct str){frame.p, frame.n}, &err);
		if (json_is_object(request)) {
			engine_handle(e, request, reply, w);
		} else {
			if (!err.code)
				err_set(&err, ERR_PARSE, "a request is an object");
			reply_error(w, &err);
		}
		json_decref(request);
		send_text(w, "{\"type\":\"done\"}");
		if (duck_broken() || sandbox_memory_kb() > RETIRE_KB) {
			log_at(LOG_INFO, "the worker retires");
			break;
		}
	}
	buf_release(&frame);
}

int main(int argc, char **argv)
{
	bool shut = argc < 2 || strcmp(argv[1], "--no-sandbox") != 0;
	struct engine_options options = {.memory_mb = DUCK_MEMORY_MB};
	struct engine *engine = NULL;
	struct worker w = {0};
	struct err err = {0};

	signal(SIGPIPE, SIG_IGN);
	/* Ctrl-C goes to everything on a terminal; whether it ends the worker is for the parent to say. */
	signal(SIGINT, SIG_IGN);
	/* Messages to a file instead of a pipe are lost, not deadly. */
	signal(SIGXFSZ, SIG_IGN);
	umask(077);
	if (take_descriptors(&w) || chdir("/")) {
		fprintf(stderr, "spar-worker: cannot set up: %s\n", strerror(errno));
		return EXIT_SANDBOX;
	}
	plain_environment();
	/* jansson reads its seed from a file at the first object. */
	json_object_seed(0);
	if (shut && (sandbox_limits(ADDRESS_SPACE_BYTES, &err) || sandbox_enter(w.in_fd, w.out_fd, &err))) {
		fprintf(stderr, "spar-worker: %s\n", err.text);
		return EXIT_SANDBOX;
	}
	if (engine_new(&engine, &options, &err)) {
		fprintf(stderr, "spar-worker: %s\n", err.text);
		return EXIT_ENGINE;
	}
	serve(&w, engine);
	/* Nothing is worth saving, and taking eight exercises down takes time; without a sandbox somebody looks for leaks. */
	if (shut)
		_exit(0);
	engine_free(engine);
	return 0;
}
