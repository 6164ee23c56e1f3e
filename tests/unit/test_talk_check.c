/* How replies and openings are judged: what answers, what only repeats, lists, honest partial answers and refusals. */
#include "talk_check.h"

#include "talk/check.h"
#include "talk/weights.h"

static enum talk_verdict judged_after(bool evasion, enum talk_kind kind, const char *gap, const char *probe, const char *before, const char *text)
{
	struct talk_round round = {.kind = kind, .level = TALK_L5};
	enum talk_verdict verdict = TALK_EVADED;
	struct err err = {0};

	if (talk_check(pack, &round, gap, str_of(probe), str_of(before), evasion, str_of(text), &verdict, &err))
		tap_ok(false, "%s", err.text);
	return verdict;
}

static enum talk_verdict judged(enum talk_kind kind, const char *gap, const char *probe, const char *before, const char *text)
{
	return judged_after(false, kind, gap, probe, before, text);
}

static const char design[] =
	"Analysts read from noon on, fifty gigabytes a day, and an event can be 36 hours late. One row of the table is one event, identified by its event id. "
	"At nine a job reads the files of the last 48 hours. It keeps one row for each event id, the first one that came, and rewrites whole partitions of event "
	"date, in one transaction each, so running it twice for the same day gives the same rows. A column that is missing stops the load and pages me.";

/* In a design the mechanism that was told answers where it is asked for, also when it is told again. */
static void test_repeated_answers(void)
{
	static const char *const talk[][3] = {
		{"no_duplicates", "The same event arrives twice. What happens?", "The second event with the same id is dropped in the load, because it keeps one row for each event id, the first one that came."},
		{"no_rerun", "It runs twice for the same day. What happens?", "It rewrites whole partitions of event date in one transaction each, so the second run gives the same rows."},
		{"no_drift", "What if the schema changes?", "If a column is missing the load stops before the first row is written and pages me."},
		{"no_late_data", "An event arrives 36 hours late. What happens to it?", "The job reads the files of the last 48 hours, so the late event is written into the partition of the day on which it happened."},
	};

	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		enum talk_verdict v = judged(TALK_PIPELINE, talk[i][0], talk[i][1], design, talk[i][2]);

		tap_ok(v == TALK_FULL || v == TALK_PARTIAL, "%s: %s", talk_verdict_name(v), talk[i][2]);
	}
	tap_is_text(talk_verdict_name(judged(TALK_PIPELINE, "no_drift", "What if the schema changes?", design,
					     "Analysts read from noon on, fifty gigabytes a day, and an event can be 36 hours late.")),
		    "evaded", "another piece of the telling, word for word, answers nothing");
	tap_is_text(talk_verdict_name(judged(TALK_PIPELINE, "no_drift", "What if the schema changes?", design, "When the schema changes, the schema is another one, and that is a change.")),
		    "evaded", "the question said back answers nothing");
}

/* In a story the same words again are no answer, and a deep talk in its own words is no repetition. */
static void test_story_repeated(void)
{
	tap_is_text(talk_verdict_name(judged(TALK_BEHAVIOURAL, "no_alternative", "What else could you have done?", story,
					     "I read the query plan and rewrote the merge step so that it reads only the last three days.")),
		    "evaded", "the telling again");
	enum talk_verdict v = judged(TALK_BEHAVIOURAL, "no_alternative", "What else could you have done?", story,
				     "I could have bought a larger cluster for the load. I rejected it because the job would still have read the whole history, and the report would be late again in spring.");

	tap_ok(v == TALK_FULL || v == TALK_PARTIAL, "its words in a new sentence that answers: %s", talk_verdict_name(v));
}

/* Concrete, with a number and a because, and about something that nobody asked. */
static void test_beside_the_point(void)
{
	static const char *const talk[][3] = {
		{"no_alternative", "Who wanted the other option?", "It reads only what has changed, which took 40 minutes on most nights, because nothing else was in the log."},
		{"no_tradeoff", "Who agreed to that price, and who did not?", "The lock makes a retry wait: on a bad day the table is 11 minutes later, because two runs write by turns."},
		{"no_prevention", "How do you know that the safeguard works?", "It cost me three evenings, because my own work was the order load and my manager had agreed to the mornings only."},
	};
	size_t evaded = 0;

	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++)
		evaded += judged(TALK_BEHAVIOURAL, talk[i][0], talk[i][1], story, talk[i][2]) != TALK_FULL;
	tap_ok(evaded >= 2, "of three replies beside the point %zu are not full", evaded);
}

static void test_honest(void)
{
	static const struct {
		const char *probe, *reply, *verdict;
	} talk[] = {
		{"Which step is the dearest?", "I do not know that, and I do not want to guess. I would look it up.", "declined"},
		{"What did it cost a month?", "I would have to check that before I answer.", "declined"},
		{"How would you find out by tomorrow?", "I would look it up in the scheduler's log, which keeps the start and the end of each night.", "partial full"},
		{"Which question would you ask me before you build this?", "I would ask whether last year's report should show the region of then or of now, because the key of the "
		 "fact depends on it.", "full"},
		{"Which step is the dearest?", "I have not measured it. The sort, I think, because it goes over all rows and the join only over a few hundred.", "partial full"},
	};

	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		const char *v = talk_verdict_name(judged(TALK_PIPELINE, "no_cost", talk[i].probe, design, talk[i].reply));

		tap_ok(strstr(talk[i].verdict, v) != NULL, "%s, wanted %s: %s", v, talk[i].verdict, talk[i].reply);
	}
}

/* Who evaded the question has to answer the follow-up without doubt: more of the same does not count, a mechanism does. */
static void test_after_evasion(void)
{
	static const char evasion[] =
		"With window functions the engine does the heavy lifting, and with proper indexing and scaling the cost stays under control even for billions of rows.";
	static const struct { const char *gap, *probe, *more, *true_reply; } talk[] = {
		{"no_backfill", "A column was there for two months before anybody wanted it. How do you get the old values?",
		 "With a backfill, which is a standard procedure on our platform. Historical data can be reprocessed at any time because the pipeline was designed with backfills in mind.",
		 "The raw files of those two months are still in the bucket, so I run the new load over them day by day, sixty runs at night, and each one rewrites its own partition."},
		{"no_quality_checks", "A batch of 10,000 has one price of minus five; do the other 9,999 load?",
		 "Bulkhead, so failure is isolated, graceful degradation, and the circuit breaker opens at the threshold of 50 % and is half-open after 30 s.",
		 "Yes. The row with the minus goes to a table of rejects with the reason, the other 9,999 load, and if more than 50 rows of a batch are rejected the load stops and pages me."},
	};

	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		tap_is_text(talk_verdict_name(judged_after(true, TALK_PIPELINE, talk[i].gap, talk[i].probe, evasion, talk[i].more)), "evaded", "%s", talk[i].more);
		tap_ok(judged_after(true, TALK_PIPELINE, talk[i].gap, talk[i].probe, evasion, talk[i].true_reply) <= TALK_PARTIAL, "%s", talk[i].true_reply);
	}
	tap_ok(judged(TALK_PIPELINE, talk[0].gap, talk[0].probe, design, talk[0].more) != TALK_FULL, "behind a design the first is no full answer either");
}

/* Short sentences with numbers between commas are no list of words. */
static void test_lists(void)
{
	static const char *const told[] = {
		"The buyers took 50 products from the shelf each Monday and compared them with the report. I kept the counts in a sheet: 38, 21, 2, 2.",
		"The younger founder, for about three weeks. He asked Mrs. Lenz for the number, until he had seen that June agreed.",
		"In the table of comparisons: day, depot, our count, the scanners' count. January 13 stands there with a difference of 81,000, and 0 since then.",
	};
	static const char *const lists[] = {
		"Logs, metrics, traces, dashboards, queries, 12 tables, row counts, checksums, lineage, all of it first.",
		"Idempotent, late data, watermark, partition by date, dedup on key, because exactly once, upsert, merge, backfill, replay, schema drift, contract.",
		"Idempotent late data watermark the partition by date dedup on key because exactly once upsert merge backfill replay schema drift contract alerts.",
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		enum talk_verdict v = judged(TALK_BEHAVIOURAL, "no_measurement", "Who or what told you so, and what did they see?", story, told[i]);

		tap_ok(v == TALK_FULL || v == TALK_PARTIAL, "%s: %s", talk_verdict_name(v), told[i]);
	}
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		tap_is_text(talk_verdict_name(judged(TALK_BEHAVIOURAL, "no_measurement", "What did you look at first?", story, lists[i])), "evaded", "%s", lists[i]);
}

/* An opening that holds nothing but words any answer could hold counts as no answer; a real one with some of them does. */
static void test_hollow(void)
{
	static const char hollow[] =
		"Against the odds is where results are made. The goal was ambitious, the time was short, and commitment makes the difference. There were decisions, and they were "
		"taken; there were alternatives, and they were weighed; there were trade-offs, and they were accepted. From day one the focus was on delivery and quality, and the "
		"number was reached, 120 percent of it. What counts in the end is the result, and the result was there, on time, in full, with a measurable impact.";
	struct talk *t = begin(TALK_BEHAVIOURAL, "deliver-results", "Tell me about a goal you reached.", hollow, 1);

	tap_is_text(talk_verdict_name(talk_view(t)->opening), "evaded", "hollow words are no answer");
	talk_free(t);
	t = begin(TALK_BEHAVIOURAL, "deliver-results", "Tell me about a goal you reached.", story, 1);
	tap_ok(talk_view(t)->opening <= TALK_PARTIAL, "a telling with its decision, price and result is one");
	talk_free(t);
}

/* Each reason that is shown fits what was said. */
static void test_reasons(void)
{
	static const struct {
		const char *reply, *missing;
	} talk[] = {
		{"Logs, metrics, traces, dashboards, queries, 12 tables, row counts, checksums, lineage, root cause, five whys.", "it is a list of words"},
		{"In general it is always important to be careful, and one should always think about quality.", "it speaks in general"},
		{"I read the query plan and rewrote the merge step so that it reads only the last three days.", "it says nothing that had not been said"},
	};

	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		struct talk *t = begin(TALK_BEHAVIOURAL, "ownership", NULL, story, 3);

		talk_next(t);
		const struct talk_outcome *out = reply(t, talk[i].reply);

		tap_ok(out->verdict == TALK_EVADED && strstr(out->missing, talk[i].missing), "%s: %s", talk_verdict_name(out->verdict), out->missing);
		talk_free(t);
	}
}

/* What weighs a reply: each key once, named as the file of weights names it, and never more than there is room for. */
static void test_keys(void)
{
	const struct talk_round round = {.kind = TALK_BEHAVIOURAL, .principle = "dive-deep", .level = TALK_L5};
	const struct str probe = str_of("How do you know that \"the count fell\"?"), told = str_of("The count fell by half after I changed the key."), reply = str_of("I counted 40 of them by hand.");
	struct check_keys *keys = calloc(1, sizeof(*keys)), *again = calloc(1, sizeof(*again));
	enum talk_verdict verdict;
	struct err err = {0};
	struct arena a;
	struct buf b;
	size_t twice = 0, named = 0;

	arena_init(&a, 64u << 20);
	buf_init(&b, 1u << 20);
	tap_ok(!talk_check_seen(pack, &round, "no_measurement", probe, told, false, reply, &verdict, NULL, &a, keys, &err), "keys %s", err.text);
	for (size_t i = 0; i < keys->n; i++) {
		char name[200], *rest = NULL;

		for (size_t k = 0; k < i; k++)
			twice += keys->p[i] == keys->p[k];
		twice += strstr(keys->names[i], "fell") != NULL;
		snprintf(name, sizeof(name), "%s", keys->names[i]);
		char *feature = strtok_r(name, " ", &rest), *first = strtok_r(NULL, " ", &rest), *second = strtok_r(NULL, " ", &rest);

		named += keys->p[i] == weight_key(weight_name_of(feature).hash, weight_name_of(first).hash, second ? weight_name_of(second).hash : 0);
	}
	tap_is_int((long long)twice, 0, "each once, and no word of what the question quotes");
	tap_ok(keys->n > 50, "there are %zu", keys->n);
	tap_is_int((long long)named, (long long)keys->n, "their names give them");
	tap_ok(!talk_check_seen(pack, &round, "no_measurement", probe, told, false, reply, &verdict, NULL, NULL, again, &err) && again->n == keys->n &&
	       !memcmp(again->p, keys->p, keys->n * sizeof(*keys->p)), "the same without names");
	for (int i = 0; i < 20000; i++)
		buf_addf(&b, "w%d ", i);
	tap_ok(!talk_check_seen(pack, &round, "no_measurement", probe, told, false, (struct str){buf_text(&b), b.n}, &verdict, NULL, NULL, keys, &err), "20,000 words %s", err.text);
	tap_ok(keys->n > 400 && keys->n <= CHECK_KEYS_MAX, "of which the first ones count: %zu", keys->n);
	tap_ok(!talk_check_seen(pack, &round, "", str_of(""), str_of(""), false, str_of(""), &verdict, NULL, NULL, keys, &err) && verdict == TALK_EVADED, "an empty reply %s", err.text);
	buf_release(&b);
	arena_release(&a);
	free(keys);
	free(again);
}

int main(void)
{
	if (!pack_opened())
		return tap_done();
	test_repeated_answers();
	test_story_repeated();
	test_beside_the_point();
	test_honest();
	test_after_evasion();
	test_lists();
	test_hollow();
	test_reasons();
	test_keys();
	talk_pack_free(pack);
	return tap_done();
}
