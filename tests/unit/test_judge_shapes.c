/*
 * Runs the files of tests/judge, or those named: a schema, then queries marked "batched" or "plain". A batched query must give the
 * same prints on all worlds at once as on each world alone; a plain one must be recognised as such.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "base/fs.h"
#include "base/rng.h"
#include "judge/scene.h"

#define SHAPES_MAX 200
#ifdef SPAR_ASAN
#define WORLDS 100    /* they are run one by one, and that takes minutes under the sanitizers */
#else
#define WORLDS 1000
#endif

struct shape {
	char *sql;
	bool batched, invalid;
	struct side side;
	struct compare_plan plan;
	struct print *prints;
	size_t differ;
	int first;
	char why[300];
};

static struct shape shapes[SHAPES_MAX];
static size_t shape_count;
static char *schema;

/* Blocks are separated by empty lines; the first line of a block says what it is. */
static char *read_file(const char *path)
{
	struct err err = {0};
	struct buf b;
	char *block, *rest, *text;

	buf_init(&b, 1u << 20);
	if (fs_read(path, 1u << 20, &b, &err))
		BUG("%s", err.text);
	for (block = text = buf_take(&b); block; block = rest) {
		rest = strstr(block, "\n\n");
		if (rest) {
			*rest = 0;
			rest += 2;
		}
		char *body = strchr(block, '\n');
		if (!body || *block == '#')
			continue;
		*body++ = 0;
		if (strcmp(block, "schema") == 0)
			schema = body;
		else if (strncmp(block, "query ", 6) == 0 && shape_count < SHAPES_MAX)
			shapes[shape_count++] =
				(struct shape){.sql = body, .batched = strcmp(block + 6, "batched") == 0, .first = -1};
		else
			BUG("%s: cannot read the block '%s'", path, block);
	}
	return text;
}

static void prepare(struct scene *s, struct shape *q)
{
	struct refusal no;

	if (!scene_prepare(s, &q->side, q->sql, &no)) {
		q->invalid = true;
		snprintf(q->why, sizeof q->why, "%.299s", no.text);
		return;
	}
	compare_plan_make(&q->side.shape, &q->side.shape, &q->plan);
	if (gen_learn(s->gen, q->side.doc, NULL, NULL))
		BUG("cannot learn '%s'", q->sql);
}

static void batch(struct scene *s, struct shape *q)
{
	struct duck_error why = {0};

	if (q->invalid || !q->side.batched)
		return;
	q->prints = calloc(WORLDS, sizeof *q->prints);
	if (!batch_prints(s->base.d, &q->side, &q->plan, 0, WORLDS, 5, q->prints, &why)) {
		free(q->prints);
		q->prints = NULL;
		snprintf(q->why, sizeof q->why, "%.299s", why.text);
	}
}

static void compare(struct scene *s, int w)
{
	struct duck_error why;

	if (scene_stand(s, &s->base.worlds.p[w], 0, NULL))
		BUG("cannot store world %d", w);
	for (size_t i = 0; i < shape_count; i++) {
		struct shape *q = &shapes[i];
		if (!q->prints || q->prints[w].rows == PRINT_UNKNOWN)
			continue;
		struct print p = plain_print(s->extra.d, &q->side, &q->plan, &why);
		if (!print_equal(&p, &q->prints[w])) {
			q->differ++;
			if (q->first < 0) {
				q->first = w;
				snprintf(q->why, sizeof q->why, "plain %ld rows, batch %ld", (long)p.rows,
					 (long)q->prints[w].rows);
			}
		}
	}
}

static void report(struct shape *q)
{
	bool ok = !q->invalid && (q->batched ? q->prints && !q->differ : !q->side.batched);

	tap_ok(ok, "%.90s", q->sql);
	if (!ok)
		printf("# %s; differs on %zu worlds, first %d\n# %s\n", q->why, q->differ, q->first,
		       q->side.plain_reason ? q->side.plain_reason : q->side.batched ? q->side.batched : "");
	free(q->prints);
	if (!q->invalid)
		side_release(&q->side);
}

static void run_file(const char *path)
{
	struct scene_options o = {.redshift = true, .seed = 7};
	struct scene *s;
	struct err err = {0};
	char *text = read_file(path);

	if (scene_new(&s, schema, &o, &err))
		BUG("%s", err.text);
	for (size_t i = 0; i < shape_count; i++)
		prepare(s, &shapes[i]);
	if (stage_fill(s, &s->base, s->gen, 0, WORLDS, &err))
		BUG("%s", err.text);
	for (size_t i = 0; i < shape_count; i++)
		batch(s, &shapes[i]);
	for (int w = 0; w < WORLDS; w++)
		compare(s, w);
	for (size_t i = 0; i < shape_count; i++)
		report(&shapes[i]);
	scene_free(s);
	free(text);
	shape_count = 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		for (int i = 1; i < argc; i++)
			run_file(argv[i]);
	} else {
		run_file("tests/judge/windows.test");
		run_file("tests/judge/joins.test");
	}
	return tap_done();
}
