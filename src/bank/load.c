#include "bank/bank_int.h"

#include <stdarg.h>

#include "bank/suggest.h"
#include "base/fs.h"

#define NAME_MAX_BYTES 40

static void issue_add(struct bank_load *l, const char *text)
{
	struct bank *b = l->bank;
	const char *slug = l->ex ? l->ex->slug : NULL;

	if (l->ex)
		l->ex->broken = true;
	for (size_t i = 0; i < b->issue_count; i++)
		if (!strcmp(b->issues[i].text, text))
			return;
	if (l->issue_count == BANK_ISSUES_MAX)
		return;
	if (b->issue_count == b->issue_room) {
		size_t room = b->issue_room ? b->issue_room * 2 : 16;
		struct bank_issue *p = realloc(b->issues, room * sizeof(*p));

		if (!p)
			return;
		b->issues = p;
		b->issue_room = room;
	}
	b->issues[b->issue_count++] = (struct bank_issue){slug, text};
	l->issue_count++;
}

void bank_issue_at(struct bank_load *l, const struct bank_source *source, int line, int column,
		   const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 4096);
	buf_addf(&b, "%s:%d:%d: ", source->name, line, column);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	issue_add(l, arena_strdup(l->a, buf_text(&b)));
	buf_release(&b);
}

void bank_issue_parsed(struct bank_load *l, const char *text)
{
	issue_add(l, arena_strdup(l->a, text));
}

void bank_issue_node(struct bank_load *l, const struct ydoc_node *node, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, 4096);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	bank_issue_at(l, l->yaml, node->line, node->column, "%s", buf_text(&b));
	buf_release(&b);
}

/* The line and column, in characters, of a byte of a text. */
static void place_of(struct str text, size_t at, int *line, int *column)
{
	*line = 1;
	*column = 1;
	for (size_t i = 0; i < at && i < text.n; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xC0) != 0x80) {
			++*column;
		}
	}
}

static size_t offset_of(struct str text, int line, int column)
{
	size_t i = 0;

	for (; i < text.n && line > 1; i++)
		line -= text.p[i] == '\n';
	for (; i < text.n && column > 1; i++)
		column -= ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return i;
}

const struct bank_source *bank_source_read(struct bank_load *l, const char *name, size_t max_bytes)
{
	struct bank_source *s = ARENA_NEW(l->a, struct bank_source, 1);
	struct err err = {0};
	struct buf b;
	size_t bad = 0;
	int line, column;

	s->name = *l->shown ? fs_join(l->a, l->shown, name) : name;
	buf_init(&b, max_bytes);
	if (fs_read(fs_join(l->a, l->dir, name), max_bytes, &b, &err)) {
		bank_issue_at(l, s, 1, 1, "%s", err.code == ERR_MISSING ? "the file is missing" : err.text);
		buf_release(&b);
		return NULL;
	}
	s->text.p = arena_strndup(l->a, buf_text(&b), b.n);
	s->text.n = b.n;
	buf_release(&b);
	if (!utf8_valid(s->text.p, s->text.n, &bad)) {
		place_of(s->text, bad, &line, &column);
		bank_issue_at(l, s, line, column, "not valid UTF-8");
		return NULL;
	}
	const char *nul = memchr(s->text.p, 0, s->text.n);

	if (nul) {
		place_of(s->text, (size_t)(nul - s->text.p), &line, &column);
		bank_issue_at(l, s, line, column, "a NUL byte");
		return NULL;
	}
	return s;
}

/* Note an issue at the first {{name}} at or behind the template's beginning. */
static void issue_in_template(struct bank_load *l, const struct bank_template *t, struct str name, const char *fmt,
			      const char *more)
{
	struct str text = t->source->text;
	int line = t->line, column = t->column;

	for (size_t i = offset_of(text, line, column); i + 2 + name.n <= text.n; i++) {
		if (memcmp(text.p + i, "{{", 2))
			continue;
		struct str inside = str_trim((struct str){text.p + i + 2, text.n - i - 2});

		if (inside.n >= name.n && !memcmp(inside.p, name.p, name.n)) {
			place_of(text, i, &line, &column);
			break;
		}
	}
	bank_issue_at(l, t->source, line, column, "%s '%.*s'%s", fmt, (int)name.n, name.p, more);
}

static const struct bank_word *word_find(const struct bank_words *words_of, const struct bank_words *rules_of,
					 struct str name)
{
	for (size_t i = 0; i < words_of->n; i++)
		if ((!words_of->p[i].rule || words_of == rules_of) && str_eq_c(name, words_of->p[i].name))
			return &words_of->p[i];
	for (size_t i = 0; i < rules_of->n; i++)
		if (rules_of->p[i].rule && str_eq_c(name, rules_of->p[i].name))
			return &rules_of->p[i];
	return NULL;
}

static void issue_unknown_word(struct bank_load *l, const struct bank_template *t, struct str name,
			       const struct bank_words *words_of, const struct bank_words *rules_of)
{
	const char *known[2 * BANK_WORDS_MAX];
	char typed[NAME_MAX_BYTES + 1];
	size_t n = 0;

	for (size_t i = 0; i < words_of->n; i++)
		known[n++] = words_of->p[i].name;
	for (size_t i = 0; rules_of != words_of && i < rules_of->n; i++)
		known[n++] = rules_of->p[i].name;
	snprintf(typed, sizeof(typed), "%.*s", (int)name.n, name.p);
	issue_in_template(l, t, name, "no word or rule", suggest_text(l->a, typed, known, n));
}

static bool render_into(struct bank_load *l, const struct bank_template *t, const struct bank_words *words_of,
			const struct bank_words *rules_of, int depth, struct buf *out)
{
	const char *p = t->p;

	for (;;) {
		const char *open = strstr(p, "{{");

		if (!open) {
			buf_adds(out, p);
			return true;
		}
		const char *close = strstr(open, "}}");

		buf_add(out, p, (size_t)(open - p));
		if (!close || close - open > NAME_MAX_BYTES) {
			issue_in_template(l, t, STR(""), close ? "a name that is too long after" : "no }} after", "");
			return false;
		}
		struct str name = str_trim((struct str){open + 2, (size_t)(close - open) - 2});
		const struct bank_word *w = word_find(words_of, rules_of, name);

		if (!w) {
			issue_unknown_word(l, t, name, words_of, rules_of);
			return false;
		}
		if (depth > 1) {
			issue_in_template(l, t, name, "words are nested too deep at", "");
			return false;
		}
		if (!render_into(l, &w->value, words_of, rules_of, depth + 1, out))
			return false;
		p = close + 2;
	}
}

const char *bank_render(struct bank_load *l, const struct bank_template *t, const struct bank_words *words_of,
			const struct bank_words *rules_of)
{
	const char *text = NULL;
	struct buf b;

	buf_init(&b, BANK_RENDERED_MAX);
	if (render_into(l, t, words_of, rules_of ? rules_of : words_of, 0, &b)) {
		if (b.code)
			bank_issue_at(l, t->source, t->line, t->column, "too long once its words are put in");
		else
			text = arena_strndup(l->a, buf_text(&b), b.n);
	}
	buf_release(&b);
	return text;
}

bool bank_keys_check(struct bank_load *l, const struct ydoc_node *map, const char *what,
		     const char *const *known, size_t n)
{
	if (map->kind != YDOC_MAP) {
		bank_issue_node(l, map, "%s must be a map, not %s", what, ydoc_kind_name(map->kind));
		return false;
	}
	for (size_t i = 0; i < map->count; i++) {
		const char *key = map->keys[i]->text;
		size_t k = 0;

		while (k < n && strcmp(known[k], key))
			k++;
		if (k == n)
			bank_issue_node(l, map->keys[i], "unknown key '%s' in %s%s", key, what,
					suggest_text(l->a, key, known, n));
	}
	return true;
}

const struct ydoc_node *bank_text_node(struct bank_load *l, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (!node) {
		if (required)
			bank_issue_node(l, map, "'%s' is missing", key);
		return NULL;
	}
	if (node->kind != YDOC_TEXT) {
		bank_issue_node(l, node, "'%s' must be a text, not %s", key, ydoc_kind_name(node->kind));
		return NULL;
	}
	if (required && str_trim((struct str){node->text, node->n}).n == 0) {
		bank_issue_node(l, node, "'%s' is empty", key);
		return NULL;
	}
	return node;
}

int bank_choice(struct bank_load *l, const struct ydoc_node *node, const char *what, const char *const *choices, size_t n)
{
	struct buf b;

	for (size_t i = 0; node->kind == YDOC_TEXT && i < n; i++)
		if (!strcmp(node->text, choices[i]))
			return (int)i;
	buf_init(&b, 1024);
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i == 0 ? "" : i + 1 == n ? " or " : ", ", choices[i]);
	if (node->kind == YDOC_TEXT)
		bank_issue_node(l, node, "%s is '%s', which is not %s", what, node->text, buf_text(&b));
	else
		bank_issue_node(l, node, "%s must be %s, not %s", what, buf_text(&b), ydoc_kind_name(node->kind));
	buf_release(&b);
	return -1;
}
