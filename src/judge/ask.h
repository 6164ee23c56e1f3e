/*
 * Questions about the query that was written: what stands in it, how it could be misread, and a small database that shows the difference.
 *
 * A *feature* is one thing that stands in a query and can be asked about, found in DuckDB's syntax tree: a ranking function, a
 * frame that was left to its default, a condition on the right table of a LEFT JOIN.  It carries the words of the query
 * that it was seen in, so that a question can quote them. A *misreading* is the query as somebody would read it who is wrong about one
 * feature: its tree with rank() for row_number(), INNER for LEFT. The same machine that refutes answers then finds
 * a world on which query and misreading differ; "what comes out here?" has one right answer, which the judge knows.
 *
 * The worker knows no question texts. It gives features, predictions and checks (judge.h: "ask", "predict", "check"); the
 * program chooses and words the questions from content (practice/ask.h).
 *
 * Threads: one.
 */
#ifndef SPAR_JUDGE_ASK_H
#define SPAR_JUDGE_ASK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "judge/ask_names.h"
#include "judge/contract.h"
#include "judge/side.h"

#define ASK_FEATURES_MAX 120
#define ASK_SLOTS 4
#define ASK_SLOT_WORDS_MAX 6     /* a slot with more words is left out, so that a question stays short */
#define ASK_SLOT_BYTES_MAX 48
#define ASK_QUOTE_BYTES_MAX 240  /* a longer quote is cut behind a word */

struct ask_slot {
	const char *name;        /* one of the feature's slots */
	const char *text;        /* words of the query, or a name of the contract */
};

/* Words of the query: byte at, n bytes; n 0 when they cannot be shown. */
struct ask_span {
	long at;
	size_t n;
};

struct ask_feature {
	enum ask_kind kind;
	json_t *node;            /* what a misreading changes; of the tree that was searched */
	json_t *select;          /* the SELECT that it stands in; NULL: none */
	json_t *other;           /* a second node that the misreading needs: the join of a condition; NULL: none */
	struct ask_span quote;
	struct ask_slot slots[ASK_SLOTS];
	size_t slot_count;
};

/*
 * Every feature of the tree doc, in a fixed order: the same query gives the same list. query is the text whose byte offsets doc
 * holds; original what was written: quotes are spans of it. Both and doc are lent to what comes out, in a.
 */
size_t ask_features(const struct contract *c, const char *query, const char *original, json_t *doc, struct arena *a,
		    struct ask_feature **out);

/*
 * Change the tree in which f was found to the misreading. False when it does not apply to this feature; the tree is then not changed.
 */
bool ask_misread(const struct contract *c, const struct ask_feature *f, enum ask_misreading m);

/* Names, lent for ever; -1 when there is none. */
const char *ask_kind_name(enum ask_kind kind);
const char *ask_misreading_name(enum ask_misreading m);
enum ask_kind ask_misreading_kind(enum ask_misreading m);
int ask_misreading_find(const char *name);

#endif
