#include "cli/asking.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "practice/ask_topic.h"
#include "base/rng.h"
#include "cli/asking_debrief.h"
#include "cli/editor.h"
#include "cli/show.h"
#include "talk/points.h"

#define ANSWER_BYTES_MAX (1u << 19)
#define LINE_BYTES_MAX (16u << 20)
#define TRIES_MAX 5              /* to type rows that can be read */

enum got { GOT_ANSWER, GOT_NONE, GOT_END };

/* A round while it runs. */
struct round {
	const struct asking *a;
	struct ask_content *content;
	struct talk_pack *talk;        /* NULL: answers in words are not checked */
	json_t *questions;
	json_t *outcomes;              /* by question: {"answer","checked"}, see asking_debrief() */
	size_t asked;                  /* how many were put */
	int wrong;
	bool left;
};

static enum err_code call(json_t *request, json_t **reply, void *arg, struct err *err)
{
	return attempt_call(arg, request, reply, err);
}

/* The next line of the answer; its end or "quit" ends the round. */
static bool next_line(const struct asking *a, struct buf *line)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t n;

	if (a->no_answers)
		return false;
	if (a->typed)
		return editor_line("> ", line) == EDITOR_LINE;
	buf_reset(line);
	n = getline(&text, &room, stdin);
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	if (n >= 0)
		buf_add(line, text, (size_t)n < LINE_BYTES_MAX - 1 ? (size_t)n : LINE_BYTES_MAX - 1);
	free(text);
	return n >= 0;
}

/* As much of a line as the answer still has room for. False when some of it was left out. */
static bool take_line(struct buf *out, struct str line)
{
	size_t room = ANSWER_BYTES_MAX - out->n - 2, n = line.n < room ? line.n : room;

	/* No character is cut in two. */
	while (n < line.n && n && ((unsigned char)line.p[n] & 0xC0) == 0x80)
		n--;
	buf_add(out, line.p, n);
	buf_addc(out, '\n');
	return n == line.n;
}

/*
 * Lines up to an empty one. "skip" and "quit" alone at the beginning give no answer; with rows, `empty` alone is the whole answer.
 */
static enum got read_answer(const struct asking *a, bool rows, struct buf *out)
{
	struct buf line;
	enum got got = GOT_ANSWER;
	bool more, cut = false;

	buf_init(&line, LINE_BYTES_MAX);
	buf_reset(out);
	fflush(a->t->cli->out.file);
	while ((more = next_line(a, &line))) {
		struct str text = str_trim((struct str){buf_text(&line), line.n});
		if (!out->n && str_eq_nocase(text, STR("skip"))) {
			got = GOT_NONE;
			break;
		}
		if (!out->n && str_eq_nocase(text, STR("quit"))) {
			got = GOT_END;
			break;
		}
		if (!text.n)
			break;
		if (out->n + 2 >= ANSWER_BYTES_MAX || !take_line(out, (struct str){buf_text(&line), line.n}))
			cut = true;
		if (rows && str_eq_nocase(text, STR("empty")))
			break;
	}
	if (cut)
		fprintf(a->t->cli->out.file, "Over %s bytes; what was too much is not kept.\n", out_count(ANSWER_BYTES_MAX));
	buf_release(&line);
	if (!more && !out->n)
		return GOT_END;
	return got == GOT_ANSWER && !out->n ? GOT_NONE : got;
}

static void put_question(const struct round *r, const json_t *q, size_t number)
{
	struct out *o = &r->a->t->cli->out;
	const char *quote = json_get_text(q, "quote", "");

	out_put(o, STYLE_DIM, "\nQuestion %zu of %zu.%s\n", number, json_array_size(r->questions),
		json_get_bool(q, "again", false) ? " It was asked before: there is nothing new to ask here." : "");
	out_wrap(o, STYLE_BOLD, 0, NULL, json_get_text(q, "text", ""));
	if (*quote)
		out_verbatim(o, 4, quote);
}

static void put_task(const struct round *r, const json_t *prediction)
{
	struct out *o = &r->a->t->cli->out;
	json_t *columns = json_get_array(json_get_object(prediction, "expected"), "columns"), *one;
	struct buf b;
	size_t i;

	show_tables(o, "Data", json_get_object(prediction, "tables"));
	buf_init(&b, 8192);
	buf_adds(&b, "Type the rows of: ");
	json_array_foreach(columns, i, one) {
		buf_adds(&b, i ? " | " : "");
		out_clean(&b, json_string_value(one), json_string_length(one));
	}
	buf_adds(&b, json_get_bool(prediction, "ordered", false) ? ". Their order counts." : ". Any order.");
	fputc('\n', o->file);
	out_wrap(o, STYLE_PLAIN, 0, NULL, buf_text(&b));
	buf_release(&b);
}

static int64_t record_event(const struct round *r, enum event_kind kind, json_t *body)
{
	int64_t id = 0;

	record(r->a->t->cli, kind, r->a->t->subject, body, &id);
	return id;
}

/* The judge's word on typed rows, NULL when it could not be had. */
static json_t *check(const struct round *r, const json_t *prediction, struct str typed)
{
	json_t *reply = NULL;
	struct err err = {0};

	if (attempt_call(r->a->t, practice_check_request(prediction, typed), &reply, &err)) {
		cli_fail(&err);
		return NULL;
	}
	return reply;
}

/* No answer to this one: an empty one in the record, so that the page does not wait for it either. */
static void pass(const struct round *r, const json_t *q, int64_t asked, int64_t begun_ms)
{
	record_event(r, EVENT_ASK_ANSWERED, ask_answered_event(q, asked, r->a->t->id, (struct str){"", 0}, clock_mono_ms() - begun_ms));
}

/* Rows for a prediction: typed, recorded, judged; again while they cannot be read. */
static void foretell(struct round *r, const json_t *q, json_t *outcome, int64_t asked)
{
	const json_t *prediction = json_get_object(q, "prediction");
	struct out *o = &r->a->t->cli->out;
	struct buf answer;
	int64_t begun_ms = clock_mono_ms();

	put_task(r, prediction);
	buf_init(&answer, ANSWER_BYTES_MAX);
	for (int tries = 0; tries < TRIES_MAX; tries++) {
		enum got got = read_answer(r->a, true, &answer);
		struct str typed = {buf_text(&answer), answer.n};
		r->left = got == GOT_END;
		if (got == GOT_NONE)
			pass(r, q, asked, begun_ms);
		if (got != GOT_ANSWER)
			break;
		int64_t answered = record_event(r, EVENT_ASK_ANSWERED,
						ask_answered_event(q, asked, r->a->t->id, typed, clock_mono_ms() - begun_ms));
		json_t *checked = check(r, prediction, typed);
		if (!checked)
			break;
		const char *problem = json_get_text(checked, "problem", NULL);
		if (problem) {
			int line = (int)json_get_int(checked, "line", 0);
			fprintf(o->file, "No answer yet: %s%s.\n", line ? arena_printf(&r->a->t->cli->arena, "line %d, ", line) : "", problem);
			json_decref(checked);
			continue;
		}
		record_event(r, EVENT_ASK_CHECKED, ask_checked_event(q, asked, answered, checked));
		r->wrong += !json_get_bool(checked, "right", false);
		asking_put_checked(o, q, checked);
		json_object_set_new(outcome, "checked", checked);
		break;
	}
	buf_release(&answer);
}

/* Which points of the question an answer in words treats; NULL when the talk engine is not at hand. */
static json_t *check_points(const struct round *r, const json_t *q, struct str answer)
{
	json_t *checked = NULL;
	struct err err = {0};

	if (r->talk && talk_points_json(r->talk, json_get_text(q, "text", ""), json_get_array(q, "points"), answer, &checked, &err))
		return NULL;
	ask_topic_weigh(q, answer, checked);
	return checked;
}

static void hear(struct round *r, const json_t *q, json_t *outcome, int64_t asked)
{
	struct buf answer;
	int64_t begun_ms = clock_mono_ms();

	buf_init(&answer, ANSWER_BYTES_MAX);
	enum got got = read_answer(r->a, false, &answer);
	r->left = got == GOT_END;
	if (got == GOT_NONE)
		pass(r, q, asked, begun_ms);
	if (got == GOT_ANSWER) {
		struct str text = {buf_text(&answer), answer.n};
		int64_t answered = record_event(r, EVENT_ASK_ANSWERED,
						ask_answered_event(q, asked, r->a->t->id, text, clock_mono_ms() - begun_ms));
		json_t *checked = check_points(r, q, text);
		json_object_set_new(outcome, "answer", json_text_value(text.p, text.n));
		if (checked) {
			record_event(r, EVENT_ASK_CHECKED, ask_checked_event(q, asked, answered, checked));
			json_object_set_new(outcome, "checked", checked);
		}
	}
	buf_release(&answer);
}

static void ask_all(struct round *r)
{
	json_t *q;
	size_t i;

	fprintf(r->a->t->cli->out.file, "\n%s about your query. An empty line ends an answer; 'skip' passes, 'quit' ends the round.\n",
		out_plural((long long)json_array_size(r->questions), "question"));
	json_array_foreach(r->questions, i, q) {
		json_t *outcome = json_object();
		int64_t asked = record_event(r, EVENT_ASK_ASKED, ask_asked_event(q, r->a->t->id, r->a->query));
		json_array_append_new(r->outcomes, outcome);
		r->asked++;
		put_question(r, q, i + 1);
		if (json_get_object(q, "prediction"))
			foretell(r, q, outcome, asked);
		else
			hear(r, q, outcome, asked);
		if (r->left)
			break;
	}
	asking_debrief(&r->a->t->cli->out, r->questions, r->outcomes);
}

/* All at once, for a program that asks by itself. */
static void put_line(FILE *file, const json_t *value)
{
	char *text = json_text(value);

	fprintf(file, "%s\n", text ? text : "{}");
	free(text);
}

static void put_json(struct round *r)
{
	json_t *line = json_pack("{s:s,s:s,s:O}", "type", "questions", "subject", r->a->t->subject, "questions", r->questions), *q;
	size_t i;

	json_array_foreach(r->questions, i, q)
		record_event(r, EVENT_ASK_ASKED, ask_asked_event(q, r->a->t->id, r->a->query));
	put_line(r->a->t->cli->out.file, line);
	json_decref(line);
}

static enum err_code make_round(struct round *r, json_t **invalid, struct err *err)
{
	struct cli *cli = r->a->t->cli;
	json_t *earlier = NULL;
	enum err_code code = ask_content_open(&r->content, NULL, bank_pack(cli->bank)->id, err);

	if (!code)
		code = ask_earlier(cli->store, r->a->t->subject, &earlier, err);
	if (!code) {
		struct ask_round round = {.content = r->content, .subject = r->a->t->subject, .query = r->a->query, .earlier = earlier,
					  .seed = rng_seed_default() + json_object_size(earlier), .count = r->a->count, .only = r->a->only,
					  .call = call, .arg = r->a->t};
		code = ask_round_make(&round, &r->questions, invalid, err);
	}
	json_decref(earlier);
	return code;
}

int asking_round(const struct asking *a)
{
	struct round r = {.a = a, .outcomes = json_array()};
	json_t *invalid = NULL;
	struct err err = {0};
	int status = 0;

	if (make_round(&r, &invalid, &err)) {
		status = cli_fail(&err);
	} else if (invalid) {
		if (a->json)
			put_line(a->t->cli->out.file, invalid);
		else
			show_verdict(a->t->cli, a->t->v, a->query, invalid);
		status = err_exit_status(ERR_INPUT);
	} else if (a->json) {
		put_json(&r);
	} else if (!json_array_size(r.questions)) {
		fputs("There is nothing to ask about this query.\n", a->t->cli->out.file);
	} else {
		/* Without the talk engine's content the debrief still says what a good answer has. */
		if (talk_pack_open(&r.talk, NULL, bank_pack(a->t->cli->bank)->id, &err))
			r.talk = NULL;
		ask_all(&r);
		talk_pack_free(r.talk);
		status = r.wrong ? EXIT_WRONG : 0;
	}
	json_decref(invalid);
	json_decref(r.questions);
	json_decref(r.outcomes);
	ask_content_free(r.content);
	return status;
}
