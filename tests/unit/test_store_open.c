/* Opening the record: modes, versions, copies, damage, full and read-only disks. */
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "store/store_int.h"

static struct arena arena;

static const unsigned char second[] = "CREATE TABLE more (x INTEGER);";
static const unsigned char broken[] = "CREATE TABLE more (x INTEGER); SELECT nonsense FROM nowhere;";

/* The name of a folder that does not exist yet. */
static char *new_dir(void)
{
	static int count;

	return arena_printf(&arena, "%s/%d", tap_dir(), ++count);
}

static unsigned mode_of(const char *dir, const char *name)
{
	struct stat st;

	return stat(fs_join(&arena, dir, name), &st) ? 0 : (unsigned)st.st_mode & 0777;
}

static enum err_code put(struct store *s, int64_t *id, struct err *err)
{
	json_t *body = json_pack("{s:s}", "mode", "try");
	enum err_code code = store_append(s, EVENT_ATTEMPT_STARTED, "p/x/v", body, id, err);

	json_decref(body);
	return code;
}

static int64_t count_events(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t n = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(db, "SELECT count(*) FROM event", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

static void test_modes(void)
{
	char *dir = fs_join(&arena, new_dir(), "spar");
	struct store *s = NULL;
	struct err err = {0};
	mode_t old = umask(0);

	if (!tap_ok(!store_open(&s, dir, &err), "opened %s", err.text))
		exit(tap_done());
	tap_ok(!put(s, NULL, &err), "written");
	tap_is_int(mode_of(dir, ""), 0700, "the folder is 0700");
	tap_is_int(mode_of(dir, "spar.db"), 0600, "the record is 0600");
	tap_is_int(mode_of(dir, "spar.db-wal"), 0600, "its -wal is");
	tap_is_int(mode_of(dir, "spar.db-shm"), 0600, "its -shm is");
	store_close(s);
	chmod(dir, 0755);
	chmod(fs_join(&arena, dir, "spar.db"), 0644);
	tap_ok(!store_open(&s, dir, &err), "opened again");
	tap_ok(mode_of(dir, "") == 0700 && mode_of(dir, "spar.db") == 0600, "open modes are closed");
	store_close(s);
	umask(old);
}

#define KNOWN ((int)embed_migrations_count)

/* The migrations of this Spar and one more. */
static struct embed_file *with_one_more(const void *sql, size_t n)
{
	struct embed_file *list = ARENA_NEW(&arena, struct embed_file, KNOWN + 1);

	memcpy(list, embed_migrations, sizeof(*list) * (size_t)KNOWN);
	list[KNOWN] = (struct embed_file){"9999-more.sql", sql, n};
	return list;
}

static void test_versions(void)
{
	char *dir = new_dir();
	const char *path = fs_join(&arena, dir, "spar.db");
	const char *copy_name = arena_printf(&arena, "spar.db.before-%d", KNOWN), *copy = fs_join(&arena, dir, copy_name);
	struct embed_file *list = with_one_more(second, sizeof(second) - 1);
	struct embed_file *bad = with_one_more(broken, sizeof(broken) - 1);
	struct store *s = NULL;
	struct err err = {0};
	int64_t n = 0;

	tap_ok(!store_open_with(&s, dir, list, (size_t)KNOWN, &err) && !put(s, NULL, &err), "this version %s", err.text);
	tap_ok(!store_number(s, "PRAGMA user_version", &n, &err) && n == KNOWN, "says so");
	store_close(s);
	s = NULL;
	tap_ok(store_open_with(&s, dir, bad, (size_t)KNOWN + 1, &err) && !s, "a migration that fails: %s", err.text);
	tap_ok(!store_open_with(&s, dir, list, (size_t)KNOWN, &err), "leaves the version before behind");
	store_close(s);

	tap_ok(!store_open_with(&s, dir, list, (size_t)KNOWN + 1, &err), "migrated %s", err.text);
	tap_ok(!store_number(s, "SELECT count(*) FROM more", &n, &err) && n == 0, "by its statements");
	tap_ok(!put(s, NULL, &err), "and written");
	store_close(s);
	tap_is_int(count_events(copy), 1, "a copy was kept");
	tap_is_int(mode_of(dir, copy_name), 0600, "0600");
	tap_is_int(count_events(path), 2, "and the record has everything");

	s = NULL;
	tap_is_int(store_open_with(&s, dir, list, (size_t)KNOWN, &err), ERR_NEWER, "a newer record is refused");
	tap_ok(strstr(err.text, arena_printf(&arena, "version %d", KNOWN + 1)) &&
	       strstr(err.text, arena_printf(&arena, "up to %d", KNOWN)), "naming both versions: %s", err.text);
	tap_is_int(count_events(path), 2, "and not touched");
}

static void test_copy_fails(void)
{
	char *dir = new_dir();
	struct embed_file *list = with_one_more(second, sizeof(second) - 1);
	struct store *s = NULL;
	struct err err = {0};

	tap_ok(!store_open_with(&s, dir, list, (size_t)KNOWN, &err), "this version");
	store_close(s);
	s = NULL;
	fault_set("store.copy");
	tap_is_int(store_open_with(&s, dir, list, (size_t)KNOWN + 1, &err), ERR_FULL, "no copy, no migration: %s", err.text);
	fault_set(NULL);
	tap_ok(!store_open_with(&s, dir, list, (size_t)KNOWN, &err), "the record is as it was");
	store_close(s);
}

static void test_damage(void)
{
	char *dir = new_dir();
	struct store *s = NULL;
	struct err err = {0};
	struct str junk = STR("this is no database, and it is longer than one hundred bytes, so that it is looked at closely enough ...");

	tap_ok(!fs_mkdirs(dir, 0700, &err) && !fs_write(fs_join(&arena, dir, "spar.db"), junk, 0600, &err), "a file of junk");
	tap_is_int(store_open(&s, dir, &err), ERR_IO, "refused");
	tap_ok(strstr(err.text, "damaged") && strstr(err.text, "spar.db"), "and said: %s", err.text);
	tap_ok(!s, "no store");
}

static void test_faults(void)
{
	char *dir = new_dir();
	struct store *s = NULL;
	struct err err = {0};
	int64_t id = 0;

	fault_set("store.open");
	tap_is_int(store_open(&s, dir, &err), ERR_IO, "a record that cannot be opened: %s", err.text);
	fault_set(NULL);
	tap_ok(!store_open(&s, dir, &err), "and then can");
	fault_set("store.commit");
	tap_is_int(put(s, &id, &err), ERR_FULL, "a commit on a full disk: %s", err.text);
	tap_is_int(id, 0, "no id");
	fault_set(NULL);
	tap_ok(!put(s, &id, &err) && id == 1, "nothing of it was kept, and the store goes on");
	store_close(s);
	tap_is_int(count_events(fs_join(&arena, dir, "spar.db")), 1, "one event");
}

/* A disk of 256 KiB, where that can be mounted. */
static void test_full_disk(void)
{
	char *dir = new_dir();
	struct store *s = NULL;
	struct err err = {0};
	enum err_code code = ERR_OK;
	char filler[2000];
	int64_t last = 0;

	if (fs_mkdirs(dir, 0700, &err) || mount("none", dir, "tmpfs", 0, "size=256k")) {
		tap_ok(true, "full disk # SKIP cannot mount here");
		return;
	}
	memset(filler, 'x', sizeof(filler) - 1);
	filler[sizeof(filler) - 1] = 0;
	json_t *body = json_pack("{s:i,s:s}", "attempt", 1, "query", filler);

	tap_ok(!store_open(&s, dir, &err), "a small disk %s", err.text);
	for (int i = 0; i < 1000 && !code; i++)
		code = store_append(s, EVENT_ATTEMPT_SUBMITTED, "p/x/v", body, &last, &err);
	tap_is_int(code, ERR_FULL, "it fills up: %s", err.text);
	store_close(s);
	tap_ok(last > 0 && count_events(fs_join(&arena, dir, "spar.db")) == last, "everything reported as written is there (%lld)",
	       (long long)last);
	json_decref(body);
	umount(dir);
}

/* As a user who may not write there. */
static void test_read_only(void)
{
	char *dir = new_dir();
	struct store *s = NULL;
	struct err err = {0};
	int status = 0;

	tap_ok(!store_open(&s, dir, &err) && !put(s, NULL, &err), "a record");
	store_close(s);
	chmod(tap_dir(), 0755);
	chmod(fs_join(&arena, dir, "spar.db"), 0444);
	chmod(dir, 0555);
	pid_t pid = fork();

	if (pid == 0) {
		if (geteuid() == 0 && setuid(65534))
			_exit(9);
		_exit((int)store_open(&s, dir, &err));
	}
	waitpid(pid, &status, 0);
	tap_ok(WIFEXITED(status) && (WEXITSTATUS(status) == ERR_FULL || WEXITSTATUS(status) == ERR_IO),
	       "a read-only folder is an error, not a crash (%d)", status);

	char *home = fs_join(&arena, fs_join(&arena, dir, "below"), "spar");

	pid = fork();
	if (pid == 0) {
		if (geteuid() == 0 && setuid(65534))
			_exit(9);
		_exit((int)store_open(&s, home, &err));
	}
	waitpid(pid, &status, 0);
	tap_ok(WIFEXITED(status) && (WEXITSTATUS(status) == ERR_FULL || WEXITSTATUS(status) == ERR_IO),
	       "nor is a home where no folder can be made (%d)", status);
	chmod(dir, 0755);
}

/*
 * Two connections in one process, as the page has them, and another process that comes and goes. If opening the second one dropped the locks of
 * the first, the other process would think itself the last and take the log away.
 */
static void test_two_of_us(void)
{
	char *dir = new_dir(), go = 'x';
	struct store *first = NULL, *second_one = NULL;
	struct err err = {0};
	int begin[2], status = -1;

	if (pipe(begin))
		BUG("no pipe");
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		struct store *other = NULL;
		int bad;

		close(begin[1]);
		bad = read(begin[0], &go, 1) != 1 || store_open(&other, dir, &err) || put(other, NULL, &err);
		store_close(other);
		_exit(bad);
	}
	close(begin[0]);
	tap_ok(!store_open(&first, dir, &err) && !put(first, NULL, &err), "a connection %s", err.text);
	tap_ok(!store_open(&second_one, dir, &err) && !put(second_one, NULL, &err), "a second one of the same process %s", err.text);
	tap_ok(write(begin[1], &go, 1) == 1 && waitpid(pid, &status, 0) == pid && status == 0, "another process comes, writes and goes");
	close(begin[1]);
	tap_is_int(mode_of(dir, "spar.db-wal"), 0600, "it leaves the log to us");
	tap_ok(!put(first, NULL, &err) && !put(second_one, NULL, &err), "we go on writing %s", err.text);
	tap_is_int(count_events(store_path(first)), 5, "and nothing is lost");
	store_close(first);
	store_close(second_one);
}

int main(void)
{
	arena_init(&arena, 1 << 20);
	test_modes();
	test_two_of_us();
	test_versions();
	test_copy_fails();
	test_damage();
	test_faults();
	test_full_disk();
	test_read_only();
	arena_release(&arena);
	return tap_done();
}
