/* Handlers that run beside the others: who is answered while one of them waits, in which order, and what an end in the middle does. */
#include "http/http.h"

#include <semaphore.h>

#include "base/json.h"
#include "http_client.h"
#include "tap.h"

#define MANY 8

static struct http_server *server;
static sem_t begun, go_on;
static int first_user, beside_user;
static const char *order[MANY];
static int handled;

/* Waits until the test lets it go on. */
static enum err_code slow(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	sem_post(&begun);
	while (sem_wait(&go_on))
		;
	if (handled < MANY)
		order[handled++] = strdup(http_param(rq, "name"));
	if (!strcmp(http_param(rq, "name"), "bad"))
		return err_set(err, ERR_MISSING, "nothing is called 'bad'");
	reply->json = json_pack("{s:b,s:O?}", "beside", rq->user == &beside_user, "got", rq->body);
	return ERR_OK;
}

static enum err_code quick(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	int running, waiting;

	(void)err;
	http_beside_counts(server, &running, &waiting);
	reply->json = json_pack("{s:b,s:i,s:i}", "beside", rq->user == &beside_user, "running", running, "waiting", waiting);
	return ERR_OK;
}

static enum err_code refuse(void *user, struct err *err)
{
	return user == &beside_user || user == &first_user ? ERR_OK : err_set(err, ERR_INPUT, "whose request is that?");
}

static const struct http_route routes[] = {
	{HTTP_GET, "/api/slow/{name}", slow, "s", NULL, NULL, 0, false, NULL},
	{HTTP_POST, "/api/slow/{name}", slow, "s", "{}", NULL, 0, false, NULL},
	{HTTP_GET, "/api/quick", quick, "q", NULL, NULL, 0, false, NULL},
};

static void start(void)
{
	static const char *const beside[] = {"/api/slow", NULL};
	struct http_options o = {.routes = routes, .route_count = 3, .session = SESSION, .user = &first_user, .before = refuse, .beside = beside,
				 .beside_user = &beside_user, .port_tries = 1};
	struct err err = {0};

	if (http_start(&server, &o, &err))
		BUG("%s", err.text);
	client_port = http_port(server);
}

static int begin(const char *name, bool post)
{
	int fd = client_dial();
	char request[300];

	snprintf(request, sizeof(request), post ? "POST /api/slow/%s HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: 7\n\n{\"a\":1}" : "GET /api/slow/%s HTTP/1.1\n$H\n$C\n\n", name);
	client_send(fd, request);
	return fd;
}

static void has_begun(void)
{
	while (sem_wait(&begun))
		;
}

static bool is_readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

/* Ask until so many wait. */
static void wait_for(const char *counts)
{
	do
		client_ask("GET /api/quick HTTP/1.1\n$H\n$C\n\n");
	while (client_status == 200 && !strstr(client_body(), counts));
}

static void test_meanwhile(void)
{
	int a = begin("one", true), b, c;

	has_begun();
	tap_is_int(client_ask("GET /api/quick HTTP/1.1\n$H\n$C\n\n"), 200, "while a handler waits, another request is answered");
	tap_ok(strstr(client_body(), "\"beside\":false,\"running\":1,\"waiting\":0"), "by the other thread, with its own user");
	tap_ok(!is_readable(a), "and the one that waits has no answer");
	b = begin("two", false);
	wait_for("\"waiting\":1");
	c = begin("bad", false);
	wait_for("\"waiting\":2");
	tap_is_int(client_ask("GET /api/slow/two HTTP/1.1\n$H\n\n"), 401, "who may not come in is told so at once");
	for (int i = 0; i < 3; i++)
		sem_post(&go_on);
	tap_is_int(client_read(a, false), 200, "it is answered when its handler has ended");
	tap_ok(strstr(client_body(), "\"beside\":true,\"got\":{\"a\":1}"), "with its body, and the user of these handlers");
	tap_is_int(client_read(b, false), 200, "then the next");
	tap_is_int(client_read(c, false), 404, "an error is an answer too");
	tap_ok(handled == 3 && !strcmp(order[0], "one") && !strcmp(order[1], "two") && !strcmp(order[2], "bad"), "one after another, as they came");
	has_begun();
	has_begun();

	client_send(a, "GET /api/quick HTTP/1.1\n$H\n$C\n\n");
	tap_is_int(client_read(a, false), 200, "the connection lives on");
	close(a);
	close(b);
	close(c);
}

/* A page that has gone while its request was handled. */
static void test_gone(void)
{
	int fd = begin("gone", true);

	has_begun();
	close(fd);
	sem_post(&go_on);
	wait_for("\"running\":0");
	tap_is_int(client_ask("GET /api/quick HTTP/1.1\n$H\n$C\n\n"), 200, "a page that has gone takes nobody with it");
}

static void test_pause(void)
{
	int fd;

	http_pause(server);
	fd = begin("later", false);
	wait_for("\"running\":0,\"waiting\":1");
	tap_ok(!is_readable(fd), "in a pause nothing runs beside");
	sem_post(&go_on);
	http_resume(server);
	tap_is_int(client_read(fd, false), 200, "and after it what came in it does");
	has_begun();
	close(fd);
}

static void test_end(void)
{
	char piece[256];
	int a = begin("last", false), b;

	has_begun();
	b = begin("never", false);
	wait_for("\"waiting\":1");
	sem_post(&go_on);
	/* It may be begun before the end is seen. */
	sem_post(&go_on);
	http_stop(server);
	tap_ok(handled >= 6 && !strcmp(order[5], "last"), "at the end what runs is waited for");
	while (recv(b, piece, sizeof(piece), 0) > 0)
		;
	tap_ok(true, "whoever waits finds an answer or the end");
	close(a);
	close(b);
}

int main(void)
{
	sem_init(&begun, 0, 0);
	sem_init(&go_on, 0, 0);
	start();
	test_meanwhile();
	test_gone();
	test_pause();
	test_end();
	for (int i = 0; i < handled; i++)
		free((char *)(uintptr_t)order[i]);
	return tap_done();
}
