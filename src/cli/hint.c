/* The ladder of hints: the clause, a counterexample without its answer, the pattern, the mistake. */
#include "cli/hint.h"

#include "base/json.h"
#include "cli/show.h"

static bool is_wrong(const json_t *verdict)
{
	const char *v = json_get_text(verdict, "verdict", "");

	return !strcmp(v, "wrong") || !strcmp(v, "row-order");
}

/* Without a wrong query at hand: the clauses that decide, in the order of the contract. */
static const struct bank_clause *first_deciding(const struct bank_variant *v)
{
	for (size_t i = 0; i < v->contract.clause_count; i++)
		if (v->contract.clauses[i].when)
			return &v->contract.clauses[i];
	return v->contract.clause_count ? &v->contract.clauses[0] : NULL;
}

static void hint_clause(struct attempt *t, const json_t *verdict)
{
	const struct bank_clause *c = is_wrong(verdict) ? show_clause_of(t->v, verdict) : NULL;
	struct out *o = &t->cli->out;
	struct buf b;

	if (!c && is_wrong(verdict)) {
		buf_init(&b, 4096);
		show_when(t->v, verdict, &b);
		if (b.n) {
			fprintf(o->file, "What stands there so far is wrong %s.\n", buf_text(&b));
			buf_release(&b);
			return;
		}
		buf_release(&b);
	}
	if (!c)
		c = first_deciding(t->v);
	if (!c) {
		fputs("The contract has no clause that decides this one.\n", o->file);
		return;
	}
	out_put(o, STYLE_CLAUSE, "Look at: %s\n", c->name);
	out_wrap(o, STYLE_PLAIN, 2, NULL, c->text);
}

/* A database that decides it: against what stands there, else against the first known wrong query. */
static void hint_tables(struct attempt *t, const json_t *verdict)
{
	struct out *o = &t->cli->out;
	json_t *other = NULL;
	struct err err = {0};

	if (!is_wrong(verdict) && t->v->mutant_count &&
	    attempt_ask(t, t->v->mutants[0].sql, strlen(t->v->mutants[0].sql), &other, &err))
		fprintf(stderr, "spar: %s\n", err.text);
	const json_t *witness = json_get_object(is_wrong(verdict) ? verdict : other, "witness");

	if (witness) {
		show_tables(o, is_wrong(verdict) ? "Your query is wrong on this:" : "A database that many get wrong:",
			    json_get_object(witness, "tables"));
		fputs("\nWhat should come out is for you to say.\n", o->file);
	} else {
		fputs("There is no small database to show for this.\n", o->file);
	}
	json_decref(other);
}

static void hint_pattern(struct attempt *t)
{
	const struct bank_pattern *p = bank_pattern(t->cli->bank, t->ex->patterns[0]);

	out_put(&t->cli->out, STYLE_BOLD, "The pattern: %s\n", p->name);
	out_wrap(&t->cli->out, STYLE_PLAIN, 2, NULL, p->hint);
}

static void hint_mistake(struct attempt *t, const json_t *verdict)
{
	const json_t *named = json_get_object(verdict, "mistake");
	const char *id = named ? json_get_text(named, "id", "") : t->v->mutant_count ? t->v->mutants[0].mistake : "";
	const struct bank_mistake *m = bank_mistake(t->cli->bank, id);
	struct out *o = &t->cli->out;

	if (!named && is_wrong(verdict)) {
		fputs("Your query is wrong, and no known mistake behaves like it.\n", o->file);
		return;
	}
	out_put(o, STYLE_BOLD, "%s: %s\n", named ? "The mistake" : "A mistake that is often made here", m && m->name ? m->name : id);
	out_wrap(o, STYLE_PLAIN, 2, NULL,
		 named ? json_get_text(named, "lesson", "") : m && m->explanation ? m->explanation : "");
}

enum err_code hint_give(struct attempt *t, struct str query, struct err *err)
{
	struct out *o = &t->cli->out;
	json_t *verdict = NULL;
	enum err_code code;
	int step = t->hints + 1;

	if (step > HINT_STEPS) {
		fputs("There are no more hints.\n", o->file);
		return ERR_OK;
	}
	code = attempt_hint(t, step, query, &verdict, err);
	if (code && code != ERR_STOPPED) {
		/* The hint is spent; the parts that need no judge can still be given. */
		fprintf(stderr, "spar: %s\n", err->text);
		code = ERR_OK;
	}
	if (code)
		return code;
	out_put(o, STYLE_DIM, "\nHint %d of %d.%s\n", step, HINT_STEPS, step == 1 ? " This attempt no longer counts as cold." : "");
	if (!strcmp(json_get_text(verdict, "verdict", ""), "right"))
		fputs("What stands there survives every database tried.\n", o->file);
	else if (step == 1)
		hint_clause(t, verdict);
	else if (step == 2)
		hint_tables(t, verdict);
	else if (step == 3)
		hint_pattern(t);
	else
		hint_mistake(t, verdict);
	json_decref(verdict);
	return ERR_OK;
}
