/* Job posts: whatever the bytes, each quote is where it says it is, holds its word, and cuts no character of good UTF-8. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The pack's own rules, read once. */
static const struct plan_rules *rules(void)
{
	static const struct plan_rules *read;
	static struct arena kept;
	struct err err = {0};

	if (!read) {
		arena_init(&kept, 64u << 20);
		if (plan_rules_load(&kept, "content", "amazon-de", NULL, &read, NULL, &err))
			abort();
	}
	return read;
}

static void check_span(const struct plan_span *s, size_t n, const char *text, const char *post)
{
	if (s->at > n || s->n > n - s->at || s->n > PLAN_QUOTE_MAX_BYTES || memcmp(post + s->at, text, s->n))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const char *post = (const char *)p;
	struct plan_post out;
	struct arena a;
	bool good = utf8_valid(post, n, NULL);

	arena_init(&a, 64u << 20);
	plan_post_read(rules(), (struct str){post, n}, n ? (enum plan_level)(p[0] % PLAN_LEVELS) : PLAN_L5, &a, &out);
	if (out.bytes > n || (out.empty && out.tool_count) || arena_over(&a))
		abort();
	for (size_t i = 0; i < out.tool_count; i++) {
		const struct plan_tool *t = &out.tools[i];

		check_span(&t->quote, n, t->text, post);
		if (t->word.at < t->quote.at || t->word.at + t->word.n > t->quote.at + t->quote.n || t->mentions < 1 || !t->why)
			abort();
		if (good && !utf8_valid(post + t->quote.at, t->quote.n, NULL))
			abort();
	}
	if (out.lean != PLAN_UNKNOWN)
		check_span(&out.lean_quote, n, out.lean_text, post);
	arena_release(&a);
	return 0;
}
