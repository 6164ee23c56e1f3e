/* Stories over HTTP, from outside: text that is huge, empty or no text, ids that are none, two pages at once, and a restart in the middle. */
#include "web_client.h"

#define ANSWER_BYTES (256u << 10)

static void is(const char *path, const char *body, int status, const char *what)
{
	int got = body ? web_post(path, body) : web_get(path);

	if (!tap_is_int(got, status, "%s: %d", what, status))
		tap_show("reply", client_body());
}

/* {"text": n bytes of what, over and over}; the caller frees. */
static char *body_of(const char *what, size_t n, const char *more)
{
	struct buf b;

	buf_init(&b, (size_t)4 << 20);
	buf_adds(&b, "{\"text\":\"");
	for (size_t i = 0; i + strlen(what) <= n; i += strlen(what))
		buf_adds(&b, what);
	buf_addf(&b, "\"%s}", more);
	return buf_take(&b);
}

static void with(const char *path, const char *what, size_t n, const char *more, int status, const char *name)
{
	char *body = body_of(what, n, more);

	is(path, body, status, name);
	free(body);
}

static long long begin(void)
{
	is("/api/stories", "{}", 200, "a memory");
	return (long long)web_int("id");
}

/* A member of the answer to a part of the last reply, at most 400 bytes. */
static const char *answer(const char *part, const char *key)
{
	static char text[401];
	json_t *all = web_json(), *one;
	size_t i;

	text[0] = '\0';
	json_array_foreach(json_get_array(all, "answers"), i, one)
		if (!strcmp(json_get_text(one, "part", ""), part)) {
			const json_t *value = json_object_get(one, key);

			snprintf(text, sizeof(text), "%s", json_is_object(value) ? json_get_text(value, "text", "") : json_get_text(one, key, ""));
		}
	json_decref(all);
	return text;
}

static void unknown(void)
{
	static const char *const writes[][2] = {
		{"/api/stories/%s/answers/came", "{\"text\":\"x\"}"},	{"/api/stories/%s/drafts/came", "{\"text\":\"x\"}"},
		{"/api/stories/%s/aside", "{\"aside\":true}"},		{"/api/stories/drills/%s/say", "{\"text\":\"x\",\"stage\":0,\"turn\":0}"},
		{"/api/stories/drills/%s/draft", "{\"text\":\"x\",\"stage\":0,\"turn\":0}"}, {"/api/stories/drills/%s/end", "{}"},
		{"/api/stories/drills/%s/wording", "{\"stage\":0,\"turn\":0}"},
	};
	static const char *const reads[] = {"/api/stories/%s", "/api/stories/drills/%s", "/api/stories/drills/%s/debrief"};
	static const char *const ids[] = {"999999", "0", "-1", "x", "99999999999999999999", "1%20", "%C3%A4"};
	char path[200];

	for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
		for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
			const char *cut = strstr(reads[i], "%s");

			snprintf(path, sizeof(path), "%.*s%s%s", (int)(cut - reads[i]), reads[i], ids[k], cut + 2);
			is(path, NULL, 404, path);
		}
		for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
			const char *cut = strstr(writes[i][0], "%s");

			snprintf(path, sizeof(path), "%.*s%s%s", (int)(cut - writes[i][0]), writes[i][0], ids[k], cut + 2);
			is(path, writes[i][1], 404, path);
		}
	}
}

static void bodies(long long id)
{
	static const char *const bad[] = {"{}", "[]", "", "null", "{\"text\":7}", "{\"text\":null}", "{\"text\":\"x\",\"more\":1}"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		is(web_pathf("/api/stories/%lld/answers/came", id), bad[i], 422, bad[i]);
		is(web_pathf("/api/stories/%lld/drafts/came", id), bad[i], 422, bad[i]);
	}
	is(web_pathf("/api/stories/%lld/answers/came", id), "{\"text\":\"a\xff" "b\"}", 400, "bytes that are no UTF-8 are no JSON");
	is(web_pathf("/api/stories/%lld/answers/nothing", id), "{\"text\":\"x\"}", 404, "an unknown question");
	is(web_pathf("/api/stories/%lld/drafts/nothing", id), "{\"text\":\"x\"}", 404, "an unknown question's draft");
	is(web_pathf("/api/stories/%lld/aside", id), "{\"aside\":\"yes\"}", 422, "aside is true or false");
	is("/api/stories/drills", "{\"minutes\":-1}", 422, "no time");
	is("/api/stories/drills", "{\"minutes\":1000}", 422, "too much time");
	is("/api/stories/drills", "{\"principle\":\"nothing\"}", 404, "an unknown principle");
	is("/api/stories/drills", "{\"story\":999999}", 404, "an unknown memory");
}

static void texts(long long id)
{
	char here[100];

	snprintf(here, sizeof(here), "/api/stories/%lld/answers/came", id);
	is(here, "{\"text\":\"a\\u0000b\"}", 200, "a NUL");
	tap_is_int(web_int("replaced"), 1, "is told");
	tap_is_text(answer("came", "text"), "a\xEF\xBF\xBD" "b", "and replaced");
	is(here, "{\"text\":\"42 17 99\"}", 200, "only numbers");
	is(here, "{\"text\":\"\xF0\x9F\x99\x82\xF0\x9F\x94\xA5\"}", 200, "only emoji");
	is(here, "{\"text\":\"\"}", 200, "nothing");
	tap_is_text(answer("came", "text"), "", "takes the answer away");
	with(here, "I loaded the rows again because they were late. ", 200000, "", 200, "200 kB");
	tap_ok(client_reply.n > 400000, "are kept, with what stood there before");
	with(here, "\\n", 200000, "", 200, "200 kB of line ends");
	tap_is_text(answer("came", "text"), "", "are nothing");
	with(here, "I loaded it. ", ANSWER_BYTES + 100, "", 413, "more than can be taken");
	tap_ok(strstr(client_body(), "kept as a draft"), "says that it is a draft");
	is(web_pathf("/api/stories/%lld", id), NULL, 200, "the memory");
	tap_ok(!strncmp(answer("came", "draft"), "I loaded it. I loaded", 21), "and so it is");
	with(here, "x", 3u << 20, "", 413, "more than a body may have");
	with(web_pathf("/api/stories/%lld/drafts/decided", id), "x", 1500000, "", 413, "more than a draft may have");
	with(web_pathf("/api/stories/%lld/answers/title", id), "x", 300, "", 413, "a title that is none");
	is(here, "{\"text\":\"The load was 10 % faster.\"}", 200, "an answer");
	is(here, "{\"text\":\"The load was 12 % faster.\"}", 200, "written again");
	tap_ok(strstr(client_body(), "10 % faster"), "keeps what stood there");
	tap_is_text(answer("came", "draft"), "", "its draft is gone");
}

/* Two pages write into one draft: nobody's text is lost. */
static void two_pages(long long id)
{
	char here[100], rev[40], body[200];
	json_t *reply;

	snprintf(here, sizeof(here), "/api/stories/%lld/drafts/did", id);
	is(here, "{\"text\":\"One \",\"page\":\"a\",\"seen\":null}", 200, "a draft of page a");
	snprintf(rev, sizeof(rev), "%s", web_text("rev"));
	is(web_pathf("/api/stories/%lld", id), NULL, 200, "the memory");
	tap_is_text(answer("did", "draft"), "One ", "has it, with the blank at its end");
	is(here, "{\"text\":\"Another\",\"page\":\"b\",\"seen\":null}", 200, "page b has not seen it");
	reply = web_json();
	tap_ok(json_is_null(json_object_get(reply, "rev")), "so its text is not written");
	tap_is_text(json_get_text(json_get_object(reply, "other"), "text", "(none)"), "One ", "and it is told what stands there");
	json_decref(reply);
	snprintf(body, sizeof(body), "{\"text\":\"One and\",\"page\":\"a\",\"seen\":\"%s\"}", rev);
	is(here, body, 200, "page a goes on");
	snprintf(rev, sizeof(rev), "%s", web_text("rev"));
	snprintf(body, sizeof(body), "{\"text\":\"One and another\",\"page\":\"b\",\"seen\":\"%s\"}", rev);
	is(here, body, 200, "page b, once it has seen it, writes");
	is(here, "{\"text\":\"a\\u0000b\",\"seen\":\"x\"}", 200, "a NUL, unseen");
	is(web_pathf("/api/stories/%lld", id), NULL, 200, "the memory");
	tap_is_text(answer("did", "draft"), "One and another", "what is there is there");
	is(web_pathf("/api/stories/%lld/answers/did", id), "{\"text\":\"I wrote the merge step.\"}", 200, "an answer");
	is(here, "{\"text\":\"typed on\",\"page\":\"a\",\"seen\":\"0\"}", 200, "a draft that begins again");
	tap_ok(strcmp(web_text("rev"), "(none)") != 0, "is kept");
	is(here, "{\"text\":\"\",\"page\":\"a\",\"seen\":\"0\"}", 200, "nothing, without having seen it");
	tap_is_text(web_text("rev"), "(none)", "does not take it away");
}

static void drill(struct spar *s)
{
	static const char *const port[] = {"--port", "0", NULL};
	char here[100], data[PATH_MAX + 100];
	long long id;

	is("/api/stories/drills", "{}", 200, "a drill");
	id = (long long)web_int("id");
	is("/api/stories/drills", "{\"principle\":\"frugality\"}", 200, "asked for again");
	tap_is_int(web_int("id"), id, "is the one that is open");
	snprintf(here, sizeof(here), "/api/stories/drills/%lld/say", id);
	is(here, "{\"text\":\"   \",\"stage\":0,\"turn\":0}", 200, "nothing but blanks");
	tap_ok(strstr(client_body(), "\"empty\":true"), "is not recorded");
	is(here, "{\"text\":\"x\",\"stage\":1,\"turn\":3}", 422, "an answer to another question");
	is(here, "{\"text\":\"42 17 99\",\"stage\":0,\"turn\":0}", 200, "only numbers");
	tap_is_text(web_text("step"), "tell", "the question stands");
	tap_ok(strcmp(web_text("not_evaluable"), "(none)") != 0, "and it says why");
	is(here, "{\"text\":\"\xF0\x9F\x99\x82\xF0\x9F\x94\xA5\",\"stage\":0,\"turn\":0}", 200, "only emoji");
	tap_is_text(web_text("step"), "tell", "the question stands");
	with(here, "I told it. ", ANSWER_BYTES + 100, ",\"stage\":0,\"turn\":0", 413, "more than can be taken");
	is(web_pathf("/api/stories/drills/%lld", id), NULL, 200, "the drill");
	tap_ok(strstr(client_body(), "I told it. I told"), "has it as a draft");
	with(web_pathf("/api/stories/drills/%lld/draft", id), "I told it. ", ANSWER_BYTES + 100, ",\"stage\":0,\"turn\":0,\"seen\":null", 200, "the page's own draft of it");
	tap_ok(strstr(client_body(), "\"other\":null"), "is not taken for another tab's");
	with(here, "I loaded the rows again because they were late. ", 200000, ",\"stage\":0,\"turn\":0,\"elapsed_ms\":5000", 200, "200 kB");
	tap_is_text(web_text("step"), "reply", "are a telling");
	is(web_pathf("/api/stories/drills/%lld/draft", id), "{\"text\":\"Because of \",\"stage\":0,\"turn\":0,\"seen\":null}", 200, "what is typed");
	is(web_pathf("/api/stories/drills/%lld/draft", id), "{\"text\":\"x\",\"stage\":0,\"turn\":4,\"seen\":null}", 200, "for another question");
	tap_ok(strstr(client_body(), "\"moved\":true"), "is not kept");
	is(web_pathf("/api/stories/drills/%lld/wording", id), "{\"stage\":0,\"turn\":0}", 200, "no model is on");
	tap_ok(strstr(client_body(), "\"waits\":false") && strlen(web_text("question")) > 10, "so the prepared question is what stands");
	is(web_pathf("/api/stories/drills/%lld/wording", id), "{\"stage\":0,\"turn\":3}", 422, "the wording of another question");
	is(web_pathf("/api/stories/drills/%lld/wording", id), "{\"stage\":0}", 422, "of none");
	char question[300];

	is(web_pathf("/api/stories/drills/%lld", id), NULL, 200, "the drill");
	snprintf(question, sizeof(question), "%.290s", web_text("question"));
	tap_is_int(spar_end(s, SIGKILL), -SIGKILL, "the program is killed");
	snprintf(data, sizeof(data), "%s", s->data);
	tap_ok(spar_begin(s, data, NULL, port) && web_enter(s->link) == 303, "and started again");
	is(web_pathf("/api/stories/drills/%lld", id), NULL, 200, "the drill");
	tap_is_text(web_text("question"), question, "the same question stands");
	tap_ok(strstr(client_body(), "Because of "), "with what was typed");
	is(here, "{\"text\":\"Because the phones sent them three days late.\",\"stage\":0,\"turn\":0}", 200, "the answer");
	is(web_pathf("/api/stories/drills/%lld/debrief", id), NULL, 422, "no debrief before the end");
	is(web_pathf("/api/stories/drills/%lld/end", id), "{}", 200, "the end");
	is(web_pathf("/api/stories/drills/%lld/end", id), "{}", 200, "once more is no error");
	is(here, "{\"text\":\"x\",\"stage\":0,\"turn\":1}", 422, "nothing is said after it");
	is(web_pathf("/api/stories/drills/%lld/draft", id), "{\"text\":\"x\",\"stage\":0,\"turn\":1}", 200, "a draft that comes late");
	tap_ok(strstr(client_body(), "\"moved\":true"), "is told so");
	is(web_pathf("/api/stories/drills/%lld/debrief", id), NULL, 200, "its debrief");
	is("/api/stories/drills", "{\"minutes\":0}", 200, "another one, without a clock");
	id = (long long)web_int("id");
	tap_is_int(web_int("left_ms"), -1, "has no time that is left");
	is(web_pathf("/api/stories/drills/%lld/end", id), "{}", 200, "ended with nothing told");
	tap_ok(strstr(client_body(), "\"told\":false"), "says so");
	is(web_pathf("/api/stories/drills/%lld/debrief", id), NULL, 404, "has no debrief");
	is("/api/stories", NULL, 200, "the list");
}

int main(void)
{
	struct spar s;
	long long id;

	spar_start(&s, "stories", NULL);
	unknown();
	id = begin();
	bodies(id);
	texts(id);
	two_pages(id);
	drill(&s);
	is("/api/stories/export.md", NULL, 200, "the export");
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	buf_release(&client_reply);
	return tap_done();
}
