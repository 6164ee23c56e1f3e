#include "web/web_int.h"

#include <string.h>

#include "base/json.h"
#include "practice/hint.h"

static void explain_verdict(const struct bank *b, const struct bank_variant *v, json_t *verdict)
{
	json_t *mistake = json_get_object(verdict, "mistake");
	struct buf when;

	if (!verdict || !json_get_object(verdict, "witness"))
		return;
	buf_init(&when, 4096);
	verdict_when(v, verdict, &when);
	if (when.n)
		json_object_set_new(verdict, "when", json_text_value(when.p, when.n));
	buf_release(&when);
	if (mistake) {
		const struct bank_mistake *m = bank_mistake(b, json_get_text(mistake, "id", ""));

		if (m && m->name)
			json_object_set_new(mistake, "name", json_string(m->name));
	}
}

void web_explain(const struct bank *b, const struct bank_variant *v, json_t *msg)
{
	const char *type = json_get_text(msg, "type", "");

	if (!strcmp(type, "verdict"))
		explain_verdict(b, v, msg);
	else if (!strcmp(type, "small"))
		explain_verdict(b, v, json_get_object(msg, "verdict"));
}

/* ---- the tables of a schema, for the editor's completion and the page's list ---- */

struct scan {
	const char *p;
	const char *end;
};

static void skip_blank(struct scan *s)
{
	while (s->p < s->end) {
		if (strchr(" \t\r\n", *s->p)) {
			s->p++;
		} else if (s->p + 1 < s->end && s->p[0] == '-' && s->p[1] == '-') {
			while (s->p < s->end && *s->p != '\n')
				s->p++;
		} else {
			return;
		}
	}
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str word(struct scan *s)
{
	struct str w;

	skip_blank(s);
	w.p = s->p;
	if (s->p < s->end && *s->p == '"') {
		w.p = ++s->p;
		while (s->p < s->end && *s->p != '"')
			s->p++;
		w.n = (size_t)(s->p - w.p);
		s->p += s->p < s->end;
		return w;
	}
	while (s->p < s->end && is_word(*s->p))
		s->p++;
	w.n = (size_t)(s->p - w.p);
	return w;
}

/* Up to the comma or parenthesis that ends this entry; the text of it. */
static struct str entry(struct scan *s)
{
	struct str e = {s->p, 0};
	int depth = 0;
	bool quoted = false;

	for (; s->p < s->end; s->p++) {
		char c = *s->p;

		if (c == '\'')
			quoted = !quoted;
		if (quoted)
			continue;
		if (c == '(')
			depth++;
		if ((c == ',' && depth == 0) || (c == ')' && depth-- == 0))
			break;
	}
	e.n = (size_t)(s->p - e.p);
	return e;
}

static bool holds(struct str text, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= text.n; i++)
		if (!strncasecmp(text.p + i, what, n))
			return true;
	return false;
}

/* DECIMAL(10, 2) is one word here. */
static struct str type_of(struct str rest)
{
	struct scan s = {rest.p, rest.p + rest.n};
	struct str w = word(&s);

	if (s.p < s.end && *s.p == '(') {
		while (s.p < s.end && *s.p != ')')
			s.p++;
		s.p += s.p < s.end;
		w.n = (size_t)(s.p - w.p);
	}
	return w;
}

static void mark_keys(json_t *columns, struct str constraint)
{
	size_t i;
	json_t *c;

	json_array_foreach(columns, i, c) {
		struct scan s = {constraint.p, constraint.p + constraint.n};

		while (s.p < s.end && *s.p != '(')
			s.p++;
		while (s.p < s.end && *s.p != ')') {
			struct str w;

			s.p++;
			w = word(&s);
			if (str_eq_c(w, json_get_text(c, "name", ""))) {
				json_object_set_new(c, "key", json_true());
				json_object_set_new(c, "nullable", json_false());
			}
			skip_blank(&s);
			if (!w.n && s.p < s.end && *s.p != ',' && *s.p != ')')
				break;
		}
	}
}

static void put_column(json_t *columns, struct str name, struct str rest)
{
	struct str type = type_of(rest);
	bool key = holds(rest, "PRIMARY KEY");

	json_array_append_new(columns, json_pack("{s:s%,s:s%,s:b,s:b}", "name", name.p, name.n, "type", type.p, type.n, "nullable",
						 !key && !holds(rest, "NOT NULL"), "key", key));
}

static json_t *columns_of(struct scan *s)
{
	static const char *const constraints[] = {"PRIMARY", "FOREIGN", "UNIQUE", "CHECK", "CONSTRAINT"};
	json_t *columns = json_array();

	while (s->p < s->end) {
		struct str first = word(s), rest;
		bool constraint = false;

		rest = entry(s);
		for (size_t i = 0; i < sizeof(constraints) / sizeof(constraints[0]); i++)
			constraint = constraint || str_eq_nocase(first, str_of(constraints[i]));
		if (first.n && !constraint)
			put_column(columns, first, rest);
		else if (first.n && (str_eq_nocase(first, str_of("PRIMARY")) || holds(rest, "PRIMARY KEY")))
			mark_keys(columns, rest);
		if (s->p >= s->end || *s->p == ')')
			break;
		s->p++;
	}
	return columns;
}

json_t *web_tables(const char *schema)
{
	struct scan s = {schema, schema + strlen(schema)};
	json_t *tables = json_array();

	while (s.p < s.end) {
		struct str w = word(&s);

		if (!w.n) {
			s.p += s.p < s.end;
			continue;
		}
		if (!str_eq_nocase(w, str_of("TABLE")))
			continue;
		struct str name = word(&s);

		skip_blank(&s);
		if (s.p >= s.end || *s.p != '(')
			continue;
		s.p++;
		json_array_append_new(tables, json_pack("{s:s%,s:o}", "name", name.p, name.n, "columns", columns_of(&s)));
	}
	return tables;
}
