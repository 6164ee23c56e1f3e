#include "talk/text.h"

#include <ctype.h>
#include <math.h>

/* Reading one amount from token i on. */
struct reading {
	const struct talk_text *t;
	size_t i;                  /* token that comes next */
	size_t end;                /* behind the last token taken */
	struct talk_amount out;
};

static const struct lex_word *word_at(const struct talk_text *t, size_t i)
{
	return i < t->token_count ? &t->lex->words[t->tokens[i].word] : &t->lex->words[0];
}

static void take(struct reading *r)
{
	r->end = r->i + 1;
	r->i = talk_token_next(r->t, r->i);
}

static void set_unit(struct reading *r, int kind, double factor, const char *text)
{
	static const enum talk_amount_kind kinds[] = {
		[LEX_UNIT_NONE] = AMOUNT_COUNT, [LEX_UNIT_TIME] = AMOUNT_TIME, [LEX_UNIT_BYTES] = AMOUNT_BYTES,
		[LEX_UNIT_MONEY] = AMOUNT_MONEY, [LEX_UNIT_PERCENT] = AMOUNT_PERCENT, [LEX_UNIT_TIMES] = AMOUNT_TIMES,
	};

	r->out.kind = kinds[kind];
	r->out.value *= factor;
	r->out.unit = text;
}

/* "2,000,000" and "1.5" as a number; what stands behind the digits goes to *rest. */
static double digits_value(const char *p, const char **rest)
{
	char digits[40];
	size_t n = 0;

	for (; *p && (isdigit((unsigned char)*p) || ((*p == ',' || *p == '.') && isdigit((unsigned char)p[1]))); p++) {
		/* A comma groups thousands unless other than three digits follow: "12,5" is European. */
		bool comma = *p == ',' && isdigit((unsigned char)p[1]) && isdigit((unsigned char)p[2]) && isdigit((unsigned char)p[3]) &&
			     !isdigit((unsigned char)p[4]);

		if (n + 1 < sizeof(digits) && !comma)
			digits[n++] = *p == ',' ? '.' : *p;
	}
	digits[n] = 0;
	*rest = p;
	return strtod(digits, NULL);
}

/* What is attached to digits: "k", "min", "%", "x", "th". False when it is no number at all ("4xlarge"). */
static bool attached(struct reading *r, const char *tail)
{
	const struct lexicon *lex = r->t->lex;
	const struct lex_word *w = &lex->words[lexicon_find(lex, tail, strlen(tail))];

	if (!*tail)
		return true;
	if (!strcmp(tail, "th") || !strcmp(tail, "st") || !strcmp(tail, "nd") || !strcmp(tail, "rd")) {
		r->out.kind = AMOUNT_ORDINAL;
		return true;
	}
	if (!strcmp(tail, "am") || !strcmp(tail, "pm")) {
		r->out.kind = AMOUNT_CLOCK;
		return true;
	}
	if (!strcmp(tail, "%")) {
		set_unit(r, LEX_UNIT_PERCENT, 1, "%");
		return true;
	}
	if (w->unit) {
		set_unit(r, w->unit, w->factor, w->text);
		return true;
	}
	if (w->multiplier) {
		r->out.value *= w->factor;
		return true;
	}
	/* "200gb/day": the unit before a slash */
	size_t n = strcspn(tail, "/");
	const struct lex_word *part = &lex->words[lexicon_find(lex, tail, n)];

	if (tail[n] && part->unit) {
		set_unit(r, part->unit, part->factor, part->text);
		return true;
	}
	return false;
}

/* A token of digits: the kind that it has by its form alone. */
static bool read_digits(struct reading *r)
{
	const char *p = r->t->tokens[r->i].low, *rest;
	bool money = !isdigit((unsigned char)*p) && *p != 'p';
	size_t n = r->t->tokens[r->i].low_n;

	if (*p == 'p') {
		r->out.kind = AMOUNT_PERCENTILE;
		r->out.value = digits_value(p + 1, &rest);
		take(r);
		return true;
	}
	while (money && *p && !isdigit((unsigned char)*p))
		p++;
	if (!money && n >= 8 && p[4] == '-' && isdigit((unsigned char)p[5])) {
		r->out.kind = AMOUNT_DATE;
		take(r);
		return true;
	}
	r->out.value = digits_value(p, &rest);
	if (*rest == ':') {
		r->out.kind = AMOUNT_CLOCK;
		r->out.value = 0;
		take(r);
		return true;
	}
	/* "40-50": the first stands for both; "1/2", "24/7" stay counts */
	while (*rest == '-' || *rest == '/') {
		rest++;
		while (isdigit((unsigned char)*rest) || *rest == '.')
			rest++;
	}
	if (!attached(r, rest))
		return false;
	if (money) {
		r->out.kind = AMOUNT_MONEY;
		r->out.unit = "$";
	}
	take(r);
	return true;
}

/* "twenty five", "two hundred and forty", "half a", "a couple of", "a few hundred": words that are numbers. */
static bool read_words(struct reading *r)
{
	const struct talk_text *t = r->t;
	const struct lex_word *w = word_at(t, r->i);
	double value = 0, part = 0;
	bool any = false;

	if (talk_low_is(t, r->i, "a") || talk_low_is(t, r->i, "an")) {
		const struct lex_word *next = word_at(t, talk_token_next(t, r->i));

		/* "a hundred", "a dozen", "an hour" is left to the unit */
		if (!next->multiplier || next->n < 2)
			return false;
		part = 1;
		take(r);
		w = word_at(t, r->i);
	}
	for (;; w = word_at(t, r->i)) {
		bool joined = any && talk_low_is(t, r->i, "and");

		if (joined) {
			const struct lex_word *next = word_at(t, talk_token_next(t, r->i));

			if (!next->number || (!value && part < 100))
				break;
			r->i = talk_token_next(t, r->i);
			w = next;
		}
		if (w->number) {
			part += w->factor;
		} else if (w->multiplier && w->n > 1) {
			part = (part ? part : 1) * w->factor;
			if (w->factor >= 1000) {
				value += part;
				part = 0;
			}
		} else {
			break;
		}
		any = true;
		take(r);
	}
	r->out.value = value + part;
	/* "half a million" */
	if (r->out.value > 0 && r->out.value < 1 && (talk_low_is(t, r->i, "a") || talk_low_is(t, r->i, "an"))) {
		const struct lex_word *next = word_at(t, talk_token_next(t, r->i));

		if (next->multiplier && next->n > 1) {
			take(r);
			r->out.value *= next->factor;
			take(r);
		}
	}
	return any;
}

/* "half past seven", "a quarter past six", "ten to four": an hour of the day. */
static bool read_past(struct reading *r)
{
	const struct talk_text *t = r->t;
	size_t i = talk_low_is(t, r->i, "a") ? talk_token_next(t, r->i) : r->i, joint = talk_token_next(t, i), hour = talk_token_next(t, joint);
	bool part = talk_low_is(t, i, "half") || talk_low_is(t, i, "quarter"), minutes = word_at(t, i)->number && word_at(t, i)->factor >= 5 && word_at(t, i)->factor < 30;
	bool past = talk_low_is(t, joint, "past"), to = talk_low_is(t, joint, "to") && (talk_low_is(t, i, "quarter") || (r->i > 0 && (talk_low_is(t, r->i - 1, "at") || talk_low_is(t, r->i - 1, "by"))));
	double at = hour < t->token_count ? word_at(t, hour)->factor : 0;

	if (hour >= t->token_count || !(part || minutes) || !(past || to) || !word_at(t, hour)->number || at < 1 || at > 12)
		return false;
	while (r->i <= hour)
		take(r);
	r->out.kind = AMOUNT_CLOCK;
	r->out.value = at;
	return true;
}

/* "point one", "point two five" behind a spoken number. */
static void read_decimals(struct reading *r)
{
	double place = 0.1;

	if (!talk_low_is(r->t, r->i, "point") || !word_at(r->t, talk_token_next(r->t, r->i))->number)
		return;
	take(r);
	for (; word_at(r->t, r->i)->number && word_at(r->t, r->i)->factor < 10; take(r)) {
		r->out.value += place * word_at(r->t, r->i)->factor;
		place /= 10;
	}
}

/* "a third", "two thirds", "a quarter of the rows": shares. A quarter alone may be three months. */
static bool read_fraction(struct reading *r)
{
	static const struct {
		const char *word;
		double value;
	} parts[] = {{"third", 1 / 3.0}, {"thirds", 1 / 3.0}, {"fifth", 0.2}, {"fifths", 0.2}, {"quarter", 0.25}, {"quarters", 0.25}, {"tenth", 0.1}, {"sixth", 1 / 6.0}, {"eighth", 0.125}};
	const struct talk_text *t = r->t;
	size_t next = talk_token_next(t, r->i), of = next < t->token_count ? talk_token_next(t, next) : next;
	bool one = talk_low_is(t, r->i, "a") || talk_low_is(t, r->i, "one");
	double times = one ? 1 : word_at(t, r->i)->number ? word_at(t, r->i)->factor : 0;

	for (size_t k = 0; k < sizeof(parts) / sizeof(*parts) && times > 0; k++) {
		if (!talk_low_is(t, next, parts[k].word))
			continue;
		bool ends = of >= t->token_count || t->tokens[of].kind == TOKEN_STOP || t->tokens[of].kind == TOKEN_PUNCT || talk_low_is(t, of, "and");
		bool share = talk_low_is(t, of, "of") || (ends && strncmp(parts[k].word, "quarter", 7));

		if (!share && !talk_low_is(t, of, "less") && !talk_low_is(t, of, "more") && !talk_low_is(t, of, "fewer") && !talk_low_is(t, of, "lower"))
			return false;
		size_t an = talk_token_next(t, of), unit = an < t->token_count ? talk_token_next(t, an) : an;

		take(r);
		take(r);
		r->out.value = times * parts[k].value;
		/* "a quarter of an hour" */
		if (talk_low_is(t, of, "of") && talk_low_is(t, an, "an") && talk_low_is(t, unit, "hour")) {
			take(r);
			take(r);
			set_unit(r, LEX_UNIT_TIME, 3600, "hour");
			take(r);
			return true;
		}
		r->out.value *= 100;
		r->out.kind = AMOUNT_PERCENT;
		return true;
	}
	return false;
}

/* "first" to "thirty first" as a day; gives the tokens, 0 if it is none. */
static size_t day_word(const struct talk_text *t, size_t i)
{
	static const char *const days[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth",
					   "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth"};
	bool tens = talk_low_is(t, i, "twenty") || talk_low_is(t, i, "thirty");
	size_t next = tens ? talk_token_next(t, i) : i;

	for (size_t k = 0; k < sizeof(days) / sizeof(*days); k++)
		if (talk_low_is(t, next, days[k]))
			return tens ? 2 : 1;
	return 0;
}

/* What may follow a number: "million", "and a half", "of", a unit. */
static void read_tail(struct reading *r)
{
	const struct talk_text *t = r->t;
	const struct lex_word *w = word_at(t, r->i);
	size_t next;

	if (r->out.kind == AMOUNT_PERCENTILE || r->out.kind == AMOUNT_ORDINAL || r->out.kind == AMOUNT_DATE)
		return;
	while (w->multiplier && (r->out.kind == AMOUNT_COUNT || r->out.kind == AMOUNT_MONEY)) {
		r->out.value *= w->factor;
		take(r);
		w = word_at(t, r->i);
	}
	next = talk_token_next(t, r->i);
	if (talk_low_is(t, r->i, "and") && talk_low_is(t, next, "a") && talk_low_is(t, talk_token_next(t, next), "half")) {
		r->out.value += 0.5;
		take(r);
		take(r);
		take(r);
		/* "nine and a half thousand" */
		if (word_at(t, r->i)->multiplier) {
			r->out.value *= word_at(t, r->i)->factor;
			take(r);
		}
	}
	if (talk_low_is(t, r->i, "am") || talk_low_is(t, r->i, "pm") || talk_low_is(t, r->i, "o'clock") || talk_low_is(t, r->i, "a.m") || talk_low_is(t, r->i, "p.m")) {
		r->out.kind = AMOUNT_CLOCK;
		take(r);
		return;
	}
	if (r->out.kind != AMOUNT_COUNT)
		return;
	/* "half an hour", "a couple of hours", "two more weeks" */
	size_t skip = r->i;

	/* "410 a month" is a rate, and no 410 months */
	bool half = r->out.value > 0 && r->out.value < 1;

	if ((half && (talk_low_is(t, skip, "a") || talk_low_is(t, skip, "an"))) || talk_low_is(t, skip, "of") || talk_low_is(t, skip, "more") || talk_low_is(t, skip, "full") ||
	    talk_low_is(t, skip, "whole") || talk_low_is(t, skip, "other"))
		skip = talk_token_next(t, skip);
	if (!word_at(t, skip)->unit)
		skip = r->i;
	if (talk_low_is(t, r->i, "%")) {
		set_unit(r, LEX_UNIT_PERCENT, 1, "%");
		take(r);
		return;
	}
	w = word_at(t, skip);
	if (talk_low_is(t, r->i, "per") && talk_low_is(t, next, "cent")) {
		set_unit(r, LEX_UNIT_PERCENT, 1, "%");
		take(r);
		take(r);
	} else if (w->unit && (w->n > 1 || skip == r->i)) {
		while (r->i < skip)
			take(r);
		set_unit(r, w->unit, w->factor, w->text);
		take(r);
		if (w->unit == LEX_UNIT_PERCENT && talk_low_is(t, r->i, "points"))
			take(r);
	}
}

/* "in march", "by May": a preposition in front makes the word a month. */
static bool month_said(const struct talk_text *t, size_t i)
{
	static const char *const words[] = {"in", "by", "until", "since", "of", "last", "for", "during", "between", "from"};

	for (size_t k = 0; i > 0 && k < sizeof(words) / sizeof(*words); k++)
		if (talk_low_is(t, i - 1, words[k]))
			return true;
	return false;
}

/* "March 2023", "the 3rd of March", "last March", "2023", "Q3 2022", "Tuesday": no value, only that it is a date. */
static bool read_date(struct reading *r)
{
	const struct talk_text *t = r->t;
	const struct talk_token *k = &t->tokens[r->i];
	size_t next = talk_token_next(t, r->i);
	bool number_next = next < t->token_count && t->tokens[next].kind == TOKEN_NUMBER;

	size_t day = day_word(t, r->i), month = r->i;

	if (k->kind == TOKEN_NUMBER && k->low_n <= 4 && isdigit((unsigned char)*k->low))
		day = 1;
	for (size_t n = 0; n < day && month < t->token_count; n++)
		month = talk_token_next(t, month);
	if (day && talk_low_is(t, month, "of"))
		month = talk_token_next(t, month);
	if (day && month < t->token_count && (lex_has(&t->tokens[month].set, LEX_MONTH) || (lex_has(&t->tokens[month].set, LEX_MONTH_SHORT) && (t->tokens[month].capital || day_word(t, r->i))))) {
		while (r->i <= month)
			take(r);
		if (r->i < t->token_count && t->tokens[r->i].kind == TOKEN_NUMBER && t->tokens[r->i].n == 4)
			take(r);
	} else if (lex_has(&k->set, LEX_WEEKDAY)) {
		take(r);
	} else if (lex_has(&k->set, LEX_MONTH) ||
		   (lex_has(&k->set, LEX_MONTH_SHORT) && ((number_next && k->capital) || month_said(t, r->i)))) {
		take(r);
		if (number_next && (isdigit((unsigned char)t->tokens[next].low[0])))
			take(r);
		if (talk_low_is(t, r->i, ",") && r->i + 1 < t->token_count && t->tokens[r->i + 1].kind == TOKEN_NUMBER && t->tokens[r->i + 1].n == 4)
			take(r);
		if (r->i < t->token_count && t->tokens[r->i].kind == TOKEN_NUMBER && t->tokens[r->i].n == 4 && r->end == r->i &&
		    t->tokens[r->end - 1].kind != TOKEN_WORD)
			take(r);
	} else if (k->kind == TOKEN_WORD && k->low_n == 2 && k->low[0] == 'q' && k->low[1] >= '1' && k->low[1] <= '4') {
		take(r);
		if (r->i < t->token_count && t->tokens[r->i].kind == TOKEN_NUMBER && t->tokens[r->i].n == 4)
			take(r);
	} else if (k->kind == TOKEN_NUMBER && k->low_n == 4 && (!strncmp(k->low, "19", 2) || !strncmp(k->low, "20", 2)) &&
		   isdigit((unsigned char)k->low[2]) && isdigit((unsigned char)k->low[3]) &&
		   !word_at(t, next)->unit && !word_at(t, next)->multiplier && !(next < t->token_count && lex_has(&t->tokens[next].set, LEX_NOUN))) {
		take(r);
	} else if (lex_has(&k->set, LEX_DAYPART)) {
		take(r);
		r->out.kind = AMOUNT_CLOCK;
		return true;
	} else {
		return false;
	}
	r->out.kind = AMOUNT_DATE;
	return true;
}

/* "on the 4th", "by the thirtieth": the day of a month that is known. */
static bool read_day(struct reading *r)
{
	static const char *const words[] = {"on", "by", "until", "till", "since", "from", "before", "after"};
	const struct talk_text *t = r->t;
	size_t day = day_word(t, r->i);
	const struct talk_token *k = &t->tokens[r->i];

	if (k->kind == TOKEN_NUMBER && k->low_n > 2 && isdigit((unsigned char)*k->low) && isalpha((unsigned char)k->low[k->low_n - 1]) && strchr("htd", k->low[k->low_n - 1]) &&
	    strtod(k->low, NULL) <= 31)
		day = !strcmp(k->low + k->low_n - 2, "th") || !strcmp(k->low + k->low_n - 2, "st") || !strcmp(k->low + k->low_n - 2, "nd") || !strcmp(k->low + k->low_n - 2, "rd");
	if (!day || r->i < 2 || !talk_low_is(t, r->i - 1, "the"))
		return false;
	size_t next = r->i;

	for (size_t n = 0; n < day; n++)
		next = talk_token_next(t, next);
	/* "on the third attempt": a noun behind it */
	if (k->kind == TOKEN_WORD && next < t->token_count && t->tokens[next].kind == TOKEN_WORD && !lex_has(&t->tokens[next].set, LEX_FUNCTION) && !lex_has(&t->tokens[next].set, LEX_PRONOUN))
		return false;
	for (size_t w = 0; w < sizeof(words) / sizeof(*words); w++)
		if (talk_low_is(t, r->i - 2, words[w])) {
			while (r->i < next)
				take(r);
			r->out.kind = AMOUNT_DATE;
			return true;
		}
	return false;
}

/* A unit that stands alone behind an article: "an hour", "a week", "a day". */
static bool read_article(struct reading *r)
{
	const struct talk_text *t = r->t;
	const struct lex_word *w = word_at(t, talk_token_next(t, r->i));

	if ((!talk_low_is(t, r->i, "a") && !talk_low_is(t, r->i, "an")) || w->unit != LEX_UNIT_TIME || w->n < 3 || !strcmp(w->text, "second"))
		return false;
	r->out.value = 1;
	take(r);
	set_unit(r, w->unit, w->factor, w->text);
	take(r);
	return true;
}

void talk_amounts_read(struct arena *a, struct talk_text *t)
{
	size_t room = t->token_count + 1;

	t->amounts = ARENA_NEW(a, struct talk_amount, room);
	t->amount_at = ARENA_NEW(a, uint32_t, room);
	for (size_t i = 0; i < t->token_count;) {
		struct reading r = {.t = t, .i = i, .out = {.unit = ""}};
		const struct talk_token *k = &t->tokens[i];
		bool found = false, plain = false;

		if (!k->skip && (k->kind == TOKEN_NUMBER || k->kind == TOKEN_WORD)) {
			found = read_date(&r);
			if (!found)
				found = read_past(&r) || read_day(&r) || read_fraction(&r);
			if (!found) {
				found = plain = k->kind == TOKEN_NUMBER ? read_digits(&r) : read_words(&r);
				if (found && k->kind == TOKEN_WORD)
					read_decimals(&r);
			}
			if (!found)
				found = read_article(&r);
		}
		if (!found || !isfinite(r.out.value)) {
			i++;
			continue;
		}
		if (plain)
			read_tail(&r);
		r.out.first = (uint32_t)i;
		r.out.count = (uint32_t)(r.end - i);
		t->amounts[t->amount_count++] = r.out;
		for (size_t j = i; j < r.end; j++)
			t->amount_at[j] = (uint32_t)t->amount_count;
		i = r.end;
	}
}
