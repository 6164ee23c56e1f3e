#include "talk/check.h"

#include "talk/gap.h"

#define FULL_WORDS 19              /* a full answer of fewer words is rare: what, and under which condition or with which result */

/* Words of one family are one word: prevent, prevention; cost, costs; wrote, write. */
static uint64_t word_key(const struct talk_text *t, size_t i)
{
	const struct lex_word *w = &t->lex->words[t->tokens[i].word];
	const char *p = t->tokens[i].word ? t->lex->words[w->lemma].text : t->tokens[i].low;
	size_t n = strlen(p);

	if (n > 3 && n <= 6 && p[n - 1] == 's' && p[n - 2] != 's')
		n--;
	return rng_hash(RNG_HASH_START, p, n > 6 ? 6 : n);
}

/* A number that says something: not "one", "two of them", "100 %". */
static bool telling(const struct talk_amount *m)
{
	if (m->kind == AMOUNT_COUNT)
		return m->value > 2;
	return !(m->kind == AMOUNT_PERCENT && m->value == 100) && m->kind != AMOUNT_ORDINAL;
}

static bool content(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
		return false;
	return k->kind == TOKEN_NUMBER || t->amount_at[i] ||
	       (!lex_has(&k->set, LEX_FUNCTION) && !lex_has(&k->set, LEX_PREPOSITION) && !lex_has(&k->set, LEX_PRONOUN) && !lex_has(&k->set, LEX_BE) &&
		!lex_has(&k->set, LEX_CONJUNCTION) && !lex_has(&k->set, LEX_DETERMINER) && k->low_n > 2 && !(lex_has(&k->set, LEX_ADVERB) && !lex_has(&k->set, LEX_NOUN)));
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* The content words of a text, sorted. */
static uint64_t *keys_of(struct arena *a, const struct talk_text *t, size_t *n)
{
	uint64_t *keys = ARENA_NEW(a, uint64_t, t->token_count + 1);

	*n = 0;
	for (size_t i = 0; i < t->token_count; i++)
		if (content(t, i))
			keys[(*n)++] = word_key(t, i);
	if (*n)
		qsort(keys, *n, sizeof(*keys), by_key);
	return keys;
}

/* The share of the reply's different content words that neither the talk before nor the probe had. */
static double novelty(const struct check_input *in, size_t *fresh)
{
	struct arena *a = in->reply->a;
	size_t n, before_n, probe_n, all = 0;
	uint64_t *keys = keys_of(a, &in->reply->text, &n), *before = keys_of(a, in->before, &before_n), *probe = keys_of(a, in->probe, &probe_n);

	*fresh = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && keys[i] == keys[i - 1])
			continue;
		all++;
		*fresh += !bsearch(&keys[i], before, before_n, sizeof(*before), by_key) && !bsearch(&keys[i], probe, probe_n, sizeof(*probe), by_key);
	}
	return all ? (double)*fresh / (double)all : 0;
}

/* Amounts of the reply that were not said before. */
static size_t new_amounts(const struct check_input *in)
{
	const struct talk_text *t = &in->reply->text;
	size_t n = 0;

	for (size_t i = 0; i < t->amount_count; i++) {
		struct str s = talk_span_text(t, (struct talk_span){t->amounts[i].first, t->amounts[i].count});
		bool old = false;

		for (size_t k = 0; k < in->before->amount_count && !old; k++)
			old = str_eq_nocase(s, talk_span_text(in->before, (struct talk_span){in->before->amounts[k].first, in->before->amounts[k].count})) ||
			      (in->before->amounts[k].value == t->amounts[i].value && t->amounts[i].value != 0 &&
			       (in->before->amounts[k].kind == t->amounts[i].kind || t->amounts[i].value >= 100));
		n += !old && telling(&t->amounts[i]);
	}
	return n;
}

bool check_is_list(const struct talk_analysis *x)
{
	const struct talk_text *t = &x->text;
	size_t pieces = 0, bare = 0, words = 0, trade = 0;
	size_t first = 0;

	for (size_t i = 0; i <= t->token_count; i++) {
		bool end = i == t->token_count || ((t->tokens[i].kind == TOKEN_PUNCT && *t->tokens[i].low != '"' && !t->tokens[i].skip) || t->tokens[i].kind == TOKEN_STOP);

		if (i < t->token_count && t->tokens[i].kind == TOKEN_WORD && !t->tokens[i].skip) {
			words++;
			trade += lex_has(&t->tokens[i].set, LEX_CONCEPT) || lex_has(&t->tokens[i].set, LEX_TECH) || t->tokens[i].phrase_class == LEX_CONCEPT ||
				 t->tokens[i].phrase_class == LEX_TECH;
		}
		if (!end)
			continue;
		size_t k = talk_verb_from(&x->verbs, first);

		if (i > first) {
			pieces++;
			bare += i - first <= 7 && (k >= x->verbs.n || x->verbs.p[k].group >= i);
		}
		first = i + 1;
	}
	if (pieces >= 6 && bare * 10 >= pieces * 6)
		return true;
	return words >= 8 && trade * 10 >= words * 4;
}

/* Said in general: advice and phrases, and nothing that happened. */
static bool general(const struct talk_analysis *x, size_t amounts)
{
	size_t evasive = gap_topic_count(x, "evasive", 12, NULL) + gap_topic_count(x, "template", 12, NULL), sentences = x->text.sentence_count;
	size_t facts = x->facts.clues[CLUE_ACTION] + x->facts.clues[CLUE_MEASUREMENT] + x->facts.clues[CLUE_DECISION] + amounts;

	if (evasive == 0)
		return false;
	return facts == 0 ? evasive * 3 >= sentences || evasive >= 2 : evasive >= 2 && evasive > facts && evasive * 2 >= sentences;
}

/* "The first thing I said was wrong", "I meant May": which of the two statements stands. */
static bool settles(const struct talk_analysis *x)
{
	static const char *const words[] = {"wrong", "meant", "sorry", "mistake", "correct", "misspoke", "mixed", "right", "slip", "both"};

	for (size_t i = 0; i < x->text.token_count; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			if (talk_low_is(&x->text, i, words[k]))
				return true;
	return false;
}

/* Does anything happen in it: a deed of somebody, something that a thing does, a new number, a name? */
static bool concrete(const struct talk_analysis *x, size_t amounts)
{
	size_t names = x->facts.clues[CLUE_TECH];

	if (amounts || names || (x->verbs.n == 0 && x->facts.words <= 18))
		return true;
	/* "Adding noise to the counts", "To ship it with a note" */
	for (size_t i = 0; i < 3 && i < x->text.token_count; i++) {
		const struct lex_set *set = &x->text.tokens[i].set;

		if (lex_has(set, LEX_DO) && (lex_has(set, LEX_VERB_ING) || (i == 1 && talk_low_is(&x->text, 0, "to"))))
			return true;
	}
	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];
		bool deed = talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) || talk_verb_is(&x->text, v, LEX_CHANGE) ||
			    talk_verb_is(&x->text, v, LEX_DECIDE);
		bool thing = v->who == SUBJECT_THING || v->who == SUBJECT_IT || v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY ||
			     v->who == SUBJECT_NONE;

		bool could = v->tense == TENSE_MODAL && v->token > v->group + 1 && lex_has(&x->text.tokens[v->token].set, LEX_VERB_PART);

		if (deed && could && v->who != SUBJECT_YOU)
			return true;
		if (deed && v->tense != TENSE_ING && (v->past || thing || v->who == SUBJECT_WE || v->who == SUBJECT_I) && v->who != SUBJECT_YOU &&
		    !(v->tense == TENSE_MODAL && (v->who == SUBJECT_I || v->who == SUBJECT_WE)))
			return true;
	}
	return false;
}

#define CIRCLE_SHARE 0.24          /* the share of content words that may be repeats, in a reply or a story */
#define CIRCLE_DESIGN 0.42         /* a design or a query names its few things again and again */
#define SQL_WORDS_EACH 12          /* of an explanation of a query, at most so many words to each thing of it that is named */
#define CIRCLE_WORDS 30            /* content words looked at together */

/* Words of one family count as one: prevent, prevention; cost, costs. */
static uint64_t family(const struct talk_text *t, size_t i)
{
	const char *p = t->tokens[i].low;
	size_t n = strlen(p);

	return rng_hash(RNG_HASH_START, p, n > 5 ? 5 : n);
}

/* The share of content words that repeat one of the CIRCLE_WORDS before, by family; *seen gets how many there are. */
static double circle_share(const struct talk_analysis *x, size_t *seen)
{
	const struct talk_text *t = &x->text;
	uint64_t last[CIRCLE_WORDS];
	size_t n = 0, repeats = 0;

	*seen = 0;
	for (size_t i = 0; i < t->token_count; i++) {
		bool old = false;
		uint64_t key;

		if (!content(t, i) || t->tokens[i].kind == TOKEN_NUMBER)
			continue;
		key = family(t, i);
		for (size_t k = 0; k < n; k++)
			old = old || last[k] == key;
		repeats += old;
		last[(*seen)++ % CIRCLE_WORDS] = key;
		n = n < CIRCLE_WORDS ? n + 1 : n;
	}
	return *seen ? (double)repeats / (double)*seen : 0;
}

/* The same few words again and again: "the prevention prevents", "the risk was calculated, because it was a calculated risk". */
bool check_is_circular(const struct talk_analysis *x)
{
	size_t seen;
	double share = circle_share(x, &seen);

	return seen >= 7 && share > (x->clues.design && seen >= 20 ? CIRCLE_DESIGN : CIRCLE_SHARE);
}

#define SPEECH_SHARE 0.065         /* of words that can be said of anything; answers with deeds have a third of it */
#define SPEECH_SHARE_BARE 0.04     /* of an opening without a number or tools */
#define SPEECH_SHARE_TOLD 0.11     /* where numbers are among them */

bool check_is_speech(const struct talk_analysis *x)
{
	size_t numbers = 0;

	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += telling(&x->text.amounts[i]);
	return x->facts.words >= 10 && x->facts.abstract_share >= (numbers ? SPEECH_SHARE_TOLD : SPEECH_SHARE);
}

/* Advice to anybody: "if you speak calmly, people will listen". */
static bool advice(const struct talk_analysis *x, size_t amounts)
{
	size_t anybody = 0, others = 0;

	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];
		bool general = v->who == SUBJECT_YOU || v->who == SUBJECT_ANYBODY || (v->who == SUBJECT_PERSON && !v->past);

		anybody += general && !v->past;
		others += v->past || (!general && v->who != SUBJECT_IT);
	}
	return anybody >= 2 && amounts == 0 && anybody >= others;
}

/* The reply has what a reply to this gap cannot do without. */
static bool has_evidence(const struct check_input *in, size_t amounts)
{
	const struct talk_facts *f = &in->reply->facts;
	const char *gap = in->gap;

	if (!strcmp(gap, "no_metric") || !strcmp(gap, "no_baseline") || !strcmp(gap, "no_numbers") || !strcmp(gap, "no_scale"))
		return amounts > 0;
	if (!strcmp(gap, "no_timeframe"))
		return f->clues[CLUE_TIME] || amounts;
	if (!strcmp(gap, "no_influence") || !strcmp(gap, "no_customer")) {
		for (size_t i = 0; i < in->reply->text.token_count; i++) {
			static const char *const people[] = {"he", "she", "they", "him", "her", "them", "his", "their"};

			for (size_t k = 0; k < sizeof(people) / sizeof(*people); k++)
				if (talk_low_is(&in->reply->text, i, people[k]))
					return true;
			if (lex_has(&in->reply->text.tokens[i].set, LEX_PERSON))
				return true;
		}
		return false;
	}
	return true;
}

static bool declined(const struct talk_analysis *x)
{
	const struct talk_clue *c = talk_clue_first(x, CLUE_DECLINE);
	size_t after, numbers = 0;

	if (!c)
		return false;
	/* "I don't remember the exact figure, but it was about one night in eight": it is answered after all. */
	after = x->text.token_count - c->first - c->count;
	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += telling(&x->text.amounts[i]);
	return !(numbers > 0 && after > 8) && !(x->facts.concrete >= 2 && after > 20) && x->facts.words < 60;
}

#define REPLY_FEATURE_TABLE(X) \
	X(ALWAYS) X(VERY_SHORT) X(SHORT) X(WORDS_19) X(WORDS_28) X(WORDS_40) X(ONE_SENTENCE) \
	X(ALL_NEW) X(MOST_NEW) X(HALF_OLD) X(MOST_OLD) X(FEW_FRESH) X(PROBE_NONE) X(PROBE_TWO) \
	X(AMOUNT) X(AMOUNTS) X(TIE) X(TIES) X(CONDITION) X(REASON) X(DEED) X(DEEDS) X(DECISION) X(MEASURE) X(TECH) X(OUTCOME) \
	X(ABSTRACT_ANY) X(ABSTRACT) X(SPEECH) X(VAGUE) X(HEDGE) X(EVASIVE) X(RECAP) X(GENERAL_PRESENT) X(ALWAYS_WORD) X(JUDGING) X(OPINION) X(FEELING) \
	X(I_PAST) X(WE_PAST) X(THING_PRESENT) X(THING_VERB) X(PERSON_PAST) X(YOU) X(NO_VERB) X(NEGATIVE) X(NO_EVIDENCE) X(NOT_CONCRETE) X(ADVICE) X(CIRCULAR) X(LIST) \
	X(STORY) X(DESIGN) X(SQL) X(SHOWS_GAP) X(NAMED_TOPIC) X(TREATED_TOPIC)

enum reply_feature {
#define X(name) C_##name,
	REPLY_FEATURE_TABLE(X)
#undef X
	C_COUNT
};

struct features {
	bool on[C_COUNT];
};

static bool any_word(const struct talk_text *t, const char *const *words, size_t n)
{
	for (size_t i = 0; i < t->token_count; i++)
		for (size_t k = 0; k < n; k++)
			if (talk_low_is(t, i, words[k]))
				return true;
	return false;
}
#define HAS_WORD(t, ...) any_word(t, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* How many different content words of the reply the probe had. */
static size_t of_probe(const struct check_input *in)
{
	struct arena *a = in->reply->a;
	size_t n, probe_n, same = 0;
	uint64_t *keys = keys_of(a, &in->reply->text, &n), *probe = keys_of(a, in->probe, &probe_n);

	for (size_t i = 0; i < n; i++)
		same += !(i && keys[i] == keys[i - 1]) && bsearch(&keys[i], probe, probe_n, sizeof(*probe), by_key);
	return same;
}

/* A clue of the kind that the gap misses. */
static bool shows_gap(const struct check_input *in)
{
	static const struct { const char *gap; enum talk_clue_type types[3]; } shown[] = {
		{"no_metric", {CLUE_METRIC, CLUE_SCALE, CLUE_BASELINE}}, {"no_baseline", {CLUE_BASELINE, CLUE_METRIC, CLUE_SCALE}}, {"no_scale", {CLUE_SCALE, CLUE_METRIC, CLUE_SCALE}},
		{"no_measurement", {CLUE_MEASUREMENT, CLUE_MEASUREMENT, CLUE_METRIC}}, {"no_decision", {CLUE_DECISION, CLUE_ALTERNATIVE, CLUE_CAUSE}},
		{"no_alternative", {CLUE_ALTERNATIVE, CLUE_DECISION, CLUE_CAUSE}}, {"no_tradeoff", {CLUE_TRADEOFF, CLUE_METRIC, CLUE_SCALE}}, {"shallow_cause", {CLUE_CAUSE, CLUE_CAUSE, CLUE_CAUSE}},
		{"no_learning", {CLUE_LEARNING, CLUE_LEARNING, CLUE_ACTION}}, {"no_timeframe", {CLUE_TIME, CLUE_TIME, CLUE_TIME}}, {"no_outcome", {CLUE_OUTCOME, CLUE_METRIC, CLUE_OUTCOME}},
		{"no_mechanism", {CLUE_ACTION, CLUE_TECH, CLUE_CAUSE}}, {"unclear_actor", {CLUE_ACTOR, CLUE_ACTION, CLUE_DECISION}}, {"no_influence", {CLUE_ACTION, CLUE_CONFLICT, CLUE_MEASUREMENT}},
	};

	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
		for (size_t k = 0; k < 3 && !strcmp(in->gap, shown[i].gap); k++)
			if (in->reply->facts.clues[shown[i].types[k]])
				return true;
	return false;
}

/* How much there is, and how much of it is new. */
static void size_features(const struct check_input *in, size_t amounts, struct features *f)
{
	const struct talk_facts *x = &in->reply->facts;
	size_t fresh, probe = of_probe(in);
	double share = novelty(in, &fresh);

	f->on[C_ALWAYS] = true;
	f->on[C_VERY_SHORT] = x->words <= 8;
	f->on[C_SHORT] = x->words > 8 && x->words <= 14;
	f->on[C_WORDS_19] = x->words >= 19;
	f->on[C_WORDS_28] = x->words >= 28;
	f->on[C_WORDS_40] = x->words >= 40;
	f->on[C_ONE_SENTENCE] = in->reply->text.sentence_count <= 1;
	f->on[C_ALL_NEW] = share > 0.93;
	f->on[C_MOST_NEW] = share > 0.8;
	f->on[C_HALF_OLD] = share < 0.6;
	f->on[C_MOST_OLD] = share < 0.4;
	f->on[C_FEW_FRESH] = fresh <= 2;
	f->on[C_PROBE_NONE] = probe == 0;
	f->on[C_PROBE_TWO] = probe >= 2;
	f->on[C_AMOUNT] = amounts >= 1;
	f->on[C_AMOUNTS] = amounts >= 2;
	f->on[C_TIE] = x->ties >= 1;
	f->on[C_TIES] = x->ties >= 2;
	f->on[C_CONDITION] = HAS_WORD(&in->reply->text, "if", "when", "until", "unless", "once", "whenever", "otherwise", "before", "after");
	f->on[C_REASON] = HAS_WORD(&in->reply->text, "because", "since", "so", "therefore", "as");
}

static void fact_features(const struct check_input *in, size_t amounts, struct features *f)
{
	const struct talk_analysis *x = in->reply;
	const struct talk_facts *c = &x->facts;

	f->on[C_DEED] = c->clues[CLUE_ACTION] >= 1;
	f->on[C_DEEDS] = c->concrete >= 2;
	f->on[C_DECISION] = c->clues[CLUE_DECISION] + c->clues[CLUE_ALTERNATIVE] > 0;
	f->on[C_MEASURE] = c->clues[CLUE_MEASUREMENT] > 0;
	f->on[C_TECH] = c->clues[CLUE_TECH] > 0;
	f->on[C_OUTCOME] = c->clues[CLUE_OUTCOME] > 0;
	f->on[C_ABSTRACT_ANY] = c->abstract_share > 0;
	f->on[C_ABSTRACT] = c->abstract_share > 0.045;
	f->on[C_SPEECH] = c->abstract_share > 0.08;
	f->on[C_VAGUE] = c->clues[CLUE_VAGUE] > 0;
	f->on[C_HEDGE] = c->clues[CLUE_HEDGE] > 0;
	f->on[C_EVASIVE] = gap_topic_count(x, "evasive", 2, NULL) + gap_topic_count(x, "template", 2, NULL) > 0;
	f->on[C_RECAP] = gap_topic_count(x, "recap", 1, NULL) > 0;
	f->on[C_ALWAYS_WORD] = HAS_WORD(&x->text, "always", "every", "everyone", "everybody", "generally", "usually", "often", "never", "any", "anyone", "people");
	f->on[C_JUDGING] = HAS_WORD(&x->text, "question", "point", "interesting", "honestly", "frankly", "look", "well", "important", "funny");
	f->on[C_OPINION] = HAS_WORD(&x->text, "believe", "think", "feel", "felt", "opinion", "see", "find");
	f->on[C_FEELING] = HAS_WORD(&x->text, "happy", "proud", "love", "great", "nice", "good", "fine", "easy", "hard", "wonderful", "beautiful", "thankful", "glad", "sad", "fun");
	f->on[C_NO_EVIDENCE] = !has_evidence(in, amounts);
	f->on[C_NOT_CONCRETE] = !concrete(x, amounts);
	f->on[C_ADVICE] = advice(x, amounts);
	f->on[C_CIRCULAR] = check_is_circular(x);
	f->on[C_LIST] = check_is_list(x);
	f->on[C_STORY] = !x->clues.design;
	f->on[C_SQL] = x->round->kind == TALK_SQL;
	f->on[C_DESIGN] = x->clues.design && !f->on[C_SQL];
	f->on[C_SHOWS_GAP] = shows_gap(in);
	const struct topic *topic = *in->gap ? pack_topic(x->pack, in->gap + (strncmp(in->gap, "no_", 3) ? 0 : 3)) : NULL;
	int in_it = topic ? talk_topic_in(x, topic, NULL) : 0;

	f->on[C_NAMED_TOPIC] = in_it == 1;
	f->on[C_TREATED_TOPIC] = in_it == 2;
}

static void voice_features(const struct talk_analysis *x, struct features *f)
{
	f->on[C_NO_VERB] = x->verbs.n == 0;
	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];
		bool past = v->past && v->tense != TENSE_MODAL, thing = v->who == SUBJECT_THING || v->who == SUBJECT_IT, works = talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_CHANGE) || talk_verb_is(&x->text, v, LEX_MEASURE);

		f->on[C_I_PAST] = f->on[C_I_PAST] || (v->who == SUBJECT_I && past);
		f->on[C_WE_PAST] = f->on[C_WE_PAST] || (v->who == SUBJECT_WE && past);
		f->on[C_PERSON_PAST] = f->on[C_PERSON_PAST] || ((v->who == SUBJECT_PERSON || v->who == SUBJECT_THEY) && past);
		f->on[C_THING_PRESENT] = f->on[C_THING_PRESENT] || (thing && !past);
		f->on[C_THING_VERB] = f->on[C_THING_VERB] || (thing && works);
		f->on[C_YOU] = f->on[C_YOU] || v->who == SUBJECT_YOU || v->who == SUBJECT_ANYBODY;
		f->on[C_NEGATIVE] = f->on[C_NEGATIVE] || v->negative;
		f->on[C_GENERAL_PRESENT] = f->on[C_GENERAL_PRESENT] || (!past && v->who == SUBJECT_PERSON);
	}
}

/* Points in hundredths for full, partial and evaded. */
static const int points[C_COUNT][3] = {
	[C_ALWAYS] = {-28, 33, -4}, [C_VERY_SHORT] = {-13, 32, -19}, [C_SHORT] = {-15, 44, -29}, [C_WORDS_19] = {29, -63, 34},
	[C_WORDS_28] = {61, -33, -28}, [C_WORDS_40] = {11, -4, -8}, [C_ONE_SENTENCE] = {-47, 49, -2}, [C_ALL_NEW] = {-2, 12, -10},
	[C_MOST_NEW] = {-15, 19, -4}, [C_HALF_OLD] = {-19, -2, 21}, [C_MOST_OLD] = {-9, 2, 7}, [C_FEW_FRESH] = {-26, 40, -14},
	[C_PROBE_NONE] = {-23, 32, -8}, [C_PROBE_TWO] = {7, -15, 9}, [C_AMOUNT] = {43, -7, -37}, [C_AMOUNTS] = {28, -12, -16},
	[C_TIE] = {24, -24, 0}, [C_TIES] = {23, -15, -8}, [C_CONDITION] = {22, -12, -10}, [C_REASON] = {21, -12, -9}, [C_DEED] = {25, -11, -14},
	[C_DEEDS] = {7, -11, 3}, [C_DECISION] = {-1, 4, -3}, [C_MEASURE] = {12, -9, -4}, [C_TECH] = {4, -3, -1}, [C_OUTCOME] = {8, -5, -3},
	[C_ABSTRACT_ANY] = {-5, -14, 19}, [C_ABSTRACT] = {2, 1, -2}, [C_SPEECH] = {0, 1, -1}, [C_VAGUE] = {-17, -9, 26}, [C_HEDGE] = {-4, 13, -9},
	[C_EVASIVE] = {-2, 1, 2}, [C_RECAP] = {-10, -5, 15}, [C_GENERAL_PRESENT] = {-3, -16, 19}, [C_ALWAYS_WORD] = {-8, -14, 22},
	[C_JUDGING] = {-10, 1, 9}, [C_OPINION] = {-13, 6, 7}, [C_FEELING] = {-16, -5, 21}, [C_I_PAST] = {13, -2, -11}, [C_WE_PAST] = {5, -3, -1},
	[C_THING_PRESENT] = {9, -19, 10}, [C_THING_VERB] = {29, -8, -21}, [C_PERSON_PAST] = {10, -1, -9}, [C_YOU] = {-6, -3, 10},
	[C_NO_VERB] = {-7, 7, 1}, [C_NEGATIVE] = {14, -11, -3}, [C_NO_EVIDENCE] = {-14, -6, 20}, [C_NOT_CONCRETE] = {-16, -1, 17},
	[C_ADVICE] = {-12, -7, 19}, [C_CIRCULAR] = {0, 0, 0}, [C_LIST] = {0, 0, 0}, [C_STORY] = {-12, 22, -10}, [C_DESIGN] = {-6, -1, 8},
	[C_SQL] = {-9, 11, -2}, [C_SHOWS_GAP] = {10, -2, -7}, [C_NAMED_TOPIC] = {-2, 5, -3}, [C_TREATED_TOPIC] = {7, 4, -12},
};

static enum talk_verdict weighed(const struct check_input *in, size_t amounts)
{
	static const enum talk_verdict verdicts[] = {TALK_FULL, TALK_PARTIAL, TALK_EVADED};
	struct features f = {{false}};
	int sums[3] = {0}, best = 0;

	size_features(in, amounts, &f);
	fact_features(in, amounts, &f);
	voice_features(in->reply, &f);
	for (int i = 0; i < C_COUNT; i++)
		for (int k = 0; f.on[i] && k < 3; k++)
			sums[k] += points[i][k];
	for (int k = 1; k < 3; k++)
		best = sums[k] > sums[best] ? k : best;
	return verdicts[best];
}

enum talk_verdict check_reply(const struct check_input *in)
{
	const struct talk_analysis *x = in->reply;
	size_t fresh, amounts = new_amounts(in);

	if (declined(x))
		return TALK_DECLINED;
	if (!x->evaluable || check_is_list(x) || general(x, amounts) || check_is_circular(x) || check_is_speech(x))
		return TALK_EVADED;
	if (!strcmp(in->gap, "contradiction") && settles(x))
		return x->facts.words >= FULL_WORDS ? TALK_FULL : TALK_PARTIAL;
	/* Nothing that had not been said. */
	if (amounts == 0 && (novelty(in, &fresh) < 0.25 || fresh < 1))
		return TALK_EVADED;
	/* "Is it nearer a thousand or a hundred thousand?" wants a number. */
	if (in->probe->amount_count >= 2 && x->text.amount_count == 0 && (talk_low_is(in->probe, 0, "is") || talk_low_is(in->probe, 0, "was")))
		return TALK_EVADED;
	return weighed(in, amounts);
}

const char *check_missing(const struct check_input *in, enum talk_verdict verdict)
{
	size_t fresh;

	if (verdict == TALK_FULL)
		return "";
	if (verdict == TALK_DECLINED)
		return "it says that it cannot or will not answer";
	if (verdict == TALK_PARTIAL)
		return in->reply->facts.ties ? "it is short of what was done or how it works" : "it names no condition, reason or result";
	if (!in->reply->evaluable)
		return "it could not be evaluated";
	if (check_is_list(in->reply))
		return "it is a list of words without a sentence that ties them together";
	if (novelty(in, &fresh) < 0.4)
		return "it says nothing that had not been said";
	return "it speaks in general and names nothing that was done or measured";
}

/* Words in capitals or with an underscore: ROWS, order_id. */
static bool names_things(const struct talk_text *t)
{
	for (size_t i = 0; i < t->token_count; i++) {
		const struct talk_token *k = &t->tokens[i];
		size_t upper = 0, under = 0;

		if (k->kind != TOKEN_WORD)
			continue;
		for (size_t b = 0; b < k->n; b++) {
			upper += t->text.p[k->at + b] >= 'A' && t->text.p[k->at + b] <= 'Z';
			under += t->text.p[k->at + b] == '_';
		}
		if ((upper >= 3 && upper + under == k->n) || (under && k->n > 3))
			return true;
	}
	return false;
}

/* Something that the speaker, alone or with others, did. */
static bool own_deed(const struct talk_analysis *x)
{
	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];

		if ((v->who == SUBJECT_I || v->who == SUBJECT_WE || v->who == SUBJECT_NONE) && v->past && v->tense != TENSE_MODAL && !v->sub &&
		    (talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) || talk_verb_is(&x->text, v, LEX_DECIDE)))
			return true;
	}
	return false;
}

/* Two letters or more, all of them large: ON, WHERE. */
static bool all_large(const struct talk_text *t, const struct talk_token *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (t->text.p[k->at + i] < 'A' || t->text.p[k->at + i] > 'Z')
			return false;
	return k->n >= 2;
}

/* What queries do, in small letters: "I group by month". */
static bool sql_word(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"join", "joins", "joined", "group", "groups", "grouped", "filter", "filters", "partition", "window", "sum", "sums", "count",
					    "counts", "distinct", "union", "rank", "rows", "row", "null", "nulls", "subquery", "key", "sort", "sorted", "number", "numbers"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

/* Names of what queries are made of, each once: LEFT JOIN, row_number, partition. */
static size_t sql_things(const struct talk_analysis *x)
{
	const struct talk_text *t = &x->text;
	uint64_t seen[16];
	size_t n = 0;

	for (size_t i = 0; i < t->token_count && n < 16; i++) {
		const struct talk_token *k = &t->tokens[i];
		uint64_t key = word_key(t, i);
		bool thing = k->kind == TOKEN_WORD && !k->skip && (lex_has(&k->set, LEX_TECH) || lex_has(&k->set, LEX_CONCEPT) || k->phrase_class == LEX_TECH ||
								   k->phrase_class == LEX_CONCEPT || sql_word(t, i) || all_large(t, k) || (memchr(t->text.p + k->at, '_', k->n) && k->n > 3));

		for (size_t j = 0; j < n && thing; j++)
			thing = seen[j] != key;
		if (thing)
			seen[n++] = key;
	}
	return n;
}

/*
 * A short query is explained in a sentence or two, and there is no more to tell: something of it is named, and what it does or is for. Praise of it
 * ("cleaner", "best practice") is neither.
 */
static bool sql_explained(const struct talk_analysis *x)
{
	static const char *const topics[] = {"ties", "nulls", "grain", "duplicates", "scan"};
	const struct talk_facts *f = &x->facts;
	size_t how = f->ties, things = sql_things(x);

	for (size_t i = 0; i < sizeof(topics) / sizeof(*topics); i++) {
		const struct topic *topic = pack_topic(x->pack, topics[i]);

		how += topic && talk_topic_in(x, topic, NULL) == 2;
	}
	/* Much talk with one such word in it is talk. */
	return x->verbs.n && f->words >= 6 && things * SQL_WORDS_EACH >= f->words && how && things + how >= 3 && !f->clues[CLUE_HEDGE] && !gap_topic_count(x, "evasive", 12, NULL);
}

/* Does the question name this number? */
static bool asked_amount(const struct talk_analysis *x, const struct talk_amount *m)
{
	for (size_t i = 0; i < x->question.amount_count; i++)
		if (x->question.amounts[i].value == m->value)
			return true;
	return false;
}

void talk_opening_read(struct talk_analysis *x)
{
	const struct talk_facts *f = &x->facts;
	size_t evasive, seen, amounts = 0, told = f->concrete + f->clues[CLUE_OUTCOME];
	/* Of a query also a short text names its few things again and again. */
	bool circular = x->round->kind == TALK_SQL ? circle_share(x, &seen) > CIRCLE_DESIGN : check_is_circular(x);

	x->opening = TALK_EVADED;
	if (!x->evaluable || check_is_list(x) || circular || check_is_speech(x))
		return;
	if (declined(x) && f->concrete < 2) {
		x->opening = TALK_DECLINED;
		return;
	}
	evasive = gap_topic_count(x, "evasive", 12, NULL);
	/* Numbers that say something: not "one way or another", nor the question's own. */
	for (size_t i = 0; i < x->text.amount_count; i++)
		amounts += (x->text.amounts[i].kind != AMOUNT_COUNT || x->text.amounts[i].value >= 3) && !asked_amount(x, &x->text.amounts[i]);
	if (amounts == 0 && x->facts.abstract_share >= SPEECH_SHARE_BARE && f->clues[CLUE_TECH] < 2)
		return;
	if (evasive >= 3 && evasive * 2 >= x->text.sentence_count && f->clues[CLUE_ACTION] < 2)
		return;
	if (x->clues.design) {
		size_t how = f->ties + amounts + f->clues[CLUE_TECH] / 2 + f->concrete;
		bool specific = amounts || f->clues[CLUE_TECH] || f->concrete >= 2 || names_things(&x->text);

		x->opening = !specific ? TALK_EVADED : how >= 4 && f->words >= 30 ? TALK_FULL : how >= 2 ? TALK_PARTIAL : TALK_EVADED;
		if (x->opening == TALK_EVADED && x->round->kind == TALK_SQL && sql_explained(x))
			x->opening = TALK_PARTIAL;
		return;
	}
	if (told < 2 || !own_deed(x) || evasive > told || (amounts == 0 && f->concrete < 3))
		return;
	x->opening = told >= 4 && f->ties && amounts ? TALK_FULL : TALK_PARTIAL;
}
