/* The answer to a WebSocket's key: SHA-1 and base64, which nothing else here needs. */
#include "http/ws.h"

#include <string.h>

#define KEY_DIGITS 24
#define HASH_BYTES 20
#define MAGIC "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static uint32_t rotate(uint32_t x, int by)
{
	return (x << by) | (x >> (32 - by));
}

static void sha1_block(uint32_t h[5], const unsigned char block[64])
{
	uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 80; i++)
		w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 ? b ^ c ^ d : i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
		uint32_t k = i < 20 ? 0x5a827999u : i < 40 ? 0x6ed9eba1u : i < 60 ? 0x8f1bbcdcu : 0xca62c1d6u;
		uint32_t next = rotate(a, 5) + f + e + k + w[i];

		e = d;
		d = c;
		c = rotate(b, 30);
		b = a;
		a = next;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/* Source: FIPS 180-4, 6.1. No secret is hashed here: the handshake only shows that the other side speaks WebSocket. n < 119. */
static void sha1(const char *p, size_t n, unsigned char out[HASH_BYTES])
{
	uint32_t h[5] = {0x67452301u, 0xefcdab89u, 0x98badcfeu, 0x10325476u, 0xc3d2e1f0u};
	unsigned char blocks[128] = {0};
	size_t size = n + 9 > 64 ? 128 : 64;

	if (n > 118)
		BUG("%zu bytes are more than a key and its ending", n);
	memcpy(blocks, p, n);
	blocks[n] = 0x80;
	blocks[size - 2] = (unsigned char)(n * 8 >> 8);
	blocks[size - 1] = (unsigned char)(n * 8);
	for (size_t at = 0; at < size; at += 64)
		sha1_block(h, blocks + at);
	for (int i = 0; i < HASH_BYTES; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

/* 20 bytes become 28 digits. */
static void base64(const unsigned char in[HASH_BYTES], char out[29])
{
	size_t n = 0;

	for (size_t i = 0; i < HASH_BYTES; i += 3) {
		bool last = i + 2 >= HASH_BYTES;
		uint32_t three = (uint32_t)in[i] << 16 | (uint32_t)in[i + 1] << 8 | (last ? 0u : in[i + 2]);

		for (int k = 0; k < 4; k++)
			out[n++] = last && k == 3 ? '=' : digits[three >> (18 - 6 * k) & 63];
	}
	out[n] = '\0';
}

bool ws_accept_key(const char *key, char accept[29])
{
	unsigned char hash[HASH_BYTES];
	char text[KEY_DIGITS + sizeof(MAGIC)];

	/* 16 bytes: 21 digits, one that holds two bits, and two that fill up. */
	if (strlen(key) != KEY_DIGITS || strspn(key, digits) != 22 || !strchr("AQgw", key[21]) || strcmp(key + 22, "==") != 0)
		return false;
	memcpy(text, key, KEY_DIGITS);
	memcpy(text + KEY_DIGITS, MAGIC, sizeof(MAGIC));
	sha1(text, KEY_DIGITS + sizeof(MAGIC) - 1, hash);
	base64(hash, accept);
	return true;
}
