/* The shape of a text that answers nothing: a list of words, the same words over and over, a speech. */
#include "talk/check_int.h"

/* Said in general: advice and phrases, and nothing that happened. */
bool check_is_general(const struct talk_analysis *x, size_t amounts)
{
	size_t evasive = gap_topic_count(x, "evasive", 12, NULL) + gap_topic_count(x, "template", 12, NULL), sentences = x->text.sentence_count;
	size_t facts = x->facts.clues[CLUE_ACTION] + x->facts.clues[CLUE_MEASUREMENT] + x->facts.clues[CLUE_DECISION] + amounts;

	if (evasive == 0)
		return false;
	return facts == 0 ? evasive * 3 >= sentences || evasive >= 2 : evasive >= 2 && evasive > facts && evasive * 2 >= sentences;
}

#define CIRCLE_SHARE 0.24          /* the share of content words that may be repeats, in a reply or a story */
#define CIRCLE_SHARE_LONG 0.36     /* a telling with days and names comes back to its things */
#define CIRCLE_TOLD 3              /* so many of these */
#define CIRCLE_LONG 20             /* content words */
#define CIRCLE_WORDS 30            /* content words looked at together */

/* Words of one family count as one: prevent, prevention; cost, costs. */
static uint64_t family(const struct talk_text *t, size_t i)
{
	const char *p = t->tokens[i].low;
	size_t n = strlen(p);

	return rng_hash(RNG_HASH_START, p, n > 5 ? 5 : n);
}

/* The share of content words that repeat one of the CIRCLE_WORDS before, by family; *seen gets how many there are. */
double check_circle_share(const struct talk_analysis *x, size_t *seen)
{
	const struct talk_text *t = &x->text;
	uint64_t last[CIRCLE_WORDS];
	size_t n = 0, repeats = 0;

	*seen = 0;
	for (size_t i = 0; i < t->token_count; i++) {
		bool old = false;
		uint64_t key;

		if (!check_content(t, i) || t->tokens[i].kind == TOKEN_NUMBER)
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

/* Signs of one occasion: dates, times of day, names. */
static size_t days_and_names(const struct talk_analysis *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->text.amount_count; i++)
		n += x->text.amounts[i].kind == AMOUNT_DATE || x->text.amounts[i].kind == AMOUNT_CLOCK;
	for (size_t i = 0; i < x->text.token_count; i++)
		n += check_is_name(&x->text, i);
	return n;
}

/* The same few words again and again: "the prevention prevents", "the risk was calculated, because it was a calculated risk". */
bool check_is_circular(const struct talk_analysis *x)
{
	size_t seen;
	double share = check_circle_share(x, &seen);

	if (seen < 7 || share <= CIRCLE_SHARE)
		return false;
	if (seen >= CIRCLE_LONG && x->clues.design)
		return share > CHECK_CIRCLE_DESIGN;
	return share > CIRCLE_SHARE_LONG || seen < CIRCLE_LONG || days_and_names(x) < CIRCLE_TOLD;
}

#define SPEECH_SHARE 0.065         /* of words that can be said of anything; answers with deeds have a third of it */
#define SPEECH_SHARE_TOLD 0.11     /* where numbers are among them */

bool check_is_speech(const struct talk_analysis *x)
{
	size_t numbers = 0;

	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += check_telling(&x->text.amounts[i]);
	return x->facts.words >= 10 && x->facts.abstract_share >= (numbers ? SPEECH_SHARE_TOLD : SPEECH_SHARE);
}

#define HOLLOW_SHARE 0.09          /* of the words of a telling; a real one has a fifth of it */
#define HOLLOW_SHARE_TOLD 0.13     /* where days and names are among them */
#define HOLLOW_TOLD 2              /* so many of these */
#define HOLLOW_WORDS 40

bool check_is_hollow(const struct talk_analysis *x)
{
	double hollow = x->facts.words >= HOLLOW_WORDS ? check_shape_of(x).hollow : 0;

	return hollow >= HOLLOW_SHARE && (hollow >= HOLLOW_SHARE_TOLD || days_and_names(x) < HOLLOW_TOLD);
}


/* A mark that ends a piece. */
static bool ends_piece(const struct talk_text *t, size_t i)
{
	return i == t->token_count || t->tokens[i].kind == TOKEN_STOP || (t->tokens[i].kind == TOKEN_PUNCT && *t->tokens[i].low != '"' && !t->tokens[i].skip);
}

struct check_shape check_shape_of(const struct talk_analysis *x)
{
	const struct talk_text *t = &x->text;
	struct check_shape s = {0};
	int hollow_class = lexicon_class(t->lex, "hollow", 6), sql = lexicon_class(t->lex, "tech-sql", 8);
	size_t words = 0, bare = 0, trade = 0, hollow = 0, contents = 0, function = 0, first = 0, here = 0;
	bool because = false;

	for (size_t i = 0; i <= t->token_count; i++) {
		if (!ends_piece(t, i)) {
			const struct talk_token *k = &t->tokens[i];

			if (k->skip || (k->kind != TOKEN_WORD && k->kind != TOKEN_NUMBER))
				continue;
			here++;
			trade += lex_has(&k->set, LEX_CONCEPT) || lex_has(&k->set, LEX_TECH) || k->phrase_class == LEX_CONCEPT || k->phrase_class == LEX_TECH ||
				 (sql >= 0 && (lex_has(&k->set, sql) || k->phrase_class == sql));
			hollow += hollow_class >= 0 && (lex_has(&k->set, hollow_class) || k->phrase_class == hollow_class);
			contents += check_content(t, i);
			function += lex_has(&k->set, LEX_FUNCTION) || lex_has(&k->set, LEX_PREPOSITION) || lex_has(&k->set, LEX_PRONOUN);
			because = because || talk_low_is(t, i, "because");
			continue;
		}
		size_t verb = talk_verb_from(&x->verbs, first);
		bool none = verb >= x->verbs.n || x->verbs.p[verb].group >= i;

		words += here;
		s.pieces += here > 0;
		bare += none && here <= 7 ? here : 0;
		s.because_bare += because && none;
		here = 0;
		because = false;
		first = i + 1;
	}
	if (words) {
		s.bare = (double)bare / (double)words;
		s.trade = (double)trade / (double)words;
		s.function = (double)function / (double)words;
		s.hollow = (double)hollow / (double)words;
	}
	if (contents)
		s.verbs = (double)x->verbs.n / (double)contents;
	return s;
}

#define LIST_WORDS 12              /* a shorter reply is no list: "Around twenty million, give or take" */
#define LIST_POINTS 4
#define LIST_POINTS_LONG 3         /* of a telling, whose shares are surer */
#define LIST_WORDS_LONG 40

/*
 * A list of words gives itself away in several ways, none of which is sure alone and all of which outlive a recogniser's errors: few of the small
 * words that sentences need, many words of the trade or names for the parts of an answer, short pieces without a verb.
 */
bool check_is_list(const struct talk_analysis *x)
{
	struct check_shape s = check_shape_of(x);
	int points = 2 * (s.function < 0.33) + 2 * (s.function < 0.26) + (s.trade > 0.15) + 2 * (s.trade > 0.25) + (s.hollow > 0.1) + 2 * (s.hollow > 0.18) +
		     (s.bare > 0.4) + (s.bare > 0.6) + (s.because_bare >= 1) + (s.because_bare >= 3) + (s.pieces >= 6 && s.verbs < 0.12) +
		     2 * (s.trade > 0.19 && s.bare > 0.24);
	size_t words = x->text.word_count;

	return words >= LIST_WORDS && points >= (words >= LIST_WORDS_LONG ? LIST_POINTS_LONG : LIST_POINTS);
}
