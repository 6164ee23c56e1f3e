#include <ctype.h>

#include "talk/gap.h"
#include "talk/person.h"
#include "talk/probe.h"

#define PROBE_BYTES_MAX 2000

/* The first token at or behind a byte. */
static size_t token_from(const struct talk_text *t, uint32_t at)
{
	size_t low = 0, high = t->token_count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (t->tokens[mid].at < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A quote must not end in the middle of a phrase. */
static bool dangles(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return k->skip || k->kind == TOKEN_PUNCT || k->kind == TOKEN_STOP || k->kind == TOKEN_OTHER || lex_has(&k->set, LEX_DETERMINER) ||
	       lex_has(&k->set, LEX_CONJUNCTION) || (lex_has(&k->set, LEX_PREPOSITION) && !talk_low_is(t, i, "down") && !talk_low_is(t, i, "up") &&
						     !talk_low_is(t, i, "off") && !talk_low_is(t, i, "out"));
}

/* Behind these a noun is missing: the, our, and, 6. */
static bool wants_more(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];
	bool bare = t->amount_at[i] && t->amounts[t->amount_at[i] - 1].kind == AMOUNT_COUNT && !*t->amounts[t->amount_at[i] - 1].unit;

	return bare || (k->kind == TOKEN_WORD && (lex_has(&k->set, LEX_DETERMINER) || lex_has(&k->set, LEX_CONJUNCTION)) && !lex_has(&k->set, LEX_PRONOUN));
}

/* The word belongs to what stands before it. */
static bool goes_on(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return (k->kind == TOKEN_WORD || k->kind == TOKEN_NUMBER) && k->clause == t->tokens[i - 1].clause && !lex_has(&k->set, LEX_CONJUNCTION) &&
	       !lex_has(&k->set, LEX_PREPOSITION) &&
	       !memchr(t->text.p + t->tokens[i - 1].at, '\n', k->at - t->tokens[i - 1].at);
}

struct str probe_quote(const struct talk_text *t, uint32_t at, uint32_t n, size_t words)
{
	size_t first = token_from(t, at), end, seen = 0;

	/* "'d pick Redshift" is quoted from its verb on. */
	while (first < t->token_count && *t->tokens[first].low == '\'')
		first++;
	end = first;

	for (; end < t->token_count && t->tokens[end].at < at + n; end++) {
		const struct talk_token *k = &t->tokens[end];

		/* The full stop of "Mr." ends nothing. */
		bool stop = k->kind == TOKEN_STOP && !(end + 1 < t->token_count && t->tokens[end + 1].sentence == k->sentence);

		if (stop || k->kind == TOKEN_OTHER || *k->low == '"' || memchr(t->text.p + k->at, '\n', k->n))
			break;
		if (end > first && k->space_before && memchr(t->text.p + t->tokens[end - 1].at, '\n', k->at - t->tokens[end - 1].at))
			break;
		if (!strncmp(t->text.p + k->at, "\xE2\x80\x9C", 3) || !strncmp(t->text.p + k->at, "\xE2\x80\x9D", 3))
			break;
		/* "don't" is two tokens and one word */
		seen += (k->kind == TOKEN_WORD || k->kind == TOKEN_NUMBER) && (k->space_before || end == first || t->tokens[end - 1].kind == TOKEN_PUNCT);
		if (seen > words)
			break;
	}
	bool cut = end < t->token_count && t->tokens[end].at < at + n;

	/* A clue may end in front of its noun: "decided to take the". */
	for (size_t more = 0; !cut && more < 3 && end > first && end < t->token_count && wants_more(t, end - 1) && goes_on(t, end); more++)
		end++;
	while (end > first && wants_more(t, end - 1) && !t->amount_at[end - 1])
		end--;
	while (end > first && (cut ? dangles(t, end - 1) : t->tokens[end - 1].kind == TOKEN_PUNCT && *t->tokens[end - 1].low != '%'))
		end--;
	if (end == first)
		return (struct str){t->text.p + at, 0};
	return talk_span_text(t, (struct talk_span){(uint32_t)first, (uint32_t)(end - first)});
}

/* Is the topic named in these bytes? */
static bool names(const struct probe_context *c, const struct topic *topic, uint32_t at, uint32_t n)
{
	const struct talk_text *t = &c->x->text;

	return talk_hit_find(&c->x->hits, topic->named, token_from(t, at), token_from(t, at + n), NULL);
}

/*
 * The clue that fills a slot: the gap's own if it is of that type, else the first or last of the transcript; of those that name `fits`,
 * if that is not NULL.
 */
static const struct talk_clue *clue_for(const struct probe_context *c, int type, const struct talk_gap *gap, const struct topic *fits)
{
	const struct clue_reader *r = &c->x->clues;
	bool last = type == CLUE_METRIC || type == CLUE_OUTCOME || type == CLUE_ACTION;
	const struct talk_clue *found = NULL;

	for (size_t i = 0; i < r->n; i++) {
		if ((int)r->p[i].type != type || (fits && !names(c, fits, r->p[i].at, r->p[i].n)))
			continue;
		if (gap && gap->n && r->p[i].at == gap->at)
			return &r->p[i];
		if (last || !found)
			found = &r->p[i];
	}
	return found;
}

/* "You said you {you:action}": only a simple past tense reads well there. */
static bool turns_well(const struct talk_text *t, const struct talk_clue *c)
{
	const struct talk_token *k = &t->tokens[c->first];

	if (c->type == CLUE_OUTCOME)
		return true;
	if (!lex_has(&k->set, LEX_VERB_PAST) || c->first == 0)
		return false;
	const struct talk_token *before = &t->tokens[c->first - 1];

	return !lex_has(&before->set, LEX_HAVE) && !lex_has(&before->set, LEX_BE) && !lex_has(&before->set, LEX_NEGATION) && strcmp(before->low, "'d");
}

/* The first words of an earlier telling, up to a line end or a mark that would spoil a question. */
static struct str cut_words(struct str s, size_t words)
{
	size_t end = 0, seen = 0;

	for (size_t i = 0; i < s.n && !strchr("\n\r?!\"", s.p[i]); i++) {
		bool last = i + 1 == s.n || isspace((unsigned char)s.p[i + 1]);

		if (isspace((unsigned char)s.p[i]))
			continue;
		if (last && ++seen > words)
			break;
		if (last)
			end = i + 1;
	}
	return (struct str){s.p, end};
}

/* Append what a slot holds; false when it cannot be filled, or `fits` is not named in it. */
static bool fill_slot(const struct probe_context *c, const struct probe_slot *slot, const struct talk_gap *gap, const struct topic *fits, size_t words,
		      struct buf *out)
{
	const struct talk_text *t = &c->x->text;
	uint32_t at, n;

	if (slot->clue == SLOT_QUOTE || slot->clue == SLOT_QUOTE2) {
		if (!gap)
			return false;
		at = slot->clue == SLOT_QUOTE ? gap->at : gap->at2;
		n = slot->clue == SLOT_QUOTE ? gap->n : gap->n2;
		if (slot->clue == SLOT_QUOTE2 && gap->earlier >= 0) {
			struct str told = cut_words((struct str){c->x->round->earlier[gap->earlier].text.p + at, n}, words);

			buf_add(out, told.p, told.n);
			return told.n > 0 && !fits;
		}
		if (fits && !names(c, fits, at, n))
			return false;
	} else {
		const struct talk_clue *clue = clue_for(c, slot->clue, gap, fits);

		if (!clue || (slot->turned && !turns_well(t, clue)))
			return false;
		at = clue->at;
		n = clue->n;
	}
	struct str s = probe_quote(t, at, n, words);

	if (s.n == 0)
		return false;
	if (!slot->turned) {
		buf_add(out, s.p, s.n);
		return true;
	}
	size_t first = token_from(t, (uint32_t)(s.p - t->text.p)), end = token_from(t, (uint32_t)(s.p - t->text.p + s.n));

	person_turn(t, (struct talk_span){(uint32_t)first, (uint32_t)(end - first)}, out);
	return true;
}

static bool asked_before(const struct probe_context *c, const char *text)
{
	for (size_t i = 0; i < c->asked_count; i++)
		if (!strcmp(c->asked[i].probe.text, text))
			return true;
	return false;
}

/* One wording with its slots filled into the arena; NULL when it does not fit. */
static const char *fill(const struct probe_context *c, const struct probe_wording *w, const struct talk_gap *gap)
{
	size_t words = w->slot_count ? (TALK_PROBE_WORDS_MAX - w->words) / w->slot_count : 0;
	const char *text = NULL;
	bool good = !w->fits || w->slot_count || names(c, w->fits, 0, (uint32_t)c->x->text.text.n);
	struct buf b;

	buf_init(&b, PROBE_BYTES_MAX);
	for (size_t i = 0; i <= w->slot_count && good; i++) {
		buf_add(&b, w->parts[i].p, w->parts[i].n);
		if (i < w->slot_count)
			good = fill_slot(c, &w->slots[i], gap, i ? NULL : w->fits, words < QUOTE_WORDS_MAX ? words : QUOTE_WORDS_MAX, &b);
	}
	if (good && !buf_check(&b, NULL) && b.n) {
		char *copy = arena_strndup(c->a, buf_text(&b), b.n);

		/* A quote may stand first: the sentence begins with it, as it was said. */
		text = asked_before(c, copy) ? NULL : copy;
	}
	buf_release(&b);
	return text;
}

const char *probe_fill(const struct probe_context *c, const struct probe_wording *wordings, size_t n, const struct talk_gap *gap, uint64_t seed)
{
	const char *plain[WORDINGS_MAX], *quoting[WORDINGS_MAX];
	size_t plain_count = 0, quoting_count = 0;
	struct rng rng;

	for (size_t i = 0; i < n && i < WORDINGS_MAX; i++) {
		const char *text = fill(c, &wordings[i], gap);

		if (text && wordings[i].slot_count)
			quoting[quoting_count++] = text;
		else if (text)
			plain[plain_count++] = text;
	}
	rng_init(&rng, seed);
	/* Saying back what was said is what makes a follow-up one. */
	if (quoting_count && (!plain_count || rng_percent(&rng, 80)))
		return quoting[rng_below(&rng, (uint32_t)quoting_count)];
	return plain_count ? plain[rng_below(&rng, (uint32_t)plain_count)] : NULL;
}
