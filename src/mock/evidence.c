#include "mock/evidence.h"

#include <string.h>

#include "base/json.h"
#include "mock/debrief_int.h"
#include "mock/ready_int.h"

#define EVIDENCE_MAX 128

struct tally {
	struct plan_evidence *p;
	unsigned *recent;          /* a bit an attempt, the last one lowest */
	size_t n;
	struct arena *a;
};

static void note(struct tally *t, enum evidence_about about, const char *id, bool success, int64_t at_ms)
{
	size_t i = 0;

	while (i < t->n && (t->p[i].about != about || strcmp(t->p[i].id, id)))
		i++;
	if (i == EVIDENCE_MAX)
		return;
	if (i == t->n)
		t->p[t->n++] = (struct plan_evidence){.about = about, .id = arena_strdup(t->a, id)};
	struct plan_evidence *e = &t->p[i];
	int recent, good = 0;

	e->attempts++;
	e->successes += success;
	e->last_ms = at_ms;
	if (success)
		e->last_success_ms = at_ms;
	t->recent[i] = (t->recent[i] << 1 | success) & ((1u << EVIDENCE_RECENT) - 1);
	recent = e->attempts < EVIDENCE_RECENT ? e->attempts : EVIDENCE_RECENT;
	for (int k = 0; k < recent; k++)
		good += t->recent[i] >> k & 1;
	e->strength = good - (recent - good);
}

static bool held(const json_t *p)
{
	const char *opening = json_get_text(p, "opening", "declined");

	return json_get_bool(p, "evaluable", false) && strcmp(opening, "evaded") && strcmp(opening, "declined") &&
	       json_get_int(p, "evaded", 0) + json_get_int(p, "declined", 0) == 0 && json_get_int(p, "full", 0) + json_get_int(p, "partial", 0) > 0;
}

/* The plan's topic that a point of a design belongs to; NULL. */
static const char *topic_of(const struct debrief_rules *r, const char *point)
{
	for (size_t i = 0; i < r->block_count; i++)
		for (size_t k = 0; k < r->blocks[i].point_count; k++)
			if (!strcmp(r->blocks[i].points[k], point))
				return r->blocks[i].topic;
	return NULL;
}

static bool volunteered(const json_t *p, const char *point)
{
	const json_t *list = json_get_array(p, "volunteered");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (!strcmp(json_get_text(json_array_get(list, i), "what", ""), point))
			return true;
	return false;
}

/* One attempt a topic and part: it holds when each of its points was volunteered. */
static void note_points(struct tally *t, const struct debrief_rules *r, const json_t *p)
{
	json_t *points = json_get_object(p, "points"), *value;
	bool readable = json_get_bool(p, "evaluable", false);
	const char *point, *other;

	json_object_foreach(points, point, value)
	{
		const char *topic = topic_of(r, point);
		bool first = true, all = true, before = true;
		json_t *ignored;

		json_object_foreach(points, other, ignored)
		{
			const char *same = topic_of(r, other);

			before &= strcmp(other, point) != 0;
			if (!topic || !same || strcmp(same, topic))
				continue;
			/* Only the first of its points speaks for a topic. */
			first &= !before;
			all &= volunteered(p, other);
		}
		if (topic && first)
			note(t, ABOUT_TOPIC, topic, readable && all, json_get_int(p, "at_ms", 0));
	}
}

enum err_code mock_evidence_read(const struct debrief_rules *rules, struct bank *b, struct store *s, struct arena *a, struct plan_evidence **out,
				 size_t *count, struct err *err)
{
	struct tally t = {.p = ARENA_NEW(a, struct plan_evidence, EVIDENCE_MAX), .recent = ARENA_NEW(a, unsigned, EVIDENCE_MAX), .a = a};
	json_t *proofs = NULL;
	enum err_code code = ready_proofs(b, s, NULL, &proofs, err);

	for (size_t i = 0; !code && i < json_array_size(proofs); i++) {
		const json_t *p = json_array_get(proofs, i);
		const char *principle = json_get_text(p, "principle", NULL), *proof = json_get_text(p, "proof", "");

		if (!strcmp(proof, "story") && principle)
			note(&t, ABOUT_PRINCIPLE, principle, held(p), json_get_int(p, "at_ms", 0));
		else if (!strcmp(proof, "design"))
			note_points(&t, rules, p);
	}
	json_decref(proofs);
	*out = t.p;
	*count = t.n;
	return code;
}

const struct plan_offer *mock_offers(const struct debrief_rules *rules, size_t *count)
{
	*count = rules->offer_count;
	return rules->offers;
}
