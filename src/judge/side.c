#include "judge/side.h"

#include <string.h>

#include "base/rng.h"
#include "judge/ast.h"
#include "judge/dialect.h"
#include "judge/rewrite.h"

#define SIDE_MAX_BYTES (32u << 20)

static void refuse_from(struct refusal *no, const char *query, const struct duck_error *why)
{
	bool known;

	no->position = why->position;
	no->late = strcmp(why->kind, "Interrupt") == 0;
	no->refused = strcmp(why->kind, "Refused") == 0;
	no->counts = true;
	known = dialect_explain_parse_error(query, why, no->text, sizeof no->text);
	if (known)
		no->counts = false;
	else if (no->refused)
		snprintf(no->text, sizeof no->text, "%.399s", why->text);
	else
		sql_readable_error(query, why, no->text, sizeof no->text);
}

/* Replace the spellings of other dialects; the tree then no longer matches the text, so the text is printed anew. */
static bool translate(struct side *s, struct duck *d, struct refusal *no)
{
	struct dialect_note note = {0};
	struct err err = {0};

	if (dialect_rewrite(s->doc, &note, &err)) {
		no->refused = false;
		no->counts = false;
		no->position = -1;
		snprintf(no->text, sizeof no->text, "%.399s", err.text);
		return false;
	}
	if (note.refused) {
		no->refused = true;
		no->counts = false;
		no->position = note.position;
		snprintf(no->text, sizeof no->text, "%s", note.text);
		return false;
	}
	if (!note.changed)
		return true;
	s->sql = ast_sql(d, s->doc, &s->arena, &err);
	if (s->sql)
		return true;
	no->position = -1;
	no->counts = false;
	snprintf(no->text, sizeof no->text, "%.399s", err.text);
	return false;
}

bool side_prepare(struct side *s, struct duck *d, const struct contract *c, const char *query, bool foreign,
		  struct refusal *no)
{
	struct duck_error why = {.position = -1};
	struct err err = {0};
	const char *respelled = NULL;

	memset(s, 0, sizeof *s);
	memset(no, 0, sizeof *no);
	arena_init(&s->arena, SIDE_MAX_BYTES);
	const char *query_text = s->sql = arena_strdup(&s->arena, query);
	if (foreign && !dialect_respell(query, &s->arena, &respelled, &err) && respelled)
		s->sql = respelled;
	s->doc = ast_parse(d, s->sql, &why);
	if (!s->doc) {
		refuse_from(no, s->sql, &why);
		goto out;
	}
	if (foreign && !translate(s, d, no))
		goto out;
	if (!guard_check(s->doc, c, &s->facts, no))
		goto out;
	s->body = strchr(s->sql, ';') ? ast_sql(d, s->doc, &s->arena, &err) : s->sql;
	if (!s->body) {
		snprintf(no->text, sizeof no->text, "%.399s", err.text);
		goto out;
	}
	if (!duck_describe(d, s->sql, &s->arena, &s->shape, &why)) {
		refuse_from(no, s->sql, &why);
		if (s->sql != query_text)
			no->position = -1;
		goto out;
	}
	s->batched = rewrite_batched(d, c, s->doc, &s->arena, &s->plain_reason);
	s->hash = rng_hash(RNG_HASH_START, s->sql, strlen(s->sql));
	return true;
out:
	side_release(s);
	return false;
}

void side_release(struct side *s)
{
	json_decref(s->doc);
	s->doc = NULL;
	arena_release(&s->arena);
}
