#include "talk/gap_weigh.h"

#include <math.h>

#include "talk/tagger.h"

/* How likely a gap must be by the model, by how sure its detector is: what no detector sees, what one sees, what one is certain of. */
#define OPEN_UNSEEN 0.6
#define OPEN_SEEN 0.3
#define OPEN_CERTAIN 0.15
#define CERTAIN 0.7
#define OPEN_RANK 0.3              /* of the logarithm of that likelihood, for the place among the others */
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

/* A word that tells something; many kinds of small words do not. */
static bool tells(const struct talk_token *w)
{
	return w->kind == TOKEN_WORD && !w->skip && !lex_has(&w->set, LEX_DETERMINER) && !lex_has(&w->set, LEX_PREPOSITION) && !lex_has(&w->set, LEX_CONJUNCTION);
}

/* Things differ from story to story: what is told with them does not. */
static bool told_here(const struct talk_text *t, size_t i, const char *name)
{
	return *name != '<' && told_with(&t->tokens[i].set) && !(i > 0 && lex_has(&t->tokens[i - 1].set, LEX_DETERMINER));
}

#define SEEN 512                   /* places for the values of one feature, twice as many as are looked at */

static bool seen_before(uint64_t seen[SEEN], uint64_t hash)
{
	size_t place = hash & (SEEN - 1);

	while (seen[place] && seen[place] != hash)
		place = (place + 1) & (SEEN - 1);
	if (seen[place])
		return true;
	seen[place] = hash;
	return false;
}

/* Each word of a text once. */
static void word_parts(struct gap_sight *s, const struct talk_text *t, const char *feature, size_t most)
{
	uint64_t seen[SEEN] = {0};

	for (size_t i = 0, n = 0; i < t->token_count && n < most; i++) {
		if (!tells(&t->tokens[i]))
			continue;
		struct weight_name name = tag_word(t, i, true);

		if (!told_here(t, i, name.p) || seen_before(seen, name.hash))
			continue;
		part_add(s, feature, name);
		n++;
	}
}

/* Each class of words that are used alike once; things: also those of things. */
static void kin_parts(struct gap_sight *s, const struct talk_text *t, const char *feature, bool things, size_t most)
{
	uint64_t seen[SEEN] = {0};

	for (size_t i = 0, n = 0; i < t->token_count && n + KIN_WIDTHS <= most; i++) {
		if (!tells(&t->tokens[i]))
			continue;
		struct weight_name word = tag_word(t, i, false);

		for (int width = 0; width < KIN_WIDTHS && (things || told_here(t, i, word.p)); width++) {
			struct weight_name kin = kin_of(&t->lex->kin, word.hash, (enum kin_width)width);

			if (!kin.p || seen_before(seen, kin.hash))
				continue;
			part_add(s, feature, kin);
			n++;
		}
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
	kin_parts(s, &x->question, "gqm", false, 40);
	kin_parts(s, &x->text, "gm", false, 240);
	kin_parts(s, &x->text, "gs", true, 240);
}

void gap_row_parts(const struct gap_sight *s, size_t row, struct gap_part out[GAP_ROW_PARTS], struct arena *a)
{
	const char *level = level_of(s->sure[row]), *rank = arena_printf(a, "%zu", s->rank[row] > 7 ? 7 : s->rank[row]);

	out[0] = (struct gap_part){weight_name_of("gc").hash, weight_name_of(level).hash, "gc", level};
	out[1] = (struct gap_part){weight_name_of("gr").hash, weight_name_of(rank).hash, "gr", rank};
}

bool gap_part_of_gaps(const struct gap_part *p)
{
	return strcmp(p->feature_name, "gs") != 0;
}

bool gap_part_of_salad(const struct gap_part *p)
{
	return strcmp(p->feature_name, "gq") != 0 && strcmp(p->feature_name, "gqm") != 0 && strcmp(p->feature_name, "gp") != 0 &&
	       strcmp(p->feature_name, "gm") != 0;
}

static const struct weight *part_weights(const struct weights *w, const struct gap_part *p, size_t *n)
{
	return weights_of(w, weight_key(p->feature, p->value, 0), n);
}

/* What a feature adds to one slot. */
static double value_in(const struct weight *e, size_t n, int slot)
{
	for (size_t i = 0; i < n; i++)
		if (e[i].slot == slot)
			return (double)e[i].value;
	return 0;
}

void gap_weigh(const struct gap_sight *s, struct gap_sums *out, struct arena *a)
{
	const struct weights *w = &s->x->pack->gap_weights;
	int any_open = weights_slot(w, "any.open"), any_rank = weights_slot(w, "any.rank"), salad = weights_slot(w, "salad");
	double sums[WEIGHT_SLOTS_MAX] = {0};

	*out = (struct gap_sums){.open = ARENA_NEW(a, double, s->table->count + 1), .rank = ARENA_NEW(a, double, s->table->count + 1)};
	for (size_t i = 0; i < s->part_count; i++) {
		size_t n;
		const struct weight *e = part_weights(w, &s->parts[i], &n);

		for (size_t k = 0; k < n; k++)
			sums[e[k].slot] += (double)e[k].value;
	}
	out->salad = salad < 0 ? 0 : 1 / (1 + exp(-sums[salad]));
	for (size_t row = 0; row < s->table->count; row++) {
		const struct gap_row *r = &s->table->rows[row];
		struct gap_part own[GAP_ROW_PARTS];

		out->open[row] = r->open_slot < 0 ? 0 : sums[r->open_slot];
		out->rank[row] = r->rank_slot < 0 ? 0 : sums[r->rank_slot];
		gap_row_parts(s, row, own, a);
		for (size_t i = 0; i < GAP_ROW_PARTS; i++) {
			size_t n;
			const struct weight *e = part_weights(w, &own[i], &n);

			out->open[row] += value_in(e, n, r->open_slot) + value_in(e, n, any_open);
			out->rank[row] += value_in(e, n, r->rank_slot) + value_in(e, n, any_rank);
		}
	}
}

double gap_rank_of(const struct gap_sums *sums, size_t row)
{
	return sums->rank[row] - OPEN_RANK * log1p(exp(-sums->open[row]));
}
