/*
 * The HTTP server's limits and WebSockets from outside: requests that trickle, connections too many, pages that come, speak and
 * go, an end with everything open. A test waits for what must happen and fails only if it never does.
 */
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "http/http.h"

#include "base/json.h"
#include "http_client.h"
#include "tap.h"

#define TURNS 3000                 /* of 10 ms: as long as anything may take */
#define BIG_BYTES ((size_t)12 << 20)

static struct http_server *server;
static atomic_int opened;

static enum err_code small(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)err;
	reply->json = json_true();
	return ERR_OK;
}

static enum err_code big(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)err;
	*reply = (struct http_reply){.data = arena_alloc(rq->arena, BIG_BYTES), .n = BIG_BYTES};
	return ERR_OK;
}

static const struct http_route routes[] = {
	{.method = HTTP_GET, .path = "/api/small", .handler = small},
	{.method = HTTP_GET, .path = "/api/big", .handler = big},
	{.method = HTTP_POST, .path = "/api/small", .handler = small, .body = "{}"},
};

/* What a page says comes back to it alone; "all" goes to every page. */
static void on_message(void *user, uint64_t socket, struct str text)
{
	(void)user;
	if (str_eq(text, STR("all")))
		http_tell(server, "to all", 6);
	else
		http_tell_one(server, socket, text.p, text.n);
}

static void on_open(void *user, uint64_t socket)
{
	(void)user;
	atomic_fetch_add(&opened, 1);
	http_tell_one(server, socket, "hello", 5);
}

static void start(struct http_limits limits)
{
	struct http_options o = {.port_tries = 1, .routes = routes, .route_count = sizeof(routes) / sizeof(routes[0]), .session = SESSION,
				 .limits = limits, .on_message = on_message, .on_open = on_open};
	struct err err = {0};

	if (http_start(&server, &o, &err))
		BUG("%s", err.text);
	client_port = http_port(server);
}

static void pause_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000}, NULL);
}

static bool wait_counts(int sockets, int connections)
{
	int s, c;

	for (int i = 0; i < TURNS; i++) {
		http_counts(server, &s, &c);
		if (s == sockets && (connections < 0 || c == connections))
			return true;
		pause_ms(10);
	}
	printf("# pages %d, connections %d\n", s, c);
	return false;
}

/* ---- the clock ---- */

/* Say a byte now and then until the other side has gone. */
static bool trickle(int fd)
{
	for (int i = 0; i < TURNS; i++) {
		struct pollfd p = {.fd = fd, .events = POLLIN | POLLRDHUP};

		if (poll(&p, 1, 10) > 0)
			return client_at_end(fd);
		if (!client_put(fd, "x", 1))
			return true;
	}
	return false;
}

static void test_clock(void)
{
	char first;
	int fd;

	client_status = 0;
	start((struct http_limits){.request_ms = 150, .idle_ms = 60000});
	fd = client_dial();
	tap_ok(client_at_end(fd), "a connection that says nothing is cut");
	close(fd);
	fd = client_dial();
	client_put(fd, "GET /", 5);
	tap_ok(trickle(fd), "an address that trickles in is cut");
	close(fd);
	fd = client_dial();
	client_put(fd, "GET / HTTP/1.1\r\nX: ", 19);
	tap_ok(trickle(fd), "a header that trickles in is cut");
	close(fd);
	http_stop(server);

	/* The body: the second request of a connection has a time of its own. */
	start((struct http_limits){.request_ms = 150, .idle_ms = 60000});
	fd = -1;
	/* On a machine that stands still for so long, the first is cut too. */
	for (int i = 0; i < 100 && client_status != 200; i++) {
		close(fd);
		fd = client_dial();
		client_send(fd, "GET /api/small HTTP/1.1\n$H\n$C\n\n");
		client_read(fd, false);
	}
	tap_is_int(client_status, 200, "a quick request passes");
	client_send(fd, "POST /api/small HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 200000\n\n");
	tap_ok(trickle(fd), "a body that trickles in is cut");
	close(fd);
	http_stop(server);

	start((struct http_limits){.request_ms = 60000, .idle_ms = 150});
	fd = client_dial();
	client_send(fd, "GET /api/small HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(fd, false), 200, "an answer");
	tap_ok(client_at_end(fd), "after which nothing comes is the last");
	close(fd);
	fd = client_dial();
	client_send(fd, "GET /api/big HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(recv(fd, &first, 1, MSG_PEEK), 1, "an answer begins");
	tap_ok(wait_counts(0, 0), "that nobody reads");
	client_read(fd, false);
	tap_ok(client_reply.n < BIG_BYTES, "is not kept");
	close(fd);
	http_stop(server);
}

static void test_many(void)
{
	int fds[4];

	start((struct http_limits){.connections = 3});
	for (int i = 0; i < 3; i++) {
		fds[i] = client_dial();
		client_send(fds[i], "GET /api/small HTTP/1.1\n$H\n$C\n\n");
		tap_is_int(client_read(fds[i], false), 200, "connection %d of 3", i + 1);
	}
	fds[3] = client_dial();
	tap_is_int(client_read(fds[3], false), 503, "one too many is told so");
	tap_is_text(client_header("X-Content-Type-Options"), "nosniff", "with the headers of every answer");
	tap_ok(strstr(client_body(), "too many connections"), "and in words");
	tap_ok(client_at_end(fds[3]), "and closed");
	close(fds[3]);
	client_send(fds[0], "GET /api/small HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(fds[0], false), 200, "the others go on");
	close(fds[1]);
	tap_ok(wait_counts(0, 2), "when one has gone");
	tap_is_int(client_ask("GET /api/small HTTP/1.1\n$H\n$C\n\n"), 200, "another may come");
	close(fds[0]);
	close(fds[2]);
	http_stop(server);
}

/* ---- WebSockets ---- */

#define KEY "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
#define UPGRADE "Upgrade: websocket\nConnection: Upgrade\n" KEY

/* A frame of a page: masked, short. */
static void speak(int fd, int opcode, const char *text)
{
	unsigned char frame[200] = {(unsigned char)(0x80 | opcode), (unsigned char)(0x80 | strlen(text)), 1, 2, 3, 4};
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		frame[6 + i] = (unsigned char)text[i] ^ frame[2 + i % 4];
	client_put(fd, frame, n + 6);
}

/* The next short frame: its opcode, the text; -1 at the end. */
static int hear(int fd, char *text, size_t size)
{
	unsigned char head[2];

	text[0] = '\0';
	if (recv(fd, head, 2, MSG_WAITALL) != 2 || head[1] >= size || head[1] > 125)
		return -1;
	if (head[1] && recv(fd, text, head[1], MSG_WAITALL) != head[1])
		return -1;
	text[head[1]] = '\0';
	return head[0] & 15;
}

static int come(void)
{
	int fd = client_dial();

	client_send(fd, "GET /ws HTTP/1.1\n$H\n$C\n$O\n" UPGRADE "\n");
	client_read(fd, true);
	return fd;
}

static void test_upgrade_guards(void)
{
	static const struct {
		const char *what, *request;
		int status;
	} cases[] = {
		{"no origin", "GET /ws HTTP/1.1\n$H\n$C\n" UPGRADE "\n", 403},
		{"a foreign origin", "GET /ws HTTP/1.1\n$H\n$C\nOrigin: http://evil.example\n" UPGRADE "\n", 403},
		{"rebinding", "GET /ws HTTP/1.1\nHost: evil.example:$P\nOrigin: http://evil.example:$P\n$C\n" UPGRADE "\n", 421},
		{"no cookie", "GET /ws HTTP/1.1\n$H\n$O\n" UPGRADE "\n", 401},
		{"from another site", "GET /ws HTTP/1.1\n$H\n$C\n$O\nSec-Fetch-Site: cross-site\n" UPGRADE "\n", 403},
		{"no WebSocket", "GET /ws HTTP/1.1\n$H\n$C\n$O\n\n", 426},
		{"another version", "GET /ws HTTP/1.1\n$H\n$C\n$O\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 8\n"
				    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n", 426},
		{"a bad key", "GET /ws HTTP/1.1\n$H\n$C\n$O\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\n"
			      "Sec-WebSocket-Key: short\n\n", 400},
		{"another method", "POST /ws HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 0\n" UPGRADE "\n", 405},
		{"HEAD", "HEAD /ws HTTP/1.1\n$H\n$C\n$O\n" UPGRADE "\n", 405},
		{"HTTP/1.0", "GET /ws HTTP/1.0\n$H\n$C\n$O\n" UPGRADE "\n", 426},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		tap_is_int(client_ask(cases[i].request), cases[i].status, "WebSocket, %s: %d", cases[i].what, cases[i].status);
	tap_is_int(atomic_load(&opened), 0, "none has come");
}

static void test_sockets(void)
{
	char text[200];
	int one, two;

	start((struct http_limits){.sockets = 2});
	test_upgrade_guards();
	one = come();
	tap_is_int(client_status, 101, "a page comes");
	tap_is_text(client_header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "and is accepted");
	tap_is_int(hear(one, text, sizeof(text)), 1, "a text");
	tap_is_text(text, "hello", "greets it");
	speak(one, 1, "echo me");
	tap_is_int(hear(one, text, sizeof(text)), 1, "what it says");
	tap_is_text(text, "echo me", "comes back");

	/* The first words in the same piece as the handshake. */
	struct buf b;
	two = client_dial();
	client_expand("GET /ws HTTP/1.1\n$H\n$C\n$O\n" UPGRADE "\n", &b);
	buf_add(&b, "\x81\x85\0\0\0\0early", 11);
	client_put(two, b.p, b.n);
	buf_release(&b);
	tap_is_int(client_read(two, true), 101, "another page speaks at once");
	/* The greeting and the echo, in either order. */
	bool heard = false;
	for (int i = 0; i < 2 && !heard && hear(two, text, sizeof(text)) == 1; i++)
		heard = !strcmp(text, "early");
	tap_ok(heard, "and is heard");
	tap_ok(wait_counts(2, -1), "two pages are open");
	close(come());
	tap_is_int(client_status, 503, "a third is too many");

	speak(one, 1, "all");
	do
		heard = hear(two, text, sizeof(text)) == 1;
	while (heard && (!strcmp(text, "hello") || !strcmp(text, "early")));
	tap_is_text(text, "to all", "the other hears what is said to all");
	close(one);
	tap_ok(wait_counts(1, -1), "a page that goes is gone");
	one = come();
	tap_is_int(client_status, 101, "and makes room");

	http_session(server, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
	tap_ok(wait_counts(0, -1), "another session closes every page");
	close(one);
	close(two);
	http_stop(server);
}

/* The server's ends of its connections, which are descriptors of this process too: is each sent from at once? */
static void count_sockets(int *all, int *prompt)
{
	*all = *prompt = 0;
	for (int fd = 3; fd < 1024; fd++) {
		struct sockaddr_in own = {0}, other = {0};
		socklen_t own_n = sizeof(own), other_n = sizeof(other), n = sizeof(int);
		int on = 0;

		if (getsockname(fd, (struct sockaddr *)&own, &own_n) || own.sin_family != AF_INET || ntohs(own.sin_port) != client_port ||
		    getpeername(fd, (struct sockaddr *)&other, &other_n))
			continue;
		++*all;
		*prompt += !getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &n) && on;
	}
}

/* Without TCP_NODELAY a small answer waits for the other side's word on the one before it: 44 ms instead of 0.2. */
static void test_prompt(void)
{
	int page, fd, all, prompt;
	char text[200];

	start((struct http_limits){0});
	page = come();
	hear(page, text, sizeof(text));
	fd = client_dial();
	for (int i = 0; i < 2; i++) {
		client_send(fd, "GET /api/small HTTP/1.1\n$H\n$C\n\n");
		client_read(fd, false);
	}
	count_sockets(&all, &prompt);
	tap_is_int(all, 2, "a page and a connection");
	tap_is_int(prompt, 2, "send at once");
	close(page);
	close(fd);
	http_stop(server);
}

static void test_stop(void)
{
	int page, idle, half, unread;
	char text[200];
	bool closed = false;

	start((struct http_limits){0});
	page = come();
	idle = client_dial();
	client_send(idle, "GET /api/small HTTP/1.1\n$H\n$C\n\n");
	client_read(idle, false);
	half = client_dial();
	client_put(half, "GET /api", 8);
	unread = client_dial();
	client_send(unread, "GET /api/big HTTP/1.1\n$H\n$C\n\n");
	tap_ok(wait_counts(1, 4), "four connections are open");
	http_stop(server);
	for (int opcode = 0; (opcode = hear(page, text, sizeof(text))) >= 0 && !closed;)
		closed = opcode == 8 && !memcmp(text, "\x03\xe9", 2);
	tap_ok(closed, "the page is told that the server goes: 1001");
	tap_ok(client_at_end(idle), "the idle one ends");
	tap_ok(client_at_end(half), "the half request ends");
	close(page);
	close(idle);
	close(half);
	close(unread);
}

/* What may be called from any thread, while requests run. */
static void *disturb(void *arg)
{
	atomic_bool *stop = arg;
	struct err err = {0};
	char link[200];

	while (!atomic_load(stop)) {
		http_link(server, link, sizeof(link), &err);
		http_tell(server, "x", 1);
		http_session(server, SESSION);
		pause_ms(1);
	}
	return NULL;
}

static void test_threads(void)
{
	atomic_bool stop = false;
	pthread_t thread;
	int right = 0;

	start((struct http_limits){0});
	if (pthread_create(&thread, NULL, disturb, &stop))
		BUG("no thread");
	for (int i = 0; i < 50; i++) {
		int fd = i % 5 == 0 ? come() : -1;
		right += client_ask("GET /api/small HTTP/1.1\n$H\n$C\n\n") == 200;
		if (fd >= 0)
			close(fd);
	}
	atomic_store(&stop, true);
	pthread_join(thread, NULL);
	tap_is_int(right, 50, "requests pass while other threads ask for links, tell and log out");
	http_stop(server);
}

int main(void)
{
	test_clock();
	test_many();
	test_sockets();
	test_prompt();
	test_stop();
	test_threads();
	buf_release(&client_reply);
	return tap_done();
}
