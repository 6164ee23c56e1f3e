#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

enum err_code fs_read_fd(int fd, const char *name, size_t max_bytes, struct buf *out, struct err *err)
{
	char chunk[65536];
	size_t total = 0;

	for (;;) {
		ssize_t got = FAULT("fs.read") ? (errno = EIO, -1) : read(fd, chunk, sizeof(chunk));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, ERR_IO, errno, "cannot read '%s'", name);
		if (got == 0)
			return ERR_OK;
		if ((size_t)got > max_bytes - total)
			return err_set(err, ERR_LIMIT, "too large, over %zu bytes: '%s'", max_bytes, name);
		total += (size_t)got;
		buf_add(out, chunk, (size_t)got);
		if (buf_check(out, err))
			return err ? err_prefix(err, "cannot read '%s'", name) : out->code;
	}
}

enum err_code fs_read(const char *path, size_t max_bytes, struct buf *out, struct err *err)
{
	if (strcmp(path, "-") == 0)
		return fs_read_fd(STDIN_FILENO, "standard input", max_bytes, out, err);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_errno(err, errno == ENOENT || errno == ENOTDIR ? ERR_MISSING : ERR_IO, errno,
				 "cannot open '%s'", path);
	enum err_code code = fs_read_fd(fd, path, max_bytes, out, err);
	close(fd);
	return code;
}

/* The folder part of path, "." when there is none. */
static char *folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return arena_strdup(a, ".");
	return arena_strndup(a, path, slash == path ? 1 : (size_t)(slash - path));
}

static int write_all(int fd, struct str content)
{
	while (content.n) {
		if (FAULT("fs.write")) {
			errno = ENOSPC;
			return -1;
		}
		ssize_t put = write(fd, content.p, content.n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		content.p += put;
		content.n -= (size_t)put;
	}
	return 0;
}

static int sync_fd(int fd, const char *place)
{
	if (FAULT(place)) {
		errno = EIO;
		return -1;
	}
	return fsync(fd);
}

enum err_code fs_write(const char *path, struct str content, unsigned mode, struct err *err)
{
	struct arena a;
	enum err_code code = ERR_OK;
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *temporary = NULL;
	int fd = -1, folder_fd = -1;

	arena_init(&a, (size_t)1 << 20);
	const char *folder = folder_of(&a, path);
	/* A dot in front: fs_list() never shows what a crash leaves. */
	temporary = arena_printf(&a, "%s/.%s.XXXXXX", folder, name);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		code = err_errno(err, ERR_IO, errno, "cannot write in '%s'", folder);
		temporary = NULL;
		goto out;
	}
	if (fchmod(fd, (mode_t)mode) != 0 || write_all(fd, content) != 0 || sync_fd(fd, "fs.sync") != 0) {
		code = err_errno(err, ERR_IO, errno, "cannot write '%s'", path);
		goto out;
	}
	if (FAULT("fs.crash"))
		abort();
	if (FAULT("fs.rename") ? (errno = EIO, 1) : rename(temporary, path) != 0) {
		code = err_errno(err, ERR_IO, errno, "cannot replace '%s'", path);
		goto out;
	}
	temporary = NULL;
	folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder_fd < 0 || sync_fd(folder_fd, "fs.sync_folder") != 0)
		code = err_errno(err, ERR_IO, errno, "cannot make sure that '%s' is on disk", path);
out:
	if (fd >= 0)
		close(fd);
	if (folder_fd >= 0)
		close(folder_fd);
	if (temporary)
		unlink(temporary);
	arena_release(&a);
	return code;
}

bool fs_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool fs_is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

enum err_code fs_mkdirs(const char *path, unsigned mode, struct err *err)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof(part))
		return err_set(err, ERR_INPUT, "not a usable path: '%.80s'", path);
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		int problem = mkdir(part, (mode_t)mode) ? errno : 0;

		if (problem && !fs_is_dir(part))
			return err_errno(err, ERR_IO, problem, "cannot make the folder '%s'", part);
		part[i] = path[i];
	}
	return ERR_OK;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err_code fs_list(struct arena *a, const char *path, const char ***names, size_t *count, struct err *err)
{
	enum err_code code = ERR_OK;
	const char **found = NULL;
	size_t n = 0, room = 0;
	DIR *dir = opendir(path);

	if (!dir)
		return err_errno(err, errno == ENOENT || errno == ENOTDIR ? ERR_MISSING : ERR_IO, errno,
				 "cannot list '%s'", path);
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] == '.')
			continue;
		if (n == room) {
			room = room ? room * 2 : 64;
			const char **more = reallocarray(found, room, sizeof(*found));
			if (!more) {
				code = err_set(err, ERR_MEMORY, "out of memory");
				goto out;
			}
			found = more;
		}
		found[n++] = arena_strdup(a, entry->d_name);
		if (arena_over(a)) {
			code = err_set(err, ERR_LIMIT, "too many files in '%s'", path);
			goto out;
		}
	}
	if (errno) {
		code = err_errno(err, ERR_IO, errno, "cannot list '%s'", path);
		goto out;
	}
	if (n)
		qsort(found, n, sizeof(*found), by_bytes);
	*names = ARENA_NEW(a, const char *, n + 1);
	if (n)
		memcpy(*names, found, n * sizeof(*found));
	*count = n;
out:
	free(found);
	closedir(dir);
	return code;
}

char *fs_join(struct arena *a, const char *dir, const char *name)
{
	size_t n = strlen(dir);

	return arena_printf(a, n && dir[n - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

enum err_code fs_data_dir(struct arena *a, char **path, struct err *err)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	/* The XDG specification: a relative path is as good as none. */
	if (data && data[0] == '/')
		*path = fs_join(a, data, "spar");
	else if (home && home[0] == '/')
		*path = fs_join(a, home, ".local/share/spar");
	else
		return err_set(err, ERR_INPUT, "no home for the record: set HOME or XDG_DATA_HOME");
	return ERR_OK;
}

enum err_code fs_program_dir(struct arena *a, char **path, struct err *err)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n < 0)
		return err_errno(err, ERR_IO, errno, "cannot find the running program");
	exe[n] = '\0';
	*path = folder_of(a, exe);
	return ERR_OK;
}

enum err_code fs_content_dir(struct arena *a, char **path, struct err *err)
{
	static const char *const beside[] = { "../content", "../share/spar/content" };
	const char *named = getenv("SPAR_CONTENT");
	char *program = NULL;
	enum err_code code;

	if (named && *named) {
		if (!fs_is_dir(named))
			return err_set(err, ERR_MISSING, "SPAR_CONTENT is not a folder: '%s'", named);
		*path = arena_strdup(a, named);
		return ERR_OK;
	}
	code = fs_program_dir(a, &program, err);
	if (code)
		return code;
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		char *resolved = realpath(fs_join(a, program, beside[i]), NULL);
		bool found = resolved && fs_is_dir(resolved);
		if (found)
			*path = arena_strdup(a, resolved);
		free(resolved);
		if (found)
			return ERR_OK;
	}
	return err_set(err, ERR_MISSING, "no exercises beside the program in '%s': set SPAR_CONTENT", program);
}
