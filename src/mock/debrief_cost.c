/* What cost the most: each fault has a cost, faults of one block of practice are summed, the largest sums are shown. */
#include "mock/debrief_int.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "mock/content_int.h"

#define GROUPS_MAX 64

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const cost_names[] = {
#define X(id, name) name,
	COST_TABLE(X)
#undef X
};

static const char *point_of(const char *what)
{
	return !strncmp(what, "no_", 3) ? what + 3 : what;
}

const char *debrief_name(const struct debrief_rules *r, const char *what)
{
	const char *point = point_of(what);

	for (size_t i = 0; i < r->name_count; i++)
		if (!strcmp(r->names[i], point))
			return r->words[i];
	return what;
}

/* --- counting one part ------------------------------------------------------------------------------------------- */

static void count(const struct debrief_rules *r, json_t *list, enum cost cost, const char *point, const char *subject, const char *what, const char *quote)
{
	json_t *o = json_pack("{s:i,s:s,s:s,s:s}", "cost", r->cost[cost], "point", point, "what", what, "quote", quote);

	if (subject)
		json_object_set_new(o, "subject", json_string(subject));
	json_array_append_new(list, o);
}

static void count_sql(const struct debrief_rules *r, const json_t *o, json_t *list)
{
	const json_t *sql = json_get_object(o, "sql"), *v = json_get_object(sql, "verdict"), *mistake = json_get_object(v, "mistake");
	const char *verdict = json_get_text(v, "verdict", ""), *pattern = json_get_text(sql, "pattern", NULL), *title = json_get_text(sql, "title", "");
	char what[600];

	if (json_is_null(json_object_get(sql, "query")) || !json_object_get(sql, "query")) {
		snprintf(what, sizeof(what), "No query was submitted for '%.200s'.", title);
		count(r, list, COST_SQL_NONE, "sql", pattern, what, "");
	} else if (!strcmp(verdict, "wrong") || !strcmp(verdict, "row-order")) {
		snprintf(what, sizeof(what), "'%.200s' was wrong%s%.300s.", title, mistake ? ": " : "", mistake ? json_get_text(mistake, "lesson", "") : "");
		size_t n = strlen(what);

		if (n > 2 && what[n - 2] == '.')
			what[n - 1] = 0;
		count(r, list, COST_SQL_WRONG, "sql", pattern, what, "");
	} else if (!strcmp(verdict, "invalid")) {
		snprintf(what, sizeof(what), "'%.200s' was no valid SQL.", title);
		count(r, list, COST_SQL_NONE, "sql", pattern, what, "");
	} else if (!strcmp(verdict, "right") && json_get_int(sql, "limit_ms", 0) && json_get_int(sql, "query_ms", 0) > json_get_int(sql, "limit_ms", 0)) {
		snprintf(what, sizeof(what), "'%.200s' was right, and too late.", title);
		count(r, list, COST_LATE, "sql", pattern, what, "");
	}
}

static void count_asked(const struct debrief_rules *r, const struct mock_part *p, const json_t *o, json_t *list, const char *fallback)
{
	const json_t *asked = json_get_array(o, "asked");
	char what[900];

	for (size_t i = 0; i < json_array_size(asked); i++) {
		const json_t *a = json_array_get(asked, i);
		const char *verdict = json_get_text(a, "verdict", ""), *gap = json_get_text(a, "gap", "");
		enum cost cost = !strcmp(verdict, "evaded") ? COST_EVADED : !strcmp(verdict, "declined") ? COST_DECLINED : COST_PARTIAL;

		if (strcmp(verdict, "evaded") && strcmp(verdict, "declined") && strcmp(verdict, "partial"))
			continue;
		snprintf(what, sizeof(what), "Asked \"%.300s\", %s", json_get_text(a, "question", ""),
			 cost == COST_EVADED ? "the reply did not answer." : cost == COST_DECLINED ? "you gave no answer." : "the reply answered in part.");
		count(r, list, cost, *gap ? point_of(gap) : fallback, p->principle, what, json_get_text(a, "reply", ""));
	}
}

static bool was_asked(const json_t *o, const char *point)
{
	const json_t *asked = json_get_array(o, "asked");

	for (size_t i = 0; i < json_array_size(asked); i++)
		if (!strcmp(point_of(json_get_text(json_array_get(asked, i), "gap", "")), point))
			return true;
	return false;
}

static void count_points(const struct debrief_rules *r, const struct mock_part *p, const json_t *o, json_t *list)
{
	const json_t *missing = json_get_array(o, "missing"), *named = json_get_array(o, "named"), *missed = json_get_array(json_get_object(o, "clarified"), "missed");
	char what[600];

	for (size_t i = 0; i < json_array_size(missing); i++) {
		const char *point = json_string_value(json_array_get(missing, i));

		/* A story need not hold everything; that a probe pressed for it and got nothing is counted there. */
		if (p->kind == MOCK_STORY && strcmp(point, "learning") && strcmp(point, "measurement") && strcmp(point, "decision") && strcmp(point, "outcome"))
			continue;
		snprintf(what, sizeof(what), "Not heard: %.200s.", debrief_name(r, point));
		count(r, list, COST_MISSING, point, p->principle, what, "");
	}
	for (size_t i = 0; p->kind != MOCK_STORY && i < json_array_size(named); i++) {
		const char *point = json_string_value(json_array_get(named, i));

		/* Where a question about it was answered in part, that is counted there. */
		if (was_asked(o, point))
			continue;
		snprintf(what, sizeof(what), "Only named: %.200s.", debrief_name(r, point));
		count(r, list, COST_PARTIAL, point, p->principle, what, "");
	}
	for (size_t i = 0; i < json_array_size(missed); i++) {
		snprintf(what, sizeof(what), "Not asked before building: %.200s.", json_string_value(json_array_get(missed, i)));
		count(r, list, COST_NOT_ASKED, "requirements", NULL, what, "");
	}
}

void debrief_count(const struct debrief_rules *r, size_t index, const struct mock_part *p, json_t *o)
{
	const char *fallback = p->kind == MOCK_SQL ? "sql_explain" : p->kind == MOCK_STORY ? "story" : "design", *answer = json_get_text(o, "answer", "");
	const char *opening = json_get_text(o, "opening", "");
	json_t *list = json_array();

	(void)index;
	if (!p->begun) {
		count(r, list, COST_NOT_REACHED, p->kind == MOCK_SQL ? "sql" : fallback, p->principle, "This part was not reached.", "");
	} else {
		if (p->kind == MOCK_SQL)
			count_sql(r, o, list);
		if (p->kind != MOCK_SQL && !*answer)
			count(r, list, COST_NOTHING, fallback, p->principle, "The question was not answered.", "");
		else if (*answer && (!json_get_bool(o, "evaluable", true) || !strcmp(opening, "evaded") || !strcmp(opening, "declined")))
			count(r, list, COST_SALAD, fallback, p->principle,
			      json_get_bool(o, "evaluable", true) ? "The answer did not answer the question." : "The answer could not be read as one.", answer);
		if (json_get_bool(o, "tools", false))
			count(r, list, COST_TOOLS, "tools", NULL, "Tools stood where a mechanism was asked for.", answer);
		count_asked(r, p, o, list, fallback);
		count_points(r, p, o, list);
	}
	json_object_set_new(o, "counted", list);
}

/* --- the largest ----------------------------------------------------------------------------------------------------- */

struct group {
	const struct debrief_block *block;
	const char *subject;       /* a pattern or principle; NULL */
	const json_t *worst, *part;
	int cost, worst_cost;
};

static const struct debrief_block *block_for(const struct debrief_rules *r, const char *point, const char *kind)
{
	for (size_t i = 0; i < r->block_count; i++)
		for (size_t k = 0; k < r->blocks[i].point_count; k++)
			if (!strcmp(r->blocks[i].points[k], point))
				return &r->blocks[i];
	/* Rules end with one for each kind. */
	return !strcmp(point, kind) ? &r->blocks[r->block_count - 1] : block_for(r, kind, kind);
}

static void add_group(struct group *groups, size_t *n, const struct debrief_block *block, const json_t *counted, const json_t *part)
{
	/* Only queries and stories turn on a subject of their own. */
	const char *subject = json_get_text(counted, "subject", NULL);
	int cost = (int)json_get_int(counted, "cost", 0);
	size_t i = 0;

	while (i < *n && (groups[i].block != block || strcmp(groups[i].subject ? groups[i].subject : "", subject ? subject : "")))
		i++;
	if (i == GROUPS_MAX)
		return;
	if (i == *n)
		groups[(*n)++] = (struct group){.block = block, .subject = subject};
	groups[i].cost += cost;
	if (cost > groups[i].worst_cost) {
		groups[i].worst_cost = cost;
		groups[i].worst = counted;
		groups[i].part = part;
	}
}

/* What starts the block, in the terminal and as a page: a drill of the query's pattern, a story of that principle, what the topic offers. */
static void put_start(const struct debrief_rules *r, const struct group *g, json_t *block)
{
	char command[200] = "spar mock design", route[200] = "/mock?round=design";
	const char *subject = g->subject ? g->subject : "";

	if (!strcmp(g->block->kind, "sql")) {
		snprintf(command, sizeof(command), "spar sql try%s%.60s --no-run", *subject ? " --pattern " : "", subject);
		snprintf(route, sizeof(route), "/drills");
	} else if (!strcmp(g->block->kind, "story")) {
		snprintf(command, sizeof(command), "spar story drill%s%.60s", *subject ? " --principle " : "", subject);
		snprintf(route, sizeof(route), "/stories/drill%s%.60s", *subject ? "?principle=" : "", subject);
	}
	for (size_t i = 0; i < r->offer_count; i++)
		if (r->offers[i].subject && !strcmp(r->offers[i].subject, g->block->topic)) {
			snprintf(command, sizeof(command), "%s", r->offers[i].command);
			snprintf(route, sizeof(route), "%s", r->offers[i].route ? r->offers[i].route : "");
		}
	json_object_set_new(block, "command", json_string(command));
	json_object_set_new(block, "route", *route ? json_string(route) : json_null());
}

json_t *debrief_costs(const struct debrief_rules *r, const json_t *parts)
{
	struct group groups[GROUPS_MAX];
	json_t *list = json_array();
	size_t n = 0;

	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *part = json_array_get(parts, i), *counted = json_get_array(part, "counted");

		for (size_t k = 0; k < json_array_size(counted); k++) {
			const json_t *one = json_array_get(counted, k);

			add_group(groups, &n, block_for(r, json_get_text(one, "point", ""), json_get_text(part, "kind", "")), one, part);
		}
	}
	for (int shown = 0; shown < DEBRIEF_COSTS && n; shown++) {
		size_t best = 0;

		for (size_t i = 1; i < n; i++)
			if (groups[i].cost > groups[best].cost)
				best = i;
		const struct group *g = &groups[best];

		if (g->cost == 0)
			break;
		json_t *block = json_pack("{s:s,s:s,s:s,s:i}", "kind", g->block->kind, "topic", g->block->topic, "what", g->block->what, "minutes",
					  g->block->minutes);

		put_start(r, g, block);
		json_object_set_new(block, "subject", g->subject ? json_string(g->subject) : json_null());
		json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:o}", "what", json_get_text(g->worst, "what", ""), "quote", json_get_text(g->worst, "quote", ""),
						      "part", json_get_text(g->part, "name", ""), "block", block));
		groups[best] = groups[--n];
	}
	return list;
}

/* --- rules ------------------------------------------------------------------------------------------------------------- */

static void read_names(struct reader *r, const struct ydoc_node *root, struct debrief_rules *o)
{
	const struct ydoc_node *map = ydoc_get(root, "names");

	if (!map || map->kind != YDOC_MAP) {
		read_issue(r, map ? map : root, "'names' must be a map");
		return;
	}
	o->names = ARENA_NEW(r->a, const char *, map->count + 1);
	o->words = ARENA_NEW(r->a, const char *, map->count + 1);
	for (size_t i = 0; i < map->count; i++) {
		o->names[o->name_count] = map->keys[i]->text;
		if ((o->words[o->name_count] = read_text(r, map, map->keys[i]->text, true)))
			o->name_count++;
	}
}

static void read_blocks(struct reader *r, const struct ydoc_node *root, struct debrief_rules *o)
{
	static const char *const keys[] = {"for", "kind", "topic", "minutes", "what"}, *const kinds[] = {"sql", "story", "pipeline", "model", "design"};
	const struct ydoc_node *list = read_list(r, root, "blocks", true);
	struct debrief_block *blocks = ARENA_NEW(r->a, struct debrief_block, list ? list->count + 1 : 1);

	o->blocks = blocks;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct debrief_block *b = &blocks[o->block_count];

		if (!read_keys(r, node, "a block", keys, COUNT(keys)))
			continue;
		b->points = read_texts(r, node, "for", true, &b->point_count);
		b->kind = read_choice(r, node, "kind", kinds, COUNT(kinds), -1) < 0 ? NULL : read_text(r, node, "kind", true);
		b->topic = read_text(r, node, "topic", true);
		b->what = read_text(r, node, "what", true);
		b->minutes = read_int(r, node, "minutes", 5, 90, 30);
		o->block_count += b->kind && b->topic && b->what && b->point_count;
	}
}

static void read_offers(struct reader *r, const struct ydoc_node *root, struct debrief_rules *o)
{
	static const char *const keys[] = {"kind", "topic", "command", "route"};
	const struct ydoc_node *list = read_list(r, root, "offers", false);
	struct plan_offer *offers = ARENA_NEW(r->a, struct plan_offer, list ? list->count + 1 : 1);

	o->offers = offers;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct plan_offer *one = &offers[o->offer_count];
		const char *kind;

		if (!read_keys(r, node, "an offer", keys, COUNT(keys)) || !(kind = read_text(r, node, "kind", true)))
			continue;
		one->subject = read_text(r, node, "topic", false);
		one->command = read_text(r, node, "command", true);
		one->route = read_text(r, node, "route", false);
		if (block_kind_find(kind, &one->kind))
			o->offer_count += one->command != NULL;
		else
			read_issue(r, ydoc_get(node, "kind"), "no kind of block is called '%s'", kind);
	}
}

enum err_code debrief_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct debrief_rules **out, struct err *err)
{
	static const char *const keys[] = {"costs", "names", "blocks", "offers"};
	struct debrief_rules *o = ARENA_NEW(a, struct debrief_rules, 1);
	struct talk_issues *issues = ARENA_NEW(a, struct talk_issues, 1);
	struct reader r = {.a = a, .issues = issues};
	const struct ydoc_node *root;
	enum err_code code;

	issues->a = a;
	if ((code = reader_open(&r, content_dir, pack, err)))
		return code;
	root = read_file(&r, "debrief.yaml", NULL);
	if (root && read_keys(&r, root, "debrief.yaml", keys, COUNT(keys))) {
		const struct ydoc_node *costs = ydoc_get(root, "costs");

		if (!costs || read_keys(&r, costs, "costs", cost_names, COUNT(cost_names)))
			for (size_t i = 0; i < COSTS; i++)
				o->cost[i] = read_int(&r, costs, cost_names[i], 0, 1000, 0);
		read_names(&r, root, o);
		read_blocks(&r, root, o);
		read_offers(&r, root, o);
	}
	if (issues->count || !o->block_count)
		return err_set(err, ERR_CONTENT, "%s", issues->count ? issues->text[0] : "debrief.yaml has no blocks");
	*out = o;
	return ERR_OK;
}

static enum err_code make_rules(struct arena *a, void *bank, void **out, struct err *err)
{
	const struct debrief_rules *rules = NULL;
	enum err_code code = debrief_rules_load(a, NULL, bank_pack(bank)->id, &rules, err);

	*out = (void *)rules;
	return code;
}

enum err_code debrief_rules_of(struct bank *b, const struct debrief_rules **out, struct err *err)
{
	static const char key;
	void *rules = NULL;
	enum err_code code = memo_get(bank_memo(b), &key, make_rules, NULL, b, &rules, err);

	*out = rules;
	return code;
}
