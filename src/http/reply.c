/* Answers: the headers that each one carries, JSON and data of handlers, errors, the way in. */
#include "http/http_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"

#define CSP_START "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
#define CSP_END                                                                                                    \
	"'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " \
	"frame-ancestors 'none'"
#define TEXT_TYPE "text/plain; charset=utf-8"
#define JSON_TYPE "application/json"
#define FULL_TEXT "Spar has too many connections. Close some pages and try again.\n"

/* On every answer, whoever asks. */
#define ALWAYS(X)                                   \
	X("X-Content-Type-Options", "nosniff")      \
	X("Referrer-Policy", "no-referrer")         \
	X("Cross-Origin-Opener-Policy", "same-origin") \
	X("Cross-Origin-Resource-Policy", "same-origin")
#define AS_PAIR(name, value) {name, value},
#define AS_LINE(name, value) name ": " value "\r\n"

bool reply_is_program(struct str target)
{
	struct str path = guard_path(target);

	return str_eq(path, STR("/api")) || (path.n >= 5 && !memcmp(path.p, "/api/", 5)) || str_eq_c(path, HTTP_WS_PATH);
}

struct str reply_full(void)
{
	return STR("HTTP/1.1 503 Service Unavailable\r\nContent-Type: " TEXT_TYPE "\r\nConnection: close\r\n"
		   "Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'\r\n" ALWAYS(AS_LINE) "\r\n" FULL_TEXT);
}

/* Queue the answer with what every answer carries, and give our reference up. */
static enum MHD_Result send_with(struct exchange *x, int status, struct MHD_Response *r, const char *cache)
{
	static const char *const always[][2] = {ALWAYS(AS_PAIR)};
	char policy[sizeof(CSP_START) + sizeof(CSP_END) + HTTP_NONCE_DIGITS];
	enum MHD_Result result = MHD_NO;

	if (!r)
		return MHD_NO;
	snprintf(policy, sizeof(policy), CSP_START "%s" CSP_END, x->nonce);
	if (!MHD_add_response_header(r, "Content-Security-Policy", policy) ||
	    !MHD_add_response_header(r, "Cache-Control", cache ? cache : "no-store"))
		goto out;
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (!MHD_add_response_header(r, always[i][0], always[i][1]))
			goto out;
	result = MHD_queue_response(x->mhd, (unsigned)status, r);
out:
	MHD_destroy_response(r);
	return result;
}

/* A response of text that malloc() gave; frees it also when that fails. */
static struct MHD_Response *of_text(char *text)
{
	struct MHD_Response *r = text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE) : NULL;

	if (!r)
		free(text);
	return r;
}

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return !value || MHD_add_response_header(r, name, value) == MHD_YES;
}

/* What may stand in a file name everywhere; the rest becomes "_". */
static const char *disposition(struct arena *a, const char *name)
{
	char *safe = arena_strdup(a, name);

	for (char *p = safe; *p; p++) {
		bool letter = (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z';
		if (!letter && !(*p >= '0' && *p <= '9') && !strchr("._-", *p))
			*p = '_';
	}
	return arena_printf(a, "attachment; filename=\"%s\"", safe);
}

enum MHD_Result reply_handled(struct exchange *x, struct http_reply *reply)
{
	struct MHD_Response *r;
	const char *type = reply->type;
	bool whole;

	if (reply->json) {
		r = of_text(json_text(reply->json));
		json_decref(reply->json);
		reply->json = NULL;
		type = JSON_TYPE;
	} else {
		bool owned = reply->owned != NULL;

		r = MHD_create_response_from_buffer(reply->n, owned ? reply->owned : (void *)(uintptr_t)reply->data,
						    owned ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
		if (!r)
			free(reply->owned);
		reply->owned = NULL;
		if (!type && reply->n)
			type = "application/octet-stream";
	}
	if (!r)
		return MHD_NO;
	whole = add(r, "Content-Type", type) && add(r, "Content-Encoding", reply->encoding) && add(r, "Location", reply->location) &&
		add(r, "Vary", reply->encoding ? "Accept-Encoding" : NULL) &&
		add(r, "Content-Disposition", reply->download ? disposition(&x->arena, reply->download) : NULL);
	if (!whole) {
		MHD_destroy_response(r);
		return MHD_NO;
	}
	return send_with(x, reply->status ? reply->status : 200, r, reply->cache);
}

enum MHD_Result reply_error(struct exchange *x, int status, enum err_code code, const char *text)
{
	bool program = reply_is_program(x->target);
	struct MHD_Response *r;
	char *body = NULL;

	log_at(LOG_INFO, "http: %d %s", status, text);
	if (program) {
		json_t *value = json_pack("{s:{s:s,s:o}}", "error", "code", err_name(code), "text", json_text_value(text, strlen(text)));

		body = value ? json_text(value) : NULL;
		json_decref(value);
	} else if (asprintf(&body, "%s\n", text) < 0) {
		body = NULL;
	}
	r = of_text(body);
	if (!r)
		return MHD_NO;
	if (!add(r, "Content-Type", program ? JSON_TYPE : TEXT_TYPE) || !add(r, "Allow", x->allow) ||
	    !add(r, "Upgrade", status == 426 ? "websocket" : NULL) || !add(r, "Sec-WebSocket-Version", status == 426 ? "13" : NULL)) {
		MHD_destroy_response(r);
		return MHD_NO;
	}
	return send_with(x, status, r, NULL);
}

/*
 * A browser that was led here by another page or a file keeps a strict cookie back through every redirect. So it is given a page of ours that
 * leads on: what that page asks for is our own.
 */
enum MHD_Result reply_enter(struct exchange *x, const char *session)
{
	static const char lead[] = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0; url=/\">\n"
				   "<title>Spar</title><p><a href=\"/\">Open Spar</a></p>\n";
	struct guard_no ignored;
	bool foreign = !guard_fetch_site(&x->ask, &ignored);
	struct MHD_Response *r = MHD_create_response_from_buffer(foreign ? sizeof(lead) - 1 : 0, (void *)(uintptr_t)lead, MHD_RESPMEM_PERSISTENT);
	const char *cookie = NULL;

	if (!r)
		return MHD_NO;
	if (session)
		cookie = arena_printf(&x->arena, "%s=%s; HttpOnly; SameSite=Strict; Path=/", x->server->cookie, session);
	if (!add(r, "Location", foreign ? NULL : "/") || !add(r, "Content-Type", foreign ? "text/html; charset=utf-8" : NULL) ||
	    !add(r, "Set-Cookie", cookie)) {
		MHD_destroy_response(r);
		return MHD_NO;
	}
	return send_with(x, foreign ? 200 : 303, r, NULL);
}

enum MHD_Result reply_upgrade(struct exchange *x, const char *accept)
{
	struct MHD_Response *r = MHD_create_response_for_upgrade(server_upgraded, x->server);

	if (!r)
		return MHD_NO;
	if (!add(r, "Upgrade", "websocket") || !add(r, "Sec-WebSocket-Accept", accept)) {
		MHD_destroy_response(r);
		return MHD_NO;
	}
	return send_with(x, 101, r, NULL);
}
