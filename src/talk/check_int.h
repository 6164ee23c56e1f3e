/*
 * The parts of the check of a reply: what its words are, what shape it has, and which features it shows.
 */
#ifndef SPAR_TALK_CHECK_INT_H
#define SPAR_TALK_CHECK_INT_H

#include "talk/check.h"
#include "talk/gap.h"

#define CHECK_CIRCLE_DESIGN 0.42         /* a design or a query names its few things again and again */

/* check_words.c */

/* Words of one family have one key: prevent, prevention; cost, costs; wrote, write. */
uint64_t check_key(const struct talk_text *t, size_t i);
/* A number that says something: not "one", "two of them", "100 %". */
bool check_telling(const struct talk_amount *m);
/* Is the token a word that carries meaning? */
bool check_content(const struct talk_text *t, size_t i);
/* The keys of the content words, sorted; in the arena. */
uint64_t *check_keys(struct arena *a, const struct talk_text *t, size_t *n);
bool check_has_key(const uint64_t *keys, size_t n, uint64_t key);
/* The share of the reply's different content words that neither the nearest passage of the talk before nor the probe had; *fresh gets how many. */
double check_novelty(const struct check_input *in, size_t *fresh);
/* How many telling amounts of the reply were not said before. */
size_t check_new_amounts(const struct check_input *in);
/* How many words of the reply stand in runs of some words that were said before or asked, as a share of all. */
double check_echo(const struct check_input *in);
/* How many different content words of the reply are not the question's; *asked gets how often it says one of the question's. */
size_t check_own_words(const struct check_input *in, size_t *asked);
bool check_any_word(const struct talk_text *t, const char *const *words, size_t n);
#define CHECK_HAS(t, ...) check_any_word(t, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* check_shape.c */

/* The share of content words that repeat one of those shortly before, by family; *seen gets how many there are. */
double check_circle_share(const struct talk_analysis *x, size_t *seen);
/* Advice and phrases, and nothing that happened. */
bool check_is_general(const struct talk_analysis *x, size_t amounts);

/* What gives a text away as words without statements, each a share. */
struct check_shape {
	double bare;               /* of the words, those in short pieces between marks that have no finite verb */
	double trade;              /* of the words, tools and words of the trade */
	double hollow;             /* of the words, those that any answer could hold: "baseline", "root cause", "commitment", "best" */
	double verbs;              /* finite verbs for each content word */
	double function;           /* of the words, those of the closed classes */
	size_t because_bare;       /* "because" with no verb behind it in its piece */
	size_t pieces;
};
struct check_shape check_shape_of(const struct talk_analysis *x);

/* check_asks.c: what a question asks for, outside of its quotes. */
struct check_asks {
	bool who, amount, when, why, condition, yes_no, how, deed;
	bool know, other, cost;    /* how it is known; another option; what was given up or paid */
	bool past, would;          /* what was; what would be */
};
struct check_asks check_asks_of(const struct talk_text *probe);
/* A name: a capital in the middle of a sentence, or a word that nobody knows at its beginning. */
bool check_is_name(const struct talk_text *t, size_t i);
/* What a reply gives of that. */
struct check_gives {
	bool name, person, amount, when, why, condition, yes_no, know, other, cost, past, would;
	bool early_person;         /* somebody among the first words */
	bool present;              /* something that is or would be */
};
struct check_gives check_gives_of(const struct talk_analysis *reply, size_t amounts);

/*
 * check_kind.c: what the question wants first of all, how the reply begins and what it is made of.  Which pairs of the two answer is learned:
 * "who" and a person, "which question" and "whether".
 */
#define CHECK_WANT_TABLE(X) \
	X(WHO) X(AMOUNT) X(WHEN) X(WHY) X(COND) X(YESNO) X(KNOW) X(OTHER) X(COST) X(HOW) X(DEED) X(SAID) X(WHAT_IF) X(WOULD_HAVE) X(NOW) X(ANY)
#define CHECK_BEGIN_TABLE(X) \
	X(PERSON) X(NUMBER) X(TIME) X(REASON) X(COND) X(YESNO) X(PIECE) X(CLAUSE) X(I_DID) X(THING_DOES) X(WOULD) X(COPULA) X(PAST) X(SAYS) X(LOOKED) X(HABIT) X(PLAIN)

enum check_want {
#define X(name) WANT_##name,
	CHECK_WANT_TABLE(X)
#undef X
	WANT_COUNT
};

enum check_begin {
#define X(name) BEGIN_##name,
	CHECK_BEGIN_TABLE(X)
#undef X
	BEGIN_COUNT
};

void check_wants_of(const struct talk_text *probe, bool out[WANT_COUNT]);
void check_begins_of(const struct talk_analysis *reply, bool out[BEGIN_COUNT]);
/* How many different words of the reply are its own: neither of a closed class nor everyday ones nor hollow; *contents gets those of any kind. */
size_t check_telling_words(const struct talk_analysis *reply, size_t *contents);

/* check.c: a phrase of refusal and nothing told beside it. */
bool check_declined(const struct talk_analysis *x);

/* check_features.c: the names of the features that a reply shows. In the arena of the reply, or lent for ever. */
#define CHECK_FEATURES_MAX 640
size_t check_features_read(const struct check_input *in, size_t amounts, const char *names[CHECK_FEATURES_MAX]);

/* check_weigh.c: full, partial or evaded by the weights of what the reply shows and of its words. */
enum talk_verdict check_weighed(const struct check_input *in, size_t amounts);
/*
 * In a design or a query: does the reply treat the point that the gap misses, with how it works under a condition, so that it answers even where it
 * repeats what was told?  Nothing general, no list, and it takes up the question.
 */
bool check_answers_topic(const struct check_input *in);
/* A story's reply of everyday words alone: no thing, number or name of its own. */
bool check_is_empty(const struct talk_analysis *reply);
#endif
