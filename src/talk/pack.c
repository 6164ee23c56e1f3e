#include <ctype.h>
#include <unistd.h>

#include "bank/bank.h"
#include "base/fs.h"
#include "talk/talk_int.h"

#define PACK_MAX_BYTES (64u << 20)
#define WEIGHTS_MAX_BYTES (16u << 20)

static const char *const kind_names[] = {
#define X(id, name) [id] = (name),
	TALK_KIND_TABLE(X)
#undef X
};

static const char *const clue_names[] = {
#define X(id, name) [id] = (name),
	TALK_CLUE_TABLE(X)
#undef X
};

static int name_find(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++)
		if (!strcmp(names[i], name))
			return (int)i;
	return -1;
}

int talk_kind_find(const char *name)
{
	return name_find(kind_names, TALK_KIND_COUNT, name);
}

int talk_clue_find(const char *name)
{
	return name_find(clue_names, CLUE_COUNT, name);
}

int talk_level_find(const char *name)
{
	static const char *const names[] = {"L4", "L5", "L6", "l4", "l5", "l6", "entry", "mid", "senior", "L3", "L5+", "L6+"};
	int i = name_find(names, sizeof(names) / sizeof(*names), name);

	return i < 0 ? -1 : i == 9 ? TALK_L4 : i == 10 ? TALK_L5 : i % 3;
}

const char *talk_kind_name(enum talk_kind kind)
{
	return kind_names[kind];
}

const char *talk_clue_name(enum talk_clue_type type)
{
	return clue_names[type];
}

const char *talk_verdict_name(enum talk_verdict verdict)
{
	static const char *const names[] = {"full", "partial", "evaded", "declined"};

	return names[verdict];
}

const char *talk_link_name(enum talk_link_kind kind)
{
	static const char *const names[] = {"outcome-metric", "metric-baseline", "outcome-measurement", "decision-alternative", "decision-reason",
					    "decision-tradeoff", "action-actor"};

	return names[kind];
}

const char *talk_part_name(enum talk_part part)
{
	static const char *const names[] = {"situation", "task", "action", "result", "learning"};

	return names[part];
}

const char *talk_level_name(enum talk_level level)
{
	static const char *const names[] = {"L4", "L5", "L6"};

	return names[level];
}

unsigned kinds_read(struct pack_load *l, const struct ydoc_node *list)
{
	unsigned kinds = 0;

	if (!list)
		return (1u << TALK_KIND_COUNT) - 1;
	if (list->kind != YDOC_LIST)
		talk_issue(&l->pack->issues, l->file, list, 0, "'kinds' is a list");
	for (size_t i = 0; i < list->count; i++) {
		int kind = talk_kind_find(list->items[i]->text);

		if (kind < 0)
			talk_issue(&l->pack->issues, l->file, list->items[i], 0, "no kind is called '%s'", list->items[i]->text);
		else
			kinds |= 1u << kind;
	}
	return kinds;
}

void patterns_read(struct pack_load *l, const struct ydoc_node *list, size_t tag)
{
	struct talk_pack *p = l->pack;

	if (list && list->kind != YDOC_LIST) {
		talk_issue(&p->issues, l->file, list, 0, "patterns are a list");
		return;
	}
	for (size_t i = 0; list && i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		const char *why = NULL;

		if (p->watched.count == PATTERNS_MAX) {
			talk_issue(&p->issues, l->file, node, 0, "more than %d patterns over all files of topics and probes", PATTERNS_MAX);
			return;
		}
		struct pattern *pattern = node->kind == YDOC_TEXT
						? pattern_parse(&p->arena, p->lex, (struct str){node->text, node->n}, &why) : NULL;

		if (pattern) {
			pattern->tag = (uint32_t)tag;
			pattern_set_add(&p->arena, &p->watched, pattern);
		} else {
			talk_issue(&p->issues, l->file, node, 0, "%s", why ? why : "a pattern is a text");
		}
	}
}

/* Read and parse one YAML file of the pack; NULL after noting an issue. */
static const struct ydoc_node *yaml_read(struct pack_load *l, const char *path)
{
	struct talk_pack *p = l->pack;
	const struct ydoc_node *root = NULL;
	struct err err = {0};
	struct buf b;

	buf_init(&b, YDOC_BYTES_MAX);
	if (fs_read(path, YDOC_BYTES_MAX, &b, &err))
		talk_issue(&p->issues, l->file, NULL, 0, "%s", err.text);
	else if (ydoc_parse(&p->arena, l->file, (struct str){arena_strndup(&p->arena, buf_text(&b), b.n), b.n}, &root, &err))
		talk_issue_text(&p->issues, err.text);
	buf_release(&b);
	return root;
}

enum part_kind { PART_LEXICON, PART_CLUES, PART_TOPICS, PART_GAPS, PART_PROBES };

static void part_read(struct talk_pack *p, const char *dir, const char *shown, const char *name, enum part_kind part)
{
	struct pack_load l = {p, fs_join(&p->arena, shown, name)};
	const struct ydoc_node *root = yaml_read(&l, fs_join(&p->arena, dir, name));

	if (root && part == PART_LEXICON)
		lexicon_read(p->lex, root, &p->issues, l.file);
	else if (root && part == PART_CLUES)
		clue_file_read(&l, root);
	else if (root && part == PART_TOPICS)
		topic_file_read(&l, root);
	else if (root && part == PART_GAPS)
		gap_file_read(&l, arena_strndup(&p->arena, name, strlen(name) - 5), root);
	else if (root)
		probe_file_read(&l, root);
	if (arena_over(&p->arena))
		p->over = l.file;
}

/* Every (any).yaml of a folder, in the order of names byte by byte, until one makes the pack too large. */
static void folder_read(struct talk_pack *p, const char *dir, const char *shown, const char *folder, enum part_kind part)
{
	const char **names = NULL;
	struct err err = {0};
	size_t n = 0;

	if (fs_list(&p->arena, fs_join(&p->arena, dir, folder), &names, &n, &err)) {
		talk_issue_text(&p->issues, arena_printf(&p->arena, "%s/%s:1:1: %s", shown, folder, err.text));
		return;
	}
	for (size_t i = 0; i < n && !p->over; i++) {
		size_t len = strlen(names[i]);

		if (len > 5 && !strcmp(names[i] + len - 5, ".yaml"))
			part_read(p, fs_join(&p->arena, dir, folder), fs_join(&p->arena, shown, folder), names[i], part);
	}
}

typedef bool fitted_reader(struct arena *a, struct str text, void *out, const char **why, size_t *line);

static bool weights_in(struct arena *a, struct str text, void *out, const char **why, size_t *line)
{
	return weights_read(a, text, out, why, line);
}

static bool kin_in(struct arena *a, struct str text, void *out, const char **why, size_t *line)
{
	return kin_read(a, text, out, why, line);
}

/* A file below weights/; that there is none is no issue. */
static void fitted_read(struct talk_pack *p, const char *dir, const char *shown, const char *name, fitted_reader *reader, void *out)
{
	const char *path = fs_join(&p->arena, dir, name), *why = NULL;
	struct err err = {0};
	size_t line;
	struct buf b;

	buf_init(&b, WEIGHTS_MAX_BYTES);
	if (access(path, F_OK) != 0)
		;
	else if (fs_read(path, WEIGHTS_MAX_BYTES, &b, &err))
		talk_issue_text(&p->issues, arena_printf(&p->arena, "%s/%s:1:1: %s", shown, name, err.text));
	else if (!reader(&p->arena, (struct str){buf_text(&b), b.n}, out, &why, &line))
		talk_issue_text(&p->issues, arena_printf(&p->arena, "%s/%s:%zu:1: %s", shown, name, line, why));
	buf_release(&b);
}

static void slots_find(struct talk_pack *p)
{
	for (size_t t = 0; t < p->table_count; t++)
		for (size_t i = 0; i < p->tables[t].count; i++) {
			struct gap_row *row = &p->tables[t].rows[i];

			row->open_slot = weights_slot(&p->gap_weights, arena_printf(&p->arena, "%s.open", row->gap));
			row->rank_slot = weights_slot(&p->gap_weights, arena_printf(&p->arena, "%s.rank", row->gap));
		}
}

static void seal(struct talk_pack *p)
{
	slots_find(p);
	pattern_set_seal(&p->arena, &p->clues, p->lex);
	pattern_set_seal(&p->arena, &p->watched, p->lex);
}

/* A gap of a table that has no probe could never be asked. */
static void check_probes(struct talk_pack *p)
{
	for (size_t t = 0; t < p->table_count; t++)
		for (size_t i = 0; i < p->tables[t].count; i++)
			for (int kind = 0; kind < TALK_KIND_COUNT; kind++)
				if (p->tables[t].kinds >> kind & 1 && !pack_probe(p, p->tables[t].rows[i].gap, (enum talk_kind)kind))
					talk_issue_text(&p->issues, arena_printf(&p->arena, "gaps/%s.yaml:1:1: no probe for '%s' at questions of kind '%s'",
										 p->tables[t].name, p->tables[t].rows[i].gap, kind_names[kind]));
	for (int kind = 0; kind < TALK_KIND_COUNT; kind++)
		if (!p->general_counts[kind])
			talk_issue_text(&p->issues, arena_printf(&p->arena, "probes/general.yaml:1:1: no general probes of kind '%s'", kind_names[kind]));
}

enum err_code talk_pack_open(struct talk_pack **out, const char *content_dir, const char *pack, struct err *err)
{
	struct talk_pack *p = calloc(1, sizeof(*p));
	char *content = NULL;
	enum err_code code = ERR_OK;

	*out = NULL;
	if (!p)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&p->arena, PACK_MAX_BYTES);
	p->issues.a = &p->arena;
	if (!pack)
		pack = getenv("SPAR_PACK");
	if (!pack || !*pack)
		pack = BANK_PACK_DEFAULT;
	if (!content_dir) {
		code = fs_content_dir(&p->arena, &content, err);
		content_dir = content;
	}
	const char *dir = code ? "" : fs_join(&p->arena, fs_join(&p->arena, content_dir, pack), "talk");
	const char *shown = arena_printf(&p->arena, "%s/talk", pack);

	if (!code && !fs_is_dir(dir))
		code = err_set(err, ERR_MISSING, "no talk content: '%s' does not exist", dir);
	if (!code) {
		p->lex = lexicon_new(&p->arena);
		folder_read(p, dir, shown, "lexicon", PART_LEXICON);
		folder_read(p, dir, shown, "clues", PART_CLUES);
		folder_read(p, dir, shown, "topics", PART_TOPICS);
		folder_read(p, dir, shown, "gaps", PART_GAPS);
		folder_read(p, dir, shown, "probes", PART_PROBES);
		fitted_read(p, dir, shown, "weights/kin.txt", kin_in, &p->lex->kin);
		fitted_read(p, dir, shown, "weights/clues.txt", weights_in, &p->clue_weights);
		fitted_read(p, dir, shown, "weights/gaps.txt", weights_in, &p->gap_weights);
		fitted_read(p, dir, shown, "weights/replies.txt", weights_in, &p->reply_weights);
		check_probes(p);
		seal(p);
		if (arena_over(&p->arena))
			code = err_set(err, ERR_LIMIT, "the talk content of '%s' is too large%s%s", pack, p->over ? " with " : "", p->over ? p->over : "");
		else if (!p->table_count || !p->probe_count)
			code = err_set(err, ERR_CONTENT, "the talk content of '%s' cannot be used: %s", pack,
				       p->issues.count ? p->issues.text[0] : "it is empty");
	}
	if (code) {
		talk_pack_free(p);
		return code;
	}
	*out = p;
	return ERR_OK;
}

void talk_pack_free(struct talk_pack *p)
{
	if (!p)
		return;
	arena_release(&p->arena);
	free(p);
}

const char *const *talk_pack_issues(const struct talk_pack *p, size_t *count)
{
	*count = p->issues.count;
	return p->issues.text;
}

struct talk_pack_size talk_pack_size(const struct talk_pack *p)
{
	struct talk_pack_size n = {.words = p->lex->word_count - 1, .phrases = p->lex->phrase_count, .patterns = p->clues.count + p->watched.count,
				   .tables = p->table_count, .probes = p->probe_count, .wordings = p->wording_count};

	for (size_t i = 0; i < p->table_count; i++)
		n.gaps += p->tables[i].count;
	return n;
}

bool talk_pack_has_table(const struct talk_pack *p, const char *table)
{
	return pack_table(p, table, TALK_BEHAVIOURAL) != NULL;
}

bool talk_pack_has_gap(const struct talk_pack *p, const char *gap)
{
	for (size_t t = 0; t < p->table_count; t++)
		for (size_t i = 0; i < p->tables[t].count; i++)
			if (!strcmp(p->tables[t].rows[i].gap, gap))
				return true;
	return false;
}

bool talk_pack_has_topic(const struct talk_pack *p, const char *topic)
{
	return pack_topic(p, topic) != NULL;
}

const struct gap_table *pack_table(const struct talk_pack *p, const char *name, enum talk_kind kind)
{
	for (size_t i = 0; i < p->table_count; i++)
		if (name ? !strcmp(p->tables[i].name, name) : p->tables[i].kinds >> kind & 1)
			return &p->tables[i];
	return NULL;
}

const struct topic *pack_topic(const struct talk_pack *p, const char *name)
{
	for (size_t i = 0; i < p->topic_count; i++)
		if (!strcmp(p->topics[i].name, name))
			return &p->topics[i];
	return NULL;
}

const struct probe_def *pack_probe(const struct talk_pack *p, const char *gap, enum talk_kind kind)
{
	for (size_t i = 0; i < p->probe_count; i++)
		if (p->probes[i].kinds >> kind & 1 && !strcmp(p->probes[i].gap, gap))
			return &p->probes[i];
	return NULL;
}
