#include "talk/analysis.h"

/* "What would you change?", "did you", "could it be wrong": something is there already. */
static bool looks_back(const struct talk_analysis *x)
{
	bool design = x->round->kind == TALK_SQL || x->round->kind == TALK_PIPELINE || x->round->kind == TALK_MODEL;

	if (x->round->kind == TALK_RETROSPECTIVE)
		return true;
	for (size_t i = 0; i < x->question.token_count; i++)
		if (talk_low_is(&x->question, i, "did") || (talk_low_is(&x->question, i, "change") && !design) || talk_low_is(&x->question, i, "differently") ||
		    talk_low_is(&x->question, i, "otherwise") || talk_low_is(&x->question, i, "again"))
			return true;
	return false;
}

enum err_code talk_analyse(struct talk_analysis *x, struct arena *a, const struct talk_pack *pack, const struct talk_round *round,
			   struct str text, struct err *err)
{
	return talk_analyse_turns(x, a, pack, round, text, NULL, 0, err);
}

void talk_turn_tokens(const struct talk_analysis *x, size_t turn, size_t *first, size_t *end)
{
	uint32_t from = turn ? x->turns[turn - 1] : 0, to = turn < x->turn_count ? x->turns[turn] : UINT32_MAX;

	*first = 0;
	while (*first < x->text.token_count && x->text.tokens[*first].at < from)
		++*first;
	*end = *first;
	while (*end < x->text.token_count && x->text.tokens[*end].at < to)
		++*end;
}

enum err_code talk_analyse_turns(struct talk_analysis *x, struct arena *a, const struct talk_pack *pack, const struct talk_round *round,
				 struct str text, const uint32_t *turns, size_t turn_count, struct err *err)
{
	enum err_code code;

	*x = (struct talk_analysis){.a = a, .pack = pack, .round = round, .turns = turns, .turn_count = turn_count, .not_evaluable = ""};
	code = talk_text_read(a, pack->lex, text, &x->text, err);
	if (!code && round->question)
		code = talk_text_read(a, pack->lex, str_of(round->question), &x->question, err);
	if (code)
		return code;
	talk_verbs_read(a, &x->text, &x->verbs);
	x->clues = (struct clue_reader){.a = a, .pack = pack, .t = &x->text, .verbs = &x->verbs, .kind = round->kind};
	x->clues.looks_back = looks_back(x);
	talk_clues_read(&x->clues);
	talk_hits_read(a, &x->text, &pack->watched, pack->tag_count, &x->hits);
	talk_hits_read(a, &x->question, &pack->watched, pack->tag_count, &x->question_hits);
	talk_facts_read(x);
	talk_evaluable_read(x);
	talk_frame_read(x);
	talk_opening_read(x);
	talk_gaps_read(x);
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "the answer needs more memory than it may have");
	return ERR_OK;
}

const struct talk_clue *talk_clue_first(const struct talk_analysis *x, enum talk_clue_type type)
{
	return clue_in(&x->clues, type, 0, x->text.token_count);
}

bool talk_sentence_works(const struct talk_analysis *x, size_t sentence)
{
	static const char *const ties[] = {"if", "when", "because", "until", "unless", "before", "after", "once", "whenever", "only"};
	static const char *const idle[] = {"use", "do", "see", "get", "handle", "help", "work", "need", "deal"};
	const struct talk_sentence *s = &x->text.sentences[sentence];
	const struct topic *evasive = pack_topic(x->pack, "evasive");
	size_t end = (size_t)s->first + s->count, k = talk_verb_from(&x->verbs, s->first), words = 0, verbs = 0;
	bool tie = false;

	for (; k < x->verbs.n && x->verbs.p[k].group < end; k++) {
		const struct talk_verb *v = &x->verbs.p[k];
		const char *lemma = x->text.lex->words[x->text.lex->words[x->text.tokens[v->token].word].lemma].text;
		bool idles = v->who == SUBJECT_YOU || v->who == SUBJECT_ANYBODY;

		for (size_t w = 0; w < sizeof(idle) / sizeof(*idle); w++)
			idles = idles || !strcmp(lemma, idle[w]);
		verbs += !idles && (talk_verb_is(&x->text, v, LEX_DO) || talk_verb_is(&x->text, v, LEX_MEASURE) || talk_verb_is(&x->text, v, LEX_CHANGE));
	}
	for (size_t i = s->first; i < end; i++) {
		words += x->text.tokens[i].kind == TOKEN_WORD && !x->text.tokens[i].skip;
		tie = tie || (x->text.amount_at[i] && x->text.amounts[x->text.amount_at[i] - 1].value > 1);
		for (size_t w = 0; w < sizeof(ties) / sizeof(*ties); w++)
			tie = tie || talk_low_is(&x->text, i, ties[w]);
	}
	if (verbs < 1 || words < 7 || !tie)
		return false;
	return !evasive || !talk_hit_find(&x->hits, evasive->named, s->first, end, NULL);
}

int talk_topic_in(const struct talk_analysis *x, const struct topic *topic, struct pattern_hit *hit)
{
	struct pattern_hit first = {0}, here;
	size_t end = x->text.token_count;

	if (talk_hit_find(&x->hits, topic->treated, 0, end, &first)) {
		if (hit)
			*hit = first;
		return 2;
	}
	bool named = talk_hit_find(&x->hits, topic->named, 0, end, &first);

	if (named && hit)
		*hit = first;
	for (size_t i = named ? first.first : end; i < end;) {
		if (!talk_hit_find(&x->hits, topic->named, i, end, &here))
			break;
		size_t s = x->text.tokens[here.first].sentence;

		if (talk_sentence_works(x, s))
			return 2;
		i = (size_t)x->text.sentences[s].first + x->text.sentences[s].count;
	}
	return named;
}

bool talk_topic_asked(const struct talk_analysis *x, const struct topic *topic)
{
	size_t end = x->question.token_count;

	return talk_hit_find(&x->question_hits, topic->named, 0, end, NULL) || talk_hit_find(&x->question_hits, topic->treated, 0, end, NULL);
}

bool talk_topic_named(const struct talk_analysis *x, const char *name)
{
	const struct topic *topic = pack_topic(x->pack, name);

	return topic && talk_topic_in(x, topic, NULL) > 0;
}
