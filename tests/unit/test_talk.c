/* The talk engine as its users meet it: a talk with its rules, the check of replies, the ledger, and hostile input. */
#include "base/json.h"
#include "talk/talk.h"
#include "tap.h"

static struct talk_pack *pack;

static const char story[] =
	"In March 2023 I owned the nightly sales load of a chain of 40 shops. It was late on most mornings because the job read the whole history. "
	"I read the query plan and rewrote the merge step so that it reads only the last three days. "
	"I decided to keep the old table for a month, instead of switching at once, at the price of a second copy. "
	"The load went from 4 hours to 40 minutes and the planners had their report at seven. "
	"I compared the row counts with the billing export every morning for two weeks. Since then I always ask how much a job reads.";

static struct talk *begin(enum talk_kind kind, const char *principle, const char *question, const char *answer, uint64_t seed)
{
	struct talk_round round = {.kind = kind, .principle = principle, .question = question, .level = TALK_L5, .seed = seed};
	struct talk *t = NULL;
	struct err err = {0};

	if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(answer), &err))
		tap_ok(false, "%s", err.text);
	return t;
}

static bool has_gap(const struct talk *t, const char *name)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->gap_count; i++)
		if (!strcmp(v->gaps[i].name, name))
			return true;
	return false;
}

static const struct talk_probe *probe_of(const struct talk *t, const char *gap)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->probe_count; i++)
		if (!strcmp(v->probes[i].gap, gap))
			return &v->probes[i];
	return NULL;
}

static bool has_clue(const struct talk *t, enum talk_clue_type type, const char *part)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->clue_count; i++)
		if (v->clues[i].type == type && memmem(v->transcript.p + v->clues[i].at, v->clues[i].n, part, strlen(part)))
			return true;
	return false;
}

static void test_content(void)
{
	size_t n = 0;
	const char *const *issues = talk_pack_issues(pack, &n);

	tap_is_int((long long)n, 0, "the content has no issues%s%s", n ? ": " : "", n ? issues[0] : "");
	struct talk_pack_size size = talk_pack_size(pack);

	tap_ok(size.probes >= 80 && size.wordings >= 3 * size.probes, "%zu probes with %zu wordings", size.probes, size.wordings);
	static const char *const gaps[] = {
		"no_outcome", "no_metric", "no_baseline", "no_measurement", "unclear_actor", "no_decision", "no_alternative", "no_tradeoff", "no_mechanism",
		"shallow_cause", "no_prevention", "no_learning", "no_customer", "no_scale", "no_timeframe", "hypothetical", "hedged_claim", "contradiction",
		"success_as_failure", "template_language", "tool_list", "no_requirements", "no_numbers", "no_grain", "no_key", "no_partition", "no_late_data",
		"no_duplicates", "no_drift", "no_rerun", "no_backfill", "no_quality_checks", "no_deadline", "no_alerting", "no_cost", "no_history",
		"no_batch_or_stream", "no_assumption", "no_failure_mode", "no_reason", "no_ties", "no_nulls", "rambling", "late_outcome", "pivoted", "no_influence",
		"no_failure_owned", "no_business_outcome",
	};
	size_t missing = 0;

	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++)
		if (!talk_pack_has_gap(pack, gaps[i])) {
			missing++;
			printf("# in no table: %s\n", gaps[i]);
		}
	tap_is_int((long long)missing, 0, "every gap of the list is in a table");
}

static void test_clues(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", "Tell me about a time you took on more.", story, 1);

	tap_ok(has_clue(t, CLUE_TIME, "March 2023"), "a time");
	tap_ok(has_clue(t, CLUE_SCALE, "40 shops"), "a scale");
	tap_ok(has_clue(t, CLUE_CAUSE, "because the job read"), "a cause");
	tap_ok(has_clue(t, CLUE_ACTION, "rewrote the merge step"), "an action");
	tap_ok(has_clue(t, CLUE_DECISION, "decided to keep the old table"), "a decision");
	tap_ok(has_clue(t, CLUE_ALTERNATIVE, "instead of switching"), "an alternative");
	tap_ok(has_clue(t, CLUE_TRADEOFF, "at the price of"), "a tradeoff");
	tap_ok(has_clue(t, CLUE_BASELINE, "from 4 hours"), "a baseline");
	tap_ok(has_clue(t, CLUE_METRIC, "40 minutes"), "a metric");
	tap_ok(has_clue(t, CLUE_MEASUREMENT, "compared the row counts"), "a measurement");
	tap_ok(has_clue(t, CLUE_LEARNING, "Since then I always"), "a learning");
	tap_is_int(talk_view(t)->opening, TALK_FULL, "it counts as answered");
	size_t links = 0;

	for (size_t i = 0; i < talk_view(t)->frame.link_count; i++)
		links |= 1u << talk_view(t)->frame.links[i].kind;
	tap_ok(links >> LINK_METRIC_BASELINE & 1, "metric and baseline are linked");
	tap_ok(links >> LINK_DECISION_ALTERNATIVE & 1 && links >> LINK_DECISION_TRADEOFF & 1, "decision, alternative and tradeoff are linked");
	tap_ok(links >> LINK_ACTION_ACTOR & 1, "action and actor are linked");
	talk_free(t);
}

/* Take a sentence out and its probe appears; put it back and it vanishes. */
static void test_metamorphic(void)
{
	static const struct {
		const char *sentence, *without, *gap;
	} pairs[] = {
		{"The load went from 4 hours to 40 minutes", "The load went down to 40 minutes", "no_baseline"},
		{"I compared the row counts with the billing export every morning for two weeks. ", "", "no_measurement"},
		{", instead of switching at once", "", "no_alternative"},
		{", at the price of a second copy", "", "no_tradeoff"},
		{"I decided to keep the old table for a month, instead of switching at once, at the price of a second copy. ", "", "no_decision"},
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		const char *at = strstr(story, pairs[i].sentence);
		char cut[1000];

		snprintf(cut, sizeof(cut), "%.*s%s%s", (int)(at - story), story, pairs[i].without, at + strlen(pairs[i].sentence));
		struct talk *whole = begin(TALK_BEHAVIOURAL, "ownership", NULL, story, 1), *less = begin(TALK_BEHAVIOURAL, "ownership", NULL, cut, 1);

		tap_ok(!has_gap(whole, pairs[i].gap), "%s: not asked for while it is there", pairs[i].gap);
		tap_ok(has_gap(less, pairs[i].gap) && probe_of(less, pairs[i].gap), "%s: asked for when it is gone", pairs[i].gap);
		talk_free(whole);
		talk_free(less);
	}
}

/* Other names and numbers: the same gaps in the same order, and only the quotes differ. */
static void test_slots_only(void)
{
	const char *one = "We moved the invoices to Postgres. I rewrote the load and it takes 20 minutes now.";
	const char *two = "We moved the parcels to MySQL. I rewrote the load and it takes 35 minutes now.";
	struct talk *a = begin(TALK_BEHAVIOURAL, NULL, NULL, one, 7), *b = begin(TALK_BEHAVIOURAL, NULL, NULL, two, 7);
	const struct talk_view *x = talk_view(a), *y = talk_view(b);
	bool same = x->probe_count == y->probe_count && x->clue_count == y->clue_count;

	for (size_t i = 0; same && i < x->probe_count; i++)
		same = !strcmp(x->probes[i].gap, y->probes[i].gap);
	tap_ok(same && x->probe_count > 2, "other names and numbers change no gap");
	talk_free(a);
	talk_free(b);
}

static bool said(const struct talk *t, const char *quote)
{
	const struct talk_view *v = talk_view(t);

	return memmem(v->transcript.p, v->transcript.n, quote, strlen(quote)) != NULL;
}

/* Every rule that holds for each question. */
static void check_probes(const struct talk *t, const char *what)
{
	const struct talk_view *v = talk_view(t);
	bool good = true;

	for (size_t i = 0; i < v->probe_count; i++) {
		const struct talk_probe *p = &v->probes[i];
		size_t marks = 0, words = 1;

		for (const char *c = p->text; *c; c++) {
			marks += *c == '?';
			words += *c == ' ';
			good = good && *c != '{' && *c != '!';
		}
		good = good && marks == 1 && words <= TALK_PROBE_WORDS_MAX && said(t, p->quote);
		/* What stands in quotation marks was said. */
		for (const char *open = strchr(p->text, '"'); open;) {
			const char *close = strchr(open + 1, '"');
			char quote[400] = "";

			if (close && close - open < 400)
				memcpy(quote, open + 1, (size_t)(close - open) - 1);
			good = good && close && *quote && said(t, quote);
			open = close ? strchr(close + 1, '"') : NULL;
		}
		if (!good)
			printf("# %s: %s\n", p->gap, p->text);
	}
	tap_ok(good, "%s: one question, %d words, quotes that were said", what, TALK_PROBE_WORDS_MAX);
}

static void test_probe_rules(void)
{
	static const char *const answers[] = {
		story,
		"um so we had this process with a lot of manual steps and i automated it with python now it saves a lot of time i guess",
		"I demonstrated ownership and worked with the team. The project was successful and all stakeholders were satisfied. I raised the bar.",
		"She said \"why do we wait?\" and I didn't know! We cut the load from 3 hours to 10 minutes, 50 % of it by caching.",
		"I wrote \xE2\x80\x9Cthe caf\xC3\xA9 load\xE2\x80\x9D anew, it dropped by 40 %.",
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		for (uint64_t seed = 0; seed < 4; seed++) {
			struct talk *t = begin(i % 2 ? TALK_RETROSPECTIVE : TALK_BEHAVIOURAL, "deliver-results", "Tell me about a failure.", answers[i], seed);

			check_probes(t, answers[i]);
			talk_free(t);
		}
	struct talk *a = begin(TALK_BEHAVIOURAL, NULL, NULL, answers[1], 3), *b = begin(TALK_BEHAVIOURAL, NULL, NULL, answers[1], 3);

	tap_is_text(talk_next(a)->text, talk_next(b)->text, "the same seed asks the same");
	talk_free(a);
	talk_free(b);
}

static const struct talk_outcome *reply(struct talk *t, const char *text)
{
	const struct talk_outcome *out = NULL;
	struct err err = {0};

	if (talk_reply(t, str_of(text), &out, &err))
		tap_ok(false, "%s", err.text);
	return out;
}

static void test_evasion(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", NULL, "I rewrote the loader of our price files and the import got faster.", 5);
	const struct talk_probe *p = talk_next(t);
	char gap[60], text[400];

	snprintf(gap, sizeof(gap), "%s", p->gap);
	snprintf(text, sizeof(text), "%s", p->text);
	tap_ok(talk_next(t) == p, "without a reply the same probe is meant");
	const struct talk_outcome *out = reply(t, "In general it is always important to take ownership, and a good engineer should do that.");

	tap_is_int(out->verdict, TALK_EVADED, "an evasion");
	tap_ok(out->ask_again && *out->missing, "is asked again, and it is said what was missing");
	p = talk_next(t);
	tap_ok(p->again && !strcmp(p->gap, gap) && strcmp(p->text, text), "once, in other words");
	out = reply(t, "As I said, ownership is very important to me and to every team.");
	tap_is_int(out->verdict, TALK_EVADED, "a second evasion");
	tap_ok(!out->ask_again, "is let go");
	for (int i = 0; i < 12 && (p = talk_next(t)); i++) {
		tap_ok(strcmp(p->gap, gap) != 0, "and the point does not come again: %s", p->gap);
		out = reply(t, "I'd rather not say, that's confidential.");
		tap_is_int(out->verdict, TALK_DECLINED, "declined");
	}
	tap_ok(!talk_survived(t), "that is not surviving");
	talk_free(t);
}

static void test_declined(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", NULL, "I rewrote the loader of our price files and the import got faster.", 5);
	char asked[40][40];
	size_t n = 0, twice = 0;
	const struct talk_probe *p;

	while (n < 40 && (p = talk_next(t))) {
		for (size_t i = 0; i < n; i++)
			twice += *p->gap && !strcmp(asked[i], p->gap);
		snprintf(asked[n++], 40, "%s", p->gap);
		reply(t, "I can't share that.");
	}
	tap_ok(n > 3, "a talk of declined probes ends: %zu", n);
	tap_is_int((long long)twice, 0, "and no declined point came again");
	talk_free(t);
}

static void test_survival(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "dive-deep", NULL, "I fixed the duplicates in the order table with a new merge.", 2);
	static const char *const replies[] = {
		"The loader ran twice when the scheduler lost its lock, so each file was inserted two times; I saw it in 312 order ids.",
		"I put a unique key on file name and line, so that the second insert fails, and tested it with 20 files from May.",
		"Ana from finance compared the totals of 14 days with her ledger, because she had found the first double order.",
		"The merge takes 3 minutes longer, since it looks up each key, and I moved the report to 7:15 for that.",
		"It would fail if the file got another name, so I added the checksum of 64 bytes to the key in June.",
	};
	size_t i = 0;

	for (; i < 5 && talk_depth(t) < 3 && talk_next(t); i++)
		tap_ok(reply(t, replies[i])->verdict <= TALK_PARTIAL, "a real answer counts: %s", replies[i]);
	tap_is_int(talk_depth(t), 3, "pressed to depth three");
	tap_ok(talk_survived(t), "and survived");
	json_t *ledger = talk_ledger(t);
	const json_t *first = json_array_get(json_get_array(ledger, "asked"), 0);

	tap_is_int((long long)json_array_size(json_get_array(ledger, "asked")), (long long)i, "the ledger lists each probe");
	tap_ok(*json_get_text(first, "why", "") && *json_get_text(first, "verdict", "") && json_get_array(first, "considered"), "with reason, verdict and what else was considered");
	tap_ok(json_get_bool(ledger, "survived", false), "and the end");
	json_decref(ledger);
	talk_free(t);
}

static void test_earlier(void)
{
	struct talk_telling earlier[] = {{"last Tuesday", STR("The nightly load went from 4 hours to 40 minutes. The team had six engineers.")}};
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 1, .earlier = earlier, .earlier_count = 1};
	struct talk *t = NULL;
	struct err err = {0};

	talk_new(&t, pack, &round, &err);
	talk_answer(t, STR("I rewrote the merge. The nightly load went from 9 hours to 40 minutes. I compared the counts."), &err);
	const struct talk_probe *p = talk_next(t);

	tap_is_text(p ? p->gap : "", "contradiction", "numbers that drifted between tellings are raised first");
	tap_ok(p && strstr(p->quote, "9 hours") && strstr(p->quote2, "4 hours"), "with both quotes");
	talk_free(t);
	t = begin(TALK_BEHAVIOURAL, NULL, NULL, "I wrote the loader. The team had six engineers. I tested it with my lead. The team had nine engineers.", 1);
	tap_ok(has_gap(t, "contradiction"), "also inside one answer");
	talk_free(t);
}

/* Contradictions that need reckoning, each beside the same story without one. */
static void test_reckoning(void)
{
	static const char *const stories[][2] = {
		{"I cut the export. The switch went live on 3 May and the audit of April had already confirmed it.",
		 "I cut the export. The switch went live on 3 May and the audit of June had already confirmed it."},
		{"I compared it from May to July with the paper counts of the shops. The shops only began to count on paper in October.",
		 "I compared it from May to July with the paper counts of the shops. The shops only began to count on paper in March."},
		{"We copied the tables and there was no outage. I did the orders. Then we had this outage of six hours.",
		 "We had an outage of six hours. I did the orders. Then we copied the tables and there was no outage."},
		{"Our cluster cost $30,000 a month and the service $21,000 a month. I chose the service. In the first year we saved $260,000.",
		 "Our cluster cost $30,000 a month and the service $21,000 a month. I chose the service. In the first year we saved $108,000."},
		{"The old contract ended in June so I hurried. I wrote the loader. The old contract ended in December as planned.",
		 "The old contract ended in June so I hurried. I wrote the loader. The new contract started in July as planned."},
	};

	for (size_t i = 0; i < sizeof(stories) / sizeof(*stories); i++)
		for (int k = 0; k < 2; k++) {
			struct talk *t = begin(TALK_BEHAVIOURAL, NULL, NULL, stories[i][k], 1);
			const struct talk_probe *p = probe_of(t, "contradiction");

			tap_ok(has_gap(t, "contradiction") == (k == 0), "%s: %s", k ? "holds" : "does not hold", stories[i][k]);
			if (k == 0)
				tap_ok(p && *p->quote && *p->quote2 && said(t, p->quote) && said(t, p->quote2), "both statements are quoted");
			talk_free(t);
		}
}

/* A telling and replies that come to the point. */
static const char *const dense[] = {
	"In May I found that three customers had been refunded twice, so I stopped the payout file of that evening before it went to the bank at six. I pulled the "
	"2,100 refunds of that week and compared them row by row with the bank's file. I found 37 doubled ones. The cause was a retry that made a new id after a "
	"timeout. I decided to make the id from parcel and reason instead of a random one, which cost us a migration of two hours. Since then there were no doubled "
	"refunds in four months.",
	"The customers paid for it: 2,100 people got their money a day later, and customer service had about 40 mails more the next morning than on a usual day. I "
	"had told Petra before I stopped the file, so her team had an answer ready when the first mail came in.",
	"I cut the payout of that evening and nobody had agreed to it. Marek, who leads payments, wanted to send it, because a day without refunds costs trust too. "
	"I showed him the three mails and the rows behind them, and at five he agreed to wait until I had counted the others.",
	"I would call Marek before I stop the file. He heard of it from his own manager, and for a month he had every change of mine reviewed by two people. The stop "
	"cost one day, the call would have cost five minutes, and a colleague of his had seen the doubled rows two weeks before me but had no time for them then.",
	"If the three mails had come from three different causes. It was the same parcel in all three before five o'clock, the same reason, and two ids within 30 "
	"seconds. With only one such pair the file would have gone out, and that one refund would have been blocked by hand.",
};

static const char idle[] =
	"So basically there was a situation in the company, it was a bit of a long story, and there are many sides to it that one would need to understand, like the "
	"whole history of the department and how people were used to do things there, which is something that I found quite interesting at the time. ";

/* Each telling and each reply is looked at by itself: short answers are no long one. */
static void test_rambling(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "bias-for-action", NULL, dense[0], 3);
	char text[2000];

	for (size_t i = 1; i < 5 && talk_next(t); i++)
		tap_ok(reply(t, dense[i])->verdict == TALK_FULL, "reply %zu is full", i);
	tap_ok(talk_view(t)->word_count > 250 && !has_gap(t, "rambling"), "a telling and four short replies, %zu words, do not ramble", talk_view(t)->word_count);
	talk_free(t);
	snprintf(text, sizeof(text), "%s%s%s%s", idle, idle, idle, idle);
	t = begin(TALK_BEHAVIOURAL, "bias-for-action", NULL, text, 3);
	tap_ok(has_gap(t, "rambling"), "two hundred words without a point do");
	talk_free(t);
	t = begin(TALK_BEHAVIOURAL, "bias-for-action", NULL, dense[0], 3);
	talk_next(t);
	reply(t, text);
	tap_ok(has_gap(t, "rambling"), "in a reply as well");
	talk_free(t);
}

/* Who is asked for a summary and gives one has answered, though nothing in it is new. */
static void test_summary(void)
{
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 3, .want = (const char *[]){"rambling"}, .want_count = 1};
	struct talk *t = NULL;
	struct err err = {0};
	char text[4000];
	const struct talk_probe *p;

	snprintf(text, sizeof(text), "%s %s%s%s%s%s", dense[0], idle, idle, idle, idle, idle);
	for (int k = 0; k < 2; k++) {
		if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(text), &err))
			tap_ok(false, "%s", err.text);
		p = talk_next(t);
		tap_is_text(p ? p->gap : "", "rambling", "a long answer is asked for its point");
		const struct talk_outcome *out = reply(t, k ? text : "I stopped the payout file before it went to the bank, because a retry had made 37 doubled refunds. Since then "
								     "there were no doubled refunds in four months.");

		tap_ok((out->verdict == TALK_FULL) == (k == 0), "%s: %s", k ? "all of it once more is no summary" : "its point is an answer", talk_verdict_name(out->verdict));
		tap_ok(k || !out->ask_again, "and is not asked again");
		json_t *ledger = talk_ledger(t);

		tap_ok(json_get_bool(json_array_get(json_get_array(ledger, "asked"), 0), "held", k) == (k == 0), "the ledger says whether it held");
		json_decref(ledger);
		talk_free(t);
	}
}

/* Statements with and without "not": only what is denied of the same thing clashes. */
static void test_denied(void)
{
	static const struct {
		const char *story;
		bool clash;
	} stories[] = {
		{"I stopped the file. The refund service was not mine at all. I wrote a check. The refund service belonged to the payments team.", false},
		{"I stopped the file. The refund service belonged to the payments team. I wrote a check. The refund service did not belong to us.", false},
		{"I read the plan. The nightly load was not late. I wrote a check. The nightly load was expensive.", false},
		{"I read the plan. The sales report did not run on Sundays. I wrote a check. The sales report ran on Mondays.", false},
		{"I wrote the loader. The nightly load did not need the index. I tested it. The nightly load needed the index.", true},
		{"I wrote the loader. My manager approved the migration plan in May. I tested it. My manager never approved the migration plan.", true},
		{"I wrote the loader. The refund service was not mine. I tested it. The refund service was mine.", true},
	};

	for (size_t i = 0; i < sizeof(stories) / sizeof(*stories); i++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, NULL, NULL, stories[i].story, 1);

		tap_ok(has_gap(t, "contradiction") == stories[i].clash, "%s: %s", stories[i].clash ? "clash" : "no clash", stories[i].story);
		talk_free(t);
	}
}

/* A contradiction is raised once, asked again once when it is evaded, and never after it was cleared up. */
static void test_contradiction_once(void)
{
	static const char told[] = "I wrote the loader in March. The team had six engineers. I tested the merge with my lead for two days. The team had nine engineers.";
	static const char *const replies[][2] = {
		{"Nine is right: six were there in March and three came in April, when the second product began.", NULL},
		{"In general it is always important to have a good team, and a good team should talk.", "As I said, a good team is very important to everybody."},
		{"I meant nine.", NULL},
	};

	for (size_t i = 0; i < sizeof(replies) / sizeof(*replies); i++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, NULL, NULL, told, 1);
		const struct talk_probe *p = talk_next(t);

		tap_is_text(p ? p->gap : "", "contradiction", "it is raised first");
		reply(t, replies[i][0]);
		p = talk_next(t);
		if (replies[i][1]) {
			tap_ok(p && p->again && !strcmp(p->gap, "contradiction"), "evaded, it is asked once more");
			reply(t, replies[i][1]);
			p = talk_next(t);
		}
		for (int k = 0; k < 8 && p; k++, p = talk_next(t)) {
			tap_ok(strcmp(p->gap, "contradiction") != 0, "and not again: %s", p->text);
			reply(t, "I compared 14 days of the ledger with the export, because finance had found a double order in week 20.");
		}
		talk_free(t);
	}
}

/* A telling repeated is no answer; the fixed phrases of one's own story in an answer with new facts are. */
static void test_pivoted(void)
{
	static const char *const answers[] = {
		"In March 2023 I owned the nightly sales load of a chain of 40 shops. Ana from planning waited for it every morning, so I asked her which three numbers she needed "
		"first, and I split the load in two parts. The first part had her numbers at 5:30. I measured that for 20 days, and she had waited on one of them.",
		"In March 2023 I owned the nightly sales load of a chain of 40 shops. It was late on most mornings because the job read the whole history. I read the query plan "
		"and rewrote the merge step so that it reads only the last three days. That is how it was.",
	};
	struct talk_telling earlier[] = {{"last Tuesday", str_of(story)}};

	for (size_t i = 0; i < 2; i++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 1, .earlier = earlier, .earlier_count = 1};
		struct talk *t = NULL;
		struct err err = {0};

		if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(answers[i]), &err))
			tap_ok(false, "%s", err.text);
		tap_ok(has_gap(t, "pivoted") == (i == 1), "%s", i ? "told again" : "one phrase of it with new facts");
		talk_free(t);
	}
	/* A reply that only tells it again, and one that quotes a phrase of the telling of a moment ago. */
	for (size_t i = 0; i < 2; i++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 1, .earlier = earlier, .earlier_count = 1};
		struct talk *t = NULL;
		struct err err = {0};

		if (talk_new(&t, pack, &round, &err) || talk_answer(t, STR("I wrote a tool that counts the doubled orders and sends them to finance every Monday at nine."), &err))
			tap_ok(false, "%s", err.text);
		talk_next(t);
		reply(t, answers[i]);
		tap_ok(has_gap(t, "pivoted") == (i == 1), "a reply: %s", i ? "told again" : "one phrase of it with new facts");
		talk_free(t);
	}
}

/* The questions of some dice: does any of them have the words? */
static bool ever_asks(const char *answer, const char *replies[2], const char *gap, const char *words)
{
	bool found = false;

	for (uint64_t seed = 0; seed < 24 && !found; seed++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = seed, .want = &gap, .want_count = 1};
		const struct talk_probe *p;
		struct talk *t = NULL;
		struct err err = {0};

		if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(answer), &err))
			tap_ok(false, "%s", err.text);
		for (int i = 0; i < 3 && (p = talk_next(t)); i++) {
			found = found || (!strcmp(p->gap, gap) && strstr(p->text, words));
			if (i < 2)
				reply(t, replies[i]);
		}
		talk_free(t);
	}
	return found;
}

/* A question fits what it quotes, and presupposes nothing that was not told. */
static void test_fitting(void)
{
	static const char everybody[] = "I took care of the import of the price files. We had some problems with it. It was a team effort and everybody did their part.";
	static const char faster[] = "I took care of the import of the price files. We had some problems with it. After that the import got much faster.";
	static const char poster[] = "As a passionate engineer I demonstrated ownership and worked closely with all stakeholders. We followed best practices and the "
				     "project was a great success.";
	const char *deeds[] = {"I wrote a check for the price files and cleaned the folder.", "I sorted 40 files by hand, because the names were wrong."};
	const char *spoke[] = {"I called Ana from finance and told her that the sums were wrong.", "I asked her for the list of 40 prices, because I did not have it."};
	const char *day[] = {"On 4 May I stopped the import at nine, because the sums were wrong.", "I told Ana in the evening, because she needed 40 prices."};

	tap_ok(!ever_asks(everybody, deeds, "no_metric", "By how much?"), "what has no size is not asked for it");
	tap_ok(!ever_asks(everybody, deeds, "no_metric", "the number behind that?"), "in other words neither");
	tap_ok(ever_asks(faster, deeds, "no_metric", "By how much?"), "what has a size is");
	tap_ok(!ever_asks(poster, deeds, "template_language", "that conversation"), "no conversation was told");
	tap_ok(!ever_asks(poster, deeds, "template_language", "the day after"), "and no day");
	tap_ok(ever_asks(poster, spoke, "template_language", "that conversation"), "a conversation that was told is asked about");
	tap_ok(ever_asks(poster, day, "template_language", "the day after"), "so is a day");
}

/* Concrete, and about something else: a tool, a number and "because" are no answer to what was asked. */
static void test_off_topic(void)
{
	static const char *const generic[] = {
		"We used Airflow because it retries each task 3 times, so the pipeline was reliable and everything went well in production.",
		"I chose Spark because it can handle 10 TB of data in 20 minutes on 12 nodes, so the performance was much better.",
		"We monitored it with Grafana because the SLA was 99.9 percent, and we fixed each alert within 15 minutes.",
		"I wrote it in Python with pandas because 80 percent of the team knew it, so the code review took 2 hours.",
		"We deployed it on Kubernetes with 6 pods because it scales, so the costs went down by 30 percent.",
		"I added unit tests with pytest because quality matters, and the coverage went from 40 to 85 percent.",
		"We stored it in S3 as Parquet because it is 4 times smaller, and Athena could query it in 9 seconds.",
	};

	for (uint64_t seed = 0; seed < 6; seed++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", "Tell me about a time you owned a problem.", story, seed);
		bool again = false, told = false;

		for (size_t i = 0; i < 7 && talk_next(t); i++) {
			const struct talk_outcome *out = reply(t, generic[i]);

			again = again || out->ask_again;
			told = told || strstr(out->missing, "nothing of what was told");
		}
		tap_ok(!talk_survived(t), "generic replies do not survive, dice %d", (int)seed);
		tap_ok(again && told, "it is asked again, and it is said why");
		talk_free(t);
	}
}

static void test_not_evaluable(void)
{
	static const struct {
		const char *text;
		size_t n;
	} bad[] = {
		{"", 0}, {"   \n\n ", 5}, {"1 2 3 4 5 6 7", 13}, {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80 \xF0\x9F\x91\x8D", 13}, {"\0\0\0", 3}, {"\xff\xfe\xc3(\x80", 5},
		{"test test test test test test", 29}, {"Ich habe die Pipeline gebaut, weil der alte Job zu langsam war und nicht mehr lief.", 84},
		{"asdf qwer zxcv hjkl asdf uiop qwer bnm", 38},
		{"SELECT customer_id, sum(amount) FROM orders WHERE status = 'paid' GROUP BY customer_id ORDER BY 2", 97},
		{"Ho costruito una pipeline che carica gli ordini ogni notte e quando la sorgente arriva tardi teniamo i dati di ieri", 115},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5};
		struct talk *t = NULL;
		struct err err = {0};
		enum err_code code = talk_new(&t, pack, &round, &err);

		code = code ? code : talk_answer(t, (struct str){bad[i].text, bad[i].n}, &err);
		const struct talk_view *v = talk_view(t);

		tap_ok(!code && !v->evaluable && *v->not_evaluable && !v->probe_count && !talk_next(t), "could not be evaluated: %s", v->not_evaluable);
		talk_free(t);
	}
	struct talk *t = begin(TALK_PIPELINE, NULL, "What runs?", "I used \0 Spark", 1);
	char *big = malloc(TALK_ANSWER_BYTES_MAX + 1);
	struct err err = {0};

	talk_free(t);
	for (size_t i = 0; i < TALK_ANSWER_BYTES_MAX; i++)
		big[i] = "I wrote a job because 40 rows, "[i % 31];
	struct talk_round round = {.kind = TALK_PIPELINE, .level = TALK_L6, .question = "Walk me through it."};

	talk_new(&t, pack, &round, &err);
	tap_is_int(talk_answer(t, (struct str){big, 200000}, &err), ERR_OK, "200 kB are read");
	check_probes(t, "200 kB");
	talk_free(t);
	talk_new(&t, pack, &round, &err);
	tap_is_int(talk_answer(t, (struct str){big, TALK_ANSWER_BYTES_MAX + 1}, &err), ERR_LIMIT, "more is refused, not cut");
	talk_free(t);
	free(big);
}

static void test_rephrase(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", NULL, story, 1);
	struct err err = {0};

	tap_is_int(talk_rephrase(t, STR("Why?"), &err), ERR_USAGE, "a phrasing without a probe");
	talk_next(t);
	tap_is_int(talk_rephrase(t, STR("You said \"rewrote the merge step\". Why that step?"), &err), ERR_OK, "another phrasing that quotes what was said");
	tap_is_int(talk_rephrase(t, STR("You said \"rewrote the moon\". Why?"), &err), ERR_INPUT, "one that invents a quote");
	tap_is_int(talk_rephrase(t, STR("Why? And how?"), &err), ERR_INPUT, "two questions");
	tap_is_int(talk_rephrase(t, STR("Tell me more."), &err), ERR_INPUT, "no question");
	tap_is_int(talk_rephrase(t, STR("a a a a a a a a a a a a a a a a a a a a a a a a a a?"), &err), ERR_INPUT, "too many words");
	talk_free(t);
}

static void test_places(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, NULL, NULL, "I demonstrated ownership and worked closely with the team, which was a success.", 1);
	struct talk_place places[8];
	size_t n = talk_places(t, "template", places, 8);

	tap_ok(n >= 3, "phrases of advice books, where they stand: %zu", n);
	tap_ok(n && !memcmp(talk_view(t)->transcript.p + places[0].at, "demonstrated ownership", places[0].n), "in the order of the text");
	tap_is_int((long long)talk_places(t, "template", places, 1), 1, "as many as fit");
	tap_is_int((long long)talk_places(t, "nothing", places, 8), 0, "no such topic");
	talk_free(t);
}

static void test_points(void)
{
	const char *topics[] = {"ties", "nulls", "grain"};
	int treated[3];
	struct err err = {0};

	tap_is_int(talk_points(pack, STR("Two rows with the same timestamp: the larger order_id wins. NULLs are handled."), topics, 3, treated, &err), ERR_OK, "points");
	tap_ok(treated[0] == 2 && treated[1] == 1 && treated[2] == 0, "treated, only named, absent: %d %d %d", treated[0], treated[1], treated[2]);
	tap_is_int(talk_points(pack, STR("x"), (const char *[]){"nothing"}, 1, treated, &err), ERR_MISSING, "no such topic");
}

static void test_round(void)
{
	static const char *const want[] = {"no_scale"};
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .want = want, .want_count = 1, .probes_max = 2};
	struct talk *t = NULL;
	struct err err = {0};

	talk_new(&t, pack, &round, &err);
	talk_answer(t, STR("I rewrote the loader of our price files because it was slow and the import got faster."), &err);
	tap_is_text(talk_next(t)->gap, "no_scale", "what the round must test comes first");
	reply(t, "It has 12 million rows a day from 300 shops, so one run reads 40 gigabytes.");
	tap_ok(talk_next(t) != NULL, "a second probe");
	reply(t, "The largest shop alone has 2 million rows, because it sells online.");
	tap_ok(talk_next(t) == NULL, "and no more than the round allows");
	talk_free(t);
	round.table = "nothing";
	tap_is_int(talk_new(&t, pack, &round, &err), ERR_MISSING, "no such table");
	tap_ok(talk_pack_has_table(pack, "pipeline"), "tables go by the names of their files");
}

static double score_of(const struct talk *t, const char *gap)
{
	const struct talk_view *v = talk_view(t);

	for (size_t i = 0; i < v->gap_count; i++)
		if (!strcmp(v->gaps[i].name, gap))
			return v->gaps[i].score;
	return 0;
}

/* Senior rounds press what was given up, what was rejected, how large it was and how others came to agree. */
static void test_levels(void)
{
	const char *answer = "My lead was against it. I decided to load the prices twice a day and the shops got them faster.";
	static const char *const gaps[] = {"no_tradeoff", "no_alternative", "no_scale", "no_influence"};

	for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++) {
		double scores[2];

		for (int senior = 0; senior < 2; senior++) {
			struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = senior ? TALK_L6 : TALK_L4};
			struct talk *t = NULL;
			struct err err = {0};

			talk_new(&t, pack, &round, &err);
			talk_answer(t, str_of(answer), &err);
			scores[senior] = score_of(t, gaps[i]);
			talk_free(t);
		}
		tap_ok(scores[0] > 0 && scores[1] > scores[0], "%s weighs more at L6: %.1f, %.1f", gaps[i], scores[0], scores[1]);
	}
}

int main(void)
{
	struct err err = {0};

	if (talk_pack_open(&pack, "content", NULL, &err)) {
		tap_ok(false, "%s", err.text);
		return tap_done();
	}
	test_content();
	test_clues();
	test_metamorphic();
	test_slots_only();
	test_probe_rules();
	test_evasion();
	test_declined();
	test_survival();
	test_earlier();
	test_reckoning();
	test_rambling();
	test_summary();
	test_denied();
	test_contradiction_once();
	test_pivoted();
	test_fitting();
	test_off_topic();
	test_not_evaluable();
	test_rephrase();
	test_places();
	test_points();
	test_round();
	test_levels();
	talk_pack_free(pack);
	return tap_done();
}
