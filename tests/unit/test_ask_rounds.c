/* Twelve rounds of questions on one exercise, with the real worker: nothing repeats, everything is short, quotes are quotes. */
#include <stdlib.h>
#include <string.h>

#include "bank/bank.h"
#include "base/json.h"
#include "judge/judge.h"
#include "practice/ask.h"
#include "tap.h"

#define ROUNDS 12
#define CALL_MS 120000

static struct judge_client *client;

static enum err_code call(json_t *request, json_t **reply, void *arg, struct err *err)
{
	enum err_code code = judge_client_ask(client, request, CALL_MS, reply, err);

	(void)arg;
	json_decref(request);
	return code;
}

/* What makes a question another one: its words, what they quote, and for a prediction its world. */
static char *identity(const json_t *q)
{
	json_t *parts = json_pack("[s, s, s]", json_get_text(q, "text", ""), json_get_text(q, "quote", ""),
				  json_get_text(json_get_object(q, "prediction"), "world", ""));
	char *text = json_text(parts);

	json_decref(parts);
	return text;
}

static bool is_short(const char *text)
{
	const char *mark = strchr(text, '?');

	return mark && !mark[1] && ask_word_count(text) <= ASK_WORDS_MAX && !strchr(text, '{');
}

struct tally {
	int repeated, worded, again, unquoted, longer, flat, kinds[3];
};

static void count_question(struct tally *t, json_t *seen, const json_t *q, const char *query)
{
	char *id = identity(q);
	const char *quote = json_get_text(q, "quote", ""), *kind = json_get_text(q, "kind", "");
	const json_t *p = json_get_object(q, "prediction");
	int64_t at = json_get_int(q, "position", -1), n = json_get_int(q, "length", 0);

	if (json_object_get(seen, id))
		tap_show("repeated", id);
	t->repeated += json_object_get(seen, id) != NULL;
	json_object_set_new(seen, id, json_true());
	/* "What comes out?" is said of each database. */
	if (strcmp(kind, "predict") != 0) {
		const char *text = json_get_text(q, "text", "");

		if (json_object_get(seen, text))
			tap_show("in the same words", text);
		t->worded += json_object_get(seen, text) != NULL;
		json_object_set_new(seen, text, json_true());
	}
	t->again += json_get_bool(q, "again", false);
	t->unquoted += n > 0 && (strlen(quote) != (size_t)n || strncmp(query + at, quote, (size_t)n) != 0);
	t->longer += !is_short(json_get_text(q, "text", ""));
	t->flat += p && json_equal(json_object_get(p, "expected"), json_object_get(p, "misread"));
	t->kinds[0] += !strcmp(kind, "why");
	t->kinds[1] += !strcmp(kind, "predict");
	t->kinds[2] += !strcmp(kind, "what-if");
	free(id);
}

static json_t *round_of(const struct ask_content *content, const char *subject, const char *query, const json_t *earlier, uint64_t seed)
{
	struct ask_round r = {.content = content, .subject = subject, .query = str_of(query), .earlier = earlier, .seed = seed,
			      .count = ASK_ROUND_DEFAULT, .only = -1, .call = call};
	json_t *questions = NULL, *invalid = NULL;
	struct err err = {0};

	if (ask_round_make(&r, &questions, &invalid, &err))
		BUG("%s", err.text);
	json_decref(invalid);
	return questions;
}

/* wrong: about the first mutant, as after a submission that was refuted. */
static void twelve_rounds(struct bank *bank, const struct ask_content *content, const char *slug, bool wrong)
{
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	struct tally t = {0};
	struct err err = {0};
	struct arena a;
	json_t *earlier = json_object(), *seen = json_object(), *reply = NULL, *q;
	size_t asked = 0, i;

	arena_init(&a, 1u << 20);
	if (bank_find(bank, slug, &ex, &err) || bank_variant(ex, NULL, &v, &err) || call(bank_open_request(bank, ex, v), &reply, NULL, &err))
		BUG("%s", err.text);
	json_decref(reply);
	const char *subject = bank_subject(bank, ex, v, &a), *query = wrong ? v->mutants[0].sql : v->answers[0].sql;
	json_t *first = round_of(content, subject, query, earlier, 7);
	json_t *same = round_of(content, subject, query, earlier, 7);
	tap_ok(json_equal(first, same), "%s, %s: the same seed gives the same round", slug, wrong ? v->mutants[0].name : v->answers[0].name);
	json_decref(first);
	json_decref(same);
	for (uint64_t round = 0; round < ROUNDS; round++) {
		json_t *questions = round_of(content, subject, query, earlier, 7 + round);
		asked += json_array_size(questions);
		json_array_foreach(questions, i, q) {
			count_question(&t, seen, q, query);
			ask_note(earlier, q);
		}
		json_decref(questions);
	}
	tap_is_int((long long)asked, (long long)ROUNDS * ASK_ROUND_DEFAULT, "%s: twelve full rounds", slug);
	tap_is_int(t.repeated, 0, "no question comes twice");
	tap_is_int(t.worded, 0, "and none in the same words about something else");
	tap_is_int(t.again, 0, "and none is called a repeat");
	tap_is_int(t.unquoted, 0, "each quote stands in the query");
	tap_is_int(t.longer, 0, "each is one question of at most %d words", ASK_WORDS_MAX);
	tap_is_int(t.flat, 0, "each prediction can be got wrong");
	printf("# %d why, %d predict, %d what-if\n", t.kinds[0], t.kinds[1], t.kinds[2]);
	tap_ok(t.kinds[0] >= ROUNDS && t.kinds[1] >= ROUNDS && t.kinds[2] >= ROUNDS, "all kinds, all rounds");
	json_decref(earlier);
	json_decref(seen);
	arena_release(&a);
}

static void runs_dry(struct bank *bank, const struct ask_content *content)
{
	json_t *earlier = json_object(), *q, *questions;
	const char *subject = "amazon-de/nth-highest/none", *query = "SELECT 1";
	struct err err = {0};
	size_t again = 0, i;
	json_t *reply = NULL;

	(void)bank;
	if (call(json_pack("{s:s, s:s, s:s, s:s, s:[{s:s, s:s}], s:[], s:{}}", "op", "open", "id", subject, "schema",
			   "CREATE TABLE t (id INTEGER PRIMARY KEY)", "sample", "", "answers", "name", "a", "sql", "SELECT 1", "mutants",
			   "contract"), &reply, NULL, &err))
		BUG("%s", err.text);
	json_decref(reply);
	for (uint64_t round = 0; round < 20; round++) {
		questions = round_of(content, subject, query, earlier, round);
		json_array_foreach(questions, i, q) {
			again += json_get_bool(q, "again", false);
			ask_note(earlier, q);
		}
		tap_is_int((long long)json_array_size(questions), ASK_ROUND_DEFAULT, "round %d of 'SELECT 1' has its questions", (int)round + 1);
		json_decref(questions);
	}
	tap_ok(again > 0, "when everything was asked, that is said");
	json_decref(earlier);
}

/* With slugs as arguments these exercises in place of the usual ones. */
int main(int argc, char **argv)
{
	static const char *const slugs[] = {"top-customers-by-month", "left-join-filters", "login-streaks"};
	struct ask_content *content = NULL;
	struct bank *bank = NULL;
	struct err err = {0};

	if (bank_open(&bank, "content", "amazon-de", &err) || ask_content_open(&content, "content", "amazon-de", &err) ||
	    judge_client_new(&client, NULL, &err))
		BUG("%s", err.text);
	for (int i = 1; i < argc; i++)
		for (int wrong = 0; wrong < 2; wrong++)
			twelve_rounds(bank, content, argv[i], wrong);
	for (size_t i = 0; argc == 1 && i < sizeof slugs / sizeof *slugs; i++)
		twelve_rounds(bank, content, slugs[i], i == 1);
	runs_dry(bank, content);
	judge_client_free(client);
	ask_content_free(content);
	bank_free(bank);
	return tap_done();
}
