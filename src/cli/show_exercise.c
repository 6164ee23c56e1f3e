#include "base/json.h"
#include "cli/show.h"

static void put_fact(struct out *o, int width, const char *name, const char *text)
{
	char first[64];

	snprintf(first, sizeof(first), "  %.50s", name);
	out_wrap(o, STYLE_PLAIN, width + 4, first, text);
}

static const char *row_order_text(const struct bank_contract *c, struct arena *a)
{
	struct buf b;
	const char *text;

	if (c->order_count == 0)
		return "Any.";
	buf_init(&b, 4096);
	buf_adds(&b, "By ");
	for (size_t i = 0; i < c->order_count; i++)
		buf_addf(&b, "%s%s", i ? ", then " : "", c->order_by[i]);
	buf_addc(&b, '.');
	text = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return text;
}

static const char *empty_text(const struct bank_contract *c, struct arena *a)
{
	struct buf b;
	const char *text;

	if (c->empty_tables == BANK_EMPTY_ALLOWED)
		return "Any table may be empty.";
	if (c->empty_tables == BANK_EMPTY_NOT_ALLOWED || c->empty_count == 0)
		return "No table is empty.";
	buf_init(&b, 4096);
	for (size_t i = 0; i < c->empty_count; i++)
		buf_addf(&b, "%s%s", i ? ", " : "Only these may be empty: ", c->empty_list[i]);
	buf_addc(&b, '.');
	text = arena_strdup(a, buf_text(&b));
	buf_release(&b);
	return text;
}

static void show_contract(struct cli *cli, const struct bank_contract *c)
{
	struct out *o = &cli->out;
	size_t width = strlen("Row order");

	for (size_t i = 0; i < c->clause_count; i++) {
		size_t n = utf8_columns(c->clauses[i].name, strlen(c->clauses[i].name));

		width = n > width && n < 24 ? n : width;
	}
	out_put(o, STYLE_BOLD, "\nWhat the data may hold\n");
	for (size_t i = 0; i < c->clause_count; i++)
		put_fact(o, (int)width, c->clauses[i].name, c->clauses[i].text);
	put_fact(o, (int)width, "Empty", empty_text(c, &cli->arena));
	put_fact(o, (int)width, "Row order", row_order_text(c, &cli->arena));
	if (c->names_count)
		put_fact(o, (int)width, "Columns", "Their names count.");
	if (strcmp(c->time_zone, "UTC"))
		put_fact(o, (int)width, "Time zone", c->time_zone);
}

void show_exercise(struct cli *cli, const struct bank_exercise *ex, const struct bank_variant *v, bool named)
{
	const struct bank_pattern *p = bank_pattern(cli->bank, ex->patterns[0]);
	struct out *o = &cli->out;
	const char *dot = o->utf8 ? "\xc2\xb7" : "-";

	if (named)
		out_put(o, STYLE_DIM, "%s %s %s %s %s\n", !strcmp(ex->round, "loop") ? "Loop" : "Phone screen", dot, p->name, dot,
			out_plural(ex->minutes, "minute"));
	out_put(o, STYLE_BOLD, "%s", v->title);
	if (named)
		out_put(o, STYLE_DIM, "  %s/%s", ex->slug, v->name);
	fputs("\n\n", o->file);
	out_wrap(o, STYLE_PLAIN, 0, NULL, v->prompt);
	show_contract(cli, &v->contract);
	out_put(o, STYLE_BOLD, "\nTables\n");
	out_verbatim(o, 2, v->schema);
}

void show_tables(struct out *o, const char *heading, const json_t *tables)
{
	const json_t *table;
	const char *name;

	if (heading)
		out_put(o, STYLE_BOLD, "\n%s\n", heading);
	json_object_foreach((json_t *)(uintptr_t)tables, name, table) {
		fputc('\n', o->file);
		out_table(o, 2, name, table, json_get_int(table, "row_count", -1));
	}
}

void show_answer(struct out *o, const struct bank_query *q)
{
	fputc('\n', o->file);
	out_put(o, STYLE_BOLD, "%s\n", q->name);
	if (q->note)
		out_wrap(o, STYLE_DIM, 0, NULL, q->note);
	out_verbatim(o, 2, q->sql);
}

void show_rows(struct out *o, const json_t *rows)
{
	int64_t total = json_get_int(rows, "row_count", -1);

	fputc('\n', o->file);
	out_table(o, 2, NULL, rows, total);
	fprintf(o->file, "\n%s%s on the sample, %lld ms.\n", json_get_bool(rows, "cut", false) ? "At least " : "",
		out_plural(total < 0 ? 0 : total, "row"), (long long)json_get_int(rows, "ms", 0));
}
