/* The model endpoint without a network: addresses, keys, what is sent, what an answer says, and questions that nobody answers. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "model/model.h"
#include "tap.h"

static struct arena arena;

static void test_address(void)
{
	static const struct {
		const char *url, *address;   /* NULL: refused */
		bool loopback;
	} urls[] = {
		{"http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1/chat/completions", true},
		{"http://localhost:8080", "http://localhost:8080/v1/chat/completions", true},
		{"http://LocalHost:8080/", "http://LocalHost:8080/v1/chat/completions", true},
		{"http://[::1]:8080/v1/", "http://[::1]:8080/v1/chat/completions", true},
		{"https://api.example.org/v1", "https://api.example.org/v1/chat/completions", false},
		{"https://api.example.org/v1/chat/completions", "https://api.example.org/v1/chat/completions", false},
		{"https://127.0.0.1/x", "https://127.0.0.1/x/chat/completions", true},
		{"http://api.example.org/v1", NULL, false}, {"http://127.0.0.1.example.org/", NULL, false}, {"http://localhost.", NULL, false},
		{"http://[::1]x/", NULL, false}, {"http://[::ffff:127.0.0.1]/", NULL, false}, {"http://a@127.0.0.1/", NULL, false},
		{"http://127.0.0.1\\@example.org/", NULL, false}, {"https://example.org/?k=1", NULL, false}, {"https://example.org#x", NULL, false},
		{"https://example.org:x/", NULL, false}, {"https://example.org:/", NULL, false}, {"https://exam ple.org/", NULL, false},
		{"https://example.org/\r\nHost: x", NULL, false}, {"gopher://127.0.0.1/", NULL, false}, {"//127.0.0.1/", NULL, false}, {"", NULL, false},
		{"https://\xC3\xA9xample.org/", NULL, false},
	};

	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct model_endpoint e = {0};
		struct err err = {0};
		enum err_code code = model_address(&arena, urls[i].url, &e, &err);

		if (urls[i].address)
			tap_ok(!code && !strcmp(e.address, urls[i].address) && e.loopback == urls[i].loopback, "'%s' is asked at %s", urls[i].url, code ? err.text : e.address);
		else
			tap_ok(code == ERR_USAGE && *err.text, "refused: '%s'", err.text);
	}
}

static void test_setting(void)
{
	static const char *const bad[] = {
		"{\"model\": {\"on\": true}}", "{\"model\": {\"on\": true, \"url\": \"http://example.org\", \"name\": \"m\"}}",
		"{\"model\": {\"on\": true, \"url\": \"https://example.org\", \"name\": \"\"}}", "{\"model\": {\"on\": true, \"url\": 7, \"name\": \"m\"}}",
	};
	struct model_endpoint e = {.on = true, .name = "tiny", .key_file = "/a/key"}, read;
	struct err err = {0};

	tap_ok(!model_endpoint_read(&arena, NULL, &read, &err) && !read.on && !*read.url, "nothing is set");
	tap_ok(!model_address(&arena, "https://example.org", &e, &err), "an endpoint");
	json_t *settings = json_pack("{s:o}", MODEL_SETTING, model_endpoint_json(&e));

	tap_ok(!model_endpoint_read(&arena, settings, &read, &err) && read.on && !strcmp(read.name, "tiny") && !strcmp(read.key_file, "/a/key") &&
		       !strcmp(read.address, e.address),
	       "comes back as it was set");
	json_decref(settings);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		settings = json_parse(str_of(bad[i]), &err);
		tap_ok(model_endpoint_read(&arena, settings, &read, &err) == ERR_INPUT && !read.on, "a record that was changed by hand is not used: %s", err.text);
		json_decref(settings);
	}
}

static void test_key(void)
{
	struct model_endpoint e = {.key_file = fs_join(&arena, tap_dir(), "key")};
	static const mode_t wide[] = {0640, 0604, 0660, 0610, 0601, 0777};
	struct err err = {0};
	struct buf key;

	buf_init(&key, MODEL_KEY_BYTES_MAX + 16);
	fs_write(e.key_file, STR("  sk-1 \n"), 0600, &err);
	tap_ok(!model_key(&e, &key, &err) && !strcmp(buf_text(&key), "sk-1"), "a key without its ends %s", err.text);
	for (size_t i = 0; i < sizeof(wide) / sizeof(*wide); i++) {
		chmod(e.key_file, wide[i]);
		tap_ok(model_key(&e, &key, &err) == ERR_INPUT && !key.n, "mode %03o is refused", (unsigned)wide[i]);
	}
	chmod(e.key_file, 0400);
	tap_ok(!model_key(&e, &key, &err), "mode 400 is fine");
	chmod(e.key_file, 0600);
	fs_write(e.key_file, STR("sk\r\nX: y"), 0600, &err);
	tap_is_int(model_key(&e, &key, &err), ERR_INPUT, "two lines would be two headers");
	fs_write(e.key_file, STR("sk\0x"), 0600, &err);
	tap_is_int(model_key(&e, &key, &err), ERR_INPUT, "nor a NUL");
	fs_write(e.key_file, STR(""), 0600, &err);
	tap_is_int(model_key(&e, &key, &err), ERR_INPUT, "nor nothing");
	e.key_file = tap_dir();
	tap_is_int(model_key(&e, &key, &err), ERR_INPUT, "nor a folder");
	e.key_file = NULL;
	unsetenv(MODEL_KEY_VARIABLE);
	tap_ok(!model_key(&e, &key, &err) && !key.n, "no file and no variable: no key");
	setenv(MODEL_KEY_VARIABLE, "sk-2", 1);
	tap_ok(!model_key(&e, &key, &err) && !strcmp(buf_text(&key), "sk-2"), "the variable");
	unsetenv(MODEL_KEY_VARIABLE);
	buf_release(&key);
}

static void test_request(void)
{
	struct model_endpoint e = {.name = "a \"b\""};
	struct model_question q = {.question = "Tell me.", .told = STR("I said \"no\" and a \xff\xfe byte."), .probe = "Why?", .why = "no reason"};
	const char *text = NULL;
	struct err err = {0};
	char *big = malloc(100000);

	tap_ok(!model_request(&arena, &e, &q, &text, &err), "a request %s", err.text);
	json_t *o = json_parse(str_of(text), &err);
	const char *user = json_get_text(json_array_get(json_get_array(o, "messages"), 1), "content", "");

	tap_is_text(json_get_text(o, "model", ""), "a \"b\"", "with the model's name");
	tap_ok(strstr(user, "I said \"no\"") && strstr(user, "Prepared follow-up: Why?") && strstr(user, "no reason"), "with what was told and what is to be asked");
	json_decref(o);
	for (size_t i = 0; i < 100000; i++)
		big[i] = "\xC3\xA9"[i % 2];
	memcpy(big, "begin", 5);
	memcpy(big + 99997, "end", 3);
	q.told = (struct str){big, 100000};
	tap_ok(!model_request(&arena, &e, &q, &text, &err) && strlen(text) < 3 * MODEL_TOLD_BYTES && strstr(text, "begin") && strstr(text, "end") && strstr(text, "[...]"),
	       "of much its beginning and end: %zu bytes", strlen(text));
	free(big);
}

static void test_answer(void)
{
	static const struct {
		const char *body, *said;   /* said NULL: refused */
	} answers[] = {
		{"{\"choices\":[{\"message\":{\"content\":\" Why? \\n\"}}]}", "Why?"},
		{"{\"choices\":[{\"message\":{\"content\":\"<think>\\\"a\\\"</think>\\\"Why?\\\"\"}}]}", "Why?"},
		{"{\"choices\":[{\"message\":{\"content\":\"\\\"a\\\" and \\\"b\\\"\"}}],\"error\":null}", "\"a\" and \"b\""},
		{"{\"choices\":[{\"message\":{\"content\":\"\"}}]}", NULL}, {"{\"choices\":[{\"message\":{\"content\":null}}]}", NULL},
		{"{\"choices\":[{\"message\":{}}]}", NULL}, {"{\"choices\":[]}", NULL}, {"{\"choices\":{}}", NULL}, {"[]", NULL}, {"7", NULL}, {"", NULL},
		{"{\"error\":\"no\"}", NULL}, {"{\"error\":{\"message\":\"no\"},\"choices\":[{\"message\":{\"content\":\"Why?\"}}]}", NULL},
		{"{\"choices\":[{\"message\":{\"content\":\"Wh", NULL},
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		struct str said;
		struct err err = {0};
		enum err_code code = model_answer(&arena, str_of(answers[i].body), &said, &err);

		if (answers[i].said)
			tap_ok(!code && str_eq_c(said, answers[i].said), "'%.*s' (%s)", (int)said.n, said.p, err.text);
		else
			tap_ok(code && *err.text && !said.n, "refused: %s", err.text);
	}
	struct str said;
	struct err err = {0};

	tap_ok(!model_answer(&arena, STR("{\"choices\":[{\"message\":{\"content\":\"a\\u0000b?\"}}]}"), &said, &err) && said.n == 4, "a NUL is kept, for talk_reword() to refuse");
}

/* A question that nobody answers costs no time unless it is waited for. */
static void test_nobody(void)
{
	struct model_endpoint e = {.on = true, .name = "m"};
	struct model_question q = {.question = "", .told = STR("I did it."), .probe = "Why?", .why = ""};
	struct model *m = NULL;
	struct str text;
	struct err err = {0};

	model_address(&arena, "http://127.0.0.1:1/v1", &e, &err);
	tap_ok(!model_open(&m, &e, &err), "opened %s", err.text);
	tap_ok(model_take(m, 0, &text, &err) == MODEL_FAILED, "nothing was asked");
	tap_ok(!model_ask(m, &q, &err), "asked %s", err.text);
	enum model_state state = model_take(m, 10 * MODEL_DEADLINE_MS, &text, &err);

	tap_ok(state == MODEL_FAILED && err.code == ERR_IO && !text.n, "nobody is there: %s", err.text);
	tap_ok(model_take(m, 0, &text, &err) == MODEL_FAILED, "and it is not said twice");
	/* Closed while it runs: nobody is waited for. */
	tap_ok(!model_ask(m, &q, &err), "asked again %s", err.text);
	model_close(m);
	model_close(NULL);
	e.key_file = "/nonexistent/key";
	model_open(&m, &e, &err);
	tap_is_int(model_ask(m, &q, &err), ERR_MISSING, "without its key nothing is sent");
	model_close(m);
}

int main(void)
{
	arena_init(&arena, 64u << 20);
	test_address();
	test_setting();
	test_key();
	test_request();
	test_answer();
	test_nobody();
	arena_release(&arena);
	return tap_done();
}
