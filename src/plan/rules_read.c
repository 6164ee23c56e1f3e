/* Reading the rules: small readers that say where something is wrong. */
#include "plan/plan_int.h"

#include "bank/suggest.h"
#include "base/fs.h"

#define ISSUES_MAX 60

void rules_issue(struct rules_reader *rd, const struct ydoc_node *at, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	if (rd->issues.n == ISSUES_MAX)
		return;
	if (rd->issues.n == rd->issue_room) {
		const char **more = ARENA_NEW(rd->a, const char *, ISSUES_MAX);

		if (rd->issues.n)
			memcpy(more, rd->issues.p, rd->issues.n * sizeof(*more));
		rd->issues.p = more;
		rd->issue_room = ISSUES_MAX;
	}
	buf_init(&b, 4096);
	buf_addf(&b, "%s:%d:%d: ", rd->file, at ? at->line : 1, at ? at->column : 1);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	rd->issues.p[rd->issues.n++] = arena_strdup(rd->a, buf_text(&b));
	buf_release(&b);
}

bool rules_keys(struct rules_reader *rd, const struct ydoc_node *map, const char *what, const char *const *keys, size_t n)
{
	if (map->kind != YDOC_MAP) {
		rules_issue(rd, map, "%s must be a map, not %s", what, ydoc_kind_name(map->kind));
		return false;
	}
	for (size_t i = 0; i < map->count; i++) {
		size_t k = 0;

		while (k < n && strcmp(keys[k], map->keys[i]->text))
			k++;
		if (k == n)
			rules_issue(rd, map->keys[i], "unknown key '%s' in %s%s", map->keys[i]->text, what,
				    suggest_text(rd->a, map->keys[i]->text, keys, n));
	}
	return true;
}

const struct ydoc_node *rules_file(struct rules_reader *rd, const char *pack, const char *name, const char *const *keys, size_t n)
{
	const struct ydoc_node *root = NULL;
	struct err err = {0};
	struct buf b;
	size_t bad = 0;

	rd->file = arena_printf(rd->a, "%s/plan/%s", pack, name);
	buf_init(&b, YDOC_BYTES_MAX);
	if (fs_read(fs_join(rd->a, rd->dir, rd->file), YDOC_BYTES_MAX, &b, &err)) {
		rules_issue(rd, NULL, "%s", err.code == ERR_MISSING ? "the file is missing" : err.text);
	} else if (!utf8_valid(buf_text(&b), b.n, &bad)) {
		rules_issue(rd, NULL, "not valid UTF-8, at byte %zu", bad + 1);
	} else if (ydoc_parse(rd->a, rd->file, (struct str){arena_strndup(rd->a, buf_text(&b), b.n), b.n}, &root, &err)) {
		/* Its text has the place already. */
		if (rd->issues.n < ISSUES_MAX) {
			rules_issue(rd, NULL, "x");
			rd->issues.p[rd->issues.n - 1] = arena_strdup(rd->a, err.text);
		}
		root = NULL;
	}
	buf_release(&b);
	return root && rules_keys(rd, root, name, keys, n) ? root : NULL;
}

const char *rules_text(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	struct str s;

	if (!node) {
		if (required)
			rules_issue(rd, map, "'%s' is missing", key);
		return NULL;
	}
	if (node->kind != YDOC_TEXT) {
		rules_issue(rd, node, "'%s' must be a text, not %s", key, ydoc_kind_name(node->kind));
		return NULL;
	}
	s = str_trim((struct str){node->text, node->n});
	if (s.n == 0)
		rules_issue(rd, node, "'%s' is empty", key);
	return s.n ? arena_strndup(rd->a, s.p, s.n) : NULL;
}

int rules_number(struct rules_reader *rd, const struct ydoc_node *map, const char *key, int min, int max, int fallback, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	long v = fallback;

	if (!node) {
		if (required)
			rules_issue(rd, map, "'%s' is missing", key);
		return fallback;
	}
	if (node->kind != YDOC_TEXT || !str_to_long((struct str){node->text, node->n}, min, max, &v))
		rules_issue(rd, node, "'%s' must be a whole number from %d to %d", key, min, max);
	return (int)v;
}

const struct ydoc_node *rules_map(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (!node && required)
		rules_issue(rd, map, "'%s' is missing", key);
	if (node && node->kind != YDOC_MAP) {
		rules_issue(rd, node, "'%s' must be a map, not %s", key, ydoc_kind_name(node->kind));
		return NULL;
	}
	return node;
}

const struct ydoc_node *const *rules_list(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required,
					  size_t *n)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	*n = 0;
	if (!node) {
		if (required)
			rules_issue(rd, map, "'%s' is missing", key);
		return NULL;
	}
	if (node->kind != YDOC_LIST) {
		rules_issue(rd, node, "'%s' must be a list, not %s", key, ydoc_kind_name(node->kind));
		return NULL;
	}
	*n = node->count;
	return node->items;
}

const char **rules_texts(struct rules_reader *rd, const struct ydoc_node *map, const char *key, bool required, size_t *n)
{
	const struct ydoc_node *const *items = rules_list(rd, map, key, required, n);
	const char **out = ARENA_NEW(rd->a, const char *, *n + 1);
	size_t kept = 0;

	for (size_t i = 0; items && i < *n; i++) {
		struct str s = str_trim((struct str){items[i]->text, items[i]->n});

		if (items[i]->kind != YDOC_TEXT || s.n == 0)
			rules_issue(rd, items[i], "an entry of '%s' must be a text", key);
		else
			out[kept++] = arena_strndup(rd->a, s.p, s.n);
	}
	*n = kept;
	return out;
}

int rules_choice(struct rules_reader *rd, const struct ydoc_node *at, const char *text, const char *what, const char *const *names,
		 size_t n)
{
	struct buf b;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(text, names[i]))
			return (int)i;
	buf_init(&b, 1024);
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", names[i]);
	rules_issue(rd, at, "%s is '%.60s', which is not %s", what, text, buf_text(&b));
	buf_release(&b);
	return -1;
}

int rules_level(struct rules_reader *rd, const struct ydoc_node *at, const char *text)
{
	const char *names[PLAN_LEVELS];

	for (int i = 0; i < PLAN_LEVELS; i++)
		names[i] = plan_level_name((enum plan_level)i);
	return rules_choice(rd, at, text, "a level", names, PLAN_LEVELS);
}

void rules_by_level(struct rules_reader *rd, const struct ydoc_node *map, const char *key, int min, int max, int fallback,
		    bool required, int out[PLAN_LEVELS])
{
	const struct ydoc_node *node = rules_map(rd, map, key, required);

	for (int i = 0; i < PLAN_LEVELS; i++)
		out[i] = fallback;
	for (size_t i = 0; node && i < node->count; i++) {
		int level = rules_level(rd, node->keys[i], node->keys[i]->text);

		if (level >= 0)
			out[level] = rules_number(rd, node, node->keys[i]->text, min, max, fallback, true);
	}
	for (int i = 0; required && node && i < PLAN_LEVELS; i++)
		if (!ydoc_get(node, plan_level_name((enum plan_level)i)))
			rules_issue(rd, node, "'%s' says nothing about %s", key, plan_level_name((enum plan_level)i));
}
