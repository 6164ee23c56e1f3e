/* Gaps of pipelines, models and explanations of a query: mostly topics. */
#include "talk/check.h"
#include "talk/gap.h"

/* A question that asks for the whole: "walk me through", "design", "model the", "explain". */
static bool broad(const struct talk_analysis *x)
{
	static const char *const words[] = {"walk", "design", "model", "build", "built", "describe", "explain", "overview", "parts", "architecture", "show", "schema", "wrong", "risk", "risks", "break"};

	if (!x->question.token_count)
		return true;
	for (size_t i = 0; i < x->question.token_count; i++)
		for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
			if (talk_low_is(&x->question, i, words[w]))
				return true;
	return false;
}

/* The sentence that names the topic says it away: "it is handled", "that should not happen". */
static bool only_seems(const struct talk_analysis *x, const struct topic *topic)
{
	struct pattern_hit hit;

	for (size_t i = 0; talk_hit_find(&x->hits, topic->vague, i, x->text.token_count, &hit); i = hit.end) {
		const struct talk_sentence *s = &x->text.sentences[x->text.tokens[hit.first].sentence];
		size_t end = (size_t)s->first + s->count;

		if (talk_hit_find(&x->hits, topic->named, s->first, end, NULL) || talk_hit_find(&x->hits, topic->treated, s->first, end, NULL))
			return true;
	}
	return false;
}

double gap_topic(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	bool own = talk_topic_asked(x, row->topic), asked = own;
	struct pattern_hit hit = {0};
	int in;

	for (size_t i = 0; i < row->asked_count; i++)
		asked = asked || talk_topic_asked(x, row->asked[i]);
	if (!asked && (row->narrow || !broad(x)))
		return 0;
	if (row->relevant && !talk_topic_in(x, row->relevant, NULL) && !talk_topic_asked(x, row->relevant))
		return 0;
	in = talk_topic_in(x, row->topic, &hit);
	/* In a list of words nothing is treated. */
	if (in == 2 && (check_is_list(x) || (asked && x->opening == TALK_EVADED)))
		in = 1;
	if (in == 2 && only_seems(x, row->topic))
		in = 1;
	if (in == 2)
		return 0;
	if (in == 1)
		gap_quote_hit(x, gap, &hit);
	return own ? 0.98 : asked ? 0.85 : in ? 0.75 : 0.65;
}

/* Tools in a row, and few sentences that say how anything works. */
static double tool_list(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	size_t tools = x->facts.clues[CLUE_TECH], verbs = x->facts.finite_verbs;

	(void)row;
	if (tools < 4)
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_TECH));
	double share = (double)tools / (double)(x->facts.words + 1), most = broad(x) ? 0.95 : 0.65;

	if (share > 0.11 && x->facts.ties < tools)
		return most;
	return share > 0.07 && verbs < tools * 2 ? most - 0.1 : 0;
}

/* A tool or a word of the trade without a sentence that says how it works. */
static double no_mechanism(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const struct talk_facts *f = &x->facts;

	(void)row;
	if (!f->clues[CLUE_TECH])
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_TECH));
	return f->ties * 25 < f->words && f->words < 120 ? 0.7 : 0;
}

/* A choice was asked for, or made, and nothing says what it costs. */
static double no_tradeoff(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	(void)row;
	if (x->facts.clues[CLUE_TRADEOFF])
		return 0;
	gap_quote_clue(gap, talk_clue_first(x, CLUE_DECISION));
	return gap_question_has(x, "choice") ? 0.8 : x->facts.clues[CLUE_DECISION] ? 0.6 : 0;
}

#define RAMBLING_WORDS 185         /* over a minute; two minutes that are spoken have 250 to 300 */

/* Long, and few of its words are numbers, tools, conditions or deeds. */
static double rambling(const struct talk_analysis *x, const struct gap_row *row, struct talk_gap *gap)
{
	const struct talk_facts *f = &x->facts;
	size_t amounts = 0, dense;

	(void)row;
	(void)gap;
	for (size_t i = 0; i < x->text.amount_count; i++)
		amounts += x->text.amounts[i].value >= 2;
	dense = f->concrete + amounts + f->clues[CLUE_CAUSE] + f->clues[CLUE_TRADEOFF] + f->clues[CLUE_TECH];
	return f->words >= RAMBLING_WORDS && dense * 100 < f->words * 4 && f->clues[CLUE_VAGUE] + f->clues[CLUE_HEDGE] >= 3 ? 0.9 : 0;
}

const struct gap_entry gap_design_detectors[] = {
	{"no_tradeoff", no_tradeoff},
	{"rambling", rambling},
	{"tool_list", tool_list},
	{"no_mechanism", no_mechanism},
	{NULL, NULL},
};
