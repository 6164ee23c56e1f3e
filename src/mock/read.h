/*
 * Reading a YAML file of rounds: values with their bounds, issues with their place.
 */
#ifndef SPAR_MOCK_READ_H
#define SPAR_MOCK_READ_H

#include "talk/issue.h"

struct reader {
	struct arena *a;           /* where everything that is read lives */
	struct talk_issues *issues;
	const char *file;          /* "amazon-de/rounds/phone.yaml" */
	const char *folder;        /* on disk: "CONTENT/amazon-de/rounds" */
	const char *shown;         /* "amazon-de/rounds" */
	const char *pack;          /* "amazon-de" */
};

/*
 * Find a pack's rounds; a and issues are set already. content_dir NULL: fs_content_dir(); pack NULL: $SPAR_PACK, else the default.
 * Errors: ERR_MISSING.
 */
enum err_code reader_open(struct reader *r, const char *content_dir, const char *pack, struct err *err);

/* Start on "NAME" of the folder: read and parse it. NULL after an issue; missing (may be NULL) says that there is no such file. */
const struct ydoc_node *read_file(struct reader *r, const char *name, bool *missing);

/* Every key of map is among known[0..n); issues for others. False if it is no map. */
bool read_keys(struct reader *r, const struct ydoc_node *map, const char *what, const char *const *known, size_t n);

/* A text with blanks cut off. NULL when absent (an issue when required) or no text. */
const char *read_text(struct reader *r, const struct ydoc_node *map, const char *key, bool required);
/* A number within bounds; fallback when absent. */
int read_int(struct reader *r, const struct ydoc_node *map, const char *key, int min, int max, int fallback);
/* yes, no, true, false; false when absent. */
bool read_bool(struct reader *r, const struct ydoc_node *map, const char *key);
/* A list of texts; *count 0 when absent. */
const char **read_texts(struct reader *r, const struct ydoc_node *map, const char *key, bool required, size_t *count);
/* A list of maps; NULL when absent or (an issue) of another shape. */
const struct ydoc_node *read_list(struct reader *r, const struct ydoc_node *map, const char *key, bool required);
/* Which of choices is it? fallback when absent, -1 after an issue. */
int read_choice(struct reader *r, const struct ydoc_node *map, const char *key, const char *const *choices, size_t n, int fallback);

/* An issue at a node. */
#define read_issue(r, node, ...) talk_issue((r)->issues, (r)->file, node, 0, __VA_ARGS__)

#endif
