/* YAML with places: what is read, and where each error is said to be. */
#include "tap.h"

#include "bank/suggest.h"
#include "bank/yaml.h"

static const struct ydoc_node *parse(struct arena *a, const char *text, struct err *err)
{
	const struct ydoc_node *root = NULL;

	memset(err, 0, sizeof(*err));
	arena_clear(a);
	return ydoc_parse(a, "f", str_of(text), &root, err) ? NULL : root;
}

static void test_tree(struct arena *a)
{
	struct err err;
	const struct ydoc_node *root = parse(a,
		"title: One\n"
		"list: [a, 'b c', 3]\n"
		"map:\n"
		"  yes: no\n"
		"  text: |\n"
		"    first\n"
		"    second\n"
		"empty:\n", &err);

	if (!tap_ok(root && root->kind == YDOC_MAP, "a document %s", err.text))
		return;
	tap_is_text(ydoc_get(root, "title")->text, "One", "a text");
	tap_is_int(ydoc_get(root, "list")->count, 3, "a list");
	tap_is_text(ydoc_get(root, "list")->items[1]->text, "b c", "its second entry");
	tap_is_text(ydoc_get(ydoc_get(root, "map"), "yes")->text, "no", "yes and no are texts");
	tap_is_text(ydoc_get(ydoc_get(root, "map"), "text")->text, "first\nsecond\n", "a block");
	tap_is_int(ydoc_get(ydoc_get(root, "map"), "yes")->line, 4, "its line");
	tap_is_int(ydoc_get(ydoc_get(root, "map"), "yes")->column, 8, "its column");
	tap_is_text(ydoc_get(root, "empty")->text, "", "nothing is an empty text");
	tap_ok(!ydoc_get(root, "nobody") && !ydoc_get(NULL, "x") && !ydoc_get(ydoc_get(root, "list"), "x"), "no such key");
}

static void test_errors(struct arena *a)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"", "f:1:1: the file is empty"},
		{"a: 1\na: 2\n", "f:2:1: this key stands twice: 'a'"},
		{"a: 1\n b: 2\n", "f:2:3: mapping values are not allowed in this context"},
		{"a: [1, 2\nb: 3\n", "f:2:"},
		{"a: !!int 3\n", "f:1:4: tags are not supported: 'tag:yaml.org,2002:int'"},
		{"a: *x\n", "f:1:4: no such anchor: 'x'"},
		{"a: &x [1, *x]\n", "f:1:11: an alias inside its own anchor: 'x'"},
		{"a: &x {b: 1}\nc:\n  <<: *x\n", "f:3:3: merge keys are not supported"},
		{"? [a]\n: 1\n", "f:1:3: a key must be a text"},
		{"a: 1\n---\nb: 2\n", "f:2:1: a second document in one file"},
		{"a: \"x\\0y\"\n", "f:1:4: a NUL byte in a text"},
		{"a: \xff\n", "f:1:4: "},
		{"\ta: 1\n", "f:1:1: "},
		{"a: 'open\n", "f:2:1: "},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err err;
		const struct ydoc_node *root = parse(a, cases[i].text, &err);

		if (!tap_ok(!root && !strncmp(err.text, cases[i].want, strlen(cases[i].want)), "error %s", cases[i].want))
			tap_show("got", err.text);
	}
}

static void test_limits(struct arena *a)
{
	struct err err;
	struct buf b;

	buf_init(&b, 4 << 20);
	for (int i = 0; i < YDOC_DEPTH_MAX + 1; i++)
		buf_addc(&b, '[');
	for (int i = 0; i < YDOC_DEPTH_MAX + 1; i++)
		buf_addc(&b, ']');
	tap_ok(!parse(a, buf_text(&b), &err) && err.code == ERR_LIMIT, "too deep: %s", err.text);

	/* Nine levels of nine aliases each would be 387 million nodes. */
	buf_reset(&b);
	buf_adds(&b, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
	for (int i = 1; i < 9; i++) {
		buf_addf(&b, "a%d: &a%d [", i, i);
		for (int k = 0; k < 9; k++)
			buf_addf(&b, "%s*a%d", k ? ", " : "", i - 1);
		buf_adds(&b, "]\n");
	}
	tap_ok(!parse(a, buf_text(&b), &err) && err.code == ERR_LIMIT, "aliases that explode: %s", err.text);

	/* Depth through aliases counts as depth. */
	buf_reset(&b);
	buf_adds(&b, "a0: &a0 [x]\n");
	for (int i = 1; i < YDOC_DEPTH_MAX + 2; i++)
		buf_addf(&b, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	tap_ok(!parse(a, buf_text(&b), &err) && err.code == ERR_LIMIT, "too deep through aliases: %s", err.text);

	buf_reset(&b);
	while (b.n <= YDOC_BYTES_MAX)
		buf_adds(&b, "# a comment is cheap to write\n");
	tap_ok(!parse(a, buf_text(&b), &err) && err.code == ERR_LIMIT, "too large: %s", err.text);
	buf_release(&b);

	tap_ok(parse(a, "a: &x [1, 2]\nb: *x\nc: *x\n", &err) != NULL, "ordinary aliases are fine %s", err.text);
}

static void test_suggest(void)
{
	static const char *const words[] = {"title", "minutes", "patterns", NULL, "top-customers-by-month"};

	tap_is_text(suggest("minute", words, 5), "minutes", "a letter missing");
	tap_is_text(suggest("tilte", words, 5), "title", "two letters swapped");
	tap_is_text(suggest("Patterns", words, 5), "patterns", "case");
	tap_is_text(suggest("top-cust", words, 5), "top-customers-by-month", "only its beginning");
	tap_is_text(suggest("colour", words, 5), NULL, "nothing near");
	tap_is_text(suggest("", words, 5), NULL, "nothing typed");
}

int main(void)
{
	struct arena a;

	arena_init(&a, 8 << 20);
	test_tree(&a);
	test_errors(&a);
	test_limits(&a);
	test_suggest();
	arena_release(&a);
	return tap_done();
}
