#include "bank/bank_int.h"

#include <ctype.h>

#include "bank/suggest.h"

static const char *const exercise_keys[] = {"title", "patterns", "round", "minutes", "contract", "witness", "variants"};
static const char *const variant_keys[] = {"changes", "words", "rules", "contract"};
static const char *const witness_keys[] = {"rows", "reason"};
static const char *const round_choices[] = {"phone", "loop"};
static const char *const changes_choices[] = {"ties", "nulls", "grain", "boundary", "order", "numbers"};

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

/* The files of an exercise before rendering. */
struct parts {
	struct bank_template title, prompt, schema, sample, large;
	const struct ydoc_node *contract;
	struct bank_words *words;          /* one per variant */
	struct bank_sqlfile *answers, *mutants;
	size_t answer_count, mutant_count;
};

/* A number from min to max; fallback after an issue. */
static int read_number(struct bank_load *l, const struct ydoc_node *map, const char *key, int min, int max, int fallback)
{
	const struct ydoc_node *node = bank_text_node(l, map, key, true);
	long v = fallback;

	if (node && !str_to_long((struct str){node->text, node->n}, min, max, &v))
		bank_issue_node(l, node, "%s must be a number from %d to %d, not '%s'", key, min, max, node->text);
	return (int)v;
}

static void read_patterns(struct bank_load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *node = ydoc_get(root, "patterns");
	const struct bank_pack *pack = &l->bank->pack;
	struct bank_exercise *ex = l->ex;
	const char **ids = ARENA_NEW(l->a, const char *, pack->pattern_count ? pack->pattern_count : 1);

	if (!node || node->kind != YDOC_LIST || node->count == 0) {
		bank_issue_node(l, node ? node : root, "patterns must be a list of one or more ids of pack.yaml");
		return;
	}
	for (size_t i = 0; i < pack->pattern_count; i++)
		ids[i] = pack->patterns[i].id;
	ex->patterns = ARENA_NEW(l->a, const char *, node->count);
	for (size_t i = 0; i < node->count; i++) {
		const struct ydoc_node *item = node->items[i];

		if (item->kind == YDOC_TEXT && bank_pattern(l->bank, item->text))
			ex->patterns[ex->pattern_count++] = item->text;
		else
			bank_issue_node(l, item, "no pattern '%s' in pack.yaml%s", item->text,
					suggest_text(l->a, item->text, ids, pack->pattern_count));
	}
}

static void read_witness(struct bank_load *l, const struct ydoc_node *root)
{
	const struct ydoc_node *node = ydoc_get(root, "witness");

	l->ex->witness_rows = BANK_WITNESS_ROWS;
	if (!node || !bank_keys_check(l, node, "witness", witness_keys, COUNT(witness_keys)))
		return;
	l->ex->witness_rows = read_number(l, node, "rows", 1, 40, BANK_WITNESS_ROWS);
	const struct ydoc_node *reason = bank_text_node(l, node, "reason", true);

	l->ex->witness_reason = reason ? reason->text : NULL;
}

static bool good_name(const char *s)
{
	if (!isalpha((unsigned char)*s) && *s != '_')
		return false;
	while (isalnum((unsigned char)*s) || *s == '_' || *s == '-')
		s++;
	return !*s;
}

static void read_words(struct bank_load *l, const struct ydoc_node *variant, bool rules, struct bank_words *out)
{
	const char *key = rules ? "rules" : "words";
	const struct ydoc_node *map = ydoc_get(variant, key);

	if (!map)
		return;
	if (map->kind != YDOC_MAP) {
		bank_issue_node(l, map, "%s must be a map, not %s", key, ydoc_kind_name(map->kind));
		return;
	}
	for (size_t i = 0; i < map->count; i++) {
		const struct ydoc_node *k = map->keys[i], *v = map->items[i];
		bool twice = false;

		for (size_t j = 0; j < out->n; j++)
			twice = twice || !strcmp(out->p[j].name, k->text);
		if (twice)
			bank_issue_node(l, k, "'%s' is both a word and a rule", k->text);
		else if (!good_name(k->text))
			bank_issue_node(l, k, "'%s' is no name: letters, digits, - and _", k->text);
		else if (v->kind != YDOC_TEXT)
			bank_issue_node(l, v, "'%s' must be a text, not %s", k->text, ydoc_kind_name(v->kind));
		else if (out->n == BANK_WORDS_MAX)
			bank_issue_node(l, k, "over %d words", BANK_WORDS_MAX);
		else {
			size_t n = v->n;

			/* A block scalar ends with a line end that its author did not mean. */
			while (n && v->text[n - 1] == '\n')
				n--;
			out->p[out->n++] = (struct bank_word){
				k->text, {arena_strndup(l->a, v->text, n), l->yaml, v->line, v->column}, rules};
		}
	}
}

/* Names, changes, words and rules; what is rendered comes when all files are read. */
static void read_variants(struct bank_load *l, const struct ydoc_node *root, struct parts *p)
{
	const struct ydoc_node *map = ydoc_get(root, "variants");
	struct bank_exercise *ex = l->ex;

	if (!map || map->kind != YDOC_MAP || map->count == 0 || map->count > BANK_VARIANTS_MAX) {
		bank_issue_node(l, map ? map : root, "variants must be a map of 1 to %d variants", BANK_VARIANTS_MAX);
		return;
	}
	ex->variants = ARENA_NEW(l->a, struct bank_variant, map->count);
	p->words = ARENA_NEW(l->a, struct bank_words, map->count);
	for (size_t i = 0; i < map->count; i++) {
		const struct ydoc_node *node = map->items[i], *changes;
		struct bank_variant *v = &ex->variants[i];

		if (!good_name(map->keys[i]->text))
			bank_issue_node(l, map->keys[i], "'%s' is no name: letters, digits, - and _",
					map->keys[i]->text);
		v->name = map->keys[i]->text;
		ex->variant_count++;
		if (!bank_keys_check(l, node, "a variant", variant_keys, COUNT(variant_keys)))
			continue;
		changes = bank_text_node(l, node, "changes", false);
		if (changes) {
			if (bank_choice(l, changes, "changes", changes_choices, COUNT(changes_choices)) >= 0)
				v->changes = changes->text;
			if (i == 0)
				bank_issue_node(l, changes, "the first variant is the base and changes nothing");
		}
		read_words(l, node, false, &p->words[i]);
		read_words(l, node, true, &p->words[i]);
	}
}

static struct bank_template read_part(struct bank_load *l, const char *name)
{
	const struct bank_source *s = bank_source_read(l, name, BANK_FILE_BYTES_MAX);

	if (s && str_trim(s->text).n == 0)
		bank_issue_at(l, s, 1, 1, "the file is empty");
	return (struct bank_template){s ? s->text.p : NULL, s, 1, 1};
}

static const char *render_part(struct bank_load *l, const struct bank_template *t, const struct bank_words *words)
{
	return t->p ? bank_render(l, t, words, NULL) : NULL;
}

static void render_variant(struct bank_load *l, const struct ydoc_node *root, struct parts *p, size_t i)
{
	struct bank_variant *v = &l->ex->variants[i];
	const struct bank_words *words = &p->words[i];
	const struct ydoc_node *node = ydoc_get(root, "variants")->items[i];
	const char *base = l->ex->variants[0].name;

	v->title = render_part(l, &p->title, words);
	v->prompt = render_part(l, &p->prompt, words);
	v->schema = render_part(l, &p->schema, words);
	v->sample = render_part(l, &p->sample, words);
	v->large = render_part(l, &p->large, words);
	bank_contract_read(l, p->contract, ydoc_get(node, "contract"), words, &v->contract);
	v->answers = bank_queries_render(l, p->answers, p->answer_count, v->name, words, words, &v->answer_count);
	v->mutants = bank_queries_render(l, p->mutants, p->mutant_count, v->name, words, words, &v->mutant_count);
	if (v->changes)
		v->foreign = bank_queries_render(l, p->answers, p->answer_count, base, words, &p->words[0],
						 &v->foreign_count);
	if (v->answer_count == 0)
		bank_issue_node(l, node, "variant '%s' has no answer", v->name);
}

static void read_root(struct bank_load *l, const struct ydoc_node *root, struct parts *p)
{
	const struct ydoc_node *title, *round;

	if (!bank_keys_check(l, root, "exercise.yaml", exercise_keys, COUNT(exercise_keys)))
		return;
	title = bank_text_node(l, root, "title", true);
	if (title)
		p->title = (struct bank_template){title->text, l->yaml, title->line, title->column};
	read_patterns(l, root);
	round = bank_text_node(l, root, "round", true);
	l->ex->round = "phone";
	if (round && bank_choice(l, round, "round", round_choices, COUNT(round_choices)) == 1)
		l->ex->round = "loop";
	l->ex->minutes = read_number(l, root, "minutes", 1, 240, 10);
	read_witness(l, root);
	p->contract = ydoc_get(root, "contract");
	if (!p->contract)
		bank_issue_node(l, root, "'contract' is missing");
	read_variants(l, root, p);
}

void bank_exercise_read(struct bank_load *l)
{
	struct parts p = {0};
	const struct ydoc_node *root = NULL;
	struct err err = {0};

	l->yaml = bank_source_read(l, "exercise.yaml", YDOC_BYTES_MAX);
	if (!l->yaml)
		return;
	if (ydoc_parse(l->a, l->yaml->name, l->yaml->text, &root, &err)) {
		bank_issue_parsed(l, err.text);
		return;
	}
	read_root(l, root, &p);
	p.prompt = read_part(l, "prompt.md");
	p.schema = read_part(l, "schema.sql");
	p.sample = read_part(l, "sample.sql");
	p.large = read_part(l, "large.sql");
	p.answers = bank_sqlfiles_read(l, "answers", &p.answer_count);
	p.mutants = bank_sqlfiles_read(l, "mutants", &p.mutant_count);
	for (size_t i = 0; i < l->ex->variant_count; i++)
		render_variant(l, root, &p, i);
	if (arena_over(l->a))
		bank_issue_at(l, l->yaml, 1, 1, "the bank is larger than Spar holds in memory");
}
