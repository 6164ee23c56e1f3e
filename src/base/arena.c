#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define BLOCK_MIN_BYTES ((size_t)4 << 10)
#define BLOCK_MAX_BYTES ((size_t)1 << 20)

struct arena_block {
	struct arena_block *next;      /* older */
	size_t used_bytes;
	size_t size_bytes;             /* of bytes[] */
	alignas(max_align_t) unsigned char bytes[];
};

void arena_init(struct arena *a, size_t limit_bytes)
{
	*a = (struct arena){ .limit_bytes = limit_bytes };
}

void arena_release(struct arena *a)
{
	while (a->head) {
		struct arena_block *older = a->head->next;
		free(a->head);
		a->head = older;
	}
	a->used_bytes = 0;
	a->over = false;
}

void arena_clear(struct arena *a)
{
	arena_release(a);
}

/* A block with room for size_bytes. A big one goes behind the head, whose rest stays in use. */
static struct arena_block *add_block(struct arena *a, size_t size_bytes)
{
	size_t want = a->head ? a->head->size_bytes * 2 : BLOCK_MIN_BYTES;

	if (want > BLOCK_MAX_BYTES)
		want = BLOCK_MAX_BYTES;
	bool big = size_bytes > want / 2;
	if (big)
		want = size_bytes;
	/* calloc(): untouched pages of a large block cost nothing */
	struct arena_block *b = calloc(1, sizeof(*b) + want);
	if (!b)
		BUG("out of memory: %zu bytes", want);
	b->size_bytes = want;
	if (big && a->head) {
		b->next = a->head->next;
		a->head->next = b;
	} else {
		b->next = a->head;
		a->head = b;
	}
	return b;
}

void *arena_alloc(struct arena *a, size_t size_bytes)
{
	const size_t unit = alignof(max_align_t);

	if (size_bytes > SIZE_MAX / 4)
		BUG("an arena cannot hold %zu bytes", size_bytes);
	size_t n = size_bytes ? (size_bytes + unit - 1) / unit * unit : unit;
	a->used_bytes += n;
	if (a->used_bytes > a->limit_bytes) {
		a->over = true;
		if (a->used_bytes / 2 > a->limit_bytes)
			BUG("an arena of %zu bytes was not checked: %zu in use", a->limit_bytes, a->used_bytes);
	}
	struct arena_block *b = a->head;
	if (!b || b->size_bytes - b->used_bytes < n)
		b = add_block(a, n);
	void *p = b->bytes + b->used_bytes;
	b->used_bytes += n;
	return p;
}

char *arena_strndup(struct arena *a, const char *p, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, p, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		BUG("a text cannot be formatted: '%s'", fmt);
	char *text = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(text, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return text;
}

bool arena_over(const struct arena *a)
{
	return a->over;
}
