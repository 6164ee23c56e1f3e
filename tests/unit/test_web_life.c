/*
 * The real server while it lives and when it dies: long work beside other requests, pages that come and go, SIGKILL and SIGTERM in the middle of a
 * judgement, what is exported and what is left after everything was deleted.
 */
#include <dirent.h>

#include "base/fs.h"
#include "web/web.h"
#include "web_client.h"

#define EXERCISE "latest-event-per-user"
#define VARIANT "app"
#define MARK "a_text_that_is_nowhere_else"

static const char *hangs;            /* a worker that never answers */

static int events_of(int64_t attempt, const char *kind)
{
	char path[80];
	json_t *value, *events;
	int n = 0;

	snprintf(path, sizeof(path), "/api/attempts/%lld", (long long)attempt);
	web_get(path);
	value = web_json();
	events = json_get_array(value, "events");
	for (size_t i = 0; i < json_array_size(events); i++)
		n += !strcmp(json_get_text(json_array_get(events, i), "kind", ""), kind);
	json_decref(value);
	return n;
}

static bool judged_within_turns(int64_t attempt, int count)
{
	for (int i = 0; i < WEB_TURNS; i++) {
		if (events_of(attempt, "judged") >= count)
			return true;
		web_pause();
	}
	return false;
}

/* What a page hears of a job until it is in this state. */
static bool hears_state(int page, int64_t job, const char *state)
{
	json_t *m;

	while ((m = page_message(page, "job"))) {
		bool found = json_get_int(m, "job", 0) == job && !strcmp(json_get_text(m, "state", ""), state);

		json_decref(m);
		if (found)
			return true;
	}
	return false;
}

/* ---- with a judge that works ---- */

static void test_messages(void)
{
	int page = page_open(), other = page_open();
	int64_t attempt = web_begin_attempt(EXERCISE, VARIANT), job;
	bool verdict = false, done = false, changed = false;
	char path[100];
	json_t *m;

	m = page_message(other, "hello");
	tap_is_text(json_get_text(m, "version", NULL), WEB_VERSION, "a page is told who is here");
	json_decref(m);
	snprintf(path, sizeof(path), "/api/attempts/%lld/draft", (long long)attempt);
	web_post(path, "{\"text\":\"SELECT\",\"page\":\"me\"}");
	while ((m = page_message(other, "changed")) && strcmp(json_get_text(m, "what", ""), "draft") != 0)
		json_decref(m);
	tap_is_text(json_get_text(m, "from", NULL), "me", "another tab is told of a draft, and whose it is");
	json_decref(m);
	job = web_submit_query(attempt, "SELECT 1 AS one");
	tap_ok(hears_state(page, job, "running"), "a page hears that its query is judged");
	while (!done && (m = page_message(page, "job"))) {
		verdict |= !strcmp(json_get_text(json_get_object(m, "message"), "verdict", ""), "wrong");
		done = !strcmp(json_get_text(m, "state", ""), "done");
		json_decref(m);
	}
	tap_ok(verdict && done, "the verdict, and that it was all");
	while (!changed && (m = page_message(other, "changed"))) {
		changed = json_get_int(m, "attempt", 0) == attempt && !strcmp(json_get_text(m, "what", ""), "record");
		json_decref(m);
	}
	tap_ok(changed, "another page hears that the record has changed");
	close(other);

	/* A page that goes before its answer comes. */
	job = web_submit_query(attempt, "SELECT 2 AS two");
	close(page);
	tap_ok(web_job_until(job, "done", NULL), "a page that was closed finds its job done");
	tap_ok(strstr(client_body(), "\"verdict\":\"wrong\""), "with the verdict");
	tap_is_int(events_of(attempt, "judged"), 2, "and both verdicts in the record");
}

/* ---- with a judge that hangs ---- */

static void test_long_work(void)
{
	struct spar s;
	int64_t attempt, jobs[3];
	int page, busy = 0;
	json_t *value, *m;
	char path[100], text[100];

	spar_start(&s, "long", hangs);
	attempt = web_begin_attempt(EXERCISE, VARIANT);
	for (int i = 0; i < 3; i++)
		jobs[i] = web_submit_query(attempt, "SELECT 1 AS one");
	tap_ok(web_job_until(jobs[1], "running", NULL), "two queries are being judged");
	tap_is_int(web_get("/api/status"), 200, "a request is answered meanwhile");
	value = web_json();
	m = json_get_object(value, "jobs");
	tap_ok(json_get_int(m, "running", 0) == 2 && json_get_int(m, "waiting", 0) == 1, "and says that two run and one waits");
	json_decref(value);
	page = page_open();
	m = page_message(page, "hello");
	tap_ok(m, "a page comes meanwhile");
	json_decref(m);
	snprintf(path, sizeof(path), "/api/attempts/%lld", (long long)attempt);
	web_get(path);
	value = web_json();
	tap_is_int((long long)json_array_size(json_get_array(value, "jobs")), 3, "and finds what is not yet done");
	json_decref(value);

	snprintf(text, sizeof(text), "{\"type\":\"stop\",\"job\":%lld}", (long long)jobs[2]);
	page_say(page, text);
	tap_ok(hears_state(page, jobs[2], "stopped"), "one that waits is stopped by the page");
	snprintf(path, sizeof(path), "/api/jobs/%lld/stop", (long long)jobs[0]);
	web_post(path, "{}");
	tap_ok(hears_state(page, jobs[0], "stopped"), "one that runs is cut by a request");
	tap_is_int(events_of(attempt, "judged"), 1, "which is in the record");

	/* The queue has an end, and what is turned away leaves no trace. */
	for (int i = 0; i < WEB_JOBS_MAX + 10; i++)
		busy += web_submit_query(attempt, "SELECT 1 AS one") < 0 && client_status == 503;
	tap_ok(busy > 0 && busy <= 10, "too many questions are told to come back");
	tap_is_int(events_of(attempt, "submitted"), 3 + WEB_JOBS_MAX + 10 - busy, "and are not recorded as submitted");
	close(page);
	tap_is_int(spar_end(&s, SIGINT), 0, "Ctrl-C cuts everything");
}

/* signal_number in the middle of three judgements; then all are judged. */
static void test_death(const char *name, int signal_number)
{
	struct spar s;
	int64_t attempt, job;
	int page, want = signal_number == SIGKILL ? -SIGKILL : 0, opcode;
	struct buf b;
	char session[65];
	char port[20];
	const char *again[] = {"--port", port, NULL};

	spar_start(&s, name, hangs);
	attempt = web_begin_attempt(EXERCISE, VARIANT);
	page = page_open();
	for (int i = 0; i < 3; i++)
		job = web_submit_query(attempt, "SELECT 1 AS one");
	tap_ok(web_job_until(job - 2, "running", NULL), "%s: a query is being judged", name);
	tap_is_int(spar_end(&s, signal_number), want, "%s: the server ends", name);
	buf_init(&b, CLIENT_REPLY_MAX);
	while ((opcode = page_hear(page, &b)) >= 0 && opcode != 8)
		;
	if (signal_number != SIGKILL)
		tap_ok(opcode == 8 && b.n >= 2 && !memcmp(b.p, "\x03\xe9", 2), "%s: the page is told that it goes", name);
	buf_release(&b);
	close(page);

	snprintf(session, sizeof(session), "%s", client_session);
	snprintf(port, sizeof(port), "%d", client_port);
	tap_ok(spar_begin(&s, s.data, NULL, again), "%s: it is started again", name);
	client_session = session;
	tap_is_int(web_get("/api/status"), 200, "%s: a page that is open goes on with its cookie", name);
	tap_is_int(events_of(attempt, "submitted"), 3, "%s: what was submitted is there", name);
	tap_ok(judged_within_turns(attempt, 3), "%s: and is judged now", name);
	tap_is_int(events_of(attempt, "judged"), 3, "%s: once each", name);
	tap_is_int(spar_end(&s, SIGTERM), 0, "%s: the end", name);

	/* Nothing is judged twice. */
	tap_ok(spar_begin(&s, s.data, NULL, again), "%s: and again", name);
	web_get("/api/status");
	tap_ok(strstr(client_body(), "\"jobs\":{\"running\":0,\"waiting\":0}"), "%s: there is nothing left to judge", name);
	spar_end(&s, SIGTERM);
}

/* ---- starting ---- */

static bool reachable(int port, uint32_t address)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(address)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0;

	close(fd);
	return yes;
}

static void test_starting(void)
{
	static const char *const usual[] = {NULL}, *const everywhere[] = {"--port", "0", "--bind", "0.0.0.0", NULL},
			  *const elsewhere[] = {"--port", "0", "--bind", "192.0.2.1", NULL};
	struct spar one, two;
	char data[PATH_MAX + 100], line[500], port[20];
	const char *same[] = {"--port", port, NULL};
	int first;

	snprintf(data, sizeof(data), "%s/start", tap_dir());
	if (tap_ok(spar_begin(&one, data, NULL, usual), "a server without options")) {
		first = client_port;
		tap_ok(first >= WEB_PORT && first < WEB_PORT + WEB_PORT_TRIES, "takes port %d or the next that is free", WEB_PORT);
		snprintf(line, sizeof(line), "http://127.0.0.1:%d/?t=", first);
		tap_ok(!strncmp(one.link, line, strlen(line)), "and prints its link");
		tap_ok(!reachable(first, INADDR_LOOPBACK + 1), "it listens on 127.0.0.1 alone");
		tap_ok(spar_begin(&two, data, NULL, usual) && client_port > first, "another one takes another port");
		spar_end(&two, SIGTERM);
		snprintf(port, sizeof(port), "%d", first);
		tap_ok(!spar_begin(&two, data, NULL, same), "a port that is named and in use");
		web_line(two.err_fd, line, sizeof(line));
		tap_ok(strstr(line, "in use"), "is said: %s", line);
		tap_is_int(spar_wait(&two), 5, "with status 5");
		tap_is_int(spar_end(&one, SIGHUP), 0, "a terminal that goes ends it too");
	}
	tap_ok(spar_begin(&one, data, NULL, everywhere), "on every address");
	web_line(one.err_fd, line, sizeof(line));
	tap_ok(strstr(line, "warning") && strstr(line, "0.0.0.0"), "with a warning");
	tap_ok(reachable(client_port, INADDR_LOOPBACK + 1), "it is reached");
	tap_is_int(web_enter(one.link), 303, "and its link works");
	tap_is_int(client_ask("GET /api/status HTTP/1.1\nHost: 127.0.0.2:$P\n$C\n\n"), 421, "by the names of this machine only");
	spar_end(&one, SIGTERM);
	tap_ok(!spar_begin(&one, data, NULL, elsewhere), "an address of another machine");
	tap_is_int(spar_wait(&one), 2, "is refused with status 2");
}

/* A browser that only writes down what it was given. */
static void test_open(void)
{
	static const char *const args[] = {"--port", "0", "--open", NULL};
	char path[PATH_MAX + 200], seen[PATH_MAX + 200], data[PATH_MAX + 100], old[4000], line[PATH_MAX + 400], rest[2000];
	struct spar s;
	struct stat st = {0};
	FILE *f;

	snprintf(path, sizeof(path), "%s/bin", tap_dir());
	mkdir(path, 0700);
	snprintf(seen, sizeof(seen), "%s/seen", tap_dir());
	snprintf(path, sizeof(path), "%s/bin/xdg-open", tap_dir());
	f = fopen(path, "w");
	if (!f)
		BUG("no browser");
	fprintf(f, "#!/bin/sh\n{ echo \"$*\"; cat \"$1\"; } >'%s.new'\nmv '%s.new' '%s'\n", seen, seen, seen);
	fclose(f);
	chmod(path, 0700);
	snprintf(old, sizeof(old), "%s", getenv("PATH"));
	snprintf(line, sizeof(line), "%s/bin:%s", tap_dir(), old);
	setenv("PATH", line, 1);
	snprintf(data, sizeof(data), "%s/open", tap_dir());
	tap_ok(spar_begin(&s, data, NULL, args), "a server that opens a browser");
	setenv("PATH", old, 1);
	for (int i = 0; i < WEB_TURNS && access(seen, F_OK); i++)
		web_pause();
	f = fopen(seen, "r");
	if (!f || !fgets(line, sizeof(line), f))
		BUG("the browser has seen nothing");
	line[strcspn(line, "\n")] = '\0';
	tap_ok(!strstr(line, "?t="), "gives it no link that all of this machine can read");
	tap_ok(!stat(line, &st) && (st.st_mode & 0777) == 0600, "but a file that only we can read");
	rest[fread(rest, 1, sizeof(rest) - 1, f)] = '\0';
	fclose(f);
	tap_ok(strstr(rest, s.link), "with the link in it");
	tap_is_int(web_enter(s.link), 303, "which works");
	spar_end(&s, SIGTERM);
	tap_ok(access(line, F_OK) != 0, "the file goes with the server");
}

/* ---- export and delete ---- */

static void put_file(const char *dir, const char *name)
{
	char path[PATH_MAX + 300];
	FILE *f;

	snprintf(path, sizeof(path), "%s/spar/%s", dir, name);
	f = fopen(path, "w");
	if (!f || fputs(MARK "\n", f) < 0 || fclose(f))
		BUG("cannot write %s", path);
}

/* How many files of the folder hold the text. */
static int files_with(const char *dir, const char *text)
{
	char path[PATH_MAX + 400];
	struct dirent *entry;
	struct err err = {0};
	int found = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/spar", dir);
	d = opendir(path);
	while (d && (entry = readdir(d))) {
		struct buf b;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/spar/%s", dir, entry->d_name);
		buf_init(&b, (size_t)64 << 20);
		if (!fs_read(path, (size_t)64 << 20, &b, &err) && memmem(b.p, b.n, text, strlen(text))) {
			found++;
			printf("# in %s\n", entry->d_name);
		}
		buf_release(&b);
	}
	if (d)
		closedir(d);
	return found;
}

static void test_export_and_delete(struct spar *s)
{
	static const char *const ours[] = {"spar.db.before-1", "spar.db.before-2", "history", "history.new", "spar-export-2026-11-24.json",
					   "spar-export-2026-11-24.md"};
	int64_t attempt = web_begin_attempt(EXERCISE, VARIANT), job;
	json_t *value;
	char path[100];
	int page;

	job = web_submit_query(attempt, "SELECT 1 AS " MARK);
	web_job_until(job, "done", NULL);
	snprintf(path, sizeof(path), "/api/attempts/%lld/draft", (long long)attempt);
	web_post(path, "{\"text\":\"SELECT ```` AS draft_" MARK "\"}");
	web_post("/api/settings", "{\"level\":\"L6+\"}");
	tap_is_int(web_get("/api/export.json"), 200, "an export for programs");
	value = web_json();
	tap_ok(json_array_size(json_get_array(value, "events")) >= 4 && json_array_size(json_get_array(value, "drafts")) == 1 &&
	       json_get_object(value, "settings"), "has events, drafts and settings");
	json_decref(value);
	tap_ok(strstr(client_body(), "SELECT 1 AS " MARK) && strstr(client_body(), "draft_" MARK), "with what was written");
	tap_is_int(web_get("/api/export.md"), 200, "an export for people");
	tap_ok(strstr(client_body(), "SELECT 1 AS " MARK) && strstr(client_body(), "Verdict: **wrong**"), "with query and verdict");
	tap_ok(strstr(client_body(), "draft_" MARK), "and the draft");
	tap_ok(strstr(client_body(), "Level: L6+"), "and what was set");

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		put_file(s->data, ours[i]);
	tap_ok(files_with(s->data, MARK) > 6, "the text is in many files");
	page = page_open();
	tap_is_int(web_post("/api/delete", "{\"confirm\":\"delete everything\"}"), 200, "everything is deleted");
	tap_ok(strstr(client_body(), "spar.db.before-2") && strstr(client_body(), "history.new"), "and said what");
	tap_is_int(files_with(s->data, MARK), 0, "no file has the text any more");
	tap_is_int(web_get("/api/status"), 401, "the cookie is of no use any more");
	while (recv(page, path, sizeof(path), 0) > 0)
		;
	tap_ok(true, "and the page's WebSocket has ended");
	close(page);
	put_file(s->data, "mine.txt");
	tap_is_int(spar_end(s, SIGTERM), 0, "the end");

	spar_start(s, "real", NULL);
	tap_is_int(web_get("/api/attempts"), 200, "a new record");
	tap_ok(strstr(client_body(), "\"attempts\":[]"), "is empty");
	snprintf(path, sizeof(path), "/api/jobs/%lld", (long long)job);
	tap_is_int(web_get(path), 404, "the judge remembers nothing");
	web_post("/api/delete", "{\"confirm\":\"delete everything\"}");
	tap_is_int(files_with(s->data, MARK), 1, "what is not ours stays");
}

int main(void)
{
	struct spar s;

	hangs = web_hanging_worker();
	spar_start(&s, "real", NULL);
	test_messages();
	test_export_and_delete(&s);
	spar_end(&s, SIGTERM);
	test_long_work();
	test_death("killed", SIGKILL);
	test_death("terminated", SIGTERM);
	test_death("interrupted", SIGINT);
	test_starting();
	test_open();
	buf_release(&client_reply);
	return tap_done();
}
