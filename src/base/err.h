/*
 * Errors: one code and one fixed text, passed last and owning nothing.
 *
 * A wrong answer or a syntax error in a candidate's SQL is a result, not an
 * error; an error means that Spar could not do what was asked.  The table below
 * is the only place that says what each code means to a shell and to HTTP.
 *
 * A message says what is wrong first, names the subject in single quotes and
 * has no full stop: "cannot open 'a.sql': no such file".
 */
#ifndef SPAR_BASE_ERR_H
#define SPAR_BASE_ERR_H

#include <stdarg.h>

/*   code           exit  http  meaning */
#define ERR_TABLE(X)                                                           \
	X(ERR_USAGE,    2, 400, "the call is malformed")                       \
	X(ERR_INPUT,    2, 422, "the input cannot be used")                    \
	X(ERR_PARSE,    2, 422, "a file or message could not be parsed")       \
	X(ERR_MISSING,  3, 404, "what was named does not exist")               \
	X(ERR_IO,       4, 500, "reading or writing failed")                   \
	X(ERR_FULL,     4, 507, "the disk is full or the folder read-only")    \
	X(ERR_BUSY,     5, 503, "another process holds the record")            \
	X(ERR_NEWER,    5, 409, "the record was written by a newer Spar")      \
	X(ERR_LIMIT,    6, 413, "a size or count is over its limit")           \
	X(ERR_MEMORY,   6, 500, "out of memory")                               \
	X(ERR_TIMEOUT,  7, 504, "the time limit was reached")                  \
	X(ERR_WORKER,   7, 502, "the worker process died or cannot start")     \
	X(ERR_SQL,      8, 500, "the database refused a statement of ours")    \
	X(ERR_CONTENT,  8, 500, "an exercise or pack is defective")            \
	X(ERR_STOPPED, 130, 499, "interrupted")

enum err_code {
	ERR_OK = 0,
#define X(code, exit_status, http, meaning) code,
	ERR_TABLE(X)
#undef X
	ERR_COUNT
};

#define ERR_TEXT_MAX 480

struct err {
	enum err_code code;          /* ERR_OK as long as nothing failed */
	char text[ERR_TEXT_MAX];     /* NUL-terminated, cut at a character */
};

/*
 * Fill *err (which may be NULL) with code and a formatted text, and return code, so that
 * a function can end with "return err_set(err, ERR_IO, ...)". code must not be ERR_OK.
 */
enum err_code err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* As err_set(), and appends ": " and the text of errno_value. ENOSPC, EDQUOT and EROFS turn ERR_IO into ERR_FULL. */
enum err_code err_errno(struct err *err, enum err_code code, int errno_value,
			const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Both fail for certain: said here, because analysers cannot see it across files. */
static inline enum err_code err_certain(enum err_code code)
{
	if (code == ERR_OK)
		__builtin_unreachable();
	return code;
}
#define err_set(...) err_certain(err_set(__VA_ARGS__))
#define err_errno(...) err_certain(err_errno(__VA_ARGS__))

/* Put "prefix: " before the text that is there; for callers that know more; nothing if there is no error. Returns err->code. */
enum err_code err_prefix(struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The name ("ERR_IO"), exit status, HTTP status and meaning of a code; lent for ever. */
const char *err_name(enum err_code code);
int err_exit_status(enum err_code code);
int err_http_status(enum err_code code);
const char *err_meaning(enum err_code code);

/* A broken invariant: print file, line and text on standard error and abort(). */
#define BUG(...) err_bug(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void err_bug(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
