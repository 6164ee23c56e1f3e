/*
 * Which day it is where the candidate lives, and when an interview begins that is written in their time.
 *
 * The C library knows one zone a process, chosen by an environment that no thread may change while others run. So zones other than the system's are read
 * from its own files. Source: RFC 8536.
 */
#ifndef SPAR_WEB_ZONE_H
#define SPAR_WEB_ZONE_H

#include <stddef.h>
#include <stdint.h>

struct zone {
	size_t n;                  /* changes of the offset */
	int64_t *at_s;             /* owned; UTC, ascending; NULL: the system's zone */
	int32_t *offset_s;         /* owned; from each on: local time minus UTC */
	int32_t first_s;           /* before the first */
};

/* The zone of a name ("Europe/Berlin"); NULL, or one that this system does not know, is the system's own. Ownership: zone_release(). */
void zone_init(struct zone *z, const char *name);
void zone_release(struct zone *z);

/* Local time minus UTC, in seconds. */
int32_t zone_offset_s(const struct zone *z, int64_t at_ms);
/* "2026-11-24" into out (11 bytes). */
void zone_day(const struct zone *z, int64_t at_ms, char out[11]);
/* The time that "2026-11-28T09:00" means there; -1 when it is no date and time. An hour that comes twice is one of the two. */
int64_t zone_parse_local(const struct zone *z, const char *text);

#endif
