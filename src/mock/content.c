/* Rounds, questions and the interviewer. scenario.c reads the scenarios. */
#include "mock/content_int.h"

#include <string.h>

#include "bank/suggest.h"
#include "base/fs.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define ROUNDS_MAX_BYTES (16u << 20)

static const char *const kind_names[] = {"sql", "story", "design", "break"};
static const char *const from_names[] = {"phone", "loop", "any"};
static const char *const scenario_kinds[] = {"pipeline", "model", "any"};

const char *mock_kind_name(enum mock_kind kind)
{
	return kind_names[kind];
}

int mock_kind_find(const char *text)
{
	for (size_t i = 0; text && i < COUNT(kind_names); i++)
		if (!strcmp(kind_names[i], text))
			return (int)i;
	return -1;
}

/* Each text at map[key] is known to check(); issues for others. */
static void check_each(struct reader *r, const struct ydoc_node *map, const char *key, const char *what,
		       bool (*known)(const void *arg, const char *id), const void *arg)
{
	const struct ydoc_node *list = ydoc_get(map, key);

	for (size_t i = 0; arg && list && list->kind == YDOC_LIST && i < list->count; i++)
		if (list->items[i]->kind == YDOC_TEXT && !known(arg, list->items[i]->text))
			read_issue(r, list->items[i], "no %s is called '%s'", what, list->items[i]->text);
}

static bool pattern_known(const void *bank, const char *id)
{
	return bank_pattern(bank, id) != NULL;
}

static bool gap_known(const void *pack, const char *id)
{
	return talk_pack_has_gap(pack, id);
}

static bool principle_known(const void *rounds, const char *id)
{
	return rounds_principle(rounds, id) != NULL;
}

void rounds_check_gaps(struct rounds_load *l, const struct ydoc_node *map, const char *key)
{
	check_each(&l->r, map, key, "gap", gap_known, l->talk);
}

static void read_part(struct rounds_load *l, const struct ydoc_node *node, struct round_part *p)
{
	static const char *const keys[] = {"kind", "name", "minutes", "explain", "probes", "from", "patterns", "principles", "questions",
					   "scenarios", "scenario", "press", "want"};
	struct reader *r = &l->r;
	int choice;

	if (!read_keys(r, node, "a part", keys, COUNT(keys)))
		return;
	if ((choice = read_choice(r, node, "kind", kind_names, MOCK_BREAK, -1)) < 0) {
		if (!ydoc_get(node, "kind"))
			read_issue(r, node, "'kind' is missing");
		return;
	}
	p->kind = (enum mock_kind)choice;
	p->name = read_text(r, node, "name", true);
	p->minutes = read_int(r, node, "minutes", 1, 120, 10);
	p->explain_minutes = read_int(r, node, "explain", 0, 60, 0);
	p->probes = read_int(r, node, "probes", 0, 20, 3);
	p->from = from_names[(choice = read_choice(r, node, "from", from_names, COUNT(from_names), 2)) < 0 ? 2 : choice];
	p->patterns = read_texts(r, node, "patterns", false, &p->pattern_count);
	check_each(r, node, "patterns", "pattern", pattern_known, l->bank);
	p->principles = read_texts(r, node, "principles", false, &p->principle_count);
	check_each(r, node, "principles", "principle", principle_known, l->out);
	p->group = read_text(r, node, "questions", false);
	if (p->group && !rounds_group(l->out, p->group))
		read_issue(r, ydoc_get(node, "questions"), "no group of questions is called '%s'", p->group);
	p->scenarios = scenario_kinds[(choice = read_choice(r, node, "scenarios", scenario_kinds, COUNT(scenario_kinds), 2)) < 0 ? 2 : choice];
	p->scenario = read_text(r, node, "scenario", false);
	if (p->scenario && !rounds_scenario(l->out, p->scenario))
		read_issue(r, ydoc_get(node, "scenario"), "no scenario is called '%s'", p->scenario);
	p->press_seconds = read_int(r, node, "press", 0, 600, 0);
	p->want = read_texts(r, node, "want", false, &p->want_count);
	rounds_check_gaps(l, node, "want");
}

static void read_parts(struct rounds_load *l, const struct ydoc_node *root, struct round_rule *rule)
{
	const struct ydoc_node *list = read_list(&l->r, root, "parts", true);
	struct round_part *parts;
	int minutes = 0;

	if (!list)
		return;
	if (list->count > ROUNDS_PARTS_MAX) {
		read_issue(&l->r, list, "a round has at most %d parts", ROUNDS_PARTS_MAX);
		return;
	}
	parts = ARENA_NEW(l->r.a, struct round_part, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		read_part(l, list->items[i], &parts[i]);
		minutes += parts[i].minutes + parts[i].explain_minutes;
	}
	rule->parts = parts;
	rule->part_count = list->count;
	if (minutes > rule->minutes)
		read_issue(&l->r, list, "the parts take %d minutes, and the round has %d", minutes, rule->minutes);
}

static void read_round(struct rounds_load *l, const char *name, struct round_rule *rule)
{
	static const char *const keys[] = {"title", "about", "minutes", "least", "most", "harder", "parts", "rounds", "break"};
	struct reader *r = &l->r;
	const struct ydoc_node *root = read_file(r, name, NULL);

	*rule = (struct round_rule){.id = arena_strndup(r->a, name, strlen(name) - strlen(".yaml"))};
	if (!root || !read_keys(r, root, "a round", keys, COUNT(keys)))
		return;
	rule->title = read_text(r, root, "title", true);
	rule->about = read_text(r, root, "about", true);
	rule->harder = read_bool(r, root, "harder");
	rule->rounds = read_texts(r, root, "rounds", false, &rule->round_count);
	if (rule->round_count) {
		rule->break_minutes = read_int(r, root, "break", 0, 120, 15);
		return;
	}
	if (!ydoc_get(root, "minutes"))
		read_issue(r, root, "'minutes' is missing");
	rule->minutes = read_int(r, root, "minutes", 5, 240, 55);
	rule->least = read_int(r, root, "least", 5, rule->minutes, rule->minutes);
	rule->most = read_int(r, root, "most", rule->minutes, 240, rule->minutes);
	read_parts(l, root, rule);
}

/* Days name rounds that stand in other files, so they are checked when all are there. */
static void check_day(struct rounds_load *l, struct round_rule *rule)
{
	char *name = arena_printf(l->r.a, "%s.yaml", rule->id);
	const struct ydoc_node *root = rule->round_count ? read_file(&l->r, name, NULL) : NULL;
	const struct ydoc_node *list = ydoc_get(root, "rounds");
	size_t parts = 0;

	rule->minutes = 0;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct round_rule *one = rounds_find(l->out, list->items[i]->text);

		if (!one)
			read_issue(&l->r, list->items[i], "no round is called '%s'", list->items[i]->text);
		else if (one->round_count)
			read_issue(&l->r, list->items[i], "'%s' is a day itself", one->id);
		else
			rule->minutes += one->minutes;
		parts += one ? one->part_count + 1 : 0;
	}
	if (parts > ROUNDS_DAY_PARTS_MAX)
		read_issue(&l->r, list, "a day has at most %d parts", ROUNDS_DAY_PARTS_MAX);
	rule->least = rule->most = rule->minutes;
}

static struct question_group read_group(struct reader *r, const struct ydoc_node *node)
{
	static const char *const keys[] = {"id", "questions"};
	struct question_group g = {0};

	if (!read_keys(r, node, "a group", keys, COUNT(keys)))
		return g;
	g.id = read_text(r, node, "id", true);
	g.questions = read_texts(r, node, "questions", true, &g.question_count);
	return g;
}

/* The pack's principles, of which a round needs name and questions; the rest of the file is the stories' (story/pack.c). */
static void read_principles(struct rounds_load *l)
{
	struct reader up = l->r, *r = &up;
	const struct ydoc_node *root, *list;
	struct rounds *o = l->out;

	up.folder = fs_join(r->a, r->folder, "..");
	up.shown = r->pack;
	root = read_file(r, "principles.yaml", NULL);
	if (!root || !(list = read_list(r, root, "principles", true)))
		return;
	struct principle *p = ARENA_NEW(r->a, struct principle, list->count + 1);

	o->principles = p;
	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		const char *id = read_text(r, node, "id", true), *name = read_text(r, node, "name", true);
		size_t count = 0;
		const char **questions = read_texts(r, node, "questions", true, &count);

		if (id && rounds_principle(o, id))
			read_issue(r, node, "principle '%s' stands twice", id);
		else if (id && name && count)
			p[o->principle_count++] = (struct principle){id, name, questions, count};
	}
}

static void read_questions(struct rounds_load *l)
{
	static const char *const keys[] = {"groups", "press"}, *const press_keys[] = {"id", "gap", "text"};
	static const char *const press_ids[] = {"differently", "measured"};
	struct reader *r = &l->r;
	const struct ydoc_node *root = read_file(r, "questions.yaml", NULL), *list;
	struct rounds *o = l->out;

	if (!root || !read_keys(r, root, "questions.yaml", keys, COUNT(keys)))
		return;
	if ((list = read_list(r, root, "groups", true))) {
		struct question_group *p = ARENA_NEW(r->a, struct question_group, list->count + 1);

		o->groups = p;
		for (size_t i = 0; i < list->count; i++)
			if ((p[o->group_count] = read_group(r, list->items[i])).question_count)
				o->group_count++;
	}
	if ((list = read_list(r, root, "press", true))) {
		struct press *p = ARENA_NEW(r->a, struct press, list->count + 1);

		o->presses = p;
		for (size_t i = 0; i < list->count; i++) {
			const struct ydoc_node *node = list->items[i];

			if (!read_keys(r, node, "a question", press_keys, COUNT(press_keys)) ||
			    read_choice(r, node, "id", press_ids, COUNT(press_ids), -1) < 0)
				continue;
			p[o->press_count] = (struct press){read_text(r, node, "id", true), read_text(r, node, "gap", true),
							   read_text(r, node, "text", true)};
			if (p[o->press_count].gap && l->talk && !talk_pack_has_gap(l->talk, p[o->press_count].gap))
				read_issue(r, ydoc_get(node, "gap"), "no gap is called '%s'", p[o->press_count].gap);
			o->press_count += p[o->press_count].gap && p[o->press_count].text;
		}
	}
}

static void read_interviewer(struct rounds_load *l)
{
	static const char *const keys[] = {"unknown", "again", "interrupt", "time_over", "explain", "nothing",
					   "early_words", "explain_words", "early_reply_words", "design_words", "silence_seconds"};
	struct reader *r = &l->r;
	const struct ydoc_node *root = read_file(r, "interviewer.yaml", NULL);
	struct interviewer *v = &l->out->interviewer;

	if (!root || !read_keys(r, root, "interviewer.yaml", keys, COUNT(keys)))
		return;
	v->unknown = read_text(r, root, "unknown", true);
	v->again = read_text(r, root, "again", true);
	v->interrupt = read_text(r, root, "interrupt", true);
	v->time_over = read_text(r, root, "time_over", true);
	v->explain = read_text(r, root, "explain", true);
	v->nothing = read_text(r, root, "nothing", true);
	v->early_words = read_int(r, root, "early_words", 0, 1000, 60);
	v->explain_words = read_int(r, root, "explain_words", 0, 1000, 25);
	v->early_reply_words = read_int(r, root, "early_reply_words", 0, 1000, 6);
	v->design_words = read_int(r, root, "design_words", 0, 5000, 120);
	v->silence_seconds = read_int(r, root, "silence_seconds", 1, 120, 10);
}

static bool is_round_file(const char *name)
{
	static const char *const others[] = {"questions.yaml", "interviewer.yaml", "asking.yaml", "debrief.yaml", "ready.yaml"};
	size_t n = strlen(name);

	for (size_t i = 0; i < COUNT(others); i++)
		if (!strcmp(others[i], name))
			return false;
	return n > 5 && !strcmp(name + n - 5, ".yaml");
}

static enum err_code read_rounds(struct rounds_load *l, struct err *err)
{
	const char **names = NULL;
	size_t n = 0;
	enum err_code code = fs_list(l->r.a, l->r.folder, &names, &n, err);
	struct round_rule *rules = ARENA_NEW(l->r.a, struct round_rule, n + 1);

	l->out->rounds = rules;
	for (size_t i = 0; !code && i < n; i++) {
		size_t before = l->r.issues->count;

		if (!is_round_file(names[i]))
			continue;
		read_round(l, names[i], &rules[l->out->round_count]);
		l->out->round_count += l->r.issues->count == before;
	}
	for (size_t i = 0; !code && i < l->out->round_count;) {
		size_t before = l->r.issues->count;

		if (rules[i].round_count)
			check_day(l, &rules[i]);
		if (l->r.issues->count == before)
			i++;
		else
			memmove(&rules[i], &rules[i + 1], (--l->out->round_count - i) * sizeof(rules[0]));
	}
	return code;
}

enum err_code rounds_open(struct rounds **out, const char *content_dir, const char *pack, const struct bank *b,
			  const struct talk_pack *t, struct err *err)
{
	struct rounds_whole *w = calloc(1, sizeof(*w));
	struct rounds_load l = {.bank = b, .talk = t};
	enum err_code code;

	*out = NULL;
	if (!w)
		return err_set(err, ERR_MEMORY, "out of memory");
	arena_init(&w->arena, ROUNDS_MAX_BYTES);
	w->issues.a = &w->arena;
	l.out = &w->rounds;
	l.r = (struct reader){.a = &w->arena, .issues = &w->issues};
	if (!(code = reader_open(&l.r, content_dir, pack, err))) {
		l.out->pack = l.r.pack;
		read_interviewer(&l);
		read_principles(&l);
		read_questions(&l);
		code = rounds_read_scenarios(&l, err);
	}
	if (!code)
		code = read_rounds(&l, err);
	if (!code && (!l.out->round_count || !l.out->principle_count || !l.out->press_count || !l.out->interviewer.nothing))
		code = err_set(err, ERR_CONTENT, "%s", w->issues.count ? w->issues.text[0] : "there is no usable round");
	if (!code && arena_over(&w->arena))
		code = err_set(err, ERR_LIMIT, "the rounds of pack '%s' are too large", l.out->pack);
	if (code)
		rounds_free(&w->rounds);
	else
		*out = &w->rounds;
	return code;
}

static enum err_code make_rounds(struct arena *a, void *bank, void **out, struct err *err)
{
	struct rounds *rounds = NULL;
	enum err_code code = rounds_open(&rounds, NULL, bank_pack(bank)->id, bank, NULL, err);

	(void)a;
	*out = rounds;
	return code;
}

static void drop_rounds(void *rounds)
{
	rounds_free(rounds);
}

enum err_code rounds_of(struct bank *b, const struct rounds **out, struct err *err)
{
	static const char key;
	void *rounds = NULL;
	enum err_code code = memo_get(bank_memo(b), &key, make_rounds, drop_rounds, b, &rounds, err);

	*out = rounds;
	return code;
}

void rounds_free(struct rounds *r)
{
	struct rounds_whole *w = (struct rounds_whole *)r;

	if (!r)
		return;
	arena_release(&w->arena);
	free(w);
}

const char *const *rounds_issues(const struct rounds *r, size_t *count)
{
	const struct rounds_whole *w = (const struct rounds_whole *)r;

	*count = w->issues.count;
	return w->issues.text;
}

const struct round_rule *rounds_find(const struct rounds *r, const char *id)
{
	for (size_t i = 0; id && i < r->round_count; i++)
		if (!strcmp(r->rounds[i].id, id))
			return &r->rounds[i];
	return NULL;
}

const struct principle *rounds_principle(const struct rounds *r, const char *id)
{
	for (size_t i = 0; id && i < r->principle_count; i++)
		if (!strcmp(r->principles[i].id, id))
			return &r->principles[i];
	return NULL;
}

const struct question_group *rounds_group(const struct rounds *r, const char *id)
{
	for (size_t i = 0; id && i < r->group_count; i++)
		if (!strcmp(r->groups[i].id, id))
			return &r->groups[i];
	return NULL;
}

enum err_code rounds_find_or(const struct rounds *r, const char *id, const struct round_rule **out, struct err *err)
{
	struct buf names;
	enum err_code code = ERR_OK;

	buf_init(&names, 300);
	for (size_t i = 0; i < r->round_count; i++)
		buf_addf(&names, "%s'%s'", i ? ", " : "", r->rounds[i].id);
	if (!(*out = rounds_find(r, id)))
		code = err_set(err, ERR_MISSING, "no round is called '%s'; there are %s", id, buf_text(&names));
	buf_release(&names);
	return code;
}
