/* The talk engine as its users meet it: a talk with its rules, the check of replies, the ledger, and hostile input. */
#include "base/json.h"
#include "talk_check.h"

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
		"The part of Ana from finance: she compared the totals of 14 days with her ledger and found the first double order, so I would not take credit for that.",
		"The merge takes 3 minutes longer, since it looks up each key, and I moved the report to 7:15 for that.",
		"It would fail if the file got another name, so I added the checksum of 64 bytes to the key in June.",
	};
	size_t i = 0;

	for (const struct talk_probe *p; i < 5 && talk_depth(t) < 3 && (p = talk_next(t)); i++) {
		const struct talk_outcome *out = reply(t, replies[i]);

		tap_ok(out->verdict <= TALK_PARTIAL, "a real answer to \"%s\" counts: %s %s", p->text, replies[i], out->missing);
	}
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

static enum talk_verdict explains(const char *text)
{
	struct talk_round round = {.kind = TALK_SQL, .level = TALK_L5, .question = "Explain it to me: why this way, and what makes it right?"};
	struct talk *t = NULL;
	struct err err = {0};
	enum talk_verdict opening = TALK_DECLINED;

	if (!talk_new(&t, pack, &round, &err) && !talk_answer(t, str_of(text), &err))
		opening = talk_view(t)->opening;
	talk_free(t);
	return opening;
}

/* A short query is explained in a sentence or two. */
static void test_short_explanations(void)
{
	static const char *const said[] = {
		"I use rank because ties must share a place.",
		"First I join orders to customers, then I group by month. The left join keeps customers without orders.",
		"I filter in the ON clause and not in WHERE, because otherwise customers without orders would disappear.",
		"Sum skips NULLs, so I wrap it in coalesce to get 0.",
		"row_number numbers the rows of each user from the newest on, then the filter keeps number one.",
		"The anti join returns customers for whom no order exists; NOT IN would return nothing when customer_id is NULL.",
		"I group by customer and count distinct products, because one product may be ordered twice.",
		"lag gives the row before within one user, so the first row of each user has NULL and is kept by coalesce.",
	};
	static const char *const not_said[] = {
		"It just works.", "Because that is how I always do it.", "It is clean and readable, so I like it.", "I wrote what the task asked for.",
		"I used a window function.", "Joins, windows, NULLs, ties, grain, duplicates.", "Window functions are more modern and I think they perform better.",
		"A CTE is best practice and it makes everything scalable and robust.", "I am good at SQL, so I knew what to do here.",
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		enum talk_verdict v = explains(said[i]);

		tap_ok(v == TALK_PARTIAL || v == TALK_FULL, "'%.50s...' explains: %s", said[i], talk_verdict_name(v));
	}
	for (size_t i = 0; i < sizeof(not_said) / sizeof(not_said[0]); i++)
		tap_is_text(talk_verdict_name(explains(not_said[i])), "evaded", "'%.50s' explains nothing", not_said[i]);
}

int main(void)
{
	if (!pack_opened())
		return tap_done();
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
	test_not_evaluable();
	test_rephrase();
	test_places();
	test_points();
	test_round();
	test_levels();
	test_short_explanations();
	talk_pack_free(pack);
	return tap_done();
}
