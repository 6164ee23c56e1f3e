#include "base/buf.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str str_of(const char *s)
{
	return s ? (struct str){ s, strlen(s) } : (struct str){ "", 0 };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_c(struct str a, const char *b)
{
	return str_eq(a, str_of(b));
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool str_starts(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && (n == 0 || memcmp(s.p, prefix, n) == 0);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_next_line(struct str *rest, struct str *line)
{
	if (rest->n == 0)
		return false;
	const char *end = memchr(rest->p, '\n', rest->n);
	size_t n = end ? (size_t)(end - rest->p) : rest->n;
	size_t used = end ? n + 1 : n;

	*line = (struct str){ rest->p, n };
	if (end && n && line->p[n - 1] == '\r')
		line->n--;
	rest->p += used;
	rest->n -= used;
	return true;
}

bool str_to_long(struct str s, long min, long max, long *out)
{
	bool negative = s.n && s.p[0] == '-';
	size_t i = negative || (s.n && s.p[0] == '+') ? 1 : 0;
	long v = 0;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		/* Counted downwards: LONG_MIN has no positive twin. */
		if (__builtin_mul_overflow(v, 10L, &v) || __builtin_sub_overflow(v, (long)(s.p[i] - '0'), &v))
			return false;
	}
	if (!negative) {
		if (v == LONG_MIN)
			return false;
		v = -v;
	}
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

int str_digits(const char *p, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

void buf_init(struct buf *b, size_t max_bytes)
{
	*b = (struct buf){ .max_bytes = max_bytes };
}

void buf_release(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max_bytes);
}

void buf_reset(struct buf *b)
{
	b->n = 0;
	b->code = ERR_OK;
	if (b->p)
		b->p[0] = '\0';
}

/* Make room for n more bytes and the NUL; false sets the sticky error. */
static bool reserve(struct buf *b, size_t n)
{
	if (b->code)
		return false;
	if (n > b->max_bytes || b->n > b->max_bytes - n || b->n + n == SIZE_MAX) {
		b->code = ERR_LIMIT;
		return false;
	}
	size_t need = b->n + n + 1;
	if (need <= b->size_bytes)
		return true;
	size_t size = b->size_bytes < SIZE_MAX / 2 ? b->size_bytes * 2 : need;
	if (size > b->max_bytes && b->max_bytes < SIZE_MAX)
		size = b->max_bytes + 1;
	if (size < need)
		size = need;
	if (size < 64)
		size = 64;
	char *p = realloc(b->p, size);
	if (!p) {
		b->code = ERR_MEMORY;
		return false;
	}
	b->p = p;
	b->size_bytes = size;
	return true;
}

void buf_add(struct buf *b, const char *p, size_t n)
{
	if (!reserve(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		BUG("a text cannot be formatted: '%s'", fmt);
	if (!reserve(b, (size_t)n))
		return;
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

const char *buf_text(const struct buf *b)
{
	return b->p ? b->p : "";
}

char *buf_take(struct buf *b)
{
	char *p = b->p ? b->p : calloc(1, 1);

	if (!p)
		BUG("out of memory");
	buf_init(b, b->max_bytes);
	return p;
}

enum err_code buf_check(const struct buf *b, struct err *err)
{
	if (b->code == ERR_LIMIT)
		return err_set(err, ERR_LIMIT, "a text is longer than %zu bytes", b->max_bytes);
	if (b->code)
		return err_set(err, b->code, "out of memory");
	return ERR_OK;
}
