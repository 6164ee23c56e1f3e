/* The gates, with the attempts behind each line and what to do tonight. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "mock/planned.h"

/* "2026-12-02T09:00:00Z" as the pages have times; null stays. */
static void put_ms(json_t *o, const char *key, const char *ms_key)
{
	const char *text = json_get_text(o, key, NULL);
	int64_t at_ms = text ? clock_parse_utc(text) : -1;

	json_object_set_new(o, ms_key, at_ms >= 0 ? json_integer(at_ms) : json_null());
}

void web_check_route(struct web *w, json_t *block, struct arena *a)
{
	const char *route = json_get_text(block, "route", NULL), *command = json_get_text(block, "command", "");

	if (!strncmp(command, "spar sql try", 12))
		route = web_drill_route(w, command, a);
	else if (route && !web_has_page(route))
		route = NULL;
	json_object_set_new(block, "route", route ? json_string(route) : json_null());
}

/* Where an attempt can be looked at again: "attempt 12", "mock 3, part 2". */
static void put_link(json_t *o)
{
	static const char *const pages[][3] = {{"attempt ", "/attempt/", ""}, {"mock ", "/mock/", "/debrief"}};
	const char *ref = json_get_text(o, "ref", "");
	char link[80] = "";

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]) && !*link; i++) {
		size_t n = strlen(pages[i][0]), digits;

		if (strncmp(ref, pages[i][0], n) != 0 || !(digits = strspn(ref + n, "0123456789")))
			continue;
		snprintf(link, sizeof(link), "%s%.*s%s", pages[i][1], (int)(digits < 19 ? digits : 19), ref + n, pages[i][2]);
	}
	json_object_set_new(o, "link", *link && web_has_page(link) ? json_string(link) : json_null());
}

static void finish_line(struct web *w, json_t *line, struct arena *a)
{
	static const char *const lists[] = {"behind", "uncounted"};

	put_ms(line, "stale_at", "stale_ms");
	web_check_route(w, json_get_object(line, "tonight"), a);
	for (size_t k = 0; k < sizeof(lists) / sizeof(lists[0]); k++) {
		const json_t *list = json_get_array(line, lists[k]);

		for (size_t i = 0; i < json_array_size(list); i++) {
			put_ms(json_array_get(list, i), "at", "at_ms");
			put_link(json_array_get(list, i));
		}
	}
}

json_t *web_guide_json(const struct guide *g)
{
	return json_pack("{s:s,s:s,s:s}", "say", guide_say_name(g->say), "title", g->title, "text", g->text);
}

enum err_code web_ready(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	const struct ready_rules *rules = NULL;
	const struct rounds *rounds = NULL;
	const json_t *gates, *tonight;
	int64_t now_ms = clock_now_ms();
	struct err ignored = {0};
	enum err_code code;
	struct guide g;
	struct keep k;
	bool planned;

	if ((code = rounds_of(w->bank, &rounds, err)) || (code = ready_rules_of(w->bank, &rules, err)) ||
	    (code = ready_make(rules, w->bank, w->store, now_ms, NULL, &reply->json, err)))
		return code;
	/* A pack without a plan has gates all the same. */
	planned = !planned_open(w->bank, w->store, now_ms, rq->arena, &k, &ignored) && k.in.interview_ms;
	guide_make(rules, reply->json, planned ? &k : NULL, &g);
	guide_leave(&g, reply->json);
	json_object_set_new(reply->json, "guide", g.say >= GUIDE_EVE ? web_guide_json(&g) : json_null());
	json_object_set_new(reply->json, "block", g.say >= GUIDE_EVE && g.block ? web_block_json(w, &k, g.block, rq->arena) : json_null());
	json_object_set_new(reply->json, "now_ms", json_integer(now_ms));
	json_object_set_new(reply->json, "confidence", json_real(READY_CONFIDENCE));
	gates = json_get_array(reply->json, "gates");
	for (size_t n = 0; n < json_array_size(gates); n++) {
		const json_t *lines = json_get_array(json_array_get(gates, n), "lines");

		for (size_t i = 0; i < json_array_size(lines); i++)
			finish_line(w, json_array_get(lines, i), rq->arena);
	}
	tonight = json_get_array(reply->json, "tonight");
	for (size_t i = 0; i < json_array_size(tonight); i++)
		web_check_route(w, json_array_get(tonight, i), rq->arena);
	return ERR_OK;
}
