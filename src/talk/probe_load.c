#include <ctype.h>

#include "talk/talk_int.h"

#define WORDINGS_MIN 3

static void issue(struct pack_load *l, const struct ydoc_node *node, const char *what, const char *subject)
{
	talk_issue(&l->pack->issues, l->file, node, 0, "%s '%s'", what, subject);
}

/* "{metric}", "{quote2}", "{you:action}" without its braces. */
static bool slot_read(struct str s, struct probe_slot *out)
{
	char name[40];

	out->turned = str_starts(s, "you:");
	if (out->turned)
		s = (struct str){s.p + 4, s.n - 4};
	if (s.n == 0 || s.n >= sizeof(name))
		return false;
	memcpy(name, s.p, s.n);
	name[s.n] = 0;
	out->clue = !strcmp(name, "quote") ? SLOT_QUOTE : !strcmp(name, "quote2") ? SLOT_QUOTE2 : talk_clue_find(name);
	return out->clue >= 0;
}

static size_t words_of(struct str s)
{
	size_t n = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = isalnum((unsigned char)s.p[i]) || s.p[i] == '\'' || (unsigned char)s.p[i] >= 0x80;

		n += letter && !in;
		in = letter || (in && s.p[i] == '-');
	}
	return n;
}

/* A wording cut at its slots. False after noting what is wrong. */
static bool text_read(struct pack_load *l, const struct ydoc_node *node, struct probe_wording *w)
{
	struct str rest = {node->text, node->n};
	size_t marks = 0;

	*w = (struct probe_wording){.source = node->text};
	for (size_t i = 0; i < node->n; i++) {
		marks += node->text[i] == '?';
		if (node->text[i] == '!') {
			issue(l, node, "an exclamation mark in", node->text);
			return false;
		}
	}
	for (;;) {
		const char *open = rest.n ? memchr(rest.p, '{', rest.n) : NULL;
		const char *close = open ? memchr(open, '}', rest.n - (size_t)(open - rest.p)) : NULL;

		if (!open) {
			w->parts[w->slot_count] = rest;
			break;
		}
		if (!close || w->slot_count == SLOTS_MAX || !slot_read((struct str){open + 1, (size_t)(close - open) - 1}, &w->slots[w->slot_count])) {
			issue(l, node, "unknown slot, or too many, in", node->text);
			return false;
		}
		w->parts[w->slot_count++] = (struct str){rest.p, (size_t)(open - rest.p)};
		rest.n -= (size_t)(close + 1 - rest.p);
		rest.p = close + 1;
	}
	for (size_t i = 0; i <= w->slot_count; i++)
		w->words += words_of(w->parts[i]);
	if (marks != 1)
		issue(l, node, "a probe is one question with one question mark:", node->text);
	else if (w->words + w->slot_count * SLOT_WORDS_MIN > TALK_PROBE_WORDS_MAX)
		talk_issue(&l->pack->issues, l->file, node, 0, "over %d words, %d for each slot: '%s'", TALK_PROBE_WORDS_MAX, SLOT_WORDS_MIN, node->text);
	else
		return true;
	return false;
}

/* A text, or {ask: TEXT, if: TOPIC}. False after noting what is wrong. */
static bool wording_read(struct pack_load *l, const struct ydoc_node *node, struct probe_wording *w)
{
	const struct ydoc_node *ask = node, *fits = NULL;

	if (node->kind == YDOC_MAP) {
		ask = ydoc_get(node, "ask");
		fits = ydoc_get(node, "if");
		if (!ask || !fits || node->count != 2) {
			talk_issue(&l->pack->issues, l->file, node, 0, "a wording is a text, or a map of 'ask' and 'if'");
			return false;
		}
	}
	if (ask->kind != YDOC_TEXT || (fits && fits->kind != YDOC_TEXT)) {
		talk_issue(&l->pack->issues, l->file, node, 0, "a wording and its topic are texts");
		return false;
	}
	if (!text_read(l, ask, w))
		return false;
	w->fits = fits ? pack_topic(l->pack, fits->text) : NULL;
	if (fits && !w->fits)
		issue(l, fits, "no topic is called", fits->text);
	return !fits || w->fits;
}

/* A list of wordings; at least one of them without a slot or a condition, so that the probe can always be asked. */
static size_t wordings_read(struct pack_load *l, const struct ydoc_node *list, struct probe_wording **out)
{
	size_t n = 0, plain = 0;

	if (list->kind != YDOC_LIST || list->count > WORDINGS_MAX) {
		talk_issue(&l->pack->issues, l->file, list, 0, "wordings are a list of at most %d", WORDINGS_MAX);
		return 0;
	}
	*out = ARENA_NEW(&l->pack->arena, struct probe_wording, list->count);
	for (size_t i = 0; i < list->count; i++)
		if (wording_read(l, list->items[i], &(*out)[n])) {
			plain += (*out)[n].slot_count == 0 && !(*out)[n].fits;
			n++;
		}
	if (n < WORDINGS_MIN)
		talk_issue(&l->pack->issues, l->file, list, 0, "%zu wordings, at least %d are needed", n, WORDINGS_MIN);
	else if (!plain)
		talk_issue(&l->pack->issues, l->file, list, 0, "one wording must do without slots and conditions");
	l->pack->wording_count += n;
	return n;
}

static struct probe_def *probe_new(struct pack_load *l, const char *gap, unsigned kinds)
{
	struct talk_pack *p = l->pack;

	if (p->probe_count == p->probe_room) {
		size_t room = p->probe_room ? p->probe_room * 2 : 64;
		struct probe_def *grown = ARENA_NEW(&p->arena, struct probe_def, room);

		if (p->probe_count)
			memcpy(grown, p->probes, p->probe_count * sizeof(*grown));
		p->probes = grown;
		p->probe_room = room;
	}
	struct probe_def *def = &p->probes[p->probe_count++];

	*def = (struct probe_def){.gap = gap, .kinds = kinds, .reason = ""};
	return def;
}

static void weight_read(struct pack_load *l, const struct ydoc_node *node, double *out)
{
	char *end = NULL;
	double value = strtod(node->text, &end);

	if (node->kind != YDOC_TEXT || !*node->text || *end || !(value >= -1000 && value <= 1000))
		issue(l, node, "not a weight:", node->text);
	else
		*out = value;
}

static bool flag_read(struct pack_load *l, const struct ydoc_node *node)
{
	bool yes = node->kind == YDOC_TEXT && !strcmp(node->text, "yes");

	if (!yes)
		issue(l, node, "only 'yes' can stand there, or nothing, not", node->kind == YDOC_TEXT ? node->text : "");
	return yes;
}

static void probe_read(struct pack_load *l, const struct ydoc_node *key, const struct ydoc_node *map, unsigned kinds, bool press)
{
	static const char *const depth_names[] = {"1", "2", "3"};
	struct probe_def *def;

	if (map->kind != YDOC_MAP) {
		issue(l, key, "a probe is a map:", key->text);
		return;
	}
	for (int kind = 0; kind < TALK_KIND_COUNT; kind++)
		if (kinds >> kind & 1 && pack_probe(l->pack, key->text, (enum talk_kind)kind)) {
			issue(l, key, "a second probe for", key->text);
			return;
		}
	def = probe_new(l, key->text, kinds);
	def->press = press;
	def->when = l->pack->tag_count;
	l->pack->tag_count += press;
	for (size_t i = 0; i < map->count; i++) {
		const char *name = map->keys[i]->text;
		const struct ydoc_node *node = map->items[i];
		int depth = -1;

		for (int d = 0; d < TALK_DEPTH_MAX; d++)
			depth = strcmp(name, depth_names[d]) ? depth : d;
		if (depth >= 0)
			def->depth_counts[depth] = wordings_read(l, node, &def->depths[depth]);
		else if (!strcmp(name, "reason") && node->kind == YDOC_TEXT)
			def->reason = node->text;
		else if (!strcmp(name, "summary") && !press)
			def->summary = flag_read(l, node);
		else if (!strcmp(name, "once") && !press)
			def->once = flag_read(l, node);
		else if (!strcmp(name, "weight") && press)
			weight_read(l, node, &def->weight);
		else if (!strcmp(name, "when") && press)
			patterns_read(l, node, def->when);
		else
			issue(l, map->keys[i], "unknown key", name);
	}
	if (!*def->reason)
		issue(l, key, "no reason for", key->text);
	bool deeper = def->depth_counts[1] || def->depth_counts[2];

	if (def->once && deeper)
		issue(l, key, "asked once and yet pressed at other depths:", key->text);
	if (!def->depth_counts[0] || (!press && !def->once && (!def->depth_counts[1] || !def->depth_counts[2]))) {
		issue(l, key, press || def->once ? "no wordings for" : "a gap is pressed at three depths:", key->text);
		if (!def->depth_counts[0])
			l->pack->probe_count--;
	}
}

static void general_read(struct pack_load *l, const struct ydoc_node *map)
{
	struct talk_pack *p = l->pack;

	for (size_t i = 0; i < map->count; i++) {
		int kind = talk_kind_find(map->keys[i]->text);

		if (kind < 0)
			issue(l, map->keys[i], "no kind is called", map->keys[i]->text);
		else
			p->general_counts[kind] = wordings_read(l, map->items[i], &p->general[kind]);
		for (size_t k = 0; kind >= 0 && k < p->general_counts[kind]; k++)
			if (p->general[kind][k].slot_count || p->general[kind][k].fits)
				issue(l, map->items[i], "a general probe has no slots and no conditions:", p->general[kind][k].source);
	}
}

void probe_file_read(struct pack_load *l, const struct ydoc_node *root)
{
	if (root->kind != YDOC_MAP) {
		talk_issue(&l->pack->issues, l->file, root, 0, "a file of probes is a map");
		return;
	}
	unsigned kinds = kinds_read(l, ydoc_get(root, "kinds"));

	for (size_t i = 0; i < root->count; i++) {
		const struct ydoc_node *node = root->items[i];
		const char *key = root->keys[i]->text;

		if (!strcmp(key, "kinds"))
			continue;
		if (node->kind != YDOC_MAP || (strcmp(key, "probes") && strcmp(key, "press") && strcmp(key, "general"))) {
			issue(l, root->keys[i], "unknown key or wrong kind:", key);
			continue;
		}
		if (!strcmp(key, "general"))
			general_read(l, node);
		for (size_t k = 0; strcmp(key, "general") && k < node->count; k++)
			probe_read(l, node->keys[k], node->items[k], kinds, !strcmp(key, "press"));
	}
}
