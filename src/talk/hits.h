/*
 * Where the patterns of topics and presses stand in a text, found in one walk over it: detectors of gaps ask many questions about the
 * same few hundred patterns.
 */
#ifndef SPAR_TALK_HITS_H
#define SPAR_TALK_HITS_H

#include "talk/pattern.h"

struct talk_hits {
	struct hit_list {
		struct pattern_hit *p;     /* in the order of their first tokens */
		size_t n, room;
	} *lists;                          /* by tag of the pattern */
	size_t count;
};

/* Every hit of the set's patterns, whose tags are below `tags`. Ownership: the arena. */
void talk_hits_read(struct arena *a, const struct talk_text *t, const struct pattern_set *set, size_t tags, struct talk_hits *out);

/* The first hit of a tag that lies in tokens [first, end); false if there is none. hit may be NULL. */
bool talk_hit_find(const struct talk_hits *h, size_t tag, size_t first, size_t end, struct pattern_hit *hit);

#endif
