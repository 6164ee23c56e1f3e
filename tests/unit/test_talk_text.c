/* Tokens, sentences, amounts, patterns, and person turned round: the stages of the talk engine that hold no opinion. */
#include <ctype.h>

#include "base/fs.h"
#include "talk/pattern.h"
#include "talk/person.h"
#include "tap.h"

static struct arena arena;
static struct lexicon *lex;
static struct talk_issues issues;

static void read_yaml(const char *name, const char *text)
{
	const struct ydoc_node *root = NULL;
	struct err err = {0};

	if (ydoc_parse(&arena, name, str_of(text), &root, &err))
		tap_ok(false, "%s: %s", name, err.text);
	else
		lexicon_read(lex, root, &issues, name);
}

static void load(void)
{
	struct err err = {0};
	struct buf b;

	arena_init(&arena, 64u << 20);
	issues.a = &arena;
	lex = lexicon_new(&arena);
	buf_init(&b, YDOC_BYTES_MAX);
	if (fs_read("content/amazon-de/talk/lexicon/core.yaml", YDOC_BYTES_MAX, &b, &err))
		tap_ok(false, "%s", err.text);
	read_yaml("core.yaml", arena_strdup(&arena, buf_text(&b)));
	read_yaml("more.yaml", "classes: {tool: 'airflow, change data capture'}\nverbs:\n  do: |\n    cut cut cut\n    plan, write wrote written, fix, carry, cache\n");
	tap_is_int((long long)issues.count, 0, "the lexicon has no issues");
	buf_release(&b);
}

static struct talk_text text_of(const char *s)
{
	struct talk_text t;
	struct err err = {0};

	if (talk_text_read(&arena, lex, str_of(s), &t, &err))
		tap_ok(false, "%s", err.text);
	return t;
}

/* The tokens with a blank between, skipped ones in brackets, sentences ended by |. */
static const char *shown(const char *s)
{
	struct talk_text t = text_of(s);
	struct buf b;

	buf_init(&b, 10000);
	for (size_t i = 0; i < t.token_count; i++) {
		if (i && t.tokens[i].sentence != t.tokens[i - 1].sentence)
			buf_adds(&b, " |");
		buf_addf(&b, i ? (t.tokens[i].skip ? " [%s]" : " %s") : (t.tokens[i].skip ? "[%s]" : "%s"), *t.tokens[i].low == '\n' ? "NL" : t.tokens[i].low);
	}
	const char *out = arena_strdup(&arena, buf_text(&b));

	buf_release(&b);
	return out;
}

static void test_tokens(void)
{
	tap_is_text(shown("We didn't cut it."), "we did n't cut it .", "contractions are cut");
	tap_is_text(shown("We can\xE2\x80\x99t, I won't"), "we can n't , i will n't", "also with the curly apostrophe, and irregular ones");
	tap_is_text(shown("i dont think ive said that"), "i do n't think i 've said that", "and as recognisers write them");
	tap_is_text(shown("the team's e-mail"), "the team 's e [-] mail", "a hyphen between words is skipped");
	tap_is_text(shown("order.amount and event_id"), "order.amount and event_id", "identifiers are one word");
	tap_is_text(shown("It was done.Then we"), "it was done . | then we", "a full stop without its blank ends a sentence");
	tap_is_text(shown("um we we had uh, a plan"), "[um] [we] we had [uh] , a plan", "fillers and repeats are skipped");
	tap_is_text(shown("I was I was late"), "[i] [was] i was late", "so are false starts");
	tap_is_text(shown("he had had that that day"), "he had had that that day", "grammar is no repeat");
	tap_is_text(shown("p99 of 10x, $12k and 99.9% at 09:05"), "p99 of 10x , $12k and 99.9% at 09:05", "numbers keep what is attached");
	tap_is_text(shown("e.g. Airflow. Next"), "e.g [.] airflow . | next", "an abbreviation ends no sentence");
	tap_is_text(shown(""), "", "nothing");
	struct talk_text t = {0};
	struct err err = {0};

	tap_is_int(talk_text_read(&arena, lex, (struct str){"a\0b\xff\xc3(", 6}, &t, &err), ERR_OK, "NUL and bad bytes are read");
	tap_is_int((long long)t.other_count, 3, "and counted");
	char *big = calloc(1, TALK_BYTES_MAX + 2);

	memset(big, 'a', TALK_BYTES_MAX + 1);
	tap_is_int(talk_text_read(&arena, lex, (struct str){big, TALK_BYTES_MAX + 1}, &t, &err), ERR_LIMIT, "too much is an error");
	free(big);
}

static void test_offsets(void)
{
	const char *s = "Caf\xC3\xA9 didn't \xF0\x9F\x98\x80 pay  $1,200.50 (twice).\n\nOn-call";
	struct talk_text t = text_of(s);
	size_t at = 0;
	bool good = true;

	for (size_t i = 0; i < t.token_count; i++) {
		good = good && t.tokens[i].at >= at && t.tokens[i].n > 0;
		for (size_t k = at; k < t.tokens[i].at; k++)
			good = good && isspace((unsigned char)s[k]);
		at = t.tokens[i].at + t.tokens[i].n;
	}
	tap_ok(good && at == strlen(s), "tokens cover the text in order, only white space between");
	tap_is_int((long long)t.sentence_count, 2, "sentences");
}

static void test_sentences(void)
{
	tap_is_text(shown("One. Two? Three"), "one . | two ? | three", "by full stops");
	tap_is_text(shown("first line\n\nsecond line"), "first line NL | second line", "by empty lines");
	tap_is_text(shown("Mr. Brandt saw it. Ana left"), "mr [.] brandt saw it . | ana left", "a title ends none");
	tap_is_text(shown("a check, e.g. the count, vs. the log"), "a check , e.g [.] the count , vs [.] the log", "nor does e.g. or vs.");
	tap_is_text(shown("Mrs. K. Falk asked"), "mrs [.] k [.] falk asked", "nor an initial");
	tap_is_text(shown("No. I read two days"), "no . | i read two days", "no is an answer");
	tap_is_text(shown("see no. 7 of it"), "see no [.] 7 of it", "and in front of a number an abbreviation");
	tap_is_text(shown("files, logs etc. Then we left"), "files , logs etc . | then we left", "etc. ends one in front of a capital");
	const char *spoken = "the job was slow in the morning and nobody knew why it took that long so i looked at the plan of the query and then we cut the "
			     "join in half but they did not like the new one at all for a while";
	struct talk_text t = text_of(spoken);

	tap_ok(t.sentence_count >= 3, "a long run without stops is cut at spoken joints: %zu", t.sentence_count);
}

/* Amounts as "kind value unit [text]; ..." */
static const char *amounts(const char *s)
{
	static const char *const kinds[] = {"count", "time", "bytes", "money", "percent", "times", "percentile", "clock", "date", "ordinal"};
	struct talk_text t = text_of(s);
	struct buf b;

	buf_init(&b, 10000);
	for (size_t i = 0; i < t.amount_count; i++) {
		struct str words = talk_span_text(&t, (struct talk_span){t.amounts[i].first, t.amounts[i].count});

		buf_addf(&b, "%s%s %.10g [%.*s]", i ? "; " : "", kinds[t.amounts[i].kind], t.amounts[i].value, (int)words.n, words.p);
	}
	const char *out = arena_strdup(&arena, buf_text(&b));

	buf_release(&b);
	return out;
}

static void test_amounts(void)
{
	tap_is_text(amounts("from 4 hours to 40 minutes"), "time 14400 [4 hours]; time 2400 [40 minutes]", "durations");
	tap_is_text(amounts("two and a half hours, half an hour, an hour"), "time 9000 [two and a half hours]; time 1800 [half an hour]; time 3600 [an hour]",
		    "in words");
	tap_is_text(amounts("two hundred and forty million rows"), "count 240000000 [two hundred and forty million]", "long numbers in words");
	tap_is_text(amounts("2 billion rows, 1.5M users, 300k"), "count 2000000000 [2 billion]; count 1500000 [1.5M]; count 300000 [300k]", "multipliers");
	tap_is_text(amounts("$12k a month, 40 dollars"), "money 12000 [$12k]; time 2592000 [a month]; money 40 [40 dollars]", "money");
	tap_is_text(amounts("99.9% or 3 percent, five per cent"), "percent 99.9 [99.9%]; percent 3 [3 percent]; percent 5 [five per cent]", "percent");
	tap_is_text(amounts("p99 was 10x"), "percentile 99 [p99]; times 10 [10x]", "percentiles and factors");
	tap_is_text(amounts("3TB and 200 gb"), "bytes 3e+12 [3TB]; bytes 2e+11 [200 gb]", "bytes");
	tap_is_text(amounts("in March 2023, on Tuesday, in 2021, Q3 2022"), "date 0 [March 2023]; date 0 [Tuesday]; date 0 [2021]; date 0 [Q3 2022]", "dates");
	tap_is_text(amounts("by 9 am, at 09:05, before noon"), "clock 9 [9 am]; clock 0 [09:05]; clock 0 [noon]", "clock times");
	tap_is_text(amounts("1,234,567 and 12,5"), "count 1234567 [1,234,567]; count 12.5 [12,5]", "both commas");
	tap_is_text(amounts("a 4xlarge may march, May 3 was"), "date 0 [May 3]", "what is no number; a month that is also a word needs one beside it");
}

static bool matches(const char *pattern, const char *s, const char *marked)
{
	const char *why = NULL;
	struct pattern *p = pattern_parse(&arena, lex, str_of(pattern), &why);
	struct talk_text t = text_of(s);
	struct pattern_hit hit;

	for (size_t i = 0; p && i < t.token_count; i++)
		if (pattern_match(&t, p, i, t.token_count, &hit)) {
			struct str m = talk_span_text(&t, (struct talk_span){hit.mark_first, hit.mark_end - hit.mark_first});

			return marked && str_eq_c(m, marked);
		}
	return !marked && p;
}

static void test_patterns(void)
{
	tap_ok(matches("i/we { cut to? } #time", "So we um cut to 40 minutes", "cut to"), "words, options, amounts, marks; fillers unseen");
	tap_ok(matches("plan* ... write", "planning how to write", "planning how to write"), "prefixes and gaps");
	tap_ok(matches("a _ xyzzy", "a plugh xyzzy", "a plugh xyzzy"), "words that nobody knows");
	tap_ok(matches("x*/so ... #", "xyzzy was 7", "xyzzy was 7"), "a prefix of one letter, and an amount behind a gap");
	tap_ok(matches("plan* ...1 write", "planning how to write", NULL), "gaps end");
	tap_ok(matches("<tool> was", "change data capture was", "change data capture was"), "phrases of a class");
	tap_ok(matches("cut !the", "we cut the", NULL), "what must not follow");
	tap_ok(matches("^ so", "and so", NULL), "the beginning of a sentence");
	tap_ok(matches("^ so", "Well. So", "So"), "and a second one");
	tap_ok(matches("so $", "and so.", "so"), "the end");
	tap_ok(matches("one ... two", "one. two", NULL), "no match over sentences");
	static const char *const bad[] = {"{ a", "a }", "<nothing> b", "#furlong", "?", "a ...99", "A", "on-call", "", "by ...2", "at"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *why = NULL;

		pattern_parse(&arena, lex, str_of(bad[i]), &why);
		tap_ok(strcmp(bad[i], "?") == 0 || why, "not a pattern: '%s': %s", bad[i], why ? why : "");
	}
}

static void test_lexicon(void)
{
	static const struct {
		const char *word;
		int form;
	} forms[] = {{"planned", LEX_VERB_PAST}, {"planning", LEX_VERB_ING}, {"wrote", LEX_VERB_PAST}, {"written", LEX_VERB_PART}, {"fixes", LEX_VERB_S},
		     {"carried", LEX_VERB_PAST}, {"carries", LEX_VERB_S}, {"caching", LEX_VERB_ING}, {"cached", LEX_VERB_PART}, {"writing", LEX_VERB_ING}};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		const struct lex_word *w = &lex->words[lexicon_find(lex, forms[i].word, strlen(forms[i].word))];

		tap_ok(lex_has(&w->set, forms[i].form) && lex_has(&w->set, LEX_DO), "a form of a verb: %s", forms[i].word);
	}
	uint32_t wrote = lexicon_find(lex, "wrote", 5);

	tap_is_text(lex->words[lex->words[wrote].lemma].text, "write", "with its base form");
	size_t before = issues.count;

	read_yaml("bad.yaml", "classes: {a: [x]}\nunits: {furlong: [1 f]}\nnumbers: [x one]\nverbs: {do: 'a b'}\nother: {}\n");
	tap_is_int((long long)(issues.count - before), 5, "what is wrong is listed");
	tap_ok(issues.count > before && !strncmp(issues.text[before], "bad.yaml:1:", 11), "with its place: %s", issues.text[before]);
}

static const char *turn(const char *s)
{
	struct talk_text t = text_of(s);
	struct buf b;

	buf_init(&b, 1000);
	person_turn(&t, (struct talk_span){0, (uint32_t)t.token_count}, &b);
	const char *out = arena_strdup(&arena, buf_text(&b));

	buf_release(&b);
	return out;
}

static void test_person(void)
{
	tap_is_text(turn("we cut our load"), "you cut your load", "we and our");
	tap_is_text(turn("I was sure my job and me"), "you were sure your job and you", "I was");
	tap_is_text(turn("I'm late, I've been myself"), "you're late, you've been yourself", "contractions and reflexives");
	tap_is_text(turn("um the job was slow"), "the job was slow", "others keep their verb");
	tap_is_text(turn("The Redshift load of ours"), "the Redshift load of yours", "names keep their capital");
}

int main(void)
{
	load();
	test_tokens();
	test_offsets();
	test_sentences();
	test_amounts();
	test_patterns();
	test_lexicon();
	test_person();
	arena_release(&arena);
	return tap_done();
}
