/*
 * Log lines on standard error for the person who runs Spar, off unless SPAR_LOG is set to "info" or "debug".
 * Never for results: those go to standard output by src/cli.
 */
#ifndef SPAR_BASE_LOG_H
#define SPAR_BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_OFF, LOG_WARN, LOG_INFO, LOG_DEBUG };

bool log_on(enum log_level level);
void log_at(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
