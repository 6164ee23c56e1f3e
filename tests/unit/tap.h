/*
 * TAP for unit tests: each check prints one line, tap_done() the plan. A test that dies before its plan counts as failed.
 */
#ifndef SPAR_TESTS_TAP_H
#define SPAR_TESTS_TAP_H

#include <ftw.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int tap_count;
static int tap_failed;

__attribute__((format(printf, 2, 0)))
static inline bool tap_line(bool ok, const char *fmt, va_list ap)
{
	tap_count++;
	tap_failed += !ok;
	printf("%sok %d - ", ok ? "" : "not ", tap_count);
	vprintf(fmt, ap);
	putchar('\n');
	fflush(stdout);
	return ok;
}

/* Texts as comments, whatever they hold. */
static inline void tap_show(const char *label, const char *text)
{
	printf("# %s: ", label);
	for (const char *p = text ? text : "(null)"; *p; p++) {
		putchar(*p);
		if (*p == '\n')
			fputs("#   ", stdout);
	}
	putchar('\n');
	fflush(stdout);
}

__attribute__((format(printf, 2, 3)))
static inline bool tap_ok(bool cond, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tap_line(cond, fmt, ap);
	va_end(ap);
	return cond;
}

__attribute__((format(printf, 3, 4)))
static inline bool tap_is_int(long long got, long long want, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	bool ok = tap_line(got == want, fmt, ap);
	va_end(ap);
	if (!ok)
		printf("# got: %lld\n# want: %lld\n", got, want);
	return ok;
}

/* NULL equals only NULL. */
__attribute__((format(printf, 3, 4)))
static inline bool tap_is_text(const char *got, const char *want, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	bool ok = tap_line(got && want ? strcmp(got, want) == 0 : got == want, fmt, ap);
	va_end(ap);
	if (!ok) {
		tap_show("got", got);
		tap_show("want", want);
	}
	return ok;
}

static char tap_dir_path[PATH_MAX];
static pid_t tap_dir_owner;

static inline int tap_dir_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

static inline void tap_dir_remove(void)
{
	if (getpid() == tap_dir_owner)
		nftw(tap_dir_path, tap_dir_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A folder for scratch files, the same at each call, removed when the test ends. */
static inline const char *tap_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	if (tap_dir_owner)
		return tap_dir_path;
	snprintf(tap_dir_path, sizeof(tap_dir_path), "%s/spar-test-XXXXXX", tmp && *tmp ? tmp : P_tmpdir);
	if (!mkdtemp(tap_dir_path)) {
		perror(tap_dir_path);
		exit(1);
	}
	tap_dir_owner = getpid();
	atexit(tap_dir_remove);
	return tap_dir_path;
}

/* The exit status for main(). A program without a check fails. */
static inline int tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed || !tap_count ? 1 : 0;
}

#endif
