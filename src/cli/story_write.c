/* spar story new, spar story edit: a memory by questions, in any order, each answer saved as typed. */
#include "base/json.h"
#include "cli/box.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/story.h"

#define WORDS_MAX (STORY_PARTS_MAX + 8)

enum word { WORD_SKIP, WORD_EDIT, WORD_DRAFT, WORD_SHOW, WORD_DONE, WORD_PARTS };

/* A memory while it is asked for. */
struct writing {
	struct cli *cli;
	const struct story_pack *pack;
	int64_t id;                /* 0: not begun, until something is answered */
	size_t part;               /* the question that stands */
	bool told;                 /* its draft was offered */
	struct box box;
};

static void keep_draft(struct str text, void *arg)
{
	struct writing *w = arg;
	struct err err = {0};
	size_t n = 0;
	const struct story_part *parts = story_parts(w->pack, &n);

	if (!w->id && story_begin(w->cli->store, &w->id, &err)) {
		cli_fail(&err);
		return;
	}
	struct arena a;

	arena_init(&a, 8 * BOX_BYTES_MAX);
	struct str clean = story_text_clean(&a, text, NULL);

	if (store_draft_put(w->cli->store, story_draft_subject(&a, w->id, parts[w->part].id), clean.p, clean.n, &err))
		cli_fail(&err);
	arena_release(&a);
}

static const char *draft_of(struct writing *w)
{
	const struct story_part *parts;
	const char *draft = NULL;
	struct err ignored = {0};
	int64_t at_ms = 0;
	size_t n = 0;

	parts = story_parts(w->pack, &n);
	if (w->id && store_draft_get(w->cli->store, story_draft_subject(&w->cli->arena, w->id, parts[w->part].id), &w->cli->arena, &draft, &at_ms, &ignored))
		draft = NULL;
	return draft;
}

static void ask(struct writing *w)
{
	struct story_memory m;
	struct err ignored = {0};
	size_t n = 0;
	const struct story_part *parts = story_parts(w->pack, &n);

	out_put(&w->cli->out, STYLE_BOLD, "\n%zu of %zu  %s\n", w->part + 1, n, parts[w->part].ask);
	if (*parts[w->part].help)
		out_wrap(&w->cli->out, STYLE_DIM, 0, NULL, parts[w->part].help);
	if (w->id && !story_get(w->pack, w->cli->store, w->id, &w->cli->arena, &m, &ignored) && m.answers[w->part].n) {
		fputs("This stands there now; 'edit' changes it, another answer replaces it:\n", w->cli->out.file);
		out_wrap(&w->cli->out, STYLE_PLAIN, 2, NULL, m.answers[w->part].p);
	}
	if (draft_of(w))
		fputs("A draft is kept from before: 'draft' puts it back.\n", w->cli->out.file);
}

/* The next question without an answer, behind this one; false when there is none. */
static bool next_open(struct writing *w, bool wrap)
{
	struct story_memory m = {0};
	struct err err = {0};
	size_t n = 0;

	story_parts(w->pack, &n);
	if (w->id && story_get(w->pack, w->cli->store, w->id, &w->cli->arena, &m, &err))
		return false;
	for (size_t i = 1; i <= n; i++) {
		size_t k = w->part + i;

		if (k >= n && !wrap)
			return false;
		if (!m.answers[k % n].n) {
			w->part = k % n;
			return true;
		}
	}
	return false;
}

static enum err_code keep_answer(struct writing *w, struct err *err)
{
	struct str text = {buf_text(&w->box.text), w->box.text.n};
	size_t n = 0, replaced = 0;
	const struct story_part *parts = story_parts(w->pack, &n);
	enum err_code code = ERR_OK;

	if (w->box.text.code)
		return err_set(err, ERR_LIMIT, "that is over the limit of %s bytes; what fitted is kept as a draft", out_count(BOX_BYTES_MAX));
	if (!w->id)
		code = story_begin(w->cli->store, &w->id, err);
	if (!code)
		code = story_answer(w->pack, w->cli->store, w->id, parts[w->part].id, text, &replaced, err);
	if (!code) {
		story_put_replaced(w->cli, replaced);
		fprintf(w->cli->out.file, "Kept.\n");
	}
	return code;
}

static void put_parts(struct writing *w)
{
	struct story_memory m = {0};
	struct err err = {0};
	size_t n = 0;
	const struct story_part *parts = story_parts(w->pack, &n);

	if (w->id && story_get(w->pack, w->cli->store, w->id, &w->cli->arena, &m, &err))
		return;
	for (size_t i = 0; i < n; i++)
		fprintf(w->cli->out.file, "  %zu  %s  %s\n", i + 1, parts[i].ask, m.answers[i].n ? "(answered)" : "(open)");
}

static void external(struct writing *w)
{
	struct story_memory m;
	struct err err = {0};

	buf_reset(&w->box.text);
	if (w->id && !story_get(w->pack, w->cli->store, w->id, &w->cli->arena, &m, &err) && m.answers[w->part].n)
		buf_add(&w->box.text, m.answers[w->part].p, m.answers[w->part].n);
	if (box_edit(&w->box, &err) || keep_answer(w, &err))
		cli_fail(&err);
}

/* One word alone on a line. False: done. */
static bool take_word(struct writing *w, int word)
{
	const char *draft = draft_of(w);

	if (word >= WORD_PARTS) {
		w->part = (size_t)(word - WORD_PARTS);
		ask(w);
		return true;
	}
	switch ((enum word)word) {
	case WORD_DONE:
		return false;
	case WORD_EDIT:
		external(w);
		break;
	case WORD_SHOW:
		put_parts(w);
		return true;
	case WORD_DRAFT:
		if (!draft) {
			fputs("There is no draft.\n", w->cli->out.file);
			return true;
		}
		buf_reset(&w->box.text);
		buf_adds(&w->box.text, draft);
		out_verbatim(&w->cli->out, 2, draft);
		fputs("This stands there now; go on, or end it with an empty line.\n", w->cli->out.file);
		w->box.keep = true;
		return true;
	case WORD_SKIP:
	case WORD_PARTS:
		break;
	}
	if (!next_open(w, word != WORD_SKIP))
		return false;
	ask(w);
	return true;
}

static void say_end(struct writing *w)
{
	struct story_memory m;
	struct err err = {0};
	int from, to;
	size_t n = 0;

	story_parts(w->pack, &n);
	if (!w->id) {
		fputs("\nNothing was answered; nothing is kept.\n", w->cli->out.file);
		return;
	}
	if (story_get(w->pack, w->cli->store, w->id, &w->cli->arena, &m, &err)) {
		cli_fail(&err);
		return;
	}
	story_enough(w->pack, &from, &to);
	fputc('\n', w->cli->out.file);
	out_wrap(&w->cli->out, STYLE_PLAIN, 0, NULL,
		 arena_printf(&w->cli->arena, "Memory %d: %d of %zu questions answered. 'spar story show %d' says what it carries. %d or %d memories are "
					      "enough.", m.number, m.answered, n, m.number, from, to));
}

static int converse(struct writing *w)
{
	const char *words[WORDS_MAX] = {"skip", "edit", "draft", "questions", "done"};
	struct err err = {0};
	int status = 0, word = 0, interrupts = 0;
	size_t n = 0;
	bool more = true;

	story_parts(w->pack, &n);
	for (size_t i = 0; i < n; i++)
		words[WORD_PARTS + i] = arena_printf(&w->cli->arena, "%zu", i + 1);
	out_wrap(&w->cli->out, STYLE_PLAIN, 0, NULL,
		 arena_printf(&w->cli->arena, "End each answer with an empty line. Alone on a line: skip, edit (in $EDITOR), questions, 1 to %zu for another "
					      "question, done.", n));
	ask(w);
	while (more) {
		switch (box_read(&w->box, words, &word)) {
		case BOX_COMMAND:
			interrupts = 0;
			more = take_word(w, word);
			break;
		case BOX_ANSWER:
			interrupts = 0;
			if (keep_answer(w, &err)) {
				status = cli_fail(&err);
			} else {
				status = 0;
				more = next_open(w, true);
				if (more)
					ask(w);
			}
			break;
		case BOX_INTERRUPTED:
			fputs(interrupts++ ? "\n" : "\nWhat you typed is kept as a draft. Ctrl-C again leaves.\n", w->cli->out.file);
			more = interrupts < 2;
			break;
		case BOX_END:
			more = false;
			break;
		}
	}
	say_end(w);
	return status;
}

static int write_memory(struct cli *cli, const struct story_pack *p, int64_t id, size_t part)
{
	struct writing w = {.cli = cli, .pack = p, .id = id, .part = part};
	int status;

	interrupt_catch();
	box_open(&w.box, cli);
	w.box.draft = keep_draft;
	w.box.arg = &w;
	status = converse(&w);
	box_close(&w.box);
	return status;
}

static int cmd_new(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct err err = {0};
	int status;

	(void)args;
	if (cli_story_open(cli, &p, &err))
		return cli_fail(&err);
	status = write_memory(cli, p, 0, 0);
	story_pack_free(p);
	return status;
}

/* The whole input, or the text of an option, as the answer to one question. */
static int replace_part(struct cli *cli, const struct story_pack *p, const struct story_memory *m, const char *part, const char *text)
{
	struct err err = {0};
	size_t replaced = 0;
	struct box b;
	int status = 0;

	box_open(&b, cli);
	if (text)
		buf_adds(&b.text, text);
	if ((!text && box_read_all(&b, &err)) ||
	    story_answer(p, cli->store, m->id, part, (struct str){buf_text(&b.text), b.text.n}, &replaced, &err))
		status = cli_fail(&err);
	else
		fprintf(cli->out.file, "Kept. What stood there before is in 'spar story show %d --history'.\n", m->number);
	story_put_replaced(cli, replaced);
	box_close(&b);
	return status;
}

/* The question whose answer was not ended, else the first that is open, else the first. */
static size_t first_open(struct cli *cli, const struct story_pack *p, const struct story_memory *m)
{
	struct writing w = {.cli = cli, .pack = p, .id = m->id};
	size_t n = 0, open = 0;

	story_parts(p, &n);
	for (size_t i = n; i-- > 0;)
		open = m->answers[i].n ? open : i;
	for (; w.part < n; w.part++)
		if (!m->answers[w.part].n && draft_of(&w))
			return w.part;
	return open;
}

static int edit(struct cli *cli, const struct story_pack *p, const struct args *args, struct err *err)
{
	const char *part = args->count > 1 ? args->p[1] : NULL, *text = args_value(args, "text");
	struct story_memory m;
	size_t n = 0, k = 0;
	const struct story_part *parts = story_parts(p, &n);

	if (story_find(p, cli->store, args->p[0], &cli->arena, &m, err))
		return cli_fail(err);
	if (args_flag(args, "aside") || args_flag(args, "back")) {
		if (story_aside(cli->store, m.id, args_flag(args, "aside"), err))
			return cli_fail(err);
		fputs(args_flag(args, "aside") ? "Put away; '--back' brings it back.\n" : "Back.\n", cli->out.file);
		return 0;
	}
	while (part && k < n && strcmp(parts[k].id, part))
		k++;
	if (part && k == n && strcmp(part, STORE_STORY_TITLE)) {
		err_set(err, ERR_MISSING, "no question is called '%.60s'; the names stand behind the questions in 'spar story show'", part);
		return cli_fail(err);
	}
	if (part && (text || !cli->reader || k == n)) {
		if (!text && cli->reader) {
			err_set(err, ERR_USAGE, "a title is given with --text");
			return cli_fail(err);
		}
		return replace_part(cli, p, &m, part, text);
	}
	return write_memory(cli, p, m.id, part ? k : first_open(cli, p, &m));
}

static int cmd_edit(struct cli *cli, const struct args *args)
{
	struct story_pack *p = NULL;
	struct err err = {0};
	int status;

	if (cli_story_open(cli, &p, &err))
		return cli_fail(&err);
	status = edit(cli, p, args, &err);
	story_pack_free(p);
	return status;
}

const struct command command_story_new = {
	.name = "story new",
	.run = cmd_new,
	.needs = NEEDS_STORE,
	.summary = "write a memory down, by questions",
	.arguments = "",
	.details = "Six questions, in any order, each answer kept as soon as it is ended; what is being typed is kept as a draft at each line. When "
		   "standard input is no terminal, answers come from it, an empty line or a lone dot between them.",
	.examples = "spar story new\nspar story new <memory.txt\n",
};

static const struct option edit_options[] = {
	{"text", "TEXT", VALUE_TEXT, "the answer itself"},
	{"aside", NULL, VALUE_NONE, "put the memory away: not counted, not drilled"},
	{"back", NULL, VALUE_NONE, "bring it back"},
	{NULL, NULL, VALUE_NONE, NULL},
};

const struct command command_story_edit = {
	.name = "story edit",
	.run = cmd_edit,
	.needs = NEEDS_STORE,
	.summary = "answer what is open, or answer again",
	.arguments = "MEMORY [QUESTION | title]",
	.min_args = 1,
	.max_args = 2,
	.arg_kind = VALUE_TEXT,
	.options = edit_options,
	.details = "QUESTION is its name, as 'spar story show' gives it. When standard input is no terminal, all of it is the answer to QUESTION. What "
		   "stood there before stays in the record.",
	.examples = "spar story edit 3\nspar story edit 3 came\nspar story edit 3 title --text 'Late clicks'\n",
};
