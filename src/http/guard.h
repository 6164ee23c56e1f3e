/*
 * The guards of the HTTP server, as pure functions over text: who may ask, for what, with which body.
 *
 * Nothing here knows sockets or a library, so that each guard can be tested alone and fuzzed. The order in which they are asked is in
 * http.h; server.c keeps it.
 *
 * DNS rebinding makes a foreign page's name point at this machine: then its Origin equals its Host. So Host must be one of a fixed list
 * first, and Origin is compared with it only then.
 */
#ifndef SPAR_HTTP_GUARD_H
#define SPAR_HTTP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define GUARD_HOSTS_MAX 10
#define GUARD_HOST_BYTES 80
#define GUARD_JSON_DEPTH 32

/* What Host may say. */
struct guard_hosts {
	char text[GUARD_HOSTS_MAX][GUARD_HOST_BYTES];
	size_t n;
};

struct guard_header {
	struct str name, value;
};

/* A request before its body; everything lent. */
struct guard_ask {
	struct str method;
	struct str target;                     /* as sent, with its query */
	struct str version;                    /* "HTTP/1.1" */
	const struct guard_header *headers;
	size_t header_count;
	size_t head_bytes;                     /* request line and headers */
};

/* Why not. */
struct guard_no {
	int status;                            /* 0: the request may pass */
	const char *text;                      /* for the person or program that asked; lent for ever */
};

/* 127.0.0.1, localhost, [::1] and, unless NULL, bind, each with the port; on port 80 also without it. */
void guard_hosts_init(struct guard_hosts *hosts, const char *bind, int port);

/* The one value of a header; *count says how often it came. Empty unless *count is 1. */
struct str guard_find(const struct guard_ask *ask, const char *name, size_t *count);

/* Size, form of headers, framing, Host, target: 431, 400, 421, 400. All return true when the request may pass, else *no says why not. */
bool guard_head(const struct guard_ask *ask, const struct guard_hosts *hosts, size_t max_bytes, struct guard_no *no);

/* Origin (needed: it must be there) and, for programs' routes, Sec-Fetch-Site: 403. Host has passed. */
bool guard_origin(const struct guard_ask *ask, bool needed, struct guard_no *no);
bool guard_fetch_site(const struct guard_ask *ask, struct guard_no *no);

/* A cookie NAME=session, compared in a time that does not depend on where it differs: 401. */
bool guard_cookie(const struct guard_ask *ask, const char *name, const char *session, struct guard_no *no);

/*
 * What is said about the body: a POST has a JSON one of at most max_bytes, others have none: 415, 413, 400.
 * *has_body: one will come, maybe empty.
 */
bool guard_body(const struct guard_ask *ask, size_t max_bytes, bool *has_body, struct guard_no *no);
/* The nesting of a JSON text: 400. Says nothing of whether it is JSON. */
bool guard_depth(struct str json, struct guard_no *no);

/* The WebSocket handshake: HTTP/1.1 and its own headers; 426, 400. *key gets Sec-WebSocket-Key. */
bool guard_upgrade(const struct guard_ask *ask, struct str *key, struct guard_no *no);

/* The part of a target before and behind the first "?"; empty when there is none. */
struct str guard_path(struct str target);
struct str guard_query(struct str target);
/* Decode %XX (and "+" as a space if plus) into out, which has room for text.n + 1 bytes. False for a bad escape or a NUL. */
bool guard_decode(struct str text, bool plus, char *out, size_t *n);
/* The raw value of ?name=; false when absent. Names are compared as sent. */
bool guard_query_value(struct str query, const char *name, struct str *value);

/* Are n bytes the same? Takes the same time whether or not, and wherever they differ. */
bool guard_same(const char *a, const char *b, size_t n);

#endif
