/* What a round asks this time: exercises, principles, questions, scenarios. Everything follows from the seed and the record. */
#include "mock/mock_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/rng.h"
#include "practice/choose.h"

#define POOL_MAX 512

struct draw {
	const struct mock_base *base;
	const struct mock_options *o;
	struct rng rng;
	struct arena arena;
	const char *exercises[MOCK_PARTS_MAX], *principles[MOCK_PARTS_MAX], *scenarios[MOCK_PARTS_MAX], *questions[MOCK_PARTS_MAX];
	size_t exercise_count, principle_count, scenario_count, question_count;
	json_t *parts;
	long minutes_wanted, minutes_written;    /* parts are scaled by this */
};

static bool in_list(const char *const *list, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i], id))
			return true;
	return false;
}

static bool exercise_fits(const struct bank_exercise *ex, const struct round_part *p)
{
	bool pattern = p->pattern_count == 0;

	for (size_t i = 0; i < ex->pattern_count && !pattern; i++)
		pattern = in_list(p->patterns, p->pattern_count, ex->patterns[i]);
	return !ex->broken && pattern && (!strcmp(p->from, "any") || !strcmp(p->from, ex->round));
}

/* Variants of fitting exercises; unseen ones alone, while there are any. */
static enum err_code draw_exercise(struct draw *d, const struct round_part *p, const char **subject, struct err *err)
{
	struct bank *b = d->base->bank;
	const char **pool[2] = {ARENA_NEW(&d->arena, const char *, POOL_MAX), ARENA_NEW(&d->arena, const char *, POOL_MAX)};
	size_t n[2] = {0, 0};

	bank_load_all(b);
	for (size_t i = 0; i < bank_count(b); i++) {
		const struct bank_exercise *ex = bank_at(b, i);

		if (!exercise_fits(ex, p) || in_list(d->exercises, d->exercise_count, ex->slug))
			continue;
		for (size_t k = 0; k < ex->variant_count; k++) {
			const char *s = bank_subject(b, ex, &ex->variants[k], &d->arena);
			bool seen = false;

			if (d->base->store && store_seen(d->base->store, s, &seen, err))
				return err->code;
			if (n[seen] < POOL_MAX)
				pool[seen][n[seen]++] = s;
		}
	}
	if (n[0] + n[1] == 0)
		return err_set(err, ERR_MISSING, "pack '%s' has no exercise for '%s'", bank_pack(b)->id, p->name);
	bool seen = n[0] == 0;

	*subject = pool[seen][rng_below(&d->rng, (uint32_t)n[seen])];
	const char *slug = strchr(*subject, '/') + 1;

	d->exercises[d->exercise_count++] = arena_strndup(&d->arena, slug, strcspn(slug, "/"));
	return ERR_OK;
}

/* One of n that passes used(), else any. *from: among how many the dice had to choose. */
static size_t draw_unused(struct draw *d, size_t n, bool (*used)(const struct draw *d, size_t i, const void *arg), const void *arg, size_t *from)
{
	size_t free_count = 0;

	for (size_t i = 0; i < n; i++)
		free_count += !used(d, i, arg);
	*from = free_count ? free_count : n;
	if (free_count == 0)
		return rng_below(&d->rng, (uint32_t)n);
	size_t k = rng_below(&d->rng, (uint32_t)free_count);

	for (size_t i = 0; i < n; i++)
		if (!used(d, i, arg) && k-- == 0)
			return i;
	return 0;
}

static bool principle_used(const struct draw *d, size_t i, const void *arg)
{
	const struct round_part *p = arg;
	const char *id = d->base->rounds->principles[i].id;

	return in_list(d->principles, d->principle_count, id) || (p->principle_count && !in_list(p->principles, p->principle_count, id));
}

static bool scenario_used(const struct draw *d, size_t i, const void *arg)
{
	const struct round_part *p = arg;
	const struct scenario *s = &d->base->rounds->scenarios[i];
	bool kind = !strcmp(p->scenarios, "any") || (s->kind == TALK_MODEL) == !strcmp(p->scenarios, "model");

	return s->hidden || !kind || in_list(d->scenarios, d->scenario_count, s->id);
}

static void draw_story(struct draw *d, const struct round_part *p, json_t *part)
{
	const struct rounds *r = d->base->rounds;

	if (p->group) {
		const struct question_group *g = rounds_group(r, p->group);

		json_object_set_new(part, "question", json_string(g->questions[rng_below(&d->rng, (uint32_t)g->question_count)]));
		return;
	}
	size_t from;
	const struct principle *one = &r->principles[draw_unused(d, r->principle_count, principle_used, p, &from)];

	d->principles[d->principle_count++] = one->id;
	json_object_set_new(part, "principle", json_string(one->id));
	json_object_set_new(part, "principle_by", json_string(store_by_draw(from)));
	json_object_set_new(part, "question", json_string(one->questions[rng_below(&d->rng, (uint32_t)one->question_count)]));
}

static enum err_code draw_design(struct draw *d, const struct round_part *p, json_t *part, struct err *err)
{
	const struct rounds *r = d->base->rounds;
	const char *named = d->scenario_count == 0 && d->o->scenario ? d->o->scenario : p->scenario;
	const struct scenario *s = NULL;
	enum err_code code = ERR_OK;
	size_t from;

	if (named)
		code = rounds_scenario_or(r, named, &s, err);
	else if (r->scenario_count)
		s = &r->scenarios[draw_unused(d, r->scenario_count, scenario_used, p, &from)];
	else
		code = err_set(err, ERR_MISSING, "pack '%s' has no design scenario", r->pack);
	if (code || !s)
		return code;
	d->scenarios[d->scenario_count++] = s->id;
	json_object_set_new(part, "scenario", json_string(s->id));
	json_object_set_new(part, "question", json_string(s->prompt));
	return ERR_OK;
}

/* Minutes as written, scaled to what was asked for. Units: milliseconds. */
static json_int_t scaled_ms(const struct draw *d, int minutes)
{
	return (json_int_t)minutes * 60000 * d->minutes_wanted / d->minutes_written / 1000 * 1000;
}

static enum err_code draw_part(struct draw *d, const struct round_rule *round, const struct round_part *p, struct err *err)
{
	json_t *part = json_pack("{s:s,s:s,s:s,s:I,s:I,s:i,s:I,s:b}", "round", round->title, "kind", mock_kind_name(p->kind), "name", p->name,
				 "limit_ms", scaled_ms(d, p->minutes), "explain_ms", scaled_ms(d, p->explain_minutes), "probes", p->probes,
				 "press_ms", (json_int_t)p->press_seconds * 1000, "harder", round->harder);
	json_t *want = json_array();
	const char *subject = NULL;
	enum err_code code = ERR_OK;

	for (size_t i = 0; i < p->want_count; i++)
		json_array_append_new(want, json_string(p->want[i]));
	json_object_set_new(part, "want", want);
	if (p->kind == MOCK_SQL && !(code = draw_exercise(d, p, &subject, err)))
		json_object_set_new(part, "subject", json_string(subject));
	else if (p->kind == MOCK_STORY)
		draw_story(d, p, part);
	else if (p->kind == MOCK_DESIGN)
		code = draw_design(d, p, part, err);
	json_array_append_new(d->parts, part);
	return code;
}

static enum err_code draw_round(struct draw *d, const struct round_rule *round, struct err *err)
{
	enum err_code code = ERR_OK;

	d->minutes_written = round->minutes;
	d->minutes_wanted = d->o->minutes && !rounds_find(d->base->rounds, d->o->round)->round_count ? d->o->minutes : round->minutes;
	for (size_t i = 0; i < round->part_count && !code; i++)
		code = draw_part(d, round, &round->parts[i], err);
	return code;
}

static enum err_code draw_day(struct draw *d, const struct round_rule *day, struct err *err)
{
	enum err_code code = ERR_OK;

	for (size_t i = 0; i < day->round_count && !code; i++) {
		const struct round_rule *one = rounds_find(d->base->rounds, day->rounds[i]);

		if (!one)
			return err_set(err, ERR_CONTENT, "no round is called '%s'", day->rounds[i]);
		if (i)
			json_array_append_new(d->parts, json_pack("{s:s,s:s,s:s,s:s,s:i}", "round", day->title, "kind", "break", "name", "Break", "question",
								  arena_printf(&d->arena, "A break of %d minutes. The clock stands still, however long it is. Then: %s.",
									       day->break_minutes, one->title),
								  "break_minutes", day->break_minutes));
		code = draw_round(d, one, err);
	}
	return code;
}

enum err_code mock_draw(const struct mock_base *base, const struct mock_options *o, json_t **body, struct err *err)
{
	const struct round_rule *round = NULL;
	enum err_code code = rounds_find_or(base->rounds, o->round, &round, err);
	struct draw *d;

	if (code || !round)
		return code;
	bool designs = round->round_count > 0;

	for (size_t i = 0; i < round->part_count; i++)
		designs |= round->parts[i].kind == MOCK_DESIGN;
	if (o->minutes && (o->minutes < round->least || o->minutes > round->most))
		return err_set(err, ERR_INPUT, "'%s' takes %d to %d minutes, not %d", round->id, round->least, round->most, o->minutes);
	if (o->scenario && !designs)
		return err_set(err, ERR_INPUT, "'%s' has no design in it, so no scenario either", round->id);
	if (!(d = calloc(1, sizeof(*d))))
		return err_set(err, ERR_MEMORY, "out of memory");
	*d = (struct draw){.base = base, .o = o, .parts = json_array()};
	rng_init(&d->rng, o->seed);
	arena_init(&d->arena, 16u << 20);
	code = round->round_count ? draw_day(d, round, err) : draw_round(d, round, err);
	*body = json_pack("{s:s,s:s,s:I,s:i,s:s,s:o}", "round", round->id, "title", round->title, "seed", (json_int_t)(o->seed & INT64_MAX), "minutes",
			  o->minutes ? o->minutes : round->minutes, "level", talk_level_name(o->level), "parts", d->parts);
	arena_release(&d->arena);
	free(d);
	if (!code && !*body)
		code = err_set(err, ERR_MEMORY, "out of memory");
	if (code) {
		json_decref(*body);
		*body = NULL;
	}
	return code;
}
