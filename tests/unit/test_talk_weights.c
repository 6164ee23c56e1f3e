/* Files of weights and of kin, the labels of a chain against every sequence of labels, and what becomes of the rules' clues. */
#include <math.h>

#include "base/rng.h"
#include "tap.h"
#include "talk/kin.h"
#include "talk/tagger.h"

static struct arena arena;

static bool reads(const char *text, struct weights *w, const char **why, size_t *line)
{
	*why = NULL;
	return weights_read(&arena, str_of(text), w, why, line);
}

static double weight_at(const struct weights *w, const char *name, const char *first, const char *second, const char *slot)
{
	size_t n;
	const struct weight *e = weights_of(w, weight_key(weight_name_of(name).hash, weight_name_of(first).hash, second ? weight_name_of(second).hash : 0), &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(w->slots[e[i].slot], slot))
			return (double)e[i].value;
	return NAN;
}

static void test_files(void)
{
	struct weights w;
	const char *why = NULL;
	size_t line = 0;

	tap_ok(reads("# a remark\n\nw because\tcause.B 143 cause.I -20\nww-1 the load\toutcome.B 7\n", &w, &why, &line), "a file");
	tap_is_int((long long)w.feature_count, 2, "two features");
	tap_is_int((long long)w.slot_count, 3, "three slots");
	tap_ok(fabs(weight_at(&w, "w", "because", NULL, "cause.B") - 1.43) < 1e-6, "hundredths");
	tap_ok(fabs(weight_at(&w, "w", "because", NULL, "cause.I") + 0.2) < 1e-6, "and negative ones");
	tap_ok(fabs(weight_at(&w, "ww-1", "the", "load", "outcome.B") - 0.07) < 1e-6, "two values");
	tap_ok(isnan(weight_at(&w, "ww-1", "load", "the", "outcome.B")), "in their order");
	tap_is_int(weights_slot(&w, "cause.I"), 1, "a slot by name");
	tap_is_int(weights_slot(&w, "cause"), -1, "and one that is none");
	tap_ok(reads("", &w, &why, &line) && w.feature_count == 0, "an empty file is no model");
	tap_ok(isnan(weight_at(&w, "w", "because", NULL, "cause.B")), "in which nothing is found");
	static const struct {
		const char *text, *what;
		size_t line;
	} broken[] = {
		{"w because cause.B 143\n", "no tab", 1},
		{"w because\tcause.B 1\nw a b c\tcause.B 2\n", "three values", 2},
		{"w because\tcause.B 1\nw because\tcause.B 2\n", "twice", 2},
		{"w because\tcause.B x\n", "no number", 1},
		{"w because\tcause.B\n", "a slot alone", 1},
		{"w because\t\n", "no weights", 1},
		{"w because\tcause.B 99999999\n", "a huge number", 1},
	};

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		tap_ok(!reads(broken[i].text, &w, &why, &line) && why && line == broken[i].line, "%s: line %zu, %s", broken[i].what, line, why ? why : "");
}

/* Many features, so that places of the table collide. */
static void test_many(void)
{
	struct weights w;
	struct buf b;
	const char *why;
	size_t line, wrong = 0;
	char name[32];

	buf_init(&b, 1u << 20);
	for (int i = 0; i < 5000; i++)
		buf_addf(&b, "w word%d\tcause.B %d\n", i, i + 1);
	tap_ok(reads(buf_text(&b), &w, &why, &line) && w.feature_count == 5000, "5000 features");
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "word%d", i);
		wrong += !(fabs(weight_at(&w, "w", name, NULL, "cause.B") - (i + 1) / 100.0) < 1e-3);
	}
	tap_is_int((long long)wrong, 0, "each has its weight");
	tap_ok(isnan(weight_at(&w, "w", "word5000", NULL, "cause.B")), "another has none");
	buf_release(&b);
}

static bool alike(const struct kin *k, const char *a, const char *b, enum kin_width width)
{
	struct weight_name one = kin_of(k, weight_name_of(a).hash, width), other = kin_of(k, weight_name_of(b).hash, width);

	return one.p && other.p && one.hash == other.hash && !strcmp(one.p, other.p);
}

static void test_kin(void)
{
	struct kin k;
	const char *why = NULL;
	size_t line = 0;

	tap_ok(kin_read(&arena, str_of("# a remark\nnurse 3 70\ncashier 3 71\nphoned 0 5\ncalled 0 5\n"), &k, &why, &line), "a file of kin");
	tap_ok(alike(&k, "phoned", "called", KIN_NARROW) && alike(&k, "nurse", "cashier", KIN_WIDE), "words of one class");
	tap_ok(!alike(&k, "nurse", "cashier", KIN_NARROW) && !alike(&k, "nurse", "called", KIN_WIDE), "and of two");
	tap_ok(!kin_of(&k, weight_name_of("kafka").hash, KIN_WIDE).p && !kin_of(NULL, weight_name_of("nurse").hash, KIN_WIDE).p, "an unknown word has none");
	tap_ok(strcmp(kin_of(&k, weight_name_of("called").hash, KIN_WIDE).p, kin_of(&k, weight_name_of("called").hash, KIN_NARROW).p) != 0, "a wide class is no narrow one");
	static const struct {
		const char *text, *what;
		size_t line;
	} broken[] = {
		{"nurse 3\n", "one class", 1}, {"nurse 3 4\nnurse 3 4\n", "twice", 2}, {"nurse 3 4 5\n", "three classes", 1}, {"nurse x 4\n", "no number", 1},
		{"nurse -1 4\n", "a negative one", 1}, {"nurse 3 4096\n", "too large", 1}, {" \n", "blanks alone", 1},
	};

	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		tap_ok(!kin_read(&arena, str_of(broken[i].text), &k, &why, &line) && why && line == broken[i].line, "%s: line %zu, %s", broken[i].what, line, why ? why : "");
	tap_ok(kin_read(&arena, str_of(""), &k, &why, &line) && !kin_of(&k, weight_name_of("nurse").hash, KIN_WIDE).p, "an empty file has no words");
}

#define PLACES 6

static double path_score(const struct tag_model *m, const float *begin, const float *in, const int *labels, size_t n)
{
	double sum = 0;

	for (size_t t = 0; t < n; t++) {
		int before = t ? labels[t - 1] : TAG_OUT;

		if (before == TAG_OUT && labels[t] == TAG_IN)
			return -INFINITY;
		sum += m->step[before][labels[t]] + (labels[t] == TAG_BEGIN ? (double)begin[t] : labels[t] == TAG_IN ? (double)in[t] : 0);
	}
	return sum;
}

/* Against all 3^n sequences: the best one (with the lean of beginnings) and the share of those in which a place carries a clue. */
static void test_decode(void)
{
	struct rng rng;
	size_t wrong_labels = 0, wrong_sums = 0;

	rng_init(&rng, 7);
	for (int round = 0; round < 300; round++) {
		size_t n = 1 + rng_below(&rng, PLACES), paths = 1;
		float begin[PLACES], in[PLACES], sure[PLACES];
		double scratch[12 * (PLACES + 1)], whole = 0, carried[PLACES] = {0}, best = -INFINITY;
		uint8_t labels[PLACES];
		int best_path[PLACES] = {0};
		struct tag_model m = {0};

		for (int a = 0; a < TAG_COUNT; a++)
			for (int b = 0; b < TAG_COUNT; b++)
				m.step[a][b] = rng_below(&rng, 400) / 100.0 - 2;
		for (size_t i = 0; i < n; i++) {
			begin[i] = (float)(rng_below(&rng, 600) / 100.0 - 3);
			in[i] = (float)(rng_below(&rng, 600) / 100.0 - 3);
			paths *= 3;
		}
		for (size_t p = 0; p < paths; p++) {
			int path[PLACES];
			double lean = 0;

			for (size_t i = 0, rest = p; i < n; i++, rest /= 3)
				path[i] = (int)(rest % 3);
			double score = path_score(&m, begin, in, path, n), e = exp(score);

			whole += e;
			for (size_t i = 0; i < n; i++) {
				carried[i] += path[i] == TAG_OUT ? 0 : e;
				lean += path[i] == TAG_BEGIN ? TAG_LEAN : 0;
			}
			if (score + lean > best) {
				best = score + lean;
				memcpy(best_path, path, sizeof(path));
			}
		}
		tag_decode(&m, begin, in, n, true, labels, sure, scratch);
		int got[PLACES];
		double lean = 0;

		for (size_t i = 0; i < n; i++) {
			got[i] = labels[i];
			lean += got[i] == TAG_BEGIN ? TAG_LEAN : 0;
			wrong_sums += fabs((double)sure[i] - carried[i] / whole) > 1e-4;
		}
		wrong_labels += fabs(path_score(&m, begin, in, got, n) + lean - best) > 1e-6;
	}
	tap_is_int((long long)wrong_labels, 0, "the best labels of 300 chains");
	tap_is_int((long long)wrong_sums, 0, "and how sure each place is");
}

/* A rule's clue that the chain believes in stays with its ends; one that it does not goes; a span of its own comes when it is sure. */
static void test_merge(void)
{
	struct talk_pack *pack = NULL;
	struct talk_text text;
	struct err err = {0};
	struct talk_verbs verbs;

	if (talk_pack_open(&pack, "content", NULL, &err) || talk_text_read(&arena, pack->lex, str_of("red blue green black white gray pink brown"), &text, &err)) {
		tap_ok(false, "%s", err.text);
		return;
	}
	talk_verbs_read(&arena, &text, &verbs);
	struct clue_reader r = {.a = &arena, .pack = pack, .t = &text, .verbs = &verbs};
	struct tag_chain c;

	tag_chain_read(&r, true, &c);
	tap_is_int((long long)c.n, 8, "a chain of eight");
	tap_ok(c.first[8] == c.key_count && c.key_count > 8 * 20, "with %zu features", c.key_count);
	uint64_t key;
	size_t same = 0;

	for (size_t i = 0; i < c.key_count; i++) {
		char name[200], *rest = NULL;

		snprintf(name, sizeof(name), "%s", c.names[i]);
		char *feature = strtok_r(name, " ", &rest), *first = strtok_r(NULL, " ", &rest), *second = strtok_r(NULL, " ", &rest);

		key = weight_key(weight_name_of(feature).hash, first ? weight_name_of(first).hash : 0, second ? weight_name_of(second).hash : 0);
		same += key == c.keys[i];
	}
	tap_is_int((long long)same, (long long)c.key_count, "whose names give their keys");
	const struct talk_clue rules[] = {{.type = CLUE_ACTION, .first = 0, .count = 3}, {.type = CLUE_ACTION, .first = 6, .count = 2}, {.type = CLUE_TIME, .first = 3, .count = 1}};
	const uint8_t labels[] = {TAG_OUT, TAG_BEGIN, TAG_OUT, TAG_OUT, TAG_BEGIN, TAG_IN, TAG_OUT, TAG_OUT};
	const float sure[] = {0.6f, 0.9f, 0.6f, 0, 0.8f, 0.7f, 0.1f, 0.1f};
	struct tag_model m = {.keep = 0.2, .add = 0.5};
	struct tag_span out[12];

	tap_is_int((long long)tag_merge(&m, &r, &c, CLUE_ACTION, rules, 3, labels, sure, out), 2, "two clues");
	tap_ok(out[0].first == 0 && out[0].end == 3, "a rule's, whole");
	tap_ok(out[1].first == 4 && out[1].end == 6 && fabs(out[1].sure - 0.75) < 1e-6, "and the chain's own");
	m.add = 0.8;
	tap_is_int((long long)tag_merge(&m, &r, &c, CLUE_ACTION, rules, 3, labels, sure, out), 1, "an unsure one is none");
	m.keep = 0;
	tap_is_int((long long)tag_merge(&m, &r, &c, CLUE_ACTION, rules, 3, labels, sure, out), 2, "without doubt every rule counts");
	talk_pack_free(pack);
}

int main(void)
{
	arena_init(&arena, 64u << 20);
	test_files();
	test_many();
	test_kin();
	test_decode();
	test_merge();
	arena_release(&arena);
	return tap_done();
}
