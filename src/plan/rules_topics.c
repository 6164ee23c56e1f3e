/* topics.yaml and reading.yaml: what is practised, and what stands apart. */
#include "plan/plan_int.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const topics_keys[] = {"topics"};
static const char *const topic_keys[] = {"id", "name", "kind", "phase", "minutes", "block", "least", "priority", "level", "behavioural",
					 "patterns", "families", "why", "do", "spar"};
static const char *const notes_keys[] = {"sinks", "stakes", "team"};
static const char *const note_keys[] = {"id", "name", "levels", "lean", "why", "words"};

/* Identifiers stand in those of blocks and on command lines. */
static bool is_id(const char *id)
{
	return id && *id && strlen(id) <= 40 && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

/* Only {subject} and {question}. */
static void check_places(struct rules_reader *rd, const struct ydoc_node *at, const char *text)
{
	for (const char *p = text; p && (p = strchr(p, '{')); p++)
		if (strncmp(p, "{subject}", 9) && strncmp(p, "{question}", 10))
			rules_issue(rd, at, "'%.20s' is neither {subject} nor {question}", p);
}

static void read_patterns(struct rules_reader *rd, const struct ydoc_node *node, struct rule_topic *t)
{
	size_t kept = 0;

	t->patterns = rules_texts(rd, node, "patterns", false, &t->pattern_count);
	t->pattern_names = ARENA_NEW(rd->a, const char *, t->pattern_count + 1);
	for (size_t i = 0; i < t->pattern_count; i++) {
		const struct bank_pattern *p = rd->bank ? bank_pattern(rd->bank, t->patterns[i]) : NULL;

		if (rd->bank && !p) {
			rules_issue(rd, ydoc_get(node, "patterns"), "pack.yaml has no pattern '%s'", t->patterns[i]);
			continue;
		}
		t->patterns[kept] = t->patterns[i];
		t->pattern_names[kept++] = p ? p->name : t->patterns[i];
	}
	t->pattern_count = kept;
	t->families = rules_texts(rd, node, "families", false, &t->family_count);
}

static void read_steps(struct rules_reader *rd, const struct ydoc_node *node, struct rule_topic *t)
{
	const struct ydoc_node *steps = ydoc_get(node, "do");
	size_t n = 0;
	const char **texts = rules_texts(rd, node, "do", true, &n);

	if (n < 1 || n > DO_MAX)
		rules_issue(rd, steps ? steps : node, "'do' must have 1 to %d entries", DO_MAX);
	for (size_t i = 0; i < n && i < DO_MAX; i++) {
		check_places(rd, steps, texts[i]);
		t->steps[t->step_count++] = texts[i];
	}
	t->spar = rules_text(rd, node, "spar", true);
	check_places(rd, ydoc_get(node, "spar"), t->spar);
}

static bool read_topic(struct rules_reader *rd, const struct ydoc_node *node, struct rule_topic *t)
{
	const struct ydoc_node *priority;
	const char *kind;

	if (!rules_keys(rd, node, "a topic", topic_keys, COUNT(topic_keys)))
		return false;
	t->id = rules_text(rd, node, "id", true);
	if (t->id && !is_id(t->id))
		rules_issue(rd, ydoc_get(node, "id"), "'%.60s' is no identifier: small letters, digits and '-'", t->id);
	if (t->id && rule_topic_find(rd->r, t->id))
		rules_issue(rd, ydoc_get(node, "id"), "topic '%s' stands twice", t->id);
	t->name = rules_text(rd, node, "name", true);
	kind = rules_text(rd, node, "kind", true);
	if (kind && (!block_kind_find(kind, &t->kind) || t->kind == BLOCK_REST || t->kind == BLOCK_OUTSIDE))
		rules_issue(rd, ydoc_get(node, "kind"), "'%.40s' is no kind of block that a topic can have", kind);
	t->phase = rules_number(rd, node, "phase", 1, PHASES, 1, true);
	if ((t->phase == PHASES) != (t->kind == BLOCK_READY))
		rules_issue(rd, node, "phase %d is for topics of kind 'ready', and only for them", PHASES);
	rules_by_level(rd, node, "minutes", 0, 1200, 0, true, t->minutes);
	t->block = rules_number(rd, node, "block", PLAN_BLOCK_MIN_MINUTES, PLAN_BLOCK_MAX_MINUTES, 45, true);
	t->least = rules_number(rd, node, "least", PLAN_BLOCK_MIN_MINUTES, t->block, PLAN_BLOCK_MIN_MINUTES, true);
	if (t->block % 5 || t->least % 5)
		rules_issue(rd, node, "'block' and 'least' must be multiples of 5");
	priority = rules_map(rd, node, "priority", true);
	for (int i = 0; priority && i < PLAN_KINDS; i++)
		t->priority[i] = rules_number(rd, priority, plan_kind_name((enum plan_kind)i), 0, 300, 0, true);
	rules_by_level(rd, node, "level", 0, 300, 100, false, t->level);
	t->behavioural = rules_number(rd, node, "behavioural", 0, 100, t->kind == BLOCK_STORY ? 100 : 0, false);
	read_patterns(rd, node, t);
	t->why = rules_text(rd, node, "why", true);
	read_steps(rd, node, t);
	return t->id && t->name && t->why && t->spar && t->step_count;
}

void rules_topics_read(struct rules_reader *rd, const char *pack)
{
	const struct ydoc_node *root = rules_file(rd, pack, "topics.yaml", topics_keys, COUNT(topics_keys));
	const struct ydoc_node *const *items;
	size_t n = 0;

	if (!root)
		return;
	items = rules_list(rd, root, "topics", true, &n);
	if (n > TOPICS_MAX)
		rules_issue(rd, root, "more than %d topics", TOPICS_MAX);
	rd->r->topics = ARENA_NEW(rd->a, struct rule_topic, n + 1);
	for (size_t i = 0; i < n && i < TOPICS_MAX; i++)
		rd->r->topic_count += read_topic(rd, items[i], &rd->r->topics[rd->r->topic_count]);
}

/* A list of entries; what begins at first_what in note_words. */
static size_t read_notes(struct rules_reader *rd, const struct ydoc_node *root, const char *key, int first_what, struct rule_note **out)
{
	size_t n = 0, kept = 0;
	const struct ydoc_node *const *items = rules_list(rd, root, key, true, &n);

	*out = ARENA_NEW(rd->a, struct rule_note, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct rule_note *note = &(*out)[kept];
		size_t levels = 0, words = 0;

		if (!rules_keys(rd, items[i], "an entry", note_keys, COUNT(note_keys)))
			continue;
		*note = (struct rule_note){.id = rules_text(rd, items[i], "id", true), .name = rules_text(rd, items[i], "name", true),
					   .why = rules_text(rd, items[i], "why", true)};
		const char **names = rules_texts(rd, items[i], "levels", false, &levels);

		for (size_t k = 0; k < levels; k++) {
			int level = rules_level(rd, ydoc_get(items[i], "levels"), names[k]);

			if (level >= 0)
				note->levels[level] = true;
		}
		for (int k = 0; k < PLAN_LEVELS && !levels; k++)
			note->levels[k] = true;
		const char **texts = rules_texts(rd, items[i], "words", true, &words), *lean = rules_text(rd, items[i], "lean", false);

		if (lean && !plan_lean_find(lean, &note->lean))
			rules_issue(rd, ydoc_get(items[i], "lean"), "'%s' is nothing that a role leans to", lean);
		if (!note->id || !note->name || !note->why)
			continue;
		for (size_t k = 0; k < words; k++)
			if (!word_set_add(&rd->r->note_words, rd->a, texts[k], false, first_what + (int)kept))
				rules_issue(rd, ydoc_get(items[i], "words"), "'%.60s' cannot be found in a text", texts[k]);
		kept++;
	}
	return kept;
}

void rules_notes_read(struct rules_reader *rd, const char *pack)
{
	const struct ydoc_node *root = rules_file(rd, pack, "reading.yaml", notes_keys, COUNT(notes_keys));
	struct plan_rules *r = rd->r;

	if (!root)
		return;
	word_set_init(&r->note_words, rd->a, 400);
	r->sink_count = read_notes(rd, root, "sinks", 0, &r->sinks);
	r->stake_count = read_notes(rd, root, "stakes", (int)r->sink_count, &r->stakes);
	r->team_count = read_notes(rd, root, "team", (int)(r->sink_count + r->stake_count), &r->team);
}
