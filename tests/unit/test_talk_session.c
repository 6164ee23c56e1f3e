/* The session of a talk: what is asked once, what counts as answered, and whose words are taken. */
#include "base/json.h"
#include "talk_check.h"

#include "talk/session_int.h"

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
	/* About 170 words: a minute and a half. */
	snprintf(text, sizeof(text), "%s%s%s", idle, idle, idle);
	for (int k = 0; k < 2; k++) {
		t = begin(k ? TALK_PIPELINE : TALK_BEHAVIOURAL, NULL, k ? "Walk me through your pipeline." : NULL, text, 3);
		tap_ok(!has_gap(t, "rambling"), "%zu words do not", talk_view(t)->word_count);
		talk_free(t);
	}
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
		{"I published a note, because people read a note. I fixed it. The planning program reads the table and no note, so the note was for people.", false},
		{"I wrote the loader. The nightly load did not need the index. I tested it. The nightly load needed the index.", true},
		{"I wrote the loader. My manager approved the migration plan in May. I tested it. My manager never approved the migration plan.", true},
		{"I wrote the loader. The refund service was not mine. I tested it. The refund service was mine.", true},
		{"I own the customer tables of a fashion shop with 2.1 million customers. I tested it. 41,000 customers had moved.", false},
		{"The revenue by region of a closed year had moved by 3 percent. I tested it. Since June 12 no revenue of a closed year has moved.", false},
		{"A retyped column blocks the load and pages the one on call. I tested it. With 23 files it does not publish and pages the one on call.", false},
		{"The loans are joined with themselves inside one visit. I tested it. A visit can hold two loans of one title.", false},
		{"I showed Jan the lines that came 26 hours late. I tested it. On September 12 lines came 26 hours late.", false},
		{"The team had six engineers. I tested it. The team had nine engineers.", true},
		{"The nightly load took 40 minutes. I tested it. The nightly load took four hours.", true},
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

/* The first probe that quotes, in any of a few seeds: does a question with these words come, and none that ends in the middle of a thought? */
static void test_quotes(void)
{
	static const char wrapped[] = "On June 3 I saw that the dashboard said 412,000 euros. I decided to take the\ndashboard offline for a day, with Mr. Brandt of finance. I moved\n"
				      "6 reports to the old table. It went back in May.";
	size_t cut = 0, whole = 0;

	for (uint64_t seed = 0; seed < 24; seed++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, NULL, NULL, wrapped, seed);
		const struct talk_view *v = talk_view(t);

		for (size_t i = 0; i < v->probe_count; i++) {
			const char *text = v->probes[i].text;

			cut += strstr(text, "take the\"") || strstr(text, "take the.") || strstr(text, "moved 6.") || strstr(text, "moved 6\"") || strstr(text, "with Mr\"");
			whole += strstr(text, "take the dashboard") != NULL;
		}
		talk_free(t);
	}
	tap_is_int((long long)cut, 0, "no quote ends in the middle of a thought");
	tap_ok(whole > 0, "and one goes on over the end of a typed line: %zu", whole);
}

static bool presses(const char *answer, const char *gap)
{
	struct talk *t = begin(TALK_MODEL, NULL, "Model the orders.", answer, 1);
	const struct talk_view *v = talk_view(t);
	bool found = false;

	for (size_t i = 0; i < v->probe_count; i++)
		found = found || !strcmp(v->probes[i].gap, gap);
	talk_free(t);
	return found;
}

/* A full reply holds by its own words where no clue is found in them, and a deeper question says that it goes deeper. */
static void test_own_words(void)
{
	static const char told[] =
		"In March 2024 I found that on Sundays the gate list of our depot was half empty, and the lorries waited. I decided to count the lines before the load, "
		"instead of waiting for the second file, at the price of a list that comes ten minutes later. I wrote the check in two days. The lorries that waited fell "
		"from 14 to 2 a week, which the porter counted for a month.";
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = "ownership", .question = "Tell me about a problem that was not yours.", .level = TALK_L5, .seed = 3,
				   .want = (const char *[]){"no_customer"}, .want_count = 1};
	struct talk *t = NULL;
	struct err err = {0};
	const struct talk_probe *p;

	if (talk_new(&t, pack, &round, &err) || talk_answer(t, str_of(told), &err)) {
		tap_ok(false, "%s", err.text);
		return;
	}
	p = talk_next(t);
	const struct talk_outcome *out = reply(t, "By the porter's paper list, on which a plate stands for a lorry that turned at the gate.");

	tap_ok(out->verdict == TALK_FULL && out->new_count == 0, "%s: %s, %zu clues", p->text, talk_verdict_name(out->verdict), out->new_count);
	tap_is_int(talk_depth(t), 1, "it holds");
	p = talk_next(t);
	tap_ok(p && p->depth == 2 && strstr(p->why, "goes deeper"), "%s", p ? p->why : "");
	talk_free(t);
}

/* Phrases from advice books are no answer, however fluent. */
static void test_poster(void)
{
	struct talk *t = begin(TALK_BEHAVIOURAL, "think-big", "Tell me about something you proposed that went beyond what was asked.",
			       "In my last job we had a big data platform and there were various challenges with data quality. As a passionate engineer I demonstrated ownership and "
			       "worked closely with all stakeholders to align on a solution. We followed best practices and improved the pipelines significantly. There was good "
			       "communication in the team and in the end the project was a great success, and everybody was very happy with the data quality.", 7);

	tap_is_int(talk_view(t)->opening, TALK_EVADED, "a poster is no answer");
	talk_free(t);
}

/* A press has one question: nothing is asked of it again but once more after an evasion. */
static void test_presses_end(void)
{
	static const char told[] =
		"I build it with exactly once semantics, change data capture and a slowly changing dimension, in real time. The files land at nine in S3, a job reads the last "
		"48 hours, keeps one row for each event id and rewrites whole partitions in one transaction, so running it twice gives the same rows.";
	size_t pressed = 0, twice = 0;

	for (uint64_t seed = 0; seed < 8; seed++) {
		struct talk *t = begin(TALK_PIPELINE, NULL, "Walk me through your pipeline.", told, seed);
		const char *asked[40];
		const struct talk_probe *p;
		size_t n = 0;

		while (n < 40 && (p = talk_next(t))) {
			for (size_t i = 0; i < n; i++)
				twice += !p->again && !strncmp(p->gap, "press_", 6) && !strcmp(asked[i], p->gap);
			pressed += !strncmp(p->gap, "press_", 6);
			asked[n++] = p->gap;
			reply(t, "The key is kept in the sink's own table, in the same transaction as the rows, so a second write of the same 500 rows changes nothing; I tried it on May 3.");
		}
		talk_free(t);
	}
	tap_ok(pressed > 4, "%zu presses", pressed);
	tap_is_int((long long)twice, 0, "none of them twice");
}

/* "On Sunday" takes up what was told of Sunday; other days and numbers in words do not. */
static void test_takes_up(void)
{
	static const struct { const char *reply; bool up; } replies[] = {
		{"On Sunday, when both were at home.", true}, {"On a Friday, when both were at home.", false}, {"It was forty hours later, at most.", false}, {"At the gate.", true},
	};
	struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5};
	struct talk_text before, probe;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 64 << 20);
	if (talk_text_read(&a, pack->lex, str_of("On Sunday the list of the gate came forty minutes late."), &before, &err) ||
	    talk_text_read(&a, pack->lex, str_of("When did you see it?"), &probe, &err))
		tap_ok(false, "%s", err.text);
	for (size_t i = 0; i < sizeof(replies) / sizeof(*replies); i++) {
		struct talk t = {.pack = pack};
		struct talk_analysis x;

		if (talk_analyse(&x, &a, pack, &round, str_of(replies[i].reply), &err))
			tap_ok(false, "%s", err.text);
		tap_is_int(talk_takes_up(&t, &before, &probe, &x), replies[i].up, "%s", replies[i].reply);
	}
	arena_release(&a);
}

/* What was turned down is not pressed as if it had been chosen. */
static void test_turned_down(void)
{
	tap_ok(presses("I build one wide table with the category in each line, because the analysts want no joins.", "press_wide_table"), "a wide table is pressed");
	tap_ok(!presses("I build a star and rejected one wide table, because each change would rewrite five years.", "press_wide_table"), "one that was rejected is not");
	tap_ok(!presses("I build a star instead of a wide table, because each change would rewrite five years.", "press_wide_table"), "nor one it stands instead of");
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

/* What a model may put in place of a prepared probe, and what it may not. */
static void test_reword(void)
{
	static const struct {
		const char *text;
		bool good;
	} words[] = {
		{"You said \"rewrote the merge step\". What else could you have done?", true},
		{"You kept the old table for a month: which other option did you reject?", true},
		{"Which alternative did you reject, and why that one?", true},
		{"You said \"rewrote the moon\". What else could you have done?", false},
		{"You said \xE2\x80\x9Crewrote the moon\xE2\x80\x9D. What else could you have done?", false},
		{"You said 'rewrote the moon'. What else could you have done?", false},
		{"You said \xC2\xABrewrote the moon\xC2\xBB. What else could you have done?", false},
		{"You said that you rewrote everything. What else could you have done?", false},
		{"You cut it to 12 minutes. What else could you have done?", false},
		{"You cut it to 40 minutes. What else could you have done?", true},
		{"Great story. What else could you have done?", false},
		{"That is impressive: what else could you have done?", false},
		{"What else could you have done? And why?", false},
		{"What else could you have done!?", false},
		{"Tell me what else you could have done.", false},
		{"Which color is the sky over the sea in winter?", false},
		{"What else could you have done on the day that all of the shops were waiting for the report and nobody had any idea of what was going on there at all?", false},
		{"What else could you\nhave done?", false},
		{"**What else could you have done?**", false},
		{"<b>What else could you have done</b>?", false},
		{"You said \"rewrote the merge step. What else could you have done?", false},
		{"\"\": what else could you have done?", false},
		{"", false},
		{"\xff\xfe?", false},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *want[] = {"no_alternative"};
		struct talk_round round = {.kind = TALK_BEHAVIOURAL, .level = TALK_L5, .seed = 1, .want = want, .want_count = 1};
		struct talk *t = NULL;
		struct err err = {0};

		if (talk_new(&t, pack, &round, &err) ||
		    talk_answer(t, STR("I was slow at first. I decided to keep the old table for a month. I rewrote the merge step in March and it took 40 minutes."), &err))
			tap_ok(false, "%s", err.text);
		tap_ok(talk_reword(t, STR("What else?"), &err) == ERR_USAGE, "no probe yet");
		const struct talk_probe *p = talk_next(t);
		char before[400];

		snprintf(before, sizeof(before), "%s", p->text);
		tap_is_text(p->gap, "no_alternative", "the prepared one asks for another option");
		enum err_code code = talk_reword(t, str_of(words[i].text), &err);

		tap_ok((code == ERR_OK) == words[i].good, "%s: %s (%s)", words[i].good ? "taken" : "refused", words[i].text, code ? err.text : "");
		tap_is_text(talk_next(t)->text, words[i].good ? words[i].text : before, "and that is what is asked");
		tap_is_text(talk_next(t)->gap, "no_alternative", "for the same gap");
		talk_free(t);
	}
}

int main(void)
{
	if (!pack_opened())
		return tap_done();
	test_rambling();
	test_summary();
	test_denied();
	test_contradiction_once();
	test_pivoted();
	test_fitting();
	test_quotes();
	test_turned_down();
	test_own_words();
	test_takes_up();
	test_presses_end();
	test_poster();
	test_off_topic();
	test_reword();
	talk_pack_free(pack);
	return tap_done();
}
