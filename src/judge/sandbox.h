/*
 * Sandbox: what the worker gives up before it reads the first request.
 *
 * The guard (guard.h) keeps a candidate's query away from files and settings, and DuckDB itself is locked. This is
 * the line behind both: a bug in either must not reach the candidate's machine. The process can compute, start
 * threads, read requests and write replies, and nothing else: no file can be opened, no socket, no
 * program, no process.
 *
 * Linux only: rlimits, prctl and a seccomp allow-list.
 */
#ifndef SPAR_JUDGE_SANDBOX_H
#define SPAR_JUDGE_SANDBOX_H

#include <stddef.h>

#include "base/err.h"

/*
 * Limits of resources: address space, no core dump, no file growth, few descriptors; the process dies with its
 * parent, cannot be traced and can gain no rights. NPROC is left alone: it counts all processes of the user, so that a limit would
 * depend on what else runs; sandbox_enter() refuses new processes instead.
 * Errors: ERR_WORKER.
 */
enum err_code sandbox_limits(size_t address_space_bytes, struct err *err);

/*
 * Install the filter, for all threads and for good. Only read_fd can be read from then on, and only write_fd and standard error
 * written. A call that ordinary code may try and can do without (open, stat, socket) fails with EPERM, so that a library
 * that looks for its settings does not take the worker down; a call that only an intruder makes (exec, fork, ptrace,
 * mount, ...) kills the process.
 * Errors: ERR_WORKER when the kernel has no seccomp: the worker must not go on then.
 */
enum err_code sandbox_enter(int read_fd, int write_fd, struct err *err);

/* Resident memory of this process in KiB, inside and outside of the sandbox; -1 when unknown. */
long sandbox_memory_kb(void);

#endif
