#include "cli/room.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/editor.h"
#include "cli/interrupt.h"
#include "cli/model_use.h"
#include "cli/show.h"
#include "mock/asks.h"

#define LINE_MAX_BYTES (2 * MOCK_TEXT_BYTES_MAX)
#define PIPED_MAX_BYTES (4 * LINE_MAX_BYTES)
#define WAIT_MS 500
#define ASKING_MS 15000            /* one request to the judge for questions about a query */

struct room {
	struct cli *cli;
	struct mock *m;
	struct buf text;           /* the answer box: lines above the one that is typed */
	struct buf line;
	struct buf seen;           /* the line as it stood when the editor last looked up: Ctrl-C would lose it */
	struct buf piped;          /* read ahead, when standard input is no terminal */
	size_t piped_at;
	bool input_over;
	int64_t from_ms, clock_ms; /* clock_work_ms() when the room was opened, and the round's clock then */
	size_t told;               /* turns that were printed */
	size_t shown_part;         /* whose question was shown, counted from 1 */
	bool paused, left;
	int64_t ticked_ms;         /* clock of the last kept draft */
	struct model *model;       /* NULL: none */
};

enum got { GOT_LINE, GOT_CUT, GOT_END, GOT_INTERRUPT };

/* In a break the clock stands still. */
static int64_t now_ms(struct room *r)
{
	if (mock_view(r->m)->expects == MOCK_EXPECTS_START) {
		r->from_ms = clock_work_ms();
		r->clock_ms = mock_view(r->m)->clock_ms;
	}
	return r->clock_ms + (clock_work_ms() - r->from_ms);
}

static const char *clock_text(struct room *r)
{
	const struct mock_view *v = mock_view(r->m);
	int64_t left = v->part_limit_ms ? v->part_begun_ms + v->part_limit_ms - now_ms(r) : 0;

	if (left < 0)
		left = 0;
	return arena_printf(&r->cli->arena, "%lld:%02lld", (long long)(left / 60000), (long long)(left / 1000 % 60));
}

/* --- what the interviewer says ----------------------------------------------------------------------------------------- */

static void put_exercise(struct room *r, const char *subject)
{
	const char *slug = strchr(subject, '/') + 1;
	const struct bank_exercise *ex;
	const struct bank_variant *v;
	struct err err = {0};

	if (cli_find_variant(r->cli, slug, NULL, &ex, &v, &err))
		cli_fail(&err);
	else
		show_exercise(r->cli, ex, v, false);
}

static void put_question(struct room *r)
{
	const struct mock_view *v = mock_view(r->m);
	struct out *o = &r->cli->out;

	fputc('\n', o->file);
	/* In a day of rounds: which one. A break belongs to the day itself. */
	if (strcmp(v->part_round, v->title) != 0)
		out_put(o, STYLE_BOLD, "%s. ", v->part_round);
	out_put(o, STYLE_BOLD, "%s", v->part_name);
	if (v->part_limit_ms)
		out_put(o, STYLE_DIM, "  %s left of this part", clock_text(r));
	fputs("\n\n", o->file);
	if (v->expects == MOCK_EXPECTS_QUERY && v->subject)
		put_exercise(r, v->subject);
	else
		out_wrap(o, STYLE_PLAIN, 2, "  ", v->asks);
	if (v->expects == MOCK_EXPECTS_START)
		out_wrap(o, STYLE_DIM, 2, "  ", "An empty line goes on. '/pause' leaves for now.");
	r->shown_part = v->part + 1;
}

static void put_new_turns(struct room *r)
{
	const struct mock_view *v = mock_view(r->m);
	struct out *o = &r->cli->out;

	for (; r->told < v->turn_count; r->told++) {
		const struct mock_turn *t = &v->turns[r->told];

		if (!t->mine || t->ask == ASK_QUESTION)
			continue;
		fputc('\n', o->file);
		if (*t->lead)
			out_wrap(o, STYLE_PLAIN, 2, "  ", t->lead);
		out_wrap(o, t->ask == ASK_SILENCE ? STYLE_DIM : STYLE_PLAIN, 2, "  ", t->text);
		if (*t->key && *t->quote)
			out_verbatim(o, 4, t->quote);
	}
	if (!v->over && r->shown_part != v->part + 1)
		put_question(r);
	fflush(o->file);
}

/* --- what comes in ----------------------------------------------------------------------------------------------------- */

/* What stands in the answer box, with the line that is typed. Into r->line when it is not that already. */
static void whole_box(const struct room *r, struct str typed, struct buf *out)
{
	buf_add(out, buf_text(&r->text), r->text.n);
	if (r->text.n && typed.n)
		buf_addc(out, '\n');
	buf_add(out, typed.p, typed.n);
}

static void keep(struct room *r, struct str typed, bool now)
{
	struct err ignored = {0};
	struct buf all;

	if (!now && now_ms(r) - r->ticked_ms < MOCK_TICK_MS)
		return;
	r->ticked_ms = now_ms(r);
	buf_init(&all, LINE_MAX_BYTES);
	whole_box(r, typed, &all);
	/* A draft that cannot be kept is not worth a line in the middle of an answer; the answer will say so. */
	if (mock_tick(r->m, (struct str){buf_text(&all), all.n}, now_ms(r), now, &ignored))
		r->cli->lost = true;
	buf_release(&all);
}

static bool on_idle(struct str typed, void *arg)
{
	struct room *r = arg;

	buf_reset(&r->seen);
	buf_add(&r->seen, typed.p, typed.n);
	keep(r, typed, false);
	return mock_due(r->m, now_ms(r), r->text.n || typed.n) != MOCK_DUE_NOTHING;
}

static bool take_line(struct room *r)
{
	const char *p = buf_text(&r->piped) + r->piped_at, *end;
	size_t n = r->piped.n - r->piped_at;

	end = n ? memchr(p, '\n', n) : NULL;
	if (!end && (!r->input_over || n == 0))
		return false;
	size_t length = end ? (size_t)(end - p) : n;

	buf_reset(&r->line);
	buf_add(&r->line, p, length && p[length - 1] == '\r' ? length - 1 : length);
	r->piped_at += length + (end != NULL);
	if (r->piped_at == r->piped.n) {
		buf_reset(&r->piped);
		r->piped_at = 0;
	}
	return true;
}

/* A line of a pipe. The clock goes on while nothing comes. */
static enum got piped_line(struct room *r)
{
	char chunk[16384];

	for (;;) {
		struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};

		if (take_line(r))
			return GOT_LINE;
		if (r->input_over)
			return GOT_END;
		int ready = poll(&p, 1, WAIT_MS);

		if (ready == 0) {
			if (on_idle((struct str){"", 0}, r))
				return GOT_CUT;
			continue;
		}
		ssize_t n = read(STDIN_FILENO, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			r->input_over = true;
		else
			buf_add(&r->piped, chunk, (size_t)n);
	}
}

static enum got next_line(struct room *r)
{
	const struct mock_view *v = mock_view(r->m);

	buf_reset(&r->seen);
	if (!r->cli->reader)
		return piped_line(r);
	switch (editor_line(arena_printf(&r->cli->arena, v->expects == MOCK_EXPECTS_QUERY ? "%s sql> " : "%s > ", clock_text(r)), &r->line)) {
	case EDITOR_LINE:
		return GOT_LINE;
	case EDITOR_CUT:
		return GOT_CUT;
	case EDITOR_INTERRUPTED:
		return GOT_INTERRUPT;
	default:
		return GOT_END;
	}
}

/* --- commands ---------------------------------------------------------------------------------------------------------- */

static const char *const help_text =
	"- An empty line ends an answer; a semicolon ends a query.\n"
	"- A design may have several paragraphs; an empty line after '...' ends it.\n"
	"- /pad TEXT writes on the scratch pad, /pad shows it.\n"
	"- /again shows the question, /clock the time left.\n"
	"- /skip gives no answer to this.\n"
	"- /pause stops the clock and leaves; 'spar mock resume' goes on.\n"
	"- /leave ends the round here.";

static enum err_code say(struct room *r, enum mock_said said, struct str text, struct err *err)
{
	enum err_code code = mock_say(r->m, said, text, now_ms(r), err);
	int64_t at_ms = clock_work_ms();

	/* The clock stands still for a model. */
	if (!code && model_use_round(r->model, r->m))
		r->from_ms += clock_work_ms() - at_ms;

	/* What cannot be taken is said, and the round goes on. */
	if (code == ERR_INPUT || (code == ERR_LIMIT && text.n > MOCK_TEXT_BYTES_MAX)) {
		cli_fail(err);
		*err = (struct err){0};
		return ERR_OK;
	}
	return code;
}

/* True when the line was a command. */
static bool command(struct room *r, enum err_code *code, struct err *err)
{
	struct str line = str_trim((struct str){buf_text(&r->line), r->line.n});
	struct out *o = &r->cli->out;

	if (str_starts(line, "/pad ") && str_trim((struct str){line.p + 5, line.n - 5}).n)
		*code = say(r, SAID_PAD, (struct str){line.p + 5, line.n - 5}, err);
	else if (str_eq_c(line, "/pad"))
		out_verbatim(o, 4, mock_view(r->m)->pad);
	else if (str_eq_c(line, "/again"))
		put_question(r);
	else if (str_eq_c(line, "/clock"))
		fprintf(o->file, "  %s left of this part\n", clock_text(r));
	else if (str_eq_c(line, "/help"))
		out_wrap(o, STYLE_PLAIN, 2, "  ", help_text);
	else if (str_eq_c(line, "/pause"))
		r->paused = true;
	else if (str_eq_c(line, "/leave"))
		r->left = true;
	else if (str_eq_c(line, "/skip"))
		*code = say(r, SAID_SKIP, (struct str){"", 0}, err);
	else
		return false;
	if (str_eq_c(line, "/skip"))
		buf_reset(&r->text);
	return true;
}

static void box_add(struct room *r)
{
	if (r->text.n)
		buf_addc(&r->text, '\n');
	buf_add(&r->text, buf_text(&r->line), r->line.n);
}

static enum err_code submit(struct room *r, enum mock_said said, struct err *err)
{
	enum err_code code = ERR_OK;

	if (r->text.code) {
		err_set(err, ERR_LIMIT, "the answer has more than %u bytes; nothing of it was taken", LINE_MAX_BYTES);
		cli_fail(err);
		*err = (struct err){0};
	} else {
		code = say(r, said, (struct str){buf_text(&r->text), r->text.n}, err);
	}
	buf_reset(&r->text);
	return code;
}

static enum err_code take(struct room *r, struct err *err)
{
	struct str line = {buf_text(&r->line), r->line.n};
	bool query = mock_view(r->m)->expects == MOCK_EXPECTS_QUERY;
	enum err_code code = ERR_OK;

	if (mock_due(r->m, now_ms(r), r->text.n || line.n) == MOCK_DUE_CUT) {
		box_add(r);
		return submit(r, SAID_CUT, err);
	}
	if (command(r, &code, err))
		return code;
	if (str_trim(line).n == 0 && (!query || r->text.n == 0))
		return submit(r, SAID_TEXT, err);
	box_add(r);
	if (query && sql_state_of((struct str){buf_text(&r->text), r->text.n}).ended)
		return submit(r, SAID_TEXT, err);
	return ERR_OK;
}

static enum err_code react(struct room *r, enum got got, struct err *err)
{
	switch (got) {
	case GOT_LINE:
		clock_work_step();
		return take(r, err);
	case GOT_CUT:
		if (r->cli->reader && r->line.n)
			box_add(r);
		return mock_due(r->m, now_ms(r), r->text.n > 0) == MOCK_DUE_SILENCE ? say(r, SAID_NOTHING, (struct str){"", 0}, err)
										     : submit(r, SAID_CUT, err);
	case GOT_INTERRUPT:
		buf_reset(&r->line);
		buf_add(&r->line, buf_text(&r->seen), r->seen.n);
		if (r->line.n)
			box_add(r);
		r->paused = true;
		return ERR_OK;
	default:
		/* The last answer of a pipe needs no empty line behind it, and what is no query yet is kept as it stands. */
		if (r->text.n && !r->cli->reader && mock_view(r->m)->expects == MOCK_EXPECTS_TEXT)
			return submit(r, SAID_TEXT, err);
		r->paused = true;
		return ERR_OK;
	}
}

static enum err_code call_judge(json_t *request, json_t **reply, void *arg, struct err *err)
{
	struct cli *cli = arg;
	enum err_code code = judge_client_ask(cli->judge, request, ASKING_MS, reply, err);

	json_decref(request);
	return code;
}

static void put_paused(struct room *r)
{
	const struct mock_view *v = mock_view(r->m);

	if (v->expects == MOCK_EXPECTS_START) {
		fprintf(r->cli->out.file, "\nPaused in the break before part %zu of %zu. 'spar mock resume' goes on here.\n", v->part + 2, v->part_count);
		return;
	}
	fprintf(r->cli->out.file, "\nPaused in part %zu of %zu, with %s left of it. 'spar mock resume' goes on at this second.\n", v->part + 1, v->part_count,
		clock_text(r));
}

/* The judge may take a second for it; what is typed meanwhile is not lost. Without him the round has general questions. */
static enum err_code choose_questions(struct room *r, struct err *err)
{
	struct ask_content *content = NULL;
	struct mock_asking asking = {.call = call_judge, .arg = r->cli};
	struct err ignored = {0};
	enum err_code code = ERR_OK;

	if (!mock_asks_due(r->m))
		return ERR_OK;
	if (!ask_content_open(&content, NULL, bank_pack(r->cli->bank)->id, &ignored)) {
		asking.content = content;
		interrupt_judging(r->cli->judge);
		code = mock_asks_make(r->m, &asking, err);
		r->paused |= interrupt_judged();
	}
	ask_content_free(content);
	return code == ERR_STOPPED ? ERR_OK : code;
}

enum room_end room_run(struct cli *cli, struct mock *m, struct err *err)
{
	struct room r = {.cli = cli, .m = m, .from_ms = clock_work_ms(), .clock_ms = mock_view(m)->clock_ms};
	enum err_code code = ERR_OK;

	r.model = model_use_open(cli);
	r.told = mock_view(m)->turn_count;
	r.ticked_ms = r.clock_ms;
	buf_init(&r.text, LINE_MAX_BYTES);
	buf_init(&r.line, LINE_MAX_BYTES);
	buf_init(&r.seen, LINE_MAX_BYTES);
	buf_init(&r.piped, PIPED_MAX_BYTES);
	buf_adds(&r.text, mock_view(m)->typed);
	if (cli->reader)
		editor_idle(on_idle, &r);
	put_question(&r);
	if (r.text.n) {
		out_put(&cli->out, STYLE_DIM, "\n  In the answer box:\n");
		out_verbatim(&cli->out, 4, buf_text(&r.text));
	}
	fflush(cli->out.file);
	code = choose_questions(&r, err);
	while (!code && !mock_view(m)->over && !r.paused && !r.left) {
		enum got got = next_line(&r);

		code = r.piped.code ? err_set(err, ERR_LIMIT, "a line of the input has more than %u bytes", PIPED_MAX_BYTES) : react(&r, got, err);
		if (!code)
			put_new_turns(&r);
		if (!code)
			code = choose_questions(&r, err);
		keep(&r, (struct str){"", 0}, false);
	}
	if (!code && r.left)
		code = mock_leave(m, now_ms(&r), err);
	if (!mock_view(m)->over) {
		keep(&r, (struct str){"", 0}, true);
		if (!code)
			put_paused(&r);
	}
	editor_idle(NULL, NULL);
	model_close(r.model);
	buf_release(&r.text);
	buf_release(&r.line);
	buf_release(&r.seen);
	buf_release(&r.piped);
	return code ? ROOM_FAILED : mock_view(m)->over ? ROOM_OVER : ROOM_PAUSED;
}
