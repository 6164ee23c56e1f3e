/* Files: whole or not at all, whatever fails. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/fs.h"
#include "tap.h"

static struct arena arena;
static char *home;

static char *at(const char *name)
{
	return fs_join(&arena, home, name);
}

static const char *content_of(const char *path)
{
	struct buf b;
	char *text;

	buf_init(&b, 1 << 20);
	if (fs_read(path, 1 << 20, &b, NULL)) {
		buf_release(&b);
		return NULL;
	}
	text = arena_strndup(&arena, buf_text(&b), b.n);
	buf_release(&b);
	return text;
}

/* Files in home, those with a dot in front too. */
static int files_in_home(void)
{
	struct str line, rest;
	int pipe_ends[2], count = 0;
	struct buf b;

	buf_init(&b, 1 << 16);
	if (pipe(pipe_ends) != 0)
		return -1;
	pid_t pid = fork();
	if (pid == 0) {
		dup2(pipe_ends[1], STDOUT_FILENO);
		close(pipe_ends[0]);
		execlp("ls", "ls", "-A", home, (char *)NULL);
		_exit(127);
	}
	close(pipe_ends[1]);
	fs_read_fd(pipe_ends[0], "ls", 1 << 16, &b, NULL);
	close(pipe_ends[0]);
	waitpid(pid, NULL, 0);
	rest = (struct str){ buf_text(&b), b.n };
	while (str_next_line(&rest, &line))
		count++;
	buf_release(&b);
	return count;
}

static void reading(void)
{
	struct err err = { 0 };
	struct buf b;

	buf_init(&b, 100);
	tap_is_int(fs_read(at("none"), 10, &b, &err), ERR_MISSING, "a file that is not there");
	tap_ok(strstr(err.text, "/none': no such file"), "is named: %s", err.text);
	tap_is_int(fs_write(at("ten"), STR("0123456789"), 0600, NULL), ERR_OK, "write ten bytes");
	tap_is_int(fs_read(at("ten"), 10, &b, NULL), ERR_OK, "read ten bytes of at most ten");
	tap_is_int(fs_read(at("ten"), 10, &b, NULL), ERR_OK, "and once more");
	tap_is_text(buf_text(&b), "01234567890123456789", "which is appended");
	tap_is_int(fs_read(at("ten"), 9, &b, &err), ERR_LIMIT, "ten bytes of at most nine");
	tap_is_int(fs_read(at("ten/x"), 9, &b, &err), ERR_MISSING, "a file is no folder");
	tap_is_int(fs_read(home, 9, &b, &err), ERR_IO, "a folder is no file");
	tap_is_int(fs_read("/dev/zero", 1 << 20, &b, &err), ERR_LIMIT, "an endless file");
	buf_release(&b);
	buf_init(&b, 5);
	tap_is_int(fs_read(at("ten"), 100, &b, &err), ERR_LIMIT, "more than the buffer may hold");
	buf_release(&b);
	buf_init(&b, 100);
	fault_set("fs.read");
	tap_is_int(fs_read(at("ten"), 100, &b, &err), ERR_IO, "a disk that fails while reading");
	fault_set(NULL);
	buf_release(&b);
	unlink(at("ten"));
}

static void writing(void)
{
	struct err err = { 0 };
	struct stat st = { 0 };
	char *path = at("record");

	tap_is_int(fs_write(path, STR("old"), 0600, &err), ERR_OK, "a new file: %s", err.text);
	stat(path, &st);
	tap_is_int(st.st_mode & 07777, 0600, "with the mode asked for");
	tap_is_int(files_in_home(), 1, "and nothing beside it");
	tap_is_int(fs_write(path, (struct str){ "ne\0w", 4 }, 0644, NULL), ERR_OK, "replaced");
	stat(path, &st);
	tap_ok(st.st_size == 4 && (st.st_mode & 07777) == 0644, "size and mode are new");
	fs_write(path, STR("old"), 0600, NULL);

	static const struct {
		const char *place;
		enum err_code want;
		const char *left;
	} cases[] = {
		{ "fs.write", ERR_FULL, "old" }, { "fs.sync", ERR_IO, "old" }, { "fs.rename", ERR_IO, "old" },
		/* Renamed, but not known to be on disk: an error, and the new text. */
		{ "fs.sync_folder", ERR_IO, "new" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		fs_write(path, STR("old"), 0600, NULL);
		fault_set(cases[i].place);
		tap_is_int(fs_write(path, STR("new"), 0600, &err), cases[i].want, "%s fails", cases[i].place);
		fault_set(NULL);
		tap_is_text(content_of(path), cases[i].left, "the file is whole after %s", cases[i].place);
		tap_is_int(files_in_home(), 1, "and alone");
	}
	tap_is_int(fs_write(at("no/folder"), STR("x"), 0600, &err), ERR_IO, "a folder that is not there");
}

static void crashing(void)
{
	char *path = at("record");
	const char **names = NULL;
	size_t count = 0;
	int status = 0;

	fs_write(path, STR("old"), 0600, NULL);
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		fault_set("fs.crash");
		fs_write(path, STR("new"), 0600, NULL);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	tap_ok(WIFSIGNALED(status), "a writer dies before the file takes its place");
	tap_is_text(content_of(path), "old", "the old file is whole");
	fs_list(&arena, home, &names, &count, NULL);
	tap_ok(count == 1 && files_in_home() == 2, "what it left is not listed");
	tap_is_int(fs_write(path, STR("newer"), 0600, NULL), ERR_OK, "and in nobody's way");
	tap_is_text(content_of(path), "newer", "the next writer succeeds");
}

static void folders(void)
{
	struct err err = { 0 };
	struct stat st = { 0 };
	const char **names = NULL;
	size_t count = 99;

	tap_is_int(fs_mkdirs(at("a/b//c/"), 0700, &err), ERR_OK, "folders and their parents: %s", err.text);
	stat(at("a/b"), &st);
	tap_ok(fs_is_dir(at("a/b/c")) && (st.st_mode & 07777) == 0700, "with the mode asked for");
	tap_is_int(fs_mkdirs(at("a/b/c"), 0700, &err), ERR_OK, "once more");
	fs_write(at("a/file"), STR(""), 0600, NULL);
	tap_is_int(fs_mkdirs(at("a/file/x"), 0700, &err), ERR_IO, "a file stands in the way");
	tap_ok(strstr(err.text, "/a/file'") || strstr(err.text, "/a/file/x'"), "and is named: %s", err.text);
	tap_ok(fs_mkdirs("", 0700, &err) == ERR_INPUT, "no path at all");
	tap_ok(fs_is_file(at("a/file")) && !fs_is_dir(at("a/file")) && !fs_is_file(at("a")) && !fs_is_file(at("z")), "what is what");

	fs_write(at("a/B"), STR(""), 0600, NULL);
	fs_write(at("a/\xC3\xA4"), STR(""), 0600, NULL);
	fs_write(at("a/.hidden"), STR(""), 0600, NULL);
	tap_is_int(fs_list(&arena, at("a"), &names, &count, &err), ERR_OK, "list a folder");
	tap_ok(count == 4 && !strcmp(names[0], "B") && !strcmp(names[1], "b") && !strcmp(names[2], "file") && !strcmp(names[3], "\xC3\xA4"),
	       "sorted by bytes, no hidden ones");
	tap_is_int(fs_list(&arena, at("a/b/c"), &names, &count, &err), ERR_OK, "an empty folder");
	tap_is_int((long long)count, 0, "has no names");
	tap_is_int(fs_list(&arena, at("z"), &names, &count, &err), ERR_MISSING, "one that is not there");
	struct arena small;
	arena_init(&small, 40);
	tap_is_int(fs_list(&small, at("a"), &names, &count, &err), ERR_LIMIT, "names over the limit");
	arena_release(&small);
	tap_is_text(fs_join(&arena, "a", "b"), "a/b", "join");
	tap_is_text(fs_join(&arena, "/", "b"), "/b", "join at the root");
}

static void places(void)
{
	struct err err = { 0 };
	char *path = NULL;

	setenv("HOME", "/h", 1);
	setenv("XDG_DATA_HOME", "/x", 1);
	fs_data_dir(&arena, &path, NULL);
	tap_is_text(path, "/x/spar", "the record in XDG_DATA_HOME");
	setenv("XDG_DATA_HOME", "relative", 1);
	fs_data_dir(&arena, &path, NULL);
	tap_is_text(path, "/h/.local/share/spar", "a relative one does not count");
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	tap_is_int(fs_data_dir(&arena, &path, &err), ERR_INPUT, "no home at all");
	tap_is_int(fs_program_dir(&arena, &path, NULL), ERR_OK, "where the program stands");
	size_t n = strlen(path);
	tap_ok(path[0] == '/' && n > 11 && strcmp(path + n - 11, "/tests/unit") == 0, "is known");
	setenv("SPAR_CONTENT", home, 1);
	fs_content_dir(&arena, &path, NULL);
	tap_is_text(path, home, "exercises where SPAR_CONTENT says");
	setenv("SPAR_CONTENT", at("nowhere"), 1);
	tap_is_int(fs_content_dir(&arena, &path, &err), ERR_MISSING, "and nowhere else when that is wrong");
	unsetenv("SPAR_CONTENT");
	tap_is_int(fs_content_dir(&arena, &path, &err), ERR_MISSING, "beside this program there are none");
}

int main(void)
{
	arena_init(&arena, 1 << 20);
	home = arena_strdup(&arena, tap_dir());
	reading();
	writing();
	crashing();
	folders();
	places();
	arena_release(&arena);
	return tap_done();
}
