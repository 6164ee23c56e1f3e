#include "talk/pattern.h"

#include <assert.h>
#include <ctype.h>

/* How often what fits an element is met, beside a rare word. */
#define COMMON_WORD 8              /* "the", "of" */
#define COMMON_CLASS 12
#define ANY_WORD 1000

static const char *const amount_names[] = {"count", "time", "bytes", "money", "percent", "times", "percentile", "clock", "date", "ordinal"};

static bool parse_alt(struct arena *a, struct lexicon *lex, struct str s, struct pattern_alt *out, const char **why)
{
	if (s.n == 0) {
		*why = "an empty alternative";
		return false;
	}
	if (s.p[0] == '<' && s.p[s.n - 1] == '>') {
		int cls = lexicon_class(lex, s.p + 1, s.n - 2);

		if (cls < 0)
			*why = arena_printf(a, "no class '%.*s'", (int)s.n - 2, s.p + 1);
		*out = (struct pattern_alt){ALT_CLASS, (uint32_t)cls, NULL};
		return cls >= 0;
	}
	if (s.p[0] == '#') {
		*out = (struct pattern_alt){ALT_AMOUNT, 0, NULL};
		for (uint32_t i = 0; i < sizeof(amount_names) / sizeof(*amount_names); i++)
			if (str_eq_c((struct str){s.p + 1, s.n - 1}, amount_names[i]))
				out->id = i + 1;
		if (s.n > 1 && !out->id)
			*why = arena_printf(a, "no amount is called '%.*s'", (int)s.n, s.p);
		return s.n == 1 || out->id;
	}
	if (s.p[s.n - 1] == '*') {
		*out = (struct pattern_alt){ALT_PREFIX, 0, arena_strndup(a, s.p, s.n - 1)};
		return true;
	}
	if (s.n == 1 && *s.p == '_') {
		*out = (struct pattern_alt){ALT_ANY, 0, NULL};
		return true;
	}
	*out = (struct pattern_alt){ALT_WORD, lexicon_intern(lex, s.p, s.n), NULL};
	for (size_t i = 0; i < s.n; i++)
		if (isupper((unsigned char)s.p[i]) || s.p[i] == '-') {
			*why = arena_printf(a, "words are written small and without hyphens: '%.*s'", (int)s.n, s.p);
			return false;
		}
	return true;
}

static bool parse_alts(struct arena *a, struct lexicon *lex, struct str s, struct pattern_element *e, const char **why)
{
	size_t n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '/';
	if (s.n == 1)
		n = 1;
	struct pattern_alt *alts = ARENA_NEW(a, struct pattern_alt, n);

	for (size_t k = 0; k < n; k++) {
		size_t len = 0;

		while (len < s.n && (s.p[len] != '/' || s.n == 1))
			len++;
		if (!parse_alt(a, lex, (struct str){s.p, len}, &alts[k], why))
			return false;
		s.p += len + (len < s.n);
		s.n -= len + (len < s.n);
	}
	e->alts = alts;
	e->n = (uint16_t)n;
	return true;
}

static void add_traits(struct talk_traits *t, const struct pattern_alt *alt)
{
	switch (alt->kind) {
	case ALT_WORD:
		talk_traits_word(t, alt->id);
		break;
	case ALT_CLASS:
		talk_traits_class(t, alt->id);
		break;
	case ALT_AMOUNT:
		talk_traits_word(t, TALK_TRAIT_AMOUNT);
		break;
	case ALT_PREFIX:
		if (alt->prefix[0] && alt->prefix[1])
			talk_traits_begins(t, alt->prefix);
		else
			t->begins = UINT64_MAX;
		break;
	case ALT_ANY:
		memset(t, 0xFF, sizeof(*t));
		break;
	}
}

static bool parse_element(struct arena *a, struct lexicon *lex, struct str s, struct pattern_element *e, const char **why)
{
	*e = (struct pattern_element){.kind = ELEMENT_ALTS};
	if (str_eq_c(s, "^") || str_eq_c(s, "$") || str_eq_c(s, "{") || str_eq_c(s, "}")) {
		e->kind = *s.p == '^' ? ELEMENT_START : *s.p == '$' ? ELEMENT_END : *s.p == '{' ? ELEMENT_OPEN : ELEMENT_CLOSE;
		return true;
	}
	if (str_starts(s, "...")) {
		long n = 4;

		e->kind = ELEMENT_GAP;
		if (s.n > 3 && !str_to_long((struct str){s.p + 3, s.n - 3}, 1, PATTERN_GAP_MAX, &n)) {
			*why = arena_printf(a, "a gap is '...' or '...N': '%.*s'", (int)s.n, s.p);
			return false;
		}
		e->n = (uint16_t)n;
		return true;
	}
	if (s.n > 1 && s.p[0] == '!') {
		e->negative = true;
		s.p++;
		s.n--;
	}
	if (s.n > 1 && s.p[s.n - 1] == '?') {
		e->optional = true;
		s.n--;
	}
	if (!parse_alts(a, lex, s, e, why))
		return false;
	for (size_t k = 0; k < e->n; k++)
		add_traits(&e->traits, &e->alts[k]);
	return true;
}

/* What is left of "by #clock" when YAML took the rest for a comment. */
static bool lone_preposition(const struct lexicon *lex, const struct pattern *p)
{
	static const char *const words[] = {"by", "at", "of", "in", "to", "for", "with", "on", "from", "the", "a", "and"};
	size_t words_in = 0;
	bool common = false;

	for (size_t i = 0; i < p->n; i++) {
		const struct pattern_element *e = &p->elements[i];

		words_in += e->kind == ELEMENT_ALTS && !e->negative;
		for (size_t k = 0; e->kind == ELEMENT_ALTS && !e->negative && e->n == 1 && k < sizeof(words) / sizeof(*words); k++)
			common = common || (e->alts[0].kind == ALT_WORD && !strcmp(lex->words[e->alts[0].id].text, words[k]));
	}
	return words_in == 1 && common;
}

/* How often a token that fits is met, in rough points; 0: it need not be there. */
static size_t commonness(const struct lexicon *lex, const struct pattern_element *e)
{
	size_t points = 0;

	if (e->kind != ELEMENT_ALTS || e->optional || e->negative)
		return 0;
	for (size_t k = 0; k < e->n; k++) {
		const struct pattern_alt *alt = &e->alts[k];

		points += alt->kind == ALT_WORD ? (lex_has(&lex->words[alt->id].set, LEX_FUNCTION) ? COMMON_WORD : 1) : alt->kind == ALT_ANY ? ANY_WORD : COMMON_CLASS;
	}
	return points;
}

/* What its first token and the rest of the sentence cannot do without: the rarest elements. */
static void find_needs(const struct lexicon *lex, struct pattern *p)
{
	size_t first = 0, points[PATTERN_ELEMENTS_MAX], rarest;

	memset(&p->first, 0xFF, sizeof(p->first));
	while (first < p->n && (p->elements[first].kind == ELEMENT_OPEN || p->elements[first].kind == ELEMENT_START))
		first++;
	if (first == p->n || !commonness(lex, &p->elements[first]))
		return;
	p->first = p->elements[first].traits;
	for (size_t e = first + 1; e < p->n; e++)
		points[e] = commonness(lex, &p->elements[e]);
	while (p->need_count < PATTERN_NEEDS_MAX) {
		rarest = 0;
		for (size_t e = first + 1; e < p->n; e++)
			if (points[e] && points[e] < ANY_WORD && (!rarest || points[e] < points[rarest]))
				rarest = e;
		if (!rarest)
			return;
		p->needs[p->need_count++] = p->elements[rarest].traits;
		points[rarest] = 0;
	}
}

struct pattern *pattern_parse(struct arena *a, struct lexicon *lex, struct str line, const char **why)
{
	struct pattern *p = ARENA_NEW(a, struct pattern, 1);
	struct pattern_element elements[PATTERN_ELEMENTS_MAX];
	struct str rest = line;
	int open = 0, close = 0;
	bool takes = false;

	*why = NULL;
	p->tail = "";
	p->source = arena_strndup(a, line.p, line.n);
	for (rest = str_trim(rest); rest.n; rest = str_trim(rest)) {
		size_t n = 0;

		while (n < rest.n && !isspace((unsigned char)rest.p[n]))
			n++;
		struct str word = {rest.p, n};

		rest.p += n;
		rest.n -= n;
		if (str_eq_c(word, "=>")) {
			rest = str_trim(rest);
			p->tail = arena_strndup(a, rest.p, rest.n);
			break;
		}
		if (p->n == PATTERN_ELEMENTS_MAX) {
			*why = "too many elements";
			return NULL;
		}
		struct pattern_element *e = &elements[p->n++];

		if (!parse_element(a, lex, word, e, why))
			return NULL;
		open += e->kind == ELEMENT_OPEN;
		close += e->kind == ELEMENT_CLOSE;
		takes = takes || (e->kind == ELEMENT_ALTS && !e->optional && !e->negative);
		if (close > open)
			break;
	}
	p->elements = ARENA_NEW(a, struct pattern_element, p->n + 1);
	memcpy(p->elements, elements, p->n * sizeof(*elements));
	if (open != close || open > 1)
		*why = "braces must stand as one pair";
	else if (!takes)
		*why = "a pattern needs a word";
	else if (lone_preposition(lex, p))
		*why = "a pattern of one preposition matches everywhere; if '#' stood behind it, put it into quotation marks";
	p->marked = open == 1;
	if (!*why)
		find_needs(lex, p);
	return *why ? NULL : p;
}

/* How many tokens (skipped ones included) an alternative takes at i; 0 if it does not fit. */
static size_t alt_at(const struct talk_text *t, const struct pattern_alt *alt, size_t i)
{
	const struct talk_token *k = &t->tokens[i];
	size_t n = 1;

	switch (alt->kind) {
	case ALT_WORD:
		return k->word == alt->id && alt->id;
	case ALT_ANY:
		return k->kind == TOKEN_WORD || k->kind == TOKEN_NUMBER;
	case ALT_PREFIX:
		return *k->low == *alt->prefix && !strncmp(k->low, alt->prefix, strlen(alt->prefix));
	case ALT_CLASS:
		return talk_token_is(t, i, (int)alt->id, &n) ? n : 0;
	case ALT_AMOUNT:
		if (!t->amount_at[i])
			return 0;
		const struct talk_amount *m = &t->amounts[t->amount_at[i] - 1];

		return m->first == i && (!alt->id || (uint32_t)m->kind + 1 == alt->id) ? m->count : 0;
	}
	return 0;
}

/* The state of one try. */
struct trial {
	const struct talk_text *t;
	const struct pattern *p;
	size_t limit;
	uint32_t mark_first, mark_end;
	uint32_t end;              /* behind the last token taken */
};

static size_t seen(const struct talk_text *t, size_t i)
{
	while (i < t->token_count && t->tokens[i].skip)
		i++;
	return i;
}

static bool same_sentence(const struct trial *x, size_t i)
{
	return i < x->limit && (x->end == 0 || x->t->tokens[i].sentence == x->t->tokens[x->end - 1].sentence);
}

static bool match_from(struct trial *x, size_t e, size_t i);

static bool match_alts(struct trial *x, size_t e, size_t i)
{
	const struct pattern_element *element = &x->p->elements[e];
	struct trial before = *x;

	if (same_sentence(x, i) && talk_traits_meet(&element->traits, &x->t->traits[i])) {
		for (size_t k = 0; k < element->n; k++) {
			size_t n = alt_at(x->t, &element->alts[k], i);

			if (!n)
				continue;
			if (element->negative)
				return false;
			x->end = (uint32_t)(i + n);
			if (match_from(x, e + 1, seen(x->t, i + n)))
				return true;
			*x = before;
		}
	}
	return (element->negative || element->optional) && match_from(x, e + 1, i);
}

static bool match_gap(struct trial *x, size_t e, size_t i)
{
	const struct pattern_element *element = &x->p->elements[e];
	struct trial before = *x;
	const struct pattern_element *next = e + 1 < x->p->n ? element + 1 : NULL;
	bool must = next && next->kind == ELEMENT_ALTS && !next->optional && !next->negative;

	for (size_t taken = 0; taken <= element->n; taken++) {
		/* What it may not take is passed over quickly. */
		if ((!must || i >= x->t->token_count || talk_traits_meet(&next->traits, &x->t->traits[i])) && match_from(x, e + 1, i))
			return true;
		*x = before;
		if (!same_sentence(x, i))
			return false;
		i = seen(x->t, i + 1);
	}
	return false;
}

static bool at_start(const struct talk_text *t, size_t i)
{
	return i >= t->token_count || seen(t, t->sentences[t->tokens[i].sentence].first) == i;
}

static bool match_from(struct trial *x, size_t e, size_t i)
{
	if (e == x->p->n)
		return true;
	switch (x->p->elements[e].kind) {
	case ELEMENT_ALTS:
		return match_alts(x, e, i);
	case ELEMENT_GAP:
		return match_gap(x, e, i);
	case ELEMENT_START:
		return at_start(x->t, i) && match_from(x, e + 1, i);
	case ELEMENT_END:
		return (!same_sentence(x, i) || x->t->tokens[i].kind == TOKEN_STOP) && match_from(x, e + 1, i);
	case ELEMENT_OPEN:
		x->mark_first = (uint32_t)i;
		return match_from(x, e + 1, i);
	case ELEMENT_CLOSE:
		x->mark_end = x->end;
		return match_from(x, e + 1, i);
	}
	return false;
}

/* Quickly: has the token what the pattern begins with, and the sentence what it needs? */
static bool may_match(const struct talk_text *t, const struct pattern *p, size_t i)
{
	const struct talk_traits *sentence = &t->sentences[t->tokens[i].sentence].traits;

	if (!talk_traits_meet(&p->first, &t->traits[i]))
		return false;
	for (size_t k = 0; k < p->need_count; k++)
		if (!talk_traits_meet(&p->needs[k], sentence))
			return false;
	return true;
}

bool pattern_match(const struct talk_text *t, const struct pattern *p, size_t i, size_t limit, struct pattern_hit *hit)
{
	struct trial x = {.t = t, .p = p, .limit = limit < t->token_count ? limit : t->token_count};

	if (!may_match(t, p, i))
		return false;
	if (!match_from(&x, 0, i) || x.end <= i)
		return false;
	*hit = (struct pattern_hit){p, (uint32_t)i, x.end, (uint32_t)i, x.end};
	if (p->marked && x.mark_end > x.mark_first) {
		hit->mark_first = x.mark_first;
		hit->mark_end = x.mark_end;
	}
	return true;
}

void pattern_set_add(struct arena *a, struct pattern_set *set, const struct pattern *p)
{
	assert(!set->by_word);
	if (set->count == set->room) {
		size_t room = set->room ? set->room * 2 : 32;
		const struct pattern **grown = ARENA_NEW(a, const struct pattern *, room);

		if (set->count)
			memcpy(grown, set->patterns, set->count * sizeof(*grown));
		set->patterns = grown;
		set->room = room;
	}
	set->patterns[set->count++] = p;
}

/* The element that must fit the first token, if it can be indexed: words, or words and prefixes. NULL otherwise. */
static const struct pattern_element *first_words(const struct pattern *p, bool *prefixes)
{
	size_t e = 0;

	*prefixes = false;
	while (e < p->n && (p->elements[e].kind == ELEMENT_OPEN || p->elements[e].kind == ELEMENT_START))
		e++;
	if (e == p->n || p->elements[e].kind != ELEMENT_ALTS || p->elements[e].optional || p->elements[e].negative)
		return NULL;
	for (size_t k = 0; k < p->elements[e].n; k++) {
		const struct pattern_alt *alt = &p->elements[e].alts[k];

		if (alt->kind == ALT_PREFIX && *alt->prefix >= 'a' && *alt->prefix <= 'z')
			*prefixes = true;
		else if (alt->kind != ALT_WORD)
			return NULL;
	}
	return &p->elements[e];
}

/* The letters that the first word of such an element may begin with, as bits; words of other signs count as every letter. */
static uint32_t first_letters(const struct lexicon *lex, const struct pattern_element *e)
{
	uint32_t letters = 0;

	for (size_t k = 0; k < e->n; k++) {
		char c = e->alts[k].kind == ALT_PREFIX ? *e->alts[k].prefix : *lex->words[e->alts[k].id].text;

		letters |= c >= 'a' && c <= 'z' ? 1u << (c - 'a') : (1u << 26) - 1;
	}
	return letters;
}

static void seal_letters(struct arena *a, struct pattern_set *set, const struct lexicon *lex)
{
	for (int c = 0; c < 26; c++) {
		set->by_letter[c] = ARENA_NEW(a, uint32_t, set->count + 1);
		for (size_t i = 0; i < set->count; i++) {
			bool prefixes;
			const struct pattern_element *e = first_words(set->patterns[i], &prefixes);

			if (e && prefixes && first_letters(lex, e) >> c & 1)
				set->by_letter[c][set->by_letter_count[c]++] = (uint32_t)i;
		}
	}
}

void pattern_set_seal(struct arena *a, struct pattern_set *set, const struct lexicon *lex)
{
	size_t entries = 0;
	bool prefixes;

	for (size_t i = 0; i < set->count; i++) {
		const struct pattern_element *e = first_words(set->patterns[i], &prefixes);

		entries += e && !prefixes ? e->n : 0;
	}
	set->word_count = lex->word_count;
	set->by_word = ARENA_NEW(a, uint32_t, set->word_count + 1);
	set->entries = ARENA_NEW(a, struct pattern_entry, entries + 1);
	set->general = ARENA_NEW(a, uint32_t, set->count + 1);
	set->general_first = ARENA_NEW(a, struct talk_traits, set->count + 1);
	/* From the last to the first, so that lists keep the order. */
	for (size_t i = set->count; i-- > 0;) {
		const struct pattern_element *e = first_words(set->patterns[i], &prefixes);

		for (size_t k = 0; e && !prefixes && k < e->n; k++) {
			uint32_t *head = &set->by_word[e->alts[k].id];

			set->entries[set->entry_count++] = (struct pattern_entry){(uint32_t)i, *head};
			*head = (uint32_t)set->entry_count;
		}
	}
	for (size_t i = 0; i < set->count; i++)
		if (!first_words(set->patterns[i], &prefixes)) {
			set->general_first[set->general_count] = set->patterns[i]->first;
			set->general[set->general_count++] = (uint32_t)i;
		}
	seal_letters(a, set, lex);
}

void pattern_set_at(const struct talk_text *t, const struct pattern_set *set, size_t i, size_t limit, pattern_found *found, void *arg)
{
	struct pattern_hit hit;

	assert(set->by_word || !set->count);
	if (!set->count || t->tokens[i].skip)
		return;
	uint32_t word = t->tokens[i].word;
	int letter = *t->tokens[i].low - 'a';

	for (uint32_t e = word < set->word_count && word ? set->by_word[word] : 0; e; e = set->entries[e - 1].next)
		if (pattern_match(t, set->patterns[set->entries[e - 1].pattern], i, limit, &hit))
			found(&hit, arg);
	for (size_t g = 0; letter >= 0 && letter < 26 && g < set->by_letter_count[letter]; g++)
		if (pattern_match(t, set->patterns[set->by_letter[letter][g]], i, limit, &hit))
			found(&hit, arg);
	for (size_t g = 0; g < set->general_count; g++)
		if (talk_traits_meet(&set->general_first[g], &t->traits[i]) && pattern_match(t, set->patterns[set->general[g]], i, limit, &hit))
			found(&hit, arg);
}

struct first_hit {
	struct pattern_hit *out;
	bool found;
};

static void keep_first(const struct pattern_hit *hit, void *arg)
{
	struct first_hit *f = arg;

	if (!f->found)
		*f->out = *hit;
	f->found = true;
}

bool pattern_set_find(const struct talk_text *t, const struct pattern_set *set, size_t first, size_t end, struct pattern_hit *hit)
{
	struct first_hit f = {hit, false};

	for (size_t i = first; i < end && i < t->token_count && !f.found; i++)
		pattern_set_at(t, set, i, end, keep_first, &f);
	return f.found;
}
