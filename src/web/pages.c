/* The files of ui/ inside the program, and what the server says about itself. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/embed.h"
#include "base/json.h"

#define FOREVER "public, max-age=31536000, immutable"

static const struct embed_file *find(const char *name)
{
	for (size_t i = 0; i < embed_pages_count; i++)
		if (!strcmp(embed_pages[i].name, name))
			return &embed_pages[i];
	return NULL;
}

/* The theme that is set, so that a page is never drawn in another one first. */
static const char *theme_of(struct web *w)
{
	json_t *settings = NULL;
	struct err err = {0};
	const char *theme = "system";

	if (!web_settings(w, &settings, &err)) {
		const char *set = json_get_text(settings, "theme", theme);

		theme = !strcmp(set, "light") ? "light" : !strcmp(set, "dark") ? "dark" : theme;
	}
	json_decref(settings);
	return theme;
}

/* Every page is the same file; its script reads the address. */
enum err_code web_page(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const char *const marks[][2] = {{"{{nonce}}", rq->nonce}, {"{{theme}}", theme_of(web_of(rq))}};
	const struct embed_file *f = find("index.html");
	struct buf b;

	if (!f)
		return err_set(err, ERR_MISSING, "this program was built without its pages");
	buf_init(&b, 1u << 20);
	for (const char *p = (const char *)f->p, *next; *p; p = next) {
		const char *value = NULL;

		for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]) && !value; i++)
			if (!strncmp(p, marks[i][0], strlen(marks[i][0]))) {
				value = marks[i][1];
				buf_adds(&b, value);
				next = p + strlen(marks[i][0]);
			}
		if (value)
			continue;
		next = strchr(p + 1, '{');
		if (!next)
			next = p + strlen(p);
		buf_add(&b, p, (size_t)(next - p));
	}
	reply->n = b.n;
	reply->data = arena_strndup(rq->arena, b.p, b.n);
	reply->type = "text/html; charset=utf-8";
	buf_release(&b);
	return ERR_OK;
}

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {
		{".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},	 {".woff2", "font/woff2"},
		{".svg", "image/svg+xml"},		   {".map", "application/json"},	 {".txt", "text/plain; charset=utf-8"},
		{".html", "text/html; charset=utf-8"},
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(dot, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

/* A file, or its packed form if there is one and the browser takes it. */
static const struct embed_file *packed(struct http_request *rq, const char *name, const char **encoding)
{
	static const char *const forms[][2] = {{"br", "br"}, {"gzip", "gz"}};
	const char *accepts = http_header(rq, "Accept-Encoding");

	for (size_t i = 0; accepts && i < sizeof(forms) / sizeof(forms[0]); i++) {
		const struct embed_file *f = find(arena_printf(rq->arena, "%s.%s", name, forms[i][1]));

		if (f && strstr(accepts, forms[i][0])) {
			*encoding = forms[i][0];
			return f;
		}
	}
	return find(name);
}

/* Names hold a hash of the content, so what a browser has is what it would get. */
enum err_code web_asset(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	const char *name = http_param(rq, "name");
	const struct embed_file *f = packed(rq, name, &reply->encoding);

	if (!f || !strcmp(name, "index.html"))
		return err_set(err, ERR_MISSING, "no file '%s' belongs to the pages", name);
	reply->data = f->p;
	reply->n = f->n;
	reply->type = type_of(name);
	reply->cache = FOREVER;
	return ERR_OK;
}

enum err_code web_status(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	int running, waiting, sockets, connections, beside, queued;
	char duckdb[32];

	(void)err;
	jobs_counts(w->jobs, &running, &waiting);
	http_counts(w->http, &sockets, &connections);
	http_beside_counts(w->http, &beside, &queued);
	jobs_duckdb(w->jobs, duckdb, sizeof(duckdb));
	reply->json = json_pack("{s:s,s:s,s:I,s:I,s:i,s:i,s:{s:i,s:i},s:{s:i,s:i},s:s,s:s?}", "version", WEB_VERSION, "boot", w->boot, "now_ms",
				(json_int_t)clock_now_ms(), "uptime_ms", (json_int_t)(clock_mono_ms() - w->started_ms), "pages",
				sockets, "connections", connections, "jobs", "running", running, "waiting", waiting, "beside", "running", beside, "waiting", queued, "record",
				store_path(w->store), "duckdb", duckdb[0] ? duckdb : NULL);
	return ERR_OK;
}

enum err_code web_openapi(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	(void)rq;
	(void)err;
	reply->json = http_openapi(web_routes, web_route_count, "Spar", WEB_VERSION);
	return ERR_OK;
}
