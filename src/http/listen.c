/* Where the server listens: an address, and the first port of a range that is free. */
#include "http/http_int.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* 0, or errno. */
static int listen_at(const struct addrinfo *at, int port, int *fd_out)
{
	union address address = {0};
	int on = 1, failed = 0;

	if (at->ai_addrlen > sizeof(address))
		return EAFNOSUPPORT;
	memcpy(&address, at->ai_addr, at->ai_addrlen);
	if (at->ai_family == AF_INET6)
		address.v6.sin6_port = htons((uint16_t)port);
	else
		address.v4.sin_port = htons((uint16_t)port);
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	/* A port that this program has just left may be taken again at once. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    (at->ai_family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on)) < 0) ||
	    bind(fd, &address.any, at->ai_addrlen) < 0 || listen(fd, 128) < 0)
		failed = errno;
	if (failed)
		close(fd);
	else
		*fd_out = fd;
	return failed;
}

static int port_of(int fd)
{
	union address address = {0};
	socklen_t n = sizeof(address);

	if (getsockname(fd, &address.any, &n) < 0)
		BUG("a socket that listens has no name: %s", strerror(errno));
	return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port);
}

enum err_code server_listen(struct http_server *s, const struct http_options *o, struct err *err)
{
	const char *name = o->bind ? o->bind : "127.0.0.1";
	struct addrinfo *at = NULL, hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
	int tries = o->port_tries > 1 && o->port ? o->port_tries : 1, failed = 0;
	enum err_code code = ERR_OK;

	if (o->port < 0 || o->port > 65535)
		return err_set(err, ERR_INPUT, "there is no port %d", o->port);
	if (getaddrinfo(name, NULL, &hints, &at))
		return err_set(err, ERR_INPUT, "'%s' is no address of this machine", name);
	if (o->port + tries > 65536)
		tries = 65536 - o->port;
	for (int i = 0; i < tries && s->listen_fd < 0; i++) {
		failed = listen_at(at, o->port + i, &s->listen_fd);
		if (failed && failed != EADDRINUSE)
			break;
	}
	freeaddrinfo(at);
	if (s->listen_fd >= 0)
		s->port = port_of(s->listen_fd);
	else if (failed == EADDRINUSE && tries > 1)
		code = err_set(err, ERR_BUSY, "every port from %d to %d is in use", o->port, o->port + tries - 1);
	else if (failed == EADDRINUSE)
		code = err_set(err, ERR_BUSY, "port %d is in use", o->port);
	else if (failed == EADDRNOTAVAIL || failed == EACCES || failed == EAFNOSUPPORT || failed == EINVAL)
		code = err_errno(err, ERR_INPUT, failed, "cannot listen on '%s', port %d", name, o->port);
	else
		code = err_errno(err, ERR_IO, failed, "cannot listen on '%s', port %d", name, o->port);
	return code;
}
