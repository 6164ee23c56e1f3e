/*
 * The guards of the HTTP server over any request. What is let through is looked at again in another, plainer way: a request that a
 * foreign page could have made, or a path that could leave its folder, ends the program.
 *
 * Input: "METHOD TARGET", lines "Name: value", an empty line, the body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http/guard.h"
#include "http/route.h"

#define HEADERS_MAX 32
#define SESSION "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static enum err_code nothing(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)reply;
	(void)err;
	return ERR_OK;
}

static const struct http_route routes[] = {
	{.method = HTTP_GET, .path = "/", .handler = nothing},
	{.method = HTTP_GET, .path = "/a/{x}/b/{y}", .handler = nothing},
	{.method = HTTP_POST, .path = "/a/{x}", .handler = nothing},
	{.method = HTTP_GET, .path = "/{rest*}", .handler = nothing},
};

static void must(int ok)
{
	if (!ok)
		abort();
}

static size_t count_of(const struct guard_ask *ask, const char *name)
{
	size_t count = 0;

	for (size_t i = 0; i < ask->header_count; i++)
		count += str_eq_nocase(ask->headers[i].name, str_of(name));
	return count;
}

/* A target that has passed: nothing in it, as sent or decoded, changes the shape of the path. */
static void look_at_target(struct str target)
{
	struct str path = guard_path(target), query = guard_query(target), value;
	struct route_match match;
	char *out = malloc(target.n + 1);
	size_t n;

	must(out && path.n && path.p[0] == '/' && path.n + query.n <= target.n);
	must(guard_decode(path, false, out, &n));
	must(n <= path.n && strlen(out) == n && !strstr(out, "..") && !strstr(out, "//") && !strchr(out, '\\'));
	for (size_t i = 0; i < n; i++)
		must((unsigned char)out[i] >= 0x20 && out[i] != 0x7f);
	must(guard_decode(query, true, out, &n) && strlen(out) == n);
	if (guard_query_value(query, "t", &value))
		must(value.n <= query.n);
	for (int method = -1; method <= HTTP_POST; method++) {
		if (route_find(routes, sizeof(routes) / sizeof(routes[0]), method, path, &match) != ROUTE_FOUND)
			continue;
		must((int)match.route->method == method);
		for (size_t i = 0; i < match.count; i++)
			must(match.values[i].n && match.values[i].p > path.p && match.values[i].p + match.values[i].n <= path.p + path.n);
	}
	free(out);
}

static void look_at_passed(const struct guard_ask *ask)
{
	size_t count;
	struct str host = guard_find(ask, "Host", &count);
	struct guard_no no = {0};
	bool has_body;

	must(count == 1 && count_of(ask, "host") == 1);
	must(str_eq_nocase(host, STR("127.0.0.1:7373")) || str_eq_nocase(host, STR("localhost:7373")) || str_eq_nocase(host, STR("[::1]:7373")));
	look_at_target(ask->target);
	if (guard_origin(ask, true, &no)) {
		struct str origin = guard_find(ask, "origin", &count);
		must(count == 1 && origin.n == host.n + 7 && !memcmp(origin.p + 7 + host.n - 5, host.p + host.n - 5, 5));
	}
	if (guard_cookie(ask, "spar_session_7373", SESSION, &no)) {
		bool found = false;
		for (size_t i = 0; i < ask->header_count; i++)
			found |= ask->headers[i].value.n >= 64 && memmem(ask->headers[i].value.p, ask->headers[i].value.n, SESSION, 64);
		must(found);
	}
	if (guard_body(ask, 1000, &has_body, &no) && str_eq(ask->method, STR("POST")))
		must(count_of(ask, "content-type") == 1);
	else if (!no.status)
		must(!has_body);
	must(count_of(ask, "content-length") + count_of(ask, "transfer-encoding") <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct guard_header headers[HEADERS_MAX];
	struct guard_ask ask = {.version = STR("HTTP/1.1"), .headers = headers, .head_bytes = n};
	struct str rest = {(const char *)p, n}, line, key;
	struct guard_hosts hosts;
	struct guard_no no = {0};

	if (!str_next_line(&rest, &line))
		return 0;
	const char *blank = line.n ? memchr(line.p, ' ', line.n) : NULL;
	ask.method = (struct str){line.p, blank ? (size_t)(blank - line.p) : line.n};
	ask.target = blank ? (struct str){blank + 1, line.n - ask.method.n - 1} : (struct str){"", 0};
	while (str_next_line(&rest, &line) && line.n && ask.header_count < HEADERS_MAX) {
		const char *colon = memchr(line.p, ':', line.n);
		size_t name_n = colon ? (size_t)(colon - line.p) : line.n;
		headers[ask.header_count++] =
			(struct guard_header){{line.p, name_n}, {line.p + name_n + (colon != NULL), line.n - name_n - (colon != NULL)}};
	}
	guard_hosts_init(&hosts, NULL, 7373);
	bool passed = guard_head(&ask, &hosts, 16384, &no);
	must(passed ? !no.status : no.status >= 400 && no.text);
	if (passed)
		look_at_passed(&ask);
	/* Every guard bears any text, whatever the one before it said. */
	guard_origin(&ask, false, &no);
	guard_fetch_site(&ask, &no);
	guard_cookie(&ask, "spar_session_7373", SESSION, &no);
	guard_upgrade(&ask, &key, &no);
	guard_depth(rest, &no);
	return 0;
}
