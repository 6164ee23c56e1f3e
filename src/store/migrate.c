#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPIES_MAX 100

/* Bytes of a file onto the disk: a copy that a power cut takes away is none. */
static int sync_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC), rc = -1;

	if (fd >= 0) {
		rc = fchmod(fd, 0600) || fsync(fd);
		close(fd);
	}
	return rc;
}

/*
 * Copy the record as it is now to PATH.before-VERSION. The caller holds the write lock, so nothing changes meanwhile; VACUUM INTO
 * needs a connection outside of that transaction.
 */
static enum err_code keep_copy(const struct store *s, int64_t version, struct err *err)
{
	struct store other = {.path = s->path};
	sqlite3_stmt *stmt = NULL;
	enum err_code code = ERR_OK;
	char path[4096];
	struct stat st;
	int rc, n = 1;

	snprintf(path, sizeof(path), "%s.before-%lld", s->path, (long long)version);
	/* A copy that is there already is somebody's only way back: it stays. */
	while (stat(path, &st) == 0 && n < COPIES_MAX)
		snprintf(path, sizeof(path), "%s.before-%lld-%d", s->path, (long long)version, ++n);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_errno(err, ERR_IO, errno, "cannot keep a copy of the record at '%s'", path);
	close(fd);
	rc = sqlite3_open_v2(s->path, &other.db, SQLITE_OPEN_READWRITE, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(other.db, "VACUUM INTO ?", -1, &stmt, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_DONE)
		rc = SQLITE_OK;
	if (rc != SQLITE_OK || FAULT("store.copy"))
		code = store_failed(&other, rc == SQLITE_OK ? SQLITE_FULL : rc, "keep a copy of", err);
	sqlite3_finalize(stmt);
	sqlite3_close(other.db);
	if (!code && sync_file(path))
		code = err_errno(err, ERR_IO, errno, "cannot keep a copy of the record at '%s'", path);
	if (code)
		unlink(path);
	return code;
}

static enum err_code check_version(const struct store *s, int64_t version, int64_t application, size_t known,
				   struct err *err)
{
	if (application && application != STORE_APPLICATION_ID)
		return err_set(err, ERR_IO, "'%s' is no record of Spar; move it away", s->path);
	if (version > (int64_t)known)
		return err_set(err, ERR_NEWER,
			       "the record '%s' has version %lld and was written by a newer Spar; this one knows versions up to %zu",
			       s->path, (long long)version, known);
	return ERR_OK;
}

/* Inside the write lock: what another process has just done is seen here. */
static enum err_code migrate_inside(struct store *s, const struct embed_file *migrations, size_t count, struct err *err)
{
	int64_t version = 0, application = 0;
	enum err_code code;
	bool stale = false;
	char pragma[80];

	if ((code = store_number(s, "PRAGMA user_version", &version, err)) ||
	    (code = store_number(s, "PRAGMA application_id", &application, err)) ||
	    (code = check_version(s, version, application, count, err)))
		return code;
	if (version > 0 && version < (int64_t)count && (code = keep_copy(s, version, err)))
		return code;
	for (size_t i = (size_t)version; i < count; i++) {
		code = store_exec(s, (const char *)migrations[i].p, "migrate", err);
		if (code) {
			err_prefix(err, "%s", migrations[i].name);
			return code;
		}
	}
	if (version < (int64_t)count) {
		snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %zu; PRAGMA application_id = %d", count,
			 STORE_APPLICATION_ID);
		if ((code = store_exec(s, pragma, "migrate", err)))
			return code;
	}
	if ((code = store_projections_stale(s, &stale, err)))
		return code;
	return stale ? store_rebuild_inside(s, err) : ERR_OK;
}

enum err_code store_migrate(struct store *s, const struct embed_file *migrations, size_t count, struct err *err)
{
	int64_t version = 0, application = 0;
	bool stale = false;
	enum err_code code;

	/* The usual case takes no lock, so that a reader never waits for a writer. */
	if ((code = store_number(s, "PRAGMA user_version", &version, err)) ||
	    (code = store_number(s, "PRAGMA application_id", &application, err)) ||
	    (code = check_version(s, version, application, count, err)))
		return code;
	if (version == (int64_t)count) {
		code = store_projections_stale(s, &stale, err);
		if (code || !stale)
			return code;
	}
	if ((code = store_begin(s, err)))
		return code;
	return store_end(s, migrate_inside(s, migrations, count, err), err);
}
