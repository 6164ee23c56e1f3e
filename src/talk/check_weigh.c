/* How good a reply is, by the weights of what it shows and of its words: weights/replies.txt, fitted by bench/fit on labelled replies. */
#include "talk/check_int.h"

#include <assert.h>
#include <math.h>

#include "talk/tagger.h"

#define SEEN_SIZE 8192             /* a power of two, over CHECK_KEYS_MAX */
#define REPLY_WORDS_MAX 250
#define PROBE_WORDS_MAX 40
#define VERDICTS 3                 /* full, partial, evaded */
#define AFTER_EVASION 0.25         /* who evaded the question has to answer the follow-up without doubt */

static_assert(SEEN_SIZE > CHECK_KEYS_MAX, "a place that is free ends each search");

struct keying {
	struct check_keys *out;
	struct arena *a;           /* of names; NULL: none are kept */
	uint64_t seen[SEEN_SIZE];
};

static void put(struct keying *k, const char *feature, struct weight_name first, struct weight_name second)
{
	uint64_t key = weight_key(weight_name_of(feature).hash, first.hash, second.hash);
	size_t place = key & (SEEN_SIZE - 1);

	while (k->seen[place] && k->seen[place] != key)
		place = (place + 1) & (SEEN_SIZE - 1);
	if (k->seen[place] || k->out->n == CHECK_KEYS_MAX)
		return;
	k->seen[place] = key;
	if (k->a)
		k->out->names[k->out->n] = second.p ? arena_printf(k->a, "%s %s %s", feature, first.p, second.p) : arena_printf(k->a, "%s %s", feature, first.p);
	k->out->p[k->out->n++] = key;
}

static void put1(struct keying *k, const char *feature, struct weight_name first)
{
	put(k, feature, first, (struct weight_name){NULL, 0});
}

static bool counts(const struct talk_token *t)
{
	return (t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER) && !t->skip;
}

static void reply_words(struct keying *k, const struct talk_text *t)
{
	struct weight_name last = weight_name_of("^"), before = last;
	size_t n = 0;

	for (size_t i = 0; i < t->token_count && n < REPLY_WORDS_MAX; i++) {
		if (!counts(&t->tokens[i]))
			continue;
		struct weight_name word = tag_word(t, i, false);

		put1(k, "w", word);
		put1(k, "b", tag_word(t, i, true));
		put(k, "ww", last, word);
		if (n < 3)
			put1(k, "f", word);
		before = last;
		last = word;
		n++;
	}
	put(k, "end", before, last);
}

/* The first word of asking of the question, outside of its quotes, and all its words. */
static struct weight_name probe_words(struct keying *k, const struct talk_text *t)
{
	static const char *const asking[] = {"what", "who", "how", "when", "where", "which", "why", "did", "does", "do", "is", "was", "were", "would", "could", "can", "if", "whose"};
	struct weight_name first = weight_name_of("-");
	bool quoted = false, found = false;
	size_t n = 0;

	for (size_t i = 0; i < t->token_count && n < PROBE_WORDS_MAX; i++) {
		if (*t->tokens[i].low == '"')
			quoted = !quoted;
		if (quoted || !counts(&t->tokens[i]))
			continue;
		put1(k, "p", tag_word(t, i, true));
		n++;
		for (size_t q = 0; !found && q < sizeof(asking) / sizeof(*asking); q++)
			if (talk_low_is(t, i, asking[q])) {
				first = weight_name_of(asking[q]);
				found = true;
			}
	}
	return first;
}

void check_keys_read(const struct check_input *in, struct arena *a, struct check_keys *keys)
{
	const struct talk_analysis *x = in->reply;
	struct weight_name kind = weight_name_of(!x->clues.design ? "story" : x->round->kind == TALK_SQL ? "sql" : "design"), gap = weight_name_of(*in->gap ? in->gap : "-"), asked;
	const char *names[CHECK_FEATURES_MAX];
	size_t n = check_features_read(in, check_new_amounts(in), names);
	struct keying k = {.out = keys, .a = a};

	keys->n = 0;
	asked = probe_words(&k, in->probe);
	put1(&k, "q", asked);
	put1(&k, "g", gap);
	if (in->after_evasion)
		put1(&k, "o", kind);
	for (size_t i = 0; i < n; i++) {
		struct weight_name name = weight_name_of(names[i]);

		put1(&k, "t", name);
		put(&k, "tk", kind, name);
		put(&k, "tq", asked, name);
		put(&k, "gt", gap, name);
		if (in->after_evasion)
			put1(&k, "ot", name);
	}
	reply_words(&k, &x->text);
}

/* Without weights: by what is there. */
static enum talk_verdict unweighed(const struct talk_facts *f, size_t amounts)
{
	return !f->concrete && !amounts && !f->ties ? TALK_EVADED : f->ties && (f->concrete || amounts) ? TALK_FULL : TALK_PARTIAL;
}

/* The likelihoods of the three verdicts, from their sums. */
static void shares_of(const struct weights *w, const double sums[WEIGHT_SLOTS_MAX], double out[VERDICTS])
{
	double most = -1e9, whole = 0;

	for (int v = 0; v < VERDICTS; v++) {
		int slot = weights_slot(w, talk_verdict_name((enum talk_verdict)v));

		out[v] = slot < 0 ? -1e9 : sums[slot];
		most = fmax(most, out[v]);
	}
	for (int v = 0; v < VERDICTS; v++)
		whole += out[v] = exp(out[v] - most);
	for (int v = 0; v < VERDICTS; v++)
		out[v] /= whole;
}

enum talk_verdict check_weighed(const struct check_input *in, size_t amounts)
{
	const struct weights *w = &in->reply->pack->reply_weights;
	struct check_keys keys;
	double sums[WEIGHT_SLOTS_MAX] = {0}, shares[VERDICTS];

	if (!w->feature_count)
		return unweighed(&in->reply->facts, amounts);
	check_keys_read(in, NULL, &keys);
	for (size_t i = 0; i < keys.n; i++) {
		size_t n;
		const struct weight *e = weights_of(w, keys.p[i], &n);

		for (size_t k = 0; k < n; k++)
			sums[e[k].slot] += (double)e[k].value;
	}
	shares_of(w, sums, shares);
	enum talk_verdict counts = shares[TALK_FULL] >= shares[TALK_PARTIAL] ? TALK_FULL : TALK_PARTIAL;

	if (in->after_evasion && shares[TALK_EVADED] > AFTER_EVASION)
		return TALK_EVADED;
	return shares[TALK_EVADED] > shares[counts] ? TALK_EVADED : counts;
}
