/* Everything in the record, to take away: JSON for programs, Markdown for people. */
#include "web/web_int.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/markdown.h"

#define EXPORT_MAX_BYTES (256u << 20)

static bool add_event(const struct store_record *e, void *arg)
{
	json_array_append_new(arg, json_pack("{s:I,s:I,s:s,s:s,s:O}", "id", (json_int_t)e->id, "at_ms", (json_int_t)e->at_ms, "kind", e->kind,
					     "subject", e->subject, "body", e->body));
	return true;
}

static const char *file_name(struct http_request *rq, const char *suffix)
{
	char at[32];

	clock_format_utc(clock_now_ms(), at, sizeof(at));
	at[10] = '\0';
	return arena_printf(rq->arena, "spar-export-%s.%s", at, suffix);
}

enum err_code web_export_json(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	struct web *w = web_of(rq);
	json_t *events = json_array(), *settings = NULL, *drafts = NULL;
	struct store_which all = {0};
	char at[32];
	enum err_code code;

	if ((code = store_events(w->store, &all, add_event, events, err)) || (code = web_settings(w, &settings, err)) ||
	    (code = store_drafts(w->store, &drafts, err))) {
		json_decref(events);
		json_decref(settings);
		return code;
	}
	clock_format_utc(clock_now_ms(), at, sizeof(at));
	reply->json = json_pack("{s:s,s:s,s:s,s:o,s:o,s:o}", "program", "spar", "version", WEB_VERSION, "exported_at", at, "settings",
				settings, "drafts", drafts, "events", events);
	reply->download = file_name(rq, "json");
	return ERR_OK;
}

static void put_time(struct buf *b, int64_t ms)
{
	char at[32];

	clock_format_utc(ms, at, sizeof(at));
	at[10] = ' ';
	at[16] = '\0';
	buf_adds(b, at);
}

static bool md_event(const struct store_record *e, void *arg)
{
	struct buf *b = arg;
	const char *query = json_get_text(e->body, "query", NULL), *answer = "";
	const json_t *verdict = json_get_object(json_get_object(e->body, "result"), "verdict");

	if (!strcmp(e->kind, "attempt.submitted"))
		buf_adds(b, "Submitted:\n\n");
	else if (!strcmp(e->kind, "attempt.run"))
		buf_adds(b, "Run on the sample:\n\n");
	else if (!strcmp(e->kind, "attempt.hint"))
		buf_addf(b, "Hint %lld.\n\n", (long long)json_get_int(e->body, "step", 0));
	else if (!strcmp(e->kind, "solution.shown"))
		buf_adds(b, "Other answers were shown.\n\n");
	else if (!strcmp(e->kind, "attempt.judged"))
		buf_addf(b, "Verdict: **%s**%s%s.\n\n", json_get_text(e->body, "verdict", "?"),
			 json_get_text(e->body, "mistake", NULL) ? ", mistake: " : "", json_get_text(e->body, "mistake", ""));
	else if (!strcmp(e->kind, "ask.asked"))
		buf_addf(b, "Asked: %s\n\n", json_get_text(e->body, "text", ""));
	else if (!strcmp(e->kind, "ask.answered")) {
		buf_adds(b, *json_get_text(e->body, "answer", "") ? "Answered:\n\n" : "Passed.\n\n");
		answer = json_get_text(e->body, "answer", "");
	}
	if (query && *query && !strncmp(e->kind, "attempt.", 8) && strcmp(e->kind, "attempt.hint"))
		markdown_code(b, "sql", query);
	if (*answer)
		markdown_code(b, "", answer);
	if (verdict && json_get_text(json_get_object(verdict, "witness"), "insert", NULL)) {
		buf_adds(b, "On this data:\n\n");
		markdown_code(b, "sql", json_get_text(json_get_object(verdict, "witness"), "insert", ""));
	}
	return !b->code;
}

static void put_drafts(struct buf *b, const json_t *drafts)
{
	json_t *draft;
	size_t i;

	json_array_foreach(drafts, i, draft) {
		buf_addf(b, "## Draft: %s, ", json_get_text(draft, "subject", ""));
		put_time(b, json_get_int(draft, "at_ms", 0));
		buf_adds(b, "\n\n");
		markdown_code(b, strncmp(json_get_text(draft, "subject", ""), "ask/", 4) ? "sql" : "", json_get_text(draft, "text", ""));
	}
}

/* Memories and their tellings. A pack that cannot be read does not keep anybody from the rest. */
static void put_stories(struct web *w, struct buf *b)
{
	const struct story_pack *p;
	struct err err = {0};

	if (web_story_pack(w, &p, &err) || (story_export(p, w->store, b, &err) && !b->code))
		buf_addf(b, "Memories could not be read (%s); the export as JSON has them.\n\n", err.text);
}

enum err_code web_export_md(struct http_request *rq, struct http_reply *reply, struct err *err)
{
	static const char *const outcomes[] = {"open", "passed", "failed", "left"};
	struct web *w = web_of(rq);
	struct store_attempt *attempts = NULL;
	json_t *settings = NULL, *drafts = NULL;
	size_t n = 0;
	struct buf b;
	enum err_code code;

	buf_init(&b, EXPORT_MAX_BYTES);
	if ((code = store_attempts(w->store, NULL, SIZE_MAX, rq->arena, &attempts, &n, err)) ||
	    (code = web_settings(w, &settings, err)) || (code = store_drafts(w->store, &drafts, err)))
		goto out;
	buf_adds(&b, "# Spar: everything in the record\n\nTimes are UTC.\n\n");
	buf_addf(&b, "Interview: %s. Level: %s.\n\n", json_get_text(settings, "interview_at", "no date yet"),
		 json_get_text(settings, "level", ""));
	for (size_t i = n; i-- > 0 && !code;) {
		struct store_which which = {.attempt = attempts[i].id};

		buf_addf(&b, "## %s, ", attempts[i].subject);
		put_time(&b, attempts[i].started_ms);
		buf_addf(&b, "\n\n%s%s, %lld s.\n\n", outcomes[attempts[i].outcome], attempts[i].cold ? ", cold" : "",
			 (long long)(attempts[i].elapsed_ms / 1000));
		code = store_events(w->store, &which, md_event, &b, err);
	}
	if (!code) {
		put_stories(w, &b);
		put_drafts(&b, drafts);
	}
	if (!code && b.code)
		code = err_set(err, ERR_LIMIT, "the record is larger than %u MB; export it as JSON", EXPORT_MAX_BYTES >> 20);
	if (!code) {
		reply->n = b.n;
		reply->owned = buf_take(&b);
		reply->type = "text/markdown; charset=utf-8";
		reply->download = file_name(rq, "md");
	}
out:
	json_decref(settings);
	json_decref(drafts);
	buf_release(&b);
	return code;
}
