/* Design scenarios, and the answers to clarifying questions. */
#include "mock/content_int.h"

#include <string.h>

#include "base/fs.h"
#include "mock/scenario.h"

#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define FACTS_MAX 40
#define QUESTION_WORDS_MAX 80
#define ALSO_WEIGHT 0.3            /* three such words say less than one that tells */

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

/* What all scenarios of a pack share; none when it has no such file. */
struct subjects {
	struct subject *p;
	size_t count;
};

static struct subjects read_subjects(struct reader *r)
{
	static const char *const keys[] = {"subjects"}, *const subject_keys[] = {"id", "asks", "also"};
	const struct ydoc_node *root, *list;
	struct subjects out = {0};

	if (!fs_is_file(fs_join(r->a, r->folder, "asking.yaml")) || !(root = read_file(r, "asking.yaml", NULL)) ||
	    !read_keys(r, root, "asking.yaml", keys, COUNT(keys)) || !(list = read_list(r, root, "subjects", true)))
		return out;
	out.p = ARENA_NEW(r->a, struct subject, list->count + 1);
	for (size_t i = 0; i < list->count; i++) {
		struct subject *s = &out.p[out.count];

		if (!read_keys(r, list->items[i], "a subject", subject_keys, COUNT(subject_keys)))
			continue;
		s->id = read_text(r, list->items[i], "id", true);
		s->asks = read_texts(r, list->items[i], "asks", true, &s->ask_count);
		s->also = read_texts(r, list->items[i], "also", false, &s->also_count);
		out.count += s->id && s->ask_count;
	}
	return out;
}

static const char **append(struct arena *a, const char **p, size_t *n, const char **more, size_t count)
{
	const char **out = ARENA_NEW(a, const char *, *n + count + 1);

	for (size_t i = 0; i < *n; i++)
		out[i] = p[i];
	for (size_t i = 0; i < count; i++)
		out[*n + i] = more[i];
	*n += count;
	return out;
}

/* Give a fact the words of the subject of its name and of those that it is like. */
static void take_subjects(struct reader *r, const struct ydoc_node *node, const struct subjects *all, struct fact *f)
{
	size_t likes = 0;
	const char **like = read_texts(r, node, "like", false, &likes);

	for (size_t k = 0; k <= likes; k++) {
		const char *id = k ? like[k - 1] : f->id;
		size_t i = 0;

		while (i < all->count && strcmp(all->p[i].id, id))
			i++;
		if (i < all->count) {
			f->shared = append(r->a, f->shared, &f->shared_count, all->p[i].asks, all->p[i].ask_count);
			f->also = append(r->a, f->also, &f->also_count, all->p[i].also, all->p[i].also_count);
		} else if (k) {
			read_issue(r, node, "no subject is called '%s'", id);
		}
	}
}

static void read_facts(struct reader *r, const struct ydoc_node *root, const struct subjects *subjects, struct scenario *s)
{
	static const char *const keys[] = {"id", "about", "asks", "like", "also", "says", "expected"};
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
		f->also = read_texts(r, node, "also", false, &f->also_count);
		f->expected = read_bool(r, node, "expected");
		if (f->id)
			take_subjects(r, node, subjects, f);
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

static void read_scenario(struct rounds_load *l, const char *name, const struct subjects *subjects, struct scenario *s)
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
	read_facts(r, root, subjects, s);
	s->points = read_texts(r, root, "points", true, &s->point_count);
	check_points(l, root, s);
	s->want = read_texts(r, root, "want", false, &s->want_count);
	rounds_check_gaps(l, root, "want");
}

enum err_code rounds_read_scenarios(struct rounds_load *l, struct err *err)
{
	const char **names = NULL, *dir = fs_join(l->r.a, l->r.folder, "scenarios");
	struct subjects subjects;
	struct scenario *all;
	size_t n = 0;
	enum err_code code;

	if (!fs_is_dir(dir))
		return ERR_OK;
	if ((code = fs_list(l->r.a, dir, &names, &n, err)))
		return code;
	subjects = read_subjects(&l->r);
	all = ARENA_NEW(l->r.a, struct scenario, n + 1);
	l->out->scenarios = all;
	for (size_t i = 0; i < n; i++) {
		size_t before = l->r.issues->count, length = strlen(names[i]);

		if (length < 6 || strcmp(names[i] + length - 5, ".yaml"))
			continue;
		read_scenario(l, arena_printf(l->r.a, "scenarios/%s", names[i]), &subjects, &all[l->out->scenario_count]);
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

/* What these phrases say together: each one of n words n². */
static size_t phrases_in(const struct words *q, const char **phrases, size_t count)
{
	size_t sum = 0;

	for (size_t k = 0; k < count; k++) {
		size_t n = phrase_in(q, str_of(phrases[k]));

		sum += n * n;
	}
	return sum;
}

/* The fact with the largest sum; one below least says nothing. */
static const struct fact *best_fact(const struct scenario *s, struct str question, double least)
{
	const struct fact *best = NULL;
	struct words q;
	double most = 0;

	cut_words(question, &q);
	for (size_t i = 0; i < s->fact_count; i++) {
		const struct fact *f = &s->facts[i];
		double score = ALSO_WEIGHT * (double)phrases_in(&q, f->also, f->also_count) + (double)phrases_in(&q, f->shared, f->shared_count);

		/* A phrase of three words says more than three single ones, and the first of a fact's own list most. */
		for (size_t k = 0; k < f->ask_count; k++) {
			double n = (double)phrase_in(&q, str_of(f->asks[k]));

			score += n * n * (1 + 1 / (double)(k + 1));
		}
		if (score > most && score >= least) {
			most = score;
			best = f;
		}
	}
	return best;
}

const struct fact *scenario_fact(const struct scenario *s, struct str question)
{
	return best_fact(s, question, 0);
}

/* Cut the next clause off a question: what stands before a comma or an "and". */
static bool clause_next(struct str *rest, struct str *out)
{
	const char *comma = rest->n ? memchr(rest->p, ',', rest->n) : NULL, *and = rest->n ? memmem(rest->p, rest->n, " and ", 5) : NULL;
	const char *cut = !comma || (and && and < comma) ? and : comma;
	size_t n = cut ? (size_t)(cut - rest->p) : rest->n, skip = !cut ? 0 : cut == and ? 5 : 1;

	if (rest->n == 0)
		return false;
	*out = (struct str){rest->p, n};
	*rest = (struct str){rest->p + n + skip, rest->n - n - skip};
	return true;
}

size_t scenario_facts(const struct scenario *s, struct str question, const struct fact **out, size_t most)
{
	struct str rest = question, clause;
	size_t n = 0;

	/* "Which systems hold orders, refunds and fees?" is one question: a clause that stands alone has a word that tells. */
	while (s && n < most && clause_next(&rest, &clause))
		if ((out[n] = best_fact(s, clause, 1)))
			n++;
	if (s && n == 0 && (out[0] = scenario_fact(s, question)))
		n = 1;
	return n;
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
