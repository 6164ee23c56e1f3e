/* principles.yaml and stories.yaml as structs. What is wrong is an issue with its place, and the rest is used. */
#include <stdarg.h>
#include <stdlib.h>

#include "bank/bank.h"
#include "bank/yaml.h"
#include "base/fs.h"
#include "story/story_int.h"

#define ISSUES_MAX 60
#define PACK_BYTES_MAX (32u << 20)

/* Reading one file. */
struct load {
	struct story_pack *p;
	const char *file;          /* "amazon-de/stories.yaml" */
};

__attribute__((format(printf, 3, 4)))
static void issue(const struct load *l, const struct ydoc_node *node, const char *fmt, ...)
{
	struct story_pack *p = l->p;
	char text[400];
	va_list ap;

	if (p->issue_count == ISSUES_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	p->issues[p->issue_count++] = arena_printf(&p->arena, "%s:%d:%d: %s", l->file, node ? node->line : 1, node ? node->column : 1, text);
}

static const char *text_of(const struct load *l, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (node && node->kind == YDOC_TEXT && node->n)
		return node->text;
	if (node || required)
		issue(l, node ? node : map, "'%s' must be a text", key);
	return NULL;
}

static const struct ydoc_node *list_of(const struct load *l, const struct ydoc_node *map, const char *key, bool required)
{
	const struct ydoc_node *node = ydoc_get(map, key);

	if (node && node->kind == YDOC_LIST && node->count)
		return node;
	if (node || required)
		issue(l, node ? node : map, "'%s' must be a list", key);
	return NULL;
}

static const char **texts_of(const struct load *l, const struct ydoc_node *map, const char *key, bool required, size_t *count)
{
	const struct ydoc_node *list = list_of(l, map, key, required);
	const char **out = ARENA_NEW(&l->p->arena, const char *, (list ? list->count : 0) + 1);

	*count = 0;
	for (size_t i = 0; list && i < list->count; i++) {
		if (list->items[i]->kind == YDOC_TEXT && list->items[i]->n)
			out[(*count)++] = list->items[i]->text;
		else
			issue(l, list->items[i], "an entry of '%s' must be a text", key);
	}
	return out;
}

static void keys_check(const struct load *l, const struct ydoc_node *map, const char *const *known)
{
	for (size_t i = 0; map->kind == YDOC_MAP && i < map->count; i++) {
		bool ok = false;

		for (size_t k = 0; known[k] && !ok; k++)
			ok = !strcmp(known[k], map->keys[i]->text);
		if (!ok)
			issue(l, map->keys[i], "unknown key '%s'", map->keys[i]->text);
	}
}
#define KEYS(l, map, ...) keys_check(l, map, (const char *const[]){__VA_ARGS__, NULL})

/* when:, clues: and in: of a signal, an opening, a step. */
static void sign_read(const struct load *l, const struct ydoc_node *map, struct story_signal *s)
{
	const struct ydoc_node *when = list_of(l, map, "when", false), *clues = list_of(l, map, "clues", false), *in = list_of(l, map, "in", false);
	const char *why;

	for (size_t i = 0; in && i < in->count; i++) {
		int part = in->items[i]->kind == YDOC_TEXT ? story_part_find(l->p, in->items[i]->text) : -1;

		if (part < 0)
			issue(l, in->items[i], "no part is called '%s'", in->items[i]->kind == YDOC_TEXT ? in->items[i]->text : "");
		else
			s->in |= 1u << part;
	}

	s->when = ARENA_NEW(&l->p->arena, struct story_phrase *, (when ? when->count : 0) + 1);
	for (size_t i = 0; when && i < when->count; i++) {
		struct story_phrase *phrase = NULL;

		why = "a phrase must be a text";
		if (when->items[i]->kind == YDOC_TEXT)
			phrase = story_phrase_parse(&l->p->arena, (struct str){when->items[i]->text, when->items[i]->n}, &why);
		if (phrase)
			s->when[s->when_count++] = phrase;
		else
			issue(l, when->items[i], "%s", why);
	}
	for (size_t i = 0; clues && i < clues->count; i++) {
		int type = clues->items[i]->kind == YDOC_TEXT ? talk_clue_find(clues->items[i]->text) : -1;

		if (type < 0)
			issue(l, clues->items[i], "no clue is called '%s'", clues->items[i]->kind == YDOC_TEXT ? clues->items[i]->text : "");
		else
			s->clues |= 1u << type;
	}
	if (!s->when_count && !s->clues)
		issue(l, map, "it needs 'when' or 'clues'");
}

static void signals_read(const struct load *l, const struct ydoc_node *map, struct story_signs *out)
{
	const struct ydoc_node *list = list_of(l, map, "signals", true);

	for (size_t i = 0; list && i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct story_signal *s = &out->p[out->n];
		const char *core = NULL;

		if (out->n == STORY_SIGNALS_MAX) {
			issue(l, node, "at most %d signals", STORY_SIGNALS_MAX);
			return;
		}
		KEYS(l, node, "shows", "core", "when", "clues", "in");
		s->shows = text_of(l, node, "shows", true);
		if (ydoc_get(node, "core"))
			core = text_of(l, node, "core", true);
		s->core = core && !strcmp(core, "yes");
		sign_read(l, node, s);
		out->n += s->shows && (s->when_count || s->clues);
	}
}

static void opens_read(const struct load *l, const struct ydoc_node *map, struct story_signs *out)
{
	size_t n = 0;
	const char **names = texts_of(l, map, "opens", true, &n);

	for (size_t i = 0; i < n && out->open_count < STORY_OPENINGS_MAX; i++) {
		size_t k = 0;

		while (k < l->p->opening_count && strcmp(l->p->openings[k].id, names[i]))
			k++;
		if (k == l->p->opening_count)
			issue(l, ydoc_get(map, "opens"), "no opening is called '%s'", names[i]);
		else
			out->opens[out->open_count++] = k;
	}
}

/* An interviewer who says the label gives the answer away. */
static void label_check(const struct load *l, const struct ydoc_node *node, const struct story_rule *r, const char **questions, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasestr(questions[i], r->name))
			issue(l, node, "a question of '%s' says its name", r->id);
}

static void rules_read(const struct load *l, const struct ydoc_node *root, const char *key, bool principles)
{
	const struct ydoc_node *list = list_of(l, root, key, true);
	size_t room = list ? list->count : 0, n = 0;
	struct story_rule *rules = ARENA_NEW(&l->p->arena, struct story_rule, room + 1);
	struct story_signs *signs = ARENA_NEW(&l->p->arena, struct story_signs, room + 1);

	if (room > STORY_PRINCIPLES_MAX) {
		issue(l, list, "at most %d of '%s'", STORY_PRINCIPLES_MAX, key);
		room = STORY_PRINCIPLES_MAX;
	}
	for (size_t i = 0; list && i < room; i++) {
		const struct ydoc_node *node = list->items[i];
		struct story_rule *r = &rules[n];

		KEYS(l, node, "id", "name", "asks", "signals", "opens", "questions", "again");
		*r = (struct story_rule){.id = text_of(l, node, "id", true), .name = text_of(l, node, "name", true), .asks = ""};
		if (!r->id || !r->name)
			continue;
		signs[n] = (struct story_signs){0};
		signals_read(l, node, &signs[n]);
		if (principles) {
			r->asks = text_of(l, node, "asks", true);
			r->asks = r->asks ? r->asks : "";
			opens_read(l, node, &signs[n]);
			r->questions = texts_of(l, node, "questions", true, &r->question_count);
			r->again = texts_of(l, node, "again", true, &r->again_count);
			label_check(l, node, r, r->questions, r->question_count);
			label_check(l, node, r, r->again, r->again_count);
			if (r->question_count < 3)
				issue(l, node, "'%s' needs three questions or more", r->id);
			if (!r->question_count || !r->again_count)
				continue;
		}
		n++;
	}
	*(principles ? &l->p->principles : &l->p->kinds) = rules;
	*(principles ? &l->p->principle_signs : &l->p->kind_signs) = signs;
	*(principles ? &l->p->principle_count : &l->p->kind_count) = n;
}

static void parts_read(const struct load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *list = list_of(l, root, "parts", true);
	struct story_pack *p = l->p;

	for (size_t i = 0; list && i < list->count && p->part_count < STORY_PARTS_MAX; i++) {
		struct story_part part = {text_of(l, list->items[i], "id", true), text_of(l, list->items[i], "ask", true),
					  text_of(l, list->items[i], "help", false)};

		KEYS(l, list->items[i], "id", "ask", "help");
		if (!part.id || !part.ask)
			continue;
		if (!strcmp(part.id, STORE_STORY_TITLE) || strpbrk(part.id, "/ ")) {
			issue(l, list->items[i], "a part cannot be called '%s'", part.id);
			continue;
		}
		part.help = part.help ? part.help : "";
		p->parts[p->part_count++] = part;
	}
}

static void openings_read(const struct load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *list = list_of(l, root, "openings", true);
	struct story_pack *p = l->p;

	for (size_t i = 0; list && i < list->count && p->opening_count < STORY_OPENINGS_MAX; i++) {
		const struct ydoc_node *node = list->items[i];
		struct story_opening o = {.id = text_of(l, node, "id", true), .how = text_of(l, node, "how", true),
					  .lack = text_of(l, node, "lack", true)};
		size_t n = 0;
		const char **parts = texts_of(l, node, "parts", true, &n);

		KEYS(l, node, "id", "how", "lack", "parts", "when", "clues");
		sign_read(l, node, &o.sign);
		for (size_t k = 0; k < n && o.part_count < STORY_PARTS_MAX; k++) {
			int part = story_part_find(p, parts[k]);

			if (part < 0)
				issue(l, node, "no part is called '%s'", parts[k]);
			else
				o.parts[o.part_count++] = (size_t)part;
		}
		if (o.id && o.how && o.lack)
			p->openings[p->opening_count++] = o;
	}
}

static void then_read(const struct load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *list = list_of(l, root, "then", true);
	struct story_pack *p = l->p;

	p->then = ARENA_NEW(&p->arena, struct story_signal, (list ? list->count : 0) + 1);
	for (size_t i = 0; list && i < list->count; i++) {
		struct story_signal s = {.shows = text_of(l, list->items[i], "shows", true)};

		KEYS(l, list->items[i], "shows", "when", "clues", "in");
		sign_read(l, list->items[i], &s);
		if (s.shows)
			p->then[p->then_count++] = s;
	}
}

static void templates_read(const struct load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *list = list_of(l, root, "template", true);
	struct story_pack *p = l->p;

	p->templates = ARENA_NEW(&p->arena, struct story_phrase_rule, (list ? list->count : 0) + 1);
	for (size_t i = 0; list && i < list->count; i++) {
		const char *say = text_of(l, list->items[i], "say", true), *instead = text_of(l, list->items[i], "instead", true), *why = NULL;
		struct story_phrase *phrase = say ? story_phrase_parse(&p->arena, str_of(say), &why) : NULL;

		KEYS(l, list->items[i], "say", "instead");
		if (why)
			issue(l, list->items[i], "%s", why);
		if (phrase && instead)
			p->templates[p->template_count++] = (struct story_phrase_rule){phrase, instead};
	}
}

static void rest_read(const struct load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *enough = ydoc_get(root, "enough"), *changes = ydoc_get(root, "changes");
	struct story_pack *p = l->p;
	long from = 4, to = 5;

	if (enough && (!str_to_long(str_of(text_of(l, enough, "from", true)), 1, 50, &from) ||
		       !str_to_long(str_of(text_of(l, enough, "to", true)), from, 50, &to)))
		issue(l, enough, "'enough' needs two numbers, 'from' and 'to'");
	p->enough_from = (int)from;
	p->enough_to = (int)to;
	p->switch_words = text_of(l, root, "switch", true);
	p->switch_words = p->switch_words ? p->switch_words : "";
	p->changes = ARENA_NEW(&p->arena, struct story_change, (changes ? changes->count : 0) + 1);
	for (size_t i = 0; changes && changes->kind == YDOC_MAP && i < changes->count; i++) {
		if (!talk_pack_has_gap(p->talk, changes->keys[i]->text))
			issue(l, changes->keys[i], "no gap is called '%s'", changes->keys[i]->text);
		else if (changes->items[i]->kind == YDOC_TEXT)
			p->changes[p->change_count++] = (struct story_change){changes->keys[i]->text, changes->items[i]->text};
	}
}

static const struct ydoc_node *file_read(const struct load *l, const char *path)
{
	struct story_pack *p = l->p;
	const struct ydoc_node *root = NULL;
	struct err err = {0};
	struct buf b;

	buf_init(&b, YDOC_BYTES_MAX);
	if (fs_read(path, YDOC_BYTES_MAX, &b, &err))
		issue(l, NULL, "%s", err.text);
	else if (ydoc_parse(&p->arena, l->file, (struct str){arena_strndup(&p->arena, buf_text(&b), b.n), b.n}, &root, &err))
		p->issues[p->issue_count++] = arena_strdup(&p->arena, err.text);
	buf_release(&b);
	return root;
}

enum err_code story_pack_open(struct story_pack **out, const char *content_dir, const char *pack, struct err *err)
{
	struct story_pack *p = calloc(1, sizeof(*p));
	enum err_code code = ERR_OK;
	char *found = NULL;

	*out = NULL;
	if (!p)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&p->arena, PACK_BYTES_MAX);
	p->issues = ARENA_NEW(&p->arena, const char *, ISSUES_MAX + 4);
	if (!content_dir && !(code = fs_content_dir(&p->arena, &found, err)))
		content_dir = found;
	if (!pack)
		pack = getenv("SPAR_PACK");
	pack = pack && *pack ? pack : BANK_PACK_DEFAULT;
	if (!code)
		code = talk_pack_open(&p->talk, content_dir, pack, err);
	if (code) {
		story_pack_free(p);
		return code;
	}
	const char *dir = fs_join(&p->arena, content_dir, pack);
	struct load l = {p, arena_printf(&p->arena, "%s/stories.yaml", pack)};
	const struct ydoc_node *root = file_read(&l, fs_join(&p->arena, dir, "stories.yaml"));

	if (root) {
		KEYS(&l, root, "parts", "enough", "kinds", "openings", "then", "template", "changes", "switch");
		parts_read(&l, root);
		openings_read(&l, root);
		rules_read(&l, root, "kinds", false);
		then_read(&l, root);
		templates_read(&l, root);
		rest_read(&l, root);
	}
	l.file = arena_printf(&p->arena, "%s/principles.yaml", pack);
	root = file_read(&l, fs_join(&p->arena, dir, "principles.yaml"));
	if (root)
		rules_read(&l, root, "principles", true);
	if (!p->part_count || !p->principle_count) {
		code = err_set(err, ERR_CONTENT, "pack '%s' has no stories: %s", pack, p->issue_count ? p->issues[0] : "its files are empty");
		story_pack_free(p);
		return code;
	}
	*out = p;
	return ERR_OK;
}

void story_pack_free(struct story_pack *p)
{
	if (!p)
		return;
	talk_pack_free(p->talk);
	arena_release(&p->arena);
	free(p);
}

const char *const *story_pack_issues(const struct story_pack *p, size_t *count)
{
	*count = p->issue_count;
	return p->issues;
}

const struct talk_pack *story_pack_talk(const struct story_pack *p)
{
	return p->talk;
}

const struct story_part *story_parts(const struct story_pack *p, size_t *count)
{
	*count = p->part_count;
	return p->parts;
}

const struct story_rule *story_principles(const struct story_pack *p, size_t *count)
{
	*count = p->principle_count;
	return p->principles;
}

const struct story_rule *story_kinds(const struct story_pack *p, size_t *count)
{
	*count = p->kind_count;
	return p->kinds;
}

const struct story_rule *story_principle(const struct story_pack *p, const char *name)
{
	for (size_t i = 0; name && i < p->principle_count; i++)
		if (str_eq_nocase(str_of(p->principles[i].id), str_of(name)) || str_eq_nocase(str_of(p->principles[i].name), str_of(name)))
			return &p->principles[i];
	return NULL;
}

void story_enough(const struct story_pack *p, int *from, int *to)
{
	*from = p->enough_from;
	*to = p->enough_to;
}

int story_part_find(const struct story_pack *p, const char *id)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (!strcmp(p->parts[i].id, id))
			return (int)i;
	return -1;
}

const char *story_change_for(const struct story_pack *p, const char *gap)
{
	for (size_t i = 0; i < p->change_count; i++)
		if (!strcmp(p->changes[i].gap, gap))
			return p->changes[i].text;
	return NULL;
}
