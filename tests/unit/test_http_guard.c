/* The guards of the HTTP server, one by one, without a socket. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "http/guard.h"
#include "tap.h"

#define HEADERS_MAX 8
#define SESSION "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct guard_header list[HEADERS_MAX];

/* "Name: value" lines; the head is as long as they are. */
static struct guard_ask ask(const char *method, const char *target, const char *const *lines)
{
	struct guard_ask a = {.method = str_of(method), .target = str_of(target), .version = STR("HTTP/1.1"), .headers = list};

	a.head_bytes = strlen(method) + strlen(target) + 12;
	for (; *lines; lines++) {
		const char *colon = strchr(*lines, ':');
		list[a.header_count++] = (struct guard_header){{*lines, (size_t)(colon - *lines)}, str_of(colon + 1)};
		a.head_bytes += strlen(*lines) + 2;
	}
	return a;
}

#define ASK(method, target, ...) ask(method, target, (const char *const[]){__VA_ARGS__, NULL})
#define OWN "Host: 127.0.0.1:7373"

static int head(struct guard_ask a)
{
	struct guard_hosts hosts;
	struct guard_no no = {0};

	guard_hosts_init(&hosts, NULL, 7373);
	bool passed = guard_head(&a, &hosts, 16384, &no);
	if (passed == (no.status != 0) || (!passed && !no.text))
		return -1;
	return no.status;
}

static void test_hosts(void)
{
	static const char *const good[] = {"127.0.0.1:7373", "localhost:7373", "[::1]:7373", "LocalHost:7373"};
	static const char *const bad[] = {"127.0.0.1", "127.0.0.1:7374", "localhost", "evil.example:7373", "127.0.0.1:7373.evil.example", "",
					  "127.0.0.1:73730", "localhost.:7373", "0.0.0.0:7373", "127.1:7373", "127.0.0.1:7373, 127.0.0.1:7373",
					  "user@127.0.0.1:7373"};
	char line[100];

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(line, sizeof(line), "Host: %s", good[i]);
		tap_is_int(head(ASK("GET", "/", line)), 0, "host '%s'", good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "Host: %s", bad[i]);
		tap_is_int(head(ASK("GET", "/", line)), 421, "host '%s'", bad[i]);
	}
	tap_is_int(head(ASK("GET", "/", "Accept: */*")), 421, "no host");
	tap_is_int(head(ASK("GET", "/", OWN, OWN)), 421, "the same host twice");
	tap_is_int(head(ASK("GET", "/", OWN, "hOST: evil.example")), 421, "another host behind ours");

	struct guard_hosts hosts;
	struct guard_no no;
	struct guard_ask a = ASK("GET", "/", "Host: 192.0.2.7:7373");
	guard_hosts_init(&hosts, "192.0.2.7", 7373);
	tap_ok(guard_head(&a, &hosts, 16384, &no), "the address that was bound");
	a = ASK("GET", "/", "Host: [2001:db8::7]:7373");
	guard_hosts_init(&hosts, "2001:db8::7", 7373);
	tap_ok(guard_head(&a, &hosts, 16384, &no), "the address of version 6 that was bound");
	a = ASK("GET", "/", "Host: localhost");
	guard_hosts_init(&hosts, NULL, 80);
	tap_ok(guard_head(&a, &hosts, 16384, &no), "port 80 may be left out");
}

static void test_targets(void)
{
	static const char *const good[] = {"/", "/api/attempts/12", "/drill/a-b/shop?x=1&y=..//%2f%20", "/a.b/.c", "/%C3%A9", "/a%20b",
					   "/?t=00", "/api/x?", "/a=b;c,d"};
	static const char *const bad[] = {"", "*", "http://127.0.0.1:7373/", "api", "/..", "/a/../b", "/a..b", "//", "/a//b", "/a\\b", "/a%2fb",
					  "/a%2Fb", "/%00", "/a%5cb", "/%2e%2e/", "/%2E", "/%252e", "/a%", "/a%4", "/a%zz", "/a b", "/a\tb",
					  "/\x7f", "/\xc3\xa9", "/a#b", "/%0d%0aX", "/%7f", "/x?%00", "/x?%4", "/x?a b", "/x?\x01"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		tap_is_int(head(ASK("GET", good[i], OWN)), 0, "target '%s'", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		tap_is_int(head(ASK("GET", bad[i], OWN)), 400, "bad target %zu", i);
}

static void test_form(void)
{
	static char long_line[17000];

	memset(long_line, 'a', sizeof(long_line) - 1);
	memcpy(long_line, "X: ", 3);
	tap_is_int(head(ASK("GET", "/", OWN, long_line)), 431, "17,000 bytes of header");
	long_line[16000] = '\0';
	tap_is_int(head(ASK("GET", "/", OWN, long_line)), 0, "16,000 bytes of header");
	tap_is_int(head(ASK("G\x01T", "/", OWN)), 400, "a method that is no word");
	tap_is_int(head(ASK("GET", "/", OWN, "Bad Name: x")), 400, "a blank in a header's name");
	tap_is_int(head(ASK("GET", "/", OWN, ": x")), 400, "a header without a name");
	tap_is_int(head(ASK("GET", "/", OWN, "X: a\x01" "b")), 400, "a control character in a header");
	tap_is_int(head(ASK("GET", "/", OWN, "X: a\tb")), 0, "a tab in a header");

	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length: 1", "Content-Length: 1")), 400, "two lengths");
	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length: 1", "Transfer-Encoding: chunked")), 400, "length and chunks");
	tap_is_int(head(ASK("POST", "/", OWN, "Transfer-Encoding: gzip, chunked")), 400, "another coding");
	tap_is_int(head(ASK("POST", "/", OWN, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked")), 400, "chunked twice");
	tap_is_int(head(ASK("POST", "/", OWN, "Transfer-Encoding: Chunked")), 0, "chunked");
	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length: -1")), 400, "a length below zero");
	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length: +1")), 400, "a length with a sign");
	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length:")), 400, "no length");
	tap_is_int(head(ASK("POST", "/", OWN, "Content-Length: 12")), 0, "a length");
}

static int origin(struct guard_ask a, bool needed)
{
	struct guard_no no = {0};

	return guard_origin(&a, needed, &no) ? 0 : no.status;
}

static int site(struct guard_ask a)
{
	struct guard_no no = {0};

	return guard_fetch_site(&a, &no) ? 0 : no.status;
}

static void test_origin(void)
{
	static const char *const bad[] = {"null", "http://evil.example", "http://127.0.0.1:7374", "https://127.0.0.1:7373", "http://127.0.0.1:7373/",
					  "http://127.0.0.1:73731", "127.0.0.1:7373", "http://localhost:7373", "", "http:",
					  "http://127.0.0.1:7373.evil.example"};
	char line[100];

	tap_is_int(origin(ASK("GET", "/", OWN), false), 0, "no origin where none is needed");
	tap_is_int(origin(ASK("POST", "/", OWN), true), 403, "no origin where one is needed");
	tap_is_int(origin(ASK("POST", "/", OWN, "Origin: http://127.0.0.1:7373"), true), 0, "our origin");
	tap_is_int(origin(ASK("POST", "/", OWN, "Origin: http://127.0.0.1:7373", "Origin: http://127.0.0.1:7373"), true), 403, "two origins");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "Origin: %s", bad[i]);
		tap_is_int(origin(ASK("GET", "/", OWN, line), false), 403, "origin '%s'", bad[i]);
	}
	/* Rebinding: the foreign name stands in both, and only the fixed list of hosts tells. */
	tap_is_int(origin(ASK("GET", "/", "Host: evil.example:7373", "Origin: http://evil.example:7373"), true), 0, "origin equals a foreign host");
	tap_is_int(head(ASK("GET", "/", "Host: evil.example:7373", "Origin: http://evil.example:7373")), 421, "and the host is refused");

	tap_is_int(site(ASK("GET", "/", OWN)), 0, "no Sec-Fetch-Site");
	tap_is_int(site(ASK("GET", "/", OWN, "Sec-Fetch-Site: same-origin")), 0, "same-origin");
	tap_is_int(site(ASK("GET", "/", OWN, "Sec-Fetch-Site: none")), 0, "none");
	tap_is_int(site(ASK("GET", "/", OWN, "Sec-Fetch-Site: same-site")), 403, "same-site");
	tap_is_int(site(ASK("GET", "/", OWN, "Sec-Fetch-Site: cross-site")), 403, "cross-site");
	tap_is_int(site(ASK("GET", "/", OWN, "Sec-Fetch-Site: none", "Sec-Fetch-Site: none")), 403, "none twice");
}

static int cookie(struct guard_ask a)
{
	struct guard_no no = {0};

	return guard_cookie(&a, "spar_session_7373", SESSION, &no) ? 0 : no.status;
}

static void test_cookie(void)
{
	tap_is_int(cookie(ASK("GET", "/", OWN)), 401, "no cookie");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=" SESSION)), 0, "the cookie");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: a=b; spar_session_7373=" SESSION "; c=d")), 0, "the cookie among others");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=x; spar_session_7373=" SESSION)), 0, "behind one that another server set");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: a=b", "Cookie: spar_session_7373=" SESSION)), 0, "in a second header");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7374=" SESSION)), 401, "of another port");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: xspar_session_7373=" SESSION)), 401, "another name that ends alike");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=" SESSION "0")), 401, "a digit too many");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")), 401,
		   "the first digit differs");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdee")), 401,
		   "the last digit differs");
	tap_is_int(cookie(ASK("GET", "/", "Cookie: spar_session_7373=")), 401, "an empty cookie");
	tap_ok(guard_same("abc", "abc", 3) && !guard_same("abc", "abd", 3) && guard_same("abc", "abd", 2), "guard_same()");
}

static int body(struct guard_ask a, bool *has)
{
	struct guard_no no = {0};

	return guard_body(&a, 1000, has, &no) ? 0 : no.status;
}

#define TYPE "Content-Type: application/json"

static void test_body(void)
{
	static const char *const good[] = {"application/json", "application/json;charset=utf-8", "Application/JSON; charset=UTF-8",
					   "application/json; charset=\"utf-8\""};
	static const char *const bad[] = {"", "text/plain", "application/x-www-form-urlencoded", "application/json;", "application/jsonp",
					  "application/json; charset=latin-1", "application/json; charset=utf-8; x=y",
					  "text/plain; application/json", "application/json, text/plain"};
	char line[100];
	bool has;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(line, sizeof(line), "Content-Type: %s", good[i]);
		tap_is_int(body(ASK("POST", "/", line, "Content-Length: 2"), &has), 0, "type '%s'", good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "Content-Type: %s", bad[i]);
		tap_is_int(body(ASK("POST", "/", line, "Content-Length: 2"), &has), 415, "type '%s'", bad[i]);
	}
	tap_is_int(body(ASK("POST", "/", TYPE, TYPE), &has), 415, "the type twice");
	tap_is_int(body(ASK("POST", "/", "Content-Length: 2"), &has), 415, "no type");
	tap_is_int(body(ASK("POST", "/", TYPE, "Content-Length: 1000"), &has), 0, "as long as may be");
	tap_ok(has, "has a body");
	tap_is_int(body(ASK("POST", "/", TYPE, "Content-Length: 1001"), &has), 413, "a byte too long");
	tap_is_int(body(ASK("POST", "/", TYPE, "Content-Length: 18446744073709551617"), &has), 413, "longer than 64 bits");
	tap_is_int(body(ASK("POST", "/", TYPE, "Content-Length: 0"), &has), 0, "empty");
	tap_ok(!has, "has no body");
	tap_is_int(body(ASK("POST", "/", TYPE, "Transfer-Encoding: chunked"), &has), 0, "chunked");
	tap_ok(has, "may have a body");
	tap_is_int(body(ASK("GET", "/", "Content-Length: 1"), &has), 400, "GET with a body");
	tap_is_int(body(ASK("GET", "/", "Content-Length: 0"), &has), 0, "GET with none");
}

static int depth(const char *json)
{
	struct guard_no no = {0};

	return guard_depth(str_of(json), &no) ? 0 : no.status;
}

static void test_depth(void)
{
	char text[100] = "";

	memset(text, '[', 32);
	tap_is_int(depth(text), 0, "32 levels");
	memset(text, '{', 33);
	tap_is_int(depth(text), 400, "33 levels");
	memset(text, '"', 1);
	tap_is_int(depth(text), 0, "brackets in a text");
	tap_is_int(depth("\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\""), 0, "behind an escaped quote");
	tap_is_int(depth("[1],[2],[3],[4],[5],[6],[7],[8],[9],[1],[2],[3],[4],[5],[6],[7],[8],[9],[1],[2],[3],[4],[5],[6],[7],[8],[9],"
			 "[1],[2],[3],[4],[5],[6],[7],[8],[9]"), 0, "side by side");
	tap_is_int(depth("\\"), 0, "a lone backslash");
}

static int upgrade(struct guard_ask a)
{
	struct guard_no no = {0};
	struct str key;

	return guard_upgrade(&a, &key, &no) ? 0 : no.status;
}

#define UP "Upgrade: websocket", "Connection: keep-alive, Upgrade"
#define KEY "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="

static void test_upgrade(void)
{
	tap_is_int(upgrade(ASK("GET", "/ws", UP, "Sec-WebSocket-Version: 13", KEY)), 0, "a handshake");
	struct guard_ask old = ASK("GET", "/ws", UP, "Sec-WebSocket-Version: 13", KEY);
	old.version = STR("HTTP/1.0");
	tap_is_int(upgrade(old), 426, "in HTTP/1.0");
	tap_is_int(upgrade(ASK("GET", "/ws", OWN)), 426, "none");
	tap_is_int(upgrade(ASK("GET", "/ws", "Upgrade: h2c", "Connection: Upgrade", "Sec-WebSocket-Version: 13", KEY)), 426, "another protocol");
	tap_is_int(upgrade(ASK("GET", "/ws", "Upgrade: websocket", "Connection: close", "Sec-WebSocket-Version: 13", KEY)), 426, "Connection says no");
	tap_is_int(upgrade(ASK("GET", "/ws", UP, "Sec-WebSocket-Version: 8", KEY)), 426, "another version");
	tap_is_int(upgrade(ASK("GET", "/ws", UP, "Sec-WebSocket-Version: 13")), 400, "no key");
	tap_is_int(upgrade(ASK("GET", "/ws", UP, "Sec-WebSocket-Version: 13", KEY, KEY)), 400, "two keys");
}

static void test_decode(void)
{
	char out[100];
	struct str value;
	size_t n;

	tap_ok(guard_decode(STR("a%20b+c%c3%A9"), false, out, &n) && n == 7, "a path is decoded");
	tap_is_text(out, "a b+c\xc3\xa9", "and plus stays");
	tap_ok(guard_decode(STR("a+b%2b"), true, out, &n), "a query is decoded");
	tap_is_text(out, "a b+", "and plus is a blank");
	tap_ok(guard_decode(STR(""), true, out, &n) && n == 0 && !out[0], "nothing");
	tap_ok(!guard_decode(STR("%"), true, out, &n) && !guard_decode(STR("%4"), true, out, &n) && !guard_decode(STR("%4g"), true, out, &n) &&
	       !guard_decode(STR("a%00"), true, out, &n), "bad escapes");
	tap_ok(guard_query_value(STR("ab=1&a=2&a=3"), "a", &value) && str_eq(value, STR("2")), "the first of a name");
	tap_ok(guard_query_value(STR("a"), "a", &value) && !value.n && guard_query_value(STR("a="), "a", &value) && !value.n, "no value");
	tap_ok(!guard_query_value(STR(""), "a", &value) && !guard_query_value(STR("b=a&ca=1"), "a", &value), "absent");
	tap_ok(str_eq(guard_path(STR("/a?b?c")), STR("/a")) && str_eq(guard_query(STR("/a?b?c")), STR("b?c")), "path and query");
	tap_ok(!guard_query(STR("/a")).n, "no query");
}

int main(void)
{
	test_hosts();
	test_targets();
	test_form();
	test_origin();
	test_cookie();
	test_body();
	test_depth();
	test_upgrade();
	test_decode();
	return tap_done();
}
