#include <ctype.h>

#include "base/json.h"
#include "cli/out.h"

#define COLUMNS_MAX 64
#define CELL_COLUMNS_MAX 48
#define GAP 2

struct grid {
	size_t column_count;
	int scale[COLUMNS_MAX];        /* digits behind the point of a DECIMAL, -1 for other columns */
	bool right[COLUMNS_MAX];       /* numbers stand to the right */
	size_t width[COLUMNS_MAX];
};

/* What could be taken for NULL, or for nothing at all, is put into quotes. */
static bool needs_quotes(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || s[0] == ' ' || s[n - 1] == ' ' || s[0] == '\'')
		return true;
	return n == 4 && toupper((unsigned char)s[0]) == 'N' && toupper((unsigned char)s[1]) == 'U' &&
	       toupper((unsigned char)s[2]) == 'L' && toupper((unsigned char)s[3]) == 'L';
}

/* Cut b to at most columns wide, with a sign that it was. */
static void cut(struct buf *b, size_t columns)
{
	size_t i = 0, used = 0;

	if (utf8_columns(b->p, b->n) <= columns)
		return;
	while (i < b->n) {
		unsigned code = 0;
		size_t len = utf8_next(b->p + i, b->n - i, &code);
		size_t wide = utf8_columns(b->p + i, len);

		if (used + wide > columns - 3)
			break;
		used += wide;
		i += len;
	}
	b->n = i;
	buf_adds(b, "...");
}

static void cell_text(const json_t *v, int scale, struct buf *b)
{
	buf_reset(b);
	if (json_is_number(v) && scale >= 0)
		buf_addf(b, "%.*f", scale, json_number_value(v));
	else if (json_is_real(v))
		buf_addf(b, "%.15g", json_real_value(v));
	else if (json_is_string(v)) {
		const char *s = json_string_value(v);
		bool quotes = needs_quotes(s);

		if (quotes)
			buf_addc(b, '\'');
		out_clean(b, s, json_string_length(v));
		if (quotes)
			buf_addc(b, '\'');
	} else if (!v || json_is_null(v)) {
		buf_adds(b, "NULL");
	} else {
		char *text = json_text(v);

		buf_adds(b, text ? text : "?");
		free(text);
	}
	cut(b, CELL_COLUMNS_MAX);
}

static bool is_number_type(const char *type)
{
	static const char *const names[] = {"INT", "DECIMAL", "DOUBLE", "FLOAT", "REAL", "HUGE", "BIGINT", "UBIGINT",
					    "TINYINT", "SMALLINT", "UINTEGER", "NUMERIC", NULL};

	for (int i = 0; names[i]; i++)
		if (!strncmp(type, names[i], strlen(names[i])))
			return strncmp(type, "INTERVAL", 8) != 0;
	return false;
}

static int decimal_scale(const char *type)
{
	const char *comma = strncmp(type, "DECIMAL(", 8) ? NULL : strchr(type, ',');
	long scale = strtol(comma ? comma + 1 : "-1", NULL, 10);

	return scale >= 0 && scale <= 38 ? (int)scale : -1;
}

/* Where no types come along, a column of numbers is one. */
static bool all_numbers(const json_t *rows, size_t column, bool wrapped)
{
	const json_t *row;
	bool any = false;
	size_t i;

	json_array_foreach(rows, i, row) {
		const json_t *v = json_array_get(wrapped ? json_object_get(row, "row") : row, column);

		if (!json_is_null(v) && !json_is_number(v))
			return false;
		any = any || json_is_number(v);
	}
	return any;
}

static void measure(struct grid *g, const json_t *table, const json_t *rows, bool wrapped)
{
	const json_t *columns = json_get_array(table, "columns"), *types = json_get_array(table, "types"), *row;
	struct buf b;
	size_t i;

	buf_init(&b, 1 << 20);
	g->column_count = json_array_size(columns) < COLUMNS_MAX ? json_array_size(columns) : COLUMNS_MAX;
	for (size_t c = 0; c < g->column_count; c++) {
		const char *type = json_string_value(json_array_get(types, c));

		g->scale[c] = type ? decimal_scale(type) : -1;
		g->right[c] = type ? is_number_type(type) : all_numbers(rows, c, wrapped);
		cell_text(json_array_get(columns, c), -1, &b);
		g->width[c] = utf8_columns(buf_text(&b), b.n);
		json_array_foreach(rows, i, row) {
			if (i == OUT_ROWS_MAX)
				break;
			cell_text(json_array_get(wrapped ? json_object_get(row, "row") : row, c), g->scale[c], &b);
			size_t w = utf8_columns(buf_text(&b), b.n);

			if (w > g->width[c])
				g->width[c] = w;
		}
	}
	buf_release(&b);
}

static void put_cell(struct out *o, const struct grid *g, size_t c, enum style style, const char *text, size_t n, bool last)
{
	size_t pad = g->width[c] - utf8_columns(text, n);

	if (g->right[c])
		fprintf(o->file, "%*s", (int)pad, "");
	out_put(o, style, "%s", text);
	if (!last)
		fprintf(o->file, "%*s", (int)(g->right[c] ? GAP : pad + GAP), "");
}

static void put_head(struct out *o, const struct grid *g, int indent, const json_t *table)
{
	const json_t *columns = json_get_array(table, "columns");
	size_t total = 0;
	struct buf b;

	buf_init(&b, 1 << 16);
	fprintf(o->file, "%*s", indent, "");
	for (size_t c = 0; c < g->column_count; c++) {
		cell_text(json_array_get(columns, c), -1, &b);
		put_cell(o, g, c, STYLE_DIM, buf_text(&b), b.n, c + 1 == g->column_count);
		total += g->width[c] + (c ? GAP : 0);
	}
	fprintf(o->file, "\n%*s", indent, "");
	buf_reset(&b);
	for (size_t i = 0; i < total; i++)
		buf_adds(&b, o->utf8 ? "\xe2\x94\x80" : "-");
	out_put(o, STYLE_DIM, "%s\n", buf_text(&b));
	buf_release(&b);
}

static void put_row(struct out *o, const struct grid *g, enum style style, const json_t *row, struct buf *b, bool more)
{
	for (size_t c = 0; c < g->column_count; c++) {
		const json_t *v = json_array_get(row, c);

		cell_text(v, g->scale[c], b);
		put_cell(o, g, c, style == STYLE_PLAIN && json_is_null(v) ? STYLE_NULL : style, buf_text(b), b->n,
			 !more && c + 1 == g->column_count);
	}
}

static void put_rest(struct out *o, int indent, long long rows, long long shown)
{
	if (rows > shown)
		out_put(o, STYLE_DIM, "%*s%s more\n", indent, "", out_plural(rows - shown, "row"));
}

void out_table(struct out *o, int indent, const char *title, const json_t *table, long long row_total)
{
	const json_t *rows = json_get_array(table, "rows"), *row;
	long long count = (long long)json_array_size(rows);
	struct grid g = {0};
	struct buf b;
	size_t i;

	if (title) {
		fprintf(o->file, "%*s", indent, "");
		out_put(o, STYLE_BOLD, "%s\n", title);
	}
	measure(&g, table, rows, false);
	put_head(o, &g, indent, table);
	buf_init(&b, 1 << 20);
	json_array_foreach(rows, i, row) {
		if (i == OUT_ROWS_MAX)
			break;
		fprintf(o->file, "%*s", indent, "");
		put_row(o, &g, STYLE_PLAIN, row, &b, false);
		fputc('\n', o->file);
	}
	if (count == 0)
		out_put(o, STYLE_DIM, "%*s(no rows)\n", indent, "");
	put_rest(o, indent, row_total > count ? row_total : count, count < OUT_ROWS_MAX ? count : OUT_ROWS_MAX);
	buf_release(&b);
}

static const char *sign_words(char sign)
{
	switch (sign) {
	case '+':
		return "expected, not in yours";
	case '-':
		return "in yours, not expected";
	case '~':
		return "in another place";
	default:
		return "";
	}
}

void out_diff(struct out *o, int indent, const json_t *table, const json_t *diff)
{
	const json_t *entry;
	struct grid g = {0};
	struct buf b;
	size_t i;

	measure(&g, table, diff, true);
	put_head(o, &g, indent + 2, table);
	buf_init(&b, 1 << 20);
	json_array_foreach(diff, i, entry) {
		const char *sign = json_get_text(entry, "sign", " ");
		enum style style = *sign == '+' ? STYLE_RIGHT : *sign == '-' ? STYLE_WRONG : *sign == '~' ? STYLE_CLAUSE
														  : STYLE_PLAIN;

		if (i == OUT_ROWS_MAX)
			break;
		/* The sign stands where a table has its indent, so that both line up. */
		fprintf(o->file, "%*s", indent, "");
		out_put(o, style, "%c ", *sign);
		put_row(o, &g, style, json_object_get(entry, "row"), &b, *sign != ' ');
		out_put(o, style, "%s\n", sign_words(*sign));
	}
	if (json_array_size(diff) == 0)
		out_put(o, STYLE_DIM, "%*s(no rows)\n", indent + 2, "");
	put_rest(o, indent + 2, (long long)json_array_size(diff), OUT_ROWS_MAX);
	buf_release(&b);
}
