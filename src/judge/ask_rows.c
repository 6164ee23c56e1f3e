#include "judge/ask_rows.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/calendar.h"
#include "judge/compare.h"

#define CHECK_ARENA_BYTES (16u << 20)
#define SHOWN_BYTES 30

static bool problem_at(struct ask_problem *p, int line, const char *text)
{
	p->line = line;
	snprintf(p->text, sizeof p->text, "%s", text);
	return false;
}

/* ---- one cell ---- */

static bool is_number_type(enum duck_type t)
{
	return t == DUCK_INTEGER || t == DUCK_HUGEINT || t == DUCK_DECIMAL || t == DUCK_DOUBLE;
}

static bool read_number(const char *text, struct duck_cell *cell)
{
	char *end;

	if (!*text || strspn(text, "+-.0123456789eE") != strlen(text))
		return false;
	errno = 0;
	cell->number = strtod(text, &end);
	if (*end || !isfinite(cell->number))
		return false;
	cell->integer = fabs(cell->number) < 9e18 ? (int64_t)cell->number : 0;
	return true;
}

static bool read_bool(const char *text, struct duck_cell *cell)
{
	static const char *const yes[] = {"true", "t", "yes", "1"}, *const no[] = {"false", "f", "no", "0"};

	for (size_t i = 0; i < 4; i++)
		if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
			cell->integer = strcasecmp(text, yes[i]) == 0;
			cell->number = (double)cell->integer;
			return true;
		}
	return false;
}

/* A value of this type; NULL is not one. */
static bool read_value(const char *text, enum duck_type type, struct duck_cell *cell)
{
	bool has_time;

	*cell = (struct duck_cell){.text = text, .n = strlen(text)};
	if (is_number_type(type))
		return read_number(text, cell);
	if (type == DUCK_BOOLEAN)
		return read_bool(text, cell);
	if (type != DUCK_DATE && type != DUCK_TIMESTAMP && type != DUCK_TIMESTAMPTZ)
		return true;
	if (!calendar_read(text, &cell->integer, &has_time))
		return false;
	if (type == DUCK_DATE && has_time && calendar_time_of(cell->integer))
		return false;
	if (type == DUCK_DATE)
		cell->integer = calendar_day_of(cell->integer);
	return true;
}

static const char *type_words(enum duck_type type)
{
	return is_number_type(type)	? "a number"
	       : type == DUCK_BOOLEAN	? "true or false"
	       : type == DUCK_DATE	? "a date like 2024-01-31"
					: "a time like 2024-01-31 15:00:00";
}

/* ---- cells of a line ---- */

enum divider { BY_BAR, BY_TAB, BY_COMMA, BY_SPACES, BY_SPACE, DIVIDERS };

static const char *past_quotes(const char *p, const char *end)
{
	char quote = *p++;

	for (; p < end; p++) {
		if (*p != quote)
			continue;
		if (p + 1 < end && p[1] == quote) {
			p++;
			continue;
		}
		return p + 1;
	}
	return NULL;
}

/* The length of the divider at p; 0 when none stands there. */
static size_t divider_at(const char *p, const char *end, enum divider d)
{
	size_t n = 0;

	switch (d) {
	case BY_BAR:
		return *p == '|';
	case BY_TAB:
		return *p == '\t';
	case BY_COMMA:
		return *p == ',';
	default:
		while (p + n < end && p[n] == ' ')
			n++;
		return d == BY_SPACE || n >= 2 ? n : 0;
	}
}

/* The next cell of *rest, which begins behind its divider then; *more tells whether there was one. */
static struct str next_cell(struct str *rest, enum divider d, bool *more)
{
	const char *p = rest->p, *end = rest->p + rest->n, *begin = p, *after;
	size_t n = 0;

	while (p < end && (*p == ' ' || (*p == '\t' && d != BY_TAB)))
		p++;
	if (p < end && (*p == '\'' || *p == '"') && (after = past_quotes(p, end)))
		p = after;
	while (p < end && !(n = divider_at(p, end, d)))
		p++;
	struct str cell = str_trim((struct str){begin, (size_t)(p - begin)});

	*more = p < end;
	*rest = *more ? (struct str){p + n, (size_t)(end - p) - n} : (struct str){end, 0};
	return cell;
}

static size_t count_cells(struct str line, enum divider d, size_t max)
{
	bool more = true;
	size_t n = 0;

	while (more && n <= max) {
		next_cell(&line, d, &more);
		n++;
	}
	return n;
}

/* Without what a table, a list of VALUES or a statement puts around a row. */
static struct str bare_line(struct str line)
{
	line = str_trim(line);
	while (line.n && (line.p[line.n - 1] == ';' || (line.p[line.n - 1] == ',' && line.p[0] == '(')))
		line = str_trim((struct str){line.p, line.n - 1});
	if (line.n >= 2 && line.p[0] == '(' && line.p[line.n - 1] == ')')
		line = str_trim((struct str){line.p + 1, line.n - 2});
	if (line.n >= 2 && line.p[0] == '|' && line.p[line.n - 1] == '|')
		line = str_trim((struct str){line.p + 1, line.n - 2});
	return line;
}

static bool is_rule(struct str line)
{
	size_t dashes = 0;

	for (size_t i = 0; i < line.n; i++) {
		if (!strchr("-+|=: ", line.p[i]))
			return false;
		dashes += line.p[i] == '-';
	}
	return dashes >= 3;
}

static bool is_word(struct str line, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(line, str_of(words[i])))
			return true;
	return false;
}

/* The names of the columns above the rows. */
static bool is_header(struct str line, enum divider d, const struct duck_rows *shape)
{
	bool more = true;

	for (size_t i = 0; i < shape->column_count; i++)
		if (!str_eq_nocase(next_cell(&line, d, &more), str_of(shape->names[i])))
			return false;
	return !more;
}

static const char *unquoted(struct str cell, struct arena *a, bool *quoted)
{
	char *out, *to;

	*quoted = cell.n >= 2 && (cell.p[0] == '\'' || cell.p[0] == '"') && past_quotes(cell.p, cell.p + cell.n) == cell.p + cell.n;
	if (!*quoted)
		return arena_strndup(a, cell.p, cell.n);
	to = out = arena_strndup(a, cell.p + 1, cell.n - 2);
	for (const char *p = out; *p; p++) {
		*to++ = *p;
		p += p[0] == cell.p[0] && p[1] == cell.p[0];
	}
	*to = 0;
	return out;
}

static bool read_cell(struct str cell, const struct duck_rows *shape, size_t column, struct arena *a, struct duck_cell *out, int line,
		      struct ask_problem *problem)
{
	bool quoted;
	const char *text = unquoted(cell, a, &quoted);

	*out = (struct duck_cell){0};
	if (!quoted && strcasecmp(text, "NULL") == 0)
		return true;
	if (!*text && shape->types[column] != DUCK_VARCHAR)
		return problem_at(problem, line, arena_printf(a, "the value of '%s' is empty: write NULL, or a value", shape->names[column]));
	if (read_value(text, shape->types[column], out))
		return true;
	return problem_at(problem, line, arena_printf(a, "'%.*s' under '%s' is not %s", SHOWN_BYTES, text, shape->names[column],
						      type_words(shape->types[column])));
}

/* ---- all lines ---- */

static bool divide(struct str line, size_t columns, enum divider *d)
{
	/* A single column may hold commas and spaces, but bars divide. */
	if (columns == 1) {
		*d = BY_BAR;
		return count_cells(line, BY_BAR, 1) == 1;
	}
	for (int i = 0; i < DIVIDERS; i++)
		if (count_cells(line, (enum divider)i, columns) == columns) {
			*d = (enum divider)i;
			return true;
		}
	return false;
}

static size_t likely_cells(struct str line)
{
	for (int i = 0; i < DIVIDERS; i++) {
		size_t n = count_cells(line, (enum divider)i, 1000);
		if (n > 1)
			return n;
	}
	return 1;
}

static bool read_line(struct str line, const struct duck_rows *shape, struct arena *a, struct duck_rows *out, int number,
		      struct ask_problem *problem)
{
	struct duck_cell *cells = out->cells + out->row_count * shape->column_count;
	enum divider d;
	bool more;

	if (!divide(line, shape->column_count, &d))
		return problem_at(problem, number,
				  arena_printf(a, "%zu value%s here, and %zu %s needed; divide them with |", likely_cells(line),
					       likely_cells(line) == 1 ? " stands" : "s stand", shape->column_count,
					       shape->column_count == 1 ? "is" : "are"));
	if (!out->row_count && is_header(line, d, shape))
		return true;
	if (out->row_count == ASK_TYPED_ROWS_MAX)
		return problem_at(problem, number, arena_printf(a, "more than %d rows were typed", ASK_TYPED_ROWS_MAX));
	for (size_t i = 0; i < shape->column_count; i++)
		if (!read_cell(next_cell(&line, d, &more), shape, i, a, &cells[i], number, problem))
			return false;
	out->row_count++;
	return true;
}

static bool check_bytes(struct str typed, struct arena *a, struct ask_problem *problem)
{
	size_t bad = 0;

	if (typed.n > ASK_TYPED_BYTES_MAX)
		return problem_at(problem, 0, arena_printf(a, "%zu bytes were typed, and the limit is %d", typed.n, ASK_TYPED_BYTES_MAX));
	if (typed.n && memchr(typed.p, 0, typed.n))
		return problem_at(problem, 0, "a NUL byte stands in it");
	if (!utf8_valid(typed.p, typed.n, &bad))
		return problem_at(problem, 0, arena_printf(a, "it is not valid UTF-8, at byte %zu", bad + 1));
	return true;
}

bool ask_rows_read(struct str typed, const struct duck_rows *shape, struct arena *a, struct duck_rows *out,
		   struct ask_problem *problem)
{
	static const char *const empty[] = {"empty", "(empty)", "no rows", "no row", "0 rows", "(0 rows)", "none"};
	struct str rest = typed, line;
	bool any = false, said_empty = false;
	int number = 0;

	*out = *shape;
	out->row_count = 0;
	out->cut = false;
	out->cells = ARENA_NEW(a, struct duck_cell, (ASK_TYPED_ROWS_MAX + 1) * (shape->column_count + 1));
	if (!check_bytes(typed, a, problem))
		return false;
	while (str_next_line(&rest, &line)) {
		number++;
		line = bare_line(line);
		if (!line.n || is_rule(line))
			continue;
		any = true;
		if (is_word(line, empty, sizeof empty / sizeof *empty)) {
			said_empty = true;
			continue;
		}
		if (!read_line(line, shape, a, out, number, problem))
			return false;
	}
	if (said_empty && out->row_count)
		return problem_at(problem, 0, "it says that there are no rows, and names some");
	if (!any)
		return problem_at(problem, 0, "nothing was typed; write 'empty' for no rows");
	if (!out->row_count && !said_empty)
		return problem_at(problem, 0, "there is no row in it; write 'empty' for no rows");
	return true;
}

/* ---- JSON ---- */

static enum duck_type type_of(const char *name)
{
	static const struct {
		const char *prefix;
		enum duck_type type;
	} types[] = {
		{"BOOLEAN", DUCK_BOOLEAN}, {"TINYINT", DUCK_INTEGER}, {"SMALLINT", DUCK_INTEGER}, {"INTEGER", DUCK_INTEGER},
		{"BIGINT", DUCK_INTEGER}, {"UTINYINT", DUCK_INTEGER}, {"USMALLINT", DUCK_INTEGER}, {"UINTEGER", DUCK_INTEGER},
		{"UBIGINT", DUCK_HUGEINT}, {"HUGEINT", DUCK_HUGEINT}, {"UHUGEINT", DUCK_HUGEINT}, {"FLOAT", DUCK_DOUBLE},
		{"DOUBLE", DUCK_DOUBLE}, {"VARCHAR", DUCK_VARCHAR}, {"DATE", DUCK_DATE},
		{"TIMESTAMP WITH TIME ZONE", DUCK_TIMESTAMPTZ}, {"TIMESTAMP", DUCK_TIMESTAMP},
	};

	if (strncmp(name, "DECIMAL", 7) == 0 && !strchr(name, '['))
		return DUCK_DECIMAL;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(name, types[i].prefix) == 0)
			return types[i].type;
	return DUCK_OTHER;
}

static const char *cell_text(const json_t *v, struct arena *a)
{
	if (json_is_string(v))
		return arena_strdup(a, json_string_value(v));
	if (json_is_integer(v))
		return arena_printf(a, "%lld", (long long)json_integer_value(v));
	if (json_is_real(v))
		return arena_printf(a, "%.17g", json_real_value(v));
	return json_is_boolean(v) ? (json_is_true(v) ? "true" : "false") : NULL;
}

static bool shape_of_json(const json_t *result, struct arena *a, struct duck_rows *out)
{
	const json_t *columns = json_get_array(result, "columns"), *types = json_get_array(result, "types");
	size_t n = json_array_size(columns);

	*out = (struct duck_rows){.column_count = n};
	if (!n || n > COMPARE_COLUMNS_MAX || json_array_size(types) != n)
		return false;
	out->names = ARENA_NEW(a, const char *, n);
	out->type_names = ARENA_NEW(a, const char *, n);
	out->types = ARENA_NEW(a, enum duck_type, n);
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(columns, i)), *type = json_string_value(json_array_get(types, i));
		if (!name || !type)
			return false;
		out->names[i] = arena_strdup(a, name);
		out->type_names[i] = arena_strdup(a, type);
		out->types[i] = type_of(type);
	}
	return true;
}

bool ask_rows_of_json(const json_t *result, struct arena *a, struct duck_rows *out)
{
	const json_t *rows = json_get_array(result, "rows");
	size_t n = json_array_size(rows);

	if (!shape_of_json(result, a, out) || n > 10000)
		return false;
	out->cells = ARENA_NEW(a, struct duck_cell, n * out->column_count + 1);
	out->row_count = n;
	for (size_t r = 0; r < n; r++)
		for (size_t c = 0; c < out->column_count; c++) {
			const char *text = cell_text(json_array_get(json_array_get(rows, r), c), a);
			struct duck_cell *cell = &out->cells[r * out->column_count + c];
			if (text && !read_value(text, out->types[c], cell))
				return false;
			if (!text)
				*cell = (struct duck_cell){0};
		}
	return true;
}

/* 33.33 was typed where 33.333... comes out: whoever gives two digits or more behind the point may round. */
static void snap(const struct duck_rows *expected, struct duck_rows *typed)
{
	for (size_t i = 0; i < typed->row_count * typed->column_count; i++) {
		struct duck_cell *cell = &typed->cells[i];
		size_t column = i % typed->column_count;
		const char *point = cell->text && is_number_type(typed->types[column]) ? strchr(cell->text, '.') : NULL;
		size_t digits = point ? strspn(point + 1, "0123456789") : 0;
		if (digits < 2 || digits > 9 || point[1 + digits])
			continue;
		double unit = pow(10, -(double)digits);
		for (size_t r = 0; r < expected->row_count; r++) {
			const struct duck_cell *e = &expected->cells[r * expected->column_count + column];
			if (!e->text || fabs(e->number - cell->number) > unit * 0.500001)
				continue;
			cell->number = e->number;
			break;
		}
	}
}

static json_t *compared(const json_t *prediction, const struct duck_rows *expected, struct duck_rows *typed, struct arena *a)
{
	struct compare_plan bag, plan;
	struct duck_rows misread;
	json_t *reply, *shown = rows_json(typed);

	snap(expected, typed);
	if (!compare_plan_make(expected, typed, &bag)) {
		json_decref(shown);
		return NULL;
	}
	bag.tolerance = json_get_real(prediction, "tolerance", bag.tolerance);
	plan = bag;
	plan.ordered = json_get_bool(prediction, "ordered", false);
	bool rows = compare_equal(&bag, expected, typed, NULL), right = compare_equal(&plan, expected, typed, NULL);
	bool as_misread = !right && ask_rows_of_json(json_get_object(prediction, "misread"), a, &misread) &&
			  misread.column_count == typed->column_count && compare_equal(&bag, &misread, typed, NULL);
	reply = json_pack("{s:s, s:b, s:b, s:b, s:O, s:o}", "type", "checked", "right", right, "order_wrong", rows && !right, "as_misread",
			  as_misread, "rows", json_get_array(shown, "rows"), "diff", compare_diff(&plan, expected, typed));
	json_decref(shown);
	return reply;
}

json_t *ask_rows_check(const json_t *request)
{
	const json_t *prediction = json_get_object(request, "prediction");
	const json_t *text = json_object_get(request, "typed");
	struct str typed = {json_is_string(text) ? json_string_value(text) : "", json_is_string(text) ? json_string_length(text) : 0};
	struct ask_problem problem = {0};
	struct duck_rows expected, rows;
	json_t *reply = NULL;
	struct arena a;

	arena_init(&a, CHECK_ARENA_BYTES);
	if (!ask_rows_of_json(json_get_object(prediction, "expected"), &a, &expected))
		problem_at(&problem, 0, "there is no prediction to compare with");
	else if (ask_rows_read(typed, &expected, &a, &rows, &problem))
		reply = compared(prediction, &expected, &rows, &a);
	if (!reply)
		reply = json_pack("{s:s, s:o, s:i}", "type", "checked", "problem", json_text_value(problem.text, strlen(problem.text)), "line",
				  problem.line);
	arena_release(&a);
	return reply;
}
