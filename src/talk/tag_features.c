/* What the chains of the clue tagger look at: the features of each token. */
#include "talk/tagger.h"

#include "base/rng.h"

/* The names of features. -2 to +2 are places beside the token. */
#define FEATURE_TABLE(X)                                                                                                          \
	X(F_WORD, "w") X(F_LOW, "l") X(F_BEFORE, "w-1") X(F_BEHIND, "w+1") X(F_BEFORE2, "w-2") X(F_BEHIND2, "w+2")                   \
	X(F_PAIR_BEFORE, "ww-1") X(F_PAIR_BEHIND, "ww+1") X(F_ENDING, "s") X(F_SHAPE, "sh") X(F_CLASS, "c") X(F_CLASS_BEFORE, "c-1")  \
	X(F_CLASS_BEHIND, "c+1") X(F_AMOUNT, "a") X(F_AMOUNT_SIZE, "as") X(F_AMOUNT_THING, "at") X(F_AMOUNT_LEAD, "al")               \
	X(F_VERB, "g") X(F_VERB_WHO, "gw") X(F_VERB_TENSE, "gt") X(F_VERB_WORD, "gl") X(F_VERB_CLASS, "gc") X(F_VERB_FLAG, "gx")      \
	X(F_VERB_LED, "gk") X(F_CLAUSE_WORD, "k") X(F_CLAUSE_PLACE, "kp") X(F_SENTENCE_WORD, "st") X(F_SENTENCE_PLACE, "sp")          \
	X(F_EDGE, "e") X(F_STORY, "p") X(F_KIND, "q") X(F_RULE, "r") X(F_RULE_SIDE, "rs") X(F_RULE_KIND, "rk") X(F_RULE_STORY, "rp")   \
	X(F_RULE_WHO, "rw") X(F_RULE_WORD, "rl") X(F_RULE_LED, "rc") X(F_RULE_PAIR, "rr") X(F_ALWAYS, "one")                   \
	X(F_SUBJECT, "gs") X(F_OBJECT, "go") X(F_CLAUSE_BAG, "cb") X(F_CLAUSE_AMOUNT, "ca") X(F_DEED, "d") X(F_RESULT, "gr")           \
	X(F_RULE_SURE, "ru") X(F_AMOUNT_BEFORE, "a-1") X(F_AMOUNT_BEHIND, "a+1") X(F_RESULT_CLASS, "grc")

enum feature {
#define X(id, name) id,
	FEATURE_TABLE(X)
#undef X
	FEATURE_COUNT
};

static const char *const feature_names[] = {
#define X(id, name) [id] = (name),
	FEATURE_TABLE(X)
#undef X
};

/* While the features of a chain are made. */
struct reading {
	struct clue_reader *r;
	const struct talk_text *t;
	struct tag_chain *c;
	uint64_t features[FEATURE_COUNT];
	struct weight_name *words;         /* by token: the base form, else the word */
	struct weight_name *lows;
	struct weight_name classes[LEX_CLASSES_MAX];
	struct weight_name types[CLUE_COUNT], begun[CLUE_COUNT];
	uint32_t *began;                   /* by token: bits of the types of the clues that begin there */
	uint8_t *believed;                 /* by token and type: 1 + how sure the rule was, in tenths; 0 without a clue */
	uint16_t *phrases;                 /* by token: 1 + class of the phrase over it */
	uint32_t *clause_first;            /* by clause: its first token in the chain */
	struct weight_name kind, none, tenths[12];
	struct weight_name amounts[AMOUNT_ORDINAL + 1];
};

static void put2(struct reading *x, enum feature f, struct weight_name a, struct weight_name b)
{
	struct tag_chain *c = x->c;

	if (c->key_count == c->key_room) {
		size_t room = c->key_room ? c->key_room * 2 : 4096;
		uint64_t *keys = ARENA_NEW(x->r->a, uint64_t, room);
		char **names = c->named ? ARENA_NEW(x->r->a, char *, room) : NULL;

		if (c->key_count)
			memcpy(keys, c->keys, c->key_count * sizeof(*keys));
		if (c->key_count && names)
			memcpy(names, c->names, c->key_count * sizeof(*names));
		c->keys = keys;
		c->names = names;
		c->key_room = room;
	}
	if (c->names)
		c->names[c->key_count] = b.p ? arena_printf(x->r->a, "%s %s %s", feature_names[f], a.p, b.p) : arena_printf(x->r->a, "%s %s", feature_names[f], a.p);
	c->keys[c->key_count++] = weight_key(x->features[f], a.hash, b.hash);
}

static void put(struct reading *x, enum feature f, struct weight_name a)
{
	put2(x, f, a, (struct weight_name){NULL, 0});
}

static void put_text(struct reading *x, enum feature f, const char *text)
{
	put(x, f, weight_name_of(text));
}

struct weight_name tag_word(const struct talk_text *t, size_t i, bool base)
{
	const struct talk_token *k = &t->tokens[i];

	/* Other names and numbers are no other story. */
	if (k->kind == TOKEN_NUMBER)
		return weight_name_of("<number>");
	if (lex_has(&k->set, LEX_TECH) || (k->phrase_n && k->phrase_class == LEX_TECH))
		return weight_name_of("<tool>");
	if (!k->word && k->capital)
		return weight_name_of("<name>");
	if (k->word) {
		const struct lex_word *word = &t->lex->words[base ? t->lex->words[k->word].lemma : k->word];

		return (struct weight_name){word->text, word->hash};
	}
	return (struct weight_name){k->low, rng_hash(RNG_HASH_START, k->low, k->low_n)};
}

static void names_read(struct reading *x)
{
	static const char *const tenths[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"};
	static const char *const amounts[] = {"count", "time", "bytes", "money", "percent", "times", "percentile", "clock", "date", "ordinal"};
	const struct talk_text *t = x->t;
	const struct lexicon *lex = t->lex;

	x->none = weight_name_of("-");
	for (size_t i = 0; i < sizeof(x->tenths) / sizeof(*x->tenths); i++)
		x->tenths[i] = weight_name_of(tenths[i]);
	for (size_t f = 0; f < FEATURE_COUNT; f++)
		x->features[f] = weight_name_of(feature_names[f]).hash;
	for (size_t i = 0; i < lex->class_count; i++)
		x->classes[i] = weight_name_of(lex->names[i]);
	for (size_t i = 0; i < sizeof(amounts) / sizeof(*amounts); i++)
		x->amounts[i] = weight_name_of(amounts[i]);
	for (int i = 0; i < CLUE_COUNT; i++) {
		x->types[i] = weight_name_of(talk_clue_name((enum talk_clue_type)i));
		x->begun[i] = weight_name_of(arena_printf(x->r->a, "%s+", talk_clue_name((enum talk_clue_type)i)));
	}
	x->words = ARENA_NEW(x->r->a, struct weight_name, t->token_count + 1);
	x->lows = ARENA_NEW(x->r->a, struct weight_name, t->token_count + 1);
	for (size_t i = 0; i < t->token_count; i++) {
		x->lows[i] = tag_word(t, i, false);
		x->words[i] = tag_word(t, i, true);
	}
}

/* Which phrases, beginnings of clues and clauses lie where. */
static void places_read(struct reading *x)
{
	const struct talk_text *t = x->t;

	x->began = ARENA_NEW(x->r->a, uint32_t, t->token_count + 1);
	x->phrases = ARENA_NEW(x->r->a, uint16_t, t->token_count + 1);
	x->clause_first = ARENA_NEW(x->r->a, uint32_t, t->clause_count + 2);
	memset(x->clause_first, 0xff, (t->clause_count + 2) * sizeof(*x->clause_first));
	x->believed = ARENA_NEW(x->r->a, uint8_t, (t->token_count + 1) * CLUE_COUNT);
	for (size_t i = 0; i < x->r->n; i++) {
		const struct talk_clue *c = &x->r->p[i];

		x->began[c->first] |= 1u << c->type;
		for (size_t k = c->first; k < (size_t)c->first + c->count; k++)
			x->believed[k * CLUE_COUNT + c->type] = (uint8_t)(1 + c->confidence * 10);
	}
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];

		for (size_t j = i; j < i + k->phrase_n && j < t->token_count; j++)
			if (!x->phrases[j])
				x->phrases[j] = (uint16_t)(1 + k->phrase_class);
		if (!k->skip && k->kind != TOKEN_PUNCT && k->clause < t->clause_count + 1 && x->clause_first[k->clause] == UINT32_MAX)
			x->clause_first[k->clause] = (uint32_t)i;
	}
}

static void word_features(struct reading *x, size_t p)
{
	static const int sides[] = {-1, 1, -2, 2};
	static const enum feature beside[] = {F_BEFORE, F_BEHIND, F_BEFORE2, F_BEHIND2};
	const struct tag_chain *c = x->c;
	size_t i = c->tokens[p];
	const struct talk_token *k = &x->t->tokens[i];

	put(x, F_WORD, x->words[i]);
	if (x->words[i].hash != x->lows[i].hash)
		put(x, F_LOW, x->lows[i]);
	for (size_t s = 0; s < 4; s++) {
		long at = (long)p + sides[s];

		put(x, beside[s], at < 0 || at >= (long)c->n ? x->none : x->words[c->tokens[at]]);
	}
	if (p)
		put2(x, F_PAIR_BEFORE, x->words[c->tokens[p - 1]], x->words[i]);
	if (p + 1 < c->n)
		put2(x, F_PAIR_BEHIND, x->words[i], x->words[c->tokens[p + 1]]);
	if (k->kind == TOKEN_WORD && k->low_n > 4 && !k->word)
		put_text(x, F_ENDING, k->low + k->low_n - 3);
	put_text(x, F_SHAPE, k->kind == TOKEN_NUMBER ? "number" : k->kind == TOKEN_WORD ? k->capital ? "capital" : "word" : k->kind == TOKEN_STOP ? "stop" : "mark");
	for (int side = -1; side <= 1; side++) {
		long at = (long)p + side;

		if (at < 0 || at >= (long)c->n)
			continue;
		size_t j = c->tokens[at];
		const struct lex_set *set = &x->t->tokens[j].set;
		enum feature f = side < 0 ? F_CLASS_BEFORE : side > 0 ? F_CLASS_BEHIND : F_CLASS;

		for (size_t w = 0; w < sizeof(set->bits) / sizeof(*set->bits); w++)
			for (uint64_t bits = set->bits[w]; bits; bits &= bits - 1)
				put(x, f, x->classes[w * 64 + (size_t)__builtin_ctzll(bits)]);
		if (x->phrases[j])
			put2(x, f, x->classes[x->phrases[j] - 1], weight_name_of("phrase"));
	}
}

static void amount_features(struct reading *x, size_t i)
{
	const struct talk_text *t = x->t;

	if (i > 0 && t->amount_at[i - 1])
		put(x, F_AMOUNT_BEFORE, x->amounts[t->amounts[t->amount_at[i - 1] - 1].kind]);
	if (i + 1 < t->token_count && t->amount_at[i + 1])
		put(x, F_AMOUNT_BEHIND, x->amounts[t->amounts[t->amount_at[i + 1] - 1].kind]);
	if (!t->amount_at[i])
		return;
	const struct talk_amount *m = &t->amounts[t->amount_at[i] - 1];
	struct weight_name kind = x->amounts[m->kind];
	double v = m->value;
	size_t end = (size_t)m->first + m->count;

	put2(x, F_AMOUNT, kind, weight_name_of(m->first == i ? "first" : "inner"));
	put2(x, F_AMOUNT_SIZE, kind, weight_name_of(v <= 0 ? "none" : v <= 1 ? "one" : v < 4 ? "few" : v < 20 ? "some" : v < 1000 ? "many" : v < 86400 ? "large" : "huge"));
	if (end < t->token_count)
		put2(x, F_AMOUNT_THING, kind, x->words[end]);
	if (m->first > 0)
		put2(x, F_AMOUNT_LEAD, kind, x->words[m->first - 1]);
}

static const char *who_name(enum talk_subject who)
{
	static const char *const names[] = {"none", "i", "we", "you", "they", "person", "it", "thing", "anybody"};

	return names[who];
}

static void verb_features(struct reading *x, size_t i, const struct talk_verb *v)
{
	static const char *const tenses[] = {"past", "perfect", "passive", "present", "modal", "infinitive", "ing"};
	static const int classes[] = {LEX_DO, LEX_WEAK, LEX_DECIDE, LEX_MEASURE, LEX_CHANGE, LEX_SAY, LEX_THINK, LEX_STATE};
	const char *place;

	if (!v) {
		put_text(x, F_VERB, "none");
		return;
	}
	bool subject = v->subject_count && i >= v->subject && i < (size_t)v->subject + v->subject_count;

	place = subject ? "subject" : i < v->group ? "front" : i == v->token ? "verb" : i < v->token ? "group" : i < v->end ? "object" : i < v->clause_end ? "clause" : "behind";
	struct weight_name where = weight_name_of(place), tense = weight_name_of(tenses[v->tense]);

	put(x, F_VERB, where);
	put2(x, F_VERB_WHO, where, weight_name_of(who_name(v->who)));
	put2(x, F_VERB_TENSE, where, tense);
	put2(x, F_VERB_WORD, where, x->words[v->token]);
	put2(x, F_VERB_LED, x->words[v->token], weight_name_of(who_name(v->who)));
	for (size_t k = 0; k < sizeof(classes) / sizeof(*classes); k++)
		if (talk_verb_is(x->t, v, classes[k])) {
			put2(x, F_VERB_CLASS, where, x->classes[classes[k]]);
			put2(x, F_VERB_CLASS, weight_name_of(who_name(v->who)), x->classes[classes[k]]);
		}
	if (v->negative)
		put2(x, F_VERB_FLAG, where, weight_name_of("negative"));
	if (v->sub)
		put2(x, F_VERB_FLAG, where, weight_name_of("sub"));
	if (v->relative)
		put2(x, F_VERB_FLAG, where, weight_name_of("relative"));
	if (v->inherited)
		put2(x, F_VERB_FLAG, where, weight_name_of("inherited"));
	if (v->past)
		put2(x, F_VERB_FLAG, where, weight_name_of("past"));
	if (v->subject_count)
		put2(x, F_SUBJECT, where, x->words[v->subject + v->subject_count - 1]);
	if (v->token + 1u < v->end)
		put2(x, F_OBJECT, where, x->words[v->end - 1]);
	if (x->r->result_sure) {
		double sure = (double)x->r->result_sure[v - x->r->verbs->p];
		struct weight_name level = weight_name_of(sure < 0.1 ? "0" : sure < 0.2 ? "1" : sure < 0.35 ? "2" : sure < 0.5 ? "3" : sure < 0.65 ? "4" : sure < 0.8 ? "5" : "6");

		put2(x, F_RESULT, where, level);
		put2(x, F_RESULT_CLASS, level, x->kind);
	}
}

static const char *story_place(const struct reading *x, size_t i)
{
	size_t s = x->t->tokens[i].sentence, n = x->t->sentence_count;

	return s == 0 ? "first" : s + 1 == n ? "last" : s * 3 < n ? "early" : s * 3 < n * 2 ? "middle" : "late";
}

static void place_features(struct reading *x, size_t p, const char *story)
{
	const struct tag_chain *c = x->c;
	size_t i = c->tokens[p], clause = x->t->tokens[i].clause, first = clause < x->t->clause_count + 1 ? x->clause_first[clause] : UINT32_MAX;
	const struct talk_sentence *s = &x->t->sentences[x->t->tokens[i].sentence];

	if (first < x->t->token_count) {
		put(x, F_CLAUSE_WORD, x->words[first]);
		put_text(x, F_CLAUSE_PLACE, i == first ? "first" : i < first ? "front" : i < first + 3 ? "near" : "far");
	}
	put(x, F_SENTENCE_WORD, x->words[s->first]);
	if (i == s->first)
		put_text(x, F_SENTENCE_PLACE, "first");
	if (p + 1 == c->n || x->t->tokens[c->tokens[p + 1]].kind == TOKEN_STOP)
		put_text(x, F_EDGE, "stop");
	else if (x->t->tokens[c->tokens[p + 1]].kind == TOKEN_PUNCT)
		put_text(x, F_EDGE, "mark");
	put2(x, F_STORY, weight_name_of(story), weight_name_of(x->r->deed[i] ? "after" : "before"));
	if (x->r->deed[i]) {
		uint32_t back = x->t->tokens[i].sentence + 1 - x->r->deed[i];

		put_text(x, F_DEED, back == 0 ? "0" : back == 1 ? "1" : back < 4 ? "2" : "4");
	}
	put(x, F_KIND, x->kind);
	if (x->r->looks_back)
		put2(x, F_KIND, x->kind, weight_name_of("back"));
	put_text(x, F_ALWAYS, "1");
}

/* What else stands in the clause. */
static void clause_features(struct reading *x, size_t i)
{
	const struct talk_text *t = x->t;
	uint32_t clause = t->tokens[i].clause;
	size_t from = i, end = i + 1, n = 0;

	while (from > 0 && t->tokens[from - 1].clause == clause && i - from < 15)
		from--;
	while (end < t->token_count && t->tokens[end].clause == clause && end - i < 15)
		end++;
	for (size_t j = from; j < end && n < 16; j++) {
		const struct talk_token *k = &t->tokens[j];

		if (k->skip || k->kind != TOKEN_WORD || lex_has(&k->set, LEX_DETERMINER) || lex_has(&k->set, LEX_PREPOSITION))
			continue;
		put(x, F_CLAUSE_BAG, x->words[j]);
		n++;
	}
	for (size_t j = from, last = 0; j < end; j++)
		if (t->amount_at[j] && t->amount_at[j] != last) {
			last = t->amount_at[j];
			put(x, F_CLAUSE_AMOUNT, x->amounts[t->amounts[last - 1].kind]);
		}
}

static void rule_features(struct reading *x, size_t p, const struct talk_verb *v, const char *story)
{
	const struct tag_chain *c = x->c;
	size_t i = c->tokens[p];
	uint32_t over = x->r->cover[i], before = p ? x->r->cover[c->tokens[p - 1]] : 0, behind = p + 1 < c->n ? x->r->cover[c->tokens[p + 1]] : 0;
	struct weight_name last = {NULL, 0};

	for (int k = 0; k < CLUE_COUNT; k++) {
		struct weight_name type = x->began[i] >> k & 1 ? x->begun[k] : x->types[k];

		if (before >> k & 1)
			put2(x, F_RULE_SIDE, x->types[k], weight_name_of("before"));
		if (behind >> k & 1)
			put2(x, F_RULE_SIDE, x->types[k], weight_name_of("behind"));
		if (!(over >> k & 1))
			continue;
		put(x, F_RULE, type);
		put2(x, F_RULE_SURE, x->types[k], x->tenths[x->believed[i * CLUE_COUNT + (size_t)k] % 12]);
		put2(x, F_RULE_KIND, type, x->kind);
		put2(x, F_RULE_STORY, type, weight_name_of(story));
		put2(x, F_RULE_WHO, type, weight_name_of(v ? who_name(v->who) : "none"));
		put2(x, F_RULE_WORD, type, x->words[i]);
		if (v)
			put2(x, F_RULE_LED, type, x->words[v->token]);
		if (last.p)
			put2(x, F_RULE_PAIR, last, type);
		last = type;
	}
	if (!over)
		put_text(x, F_RULE, "none");
}

static struct weight_name kind_of(const struct clue_reader *r)
{
	return weight_name_of(r->kind == TALK_SQL ? "sql" : r->design ? "design" : "story");
}

void tag_chain_read(struct clue_reader *r, bool names, struct tag_chain *out)
{
	struct reading x = {.r = r, .t = r->t, .c = out, .kind = kind_of(r)};
	size_t n = r->t->token_count;

	*out = (struct tag_chain){.named = names};
	out->tokens = ARENA_NEW(r->a, uint32_t, n + 1);
	out->first = ARENA_NEW(r->a, uint32_t, n + 2);
	for (size_t i = 0; i < n; i++)
		if (!r->t->tokens[i].skip)
			out->tokens[out->n++] = (uint32_t)i;
	clue_cover(r);
	names_read(&x);
	places_read(&x);
	for (size_t p = 0; p < out->n && !arena_over(r->a); p++) {
		size_t i = out->tokens[p];
		const struct talk_verb *v = clue_verb_at(r, i);
		const char *story = story_place(&x, i);

		word_features(&x, p);
		amount_features(&x, i);
		verb_features(&x, i, v);
		place_features(&x, p, story);
		clause_features(&x, i);
		rule_features(&x, p, v, story);
		out->first[p + 1] = (uint32_t)out->key_count;
	}
}
