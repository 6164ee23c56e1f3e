#include "talk/check_int.h"

#define FULL_WORDS 19              /* a full answer of fewer words is rare: what, and under which condition or with which result */

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

bool check_declined(const struct talk_analysis *x)
{
	const struct talk_clue *c = talk_clue_first(x, CLUE_DECLINE);
	size_t after, numbers = 0;

	if (!c)
		return false;
	/* "I don't remember the exact figure, but it was about one night in eight": it is answered after all. */
	after = x->text.token_count - c->first - c->count;
	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += check_telling(&x->text.amounts[i]);
	/* "We changed both in the same week. How much of it was the index I can't say": so is this, but for a part. */
	if (x->facts.concrete >= 2 && c->sentence > 0 && c->first > 12)
		return false;
	return !(numbers > 0 && after > 8) && !(x->facts.concrete >= 2 && after > 20) && x->facts.words < 60;
}

#define ECHO_SHARE 0.6             /* of a reply, in runs of words that were said before: told again */
#define NEW_SHARE 0.15             /* of its content words, below which a reply that does not answer says nothing new */

/* "Is it nearer a thousand or a hundred thousand?" wants a number. */
static bool owes_number(const struct check_input *in)
{
	return in->probe->amount_count >= 2 && in->reply->text.amount_count == 0 && (talk_low_is(in->probe, 0, "is") || talk_low_is(in->probe, 0, "was"));
}

/* It says what was said, word for word, and no number is new. A design is another matter: its mechanism may be what was asked for. */
static bool told_again(const struct check_input *in, size_t amounts)
{
	return amounts == 0 && check_echo(in) >= ECHO_SHARE && !check_answers_topic(in);
}

/* The question said back: "when the schema changes, the schema is another one". */
static bool said_back(const struct check_input *in)
{
	size_t asked, own = check_own_words(in, &asked);

	return asked >= 3 && own < 3 && asked > own && check_new_amounts(in) == 0 && in->reply->facts.words >= 8;
}

/* "How would you find out?": to look it up is what was asked for, and no refusal. */
static bool asks_to_find_out(const struct talk_text *probe)
{
	return CHECK_HAS(probe, "would", "could") && CHECK_HAS(probe, "find", "look", "check", "verify", "confirm", "know");
}

enum talk_verdict check_reply(const struct check_input *in)
{
	const struct talk_analysis *x = in->reply;
	size_t amounts = check_new_amounts(in);
	bool unknown = check_declined(x), empty = !unknown && strcmp(in->gap, "contradiction") && check_is_empty(x);
	enum talk_verdict verdict;

	if (unknown && !asks_to_find_out(in->probe))
		return TALK_DECLINED;
	if (!x->evaluable || check_is_list(x) || check_is_general(x, amounts) || check_is_hollow(x) || empty)
		return TALK_EVADED;
	if (!strcmp(in->gap, "contradiction") && settles(x))
		return x->facts.words >= FULL_WORDS ? TALK_FULL : TALK_PARTIAL;
	if (told_again(in, amounts) || said_back(in) || owes_number(in))
		return TALK_EVADED;
	verdict = check_weighed(in, amounts);
	return verdict == TALK_EVADED && (unknown || (check_answers_topic(in) && !in->after_evasion)) ? TALK_PARTIAL : verdict;
}

/* Why a reply counts as evaded. */
static const char *evaded_why(const struct check_input *in)
{
	const struct talk_analysis *x = in->reply;
	struct check_asks asks = check_asks_of(in->probe);
	size_t fresh, amounts = check_new_amounts(in);
	struct check_gives gives = check_gives_of(x, amounts);

	if (!x->evaluable)
		return "it could not be evaluated";
	if (check_is_list(x))
		return "it is a list of words without a sentence that ties them together";
	if (check_is_general(x, amounts) || check_is_speech(x) || check_is_hollow(x) || check_is_empty(x))
		return "it speaks in general and names nothing that was done or measured";
	if (said_back(in))
		return "it says the question back";
	if (check_is_circular(x))
		return "it says the same few words over and over";
	if (told_again(in, amounts))
		return "it says nothing that had not been said";
	if (owes_number(in) || (asks.amount && !gives.amount))
		return "it gives no number, and one was asked for";
	if (asks.who && !gives.name && !gives.person)
		return "it names nobody, and the question asked who";
	if (check_novelty(in, &fresh) < NEW_SHARE)
		return "it says nothing that had not been said";
	return CHECK_OFF_POINT;
}

const char *check_missing(const struct check_input *in, enum talk_verdict verdict)
{
	switch (verdict) {
	case TALK_FULL:
		return "";
	case TALK_DECLINED:
		return "it says that it cannot or will not answer";
	case TALK_PARTIAL:
		return in->reply->facts.ties ? "it is short of what was done or how it works" : "it names no condition, reason or result";
	case TALK_EVADED:
		break;
	}
	return evaded_why(in);
}
