#include "web/web_int.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/log.h"
#include "base/rng.h"

#define SESSION_DIGITS 64
#define ORPHAN_ATTEMPTS 50         /* so far back we look for what was cut off */

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

/* Only what deletes the record can leave it closed; beside the others it is opened at the first request. */
static enum err_code before(void *user, struct err *err)
{
	struct web *w = user;

	if (w->whole)
		w->http = w->whole->http;
	return w->store ? ERR_OK : store_open(&w->store, w->data_dir, err);
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
	struct err ignored = {0};
	int64_t job;

	switch (web_message(text, &job)) {
	case PAGE_PING:
		http_tell_one(w->http, socket, pong, sizeof(pong) - 1);
		break;
	case PAGE_STOP:
		/* One that is not there any more is not running either. */
		jobs_stop(w->jobs, job, &ignored);
		break;
	case PAGE_NOTHING:
		break;
	}
}

/* ---- start ---- */

/* Submissions that the end of the program left without a verdict. */
struct orphan {
	struct orphan *next;
	int64_t id, elapsed_ms;
	const char *subject, *query;
};

struct orphans {
	struct arena *a;
	struct orphan *first, **end;
};

static bool find_orphan(const struct store_record *e, void *arg)
{
	struct orphans *o = arg;

	if (!strcmp(e->kind, "attempt.submitted")) {
		struct orphan *new = ARENA_NEW(o->a, struct orphan, 1);

		*new = (struct orphan){.id = e->id, .elapsed_ms = json_get_int(e->body, "elapsed_ms", 0),
				       .subject = arena_strdup(o->a, e->subject),
				       .query = arena_strdup(o->a, json_get_text(e->body, "query", ""))};
		*o->end = new;
		o->end = &new->next;
	} else if (!strcmp(e->kind, "attempt.judged")) {
		int64_t id = json_get_int(e->body, "submission", 0);

		for (struct orphan **p = &o->first; *p; p = &(*p)->next) {
			if ((*p)->id != id)
				continue;
			*p = (*p)->next;
			break;
		}
		for (o->end = &o->first; *o->end; o->end = &(*o->end)->next)
			;
	}
	return !arena_over(o->a);
}

/* Judge what was cut off in the last attempts, oldest first. What cannot be is left for the next start. */
static void judge_orphans(struct web *w)
{
	struct store_attempt *attempts = NULL;
	struct err err = {0};
	struct arena list;
	size_t n = 0;

	arena_init(&list, WEB_ARENA_BYTES);
	if (store_attempts(w->store, NULL, ORPHAN_ATTEMPTS, &list, &attempts, &n, &err))
		n = 0;
	for (size_t i = n; i-- > 0;) {
		struct store_which which = {.attempt = attempts[i].id, .kind = "attempt.*"};
		struct arena a;
		struct orphans o = {.a = &a};
		int64_t id;

		arena_init(&a, WEB_ARENA_BYTES);
		o.end = &o.first;
		if (!attempts[i].submissions || store_events(w->store, &which, find_orphan, &o, &err))
			o.first = NULL;
		for (const struct orphan *one = o.first; one; one = one->next) {
			struct job_ask ask = {.kind = JOB_SUBMIT, .attempt = attempts[i].id, .submission = one->id,
					      .elapsed_ms = one->elapsed_ms, .query = str_of(one->query), .always = true};

			if (!web_subject(w, one->subject, &ask.ex, &ask.v) || jobs_add(w->jobs, &ask, &id, &err))
				log_at(LOG_WARN, "submission %lld cannot be judged", (long long)one->id);
		}
		arena_release(&a);
	}
	arena_release(&list);
}

static enum err_code load_settings(struct web *w, struct err *err)
{
	json_t *settings = NULL;
	enum err_code code = web_settings(w, &settings, err);

	if (!code)
		web_use_zone(w, settings);
	json_decref(settings);
	return code;
}

/* Without them there are drills all the same. */
static void open_asks(struct web *w)
{
	const char *pack = bank_pack(w->bank)->id;
	struct err err = {0};

	if (ask_content_open(&w->asks, NULL, pack, &err)) {
		log_at(LOG_WARN, "no questions about queries: %s", err.text);
		w->asks = NULL;
	}
	if (talk_pack_open(&w->talk, NULL, pack, &err)) {
		log_at(LOG_WARN, "answers in words are not checked: %s", err.text);
		w->talk = NULL;
	}
}

static enum err_code make_beside(struct web *w, struct err *err)
{
	struct web *b = w->beside = calloc(1, sizeof(*b));

	if (!b)
		return err_set(err, ERR_MEMORY, "out of memory");
	b->whole = w;
	b->bank = w->bank;
	b->jobs = w->jobs;
	b->asks = w->asks;
	b->talk = w->talk;
	b->data_dir = w->data_dir;
	b->zone = zone_utc();
	return ERR_OK;
}

static void free_beside(struct web *b)
{
	if (!b)
		return;
	store_close(b->store);
	story_pack_free(b->stories);
	web_mock_free(b->mock);
	web_wording_free(b->wording);
	/* Rounds open it when nobody else could. */
	if (b->talk != b->whole->talk)
		talk_pack_free(b->talk);
	free(b);
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
	arena_init(&w->zone_arena, 1u << 20);
	w->zone = zone_utc();
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
	    (code = load_session(w, false, err)) || (code = load_settings(w, err)))
		goto out;
	bank_load_all(w->bank);
	open_asks(w);

	struct jobs_options jobs = {.bank = w->bank, .data_dir = w->data_dir, .asks = w->asks, .talk = w->talk, .threads = WEB_JUDGES, .waiting_max = WEB_JOBS_MAX,
				    .tell = tell, .recorded = recorded, .user = w};
	struct http_options http = {
		.bind = options->bind,
		.port = options->port ? options->port : WEB_PORT,
		.port_tries = options->port ? 1 : WEB_PORT_TRIES,
		.routes = web_routes,
		.route_count = web_route_count,
		.session = w->session,
		.user = w,
		.before = before,
		.beside = web_beside,
		.on_message = on_message,
		.on_open = on_open,
	};

	if (options->port == WEB_PORT_ANY)
		http.port = 0;
	if ((code = jobs_new(&w->jobs, &jobs, err)) || (code = make_beside(w, err)))
		goto out;
	http.beside_user = w->beside;
	if ((code = http_start(&w->http, &http, err)))
		goto out;
	judge_orphans(w);
	*out = w;
	w = NULL;
out:
	web_stop(w);
	arena_release(&a);
	return code;
}

enum err_code web_link_file(struct web *w, const char *link, char *out, size_t size, struct err *err)
{
	char page[600];
	int n = snprintf(out, size, "%s/" STORE_LINK_FILE, w->data_dir);

	if (n < 0 || (size_t)n >= size)
		return err_set(err, ERR_LIMIT, "the name of the folder is too long");
	/* As we make links, they hold nothing that HTML could take amiss. */
	if (strpbrk(link, "\"'<>&"))
		BUG("'%s' is no link of ours", link);
	n = snprintf(page, sizeof(page), "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"
		     "<title>Spar</title><p><a href=\"%s\">Open Spar</a></p>\n", link, link);
	if (n < 0 || (size_t)n >= sizeof(page))
		return err_set(err, ERR_LIMIT, "the link is too long");
	return fs_write(out, (struct str){page, (size_t)n}, 0600, err);
}

/* The link in it works no more. */
static void drop_link_file(const struct web *w)
{
	struct arena a;

	if (!w->data_dir)
		return;
	arena_init(&a, 64 << 10);
	unlink(fs_join(&a, w->data_dir, STORE_LINK_FILE));
	arena_release(&a);
}

void web_stop(struct web *w)
{
	if (!w)
		return;
	drop_link_file(w);
	/* The judges tell what happens, so they end before the server; requests add jobs until it ends. */
	jobs_end(w->jobs);
	http_stop(w->http);
	jobs_free(w->jobs);
	free_beside(w->beside);
	store_close(w->store);
	story_pack_free(w->stories);
	web_mock_free(w->mock);
	web_wording_free(w->wording);
	ask_content_free(w->asks);
	talk_pack_free(w->talk);
	bank_free(w->bank);
	arena_release(&w->zone_arena);
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
