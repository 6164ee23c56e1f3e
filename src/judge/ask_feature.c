#include "judge/ask.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "judge/ask_int.h"
#include "judge/ast.h"

static const char *const kind_names[] = {
#define X(id, name, slots) name,
	ASK_FEATURE_TABLE(X)
#undef X
};

const char *ask_kind_name(enum ask_kind kind)
{
	return kind_names[kind];
}

struct ask_feature *ask_add(struct ask_finder *k, enum ask_kind kind, json_t *node, struct ask_span quote)
{
	struct ask_feature *f = &k->out[k->n < ASK_FEATURES_MAX ? k->n++ : ASK_FEATURES_MAX];
	const char *p = k->t.original + (quote.n ? quote.at : 0);

	if (quote.n > ASK_QUOTE_BYTES_MAX) {
		quote.n = ASK_QUOTE_BYTES_MAX;
		while (quote.n && p[quote.n] != ' ' && p[quote.n] != '\n')
			quote.n--;
		while (quote.n && strchr(" \t\r\n", p[quote.n - 1]))
			quote.n--;
	}
	*f = (struct ask_feature){.kind = kind, .node = node, .select = k->select, .quote = quote};
	return f;
}

struct ask_feature *ask_add_node(struct ask_finder *k, enum ask_kind kind, json_t *node)
{
	return ask_add(k, kind, node, ask_span_of(&k->t, ask_words_of(&k->t, node)));
}

void ask_slot(struct ask_feature *f, const char *name, const char *text)
{
	if (text && *text && f->slot_count < ASK_SLOTS)
		f->slots[f->slot_count++] = (struct ask_slot){name, text};
}

void ask_slot_words(struct ask_finder *k, struct ask_feature *f, const char *name, const json_t *value)
{
	ask_slot(f, name, value ? ask_slot_text(&k->t, ask_words_of(&k->t, value)) : NULL);
}

bool ask_column(const struct ask_finder *k, const json_t *ref, const struct ask_rel **rel, size_t *column)
{
	const json_t *names = json_get_array(ref, "column_names");
	size_t n = json_array_size(names), hits = 0;
	const char *name = json_string_value(json_array_get(names, n - 1));
	const char *alias = n > 1 ? json_string_value(json_array_get(names, n - 2)) : NULL;

	if (!ast_is_class(ref, "COLUMN_REF") || !name)
		return false;
	for (size_t i = 0; i < k->rel_count; i++) {
		const struct ask_rel *r = &k->rels[i];
		int at = r->table < 0 ? -1 : contract_column_find(&k->c->tables[r->table], name);
		if (at < 0 || (alias && strcasecmp(alias, r->alias) != 0))
			continue;
		*rel = r;
		*column = (size_t)at;
		hits++;
	}
	return hits == 1;
}

bool ask_is_key(const struct ask_finder *k, const struct ask_rel *rel, size_t column)
{
	return contract_is_key(&k->c->tables[rel->table], column);
}

static bool take_first(json_t *object, void *arg)
{
	json_t **out = arg;

	if (!*out && ast_is_class(object, "COLUMN_REF"))
		*out = object;
	return !*out;
}

const json_t *ask_first_column(const json_t *value)
{
	json_t *found = NULL;

	ast_walk((json_t *)value, take_first, &found);
	return found;
}

static void lower(char *out, size_t size, const char *name)
{
	size_t i;

	for (i = 0; name[i] && i < size - 1; i++)
		out[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
	out[i] = 0;
}

static bool note_ctes(json_t *object, void *arg)
{
	struct ask_finder *k = arg;
	json_t *entry;
	char name[200];
	size_t i;

	json_array_foreach(json_get_array(json_get_object(object, "cte_map"), "map"), i, entry) {
		lower(name, sizeof name, json_get_text(entry, "key", ""));
		json_object_set_new(k->ctes, name, json_integer(0));
	}
	return true;
}

static bool count_reads(json_t *object, void *arg)
{
	struct ask_finder *k = arg;
	char name[200];

	if (!ast_is(object, "BASE_TABLE"))
		return true;
	lower(name, sizeof name, json_get_text(object, "table_name", ""));
	json_t *count = json_object_get(k->ctes, name);
	if (count)
		json_integer_set(count, json_integer_value(count) + 1);
	return true;
}

static const char *name_of(const json_t *ref)
{
	const char *alias = json_get_text(ref, "alias", "");

	return *alias ? alias : json_get_text(ref, "table_name", "");
}

static const char *table_of(struct ask_finder *k, const json_t *ref)
{
	const char *table = json_get_text(ref, "table_name", "");

	return arena_strdup(k->t.a, *table ? table : json_get_text(ref, "alias", ""));
}

static void add_rel(struct ask_finder *k, json_t *ref, json_t *left_join)
{
	const char *table = json_get_text(ref, "table_name", "");
	char name[200];

	lower(name, sizeof name, table);
	if (k->rel_count < ASK_RELS_MAX)
		k->rels[k->rel_count++] = (struct ask_rel){
			name_of(ref), *table && !json_object_get(k->ctes, name) ? contract_table_find(k->c, table) : -1, ref,
			left_join};
}

static void collect_rels(struct ask_finder *k, json_t *ref, json_t *left_join)
{
	if (!ast_is(ref, "JOIN")) {
		if (!ast_is(ref, "EMPTY"))
			add_rel(k, ref, left_join);
		return;
	}
	const char *type = json_get_text(ref, "join_type", "");
	json_t *own = strcmp(type, "LEFT") == 0 ? ref : left_join;

	k->join_count++;
	collect_rels(k, json_object_get(ref, "left"), left_join);
	collect_rels(k, json_object_get(ref, "right"), own);
}

/* From JOIN, or the words before it, to the end of its condition. */
static struct ask_span join_span(struct ask_finder *k, json_t *join)
{
	json_t *condition = json_object_get(join, "condition"), *right = json_object_get(join, "right");
	struct word_span w = ask_words_of(&k->t, json_is_object(condition) ? condition : right);
	struct word_span from = ask_words_from(&k->t, "JOIN", right);
	static const char *const before[] = {"OUTER", "LEFT", "INNER", "FULL", "RIGHT", "CROSS"};

	if (!from.found)
		return (struct ask_span){-1, 0};
	if (!w.found || w.last < from.last)
		w.last = from.last;
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		from.first -= from.first && sql_is(&k->t.words, from.first - 1, before[i]);
	if (json_array_size(json_get_array(join, "using_columns")))
		while (w.last + 1 < k->t.words.n && !sql_is(&k->t.words, w.last, ")"))
			w.last++;
	from.last = w.last;
	return ask_span_of(&k->t, from);
}

static void find_joins(struct ask_finder *k, json_t *ref)
{
	const char *type = json_get_text(ref, "join_type", "");
	json_t *right = json_object_get(ref, "right");
	enum ask_kind kind = strcmp(type, "LEFT") == 0 ? ASK_LEFT_JOIN : strcmp(type, "INNER") == 0 ? ASK_INNER_JOIN : ASK_FULL_JOIN;

	if (!ast_is(ref, "JOIN"))
		return;
	find_joins(k, json_object_get(ref, "left"));
	find_joins(k, right);
	if (kind == ASK_FULL_JOIN && strcmp(type, "FULL") != 0 && strcmp(type, "OUTER") != 0)
		return;
	if (!json_is_object(json_object_get(ref, "condition")) && !json_array_size(json_get_array(ref, "using_columns")))
		return;
	struct ask_feature *f = ask_add(k, kind, ref, join_span(k, ref));
	ask_slot(f, "table", table_of(k, right));
	if (json_is_object(json_object_get(ref, "condition")))
		ask_slot_words(k, f, "condition", json_object_get(ref, "condition"));
	ask_expressions(k, json_object_get(ref, "condition"));
}

static bool table_known(const struct ask_finder *k, const char *name)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->out[i].kind == ASK_TABLE && strcasecmp(k->out[i].slots[0].text, name) == 0)
			return true;
	return false;
}

static void find_relations(struct ask_finder *k)
{
	for (size_t i = 0; i < k->rel_count; i++) {
		struct ask_rel *r = &k->rels[i];
		bool again = false;
		if (ast_is(r->ref, "SUBQUERY"))
			ask_slot(ask_add(k, ASK_DERIVED, r->ref, (struct ask_span){-1, 0}), "name", arena_strdup(k->t.a, r->alias));
		if (r->table < 0)
			continue;
		const char *table = k->c->tables[r->table].name;
		for (size_t j = 0; j < i; j++)
			again = again || k->rels[j].table == r->table;
		if (again)
			ask_slot(ask_add_node(k, ASK_SELF_JOIN, r->ref), "table", table_of(k, r->ref));
		if (!table_known(k, table))
			ask_slot(ask_add_node(k, ASK_TABLE, r->ref), "table", arena_strdup(k->t.a, table));
	}
}

/* What can be true although a column in it is NULL. */
static bool find_null_taker(json_t *object, void *arg)
{
	static const char *const types[] = {"OPERATOR_IS_NULL", "OPERATOR_COALESCE", "CASE_EXPR", "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM"};
	const char *name = json_get_text(object, "function_name", "");
	bool *found = arg;

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		*found = *found || ast_is(object, types[i]);
	*found = *found || !strcasecmp(name, "ifnull") || !strcasecmp(name, "nvl") || ast_is_class(object, "SUBQUERY");
	return !*found;
}

static bool takes_null(const json_t *condition)
{
	bool found = false;

	ast_walk((json_t *)(uintptr_t)condition, find_null_taker, &found);
	return found;
}

/* Is the only table of the contract that the condition names on the right of a LEFT JOIN? Its relation, or NULL. */
static const struct ask_rel *right_only(struct ask_finder *k, const json_t *condition)
{
	const json_t *ref = ask_first_column(condition);
	const json_t *names = json_get_array(ref, "column_names");
	const struct ask_rel *rel = NULL;
	size_t column;

	if (!ref || ast_is_class(condition, "CONJUNCTION") || takes_null(condition))
		return NULL;
	if (!ask_column(k, ref, &rel, &column)) {
		const char *alias = json_string_value(json_array_get(names, 0));
		for (size_t i = 0; i < k->rel_count && json_array_size(names) > 1 && alias; i++)
			if (strcasecmp(k->rels[i].alias, alias) == 0)
				rel = &k->rels[i];
	}
	return rel && rel->left_join ? rel : NULL;
}

static bool find_constant(json_t *object, void *arg)
{
	bool *found = arg;

	*found = *found || ast_is_class(object, "CONSTANT");
	return !*found;
}

/* The column that the condition holds against values that are written there: a rule of the business, not a join. NULL: none. */
static const json_t *ruled_column(const struct ask_finder *k, const json_t *condition)
{
	const json_t *ref = ask_first_column(condition);
	bool constant = ast_is_class(condition, "COLUMN_REF");
	const struct ask_rel *rel;
	size_t column;

	ast_walk((json_t *)(uintptr_t)condition, find_constant, &constant);
	return constant && ref && ask_column(k, ref, &rel, &column) && !ask_is_key(k, rel, column) ? ref : NULL;
}

static void find_condition(struct ask_finder *k, json_t *condition)
{
	const struct ask_rel *rel = right_only(k, condition);
	const json_t *ruled = ruled_column(k, condition);
	struct ask_feature *f;

	if (rel) {
		f = ask_add_node(k, ASK_LEFT_JOIN_WHERE, condition);
		f->other = rel->left_join;
		ask_slot(f, "table", table_of(k, rel->ref));
		ask_slot_words(k, f, "column", ask_first_column(condition));
		ask_slot_words(k, f, "condition", condition);
	}
	f = ask_add_node(k, ASK_WHERE, condition);
	ask_slot_words(k, f, "condition", condition);
	if (ruled) {
		f = ask_add_node(k, ASK_WHERE_VALUE, condition);
		ask_slot_words(k, f, "column", ruled);
		ask_slot_words(k, f, "condition", condition);
	}
}

/* A LEFT JOIN whose rows without a match WHERE removes keeps none of them: what is asked about the others is not true of it. */
static void drop_lost_joins(struct ask_finder *k, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < k->n; i++) {
		bool lost = false;

		for (size_t x = first; k->out[i].kind == ASK_LEFT_JOIN && x < k->n; x++)
			lost = lost || (k->out[x].kind == ASK_LEFT_JOIN_WHERE && k->out[x].other == k->out[i].node);
		if (!lost)
			k->out[kept++] = k->out[i];
	}
	k->n = kept;
}

static void find_where(struct ask_finder *k)
{
	json_t *where = json_object_get(k->select, "where_clause"), *child;
	size_t i;

	if (!json_is_object(where))
		return;
	if (ast_is(where, "CONJUNCTION_AND")) {
		json_array_foreach(json_get_array(where, "children"), i, child)
			if (k->n < ASK_FEATURES_MAX)
				find_condition(k, child);
	} else {
		find_condition(k, where);
	}
	k->in_where = true;
	ask_expressions(k, where);
	k->in_where = false;
}

static bool has_text(const json_t *list, const struct ask_finder *k, const char *column, int table)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) {
		const struct ask_rel *rel;
		size_t at;
		if (ask_column(k, one, &rel, &at) && rel->table == table &&
		    strcasecmp(k->c->tables[table].columns[at].name, column) == 0)
			return true;
	}
	return false;
}

/* A key of the table in one column, as it stands in the contract; NULL when it has none. */
static const char *key_of(const struct contract_table *t)
{
	for (size_t i = 0; i < t->key_count; i++)
		if (t->keys[i].count == 1 && t->keys[i].primary)
			return t->columns[t->keys[i].columns[0]].name;
	return NULL;
}

static void find_groups(struct ask_finder *k)
{
	json_t *list = json_get_array(k->select, "group_expressions"), *one;
	json_t *having = json_object_get(k->select, "having"), *qualify = json_object_get(k->select, "qualify");
	const struct ask_rel *rel;
	size_t i, column;

	if (json_array_size(list)) {
		struct ask_feature *f = ask_add(k, ASK_GROUP_BY, k->select, ask_span_of(&k->t, ask_words_from(&k->t, "GROUP", list)));
		ask_slot_words(k, f, "column", ask_first_column(list));
	}
	json_array_foreach(list, i, one) {
		if (!ask_column(k, one, &rel, &column) || ask_is_key(k, rel, column))
			continue;
		const struct contract_table *t = &k->c->tables[rel->table];
		const char *key = key_of(t);
		if (t->columns[column].type != DUCK_VARCHAR || !key || has_text(list, k, key, rel->table))
			continue;
		struct ask_feature *f = ask_add_node(k, ASK_GROUP_BY_NAME, one);
		f->other = rel->ref;
		ask_slot_words(k, f, "column", one);
		ask_slot(f, "table", table_of(k, rel->ref));
		ask_slot(f, "key", key);
	}
	ask_expressions(k, list);
	if (json_is_object(having)) {
		struct ask_feature *f = ask_add(k, ASK_HAVING, k->select, ask_span_of(&k->t, ask_words_from(&k->t, "HAVING", having)));
		ask_slot_words(k, f, "condition", having);
		ask_expressions(k, having);
	}
	if (json_is_object(qualify)) {
		struct ask_feature *f = ask_add(k, ASK_QUALIFY, k->select, ask_span_of(&k->t, ask_words_from(&k->t, "QUALIFY", qualify)));
		ask_slot_words(k, f, "condition", qualify);
		ask_expressions(k, qualify);
	}
}

/* The column that an expression of GROUP BY or ORDER BY names, by its place in the select list too; "" when it is none. */
static const char *column_named(const json_t *select, const json_t *value)
{
	int64_t place = json_get_int(json_get_object(value, "value"), "value", 0);

	if (ast_is_class(value, "CONSTANT") && place > 0)
		value = json_array_get(json_get_array(select, "select_list"), (size_t)place - 1);
	const json_t *names = json_get_array(value, "column_names");
	const char *name = json_string_value(json_array_get(names, json_array_size(names) - 1));

	return ast_is_class(value, "COLUMN_REF") && name ? name : "";
}

/* One row a group, and every column of the group is in the order: no two rows are equal in it. */
static bool orders_groups(const json_t *node, const json_t *orders)
{
	const json_t *groups = json_get_array(node, "group_expressions");
	json_t *group, *order;
	size_t i, j;

	json_array_foreach(groups, i, group) {
		const char *name = column_named(node, group);
		bool found = false;

		json_array_foreach(orders, j, order)
			found = found || (*name && !strcasecmp(name, column_named(node, json_object_get(order, "expression"))));
		if (!found)
			return false;
	}
	return json_array_size(groups) > 0;
}

/* Does one of the ORDER BY keys, or all together, tell every two rows apart? */
static bool orders_all(const struct ask_finder *k, const json_t *node, const json_t *orders)
{
	const struct ask_rel *rel;
	size_t i, column;
	json_t *one;

	if (orders_groups(node, orders))
		return true;

	json_array_foreach(orders, i, one)
		if (ask_column(k, json_object_get(one, "expression"), &rel, &column) && ask_is_key(k, rel, column))
			return true;
	return false;
}

static void find_modifiers(struct ask_finder *k, json_t *node)
{
	json_t *modifier, *orders = NULL;
	size_t i;

	json_array_foreach(json_get_array(node, "modifiers"), i, modifier) {
		if (ast_is(modifier, "DISTINCT_MODIFIER")) {
			json_t *targets = json_get_array(modifier, "distinct_on_targets");
			bool on = json_array_size(targets) > 0;
			const json_t *list = on ? targets : json_get_array(node, "select_list");
			struct word_span w = ask_words_from(&k->t, "DISTINCT", list);
			if (!on)
				w.last = w.first;
			else if (sql_is(&k->t.words, w.last + 1, ")"))
				w.last++;
			w.first -= w.found && !on && w.first && sql_is(&k->t.words, w.first - 1, "SELECT");
			struct ask_feature *f = ask_add(k, on ? ASK_DISTINCT_ON : ASK_DISTINCT, modifier, ask_span_of(&k->t, w));
			if (on)
				ask_slot_words(k, f, "column", ask_first_column(targets));
			if (!on && k->join_count)
				ask_slot(ask_add(k, ASK_DISTINCT_OVER_JOIN, modifier, f->quote), "table",
					 table_of(k, k->rels[k->rel_count - 1].ref));
		} else if (ast_is(modifier, "ORDER_MODIFIER")) {
			orders = json_get_array(modifier, "orders");
			struct ask_feature *f = ask_add(k, ASK_ORDER_BY, modifier, ask_span_of(&k->t, ask_words_from(&k->t, "ORDER", orders)));
			ask_slot_words(k, f, "column", ask_first_column(orders));
			ask_expressions(k, orders);
		} else if (ast_is(modifier, "LIMIT_MODIFIER") && json_is_object(json_object_get(modifier, "limit"))) {
			const json_t *limit = json_object_get(modifier, "limit");
			struct ask_span quote = ask_span_of(&k->t, ask_words_from(&k->t, "LIMIT", limit));
			ask_slot_words(k, ask_add(k, ASK_LIMIT, modifier, quote), "number", limit);
			if (!orders || orders_all(k, node, orders))
				continue;
			struct ask_feature *f = ask_add(k, ASK_LIMIT_TIES, modifier, quote);
			ask_slot_words(k, f, "column", ask_first_column(orders));
			ask_slot_words(k, f, "number", limit);
		}
	}
}

static void find_in_select(struct ask_finder *k, json_t *node)
{
	json_t *from = json_object_get(node, "from_table");
	size_t first = k->n;

	k->select = node;
	k->rel_count = k->join_count = 0;
	collect_rels(k, from, NULL);
	find_relations(k);
	find_joins(k, from);
	ask_expressions(k, json_object_get(node, "select_list"));
	find_where(k);
	drop_lost_joins(k, first);
	find_groups(k);
	find_modifiers(k, node);
}

static void find_union(struct ask_finder *k, json_t *node)
{
	bool all = json_get_bool(node, "setop_all", false);
	struct word_span w = ask_words_from(&k->t, "UNION", json_object_get(node, "right"));

	k->select = NULL;
	k->rel_count = k->join_count = 0;
	if (strcmp(json_get_text(node, "setop_type", ""), "UNION") == 0) {
		w.last = w.first + (w.found && all && sql_is(&k->t.words, w.first + 1, "ALL"));
		ask_add(k, all ? ASK_UNION_ALL : ASK_UNION, node, ask_span_of(&k->t, w));
	}
	find_modifiers(k, node);
}

static bool find_in_node(json_t *object, void *arg)
{
	struct ask_finder *k = arg;

	if (k->n >= ASK_FEATURES_MAX)
		return false;
	if (ast_is(object, "SELECT_NODE"))
		find_in_select(k, object);
	else if (ast_is(object, "SET_OPERATION_NODE"))
		find_union(k, object);
	return true;
}

static bool find_ctes(json_t *object, void *arg)
{
	struct ask_finder *k = arg;
	json_t *entry;
	char name[200];
	size_t i;

	json_array_foreach(json_get_array(json_get_object(object, "cte_map"), "map"), i, entry) {
		const char *key = json_get_text(entry, "key", "");
		lower(name, sizeof name, key);
		bool twice = json_integer_value(json_object_get(k->ctes, name)) > 1;
		struct word_span w = {0};
		for (size_t x = 0; x < k->t.words.n && !w.found; x++)
			if (sql_is(&k->t.words, x, key) && (sql_is(&k->t.words, x + 1, "AS") || sql_is(&k->t.words, x + 1, "(")))
				w = (struct word_span){x, x, true};
		ask_slot(ask_add(k, ASK_CTE, entry, ask_span_of(&k->t, w)), "name", arena_strdup(k->t.a, key));
		if (twice)
			ask_slot(ask_add(k, ASK_CTE_TWICE, entry, ask_span_of(&k->t, w)), "name", arena_strdup(k->t.a, key));
	}
	return true;
}

size_t ask_features(const struct contract *c, const char *query, const char *original, json_t *doc, struct arena *a,
		    struct ask_feature **out)
{
	struct ask_finder k = {.c = c};

	ask_text_init(&k.t, query, original, a);
	k.out = ARENA_NEW(a, struct ask_feature, ASK_FEATURES_MAX + 1);
	k.ctes = json_object();
	ask_add(&k, ASK_QUERY, ast_root(doc), (struct ask_span){-1, 0});
	ast_walk(ast_root(doc), note_ctes, &k);
	ast_walk(ast_root(doc), count_reads, &k);
	ast_walk(ast_root(doc), find_ctes, &k);
	ast_walk(ast_root(doc), find_in_node, &k);
	json_decref(k.ctes);
	*out = k.out;
	return k.n;
}
