#include "talk/gap_weigh.h"

#include <math.h>

#include "talk/tagger.h"

/* How likely a gap must be by the model, by how sure its detector is: what no detector sees, what one sees, what one is certain of. */
#define OPEN_UNSEEN 0.5
#define OPEN_SEEN 0.3
#define OPEN_CERTAIN 0.15
#define CERTAIN 0.7
#define BEYOND_DOUBT 0.9           /* fires always, far behind the others if little speaks for it */

bool gap_fires(const struct gap_row *row, double sure, double open)
{
	if (row->evident)
		return sure >= GAP_SURE;
	if (row->presumes && sure <= 0)
		return false;
	return open >= (sure >= BEYOND_DOUBT ? 0 : sure >= CERTAIN ? OPEN_CERTAIN : sure >= GAP_SURE ? OPEN_SEEN : OPEN_UNSEEN);
}

double gap_weight_of(const struct talk_round *round, const struct gap_row *row)
{
	double weight = row->weight + row->levels[round->level];

	for (size_t i = 0; round->principle && i < row->principle_count; i++)
		if (!strcmp(row->principles[i], round->principle))
			weight += row->principle_weights[i];
	return weight > 1 ? weight : 1;
}

static void part_add(struct gap_sight *s, const char *feature, struct weight_name value)
{
	if (s->part_count == GAP_PARTS_MAX)
		return;
	s->parts[s->part_count++] = (struct gap_part){weight_name_of(feature).hash, value.hash, feature, value.p};
}

static void part(struct gap_sight *s, const char *feature, const char *value)
{
	part_add(s, feature, weight_name_of(value));
}

static const char *level_of(double sure)
{
	return sure <= 0 ? "0" : sure < GAP_WEAK ? "1" : sure < GAP_SURE ? "2" : sure < 0.6 ? "3" : sure < 0.72 ? "4" : sure < 0.82 ? "5" : sure < 0.9 ? "6" : "7";
}

static const char *length_of(size_t words)
{
	return words < 50 ? "tiny" : words < 80 ? "short" : words < 120 ? "middling" : words < 170 ? "long" : words < 230 ? "longer" : "longest";
}

static void counted(struct gap_sight *s, const char *feature, const char *name, size_t count, struct arena *a)
{
	part(s, feature, arena_printf(a, "%s:%zu", name, count > 3 ? 3 : count));
}

static void topic_parts(struct gap_sight *s, struct arena *a)
{
	const struct talk_analysis *x = s->x;
	const struct talk_pack *p = x->pack;

	for (size_t i = 0; i < p->topic_count; i++) {
		const struct topic *t = &p->topics[i];
		size_t said = t->named < x->hits.count ? x->hits.lists[t->named].n : 0, treated = t->treated < x->hits.count ? x->hits.lists[t->treated].n : 0;

		if (said)
			counted(s, "gt", t->name, said, a);
		if (treated)
			counted(s, "gu", t->name, treated, a);
		if (x->question.token_count && talk_topic_asked(x, t))
			part(s, "ga", t->name);
	}
}

static void shape_parts(struct gap_sight *s)
{
	const struct talk_analysis *x = s->x;
	const struct talk_facts *f = &x->facts;
	const struct talk_clue *result = talk_clue_first(x, CLUE_OUTCOME);
	size_t numbers = 0;

	for (size_t i = 0; i < x->text.amount_count; i++)
		numbers += x->text.amounts[i].kind != AMOUNT_DATE && x->text.amounts[i].value > 1;
	part(s, "gw", length_of(f->words));
	part(s, "gv", talk_verdict_name(x->opening));
	part(s, "gx", f->i_verbs == 0 ? "i:none" : f->i_verbs < 3 ? "i:few" : "i:many");
	part(s, "gx", f->we_verbs == 0 ? "we:none" : f->we_verbs > f->i_verbs * 2 ? "we:most" : f->we_verbs > f->i_verbs ? "we:more" : "we:some");
	part(s, "gx", f->passive_verbs >= 3 ? "passive:many" : "passive:few");
	part(s, "gx", f->general_verbs > f->past_verbs ? "general:more" : f->general_verbs ? "general:some" : "general:none");
	part(s, "gx", f->concrete == 0 ? "deeds:none" : f->concrete < 3 ? "deeds:few" : f->concrete < 6 ? "deeds:some" : "deeds:many");
	part(s, "gx", f->ties * 40 < f->words ? "ties:few" : f->ties * 20 < f->words ? "ties:some" : "ties:many");
	part(s, "gx", f->abstract_share > 0.045 ? "abstract:much" : f->abstract_share > 0.02 ? "abstract:some" : "abstract:little");
	part(s, "gx", numbers == 0 ? "numbers:none" : numbers < 3 ? "numbers:few" : numbers < 7 ? "numbers:some" : "numbers:many");
	part(s, "gx", !result ? "result:none" : result->first * 3 < x->text.token_count ? "result:early" : result->first * 4 < x->text.token_count * 3 ? "result:middle" : "result:late");
}

/* A word of any class but those of things. */
static bool told_with(const struct lex_set *set)
{
	struct lex_set rest = *set;

	rest.bits[LEX_NOUN / 64] &= ~(1ull << (LEX_NOUN % 64));
	for (size_t i = 0; i < sizeof(rest.bits) / sizeof(*rest.bits); i++)
		if (rest.bits[i])
			return true;
	return false;
}

/* Each word of a text once. */
static void word_parts(struct gap_sight *s, const struct talk_text *t, const char *feature, size_t most)
{
	uint64_t seen[512] = {0};

	for (size_t i = 0, n = 0; i < t->token_count && n < most; i++) {
		const struct talk_token *w = &t->tokens[i];

		if (w->kind != TOKEN_WORD || w->skip || lex_has(&w->set, LEX_DETERMINER) || lex_has(&w->set, LEX_PREPOSITION) || lex_has(&w->set, LEX_CONJUNCTION))
			continue;
		struct weight_name name = tag_word(t, i, true);
		size_t place = name.hash & 511;

		/* Things differ from story to story: what is told with them does not. */
		if (*name.p == '<' || !told_with(&w->set) || (i > 0 && lex_has(&t->tokens[i - 1].set, LEX_DETERMINER)))
			continue;
		while (seen[place] && seen[place] != name.hash)
			place = (place + 1) & 511;
		if (seen[place])
			continue;
		seen[place] = name.hash;
		part_add(s, feature, name);
		n++;
	}
}

static void ranks_read(struct gap_sight *s, struct arena *a)
{
	double *score = ARENA_NEW(a, double, s->table->count + 1);

	s->rank = ARENA_NEW(a, size_t, s->table->count + 1);
	for (size_t i = 0; i < s->table->count; i++)
		score[i] = s->sure[i] * gap_weight_of(s->x->round, &s->table->rows[i]);
	for (size_t i = 0; i < s->table->count; i++)
		for (size_t k = 0; k < s->table->count; k++)
			s->rank[i] += score[k] > score[i];
}

void gap_sight_read(struct gap_sight *s, struct arena *a)
{
	const struct talk_analysis *x = s->x;
	const struct talk_round *round = x->round;

	s->parts = ARENA_NEW(a, struct gap_part, GAP_PARTS_MAX);
	s->part_count = 0;
	ranks_read(s, a);
	part(s, "g", "1");
	part(s, "gk", talk_kind_name(round->kind));
	part(s, "gl", talk_level_name(round->level));
	if (round->principle)
		part(s, "gp", round->principle);
	for (int type = 0; type < CLUE_COUNT; type++)
		counted(s, "gn", talk_clue_name((enum talk_clue_type)type), x->facts.clues[type], a);
	topic_parts(s, a);
	shape_parts(s);
	for (size_t i = 0; i < s->table->count; i++)
		if (s->sure[i] >= GAP_SURE)
			part(s, "go", s->table->rows[i].gap);
	word_parts(s, &x->question, "gq", 40);
	word_parts(s, &x->text, "gb", 240);
}

static void key_add(uint64_t *keys, char **names, size_t *n, struct arena *a, const struct gap_part *p, struct weight_name gap)
{
	if (names)
		names[*n] = arena_printf(a, "%s %s %s", p->feature_name, gap.p, p->value_name);
	keys[(*n)++] = weight_key(p->feature, gap.hash, p->value);
}

size_t gap_keys(const struct gap_sight *s, size_t row, uint64_t *keys, char **names, struct arena *a)
{
	struct weight_name gap = weight_name_of(s->table->rows[row].gap), any = weight_name_of("any"), level = weight_name_of(level_of(s->sure[row]));
	char digits[16];
	size_t n = 0;

	snprintf(digits, sizeof(digits), "%zu", s->rank[row] > 7 ? 7 : s->rank[row]);
	struct weight_name rank = weight_name_of(digits);
	const struct gap_part own[] = {{weight_name_of("gc").hash, level.hash, "gc", level.p}, {weight_name_of("gr").hash, rank.hash, "gr", rank.p}};

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		key_add(keys, names, &n, a, &own[i], gap);
		key_add(keys, names, &n, a, &own[i], any);
	}
	for (size_t i = 0; i < s->part_count; i++)
		key_add(keys, names, &n, a, &s->parts[i], gap);
	return n;
}

size_t salad_keys(const struct gap_sight *s, uint64_t *keys, char **names, struct arena *a)
{
	struct weight_name opening = weight_name_of("opening");
	uint64_t question = weight_name_of("gq").hash, principle = weight_name_of("gp").hash;
	size_t n = 0;

	/* What was asked makes no answer empty. */
	for (size_t i = 0; i < s->part_count; i++)
		if (s->parts[i].feature != question && s->parts[i].feature != principle)
			key_add(keys, names, &n, a, &s->parts[i], opening);
	return n;
}

double salad_weigh(const struct gap_sight *s)
{
	const struct weights *w = &s->x->pack->gap_weights;
	uint64_t keys[GAP_KEYS_MAX];
	size_t n = salad_keys(s, keys, NULL, NULL);
	int slot = weights_slot(w, "salad");
	double sum = 0;

	if (slot < 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		size_t count;
		const struct weight *e = weights_of(w, keys[i], &count);

		for (size_t k = 0; k < count; k++)
			sum += e[k].slot == slot ? (double)e[k].value : 0;
	}
	return 1 / (1 + exp(-sum));
}

struct gap_sums gap_weigh(const struct gap_sight *s, size_t row)
{
	const struct weights *w = &s->x->pack->gap_weights;
	uint64_t keys[GAP_KEYS_MAX];
	size_t n = gap_keys(s, row, keys, NULL, NULL);
	int open = weights_slot(w, "open"), rank = weights_slot(w, "rank");
	struct gap_sums sums = {0};

	for (size_t i = 0; i < n; i++) {
		size_t count;
		const struct weight *e = weights_of(w, keys[i], &count);

		for (size_t k = 0; k < count; k++) {
			sums.open += e[k].slot == open ? (double)e[k].value : 0;
			sums.rank += e[k].slot == rank ? (double)e[k].value : 0;
		}
	}
	return sums;
}
