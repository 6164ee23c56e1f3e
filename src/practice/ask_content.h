/*
 * What is asked about a query: content/PACK/ask, a list of questions in each file (docs/CONTENT.md).
 *
 * A question belongs to a feature that a query can have (judge/ask_names.h). Its wordings have slots that are filled with words of that query.
 * Everything that is wrong in a file is an issue with its place; a question with an issue is left out, the others stay.
 *
 * Ownership: everything that is reachable from the content is lent until ask_content_free().
 * Threads: read-only once opened.
 */
#ifndef SPAR_PRACTICE_ASK_CONTENT_H
#define SPAR_PRACTICE_ASK_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "judge/ask_names.h"

#define ASK_WORDS_MAX 25         /* of a question with its slots filled */
#define ASK_WORDINGS_MIN 3
#define ASK_WORDINGS_MAX 12
#define ASK_POINTS_MAX 8

enum ask_sort { ASK_WHY, ASK_PREDICT, ASK_WHAT_IF, ASK_SORTS };

/* A point that an answer needs. */
struct ask_point {
	const char *topic;           /* of the talk engine, "ties" */
	const char *say;             /* what an answer says about it here; for the debrief */
	const char *at;              /* its place: "amazon-de/ask/windows.yaml:12:7" */
};

struct ask_entry {
	const char *id;              /* "why-window" */
	enum ask_sort sort;
	enum ask_kind feature;
	const char *misreading;      /* predict: how it is easily read; what if: what makes a world that shows it, or "row-order"; NULL: none */
	const char *reading;         /* predict: completes "That is what comes out if ..." */
	const char *answer;          /* why and what if: what to say, for the debrief; NULL: none */
	int weight;                  /* 1 to 9, what is asked first */
	const char *wordings[ASK_WORDINGS_MAX];
	size_t wording_count;
	struct ask_point points[ASK_POINTS_MAX];
	size_t point_count;
};

struct ask_content;

/*
 * Read the questions of a pack. content_dir NULL: fs_content_dir(). A pack without any has none; broken files become issues. Errors: ERR_IO,
 * ERR_MEMORY, ERR_LIMIT.
 */
enum err_code ask_content_open(struct ask_content **out, const char *content_dir, const char *pack, struct err *err);
void ask_content_free(struct ask_content *c);

const struct ask_entry *ask_content_entries(const struct ask_content *c, size_t *count);
/* "amazon-de/ask/windows.yaml:12:7: ..." */
const char *const *ask_content_issues(const struct ask_content *c, size_t *count);

/* "why", "predict", "what-if". */
const char *ask_sort_name(enum ask_sort sort);
const char *ask_feature_name(enum ask_kind feature);

/* Words of a text, and how many a slot of this name counts as before it is filled. */
size_t ask_word_count(const char *text);

#endif
