/*
 * Lenses: how to begin a memory for one principle, and what to say next, out of the candidate's own sentences.
 *
 * A principle names the openings that suit it. The first opening for which a sentence is found gives the lens. Two lenses of one
 * memory never begin with the same sentence: the point of a lens is that the same work sounds like another story.
 */
#include "story/story_int.h"

static size_t part_end(const struct story_text *t, size_t k)
{
	return k + 1 < t->count ? t->starts[k + 1] : t->text.n;
}

/* The sentence that an opening finds: phrases before clues, the parts in its order. */
static bool opening_find(const struct story_opening *o, const struct story_text *t, size_t *at)
{
	struct story_signal phrases = o->sign, clues = {.shows = o->sign.shows, .clues = o->sign.clues};

	phrases.clues = 0;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < o->part_count; i++)
			for (size_t k = 0; k < t->count; k++)
				if (t->parts[k] == o->parts[i] &&
				    story_signal_find(pass ? &clues : &phrases, t, t->starts[k], part_end(t, k), at))
					return true;
	return false;
}

static bool taken(const struct story_quote *q, size_t n, struct str text)
{
	for (size_t i = 0; i < n; i++)
		if (q[i].text.p == text.p)
			return true;
	return false;
}

/* The first sentence for a step that was not said yet. */
static bool next_step(const struct story_pack *p, const struct story_text *t, const struct story_signal *s, bool preferred, struct story_lens *lens)
{
	for (size_t k = 0; k < t->count; k++) {
		size_t from = t->starts[k], at = 0;

		if (preferred && !(s->in >> t->parts[k] & 1))
			continue;
		while (story_signal_find(s, t, from, part_end(t, k), &at)) {
			struct story_quote q = story_text_quote(p, t, at, s->shows);

			if (q.text.p != lens->open.text.p && !taken(lens->then, lens->then_count, q.text)) {
				lens->then[lens->then_count++] = q;
				return true;
			}
			from = at + 1;
		}
	}
	return false;
}

static void follow(const struct story_pack *p, const struct story_text *t, struct arena *a, struct story_lens *lens)
{
	lens->then = ARENA_NEW(a, struct story_quote, p->then_count + 1);
	for (size_t i = 0; i < p->then_count; i++) {
		/* In the part where it belongs first, then anywhere. */
		for (int pass = 0; pass < 2; pass++)
			if (next_step(p, t, &p->then[i], pass == 0, lens))
				break;
	}
}

static bool lens_make(const struct story_pack *p, const struct story_text *t, const struct story_rule *rule, struct arena *a,
		      const struct story_reading *r, struct story_lens *out)
{
	const struct story_signs *signs = &p->principle_signs[rule - p->principles];

	*out = (struct story_lens){.rule = rule};
	for (size_t i = 0; i < signs->open_count; i++) {
		const struct story_opening *o = &p->openings[signs->opens[i]];
		size_t at = 0;

		if (i == 0) {
			out->opening = o->id;
			out->how = o->how;
			out->lack = o->lack;
		}
		if (!opening_find(o, t, &at))
			continue;
		struct story_quote q = story_text_quote(p, t, at, o->how);
		bool same = !q.text.n;

		for (size_t k = 0; k < r->lens_count; k++)
			same = same || r->lenses[k].open.text.p == q.text.p || !strcmp(r->lenses[k].opening, o->id);
		if (same)
			continue;
		out->opening = o->id;
		out->how = o->how;
		out->lack = o->lack;
		out->open = q;
		follow(p, t, a, out);
		return true;
	}
	return false;
}

void story_lenses(const struct story_pack *p, const struct story_text *t, struct arena *a, struct story_reading *r)
{
	bool used[STORY_PRINCIPLES_MAX] = {false};

	if (!r->evaluable)
		return;
	/* The strongest claims first; equal ones in the order of the file. */
	for (size_t tries = 0; tries < r->principle_count && r->lens_count < STORY_LENSES_MAX; tries++) {
		const struct story_claim *best = NULL;

		for (size_t i = 0; i < r->principle_count; i++)
			if (!used[i] && r->principles[i].carries == STORY_CARRIES && (!best || r->principles[i].weight > best->weight))
				best = &r->principles[i];
		if (!best)
			break;
		used[best - r->principles] = true;
		if (lens_make(p, t, best->rule, a, r, &r->lenses[r->lens_count]))
			r->lens_count++;
	}
}
