/*
 * What the files of the server share.
 *
 * One thread runs everything of libmicrohttpd (beside.c has the handlers that do not run on it): it accepts, runs the library, calls handlers and watches the clock of each connection (the
 * library's own clock counts only silence, so a request that trickles in would live for ever). Other threads only put something
 * under the lock and wake it. The sockets of pages that have become WebSockets are read and written by the hub (ws.h), which hands them
 * back to be closed.
 */
#ifndef SPAR_HTTP_HTTP_INT_H
#define SPAR_HTTP_HTTP_INT_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "http/guard.h"
#include "http/http.h"
#include "http/route.h"
#include "http/ws.h"

#define HTTP_ARENA_BYTES ((size_t)32 << 20)         /* what a handler may take for one request */
#define HTTP_SWALLOW_BYTES ((size_t)1 << 20)        /* of a body that is not wanted: read and dropped, before the connection is cut */
#define HTTP_HEADERS_COUNT_MAX 100
#define HTTP_NEVER INT64_MAX
#define HTTP_TOKEN_DIGITS 64
#define HTTP_SESSION_DIGITS 64
#define HTTP_NONCE_DIGITS 32
#define HTTP_COOKIE_BYTES 32
#define HTTP_WS_PATH "/ws"

/* Handlers that run beside the others. */
struct beside {
	const char *const *paths;              /* NULL: there are none */
	void *user;
	pthread_t thread;
	bool has_thread;
	pthread_cond_t change;                 /* with the server's lock, of which is what follows */
	struct exchange *first, **end;         /* that wait for it, linked by next_beside */
	struct exchange *runs;                 /* on the thread */
	struct exchange *done;                 /* to be answered */
	bool paused;
};

struct http_server {
	struct http_limits limits;             /* all filled in */
	const struct http_route *routes;
	size_t route_count;
	void *user;
	enum err_code (*before)(void *user, struct err *err);
	char *bind;                            /* owned; NULL: 127.0.0.1 */
	int port;
	char cookie[HTTP_COOKIE_BYTES];        /* its name */
	struct guard_hosts hosts;

	int listen_fd, wake_fd, poll_fd;       /* poll_fd is the library's */
	struct MHD_Daemon *mhd;
	struct ws_hub *hub;
	pthread_t thread;
	bool has_thread;
	atomic_int connection_count;
	struct conn *conns;                    /* of the thread */
	int64_t accept_from_ms;                /* not before this: there was no descriptor left */

	pthread_mutex_t lock;                  /* of what follows */
	bool stopping;
	bool log_out;                          /* WebSockets of the session before are to be closed */
	char session[HTTP_SESSION_DIGITS + 1];
	char token[HTTP_TOKEN_DIGITS + 1];     /* of the link that works; empty when it was used */
	struct conn *ended;                    /* WebSockets that the hub has given back, linked by next_ended */
	struct beside beside;
};

/* A connection, from accept() to close(). */
struct conn {
	struct conn *next, *before;            /* in conns */
	struct conn *next_ended;
	struct http_server *server;
	int fd;
	int64_t deadline_ms;                   /* then it is cut */
	bool begun;                            /* it has had a request line */
	struct exchange *exchange;             /* owned; the request that is coming in or being answered */
	struct MHD_UpgradeResponseHandle *upgraded;   /* NULL: HTTP */
};

/* A request and its answer. */
struct exchange {
	struct http_request rq;
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct arena arena;
	struct str target;                     /* as sent; in the arena */
	struct guard_ask ask;
	struct guard_no no;                    /* why it is refused; status 0: it is not */
	const char *allow;                     /* of a 405 */
	char nonce[HTTP_NONCE_DIGITS + 1];
	bool headed;                           /* the headers have been looked at */
	bool web_socket;                       /* an upgrade */
	bool enters;                           /* a link from http_link() */
	struct buf body;
	bool body_over;
	size_t swallowed;                      /* bytes of a body that is not wanted any more */
	struct exchange *next_beside;
	struct conn *conn;                     /* of one that is handled beside */
	bool handled;                          /* what follows is filled */
	struct http_reply reply;               /* owned */
	struct err err;
};

/* request.c */
struct exchange *exchange_new(struct http_server *s, struct MHD_Connection *mhd, const char *target);
void exchange_free(struct exchange *x);
/* libmicrohttpd's handler: called with the headers, with each piece of the body, and when all is there. */
enum MHD_Result exchange_step(struct exchange *x, struct conn *c, const char *method, const char *version, const char *piece,
			      size_t *n);

/* The handler of the route into reply and err; on any thread that may. */
void exchange_handle(struct exchange *x);

/* beside.c; all but exchange_handle() on the thread of the library, or when it has ended. */
enum err_code beside_start(struct http_server *s, struct err *err);
/* Is this request handled beside? Then it is taken, and exchange_step() comes again when there is something to answer. */
bool beside_takes(struct exchange *x, struct conn *c);
void beside_answer(struct http_server *s);
/* stopping is set: what runs is waited for, the rest is dropped. */
void beside_stop(struct http_server *s);

/* server.c */
void server_wake(struct http_server *s);
/* libmicrohttpd's handler for a socket that speaks WebSocket from now on. */
void server_upgraded(void *user, struct MHD_Connection *mhd, void *context, const char *early, size_t n, MHD_socket fd,
		     struct MHD_UpgradeResponseHandle *handle);

/* session.c */
/* Take the token if it is the one that works: it works no more. */
bool server_take_token(struct http_server *s, const char *token);
/* Is the session cookie there? */
bool server_knows(struct http_server *s, const struct guard_ask *ask, struct guard_no *no);
/* The session's value into out. */
void server_session(struct http_server *s, char out[HTTP_SESSION_DIGITS + 1]);
void server_hex(const unsigned char *p, size_t n, char *out);

/* listen.c: a socket that listens where the options say, into listen_fd and port. Errors: those of http_start(). */
enum err_code server_listen(struct http_server *s, const struct http_options *o, struct err *err);

/* reply.c: each queues one answer; MHD_NO when memory is out, which closes the connection. */
enum MHD_Result reply_handled(struct exchange *x, struct http_reply *reply);
/* An error, as JSON on programs' addresses and as a text elsewhere. */
enum MHD_Result reply_error(struct exchange *x, int status, enum err_code code, const char *text);
/* The way in: a cookie and 303 to "/", or a page that leads there; without session no cookie. */
enum MHD_Result reply_enter(struct exchange *x, const char *session);
enum MHD_Result reply_upgrade(struct exchange *x, const char *accept);
/* What a connection too many is told, as bytes to send; lent for ever. */
struct str reply_full(void);
/* Is the address one of programs (/api, /ws), not of people? */
bool reply_is_program(struct str target);

#endif
