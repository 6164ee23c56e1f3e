#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/proc.h"

/* Wait until fd is ready for events, or its other end is gone. */
static enum err_code wait_ready(int fd, short events, int64_t deadline_ms, struct err *err)
{
	for (;;) {
		struct pollfd pfd = { .fd = fd, .events = events };
		int wait_ms = -1;

		if (deadline_ms >= 0) {
			int64_t left = deadline_ms - clock_mono_ms();
			/* Also when data is there: a child that never stops sending must not outlast it. */
			if (left < 0)
				return err_set(err, ERR_TIMEOUT, "no answer within the time limit");
			wait_ms = left > INT_MAX ? INT_MAX : (int)left;
		}
		int got = poll(&pfd, 1, wait_ms);
		if (got > 0)
			return ERR_OK;
		if (got < 0 && errno != EINTR)
			return err_errno(err, ERR_WORKER, errno, "cannot wait for the other process");
		if (got == 0 && wait_ms == 0)
			return err_set(err, ERR_TIMEOUT, "no answer within the time limit");
	}
}

static enum err_code put_bytes(int fd, const char *p, size_t n, int64_t deadline_ms, struct err *err)
{
	/* A blocking pipe that is ready takes PIPE_BUF bytes at once and may block for more. */
	bool blocks = !(fcntl(fd, F_GETFL) & O_NONBLOCK);
	size_t most = blocks && deadline_ms >= 0 ? PIPE_BUF : n;

	while (n) {
		enum err_code code = wait_ready(fd, POLLOUT, deadline_ms, err);
		if (code)
			return code;
		ssize_t put = write(fd, p, n < most ? n : most);
		if (put < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (put < 0 && errno == EPIPE)
			return err_set(err, ERR_WORKER, "closed");
		if (put < 0)
			return err_errno(err, ERR_WORKER, errno, "cannot send to the other process");
		p += put;
		n -= (size_t)put;
	}
	return ERR_OK;
}

enum err_code frame_write(int fd, struct str payload, size_t max_bytes, int64_t deadline_ms, struct err *err)
{
	if (payload.n > max_bytes || payload.n > UINT32_MAX)
		return err_set(err, ERR_LIMIT, "a message of %zu bytes is over the limit of %zu", payload.n, max_bytes);
	uint32_t n = (uint32_t)payload.n;
	const char head[4] = { (char)(n & 0xFF), (char)(n >> 8 & 0xFF), (char)(n >> 16 & 0xFF), (char)(n >> 24 & 0xFF) };
	enum err_code code = put_bytes(fd, head, sizeof(head), deadline_ms, err);
	if (code)
		return code;
	return put_bytes(fd, payload.p, payload.n, deadline_ms, err);
}

/* Read n bytes and append them to out. at_start: the end of the stream here is a clean one. */
static enum err_code get_bytes(int fd, size_t n, bool at_start, struct buf *out, int64_t deadline_ms, struct err *err)
{
	char chunk[65536];

	while (n) {
		enum err_code code = wait_ready(fd, POLLIN, deadline_ms, err);
		if (code)
			return code;
		ssize_t got = read(fd, chunk, n < sizeof(chunk) ? n : sizeof(chunk));
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return err_errno(err, ERR_WORKER, errno, "cannot read from the other process");
		if (got == 0)
			return err_set(err, ERR_WORKER, at_start ? "closed" : "closed in the middle of a message");
		buf_add(out, chunk, (size_t)got);
		code = buf_check(out, err);
		if (code)
			return code;
		n -= (size_t)got;
		at_start = false;
	}
	return ERR_OK;
}

enum err_code frame_read(int fd, struct buf *out, size_t max_bytes, int64_t deadline_ms, struct err *err)
{
	struct buf head;
	enum err_code code;

	buf_reset(out);
	buf_init(&head, 4);
	code = get_bytes(fd, 4, true, &head, deadline_ms, err);
	if (code)
		goto out;
	const unsigned char *b = (const unsigned char *)head.p;
	size_t n = (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
	if (n > max_bytes) {
		code = err_set(err, ERR_LIMIT, "a message of %zu bytes is over the limit of %zu", n, max_bytes);
		goto out;
	}
	code = get_bytes(fd, n, false, out, deadline_ms, err);
out:
	buf_release(&head);
	return code;
}
