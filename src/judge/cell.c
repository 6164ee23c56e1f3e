/* Cells for people and for SQL. */
#include "judge/world.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "judge/calendar.h"

/* The fewest digits that give the same number back. */
static char *print_double(int64_t bits, char *out, size_t size_bytes)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(out, size_bytes, "%.*g", digits, v);
		if (strtod(out, NULL) == v)
			break;
	}
	return out;
}

static char *print_decimal(int64_t v, int scale, char *out, size_t size_bytes)
{
	char digits[32];
	/* Not -v, which INT64_MIN has none of. */
	uint64_t size = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	int n = snprintf(digits, sizeof(digits), "%0*llu", scale + 1, (unsigned long long)size);

	if (scale == 0)
		snprintf(out, size_bytes, "%s%s", v < 0 ? "-" : "", digits);
	else
		snprintf(out, size_bytes, "%s%.*s.%s", v < 0 ? "-" : "", n - scale, digits, digits + n - scale);
	return out;
}

void cell_sql(struct buf *b, const struct contract_column *col, const struct texts *texts, int64_t v)
{
	char text[64];

	if (v == CELL_NULL) {
		buf_adds(b, "NULL");
		return;
	}
	switch (col->type) {
	case DUCK_BOOLEAN:
		buf_adds(b, v ? "true" : "false");
		break;
	case DUCK_DECIMAL:
		buf_adds(b, print_decimal(v, col->scale, text, sizeof(text)));
		break;
	case DUCK_DOUBLE:
		buf_adds(b, print_double(v, text, sizeof(text)));
		break;
	case DUCK_DATE:
		buf_addf(b, "DATE '%s'", calendar_print_day(v, text, sizeof(text)));
		break;
	case DUCK_TIMESTAMP:
		buf_addf(b, "TIMESTAMP '%s'", calendar_print_time(v, text, sizeof(text)));
		break;
	case DUCK_VARCHAR:
		buf_addc(b, '\'');
		for (const char *p = texts->p[v]; *p; p++) {
			if (*p == '\'')
				buf_addc(b, '\'');
			buf_addc(b, *p);
		}
		buf_addc(b, '\'');
		break;
	default:
		buf_addf(b, "%lld", (long long)v);
		break;
	}
}

json_t *cell_json(const struct contract_column *col, const struct texts *texts, int64_t v)
{
	char text[64];
	double real;

	if (v == CELL_NULL)
		return json_null();
	switch (col->type) {
	case DUCK_BOOLEAN:
		return json_boolean(v != 0);
	case DUCK_DECIMAL:
		return json_real(strtod(print_decimal(v, col->scale, text, sizeof(text)), NULL));
	case DUCK_DOUBLE:
		memcpy(&real, &v, sizeof(real));
		return json_real(real);
	case DUCK_DATE:
		return json_string(calendar_print_day(v, text, sizeof(text)));
	case DUCK_TIMESTAMP:
		return json_string(calendar_print_time(v, text, sizeof(text)));
	case DUCK_VARCHAR:
		return json_text_value(texts->p[v], strlen(texts->p[v]));
	default:
		return json_integer(v);
	}
}

json_t *world_json(const struct contract *c, const struct texts *texts, const struct world *w)
{
	json_t *out = json_object();

	for (size_t i = 0; i < c->table_count; i++) {
		const struct contract_table *t = &c->tables[i];
		json_t *columns = json_array(), *types = json_array(), *rows = json_array(), *one = json_object();

		for (size_t k = 0; k < t->column_count; k++) {
			json_array_append_new(columns, json_string(t->columns[k].name));
			json_array_append_new(types, json_string(t->columns[k].type_name));
		}
		for (int r = 0; r < w->tables[i].row_count; r++) {
			const int64_t *cells = w->tables[i].cells + (size_t)r * t->column_count;
			json_t *row = json_array();

			for (size_t k = 0; k < t->column_count; k++)
				json_array_append_new(row, cell_json(&t->columns[k], texts, cells[k]));
			json_array_append_new(rows, row);
		}
		json_object_set_new(one, "columns", columns);
		json_object_set_new(one, "types", types);
		json_object_set_new(one, "rows", rows);
		json_object_set_new(out, t->name, one);
	}
	return out;
}
