/*
 * Putting worlds into DuckDB. Measured: CREATE OR REPLACE TABLE costs less than DELETE or TRUNCATE, and the
 * rows that follow are stored faster, too.
 */
#include "judge/world.h"

#include <string.h>

#define STORE_SQL_MAX_BYTES (256u << 10)

static void append_cell(struct duck_append *p, const struct contract_column *col, const struct texts *texts, int64_t v)
{
	double real;

	if (v == CELL_NULL) {
		duck_append_null(p);
		return;
	}
	switch (col->type) {
	case DUCK_BOOLEAN:
		duck_append_bool(p, v != 0);
		break;
	case DUCK_DECIMAL:
		duck_append_decimal(p, v, col->width, col->scale);
		break;
	case DUCK_DOUBLE:
		memcpy(&real, &v, sizeof(real));
		duck_append_double(p, real);
		break;
	case DUCK_DATE:
		duck_append_date(p, v);
		break;
	case DUCK_TIMESTAMP:
		duck_append_timestamp(p, v);
		break;
	case DUCK_VARCHAR:
		duck_append_text(p, texts->p[v], strlen(texts->p[v]));
		break;
	default:
		duck_append_int(p, v);
		break;
	}
}

/* Schema, then the table's name with its suffix, in quotes. */
static void add_name(struct buf *b, const char *schema, const char *table, const char *suffix)
{
	char name[200];

	buf_adds(b, schema);
	buf_addc(b, '.');
	snprintf(name, sizeof(name), "%s%s", table, suffix);
	contract_quote(b, name);
}

static void add_create(struct buf *b, const char *schema, const struct contract_table *t, bool numbered)
{
	buf_adds(b, ";CREATE OR REPLACE TABLE ");
	add_name(b, schema, t->name, numbered ? "__w" : "");
	buf_adds(b, numbered ? "(" WORLD_COLUMN " INTEGER" : "(");
	for (size_t i = 0; i < t->column_count; i++) {
		if (i > 0 || numbered)
			buf_adds(b, ", ");
		contract_quote(b, t->columns[i].name);
		buf_addc(b, ' ');
		buf_adds(b, t->columns[i].type_name);
	}
	buf_addc(b, ')');
}

static enum err_code begin(struct duck *d, const struct contract *c, const char *schema, bool numbered, struct err *err)
{
	struct buf b;
	enum err_code code;

	buf_init(&b, STORE_SQL_MAX_BYTES);
	buf_addf(&b, "BEGIN;CREATE SCHEMA IF NOT EXISTS %s", schema);
	if (numbered)
		buf_addf(&b, ";CREATE OR REPLACE TABLE %s.worlds(" WORLD_COLUMN " INTEGER)", schema);
	for (size_t t = 0; t < c->table_count; t++)
		add_create(&b, schema, &c->tables[t], numbered);
	code = buf_check(&b, err);
	if (!code)
		code = duck_exec(d, buf_text(&b), err);
	buf_release(&b);
	return code;
}

static enum err_code end(struct duck *d, enum err_code code, struct err *err)
{
	struct err ignored;

	if (!code)
		return duck_exec(d, "COMMIT", err);
	duck_exec(d, "ROLLBACK", &ignored);
	return code;
}

static enum err_code open_table(struct duck_append **p, struct duck *d, const char *schema, const char *table,
				const char *suffix, struct err *err)
{
	struct buf b;
	enum err_code code;

	buf_init(&b, STORE_SQL_MAX_BYTES);
	add_name(&b, schema, table, suffix);
	code = duck_append_open(p, d, buf_text(&b), err);
	buf_release(&b);
	return code;
}

static enum err_code store_numbers(struct duck *d, size_t n, int64_t first_w, struct err *err)
{
	struct duck_append *p;
	enum err_code code = open_table(&p, d, "batch", "worlds", "", err);

	if (code)
		return code;
	for (size_t i = 0; i < n; i++) {
		duck_append_int(p, first_w + (int64_t)i);
		duck_append_row_end(p);
	}
	return duck_append_close(p, err);
}

static enum err_code store_table(struct duck *d, const struct worlds *w, size_t table, int64_t first_w, struct err *err)
{
	const struct contract_table *t = &w->contract->tables[table];
	struct duck_append *p;
	enum err_code code = open_table(&p, d, "batch", t->name, "__w", err);

	if (code)
		return code;
	for (size_t i = 0; i < w->n; i++) {
		const struct world_table *rows = &w->p[i].tables[table];
		const int64_t *cell = rows->cells;

		for (int r = 0; r < rows->row_count; r++) {
			duck_append_int(p, first_w + (int64_t)i);
			for (size_t k = 0; k < t->column_count; k++)
				append_cell(p, &t->columns[k], w->texts, *cell++);
			duck_append_row_end(p);
		}
	}
	return duck_append_close(p, err);
}

enum err_code worlds_store(struct duck *d, const struct worlds *w, int64_t first_w, bool replace, struct err *err)
{
	enum err_code code = replace ? begin(d, w->contract, "batch", true, err) : duck_exec(d, "BEGIN", err);

	if (!code)
		code = store_numbers(d, w->n, first_w, err);
	for (size_t t = 0; !code && t < w->contract->table_count; t++)
		code = store_table(d, w, t, first_w, err);
	return end(d, code, err);
}

static void add_view(struct buf *b, const struct contract_table *t, const struct texts *texts,
		     const struct world_table *rows)
{
	buf_adds(b, "CREATE OR REPLACE VIEW ");
	add_name(b, PLAIN_SCHEMA, t->name, "");
	buf_adds(b, " AS SELECT ");
	for (size_t i = 0; i < t->column_count; i++) {
		buf_addf(b, "%sCAST(c%zu AS %s) AS ", i ? ", " : "", i, t->columns[i].type_name);
		contract_quote(b, t->columns[i].name);
	}
	buf_adds(b, " FROM (VALUES ");
	for (int r = 0; r < rows->row_count || r == 0; r++) {
		buf_adds(b, r ? ", (" : "(");
		for (size_t i = 0; i < t->column_count; i++) {
			buf_adds(b, i ? ", " : "");
			if (rows->row_count)
				cell_sql(b, &t->columns[i], texts, rows->cells[(size_t)r * t->column_count + i]);
			else
				buf_adds(b, "NULL");
		}
		buf_addc(b, ')');
	}
	buf_adds(b, ") AS v(");
	for (size_t i = 0; i < t->column_count; i++)
		buf_addf(b, "%sc%zu", i ? ", " : "", i);
	buf_adds(b, rows->row_count ? ");" : ") WHERE false;");
}

enum err_code world_store_plain(struct duck *d, const struct contract *c, const struct texts *texts,
				const struct world *w, struct err *err)
{
	struct buf b;
	enum err_code code;

	buf_init(&b, STORE_SQL_MAX_BYTES);
	for (size_t t = 0; t < c->table_count; t++)
		add_view(&b, &c->tables[t], texts, &w->tables[t]);
	code = buf_check(&b, err);
	if (!code)
		code = duck_exec(d, buf_text(&b), err);
	buf_release(&b);
	return code;
}
