#include "http/ws_peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

#define CODE_TRY_AGAIN_LATER 1013

struct ws_peer {
	struct ws_peer_options o;
	wslay_event_context_ptr ctx;
	int fd;
	char *early;                   /* owned; early_n bytes, early_at of them read */
	size_t early_n, early_at;
	int64_t now_ms;                /* of the step */
	int64_t heard_ms;
	int64_t close_by_ms;           /* we have begun to close; 0: not */
	bool broken;                   /* the socket or the library failed */
};

/* ---- the library's callbacks ---- */

static ssize_t would_block(wslay_event_context_ptr ctx)
{
	wslay_event_set_error(ctx, WSLAY_ERR_WOULDBLOCK);
	return -1;
}

static ssize_t broke(struct ws_peer *p, wslay_event_context_ptr ctx)
{
	p->broken = true;
	wslay_event_set_error(ctx, WSLAY_ERR_CALLBACK_FAILURE);
	return -1;
}

static ssize_t on_recv(wslay_event_context_ptr ctx, uint8_t *out, size_t n, int flags, void *user)
{
	struct ws_peer *p = user;
	ssize_t got;

	(void)flags;
	if (wslay_event_get_queued_msg_count(ctx) > WS_PEER_REPLIES_MAX)
		return would_block(ctx);
	if (p->early_at < p->early_n) {
		size_t left = p->early_n - p->early_at;
		size_t now = left < n ? left : n;

		memcpy(out, p->early + p->early_at, now);
		p->early_at += now;
		p->heard_ms = p->now_ms;
		return (ssize_t)now;
	}
	do
		got = recv(p->fd, out, n, MSG_DONTWAIT);
	while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return would_block(ctx);
	if (got <= 0)
		return broke(p, ctx);
	p->heard_ms = p->now_ms;
	return got;
}

static ssize_t on_send(wslay_event_context_ptr ctx, const uint8_t *data, size_t n, int flags, void *user)
{
	struct ws_peer *p = user;
	ssize_t sent;

	do
		sent = send(p->fd, data, n, MSG_DONTWAIT | MSG_NOSIGNAL | ((flags & WSLAY_MSG_MORE) ? MSG_MORE : 0));
	while (sent < 0 && errno == EINTR);
	if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return would_block(ctx);
	return sent < 0 ? broke(p, ctx) : sent;
}

static void on_message(wslay_event_context_ptr ctx, const struct wslay_event_on_msg_recv_arg *arg, void *user)
{
	struct ws_peer *p = user;

	(void)ctx;
	if (arg->opcode == WSLAY_TEXT_FRAME && p->o.on_text)
		p->o.on_text(p->o.user, p, (struct str){(const char *)arg->msg, arg->msg_length});
	else if (arg->opcode == WSLAY_BINARY_FRAME)
		ws_peer_close(p, WSLAY_CODE_UNSUPPORTED_DATA, p->now_ms);
}

/* ---- life ---- */

struct ws_peer *ws_peer_new(int fd, const char *early, size_t n, const struct ws_peer_options *options)
{
	static const struct wslay_event_callbacks callbacks = {
		.recv_callback = on_recv,
		.send_callback = on_send,
		.on_msg_recv_callback = on_message,
	};
	struct ws_peer *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->o = *options;
	p->fd = fd;
	if ((n && !(p->early = malloc(n))) || wslay_event_context_server_init(&p->ctx, &callbacks, p)) {
		free(p->early);
		free(p);
		return NULL;
	}
	if (n)
		memcpy(p->early, early, n);
	p->early_n = n;
	wslay_event_config_set_max_recv_msg_length(p->ctx, options->message_max_bytes);
	return p;
}

void ws_peer_free(struct ws_peer *p)
{
	if (!p)
		return;
	wslay_event_context_free(p->ctx);
	free(p->early);
	free(p);
}

/* ---- steps ---- */

static bool wants_read(const struct ws_peer *p)
{
	return wslay_event_want_read(p->ctx) && wslay_event_get_queued_msg_count(p->ctx) <= WS_PEER_REPLIES_MAX;
}

void ws_peer_step(struct ws_peer *p, int64_t now_ms)
{
	p->now_ms = now_ms;
	if (!p->heard_ms)
		p->heard_ms = now_ms;
	if (!p->broken && wants_read(p) && wslay_event_recv(p->ctx))
		p->broken = true;
	if (!p->broken && wslay_event_want_write(p->ctx) && wslay_event_send(p->ctx))
		p->broken = true;
	/* The library closes by itself what breaks the rules of the protocol. */
	if (!p->close_by_ms && !wslay_event_get_write_enabled(p->ctx))
		p->close_by_ms = now_ms + WS_PEER_CLOSE_MS;
	if (!p->close_by_ms && !wslay_event_get_read_enabled(p->ctx))
		p->close_by_ms = now_ms + WS_PEER_CLOSE_MS;
}

short ws_peer_events(const struct ws_peer *p)
{
	return (short)((wants_read(p) ? POLLIN : 0) | (wslay_event_want_write(p->ctx) ? POLLOUT : 0));
}

bool ws_peer_sent(const struct ws_peer *p)
{
	return !wslay_event_want_write(p->ctx);
}

bool ws_peer_over(const struct ws_peer *p, int64_t now_ms)
{
	if (p->broken || (p->close_by_ms && p->close_by_ms <= now_ms))
		return true;
	return !wslay_event_want_read(p->ctx) && !wslay_event_want_write(p->ctx);
}

int64_t ws_peer_deadline_ms(const struct ws_peer *p)
{
	return p->close_by_ms ? p->close_by_ms : INT64_MAX;
}

int64_t ws_peer_heard_ms(const struct ws_peer *p)
{
	return p->heard_ms;
}

/* ---- out ---- */

void ws_peer_tell(struct ws_peer *p, const char *text, size_t n, int64_t now_ms)
{
	struct wslay_event_msg msg = {.opcode = WSLAY_TEXT_FRAME, .msg = (const uint8_t *)text, .msg_length = n};

	if (p->close_by_ms || p->broken)
		return;
	if (n > p->o.queue_max_bytes || wslay_event_get_queued_msg_length(p->ctx) > p->o.queue_max_bytes - n)
		ws_peer_close(p, CODE_TRY_AGAIN_LATER, now_ms);
	else if (wslay_event_queue_msg(p->ctx, &msg) == WSLAY_ERR_NOMEM)
		p->broken = true;
}

void ws_peer_ping(struct ws_peer *p)
{
	struct wslay_event_msg msg = {.opcode = WSLAY_PING};

	if (!p->close_by_ms && !p->broken && wslay_event_queue_msg(p->ctx, &msg) == WSLAY_ERR_NOMEM)
		p->broken = true;
}

void ws_peer_close(struct ws_peer *p, unsigned code, int64_t now_ms)
{
	if (p->close_by_ms || p->broken)
		return;
	if (wslay_event_queue_close(p->ctx, (uint16_t)code, NULL, 0) == WSLAY_ERR_NOMEM)
		p->broken = true;
	p->close_by_ms = now_ms + WS_PEER_CLOSE_MS;
}
