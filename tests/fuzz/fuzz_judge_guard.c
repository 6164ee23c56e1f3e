/* A hostile query on its way into the judge: parsed, checked against a contract, rewritten for batches. Nothing is run. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "judge/ast.h"
#include "judge/contract.h"
#include "judge/guard.h"
#include "judge/judge.h"
#include "judge/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char ddl[] =
	"CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, joined DATE NOT NULL);"
	"CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),"
	" amount DECIMAL(10, 2), placed TIMESTAMP NOT NULL, status VARCHAR CHECK (status IN ('paid', 'open')));";

static struct duck *db;
static struct contract *contract;

static void prepare(void)
{
	struct duck_options options = {.memory_mb = 200, .integer_division = true, .postgres_nulls = true};
	struct err err = {0};

	if (duck_open(&db, &options, &err) || contract_read(&contract, db, ddl, &err))
		BUG("%s", err.text);
}

static void rewrite(const char *query, json_t *doc, struct arena *a)
{
	const char *reason = NULL, *batched = rewrite_batched(db, contract, doc, a, &reason);
	struct duck_error why;
	struct buf b;
	json_t *again;

	if (!batched) {
		if (!reason)
			BUG("no batched form, and no reason for: %s", query);
		return;
	}
	if (!utf8_valid(batched, strlen(batched), NULL))
		BUG("the batched form is not UTF-8: %s", query);
	buf_init(&b, (size_t)64 << 20);
	buf_addf(&b, "SELECT * FROM batch.worlds AS \"%s\", LATERAL (%s) q", REWRITE_WORLDS, batched);
	again = ast_parse(db, buf_text(&b), &why);
	if (!again)
		BUG("the batched form does not parse: %s\nof: %s\nis: %s", why.text, query, batched);
	json_decref(again);
	buf_release(&b);
}

static void check(const char *query, struct arena *a)
{
	struct duck_error why = {.position = -1};
	struct guard_facts facts = {0};
	struct refusal no = {.position = -1};
	json_t *doc = ast_parse(db, query, &why);

	if (!doc) {
		if (!why.kind[0])
			BUG("no kind of error for: %s", query);
		return;
	}
	if (guard_check(doc, contract, &facts, &no)) {
		rewrite(query, doc, a);
	} else if (!no.text[0] || !utf8_valid(no.text, strlen(no.text), NULL)) {
		BUG("refused without a readable reason: %s", query);
	} else if (no.position > (long)strlen(query)) {
		BUG("refused behind the end: %s", query);
	}
	json_decref(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	char *query;

	/* The rest is refused before it gets here. */
	if (n > JUDGE_QUERY_MAX_BYTES || memchr(p, 0, n) || !utf8_valid((const char *)p, n, NULL))
		return 0;
	if (!db)
		prepare();
	query = strndup((const char *)p, n);
	arena_init(&a, (size_t)64 << 20);
	check(query, &a);
	arena_release(&a);
	free(query);
	return 0;
}
