/*
 * Files that are part of the program: tools/embed writes one assembler file with .incbin for each
 * table below, names sorted by byte value.
 *
 * Ownership: everything is lent for ever. A NUL stands behind each file, so that text can be used as a C string.
 */
#ifndef SPAR_BASE_EMBED_H
#define SPAR_BASE_EMBED_H

#include <stddef.h>

struct embed_file {
	const char *name;         /* without its folder: "0001-events.sql" */
	const unsigned char *p;   /* n bytes and a NUL */
	size_t n;
};

/* src/store/migrations/(any).sql; in bin/spar and the unit tests linked like it. */
extern const struct embed_file embed_migrations[];
extern const size_t embed_migrations_count;

/* build/ui/(any), the pages and what they load; in bin/spar. None when they were not built. */
extern const struct embed_file embed_pages[];
extern const size_t embed_pages_count;

#endif
