/* What a memory can carry: claims, lenses, the matrix, template language. Each quote is the candidate's. */
#include "story_check.h"

static struct arena arena;

static void test_pack(const struct story_pack *p)
{
	size_t issues = 0, n = 0, kinds = 0, questions = 0;
	const char *const *texts = story_pack_issues(p, &issues);

	tap_is_int((long long)issues, 0, "the files have no issue%s%s", issues ? ": " : "", issues ? texts[0] : "");
	const struct story_rule *rules = story_principles(p, &n);

	story_kinds(p, &kinds);
	tap_is_int((long long)n, 16, "sixteen principles");
	tap_is_int((long long)kinds, 3, "three kinds");
	bool labels = false;

	for (size_t i = 0; i < n; i++) {
		questions += rules[i].question_count >= 3 && rules[i].again_count >= 1;
		for (size_t k = 0; k < rules[i].question_count; k++)
			labels = labels || strcasestr(rules[i].questions[k], rules[i].name);
	}
	tap_is_int((long long)questions, 16, "each with three questions or more, and one after a switch");
	tap_ok(!labels, "no question says the label");
	tap_ok(story_principle(p, "Dive deep") && story_principle(p, "dive-deep") && !story_principle(p, "dive"), "found by name or identifier");
}

static void test_claims(const struct story_pack *p, struct store *s, int64_t id)
{
	struct story_memory m;
	struct story_reading r = {.not_evaluable = ""};
	struct err err = {0};
	size_t quotes = 0, grounded = 0;

	tap_ok(!story_get(p, s, id, &arena, &m, &err) && !story_read(p, &m, &arena, &r, &err) && r.evaluable, "read %s", r.not_evaluable);
	tap_is_int(check_claim(&r, "ownership")->carries, STORY_CARRIES, "it carries ownership");
	tap_is_int(check_claim(&r, "dive-deep")->carries, STORY_CARRIES, "and the investigation");
	tap_is_int(check_claim(&r, "have-backbone")->carries, STORY_NOT, "and no disagreement");
	tap_is_int(check_claim(&r, "hire-and-develop")->carries, STORY_NOT, "and nobody who grew");
	for (int i = 0; i < 3; i++)
		tap_is_int(r.kinds[i].carries, STORY_CARRIES, "kind %s", r.kinds[i].rule->name);
	for (size_t i = 0; i < r.principle_count; i++)
		for (size_t k = 0; k < r.principles[i].quote_count; k++) {
			quotes++;
			grounded += check_grounded(&m, r.principles[i].quotes[k].text);
		}
	tap_ok(quotes >= 10, "%zu quotes", quotes);
	tap_is_int((long long)grounded, (long long)quotes, "each of them stands in an answer");
}

static void test_lenses(const struct story_pack *p, struct store *s, int64_t id)
{
	struct story_memory m;
	struct story_reading r = {.not_evaluable = ""};
	struct err err = {0};
	size_t grounded = 0, all = 0, same = 0;

	story_get(p, s, id, &arena, &m, &err);
	tap_ok(!story_read(p, &m, &arena, &r, &err) && r.lens_count >= 2, "%zu lenses", r.lens_count);
	for (size_t i = 0; i < r.lens_count; i++) {
		const struct story_lens *l = &r.lenses[i];

		printf("# %s: %s: %.*s\n", l->rule->id, l->opening, (int)l->open.text.n, l->open.text.p);
		all++;
		grounded += check_grounded(&m, l->open.text);
		for (size_t k = 0; k < l->then_count; k++) {
			all++;
			grounded += check_grounded(&m, l->then[k].text);
			same += l->then[k].text.p == l->open.text.p;
		}
		for (size_t k = 0; k < i; k++)
			same += r.lenses[k].open.text.p == l->open.text.p || !strcmp(r.lenses[k].opening, l->opening);
		tap_ok(l->then_count >= 2, "lens %zu says what follows", i);
	}
	tap_is_int((long long)grounded, (long long)all, "each sentence is the candidate's");
	tap_is_int((long long)same, 0, "no two begin alike, and none says a sentence twice");
}

/* What was done before somebody had said yes is Bias for Action, in whatever words; what waited is not. */
static void test_before(const struct story_pack *p, struct store *s)
{
	static const char *const did[] = {
		"I closed the two lanes at once, before the shift lead had confirmed anything, because I could open them again with one switch.",
		"I paused the mailing although the cause was not yet clear, and I kept the old list so that I could take it back.",
		"I moved the night run without asking for approval, since it was reversible until six.",
	};
	const char *waited = "I wrote a ticket, and two weeks later the shift lead agreed. Then I closed the two lanes.";
	size_t lacking[2] = {0};

	for (size_t i = 0; i < sizeof(did) / sizeof(*did) + 1; i++) {
		bool last = i == sizeof(did) / sizeof(*did);
		const struct check_answer answers[] = {
			{"happening", "On a weekday the parcel lanes of our depot counted each parcel two times."},
			{"decided", "I decided to count by hand, and to leave the counter to the vendor."},
			{"did", last ? waited : did[i]},
		};
		struct story_memory m;
		struct story_reading r = {.not_evaluable = ""};
		struct err err = {0};
		int64_t id = CHECK_ADD(p, s, answers);

		tap_ok(!story_get(p, s, id, &arena, &m, &err) && !story_read(p, &m, &arena, &r, &err), "read %s", err.text);
		for (size_t k = 0; k < check_claim(&r, "bias-for-action")->lack_count; k++)
			lacking[last] += !strcmp(check_claim(&r, "bias-for-action")->lacks[k], "you acted before everything was known or allowed");
		story_aside(s, id, true, &err);
	}
	tap_is_int((long long)lacking[0], 0, "each telling shows that it was done before all was known");
	tap_is_int((long long)lacking[1], 1, "and what waited for a yes does not");
}

static void test_templates(const struct story_pack *p, struct store *s, int64_t id)
{
	struct story_memory m;
	struct story_reading r = {.not_evaluable = ""};
	struct err err = {0};
	size_t right = 0;
	bool ownership = false, success = false;

	story_get(p, s, id, &arena, &m, &err);
	tap_ok(!story_read(p, &m, &arena, &r, &err) && r.template_count >= 5, "%zu phrases of advice books", r.template_count);
	for (size_t i = 0; i < r.template_count; i++) {
		const struct story_template *t = &r.templates[i];
		struct str answer = m.answers[story_part_find(p, t->part)];

		right += t->at + t->text.n <= answer.n && !memcmp(answer.p + t->at, t->text.p, t->text.n);
		ownership = ownership || str_eq_c(t->text, "demonstrated ownership");
		success = success || str_eq_c(t->text, "was a great success");
	}
	tap_is_int((long long)right, (long long)r.template_count, "each is where it is said to be");
	tap_ok(ownership && success, "\"demonstrated ownership\" and \"was a great success\" are among them");
	tap_is_int(check_claim(&r, "deliver-results")->carries, STORY_NOT, "they carry nothing");
	tap_is_int(check_claim(&r, "ownership")->carries, STORY_NOT, "not even what they name");
}

static void test_matrix(const struct story_pack *p, struct store *s, int64_t clicks, int64_t schema)
{
	struct story_matrix m;
	struct err err = {0};
	size_t backbone = (size_t)(story_principle(p, "have-backbone") - p->principles);
	size_t ownership = (size_t)(story_principle(p, "ownership") - p->principles);

	tap_ok(!story_matrix(p, s, &arena, &m, &err), "matrix %s", err.text);
	tap_is_int((long long)m.count, 3, "three memories");
	tap_ok(m.readings[0].memory->id == clicks && m.readings[2].memory->id == schema, "oldest first");
	tap_is_int(m.principle_carriers[backbone], 1, "the disagreement leans on one memory");
	tap_ok(m.principle_carriers[ownership] >= 1, "ownership is covered");
	tap_ok(!story_aside(s, schema, true, &err) && !story_matrix(p, s, &arena, &m, &err) && m.count == 2, "put away: not counted");
	tap_is_int(m.principle_carriers[backbone], 0, "and its principle is open again");
	story_aside(s, schema, false, &err);
}

static void test_choose(const struct story_pack *p, struct store *s, int64_t clicks, int64_t schema)
{
	struct store_telling told = {.principle = "ownership", .at_ms = 5000};
	const struct story_rule *first, *again, *other = NULL;
	struct story_matrix m;
	struct err err = {0};
	bool never = true;
	size_t from = 0;

	story_matrix(p, s, &arena, &m, &err);
	first = story_choose_principle(p, &m, NULL, 0, 7, &from);
	again = story_choose_principle(p, &m, NULL, 0, 7, &from);
	tap_ok(first == again, "the same dice, the same principle");
	for (uint64_t seed = 0; seed < 40; seed++) {
		const struct story_rule *r = story_choose_principle(p, &m, &told, 1, seed, &from);

		never = never && strcmp(r->id, "ownership");
		other = r != first ? r : other;
	}
	tap_ok(never, "what was just drilled is not drawn");
	tap_ok(other != NULL, "other dice, another principle");
	tap_is_int((long long)from, 4, "by the dice, among four");
	tap_is_int(story_choose_memory(&m, STR("So the click report for the sellers did not match the invoices, the phones sent their events late and "
					       "the billing team corrected it by hand. I rewrote the merge step."), &arena), clicks,
		   "a telling is known by its words");
	tap_is_int(story_choose_memory(&m, STR("My new colleague had to run two scripts for the customer table each morning, so I built a generator "
					       "and deleted the scripts."), &arena), schema, "and another one");
	tap_is_int(story_choose_memory(&m, STR("Once upon a time there was a castle with a dragon, and the knight was asleep."), &arena), 0,
		   "or is none of them");
	const struct story_rule *turn = story_choose_switch(p, &m, clicks, story_principle(p, "ownership"), 3, &from);

	tap_ok(turn && strcmp(turn->id, "ownership"), "the switch goes to another principle");
	size_t carried = 0;

	for (size_t i = 0; i < m.count; i++)
		for (size_t k = 0; m.readings[i].memory->id == clicks && k < m.readings[i].principle_count; k++)
			carried += m.readings[i].principles[k].carries == STORY_CARRIES && strcmp(m.readings[i].principles[k].rule->id, "ownership");
	tap_is_int((long long)from, (long long)carried, "by the dice, among those that it carries");
	story_choose_switch(p, &m, 0, story_principle(p, "ownership"), 3, &from);
	tap_is_int((long long)from, 15, "or among all others, where no memory is known");
	for (size_t i = 0; i < m.count; i++)
		if (m.readings[i].memory->id == clicks)
			tap_is_int(check_claim(&m.readings[i], turn->id)->carries, STORY_CARRIES, "that the memory carries");
}

int main(void)
{
	arena_init(&arena, 200u << 20);
	struct story_pack *p = check_pack();
	struct store *s = check_store(&arena, "read");

	if (p && s) {
		int64_t clicks = CHECK_ADD(p, s, check_clicks), empty = CHECK_ADD(p, s, check_empty), schema = CHECK_ADD(p, s, check_schema);

		test_pack(p);
		test_claims(p, s, clicks);
		test_lenses(p, s, clicks);
		test_templates(p, s, empty);
		test_matrix(p, s, clicks, schema);
		test_choose(p, s, clicks, schema);
		test_before(p, s);
	}
	store_close(s);
	story_pack_free(p);
	arena_release(&arena);
	return tap_done();
}
