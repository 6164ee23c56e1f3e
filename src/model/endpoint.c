/* Where the model is, and its key. */
#include "model/model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"

#define COMPLETIONS "/chat/completions"

static bool ends_with(struct str s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && !memcmp(s.p + s.n - n, end, n);
}

/* A host of letters, digits, dots and hyphens, or an IPv6 address in brackets. */
static bool host_good(struct str host)
{
	bool six = host.n > 2 && *host.p == '[' && host.p[host.n - 1] == ']';

	for (size_t i = six; i < host.n - six; i++)
		if (!strchr(six ? "0123456789abcdefABCDEF:." : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", host.p[i]))
			return false;
	return host.n > 0;
}

static bool is_loopback(struct str host)
{
	return str_eq(host, STR("127.0.0.1")) || str_eq_nocase(host, STR("localhost")) || str_eq(host, STR("[::1]"));
}

enum err_code model_address(struct arena *a, const char *url, struct model_endpoint *out, struct err *err)
{
	struct str s = str_of(url), host, path;
	bool tls = s.n > 8 && !strncasecmp(s.p, "https://", 8), plain = s.n > 7 && !strncasecmp(s.p, "http://", 7);
	long port = 0;

	if (s.n > MODEL_URL_BYTES_MAX)
		return err_set(err, ERR_USAGE, "the address has %zu bytes, at most %d are taken", s.n, MODEL_URL_BYTES_MAX);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7F || strchr("\\\"<>^`{|}", s.p[i]))
			return err_set(err, ERR_USAGE, "the address has a character that no address has");
	if (!tls && !plain)
		return err_set(err, ERR_USAGE, "'%.100s' is no address with https://, or http:// for this machine", url);
	host = (struct str){s.p + (tls ? 8 : 7), s.n - (tls ? 8 : 7)};
	path = host;
	host.n = strcspn(host.p, "/?#");
	path = (struct str){path.p + host.n, path.n - host.n};
	if (memchr(host.p, '@', host.n) || memchr(path.p, '?', path.n) || memchr(path.p, '#', path.n))
		return err_set(err, ERR_USAGE, "the address must have no user, query or fragment; a key goes into a file or " MODEL_KEY_VARIABLE);
	const char *colon = memrchr(host.p, ':', host.n);

	/* Not one inside of brackets. */
	if (colon && !memchr(colon, ']', host.n - (size_t)(colon - host.p))) {
		struct str digits = {colon + 1, host.n - (size_t)(colon - host.p) - 1};

		if (!str_to_long(digits, 1, 65535, &port))
			return err_set(err, ERR_USAGE, "'%.*s' is no port", (int)(digits.n > 20 ? 20 : digits.n), digits.p);
		host.n = (size_t)(colon - host.p);
	}
	if (!host_good(host))
		return err_set(err, ERR_USAGE, "'%.*s' is no host", (int)(host.n > 100 ? 100 : host.n), host.p);
	if (plain && !is_loopback(host))
		return err_set(err, ERR_USAGE, "http:// is for 127.0.0.1, localhost and [::1] only, as it is not encrypted; use https://");
	while (path.n && path.p[path.n - 1] == '/')
		path.n--;
	out->loopback = is_loopback(host);
	out->url = arena_strdup(a, url);
	out->address = arena_printf(a, "%.*s%.*s%s", (int)(path.p - s.p), s.p, (int)(path.n ? path.n : 3), path.n ? path.p : "/v1",
				    ends_with(path, COMPLETIONS) ? "" : COMPLETIONS);
	return ERR_OK;
}

enum err_code model_endpoint_read(struct arena *a, const json_t *settings, struct model_endpoint *out, struct err *err)
{
	const json_t *set = json_get_object(settings, MODEL_SETTING);
	const char *url = json_get_text(set, "url", NULL), *name = json_get_text(set, "name", NULL), *file = json_get_text(set, "key_file", NULL);
	struct err why = {0};

	*out = (struct model_endpoint){.url = "", .address = "", .name = ""};
	if (!set)
		return ERR_OK;
	if (!url || !name || !*name || model_address(a, url, out, &why)) {
		*out = (struct model_endpoint){.url = "", .address = "", .name = ""};
		return err_set(err, ERR_INPUT, "what is set for the model cannot be used: %s", why.code ? why.text : "it has no address or no name");
	}
	out->on = json_get_bool(set, "on", false);
	out->name = arena_strdup(a, name);
	out->key_file = file ? arena_strdup(a, file) : NULL;
	return ERR_OK;
}

json_t *model_endpoint_json(const struct model_endpoint *e)
{
	json_t *o = json_pack("{s:b,s:o,s:o}", "on", e->on, "url", json_text_value(e->url, strlen(e->url)), "name", json_text_value(e->name, strlen(e->name)));

	if (o)
		json_object_set_new(o, "key_file", e->key_file ? json_text_value(e->key_file, strlen(e->key_file)) : json_null());
	return o;
}

/* Open and ours alone: looked at after it was opened, so that nothing can be put in its place. */
static enum err_code key_read(const char *path, struct buf *out, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	enum err_code code = ERR_OK;

	if (fd < 0 && errno == ELOOP)
		return err_set(err, ERR_INPUT, "the key's file '%.200s' is a link; name the file itself", path);
	if (fd < 0)
		return err_errno(err, errno == ENOENT ? ERR_MISSING : ERR_IO, errno, "cannot open the key's file '%.200s'", path);
	if (fstat(fd, &st))
		code = err_errno(err, ERR_IO, errno, "cannot look at the key's file '%.200s'", path);
	else if (!S_ISREG(st.st_mode))
		code = err_set(err, ERR_INPUT, "the key's file '%.200s' is no plain file", path);
	else if (st.st_uid != geteuid())
		code = err_set(err, ERR_INPUT, "the key's file '%.200s' belongs to somebody else", path);
	else if (st.st_mode & 077)
		code = err_set(err, ERR_INPUT, "the key's file '%.200s' has mode %03o, so others may use it; chmod 600 it first", path, (unsigned)(st.st_mode & 0777));
	else if (st.st_size > MODEL_KEY_BYTES_MAX)
		code = err_set(err, ERR_INPUT, "the key's file '%.200s' is too large for a key", path);
	else
		code = fs_read_fd(fd, "the key's file", MODEL_KEY_BYTES_MAX, out, err);
	close(fd);
	return code;
}

enum err_code model_key(const struct model_endpoint *e, struct buf *out, struct err *err)
{
	const char *variable = getenv(MODEL_KEY_VARIABLE);
	enum err_code code = ERR_OK;

	buf_reset(out);
	if (e->key_file)
		code = key_read(e->key_file, out, err);
	else if (variable)
		buf_adds(out, variable);
	if (!code)
		code = buf_check(out, err);
	if (code)
		return code;
	struct str key = str_trim((struct str){buf_text(out), out->n});

	for (size_t i = 0; i < key.n; i++)
		if ((unsigned char)key.p[i] <= ' ' || (unsigned char)key.p[i] >= 0x7F) {
			if (out->p)
				explicit_bzero(out->p, out->size_bytes);
			buf_reset(out);
			return err_set(err, ERR_INPUT, "the key has a character that no key has");
		}
	if (!key.n && e->key_file)
		return err_set(err, ERR_INPUT, "the key's file '%.200s' is empty", e->key_file);
	if (out->p) {
		memmove(out->p, key.p, key.n);
		out->p[key.n] = 0;
		out->n = key.n;
	}
	return ERR_OK;
}
