/*
 * One WebSocket over a socket: frames in, frames out, never waiting. libwslay knows the protocol; here stand the limits.
 *
 * Threads: one at a time.
 */
#ifndef SPAR_HTTP_WS_PEER_H
#define SPAR_HTTP_WS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define WS_PEER_CLOSE_MS 5000            /* for the other side to answer a close */
#define WS_PEER_REPLIES_MAX 256          /* frames that may wait; then nothing more is read, so that pings that nobody wants answered pile up elsewhere */

struct ws_peer;

struct ws_peer_options {
	size_t message_max_bytes, queue_max_bytes;
	void *user;
	/* A whole text, valid UTF-8; lent. May tell and close this peer. */
	void (*on_text)(void *user, struct ws_peer *peer, struct str text);
};

/* fd is lent; early are bytes that were read from it already. NULL: out of memory. Ownership: ws_peer_free(). */
struct ws_peer *ws_peer_new(int fd, const char *early, size_t n, const struct ws_peer_options *options);
void ws_peer_free(struct ws_peer *p);

/* Read and write what can be without waiting; then, ws_peer_over(). */
void ws_peer_step(struct ws_peer *p, int64_t now_ms);
/* POLLIN, POLLOUT: what to wait for. */
short ws_peer_events(const struct ws_peer *p);
/* Has it ended, in whatever way? */
bool ws_peer_over(const struct ws_peer *p, int64_t now_ms);
/* When, without any event, to look again; INT64_MAX: never. */
int64_t ws_peer_deadline_ms(const struct ws_peer *p);
/* When its last bytes came. */
int64_t ws_peer_heard_ms(const struct ws_peer *p);
/* Is everything sent? */
bool ws_peer_sent(const struct ws_peer *p);

/* Queue a text; over the queue's limit it is closed with 1013 instead. */
void ws_peer_tell(struct ws_peer *p, const char *text, size_t n, int64_t now_ms);
void ws_peer_ping(struct ws_peer *p);
void ws_peer_close(struct ws_peer *p, unsigned code, int64_t now_ms);

#endif
