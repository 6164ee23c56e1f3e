#include <locale.h>
#include <pthread.h>
#include <wchar.h>

#include "base/buf.h"

/* The length that a first byte asks for and the smallest code that needs it; 0 for no first byte. */
static size_t lead_length(unsigned char c, unsigned *bits, unsigned *least)
{
	if (c < 0x80) {
		*bits = c;
		*least = 0;
		return 1;
	}
	if (c >= 0xC0 && c < 0xE0) {
		*bits = c & 0x1Fu;
		*least = 0x80;
		return 2;
	}
	if (c >= 0xE0 && c < 0xF0) {
		*bits = c & 0x0Fu;
		*least = 0x800;
		return 3;
	}
	if (c >= 0xF0 && c < 0xF8) {
		*bits = c & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

/* Length of the character at p, 0 if there is no valid one. */
static size_t decode(const char *p, size_t n, unsigned *code)
{
	unsigned bits, least;
	size_t length = lead_length((unsigned char)p[0], &bits, &least);

	if (length == 0 || length > n)
		return 0;
	for (size_t i = 1; i < length; i++) {
		unsigned char c = (unsigned char)p[i];
		if ((c & 0xC0) != 0x80)
			return 0;
		bits = bits << 6 | (c & 0x3Fu);
	}
	if (bits < least || bits > 0x10FFFF || (bits >= 0xD800 && bits <= 0xDFFF))
		return 0;
	*code = bits;
	return length;
}

bool utf8_valid(const char *p, size_t n, size_t *bad_at)
{
	unsigned code;

	for (size_t i = 0; i < n;) {
		size_t length = decode(p + i, n - i, &code);
		if (length == 0) {
			if (bad_at)
				*bad_at = i;
			return false;
		}
		i += length;
	}
	return true;
}

size_t utf8_next(const char *p, size_t n, unsigned *code)
{
	size_t length = decode(p, n, code);

	if (length == 0) {
		*code = 0xFFFD;
		return 1;
	}
	return length;
}

/* The C library knows the widths, but only under a UTF-8 locale, which the person's need not be. */
static locale_t utf8_locale;
static pthread_once_t utf8_locale_once = PTHREAD_ONCE_INIT;

static void make_locale(void)
{
	utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

size_t utf8_columns(const char *p, size_t n)
{
	locale_t before = (locale_t)0;
	size_t columns = 0;
	unsigned code;

	for (size_t i = 0; i < n; ) {
		i += utf8_next(p + i, n - i, &code);
		if (code < 0x80) {
			columns += code >= 0x20 && code != 0x7F;
			continue;
		}
		if (!before) {
			pthread_once(&utf8_locale_once, make_locale);
			before = uselocale(utf8_locale);
		}
		int width = wcwidth((wchar_t)code);
		columns += width >= 0 ? (size_t)width : utf8_locale ? 0u : 1u;
	}
	if (before)
		uselocale(before);
	return columns;
}
