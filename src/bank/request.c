#include "bank/bank_int.h"

#include "base/json.h"

static json_t *text_value(const char *s)
{
	return json_text_value(s ? s : "", s ? strlen(s) : 0);
}

static json_t *list_value(const char *const *p, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, text_value(p[i]));
	return list;
}

static json_t *contract_value(const struct bank_contract *c)
{
	json_t *out = json_object(), *clauses = json_array();

	json_object_set_new(out, "order_by", list_value(c->order_by, c->order_count));
	json_object_set_new(out, "ties", text_value(bank_ties_name(c->ties)));
	json_object_set_new(out, "column_names", text_value(c->names_count ? "count" : "ignored"));
	json_object_set_new(out, "tolerance", json_real(c->tolerance));
	json_object_set_new(out, "empty_tables",
			    c->empty_tables == BANK_EMPTY_LISTED ? list_value(c->empty_list, c->empty_count)
								 : json_boolean(c->empty_tables == BANK_EMPTY_ALLOWED));
	json_object_set_new(out, "empty_groups", json_boolean(c->empty_groups));
	json_object_set_new(out, "row_order_dependence", json_boolean(c->row_order_dependence));
	json_object_set_new(out, "time_zone", text_value(c->time_zone));
	for (size_t i = 0; i < c->clause_count; i++) {
		json_t *clause = json_object();

		json_object_set_new(clause, "name", text_value(c->clauses[i].name));
		json_object_set_new(clause, "text", text_value(c->clauses[i].text));
		if (c->clauses[i].when)
			json_object_set_new(clause, "when", text_value(c->clauses[i].when));
		json_array_append_new(clauses, clause);
	}
	json_object_set_new(out, "clauses", clauses);
	return out;
}

static json_t *queries_value(const struct bank_query *q, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *x = json_object();

		json_object_set_new(x, "name", text_value(q[i].name));
		if (q[i].mistake) {
			json_object_set_new(x, "mistake", text_value(q[i].mistake));
			json_object_set_new(x, "lesson", text_value(q[i].lesson));
		}
		json_object_set_new(x, "sql", text_value(q[i].sql));
		json_array_append_new(list, x);
	}
	return list;
}

json_t *bank_open_request(const struct bank *b, const struct bank_exercise *ex, const struct bank_variant *v)
{
	json_t *out = json_object();
	struct arena a;

	if (!out)
		return NULL;
	arena_init(&a, 4096);
	json_object_set_new(out, "op", json_string("open"));
	json_object_set_new(out, "id", text_value(bank_subject(b, ex, v, &a)));
	json_object_set_new(out, "schema", text_value(v->schema));
	json_object_set_new(out, "sample", text_value(v->sample));
	json_object_set_new(out, "large", text_value(v->large));
	json_object_set_new(out, "contract", contract_value(&v->contract));
	json_object_set_new(out, "dialect", text_value(b->pack.dialect));
	json_object_set_new(out, "answers", queries_value(v->answers, v->answer_count));
	json_object_set_new(out, "mutants", queries_value(v->mutants, v->mutant_count));
	arena_release(&a);
	return out;
}
