#include "base/markdown.h"

#include <string.h>

bool markdown_turns(unsigned code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Lines that stand as they are. */
static void put_raw(struct buf *out, const char *text)
{
	for (size_t n = strlen(text), i = 0; i < n;) {
		unsigned code = 0;
		size_t length = utf8_next(text + i, n - i, &code);

		if (markdown_turns(code) || (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0))
			buf_addf(out, "\\u%04x", code);
		else
			buf_add(out, text + i, length);
		i += length;
	}
}

void markdown_code(struct buf *out, const char *language, const char *text)
{
	size_t longest = 2, run = 0;

	for (const char *p = text; *p; p++) {
		run = *p == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i <= longest; i++)
			buf_addc(out, '`');
		buf_adds(out, side ? "\n\n" : language);
		if (!side) {
			buf_addc(out, '\n');
			put_raw(out, text);
			buf_addc(out, '\n');
		}
	}
}
