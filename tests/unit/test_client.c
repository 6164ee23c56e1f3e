/*
 * The client of the judge: whatever the worker does, the caller gets an answer or an error that says what happened, and the
 * next call works. Most workers here are this program itself, told by a small script to misbehave.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/proc.h"
#include "judge/judge.h"
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_MS 60000

static char dir[] = P_tmpdir "/spar-client-XXXXXX";

/* ---- the fake worker ---- */

static void send_frame(const char *text)
{
	if (frame_write(STDOUT_FILENO, str_of(text), JUDGE_FRAME_MAX_BYTES, -1, NULL))
		_exit(9);
}

static void send_bytes(const char *p, size_t n)
{
	if (write(STDOUT_FILENO, p, n) != (ssize_t)n)
		_exit(9);
}

static void echo(const json_t *request)
{
	json_t *msg = json_pack("{s:s, s:O, s:i}", "type", "echo", "request", request, "pid", (int)getpid());
	char *text = json_text(msg);

	send_frame(text);
	free(text);
	json_decref(msg);
}

/* Keeps exercises as the engine does, two at most. */
static void keeper(const json_t *request)
{
	static char open[2][40];
	static int next, count;
	const char *id = json_get_text(request, "id", ""), *op = json_get_text(request, "op", "");
	char text[100];

	if (strcmp(op, "die") == 0)
		raise(SIGKILL);
	if (strcmp(op, "open") == 0 && strcmp(id, "bad") == 0) {
		send_frame("{\"type\":\"error\",\"code\":\"ERR_INPUT\",\"text\":\"no such table\"}");
		return;
	}
	if (strcmp(op, "open") == 0) {
		snprintf(open[next++ % 2], sizeof open[0], "%s", id);
		count++;
	} else if (strcmp(id, open[0]) != 0 && strcmp(id, open[1]) != 0) {
		send_frame("{\"type\":\"error\",\"code\":\"ERR_MISSING\",\"text\":\"not open\"}");
		return;
	}
	snprintf(text, sizeof text, "{\"type\":\"kept\",\"opens\":%d}", count);
	send_frame(text);
}

static void misbehave(const char *mode, const json_t *request)
{
	if (strcmp(mode, "die") == 0)
		raise(SIGKILL);
	if (strcmp(mode, "abort") == 0)
		raise(SIGABRT);
	if (strcmp(mode, "status") == 0) {
		fputs("warming up\nout of paper\n", stderr);
		_exit(3);
	}
	if (strcmp(mode, "garbage") == 0)
		send_bytes("\7\0\0\0nothing", 11);
	if (strcmp(mode, "typeless") == 0)
		send_frame("{\"verdict\":\"right\"}");
	if (strcmp(mode, "list") == 0)
		send_frame("[1, 2]");
	if (strcmp(mode, "huge") == 0)
		send_bytes("\377\377\377\377", 4);
	if (strcmp(mode, "half") == 0) {
		send_bytes("\100\0\0\0{\"type\"", 11);
		_exit(0);
	}
	if (strcmp(mode, "silent") == 0)
		_exit(0);
	if (strcmp(mode, "hang") == 0)
		pause();
	while (strcmp(mode, "flood") == 0)
		send_frame("{\"type\":\"more\"}");
	if (strcmp(mode, "pair") == 0) {
		echo(request);
		pause();
	}
	if (strcmp(mode, "error") == 0)
		send_frame("{\"type\":\"error\",\"code\":\"ERR_CONTENT\",\"text\":\"large.sql: no such column\"}");
	if (strcmp(mode, "keeper") == 0)
		keeper(request);
	if (strcmp(mode, "echo") == 0 || strcmp(mode, "retire") == 0)
		echo(request);
}

static int fake_worker(const char *mode)
{
	struct buf frame;

	buf_init(&frame, JUDGE_FRAME_MAX_BYTES);
	while (!frame_read(STDIN_FILENO, &frame, JUDGE_FRAME_MAX_BYTES, -1, NULL)) {
		json_t *request = json_parse((struct str){frame.p, frame.n}, NULL);

		misbehave(mode, request);
		send_frame("{\"type\":\"done\"}");
		json_decref(request);
		if (strcmp(mode, "retire") == 0)
			break;
	}
	_exit(0);
}

/* A script that starts this program as a worker of that mode. */
static const char *script(const char *mode)
{
	static char path[200];
	char self[500], text[1000];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	struct err err;

	self[n < 0 ? 0 : n] = '\0';
	snprintf(path, sizeof path, "%s/%s", dir, mode);
	snprintf(text, sizeof text, "#!/bin/sh\nexec '%s' --fake '%s'\n", self, mode);
	if (fs_write(path, str_of(text), 0700, &err))
		tap_ok(false, "%s", err.text);
	return path;
}

static struct judge_client *client_of(const char *mode)
{
	struct judge_client *c;
	struct err err;

	tap_is_int(judge_client_new(&c, script(mode), &err), ERR_OK, "a client for a worker that is '%s'", mode);
	return c;
}

/* ---- the tests ---- */

static enum err_code ask(struct judge_client *c, const char *op, const char *id, int timeout_ms, json_t **reply, struct err *err)
{
	json_t *request = json_pack("{s:s, s:s}", "op", op, "id", id);
	enum err_code code;

	memset(err, 0, sizeof *err);
	code = judge_client_ask(c, request, timeout_ms, reply, err);
	json_decref(request);
	return code;
}

static void well_behaved(void)
{
	struct judge_client *c = client_of("echo");
	json_t *reply;
	siginfo_t info;
	struct err err;
	int first;

	tap_is_int(judge_client_pid(c), -1, "no worker before the first call");
	tap_is_int(ask(c, "hello", "x", LONG_MS, &reply, &err), ERR_OK, "an answer");
	tap_is_text(json_get_text(json_get_object(reply, "request"), "op", ""), "hello", "to what was asked");
	json_decref(reply);
	first = judge_client_pid(c);
	tap_ok(first > 0, "a worker runs");
	tap_is_int(ask(c, "hello", "x", LONG_MS, &reply, &err), ERR_OK, "another answer");
	tap_is_int(json_get_int(reply, "pid", 0), first, "from the same worker");
	tap_is_int(err.code, ERR_OK, "no error is left behind");
	json_decref(reply);
	kill(first, SIGKILL);
	waitid(P_PID, (id_t)first, &info, WEXITED | WNOWAIT);
	tap_is_int(ask(c, "hello", "x", LONG_MS, &reply, &err), ERR_OK, "a worker that was killed between two calls is replaced");
	tap_ok(json_get_int(reply, "pid", first) != first && err.code == ERR_OK, "without a word");
	json_decref(reply);
	first = judge_client_pid(c);
	judge_client_free(c);
	tap_ok(first > 0 && kill(first, 0) != 0, "no worker is left behind");
	judge_client_free(NULL);
}

/* The call fails with this code and a text that holds want; and so does the next, with a fresh worker. */
static void fails(const char *mode, int timeout_ms, enum err_code want_code, const char *want)
{
	struct judge_client *c = client_of(mode);

	for (int i = 0; i < 2; i++) {
		json_t *reply;
		struct err err;
		enum err_code code = ask(c, "judge", "x", timeout_ms, &reply, &err);

		tap_is_text(err_name(code), err_name(want_code), "%s: the error", mode);
		if (!tap_ok(strstr(err.text, want) && !reply, "%s: its text", mode))
			tap_show("got", err.text);
	}
	judge_client_free(c);
}

static void misbehaving(void)
{
	char far[] = "/nowhere/at/all";
	struct judge_client *c;
	json_t *reply;
	struct err err;

	fails("die", LONG_MS, ERR_WORKER, "killed by signal 9 (Killed)");
	fails("abort", LONG_MS, ERR_WORKER, "killed by signal 6");
	fails("status", LONG_MS, ERR_WORKER, "ended with status 3: warming up\nout of paper");
	fails("garbage", LONG_MS, ERR_WORKER, "not a message");
	fails("typeless", LONG_MS, ERR_WORKER, "not a message");
	fails("list", LONG_MS, ERR_WORKER, "not a message");
	fails("huge", LONG_MS, ERR_WORKER, "not a message");
	fails("half", LONG_MS, ERR_WORKER, "ended with status 0");
	fails("silent", LONG_MS, ERR_WORKER, "ended with status 0");
	fails("hang", 50, ERR_TIMEOUT, "did not answer within 50 ms");
	fails("flood", 50, ERR_TIMEOUT, "did not answer within 50 ms");
	fails("error", LONG_MS, ERR_CONTENT, "large.sql: no such column");
	tap_is_int(judge_client_new(&c, far, &err), ERR_OK, "a client whose worker does not exist");
	tap_is_int(ask(c, "judge", "x", LONG_MS, &reply, &err), ERR_WORKER, "fails at the call: %s", err.text);
	judge_client_free(c);
}

static void retiring(void)
{
	struct judge_client *c = client_of("retire");
	int64_t last = 0;

	for (int i = 0; i < 5; i++) {
		json_t *reply;
		struct err err;

		tap_is_int(ask(c, "hello", "x", LONG_MS, &reply, &err), ERR_OK, "a worker that retires after each answer: %s", err.text);
		tap_ok(json_get_int(reply, "pid", last) != last, "is followed by another");
		last = json_get_int(reply, "pid", 0);
		json_decref(reply);
	}
	judge_client_free(c);
}

static void opens_is(struct judge_client *c, const char *op, const char *id, int want, const char *what)
{
	json_t *reply;
	struct err err;
	enum err_code code = ask(c, op, id, LONG_MS, &reply, &err);

	tap_is_int(code ? -(int)code : json_get_int(reply, "opens", -1), want, "%s", what);
	json_decref(reply);
}

static void reopening(void)
{
	struct judge_client *c = client_of("keeper");
	json_t *reply;
	struct err err;
	int failed = 0;

	opens_is(c, "judge", "a", -ERR_MISSING, "what was never opened is missing");
	opens_is(c, "open", "a", 1, "one is opened");
	opens_is(c, "open", "b", 2, "another");
	opens_is(c, "judge", "a", 2, "both are there");
	tap_is_int(ask(c, "die", "a", LONG_MS, &reply, &err), ERR_WORKER, "the worker dies in the middle");
	opens_is(c, "judge", "b", 1, "the one that is asked about is opened again");
	opens_is(c, "judge", "a", 2, "and then the other");
	opens_is(c, "judge", "b", 2, "once each");
	opens_is(c, "open", "c", 3, "a third one drives out the first");
	opens_is(c, "judge", "b", 4, "which is opened again when it is asked about");
	tap_is_int(ask(c, "open", "bad", LONG_MS, &reply, &err), ERR_INPUT, "one that cannot be opened");
	opens_is(c, "judge", "bad", -ERR_MISSING, "is not remembered");
	for (int i = 0; i < 200; i++) {
		char id[20];

		snprintf(id, sizeof id, "n%d", i);
		failed += ask(c, "open", id, LONG_MS, &reply, &err) != ERR_OK;
		json_decref(reply);
	}
	tap_is_int(failed, 0, "two hundred more");
	opens_is(c, "judge", "n150", 205, "many are remembered");
	opens_is(c, "judge", "n1", -ERR_MISSING, "but not all");
	judge_client_free(c);
}

static bool stop_listening(const json_t *msg, void *arg)
{
	(void)msg;
	++*(int *)arg;
	return false;
}

static bool kill_it(const json_t *msg, void *arg)
{
	(void)msg;
	kill(judge_client_pid(arg), SIGKILL);
	return true;
}

static bool end_the_call(const json_t *msg, void *arg)
{
	(void)msg;
	judge_client_stop(arg);
	return true;
}

/* "pair" sends one reply and then nothing more. */
static void stopping(void)
{
	struct judge_client *c = client_of("pair");
	json_t *request = json_pack("{s:s}", "op", "judge"), *reply;
	struct err err = {0};

	judge_client_stop(c);
	tap_is_int(judge_client_call(c, request, LONG_MS, end_the_call, c, &err), ERR_STOPPED, "a call that is ended");
	tap_is_int(judge_client_pid(c), -1, "ends the worker");
	judge_client_stop(c);
	tap_is_int(judge_client_ask(c, request, 50, &reply, &err), ERR_TIMEOUT, "a stop between two calls ends none");
	judge_client_stop(c);
	judge_client_ready(c);
	judge_client_stop(c);
	tap_is_int(judge_client_ask(c, request, LONG_MS, &reply, &err), ERR_STOPPED, "but for who is ready for the next one");
	judge_client_stop(c);
	judge_client_ready(c);
	tap_is_int(judge_client_ask(c, request, 50, &reply, &err), ERR_TIMEOUT, "an earlier one is forgotten then too");
	json_decref(request);
	judge_client_free(c);
}

static void in_the_middle(void)
{
	struct judge_client *c = client_of("pair");
	json_t *request = json_pack("{s:s}", "op", "judge"), *large;
	struct err err = {0};
	int calls = 0, pid;
	char *text;

	tap_is_int(judge_client_call(c, request, LONG_MS, kill_it, c, &err), ERR_WORKER, "a worker that is killed between two replies");
	tap_is_text(err.text, "the worker was killed by signal 9 (Killed)", "is told");
	tap_is_int(judge_client_call(c, request, LONG_MS, stop_listening, &calls, &err), ERR_OK, "a listener that has heard enough");
	tap_ok(calls == 1 && judge_client_pid(c) == -1, "stops the worker");
	tap_is_int(judge_client_call(c, request, 50, NULL, NULL, &err), ERR_TIMEOUT, "nobody has to listen");
	pid = judge_client_pid(c);
	text = calloc(1, JUDGE_FRAME_MAX_BYTES + 1u);
	memset(text, 'x', JUDGE_FRAME_MAX_BYTES);
	large = json_pack("{s:s, s:s}", "op", "judge", "query", text);
	tap_is_int(judge_client_call(c, large, LONG_MS, NULL, NULL, &err), ERR_LIMIT, "a request that is too large");
	tap_is_int(judge_client_pid(c), pid, "starts nothing");
	json_decref(large);
	json_decref(request);
	free(text);
	judge_client_free(c);
}

static void large_messages(void)
{
	struct judge_client *c = client_of("echo");
	json_t *reply, *request;
	struct err err;
	char *text = calloc(1, 4000001);

	memset(text, 'y', 4000000);
	request = json_pack("{s:s, s:s}", "op", "echo", "query", text);
	tap_is_int(judge_client_ask(c, request, LONG_MS, &reply, &err), ERR_OK, "four megabytes there and back");
	tap_ok(json_equal(json_get_object(reply, "request"), request), "are what they were");
	json_decref(reply);
	json_decref(request);
	free(text);
	judge_client_free(c);
}

/* Does the variable of the environment reach the worker? It must not, unless it is ours. */
static void environment(void)
{
	char path[200];
	struct judge_client *c;
	json_t *reply;
	struct err err;
	static const char text[] = "#!/bin/sh\n"
				   "[ -z \"$SECRET\" ] && [ \"$SPAR_TEST\" = yes ] && [ \"$TZ\" = UTC ] && exit 7\nexit 8\n";

	setenv("SECRET", "hunter2", 1);
	setenv("SPAR_TEST", "yes", 1);
	snprintf(path, sizeof path, "%s/environment", dir);
	tap_is_int(fs_write(path, STR(text), 0700, &err), ERR_OK, "a worker that looks around");
	judge_client_new(&c, path, &err);
	tap_is_int(ask(c, "hello", "x", LONG_MS, &reply, &err), ERR_WORKER, "ends");
	tap_is_text(err.text, "the worker ended with status 7", "and has seen only what it needs");
	judge_client_free(c);
	unsetenv("SPAR_TEST");
}

int main(int argc, char **argv)
{
	static const char *const modes[] = {"echo", "die", "abort", "status", "garbage", "typeless", "list", "huge", "half", "silent",
					    "hang", "flood", "error", "retire", "keeper", "pair", "environment"};

	if (argc == 3 && strcmp(argv[1], "--fake") == 0)
		return fake_worker(argv[2]);
	if (!mkdtemp(dir))
		return 1;
	well_behaved();
	misbehaving();
	retiring();
	reopening();
	in_the_middle();
	stopping();
	large_messages();
	environment();
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		char path[200];

		snprintf(path, sizeof path, "%s/%s", dir, modes[i]);
		unlink(path);
	}
	rmdir(dir);
	return tap_done();
}
