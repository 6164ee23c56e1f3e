/* tools.yaml and post.yaml: what a job post may name, and how its words are read. */
#include "plan/plan_int.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const tools_keys[] = {"groups", "tools"};
static const char *const group_keys[] = {"id", "verdicts", "covered", "must", "hour"};
static const char *const tool_keys[] = {"id", "name", "group", "names", "exact", "covered", "verdicts", "must", "hour"};
static const char *const post_keys[] = {"least_percent", "languages", "headings", "cues", "lean", "needs", "verdicts", "covered", "blocks"};
static const char *const language_keys[] = {"name", "words"};
static const char *const heading_keys[] = {"required", "preferred", "other"};
static const char *const cue_keys[] = {"required", "strong", "preferred", "familiar", "any-of", "not-needed", "or", "and"};
static const char *const lean_keys[] = {"least_sentences", "modelling", "pipelines", "analytics"};
static const char *const verdict_keys[] = {"must", "hour", "skip"};

static enum tool_verdict verdict_of(struct rules_reader *rd, const struct ydoc_node *node, const char *text)
{
	int i = rules_choice(rd, node, text, "a verdict", verdict_keys, 3);

	return i < 0 ? TOOL_SKIP : (enum tool_verdict)i;
}

/* {required: must, any-of: hour, ...}; a value may differ by level. */
static void read_verdicts(struct rules_reader *rd, const struct ydoc_node *node, struct verdict_table *out)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct ydoc_node *value = node->items[i];
		int need = 0;

		while (need < NEED_NOT && strcmp(tool_need_name((enum tool_need)need), node->keys[i]->text))
			need++;
		if (need == NEED_NOT) {
			rules_issue(rd, node->keys[i], "'%s' is not how a post names a tool", node->keys[i]->text);
			continue;
		}
		if (value->kind == YDOC_TEXT)
			for (int level = 0; level < PLAN_LEVELS; level++)
				out->of[need][level] = verdict_of(rd, value, value->text);
		for (size_t k = 0; value->kind == YDOC_MAP && k < value->count; k++) {
			int level = rules_level(rd, value->keys[k], value->keys[k]->text);

			if (level >= 0)
				out->of[need][level] = verdict_of(rd, value->items[k], value->items[k]->text);
		}
	}
}

static int read_covered(struct rules_reader *rd, const struct ydoc_node *node, int fallback)
{
	const char *text = rules_text(rd, node, "covered", false);
	enum block_kind kind;

	if (!text)
		return fallback;
	if (!block_kind_find(text, &kind)) {
		rules_issue(rd, ydoc_get(node, "covered"), "'%.40s' is no kind of block", text);
		return fallback;
	}
	return (int)kind;
}

static struct rule_group *read_groups(struct rules_reader *rd, const struct ydoc_node *root, size_t *count)
{
	size_t n = 0;
	const struct ydoc_node *const *items = rules_list(rd, root, "groups", true, &n);
	struct rule_group *groups = ARENA_NEW(rd->a, struct rule_group, n + 1);

	for (size_t i = 0; i < n; i++) {
		struct rule_group *g = &groups[*count];
		const struct ydoc_node *verdicts;

		if (!rules_keys(rd, items[i], "a group", group_keys, COUNT(group_keys)))
			continue;
		g->id = rules_text(rd, items[i], "id", true);
		g->must = rules_text(rd, items[i], "must", true);
		g->hour = rules_text(rd, items[i], "hour", true);
		g->covered = read_covered(rd, items[i], -1);
		for (int need = 0; need <= NEED_NOT; need++)
			for (int level = 0; level < PLAN_LEVELS; level++)
				g->verdict.of[need][level] = TOOL_SKIP;
		verdicts = rules_map(rd, items[i], "verdicts", true);
		for (int need = 0; verdicts && need < NEED_NOT; need++)
			if (!ydoc_get(verdicts, tool_need_name((enum tool_need)need)))
				rules_issue(rd, verdicts, "'verdicts' says nothing about '%s'", tool_need_name((enum tool_need)need));
		if (verdicts)
			read_verdicts(rd, verdicts, &g->verdict);
		*count += g->id && g->must && g->hour;
	}
	return groups;
}

/* Another tool that is already called so; NULL. */
static const char *owner_of(const struct plan_rules *r, const char *name)
{
	struct token tokens[WORD_TOKENS_MAX];
	const struct word_entry *e = NULL;
	struct str text = str_of(name);
	size_t n = 0, at = 0;

	while (n < WORD_TOKENS_MAX && token_next(text, &at, &tokens[n]))
		n++;
	while (n && (e = word_set_next(&r->tool_words, text, tokens, 0, n, e)))
		if ((size_t)e->count == n && e->what < (int)r->tool_count)
			return r->tools[e->what].id;
	return NULL;
}

static void read_tool(struct rules_reader *rd, const struct ydoc_node *node, const struct rule_group *groups, size_t group_count)
{
	struct plan_rules *r = rd->r;
	struct rule_tool *t = &r->tools[r->tool_count];
	const char *group, *exact;
	const struct ydoc_node *verdicts;
	size_t n = 0;

	if (!rules_keys(rd, node, "a tool", tool_keys, COUNT(tool_keys)))
		return;
	*t = (struct rule_tool){.id = rules_text(rd, node, "id", true), .name = rules_text(rd, node, "name", true)};
	group = rules_text(rd, node, "group", true);
	for (size_t i = 0; group && i < group_count; i++)
		if (!strcmp(groups[i].id, group))
			t->group = &groups[i];
	if (group && !t->group)
		rules_issue(rd, ydoc_get(node, "group"), "there is no group '%s'", group);
	for (size_t i = 0; t->id && i < r->tool_count; i++)
		if (!strcmp(r->tools[i].id, t->id))
			rules_issue(rd, node, "tool '%s' stands twice", t->id);
	if (!t->id || !t->name || !t->group)
		return;
	t->verdict = t->group->verdict;
	t->covered = read_covered(rd, node, t->group->covered);
	t->must = rules_text(rd, node, "must", false);
	t->hour = rules_text(rd, node, "hour", false);
	verdicts = rules_map(rd, node, "verdicts", false);
	if (verdicts)
		read_verdicts(rd, verdicts, &t->verdict);
	exact = rules_text(rd, node, "exact", false);
	const char **names = rules_texts(rd, node, "names", true, &n);

	for (size_t i = 0; i < n; i++) {
		const char *owner = owner_of(r, names[i]);

		if (owner)
			rules_issue(rd, ydoc_get(node, "names"), "'%.60s' is a name of tool '%s' already", names[i], owner);
		if (!word_set_add(&r->tool_words, rd->a, names[i], exact && !strcmp(exact, "yes"), (int)r->tool_count))
			rules_issue(rd, ydoc_get(node, "names"), "'%.60s' cannot be found in a text", names[i]);
	}
	if (!n)
		rules_issue(rd, node, "tool '%s' has no name", t->id);
	r->tool_count++;
}

void rules_tools_read(struct rules_reader *rd, const char *pack)
{
	const struct ydoc_node *root = rules_file(rd, pack, "tools.yaml", tools_keys, COUNT(tools_keys));
	struct rule_group *groups;
	const struct ydoc_node *const *items;
	size_t n = 0, group_count = 0;

	if (!root)
		return;
	groups = read_groups(rd, root, &group_count);
	items = rules_list(rd, root, "tools", true, &n);
	rd->r->tools = ARENA_NEW(rd->a, struct rule_tool, n + 1);
	word_set_init(&rd->r->tool_words, rd->a, n * 4);
	for (size_t i = 0; i < n; i++)
		read_tool(rd, items[i], groups, group_count);
}

/* Every list of map's keys[0..n) into a set, what being the key's place. */
static void read_words(struct rules_reader *rd, const struct ydoc_node *map, const char *const *keys, size_t n, struct word_set *set,
		       int first_what)
{
	for (size_t i = 0; map && i < n; i++) {
		size_t count = 0;
		const char **texts = rules_texts(rd, map, keys[i], true, &count);

		for (size_t k = 0; k < count; k++)
			if (!word_set_add(set, rd->a, texts[k], false, first_what + (int)i))
				rules_issue(rd, ydoc_get(map, keys[i]), "'%.60s' cannot be found in a text", texts[k]);
	}
}

static void read_languages(struct rules_reader *rd, const struct ydoc_node *root)
{
	size_t n = 0;
	const struct ydoc_node *const *items = rules_list(rd, root, "languages", true, &n);
	struct plan_rules *r = rd->r;

	r->languages = ARENA_NEW(rd->a, struct rule_language, n + 1);
	word_set_init(&r->language_words, rd->a, n * 30);
	for (size_t i = 0; i < n; i++) {
		static const char *const words[] = {"words"};

		if (!rules_keys(rd, items[i], "a language", language_keys, COUNT(language_keys)))
			continue;
		r->languages[r->language_count].name = rules_text(rd, items[i], "name", true);
		if (!r->languages[r->language_count].name)
			continue;
		read_words(rd, items[i], words, 1, &r->language_words, (int)r->language_count);
		r->language_count++;
	}
}

static void read_sentences(struct rules_reader *rd, const struct ydoc_node *root)
{
	const struct ydoc_node *needs = rules_map(rd, root, "needs", true), *verdicts = rules_map(rd, root, "verdicts", true);

	for (int i = 0; needs && i <= NEED_NOT; i++)
		rd->r->need_text[i] = rules_text(rd, needs, tool_need_name((enum tool_need)i), true);
	for (int i = 0; verdicts && i < 3; i++)
		rd->r->verdict_text[i] = rules_text(rd, verdicts, verdict_keys[i], true);
	rd->r->covered_text = rules_text(rd, root, "covered", true);
	verdicts = rules_map(rd, root, "blocks", true);
	for (int i = 0; verdicts && i < 2; i++)
		rd->r->block_text[i] = rules_text(rd, verdicts, verdict_keys[i], true);
}

void rules_post_read(struct rules_reader *rd, const char *pack)
{
	const struct ydoc_node *root = rules_file(rd, pack, "post.yaml", post_keys, COUNT(post_keys)), *node;
	struct plan_rules *r = rd->r;

	if (!root)
		return;
	r->least_percent = rules_number(rd, root, "least_percent", 1, 50, 8, true);
	read_languages(rd, root);
	word_set_init(&r->heading_words, rd->a, 200);
	word_set_init(&r->cue_words, rd->a, 300);
	word_set_init(&r->lean_words, rd->a, 100);
	node = rules_map(rd, root, "headings", true);
	if (node && rules_keys(rd, node, "headings", heading_keys, COUNT(heading_keys)))
		read_words(rd, node, heading_keys, COUNT(heading_keys), &r->heading_words, SECTION_REQUIRED);
	node = rules_map(rd, root, "cues", true);
	if (node && rules_keys(rd, node, "cues", cue_keys, COUNT(cue_keys)))
		read_words(rd, node, cue_keys, COUNT(cue_keys), &r->cue_words, 0);
	node = rules_map(rd, root, "lean", true);
	if (node && rules_keys(rd, node, "lean", lean_keys, COUNT(lean_keys))) {
		r->lean_least = rules_number(rd, node, "least_sentences", 1, 100, 3, true);
		read_words(rd, node, lean_keys + 1, 3, &r->lean_words, PLAN_MODELLING);
	}
	read_sentences(rd, root);
}
