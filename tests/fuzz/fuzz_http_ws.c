/*
 * WebSockets: whatever comes from a page, the peer ends or goes on, says only whole texts, and never more than it may. What is said is given to the
 * parser of pages' messages too.
 *
 * Input: a byte that says how the rest is sent. 0: as it stands. Otherwise as frames of that many bytes, masked, whose first byte is taken from the input,
 * so that a fuzzer gets past the mask.
 */
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/ws_peer.h"
#include "web/web_int.h"

#define MESSAGE_MAX 1000
#define QUEUE_MAX 4000

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void must(int ok)
{
	if (!ok)
		abort();
}

static void on_text(void *user, struct ws_peer *peer, struct str text)
{
	int64_t job;

	(void)user;
	must(text.n <= MESSAGE_MAX && utf8_valid(text.p, text.n, NULL));
	if (web_message(text, &job) == PAGE_STOP)
		must(job > 0 && text.n >= 23);
	ws_peer_tell(peer, text.p, text.n, 1);
	if (text.n == 7)
		ws_peer_close(peer, 1001, 1);
}

static size_t frames_of(const uint8_t *p, size_t n, size_t each, uint8_t *out)
{
	size_t size = 0;

	while (n) {
		size_t now = n - 1 < each ? n - 1 : each;

		out[size++] = *p++;
		out[size++] = (uint8_t)(0x80 | now);
		/* A mask of zeros hides nothing. */
		memset(out + size, 0, 4);
		size += 4;
		memcpy(out + size, p, now);
		size += now;
		p += now;
		n -= now + 1;
	}
	return size;
}

/* Take what the peer has sent, so that it is never held up. */
static size_t drain(int fd)
{
	char piece[4096];
	size_t all = 0;
	ssize_t got;

	while ((got = recv(fd, piece, sizeof(piece), MSG_DONTWAIT)) > 0)
		all += (size_t)got;
	return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ws_peer_options o = {.message_max_bytes = MESSAGE_MAX, .queue_max_bytes = QUEUE_MAX, .on_text = on_text};
	struct ws_peer *peer;
	uint8_t *bytes;
	size_t size, early;
	int fds[2];

	if (!n || n > 30000 || socketpair(AF_UNIX, SOCK_STREAM, 0, fds))
		return 0;
	bytes = malloc(n * 7 + 7);
	must(bytes != NULL);
	if (*p && *p < 126) {
		size = frames_of(p + 1, n - 1, *p, bytes);
	} else {
		size = n - 1;
		memcpy(bytes, p + 1, size);
	}
	early = size / 3;
	peer = ws_peer_new(fds[0], (const char *)bytes, early, &o);
	must(peer != NULL);
	for (size_t at = early; !ws_peer_over(peer, 2);) {
		size_t now = size - at < 1000 ? size - at : 1000;

		if (now)
			must(send(fds[1], bytes + at, now, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)now);
		else
			shutdown(fds[1], SHUT_WR);
		at += now;
		ws_peer_step(peer, 1);
		ws_peer_ping(peer);
		must((ws_peer_events(peer) & ~(POLLIN | POLLOUT)) == 0);
		drain(fds[1]);
		if (!now && !ws_peer_over(peer, 2)) {
			ws_peer_step(peer, 2);
			drain(fds[1]);
			/* Every byte was read and the end seen: now it is over, at the latest when the time to close has passed. */
			must(ws_peer_over(peer, 2) || ws_peer_deadline_ms(peer) < 10000 || (ws_peer_events(peer) & POLLIN));
			if (!(ws_peer_events(peer) & POLLIN))
				break;
		}
	}
	ws_peer_free(peer);
	close(fds[0]);
	close(fds[1]);
	free(bytes);
	return 0;
}
