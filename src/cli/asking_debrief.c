#include "cli/asking_debrief.h"

#include <string.h>

#include "base/json.h"
#include "cli/show.h"

void asking_put_checked(struct out *o, const json_t *question, const json_t *checked)
{
	const json_t *expected = json_get_object(json_get_object(question, "prediction"), "expected");

	if (json_get_bool(checked, "right", false)) {
		out_put(o, STYLE_RIGHT, "Right.\n");
		return;
	}
	out_put(o, STYLE_WRONG, json_get_bool(checked, "order_wrong", false) ? "The rows are right and their order is not.\n" : "Not what comes out.\n");
	out_diff(o, 2, expected, json_get_array(checked, "diff"));
	if (json_get_bool(checked, "as_misread", false)) {
		struct buf b;

		buf_init(&b, 2048);
		buf_addf(&b, "Your rows would come out if %s.", json_get_text(question, "reading", "the query meant something else"));
		out_wrap(o, STYLE_PLAIN, 0, NULL, buf_text(&b));
		buf_release(&b);
	}
}

static void put_reason(struct out *o, const json_t *q)
{
	const char *quote = json_get_text(q, "quote", "");

	if (*quote) {
		fputs("   Asked because of:\n", o->file);
		out_verbatim(o, 6, quote);
	} else {
		fputs("   Asked about the query as a whole.\n", o->file);
	}
}

static void put_prediction(struct out *o, const json_t *q, const json_t *outcome)
{
	const json_t *checked = json_get_object(outcome, "checked");
	struct buf b;

	if (json_get_bool(checked, "right", false)) {
		out_wrap(o, STYLE_PLAIN, 3, NULL, "You foretold the rows.");
		return;
	}
	buf_init(&b, 2048);
	buf_addf(&b, "%s Easily read as if %s.", checked ? "You foretold other rows." : "You foretold no rows.",
		 json_get_text(q, "reading", "it meant something else"));
	out_wrap(o, STYLE_PLAIN, 3, NULL, buf_text(&b));
	buf_release(&b);
	if (!checked)
		out_table(o, 3, "What comes out", json_get_object(json_get_object(q, "prediction"), "expected"), -1);
}

/* A world on which it happens, and what the query returns there. */
static void put_fact(struct out *o, const json_t *fact)
{
	bool order = json_get_bool(fact, "by_order", false);
	size_t rows = json_array_size(json_get_array(json_get_object(fact, "expected"), "rows"));
	struct buf b;

	buf_init(&b, 1024);
	buf_addf(&b, "On this data your query returns %s:", out_plural((long long)rows, "row"));
	show_tables(o, "For example", json_get_object(fact, "tables"));
	fputc('\n', o->file);
	out_table(o, 2, buf_text(&b), json_get_object(fact, "expected"), -1);
	if (order) {
		fputc('\n', o->file);
		out_table(o, 2, "And this, when the same rows are stored in another order:", json_get_object(fact, "misread"), -1);
	}
	buf_release(&b);
}

/* How far the answer treats point i: " - " where nothing was checked. */
static const char *mark_of(const json_t *checked, size_t i)
{
	static const char *const marks[] = {"   - missing: ", "   - only named: ", "   - said: "};
	const json_t *point = json_array_get(json_get_array(checked, "points"), i);
	int64_t treated = json_get_int(point, "treated", -1);

	return treated < 0 || treated > 2 ? "   - " : marks[treated];
}

static void put_talk(struct out *o, const json_t *q, const json_t *outcome)
{
	const json_t *checked = json_get_object(outcome, "checked"), *point;
	bool could = json_get_bool(checked, "evaluable", true);
	struct buf b;
	size_t i;

	if (!json_object_get(outcome, "answer"))
		out_wrap(o, STYLE_PLAIN, 3, NULL, "You gave no answer.");
	if (!could) {
		buf_init(&b, 1024);
		buf_addf(&b, "Your answer could not be evaluated: %s.", json_get_text(checked, "reason", "it is no English text"));
		out_wrap(o, STYLE_PLAIN, 3, NULL, buf_text(&b));
		buf_release(&b);
	}
	fputs(checked && could ? "   A good answer says, and yours:\n" : "   A good answer says:\n", o->file);
	json_array_foreach(json_get_array(q, "points"), i, point) {
		const char *mark = mark_of(checked, i);
		out_wrap(o, STYLE_PLAIN, (int)strlen(mark), mark, json_get_text(point, "say", ""));
	}
	out_wrap(o, STYLE_PLAIN, 3, NULL, json_get_text(q, "answer", ""));
	if (json_get_object(q, "fact"))
		put_fact(o, json_get_object(q, "fact"));
}

void asking_debrief(struct out *o, const json_t *questions, const json_t *outcomes)
{
	const json_t *outcome;
	char number[24];
	size_t i;

	out_put(o, STYLE_BOLD, "\nDebrief\n");
	json_array_foreach(outcomes, i, outcome) {
		const json_t *q = json_array_get(questions, i);
		snprintf(number, sizeof number, "%zu. ", i + 1);
		fputc('\n', o->file);
		out_wrap(o, STYLE_BOLD, 3, number, json_get_text(q, "text", ""));
		put_reason(o, q);
		if (json_get_object(q, "prediction"))
			put_prediction(o, q, outcome);
		else
			put_talk(o, q, outcome);
	}
}
