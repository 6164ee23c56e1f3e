/* The thread with its clock, the way in, WebSockets handed over and back. */
#include "http/http_int.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/thread.h"

#define POOL_BYTES ((size_t)64 << 10)      /* of the library, for one connection: headers and what is being read */
#define ACCEPTS_AT_ONCE 16
#define ACCEPT_PAUSE_MS 100                /* when descriptors have run out */
#define PING_MS 20000
#define TURN_AWAY_READS 32                 /* of a kilobyte: more than a request's head */

void server_wake(struct http_server *s)
{
	uint64_t one = 1;

	/* Fails only when it is awake already. */
	if (write(s->wake_fd, &one, sizeof(one)) < 0)
		return;
}

static void set_nodelay(int fd)
{
	int on = 1;

	/* A socket without it still works. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

/* ---- connections; all on the thread ---- */

static struct conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void on_connection(void *user, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = user;
	struct conn *c = *context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

		atomic_fetch_add(&s->connection_count, 1);
		/* Without it every request of the connection is turned away. */
		c = calloc(1, sizeof(*c));
		*context = c;
		if (!c)
			return;
		*c = (struct conn){.server = s, .fd = info ? info->connect_fd : -1, .next = s->conns,
				   .deadline_ms = clock_mono_ms() + s->limits.request_ms};
		if (s->conns)
			s->conns->before = c;
		s->conns = c;
		return;
	}
	atomic_fetch_sub(&s->connection_count, 1);
	if (!c)
		return;
	*(c->before ? &c->before->next : &s->conns) = c->next;
	if (c->next)
		c->next->before = c->before;
	exchange_free(c->exchange);
	free(c);
	*context = NULL;
}

/* The request line is there: the only time that the target is seen as it was sent. */
static void *on_target(void *user, const char *target, struct MHD_Connection *mhd)
{
	struct http_server *s = user;
	struct conn *c = conn_of(mhd);

	if (!c)
		return NULL;
	/* The first request's time began with the connection. */
	if (c->begun)
		c->deadline_ms = clock_mono_ms() + s->limits.request_ms;
	c->begun = true;
	exchange_free(c->exchange);
	c->exchange = exchange_new(s, mhd, target ? target : "");
	return NULL;
}

static enum MHD_Result on_step(void *user, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
			       const char *piece, size_t *n, void **context)
{
	struct conn *c = conn_of(mhd);

	(void)user;
	(void)url;
	(void)context;
	return c && c->exchange ? exchange_step(c->exchange, c, method, version, piece, n) : MHD_NO;
}

static void on_completed(void *user, struct MHD_Connection *mhd, void **context, enum MHD_RequestTerminationCode how)
{
	struct http_server *s = user;
	struct conn *c = conn_of(mhd);

	(void)context;
	(void)how;
	if (!c)
		return;
	exchange_free(c->exchange);
	c->exchange = NULL;
	c->deadline_ms = clock_mono_ms() + s->limits.idle_ms;
}

static void cut_late(struct http_server *s)
{
	int64_t now = clock_mono_ms();

	for (struct conn *c = s->conns; c; c = c->next) {
		if (c->deadline_ms > now)
			continue;
		/* The library finds it closed and ends with it. */
		shutdown(c->fd, SHUT_RDWR);
		c->deadline_ms = HTTP_NEVER;
	}
}

static int wait_ms(struct http_server *s)
{
	int64_t now = clock_mono_ms(), until = HTTP_NEVER;
	MHD_UNSIGNED_LONG_LONG library_ms;

	if (MHD_get_timeout(s->mhd, &library_ms))
		until = library_ms < 1000 ? now + (int64_t)library_ms : now + 1000;
	for (const struct conn *c = s->conns; c; c = c->next)
		if (c->deadline_ms < until)
			until = c->deadline_ms;
	if (s->accept_from_ms > now && s->accept_from_ms < until)
		until = s->accept_from_ms;
	if (until == HTTP_NEVER)
		return -1;
	return until <= now ? 0 : until - now > 60000 ? 60000 : (int)(until - now);
}

/* ---- accept ---- */

static void turn_away(int fd)
{
	struct str text = reply_full();
	char seen[1024];

	/* Whoever sent a request may be told that the connection was reset if it stays unread. */
	for (int i = 0; i < TURN_AWAY_READS && recv(fd, seen, sizeof(seen), MSG_DONTWAIT) == (ssize_t)sizeof(seen); i++)
		;
	if (send(fd, text.p, text.n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_at(LOG_DEBUG, "http: a connection too many has gone already");
	shutdown(fd, SHUT_WR);
	close(fd);
}

static void accept_some(struct http_server *s)
{
	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		struct sockaddr_storage from;
		socklen_t n = sizeof(from);
		int fd = accept4(s->listen_fd, (struct sockaddr *)&from, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd < 0) {
			if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
				s->accept_from_ms = clock_mono_ms() + ACCEPT_PAUSE_MS;
			if (errno == ECONNABORTED || errno == EINTR)
				continue;
			return;
		}
		if (atomic_load(&s->connection_count) >= s->limits.connections) {
			turn_away(fd);
			continue;
		}
		set_nodelay(fd);
		/* Closes fd when it fails. */
		if (!MHD_add_connection(s->mhd, fd, (struct sockaddr *)&from, n))
			log_at(LOG_WARN, "http: a connection could not be taken");
	}
}

/* ---- WebSockets ---- */

/* On the hub's thread, or on the thread that stops it. */
static void socket_ended(void *user)
{
	struct conn *c = user;
	struct http_server *s = c->server;

	pthread_mutex_lock(&s->lock);
	c->next_ended = s->ended;
	s->ended = c;
	pthread_mutex_unlock(&s->lock);
	server_wake(s);
}

void server_upgraded(void *user, struct MHD_Connection *mhd, void *context, const char *early, size_t n, MHD_socket fd,
		     struct MHD_UpgradeResponseHandle *handle)
{
	struct http_server *s = user;
	struct conn *c = conn_of(mhd);
	struct guard_no no;
	struct err err = {0};
	bool known;

	(void)context;
	if (!c || !c->exchange)
		BUG("a WebSocket that nobody asked for");
	/* It may have been logged out while it was told that it may come. */
	known = server_knows(s, &c->exchange->ask, &no);
	exchange_free(c->exchange);
	c->exchange = NULL;
	c->upgraded = handle;
	c->deadline_ms = HTTP_NEVER;
	/* The library has just switched it off. */
	set_nodelay(fd);
	if (!known)
		err_set(&err, ERR_USAGE, "%s", no.text);
	if (!known || ws_hub_take(s->hub, fd, early, n, socket_ended, c, &err)) {
		log_at(LOG_INFO, "http: %s", err.text);
		c->upgraded = NULL;
		MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
	}
}

static void close_ended(struct http_server *s)
{
	struct conn *c, *next;

	pthread_mutex_lock(&s->lock);
	c = s->ended;
	s->ended = NULL;
	pthread_mutex_unlock(&s->lock);
	for (; c; c = next) {
		next = c->next_ended;
		if (c->upgraded)
			MHD_upgrade_action(c->upgraded, MHD_UPGRADE_ACTION_CLOSE);
		c->upgraded = NULL;
	}
}

/* Pages of the session before hear nothing more: the hub reads the end and gives them back. */
static void close_logged_out(struct http_server *s)
{
	bool all;

	pthread_mutex_lock(&s->lock);
	all = s->log_out;
	s->log_out = false;
	pthread_mutex_unlock(&s->lock);
	for (struct conn *c = all ? s->conns : NULL; c; c = c->next)
		if (c->upgraded)
			shutdown(c->fd, SHUT_RD);
}

/* ---- the thread ---- */

static bool must_stop(struct http_server *s)
{
	bool stop;

	pthread_mutex_lock(&s->lock);
	stop = s->stopping;
	pthread_mutex_unlock(&s->lock);
	return stop;
}

static void *serve(void *user)
{
	struct http_server *s = user;
	uint64_t count;

	while (!must_stop(s)) {
		struct pollfd fds[] = {{.fd = s->wake_fd, .events = POLLIN}, {.fd = s->poll_fd, .events = POLLIN},
				       {.fd = s->listen_fd, .events = POLLIN}};

		if (s->accept_from_ms > clock_mono_ms())
			fds[2].fd = -1;
		if (poll(fds, 3, wait_ms(s)) < 0 && errno != EINTR)
			BUG("cannot wait for connections: %s", strerror(errno));
		if ((fds[0].revents & POLLIN) && read(s->wake_fd, &count, sizeof(count)) < 0)
			log_at(LOG_DEBUG, "http: woken twice");
		close_logged_out(s);
		close_ended(s);
		beside_answer(s);
		if (fds[2].revents)
			accept_some(s);
		MHD_run(s->mhd);
		cut_late(s);
	}
	return NULL;
}

/* ---- start and stop ---- */

__attribute__((format(printf, 2, 0)))
static void on_log(void *user, const char *fmt, va_list ap)
{
	char text[300];

	(void)user;
	if (!log_on(LOG_DEBUG))
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	log_at(LOG_DEBUG, "http: %s", text);
}

static enum err_code start_library(struct http_server *s, struct err *err)
{
	s->mhd = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_UPGRADE | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG, 0,
				  NULL, NULL, on_step, s,
				  MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
				  /* One more than accept_some() lets in. */
				  MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->limits.connections + 1,
				  MHD_OPTION_CONNECTION_MEMORY_LIMIT, POOL_BYTES,
				  /* Silence is on our own clock. */
				  MHD_OPTION_CONNECTION_TIMEOUT, 0u,
				  /* What a stricter library would close without a word, the guards answer. */
				  MHD_OPTION_STRICT_FOR_CLIENT, 0,
				  MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
				  MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
				  MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_END);
	const union MHD_DaemonInfo *info = s->mhd ? MHD_get_daemon_info(s->mhd, MHD_DAEMON_INFO_EPOLL_FD) : NULL;

	if (!info)
		return err_set(err, ERR_IO, "the HTTP library cannot start");
	s->poll_fd = info->epoll_fd;
	return ERR_OK;
}

static enum err_code start_hub(struct http_server *s, const struct http_options *o, struct err *err)
{
	struct ws_options hub = {
		.sockets_max = (size_t)s->limits.sockets,
		.frame_max_bytes = HTTP_FRAME_MAX_BYTES,
		.queue_max_bytes = HTTP_QUEUE_MAX_BYTES,
		.ping_ms = PING_MS,
		.user = o->user,
		.on_message = o->on_message,
		.on_open = o->on_open,
	};

	return ws_hub_start(&s->hub, &hub, err);
}

static int or_default(int value, int fallback)
{
	return value > 0 ? value : fallback;
}

static struct http_server *new_server(const struct http_options *o)
{
	struct http_server *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	if (o->bind && !(s->bind = strdup(o->bind))) {
		free(s);
		return NULL;
	}
	s->listen_fd = s->wake_fd = -1;
	s->routes = o->routes;
	s->route_count = o->route_count;
	s->user = o->user;
	s->before = o->before;
	s->beside.paths = o->beside;
	s->beside.user = o->beside_user;
	s->beside.end = &s->beside.first;
	s->limits = (struct http_limits){
		.connections = or_default(o->limits.connections, HTTP_CONNECTIONS),
		.sockets = or_default(o->limits.sockets, HTTP_SOCKETS),
		.request_ms = or_default(o->limits.request_ms, HTTP_REQUEST_MS),
		.idle_ms = or_default(o->limits.idle_ms, HTTP_IDLE_MS),
	};
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->beside.change, NULL);
	atomic_init(&s->connection_count, 0);
	http_session(s, o->session);
	return s;
}

enum err_code http_start(struct http_server **out, const struct http_options *options, struct err *err)
{
	struct http_server *s = new_server(options);
	enum err_code code;

	*out = NULL;
	if (!s)
		return err_set(err, ERR_MEMORY, "out of memory");
	route_check_table(options->routes, options->route_count);
	s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (s->wake_fd < 0)
		code = err_errno(err, ERR_IO, errno, "cannot start the server");
	else
		code = server_listen(s, options, err);
	if (!code) {
		bool any = s->bind && (!strcmp(s->bind, "0.0.0.0") || !strcmp(s->bind, "::"));

		/* "Every address" is the name of none. */
		guard_hosts_init(&s->hosts, any ? NULL : s->bind, s->port);
		snprintf(s->cookie, sizeof(s->cookie), "spar_session_%d", s->port);
		code = start_library(s, err);
	}
	if (!code)
		code = start_hub(s, options, err);
	/* Callbacks may come before this function returns, and want to use the server. */
	if (!code) {
		*out = s;
		code = beside_start(s, err);
	}
	if (!code) {
		code = thread_start(&s->thread, "spar-http", "the server's thread", serve, s, err);
		s->has_thread = !code;
	}
	if (code) {
		*out = NULL;
		http_stop(s);
	}
	return code;
}

void http_stop(struct http_server *s)
{
	if (!s)
		return;
	if (s->has_thread) {
		pthread_mutex_lock(&s->lock);
		s->stopping = true;
		pthread_mutex_unlock(&s->lock);
		server_wake(s);
		pthread_join(s->thread, NULL);
	}
	beside_stop(s);
	/* Nobody else runs the library now; the hub gives every socket back before it ends. */
	if (s->hub)
		ws_hub_stop(s->hub);
	if (s->mhd) {
		close_ended(s);
		MHD_stop_daemon(s->mhd);
	}
	if (s->listen_fd >= 0)
		close(s->listen_fd);
	if (s->wake_fd >= 0)
		close(s->wake_fd);
	pthread_cond_destroy(&s->beside.change);
	pthread_mutex_destroy(&s->lock);
	free(s->bind);
	free(s);
}

/* ---- from any thread ---- */

int http_port(const struct http_server *s)
{
	return s->port;
}

void http_tell(struct http_server *s, const char *text, size_t n)
{
	ws_hub_tell(s->hub, text, n);
}

void http_tell_one(struct http_server *s, uint64_t socket, const char *text, size_t n)
{
	ws_hub_tell_one(s->hub, socket, text, n);
}

void http_counts(struct http_server *s, int *sockets, int *connections)
{
	*sockets = ws_hub_count(s->hub);
	*connections = atomic_load(&s->connection_count);
}
