#include "http/guard.h"

#include <stdio.h>
#include <string.h>

static bool no_because(struct guard_no *no, int status, const char *text)
{
	no->status = status;
	no->text = text;
	return false;
}

static void add_host(struct guard_hosts *hosts, const char *name, int port)
{
	if (hosts->n + 2 > GUARD_HOSTS_MAX)
		BUG("too many names for this server");
	snprintf(hosts->text[hosts->n++], GUARD_HOST_BYTES, "%s:%d", name, port);
	/* Browsers leave the usual port out. */
	if (port == 80)
		snprintf(hosts->text[hosts->n++], GUARD_HOST_BYTES, "%s", name);
}

void guard_hosts_init(struct guard_hosts *hosts, const char *bind, int port)
{
	char own[GUARD_HOST_BYTES - 8];

	*hosts = (struct guard_hosts){0};
	add_host(hosts, "127.0.0.1", port);
	add_host(hosts, "localhost", port);
	add_host(hosts, "[::1]", port);
	if (!bind)
		return;
	snprintf(own, sizeof(own), strchr(bind, ':') ? "[%s]" : "%s", bind);
	add_host(hosts, own, port);
}

/* ---- text ---- */

/* Characters of a header's name and of a method (RFC 9110, token). */
static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		if (!letter && !(c >= '0' && c <= '9') && (!c || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return s.n > 0;
}

/* A header's value: no control characters but the tab. */
static bool is_value(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Cut the next part off *rest at a separator, blanks off its sides; false at the end. */
static bool next_part(struct str *rest, char separator, struct str *part)
{
	if (!rest->p || !rest->n)
		return false;
	const char *end = memchr(rest->p, separator, rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;

	*part = str_trim((struct str){rest->p, n});
	rest->p += n + (end != NULL);
	rest->n -= n + (end != NULL);
	return true;
}

/* Does a comma-separated list hold the word? */
static bool has_word(struct str list, const char *word)
{
	struct str part;

	while (next_part(&list, ',', &part))
		if (str_eq_nocase(part, str_of(word)))
			return true;
	return false;
}

struct str guard_find(const struct guard_ask *ask, const char *name, size_t *count)
{
	struct str value = {"", 0}, want = str_of(name);

	*count = 0;
	for (size_t i = 0; i < ask->header_count; i++)
		if (str_eq_nocase(ask->headers[i].name, want) && ++*count == 1)
			value = str_trim(ask->headers[i].value);
	return *count == 1 ? value : (struct str){"", 0};
}

bool guard_same(const char *a, const char *b, size_t n)
{
	volatile unsigned char differs = 0;

	for (size_t i = 0; i < n; i++)
		differs = (unsigned char)(differs | ((unsigned char)a[i] ^ (unsigned char)b[i]));
	return differs == 0;
}

/* ---- target ---- */

struct str guard_path(struct str target)
{
	const char *mark = target.n ? memchr(target.p, '?', target.n) : NULL;

	return (struct str){target.p, mark ? (size_t)(mark - target.p) : target.n};
}

struct str guard_query(struct str target)
{
	struct str path = guard_path(target);

	return path.n < target.n ? (struct str){target.p + path.n + 1, target.n - path.n - 1} : (struct str){"", 0};
}

bool guard_decode(struct str text, bool plus, char *out, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '%') {
			int high = i + 2 < text.n ? hex_of(text.p[i + 1]) : -1, low = i + 2 < text.n ? hex_of(text.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if (!c)
			return false;
		out[(*n)++] = c;
	}
	out[*n] = '\0';
	return true;
}

bool guard_query_value(struct str query, const char *name, struct str *value)
{
	size_t want = strlen(name);
	struct str part;

	while (next_part(&query, '&', &part)) {
		if (part.n < want || memcmp(part.p, name, want) != 0 || (part.n > want && part.p[want] != '='))
			continue;
		*value = part.n > want ? (struct str){part.p + want + 1, part.n - want - 1} : (struct str){"", 0};
		return true;
	}
	return false;
}

/* Every escape is whole and stands for a byte that may be meant: no control character. */
static bool escapes_fit(struct str s, bool in_path)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '%')
			continue;
		int high = i + 2 < s.n ? hex_of(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex_of(s.p[i + 2]) : -1;
		int byte = high * 16 + low;

		if (high < 0 || low < 0 || byte == 0)
			return false;
		/* What would change the shape of a path once it is decoded. */
		if (in_path && (byte < 0x20 || byte == 0x7f || strchr("/\\.%", byte)))
			return false;
	}
	return true;
}

static bool has_pair(struct str s, char a, char b)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == a && s.p[i + 1] == b)
			return true;
	return false;
}

static bool target_fits(struct str target)
{
	struct str path = guard_path(target);

	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];
		if (c < 0x21 || c > 0x7e || c == '#')
			return false;
	}
	if (!path.n || path.p[0] != '/' || has_pair(path, '.', '.') || has_pair(path, '/', '/') || memchr(path.p, '\\', path.n))
		return false;
	return escapes_fit(path, true) && escapes_fit(guard_query(target), false);
}

/* ---- head ---- */

/* Where the body ends must be said at most once and in one way. */
static bool framing_fits(const struct guard_ask *ask)
{
	size_t lengths, codings;
	struct str length = guard_find(ask, "Content-Length", &lengths), coding = guard_find(ask, "Transfer-Encoding", &codings);

	for (size_t i = 0; i < length.n; i++)
		if (length.p[i] < '0' || length.p[i] > '9')
			return false;
	if (lengths > 1 || codings > 1 || (lengths && codings) || (lengths && !length.n))
		return false;
	return !codings || str_eq_nocase(coding, STR("chunked"));
}

static bool is_own_host(struct str host, const struct guard_hosts *hosts)
{
	for (size_t i = 0; i < hosts->n; i++)
		if (str_eq_nocase(host, str_of(hosts->text[i])))
			return true;
	return false;
}

bool guard_head(const struct guard_ask *ask, const struct guard_hosts *hosts, size_t max_bytes, struct guard_no *no)
{
	size_t count;

	if (ask->head_bytes > max_bytes)
		return no_because(no, 431, "the address and the headers are too long");
	if (!is_token(ask->method))
		return no_because(no, 400, "the method is not a word");
	for (size_t i = 0; i < ask->header_count; i++)
		if (!is_token(ask->headers[i].name) || !is_value(ask->headers[i].value))
			return no_because(no, 400, "a header is malformed");
	if (!framing_fits(ask))
		return no_because(no, 400, "the length of the body is not clear");

	struct str host = guard_find(ask, "Host", &count);
	if (count != 1 || !is_own_host(host, hosts))
		return no_because(no, 421, "this server does not answer for that host");
	if (!target_fits(ask->target))
		return no_because(no, 400, "the address is malformed");
	return true;
}

bool guard_origin(const struct guard_ask *ask, bool needed, struct guard_no *no)
{
	char host_text[GUARD_HOST_BYTES], own[GUARD_HOST_BYTES + 8];
	size_t origins, hosts;
	struct str origin = guard_find(ask, "Origin", &origins), host = guard_find(ask, "Host", &hosts);

	if (!origins && !needed)
		return true;
	if (origins == 1 && host.n && host.n < sizeof(host_text)) {
		memcpy(host_text, host.p, host.n);
		host_text[host.n] = '\0';
		snprintf(own, sizeof(own), "http://%s", host_text);
		if (str_eq_nocase(origin, str_of(own)))
			return true;
	}
	return no_because(no, 403, "only Spar's own page may ask this");
}

bool guard_fetch_site(const struct guard_ask *ask, struct guard_no *no)
{
	size_t count;
	struct str site = guard_find(ask, "Sec-Fetch-Site", &count);

	if (!count || str_eq(site, STR("same-origin")) || str_eq(site, STR("none")))
		return true;
	return no_because(no, 403, "only Spar's own page may ask this");
}

bool guard_cookie(const struct guard_ask *ask, const char *name, const char *session, struct guard_no *no)
{
	size_t name_n = strlen(name), session_n = strlen(session);
	bool found = false;

	/* Another server on this machine can set a cookie of this name too, so each one is tried. */
	for (size_t i = 0; i < ask->header_count; i++) {
		struct str rest = ask->headers[i].value, pair;

		if (!str_eq_nocase(ask->headers[i].name, STR("Cookie")))
			continue;
		while (next_part(&rest, ';', &pair)) {
			if (pair.n != name_n + 1 + session_n || memcmp(pair.p, name, name_n) != 0 || pair.p[name_n] != '=')
				continue;
			found |= session_n && guard_same(pair.p + name_n + 1, session, session_n);
		}
	}
	return found || no_because(no, 401, "this browser has no key; for a link that gives it one press Enter where spar serve runs, or start it again");
}

/* ---- body ---- */

static bool is_json_type(struct str type)
{
	struct str part, rest = type;

	if (!type.n || type.p[type.n - 1] == ';' || !next_part(&rest, ';', &part) || !str_eq_nocase(part, STR("application/json")))
		return false;
	if (!next_part(&rest, ';', &part))
		return true;
	return !rest.n && (str_eq_nocase(part, STR("charset=utf-8")) || str_eq_nocase(part, STR("charset=\"utf-8\"")));
}

/* Is the length over max_bytes? Digits only, as framing_fits() has seen; leading zeros count for nothing. */
static bool is_over(struct str length, size_t max_bytes)
{
	uint64_t n = 0;

	for (size_t i = 0; i < length.n; i++) {
		n = n * 10 + (uint64_t)(length.p[i] - '0');
		if (n > max_bytes)
			return true;
	}
	return false;
}

bool guard_body(const struct guard_ask *ask, size_t max_bytes, bool *has_body, struct guard_no *no)
{
	size_t lengths, codings, types;
	struct str length = guard_find(ask, "Content-Length", &lengths), type = guard_find(ask, "Content-Type", &types);
	bool post = str_eq(ask->method, STR("POST"));

	guard_find(ask, "Transfer-Encoding", &codings);
	*has_body = codings || (lengths && is_over(length, 0));
	if (!post)
		return !*has_body || no_because(no, 400, "this method takes no body");
	if (types != 1 || !is_json_type(type))
		return no_because(no, 415, "the body must be application/json");
	if (is_over(length, max_bytes))
		return no_because(no, 413, "the body is too large");
	return true;
}

bool guard_depth(struct str json, struct guard_no *no)
{
	bool quoted = false;
	int depth = 0;

	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '[' || c == '{') && ++depth > GUARD_JSON_DEPTH)
			return no_because(no, 400, "the body is nested too deep");
		else if (!quoted && (c == ']' || c == '}'))
			depth--;
	}
	return true;
}

/* ---- WebSocket ---- */

bool guard_upgrade(const struct guard_ask *ask, struct str *key, struct guard_no *no)
{
	size_t upgrades, connections, versions, keys;
	struct str upgrade = guard_find(ask, "Upgrade", &upgrades), connection = guard_find(ask, "Connection", &connections);
	struct str version = guard_find(ask, "Sec-WebSocket-Version", &versions);

	*key = guard_find(ask, "Sec-WebSocket-Key", &keys);
	if (!str_eq(ask->version, STR("HTTP/1.1")) || !has_word(upgrade, "websocket") || !has_word(connection, "upgrade"))
		return no_because(no, 426, "this address is for WebSockets");
	if (!str_eq(version, STR("13")))
		return no_because(no, 426, "this address takes version 13 of WebSocket");
	if (!key->n)
		return no_because(no, 400, "the key of the WebSocket is malformed");
	return true;
}
