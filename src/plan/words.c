/* Tokens of a text, and sets of words that are found in one pass. */
#include "plan/plan_int.h"

#include <assert.h>

/* Scripts that are written without blanks begin about here. */
#define UNSPACED 0x2E80

/* Of characters behind ASCII. */
static bool is_word(unsigned code)
{
	/* Latin-1's signs, general punctuation, arrows to dingbats, CJK punctuation, what is broken, what is private. */
	return code >= 0xC0 && code != 0xD7 && code != 0xF7 && !(code >= 0x2000 && code < UNSPACED) &&
	       !(code >= 0x3000 && code <= 0x303F) && !(code >= 0xE000 && code <= 0xF8FF) && !(code >= 0xFE00 && code <= 0xFE0F) &&
	       code != 0xFFFD && code < 0x1F000;
}

/* Small letters of Latin-1, Greek and Cyrillic; others as they are. */
static unsigned fold(unsigned code)
{
	if ((code >= 0xC0 && code <= 0xDE) || (code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F))
		return code + 32;
	return code;
}

/* Of ASCII: 0 for what parts words, else the small letter. */
static const char ascii[128] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
	['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j',
	['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
	['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
	['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
	['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x',
	['y'] = 'y', ['z'] = 'z', ['+'] = '+', ['#'] = '#',
};

static void put_folded(struct token *t, size_t *n, unsigned code, const char *p, size_t len)
{
	unsigned small = fold(code);

	if (*n + 4 >= TOKEN_BYTES_MAX)
		return;
	if (small != code && small < 0x800) {
		t->folded[(*n)++] = (char)(0xC0 | small >> 6);
		t->folded[(*n)++] = (char)(0x80 | (small & 0x3F));
	} else {
		memcpy(t->folded + *n, p, len);
		*n += len;
	}
}

/* FNV-1a in 32 bits: the words are ours or a post's, and a post that makes them collide only makes itself slow. */
static uint32_t hash_of(const char *p, size_t n)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 16777619u;
	return h;
}

bool token_next(struct str text, size_t *at, struct token *t)
{
	size_t i = *at, folded = 0, len = 1;
	unsigned code = 0;

	for (; i < text.n; i += len) {
		unsigned char c = (unsigned char)text.p[i];

		len = 1;
		if (c < 0x80 ? ascii[c] != 0 : (len = utf8_next(text.p + i, text.n - i, &code), is_word(code)))
			break;
	}
	*at = i < text.n ? i : text.n;
	if (i >= text.n)
		return false;
	t->at = i;
	for (; i < text.n; i += len) {
		unsigned char c = (unsigned char)text.p[i];

		if (c < 0x80) {
			if (!ascii[c])
				break;
			if (folded + 4 < TOKEN_BYTES_MAX)
				t->folded[folded++] = ascii[c];
			len = 1;
			continue;
		}
		len = utf8_next(text.p + i, text.n - i, &code);
		if (!is_word(code) || (code >= UNSPACED && i > t->at))
			break;
		put_folded(t, &folded, code, text.p + i, len);
		if (code >= UNSPACED) {
			i += len;
			break;
		}
	}
	t->folded[folded] = 0;
	t->hash = hash_of(t->folded, folded);
	t->n = i - t->at;
	*at = i;
	return true;
}

void word_set_init(struct word_set *s, struct arena *a, size_t words)
{
	s->slot_count = 64;
	while (s->slot_count < words * 2)
		s->slot_count *= 2;
	s->slot = ARENA_NEW(a, struct word_entry *, s->slot_count);
}

static struct word_entry **slot_of(const struct word_set *s, uint32_t hash)
{
	return &s->slot[(hash ^ hash >> 15) & (s->slot_count - 1)];
}

bool word_set_add(struct word_set *s, struct arena *a, const char *text, bool exact, int what)
{
	struct word_entry *e = ARENA_NEW(a, struct word_entry, 1), **at;
	struct str whole = str_of(text);
	struct token t;
	size_t i = 0;

	e->what = what;
	while (token_next(whole, &i, &t)) {
		if (e->count == WORD_TOKENS_MAX || t.n >= TOKEN_BYTES_MAX - 4)
			return false;
		if (!e->count)
			e->first_hash = t.hash;
		e->token[e->count] = arena_strdup(a, t.folded);
		e->exact[e->count] = exact ? arena_strndup(a, whole.p + t.at, t.n) : NULL;
		e->count++;
	}
	if (!e->count)
		return false;
	at = slot_of(s, e->first_hash);
	while (*at && (*at)->count >= e->count)
		at = &(*at)->next;
	e->next = *at;
	*at = e;
	return true;
}

static bool matches(const struct word_entry *e, struct str text, const struct token *tokens, size_t i, size_t n)
{
	if (e->first_hash != tokens[i].hash || n - i < (size_t)e->count)
		return false;
	for (int k = 0; k < e->count; k++) {
		const struct token *t = &tokens[i + (size_t)k];

		if (strcmp(e->token[k], t->folded))
			return false;
		if (e->exact[k] && !str_eq_c((struct str){text.p + t->at, t->n}, e->exact[k]))
			return false;
		/* "and / or" is the longest gap between words that belong together; typographic signs have three bytes. */
		if (k && t->at - (t[-1].at + t[-1].n) > 3)
			return false;
	}
	return true;
}

const struct word_entry *word_set_next(const struct word_set *s, struct str text, const struct token *tokens, size_t i, size_t n,
				       const struct word_entry *after)
{
	const struct word_entry *e;

	assert(i < n);
	if (!s->slot_count)
		return NULL;
	for (e = after ? after->next : *slot_of(s, tokens[i].hash); e; e = e->next)
		if (matches(e, text, tokens, i, n))
			return e;
	return NULL;
}

const struct word_entry *word_set_find(const struct word_set *s, struct str text, const struct token *tokens, size_t i, size_t n)
{
	return word_set_next(s, text, tokens, i, n, NULL);
}
