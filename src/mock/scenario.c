/* Design scenarios, and the answers to clarifying questions. */
#include "mock/content_int.h"

#include <string.h>

#include "base/fs.h"
#include "mock/scenario.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define FACTS_MAX 40
#define QUESTION_WORDS_MAX 80

const struct scenario *rounds_scenario(const struct rounds *r, const char *id)
{
	for (size_t i = 0; id && i < r->scenario_count; i++)
		if (!strcmp(r->scenarios[i].id, id))
			return &r->scenarios[i];
	return NULL;
}

enum err_code rounds_scenario_or(const struct rounds *r, const char *id, const struct scenario **out, struct err *err)
{
	struct buf names;
	enum err_code code = ERR_OK;

	buf_init(&names, 400);
	for (size_t i = 0; i < r->scenario_count; i++)
		buf_addf(&names, "%s'%s'", i ? ", " : "", r->scenarios[i].id);
	if (!(*out = rounds_scenario(r, id)))
		code = err_set(err, ERR_MISSING, "no scenario is called '%s'; there are %s", id, buf_text(&names));
	buf_release(&names);
	return code;
}

static void read_facts(struct reader *r, const struct ydoc_node *root, struct scenario *s)
{
	static const char *const keys[] = {"id", "about", "asks", "says", "expected"};
	const struct ydoc_node *list = read_list(r, root, "facts", true);
	struct fact *facts;

	if (!list)
		return;
	if (list->count > FACTS_MAX) {
		read_issue(r, list, "a scenario has at most %d facts", FACTS_MAX);
		return;
	}
	facts = ARENA_NEW(r->a, struct fact, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		const struct ydoc_node *node = list->items[i];
		struct fact *f = &facts[s->fact_count];

		if (!read_keys(r, node, "a fact", keys, COUNT(keys)))
			continue;
		f->id = read_text(r, node, "id", true);
		f->about = read_text(r, node, "about", true);
		f->says = read_text(r, node, "says", true);
		f->asks = read_texts(r, node, "asks", true, &f->ask_count);
		f->expected = read_bool(r, node, "expected");
		for (size_t k = 0; f->id && k < s->fact_count; k++)
			if (!strcmp(facts[k].id, f->id))
				read_issue(r, node, "fact '%s' stands twice", f->id);
		s->fact_count += f->id && f->about && f->says && f->ask_count;
	}
	s->facts = facts;
}

/* Topics are checked by the engine itself. */
static void check_points(struct rounds_load *l, const struct ydoc_node *root, const struct scenario *s)
{
	const struct ydoc_node *list = ydoc_get(root, "points");
	int treated = 0;
	struct err err = {0};

	for (size_t i = 0; l->talk && i < s->point_count; i++)
		if (talk_points(l->talk, STR("nothing"), &s->points[i], 1, &treated, &err) == ERR_MISSING)
			read_issue(&l->r, list && i < list->count ? list->items[i] : root, "no topic is called '%s'", s->points[i]);
}

static void read_scenario(struct rounds_load *l, const char *name, struct scenario *s)
{
	static const char *const keys[] = {"title", "kind", "table", "prompt", "facts", "points", "want", "hidden"};
	static const char *const kinds[] = {"pipeline", "model"};
	struct reader *r = &l->r;
	const struct ydoc_node *root = read_file(r, name, NULL);
	int kind;

	*s = (struct scenario){0};
	if (!root || !read_keys(r, root, "a scenario", keys, COUNT(keys)))
		return;
	const char *slash = strrchr(name, '/');

	s->id = arena_strndup(r->a, slash + 1, strlen(slash + 1) - strlen(".yaml"));
	s->title = read_text(r, root, "title", true);
	s->prompt = read_text(r, root, "prompt", true);
	s->hidden = read_bool(r, root, "hidden");
	kind = read_choice(r, root, "kind", kinds, COUNT(kinds), 0);
	s->kind = kind == 1 ? TALK_MODEL : TALK_PIPELINE;
	s->table = read_text(r, root, "table", false);
	if (s->table && l->talk && !talk_pack_has_table(l->talk, s->table))
		read_issue(r, ydoc_get(root, "table"), "no table of gaps is called '%s'", s->table);
	read_facts(r, root, s);
	s->points = read_texts(r, root, "points", true, &s->point_count);
	check_points(l, root, s);
	s->want = read_texts(r, root, "want", false, &s->want_count);
	rounds_check_gaps(l, root, "want");
}

enum err_code rounds_read_scenarios(struct rounds_load *l, struct err *err)
{
	const char **names = NULL, *dir = fs_join(l->r.a, l->r.folder, "scenarios");
	struct scenario *all;
	size_t n = 0;
	enum err_code code;

	if (!fs_is_dir(dir))
		return ERR_OK;
	if ((code = fs_list(l->r.a, dir, &names, &n, err)))
		return code;
	all = ARENA_NEW(l->r.a, struct scenario, n + 1);
	l->out->scenarios = all;
	for (size_t i = 0; i < n; i++) {
		size_t before = l->r.issues->count, length = strlen(names[i]);

		if (length < 6 || strcmp(names[i] + length - 5, ".yaml"))
			continue;
		read_scenario(l, arena_printf(l->r.a, "scenarios/%s", names[i]), &all[l->out->scenario_count]);
		l->out->scenario_count += l->r.issues->count == before;
	}
	return ERR_OK;
}

/* --- clarifying questions ---------------------------------------------------------------------------- */

struct words {
	struct str p[QUESTION_WORDS_MAX];
	size_t n;
};

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static void cut_words(struct str s, struct words *out)
{
	size_t i = 0;

	out->n = 0;
	while (i < s.n && out->n < QUESTION_WORDS_MAX) {
		size_t from = i;

		while (i < s.n && is_letter((unsigned char)s.p[i]))
			i++;
		if (i > from)
			out->p[out->n++] = (struct str){s.p + from, i - from};
		else
			i++;
	}
}

/* "late*" stands for every word that begins so. */
static bool word_is(struct str word, struct str want)
{
	if (want.n && want.p[want.n - 1] == '*')
		return word.n >= want.n - 1 && str_eq_nocase((struct str){word.p, want.n - 1}, (struct str){want.p, want.n - 1});
	return str_eq_nocase(word, want);
}

/* How many words of the phrase stand in a row in the question; 0 when not all of them do. */
static size_t phrase_in(const struct words *q, struct str phrase)
{
	struct str parts[8];
	size_t n = 0;

	while (phrase.n && n < COUNT(parts)) {
		const char *blank = memchr(phrase.p, ' ', phrase.n);
		size_t length = blank ? (size_t)(blank - phrase.p) : phrase.n;

		if (length)
			parts[n++] = (struct str){phrase.p, length};
		phrase = (struct str){phrase.p + length + (blank != NULL), phrase.n - length - (blank != NULL)};
	}
	for (size_t at = 0; n && at + n <= q->n; at++) {
		size_t i = 0;

		while (i < n && word_is(q->p[at + i], parts[i]))
			i++;
		if (i == n)
			return n;
	}
	return 0;
}

const struct fact *scenario_fact(const struct scenario *s, struct str question)
{
	const struct fact *best = NULL;
	struct words q;
	double most = 0;

	cut_words(question, &q);
	for (size_t i = 0; i < s->fact_count; i++) {
		double score = 0;

		/* A phrase of three words says more than three single ones, and the first of a list most. */
		for (size_t k = 0; k < s->facts[i].ask_count; k++) {
			double n = (double)phrase_in(&q, str_of(s->facts[i].asks[k]));

			score += n * n * (1 + 1 / (double)(k + 1));
		}
		if (score > most) {
			most = score;
			best = &s->facts[i];
		}
	}
	return best;
}

bool sentence_next(struct str *rest, struct str *out)
{
	size_t i = 0;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	while (i < rest->n) {
		char c = rest->p[i++];

		if ((c == '.' || c == '!' || c == '?') && (i == rest->n || strchr(" \t\r\n\"')", rest->p[i])))
			break;
		if (c == '\n' && i < rest->n && rest->p[i] == '\n')
			break;
	}
	*out = str_trim((struct str){rest->p, i});
	*rest = (struct str){rest->p + i, rest->n - i};
	return out->n > 0;
}

/* "Do", "what", "can we": how a question begins that was typed without its mark. */
static bool begins_like_question(struct str s)
{
	static const char *const firsts[] = {"what", "whats", "which", "who", "whose", "how", "when", "where", "why", "do", "does", "did", "is",
					     "are", "can", "could", "should", "will", "would", "has", "have", "may"};
	struct words w;

	cut_words(s, &w);
	for (size_t i = 0; w.n && w.n <= 25 && i < COUNT(firsts); i++)
		if (str_eq_nocase(w.p[0], str_of(firsts[i])))
			return true;
	return false;
}

bool sentence_asks(struct str s)
{
	s = str_trim(s);
	return s.n && (s.p[s.n - 1] == '?' || (s.p[s.n - 1] != '.' && begins_like_question(s)));
}

size_t text_words(struct str s)
{
	size_t n = 0;
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = is_letter((unsigned char)s.p[i]);

		n += letter && !in;
		in = letter;
	}
	return n;
}

bool text_only_asks(struct str text)
{
	struct str s;
	size_t asking = 0, other_words = 0;

	while (sentence_next(&text, &s)) {
		if (sentence_asks(s))
			asking++;
		else
			other_words += text_words(s);
	}
	/* "Before I start. How much is it?" asks; a design with a question in it does not. */
	return asking > 0 && other_words <= ASKING_OTHER_WORDS_MAX;
}
