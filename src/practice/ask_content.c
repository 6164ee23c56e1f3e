#include "practice/ask_content.h"

#include <stdlib.h>
#include <string.h>

#include "bank/yaml.h"
#include "base/fs.h"

#define CONTENT_ARENA_BYTES (32u << 20)
#define ENTRIES_MAX 1000
#define ISSUES_MAX 100
#define LONG_SLOT_WORDS 6        /* a condition; the worker fills none longer */
#define COLUMN_SLOT_WORDS 2

struct ask_content {
	struct arena arena;
	struct ask_entry *entries;
	size_t count;
	const char *issues[ISSUES_MAX];
	size_t issue_count;
	const char *file;              /* being read, for messages */
};

static const struct {
	const char *name, *slots;
} features[] = {
#define X(id, name, slots) {name, slots},
	ASK_FEATURE_TABLE(X)
#undef X
};

static const struct {
	const char *name;
	enum ask_kind feature;
} misreadings[] = {
#define X(id, name, feature) {name, feature},
	ASK_MISREADING_TABLE(X)
#undef X
};

static const char *const sorts[] = {"why", "predict", "what-if"};

const char *ask_sort_name(enum ask_sort sort)
{
	return sorts[sort];
}

const char *ask_feature_name(enum ask_kind feature)
{
	return features[feature].name;
}

size_t ask_word_count(const char *text)
{
	size_t n = 0;

	for (bool inside = false; *text; text++) {
		bool blank = strchr(" \t\r\n", *text) != NULL;
		n += !blank && !inside;
		inside = !blank;
	}
	return n;
}

static void issue(struct ask_content *c, const struct ydoc_node *at, const char *text)
{
	if (c->issue_count < ISSUES_MAX)
		c->issues[c->issue_count++] = arena_printf(&c->arena, "%s:%d:%d: %s", c->file, at->line, at->column, text);
}

/* A text of an entry; NULL when it is absent, or (an issue) no text, empty, or absent and required. */
static const char *text_of(struct ask_content *c, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (!node && !required)
		return NULL;
	if (!node || node->kind != YDOC_TEXT || !str_trim((struct str){node->text, node->n}).n) {
		issue(c, node ? node : map, arena_printf(&c->arena, "'%s' must be a text", key));
		return NULL;
	}
	struct str s = str_trim((struct str){node->text, node->n});

	return arena_strndup(&c->arena, s.p, s.n);
}

static bool in_list(const char *list, struct str word)
{
	struct str rest = str_of(list);

	while (rest.n) {
		const char *space = memchr(rest.p, ' ', rest.n);
		size_t n = space ? (size_t)(space - rest.p) : rest.n;
		if (str_eq((struct str){rest.p, n}, word))
			return true;
		rest = (struct str){rest.p + n + (space != NULL), rest.n - n - (space != NULL)};
	}
	return false;
}

/* One question of at most ASK_WORDS_MAX words, with slots that the feature can fill. */
static void check_wording(struct ask_content *c, const struct ask_entry *e, const struct ydoc_node *at, const char *text)
{
	const char *known = features[e->feature].slots, *mark = strchr(text, '?');
	size_t words = ask_word_count(text);

	for (const char *p = strchr(text, '{'); p; p = strchr(p + 1, '{')) {
		const char *end = strchr(p, '}');
		struct str slot = {p + 1, end ? (size_t)(end - p) - 1 : 0};
		if (!end || !slot.n || !in_list(known, slot)) {
			issue(c, at, arena_printf(&c->arena, "feature '%s' fills no slot '%.*s'", features[e->feature].name, (int)slot.n, slot.p));
			return;
		}
		words += str_eq_c(slot, "condition") ? LONG_SLOT_WORDS - 1 : str_eq_c(slot, "column") ? COLUMN_SLOT_WORDS - 1 : 0;
	}
	if (words > ASK_WORDS_MAX)
		issue(c, at, arena_printf(&c->arena, "%zu words with slots filled, and the limit is %d", words, ASK_WORDS_MAX));
	if (!mark || mark[1] || strchr(text, '!'))
		issue(c, at, "a question has one question mark, at its end, and no exclamation mark");
}

static void read_wordings(struct ask_content *c, struct ask_entry *e, const struct ydoc_node *map)
{
	const struct ydoc_node *list = ydoc_get(map, "ask");

	if (!list || list->kind != YDOC_LIST || list->count < ASK_WORDINGS_MIN || list->count > ASK_WORDINGS_MAX) {
		issue(c, list ? list : map, arena_printf(&c->arena, "'ask' must be a list of %d to %d wordings", ASK_WORDINGS_MIN, ASK_WORDINGS_MAX));
		return;
	}
	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *one = list->items[i];
		if (one->kind != YDOC_TEXT || !one->n) {
			issue(c, one, "a wording must be a text");
			continue;
		}
		for (size_t j = 0; j < e->wording_count; j++)
			if (!strcmp(e->wordings[j], one->text))
				issue(c, one, "this wording stands twice");
		check_wording(c, e, one, one->text);
		e->wordings[e->wording_count++] = arena_strdup(&c->arena, one->text);
	}
}

static void read_points(struct ask_content *c, struct ask_entry *e, const struct ydoc_node *map)
{
	const struct ydoc_node *points = ydoc_get(map, "points");
	bool needed = e->sort != ASK_PREDICT;

	if (!points && !needed)
		return;
	if (!points || points->kind != YDOC_MAP || !points->count || points->count > ASK_POINTS_MAX) {
		issue(c, points ? points : map, arena_printf(&c->arena, "'points' must be a map of 1 to %d topics", ASK_POINTS_MAX));
		return;
	}
	for (size_t i = 0; i < points->count; i++) {
		if (points->items[i]->kind != YDOC_TEXT || !points->items[i]->n) {
			issue(c, points->items[i], "a point must be a text");
			continue;
		}
		const struct ydoc_node *key = points->keys[i];
		e->points[e->point_count++] = (struct ask_point){arena_strdup(&c->arena, key->text), arena_strdup(&c->arena, points->items[i]->text),
								 arena_printf(&c->arena, "%s:%d:%d", c->file, key->line, key->column)};
	}
}

static int find(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -1;
}

static void read_misreading(struct ask_content *c, struct ask_entry *e, const struct ydoc_node *map)
{
	const char *key = e->sort == ASK_PREDICT ? "misreading" : "fact", *name = text_of(c, map, key, e->sort == ASK_PREDICT);

	if (!name)
		return;
	e->misreading = name;
	if (e->sort != ASK_PREDICT && !strcmp(name, "row-order"))
		return;
	for (size_t i = 0; i < ASK_MISREADINGS; i++)
		if (!strcmp(misreadings[i].name, name) && misreadings[i].feature == e->feature)
			return;
	issue(c, ydoc_get(map, key), arena_printf(&c->arena, "'%s' is no misreading of feature '%s'", name, features[e->feature].name));
}

static void check_keys(struct ask_content *c, const struct ydoc_node *map)
{
	static const char *const keys[] = {"id", "kind", "feature", "misreading", "reading", "fact", "answer", "weight", "points", "ask"};

	for (size_t i = 0; i < map->count; i++)
		if (find(map->keys[i]->text, keys, sizeof keys / sizeof *keys) < 0)
			issue(c, map->keys[i], arena_printf(&c->arena, "unknown key '%.60s'", map->keys[i]->text));
}

static void read_entry(struct ask_content *c, const struct ydoc_node *map)
{
	struct ask_entry *e = &c->entries[c->count];
	const char *names[ASK_KINDS], *sort, *feature, *weight;
	size_t before = c->issue_count;
	long n = 5;

	if (map->kind != YDOC_MAP) {
		issue(c, map, "a question must be a map");
		return;
	}
	*e = (struct ask_entry){.id = text_of(c, map, "id", true)};
	sort = text_of(c, map, "kind", true);
	feature = text_of(c, map, "feature", true);
	weight = text_of(c, map, "weight", false);
	check_keys(c, map);
	for (size_t i = 0; i < ASK_KINDS; i++)
		names[i] = features[i].name;
	int s = find(sort, sorts, ASK_SORTS), f = find(feature, names, ASK_KINDS);
	if (sort && s < 0)
		issue(c, ydoc_get(map, "kind"), "the kind is one of why, predict, what-if");
	if (feature && f < 0)
		issue(c, ydoc_get(map, "feature"), arena_printf(&c->arena, "there is no feature '%.60s'", feature));
	if (weight && !str_to_long(str_of(weight), 1, 9, &n))
		issue(c, ydoc_get(map, "weight"), "the weight is a number from 1 to 9");
	if (c->issue_count > before)
		return;
	e->sort = (enum ask_sort)s;
	e->feature = (enum ask_kind)f;
	e->weight = (int)n;
	e->answer = text_of(c, map, "answer", e->sort != ASK_PREDICT);
	e->reading = text_of(c, map, "reading", e->sort == ASK_PREDICT);
	read_misreading(c, e, map);
	read_points(c, e, map);
	read_wordings(c, e, map);
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->entries[i].id, e->id))
			issue(c, map, arena_printf(&c->arena, "question '%.60s' stands twice", e->id));
	c->count += c->issue_count == before;
}

static void read_file(struct ask_content *c, const char *path)
{
	const struct ydoc_node *root, *list;
	struct err err = {0};
	struct buf text;

	buf_init(&text, YDOC_BYTES_MAX);
	if (fs_read(path, YDOC_BYTES_MAX, &text, &err) ||
	    ydoc_parse(&c->arena, c->file, (struct str){buf_text(&text), text.n}, &root, &err)) {
		if (c->issue_count < ISSUES_MAX)
			c->issues[c->issue_count++] = arena_strdup(&c->arena, err.text);
	} else if (!(list = ydoc_get(root, "questions")) || list->kind != YDOC_LIST) {
		issue(c, root, "'questions' must be a list");
	} else {
		for (size_t i = 0; i < list->count && c->count < ENTRIES_MAX; i++)
			read_entry(c, list->items[i]);
	}
	buf_release(&text);
}

static bool is_yaml(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && !strcmp(name + n - 5, ".yaml") && name[0] != '.';
}

enum err_code ask_content_open(struct ask_content **out, const char *content_dir, const char *pack, struct err *err)
{
	struct ask_content *c = calloc(1, sizeof *c);
	enum err_code code = ERR_OK;
	const char **names = NULL;
	char *dir = NULL;
	size_t n = 0;

	if (!c)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&c->arena, CONTENT_ARENA_BYTES);
	c->entries = ARENA_NEW(&c->arena, struct ask_entry, ENTRIES_MAX + 1);
	if (content_dir)
		dir = arena_strdup(&c->arena, content_dir);
	else
		code = fs_content_dir(&c->arena, &dir, err);
	if (!code) {
		dir = fs_join(&c->arena, fs_join(&c->arena, dir, pack), "ask");
		if (fs_is_dir(dir))
			code = fs_list(&c->arena, dir, &names, &n, err);
	}
	for (size_t i = 0; !code && i < n; i++) {
		if (!is_yaml(names[i]))
			continue;
		c->file = arena_printf(&c->arena, "%s/ask/%s", pack, names[i]);
		read_file(c, fs_join(&c->arena, dir, names[i]));
	}
	if (!code && arena_over(&c->arena))
		code = err_set(err, ERR_LIMIT, "the questions of '%s' are too large", pack);
	if (code) {
		ask_content_free(c);
		return code;
	}
	*out = c;
	return ERR_OK;
}

void ask_content_free(struct ask_content *c)
{
	if (!c)
		return;
	arena_release(&c->arena);
	free(c);
}

const struct ask_entry *ask_content_entries(const struct ask_content *c, size_t *count)
{
	*count = c->count;
	return c->entries;
}

const char *const *ask_content_issues(const struct ask_content *c, size_t *count)
{
	*count = c->issue_count;
	return c->issues;
}
