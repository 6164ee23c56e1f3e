/* One request: its headers past the guards, its body, its handler. */
#include "http/http_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/rng.h"

#define LINK_USED "This link does not work any more. For a new one press Enter where spar serve runs, or start it again."

struct exchange *exchange_new(struct http_server *s, struct MHD_Connection *mhd, const char *target)
{
	struct exchange *x = calloc(1, sizeof(*x));
	unsigned char nonce[HTTP_NONCE_DIGITS / 2];

	if (!x || rng_secret(nonce, sizeof(nonce))) {
		free(x);
		return NULL;
	}
	server_hex(nonce, sizeof(nonce), x->nonce);
	x->server = s;
	x->mhd = mhd;
	arena_init(&x->arena, HTTP_ARENA_BYTES);
	buf_init(&x->body, HTTP_BODY_BYTES);
	x->target = str_of(arena_strdup(&x->arena, target));
	x->rq = (struct http_request){.arena = &x->arena, .user = s->user, .nonce = x->nonce, .internal = x};
	return x;
}

void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	json_decref(x->rq.body);
	json_decref(x->reply.json);
	free(x->reply.owned);
	buf_release(&x->body);
	arena_release(&x->arena);
	free(x);
}

/* ---- what handlers ask ---- */

const char *http_param(const struct http_request *rq, const char *name)
{
	for (size_t i = 0; i < HTTP_PARAMS_MAX && rq->names[i]; i++)
		if (!strcmp(rq->names[i], name))
			return rq->values[i];
	BUG("route '%s' has no parameter '%s'", rq->route ? rq->route->path : "?", name);
}

const char *http_query(const struct http_request *rq, const char *name)
{
	const struct exchange *x = rq->internal;
	struct str value;
	size_t n;

	if (!guard_query_value(guard_query(x->target), name, &value))
		return NULL;
	char *out = arena_alloc(rq->arena, value.n + 1);
	return guard_decode(value, true, out, &n) ? out : NULL;
}

const char *http_header(const struct http_request *rq, const char *name)
{
	const struct exchange *x = rq->internal;

	return MHD_lookup_connection_value(x->mhd, MHD_HEADER_KIND, name);
}

/* ---- headers ---- */

static bool refuse(struct exchange *x, int status, const char *text)
{
	x->no = (struct guard_no){status, text};
	return false;
}

struct headers {
	struct guard_header *list;
	size_t n;
	bool over;
};

static enum MHD_Result add_header(void *user, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value, size_t value_n)
{
	struct headers *h = user;

	(void)kind;
	if (h->n == HTTP_HEADERS_COUNT_MAX) {
		h->over = true;
		return MHD_NO;
	}
	h->list[h->n++] = (struct guard_header){{name, name_n}, {value ? value : "", value ? value_n : 0}};
	return MHD_YES;
}

static bool read_head(struct exchange *x, const char *method, const char *version)
{
	struct headers h = {.list = ARENA_NEW(&x->arena, struct guard_header, HTTP_HEADERS_COUNT_MAX)};
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, add_header, &h);
	x->ask = (struct guard_ask){.method = str_of(method), .target = x->target, .version = str_of(version), .headers = h.list,
				    .header_count = h.n, .head_bytes = size ? size->header_size : 0};
	if (h.over)
		return refuse(x, 431, "there are too many headers");
	return guard_head(&x->ask, &x->server->hosts, HTTP_HEADERS_MAX_BYTES, &x->no);
}

/* The parts of the path that the route names, decoded. */
static bool take_params(struct exchange *x, const struct route_match *match)
{
	for (size_t i = 0; i < match->count; i++) {
		char *value = arena_alloc(&x->arena, match->values[i].n + 1);
		size_t n;

		if (!guard_decode(match->values[i], false, value, &n))
			return refuse(x, 400, "the address is malformed");
		x->rq.names[i] = arena_strndup(&x->arena, match->names[i].p, match->names[i].n);
		x->rq.values[i] = value;
	}
	return true;
}

static bool find_route(struct exchange *x)
{
	struct str path = guard_path(x->target);
	bool get = str_eq(x->ask.method, STR("GET")), head = str_eq(x->ask.method, STR("HEAD"));
	int method = get || head ? HTTP_GET : str_eq(x->ask.method, STR("POST")) ? HTTP_POST : -1;
	struct route_match match;

	x->rq.path = arena_strndup(&x->arena, path.p, path.n);
	if (str_eq_c(path, HTTP_WS_PATH)) {
		x->web_socket = true;
		x->allow = get ? NULL : "GET";
		return get || refuse(x, 405, "this address takes another method");
	}
	switch (route_find(x->server->routes, x->server->route_count, method, path, &match)) {
	case ROUTE_NO_PATH:
		return refuse(x, 404, "there is nothing at this address");
	case ROUTE_NO_METHOD:
		x->allow = match.allowed[HTTP_GET] && match.allowed[HTTP_POST] ? "GET, HEAD, POST" :
			   match.allowed[HTTP_GET]				? "GET, HEAD" :
										  "POST";
		return refuse(x, 405, "this address takes another method");
	case ROUTE_FOUND:
		break;
	}
	x->rq.route = match.route;
	return take_params(x, &match);
}

static bool check_upgrade(struct exchange *x)
{
	char accept[29];
	struct str key;

	if (!guard_upgrade(&x->ask, &key, &x->no))
		return false;
	if (!ws_accept_key(arena_strndup(&x->arena, key.p, key.n), accept))
		return refuse(x, 400, "the key of the WebSocket is malformed");
	if (ws_hub_count(x->server->hub) >= x->server->limits.sockets)
		return refuse(x, 503, "too many pages are open");
	return true;
}

/* Every guard that needs no body, in the order of http.h. */
static bool look(struct exchange *x, const char *method, const char *version)
{
	bool safe, has_body;
	struct str token;
	size_t max_bytes;

	if (!read_head(x, method, version) || !find_route(x))
		return false;
	safe = !str_eq(x->ask.method, STR("POST"));
	if (!guard_origin(&x->ask, !safe || x->web_socket, &x->no))
		return false;
	if (reply_is_program(x->target) && !guard_fetch_site(&x->ask, &x->no))
		return false;
	/* HEAD must not use a link up. */
	x->enters = str_eq(x->ask.method, STR("GET")) && !strcmp(x->rq.path, "/") &&
		    guard_query_value(guard_query(x->target), "t", &token);
	if (!x->enters && !(x->rq.route && x->rq.route->open) && !server_knows(x->server, &x->ask, &x->no))
		return false;
	max_bytes = x->rq.route && x->rq.route->body_max_bytes ? x->rq.route->body_max_bytes : HTTP_BODY_BYTES;
	x->body.max_bytes = max_bytes;
	if (!guard_body(&x->ask, max_bytes, &has_body, &x->no))
		return false;
	return !x->web_socket || check_upgrade(x);
}

/*
 * Must a refused request be answered before its body? That closes the connection, and a page that is still sending may see only
 * a reset. So a body of some size is read and dropped first, unless the other side waits for a word or nobody knows where it ends.
 */
static bool answers_early(const struct exchange *x)
{
	size_t expects, lengths, codings;
	struct str length = guard_find(&x->ask, "Content-Length", &lengths);
	long n;

	guard_find(&x->ask, "Expect", &expects);
	guard_find(&x->ask, "Transfer-Encoding", &codings);
	if (!lengths && !codings)
		return false;
	return x->no.status == 400 || x->no.status == 431 || expects ||
	       (!codings && !str_to_long(length, 0, (long)HTTP_SWALLOW_BYTES, &n));
}

/* ---- answer ---- */

static enum err_code code_of(int status)
{
	switch (status) {
	case 404:
		return ERR_MISSING;
	case 413:
	case 431:
		return ERR_LIMIT;
	case 503:
		return ERR_BUSY;
	default:
		return ERR_USAGE;
	}
}

static enum MHD_Result answer_refusal(struct exchange *x)
{
	return reply_error(x, x->no.status, code_of(x->no.status), x->no.text);
}

static enum MHD_Result answer_link(struct exchange *x)
{
	char session[HTTP_SESSION_DIGITS + 1];
	struct guard_no ignored;
	struct str token;

	guard_query_value(guard_query(x->target), "t", &token);
	if (server_take_token(x->server, arena_strndup(&x->arena, token.p, token.n))) {
		server_session(x->server, session);
		return reply_enter(x, session);
	}
	/* Whoever is in already and opens the link again just comes in. */
	if (server_knows(x->server, &x->ask, &ignored))
		return reply_enter(x, NULL);
	return reply_error(x, 401, ERR_USAGE, LINK_USED);
}

static bool parse_body(struct exchange *x)
{
	struct str text = {buf_text(&x->body), x->body.n};
	struct err err = {0};

	if (x->body_over)
		return refuse(x, 413, "the body is too large");
	if (!text.n)
		return true;
	if (!x->rq.route->body)
		return refuse(x, 400, "this address takes no body");
	if (!guard_depth(text, &x->no))
		return false;
	x->rq.body = json_parse(text, &err);
	return x->rq.body || refuse(x, 400, arena_printf(&x->arena, "the body is %s", err.text));
}

void exchange_handle(struct exchange *x)
{
	struct http_server *s = x->server;
	enum err_code code = s->before ? s->before(x->rq.user, &x->err) : ERR_OK;

	if (!code)
		code = x->rq.route->handler(&x->rq, &x->reply, &x->err);
	if (!code && arena_over(&x->arena))
		code = err_set(&x->err, ERR_LIMIT, "the answer is too large");
	x->err.code = code;
	x->handled = true;
}

static enum MHD_Result answer_handled(struct exchange *x)
{
	enum err_code code = x->err.code;

	return code ? reply_error(x, err_http_status(code), code, x->err.text[0] ? x->err.text : err_meaning(code)) : reply_handled(x, &x->reply);
}

static enum MHD_Result answer(struct exchange *x, struct conn *c)
{
	if (x->handled)
		return answer_handled(x);
	if (x->no.status)
		return answer_refusal(x);
	if (x->enters)
		return answer_link(x);
	if (x->web_socket) {
		char accept[29];
		size_t count;
		struct str key = guard_find(&x->ask, "Sec-WebSocket-Key", &count);

		ws_accept_key(arena_strndup(&x->arena, key.p, key.n), accept);
		return reply_upgrade(x, accept);
	}
	if (!parse_body(x))
		return answer_refusal(x);
	if (beside_takes(x, c))
		return MHD_YES;
	exchange_handle(x);
	return answer_handled(x);
}

static enum MHD_Result take_piece(struct exchange *x, const char *piece, size_t n)
{
	if (!x->no.status && !x->body_over) {
		buf_add(&x->body, piece, n);
		x->body_over = x->body.code != ERR_OK;
		if (!x->body_over)
			return MHD_YES;
	}
	/* A chunked body shows its size only as it comes; the library lets nobody answer in the middle. */
	x->swallowed += n;
	return x->swallowed > HTTP_SWALLOW_BYTES ? MHD_NO : MHD_YES;
}

enum MHD_Result exchange_step(struct exchange *x, struct conn *c, const char *method, const char *version, const char *piece,
			      size_t *n)
{
	if (!x->headed) {
		x->headed = true;
		return !look(x, method, version) && answers_early(x) ? answer_refusal(x) : MHD_YES;
	}
	if (*n) {
		size_t piece_n = *n;

		*n = 0;
		return take_piece(x, piece, piece_n);
	}
	c->deadline_ms = clock_mono_ms() + c->server->limits.idle_ms;
	return answer(x, c);
}
