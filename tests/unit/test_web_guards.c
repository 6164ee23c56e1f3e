/*
 * Who is kept out, at the real server and from outside: other hosts, other origins, no cookie, used links, bodies and headers and frames that are too
 * large or are none, requests that trickle, connections that do nothing.
 */
#include <poll.h>

#include "http/http.h"
#include "web_client.h"

#define IDLE 200
#define LORIS 3

/* A change that each request below would make if it came through: $X is cut into Content-Length and body. */
#define CHANGE "\nContent-Length: 14\n\n{\"level\":\"L4\"}"

static const struct {
	const char *what, *request;
	int status;
} cases[] = {
	{"a foreign host", "POST /api/settings HTTP/1.1\nHost: evil.example\n$C\n$O\n$J" CHANGE, 421},
	{"a foreign host with our port", "POST /api/settings HTTP/1.1\nHost: evil.example:$P\n$C\n$O\n$J" CHANGE, 421},
	{"no host", "POST /api/settings HTTP/1.1\n$C\n$O\n$J" CHANGE, 421},
	{"the host twice", "POST /api/settings HTTP/1.1\n$H\n$H\n$C\n$O\n$J" CHANGE, 421},
	{"two hosts", "POST /api/settings HTTP/1.1\n$H\nHost: evil.example\n$C\n$O\n$J" CHANGE, 421},
	{"our host with another port", "POST /api/settings HTTP/1.1\nHost: 127.0.0.1:1\n$C\n$O\n$J" CHANGE, 421},
	{"rebinding", "POST /api/settings HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n$J" CHANGE, 421},
	{"rebinding, reading", "GET /api/export.json HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n\n", 421},
	{"rebinding, a WebSocket", "GET /ws HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n" WEB_UPGRADE "\n", 421},
	{"a foreign origin", "POST /api/settings HTTP/1.1\n$H\n$C\nOrigin: http://evil.example\n$J" CHANGE, 403},
	{"another port's origin", "POST /api/settings HTTP/1.1\n$H\n$C\nOrigin: http://127.0.0.1:1\n$J" CHANGE, 403},
	{"the origin of another name of ours", "POST /api/settings HTTP/1.1\n$H\n$C\nOrigin: http://localhost:$P\n$J" CHANGE, 403},
	{"our origin over TLS", "POST /api/settings HTTP/1.1\n$H\n$C\nOrigin: https://127.0.0.1:$P\n$J" CHANGE, 403},
	{"no origin", "POST /api/settings HTTP/1.1\n$H\n$C\n$J" CHANGE, 403},
	{"the origin null", "POST /api/settings HTTP/1.1\n$H\n$C\nOrigin: null\n$J" CHANGE, 403},
	{"two origins", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$O\n$J" CHANGE, 403},
	{"a foreign origin that reads", "GET /api/export.json HTTP/1.1\n$H\n$C\nOrigin: http://evil.example\n\n", 403},
	{"another site's script", "GET /api/export.json HTTP/1.1\n$H\n$C\nSec-Fetch-Site: cross-site\n\n", 403},
	{"another port's script", "GET /api/export.json HTTP/1.1\n$H\n$C\nSec-Fetch-Site: same-site\n\n", 403},
	{"a foreign origin's WebSocket", "GET /ws HTTP/1.1\n$H\n$C\nOrigin: http://evil.example\n" WEB_UPGRADE "\n", 403},
	{"a WebSocket without origin", "GET /ws HTTP/1.1\n$H\n$C\n" WEB_UPGRADE "\n", 403},
	{"a WebSocket without cookie", "GET /ws HTTP/1.1\n$H\n$O\n" WEB_UPGRADE "\n", 401},
	{"no cookie", "POST /api/settings HTTP/1.1\n$H\n$O\n$J" CHANGE, 401},
	{"no cookie, reading", "GET /api/status HTTP/1.1\n$H\n\n", 401},
	{"no cookie, a page", "GET / HTTP/1.1\n$H\n\n", 401},
	{"a wrong cookie", "GET /api/status HTTP/1.1\n$H\nCookie: spar_session_$P=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n", 401},
	{"an empty cookie", "GET /api/status HTTP/1.1\n$H\nCookie: spar_session_$P=\n\n", 401},
	{"the cookie of another port", "GET /api/status HTTP/1.1\n$H\nCookie: spar_session_1=$S\n\n", 401},
	{"a form's type", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\nContent-Type: application/x-www-form-urlencoded" CHANGE, 415},
	{"a text's type", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\nContent-Type: text/plain" CHANGE, 415},
	{"no type", "POST /api/settings HTTP/1.1\n$H\n$C\n$O" CHANGE, 415},
	{"two types", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$J\n$J" CHANGE, 415},
	{"a length and chunks", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$J\nTransfer-Encoding: chunked" CHANGE, 400},
	{"two lengths", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 14" CHANGE, 400},
	{"a delete by another method", "DELETE /api/settings HTTP/1.1\n$H\n$C\n$O\n\n", 405},
	{"reading what is only changed", "GET /api/delete HTTP/1.1\n$H\n$C\n\n", 405},
	{"a path that goes up", "GET /assets/../../../../etc/passwd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path that goes up, coded", "GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path that goes up by a coded slash", "GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path that goes up, coded twice", "GET /assets/%252e%252e%252fpasswd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path that goes up by a backslash", "GET /assets/..\\..\\passwd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path from the root", "GET /assets//etc/passwd HTTP/1.1\n$H\n$C\n\n", 400},
	{"a path with a NUL", "GET /assets/index.html%00.js HTTP/1.1\n$H\n$C\n\n", 400},
	{"the record as an asset", "GET /assets/spar.db HTTP/1.1\n$H\n$C\n\n", 404},
	{"a proxy's address", "GET http://evil.example/ HTTP/1.1\n$H\n$C\n\n", 400},
};

static void test_cases(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (!tap_is_int(client_ask(cases[i].request), cases[i].status, "%s: %d", cases[i].what, cases[i].status))
			tap_show("reply", buf_text(&client_reply));
		if (client_header("Access-Control-Allow-Origin") || client_header("Set-Cookie") || !client_header("Content-Security-Policy"))
			tap_ok(false, "%s: the headers are those of a refusal", cases[i].what);
	}
	web_get("/api/settings");
	tap_is_text(web_text("level"), "L5", "nothing of it was done");
	tap_is_int(client_ask("POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$J" CHANGE), 200, "the same from our own page");
	tap_is_text(web_text("level"), "L4", "is done");
}

static void test_link(const struct spar *s)
{
	char request[600];

	snprintf(request, sizeof(request), "GET %s HTTP/1.1\n$H\n$C\n\n", strstr(s->link, "/?t="));
	tap_is_int(client_ask(request), 303, "whoever is in may open the link again");
	snprintf(request, sizeof(request), "GET %s HTTP/1.1\n$H\n\n", strstr(s->link, "/?t="));
	tap_is_int(client_ask(request), 401, "anybody else finds it used");
	tap_ok(!client_header("Set-Cookie"), "and gets no cookie");
}

static void test_sizes(void)
{
	struct buf b;

	buf_init(&b, (size_t)4 << 20);
	buf_adds(&b, "GET /api/status HTTP/1.1\n$H\n$C\nX: ");
	for (int i = 0; i < 20000; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "\n\n");
	tap_is_int(client_ask(buf_text(&b)), 431, "a header of 20,000 bytes");
	buf_reset(&b);
	buf_adds(&b, "{\"query\":\"");
	for (int i = 0; i < 300000; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "\"}");
	tap_is_int(web_post("/api/attempts/1/submit", buf_text(&b)), 413, "a body of 300,000 bytes");
	buf_reset(&b);
	buf_adds(&b, "{\"level\":");
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, '[');
	tap_is_int(web_post("/api/settings", buf_text(&b)), 400, "JSON with a depth of 100,000");
	tap_ok(strstr(client_body(), "too deep"), "is refused for its depth");
	buf_reset(&b);
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "{\"a\":");
	tap_is_int(web_post("/api/settings", buf_text(&b)), 400, "objects inside objects too");
	buf_release(&b);
	tap_is_int(web_post("/api/settings", "{\"level\":\"L4\",\"level\":"), 400, "JSON that breaks off");
	tap_is_int(web_get("/api/status"), 200, "the server goes on");
}

/* ---- frames ---- */

/* What a page is told when it is closed. */
static int close_code(int fd)
{
	struct buf b;
	int opcode, code = -1;

	buf_init(&b, CLIENT_REPLY_MAX);
	while ((opcode = page_hear(fd, &b)) >= 0 && opcode != 8)
		;
	if (opcode == 8 && b.n >= 2)
		code = (unsigned char)b.p[0] << 8 | (unsigned char)b.p[1];
	buf_release(&b);
	return code;
}

static int closed_for(int first, const char *p, size_t n)
{
	int fd = page_open(), code;

	page_frame(fd, first, p, n);
	code = close_code(fd);
	close(fd);
	return code;
}

static void test_frames(void)
{
	static const char unmasked[] = "\x81\x02{}";
	static char big[HTTP_FRAME_MAX_BYTES + 1];
	json_t *m;
	int fd = page_open(), code;

	memset(big, ' ', sizeof(big));
	tap_is_int(client_status, 101, "our own page is let in");
	m = page_message(fd, "hello");
	tap_ok(m && *json_get_text(m, "boot", ""), "and greeted");
	json_decref(m);
	/* Whatever it says, it is heard and goes on. */
	page_say(fd, "");
	page_say(fd, "no JSON");
	page_say(fd, "[]");
	page_say(fd, "{\"type\":7}");
	page_say(fd, "{\"type\":\"stop\",\"job\":\"x\"}");
	page_say(fd, "{\"type\":\"stop\",\"job\":99999999999999999999}");
	page_say(fd, "{\"type\":\"stop\"}");
	page_frame(fd, 0x01, "{\"type\":", 8);
	page_frame(fd, 0x00, "\"pi", 3);
	page_frame(fd, 0x80, "ng\"}", 4);
	m = page_message(fd, "pong");
	tap_ok(m, "a message in three frames is one message");
	json_decref(m);
	page_frame(fd, 0x81, big, HTTP_FRAME_MAX_BYTES);
	page_say(fd, "{\"type\":\"ping\"}");
	m = page_message(fd, "pong");
	tap_ok(m, "a frame of the greatest size is taken");
	json_decref(m);
	close(fd);

	tap_is_int(closed_for(0x81, big, sizeof(big)), 1009, "a frame that is larger: 1009");
	fd = page_open();
	page_frame(fd, 0x01, big, 40000);
	page_frame(fd, 0x00, big, 40000);
	tap_is_int(close_code(fd), 1009, "frames that are larger together: 1009");
	close(fd);
	fd = page_open();
	/* Its length and one byte are enough: eight exabytes are not waited for. */
	client_put(fd, "\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\1\2\3\4x", 15);
	tap_is_int(close_code(fd), 1009, "a frame that says it is endless: 1009");
	close(fd);
	tap_is_int(closed_for(0x81, "\xff\xfe", 2), 1007, "a text that is none: 1007");
	tap_is_int(closed_for(0x82, "{}", 2), 1003, "bytes: 1003");
	tap_is_int(closed_for(0xc1, "{}", 2), 1002, "a reserved bit: 1002");
	tap_is_int(closed_for(0x83, "{}", 2), 1002, "a reserved kind: 1002");
	tap_is_int(closed_for(0x80, "{}", 2), 1002, "a continuation of nothing: 1002");
	fd = page_open();
	client_put(fd, unmasked, sizeof(unmasked) - 1);
	code = close_code(fd);
	tap_is_int(code, 1002, "a frame without mask: 1002");
	close(fd);
	tap_is_int(web_get("/api/status"), 200, "the server goes on");
}

/* ---- connections ---- */

static void test_idle(void)
{
	int fds[IDLE], page;
	json_t *m;

	for (int i = 0; i < IDLE; i++)
		fds[i] = client_dial();
	tap_is_int(web_get("/api/status"), 200, "beside %d idle connections a request is answered", IDLE);
	tap_ok(web_int("connections") > IDLE, "and they are counted");
	page = page_open();
	m = page_message(page, "hello");
	tap_ok(m, "and a page is let in");
	json_decref(m);
	close(page);
	for (int i = 0; i < IDLE; i++)
		close(fds[i]);
}

/* One byte now and then. All of them at once, since each takes as long as a request may. */
static void test_loris(void)
{
	static const char *const begins[LORIS] = {"GET / HT", "GET / HTTP/1.1\nX: ", "POST /api/settings HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 900\n\n "};
	struct pollfd fds[LORIS];
	int open = LORIS;

	for (int i = 0; i < LORIS; i++) {
		fds[i] = (struct pollfd){.fd = client_dial(), .events = POLLIN | POLLRDHUP};
		client_send(fds[i].fd, begins[i]);
	}
	for (int turn = 0; turn < WEB_TURNS && open; turn++) {
		web_pause();
		poll(fds, LORIS, 0);
		for (int i = 0; i < LORIS; i++) {
			if (fds[i].fd < 0 || (!fds[i].revents && (turn % 20 || client_put(fds[i].fd, "x", 1))))
				continue;
			close(fds[i].fd);
			fds[i].fd = -1;
			open--;
		}
	}
	tap_is_int(open, 0, "requests that trickle in are cut");
	tap_is_int(web_get("/api/status"), 200, "and the server goes on");
}

int main(void)
{
	struct spar s;

	spar_start(&s, "guards", NULL);
	test_cases();
	test_sizes();
	test_frames();
	test_idle();
	test_loris();
	test_link(&s);
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	buf_release(&client_reply);
	return tap_done();
}
