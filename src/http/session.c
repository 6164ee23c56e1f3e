/* Who is in: the link that works once and the cookie's value. */
#include "http/http_int.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"

void server_hex(const unsigned char *p, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
}

enum err_code http_link(struct http_server *s, char *out, size_t size, struct err *err)
{
	unsigned char secret[HTTP_TOKEN_DIGITS / 2];
	char token[HTTP_TOKEN_DIGITS + 1];
	const char *host = s->bind;
	char in_brackets[GUARD_HOST_BYTES];
	int n;

	if (rng_secret(secret, sizeof(secret)))
		return err_set(err, ERR_IO, "the system gives no random bytes");
	server_hex(secret, sizeof(secret), token);
	if (!host || !strcmp(host, "0.0.0.0"))
		host = "127.0.0.1";
	else if (!strcmp(host, "::"))
		host = "::1";
	snprintf(in_brackets, sizeof(in_brackets), "[%s]", host);
	n = snprintf(out, size, "http://%s:%d/?t=%s", strchr(host, ':') ? in_brackets : host, s->port, token);
	if (n < 0 || (size_t)n >= size)
		return err_set(err, ERR_LIMIT, "the link needs %d bytes", n + 1);
	pthread_mutex_lock(&s->lock);
	memcpy(s->token, token, sizeof(token));
	pthread_mutex_unlock(&s->lock);
	return ERR_OK;
}

void http_session(struct http_server *s, const char *session)
{
	if (strlen(session) != HTTP_SESSION_DIGITS)
		BUG("a session has %d digits", HTTP_SESSION_DIGITS);
	pthread_mutex_lock(&s->lock);
	memcpy(s->session, session, HTTP_SESSION_DIGITS + 1);
	s->log_out = true;
	pthread_mutex_unlock(&s->lock);
	if (s->wake_fd >= 0)
		server_wake(s);
}

bool server_take_token(struct http_server *s, const char *token)
{
	bool same;

	if (strlen(token) != HTTP_TOKEN_DIGITS)
		return false;
	pthread_mutex_lock(&s->lock);
	same = s->token[0] && guard_same(token, s->token, HTTP_TOKEN_DIGITS);
	if (same)
		memset(s->token, 0, sizeof(s->token));
	pthread_mutex_unlock(&s->lock);
	return same;
}

void server_session(struct http_server *s, char out[HTTP_SESSION_DIGITS + 1])
{
	pthread_mutex_lock(&s->lock);
	memcpy(out, s->session, HTTP_SESSION_DIGITS + 1);
	pthread_mutex_unlock(&s->lock);
}

bool server_knows(struct http_server *s, const struct guard_ask *ask, struct guard_no *no)
{
	char session[HTTP_SESSION_DIGITS + 1];

	server_session(s, session);
	return guard_cookie(ask, s->cookie, session, no);
}
