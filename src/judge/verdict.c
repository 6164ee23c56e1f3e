#include "judge/verdict.h"

#include <string.h>

#include "base/json.h"

#define INSERT_MAX_BYTES (256u << 10)

const char *verdict_name(enum match_verdict v)
{
	switch (v) {
	case MATCH_AGREE:
		return "right";
	case MATCH_DIFFER:
		return "wrong";
	case MATCH_ROW_ORDER:
		return "row-order";
	case MATCH_TIMEOUT:
		return "timeout";
	case MATCH_UNKNOWN:
		break;
	}
	return "unknown";
}

json_t *verdict_answer(const struct match_answer *x)
{
	return x->ok ? rows_json(&x->rows) : json_pack("{s:o}", "error", json_text_value(x->why.text, strlen(x->why.text)));
}

json_t *verdict_witness(const struct match *m, struct scene *s, const struct match_options *o)
{
	struct compare_plan plan = o->plan;
	struct buf b;
	json_t *w;

	buf_init(&b, INSERT_MAX_BYTES);
	scene_insert_sql(s, &m->witness, &b);
	plan.ordered = plan.ordered || m->order_only;
	w = json_pack("{s:o, s:o, s:o, s:i, s:b, s:s}", "tables",
		      world_json(s->contract, gen_texts(s->live), &m->witness), "expected", verdict_answer(&m->left),
		      "got", verdict_answer(&m->right), "row_count", world_rows(s->contract, &m->witness), "minimal", m->minimal,
		      "insert", buf_text(&b));
	if (m->left.ok && m->right.ok)
		json_object_set_new(w, "diff", compare_diff(&plan, &m->left.rows, &m->right.rows));
	if (m->verdict == MATCH_ROW_ORDER)
		json_object_set_new(w, "other", verdict_answer(&m->other));
	buf_release(&b);
	return w;
}

json_t *verdict_json(const struct match *m, struct scene *s, const struct match_options *o, int64_t ms)
{
	json_t *v = json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i, s:I, s:I, s:[], s:n}", "type", "verdict",
			      "verdict", verdict_name(m->verdict), "reason", m->reason, "worlds", (int)m->worlds,
			      "plain", (int)m->plain, "permuted", (int)m->permuted, "differ", (int)m->differ,
			      "skipped", (int)m->skipped, "ms", (json_int_t)ms, "shrink_ms",
			      (json_int_t)m->shrink_ms, "clauses", "mistake");

	if (m->verdict == MATCH_TIMEOUT && !*m->reason)
		json_object_set_new(v, "reason",
				    json_string("your query took too long on databases of a few rows; does it end?"));
	if (m->verdict == MATCH_DIFFER || m->verdict == MATCH_ROW_ORDER)
		json_object_set_new(v, "witness", verdict_witness(m, s, o));
	if (m->order_only)
		json_object_set_new(v, "order_wrong", json_true());
	return v;
}

json_t *verdict_refused(const struct refusal *no)
{
	return json_pack("{s:s, s:s, s:o, s:I, s:b, s:b, s:i, s:i, s:i}", "type", "verdict", "verdict",
			 no->late ? "timeout" : "invalid", "reason", json_text_value(no->text, strlen(no->text)), "position", (json_int_t)no->position,
			 "refused", no->refused, "counts", no->counts, "worlds", 0, "plain", 0, "ms", 0);
}
