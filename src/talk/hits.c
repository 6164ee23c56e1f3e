#include "talk/hits.h"

#include <assert.h>

#define HITS_PER_TAG_MAX 4000      /* of a very long text the beginning is enough */

struct reader {
	struct arena *a;
	struct talk_hits *out;
};

static void found(const struct pattern_hit *hit, void *arg)
{
	struct reader *r = arg;
	struct hit_list *list = &r->out->lists[hit->pattern->tag];

	assert(hit->pattern->tag < r->out->count);
	if (list->n == HITS_PER_TAG_MAX)
		return;
	if (list->n == list->room) {
		size_t room = list->room ? list->room * 2 : 4;
		struct pattern_hit *grown = ARENA_NEW(r->a, struct pattern_hit, room);

		if (list->n)
			memcpy(grown, list->p, list->n * sizeof(*grown));
		list->p = grown;
		list->room = room;
	}
	list->p[list->n++] = *hit;
}

void talk_hits_read(struct arena *a, const struct talk_text *t, const struct pattern_set *set, size_t tags, struct talk_hits *out)
{
	struct reader r = {a, out};

	out->lists = ARENA_NEW(a, struct hit_list, tags + 1);
	out->count = tags;
	for (size_t i = 0; i < t->token_count; i++)
		pattern_set_at(t, set, i, t->token_count, found, &r);
}

bool talk_hit_find(const struct talk_hits *h, size_t tag, size_t first, size_t end, struct pattern_hit *hit)
{
	const struct hit_list *list;
	size_t low = 0, high;

	assert(tag < h->count);
	list = &h->lists[tag];
	high = list->n;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (list->p[mid].first < first)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < list->n && list->p[low].first < end; low++)
		if (list->p[low].end <= end) {
			if (hit)
				*hit = list->p[low];
			return true;
		}
	return false;
}
