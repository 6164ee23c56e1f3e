#include "judge/dialect.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ast.h"
#include "judge/dialect_build.h"
#include "judge/dialect_format.h"

/* Rewrites copy their arguments, so nesting them multiplies; a tree past this many objects is refused. */
#define OBJECTS_MAX 100000

struct rewriter {
	struct dialect_note *note;
	size_t objects;
	bool over;
};

/* ---- units of time ---- */

static const struct unit {
	const char *name;          /* DuckDB's */
	const char *interval;      /* the function that makes an interval of it, NULL: none */
	const char *spellings[10]; /* Redshift's, beside the name */
} units[] = {
	{"millennium", "to_millennia", {"millennia", "mil", "mils"}},
	{"century", "to_centuries", {"centuries", "c", "cent", "cents"}},
	{"decade", "to_decades", {"decades", "dec", "decs"}},
	{"year", "to_years", {"years", "y", "yr", "yrs", "yy", "yyyy"}},
	{"quarter", "to_quarters", {"quarters", "qtr", "qtrs", "q", "qq"}},
	{"month", "to_months", {"months", "mon", "mons", "mm"}},
	{"week", "to_weeks", {"weeks", "w", "wk", "ww"}},
	{"dow", NULL, {"dayofweek", "dw", "weekday"}},
	{"doy", NULL, {"dayofyear", "dy", "yearday"}},
	{"day", "to_days", {"days", "d", "dd"}},
	{"hour", "to_hours", {"hours", "h", "hr", "hrs", "hh"}},
	{"minute", "to_minutes", {"minutes", "m", "min", "mins", "mi"}},
	{"second", "to_seconds", {"seconds", "s", "sec", "secs", "ss"}},
	{"millisecond", "to_milliseconds", {"milliseconds", "ms", "msec", "msecs", "msecond", "mseconds", "millisec",
					    "millisecs", "millisecon"}},
	{"microsecond", "to_microseconds", {"microseconds", "us", "usec", "usecs", "usecond", "useconds", "microsec",
					    "microsecs"}},
	{"epoch", NULL, {NULL}},
	{"isodow", NULL, {NULL}},
	{"isoyear", NULL, {NULL}},
};

static const struct unit *unit_of(const char *name)
{
	for (size_t i = 0; name && i < sizeof units / sizeof *units; i++) {
		if (strcasecmp(name, units[i].name) == 0)
			return &units[i];
		for (size_t k = 0; k < 10 && units[i].spellings[k]; k++)
			if (strcasecmp(name, units[i].spellings[k]) == 0)
				return &units[i];
	}
	return NULL;
}

/* The single name of a column reference; NULL for everything else. */
static const char *bare_name(const json_t *node)
{
	json_t *names = json_get_array(node, "column_names");

	if (!ast_is_class(node, "COLUMN_REF") || json_array_size(names) != 1)
		return NULL;
	return json_string_value(json_array_get(names, 0));
}

/* A unit is written bare (a column's name to the parser) or as a text. */
static const struct unit *unit_at(json_t *const *args, size_t i)
{
	const char *text = build_const_text(args[i]);

	return unit_of(text ? text : bare_name(args[i]));
}

/* ---- what one call is turned into ---- */

#define ARGS_MAX 64

struct call {
	struct rewriter *r;
	json_t *node;
	const char *name;              /* in lower case */
	json_t *args[ARGS_MAX];        /* borrowed */
	size_t arg_count;
};

static void refuse(struct call *c, const char *text)
{
	struct dialect_note *note = c->r->note;

	if (note->refused)
		return;
	note->refused = true;
	note->position = ast_position(c->node);
	snprintf(note->text, sizeof note->text, "%s", text);
}

static void replace(struct call *c, json_t *with)
{
	build_replace(c->node, with);
	c->r->note->changed = true;
}

/* May a rewrite add so many objects? */
static bool grows(struct call *c, size_t objects)
{
	c->r->objects += objects;
	if (c->r->objects > OBJECTS_MAX)
		c->r->over = true;
	return !c->r->over;
}

static void use_template(struct call *c, const char *template)
{
	size_t most = 0;

	for (size_t i = 0; i < c->arg_count; i++) {
		size_t n = ast_count(c->args[i]);

		most = n > most ? n : most;
	}
	if (grows(c, most * build_copies(template) + strlen(template)))
		replace(c, build_template(template, c->args, c->arg_count));
}

/* A text that is written out means a time; DuckDB cannot choose between DATE and TIMESTAMP by itself. */
static void time_of_text(struct call *c, size_t i)
{
	json_t *copy;

	if (!build_const_text(c->args[i]))
		return;
	copy = json_deep_copy(c->args[i]);
	build_replace(c->args[i], build_cast("TIMESTAMP", copy));
	c->r->note->changed = true;
}

static void add_units(struct call *c, const char *usage, size_t unit_arg, size_t count_arg, size_t time_arg)
{
	const struct unit *unit = c->arg_count == 3 ? unit_at(c->args, unit_arg) : NULL;
	char template[120];
	long constant;

	if (!unit || !unit->interval) {
		refuse(c, usage);
		return;
	}
	time_of_text(c, time_arg);
	snprintf(template, sizeof template, build_const_integer(c->args[count_arg], &constant)
		 ? "(:+ $%zu (%s $%zu))" : "(:+ $%zu (%s (:cast BIGINT (trunc $%zu))))",
		 time_arg + 1, unit->interval, count_arg + 1);
	use_template(c, template);
}

static void date_add(struct call *c)
{
	/* date_add(d, INTERVAL ...) is DuckDB's own. */
	if (c->arg_count == 2 && strcmp(c->name, "date_add") == 0)
		return;
	add_units(c, "DATEADD takes a unit, a number and a date: DATEADD(day, 1, d)", 0, 1, 2);
}

static void date_diff(struct call *c)
{
	const struct unit *unit = c->arg_count == 3 ? unit_at(c->args, 0) : NULL;
	char template[60];
	size_t from = 1, to = 2;

	/* BigQuery: DATE_DIFF(end, start, DAY). */
	if (!unit && c->arg_count == 3 && strcmp(c->name, "date_diff") == 0 && bare_name(c->args[2])) {
		unit = unit_at(c->args, 2);
		from = 1;
		to = 0;
	}
	if (!unit || !unit->interval) {
		refuse(c, "DATEDIFF takes a unit and two dates, the earlier one first: DATEDIFF(day, a, b)");
		return;
	}
	time_of_text(c, from);
	time_of_text(c, to);
	snprintf(template, sizeof template, "(date_diff '%s' $%zu $%zu)", unit->name, from + 1, to + 1);
	use_template(c, template);
}

/* DATE_PART and DATE_TRUNC: only the unit's spelling. */
static void unit_first(struct call *c)
{
	const struct unit *unit = c->arg_count == 2 ? unit_at(c->args, 0) : NULL;
	const char *text = c->arg_count == 2 ? build_const_text(c->args[0]) : NULL;

	if (!unit)
		return;
	if (!text || strcmp(text, unit->name) != 0) {
		build_replace(c->args[0], build_text(unit->name, strlen(unit->name)));
		c->r->note->changed = true;
	}
	time_of_text(c, 1);
}

static void date_sub(struct call *c)
{
	/* Three arguments are DuckDB's own date_sub('month', a, b). */
	if (c->arg_count == 2)
		use_template(c, "(:- $1 $2)");
}

static void coalesce(struct call *c)
{
	json_t *children = json_array();

	for (size_t i = 0; i < c->arg_count; i++)
		json_array_append(children, c->args[i]);
	replace(c, build_operator("OPERATOR_COALESCE", children));
}

/* DECODE(x, a, 1, b, 2, 0): equal or both NULL. */
static void decode(struct call *c)
{
	json_t *parts;
	size_t i;

	/* decode(blob) is DuckDB's own. */
	if (c->arg_count < 3 || !grows(c, c->arg_count * (ast_count(c->args[0]) + 1)))
		return;
	parts = json_array();
	for (i = 1; i + 1 < c->arg_count; i += 2) {
		json_array_append_new(parts, build_compare("COMPARE_NOT_DISTINCT_FROM", json_deep_copy(c->args[0]),
							   json_incref(c->args[i])));
		json_array_append(parts, c->args[i + 1]);
	}
	json_array_append_new(parts, i < c->arg_count ? json_incref(c->args[i]) : build_null());
	replace(c, build_case(parts));
}

static void to_char(struct call *c)
{
	const char *pattern = c->arg_count == 2 ? build_const_text(c->args[1]) : NULL;
	struct dialect_note *note = c->r->note;
	json_t *with;

	if (!pattern) {
		refuse(c, "TO_CHAR takes a date and a pattern that is written out: TO_CHAR(d, 'YYYY-MM-DD')");
		return;
	}
	time_of_text(c, 0);
	if (!grows(c, (strlen(pattern) + 1) * (ast_count(c->args[0]) + 4)))
		return;
	with = format_to_char(c->args[0], pattern, note->text, sizeof note->text);
	if (with) {
		replace(c, with);
	} else {
		note->refused = true;
		note->position = ast_position(c->node);
	}
}

static void to_time(struct call *c)
{
	const char *pattern = c->arg_count == 2 ? build_const_text(c->args[1]) : NULL;
	struct dialect_note *note = c->r->note;
	json_t *with;

	/* to_timestamp(seconds) is DuckDB's own. */
	if (c->arg_count == 1 && strcmp(c->name, "to_timestamp") == 0)
		return;
	if (!pattern) {
		refuse(c, "TO_DATE takes a text and a pattern that is written out: TO_DATE(s, 'YYYYMMDD')");
		return;
	}
	with = format_to_time(c->args[0], pattern, note->text, sizeof note->text);
	if (!with) {
		note->refused = true;
		note->position = ast_position(c->node);
		return;
	}
	if (strcmp(c->name, "to_date") == 0)
		with = build_cast("DATE", with);
	replace(c, with);
}

/* LISTAGG(x) joins without a separator, DuckDB's with a comma. */
static void listagg(struct call *c)
{
	json_t *children = json_get_array(c->node, "children");

	if (c->arg_count == 1)
		json_array_append_new(children, build_text("", 0));
	json_object_set_new(c->node, "function_name", json_string("string_agg"));
	c->r->note->changed = true;
}

static void convert(struct call *c)
{
	static const struct {
		const char *name, *type;
	} types[] = {
		{"int", "INTEGER"}, {"integer", "INTEGER"}, {"int4", "INTEGER"}, {"bigint", "BIGINT"}, {"int8", "BIGINT"},
		{"smallint", "SMALLINT"}, {"int2", "SMALLINT"}, {"float", "DOUBLE"}, {"float8", "DOUBLE"},
		{"double", "DOUBLE"}, {"real", "FLOAT"}, {"float4", "FLOAT"}, {"varchar", "VARCHAR"}, {"text", "VARCHAR"},
		{"char", "VARCHAR"}, {"nvarchar", "VARCHAR"}, {"date", "DATE"}, {"timestamp", "TIMESTAMP"},
		{"datetime", "TIMESTAMP"}, {"boolean", "BOOLEAN"}, {"bool", "BOOLEAN"},
	};
	const char *name = c->arg_count == 2 ? bare_name(c->args[0]) : NULL;

	for (size_t i = 0; name && i < sizeof types / sizeof *types; i++) {
		if (strcasecmp(name, types[i].name) == 0) {
			replace(c, build_cast(types[i].type, json_incref(c->args[1])));
			return;
		}
	}
	refuse(c, "use CAST(x AS type) or x::type instead of CONVERT");
}

static void convert_timezone(struct call *c)
{
	if (c->arg_count != 2 && c->arg_count != 3) {
		refuse(c, "CONVERT_TIMEZONE takes a zone to convert from, one to convert to and a time: CONVERT_TIMEZONE('UTC', 'CET', ts)");
		return;
	}
	time_of_text(c, c->arg_count - 1);
	use_template(c, c->arg_count == 3 ? "(timezone $2 (timezone $1 $3))" : "(timezone $1 (timezone 'UTC' $2))");
}

/*
 * x ~ 'p' reaches us as regexp_full_match(x, 'p'), and so does SIMILAR TO, whose patterns are of another kind. A call
 * stands before its arguments, an operator between them, and SIMILAR TO is at least ten characters long.
 */
static void full_match(struct call *c)
{
	long at = ast_position(c->node), left, right;

	if (c->arg_count != 2)
		return;
	left = ast_position(c->args[0]);
	right = ast_position(c->args[1]);
	if (at < left)
		return;
	if (left < 0 || right < 0 || right - at >= 10)
		refuse(c, "SIMILAR TO and ~ differ between dialects: use LIKE, or regexp_matches(x, 'pattern')");
	else
		use_template(c, "(regexp_matches $1 $2)");
}

static void top(struct call *c)
{
	refuse(c, "TOP is not available here: put LIMIT n at the end of the query");
}

static void backquote(struct call *c)
{
	refuse(c, "names stand in double quotes here, or in none: \"name\" instead of `name`");
}

/* ---- the table ---- */

static const struct rule {
	const char *name;
	int args;                        /* how many; -1: any number, the function looks itself */
	const char *template;            /* NULL: */
	void (*apply)(struct call *c);
} rules[] = {
	/* From the last day of a month it goes to the last day of a month: 30 April and 1 is 31 May. */
	{"add_months", 2, "(:case (:= (last_day (:cast TIMESTAMP $1)) (:cast DATE $1)) "
			  "(:+ (:cast TIMESTAMP (last_day (:+ (:cast TIMESTAMP $1) (to_months $2)))) "
			  "(:- (:cast TIMESTAMP $1) (date_trunc 'day' (:cast TIMESTAMP $1)))) "
			  "(:+ (:cast TIMESTAMP $1) (to_months $2)))", NULL},
	{"btrim", 1, "(trim $1)", NULL},
	{"btrim", 2, "(trim $1 $2)", NULL},
	{"charindex", 2, "(strpos $2 $1)", NULL},
	{"convert", -1, NULL, convert},
	{"convert_timezone", -1, NULL, convert_timezone},
	{"date_add", -1, NULL, date_add},
	{"date_diff", -1, NULL, date_diff},
	{"date_part", -1, NULL, unit_first},
	{"date_part_year", 1, "(date_part 'year' $1)", NULL},
	{"date_sub", -1, NULL, date_sub},
	{"date_trunc", -1, NULL, unit_first},
	{"dateadd", -1, NULL, date_add},
	{"datediff", -1, NULL, date_diff},
	{"datepart", -1, NULL, unit_first},
	{"datetrunc", -1, NULL, unit_first},
	{"decode", -1, NULL, decode},
	{"iff", 3, "(:case $1 $2 $3)", NULL},
	{"isnull", 1, "(:null $1)", NULL},
	{"isnull", 2, "(:coalesce $1 $2)", NULL},
	{"listagg", -1, NULL, listagg},
	{"months_between", 2,
	 "(:case (:or (:= (date_part 'day' (:cast TIMESTAMP $1)) (date_part 'day' (:cast TIMESTAMP $2))) "
	 "(:and (:= (:cast DATE $1) (last_day (:cast TIMESTAMP $1))) "
	 "(:= (:cast DATE $2) (last_day (:cast TIMESTAMP $2))))) "
	 "(:cast DOUBLE (date_diff 'month' (:cast TIMESTAMP $2) (:cast TIMESTAMP $1))) "
	 "(:+ (:cast DOUBLE (date_diff 'month' (:cast TIMESTAMP $2) (:cast TIMESTAMP $1))) "
	 "(:/ (:- (epoch (:- (:cast TIMESTAMP $1) (date_trunc 'month' (:cast TIMESTAMP $1)))) "
	 "(epoch (:- (:cast TIMESTAMP $2) (date_trunc 'month' (:cast TIMESTAMP $2))))) (:cast DOUBLE 2678400))))", NULL},
	{"nvl", -1, NULL, coalesce},
	{"nvl2", 3, "(:case (:some $1) $2 $3)", NULL},
	{"regexp_count", 2, "(len (regexp_extract_all $1 $2))", NULL},
	{"regexp_full_match", -1, NULL, full_match},
	{"regexp_substr", 2, "(regexp_extract $1 $2)", NULL},
	{"textlen", 1, "(length $1)", NULL},
	{"to_char", -1, NULL, to_char},
	{"to_date", -1, NULL, to_time},
	{"to_timestamp", -1, NULL, to_time},
	{"top", -1, NULL, top},
	{"`", -1, NULL, backquote},
	{"`__postfix", -1, NULL, backquote},
	{"~*", 2, "(regexp_matches $1 $2 'i')", NULL},
	{"!~*", 2, "(:not (regexp_matches $1 $2 'i'))", NULL},
};

/* Functions of other dialects that are not replaced, and what to write. */
static const struct {
	const char *name, *text;
} hints[] = {
	{"array_size", "use LEN(list)"},
	{"charindex", "CHARINDEX takes the text to find and the text to search: use STRPOS(x, 'a')"},
	{"collect_list", "use ARRAY_AGG(x)"},
	{"collect_set", "use ARRAY_AGG(DISTINCT x)"},
	{"curdate", "the clock is not part of the data: use the dates of the prompt"},
	{"date_format", "use TO_CHAR(d, 'YYYY-MM-DD')"},
	{"div0", "use a / NULLIF(b, 0), with COALESCE(..., 0) around it"},
	{"find_in_set", "use LIST_CONTAINS(STRING_SPLIT(x, ','), 'a')"},
	{"format_date", "use TO_CHAR(d, 'YYYY-MM-DD')"},
	{"format_timestamp", "use TO_CHAR(ts, 'YYYY-MM-DD HH24:MI:SS')"},
	{"from_unixtime", "use TIMESTAMP '1970-01-01' + seconds * INTERVAL '1 second'"},
	{"initcap", "use UPPER(LEFT(x, 1)) || LOWER(SUBSTRING(x, 2))"},
	{"isnumeric", "use TRY_CAST(x AS DOUBLE) IS NOT NULL"},
	{"locate", "use STRPOS(x, 'a')"},
	{"next_day", "use date arithmetic: DATE_TRUNC('week', d) is the Monday of a week"},
	{"nullifzero", "use NULLIF(x, 0)"},
	{"parse_date", "use TO_DATE(s, 'YYYY-MM-DD')"},
	{"regexp_instr", "use STRPOS(x, REGEXP_SUBSTR(x, 'pattern'))"},
	{"safe_divide", "use a / NULLIF(b, 0)"},
	{"str_to_date", "use TO_DATE(s, 'YYYY-MM-DD')"},
	{"subdate", "use d - INTERVAL '1 day'"},
	{"substring_index", "use SPLIT_PART(x, ',', 1)"},
	{"timestampadd", "use DATEADD(day, 1, d)"},
	{"timestampdiff", "use DATEDIFF(day, a, b), which counts boundaries"},
	{"to_number", "use CAST(x AS DECIMAL(18, 2))"},
	{"unix_timestamp", "use EXTRACT(epoch FROM ts)"},
	{"zeroifnull", "use COALESCE(x, 0)"},
};

static void hint(struct call *c, const char *name)
{
	char upper[32], text[sizeof c->r->note->text];
	size_t n;

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
		if (strcasecmp(name, hints[i].name) != 0)
			continue;
		for (n = 0; name[n] && n < sizeof upper - 1; n++)
			upper[n] = (char)toupper((unsigned char)name[n]);
		upper[n] = '\0';
		snprintf(text, sizeof text, "%s is not available here: %s", upper, hints[i].text);
		refuse(c, text);
	}
}

static void rewrite_call(struct rewriter *r, json_t *node)
{
	json_t *children = json_get_array(node, "children"), *child;
	const char *name = json_get_text(node, "function_name", "");
	struct call c = {.r = r, .node = node};
	size_t i;

	if (json_array_size(children) > ARGS_MAX)
		return;
	json_array_foreach(children, i, child)
		c.args[c.arg_count++] = child;
	for (i = 0; i < sizeof rules / sizeof *rules; i++) {
		const struct rule *rule = &rules[i];

		if (strcasecmp(name, rule->name) != 0 || (rule->args >= 0 && (size_t)rule->args != c.arg_count))
			continue;
		c.name = rule->name;
		/* The arguments must outlive the node that they hang in while it is rebuilt. */
		json_incref(children);
		if (rule->template)
			use_template(&c, rule->template);
		else
			rule->apply(&c);
		json_decref(children);
		return;
	}
	hint(&c, name);
}

/* ---- window functions ---- */

/* RATIO_TO_REPORT(x) OVER w is x / SUM(x) OVER w. */
static void ratio_to_report(struct rewriter *r, json_t *node)
{
	json_t *x = json_array_get(json_get_array(node, "children"), 0), *sum, *args[2];

	if (!x)
		return;
	sum = json_deep_copy(node);
	json_object_set_new(sum, "function_name", json_string("sum"));
	json_object_set_new(sum, "alias", json_string(""));
	args[0] = x;
	args[1] = sum;
	build_replace(node, build_template("(:/ (:cast DOUBLE $1) (nullif $2 0))", args, 2));
	json_decref(sum);
	r->note->changed = true;
}

/* PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x) OVER w: DuckDB knows it as quantile_cont(x, p) OVER w. */
static void percentile(struct rewriter *r, json_t *node, const char *name)
{
	json_t *p = json_array_get(json_get_array(node, "children"), 0), *children;
	json_t *order = json_array_get(json_get_array(node, "arg_orders"), 0), *x = json_get_object(order, "expression");
	json_t *args[1] = {p};

	if (!p || !x)
		return;
	children = json_array();
	json_array_append(children, x);
	json_array_append_new(children, build_template(ast_is(order, "DESCENDING") ? "(:- 1 $1)" : "$1", args, 1));
	json_object_set_new(node, "children", children);
	json_object_set_new(node, "arg_orders", json_array());
	json_object_set_new(node, "function_name", json_string(name));
	r->note->changed = true;
}

static void rewrite_window(struct rewriter *r, json_t *node)
{
	const char *name = json_get_text(node, "function_name", "");

	if (strcasecmp(name, "listagg") == 0) {
		struct call c = {.r = r, .node = node, .arg_count = json_array_size(json_get_array(node, "children"))};

		listagg(&c);
	} else if (strcasecmp(name, "ratio_to_report") == 0) {
		ratio_to_report(r, node);
	} else if (strcasecmp(name, "percentile_cont") == 0) {
		percentile(r, node, "quantile_cont");
	} else if (strcasecmp(name, "percentile_disc") == 0) {
		percentile(r, node, "quantile_disc");
	}
}

/* DuckDB gives the place of x !~ 'p' to the NOT alone. */
static void place_negated_match(json_t *node)
{
	json_t *child = json_array_get(json_get_array(node, "children"), 0);

	if (ast_is(node, "OPERATOR_NOT") && ast_position(child) < 0 &&
	    strcmp(json_get_text(child, "function_name", ""), "regexp_full_match") == 0)
		json_object_set(child, "query_location", json_object_get(node, "query_location"));
}

/* Children first, so that a rewrite copies what is already rewritten. */
static void rewrite(struct rewriter *r, json_t *value)
{
	const char *key;
	json_t *child;
	size_t i;

	if (r->over || r->note->refused)
		return;
	if (json_is_array(value)) {
		json_array_foreach(value, i, child)
			rewrite(r, child);
	} else if (json_is_object(value)) {
		r->objects++;
		place_negated_match(value);
		json_object_foreach(value, key, child)
			rewrite(r, child);
		if (r->over || r->note->refused)
			return;
		if (ast_is_class(value, "FUNCTION"))
			rewrite_call(r, value);
		else if (ast_is_class(value, "WINDOW"))
			rewrite_window(r, value);
	}
}

enum err_code dialect_rewrite(json_t *doc, struct dialect_note *note, struct err *err)
{
	struct rewriter r = {.note = note};

	memset(note, 0, sizeof *note);
	note->position = -1;
	rewrite(&r, ast_root(doc));
	if (r.over)
		return err_set(err, ERR_LIMIT, "the query becomes too large when its foreign functions are replaced");
	return ERR_OK;
}
