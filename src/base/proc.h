/*
 * Child processes with two pipes, and framed messages over them.
 *
 * A frame is a length of four bytes, little endian, and that many bytes. Frames over the maximum are
 * an error, so neither side can be made to allocate at will.
 *
 * Threads: each struct proc belongs to one thread. SIGPIPE is ignored by proc_spawn().
 */
#ifndef SPAR_BASE_PROC_H
#define SPAR_BASE_PROC_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct proc {
	pid_t pid;   /* -1 when none */
	int in_fd;   /* we write, the child reads as its standard input; -1 */
	int out_fd;  /* the child's standard output, we read; -1 */
	int err_fd;  /* the child's standard error, kept for messages; -1 */
};

void proc_init(struct proc *p);
/* Start argv[0] (a path) with the argument list and the environment given (NULL: ours). All other descriptors are closed
 * in the child; it gets SIGKILL when the calling thread ends. Our three ends do not block. Errors: ERR_WORKER. */
enum err_code proc_spawn(struct proc *p, char *const argv[], char *const env[], struct err *err);
/* SIGKILL and reap; p is as after proc_init(). Safe when there is none. */
void proc_kill(struct proc *p);
/* Has it ended? Then reaps; *status (may be NULL) as of waitpid(). The descriptors stay open, to be read to their end, until proc_kill(). */
int proc_ended(struct proc *p, int *status);

/* Write one frame. deadline_ms is of clock_mono_ms(), -1 for none. Errors: ERR_WORKER (closed), ERR_TIMEOUT, ERR_LIMIT. */
enum err_code frame_write(int fd, struct str payload, size_t max_bytes, int64_t deadline_ms, struct err *err);
/* Read one frame into out (reset first). Errors: as above. ERR_WORKER with text "closed" at a clean end. */
enum err_code frame_read(int fd, struct buf *out, size_t max_bytes, int64_t deadline_ms, struct err *err);

#endif
