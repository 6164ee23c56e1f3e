#include "base/json.h"
#include "cli/show.h"
#include "practice/hint.h"

#define SLOW_RATIO 10
#define SLOW_MS 500

const struct bank_clause *show_clause_of(const struct bank_variant *v, const json_t *verdict)
{
	int index = v ? verdict_clause(v, verdict) : -1;

	return index < 0 ? NULL : &v->contract.clauses[index];
}

/* Databases tried. A few of those tried together are tried one at a time as well, unless that was the only way. */
static int64_t tried_of(const json_t *verdict)
{
	int64_t worlds = json_get_int(verdict, "worlds", 0), plain = json_get_int(verdict, "plain", 0);

	return worlds > plain ? worlds : plain;
}

/* How widely it is wrong, when nothing says why. */
static const char *how_often(const json_t *verdict)
{
	int64_t tried = tried_of(verdict);
	int64_t differ = json_get_int(verdict, "differ", 0);

	if (tried == 0)
		return "";
	return differ * 2 > tried ? " on most data" : " on some data";
}

/* "Wrong when two customers tie for third place" */
static void headline(const struct bank_variant *v, const json_t *verdict, struct buf *b)
{
	const char *columns = json_get_text(verdict, "columns_differ", NULL);
	size_t before;

	if (columns) {
		buf_addf(b, "Wrong: %s", columns);
		return;
	}
	if (json_get_bool(verdict, "names_wrong", false)) {
		buf_addf(b, "Wrong: %s", json_get_text(verdict, "reason", "the column names are not those asked for"));
		return;
	}
	if (json_get_bool(verdict, "order_wrong", false)) {
		buf_adds(b, "Wrong in row order only: the rows are right, their order is not");
		return;
	}
	buf_adds(b, "Wrong ");
	before = b->n;
	verdict_when(v, verdict, b);
	if (b->n == before) {
		b->n--;
		buf_adds(b, how_often(verdict));
	}
}

static void put_sure(struct out *o, const json_t *verdict)
{
	const json_t *witness = json_get_object(verdict, "witness");
	int64_t rows = json_get_int(witness, "row_count", -1), skipped = json_get_int(verdict, "skipped", 0);
	int64_t tried = tried_of(verdict);
	struct buf b;

	buf_init(&b, 4096);
	if (rows == 0)
		buf_adds(&b, "Empty tables are enough to show it. ");
	else if (rows > 0)
		buf_addf(&b, "%s %s enough to show it. ", out_plural(rows, "row"), rows == 1 ? "is" : "are");
	if (tried > 0)
		buf_addf(&b, "%s tried", out_plural(tried, "database"));
	if (tried > 0 && json_get_int(verdict, "worlds", 0) < tried)
		buf_adds(&b, " one at a time");
	if (tried > 0 && witness)
		buf_addf(&b, ", %s differ%s", out_count(json_get_int(verdict, "differ", 0)),
			 json_get_int(verdict, "differ", 0) == 1 ? "s" : "");
	if (tried > 0)
		buf_adds(&b, ". ");
	if (skipped)
		buf_addf(&b, "%s skipped, where the right answer itself fails. ", out_count(skipped));
	buf_addf(&b, "%s ms.", out_count(json_get_int(verdict, "ms", 0)));
	out_wrap(o, STYLE_DIM, 0, NULL, buf_text(&b));
	buf_release(&b);
}

static void put_result(struct out *o, const char *title, const json_t *result)
{
	const char *error = json_get_text(result, "error", NULL);

	fputc('\n', o->file);
	if (error) {
		out_put(o, STYLE_BOLD, "  %s\n", title);
		out_wrap(o, STYLE_WRONG, 2, "  ", error);
	} else {
		out_table(o, 2, title, result, -1);
	}
}

static void put_witness(struct out *o, const json_t *witness, bool row_order)
{
	const json_t *diff = json_get_array(witness, "diff"), *expected = json_get_object(witness, "expected");

	show_tables(o, "The smallest case", json_get_object(witness, "tables"));
	if (row_order) {
		put_result(o, "Your result", json_get_object(witness, "got"));
		put_result(o, "Your result, the same rows stored in another order", json_get_object(witness, "other"));
		put_result(o, "Expected", expected);
	} else if (diff) {
		out_put(o, STYLE_BOLD, "\n  Result\n");
		out_diff(o, 0, expected, diff);
	} else {
		put_result(o, "Expected", expected);
		put_result(o, "Your result", json_get_object(witness, "got"));
	}
}

static void put_aside(struct cli *cli, enum style style, const char *head, const char *text)
{
	struct out *o = &cli->out;

	fputc('\n', o->file);
	out_wrap(o, style, 0, NULL, head);
	if (text && *text)
		out_wrap(o, STYLE_PLAIN, 2, NULL, text);
}

static void put_why(struct cli *cli, const struct bank_variant *v, const json_t *verdict)
{
	const json_t *mistake = json_get_object(verdict, "mistake");
	const struct bank_clause *clause = show_clause_of(v, verdict);

	if (clause)
		put_aside(cli, STYLE_CLAUSE, arena_printf(&cli->arena, "The contract: %s", clause->name), clause->text);
	if (mistake) {
		const struct bank_mistake *known = bank_mistake(cli->bank, json_get_text(mistake, "id", ""));

		put_aside(cli, STYLE_BOLD,
			  arena_printf(&cli->arena, "The mistake: %s",
				       known && known->name ? known->name : json_get_text(mistake, "id", "")),
			  json_get_text(mistake, "lesson", ""));
	} else if (json_get_object(verdict, "witness")) {
		out_put(&cli->out, STYLE_DIM, "\nNo known mistake behaves like this one.\n");
	}
}

/* The line of the query that a message is about, with a mark under the place. */
static void put_position(struct out *o, struct str query, int64_t position)
{
	struct buf line, before;
	size_t at = (size_t)position, begin = at, end = at;
	int number = 1;

	if (position < 0 || at > query.n)
		return;
	while (begin > 0 && query.p[begin - 1] != '\n')
		begin--;
	while (end < query.n && query.p[end] != '\n')
		end++;
	for (size_t i = 0; i < begin; i++)
		number += query.p[i] == '\n';
	if (end - begin > 200)
		return;
	buf_init(&line, 4096);
	buf_init(&before, 4096);
	out_clean(&line, query.p + begin, end - begin);
	out_clean(&before, query.p + begin, at - begin);
	fprintf(o->file, "\n  line %-4d %s\n", number, buf_text(&line));
	fprintf(o->file, "  %9s %*s", "", (int)utf8_columns(buf_text(&before), before.n), "");
	out_put(o, STYLE_WRONG, "^\n");
	buf_release(&line);
	buf_release(&before);
}

static void show_invalid(struct out *o, struct str query, const json_t *verdict)
{
	bool refused = json_get_bool(verdict, "refused", false);

	out_put(o, STYLE_WRONG, "%s\n", refused ? "Not allowed here" : "Not valid SQL");
	out_wrap(o, STYLE_PLAIN, 0, NULL, json_get_text(verdict, "reason", ""));
	put_position(o, query, json_get_int(verdict, "position", -1));
	if (!json_get_bool(verdict, "counts", true))
		out_put(o, STYLE_DIM, "This does not count as an attempt.\n");
}

static void show_right(struct out *o, const json_t *verdict)
{
	int64_t plain = json_get_int(verdict, "plain", 0), tried = tried_of(verdict);

	out_put(o, STYLE_RIGHT, "Right so far");
	fprintf(o->file, ": it agrees on %s.\n", out_plural(tried, "database"));
	struct buf b;

	buf_init(&b, 1024);
	if (plain == tried)
		buf_adds(&b, "All of them were tried one at a time. ");
	else if (plain > 0)
		buf_addf(&b, "%s of them were also tried one at a time. ", out_count(plain));
	if (json_get_int(verdict, "permuted", 0) > 0)
		buf_addf(&b, "%s of them also with rows in another order. ", out_count(json_get_int(verdict, "permuted", 0)));
	buf_addf(&b, "%s ms.", out_count(json_get_int(verdict, "ms", 0)));
	out_wrap(o, STYLE_DIM, 0, NULL, buf_text(&b));
	buf_release(&b);
}

void show_verdict(struct cli *cli, const struct bank_variant *v, struct str query, const json_t *verdict)
{
	const char *kind = json_get_text(verdict, "verdict", "unknown"), *reason = json_get_text(verdict, "reason", "");
	const json_t *witness = json_get_object(verdict, "witness");
	struct out *o = &cli->out;
	struct buf b;

	fputc('\n', o->file);
	if (!strcmp(kind, "right")) {
		show_right(o, verdict);
	} else if (!strcmp(kind, "invalid")) {
		show_invalid(o, query, verdict);
	} else if (!strcmp(kind, "wrong") || !strcmp(kind, "row-order")) {
		bool row_order = !strcmp(kind, "row-order");

		buf_init(&b, 8192);
		if (row_order)
			buf_adds(&b, "Depends on row order: the same rows, stored in another order, give another result");
		else
			headline(v, verdict, &b);
		out_wrap(o, STYLE_WRONG, 0, NULL, buf_text(&b));
		buf_release(&b);
		put_sure(o, verdict);
		if (witness)
			put_witness(o, witness, row_order);
		put_why(cli, v, verdict);
	} else {
		out_put(o, STYLE_WRONG, "%s\n", !strcmp(kind, "timeout") ? "Too slow" : "Could not be evaluated");
		out_wrap(o, STYLE_PLAIN, 0, NULL, *reason ? reason : "the time limit was reached");
		put_sure(o, verdict);
	}
	fflush(o->file);
}

void show_small(struct out *o, const json_t *small)
{
	struct buf b;

	if (json_get_bool(small, "skipped", false) || !json_get_bool(small, "agrees", false))
		return;
	buf_init(&b, 8192);
	buf_addf(&b, "It also agrees on every database of up to %s over these values (%s of them): %s.",
		 out_plural(json_get_int(small, "rows", 0), "row"), out_count(json_get_int(small, "worlds", 0)),
		 json_get_text(small, "values", ""));
	out_wrap(o, STYLE_DIM, 0, NULL, buf_text(&b));
	buf_release(&b);
	fflush(o->file);
}

void show_large(struct out *o, const json_t *large)
{
	int64_t ms = json_get_int(large, "ms", 0), reference_ms = json_get_int(large, "reference_ms", 0);
	int64_t rows = json_get_int(large, "rows", 0);
	struct buf b;

	buf_init(&b, 4096);
	if (json_get_bool(large, "timeout", false))
		buf_addf(&b, "Slow: on %s it did not end in %s ms; the reference takes %s ms.", out_plural(rows, "row"),
			 out_count(json_get_int(large, "limit_ms", 0)), out_count(reference_ms));
	else if (json_get_bool(large, "failed", false))
		buf_addf(&b, "On %s it fails: %s", out_plural(rows, "row"), json_get_text(large, "reason", ""));
	else
		buf_addf(&b, "%sOn %s it takes %s ms, the reference %s ms.",
			 ms > SLOW_MS && ms > SLOW_RATIO * reference_ms ? "Slow: " : "", out_plural(rows, "row"), out_count(ms),
			 out_count(reference_ms));
	out_wrap(o, STYLE_DIM, 0, NULL, buf_text(&b));
	if (!json_get_bool(large, "agrees", true))
		out_put(o, STYLE_CLAUSE, "Its result on the large database is another one than the reference's.\n");
	buf_release(&b);
	fflush(o->file);
}

void show_stopped(const struct attempt *t)
{
	fprintf(t->cli->out.file, "\nStopped without a verdict.%s\n", t->id ? " The submission is recorded." : "");
}

void show_json(struct attempt *t, const struct judged *j)
{
	json_t *out = json_pack("{s:s,s:s,s:I,s:b,s:O?,s:O?,s:O?,s:b,s:I}", "exercise", t->ex->slug, "variant", t->v->name,
				"attempt", (json_int_t)t->id, "recorded", t->id && !t->cli->lost, "verdict", j->verdict,
				"small", j->small, "large", j->large, "cold", t->cold, "elapsed_ms",
				(json_int_t)j->elapsed_ms);
	char *text = out ? json_text(out) : NULL;

	printf("%s\n", text ? text : "{}");
	free(text);
	json_decref(out);
	fflush(stdout);
}
