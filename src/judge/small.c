/*
 * Every small database: which values. Each column starts with one; then, as long as the databases of up to k rows
 * still fit the budget, the columns get more, the most telling first. Columns whose values are only compared for
 * equality hold names, and databases that differ in names alone count once.
 */
#include "judge/small_int.h"

#include <stdlib.h>
#include <string.h>

#define K_MAX SMALL_ROWS_MAX
#define TURNS_MAX 8

/* ---- which columns hold names ---- */

/* Is a CHECK over several columns one that renaming cannot break? */
static bool blind_check(const struct gen_check *check)
{
	const struct expr *e = check->expr;

	return e && (e->op == EX_NE || e->op == EX_EQ || e->op == EX_DISTINCT) && e->kids[0]->op == EX_COLUMN &&
	       e->kids[1]->op == EX_COLUMN;
}

static bool bound_by_check(const struct gen *g, int column)
{
	const struct gen_column *c = &g->columns[column];

	for (int i = 0; i < g->check_count; i++) {
		const struct gen_check *check = &g->checks[i];
		if (check->table != c->table || check->column_count < 2 || blind_check(check))
			continue;
		for (int k = 0; k < check->column_count; k++) {
			if (check->columns[k] == c->column)
				return true;
		}
	}
	return false;
}

static bool holds_names(const struct gen *g, int class)
{
	for (int i = 0; i < g->column_count; i++) {
		const struct gen_column *c = &g->columns[i];
		if (gen_class(g, i) != class)
			continue;
		if (c->computed || c->ordered || c->meta->type == DUCK_DOUBLE || c->meta->type == DUCK_BOOLEAN ||
		    bound_by_check(g, i))
			return false;
	}
	return true;
}

static bool wanted_by_queries(const struct gen *g, int class)
{
	for (int i = 0; i < g->column_count; i++) {
		if (gen_class(g, i) == class && (g->columns[i].used || g->columns[i].output))
			return true;
	}
	return false;
}

/* ---- the values of a class, the most telling first ---- */

struct values {
	int n;
	int64_t v[64];
};

static void add_value(struct values *list, int64_t v)
{
	for (int i = 0; i < list->n; i++) {
		if (list->v[i] == v)
			return;
	}
	if (list->n < 64)
		list->v[list->n++] = v;
}

/* First the values for which comparisons hold, then those beside them; what lies between comes last. */
static void tell(const struct gen_column *c, struct values *out)
{
	out->n = 0;
	for (int pass = 0; pass < 3; pass++) {
		bool first_general = pass == 2;
		for (int place = 0; place < CLUSTER_MAX; place++) {
			for (int i = 0; i < c->cluster_count; i++) {
				const struct cluster *k = &c->clusters[i];
				if (place >= k->n || (!k->learned) != (pass == 2) || (k->learned && k->filler != pass))
					continue;
				add_value(out, k->v[place]);
				/* Two plain values, or the two ends of a distance, go together. */
				if (k->n > 1 && place == 0 && (k->pair || first_general))
					add_value(out, k->v[1]);
				first_general = false;
			}
		}
	}
}

/* Names for a class: each must be allowed in every column of it, and mean the same there. */
static void name_class(struct small *s, int class)
{
	const struct gen *g = s->g;
	struct values list = { .n = 0 };
	int n = 0;

	for (int i = 0; i < g->column_count; i++) {
		const struct gen_column *c = &g->columns[i];
		if (gen_class(g, i) != class)
			continue;
		for (int k = 0; k < c->spare_count && k < 24; k++)
			add_value(&list, c->spare[k]);
	}
	for (int i = 0; i < g->columns[class].cluster_count; i++) {
		for (int k = 0; k < g->columns[class].clusters[i].n; k++)
			add_value(&list, g->columns[class].clusters[i].v[k]);
	}
	for (int v = 0; v < list.n && n < SMALL_VALUES_MAX; v++) {
		const struct contract_column *from = g->columns[class].meta;
		int64_t cells[GEN_COLUMNS_MAX] = { 0 };
		bool ok = true;
		for (int i = 0; i < g->column_count && ok; i++) {
			if (gen_class(g, i) == class)
				ok = val_to_cell(val_of_cell(from, g->texts, list.v[v]), g->columns[i].meta, 0,
					s->g->texts, &cells[i]) &&
				     gen_allowed(g, i, cells[i]);
		}
		for (int i = 0; i < g->column_count && ok; i++) {
			if (gen_class(g, i) == class)
				s->axes[i].v[n] = cells[i];
		}
		n += ok;
	}
	for (int i = 0; i < g->column_count; i++) {
		if (gen_class(g, i) == class)
			s->axes[i].available = n;
	}
}

static void value_column(struct small *s, int column)
{
	struct axis *x = &s->axes[column];
	struct values list;

	tell(&s->g->columns[column], &list);
	x->available = list.n < SMALL_VALUES_MAX ? list.n : SMALL_VALUES_MAX;
	memcpy(x->v, list.v, (size_t)x->available * sizeof(*x->v));
}

/* A foreign key's codes are those of the column it refers to. */
static void follow_parents(struct small *s)
{
	for (size_t t = 0; t < s->c->table_count; t++) {
		for (size_t k = 0; k < s->c->tables[t].fk_count; k++) {
			const struct contract_fk *fk = &s->c->tables[t].fks[k];
			for (size_t i = 0; i < fk->count; i++) {
				struct axis *child = small_axis(s, (int)t, fk->columns[i]);
				const struct axis *parent = small_axis(s, fk->table, fk->ref_columns[i]);
				child->count = parent->count;
				child->available = parent->available;
				memcpy(child->v, parent->v, sizeof(child->v));
			}
		}
	}
}

static void lay_out(struct small *s)
{
	const struct gen *g = s->g;

	for (int i = 0; i < g->column_count; i++) {
		const struct gen_column *c = &g->columns[i];
		struct axis *x = &s->axes[i];

		x->class = gen_class(g, i);
		x->label = holds_names(g, x->class);
		x->nullable = c->meta->nullable && !s->c->no_nulls;
		x->key = c->in_key;
		for (size_t k = 0; k < s->c->tables[c->table].fk_count; k++) {
			const struct contract_fk *fk = &s->c->tables[c->table].fks[k];
			for (size_t n = 0; n < fk->count; n++)
				x->fk = x->fk || (fk->columns[n] == c->column && fk->table != c->table);
		}
	}
	for (int i = 0; i < g->column_count; i++) {
		if (!s->axes[i].label)
			value_column(s, i);
		else if (s->axes[i].class == i)
			name_class(s, i);
	}
	follow_parents(s);
}

/* ---- how many values ---- */

/* One of the steps that make the search wider. */
struct step {
	int column;        /* of the generator; a class when it holds names */
	bool null;         /* NULL joins, or one more value does */
};

static void set_count(struct small *s, int column, int count)
{
	struct axis *x = &s->axes[column];

	for (int i = 0; i < s->g->column_count; i++) {
		if (i == column || (x->label && s->axes[i].class == x->class))
			s->axes[i].count = count < s->axes[i].available ? count : s->axes[i].available;
	}
	follow_parents(s);
}

/* Is this the column that stands for its class, or for itself? */
static bool leads(const struct small *s, int column)
{
	const struct axis *x = &s->axes[column];

	if (!x->label)
		return !x->fk;
	for (int i = 0; i < column; i++) {
		if (s->axes[i].label && s->axes[i].class == x->class)
			return false;
	}
	return true;
}

static bool class_has_key(const struct small *s, int column)
{
	const struct axis *x = &s->axes[column];

	for (int i = 0; i < s->g->column_count; i++) {
		if ((i == column || (x->label && s->axes[i].class == x->class)) && s->axes[i].key)
			return true;
	}
	return x->key;
}

static bool worth(const struct small *s, int column)
{
	const struct axis *x = &s->axes[column];
	const struct gen_column *c = &s->g->columns[column];

	return x->label ? wanted_by_queries(s->g, x->class) : c->used || c->output;
}

/* Start with the least: one value each, keys enough for k rows. */
static void narrow(struct small *s, int k)
{
	for (int i = 0; i < s->g->column_count; i++) {
		s->axes[i].null = s->axes[i].available == 0;
		if (leads(s, i))
			set_count(s, i, class_has_key(s, i) ? k : 1);
	}
}

static bool fits(const struct small *s, int k)
{
	return small_estimate(s, k) <= (double)s->budget * s->share;
}

/* Take the step if the databases still fit. */
static bool widen(struct small *s, const struct step *step, int k)
{
	struct axis *x = &s->axes[step->column];
	int before = x->count;

	if (step->null) {
		if (x->null || !x->nullable)
			return false;
		x->null = true;
		if (fits(s, k))
			return true;
		x->null = false;
		return false;
	}
	if (before >= x->available)
		return false;
	set_count(s, step->column, before + 1);
	if (fits(s, k))
		return true;
	set_count(s, step->column, before);
	return false;
}

/* Values up to want for each column that queries use, NULL among the first. Returns false when some did not fit. */
static bool widen_to(struct small *s, int k, int want, bool literal_only)
{
	bool all = true;

	for (int count = 2; count <= want; count++) {
		for (int i = 0; i < s->g->column_count; i++) {
			struct step step = { i, false };
			const struct axis *x = &s->axes[i];

			if (literal_only && (x->label || !s->g->columns[i].computed))
				continue;
			if (!worth(s, i) || !leads(s, i) || x->count >= count || x->count >= x->available)
				continue;
			all = widen(s, &step, k) && all;
		}
		for (int i = 0; i < s->g->column_count && count == 2; i++) {
			struct step step = { i, true };
			if (s->g->columns[i].used && s->axes[i].nullable && !s->axes[i].null)
				all = widen(s, &step, k) && all;
		}
	}
	return all;
}

/* The largest k at which each column has what it needs; then as many values as fit. Returns k. */
static int settle(struct small *s)
{
	int k;

	for (k = K_MAX; k > 2; k--) {
		narrow(s, k);
		if (!fits(s, k))
			continue;
		/* Two values everywhere will do for three rows; with more rows the neighbours of literals come first. */
		if (widen_to(s, k, 2, false) && (k < 4 || widen_to(s, k, 4, true)) && (k < 5 || widen_to(s, k, 8, true)) &&
		    (k < 6 || (widen_to(s, k, SMALL_VALUES_MAX, true) && widen_to(s, k, 3, false))))
			break;
	}
	if (k == 2) {
		narrow(s, k);
		widen_to(s, k, 2, false);
	}
	widen_to(s, k, SMALL_VALUES_MAX, true);
	widen_to(s, k, 3, false);
	return k;
}

/* ---- for people ---- */

static void describe(const struct small *s, char *out, size_t size)
{
	struct buf b;
	bool first = true;

	buf_init(&b, 1u << 16);
	for (int i = 0; i < s->g->column_count; i++) {
		const struct gen_column *c = &s->g->columns[i];
		const struct axis *x = &s->axes[i];

		if (!c->used && !c->output)
			continue;
		buf_addf(&b, "%s%s.%s: ", first ? "" : "; ", s->c->tables[c->table].name, c->meta->name);
		first = false;
		for (int k = 0; k < x->count; k++) {
			buf_adds(&b, k ? ", " : "");
			cell_sql(&b, c->meta, s->g->texts, x->v[k]);
		}
		if (x->null)
			buf_adds(&b, x->count ? ", NULL" : "NULL");
	}
	snprintf(out, size, "%s", buf_text(&b));
	/* Not in the middle of a character. */
	if (b.n >= size) {
		size_t n = size - 1;
		while (n > 0 && ((unsigned char)out[n] & 0xC0) == 0x80)
			n--;
		out[n] = '\0';
	}
	buf_release(&b);
}

/* All databases of up to k rows, or of as many as fit; fit tells whether all did. */
static enum err_code enumerate(struct small *s, int k, struct worlds *out, struct small_scope *scope, bool *fit,
			       struct err *err)
{
	enum err_code code = small_begin(s, err);
	size_t room = 0;

	out->n = 0;
	scope->rows = 0;
	*fit = true;
	for (int rows = 0; rows <= k && !code; rows++) {
		size_t before = out->n;
		code = small_level(s, rows, &out->p, &out->n, &room, fit, err);
		/* With one value for each cell nothing new comes after some size. */
		if (!*fit || (before > 0 && out->n == before))
			break;
		scope->rows = rows;
	}
	return code;
}

enum err_code gen_small(struct gen *g, size_t budget, struct arena *a, struct worlds *out, struct small_scope *scope,
			struct err *err)
{
	struct small s = { .g = g, .c = g->contract, .budget = budget, .share = 1, .a = a };
	enum err_code code = gen_build(g, err);

	*out = (struct worlds){ .contract = g->contract, .texts = g->texts };
	*scope = (struct small_scope){0};
	if (code)
		return code;
	arena_init(&s.scratch, 64u << 20);
	s.axes = ARENA_NEW(&s.scratch, struct axis, g->column_count);
	lay_out(&s);
	/* The estimate may be too low: then fewer values, until at least two rows fit. */
	for (int turns = 0; turns < TURNS_MAX && !code; turns++) {
		bool fit;

		code = enumerate(&s, settle(&s), out, scope, &fit, err);
		if (fit || scope->rows >= 2)
			break;
		s.share *= 0.6;
	}
	scope->worlds = out->n;
	if (!code)
		describe(&s, scope->values, sizeof(scope->values));
	arena_release(&s.scratch);
	return code;
}
