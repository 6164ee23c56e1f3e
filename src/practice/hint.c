#include "practice/hint.h"

#include <string.h>

#include "base/json.h"

int verdict_clause(const struct bank_variant *v, const json_t *verdict)
{
	const json_t *clause;
	size_t i;

	json_array_foreach(json_get_array(verdict, "clauses"), i, clause) {
		int64_t index = json_get_int(clause, "index", -1);

		if (index >= 0 && index < (int64_t)v->contract.clause_count)
			return (int)index;
	}
	return -1;
}

void verdict_when(const struct bank_variant *v, const json_t *verdict, struct buf *out)
{
	const json_t *first = json_array_get(json_get_array(verdict, "clauses"), 0);
	int index = v ? verdict_clause(v, verdict) : -1;
	const char *text = json_get_text(first, "text", "");

	if (index >= 0 && v->contract.clauses[index].case_text)
		buf_addf(out, "when %s", v->contract.clauses[index].case_text);
	else if (first && json_get_int(first, "index", -1) >= 0)
		buf_addf(out, "where \"%s\" decides", json_get_text(first, "name", ""));
	else if (!strncmp(text, "only ", 5))
		buf_adds(out, text + 5);
	else if (*text)
		buf_addf(out, "when %s", text);
}

static bool is_wrong(const json_t *verdict)
{
	const char *v = json_get_text(verdict, "verdict", "");

	return !strcmp(v, "wrong") || !strcmp(v, "row-order");
}

/* Without a wrong query at hand: the first clause that can decide. */
static int first_deciding(const struct bank_variant *v)
{
	for (size_t i = 0; i < v->contract.clause_count; i++)
		if (v->contract.clauses[i].when)
			return (int)i;
	return v->contract.clause_count ? 0 : -1;
}

static void set(json_t *hint, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(hint, key, json_text_value(text, strlen(text)));
}

static void clause(json_t *hint, const struct bank_variant *v, const json_t *verdict)
{
	int index = is_wrong(verdict) ? verdict_clause(v, verdict) : first_deciding(v);
	struct buf b;

	buf_init(&b, 4096);
	if (index >= 0) {
		buf_addf(&b, "Look at: %s", v->contract.clauses[index].name);
		set(hint, "title", buf_text(&b));
		set(hint, "text", v->contract.clauses[index].text);
		json_object_set_new(hint, "clause", json_integer(index));
	} else if (is_wrong(verdict)) {
		/* A clause that has nothing to do with it would lead astray. */
		verdict_when(v, verdict, &b);
		if (b.n) {
			set(hint, "title", "What it needs to go wrong");
			struct buf t;

			buf_init(&t, 4096);
			buf_addf(&t, "What stands there so far is wrong %s.", buf_text(&b));
			set(hint, "text", buf_text(&t));
			buf_release(&t);
		} else {
			set(hint, "title", "No clause alone explains it");
			set(hint, "text", "What stands there so far is wrong, also on ordinary data.");
		}
	} else {
		set(hint, "title", "No clause decides this one");
	}
	buf_release(&b);
}

/* A database that decides it: against what stands there, else against the first known wrong query. */
static void tables(json_t *hint, const json_t *verdict, const json_t *other)
{
	const json_t *witness = json_get_object(is_wrong(verdict) ? verdict : other, "witness");

	if (!witness) {
		set(hint, "title", "There is no small database to show for this");
		return;
	}
	set(hint, "title", is_wrong(verdict) ? "Your query is wrong on this" : "A database that many get wrong");
	set(hint, "text", "What should come out is for you to say.");
	json_object_set_new(hint, "witness", json_pack("{s:O}", "tables", json_object_get(witness, "tables")));
}

static void mistake(json_t *hint, const struct bank *b, const struct bank_variant *v, const json_t *verdict)
{
	const json_t *named = json_get_object(verdict, "mistake");
	const char *id = named ? json_get_text(named, "id", "") : v->mutant_count ? v->mutants[0].mistake : "";
	const struct bank_mistake *m = bank_mistake(b, id);
	struct buf t;

	if (!named && is_wrong(verdict)) {
		set(hint, "title", "Your query is wrong, and no known mistake behaves like it");
		return;
	}
	buf_init(&t, 4096);
	buf_addf(&t, "%s: %s", named ? "The mistake" : "A mistake that is often made here", m && m->name ? m->name : id);
	set(hint, "title", buf_text(&t));
	buf_release(&t);
	set(hint, "text", named ? json_get_text(named, "lesson", "") : m ? m->explanation : NULL);
}

bool hint_needs_other(const struct bank_variant *v, int step, const json_t *verdict)
{
	return step == 2 && !is_wrong(verdict) && v->mutant_count > 0;
}

json_t *hint_make(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v, int step,
		  const json_t *verdict, const json_t *other)
{
	const struct bank_pattern *p = bank_pattern(b, ex->patterns[0]);
	json_t *hint = json_pack("{s:s,s:i}", "type", "hint", "step", step);

	if (!strcmp(json_get_text(verdict, "verdict", ""), "right"))
		set(hint, "title", "What stands there survives every database tried");
	else if (step == 1)
		clause(hint, v, verdict);
	else if (step == 2)
		tables(hint, verdict, other);
	else if (step == 3) {
		struct buf t;

		buf_init(&t, 4096);
		buf_addf(&t, "The pattern: %s", p ? p->name : ex->patterns[0]);
		set(hint, "title", buf_text(&t));
		buf_release(&t);
		set(hint, "text", p ? p->hint : NULL);
	} else
		mistake(hint, b, v, verdict);
	return hint;
}
