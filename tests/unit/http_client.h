/*
 * A client for tests of the HTTP server: bytes over a socket, as they are written in the test.
 *
 * In a request "\n" becomes "\r\n" up to the empty line, and these stand for what the running server wants:
 * $H its Host header, $C the cookie, $O an Origin of its own, $J the type of a JSON body, $P its port, $S the session.
 */
#ifndef SPAR_TESTS_HTTP_CLIENT_H
#define SPAR_TESTS_HTTP_CLIENT_H

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"

#define SESSION "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* Only a server that hangs reaches it; then the test fails. */
#ifndef CLIENT_PATIENCE_S
#define CLIENT_PATIENCE_S 30
#endif
#define CLIENT_REPLY_MAX ((size_t)16 << 20)

static int client_port;
static const char *client_session = SESSION;

/* The answer that was read last. */
static struct buf client_reply;
static int client_status;
static size_t client_head_n;      /* with its empty line */

static inline void client_expand(const char *text, struct buf *out)
{
	const char *body = strstr(text, "\n\n");

	buf_init(out, (size_t)4 << 20);
	for (const char *p = text; *p; p++) {
		bool head = !body || p < body + 2;

		if (!head || (*p != '\n' && *p != '$')) {
			buf_addc(out, *p);
			continue;
		}
		if (*p == '\n') {
			buf_adds(out, "\r\n");
			continue;
		}
		switch (*++p) {
		case 'H':
			buf_addf(out, "Host: 127.0.0.1:%d", client_port);
			break;
		case 'C':
			buf_addf(out, "Cookie: spar_session_%d=%s", client_port, client_session);
			break;
		case 'O':
			buf_addf(out, "Origin: http://127.0.0.1:%d", client_port);
			break;
		case 'J':
			buf_adds(out, "Content-Type: application/json");
			break;
		case 'P':
			buf_addf(out, "%d", client_port);
			break;
		case 'S':
			buf_adds(out, client_session);
			break;
		default:
			BUG("'$%c' stands for nothing", *p);
		}
	}
}

static inline int client_dial(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)client_port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct timeval patience = {.tv_sec = CLIENT_PATIENCE_S};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		BUG("cannot connect: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return fd;
}

/* False when the other side has gone. */
static inline bool client_put(int fd, const void *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t sent = send(fd, (const char *)p + at, n - at, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		at += (size_t)sent;
	}
	return true;
}

static inline bool client_send(int fd, const char *request)
{
	struct buf b;

	client_expand(request, &b);
	bool sent = client_put(fd, b.p, b.n);
	buf_release(&b);
	return sent;
}

/* A header of the last answer; NULL when absent. Lent until the next call. */
static inline const char *client_header(const char *name)
{
	static char value[2000];
	size_t n = strlen(name);

	for (const char *p = buf_text(&client_reply); p && p < client_reply.p + client_head_n; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (strncasecmp(p, name, n) != 0 || p[n] != ':')
			continue;
		p += n + 1;
		p += strspn(p, " ");
		snprintf(value, sizeof(value), "%.*s", (int)strcspn(p, "\r\n"), p);
		return value;
	}
	return NULL;
}

static inline const char *client_body(void)
{
	return buf_text(&client_reply) + client_head_n;
}

/* Read n bytes more, or what comes before the end. */
static inline size_t client_more(int fd, size_t n)
{
	size_t got = 0;
	char piece[4096];

	while (got < n) {
		size_t want = n - got < sizeof(piece) ? n - got : sizeof(piece);
		ssize_t now = recv(fd, piece, want, 0);
		if (now <= 0)
			break;
		buf_add(&client_reply, piece, (size_t)now);
		got += (size_t)now;
	}
	return got;
}

/* One answer: its head, and as much body as it says (none for HEAD). Returns the status; 0 when the connection ended first. */
static inline int client_read(int fd, bool head_only)
{
	buf_reset(&client_reply);
	client_reply.max_bytes = CLIENT_REPLY_MAX;
	client_status = 0;
	client_head_n = 0;
	/* Byte by byte, so that what belongs to the next answer stays in the socket. */
	while (client_reply.n < 4 || memcmp(client_reply.p + client_reply.n - 4, "\r\n\r\n", 4) != 0)
		if (!client_more(fd, 1))
			return 0;
	client_head_n = client_reply.n;
	client_status = (int)strtol(client_reply.p + 9, NULL, 10);
	const char *length = client_header("Content-Length");
	if (length && !head_only)
		client_more(fd, strtoul(length, NULL, 10));
	else if (!length && client_status >= 200)
		client_more(fd, CLIENT_REPLY_MAX - client_reply.n - 1);
	return client_status;
}

/* Is the connection at its end? Waits for it. */
static inline bool client_at_end(int fd)
{
	char c;
	ssize_t n = recv(fd, &c, 1, 0);

	return n == 0 || (n < 0 && errno == ECONNRESET);
}

/* A request on a connection of its own. */
static inline int client_ask(const char *request)
{
	int fd = client_dial();

	client_send(fd, request);
	int status = client_read(fd, !strncmp(request, "HEAD", 4));
	close(fd);
	return status;
}

#endif
