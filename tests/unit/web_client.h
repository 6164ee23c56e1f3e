/*
 * The real `spar serve` in a process of its own, and a page that talks to it over sockets; on top of http_client.h.
 *
 * Each server has a record of its own under tap_dir() unless it is given one. A test waits for what must happen and fails only if it never does.
 */
#ifndef SPAR_TESTS_WEB_CLIENT_H
#define SPAR_TESTS_WEB_CLIENT_H

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/json.h"
#include "http_client.h"
#include "tap.h"

#define WEB_TURNS 12000            /* of 10 ms */

struct spar {
	pid_t pid;
	int out_fd, err_fd;
	char data[PATH_MAX + 100]; /* XDG_DATA_HOME */
	char link[400];
};

static inline void web_pause(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

/* A path with its ids; lent until the next call. */
__attribute__((format(printf, 1, 2)))
static inline const char *web_pathf(const char *fmt, ...)
{
	static char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return text;
}

/* One line of a descriptor, without its end; false when there is none. */
static inline bool web_line(int fd, char *out, size_t size)
{
	size_t n = 0;
	char c;

	while (read(fd, &c, 1) == 1 && c != '\n')
		if (n + 1 < size)
			out[n++] = c;
	out[n] = '\0';
	return n > 0;
}

/* Open the link: from then on requests carry the cookie. Returns the status. */
static inline int web_enter(const char *link)
{
	static char session[65];
	char request[600];
	const char *cookie;

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\n$H\n\n", strstr(link, "/?t="));
	client_ask(request);
	cookie = client_header("Set-Cookie");
	if (cookie && strchr(cookie, '=')) {
		snprintf(session, sizeof(session), "%.64s", strchr(cookie, '=') + 1);
		client_session = session;
	}
	return client_status;
}

/* Start `spar serve ARGS...`; worker NULL: the real one. False when it printed no link. */
static inline bool spar_begin(struct spar *s, const char *data, const char *worker, const char *const *args)
{
	const char *program = getenv("SPAR") ? getenv("SPAR") : "bin/spar";
	const char *argv[16] = {program, "serve"};
	char line[400];
	int out[2], errs[2];
	size_t n = 2;

	for (; args && *args && n < 15; args++)
		argv[n++] = *args;
	if (data != s->data)
		snprintf(s->data, sizeof(s->data), "%s", data);
	mkdir(data, 0700);
	if (pipe2(out, O_CLOEXEC) || pipe2(errs, O_CLOEXEC))
		BUG("no pipe");
	s->pid = fork();
	if (s->pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		/* A test that dies leaves nothing behind. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(null, 0);
		dup2(out[1], 1);
		dup2(errs[1], 2);
		setenv("XDG_DATA_HOME", data, 1);
		setenv("SPAR_SEED", "1", 1);
		if (worker)
			setenv("SPAR_WORKER", worker, 1);
		execv(program, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	close(out[1]);
	close(errs[1]);
	s->out_fd = out[0];
	s->err_fd = errs[0];
	s->link[0] = '\0';
	if (!web_line(s->out_fd, line, sizeof(line)) || strncmp(line, "listening on ", 13) != 0)
		return false;
	snprintf(s->link, sizeof(s->link), "%s", line + 13);
	client_port = (int)strtol(strstr(s->link + 7, ":") + 1, NULL, 10);
	return true;
}

/* A worker that never answers: what is judged with it runs until somebody ends it. Its path, the same at each call. */
static inline const char *web_hanging_worker(void)
{
	static char path[PATH_MAX + 100];
	FILE *f;

	snprintf(path, sizeof(path), "%s/hangs", tap_dir());
	f = fopen(path, "w");
	if (!f || fputs("#!/bin/sh\nexec sleep 1000\n", f) < 0 || fclose(f) || chmod(path, 0700))
		BUG("no worker");
	return path;
}

/* The end: its status, or minus the signal. */
static inline int spar_wait(struct spar *s)
{
	int status = 0;

	while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(s->out_fd);
	close(s->err_fd);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static inline int spar_end(struct spar *s, int signal_number)
{
	kill(s->pid, signal_number);
	return spar_wait(s);
}

/* A server on any port over a record of this name, and its cookie. */
static inline void spar_start(struct spar *s, const char *name, const char *worker)
{
	static const char *const args[] = {"--port", "0", NULL};
	char data[PATH_MAX + 100];

	snprintf(data, sizeof(data), "%s/%s", tap_dir(), name);
	if (!spar_begin(s, data, worker, args))
		BUG("spar serve does not start");
	if (web_enter(s->link) != 303)
		BUG("the link does not work: %d", client_status);
}

/* ---- requests ---- */

static inline int web_get(const char *path)
{
	char request[2000];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\n$H\n$C\n\n", path);
	return client_ask(request);
}

static inline int web_post(const char *path, const char *body)
{
	struct buf b;
	int status;

	buf_init(&b, (size_t)8 << 20);
	buf_addf(&b, "POST %s HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: %zu\n\n%s", path, strlen(body), body);
	status = client_ask(buf_text(&b));
	buf_release(&b);
	return status;
}

__attribute__((format(printf, 2, 3)))
static inline int web_postf(const char *path, const char *fmt, ...)
{
	struct buf b;
	va_list ap;
	int status;

	buf_init(&b, (size_t)8 << 20);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	status = web_post(path, buf_text(&b));
	buf_release(&b);
	return status;
}

/* The last reply as JSON; new reference, never NULL. */
static inline json_t *web_json(void)
{
	struct err err = {0};
	json_t *value = json_parse((struct str){client_body(), client_reply.n - client_head_n}, &err);

	return value ? value : json_null();
}

/* A number of the last reply. */
static inline int64_t web_int(const char *key)
{
	json_t *value = web_json();
	int64_t n = json_get_int(value, key, -1);

	json_decref(value);
	return n;
}

/* A text of the last reply, at most 1,000 bytes; lent until the next call. */
static inline const char *web_text(const char *key)
{
	static char text[1001];
	json_t *value = web_json();

	snprintf(text, sizeof(text), "%s", json_get_text(value, key, "(none)"));
	json_decref(value);
	return text;
}

/* Ask for a job until it is in one of two states; false when it never is. The reply is the job's. */
static inline bool web_job_until(int64_t job, const char *state, const char *or_state)
{
	char path[60];

	snprintf(path, sizeof(path), "/api/jobs/%lld", (long long)job);
	for (int i = 0; i < WEB_TURNS; i++) {
		const char *now;

		if (web_get(path) != 200)
			return false;
		now = web_text("state");
		if (!strcmp(now, state) || (or_state && !strcmp(now, or_state)))
			return true;
		web_pause();
	}
	return false;
}

/* An attempt at this exercise; its id. */
static inline int64_t web_begin_attempt(const char *exercise, const char *variant)
{
	if (web_postf("/api/attempts", "{\"exercise\":\"%s\",\"variant\":\"%s\"}", exercise, variant) != 200)
		BUG("no attempt: %s", client_body());
	return web_int("id");
}

/* Submit; the job, -1 when it was refused. */
static inline int64_t web_submit_query(int64_t attempt, const char *query)
{
	json_t *body = json_pack("{s:s}", "query", query);
	char path[80], *text = json_text(body);
	int status;

	snprintf(path, sizeof(path), "/api/attempts/%lld/submit", (long long)attempt);
	status = web_post(path, text);
	free(text);
	json_decref(body);
	return status == 202 ? web_int("job") : -1;
}

/* ---- the WebSocket ---- */

#define WEB_KEY "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
#define WEB_UPGRADE "Upgrade: websocket\nConnection: Upgrade\n" WEB_KEY

/* A page that comes; client_status is 101 when it was let in. */
static inline int page_open(void)
{
	int fd = client_dial();

	client_send(fd, "GET /ws HTTP/1.1\n$H\n$C\n$O\n" WEB_UPGRADE "\n");
	client_read(fd, true);
	return fd;
}

/* A frame of a page: masked. first is its first byte: 0x81 for a whole text. */
static inline bool page_frame(int fd, int first, const char *p, size_t n)
{
	unsigned char head[14] = {(unsigned char)first}, mask[4] = {1, 2, 3, 4};
	size_t head_n = 2;
	struct buf b;
	bool sent;

	if (n < 126) {
		head[1] = (unsigned char)(0x80 | n);
	} else {
		int bytes = n < 65536 ? 2 : 8;

		head[1] = (unsigned char)(0x80 | (bytes == 2 ? 126 : 127));
		for (int i = bytes - 1; i >= 0; i--)
			head[head_n++] = (unsigned char)(n >> (8 * i));
	}
	memcpy(head + head_n, mask, 4);
	buf_init(&b, n + 20);
	buf_add(&b, (const char *)head, head_n + 4);
	for (size_t i = 0; i < n; i++)
		buf_addc(&b, (char)((unsigned char)p[i] ^ mask[i % 4]));
	sent = client_put(fd, b.p, b.n);
	buf_release(&b);
	return sent;
}

static inline bool page_say(int fd, const char *text)
{
	return page_frame(fd, 0x81, text, strlen(text));
}

/* The next frame into out: its opcode; -1 at the end. */
static inline int page_hear(int fd, struct buf *out)
{
	unsigned char head[10];
	uint64_t n;
	char piece[4096];

	buf_reset(out);
	if (recv(fd, head, 2, MSG_WAITALL) != 2)
		return -1;
	n = head[1] & 127;
	if (n >= 126) {
		int bytes = n == 126 ? 2 : 8;

		if (recv(fd, head + 2, (size_t)bytes, MSG_WAITALL) != bytes)
			return -1;
		n = 0;
		for (int i = 0; i < bytes; i++)
			n = n << 8 | head[2 + i];
	}
	while (n) {
		ssize_t got = recv(fd, piece, n < sizeof(piece) ? (size_t)n : sizeof(piece), 0);

		if (got <= 0)
			return -1;
		buf_add(out, piece, (size_t)got);
		n -= (uint64_t)got;
	}
	return head[0] & 15;
}

/* The next message of this type; new reference, NULL at the end. */
static inline json_t *page_message(int fd, const char *type)
{
	struct err err = {0};
	json_t *found = NULL;
	struct buf b;
	int opcode;

	buf_init(&b, CLIENT_REPLY_MAX);
	while (!found && (opcode = page_hear(fd, &b)) >= 0) {
		/* As a browser does; who is silent for a minute is taken for gone. */
		if (opcode == 9)
			page_frame(fd, 0x8a, b.p, b.n);
		json_t *m = opcode == 1 ? json_parse((struct str){buf_text(&b), b.n}, &err) : NULL;

		if (m && !strcmp(json_get_text(m, "type", ""), type))
			found = m;
		else
			json_decref(m);
	}
	buf_release(&b);
	return found;
}

#endif
