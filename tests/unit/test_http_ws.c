/* WebSockets without HTTP, over pairs of sockets: the handshake's answer, limits of what waits, pages that do not read or do not answer. */
#include "http/ws.h"

#include <poll.h>
#include <stdatomic.h>

#include "http/ws_peer.h"
#include "web_client.h"

static void test_key(void)
{
	static const char *const bad[] = {"", "short", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR==", "dGhlIHNhbXBsZSBub25jZQ== ",
					  "dGhlIHNhbXBsZSBub2 jZQ==", "dGhlIHNhbXBsZSBub25jZQAA", "========================"};
	char accept[29];

	tap_ok(ws_accept_key("dGhlIHNhbXBsZSBub25jZQ==", accept), "a key");
	tap_is_text(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "is answered as the standard says");
	tap_ok(ws_accept_key("x3JJHMbDL1EzLkh9GBhXDw==", accept), "another");
	tap_is_text(accept, "HSmrc0sMlYUkAGmm5OPpG2HaGWk=", "is answered in another way");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		tap_ok(!ws_accept_key(bad[i], accept), "'%s' is no key", bad[i]);
}

/* ---- one ---- */

struct both {
	int ours, theirs;
	struct ws_peer *peer;
	int texts;
};

static void count_text(void *user, struct ws_peer *peer, struct str text)
{
	struct both *b = user;

	(void)peer;
	(void)text;
	b->texts++;
}

static void begin(struct both *b, size_t queue_max)
{
	struct ws_peer_options o = {.message_max_bytes = 1000, .queue_max_bytes = queue_max, .user = b, .on_text = count_text};
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds))
		BUG("no sockets");
	*b = (struct both){.ours = fds[0], .theirs = fds[1]};
	b->peer = ws_peer_new(fds[0], NULL, 0, &o);
	if (!b->peer)
		BUG("no peer");
}

static void end(struct both *b)
{
	ws_peer_free(b->peer);
	close(b->ours);
	close(b->theirs);
}

static void test_unread(void)
{
	static char text[1000];
	struct buf out;
	struct both b;
	int told = 0, opcode = 0, code = 0, texts = 0;

	memset(text, 'x', sizeof(text));
	begin(&b, 20000);
	for (; told < 100000 && ws_peer_deadline_ms(b.peer) == INT64_MAX; told++) {
		ws_peer_tell(b.peer, text, sizeof(text), 1);
		ws_peer_step(b.peer, 1);
	}
	tap_ok(told < 100000, "a page that does not read is given up");
	tap_ok(!ws_peer_over(b.peer, 2), "but may still read");
	buf_init(&out, CLIENT_REPLY_MAX);
	/* It reads at last: what was on its way, and then why nothing more comes. */
	while (code == 0) {
		struct pollfd p = {.fd = b.theirs, .events = POLLIN};

		ws_peer_step(b.peer, 2);
		if (poll(&p, 1, 0) <= 0)
			break;
		opcode = page_hear(b.theirs, &out);
		texts += opcode == 1;
		if (opcode == 8)
			code = (unsigned char)out.p[0] << 8 | (unsigned char)out.p[1];
	}
	tap_is_int(code, 1013, "it is told to come again: 1013");
	tap_ok(texts > 0 && texts < told, "instead of what waited for it");
	tap_ok(ws_peer_over(b.peer, 1 + WS_PEER_CLOSE_MS), "if it does not answer, that is the end");
	buf_release(&out);
	end(&b);
}

static void test_flood(void)
{
	static const char ping[] = "\x89\x80\0\0\0\0";
	size_t sent = 0;
	struct both b;

	begin(&b, 100000);
	while (sent < 3000000 && send(b.theirs, ping, 6, MSG_DONTWAIT | MSG_NOSIGNAL) == 6) {
		sent++;
		ws_peer_step(b.peer, 1);
	}
	tap_ok(sent < 3000000, "whoever asks and asks and does not read is not heard any more");
	tap_ok(!(ws_peer_events(b.peer) & POLLIN), "nor waited for");
	end(&b);
}

static void test_fragments(void)
{
	struct both b;

	begin(&b, 100000);
	for (int i = 0; i < 10000 && !ws_peer_over(b.peer, 1); i++) {
		page_frame(b.theirs, i ? 0x00 : 0x01, "", 0);
		ws_peer_step(b.peer, 1);
	}
	page_frame(b.theirs, 0x80, "x", 1);
	ws_peer_step(b.peer, 1);
	tap_is_int(b.texts, 1, "ten thousand empty frames and one more are one text");
	for (int i = 0; i < 1001 && !ws_peer_over(b.peer, 1); i++) {
		page_frame(b.theirs, i ? 0x00 : 0x01, "y", 1);
		ws_peer_step(b.peer, 1);
	}
	tap_ok(ws_peer_deadline_ms(b.peer) < INT64_MAX, "a byte a frame counts like all in one");
	end(&b);
}

/* ---- the hub ---- */

static atomic_int given_back, opened, asked;

static void ended(void *user)
{
	(void)user;
	atomic_fetch_add(&given_back, 1);
}

static void on_open(void *user, uint64_t socket)
{
	(void)user;
	(void)socket;
	atomic_fetch_add(&opened, 1);
}

static void on_message(void *user, uint64_t socket, struct str text)
{
	(void)user;
	(void)socket;
	(void)text;
	atomic_fetch_add(&asked, 1);
}

static bool becomes(atomic_int *value, int want)
{
	for (int i = 0; i < WEB_TURNS && atomic_load(value) != want; i++)
		web_pause();
	return atomic_load(value) == want;
}

static void test_hub(void)
{
	struct ws_options o = {.sockets_max = 2, .frame_max_bytes = 1000, .queue_max_bytes = 100000, .ping_ms = 20, .on_open = on_open, .on_message = on_message};
	struct ws_hub *hub = NULL;
	struct err err = {0};
	int fds[3][2], opcode, code = 0;
	struct buf out;

	if (ws_hub_start(&hub, &o, &err))
		BUG("%s", err.text);
	ws_hub_tell(hub, "nobody", 6);
	for (int i = 0; i < 3; i++)
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds[i]))
			BUG("no sockets");
	tap_is_int(ws_hub_take(hub, fds[0][0], "\x81\x82\0\0\0\0hi", 8, ended, NULL, &err), ERR_OK, "a page that has spoken already");
	tap_ok(becomes(&asked, 1), "is heard");
	tap_is_int(ws_hub_take(hub, fds[1][0], NULL, 0, ended, NULL, &err), ERR_OK, "another");
	tap_is_int(ws_hub_take(hub, fds[2][0], NULL, 0, ended, NULL, &err), ERR_BUSY, "a third is too many");
	tap_ok(becomes(&opened, 2), "two have come");
	/* The first says nothing more: it is asked, and then closed. */
	buf_init(&out, CLIENT_REPLY_MAX);
	while ((opcode = page_hear(fds[0][1], &out)) == 9)
		;
	if (opcode == 8)
		code = (unsigned char)out.p[0] << 8 | (unsigned char)out.p[1];
	tap_is_int(code, 1001, "a page that answers no ping is closed");
	close(fds[0][1]);
	tap_ok(becomes(&given_back, 1) || atomic_load(&given_back) == 2, "and given back");
	ws_hub_stop(hub);
	tap_is_int(atomic_load(&given_back), 2, "the end gives everything back, once");
	buf_release(&out);
	close(fds[0][0]);
	for (int i = 1; i < 3; i++) {
		close(fds[i][0]);
		close(fds[i][1]);
	}
	ws_hub_stop(NULL);
}

int main(void)
{
	test_key();
	test_unread();
	test_flood();
	test_fragments();
	test_hub();
	buf_release(&client_reply);
	return tap_done();
}
