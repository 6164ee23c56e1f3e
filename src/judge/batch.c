#include "judge/batch.h"

#include <inttypes.h>
#include <string.h>

#include "judge/rewrite.h"
#include "judge/world.h"

#define BATCH_SQL_MAX_BYTES (4u << 20)
#define BATCH_ROWS_MAX_BYTES (256u << 20)

bool print_equal(const struct print *a, const struct print *b)
{
	return a->rows == b->rows && (a->rows < 0 || (a->sum == b->sum && a->xor_ == b->xor_));
}

static void add_hash(struct buf *b, const struct compare_plan *plan)
{
	/* FLOAT keeps 24 bits: coarser than the noise of sums, finer than the tolerance. */
	static const char *const casts[] = {
		[KIND_WHOLE] = "CAST(c%zu AS DOUBLE)",
		[KIND_NUMBER] = "CAST(CAST(c%zu AS DOUBLE) AS FLOAT)",
		[KIND_TIME] = "CAST(c%zu AS TIMESTAMP)",
		[KIND_TEXT] = "CAST(c%zu AS VARCHAR)",
	};

	buf_adds(b, "hash(");
	for (size_t i = 0; i < plan->column_count; i++) {
		if (i)
			buf_addc(b, ',');
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_addf(b, casts[plan->kinds[i]], i);
#pragma GCC diagnostic pop
	}
	buf_addc(b, ')');
}

static void add_prints(struct buf *b, const struct compare_plan *plan)
{
	buf_adds(b, "count(*), CAST(sum(h >> 32) AS BIGINT), bit_xor(h) FROM (SELECT ");
	if (plan) {
		add_hash(b, plan);
		buf_adds(b, " AS h");
	}
}

static void add_names(struct buf *b, const struct compare_plan *plan)
{
	for (size_t i = 0; i < plan->column_count; i++)
		buf_addf(b, "%sc%zu", i ? "," : "", i);
}

static bool run_range(struct duck *d, const struct side *s, const struct compare_plan *plan, int64_t first, size_t n,
		      struct print *out, struct duck_error *why)
{
	struct buf b;
	struct arena a;
	size_t rows, columns;
	int64_t *cells;
	bool ok = false;

	buf_init(&b, BATCH_SQL_MAX_BYTES);
	arena_init(&a, BATCH_ROWS_MAX_BYTES);
	buf_adds(&b, "SELECT w, ");
	add_prints(&b, plan);
	buf_addf(&b, ", w FROM (SELECT \"" REWRITE_WORLDS "\"." WORLD_COLUMN " AS w, spar_rows.* FROM "
		     "(SELECT * FROM " WORLD_SCHEMA ".worlds WHERE " WORLD_COLUMN " BETWEEN %" PRId64 " AND %" PRId64
		     ") AS \"" REWRITE_WORLDS "\", LATERAL (",
		 first, first + (int64_t)n - 1);
	buf_adds(&b, s->batched);
	buf_adds(&b, ") AS spar_rows(");
	add_names(&b, plan);
	buf_adds(&b, "))) GROUP BY w");
	if (b.code) {
		snprintf(why->kind, sizeof why->kind, "Limit");
		goto out;
	}
	if (!duck_integers(d, buf_text(&b), &a, &rows, &columns, &cells, why))
		goto out;
	memset(out, 0, n * sizeof *out);
	for (size_t i = 0; i < rows; i++) {
		const int64_t *row = cells + i * columns;
		if (row[0] >= first && row[0] < first + (int64_t)n)
			out[row[0] - first] = (struct print){row[1], row[2], row[3]};
	}
	ok = true;
out:
	arena_release(&a);
	buf_release(&b);
	return ok;
}

/* Errors that depend on the data; the others would come on every world. */
static bool is_data_error(const struct duck_error *why)
{
	return strcmp(why->kind, "Conversion") == 0 || strcmp(why->kind, "Out of Range") == 0 ||
	       strcmp(why->kind, "Invalid Input") == 0 || strcmp(why->kind, "Executor") == 0;
}

static void fill_unknown(struct print *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (struct print){.rows = PRINT_UNKNOWN};
}

static bool bisect(struct duck *d, const struct side *s, const struct compare_plan *plan, int64_t first, size_t n,
		   int *failures_left, struct print *out, struct duck_error *why)
{
	if (*failures_left <= 0) {
		fill_unknown(out, n);
		return true;
	}
	if (run_range(d, s, plan, first, n, out, why))
		return true;
	if (!is_data_error(why))
		return false;
	if (n == 1) {
		*out = (struct print){.rows = PRINT_FAILED};
		(*failures_left)--;
		return true;
	}
	return bisect(d, s, plan, first, n / 2, failures_left, out, why) &&
	       bisect(d, s, plan, first + (int64_t)(n / 2), n - n / 2, failures_left, out + n / 2, why);
}

bool batch_prints(struct duck *d, const struct side *s, const struct compare_plan *plan, int64_t first, size_t n,
		  int max_failures, struct print *out, struct duck_error *why)
{
	return n == 0 || bisect(d, s, plan, first, n, &max_failures, out, why);
}

struct print plain_print(struct duck *d, const struct side *s, const struct compare_plan *plan, struct duck_error *why)
{
	struct print p = {.rows = PRINT_FAILED};
	struct buf b;
	struct arena a;
	size_t rows, columns;
	int64_t *cells;

	buf_init(&b, BATCH_SQL_MAX_BYTES);
	arena_init(&a, 1u << 20);
	buf_adds(&b, "SELECT ");
	add_prints(&b, plan);
	buf_adds(&b, " FROM (");
	buf_adds(&b, s->body);
	buf_adds(&b, "\n) AS spar_rows(");
	add_names(&b, plan);
	buf_adds(&b, "))");
	if (!b.code && duck_integers(d, buf_text(&b), &a, &rows, &columns, &cells, why) && rows == 1)
		p = (struct print){cells[0], cells[0] ? cells[1] : 0, cells[0] ? cells[2] : 0};
	arena_release(&a);
	buf_release(&b);
	return p;
}
