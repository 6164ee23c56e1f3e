#include "talk/issue.h"

#include <stdarg.h>

#include "base/buf.h"

void talk_issue_text(struct talk_issues *issues, const char *text)
{
	if (issues->count < TALK_ISSUES_MAX)
		issues->text[issues->count++] = arena_strdup(issues->a, text);
}

void talk_issue(struct talk_issues *issues, const char *file, const struct ydoc_node *node, int line_offset, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 4096);
	/* Inside a block of text only the line is known. */
	buf_addf(&b, "%s:%d:%d: ", file, node ? node->line + line_offset : 1, node && !line_offset ? node->column : 1);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	talk_issue_text(issues, buf_text(&b));
	buf_release(&b);
}
