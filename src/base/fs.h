/*
 * Files: read whole with a maximum, write so that a crash leaves the old or the new file, folders
 * of the user, and where Spar itself stands.
 */
#ifndef SPAR_BASE_FS_H
#define SPAR_BASE_FS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Append the file to out. "-" reads standard input. Errors: ERR_MISSING, ERR_IO, ERR_LIMIT (over max_bytes). */
enum err_code fs_read(const char *path, size_t max_bytes, struct buf *out, struct err *err);
/* As fs_read() from an open descriptor; name is for messages. */
enum err_code fs_read_fd(int fd, const char *name, size_t max_bytes, struct buf *out, struct err *err);
/* Write to a temporary file beside it, fsync, rename, fsync the folder. Mode as given. */
enum err_code fs_write(const char *path, struct str content, unsigned mode, struct err *err);
/* Make the folder and its parents, those that are new with the mode. */
enum err_code fs_mkdirs(const char *path, unsigned mode, struct err *err);
/* Names in a folder (no "." entries of any kind), sorted by byte value, in a; *count of them. */
enum err_code fs_list(struct arena *a, const char *path, const char ***names, size_t *count, struct err *err);
bool fs_is_dir(const char *path);
bool fs_is_file(const char *path);
/* "dir/name" in a. */
char *fs_join(struct arena *a, const char *dir, const char *name);
/* $XDG_DATA_HOME/spar or ~/.local/share/spar, not created. ERR_INPUT when neither is set. */
enum err_code fs_data_dir(struct arena *a, char **path, struct err *err);
/* The folder that holds the running program (resolved), for finding the worker and the content beside it. */
enum err_code fs_program_dir(struct arena *a, char **path, struct err *err);
/* $SPAR_CONTENT if set, else the first that exists of PROGRAM/../content, PROGRAM/../share/spar/content. ERR_MISSING. */
enum err_code fs_content_dir(struct arena *a, char **path, struct err *err);

#endif
