#include "talk/talk_int.h"

static void issue(struct pack_load *l, const struct ydoc_node *node, const char *what, const char *subject)
{
	talk_issue(&l->pack->issues, l->file, node, 0, "%s '%s'", what, subject);
}

static void number_read(struct pack_load *l, const struct ydoc_node *node, double *out)
{
	char *end = NULL;
	double value = strtod(node->text, &end);

	if (node->kind != YDOC_TEXT || !*node->text || *end || !(value >= -1000 && value <= 1000))
		issue(l, node, "not a number from -1000 to 1000:", node->text);
	else
		*out = value;
}

static const struct topic *topic_named(struct pack_load *l, const struct ydoc_node *node)
{
	const struct topic *topic = pack_topic(l->pack, node->text);

	if (!topic)
		issue(l, node, "no topic is called", node->text);
	return topic;
}

static void principles_read(struct pack_load *l, const struct ydoc_node *map, struct gap_row *row)
{
	if (map->kind != YDOC_MAP) {
		talk_issue(&l->pack->issues, l->file, map, 0, "'principles' is a map of weights");
		return;
	}
	row->principles = ARENA_NEW(&l->pack->arena, const char *, map->count + 1);
	row->principle_weights = ARENA_NEW(&l->pack->arena, double, map->count + 1);
	for (size_t i = 0; i < map->count; i++) {
		row->principles[row->principle_count] = map->keys[i]->text;
		number_read(l, map->items[i], &row->principle_weights[row->principle_count++]);
	}
}

/* One topic, or a list of up to four. */
static void asked_read(struct pack_load *l, const struct ydoc_node *node, struct gap_row *row)
{
	size_t n = node->kind == YDOC_LIST ? node->count : 1;

	for (size_t i = 0; i < n; i++) {
		const struct ydoc_node *item = node->kind == YDOC_LIST ? node->items[i] : node;

		if (row->asked_count == sizeof(row->asked) / sizeof(*row->asked))
			talk_issue(&l->pack->issues, l->file, node, 0, "too many topics under 'asked'");
		else if ((row->asked[row->asked_count] = topic_named(l, item)))
			row->asked_count++;
	}
}

/* "no_baseline: 60", or a map with weight, levels, principles, topic. */
static void row_read(struct pack_load *l, const struct ydoc_node *key, const struct ydoc_node *node, struct gap_row *row)
{
	*row = (struct gap_row){.gap = key->text};
	if (node->kind == YDOC_TEXT) {
		number_read(l, node, &row->weight);
		return;
	}
	for (size_t i = 0; i < node->count && node->kind == YDOC_MAP; i++) {
		const struct ydoc_node *value = node->items[i];
		const char *name = node->keys[i]->text;
		int level = name[0] == 'L' ? talk_level_find(name) : -1;

		if (!strcmp(name, "weight"))
			number_read(l, value, &row->weight);
		else if (level >= 0)
			number_read(l, value, &row->levels[level]);
		else if (!strcmp(name, "topic"))
			row->topic = topic_named(l, value);
		else if (!strcmp(name, "asked"))
			asked_read(l, value, row);
		else if (!strcmp(name, "relevant"))
			row->relevant = topic_named(l, value);
		else if (!strcmp(name, "narrow"))
			row->narrow = !strcmp(value->text, "true");
		else if (!strcmp(name, "presumes"))
			row->presumes = !strcmp(value->text, "true");
		else if (!strcmp(name, "first"))
			row->first = !strcmp(value->text, "true");
		else if (!strcmp(name, "evident"))
			row->evident = !strcmp(value->text, "true");
		else if (!strcmp(name, "principles"))
			principles_read(l, value, row);
		else
			issue(l, node->keys[i], "unknown key", name);
	}
	if (row->weight <= 0)
		issue(l, key, "a weight above 0 is needed for", key->text);
}

void gap_file_read(struct pack_load *l, const char *name, const struct ydoc_node *root)
{
	struct talk_pack *p = l->pack;
	const struct ydoc_node *gaps = ydoc_get(root, "gaps");
	struct gap_table *tables;
	size_t rows = 0;

	if (!gaps || gaps->kind != YDOC_MAP) {
		talk_issue(&p->issues, l->file, root, 0, "a table of gaps has 'gaps', a map");
		return;
	}
	for (size_t i = 0; i < p->table_count; i++)
		rows += p->tables[i].count;
	if (rows + gaps->count > GAPS_MAX) {
		talk_issue(&p->issues, l->file, gaps, 0, "more than %d gaps over all files of gaps", GAPS_MAX);
		return;
	}
	tables = ARENA_NEW(&p->arena, struct gap_table, p->table_count + 1);
	if (p->table_count)
		memcpy(tables, p->tables, p->table_count * sizeof(*tables));
	p->tables = tables;
	struct gap_table *t = &tables[p->table_count++];
	const struct ydoc_node *kinds = ydoc_get(root, "kinds");

	*t = (struct gap_table){.name = name, .kinds = kinds ? kinds_read(l, kinds) : 0};
	t->rows = ARENA_NEW(&p->arena, struct gap_row, gaps->count + 1);
	for (size_t i = 0; i < gaps->count; i++)
		row_read(l, gaps->keys[i], gaps->items[i], &t->rows[t->count++]);
	for (size_t i = 0; i < root->count; i++)
		if (strcmp(root->keys[i]->text, "gaps") && strcmp(root->keys[i]->text, "kinds"))
			issue(l, root->keys[i], "unknown key", root->keys[i]->text);
}

static const char *place_of(struct pack_load *l, const struct ydoc_node *node)
{
	return arena_printf(&l->pack->arena, "%s:%d", l->file, node->line);
}

static void topic_read(struct pack_load *l, const struct ydoc_node *key, const struct ydoc_node *node)
{
	struct talk_pack *p = l->pack;
	struct topic *t = &p->topics[p->topic_count++];

	*t = (struct topic){.name = key->text, .where = place_of(l, key), .named = p->tag_count, .treated = p->tag_count + 1, .vague = p->tag_count + 2};
	p->tag_count += 3;
	if (node->kind != YDOC_MAP) {
		issue(l, key, "a topic is a map with 'named' and 'treated':", t->name);
		return;
	}
	for (size_t k = 0; k < node->count; k++) {
		const char *name = node->keys[k]->text;

		if (!strcmp(name, "named"))
			patterns_read(l, node->items[k], t->named);
		else if (!strcmp(name, "treated"))
			patterns_read(l, node->items[k], t->treated);
		else if (!strcmp(name, "vague"))
			patterns_read(l, node->items[k], t->vague);
		else
			issue(l, node->keys[k], "unknown key", name);
	}
}

void topic_file_read(struct pack_load *l, const struct ydoc_node *root)
{
	struct talk_pack *p = l->pack;

	if (root->kind != YDOC_MAP) {
		talk_issue(&p->issues, l->file, root, 0, "topics are a map");
		return;
	}
	for (size_t i = 0; i < root->count; i++) {
		const struct topic *before = pack_topic(p, root->keys[i]->text);

		if (before) {
			talk_issue(&p->issues, l->file, root->keys[i], 0, "the topic '%s' stands already in %s", before->name, before->where);
		} else if (p->topic_count == TOPICS_MAX) {
			talk_issue(&p->issues, l->file, root->keys[i], 0, "more than %d topics over all files of topics", TOPICS_MAX);
			return;
		} else {
			topic_read(l, root->keys[i], root->items[i]);
		}
	}
}

static struct clue_rule *rule_new(struct talk_pack *p)
{
	if (p->rule_count == p->rule_room) {
		size_t room = p->rule_room ? p->rule_room * 2 : 128;
		struct clue_rule *grown = ARENA_NEW(&p->arena, struct clue_rule, room);

		if (p->rule_count)
			memcpy(grown, p->rules, p->rule_count * sizeof(*grown));
		p->rules = grown;
		p->rule_room = room;
	}
	return &p->rules[p->rule_count++];
}

/* "clause 0.8": how far the span reaches, and how sure the rule is. */
static bool tail_read(struct pack_load *l, const struct ydoc_node *node, const char *tail, struct clue_rule *rule)
{
	static const char *const reaches[] = {"match", "clause", "object", "sentence", "whole-clause"};
	size_t n = strcspn(tail, " ");
	bool known = n == 0;
	char *end = NULL;

	for (size_t i = 0; i < sizeof(reaches) / sizeof(*reaches); i++)
		if (n && strlen(reaches[i]) == n && !strncmp(reaches[i], tail, n)) {
			rule->reach = (enum clue_reach)i;
			known = true;
		}
	tail += n + strspn(tail + n, " ");
	if (*tail) {
		double value = strtod(tail, &end);

		known = known && !*end && value > 0 && value <= 1;
		rule->confidence = value;
	}
	if (!known)
		issue(l, node, "behind => stands match, clause, object, sentence or whole-clause, and a confidence up to 1:", node->text);
	return known;
}

/* The patterns of one type of clue. false: there are too many. */
static bool clue_list_read(struct pack_load *l, enum talk_clue_type type, const struct ydoc_node *list)
{
	struct talk_pack *p = l->pack;

	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		const char *why = NULL;
		struct clue_rule rule = {type, REACH_MATCH, 0.8};

		if (p->rule_count == PATTERNS_MAX) {
			talk_issue(&p->issues, l->file, node, 0, "more than %d patterns over all files of clues", PATTERNS_MAX);
			return false;
		}
		struct pattern *pattern = node->kind == YDOC_TEXT ? pattern_parse(&p->arena, p->lex, (struct str){node->text, node->n}, &why) : NULL;

		if (!pattern) {
			talk_issue(&p->issues, l->file, node, 0, "%s", why ? why : "a pattern is a text");
		} else if (tail_read(l, node, pattern->tail, &rule)) {
			pattern->tag = (uint32_t)p->rule_count;
			*rule_new(p) = rule;
			pattern_set_add(&p->arena, &p->clues, pattern);
		}
	}
	return true;
}

void clue_file_read(struct pack_load *l, const struct ydoc_node *root)
{
	struct talk_pack *p = l->pack;

	if (root->kind != YDOC_MAP) {
		talk_issue(&p->issues, l->file, root, 0, "clues are a map of lists of patterns");
		return;
	}
	for (size_t i = 0; i < root->count; i++) {
		const struct ydoc_node *key = root->keys[i], *list = root->items[i];
		int type = talk_clue_find(key->text);

		if (type < 0 || list->kind != YDOC_LIST) {
			issue(l, key, "no clue is called so, or its patterns are no list:", key->text);
			continue;
		}
		if (p->clue_places[type]) {
			talk_issue(&p->issues, l->file, key, 0, "the clue '%s' stands already in %s", key->text, p->clue_places[type]);
			continue;
		}
		p->clue_places[type] = place_of(l, key);
		if (!clue_list_read(l, (enum talk_clue_type)type, list))
			return;
	}
}
