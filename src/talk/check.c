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

enum talk_verdict check_reply(const struct check_input *in)
{
	const struct talk_analysis *x = in->reply;
	const struct talk_facts *f = &x->facts;
	size_t fresh, amounts = new_amounts(in);
	double share = novelty(in, &fresh);

	if (declined(x))
		return TALK_DECLINED;
	if (!x->evaluable || check_is_list(x) || general(x, amounts) || check_is_circular(x) || check_is_speech(x) || advice(x, amounts))
		return TALK_EVADED;
	if (!strcmp(in->gap, "contradiction") && settles(x))
		return f->words >= FULL_WORDS ? TALK_FULL : TALK_PARTIAL;
	if (amounts == 0 && (share < 0.25 || fresh < (f->words <= 10 ? 1 : 2)))
		return TALK_EVADED;
	if (!has_evidence(in, amounts) || !concrete(x, amounts))
		return TALK_EVADED;
	if (f->words >= FULL_WORDS && (f->ties >= 1 || f->concrete >= 2 || amounts >= 2 || f->words >= 2 * FULL_WORDS))
		return TALK_FULL;
	return TALK_PARTIAL;
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

void talk_opening_read(struct talk_analysis *x)
{
	const struct talk_facts *f = &x->facts;
	size_t evasive, amounts = 0, told = f->concrete + f->clues[CLUE_OUTCOME];

	x->opening = TALK_EVADED;
	if (!x->evaluable || check_is_list(x) || check_is_circular(x) || check_is_speech(x))
		return;
	if (declined(x) && f->concrete < 2) {
		x->opening = TALK_DECLINED;
		return;
	}
	evasive = gap_topic_count(x, "evasive", 12, NULL);
	/* Numbers that say something: not "one way or another". */
	for (size_t i = 0; i < x->text.amount_count; i++)
		amounts += x->text.amounts[i].kind != AMOUNT_COUNT || x->text.amounts[i].value >= 3;
	if (evasive >= 3 && evasive * 2 >= x->text.sentence_count && f->clues[CLUE_ACTION] < 2)
		return;
	if (x->clues.design) {
		size_t how = f->ties + amounts + f->clues[CLUE_TECH] / 2 + f->concrete;
		bool specific = amounts || f->clues[CLUE_TECH] || f->concrete || names_things(&x->text);

		x->opening = !specific ? TALK_EVADED : how >= 4 && f->words >= 30 ? TALK_FULL : how >= 2 ? TALK_PARTIAL : TALK_EVADED;
		return;
	}
	if (told < 2 || !own_deed(x) || evasive > told || (amounts == 0 && f->concrete < 3))
		return;
	x->opening = told >= 4 && f->ties && amounts ? TALK_FULL : TALK_PARTIAL;
}
