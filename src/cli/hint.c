#include "cli/hint.h"

#include "base/json.h"
#include "cli/show.h"

static void print(struct attempt *t, const json_t *hint)
{
	const json_t *witness = json_get_object(hint, "witness");
	const char *title = json_get_text(hint, "title", ""), *text = json_get_text(hint, "text", "");
	struct out *o = &t->cli->out;

	if (witness) {
		show_tables(o, arena_printf(&t->cli->arena, "%s:", title), json_get_object(witness, "tables"));
		fprintf(o->file, "\n%s\n", text);
		return;
	}
	out_put(o, json_get_int(hint, "step", 0) == 1 ? STYLE_CLAUSE : STYLE_BOLD, "%s%s\n", title, *text ? "" : ".");
	if (*text)
		out_wrap(o, STYLE_PLAIN, 2, NULL, text);
}

enum err_code hint_give(struct attempt *t, struct str query, struct err *err)
{
	struct out *o = &t->cli->out;
	json_t *verdict = NULL, *other = NULL, *hint;
	enum err_code code;
	int step = t->hints + 1;

	if (step > HINT_STEPS) {
		fputs("There are no more hints.\n", o->file);
		return ERR_OK;
	}
	code = attempt_hint(t, step, query, &verdict, err);
	if (!code && hint_needs_other(t->v, step, verdict))
		code = attempt_ask(t, t->v->mutants[0].sql, strlen(t->v->mutants[0].sql), &other, err);
	if (code == ERR_STOPPED) {
		json_decref(verdict);
		return code;
	}
	/* The hint is spent; the parts that need no judge can still be given. */
	if (code)
		fprintf(stderr, "spar: %s\n", err->text);
	out_put(o, STYLE_DIM, "\nHint %d of %d.%s\n", step, HINT_STEPS, step == 1 ? " This attempt no longer counts as cold." : "");
	hint = hint_make(t->cli->bank, t->ex, t->v, step, verdict, other);
	print(t, hint);
	json_decref(hint);
	json_decref(verdict);
	json_decref(other);
	return ERR_OK;
}
