#include "talk/tag.h"

/* The state of reading one sentence from left to right. */
struct tagger {
	const struct talk_text *t;
	struct talk_verbs *out;
	size_t first, end;         /* tokens of the sentence */
	size_t np, np_end;         /* the first noun phrase since the last boundary; np_end 0: none yet */
	bool relative;             /* the boundary was which, who, that */
	bool sub;                  /* the boundary was because, if, when, ... */
	bool joined;               /* the boundary was and, so, but */
	bool after_verb;           /* a verb came since the boundary: what follows is its object */
	const struct talk_verb *last;  /* the verb before in this sentence; NULL */
};

static bool has(const struct talk_text *t, size_t i, int cls)
{
	return i < t->token_count && lex_has(&t->tokens[i].set, cls);
}

bool talk_verb_is(const struct talk_text *t, const struct talk_verb *v, int cls)
{
	return has(t, v->token, cls);
}

static bool is_word(const struct talk_text *t, size_t i)
{
	return i < t->token_count && t->tokens[i].kind == TOKEN_WORD && !t->tokens[i].skip;
}

static bool any_verb_form(const struct talk_text *t, size_t i)
{
	return has(t, i, LEX_VERB_BASE) || has(t, i, LEX_VERB_S) || has(t, i, LEX_VERB_PAST) || has(t, i, LEX_VERB_PART) || has(t, i, LEX_VERB_ING);
}

/* A word with the ending of a past tense that the lexicon lacks: "reconcilied", "templated". */
static bool looks_past(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	return is_word(t, i) && !k->word && k->low_n > 4 && !strcmp(k->low + k->low_n - 2, "ed") && strcmp(k->low + k->low_n - 3, "eed");
}

static bool past_form(const struct talk_text *t, size_t i)
{
	return is_word(t, i) && (has(t, i, LEX_VERB_PAST) || looks_past(t, i));
}

/* A past form that is nothing else: wrote, took, went. */
static bool only_past(const struct talk_text *t, size_t i)
{
	return has(t, i, LEX_VERB_PAST) && !has(t, i, LEX_VERB_PART) && !has(t, i, LEX_VERB_BASE) && !has(t, i, LEX_NOUN);
}

static bool helper(const struct talk_text *t, size_t i)
{
	if (!is_word(t, i))
		return false;
	return has(t, i, LEX_BE) || has(t, i, LEX_HAVE) || has(t, i, LEX_MODAL) || talk_low_is(t, i, "do") || talk_low_is(t, i, "does") ||
	       talk_low_is(t, i, "did") || talk_low_is(t, i, "'d");
}

/* "'s" is "is" behind a pronoun; behind a noun it is a possessive. */
static bool is_contracted_be(const struct talk_text *t, size_t i)
{
	return i > 0 && talk_low_is(t, i, "'s") &&
	       (has(t, i - 1, LEX_PRONOUN) || talk_low_is(t, i - 1, "that") || talk_low_is(t, i - 1, "what") || talk_low_is(t, i - 1, "here"));
}

static bool adverb(const struct talk_text *t, size_t i)
{
	const struct talk_token *k = &t->tokens[i];

	if (!is_word(t, i))
		return false;
	return has(t, i, LEX_ADVERB) || has(t, i, LEX_NEGATION) || (!k->word && k->low_n > 4 && !strcmp(k->low + k->low_n - 2, "ly"));
}

static bool subject_pronoun(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"i", "we", "you", "he", "she", "they", "it", "who", "which", "that", "this", "there", "one", "nobody",
					    "somebody", "someone", "everybody", "everyone", "these", "those", "both", "all", "none", "some", "most", "others"};

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

/* The token before i that is seen and no adverb; t->token_count if i stands first in its sentence. */
static size_t before(const struct tagger *g, size_t i)
{
	while (i-- > g->first)
		if (!g->t->tokens[i].skip && !adverb(g->t, i))
			return i;
	return g->t->token_count;
}

static bool conjunction(const struct talk_text *t, size_t i)
{
	return talk_low_is(t, i, "and") || talk_low_is(t, i, "or") || talk_low_is(t, i, "but") || talk_low_is(t, i, "then") || talk_low_is(t, i, ",");
}

/* Something in front of which a word is a noun or part of one. */
static bool noun_follows(const struct talk_text *t, size_t i)
{
	if (subject_pronoun(t, i) && !talk_low_is(t, i, "all") && !talk_low_is(t, i, "both") && !talk_low_is(t, i, "some") && !talk_low_is(t, i, "most"))
		return false;
	return has(t, i, LEX_DETERMINER) || talk_low_is(t, i, "'s") || has(t, i, LEX_ADJECTIVE) ||
	       (has(t, i, LEX_PREPOSITION) && !talk_low_is(t, i, "to") && !talk_low_is(t, i, "that")) || t->tokens[i].kind == TOKEN_NUMBER;
}

/* Is the word at i, outside a group with helpers, a finite verb? */
static bool finite_at(const struct tagger *g, size_t i)
{
	const struct talk_text *t = g->t;
	size_t prev = before(g, i), next = talk_token_next(t, i);
	bool past = past_form(t, i);

	if (!past && !has(t, i, LEX_VERB_BASE) && !has(t, i, LEX_VERB_S))
		return false;
	if (prev == t->token_count)
		return past && next < g->end && !has(t, next, LEX_BE);
	if (talk_low_is(t, prev, "to") || talk_low_is(t, prev, "let") || talk_low_is(t, prev, "n't"))
		return false;
	if (only_past(t, i) && !talk_low_is(t, prev, "the") && !talk_low_is(t, prev, "a"))
		return true;
	if (noun_follows(t, prev))
		return false;
	if (past)
		return !talk_low_is(t, next, "by") || subject_pronoun(t, prev);
	if (subject_pronoun(t, prev))
		return true;
	if (conjunction(t, prev))
		/* "we read and write": only beside a verb of the same kind */
		return g->last && g->last->tense == TENSE_PRESENT && !g->np_end && has(t, i, LEX_VERB_BASE) == has(t, g->last->token, LEX_VERB_BASE);
	/* "a job takes the files": a noun before, and an object or a preposition behind */
	if (!g->np_end || g->np_end > i || (any_verb_form(t, prev) && !has(t, g->np, LEX_DETERMINER)))
		return false;
	/* "all partners get the region": a plural before a base form */
	bool plural = has(t, i, LEX_VERB_BASE) && t->tokens[prev].low_n > 3 && t->tokens[prev].low[t->tokens[prev].low_n - 1] == 's' && !g->after_verb;

	return (has(t, i, LEX_VERB_S) || plural) && next < g->end &&
	       (t->amount_at[next] || has(t, next, LEX_ADJECTIVE) || has(t, next, LEX_DETERMINER) || has(t, next, LEX_PREPOSITION) || has(t, next, LEX_PRONOUN) || t->tokens[next].kind == TOKEN_NUMBER);
}

static enum talk_subject person_of(const struct talk_text *t, size_t first, size_t end)
{
	enum talk_subject who = SUBJECT_THING;
	size_t first_word = first;

	while (first_word < end && (t->tokens[first_word].skip || conjunction(t, first_word) || adverb(t, first_word)))
		first_word++;
	if (first_word >= end)
		first_word = first;
	const char *low = t->tokens[first_word].low;

	if (talk_same(low, "i"))
		return SUBJECT_I;
	if (talk_same(low, "we"))
		return SUBJECT_WE;
	if (talk_same(low, "you"))
		return SUBJECT_YOU;
	if (talk_same(low, "he") || talk_same(low, "she") || talk_same(low, "they"))
		return SUBJECT_THEY;
	if (talk_same(low, "it") || talk_same(low, "this") || talk_same(low, "that") || talk_same(low, "there") || talk_same(low, "which"))
		return SUBJECT_IT;
	if (talk_same(low, "one") && end - first_word == 1)
		return SUBJECT_ANYBODY;
	/* The head is the last noun before a preposition: "the head of product", "reports for the team". */
	for (size_t i = first_word; i < end; i++) {
		if (talk_low_is(t, i, "i"))
			return SUBJECT_I;
		if (talk_low_is(t, i, "we"))
			return SUBJECT_WE;
		if (has(t, i, LEX_PREPOSITION) && i > first_word)
			break;
		size_t n = 1;

		if (talk_token_is(t, i, LEX_PERSON, &n))
			who = SUBJECT_PERSON;
		else if (is_word(t, i) && !has(t, i, LEX_DETERMINER) && !has(t, i, LEX_ADJECTIVE) && !has(t, i, LEX_ADVERB))
			who = t->tokens[i].capital && i > 0 && t->tokens[i - 1].kind != TOKEN_STOP && !t->tokens[i].word ? SUBJECT_PERSON : SUBJECT_THING;
	}
	if (who == SUBJECT_PERSON && (talk_same(low, "somebody") || talk_same(low, "someone") || talk_same(low, "everybody") || talk_same(low, "people")))
		return SUBJECT_ANYBODY;
	return who;
}

static void add_verb(struct tagger *g, size_t group, size_t main, enum talk_tense tense, bool past, bool negative)
{
	struct talk_verb *v = &g->out->p[g->out->n];

	*v = (struct talk_verb){.token = (uint32_t)main, .group = (uint32_t)group, .tense = tense, .past = past, .negative = negative,
				.sentence = g->t->tokens[main].sentence, .relative = g->relative, .sub = g->sub};
	if (g->np_end && g->np_end <= group) {
		v->subject = (uint32_t)g->np;
		v->subject_count = (uint32_t)(g->np_end - g->np);
		v->who = person_of(g->t, g->np, g->np_end);
	} else if (g->last) {
		v->subject = g->last->subject;
		v->subject_count = g->last->subject_count;
		v->who = g->last->who;
		v->inherited = true;
	}
	/* "nobody quit", "no refund was paid" */
	for (size_t i = v->subject; !v->inherited && i < (size_t)v->subject + v->subject_count; i++)
		v->negative = v->negative || talk_low_is(g->t, i, "no") || talk_low_is(g->t, i, "nobody") || talk_low_is(g->t, i, "none");
	g->last = v;
	g->out->n++;
	g->np_end = 0;
	g->relative = false;
	g->after_verb = true;
}

/* A group that begins with a helper at i: "had not been built", "would have", "is". Gives the token behind it. */
static size_t read_group(struct tagger *g, size_t i)
{
	const struct talk_text *t = g->t;
	size_t group = i, last = i, k = i;
	bool modal = false, be = false, have = false, negative = false, past = false;

	for (; k < g->end; k = talk_token_next(t, k)) {
		if (helper(t, k) || is_contracted_be(t, k)) {
			modal = modal || has(t, k, LEX_MODAL) || talk_low_is(t, k, "'d");
			be = has(t, k, LEX_BE) || is_contracted_be(t, k);
			have = have || has(t, k, LEX_HAVE);
			past = past || talk_low_is(t, k, "was") || talk_low_is(t, k, "were") || talk_low_is(t, k, "had") || talk_low_is(t, k, "did");
			last = k;
		} else if (adverb(t, k)) {
			negative = negative || has(t, k, LEX_NEGATION);
		} else {
			break;
		}
	}
	/* Questions and inversions put the subject here; that is not followed. */
	if (k < g->end && is_word(t, k) && any_verb_form(t, k) && !(noun_follows(t, last) && !helper(t, last))) {
		bool participle = has(t, k, LEX_VERB_PART) || looks_past(t, k), ing = has(t, k, LEX_VERB_ING);
		enum talk_tense tense = modal ? TENSE_MODAL : be && participle ? TENSE_PASSIVE : be && ing && have ? TENSE_PERFECT : be && ing ? TENSE_ING : have && participle ? TENSE_PERFECT
					      : past ? TENSE_PAST : TENSE_PRESENT;
		bool base = has(t, k, LEX_VERB_BASE);
		/* "was a drop", "is fast": the word behind be or have is no verb there */
		bool fits = be ? participle || ing : have && !modal ? participle : base || participle;

		if (fits) {
			add_verb(g, group, k, tense, past || tense == TENSE_PERFECT, negative);
			return talk_token_next(t, k);
		}
	}
	if (looks_past(t, k) && be) {
		add_verb(g, group, k, TENSE_PASSIVE, past, negative);
		return talk_token_next(t, k);
	}
	add_verb(g, group, last, modal ? TENSE_MODAL : past ? TENSE_PAST : TENSE_PRESENT, past, negative);
	return talk_token_next(t, last);
}

/* Does a clause with a subject of its own begin at i? */
static bool boundary(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"because", "which", "who", "while", "when", "whenever", "if", "unless", "until", "although", "though", "whereas",
					    "since", "so", "but", "where", "whether", "then", "and", "or", "after", "before", "as", "that", "than", "once",
					    "how", "what", "why"};

	if (t->tokens[i].kind == TOKEN_PUNCT && !t->tokens[i].skip)
		return true;
	/* "of that day" */
	if (talk_low_is(t, i, "that") && i > 0 && has(t, i - 1, LEX_PREPOSITION))
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	return false;
}

/* Does the word open a clause that is no statement of its own? */
static bool subordinates(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"because", "which", "who", "while", "when", "whenever", "if", "unless", "although", "though", "whereas",
					    "where", "whether", "that", "how", "what", "why"};
	static const char *const both[] = {"after", "before", "since", "until", "as", "than", "once"};
	size_t next = talk_token_next(t, i);

	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i, words[k]))
			return true;
	/* "after six weeks" is a phrase, "after we left" a clause */
	for (size_t k = 0; k < sizeof(both) / sizeof(*both); k++)
		if (talk_low_is(t, i, both[k]))
			return next < t->token_count && subject_pronoun(t, next) && !talk_low_is(t, next, "that");
	return false;
}

static void read_sentence(struct tagger *g)
{
	const struct talk_text *t = g->t;
	size_t i = g->first;

	while (i < g->end && t->tokens[i].skip)
		i++;
	for (; i < g->end;) {
		if (helper(t, i) || is_contracted_be(t, i)) {
			i = read_group(g, i);
			continue;
		}
		if (finite_at(g, i)) {
			bool past = past_form(t, i);

			add_verb(g, i, i, past ? TENSE_PAST : TENSE_PRESENT, past, false);
			i = talk_token_next(t, i);
			continue;
		}
		if (boundary(t, i)) {
			/* "that" may be a subject itself: "that took a week" */
			bool relative = talk_low_is(t, i, "which") || talk_low_is(t, i, "who") || talk_low_is(t, i, "that");

			/* "the file and the table were": one subject */
			if (!(talk_low_is(t, i, "and") && g->np_end && g->np_end == i && !g->after_verb))
				g->np_end = 0;
			g->sub = subordinates(t, i) || (g->sub && (talk_low_is(t, i, "and") || talk_low_is(t, i, "or")));
			g->joined = talk_low_is(t, i, "and") || talk_low_is(t, i, "so") || talk_low_is(t, i, "but");
			g->relative = relative;
			g->after_verb = false;
			if (relative) {
				g->np = i;
				g->np_end = i + 1;
			}
		} else if (has(t, i, LEX_PREPOSITION) && !g->np_end && !subject_pronoun(t, i)) {
			/* A phrase in front, "in March", is not the subject: what follows it is. */
		} else if (subject_pronoun(t, i) && (!g->np_end || g->relative)) {
			/* "a script that lists them and it runs": a new statement */
			if (g->joined && !g->relative)
				g->sub = false;
			g->np = i;
			g->np_end = i + 1;
			g->relative = false;
		} else if ((is_word(t, i) || t->tokens[i].kind == TOKEN_NUMBER) && !adverb(t, i)) {
			if (g->relative && talk_low_is(t, g->np, "that"))
				g->np_end = 0;
			size_t prev = before(g, i);
			bool attached = prev < t->token_count && has(t, prev, LEX_PREPOSITION) && !subject_pronoun(t, prev);
			bool opens = (has(t, i, LEX_DETERMINER) || (subject_pronoun(t, i) && !talk_low_is(t, i, "that"))) && !attached;

			/* "in the spring our head of product": a determiner that hangs on nothing begins a phrase of its own */
			if (!g->np_end || opens)
				g->np = i;
			g->np_end = i + 1;
		}
		i = talk_token_next(t, i);
	}
}

size_t talk_verb_from(const struct talk_verbs *v, size_t i)
{
	size_t low = 0, high = v->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (v->p[mid].group < i)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Does a clause with a finite verb begin at i: its subject, or the verb itself, within the next words? */
static bool verb_soon(const struct talk_text *t, const struct talk_verbs *v, size_t i, size_t end)
{
	size_t k = talk_verb_from(v, i);

	if (k >= v->n || v->p[k].group >= end)
		return false;
	const struct talk_verb *next = &v->p[k];

	for (size_t j = i; j < next->group; j++)
		if (t->tokens[j].kind == TOKEN_PUNCT && !t->tokens[j].skip)
			return false;
	if (next->inherited || !next->subject_count)
		return next->group - i <= 1;
	return next->subject >= i ? next->subject - i <= 2 && next->group - i <= 9 : next->group - i <= 2;
}

static bool ends_object(const struct talk_text *t, const struct talk_verbs *v, size_t i, size_t end)
{
	static const char *const words[] = {"because", "which", "while", "when", "if", "unless", "although", "though", "whereas", "so", "but", "where", "then"};
	const char *low = t->tokens[i].low;

	if (t->tokens[i].kind == TOKEN_STOP)
		return true;
	if (t->tokens[i].kind == TOKEN_PUNCT && !t->tokens[i].skip)
		return strchr("\"%&/", *low) ? false : *low != ',' || verb_soon(t, v, talk_token_next(t, i), end);
	/* "so that" says what for, and belongs to what was done. */
	if (talk_same(low, "so") && talk_low_is(t, talk_token_next(t, i), "that"))
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (talk_same(low, words[k]))
			return true;
	if (talk_same(low, "and") || talk_same(low, "or") || talk_same(low, "until") || talk_same(low, "since") || talk_same(low, "before") || talk_same(low, "after"))
		return verb_soon(t, v, talk_token_next(t, i), end);
	return false;
}

static void set_ends(const struct talk_text *t, struct talk_verbs *out)
{
	for (size_t k = 0; k < out->n; k++) {
		struct talk_verb *v = &out->p[k];
		const struct talk_sentence *s = &t->sentences[v->sentence];
		size_t end = (size_t)s->first + s->count, i = (size_t)v->token + 1;
		size_t next = k + 1 < out->n && out->p[k + 1].sentence == v->sentence ? out->p[k + 1].group : end;

		while (i < end && !ends_object(t, out, i, end)) {
			/* A pronoun in front of the next verb begins its clause: "I knew we had". */
			if (i < next && subject_pronoun(t, i) && talk_token_next(t, i) == next && !talk_low_is(t, i, "that") && !talk_low_is(t, i, "who"))
				break;
			i++;
		}
		v->end = (uint32_t)i;
		for (; i < end && t->tokens[i].kind != TOKEN_STOP && !(t->tokens[i].kind == TOKEN_PUNCT && !t->tokens[i].skip && *t->tokens[i].low != '"'); i++)
			;
		v->clause_end = (uint32_t)i;
	}
}

void talk_verbs_read(struct arena *a, const struct talk_text *t, struct talk_verbs *out)
{
	out->p = ARENA_NEW(a, struct talk_verb, t->token_count + 1);
	out->n = 0;
	for (size_t s = 0; s < t->sentence_count; s++) {
		struct tagger g = {.t = t, .out = out, .first = t->sentences[s].first};

		g.end = g.first + t->sentences[s].count;
		read_sentence(&g);
	}
	set_ends(t, out);
}
