/* Rounds over HTTP: what does not fit, what is huge or no text, two tabs, an answer that was lost on its way, queries that are judged afterwards. */
#include "web/web_int.h"

#include "web_client.h"

#define STORY                                                                                                                 \
	"I owned the nightly load of orders at a shop. In March it failed three nights in a row, and finance had no revenue until noon. I " \
	"looked at its log and saw that it copied the whole table, 90 million rows, although only two million had changed. I decided to "  \
	"load only the changed partitions. The load went from 3 hours to 20 minutes, and it has not failed since."
#define BIG_BYTES 200000

static char at[100];
static int64_t id, seq;

/* What a round answers to a path below its own; the body's number of turns is the last that was told. */
static int ask(const char *where, const char *body)
{
	int status;

	snprintf(at, sizeof(at), "/api/mocks/%lld%s", (long long)id, where);
	status = body ? web_post(at, body) : web_get(at);
	if (status == 200 && body && web_int("seq") > 0)
		seq = web_int("seq");
	return status;
}

__attribute__((format(printf, 2, 3)))
static int askf(const char *where, const char *fmt, ...)
{
	static char body[2000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(body, sizeof(body), fmt, ap);
	va_end(ap);
	return ask(where, body);
}

static int say(const char *text, int64_t clock_ms)
{
	return askf("/say", "{\"kind\":\"text\",\"text\":\"%s\",\"clock_ms\":%lld,\"seq\":%lld}", text, (long long)clock_ms, (long long)seq);
}

/* A member of the last reply's room; new reference. */
static json_t *of_room(const char *key)
{
	json_t *all = web_json(), *value = json_incref(json_object_get(json_get_object(all, "room"), key));

	json_decref(all);
	return value;
}

static bool room_is(const char *key, const char *text)
{
	json_t *value = of_room(key);
	bool is = value && json_is_string(value) && !strcmp(json_string_value(value), text);

	json_decref(value);
	return is;
}

static int64_t room_int(const char *key)
{
	json_t *value = of_room(key);
	int64_t n = json_is_integer(value) ? json_integer_value(value) : -1;

	json_decref(value);
	return n;
}

static bool flag(const char *key)
{
	json_t *value = web_json();
	bool is = json_get_bool(value, key, false);

	json_decref(value);
	return is;
}

static void begin(const char *round)
{
	tap_is_int(web_postf("/api/mocks", "{\"round\":\"%s\",\"seed\":3}", round), 200, "a %s begins", round);
	id = room_int("id");
	seq = room_int("seq");
}

static void test_begin(void)
{
	static const char *const bad[] = {"", "{}", "[]", "null", "{\"round\":7}", "{\"round\":\"phone\",\"minutes\":0}", "{\"round\":\"phone\",\"minutes\":\"45\"}",
					  "{\"round\":\"phone\",\"more\":1}", "{\"round\":\"phone\",\"seed\":-1}"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		tap_ok(web_post("/api/mocks", bad[i]) == 422 || client_status == 400, "no round begins with %s: %d", bad[i], client_status);
	tap_is_int(web_post("/api/mocks", "{\"round\":\"no-such-round\"}"), 404, "a round that is none");
	tap_ok(strstr(client_body(), "no-such-round"), "is named");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"../phone\"}"), 404, "a path is none");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"phone\\u0000\"}"), 404, "a name with NUL is none");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"design\",\"scenario\":\"nothing\"}"), 404, "nor is a scenario");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"phone\",\"minutes\":1400}"), 422, "a phone screen of a day");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"\xff\xfe\"}"), 400, "bytes that are no text");
	web_get("/api/mocks");
	tap_ok(strstr(client_body(), "\"open\":null") && strstr(client_body(), "\"mocks\":[]"), "nothing of it is in the record");
	tap_is_int(web_get("/api/mocks/1"), 404, "no round 1");
	tap_is_int(web_get("/api/mocks/x"), 404, "nor x");
	tap_is_int(web_get("/api/mocks/1/debrief"), 404, "and no debrief");
	tap_is_int(web_post("/api/mocks/7/say", "{\"kind\":\"text\",\"text\":\"a\",\"clock_ms\":0,\"seq\":0}"), 404, "nobody to talk to");
}

static void test_bad_words(void)
{
	char *big = malloc(BIG_BYTES * 8);
	json_t *body;
	char *text;

	if (!big)
		BUG("out of memory");
	begin("phone");
	tap_is_int(web_post("/api/mocks", "{\"round\":\"bar-raiser\"}"), 503, "one is open at a time");
	tap_is_int(ask("/debrief", NULL), 503, "nothing is told in a round");
	tap_is_int(ask("/debrief.md", NULL), 503, "in no form");
	tap_is_int(ask("/judge", "{}"), 422, "and nothing judged");
	tap_is_int(ask("/say", "{\"kind\":\"cut\",\"text\":\"\",\"clock_ms\":0,\"seq\":1}"), 422, "a page cannot cut in");
	tap_is_int(ask("/say", "{\"kind\":\"text\",\"clock_ms\":0,\"seq\":1}"), 422, "nothing is not a text");
	tap_is_int(ask("/say", "{\"kind\":\"text\",\"text\":\"a\",\"clock_ms\":-1,\"seq\":1}"), 422, "no clock goes back");
	tap_is_int(ask("/say", "{\"kind\":\"text\",\"text\":\"a\",\"clock_ms\":1e99,\"seq\":1}"), 422, "nor beyond a week");
	tap_is_int(ask("/say", "{\"kind\":\"text\",\"text\":\"\xff\xff\",\"clock_ms\":0,\"seq\":1}"), 400, "bytes that are no text");
	tap_is_int(ask("/tick", "{\"typed\":7,\"clock_ms\":0,\"seq\":1}"), 422, "a number is not typed");
	tap_is_int(ask("/tick", ""), 422, "an empty body");
	ask("", NULL);
	tap_is_int(room_int("seq"), seq, "nothing of it was said");

	tap_is_int(askf("/tick", "{\"typed\":\"a\\u0000b\",\"clock_ms\":1000,\"seq\":%lld}", (long long)seq), 200, "NUL may be typed");
	ask("", NULL);
	tap_ok(room_is("typed", "a\xEF\xBF\xBD" "b") && room_int("clock_ms") == 1000, "and is kept as what it is not");
	tap_is_int(say("", 2000), 200, "nothing may be said");
	tap_ok(flag("taken"), "and is");
	for (size_t i = 0; i + 6 <= BIG_BYTES; i += 6)
		memcpy(big + i, "words ", 7);
	body = json_pack("{s:s,s:s,s:i,s:I}", "kind", "text", "text", big, "clock_ms", 3000, "seq", (json_int_t)seq);
	text = json_text(body);
	tap_is_int(ask("/say", text), 200, "200 kB of words are an answer");
	tap_ok(flag("taken"), "which is taken");
	free(text);
	json_decref(body);
	memset(big, 'x', BIG_BYTES * 7);
	big[BIG_BYTES * 7] = '\0';
	tap_is_int(askf("/say", "{\"kind\":\"pad\",\"text\":\"a\\u0000b\",\"clock_ms\":0,\"seq\":0}"), 200, "NUL on the scratch pad");
	body = json_pack("{s:s,s:i,s:i}", "typed", big, "clock_ms", 3000, "seq", 0);
	text = json_text(body);
	tap_is_int(ask("/tick", text), 413, "1.4 MB are too much");
	free(text);
	json_decref(body);
	memset(big, 'x', BIG_BYTES * 2);
	big[BIG_BYTES * 2] = '\0';
	body = json_pack("{s:s,s:s,s:i,s:I}", "kind", "text", "text", big, "clock_ms", 3000, "seq", (json_int_t)seq);
	text = json_text(body);
	tap_is_int(ask("/say", text), 413, "and so are 400 kB of an answer");
	free(text);
	json_decref(body);
	tap_is_int(ask("", NULL), 200, "the round goes on");
	tap_is_int(ask("/leave", "{\"clock_ms\":4000}"), 200, "until it is left");
	tap_ok(flag("over"), "and is over");
	tap_is_int(ask("/leave", "{\"clock_ms\":4000}"), 200, "once more is no error");
	say("late", 5000);
	tap_ok(client_status == 200 && flag("over") && !flag("taken"), "what is said then is not taken");
	tap_is_int(ask("/debrief", NULL), 200, "there is a debrief");
	free(big);
}

/* Two tabs see the same turn, and both answer it. */
static void test_tabs(void)
{
	int64_t old;

	begin("bar-raiser");
	old = seq;
	tap_ok(say(STORY, 30000) == 200 && flag("taken"), "one tab answers");
	seq = old;
	tap_ok(say("Something else entirely.", 31000) == 200 && !flag("taken"), "the other, which has not seen it, is not taken");
	tap_ok(room_int("seq") > old, "and is told where the round stands");
	seq = old;
	tap_ok(say(STORY, 32000) == 200 && flag("taken"), "an answer that comes again because its reply was lost was taken");
	tap_is_int(room_int("seq"), seq, "and is said once");
	old = seq;
	askf("/tick", "{\"typed\":\"half\",\"clock_ms\":40000,\"seq\":%lld}", (long long)old);
	askf("/tick", "{\"clock_ms\":40500,\"seq\":%lld}", (long long)old);
	ask("", NULL);
	tap_ok(room_is("typed", "half"), "a tab that nobody types in takes nothing out of the box of another");
	askf("/tick", "{\"typed\":\"x\",\"clock_ms\":41000,\"seq\":%lld}", (long long)old - 1);
	tap_ok(!flag("taken") && room_int("seq") == old, "a tab that is behind is told so");
	ask("", NULL);
	tap_ok(room_is("typed", "half") && room_int("clock_ms") == 40500, "and changes nothing");

	/* The clock that is handed in lets the interviewer speak. */
	say("No.", 42000);
	tap_ok(flag("taken") && strstr(client_body(), "\"silent\":true"), "a short reply meets silence");
	askf("/tick", "{\"typed\":\"but\",\"clock_ms\":60000,\"seq\":%lld}", (long long)seq);
	tap_ok(!flag("taken"), "which lasts while one types");
	askf("/tick", "{\"typed\":\"\",\"clock_ms\":61000,\"seq\":%lld}", (long long)seq);
	tap_ok(flag("taken") && room_int("seq") == seq, "and ends when nobody does");
	askf("/tick", "{\"typed\":\"in the middle of\",\"clock_ms\":1800000,\"seq\":%lld}", (long long)seq);
	tap_ok(flag("taken") && room_int("part") == 1, "when the time of a part is over, the next one begins");
	tap_ok(strstr(client_body(), "in the middle of"), "and what stood in the box was said");
	ask("/leave", "{\"clock_ms\":1800001}");
}

/* Until each query of the debrief has its verdict. */
static bool judged_within_turns(void)
{
	for (int i = 0; i < WEB_TURNS; i++) {
		ask("/debrief", NULL);
		if (web_int("not_judged") == 0)
			return true;
		web_pause();
	}
	return false;
}

static void test_queries(void)
{
	json_t *value, *sql = NULL;

	begin("phone");
	for (int i = 0; i < 20; i++) {
		ask("", NULL);
		if (room_is("expects", "query"))
			break;
		askf("/say", "{\"kind\":\"skip\",\"text\":\"\",\"clock_ms\":1000,\"seq\":%lld}", (long long)seq);
	}
	tap_ok(room_is("expects", "query"), "a query is asked for");
	tap_is_int(say("-- nothing", 2000), 422, "a comment is none");
	tap_is_int(say("SELECT 1\\u0000", 2000), 422, "nor is a text with NUL");
	tap_ok(say("SELECT 1 AS one", 2000) == 200 && flag("taken"), "a query is taken");
	tap_ok(!strstr(client_body(), "verdict") && !strstr(client_body(), "wrong"), "and no word is said about it");
	tap_ok(room_is("expects", "text"), "but an explanation asked for");
	ask("/leave", "{\"clock_ms\":3000}");
	tap_ok(judged_within_turns(), "it is judged when the round is over, without being asked");
	value = web_json();
	for (size_t i = 0; !sql && i < json_array_size(json_get_array(value, "parts")); i++)
		sql = json_get_object(json_array_get(json_get_array(value, "parts"), i), "sql");
	tap_is_text(json_get_text(json_get_object(sql, "verdict"), "verdict", NULL), "wrong", "and stands in the debrief");
	json_decref(value);
	ask("/debrief.md", NULL);
	tap_ok(strstr(client_body(), "SELECT 1 AS one") && strstr(client_body(), "**wrong**"), "in each form");
}

static const char *hangs;            /* a worker that never answers */

/* The server dies while somebody types: the round goes on at the same second, with what stood in the box. */
static void test_killed(void)
{
	static const char *const args[] = {"--port", "0", NULL};
	struct spar s;

	spar_start(&s, "killed", NULL);
	begin("bar-raiser");
	askf("/tick", "{\"typed\":\"I was about to say\",\"clock_ms\":61234,\"seq\":%lld}", (long long)seq);
	tap_is_int(askf("/say", "{\"kind\":\"pad\",\"text\":\"a line\",\"clock_ms\":61500,\"seq\":%lld}", (long long)seq), 200, "a line for the pad");
	tap_is_int(spar_end(&s, SIGKILL), -SIGKILL, "the server is killed");
	if (!spar_begin(&s, s.data, NULL, args) || web_enter(s.link) != 303)
		BUG("spar serve does not start again");
	ask("", NULL);
	tap_is_int(room_int("clock_ms"), 61500, "the clock stands where it stood");
	tap_ok(room_is("typed", "I was about to say"), "what was typed is there, also behind a line of the pad");
	tap_ok(room_is("pad", "a line\n") && room_int("seq") == seq, "and nothing else has happened");
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
}

/* The server ends while it judges: the next one has the verdict, and once. */
static void test_cut_off(void)
{
	static const char *const args[] = {"--port", "0", NULL};
	struct spar s;
	const char *found;
	int count = 0;

	spar_start(&s, "cut", hangs);
	begin("phone");
	for (int i = 0; i < 20 && !room_is("expects", "query"); i++)
		askf("/say", "{\"kind\":\"skip\",\"text\":\"\",\"clock_ms\":1000,\"seq\":%lld}", (long long)seq);
	say("SELECT 1 AS one", 2000);
	ask("/leave", "{\"clock_ms\":3000}");
	tap_is_int(ask("/debrief", NULL), 200, "a debrief is there while the judge is at it");
	tap_is_int(web_int("not_judged"), 1, "and says that a verdict is missing");
	tap_ok(web_int("job") > 0, "and who looks for it");
	tap_is_int(ask("/judge", "{}"), 202, "asked again");
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends at once");
	if (!spar_begin(&s, s.data, NULL, args) || web_enter(s.link) != 303)
		BUG("spar serve does not start again");
	tap_is_int(ask("/judge", "{}"), 202, "the next one is asked to judge");
	tap_ok(judged_within_turns(), "and does");
	tap_ok(web_job_until(1, "done", "failed"), "what was cut off is taken up as well");
	web_get("/api/export.json");
	for (found = client_body(); (found = strstr(found, "\"attempt.judged\"")); found++)
		count++;
	tap_is_int(count, 1, "and there is one verdict");
	spar_end(&s, SIGTERM);
}

int main(void)
{
	struct spar s;

	spar_start(&s, "mock", NULL);
	test_begin();
	test_bad_words();
	test_tabs();
	test_queries();
	tap_is_int(spar_end(&s, SIGTERM), 0, "the server ends well");
	test_killed();
	hangs = web_hanging_worker();
	test_cut_off();
	buf_release(&client_reply);
	return tap_done();
}
