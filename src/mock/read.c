#include "mock/read.h"

#include <stdlib.h>
#include <string.h>

#include "bank/bank.h"
#include "bank/suggest.h"
#include "base/fs.h"

enum err_code reader_open(struct reader *r, const char *content_dir, const char *pack, struct err *err)
{
	char *dir = NULL;
	enum err_code code;

	if (!pack || !*pack)
		pack = getenv("SPAR_PACK");
	if (!pack || !*pack)
		pack = BANK_PACK_DEFAULT;
	if (strchr(pack, '/') || pack[0] == '.')
		return err_set(err, ERR_MISSING, "no pack is called '%s'", pack);
	if (!content_dir) {
		if ((code = fs_content_dir(r->a, &dir, err)))
			return code;
		content_dir = dir;
	}
	r->pack = arena_strdup(r->a, pack);
	r->shown = arena_printf(r->a, "%s/rounds", pack);
	r->folder = fs_join(r->a, content_dir, r->shown);
	if (!fs_is_dir(r->folder))
		return err_set(err, ERR_MISSING, "pack '%s' has no rounds: no folder '%s'", pack, r->folder);
	return ERR_OK;
}

const struct ydoc_node *read_file(struct reader *r, const char *name, bool *missing)
{
	const char *path = fs_join(r->a, r->folder, name);
	const struct ydoc_node *root = NULL;
	struct err err = {0};
	struct buf b;

	r->file = arena_printf(r->a, "%s/%s", r->shown, name);
	if (missing)
		*missing = !fs_is_file(path);
	if (missing && *missing)
		return NULL;
	buf_init(&b, YDOC_BYTES_MAX);
	if (fs_read(path, YDOC_BYTES_MAX, &b, &err))
		read_issue(r, NULL, "%s", err.text);
	else if (ydoc_parse(r->a, r->file, (struct str){arena_strndup(r->a, buf_text(&b), b.n), b.n}, &root, &err))
		talk_issue_text(r->issues, err.text);
	buf_release(&b);
	return root;
}

bool read_keys(struct reader *r, const struct ydoc_node *map, const char *what, const char *const *known, size_t n)
{
	if (map->kind != YDOC_MAP) {
		read_issue(r, map, "%s is a map, not %s", what, ydoc_kind_name(map->kind));
		return false;
	}
	for (size_t i = 0; i < map->count; i++) {
		size_t k = 0;

		while (k < n && strcmp(known[k], map->keys[i]->text))
			k++;
		if (k == n)
			read_issue(r, map->keys[i], "unknown key '%s'%s", map->keys[i]->text,
				   suggest_text(r->a, map->keys[i]->text, known, n));
	}
	return true;
}

const char *read_text(struct reader *r, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (!node) {
		if (required)
			read_issue(r, map, "'%s' is missing", key);
		return NULL;
	}
	struct str s = node->kind == YDOC_TEXT ? str_trim((struct str){node->text, node->n}) : (struct str){"", 0};

	if (s.n == 0) {
		read_issue(r, node, "'%s' must be a text", key);
		return NULL;
	}
	return arena_strndup(r->a, s.p, s.n);
}

int read_int(struct reader *r, const struct ydoc_node *map, const char *key, int min, int max, int fallback)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	long value = fallback;

	if (node && (node->kind != YDOC_TEXT || !str_to_long((struct str){node->text, node->n}, min, max, &value)))
		read_issue(r, node, "'%s' must be a number from %d to %d", key, min, max);
	return (int)value;
}

int read_choice(struct reader *r, const struct ydoc_node *map, const char *key, const char *const *choices, size_t n, int fallback)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	struct buf all;

	if (!node)
		return fallback;
	for (size_t i = 0; i < n && node->kind == YDOC_TEXT; i++)
		if (!strcmp(choices[i], node->text))
			return (int)i;
	buf_init(&all, 1000);
	for (size_t i = 0; i < n; i++)
		buf_addf(&all, "%s'%s'", i ? ", " : "", choices[i]);
	read_issue(r, node, "'%s' must be one of %s", key, buf_text(&all));
	buf_release(&all);
	return -1;
}

bool read_bool(struct reader *r, const struct ydoc_node *map, const char *key)
{
	static const char *const words[] = {"no", "yes", "false", "true"};
	int i = read_choice(r, map, key, words, sizeof(words) / sizeof(words[0]), 0);

	return i > 0 && i % 2;
}

const char **read_texts(struct reader *r, const struct ydoc_node *map, const char *key, bool required, size_t *count)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	const char **out;

	*count = 0;
	if (!node || node->kind != YDOC_LIST || (required && node->count == 0)) {
		if (node || required)
			read_issue(r, node ? node : map, "'%s' must be a list of texts", key);
		return NULL;
	}
	out = ARENA_NEW(r->a, const char *, node->count + 1);
	for (size_t i = 0; i < node->count; i++) {
		const struct ydoc_node *item = node->items[i];
		struct str s = item->kind == YDOC_TEXT ? str_trim((struct str){item->text, item->n}) : (struct str){"", 0};

		if (s.n)
			out[(*count)++] = arena_strndup(r->a, s.p, s.n);
		else
			read_issue(r, item, "an entry of '%s' must be a text", key);
	}
	return out;
}

const struct ydoc_node *read_list(struct reader *r, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (node && node->kind == YDOC_LIST && (node->count || !required))
		return node;
	if (node || required)
		read_issue(r, node ? node : map, "'%s' must be a list", key);
	return NULL;
}
