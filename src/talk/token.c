#include "talk/text.h"

#include <assert.h>
#include <ctype.h>

/* One character class is enough to cut words: letters, digits, the rest. */
enum cut { CUT_LETTER, CUT_DIGIT, CUT_SPACE, CUT_APOSTROPHE, CUT_DASH, CUT_MARK, CUT_MONEY, CUT_OTHER };

struct cutter {
	struct arena *a;
	struct talk_text *t;
	size_t at;                 /* byte that comes next */
	bool space;                /* white space stood before it */
	size_t room;
};

/* The class of the character at byte i and its length. */
static enum cut cut_at(struct str s, size_t i, size_t *len)
{
	unsigned char c = (unsigned char)s.p[i];
	unsigned code = 0;

	*len = 1;
	if (c < 0x80) {
		if (isalpha(c) || c == '_')
			return CUT_LETTER;
		if (isdigit(c))
			return CUT_DIGIT;
		if (isspace(c))
			return CUT_SPACE;
		if (c == '\'')
			return CUT_APOSTROPHE;
		if (c == '-')
			return CUT_DASH;
		if (c == '$')
			return CUT_MONEY;
		return c && strchr(".,;:!?()[]{}\"/&%", c) ? CUT_MARK : CUT_OTHER;
	}
	*len = utf8_next(s.p + i, s.n - i, &code);
	if (code == 0xA0 || (code >= 0x2000 && code <= 0x200B) || code == 0x202F || code == 0x3000 || code == 0xFEFF)
		return CUT_SPACE;
	if (code == 0x2018 || code == 0x2019 || code == 0x02BC)
		return CUT_APOSTROPHE;
	if (code >= 0x2010 && code <= 0x2011)
		return CUT_DASH;
	if (code == 0x20AC || code == 0xA3 || code == 0xA5)
		return CUT_MONEY;
	if ((code >= 0x2012 && code <= 0x2026) || code == 0x3001 || code == 0x3002)
		return CUT_MARK;
	if (code == 0xFFFD || code < 0xC0 || code == 0xD7 || code == 0xF7 || (code >= 0x2027 && code <= 0x2BFF) ||
	    (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xFE00 && code <= 0xFE0F) || code >= 0x1F000)
		return CUT_OTHER;
	return CUT_LETTER;
}

static enum cut peek(const struct cutter *c, size_t at, size_t *len)
{
	if (at < c->t->text.n)
		return cut_at(c->t->text, at, len);
	*len = 0;
	return CUT_SPACE;
}

static struct talk_token *token_add(struct cutter *c, enum talk_token_kind kind, size_t from, size_t to)
{
	struct talk_text *t = c->t;

	if (t->token_count == c->room) {
		struct talk_token *grown = ARENA_NEW(c->a, struct talk_token, c->room * 2);

		memcpy(grown, t->tokens, t->token_count * sizeof(*grown));
		t->tokens = grown;
		c->room *= 2;
	}
	struct talk_token *token = &t->tokens[t->token_count++];
	const char *p = t->text.p + from;

	*token = (struct talk_token){.at = (uint32_t)from, .n = (uint32_t)(to - from), .kind = kind, .space_before = c->space, .low = ""};
	token->capital = isupper((unsigned char)*p);
	c->space = false;
	return token;
}

/* Lower case and plain apostrophes; what is not ASCII stays, so that a foreign word stays itself. */
static void set_low(struct cutter *c, struct talk_token *token, const char *p, size_t n)
{
	char *low = arena_alloc(c->a, n + 1);
	size_t k = 0, len;

	for (size_t i = 0; i < n; i += len) {
		unsigned char ch = (unsigned char)p[i];
		unsigned code = 0;

		len = ch < 0x80 ? 1 : utf8_next(p + i, n - i, &code);
		if (code == 0x2018 || code == 0x2019 || code == 0x02BC) {
			low[k++] = '\'';
		} else if (ch < 0x80) {
			low[k++] = (char)tolower(ch);
		} else {
			memcpy(low + k, p + i, len);
			k += len;
		}
	}
	low[k] = 0;
	token->low = low;
	token->low_n = (uint32_t)k;
	token->word = lexicon_find(c->t->lex, low, k);
}

static void set_low_text(struct cutter *c, struct talk_token *token, const char *low)
{
	set_low(c, token, low, strlen(low));
}

/* Contractions as recognisers and quick typists write them. What is ambiguous without its apostrophe (well, were, its) is not here. */
static const struct bare {
	const char *word;
	unsigned char cut;         /* bytes of the first part */
	const char *first, *second;
} bares[] = {
	{"dont", 2, "do", "n't"}, {"didnt", 3, "did", "n't"}, {"doesnt", 4, "does", "n't"}, {"wasnt", 3, "was", "n't"},
	{"werent", 4, "were", "n't"}, {"isnt", 2, "is", "n't"}, {"arent", 3, "are", "n't"}, {"couldnt", 5, "could", "n't"},
	{"wouldnt", 5, "would", "n't"}, {"shouldnt", 6, "should", "n't"}, {"hadnt", 3, "had", "n't"}, {"hasnt", 3, "has", "n't"},
	{"havent", 4, "have", "n't"}, {"cant", 2, "can", "n't"}, {"cannot", 3, "can", "n't"}, {"im", 1, "i", "'m"}, {"ive", 1, "i", "'ve"},
	{"weve", 2, "we", "'ve"}, {"theyre", 4, "they", "'re"}, {"theyve", 4, "they", "'ve"}, {"youre", 3, "you", "'re"},
	{"thats", 4, "that", "'s"}, {"theres", 5, "there", "'s"},
};

static bool add_bare(struct cutter *c, size_t from, size_t to)
{
	const char *p = c->t->text.p + from;
	struct str word = {p, to - from};

	if (word.n > 8)
		return false;
	for (size_t i = 0; i < sizeof(bares) / sizeof(*bares); i++) {
		if (tolower((unsigned char)*p) != *bares[i].word || !str_eq_nocase(word, str_of(bares[i].word)))
			continue;
		set_low_text(c, token_add(c, TOKEN_WORD, from, from + bares[i].cut), bares[i].first);
		set_low_text(c, token_add(c, TOKEN_WORD, from + bares[i].cut, to), bares[i].second);
		return true;
	}
	return false;
}

/* Where a contraction is cut: "did|n't", "we|'ve", "team|'s". 0 if it is none. */
static size_t contraction_cut(struct str w)
{
	static const char *const tails[] = {"n't", "'s", "'d", "'ll", "'ve", "'re", "'m", "n\xE2\x80\x99t", "\xE2\x80\x99s", "\xE2\x80\x99\x64",
					    "\xE2\x80\x99ll", "\xE2\x80\x99ve", "\xE2\x80\x99re", "\xE2\x80\x99m"};

	if (!memchr(w.p, '\'', w.n) && !memchr(w.p, 0xE2, w.n))
		return 0;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		size_t n = strlen(tails[i]);

		if (w.n > n && str_eq_nocase((struct str){w.p + w.n - n, n}, str_of(tails[i])))
			return w.n - n;
	}
	return 0;
}

static void add_word(struct cutter *c, size_t from, size_t to)
{
	struct str w = {c->t->text.p + from, to - from};
	size_t cut = contraction_cut(w);

	if (!cut) {
		if (!add_bare(c, from, to))
			set_low(c, token_add(c, TOKEN_WORD, from, to), w.p, w.n);
		return;
	}
	struct talk_token *first = token_add(c, TOKEN_WORD, from, from + cut);
	bool negated = tolower((unsigned char)w.p[cut]) == 'n';

	if (negated && cut == 2 && str_eq_nocase((struct str){w.p, 2}, STR("ca")))
		set_low_text(c, first, "can");
	else if (negated && cut == 2 && str_eq_nocase((struct str){w.p, 2}, STR("wo")))
		set_low_text(c, first, "will");
	else
		set_low(c, first, w.p, cut);
	set_low(c, token_add(c, TOKEN_WORD, from + cut, to), w.p + cut, w.n - cut);
}

/* "done.Then": a full stop that lacks its blank; "order.amount" is a name. */
static bool dot_joins(const struct cutter *c, size_t dot, size_t from)
{
	size_t len;
	enum cut next = peek(c, dot + 1, &len);
	const char *p = c->t->text.p;

	if (next != CUT_LETTER && next != CUT_DIGIT)
		return false;
	return !(dot - from > 1 && islower((unsigned char)p[dot - 1]) && isupper((unsigned char)p[dot + 1]));
}

static void cut_word(struct cutter *c)
{
	size_t from = c->at, len, next_len;

	for (;;) {
		enum cut k = peek(c, c->at, &len);
		enum cut next = peek(c, c->at + len, &next_len);

		if (k == CUT_LETTER || k == CUT_DIGIT)
			c->at += len;
		else if (k == CUT_APOSTROPHE && next == CUT_LETTER)
			c->at += len;
		else if (k == CUT_MARK && c->t->text.p[c->at] == '.' && dot_joins(c, c->at, from))
			c->at += len;
		else if (k == CUT_MARK && c->t->text.p[c->at] == '&' && next == CUT_LETTER)
			c->at += len;
		else
			break;
	}
	const char *p = c->t->text.p + from;

	/* p99: the percentile is a number. */
	if (c->at - from >= 3 && (*p == 'p' || *p == 'P') && isdigit((unsigned char)p[1]) && isdigit((unsigned char)p[2]))
		set_low(c, token_add(c, TOKEN_NUMBER, from, c->at), p, c->at - from);
	else
		add_word(c, from, c->at);
}

/* A number with what is attached: digits, separators between digits, letters or a percent sign behind. */
static void cut_number(struct cutter *c)
{
	const char *p = c->t->text.p;
	size_t from = c->at, len, next_len;

	if (peek(c, c->at, &len) == CUT_MONEY)
		c->at += len;
	for (;;) {
		enum cut k = peek(c, c->at, &len), next = peek(c, c->at + len, &next_len);

		if (k == CUT_DIGIT || (k == CUT_MARK && strchr(".,:/", p[c->at]) && next == CUT_DIGIT) || (k == CUT_DASH && next == CUT_DIGIT))
			c->at += len;
		else
			break;
	}
	while (peek(c, c->at, &len) == CUT_LETTER || peek(c, c->at, &len) == CUT_DIGIT)
		c->at += len;
	if (c->at < c->t->text.n && p[c->at] == '%')
		c->at++;
	set_low(c, token_add(c, TOKEN_NUMBER, from, c->at), p + from, c->at - from);
}

static void cut_mark(struct cutter *c, enum cut k, size_t len)
{
	size_t from = c->at;
	char ch = c->t->text.p[from];
	bool stop = k == CUT_MARK && (ch == '.' || ch == '!' || ch == '?');

	c->at += len;
	while (stop && c->at < c->t->text.n && strchr(".!?", c->t->text.p[c->at]) && c->t->text.p[c->at])
		c->at++;
	enum talk_token_kind kind = stop ? TOKEN_STOP : k == CUT_OTHER || k == CUT_MONEY ? TOKEN_OTHER : TOKEN_PUNCT;
	struct talk_token *token = token_add(c, kind, from, c->at);

	set_low(c, token, c->t->text.p + from, c->at - from);
	if (kind == TOKEN_OTHER)
		c->t->other_count++;
	/* on-call is two words; a dash with blanks around it is not. */
	if (k == CUT_DASH && !token->space_before && peek(c, c->at, &len) == CUT_LETTER)
		token->skip = true;
}

/* White space; an empty line ends a sentence. */
static void cut_space(struct cutter *c)
{
	size_t from = c->at, len, lines = 0;

	while (c->at < c->t->text.n && peek(c, c->at, &len) == CUT_SPACE) {
		lines += c->t->text.p[c->at] == '\n';
		c->at += len;
	}
	size_t n = c->t->token_count;

	if (lines > 0 && n && c->t->tokens[n - 1].kind != TOKEN_STOP && (lines > 1 || c->t->tokens[n - 1].kind != TOKEN_PUNCT))
		set_low(c, token_add(c, TOKEN_STOP, from, from + 1), "\n", 1);
	c->space = true;
}

void talk_tokens_read(struct arena *a, struct talk_text *t)
{
	struct cutter c = {.a = a, .t = t, .room = t->text.n / 4 + 16, .space = true};

	t->tokens = ARENA_NEW(a, struct talk_token, c.room);
	while (c.at < t->text.n && !arena_over(a)) {
		size_t len = 0, next_len = 0, from = c.at;
		enum cut k = peek(&c, c.at, &len), next = peek(&c, c.at + len, &next_len);

		if (k == CUT_SPACE)
			cut_space(&c);
		else if (k == CUT_LETTER)
			cut_word(&c);
		else if (k == CUT_DIGIT || (k == CUT_MONEY && next == CUT_DIGIT))
			cut_number(&c);
		else
			cut_mark(&c, k, len);
		assert(c.at > from);
		(void)from;
	}
}
