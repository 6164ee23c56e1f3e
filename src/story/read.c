/* What a memory can carry, and the phrases in it that say nothing. */
#include "story/story_int.h"

#define TEMPLATES_MAX 100

/* Signs of one rule in the text. All of a kind's must be there; of a principle's two, a core one among them. */
static struct story_claim claim_of(const struct story_pack *p, const struct story_rule *rule, const struct story_signs *signs, bool all,
				   const struct story_text *t, struct arena *a)
{
	struct story_claim c = {.rule = rule, .quotes = ARENA_NEW(a, struct story_quote, signs->n + 1), .lacks = ARENA_NEW(a, const char *, signs->n + 1)};
	bool core = false;
	size_t at;

	for (size_t i = 0; i < signs->n; i++) {
		const struct story_signal *s = &signs->p[i];

		if (t->count && t->view->evaluable && story_signal_best(s, t, &at)) {
			c.quotes[c.quote_count++] = story_text_quote(p, t, at, s->shows);
			/* A phrase says more than a clue that every story has. */
			c.weight += (s->core ? 2 : 1) + (s->when_count ? 1 : 0);
			core = core || s->core;
		} else {
			c.lacks[c.lack_count++] = s->shows;
		}
	}
	if (all)
		c.carries = c.lack_count == 0 && signs->n ? STORY_CARRIES : c.quote_count ? STORY_THIN : STORY_NOT;
	else
		c.carries = core && c.quote_count > 1 ? STORY_CARRIES : core ? STORY_THIN : STORY_NOT;
	/* A full claim is one that lacks little. */
	if (signs->n)
		c.weight *= (double)c.quote_count / (double)signs->n;
	return c;
}

static void add_templates(const struct story_pack *p, const struct story_words *w, struct story_template *out, size_t *n)
{
	for (size_t i = 0; i < p->template_count; i++) {
		size_t first = 0, end = 0;

		for (size_t from = 0; *n < TEMPLATES_MAX && story_phrase_find(p->templates[i].say, w, from, &first, &end); from = end) {
			const struct story_word *last = &w->p[end - 1];
			uint32_t at = w->p[first].at;

			out[(*n)++] = (struct story_template){{w->text.p + at, last->at + last->n - at}, NULL, at, p->templates[i].instead};
		}
	}
}

static int by_place(const void *x, const void *y)
{
	const struct story_template *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->text.n > b->text.n ? -1 : a->text.n < b->text.n;
}

struct story_template *story_templates(const struct story_pack *p, struct str text, struct arena *a, size_t *count)
{
	struct story_template *all = ARENA_NEW(a, struct story_template, TEMPLATES_MAX);
	struct story_words w;
	size_t n = 0, kept = 0, end = 0;

	if (text.n > STORY_READ_BYTES_MAX)
		text.n = STORY_READ_BYTES_MAX;
	story_words_read(a, text, &w);
	add_templates(p, &w, all, &n);
	qsort(all, n, sizeof(*all), by_place);
	/* Of two that overlap, the one that begins first and is longer. */
	for (size_t i = 0; i < n; i++) {
		if (kept && all[i].at < end)
			continue;
		end = all[i].at + all[i].text.n;
		all[kept++] = all[i];
	}
	*count = kept;
	return all;
}

/* Places are told in the answer that they stand in. */
static void place_templates(const struct story_pack *p, const struct story_text *t, struct story_reading *r)
{
	for (size_t i = 0; i < r->template_count; i++) {
		struct story_template *x = &r->templates[i];
		size_t k = 0;

		while (k + 1 < t->count && x->at >= t->starts[k + 1])
			k++;
		x->part = p->parts[t->parts[k]].id;
		x->at -= (uint32_t)t->starts[k];
	}
}

enum err_code story_read(const struct story_pack *p, const struct story_memory *memory, struct arena *a, struct story_reading *out,
			 struct err *err)
{
	struct story_text t;

	*out = (struct story_reading){.memory = memory, .not_evaluable = ""};
	enum err_code code = story_text_read(p, memory, a, &t, err);

	if (code)
		return code;
	out->evaluable = t.view->evaluable && t.count;
	out->not_evaluable = out->evaluable ? "" : t.count ? arena_strdup(a, t.view->not_evaluable) : "nothing is written down yet";
	out->cut = t.cut;
	out->principles = ARENA_NEW(a, struct story_claim, p->principle_count + 1);
	out->kinds = ARENA_NEW(a, struct story_claim, p->kind_count + 1);
	for (size_t i = 0; i < p->principle_count; i++)
		out->principles[out->principle_count++] = claim_of(p, &p->principles[i], &p->principle_signs[i], false, &t, a);
	for (size_t i = 0; i < p->kind_count; i++)
		out->kinds[out->kind_count++] = claim_of(p, &p->kinds[i], &p->kind_signs[i], true, &t, a);
	story_lenses(p, &t, a, out);
	out->templates = story_templates(p, t.text, a, &out->template_count);
	place_templates(p, &t, out);
	story_text_release(&t);
	return arena_over(a) ? err_set(err, ERR_LIMIT, "the memory needs more memory than it may have") : ERR_OK;
}

enum err_code story_matrix(const struct story_pack *p, struct store *s, struct arena *a, struct story_matrix *out, struct err *err)
{
	struct story_memory *all = NULL;
	size_t n = 0;
	enum err_code code = story_all(p, s, a, &all, &n, err);

	*out = (struct story_matrix){.readings = ARENA_NEW(a, struct story_reading, n + 1),
				     .principle_carriers = ARENA_NEW(a, int, p->principle_count + 1),
				     .kind_carriers = ARENA_NEW(a, int, p->kind_count + 1)};
	for (size_t i = 0; !code && i < n; i++) {
		struct story_reading *r = &out->readings[out->count];

		if (all[i].aside || !all[i].answered || (code = story_read(p, &all[i], a, r, err)))
			continue;
		out->count++;
		for (size_t k = 0; k < r->principle_count; k++)
			out->principle_carriers[k] += r->principles[k].carries == STORY_CARRIES;
		for (size_t k = 0; k < r->kind_count; k++)
			out->kind_carriers[k] += r->kinds[k].carries == STORY_CARRIES;
	}
	return code;
}
