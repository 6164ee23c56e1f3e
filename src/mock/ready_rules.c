/* Reading rounds/ready.yaml. */
#include "mock/ready_int.h"

#include <string.h>

#include "mock/read.h"

#define LINES_MAX 60

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

struct loading {
	struct reader r;
	const struct bank *bank;
	const struct rounds *rounds;
	struct ready_block *blocks;
	size_t block_count;
};

static void check_names(struct loading *l, const struct ydoc_node *map, const char *key, bool patterns)
{
	const struct ydoc_node *list = ydoc_get(map, key);

	for (size_t i = 0; list && list->kind == YDOC_LIST && i < list->count; i++) {
		const char *id = list->items[i]->text;

		if (list->items[i]->kind != YDOC_TEXT)
			continue;
		if (patterns ? l->bank && !bank_pattern(l->bank, id) : l->rounds && !rounds_scenario(l->rounds, id))
			read_issue(&l->r, list->items[i], "no %s is called '%s'", patterns ? "pattern" : "scenario", id);
	}
}

static void read_block(struct loading *l, const struct ydoc_node *line)
{
	static const char *const keys[] = {"kind", "topic", "subject", "minutes", "command", "route", "what"};
	const struct ydoc_node *node = ydoc_get(line, "tonight");
	struct ready_block *b = &l->blocks[l->block_count++];
	struct reader *r = &l->r;

	*b = (struct ready_block){"", "", NULL, "", "", NULL, 30};
	if (!node) {
		read_issue(r, line, "'tonight' is missing");
	} else if (read_keys(r, node, "'tonight'", keys, COUNT(keys))) {
		b->kind = read_text(r, node, "kind", true);
		b->topic = read_text(r, node, "topic", true);
		b->subject = read_text(r, node, "subject", false);
		b->command = read_text(r, node, "command", true);
		b->route = read_text(r, node, "route", false);
		b->what = read_text(r, node, "what", true);
		b->minutes = read_int(r, node, "minutes", 5, 90, 30);
	}
}

static void read_line(struct loading *l, const struct ydoc_node *node, struct ready_line *o)
{
	static const char *const keys[] = {"id", "name", "proof", "rule", "patterns", "scenarios", "design", "first", "points", "asked_any", "no_tools", "drawn", "differently",
					   "survived", "depth", "minutes", "most_minutes", "dodged_most", "need", "fresh", "fresh_most", "tonight"};
	static const char *const designs[] = {"pipeline", "model"};
	struct reader *r = &l->r;
	int choice;

	*o = (struct ready_line){0};
	read_block(l, node);
	if (!read_keys(r, node, "a line", keys, COUNT(keys)))
		return;
	o->id = read_text(r, node, "id", true);
	o->name = read_text(r, node, "name", true);
	o->rule = read_text(r, node, "rule", true);
	choice = read_choice(r, node, "proof", ready_proof_names, PROOF_KINDS, -1);
	if (choice < 0 && !ydoc_get(node, "proof"))
		read_issue(r, node, "'proof' is missing");
	o->proof = choice < 0 ? PROOF_SQL : (enum proof_kind)choice;
	o->patterns = read_texts(r, node, "patterns", false, &o->pattern_count);
	check_names(l, node, "patterns", true);
	o->scenarios = read_texts(r, node, "scenarios", false, &o->scenario_count);
	check_names(l, node, "scenarios", false);
	choice = read_choice(r, node, "design", designs, COUNT(designs), -1);
	o->design = choice < 0 ? NULL : designs[choice];
	o->points = read_texts(r, node, "points", false, &o->point_count);
	o->asked = read_texts(r, node, "asked_any", false, &o->asked_count);
	o->no_tools = read_bool(r, node, "no_tools");
	o->drawn = read_bool(r, node, "drawn");
	o->differently = read_bool(r, node, "differently");
	o->survived = read_bool(r, node, "survived");
	o->depth = read_int(r, node, "depth", 0, TALK_DEPTH_MAX, 0);
	o->first = read_bool(r, node, "first");
	o->minutes = read_int(r, node, "minutes", 1, 240, 0);
	o->most_minutes = read_int(r, node, "most_minutes", 1, 240, 0);
	o->dodged_most = read_int(r, node, "dodged_most", 0, 20, 0);
	o->need = read_int(r, node, "need", 1, 16, 1);
	o->fresh_days = read_int(r, node, "fresh", 1, 365, 4);
	o->fresh_most = read_int(r, node, "fresh_most", o->fresh_days, 365, o->fresh_days);
}

static void read_gate(struct loading *l, const struct ydoc_node *node, struct ready_gate *o)
{
	static const char *const keys[] = {"id", "name", "checklist", "lines"};
	struct reader *r = &l->r;
	const struct ydoc_node *list;
	struct ready_line *lines;

	*o = (struct ready_gate){0};
	if (!read_keys(r, node, "a gate", keys, COUNT(keys)))
		return;
	o->id = read_text(r, node, "id", true);
	o->name = read_text(r, node, "name", true);
	o->checklist = read_bool(r, node, "checklist");
	if (!(list = read_list(r, node, "lines", true)))
		return;
	if (l->block_count + list->count > LINES_MAX) {
		read_issue(r, list, "at most %d lines in all", LINES_MAX);
		return;
	}
	lines = ARENA_NEW(r->a, struct ready_line, list->count + 1);
	for (size_t i = 0; i < list->count; i++)
		read_line(l, list->items[i], &lines[i]);
	o->lines = lines;
	o->line_count = list->count;
}

enum err_code ready_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct bank *b, const struct rounds *rounds,
			       const struct ready_rules **out, struct err *err)
{
	static const char *const keys[] = {"gates", "stop", "eve", "eve_work", "evening", "day_done"};
	struct ready_rules *o = ARENA_NEW(a, struct ready_rules, 1);
	struct talk_issues *issues = ARENA_NEW(a, struct talk_issues, 1);
	struct loading l = {.r = {.a = a, .issues = issues}, .bank = b, .rounds = rounds, .blocks = ARENA_NEW(a, struct ready_block, LINES_MAX)};
	const struct ydoc_node *root, *list;
	enum err_code code;

	issues->a = a;
	if ((code = reader_open(&l.r, content_dir, pack, err)))
		return code;
	root = read_file(&l.r, "ready.yaml", NULL);
	if (root && read_keys(&l.r, root, "ready.yaml", keys, COUNT(keys))) {
		if ((list = read_list(&l.r, root, "gates", true))) {
			struct ready_gate *gates = ARENA_NEW(a, struct ready_gate, list->count + 1);

			for (size_t i = 0; i < list->count; i++)
				read_gate(&l, list->items[i], &gates[i]);
			o->gates = gates;
			o->gate_count = list->count;
		}
		o->stop = read_text(&l.r, root, "stop", true);
		o->eve = read_text(&l.r, root, "eve", true);
		o->eve_work = read_text(&l.r, root, "eve_work", true);
		o->evening = read_text(&l.r, root, "evening", true);
		o->day_done = read_text(&l.r, root, "day_done", true);
	}
	o->blocks = l.blocks;
	if (issues->count || !o->gate_count)
		return err_set(err, ERR_CONTENT, "%s", issues->count ? issues->text[0] : "ready.yaml has no gates");
	*out = o;
	return ERR_OK;
}

static enum err_code make_rules(struct arena *a, void *bank, void **out, struct err *err)
{
	const struct ready_rules *rules = NULL;
	const struct rounds *rounds = NULL;
	struct err ignored = {0};
	enum err_code code;

	/* Without its rounds, names of scenarios are not checked. */
	rounds_of(bank, &rounds, &ignored);
	code = ready_rules_load(a, NULL, bank_pack(bank)->id, bank, rounds, &rules, err);
	*out = (void *)rules;
	return code;
}

enum err_code ready_rules_of(struct bank *b, const struct ready_rules **out, struct err *err)
{
	static const char key;
	void *rules = NULL;
	enum err_code code = memo_get(bank_memo(b), &key, make_rules, NULL, b, &rules, err);

	*out = rules;
	return code;
}
