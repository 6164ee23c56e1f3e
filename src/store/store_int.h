/*
 * The record's own parts.
 */
#ifndef SPAR_STORE_STORE_INT_H
#define SPAR_STORE_STORE_INT_H

#include <sqlite3.h>

#include "base/embed.h"
#include "base/fault.h"
#include "store/store.h"

#define STORE_FILE "spar.db"
#define STORE_APPLICATION_ID 0x53706172    /* "Spar" */

struct store {
	sqlite3 *db;
	char *path;                            /* owned */
	sqlite3_stmt *insert;                  /* of an event; NULL until first used */
	sqlite3_stmt *seen;                    /* of store_seen(), which is asked for every variant; likewise */
	sqlite3_stmt *project[EVENT_KINDS][3]; /* see project.c; NULL until first used */
	struct memo memo;
};

/* store_open() with another list of migrations, for tests. Entry i brings version i to i + 1. */
enum err_code store_open_with(struct store **out, const char *dir, const struct embed_file *migrations,
			      size_t count, struct err *err);

/* Turn what SQLite said last into *err: "cannot DO the record 'PATH': why". Returns its code; rc is what the call gave. */
enum err_code store_failed(const struct store *s, int rc, const char *what, struct err *err);

/* A text column in a; NULL for NULL. */
const char *store_text_at(sqlite3_stmt *stmt, int column, struct arena *a);

/*
 * Step stmt through its rows, calling row for each; size_bytes of one, at most max. rc is what preparing and binding gave. Finalizes
 * stmt.
 */
enum err_code store_collect(struct store *s, sqlite3_stmt *stmt, int rc, size_t size_bytes, size_t max, struct arena *a,
			    void (*row)(sqlite3_stmt *, struct arena *, void *), void **out, size_t *count, struct err *err);

/* Run statements of ours without results. */
enum err_code store_exec(struct store *s, const char *sql, const char *what, struct err *err);
/* The first column of the first row as a number; 0 when there is no row. */
enum err_code store_number(struct store *s, const char *sql, int64_t *out, struct err *err);
enum err_code store_begin(struct store *s, struct err *err);
/* COMMIT when code is ERR_OK, else ROLLBACK. Returns code, or why the commit failed; then it was rolled back. */
enum err_code store_end(struct store *s, enum err_code code, struct err *err);

/* migrate.c: bring the record up to migrations[count-1], keeping a copy of an older one, and rebuild what needs it. */
enum err_code store_migrate(struct store *s, const struct embed_file *migrations, size_t count, struct err *err);

/* project.c: what follows from one event. Inside a transaction. */
struct store_event {
	int64_t id, at_ms;
	enum event_kind kind;
	const char *subject, *body;
};
enum err_code store_project(struct store *s, const struct store_event *e, struct err *err);
void store_project_release(struct store *s);
/* store_rebuild() inside a transaction of the caller. */
enum err_code store_rebuild_inside(struct store *s, struct err *err);
/* Were the projections filled by other code than this? */
enum err_code store_projections_stale(struct store *s, bool *stale, struct err *err);

#endif
