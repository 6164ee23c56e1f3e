#include "judge/scene.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/rng.h"
#include "judge/judge.h"

#define STAGE_ARENA_BYTES (192u << 20)
#define PART_WORLDS 1000
#define RESULT_ROWS_MAX 20000
#define RESULT_BYTES_MAX (4u << 20)
#define INSERT_MAX_BYTES (1u << 20)
#define LEGAL_MEMORY_MB 128

static enum err_code open_stage(struct stage *st, const struct duck_options *o, struct err *err)
{
	arena_init(&st->arena, STAGE_ARENA_BYTES);
	return duck_open(&st->d, o, err);
}

static void release_prints(struct stage_prints *p)
{
	if (p->sample)
		arena_release(&p->sample->arena);
	free(p->sample);
	free(p->prints);
}

static void forget_prints(struct stage *st)
{
	for (size_t i = 0; i < st->cached; i++)
		release_prints(&st->cache[i]);
	st->cached = 0;
}

void stage_forget(struct stage *st)
{
	forget_prints(st);
	st->worlds = (struct worlds){0};
	st->permuted = (struct worlds){0};
	st->room = 0;
	st->id = 0;
}

static void release_stage(struct stage *st)
{
	forget_prints(st);
	arena_release(&st->arena);
	duck_free(st->d);
}

static bool listed(const json_t *names, const char *name)
{
	size_t i;
	json_t *one;

	json_array_foreach(names, i, one)
		if (json_is_string(one) && strcasecmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

static void apply_options(struct contract *c, const struct scene_options *o)
{
	c->no_nulls = o->no_nulls;
	c->empty_groups = !o->no_empty && !o->no_empty_groups;
	for (size_t t = 0; t < c->table_count; t++)
		c->tables[t].may_be_empty = o->empty_tables ? listed(o->empty_tables, c->tables[t].name) : !o->no_empty;
}

static void add_tables(const struct contract *c, struct buf *b)
{
	for (size_t t = 0; t < c->table_count; t++) {
		buf_adds(b, "CREATE TABLE ");
		contract_quote(b, c->tables[t].name);
		for (size_t k = 0; k < c->tables[t].column_count; k++) {
			buf_adds(b, k ? ", " : "(");
			contract_quote(b, c->tables[t].columns[k].name);
			buf_addf(b, " %s", c->tables[t].columns[k].type_name);
		}
		buf_adds(b, ");");
	}
}

/* Empty views for the worlds to come, and empty tables that queries are bound to: messages then speak of tables. */
static enum err_code make_plain(struct scene *s, struct err *err)
{
	struct world_table none[CONTRACT_TABLES_MAX] = {0};
	struct world empty = {none};
	struct buf b;
	enum err_code rc = duck_exec(s->extra.d,
				     "CREATE SCHEMA " PLAIN_SCHEMA "; SET schema = '" PLAIN_SCHEMA "';"
				     "SET lock_configuration = true;",
				     err);

	buf_init(&b, INSERT_MAX_BYTES);
	add_tables(s->contract, &b);
	buf_adds(&b, "SET lock_configuration = true;");
	if (!rc)
		rc = buf_check(&b, err);
	if (!rc)
		rc = duck_exec(s->base.d, buf_text(&b), err);
	if (!rc)
		rc = world_store_plain(s->extra.d, s->contract, gen_texts(s->gen), &empty, err);
	buf_release(&b);
	return rc;
}

enum err_code scene_new(struct scene **out, const char *ddl, const struct scene_options *options, struct err *err)
{
	struct duck_options o = {.memory_mb = options->memory_mb,
				 .integer_division = options->redshift,
				 .postgres_nulls = options->redshift};
	struct scene *s = calloc(1, sizeof *s);
	enum err_code rc;

	if (!s)
		return err_set(err, ERR_MEMORY, "out of memory");
	s->foreign = options->redshift;
	s->seed = options->seed;
	s->deadline_ms = -1;
	s->statement_ms = JUDGE_STATEMENT_MS;
	rc = open_stage(&s->base, &o, err);
	if (!rc)
		rc = open_stage(&s->extra, &o, err);
	if (!rc)
		rc = contract_read(&s->contract, s->base.d, ddl, err);
	if (rc)
		goto out;
	apply_options(s->contract, options);
	rc = gen_new(&s->gen, s->contract, s->base.d, s->seed, err);
	s->live = s->gen;
	if (!rc)
		rc = make_plain(s, err);
out:
	if (rc)
		scene_free(s);
	else
		*out = s;
	return rc;
}

void scene_free(struct scene *s)
{
	if (!s)
		return;
	scene_unlearn(s);
	gen_free(s->gen);
	release_stage(&s->base);
	release_stage(&s->extra);
	duck_free(s->legal);
	contract_free(s->contract);
	free(s);
}

void scene_deadline(struct scene *s, int64_t deadline_ms)
{
	s->deadline_ms = deadline_ms;
}

/* A statement that starts after the deadline would not be interrupted at once: it is not started. */
static bool late(const struct scene *s, struct duck_error *why)
{
	if (s->deadline_ms < 0 || clock_mono_ms() <= s->deadline_ms)
		return false;
	*why = (struct duck_error){.kind = "Interrupt", .text = "the time limit was reached", .position = -1};
	return true;
}

/* Let the next statement in d end in time. Disarmed behind it, so that statements of ours are never cut. */
static void arm(const struct scene *s, struct duck *d)
{
	int64_t limit = clock_mono_ms() + s->statement_ms;

	duck_deadline(d, s->deadline_ms >= 0 && s->deadline_ms < limit ? s->deadline_ms : limit);
}

enum err_code scene_learn(struct scene *s, const struct side *q, bool *news, struct err *err)
{
	struct gen *clone;
	enum err_code rc;

	scene_unlearn(s);
	*news = false;
	rc = gen_clone(&clone, s->gen, err);
	if (rc)
		return rc;
	rc = gen_learn(clone, q->doc, news, err);
	if (rc || !*news)
		gen_free(clone);
	else
		s->live = clone;
	return rc;
}

void scene_unlearn(struct scene *s)
{
	if (s->live == s->gen)
		return;
	/* worlds made from the clone read its texts */
	if (s->base.worlds.texts == gen_texts(s->live))
		s->base.id = s->base.worlds.n = 0;
	if (s->extra.worlds.texts == gen_texts(s->live))
		s->extra.id = s->extra.worlds.n = 0;
	gen_free(s->live);
	s->live = s->gen;
}

enum err_code stage_put(struct scene *s, struct stage *st, const struct worlds *w, uint64_t id, struct err *err)
{
	enum err_code rc = worlds_store(st->d, w, 0, true, err);

	(void)s;
	forget_prints(st);
	st->worlds = *w;
	st->room = w->n;
	st->permuted = (struct worlds){0};
	st->id = rc ? 0 : id;
	return rc;
}

/* Add worlds to those that stand: a stage often needs its first few only. */
static enum err_code grow(struct scene *s, struct stage *st, struct gen *gen, size_t first, size_t n, struct err *err)
{
	struct worlds more;
	size_t have = st->worlds.n;
	enum err_code rc = gen_worlds(gen, first + have, n - have, &st->arena, &more, err);

	if (!rc)
		rc = worlds_store(st->d, &more, (int64_t)have, have == 0, err);
	if (rc) {
		st->id = st->worlds.n = 0;
		return rc;
	}
	(void)s;
	struct world *all = ARENA_NEW(&st->arena, struct world, n + 1);
	if (have)
		memcpy(all, st->worlds.p, have * sizeof *all);
	memcpy(all + have, more.p, more.n * sizeof *all);
	st->worlds = more;
	st->worlds.p = all;
	st->worlds.n = have + more.n;
	for (size_t i = 0; n > st->room && i < st->cached; i++) {
		struct print *p = realloc(st->cache[i].prints, n * sizeof *p);
		if (!p)
			BUG("out of memory");
		st->cache[i].prints = p;
	}
	st->room = n > st->room ? n : st->room;
	return ERR_OK;
}

enum err_code stage_fill(struct scene *s, struct stage *st, struct gen *gen, size_t first, size_t n, struct err *err)
{
	uint64_t parts[3] = {gen_values_hash(gen), first, s->seed};
	uint64_t id = rng_hash(RNG_HASH_START, parts, sizeof parts);

	if (st->id != id) {
		stage_forget(st);
		arena_clear(&st->arena);
		st->id = id;
	}
	return st->worlds.n >= n ? ERR_OK : grow(s, st, gen, first, n, err);
}

/* Store the twins of the first n worlds, as far as they are not. */
static enum err_code permute(struct scene *s, struct stage *st, size_t n, struct err *err)
{
	struct worlds more = st->worlds;
	size_t have = st->permuted.n;
	enum err_code rc;

	if (have >= n)
		return ERR_OK;
	more.n = n - have;
	more.p = ARENA_NEW(&st->arena, struct world, more.n);
	for (size_t i = 0; i < more.n; i++)
		more.p[i] = world_permuted(&st->arena, s->contract, &st->worlds.p[have + i], s->seed + have + i);
	rc = worlds_store(st->d, &more, STAGE_PERMUTED + (int64_t)have, false, err);
	if (!rc)
		st->permuted.n = n;
	return rc;
}

static uint64_t print_key(const struct side *q, const struct compare_plan *plan, bool permuted)
{
	uint64_t h = rng_hash(q->hash, plan->kinds, plan->column_count * sizeof plan->kinds[0]);

	return rng_hash(h, &permuted, sizeof permuted);
}

static struct stage_prints *prints_for(struct stage *st, uint64_t key)
{
	for (size_t i = 0; i < st->cached; i++)
		if (st->cache[i].key == key)
			return &st->cache[i];
	if (st->cached == STAGE_PRINTS_MAX) {
		release_prints(&st->cache[0]);
		memmove(st->cache, st->cache + 1, (STAGE_PRINTS_MAX - 1) * sizeof st->cache[0]);
		st->cached--;
	}
	struct stage_prints *p = &st->cache[st->cached++];
	*p = (struct stage_prints){.key = key, .prints = calloc(st->room + 1, sizeof *p->prints)};
	if (!p->prints)
		BUG("out of memory");
	return p;
}

const struct print *stage_prints(struct scene *s, struct stage *st, const struct side *q,
				 const struct compare_plan *plan, bool permuted, size_t n, int max_failures,
				 struct duck_error *why)
{
	struct err err = {0};

	if (!q->batched || (permuted && permute(s, st, n, &err)))
		return NULL;
	struct stage_prints *p = prints_for(st, print_key(q, plan, permuted));
	if (p->count < n && !p->failed) {
		bool ok = scene_prints(s, st->d, q, plan, (permuted ? STAGE_PERMUTED : 0) + (int64_t)p->count, n - p->count,
				       max_failures, p->prints + p->count, why);
		if (ok)
			p->count = n;
		else if (strcmp(why->kind, "Interrupt") == 0)
			return NULL;   /* not a property of the query: not remembered */
		else
			p->failed = true;
		if (p->failed)
			snprintf(p->why, sizeof p->why, "%.199s", why->text);
	}
	if (p->failed)
		snprintf(why->text, sizeof why->text, "%s", p->why);
	return p->failed ? NULL : p->prints;
}

bool scene_prints(struct scene *s, struct duck *d, const struct side *q, const struct compare_plan *plan, int64_t first,
		  size_t n, int max_failures, struct print *out, struct duck_error *why)
{
	bool ok = true;

	/* In parts: the limit of a statement is meant for a thousand worlds or so. */
	for (size_t done = 0; ok && done < n; done += PART_WORLDS) {
		size_t part = n - done < PART_WORLDS ? n - done : PART_WORLDS;
		if (late(s, why))
			return false;
		arm(s, d);
		ok = batch_prints(d, q, plan, first + (int64_t)done, part, max_failures, out + done, why);
		duck_deadline(d, -1);
	}
	return ok;
}

/* A row that refers to itself or to a later one cannot be inserted under its own constraint. */
static bool refers_to_itself(const struct contract *c)
{
	for (size_t t = 0; t < c->table_count; t++)
		for (size_t f = 0; f < c->tables[t].fk_count; f++)
			if (c->tables[t].fks[f].table == (int)t)
				return true;
	return false;
}

static enum err_code open_legal(struct scene *s, struct err *err)
{
	struct duck_options o = {.memory_mb = LEGAL_MEMORY_MB, .integer_division = s->foreign, .postgres_nulls = s->foreign,
				 .lock = true};
	enum err_code rc = duck_open(&s->legal, &o, err);
	struct buf b;

	buf_init(&b, INSERT_MAX_BYTES);
	if (refers_to_itself(s->contract))
		add_tables(s->contract, &b);
	else
		buf_adds(&b, s->contract->ddl);
	if (!rc)
		rc = duck_exec(s->legal, buf_text(&b), err);
	buf_release(&b);
	return rc;
}

enum err_code scene_on(struct scene *s, enum scene_ground ground, struct err *err)
{
	enum err_code rc = ERR_OK;

	if (ground == GROUND_TABLES && !s->legal)
		rc = open_legal(s, err);
	else if (s->ground == GROUND_TABLES)
		duck_exec(s->legal, "ROLLBACK", NULL);
	if (rc) {
		duck_free(s->legal);
		s->legal = NULL;
		return rc;
	}
	if (ground == GROUND_TABLES)
		rc = duck_exec(s->legal, "BEGIN", err);
	s->ground = rc ? GROUND_VIEWS : ground;
	return rc;
}

static enum err_code insert_world(struct scene *s, const struct world *w, struct err *err)
{
	struct buf b;
	enum err_code rc;

	buf_init(&b, INSERT_MAX_BYTES);
	buf_adds(&b, "ROLLBACK; BEGIN;");
	scene_insert_sql(s, w, &b);
	rc = buf_check(&b, err);
	if (!rc)
		rc = duck_exec(s->legal, buf_text(&b), err);
	buf_release(&b);
	return rc;
}

enum err_code scene_stand(struct scene *s, const struct world *w, uint64_t order, struct err *err)
{
	struct arena a;
	struct world p = *w;
	enum err_code rc;

	arena_init(&a, 4u << 20);
	if (order == 1)
		p = world_reversed(&a, s->contract, w);
	else if (order)
		p = world_permuted(&a, s->contract, w, order);
	rc = s->ground == GROUND_TABLES
		     ? insert_world(s, &p, err)
		     : world_store_plain(s->extra.d, s->contract, gen_texts(s->live), &p, err);
	arena_release(&a);
	return rc;
}

static struct duck *standing(const struct scene *s)
{
	return s->ground == GROUND_TABLES ? s->legal : s->extra.d;
}

bool scene_rows(struct scene *s, const struct side *q, struct arena *a, struct duck_rows *out, struct duck_error *why)
{
	bool ok;

	if (late(s, why))
		return false;
	arm(s, standing(s));
	ok = duck_rows(standing(s), q->sql, RESULT_ROWS_MAX, RESULT_BYTES_MAX, a, out, why);
	duck_deadline(standing(s), -1);
	return ok;
}

const struct duck_rows *stage_sample_rows(struct scene *s, struct stage *st, const struct side *q,
					  const struct compare_plan *plan, size_t i, size_t w)
{
	struct stage_prints *p = prints_for(st, print_key(q, plan, false));
	struct duck_error why;

	if (!p->sample) {
		p->sample = calloc(1, sizeof *p->sample);
		if (!p->sample)
			BUG("out of memory");
		arena_init(&p->sample->arena, STAGE_SAMPLE * (size_t)RESULT_BYTES_MAX);
	}
	if (!p->sample->at[i].tried || p->sample->at[i].world != w) {
		p->sample->at[i].ok = scene_rows(s, q, &p->sample->arena, &p->sample->at[i].rows, &why);
		p->sample->at[i].world = w;
		p->sample->at[i].tried = p->sample->at[i].ok || strcmp(why.kind, "Interrupt") != 0;
	}
	return p->sample->at[i].ok ? &p->sample->at[i].rows : NULL;
}

static void insert_table(const struct scene *s, size_t table, const struct world_table *rows, struct buf *b)
{
	const struct contract_table *t = &s->contract->tables[table];

	if (!rows->row_count)
		return;
	buf_adds(b, "INSERT INTO ");
	contract_quote(b, t->name);
	buf_adds(b, " VALUES");
	for (int r = 0; r < rows->row_count; r++) {
		buf_adds(b, r ? ",\n  (" : "\n  (");
		for (size_t c = 0; c < t->column_count; c++) {
			buf_adds(b, c ? ", " : "");
			cell_sql(b, &t->columns[c], gen_texts(s->live), rows->cells[(size_t)r * t->column_count + c]);
		}
		buf_addc(b, ')');
	}
	buf_adds(b, ";\n");
}

void scene_insert_sql(const struct scene *s, const struct world *w, struct buf *b)
{
	for (size_t t = 0; t < s->contract->table_count; t++)
		insert_table(s, t, &w->tables[t], b);
}

struct print scene_print(struct scene *s, const struct side *q, const struct compare_plan *plan, struct duck_error *why)
{
	struct print p = {.rows = PRINT_FAILED};

	if (late(s, why))
		return p;
	arm(s, s->extra.d);
	p = plain_print(s->extra.d, q, plan, why);
	duck_deadline(s->extra.d, -1);
	return p;
}

bool scene_prepare(struct scene *s, struct side *q, const char *query, struct refusal *no)
{
	bool ok;

	arm(s, s->base.d);
	ok = side_prepare(q, s->base.d, s->contract, query, s->foreign, no);
	duck_deadline(s->base.d, -1);
	return ok;
}
