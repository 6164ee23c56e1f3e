/* How a sentence wants each tool that it names. */
#include "plan/plan_int.h"

#include <limits.h>

/* A word of daily life that is also a tool, at the beginning of a sentence: only when a list goes on behind it. */
static bool is_plain_word(struct str post, const struct sentence *s, const struct word_entry *e, size_t i)
{
	const struct token *last = &s->tokens[i + (size_t)e->count - 1];
	size_t end = last->at + last->n, stop = s->at + s->n;

	if (!e->exact[0])
		return false;
	/* "R&D" */
	if ((end < stop && post.p[end] == '&') || (s->tokens[i].at > s->at && post.p[s->tokens[i].at - 1] == '&'))
		return true;
	/* "Go-to-market" */
	if (e->count == 1 && end + 1 < stop && post.p[end] == '-' && post.p[end + 1] >= 'a' && post.p[end + 1] <= 'z')
		return true;
	return i == 0 && e->count == 1 && end < stop && post.p[end] != ',' && post.p[end] != '/';
}

static void find_mentions(const struct plan_rules *r, struct str post, struct sentence *s)
{
	s->mention_count = 0;
	for (size_t i = 0; i < s->token_count;) {
		const struct word_entry *e = word_set_find(&r->tool_words, post, s->tokens, i, s->token_count);

		while (e && is_plain_word(post, s, e, i))
			e = word_set_next(&r->tool_words, post, s->tokens, i, s->token_count, e);
		if (e)
			s->mentions[s->mention_count++] = (struct mention){e->what, i, (size_t)e->count, 0, NEED_NAMED};
		i += e ? (size_t)e->count : 1;
	}
}

static void find_cues(const struct plan_rules *r, struct str post, struct sentence *s)
{
	s->cue_count = 0;
	for (size_t i = 0; i < s->token_count;) {
		const struct word_entry *e = word_set_find(&r->cue_words, post, s->tokens, i, s->token_count);

		if (e)
			s->cues[s->cue_count++] = (struct cue_at){(enum cue)e->what, i, (size_t)e->count};
		i += e ? (size_t)e->count : 1;
	}
}

/* The cue that begins at this token; NULL if there is none. */
static const struct cue_at *cue_at_token(const struct sentence *s, size_t i)
{
	for (size_t k = 0; k < s->cue_count; k++)
		if (s->cues[k].first == i)
			return &s->cues[k];
	return NULL;
}

/* Is there nothing between two mentions but "and", "or" and signs? *either: an "or". */
static bool is_linked(const struct sentence *s, const struct mention *a, const struct mention *b, bool *either)
{
	*either = false;
	for (size_t i = a->first + a->count; i < b->first; i++) {
		const struct cue_at *c = cue_at_token(s, i);

		if (!c || c->count != 1 || (c->cue != CUE_OR && c->cue != CUE_AND))
			return false;
		*either |= c->cue == CUE_OR;
	}
	return b->first - (a->first + a->count) <= 2;
}

/* Number the chains; either[chain] says whether one of them is enough. */
static void find_chains(struct sentence *s, bool *either)
{
	int chain = 0;

	for (size_t i = 0; i < s->mention_count; i++) {
		bool or_here = false;

		if (i && !is_linked(s, &s->mentions[i - 1], &s->mentions[i], &or_here))
			chain++;
		if (i == 0 || s->mentions[i - 1].chain != chain)
			either[chain] = false;
		s->mentions[i].chain = chain;
		either[chain] |= or_here && i && s->mentions[i - 1].chain == chain;
	}
}

static bool says_need(enum cue cue)
{
	return cue == CUE_REQUIRED || cue == CUE_STRONG || cue == CUE_PREFERRED || cue == CUE_FAMILIAR || cue == CUE_NOT;
}

/* The cue about a need that is nearest to a mention in its own clause. */
static const struct cue_at *cue_in_clause(const struct sentence *s, const struct mention *m)
{
	const struct cue_at *best = NULL;
	size_t best_far = SIZE_MAX;

	for (size_t k = 0; k < s->cue_count; k++) {
		const struct cue_at *c = &s->cues[k];
		size_t far = c->first < m->first ? m->first - c->first - c->count : c->first - m->first - m->count;

		/* Of two that are equally near the later one: "SQL required and Spark preferred". */
		if (says_need(c->cue) && s->clause[c->first] == s->clause[m->first] && far <= best_far) {
			best = c;
			best_far = far;
		}
	}
	return best;
}

/* The last cue about a need that stands before a mention; NULL. It says nothing about what it denies. */
static const struct cue_at *cue_before(const struct sentence *s, const struct mention *m)
{
	for (size_t k = s->cue_count; k-- > 0;)
		if (s->cues[k].first < m->first && says_need(s->cues[k].cue) && s->cues[k].cue != CUE_NOT)
			return &s->cues[k];
	return NULL;
}

static enum tool_need need_of(enum section section, const struct cue_at *c)
{
	if (c && c->cue == CUE_NOT)
		return NEED_NOT;
	if (c && c->cue == CUE_PREFERRED)
		return NEED_PREFERRED;
	if (c && c->cue == CUE_REQUIRED)
		return NEED_REQUIRED;
	if (section == SECTION_REQUIRED)
		return NEED_REQUIRED;
	if (section == SECTION_PREFERRED)
		return NEED_PREFERRED;
	/* Under "The team", praise of the team's own skill asks for nothing. */
	if (c && section == SECTION_NONE)
		return c->cue == CUE_STRONG ? NEED_REQUIRED : NEED_PREFERRED;
	return NEED_NAMED;
}

/* "or similar" stands behind what it speaks of, "one of" before it. */
static bool is_trailing(const struct sentence *s, const struct cue_at *c)
{
	const char *first = s->tokens[c->first].folded;

	return first[0] == 'o' && strlen(first) <= 4 && strcmp(first, "one");
}

/* Which chains a phrase says to be a choice; *from: mentions behind this token are one as well. */
static void find_choices(const struct sentence *s, bool *either, size_t *from)
{
	*from = SIZE_MAX;
	for (size_t k = 0; k < s->cue_count; k++) {
		const struct cue_at *c = &s->cues[k];

		if (c->cue != CUE_ANY_OF)
			continue;
		if (!is_trailing(s, c)) {
			if (c->first < *from)
				*from = c->first;
			continue;
		}
		for (size_t i = 0; i < s->mention_count; i++) {
			const struct mention *o = &s->mentions[i];

			if (o->first + o->count <= c->first && c->first - (o->first + o->count) <= 3)
				either[o->chain] = true;
		}
	}
}

void sentence_needs(const struct plan_rules *r, struct str post, struct sentence *s)
{
	const struct cue_at *own[SENTENCE_TOKENS_MAX], *of_chain[SENTENCE_TOKENS_MAX];
	bool either[SENTENCE_TOKENS_MAX];
	size_t choice_from;

	find_mentions(r, post, s);
	if (!s->mention_count)
		return;
	find_cues(r, post, s);
	find_chains(s, either);
	find_choices(s, either, &choice_from);
	for (size_t i = 0; i < s->mention_count; i++) {
		int chain = s->mentions[i].chain;

		own[i] = cue_in_clause(s, &s->mentions[i]);
		if (i == 0 || s->mentions[i - 1].chain != chain)
			of_chain[chain] = NULL;
		if (!of_chain[chain])
			of_chain[chain] = own[i];
	}
	for (size_t i = 0; i < s->mention_count; i++) {
		struct mention *m = &s->mentions[i];
		/* In its own clause, in one of its chain, or before it in the sentence. */
		const struct cue_at *c = own[i] ? own[i] : of_chain[m->chain] ? of_chain[m->chain] : cue_before(s, m);

		m->need = need_of(s->section, c);
		if (m->need == NEED_REQUIRED && (either[m->chain] || m->first > choice_from))
			m->need = NEED_ANY_OF;
	}
}
