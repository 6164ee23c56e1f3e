/* Plain speech: short true replies, phrases without anything in them, causes that are told without "because", and what a question may not presume. */
#include "talk_check.h"

static const char telling[] =
	"In a print shop for school books the colour proofs went to the wrong printer now and then. In October 2023 I looked at 80 jobs in the queue. I found that the "
	"name of the printer is taken from the last job of the same customer. I decided to take it from the order instead, and changed it with Ruth in two weeks. "
	"Before, 9 of 80 proofs were at the wrong place, now one of 200.";

static enum talk_verdict judged(const char *gap, const char *probe, const char *text)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .principle = "ownership"};
	enum talk_verdict verdict = TALK_EVADED;
	struct err err = {0};

	if (talk_check(pack, &round, gap, str_of(probe), str_of(telling), false, str_of(text), &verdict, &err))
		tap_ok(false, "%s", err.text);
	return verdict;
}

struct said {
	const char *gap, *probe, *reply;
};

/* A name, a thing, a day: that is all of the question. */
static const struct said plain[] = {
	{"no_tradeoff", "Who agreed to that price, and who did not?", "Ruth agreed. The two at the press had no say in it."},
	{"no_tradeoff", "Was that debt ever paid back?", "In January, when the order form got the field for it."},
	{"no_alternative", "Who wanted the other option?", "The head of the press. He likes the old list."},
	{"no_influence", "What did you try first that did not work?", "First I sorted the queue by customer, and that moved the fault to the next job. So I left that."},
	{"no_influence", "What would they say about how you handled it?", "Ruth would say that I should have asked the press before, and not after two weeks."},
	{"no_business_outcome", "Who outside your team was better off for that?", "The three schools in Ulm. They get their proofs on Monday and not on Thursday."},
	{"no_business_outcome", "What decision was made with it?", "To close the second proof room. It was only there for the wrong ones."},
	{"shallow_cause", "What other explanation did you rule out, and how?", "That the drivers mix up the boxes. The label on 9 boxes was wrong before they were loaded."},
	{"no_measurement", "How long did you keep watching it, and what did you see later?", "Until Easter. In March one proof went wrong, from an order that was copied by hand."},
	{"no_decision", "What did you not know when you decided?", "Whether the order has the printer for old customers too."},
};

/* Anybody could say these about anything. */
static const struct said posters[] = {
	{"template_language", "Take me to one hour of that work. What was on your screen?", "It changed from day to day, there was always something new."},
	{"unclear_actor", "What did you do there that nobody had asked you for?", "I talked a lot with everybody and made sure that things went on."},
	{"no_decision", "Which decision in this was yours to make?", "We decided these things in the team, and I was part of it."},
	{"no_decision", "Would you decide the same with what you know now, and why?", "Yes, I think so, since it was the right way to do it."},
	{"no_decision", "How much time did you have to decide, and what did waiting cost?", "We were under pressure, as always, but we handled it."},
	{"no_outcome", "Who noticed the difference first, and what did they say?", "People noticed it and they were really happy with it."},
};

static void test_replies(void)
{
	size_t n = sizeof(plain) / sizeof(*plain), m = sizeof(posters) / sizeof(*posters), answered = 0, evaded = 0;

	for (size_t i = 0; i < n; i++) {
		enum talk_verdict v = judged(plain[i].gap, plain[i].probe, plain[i].reply);

		printf("# %s: %s\n", talk_verdict_name(v), plain[i].reply);
		answered += v <= TALK_PARTIAL;
	}
	tap_ok(answered + 1 >= n, "of %zu short true replies %zu answer", n, answered);
	for (size_t i = 0; i < m; i++) {
		enum talk_verdict v = judged(posters[i].gap, posters[i].probe, posters[i].reply);

		printf("# %s: %s\n", talk_verdict_name(v), posters[i].reply);
		evaded += v == TALK_EVADED;
	}
	tap_ok(evaded + 1 >= m, "of %zu phrases %zu do not", m, evaded);
}

/* What the bad ones had in common is their cause; without it the question stands. */
static void test_cause(void)
{
	static const char *const question = "Tell me about a time when a number was wrong and you found out why.";
	static const char *const told[] = {
		"In May the water bills of 60 houses were wrong. I laid the wrong bills beside the cards of the readers. Most of the wrong bills had a meter that counts in "
		"another unit. I put the unit into the form, and in June 2 of 3,000 bills were wrong, 58 fewer than before.",
		"In autumn the doors of our buses were counted as open too often, 400 times a day. I read the log of three buses. Half of the false ones came from the rear "
		"door, which has a sensor of another maker. I set its limit to two seconds. Since then it is 12 a day.",
	};
	static const char untold[] = "In May the water bills of 60 houses were wrong. It was a big problem and an error that nobody had expected, and many customers complained. "
				     "I corrected the 60 wrong bills by hand in three days, and in June all bills were right again.";

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, "dive-deep", question, told[i], 3);

		const struct talk_view *v = talk_view(t);
		size_t causes = 0;

		for (size_t k = 0; k < v->clue_count; k++)
			causes += v->clues[k].type == CLUE_CAUSE;
		/* A question for what is behind it may stand; then it names the cause and does not ask for the first one. */
		for (size_t k = 0; k < v->gap_count; k++)
			if (!strcmp(v->gaps[k].name, "shallow_cause"))
				causes *= !strncmp(v->transcript.p + v->gaps[k].at, "Most", 4) || !strncmp(v->transcript.p + v->gaps[k].at, "Half", 4);
		tap_ok(causes, "a cause without \"because\" is one: %.60s", told[i]);
		talk_free(t);
	}
	struct talk *t = begin(TALK_BEHAVIOURAL, "dive-deep", question, untold, 3);

	tap_ok(has_gap(t, "shallow_cause"), "where it is missing it is asked for");
	talk_free(t);
}

/* Does any question of this gap that the seeds choose say these words? */
static bool asks(const char *answer, const char *gap, const char *words)
{
	bool found = false;

	for (uint64_t seed = 1; seed <= 12 && !found; seed++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .principle = "have-backbone", .seed = seed, .want = &gap, .want_count = 1};
		struct talk *t = NULL;
		struct err err = {0};

		if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(answer), &err))
			tap_ok(false, "%s", err.text);
		for (const struct talk_probe *p; (p = talk_next(t));) {
			found = found || (!strcmp(p->gap, gap) && strstr(p->text, words));
			reply(t, "I do not know that.");
		}
		talk_free(t);
	}
	return found;
}

static void test_presumes(void)
{
	static const char needed[] = "The wardens of our parking lots complained that the list comes after nine. I decided to load only the lots that changed, and I wrote that in "
				     "four days in May. The list is there at seven now, before it was half past nine, and I looked at the log for two weeks.";
	static const char against[] = "My lead disagreed with loading only the lots that changed, and the wardens did not want it either. I decided to do it in May. The list is there "
				      "at seven now, before it was half past nine, and I looked at the log for two weeks.";

	tap_ok(!asks(needed, "no_influence", "made them agree") && !asks(needed, "no_influence", "was against it"), "who needs a thing had not to be won for it");
	tap_ok(asks(against, "no_influence", "agree") || asks(against, "no_influence", "convinced"), "who was against it had");
}

static void test_percent(void)
{
	static const char text[] = "In June I changed how the ovens of our bakeries are read. I decided to read them once a minute instead of each second, and the cost fell by 30 percent. "
				   "I compared two bills, and the bakers see the same curve.";

	tap_ok(!asks(text, "press_percent", "\"by "), "a share is quoted without the word before it");
}

int main(void)
{
	struct err err = {0};

	if (talk_pack_open(&pack, "content", "amazon-de", &err))
		BUG("%s", err.text);
	test_replies();
	test_cause();
	test_presumes();
	test_percent();
	talk_pack_free(pack);
	return tap_done();
}
