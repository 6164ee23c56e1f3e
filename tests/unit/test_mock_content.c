/* Rounds and scenarios: that the shipped ones are whole, and that a broken one is found with its place. */
#include "tap.h"

#include "base/fs.h"
#include "mock/content.h"
#include "mock/scenario.h"

static char dir[600];

static void put(const char *name, const char *text)
{
	struct err err = {0};
	char path[800], folder[800];

	snprintf(path, sizeof(path), "%s/p/rounds/%s", dir, name);
	snprintf(folder, sizeof(folder), "%s", path);
	*strrchr(folder, '/') = 0;
	if (fs_mkdirs(folder, 0700, &err) || fs_write(path, str_of(text), 0600, &err))
		printf("# %s\n", err.text);
}

static void test_shipped(void)
{
	struct bank *b = NULL;
	struct talk_pack *t = NULL;
	struct rounds *r = NULL;
	struct err err = {0};
	size_t n = 0, scenarios = 0, facts = 0;

	tap_ok(!bank_open(&b, NULL, NULL, &err) && !talk_pack_open(&t, NULL, NULL, &err), "bank and talk content %s", err.text);
	tap_ok(!rounds_open(&r, NULL, NULL, b, t, &err), "rounds %s", err.text);
	const char *const *issues = rounds_issues(r, &n);

	tap_is_int((long long)n, 0, "nothing is wrong in them");
	for (size_t i = 0; i < n; i++)
		printf("# %s\n", issues[i]);
	tap_ok(rounds_find(r, "phone") && rounds_find(r, "bar-raiser") && rounds_find(r, "loop") && rounds_find(r, "design"), "the four rounds");
	tap_is_int((long long)r->principle_count, 16, "sixteen principles");
	for (size_t i = 0; i < r->scenario_count; i++) {
		const struct scenario *s = &r->scenarios[i];
		size_t expected = 0;

		scenarios += !s->hidden;
		facts += s->fact_count;
		for (size_t k = 0; k < s->fact_count; k++) {
			char question[400];

			expected += s->facts[k].expected;
			for (size_t j = 0; j < s->facts[k].ask_count && !strchr(s->facts[k].asks[j], '*'); j++) {
				snprintf(question, sizeof(question), "And what about %s?", s->facts[k].asks[j]);
				if (!scenario_fact(s, str_of(question)))
					tap_ok(false, "%s: '%s' finds nothing", s->id, question);
			}
		}
		tap_ok(s->hidden || (expected >= 4 && s->fact_count >= 8 && s->point_count >= 9), "%s has facts, and four that one should ask for", s->id);
		/* Vague on purpose: no number and no tool in the prompt. */
		tap_ok(!strpbrk(s->prompt, "0123456789") && strlen(s->prompt) < 220, "%s is vague", s->id);
	}
	tap_ok(scenarios >= 8, "eight scenarios or more: %zu with %zu facts", scenarios, facts);
	rounds_free(r);
	talk_pack_free(t);
	bank_free(b);
}

#define SCENARIO                                                                                             \
	"title: T\nkind: pipeline\nprompt: Do it.\npoints: [late_data]\nwant: [no_drift]\nfacts:\n"            \
	"  - {id: volume, about: how much, asks: [how many, row*], says: Ten rows., expected: yes}\n"          \
	"  - {id: late, about: how late, asks: [late, delay*], says: Two days., expected: yes}\n"

static void good_pack(void)
{
	put("interviewer.yaml", "unknown: U.\nagain: A.\ninterrupt: I.\ntime_over: T.\nexplain: E?\nnothing: N.\n");
	put("../principles.yaml", "principles: [{id: ownership, name: Ownership, asks: What?, questions: [Tell me.]}]\n");
	put("questions.yaml", "groups: [{id: past, questions: [Tell me.]}]\n"
			      "press: [{id: differently, gap: no_learning, text: \"What would you do differently?\"}]\n");
	put("phone.yaml", "title: P\nabout: A\nminutes: 20\nparts:\n  - {kind: story, name: S, minutes: 10}\n");
	put("scenarios/one.yaml", SCENARIO);
}

/* The pack with one file broken: the issue that comes of it. */
static void broken(const struct talk_pack *t, const char *file, const char *text, const char *want, const char *name)
{
	struct rounds *r = NULL;
	struct err err = {0};
	size_t n = 0;

	good_pack();
	put(file, text);
	enum err_code code = rounds_open(&r, dir, "p", NULL, t, &err);
	const char *got = code ? err.text : rounds_issues(r, &n)[0];

	if (!tap_ok(got && strstr(got, want), "%s", name))
		tap_show("got", got);
	rounds_free(r);
	/* Gone again, so that the next one starts clean. */
	char path[800];

	snprintf(path, sizeof(path), "%s/p/rounds/%s", dir, file);
	unlink(path);
}

static void test_broken(void)
{
	struct talk_pack *t = NULL;
	struct rounds *r = NULL;
	struct err err = {0};
	size_t n = 9;

	tap_ok(!talk_pack_open(&t, NULL, NULL, &err), "talk content");
	good_pack();
	tap_ok(!rounds_open(&r, dir, "p", NULL, t, &err) && rounds_issues(r, &n) && n == 0, "a small pack of rounds is whole %s", err.text);
	rounds_free(r);
	broken(t, "x.yaml", "title: P\nabout: A\nminutes: 20\nparts:\n  - {kind: stroy, name: S}\n",
	       "p/rounds/x.yaml:5:12: 'kind' must be one of 'sql', 'story', 'design'", "an unknown kind of part, with its place");
	broken(t, "x.yaml", "title: P\nabout: A\nminuts: 20\nparts: []\n", "p/rounds/x.yaml:3:1: unknown key 'minuts', did you mean 'minutes'?", "an unknown key");
	broken(t, "x.yaml", "title: P\nabout: A\nminutes: 20\nparts:\n  - {kind: story, name: S, minutes: 15}\n  - {kind: story, name: T, minutes: 10}\n",
	       "x.yaml:5:3: the parts take 25 minutes, and the round has 20", "parts that take too long");
	broken(t, "x.yaml", "title: P\nabout: A\nminutes: 20\nparts:\n  - {kind: story, name: S, want: [no_such]}\n",
	       "x.yaml:5:35: no gap is called 'no_such'", "an unknown gap");
	broken(t, "x.yaml", "title: P\nabout: A\nminutes: 20\nparts:\n  - {kind: story, name: S, principles: [greed]}\n",
	       "x.yaml:5:41: no principle is called 'greed'", "an unknown principle");
	broken(t, "day.yaml", "title: D\nabout: A\nrounds: [phone, nothing]\n", "day.yaml:3:17: no round is called 'nothing'", "a day of an unknown round");
	broken(t, "scenarios/x.yaml", "title: T\nprompt: P.\npoints: [no_topic]\nfacts:\n  - {id: a, about: b, asks: [c], says: d.}\n",
	       "p/rounds/scenarios/x.yaml:3:10: no topic is called 'no_topic'", "an unknown topic of a scenario");
	broken(t, "scenarios/x.yaml", "title: T\nprompt: P.\npoints: [late_data]\ntable: none\nfacts:\n  - {id: a, about: b, asks: [c], says: d.}\n",
	       "x.yaml:4:8: no table of gaps is called 'none'", "an unknown table");
	broken(t, "scenarios/x.yaml", "title: T\nprompt: P.\npoints: [late_data]\nfacts:\n  - {id: a, about: b, says: d.}\n",
	       "x.yaml:5:5: 'asks' must be a list of texts", "a fact that nothing asks for");
	broken(t, "scenarios/x.yaml", "title: T\nprompt: P.\npoints: [late_data]\nfacts:\n  - {id: a, about: b, asks: [c], like: [colour], says: d.}\n",
	       "x.yaml:5:5: no subject is called 'colour'", "a fact like a subject that there is not");
	broken(t, "asking.yaml", "subjects:\n  - {id: volume, also: [big]}\n", "p/rounds/asking.yaml:2:5: 'asks' must be a list of texts", "a subject without words");
	broken(t, "scenarios/x.yaml", "title: [\n", "x.yaml:", "no YAML");
	broken(t, "../principles.yaml", "principles: []\n", "p/principles.yaml:1:13: 'principles' must be a list", "no principles");
	broken(t, "../principles.yaml", "principles: [{id: a, name: A, questions: [Q.]}, {id: a, name: B, questions: [Q.]}]\n",
	       "p/principles.yaml:1:49: principle 'a' stands twice", "a principle that stands twice");
	broken(t, "questions.yaml", "principles: []\ngroups: [{id: past, questions: [Tell me.]}]\npress: []\n", "questions.yaml:1:1: unknown key 'principles'",
	       "principles in a second place");
	broken(t, "interviewer.yaml", "unknown: U.\n", "interviewer.yaml:1:1: 'again' is missing", "an interviewer without words");
	talk_pack_free(t);
	tap_is_int(rounds_open(&r, dir, "nope", NULL, NULL, &err), ERR_MISSING, "no such pack");
	tap_is_int(rounds_open(&r, dir, "../p", NULL, NULL, &err), ERR_MISSING, "a pack is no path");
}

/* Questions as people ask them, and the fact that should answer. NULL: none of them. */
static void test_questions(void)
{
	static const struct {
		const char *scenario, *question, *fact;
	} rows[] = {
		{"product-clicks", "Who will read this, and what decisions do they take?", "readers"},
		{"product-clicks", "How fresh does it have to be?", "freshness"},
		{"product-clicks", "How many clicks do we get per day?", "volume"},
		{"product-clicks", "How late can events come?", "late"},
		{"product-clicks", "Can the same click be delivered twice?", "duplicates"},
		{"product-clicks", "Does the schema change without notice?", "schema"},
		{"product-clicks", "Where do the clicks come from?", "source"},
		{"product-clicks", "Is there a budget?", "budget"},
		{"product-clicks", "Do we have to delete a user's data on request?", "privacy"},
		{"product-clicks", "What is your favourite colour?", NULL},
		{"seller-payouts", "What happens if a number is wrong?", "readers"},
		{"seller-payouts", "By when must the file be there?", "freshness"},
		{"seller-payouts", "Which currencies do we pay in?", "money"},
		{"seller-payouts", "Is there a total that I can reconcile with?", "reconcile"},
		{"watch-sessions", "What does watching mean exactly?", "definition"},
		{"watch-sessions", "What happens to a session that crosses midnight?", "midnight"},
		{"watch-sessions", "How many viewers are there?", "volume"},
		{"partner-files", "What is wrong with the numbers today?", "wrong"},
		{"partner-files", "In which format do the files arrive?", "files"},
		{"partner-files", "What should happen when a file is missing?", "missing"},
		{"delivery-status", "Do the events come in order?", "order"},
		{"delivery-status", "Is a tracking number unique?", "key"},
		{"delivery-status", "How many parcels are there per day?", "volume"},
		{"orders-replica", "What do the analysts ask?", "questions"},
		{"orders-replica", "How old may the copy be?", "freshness"},
		{"orders-replica", "Are rows updated or deleted later?", "updates"},
		{"order-facts", "What counts as a sale?", "sales"},
		{"order-facts", "Can a product change its category?", "changes"},
		{"order-facts", "How are returns booked?", "returns"},
		{"stock-levels", "How much data is it?", "volume"},
		{"stock-levels", "Are movements booked late?", "late"},
		{"stock-levels", "Which unit is the stock measured in?", "unit"},
		{"customer-address", "How is it built today?", "now"},
		{"customer-address", "Which region should count?", "which"},
		{"customer-address", "How many customers move?", "volume"},
	};
	struct rounds *r = NULL;
	struct err err = {0};

	tap_ok(!rounds_open(&r, NULL, NULL, NULL, NULL, &err), "rounds");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct scenario *s = rounds_scenario(r, rows[i].scenario);
		const struct fact *f = s ? scenario_fact(s, str_of(rows[i].question)) : NULL;

		tap_is_text(f ? f->id : NULL, rows[i].fact, "%s: %s", rows[i].scenario, rows[i].question);
	}
	rounds_free(r);
}

static void test_facts(void)
{
	struct rounds *r = NULL;
	const struct scenario *s;
	const struct fact *f;
	struct err err = {0};
	struct str rest = STR("Fine. How late do they come? And who reads it"), one;

	tap_ok(!rounds_open(&r, NULL, NULL, NULL, NULL, &err), "rounds");
	s = rounds_scenario(r, "product-clicks");
	tap_ok((f = scenario_fact(s, STR("How late can a click be?"))) && !strcmp(f->id, "late"), "late");
	tap_ok((f = scenario_fact(s, STR("HOW MUCH DATA is it per day?"))) && !strcmp(f->id, "volume"), "volume, in capitals");
	tap_ok((f = scenario_fact(s, STR("do fields get renamed without notice"))) && !strcmp(f->id, "schema"), "schema, by a word's beginning");
	tap_ok(!scenario_fact(s, STR("What is the colour of the button?")), "nothing is made up");
	tap_ok(!scenario_fact(s, STR("")) && !scenario_fact(s, STR("\xff\xfe ???")), "bytes that are no words");
	tap_ok(sentence_next(&rest, &one) && !sentence_asks(one), "a statement");
	tap_ok(sentence_next(&rest, &one) && sentence_asks(one) && str_eq_c(one, "How late do they come?"), "a question");
	tap_ok(sentence_next(&rest, &one) && str_eq_c(one, "And who reads it") && !sentence_next(&rest, &one), "the rest");
	tap_ok(text_only_asks(STR("Before I start: who reads it? How often?")), "questions");
	tap_ok(text_only_asks(STR("how many rows per day")), "a question without its mark");
	tap_ok(!text_only_asks(STR("I would land the files as they come, check each against its manifest and load them by event date. Is that fine?")),
	       "a design with a question in it is a design");
	tap_ok(!text_only_asks(STR("")) && !text_only_asks(STR("Files.")), "no question");
	rounds_free(r);
}

int main(void)
{
	snprintf(dir, sizeof(dir), "%.500s", tap_dir());
	unsetenv("SPAR_PACK");
	setenv("SPAR_CONTENT", "content", 0);
	test_shipped();
	test_broken();
	test_questions();
	test_facts();
	return tap_done();
}
