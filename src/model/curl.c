/* libcurl as we use it: one POST, no redirects, no names of files, one deadline. */
#include "model/model_int.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

#include "base/clock.h"

#define CONNECT_MS 1000

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct curl_calls calls;
static bool loaded;

static void load(void)
{
	static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
	const struct {
		const char *name;
		void *place;
	} wanted[] = {
		{"curl_global_init", &calls.global_init}, {"curl_easy_init", &calls.init}, {"curl_easy_setopt", &calls.setopt},
		{"curl_easy_perform", &calls.perform}, {"curl_easy_getinfo", &calls.getinfo}, {"curl_easy_cleanup", &calls.cleanup},
		{"curl_slist_append", &calls.slist_append}, {"curl_slist_free_all", &calls.slist_free_all}, {"curl_easy_strerror", &calls.strerror},
	};
	void *lib = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !lib; i++)
		lib = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	for (size_t i = 0; lib && i < sizeof(wanted) / sizeof(*wanted); i++) {
		void *found = dlsym(lib, wanted[i].name);

		if (!found)
			return;
		memcpy(wanted[i].place, &found, sizeof(found));
	}
	loaded = lib && calls.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

enum err_code curl_load(const struct curl_calls **out, struct err *err)
{
	pthread_once(&once, load);
	*out = &calls;
	return loaded ? ERR_OK : err_set(err, ERR_MISSING, "libcurl is not installed; Debian has it as libcurl4");
}

static size_t on_bytes(char *p, size_t size, size_t n, void *user)
{
	struct buf *out = user;

	buf_add(out, p, size * n);
	/* Another number than it was given ends the transfer. */
	return out->code ? 0 : size * n;
}

static int on_progress(void *user, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now)
{
	(void)total;
	(void)now;
	(void)up_total;
	(void)up_now;
	const struct exchange *x = user;

	return atomic_load(x->stop);
}

/* Whatever a name resolves to: without encryption only loopback is connected to. */
static curl_socket_t on_socket(void *user, curlsocktype purpose, struct curl_sockaddr *to)
{
	bool local = false;

	(void)user;
	(void)purpose;
	if (to->family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, &to->addr, sizeof(in));
		local = ntohl(in.sin_addr.s_addr) >> 24 == 127;
	} else if (to->family == AF_INET6) {
		struct sockaddr_in6 in6;

		/* curl's place for an address is larger than its name says. */
		memcpy(&in6, &to->addr, to->addrlen < sizeof(in6) ? to->addrlen : sizeof(in6));
		local = IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
	}
	return local ? socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol) : CURL_SOCKET_BAD;
}

static struct curl_slist *headers(const struct curl_calls *c, const char *key)
{
	struct curl_slist *list = c->slist_append(NULL, "Content-Type: application/json"), *more;
	struct buf line;

	/* "Expect:" alone takes it away: no second round trip. */
	if (list && (more = c->slist_append(list, "Expect:")))
		list = more;
	if (!list || !*key)
		return list;
	buf_init(&line, MODEL_KEY_BYTES_MAX + 40);
	buf_addf(&line, "Authorization: Bearer %s", key);
	more = line.code ? NULL : c->slist_append(list, buf_text(&line));
	explicit_bzero(line.p, line.size_bytes);
	buf_release(&line);
	if (more)
		return more;
	c->slist_free_all(list);
	return NULL;
}

static void set_up(const struct curl_calls *c, CURL *easy, const struct exchange *x, struct curl_slist *list, struct buf *out, int64_t left_ms)
{
	c->setopt(easy, CURLOPT_URL, x->address);
	c->setopt(easy, CURLOPT_PROTOCOLS_STR, x->loopback ? "http,https" : "https");
	c->setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	c->setopt(easy, CURLOPT_HTTPHEADER, list);
	c->setopt(easy, CURLOPT_POSTFIELDS, x->body);
	c->setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(x->body));
	c->setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
	c->setopt(easy, CURLOPT_WRITEDATA, out);
	c->setopt(easy, CURLOPT_MAXFILESIZE, (long)MODEL_REPLY_BYTES_MAX);
	c->setopt(easy, CURLOPT_NOSIGNAL, 1L);
	c->setopt(easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
	c->setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(left_ms < CONNECT_MS ? left_ms : CONNECT_MS));
	c->setopt(easy, CURLOPT_NOPROGRESS, 0L);
	c->setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	c->setopt(easy, CURLOPT_XFERINFODATA, (void *)(uintptr_t)x);
	c->setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	c->setopt(easy, CURLOPT_USERAGENT, "spar");
	if (!x->loopback)
		return;
	c->setopt(easy, CURLOPT_PROXY, "");
	c->setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
}

enum err_code curl_exchange(const struct exchange *x, struct buf *out, struct err *err)
{
	int64_t left_ms = x->deadline_ms - clock_mono_ms();
	const struct curl_calls *c;
	struct curl_slist *list = NULL;
	long status = 0;
	CURL *easy = NULL;
	enum err_code code = curl_load(&c, err);

	buf_reset(out);
	if (code)
		return code;
	if (left_ms <= 0)
		return err_set(err, ERR_TIMEOUT, "it did not answer within %d ms", MODEL_DEADLINE_MS);
	easy = c->init();
	list = easy ? headers(c, x->key) : NULL;
	if (!list) {
		code = err_set(err, ERR_MEMORY, "out of memory");
		goto out;
	}
	set_up(c, easy, x, list, out, left_ms);
	CURLcode got = c->perform(easy);

	c->getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (out->code == ERR_LIMIT || got == CURLE_FILESIZE_EXCEEDED)
		code = err_set(err, ERR_LIMIT, "its answer has over %u bytes", MODEL_REPLY_BYTES_MAX);
	else if (got == CURLE_OPERATION_TIMEDOUT)
		code = err_set(err, ERR_TIMEOUT, "it did not answer within %d ms", MODEL_DEADLINE_MS);
	else if (got == CURLE_ABORTED_BY_CALLBACK)
		code = err_set(err, ERR_STOPPED, "it was not waited for");
	else if (got)
		code = err_set(err, ERR_IO, "it cannot be reached: %s", c->strerror(got));
	else if (status >= 300 && status < 400)
		code = err_set(err, ERR_INPUT, "it sends us elsewhere (status %ld), which is not followed", status);
	else if (status != 200)
		code = err_set(err, ERR_INPUT, "it answers with status %ld", status);
out:
	c->slist_free_all(list);
	if (easy)
		c->cleanup(easy);
	return code;
}
