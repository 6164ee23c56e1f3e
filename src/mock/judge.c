#include "mock/judge.h"

#include <string.h>

#include "base/json.h"
#include "mock/mock_int.h"
#include "practice/judged.h"

/* What the record has of an attempt. */
struct known {
	int64_t submission;
	bool judged, ended;
};

static bool note(const struct store_record *e, void *arg)
{
	struct known *k = arg;

	if (!strcmp(e->kind, "attempt.submitted"))
		k->submission = e->id;
	k->judged |= !strcmp(e->kind, "attempt.judged");
	k->ended |= !strcmp(e->kind, "attempt.ended");
	return true;
}

static bool take(const json_t *msg, void *arg)
{
	judged_take(arg, msg);
	return true;
}

static bool ignore(const json_t *msg, void *arg)
{
	(void)msg;
	(void)arg;
	return true;
}

static enum err_code append(struct store *s, enum event_kind kind, const char *subject, json_t *body, int64_t *id, struct err *err)
{
	enum err_code code = store_append(s, kind, subject, body, id, err);

	json_decref(body);
	return code;
}

struct asking {
	struct judge_client *judge;
	mock_wanted_fn *wanted;    /* NULL: always */
	void *arg;
};

/* Takes request. */
static enum err_code call(const struct asking *a, json_t *request, int timeout_ms, judge_reply_fn *fn, void *arg, struct err *why)
{
	enum err_code code = a->wanted ? a->wanted(a->arg, why) : ERR_OK;

	if (!code)
		code = judge_client_call(a->judge, request, timeout_ms, fn, arg, why);
	json_decref(request);
	return code;
}

/* Ask the judge about a query. Errors: the judge's. */
static enum err_code ask(const struct mock_base *base, const struct asking *by, const struct mock_part *p, struct judged *out, struct err *why)
{
	const char *slug = strchr(p->subject, '/') + 1, *variant = strrchr(p->subject, '/') + 1;
	const struct bank_exercise *ex = NULL;
	const struct bank_variant *v = NULL;
	struct arena a;
	enum err_code code;

	arena_init(&a, 1 << 16);
	code = bank_find(base->bank, arena_strndup(&a, slug, strcspn(slug, "/")), &ex, why);
	arena_release(&a);
	if (code || (code = bank_variant(ex, variant, &v, why)))
		return code;
	if ((code = call(by, bank_open_request(base->bank, ex, v), PRACTICE_OPEN_MS, ignore, NULL, why)))
		return code;
	code = call(by, practice_judge_request(p->subject, str_of(p->query), true, false), PRACTICE_SUBMIT_MS, take, out, why);
	/* A verdict that was given stands, whatever happened to what follows it. */
	if (code && out->verdict)
		code = ERR_OK;
	judged_settle(out);
	return code;
}

static enum err_code judge_part(const struct mock_base *base, const struct asking *by, const struct mock_part *p, size_t *left, struct err *why,
				struct err *err)
{
	struct store_which which = {.kind = "attempt.*", .subject = p->subject, .attempt = p->attempt, .after_id = p->attempt};
	struct judged judged = {.elapsed_ms = p->query ? p->query_ms - p->begun_ms : p->ended_ms - p->begun_ms};
	struct known k = {0};
	enum err_code code = store_events(base->store, &which, note, &k, err);

	if (!code && p->query && !k.submission)
		code = append(base->store, EVENT_ATTEMPT_SUBMITTED, p->subject,
			      json_pack("{s:I,s:o,s:I}", "attempt", (json_int_t)p->attempt, "query", json_text_value(p->query, strlen(p->query)), "elapsed_ms",
					(json_int_t)judged.elapsed_ms), &k.submission, err);
	if (!code && p->query && !k.judged) {
		if (ask(base, by, p, &judged, why)) {
			judged_release(&judged);
			(*left)++;
			return ERR_OK;
		}
		/* Another Spar over the same record may have judged it meanwhile: one verdict a submission. */
		if (!(code = store_events(base->store, &which, note, &k, err)) && !k.judged)
			code = append(base->store, EVENT_ATTEMPT_JUDGED, p->subject, judged_event(&judged, p->attempt, k.submission), NULL, err);
	}
	if (!code && !k.ended)
		code = append(base->store, EVENT_ATTEMPT_ENDED, p->subject,
			      json_pack("{s:I,s:I}", "attempt", (json_int_t)p->attempt, "elapsed_ms", (json_int_t)judged.elapsed_ms), NULL, err);
	judged_release(&judged);
	return code;
}

enum err_code mock_judge_while(const struct mock_base *base, struct judge_client *judge, mock_wanted_fn *wanted, void *arg, int64_t id, size_t *left,
			       struct err *why, struct err *err)
{
	const struct asking by = {judge, wanted, arg};
	struct mock *m = NULL;
	size_t n = 0;
	enum err_code code = mock_read(&m, base, id, err);

	for (size_t i = 0; !code && i < m->part_count; i++)
		if (m->parts[i].kind == MOCK_SQL && m->parts[i].over && m->parts[i].attempt)
			code = judge_part(base, &by, &m->parts[i], &n, why, err);
	mock_free(m);
	if (left)
		*left = n;
	return code;
}

enum err_code mock_judge(const struct mock_base *base, struct judge_client *judge, int64_t id, size_t *left, struct err *why, struct err *err)
{
	return mock_judge_while(base, judge, NULL, NULL, id, left, why, err);
}
