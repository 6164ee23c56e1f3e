#include "practice/judged.h"

#include <string.h>

#include "base/json.h"
#include "base/buf.h"
#include "judge/judge.h"

#define RESULT_MAX_BYTES (STORE_BODY_MAX_BYTES * 3 / 4)

/* Blanks, semicolons and comments are no query. */
static bool is_blank_sql(struct str q)
{
	size_t i = 0;

	while (i < q.n) {
		if (strchr(" \t\r\n;", q.p[i])) {
			i++;
		} else if (i + 1 < q.n && q.p[i] == '-' && q.p[i + 1] == '-') {
			while (i < q.n && q.p[i] != '\n')
				i++;
		} else if (i + 1 < q.n && q.p[i] == '/' && q.p[i + 1] == '*') {
			for (i += 2; i + 1 < q.n && !(q.p[i] == '*' && q.p[i + 1] == '/'); i++)
				;
			i += 2;
		} else {
			return false;
		}
	}
	return true;
}

enum err_code query_check(struct str query, struct err *err)
{
	const char *nul = query.n ? memchr(query.p, 0, query.n) : NULL;
	size_t bad = 0;

	if (query.n > JUDGE_QUERY_MAX_BYTES)
		return err_set(err, ERR_LIMIT, "the query has %zu bytes, and the limit is %d", query.n,
			       JUDGE_QUERY_MAX_BYTES);
	if (nul)
		return err_set(err, ERR_INPUT, "the query holds a NUL byte, at byte %zu", (size_t)(nul - query.p) + 1);
	if (!utf8_valid(query.p, query.n, &bad))
		return err_set(err, ERR_INPUT, "the query is not valid UTF-8, at byte %zu", bad + 1);
	if (is_blank_sql(query))
		return err_set(err, ERR_INPUT, "the query is empty");
	return ERR_OK;
}

json_t *practice_judge_request(const char *subject, struct str query, bool small, bool large)
{
	return json_pack("{s:s,s:s,s:o,s:i,s:b,s:b}", "op", "judge", "id", subject, "query",
			 json_text_value(query.p, query.n), "worlds", JUDGE_WORLDS, "small", small, "large", large);
}

json_t *practice_run_request(const char *subject, struct str query)
{
	return json_pack("{s:s,s:s,s:o,s:i}", "op", "run", "id", subject, "query", json_text_value(query.p, query.n),
			 "max_rows", PRACTICE_RUN_ROWS);
}

json_t *practice_sample_request(const char *subject)
{
	return json_pack("{s:s,s:s}", "op", "sample", "id", subject);
}

void judged_take(struct judged *j, const json_t *msg)
{
	const char *type = json_get_text(msg, "type", "");
	json_t **slot = !strcmp(type, "verdict") ? &j->verdict
			: !strcmp(type, "small") ? &j->small
			: !strcmp(type, "large") ? &j->large
						 : NULL;

	if (slot && !*slot)
		*slot = json_deep_copy(msg);
}

void judged_settle(struct judged *j)
{
	json_t *other = json_get_object(j->small, "verdict");

	if (other && strcmp(json_get_text(other, "verdict", "right"), "right")) {
		json_decref(j->verdict);
		j->verdict = json_incref(other);
	}
}

static json_t *result_of(const struct judged *j)
{
	json_t *result = json_object();
	char *text;

	json_object_set_new(result, "verdict", j->verdict ? json_deep_copy(j->verdict) : json_null());
	json_object_set_new(result, "small", j->small ? json_deep_copy(j->small) : json_null());
	json_object_set_new(result, "large", j->large ? json_deep_copy(j->large) : json_null());
	text = json_text(result);
	if (!text || strlen(text) > RESULT_MAX_BYTES) {
		json_object_del(json_object_get(result, "verdict"), "witness");
		json_object_set_new(result, "small", json_null());
		json_object_set_new(result, "cut", json_true());
	}
	free(text);
	return result;
}

json_t *judged_event(const struct judged *j, int64_t attempt, int64_t submission)
{
	const json_t *v = j->verdict, *mistake = json_get_object(v, "mistake"), *clauses = json_get_array(v, "clauses");
	json_t *body = json_pack("{s:I,s:I}", "attempt", (json_int_t)attempt, "submission", (json_int_t)submission);

	json_object_set_new(body, "verdict", json_string(v ? json_get_text(v, "verdict", "unknown")
							   : j->interrupted ? "stopped" : "unknown"));
	json_object_set_new(body, "counts", json_boolean(json_get_bool(v, "counts", true)));
	json_object_set_new(body, "mistake", mistake ? json_string(json_get_text(mistake, "id", "")) : json_null());
	json_object_set_new(body, "clauses", clauses ? json_deep_copy(clauses) : json_array());
	json_object_set_new(body, "worlds", json_integer(json_get_int(v, "worlds", 0)));
	json_object_set_new(body, "plain", json_integer(json_get_int(v, "plain", 0)));
	json_object_set_new(body, "ms", json_integer(json_get_int(v, "ms", 0)));
	json_object_set_new(body, "elapsed_ms", json_integer(j->elapsed_ms));
	json_object_set_new(body, "result", result_of(j));
	return body;
}

void judged_release(struct judged *j)
{
	json_decref(j->verdict);
	json_decref(j->small);
	json_decref(j->large);
	j->verdict = j->small = j->large = NULL;
}

bool verdict_refutes(const json_t *verdict)
{
	const char *v = json_get_text(verdict, "verdict", "");

	return (!strcmp(v, "wrong") || !strcmp(v, "row-order")) && json_get_bool(verdict, "counts", true);
}

int64_t practice_cold_limit_ms(int64_t limit_ms, int minutes)
{
	int64_t own_ms = minutes * 60000LL;

	return limit_ms < own_ms ? limit_ms : own_ms;
}

const char *practice_not_cold(const struct store_attempt *t, bool solution_recent, int64_t elapsed_ms)
{
	return t->seen		   ? "you have seen this variant before"
	       : t->hints	   ? "you took a hint"
	       : t->runs	   ? "you ran it on the sample"
	       : t->completions	   ? "the editor completed a word"
	       : solution_recent   ? "a solution of this exercise was shown in the last 24 hours"
	       : t->refuted	   ? "an earlier answer was refuted"
	       : !t->limit_ms	   ? "there is no clock"
	       : elapsed_ms > t->limit_ms ? "the time was over"
					  : NULL;
}
