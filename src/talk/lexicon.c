#include "talk/lexicon.h"

#include <assert.h>
#include <ctype.h>

#include "base/rng.h"

#define WORD_BYTES_MAX 60

static const char *const known_names[] = {
#define X(id, name) [id] = (name),
	LEX_CLASS_TABLE(X)
#undef X
};

static uint64_t hash_of(const char *p, size_t n)
{
	uint64_t h = 14695981039346656037ull;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 1099511628211ull;
	return h ^ h >> 32;
}

struct lexicon *lexicon_new(struct arena *a)
{
	struct lexicon *lex = ARENA_NEW(a, struct lexicon, 1);

	lex->a = a;
	lex->slot_count = 1024;
	lex->slots = ARENA_NEW(a, uint32_t, lex->slot_count);
	lex->word_room = 512;
	lex->words = ARENA_NEW(a, struct lex_word, lex->word_room);
	lex->word_count = 1;
	lex->words[0].text = "";
	for (size_t i = 0; i < LEX_KNOWN_COUNT; i++)
		lex->names[lex->class_count++] = known_names[i];
	return lex;
}

static size_t slot_of(const struct lexicon *lex, const char *p, size_t n)
{
	size_t i = (size_t)hash_of(p, n) & (lex->slot_count - 1);

	for (;; i = (i + 1) & (lex->slot_count - 1)) {
		const struct lex_word *w = &lex->words[lex->slots[i]];

		if (!lex->slots[i] || (w->n == n && !memcmp(w->text, p, n)))
			return i;
	}
}

uint32_t lexicon_find(const struct lexicon *lex, const char *p, size_t n)
{
	return n && n <= WORD_BYTES_MAX ? lex->slots[slot_of(lex, p, n)] : 0;
}

static void grow(struct lexicon *lex)
{
	struct lex_word *words = ARENA_NEW(lex->a, struct lex_word, lex->word_room * 2);

	memcpy(words, lex->words, lex->word_count * sizeof(*words));
	lex->words = words;
	lex->word_room *= 2;
	if (lex->slot_count > lex->word_room * 2)
		return;
	lex->slot_count = lex->word_room * 4;
	lex->slots = ARENA_NEW(lex->a, uint32_t, lex->slot_count);
	for (uint32_t id = 1; id < lex->word_count; id++)
		lex->slots[slot_of(lex, lex->words[id].text, lex->words[id].n)] = id;
}

uint32_t lexicon_intern(struct lexicon *lex, const char *p, size_t n)
{
	if (n == 0 || n > WORD_BYTES_MAX)
		return 0;
	if (lex->word_count == lex->word_room)
		grow(lex);
	size_t slot = slot_of(lex, p, n);

	if (!lex->slots[slot]) {
		uint32_t id = (uint32_t)lex->word_count++;

		lex->words[id] = (struct lex_word){.text = arena_strndup(lex->a, p, n), .n = (uint16_t)n, .lemma = id, .hash = rng_hash(RNG_HASH_START, p, n)};
		lex->slots[slot] = id;
	}
	return lex->slots[slot];
}

int lexicon_class(const struct lexicon *lex, const char *p, size_t n)
{
	for (size_t i = 0; i < lex->class_count; i++)
		if (strlen(lex->names[i]) == n && !memcmp(lex->names[i], p, n))
			return (int)i;
	return -1;
}

int lexicon_class_add(struct lexicon *lex, const char *p, size_t n)
{
	int cls = lexicon_class(lex, p, n);

	if (cls >= 0 || lex->class_count == LEX_CLASSES_MAX)
		return cls;
	lex->names[lex->class_count] = arena_strndup(lex->a, p, n);
	return (int)lex->class_count++;
}

/* Cut the next blank-separated word off *rest. */
static bool next_word(struct str *rest, struct str *word)
{
	*rest = str_trim(*rest);
	size_t n = 0;

	while (n < rest->n && !isspace((unsigned char)rest->p[n]))
		n++;
	*word = (struct str){rest->p, n};
	rest->p += n;
	rest->n -= n;
	return n > 0;
}

static void phrase_add(struct lexicon *lex, const struct lex_phrase *p)
{
	if (lex->phrase_count == lex->phrase_room) {
		size_t room = lex->phrase_room ? lex->phrase_room * 2 : 256;
		struct lex_phrase *grown = ARENA_NEW(lex->a, struct lex_phrase, room);

		if (lex->phrase_count)
			memcpy(grown, lex->phrases, lex->phrase_count * sizeof(*grown));
		lex->phrases = grown;
		lex->phrase_room = room;
	}
	struct lex_word *first = &lex->words[p->words[0]];

	lex->phrases[lex->phrase_count] = *p;
	lex->phrases[lex->phrase_count].next = first->phrases;
	first->phrases = (uint32_t)++lex->phrase_count;
}

bool lexicon_add(struct lexicon *lex, const char *p, size_t n, int cls)
{
	struct lex_phrase phrase = {.cls = (uint16_t)cls};
	struct str rest = {p, n}, word;

	assert(cls >= 0 && cls < LEX_CLASSES_MAX);
	while (next_word(&rest, &word)) {
		uint32_t id = lexicon_intern(lex, word.p, word.n);

		if (!id || phrase.n == LEX_PHRASE_WORDS_MAX)
			return false;
		phrase.words[phrase.n++] = id;
	}
	if (phrase.n == 0)
		return false;
	if (phrase.n == 1)
		lex_put(&lex->words[phrase.words[0]].set, cls);
	else
		phrase_add(lex, &phrase);
	return true;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiou", c);
}

/* A last consonant is doubled behind one short vowel: plan, planned; not fix, show, or words of two syllables. */
static bool doubles(const char *base, size_t n)
{
	size_t vowels = 0;

	for (size_t i = 0; i < n; i++)
		vowels += is_vowel(base[i]);
	return n >= 3 && vowels == 1 && !is_vowel(base[n - 1]) && is_vowel(base[n - 2]) && !is_vowel(base[n - 3]) &&
	       !strchr("wxy", base[n - 1]);
}

static void form_add(struct lexicon *lex, const char *text, uint32_t lemma, int cls, int form)
{
	uint32_t id = lexicon_intern(lex, text, strlen(text));

	if (!id)
		return;
	lex_put(&lex->words[id].set, cls);
	lex_put(&lex->words[id].set, form);
	if (id != lemma)
		lex->words[id].lemma = lemma;
}

static void verb_forms(struct lexicon *lex, struct str base, struct str past, struct str part, int cls)
{
	struct arena *a = lex->a;
	int n = (int)base.n;
	char last = base.p[n - 1], before = n > 1 ? base.p[n - 2] : 0;
	uint32_t lemma = lexicon_intern(lex, base.p, base.n);
	bool y = last == 'y' && !is_vowel(before), twice = doubles(base.p, base.n);
	bool hiss = last == 's' || last == 'x' || last == 'z' || (last == 'h' && before && strchr("cs", before)) || last == 'o';

	if (!lemma)
		return;
	form_add(lex, arena_strndup(a, base.p, base.n), lemma, cls, LEX_VERB_BASE);
	form_add(lex, y ? arena_printf(a, "%.*sies", n - 1, base.p) : arena_printf(a, "%.*s%s", n, base.p, hiss ? "es" : "s"), lemma, cls,
		 LEX_VERB_S);
	if (last == 'e' && before != 'e')
		form_add(lex, arena_printf(a, "%.*sing", n - 1, base.p), lemma, cls, LEX_VERB_ING);
	else
		form_add(lex, arena_printf(a, "%.*s%.*sing", n, base.p, twice, &base.p[n - 1]), lemma, cls, LEX_VERB_ING);
	if (past.n) {
		form_add(lex, arena_strndup(a, past.p, past.n), lemma, cls, LEX_VERB_PAST);
		form_add(lex, arena_strndup(a, part.p, part.n), lemma, cls, LEX_VERB_PART);
		return;
	}
	const char *regular = last == 'e' ? arena_printf(a, "%.*sd", n, base.p) : y ? arena_printf(a, "%.*sied", n - 1, base.p)
			    : arena_printf(a, "%.*s%.*sed", n, base.p, twice, &base.p[n - 1]);

	form_add(lex, regular, lemma, cls, LEX_VERB_PAST);
	form_add(lex, regular, lemma, cls, LEX_VERB_PART);
}

/* Reading a text of entries separated by commas or line ends. */
struct entries {
	struct str rest;
	int line;                  /* lines below the node's first, for issues */
};

static bool next_entry(struct entries *e, struct str *out)
{
	while (e->rest.n) {
		size_t n = 0;

		while (n < e->rest.n && e->rest.p[n] != ',' && e->rest.p[n] != '\n')
			n++;
		*out = str_trim((struct str){e->rest.p, n});
		bool line = n < e->rest.n && e->rest.p[n] == '\n';

		e->rest.p += n + (n < e->rest.n);
		e->rest.n -= n + (n < e->rest.n);
		if (out->n)
			return true;
		e->line += line;
	}
	return false;
}

static void read_classes(struct lexicon *lex, const struct ydoc_node *map, struct talk_issues *issues, const char *file)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct ydoc_node *node = map->items[i], *key = map->keys[i];
		int cls = lexicon_class_add(lex, key->text, key->n);
		struct entries e = {{node->text, node->n}, 0};
		struct str entry;

		if (cls < 0)
			talk_issue(issues, file, key, 0, "too many classes, at most %d", LEX_CLASSES_MAX);
		else if (node->kind != YDOC_TEXT)
			talk_issue(issues, file, node, 0, "a class is a text of words, not %s", ydoc_kind_name(node->kind));
		while (cls >= 0 && next_entry(&e, &entry))
			if (!lexicon_add(lex, entry.p, entry.n, cls))
				talk_issue(issues, file, node, e.line, "over %d words or a word too long: '%.*s'", LEX_PHRASE_WORDS_MAX,
					   (int)entry.n, entry.p);
	}
}

static void read_verbs(struct lexicon *lex, const struct ydoc_node *map, struct talk_issues *issues, const char *file)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct ydoc_node *node = map->items[i], *key = map->keys[i];
		int cls = lexicon_class_add(lex, key->text, key->n);
		struct entries e = {{node->text, node->n}, 0};
		struct str entry;

		if (cls < 0 || node->kind != YDOC_TEXT) {
			talk_issue(issues, file, key, 0, "a class of verbs is a text");
			continue;
		}
		while (next_entry(&e, &entry)) {
			struct str base, past = {0}, part = {0}, more;

			next_word(&entry, &base);
			if (next_word(&entry, &past) && (!next_word(&entry, &part) || next_word(&entry, &more)))
				talk_issue(issues, file, node, e.line, "a verb is one word, or base, past and participle: '%.*s'",
					   (int)base.n, base.p);
			else if (base.n > 40)
				talk_issue(issues, file, node, e.line, "a verb too long: '%.*s'", 40, base.p);
			else
				verb_forms(lex, base, past, part, cls);
		}
	}
}

/* One "VALUE WORD..." of units or numbers. */
static void read_value(struct lexicon *lex, const struct ydoc_node *node, struct talk_issues *issues, const char *file, int unit,
		       bool multiplier)
{
	struct str rest = {node->text, node->n}, word;
	char digits[40], *end = NULL;
	double value = 0;

	if (node->kind == YDOC_TEXT && next_word(&rest, &word) && word.n < sizeof(digits)) {
		memcpy(digits, word.p, word.n);
		digits[word.n] = 0;
		value = strtod(digits, &end);
	}
	if (!end || *end || end == digits || !(value > -1e18 && value < 1e18)) {
		talk_issue(issues, file, node, 0, "expected a value and its words: '%.60s'", node->text);
		return;
	}
	while (next_word(&rest, &word)) {
		uint32_t id = lexicon_intern(lex, word.p, word.n);

		if (!id)
			continue;
		lex->words[id].factor = value;
		lex->words[id].unit = (uint16_t)unit;
		lex->words[id].number = !unit && !multiplier;
		lex->words[id].multiplier = multiplier;
	}
}

static void read_values(struct lexicon *lex, const struct ydoc_node *list, struct talk_issues *issues, const char *file, int unit,
			bool multiplier)
{
	if (list->kind != YDOC_LIST)
		talk_issue(issues, file, list, 0, "expected a list of \"VALUE WORD...\"");
	for (size_t i = 0; list->kind == YDOC_LIST && i < list->count; i++)
		read_value(lex, list->items[i], issues, file, unit, multiplier);
}

static void read_units(struct lexicon *lex, const struct ydoc_node *map, struct talk_issues *issues, const char *file)
{
	static const char *const kinds[] = {"", "time", "bytes", "money", "percent", "times"};

	for (size_t i = 0; i < map->count; i++) {
		int unit = 0;

		for (int k = 1; k <= LEX_UNIT_TIMES; k++)
			unit = strcmp(map->keys[i]->text, kinds[k]) ? unit : k;
		if (!unit)
			talk_issue(issues, file, map->keys[i], 0, "unknown kind of unit '%s'", map->keys[i]->text);
		else
			read_values(lex, map->items[i], issues, file, unit, false);
	}
}

void lexicon_read(struct lexicon *lex, const struct ydoc_node *root, struct talk_issues *issues, const char *file)
{
	if (root->kind != YDOC_MAP) {
		talk_issue(issues, file, root, 0, "a lexicon is a map");
		return;
	}
	for (size_t i = 0; i < root->count; i++) {
		const struct ydoc_node *node = root->items[i];
		const char *key = root->keys[i]->text;
		bool map = node->kind == YDOC_MAP;

		if (!strcmp(key, "classes") && map)
			read_classes(lex, node, issues, file);
		else if (!strcmp(key, "verbs") && map)
			read_verbs(lex, node, issues, file);
		else if (!strcmp(key, "units") && map)
			read_units(lex, node, issues, file);
		else if (!strcmp(key, "numbers"))
			read_values(lex, node, issues, file, 0, false);
		else if (!strcmp(key, "multipliers"))
			read_values(lex, node, issues, file, 0, true);
		else
			talk_issue(issues, file, root->keys[i], 0, "unknown key or wrong kind: '%s'", key);
	}
}
