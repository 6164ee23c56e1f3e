#include "bank/yaml.h"

#include <assert.h>
#include <yaml.h>

#define ANCHORS_MAX 200
#define ITEMS_MAX 2000

/* One open list or map while events come in. */
struct frame {
	struct ydoc_node *node;
	const struct ydoc_node *key;    /* of a map: the key that waits for its value */
	const struct ydoc_node **items; /* in the arena, doubled as needed */
	const struct ydoc_node **keys;
	size_t room;
	const char *anchor;             /* NULL if it has none */
};

struct anchor {
	const char *name;
	const struct ydoc_node *node;   /* NULL while it is still open */
};

struct reader {
	struct arena *a;
	const char *name;               /* of the file, for messages */
	struct frame frames[YDOC_DEPTH_MAX];
	int depth;
	struct anchor anchors[ANCHORS_MAX];
	size_t anchor_count;
	size_t node_count;
	const struct ydoc_node *root;
	struct err *err;
};

static enum err_code fail(struct reader *r, enum err_code code, yaml_mark_t at, const char *what,
			  const char *subject)
{
	int line = (int)at.line + 1, column = (int)at.column + 1;

	if (subject)
		return err_set(r->err, code, "%s:%d:%d: %s '%s'", r->name, line, column, what, subject);
	return err_set(r->err, code, "%s:%d:%d: %s", r->name, line, column, what);
}

static struct anchor *anchor_find(struct reader *r, const char *name)
{
	for (size_t i = r->anchor_count; i-- > 0;)
		if (!strcmp(r->anchors[i].name, name))
			return &r->anchors[i];
	return NULL;
}

/* A later anchor of the same name hides the earlier one, as YAML says. */
static enum err_code anchor_put(struct reader *r, const char *name, const struct ydoc_node *node,
				yaml_mark_t at)
{
	if (r->anchor_count == ANCHORS_MAX)
		return fail(r, ERR_LIMIT, at, "too many anchors", NULL);
	r->anchors[r->anchor_count++] = (struct anchor){name, node};
	return ERR_OK;
}

static struct ydoc_node *node_new(struct reader *r, enum ydoc_kind kind, yaml_mark_t at)
{
	struct ydoc_node *n = ARENA_NEW(r->a, struct ydoc_node, 1);

	n->kind = kind;
	n->line = (int)at.line + 1;
	n->column = (int)at.column + 1;
	n->text = "";
	n->weight = 1;
	r->node_count++;
	return n;
}

static void frame_grow(struct reader *r, struct frame *f)
{
	size_t room = f->room ? f->room * 2 : 8;
	const struct ydoc_node **items = ARENA_NEW(r->a, const struct ydoc_node *, room);
	const struct ydoc_node **keys = ARENA_NEW(r->a, const struct ydoc_node *, room);

	if (f->node->count) {
		memcpy(items, f->items, f->node->count * sizeof(*items));
		memcpy(keys, f->keys, f->node->count * sizeof(*keys));
	}
	f->items = items;
	f->keys = keys;
	f->room = room;
}

static enum err_code take_key(struct reader *r, struct frame *f, const struct ydoc_node *n)
{
	yaml_mark_t at = {0, (size_t)n->line - 1, (size_t)n->column - 1};

	if (n->kind != YDOC_TEXT)
		return fail(r, ERR_PARSE, at, "a key must be a text", NULL);
	if (!strcmp(n->text, "<<"))
		return fail(r, ERR_PARSE, at, "merge keys are not supported", NULL);
	for (size_t i = 0; i < f->node->count; i++)
		if (!strcmp(f->keys[i]->text, n->text))
			return fail(r, ERR_PARSE, at, "this key stands twice:", n->text);
	f->key = n;
	return ERR_OK;
}

/* Put a finished node where it belongs: the root, a list's end, a map's key or value. */
static enum err_code attach(struct reader *r, const struct ydoc_node *n, yaml_mark_t at)
{
	assert(n);
	if (r->depth == 0) {
		r->root = n;
		return ERR_OK;
	}
	struct frame *f = &r->frames[r->depth - 1];

	if (f->node->kind == YDOC_MAP && !f->key)
		return take_key(r, f, n);
	if (f->node->count == ITEMS_MAX)
		return fail(r, ERR_LIMIT, at, "too many entries", NULL);
	if (f->node->count == f->room)
		frame_grow(r, f);
	f->items[f->node->count] = n;
	f->keys[f->node->count] = f->key;
	f->key = NULL;
	f->node->count++;
	f->node->weight += n->weight;
	if (n->height + 1 > f->node->height)
		f->node->height = n->height + 1;
	if (f->node->weight > YDOC_NODES_MAX)
		return fail(r, ERR_LIMIT, at, "too many nodes, aliases written out", NULL);
	if (r->depth + n->height > YDOC_DEPTH_MAX)
		return fail(r, ERR_LIMIT, at, "nested too deep", NULL);
	return ERR_OK;
}

static enum err_code open_frame(struct reader *r, enum ydoc_kind kind, const char *anchor, yaml_mark_t at)
{
	if (r->depth == YDOC_DEPTH_MAX)
		return fail(r, ERR_LIMIT, at, "nested too deep", NULL);
	struct frame *f = &r->frames[r->depth];

	memset(f, 0, sizeof(*f));
	f->node = node_new(r, kind, at);
	if (anchor) {
		/* Known but open: an alias to it from inside would be a cycle. */
		f->anchor = arena_strdup(r->a, anchor);
		if (anchor_put(r, f->anchor, NULL, at))
			return r->err->code;
	}
	r->depth++;
	return ERR_OK;
}

static enum err_code close_frame(struct reader *r, yaml_mark_t at)
{
	struct frame *f = &r->frames[--r->depth];

	assert(r->depth >= 0 && f->node);
	f->node->items = f->items;
	f->node->keys = f->node->kind == YDOC_MAP ? f->keys : NULL;
	if (f->anchor)
		anchor_find(r, f->anchor)->node = f->node;
	return attach(r, f->node, at);
}

static enum err_code on_scalar(struct reader *r, const yaml_event_t *e)
{
	if (memchr(e->data.scalar.value, 0, e->data.scalar.length))
		return fail(r, ERR_PARSE, e->start_mark, "a NUL byte in a text", NULL);
	struct ydoc_node *n = node_new(r, YDOC_TEXT, e->start_mark);

	n->text = arena_strndup(r->a, (const char *)e->data.scalar.value, e->data.scalar.length);
	n->n = e->data.scalar.length;
	if (e->data.scalar.anchor) {
		const char *name = arena_strdup(r->a, (const char *)e->data.scalar.anchor);
		enum err_code code = anchor_put(r, name, n, e->start_mark);

		if (code)
			return code;
	}
	return attach(r, n, e->start_mark);
}

static enum err_code on_alias(struct reader *r, const yaml_event_t *e)
{
	const char *name = (const char *)e->data.alias.anchor;
	struct anchor *x = anchor_find(r, name);

	if (!x)
		return fail(r, ERR_PARSE, e->start_mark, "no such anchor:", name);
	if (!x->node)
		return fail(r, ERR_PARSE, e->start_mark, "an alias inside its own anchor:", name);
	return attach(r, x->node, e->start_mark);
}

static enum err_code on_event(struct reader *r, const yaml_event_t *e)
{
	const yaml_char_t *tag = NULL;

	if (e->type == YAML_SCALAR_EVENT)
		tag = e->data.scalar.tag;
	else if (e->type == YAML_SEQUENCE_START_EVENT)
		tag = e->data.sequence_start.tag;
	else if (e->type == YAML_MAPPING_START_EVENT)
		tag = e->data.mapping_start.tag;
	if (tag)
		return fail(r, ERR_PARSE, e->start_mark, "tags are not supported:", (const char *)tag);
	if (r->node_count > YDOC_NODES_MAX || arena_over(r->a))
		return fail(r, ERR_LIMIT, e->start_mark, "too many nodes", NULL);

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (r->root)
			return fail(r, ERR_PARSE, e->start_mark, "a second document in one file", NULL);
		return ERR_OK;
	case YAML_SCALAR_EVENT:
		return on_scalar(r, e);
	case YAML_ALIAS_EVENT:
		return on_alias(r, e);
	case YAML_SEQUENCE_START_EVENT:
		return open_frame(r, YDOC_LIST, (const char *)e->data.sequence_start.anchor, e->start_mark);
	case YAML_MAPPING_START_EVENT:
		return open_frame(r, YDOC_MAP, (const char *)e->data.mapping_start.anchor, e->start_mark);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		return close_frame(r, e->start_mark);
	default:
		return ERR_OK;
	}
}

/* libyaml puts the place into different members for bad bytes and for bad syntax. */
static enum err_code parser_failed(struct reader *r, const yaml_parser_t *p, struct str text)
{
	if (p->error == YAML_MEMORY_ERROR)
		return err_set(r->err, ERR_MEMORY, "%s: out of memory", r->name);
	if (p->error == YAML_READER_ERROR) {
		int line = 1, column = 1;

		for (size_t i = 0; i < text.n && i < p->problem_offset; i++) {
			column = text.p[i] == '\n' ? 1 : column + 1;
			line += text.p[i] == '\n';
		}
		return err_set(r->err, ERR_PARSE, "%s:%d:%d: %s", r->name, line, column, p->problem);
	}
	const char *problem = p->problem ? p->problem : "not YAML";

	if (p->context)
		return err_set(r->err, ERR_PARSE, "%s:%d:%d: %s, %s", r->name, (int)p->problem_mark.line + 1,
			       (int)p->problem_mark.column + 1, problem, p->context);
	return fail(r, ERR_PARSE, p->problem_mark, problem, NULL);
}

enum err_code ydoc_parse(struct arena *a, const char *name, struct str text,
			 const struct ydoc_node **root, struct err *err)
{
	struct err local = {0};
	struct reader r = {.a = a, .name = name, .err = err ? err : &local};
	yaml_parser_t parser;
	enum err_code code = ERR_OK;
	bool end = false;

	if (text.n > YDOC_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "%s:1:1: over %u bytes", name, YDOC_BYTES_MAX);
	if (!yaml_parser_initialize(&parser))
		return err_set(err, ERR_MEMORY, "%s: out of memory", name);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.p, text.n);
	while (!code && !end) {
		yaml_event_t event;

		if (!yaml_parser_parse(&parser, &event)) {
			code = parser_failed(&r, &parser, text);
			break;
		}
		end = event.type == YAML_STREAM_END_EVENT;
		code = on_event(&r, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	if (code)
		return code;
	if (!r.root)
		return err_set(err, ERR_PARSE, "%s:1:1: the file is empty", name);
	*root = r.root;
	return ERR_OK;
}

const struct ydoc_node *ydoc_get(const struct ydoc_node *map, const char *key)
{
	if (!map || map->kind != YDOC_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (!strcmp(map->keys[i]->text, key))
			return map->items[i];
	return NULL;
}

const char *ydoc_kind_name(enum ydoc_kind kind)
{
	static const char *const names[] = {"a text", "a list", "a map"};

	return names[kind];
}
