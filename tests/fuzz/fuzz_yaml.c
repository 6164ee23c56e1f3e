/* YAML of exercises: whatever comes, a tree within its limits or an error with a place. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bank/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* Nodes below this one with aliases written out; every text must be readable. */
static size_t walk(const struct ydoc_node *node, int depth)
{
	size_t count = 1;

	if (depth > YDOC_DEPTH_MAX + 1 || strlen(node->text) != node->n || node->line < 1 || node->column < 1)
		abort();
	for (size_t i = 0; i < node->count; i++) {
		count += walk(node->items[i], depth + 1);
		if (node->kind == YDOC_MAP && ydoc_get(node, node->keys[i]->text) != node->items[i])
			abort();
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct ydoc_node *root = NULL;
	struct err err = {0};
	struct arena a;

	arena_init(&a, 16u << 20);
	if (ydoc_parse(&a, "f", (struct str){(const char *)p, n}, &root, &err)) {
		if (!err.code || strncmp(err.text, "f:", 2))
			abort();
	} else if (walk(root, 0) > YDOC_NODES_MAX) {
		abort();
	}
	arena_release(&a);
	return 0;
}
