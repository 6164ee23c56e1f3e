#include "practice/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/rng.h"

#define CANDIDATES_MAX 2000
#define QUESTION_BYTES_MAX 600
#define ENTRY_AGAIN 4000L        /* what an entry loses each time it comes: four of its weight */
#define PREDICT_TRIES 12         /* misreadings that are put to the judge for one question */
#define PREDICT_ROWS_MIN 3
#define EVENT_QUERY_BYTES 16384

/* A question that could be asked: an entry of the content and a feature of the query. */
struct candidate {
	const struct ask_entry *entry;
	const json_t *feature;
	const char *key;
	int times;                   /* asked before */
	long score;
};

struct chooser {
	const struct ask_round *r;
	const json_t *features;
	struct arena arena;
	struct candidate *all;
	size_t count;
	json_t *used;                /* set of keys of this round */
	json_t *quoted;              /* how often each quote was used in this round */
	json_t *worlds;              /* names of those that were shown, in this round too */
};

json_t *practice_ask_request(const char *subject, struct str query)
{
	return json_pack("{s:s,s:s,s:o}", "op", "ask", "id", subject, "query", json_text_value(query.p, query.n));
}

json_t *practice_check_request(const json_t *prediction, struct str typed)
{
	return json_pack("{s:s,s:O,s:o}", "op", "check", "prediction", prediction, "typed", json_text_value(typed.p, typed.n));
}

static json_t *predict_request(const struct chooser *k, const struct candidate *c, uint64_t seed)
{
	/* A prediction that comes again gets a larger world, so that there are more to choose from. */
	return json_pack("{s:s,s:s,s:o,s:I,s:s,s:I,s:O,s:i}", "op", "predict", "id", k->r->subject, "query",
			 json_text_value(k->r->query.p, k->r->query.n), "index", (json_int_t)json_get_int(c->feature, "index", -1),
			 "misreading", c->entry->misreading, "seed", (json_int_t)(seed & 0x7fffffff), "seen", k->worlds,
			 "rows_min", PREDICT_ROWS_MIN + c->times % 4);
}

/* ---- words ---- */

static struct str quote_of(const struct chooser *k, const json_t *feature)
{
	int64_t at = json_get_int(feature, "position", -1), n = json_get_int(feature, "length", 0);

	if (at < 0 || n <= 0 || (size_t)(at + n) > k->r->query.n)
		return (struct str){"", 0};
	return (struct str){k->r->query.p + at, (size_t)n};
}

/* The wording with its slots filled; NULL when one has no words, or the whole is too long. */
static const char *filled(struct chooser *k, const char *wording, const json_t *feature)
{
	json_t *slots = json_get_object(feature, "slots");
	const char *text = NULL;
	struct buf b;

	buf_init(&b, QUESTION_BYTES_MAX);
	while (*wording) {
		const char *open = strchr(wording, '{'), *end = open ? strchr(open, '}') : NULL;
		if (!end) {
			buf_adds(&b, wording);
			break;
		}
		const char *name = arena_strndup(&k->arena, open + 1, (size_t)(end - open) - 1);
		const char *word = json_get_text(slots, name, NULL);
		buf_add(&b, wording, (size_t)(open - wording));
		if (!word)
			goto out;
		buf_adds(&b, word);
		wording = end + 1;
	}
	if (!b.code && ask_word_count(buf_text(&b)) <= ASK_WORDS_MAX)
		text = arena_strdup(&k->arena, buf_text(&b));
out:
	buf_release(&b);
	return text;
}

/* One of the wordings that can be filled, another one each time the question comes. */
static const char *worded(struct chooser *k, const struct ask_entry *e, const json_t *feature, uint64_t pick)
{
	const char *ready[ASK_WORDINGS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < e->wording_count; i++)
		if ((ready[n] = filled(k, e->wordings[i], feature)))
			n++;
	return n ? ready[pick % n] : NULL;
}

/* ---- candidates ---- */

/* Entry and target: the words, else the names that the slots hold. Where in the query they stand plays no part. */
static const char *key_of(struct chooser *k, const struct ask_entry *e, const json_t *feature)
{
	struct str quote = quote_of(k, feature);
	const char *name;
	json_t *slot;
	struct buf b;

	buf_init(&b, 4096);
	buf_addf(&b, "%s@", e->id);
	/* A column or table is asked about once, wherever it stands. */
	if (e->feature != ASK_TABLE && e->feature != ASK_NULLABLE && quote.n) {
		buf_add(&b, quote.p, quote.n);
	} else {
		json_object_foreach(json_get_object(feature, "slots"), name, slot)
			buf_addf(&b, "%s ", json_is_string(slot) ? json_string_value(slot) : "");
	}
	const char *key = arena_strdup(&k->arena, buf_text(&b));
	buf_release(&b);
	return key;
}

static bool has_key(const struct chooser *k, const char *key)
{
	for (size_t i = 0; i < k->count; i++)
		if (!strcmp(k->all[i].key, key))
			return true;
	return false;
}

static void add_candidate(struct chooser *k, const struct ask_entry *e, const json_t *feature)
{
	const char *key;
	uint64_t h = RNG_HASH_START;

	if (k->count == CANDIDATES_MAX || (k->r->quoted && !quote_of(k, feature).n) || !worded(k, e, feature, 0))
		return;
	key = key_of(k, e, feature);
	if (has_key(k, key))
		return;
	h = rng_hash(h, &k->r->seed, sizeof k->r->seed);
	h = rng_hash(h, key, strlen(key));
	k->all[k->count++] = (struct candidate){e, feature, key, (int)json_get_int(k->r->earlier, key, 0),
						(long)e->weight * 1000 + (long)(h % 1000)};
}

static void collect(struct chooser *k)
{
	size_t count, i;
	const struct ask_entry *entries = ask_content_entries(k->r->content, &count);
	const json_t *feature;

	k->all = ARENA_NEW(&k->arena, struct candidate, CANDIDATES_MAX + 1);
	json_array_foreach(k->features, i, feature)
		for (size_t e = 0; e < count; e++)
			if (!strcmp(ask_feature_name(entries[e].feature), json_get_text(feature, "feature", "")))
				add_candidate(k, &entries[e], feature);
}

/* How often an entry came, whatever words it was about. */
static int uses_of(const struct chooser *k, const struct ask_entry *e)
{
	size_t n = strlen(e->id);
	const char *key;
	json_t *times;
	int uses = 0;

	json_object_foreach((json_t *)(uintptr_t)k->r->earlier, key, times)
		if (!strncmp(key, e->id, n) && key[n] == '@')
			uses += (int)json_integer_value(times);
	json_object_foreach(k->used, key, times)
		uses += !strncmp(key, e->id, n) && key[n] == '@';
	return uses;
}

/* How often these wordings came. */
static int worded_before(const struct chooser *k, const struct ask_entry *e)
{
	size_t count;
	const struct ask_entry *entries = ask_content_entries(k->r->content, &count);
	int uses = 0;

	if (e->sort != ASK_PREDICT)
		return uses_of(k, e);
	for (size_t i = 0; i < count; i++)
		uses += entries[i].sort == ASK_PREDICT ? uses_of(k, &entries[i]) : 0;
	return uses;
}

/* Fewer times asked first, then words that this round has not touched, then the weight, which falls each time the entry comes. */
static long merit(struct chooser *k, const struct candidate *c)
{
	struct str quote = quote_of(k, c->feature);
	const char *text = arena_strndup(&k->arena, quote.p, quote.n);

	return c->score - 100000L * c->times - 20000L * (long)json_get_int(k->quoted, text, 0) - ENTRY_AGAIN * uses_of(k, c->entry);
}

static struct candidate *best(struct chooser *k, enum ask_sort sort, bool asked_too, const bool *failed)
{
	struct candidate *top = NULL;
	long top_merit = 0;

	for (size_t i = 0; i < k->count; i++) {
		struct candidate *c = &k->all[i];
		/* A prediction on another world is another question. */
		if (c->entry->sort != sort || failed[i] || json_object_get(k->used, c->key) ||
		    (c->times && !asked_too && sort != ASK_PREDICT))
			continue;
		long m = merit(k, c);
		if (!top || m > top_merit) {
			top = c;
			top_merit = m;
		}
	}
	return top;
}

/* ---- questions ---- */

/* The world that a prediction is about. A fact may show a world again: it is not asked about. */
static const json_t *world_of(const json_t *question)
{
	return json_object_get(json_get_object(question, "prediction"), "world");
}

static json_t *points_of(const struct ask_entry *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < e->point_count; i++)
		json_array_append_new(list, json_pack("{s:s,s:s}", "topic", e->points[i].topic, "say", e->points[i].say));
	return list;
}

static json_t *question_of(struct chooser *k, const struct candidate *c, json_t *prediction)
{
	struct str quote = quote_of(k, c->feature);
	/* One wording after another, also where it is about other words; those of predictions are the same for all entries. */
	const char *whose = c->entry->sort == ASK_PREDICT ? "" : c->entry->id;
	uint64_t pick = rng_hash(rng_hash(RNG_HASH_START, whose, strlen(whose)), k->r->subject, strlen(k->r->subject)) + (uint64_t)worded_before(k, c->entry);
	json_t *q = json_pack("{s:s,s:s,s:s,s:s,s:s,s:o,s:I,s:I,s:o}", "key", c->key, "id", c->entry->id, "kind", ask_sort_name(c->entry->sort),
			      "feature", ask_feature_name(c->entry->feature), "text", worded(k, c->entry, c->feature, pick), "quote",
			      json_text_value(quote.p, quote.n), "position", (json_int_t)(quote.n ? json_get_int(c->feature, "position", -1) : -1),
			      "length", (json_int_t)quote.n, "points", points_of(c->entry));

	if (c->entry->answer)
		json_object_set_new(q, "answer", json_string(c->entry->answer));
	if (c->entry->reading)
		json_object_set_new(q, "reading", json_string(c->entry->reading));
	if (prediction)
		json_object_set(q, c->entry->sort == ASK_PREDICT ? "prediction" : "fact", prediction);
	if (c->times && c->entry->sort != ASK_PREDICT)
		json_object_set_new(q, "again", json_true());
	return q;
}

/* A world for the candidate. *found stays NULL when there is none. */
static enum err_code foretell(struct chooser *k, const struct candidate *c, json_t **found, struct err *err)
{
	json_t *reply = NULL;
	enum err_code code = k->r->call(predict_request(k, c, k->r->seed), &reply, k->r->arg, err);

	*found = NULL;
	if (code)
		return code;
	if (json_get_bool(reply, "found", false))
		*found = json_incref(reply);
	json_decref(reply);
	return ERR_OK;
}

/*
 * "What a window gives hangs on how the rows are stored": asked only where a world shows it, since many queries give the same for every order. Where
 * LIMIT cuts, the tree says it, and the cut is often larger than a world.
 */
static bool claims_order(const struct candidate *c)
{
	return c->entry->sort != ASK_PREDICT && c->entry->feature == ASK_WINDOW_TIES && c->entry->misreading;
}

/* The next question of this kind; *out stays NULL when none is left. */
static enum err_code next_question(struct chooser *k, enum ask_sort sort, bool asked_too, bool *failed, json_t **out, struct err *err)
{
	struct candidate *c;
	json_t *prediction;
	enum err_code code;

	*out = NULL;
	for (int tries = 0; tries < PREDICT_TRIES && (c = best(k, sort, asked_too, failed)); tries++) {
		prediction = NULL;
		bool shown = c->entry->misreading && !(k->r->bare && sort != ASK_PREDICT);
		if ((shown || claims_order(c)) && (code = foretell(k, c, &prediction, err)))
			return code;
		if (prediction || (sort != ASK_PREDICT && !claims_order(c))) {
			*out = question_of(k, c, shown ? prediction : NULL);
			json_decref(prediction);
			const char *quote = json_get_text(*out, "quote", "");
			json_object_set_new(k->quoted, quote, json_integer(1 + json_get_int(k->quoted, quote, 0)));
			json_object_set_new(k->used, c->key, json_true());
			if (world_of(*out))
				json_array_append(k->worlds, (json_t *)world_of(*out));
			return ERR_OK;
		}
		failed[c - k->all] = true;
	}
	return ERR_OK;
}

static enum err_code fill_round(struct chooser *k, json_t *questions, struct err *err)
{
	static const enum ask_sort turn[] = {ASK_PREDICT, ASK_WHY, ASK_WHAT_IF};
	bool *failed = ARENA_NEW(&k->arena, bool, k->count + 1);
	enum err_code code = ERR_OK;

	/* First what was never asked, then again what was; each kind in its turn, another one where a kind has run dry. */
	for (int asked_too = 0; asked_too < 2; asked_too++)
		for (size_t dry = 0, i = 0; !code && dry < 3 && json_array_size(questions) < k->r->count; i++) {
			enum ask_sort sort = k->r->only < 0 ? turn[(i + k->r->turn) % 3] : (enum ask_sort)k->r->only;
			json_t *q = NULL;
			code = next_question(k, sort, asked_too, failed, &q, err);
			dry = q ? 0 : dry + 1;
			if (q)
				json_array_append_new(questions, q);
		}
	return code;
}

enum err_code ask_round_make(const struct ask_round *r, json_t **questions, json_t **invalid, struct err *err)
{
	const json_t *shown = json_get_array(r->earlier, "worlds");
	struct chooser k = {.r = r, .used = json_object(), .quoted = json_object(), .worlds = shown ? json_copy((json_t *)shown) : json_array()};
	json_t *reply = NULL;
	enum err_code code;

	*questions = json_array();
	*invalid = NULL;
	arena_init(&k.arena, 64u << 20);
	code = r->call(practice_ask_request(r->subject, r->query), &reply, r->arg, err);
	if (!code && strcmp(json_get_text(reply, "type", ""), "features") != 0) {
		*invalid = json_incref(reply);
	} else if (!code) {
		k.features = json_get_array(reply, "features");
		collect(&k);
		code = fill_round(&k, *questions, err);
	}
	if (code) {
		json_decref(*questions);
		*questions = NULL;
	}
	json_decref(reply);
	json_decref(k.used);
	json_decref(k.quoted);
	json_decref(k.worlds);
	arena_release(&k.arena);
	return code;
}

/* ---- the record ---- */

static void note(json_t *earlier, const char *key, const json_t *world)
{
	json_t *worlds = json_get_array(earlier, "worlds");

	json_object_set_new(earlier, key, json_integer(1 + json_get_int(earlier, key, 0)));
	if (!json_is_string(world))
		return;
	if (!worlds) {
		worlds = json_array();
		json_object_set_new(earlier, "worlds", worlds);
	}
	json_array_append(worlds, (json_t *)world);
}

void ask_note(json_t *earlier, const json_t *question)
{
	note(earlier, json_get_text(question, "key", ""), world_of(question));
}

static bool note_event(const struct store_record *e, void *arg)
{
	note(arg, json_get_text(e->body, "key", ""), json_object_get(e->body, "world"));
	return true;
}

struct rounds_note {
	const char *subject;
	json_t *earlier;
};

static bool note_round(const struct store_record *e, void *arg)
{
	struct rounds_note *n = arg;
	const char *key = json_get_text(e->body, "key", NULL);

	if (key && !strcmp(json_get_text(e->body, "subject", ""), n->subject))
		note(n->earlier, key, NULL);
	return true;
}

enum err_code ask_earlier(struct store *s, const char *subject, json_t **out, struct err *err)
{
	struct store_which which = {.kind = store_kind_name(EVENT_ASK_ASKED), .subject = subject};
	struct store_which rounds = {.kind = "mock.asked"};
	struct rounds_note round_note = {.subject = subject};
	enum err_code code = ERR_OK;

	*out = round_note.earlier = json_object();
	if (s && subject && !(code = store_events(s, &which, note_event, *out, err)))
		code = store_events(s, &rounds, note_round, &round_note, err);
	if (code) {
		json_decref(*out);
		*out = NULL;
	}
	return code;
}

json_t *ask_asked_event(const json_t *question, int64_t attempt, struct str query)
{
	json_t *body = json_copy((json_t *)(uintptr_t)question);

	json_object_set_new(body, "attempt", json_integer(attempt));
	if (world_of(question))
		json_object_set(body, "world", (json_t *)world_of(question));
	if (query.n <= EVENT_QUERY_BYTES)
		json_object_set_new(body, "query", json_text_value(query.p, query.n));
	return body;
}

json_t *ask_answered_event(const json_t *question, int64_t asked, int64_t attempt, struct str answer, int64_t elapsed_ms)
{
	return json_pack("{s:I,s:I,s:s,s:s,s:o,s:I}", "attempt", (json_int_t)attempt, "asked", (json_int_t)asked, "key",
			 json_get_text(question, "key", ""), "kind", json_get_text(question, "kind", ""), "answer",
			 json_text_value(answer.p, answer.n), "elapsed_ms", (json_int_t)elapsed_ms);
}

json_t *ask_checked_event(const json_t *question, int64_t asked, int64_t answered, const json_t *checked)
{
	return json_pack("{s:I,s:I,s:s,s:O}", "asked", (json_int_t)asked, "answered", (json_int_t)answered, "key",
			 json_get_text(question, "key", ""), "checked", checked);
}
