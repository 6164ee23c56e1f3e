#include "cli/attempt.h"

#include "base/clock.h"
#include "base/json.h"
#include "cli/interrupt.h"

#define DRAFT_EVERY_MS 500

void record(struct cli *cli, enum event_kind kind, const char *subject, json_t *body, int64_t *id)
{
	static bool said;
	struct err err = {0};

	if (cli->store && store_append(cli->store, kind, subject, body, id, &err)) {
		fflush(stdout);
		/* Once, and again for what hurts most. */
		if (!said || kind == EVENT_ATTEMPT_SUBMITTED)
			fprintf(stderr, "spar: not recorded: %s\n", err.text);
		said = cli->lost = true;
	}
	json_decref(body);
}

static json_t *body_of(const struct attempt *t)
{
	return json_pack("{s:I}", "attempt", (json_int_t)t->id);
}

static void set_text(json_t *body, const char *key, const char *p, size_t n)
{
	json_object_set_new(body, key, json_text_value(p, n));
}

int64_t attempt_elapsed_ms(const struct attempt *t)
{
	return clock_work_ms() - t->begun_ms;
}

int64_t attempt_left_ms(const struct attempt *t)
{
	return t->limit_ms ? t->limit_ms - attempt_elapsed_ms(t) : 0;
}

bool attempt_is_cold(const struct attempt *t, const char **why)
{
	*why = t->seen			 ? "you have seen this variant before"
	       : t->hints		 ? "you took a hint"
	       : t->runs		 ? "you ran it on the sample"
	       : t->solution_shown	 ? "a solution of this exercise was shown in the last 24 hours"
	       : t->refuted		 ? "an earlier answer was refuted"
	       : !t->limit_ms		 ? "there is no clock"
	       : attempt_elapsed_ms(t) > practice_cold_limit_ms(t->limit_ms, t->ex->minutes) ? "the time was over"
						 : NULL;
	return !*why;
}

void attempt_begin(struct attempt *t, struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v,
		   const char *mode, int64_t limit_ms, bool no_run)
{
	json_t *body, *patterns = json_array();
	struct err err = {0};

	*t = (struct attempt){.cli = cli, .ex = ex, .v = v, .begun_ms = clock_work_ms(), .limit_ms = limit_ms, .no_run = no_run};
	t->subject = bank_subject(cli->bank, ex, v, &cli->arena);
	if (cli->store && (store_seen(cli->store, t->subject, &t->seen, &err) ||
			   store_solution_recent(cli->store, cli_exercise_key(cli, ex), &t->solution_shown, &err)))
		fprintf(stderr, "spar: %s\n", err.text);
	for (size_t i = 0; i < ex->pattern_count; i++)
		json_array_append_new(patterns, json_string(ex->patterns[i]));
	body = json_pack("{s:o,s:I,s:b,s:s}", "patterns", patterns, "limit_ms",
			 (json_int_t)(limit_ms ? practice_cold_limit_ms(t->limit_ms, t->ex->minutes) : 0), "no_run", no_run, "mode", mode);
	record(cli, EVENT_ATTEMPT_STARTED, t->subject, body, &t->id);
}

void attempt_end(struct attempt *t)
{
	json_t *body = body_of(t);

	json_object_set_new(body, "elapsed_ms", json_integer(attempt_elapsed_ms(t)));
	record(t->cli, EVENT_ATTEMPT_ENDED, t->subject, body, NULL);
}

/* Ask the judge, with Ctrl-C ending the judgement. *interrupted (may be NULL) says that it did. */
static enum err_code ask(struct attempt *t, const json_t *request, int timeout_ms, judge_reply_fn *on_reply, void *arg,
			 bool *interrupted, struct err *err)
{
	enum err_code code;
	bool stopped;

	interrupt_judging(t->cli->judge);
	code = judge_client_call(t->cli->judge, request, timeout_ms, on_reply, arg, err);
	stopped = interrupt_judged();
	if (interrupted)
		*interrupted = stopped;
	if (code && stopped)
		return err_set(err, ERR_STOPPED, "stopped");
	if (code == ERR_MEMORY)
		return err_set(err, ERR_MEMORY, "could not be evaluated: the query needs more memory than the judge has");
	return code;
}

static bool keep_reply(const json_t *msg, void *arg)
{
	json_t **out = arg;

	if (!*out)
		*out = json_deep_copy(msg);
	return true;
}

static enum err_code ask_one(struct attempt *t, json_t *request, int timeout_ms, json_t **reply, struct err *err)
{
	enum err_code code;

	*reply = NULL;
	code = ask(t, request, timeout_ms, keep_reply, reply, NULL, err);
	json_decref(request);
	if (code) {
		json_decref(*reply);
		*reply = NULL;
	} else if (!*reply) {
		code = err_set(err, ERR_WORKER, "the judge gave no reply");
	}
	return code;
}

enum err_code attempt_open(struct attempt *t, struct err *err)
{
	enum err_code code;
	json_t *reply;

	if (t->opened)
		return ERR_OK;
	code = ask_one(t, bank_open_request(t->cli->bank, t->ex, t->v), PRACTICE_OPEN_MS, &reply, err);
	json_decref(reply);
	t->opened = !code;
	return code;
}

/* What the judge says, as it comes in. */
struct listen {
	struct judged *out;
	judge_reply_fn *on_reply;
	void *arg;
};

static bool on_judge(const json_t *msg, void *arg)
{
	struct listen *l = arg;

	judged_take(l->out, msg);
	return !l->on_reply || l->on_reply(msg, l->arg);
}

static void record_judged(struct attempt *t, int64_t submission, const struct judged *j)
{
	record(t->cli, EVENT_ATTEMPT_JUDGED, t->subject, judged_event(j, t->id, submission), NULL);
}

/* The cold mark comes from the record, which knows more; without one from what happened here. */
static void learn_outcome(struct attempt *t, const struct judged *j)
{
	const char *verdict = json_get_text(j->verdict, "verdict", ""), *why;
	struct store_attempt kept;
	struct err err = {0};

	if (!strcmp(verdict, "right") && !t->passed) {
		t->cold = attempt_is_cold(t, &why);
		t->passed = true;
		if (t->cli->store && t->id && !store_attempt(t->cli->store, t->id, &t->cli->arena, &kept, &err))
			t->cold = kept.cold;
	} else if (verdict_refutes(j->verdict)) {
		t->refuted++;
	}
}

enum err_code attempt_submit(struct attempt *t, struct str query, bool large, judge_reply_fn *on_reply, void *arg,
			     struct judged *out, struct err *err)
{
	struct listen l = {out, on_reply, arg};
	json_t *body, *request;
	int64_t submission = 0;
	enum err_code code;

	memset(out, 0, sizeof(*out));
	if ((code = query_check(query, err)))
		return code;
	out->elapsed_ms = attempt_elapsed_ms(t);
	body = body_of(t);
	set_text(body, "query", query.p, query.n);
	json_object_set_new(body, "elapsed_ms", json_integer(out->elapsed_ms));
	record(t->cli, EVENT_ATTEMPT_SUBMITTED, t->subject, body, &submission);

	if ((code = attempt_open(t, err)))
		goto out;
	request = practice_judge_request(t->subject, query, true, large);
	code = ask(t, request, PRACTICE_SUBMIT_MS, on_judge, &l, &out->interrupted, err);
	json_decref(request);
	/* A verdict that was given stands, whatever happened to what follows it. */
	if (code && out->verdict)
		code = ERR_OK;
	judged_settle(out);
out:
	if (code == ERR_STOPPED) {
		out->interrupted = true;
		code = ERR_OK;
	}
	record_judged(t, submission, out);
	learn_outcome(t, out);
	if (code)
		judged_release(out);
	return code;
}

int judged_status(const struct judged *j)
{
	const char *v = json_get_text(j->verdict, "verdict", "");

	if (!j->verdict)
		return err_exit_status(j->interrupted ? ERR_STOPPED : ERR_WORKER);
	if (!strcmp(v, "right"))
		return 0;
	if (!strcmp(v, "wrong") || !strcmp(v, "row-order"))
		return EXIT_WRONG;
	return err_exit_status(!strcmp(v, "invalid") ? ERR_INPUT : ERR_TIMEOUT);
}

enum err_code attempt_run(struct attempt *t, struct str query, json_t **reply, struct err *err)
{
	enum err_code code = query_check(query, err);
	json_t *body;

	*reply = NULL;
	if (code || (code = attempt_open(t, err)))
		return code;
	body = body_of(t);
	set_text(body, "query", query.p, query.n);
	record(t->cli, EVENT_ATTEMPT_RUN, t->subject, body, NULL);
	t->runs++;
	return ask_one(t, practice_run_request(t->subject, query), PRACTICE_CALL_MS, reply, err);
}

enum err_code attempt_sample(struct attempt *t, json_t **reply, struct err *err)
{
	enum err_code code = attempt_open(t, err);

	*reply = NULL;
	return code ? code : ask_one(t, practice_sample_request(t->subject), PRACTICE_CALL_MS, reply, err);
}

enum err_code attempt_ask(struct attempt *t, const char *query, size_t n, json_t **verdict, struct err *err)
{
	enum err_code code = attempt_open(t, err);

	*verdict = NULL;
	return code ? code : ask_one(t, practice_judge_request(t->subject, (struct str){query, n}, false, false), PRACTICE_CALL_MS, verdict, err);
}

enum err_code attempt_hint(struct attempt *t, int step, struct str query, json_t **verdict, struct err *err)
{
	json_t *body = body_of(t);

	*verdict = NULL;
	json_object_set_new(body, "step", json_integer(step));
	set_text(body, "query", query.p, query.n);
	record(t->cli, EVENT_ATTEMPT_HINT, t->subject, body, NULL);
	t->hints++;
	if (query_check(query, err))
		return ERR_OK;
	return attempt_ask(t, query.p, query.n, verdict, err);
}

void attempt_ready(struct attempt *t, struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v)
{
	*t = (struct attempt){.cli = cli, .ex = ex, .v = v, .begun_ms = clock_work_ms()};
	t->subject = bank_subject(cli->bank, ex, v, &cli->arena);
}

enum err_code attempt_call(struct attempt *t, json_t *request, json_t **reply, struct err *err)
{
	enum err_code code = attempt_open(t, err);

	*reply = NULL;
	if (!code)
		return ask_one(t, request, PRACTICE_CALL_MS, reply, err);
	json_decref(request);
	return code;
}

void attempt_solution(struct attempt *t)
{
	record(t->cli, EVENT_SOLUTION_SHOWN, t->subject, body_of(t), NULL);
	t->solution_shown = true;
}

void attempt_draft(struct attempt *t, struct str text, bool now)
{
	static int64_t last_ms;
	struct err err = {0};

	if (!t->cli->store || (!now && clock_mono_ms() - last_ms < DRAFT_EVERY_MS))
		return;
	last_ms = clock_mono_ms();
	/* A draft that cannot be kept is not worth a line in the middle of typing; the submission will say so. */
	if (text.n ? store_draft_put(t->cli->store, t->subject, text.p, text.n, &err)
		   : store_draft_drop(t->cli->store, t->subject, &err))
		t->cli->lost = true;
}
