/*
 * YAML as a small tree that knows where everything stands.
 *
 * libyaml reads the text; this keeps the line and column of every node, so that a message about an exercise says
 * "exercise.yaml:12:7: ...".  There are no types: a scalar is its text, so "yes", 012 and 2024-01-01 stay what the author
 * wrote.  The files are hostile until read: size, depth, number of nodes and what aliases expand to are bounded;
 * repeated keys, tags, merge keys and several documents are errors.
 *
 * Errors: ERR_PARSE with "NAME:LINE:COLUMN: what is wrong", ERR_LIMIT likewise.
 */
#ifndef SPAR_BANK_YAML_H
#define SPAR_BANK_YAML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define YDOC_BYTES_MAX (512u << 10)
#define YDOC_DEPTH_MAX 16
#define YDOC_NODES_MAX 20000    /* also with every alias written out */

enum ydoc_kind { YDOC_TEXT, YDOC_LIST, YDOC_MAP };

struct ydoc_node {
	enum ydoc_kind kind;
	int line, column;              /* of its first character, from 1; an alias has those of its anchor */
	const char *text;              /* YDOC_TEXT: NUL-terminated; never NULL, may be empty */
	size_t n;                      /* bytes of text */
	size_t count;                  /* items of a list, pairs of a map */
	const struct ydoc_node **items;/* of a list; the values of a map */
	const struct ydoc_node **keys; /* of a map, each YDOC_TEXT; NULL for others */
	size_t weight;                 /* nodes in it with aliases written out */
	int height;                    /* levels below it */
};

/*
 * Parse one document. name is for messages. Ownership: *root and all below it live in a. An empty document is an error.
 */
enum err_code ydoc_parse(struct arena *a, const char *name, struct str text,
			 const struct ydoc_node **root, struct err *err);

/* The value of a key; NULL when map is NULL, no map, or has no such key. */
const struct ydoc_node *ydoc_get(const struct ydoc_node *map, const char *key);

/* "a text", "a list", "a map". */
const char *ydoc_kind_name(enum ydoc_kind kind);

#endif
