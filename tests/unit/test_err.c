/* Errors, arenas, faults, log levels. */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/fault.h"
#include "base/log.h"
#include "tap.h"

static void texts(void)
{
	struct err err = { 0 };

	tap_is_int(err_set(&err, ERR_INPUT, "bad '%s'", "x"), ERR_INPUT, "the code comes back");
	tap_ok(err.code == ERR_INPUT, "and is kept");
	tap_is_text(err.text, "bad 'x'", "with its text");
	tap_is_int(err_set(NULL, ERR_IO, "x"), ERR_IO, "nobody need listen");
	tap_is_int(err_prefix(&err, "line %d", 3), ERR_INPUT, "a prefix keeps the code");
	tap_is_text(err.text, "line 3: bad 'x'", "and stands in front");
	struct err fine = { 0 };
	tap_ok(err_prefix(&fine, "x") == ERR_OK && fine.text[0] == '\0' && err_prefix(NULL, "x") == ERR_OK, "of an error, not of nothing");
	err_set(&err, ERR_PARSE, "again: %s", err.text);
	tap_is_text(err.text, "again: line 3: bad 'x'", "a text may be built from itself");
	tap_is_int(err_errno(&err, ERR_MISSING, ENOENT, "cannot open '%s'", "a.sql"), ERR_MISSING, "errno keeps other codes");
	tap_is_text(err.text, "cannot open 'a.sql': no such file or directory", "and says the reason in small letters");
	tap_is_int(err_errno(&err, ERR_IO, ENOSPC, "x"), ERR_FULL, "a full disk");
	tap_is_int(err_errno(&err, ERR_IO, EROFS, "x"), ERR_FULL, "a read-only one");
	tap_is_int(err_errno(NULL, ERR_IO, EDQUOT, "x"), ERR_FULL, "a used-up quota, also for nobody");
	tap_is_int(err_errno(&err, ERR_IO, EIO, "x"), ERR_IO, "another reason stays what it is");
}

static void cuts(void)
{
	struct err err = { 0 };
	char text[ERR_TEXT_MAX + 20];
	size_t bad;

	for (int shift = 0; shift < 4; shift++) {
		memset(text, 'a', sizeof(text));
		for (size_t i = (size_t)shift; i + 4 < sizeof(text); i += 4)
			memcpy(text + i, "\xF0\x9F\x98\x80", 4);
		text[sizeof(text) - 1] = '\0';
		err_set(&err, ERR_INPUT, "%s", text);
		size_t n = strlen(err.text);
		tap_ok(utf8_valid(err.text, n, &bad) && n > ERR_TEXT_MAX - 6, "cut at a character, shift %d: %zu bytes", shift, n);
	}
	memset(text, 'a', sizeof(text) - 1);
	err_set(&err, ERR_INPUT, "%s", text);
	tap_is_int((long long)strlen(err.text), ERR_TEXT_MAX - 1, "plain text uses all the room");
	memset(text, 0x80, sizeof(text) - 1);
	err_set(&err, ERR_INPUT, "%s", text);
	tap_ok(strlen(err.text) < ERR_TEXT_MAX, "bad bytes do no harm");
}

static void table(void)
{
	tap_ok(err_exit_status(ERR_OK) == 0 && err_http_status(ERR_OK) == 200, "no error is 0 and 200");
	tap_ok(err_exit_status(ERR_STOPPED) == 130 && err_http_status(ERR_MISSING) == 404, "statuses come from the table");
	tap_is_text(err_name(ERR_LIMIT), "ERR_LIMIT", "names come from the table");
	bool all = true;
	for (int i = 1; i < ERR_COUNT; i++) {
		enum err_code code = (enum err_code)i;
		all = all && err_exit_status(code) >= 2 && err_http_status(code) >= 400 && err_meaning(code)[0] && err_name(code)[0];
	}
	tap_ok(all, "every code fails, with a meaning");
}

/* Run f in a child; the signal that ended it, 0 for none. */
static int ends_with(void (*f)(void))
{
	int status = 0;

	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(3);
		f();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void bug(void)
{
	BUG("on purpose %d", 1);
}

static void no_code(void)
{
	struct err err;

	(err_set)(&err, ERR_OK, "x");
}

static void arena_far_over(void)
{
	struct arena a;

	arena_init(&a, 1000);
	for (int i = 0; i < 100; i++)
		arena_alloc(&a, 100);
}

static void arena_wrapped(void)
{
	struct arena a;

	arena_init(&a, SIZE_MAX);
	arena_alloc(&a, SIZE_MAX - 3);
}

static void arenas(void)
{
	struct arena a;
	bool zeroed = true, aligned = true;

	arena_init(&a, (size_t)1 << 20);
	tap_ok(a.head == NULL && a.used_bytes == 0, "a new arena holds nothing");
	for (size_t n = 0; n < 600; n++) {
		unsigned char *p = arena_alloc(&a, n);
		aligned = aligned && (uintptr_t)p % _Alignof(max_align_t) == 0;
		for (size_t i = 0; i < n; i++)
			zeroed = zeroed && p[i] == 0;
		memset(p, 0xAA, n);
	}
	tap_ok(zeroed, "memory comes zeroed");
	tap_ok(aligned, "and aligned");
	char *first = arena_strdup(&a, "first");
	unsigned char *big = arena_alloc(&a, 300000);
	big[0] = big[299999] = 1;
	tap_is_text(first, "first", "a big piece moves nothing");
	tap_is_text(arena_strndup(&a, "abcdef", 3), "abc", "a part of a text");
	tap_is_text(arena_strndup(&a, NULL, 0), "", "the empty part of nothing");
	tap_is_text(arena_printf(&a, "%s-%d", "x", 7), "x-7", "a formatted text");
	tap_ok(!arena_over(&a), "still under the limit");
	arena_clear(&a);
	tap_ok(a.head == NULL && a.used_bytes == 0 && a.limit_bytes == (size_t)1 << 20, "cleared, the limit stays");
	int *ints = ARENA_NEW(&a, int, 10);
	ints[9] = 1;
	tap_ok(ints[0] == 0, "usable again");
	arena_release(&a);

	arena_init(&a, 1024);
	arena_alloc(&a, 1024);
	tap_ok(!arena_over(&a), "exactly the limit is not over it");
	memset(arena_alloc(&a, 512), 1, 512);
	tap_ok(arena_over(&a), "more is, and can still be written");
	arena_alloc(&a, 1);
	tap_ok(arena_over(&a), "once over, over");
	arena_release(&a);
	tap_ok(!arena_over(&a), "a released arena is not over");
	tap_is_int(ends_with(arena_far_over), SIGABRT, "nobody looked for twice the limit: a bug");
	tap_is_int(ends_with(arena_wrapped), SIGABRT, "a size that wraps round: a bug");
}

static void faults(void)
{
	fault_set(NULL);
	tap_ok(!FAULT("store.commit"), "no fault without a wish");
	fault_set("store.commit");
	tap_ok(FAULT("store.commit") && FAULT("store.commit"), "a place fails every time");
	tap_ok(!FAULT("store") && !FAULT("store.commit2") && !FAULT("store.open"), "other places do not");
	fault_set("store.commit:3");
	bool hits[5];
	for (int i = 0; i < 5; i++) {
		hits[i] = FAULT("store.commit");
		if (FAULT("store.other"))
			hits[i] = false;
	}
	tap_ok(!hits[0] && !hits[1] && hits[2] && !hits[3] && !hits[4], "or the third time only");
	fault_set("");
	tap_ok(!FAULT(""), "an empty wish is none");
	fault_set(NULL);
}

static void levels(void)
{
	unsetenv("SPAR_LOG");
	tap_ok(!log_on(LOG_WARN) && !log_on(LOG_OFF), "silent unless asked");
	setenv("SPAR_LOG", "info", 1);
	tap_ok(log_on(LOG_WARN) && log_on(LOG_INFO) && !log_on(LOG_DEBUG), "info");
	setenv("SPAR_LOG", "debug", 1);
	tap_ok(log_on(LOG_DEBUG), "debug");
	setenv("SPAR_LOG", "loud", 1);
	tap_ok(!log_on(LOG_WARN), "another word is silence");
}

int main(void)
{
	texts();
	cuts();
	table();
	tap_is_int(ends_with(bug), SIGABRT, "BUG() aborts");
	tap_is_int(ends_with(no_code), SIGABRT, "an error without a code is a bug");
	arenas();
	faults();
	levels();
	return tap_done();
}
