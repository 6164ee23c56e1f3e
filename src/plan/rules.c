/* plan.yaml, and all the rules together. */
#include "plan/plan_int.h"

#include <stdlib.h>

#include "base/fs.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

static const char *const plan_keys[] = {"day", "behavioural", "stop", "ready", "warm", "clean", "lean", "decisions", "principles",
					"recruiter"};
static const char *const day_keys[] = {"starts", "latest", "eve_latest", "break", "meal", "work_max"};
static const char *const start_keys[] = {"up_to", "at"};
static const char *const meal_keys[] = {"after", "minutes", "name", "do"};
static const char *const ready_keys[] = {"minutes", "one_day_percent"};
static const char *const warm_keys[] = {"topic", "minutes", "day_from"};
static const char *const clean_keys[] = {"percent", "patterns"};
static const char *const decision_keys[] = {"id", "levels", "sql_clean", "without", "weights", "text"};
static const char *const principle_keys[] = {"id", "name", "question"};

const struct rule_topic *rule_topic_find(const struct plan_rules *r, const char *id)
{
	for (size_t i = 0; id && i < r->topic_count; i++)
		if (!strcmp(r->topics[i].id, id))
			return &r->topics[i];
	return NULL;
}

/* "18:00" as minutes of the day. */
static int clock_minutes(struct rules_reader *rd, const struct ydoc_node *map, const char *key)
{
	const struct ydoc_node *node = ydoc_get(map, key);
	const char *text = rules_text(rd, map, key, true);
	long h = 0, m = 0;

	if (!text)
		return 0;
	if (strlen(text) == 5 && text[2] == ':' && str_to_long((struct str){text, 2}, 0, 23, &h) &&
	    str_to_long((struct str){text + 3, 2}, 0, 59, &m))
		return (int)(h * 60 + m);
	rules_issue(rd, node, "'%s' is '%.20s', which is no time of the day like 18:00", key, text);
	return 0;
}

static void read_day(struct rules_reader *rd, const struct ydoc_node *root)
{
	const struct ydoc_node *day = rules_map(rd, root, "day", true), *meal;
	const struct ydoc_node *const *starts;
	struct plan_rules *r = rd->r;
	size_t n = 0;

	if (!day || !rules_keys(rd, day, "day", day_keys, COUNT(day_keys)))
		return;
	r->break_minutes = rules_number(rd, day, "break", 10, 60, 10, true);
	r->work_max = rules_number(rd, day, "work_max", 15, PLAN_DAY_MAX_MINUTES, 480, true);
	meal = rules_map(rd, day, "meal", true);
	if (meal && rules_keys(rd, meal, "meal", meal_keys, COUNT(meal_keys))) {
		r->meal_after = rules_number(rd, meal, "after", 60, 600, 180, true);
		r->meal_minutes = rules_number(rd, meal, "minutes", 10, 120, 30, true);
		r->meal_name = rules_text(rd, meal, "name", true);
		r->meal_do = rules_text(rd, meal, "do", true);
	}
	r->latest = clock_minutes(rd, day, "latest");
	r->eve_latest = clock_minutes(rd, day, "eve_latest");
	starts = rules_list(rd, day, "starts", true, &n);
	for (size_t i = 0; i < n && r->start_count < STARTS_MAX; i++) {
		if (!rules_keys(rd, starts[i], "a start", start_keys, COUNT(start_keys)))
			continue;
		r->starts[r->start_count].up_to = rules_number(rd, starts[i], "up_to", 1, 1440, 0, i + 1 < n);
		r->starts[r->start_count++].at = clock_minutes(rd, starts[i], "at");
	}
	if (!r->start_count)
		rules_issue(rd, day, "'starts' needs an entry");
}

/* A kind of blocks or a topic. */
static bool is_kind_or_topic(const struct plan_rules *r, const char *name)
{
	enum block_kind kind;

	return block_kind_find(name, &kind) || rule_topic_find(r, name);
}

static void read_lean(struct rules_reader *rd, const struct ydoc_node *root)
{
	const struct ydoc_node *lean = rules_map(rd, root, "lean", true);

	for (int i = 0; i < PLAN_LEANS; i++)
		for (int k = 0; k < BLOCK_KINDS; k++)
			rd->r->lean[i][k] = 100;
	for (size_t i = 0; lean && i < lean->count; i++) {
		const struct ydoc_node *weights = lean->items[i];
		enum plan_lean which = PLAN_UNKNOWN;
		enum block_kind kind;

		if (!plan_lean_find(lean->keys[i]->text, &which)) {
			rules_issue(rd, lean->keys[i], "'%s' is nothing that a role leans to", lean->keys[i]->text);
			continue;
		}
		if (weights->kind != YDOC_MAP)
			rules_issue(rd, weights, "the weights of '%s' must be a map", lean->keys[i]->text);
		for (size_t k = 0; weights->kind == YDOC_MAP && k < weights->count; k++) {
			if (!block_kind_find(weights->keys[k]->text, &kind))
				rules_issue(rd, weights->keys[k], "'%s' is no kind of block", weights->keys[k]->text);
			else
				rd->r->lean[which][kind] = rules_number(rd, weights, weights->keys[k]->text, 0, 1000, 100, true);
		}
	}
}

static void read_decision(struct rules_reader *rd, const struct ydoc_node *node, struct rule_decision *d)
{
	static const char *const yes_no[] = {"no", "yes"};
	const struct ydoc_node *weights;
	const char *clean;
	size_t n = 0;

	if (!rules_keys(rd, node, "a decision", decision_keys, COUNT(decision_keys)))
		return;
	d->id = rules_text(rd, node, "id", true);
	d->text = rules_text(rd, node, "text", true);
	clean = rules_text(rd, node, "sql_clean", true);
	d->sql_clean = clean && rules_choice(rd, ydoc_get(node, "sql_clean"), clean, "'sql_clean'", yes_no, 2) == 1;
	const char **levels = rules_texts(rd, node, "levels", true, &n);

	for (size_t i = 0; i < n; i++) {
		int level = rules_level(rd, ydoc_get(node, "levels"), levels[i]);

		if (level >= 0)
			d->levels[level] = true;
	}
	d->without = rules_texts(rd, node, "without", true, &d->without_count);
	for (size_t i = 0; i < d->without_count; i++)
		if (!is_kind_or_topic(rd->r, d->without[i]))
			rules_issue(rd, ydoc_get(node, "without"), "'%s' is neither a kind of block nor a topic", d->without[i]);
	weights = rules_map(rd, node, "weights", true);
	d->weight_count = weights ? weights->count : 0;
	d->weight_of = ARENA_NEW(rd->a, const char *, d->weight_count + 1);
	d->weight = ARENA_NEW(rd->a, int, d->weight_count + 1);
	for (size_t i = 0; i < d->weight_count; i++) {
		d->weight_of[i] = weights->keys[i]->text;
		d->weight[i] = rules_number(rd, weights, weights->keys[i]->text, 0, 1000, 100, true);
		if (!is_kind_or_topic(rd->r, d->weight_of[i]))
			rules_issue(rd, weights->keys[i], "'%s' is neither a kind of block nor a topic", d->weight_of[i]);
	}
}

static void read_decisions(struct rules_reader *rd, const struct ydoc_node *root)
{
	struct plan_rules *r = rd->r;
	const struct ydoc_node *const *items = rules_list(rd, root, "decisions", true, &r->decision_count);

	r->decisions = ARENA_NEW(rd->a, struct rule_decision, r->decision_count + 1);
	for (size_t i = 0; i < r->decision_count; i++)
		read_decision(rd, items[i], &r->decisions[i]);
	for (int level = 0; level < PLAN_LEVELS; level++)
		for (int clean = 0; clean < 2; clean++) {
			size_t i = 0;

			while (i < r->decision_count && !(r->decisions[i].levels[level] && r->decisions[i].sql_clean == clean))
				i++;
			if (i == r->decision_count)
				rules_issue(rd, ydoc_get(root, "decisions"), "no decision for %s whose SQL is %sclean",
					    plan_level_name((enum plan_level)level), clean ? "" : "not ");
		}
}

static void read_principles(struct rules_reader *rd, const struct ydoc_node *root)
{
	size_t n = 0;
	const struct ydoc_node *const *items = rules_list(rd, root, "principles", true, &n);

	rd->r->principles = ARENA_NEW(rd->a, struct rule_principle, n + 1);
	for (size_t i = 0; i < n; i++) {
		struct rule_principle p;

		if (!rules_keys(rd, items[i], "a principle", principle_keys, COUNT(principle_keys)))
			continue;
		p = (struct rule_principle){rules_text(rd, items[i], "id", true), rules_text(rd, items[i], "name", true),
					    rules_text(rd, items[i], "question", true)};
		if (p.id && p.name && p.question)
			rd->r->principles[rd->r->principle_count++] = p;
	}
	if (!rd->r->principle_count)
		rules_issue(rd, root, "there is no principle");
}

static void read_clean(struct rules_reader *rd, const struct ydoc_node *root)
{
	const struct ydoc_node *node = rules_map(rd, root, "clean", true);
	struct plan_rules *r = rd->r;

	if (!node || !rules_keys(rd, node, "clean", clean_keys, COUNT(clean_keys)))
		return;
	r->clean_percent = rules_number(rd, node, "percent", 1, 100, 80, true);
	r->clean = rules_texts(rd, node, "patterns", true, &r->clean_count);
	for (size_t i = 0; rd->bank && i < r->clean_count; i++)
		if (!bank_pattern(rd->bank, r->clean[i]))
			rules_issue(rd, ydoc_get(node, "patterns"), "pack.yaml has no pattern '%s'", r->clean[i]);
}

/* stop: a small fraction, as text. */
static double read_stop(struct rules_reader *rd, const struct ydoc_node *root)
{
	const char *text = rules_text(rd, root, "stop", true);
	char *end = NULL;
	double v = text ? strtod(text, &end) : 0.03;

	if (text && (end == text || *end || !(v >= 0.0001 && v <= 0.9))) {
		rules_issue(rd, ydoc_get(root, "stop"), "'stop' must be a number from 0.0001 to 0.9");
		v = 0.03;
	}
	return v;
}

static void read_plan(struct rules_reader *rd, const char *pack)
{
	const struct ydoc_node *root = rules_file(rd, pack, "plan.yaml", plan_keys, COUNT(plan_keys)), *node;
	struct plan_rules *r = rd->r;
	const char *warm;

	if (!root)
		return;
	read_day(rd, root);
	node = rules_map(rd, root, "behavioural", true);
	for (int i = 0; node && i < PLAN_KINDS; i++)
		r->behavioural[i] = rules_number(rd, node, plan_kind_name((enum plan_kind)i), 0, 100, 40, true);
	r->stop = read_stop(rd, root);
	node = rules_map(rd, root, "ready", true);
	if (node && rules_keys(rd, node, "ready", ready_keys, COUNT(ready_keys))) {
		r->ready_minutes = rules_number(rd, node, "minutes", 15, 480, 120, true);
		r->one_day_percent = rules_number(rd, node, "one_day_percent", 0, 90, 30, true);
	}
	node = rules_map(rd, root, "warm", true);
	if (node && rules_keys(rd, node, "warm", warm_keys, COUNT(warm_keys))) {
		warm = rules_text(rd, node, "topic", true);
		r->warm = rule_topic_find(r, warm);
		if (warm && !r->warm)
			rules_issue(rd, ydoc_get(node, "topic"), "there is no topic '%s'", warm);
		r->warm_minutes = rules_number(rd, node, "minutes", PLAN_BLOCK_MIN_MINUTES, PLAN_BLOCK_MAX_MINUTES, 20, true);
		r->warm_from = rules_number(rd, node, "day_from", 30, 1440, 90, true);
	}
	read_clean(rd, root);
	read_lean(rd, root);
	read_decisions(rd, root);
	read_principles(rd, root);
	r->recruiter = rules_text(rd, root, "recruiter", true);
}

enum err_code plan_rules_load(struct arena *a, const char *content_dir, const char *pack, const struct bank *b,
			      const struct plan_rules **out, struct plan_issues *issues, struct err *err)
{
	struct rules_reader rd = {.a = a, .bank = b, .r = ARENA_NEW(a, struct plan_rules, 1)};
	char *own_dir = NULL;
	enum err_code code;

	if (!content_dir) {
		if ((code = fs_content_dir(a, &own_dir, err)))
			return code;
		content_dir = own_dir;
	}
	rd.dir = content_dir;
	if (!pack)
		pack = b ? bank_pack(b)->id : BANK_PACK_DEFAULT;
	if (!fs_is_dir(fs_join(a, content_dir, arena_printf(a, "%s/plan", pack))))
		return err_set(err, ERR_MISSING, "pack '%s' has no plan", pack);
	rules_topics_read(&rd, pack);
	rules_notes_read(&rd, pack);
	rules_tools_read(&rd, pack);
	rules_post_read(&rd, pack);
	read_plan(&rd, pack);
	if (issues)
		*issues = rd.issues;
	if (arena_over(a))
		return err_set(err, ERR_LIMIT, "the rules of the plan need too much memory");
	if (rd.issues.n)
		return err_set(err, ERR_CONTENT, "%s", rd.issues.p[0]);
	*out = rd.r;
	return ERR_OK;
}

static enum err_code make_rules(struct arena *a, void *bank, void **out, struct err *err)
{
	const struct plan_rules *rules = NULL;
	enum err_code code = plan_rules_load(a, NULL, NULL, bank, &rules, NULL, err);

	*out = (void *)rules;
	return code;
}

enum err_code plan_rules_of(struct bank *b, const struct plan_rules **out, struct err *err)
{
	static const char key;
	void *rules = NULL;
	enum err_code code = memo_get(bank_memo(b), &key, make_rules, NULL, b, &rules, err);

	*out = rules;
	return code;
}
