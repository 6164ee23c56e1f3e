#include "mock/ready_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"

#define DAY_MS (24 * 3600 * 1000LL)
#define KEYS_MAX 64

static bool any_of(const char *const *list, size_t n, const char *text)
{
	for (size_t i = 0; text && i < n; i++)
		if (!strcmp(list[i], text))
			return true;
	return false;
}

/* What one would do differently, said before anybody asked. */
static bool told_differently(const json_t *p)
{
	const json_t *list = json_get_array(p, "volunteered");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (!strcmp(json_get_text(json_array_get(list, i), "what", ""), "learning"))
			return true;
	return false;
}

/* --- is it an attempt at this line, and is it a success? ----------------------------------------------------------------------- */

/* Is it of the kind that this line asks for? */
static bool is_about(const struct ready_line *l, const json_t *p)
{
	const json_t *patterns = json_get_array(p, "patterns");

	if (strcmp(json_get_text(p, "proof", ""), ready_proof_names[l->proof]))
		return false;
	if (l->proof == PROOF_STORY)
		return json_get_text(p, "principle", NULL) != NULL;
	if (l->proof == PROOF_DESIGN)
		return (!l->scenario_count || any_of(l->scenarios, l->scenario_count, json_get_text(p, "scenario", NULL))) &&
		       (!l->design || !strcmp(l->design, json_get_text(p, "design", "")));
	for (size_t i = 0; i < json_array_size(patterns); i++)
		if (any_of(l->patterns, l->pattern_count, json_string_value(json_array_get(patterns, i))))
			return true;
	return l->pattern_count == 0;
}

/* Why a telling is no attempt at this line, neither for it nor against it; NULL when it is one. */
static const char *not_counted(const struct ready_line *l, const json_t *p)
{
	const char *by = json_get_text(p, "principle_by", "");

	if (l->proof != PROOF_STORY)
		return NULL;
	if (l->drawn && !strcmp(by, STORE_BY_CHOSEN))
		return "its principle was chosen beforehand; let Spar draw one";
	if (l->drawn && !strcmp(by, STORE_BY_ONLY))
		return "this principle was the only one to draw";
	if (l->drawn && strcmp(by, STORE_BY_DRAWN))
		return "the record does not say that its principle was drawn; let Spar draw one";
	/* Where an answer was told and nobody asked what this line is about, nothing was tried. */
	if (l->differently && json_get_bool(p, "evaluable", false) && !json_get_text(p, "differently", NULL) && !told_differently(p))
		return "nobody asked what you would have done differently";
	return NULL;
}

/* Why a query is no success; NULL when it is one. */
static const char *sql_fault(const struct ready_line *l, const json_t *p)
{
	const char *verdict = json_get_text(p, "verdict", "");
	int64_t elapsed_ms = json_get_int(p, "elapsed_ms", 0);

	if (strcmp(verdict, "right"))
		return "not right";
	if (l->minutes && elapsed_ms >= l->minutes * 60000LL)
		return "right, and too slow";
	if (!json_get_bool(p, "cold", false))
		return "right, and not cold";
	return l->first && !json_get_bool(p, "first", true) ? "right, and not at the first submission" : NULL;
}

/* The same for what was said. Lists of words, evasions and silence are none, whatever they mention. */
static const char *talk_fault(const struct ready_line *l, const json_t *p, char *note, size_t size)
{
	const json_t *points = json_get_object(p, "points"), *asked = json_get_array(p, "asked");
	const char *opening = json_get_text(p, "opening", "declined"), *different = json_get_text(p, "differently", "not asked");
	int64_t dodged = json_get_int(p, "evaded", 0) + json_get_int(p, "declined", 0);

	if (!json_get_bool(p, "evaluable", false))
		return "could not be read as an answer";
	if (!strcmp(opening, "evaded") || !strcmp(opening, "declined"))
		return "the answer did not answer the question";
	for (size_t i = 0; i < json_array_size(asked); i++) {
		const json_t *a = json_array_get(asked, i);
		const char *verdict = json_get_text(a, "verdict", ""), *gap = json_get_text(a, "gap", "");

		if ((!strcmp(verdict, "evaded") || !strcmp(verdict, "declined")) && !strncmp(gap, "no_", 3) &&
		    any_of(l->points, l->point_count, gap + 3)) {
			snprintf(note, size, "the question about '%s' was dodged", gap + 3);
			return note;
		}
	}
	if (dodged > l->dodged_most) {
		snprintf(note, size, "%d follow-up%s dodged", (int)dodged, dodged == 1 ? " was" : "s were");
		return note;
	}
	if (json_get_int(p, "full", 0) + json_get_int(p, "partial", 0) == 0)
		return "no follow-up was answered";
	if (l->no_tools && json_get_bool(p, "tools", false))
		return "tools stood in for what happens";
	for (size_t i = 0; i < l->point_count; i++)
		if (json_get_int(points, l->points[i], 0) < 2) {
			snprintf(note, size, "'%s' was not treated", l->points[i]);
			return note;
		}
	for (size_t i = 0; i < json_array_size(asked); i++) {
		const json_t *a = json_array_get(asked, i);
		const char *verdict = json_get_text(a, "verdict", "");

		if (any_of(l->asked, l->asked_count, json_get_text(a, "gap", NULL)) && strcmp(verdict, "full") && strcmp(verdict, "partial"))
			return "the question that matters was not answered";
	}
	if (l->differently && strcmp(different, "full") && strcmp(different, "partial") && !(!strcmp(different, "not asked") && told_differently(p)))
		return !strcmp(different, "not asked") ? "nobody asked what you would have done differently" : "'differently' was dodged";
	if (l->survived && !json_get_bool(p, "survived", false))
		return "the follow-ups did not all hold";
	if (json_get_int(p, "depth", 0) < l->depth)
		return "not deep enough";
	if (l->most_minutes && json_get_int(p, "used_ms", 0) > l->most_minutes * 60000LL)
		return "too long";
	return NULL;
}

/* --- a line ---------------------------------------------------------------------------------------------------------------------- */

/* A principle or subject within a line. */
struct key {
	const char *what;
	int in_a_row;              /* successes since the last failure */
	bool last_good;
	int64_t stale_ms;          /* of its last success */
};

struct standing {
	struct key keys[KEYS_MAX];
	size_t key_count;
	int attempts, successes;
	const json_t *last[READY_ATTEMPTS_SHOWN];  /* the newest, in turn: attempt i stands at i % READY_ATTEMPTS_SHOWN */
	const json_t *void_last[READY_ATTEMPTS_SHOWN];  /* in the same way those that do not count */
	int voids;
	json_t *behind, *uncounted;
};

static int64_t fresh_ms(const struct ready_line *l, int in_a_row)
{
	int64_t days = l->fresh_days;

	for (int i = 1; i < in_a_row && days < l->fresh_most; i++)
		days *= 2;
	return (days < l->fresh_most ? days : l->fresh_most) * DAY_MS;
}

static struct key *key_of(struct standing *s, const struct ready_line *l, const char *what)
{
	/* One thing that is practised: any exercise of the pattern stands for it. */
	if (l->need == 1)
		what = "";
	for (size_t i = 0; i < s->key_count; i++)
		if (!strcmp(s->keys[i].what, what))
			return &s->keys[i];
	if (s->key_count == KEYS_MAX)
		return NULL;
	s->keys[s->key_count] = (struct key){.what = what};
	return &s->keys[s->key_count++];
}

/* Why an attempt is none that counts; NULL when it is a success. note: room for the words. */
static const char *fault_of(const struct ready_line *l, const json_t *p, char *note, size_t size)
{
	return l->proof == PROOF_SQL ? sql_fault(l, p) : talk_fault(l, p, note, size);
}

static json_t *attempt_json(const json_t *p, const char *note)
{
	char at[32];

	return json_pack("{s:s,s:s,s:s,s:s}", "at", clock_format_utc(json_get_int(p, "at_ms", 0), at, sizeof(at)), "what", json_get_text(p, "what", ""), "ref",
			 json_get_text(p, "ref", ""), "note", note);
}

/* The newest attempts, newest first, and the newest of those that do not count. */
static void put_behind(const struct ready_line *l, struct standing *s)
{
	char note[200];

	for (int i = s->attempts; i-- > 0 && i >= s->attempts - READY_ATTEMPTS_SHOWN;) {
		const json_t *p = s->last[i % READY_ATTEMPTS_SHOWN];
		const char *fault = fault_of(l, p, note, sizeof(note));
		json_t *o = attempt_json(p, fault ? fault : "");

		json_object_set_new(o, "success", json_boolean(!fault));
		json_array_append_new(s->behind, o);
	}
	for (int i = s->voids; i-- > 0 && i >= s->voids - READY_ATTEMPTS_SHOWN;) {
		const json_t *p = s->void_last[i % READY_ATTEMPTS_SHOWN];

		json_array_append_new(s->uncounted, attempt_json(p, not_counted(l, p)));
	}
}

static void stand(const struct ready_line *l, const json_t *proofs, struct standing *s)
{
	char note[200];

	*s = (struct standing){.behind = json_array(), .uncounted = json_array()};
	for (size_t i = 0; i < json_array_size(proofs); i++) {
		const json_t *p = json_array_get(proofs, i);
		int64_t at_ms = json_get_int(p, "at_ms", 0);
		const char *fault, *what = json_get_text(p, "what", "");
		struct key *k;

		if (!is_about(l, p))
			continue;
		if (not_counted(l, p)) {
			s->void_last[s->voids++ % READY_ATTEMPTS_SHOWN] = p;
			continue;
		}
		if (!(k = key_of(s, l, what)))
			continue;
		fault = fault_of(l, p, note, sizeof(note));
		s->last[s->attempts++ % READY_ATTEMPTS_SHOWN] = p;
		s->successes += !fault;
		k->last_good = !fault;
		k->in_a_row = fault ? 0 : k->in_a_row + 1;
		if (!fault)
			k->stale_ms = at_ms + fresh_ms(l, k->in_a_row);
	}
	put_behind(l, s);
}

static int latest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x > y ? -1 : x < y;
}

/* The moment at which fewer than l->need of the keys are good and fresh; 0 when that is so already without time passing. */
static int64_t stale_at(const struct ready_line *l, const struct standing *s)
{
	int64_t times[KEYS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s->key_count; i++)
		if (s->keys[i].last_good)
			times[n++] = s->keys[i].stale_ms;
	qsort(times, n, sizeof(times[0]), latest_first);
	return n >= (size_t)l->need ? times[l->need - 1] : 0;
}

static void put_state(const struct ready_line *l, const struct standing *s, int64_t now_ms, json_t *o)
{
	int64_t stale_ms = stale_at(l, s);
	const char *state = s->attempts == 0 ? "not tried" : stale_ms > now_ms ? "passed" : "shaky";
	char at[32], why[200];
	int good = 0;

	for (size_t i = 0; i < s->key_count; i++)
		good += s->keys[i].last_good && s->keys[i].stale_ms > now_ms;
	if (!strcmp(state, "passed"))
		snprintf(why, sizeof(why), "%s", l->need == 1 ? "the last attempt was a success" : "enough of them held");
	else if (s->attempts == 0)
		snprintf(why, sizeof(why), "%s", json_array_size(s->uncounted) ? "nothing in the record counts" : "nothing in the record");
	else if (stale_ms)
		snprintf(why, sizeof(why), "the success is too long ago");
	else if (l->need == 1)
		snprintf(why, sizeof(why), "the last attempt was no success: %s", json_get_text(json_array_get(s->behind, 0), "note", ""));
	else
		snprintf(why, sizeof(why), "%d of %d", good, l->need);
	json_object_set_new(o, "state", json_string(state));
	json_object_set_new(o, "why", json_string(why));
	json_object_set_new(o, "stale_at", stale_ms ? json_string(clock_format_utc(stale_ms, at, sizeof(at))) : json_null());
}

static json_t *block_json(const struct ready_block *b)
{
	json_t *o = json_pack("{s:s,s:s,s:i,s:s,s:s}", "kind", b->kind, "topic", b->topic, "minutes", b->minutes, "command", b->command, "what", b->what);

	json_object_set_new(o, "subject", b->subject ? json_string(b->subject) : json_null());
	json_object_set_new(o, "route", b->route ? json_string(b->route) : json_null());
	return o;
}

static json_t *line_json(const struct ready_line *l, const struct ready_block *b, const json_t *proofs, int64_t now_ms)
{
	json_t *o = json_pack("{s:s,s:s,s:s}", "id", l->id, "name", l->name, "rule", l->rule), *interval = json_null();
	char formula[300], need[64] = "the last attempt is a success";
	struct standing s;
	double low, high;

	stand(l, proofs, &s);
	if (l->need > 1)
		snprintf(need, sizeof(need), "%d different ones, each last a success", l->need);
	snprintf(formula, sizeof(formula), "passed when %s; good for %d day%s, doubled by each further success in a row, at most %d", need, l->fresh_days,
		 l->fresh_days == 1 ? "" : "s", l->fresh_most);
	put_state(l, &s, now_ms, o);
	if (s.attempts) {
		ready_interval(s.successes, s.attempts, READY_CONFIDENCE, &low, &high);
		interval = json_pack("[f,f]", low, high);
	}
	json_object_set_new(o, "formula", json_string(formula));
	json_object_set_new(o, "successes", json_integer(s.successes));
	json_object_set_new(o, "attempts", json_integer(s.attempts));
	json_object_set_new(o, "interval", interval);
	json_object_set_new(o, "behind", s.behind);
	json_object_set_new(o, "uncounted", s.uncounted);
	json_object_set_new(o, "left", json_null());
	json_object_set_new(o, "tonight", block_json(b));
	return o;
}

/* --- all of it ------------------------------------------------------------------------------------------------------------------- */

/* Of the gates: what is shaky, then what was not tried. */
static json_t *tonight(const json_t *gates)
{
	static const char *const states[] = {"shaky", "not tried"};
	json_t *list = json_array();

	for (size_t k = 0; k < 2; k++)
		for (size_t g = 0; g < json_array_size(gates); g++) {
			const json_t *gate = json_array_get(gates, g), *lines = json_get_array(gate, "lines");

			for (size_t i = 0; !json_get_bool(gate, "checklist", false) && i < json_array_size(lines); i++) {
				const json_t *line = json_array_get(lines, i);

				if (strcmp(json_get_text(line, "state", ""), states[k]))
					continue;
				json_t *o = json_deep_copy(json_object_get(line, "tonight"));

				json_object_set_new(o, "line", json_string(json_get_text(line, "id", "")));
				json_array_append_new(list, o);
			}
		}
	return list;
}

enum err_code ready_make(const struct ready_rules *rules, struct bank *b, struct store *s, int64_t now_ms, const json_t *more, json_t **out,
			 struct err *err)
{
	json_t *proofs = NULL, *gates = json_array();
	const struct ready_block *block = rules->blocks;
	bool all = true;
	char at[32];
	enum err_code code = ready_proofs(b, s, more, &proofs, err);

	*out = NULL;
	for (size_t g = 0; !code && g < rules->gate_count; g++) {
		const struct ready_gate *gate = &rules->gates[g];
		json_t *lines = json_array();
		bool holds = true;

		for (size_t i = 0; i < gate->line_count; i++) {
			json_t *line = line_json(&gate->lines[i], block++, proofs, now_ms);

			holds &= !strcmp(json_get_text(line, "state", ""), "passed");
			json_array_append_new(lines, line);
		}
		all &= holds || gate->checklist;
		json_array_append_new(gates, json_pack("{s:s,s:s,s:b,s:b,s:o}", "id", gate->id, "name", gate->name, "checklist", gate->checklist, "holds", holds,
						       "lines", lines));
	}
	json_decref(proofs);
	if (code) {
		json_decref(gates);
		return code;
	}
	json_t *list = tonight(gates);

	*out = json_pack("{s:s,s:o,s:b,s:o,s:o}", "at", clock_format_utc(now_ms, at, sizeof(at)), "gates", gates, "holds", all, "stop",
			 all ? json_string(rules->stop) : json_null(), "tonight", list);
	return *out ? ERR_OK : err_set(err, ERR_MEMORY, "out of memory");
}
