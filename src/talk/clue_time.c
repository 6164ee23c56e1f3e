/* Clues of time: when, or for how long. */
#include "talk/around.h"

static bool is_when(const struct around *x, size_t i)
{
	static const char *const words[] = {"in", "on", "at", "by", "for", "since", "until", "till", "within", "after", "before", "during", "over", "around",
					    "about", "under", "every", "each", "last", "next", "the", "early", "late", "end", "of", "a", "my", "our", "first",
					    "this", "that", "between", "from", "roughly", "only", "mid", "another", "whole", "past", "these", "those", "same", "some", "spring",
					    "summer", "autumn", "winter"};

	return around_is_any(x, i, words, sizeof(words) / sizeof(*words));
}

void clue_time_add(struct around *x)
{
	size_t first = x->first, end = x->end, i;

	for (int n = 0; n < 5; n++) {
		i = around_before(x->t, first, x->sentence_first);
		if (i >= x->t->token_count || !is_when(x, i))
			break;
		if (around_is(x, i, "of") && !IS_ANY(x, around_before(x->t, i, x->sentence_first), "end", "beginning", "start", "middle", "spring", "summer", "autumn", "winter", "week", "day"))
			break;
		first = i;
	}
	/* "two days later", "three weeks ago", "four weeks before black friday" */
	while (end < x->sentence_end && IS_ANY(x, end, "later", "ago", "before", "after", "earlier", "early", "late", "long", "straight"))
		end++;
	if (IS_ANY(x, end - 1, "before", "after") && end > x->end) {
		size_t words = 0;

		while (end < x->sentence_end && words < 3 && (around_noun(x->t, end) || IS_ANY(x, end, "the", "that", "our", "my"))) {
			end++;
			words++;
		}
	}
	/* "in March of 2023", "from June to August", "between seven and ten" */
	size_t next = end < x->sentence_end ? talk_token_next(x->t, end) : end;
	bool from = false;

	for (size_t k = first; k < x->first; k++)
		from = from || IS_ANY(x, k, "from", "between");
	bool range = (from && IS_ANY(x, end, "to", "and", "until")) || (x->m->kind == AMOUNT_DATE && around_is(x, end, "and"));

	if ((IS_ANY(x, end, "of", "in") || range) && next < x->sentence_end && x->t->amount_at[next]) {
		const struct talk_amount *other = &x->t->amounts[x->t->amount_at[next] - 1];

		if ((range && (from || other->kind == AMOUNT_DATE)) || other->kind == AMOUNT_DATE) {
			end = (size_t)other->first + other->count;
			*x->used = end;
		}
	}
	/* "at three in the morning", "at five thirty" */
	if (end < x->sentence_end && x->t->amount_at[end] && x->m->kind == AMOUNT_COUNT && x->m->value <= 24 && x->t->amounts[x->t->amount_at[end] - 1].value < 60) {
		end = x->t->amounts[x->t->amount_at[end] - 1].first + x->t->amounts[x->t->amount_at[end] - 1].count;
		*x->used = end;
	}
	if (around_is(x, end, "in") && around_is(x, end + 1, "the") && IS_ANY(x, end + 2, "morning", "afternoon", "evening"))
		end += 3;
	else if (around_is(x, end, "at") && around_is(x, end + 1, "night"))
		end += 2;
	/* How often something is refreshed belongs to a design, not to the time of a story. */
	if (!x->r->design && IS_ANY(x, first, "every", "each") && x->m->value > 0 && x->m->value <= 3600)
		return;
	clue_add(x->r, CLUE_TIME, first, end, 0.8);
}

/* "at six", "by 11", "between seven and ten": an hour of the day. */
bool clue_time_hour(const struct around *x)
{
	if (x->m->kind != AMOUNT_COUNT || x->m->value < 1 || x->m->value > 24 || (x->np_end != x->end && !x->t->amount_at[x->end]) || memchr(x->t->tokens[x->first].low, '.', x->t->tokens[x->first].low_n))
		return false;
	return IS_ANY(x, x->before, "at", "by", "until", "before") || (around_is(x, x->before, "between") && around_is(x, x->end, "and"));
}

/* Times without a number: "last autumn", "every night", "since then", "overnight", "at the end". */
void clues_from_seasons(struct clue_reader *r)
{
	const struct talk_text *t = r->t;
	int season = lexicon_class(r->pack->lex, "season", 6);

	for (size_t i = 0; i < t->token_count; i++) {
		size_t n = 1;

		if (t->tokens[i].skip || t->amount_at[i] || season < 0 || !talk_token_is(t, i, season, &n))
			continue;
		size_t prev = around_before(t, i, t->sentences[t->tokens[i].sentence].first), first = i;
		static const char *const marks[] = {"last", "next", "this", "that", "every", "each", "in", "the", "over", "by", "during", "until", "one", "same", "a", "at", "on",
						    "first", "second", "third", "whole", "previous", "following", "early", "late", "my", "of", "after", "before", "since", "all", "for", "within", "some", "these", "those", "another"};
		bool marked = false;

		for (int k = 0; k < 4 && prev < t->token_count; k++) {
			bool mark = false;

			for (size_t w = 0; w < sizeof(marks) / sizeof(*marks); w++)
				mark = mark || talk_low_is(t, prev, marks[w]);
			if (!mark || (talk_low_is(t, prev, "of") && k == 0))
				break;
			marked = marked || !(talk_low_is(t, prev, "the") || talk_low_is(t, prev, "a") || talk_low_is(t, prev, "my"));
			first = prev;
			prev = around_before(t, prev, t->sentences[t->tokens[i].sentence].first);
		}
		if (!marked)
			continue;
		size_t end = i + n;

		if ((talk_low_is(t, first, "each") || talk_low_is(t, first, "that") || talk_low_is(t, first, "of") || talk_low_is(t, first, "by") || talk_low_is(t, first, "same") ||
		     talk_low_is(t, i - 1, "that") || talk_low_is(t, i - 1, "same")) && (r->design || talk_low_is(t, first, "of")))
			continue;
		if (end + 1 < t->token_count && talk_low_is(t, end, "of") && t->amount_at[end + 1])
			end += 1 + t->amounts[t->amount_at[end + 1] - 1].count;
		if (end < t->token_count && (talk_low_is(t, end, "before") || talk_low_is(t, end, "after") || talk_low_is(t, end, "later")))
			end++;
		clue_add(r, CLUE_TIME, first, end, 0.8);
		i = end - 1;
	}
}
