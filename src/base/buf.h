/*
 * Text: views that own nothing, and buffers that grow to a mandatory maximum.
 *
 * A buffer keeps a sticky error: append as often as needed and look once at the end. Its
 * content is always NUL-terminated, also when it is empty or failed.
 */
#ifndef SPAR_BASE_BUF_H
#define SPAR_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* A view of n bytes at p; not NUL-terminated; owns nothing. */
struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
struct str str_of(const char *s);                       /* NULL gives an empty view */
bool str_eq(struct str a, struct str b);
bool str_eq_c(struct str a, const char *b);
bool str_eq_nocase(struct str a, struct str b);         /* ASCII letters only */
bool str_starts(struct str s, const char *prefix);
struct str str_trim(struct str s);                      /* spaces, tabs, line ends off both sides */
/* Cut the next line off *rest (without its "\n" or "\r\n"); false when *rest is empty. */
bool str_next_line(struct str *rest, struct str *line);
/* A whole decimal number within [min, max]; false otherwise, *out untouched. */
bool str_to_long(struct str s, long min, long max, long *out);
/* The number that the n digits at p are, no sign, n at most 9; -1 if anything else stands there. */
int str_digits(const char *p, size_t n);

struct buf {
	char *p;            /* owned; never NULL once something was appended */
	size_t n;           /* bytes in use */
	size_t size_bytes;  /* allocated */
	size_t max_bytes;   /* growth past this fails */
	enum err_code code; /* sticky: ERR_LIMIT or ERR_MEMORY */
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_release(struct buf *b);
/* Empty the buffer, keep its memory, forget its error. */
void buf_reset(struct buf *b);
void buf_add(struct buf *b, const char *p, size_t n);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* The content, NUL-terminated, lent until the next call on b. Never NULL. */
const char *buf_text(const struct buf *b) __attribute__((returns_nonnull));
/* Hand the memory over; b is empty afterwards. The caller frees. Never NULL. */
char *buf_take(struct buf *b) __attribute__((returns_nonnull));
/* ERR_OK, or the sticky error put into err. */
enum err_code buf_check(const struct buf *b, struct err *err);

/* True if the n bytes are valid UTF-8 (no surrogates, no overlong forms). *bad_at gets the first bad offset. */
bool utf8_valid(const char *p, size_t n, size_t *bad_at);
/* Decode the character at p (n > 0); returns its length, 1 and *code = 0xFFFD for a bad byte. */
size_t utf8_next(const char *p, size_t n, unsigned *code);
/* Columns that the text takes in a terminal: wide characters count two, combining ones none. */
size_t utf8_columns(const char *p, size_t n);

#endif
