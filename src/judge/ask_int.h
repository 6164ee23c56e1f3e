/* Private to ask*.c: where the words of a node stand in the text. */
#ifndef SPAR_JUDGE_ASK_INT_H
#define SPAR_JUDGE_ASK_INT_H

#include "judge/ask.h"
#include "judge/sql_lex.h"

/* A query as words. DuckDB gives the place of most nodes; what it leaves out is found in the words around. */
struct ask_text {
	const char *query;           /* the text that the tree was made from */
	const char *original;        /* what was written */
	struct sql_words words;
	size_t *closing;             /* by word: the bracket that closes it; words.n for none */
	struct arena *a;
};

/* Words first .. last. */
struct word_span {
	size_t first, last;
	bool found;
};

void ask_text_init(struct ask_text *t, const char *query, const char *original, struct arena *a);

/* The words of an expression (or of several below one value), brackets completed. */
struct word_span ask_words_of(const struct ask_text *t, const json_t *value);
/* From the last `keyword` before the words of value to their end. */
struct word_span ask_words_from(const struct ask_text *t, const char *keyword, const json_t *value);
/* The same words as a span of what was written; n 0 when they do not stand there. */
struct ask_span ask_span_of(const struct ask_text *t, struct word_span w);
/* As a slot: NULL when they are too long, run over lines, or do not stand in what was written. */
const char *ask_slot_text(const struct ask_text *t, struct word_span w);

/* Does the word i stand within the brackets that open at word `open`? For frames, which the tree does not tell from the default. */
bool ask_has_word(const struct ask_text *t, struct word_span w, const char *word);

/* A relation of a FROM clause. */
struct ask_rel {
	const char *alias;
	int table;                   /* of the contract; -1: a CTE, a derived table */
	json_t *ref;
	json_t *left_join;           /* the LEFT JOIN whose right side it is; NULL: none */
};

#define ASK_RELS_MAX 24

/* The search for features, and the SELECT that it is in. */
struct ask_finder {
	const struct contract *c;
	struct ask_text t;
	json_t *ctes;                /* how often each is read, by name in small letters */
	struct ask_feature *out;
	size_t n;
	json_t *select;
	struct ask_rel rels[ASK_RELS_MAX];
	size_t rel_count;
	size_t join_count;
	bool in_where;
};

/* A new feature; there is always room to write it, and none is kept past the maximum. node may be NULL. */
struct ask_feature *ask_add(struct ask_finder *k, enum ask_kind kind, json_t *node, struct ask_span quote);
/* With the words of node as quote. */
struct ask_feature *ask_add_node(struct ask_finder *k, enum ask_kind kind, json_t *node);
/* text NULL: no slot. */
void ask_slot(struct ask_feature *f, const char *name, const char *text);
/* The words of value as a slot. */
void ask_slot_words(struct ask_finder *k, struct ask_feature *f, const char *name, const json_t *value);

/* The relation and column of the contract that a COLUMN_REF means; false when it is none or not certain. */
bool ask_column(const struct ask_finder *k, const json_t *ref, const struct ask_rel **rel, size_t *column);
/* Is the column alone a key of its table? */
bool ask_is_key(const struct ask_finder *k, const struct ask_rel *rel, size_t column);
/* The first COLUMN_REF below, NULL when there is none. */
const json_t *ask_first_column(const json_t *value);

/* ask_expr.c: features of an expression of the SELECT at hand, not of the queries within it. */
void ask_expressions(struct ask_finder *k, json_t *value);

#endif
