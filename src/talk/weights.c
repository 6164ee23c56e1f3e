#include "talk/weights.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

#define ROW_SHARE 4                /* a feature with weights for one slot in so many has a row */
#define ROW_STEP 4

struct weight_name weight_name_of(const char *text)
{
	return (struct weight_name){text, rng_hash(RNG_HASH_START, text, strlen(text))};
}

int weights_slot(const struct weights *w, const char *name)
{
	for (size_t i = 0; i < w->slot_count; i++)
		if (!strcmp(w->slots[i], name))
			return (int)i;
	return -1;
}

static uint8_t mark_of(uint64_t key)
{
	return (uint8_t)(key >> 56) | 1;
}

static size_t place_of(const struct weights *w, uint64_t key)
{
	size_t i = (size_t)(key >> 20) & (w->table_size - 1);
	uint8_t mark = mark_of(key);

	while (w->marks[i] && (w->marks[i] != mark || w->table[i].key != key))
		i = (i + 1) & (w->table_size - 1);
	return i;
}

const struct weight *weights_of(const struct weights *w, uint64_t key, size_t *n)
{
	*n = 0;
	if (!w->table_size)
		return NULL;
	size_t i = place_of(w, key);

	if (!w->marks[i])
		return NULL;
	*n = w->table[i].count;
	return &w->entries[w->table[i].first];
}

/* In steps of a fixed size, which the compiler turns into one instruction each; a plain loop stays slow at -O2. */
static void row_add(float *restrict sums, const float *restrict row, size_t n)
{
	for (size_t i = 0; i < n; i += ROW_STEP)
		for (size_t k = 0; k < ROW_STEP; k++)
			sums[i + k] += row[i + k];
}

void weights_add(const struct weights *w, uint64_t key, float *sums)
{
	if (!w->table_size)
		return;
	size_t place = place_of(w, key);
	const struct weight_feature *f = &w->table[place];

	if (!w->marks[place])
		return;
	if (f->row) {
		row_add(sums, &w->rows[(f->row - 1) * w->row_slots], w->row_slots);
		return;
	}
	for (const struct weight *e = &w->entries[f->first], *end = e + f->count; e < end; e++)
		sums[e->slot] += e->value;
}

static int slot_add(struct arena *a, struct weights *w, const char *name)
{
	int slot = weights_slot(w, name);

	if (slot >= 0 || w->slot_count == WEIGHT_SLOTS_MAX)
		return slot;
	w->slots[w->slot_count] = arena_strdup(a, name);
	return (int)w->slot_count++;
}

/* "w-1 because": a name and one or two values. */
static bool key_read(char *feature, uint64_t *key)
{
	char *rest = NULL, *name = strtok_r(feature, " ", &rest), *first = strtok_r(NULL, " ", &rest), *second = strtok_r(NULL, " ", &rest);

	if (!name || strtok_r(NULL, " ", &rest))
		return false;
	*key = weight_key(weight_name_of(name).hash, first ? weight_name_of(first).hash : 0, second ? weight_name_of(second).hash : 0);
	return true;
}

static const char *line_read(struct arena *a, struct weights *w, char *line, size_t *entries)
{
	char *tab = strchr(line, '\t'), *rest = NULL, *name;
	uint64_t key;

	if (!tab)
		return "a feature, a tab, and slots with their weights are needed";
	*tab = 0;
	if (!key_read(line, &key))
		return "a feature is a name with at most two values";
	size_t place = place_of(w, key);
	struct weight_feature *f = &w->table[place];

	if (w->marks[place])
		return "this feature stands here a second time";
	w->marks[place] = mark_of(key);
	*f = (struct weight_feature){.key = key, .first = (uint32_t)*entries};
	w->feature_count++;
	for (name = strtok_r(tab + 1, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		const char *number = strtok_r(NULL, " ", &rest);
		char *end = NULL;
		long value = number ? strtol(number, &end, 10) : 0;
		int slot = slot_add(a, w, name);

		if (!number || *end || value < -100000 || value > 100000)
			return "behind a slot stands its weight, a whole number";
		if (slot < 0)
			return "too many slots";
		w->entries[(*entries)++] = (struct weight){(uint16_t)slot, (float)value / 100};
		f->count++;
	}
	return f->count ? NULL : "a feature without weights";
}

static void rows_read(struct arena *a, struct weights *w)
{
	size_t n = 0;

	w->row_slots = (w->slot_count + ROW_STEP - 1) / ROW_STEP * ROW_STEP;
	for (size_t i = 0; i < w->table_size; i++)
		n += w->table[i].count * ROW_SHARE >= w->slot_count;
	w->rows = ARENA_NEW(a, float, n * w->row_slots + 1);
	n = 0;
	for (size_t i = 0; i < w->table_size; i++) {
		struct weight_feature *f = &w->table[i];

		if (!f->count || f->count * ROW_SHARE < w->slot_count)
			continue;
		for (size_t k = 0; k < f->count; k++)
			w->rows[n * w->row_slots + w->entries[f->first + k].slot] += w->entries[f->first + k].value;
		f->row = (uint32_t)++n;
	}
}

bool weights_read(struct arena *a, struct str text, struct weights *out, const char **why, size_t *line)
{
	struct str rest = text, l;
	size_t lines = 0, blanks = 0, entries = 0;

	*out = (struct weights){0};
	*why = NULL;
	*line = 0;
	for (size_t i = 0; i < text.n; i++) {
		lines += text.p[i] == '\n';
		blanks += text.p[i] == ' ' || text.p[i] == '\t';
	}
	if (lines > WEIGHT_LINES_MAX) {
		*why = "too many lines";
		return false;
	}
	out->table_size = 64;
	while (out->table_size < lines * 2 + 2)
		out->table_size *= 2;
	out->table = ARENA_NEW(a, struct weight_feature, out->table_size);
	out->marks = ARENA_NEW(a, uint8_t, out->table_size);
	out->entries = ARENA_NEW(a, struct weight, blanks + 1);
	while (str_next_line(&rest, &l)) {
		++*line;
		if (!l.n || *l.p == '#')
			continue;
		*why = memchr(l.p, 0, l.n) ? "a NUL byte" : line_read(a, out, arena_strndup(a, l.p, l.n), &entries);
		if (*why)
			return false;
	}
	rows_read(a, out);
	return true;
}
