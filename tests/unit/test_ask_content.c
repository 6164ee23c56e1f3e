/* Questions about queries as content: what stands in content/, and what is refused. */
#include <string.h>

#include "base/fs.h"
#include "practice/ask_content.h"
#include "talk/talk.h"
#include "tap.h"

static struct ask_content *open_pack(const char *dir, const char *pack)
{
	struct ask_content *c = NULL;
	struct err err = {0};

	if (ask_content_open(&c, dir, pack, &err))
		BUG("%s", err.text);
	return c;
}

static void our_own(void)
{
	bool has[ASK_KINDS][ASK_SORTS] = {{false}}, used[ASK_MISREADINGS] = {false};
	static const char *const misreadings[] = {
#define X(id, name, feature) name,
		ASK_MISREADING_TABLE(X)
#undef X
	};
	struct ask_content *c = open_pack("content", "amazon-de");
	size_t n, sorts[ASK_SORTS] = {0};
	const char *const *issues = ask_content_issues(c, &n);

	for (size_t i = 0; i < n; i++)
		printf("# %s\n", issues[i]);
	tap_is_int((long long)n, 0, "the questions of amazon-de are sound");
	const struct ask_entry *e = ask_content_entries(c, &n);
	for (size_t i = 0; i < n; i++) {
		has[e[i].feature][e[i].sort] = true;
		sorts[e[i].sort]++;
		for (size_t m = 0; m < ASK_MISREADINGS; m++)
			used[m] = used[m] || (e[i].sort == ASK_PREDICT && !strcmp(e[i].misreading, misreadings[m]));
	}
	for (int f = 0; f < ASK_KINDS; f++)
		tap_ok(has[f][ASK_WHY] || has[f][ASK_WHAT_IF] || has[f][ASK_PREDICT], "feature '%s' has a question",
		       ask_feature_name((enum ask_kind)f));
	for (size_t m = 0; m < ASK_MISREADINGS; m++)
		tap_ok(used[m], "misreading '%s' has a question", misreadings[m]);
	tap_ok(sorts[ASK_WHY] >= 40 && sorts[ASK_PREDICT] >= 30 && sorts[ASK_WHAT_IF] >= 40, "%zu why, %zu predict, %zu what-if",
	       sorts[ASK_WHY], sorts[ASK_PREDICT], sorts[ASK_WHAT_IF]);
	ask_content_free(c);
}

/* Each point is a topic that the talk engine knows. */
static void topics(void)
{
	struct ask_content *c = open_pack("content", "amazon-de");
	struct talk_pack *talk = NULL;
	struct err err = {0};
	size_t n, unknown = 0;
	int treated;

	if (talk_pack_open(&talk, "content", "amazon-de", &err))
		BUG("%s", err.text);
	const struct ask_entry *e = ask_content_entries(c, &n);
	for (size_t i = 0; i < n; i++)
		for (size_t p = 0; p < e[i].point_count; p++)
			if (talk_points(talk, STR("a text"), &e[i].points[p].topic, 1, &treated, &err)) {
				printf("# %s: %s\n", e[i].id, err.text);
				unknown++;
			}
	tap_is_int((long long)unknown, 0, "the talk engine knows every point");
	const char *none = "no-such-topic";
	tap_ok(talk_points(talk, STR("a text"), &none, 1, &treated, &err) == ERR_MISSING, "and would say if not");
	talk_pack_free(talk);
	ask_content_free(c);
}

#define GOOD_ASK "    ask: [Why so?, Why like this?, Why not otherwise?]\n"
#define GOOD "questions:\n  - id: a\n    kind: why\n    feature: window\n    answer: So.\n    points: {reason: why}\n"

/* What a file says, and a piece of the issue; "" for none. */
static const struct {
	const char *text, *issue;
} files[] = {
	{GOOD GOOD_ASK, ""},
	{"questions: [", "did not find"},
	{"other: []\n", "'questions' must be a list"},
	{"questions: [text]\n", "a question must be a map"},
	{GOOD, "'ask' must be a list of 3 to 12 wordings"},
	{GOOD "    ask: [Why so?, Why like this?]\n", "3 to 12 wordings"},
	{GOOD "    ask: [Why so?, Why so?, Why not otherwise?]\n", "stands twice"},
	{GOOD "    ask: [Why so?, Why like this., Why not otherwise?]\n", "one question mark"},
	{GOOD "    ask: [Why so?, Why? And how?, Why not otherwise?]\n", "one question mark"},
	{GOOD "    ask: [Why so?, Well done! And why?, Why not otherwise?]\n", "no exclamation mark"},
	{GOOD "    ask: [Why so?, 'Why {function}?', 'Why {table}?']\n", "feature 'window' fills no slot 'table'"},
	{GOOD "    ask: [Why so?, 'Why {function?', Why not otherwise?]\n", "fills no slot"},
	{GOOD "    ask: [Why so?, Why not otherwise?, a b c d e f g h i j k l m n o p q r s t u v w x y z?]\n", "26 words"},
	{GOOD GOOD_ASK "    more: x\n", "unknown key 'more'"},
	{GOOD GOOD_ASK "    weight: 10\n", "the weight is a number from 1 to 9"},
	{GOOD GOOD_ASK "    fact: rank-as-row-number\n", "is no misreading of feature 'window'"},
	{GOOD GOOD_ASK "    fact: row-order\n", ""},
	{GOOD GOOD_ASK "  - {id: a, kind: why, feature: window, answer: So., points: {reason: why}, ask: [Why so?, Why like this?, Why not?]}\n",
	 "question 'a' stands twice"},
	{"questions:\n  - {id: a, kind: how, feature: window}\n", "the kind is one of why"},
	{"questions:\n  - {id: a, kind: why, feature: door}\n", "there is no feature 'door'"},
	{"questions:\n  - {id: a, kind: why, feature: window, answer: So., ask: [Why so?, Why like this?, Why not?]}\n", "'points' must be a map"},
	{"questions:\n  - {id: a, kind: predict, feature: rank, reading: x, ask: [Why so?, Why like this?, Why not?]}\n", "'misreading' must be a text"},
	{"questions:\n  - {id: a, kind: predict, feature: rank, reading: x, misreading: row-order, ask: [Why so?, Why this?, Why not?]}\n",
	 "no misreading of feature 'rank'"},
	{"", "empty"},
};

static void refusals(void)
{
	const char *dir = tap_dir();
	struct err err = {0};
	struct arena a;

	arena_init(&a, 1u << 20);
	const char *folder = arena_printf(&a, "%s/pack/ask", dir), *path = arena_printf(&a, "%s/q.yaml", folder);
	if (fs_mkdirs(folder, 0700, &err))
		BUG("%s", err.text);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (fs_write(path, str_of(files[i].text), 0600, &err))
			BUG("%s", err.text);
		struct ask_content *c = open_pack(dir, "pack");
		size_t n;
		const char *const *issues = ask_content_issues(c, &n);
		if (*files[i].issue) {
			tap_ok(n && strstr(issues[0], files[i].issue), "refused: %s", files[i].issue);
			if (!n || !strstr(issues[0], files[i].issue))
				tap_show("issue", n ? issues[0] : "none");
			else
				tap_ok(!strncmp(issues[0], "pack/ask/q.yaml", 15), "with its place");
		} else {
			tap_is_int((long long)n, 0, "accepted");
		}
		ask_content_free(c);
	}
	struct ask_content *none = open_pack(dir, "nothing");
	size_t n;
	ask_content_entries(none, &n);
	tap_is_int((long long)n, 0, "a pack without questions has none");
	ask_content_free(none);
	arena_release(&a);
	ask_content_free(NULL);
}

int main(void)
{
	tap_is_int((long long)ask_word_count("  one two\nthree "), 3, "words are counted");
	our_own();
	topics();
	refusals();
	return tap_done();
}
