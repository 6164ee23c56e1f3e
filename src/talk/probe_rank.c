#include "talk/gap.h"
#include "talk/probe.h"

#define PROBES_MAX 64
#define DEEPER_BONUS 5             /* a thread is pressed to its end before another one begins */
#define REPLY_BONUS 8              /* what the last reply opened comes before what the answer left open */
#define AGAIN_SCORE 1000
#define GENERAL_SCORE 1

struct ranking {
	const struct probe_context *c;
	struct talk_probe *p;
	size_t n;
};

static const struct asked *last_of(const struct probe_context *c)
{
	return c->asked_count ? &c->asked[c->asked_count - 1] : NULL;
}

/* Was this gap asked, and where did it end? NULL if it never was. */
static const struct asked *asked_gap(const struct probe_context *c, const char *gap)
{
	for (size_t i = c->asked_count; i-- > 0;)
		if (!c->asked[i].probe.general && !strcmp(c->asked[i].probe.gap, gap))
			return &c->asked[i];
	return NULL;
}

static uint64_t seed_of(const struct probe_context *c, const char *gap, int depth)
{
	uint64_t h = rng_hash(RNG_HASH_START, &c->x->round->seed, sizeof(c->x->round->seed));

	h = rng_hash(h, gap, strlen(gap));
	h = rng_hash(h, &depth, sizeof(depth));
	return rng_hash(h, &c->asked_count, sizeof(c->asked_count));
}

static const char *quote_text(const struct probe_context *c, uint32_t at, uint32_t n)
{
	struct str s = n ? probe_quote(&c->x->text, at, n, 40) : (struct str){"", 0};

	return s.n ? arena_strndup(c->a, s.p, s.n) : "";
}

static void add(struct ranking *r, const struct talk_gap *gap, const struct probe_def *def, int depth, double score, bool again)
{
	const struct probe_context *c = r->c;
	int level = depth < 1 ? 1 : depth > TALK_DEPTH_MAX ? TALK_DEPTH_MAX : depth;

	/* A press has wordings for its first question only, at whatever depth it comes. */
	int words = def->depth_counts[level - 1] ? level - 1 : 0;

	if (r->n == PROBES_MAX)
		return;
	const char *text = probe_fill(c, def->depths[words], def->depth_counts[words], gap, seed_of(c, def->gap, level + 10 * again));

	if (!text)
		return;
	struct talk_probe *p = &r->p[r->n++];

	*p = (struct talk_probe){.gap = def->gap, .depth = level, .text = text, .why = def->reason, .quote = "", .quote2 = "", .score = score, .again = again};
	if (gap) {
		p->quote = quote_text(c, gap->at, gap->n);
		if (gap->earlier >= 0 && gap->n2)
			p->quote2 = arena_strndup(c->a, c->x->round->earlier[gap->earlier].text.p + gap->at2, gap->n2);
		else
			p->quote2 = quote_text(c, gap->at2, gap->n2);
	}
}

/* What the last reply says first of all: the words that a deeper question takes up. */
static bool reply_gap(const struct probe_context *c, const char *name, struct talk_gap *out)
{
	*out = (struct talk_gap){.name = name, .earlier = -1};
	for (size_t i = 0; i < c->x->clues.n; i++) {
		const struct talk_clue *k = &c->x->clues.p[i];

		if (k->at < c->last_at || k->type == CLUE_ACTOR || k->type == CLUE_HEDGE || k->type == CLUE_TIME)
			continue;
		gap_quote_clue(out, k);
		return true;
	}
	return false;
}

static void rank_thread(struct ranking *r)
{
	const struct probe_context *c = r->c;
	const struct asked *last = last_of(c);
	struct talk_gap gap;

	if (!last || !last->answered || last->probe.general || !*last->probe.gap)
		return;
	const struct probe_def *def = pack_probe(c->x->pack, last->probe.gap, c->x->round->kind);

	if (!def)
		return;
	if (last->verdict == TALK_EVADED && !last->probe.again) {
		const struct talk_gap *same = NULL;

		for (size_t i = 0; i < c->x->gap_count; i++)
			if (!strcmp(c->x->gaps[i].name, last->probe.gap))
				same = &c->x->gaps[i];
		add(r, same, def, last->probe.depth, AGAIN_SCORE, true);
	} else if ((last->verdict == TALK_FULL || last->verdict == TALK_PARTIAL) && last->probe.depth < TALK_DEPTH_MAX && !def->once &&
		   def->depth_counts[last->probe.depth]) {
		/* Without a wording of its own a deeper question would be the first one again, with other words quoted. */
		bool quoted = reply_gap(c, last->probe.gap, &gap);

		size_t n = r->n;

		add(r, quoted ? &gap : NULL, def, last->probe.depth + 1, last->probe.score + DEEPER_BONUS, false);
		if (r->n > n)
			r->p[n].why = "it goes deeper into what had just been said";
	}
}

static void rank_gaps(struct ranking *r, const struct talk_gap *gaps, size_t n)
{
	const struct probe_context *c = r->c;
	const struct asked *last = last_of(c);

	for (size_t i = 0; i < n; i++) {
		const struct talk_gap *gap = &gaps[i];
		const struct probe_def *def = pack_probe(c->x->pack, gap->name, c->x->round->kind);
		bool opened = c->last_at && gap->n && gap->at >= c->last_at;
		int depth = opened && last && last->answered && last->verdict != TALK_EVADED ? last->probe.depth + 1 : 1;

		/* Asked once, a point is pressed only along its thread. */
		if (!def || asked_gap(c, gap->name))
			continue;
		add(r, gap, def, depth, gap->score + (opened ? REPLY_BONUS : 0), false);
	}
}

/* In a reply that was asked for another option: what it names was not chosen. */
static bool other_option(const struct probe_context *c, uint32_t at)
{
	for (size_t i = 0; i < c->asked_count; i++)
		if (!strcmp(c->asked[i].probe.gap, "no_alternative") && c->asked[i].reply_n && at >= c->asked[i].reply_at &&
		       at < c->asked[i].reply_at + c->asked[i].reply_n)
			return true;
	return false;
}

/* "I rejected one wide table": a press takes for granted that the thing is there. */
static bool turned_down(const struct talk_text *t, const struct pattern_hit *hit)
{
	static const char *const words[] = {"rejected", "reject", "instead", "rather", "against", "dismissed", "discarded", "avoided", "avoid",
			"ruled", "declined", "not", "n't", "never", "no",
					    "without", "nobody", "alternative"};
	const struct talk_sentence *s = &t->sentences[t->tokens[hit->first].sentence];
	size_t first = s->first, end = hit->first;

	while (end > first && first + 8 < end)
		first++;
	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	/* "One wide table, I rejected it" */
	end = (size_t)s->first + s->count;
	for (size_t i = hit->end; i + 1 < end; i++)
		if ((talk_low_is(t, i, "rejected") || talk_low_is(t, i, "dropped") || talk_low_is(t, i, "dismissed")) && (talk_low_is(t, i + 1,
				"it") || talk_low_is(t, i + 1, "that")))
			return true;
	return false;
}

/* The first place where the press's words stand for something that is there. */
static bool press_hit(const struct probe_context *c, const struct probe_def *def, struct pattern_hit *hit)
{
	const struct talk_text *t = &c->x->text;

	for (size_t from = 0; talk_hit_find(&c->x->hits, def->when, from, t->token_count, hit); from = hit->end)
		if (!turned_down(t, hit) && !other_option(c, t->tokens[hit->first].at))
			return true;
	return false;
}

static void rank_presses(struct ranking *r)
{
	const struct probe_context *c = r->c;
	const struct talk_pack *pack = c->x->pack;

	for (size_t i = 0; i < pack->probe_count; i++) {
		const struct probe_def *def = &pack->probes[i];
		struct talk_gap gap = {.name = def->gap, .earlier = -1};
		struct pattern_hit hit;

		if (!def->press || !(def->kinds >> c->x->round->kind & 1) || asked_gap(c, def->gap))
			continue;
		if (!press_hit(c, def, &hit))
			continue;
		gap_quote_hit(c->x, &gap, &hit);
		add(r, &gap, def, 1, def->weight, false);
	}
}

static void rank_general(struct ranking *r)
{
	const struct probe_context *c = r->c;
	enum talk_kind kind = c->x->round->kind;
	const char *text = probe_fill(c, c->x->pack->general[kind], c->x->pack->general_counts[kind], NULL, seed_of(c, "general", 1));

	if (text)
		r->p[r->n++] = (struct talk_probe){.gap = "", .depth = 1, .text = text, .why = "nothing in the answer gave a reason to ask; this one is from the list",
						   .quote = "", .quote2 = "", .score = GENERAL_SCORE, .general = true};
}

static int by_score(const void *a, const void *b)
{
	const struct talk_probe *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->gap, y->gap);
}

void probes_rank(const struct probe_context *c, struct talk_probe **out, size_t *count)
{
	struct ranking r = {.c = c, .p = ARENA_NEW(c->a, struct talk_probe, PROBES_MAX + 1)};

	*out = r.p;
	*count = 0;
	if (!c->x->evaluable)
		return;
	rank_thread(&r);
	rank_gaps(&r, c->x->gaps, c->x->gap_count);
	/* What nearly fired is still a better question than one from the list. */
	if (r.n == 0)
		rank_gaps(&r, c->x->weak, c->x->weak_count);
	rank_presses(&r);
	if (r.n == 0)
		rank_general(&r);
	if (r.n)
		qsort(r.p, r.n, sizeof(*r.p), by_score);
	*count = r.n;
}
