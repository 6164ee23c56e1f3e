#include "fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/rng.h"

#define ANSWERS_MAX 8000
#define GOLD_BYTES_MAX (64u << 20)
#define LEAST_POINTS 3             /* a weight below this is not worth its place in the file */
#define ANSWER_ARENA_BYTES (512u << 20)

void die(const char *what)
{
	fprintf(stderr, "fit: %s\n", what);
	exit(1);
}

void *room(size_t bytes)
{
	void *p = calloc(bytes ? bytes : 1, 1);

	if (!p)
		die("out of memory");
	return p;
}

void shuffle(size_t *order, size_t n, struct rng *rng)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = rng_below(rng, (uint32_t)i), o = order[i - 1];

		order[i - 1] = order[k];
		order[k] = o;
	}
}

/* --- features ----------------------------------------------------------------------------------------------------------------- */

static struct dictionary_entry *entry_at(const struct dictionary *d, uint64_t key)
{
	size_t i = (size_t)(key >> 20) & (d->size - 1);

	while (d->table[i].key && d->table[i].key != key)
		i = (i + 1) & (d->size - 1);
	return &d->table[i];
}

static void grow(struct dictionary *d)
{
	struct dictionary old = *d;

	d->size = old.size ? old.size * 2 : 1u << 16;
	d->table = room(d->size * sizeof(*d->table));
	for (size_t i = 0; i < old.size; i++)
		if (old.table[i].key)
			*entry_at(d, old.table[i].key) = old.table[i];
	free(old.table);
}

void dictionary_see(struct dictionary *d, uint64_t key, const char *name, uint32_t answer)
{
	if (d->used * 2 >= d->size)
		grow(d);
	struct dictionary_entry *e = entry_at(d, key);

	if (!e->key) {
		*e = (struct dictionary_entry){.key = key, .name = strdup(name)};
		d->used++;
	}
	e->answers += e->last != answer + 1;
	e->last = answer + 1;
}

/* A file of weights holds no line ends and no control bytes, and its remarks begin with '#'. */
static bool writable(const char *name)
{
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return *name != '#' && utf8_valid(name, strlen(name), NULL);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct dictionary_entry *const *)a)->name, (*(struct dictionary_entry *const *)b)->name);
}

void dictionary_number(struct dictionary *d, uint32_t rare)
{
	struct dictionary_entry **sorted = room((d->used + 1) * sizeof(struct dictionary_entry *));
	size_t n = 0;

	for (size_t i = 0; i < d->size; i++) {
		d->table[i].id = UINT32_MAX;
		if (d->table[i].key && d->table[i].answers >= rare && writable(d->table[i].name))
			sorted[n++] = &d->table[i];
	}
	qsort(sorted, n, sizeof(*sorted), by_name);
	d->answers = room((n + 1) * sizeof(*d->answers));
	d->names = room((n + 1) * sizeof(*d->names));
	for (size_t i = 0; i < n; i++) {
		sorted[i]->id = (uint32_t)i;
		d->answers[i] = sorted[i]->answers;
		d->names[i] = sorted[i]->name;
	}
	d->count = n;
	free(sorted);
}

uint32_t dictionary_place(struct dictionary *d, uint64_t key, const char *name)
{
	size_t before = d->used;

	dictionary_see(d, key, name, 0);
	struct dictionary_entry *e = entry_at(d, key);

	if (d->used > before)
		e->id = (uint32_t)before;
	return e->id;
}

uint32_t dictionary_id(const struct dictionary *d, uint64_t key)
{
	const struct dictionary_entry *e = d->size ? entry_at(d, key) : NULL;

	return e && e->key ? e->id : UINT32_MAX;
}

void pace_average(const struct pace *p, int epoch, const float *w, float *mean, size_t n)
{
	for (size_t i = 0; epoch >= p->settled && epoch < p->epochs && i < n; i++)
		mean[i] += w[i] / (float)(p->epochs - p->settled);
}

float pace_step(const struct pace *p, float w, float *sum, double gradient, double share)
{
	double g = gradient + p->square * (double)w * share, rate, next, most;

	*sum += (float)(g * g);
	rate = p->step / sqrt((double)*sum + 1e-6);
	next = (double)w - rate * g;
	/* The penalty on the size takes small weights to nothing. */
	most = rate * p->magnitude * share;
	return (float)(next > most ? next - most : next < -most ? next + most : 0);
}

/* --- answers ------------------------------------------------------------------------------------------------------------------ */

/* The labels of all types: a token is in a span when its first byte is. */
static void labels_read(struct answer *x)
{
	const json_t *clues = json_get_array(x->line, "clues");
	struct str text = x->x.text.text;

	for (int k = 0; k < CLUE_COUNT; k++)
		x->gold[k] = room(x->chain.n + 1);
	for (size_t i = 0; i < json_array_size(clues); i++) {
		const json_t *c = json_array_get(clues, i);
		const char *quote = json_get_text(c, "quote", "");
		int type = talk_clue_find(json_get_text(c, "type", ""));
		int64_t at = json_get_int(c, "at", -1);
		const char *found = at >= 0 ? text.p + at : memmem(text.p, text.n, quote, strlen(quote));

		if (type < 0 || !found || !*quote)
			die("a clue without a known type or quote");
		size_t from = (size_t)(found - text.p), to = from + strlen(quote);
		bool begun = false;

		for (size_t p = 0; p < x->chain.n; p++) {
			const struct talk_token *t = &x->x.text.tokens[x->chain.tokens[p]];

			if (t->at < from || t->at >= to)
				continue;
			x->gold[type][p] = begun ? TAG_IN : TAG_BEGIN;
			begun = true;
		}
	}
}

static void answer_read(struct answer *x, const struct talk_pack *pack, const json_t *line)
{
	const char *id = json_get_text(line, "id", "");
	struct err err = {0};
	int level = talk_level_find(json_get_text(line, "level", "L5")), kind = talk_kind_find(json_get_text(line, "kind", ""));

	if (level < 0 || kind < 0)
		die("an answer without a known kind or level");
	arena_init(&x->a, ANSWER_ARENA_BYTES);
	x->line = line;
	x->round = (struct talk_round){.kind = (enum talk_kind)kind, .principle = json_get_text(line, "principle", NULL),
				       .question = json_get_text(line, "question", NULL), .level = (enum talk_level)level, .seed = 1};
	if (talk_analyse(&x->x, &x->a, pack, &x->round, str_of(json_get_text(line, "answer", "")), &err))
		die(err.text);
	tag_chain_read(&x->x.clues, true, &x->chain);
	labels_read(x);
	/* The two of a pair, xx-001a and xx-001b, are left out together. */
	x->paired = *id && (strstr(x->file_name, "holes-") || strstr(x->file_name, "openings-"));
	x->fold = (int)(rng_hash(RNG_HASH_START, id, strlen(id) - x->paired) % FOLDS);
	x->complete = json_get_bool(line, "complete", false) && x->chain.n > 0;
	/* The rules were written with the first files in view, so that what they say of these is better than it is of new answers. */
	x->unseen = json_get_bool(line, "unseen", false);
	x->weight = x->unseen ? 1 : 0.5;
	/* Which gap comes first is the first labeller's judgement, by whom the definitions are. */
	x->gap_weight = json_get_bool(line, "first", false) ? 3 : 1;
}

struct answer *gold_read(const struct talk_pack *pack, char **files, int file_count, size_t *count)
{
	struct answer *answers = room(ANSWERS_MAX * sizeof(*answers));
	struct err err = {0};

	*count = 0;
	for (int i = 0; i < file_count; i++) {
		struct str rest, line;
		struct buf b;
		/* The batches that were written after the rules are called more-* and due-*. */
		bool unseen = strstr(files[i], "more-") || strstr(files[i], "due-");

		buf_init(&b, GOLD_BYTES_MAX);
		if (fs_read(files[i], GOLD_BYTES_MAX, &b, &err))
			die(err.text);
		rest = (struct str){buf_text(&b), b.n};
		while (str_next_line(&rest, &line)) {
			json_t *gold = str_trim(line).n ? json_parse(line, &err) : NULL;

			if (!gold || !json_get_bool(gold, "evaluable", true))
				continue;
			if (*count == ANSWERS_MAX)
				die("too many answers");
			json_object_set_new(gold, "unseen", json_boolean(unseen));
			json_object_set_new(gold, "first", json_boolean(!unseen && !strstr(files[i], "fresh-")));
			answers[*count].file = i + 1;
			answers[*count].file_name = files[i];
			answer_read(&answers[(*count)++], pack, gold);
		}
		buf_release(&b);
	}
	return answers;
}

/* --- weights ------------------------------------------------------------------------------------------------------------------ */

void row_add(char **row, const char *slot, double value)
{
	long points = lround(value * 100);
	char *grown;

	if (points > -LEAST_POINTS && points < LEAST_POINTS)
		return;
	if (asprintf(&grown, "%s%s%s %ld", *row ? *row : "", *row ? " " : "", slot, points) < 0)
		die("out of memory");
	free(*row);
	*row = grown;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void weights_write(const char *path, const char *heading, const char *const *names, char *const *rows, size_t n)
{
	char **lines = room((n + 1) * sizeof(char *));
	FILE *out = fopen(path, "w");
	size_t count = 0;

	if (!out)
		die(path);
	for (size_t i = 0; i < n; i++)
		if (rows[i] && asprintf(&lines[count++], "%s\t%s\n", names[i], rows[i]) < 0)
			die("out of memory");
	qsort(lines, count, sizeof(*lines), by_text);
	fputs(heading, out);
	for (size_t i = 0; i < count; i++) {
		fputs(lines[i], out);
		free(lines[i]);
	}
	free(lines);
	if (fclose(out) != 0)
		die(path);
	printf("%s: %zu of %zu features\n", path, count, n);
}
