#include "cli/drill.h"

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "cli/asking.h"
#include "cli/attempt.h"
#include "cli/editor.h"
#include "cli/hint.h"
#include "cli/interrupt.h"
#include "cli/show.h"

/* A drill while it runs. */
struct session {
	struct cli *cli;
	struct attempt t;
	struct buf text;           /* what is being typed */
	struct buf last;           /* what was submitted or run last, for edit and run */
	bool submitted;            /* last was judged */
	bool time_said;            /* that the time is over */
	int interrupts;            /* Ctrl-C on an empty line, in a row */
	bool done;
	enum drill_end end;
};

/* A command within a drill: with a backslash, or as a word alone on a line. */
struct drill_command {
	const char *name, *letter;
	bool anywhere;             /* as a word also while a query is being typed; others could be its columns */
	void (*run)(struct session *s);
	const char *summary;
};

static void put_clock(const struct session *s)
{
	int64_t left = attempt_left_ms(&s->t);

	if (!s->t.limit_ms)
		fputs("There is no clock.\n", s->cli->out.file);
	else if (left >= 0)
		fprintf(s->cli->out.file, "%lld:%02lld left of %s.\n", (long long)(left / 60000),
			(long long)(left / 1000 % 60), out_span(s->t.limit_ms));
	else
		fprintf(s->cli->out.file, "The time was over %s ago.\n", out_span(-left));
}

/* What run, hint and edit are about: what stands there, else what was submitted last. */
static struct str current(const struct session *s)
{
	const struct buf *b = s->text.n ? &s->text : &s->last;

	return (struct str){buf_text(b), b->n};
}

static void keep_as_last(struct session *s)
{
	if (!s->text.n)
		return;
	s->submitted = false;
	buf_reset(&s->last);
	buf_add(&s->last, buf_text(&s->text), s->text.n);
	buf_reset(&s->text);
	editor_remember(buf_text(&s->last));
}

static bool on_reply(const json_t *msg, void *arg)
{
	struct session *s = arg;
	const char *type = json_get_text(msg, "type", "");
	struct str query = {buf_text(&s->last), s->last.n};

	if (!strcmp(type, "verdict")) {
		show_verdict(s->cli, s->t.v, query, msg);
	} else if (!strcmp(type, "small")) {
		const json_t *other = json_get_object(msg, "verdict");

		if (other)
			show_verdict(s->cli, s->t.v, query, other);
		else
			show_small(&s->cli->out, msg);
	} else if (!strcmp(type, "large")) {
		show_large(&s->cli->out, msg);
	}
	return true;
}

static void put_passed(struct session *s, int64_t elapsed_ms)
{
	struct out *o = &s->cli->out;
	const char *why;

	fputc('\n', o->file);
	out_put(o, STYLE_BOLD, "Passed");
	fprintf(o->file, " after %lld:%02lld, %s.\n", (long long)(elapsed_ms / 60000), (long long)(elapsed_ms / 1000 % 60),
		s->t.cold ? "cold" : attempt_is_cold(&s->t, &why) ? "not cold" : arena_printf(&s->cli->arena, "not cold: %s", why));
	if (s->t.v->answer_count)
		fprintf(o->file, "'answers' shows %s, 'next' goes on, 'quit' leaves.\n",
			out_plural((long long)s->t.v->answer_count, "right answer"));
}

static void do_submit(struct session *s)
{
	struct judged judged;
	struct err err = {0};
	bool passed = s->t.passed;

	if (!s->text.n) {
		fputs("There is nothing new to submit.\n", s->cli->out.file);
		return;
	}
	attempt_draft(&s->t, (struct str){buf_text(&s->text), s->text.n}, true);
	if (query_check((struct str){buf_text(&s->text), s->text.n}, &err)) {
		cli_fail(&err);
		if (err.code == ERR_INPUT)
			buf_reset(&s->text);
		return;
	}
	keep_as_last(s);
	s->submitted = true;
	fflush(stdout);
	if (attempt_submit(&s->t, (struct str){buf_text(&s->last), s->last.n}, true, on_reply, s, &judged, &err)) {
		cli_fail(&err);
		return;
	}
	if (judged.interrupted)
		show_stopped(&s->t);
	else if (s->t.passed && !passed) {
		put_passed(s, judged.elapsed_ms);
		attempt_draft(&s->t, (struct str){"", 0}, true);
	}
	judged_release(&judged);
}

static void do_run(struct session *s)
{
	struct str query = current(s);
	json_t *reply = NULL;
	struct err err = {0};

	if (s->t.no_run && !s->t.passed) {
		fputs("This drill is without running: read it through instead.\n", s->cli->out.file);
		return;
	}
	if (attempt_run(&s->t, query, &reply, &err))
		cli_fail(&err);
	else if (!strcmp(json_get_text(reply, "type", ""), "rows"))
		show_rows(&s->cli->out, reply);
	else
		show_verdict(s->cli, s->t.v, query, reply);
	json_decref(reply);
}

static void do_hint(struct session *s)
{
	struct err err = {0};

	if (hint_give(&s->t, current(s), &err))
		fputs("\nStopped.\n", s->cli->out.file);
}

static void do_ask(struct session *s)
{
	struct asking a = {.t = &s->t, .query = {buf_text(&s->last), s->last.n}, .count = ASK_ROUND_DEFAULT, .only = -1, .typed = true};

	if (!s->last.n || !s->submitted) {
		fputs("Questions come after a submission.\n", s->cli->out.file);
		return;
	}
	asking_round(&a);
	fputs("'ask' asks others, 'answers' and 'next' go on.\n", s->cli->out.file);
}

static void do_edit(struct session *s)
{
	struct err err = {0};

	if (!s->text.n)
		buf_add(&s->text, buf_text(&s->last), s->last.n);
	if (editor_external(&s->text, "query.sql", &err)) {
		cli_fail(&err);
		return;
	}
	struct str trimmed = str_trim((struct str){buf_text(&s->text), s->text.n});

	out_verbatim(&s->cli->out, 2, arena_strndup(&s->cli->arena, trimmed.p, trimmed.n));
	attempt_draft(&s->t, (struct str){buf_text(&s->text), s->text.n}, true);
	if (trimmed.n)
		fputs("Type submit, run, or edit again.\n", s->cli->out.file);
}

static void do_draft(struct session *s)
{
	const char *text = NULL;
	struct err err = {0};
	int64_t at_ms = 0;

	if (s->cli->store && store_draft_get(s->cli->store, s->t.subject, &s->cli->arena, &text, &at_ms, &err))
		cli_fail(&err);
	if (!text) {
		fputs("There is no draft.\n", s->cli->out.file);
		return;
	}
	buf_reset(&s->text);
	buf_adds(&s->text, text);
	out_verbatim(&s->cli->out, 2, text);
	fputs("This stands there now. Go on, or type submit, run or edit.\n", s->cli->out.file);
}

static void do_answers(struct session *s)
{
	/* Asking before the pass is allowed; the record remembers it and the attempt is not cold. */
	attempt_solution(&s->t);
	for (size_t i = 0; i < s->t.v->answer_count; i++)
		show_answer(&s->cli->out, &s->t.v->answers[i]);
	fputs("\nFor 24 hours no attempt at this exercise counts as cold.\n", s->cli->out.file);
}

static void do_clear(struct session *s)
{
	keep_as_last(s);
	fputs("Cleared. 'edit' brings it back.\n", s->cli->out.file);
}

static void do_print(struct session *s)
{
	struct str query = current(s);

	out_verbatim(&s->cli->out, 2, arena_strndup(&s->cli->arena, query.p, query.n));
}

static void do_exercise(struct session *s)
{
	fputc('\n', s->cli->out.file);
	show_exercise(s->cli, s->t.ex, s->t.v, true);
}

static void do_clock(struct session *s)
{
	const char *why;

	put_clock(s);
	if (!s->t.passed && !attempt_is_cold(&s->t, &why))
		fprintf(s->cli->out.file, "Not cold: %s.\n", why);
}

static void do_next(struct session *s)
{
	s->done = true;
	s->end = DRILL_NEXT;
}

static void do_quit(struct session *s)
{
	s->done = true;
	s->end = DRILL_LEFT;
}

static void do_help(struct session *s);

static const struct drill_command drill_commands[] = {
	{"submit", "s", true, do_submit, "have the query judged; a semicolon at the end of a line does the same"},
	{"run", "r", true, do_run, "run it on the sample; costs the cold mark"},
	{"hint", "h", true, do_hint, "one hint; costs the cold mark"},
	{"edit", "e", true, do_edit, "write the query in $EDITOR"},
	{"print", "p", false, do_print, "show the query as it stands"},
	{"clear", "x", false, do_clear, "begin the query again"},
	{"draft", "d", false, do_draft, "bring back what was typed here before"},
	{"exercise", "t", false, do_exercise, "show the exercise again"},
	{"clock", "c", true, do_clock, "what is left of the time"},
	{"ask", "k", false, do_ask, "questions about the query that you submitted last"},
	{"answers", "a", false, do_answers, "show the right answers"},
	{"next", "n", false, do_next, "another exercise"},
	{"quit", "q", true, do_quit, "leave"},
	{"help", "?", true, do_help, "this list"},
};

#define DRILL_COMMANDS (sizeof(drill_commands) / sizeof(drill_commands[0]))

static void do_help(struct session *s)
{
	fputs("\nType SQL over as many lines as you like. Alone on a line:\n", s->cli->out.file);
	for (size_t i = 0; i < DRILL_COMMANDS; i++) {
		char first[64];

		snprintf(first, sizeof(first), "  %-10s \\%s", drill_commands[i].name, drill_commands[i].letter);
		out_wrap(&s->cli->out, STYLE_PLAIN, 18, first, drill_commands[i].summary);
	}
	out_wrap(&s->cli->out, STYLE_PLAIN, 0, NULL,
		 "In the middle of a query, print, clear, draft, exercise, ask, answers and next need their backslash.");
}

/* The command that a line is, NULL when it is SQL. Within a string or comment nothing is a command. */
static const struct drill_command *command_of(const struct session *s, struct str line)
{
	struct str word = str_trim(line);
	bool slash = word.n && word.p[0] == '\\';

	if (sql_state_of((struct str){buf_text(&s->text), s->text.n}).inside)
		return NULL;
	if (slash) {
		word.p++;
		word.n--;
	}
	while (word.n && word.p[word.n - 1] == ';')
		word.n--;
	for (size_t i = 0; i < DRILL_COMMANDS; i++)
		if ((slash || !s->text.n || drill_commands[i].anywhere) &&
		    (str_eq_nocase(word, str_of(drill_commands[i].name)) ||
		     (slash && str_eq_nocase(word, str_of(drill_commands[i].letter)))))
			return &drill_commands[i];
	return NULL;
}

static void say_time(struct session *s)
{
	if (s->time_said || !s->t.limit_ms || s->t.passed || attempt_left_ms(&s->t) > 0)
		return;
	s->time_said = true;
	fputs("The time is over. You can go on; it no longer counts as cold.\n", s->cli->out.file);
}

static void take_line(struct session *s, struct str line)
{
	const struct drill_command *c = command_of(s, line);

	if (c) {
		c->run(s);
		return;
	}
	if (line.n && line.p[0] == '\\') {
		fputs("No such command; 'help' lists them.\n", s->cli->out.file);
		return;
	}
	if (!s->text.n && !str_trim(line).n)
		return;
	if (s->text.n + line.n > 2 * JUDGE_QUERY_MAX_BYTES) {
		fprintf(s->cli->out.file, "That is over the limit of %s bytes; the line was not taken.\n",
			out_count(JUDGE_QUERY_MAX_BYTES));
		return;
	}
	if (s->text.n)
		buf_addc(&s->text, '\n');
	buf_add(&s->text, line.p, line.n);
	if (sql_state_of((struct str){buf_text(&s->text), s->text.n}).ended)
		do_submit(s);
	else
		attempt_draft(&s->t, (struct str){buf_text(&s->text), s->text.n}, false);
}

static void take_interrupt(struct session *s)
{
	fputc('\n', s->cli->out.file);
	if (s->text.n) {
		keep_as_last(s);
		fputs("Cleared. 'edit' brings it back; Ctrl-C again leaves.\n", s->cli->out.file);
	} else if (s->interrupts == 0) {
		fputs("Ctrl-C again leaves.\n", s->cli->out.file);
	} else {
		do_quit(s);
	}
	s->interrupts++;
}

static void put_prompt(const struct session *s, char *prompt, size_t size_bytes)
{
	int64_t left = attempt_left_ms(&s->t);
	const char *sign = s->text.n ? "  -> " : "sql> ";

	if (!s->t.limit_ms || s->t.passed)
		snprintf(prompt, size_bytes, "%s", sign);
	else if (left > 0)
		snprintf(prompt, size_bytes, "%lld:%02lld %s", (long long)(left / 60000), (long long)(left / 1000 % 60), sign);
	else
		snprintf(prompt, size_bytes, "over %s", sign);
}

static void show_start(struct session *s)
{
	struct out *o = &s->cli->out;
	json_t *sample = NULL;
	struct err err = {0};
	const char *why, *draft = NULL;
	int64_t at_ms = 0;

	show_exercise(s->cli, s->t.ex, s->t.v, true);
	fflush(o->file);
	if (attempt_sample(&s->t, &sample, &err))
		cli_fail(&err);
	else
		show_tables(o, "Sample", json_get_object(sample, "tables"));
	json_decref(sample);
	s->t.begun_ms = clock_work_ms();
	const char *cold = attempt_is_cold(&s->t, &why) ? "A pass counts as cold: no hint, no run, inside the time."
							: arena_printf(&s->cli->arena, "A pass will not count as cold: %s.", why);

	fputc('\n', o->file);
	out_wrap(o, STYLE_PLAIN, 0, NULL, arena_printf(&s->cli->arena, "%s. %s", out_span(s->t.limit_ms), cold));
	out_wrap(o, STYLE_PLAIN, 0, NULL,
		 arena_printf(&s->cli->arena, "End the query with ; to submit it. Alone on a line: %shint, edit, clock, quit, help.",
			      s->t.no_run ? "" : "run, "));
	if (s->cli->store && !store_draft_get(s->cli->store, s->t.subject, &s->cli->arena, &draft, &at_ms, &err) && draft)
		fputs("A draft is kept from before: 'draft' brings it back.\n", o->file);
}

enum drill_end drill_session(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, long minutes,
			     bool no_run)
{
	struct session s = {.cli = cli, .end = DRILL_LEFT};
	enum editor_end got = EDITOR_LINE;
	char prompt[64];
	struct buf line;

	buf_init(&s.text, 4 * JUDGE_QUERY_MAX_BYTES);
	buf_init(&s.last, 4 * JUDGE_QUERY_MAX_BYTES);
	buf_init(&line, 4 * JUDGE_QUERY_MAX_BYTES);
	attempt_begin(&s.t, cli, ex, v, "try", (minutes ? minutes : ex->minutes) * 60000LL, no_run);
	show_start(&s);
	while (!s.done) {
		say_time(&s);
		put_prompt(&s, prompt, sizeof(prompt));
		fflush(cli->out.file);
		got = editor_line(prompt, &line);
		if (got == EDITOR_INTERRUPTED) {
			take_interrupt(&s);
			continue;
		}
		if (got == EDITOR_END) {
			fputc('\n', cli->out.file);
			break;
		}
		s.interrupts = 0;
		clock_work_step();
		take_line(&s, (struct str){buf_text(&line), line.n});
	}
	if (s.text.n)
		attempt_draft(&s.t, (struct str){buf_text(&s.text), s.text.n}, true);
	attempt_end(&s.t);
	buf_release(&line);
	buf_release(&s.last);
	buf_release(&s.text);
	return s.end;
}
