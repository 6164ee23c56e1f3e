#include "http/ws.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"
#include "http/ws_peer.h"

#define CODE_GOING_AWAY 1001
#define CODE_TRY_AGAIN_LATER 1013
#define STOP_MS 500                      /* for the last words */
#define SILENT_PINGS 3
#define NEVER INT64_MAX

struct member {
	struct member *next;
	struct ws_hub *hub;
	struct ws_peer *peer;
	uint64_t id;
	int fd;
	void (*ended)(void *user);
	void *user;
};

/* A text that waits for the thread. */
struct letter {
	struct letter *next;
	uint64_t to;                     /* 0: every page */
	size_t n;
	char text[];
};

struct ws_hub {
	struct ws_options o;
	int wake_fd;
	pthread_t thread;
	bool has_thread;
	struct member *members;          /* of the thread */
	struct pollfd *fds;              /* of the thread; sockets_max and one */
	int64_t ping_at_ms;

	pthread_mutex_t lock;            /* of what follows */
	bool stopping;
	bool spilled;                    /* the outbox was too full: pages have missed something */
	int count;
	uint64_t last_id;
	struct member *arrivals;
	struct letter *outbox, **outbox_end;
	size_t outbox_bytes;
};

static void wake(struct ws_hub *hub)
{
	uint64_t one = 1;

	/* Fails only when it is awake already. */
	if (write(hub->wake_fd, &one, sizeof(one)) < 0)
		return;
}

static bool is_hub_thread(const struct ws_hub *hub)
{
	return hub->has_thread && pthread_equal(hub->thread, pthread_self());
}

/* ---- from any thread ---- */

/* On the hub's own thread a text goes out at once, so that what is said in on_open() comes first. */
static void tell_now(struct ws_hub *hub, uint64_t to, const char *text, size_t n)
{
	int64_t now_ms = clock_mono_ms();

	for (struct member *m = hub->members; m; m = m->next)
		if (!to || m->id == to)
			ws_peer_tell(m->peer, text, n, now_ms);
}

static void tell(struct ws_hub *hub, uint64_t to, const char *text, size_t n)
{
	struct letter *l;

	if (is_hub_thread(hub)) {
		tell_now(hub, to, text, n);
		return;
	}
	l = malloc(sizeof(*l) + n);
	if (l) {
		*l = (struct letter){.to = to, .n = n};
		memcpy(l->text, text, n);
	}
	pthread_mutex_lock(&hub->lock);
	if (!hub->count || hub->stopping) {
		free(l);
	} else if (!l || n > hub->o.queue_max_bytes - hub->outbox_bytes) {
		hub->spilled = true;
		free(l);
	} else {
		*hub->outbox_end = l;
		hub->outbox_end = &l->next;
		hub->outbox_bytes += n;
	}
	pthread_mutex_unlock(&hub->lock);
	wake(hub);
}

void ws_hub_tell(struct ws_hub *hub, const char *text, size_t n)
{
	tell(hub, 0, text, n);
}

void ws_hub_tell_one(struct ws_hub *hub, uint64_t socket, const char *text, size_t n)
{
	if (socket)
		tell(hub, socket, text, n);
}

int ws_hub_count(struct ws_hub *hub)
{
	int count;

	pthread_mutex_lock(&hub->lock);
	count = hub->count;
	pthread_mutex_unlock(&hub->lock);
	return count;
}

static void on_text(void *user, struct ws_peer *peer, struct str text)
{
	struct member *m = user;

	(void)peer;
	if (m->hub->o.on_message)
		m->hub->o.on_message(m->hub->o.user, m->id, text);
}

enum err_code ws_hub_take(struct ws_hub *hub, int fd, const char *early, size_t n, void (*ended)(void *user), void *user,
			  struct err *err)
{
	struct member *m = calloc(1, sizeof(*m));
	struct ws_peer_options o = {.message_max_bytes = hub->o.frame_max_bytes, .queue_max_bytes = hub->o.queue_max_bytes, .user = m,
				    .on_text = on_text};
	bool taken;

	if (!m || !(m->peer = ws_peer_new(fd, early, n, &o))) {
		free(m);
		return err_set(err, ERR_MEMORY, "out of memory for a page");
	}
	m->hub = hub;
	m->fd = fd;
	m->ended = ended;
	m->user = user;
	pthread_mutex_lock(&hub->lock);
	taken = !hub->stopping && (size_t)hub->count < hub->o.sockets_max;
	if (taken) {
		m->id = ++hub->last_id;
		m->next = hub->arrivals;
		hub->arrivals = m;
		hub->count++;
	}
	pthread_mutex_unlock(&hub->lock);
	if (!taken) {
		ws_peer_free(m->peer);
		free(m);
		return err_set(err, ERR_BUSY, "too many pages are open");
	}
	wake(hub);
	return ERR_OK;
}

/* ---- the thread ---- */

static void give_back(struct ws_hub *hub, struct member *m)
{
	ws_peer_free(m->peer);
	pthread_mutex_lock(&hub->lock);
	hub->count--;
	pthread_mutex_unlock(&hub->lock);
	m->ended(m->user);
	free(m);
}

static void give_back_ended(struct ws_hub *hub, int64_t now_ms)
{
	struct member **p = &hub->members, *m;

	while ((m = *p)) {
		if (!ws_peer_over(m->peer, now_ms)) {
			p = &m->next;
			continue;
		}
		*p = m->next;
		give_back(hub, m);
	}
}

/* What other threads have put down; those that come now have not missed what was said before. Returns false when it is time to stop. */
static bool take_in(struct ws_hub *hub)
{
	struct member *arrivals, *m;
	struct letter *letters, *l;
	int64_t now_ms = clock_mono_ms();
	bool spilled, stopping;

	pthread_mutex_lock(&hub->lock);
	arrivals = hub->arrivals;
	letters = hub->outbox;
	spilled = hub->spilled;
	stopping = hub->stopping;
	hub->arrivals = NULL;
	hub->outbox = NULL;
	hub->outbox_end = &hub->outbox;
	hub->outbox_bytes = 0;
	hub->spilled = false;
	pthread_mutex_unlock(&hub->lock);
	while ((l = letters)) {
		letters = l->next;
		tell_now(hub, l->to, l->text, l->n);
		free(l);
	}
	for (m = spilled ? hub->members : NULL; m; m = m->next)
		ws_peer_close(m->peer, CODE_TRY_AGAIN_LATER, now_ms);
	while ((m = arrivals)) {
		arrivals = m->next;
		m->next = hub->members;
		hub->members = m;
		if (hub->o.on_open && !stopping)
			hub->o.on_open(hub->o.user, m->id);
	}
	return !stopping;
}

static void ping_all(struct ws_hub *hub, int64_t now_ms)
{
	if (now_ms < hub->ping_at_ms)
		return;
	hub->ping_at_ms = now_ms + hub->o.ping_ms;
	for (struct member *m = hub->members; m; m = m->next) {
		if (now_ms - ws_peer_heard_ms(m->peer) > (int64_t)SILENT_PINGS * hub->o.ping_ms)
			ws_peer_close(m->peer, CODE_GOING_AWAY, now_ms);
		else
			ws_peer_ping(m->peer);
	}
}

static void step_all(struct ws_hub *hub)
{
	int64_t now_ms = clock_mono_ms();

	for (struct member *m = hub->members; m; m = m->next)
		ws_peer_step(m->peer, now_ms);
	give_back_ended(hub, now_ms);
}

/* Wait until something can be done, until_ms at the longest. */
static void wait_for(struct ws_hub *hub, int64_t until_ms)
{
	int64_t now_ms = clock_mono_ms();
	nfds_t n = 0;
	uint64_t count;

	hub->fds[n++] = (struct pollfd){.fd = hub->wake_fd, .events = POLLIN};
	for (struct member *m = hub->members; m; m = m->next) {
		hub->fds[n++] = (struct pollfd){.fd = m->fd, .events = ws_peer_events(m->peer)};
		if (ws_peer_deadline_ms(m->peer) < until_ms)
			until_ms = ws_peer_deadline_ms(m->peer);
	}
	if (poll(hub->fds, n, until_ms <= now_ms ? 0 : until_ms - now_ms > 60000 ? 60000 : (int)(until_ms - now_ms)) < 0 && errno != EINTR)
		BUG("cannot wait for pages: %s", strerror(errno));
	if ((hub->fds[0].revents & POLLIN) && read(hub->wake_fd, &count, sizeof(count)) < 0)
		log_at(LOG_DEBUG, "http: woken twice");
}

/* Last words, to those that still read. */
static void say_goodbye(struct ws_hub *hub)
{
	int64_t until_ms = clock_mono_ms() + STOP_MS;
	bool sent = false;

	for (struct member *m = hub->members; m; m = m->next)
		ws_peer_close(m->peer, CODE_GOING_AWAY, clock_mono_ms());
	while (hub->members && !sent && clock_mono_ms() < until_ms) {
		step_all(hub);
		sent = true;
		for (struct member *m = hub->members; m; m = m->next)
			sent = sent && ws_peer_sent(m->peer);
		if (!sent)
			wait_for(hub, until_ms);
	}
	while (hub->members) {
		struct member *m = hub->members;

		hub->members = m->next;
		give_back(hub, m);
	}
}

static void *run(void *arg)
{
	struct ws_hub *hub = arg;

	while (take_in(hub)) {
		ping_all(hub, clock_mono_ms());
		step_all(hub);
		wait_for(hub, hub->members ? hub->ping_at_ms : NEVER);
	}
	say_goodbye(hub);
	return NULL;
}

/* ---- start and stop ---- */

static enum err_code start_thread(struct ws_hub *hub, struct err *err)
{
	enum err_code code;

	/* The thread asks for hub->thread only after it has taken the lock, which we hold until it is set. */
	pthread_mutex_lock(&hub->lock);
	code = thread_start(&hub->thread, "spar-ws", "the thread of the pages", run, hub, err);
	hub->has_thread = !code;
	pthread_mutex_unlock(&hub->lock);
	return code;
}

enum err_code ws_hub_start(struct ws_hub **out, const struct ws_options *options, struct err *err)
{
	struct ws_hub *hub = calloc(1, sizeof(*hub));
	enum err_code code;

	*out = NULL;
	if (!hub || !(hub->fds = calloc(options->sockets_max + 1, sizeof(*hub->fds)))) {
		free(hub);
		return err_set(err, ERR_MEMORY, "out of memory for the pages");
	}
	hub->o = *options;
	hub->outbox_end = &hub->outbox;
	hub->ping_at_ms = clock_mono_ms() + options->ping_ms;
	pthread_mutex_init(&hub->lock, NULL);
	hub->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (hub->wake_fd < 0)
		code = err_errno(err, ERR_IO, errno, "cannot start the thread of the pages");
	else
		code = start_thread(hub, err);
	if (code)
		ws_hub_stop(hub);
	else
		*out = hub;
	return code;
}

void ws_hub_stop(struct ws_hub *hub)
{
	struct member *m;

	if (!hub)
		return;
	if (hub->has_thread) {
		pthread_mutex_lock(&hub->lock);
		hub->stopping = true;
		pthread_mutex_unlock(&hub->lock);
		wake(hub);
		pthread_join(hub->thread, NULL);
	}
	/* The thread has taken everything in before it saw that it must stop, and nothing is taken after. */
	while ((m = hub->arrivals)) {
		hub->arrivals = m->next;
		give_back(hub, m);
	}
	while (hub->outbox) {
		struct letter *l = hub->outbox;

		hub->outbox = l->next;
		free(l);
	}
	if (hub->wake_fd >= 0)
		close(hub->wake_fd);
	pthread_mutex_destroy(&hub->lock);
	free(hub->fds);
	free(hub);
}
