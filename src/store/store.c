#include "store/store_int.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"

enum err_code store_failed(const struct store *s, int rc, const char *what, struct err *err)
{
	int primary = rc & 0xff;
	int sys = s->db ? sqlite3_system_errno(s->db) : 0;
	const char *why = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);

	switch (primary) {
	case SQLITE_FULL:
		return err_set(err, ERR_FULL, "cannot %s the record '%s': the disk is full", what, s->path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return err_set(err, ERR_FULL, "cannot %s the record '%s': it is read-only", what, s->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_BUSY, "cannot %s the record '%s': another process holds it", what, s->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(err, ERR_IO, "cannot %s the record '%s': the file is damaged; move it away to begin a new one",
			       what, s->path);
	case SQLITE_NOMEM:
		return err_set(err, ERR_MEMORY, "out of memory");
	default:
		if (sys)
			return err_errno(err, ERR_IO, sys, "cannot %s the record '%s'", what, s->path);
		return err_set(err, ERR_IO, "cannot %s the record '%s': %s", what, s->path, why);
	}
}

enum err_code store_exec(struct store *s, const char *sql, const char *what, struct err *err)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : store_failed(s, rc, what, err);
}

enum err_code store_number(struct store *s, const char *sql, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	*out = 0;
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(stmt);
		if (rc == SQLITE_ROW) {
			*out = sqlite3_column_int64(stmt, 0);
			rc = SQLITE_DONE;
		}
	}
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? ERR_OK : store_failed(s, rc, "read", err);
}

enum err_code store_begin(struct store *s, struct err *err)
{
	return store_exec(s, "BEGIN IMMEDIATE", "write to", err);
}

enum err_code store_end(struct store *s, enum err_code code, struct err *err)
{
	if (!code && FAULT("store.commit"))
		code = store_failed(s, SQLITE_FULL, "write to", err);
	if (!code)
		code = store_exec(s, "COMMIT", "write to", err);
	/* SQLite has rolled back by itself after some errors. */
	if (code && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return code;
}

/* A folder of ours, closed to everybody else. */
static enum err_code make_folder(const char *dir, struct err *err)
{
	enum err_code code = fs_mkdirs(dir, 0700, err);
	struct stat st;

	if (code)
		return code;
	if (stat(dir, &st) == 0 && (st.st_mode & 077) && st.st_uid == geteuid() && chmod(dir, 0700))
		return err_errno(err, ERR_IO, errno, "cannot close the folder '%s' to others", dir);
	return ERR_OK;
}

/* Close a file to others, if it is there. Never through a descriptor: see make_file(). */
static enum err_code close_to_others(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & 077) && chmod(path, 0600) && errno != ENOENT)
		return err_errno(err, ERR_IO, errno, "cannot close '%s' to others", path);
	return ERR_OK;
}

/*
 * Make the file ourselves, so that it never stands open to others, not even between two calls; SQLite gives -wal and -shm the mode of
 * the file beside them.
 *
 * A file that is there is not opened here. POSIX drops all locks of a process on a file when it closes any descriptor of it, so that would take the
 * locks of a connection that this process has already; another process would then think itself the last one and take the log away.
 */
static enum err_code make_file(const char *path, struct err *err)
{
	static const char *const beside[] = {"", "-wal", "-shm"};
	enum err_code code = ERR_OK;
	char other[4096];
	struct stat st;
	int fd;

	if (stat(path, &st) != 0 && errno == ENOENT) {
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			return err_errno(err, ERR_IO, errno, "cannot open the record '%s'", path);
		if (fd >= 0)
			close(fd);
	} else if (access(path, R_OK | W_OK) != 0) {
		return err_errno(err, ERR_IO, errno, "cannot open the record '%s'", path);
	}
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]) && !code; i++) {
		snprintf(other, sizeof(other), "%s%s", path, beside[i]);
		code = close_to_others(other, err);
	}
	return code;
}

/* Two processes that switch a new file to WAL at once can get SQLITE_BUSY without the busy handler being asked. */
static enum err_code use_wal(struct store *s, struct err *err)
{
	int64_t until_ms = clock_mono_ms() + STORE_BUSY_MS;
	struct timespec pause = {0, 5 * 1000 * 1000};
	int rc;

	while ((rc = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) == SQLITE_BUSY &&
	       clock_mono_ms() < until_ms)
		nanosleep(&pause, NULL);
	return rc == SQLITE_OK ? ERR_OK : store_failed(s, rc, "open", err);
}

static enum err_code open_file(struct store *s, struct err *err)
{
	enum err_code code = make_file(s->path, err);
	int rc;

	if (code)
		return code;
	if (FAULT("store.open"))
		return err_errno(err, ERR_IO, EIO, "cannot open the record '%s'", s->path);
	rc = sqlite3_open_v2(s->path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK)
		return store_failed(s, rc, "open", err);
	sqlite3_busy_timeout(s->db, STORE_BUSY_MS);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	/* The first read says whether this is a database at all. */
	if ((code = store_exec(s, "SELECT count(*) FROM sqlite_master", "open", err)) || (code = use_wal(s, err)))
		return code;
	return store_exec(s, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", "open", err);
}

enum err_code store_open_with(struct store **out, const char *dir, const struct embed_file *migrations,
			      size_t count, struct err *err)
{
	struct store *s = calloc(1, sizeof(*s));
	struct arena a;
	char *own_dir = NULL;
	enum err_code code = ERR_OK;

	arena_init(&a, 64 << 10);
	if (!s) {
		code = err_set(err, ERR_MEMORY, "out of memory");
		goto out;
	}
	memo_init(&s->memo);
	if (!dir) {
		if ((code = fs_data_dir(&a, &own_dir, err)))
			goto out;
		dir = own_dir;
	}
	s->path = strdup(fs_join(&a, dir, STORE_FILE));
	if (!s->path) {
		code = err_set(err, ERR_MEMORY, "out of memory");
		goto out;
	}
	if ((code = make_folder(dir, err)) || (code = open_file(s, err)) ||
	    (code = store_migrate(s, migrations, count, err)))
		goto out;
	*out = s;
	s = NULL;
out:
	store_close(s);
	arena_release(&a);
	return code;
}

enum err_code store_open(struct store **out, const char *dir, struct err *err)
{
	return store_open_with(out, dir, embed_migrations, embed_migrations_count, err);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	memo_release(&s->memo);
	store_project_release(s);
	sqlite3_finalize(s->insert);
	sqlite3_finalize(s->seen);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

struct memo *store_memo(struct store *s)
{
	return &s->memo;
}

const char *store_path(const struct store *s)
{
	return s->path;
}

static enum err_code append_inside(struct store *s, struct store_event *e, struct err *err)
{
	int rc = SQLITE_OK;

	if (!s->insert)
		rc = sqlite3_prepare_v3(s->db, "INSERT INTO event (at_ms, kind, subject, body) VALUES (?, ?, ?, ?)", -1,
					SQLITE_PREPARE_PERSISTENT, &s->insert, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_bind_int64(s->insert, 1, e->at_ms);
		sqlite3_bind_text(s->insert, 2, store_kind_name(e->kind), -1, SQLITE_STATIC);
		sqlite3_bind_text(s->insert, 3, e->subject, -1, SQLITE_STATIC);
		sqlite3_bind_text(s->insert, 4, e->body, -1, SQLITE_STATIC);
		rc = sqlite3_step(s->insert);
		sqlite3_reset(s->insert);
		sqlite3_clear_bindings(s->insert);
	}
	if (rc != SQLITE_DONE)
		return store_failed(s, rc, "write to", err);
	e->id = sqlite3_last_insert_rowid(s->db);
	return store_project(s, e, err);
}

enum err_code store_append(struct store *s, enum event_kind kind, const char *subject, const json_t *body,
			   int64_t *id, struct err *err)
{
	struct store_event e = {.at_ms = clock_now_ms(), .kind = kind, .subject = subject};
	char *text;
	enum err_code code;

	assert(subject && json_is_object(body));
	text = json_text(body);
	if (!text)
		return err_set(err, ERR_MEMORY, "out of memory");
	e.body = text;
	if (strlen(text) > STORE_BODY_MAX_BYTES)
		code = err_set(err, ERR_LIMIT, "an event of %zu bytes is over the limit of %u", strlen(text),
			       STORE_BODY_MAX_BYTES);
	else if (!(code = store_begin(s, err)))
		code = store_end(s, append_inside(s, &e, err), err);
	free(text);
	if (!code && id)
		*id = e.id;
	return code;
}
