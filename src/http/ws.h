/*
 * The pages that are open: one thread that reads and writes every WebSocket.
 *
 * The HTTP library hands a socket over once it speaks WebSocket, and gets it back to close. Whatever is to be told is put into an outbox by
 * any thread and sent by this one, so that nobody waits for a page that does not read.
 */
#ifndef SPAR_HTTP_WS_H
#define SPAR_HTTP_WS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct ws_hub;

struct ws_options {
	size_t sockets_max;
	size_t frame_max_bytes;          /* of a message from a page, all its frames together; more is 1009 */
	size_t queue_max_bytes;          /* waiting for one page; more is 1013 */
	int ping_ms;                     /* a page is asked so often whether it is there, and is gone when it was silent for three times that */
	void *user;
	/* On the hub's thread; both may tell. NULL: nothing happens. */
	void (*on_message)(void *user, uint64_t socket, struct str text);
	void (*on_open)(void *user, uint64_t socket);
};

/* Ownership: ws_hub_stop(). Errors: ERR_MEMORY, ERR_IO. */
enum err_code ws_hub_start(struct ws_hub **out, const struct ws_options *options, struct err *err);
/* Close every socket with 1001, give each back, join the thread. Nothing may be called meanwhile or after. NULL is fine. */
void ws_hub_stop(struct ws_hub *hub);

/*
 * A socket has shaken hands; early are n bytes that were read behind the handshake. ended(user) is called once, on the hub's thread or on that of
 * ws_hub_stop(), when the hub has done with fd; the caller closes it. Errors: ERR_BUSY (sockets_max are open, or it stops), ERR_MEMORY; then
 * ended() is not called. Threads: any.
 */
enum err_code ws_hub_take(struct ws_hub *hub, int fd, const char *early, size_t n, void (*ended)(void *user), void *user,
			  struct err *err);
/* How many sockets were taken and not yet given back. Threads: any. */
int ws_hub_count(struct ws_hub *hub);

/* Send a text to every page, or to one; nothing happens when it has gone. Threads: any. */
void ws_hub_tell(struct ws_hub *hub, const char *text, size_t n);
void ws_hub_tell_one(struct ws_hub *hub, uint64_t socket, const char *text, size_t n);

/* Sec-WebSocket-Accept for a Sec-WebSocket-Key; false when the key is not 16 bytes in base64. Source: RFC 6455, 4.2.2. */
bool ws_accept_key(const char *key, char accept[29]);

#endif
