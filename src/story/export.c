/* Memories as Markdown, for reading and for keeping. What the candidate wrote goes in as quotes, so that it cannot become markup. */
#include "base/clock.h"
#include "base/json.h"
#include "story/drill_int.h"

/* Text as a block quote: each line behind "> ". */
static void put_quote(struct buf *b, struct str text)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		buf_adds(b, "> ");
		buf_add(b, line.p, line.n);
		buf_adds(b, "\n");
	}
}

/* On one line: signs that begin markup are escaped. */
static void put_inline(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c && strchr("\\`*_[]<>#|", c))
			buf_addc(b, '\\');
		buf_addc(b, c == '\n' ? ' ' : c);
	}
}

static void put_reading(struct buf *b, const struct story_reading *r)
{
	bool any = false;

	if (!r->evaluable)
		buf_addf(b, "Not looked through: %s.\n\n", r->not_evaluable);
	for (size_t i = 0; i < r->principle_count; i++) {
		const struct story_claim *c = &r->principles[i];

		if (c->carries != STORY_CARRIES)
			continue;
		if (!any)
			buf_adds(b, "### What it can carry\n\n");
		any = true;
		buf_addf(b, "- **%s**\n", c->rule->name);
		for (size_t k = 0; k < c->quote_count; k++) {
			buf_addf(b, "  - %s: \"", c->quotes[k].shows);
			put_inline(b, c->quotes[k].text);
			buf_adds(b, "\"\n");
		}
	}
	if (any)
		buf_addc(b, '\n');
	if (r->lens_count)
		buf_adds(b, "### Ways to open it\n\n");
	for (size_t i = 0; i < r->lens_count; i++) {
		buf_addf(b, "%zu. For %s. %s:\n\n", i + 1, r->lenses[i].rule->name, r->lenses[i].how);
		put_quote(b, r->lenses[i].open.text);
		buf_addc(b, '\n');
	}
	if (r->template_count)
		buf_adds(b, "### Phrases that say nothing\n\n");
	for (size_t i = 0; i < r->template_count; i++) {
		buf_adds(b, "- \"");
		put_inline(b, r->templates[i].text);
		buf_addf(b, "\": %s\n", r->templates[i].instead);
	}
	if (r->template_count)
		buf_addc(b, '\n');
}

static void put_tellings(const struct story_pack *p, struct buf *b, const struct store_telling *t, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		const struct story_rule *rule = story_principle(p, t[i].principle);

		buf_addf(b, "### Told on %s, for %s: %s\n\n%s\n\n", story_day(a, t[i].at_ms), rule ? rule->name : t[i].principle,
			 t[i].state ? t[i].state : "not judged", t[i].question);
		put_quote(b, str_of(t[i].said));
		buf_addc(b, '\n');
	}
}

static void put_drifts(struct buf *b, const struct story_drift *d, size_t n)
{
	if (n)
		buf_adds(b, "### Numbers that drift\n\n");
	for (size_t i = 0; i < n; i++) {
		buf_adds(b, "- \"");
		put_inline(b, d[i].sentence);
		buf_addf(b, "\" (%s), but \"", d[i].where);
		put_inline(b, d[i].sentence2);
		buf_addf(b, "\" (%s)\n", d[i].where2);
	}
	if (n)
		buf_addc(b, '\n');
}

static enum err_code put_memory(const struct story_pack *p, struct store *s, const struct story_memory *m, struct buf *b, struct err *err)
{
	struct store_telling *tellings = NULL;
	struct story_drift *drifts = NULL;
	struct story_reading r;
	size_t n = 0, drift_count = 0;
	enum err_code code;
	struct arena a;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	code = story_read(p, m, &a, &r, err);
	if (!code)
		code = store_tellings(s, m->id, 0, &a, &tellings, &n, err);
	if (!code)
		code = story_drifts(p, s, m->id, &a, &drifts, &drift_count, err);
	if (!code) {
		buf_adds(b, "## ");
		put_inline(b, str_of(m->title));
		buf_addf(b, "\n\nMemory %d, last changed on %s%s.\n\n", m->number, story_day(&a, m->changed_ms), m->aside ? ", put away" : "");
		for (size_t i = 0; i < p->part_count; i++) {
			if (!m->answers[i].n)
				continue;
			buf_addf(b, "### %s\n\n", p->parts[i].ask);
			put_quote(b, m->answers[i]);
			buf_addc(b, '\n');
		}
		put_reading(b, &r);
		put_tellings(p, b, tellings, n, &a);
		put_drifts(b, drifts, drift_count);
	}
	arena_release(&a);
	return code;
}

enum err_code story_export(const struct story_pack *p, struct store *s, struct buf *out, struct err *err)
{
	struct story_memory *all = NULL;
	size_t n = 0;
	enum err_code code;
	struct arena a;

	arena_init(&a, STORY_WORK_BYTES_MAX);
	code = story_all(p, s, &a, &all, &n, err);
	if (!code)
		buf_addf(out, "# Stories\n\nWritten on %s. %zu %s.\n\n", story_day(&a, clock_now_ms()), n, n == 1 ? "memory" : "memories");
	for (size_t i = 0; !code && i < n; i++)
		code = put_memory(p, s, &all[i], out, err);
	arena_release(&a);
	return code ? code : buf_check(out, err);
}
