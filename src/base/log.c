#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static enum log_level level_wanted(void)
{
	const char *text = getenv("SPAR_LOG");

	if (!text)
		return LOG_OFF;
	if (strcmp(text, "debug") == 0)
		return LOG_DEBUG;
	return strcmp(text, "info") == 0 ? LOG_INFO : LOG_OFF;
}

bool log_on(enum log_level level)
{
	return level != LOG_OFF && level <= level_wanted();
}

void log_at(enum log_level level, const char *fmt, ...)
{
	static const char *const names[] = { "off", "warning", "info", "debug" };
	char line[2048];
	va_list ap;

	if (!log_on(level))
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	/* One call for the whole line: the worker writes to the same place. */
	fprintf(stderr, "spar: %s: %s\n", names[level], line);
}
