#include "talk/tagger.h"

#include <assert.h>

static bool outer(const struct talk_token *k)
{
	return k->skip || k->kind == TOKEN_STOP || k->kind == TOKEN_OTHER || (k->kind == TOKEN_PUNCT && *k->low != '%');
}

struct talk_clue *clue_add(struct clue_reader *r, enum talk_clue_type type, size_t first, size_t end, double confidence)
{
	const struct talk_text *t = r->t;

	while (first < end && outer(&t->tokens[first]))
		first++;
	while (end > first && (outer(&t->tokens[end - 1]) || talk_low_is(t, end - 1, "and")))
		end--;
	if (first >= end || confidence < CLUE_SURE)
		return NULL;
	/* A quote is text: nothing that is no UTF-8 may be in it. */
	struct str s = talk_span_text(t, (struct talk_span){(uint32_t)first, (uint32_t)(end - first)});

	if (!utf8_valid(s.p, s.n, NULL) || memchr(s.p, 0, s.n))
		return NULL;
	if (r->n == r->room) {
		size_t room = r->room ? r->room * 2 : 128;
		struct talk_clue *grown = ARENA_NEW(r->a, struct talk_clue, room);

		if (r->n)
			memcpy(grown, r->p, r->n * sizeof(*grown));
		r->p = grown;
		r->room = room;
	}
	struct talk_clue *c = &r->p[r->n++];

	*c = (struct talk_clue){.type = type, .at = (uint32_t)(s.p - t->text.p), .n = (uint32_t)s.n, .first = (uint32_t)first,
				.count = (uint32_t)(end - first), .sentence = t->tokens[first].sentence, .unit = "", .confidence = confidence};
	for (size_t i = first; i < end; i++) {
		c->negative = c->negative || lex_has(&t->tokens[i].set, LEX_NEGATION);
		if (t->amount_at[i] && !*c->unit && c->value == 0) {
			c->value = t->amounts[t->amount_at[i] - 1].value;
			c->unit = t->amounts[t->amount_at[i] - 1].unit;
		}
	}
	return c;
}

void clue_cover(struct clue_reader *r)
{
	size_t n = r->t->token_count;

	static_assert(CLUE_COUNT <= 32, "a type of clue is a bit");
	r->cover = ARENA_NEW(r->a, uint32_t, n + 1);
	r->deed = ARENA_NEW(r->a, uint32_t, n + 1);
	memset(r->cover, 0, (n + 1) * sizeof(*r->cover));
	memset(r->deed, 0, (n + 1) * sizeof(*r->deed));
	for (size_t i = 0; i < r->n; i++) {
		const struct talk_clue *c = &r->p[i];

		for (size_t k = c->first; k < (size_t)c->first + c->count; k++)
			r->cover[k] |= 1u << c->type;
		if ((c->type == CLUE_ACTION || c->type == CLUE_DECISION) && r->deed[c->first + 1] < c->sentence + 1)
			r->deed[c->first + 1] = c->sentence + 1;
	}
	for (size_t i = 1; i <= n; i++)
		if (r->deed[i] < r->deed[i - 1])
			r->deed[i] = r->deed[i - 1];
}

const struct talk_clue *clue_in(const struct clue_reader *r, enum talk_clue_type type, size_t first, size_t end)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->p[i].type == type && r->p[i].first >= first && r->p[i].first < end)
			return &r->p[i];
	return NULL;
}

const struct talk_verb *clue_verb_at(const struct clue_reader *r, size_t i)
{
	size_t k = talk_verb_from(r->verbs, i + 1);

	/* The last verb that begins at or before i, or the next one whose subject holds i. */
	if (k < r->verbs->n) {
		const struct talk_verb *next = &r->verbs->p[k];

		if (next->subject_count && !next->inherited && next->subject <= i && i < (size_t)next->subject + next->subject_count)
			return next;
	}
	if (k > 0 && r->verbs->p[k - 1].sentence == r->t->tokens[i].sentence)
		return &r->verbs->p[k - 1];
	if (k < r->verbs->n && r->verbs->p[k].sentence == r->t->tokens[i].sentence)
		return &r->verbs->p[k];
	return NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct talk_clue *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->type != y->type)
		return x->type < y->type ? -1 : 1;
	return x->n > y->n ? -1 : x->n < y->n;
}

void clues_sort(struct clue_reader *r)
{
	if (r->n)
		qsort(r->p, r->n, sizeof(*r->p), by_place);
}

static bool overlap(const struct talk_clue *x, const struct talk_clue *y)
{
	return x->at < y->at + y->n && y->at < x->at + x->n;
}

/* Of two clues of one type that overlap, the surer stays, then the longer. */
static void drop_overlaps(struct clue_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		struct talk_clue *c = &r->p[i];
		bool drop = false;

		for (size_t k = kept; k-- > 0 && !drop;) {
			struct talk_clue *other = &r->p[k];

			if (other->at + 4000 < c->at)
				break;
			if (other->type != c->type || !overlap(other, c))
				continue;
			if (c->confidence > other->confidence + 0.01 || (c->confidence > other->confidence - 0.01 && c->n > other->n))
				*other = *c;
			drop = true;
		}
		if (!drop)
			r->p[kept++] = *c;
	}
	r->n = kept;
}

/* "Next time I would start with the log" is what was learned, and no decision in the story; a conflict that nobody had is none. */
static void drop_wishes(struct clue_reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++) {
		bool wish = false;

		for (size_t k = 0; k < r->n && r->p[i].type == CLUE_DECISION && !r->design; k++)
			wish = wish || (r->p[k].type == CLUE_LEARNING && overlap(&r->p[k], &r->p[i]));
		/* "nobody complained" */
		wish = wish || (r->p[i].type == CLUE_CONFLICT && (talk_low_is(r->t, r->p[i].first, "nobody") || talk_low_is(r->t, r->p[i].first, "no")));
		if (!wish)
			r->p[kept++] = r->p[i];
	}
	r->n = kept;
}

void talk_clues_read(struct clue_reader *r)
{
	r->design = r->kind == TALK_SQL || r->kind == TALK_PIPELINE || r->kind == TALK_MODEL;
	clues_from_words(r);
	clues_from_patterns(r);
	clues_from_verbs(r);
	clues_from_amounts(r);
	clues_sort(r);
	drop_overlaps(r);
	drop_wishes(r);
	tag_clues(r);
}
