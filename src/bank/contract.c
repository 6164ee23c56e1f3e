#include "bank/bank_int.h"

#include <errno.h>
#include <math.h>

#define CLAUSES_MAX 24
#define LIST_MAX 16

static const char *const contract_keys[] = {
	"order_by", "ties", "column_names", "tolerance", "empty_tables", "empty_groups",
	"row_order_dependence", "time_zone", "clauses",
};
static const char *const clause_keys[] = {"name", "text", "when", "case"};
static const char *const ties_choices[] = {"none", "keep", "break"};
static const char *const names_choices[] = {"ignored", "count"};
static const char *const allowed_choices[] = {"allowed", "not_allowed"};

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

/* What reading a contract needs everywhere. */
struct read {
	struct bank_load *l;
	const struct ydoc_node *base, *overlay;
	const struct bank_words *words;
};

const char *bank_ties_name(enum bank_ties ties)
{
	return ties_choices[ties];
}

/* The overlay's member, else the base's. */
static const struct ydoc_node *member(const struct read *r, const char *key)
{
	const struct ydoc_node *node = ydoc_get(r->overlay, key);

	return node ? node : ydoc_get(r->base, key);
}

static const char *rendered(const struct read *r, const struct ydoc_node *node)
{
	struct bank_template t = {node->text, r->l->yaml, node->line, node->column};

	return bank_render(r->l, &t, r->words, NULL);
}

/* The text of a node with words put in, blanks cut off both sides; NULL after an issue. */
static const char *rendered_trimmed(const struct read *r, const struct ydoc_node *node)
{
	const char *text = rendered(r, node);
	struct str s = str_trim(str_of(text));

	return text ? arena_strndup(r->l->a, s.p, s.n) : NULL;
}

static int choice(const struct read *r, const char *key, const char *const *choices, size_t n, int fallback)
{
	const struct ydoc_node *node = member(r, key);

	if (!node)
		return fallback;
	struct ydoc_node shown = *node;

	/* A choice may be a word of the variant: "ties: {{ties}}". */
	if (node->kind == YDOC_TEXT && !(shown.text = rendered_trimmed(r, node)))
		return fallback;
	int i = bank_choice(r->l, &shown, key, choices, n);

	return i < 0 ? fallback : i;
}

static const char **read_list(const struct read *r, const struct ydoc_node *node, const char *what, size_t *count)
{
	const char **out = ARENA_NEW(r->l->a, const char *, node->count ? node->count : 1);

	*count = 0;
	if (node->count > LIST_MAX) {
		bank_issue_node(r->l, node, "%s has over %d entries", what, LIST_MAX);
		return out;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct ydoc_node *item = node->items[i];
		const char *text = NULL;

		if (item->kind != YDOC_TEXT)
			bank_issue_node(r->l, item, "an entry of %s must be a text", what);
		else
			text = rendered_trimmed(r, item);
		if (text && !*text)
			bank_issue_node(r->l, item, "an entry of %s is empty", what);
		else if (text)
			out[(*count)++] = text;
	}
	return out;
}

static void read_order(const struct read *r, struct bank_contract *c)
{
	const struct ydoc_node *node = member(r, "order_by");

	if (!node)
		return;
	if (node->kind != YDOC_LIST) {
		bank_issue_node(r->l, node, "order_by must be a list of output columns, not %s",
				ydoc_kind_name(node->kind));
		return;
	}
	c->order_by = read_list(r, node, "order_by", &c->order_count);
}

static void read_tolerance(const struct read *r, struct bank_contract *c)
{
	const struct ydoc_node *node = member(r, "tolerance");
	char *end = NULL;

	c->tolerance = 1e-6;
	if (!node)
		return;
	const char *text = node->kind == YDOC_TEXT ? rendered_trimmed(r, node) : "";

	if (!text)
		return;
	double v = strtod(text, &end);

	if (!*text || *end || !isfinite(v) || v < 0 || v > 0.1)
		bank_issue_node(r->l, node, "tolerance must be a number from 0 to 0.1");
	else
		c->tolerance = v;
}

static void read_empty_tables(const struct read *r, struct bank_contract *c)
{
	const struct ydoc_node *node = member(r, "empty_tables");

	if (node && node->kind == YDOC_LIST) {
		c->empty_tables = BANK_EMPTY_LISTED;
		c->empty_list = read_list(r, node, "empty_tables", &c->empty_count);
	} else {
		c->empty_tables = choice(r, "empty_tables", allowed_choices, 2, 0) ? BANK_EMPTY_NOT_ALLOWED
										   : BANK_EMPTY_ALLOWED;
	}
}

static void read_clause(const struct read *r, const struct ydoc_node *node, struct bank_clause *out)
{
	if (!bank_keys_check(r->l, node, "a clause", clause_keys, COUNT(clause_keys)))
		return;
	const struct ydoc_node *name = bank_text_node(r->l, node, "name", true);
	const struct ydoc_node *text = bank_text_node(r->l, node, "text", true);
	const struct ydoc_node *when = bank_text_node(r->l, node, "when", false);
	const struct ydoc_node *case_text = bank_text_node(r->l, node, "case", false);

	out->name = name ? rendered_trimmed(r, name) : NULL;
	out->text = text ? rendered_trimmed(r, text) : NULL;
	out->when = when ? rendered_trimmed(r, when) : NULL;
	out->case_text = case_text ? rendered_trimmed(r, case_text) : NULL;
	if (out->when) {
		struct str s = str_of(out->when);

		while (s.n && s.p[s.n - 1] == ';')
			s = str_trim((struct str){s.p, s.n - 1});
		out->when = arena_strndup(r->l->a, s.p, s.n);
		if (s.n == 0)
			bank_issue_node(r->l, when, "'when' is empty");
	}
	if (out->case_text && !*out->case_text)
		out->case_text = NULL;
}

static void read_clauses(const struct read *r, struct bank_contract *c)
{
	const struct ydoc_node *node = member(r, "clauses");

	if (!node)
		return;
	if (node->kind != YDOC_LIST || node->count > CLAUSES_MAX) {
		bank_issue_node(r->l, node, "clauses must be a list of at most %d", CLAUSES_MAX);
		return;
	}
	c->clauses = ARENA_NEW(r->l->a, struct bank_clause, node->count ? node->count : 1);
	for (size_t i = 0; i < node->count; i++)
		read_clause(r, node->items[i], &c->clauses[c->clause_count++]);
}

void bank_contract_read(struct bank_load *l, const struct ydoc_node *base, const struct ydoc_node *overlay,
			const struct bank_words *words, struct bank_contract *out)
{
	struct read r = {l, base, overlay, words};
	const struct ydoc_node *zone;

	memset(out, 0, sizeof(*out));
	if (base && !bank_keys_check(l, base, "contract", contract_keys, COUNT(contract_keys)))
		r.base = NULL;
	if (overlay && !bank_keys_check(l, overlay, "contract", contract_keys, COUNT(contract_keys)))
		r.overlay = NULL;
	read_order(&r, out);
	out->ties = (enum bank_ties)choice(&r, "ties", ties_choices, COUNT(ties_choices), BANK_TIES_NONE);
	out->names_count = choice(&r, "column_names", names_choices, COUNT(names_choices), 0) == 1;
	read_tolerance(&r, out);
	read_empty_tables(&r, out);
	out->empty_groups = choice(&r, "empty_groups", allowed_choices, 2, 0) == 0;
	out->row_order_dependence = choice(&r, "row_order_dependence", allowed_choices, 2, 1) == 0;
	zone = member(&r, "time_zone");
	out->time_zone = "UTC";
	if (zone && zone->kind != YDOC_TEXT) {
		bank_issue_node(l, zone, "time_zone must be a text");
	} else if (zone) {
		const char *text = rendered_trimmed(&r, zone);

		if (text && *text)
			out->time_zone = text;
	}
	read_clauses(&r, out);
}
