/* What the record says: attempts at patterns, and mistakes by family. */
#include "plan/plan.h"

#include <assert.h>

#include "bank/bank.h"
#include "base/json.h"
#include "store/store.h"

#define RECENT 8                   /* attempts that make the strength */
#define FAMILIES_MAX 64
#define PATTERNS_OF_ATTEMPT 16

struct tally {
	struct plan_evidence e;
	int recent;                /* attempts counted into strength */
};

struct reading {
	const struct bank *b;
	struct tally *pattern;     /* as in the bank's pack */
	struct tally family[FAMILIES_MAX];
	size_t family_count;
};

/* Newest first. */
static void take(struct tally *t, const struct store_attempt *at)
{
	t->e.attempts++;
	if (at->started_ms > t->e.last_ms)
		t->e.last_ms = at->started_ms;
	if (at->cold) {
		t->e.successes++;
		if (at->passed_ms > t->e.last_success_ms)
			t->e.last_success_ms = at->passed_ms;
	}
	if (t->recent == RECENT)
		return;
	t->recent++;
	/* Passed, but with help: neither. */
	t->e.strength += at->cold ? 1 : at->outcome == ATTEMPT_PASSED ? 0 : -1;
}

static void take_patterns(struct reading *r, const struct store_attempt *at)
{
	const struct bank_pack *pack = bank_pack(r->b);
	const char *p = at->patterns;

	/* A list of identifiers as the record writes it: ["top-n-per-group","nth-highest"]. */
	for (int k = 0; p && k < PATTERNS_OF_ATTEMPT && (p = strchr(p, '"')); k++) {
		size_t n = strcspn(++p, "\"");

		for (size_t i = 0; i < pack->pattern_count; i++)
			if (strlen(pack->patterns[i].id) == n && !memcmp(pack->patterns[i].id, p, n))
				take(&r->pattern[i], at);
		p += n;
		p += *p == '"';
	}
}

static void take_mistake(struct reading *r, const struct store_attempt *at)
{
	const struct bank_mistake *m = at->mistake ? bank_mistake(r->b, at->mistake) : NULL;
	size_t i = 0;

	if (!m || !m->family)
		return;
	while (i < r->family_count && strcmp(r->family[i].e.id, m->family))
		i++;
	if (i == FAMILIES_MAX)
		return;
	if (i == r->family_count)
		r->family[r->family_count++].e = (struct plan_evidence){.about = ABOUT_FAMILY, .id = m->family, .name = m->family};
	r->family[i].e.attempts++;
	if (at->started_ms > r->family[i].e.last_ms)
		r->family[i].e.last_ms = at->started_ms;
}

static bool take_attempt(const struct store_attempt *at, void *arg)
{
	struct reading *r = arg;

	/* Left without a verdict that counts: nothing is known from it. */
	if (at->outcome != ATTEMPT_LEFT) {
		take_patterns(r, at);
		take_mistake(r, at);
	}
	return true;
}

enum err_code plan_evidence_read(const struct bank *b, struct store *s, const struct plan_evidence *more, size_t more_count,
				 struct arena *a, struct plan_evidence **out, size_t *count, struct err *err)
{
	const struct bank_pack *pack = bank_pack(b);
	struct reading *r = ARENA_NEW(a, struct reading, 1);
	enum err_code code = ERR_OK;

	r->b = b;
	r->pattern = ARENA_NEW(a, struct tally, pack->pattern_count + 1);
	for (size_t i = 0; i < pack->pattern_count; i++)
		r->pattern[i].e = (struct plan_evidence){.about = ABOUT_PATTERN, .id = pack->patterns[i].id, .name = pack->patterns[i].name};
	if (s)
		code = store_submitted(s, take_attempt, r, err);
	if (code)
		return code;
	*out = ARENA_NEW(a, struct plan_evidence, pack->pattern_count + r->family_count + more_count + 1);
	*count = 0;
	for (size_t i = 0; i < pack->pattern_count; i++)
		(*out)[(*count)++] = r->pattern[i].e;
	for (size_t i = 0; i < r->family_count; i++)
		(*out)[(*count)++] = r->family[i].e;
	for (size_t i = 0; i < more_count; i++)
		(*out)[(*count)++] = more[i];
	return arena_over(a) ? err_set(err, ERR_LIMIT, "the record is too large to be read") : ERR_OK;
}
