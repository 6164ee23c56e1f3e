/* CHECKs: evaluated here where that is certain to agree with DuckDB, else asked of DuckDB for many rows at once. */
#include "judge/gen_int.h"

#include <string.h>

#include "base/json.h"
#include "judge/ast.h"

#define ASK_MAX_BYTES (4u << 20)
#define ROOM_BYTES 2048
#define WORK_MAX 20000

/* ---- reading ---- */

struct binding {
	struct gen *g;
	struct gen_check *check;
};

static struct expr *bind_column(const json_t *ref, struct arena *a, void *arg)
{
	struct binding *b = arg;
	const json_t *names = json_get_array(ref, "column_names");
	const struct contract_table *t = &b->g->contract->tables[b->check->table];
	const char *name = json_string_value(json_array_get(names, json_array_size(names) - 1));
	int column = name ? contract_column_find(t, name) : -1;

	return column < 0 ? NULL : expr_column(a, column, t->columns[column].type);
}

struct column_list {
	const struct contract_table *table;
	struct gen_check *check;
};

static bool note_column(json_t *object, void *arg)
{
	struct column_list *list = arg;
	const json_t *names = json_get_array(object, "column_names");
	const char *name = json_string_value(json_array_get(names, json_array_size(names) - 1));
	int column = name && ast_is_class(object, "COLUMN_REF") ? contract_column_find(list->table, name) : -1;

	for (int i = 0; i < list->check->column_count; i++) {
		if (list->check->columns[i] == column)
			return true;
	}
	if (column >= 0)
		list->check->columns[list->check->column_count++] = column;
	return true;
}

/* A CHECK is learned from as the WHERE of a query on its table would be. */
static void learn_check(struct gen *g, const struct gen_check *check)
{
	const struct contract_table *t = &g->contract->tables[check->table];
	struct arena scratch;
	struct learner l = { .g = g, .a = &scratch, .work = WORK_MAX, .probes = 20, .probe_column = -1 };
	struct out *outs;
	struct source src = { .alias = t->name };
	struct scope s = { .sources = &src };

	arena_init(&scratch, 8u << 20);
	outs = ARENA_NEW(&scratch, struct out, t->column_count);
	for (size_t i = 0; i < t->column_count; i++)
		outs[i] = (struct out){ .name = t->columns[i].name, .column = g->first_column[check->table] + (int)i };
	src.outs = outs;
	src.count = (int)t->column_count;
	g->from_check = true;
	learn_expression(&l, check->check->ast, &s);
	g->from_check = false;
	arena_release(&scratch);
}

void gen_checks_read(struct gen *g)
{
	const struct contract *c = g->contract;
	int n = 0;

	for (size_t t = 0; t < c->table_count; t++)
		n += (int)c->tables[t].check_count;
	g->checks = ARENA_NEW(&g->arena, struct gen_check, n);
	for (size_t t = 0; t < c->table_count; t++) {
		for (size_t i = 0; i < c->tables[t].check_count; i++) {
			struct gen_check *check = &g->checks[g->check_count++];
			struct binding b = { g, check };
			struct column_list list = { &c->tables[t], check };

			check->table = (int)t;
			check->check = &c->tables[t].checks[i];
			ast_walk(check->check->ast, note_column, &list);
			check->expr = expr_compile(&g->arena, check->check->ast, bind_column, &b);
			if (check->expr && !check->expr->sure)
				check->expr = NULL;
			if (check->column_count == 1)
				g->columns[g->first_column[t] + check->columns[0]].has_checks = true;
			learn_check(g, check);
		}
	}
	/* A CHECK's literals alone do not make a column one that queries compute with. */
	for (int i = 0; i < g->column_count; i++) {
		g->columns[i].used = g->columns[i].output = g->columns[i].ordered = g->columns[i].computed = false;
	}
}

/* ---- evaluating ---- */

static bool holds(const struct gen *g, const struct gen_check *check, const int64_t *cells)
{
	char room[ROOM_BYTES];
	struct expr_row row = {
		.columns = g->contract->tables[check->table].columns, .cells = cells, .texts = g->texts,
		.integer_division = g->integer_division, .room = room, .room_bytes = sizeof(room),
	};
	struct val v = expr_eval(check->expr, &row);

	/* SQL: a CHECK that is NULL holds. */
	return v.kind == VAL_NULL || ((v.kind == VAL_BOOL || v.kind == VAL_INT) && v.i != 0);
}

bool gen_allowed(const struct gen *g, int column, int64_t v)
{
	const struct gen_column *c = &g->columns[column];
	int64_t cells[CONTRACT_COLUMNS_MAX] = {0};

	if (!c->has_checks)
		return true;
	cells[c->column] = v;
	for (int i = 0; i < g->check_count; i++) {
		const struct gen_check *check = &g->checks[i];
		if (check->table == c->table && check->column_count == 1 && check->columns[0] == c->column && check->expr &&
		    !holds(g, check, cells))
			return false;
	}
	return true;
}

bool gen_row_holds(const struct gen *g, int table, const int64_t *cells)
{
	for (int i = 0; i < g->check_count; i++) {
		if (g->checks[i].table == table && g->checks[i].expr && !holds(g, &g->checks[i], cells))
			return false;
	}
	return true;
}

/* ---- asking ---- */

int gen_asked_columns(const struct gen *g, int table, bool with_single, int *columns)
{
	int n = 0;

	for (int i = 0; i < g->check_count; i++) {
		const struct gen_check *check = &g->checks[i];
		if (check->table != table || check->expr || (check->column_count < 2 && !with_single))
			continue;
		for (int k = 0; k < check->column_count; k++) {
			int at = 0;
			while (at < n && columns[at] != check->columns[k])
				at++;
			if (at == n)
				columns[n++] = check->columns[k];
		}
	}
	return n;
}

static bool covered(const struct gen_check *check, const int *columns, int count)
{
	for (int k = 0; k < check->column_count; k++) {
		bool found = false;
		for (int i = 0; i < count; i++)
			found = found || columns[i] == check->columns[k];
		if (!found)
			return false;
	}
	return true;
}

/* SELECT n, (check) IS NOT FALSE AND ... FROM (SELECT CAST(...) FROM (VALUES ...)). False when there is no such CHECK. */
static bool write_ask(const struct gen *g, int table, const int *columns, int column_count, const int64_t *cells, int n,
		      bool careful, struct buf *b)
{
	const struct contract_table *t = &g->contract->tables[table];
	bool any = false;

	buf_adds(b, "SELECT ");
	for (int i = 0; i < g->check_count; i++) {
		const struct gen_check *check = &g->checks[i];
		if (check->table != table || check->expr || !covered(check, columns, column_count))
			continue;
		buf_addf(b, careful ? "%scoalesce(TRY((%s) IS NOT FALSE), false)" : "%s((%s) IS NOT FALSE)",
			any ? " AND " : "",
			 check->check->sql);
		any = true;
	}
	buf_adds(b, " FROM (SELECT n");
	for (int k = 0; k < column_count; k++) {
		buf_addf(b, ", CAST(c%d AS %s) AS ", k, t->columns[columns[k]].type_name);
		contract_quote(b, t->columns[columns[k]].name);
	}
	buf_adds(b, " FROM (VALUES ");
	for (int i = 0; i < n; i++) {
		buf_addf(b, "%s(%d", i ? "," : "", i);
		for (int k = 0; k < column_count; k++) {
			buf_adds(b, ", ");
			cell_sql(b, &t->columns[columns[k]], g->texts, cells[i * column_count + k]);
		}
		buf_addc(b, ')');
	}
	buf_adds(b, ") v(n");
	for (int k = 0; k < column_count; k++)
		buf_addf(b, ", c%d", k);
	buf_adds(b, ")) ");
	contract_quote(b, t->name);
	buf_adds(b, " ORDER BY n");
	return any;
}

enum err_code gen_ask(struct gen *g, int table, const int *columns, int column_count, const int64_t *cells, int n,
		      bool *answer, struct err *err)
{
	struct arena a;
	struct buf b;
	struct duck_error why = { .text = "" };
	enum err_code code = ERR_OK;
	size_t rows = 0, width = 0;
	int64_t *out;
	bool ok = false;

	for (int i = 0; i < n; i++)
		answer[i] = true;
	if (n == 0)
		return ERR_OK;
	arena_init(&a, ASK_MAX_BYTES);
	buf_init(&b, ASK_MAX_BYTES);
	for (int careful = 0; careful < 2 && !ok; careful++) {
		buf_reset(&b);
		if (!write_ask(g, table, columns, column_count, cells, n, careful, &b))
			goto out;
		code = buf_check(&b, err);
		if (code)
			goto out;
		ok = duck_integers(g->duck, buf_text(&b), &a, &rows, &width, &out, &why);
	}
	if (!ok || rows != (size_t)n) {
		code = err_set(err, ERR_SQL, "cannot evaluate a CHECK of '%s': %s", g->contract->tables[table].name,
			why.text);
		goto out;
	}
	for (int i = 0; i < n; i++)
		answer[i] = out[(size_t)i * width] == 1;
out:
	buf_release(&b);
	arena_release(&a);
	return code;
}
