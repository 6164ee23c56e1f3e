/*
 * The bank's own parts: sources, templates, and collecting what is wrong while an exercise is read.
 */
#ifndef SPAR_BANK_BANK_INT_H
#define SPAR_BANK_BANK_INT_H

#include "bank/bank.h"
#include "bank/yaml.h"
#include "base/buf.h"

#define BANK_ISSUES_MAX 40         /* kept per exercise */
#define BANK_WORDS_MAX 200         /* words and rules of a variant */
#define BANK_VARIANTS_MAX 12
#define BANK_EXERCISES_MAX 2000
#define BANK_RENDERED_MAX (1u << 20)

/* A file that was read. */
struct bank_source {
	const char *name;          /* relative to the content folder, for messages */
	struct str text;
};

/* A text with {{name}} in it, and where it stands, so that a bad name is found in the file again. */
struct bank_template {
	const char *p;
	const struct bank_source *source;
	int line, column;          /* where it begins in source */
};

struct bank_word {
	const char *name;
	struct bank_template value;
	bool rule;                 /* under rules:, else under words: */
};

/* The words and rules of a variant. */
struct bank_words {
	struct bank_word p[BANK_WORDS_MAX];
	size_t n;
};

/* Reading one exercise (or the pack's own files). */
struct bank_load {
	struct bank *bank;
	struct arena *a;               /* of the bank */
	struct bank_exercise *ex;      /* NULL while the pack itself is read */
	const char *dir;               /* of the exercise, on disk */
	const char *shown;             /* the same relative to the content folder */
	const struct bank_source *yaml;
	size_t issue_count;            /* of this exercise */
};

struct bank {
	struct arena arena;
	char *content_dir;             /* in arena */
	struct bank_pack pack;
	bool mistakes_known;           /* mistakes.yaml was readable: ids can be checked */
	struct bank_exercise *exercises;
	bool *loaded;
	size_t count;
	struct bank_issue *issues;     /* owned (malloc) */
	size_t issue_count, issue_room;
	struct memo memo;
};

/* Note an issue of the exercise being read, once. The text is "FILE:LINE:COLUMN: ..." */
void bank_issue_at(struct bank_load *l, const struct bank_source *source, int line, int column,
		   const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same at a node of the YAML file being read. */
void bank_issue_node(struct bank_load *l, const struct ydoc_node *node, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same for a text of ydoc_parse(), which has its place already. */
void bank_issue_parsed(struct bank_load *l, const char *text);

/* Read a file below the load's folder into the bank's arena. NULL after noting an issue. name "answers/1-window.sql". */
const struct bank_source *bank_source_read(struct bank_load *l, const char *name, size_t max_bytes);

/*
 * Replace each {{name}} by words_of's word, or by rules_of's rule (rules_of NULL: words_of's own). A word may
 * contain words, one level deep.  NULL after noting an issue with the place of the name in its file.
 */
const char *bank_render(struct bank_load *l, const struct bank_template *t, const struct bank_words *words_of,
			const struct bank_words *rules_of);

/* Every key of map is one of known[0..n); others are issues with the nearest known one. False if map is not a map. */
bool bank_keys_check(struct bank_load *l, const struct ydoc_node *map, const char *what,
		     const char *const *known, size_t n);
/* The text of map[key], NULL when absent or (an issue) not a text. required: absent or empty is an issue. */
const struct ydoc_node *bank_text_node(struct bank_load *l, const struct ydoc_node *map, const char *key, bool required);
/* Which of choices[0..n) is the node's text? -1 after noting an issue. */
int bank_choice(struct bank_load *l, const struct ydoc_node *node, const char *what, const char *const *choices, size_t n);

/* contract.c: the contract of a variant, overlay's members over base's. Issues are noted. */
void bank_contract_read(struct bank_load *l, const struct ydoc_node *base, const struct ydoc_node *overlay,
			const struct bank_words *words, struct bank_contract *out);

/* One file under answers/ or mutants/, before rendering. */
struct bank_sqlfile {
	const struct bank_source *source;
	const char *file;                   /* without ".sql" */
	struct bank_template name, note, mistake, lesson;   /* p is NULL where there is none */
	struct bank_template sql;
	const char *variants[BANK_VARIANTS_MAX];            /* none: all of them */
	size_t variant_count;
};

/* sqlfile.c: read every *.sql of a folder ("answers"), checking the header of each. */
struct bank_sqlfile *bank_sqlfiles_read(struct bank_load *l, const char *folder, size_t *count);
bool bank_sqlfile_is_for(const struct bank_sqlfile *f, const char *variant);
/* Render the files meant for variant. */
struct bank_query *bank_queries_render(struct bank_load *l, const struct bank_sqlfile *files, size_t file_count,
				       const char *variant, const struct bank_words *words_of,
				       const struct bank_words *rules_of, size_t *count);

/* exercise.c: read the exercise l->ex, whose slug is set. */
void bank_exercise_read(struct bank_load *l);

/* pack.c: pack.yaml and mistakes.yaml. */
enum err_code bank_pack_read(struct bank_load *l, struct err *err);
void bank_mistakes_read(struct bank_load *l);

#endif
