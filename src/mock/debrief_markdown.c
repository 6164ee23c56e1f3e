/* A debrief as Markdown: to be kept, printed, or sent to somebody. */
#include "mock/debrief.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/markdown.h"

/* Text of a person in Markdown: one line, nothing in it is markup, no HTML, and nothing turns the direction of what stands behind it. */
static void put(struct buf *out, const char *text)
{
	for (size_t n = strlen(text), i = 0; i < n;) {
		unsigned code = 0;
		size_t length = utf8_next(text + i, n - i, &code);

		if (code == '\n' || code == '\r' || code == '\t') {
			buf_addc(out, ' ');
		} else if (markdown_turns(code)) {
			buf_addf(out, "\\\\u%04x", code);
		} else if (code >= 0x20 && (code < 0x7f || code >= 0xa0)) {
			if (code < 0x80 && strchr("\\`*_[]<>#|~&", (int)code))
				buf_addc(out, '\\');
			buf_add(out, text + i, length);
		}
		i += length;
	}
}

static void put_time(struct buf *out, int64_t ms)
{
	buf_addf(out, "%lld:%02lld", (long long)(ms / 60000), (long long)(ms / 1000 % 60));
}

static void put_cell(struct buf *out, const json_t *cell)
{
	char *text = json_is_string(cell) ? NULL : json_dumps(cell, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));

	put(out, json_is_string(cell) ? json_string_value(cell) : json_is_null(cell) ? "NULL" : text ? text : "");
	free(text);
}

static void put_table(struct buf *out, const char *name, const json_t *table)
{
	const json_t *columns = json_get_array(table, "columns"), *rows = json_get_array(table, "rows");

	buf_adds(out, "**");
	put(out, name);
	buf_adds(out, "**\n\n");
	if (json_get_text(table, "error", NULL)) {
		put(out, json_get_text(table, "error", ""));
		buf_adds(out, "\n\n");
		return;
	}
	for (int line = 0; line < 2; line++) {
		buf_addc(out, '|');
		for (size_t i = 0; i < json_array_size(columns); i++) {
			buf_addc(out, ' ');
			if (line)
				buf_adds(out, "---");
			else
				put_cell(out, json_array_get(columns, i));
			buf_adds(out, " |");
		}
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		buf_addc(out, '|');
		for (size_t k = 0; k < json_array_size(row); k++) {
			buf_addc(out, ' ');
			put_cell(out, json_array_get(row, k));
			buf_adds(out, " |");
		}
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
}

static const char *verdict_words(const json_t *sql)
{
	const json_t *v = json_get_object(sql, "verdict");
	const char *verdict = json_get_text(v, "verdict", "");

	if (json_is_null(json_object_get(sql, "query")))
		return "no query was submitted";
	return !v			       ? "not judged yet: open the debrief again with the judge at hand"
	       : !strcmp(verdict, "right")     ? json_get_bool(sql, "cold", false) ? "right, cold" : "right, not cold"
	       : !strcmp(verdict, "wrong")     ? "wrong"
	       : !strcmp(verdict, "row-order") ? "depends on the order in which rows are stored"
	       : !strcmp(verdict, "invalid")   ? "not valid SQL"
					       : "could not be evaluated";
}

static void put_sql(struct buf *out, const json_t *sql)
{
	const json_t *v = json_get_object(sql, "verdict"), *w = json_get_object(v, "witness"), *clauses = json_get_array(v, "clauses"), *table;
	const json_t *mistake = json_get_object(v, "mistake");
	const char *name;

	buf_adds(out, "Query for *");
	put(out, json_get_text(sql, "title", ""));
	buf_addf(out, "*: **%s**, after ", verdict_words(sql));
	put_time(out, json_get_int(sql, "query_ms", 0));
	buf_adds(out, " of ");
	put_time(out, json_get_int(sql, "limit_ms", 0));
	buf_adds(out, ".\n\n");
	if (json_get_text(sql, "query", NULL))
		markdown_code(out, "sql", json_get_text(sql, "query", ""));
	if (json_array_size(clauses)) {
		buf_adds(out, "The contract: ");
		put(out, json_get_text(json_array_get(clauses, 0), "text", ""));
		buf_adds(out, "\n\n");
	}
	if (mistake) {
		buf_adds(out, "The mistake: ");
		put(out, json_get_text(mistake, "lesson", ""));
		buf_adds(out, "\n\n");
	}
	if (!w)
		return;
	json_object_foreach(json_get_object(w, "tables"), name, table)
		put_table(out, name, table);
	put_table(out, "expected", json_object_get(w, "expected"));
	put_table(out, "yours", json_object_get(w, "got"));
}

static void put_points(struct buf *out, const char *title, const json_t *list, bool pulled)
{
	if (!json_array_size(list))
		return;
	buf_addf(out, "%s:\n\n", title);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);

		buf_adds(out, "- ");
		put(out, json_is_string(o) ? json_string_value(o) : json_get_text(o, "what", ""));
		if (json_is_object(o)) {
			buf_adds(out, ": \"");
			put(out, json_get_text(o, "quote", ""));
			buf_addc(out, '"');
		}
		if (pulled) {
			buf_adds(out, ", after \"");
			put(out, json_get_text(o, "by", ""));
			buf_addc(out, '"');
		}
		buf_addc(out, '\n');
	}
	buf_addc(out, '\n');
}

/* Before it, lead; an empty text is nothing. */
static void put_quoted(struct buf *out, const char *lead, const char *text)
{
	if (!*text)
		return;
	buf_addf(out, "%s\"", lead);
	put(out, text);
	buf_addc(out, '"');
}

static void put_asked(struct buf *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *missing = json_get_text(o, "missing", ""), *reply = json_get_text(o, "reply", "");
		const json_t *gave = json_get_array(o, "gave");
		bool query = json_get_array(o, "points") != NULL;

		buf_addf(out, "%zu. ", i + 1);
		put(out, json_get_text(o, "question", ""));
		buf_adds(out, "  \n   ");
		if (*json_get_text(o, "why", "")) {
			buf_adds(out, "Asked because ");
			put(out, json_get_text(o, "why", ""));
			buf_adds(out, json_get_bool(o, "by_model", false) ? ", in a model's words" : "");
			put_quoted(out, query ? "" : ": ", query ? "" : json_get_text(o, "quote", ""));
			buf_adds(out, ".  \n   ");
		}
		if (query && *json_get_text(o, "quote", "")) {
			buf_adds(out, "About: ");
			put(out, json_get_text(o, "quote", ""));
			buf_adds(out, "  \n   ");
		}
		if (*reply) {
			buf_addf(out, "*%s*: \"", json_get_text(o, "verdict", "not answered"));
			put(out, reply);
			buf_addc(out, '"');
		} else {
			buf_adds(out, "*no answer*");
		}
		/* A line of Markdown ends with two blanks. */
		buf_adds(out, json_array_size(gave) || (*missing && *reply) || *json_get_text(o, "answer", "") ? "  \n" : "\n");
		for (size_t k = 0; k < json_array_size(gave); k++)
			put_quoted(out, k ? ", " : "   New was: ", json_string_value(json_array_get(gave, k)));
		buf_adds(out, json_array_size(gave) ? "  \n" : "");
		if (*missing && *reply) {
			buf_adds(out, "   ");
			put(out, missing);
			buf_adds(out, *json_get_text(o, "answer", "") ? "  \n" : "\n");
		}
		if (*json_get_text(o, "answer", "")) {
			buf_adds(out, "   In short: ");
			put(out, json_get_text(o, "answer", ""));
			buf_addc(out, '\n');
		}
	}
	if (json_array_size(list))
		buf_addc(out, '\n');
}

static void put_part(struct buf *out, const json_t *p)
{
	const json_t *clarified = json_get_object(p, "clarified");

	buf_adds(out, "### ");
	put(out, json_get_text(p, "name", ""));
	if (json_get_text(p, "principle_name", NULL)) {
		buf_adds(out, ": ");
		put(out, json_get_text(p, "principle_name", ""));
	}
	buf_adds(out, "\n\n");
	if (!strcmp(json_get_text(p, "how", ""), "not reached")) {
		buf_adds(out, "Not reached.\n\n");
		return;
	}
	put_time(out, json_get_int(p, "used_ms", 0));
	buf_adds(out, " of ");
	put_time(out, json_get_int(p, "limit_ms", 0));
	buf_addf(out, "%s.\n\n", !strcmp(json_get_text(p, "how", ""), "time") ? ", the time was over" : "");
	if (json_get_object(p, "sql"))
		put_sql(out, json_get_object(p, "sql"));
	if (*json_get_text(p, "question", "")) {
		buf_adds(out, "> ");
		put(out, json_get_text(p, "question", ""));
		buf_adds(out, "\n\n");
	}
	if (*json_get_text(p, "answer", "")) {
		put_quoted(out, json_get_object(p, "sql") ? "You explained: " : "You said: ", json_get_text(p, "answer", ""));
		buf_adds(out, "\n\n");
	} else if (!json_get_object(p, "sql")) {
		buf_adds(out, "Nothing was said.\n\n");
	}
	if (*json_get_text(p, "answer", "") && !json_get_bool(p, "evaluable", true)) {
		buf_adds(out, "The answer could not be read as one: ");
		put(out, json_get_text(p, "not_evaluable", ""));
		buf_adds(out, ".\n\n");
	}
	put_points(out, "Asked before building", json_get_array(clarified, "asked"), false);
	put_points(out, "Not asked before building", json_get_array(clarified, "missed"), false);
	put_points(out, "Said without being asked", json_get_array(p, "volunteered"), false);
	put_points(out, "Had to be pulled out", json_get_array(p, "pulled"), true);
	put_points(out, "Named and not treated", json_get_array(p, "named"), false);
	put_points(out, "Not heard", json_get_array(p, "missing"), false);
	put_asked(out, json_get_array(p, "asked"));
}

static void put_costs(struct buf *out, const json_t *costs)
{
	buf_adds(out, "## What cost the most\n\n");
	if (!json_array_size(costs))
		buf_adds(out, "Nothing that a machine can see.\n\n");
	for (size_t i = 0; i < json_array_size(costs); i++) {
		const json_t *o = json_array_get(costs, i), *block = json_get_object(o, "block");

		buf_addf(out, "%zu. **", i + 1);
		put(out, json_get_text(o, "part", ""));
		buf_adds(out, ".** ");
		put(out, json_get_text(o, "what", ""));
		if (*json_get_text(o, "quote", "")) {
			buf_adds(out, " \"");
			put(out, json_get_text(o, "quote", ""));
			buf_addc(out, '"');
		}
		buf_addf(out, "  \n   %s, %d minutes: ", json_get_text(block, "planned", "To practise"), (int)json_get_int(block, "minutes", 0));
		put(out, json_get_text(block, "what", ""));
		buf_adds(out, "\n");
	}
	if (json_array_size(costs))
		buf_addc(out, '\n');
}

void debrief_markdown(const json_t *d, struct buf *out)
{
	const json_t *parts = json_get_array(d, "parts");
	const char *round = "", *pad = json_get_text(d, "pad", "");

	buf_adds(out, "# Debrief: ");
	put(out, json_get_text(d, "title", ""));
	buf_addf(out, "\n\n%s, ", json_get_text(d, "at", ""));
	put_time(out, json_get_int(d, "used_ms", 0));
	buf_adds(out, " of ");
	put_time(out, json_get_int(d, "limit_ms", 0));
	buf_addf(out, "%s.\n\n", !strcmp(json_get_text(d, "how", ""), "left") ? ", left early" : "");
	put_costs(out, json_get_array(d, "costs"));
	for (size_t i = 0; i < json_array_size(parts); i++) {
		const json_t *p = json_array_get(parts, i);

		if (strcmp(round, json_get_text(p, "round", ""))) {
			round = json_get_text(p, "round", "");
			buf_adds(out, "## ");
			put(out, round);
			buf_adds(out, "\n\n");
		}
		put_part(out, p);
	}
	if (*pad) {
		buf_adds(out, "## Your scratch pad\n\n");
		markdown_code(out, "", pad);
	}
}
