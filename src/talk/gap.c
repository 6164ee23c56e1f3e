#include "talk/gap_weigh.h"

#include <assert.h>
#include <math.h>

#define WANTED 150                 /* more weight for what the round must test */
#define SALAD 0.25                 /* from here on an answer is taken for a list of the right words, or an evasion */
#define SALAD_SQL 0.5              /* of a query, whose explanation may be short and is made of such words */
#define NO_SALAD 0.02              /* below this it is none, whatever the rules say */
#define PHRASES 3                  /* nor is it an answer with so many phrases from advice books in it */
#define OPENING_WORDS 12           /* but of so few words nothing was learned */
#define SCORE_LEAST 45             /* scores of learned gaps lie between these two, as the weights of the tables do */
#define SCORE_SPAN 90
#define SCORE_FIRST 15             /* so far above the others is what always comes first */

void gap_quote_clue(struct talk_gap *gap, const struct talk_clue *c)
{
	if (!c)
		return;
	gap->at = c->at;
	gap->n = c->n;
}

void gap_quote_tokens(const struct talk_analysis *x, struct talk_gap *gap, size_t first, size_t end)
{
	struct str s;

	if (end <= first || end > x->text.token_count)
		return;
	s = talk_span_text(&x->text, (struct talk_span){(uint32_t)first, (uint32_t)(end - first)});
	if (!utf8_valid(s.p, s.n, NULL) || memchr(s.p, 0, s.n))
		return;
	gap->at = (uint32_t)(s.p - x->text.text.p);
	gap->n = (uint32_t)s.n;
}

void gap_quote_hit(const struct talk_analysis *x, struct talk_gap *gap, const struct pattern_hit *hit)
{
	size_t first = hit->mark_first, end = hit->mark_end;
	const struct talk_token *k = &x->text.tokens[first];
	bool name = lex_has(&k->set, LEX_CONCEPT) || lex_has(&k->set, LEX_TECH) || k->phrase_class == LEX_CONCEPT || k->phrase_class == LEX_TECH || !k->word;

	while (end - first == 1 || (!name && end - first < 3)) {
		if (name || end >= x->text.token_count || x->text.tokens[end].clause != k->clause || end - first > 9)
			break;
		while (end < x->text.token_count && x->text.tokens[end].clause == k->clause && end - first <= 9)
			end++;
	}
	gap_quote_tokens(x, gap, first, end);
}

const struct talk_clue *gap_clue_last(const struct talk_analysis *x, enum talk_clue_type type)
{
	for (size_t i = x->clues.n; i-- > 0;)
		if (x->clues.p[i].type == type)
			return &x->clues.p[i];
	return NULL;
}

bool gap_question_has(const struct talk_analysis *x, const char *topic)
{
	const struct topic *t = pack_topic(x->pack, topic);

	return t && talk_topic_asked(x, t);
}

size_t gap_topic_count(const struct talk_analysis *x, const char *topic, size_t most, struct pattern_hit *hit)
{
	const struct topic *t = pack_topic(x->pack, topic);
	struct pattern_hit here;
	size_t n = 0;

	for (size_t i = 0; t && n < most && talk_hit_find(&x->hits, t->named, i, x->text.token_count, &here); i = here.end) {
		if (n == 0 && hit)
			*hit = here;
		n++;
	}
	return n;
}

/* Where both have one by that name, the kind of the question decides. */
static gap_detector *detector_of(const struct gap_row *row, bool design)
{
	const struct gap_entry *const tables[] = {design ? gap_design_detectors : gap_story_detectors,
						  design ? gap_story_detectors : gap_design_detectors};

	for (size_t k = 0; k < 2; k++)
		for (const struct gap_entry *e = tables[k]; e->name; e++)
			if (!strcmp(e->name, row->gap))
				return e->detect;
	return NULL;
}

/* Words that may show what seems to be missing lower how sure that is: topics called doubt_(gap). */
static double doubted(const struct talk_analysis *x, const char *gap, double confidence)
{
	static const double share[] = {1, 0.8, 0.66, 0.55};
	char name[64];

	/* A word over and over or a list of words shows nothing. */
	if (confidence >= GAP_PLAIN || snprintf(name, sizeof(name), "doubt_%s", gap) >= (int)sizeof(name) || x->opening == TALK_EVADED)
		return confidence;
	double left = confidence * share[gap_topic_count(x, name, 3, NULL)];

	/* What was sure is still asked for, after everything else. */
	return confidence >= GAP_SURE + 0.05 && left < GAP_SURE ? GAP_SURE : left;
}

/* What the round must test comes first, and the order among it stays. */
static bool wanted(const struct talk_round *round, const char *gap)
{
	for (size_t i = 0; i < round->want_count; i++)
		if (!strcmp(round->want[i], gap))
			return true;
	return false;
}

static int by_score(const void *a, const void *b)
{
	const struct talk_gap *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->name, y->name);
}

void gap_detect_all(const struct talk_analysis *x, const struct gap_table *table, struct talk_gap *gaps, double *sure)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct gap_row *row = &table->rows[i];
		const struct probe_def *probe = pack_probe(x->pack, row->gap, x->round->kind);
		gap_detector *detect = row->topic ? gap_topic : detector_of(row, x->clues.design);

		gaps[i] = (struct talk_gap){.name = row->gap, .earlier = -1, .why = probe ? probe->reason : ""};
		sure[i] = detect ? doubted(x, row->gap, detect(x, row, &gaps[i])) : 0;
		gaps[i].confidence = sure[i];
	}
}

/* By the table's weights. */
static void score_by_table(const struct talk_analysis *x, const struct gap_table *table, struct talk_gap *gaps)
{
	for (size_t i = 0; i < table->count; i++)
		gaps[i].score = gaps[i].confidence * (gap_weight_of(x->round, &table->rows[i]) + (wanted(x->round, gaps[i].name) ? WANTED : 0));
}

/* By what was learned from labelled answers: how sure a gap is, and how early an interviewer asks for it. */
static void score_learned(const struct gap_sight *sight, const struct gap_sums *sums, struct talk_gap *gaps)
{
	const struct talk_analysis *x = sight->x;
	const struct gap_table *table = sight->table;
	double most = -1e9;

	for (size_t i = 0; i < table->count; i++)
		most = fmax(most, gap_rank_of(sums, i));
	for (size_t i = 0; i < table->count; i++) {
		double open = 1 / (1 + exp(-sums->open[i])), sure = sight->sure[i];

		if (table->rows[i].evident || (table->rows[i].presumes && sure <= 0))
			gaps[i].confidence = sure;
		else
			gaps[i].confidence = gap_fires(&table->rows[i], sure, open) ? fmax(open, GAP_SURE) : fmin(fmax(open, sure), GAP_SURE - 0.01);
		gaps[i].score = table->rows[i].first ? SCORE_LEAST + SCORE_SPAN : SCORE_LEAST + (SCORE_SPAN - SCORE_FIRST) * exp((gap_rank_of(sums, i) - most) / 2);
		gaps[i].score += table->rows[i].levels[x->round->level] + (wanted(x->round, gaps[i].name) ? WANTED * gaps[i].confidence : 0);
	}
}

/* What labelled openings taught about this one; true: the verdict is another than the rules'. */
static bool opening_again(struct talk_analysis *x, double salad)
{
	bool counts = x->opening == TALK_PARTIAL || x->opening == TALK_FULL;

	if (x->turn_count)
		return false;
	if (counts && salad >= (x->round->kind == TALK_SQL ? SALAD_SQL : SALAD))
		x->opening = TALK_EVADED;
	else if (x->opening == TALK_EVADED && salad < NO_SALAD && x->facts.words >= OPENING_WORDS && gap_topic_count(x, "template", PHRASES, NULL) < PHRASES)
		x->opening = TALK_PARTIAL;
	else
		return false;
	return true;
}

void talk_gaps_read(struct talk_analysis *x)
{
	const struct gap_table *table = pack_table(x->pack, NULL, x->round->kind), *named = pack_table(x->pack, x->round->table, x->round->kind);
	bool learned = x->pack->gap_weights.feature_count > 0;

	if (!x->evaluable || !table || !named)
		return;
	size_t room = (table->count > named->count ? table->count : named->count) + 1;
	struct talk_gap *gaps = ARENA_NEW(x->a, struct talk_gap, room);
	double *sure = ARENA_NEW(x->a, double, room);

	x->gaps = ARENA_NEW(x->a, struct talk_gap, room);
	x->weak = ARENA_NEW(x->a, struct talk_gap, room);
	gap_detect_all(x, table, gaps, sure);
	if (learned) {
		struct gap_sight sight = {.x = x, .table = table, .sure = sure};

		struct gap_sums sums;

		gap_sight_read(&sight, x->a);
		gap_weigh(&sight, &sums, x->a);
		/* A list of the right words has every gap that it only names. */
		if (opening_again(x, sums.salad)) {
			gap_detect_all(x, table, gaps, sure);
			gap_sight_read(&sight, x->a);
			gap_weigh(&sight, &sums, x->a);
		}
		score_learned(&sight, &sums, gaps);
	}
	/* A table that a round names brings weights of its own. */
	if (x->round->table || !learned) {
		table = named;
		gap_detect_all(x, table, gaps, sure);
		score_by_table(x, table, gaps);
	}
	for (size_t i = 0; i < table->count; i++) {
		if (gaps[i].confidence >= GAP_SURE)
			x->gaps[x->gap_count++] = gaps[i];
		else if (gaps[i].confidence >= GAP_WEAK)
			x->weak[x->weak_count++] = gaps[i];
	}
	if (x->gap_count)
		qsort(x->gaps, x->gap_count, sizeof(*x->gaps), by_score);
	if (x->weak_count)
		qsort(x->weak, x->weak_count, sizeof(*x->weak), by_score);
}
