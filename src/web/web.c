#include "web/web_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/rng.h"

#define SESSION_DIGITS 64

static void hex(const unsigned char *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
}

static bool is_session(struct str s)
{
	if (s.n != SESSION_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789abcdef", s.p[i]))
			return false;
	return true;
}

static enum err_code make_session(struct web *w, const char *path, struct err *err)
{
	unsigned char secret[SESSION_DIGITS / 2];

	if (rng_secret(secret, sizeof(secret)))
		return err_set(err, ERR_IO, "the system gives no random bytes");
	hex(secret, sizeof(secret), w->session);
	return fs_write(path, (struct str){w->session, SESSION_DIGITS}, 0600, err);
}

/* The cookie's value stands beside the record, so that a page that is open goes on after a restart. */
static enum err_code load_session(struct web *w, bool fresh, struct err *err)
{
	struct err ignored = {0};
	enum err_code code = ERR_OK;
	struct arena a;
	struct buf b;

	arena_init(&a, 64 << 10);
	buf_init(&b, 4096);
	const char *path = fs_join(&a, w->data_dir, STORE_SESSION_FILE);

	if (!fresh && !fs_read(path, 4096, &b, &ignored) && is_session(str_trim((struct str){b.p, b.n})))
		memcpy(w->session, b.p, SESSION_DIGITS);
	else
		code = make_session(w, path, err);
	buf_release(&b);
	arena_release(&a);
	return code;
}

enum err_code web_new_session(struct web *w, struct err *err)
{
	enum err_code code = load_session(w, true, err);

	if (!code)
		http_session(w->http, w->session);
	return code;
}

static void tell(void *user, const json_t *message)
{
	struct web *w = user;
	char *text = json_text(message);

	if (text && w->http)
		http_tell(w->http, text, strlen(text));
	free(text);
}

void web_changed(struct web *w, const char *what, int64_t attempt, const char *from)
{
	json_t *m = json_pack("{s:s,s:s}", "type", "changed", "what", what);

	if (attempt)
		json_object_set_new(m, "attempt", json_integer(attempt));
	if (from)
		json_object_set_new(m, "from", json_text_value(from, strlen(from)));
	tell(w, m);
	json_decref(m);
}

static void recorded(void *user, int64_t attempt)
{
	web_changed(user, "record", attempt, NULL);
}

/* ---- WebSocket ---- */

static void on_open(void *user, uint64_t socket)
{
	struct web *w = user;
	json_t *m = json_pack("{s:s,s:s,s:s}", "type", "hello", "version", WEB_VERSION, "boot", w->boot);
	char *text = json_text(m);

	if (text && w->http)
		http_tell_one(w->http, socket, text, strlen(text));
	free(text);
	json_decref(m);
}

static void on_message(void *user, uint64_t socket, struct str text)
{
	static const char pong[] = "{\"type\":\"pong\"}";
	struct web *w = user;
	struct err err = {0};
	json_t *m = json_parse(text, &err);
	const char *type = json_is_object(m) ? json_get_text(m, "type", "") : "";

	/* What is not understood is not answered: a page of another version may know more. */
	if (!strcmp(type, "ping") && w->http)
		http_tell_one(w->http, socket, pong, sizeof(pong) - 1);
	else if (!strcmp(type, "stop"))
		jobs_stop(w->jobs, json_get_int(m, "job", 0), &err);
	json_decref(m);
}

/* ---- start ---- */

/* A submission that the end of the program left without a verdict. */
struct orphan {
	int64_t id, attempt, elapsed_ms;
	const char *subject, *query;
};

struct orphans {
	struct arena *a;
	struct orphan last;
};

static bool find_orphan(const struct store_record *e, void *arg)
{
	struct orphans *o = arg;

	if (!strcmp(e->kind, "attempt.submitted"))
		o->last = (struct orphan){e->id, json_get_int(e->body, "attempt", 0), json_get_int(e->body, "elapsed_ms", 0),
					  arena_strdup(o->a, e->subject),
					  arena_strdup(o->a, json_get_text(e->body, "query", ""))};
	else if (!strcmp(e->kind, "attempt.judged") && json_get_int(e->body, "submission", 0) == o->last.id)
		o->last.id = 0;
	return !arena_over(o->a);
}

/* Judge what was cut off: the last submission of each attempt that is still open. */
static void judge_orphans(struct web *w)
{
	struct store_attempt *attempts = NULL;
	struct err err = {0};
	struct arena a;
	size_t n = 0;

	arena_init(&a, WEB_ARENA_BYTES);
	if (store_attempts(w->store, NULL, 50, &a, &attempts, &n, &err))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		struct orphans o = {.a = &a};
		struct store_which which = {.attempt = attempts[i].id, .kind = "attempt.*"};
		struct job_ask ask = {.kind = JOB_SUBMIT};
		int64_t id;

		if (attempts[i].outcome != ATTEMPT_OPEN || store_events(w->store, &which, find_orphan, &o, &err) || !o.last.id)
			continue;
		ask.attempt = attempts[i].id;
		ask.submission = o.last.id;
		ask.elapsed_ms = o.last.elapsed_ms;
		ask.query = str_of(o.last.query);
		if (web_subject(w, o.last.subject, &ask.ex, &ask.v))
			jobs_add(w->jobs, &ask, &id, &err);
	}
	arena_release(&a);
}

enum err_code web_start(struct web **out, const struct web_options *options, struct err *err)
{
	struct web *w = calloc(1, sizeof(*w));
	unsigned char boot[8];
	enum err_code code;
	struct arena a;
	char *dir = NULL;

	*out = NULL;
	if (!w)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&a, 64 << 10);
	if (rng_secret(boot, sizeof(boot))) {
		code = err_set(err, ERR_IO, "the system gives no random bytes");
		goto out;
	}
	hex(boot, sizeof(boot), w->boot);
	w->started_ms = clock_mono_ms();
	if (!options->data_dir && (code = fs_data_dir(&a, &dir, err)))
		goto out;
	w->data_dir = strdup(options->data_dir ? options->data_dir : dir);
	if (!w->data_dir) {
		code = err_set(err, ERR_MEMORY, "out of memory");
		goto out;
	}
	if ((code = bank_open(&w->bank, NULL, NULL, err)) || (code = store_open(&w->store, w->data_dir, err)) ||
	    (code = load_session(w, false, err)))
		goto out;
	bank_load_all(w->bank);

	struct jobs_options jobs = {.bank = w->bank, .data_dir = w->data_dir, .threads = WEB_JUDGES, .waiting_max = WEB_JOBS_MAX,
				    .tell = tell, .recorded = recorded, .user = w};
	struct http_options http = {
		.bind = options->bind,
		.port = options->port ? options->port : WEB_PORT,
		.port_tries = options->port ? 1 : WEB_PORT_TRIES,
		.routes = web_routes,
		.route_count = web_route_count,
		.session = w->session,
		.user = w,
		.on_message = on_message,
		.on_open = on_open,
	};

	if (options->port == WEB_PORT_ANY)
		http.port = 0;
	if ((code = jobs_new(&w->jobs, &jobs, err)) || (code = http_start(&w->http, &http, err)))
		goto out;
	judge_orphans(w);
	*out = w;
	w = NULL;
out:
	web_stop(w);
	arena_release(&a);
	return code;
}

void web_stop(struct web *w)
{
	if (!w)
		return;
	/* The judges tell what happens, so they end before the server; requests add jobs until it ends. */
	jobs_end(w->jobs);
	http_stop(w->http);
	jobs_free(w->jobs);
	store_close(w->store);
	bank_free(w->bank);
	free(w->data_dir);
	free(w);
}

int web_port(const struct web *w)
{
	return http_port(w->http);
}

enum err_code web_link(struct web *w, char *out, size_t size, struct err *err)
{
	return http_link(w->http, out, size, err);
}
