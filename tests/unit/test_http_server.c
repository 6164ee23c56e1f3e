/* The HTTP server from outside, through sockets: every guard with its status, replies, bodies, the way in. */
#include "http/http.h"

#include "base/json.h"
#include "http_client.h"
#include "tap.h"

#define BIG_BYTES ((size_t)3 << 20)

static struct http_server *server;
static int handled;

/* ---- handlers ---- */

static enum err_code page(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	handled++;
	reply->data = arena_printf(rq->arena, "<style nonce=\"%s\"></style>%s", rq->nonce, rq->path);
	reply->n = strlen(reply->data);
	reply->type = "text/html; charset=utf-8";
	return ERR_OK;
}

static enum err_code echo(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	handled++;
	reply->json = json_pack("{s:O?}", "got", rq->body);
	return ERR_OK;
}

static enum err_code names(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	handled++;
	reply->json = json_pack("{s:s,s:s,s:s?,s:s?,s:b}", "a", http_param(rq, "a"), "rest", http_param(rq, "rest"), "x", http_query(rq, "x"),
				"accept", http_header(rq, "accept"), "user", rq->user == &handled);
	reply->status = 201;
	return ERR_OK;
}

static enum err_code missing(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	handled++;
	/* What was filled is dropped. */
	reply->json = json_string("secret");
	return err_set(err, ERR_MISSING, "no \"exercise\" '%s'", "x\xff");
}

static enum err_code greedy(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	reply->data = arena_alloc(rq->arena, ((size_t)32 << 20) + 1);
	return ERR_OK;
}

static enum err_code download(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)err;
	*reply = (struct http_reply){.data = "a,b\n", .n = 4, .type = "text/csv", .download = "my \"file\"\r\nX: y.csv"};
	return ERR_OK;
}

static enum err_code asset(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)err;
	*reply = (struct http_reply){.data = "\x0b\x02\x80hello\x03", .n = 9, .type = "text/javascript", .encoding = "br", .cache = "public, max-age=60"};
	return ERR_OK;
}

static enum err_code away(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)err;
	*reply = (struct http_reply){.status = 303, .location = "/page"};
	return ERR_OK;
}

static enum err_code big(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	char *p = arena_alloc(rq->arena, BIG_BYTES);
	memset(p, 'x', BIG_BYTES);
	*reply = (struct http_reply){.data = p, .n = BIG_BYTES, .type = "text/plain"};
	return ERR_OK;
}

static const struct http_route routes[] = {
	{.method = HTTP_GET, .path = "/", .handler = page},
	{.method = HTTP_GET, .path = "/page", .handler = page},
	{.method = HTTP_GET, .path = "/asset", .handler = asset},
	{.method = HTTP_GET, .path = "/away", .handler = away},
	{.method = HTTP_GET, .path = "/api/open", .handler = echo, .open = true},
	{.method = HTTP_GET, .path = "/api/echo", .handler = echo},
	{.method = HTTP_POST, .path = "/api/echo", .handler = echo, .body = "{}"},
	{.method = HTTP_POST, .path = "/api/small", .handler = echo, .body = "{}", .body_max_bytes = 10},
	{.method = HTTP_POST, .path = "/api/none", .handler = echo},
	{.method = HTTP_GET, .path = "/api/names/{a}/{rest*}", .handler = names},
	{.method = HTTP_GET, .path = "/api/missing", .handler = missing},
	{.method = HTTP_GET, .path = "/missing", .handler = missing},
	{.method = HTTP_GET, .path = "/api/greedy", .handler = greedy},
	{.method = HTTP_GET, .path = "/api/download", .handler = download},
	{.method = HTTP_GET, .path = "/api/big", .handler = big},
};

static struct http_options options(void)
{
	return (struct http_options){.port = 0, .port_tries = 1, .routes = routes, .route_count = sizeof(routes) / sizeof(routes[0]),
				     .session = SESSION, .user = &handled};
}

/* ---- guards ---- */

static const struct {
	const char *what, *request;
	int status;
} guards[] = {
	{"a page", "GET /page HTTP/1.1\n$H\n$C\n\n", 200},
	{"in HTTP/1.0", "GET /page HTTP/1.0\n$H\n$C\n\n", 200},
	{"no host", "GET /page HTTP/1.1\n$C\n\n", 421},
	{"no host in HTTP/1.0", "GET /page HTTP/1.0\n$C\n\n", 421},
	{"another host", "GET /page HTTP/1.1\nHost: evil.example:$P\n$C\n\n", 421},
	{"the host without its port", "GET /page HTTP/1.1\nHost: 127.0.0.1\n$C\n\n", 421},
	{"the host twice", "GET /page HTTP/1.1\n$H\n$H\n$C\n\n", 421},
	{"another host behind ours", "GET /page HTTP/1.1\n$H\nHost: evil.example\n$C\n\n", 421},
	{"localhost", "GET /page HTTP/1.1\nHost: localhost:$P\n$C\n\n", 200},
	{"rebinding, a page", "GET /page HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n\n", 421},
	{"rebinding, a change", "POST /api/echo HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n$J\nContent-Length: 2\n\n{}", 421},

	{"parts that go up", "GET /page/../page HTTP/1.1\n$H\n$C\n\n", 400},
	{"parts that go up, coded", "GET /%2e%2e/page HTTP/1.1\n$H\n$C\n\n", 400},
	{"a coded slash", "GET /api%2fecho HTTP/1.1\n$H\n$C\n\n", 400},
	{"an empty part", "GET //page HTTP/1.1\n$H\n$C\n\n", 400},
	{"a backslash", "GET /\\page HTTP/1.1\n$H\n$C\n\n", 400},
	{"a coded NUL", "GET /page%00 HTTP/1.1\n$H\n$C\n\n", 400},
	{"a byte beyond ASCII", "GET /\xc3\xa9 HTTP/1.1\n$H\n$C\n\n", 400},
	{"a blank in the address", "GET /a b HTTP/1.1\n$H\n$C\n\n", 400},
	{"an address of a proxy", "GET http://127.0.0.1:$P/page HTTP/1.1\n$H\n$C\n\n", 400},
	{"a star", "OPTIONS * HTTP/1.1\n$H\n$C\n\n", 400},
	{"a blank in a header's name", "GET /page HTTP/1.1\n$H\n$C\nX : y\n\n", 400},
	{"a header without colon", "GET /page HTTP/1.1\n$H\n$C\nnonsense\n\n", 400},
	{"two lengths", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 2\nContent-Length: 2\n\n{}", 400},
	{"a length and chunks", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 2\nTransfer-Encoding: chunked\n\n0\r\n\r\n", 400},
	{"another coding", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nTransfer-Encoding: gzip\n\n", 400},

	{"an address that is not there", "GET /nothing HTTP/1.1\n$H\n$C\n\n", 404},
	{"another method", "POST /page HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 0\n\n", 405},
	{"a method that nobody takes", "DELETE /api/echo HTTP/1.1\n$H\n$C\n$O\n\n", 405},
	{"what is asked before a foreign request", "OPTIONS /api/echo HTTP/1.1\n$H\nOrigin: http://evil.example\nAccess-Control-Request-Method: POST\n\n", 405},

	{"a foreign origin", "GET /page HTTP/1.1\n$H\n$C\nOrigin: http://evil.example\n\n", 403},
	{"an origin that hides", "GET /page HTTP/1.1\n$H\n$C\nOrigin: null\n\n", 403},
	{"a change without origin", "POST /api/echo HTTP/1.1\n$H\n$C\n$J\nContent-Length: 2\n\n{}", 403},
	{"a change of a foreign page", "POST /api/echo HTTP/1.1\n$H\n$C\n$J\nOrigin: http://evil.example\nContent-Length: 2\n\n{}", 403},
	{"a change of another port", "POST /api/echo HTTP/1.1\n$H\n$C\n$J\nOrigin: http://127.0.0.1:1\nContent-Length: 2\n\n{}", 403},
	{"the origin twice", "POST /api/echo HTTP/1.1\n$H\n$C\n$J\n$O\n$O\nContent-Length: 2\n\n{}", 403},
	{"from another site", "GET /api/echo HTTP/1.1\n$H\n$C\nSec-Fetch-Site: cross-site\n\n", 403},
	{"from the same site", "GET /api/echo HTTP/1.1\n$H\n$C\nSec-Fetch-Site: same-site\n\n", 403},
	{"from our page", "GET /api/echo HTTP/1.1\n$H\n$C\nSec-Fetch-Site: same-origin\n\n", 200},
	{"typed by hand", "GET /api/echo HTTP/1.1\n$H\n$C\nSec-Fetch-Site: none\n\n", 200},
	{"a link to a page from another site", "GET /page HTTP/1.1\n$H\n$C\nSec-Fetch-Site: cross-site\n\n", 200},

	{"no cookie", "GET /api/echo HTTP/1.1\n$H\n\n", 401},
	{"a wrong cookie", "GET /api/echo HTTP/1.1\n$H\nCookie: spar_session_$P=1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n", 401},
	{"half a cookie", "GET /api/echo HTTP/1.1\n$H\nCookie: spar_session_$P=01234567\n\n", 401},
	{"an open route", "GET /api/open HTTP/1.1\n$H\n\n", 200},
	{"an open route for a foreign page", "GET /api/open HTTP/1.1\n$H\nOrigin: http://evil.example\n\n", 403},
	{"the cookie before the body", "POST /api/echo HTTP/1.1\n$H\n$O\nContent-Length: 2\n\n{}", 401},

	{"a form", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\nContent-Type: text/plain\nContent-Length: 2\n\n{}", 415},
	{"no type", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\nContent-Length: 2\n\n{}", 415},
	{"a length over the default", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nExpect: 100-continue\nContent-Length: 262145\n\n", 413},
	{"a length over the route's", "POST /api/small HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 11\n\n{\"a\":12345}", 413},
	{"no JSON", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 2\n\n{]", 400},
	{"bad UTF-8", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 3\n\n\"\xff\"", 400},
	{"33 levels", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 66\n\n"
		      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", 400},
	{"32 levels", "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 64\n\n"
		      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", 200},
	{"a body where none is taken", "POST /api/none HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 2\n\n{}", 400},
	{"none where none is taken", "POST /api/none HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 0\n\n", 200},
	{"GET with a body", "GET /api/echo HTTP/1.1\n$H\n$C\nContent-Length: 2\n\n{}", 400},
};

/* What every answer carries, also one that refuses. */
static bool is_guarded(void)
{
	static const char *const want[][2] = {
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cache-Control", "no-store"},
	};
	const char *policy = client_header("Content-Security-Policy");

	if (!policy || strncmp(policy, "default-src 'none'", 18) != 0 || client_header("Access-Control-Allow-Origin"))
		return false;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		const char *value = client_header(want[i][0]);
		if (!value || strcmp(value, want[i][1]) != 0)
			return false;
	}
	return true;
}

static void test_guards(void)
{
	for (size_t i = 0; i < sizeof(guards) / sizeof(guards[0]); i++) {
		int before = handled;

		if (!tap_is_int(client_ask(guards[i].request), guards[i].status, "%s: %d", guards[i].what, guards[i].status))
			tap_show("answer", buf_text(&client_reply));
		if ((handled > before) != (guards[i].status == 200))
			tap_ok(false, "%s: the handler ran %d times", guards[i].what, handled - before);
		/* The one that the library answers itself. */
		if (strcmp(guards[i].what, "a header without colon") != 0 && !is_guarded())
			tap_ok(false, "%s: the answer carries every header", guards[i].what);
	}
	client_ask("DELETE /api/echo HTTP/1.1\n$H\n$C\n$O\n\n");
	tap_is_text(client_header("Allow"), "GET, HEAD, POST", "405 says what is allowed");
	client_ask("POST /page HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 0\n\n");
	tap_is_text(client_header("Allow"), "GET, HEAD", "also for one method");
	client_ask("GET /api/nothing HTTP/1.1\n$H\n$C\n\n");
	tap_is_text(client_body(), "{\"error\":{\"code\":\"ERR_MISSING\",\"text\":\"there is nothing at this address\"}}", "programs get JSON");
	client_ask("GET /page HTTP/1.1\n$H\n\n");
	tap_is_text(client_header("Content-Type"), "text/plain; charset=utf-8", "people get a text");
	tap_ok(strstr(client_body(), "where spar serve runs"), "that says how to come in");
}

static void test_sizes(void)
{
	static const struct {
		size_t bytes;
		int status;
	} cases[] = {{15000, 200}, {17000, 431}, {40000, 431}, {200000, 431}};
	struct buf b;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_init(&b, 1 << 20);
		buf_adds(&b, "GET /page HTTP/1.1\n$H\n$C\nX: ");
		for (size_t k = 0; k < cases[i].bytes; k++)
			buf_addc(&b, 'x');
		buf_adds(&b, "\n\n");
		tap_is_int(client_ask(buf_text(&b)), cases[i].status, "a header of %zu bytes", cases[i].bytes);
		buf_release(&b);
	}
	buf_init(&b, 1 << 20);
	buf_adds(&b, "GET /page HTTP/1.1\n$H\n$C\n");
	for (int i = 0; i < 200; i++)
		buf_adds(&b, "X: y\n");
	buf_addc(&b, '\n');
	tap_is_int(client_ask(buf_text(&b)), 431, "200 headers");
	buf_reset(&b);
	buf_adds(&b, "GET /page?");
	for (int i = 0; i < 17000; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, " HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_ask(buf_text(&b)), 431, "an address of 17,000 bytes");
	buf_release(&b);
}

/* ---- bodies ---- */

static void test_bodies(void)
{
	int fd;

	tap_is_int(client_ask("POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J; charset=utf-8\nContent-Length: 9\n\n{\"a\":[1]}"), 200, "a JSON body");
	tap_is_text(client_body(), "{\"got\":{\"a\":[1]}}", "comes to the handler");
	tap_is_text(client_header("Content-Type"), "application/json", "and goes back as JSON");
	tap_is_int(client_ask("POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 0\n\n"), 200, "no body");
	tap_is_text(client_body(), "{\"got\":null}", "is NULL");
	tap_is_int(client_ask("POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nTransfer-Encoding: chunked\n\n3\r\n[1,\r\n3;x=y\r\n2,3\r\n1\r\n]\r\n0\r\n\r\n"),
		   200, "a body in chunks");
	tap_is_text(client_body(), "{\"got\":[1,2,3]}", "is put together");
	tap_is_int(client_ask("POST /api/small HTTP/1.1\n$H\n$C\n$O\n$J\nTransfer-Encoding: chunked\n\n8\r\n[1111111\r\n8\r\n11111111\r\n0\r\n\r\n"), 413,
		   "chunks that are too much");
	tap_is_int(client_ask("POST /api/small HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 10\n\n[1,2,3,45]"), 200, "as much as the route takes");

	fd = client_dial();
	client_send(fd, "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 999999\nExpect: 100-continue\n\n");
	tap_is_int(client_read(fd, false), 413, "too long a body is refused before it is sent");
	tap_ok(client_at_end(fd), "and the connection ends");
	close(fd);

	fd = client_dial();
	client_send(fd, "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 4\nExpect: 100-continue\n\n");
	tap_is_int(client_read(fd, true), 100, "one that fits is asked for");
	client_put(fd, "true", 4);
	tap_is_int(client_read(fd, false), 200, "and taken");
	close(fd);

	/* A page that sends too much must see the answer, not a reset. */
	struct buf b;
	fd = client_dial();
	buf_init(&b, 1 << 20);
	buf_adds(&b, "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 300000\n\n");
	for (int i = 0; i < 300000; i++)
		buf_addc(&b, '1');
	tap_ok(client_send(fd, buf_text(&b)), "a body that is too long is read to its end");
	tap_is_int(client_read(fd, false), 413, "and refused");
	client_send(fd, "GET /page HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(fd, false), 200, "the connection is kept");
	buf_release(&b);
	close(fd);

	/* Chunks without end: nobody reads them for ever. */
	struct buf chunk;
	bool cut = false;
	fd = client_dial();
	client_send(fd, "POST /api/small HTTP/1.1\n$H\n$C\n$O\n$J\nTransfer-Encoding: chunked\n\n");
	buf_init(&chunk, 1 << 20);
	buf_adds(&chunk, "10000\r\n");
	for (int i = 0; i < 65536; i++)
		buf_addc(&chunk, '1');
	buf_adds(&chunk, "\r\n");
	for (int i = 0; i < 1000 && !cut; i++)
		cut = !client_put(fd, chunk.p, chunk.n);
	buf_release(&chunk);
	tap_ok(cut, "chunks without end are cut");
	close(fd);
}

/* ---- replies ---- */

static void test_replies(void)
{
	char first[200], want[100];
	const char *policy;

	client_ask("GET /page HTTP/1.1\n$H\n$C\n\n");
	policy = client_header("Content-Security-Policy");
	snprintf(first, sizeof(first), "%s", client_body());
	snprintf(want, sizeof(want), "'nonce-%.32s'", first + strlen("<style nonce=\""));
	tap_ok(policy && strstr(policy, want) && strstr(policy, "frame-ancestors 'none'"), "the page's nonce is the policy's");
	client_ask("GET /page HTTP/1.1\n$H\n$C\n\n");
	tap_ok(client_status == 200 && strcmp(first, client_body()) != 0, "each page has another");

	tap_is_int(client_ask("GET /api/names/a%20b/c/d%C3%A9?x=1%2b+2&y HTTP/1.1\n$H\n$C\nAccept: z\n\n"), 201, "a status of the handler");
	tap_is_text(client_body(), "{\"a\":\"a b\",\"rest\":\"c/d\xc3\xa9\",\"x\":\"1+ 2\",\"accept\":\"z\",\"user\":true}", "parts, query, header, user");
	tap_is_int(client_ask("GET /api/missing HTTP/1.1\n$H\n$C\n\n"), 404, "an error of the handler");
	tap_is_text(client_body(), "{\"error\":{\"code\":\"ERR_MISSING\",\"text\":\"no \\\"exercise\\\" 'x\xef\xbf\xbd'\"}}", "as JSON, what it filled dropped");
	tap_is_int(client_ask("GET /missing HTTP/1.1\n$H\n$C\n\n"), 404, "on a page");
	tap_ok(!strncmp(client_body(), "no \"exercise\"", 13), "as a text");
	tap_is_int(client_ask("GET /api/greedy HTTP/1.1\n$H\n$C\n\n"), 413, "a handler that takes too much memory");

	tap_is_int(client_ask("GET /api/download HTTP/1.1\n$H\n$C\n\n"), 200, "a download");
	tap_is_text(client_header("Content-Disposition"), "attachment; filename=\"my__file___X__y.csv\"", "its name is made safe");
	tap_is_text(client_body(), "a,b\n", "its content");
	tap_is_int(client_ask("GET /asset HTTP/1.1\n$H\n$C\n\n"), 200, "a packed file");
	tap_is_text(client_header("Content-Encoding"), "br", "goes out as it is");
	tap_is_text(client_header("Cache-Control"), "public, max-age=60", "with its own cache");
	tap_ok(client_reply.n - client_head_n == 9 && !memcmp(client_body(), "\x0b\x02\x80hello\x03", 9), "byte for byte");
	tap_is_int(client_ask("GET /away HTTP/1.1\n$H\n$C\n\n"), 303, "elsewhere");
	tap_is_text(client_header("Location"), "/page", "where");
	tap_is_int(client_ask("GET /api/big HTTP/1.1\n$H\n$C\n\n"), 200, "a large answer");
	tap_is_int((long long)(client_reply.n - client_head_n), BIG_BYTES, "is whole");

	int fd = client_dial();
	client_send(fd, "HEAD /api/big HTTP/1.1\n$H\n$C\nConnection: close\n\n");
	tap_is_int(client_read(fd, true), 200, "HEAD");
	tap_is_text(client_header("Content-Length"), "3145728", "says the length");
	tap_ok(client_at_end(fd), "and gives no body");
	close(fd);
}

static void test_kept(void)
{
	int fd = client_dial();

	client_send(fd, "GET /page HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(fd, false), 200, "a connection");
	client_send(fd, "POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 1\n\n7");
	tap_is_int(client_read(fd, false), 200, "is used again");
	tap_is_text(client_body(), "{\"got\":7}", "for another request");
	client_send(fd, "GET /api/echo HTTP/1.1\n$H\n\n");
	tap_is_int(client_read(fd, false), 401, "also for one that is refused");
	client_send(fd, "GET /api/echo HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(fd, false), 200, "and another after it");
	close(fd);

	fd = client_dial();
	client_send(fd, "GET /api/names/1/x HTTP/1.1\n$H\n$C\n\n");
	/* In one piece; a body in the middle. */
	struct buf all, one;
	client_expand("POST /api/echo HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 1\n\n2", &all);
	client_expand("GET /api/names/3/x HTTP/1.1\n$H\n$C\n\n", &one);
	buf_add(&all, one.p, one.n);
	client_put(fd, all.p, all.n);
	buf_release(&all);
	buf_release(&one);
	client_read(fd, false);
	tap_ok(strstr(client_body(), "\"a\":\"1\""), "of three requests at once the first");
	client_read(fd, false);
	tap_is_text(client_body(), "{\"got\":2}", "the second");
	client_read(fd, false);
	tap_ok(strstr(client_body(), "\"a\":\"3\""), "and the third, in order");
	close(fd);
}

/* ---- the way in ---- */

static int follow(const char *method, const char *link, const char *more)
{
	char request[600];

	snprintf(request, sizeof(request), "%s %s HTTP/1.1\n$H\n%s\n", method, strstr(link, "/?t="), more);
	return client_ask(request);
}

static void test_link(void)
{
	char link[200], second[200], start[60];
	struct err err = {0};

	tap_ok(!http_link(server, link, sizeof(link), &err), "a link");
	snprintf(start, sizeof(start), "http://127.0.0.1:%d/?t=", client_port);
	tap_ok(!strncmp(link, start, strlen(start)) && strlen(link) == strlen(start) + 64, "of 64 digits");
	tap_is_int(follow("HEAD", link, ""), 401, "looking at it does not use it up");
	tap_is_int(follow("GET", link, "Origin: http://evil.example\n"), 403, "a foreign page cannot use it up");
	tap_is_int(follow("GET", link, "Sec-Fetch-Site: none\n"), 303, "whoever opens it");
	tap_is_text(client_header("Location"), "/", "comes to the first page");
	snprintf(start, sizeof(start), "spar_session_%d=", client_port);
	const char *cookie = client_header("Set-Cookie");
	tap_ok(cookie && !strncmp(cookie, start, strlen(start)) && strstr(cookie, "=" SESSION "; HttpOnly; SameSite=Strict; Path=/"), "with the cookie");
	tap_is_int(follow("GET", link, ""), 401, "a second time it does not work");
	tap_is_text(client_body(), "This link does not work any more. For a new one press Enter where spar serve runs, or start it again.\n", "and says so");
	tap_ok(!client_header("Set-Cookie"), "without cookie");
	tap_is_int(follow("GET", link, "$C\n"), 303, "but whoever is in comes in");
	tap_ok(!client_header("Set-Cookie"), "with the cookie that is there");

	http_link(server, link, sizeof(link), &err);
	tap_is_int(follow("GET", link, "Sec-Fetch-Site: cross-site\n"), 200, "whom another page led here");
	tap_ok(client_header("Set-Cookie") && !client_header("Location") && strstr(client_body(), "url=/\""), "is led on by a page of ours");
	http_link(server, link, sizeof(link), &err);
	http_link(server, second, sizeof(second), &err);
	tap_is_int(follow("GET", link, ""), 401, "a newer link ends the older one");
	tap_is_int(follow("GET", second, ""), 303, "and works");
	tap_is_int(client_ask("GET /?t= HTTP/1.1\n$H\n\n"), 401, "an empty token");
	tap_is_int(client_ask("GET /?t=" SESSION " HTTP/1.1\n$H\n\n"), 401, "a wrong token");
	tap_ok(strstr(client_body(), "where spar serve runs"), "says how to get another");
	tap_is_int(http_link(server, link, 20, &err), ERR_LIMIT, "no room for the link");

	http_session(server, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
	tap_is_int(client_ask("GET /page HTTP/1.1\n$H\n$C\n\n"), 401, "another session logs out");
	client_session = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
	tap_is_int(client_ask("GET /page HTTP/1.1\n$H\n$C\n\n"), 200, "its cookie logs in");
	http_session(server, SESSION);
	client_session = SESSION;
}

/* ---- ports ---- */

static void test_ports(void)
{
	struct http_server *other = NULL;
	struct http_options o = options();
	struct err err = {0};
	char link[200];

	o.port = client_port;
	tap_is_int(http_start(&other, &o, &err), ERR_BUSY, "a port that is in use");
	tap_ok(!other && strstr(err.text, "is in use"), "is named: %s", err.text);
	o.port_tries = 20;
	err = (struct err){0};
	tap_is_int(http_start(&other, &o, &err), ERR_OK, "the next one that is free");
	tap_ok(other && http_port(other) > client_port && http_port(other) < client_port + 20, "is taken");
	http_stop(other);
	o.port_tries = 1;
	o.port = 70000;
	tap_is_int(http_start(&other, &o, &err), ERR_INPUT, "no such port");
	o.port = 0;
	o.bind = "nonsense";
	tap_is_int(http_start(&other, &o, &err), ERR_INPUT, "no address");
	o.bind = "192.0.2.1";
	tap_is_int(http_start(&other, &o, &err), ERR_INPUT, "an address of another machine");
	o.bind = "127.0.0.1";
	tap_is_int(http_start(&other, &o, &err), ERR_OK, "an address that is named");
	tap_ok(!http_link(other, link, sizeof(link), &err) && !strncmp(link, "http://127.0.0.1:", 17), "its link");
	http_stop(other);
	http_stop(NULL);
}

int main(void)
{
	struct http_options o = options();
	struct err err = {0};
	int sockets, connections;

	if (http_start(&server, &o, &err))
		BUG("%s", err.text);
	client_port = http_port(server);
	test_guards();
	test_sizes();
	test_bodies();
	test_replies();
	test_kept();
	test_link();
	test_ports();
	http_counts(server, &sockets, &connections);
	tap_is_int(sockets, 0, "no page is open");
	http_stop(server);
	buf_release(&client_reply);
	return tap_done();
}
