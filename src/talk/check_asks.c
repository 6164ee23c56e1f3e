/* What a question asks for, and whether a reply gives something of that kind. */
#include "talk/check_int.h"

/* Is token i the first word of a sentence or clause of the question? */
static bool opens(const struct talk_text *t, size_t i)
{
	return i == 0 || t->tokens[i - 1].kind == TOKEN_STOP || t->tokens[i - 1].kind == TOKEN_PUNCT || t->tokens[i].clause != t->tokens[i - 1].clause ||
	       talk_low_is(t, i - 1, "and") || talk_low_is(t, i - 1, "or") || talk_low_is(t, i - 1, "by");
}

static bool is_any(const struct talk_text *t, size_t i, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}
#define IS(t, i, ...) is_any(t, i, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void asks_word(const struct talk_text *t, size_t i, struct check_asks *a)
{
	const struct talk_token *k = &t->tokens[i];

	a->who |= IS(t, i, "who", "whom", "whose") && (opens(t, i) || IS(t, i - 1, "to", "for", "with", "of"));
	a->amount |= talk_low_is(t, i, "how") && IS(t, i + 1, "many", "much", "often", "large", "big", "far", "long", "late", "high", "close",
			"fast", "small", "old");
	a->amount |= IS(t, i, "what", "which") && IS(t, i + 1, "number", "figure", "share", "size", "percentage", "threshold", "volume", "value");
	a->amount |= talk_low_is(t, i, "cost") && i > 1 && CHECK_HAS(t, "what") && (IS(t, i - 1, "it", "that", "this") || lex_has(&t->tokens[i - 1].set, LEX_NOUN));
	a->when |= (talk_low_is(t, i, "when") && opens(t, i)) || (IS(t, i, "which", "what", "that") && IS(t, i + 1, "day", "date", "month",
			"year", "week", "hour", "time", "moment"));
	a->why |= talk_low_is(t, i, "why") || (talk_low_is(t, i, "what") && IS(t, i + 1, "made", "speaks", "spoke")) || IS(t, i, "reason", "because");
	a->condition |= IS(t, i, "if", "happens", "happen", "suppose", "condition") || (talk_low_is(t, i, "when") && opens(t, i) && CHECK_HAS(t,
			"would", "does", "do", "is"));
	a->yes_no |= opens(t, i) && !IS(t, i, "have",
			"let") && (lex_has(&k->set, LEX_AUXILIARY) || lex_has(&k->set, LEX_BE) || lex_has(&k->set, LEX_MODAL)) && i + 1 < t->token_count &&
		     (lex_has(&t->tokens[i + 1].set, LEX_PRONOUN) || lex_has(&t->tokens[i + 1].set, LEX_DETERMINER) || lex_has(&t->tokens[i + 1].set, LEX_NOUN));
	a->how |= talk_low_is(t, i, "how") && !IS(t, i + 1, "many", "much", "often", "large", "big", "far", "long", "late", "high", "close", "fast", "small", "old");
	a->know |= !(i && lex_has(&t->tokens[i - 1].set, LEX_NEGATION)) &&
		   IS(t, i, "know", "knew", "measure", "measured", "check", "checked", "test", "tested", "prove", "notice", "noticed", "verify",
			"sure", "told", "tells");
	a->other |= IS(t, i, "else", "other", "alternative", "alternatives", "option", "options", "instead", "otherwise", "consider",
			"considered", "reject", "rejected", "down", "choice");
	a->cost |= IS(t, i, "cost", "costs", "price", "paid", "pay", "give", "gave", "lose", "lost", "worse", "sacrifice", "trade", "downside", "up");
	a->past |= IS(t, i, "did", "was", "were", "had");
	a->would |= IS(t, i, "would", "could", "if", "can");
	a->deed |= IS(t, i, "did", "do", "done", "change", "changed", "try", "tried", "put") && CHECK_HAS(t, "you");
}

struct check_asks check_asks_of(const struct talk_text *t)
{
	struct check_asks a = {0};
	bool quoted = false;

	for (size_t i = 0; i < t->token_count; i++) {
		if (*t->tokens[i].low == '"')
			quoted = !quoted;
		else if (!quoted && t->tokens[i].kind == TOKEN_WORD)
			asks_word(t, i, &a);
	}
	return a;
}

bool check_is_name(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	if (k->kind != TOKEN_WORD || k->skip || !k->capital || k->low_n < 3 || t->amount_at[i] || lex_has(&k->set, LEX_TECH) ||
	       k->phrase_class == LEX_TECH || lex_has(&k->set, LEX_FUNCTION) ||
	    lex_has(&k->set, LEX_MONTH) || lex_has(&k->set, LEX_WEEKDAY))
		return false;
	for (size_t b = 0; b < k->n; b++)
		if (b && t->text.p[k->at + b] >= 'A' && t->text.p[k->at + b] <= 'Z')
			return false;
	return i > t->sentences[k->sentence].first ? true : !k->word;
}

struct check_gives check_gives_of(const struct talk_analysis *x, size_t amounts)
{
	const struct talk_text *t = &x->text;
	struct check_gives g = {.amount = amounts > 0, .when = x->facts.clues[CLUE_TIME] > 0};

	for (size_t i = 0; i < t->token_count; i++) {
		g.name |= check_is_name(t, i);
		g.person |= lex_has(&t->tokens[i].set, LEX_PERSON) || t->tokens[i].phrase_class == LEX_PERSON || lex_has(&t->tokens[i].set, LEX_CUSTOMER) ||
			    IS(t, i, "he", "she", "they", "him", "her", "them", "his", "me", "myself", "nobody", "everybody", "us");
		g.amount |= t->amount_at[i] && check_telling(&t->amounts[t->amount_at[i] - 1]);
		g.when |= t->amount_at[i] && (t->amounts[t->amount_at[i] - 1].kind == AMOUNT_DATE || t->amounts[t->amount_at[i] - 1].kind == AMOUNT_CLOCK ||
					      t->amounts[t->amount_at[i] - 1].kind == AMOUNT_TIME);
	}
	for (size_t i = 0; i < t->token_count && i < 8; i++)
		g.early_person |= check_is_name(t, i) || lex_has(&t->tokens[i].set, LEX_PERSON) || IS(t, i, "he", "she", "they", "nobody", "me",
				"myself", "everybody");
	for (size_t i = 0; i < x->verbs.n; i++) {
		bool past = x->verbs.p[i].past && x->verbs.p[i].tense != TENSE_MODAL;

		g.past |= past;
		g.present |= !past;
		g.know |= talk_verb_is(t, &x->verbs.p[i], LEX_MEASURE);
	}
	g.know |= x->facts.clues[CLUE_MEASUREMENT] || CHECK_HAS(t, "count", "counts", "counted", "compare", "compares", "compared", "differ",
			"differed", "log", "report", "check", "checks", "list", "query", "agree", "agreed", "show", "shows",
								"showed", "saw", "see", "test", "against", "same", "sum", "told", "by", "sees");
	g.other = CHECK_HAS(t, "could", "would", "might", "instead", "rather", "rejected", "other", "alternative", "option", "wanted",
			"considered", "either", "without", "because", "against", "ruled", "dropped", "only");
	g.cost = g.amount || CHECK_HAS(t, "cost", "costs", "lose", "lost", "less", "longer", "slower", "wait", "waited", "without", "no", "not",
			"gone", "later", "more", "twice", "late", "fewer", "again", "worse", "nobody", "gave", "paid", "by", "angry");
	g.would = CHECK_HAS(t, "would", "could", "'d", "might", "will", "if", "can", "then", "should");
	g.when |= CHECK_HAS(t, "when", "before", "after", "until", "since", "today", "yesterday", "never", "immediately", "first", "later",
			"morning", "evening", "monday", "friday");
	g.why = CHECK_HAS(t, "because", "since", "so", "as", "for", "otherwise", "reason", "therefore", "that");
	g.condition = CHECK_HAS(t, "if", "when", "until", "unless", "once", "whenever", "otherwise", "then", "would", "with", "without", "as",
			"after", "stays", "goes");
	g.yes_no = t->token_count && (IS(t, 0, "yes", "no", "not", "nobody", "none", "nothing", "never", "both", "yeah", "nope", "only",
			"partly", "twice", "once") || CHECK_HAS(t, "n't", "not", "never"));
	return g;
}
