/* DuckDB's messages for people. */
#include "judge/dialect.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define MESSAGE_MAX_BYTES 1200
#define HINT_MAX 64

void sql_line_column(const char *query, long position, int *line, int *column)
{
	size_t n = strlen(query), at = position < 0 ? 0 : (size_t)position > n ? n : (size_t)position;

	*line = *column = 1;
	for (size_t i = 0; i < at;) {
		unsigned code;
		size_t step = utf8_next(query + i, n - i, &code);

		if (i + step > at)
			break;
		if (code == '\n') {
			(*line)++;
			*column = 1;
		} else {
			(*column)++;
		}
		i += step;
	}
}

/* The text between the first pair of double quotes at or after p; empty when there is none. */
static struct str quoted(const char *p)
{
	const char *open = p ? strchr(p, '"') : NULL;
	const char *close = open ? strchr(open + 1, '"') : NULL;

	return close ? (struct str){open + 1, (size_t)(close - open - 1)} : (struct str){"", 0};
}

/* How many letters differ, up to a few; for hints that are worth giving. */
static size_t distance(struct str a, struct str b)
{
	size_t row[HINT_MAX + 1];

	if (a.n > HINT_MAX || b.n > HINT_MAX)
		return HINT_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t above = row[j];
			size_t cost = diagonal + (tolower((unsigned char)a.p[i - 1]) != tolower((unsigned char)b.p[j - 1]));

			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			if (above + 1 < cost)
				cost = above + 1;
			diagonal = above;
			row[j] = cost;
		}
	}
	return row[b.n];
}

static bool is_ours(struct str name)
{
	return !str_starts(name, "pg_") && !str_starts(name, "duckdb_") && !str_starts(name, "sqlite_") &&
	       !str_starts(name, "information_schema");
}

static bool contains(struct str a, struct str b)
{
	for (size_t i = 0; i + b.n <= a.n; i++)
		if (strncasecmp(a.p + i, b.p, b.n) == 0)
			return true;
	return false;
}

/* "; did you mean 'x'?" for a hint that is near enough. DuckDB names the nearest of all it knows, however far. */
static void add_hint(struct buf *b, struct str name, struct str hint, bool any)
{
	size_t far = distance(name, hint);
	bool part = hint.n > 2 && name.n > 2 && (contains(name, hint) || contains(hint, name));

	if (hint.n && is_ours(hint) && (any || part || (far <= 2 && far < name.n) || far * 3 <= name.n))
		buf_addf(b, "; did you mean '%.*s'?", (int)hint.n, hint.p);
}

static bool missing_column(struct buf *b, const char *text)
{
	struct str name = quoted(text);

	if (strncmp(text, "Referenced column ", 18) != 0 || !name.n)
		return false;
	if (strstr(text, "FROM clause is missing")) {
		buf_addf(b, "there is no column '%.*s', since there is no FROM", (int)name.n, name.p);
		return true;
	}
	buf_addf(b, "there is no column '%.*s' here", (int)name.n, name.p);
	add_hint(b, name, quoted(strstr(text, "Candidate bindings:")), false);
	return true;
}

static bool missing_table(struct buf *b, const char *text)
{
	const char *end;

	if (!text)
		return false;
	if (strncmp(text, "Referenced table ", 17) == 0) {
		struct str name = quoted(text);

		buf_addf(b, "there is no table or alias '%.*s' in this FROM", (int)name.n, name.p);
		add_hint(b, name, quoted(strstr(text, "Candidate tables:")), true);
		return true;
	}
	end = strstr(text, " does not exist");
	if (strncmp(text, "Table with name ", 16) == 0 && end) {
		struct str name = {text + 16, (size_t)(end - text - 16)};

		buf_addf(b, "there is no table '%.*s' here", (int)name.n, name.p);
		add_hint(b, name, quoted(strstr(text, "Did you mean")), false);
		return true;
	}
	return false;
}

static bool missing_function(struct buf *b, const char *text)
{
	static const char with_name[] = " Function with name ";
	const char *start = strstr(text, with_name), *end = strstr(text, " does not exist");
	struct str name;

	if (!start || !end || start > end)
		return false;
	start += sizeof with_name - 1;
	name = (struct str){start, (size_t)(end - start)};
	buf_addf(b, "there is no function '%.*s' here", (int)name.n, name.p);
	add_hint(b, name, quoted(strstr(text, "Did you mean")), false);
	return true;
}

static bool wrong_arguments(struct buf *b, const char *text)
{
	static const char before[] = "No function matches the given name and argument types '";
	static const char unsure[] = "Could not choose a best candidate function for the function call \"";
	const char *call, *end;

	if (strncmp(text, before, sizeof before - 1) == 0) {
		call = text + sizeof before - 1;
		end = strchr(call, '\'');
	} else if (strncmp(text, unsure, sizeof unsure - 1) == 0) {
		call = text + sizeof unsure - 1;
		end = strchr(call, '"');
	} else {
		return false;
	}
	if (!end)
		return false;
	buf_addf(b, "there is no '%.*s': other types are expected, a CAST may help", (int)(end - call), call);
	return true;
}

/* DuckDB's inner names of types in the words of SQL. */
static void add_types(struct buf *b, const char *p, size_t n)
{
	static const struct {
		const char *inner, *sql;
	} types[] = {
		{"INT8", "TINYINT"}, {"INT16", "SMALLINT"}, {"INT32", "INTEGER"}, {"INT64", "BIGINT"}, {"INT128", "HUGEINT"},
		{"STRING_LITERAL", "VARCHAR"}, {"INTEGER_LITERAL", "INTEGER"},
	};
	size_t i = 0;

	while (i < n) {
		size_t k = 0;
		bool starts = i == 0 || (!isalnum((unsigned char)p[i - 1]) && p[i - 1] != '_');

		for (; starts && k < sizeof types / sizeof *types; k++) {
			size_t len = strlen(types[k].inner);

			if (i + len <= n && memcmp(p + i, types[k].inner, len) == 0 &&
			    (i + len == n || (!isalnum((unsigned char)p[i + len]) && p[i + len] != '_')))
				break;
		}
		if (starts && k < sizeof types / sizeof *types) {
			buf_adds(b, types[k].sql);
			i += strlen(types[k].inner);
		} else {
			buf_addc(b, p[i++]);
		}
	}
}

/* The first line, up to where DuckDB turns to its own settings. */
static void other(struct buf *b, const char *text)
{
	struct str line = {text, strcspn(text, "\n")};
	const char *advice = strstr(text, " - "), *rest = strstr(text, " at or near ");

	if (strncmp(text, "More than one row returned by a subquery", 40) == 0 && advice)
		line.n = (size_t)(advice - text);
	/* What follows is the whole rest of the query; the picture below shows where it begins. */
	if (strncmp(text, "unterminated ", 13) == 0 && rest)
		line.n = (size_t)(rest - text);
	while (line.n && strchr("!.: ", line.p[line.n - 1]))
		line.n--;
	if (line.n > 1 && isupper((unsigned char)line.p[0]) && islower((unsigned char)line.p[1])) {
		buf_addc(b, (char)tolower((unsigned char)line.p[0]));
		line.p++;
		line.n--;
	}
	add_types(b, line.p, line.n);
}

const char *sql_readable_error(const char *query, const struct duck_error *why, char *text, size_t size)
{
	struct buf raw, b;
	int line, column;
	size_t n;

	buf_init(&raw, MESSAGE_MAX_BYTES);
	buf_init(&b, MESSAGE_MAX_BYTES * 4);
	if (!missing_column(&raw, why->text) && !missing_table(&raw, why->text) && !missing_function(&raw, why->text) &&
	    !wrong_arguments(&raw, why->text))
		other(&raw, why->text);
	/* Names in single quotes, as in every other message. */
	for (const char *p = buf_text(&raw); *p; p++)
		buf_addc(&b, *p == '"' ? '\'' : *p);
	if (strcmp(why->kind, "Out of Memory") == 0) {
		buf_reset(&b);
		buf_adds(&b, "the query needs more memory than it may have");
	} else if (strstr(why->text, "memory exhausted at or near") || strstr(why->text, "expression depth limit")) {
		buf_reset(&b);
		buf_adds(&b, "the query is nested too deeply");
	}
	if (why->position >= 0) {
		sql_line_column(query, (long)why->position, &line, &column);
		buf_addf(&b, " (line %d, column %d)", line, column);
	}
	n = b.n < size ? b.n : size - 1;
	while (n < b.n && n > 0 && ((unsigned char)b.p[n] & 0xC0) == 0x80)
		n--;
	memcpy(text, buf_text(&b), n);
	text[n] = '\0';
	buf_release(&raw);
	buf_release(&b);
	return text;
}
