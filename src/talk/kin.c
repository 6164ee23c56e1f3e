#include "talk/kin.h"

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

#define KIN_CLASSES_MAX 4096

static struct kin_word *place_of(const struct kin *k, uint64_t hash)
{
	size_t i = (size_t)(hash >> 20) & (k->size - 1);

	while (k->table[i].hash && k->table[i].hash != hash)
		i = (i + 1) & (k->size - 1);
	return &k->table[i];
}

struct weight_name kin_of(const struct kin *k, uint64_t hash, enum kin_width width)
{
	const struct kin_word *w = k && k->size ? place_of(k, hash) : NULL;

	return w && w->hash ? k->names[width][w->classes[width]] : (struct weight_name){NULL, 0};
}

static const char *line_read(struct kin *k, char *line)
{
	char *rest = NULL, *word = strtok_r(line, " ", &rest);
	struct kin_word *w;

	w = word ? place_of(k, weight_name_of(word).hash) : NULL;
	if (!w || w->hash)
		return word ? "this word stands here a second time" : "a word and its two classes are needed";
	for (int i = 0; i < KIN_WIDTHS; i++) {
		const char *number = strtok_r(NULL, " ", &rest);
		char *end = NULL;
		long cls = number ? strtol(number, &end, 10) : -1;

		if (cls < 0 || cls >= KIN_CLASSES_MAX || *end)
			return "behind a word stand its two classes, whole numbers below 4096";
		w->classes[i] = (uint16_t)cls;
		if ((size_t)cls >= k->counts[i])
			k->counts[i] = (size_t)cls + 1;
	}
	if (strtok_r(NULL, " ", &rest))
		return "a word has two classes";
	w->hash = weight_name_of(word).hash;
	return NULL;
}

bool kin_read(struct arena *a, struct str text, struct kin *out, const char **why, size_t *line)
{
	static const char *const letters[KIN_WIDTHS] = {"w", "n"};
	struct str rest = text, l;
	size_t lines = 1;

	*out = (struct kin){.size = 64};
	*why = NULL;
	*line = 0;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	while (out->size < lines * 2)
		out->size *= 2;
	out->table = ARENA_NEW(a, struct kin_word, out->size);
	while (!*why && str_next_line(&rest, &l)) {
		++*line;
		if (l.n && *l.p != '#')
			*why = memchr(l.p, 0, l.n) ? "a NUL byte" : line_read(out, arena_strndup(a, l.p, l.n));
	}
	for (int i = 0; i < KIN_WIDTHS; i++) {
		out->names[i] = ARENA_NEW(a, struct weight_name, out->counts[i] + 1);
		for (size_t k = 0; k < out->counts[i]; k++)
			out->names[i][k] = weight_name_of(arena_printf(a, "%s%zu", letters[i], k));
	}
	return !*why;
}
