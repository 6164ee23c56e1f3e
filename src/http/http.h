/*
 * HTTP and WebSocket on loopback, with the guards that keep other pages and other programs out.
 *
 * Knows nothing of the product: it is given a table of routes and hands each request that has passed the guards to its handler. One
 * thread polls (libmicrohttpd), one serves the WebSockets (wslay); handlers run on the first, so they must be short: what takes
 * long is begun, answered with 202, and told over http_tell(). Handlers of the options' beside run on a third thread, one after another, while
 * other requests are answered: for what reads long texts and is answered in one piece all the same.
 *
 * The guards, in this order, before any handler:
 *   request line and headers   16 KiB and 100 headers together; 431. Malformed, or a body whose end is not clear; 400
 *   Host                       exactly one, and one of 127.0.0.1:PORT, localhost:PORT, [::1]:PORT (with --bind also that address, unless it
 *                              means every address); 421
 *   path                       "..", "//", "\\", "#", a byte outside 0x21-0x7e, or an escape that is not whole or stands for a control character
 *                              or one of / \ . % is 400; in the query only whole escapes, and none for NUL
 *   method                     404, 405 with Allow; HEAD is answered like GET, without body
 *   Origin                     if present, and always for other methods than GET and HEAD and for /ws: exactly http://HOST with the request's Host,
 *                              which is one of the list; 403
 *   Sec-Fetch-Site             if present on /api and /ws: same-origin or none; 403
 *   cookie                     unless the route is open; 401
 *   body                       POST only (400 elsewhere): Content-Type exactly application/json (charset=utf-8 allowed); 415; Content-Length or
 *                              chunked up to the route's limit; 413; JSON with a depth of 32 at most; 400
 *   rate                       HTTP_CONNECTIONS at once (beyond, 503 and the end, before anything is read), a request must be complete within
 *                              HTTP_REQUEST_MS (the first from the connection's begin), a connection is closed that has been idle, or has not
 *                              taken its answer, for HTTP_IDLE_MS
 * Some of what is malformed the library answers by itself, with 400, 413, 414, 431 or 505 and without the headers below: a line that is no
 * header, chunks that are none, a head far over the limit.
 *
 * The way in: GET /?t=TOKEN, with the token that http_link() gave, is answered with 303 to / (or, when another page led the
 * browser here, with a page that leads there) and the cookie
 * (spar_session_PORT; HttpOnly; SameSite=Strict; Path=/). A token works once; then a new one must be asked for, unless the cookie is there
 * already: then any token leads to /. The cookie's value is the options' session, which the caller keeps, so that an open page survives a
 * restart.
 *
 * /ws is not in the table: GET with Upgrade: websocket, version 13; 426 without, 503 when HTTP_SOCKETS are open.
 *
 * Every reply carries: Content-Security-Policy (default-src 'none'; script-src 'self'; style-src 'self' 'nonce-...'; font-src 'self'; img-src 'self' data:; connect-src
 * 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'), X-Content-Type-Options: nosniff, Referrer-Policy: no-referrer,
 * Cross-Origin-Opener-Policy and -Resource-Policy: same-origin, Cache-Control: no-store (unless the handler sets another).
 *
 * What is refused, and errors of a handler with the code's status of base/err.h, become {"error":{"code":"ERR_...","text":"..."}} on /api and
 * /ws, and the text alone elsewhere, for people.
 */
#ifndef SPAR_HTTP_HTTP_H
#define SPAR_HTTP_HTTP_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/buf.h"

#define HTTP_CONNECTIONS 256
#define HTTP_SOCKETS 64                    /* WebSockets at once */
#define HTTP_REQUEST_MS 10000
#define HTTP_IDLE_MS 30000
#define HTTP_HEADERS_MAX_BYTES (16u << 10)
#define HTTP_FRAME_MAX_BYTES (64u << 10)   /* from a page */
#define HTTP_QUEUE_MAX_BYTES (8u << 20)    /* waiting for a page that does not read; then it is closed with 1013 */
#define HTTP_BODY_BYTES (256u << 10)       /* where a route names no limit */
#define HTTP_PARAMS_MAX 4

struct http_server;
struct http_request;
struct http_reply;

enum http_method { HTTP_GET, HTTP_POST };

/* A handler fills reply; on an error what it filled is dropped. */
typedef enum err_code http_handler(struct http_request *rq, struct http_reply *reply, struct err *err);

struct http_route {
	enum http_method method;
	const char *path;          /* "/api/attempts/{id}/submit"; {name} is one part; a last {name*} takes the rest; the first in the table that fits */
	http_handler *handler;
	const char *summary;       /* for the API page */
	const char *body;          /* JSON Schema of the body, as JSON; NULL: none is taken */
	const char *reply;         /* JSON Schema of the reply; NULL: not JSON */
	size_t body_max_bytes;     /* 0: HTTP_BODY_BYTES */
	bool open;                 /* without cookie */
	const char *query;         /* for the API page: names that http_query() is asked for, with blanks between; NULL: none */
};

struct http_request {
	const struct http_route *route;
	struct arena *arena;       /* until the reply is sent */
	void *user;                /* of the options: user, or beside_user */
	json_t *body;              /* borrowed; NULL without one; it is valid JSON but not yet checked against the schema */
	const char *path;          /* as sent, without the query */
	const char *nonce;         /* of this reply's Content-Security-Policy */
	const char *names[HTTP_PARAMS_MAX], *values[HTTP_PARAMS_MAX];   /* of the path, decoded */
	void *internal;
};

struct http_reply {
	int status;                /* 200 unless set */
	json_t *json;              /* consumed; or: */
	const void *data;          /* lent; must live as long as the request's arena or the program */
	size_t n;
	char *owned;               /* data from malloc(): consumed, instead of data */
	const char *type;          /* of data: "text/html; charset=utf-8" */
	const char *encoding;      /* of data: "br", "gzip"; NULL */
	const char *cache;         /* Cache-Control; NULL: no-store */
	const char *download;      /* a file name: Content-Disposition: attachment */
	const char *location;      /* of a redirect */
};

/* A part of the path by name; BUG() for a name that the route has not. */
const char *http_param(const struct http_request *rq, const char *name);
/* ?name=value, decoded; NULL when absent. Lent. */
const char *http_query(const struct http_request *rq, const char *name);
/* A request header; NULL when absent. Lent. */
const char *http_header(const struct http_request *rq, const char *name);

/* Limits that tests make small; 0: the default. */
struct http_limits {
	int connections;           /* HTTP_CONNECTIONS */
	int sockets;               /* HTTP_SOCKETS */
	int request_ms;            /* HTTP_REQUEST_MS */
	int idle_ms;               /* HTTP_IDLE_MS */
};

struct http_options {
	const char *bind;          /* NULL: 127.0.0.1 */
	int port;                  /* the first to try */
	int port_tries;            /* so many, one after another; 1: only this one; port 0: any */
	const struct http_route *routes;
	size_t route_count;
	const char *session;       /* the cookie's value: 64 hexadecimal digits */
	void *user;
	struct http_limits limits;
	/* Before each handler, on its thread and with its user: an error is answered in its place. NULL: nothing. */
	enum err_code (*before)(void *user, struct err *err);
	/* Beginnings of paths whose handlers run beside the others; the last is NULL. NULL: none. Lent. */
	const char *const *beside;
	void *beside_user;         /* of these handlers, so that nothing is shared by accident */
	/* A text message from a page, and a page that has come; on the WebSocket thread. NULL: ignored. socket is for http_tell_one(). */
	void (*on_message)(void *user, uint64_t socket, struct str text);
	void (*on_open)(void *user, uint64_t socket);
};

/* Begin to listen and serve; *out is set before the first callback. Routes are lent. Ownership: http_stop(). Errors: ERR_BUSY (no port is free; names the ports), ERR_INPUT (an address that cannot be bound), ERR_IO. */
enum err_code http_start(struct http_server **out, const struct http_options *options, struct err *err);
/* No new requests; a handler that runs is waited for, connections end, WebSockets are closed with 1001, threads are joined. NULL is fine. */
void http_stop(struct http_server *s);

int http_port(const struct http_server *s);
/* A new way in: "http://127.0.0.1:PORT/?t=TOKEN", with the address that was bound. Earlier unused ones stop working. Errors:
 * ERR_LIMIT (size is too small; 160 will do), ERR_IO. Threads: any. */
enum err_code http_link(struct http_server *s, char *out, size_t size, struct err *err);
/* Another session value: every page is logged out, its WebSocket closed. Threads: any, also handlers. */
void http_session(struct http_server *s, const char *session);

/* Send a text to every page that is open, or to one. Never waits. Threads: any. */
void http_tell(struct http_server *s, const char *text, size_t n);
void http_tell_one(struct http_server *s, uint64_t socket, const char *text, size_t n);
/* No handler runs beside from the return of http_pause() until http_resume(). Threads: that of the other handlers. */
void http_pause(struct http_server *s);
void http_resume(struct http_server *s);
/* How many handlers run beside (0 or 1), and how many requests wait for that. Threads: any. */
void http_beside_counts(struct http_server *s, int *running, int *waiting);
/* How many pages are open, and how many connections. */
void http_counts(struct http_server *s, int *sockets, int *connections);

/* The routes as an OpenAPI 3.1 document; new reference. */
json_t *http_openapi(const struct http_route *routes, size_t count, const char *title, const char *version);
/* Does a value fit a schema? Read are type, enum, properties, required, additionalProperties (only false), items, and the bounds of numbers, texts and
 * lists; any other keyword is a BUG(). Errors: ERR_INPUT, naming the place: "at /query: ...". */
enum err_code http_schema_check(const json_t *schema, const json_t *value, struct err *err);

#endif
