/* Wordings of somebody else's in place of the engine's: what is let through. */
#include <ctype.h>

#include "talk/session_int.h"

#define REWORD_BYTES_MAX 600
#define WORDS_MAX 64               /* of a wording that are looked at */
#define GAP_WORDS_MAX 600          /* of all wordings for one gap */

enum err_code talk_rephrase(struct talk *t, struct str text, struct err *err)
{
	struct talk_probe *p;
	size_t marks = 0, words = 0;
	bool in = false;

	if (!t->asked_count || t->turns[t->asked_count - 1].replied)
		return err_set(err, ERR_USAGE, "no probe waits for a reply");
	text = str_trim(text);
	if (!utf8_valid(text.p, text.n, NULL) || memchr(text.p, 0, text.n))
		return err_set(err, ERR_INPUT, "the probe is not valid UTF-8");
	for (size_t i = 0; i < text.n; i++) {
		bool blank = strchr(" \t\r\n", text.p[i]) != NULL;

		marks += text.p[i] == '?';
		words += !blank && !in;
		in = !blank;
	}
	if (marks != 1 || text.p[text.n - 1] != '?')
		return err_set(err, ERR_INPUT, "the probe is not one question");
	if (words > TALK_PROBE_WORDS_MAX)
		return err_set(err, ERR_INPUT, "the probe has %zu words, at most %d are asked", words, TALK_PROBE_WORDS_MAX);
	/* Each part in quotation marks must have been said. */
	for (const char *open = memchr(text.p, '"', text.n); open;) {
		size_t rest = text.n - (size_t)(open + 1 - text.p);
		const char *close = memchr(open + 1, '"', rest);

		if (!close)
			return err_set(err, ERR_INPUT, "a quotation mark is not closed");
		size_t n = (size_t)(close - open) - 1;

		if (!n || !memmem(buf_text(&t->transcript), t->transcript.n, open + 1, n))
			return err_set(err, ERR_INPUT, "the probe quotes what was not said: '%.*s'", (int)(n > 200 ? 200 : n), open + 1);
		open = memchr(close + 1, '"', text.n - (size_t)(close + 1 - text.p));
	}
	p = &t->asked[t->asked_count - 1].probe;
	p->text = arena_strndup(&t->life, text.p, text.n);
	return ERR_OK;
}

/* Marks that open a quote and those that close it; a plain apostrophe opens one only in front of a word. */
static const struct {
	const char *open, *close;
} quote_marks[] = {
	{"\"", "\""}, {"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\xE2\x80\x9E", "\xE2\x80\x9C"}, {"\xC2\xAB", "\xC2\xBB"}, {"\xE2\x80\x98", "\xE2\x80\x99"},
	{"`", "`"}, {"'", "'"},
};

/* Does a quote begin at p, and where does it end? *in gets what stands in it; NULL when none begins. *in.n 0: it is not closed. */
static bool quote_at(struct str s, size_t at, struct str *in, size_t *end)
{
	for (size_t k = 0; k < sizeof(quote_marks) / sizeof(*quote_marks); k++) {
		size_t n = strlen(quote_marks[k].open), m = strlen(quote_marks[k].close);
		bool apostrophe = *quote_marks[k].open == '\'';

		if (s.n - at < n || memcmp(s.p + at, quote_marks[k].open, n))
			continue;
		if (apostrophe && at > 0 && (isalnum((unsigned char)s.p[at - 1]) || (unsigned char)s.p[at - 1] >= 0x80))
			return false;
		for (size_t i = at + n; i + m <= s.n; i++) {
			if (memcmp(s.p + i, quote_marks[k].close, m) || (apostrophe && i + m < s.n && isalnum((unsigned char)s.p[i + m])))
				continue;
			*in = (struct str){s.p + at + n, i - at - n};
			*end = i + m;
			return true;
		}
		*in = (struct str){s.p, 0};
		*end = s.n;
		return !apostrophe;
	}
	return false;
}

static bool stands_in(struct str part, struct str whole)
{
	return part.n && memmem(whole.p, whole.n, part.p, part.n);
}

/* The wording with its quotes cut out, into out; every quote was said. */
static enum err_code quotes_check(struct str text, struct str said, struct buf *out, size_t *quotes, struct err *err)
{
	*quotes = 0;
	for (size_t i = 0; i < text.n;) {
		struct str in;
		size_t end;

		if (!quote_at(text, i, &in, &end)) {
			buf_addc(out, text.p[i++]);
			continue;
		}
		if (!stands_in(in, said))
			return err_set(err, ERR_INPUT, in.n ? "the probe quotes what was not said: '%.*s'" : "a quotation mark is not closed, or nothing stands in it%.*s",
				       (int)(in.n > 200 ? 200 : in.n), in.p);
		++*quotes;
		buf_addc(out, ' ');
		i = end;
	}
	return buf_check(out, err);
}

/* One line of letters, digits, marks; no exclamation, nothing that a program might take for its own. */
static enum err_code plain_check(struct str text, struct err *err)
{
	if (!text.n || !utf8_valid(text.p, text.n, NULL))
		return err_set(err, ERR_INPUT, "the probe is not valid UTF-8");
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c < ' ' || c == 0x7F || strchr("!{}<>[]\\|*#_~^=", c))
			return err_set(err, ERR_INPUT, "the probe has a character that no plain question has");
	}
	return ERR_OK;
}

/* Numbers come from what was said, or from the prepared probe. */
static enum err_code numbers_check(const char *text, struct str said, const char *prepared, struct err *err)
{
	for (const char *p = text; *p;) {
		size_t n = strspn(p, "0123456789.,");

		while (n && (p[n - 1] == '.' || p[n - 1] == ','))
			n--;
		if (!n) {
			p++;
			continue;
		}
		if (!memmem(said.p, said.n, p, n) && !memmem(prepared, strlen(prepared), p, n))
			return err_set(err, ERR_INPUT, "the probe has a number that was not said: '%.*s'", (int)(n > 40 ? 40 : n), p);
		p += n;
	}
	return ERR_OK;
}

static bool word_is_one(const struct talk_text *t, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}
#define WORD_IS(t, i, ...) word_is_one(t, i, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* No praise, and no claim of what was said without its words. t is the wording without its quotes. */
static enum err_code manner_check(const struct talk_text *t, size_t quotes, struct err *err)
{
	for (size_t i = 0; i < t->token_count; i++) {
		if (WORD_IS(t, i, "great", "excellent", "impressive", "amazing", "fantastic", "wonderful", "awesome", "good", "nice", "interesting", "brilliant", "perfect",
			    "thanks", "thank", "appreciate", "congratulations", "kudos", "bravo", "love", "loved", "outstanding", "remarkable", "superb", "fascinating",
			    "valuable", "insightful", "strong", "solid", "cool", "glad", "happy", "sorry", "please"))
			return err_set(err, ERR_INPUT, "the probe praises or thanks: '%s'", t->tokens[i].low);
		if (!quotes && i > 0 && (talk_low_is(t, i - 1, "you") || talk_low_is(t, i - 1, "'ve") || talk_low_is(t, i - 1, "have")) &&
		    WORD_IS(t, i, "said", "told", "mentioned", "claimed", "stated", "described", "explained", "noted", "say", "claim", "mention", "state", "wrote"))
			return err_set(err, ERR_INPUT, "the probe says what was said without quoting it");
	}
	return ERR_OK;
}

static bool has_key(const uint64_t *keys, size_t n, uint64_t key)
{
	for (size_t i = 0; i < n; i++)
		if (keys[i] == key)
			return true;
	return false;
}

/* The words of a text that say what it asks about, into keys; those that are there already are not put twice. */
static size_t asks_about(const struct talk_text *t, uint64_t *keys, size_t n, size_t most)
{
	for (size_t i = 0; i < t->token_count && n < most; i++) {
		const struct talk_token *k = &t->tokens[i];
		const struct lex_word *w = &t->lex->words[k->word];
		const char *p = k->word ? t->lex->words[w->lemma].text : k->low;
		size_t len = strlen(p);

		if (k->kind != TOKEN_WORD || k->skip || k->low_n < 3 || lex_has(&k->set, LEX_DETERMINER) || lex_has(&k->set, LEX_AUXILIARY) ||
		    lex_has(&k->set, LEX_BE) || lex_has(&k->set, LEX_HAVE) || lex_has(&k->set, LEX_MODAL) || lex_has(&k->set, LEX_PRONOUN) ||
		    WORD_IS(t, i, "what", "which", "who", "how", "why", "when", "where", "you", "your", "that", "this", "with", "from", "for", "and", "about", "the", "said"))
			continue;
		if (len > 3 && p[len - 1] == 's' && p[len - 2] != 's')
			len--;
		uint64_t key = rng_hash(RNG_HASH_START, p, len > 6 ? 6 : len);

		if (!has_key(keys, n, key))
			keys[n++] = key;
	}
	return n;
}

/* The words of all wordings for a gap, and of its reason. */
static enum err_code gap_words(struct arena *a, const struct talk_pack *p, const struct probe_def *def, uint64_t *keys, size_t *n, struct err *err)
{
	struct talk_text t;
	enum err_code code = talk_text_read(a, p->lex, str_of(def->reason), &t, err);

	if (!code)
		*n = asks_about(&t, keys, *n, GAP_WORDS_MAX);
	for (int d = 0; d < TALK_DEPTH_MAX; d++)
		for (size_t i = 0; i < def->depth_counts[d] && !code; i++)
			for (size_t k = 0; k <= def->depths[d][i].slot_count && !code; k++)
				if (!(code = talk_text_read(a, p->lex, def->depths[d][i].parts[k], &t, err)))
					*n = asks_about(&t, keys, *n, GAP_WORDS_MAX);
	return code;
}

static size_t common(const uint64_t *x, size_t n, const uint64_t *y, size_t m)
{
	size_t both = 0;

	for (size_t i = 0; i < n; i++)
		both += has_key(y, m, x[i]);
	return both;
}

/* Does the wording, without its quotes, still ask what the prepared probe asks? */
static enum err_code gap_check(struct talk *t, struct arena *a, const struct talk_text *wording, const struct talk_probe *probe, struct err *err)
{
	uint64_t words[WORDS_MAX], *keys = ARENA_NEW(a, uint64_t, GAP_WORDS_MAX);
	size_t n = asks_about(wording, words, 0, WORDS_MAX), own = 0;
	struct talk_text prepared;
	struct buf bare;
	size_t quotes;
	enum err_code code;

	buf_init(&bare, 4096);
	/* The prepared probe is ours: what it quotes was said. */
	code = quotes_check(str_of(probe->text), str_of(probe->text), &bare, &quotes, err);
	if (!code)
		code = talk_text_read(a, t->pack->lex, str_of(arena_strndup(a, buf_text(&bare), bare.n)), &prepared, err);
	buf_release(&bare);
	if (code)
		return code;
	own = asks_about(&prepared, keys, 0, GAP_WORDS_MAX);
	/* As much of the prepared question: nothing else need be looked at. */
	size_t shared = common(words, n, keys, own), kept = shared;
	const struct probe_def *def = *probe->gap ? pack_probe(t->pack, probe->gap, t->round.kind) : NULL;

	if (def && !(code = gap_words(a, t->pack, def, keys, &own, err)))
		shared = common(words, n, keys, own);
	if (!code && !shared)
		return err_set(err, ERR_INPUT, "the probe asks about something else than the prepared one");
	for (size_t i = 0; i < t->pack->probe_count && !code && kept < 2; i++) {
		const struct probe_def *other = &t->pack->probes[i];
		uint64_t *theirs = ARENA_NEW(a, uint64_t, GAP_WORDS_MAX);
		size_t m = 0;

		if (other == def || other->press || !(other->kinds >> t->round.kind & 1))
			continue;
		if (!(code = gap_words(a, t->pack, other, theirs, &m, err)) && common(words, n, theirs, m) > shared + 1)
			return err_set(err, ERR_INPUT, "the probe asks about another point, %s", other->gap);
	}
	return code;
}

enum err_code talk_reword(struct talk *t, struct str text, struct err *err)
{
	const struct talk_probe *p = t->asked_count ? &t->asked[t->asked_count - 1].probe : NULL;
	struct str said = {buf_text(&t->transcript), t->transcript.n};
	struct talk_text bare_text;
	struct buf bare;
	size_t quotes = 0;
	struct arena a;
	enum err_code code;

	if (!p || t->turns[t->asked_count - 1].replied)
		return err_set(err, ERR_USAGE, "no probe waits for a reply");
	text = str_trim(text);
	if (text.n > REWORD_BYTES_MAX)
		return err_set(err, ERR_INPUT, "the probe has %zu bytes, at most %d are asked", text.n, REWORD_BYTES_MAX);
	if ((code = plain_check(text, err)))
		return code;
	arena_init(&a, 16u << 20);
	buf_init(&bare, 2 * REWORD_BYTES_MAX);
	if (!(code = quotes_check(text, said, &bare, &quotes, err)) && !(code = numbers_check(buf_text(&bare), said, p->text, err)) &&
	    !(code = talk_text_read(&a, t->pack->lex, (struct str){buf_text(&bare), bare.n}, &bare_text, err)) && !(code = manner_check(&bare_text, quotes, err)) &&
	    !(code = gap_check(t, &a, &bare_text, p, err)))
		code = talk_rephrase(t, text, err);
	buf_release(&bare);
	arena_release(&a);
	return code;
}
