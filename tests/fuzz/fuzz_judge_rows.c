/* Rows that somebody typed: whatever comes, the reader says what is wrong or gives rows of the right shape. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "judge/ask_rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const names[] = {"name", "total", "day"};
static const char *const type_names[] = {"VARCHAR", "BIGINT", "DATE"};
static enum duck_type types[] = {DUCK_VARCHAR, DUCK_INTEGER, DUCK_DATE};

/* The first byte says how many columns there are. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct duck_rows shape = {.names = (const char **)names, .type_names = (const char **)type_names, .types = types}, out;
	struct ask_problem problem = {0};
	struct arena a;

	if (!n)
		return 0;
	shape.column_count = 1 + p[0] % 3;
	arena_init(&a, 16u << 20);
	if (ask_rows_read((struct str){(const char *)p + 1, n - 1}, &shape, &a, &out, &problem)) {
		if (out.column_count != shape.column_count || out.row_count > ASK_TYPED_ROWS_MAX)
			abort();
		for (size_t i = 0; i < out.row_count * out.column_count; i++)
			if (out.cells[i].text && strlen(out.cells[i].text) != out.cells[i].n)
				abort();
	} else if (!*problem.text || problem.line < 0) {
		abort();
	}
	arena_release(&a);
	return 0;
}
