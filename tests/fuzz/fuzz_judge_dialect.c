/* Foreign spellings: what is done to the text and the tree of a query before anything is checked. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "judge/ast.h"
#include "judge/dialect.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static struct duck *db;

/* Whatever is said must be whole UTF-8, as the query is. */
static void check_text(const char *text)
{
	if (!utf8_valid(text, strlen(text), NULL))
		abort();
}

static void tree(const char *query, struct arena *a)
{
	struct dialect_note note;
	struct duck_error why = {.position = -1};
	struct err err = {0};
	char text[200];
	json_t *doc = ast_parse(db, query, &why);

	if (!doc) {
		check_text(sql_readable_error(query, &why, text, sizeof text));
		if (dialect_explain_parse_error(query, &why, text, sizeof text))
			check_text(text);
		return;
	}
	if (!dialect_rewrite(doc, &note, &err) && !note.refused && note.changed && !ast_sql(db, doc, a, &err))
		abort();
	check_text(note.text);
	json_decref(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct duck_options options = {.memory_mb = 200, .integer_division = true, .postgres_nulls = true, .lock = true};
	char *query = strndup((const char *)p, n);
	const char *respelled = NULL;
	struct arena a;
	struct err err;
	int line, column;

	if (!db && duck_open(&db, &options, &err))
		abort();
	arena_init(&a, 64u << 20);
	sql_line_column(query, (long)n / 2, &line, &column);
	if (line < 1 || column < 1)
		abort();
	if (utf8_valid(query, strlen(query), NULL)) {
		if (!dialect_respell(query, &a, &respelled, &err) && respelled)
			check_text(respelled);
		tree(respelled ? respelled : query, &a);
	}
	arena_release(&a);
	free(query);
	return 0;
}
