/*
 * Clarifying questions as people ask them, and the facts that answer them. tests/mock/clarifying.txt was in sight when the words were
 * written, so it shows that nothing broke; tests/mock/clarifying-fresh.txt was not, so its share is how well it works.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "mock/content.h"
#include "mock/scenario.h"
#include "tap.h"

#define FACTS_MAX 6
#define FRESH_LEAST 70            /* as measured, less a few */

struct tally {
	int all, right, wrong, silent, beside;
};

/* Is id in a list with commas? */
static bool listed(struct str list, const char *id)
{
	size_t n = strlen(id);

	for (size_t i = 0; i + n <= list.n; i++)
		if ((i == 0 || list.p[i - 1] == ',') && !memcmp(list.p + i, id, n) && (i + n == list.n || list.p[i + n] == ','))
			return true;
	return false;
}

static struct str field(struct str *line)
{
	const char *bar = memchr(line->p, '|', line->n);
	struct str out = {line->p, bar ? (size_t)(bar - line->p) : line->n};

	*line = (struct str){line->p + out.n + (bar != NULL), line->n - out.n - (bar != NULL)};
	return out;
}

/* Right: the first fact is one that is wanted, or nothing is where nothing is known. Beside: a fact that nobody asked for comes with it. */
static void ask(const struct rounds *r, struct str line, struct tally *t)
{
	struct str name = field(&line), wanted = field(&line);
	char *id = strndup(name.p, name.n);
	const struct scenario *s = rounds_scenario(r, id);
	const struct fact *facts[FACTS_MAX];
	size_t n = scenario_facts(s, line, facts, FACTS_MAX);
	bool none = str_eq_c(wanted, "-"), beside = false;

	tap_ok(s && sentence_asks(line), "%s: %.*s", id, (int)line.n, line.p);
	t->all++;
	for (size_t i = 0; i < n; i++)
		beside |= !listed(wanted, facts[i]->id);
	t->beside += beside && n && listed(wanted, facts[0]->id);
	if (n ? listed(wanted, facts[0]->id) : none)
		t->right++;
	else if (n)
		t->wrong++;
	else
		t->silent++;
	if (beside || (!n && !none))
		printf("# %s: %.*s: %.*s, got %s%s%s\n", id, (int)line.n, line.p, (int)wanted.n, wanted.p, n ? facts[0]->id : "nothing",
			 n > 1 ? ", " : "", n > 1 ? facts[1]->id : "");
	free(id);
}

/* All questions of a file; the share that got the right fact first. */
static int share(const struct rounds *r, const char *path)
{
	struct err err = {0};
	struct buf text;
	struct str rest, line;
	struct tally t = {0};

	buf_init(&text, 1 << 20);
	tap_ok(!fs_read(path, 1 << 20, &text, &err), "%s %s", path, err.text);
	rest = (struct str){buf_text(&text), text.n};
	while (str_next_line(&rest, &line))
		if (line.n && line.p[0] != '#')
			ask(r, line, &t);
	printf("# %s: %d questions, %d right, %d with a wrong fact, %d not answered; %d of the right ones with something beside\n", path, t.all, t.right,
	       t.wrong, t.silent, t.beside);
	buf_release(&text);
	return t.all ? 100 * t.right / t.all : 0;
}

int main(void)
{
	struct rounds *r = NULL;
	struct err err = {0};
	int known, fresh;

	unsetenv("SPAR_PACK");
	setenv("SPAR_CONTENT", "content", 0);
	tap_ok(!rounds_open(&r, NULL, NULL, NULL, NULL, &err), "rounds: %s", err.text);
	known = share(r, "tests/mock/clarifying.txt");
	fresh = share(r, "tests/mock/clarifying-fresh.txt");
	tap_ok(known >= 98, "of the questions that the words were made for, %d %% are answered right", known);
	tap_ok(fresh >= FRESH_LEAST, "of those that were asked later, %d %%", fresh);
	rounds_free(r);
	return tap_done();
}
