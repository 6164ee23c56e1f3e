/* Does a reply take up anything of what was told or asked?  One about something else can be as concrete as it likes. */
#include "talk/session_int.h"

/* Words that stand in any story of the trade, so that sharing them says nothing; two in a row that differ in their ending are one. */
static const char *const common[] = {
	"data",  "team",   "job",   "system", "time",  "project", "pipeline", "report", "work",   "people", "problem", "table",  "run",   "use",
	"make",  "need",   "thing", "day",    "week",  "month",   "year",     "query",  "process", "change", "result",  "number", "load",  "good",
	"take",  "get",    "go",    "come",   "see",   "say",     "tell",     "ask",    "know",   "do",     "company", "manager", "issue", "code",
	"tool",  "test",   "write", "set",    "part",  "way",     "first",    "new",    "give",   "hour",   "minute",  "second", "percent", "step",
};

/* The word up to its ending; 0 when it tells nothing: a word of the closed classes, of the trade, or one of the common ones. */
static uint64_t telling_key(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];
	const struct lex_word *w = &t->lex->words[k->word];
	const char *p = k->word ? t->lex->words[w->lemma].text : k->low;
	size_t n = strlen(p);
	/* "On Sunday" takes up "Sundays"; other words of amounts are any story's. */
	bool date = t->amount_at[i] && t->amounts[t->amount_at[i] - 1].kind == AMOUNT_DATE;

	if (k->kind == TOKEN_NUMBER || (t->amount_at[i] && !date))
		return k->kind == TOKEN_NUMBER && k->low_n > 1 ? rng_hash(RNG_HASH_START, k->low, k->low_n) : 0;
	if (k->kind != TOKEN_WORD || k->skip || k->low_n < 3 || lex_has(&k->set, LEX_FUNCTION) || lex_has(&k->set, LEX_PREPOSITION) ||
	    lex_has(&k->set, LEX_PRONOUN) || lex_has(&k->set, LEX_CONJUNCTION) || lex_has(&k->set, LEX_DETERMINER) || lex_has(&k->set, LEX_AUXILIARY) ||
	    lex_has(&k->set, LEX_MODAL) || lex_has(&k->set, LEX_ADVERB) || lex_has(&k->set, LEX_WEAK) || lex_has(&k->set, LEX_CONCEPT))
		return 0;
	if (n > 3 && p[n - 1] == 's' && p[n - 2] != 's')
		n--;
	for (size_t c = 0; c < sizeof(common) / sizeof(*common); c++)
		if (strlen(common[c]) == n && !strncmp(common[c], p, n))
			return 0;
	return rng_hash(RNG_HASH_START, p, n > 6 ? 6 : n);
}

static int by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A word inside quotation marks is the candidate's own. */
static size_t probe_keys(const struct talk_text *probe, uint64_t *keys)
{
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 0; i < probe->token_count; i++) {
		uint64_t key = telling_key(probe, i);

		if (*probe->tokens[i].low == '"')
			quoted = !quoted;
		else if (key && !quoted)
			keys[n++] = key;
	}
	return n;
}

bool talk_takes_up(const struct talk *t, const struct talk_text *before, const struct talk_text *probe, const struct talk_analysis *reply)
{
	uint64_t *keys = ARENA_NEW(reply->a, uint64_t, before->token_count + probe->token_count + reply->question.token_count + 1);
	size_t n = probe_keys(probe, keys);

	n += probe_keys(&reply->question, keys + n);
	for (size_t i = 0, turn = 0; i < before->token_count; i++) {
		uint64_t key = telling_key(before, i);

		while (turn < t->asked_count && t->turns[turn].replied && before->tokens[i].at >= t->turns[turn].reply_at)
			turn++;
		/* What was about something else is no part of the story. */
		if (key && (turn == 0 || t->turns[turn - 1].takes_up))
			keys[n++] = key;
	}
	if (n)
		qsort(keys, n, sizeof(*keys), by_key);
	for (size_t i = 0; i < reply->text.token_count && n; i++) {
		uint64_t key = telling_key(&reply->text, i);

		if (key && bsearch(&key, keys, n, sizeof(*keys), by_key))
			return true;
	}
	return false;
}
