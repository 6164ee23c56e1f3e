#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct err_row {
	const char *name;
	int exit_status;
	int http_status;
	const char *meaning;
};

static const struct err_row err_rows[ERR_COUNT] = {
	[ERR_OK] = { "ERR_OK", 0, 200, "no error" },
#define X(code, exit_status, http, meaning) [code] = { #code, exit_status, http, meaning },
	ERR_TABLE(X)
#undef X
};

/* Drop a character that the cut at the end of text has split. */
static void cut_at_character(char *text, size_t size_bytes)
{
	size_t n = strlen(text);
	size_t lead = n;

	if (n + 1 < size_bytes)
		return;
	while (lead > 0 && n - lead < 4 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
		lead--;
	if (lead == 0)
		return;
	unsigned char c = (unsigned char)text[lead - 1];
	size_t want = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
	if (n - (lead - 1) < want)
		text[lead - 1] = '\0';
}

/* Through a temporary text, because an argument may be err->text itself. */
__attribute__((format(printf, 2, 0)))
static void format_text(struct err *err, const char *fmt, va_list ap)
{
	char text[ERR_TEXT_MAX];

	vsnprintf(text, sizeof(text), fmt, ap);
	cut_at_character(text, sizeof(text));
	memcpy(err->text, text, sizeof(text));
}

enum err_code (err_set)(struct err *err, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	if (code == ERR_OK)
		BUG("an error without a code: '%s'", fmt);
	if (!err)
		return code;
	va_start(ap, fmt);
	format_text(err, fmt, ap);
	va_end(ap);
	err->code = code;
	return code;
}

enum err_code (err_errno)(struct err *err, enum err_code code, int errno_value, const char *fmt, ...)
{
	struct err subject;
	char reason[128];
	va_list ap;

	if (code == ERR_IO && (errno_value == ENOSPC || errno_value == EDQUOT || errno_value == EROFS))
		code = ERR_FULL;
	if (!err)
		return code;
	va_start(ap, fmt);
	format_text(&subject, fmt, ap);
	va_end(ap);
	const char *why = strerror_r(errno_value, reason, sizeof(reason));
	/* The system writes sentences; ours continue one. */
	char first = why[0] >= 'A' && why[0] <= 'Z' ? (char)(why[0] - 'A' + 'a') : why[0];
	return err_set(err, code, "%s: %c%s", subject.text, first, why + (first ? 1 : 0));
}

enum err_code err_prefix(struct err *err, const char *fmt, ...)
{
	struct err prefix;
	va_list ap;

	if (!err)
		return ERR_OK;
	va_start(ap, fmt);
	format_text(&prefix, fmt, ap);
	va_end(ap);
	if (err->code)
		err_set(err, err->code, "%s: %s", prefix.text, err->text);
	return err->code;
}

static const struct err_row *row_of(enum err_code code)
{
	if ((int)code < 0 || code >= ERR_COUNT)
		BUG("no such error code: %d", (int)code);
	return &err_rows[code];
}

const char *err_name(enum err_code code)
{
	return row_of(code)->name;
}

int err_exit_status(enum err_code code)
{
	return row_of(code)->exit_status;
}

int err_http_status(enum err_code code)
{
	return row_of(code)->http_status;
}

const char *err_meaning(enum err_code code)
{
	return row_of(code)->meaning;
}

void err_bug(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "spar: bug at %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
