#include "talk/role.h"

#include <math.h>

#define ROLE_FEATURE_TABLE(X) \
	X(ALWAYS) X(COUNT) X(PERCENT) X(MONEY) X(TIME) X(BYTES) X(TIMES) X(STORY) X(SQL) X(DESIGN) \
	X(SHORT_TIME) X(DAYS) X(SMALL) X(ONE) X(BIG) X(FRACTION) X(HALF) \
	X(SIZED) X(RESULTED) X(PEOPLE) X(THING) X(BARE) X(RATE) X(OF_BEHIND) X(HYPHEN) X(PARTS) X(PLURAL) \
	X(P_TO) X(P_BY) X(P_OF) X(P_AT) X(P_LIMIT) X(P_IN) X(P_FOR) X(P_AFTER) X(P_EVERY) X(P_DEFINITE) X(P_ALL) X(P_FROM) X(P_ABOUT) X(P_VERB) X(P_ON) X(P_WITH) X(P_START) X(P_AND) X(P_LAST) \
	X(B_WHEN) X(B_COMPARE) X(B_BAD) X(B_IN) X(B_EACH) \
	X(V_NONE) X(V_CHANGE) X(V_BE) X(V_HAVE) X(V_DO) X(V_MEASURE) X(V_TAKE) X(V_PAST) X(V_PRESENT) X(V_MODAL) X(V_HAD) X(V_SUB) X(V_RELATIVE) X(V_NEGATIVE) X(V_PASSIVE) \
	X(S_OWN) X(S_PERSON) X(S_THING) X(S_IT) X(S_MEASURED) X(S_IN) \
	X(BEFORE_DEED) X(EARLY) X(LATE) X(FIRST_SENTENCE) X(IN_OUTCOME) X(IN_DEED) X(IN_CAUSE) X(IN_OPTION) X(IN_DECISION) X(IN_MEASURE) \
	X(NOW) X(CHANGED) X(BEFORE_WORD) X(TARGET) X(SAME_LATER) X(SAME_EARLIER) X(SAME_NEAR) X(LATENESS) X(RUNS)

enum role_feature {
#define X(name) F_##name,
	ROLE_FEATURE_TABLE(X)
#undef X
	F_COUNT_ALL
};

struct features {
	bool on[F_COUNT_ALL];
};

static bool cls(const struct around *x, size_t i, const char *name)
{
	int id = lexicon_class(x->r->pack->lex, name, strlen(name));
	size_t n = 1;

	return id >= 0 && i < x->t->token_count && talk_token_is(x->t, i, id, &n);
}

static void kind_features(const struct around *x, struct features *f)
{
	const struct talk_amount *m = x->m;

	f->on[F_ALWAYS] = true;
	f->on[F_COUNT] = m->kind == AMOUNT_COUNT;
	f->on[F_PERCENT] = m->kind == AMOUNT_PERCENT;
	f->on[F_MONEY] = m->kind == AMOUNT_MONEY;
	f->on[F_TIME] = m->kind == AMOUNT_TIME;
	f->on[F_BYTES] = m->kind == AMOUNT_BYTES;
	f->on[F_TIMES] = m->kind == AMOUNT_TIMES;
	f->on[F_STORY] = !x->r->design;
	f->on[F_SQL] = x->r->kind == TALK_SQL;
	f->on[F_DESIGN] = x->r->design && x->r->kind != TALK_SQL;
	f->on[F_SHORT_TIME] = m->kind == AMOUNT_TIME && m->value < 86400;
	f->on[F_DAYS] = m->kind == AMOUNT_TIME && m->value >= 86400;
	f->on[F_ONE] = m->kind == AMOUNT_COUNT && m->value <= 1;
	f->on[F_SMALL] = m->kind == AMOUNT_COUNT && m->value > 1 && m->value < 4;
	f->on[F_BIG] = m->kind == AMOUNT_COUNT && m->value >= 1000;
	f->on[F_FRACTION] = memchr(x->t->tokens[x->first].low, '.', x->t->tokens[x->first].low_n) != NULL;
	f->on[F_HALF] = around_is(x, x->first, "half") || IS_ANY(x, x->end - 1, "third", "quarter", "half", "fifth", "tenth");
}

static void counted_features(const struct around *x, struct features *f)
{
	bool people = false, any = false, plural = false;

	for (size_t i = x->end; i < x->np_end; i++) {
		const struct talk_token *k = &x->t->tokens[i];

		if (k->skip || k->kind != TOKEN_WORD)
			continue;
		any = true;
		people = people || lex_has(&k->set, LEX_PERSON) || lex_has(&k->set, LEX_CUSTOMER);
		plural = plural || (k->low_n > 3 && k->low[k->low_n - 1] == 's');
	}
	f->on[F_SIZED] = around_counts(x, "sized");
	f->on[F_RESULTED] = around_counts(x, "resulted");
	f->on[F_PEOPLE] = people;
	f->on[F_THING] = any && !f->on[F_SIZED] && !f->on[F_RESULTED] && !people;
	f->on[F_BARE] = !any;
	f->on[F_PLURAL] = plural;
	f->on[F_RATE] = x->rate;
	f->on[F_OF_BEHIND] = around_is(x, x->end, "of");
	f->on[F_PARTS] = (around_is(x, x->end, "of") || around_is(x, x->end, "in") || around_is(x, x->end, "out")) && x->end + 2 < x->sentence_end &&
			 (x->t->amount_at[x->end + 1] || x->t->amount_at[x->end + 2]);
	f->on[F_HYPHEN] = x->end < x->sentence_end && x->t->tokens[x->end].skip && *x->t->tokens[x->end].low == '-';
}

static void side_features(const struct around *x, struct features *f)
{
	size_t b = x->before;

	/* "about 40", "only 40": what stands before the softener counts. */
	if (IS_ANY(x, b, "about", "around", "roughly", "nearly", "almost", "only", "some", "just", "approximately", "like", "maybe", "exactly", "still")) {
		f->on[F_P_ABOUT] = true;
		b = x->before2;
	}
	f->on[F_P_TO] = around_is(x, b, "to");
	f->on[F_P_BY] = around_is(x, b, "by");
	f->on[F_P_OF] = around_is(x, b, "of");
	f->on[F_P_AT] = around_is(x, b, "at");
	f->on[F_P_LIMIT] = IS_ANY(x, b, "under", "over", "within", "than", "below", "above", "least", "most", "beyond", "until", "till", "up");
	f->on[F_P_IN] = IS_ANY(x, b, "in", "inside", "during", "through");
	f->on[F_P_FOR] = around_is(x, b, "for");
	f->on[F_P_AFTER] = IS_ANY(x, b, "after", "before", "since");
	f->on[F_P_EVERY] = IS_ANY(x, b, "every", "each", "another");
	f->on[F_P_DEFINITE] = IS_ANY(x, b, "the", "those", "these", "that", "our", "my", "their", "its", "his", "her", "this");
	f->on[F_P_LAST] = IS_ANY(x, b, "last", "next", "first", "past", "previous", "following", "same");
	f->on[F_P_ALL] = IS_ANY(x, b, "all", "any", "no");
	f->on[F_P_FROM] = IS_ANY(x, b, "from", "between");
	f->on[F_P_ON] = IS_ANY(x, b, "on", "across", "into", "among", "per");
	f->on[F_P_WITH] = IS_ANY(x, b, "with", "without");
	f->on[F_P_START] = b >= x->t->token_count || x->t->tokens[b].kind == TOKEN_PUNCT;
	f->on[F_P_AND] = IS_ANY(x, b, "and", "or", "but");
	f->on[F_B_WHEN] = IS_ANY(x, x->np_end, "later", "ago", "late", "earlier", "early", "old", "before", "after", "behind", "back", "long");
	f->on[F_B_COMPARE] = IS_ANY(x, x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "slower", "better", "worse", "cheaper", "smaller", "larger", "off", "short", "too", "as") ||
			     IS_ANY(x, x->np_end > x->end ? x->np_end - 1 : x->np_end, "less", "more", "fewer", "lower", "higher", "faster", "slower", "cheaper", "smaller", "off", "short");
	f->on[F_B_BAD] = IS_ANY(x, x->np_end, "wrong", "missing", "failed", "broke", "unsubscribed", "late", "differed", "empty", "stuck", "lost", "complained");
	f->on[F_B_IN] = IS_ANY(x, x->np_end, "in", "on", "at", "for", "from", "with", "to");
	f->on[F_B_EACH] = IS_ANY(x, x->np_end, "each", "apiece", "per");
}

static void verb_features(const struct around *x, struct features *f)
{
	const struct talk_text *t = x->t;
	const struct talk_verb *v = clue_verb_at(x->r, x->first);

	f->on[F_V_NONE] = !v;
	if (!v)
		return;
	f->on[F_V_CHANGE] = talk_verb_is(t, v, LEX_CHANGE);
	f->on[F_V_BE] = lex_has(&t->tokens[v->token].set, LEX_BE);
	f->on[F_V_HAVE] = lex_has(&t->tokens[v->token].set, LEX_HAVE);
	f->on[F_V_DO] = talk_verb_is(t, v, LEX_DO) && !f->on[F_V_CHANGE];
	f->on[F_V_MEASURE] = talk_verb_is(t, v, LEX_MEASURE);
	f->on[F_V_TAKE] = IS_ANY(x, v->token, "take", "takes", "took", "taken", "cost", "costs", "run", "runs", "ran", "last", "lasts", "lasted", "need", "needs", "needed", "spend", "spent", "save", "saves", "saved");
	f->on[F_V_PAST] = v->past && v->tense != TENSE_MODAL;
	f->on[F_V_PRESENT] = v->tense == TENSE_PRESENT;
	f->on[F_V_MODAL] = v->tense == TENSE_MODAL;
	f->on[F_V_HAD] = v->tense == TENSE_PERFECT && around_is(x, v->group, "had");
	f->on[F_V_SUB] = v->sub;
	f->on[F_V_RELATIVE] = v->relative;
	f->on[F_V_NEGATIVE] = v->negative;
	f->on[F_V_PASSIVE] = v->tense == TENSE_PASSIVE;
	/* "the load took", and right behind the verb stands the amount */
	f->on[F_P_VERB] = x->before == v->token || (f->on[F_P_ABOUT] && x->before2 == v->token);
	f->on[F_S_OWN] = v->who == SUBJECT_I || v->who == SUBJECT_WE;
	f->on[F_S_PERSON] = v->who == SUBJECT_THEY || v->who == SUBJECT_PERSON || v->who == SUBJECT_ANYBODY;
	f->on[F_S_IT] = v->who == SUBJECT_IT;
	f->on[F_S_THING] = v->who == SUBJECT_THING;
	for (size_t i = v->subject; i < (size_t)v->subject + v->subject_count; i++)
		f->on[F_S_MEASURED] = f->on[F_S_MEASURED] || cls(x, i, "measured");
	f->on[F_S_IN] = v->subject_count && x->first >= v->subject && x->first < (size_t)v->subject + v->subject_count;
}

static void place_features(const struct around *x, struct features *f)
{
	const struct clue_reader *r = x->r;
	double where = (double)x->first / (double)(x->t->token_count + 1);

	f->on[F_BEFORE_DEED] = true;
	for (size_t i = 0; i < r->n; i++) {
		const struct talk_clue *c = &r->p[i];
		bool in = c->first <= x->first && x->first < (size_t)c->first + c->count;

		if ((c->type == CLUE_ACTION || c->type == CLUE_DECISION) && c->first < x->first)
			f->on[F_BEFORE_DEED] = false;
		f->on[F_IN_OUTCOME] = f->on[F_IN_OUTCOME] || (in && c->type == CLUE_OUTCOME);
		f->on[F_IN_DEED] = f->on[F_IN_DEED] || (in && c->type == CLUE_ACTION);
		f->on[F_IN_DECISION] = f->on[F_IN_DECISION] || (in && c->type == CLUE_DECISION);
		f->on[F_IN_MEASURE] = f->on[F_IN_MEASURE] || (in && c->type == CLUE_MEASUREMENT);
		f->on[F_IN_CAUSE] = f->on[F_IN_CAUSE] || (in && c->type == CLUE_CAUSE);
		f->on[F_IN_OPTION] = f->on[F_IN_OPTION] || (in && (c->type == CLUE_ALTERNATIVE || c->type == CLUE_TRADEOFF));
	}
	f->on[F_EARLY] = where < 0.3;
	f->on[F_LATE] = where > 0.65;
	f->on[F_FIRST_SENTENCE] = x->t->tokens[x->first].sentence == 0;
}

static void sense_features(const struct around *x, struct features *f)
{
	f->on[F_NOW] = IN_SENTENCE(x, "now", "today", "currently", "nowadays");
	f->on[F_CHANGED] = NEAR(x, 7, "down", "up", "dropped", "fell", "rose", "grew", "increased", "decreased", "reduced", "cut", "improved", "shrank", "saved", "saves", "gained", "lost", "went", "halved",
				"doubled", "faster", "lower", "higher", "came", "became", "stopped");
	f->on[F_BEFORE_WORD] = IN_SENTENCE(x, "before", "previously", "originally", "formerly", "until", "old", "former", "initially", "usual", "usually", "normally", "normal");
	f->on[F_TARGET] = IN_SENTENCE(x, "target", "goal", "limit", "planned", "promised", "agreed", "expected", "budget", "estimate", "estimated", "deadline", "allowed", "aim", "asked", "sla", "quota");
	f->on[F_LATENESS] = IN_SENTENCE(x, "late", "later", "lateness", "fresh", "freshness", "old", "window", "retention", "keep", "kept", "delay", "watermark", "lookback", "arrive", "arrives");
	f->on[F_RUNS] = IN_SENTENCE(x, "runs", "run", "ran", "takes", "took", "runtime", "latency", "job", "query", "load", "response", "scan", "scans");
	for (size_t i = 0; i < x->t->amount_count; i++) {
		const struct talk_amount *o = &x->t->amounts[i];
		bool same = o->kind == x->m->kind && o->first != x->m->first && (o->kind != AMOUNT_TIME || (o->value < 86400) == (x->m->value < 86400));

		if (o->kind == AMOUNT_COUNT && same) {
			size_t a = x->m->first + x->m->count, b = o->first + o->count;

			same = a < x->t->token_count && b < x->t->token_count && x->t->tokens[a].kind == TOKEN_WORD && !strcmp(x->t->tokens[a].low, x->t->tokens[b].low);
		}
		if (!same)
			continue;
		f->on[F_SAME_LATER] = f->on[F_SAME_LATER] || o->first > x->m->first;
		f->on[F_SAME_EARLIER] = f->on[F_SAME_EARLIER] || o->first < x->m->first;
		f->on[F_SAME_NEAR] = f->on[F_SAME_NEAR] || x->t->tokens[o->first].sentence == x->t->tokens[x->first].sentence;
	}
}

static const int points[F_COUNT_ALL][ROLE_COUNT] = {
	[F_ALWAYS] = {-4, 37, -45, 13, -2},
	[F_COUNT] = {59, -45, -28, 58, -44},
	[F_PERCENT] = {-38, 82, 44, -40, -49},
	[F_MONEY] = {-30, 106, 3, -40, -38},
	[F_TIME] = {22, -62, -23, -60, 123},
	[F_BYTES] = {-26, -48, -13, 104, -18},
	[F_TIMES] = {58, 13, -25, -26, -20},
	[F_STORY] = {-56, 36, 26, 2, -8},
	[F_SQL] = {101, -46, -34, -13, -9},
	[F_DESIGN] = {-6, 35, -62, 29, 4},
	[F_SHORT_TIME] = {28, 28, -21, -39, 4},
	[F_DAYS] = {-6, -87, -8, -27, 127},
	[F_SMALL] = {136, -23, -44, -54, -15},
	[F_ONE] = {42, 6, 13, -70, 9},
	[F_BIG] = {-71, 20, 23, 59, -32},
	[F_FRACTION] = {-15, -7, 26, 23, -28},
	[F_HALF] = {-3, 19, -3, -30, 17},
	[F_SIZED] = {-1, 5, -5, 55, -54},
	[F_RESULTED] = {-29, 67, 14, -59, 7},
	[F_PEOPLE] = {-11, -20, -21, 68, -16},
	[F_THING] = {10, -7, -19, -10, 27},
	[F_BARE] = {30, -7, -7, -31, 14},
	[F_RATE] = {-36, 45, 11, 10, -30},
	[F_OF_BEHIND] = {-21, -14, -34, 84, -15},
	[F_HYPHEN] = {-10, -7, -2, 19, -1},
	[F_PARTS] = {5, -16, 20, -4, -5},
	[F_PLURAL] = {15, -27, -13, 27, -1},
	[F_P_TO] = {-19, 67, -11, -40, 3},
	[F_P_BY] = {-2, 41, -9, -7, -23},
	[F_P_OF] = {9, -8, -14, 49, -35},
	[F_P_AT] = {-27, 34, -8, -18, 18},
	[F_P_LIMIT] = {-34, -1, 22, -32, 45},
	[F_P_IN] = {-16, -3, 8, -3, 14},
	[F_P_FOR] = {-76, -21, -3, -15, 115},
	[F_P_AFTER] = {14, -37, -11, -11, 45},
	[F_P_EVERY] = {60, -36, -9, -19, 5},
	[F_P_DEFINITE] = {17, -60, 7, 41, -5},
	[F_P_ALL] = {43, -21, -9, -4, -10},
	[F_P_FROM] = {-9, -7, -1, -14, 32},
	[F_P_ABOUT] = {-46, 36, -21, 42, -11},
	[F_P_VERB] = {-46, 26, 51, 37, -69},
	[F_P_ON] = {24, -3, 0, -19, -1},
	[F_P_WITH] = {-26, 10, 17, 23, -24},
	[F_P_START] = {-30, 38, -30, 50, -28},
	[F_P_AND] = {3, 24, 10, 2, -39},
	[F_P_LAST] = {-20, -5, -19, -38, 82},
	[F_B_WHEN] = {-42, -18, 6, -21, 73},
	[F_B_COMPARE] = {-9, 65, 5, -52, -8},
	[F_B_BAD] = {7, 20, -2, -21, -4},
	[F_B_IN] = {68, 36, 6, -41, -69},
	[F_B_EACH] = {-1, -1, -1, 4, -1},
	[F_V_NONE] = {6, 56, -10, -16, -37},
	[F_V_CHANGE] = {17, 21, -71, -4, 36},
	[F_V_BE] = {-18, 2, 20, -13, 8},
	[F_V_HAVE] = {-34, 18, -3, 11, 8},
	[F_V_DO] = {2, -8, 29, 19, -42},
	[F_V_MEASURE] = {-21, 26, -18, -1, 13},
	[F_V_TAKE] = {-36, 17, 6, -33, 46},
	[F_V_PAST] = {-4, 37, 4, -30, -6},
	[F_V_PRESENT] = {-16, 5, -40, 44, 7},
	[F_V_MODAL] = {29, -54, 3, 12, 9},
	[F_V_HAD] = {-13, -20, 87, -12, -42},
	[F_V_SUB] = {26, -11, -14, -10, 10},
	[F_V_RELATIVE] = {27, -6, -11, 6, -16},
	[F_V_NEGATIVE] = {24, -20, -14, 26, -17},
	[F_V_PASSIVE] = {-14, 13, -26, 16, 12},
	[F_S_OWN] = {33, -12, -58, -12, 49},
	[F_S_PERSON] = {17, -39, 4, 2, 16},
	[F_S_THING] = {25, 8, -7, -14, -11},
	[F_S_IT] = {-23, 26, -1, 14, -16},
	[F_S_MEASURED] = {-19, 58, -11, -21, -7},
	[F_S_IN] = {-2, 11, -20, 23, -12},
	[F_BEFORE_DEED] = {16, -22, -48, 20, 34},
	[F_EARLY] = {-30, -46, 24, 40, 13},
	[F_LATE] = {-24, 49, 24, 15, -63},
	[F_FIRST_SENTENCE] = {-19, -33, 65, 21, -33},
	[F_IN_OUTCOME] = {16, -1, -9, 20, -26},
	[F_IN_DEED] = {-30, -31, -28, 44, 45},
	[F_IN_CAUSE] = {23, -59, -26, 39, 23},
	[F_IN_OPTION] = {-25, -10, -38, 21, 53},
	[F_IN_DECISION] = {80, -40, -24, -17, 1},
	[F_IN_MEASURE] = {-21, -6, -20, 10, 36},
	[F_NOW] = {33, 48, -43, -18, -19},
	[F_CHANGED] = {-29, 47, 1, -26, 7},
	[F_BEFORE_WORD] = {-3, 29, 17, -35, -8},
	[F_TARGET] = {11, -3, 14, 7, -29},
	[F_SAME_LATER] = {-38, 11, 45, -30, 12},
	[F_SAME_EARLIER] = {-15, 37, 2, -17, -6},
	[F_SAME_NEAR] = {5, -22, 58, -6, -35},
	[F_LATENESS] = {28, -24, -1, -36, 34},
	[F_RUNS] = {12, 49, -24, -4, -33},
};

enum amount_role amount_role_of(const struct around *x, double *sure)
{
	struct features f = {{false}};
	double score[ROLE_COUNT] = {0}, sum = 0;
	enum amount_role best = ROLE_NONE;

	kind_features(x, &f);
	counted_features(x, &f);
	side_features(x, &f);
	verb_features(x, &f);
	place_features(x, &f);
	sense_features(x, &f);
	for (int i = 0; i < F_COUNT_ALL; i++)
		for (int k = 0; f.on[i] && k < ROLE_COUNT; k++)
			score[k] += points[i][k] / 100.0;
	for (int k = 0; k < ROLE_COUNT; k++) {
		sum += exp(score[k]);
		best = score[k] > score[best] ? (enum amount_role)k : best;
	}
	*sure = exp(score[best]) / sum;
	return best;
}
