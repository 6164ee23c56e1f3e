/* What a reply shows, as features with points: full, partial or evaded. docs/TALK.md, "Features and points". */
#include "talk/check_int.h"

#include <assert.h>

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

#define REPLY_FEATURE_TABLE(X) \
	X(ALWAYS) X(VERY_SHORT) X(SHORT) X(WORDS_19) X(WORDS_28) X(WORDS_40) X(ONE_SENTENCE) \
	X(ALL_NEW) X(MOST_NEW) X(HALF_OLD) X(MOST_OLD) X(FEW_FRESH) X(NONE_FRESH) X(ECHO_SOME) X(ECHO_MOST) X(OLD_DESIGN) \
	X(PROBE_NONE) X(PROBE_TWO) X(PROBE_THREE) X(THREAD_NONE) X(THREAD_TWO) X(TOLD_NONE) X(TOLD_FEW) X(TOLD_MANY) X(TIED_NONE) \
	X(AMOUNT) X(AMOUNTS) X(TIE) X(TIES) X(CONDITION) X(REASON) X(DEED) X(DEEDS) X(DECISION) X(MEASURE) X(TECH) X(OUTCOME) \
	X(ABSTRACT_ANY) X(ABSTRACT) X(SPEECH) X(VAGUE) X(HEDGE) X(EVASIVE) X(RECAP) X(GENERAL_PRESENT) X(ALWAYS_WORD) X(JUDGING) X(OPINION) X(FEELING) \
	X(I_PAST) X(WE_PAST) X(THING_PRESENT) X(THING_VERB) X(PERSON_PAST) X(I_WOULD) X(YOU) X(NO_VERB) X(NEGATIVE) X(NO_EVIDENCE) X(NOT_CONCRETE) X(ADVICE) \
	X(CIRCULAR) X(LIST) X(GENERAL) X(SPEECHLIKE) X(CIRCLING) X(BARE_PIECES) X(TRADE) X(HOLLOW) X(HOLLOW_TWO) X(HOLLOW_THREE) X(DENSE) X(SPARSE) X(BECAUSE_BARE) \
	X(STORY) X(DESIGN) X(SQL) X(SHOWS_GAP) X(NAMED_TOPIC) X(TREATED_TOPIC) X(NO_TOPIC) \
	X(WHO_GIVEN) X(WHO_MISSING) X(AMOUNT_GIVEN) X(AMOUNT_MISSING) X(WHEN_GIVEN) X(WHEN_MISSING) X(WHY_GIVEN) X(WHY_MISSING) \
	X(COND_GIVEN) X(COND_MISSING) X(YESNO_GIVEN) X(YESNO_MISSING) X(KNOW_GIVEN) X(KNOW_MISSING) X(ELSE_GIVEN) X(ELSE_MISSING) X(COST_GIVEN) X(COST_MISSING) X(WHO_EARLY) \
	X(PAST_MISSING) X(ONLY_PAST) X(WOULD_GIVEN) X(WOULD_MISSING) X(WORKS) X(DESIGN_TREATED) X(DESIGN_PROBE) X(DESIGN_SHORT) \
	X(ASKS_HOW) X(ASKS_DEED) X(DEED_MISSING) X(NAME) X(PERSON) X(DIRECT) X(SHIFT) \
	X(TELLING_NONE) X(TELLING_ONE) X(TELLING_THREE) X(TELLING_SIX) X(TELLING_FEW_SHARE) X(TELLING_MOST_SHARE) X(EVERYDAY_SHORT) \
	X(OWN_ASKED) X(OWN_ASKED_TWO) X(DOUBT_SHOWN) X(DOUBT_MISSING) X(STORY_EMPTY) X(STORY_THIN) X(STORY_FEW) X(EMPTY_SENTENCE)

/* What means another thing where the question could be asked of any story: a short reply without a word of the question may be all that there is to say. */
#define BROAD_FEATURE_TABLE(X) \
	X(ALWAYS) X(VERY_SHORT) X(SHORT) X(WORDS_19) X(WORDS_28) X(WORDS_40) X(ONE_SENTENCE) X(ALL_NEW) X(MOST_NEW) X(HALF_OLD) X(MOST_OLD) X(FEW_FRESH) \
	X(NONE_FRESH) X(PROBE_NONE) X(PROBE_TWO) X(THREAD_NONE) X(THREAD_TWO) X(TOLD_NONE) X(TOLD_FEW) X(TOLD_MANY) X(TIED_NONE) X(AMOUNT) X(TELLING_NONE) \
	X(TELLING_ONE) X(TELLING_THREE) X(TELLING_SIX) X(TELLING_FEW_SHARE) X(TELLING_MOST_SHARE) X(I_PAST) X(WE_PAST) X(THING_PRESENT) X(THING_VERB) X(PERSON) \
	X(TECH) X(DIRECT) X(NEGATIVE) X(ABSTRACT_ANY) X(VAGUE)

enum reply_feature {
#define X(name) C_##name,
	REPLY_FEATURE_TABLE(X)
#undef X
#define X(name) C_BROAD_##name,
	BROAD_FEATURE_TABLE(X)
#undef X
	C_PAIRS,                   /* what the question wants, with how the reply begins */
	C_COUNT = C_PAIRS + WANT_COUNT * BEGIN_COUNT
};
#define PAIR(want, begin) (C_PAIRS + WANT_##want * BEGIN_COUNT + BEGIN_##begin)

static const char *const feature_names[] = {
#define X(name) #name,
	REPLY_FEATURE_TABLE(X)
#undef X
#define X(name) "BROAD_" #name,
	BROAD_FEATURE_TABLE(X)
#undef X
};

static const char *const want_names[] = {
#define X(name) #name,
	CHECK_WANT_TABLE(X)
#undef X
};

static const char *const begin_names[] = {
#define X(name) #name,
	CHECK_BEGIN_TABLE(X)
#undef X
};

struct features {
	bool on[C_COUNT];
};

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

/* How many different keys of the one list are in the other; both sorted. */
static size_t in_both(const uint64_t *keys, size_t n, const uint64_t *others, size_t m)
{
	size_t same = 0;

	for (size_t i = 0; i < n; i++)
		same += !(i && keys[i] == keys[i - 1]) && check_has_key(others, m, keys[i]);
	return same;
}

/* The last paragraph of what was said: the reply to the probe before, or the telling. */
static size_t last_part(const struct talk_text *t)
{
	size_t first = 0;

	for (size_t i = 1; i < t->token_count; i++) {
		size_t gap = t->tokens[i - 1].at + t->tokens[i - 1].n;
		const char *p = t->text.p + gap, *end = memchr(p, '\n', t->tokens[i].at - gap);

		if (end && memchr(end + 1, '\n', (size_t)(t->text.p + t->tokens[i].at - end - 1)))
			first = i;
	}
	return first;
}

/* Does it take up words of the question, of what was said last, of anything that was told? */
static void tie_features(const struct check_input *in, struct features *f)
{
	struct arena *a = in->reply->a;
	struct talk_text last = *in->before;
	size_t n, probe_n, told_n, last_n, first = last_part(in->before), probe, told, thread;
	uint64_t *keys = check_keys(a, &in->reply->text, &n), *probes = check_keys(a, in->probe, &probe_n), *tolds = check_keys(a, in->before, &told_n);

	last.tokens += first;
	last.token_count -= first;
	last.amount_at += first;
	uint64_t *lasts = check_keys(a, &last, &last_n);

	probe = in_both(keys, n, probes, probe_n);
	told = in_both(keys, n, tolds, told_n);
	thread = in_both(keys, n, lasts, last_n);
	f->on[C_PROBE_NONE] = probe == 0;
	f->on[C_PROBE_TWO] = probe >= 2;
	f->on[C_PROBE_THREE] = probe >= 3;
	f->on[C_THREAD_NONE] = thread == 0;
	f->on[C_THREAD_TWO] = thread >= 2;
	f->on[C_TOLD_NONE] = told == 0;
	f->on[C_TOLD_FEW] = told <= 2;
	f->on[C_TOLD_MANY] = told >= 5;
	f->on[C_TIED_NONE] = probe == 0 && thread == 0 && told <= 1;
}

/* How much there is, and how much of it is new. */
static void size_features(const struct check_input *in, size_t amounts, struct features *f)
{
	const struct talk_facts *x = &in->reply->facts;
	size_t fresh;
	double share = check_novelty(in, &fresh);

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
	f->on[C_NONE_FRESH] = fresh == 0;
	f->on[C_OLD_DESIGN] = share < 0.6 && in->reply->clues.design;
	f->on[C_ECHO_SOME] = check_echo(in) > 0.25;
	f->on[C_ECHO_MOST] = check_echo(in) > 0.6;
	f->on[C_AMOUNT] = amounts >= 1;
	f->on[C_AMOUNTS] = amounts >= 2;
	f->on[C_TIE] = x->ties >= 1;
	f->on[C_TIES] = x->ties >= 2;
	f->on[C_CONDITION] = CHECK_HAS(&in->reply->text, "if", "when", "until", "unless", "once", "whenever", "otherwise", "before", "after");
	f->on[C_REASON] = CHECK_HAS(&in->reply->text, "because", "since", "so", "therefore", "as");
}

/* The topic that the gap misses; NULL if it is none of one topic. */
static const struct topic *gap_topic_of(const struct talk_analysis *x, const char *gap)
{
	const struct gap_table *table = pack_table(x->pack, x->round->table, x->round->kind);

	for (size_t i = 0; table && i < table->count; i++)
		if (!strcmp(table->rows[i].gap, gap) && table->rows[i].topic)
			return table->rows[i].topic;
	return *gap ? pack_topic(x->pack, gap + (strncmp(gap, "no_", 3) ? 0 : 3)) : NULL;
}

/* How many words of the question, outside of its quotes, are among these. */
static size_t asked_in(const struct talk_text *probe, const uint64_t *keys, size_t n)
{
	bool quoted = false;
	size_t in = 0;

	for (size_t i = 0; i < probe->token_count; i++) {
		if (*probe->tokens[i].low == '"')
			quoted = !quoted;
		else if (!quoted && check_content(probe, i))
			in += check_has_key(keys, n, check_key(probe, i));
	}
	return in;
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
	f->on[C_ALWAYS_WORD] = CHECK_HAS(&x->text, "always", "every", "everyone", "everybody", "generally", "usually", "often", "never", "any", "anyone", "people");
	f->on[C_JUDGING] = CHECK_HAS(&x->text, "question", "point", "interesting", "honestly", "frankly", "look", "well", "important", "funny");
	f->on[C_OPINION] = CHECK_HAS(&x->text, "believe", "think", "feel", "felt", "opinion", "see", "find");
	f->on[C_FEELING] = CHECK_HAS(&x->text, "happy", "proud", "love", "great", "nice", "good", "fine", "easy", "hard", "wonderful",
			"beautiful", "thankful", "glad", "sad", "fun");
	f->on[C_GENERAL] = check_is_general(x, amounts);
	f->on[C_NO_EVIDENCE] = !has_evidence(in, amounts);
	f->on[C_NOT_CONCRETE] = !concrete(x, amounts);
	f->on[C_ADVICE] = advice(x, amounts);
	f->on[C_STORY] = !x->clues.design;
	f->on[C_SQL] = x->round->kind == TALK_SQL;
	f->on[C_DESIGN] = x->clues.design && !f->on[C_SQL];
	f->on[C_SHOWS_GAP] = shows_gap(in);
	const struct topic *topic = gap_topic_of(x, in->gap);
	int in_it = topic ? talk_topic_in(x, topic, NULL) : 0;

	f->on[C_NO_TOPIC] = topic && in_it == 0;
	const struct topic *doubt = pack_topic(x->pack, arena_printf(x->a, "doubt_%s", in->gap));

	f->on[C_DOUBT_SHOWN] = doubt && talk_topic_in(x, doubt, NULL);
	f->on[C_DOUBT_MISSING] = doubt && !talk_topic_in(x, doubt, NULL);
	f->on[C_NAMED_TOPIC] = in_it == 1;
	f->on[C_TREATED_TOPIC] = in_it == 2;
}

static void voice_features(const struct talk_analysis *x, struct features *f)
{
	f->on[C_NO_VERB] = x->verbs.n == 0;
	for (size_t i = 0; i < x->verbs.n; i++) {
		const struct talk_verb *v = &x->verbs.p[i];
		bool past = v->past && v->tense != TENSE_MODAL, thing = v->who == SUBJECT_THING ||
		       v->who == SUBJECT_IT, works = talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_CHANGE) ||
		       talk_verb_is(&x->text, v, LEX_MEASURE);

		f->on[C_I_PAST] = f->on[C_I_PAST] || (v->who == SUBJECT_I && past);
		f->on[C_I_WOULD] = f->on[C_I_WOULD] || (v->tense == TENSE_MODAL && (v->who == SUBJECT_I || v->who == SUBJECT_WE));
		f->on[C_WE_PAST] = f->on[C_WE_PAST] || (v->who == SUBJECT_WE && past);
		f->on[C_PERSON_PAST] = f->on[C_PERSON_PAST] || ((v->who == SUBJECT_PERSON || v->who == SUBJECT_THEY) && past);
		f->on[C_THING_PRESENT] = f->on[C_THING_PRESENT] || (thing && !past);
		f->on[C_THING_VERB] = f->on[C_THING_VERB] || (thing && works);
		f->on[C_YOU] = f->on[C_YOU] || v->who == SUBJECT_YOU || v->who == SUBJECT_ANYBODY;
		f->on[C_NEGATIVE] = f->on[C_NEGATIVE] || v->negative;
		f->on[C_GENERAL_PRESENT] = f->on[C_GENERAL_PRESENT] || (!past && v->who == SUBJECT_PERSON);
	}
}

static void shape_features(const struct talk_analysis *x, struct features *f)
{
	struct check_shape s = check_shape_of(x);
	size_t seen;
	double circle = check_circle_share(x, &seen);

	f->on[C_CIRCULAR] = check_is_circular(x);
	f->on[C_LIST] = check_is_list(x);
	f->on[C_SPEECHLIKE] = check_is_speech(x);
	f->on[C_CIRCLING] = seen >= 5 && circle > 0.16;
	f->on[C_BARE_PIECES] = s.pieces >= 3 && s.bare > 0.5;
	f->on[C_TRADE] = s.trade > 0.25;
	f->on[C_HOLLOW] = s.hollow > 0.06;
	f->on[C_HOLLOW_TWO] = s.hollow > 0.11;
	f->on[C_HOLLOW_THREE] = s.hollow > 0.17;
	f->on[C_DENSE] = s.function < 0.3;
	f->on[C_SPARSE] = s.verbs < 0.12;
	f->on[C_BECAUSE_BARE] = s.because_bare > 0;
}

/* The kind of thing that was asked for is in the reply, or is not. */
static void asks_features(const struct check_input *in, size_t amounts, struct features *f)
{
	struct check_asks a = check_asks_of(in->probe);
	struct check_gives g = check_gives_of(in->reply, amounts);
	const struct talk_facts *x = &in->reply->facts;

	f->on[C_WHO_GIVEN] = a.who && (g.name || g.person);
	f->on[C_WHO_MISSING] = a.who && !g.name && !g.person;
	f->on[C_AMOUNT_GIVEN] = a.amount && g.amount;
	f->on[C_AMOUNT_MISSING] = a.amount && !g.amount;
	f->on[C_WHEN_GIVEN] = a.when && g.when;
	f->on[C_WHEN_MISSING] = a.when && !g.when;
	f->on[C_WHY_GIVEN] = a.why && g.why;
	f->on[C_WHY_MISSING] = a.why && !g.why;
	f->on[C_COND_GIVEN] = a.condition && g.condition;
	f->on[C_COND_MISSING] = a.condition && !g.condition;
	f->on[C_YESNO_GIVEN] = a.yes_no && g.yes_no;
	f->on[C_YESNO_MISSING] = a.yes_no && !g.yes_no;
	f->on[C_KNOW_GIVEN] = a.know && g.know;
	f->on[C_KNOW_MISSING] = a.know && !g.know;
	f->on[C_ELSE_GIVEN] = a.other && g.other;
	f->on[C_ELSE_MISSING] = a.other && !g.other;
	f->on[C_COST_GIVEN] = a.cost && g.cost;
	f->on[C_COST_MISSING] = a.cost && !g.cost;
	f->on[C_WHO_EARLY] = a.who && g.early_person;
	f->on[C_PAST_MISSING] = a.past && !g.past;
	f->on[C_ONLY_PAST] = !a.past && g.past && !g.present;
	f->on[C_WOULD_GIVEN] = a.would && g.would;
	f->on[C_WOULD_MISSING] = a.would && !g.would;
	for (size_t i = 0; i < in->reply->text.sentence_count; i++)
		f->on[C_WORKS] = f->on[C_WORKS] || talk_sentence_works(in->reply, i);
	f->on[C_DESIGN_TREATED] = in->reply->clues.design && (f->on[C_TREATED_TOPIC] || f->on[C_WORKS]);
	f->on[C_DESIGN_PROBE] = in->reply->clues.design && (f->on[C_PROBE_TWO] || (!f->on[C_PROBE_NONE] && !f->on[C_THREAD_NONE]));
	f->on[C_DESIGN_SHORT] = in->reply->clues.design && x->words <= 20;
	f->on[C_ASKS_HOW] = a.how;
	f->on[C_ASKS_DEED] = a.deed;
	f->on[C_DEED_MISSING] = a.deed && !x->concrete;
	f->on[C_NAME] = g.name;
	f->on[C_PERSON] = g.person;
	/* A reply that begins with the thing asked for: a noun, "yes", "none", a number; or one that begins somewhere else. */
	f->on[C_DIRECT] = in->reply->verbs.n == 0 || in->reply->verbs.p[0].group > 3 || CHECK_HAS(&in->reply->text, "yes", "no", "nothing", "none", "both");
	f->on[C_SHIFT] = CHECK_HAS(&in->reply->text, "but", "anyway", "though", "actually", "honestly", "really", "rather", "important", "overall");
}

/* What was asked for, and what the reply begins with; how much of it is its own words. */
static void kind_features(const struct check_input *in, struct features *f)
{
	bool wants[WANT_COUNT], begins[BEGIN_COUNT];
	size_t contents, told_n, n, telling = check_telling_words(in->reply, &contents);
	uint64_t *tolds = check_keys(in->reply->a, in->before, &told_n), *keys = check_keys(in->reply->a, &in->reply->text, &n);
	size_t asked = asked_in(in->probe, keys, n);

	check_wants_of(in->probe, wants);
	check_begins_of(in->reply, begins);
	for (int w = 0; w < WANT_COUNT; w++)
		for (int b = 0; b < BEGIN_COUNT; b++)
			f->on[C_PAIRS + w * BEGIN_COUNT + b] = wants[w] && begins[b];
	f->on[C_TELLING_NONE] = telling == 0;
	f->on[C_TELLING_ONE] = telling <= 1;
	f->on[C_TELLING_THREE] = telling >= 3;
	f->on[C_TELLING_SIX] = telling >= 6;
	f->on[C_TELLING_FEW_SHARE] = telling * 3 < contents;
	f->on[C_TELLING_MOST_SHARE] = telling * 3 >= contents * 2;
	f->on[C_EVERYDAY_SHORT] = telling <= 1 && in->reply->facts.words <= 18;
	bool story = !in->reply->clues.design, number = f->on[C_AMOUNT] || f->on[C_NAME];

	f->on[C_STORY_EMPTY] = story && telling == 0 && !number;
	f->on[C_STORY_THIN] = story && telling <= 1 && !number && f->on[C_TELLING_FEW_SHARE];
	f->on[C_STORY_FEW] = story && !number && f->on[C_TELLING_FEW_SHARE];
	f->on[C_EMPTY_SENTENCE] = f->on[C_STORY_EMPTY] && !begins[BEGIN_PIECE] && !begins[BEGIN_YESNO] && !begins[BEGIN_CLAUSE];
	f->on[C_OWN_ASKED] = asked >= 1;
	f->on[C_OWN_ASKED_TWO] = asked >= 2;
	/* Outside of its quotes the question names nothing that was told. */
	if (asked_in(in->probe, tolds, told_n) == 0) {
#define X(name) f->on[C_BROAD_##name] = f->on[C_##name];
		BROAD_FEATURE_TABLE(X)
#undef X
	}
}

static void read_features(const struct check_input *in, size_t amounts, struct features *f)
{
	*f = (struct features){{false}};
	size_features(in, amounts, f);
	tie_features(in, f);
	fact_features(in, amounts, f);
	voice_features(in->reply, f);
	shape_features(in->reply, f);
	asks_features(in, amounts, f);
	kind_features(in, f);
}

size_t check_features_read(const struct check_input *in, size_t amounts, const char *names[CHECK_FEATURES_MAX])
{
	struct features f;
	size_t n = 0;

	read_features(in, amounts, &f);
	for (int i = 0; i < C_COUNT; i++)
		if (f.on[i])
			names[n++] = i < C_PAIRS ? feature_names[i] : arena_printf(in->reply->a, "%s.%s", want_names[(i - C_PAIRS) / BEGIN_COUNT],
										   begin_names[(i - C_PAIRS) % BEGIN_COUNT]);
	return n;
}

static_assert(C_COUNT <= CHECK_FEATURES_MAX, "a reply shows at most so many features");

#define OWN_WORDS 3                /* of content that an answer has beside those of the question */

bool check_answers_topic(const struct check_input *in)
{
	const struct talk_analysis *x = in->reply;
	const struct topic *topic = gap_topic_of(x, in->gap);
	size_t asked_back;
	struct features f;

	if (!x->clues.design || !x->verbs.n || check_is_speech(x) || check_is_circular(x) || gap_topic_count(x, "evasive", 1, NULL))
		return false;
	read_features(in, check_new_amounts(in), &f);
	if (check_own_words(in, &asked_back) < OWN_WORDS)
		return false;
	bool treats = topic && talk_topic_in(x, topic, NULL) == 2, asked = !f.on[C_PROBE_NONE] || (topic && talk_topic_in(x, topic, NULL));

	return (treats || f.on[C_WORKS]) && asked && !f.on[C_SHIFT] && !f.on[C_HOLLOW] && !f.on[C_OPINION] &&
	       (f.on[C_TIE] || f.on[C_CONDITION] || f.on[C_REASON] || f.on[C_AMOUNT]);
}
