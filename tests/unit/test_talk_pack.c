/* Folders of a pack's talk content: which order, how much over all files, and that nothing stands twice. */
#include "base/fs.h"
#include "bank/yaml.h"
#include "tap.h"
#include "talk/talk_int.h"

static struct arena arena;

static const char *path_in(const char *pack, const char *file)
{
	return arena_printf(&arena, "%s/%s/talk/%s", tap_dir(), pack, file);
}

static void put(const char *pack, const char *file, const char *text)
{
	struct err err = {0};

	if (fs_write(path_in(pack, file), str_of(text), 0600, &err))
		tap_ok(false, "%s", err.text);
}

/* A pack with the real words and probes and empty folders for the rest. */
static void pack_new(const char *pack)
{
	static const char *const folders[] = {"clues", "topics", "gaps"}, *const taken[] = {"lexicon", "probes"};
	char *content = realpath("content/amazon-de/talk", NULL);
	struct err err = {0};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (fs_mkdirs(path_in(pack, folders[i]), 0700, &err))
			tap_ok(false, "%s", err.text);
	for (size_t i = 0; content && i < sizeof(taken) / sizeof(*taken); i++)
		if (symlink(arena_printf(&arena, "%s/%s", content, taken[i]), path_in(pack, taken[i])))
			tap_ok(false, "no link to '%s'", taken[i]);
	free(content);
	put(pack, "gaps/sql.yaml", "kinds: [sql]\ngaps: {no_grain: 62}\n");
}

static struct talk_pack *opened(const char *pack)
{
	struct talk_pack *p = NULL;
	struct err err = {0};

	if (talk_pack_open(&p, tap_dir(), pack, &err)) {
		tap_ok(false, "%s", err.text);
		exit(tap_done());
	}
	return p;
}

/* Has the pack this issue, or one with such a part? The probes have issues in any case: they want the topics of the real pack. */
static bool has_issue(const char *pack, const char *text, bool part)
{
	struct talk_pack *p = opened(pack);
	size_t n = 0;
	const char *const *issues = talk_pack_issues(p, &n);
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		bool this = part ? strstr(issues[i], text) != NULL : !strcmp(issues[i], text);

		if (part && this)
			tap_show("issue", issues[i]);
		found = found || this;
	}
	talk_pack_free(p);
	return found;
}

static void says(const char *pack, const char *issue, const char *name)
{
	if (!tap_ok(has_issue(pack, issue, false), "%s", name))
		tap_show("want", issue);
}

static void silent(const char *pack, const char *part, const char *name)
{
	tap_ok(!has_issue(pack, part, true), "%s", name);
}

/* By name, whatever the folder says first; byte by byte, so that a locale changes nothing. */
static void test_order(void)
{
	static const char *const files[] = {"b", "a", "z", "10", "9", "B", "a2", "a-b"}, *const want[] = {"10", "9", "B", "a-b", "a", "a2", "b", "z"};
	size_t n = sizeof(files) / sizeof(*files);

	pack_new("order");
	for (size_t i = 0; i < n; i++)
		put("order", arena_printf(&arena, "topics/%s.yaml", files[i]), arena_printf(&arena, "%s_two:\n  named: [two]\n%s_one:\n  named: [one]\n", files[i], files[i]));
	put("order", "topics/notes.txt", "no topics");
	put("order", "topics/.hidden.yaml", "no topics");
	put("order", "topics/.yaml", "no topics");
	put("order", "clues/2.yaml", "hedge: ['roughly speaking => match']\n");
	put("order", "clues/1.yaml", "vague: ['and so on => match', 'whatever => match']\n");
	struct talk_pack *p = opened("order");

	tap_is_int((long long)p->topic_count, (long long)n * 2, "every file of topics is read, and nothing else");
	for (size_t i = 0; i < n && p->topic_count == n * 2; i++) {
		tap_is_text(p->topics[i * 2].name, arena_printf(&arena, "%s_two", want[i]), "topics of '%s.yaml'", want[i]);
		tap_is_text(p->topics[i * 2 + 1].name, arena_printf(&arena, "%s_one", want[i]), "in the order of the file");
	}
	tap_is_int((long long)p->rule_count, 3, "every file of clues is read");
	tap_ok(p->rule_count == 3 && p->rules[0].type == CLUE_VAGUE && p->rules[1].type == CLUE_VAGUE && p->rules[2].type == CLUE_HEDGE, "by name, too");
	talk_pack_free(p);
	silent("order", "/clues/", "files of clues are sound");
	silent("order", "/topics/", "and of topics");
}

static void test_twice(void)
{
	pack_new("twice");
	put("twice", "topics/a.yaml", "# Two.\nties:\n  named: [tie]\nnulls:\n  named: [null]\n");
	put("twice", "topics/b.yaml", "scan:\n  named: [scan]\nnulls:\n  named: [nothing]\nkey:\n  named: [key]\n");
	put("twice", "clues/a.yaml", "\nhedge: ['roughly speaking => match']\n");
	put("twice", "clues/b.yaml", "vague: ['and so on => match']\nhedge: ['more or less => match', 'or so => match']\ncause: ['because => clause']\n");
	says("twice", "twice/talk/topics/b.yaml:3:1: the topic 'nulls' stands already in twice/talk/topics/a.yaml:4", "a topic in two files");
	says("twice", "twice/talk/clues/b.yaml:2:1: the clue 'hedge' stands already in twice/talk/clues/a.yaml:2", "a clue in two files");
	struct talk_pack *p = opened("twice");

	tap_is_int((long long)p->topic_count, 4, "the first one stays, and what stands behind the second");
	tap_is_int((long long)p->rule_count, 3, "likewise of clues");
	tap_ok(talk_pack_has_topic(p, "key"), "so it is known");
	talk_pack_free(p);
	put("twice", "topics/b.yaml", "scan:\n  named: [scan]\nscan:\n  named: [read]\n");
	says("twice", "twice/talk/topics/b.yaml:3:1: this key stands twice: 'scan'", "a topic twice in one file");
}

/* A file with a first line and n lines that hold their number. */
static void put_many(const char *pack, const char *file, const char *first, const char *before, int n, const char *behind)
{
	struct buf b;

	buf_init(&b, YDOC_BYTES_MAX);
	buf_adds(&b, first);
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s%d%s\n", before, i, behind);
	put(pack, file, buf_text(&b));
	buf_release(&b);
}

static void test_topics(void)
{
	struct talk_pack *p;

	pack_new("topics");
	put_many("topics", "topics/a.yaml", "", "a", TOPICS_MAX - 3, ": {named: [word]}");
	put_many("topics", "topics/b.yaml", "", "b", 3, ": {named: [word]}");
	silent("topics", "/topics/", "as many topics as there may be");
	put_many("topics", "topics/c.yaml", "", "c", 2, ": {named: [word]}");
	says("topics", arena_printf(&arena, "topics/talk/topics/c.yaml:1:1: more than %d topics over all files of topics", TOPICS_MAX),
	     "the file that goes over is named");
	put_many("topics", "topics/b.yaml", "", "b", 5, ": {named: [word]}");
	says("topics", arena_printf(&arena, "topics/talk/topics/b.yaml:4:1: more than %d topics over all files of topics", TOPICS_MAX), "with the place");
	p = opened("topics");
	tap_is_int((long long)p->topic_count, TOPICS_MAX, "and what was there before stays");
	talk_pack_free(p);
}

static void test_gaps(void)
{
	pack_new("gaps");
	put_many("gaps", "gaps/a.yaml", "gaps:\n", "  a", GAPS_MAX - 1, ": 1");
	silent("gaps", "over all files", "with the one of sql.yaml as many gaps as there may be");
	put_many("gaps", "gaps/b.yaml", "gaps:\n", "  b", 1, ": 1");
	says("gaps", arena_printf(&arena, "gaps/talk/gaps/sql.yaml:2:7: more than %d gaps over all files of gaps", GAPS_MAX), "and one more");
}

/* A list of YAML has at most 2,000 entries, so that it takes several. */
static void test_patterns(void)
{
	static const char *const types[] = {"hedge", "vague", "cause"};
	struct talk_pack *p;

	pack_new("lines");
	for (int i = 0; i < 3; i++) {
		put_many("lines", arena_printf(&arena, "clues/%d.yaml", i), arena_printf(&arena, "%s:\n", types[i]), "  - word", PATTERNS_MAX / 3, "");
		put_many("lines", arena_printf(&arena, "topics/%d.yaml", i), arena_printf(&arena, "t%d:\n  named:\n", i), "    - word", PATTERNS_MAX / 3, "");
	}
	silent("lines", "/clues/", "as many patterns of clues as there may be");
	silent("lines", "/topics/", "and of topics");
	put("lines", "clues/3.yaml", "conflict:\n  - word\n  - word\n");
	put("lines", "topics/3.yaml", "t3:\n  named:\n    - word\n");
	says("lines", arena_printf(&arena, "lines/talk/clues/3.yaml:2:5: more than %d patterns over all files of clues", PATTERNS_MAX), "one more of a clue");
	says("lines", arena_printf(&arena, "lines/talk/topics/3.yaml:3:7: more than %d patterns over all files of topics and probes", PATTERNS_MAX), "and of a topic");
	p = opened("lines");
	tap_is_int((long long)p->rule_count, PATTERNS_MAX, "what was there before stays");
	talk_pack_free(p);
}

/* Each file within its limit, all together far over what a pack may need. */
static void test_bytes(void)
{
	struct talk_pack *p = NULL;
	struct err err = {0};
	struct buf b;

	pack_new("large");
	buf_init(&b, YDOC_BYTES_MAX);
	for (int i = 0; i < 5000; i++)
		buf_addf(&b, "# %090d\n", i);
	buf_adds(&b, "topic: {named: [word]}\n");
	put("large", "topics/0.yaml", buf_text(&b));
	buf_release(&b);
	for (int i = 100; i < 400; i++)
		if (link(path_in("large", "topics/0.yaml"), path_in("large", arena_printf(&arena, "topics/%d.yaml", i))))
			tap_ok(false, "no link");
	tap_is_int(talk_pack_open(&p, tap_dir(), "large", &err), ERR_LIMIT, "a pack that is too large as a whole");
	tap_ok(strstr(err.text, "the talk content of 'large' is too large with large/talk/topics/2") == err.text, "names the file: %s", err.text);
}

/* The same pattern, for which no token and no sentence is refused at a glance. */
static struct pattern unhurried(const struct pattern *p)
{
	struct pattern slow = *p;

	slow.elements = ARENA_NEW(&arena, struct pattern_element, p->n + 1);
	memcpy(slow.elements, p->elements, p->n * sizeof(*p->elements));
	for (size_t e = 0; e < p->n; e++)
		memset(&slow.elements[e].traits, 0xFF, sizeof(slow.elements[e].traits));
	memset(&slow.first, 0xFF, sizeof(slow.first));
	slow.need_count = 0;
	return slow;
}

/* What is refused at a glance would not have fitted either: every pattern of the pack at every token of answers. */
static void test_at_a_glance(void)
{
	struct talk_pack *p = NULL;
	struct err err = {0};
	struct str line, rest;
	struct buf b;
	size_t tried = 0, fitted = 0, other = 0, answers = 0;

	buf_init(&b, 8 << 20);
	if (talk_pack_open(&p, "content", NULL, &err) || fs_read("tests/talk/gold/played.jsonl", 8 << 20, &b, &err)) {
		tap_ok(false, "%s", err.text);
		return;
	}
	const struct pattern_set *sets[] = {&p->clues, &p->watched};

	for (rest = (struct str){buf_text(&b), b.n}; str_next_line(&rest, &line) && answers < 6; answers++) {
		struct arena own;
		struct talk_text t;

		arena_init(&own, 64 << 20);
		if (talk_text_read(&own, p->lex, line, &t, &err))
			tap_ok(false, "%s", err.text);
		for (size_t s = 0; s < 2; s++)
			for (size_t k = 0; k < sets[s]->count; k++) {
				const struct pattern *quick = sets[s]->patterns[k];
				struct pattern slow = unhurried(quick);

				for (size_t i = 0; i < t.token_count; i++) {
					struct pattern_hit one = {0}, two = {0};
					bool fits = pattern_match(&t, quick, i, t.token_count, &one), fits_slowly = pattern_match(&t, &slow, i, t.token_count, &two);

					tried++;
					fitted += fits_slowly;
					other += fits != fits_slowly || one.first != two.first || one.end != two.end || one.mark_first != two.mark_first || one.mark_end != two.mark_end;
				}
			}
		arena_release(&own);
	}
	tap_ok(fitted > 500, "%zu of %zu trials fit", fitted, tried);
	tap_is_int((long long)other, 0, "and as many at a glance");
	buf_release(&b);
	talk_pack_free(p);
}

int main(void)
{
	arena_init(&arena, 64 << 20);
	test_order();
	test_twice();
	test_topics();
	test_gaps();
	test_patterns();
	test_bytes();
	test_at_a_glance();
	arena_release(&arena);
	return tap_done();
}
