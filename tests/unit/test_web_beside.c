/*
 * Texts of 200 kB, from outside: while one is looked through, the page answers everybody else.  What proves it is no time: the record is locked,
 * so that the telling cannot get on, and another request must be answered all the same.
 */
#include <sqlite3.h>

#include "web_client.h"

#define BIG_BYTES 200000
#define TRIES 20                   /* the server gives up on a locked record after some seconds: then once more */

static const char sentence[] = "I found that the nightly load of orders at the shop had copied 90 million rows, so I decided to load what had changed. ";

/* {"text": 200 kB, MORE}; the caller frees. */
static char *big_body(const char *more)
{
	struct buf b;

	buf_init(&b, (size_t)1 << 20);
	buf_adds(&b, "{\"text\":\"");
	while (b.n < BIG_BYTES)
		buf_adds(&b, sentence);
	buf_addf(&b, "\",%s}", more);
	return buf_take(&b);
}

static int begin_post(const char *path, const char *body)
{
	int fd = client_dial();
	struct buf b;

	buf_init(&b, (size_t)1 << 20);
	buf_addf(&b, "POST %s HTTP/1.1\n$H\n$C\n$O\n$J\nContent-Length: %zu\n\n%s", path, strlen(body), body);
	client_send(fd, buf_text(&b));
	buf_release(&b);
	return fd;
}

static bool is_readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, 0) > 0;
}

/* Does the page say that a request is handled beside? */
static bool runs_beside(void)
{
	json_t *status;
	bool runs;

	if (web_get("/api/status") != 200)
		return false;
	status = web_json();
	runs = json_get_int(json_get_object(status, "beside"), "running", 0) == 1;
	json_decref(status);
	return runs;
}

static sqlite3 *open_record(void)
{
	sqlite3 *db = NULL;

	if (web_get("/api/status") != 200 || sqlite3_open_v2(web_text("record"), &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		BUG("the record cannot be opened");
	sqlite3_busy_timeout(db, 5000);
	return db;
}

/* Say it while the record is locked; is somebody else answered before it has its own answer? */
static bool answers_others(sqlite3 *db, const char *path, const char *body)
{
	bool seen = false;
	int fd;

	if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
		BUG("the record cannot be locked: %s", sqlite3_errmsg(db));
	fd = begin_post(path, body);
	while (!seen && !is_readable(fd))
		seen = runs_beside() && web_get("/api/drills") == 200 && !is_readable(fd);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	client_read(fd, false);
	close(fd);
	return seen;
}

static void until_answered(const char *path, const char *body, const char *what)
{
	sqlite3 *db = open_record();
	bool seen = false;

	for (int i = 0; i < TRIES && !seen; i++)
		seen = answers_others(db, path, body);
	tap_ok(seen, "while %s is looked through, others are answered", what);
	tap_is_int(client_status, 200, "and then it has its answer too");
	sqlite3_close(db);
}

static void test_story(void)
{
	char path[100], *body = big_body("\"stage\":0,\"turn\":0");
	int64_t drill;

	web_post("/api/stories/drills", "{\"minutes\":0}");
	drill = web_int("id");
	snprintf(path, sizeof(path), "/api/stories/drills/%lld/say", (long long)drill);
	until_answered(path, body, "a telling");
	tap_ok(strstr(client_body(), "\"told\":true"), "it is told");
	free(body);

	web_post("/api/stories", "{}");
	snprintf(path, sizeof(path), "/api/stories/%lld/answers/came", (long long)web_int("id"));
	body = big_body("\"page\":\"x\"");
	until_answered(path, body, "a memory");
	free(body);
}

/* Two of them are more than the engine takes: it asks nothing more, and the round goes on. */
static void test_round(void)
{
	char path[100], more[100], *body;
	json_t *reply;
	int64_t id, seq;

	web_post("/api/mocks", "{\"round\":\"bar-raiser\",\"seed\":3}");
	reply = web_json();
	id = json_get_int(json_get_object(reply, "room"), "id", 0);
	seq = json_get_int(json_get_object(reply, "room"), "seq", 0);
	json_decref(reply);
	snprintf(path, sizeof(path), "/api/mocks/%lld/say", (long long)id);
	for (int i = 0; i < 3; i++) {
		snprintf(more, sizeof(more), "\"kind\":\"text\",\"clock_ms\":%d,\"seq\":%lld", 1000 * (i + 1), (long long)seq);
		body = big_body(more);
		if (i == 0)
			until_answered(path, body, "an answer of a round");
		else
			tap_is_int(web_post(path, body), 200, "200 kB once more");
		seq = web_int("seq");
		free(body);
	}
	tap_ok(strstr(client_body(), "\"taken\":true"), "all of it is taken");
	snprintf(path, sizeof(path), "/api/mocks/%lld/leave", (long long)id);
	tap_is_int(web_post(path, "{\"clock_ms\":9000}"), 200, "the round can be left");
	snprintf(path, sizeof(path), "/api/mocks/%lld/debrief", (long long)id);
	tap_is_int(web_get(path), 200, "and has a debrief");
}

/* Whoever deletes the record while something is looked through deletes it. */
static void test_delete(void)
{
	char path[100], *body = big_body("\"stage\":0,\"turn\":0");
	int fd;

	web_post("/api/stories/drills", "{\"minutes\":0}");
	snprintf(path, sizeof(path), "/api/stories/drills/%lld/say", (long long)web_int("id"));
	fd = begin_post(path, body);
	tap_is_int(web_post("/api/delete", "{\"confirm\":\"delete everything\"}"), 200, "the record is deleted while a telling comes in");
	close(fd);
	free(body);
}

int main(void)
{
	struct spar s;

	spar_start(&s, "beside", NULL);
	test_story();
	test_round();
	test_delete();
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends as it should");
	return tap_done();
}
