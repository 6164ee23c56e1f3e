/* Memories in the record: answers, edits, drafts, bad input, and that all of it can be rebuilt. */
#include "story_check.h"

#include "base/json.h"

static struct arena arena;

static void test_clean(void)
{
	size_t replaced = 0;
	struct str s = story_text_clean(&arena, STR("  a\r\nb\0c\xff\td\x07  "), &replaced);

	tap_ok(str_eq_c(s, "a\nb\xEF\xBF\xBD" "c\xEF\xBF\xBD\td\xEF\xBF\xBD"), "NUL, bad UTF-8 and a bell become U+FFFD, line ends are one");
	tap_is_int((long long)replaced, 3, "and are counted");
	s = story_text_clean(&arena, STR(" \n\t "), &replaced);
	tap_ok(s.n == 0 && replaced == 0, "white space is nothing");
	s = story_text_clean(&arena, STR("\xEF\xBF\xBD \xF0\x9F\x99\x82"), &replaced);
	tap_ok(s.n == 8 && replaced == 0, "a U+FFFD that was typed, and an emoji, stay");
}

static bool count_events(const struct store_record *e, void *arg)
{
	(void)e;
	++*(int *)arg;
	return true;
}

static int events(struct store *s, const char *kind)
{
	struct store_which which = {.kind = kind};
	struct err err = {0};
	int n = 0;

	if (store_events(s, &which, count_events, &n, &err))
		printf("# %s\n", err.text);
	return n;
}

static void test_answers(const struct story_pack *p, struct store *s)
{
	struct story_memory m;
	struct err err = {0};
	int64_t id = 0, at_ms;
	const char *draft = NULL;
	int decided = story_part_find(p, "decided");

	tap_ok(!story_begin(s, &id, &err) && id > 0, "begin");
	tap_ok(!story_get(p, s, id, &arena, &m, &err) && m.answered == 0, "empty at first");
	tap_is_text(m.title, "(empty)", "and called so");
	tap_ok(!store_draft_put(s, story_draft_subject(&arena, id, "decided"), "I dec", 5, &err), "a draft");
	tap_ok(!story_answer(p, s, id, "decided", STR("I decided to wait for the vendor and to load the rest."), NULL, &err), "any question first");
	tap_ok(!store_draft_get(s, story_draft_subject(&arena, id, "decided"), &arena, &draft, &at_ms, &err) && !draft, "its draft goes");
	tap_ok(!story_get(p, s, id, &arena, &m, &err) && m.answered == 1, "one answer");
	tap_is_text(m.title, "I decided to wait for the vendor and...", "its first words are the title");
	tap_ok(!story_answer(p, s, id, "decided", STR("I decided at once."), NULL, &err), "written again");
	tap_ok(!story_answer(p, s, id, "decided", STR(" I decided at once.\r\n"), NULL, &err), "and the same once more");
	tap_is_int(events(s, "story.answered"), 2, "which is no event");
	tap_ok(!story_get(p, s, id, &arena, &m, &err) && m.edits[decided] == 1, "an edit is counted");
	tap_ok(str_eq_c(m.answers[decided], "I decided at once."), "the last one stands");
	tap_ok(!story_answer(p, s, id, "title", STR("The late vendor"), NULL, &err) && !story_find(p, s, "vendor", &arena, &m, &err) && m.id == id,
	       "found by its title");
	tap_is_int(story_find(p, s, "nothing", &arena, &m, &err), ERR_MISSING, "not found");
	tap_is_int(story_answer(p, s, id, "result", STR("x"), NULL, &err), ERR_MISSING, "no such question");
	tap_is_int(story_answer(p, s, 9999, "decided", STR("x"), NULL, &err), ERR_MISSING, "no such memory");
	tap_ok(!story_answer(p, s, id, "decided", STR(""), NULL, &err) && !story_get(p, s, id, &arena, &m, &err) && m.answered == 0,
	       "an empty answer takes it away");
	tap_ok(!story_aside(s, id, true, &err) && !story_get(p, s, id, &arena, &m, &err) && m.aside, "put away");
}

static void test_bad_input(const struct story_pack *p, struct store *s)
{
	static const char *const odd[] = {"42 17 99.5 1000000 3", "\xF0\x9F\x99\x82\xF0\x9F\x94\xA5\xF0\x9F\x8E\x89", "", "???",
					  "Ich habe die Daten geladen und dann noch einmal geladen."};
	size_t big_n = 200 * 1024, huge_n = STORY_TEXT_BYTES_MAX + 10, replaced = 0;
	char *big = arena_alloc(&arena, huge_n + 1);
	int happening = story_part_find(p, "happening");
	struct story_reading r;
	struct story_memory m;
	struct err err = {0};
	int64_t id = 0, at_ms;
	const char *draft = NULL;

	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		story_begin(s, &id, &err);
		tap_ok(!story_answer(p, s, id, "happening", str_of(odd[i]), NULL, &err) && !story_get(p, s, id, &arena, &m, &err) &&
		       str_eq_c(m.answers[happening], odd[i]), "odd text %zu is kept as it is", i);
		enum err_code code = story_read(p, &m, &arena, &r, &err);

		tap_ok(!code && !r.evaluable && *r.not_evaluable, "and not evaluated: %s", r.not_evaluable);
		tap_ok(r.lens_count == 0 && check_claim(&r, "ownership")->carries == STORY_NOT, "nothing is claimed about it");
	}
	for (size_t i = 0; i < huge_n; i++)
		big[i] = "I loaded the rows again. "[i % 25];
	story_begin(s, &id, &err);
	tap_ok(!story_answer(p, s, id, "did", (struct str){big, big_n}, NULL, &err) &&
	       !story_answer(p, s, id, "came", (struct str){big, big_n}, NULL, &err), "200 kB, twice");
	tap_ok(!story_get(p, s, id, &arena, &m, &err) && m.answers[story_part_find(p, "came")].n == str_trim((struct str){big, big_n}).n, "all of it is kept");
	tap_ok(!story_read(p, &m, &arena, &r, &err) && r.cut, "and what is not looked through is said %s", err.text);
	tap_is_int(story_answer(p, s, id, "did", (struct str){big, huge_n}, NULL, &err), ERR_LIMIT, "more than that is refused");
	tap_ok(strstr(err.text, "kept as a draft") && !store_draft_get(s, story_draft_subject(&arena, id, "did"), &arena, &draft, &at_ms, &err) &&
	       draft && strlen(draft) == str_trim((struct str){big, huge_n}).n, "and kept as a draft");
	tap_ok(!story_answer(p, s, id, "noticed", STR("a\0b \xC3( c"), &replaced, &err) && replaced == 2, "NUL and bad UTF-8 are replaced and counted");
	memset(big, '"', STORY_TEXT_BYTES_MAX);
	tap_ok(!story_answer(p, s, id, "did", (struct str){big, STORY_TEXT_BYTES_MAX}, NULL, &err), "what doubles in the record fits too %s", err.text);
}

static char *dump(const struct story_pack *p, struct store *s)
{
	json_t *list = NULL;
	struct err err = {0};

	if (story_list_json(p, s, &list, &err))
		printf("# %s\n", err.text);
	char *text = json_text(list);

	json_decref(list);
	return text;
}

static void test_rebuild(const struct story_pack *p, struct store *s)
{
	struct err err = {0};
	char *before = dump(p, s), *after;

	tap_ok(!store_rebuild(s, &err), "rebuild %s", err.text);
	after = dump(p, s);
	tap_ok(before && strlen(before) > 500, "there is something in it");
	tap_is_text(after, before, "and the projection is the same");
	free(before);
	free(after);
}

int main(void)
{
	arena_init(&arena, 200u << 20);
	struct story_pack *p = check_pack();
	struct store *s = check_store(&arena, "memory");

	if (p && s) {
		test_clean();
		test_answers(p, s);
		test_bad_input(p, s);
		test_rebuild(p, s);
	}
	store_close(s);
	story_pack_free(p);
	arena_release(&arena);
	return tap_done();
}
