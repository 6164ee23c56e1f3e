#include "talk/noise.h"

#include <ctype.h>

#include "base/rng.h"

/* What recognisers take for one another. The rest is replaced by a neighbour of the same text. */
static const char *const confusions[][2] = {
	{"the", "a"}, {"a", "the"}, {"to", "two"}, {"two", "to"}, {"for", "four"}, {"four", "for"}, {"and", "in"}, {"in", "and"}, {"we", "he"}, {"i", "a"},
	{"was", "is"}, {"is", "was"}, {"were", "where"}, {"their", "there"}, {"there", "their"}, {"than", "then"}, {"then", "than"}, {"because", "cause"},
	{"it", "that"}, {"that", "it"}, {"data", "later"}, {"late", "lake"}, {"load", "lord"}, {"table", "able"}, {"query", "carry"}, {"rows", "rose"},
	{"join", "joint"}, {"job", "shop"}, {"spark", "park"}, {"airflow", "our flow"}, {"kafka", "cafe"}, {"redshift", "red shirt"}, {"parquet", "parking"},
	{"postgres", "post grass"}, {"reduced", "produced"}, {"of", "off"}, {"our", "are"}, {"by", "buy"}, {"one", "won"}, {"hours", "ours"}, {"wrote", "road"},
	{"built", "build"}, {"ran", "run"}, {"not", "now"}, {"no", "know"}, {"know", "no"}, {"so", "or"}, {"or", "our"}, {"on", "an"}, {"at", "it"}, {"with", "which"},
};

static void add_word(struct buf *b, struct str w, struct rng *rng, struct str text)
{
	for (size_t i = 0; i < sizeof(confusions) / sizeof(*confusions); i++)
		if (str_eq_nocase(w, str_of(confusions[i][0]))) {
			buf_adds(b, confusions[i][1]);
			return;
		}
	/* A word that stands elsewhere in the text. */
	size_t at = rng_below(rng, (uint32_t)text.n), n = 0;

	while (at > 0 && !isspace((unsigned char)text.p[at - 1]))
		at--;
	while (at + n < text.n && !isspace((unsigned char)text.p[at + n]))
		n++;
	if (n)
		buf_add(b, text.p + at, n);
	else
		buf_adds(b, "the");
}

void noise_make(struct arena *a, struct str clean, unsigned percent, uint64_t seed, struct noise *out)
{
	struct rng rng;
	struct buf b;

	rng_init(&rng, rng_hash(rng_hash(RNG_HASH_START, clean.p, clean.n), &seed, sizeof(seed)));
	buf_init(&b, clean.n * 4 + 1000);
	out->map = ARENA_NEW(a, uint32_t, clean.n + 1);
	for (size_t i = 0; i < clean.n;) {
		size_t n = 0;

		while (i + n < clean.n && !isspace((unsigned char)clean.p[i + n]))
			n++;
		bool hit = n && rng_percent(&rng, percent);
		unsigned how = hit ? rng_below(&rng, 10) : 10;
		size_t at = b.n;

		if (how < 6)
			add_word(&b, (struct str){clean.p + i, n}, &rng, clean);
		else if (how >= 8)
			buf_add(&b, clean.p + i, n);
		/* Inside a word that was replaced, places are kept as far as it reaches. */
		for (size_t k = 0; k < n; k++)
			out->map[i + k] = (uint32_t)(at + k < b.n ? at + k : b.n);
		if (how == 8 || how == 9) {
			buf_addc(&b, ' ');
			add_word(&b, STR(""), &rng, clean);
		}
		i += n;
		while (i < clean.n && isspace((unsigned char)clean.p[i])) {
			out->map[i] = (uint32_t)b.n;
			if (how < 6 || how > 7)
				buf_addc(&b, clean.p[i]);
			i++;
		}
	}
	out->map[clean.n] = (uint32_t)b.n;
	out->text = (struct str){arena_strndup(a, buf_text(&b), b.n), b.n};
	buf_release(&b);
}
