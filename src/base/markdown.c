#include "base/markdown.h"

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
		if (side)
			buf_adds(out, "\n\n");
		else
			buf_addf(out, "%s\n%s\n", language, text);
	}
}
