/*
 * Make a large record of a small one: its drills, stories told and rounds are written again and again, a day earlier each time and about other exercises,
 * until there are so many events. Settings and memories stand there once. So every body is one that Spar wrote itself.
 *
 * usage: bench_record FROM TO EVENTS   two folders, the second without a record
 */
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bank/bank.h"
#include "base/json.h"
#include "base/rng.h"
#include "store/store.h"

#define DAY_MS (24 * 3600 * 1000LL)
#define EVENTS_MAX 100000

struct source {
	struct store_record *p;
	size_t n, cap;
	struct arena a;
};

struct target {
	struct bank *bank;
	struct rng dice;
	sqlite3 *db;
	sqlite3_stmt *put;
	json_t *ids;               /* what an event of the source is called here, the last time it was written */
	json_t *subjects;          /* of attempts, by the source's event */
	struct arena a;
	size_t written;
};

static void fail(const char *what, const char *why)
{
	fprintf(stderr, "bench_record: %s: %s\n", what, why);
	exit(1);
}

static bool keep(const struct store_record *e, void *arg)
{
	struct source *s = arg;

	if (s->n == s->cap)
		return false;
	s->p[s->n] = *e;
	s->p[s->n].kind = arena_strdup(&s->a, e->kind);
	s->p[s->n].subject = arena_strdup(&s->a, e->subject);
	s->p[s->n++].body = json_incref(e->body);
	return true;
}

static bool is_once(const char *kind)
{
	static const char *const once[] = {"settings.changed", "story.begun", "story.answered", "story.aside"};

	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (!strcmp(kind, once[i]))
			return true;
	return false;
}

/* A plan is made anew for what stands there. */
static bool is_left_out(const char *kind)
{
	return !strncmp(kind, "plan.", 5);
}

/* An attempt of this copy is about another exercise; everything of it is. */
static const char *subject_of(struct target *t, const struct store_record *e, json_t *body)
{
	int64_t attempt = json_get_int(e->body, "attempt", e->id);
	const char *key = arena_printf(&t->a, "%lld", (long long)attempt), *subject;

	if (strncmp(e->kind, "attempt.", 8) != 0)
		return e->subject;
	if (!strcmp(e->kind, "attempt.started")) {
		const struct bank_exercise *ex = bank_at(t->bank, rng_below(&t->dice, (uint32_t)bank_count(t->bank)));
		const struct bank_variant *v = &ex->variants[rng_below(&t->dice, (uint32_t)ex->variant_count)];
		json_t *patterns = json_array();

		for (size_t i = 0; i < ex->pattern_count; i++)
			json_array_append_new(patterns, json_string(ex->patterns[i]));
		json_object_set_new(body, "patterns", patterns);
		json_object_set_new(t->subjects, key, json_string(bank_subject(t->bank, ex, v, &t->a)));
	}
	subject = json_get_text(t->subjects, key, NULL);
	return subject ? subject : e->subject;
}

static void put(struct target *t, const struct store_record *e, int64_t back_ms)
{
	static const char *const names[] = {"attempt", "submission", "asked", "answered", "telling", "story", "mock"};
	json_t *body = json_copy(e->body);
	const char *subject;
	char *text;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		json_t *now = json_object_get(t->ids, arena_printf(&t->a, "%lld", (long long)json_get_int(body, names[i], 0)));

		if (now && json_is_integer(json_object_get(body, names[i])))
			json_object_set(body, names[i], now);
	}
	subject = subject_of(t, e, body);
	text = json_text(body);
	sqlite3_bind_int64(t->put, 1, e->at_ms - back_ms);
	sqlite3_bind_text(t->put, 2, e->kind, -1, SQLITE_STATIC);
	sqlite3_bind_text(t->put, 3, subject, -1, SQLITE_STATIC);
	sqlite3_bind_text(t->put, 4, text, -1, SQLITE_STATIC);
	if (sqlite3_step(t->put) != SQLITE_DONE)
		fail("event", sqlite3_errmsg(t->db));
	sqlite3_reset(t->put);
	json_object_set_new(t->ids, arena_printf(&t->a, "%lld", (long long)e->id), json_integer(sqlite3_last_insert_rowid(t->db)));
	t->written++;
	free(text);
	json_decref(body);
}

/* The oldest copies are written first, so that the order of the events is that of time. */
static void write_all(struct target *t, const struct source *from, size_t wanted)
{
	size_t once = 0, again = 0, copies;

	for (size_t i = 0; i < from->n; i++)
		if (is_once(from->p[i].kind))
			once++;
		else
			again += !is_left_out(from->p[i].kind);
	if (!again)
		fail("record", "there is nothing to write again");
	copies = wanted > once ? (wanted - once + again / 2) / again : 0;
	if (!copies)
		copies = 1;
	for (size_t i = 0; i < from->n; i++)
		if (is_once(from->p[i].kind))
			put(t, &from->p[i], (int64_t)copies * DAY_MS);
	while (copies-- > 0) {
		for (size_t i = 0; i < from->n; i++)
			if (!is_once(from->p[i].kind) && !is_left_out(from->p[i].kind))
				put(t, &from->p[i], (int64_t)copies * DAY_MS);
		arena_clear(&t->a);
	}
}

int main(int argc, char **argv)
{
	long wanted = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
	struct source from = {.cap = EVENTS_MAX};
	struct target to = {.ids = json_object(), .subjects = json_object()};
	struct store_which all = {0};
	struct store *s = NULL;
	struct err err = {0};
	char path[1000];

	if (wanted < 1)
		fail("usage", "bench_record FROM TO EVENTS");
	arena_init(&from.a, 256u << 20);
	arena_init(&to.a, 256u << 20);
	rng_init(&to.dice, 1);
	from.p = calloc(from.cap, sizeof(*from.p));
	if (!from.p || bank_open(&to.bank, NULL, NULL, &err) || store_open(&s, argv[1], &err) || store_events(s, &all, keep, &from, &err))
		fail("record", from.p ? err.text : "out of memory");
	bank_load_all(to.bank);
	store_close(s);
	if (store_open(&s, argv[2], &err))
		fail("record", err.text);
	snprintf(path, sizeof(path), "%s", store_path(s));
	store_close(s);
	/* One after the other through the store they would be so many fsyncs; the projections are rebuilt from them instead. */
	if (sqlite3_open(path, &to.db) || sqlite3_exec(to.db, "BEGIN", NULL, NULL, NULL) ||
	    sqlite3_prepare_v2(to.db, "INSERT INTO event (at_ms, kind, subject, body) VALUES (?, ?, ?, ?)", -1, &to.put, NULL))
		fail("record", sqlite3_errmsg(to.db));
	write_all(&to, &from, (size_t)wanted);
	sqlite3_finalize(to.put);
	if (sqlite3_exec(to.db, "COMMIT", NULL, NULL, NULL))
		fail("record", sqlite3_errmsg(to.db));
	sqlite3_close(to.db);
	if (store_open(&s, argv[2], &err) || store_rebuild(s, &err))
		fail("record", err.text);
	store_close(s);
	printf("%zu\n", to.written);
	json_decref(to.ids);
	json_decref(to.subjects);
	for (size_t i = 0; i < from.n; i++)
		json_decref(from.p[i].body);
	free(from.p);
	arena_release(&from.a);
	arena_release(&to.a);
	bank_free(to.bank);
	return 0;
}
