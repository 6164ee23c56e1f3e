#include "bank/bank_int.h"

static const char *const pack_keys[] = {"name", "title", "dialect", "patterns"};
static const char *const pattern_keys[] = {"id", "name", "hint"};
static const char *const mistake_keys[] = {"id", "name", "explanation", "killed_by", "family"};
static const char *const dialect_choices[] = {"redshift", "duckdb"};

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define ENTRIES_MAX 500

/* The list at map[key], of at most ENTRIES_MAX entries; NULL after an issue. */
static const struct ydoc_node *list_at(struct bank_load *l, const struct ydoc_node *map, const char *key)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (node && node->kind == YDOC_LIST && node->count <= ENTRIES_MAX)
		return node;
	bank_issue_node(l, node ? node : map, "'%s' must be a list of at most %d", key, ENTRIES_MAX);
	return NULL;
}

/* A text of an entry with blanks cut off; NULL after an issue. */
static const char *text_at(struct bank_load *l, const struct ydoc_node *map, const char *key)
{
	const struct ydoc_node *node = bank_text_node(l, map, key, true);

	if (!node)
		return NULL;
	struct str s = str_trim((struct str){node->text, node->n});

	return arena_strndup(l->a, s.p, s.n);
}

static void read_patterns(struct bank_load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *list = list_at(l, root, "patterns");
	struct bank_pack *pack = &l->bank->pack;

	if (!list)
		return;
	pack->patterns = ARENA_NEW(l->a, struct bank_pattern, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct bank_pattern p;

		if (!bank_keys_check(l, node, "a pattern", pattern_keys, COUNT(pattern_keys)))
			continue;
		p = (struct bank_pattern){text_at(l, node, "id"), text_at(l, node, "name"), text_at(l, node, "hint")};
		if (p.id && bank_pattern(l->bank, p.id))
			bank_issue_node(l, node, "pattern '%s' stands twice", p.id);
		else if (p.id && p.name && p.hint)
			pack->patterns[pack->pattern_count++] = p;
	}
}

enum err_code bank_pack_read(struct bank_load *l, struct err *err)
{
	struct bank_pack *pack = &l->bank->pack;
	const struct ydoc_node *root = NULL, *dialect;
	size_t before = l->bank->issue_count;
	int choice = 0;

	l->yaml = bank_source_read(l, "pack.yaml", YDOC_BYTES_MAX);
	if (!l->yaml)
		return err_set(err, ERR_CONTENT, "%s", l->bank->issues[l->bank->issue_count - 1].text);
	if (ydoc_parse(l->a, l->yaml->name, l->yaml->text, &root, err)) {
		if (err)
			err->code = ERR_CONTENT;
		return ERR_CONTENT;
	}
	if (bank_keys_check(l, root, "pack.yaml", pack_keys, COUNT(pack_keys))) {
		pack->title = text_at(l, root, "title");
		text_at(l, root, "name");
		dialect = bank_text_node(l, root, "dialect", true);
		if (dialect)
			choice = bank_choice(l, dialect, "dialect", dialect_choices, COUNT(dialect_choices));
		pack->dialect = dialect_choices[choice < 0 ? 0 : choice];
		read_patterns(l, root);
	}
	/* A pattern that cannot be read would break every exercise of it in a less clear way. */
	if (l->bank->issue_count > before)
		return err_set(err, ERR_CONTENT, "%s", l->bank->issues[before].text);
	return ERR_OK;
}

void bank_mistakes_read(struct bank_load *l)
{
	struct bank_pack *pack = &l->bank->pack;
	const struct ydoc_node *root = NULL, *list;
	struct err err = {0};

	l->yaml = bank_source_read(l, "mistakes.yaml", YDOC_BYTES_MAX);
	if (!l->yaml)
		return;
	if (ydoc_parse(l->a, l->yaml->name, l->yaml->text, &root, &err)) {
		bank_issue_parsed(l, err.text);
		return;
	}
	if (root->kind == YDOC_LIST)
		list = root;
	else if (!(list = list_at(l, root, "mistakes")))
		return;
	pack->mistakes = ARENA_NEW(l->a, struct bank_mistake, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct bank_mistake m;

		if (!bank_keys_check(l, node, "a mistake", mistake_keys, COUNT(mistake_keys)))
			continue;
		m = (struct bank_mistake){text_at(l, node, "id"), text_at(l, node, "name"),
					  text_at(l, node, "explanation"), text_at(l, node, "killed_by"),
					  text_at(l, node, "family")};
		if (m.id && bank_mistake(l->bank, m.id))
			bank_issue_node(l, node, "mistake '%s' stands twice", m.id);
		else if (m.id)
			pack->mistakes[pack->mistake_count++] = m;
	}
	l->bank->mistakes_known = true;
}

const struct bank_pattern *bank_pattern(const struct bank *b, const char *id)
{
	for (size_t i = 0; i < b->pack.pattern_count; i++)
		if (!strcmp(b->pack.patterns[i].id, id))
			return &b->pack.patterns[i];
	return NULL;
}

const struct bank_mistake *bank_mistake(const struct bank *b, const char *id)
{
	for (size_t i = 0; i < b->pack.mistake_count; i++)
		if (!strcmp(b->pack.mistakes[i].id, id))
			return &b->pack.mistakes[i];
	return NULL;
}
