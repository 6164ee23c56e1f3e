/* Clues from constructions that are data, and tools from the lexicon. */
#include <ctype.h>

#include "talk/clue.h"

static bool mark_at(const struct talk_text *t, size_t i)
{
	return t->tokens[i].kind == TOKEN_PUNCT && !t->tokens[i].skip && !strchr("\"%&/,", *t->tokens[i].low);
}

/* "and the hash would differ": a joint with a clause of its own behind it. */
static bool clause_behind(const struct clue_reader *r, size_t i, size_t end)
{
	size_t next = talk_token_next(r->t, i), k = talk_verb_from(r->verbs, next);

	if (k >= r->verbs->n || next >= end)
		return false;
	const struct talk_verb *v = &r->verbs->p[k];

	return v->group < end && v->group - next <= 6 && (v->group == next || (v->subject >= next && !v->inherited));
}

/* Behind the clause that token i is in. through_and: clauses joined by "and" belong to it. */
static size_t clause_end(const struct clue_reader *r, size_t i, bool through_and)
{
	static const char *const stops[] = {"because", "but", "although", "though", "whereas", "unless"};
	const struct talk_text *t = r->t;
	const struct talk_sentence *s = &t->sentences[t->tokens[i].sentence];
	size_t end = (size_t)s->first + s->count, from = i;

	for (i++; i < end; i++) {
		const char *low = t->tokens[i].low;

		if (t->tokens[i].skip)
			continue;
		if (t->tokens[i].kind == TOKEN_STOP || mark_at(t, i))
			break;
		if (*low == ',' && i > from + 2)
			break;
		for (size_t k = 0; k < sizeof(stops) / sizeof(*stops); k++)
			if (talk_same(low, stops[k]))
				return i;
		if ((talk_same(low, "so") || talk_same(low, "which") || talk_same(low, "then")) && clause_behind(r, i, end))
			break;
		if ((talk_same(low, "and") || talk_same(low, "or")) && !through_and && clause_behind(r, i, end))
			break;
		/* In speech "i" and "we" with a verb begin something new. */
		if (through_and && (talk_same(low, "and") || talk_same(low, "so"))) {
			size_t next = talk_token_next(t, i);

			if ((talk_low_is(t, next, "i") || talk_low_is(t, next, "we")) && clause_behind(r, i, end) && !talk_low_is(t, talk_token_next(t, next), "had"))
				break;
		}
	}
	return i;
}

/* The first token of the clause that token i is in. */
static size_t clause_first(const struct clue_reader *r, size_t i)
{
	static const char *const openers[] = {"because", "but", "so", "then", "while", "when", "if", "although", "though", "since", "that"};
	const struct talk_verb *v = clue_verb_at(r, i);
	const struct talk_text *t = r->t;
	size_t first = t->sentences[t->tokens[i].sentence].first;

	if (v && v->subject_count && !v->inherited && v->subject <= i)
		return v->subject;
	if (v && v->group < i)
		i = v->group;
	for (size_t k = i; k > first; k--) {
		const struct talk_token *before = &t->tokens[k - 1];

		if (before->kind == TOKEN_STOP || (before->kind == TOKEN_PUNCT && !before->skip && *before->low != '"'))
			return k;
		for (size_t w = 0; w < sizeof(openers) / sizeof(*openers); w++)
			if (talk_same(before->low, openers[w]))
				return k;
	}
	return first;
}

static void found(const struct pattern_hit *hit, void *arg)
{
	struct clue_reader *r = arg;
	const struct clue_rule *rule = &r->pack->rules[hit->pattern->tag];
	const struct talk_sentence *s = &r->t->sentences[r->t->tokens[hit->first].sentence];
	size_t first = hit->mark_first, end = hit->mark_end, last = end - 1;

	switch (rule->reach) {
	case REACH_MATCH:
		break;
	case REACH_OBJECT: {
		size_t k = talk_verb_from(r->verbs, first);

		if (k < r->verbs->n && r->verbs->p[k].group < end && r->verbs->p[k].end > end)
			end = r->verbs->p[k].end;
		else
			end = clause_end(r, last, false);
		break;
	}
	case REACH_SENTENCE:
		end = (size_t)s->first + s->count;
		break;
	case REACH_WHOLE_CLAUSE:
		first = clause_first(r, first);
		end = clause_end(r, last, false);
		break;
	case REACH_CLAUSE:
		end = clause_end(r, last, rule->type == CLUE_CAUSE);
		break;
	}
	clue_add(r, rule->type, first, end, rule->confidence);
}

void clues_from_patterns(struct clue_reader *r)
{
	for (size_t i = 0; i < r->t->token_count; i++)
		pattern_set_at(r->t, &r->pack->clues, i, r->t->token_count, found, r);
}

static bool upper(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	for (size_t b = 0; b < k->n; b++)
		if (islower((unsigned char)t->text.p[k->at + b]))
			return false;
	return k->n > 1;
}

/* A name in the middle of a sentence has a capital of its own. */
static bool named(const struct talk_text *t, size_t i)
{
	return t->tokens[i].capital && i > t->sentences[t->tokens[i].sentence].first;
}

/* A word that nobody knows with a capital inside, "ClickHouse", "gRPC": so are products written. */
static bool camel(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];
	bool lower = false;

	for (size_t b = 0; b < k->n; b++) {
		if (lower && isupper((unsigned char)t->text.p[k->at + b]))
			return true;
		lower = lower || islower((unsigned char)t->text.p[k->at + b]);
	}
	return false;
}

void clues_from_words(struct clue_reader *r)
{
	const struct talk_text *t = r->t;
	const struct lexicon *lex = r->pack->lex;
	int name = lexicon_class(lex, "tech-name", 9), sql = lexicon_class(lex, "tech-sql", 8), spoken = lexicon_class(lex, "tech-spoken", 11);

	for (size_t i = 0; i < t->token_count;) {
		size_t n = 1, sql_n = 1;
		bool tool = false;

		if (!t->tokens[i].skip && t->tokens[i].kind == TOKEN_WORD) {
			tool = talk_token_is(t, i, LEX_TECH, &n);
			if (!tool && name >= 0 && talk_token_is(t, i, name, &n))
				tool = named(t, i);
			if (!tool && !t->tokens[i].word)
				tool = camel(t, i);
			if (!tool && sql >= 0 && talk_token_is(t, i, sql, &sql_n)) {
				bool call = i + 1 < t->token_count && *t->tokens[i + 1].low == '(';

				tool = upper(t, i) || (r->kind == TALK_SQL && (call || sql_n > 1 || (spoken >= 0 && lex_has(&t->tokens[i].set, spoken))));
				n = sql_n;
			}
		}
		if (tool)
			clue_add(r, CLUE_TECH, i, i + n, 0.9);
		i += tool ? n : 1;
	}
}
